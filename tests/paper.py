"""Ask a PDF what is on its pages: what is heard, what is seen in a corner, where links and bookmarks lead."""

import ctypes
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

POINTS_PER_MM = 72 / 25.4


class Bookmark(NamedTuple):
    """A bookmark: its level from 1, its title and the page that it opens, counted from 1."""

    level: int
    title: str
    page: int


class Link(NamedTuple):
    """A link: its page, its box (left, bottom, right, top) in points, its words, and where it goes."""

    page: int
    box: tuple[float, float, float, float]
    words: str
    uri: str | None
    target: int | None


def squeezed(text: str) -> str:
    """A text without any white space; pdfium writes U+FFFE for a hyphen at the end of a line."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\x02", "-"))


class Paper:
    """A PDF that answers questions; pages count from 1."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen = pypdfium2.PdfDocument(path)
        self.inside = pikepdf.open(path)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.seen)

    @cached_property
    def anchors(self) -> Mapping[str, int]:
        """The page on which every part begins, by its name."""
        names = list(self.inside.Root.Names.Dests.Names)
        pages = {page.objgen: number for number, page in enumerate(self.inside.pages, 1)}
        return {str(name): pages[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}

    @cached_property
    def parts(self) -> Mapping[str, range]:
        """The pages of every part, by its name, in the order of the file; a card is a place in a part."""
        parts = ((name, page) for name, page in self.anchors.items() if not name.startswith("tip-"))
        starts = sorted(parts, key=lambda item: item[1])
        ends = [page for _, page in starts[1:]] + [self.page_count + 1]
        return {name: range(first, end) for (name, first), end in zip(starts, ends, strict=True)}

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks in the order of the panel."""
        return tuple(
            Bookmark(mark.level + 1, mark.get_title(), mark.get_dest().get_index() + 1) for mark in self.seen.get_toc()
        )

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What a viewer calls every page."""
        return tuple(self.seen.get_page_label(index) for index in range(self.page_count))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link on every page."""
        return tuple(
            _link(number, annotation, self.anchors)
            for number, page in enumerate(self.inside.pages, 1)
            for annotation in page.get("/Annots", [])
        )

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """What a screen reader says on every page, squeezed: the texts of the tags in their order."""
        return tuple(_spoken(self.seen[index]) for index in range(self.page_count))

    def said(self, part: str) -> str:
        """What is spoken on the pages of a part."""
        return "".join(self.spoken[page - 1] for page in self.parts[part])

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """The words of every picture that has words."""
        return tuple(str(tag.Alt) for tag in self.tags if "/Alt" in tag)

    @cached_property
    def tags(self) -> tuple[pikepdf.Dictionary, ...]:
        """Every element of the structure, in logical order."""
        return tuple(elements(self.inside))

    def corner(self, page: int, left: float, top: float, right: float, bottom: float) -> str:
        """All text in a part of the page, squeezed; in mm from the left and the top of the paper."""
        sheet = self.seen[page - 1]
        height = sheet.get_height()
        text = sheet.get_textpage().get_text_bounded(
            left * POINTS_PER_MM, height - bottom * POINTS_PER_MM, right * POINTS_PER_MM, height - top * POINTS_PER_MM
        )
        return squeezed(text)

    def extent(self, page: int, left: float, right: float) -> tuple[int, int]:
        """Between which heights the text of an upright strip of the page stands, in mm from the top of the paper."""
        sheet = self.seen[page - 1]
        text = sheet.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        inside = [box for box in boxes if left <= box[0] / POINTS_PER_MM and box[2] / POINTS_PER_MM <= right]
        top, bottom = max(box[3] for box in inside), min(box[1] for box in inside)
        return tuple(round((sheet.get_height() - edge) / POINTS_PER_MM) for edge in (top, bottom))


@cache
def paper(path: Path) -> Paper:
    """The PDF at a path, opened once."""
    return Paper(path)


def _link(page: int, annotation: Any, anchors: Mapping[str, int]) -> Link:
    x, y, other_x, other_y = (float(corner) for corner in annotation.Rect)
    box = (min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
    action = annotation.get("/A")
    uri = str(action.URI) if action is not None and "/URI" in action else None
    target = anchors[str(annotation.Dest)] if "/Dest" in annotation else None
    return Link(page, box, str(annotation.get("/Contents", "")), uri, target)


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure of a PDF, in logical order."""

    def below(kids: Any) -> Iterator[pikepdf.Dictionary]:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid.get("/K", pikepdf.Array()))

    return below(pdf.Root.StructTreeRoot.K)


def _spoken(page: pypdfium2.PdfPage) -> str:
    texts: dict[int, str] = {}
    lines = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        content = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
        texts[content] = texts.get(content, "") + _utf16(pdfium.FPDFTextObj_GetText, item.raw, lines.raw)
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    roots = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    said = "".join(texts.get(content, "") for root in roots for content in _contents(root))
    pdfium.FPDF_StructTree_Close(tree)
    return squeezed(said)


def _contents(element: Any) -> Iterator[int]:
    """The marked content below an element, in logical order; -1, for what is on another page, is left out."""
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _contents(child)
        elif (content := pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield content


def _utf16(call: Any, *arguments: Any) -> str:
    size = call(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    call(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
