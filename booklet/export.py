"""A Sociale Kaart as a workbook for staff, and the list of what they must look at again; only here is XlsxWriter known.

Every text is written as text, whatever it looks like: a telephone number keeps its zero, and '=1+1' stays what somebody
typed. Same input, same bytes: a workbook bears a fixed date.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from booklet.columns import (
    BETWEEN,
    COLUMNS,
    CORRECT,
    FACTS,
    FILL_IN,
    GEMEENTE,
    LANDELIJK,
    NAKIJKEN,
    OF,
    SHEET,
    UITLEG,
    Column,
    fact,
    names_of,
    shown,
)
from booklet.kaart import Versheid, name_of
from booklet.models import Domein, GemeenteBestand, SocialeKaart, Voorziening

KEUZELIJSTEN = "Keuzelijsten"

SPARE_ROWS = 200  # below a list, with the same drop-downs
EMPTY_ROWS = 20  # of a list that has nothing yet: a table of Excel needs rows

# Microsoft, "Excel specifications and limits".
LAST_ROW = 1_048_576
MAX_CELL = 32_767  # UTF-16 units
MAX_HEIGHT = 409  # points
FIRST_DAY = date(1900, 3, 1)  # before it Excel and LibreOffice count days differently
# What XlsxWriter does not write as it stands: its own mark of a text with formats, an escape that overlaps the next one
# (`_x005F_x0041_`), and the two characters that XML has not.
_GARBLED = re.compile(
    r"<r>.*</r>\Z|.*(_x[0-9A-Fa-f]{4}(?=_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f])|[\ufffe\uffff])", re.DOTALL
)

_CREATED = datetime(2026, 1, 1)
_A3, _A4 = 8, 9
_NATIONAL = ("organisatie", "aanbod", "domein", "omschrijving", "telefoon", "website", "in_boekje")

_Value = str | date | None
_Lists = Mapping[str, Sequence[str]]
_Rule = Mapping[str, object]


class Todo(NamedTuple):
    """A voorziening that somebody must look at again, how old its facts are, and the file in which it stands."""

    versheid: Versheid
    entry: Voorziening
    landelijk: bool
    file: str


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types for others
    """A sheet of which every row has a height to begin with, and gets higher when somebody types more.

    Excel finds the height of wrapped text by itself, LibreOffice does not, and a height of which XlsxWriter says that it
    was chosen (`customHeight`) stays as it is in both.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        super()._xml_start_tag_unencoded(tag, [one for one in attributes if one[0] != "customHeight"])


class _Cell(NamedTuple):
    """What is in a cell, how it looks, and how many letters the column is wide."""

    value: _Value
    look: Format
    width: int


class _Look(NamedTuple):
    """The formats of a workbook."""

    plain_head: Format
    required_head: Format
    text: Format
    one_line: Format
    day: Format
    fixed: Format
    choice: Format
    heading: Format
    prose: Format
    command: Format

    def head(self, column: Column) -> Format:
        """The heading of a column, darker when it must be filled in."""
        return self.required_head if column.required else self.plain_head

    def cell(self, column: Column) -> Format:
        """A cell below it; a source is long and seldom read, so it does not make its row high."""
        return {"gecontroleerd": self.day, "bron": self.one_line}.get(column.field, self.text)


def unfit(kaart: SocialeKaart) -> Iterator[tuple[int, str]]:
    """The index and the field of everything that a cell cannot hold: a text that is too long, or a day before 1900.

    Also a text that the form of the file keeps for itself, such as '<r>…</r>'.
    """
    for index, entry in enumerate(kaart.voorzieningen):
        for column in COLUMNS:
            if not _fits(shown(entry, column.field, {})):
                yield index, column.field


