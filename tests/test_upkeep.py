"""Keeping a Sociale Kaart: to a spreadsheet and back changes nothing, what changes is shown first, and nothing is lost."""

import errno
import io
import json
import os
import re
import shutil
import sys
import textwrap
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner, Result
from conftest import CONTENT, DAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killed import killed_before
from paper import Paper, squeezed
from small import only_editions

from booklet import upkeep
from booklet.cli import main
from booklet.columns import COLUMNS, names_of, shown
from booklet.content import read_content
from booklet.export import write_workbook
from booklet.kaart import name_of, printed, tips
from booklet.models import Dienst, GemeenteBestand, SocialeKaart, Voorziening
from booklet.upkeep import Cabinet, Proposal
from booklet.verschil import alike, match

KAART = "content/gemeenten/almere/sociale-kaart.yaml"
STAD = "content/gemeenten/voorbeeldstad/sociale-kaart.yaml"
EERDER = Path("content/gemeenten/voorbeeldstad/eerder")
FIELDS = tuple(column.field for column in COLUMNS)

GOOD: Mapping[str, object] = {
    "organisatie": "Buurthuis De Bron",
    "aanbod": "Koffie en een praatje",
    "domein": "Contacten",
    "omschrijving": "Hier drinkt u koffie met anderen.",
    "website": "almere.nl",
    "gecontroleerd": date(2026, 11, 1),
    "bron": "gebeld",
}
ONE = """\
# boven
voorzieningen:

  # bij het buurthuis
  - organisatie: Buurthuis De Bron
    aanbod: Koffie en een praatje
    domein: contacten
    omschrijving: Hier drinkt u koffie met anderen.
    telefoon: "036 000 00 01"  # vast nummer
    gecontroleerd: 2026-11-01
    bron: gebeld

  # bij de winkel
  - {organisatie: Ruilwinkel, aanbod: Kleding, domein: [geldzaken], omschrijving: U ruilt kleding., website: https://ruil.voorbeeld.example/, gecontroleerd: 2026-10-01, bron: "mail"}
# onder
"""


