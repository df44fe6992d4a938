"""Cards as a file: their pages drawn on sheets of A4 with lines to cut along, with pikepdf.

The arithmetic is that of `cutting`. The lines are on the fronts alone: an office printer lays a back a mm or two beside its
front, and then a second line would be as wrong as it looks. A card keeps a white edge, so that this does not show.
"""

import io
from collections.abc import Iterator

import pikepdf

from booklet.boxes import POINTS_PER_MM, boxes_of
from booklet.cutting import Cut, CutSide, Grid, cut_sides, grid
from booklet.formaten import Paper
from booklet.impose import MARK, MARK_MM, TICK_MM, add_side, form_name, form_of, rgb, tell_the_printer, written

DASH_MM = 2


def cut_sheets(screen: bytes, title: str) -> bytes:
    """A screen PDF of cards as sheets to print on both sides and to cut; a front and its back follow each other."""
    with pikepdf.open(io.BytesIO(screen)) as source, pikepdf.new() as pdf:
        pages = list(source.pages)
        card = _card(pages[0])
        sheet = grid(card)
        for side in cut_sides(len(pages), card):
            forms = {form_name(page): form_of(pdf, pages[page - 1]) for page in sorted({*filter(None, side.pages)})}
            add_side(pdf, (sheet.width, sheet.height), "\n".join(_drawing(side, sheet)), forms)
        tell_the_printer(pdf, sheet.omslaan, title)
        return written(pdf)


def _card(page: pikepdf.Page) -> Paper:
    """The size of a card in whole mm, which all papers have; a PDF rounds its points."""
    media = boxes_of(page).media
    return Paper(round(media.width / POINTS_PER_MM), round(media.height / POINTS_PER_MM), 0)


def _drawing(side: CutSide, sheet: Grid) -> Iterator[str]:
    """The operators that draw a side, in mm from the left and the bottom of the sheet."""
    yield f"{POINTS_PER_MM:.6f} 0 0 {POINTS_PER_MM:.6f} 0 0 cm"
    for place, page in enumerate(side.pages):
        if page:
            x, y = sheet.corner(place)
            yield f"q {1 / POINTS_PER_MM:.6f} 0 0 {1 / POINTS_PER_MM:.6f} {x:g} {y:g} cm {form_name(page)} Do Q"
    if side.front:
        yield f"q {rgb(MARK)} RG {MARK_MM:g} w"
        for cut in sheet.cuts:
            yield from _line(cut, sheet)
        yield "Q"


def _line(cut: Cut, sheet: Grid) -> Iterator[str]:
    """Whole at both ends, to lay a knife on, and in dashes between them, so that little of it stays on a card."""
    length = sheet.height if cut.way == "staand" else sheet.width
    yield "[] 0 d"
    yield f"{_stretch(cut, 0, TICK_MM)} S {_stretch(cut, length - TICK_MM, length)} S"
    yield f"[{DASH_MM}] 0 d"
    yield f"{_stretch(cut, TICK_MM + DASH_MM, length - TICK_MM)} S"


def _stretch(cut: Cut, first: float, last: float) -> str:
    """A part of a line as a path."""
    if cut.way == "staand":
        return f"{cut.at:g} {first:g} m {cut.at:g} {last:g} l"
    return f"{first:g} {cut.at:g} m {last:g} {cut.at:g} l"
