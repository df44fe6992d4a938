"""A Sociale Kaart from a spreadsheet that staff keep: which sheet, which columns, every row with the place of its cells.

The result is a `Source`, so that what holds for a Sociale Kaart in YAML is told at the cells of a spreadsheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from booklet.cells import Row, Sheet, Value
from booklet.cellvalues import as_text, fold, read_value, short
from booklet.columns import COLUMNS, CORRECT, FACTS, GEMEENTE, LANDELIJK, OF, SHEET, UITLEG, fact_field
from booklet.models import Domein, Voorziening
from booklet.problems import Place, Problem, error, in_order, note, stops
from booklet.source import Data, Loc, Source
from booklet.spreadsheet import read_sheets

_FIELDS: dict[str, str] = {fold(name): one.field for one in COLUMNS for name in (one.field, one.heading)}
_HEADINGS = {one.field: one.heading for one in COLUMNS}
_NATIONAL_FIELDS = ("organisatie", "aanbod", "in_boekje")
_ENOUGH = 3  # known headings that make a row the header
_ALIKE = 0.7  # 'Telefoonnummer' and 'Naam organisatie' are near enough


class Imported(NamedTuple):
    """What was read; there is no source when the sheet or a column that is needed is not there."""

    source: Source | None
    missing: frozenset[str]  # the fields without a column
    problems: tuple[Problem, ...]
    landelijk: bool  # whether there was a sheet with the national services
    facts: Mapping[Loc, tuple[str, Place]]  # what is filled in about the gemeente, empty or not, and in which cell
    whose: str = ""  # the name of the gemeente that it was made for, as the sheet with explanation says


def read_workbook(path: Path, shown: str, domeinen: Sequence[Domein], landelijk: Sequence[Voorziening]) -> Imported:
    """The Sociale Kaart in a spreadsheet, with what is wrong in any cell of it; never raises on what a file holds.

    What a voorziening in YAML must be too is left to `content.card_from`, which tells it at the cells.
    """
    sheets, problems = read_sheets(path, shown)
    reader = _Reader(shown, domeinen)
    reader.problems += problems
    table = reader.choose(sheets) if sheets else None
    if table is None:
        return Imported(None, frozenset(_HEADINGS), in_order(reader.problems), landelijk=False, facts={})
    reader.headings(table)
    whole = not stops(reader.problems)
    reader.card(table)
    national = _named(sheets, LANDELIJK)
    if national is not None:
        reader.national(national, landelijk)
    about = _named(sheets, GEMEENTE)
    facts = dict(reader.about(about)) if about is not None else {}
    source = Source(shown, reader.data, reader.keys, reader.values, {}, ()) if whole else None
    missing = frozenset(_HEADINGS) - set(table.columns)
    return Imported(source, missing, in_order(reader.problems), national is not None, facts, _whose(sheets))


def _whose(sheets: Sequence[Sheet]) -> str:
    explained = _named(sheets, UITLEG)
    first = as_text(_at(explained.rows[0], 0)) if explained and explained.rows else ""
    return first.removeprefix(OF) if first.startswith(OF) else ""


def _named(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    return next((sheet for sheet in sheets if fold(sheet.name) == fold(name)), None)


class _Table(NamedTuple):
    """A sheet with headings: their row, counted from 0, and the column of every field."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def entries(self) -> Iterator[tuple[int, Row]]:
        """Every row below the headings that has a value in a column that is read."""
        for index, row in enumerate(self.sheet.rows[self.row + 1 :], self.row + 1):
            if any(_filled(_at(row, column)) for column in self.columns.values()):
                yield index, row


def _at(row: Row, column: int) -> Value:
    return row[column] if column < len(row) else None


def _filled(value: Value) -> bool:
    return value is not None and (not isinstance(value, str) or bool(as_text(value)))


def _table(sheet: Sheet) -> _Table | None:
    """The sheet from the first row with enough known headings on; of the same heading twice the first counts."""
    for index, row in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        for column, value in enumerate(row):
            field = _FIELDS.get(fold(value)) if isinstance(value, str) and len(value) < 100 else None
            if field:
                columns.setdefault(field, column)
        if len(columns) >= _ENOUGH:
            return _Table(sheet, index, columns)
    return None


