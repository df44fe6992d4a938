"""A pack: which files go together in a zip, and how many copies and sheets of what are needed on which paper."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from booklet.imposition import Omslaan
from booklet.models import Editie, Pakket, Pakketregel, Per

DEELNEMERS = 8  # a group has six to ten people
BEGELEIDERS = 2  # a trainer and an experienced OCO (`onderzoek/inhoud.md` part e)
_SIZES: Mapping[Per, int] = {"deelnemer": 1, "tweetal": 2, "drietal": 3}
PER = {
    "groep": "voor de groep",
    "begeleider": "voor elke begeleider",
    "deelnemer": "voor elke deelnemer",
    "iedereen": "voor elke deelnemer en elke begeleider",
    "tweetal": "voor elk tweetal",
    "drietal": "voor elk drietal",
}


class Bestand(NamedTuple):
    """A file in a pack: its path in the zip, which product it is, and how many pages or sheets it has."""

    path: str
    druk: str
    pages: int
    sheets: int


class Stuk(NamedTuple):
    """What a line of a pack calls: its title, its files, and which of them to print.

    Printed once it takes so many sheets (`vellen`), turned over an edge when it has two sides, and gives so many copies
    (`exemplaren`): a small card comes on its sheet more than once.
    """

    titel: str
    bestanden: tuple[Bestand, ...]
    printen: Bestand
    vellen: int
    omslaan: Omslaan | None = None
    exemplaren: int = 1


class Line(NamedTuple):
    """A line of the inventory: what it is, how many copies for whom, on which paper, and how to make them.

    The file must be printed so many times (`keer`), and takes so many sheets (`vellen`) in all.
    """

    stuk: Stuk
    aantal: int
    voor: str
    papier: str
    maken: str
    keer: int
    vellen: int


def copies(aantal: int, per: Per, deelnemers: int) -> int:
    """How many copies so many participants need; the last pair or trio may be smaller."""
    if per == "groep":
        return aantal
    if per == "begeleider":
        return aantal * BEGELEIDERS
    if per == "iedereen":
        return aantal * (deelnemers + BEGELEIDERS)
    return aantal * -(-deelnemers // _SIZES[per])


def inventory(pakket: Pakket, stukken: Mapping[str, Stuk], deelnemers: int) -> tuple[Line, ...]:
    """The lines of a pack in order; `stukken` are by the name that a line calls them by."""
    return tuple(_line(regel, stukken[regel.wat], deelnemers) for regel in pakket.regels)


def _line(regel: Pakketregel, stuk: Stuk, deelnemers: int) -> Line:
    aantal = copies(regel.aantal, regel.per, deelnemers)
    keer = -(-aantal // stuk.exemplaren)
    return Line(stuk, aantal, f"{regel.aantal} {PER[regel.per]}", regel.papier, regel.maken, keer, keer * stuk.vellen)


def papers(lines: Iterable[Line]) -> Mapping[str, int]:
    """How many sheets of each paper a pack takes, in the order of its lines."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line.papier] += line.vellen
    return found


def stems(editie: Editie) -> Mapping[str, str]:
    """The stem of the files of everything in a pack, by the name that its lines call it by."""
    own = {deel.id for deel in editie.onderdelen}
    return {
        regel.wat: f"{editie.id}/{regel.wat}" if regel.wat in own else regel.wat
        for regel in (editie.pakket.regels if editie.pakket else ())
    }


def zipped(files: Mapping[str, bytes], made: date) -> bytes:
    """The files in one zip, in this order, the same bytes for the same files; PDFs are packed already."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            pack.writestr(entry, data, zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED)
    return held.getvalue()
