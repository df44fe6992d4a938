"""Step 5, drawing: what WeasyPrint wrote of some pages, taken out of its file as drawings that can be bound anywhere.

It reads the `pydyf.PDF` that WeasyPrint gives to a finisher, so no private name is needed.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pydyf

from booklet.drawing import (
    COLOURS,
    DOCUMENT,
    EMPTY,
    FONTS,
    LEVEL,
    PROFILE,
    PT_PER_PX,
    Drawing,
    Gap,
    Glyphs,
    Item,
    Leaf,
    Mark,
    Resources,
)
from booklet.laid import TEGEL

_REFERENCE = re.compile(rb"(\d+) 0 R")
_TELLING = re.compile(
    r"[aA]\d[\d.]*"
)  # `a0.5` tells what it is; other names WeasyPrint counts, or makes up, in every file
_NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
_SHOWN = re.compile(rb"/([A-Z]{6}) [\d.]+ Tf|<([0-9a-f]+)>")
_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")


class Hole(NamedTuple):
    """A block that is, or becomes, a drawing of its own: its name, its element, and two of its corners in px."""

    name: str
    element: int
    left: float
    top: float
    right: float
    bottom: float


class PageMarks(NamedTuple):
    """What is known of a laid-out page: places to lead to, bookmarks, links and holes, in px from the top left."""

    width: float
    height: float
    goals: Mapping[str, tuple[float, ...]]
    marks: Sequence[tuple[int, str, tuple[float, float], str]]
    links: tuple[str, ...]
    holes: tuple[Hole, ...] = ()


class Source(NamedTuple):
    """A file of WeasyPrint: its objects, its pages, and the glyphs by face that were drawn in it."""

    pdf: pydyf.PDF
    marks: Sequence[PageMarks]
    glyphs: Mapping[str, Glyphs]


def taken(source: Source, pages: Sequence[int], name: str, *, tagged: bool) -> Drawing:
    """Some pages of a file, counted from 0, with everything that they need; `name` makes the names in them their own.

    What is not `tagged` passes a screen reader by, and nothing leads to it.
    """
    return _Taker(source.pdf, name, tagged=tagged).drawing(source, pages)


def faces_in(pdf: pydyf.PDF) -> Mapping[str, tuple[Item, ...]]:
    """Every face that is embedded in a file, by its name there: the objects that it needs, the font itself first."""
    fonts = pdf.objects[_number(_resources(pdf)["Font"])]
    found = {}
    for name, reference in fonts.items():
        taker = _Taker(pdf)
        taker.local(_number(reference))
        found[name] = taker.items()
    return found


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _resources(pdf: pydyf.PDF) -> Any:
    page = pdf.objects[pdf.pages["Kids"][0]]
    return pdf.objects[_number(page["Resources"])]


class _Taker:
    """Follows references from a page and gives every object that it meets a number of its own."""

    def __init__(self, pdf: pydyf.PDF, name: str = "", *, tagged: bool = False) -> None:
        self._pdf = pdf
        self._tagged = tagged
        self._name = name
        self._numbers: dict[int, int] = {}
        self._named: dict[bytes, bytes] = {}
        self._waiting: list[int] = []
        self._items: list[Item] = []
        self._shared = _shared(pdf)
        self.texts: list[bytes] = []  # what is drawn, to see which glyphs that takes

    def local(self, number: int) -> int:
        """The number here of an object of the file."""
        if number not in self._numbers:
            self._numbers[number] = len(self._items)
            self._items.append(EMPTY)
            self._waiting.append(number)
        return self._numbers[number]

    def items(self) -> tuple[Item, ...]:
        """Every object that was met, and what those refer to."""
        while self._waiting:
            number = self._waiting.pop()
            self._items[self._numbers[number]] = self._item(self._pdf.objects[number], self._numbers[number])
        return tuple(self._items)

    def drawing(self, source: Source, pages: Sequence[int]) -> Drawing:
        """These pages as a drawing."""
        numbers = [source.pdf.pages["Kids"][3 * page] for page in pages]
        for number in numbers:  # their own objects are written when they are bound
            self.local(number)
        self._waiting.clear()
        elements = _elements(source.pdf) if self._tagged else {}
        leaves = [
            self._leaf(number, page, source.marks[page], elements.get(number, ()))
            for number, page in zip(numbers, pages, strict=True)
        ]
        items = self.items()
        shown = _shown(self.texts)
        glyphs = {
            name: {glyph: told for glyph, told in known.items() if glyph in shown[name]}
            for name, known in source.glyphs.items()
            if name in shown
        }
        return Drawing(items, tuple(leaves), glyphs)

    def _leaf(self, number: int, index: int, marks: PageMarks, tops: Iterable[int]) -> Leaf:
        """A page, counted from 0, that is this object."""
        page = self._pdf.objects[number]
        resources = self._pdf.objects[_number(page["Resources"])]
        content = _joined(self._pdf.objects[_number(page["Contents"])])
        names = self._names(resources, content)
        used = set(_NAME.findall(content))
        content = _NAME.sub(lambda found: b"/" + names.get(found[1], found[1]), content)
        self.texts.append(content)
        height = marks.height * PT_PER_PX
        leaf = Leaf(
            self._numbers[number],
            marks.width * PT_PER_PX,
            height,
            zlib.compress(b"q\n%b\nQ" % content, LEVEL),
            self._used(resources, names, used),
        )
        if not self._tagged:
            return leaf
        owners = _owners(self._pdf)
        told = [
            self._owner(_number(note), owners) or 0 for note in page.get("Annots", ())
        ]  # elements count in their order
        return leaf._replace(
            notes=tuple(self._note(_number(note), owners) for note in page.get("Annots", ())),
            tagged=tuple(None if one == b"null" else self.local(_number(one)) for one in owners[index]),
            tops=tuple(self.local(top) for top in tops),
            goals=tuple(
                (name, x * PT_PER_PX, height - y * PT_PER_PX)
                for name, (x, y, *_) in marks.goals.items()
                if not name.startswith(TEGEL)
            ),
            marks=tuple(
                Mark(lvl, label, x * PT_PER_PX, height - y * PT_PER_PX, state)
                for lvl, label, (x, y), state in marks.marks
            ),
            links=marks.links,
            gaps=tuple(
                Gap(
                    hole.name,
                    self.local(hole.element),
                    hole.left * PT_PER_PX,
                    height - hole.top * PT_PER_PX,
                    (hole.bottom - hole.top) * PT_PER_PX,
                    sum(number > hole.element for number in told),
                )
                for hole in marks.holes
            ),
        )

    def _note(self, number: int, owners: Mapping[int, bytes]) -> tuple[int, int | None]:
        """An annotation and the element that it belongs to; what is no part of the tags has none."""
        owner = self._owner(number, owners)
        return self.local(number), None if owner is None else self.local(owner)

    def _owner(self, number: int, owners: Mapping[int, bytes]) -> int | None:
        owner = owners.get(self._pdf.objects[number].get("StructParent"))
        return _number(owner) if owner else None

    def _names(self, resources: Any, content: bytes) -> Mapping[bytes, bytes]:
        """What the names are called here that WeasyPrint counts in every file: they are counted in the drawing, as they come."""
        counted = {name.encode() for kind in _KINDS for name in resources.get(kind, ()) if not _TELLING.fullmatch(name)}
        for name in _NAME.findall(content):
            if name in counted:
                self._named.setdefault(name, b"x%d.%b" % (len(self._named), self._name.encode()))
        return self._named

    def _used(self, resources: Any, names: Mapping[bytes, bytes], used: set[bytes]) -> Resources:
        """The resources that a page needs; the file has those of all its pages together."""
        found: dict[str, dict[str, Item]] = {}
        for kind in _KINDS:
            for name, value in resources.get(kind, {}).items():
                if name.encode() in used:
                    own = names.get(name.encode(), name.encode())
                    found.setdefault(kind, {})[own.decode()] = self._value(value)
        return found

    def _item(self, item: Any, own: int) -> Item:
        if isinstance(item, pydyf.Stream):
            return self._stream(item)
        template, refs = self._parts(item)
        if isinstance(item, dict) and "StructParent" in item:  # an annotation is known by its own number in the tags
            template = re.sub(rb"/StructParent \d+", b"/StructParent %d", template)
            at = template[: template.index(b"/StructParent %d")].count(b"%d")
            refs = (*refs[:at], own, *refs[at:])
        return Item(template, refs)

    def _stream(self, stream: Any) -> Item:
        text = _joined(stream)
        if stream.compress:
            extra = {**stream.extra, "Filter": "/FlateDecode"}
            data = zlib.compress(text, LEVEL)
        else:
            extra, data = stream.extra, text
        if stream.extra.get("Subtype") == "/Form":
            self.texts.append(text)
        template, refs = self._parts({**extra, "Length": len(data)})
        return Item(template, refs, data)

    def _value(self, value: Any) -> Item:
        return Item(*self._parts(value))

    def _parts(self, value: Any) -> tuple[bytes, tuple[int, ...]]:
        refs: list[int] = []
        return self._text(value, refs), tuple(refs)

    def _text(self, value: Any, refs: list[int]) -> bytes:
        """A value as a template; the numbers of the objects that it refers to come in `refs`."""
        if isinstance(value, bytes):
            found = _REFERENCE.fullmatch(value)
            return self._reference(int(found[1]), refs) if found else value.replace(b"%", b"%%")
        if isinstance(value, dict):
            return (
                b"<<" + b"".join(b"/%b %b" % (_plain(key), self._text(one, refs)) for key, one in value.items()) + b">>"
            )
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(self._text(one, refs) for one in value) + b"]"
        return pydyf.Array([value]).data[1:-1].replace(b"%", b"%%")  # type: ignore[no-any-return]

    def _reference(self, number: int, refs: list[int]) -> bytes:
        if number in self._shared:
            return b"%d 0 R" % self._shared[number]
        refs.append(self.local(number))
        return b"%d 0 R"


def _plain(key: Any) -> bytes:
    return str(key).encode().replace(b"%", b"%%")


def _shared(pdf: pydyf.PDF) -> Mapping[int, int]:
    """The objects of a file that every booklet has once, and their numbers there."""
    resources = _resources(pdf)
    shared = {_number(resources["ColorSpace"]): COLOURS, _number(resources["Font"]): FONTS}
    intents = pdf.catalog.get("OutputIntents", ())
    shared |= {_number(intent["DestOutputProfile"]): PROFILE for intent in intents}
    tags = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    return {**shared, _number(tags["K"][0]): DOCUMENT}


def _elements(pdf: pydyf.PDF) -> Mapping[int, list[int]]:
    """The outermost elements by the number of their page."""
    tags = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    found: dict[int, list[int]] = {}
    for reference in pdf.objects[_number(tags["K"][0])]["K"]:
        element = pdf.objects[_number(reference)]
        found.setdefault(_number(element["Pg"]), []).append(_number(reference))
    return found


def _owners(pdf: pydyf.PDF) -> Mapping[int, Any]:
    """The elements of the marked content of every page, in the order of its numbers, and after those of every annotation."""
    tags = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    numbers = pdf.objects[_number(tags["ParentTree"])]["Nums"]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _joined(stream: Any) -> bytes:
    return b"\n".join(pydyf.Array([one]).data[1:-1] if not isinstance(one, bytes) else one for one in stream.stream)


def _shown(texts: Iterable[bytes]) -> Mapping[str, set[int]]:
    """The glyphs that are drawn, by face."""
    shown: dict[str, set[int]] = {}
    for text in texts:
        glyphs: set[int] = set()
        for name, letters in _SHOWN.findall(text):
            if name:
                glyphs = shown.setdefault(name.decode(), set())
            else:
                glyphs.update(int(letters[at : at + 4], 16) for at in range(0, len(letters), 4))
    return shown
