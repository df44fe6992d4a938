"""A spreadsheet file to sheets of cells, as Excel, LibreOffice and others really leave it.

What a file is follows from its content: staff rename files, and programs save a web page as `.xls`.
"""

import csv
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from booklet.cells import DamagedError, FarCellError, LockedError, OtherKindError, Row, Sheet
from booklet.oldexcel import read_xls
from booklet.opendocument import read_ods
from booklet.openxml import WORKBOOK, read_xlsx
from booklet.problems import Place, Problem, error

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000  # a thousand entries unpack to some two megabytes

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_DELIMITERS = ";\t,"


class _RefusedError(Exception):
    """This file cannot be read, and why; with the row where that shows, counted from 1, or 0."""

    def __init__(self, code: str, message: str, hint: str, row: int = 0) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.row = code, message, hint, row


def read_sheets(path: Path, shown: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The visible sheets that have a cell, hidden rows and all; or why there is none.

    Cells that are merged downward have their value in every row, see `filled_down`.
    """
    try:
        return _sheets(_bytes(path), path.stem), ()
    except FarCellError as far:
        place = Place(shown, far.row, far.column, far.sheet)
        hint = "verwijder de rijen en kolommen die u niet gebruikt"
        return (), (error("W08", place, "deze cel staat zo ver weg dat het blad te groot is", hint),)
    except _RefusedError as refused:
        place = Place(shown, refused.row, sheet=path.stem) if refused.row else Place(shown)
        return (), (error(refused.code, place, refused.message, refused.hint),)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _RefusedError("W02", "dit is een map", "kies het bestand dat erin staat")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large()
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise _RefusedError("W01", "dit bestand is er niet", "kijk de naam en de map na") from fault
    except (OSError, ValueError) as fault:
        hint = "sluit het in Excel of een ander programma, en kijk of u het mag lezen"
        raise _RefusedError("W02", "dit bestand is niet te openen", hint) from fault


def _too_large() -> _RefusedError:
    message = f"dit bestand is te groot (meer dan {MAX_BYTES // 1_000_000} MB, of uitgepakt veel meer)"
    return _RefusedError("W03", message, "haal plaatjes en bladen weg die u niet nodig hebt")


_SAVE_AS = "open het in Excel en kies bij 'Opslaan als' voor 'Excel-werkmap (.xlsx)'"
_UNLOCK = "haal het wachtwoord eraf: in Excel bij Bestand, Info, 'Werkmap beveiligen'"
_TOLD: Mapping[type[Exception], tuple[str, str, str]] = {
    LockedError: ("W05", "dit bestand heeft een wachtwoord", _UNLOCK),
    OtherKindError: ("W06", "dit is geen spreadsheet die het programma kan lezen", _SAVE_AS),
    DamagedError: ("W09", "dit bestand is beschadigd of niet helemaal opgeslagen", _SAVE_AS),
}


def _sheets(raw: bytes, stem: str) -> tuple[Sheet, ...]:
    """The sheets with a cell; at least one.

    Raises:
        _RefusedError: it is not a spreadsheet that can be read.
        FarCellError: a sheet is too large.
    """
    try:
        sheets = tuple(sheet for sheet in _read(raw, stem) if any(map(_any_value, sheet.rows)))
    except (DamagedError, LockedError, OtherKindError) as fault:
        raise _RefusedError(*_TOLD[type(fault)]) from fault
    if not sheets:
        raise _RefusedError("W04", "dit bestand is leeg", "kijk of u het goede bestand hebt")
    return sheets


def _any_value(row: Row) -> bool:
    return any(value is not None and not (isinstance(value, str) and not value.strip()) for value in row)


def _read(raw: bytes, stem: str) -> Iterator[Sheet]:
    if raw.startswith(_ZIP):
        return _packed(raw)
    if raw.startswith(_OLE):
        return read_xls(raw)
    return iter([Sheet(stem, _csv(_decoded(raw)))])


# What is packed in a zip file.


def _packed(raw: bytes) -> Iterator[Sheet]:
    parts = _unpacked(raw)
    if any(b"<!DOCTYPE" in part for name, part in parts.items() if name.endswith((".xml", ".rels"))):
        raise DamagedError  # entities in XML can grow without end; no spreadsheet program writes them
    if WORKBOOK in parts:
        return read_xlsx(raw, parts)
    if parts.get("mimetype", b"").strip() != _ODS:
        raise OtherKindError
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise LockedError
    return read_ods(parts.get("content.xml", b""))


def _unpacked(raw: bytes) -> dict[str, bytes]:
    """Every part by its name, looked at before a library does: the sizes, and that nothing is cut off."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
            if sum(one.file_size for one in members) > MAX_UNPACKED:
                raise _too_large()
            if any(one.flag_bits & 1 for one in members):
                raise LockedError
            if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in members):
                raise DamagedError
            return {one.filename: archive.read(one) for one in members}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, LookupError, OSError) as fault:
        raise DamagedError from fault


# Text.


def _decoded(raw: bytes) -> str:
    start = raw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<", b"%PDF", b"{\\rtf", b"MIME-Version")) or (b"\0" in raw and raw[:2] not in _UTF_16):
        raise OtherKindError
    for encoding in ("utf-16",) if raw[:2] in _UTF_16 else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OtherKindError


def _csv(text: str) -> tuple[Row, ...]:
    """The rows of a text as Excel shows them: a first line `sep=;` says what stands between cells and is no row."""
    head, _, below = text.partition("\n")
    told = head.strip('"\r ').lower()
    if told.startswith("sep=") and told[4:] in ("", *_DELIMITERS, "|"):
        delimiter, text = told[4:] or "\t", below  # some programs take the tab away
    else:
        delimiter = _delimiter(text)
    rows: list[Row] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple(value or None for value in row))  # noqa: PERF401  how many there are tells where it stopped
    except csv.Error as fault:
        hint = 'zet om de hele tekst van een cel " en schrijf een " daarbinnen dubbel'
        raise _RefusedError("W07", "vanaf deze rij klopt een aanhalingsteken niet", hint, len(rows) + 1) from fault
    return tuple(rows)


def _delimiter(text: str) -> str:
    """What stands most in the first line that has it twice: the headings, which have no commas of their own."""
    for line in text.splitlines()[:50]:
        best = max(_DELIMITERS, key=line.count)
        if line.count(best) >= 2:
            return best
    return _DELIMITERS[0]
