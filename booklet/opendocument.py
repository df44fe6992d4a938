"""Sheets of LibreOffice (`.ods`), from its XML.

Read here and not by python-calamine, which tells neither merged cells nor errors and glues lines together (0.9.1).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from xml.etree import ElementTree as ET

from booklet.cells import FAULTS, DamagedError, Extent, Fault, Merged, Sheet, Value, filled_down

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_NAMES.format(name)}}}" for name in ("table", "office", "text", "style"))
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)")


class _Cell(NamedTuple):
    value: Value
    columns: int  # how often it is repeated to the right
    rows: int  # how many rows are merged into it


def read_ods(content: bytes) -> Iterator[Sheet]:
    """The visible sheets in `content.xml`.

    Raises:
        DamagedError: it is no such XML.
        FarCellError: a sheet is too large.
    """
    try:
        root = ET.fromstring(content)  # noqa: S314  `spreadsheet` refuses a DOCTYPE first
        hidden = set(_hidden_styles(root))
        for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
            if table.get(f"{_TABLE}style-name") not in hidden:
                yield _sheet(table)
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise DamagedError from fault


def _hidden_styles(root: ET.Element) -> Iterator[str]:
    for style in root.iter(f"{_STYLE}style"):
        looks = style.find(f"{_STYLE}table-properties")
        if looks is not None and looks.get(f"{_TABLE}display") == "false":
            yield style.get(f"{_STYLE}name", "")


def _sheet(table: ET.Element) -> Sheet:
    name = table.get(f"{_TABLE}name", "")
    rows: list[list[Value]] = []
    merged: list[Merged] = []
    extent, above = Extent(name), 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _without_end([_cell(one) for one in row if one.tag in _CELLS])
        if cells:
            width = sum(cell.columns for cell in cells)
            extent.add(above + repeated - 1, width - 1)
            rows += [[] for _ in range(above - len(rows))]
            values = [cell.value for cell in cells for _ in range(cell.columns)]
            rows += [list(values) for _ in range(repeated)]
            merged += _merged(cells, above)
        above += repeated
    return Sheet(name, filled_down(rows, merged))


def _without_end(cells: list[_Cell]) -> list[_Cell]:
    """The cells up to the last with a value: a row ends with sixteen thousand that are empty."""
    while cells and cells[-1].value is None:
        cells.pop()
    return cells


def _merged(cells: list[_Cell], row: int) -> Iterator[Merged]:
    column = 0
    for cell in cells:
        if cell.rows > 1:
            yield Merged(row, column, cell.rows)
        column += cell.columns


def _cell(element: ET.Element) -> _Cell:
    spans = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
    return _Cell(_value(element), int(element.get(f"{_TABLE}number-columns-repeated", "1")), spans)


def _value(element: ET.Element) -> Value:
    kind = element.get(f"{_OFFICE}value-type")
    text = "\n".join(_text(line) for line in element.iterfind(f"{_TEXT}p"))
    if element.get(_ERROR_TYPE) == "error":
        return Fault(FAULTS.get(text, text or "#WAARDE!"))
    if kind is None and element.get(f"{_TABLE}formula"):
        return Fault("")
    if kind in _TYPES:
        attribute, read = _TYPES[kind]
        return read(element.get(_OFFICE + attribute, ""))
    return text or element.get(f"{_OFFICE}string-value") or None


def _date(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _duration(text: str) -> time | timedelta:
    found = _DURATION.match(text)
    if found is None:
        raise ValueError(text)
    hours, minutes = int(found[1]), int(found[2])
    return time(hours, minutes) if hours < 24 else timedelta(hours=hours, minutes=minutes)


_TYPES: dict[str, tuple[str, Callable[[str], Value]]] = {
    "float": ("value", float),
    "percentage": ("value", float),
    "currency": ("value", float),
    "boolean": ("boolean-value", "true".__eq__),
    "date": ("date-value", _date),
    "time": ("time-value", _duration),
}


def _text(element: ET.Element) -> str:
    """The text of a paragraph; spaces, tabs and line ends are elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        else:
            parts.append({f"{_TEXT}line-break": "\n", f"{_TEXT}tab": " "}.get(child.tag) or _text(child))
        parts.append(child.tail or "")
    return "".join(parts)
