"""Step 6, binding: drawings after each other as one PDF, with what belongs to a file and not to its parts.

Object numbers run on without a hole; a drawing keeps its objects together, so that they are numbered and compressed once for
every place where they come to stand. The same drawings give the same bytes.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import md5
from itertools import accumulate
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
    Leaf,
    Mark,
    number,
)

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
KEPT = 4096  # drawings that are kept with their numbers; some ten kB each
_STREAM = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n"
_WIDTHS = (1, 4, 3)  # bytes of the columns of the table of objects
_ROW = sum(_WIDTHS)
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
        return self.first + len(self.rows) // _ROW

    def table(self, at: int) -> bytes:
        """Its piece of the table, when its data begins so many bytes after the begin of the file."""
        rows = bytearray(self.rows)
        for own, offset in self.offsets:
            start = (own - self.first) * _ROW
            rows[start : start + _ROW] = _row(1, at + offset, 0)
        return bytes(rows)


class _Bound(NamedTuple):
    """A drawing in a file: its objects, and the numbers of its leaf of the tags and the elements right below their root."""

    chunk: Chunk
    parents: int | None
    tops: tuple[int, ...]


def bind(drawings: Sequence[Drawing], faces: Sequence[Face], about: About, labels: Mapping[int, str]) -> bytes:
    """A file with these pages; `labels` names pages that have no number, counted from 1."""
    first = FIRST_OWN
    parts: list[tuple[Drawing, _Bound]] = []
    for drawing in drawings:
        parts.append((drawing, _bound(drawing, first)))
        first = parts[-1][1].chunk.end
    fonts = []
    for face in faces:
        fonts.append(_face(face.items, first))
        first = fonts[-1].end
    pages = [(leaf, leaf.number + part.chunk.first) for drawing, part in parts for leaf in drawing.leaves]
    outline, root = _outline(pages, first)
    fixed = {
        **dict(_shared(about)),
        CATALOG: _catalog(pages, about, labels),
        PAGES: b"<</Type /Pages/Kids [%b]/Count %d>>" % (b" ".join(_ref(own) for _, own in pages), len(pages)),
        TAGS: b"<</Type /StructTreeRoot/ParentTree %b/ParentTreeNextKey %d/K [%b]>>"
        % (_ref(PARENTS), first, _ref(DOCUMENT)),
        DOCUMENT: b"<</Type /StructElem/S /Document/K [%b]/P %b>>"
        % (b" ".join(_ref(top) for _, part in parts for top in part.tops), _ref(TAGS)),
        PARENTS: b"<</Kids [%b]>>" % b" ".join(_ref(part.parents) for _, part in parts if part.parents),
        FONTS: b"<<%b>>"
        % b"".join(b"/%b %b" % (f.name.encode(), _ref(c.first)) for f, c in zip(faces, fonts, strict=True)),
        OUTLINES: root,
    }
    streams = {
        PROFILE: _packed(b"/N 3", about.profile),
        METADATA: _packed(b"/Type /Metadata/Subtype /XML", about.xmp),
    }
    return _file([part.chunk for _, part in parts] + fonts, fixed, streams, outline, first)


def _ref(own: int) -> bytes:
    return b"%d 0 R" % own


def _row(kind: int, where: int, index: int) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip((kind, where, index), _WIDTHS, strict=True))


def _packed(about: bytes, data: bytes) -> tuple[bytes, bytes]:
    packed = zlib.compress(data, LEVEL)
    return b"<<%b/Filter /FlateDecode/Length %d>>" % (about, len(packed)), packed


# ----------------------------------------------------------------------------------------------------------------------
# A drawing with its numbers


@lru_cache(KEPT)
def _bound(drawing: Drawing, first: int) -> _Bound:
    """The objects of a drawing from this number on, with its pages and its leaf of the tags."""
    items = list(drawing.items)
    for leaf in drawing.leaves:
        items[leaf.number] = _page(leaf, len(items))
        items.append(Item(b"<</Filter /FlateDecode/Length %d>>" % len(leaf.content), (), leaf.content))
    parents = _parents(drawing, first)
    if parents:
        items.append(parents)
    tops = tuple(top + first for leaf in drawing.leaves for top in leaf.tops)
    return _Bound(_chunk(items, first), first + len(items) - 1 if parents else None, tops)


@lru_cache(KEPT)
def _face(items: tuple[Item, ...], first: int) -> Chunk:
    return _chunk(items, first)


def _chunk(items: Sequence[Item], first: int) -> Chunk:
    """Objects from this number on, and behind them the one that holds what has no stream."""
    data: list[bytes] = []
    offsets: list[tuple[int, int]] = []
    small: list[tuple[int, bytes]] = []
    at = 0
    for own, item in enumerate(items, first):
        text = item.template % tuple(ref + first for ref in item.refs)
        if item.stream is None:
            small.append((own, text or b"null"))
        else:
            offsets.append((own, at))
            data.append(_STREAM % (own, text, item.stream))
            at += len(data[-1])
    holder = first + len(items)
    offsets.append((holder, at))
    data.append(_holder(holder, small))
    places = {own: _row(2, holder, index) for index, (own, _) in enumerate(small)}
    rows = b"".join(places.get(own, bytes(_ROW)) for own in range(first, holder + 1))
    return Chunk(first, b"".join(data), rows, tuple(offsets))


def _holder(own: int, small: Sequence[tuple[int, bytes]]) -> bytes:
    """An object that holds others (ISO 32000-1, 7.5.7)."""
    starts = accumulate((len(text) + 1 for _, text in small), initial=0)
    head = b" ".join(b"%d %d" % (one, start) for (one, _), start in zip(small, starts, strict=False)) + b"\n"
    packed = zlib.compress(head + b"\n".join(text for _, text in small), LEVEL)
    about = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % (len(small), len(head), len(packed))
    return _STREAM % (own, about, packed)


def _page(leaf: Leaf, content: int) -> Item:
    """The object of a page (ISO 32000-1, 7.7.3.3); the tags know it by its own number."""
    box = b"[0 0 %b %b]" % (number(leaf.width), number(leaf.height))
    text = [b"<</Type /Page/Parent %d 0 R/MediaBox %b/TrimBox %b/BleedBox %b" % (PAGES, box, box, box)]
    text.append(b"/Contents %d 0 R/Resources <<")
    refs = [content]
    for kind, named in leaf.resources.items():
        text.append(
            b"/%b <<%b>>" % (kind.encode(), b"".join(b"/%b %b" % (n.encode(), i.template) for n, i in named.items()))
        )
        refs += (ref for item in named.values() for ref in item.refs)
    text.append(b"/ColorSpace %d 0 R/Font %d 0 R>>/Tabs /S/StructParents %%d" % (COLOURS, FONTS))
    refs.append(leaf.number)
    if leaf.notes:
        text.append(b"/Annots [%b]" % b" ".join([b"%d 0 R"] * len(leaf.notes)))
        refs += (note for note, _ in leaf.notes)
    return Item(b"".join(text) + b">>", tuple(refs))


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


def _catalog(pages: Sequence[tuple[Leaf, int]], about: About, labels: Mapping[int, str]) -> bytes:
    goals: dict[str, bytes] = {}
    for leaf, own in pages:
        for name, x, y in leaf.goals:
            goals.setdefault(name, b"[%b /XYZ %b %b 0]" % (_ref(own), number(x), number(y)))
    names = b" ".join(b"(%b) %b" % (name.encode(), goal) for name, goal in sorted(goals.items()))
    intent = b"<</Type /OutputIntent/S /GTS_PDFA1/OutputConditionIdentifier %b/Info %b/DestOutputProfile %b>>"
    return b"".join(
        (
            b"<</Type /Catalog/Pages %b" % _ref(PAGES),
            b"/Outlines %b" % _ref(OUTLINES) if any(leaf.marks for leaf, _ in pages) else b"",
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
    chunks: Sequence[Chunk],
    fixed: Mapping[int, bytes],
    streams: Mapping[int, tuple[bytes, bytes]],
    outline: Sequence[bytes],
    first: int,
) -> bytes:
    """Everything after each other, with the table that tells where every object is (ISO 32000-1, 7.5.8)."""
    holder = first + len(outline)
    data, table, at = [HEADER], [_row(0, 0, 0)], len(HEADER)
    small = [*sorted(fixed.items()), *enumerate(outline, first)]
    rows = {own: _row(2, holder, index) for index, (own, _) in enumerate(small)}
    for own, (extra, stream) in sorted(streams.items()):
        rows[own] = _row(1, at, 0)
        data.append(_STREAM % (own, extra, stream))
        at += len(data[-1])
    table += (rows[own] for own in range(1, FIRST_OWN))
    for chunk in chunks:
        data.append(chunk.data)
        table.append(chunk.table(at))
        at += len(chunk.data)
    data.append(_holder(holder, small))
    table += (*(rows[own] for own in range(first, holder)), _row(1, at, 0), _row(1, at + len(data[-1]), 0))
    at += len(data[-1])
    packed = zlib.compress(b"".join(table), LEVEL)
    marks = md5(b"".join(data), usedforsecurity=False).hexdigest().encode()
    about = b"<</Type /XRef/W [%b]/Size %d/Root %b/Info %b/ID [<%b><%b>]/Filter /FlateDecode/Length %d>>" % (
        b" ".join(b"%d" % width for width in _WIDTHS),
        holder + 2,
        _ref(CATALOG),
        _ref(INFO),
        marks,
        marks,
        len(packed),
    )
    data.append(_STREAM % (holder + 1, about, packed))
    return b"".join((*data, b"startxref\n%d\n%%%%EOF\n" % at))
