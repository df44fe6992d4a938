"""What is drawn of some pages, apart from any file: PDF objects that can be given any numbers, and laid in each other.

A part of a booklet is drawn once and bound into every booklet that has it (`binding`). An object is a template with a
`%d` for every number of another object; what all booklets share has fixed numbers (`SHARED`), so a template names it as it is.
`onderzoek/snelheid.md` tells why: what is drawn need not be laid out, tagged or compressed again.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

# The numbers of what every booklet has once.
CATALOG, PAGES, TAGS, DOCUMENT, PARENTS, FONTS, PROFILE, COLOURS, OUTLINES, METADATA, INFO, FIRST_OWN = range(1, 13)
PT_PER_PX = 0.75
LEVEL = 6  # of compression; 9 takes twice as long and saves 1 %

Resources = Mapping[str, Mapping[str, "Item"]]
Glyphs = Mapping[int, tuple[str, float]]  # by its number in the font: what it says, and how wide it is in 1/1000 em


class NotTakenError(Exception):
    """WeasyPrint draws in another way than this program knows; whole booklets can still be made (`parts.Plain`)."""


class Item(NamedTuple):
    """A PDF object: its text with a `%d` for every number in `refs`, and the bytes of its stream, compressed, if it has one.

    `refs` counts the objects of one drawing from 0.
    """

    template: bytes
    refs: tuple[int, ...] = ()
    stream: bytes | None = None

    def moved(self, by: int) -> "Item":
        """The same object among others, that many places later."""
        return self._replace(refs=tuple(number + by for number in self.refs))


class Mark(NamedTuple):
    """A bookmark: how deep, what it says, where it leads to in points from the bottom left of its page, and its state."""

    level: int
    label: str
    x: float
    y: float
    state: str


class Gap(NamedTuple):
    """A block that is, or becomes, a drawing of its own: its name, its element, its top left corner and height in points.

    So many annotations of its page come `after` in the order of reading.
    """

    name: str
    element: int
    x: float
    y: float
    height: float
    after: int


class Leaf(NamedTuple):
    """A page of a drawing, in points: its size, what is drawn on it, and who finds the way to it.

    `content` leaves the state of drawing as it was. `tagged` are the elements of its marked content, in order; None is content that has none. `tops` are its outermost elements,
    `notes` its annotations, each with the element that it belongs to. `goals` are places that links lead to, `links` names of places that its own links lead to.
    """

    number: int
    width: float
    height: float
    content: bytes
    resources: Resources
    notes: tuple[tuple[int, int | None], ...] = ()
    tagged: tuple[int | None, ...] = ()
    tops: tuple[int, ...] = ()
    goals: tuple[tuple[str, float, float], ...] = ()
    marks: tuple[Mark, ...] = ()
    links: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, eq=False)
class Drawing:
    """Pages that were drawn, the objects that they need, and the glyphs of every face in them.

    The objects at the numbers of the leaves are empty: `binding` writes those.
    """

    items: tuple[Item, ...]
    leaves: tuple[Leaf, ...]
    glyphs: Mapping[str, Glyphs]

    @property
    def links(self) -> frozenset[str]:
        """The names of all places that its links lead to."""
        return frozenset(name for leaf in self.leaves for name in leaf.links)


EMPTY = Item(b"")


class Layer(NamedTuple):
    """A drawing of one page to lay behind or over a page of another; it has no elements that count."""

    drawing: Drawing
    leaf: int
    behind: bool = False


class Inlay(NamedTuple):
    """A drawing of one block to lay in a gap of a page of another: its element takes the place of that of the gap."""

    drawing: Drawing
    leaf: int
    gap: Gap


def inlaid(below: Drawing, inlays: Sequence[Inlay]) -> Drawing:
    """A drawing with others in its gaps; of every element, link and bookmark the place moves along."""
    items, leaves = list(below.items), list(below.leaves)
    texts = {inlay.leaf: zlib.decompress(leaves[inlay.leaf].content) for inlay in inlays}
    for inlay in inlays:
        leaf, over = leaves[inlay.leaf], inlay.drawing.leaves[0]
        text = _inner(_renumbered(zlib.decompress(over.content), len(leaf.tagged)), inlay.gap, over.gaps[0])
        texts[inlay.leaf] = _laid_in(texts[inlay.leaf], inlay.gap.name, text)
        leaves[inlay.leaf] = _with_inlay(items, leaf, inlay)
    for index, text in texts.items():
        leaves[index] = leaves[index]._replace(content=zlib.compress(text, LEVEL), gaps=())
    return Drawing(tuple(items), tuple(leaves), merged([below.glyphs, *(inlay.drawing.glyphs for inlay in inlays)]))


def _with_inlay(items: list[Item], leaf: Leaf, inlay: Inlay) -> Leaf:
    """Add the objects of an inlay to the items; the page as it is then."""
    over, gap, offset = inlay.drawing.leaves[0], inlay.gap, len(items)
    own = over.gaps[0]
    right, up = gap.x - own.x, gap.y - own.y
    outer = items[gap.element].refs[-1]
    renumber = {over.number: leaf.number, own.element: gap.element, over.tops[0]: outer}
    notes = [(note + offset, _number(owner, renumber, offset)) for note, owner in over.notes]
    at = len(leaf.notes) - gap.after  # those of earlier gaps are there already
    moved = [_moved(item, right, up, len(leaf.tagged)) for item in inlay.drawing.items]
    items += _joined(moved, renumber, offset)
    items[gap.element] = _renamed(moved[own.element], renumber, offset)
    return leaf._replace(
        resources=_with_resources(leaf.resources, over.resources, offset),
        notes=(*leaf.notes[:at], *notes, *leaf.notes[at:]),
        tagged=(*leaf.tagged, *(_number(one, renumber, offset) for one in over.tagged)),
        marks=(*leaf.marks, *(mark._replace(x=mark.x + right, y=mark.y + up) for mark in over.marks)),
        links=tuple(dict.fromkeys((*leaf.links, *over.links))),
    )


def _joined(items: Sequence[Item], renumber: Mapping[int, int], offset: int) -> list[Item]:
    """The objects of one drawing after those of another; what takes the number of an object there is left empty."""
    return [EMPTY if index in renumber else _renamed(item, renumber, offset) for index, item in enumerate(items)]


def _renamed(item: Item, renumber: Mapping[int, int], offset: int) -> Item:
    return item._replace(refs=tuple(renumber.get(ref, ref + offset) for ref in item.refs))


# How WeasyPrint begins and ends a page, and how it draws the spot that a gap has in `spot`.
_PAGE = re.compile(rb"q\n1 0 0 -1 0 [\d.]+ cm\nq\n0\.75 0 0 0\.75 0 0 cm\n(.*)\nQ\s*\nQ", re.DOTALL)
_SPOT = rb"/Artifact\nBMC\nq\n(?:/\S+ gs\n)?%b rg\n(?:[^\n]+ re\nW\nn\n)?[^\n]+ re\nf\nQ\nEMC"


def spot(index: int) -> tuple[int, int, int]:
    """The colour that a gap is drawn in, to see where in the text of a page its drawing comes; it is taken out."""
    return 254, index >> 8, index & 255


def _laid_in(text: bytes, name: str, drawn: bytes) -> bytes:
    """The text of a page with a drawing at its spot; raises `NotTakenError` when that is not there."""
    colour = b" ".join(number(round(part / 255, 6)) for part in spot(int(name)))
    found = re.search(_SPOT % re.escape(colour), text)
    if not found:
        raise NotTakenError(name)
    return text[: found.start()] + drawn + text[found.end() :]


def _inner(text: bytes, gap: Gap, own: Gap) -> bytes:
    """What is drawn on a page, moved from one gap to another, in the measure that WeasyPrint draws in.

    Raises `NotTakenError` when the text of a page begins in another way.
    """
    right, down = (gap.x - own.x) / PT_PER_PX, (own.y - gap.y) / PT_PER_PX
    found = _PAGE.fullmatch(text)
    if not found:
        raise NotTakenError
    return b"q\n1 0 0 1 %.9f %.9f cm\n%b\nQ" % (right, down, found[1])


def depth(leaf: Leaf) -> int:
    """How deep states of drawing lie in each other on a page; PDF/A allows 28 (ISO 19005-2, 6.1.13)."""
    steps = (1 if one == b"q" else -1 for one in zlib.decompress(leaf.content).split() if one in (b"q", b"Q"))
    return max(accumulate(steps), default=0)


def _number(ref: int | None, renumber: Mapping[int, int], offset: int) -> int | None:
    return None if ref is None else renumber.get(ref, ref + offset)


_SEEN = re.compile(rb"\s(?:Do|TJ|f\*?|S|B\*?|sh)\s")
_MCID = re.compile(rb"/MCID (\d+)")
_ELEMENT = b"<</Type /StructElem"
_KIDS = re.compile(rb"/K \[[^\]]*\]")
_KID = re.compile(rb"%d 0 R|\d+")
_BOX = re.compile(rb"(/Rect|/BBox) \[([-\d. ]+)\]")


def _renumbered(content: bytes, by: int) -> bytes:
    """The same drawing where the numbers of marked content are that much higher."""
    return _MCID.sub(lambda found: b"/MCID %d" % (int(found[1]) + by), content) if by else content


def _moved(item: Item, right: float, up: float, content: int) -> Item:
    """An element or an annotation with its box moved, and the numbers of its marked content so much higher."""
    if item.stream is not None:
        return item

    def box(found: re.Match[bytes]) -> bytes:
        left, bottom, to, top = map(float, found[2].split())
        corners = (left + right, bottom + up, to + right, top + up)
        return found[1] + b" [" + b" ".join(number(corner) for corner in corners) + b"]"

    def kids(found: re.Match[bytes]) -> bytes:
        return _KID.sub(lambda kid: b"%d" % (int(kid[0]) + content) if kid[0].isdigit() else kid[0], found[0])

    template = _BOX.sub(box, item.template)
    return item._replace(template=_KIDS.sub(kids, template) if template.startswith(_ELEMENT) else template)


def number(value: float) -> bytes:
    """A number as PDF writes it."""
    return b"%d" % value if value == int(value) else (b"%.6f" % value).rstrip(b"0")


def _with_resources(own: Resources, others: Resources, offset: int) -> Resources:
    kinds = dict.fromkeys((*own, *others))
    return {
        kind: {**own.get(kind, {}), **{name: item.moved(offset) for name, item in others.get(kind, {}).items()}}
        for kind in kinds
    }


def merged(glyphs: Iterable[Mapping[str, Glyphs]]) -> dict[str, dict[int, tuple[str, float]]]:
    """The glyphs of several drawings together, by face; the first that tells of a glyph is believed."""
    together: dict[str, dict[int, tuple[str, float]]] = {}
    for one in glyphs:
        for face, told in one.items():
            known = together.setdefault(face, {})
            if not told.keys() <= known.keys():
                together[face] = {**told, **known}
    return together


def draws(leaf: Leaf) -> bool:
    """Whether there is anything to see on a page: letters, lines or pictures."""
    return _SEEN.search(zlib.decompress(leaf.content)) is not None
