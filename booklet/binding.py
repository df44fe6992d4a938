"""Step 6, binding: drawings after each other as one PDF, with what belongs to a file and not to its parts.

Object numbers run on without a hole; a drawing keeps its objects together, so that they are numbered and compressed once for
every place where they come to stand. The same drawings give the same bytes.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import md5
from itertools import accumulate
from operator import attrgetter
from struct import Struct
from typing import NamedTuple

from booklet.drawing import (
    CATALOG,
    COLOURS,
    DOCUMENT,
    FIRST_OWN,
    FONTS,
    INFO,
    LEVEL,
    METADATA,
    OUTLINES,
    PAGES,
    PARENTS,
    PROFILE,
    TAGS,
    Drawing,
    Item,
    Layer,
    Leaf,
    Mark,
    number,
)

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
KEPT = 4096  # drawings that are kept with their numbers; some ten kB each
_STREAM = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n"
_ROW = Struct(">BIH")  # of the table of objects: what kind it is, and two numbers that say where
_FREE = bytes(_ROW.size)
_LAB = b"[/Lab <</WhitePoint [%b]/Range [-125 125 -125 125]>>]"


class About(NamedTuple):
    """What a file says of itself: its language, its information by key in PDF text, its XMP, and the colours that it is in.

    `profile` is an ICC profile of sRGB, `intent` what the file calls it.
    """

    lang: str
    info: Mapping[str, bytes]
    xmp: bytes
    profile: bytes
    intent: bytes


class Face(NamedTuple):
    """A face to embed: its name in the drawings, and its objects, the font itself first."""

    name: str
    items: tuple[Item, ...]


class Piece(NamedTuple):
    """A drawing in a booklet, with what is drawn behind and over its pages.

    What `differs` from booklet to booklet is worth to know, but may be wrong: it costs time only.
    """

    drawing: Drawing
    layers: tuple[Layer, ...] = ()
    differs: bool = False


class Chunk(NamedTuple):
    """Objects with their numbers, ready for a file: those with a stream, and one that holds the rest.

    `rows` is their piece of the table of objects; of those with a stream it lacks where they are: `offsets` in the data.
    """

    first: int
    data: bytes
    rows: bytes
    offsets: tuple[tuple[int, int], ...]

    @property
    def end(self) -> int:
        """The first number after it."""
        return self.first + len(self.rows) // _ROW.size

    def table(self, at: int, others: Mapping[int, bytes]) -> bytes:
        """Its piece of the table, when its data begins so many bytes after the begin of the file; `others` are rows of pages."""
        rows = bytearray(self.rows)
        for own, offset in self.offsets:
            _ROW.pack_into(rows, (own - self.first) * _ROW.size, 1, at + offset, 0)
        for own, row in others.items():
            start = (own - self.first) * _ROW.size
            rows[start : start + _ROW.size] = row
        return bytes(rows)


class _Sheet(NamedTuple):
    """A page with its numbers: its own and that of its content, what it needs by kind and name, its annotations and its goals."""

    leaf: Leaf
    own: int
    content: int
    resources: Mapping[str, Mapping[str, bytes]]
    notes: bytes
    goals: tuple[tuple[str, bytes], ...]


class _Bound(NamedTuple):
    """A drawing in a file: its objects, its pages, and the numbers of its leaf of the tags and of its outermost elements."""

    chunk: Chunk
    sheets: tuple[_Sheet, ...]
    parents: int | None
    tops: tuple[int, ...]


def bind(pieces: Sequence[Piece], faces: Sequence[Face], about: About, labels: Mapping[int, str]) -> bytes:
    """A file with these pages; `labels` names pages that have no number, counted from 1."""
    fonts: list[Chunk] = []
    for face in faces:
        fonts.append(_face(face.items, fonts[-1].end if fonts else FIRST_OWN))
    parts, first = _numbered(pieces, fonts[-1].end if fonts else FIRST_OWN)
    layers: dict[Drawing, _Bound] = {}
    for drawing in dict.fromkeys(layer.drawing for piece in pieces for layer in piece.layers):
        layers[drawing] = _bound(drawing, first)
        first = layers[drawing].chunk.end
    pages = [sheet for part in parts for sheet in part.sheets]
    texts = [
        _page(sheet, [layers[one.drawing].sheets[0] for one in behind], [layers[one.drawing].sheets[0] for one in over])
        for piece, part in zip(pieces, parts, strict=True)
        for sheet, behind, over in _covered(piece, part)
    ]
    outline, root = _outline([(sheet.leaf, sheet.own) for sheet in pages], first)
    fixed = {
        **dict(_shared(about)),
        CATALOG: _catalog(pages, about, labels),
        PAGES: b"<</Type /Pages/Kids [%b]/Count %d>>" % (b" ".join(_ref(sheet.own) for sheet in pages), len(pages)),
        TAGS: b"<</Type /StructTreeRoot/ParentTree %b/ParentTreeNextKey %d/K [%b]>>"
        % (_ref(PARENTS), first, _ref(DOCUMENT)),
        DOCUMENT: b"<</Type /StructElem/S /Document/K [%b]/P %b>>"
        % (b" ".join(_ref(top) for part in parts for top in part.tops), _ref(TAGS)),
        PARENTS: b"<</Kids [%b]>>"
        % b" ".join(_ref(own) for own in sorted(part.parents for part in parts if part.parents)),
        FONTS: b"<<%b>>"
        % b"".join(b"/%b %b" % (f.name.encode(), _ref(c.first)) for f, c in zip(faces, fonts, strict=True)),
        OUTLINES: root,
        **{sheet.own: text for sheet, text in zip(pages, texts, strict=True)},
        **dict(enumerate(outline, first)),
    }
    streams = {
        PROFILE: _packed(b"/N 3", about.profile),
        METADATA: _packed(b"/Type /Metadata/Subtype /XML", about.xmp),
    }
    chunks = sorted((*fonts, *(part.chunk for part in (*parts, *layers.values()))), key=attrgetter("first"))
    return _file(chunks, fixed, streams, range(first, first + len(outline)))


def _numbered(pieces: Sequence[Piece], first: int) -> tuple[list[_Bound], int]:
    """The pieces with their numbers, from this one on, and the first number after them.

    Those that differ from booklet to booklet come last, so that the others have the same numbers in all booklets of an edition
    and need not be written again.
    """
    found: dict[int, _Bound] = {}
    for index, piece in sorted(enumerate(pieces), key=lambda one: one[1].differs):
        found[index] = _bound(piece.drawing, first)
        first = found[index].chunk.end
    return [found[index] for index in range(len(pieces))], first


def _covered(piece: Piece, part: _Bound) -> Iterator[tuple[_Sheet, list[Layer], list[Layer]]]:
    """Every page with what lies behind and over it."""
    for index, sheet in enumerate(part.sheets):
        here = [layer for layer in piece.layers if layer.leaf == index]
        yield sheet, [one for one in here if one.behind], [one for one in here if not one.behind]


def _ref(own: int) -> bytes:
    return b"%d 0 R" % own


def _packed(about: bytes, data: bytes) -> tuple[bytes, bytes]:
    packed = zlib.compress(data, LEVEL)
    return b"<<%b/Filter /FlateDecode/Length %d>>" % (about, len(packed)), packed


# ----------------------------------------------------------------------------------------------------------------------
# A drawing with its numbers


@lru_cache(KEPT)
def _bound(drawing: Drawing, first: int) -> _Bound:
    """The objects of a drawing from this number on, but for its pages, with its leaf of the tags."""
    items = [*drawing.items, *(_content(leaf) for leaf in drawing.leaves)]
    sheets = tuple(_sheet(leaf, first, first + len(drawing.items) + at) for at, leaf in enumerate(drawing.leaves))
    parents = _parents(drawing, first)
    if parents:
        items.append(parents)
    tops = tuple(top + first for leaf in drawing.leaves for top in leaf.tops)
    pages = frozenset(leaf.number for leaf in drawing.leaves)
    return _Bound(_chunk(items, first, pages), sheets, first + len(items) - 1 if parents else None, tops)


def _content(leaf: Leaf) -> Item:
    return Item(b"<</Filter /FlateDecode/Length %d>>" % len(leaf.content), (), leaf.content)


def _sheet(leaf: Leaf, first: int, content: int) -> _Sheet:
    own = leaf.number + first
    resources = {
        kind: {name: item.template % tuple(ref + first for ref in item.refs) for name, item in named.items()}
        for kind, named in leaf.resources.items()
    }
    goals = tuple((name, b"[%b /XYZ %b %b 0]" % (_ref(own), number(x), number(y))) for name, x, y in leaf.goals)
    return _Sheet(leaf, own, content, resources, b" ".join(_ref(note + first) for note, _ in leaf.notes), goals)


@lru_cache(KEPT)
def _face(items: tuple[Item, ...], first: int) -> Chunk:
    return _chunk(items, first, frozenset())


def _chunk(items: Sequence[Item], first: int, pages: Collection[int]) -> Chunk:
    """Objects from this number on, and behind them the one that holds what has no stream; `pages` are written elsewhere."""
    data: list[bytes] = []
    offsets: list[tuple[int, int]] = []
    small: list[tuple[int, bytes]] = []
    at = 0
    for own, item in enumerate(items, first):
        text = item.template % tuple(ref + first for ref in item.refs)
        if item.stream is not None:
            offsets.append((own, at))
            data.append(_STREAM % (own, text, item.stream))
            at += len(data[-1])
        elif own - first not in pages:
            small.append((own, text or b"null"))
    holder = first + len(items)
    places = {own: _ROW.pack(2, holder, index) for index, (own, _) in enumerate(small)}
    rows = [places.get(own, _FREE) for own in range(first, holder)]
    if small:
        offsets.append((holder, at))
        data.append(_holder(holder, small))
        rows.append(_FREE)
    return Chunk(first, b"".join(data), b"".join(rows), tuple(offsets))


def _holder(own: int, small: Sequence[tuple[int, bytes]]) -> bytes:
    """An object that holds others (ISO 32000-1, 7.5.7)."""
    starts = accumulate((len(text) + 1 for _, text in small), initial=0)
    head = b" ".join(b"%d %d" % (one, start) for (one, _), start in zip(small, starts, strict=False)) + b"\n"
    packed = zlib.compress(head + b"\n".join(text for _, text in small), LEVEL)
    about = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % (len(small), len(head), len(packed))
    return _STREAM % (own, about, packed)


def _page(sheet: _Sheet, behind: Sequence[_Sheet], over: Sequence[_Sheet]) -> bytes:
    """The object of a page (ISO 32000-1, 7.7.3.3); the tags know it by its own number."""
    box = b"[0 0 %b %b]" % (number(sheet.leaf.width), number(sheet.leaf.height))
    drawn = (*behind, sheet, *over)
    needed: dict[str, dict[str, bytes]] = {}
    for one in drawn:
        for kind, named in one.resources.items():
            needed.setdefault(kind, {}).update(named)
    told = (
        b"/%b <<%b>>" % (kind.encode(), b"".join(b"/%b %b" % (name.encode(), text) for name, text in named.items()))
        for kind, named in needed.items()
    )
    return b"".join(
        (
            b"<</Type /Page/Parent %d 0 R/MediaBox %b/TrimBox %b/BleedBox %b" % (PAGES, box, box, box),
            b"/Contents [%b]/Resources <<" % b" ".join(_ref(one.content) for one in drawn),
            *told,
            b"/ColorSpace %d 0 R/Font %d 0 R>>/Tabs /S/StructParents %d" % (COLOURS, FONTS, sheet.own),
            b"/Annots [%b]" % sheet.notes if sheet.notes else b"",
            b">>",
        )
    )


def _parents(drawing: Drawing, first: int) -> Item | None:
    """Which element every piece of marked content and every annotation belongs to (ISO 32000-1, 14.7.4.4)."""
    rows: dict[int, tuple[bytes, tuple[int, ...]]] = {}
    for leaf in drawing.leaves:
        shown = b" ".join(b"null" if one is None else b"%d 0 R" for one in leaf.tagged)
        rows[leaf.number] = (b"[%b]" % shown, tuple(one for one in leaf.tagged if one is not None))
        rows |= {note: (b"%d 0 R", (owner,)) for note, owner in leaf.notes if owner is not None}
    ordered = sorted(rows.items())
    if not any(refs for _, (_, refs) in ordered):
        return None
    limits = b"[%d %d]" % (ordered[0][0] + first, ordered[-1][0] + first)
    text = b" ".join(b"%d %b" % (own + first, value) for own, (value, _) in ordered)
    return Item(b"<</Limits %b/Nums [%b]>>" % (limits, text), tuple(ref for _, (_, refs) in ordered for ref in refs))


# ----------------------------------------------------------------------------------------------------------------------
# What a file has once


def _shared(about: About) -> Iterator[tuple[int, bytes]]:
    whites = b"/lab-d50 %b/lab-d65 %b" % (_LAB % b"0.964296 1 0.825105", _LAB % b"0.950456 1 1.089058")
    yield COLOURS, b"<<%b/srgb [/ICCBased %b]>>" % (whites, _ref(PROFILE))
    yield INFO, b"<<%b>>" % b"".join(b"/%b %b" % (key.encode(), text) for key, text in about.info.items())


def _catalog(pages: Sequence[_Sheet], about: About, labels: Mapping[int, str]) -> bytes:
    goals: dict[str, bytes] = {}
    for sheet in pages:
        for name, goal in sheet.goals:
            goals.setdefault(name, goal)
    names = b" ".join(b"(%b) %b" % (name.encode(), goal) for name, goal in sorted(goals.items()))
    intent = b"<</Type /OutputIntent/S /GTS_PDFA1/OutputConditionIdentifier %b/Info %b/DestOutputProfile %b>>"
    return b"".join(
        (
            b"<</Type /Catalog/Pages %b" % _ref(PAGES),
            b"/Outlines %b" % _ref(OUTLINES) if any(sheet.leaf.marks for sheet in pages) else b"",
            b"/Lang (%b)/Names <</Dests <</Names [%b]>>>>" % (about.lang.encode(), names),
            b"/StructTreeRoot %b/ViewerPreferences <</DisplayDocTitle true>>/MarkInfo <</Marked true>>" % _ref(TAGS),
            b"/OutputIntents [%b]" % (intent % (about.intent, about.intent, _ref(PROFILE))),
            b"/Metadata %b/PageLabels <</Nums [%b]>>>>" % (_ref(METADATA), b" ".join(_labels(len(pages), labels))),
        )
    )


def _labels(count: int, labels: Mapping[int, str]) -> Iterator[bytes]:
    """Let a viewer name pages as the booklet does (ISO 32000-1, 12.4.2)."""
    for page in range(1, count + 1):
        if page in labels:
            yield b"%d <</P (%b)>>" % (page - 1, labels[page].encode())
        elif page == 1 or page - 1 in labels:
            yield b"%d <</S /D/St %d>>" % (page - 1, page)


class _Entry(NamedTuple):
    """A bookmark in the tree: where it stands in the list, the list of those below it, and the one above it."""

    mark: Mark
    page: int
    above: int | None


def _outline(pages: Sequence[tuple[Leaf, int]], first: int) -> tuple[list[bytes], bytes]:
    """The bookmarks as objects from this number on, each below the last one before it of a higher level; and their root."""
    entries: list[_Entry] = []
    path: list[int] = []
    for leaf, own in pages:
        for mark in leaf.marks:
            while path and entries[path[-1]].mark.level >= mark.level:
                path.pop()
            entries.append(_Entry(mark, own, path[-1] if path else None))
            path.append(len(entries) - 1)
    below: dict[int | None, list[int]] = {}
    for index, entry in enumerate(entries):
        below.setdefault(entry.above, []).append(index)
    shown: dict[int | None, int] = {}
    for above in (*reversed(range(len(entries))), None):  # those below come first
        kids = below.get(above, [])
        shown[above] = len(kids) + sum(shown[kid] for kid in kids if entries[kid].mark.state != "closed")
    texts = [_bookmark(entries, index, below, shown, first) for index in range(len(entries))]
    return texts, b"<<%b/Count %d>>" % (_ends(below.get(None, []), first), shown[None])


def _bookmark(
    entries: Sequence[_Entry],
    index: int,
    below: Mapping[int | None, Sequence[int]],
    shown: Mapping[int | None, int],
    first: int,
) -> bytes:
    mark, page, above = entries[index]
    beside = below[above]
    at = beside.index(index)
    count = -shown[index] if mark.state == "closed" else shown[index]
    return b"".join(
        (
            b"<</Title %b/Dest [%b /XYZ %b %b 0]" % (text(mark.label), _ref(page), number(mark.x), number(mark.y)),
            b"/Count %d/Parent %b" % (count, _ref(OUTLINES if above is None else above + first)),
            b"/Prev %b" % _ref(beside[at - 1] + first) if at else b"",
            b"/Next %b" % _ref(beside[at + 1] + first) if at + 1 < len(beside) else b"",
            _ends(below.get(index, []), first) + b">>",
        )
    )


def _ends(kids: Sequence[int], first: int) -> bytes:
    return b"/First %b/Last %b" % (_ref(kids[0] + first), _ref(kids[-1] + first)) if kids else b""


def text(words: str) -> bytes:
    """A text as PDF writes it (ISO 32000-1, 7.9.2.2)."""
    if words.isascii():
        return b"(%b)" % words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<feff%b>" % words.encode("utf-16-be").hex().encode()


# ----------------------------------------------------------------------------------------------------------------------
# The file


def _file(
    chunks: Sequence[Chunk], fixed: Mapping[int, bytes], streams: Mapping[int, tuple[bytes, bytes]], last: range
) -> bytes:
    """Everything after each other, with the table that tells where every object is (ISO 32000-1, 7.5.8).

    `fixed` are objects of this file alone, with no stream; the one after the `last` of all numbers holds them.
    """
    holder = last.stop
    data, at = [HEADER], len(HEADER)
    small = sorted(fixed.items())
    rows = {own: _ROW.pack(2, holder, index) for index, (own, _) in enumerate(small)}
    for own, (extra, stream) in sorted(streams.items()):
        rows[own] = _ROW.pack(1, at, 0)
        data.append(_STREAM % (own, extra, stream))
        at += len(data[-1])
    table = [(0, b"".join((_FREE, *(rows[own] for own in range(1, FIRST_OWN)))))]
    left = [own for own, _ in small if own >= FIRST_OWN]
    for chunk in chunks:
        here = {own: rows[own] for own in left if chunk.first <= own < chunk.end}
        table.append((chunk.first, chunk.table(at, here)))
        data.append(chunk.data)
        at += len(chunk.data)
    data.append(_holder(holder, small))
    ends = (*(rows[own] for own in last), _ROW.pack(1, at, 0), _ROW.pack(1, at + len(data[-1]), 0))
    table.append((last.start, b"".join(ends)))
    at += len(data[-1])
    packed = zlib.compress(b"".join(rows for _, rows in table), LEVEL)
    marks = md5(b"".join(data), usedforsecurity=False).hexdigest().encode()
    about = (
        b"<</Type /XRef/W [1 4 2]/Index [%b]/Size %d/Root %b/Info %b/ID [<%b><%b>]/Filter /FlateDecode/Length %d>>"
        % (
            b" ".join(b"%d %d" % (start, len(rows) // _ROW.size) for start, rows in table),
            holder + 2,
            _ref(CATALOG),
            _ref(INFO),
            marks,
            marks,
            len(packed),
        )
    )
    data.append(_STREAM % (holder + 1, about, packed))
    return b"".join((*data, b"startxref\n%d\n%%%%EOF\n" % at))
