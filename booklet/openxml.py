"""The sheets of Excel (`.xlsx`); only here is python-calamine known.

It gives two kinds of cells as empty (0.9.1): an error such as #N/B, and a formula that was never worked out. And it takes
memory for the whole area up to the farthest cell before anything can be asked. So the XML of the sheets is looked through
first. Form of the file: ECMA-376 part 1, 18.3.1.
"""

import posixpath
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree as ET

import python_calamine

from booklet.cells import FAULTS, DamagedError, Extent, Fault, LockedError, Merged, Sheet, Value, filled_down

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_Faults = Mapping[tuple[int, int], Fault]  # by row and column, counted from 0


def read_xlsx(raw: bytes, parts: Mapping[str, bytes]) -> Iterator[Sheet]:
    """The visible sheets of a file, of which `parts` is what the zip file holds.

    Raises:
        DamagedError: a part is missing or has another form.
        FarCellError: a sheet is too large.
        LockedError: it has a password.
    """
    faults = _faults(parts)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
            for meta in book.sheets_metadata:
                work = meta.typ == python_calamine.SheetTypeEnum.WorkSheet
                if work and meta.visible == python_calamine.SheetVisibleEnum.Visible:
                    yield _sheet(book.get_sheet_by_name(meta.name), faults.get(meta.name, {}))
    except python_calamine.PasswordError as fault:
        raise LockedError from fault
    except (python_calamine.CalamineError, ValueError, OSError) as fault:
        raise DamagedError from fault
    except BaseException as fault:
        # What Rust throws at a damaged file is no Exception, and python-calamine does not give it a name to import.
        if type(fault).__name__ != "PanicException":
            raise
        raise DamagedError from fault


def _sheet(sheet: python_calamine.CalamineSheet, faults: _Faults) -> Sheet:
    rows: list[list[Value]] = [
        [None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)
    ]
    for (row, column), fault in faults.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = fault
    merged = (Merged(top, left, bottom - top + 1) for (top, left), (bottom, _) in sheet.merged_cell_ranges or ())
    return Sheet(sheet.name, filled_down(rows, merged))


def _faults(parts: Mapping[str, bytes]) -> dict[str, _Faults]:
    """The cells without a value of every worksheet, by the name of the sheet."""
    try:
        targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(parts[_RELATIONS])}  # noqa: S314  `spreadsheet` refuses a DOCTYPE first
        found: dict[str, _Faults] = {}
        for sheet in ET.fromstring(parts[WORKBOOK]).iterfind("{*}sheets/{*}sheet"):  # noqa: S314
            relation = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
            part = posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")
            name = sheet.get("name", "")
            found[name] = dict(_of_worksheet(parts[part], Extent(name)))
    except (ET.ParseError, LookupError, StopIteration, ValueError) as fault:
        raise DamagedError from fault
    return found


def _of_worksheet(xml: bytes, extent: Extent) -> Iterator[tuple[tuple[int, int], Fault]]:
    row = column = -1
    for event, element in ET.iterparse(BytesIO(xml), ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "end" and tag == "c":
            row, column = _position(element.get("r"), row, column)
            if len(element):
                extent.add(row, column)
            if fault := _fault(element):
                yield (row, column), fault
        elif event == "end" and tag == "row":
            element.clear()


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column of `B12`; a cell that does not tell stands right of the one before."""
    if reference is None:
        return row, column + 1
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + int(letter, 36) - 9
    return int(reference[len(letters) :]) - 1, column - 1


def _fault(cell: ET.Element) -> Fault | None:
    kind, value = cell.get("t"), cell.findtext("{*}v")
    if kind == "e":
        return Fault(FAULTS.get(value or "", value or "#WAARDE!"))
    never_worked_out = not value and kind != "str" and cell.find("{*}f") is not None
    return Fault("") if never_worked_out else None
