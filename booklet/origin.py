"""From a text on a page back to the line of the file that it comes from.

The words of a page are looked for among the texts of the content, without the spaces: a page breaks its lines elsewhere.
Where two texts fit, the longest counts; of two that are the same, the one of the gemeente itself, and then the one that
stands nearest to what the page is about. What is in no text of the content stands in a template, or is worked out.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from booklet.addresses import phone, shown_address
from booklet.content import Library
from booklet.markup import LAYOUTS
from booklet.planner import Part
from booklet.problems import Place
from booklet.source import Loc, Source

NEAR_PT = 9  # how far beside a letter somebody may point
MAX_CODE = 0x10FFFF  # of a letter in Unicode
LEAST = 4  # figures of a text without any letter: a shorter one may as well be the number of a page
LONGEST_WORD = 120  # letters that may stand in the place of `{wijkteam}`
# Fields of which the value is a name inside the program, or comes on paper in another form.
UNPRINTED = frozenset(
    {"id", "icoon", "kleur", "blad", "kant", "vorm", "formaat", "verwijst_naar", "kolom", "domein", "persoon", "code"}
)


class Line(NamedTuple):
    """A line of a text of the content, without its spaces, where it stands, and whether a gemeente wrote it itself.

    Between its pieces stands what is filled in later, as `{wijkteam}`.
    """

    pieces: tuple[str, ...]
    place: Place
    loc: Loc
    own: bool


class Found(NamedTuple):
    """A text on a page: from which letter to which, counted from 0, its words, and where they come from."""

    start: int
    end: int
    text: str
    place: Place


class Letters(NamedTuple):
    """Every letter of a page in order, and the number of the one that was pointed at, counted from 0."""

    text: str
    at: int | None


def lines_of(library: Library, gemeente: str) -> tuple[Line, ...]:
    """Every line of every text that may be printed for a gemeente."""
    found = library.gemeenten.get(gemeente)
    own = [source for source in (found.facts, found.card) if source] if found else []
    one = (library.plan, library.landelijk, *library.other_paper)
    shared = [read.source for read in one if read is not None]
    shared += [read.source for reads in (library.domeinen, library.personen, library.edities) for read in reads]
    sources = (*((source, True) for source in own), *((source, False) for source in shared))
    return tuple(line for source, mine in sources for line in _lines(source, own=mine))


def _lines(source: Source, *, own: bool) -> Iterator[Line]:
    for loc, value in source.texts:
        names = {step for step in loc if isinstance(step, str)}
        for text in value.split("\n") if names.isdisjoint(UNPRINTED) else ():
            words = text.strip().removeprefix("- ")
            if len(words) >= LEAST or any(map(str.isalpha, words)):
                place = source.place_in(loc, words)
                yield from (Line(pieces_of(form), place, loc, own) for form in _forms(words, str(loc[-1])))


def pieces_of(text: str) -> tuple[str, ...]:
    """A text without its spaces, in pieces where something is filled in."""
    return tuple(_UNSEEN.sub("", piece) for piece in re.split(r"\{\w+\}", text))


def _forms(text: str, field: str) -> set[str]:
    """A text as it is written and as it is printed."""
    if field == "telefoon":
        return {text, phone(text)}
    return {text, shown_address(text)} if field in ("website", "email") else {text}


def letters(data: bytes, page: int, x: float = -1, y: float = -1) -> Letters:
    """The letters of a page of a PDF, counted from 1, and which is at a point, in parts of its width and height.

    Raises `pypdfium2.PdfiumError` when the file cannot be read. Two threads must not do this at once.
    """
    with closing(pypdfium2.PdfDocument(data)) as document:
        sheet = document[page - 1]
        words = sheet.get_textpage()
        codes = (pdfium.FPDFText_GetUnicode(words, index) for index in range(words.count_chars()))
        text = "".join(chr(code) if 0 < code <= MAX_CODE else " " for code in codes)
        width, height = sheet.get_size()
        return Letters(text, words.get_index(x * width, (1 - y) * height, NEAR_PT, NEAR_PT) if text else None)


class _Squeezed(NamedTuple):
    """A text without its spaces, and the place of every letter that is left."""

    text: str
    places: tuple[int, ...]


_UNSEEN = re.compile(r"[\s\u00ad\u200b\ufffe\x02]+")  # spaces and what marks where a word may break


def _squeezed(text: str) -> _Squeezed:
    kept = [(place, letter) for place, letter in enumerate(text) if not _UNSEEN.match(letter)]
    return _Squeezed("".join(letter for _, letter in kept), tuple(place for place, _ in kept))


def found_on(text: str, lines: Sequence[Line], part: Part) -> tuple[Found, ...]:
    """The texts of the content that stand on a page of a part, in the order of the page, not one over another."""
    page = _squeezed(text)
    fits = [(start, end, line) for line in lines for start, end in _fits(page, text, line.pieces)]
    fits.sort(key=lambda fit: (fit[0] - fit[1], *_distance(fit[2], part)))
    taken: set[int] = set()
    found = []
    for start, end, line in fits:
        letters_of_it = range(start, end)
        if taken.isdisjoint(letters_of_it):
            taken.update(letters_of_it)
            first, last = page.places[start], page.places[end - 1] + 1
            found.append(Found(first, last, " ".join(text[first:last].split()), line.place))
    return tuple(sorted(found))


def _fits(page: _Squeezed, text: str, pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where these pieces stand on a page as words of their own, with anything between them."""
    if not any(pieces) or any(piece not in page.text for piece in pieces):
        return
    pattern = f".{{1,{LONGEST_WORD}}}?".join(map(re.escape, pieces)) if len(pieces) > 1 else re.escape(pieces[0])
    for match in re.finditer(pattern, page.text):
        if _is_edge(page, text, match.start()) and _is_edge(page, text, match.end()):
            yield match.start(), match.end()


def _is_edge(page: _Squeezed, text: str, place: int) -> bool:
    """Whether no word goes on over this place between two letters."""
    if not 0 < place < len(page.text):
        return True
    before, after = page.places[place - 1], page.places[place]
    return after - before > 1 or not (text[before].isalnum() and text[after].isalnum())


def _distance(line: Line, part: Part) -> tuple[bool, bool, bool, bool]:
    """How far a line is from what a part is about: the least comes first."""
    house, kolom = part.domein, part.kolom
    in_house = house is not None and line.place.file.endswith(f"-{house.id}.yaml")
    index = house.kolommen.index(kolom) if house and kolom else -1
    in_kolom = in_house and line.loc[:2] == ("kolommen", index)
    of_kind = part.kind.name.replace("-", "_") in line.loc
    return not line.own, not in_kolom, not in_house, not of_kind


def in_template(text: str, at: int, part: Part) -> Found:
    """Where words come from that are in no text of the content: the template of the part, and its line if they stand there."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    words = " ".join(text[start : len(text) if end < 0 else end].split())
    name = f"layouts/bladen/{part.kind.name}.html"
    template = (LAYOUTS / "bladen" / f"{part.kind.name}.html").read_text(encoding="utf-8").splitlines()
    squeezed = _UNSEEN.sub("", words)
    lines = (number for number, line in enumerate(template, 1) if squeezed and squeezed in _UNSEEN.sub("", line))
    return Found(at, at + 1, words, Place(name, next(lines, 0)))
