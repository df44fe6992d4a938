"""The printing plates of every page as pictures, and how far its letters reach; pypdfium2 draws them.

A plate is grey: 0 is paper and 255 is full ink. Edges are sharp, so no ink is seen that the page does not hold; what is
smaller than about a millimetre is too small to make paper wet, and does not count in an ink sum.
"""

import io
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from math import ceil
from typing import NamedTuple

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from booklet.boxes import POINTS_PER_MM, Box, Boxes, boxes_of
from booklet.separate import separate

LARGEST = 3500  # pixels each way, an A0; of a larger page the rest is not drawn
SEEN = 8  # of 255: 3 %, the faintest tint that a press holds (`onderzoek/drukwerk.md` part 6)
INSIDE = 1.0  # mm; what is this near to the trim must go on into the bleed
WANDERS = 4.0  # mm along the edge that a slanted side may move between the trim and the bleed
SHORTEST = 2.0  # mm along the edge; less is not seen


class Plates(NamedTuple):
    """The four plates of a page, and the area that they show: the trim with bleed around it, in points."""

    page: int
    area: Box
    trim: Box
    dpi: int
    cyan: Image.Image
    magenta: Image.Image
    yellow: Image.Image
    black: Image.Image

    @property
    def inks(self) -> tuple[Image.Image, ...]:
        """The plates in the order in which they are named."""
        return self.cyan, self.magenta, self.yellow, self.black

    def box(self, left: int, top: int, right: int, bottom: int) -> Box:
        """Where a part of the picture is on the page."""
        points = 72 / self.dpi
        x, y = self.area.left, self.area.top
        return Box(x + left * points, y - bottom * points, x + right * points, y - top * points)


class InkSum(NamedTuple):
    """The largest ink sum of a page, in percent, and where its first millimetre is."""

    percent: float
    place: Box


class Words(NamedTuple):
    """Words on one line of a page, and the box around their letters, in points."""

    page: int
    text: str
    box: Box


def plates(data: bytes, pages: Collection[int] | None = None, bleed_mm: float = 3, dpi: int = 72) -> Iterator[Plates]:
    """The plates of these pages, counted from 1, or of every page.

    Raises `pikepdf.PdfError` or `pypdfium2.PdfiumError` when the file cannot be drawn.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        wanted = [number for number in range(1, len(pdf.pages) + 1) if pages is None or number in pages]
        boxes = {number: boxes_of(pdf.pages[number - 1]) for number in wanted}
        areas = {number: _area(boxes[number], bleed_mm * POINTS_PER_MM, dpi) for number in wanted}
        copies = separate(pdf, areas)
    with (
        closing(pypdfium2.PdfDocument(copies.black)) as black,
        closing(pypdfium2.PdfDocument(copies.colours)) as colours,
    ):
        for number, area in areas.items():
            dark = ImageChops.invert(_drawn(black[number - 1], dpi).convert("L"))
            light = ImageChops.invert(_drawn(colours[number - 1], dpi).convert("RGB"))
            cyan, magenta, yellow = light.split()
            yield Plates(number, area, boxes[number].trim, dpi, cyan, magenta, yellow, dark)


def _area(boxes: Boxes, bleed: float, dpi: int) -> Box:
    """The trim with its bleed in whole pixels, beginning at the upper left corner of the trim."""
    points = 72 / dpi
    edge = ceil(bleed / points) * points
    left, top = boxes.trim.left - edge, boxes.trim.top + edge
    across, down = (
        min(ceil(length / points), LARGEST) * points
        for length in (boxes.trim.width + 2 * edge, boxes.trim.height + 2 * edge)
    )
    return Box(left, top - down, left + across - 0.001, top)  # less than a pixel, which it would be rounded up to


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    bitmap = page.render(scale=dpi / 72, draw_annots=False, no_smoothtext=True, no_smoothimage=True, no_smoothpath=True)
    page.close()
    picture: Image.Image = bitmap.to_pil()
    return picture


class Weighed(NamedTuple):
    """What the plates of a page tell: where it holds the most ink, and what stops at the trim."""

    page: int
    most: InkSum
    short: tuple[Box, ...]


def weigh(data: bytes, pages: Collection[int], bleed_mm: float) -> Iterator[Weighed]:
    """Look at the plates of these pages, one after the other; raises as `plates` does."""
    for page in plates(data, pages, bleed_mm):
        yield Weighed(page.page, heaviest(page), tuple(cut_short(page, bleed_mm)) if bleed_mm else ())


def heaviest(page: Plates) -> InkSum:
    """Where a page holds the most ink, over at least a millimetre."""
    cyan, magenta, yellow, black = page.inks
    quarter = ImageChops.add(
        ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2), scale=2
    )  # of the sum, so that it fits in 255
    solid = _solid(_solid(quarter, 1, 0), 0, 1)
    left, top = _first(solid, max(index for index, count in enumerate(solid.histogram()) if count))
    percent = sum(ink.crop((left, top, left + 1, top + 1)).tobytes()[0] for ink in page.inks) / 2.55
    return InkSum(percent, page.box(left, top, left + 1, top + 1))


def _solid(picture: Image.Image, right: int, down: int) -> Image.Image:
    """The least of every pixel and its neighbours on both sides: what is smaller than three pixels is gone."""
    before, after = ImageChops.offset(picture, right, down), ImageChops.offset(picture, -right, -down)
    return ImageChops.darker(picture, ImageChops.darker(before, after))


def _first(picture: Image.Image, value: int) -> tuple[int, int]:
    """The first place with this value, from above and then from the left."""
    found = picture.point([0] * value + [255] * (256 - value))
    _, top, _, _ = found.getbbox() or (0, 0, 0, 0)
    left, _, _, _ = found.crop((0, top, found.width, top + 1)).getbbox() or (0, 0, 0, 0)
    return left, top


# ----------------------------------------------------------------------------------------------------------------------
# Bleed


def cut_short(page: Plates, bleed_mm: float) -> Iterator[Box]:
    """What lies against the trim but does not go on into the bleed: a place for every edge where that is so."""
    inks = [ink.point([0] * SEEN + [255] * (256 - SEEN)) for ink in page.inks]
    ink = ImageChops.lighter(ImageChops.lighter(inks[0], inks[1]), ImageChops.lighter(inks[2], inks[3]))
    for edge in _edges(page, bleed_mm * POINTS_PER_MM * page.dpi / 72):
        along = (1, edge.inside.height) if edge.upright else (edge.inside.width, 1)
        inside, outside = (
            _any(ink.crop(strip).resize(along, Image.Resampling.BOX)) for strip in (edge.inside, edge.outside)
        )
        reach, shortest = (round(length * page.dpi / 25.4) for length in (WANDERS, SHORTEST / 2))
        missing = ImageChops.subtract(inside, _any(outside.filter(ImageFilter.BoxBlur(reach))))
        long = missing.filter(ImageFilter.BoxBlur(shortest)).point([0] * 255 + [255]).getbbox()
        if long is not None:
            x, y = edge.inside.left, edge.inside.top
            yield page.box(x + long[0], y + long[1], x + long[2], y + long[3])


class _Strip(NamedTuple):
    """A part of a picture in pixels, as Pillow crops it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


