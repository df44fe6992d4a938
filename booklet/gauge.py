"""Step 5, measuring: what laid-out pages hold, how well it can be read and how much room there is to write.

The measures come from `onderzoek/inhoud.md`: part f (paper) and G18 (words on a page). What a page need not keep to stands in
a table with its reason. Nothing is changed here, so that the overview can show the same figures.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from math import inf
from typing import NamedTuple

from booklet.colour import PEN, READABLE, VISIBLE, contrast
from booklet.fit import HAND, LARGE_HAND, Room
from booklet.laid import Laid, Look, Text
from booklet.planner import PagePlan, Part
from booklet.problems import Place, Problem, error, shortened, warning

POINTS_PER_MM = 72 / 25.4
NEARLY_EMPTY = 0.15  # of the height of the text area: a head with two or three lines
SLACK = 0.05  # mm and points; lengths are rounded on their way


class Sizes(NamedTuple):
    """The least sizes of a letter: of any word, and of at least half of the words on a page, in points; of a line, in mm.

    `beside` is the least of a line alone beside or below a word, which has white above it.
    """

    letter: float
    body: float
    line: float
    beside: float


ORDINARY = Sizes(letter=11, body=14, line=10, beside=9)
LARGE = Sizes(letter=16, body=18, line=12, beside=12)  # "niets kleiner dan 16 punt" (`layouts/css/groot.css`)

WORDS = 180  # on a page that explains (`inhoud.md` G18); what somebody wrote does not count
_FOR_WORK = 300  # a page that a trainer or another professional reads (G18)
BUDGETS: Mapping[str, int] = {
    "kolom": 70,  # G18
    "kolom-voorbeeld": 70,  # the same page; the example itself is written, not asked
    "proefkolom": 70,
    "vrije-ruimte": 70,
    "afsluiting": 70,
    "notities": 70,
    "huisjesplaat": 120,  # a few words below every face: thirteen times the same
    "huisjesplaat-voorbeeld": 120,
    "suggesties": 200,  # G18 gives 120 for one list; a page has those of a whole house, two or three, each looked up alone
    "uitleg-kolom": 190,  # 180 and the line that says which page this is about
    "personen": 260,  # six people in forty words each, read one by one
    "sociale-kaart": 300,  # cards to look through, each of forty to seventy words with an address
    "uitnodiging-brief": 240,  # the whole message on one sheet, with the ways to reach two organisations
    "poster-muur": 240,  # thirteen names with a sentence each, read from house to house
    "poster-tafel": 240,  # four words thirteen times below the faces
    "persoonskaart": 240,  # the back has the huisjesplaat
    **dict.fromkeys(
        ("professional", "zrm", "bronnen", "blok", "programma", "trainerblad", "speurtocht-antwoorden"), _FOR_WORK
    ),
    **dict.fromkeys(("reflectie-over", "reflectie-labels", "reflectievraag", "actieagenda"), _FOR_WORK),
    **dict.fromkeys(("evaluatie-professional", "turflijst"), _FOR_WORK),
}

# Of these kinds most words may be smaller than the letter of the booklet, in points, for the reason that is told.
SMALLER: Mapping[str, float] = {
    "huisjesplaat": 11,  # the words below the faces, three kolommen wide
    "huisjesplaat-voorbeeld": 11,
    "persoonskaart": 11,  # the same on its back
    "poster-tafel": 11,  # on A4 this is the sheet of A3 made smaller
    "poster-muur": 12,  # likewise
    "overzicht": 11.5,  # a table of names and faces
    "uitnodiging-kaart": 12,  # the front has the names below the houses, and little else
    **dict.fromkeys(("professional", "zrm", "bronnen", "turflijst", "presentielijst"), 12.0),  # for who reads for work
    "colofon": 12,  # small print
}

# The least lines to answer a question on (`inhoud.md` f); forms and cards give as many as their question asks for.
LEAST_LINES: Mapping[str, int] = {"kolom": 3, "afsluiting": 3, "reflectievraag": 3}


class WritingRoom(NamedTuple):
    """Where one answers a question with a pen or in a field: how many lines, and how high all of it is, in mm.

    `kolom` is the name of the kolom that the page is about, or of the house, or nothing.
    """

    page: int
    kind: str
    kolom: str
    vraag: str
    lines: int
    mm: float
    typed: bool = False

    @property
    def mm_per_line(self) -> float:
        """How far apart the lines are, in mm."""
        return self.mm / self.lines


class Quoted(NamedTuple):
    """A figure, and the text that has it."""

    figure: float
    text: str


class PageGauge(NamedTuple):
    """A page: its kind, its words, how far down it is filled (0 to 1), its letters in points, and its lowest contrasts.

    `smallest` is the least letter, `body` the letter that half of the words have or exceed; where there is no text both are 0.
    """

    page: int
    kind: str
    words: int
    filled: float
    smallest: Quoted
    body: float
    contrast: Quoted
    outlines: float


class Gauge(NamedTuple):
    """What the pages of a file measure."""

    pages: tuple[PageGauge, ...]
    rooms: tuple[WritingRoom, ...]


def gauge(plan: PagePlan, pages: Laid) -> Gauge:
    """Measure the pages of a plan."""
    seen = pages.looks
    measured: list[PageGauge] = []
    rooms: list[WritingRoom] = []
    for part in plan.parts:
        # A part that does not fit takes other pages than planned; then there may be fewer than the plan has.
        for number, look in enumerate(seen[part.first - 1 : part.last], part.first):
            measured.append(_page(number, part, look))
            rooms += _rooms(number, part, look, groot=plan.groot)
    return Gauge(tuple(measured), tuple(rooms))


_NO_TEXT = Quoted(0, "")
_MOST_CONTRAST = 21.0


def _page(number: int, part: Part, look: Look) -> PageGauge:
    words = [len(text.text.split()) for text in look.texts]
    sizes: dict[float, int] = {}
    smallest = Quoted(inf, "")
    lowest: dict[tuple[str, str], str] = {}
    for text, count in zip(look.texts, words, strict=True):
        if not text.running:
            sizes[text.size] = sizes.get(text.size, 0) + count
        if text.size < smallest.figure or (text.size == smallest.figure and text.text < smallest.text):
            smallest = Quoted(text.size, text.text)
        lowest[text.colour, text.ground] = text.text
    outlines = {(blank.colour, blank.ground) for blank in look.blanks}
    return PageGauge(
        number,
        part.kind.name,
        sum(count for text, count in zip(look.texts, words, strict=True) if _is_asked(text)),
        look.lowest / look.height,
        smallest if look.texts else _NO_TEXT,
        _middle(sizes),
        min((Quoted(_contrast(*pair), text) for pair, text in lowest.items()), default=Quoted(_MOST_CONTRAST, "")),
        min((_contrast(*pair) for pair in outlines), default=_MOST_CONTRAST),
    )


def _middle(sizes: Mapping[float, int]) -> float:
    """What at least half of the words have or exceed, of so many words in every size; nothing when there are none."""
    before, half = 0, (sum(sizes.values()) + 1) // 2
    for size in sorted(sizes):
        before += sizes[size]
        if half and before >= half:
            return size
    return 0


_contrast = lru_cache(4096)(contrast)  # a booklet has a dozen pairs of colours


def _is_asked(text: Text) -> bool:
    """Whether this is of the page itself, and not what somebody wrote on it."""
    return not text.running and text.colour != PEN


def _rooms(number: int, part: Part, look: Look, *, groot: bool) -> Iterator[WritingRoom]:
    about = (part.kolom or part.domein).naam if part.domein else ""
    hand = LARGE_HAND if groot else HAND
    for _, together in groupby(look.blanks, key=lambda blank: blank.group):
        blanks = [blank for blank in together if blank.is_line or blank.is_field]
        if not blanks:
            continue
        mm = sum(blank.height for blank in blanks)
        first, typed = blanks[0], blanks[0].is_field
        lines = max(1, hand.capacity(Room(number, 0, mm * POINTS_PER_MM))) if typed else len(blanks)
        asked = first.heading if lines > 1 else first.before
        yield WritingRoom(number, part.kind.name, about, asked, lines, round(mm, 1), typed)


# ----------------------------------------------------------------------------------------------------------------------
# What does not measure up


def misfits(gauged: Gauge, plan: PagePlan, shown: str) -> Iterator[Problem]:
    """What is too much, too little, too small or too faint on these pages; only text that cannot be read stops them."""
    for page in gauged.pages:
        place = Place(shown, page.page)
        yield from _too_many_words(page, place)
        yield from _too_small(page, place, groot=plan.groot)
        yield from _too_faint(page, place)
    yield from _nearly_empty(gauged, plan, shown)
    for room in gauged.rooms:
        yield from _too_narrow(room, Place(shown, room.page), groot=plan.groot)


def _too_many_words(page: PageGauge, place: Place) -> Iterator[Problem]:
    most = BUDGETS.get(page.kind, WORDS)
    if page.words > most:
        message = f"op deze bladzijde staan {page.words} woorden, en {most} is genoeg voor '{page.kind}'"
        yield warning("M01", place, message, "maak de tekst korter")


def _too_small(page: PageGauge, place: Place, *, groot: bool) -> Iterator[Problem]:
    least = LARGE if groot else ORDINARY
    small = page.smallest
    if small.text and small.figure < least.letter - SLACK:
        message = f"'{shortened(small.text)}' heeft een letter van {_dutch(small.figure)} punt"
        yield warning("M05", place, message, f"maak die in layouts/css ten minste {_dutch(least.letter)} punt")
    body = max(least.letter, SMALLER[page.kind]) if page.kind in SMALLER else least.body
    if page.body and page.body < body - SLACK:
        message = f"de meeste woorden hebben hier een letter van {_dutch(page.body)} punt of kleiner"
        yield warning("M06", place, message, f"maak die in layouts/css ten minste {_dutch(body)} punt")


def _too_faint(page: PageGauge, place: Place) -> Iterator[Problem]:
    if page.contrast.figure < READABLE:
        message = (
            f"'{shortened(page.contrast.text)}' is slecht te lezen: het contrast is {_dutch(page.contrast.figure)}"
        )
        yield error(
            "M07", place, message, f"maak de letter donkerder of de kleur erachter lichter, tot {_dutch(READABLE)}"
        )
    if page.outlines < VISIBLE:
        message = f"een schrijfregel of vakje is slecht te zien: het contrast is {_dutch(page.outlines)}"
        yield warning("M08", place, message, f"maak de lijn in layouts/css donkerder, tot {_dutch(VISIBLE)}")


def _nearly_empty(gauged: Gauge, plan: PagePlan, shown: str) -> Iterator[Problem]:
    """The last page of a part that flows has more than a few lines; what somebody typed is as long as it is."""
    filled = {page.page: page.filled for page in gauged.pages}
    for part in plan.parts:
        flows = part.kind.flows(groot=plan.groot) and part.kind.name != "vervolg"
        if flows and part.pages > 1 and filled.get(part.last, 1) < NEARLY_EMPTY:
            hint = f"maak de teksten van bladzijde {part.first} tot {part.last} iets korter, dan past het een bladzijde eerder"
            yield warning("M02", Place(shown, part.last), "op deze bladzijde staan nog maar een paar regels", hint)


def _too_narrow(room: WritingRoom, place: Place, *, groot: bool) -> Iterator[Problem]:
    sizes = LARGE if groot else ORDINARY
    least = sizes.beside if room.lines == 1 else sizes.line
    if not room.typed and room.mm_per_line < least - SLACK:
        message = f"een schrijfregel bij '{shortened(room.vraag)}' is {_dutch(room.mm_per_line)} mm hoog"
        yield warning("M03", place, message, f"maak die in layouts/css ten minste {_dutch(least)} mm")
    fewest = LEAST_LINES.get(room.kind, 1)
    if room.lines < fewest:
        message = f"bij '{shortened(room.vraag)}' is maar plaats voor {room.lines} schrijfregels"
        yield warning("M04", place, message, f"geef elke vraag ten minste {fewest} regels")


def _dutch(figure: float) -> str:
    """A figure with one decimal at most, as people write it; rounded down, so that it is never shown as enough."""
    return f"{int(figure * 10 + 0.001) / 10:g}".replace(".", ",")