def write_workbook(
    id: str,
    feiten: GemeenteBestand,
    kaart: SocialeKaart,
    landelijk: Sequence[Voorziening],
    domeinen: Sequence[Domein],
) -> bytes:
    """The Sociale Kaart of a gemeente as .xlsx: the list, instructions, national services to switch off, how to reach it.

    A national service that the gemeente switched off is in it even when it is not meant for the booklet: reading the
    workbook gives back what was written. Raises ValueError for what is `unfit`.
    """
    names = names_of(domeinen)
    lists = {
        "domein": [domein.naam for domein in domeinen],
        "kolom": [kolom.naam for domein in domeinen for kolom in domein.kolommen],
        "in_boekje": ["ja", "nee"],
    }
    off = {name_of(dienst) for dienst in kaart.landelijk_uit}
    offered = [(entry, name_of(entry) not in off) for entry in landelijk if entry.in_boekje or name_of(entry) in off]
    buffer = BytesIO()
    with _workbook(buffer, f"Sociale Kaart van {feiten.naam}") as book:
        look = _look(book)
        _card(book.add_worksheet(SHEET, _Sheet), look, kaart.voorzieningen, names, lists)
        _prose(book.add_worksheet(UITLEG, _Sheet), look, _explained(feiten.naam, id, domeinen))
        _national(book.add_worksheet(LANDELIJK, _Sheet), look, offered, names, lists)
        _about(book.add_worksheet(GEMEENTE, _Sheet), look, feiten)
        _choices(book.add_worksheet(KEUZELIJSTEN, _Sheet), lists)
    return buffer.getvalue()


def write_todo(rows: Sequence[Todo]) -> bytes:
    """What must be looked at again as .xlsx, in the order given, to print or to fill in on the screen.

    Raises ValueError for what is `unfit`.
    """
    lists = {"klopt": ["ja", "nee"]}
    buffer = BytesIO()
    with _workbook(buffer, "Sociale Kaart: nakijken") as book:
        look = _look(book)
        _todo(book.add_worksheet(NAKIJKEN, _Sheet), look, rows, lists)
        _prose(book.add_worksheet(UITLEG, _Sheet), look, _TODO_EXPLAINED)
        _choices(book.add_worksheet(KEUZELIJSTEN, _Sheet), lists)
    return buffer.getvalue()


# The sheets.


def _card(
    sheet: Worksheet, look: _Look, entries: Sequence[Voorziening], names: Mapping[str, str], lists: _Lists
) -> None:
    last = len(entries) or EMPTY_ROWS
    heads = [
        {"header": column.heading, "header_format": look.head(column), "format": look.cell(column)}
        for column in COLUMNS
    ]
    table = {"name": "SocialeKaart", "style": "Table Style Light 1", "columns": heads}
    sheet.add_table(0, 0, last, len(COLUMNS) - 1, table)
    rules = _rules(lists)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, look.cell(column))
        _note(sheet, at, f"* {column.note}" if column.required else column.note)
        if column.field in rules:
            sheet.data_validation(1, at, last + SPARE_ROWS, at, rules[column.field])
    for row, entry in enumerate(entries, 1):
        _row(sheet, row, [_Cell(shown(entry, one.field, names), look.cell(one), one.width) for one in COLUMNS])
    sheet.freeze_panes(1, 1)
    _to_print(sheet, len(COLUMNS), _A3)


def _national(
    sheet: Worksheet,
    look: _Look,
    offered: Sequence[tuple[Voorziening, bool]],
    names: Mapping[str, str],
    lists: _Lists,
) -> None:
    columns = [column for column in COLUMNS if column.field in _NATIONAL]
    last = len(columns) - 1
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.heading, look.plain_head)
    for row, (entry, printed) in enumerate(offered, 1):
        facts = [_Cell(shown(entry, one.field, names), look.fixed, one.width) for one in columns[:last]]
        _row(sheet, row, [*facts, _Cell("ja" if printed else "nee", look.choice, columns[last].width)])
    _note(sheet, last, _NATIONAL_NOTE)
    sheet.data_validation(1, last, max(len(offered), 1), last, _rules(lists)["in_boekje"])
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(1, 1)
    _to_print(sheet, len(columns), _A4)


