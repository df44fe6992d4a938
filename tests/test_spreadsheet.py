"""Spreadsheets as people leave them import right, or are refused with the right cell (ONTWERP section 8)."""

import re
import subprocess
import sys
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import nasty
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nasty import BRUG_READ, HEADINGS, ODS_FAULT, ODS_FORMULA, SHEET, csv_text, ods, row, table, xls, xlsx

from booklet.cells import Sheet
from booklet.content import card_from, read_content
from booklet.problems import Severity
from booklet.spreadsheet import read_sheets
from booklet.workbook import Imported, read_workbook

LIBRARY = read_content(ROOT / "content", ())
DOMEINEN = tuple(read.value for read in LIBRARY.domeinen)
assert LIBRARY.landelijk is not None
LANDELIJK = LIBRARY.landelijk.value.voorzieningen
FIRST = LANDELIJK[0]

SAVE_AS = "open het in Excel en kies bij 'Opslaan als' voor 'Excel-werkmap (.xlsx)'"
DAMAGED = f"K: fout: dit bestand is beschadigd of niet helemaal opgeslagen — {SAVE_AS}"
OTHER = f"K: fout: dit is geen spreadsheet die het programma kan lezen — {SAVE_AS}"
LOCKED = "K: fout: dit bestand heeft een wachtwoord — haal het wachtwoord eraf: in Excel bij Bestand, Info, 'Werkmap beveiligen'"
TOO_LARGE = "K: fout: dit bestand is te groot (meer dan 20 MB, of uitgepakt veel meer) — haal plaatjes en bladen weg die u niet nodig hebt"
FAR = "fout: deze cel staat zo ver weg dat het blad te groot is — verwijder de rijen en kolommen die u niet gebruikt"
EMPTY = "K: fout: dit bestand is leeg — kijk of u het goede bestand hebt"
DAY = "schrijf een bestaande dag, zoals 22-11-2026"
APOSTROPHE = "typ eerst een apostrof en dan wat er hoort te staan, zoals '3-5"
ONE_PHONE = "zet hier één nummer en noem het andere bij de omschrijving"
QUOTE = 'zet om de hele tekst van een cel " en schrijf een " daarbinnen dubbel'
TYPE_IT = "typ de waarde zelf"
NOT_WORKED_OUT = (
    "fout: deze formule is nog niet uitgerekend — open het bestand in Excel en sla het op, of typ de waarde zelf"
)
KOLOMMEN = ", ".join(kolom.naam for domein in DOMEINEN for kolom in domein.kolommen)
HOUSES = ", ".join(domein.naam for domein in DOMEINEN)


def read(path: Path, raw: bytes) -> Imported:
    """What the importer makes of these bytes; `path` tells the name that users see."""
    path.write_bytes(raw)
    return read_workbook(path, path.name, DOMEINEN, LANDELIJK)


def entries(imported: Imported) -> list[Any]:
    """What the source says."""
    assert imported.source is not None
    assert isinstance(imported.source.data, dict)
    found = imported.source.data["voorzieningen"]
    assert isinstance(found, list)
    return found


def lines(imported: Imported) -> list[str]:
    """All that a user sees, with what the models say about the source."""
    problems = imported.problems
    if imported.source is not None:
        problems += card_from(imported.source)[1]
    return [str(problem) for problem in problems]


# ---- One cell at a time, in every kind of file. -------------------------------------------------------------------


class Cell(NamedTuple):
    """A heading, what stands below it, what is read, and what is told about the cell."""

    heading: str
    value: Any
    data: Any  # None: the field has no value
    told: str = ""