def run(*words: str, answer: str | None = None) -> Result:
    """A command, and what it says; whatever happens is told in plain Dutch."""
    result = CliRunner().invoke(main, words, input=answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    english = r"Traceback|Error|None|\b(the|is not|cannot|file|error|and|Aborted|Usage)\b"
    assert not re.search(english, result.output), result.output
    return result


def importeer(file: str = "kaart.xlsx", *words: str, gemeente: str = "voorbeeldstad") -> Result:
    """The command that this is all about."""
    return run("sociale-kaart", "importeer", gemeente, file, *words)


def exporteer(file: str = "kaart.xlsx", *words: str, gemeente: str = "voorbeeldstad") -> Result:
    """Its other half."""
    return run("sociale-kaart", "exporteer", gemeente, file, *words)


def verschil(*words: str) -> Result:
    """What differs in the made-up gemeente."""
    return run("sociale-kaart", "verschil", "voorbeeldstad", *words)


def book(*rows: Mapping[str, object], file: str = "kaart.xlsx", off: Sequence[Mapping[str, str]] | None = None) -> None:
    """A spreadsheet with these rows, as staff keep it; with a sheet of national services when those are given."""
    with xlsxwriter.Workbook(file, {"strings_to_urls": False}) as workbook:
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        for name, some in (("Sociale Kaart", rows), ("Landelijk", off)):
            if some is not None:
                sheet = workbook.add_worksheet(name)
                sheet.write_row(0, 0, [column.heading for column in COLUMNS])
                for row, values in enumerate(some, 1):
                    for field, value in values.items():
                        if value is not None:
                            sheet.write(row, FIELDS.index(field), value, day if isinstance(value, date) else None)


def fill(file: str | Path, sheet: str, cells: Mapping[str, object]) -> None:
    """Type in cells of a workbook that is there."""
    with warnings.catch_warnings(
        action="ignore", category=UserWarning
    ):  # openpyxl does not know print areas of columns
        workbook = openpyxl.load_workbook(file)
    for cell, value in cells.items():
        workbook[sheet][cell] = value
    workbook.save(file)


def there(folder: str = "content") -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody is there to answer."""
    monkeypatch.setattr(
        "booklet.cli_kaart.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True), exit=sys.exit)
    )


# ----------------------------------------------------------------------------------------------------------------------
# To a spreadsheet and back

ODD = (
    "\ufeff# met een merk\r\nvoorzieningen: # de lijst\r\n- organisatie: 'É\u00adén'   # zacht\r\n"
    '  aanbod: "twee  spaties\\ten \\u200Bniets"\r\n  domein:\r\n  - contacten # a\r\n  - geldzaken\r\n'
    "  kolom: [thuis, thuis]\r\n  omschrijving: >\r\n    Hier drinkt u\r\n    koffie.\r\n\r\n    En thee.\r\n"
    "  telefoon: '0360000001'\r\n  website: HTTPS://een.voorbeeld.example/\r\n  postcode: 1234ab\r\n  kosten: ~\r\n"
    "  gecontroleerd: 2026-11-01\r\n  in_boekje: nee\r\n"
    "- {organisatie: É\u0301e\u200d\u0301, aanbod: '10:30', domein: contacten, omschrijving: \"=1+1\", straat: '0012',"
    " gecontroleerd: 2026-11-01, bron: ja}\r\n- organisatie: Leeg\r\n  aanbod: Leeg\r\n  domein: zelfzorg\r\n"
    '  omschrijving: |-\r\n    Een.\r\n\r\n\r\n      Twee.  \r\n  in_boekje: nee\r\n  huisnummer: "\'5"\r\n'
    "  email: mailto:wie@voorbeeld.example\r\nlandelijk_uit:\r\n  - {organisatie: bestaat  niet meer, aanbod: X}"
).encode()


@pytest.mark.parametrize("gemeente", ["almere", "voorbeeldstad"])
def test_a_round_trip_changes_no_byte(project: Path, gemeente: str) -> None:
    """Nothing at all is written, whatever stands in the card."""
    before = there()
    assert exporteer(gemeente=gemeente).output == "Gemaakt: kaart.xlsx\n"
    result = importeer(gemeente=gemeente)
    assert result.stdout == "Er verandert niets.\n"
    assert result.exit_code == 0
    assert there() == before


def test_a_round_trip_changes_no_byte_of_an_odd_card(project: Path) -> None:
    """Line ends of Windows, a byte order mark, quotes and braces, letters that nobody sees, and no new line at the end."""
    (project / STAD).write_bytes(ODD)
    assert exporteer().exit_code == 0
    result = importeer()
    assert result.stdout == "Er verandert niets.\n", result.output
    assert (project / STAD).read_bytes() == ODD


LETTERS = st.sampled_from(
    "abcdefghijklmnoprstuvwxyzABCXYZ0123456789éëïĳöü€ß \u00a0\u2009\u00ad.,:;-?!#&*|>'\"%@`~=[]()<>/\\_+"
)
LINE = st.text(LETTERS, min_size=1, max_size=25).map(str.strip).filter(lambda text: re.search(r"\w", text))
LINES = st.lists(st.one_of(LINE, st.just("")), min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
MAYBE = st.one_of(st.none(), LINE)
PHONES = st.sampled_from(
    ("036 000 00 01", "0360000001", "+31 36 000 00 01", "(036) 000 00 02", "112", "14036", "14 036")
)
SITES = st.sampled_from(("voorbeeld.example", "https://voorbeeld.example/", "HTTP://hulp.voorbeeld.example/a/"))
HERE = read_content(CONTENT, ())
DOMEINEN = tuple(read.value for read in HERE.domeinen)
EVERY = HERE.landelijk.value.voorzieningen if HERE.landelijk else ()
COUNTRY = tuple(entry for entry in EVERY if printed(entry, date(2025, 1, 1)))[:4]


@st.composite
def entries(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Voorziening:
    """A voorziening that no rule stops, written in any way that YAML takes."""
    houses = draw(st.lists(st.sampled_from(DOMEINEN), min_size=1, max_size=3, unique=True))
    kolommen = st.lists(st.sampled_from([kolom.id for house in houses for kolom in house.kolommen]), min_size=1)
    printed = draw(st.booleans())
    odd = {} if printed else {"email": draw(MAYBE), "postcode": draw(MAYBE), "website": draw(MAYBE)}
    values = {
        **{name: draw(LINE) for name in ("organisatie", "aanbod")},
        **{name: draw(MAYBE) for name in ("voor_wie", "straat", "huisnummer", "plaats", "kosten", "aanmelden")},
        "domein": tuple(house.id for house in houses),
        "kolom": draw(st.one_of(st.none(), kolommen.map(tuple))),
        "omschrijving": draw(LINES),
        "telefoon": draw(st.one_of(PHONES, st.none())),
        "website": draw(SITES),
        "postcode": draw(st.sampled_from((None, "1234 AB", "1234AB"))),
        "openingstijden": draw(MAYBE),
        "gecontroleerd": draw(st.dates(date(1990, 1, 1), DAY)),
        "gecontroleerd_door": draw(MAYBE),
        "in_boekje": printed,
        "bron": draw(st.one_of(st.none(), LINES)),
        **odd,
    }
    return Voorziening.model_validate({**_plain(values), "in_boekje": "ja" if printed else "nee"})


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """The values as they are in YAML, without what is empty."""
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in texts.items() if value}


def _block(number: int, entry: Voorziening, *, flow: bool) -> str:
    """An entry as some program writes YAML, with a comment of its own."""
    values = _plain(entry.model_dump()) | {"in_boekje": "ja" if entry.in_boekje else "nee"}
    text = yaml.safe_dump([values], allow_unicode=True, default_flow_style=flow or None, sort_keys=flow, width=60)
    if flow:
        text = f"- {yaml.safe_dump(values, allow_unicode=True, default_flow_style=True, width=10**6)}"
    return f"\n  # bij {number}\n" + textwrap.indent(text, "  ")


OFF = st.lists(st.sampled_from([Dienst(organisatie=one.organisatie.upper(), aanbod=one.aanbod) for one in COUNTRY] + [Dienst(organisatie="Weg", aanbod="X")]), max_size=3, unique=True)  # fmt: skip


def _card(blocks: Sequence[str], off: Sequence[Dienst]) -> str:
    text = "# boven\nvoorzieningen:\n" + "".join(blocks)
    return f"{text}\nlandelijk_uit: {json.dumps([one.model_dump() for one in off])}\n" if off else text


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory: pytest.TempPathFactory) -> Cabinet:
    """A gemeente in content that has no more than a Sociale Kaart needs, so that it is read in no time."""
    root = tmp_path_factory.mktemp("klein") / "content"
    folder = root / "gemeenten/stad"
    folder.mkdir(parents=True)
    (folder / "gemeente.yaml").write_text("naam: Stad\ncode: GM0000\nvoorbeeld: ja\n", encoding="utf-8")
    (root / "domeinen").mkdir()
    for file in (CONTENT / "domeinen").iterdir():
        (root / "domeinen" / file.name).write_bytes(file.read_bytes())
    (root / "sociale-kaart").mkdir()
    blocks = [_block(number, entry, flow=False) for number, entry in enumerate(COUNTRY)]
    (root / "sociale-kaart/landelijk.yaml").write_text(_card(blocks, ()), encoding="utf-8")
    return Cabinet(root, "stad", DAY)


@pytest.fixture
def one(project: Path) -> Path:
    """The made-up gemeente with a card of two entries, in content without what is not asked for; and its file."""
    for folder in ("personen", "gemeenten/almere"):
        shutil.rmtree(project / "content" / folder)
    blocks = [_block(number, entry, flow=False) for number, entry in enumerate(COUNTRY)]
    (project / "content/sociale-kaart/landelijk.yaml").write_text(_card(blocks, ()), encoding="utf-8")
    (project / STAD).write_text(ONE, encoding="utf-8")
    return project / STAD


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def _now(cabinet: Cabinet) -> SocialeKaart:
    read = cabinet.read().kaarten[cabinet.gemeente]
    return read.value


def _exported(cabinet: Cabinet, kaart: SocialeKaart) -> Path:
    file = cabinet.inhoud.parent / "kaart.xlsx"
    file.write_bytes(write_workbook("stad", GemeenteBestand(naam="Stad", code="GM0000"), kaart, COUNTRY, DOMEINEN))
    return file


@QUICK
@given(some=st.lists(entries(), max_size=5), flow=st.booleans(), off=OFF, twice=st.booleans())
def test_exporting_and_importing_is_the_identity(
    cabinet: Cabinet, *, some: list[Voorziening], flow: bool, off: list[Dienst], twice: bool
) -> None:
    """Of any card: nothing to write, and nothing to show."""
    some = some * 2 if twice else some
    blocks = [_block(number, entry, flow=flow) for number, entry in enumerate(some)]
    cabinet.card.write_text(_card(blocks, off) if some or off else "voorzieningen: []\n", encoding="utf-8")
    present = _now(cabinet)
    assert list(present.voorzieningen) == some
    proposal = upkeep.propose(cabinet, _exported(cabinet, present))
    assert proposal.comparison is not None, proposal.problems
    assert not proposal.files
    assert (proposal.comparison.differences, proposal.comparison.switched) == ((), ((), ()))


NEW: Mapping[str, object] = {
    "organisatie": "Nieuwe naam",
    "aanbod": "Nieuw aanbod",
    "omschrijving": "Hier staat iets nieuws.\nEn nog iets.",
    "domein": ("zelfzorg", "woonruimte"),
    "kosten": "Nieuwe kosten",
    "telefoon": "036 000 00 09",
    "gecontroleerd": date(2026, 3, 1),
    "in_boekje": False,
    "bron": None,
}


@QUICK
@given(
    old=st.lists(entries(), min_size=1, max_size=5),
    extra=st.lists(entries(), max_size=2),
    edits=st.dictionaries(st.integers(0, 4), st.sampled_from([*NEW, ""])),
    off=OFF,
    random=st.randoms(use_true_random=False),
    dropped=st.sampled_from([None, "kosten", "telefoon", "bron", "gecontroleerd_door", "in_boekje"]),
)
def test_what_is_asked_for_is_what_there_is_then(
    cabinet: Cabinet,
    *,
    old: list[Voorziening],
    extra: list[Voorziening],
    edits: dict[int, str],
    off: list[Dienst],
    random: Random,
    dropped: str | None,
) -> None:
    """Rows change, come, go and stand in another order, and a column may be left out; the others keep every byte."""
    old = [entry.model_copy(update={"aanbod": f"{entry.aanbod} {number}"}) for number, entry in enumerate(old)]
    extra = [entry.model_copy(update={"aanbod": f"{entry.aanbod} +{number}"}) for number, entry in enumerate(extra)]
    blocks = [_block(number, entry, flow=False) for number, entry in enumerate(old)]
    cabinet.card.write_text(_card(blocks, ()), encoding="utf-8")
    edits = {number: field for number, field in edits.items() if number < len(old)}
    wanted, rows = [], []
    for number, entry in enumerate(old):
        field = edits.get(number)
        if field == "":
            continue
        changed = entry.model_copy(update={field: NEW[field], **({"kolom": None} if field == "domein" else {})}) if field else entry  # fmt: skip
        kept = {dropped: getattr(entry, dropped)} if dropped else {}
        wanted.append(changed.model_copy(update=kept))
        rows.append(changed)
    empty = {dropped: Voorziening.model_fields[dropped].default} if dropped else {}
    for entry in extra:
        if entry.in_boekje or dropped != "in_boekje":  # else it would be printed
            wanted.append(entry.model_copy(update=empty))
            rows.append(entry)
    random.shuffle(rows)
    if dropped:
        file = _as_csv(cabinet, rows, [column for column in random.sample(COLUMNS, len(COLUMNS)) if column.field != dropped])  # fmt: skip
        off = []
    else:
        file = _exported(cabinet, SocialeKaart(voorzieningen=tuple(rows), landelijk_uit=tuple(off)))
    proposal = upkeep.propose(cabinet, file)
    assert proposal.comparison is not None, proposal.problems
    assert upkeep.accept(cabinet, proposal) == ()
    now = _now(cabinet)
    assert _same(now.voorzieningen, wanted)
    listed = {name_of(one) for one in COUNTRY}
    assert {name_of(one) for one in now.landelijk_uit} == {name_of(one) for one in off} & listed
    text = cabinet.card.read_text(encoding="utf-8")
    assert text.startswith("# boven\n")
    for number, block in enumerate(blocks):
        if number not in edits:
            assert block.strip("\n") in text
    assert not upkeep.propose(cabinet, file).files


def _as_csv(cabinet: Cabinet, rows: Sequence[Voorziening], columns: Sequence[Any]) -> Path:
    """The rows with these columns, as Dutch Excel saves them."""
    names = names_of(DOMEINEN)
    lines = [[column.heading for column in columns]]
    for entry in rows:
        values = (shown(entry, column.field, names) for column in columns)
        lines.append([f"{value:%d-%m-%Y}" if isinstance(value, date) else value or "" for value in values])
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    file = cabinet.inhoud.parent / "kaart.csv"
    file.write_text("\r\n".join(quoted), encoding="utf-8-sig", newline="")
    return file


def _same(found: Sequence[Voorziening], wanted: Sequence[Voorziening]) -> bool:
    """Whether the same entries are there, in any order; what is new may be written as a spreadsheet gives it."""
    partners = match(wanted, found)
    pairs = [(wanted[index], entry) for entry, index in zip(found, partners, strict=True) if index is not None]
    return len(found) == len(wanted) == len(pairs) and all(alike(field, *pair) for pair in pairs for field in FIELDS)


def _narrow(*rows: Mapping[str, object]) -> None:
    """A sheet of staff who keep only these columns."""
    columns = ("organisatie", "aanbod", "domein", "omschrijving", "gecontroleerd", "in_boekje")
    lines = [columns, *([str(row.get(field, "")) for field in columns] for row in rows)]
    Path("kaart.csv").write_text("\n".join(map(";".join, lines)), encoding="utf-8")


def test_the_column_of_another_organisation_is_not_taken_over(one: Path) -> None:
    """A row that only looks like one that went does not get its phone number, which the sheet has no column for."""
    _narrow({**GOOD, "organisatie": "Wijkhuis", "omschrijving": "Hier eet u mee.", "in_boekje": "nee"})
    assert importeer("kaart.csv", "--ja").exit_code == 0
    found = yaml.safe_load(one.read_text(encoding="utf-8"))["voorzieningen"]
    assert [entry["organisatie"] for entry in found] == ["Wijkhuis"]
    assert "telefoon" not in found[0]


def test_two_rows_of_one_name_keep_each_its_own(one: Path) -> None:
    """In another order, and with what the sheet has no column for."""
    second = ONE.partition("voorzieningen:")[2].partition("# bij de winkel")[0]
    second = second.replace("met anderen", "in de ochtend").replace("00 01", "00 07")
    one.write_text(ONE.replace("  # bij de winkel", f"{second.strip()}\n\n  # bij de winkel"), encoding="utf-8")  # fmt: skip
    shop = {"organisatie": "Ruilwinkel", "aanbod": "Kleding", "domein": "Geldzaken", "omschrijving": "U ruilt kleding.", "gecontroleerd": "1-10-2026"}  # fmt: skip
    _narrow(shop, {**GOOD, "omschrijving": "Hier drinkt u koffie in de ochtend."}, GOOD)
    assert importeer("kaart.csv", "--ja").stdout == "Er verandert niets.\n"


def test_another_way_to_write_the_same_is_no_change(one: Path) -> None:
    """Of a phone number, a web address and spaces; the card keeps how it was written."""
    shop = {"organisatie": "Ruilwinkel", "aanbod": "Kleding ", "domein": "geldzaken", "omschrijving": "U  ruilt kleding.", "website": "ruil.voorbeeld.example", "gecontroleerd": date(2026, 10, 1), "bron": "mail"}  # fmt: skip
    for number in ("0360000001", "+31360000001", 360000001):
        book({**GOOD, "website": None, "telefoon": number}, shop)
        result = importeer()
        assert (result.stdout, result.exit_code) == ("Er verandert niets.\n", 0)
    assert one.read_text(encoding="utf-8") == ONE


# ----------------------------------------------------------------------------------------------------------------------
# What is shown before anything is written

SHOWN = """\
Nieuw (1):
  + Koken van Buurthuis De Bron
Weg (1):
  - Kleding van Ruilwinkel
Veranderd (1):
  * Koffie en een praatje van Buurthuis De Bron
      Domein: was 'Contacten', wordt 'Contacten; Zelfzorg'
      Telefoon: was '036 000 00 01', wordt niets
      Website: was niets, wordt 'bron.voorbeeld.example'
      Laatst gecontroleerd: was '01-11-2026', wordt '02-11-2026'
Landelijk, niet meer in het boekje (1):
  {}
In het boekje veranderen 4 kaartjes.
"""
CHANGED = {
    **GOOD,
    "domein": "Contacten; Zelfzorg",
    "website": "bron.voorbeeld.example",
    "gecontroleerd": date(2026, 11, 2),
}
KOKEN = {**GOOD, "aanbod": "Koken"}


def _off(entry: Voorziening, word: str = "nee") -> dict[str, str]:
    return {"organisatie": entry.organisatie, "aanbod": entry.aanbod, "in_boekje": word}


def test_all_that_changes_is_shown_and_then_written(project: Path, one: Path) -> None:
    """New, gone, changed with the old and the new value, and national services; `verschil` says the same."""
    first = COUNTRY[0]
    expected = SHOWN.format(f"{first.aanbod} van {first.organisatie}")
    book(CHANGED, KOKEN, off=[_off(first)])
    before = there()
    assert verschil("kaart.xlsx").stdout == expected
    assert there() == before
    result = importeer()
    assert result.stdout == f"{expected}Ingelezen: {STAD}\nMaak nu de boekjes: python build.py maak voorbeeldstad\n"
    assert (result.stderr, result.exit_code) == ("", 0)
    text = one.read_text(encoding="utf-8")
    assert text.startswith("# boven\nvoorzieningen:\n\n  # bij het buurthuis\n")
    assert "# onder\n" in text
    assert "Ruilwinkel" not in text
    book(CHANGED, KOKEN, off=[_off(first, "ja")])
    on = f"Landelijk, weer in het boekje (1):\n  {first.aanbod} van {first.organisatie}\nIn het boekje verandert 1 kaartje.\n"
    assert importeer().stdout.startswith(on)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"bron": "gemaild"}, "In het boekje is hier niets van te zien."),
        ({"gecontroleerd": date(2026, 11, 9)}, "In het boekje is hier niets van te zien."),
        ({"gecontroleerd": date(2026, 10, 1)}, "In het boekje verandert alleen wanneer iets is nagekeken."),
        ({"gecontroleerd": date(2023, 10, 1)}, "In het boekje verandert 1 kaartje."),
        ({"in_boekje": "nee"}, "In het boekje verandert 1 kaartje."),
        ({"kosten": "gratis"}, "In het boekje verandert 1 kaartje."),
    ],
)
def test_the_last_line_tells_what_a_reader_would_notice(project: Path, fields: dict[str, object], said: str) -> None:
    """To decide about printing again: a card that is too old is not printed, and the page tells the month of checking."""
    (project / STAD).write_text("voorzieningen: []\n", encoding="utf-8")
    book(GOOD)
    assert importeer().exit_code == 0
    book({**GOOD, **fields})
    assert verschil("kaart.xlsx").stdout.endswith(f"\n{said}\n")


def test_a_card_of_the_gemeente_in_place_of_a_national_one_is_one_card(project: Path, one: Path) -> None:
    """And what it replaces may be switched off as well, which nobody sees."""
    first = COUNTRY[0]
    mine = {**GOOD, "organisatie": first.organisatie, "aanbod": first.aanbod}
    book(CHANGED, mine)
    assert "In het boekje veranderen 3 kaartjes." in importeer("kaart.xlsx", "--ja").stdout
    book(CHANGED, mine, off=[_off(first)])
    assert verschil("kaart.xlsx").stdout.endswith("In het boekje is hier niets van te zien.\n")


def test_a_new_line_is_seen(one: Path) -> None:
    """It changes the page, so it is shown, on one line."""
    assert one.exists()
    text = str(GOOD["omschrijving"])
    book({**GOOD, "omschrijving": text.replace("koffie ", "koffie\n")})
    assert f"Omschrijving: was '{text}', wordt 'Hier drinkt u koffie / met anderen.'\n" in verschil("kaart.xlsx").stdout


def test_what_is_shown_cannot_command_the_terminal(one: Path) -> None:
    """Whatever somebody wrote in a card."""
    one.write_text(ONE.replace("Ruilwinkel", '"\\e[31mRood"'), encoding="utf-8")
    book({**GOOD, "telefoon": "036 000 00 01", "website": None})
    result = importeer("kaart.xlsx", "--ja")
    assert "  - Kleding van  [31mRood\n" in result.stdout


# ----------------------------------------------------------------------------------------------------------------------
# Who decides

WARNED = {**GOOD, "bron": None}
OLD = {**GOOD, "gecontroleerd": date(2020, 1, 1)}


def test_a_warning_waits_for_somebody(one: Path) -> None:
    """Without a terminal nothing is written, unless it was said beforehand."""
    book(WARNED)
    before = there()
    result = importeer()
    assert result.exit_code == 1
    assert "waarschuwing: bij 'Koffie en een praatje' staat geen bron" in result.stderr
    assert result.stderr.endswith(
        "Wilt u dit toch opslaan, met de waarschuwingen? Zet dan --ja achter de opdracht.\nEr is niets veranderd.\n"
    )
    assert there() == before
    assert importeer("kaart.xlsx", "--ja").exit_code == 0
    assert "Kleding" not in one.read_text(encoding="utf-8")


def test_an_old_date_does_not_wait(one: Path) -> None:
    """What is too old is told whenever the content is checked; it is no reason to keep the rest out."""
    book(OLD, {**KOKEN, "gecontroleerd": date(2025, 10, 1)})
    result = importeer()
    assert (result.stderr, result.exit_code) == ("", 0)
    assert "2020-01-01" in one.read_text(encoding="utf-8")


QUESTION = "Dit zo opslaan? (ja, nee): "


@pytest.mark.usefixtures("on_a_terminal")
@pytest.mark.parametrize("row", [GOOD, WARNED])
@pytest.mark.parametrize(
    ("answer", "written"), [("ja\n", True), ("nee\n", False), ("misschien\nnee\n", False), ("", False)]
)
def test_on_a_terminal_somebody_is_asked(one: Path, row: dict[str, object], answer: str, *, written: bool) -> None:
    """After seeing what changes; another word is asked again, and going away is a no."""
    book(row)
    before = there()
    result = run("sociale-kaart", "importeer", "voorbeeldstad", "kaart.xlsx", answer=answer)
    assert QUESTION in result.output
    assert result.output.index("Weg (1):") < result.output.index(QUESTION)
    assert ("Er is 1 waarschuwing. U mag toch opslaan." in result.stdout) == (row is WARNED)
    assert (result.exit_code == 0) == written
    assert (there() != before) == written
    assert written or not answer or "Er is niets veranderd." in result.stderr


@pytest.mark.usefixtures("on_a_terminal")
def test_nobody_is_asked_about_nothing(one: Path) -> None:
    """A workbook in which nothing changed."""
    assert exporteer().exit_code == 0
    assert run("sociale-kaart", "importeer", "voorbeeldstad", "kaart.xlsx").stdout == "Er verandert niets.\n"


def test_what_a_colleague_changed_meanwhile_is_not_lost(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people edit; while one is asked, another writes."""
    book(GOOD)
    real = upkeep.accept

    def later(cabinet: Cabinet, proposal: Proposal) -> Any:
        one.write_text(ONE + "# van een ander\n", encoding="utf-8")
        return real(cabinet, proposal)

    monkeypatch.setattr(upkeep, "accept", later)
    result = importeer()
    assert result.exit_code == 1
    assert result.stderr == (
        f"{STAD}: fout: iemand heeft dit bestand intussen veranderd — lees het werkblad opnieuw in; er is niets opgeslagen\n"
    )
    assert one.read_text(encoding="utf-8").endswith("# van een ander\n")


# ----------------------------------------------------------------------------------------------------------------------
# What is wrong, and in which cell

LONG = "Hier drinkt u koffie met anderen in de buurt. Er is ook thee, en taart als iemand jarig is. " * 3
WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"telefoon": "12345"}, "cel K2: fout: '12345' is geen goed telefoonnummer — kijk het na: een gewoon nummer heeft tien cijfers, hier staan er 5"),
    ({"domein": "Kontacten"}, "cel C3: fout: 'Kontacten' is hier niet bekend — bedoelde u 'Contacten'?"),
    ({"gecontroleerd": date(2027, 1, 2)}, "cel Q4: fout: 'Aanbod 4' is nagekeken op 2 januari 2027, en die dag moet nog komen — kijk de dag, de maand en het jaar na"),
    ({"telefoon": "036 000 00 01"}, "cel K5: fout: '036 000 00 01' is verzonnen — dit mag alleen in een voorbeeldgemeente"),
    ({"aanbod": "Aanbod 2"}, "cel A6: waarschuwing: 'Aanbod 2' van 'Buurthuis De Bron' staat er twee keer — haal er een weg; de eerste staat in kaart.xlsx, blad 'Sociale Kaart', cel A2"),
    ({"omschrijving": LONG}, "cel E7: waarschuwing: de omschrijving van 'Aanbod 7' heeft 275 letters — op de kaart past het best een tekst van hooguit 240 letters en 4 zinnen"),
    ({"omschrijving": "Hier participeert u."}, "cel E8: waarschuwing: het woord 'participeert' is te moeilijk in 'Hier participeert u.' — schrijf liever: meedoen"),
    ({"omschrijving": None}, "cel E9: fout: verplicht veld 'omschrijving' is leeg — vul het in"),
    ({"website": None}, "cel A10: fout: 'Aanbod 10' is op geen enkele manier te bereiken — vul telefoon, email, website of straat in, of zet in_boekje op nee"),
    ({"aanbod": None}, "cel B11: fout: verplicht veld 'aanbod' is leeg — vul het in"),
    ({"email": "x"}, "cel L12: fout: 'x' is geen goed e-mailadres — zet hier één e-mailadres, met één @"),
    ({"bron": None}, "cel A13: waarschuwing: bij 'Aanbod 13' staat geen bron — vul in waar de gegevens vandaan komen"),
)  # fmt: skip