def _about(sheet: Worksheet, look: _Look, feiten: GemeenteBestand) -> None:
    """How to reach the gemeente, a row for every fact; only the second column may be filled in."""
    for at, (heading, width) in enumerate(_ABOUT):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, look.plain_head)
    looks = (look.fixed, look.choice, look.fixed)
    for row, one in enumerate(FACTS, 1):
        values = (one.label, fact(feiten, one.loc), one.note)
        cells = zip(values, looks, _ABOUT, strict=True)
        _row(sheet, row, [_Cell(value, kind, width) for value, kind, (_, width) in cells])
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(1, 0)
    _to_print(sheet, len(_ABOUT), _A4)


def _todo(sheet: Worksheet, look: _Look, rows: Sequence[Todo], lists: _Lists) -> None:
    for at, (heading, width, _) in enumerate(_TODO):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, look.plain_head)
        if heading == CORRECT:
            sheet.data_validation(1, at, max(len(rows), 1), at, _list_rule(lists, "klopt", heading, _YES_NO))
    for row, todo in enumerate(rows, 1):
        values = [(value(todo), width) for _, width, value in _TODO]
        _row(sheet, row, [_Cell(one, look.day if isinstance(one, date) else look.text, width) for one, width in values])
    sheet.freeze_panes(1, 0)
    _to_print(sheet, len(_TODO), _A4)


def _prose(sheet: Worksheet, look: _Look, lines: Sequence[str]) -> None:
    """Plain text below each other: '# ' begins a heading, '$ ' something to type."""
    kinds = {"#": look.heading, "$": look.command}
    sheet.set_column(0, 0, 92)
    for row, line in enumerate(lines):
        kind = kinds.get(line[:1])
        _row(sheet, row, [_Cell(line[2:] if kind else line, kind or look.prose, 92)])
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _choices(sheet: Worksheet, lists: _Lists) -> None:
    for at, (name, choices) in enumerate(lists.items()):
        sheet.write_column(0, at, [name, *choices])
    sheet.hide()


# What a sheet is made of.


def _look(book: Workbook) -> _Look:
    top = {"valign": "top"}
    text = {**top, "num_format": "@", "text_wrap": True}
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#4A5B6E", "text_wrap": True, "valign": "vcenter"}
    prose = {**top, "font_size": 12, "text_wrap": True}
    return _Look(
        plain_head=book.add_format(head),
        required_head=book.add_format({**head, "bg_color": "#1C2B3A"}),
        text=book.add_format(text),
        one_line=book.add_format({**top, "num_format": "@"}),
        day=book.add_format({**top, "num_format": "dd-mm-yyyy", "align": "left"}),
        fixed=book.add_format({**text, "font_color": "#404040", "bg_color": "#EEEEEE"}),
        choice=book.add_format({**text, "bold": True, "locked": False}),
        heading=book.add_format({**prose, "bold": True, "font_size": 14, "font_color": "#1C2B3A"}),
        prose=book.add_format(prose),
        command=book.add_format({**prose, "font_name": "Consolas", "bg_color": "#EEEEEE"}),
    )


def _workbook(buffer: BytesIO, title: str) -> Workbook:
    no_guesses = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    book = Workbook(buffer, {"in_memory": True, **no_guesses})
    book.set_properties({"title": title, "created": _CREATED})
    return book


def _fits(value: _Value) -> bool:
    if isinstance(value, date):
        return value >= FIRST_DAY
    return not value or (len(value.encode("utf-16-le")) // 2 <= MAX_CELL and not _GARBLED.match(value))


def _row(sheet: Worksheet, row: int, cells: Sequence[_Cell]) -> None:
    """A date as a date, a text as text, of an empty cell only its look; high enough for the text that wraps."""
    for column, (value, look, _) in enumerate(cells):
        if not _fits(value):
            raise ValueError(f"a cell cannot hold what belongs in row {row + 1}, column {column + 1} of '{sheet.name}'")
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, look)
        else:
            sheet.write_string(row, column, value or "", look)
    lines = max(_lines(value, width) for value, look, width in cells if look.text_wrap)
    size = max(look.font_size for _, look, _ in cells)
    sheet.set_row(row, min(lines * size * 1.36 + 1, MAX_HEIGHT))


