"""The sheets of Excel of before 2007 (`.xls`); only here is xlrd known."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import xlrd

from booklet.cells import (
    FAULTS,
    DamagedError,
    Extent,
    Fault,
    LockedError,
    Merged,
    OtherKindError,
    Sheet,
    Value,
    filled_down,
)

_EXCEL_97 = 80  # BIFF 8, as xlrd counts
_LOCKED_XLSX = "EncryptedPackage".encode("utf-16-le")  # the stream of an `.xlsx` with a password
_REFUSALS: dict[str, type[Exception]] = {
    "Workbook is encrypted": LockedError,
    "Can't find workbook in OLE2 compound document": OtherKindError,
}

# xlrd notes every cell of a link one by one (2.0.2): a damaged link of four billion cells would fill all memory.
xlrd.sheet.Sheet.handle_hlink = lambda _sheet, _record: None


def read_xls(raw: bytes) -> Iterator[Sheet]:
    """The visible sheets of a compound file.

    Raises:
        DamagedError: it is cut off, or has another form inside.
        FarCellError: a sheet is too large.
        LockedError: it has a password, as an `.xls` or as an `.xlsx`.
        OtherKindError: no workbook is in it, or one of Excel 95.
    """
    if _LOCKED_XLSX in raw:
        raise LockedError
    book = _opened(raw)
    if book.biff_version < _EXCEL_97:
        raise OtherKindError
    for sheet in book.sheets():
        if not sheet.visibility:
            yield _sheet(sheet, book.datemode)


def _opened(raw: bytes) -> xlrd.Book:
    """The whole workbook; only with formatting does xlrd read which cells are merged.

    On damaged bytes it raises nearly anything: struct.error, IndexError, AssertionError, UnicodeDecodeError, …
    """
    try:
        return xlrd.open_workbook(file_contents=raw, logfile=StringIO(), formatting_info=True, ragged_rows=True)
    except Exception as fault:
        raise _REFUSALS.get(str(fault), DamagedError) from fault


def _sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> Sheet:
    extent = Extent(sheet.name)
    rows = [[_value(cell, datemode) for cell in row] for row in sheet.get_rows()]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                extent.add(row, column)
    merged = (Merged(top, left, bottom - top) for top, bottom, left, _ in sheet.merged_cells)
    return Sheet(sheet.name, filled_down(rows, merged))


def _value(cell: xlrd.sheet.Cell, datemode: int) -> Value:
    value: str | float = cell.value
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return _moment(float(value), datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return Fault(FAULTS[xlrd.error_text_from_code.get(value, "#VALUE!")])
    return None if value == "" else value


def _moment(number: float, datemode: int) -> Value:
    """A day, a time or both; what lies outside the calendar, such as a phone number, is the number that it was."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(number, datemode)
    except (OverflowError, ValueError):
        return number
    return moment if number >= 1 else moment.time()