def _is_todo(table: _Table) -> bool:
    return any(fold(as_text(value)) == fold(CORRECT) for value in table.sheet.rows[table.row])


class _Reader:
    """Builds data and places from the rows, and keeps what was wrong."""

    def __init__(self, shown: str, domeinen: Sequence[Domein]) -> None:
        self.shown = shown
        self.entries: list[Data] = []
        self.data: dict[str, Data] = {"voorzieningen": self.entries}
        self.keys: dict[Loc, Place] = {}
        self.values: dict[Loc, Place] = {}
        self.problems: list[Problem] = []
        kolommen = [kolom for domein in domeinen for kolom in domein.kolommen]
        self.names = {
            "domein": {one.naam: one.id for one in domeinen},
            "kolom": {one.naam: one.id for one in kolommen},
        }
        self.ids = {
            field: {fold(name): id for naam, id in names.items() for name in (naam, id)}
            for field, names in self.names.items()
        }

    def choose(self, sheets: Sequence[Sheet]) -> _Table | None:
        """The sheet with the Sociale Kaart: by its name, or else the only one with its headings."""
        own = [sheet for sheet in sheets if fold(sheet.name) not in (fold(LANDELIJK), fold(GEMEENTE))]
        named = [sheet for sheet in own if fold(sheet.name) == fold(SHEET)]
        tables = [table for sheet in named or own if (table := _table(sheet))]
        tables = [table for table in tables if not _is_todo(table)] or tables
        if len(tables) > 1:
            names = ", ".join(f"'{table.sheet.name}'" for table in tables)
            hint = f"geef het goede blad de naam '{SHEET}'"
            message = f"meer dan een blad heeft de koppen van een Sociale Kaart: {names}"
            self.problems.append(error("W10", Place(self.shown), message, hint))
        elif not tables:
            place = Place(self.shown, sheet=(named or own)[0].name if named or len(own) == 1 else "")
            needed = ", ".join(one.heading for one in COLUMNS if one.required)
            hint = f"zet de koppen in één rij boven de lijst: {needed}"
            self.problems.append(error("W11", place, "hier staan de koppen van een Sociale Kaart niet", hint))
        elif _is_todo(tables[0]):
            place = Place(self.shown, sheet=tables[0].sheet.name)
            hint = "verander de Sociale Kaart zelf, en lees die in"
            self.problems.append(error("W12", place, "dit is de lijst om na te kijken, geen Sociale Kaart", hint))
        else:
            return tables[0]
        return None

    def place(self, table: _Table, row: int, column: int) -> Place:
        """The cell at a row and column that are counted from 0."""
        return Place(self.shown, row + 1, column + 1, table.sheet.name)

    def headings(self, table: _Table) -> None:
        """What is wrong with the headings: twice, unknown, almost known or not there."""
        absent = [one for one in COLUMNS if one.field not in table.columns]
        width = max(map(len, table.sheet.rows))
        for column in range(width):
            text = short(as_text(_at(table.sheet.rows[table.row], column)))
            place, field = self.place(table, table.row, column), _FIELDS.get(fold(text))
            if field and table.columns[field] != column:
                hint = "haal een van de twee kolommen weg"
                self.problems.append(error("W13", place, f"kop '{text}' staat er twee keer", hint))
            elif not field and (near := get_close_matches(fold(text), _keys(one.field for one in absent), 1, _ALIKE)):
                meant = _FIELDS[near[0]]
                absent = [one for one in absent if one.field != meant]
                hint = f"bedoelde u '{_HEADINGS[meant]}'?"
                self.problems.append(error("W14", place, f"onbekende kop '{text}'", hint))
            elif not field:
                self.problems += self._unread(table, column, text)
        for one in absent:
            if one.required:
                place = Place(self.shown, table.row + 1, 0, table.sheet.name)
                hint = "voeg een kolom met deze kop toe"
                self.problems.append(error("W15", place, f"kolom '{one.heading}' ontbreekt", hint))

    def _unread(self, table: _Table, column: int, text: str) -> Iterator[Problem]:
        if text:
            hint = "de andere kolommen wel"
            yield note("W16", self.place(table, table.row, column), f"kolom '{text}' wordt niet gelezen", hint)
            return
        below = enumerate(table.sheet.rows[table.row + 1 :], table.row + 1)
        first = next((index for index, row in below if _filled(_at(row, column))), None)
        if first is not None:
            hint = "zet een kop boven de kolom, of maak hem leeg"
            message = "wat hier staat wordt niet gelezen, want de kolom heeft geen kop"
            yield note("W16", self.place(table, first, column), message, hint)

    def card(self, table: _Table) -> None:
        """Every row as a voorziening, with the place of every cell of it."""
        self.values[("voorzieningen",)] = self.place(table, table.row, min(table.columns.values()))
        for number, (index, row) in enumerate(table.entries()):
            here: Loc = ("voorzieningen", number)
            self.values[here] = self.place(table, index, min(table.columns.values()))
            entry: dict[str, Data] = {}
            for field, column in table.columns.items():
                place = self.keys[(*here, field)] = self.place(table, index, column)
                data = self._read(field, _at(row, column), place)
                if data:
                    entry[field] = data
                    self.values[(*here, field)] = place
                    self.values |= {(*here, field, one): place for one in range(len(data) if field in self.ids else 0)}
            self.entries.append(entry)

    def _read(self, field: str, value: Value, place: Place) -> str | list[Data]:
        reading = read_value(field, value, place, self.ids.get(field, {}), tuple(self.names.get(field, ())))
        if reading.problem:
            self.problems.append(reading.problem)
        return reading.data if isinstance(reading.data, str) else list(reading.data)

    def national(self, sheet: Sheet, landelijk: Sequence[Voorziening]) -> None:
        """The national services that are switched off; a row that is no national service would be lost, so it is told."""
        table = _table(sheet)
        absent = [field for field in _NATIONAL_FIELDS if table is None or field not in table.columns]
        if table is None or absent:
            place = Place(self.shown, sheet=sheet.name)
            message = f"hier ontbreekt kolom '{_HEADINGS[absent[0]]}'"
            hint = f"zet die terug, of haal het hele blad weg; dan verandert er niets aan '{LANDELIJK}'"
            self.problems.append(error("W17", place, message, hint))
            return
        known = {(fold(one.organisatie), fold(one.aanbod)): one for one in landelijk}
        off: dict[tuple[str, str], Data] = {}
        for places, told in self._national_rows(table):
            key = (fold(told["organisatie"]), fold(told["aanbod"]))
            if key not in known:
                message = f"'{told['organisatie']}, {told['aanbod']}' is geen landelijke hulp die het programma kent"
                hint = f"hulp van uzelf hoort op blad '{SHEET}'"
                self.problems.append(error("W18", places["organisatie"], message, hint))
            elif told["in_boekje"] == "nee" and key not in off:
                here: Loc = ("landelijk_uit", len(off))
                self.values[here] = places["organisatie"]
                for field in ("organisatie", "aanbod"):
                    self.keys[(*here, field)] = self.values[(*here, field)] = places[field]
                off[key] = {"organisatie": known[key].organisatie, "aanbod": known[key].aanbod}
        self.data["landelijk_uit"] = list(off.values())

    def _national_rows(self, table: _Table) -> Iterator[tuple[Mapping[str, Place], Mapping[str, str]]]:
        """Of every row in which nothing is wrong: the places and the texts of the fields that count."""
        for index, row in table.entries():
            before = len(self.problems)
            places = {field: self.place(table, index, table.columns[field]) for field in _NATIONAL_FIELDS}
            told = {field: str(self._read(field, _at(row, table.columns[field]), places[field])) for field in places}
            if len(self.problems) == before:
                yield places, told

    def about(self, sheet: Sheet) -> Iterator[tuple[Loc, tuple[str, Place]]]:
        """What is filled in behind every name of a fact that is known; a row that was taken away says nothing."""
        for index, row in enumerate(sheet.rows):
            name = fold(as_text(_at(row, 0)))
            if known := next((one for one in FACTS if fold(one.label) == name), None):
                place = Place(self.shown, index + 1, 2, sheet.name)
                yield known.loc, (str(self._read(fact_field(known.loc), _at(row, 1), place)), place)


def _keys(fields: Iterator[str]) -> list[str]:
    wanted = set(fields)
    return [key for key, field in _FIELDS.items() if field in wanted]
