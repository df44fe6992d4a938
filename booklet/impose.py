"""The boekje as a file: the pages of a screen PDF drawn on sheets for the office printer, with pikepdf.

The arithmetic is that of `imposition`. A page becomes a form that keeps the fonts and pictures that all pages share, so a
sheet is little more than two calls. Tags, links and bookmarks stay behind: a sheet is for the printer and not for reading.
"""

import io
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Dictionary, Name, ObjectStreamMode, String

from booklet.boxes import POINTS_PER_MM
from booklet.colour import channels
from booklet.imposition import PAGE_MM, Omslaan, Setup, Side, Spot, sides
from booklet.tabs import Strip

MARK = "#59636E"  # `--lijn` of `layouts/css/tokens.css`
MARK_MM = 0.2  # how thick a mark is: a staple is 0.5 mm
TICK_MM = 10  # from the edge; an office printer leaves the outer 4 to 5 mm white
STAPLE_MM = 12  # how wide a staple 24/6 or 26/6 is, the usual ones
OVERLAP_MM = 0.2  # of a strip over the tab that it lengthens, so that no white line shows


def impose(data: bytes, setup: Setup, tabs: Mapping[int, Strip], title: str, sheets: int | None = None) -> bytes:
    """A screen PDF of upright A4 pages as sheets to print on both sides, to fold together and to staple.

    `tabs` has the thumb tab of every page that has one; `sheets` makes only so many sheets, from the outermost in.
    """
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as pdf:
        pages = list(source.pages)
        for side in sides(len(pages))[: 2 * sheets if sheets else None]:
            drawing = "\n".join(_drawing(side, setup, tabs))
            forms = {form_name(number): form_of(pdf, pages[number - 1]) for number in _numbers(side)}
            add_side(pdf, setup.sheet_mm, drawing, forms)
        tell_the_printer(pdf, setup.omslaan, title)
        return written(pdf)


def _numbers(side: Side) -> list[int]:
    return [spot.page for spot in (side.left, side.right) if spot.page]


def form_name(page: int) -> str:
    """How a drawing calls a page, by its number."""
    return f"/Blz{page}"


def form_of(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """A page as something to draw. Its bytes stay packed as they are, which is most of the speed."""
    page.contents_coalesce()
    form = page.obj.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox, form.Resources = page.mediabox, page.resources
    return pdf.copy_foreign(form)


def add_side(
    pdf: pikepdf.Pdf, sheet_mm: tuple[float, float], drawing: str, forms: Mapping[str, pikepdf.Object]
) -> None:
    """One side of a sheet of this width and height; nothing is cut off, so all its boxes are the sheet."""
    width, height = sheet_mm
    pdf.add_blank_page(page_size=(width * POINTS_PER_MM, height * POINTS_PER_MM))
    page = pdf.pages[-1].obj
    page.TrimBox = page.MediaBox
    page.Resources = Dictionary(XObject=Dictionary(forms))
    page.Contents = pdf.make_stream(drawing.encode())


def tell_the_printer(pdf: pikepdf.Pdf, omslaan: Omslaan, title: str) -> None:
    """Title, language and what a print window should choose by itself (ISO 32000-1, table 150)."""
    pdf.docinfo.Title = String(title)
    pdf.Root.Lang = String("nl")
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name("/DuplexFlipShortEdge" if omslaan == "kort" else "/DuplexFlipLongEdge"),
        PickTrayByPDFSize=True,
    )


def written(pdf: pikepdf.Pdf) -> bytes:
    """The sheets as a file, the same bytes every time."""
    file = io.BytesIO()
    pdf.save(file, min_version="1.7", deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return file.getvalue()


# ----------------------------------------------------------------------------------------------------------------------
# The drawing of a side; all measures are mm from the left and the bottom of the sheet


def _drawing(side: Side, setup: Setup, tabs: Mapping[int, Strip]) -> Iterator[str]:
    """The operators that draw a side; in mm, but for what is in a page."""
    width, height = setup.sheet_mm
    yield f"{POINTS_PER_MM:.6f} 0 0 {POINTS_PER_MM:.6f} 0 0 cm"
    if setup.omslaan == "lang" and not side.front:  # the printer turns the sheet head over heels
        yield f"-1 0 0 -1 {width:g} {height:g} cm"
    for spot in (side.left, side.right):
        if spot.page:
            yield from _half(spot, spot.page, setup.shift_mm(side.sheet), setup, tabs.get(spot.page))
    if side.front and side.sheet == 1:
        yield from _marks(setup)


def _half(spot: Spot, page: int, shift: float, setup: Setup, strip: Strip | None) -> Iterator[str]:
    """A page on its half of the side, moved to the spine and cut off there; its tab still reaches the edge."""
    width, height = setup.sheet_mm
    fold, scale = width / 2, setup.scale
    x = width - PAGE_MM[0] * scale - shift if spot.recto else shift
    yield f"q {fold if spot.recto else 0:g} 0 {fold:g} {height:g} re W n"
    yield f"q {scale / POINTS_PER_MM:.6f} 0 0 {scale / POINTS_PER_MM:.6f} {x:.4f} 0 cm {form_name(page)} Do Q"
    if strip and shift:
        left = width - shift - OVERLAP_MM if spot.recto else 0
        bottom = height - (strip.top_mm + strip.height_mm) * scale
        yield f"{rgb(strip.colour)} rg"
        yield f"{left:.4f} {bottom:.4f} {shift + OVERLAP_MM:.4f} {strip.height_mm * scale:.4f} re f"
    yield "Q"


def _marks(setup: Setup) -> Iterator[str]:
    """On the outside of the booklet: where to fold, and where the staples come and cover their marks."""
    width, height = setup.sheet_mm
    lines = [(0.0, TICK_MM), (height - TICK_MM, height)]
    lines += [(height - middle - STAPLE_MM / 2, height - middle + STAPLE_MM / 2) for middle in setup.staples_mm]
    yield f"q {rgb(MARK)} RG {MARK_MM:g} w"
    yield from (f"{width / 2:g} {bottom:g} m {width / 2:g} {top:g} l S" for bottom, top in lines)
    yield "Q"


def rgb(colour: str) -> str:
    """A colour of the screen as an operator takes it."""
    return " ".join(f"{channel:.6f}" for channel in channels(colour))