class _Edge(NamedTuple):
    """A strip along one edge of the trim, and a strip of a pixel along the edge of the bleed beside it."""

    inside: _Strip
    outside: _Strip
    upright: bool


def _edges(page: Plates, bleed: float) -> Iterator[_Edge]:
    """The edges that the picture holds, in whole pixels that lie wholly on one side of each edge."""
    scale, (wide, high) = page.dpi / 72, page.black.size
    left, top = (page.trim.left - page.area.left) * scale, (page.area.top - page.trim.top) * scale
    right, bottom = left + page.trim.width * scale, top + page.trim.height * scale
    deep = max(1, int(INSIDE * page.dpi / 25.4))
    rows, columns = (ceil(top), int(min(bottom, high))), (ceil(left), int(min(right, wide)))
    for near, outer, step in ((ceil(left), ceil(left - bleed), 1), (int(right), int(right + bleed), -1)):
        if outer <= wide and right - left > deep and rows[0] < rows[1]:
            yield _Edge(_upright(near, near + step * deep, rows), _upright(outer, outer + step, rows), upright=True)
    for near, outer, step in ((ceil(top), ceil(top - bleed), 1), (int(bottom), int(bottom + bleed), -1)):
        if outer <= high and bottom - top > deep and columns[0] < columns[1]:
            yield _Edge(_flat(near, near + step * deep, columns), _flat(outer, outer + step, columns), upright=False)


def _upright(one: int, other: int, rows: tuple[int, int]) -> _Strip:
    return _Strip(min(one, other), rows[0], max(one, other), rows[1])


def _flat(one: int, other: int, columns: tuple[int, int]) -> _Strip:
    return _Strip(columns[0], min(one, other), columns[1], max(one, other))


def _any(picture: Image.Image) -> Image.Image:
    """Full where there is anything at all."""
    return picture.point([0] + [255] * 255)


# ----------------------------------------------------------------------------------------------------------------------
# Letters


def words_near_trim(data: bytes, trims: Mapping[int, Box], safety_mm: float) -> Iterator[Words]:
    """Words that the knife may touch: on a page with this trim, but nearer to it than this; raises as `plates` does."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number, trim in trims.items():
            page = document[number - 1]
            text = page.get_textpage()
            safe = trim.grown(-safety_mm * POINTS_PER_MM)
            for index in range(text.count_rects()):
                box = Box(*text.get_rect(index))
                if trim.meets(box) and not safe.holds(box):
                    yield Words(number, text.get_text_bounded(*box).strip(), box)
            text.close()
            page.close()