def test_every_fault_is_told_at_its_cell_and_nothing_is_written(project: Path) -> None:
    """All at once, also when of some rows nothing can be made; and a rule that finds a fault in a cell names that cell."""
    book(*({**GOOD, "aanbod": f"Aanbod {row}", **fields} for row, (fields, _) in enumerate(WRONG, 2)))
    before = there()
    for words in ((), ("--ja",)):
        result = importeer("kaart.xlsx", *words, gemeente="almere")
        lines = result.stderr.splitlines()
        told = [line for line in lines if "de alinea" not in line]
        assert told[:-1] == [f"kaart.xlsx, blad 'Sociale Kaart', {line}" for _, line in WRONG]
        assert told[-1] == "Er is niets ingelezen. Los eerst de fouten op die hierboven staan."
        assert (result.stdout, result.exit_code) == ("", 1)
        assert there() == before


def test_a_card_with_a_fault_is_mended_by_a_workbook(one: Path) -> None:
    """The faults of the old card are not those of the new one."""
    one.write_text(ONE.replace("036 000 00 01", "12345"), encoding="utf-8")
    book({**GOOD, "telefoon": "036 000 00 02", "website": None})
    assert importeer().exit_code == 0
    assert '"036 000 00 02"  # vast nummer' in one.read_text(encoding="utf-8")


