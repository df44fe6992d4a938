"""What is known of pages that were laid out: where everything landed, what is seen on them, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from booklet.fit import Room


class Fault(NamedTuple):
    """Something on a laid-out page that must not be printed; page numbers count from 1, 0 is the whole document."""

    page: int
    message: str
    hint: str = ""


class Text(NamedTuple):
    """A text on a page, or the part of it on one line: its letter in points, its colour, and the colour behind it.

    A `running` text stands in the margin of every page.
    """

    text: str
    size: float
    colour: str
    ground: str
    running: bool


class Blank(NamedTuple):
    """An empty box with an outline: to write on where there is only a line below, to type in when it is a field.

    `group` is the same number for lines that follow each other; `heading` stands above them, `before` right before.
    """

    group: int
    heading: str
    before: str
    is_line: bool
    is_field: bool
    height: float
    colour: str
    ground: str


class Begin(NamedTuple):
    """Where a piece begins on a page: its name, how many texts come before it, and its top in mm below that of the text area."""

    tegel: str
    after: int
    top: float


class Look(NamedTuple):
    """What is seen on a page, in the order of reading; `lowest` is the lowest thing, in mm below the top of the text area."""

    texts: tuple[Text, ...]
    blanks: tuple[Blank, ...]
    lowest: float
    height: float
    tegels: tuple[Begin, ...] = ()

    def filled(self, tegels: Mapping[str, "Look"]) -> "Look":
        """The page with what is seen of every tegel on it, each from a page of its own; other pieces are seen already."""
        texts, lowest = list(self.texts), self.lowest
        for begin in reversed([begin for begin in self.tegels if begin.tegel in tegels]):
            other = tegels[begin.tegel]
            texts[begin.after : begin.after] = other.texts
            lowest = max(lowest, begin.top + other.lowest - other.tegels[0].top)
        return self._replace(texts=tuple(texts), lowest=lowest, tegels=())


@dataclass(frozen=True)
class Laid:
    """Laid-out pages: where every anchor landed, what is wrong with them, the room of every field, and what is seen.

    `texts` are the sentences of every part by its anchor, whole, however their lines run.
    """

    anchors: Mapping[str, int]
    page_count: int
    faults: tuple[Fault, ...]
    rooms: Mapping[str, Room]
    texts: Mapping[str, tuple[str, ...]]
    looks: tuple[Look, ...]


TEGEL = "\ue000"  # before the name of a tegel among sentences; no letter of any script


def filled(part: Laid, tegels: Mapping[str, Laid]) -> Laid:
    """A part with holes as it is with its tegels in them."""
    seen = {name: tegel.looks[0] for name, tegel in tegels.items()}
    faults = [
        fault._replace(page=page) if fault.page else fault
        for page, look in enumerate(part.looks, 1)
        for begin in look.tegels
        if begin.tegel in tegels
        for fault in tegels[begin.tegel].faults
    ]
    said = {name: next(iter(tegel.texts.values())) for name, tegel in tegels.items()}
    texts = {
        anchor: tuple(one for sentence in sentences for one in said.get(sentence.removeprefix(TEGEL), (sentence,)))
        for anchor, sentences in part.texts.items()
    }
    looks = tuple(look.filled(seen) for look in part.looks)
    return replace(part, faults=(*part.faults, *faults), texts=texts, looks=looks)


def together(parts: Iterable[Laid]) -> Laid:
    """Pages of several layouts after each other."""
    anchors: dict[str, int] = {}
    faults: list[Fault] = []
    rooms: dict[str, Room] = {}
    texts: dict[str, tuple[str, ...]] = {}
    looks: list[Look] = []
    before = 0
    for part in parts:
        for name, page in part.anchors.items():
            anchors.setdefault(name, page + before)
        faults += (fault._replace(page=fault.page + before if fault.page else 0) for fault in part.faults)
        rooms |= {name: room._replace(page=room.page + before) for name, room in part.rooms.items()}
        texts |= part.texts
        looks += part.looks
        before += part.page_count
    return Laid(anchors, before, tuple(dict.fromkeys(faults)), rooms, texts, tuple(looks))