def _lines(value: _Value, width: int) -> int:
    """How many lines a text takes in a column as wide as so many digits; letters are a little narrower."""
    if not isinstance(value, str):
        return 1
    fit = int(width * 1.1)
    return sum(len(wrap(line, fit)) if len(line) > fit else 1 for line in value.split("\n"))


def _note(sheet: Worksheet, column: int, text: str) -> None:
    """A note that opens beside a heading, high enough for its text."""
    height = 22 + 19 * (len(text) // 32 + 1)  # pixels, for lines of some 32 letters
    paper = {"width": 250, "height": height, "color": "#FFFDF0", "font_name": "Calibri", "font_size": 11}
    sheet.write_comment(0, column, text, paper)


def _to_print(sheet: Worksheet, columns: int, paper: int) -> None:
    """As wide as the paper, the headings on every page, lines between the rows, and no marks at phone numbers."""
    sheet.set_row(0, 32)  # two lines
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    sheet.set_footer("&L&A&Rbladzijde &P van &N")
    sheet.print_area(0, 0, LAST_ROW - 1, columns - 1)  # whole columns: new rows are printed, what sticks out is not
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, LAST_ROW - 1, columns - 1)})


# What may be filled in.


def _rules(lists: _Lists) -> Mapping[str, _Rule]:
    """By field; of houses and kolommen there may be more than one in a cell, so there the list only tells."""
    several = {"error_type": "information"}
    more = "Dit staat niet in de lijst. Zijn het er meer, met een puntkomma ertussen? Kies dan OK."
    return {
        "domein": {**_list_rule(lists, "domein", "Domein", _SEVERAL, more), **several},
        "kolom": {**_list_rule(lists, "kolom", "Kolom", _SEVERAL, more), **several},
        "in_boekje": _list_rule(lists, "in_boekje", "In boekje", _YES_NO),
        "gecontroleerd": {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2100, 1, 1),
            **_told("Laatst gecontroleerd", "Typ een dag, zoals 22-11-2026."),
        },
    }


def _list_rule(lists: _Lists, name: str, title: str, message: str, error: str | None = None) -> _Rule:
    at = list(lists).index(name)
    cells = xl_range_abs(1, at, len(lists[name]), at)
    return {"validate": "list", "source": f"={KEUZELIJSTEN}!{cells}", **_told(title, message, error)}


def _told(title: str, message: str, error: str | None = None) -> _Rule:
    """What staff see at a cell, and what they see when something else is in it."""
    return {"input_title": title, "input_message": message, "error_title": title, "error_message": error or message}


# What staff read.

_ABOUT = (("Wat", 32), (FILL_IN, 44), ("Uitleg", 52))
_YES_NO = "Kies ja of nee."
_SEVERAL = "Kies uit de lijst. Zijn het er meer? Typ ze dan zelf, met een puntkomma ertussen."
_NATIONAL_NOTE = (
    "nee: niet in het boekje van uw gemeente. Wilt u deze regel vervangen door een eigen regel? "
    "Zet dan dezelfde organisatie en hetzelfde aanbod op het eerste blad."
)
_AGE = {
    Versheid.VERS: "vers",
    Versheid.NAKIJKEN: "nakijken: komt nog in het boekje",
    Versheid.VEROUDERD: "verouderd: komt niet in het boekje",
}

