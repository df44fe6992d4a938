"""The page of a run over the whole country: every gemeente on a line, with its booklets and what is wrong with them.

It goes with the overviews of the gemeenten, in the folder above them, and is as self-contained as they are (`overview`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from booklet.days import day_in_words
from booklet.files import write_whole
from booklet.markup import write_page
from booklet.models import Domein
from booklet.overview import FILE, by_severity, counted
from booklet.problems import Problem


class Line(NamedTuple):
    """One gemeente: its folder and name, which files were made below that folder, and how many pages these have together.

    Its own errors and warnings are counted, and the tips that were too old to print. It was `left` when an earlier run of the
    same kind made it all and this one had nothing to do. The name is empty when its file cannot be read.
    """

    gemeente: str
    naam: str
    made: tuple[str, ...]
    pages: int
    errors: int
    warnings: int
    outdated: int
    left: bool = False


class Country(NamedTuple):
    """A run over the whole country: on which day, how every gemeente went, and the problems that all of them share.

    `edities` are the ids of all editions in order. When it is `stopped`, one of the problems let nothing be made.
    """

    today: date
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    edities: tuple[str, ...] = ()
    houses: tuple[Domein, ...] = ()
    stopped: bool = False


class Booklet(NamedTuple):
    """A booklet to open: its address, its name, and whether it is of an earlier run while this one made others."""

    adres: str
    naam: str
    eerder: bool


class Row(NamedTuple):
    """A gemeente as it is shown: where its overview is, if it has one, what can be opened, and how it went.

    Its pages, errors, warnings and old tips are counted.
    """

    naam: str
    overzicht: str
    boekjes: tuple[Booklet, ...]
    bladzijden: int
    fouten: int
    waarschuwingen: int
    oud: int
    stand: str


def write_country(folder: Path, shown: str, run: Country) -> Iterator[Problem]:
    """Write the page of the whole country above the folders of the gemeenten; `shown` is that folder as staff know it.

    Tells when it could not be written.
    """
    lines = tuple(_told_apart(run.lines))
    rows = sorted((_row(folder / line.gemeente, line, run.edities) for line in lines), key=_place_in_list)
    wrong = tuple(row for row in rows if row.fouten)
    values: dict[str, object] = {
        "dag": day_in_words(run.today),
        "stand": _state(run.lines, len(wrong), stopped=run.stopped),
        "ernst": "fout" if run.stopped or wrong else "let-op" if run.problems else "goed",
        "feiten": tuple(_totals(run.lines)),
        "meldingen": tuple(by_severity(run.problems)),
        "aantal": len(run.problems),
        "mis": wrong,
        "letters": tuple((letter, tuple(some)) for letter, some in groupby(rows, lambda row: _place_in_list(row)[:1])),
        "huizen": run.houses,
    }
    yield from write_whole(folder / FILE, write_page("overzicht/land.html", values).encode(), f"{shown}/{FILE}")


def _told_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with a name each: that of its folder where there is no other, and besides it where two are the same."""
    names = Counter(line.naam for line in lines)
    for line in lines:
        twice = f"{line.naam} ({line.gemeente})" if names[line.naam] > 1 else line.naam
        yield line._replace(naam=twice if line.naam else line.gemeente)


def _row(folder: Path, line: Line, edities: Iterable[str]) -> Row:
    files = {path.name for path in folder.glob("*.*")}
    return Row(
        line.naam,
        f"{quote(line.gemeente)}/{FILE}" if FILE in files else "",
        tuple(_booklets(line, files, edities)),
        line.pages,
        line.errors,
        line.warnings,
        line.outdated,
        _how_it_went(line, files),
    )


def _booklets(line: Line, files: Collection[str], edities: Iterable[str]) -> Iterator[Booklet]:
    """The booklets of every edition that are there, and what else was made of whole editions; its overview shows the rest."""
    usual = [file for file in (f"{editie}.pdf" for editie in edities) if file in files]
    other = [file for file in line.made if file in files and file.endswith(".pdf") and file not in usual]
    for file in (*usual, *other):
        earlier = bool(line.made) and file not in line.made
        yield Booklet(quote(f"{line.gemeente}/{file}"), file.removesuffix(".pdf"), earlier)


def _how_it_went(line: Line, files: Iterable[str]) -> str:
    """Whether it was made now."""
    if line.made:
        return "was al klaar" if line.left else "nu gemaakt"
    there = any(file.endswith(".pdf") for file in files)
    return "niet gemaakt, dit is van eerder" if there else "niet gemaakt"


def _place_in_list(row: Row) -> str:
    """Its name by words of letters alone: `'s-Hertogenbosch` stands under the S, and `Berg en Dal` before `Bergen`."""
    letters = normalize("NFKD", row.naam).encode("ascii", "ignore").decode().upper()
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ").strip()


def _state(lines: Sequence[Line], wrong: int, *, stopped: bool) -> str:
    """In one or two sentences whether all is well."""
    ready = sum(bool(line.made) for line in lines)
    if stopped or not ready:
        return f"Er is niets gemaakt.{' Los eerst de fouten hieronder op.' if stopped or wrong else ''}"
    made = f"Klaar: {ready} van de {counted(len(lines), 'gemeente', 'gemeenten')}."
    return f"{made} In {counted(wrong, 'gemeente', 'gemeenten')} staan fouten." if wrong else made


def _totals(lines: Sequence[Line]) -> Iterator[str]:
    """What there is in all."""
    files, pages = sum(len(line.made) for line in lines), sum(line.pages for line in lines)
    yield f"{_spaced(files)} {'bestand' if files == 1 else 'bestanden'}, samen {_spaced(pages)} bladzijden."
    if old := sum(line.outdated for line in lines):
        yield f"{_spaced(old)} {'tip was' if old == 1 else 'tips waren'} te oud voor een boekje."
    if left := sum(line.left for line in lines):
        yield f"{counted(left, 'gemeente was', 'gemeenten waren')} al klaar van een keer die werd afgebroken."


def _spaced(number: int) -> str:
    """A number as Dutch writes it: `75.924`."""
    return f"{number:,}".replace(",", ".")