CELLS = (
    # text
    Cell("Organisatie", "  De\u00a0 Brug\t\u200b ", "De Brug"),
    Cell("Organisatie", "Cafe\u0301 De Brug", "Café De Brug"),
    Cell("Organisatie", "De\nBrug", "De Brug"),
    Cell("Organisatie", "'t Trefpunt", "'t Trefpunt"),
    Cell("Organisatie", "Buurt_x000D_\nhuis", "Buurt huis"),
    Cell("Omschrijving", "Een.  \n\u00a0Twee. ", "Een.\nTwee."),
    Cell("Bron", "folder_x000D_\ntelefoon", "folder\ntelefoon"),
    Cell("Bron", 2026.0, "2026"),
    Cell("Openingstijden", "9 – 12 uur, “zolang het duurt”", "9 – 12 uur, “zolang het duurt”"),
    # error values that were copied as text
    Cell("Bron", "#N/B", "fout", f"fout: hier staat #N/B in plaats van een waarde — {TYPE_IT}"),
    Cell("Aanbod", "#REF!", "fout", f"fout: hier staat #REF! in plaats van een waarde — {TYPE_IT}"),
    # telephone
    Cell("Telefoon", 365550100, "036 555 0100", "melding: de nul vooraan was weg: '365550100' is gelezen als 036 555 0100"),
    Cell("Telefoon", "36 555 01 00", "036 555 0100", "melding: de nul vooraan was weg: '36 555 01 00' is gelezen als 036 555 0100"),
    Cell("Telefoon", 8002000, "0800 2000", "melding: de nul vooraan was weg: '8002000' is gelezen als 0800 2000"),
    Cell("Telefoon", 31365550100, "036 555 0100", "melding: de nul vooraan was weg: '31365550100' is gelezen als 036 555 0100"),
    Cell("Telefoon", 14036, "14 036"),
    Cell("Telefoon", "140182", "14 0182"),
    Cell("Telefoon", 112, "112"),
    Cell("Telefoon", 116111.0, "116111"),
    Cell("Telefoon", "'0365550100", "0365550100"),
    Cell("Telefoon", "036 - 555 01 00", "036 - 555 01 00"),
    Cell("Telefoon", "+31 36 555 01 00", "+31 36 555 01 00"),
    Cell("Telefoon", 12345678, "12345678"),
    Cell("Telefoon", "3,65551E+10", "fout", "fout: Excel heeft cijfers van dit nummer weggelaten ('3,65551E+10') — maak de cel op als tekst en typ het nummer opnieuw"),
    Cell("Telefoon", "036 555 01 00 / 06 12 34 56 78", "fout", f"fout: hier staan 2 telefoonnummers — {ONE_PHONE}"),
    Cell("Telefoon", "14 036\n0365550100", "fout", f"fout: hier staan 2 telefoonnummers — {ONE_PHONE}"),
    # addresses
    Cell("Huisnummer", 7.0, "7"),
    Cell("Huisnummer", "'3-5", "3-5"),
    Cell("Huisnummer", date(2026, 5, 3), "fout", f"fout: Excel heeft hier een datum van gemaakt (3 mei 2026) — {APOSTROPHE}"),
    Cell("Postcode", "1234ab", "1234 AB"),
    Cell("Postcode", "1234\u00a0 AB", "1234 AB"),
    Cell("E-mail", "mailto:hulp@voorbeeld.example", "hulp@voorbeeld.example"),
    Cell("Website", "HTTPS://voorbeeld.example/hulp/", "voorbeeld.example/hulp"),
    # days
    *(Cell("Laatst gecontroleerd", text, "2026-11-01") for text in (
        date(2026, 11, 1), "1-11-2026", "01/11/2026", "1.11.2026", "1 11 2026", "2026-11-01", "1-11-26", "1 november 2026",
        "1 Nov. 2026", "1-nov-26", "zondag 1 november 2026", "1-11-2026 00:00:00", "'1-11-2026")),
    Cell("Laatst gecontroleerd", "3 mrt 2026", "2026-03-03"),
    Cell("Laatst gecontroleerd", 46327, "2026-11-01", "melding: '46327' is gelezen als 1 november 2026"),
    Cell("Laatst gecontroleerd", "november 2026", None, f"fout: bij 'november 2026' ontbreekt de dag — {DAY}"),
    Cell("Laatst gecontroleerd", "11-2026", None, f"fout: bij '11-2026' ontbreekt de dag — {DAY}"),
    Cell("Laatst gecontroleerd", 2026, None, f"fout: bij '2026' ontbreekt de dag — {DAY}"),
    Cell("Laatst gecontroleerd", "31-2-2026", None, f"fout: '31-2-2026' is geen bestaande dag — {DAY}"),
    Cell("Laatst gecontroleerd", "11/22/2026", None, f"fout: '11/22/2026' is geen bestaande dag — {DAY}"),
    Cell("Laatst gecontroleerd", "onlangs", None, f"fout: 'onlangs' is geen datum — {DAY}"),
    Cell("Laatst gecontroleerd", "1 maandag 2026", None, f"fout: '1 maandag 2026' is geen datum — {DAY}"),
    # yes and no
    *(Cell("In boekje", value, "ja") for value in (True, 1, "x", "J", "Ja", " ja ")),
    *(Cell("In boekje", value, "nee") for value in (False, 0, "n", "NEE")),
    Cell("In boekje", "misschien", None, "fout: hier hoort ja of nee, niet 'misschien' — kies uit de lijst"),
    Cell("In boekje", 2, None, "fout: hier hoort ja of nee, niet '2' — kies uit de lijst"),
    # houses and kolommen
    Cell("Domein", "woonruimte", ["woonruimte"]),
    Cell("Domein", " GELDZAKEN;Woonruimte ", ["geldzaken", "woonruimte"]),
    Cell("Domein", "Geldzaken\nWoonruimte;", ["geldzaken", "woonruimte"]),
    Cell("Domein", "Geldzaken, Woonruimte, geldzaken", ["geldzaken", "woonruimte"]),
    Cell("Domein", "Wonruimte", ["fout"], "fout: 'Wonruimte' is hier niet bekend — bedoelde u 'Woonruimte'?"),
    Cell("Domein", "Geldzaken; Q", ["fout"], f"fout: 'Q' is hier niet bekend — kies uit: {HOUSES}"),
    Cell("Kolom", "Familie, vrienden en buren", ["familie-vrienden-en-buren"]),
    Cell("Kolom", "Thuis, familie, vrienden en buren", ["thuis", "familie-vrienden-en-buren"]),
    Cell("Kolom", "familie vrienden en buren; Thúis", ["familie-vrienden-en-buren", "thuis"]),
    Cell("Kolom", "mijn-dag", ["mijn-dag"]),
    Cell("Kolom", "Thuis; ?", ["fout"], f"fout: '?' is hier niet bekend — kies uit: {KOLOMMEN}"),
    Cell("Kolom", "Mijn dagje", ["fout"], "fout: 'Mijn dagje' is hier niet bekend — bedoelde u 'Mijn dag'?"),
)  # fmt: skip

