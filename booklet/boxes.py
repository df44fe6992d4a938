"""The boxes of a page and the arithmetic of its places: points from the lower left, told to people in mm from the top.

A box that a page does not name is that of another (ISO 32000-1, 14.11.2): CropBox is MediaBox, the rest is CropBox.
"""

from collections.abc import Iterable
from math import hypot
from typing import Any, NamedTuple

from booklet.formaten import ISO

POINTS_PER_MM = 72 / 25.4
SLACK = 0.01 * POINTS_PER_MM  # boxes that differ less are the same
_ROUNDED = 0.5  # mm; a program may round the size of a paper to whole points


class Matrix(NamedTuple):
    """How places inside something become places on the page (ISO 32000-1, 8.3.3)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def after(self, first: "Matrix") -> "Matrix":
        """The matrix that does `first` and then this one."""
        return Matrix(
            first.a * self.a + first.b * self.c,
            first.a * self.b + first.b * self.d,
            first.c * self.a + first.d * self.c,
            first.c * self.b + first.d * self.d,
            first.e * self.a + first.f * self.c + self.e,
            first.e * self.b + first.f * self.d + self.f,
        )

    @property
    def across(self) -> float:
        """How long one unit to the right becomes."""
        return hypot(self.a, self.b)

    @property
    def upward(self) -> float:
        """How long one unit upward becomes."""
        return hypot(self.c, self.d)


IDENTITY = Matrix()


class Box(NamedTuple):
    """An upright rectangle in points, or a point or a line when it has no size."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top, in points."""
        return self.top - self.bottom

    def grown(self, points: float) -> "Box":
        """The box with an edge around it, or with less when the number is negative."""
        return Box(self.left - points, self.bottom - points, self.right + points, self.top + points)

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within this one, or on its edge."""
        room = self.grown(SLACK)
        return (
            room.left <= other.left
            and room.bottom <= other.bottom
            and other.right <= room.right
            and other.top <= room.top
        )

    def meets(self, other: "Box") -> bool:
        """Whether the two have a place in common, a shared edge not counted."""
        return (
            self.left < other.right - SLACK
            and other.left < self.right - SLACK
            and self.bottom < other.top - SLACK
            and other.bottom < self.top - SLACK
        )

    def common(self, other: "Box") -> "Box":
        """What two boxes share; upside down when that is nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def moved(self, matrix: Matrix) -> "Box":
        """The upright box around this one after the matrix."""
        a, b, c, d, e, f = matrix
        xs = (a * self.left + e, a * self.right + e)
        ys = (d * self.bottom + f, d * self.top + f)
        if b or c:
            xs = tuple(x + c * y for x in xs for y in (self.bottom, self.top))  # type: ignore[assignment]
            ys = tuple(y + b * x for y in ys for x in (self.left, self.right))  # type: ignore[assignment]
        return Box(min(xs), min(ys), max(xs), max(ys))


EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)


def around(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box with all of these points; there must be one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def box_of(numbers: Any) -> Box:
    """A box as a PDF writes it, by any two opposite corners; raises `TypeError` or `ValueError` when it is none."""
    x, y, other_x, other_y = (float(number) for number in numbers)
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


class Boxes(NamedTuple):
    """The boxes of a page, and whether it says itself where it is cut."""

    media: Box
    crop: Box
    bleed: Box
    trim: Box
    has_trim: bool


def boxes_of(page: Any) -> Boxes:
    """The boxes of a page of pikepdf; an ArtBox stands in for a TrimBox, as PDF/X allows; raises as `box_of` does."""
    media = box_of(page.mediabox)
    crop = box_of(page.cropbox)
    own = {name: box_of(page.obj[f"/{name}"]) for name in ("BleedBox", "TrimBox", "ArtBox") if f"/{name}" in page.obj}
    trim = own.get("TrimBox") or own.get("ArtBox")
    return Boxes(media, crop, own.get("BleedBox", crop), trim or crop, has_trim=trim is not None)


def millimetres(points: float) -> str:
    """A length as people read it: `3`, `2,5`, `0,09`."""
    return f"{points / POINTS_PER_MM:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def paper(box: Box) -> str:
    """The size of a page as people know it: `A4 (210 × 297 mm)`, `A3 liggend (420 × 297 mm)`, `200 × 280 mm`."""
    size = f"{millimetres(box.width)} × {millimetres(box.height)} mm"
    name = paper_name(box)
    return f"{name} ({size})" if name else size


def paper_name(box: Box) -> str:
    """`A4` or `A4 liggend`, or nothing when the paper has no name of its own."""
    size = box.width / POINTS_PER_MM, box.height / POINTS_PER_MM
    for name, (short, long) in ISO.items():
        if _same(size, (short, long)):
            return name
        if _same(size, (long, short)):
            return f"{name} liggend"
    return ""


def _same(size: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(one - another) <= _ROUNDED for one, another in zip(size, other, strict=True))


def room(inner: Box, outer: Box) -> dict[str, float]:
    """How far a box lies within another on every side, in points."""
    return {
        "links": inner.left - outer.left,
        "rechts": outer.right - inner.right,
        "boven": outer.top - inner.top,
        "onder": inner.bottom - outer.bottom,
    }


def nearest_side(inner: Box, outer: Box) -> str:
    """The side on which a box lies nearest to the edge of another, or sticks out of it: `links`, `boven`."""
    sides = room(inner, outer)
    return min(sides, key=lambda side: sides[side])


def spot(box: Box, trim: Box) -> str:
    """Where something is, by its upper left corner and from the trim: `op 20 mm van links en 30 mm van boven`."""
    across = _from_edge(box.left - trim.left, trim.width, "links", "rechts")
    down = _from_edge(trim.top - box.top, trim.height, "boven", "onder")
    return f"op {across} en {down}"


def _from_edge(points: float, length: float, near: str, far: str) -> str:
    distance, whole = round(points / POINTS_PER_MM), round(length / POINTS_PER_MM)
    if distance < 0:
        return f"{-distance} mm buiten de rand {near}"
    return f"{distance - whole} mm buiten de rand {far}" if distance > whole else f"{distance} mm van {near}"
