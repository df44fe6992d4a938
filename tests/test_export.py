"""The workbooks as other programs read them: every cell comes back, and staff are helped to fill in the right thing."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from conftest import CONTENT, GEMEENTEN, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from booklet.columns import COLUMNS, FACTS, fact, names_of, shown
from booklet.content import read_content
from booklet.export import EMPTY_ROWS, SPARE_ROWS, Todo, unfit, write_todo, write_workbook
from booklet.kaart import Versheid
from booklet.models import Content, Dienst, GemeenteBestand, SocialeKaart, Voorziening

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")  # openpyxl knows no whole columns

HOSTILE = (
    "=1+1",
    "+31 36 000 00 01",
    "-5",
    "@SOM(1)",
    "{=1}",
    "0036",
    "1e5",
    "WAAR",
    "1-2-2026",
    "http://voorbeeld.example",
    "mailto:wie@voorbeeld.example",
    "internal:Uitleg!A1",
    "_x0041_",
    "_x005F_",
    "__x0041__",
    "een 😀 en een é",
    "'s middags",
    "<b>&amp;</b>",
    "een\rtwee",
    "een\x01twee",
    "x" * 10_000,
    "😀" * 16_383,
)
UNFIT = (
    {"organisatie": "x" * 32_768},
    {"aanbod": "😀" * 16_384},
    {"bron": "<r>x</r>"},
    {"voor_wie": "_x005F_x0041_"},
    {"kosten": "een\uffff"},
    {"gecontroleerd": date(1900, 2, 28)},
)


def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


HERE = _content()
STAD = next(one.feiten for one in HERE.gemeenten if one.id == "voorbeeldstad")
CARDS = {
    **{gemeente.id: gemeente.sociale_kaart for gemeente in HERE.gemeenten},
    "landelijk": SocialeKaart(voorzieningen=HERE.landelijk),
}
ENTRY = CARDS["voorbeeldstad"].voorzieningen[0]


def _with(**fields: object) -> Voorziening:
    return ENTRY.model_copy(update=fields)


def _written(*entries: Voorziening, uit: tuple[Dienst, ...] = (), landelijk: Sequence[Voorziening] = ()) -> bytes:
    kaart = SocialeKaart(voorzieningen=entries, landelijk_uit=uit)
    return write_workbook("voorbeeldstad", STAD, kaart, landelijk, HERE.domeinen)


def _cells(data: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _expected(entries: Sequence[Voorziening]) -> list[list[object]]:
    names = names_of(HERE.domeinen)
    return [[shown(entry, column.field, names) or "" for column in COLUMNS] for entry in entries]


def _sheet(data: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(data))[name]


def _xml(data: bytes, part: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(part).decode("utf-8")


def _rules(sheet: Worksheet) -> dict[str, tuple[str, str, str | None]]:
    return {
        str(rule.sqref): (rule.type, rule.formula1, rule.errorStyle) for rule in sheet.data_validations.dataValidation
    }


# What is in the cells.


@pytest.mark.parametrize("name", CARDS)
def test_every_cell_of_every_entry_comes_back(name: str) -> None:
    """Texts as texts and dates as dates, below the headings of the design."""
    entries = CARDS[name].voorzieningen
    assert len(entries) > 30
    rows = _cells(_written(*entries), "Sociale Kaart")
    assert rows[0] == [column.heading for column in COLUMNS]
    assert rows[1 : len(entries) + 1] == _expected(entries)
    assert {type(row[16]) for row in rows[1:]} <= {date, str}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_something_else_stays_text(text: str) -> None:
    """No formula, no link, no number and no date is made of what somebody typed."""
    data = _written(_with(organisatie=text, telefoon=text, omschrijving=f"{text}\n{text}"[:16_000], bron=text))
    row = _cells(data, "Sociale Kaart")[1]
    assert [row[0], row[10], row[19]] == [text] * 3
    assert row[4] == f"{text}\n{text}"[:16_000]
    sheet = _xml(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert re.search(r'<c r="K2" s="\d+" t="s">', sheet)


LINE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.lists(st.sampled_from(["<r>", "</r>", "_x0041_", "_x005F", "_", "=", "'", "é", "\x00", "\ufffe", " "])).map("".join),
).map(lambda text: text.replace("\n", "").strip() or "x")  # fmt: skip
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"organisatie": LINE, "aanbod": LINE, "omschrijving": st.lists(LINE, min_size=1).map("\n".join)},
        optional={
            "domein": st.lists(st.sampled_from([one.id for one in HERE.domeinen]), min_size=1, unique=True).map(tuple),
            "kolom": st.lists(st.sampled_from([one.id for one in HERE.kolommen]), min_size=1, unique=True).map(tuple),
            "gecontroleerd": st.none() | st.dates(),
            "in_boekje": st.booleans(),
            "telefoon": st.none() | LINE,
            "bron": st.none() | LINE,
        },
    ).map(lambda fields: _with(**fields)),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_what_fits_comes_back_and_what_does_not_is_told(entries: list[Voorziening]) -> None:
    """An entry is written whole, or `unfit` names it; nothing in between."""
    told = {index for index, _ in unfit(SocialeKaart(voorzieningen=tuple(entries)))}
    whole = [entry for index, entry in enumerate(entries) if index not in told]
    rows = _cells(_written(*whole), "Sociale Kaart")
    assert rows[1 : len(whole) + 1] == _expected(whole)
    for index in told:
        with pytest.raises(ValueError, match="cell"):
            _written(entries[index])


@pytest.mark.parametrize("fields", UNFIT, ids=lambda fields: next(iter(fields)))
def test_what_a_cell_cannot_hold_is_named(fields: dict[str, object]) -> None:
    """The entry and the field are told, and writing them is refused rather than cut off."""
    entries = (ENTRY, _with(**fields))
    assert list(unfit(SocialeKaart(voorzieningen=entries))) == [(1, next(iter(fields)))]
    with pytest.raises(ValueError, match="row 3"):
        _written(*entries)


def test_the_last_that_fits_fits() -> None:
    """The longest text and the first day of a workbook are no problem."""
    entry = _with(organisatie="x" * 32_767, gecontroleerd=date(1900, 3, 1))
    assert not list(unfit(SocialeKaart(voorzieningen=(entry,))))
    assert _cells(_written(entry), "Sociale Kaart")[1] == _expected([entry])[0]


# The sheet of the gemeente.


def test_the_sheets_are_in_order_and_the_lists_are_hidden() -> None:
    """Staff see four sheets, the list first."""
    book = openpyxl.load_workbook(BytesIO(_written(ENTRY)))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Sociale Kaart", "visible"),
        ("Uitleg", "visible"),
        ("Landelijk", "visible"),
        ("Gemeente", "visible"),
        ("Keuzelijsten", "hidden"),
    ]
    assert book.active is book["Sociale Kaart"]


def test_the_drop_downs_hold_every_name_and_reach_below_the_list() -> None:
    """Houses, kolommen and ja/nee come from the hidden sheet; only where one may be typed freely does it not stop."""
    data = _written(ENTRY, ENTRY)
    last = 1 + 2 + SPARE_ROWS
    assert _rules(_sheet(data, "Sociale Kaart")) == {
        f"C2:C{last}": ("list", "Keuzelijsten!$A$2:$A$7", "information"),
        f"D2:D{last}": ("list", "Keuzelijsten!$B$2:$B$14", "information"),
        f"Q2:Q{last}": ("date", "36526", None),
        f"S2:S{last}": ("list", "Keuzelijsten!$C$2:$C$3", None),
    }
    columns = list(zip(*_cells(data, "Keuzelijsten"), strict=True))
    assert [name for name in columns[0][1:] if name] == [domein.naam for domein in HERE.domeinen]
    assert list(columns[1][1:]) == [kolom.naam for kolom in HERE.kolommen]
    assert [name for name in columns[2][1:] if name] == ["ja", "nee"]


def test_a_name_that_looks_like_a_formula_is_a_name_in_the_lists_too() -> None:
    """The lists hold the words of the content, whatever they look like."""
    domein = HERE.domeinen[0].model_copy(update={"naam": "=1+1"})
    data = write_workbook("v", STAD, SocialeKaart(), (), (domein,))
    assert _cells(data, "Keuzelijsten")[1][0] == "=1+1"


def test_every_drop_down_says_in_dutch_what_belongs_there() -> None:
    """Before somebody types and after something else was typed."""
    rules = [
        *_sheet(_written(ENTRY), "Sociale Kaart").data_validations.dataValidation,
        *_sheet(write_todo([]), "Nakijken").data_validations.dataValidation,
    ]
    assert len(rules) == 5
    for rule in rules:
        assert re.match("Kies|Typ", rule.prompt)
        assert re.search("Kies|Typ", rule.error)
        assert rule.showInputMessage
        assert rule.showErrorMessage


def test_every_heading_has_its_note_and_required_ones_are_marked() -> None:
    """By an asterisk in the note as well as a darker ink: never colour alone."""
    heads = _sheet(_written(ENTRY), "Sociale Kaart")[1]
    fills = {column.required: head.fill.start_color.rgb for column, head in zip(COLUMNS, heads, strict=True)}
    assert len(set(fills.values())) == 2
    for column, head in zip(COLUMNS, heads, strict=True):
        assert head.comment.text == ("* " if column.required else "") + column.note
        assert head.fill.start_color.rgb == fills[column.required]
        assert (head.font.color.rgb, head.font.b) == ("FFFFFFFF", True)


def test_text_columns_are_text_also_below_the_list() -> None:
    """A phone number that is typed in a new row keeps its zero, and Excel does not complain about it."""
    data = _written(ENTRY)
    sheet = _sheet(data, "Sociale Kaart")
    for letter, cell, column in zip("ABCDEFGHIJKLMNOPQRST", sheet[2], COLUMNS, strict=True):
        wanted = "dd-mm-yyyy" if column.field == "gecontroleerd" else "@"
        assert cell.number_format == wanted
        assert sheet.column_dimensions[letter].number_format == wanted
        assert sheet.column_dimensions[letter].width == pytest.approx(column.width, abs=1)
    assert '<ignoredError sqref="A1:T1048576" numberStoredAsText="1"/>' in _xml(data, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(("count", "rows"), [(0, EMPTY_ROWS), (1, 1), (3, 3)])
def test_the_list_is_a_table_that_grows(count: int, rows: int) -> None:
    """Excel gives a row below a table the same looks; a list with nothing in it begins with empty rows."""
    data = _written(*[ENTRY] * count)
    table = _sheet(data, "Sociale Kaart").tables["SocialeKaart"]
    assert table.ref == f"A1:T{1 + rows}"
    assert [column.name for column in table.tableColumns] == [column.heading for column in COLUMNS]
    assert all(column.dataDxfId is not None for column in table.tableColumns)
    assert sum(any(row) for row in _cells(data, "Sociale Kaart")) == 1 + count


@pytest.mark.parametrize(
    ("data", "name", "frozen", "columns"),
    [
        (_written(ENTRY), "Sociale Kaart", "B2", "A:T"),
        (_written(ENTRY), "Landelijk", "B2", "A:G"),
        (write_todo([]), "Nakijken", "A2", "A:L"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_headings_stay_in_sight_and_come_on_every_page(data: bytes, name: str, frozen: str, columns: str) -> None:
    """Frozen on the screen, repeated on paper, and as wide as one page on its side."""
    sheet = _sheet(data, name)
    assert sheet.freeze_panes == frozen
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert f"!${columns[0]}:${columns[2]}</definedName>" in _xml(data, "xl/workbook.xml")


def test_a_row_is_high_enough_and_gets_higher() -> None:
    """LibreOffice takes the height that is in the file; neither program may take it as a choice of somebody."""
    data = _written(_with(omschrijving="kort"), _with(omschrijving="woord " * 60))
    rows = re.findall(r"<row ([^>]*)>", _xml(data, "xl/worksheets/sheet1.xml"))
    heights = [float(height[1]) for row in rows if (height := re.search(r'ht="([\d.]+)"', row))]
    assert len(heights) == 3
    assert heights[2] > 2 * heights[1] >= 30
    assert not [row for row in rows if "customHeight" in row]


# The other sheets.


def test_the_instructions_tell_what_to_fill_in_and_which_commands_come_next() -> None:
    """With the id of this gemeente, ready to be typed."""
    lines = [row[0] for row in _cells(_written(), "Uitleg")]
    text = "\n".join(lines)
    assert "Sociale Kaart van Voorbeeldstad" in lines[0]
    assert 'python build.py sociale-kaart importeer voorbeeldstad "BESTAND"' in lines
    assert "python build.py maak voorbeeldstad" in lines
    assert "Organisatie, Aanbod, Domein en Omschrijving" in text
    assert max(len(row) for row in _cells(_written(), "Uitleg")) == 1


def test_national_services_are_there_to_switch_off() -> None:
    """Those that are meant for the booklet, each with ja or nee, whatever the capitals in which it was switched off."""
    printed = [entry for entry in HERE.landelijk if entry.in_boekje]
    assert 0 < len(printed) < len(HERE.landelijk)
    off = Dienst(organisatie=printed[1].organisatie.upper(), aanbod=printed[1].aanbod)
    rows = _cells(_written(uit=(off,), landelijk=HERE.landelijk), "Landelijk")
    assert rows[0] == ["Organisatie", "Aanbod", "Domein", "Omschrijving", "Telefoon", "Website", "In boekje"]
    fields = [COLUMNS.index(column) for column in COLUMNS if column.heading in rows[0][:-1]]
    assert [row[:-1] for row in rows[1:]] == [[row[at] for at in fields] for row in _expected(printed)]
    assert [row[-1] for row in rows[1:]] == ["nee" if entry == printed[1] else "ja" for entry in printed]


def test_a_national_service_that_was_switched_off_is_never_lost() -> None:
    """Also when it is not meant for the booklet now: else importing would switch it on for later."""
    hidden = next(entry for entry in HERE.landelijk if not entry.in_boekje)
    off = Dienst(organisatie=hidden.organisatie, aanbod=hidden.aanbod)
    rows = _cells(_written(uit=(off,), landelijk=HERE.landelijk), "Landelijk")
    assert [row[:2] for row in rows if row[-1] == "nee"] == [[hidden.organisatie, hidden.aanbod]]


def test_only_in_boekje_of_a_national_service_can_be_changed() -> None:
    """The sheet is protected against accidents, without a password, and says how to replace a service."""
    data = _written(landelijk=HERE.landelijk)
    sheet = _sheet(data, "Landelijk")
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for row in sheet.iter_rows(min_row=2):
        assert [cell.protection.locked for cell in row] == [True] * 6 + [False]
    assert _rules(sheet) == {f"G2:G{sheet.max_row}": ("list", "Keuzelijsten!$C$2:$C$3", None)}
    assert "vervangen" in sheet["G1"].comment.text


# The list of what must be looked at again.


def test_the_todo_list_tells_everything_that_somebody_needs_to_call() -> None:
    """In the order given, with room to say what has changed."""
    entry = _with(straat="Plein", huisnummer="1a", postcode="1234 AB", plaats="Voorbeeldstad", telefoon="036 000 00 01")
    other = _with(organisatie="=1+1", gecontroleerd=None, telefoon=None)
    rows = [
        Todo(Versheid.VEROUDERD, other, landelijk=True, file="content/sociale-kaart/landelijk.yaml"),
        Todo(Versheid.NAKIJKEN, entry, landelijk=False, file="content/gemeenten/voorbeeldstad/sociale-kaart.yaml"),
    ]
    head, first, second = _cells(write_todo(rows), "Nakijken")
    assert " | ".join(head) == (
        "Hoe oud | Laatst gecontroleerd | Organisatie | Aanbod | Telefoon | E-mail | Website | Adres | Openingstijden"
        " | Waar het staat | Klopt het nog? | Wat is er veranderd?"
    )
    assert first[:5] == ["verouderd: komt niet in het boekje", "", "=1+1", other.aanbod, ""]
    assert first[9:] == ["heel Nederland: content/sociale-kaart/landelijk.yaml", "", ""]
    assert second == [
        "nakijken: komt nog in het boekje",
        entry.gecontroleerd,
        entry.organisatie,
        entry.aanbod,
        "036 000 00 01",
        entry.email or "",
        entry.website or "",
        "Plein 1a, 1234 AB Voorbeeldstad",
        entry.openingstijden or "",
        "content/gemeenten/voorbeeldstad/sociale-kaart.yaml",
        "",
        "",
    ]


def test_the_todo_list_asks_for_ja_or_nee_on_every_row_and_explains_itself() -> None:
    """On paper or on the screen."""
    data = write_todo([Todo(Versheid.NAKIJKEN, ENTRY, landelijk=False, file="kaart.yaml")] * 4)
    assert _rules(_sheet(data, "Nakijken")) == {"K2:K5": ("list", "Keuzelijsten!$A$2:$A$3", None)}
    assert _cells(data, "Keuzelijsten")[1:] == [["ja"], ["nee"]]
    assert "Klopt het nog?" in "\n".join(row[0] for row in _cells(data, "Uitleg"))


def test_what_a_cell_cannot_hold_is_not_in_a_todo_list_either() -> None:
    """Refused rather than cut off."""
    with pytest.raises(ValueError, match="Nakijken"):
        write_todo([Todo(Versheid.NAKIJKEN, _with(organisatie="x" * 32_768), landelijk=False, file="kaart.yaml")])


# Same input, same bytes.

_WRITE = """
import sys
sys.path.insert(0, "tests")
from test_export import CARDS, ENTRY, HERE, STAD, Todo, Versheid, write_todo, write_workbook
kaart = CARDS["voorbeeldstad"]
sys.stdout.buffer.write(write_workbook("v", STAD, kaart, HERE.landelijk, HERE.domeinen))
sys.stdout.buffer.write(write_todo([Todo(Versheid.NAKIJKEN, ENTRY, landelijk=False, file="kaart.yaml")]))
"""


def test_two_processes_write_the_same_bytes() -> None:
    """Whatever the order of sets and the place on earth."""
    made = {
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati"))
    }
    assert len(made) == 1
    assert len(made.pop()) > 20_000


@pytest.mark.parametrize("data", [_written(ENTRY), write_todo([])], ids=["workbook", "todo"])
def test_a_workbook_bears_no_date_of_today(data: bytes) -> None:
    """Neither in its properties nor in the parts of its zip file, so that another day makes the same bytes."""
    files = zipfile.ZipFile(BytesIO(data)).infolist()
    assert {file.date_time for file in files} == {(1980, 1, 1, 0, 0, 0)}
    stamps = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", _xml(data, "docProps/core.xml")))
    assert stamps == {"2026-01-01T00:00:00Z"}


# The sheet about the gemeente.


def test_the_sheet_about_the_gemeente_holds_what_it_filled_in() -> None:
    """Every fact has a row with its name, what the gemeente filled in, and what belongs there; only that is unlocked."""
    sheet = openpyxl.load_workbook(BytesIO(_written(ENTRY)))["Gemeente"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [[one.label, fact(STAD, one.loc), one.note] for one in FACTS]
    assert STAD.contact.telefoon in [row[1] for row in rows]
    assert sheet.protection.sheet
    assert {cell.protection.locked for cell in sheet["B"][1:]} == {False}
    assert {cell.protection.locked for cell in (*sheet["A"], *sheet["C"])} == {True}


def test_a_default_is_not_filled_in() -> None:
    """An empty cell stays empty: a default of the program is not a choice of the gemeente."""
    new = GemeenteBestand(naam="Utrecht", code="GM0344")
    assert [fact(new, one.loc) for one in FACTS] == [None] * len(FACTS)
