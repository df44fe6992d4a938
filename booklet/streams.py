"""What a PDF draws: every content stream once, with the names that it may use; knows no rules and changes nothing.

A page draws by its own stream and by those that it calls: forms, tiling patterns, soft masks, the glyphs of a Type 3 font
and the looks of annotations (ISO 32000-1, 7.8.2).
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


class Drawing(NamedTuple):
    """A content stream: the page on which it is first seen (from 1), the page or the stream itself, and its resources."""

    page: int
    holder: Any
    resources: pikepdf.Object

    @property
    def is_page(self) -> bool:
        """Whether this is the stream of a page, and not of a form or the like."""
        return isinstance(self.holder, pikepdf.Page)

    def instructions(self) -> Sequence[Instruction]:
        """What it draws, in order; raises `pikepdf.PdfError` when that cannot be read."""
        return pikepdf.parse_content_stream(self.holder)

    def read(self) -> bytes:
        """The stream itself."""
        if not self.is_page:
            return self.holder.read_bytes()  # type: ignore[no-any-return]
        self.holder.contents_coalesce()
        return self.holder.obj.Contents.read_bytes()  # type: ignore[no-any-return]

    def replace(self, pdf: pikepdf.Pdf, data: bytes) -> None:
        """Let it draw this instead."""
        if self.is_page:
            self.holder.obj.Contents = pdf.make_stream(data)
        else:
            self.holder.write(data)


def drawings(pdf: pikepdf.Pdf) -> Iterator[Drawing]:
    """Every content stream of the file once, the page before what it calls."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get(Name.Resources) or page.resources
        yield Drawing(number, page, resources)
        yield from _called(number, resources, resources, seen)
        for annotation in page.obj.get(Name.Annots, ()):
            for look in _looks(annotation.get(Name.AP)):
                yield from _form(number, look, resources, seen)


def _called(page: int, resources: Any, around: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[Drawing]:
    """The streams that may be called by these resources; `around` serves a form that has none of its own."""
    if resources.is_indirect:
        if resources.objgen in seen:  # many pages share theirs
            return
        seen.add(resources.objgen)
    for kind in (Name.XObject, Name.Pattern):
        for called in entries(resources, kind):
            if isinstance(called, pikepdf.Stream) and called.get(Name.Subtype) != Name.Image:
                yield from _form(page, called, around, seen)
    for state in entries(resources, Name.ExtGState):
        mask = state.get(Name.SMask)
        if isinstance(mask, pikepdf.Dictionary) and Name.G in mask:
            yield from _form(page, mask.G, around, seen)
    for font in entries(resources, Name.Font):
        for glyph in entries(font, Name.CharProcs):
            own = font.get(Name.Resources, around)
            yield from _form(page, glyph, own, seen)


def _form(page: int, stream: Any, around: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[Drawing]:
    if not isinstance(stream, pikepdf.Stream) or stream.objgen in seen:
        return
    seen.add(stream.objgen)
    resources = stream.get(Name.Resources, around)
    yield Drawing(page, stream, resources)
    yield from _called(page, resources, resources, seen)


def _looks(appearance: Any) -> Iterator[Any]:
    """The streams in an appearance dictionary: one, or one for every state."""
    for look in appearance.values() if isinstance(appearance, pikepdf.Dictionary) else ():
        if isinstance(look, pikepdf.Stream):
            yield look
        elif isinstance(look, pikepdf.Dictionary):
            yield from (state for state in look.values() if isinstance(state, pikepdf.Stream))


def entries(holder: Any, name: pikepdf.Name) -> Iterator[Any]:
    """The values of a dictionary inside a dictionary, or nothing."""
    inner = holder.get(name) if isinstance(holder, pikepdf.Dictionary) else None
    return iter(inner.values()) if isinstance(inner, pikepdf.Dictionary) else iter(())
