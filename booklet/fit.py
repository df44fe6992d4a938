"""What somebody typed, on paper: as many lines as the box holds, and the rest on the pages for notes.

Nothing is cut off. A box that is too small ends with the page where its answer goes on. Notes that were typed on the last
pages go there too, because those pages make room for what goes on; and so do answers to questions that this booklet does
not ask, of another version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

from booklet.fieldfont import field_font
from booklet.velden import Veld, printable


class Hand(NamedTuple):
    """How typed text is set on paper and in a field, in points: letter, distance of lines, and white around it."""

    size: float
    leading: float
    side: float
    head: float

    def capacity(self, room: "Room") -> int:
        """How many lines a room holds."""
        return int((room.height - 2 * self.head) / self.leading + 0.01)


HAND = Hand(14, 17.3, 7, 2)
LARGE_HAND = Hand(18, 23, 9, 2)


class Room(NamedTuple):
    """The room of a field on its page (from 1), in points."""

    page: int
    width: float
    height: float


class Answer(NamedTuple):
    """The lines of an answer that stand in its box, and whether it goes on elsewhere."""

    lines: tuple[str, ...]
    more: bool = False


class Rest(NamedTuple):
    """What goes on elsewhere: of which question, of which page (None: this booklet does not ask it), and its text."""

    naam: str
    vraag: str
    plek: str
    page: int | None
    text: str

    @property
    def anchor(self) -> str:
        """The name by which the box finds it."""
        return f"vervolg-{self.naam}"


@dataclass(frozen=True)
class Filled:
    """A filled-in booklet on paper: text by field, marks by field, and what goes on elsewhere."""

    answers: Mapping[str, Answer]
    marks: Mapping[str, str]
    rest: tuple[Rest, ...]
    hand: Hand

    def anchor(self, naam: str) -> str:
        """Where the answer of a field goes on."""
        return next(rest.anchor for rest in self.rest if rest.naam == naam)


def fit(
    answers: Mapping[str, str], velden: Mapping[str, Veld], rooms: Mapping[str, Room], hand: Hand, moved: Iterable[str]
) -> Filled:
    """Put every answer in its room; `moved` names the fields of which the page makes place for what goes on.

    What goes on is in the order of the fields, and what this booklet does not ask comes last. Blank is no answer.
    """
    set_: dict[str, Answer] = {}
    marks: dict[str, str] = {}
    rest: list[Rest] = []
    places = {naam: place for place, naam in enumerate(velden)}
    for naam in sorted(answers, key=lambda naam: places.get(naam, len(places))):
        veld, text = velden.get(naam), printable(answers[naam]).rstrip()
        if veld and text in veld.marks:
            marks[naam] = text
        elif veld and text and naam in rooms and naam not in moved and not veld.marks:
            here, more = _parted(text, veld, rooms[naam], hand)
            set_[naam] = Answer(here, more=bool(more))
            if more:
                rest.append(Rest(naam, veld.vraag, veld.plek, rooms[naam].page, more))
        elif veld and text:
            rest.append(Rest(naam, veld.vraag, "" if naam in moved else veld.plek, None, text))
        elif text:
            asked = printable(naam).replace(".", ", ").replace("-", " ").capitalize()
            rest.append(Rest(naam, asked, "", None, text))
    return Filled(set_, marks, tuple(rest), hand)


def _parted(text: str, veld: Veld, room: Room, hand: Hand) -> tuple[tuple[str, ...], str]:
    """The lines that fit, less one for the words that send on, and the text of those that do not.

    What goes on begins with a line as it was typed where that leaves at least half of the room filled.
    """
    wide = room.width - 2 * hand.side
    typed = [tuple(field_font().lines(line, wide, hand.size)) for line in text.split("\n")]
    lines = tuple(chain.from_iterable(typed))
    capacity = 1 if veld.soort == "regel" else hand.capacity(room)
    if len(lines) <= capacity:
        return lines, ""
    ends = accumulate(map(len, typed))
    whole = max((end for end in ends if capacity <= 2 * end < 2 * capacity), default=capacity - 1)
    return lines[:whole], text[_end_of(lines[:whole], text) :].lstrip()


def _end_of(lines: Iterable[str], text: str) -> int:
    """Where in a text these lines of it end."""
    at = 0
    for line in lines:
        at = text.index(line, at) + len(line)
    return at
