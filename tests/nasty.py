"""Spreadsheets as people and programs leave them, made on the spot: `.xlsx`, `.xls`, `.ods` and `.csv` from the same cells."""

import csv
import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from booklet.columns import SHEET

Rows = Sequence[Sequence[Any]]

HEADINGS = ["Organisatie", "Aanbod", "Domein", "Kolom", "Omschrijving", "Telefoon", "Huisnummer", "Postcode", "E-mail",
            "Website", "Openingstijden", "Laatst gecontroleerd", "In boekje", "Bron"]  # fmt: skip
BRUG = {
    "Organisatie": "De Brug",
    "Aanbod": "Kookgroep",
    "Domein": "Contacten",
    "Omschrijving": "U kookt samen met anderen.",
    "Telefoon": "036 000 00 01",
}
BRUG_READ = {
    "organisatie": "De Brug",
    "aanbod": "Kookgroep",
    "domein": ["contacten"],
    "omschrijving": "U kookt samen met anderen.",
    "telefoon": "036 000 00 01",
}


def row(headings: Sequence[str] = HEADINGS, /, **cells: Any) -> list[Any]:
    """The row of De Brug with other cells; a space in a heading is a `_` here and `E_mail` is E-mail."""
    named = {name.replace("E_mail", "E-mail").replace("_", " "): value for name, value in cells.items()}
    return [{**BRUG, **named}.get(heading) for heading in headings]


def table(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> list[list[Any]]:
    """A header and rows below it."""
    return [list(headings), *map(list, rows)]


def xlsx(*sheets: tuple[str, Rows], merged: Iterable[str] = (), hidden: Sequence[str] = ()) -> bytes:
    """A workbook as Excel saves it; `merged` are areas of the first sheet that have the value of their first cell."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day, clock = (book.add_format({"num_format": form}) for form in ("dd-mm-yyyy", "hh:mm"))
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for y, cells in enumerate(rows):
            for x, value in enumerate(cells):
                if isinstance(value, date | datetime):
                    sheet.write_datetime(y, x, value, day)
                elif isinstance(value, time):
                    sheet.write_datetime(y, x, value, clock)
                elif value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write)(y, x, value)
        for area in merged if name == sheets[0][0] else ():
            first = xlsxwriter.utility.xl_cell_to_rowcol(area.partition(":")[0])
            sheet.merge_range(area, rows[first[0]][first[1]])
        if name in hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def xls(*sheets: tuple[str, Rows], merged: Sequence[tuple[int, int, int]] = (), hidden: Sequence[str] = ()) -> bytes:
    """A workbook as Excel of before 2007 saves it; `merged` are first row, last row and column, counted from 0."""
    book, buffer = xlwt.Workbook(), BytesIO()
    day, clock = (xlwt.easyxf(num_format_str=form) for form in ("DD-MM-YYYY", "HH:MM"))
    styles = {date: day, XlsDay: day, time: clock}
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for y, cells in enumerate(rows):
            for x, value in enumerate(cells):
                if isinstance(value, XlsFault):
                    sheet.row(y).set_cell_error(x, value)
                elif value is not None:
                    sheet.write(y, x, value, styles.get(type(value), xlwt.Style.default_style))
        for top, bottom, column in merged:
            sheet.merge(top, bottom, column, column)
    book.save(buffer)
    return buffer.getvalue()


class XlsFault(int):
    """The code of an error in a cell of a `.xls`."""


class XlsDay(int):
    """A number in a cell of a `.xls` that should look like a day."""


def compound(name: str, stream: bytes = b"") -> bytes:
    """A compound file with one stream: a `.doc`, a `.xls`, an `.xlsx` with a password."""
    buffer = BytesIO()
    XlsDoc().save(buffer, stream)
    old, new = (f"{one}\0".encode("utf-16-le") for one in ("Workbook", name))
    return buffer.getvalue().replace(_entry(old), _entry(new))


def _entry(name: bytes) -> bytes:
    """The name of a stream and its length, as the directory of a compound file has them."""
    return name.ljust(64, b"\0") + struct.pack("<H", len(name))


def xls_of_excel_95() -> bytes:
    """A workbook with one empty sheet, in the form of before 1997."""
    sheet = b"Blad1"
    start, end = [_record(0x809, struct.pack("<4H", 0x500, kind, 0, 1995)) for kind in (0x05, 0x10)], _record(0x0A)
    below = len(start[0]) + len(_record(0x85, bytes(7) + sheet)) + len(end)
    listed = _record(0x85, struct.pack("<IBBB", below, 0, 0, len(sheet)) + sheet)
    return compound("Book", start[0] + listed + end + start[1] + end)


def xls_with_link_over_everything(rows: Rows) -> bytes:
    """A `.xls` of which one link says that it covers four billion cells; it takes the place of how to print."""
    guid = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    link = _record(0x1B8, struct.pack("<4H", 0, 0xFFFF, 0, 0xFFFF) + guid + struct.pack("<II", 2, 0) + bytes(2))
    raw = xls((SHEET, rows))
    at = raw.index(_record(0xA1, bytes(34))[:4])
    return raw[:at] + link + raw[at + len(link) :]


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        if value.startswith("<table:"):
            return value
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    if isinstance(value, bool):
        kind, attribute, written = "boolean", "boolean-value", str(value).lower()
    elif isinstance(value, date):
        kind, attribute, written = "date", "date-value", value.isoformat()
    elif isinstance(value, time):
        kind, attribute, written = "time", "time-value", f"PT{value:%HH%MM%S}S"
    else:
        kind, attribute, written = "float", "value", str(value)
    return f'<table:table-cell office:value-type="{kind}" office:{attribute}="{written}"><text:p>x</text:p></table:table-cell>'


ODS_FAULT = (
    '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
    "<text:p>#N/A</text:p></table:table-cell>"
)
ODS_FORMULA = '<table:table-cell table:formula="of:=[.A1]"/>'


def ods(*sheets: tuple[str, Rows], hidden: Sequence[str] = (), extra: str = "", manifest: str = "") -> bytes:
    """A workbook as LibreOffice saves it; a cell that begins with `<table:` is XML, `extra` are rows at the end."""
    namespaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "text", "table")
    )
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"ta2" if name in hidden else "ta1"}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in rows)
        + extra
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
        for name, rows in sheets
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{namespaces} xmlns:calcext='
        '"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest or "<manifest/>",
        }
    )


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else value


def csv_text(rows: Rows, delimiter: str = ";") -> str:
    """The text of a CSV file as Dutch Excel saves it."""
    buffer = StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows([map(_csv_cell, cells) for cells in rows])
    return buffer.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def repacked(workbook: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook of which the XML of one part is changed; the old must be there."""
    with ZipFile(BytesIO(workbook)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    text = bytes(parts[part], "utf-8") if isinstance(parts[part], str) else parts[part]
    assert isinstance(text, bytes)
    assert old.encode() in text
    parts[part] = text.replace(old.encode(), new.encode())
    return packed(parts)
