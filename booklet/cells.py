"""The cells of a spreadsheet as plain values, whatever the program that wrote it."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

MAX_CELLS = 2_000_000  # an area larger than this is never a Sociale Kaart; a thousand rows are 20,000 cells

# What Excel shows for a value that cannot be worked out, by its name in the file, which is always English.
FAULTS = {
    "#N/A": "#N/B",
    "#REF!": "#VERW!",
    "#VALUE!": "#WAARDE!",
    "#DIV/0!": "#DEEL/0!",
    "#NAME?": "#NAAM?",
    "#NUM!": "#GETAL!",
    "#NULL!": "#LEEG!",
}


class Fault(NamedTuple):
    """A cell without a value: what Dutch Excel shows in it, or nothing when its formula was never worked out."""

    text: str


Value = str | float | date | time | timedelta | Fault | None  # a bool is an int, and a datetime is a date
Row = tuple[Value, ...]


class Merged(NamedTuple):
    """Cells that look like one: the first row and the column, counted from 0, and the number of rows."""

    row: int
    column: int
    rows: int


class Sheet(NamedTuple):
    """A sheet: its name and its rows from the very first, row 1 of the program that shows it."""

    name: str
    rows: tuple[Row, ...]


class DamagedError(Exception):
    """The file does not have the form that its kind should have."""


class LockedError(Exception):
    """The file cannot be read without a password."""


class OtherKindError(Exception):
    """The file is no spreadsheet, or of a kind that is not read."""


class FarCellError(Exception):
    """A cell stands so far away that the area up to it is too large; tells the sheet, row and column from 1."""

    def __init__(self, sheet: str, row: int, column: int) -> None:
        super().__init__(sheet, row, column)
        self.sheet, self.row, self.column = sheet, row, column


class Extent:
    """The area that the cells of a sheet take together, watched while it grows."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.rows = self.columns = 0

    def add(self, row: int, column: int) -> None:
        """A cell with a value, counted from 0.

        Raises:
            FarCellError: the area is too large with it.
        """
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.rows * self.columns > MAX_CELLS:
            raise FarCellError(self.sheet, row + 1, column + 1)


def filled_down(rows: list[list[Value]], merged: Iterable[Merged]) -> tuple[Row, ...]:
    """The rows, with the value of merged cells in every row that has something of its own.

    Only downward: cells merged across columns are of the first column, the others stay empty.
    """
    own = [any(value is not None for value in row) for row in rows]
    for first, column, count in merged:
        if first < len(rows) and column < len(rows[first]):
            for below in range(first + 1, min(first + count, len(rows))):
                if own[below]:
                    rows[below] += [None] * (column + 1 - len(rows[below]))
                    rows[below][column] = rows[first][column]
    return tuple(map(tuple, rows))