def test_a_national_service_that_is_no_more_does_not_wait(one: Path) -> None:
    """It is in the card, not in the workbook; nothing is told of it at a cell where something else stands."""
    one.write_text(ONE + "landelijk_uit:\n  - organisatie: Weg\n    aanbod: X\n", encoding="utf-8")
    assert exporteer().exit_code == 0
    fill("kaart.xlsx", "Sociale Kaart", {"O2": "gratis"})
    result = importeer()
    assert (result.stderr, result.exit_code) == ("", 0)
    assert "organisatie: Weg" in one.read_text(encoding="utf-8")


# ----------------------------------------------------------------------------------------------------------------------
# What was replaced, and two versions beside each other


def _on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on it is another day."""
    monkeypatch.setenv("MIJN_EIGEN_PLAN_VANDAAG", day.isoformat())


def _names(file: Path) -> list[str]:
    return re.findall(r"aanbod: (\w+)", file.read_text(encoding="utf-8"))


def test_what_is_replaced_is_kept_by_the_day(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was, byte for byte; of two on a day both."""
    texts = []
    for day, name in ((2, "A"), (2, "B"), (5, "C")):
        texts.append(one.read_text(encoding="utf-8"))
        _on(date(2026, 12, day), monkeypatch)
        book({**GOOD, "aanbod": name, "omschrijving": f"Dit is {name}."})
        assert importeer().exit_code == 0
    kept = {file.name: file.read_text(encoding="utf-8") for file in EERDER.iterdir()}
    names = [f"sociale-kaart-2026-12-0{end}.yaml" for end in ("2", "2-2", "5")]
    assert kept == dict(zip(names, texts, strict=True))
    assert texts[0] == ONE
    assert _names(one) == ["C"]