_TODO: tuple[tuple[str, int, Callable[[Todo], _Value]], ...] = (
    ("Hoe oud", 14, lambda todo: _AGE[todo.versheid]),
    ("Laatst gecontroleerd", 13, lambda todo: todo.entry.gecontroleerd),
    ("Organisatie", 19, lambda todo: todo.entry.organisatie),
    ("Aanbod", 19, lambda todo: todo.entry.aanbod),
    ("Telefoon", 14, lambda todo: todo.entry.telefoon),
    ("E-mail", 19, lambda todo: todo.entry.email),
    ("Website", 19, lambda todo: todo.entry.website),
    ("Adres", 18, lambda todo: todo.entry.adres),
    ("Openingstijden", 18, lambda todo: todo.entry.openingstijden),
    ("Waar het staat", 18, lambda todo: f"heel Nederland: {todo.file}" if todo.landelijk else todo.file),
    (CORRECT, 9, lambda todo: None),
    ("Wat is er veranderd?", 30, lambda todo: None),
)


def _explained(name: str, id: str, domeinen: Sequence[Domein]) -> tuple[str, ...]:
    needed = [column.heading for column in COLUMNS if column.required]
    two = BETWEEN.join(domein.naam for domein in domeinen[:2])
    return (
        f"# {OF}{name}",
        "Elke regel op het eerste blad is hulp die in het boekje komt: wie helpt, waarmee, en hoe u die bereikt.",
        "",
        "# Invullen",
        f"Vul op elke regel in: {', '.join(needed[:-1])} en {needed[-1]}. De kop daarvan is donkerder.",
        "Vul ook minstens één van deze vier in: Straat, Telefoon, E-mail of Website.",
        "Wijs met de muis een kop aan. Dan leest u wat daar hoort.",
        f"Hoort een regel bij twee domeinen? Zet een puntkomma tussen de namen: {two}.",
        "Een regel erbij? Typ verder op de eerste lege rij onder de lijst.",
        "Een regel weg? Klik met de rechtermuisknop op het nummer van de rij en kies Verwijderen.",
        "Een regel bewaren, maar niet in het boekje? Kies nee bij In boekje.",
        f"Op het blad {LANDELIJK} staat hulp voor heel Nederland. Wilt u daar iets niet van? Kies nee bij In boekje.",
        f"Op het blad {GEMEENTE} vult u in hoe inwoners de gemeente en de OCO bereiken.",
        "",
        "# Nakijken",
        "Zet bij Laatst gecontroleerd de dag waarop iemand de hele regel heeft nagekeken. Na een jaar krijgt u een "
        "waarschuwing. Na twee jaar, of zonder datum, komt de regel niet in het boekje. Uw gemeente kan andere termijnen kiezen.",
        "",
        "# Wie kan dit lezen?",
        "Iedereen kan lezen wat in het boekje komt. Schrijf hier dus niets over inwoners.",
        "Alleen Gecontroleerd door, In boekje en Bron komen niet in het boekje.",
        "",
        "# Klaar?",
        "Sla dit bestand op en sluit het. Typ daarna deze opdracht in de map van het programma. Typ in plaats van "
        "BESTAND de naam van dit bestand, tussen aanhalingstekens.",
        f'$ python build.py sociale-kaart importeer {id} "BESTAND"',
        "Klopt er iets niet? Dan leest u in welke cel dat is, en verandert er niets. Klopt alles? Maak dan de boekjes:",
        f"$ python build.py maak {id}",
    )


_TODO_EXPLAINED = (
    "# De Sociale Kaart nakijken",
    f"Op het blad {NAKIJKEN} staat hulp die te lang geleden is nagekeken.",
    "",
    "1. Bel, mail of kijk op de website. Kloppen de gegevens nog?",
    f"2. Kies ja of nee bij {CORRECT} En schrijf ernaast wat er is veranderd. Dat kan ook met de pen, op papier.",
    "3. Verander het daarna in de Sociale Kaart zelf, op de plek die bij Waar het staat genoemd is. "
    "Zet daar ook de nieuwe datum bij Laatst gecontroleerd.",
    "",
    "Het programma leest dit bestand niet in. Pas met de nieuwe datum in de Sociale Kaart is een regel weer vers.",
)