FORMATS = {
    "xlsx": lambda rows: xlsx((SHEET, rows)),
    "xls": lambda rows: xls((SHEET, rows)),
    "ods": lambda rows: ods((SHEET, rows)),
    "csv": lambda rows: csv_text(rows).encode("utf-8-sig"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_cells_are_read_the_same_from_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    """Four kinds of file with the same cells give the same entries and the same problems, at the same cells."""
    # A CSV has no dates: 3-5 stands there as 3-5.
    cells = [cell for cell in CELLS if not (kind == "csv" and isinstance(cell.value, date) and cell.told)]
    path = tmp_path / f"{SHEET}.{kind}"  # a CSV is a sheet of the same name
    imported = read(path, FORMATS[kind](table(row(), *map(_row_with, cells))))
    assert entries(imported) == [BRUG_READ, *map(_entry_with, cells)]
    place = f"{path.name}, blad '{SHEET}', cel"
    assert lines(imported) == [
        f"{place} {chr(ord('A') + HEADINGS.index(cell.heading))}{number}: {cell.told}"
        for number, cell in enumerate(cells, 3)
        if cell.told
    ]


def _row_with(cell: Cell) -> list[Any]:
    return [cell.value if heading == cell.heading else value for heading, value in zip(HEADINGS, row(), strict=True)]


def _entry_with(cell: Cell) -> dict[str, Any]:
    fields = {"E-mail": "email", "Laatst gecontroleerd": "gecontroleerd"}
    field = fields.get(cell.heading) or cell.heading.lower().replace(" ", "_")
    return {**BRUG_READ, field: cell.data} if cell.data else BRUG_READ


# ---- Whole files. -------------------------------------------------------------------------------------------------


class File(NamedTuple):
    """A file, what is told about it (K: its name; S: its name and sheet), and the entries when there is a source."""

    file: str
    raw: bytes
    told: tuple[str, ...] = ()
    entries: list[Any] | None = [BRUG_READ]  # noqa: RUF012


def formula(text: str) -> bytes:
    """A workbook of which the cell Telefoon is this XML."""
    with_one = xlsx((SHEET, table(row(Telefoon=7))))
    return nasty.repacked(with_one, "xl/worksheets/sheet1.xml", '<c r="F2"><v>7</v></c>', f'<c r="F2"{text}</c>')


def bomb() -> bytes:
    """Two hundred megabytes of nothing, in a file of as many kilobytes."""
    return nasty.packed({"xl/workbook.xml": bytes(200_000_001)})


GOOD = table(row())
TITLE: list[list[Any]] = [["Sociale Kaart van Voorbeeldstad"], [], ["Bijgewerkt", None, "november"]]
MORE = {**BRUG_READ, "organisatie": "De Kring"}
NO_PHONE = {name: value for name, value in BRUG_READ.items() if name != "telefoon"}
WRONG_PHONE = {**BRUG_READ, "telefoon": "fout"}
TODO = table(row(), headings=[*HEADINGS[:6], "Klopt het nog?"])
KAART_NATIONAL = ["Organisatie", "Aanbod", "In boekje"]
SLOTTED = table(row(), ["De Kring"], row(Organisatie=None))

FILES = {
    # which file
    "empty": File("k.xlsx", b"", (EMPTY,), None),
    "only spaces": File("k.csv", b" \r\n;;\r\n", (EMPTY,), None),
    "no cells": File("k.xlsx", xlsx((SHEET, [])), (EMPTY,), None),
    "no cells in ods": File("k.ods", ods((SHEET, [])), (EMPTY,), None),
    "xlsx called xls": File("k.xls", xlsx((SHEET, GOOD))),
    "xls called xlsx": File("k.xlsx", xls((SHEET, GOOD))),
    "csv called xls": File("Sociale Kaart.xls", csv_text(GOOD).encode()),
    "ods without ending": File("kaart", ods((SHEET, GOOD))),
    "web page called xls": File("k.xls", b"\xef\xbb\xbf\n<html><table><tr><td>Organisatie", (OTHER,), None),
    "XML of Excel 2003": File("k.xls", b'<?xml version="1.0"?><Workbook>', (OTHER,), None),
    "pdf": File("k.xlsx", b"%PDF-1.7\n", (OTHER,), None),
    "picture": File("k.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", (OTHER,), None),
    "bytes of no text": File("k.csv", b"Organisatie;\x81\x8d", (OTHER,), None),
    "word": File("k.xlsx", nasty.packed({"word/document.xml": "<w/>"}), (OTHER,), None),
    "old word": File("k.doc", nasty.compound("WordDocument"), (OTHER,), None),
    "Excel 95": File("k.xls", nasty.xls_of_excel_95(), (OTHER,), None),
    "odt": File("k.odt", nasty.packed({"mimetype": "application/vnd.oasis.opendocument.text"}), (OTHER,), None),
    "xlsb": File("k.xlsb", nasty.packed({"xl/workbook.bin": "x"}), (OTHER,), None),
    "password": File("k.xlsx", nasty.compound("EncryptedPackage"), (LOCKED,), None),
    "password of ods": File("k.ods", ods((SHEET, GOOD), manifest="<m><encryption-data/></m>"), (LOCKED,), None),
    "password of xls": File("k.xls", xls((SHEET, GOOD)).replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"), (LOCKED,), None),
    "cut off xlsx": File("k.xlsx", xlsx((SHEET, GOOD))[:-40], (DAMAGED,), None),
    "cut off xls": File("k.xls", xls((SHEET, GOOD))[:1500], (DAMAGED,), None),
    "too large": File("k.csv", b"x" * 20_000_001, (TOO_LARGE,), None),
    "zip bomb": File("k.xlsx", bomb(), (TOO_LARGE,), None),
    "bomb of entities": File("k.xlsx", nasty.repacked(xlsx((SHEET, GOOD)), "xl/workbook.xml", "<workbook", '<!DOCTYPE a [<!ENTITY b "c">]><workbook'), (DAMAGED,), None),
    "cell in the last corner": File("k.xlsx", nasty.repacked(xlsx((SHEET, GOOD)), "xl/worksheets/sheet1.xml", "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), (f"K, blad '{SHEET}', cel XFD1048576: {FAR}",), None),
    "far cell in xls": File("k.xls", xls((SHEET, [*GOOD, *[[]] * 65_000, [*[None] * 255, "x"]])), (f"K, blad '{SHEET}', cel IV65003: {FAR}",), None),
    "xls that says it has two billion rows": File("k.xls", re.sub(rb"(?<=\x00\x02\x0e\x00.{4}).{4}", lambda _: b"\xff\xff\xff\x7f", xls((SHEET, GOOD)), count=1, flags=re.DOTALL)),
    "link over every cell of xls": File("k.xls", nasty.xls_with_link_over_everything(GOOD)),
    "ja in every row of ods": File("k.ods", ods((SHEET, GOOD), extra='<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="12"/><table:table-cell office:value-type="string"><text:p>ja</text:p></table:table-cell></table:table-row>'), (f"K, blad '{SHEET}', cel M1048576: {FAR}",), None),
    # csv
    "csv of Excel": File("k.csv", csv_text(GOOD).encode("utf-8-sig")),
    "csv of old Excel": File("k.csv", csv_text(table(row(Organisatie="Café „De Brug”"))).encode("cp1252"), (), [{**BRUG_READ, "organisatie": "Café „De Brug”"}]),
    "csv with commas": File("k.csv", csv_text(GOOD, ",").encode()),
    "Unicode text of Excel": File("k.txt", csv_text(GOOD, "\t").encode("utf-16")),
    "sep= is no row": File("k.csv", ("sep=,\r\n" + csv_text(table(row(Domein="Q")), ",")).encode(), (f"K, blad 'k', cel C2: fout: 'Q' is hier niet bekend — kies uit: {HOUSES}",), [{**BRUG_READ, "domein": ["fout"]}]),
    "commas in semicolons": File("k.csv", csv_text(table(row(Omschrijving="a, b, c, d, e, f, g, h, i, j, k, l, m, n, o"))).encode(), (), [{**BRUG_READ, "omschrijving": "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o"}]),
    "lines in a cell are one row": File("k.csv", csv_text(table(row(Omschrijving="een;\ntwee"), row(In_boekje="?"))).encode(), ("K, blad 'k', cel M3: fout: hier hoort ja of nee, niet '?' — kies uit de lijst",), [{**BRUG_READ, "omschrijving": "een;\ntwee"}, BRUG_READ]),
    "quote that does not end": File("k.csv", (csv_text(GOOD) + 'De Kring;"Kookgroep;Contacten\r\n').encode(), (f"K, blad 'k', rij 3: fout: vanaf deze rij klopt een aanhalingsteken niet — {QUOTE}",), None),
    "quote in the middle": File("k.csv", (csv_text(GOOD) + '"De "Kring";Kookgroep\r\n').encode(), (f"K, blad 'k', rij 3: fout: vanaf deze rij klopt een aanhalingsteken niet — {QUOTE}",), None),
    # which sheet
    "other sheets": File("k.xlsx", xlsx(("Uitleg", [["Lees dit"]]), ("sociale kaart", GOOD), ("Oud", GOOD))),
    "only sheet with headings": File("k.xlsx", xlsx(("Uitleg", [["Lees dit"]]), ("Blad2", GOOD))),
    "hidden sheet": File("k.xlsx", xlsx(("Blad1", GOOD), ("Oud", GOOD), hidden=["Oud"])),
    "hidden sheet of xls": File("k.xls", xls(("Blad1", GOOD), ("Oud", GOOD), hidden=["Oud"])),
    "hidden sheet of ods": File("k.ods", ods(("Blad1", GOOD), ("Oud", GOOD), hidden=["Oud"])),
    "two sheets": File("k.xlsx", xlsx(("Blad1", GOOD), ("Blad2", GOOD)), (f"K: fout: meer dan een blad heeft de koppen van een Sociale Kaart: 'Blad1', 'Blad2' — geef het goede blad de naam '{SHEET}'",), None),
    "no headings": File("k.xlsx", xlsx((SHEET, [["De Brug", "Kookgroep", "Contacten"]])), ("S: fout: hier staan de koppen van een Sociale Kaart niet — zet de koppen in één rij boven de lijst: Organisatie, Aanbod, Domein, Omschrijving",), None),
    "to-do list": File("k.xlsx", xlsx((SHEET, TODO)), ("S: fout: dit is de lijst om na te kijken, geen Sociale Kaart — verander de Sociale Kaart zelf, en lees die in",), None),
    "to-do list beside": File("k.xlsx", xlsx(("Nakijken", TODO), ("Blad2", GOOD))),
    # headings
    "title above": File("k.xlsx", xlsx((SHEET, [*TITLE, *GOOD]), merged=["A1:F1"])),
    "starts in C3": File("k.xls", xls((SHEET, [[], [], *([None, None, *cells] for cells in table(row(Domein="Q")))])), (f"K, blad '{SHEET}', cel E4: fout: 'Q' is hier niet bekend — kies uit: {HOUSES}",), [{**BRUG_READ, "domein": ["fout"]}]),
    "headings written in another way": File("k.xlsx", xlsx((SHEET, [["ORGANISATIE *", "aanbod:", " Dómein", "omschrijving\u00a0*", "tele-foon"], row(["Organisatie", "Aanbod", "Domein", "Omschrijving", "Telefoon"])]))),
    "names of fields": File("k.csv", csv_text([["organisatie", "aanbod", "domein", "omschrijving", "telefoon", "in_boekje"], row(["Organisatie", "Aanbod", "Domein", "Omschrijving", "Telefoon", ""])]).encode()),
    "another order": File("k.xlsx", xlsx((SHEET, table(row(HEADINGS[::-1]), headings=HEADINGS[::-1])))),
    "unknown column": File("k.xlsx", xlsx((SHEET, table([*row(), "x"], headings=[*HEADINGS, "Wijk"]))), ("S, cel O1: melding: kolom 'Wijk' wordt niet gelezen — de andere kolommen wel",)),
    "column without heading": File("k.xlsx", xlsx((SHEET, table([*row(), None], [*row(), "bellen"]))), ("S, cel O3: melding: wat hier staat wordt niet gelezen, want de kolom heeft geen kop — zet een kop boven de kolom, of maak hem leeg",), [BRUG_READ, BRUG_READ]),
    "heading almost right": File("k.xlsx", xlsx((SHEET, table(row(), headings=[*HEADINGS[:5], "Telefoonnummer", *HEADINGS[6:]]))), ("S, cel F1: fout: onbekende kop 'Telefoonnummer' — bedoelde u 'Telefoon'?",), None),
    "required heading almost right": File("k.xlsx", xlsx((SHEET, table(row(), headings=["Naam organisatie", *HEADINGS[1:]]))), ("S, cel A1: fout: onbekende kop 'Naam organisatie' — bedoelde u 'Organisatie'?",), None),
    "heading twice": File("k.xlsx", xlsx((SHEET, table([*row(), "x"], headings=[*HEADINGS, "telefoon"]))), ("S, cel O1: fout: kop 'telefoon' staat er twee keer — haal een van de twee kolommen weg",), None),
    "column missing": File("k.xlsx", xlsx((SHEET, table(row(Domein="x")[:2] + row()[3:], headings=HEADINGS[:2] + HEADINGS[3:]))), ("S, rij 1: fout: kolom 'Domein' ontbreekt — voeg een kolom met deze kop toe",), None),
    # rows
    "empty rows": File("k.xlsx", xlsx((SHEET, [*GOOD, [], [None, " "], ["\u00a0"], row(Organisatie="De Kring"), []])), (), [BRUG_READ, MORE]),
    "required cells empty": File("k.xlsx", xlsx((SHEET, SLOTTED)), ("S, cel B3: fout: verplicht veld 'aanbod' is leeg — vul het in", "S, cel C3: fout: verplicht veld 'domein' is leeg — vul het in", "S, cel E3: fout: verplicht veld 'omschrijving' is leeg — vul het in", "S, cel A4: fout: verplicht veld 'organisatie' is leeg — vul het in"), [BRUG_READ, {"organisatie": "De Kring"}, {k: v for k, v in BRUG_READ.items() if k != "organisatie"}]),
    "merged down": File("k.xlsx", xlsx((SHEET, table(row(), row(Organisatie=None))), merged=["A2:A3"]), (), [BRUG_READ, BRUG_READ]),
    "one entry over two rows": File("k.xlsx", xlsx((SHEET, [*GOOD, []]), merged=["A2:A3", "B2:B3", "C2:C3", "E2:E3", "F2:F3"])),
    "merged across is of the first column": File("k.xlsx", xlsx((SHEET, table(row(Kolom=None))), merged=["F2:H2"])),
    "merged down in xls": File("k.xls", xls((SHEET, table(row(), row(Organisatie=None))), merged=[(1, 2, 0)]), (), [BRUG_READ, BRUG_READ]),
    "merged down in ods": File("k.ods", ods((SHEET, [HEADINGS, ['<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>De Brug</text:p></table:table-cell>', *row()[1:]], ["<table:covered-table-cell/>", *row()[1:]]])), (), [BRUG_READ, BRUG_READ]),
    "lines and spaces of ods": File("k.ods", ods((SHEET, table(row(Omschrijving='<table:table-cell office:value-type="string"><office:annotation><text:p>niet lezen</text:p></office:annotation><text:p>een<text:line-break/>twee<text:s text:c="3"/><text:span>drie</text:span></text:p></table:table-cell>')))), (), [{**BRUG_READ, "omschrijving": "een\ntwee drie"}]),
    "all problems at once": File("k.xlsx", xlsx((SHEET, table(row(Domein="Q", In_boekje="?"), row(Telefoon="1E+10")))), (f"S, cel C2: fout: 'Q' is hier niet bekend — kies uit: {HOUSES}", "S, cel M2: fout: hier hoort ja of nee, niet '?' — kies uit de lijst", "S, cel F3: fout: Excel heeft cijfers van dit nummer weggelaten ('1E+10') — maak de cel op als tekst en typ het nummer opnieuw"), [{**BRUG_READ, "domein": ["fout"]}, WRONG_PHONE]),
    "hidden row": File("k.xlsx", nasty.repacked(xlsx((SHEET, GOOD)), "xl/worksheets/sheet1.xml", '<row r="2"', '<row hidden="1" r="2"')),
    "filtered row of ods": File("k.ods", nasty.repacked(ods((SHEET, GOOD)), "content.xml", "<table:table-row>", '<table:table-row table:visibility="filter">')),
    "days since 1904": File("k.xlsx", nasty.repacked(xlsx((SHEET, table(row(Laatst_gecontroleerd=date(2022, 10, 31))))), "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" '), (), [{**BRUG_READ, "gecontroleerd": "2026-11-01"}]),
    # cells that are not what they seem
    "error": File("k.xlsx", formula(' t="e"><f>X()</f><v>#NAME?</v>'), (f"S, cel F2: fout: hier staat #NAAM? in plaats van een waarde — {TYPE_IT}",), [WRONG_PHONE]),
    "error of xls": File("k.xls", xls((SHEET, table(row(Telefoon=nasty.XlsFault(0x17))))), (f"S, cel F2: fout: hier staat #VERW! in plaats van een waarde — {TYPE_IT}",), [WRONG_PHONE]),
    "error of ods": File("k.ods", ods((SHEET, table(row(Telefoon=ODS_FAULT)))), (f"S, cel F2: fout: hier staat #N/B in plaats van een waarde — {TYPE_IT}",), [WRONG_PHONE]),
    "formula of a script": File("k.xlsx", formula("><f>A1</f><v></v>"), (f"S, cel F2: {NOT_WORKED_OUT}",), [WRONG_PHONE]),
    "formula of a script in ods": File("k.ods", ods((SHEET, table(row(Telefoon=ODS_FORMULA)))), (f"S, cel F2: {NOT_WORKED_OUT}",), [WRONG_PHONE]),
    "formula with an empty text": File("k.xlsx", formula(' t="str"><f>""</f><v></v>'), (), [NO_PHONE]),
    "formula with a text": File("k.xlsx", formula(' t="str"><f>"036"</f><v>036 000 00 01</v>')),
    "time": File("k.xlsx", xlsx((SHEET, table(row(Openingstijden=time(10, 30))))), (), [{**BRUG_READ, "openingstijden": "10.30 uur"}]),
    "phone number that looks like a day in xls": File("k.xls", xls((SHEET, table(row(Telefoon=nasty.XlsDay(365550100))))), ("S, cel F2: melding: de nul vooraan was weg: '365550100' is gelezen als 036 555 0100",), [{**BRUG_READ, "telefoon": "036 555 0100"}]),
    "time in xls": File("k.xls", xls((SHEET, table(row(Openingstijden=time(10, 30))))), (), [{**BRUG_READ, "openingstijden": "10.30 uur"}]),
    "time elsewhere": File("k.ods", ods((SHEET, table(row(Huisnummer=time(10, 30))))), (f"S, cel G2: fout: Excel heeft hier een tijd van gemaakt — {APOSTROPHE}",), [{**BRUG_READ, "huisnummer": "fout"}]),
    "day with a time": File("k.xlsx", xlsx((SHEET, table(row(Laatst_gecontroleerd=datetime(2026, 11, 1, 9, 30))))), (), [{**BRUG_READ, "gecontroleerd": "2026-11-01"}]),
    # national
    "national service that is not known": File("k.xlsx", xlsx((SHEET, GOOD), ("Landelijk", [KAART_NATIONAL, ["De Ster", "Advies", "ja"]])), ("K, blad 'Landelijk', cel A2: fout: 'De Ster, Advies' is geen landelijke hulp die het programma kent — hulp van uzelf hoort op blad 'Sociale Kaart'",)),
    "national without a column": File("k.xlsx", xlsx((SHEET, GOOD), ("Landelijk", [["Organisatie", "Aanbod", "Domein"]])), ("K, blad 'Landelijk': fout: hier ontbreekt kolom 'In boekje' — zet die terug, of haal het hele blad weg; dan verandert er niets aan 'Landelijk'",)),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_right_or_refused_at_the_right_place(name: str, tmp_path: Path) -> None:
    """Every nasty file gives these entries and exactly these lines."""
    case = FILES[name]
    imported = read(tmp_path / case.file, case.raw)
    told = [re.sub("^K", case.file, re.sub("^S", f"K, blad '{SHEET}'", line)) for line in case.told]
    assert lines(imported) == told
    assert (entries(imported) if imported.source else None) == case.entries


def test_every_code_is_told_by_a_case(tmp_path: Path) -> None:
    """No problem exists that no case above shows."""
    modules = ("spreadsheet", "workbook", "cellvalues")
    codes = {
        code for name in modules for code in re.findall(r'"(W\d\d)"', (ROOT / f"booklet/{name}.py").read_text("utf-8"))
    }
    assert len(codes) > 20
    assert codes - {"W01", "W02"} == _codes_of_cases(tmp_path)  # those two have tests of their own below


def _codes_of_cases(folder: Path) -> set[str]:
    found = {problem.code for case in FILES.values() for problem in read(folder / case.file, case.raw).problems}
    cells = read(folder / "k.xlsx", xlsx((SHEET, table(*map(_row_with, CELLS)))))
    return found | {problem.code for problem in cells.problems}


READ_ALL = """
import pathlib, sys
from booklet.spreadsheet import read_sheets
for path in pathlib.Path(sys.argv[1]).iterdir():
    read_sheets(path, path.name)
"""


def test_no_library_prints_what_it_thinks_of_a_file(tmp_path: Path) -> None:
    """Reading says nothing on the screen; in a process of its own, for xlrd prints to what the screen was at its start."""
    for number, case in enumerate(FILES.values()):
        (tmp_path / f"{number}-{case.file}").write_bytes(case.raw)
    command = [sys.executable, "-W", "error", "-c", READ_ALL, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


# ---- Files that cannot be opened. ---------------------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A name that is wrong."""
    imported = read_workbook(tmp_path / "k.xlsx", "k.xlsx", DOMEINEN, LANDELIJK)
    assert lines(imported) == ["k.xlsx: fout: dit bestand is er niet — kijk de naam en de map na"]


def test_a_folder(tmp_path: Path) -> None:
    """A folder instead of a file."""
    imported = read_workbook(tmp_path, "k.xlsx", DOMEINEN, LANDELIJK)
    assert lines(imported) == ["k.xlsx: fout: dit is een map — kies het bestand dat erin staat"]


def test_a_file_that_is_open_in_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file that Excel has open cannot be read."""

    def locked(path: Path) -> bytes:
        raise PermissionError(13, "in use", str(path))

    (tmp_path / "k.xlsx").write_bytes(xlsx((SHEET, GOOD)))
    monkeypatch.setattr(Path, "read_bytes", locked)
    imported = read_workbook(tmp_path / "k.xlsx", "k.xlsx", DOMEINEN, LANDELIJK)
    hint = "sluit het in Excel of een ander programma, en kijk of u het mag lezen"
    assert lines(imported) == [f"k.xlsx: fout: dit bestand is niet te openen — {hint}"]


# ---- What the importer builds on. ---------------------------------------------------------------------------------


def test_places_are_cells(tmp_path: Path) -> None:
    """Every field of a row has its cell, the empty ones too."""
    imported = read(tmp_path / "k.xlsx", xlsx((SHEET, [*TITLE, *table(row(), row(Domein="Contacten; Geldzaken"))])))
    source = imported.source
    assert source is not None
    assert str(source.place("voorzieningen", 1)) == f"k.xlsx, blad '{SHEET}', cel A6"
    assert str(source.place("voorzieningen", 1, "domein", 1)) == f"k.xlsx, blad '{SHEET}', cel C6"
    assert str(source.key_place("voorzieningen", 1, "website")) == f"k.xlsx, blad '{SHEET}', cel J6"
    assert ("voorzieningen", 1, "website") not in source.values


def test_columns_that_are_not_there_are_told(tmp_path: Path) -> None:
    """Who imports must know what the spreadsheet says nothing about."""
    imported = read(tmp_path / "k.xlsx", xlsx((SHEET, GOOD)))
    assert imported.missing == {"voor_wie", "straat", "plaats", "kosten", "aanmelden", "gecontroleerd_door"}
    assert not imported.landelijk


def test_national_services_that_are_switched_off(tmp_path: Path) -> None:
    """Those with 'nee' are named as the program names them."""
    off, on = LANDELIJK[:2]
    sheet = [KAART_NATIONAL, [off.organisatie.upper(), f" {off.aanbod}", "Nee"], [on.organisatie, on.aanbod, None]]
    imported = read(tmp_path / "k.xlsx", xlsx((SHEET, GOOD), ("Landelijk", sheet)))
    assert imported.landelijk
    assert imported.source is not None
    assert isinstance(imported.source.data, dict)
    assert imported.source.data["landelijk_uit"] == [{"organisatie": off.organisatie, "aanbod": off.aanbod}]
    assert str(imported.source.place("landelijk_uit", 0, "aanbod")) == "k.xlsx, blad 'Landelijk', cel B2"
    assert lines(imported) == []


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    """Headings alone are a Sociale Kaart without entries."""
    imported = read(tmp_path / "k.xlsx", xlsx((SHEET, table())))
    assert entries(imported) == []
    assert lines(imported) == []


# ---- Laws. --------------------------------------------------------------------------------------------------------

FUZZ = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WHOLE = {
    "xlsx": xlsx((SHEET, table(row(), row(Laatst_gecontroleerd=date(2026, 11, 1))))),
    "xls": xls((SHEET, table(row(), row(Laatst_gecontroleerd=date(2026, 11, 1))))),
    "ods": ods((SHEET, table(row(), row(Laatst_gecontroleerd=date(2026, 11, 1))))),
    "csv": csv_text(table(row(), row(Laatst_gecontroleerd=date(2026, 11, 1)))).encode(),
}
# Without what one system shows and another does not: unassigned, private and formatting characters.
SEEN = st.characters(codec="utf-8", exclude_categories=("Cf", "Cn", "Co", "Cs"))
TEXT = st.text(SEEN, max_size=30) | st.sampled_from(
    ["Geldzaken", "36 555 01 00", "ja", "#N/B", "1-2", "\u200b", " \u00a0"]
)


def _says_something(imported: Imported) -> None:
    """An error, or entries that are as many as the rows with something in them; and only plain Dutch lines."""
    if not any(problem.severity is Severity.ERROR for problem in imported.problems):
        assert imported.source is not None
    if imported.source is not None:
        card_from(imported.source)
        assert entries(imported) is not None
    assert all("Error" not in str(problem) for problem in imported.problems)


@FUZZ
@given(
    raw=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_any_bytes_are_told(tmp_path: Path, raw: bytes, start: bytes) -> None:
    """Bytes of nothing in particular never raise."""
    _says_something(read(tmp_path / "k", start + raw))


@pytest.mark.parametrize("kind", WHOLE)
@FUZZ
@given(data=st.data())
def test_a_file_with_other_bytes_in_it_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, data: st.DataObject
) -> None:
    """A file that was damaged on the way never raises, and Rust does not print that it panics."""
    raw = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    _says_something(read(tmp_path / "k", bytes(raw)))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("kind", "part"), [("xlsx", "xl/worksheets/sheet1.xml"), ("xlsx", "xl/workbook.xml"), ("ods", "content.xml")]
)
@FUZZ
@given(data=st.data())
def test_xml_with_other_letters_in_it_is_told(tmp_path: Path, kind: str, part: str, data: st.DataObject) -> None:
    """A whole zip file with damaged XML never raises."""
    with ZipFile(BytesIO(WHOLE[kind])) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    xml = bytearray(parts[part])  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(xml) - 1))
        xml[at : at + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from([b"", b"9", b"99", b"A", b'"', b"<", b">", b"\xff"])
        )
    _says_something(read(tmp_path / "k", nasty.packed({**parts, part: bytes(xml)})))


@pytest.mark.parametrize("kind", FORMATS)
@FUZZ
@given(rows=st.lists(st.lists(st.none() | TEXT, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=5))
def test_no_row_is_ever_lost(tmp_path: Path, kind: str, rows: list[list[str | None]]) -> None:
    """As many entries as rows in which a person sees something."""
    path = tmp_path / f"k.{kind}"
    clean = [[_storable(value) for value in cells] for cells in rows]
    imported = read(path, FORMATS[kind](table(*clean)))
    filled = [
        cells for cells in _read_back(path)[1:] if any(isinstance(value, str) and _seen(value) for value in cells)
    ]
    assert len(entries(imported)) == len(filled)


def _storable(value: str | None) -> str | None:
    """Without what XML and XlsxWriter cannot hold."""
    return value and re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff<>]", "", value)


def _read_back(path: Path) -> tuple[tuple[Any, ...], ...]:
    sheets, problems = read_sheets(path, path.name)
    assert problems == ()
    (sheet,) = sheets
    assert isinstance(sheet, Sheet)
    return sheet.rows


def _seen(value: str) -> bool:
    """Whether any letter of it can be seen."""
    return any(letter.isprintable() and not letter.isspace() for letter in value)