@pytest.fixture
def history(one: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A card that was ONE, that became A and B on the 2nd of December, and C on the 5th; now it is the 9th."""
    EERDER.mkdir()
    (EERDER / "sociale-kaart-2026-12-02.yaml").write_text(ONE, encoding="utf-8")
    for name, file in (("A", EERDER / "sociale-kaart-2026-12-02-2.yaml"), ("B", EERDER / "sociale-kaart-2026-12-05.yaml"), ("C", one)):  # fmt: skip
        row = {**GOOD, "aanbod": name, "domein": "contacten", "omschrijving": f"Dit is {name}."}
        file.write_text(yaml.safe_dump({"voorzieningen": [row]}), encoding="utf-8")
    (EERDER / "sociale-kaart-oud.yaml").write_text("zomaar", encoding="utf-8")
    _on(date(2026, 12, 9), monkeypatch)
    return one


FROM_ONE = ["Koffie", "Kleding"]


@pytest.mark.parametrize(
    ("words", "gone", "new"),
    [
        (["1-12-2026"], FROM_ONE, ["C"]),
        (["2-12-2026"], ["B"], ["C"]),
        (["4 december 2026"], ["B"], ["C"]),
        (["2026-12-05"], [], []),
        (["31-12-2026"], [], []),
        (["1-12-2026", "3-12-2026"], FROM_ONE, ["B"]),
        (["3-12-2026", "1-12-2026"], ["B"], FROM_ONE),
        (["5-12-2026", "d.xlsx"], ["C"], ["D"]),
        (["d.xlsx"], ["C"], ["D"]),
        (["d.xlsx", "e.xlsx"], ["D"], ["E"]),
        ([(EERDER / "sociale-kaart-2026-12-02-2.yaml").as_posix()], ["C"], ["A"]),
        ([(EERDER / "sociale-kaart-2026-12-02-2.yaml").as_posix(), "1-1-2027"], ["A"], ["C"]),
    ],
)
def test_two_versions_beside_each_other(history: Path, words: list[str], gone: list[str], new: list[str]) -> None:
    """By day, by file or both; of files the later one is the newer, and one file alone is newer than the card."""
    assert history.exists()
    for name in ("d", "e"):
        book({**GOOD, "aanbod": name.upper(), "omschrijving": f"Dit is {name}."}, file=f"{name}.xlsx")
    before = there()
    result = verschil(*words)
    assert (result.stderr, result.exit_code) == ("", 0)
    assert re.findall(r"^  - (\w+)", result.stdout, re.MULTILINE) == gone
    assert re.findall(r"^  \+ (\w+)", result.stdout, re.MULTILINE) == new
    assert bool(gone or new) != (result.stdout == "Er verandert niets.\n")
    assert there() == before


HOW = "Schrijf een dag als 22-11-2026, of de naam van een bestand."


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("31-2-2026", 2, f"Fout: '31-2-2026' is geen bestaande dag. {HOW}"),
        ("maart 2026", 2, f"Fout: 'maart 2026' is geen dag en geen bestand. {HOW}"),
        ("3-2026", 2, f"Fout: bij '3-2026' ontbreekt de dag. {HOW}"),
        ("gisteren", 2, f"Fout: 'gisteren' is geen dag en geen bestand. {HOW}"),
        ("", 2, f"Fout: '' is geen dag en geen bestand. {HOW}"),
        ("content", 2, f"Fout: 'content' is geen dag en geen bestand. {HOW}"),
        ("weg.xlsx", 1, "weg.xlsx: fout: dit bestand is er niet — kijk de naam en de map na"),
        ("weg.yaml", 1, "weg.yaml: fout: dit bestand ontbreekt — zet het terug of maak het opnieuw"),
    ],
)
def test_what_is_no_version_is_told_in_one_sentence(one: Path, asked: str, code: int, said: str) -> None:
    """What is wrong, and what to type; whether it comes first or second."""
    assert one.exists()
    for words in ([asked], ["1-1-2026", asked]):
        result = verschil(*words)
        assert result.exit_code == code
        assert said in result.stderr.splitlines()
        assert result.stdout == ""


def test_a_gemeente_without_a_card_gets_one(one: Path) -> None:
    """And until then it had an empty one."""
    one.unlink()
    book(GOOD)
    assert verschil("21-11-2026").stdout == "Er verandert niets.\n"
    result = importeer()
    assert result.stdout.startswith("Nieuw (1):\n  + Koffie en een praatje van Buurthuis De Bron\n")
    assert result.exit_code == 0
    assert _names(one) == ["Koffie"]
    assert verschil("21-11-2026").stdout.startswith("Nieuw (1):\n")
    assert verschil("22-11-2026").stdout == "Er verandert niets.\n"


# ----------------------------------------------------------------------------------------------------------------------
# From nothing to a booklet, and the national services


def test_from_nothing_to_a_booklet_without_opening_a_text_file(project: Path) -> None:
    """As a new gemeente does it: start, fill in the workbook as people type, read it, make the booklet."""
    only_editions(project, proef={"begin": ["omslag"], "huis": ["sociale-kaart"], "slot": ["colofon"]})
    assert run("nieuw", "Utrecht").exit_code == 0
    workbook = "content/gemeenten/utrecht/sociale-kaart.xlsx"
    number = {"A2": "Gemeente Utrecht", "B2": "Vragen over wonen", "C2": "Woonruimte", "D2": "Mijn woning", "E2": "U stelt hier uw vraag.", "K2": 14030, "Q2": datetime(2026, 11, 2), "T2": "gebeld"}  # fmt: skip
    text = {"A3": " Wijkpunt  Oost ", "B3": "Hulp met post", "C3": "woonruimte; geldzaken", "E3": "U neemt uw post mee.", "K3": "0800-0113", "M3": "https://www.utrecht.nl/", "Q3": "2 november 2026", "S3": "Ja", "T3": "gebeld"}  # fmt: skip
    fill(workbook, "Sociale Kaart", number | text)
    result = importeer(workbook, gemeente="utrecht")
    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout.startswith(
        "Nieuw (2):\n  + Vragen over wonen van Gemeente Utrecht\n  + Hulp met post van Wijkpunt Oost\n"
    )
    made = run("maak", "utrecht", "--domein", "woonruimte")
    assert made.exit_code == 0, made.output
    said = "".join(Paper(Path("output/utrecht/proef.pdf")).spoken)
    for words in ("U stelt hier uw vraag.", "14 030", "Wijkpunt Oost", "0800 0113", "utrecht.nl", "november 2026"):
        assert squeezed(words) in said
    assert "https" not in said


def _printed_names(project: Path) -> list[tuple[tuple[str, str], bool]]:
    content = read_content(project / "content", ("voorbeeldstad",)).content(("voorbeeldstad",))
    assert content is not None
    return [(name_of(tip.voorziening), tip.landelijk) for tip in tips(content, content.gemeenten[0])]


def test_national_services_go_and_come_back(project: Path, one: Path) -> None:
    """Switched off on their sheet, or with one of the gemeente in their place; undone, everything is as it was."""
    before = _printed_names(project)
    national = [name for name, landelijk in before if landelijk]
    assert len(national) > 2
    assert exporteer("was.xlsx").exit_code == 0
    assert exporteer().exit_code == 0
    first = COUNTRY[0]
    rows = _rows("kaart.xlsx", "Landelijk")
    fill("kaart.xlsx", "Landelijk", {f"G{rows.index((first.organisatie, first.aanbod)) + 1}": "nee"})
    assert importeer("kaart.xlsx", "--ja").exit_code == 0
    assert _printed_names(project) == [one for one in before if one[0] != name_of(first)]
    other = next(name for name in rows[1:] if name != (first.organisatie, first.aanbod))
    fill("kaart.xlsx", "Sociale Kaart", dict(zip(("A4", "B4", "C4", "E4", "K4", "Q4", "T4"), (*other, "Contacten", "Bij ons.", "036 000 00 05", date(2026, 11, 1), "wij"), strict=True)))  # fmt: skip
    result = importeer("kaart.xlsx", "--ja")
    assert f"melding: '{other[1]}' van '{other[0]}' komt in plaats van de landelijke" in result.stderr
    key = tuple(" ".join(word.casefold().split()) for word in other)
    assert [landelijk for name, landelijk in _printed_names(project) if name == key] == [False]
    assert importeer("was.xlsx", "--ja").exit_code == 0
    assert _printed_names(project) == before
    assert _lines(one.read_text(encoding="utf-8")) == _lines(ONE)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _rows(file: str, sheet: str) -> list[tuple[str, str]]:
    """Organisatie and aanbod of every row."""
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        return [(row[0].value, row[1].value) for row in openpyxl.load_workbook(file)[sheet].iter_rows()]


# ----------------------------------------------------------------------------------------------------------------------
# Killed, refused, full


def _proposal(cabinet: Cabinet) -> Proposal:
    """The import of one row instead of two."""
    book(GOOD)
    proposal = upkeep.propose(cabinet, Path("kaart.xlsx"))
    assert [file.path for file in proposal.files] == [cabinet.card]
    return proposal


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_killed_before_any_touch_of_the_disk_the_card_is_whole(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one or the new one; what is kept is the old one; what is half has a name that begins with a dot."""
    cabinet = Cabinet(Path("content"), "voorbeeldstad", DAY)
    proposal = _proposal(cabinet)
    new = proposal.files[0].after
    seen = []
    for step in range(100):
        one.write_text(ONE, encoding="utf-8")
        for file in EERDER.iterdir() if EERDER.exists() else ():
            file.unlink()
        killed = killed_before(step, lambda: upkeep.accept(cabinet, proposal))
        seen.append(one.read_text(encoding="utf-8"))
        assert seen[-1] in (ONE, new)
        kept = [file for file in EERDER.iterdir() if not file.name.startswith(".")] if EERDER.exists() else []
        assert [file.read_text(encoding="utf-8") for file in kept] in ([], [ONE])
        assert kept or seen[-1] == ONE
        if not killed:
            break
    assert seen[-1] == new
    assert seen == sorted(seen, key=lambda text: text == new)
    assert seen.count(ONE) > 8
    _on(date(2026, 11, 23), monkeypatch)
    (EERDER / ".half.tmp").write_text("half", encoding="utf-8")
    assert verschil("21-11-2026").stdout.startswith("Weg (1):\n  - Kleding van Ruilwinkel\n")


NOT_WRITTEN = "fout: dit bestand is niet te schrijven — "
IN_USE = f"{NOT_WRITTEN}sluit het als het ergens open staat, en kijk of u hier mag schrijven"
FULL = f"{NOT_WRITTEN}de schijf is vol: gooi iets weg dat u niet meer nodig hebt, en probeer het opnieuw"


@pytest.mark.parametrize("target", ["sociale-kaart.yaml", "sociale-kaart-2026-11-22.yaml"])
def test_a_file_that_is_in_use_is_told_and_stays(one: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """As Windows refuses to replace what another program has open."""
    real = Path.replace

    def replace(self: Path, to: Path) -> Path:
        if Path(to).name == target:
            raise PermissionError(errno.EACCES, "in use", str(to))
        return real(self, to)

    monkeypatch.setattr(Path, "replace", replace)
    _refused(one, target, IN_USE)


@pytest.mark.parametrize("file", [1, 2])
def test_a_full_disk_is_told_and_the_card_stays(one: Path, monkeypatch: pytest.MonkeyPatch, file: int) -> None:
    """Half a file is written, and then there is no room."""
    real, opened = os.fdopen, []

    class Full(io.BufferedWriter):
        def write(self, data: Any) -> int:
            super().write(bytes(data)[:10])
            raise OSError(errno.ENOSPC, "no space")

    def fdopen(handle: int, mode: str) -> Any:
        opened.append(handle)
        return Full(io.FileIO(handle, "w")) if len(opened) == file else real(handle, mode)

    monkeypatch.setattr("booklet.files.os.fdopen", fdopen)
    _refused(one, ("sociale-kaart-2026-11-22.yaml", "sociale-kaart.yaml")[file - 1], FULL)


def _refused(card: Path, target: str, why: str) -> None:
    book(GOOD)
    result = importeer()
    place = (EERDER / target if target != card.name else Path(STAD)).as_posix()
    assert (result.stderr, result.exit_code) == (f"{place}: {why}\n", 1)
    assert "Ingelezen" not in result.stdout
    assert card.read_text(encoding="utf-8") == ONE
    kept = [path.read_text(encoding="utf-8") for path in EERDER.iterdir()]
    assert kept == ([ONE] if target == card.name else [])
    assert not list(card.parent.glob(".*"))


# ----------------------------------------------------------------------------------------------------------------------
# Commands that are wrong

ALL_THREE = ("exporteer", "importeer", "verschil")


@pytest.mark.parametrize("command", ALL_THREE)
@pytest.mark.parametrize(
    ("gemeente", "said"),
    [
        ("almerre", "Fout: Gemeente 'almerre' is er niet; bedoelde u 'almere'?"),
        ("Xqz", "Fout: Gemeente 'Xqz' is er niet; kies uit: almere, voorbeeldstad"),
    ],
)
def test_an_unknown_gemeente_gets_a_suggestion(project: Path, command: str, gemeente: str, said: str) -> None:
    """And nothing happens."""
    before = there(".")
    result = run("sociale-kaart", command, gemeente, "kaart.xlsx")
    assert result.exit_code == 2
    assert said in result.stderr.splitlines()
    assert there(".") == before


def test_two_gemeenten_of_one_name_ask_which(project: Path) -> None:
    """And with many of them nobody has to read them all."""
    for name in ("bergen-nh", "bergen-l", *(f"plaats-{letter}" for letter in "abcdefghijkl")):
        (project / "content/gemeenten" / name).mkdir()
    result = run("controleer", "Bergen")
    assert result.exit_code == 2
    assert "Fout: Er is meer dan één gemeente 'Bergen'; typ bergen-l of bergen-nh." in result.stderr.splitlines()
    result = run("controleer", "Xqz")
    assert (
        "Fout: Gemeente 'Xqz' is er niet. Met 'python build.py lijst' ziet u welke er zijn."
        in result.stderr.splitlines()
    )


def test_a_gemeente_that_is_there_under_another_name_is_not_started(project: Path) -> None:
    """Somebody copied a folder and gave it the name that people use."""
    Path("content/gemeenten/almere").rename("content/gemeenten/den-bosch")
    before = there()
    for name in ("'s-Hertogenbosch", "GM0796", "Den Bosch"):
        result = run("nieuw", name)
        assert result.exit_code == 2
        assert "Fout: Deze gemeente is er al, in de map content/gemeenten/den-bosch." in result.stderr.splitlines()
    assert there() == before
    assert run("nieuw", "Almere").exit_code == 0
    assert run("nieuw", "almere").exit_code == 2
    assert (project / "content/gemeenten/almere/sociale-kaart.xlsx").exists()


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        ("weg.xlsx", 1, "weg.xlsx: fout: dit bestand is er niet — kijk de naam en de map na"),
        ("content", 2, "Fout: 'BESTAND' klopt niet: Bestand gevraagd, maar 'content' is een map."),
        ("kaart.pdf", 1, "kaart.pdf: fout: "),
        ("leeg.xlsx", 1, "leeg.xlsx: fout: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told(one: Path, file: str, code: int, said: str) -> None:
    """Not there, a folder, of another kind or damaged."""
    for name in ("kaart.pdf", "leeg.xlsx"):
        Path(name).write_bytes(b"%PDF-1.7")
    result = importeer(file)
    assert result.exit_code == code
    assert [line for line in result.stderr.splitlines() if line.startswith(said)]
    assert one.read_text(encoding="utf-8") == ONE


def test_an_export_is_never_written_over_a_file_without_being_told_to(one: Path) -> None:
    """Somebody may have typed in it for an hour."""
    assert one.exists()
    for name in ("kaart.xlsx", "kaart.json"):
        Path(name).write_bytes(b"van mij")
        result = exporteer(name)
        assert result.exit_code == 2
        assert f"'{name}' is er al." in result.stderr
        assert Path(name).read_bytes() == b"van mij"
        assert exporteer(name, "--vervang").exit_code == 0
        assert Path(name).read_bytes() != b"van mij"
    result = exporteer("kaart.docx")
    assert result.exit_code == 2
    assert "Fout: 'kaart.docx' moet eindigen op .xlsx of .json." in result.stderr.splitlines()


@pytest.mark.parametrize("command", ALL_THREE)
def test_a_card_that_cannot_be_read_stops_with_its_own_problems(one: Path, command: str) -> None:
    """At its own lines, and it stays as it is."""
    book(GOOD, file="in.xlsx")
    one.write_text(ONE.replace("aanbod: Koffie", "aanbot: Koffie"), encoding="utf-8")
    before = there()
    result = run("sociale-kaart", command, "voorbeeldstad", "uit.xlsx" if command == "exporteer" else "in.xlsx")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{STAD}:6:5: fout: onbekend veld 'aanbot' — bedoelde u 'aanbod'?\n")
    assert result.stdout == ""
    assert there() == before
    assert not Path("uit.xlsx").exists()


@pytest.mark.parametrize("command", ALL_THREE)
def test_content_without_houses_is_told(one: Path, command: str) -> None:
    """What a cell may hold is not known then."""
    for file in Path("content/domeinen").iterdir():
        file.unlink()
    book(GOOD, file="in.xlsx")
    result = run("sociale-kaart", command, "voorbeeldstad", "uit.xlsx" if command == "exporteer" else "in.xlsx")
    assert result.exit_code == 1
    assert (
        "content/domeinen: fout: deze map is leeg of ontbreekt — zet de bestanden terug" in result.stderr.splitlines()
    )
    assert one.read_text(encoding="utf-8") == ONE


def test_the_content_may_lie_elsewhere(one: Path) -> None:
    """Every command takes the folder; problems and paths are told by its name."""
    assert one.exists()
    Path("content").rename("inhoud")
    elsewhere = ("--inhoud", "inhoud")
    assert exporteer("kaart.xlsx", *elsewhere).exit_code == 0
    book(GOOD)
    result = importeer("kaart.xlsx", *elsewhere)
    assert f"Ingelezen: {STAD.replace('content', 'inhoud')}" in result.stdout
    assert verschil("21-11-2026", *elsewhere).stdout.startswith("Weg (1):")
    assert importeer("kaart.xlsx", "--inhoud", "weg").exit_code == 2


@pytest.mark.parametrize(
    ("bron", "said"),
    [
        (
            "x" * 33_000,
            "deze tekst past niet in een werkblad — maak de tekst korter, en laat tekens als <r> en _x0041_ weg",
        ),
        (
            "<r>x</r>",
            "deze tekst past niet in een werkblad — maak de tekst korter, en laat tekens als <r> en _x0041_ weg",
        ),
        ("1890", "een werkblad kent geen dagen voor maart 1900 — kijk het jaar na"),
    ],
)
def test_what_a_workbook_cannot_hold_is_told(one: Path, bron: str, said: str) -> None:
    """In a card of the gemeente, in that of the country, and in the list of what must be checked again."""
    day = "1890-01-01" if "1890" in bron else "2020-11-01"
    text = ONE.replace("    gecontroleerd: 2026-11-01\n    bron: gebeld", f"    gecontroleerd: {day}\n    bron: {bron}")
    one.write_text(text, encoding="utf-8")
    result = exporteer()
    assert (result.stdout, result.exit_code) == ("", 1)
    assert re.fullmatch(rf"{STAD}:\d+:\d+: fout: {re.escape(said)}\n", result.stderr)
    Path("content/sociale-kaart/landelijk.yaml").write_bytes(one.read_bytes())
    one.write_text("voorzieningen: []\n", encoding="utf-8")
    assert f"fout: {said}" in exporteer().stderr
    assert not Path("kaart.xlsx").exists()
    Path("content/sociale-kaart/landelijk.yaml").write_text("voorzieningen: []\n", encoding="utf-8")
    one.write_text(text, encoding="utf-8")
    result = run("controleer", "voorbeeldstad", "--nakijklijst", "lijst.xlsx")
    assert f"{STAD}: fout: {said}" in result.stderr.splitlines()
    assert not Path("lijst.xlsx").exists()


def test_the_open_standard_is_valid_json(one: Path) -> None:
    """By the same command; what it holds is for tests/test_hsds.py."""
    assert one.exists()
    assert exporteer("kaart.json").output == "Gemaakt: kaart.json\n"
    data = json.loads(Path("kaart.json").read_text(encoding="utf-8"))
    assert "Koffie en een praatje" in {service["name"] for service in data}
