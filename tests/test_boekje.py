"""The boekje on its sheets: what lies where is read from the imposed PDF and seen in its pixels; and its guide."""

import io
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2.raw as pdfium
import pytest
from conftest import CONTENT, DAY, ROOT, Built
from paper import POINTS_PER_MM, Paper, squeezed
from PIL import Image

from booklet.colour import WHITE
from booklet.content import read_content
from booklet.impose import MARK, impose
from booklet.imposition import Setup, Side, Spot, guide_values, sheet_count, sides
from booklet.markup import write_leaflet
from booklet.tabs import Strip
from booklet.typeset import lay_out, write_pdf

WIDTH, HEIGHT = 210, 297  # mm of a page
SHEETS = {"A3": (420, 297), "A4": (297, 210)}  # mm, ISO 216
EDITION = "almere/tabbladen.pdf"
SETUPS = tuple(Setup(vel, omslaan, 90) for vel in ("A3", "A4") for omslaan in ("kort", "lang"))
HEAVY = tuple(Setup(one.vel, one.omslaan, 300) for one in SETUPS)  # such a sheet is 0.4 mm thick

PX_PER_MM = 10
BLACK_PX, WHITE_PX = (0, 0, 0), (255, 255, 255)


def _id(setup: Setup) -> str:
    return f"{setup.vel}-{setup.omslaan}-{setup.papier}"


each_setup = pytest.mark.parametrize("setup", SETUPS, ids=_id)
each_heavy = pytest.mark.parametrize("setup", HEAVY, ids=_id)


# ----------------------------------------------------------------------------------------------------------------------
# Where something on a page must come on its sheet


class Box(NamedTuple):
    """A part of a page or of a sheet, in mm from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float


class Printed(NamedTuple):
    """A page on its sheet: its number, on which page of the imposed file it is, on which side and in which place."""

    page: int
    sheet_page: int
    side: Side
    spot: Spot

    def place(self, box: Box, setup: Setup) -> Box:
        """Where a part of the page comes: smaller on A4, moved to the spine, and maybe head over heels."""
        width, _ = SHEETS[setup.vel]
        scale = 210 / 297 if setup.vel == "A4" else 1
        shift = setup.papier * 0.10 / 80 * (self.side.sheet - 1)
        start = width - WIDTH * scale - shift if self.spot == self.side.right else shift
        upright = Box(start + box.left * scale, box.top * scale, start + box.right * scale, box.bottom * scale)
        return _turned(upright, setup) if setup.omslaan == "lang" and not self.side.front else upright


def _turned(box: Box, setup: Setup) -> Box:
    width, height = SHEETS[setup.vel]
    return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)


def _outer(page: int, near: float, far: float, top: float, bottom: float) -> Box:
    """A part of a page that is measured from its outer edge, which is on the right of an odd page."""
    return Box(WIDTH - far, top, WIDTH - near, bottom) if page % 2 else Box(near, top, far, bottom)


def _printed(pages: int) -> Iterator[Printed]:
    for number, side in enumerate(sides(pages), 1):
        for spot in (side.left, side.right):
            if spot.page:
                yield Printed(spot.page, number, side, spot)


def _small(pages: int, painted: int | None = None) -> bytes:
    """A booklet of A4 pages with their folio in the outer corner; `painted` 1 blackens the odd ones above it, 0 the even."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica")
        )
        for page in range(1, pages + 1):
            pdf.add_blank_page(page_size=(WIDTH * POINTS_PER_MM, HEIGHT * POINTS_PER_MM))
            ground = "0 60 1000 1000 re f " if page % 2 == painted else ""
            x = (WIDTH - 25 if page % 2 else 15) * POINTS_PER_MM
            drawing = f"0 g {ground}BT /F 12 Tf {x:.3f} 30 Td ({page}) Tj ET"
            pdf.pages[-1].obj.Contents = pdf.make_stream(drawing.encode())
            pdf.pages[-1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def _paper(data: bytes, folder: Path, name: str = "boekje.pdf") -> Paper:
    file = folder / name
    file.write_bytes(data)
    return Paper(file)


def _pixels(sheets: Paper, page: int, box: Box) -> Image.Image:
    """A part of a sheet as a picture; a pixel that is only partly in it is left out."""
    sheet = sheets.seen[page - 1]
    height = sheet.get_height() / POINTS_PER_MM
    width = sheet.get_width() / POINTS_PER_MM
    around = (box.left, height - box.bottom, width - box.right, box.top)
    crop = tuple(edge * POINTS_PER_MM for edge in around)
    return sheet.render(scale=PX_PER_MM / POINTS_PER_MM, crop=crop).to_pil().convert("RGB")


def _colours(picture: Image.Image) -> set[tuple[int, ...]]:
    return {colour for _, colour in picture.getcolors(picture.width * picture.height)}


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


# ----------------------------------------------------------------------------------------------------------------------
# Pages in their places


@each_setup
@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 7, 12, 60, 64, 127, 128])
def test_every_folio_is_where_it_must_be(setup: Setup, pages: int, tmp_path: Path) -> None:
    """Of booklets of any number of pages, every corner of every sheet has the number of the page that lies there."""
    sheets = _paper(impose(_small(pages), setup, {}, "Proef"), tmp_path)
    assert sheets.page_count == 2 * sheet_count(pages)
    for one in _printed(pages):
        corner = one.place(_outer(one.page, 10, 30, 280, 292), setup)
        assert sheets.corner(one.sheet_page, *corner) == str(one.page)


@pytest.mark.parametrize("setup", [SETUPS[0], SETUPS[-1]], ids=_id)
def test_every_folio_of_real_booklets_is_where_it_must_be(setup: Setup, built: Built, tmp_path: Path) -> None:
    """The printed numbers of all files that were made; the covers have none."""
    assert EDITION in built.files
    for file in built.files.values():
        sheets = _paper(impose(file.read_bytes(), setup, {}, "Proef"), tmp_path)
        pages = Paper(file).page_count
        for one in _printed(pages):
            corner = one.place(_outer(one.page, 12, 45, 279, 292), setup)
            expected = "" if one.page in (1, pages) else str(one.page)
            assert sheets.corner(one.sheet_page, *corner) == expected, file


def _letters(sheets: Paper, page: int) -> list[Box]:
    sheet = sheets.seen[page - 1]
    text, height = sheet.get_textpage(), sheet.get_height()
    boxes = (text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip())
    return [Box(*(edge / POINTS_PER_MM for edge in (x, height - top, right, height - y))) for x, y, right, top in boxes]


@each_heavy
def test_every_letter_is_where_and_as_large_as_it_must_be(setup: Setup, tmp_path: Path) -> None:
    """To a hundredth of a millimetre: smaller on A4, moved by the creep, and turned round on the back of a sheet."""
    source = _paper(_small(60), tmp_path, "bron.pdf")
    sheets = _paper(impose(_small(60), setup, {}, "Proef"), tmp_path)
    expected: dict[int, list[Box]] = {number: [] for number in range(1, sheets.page_count + 1)}
    for one in _printed(60):
        expected[one.sheet_page] += [one.place(box, setup) for box in _letters(source, one.page)]
    assert sum(map(len, expected.values())) == 9 + 2 * 51
    for number, boxes in expected.items():
        for found, wanted in zip(sorted(_letters(sheets, number)), sorted(boxes), strict=True):
            assert found == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("omslaan", ["kort", "lang"])
def test_small_sheets_make_letters_of_seven_tenths(omslaan: str, built: Built, tmp_path: Path) -> None:
    """On A4 every letter of a real page is 0.7071 of what it is on A3."""
    heights = {}
    for setup in SETUPS:
        if setup.omslaan == omslaan:
            sheets = _paper(impose(built.files[EDITION].read_bytes(), setup, {}, "Proef", 1), tmp_path, setup.vel)
            heights[setup.vel] = [box.bottom - box.top for box in _letters(sheets, 2)]
    assert len(heights["A3"]) > 200
    for small, large in zip(heights["A4"], heights["A3"], strict=True):
        assert small == pytest.approx(large * 0.7071, abs=0.01)


@each_heavy
@pytest.mark.parametrize("painted", [0, 1])
def test_a_page_ends_at_the_fold(setup: Setup, painted: int, tmp_path: Path) -> None:
    """Pages that creep moves over the fold are cut off there, however thick the booklet is."""
    sheets = _paper(impose(_small(128, painted), setup, {}, "Proef"), tmp_path)
    width, height = SHEETS[setup.vel]
    for number, side in enumerate(sides(128), 1):
        picture = _pixels(sheets, number, Box(width / 2 - 1, height / 2 - 1, width / 2 + 1, height / 2 + 1))
        left, right = (
            picture.crop((x, 0, x + picture.width // 2 - 1, picture.height)) for x in (0, picture.width // 2 + 1)
        )
        turned = setup.omslaan == "lang" and not side.front
        black_is_right = (painted == 1) != turned
        assert _colours(right) == {BLACK_PX if black_is_right else WHITE_PX}, number
        assert _colours(left) == {WHITE_PX if black_is_right else BLACK_PX}, number


# ----------------------------------------------------------------------------------------------------------------------
# Tabs


def _tabs(file: Path) -> Mapping[int, Strip]:
    """The thumb tab of every page of a house, as the style of the pages puts it there."""
    content = read_content(CONTENT, ("almere",)).content(("almere",))
    assert content is not None
    tabs = {}
    for place, domein in enumerate(content.domeinen):
        ends = tuple(f"-{one.id}" for one in (domein, *domein.kolommen))
        pages = [page for anchor, pages in Paper(file).parts.items() if anchor.endswith(ends) for page in pages]
        assert len(pages) > 4
        tabs |= dict.fromkeys(pages, Strip(domein.kleur, 20 + 43 * place, 41))
    return tabs


def _edge(one: Printed, strip: Strip, setup: Setup) -> Box:
    """The outer edge of a sheet beside a tab, 3 mm into the tab, under its icon and away from its round corners."""
    scale = 210 / 297 if setup.vel == "A4" else 1
    deep = setup.shift_mm(one.side.sheet) / scale
    return one.place(_outer(one.page, -deep, 3, strip.top_mm + 12, strip.top_mm + 40), setup)


@pytest.mark.parametrize("setup", [*SETUPS, *HEAVY], ids=_id)
def test_tabs_reach_the_outer_edge_of_every_sheet(setup: Setup, built: Built, tmp_path: Path) -> None:
    """From the very edge into the tab there is one colour, also where creep moved the page 5 mm inward."""
    tabs = _tabs(built.files[EDITION])
    sheets = _paper(impose(built.files[EDITION].read_bytes(), setup, tabs, "Proef"), tmp_path)
    seen = set()
    for one in _printed(sheets.page_count * 2):
        if one.page in tabs:
            strip = tabs[one.page]
            picture = _pixels(sheets, one.sheet_page, _edge(one, strip, setup))
            assert _colours(picture) == {_rgb(strip.colour)}, one
            seen.add(one.page)
    assert seen == set(tabs)


@each_heavy
def test_a_strip_lies_a_hair_over_its_tab(setup: Setup, tmp_path: Path) -> None:
    """Seen on pages without a tab: it is 0.2 mm wider than the gap, so that no program shows a white line between them."""
    strip = Strip(MARK, 100, 100)
    sheets = _paper(impose(_small(64), setup, dict.fromkeys(range(1, 65), strip), "Proef"), tmp_path)
    for one in _printed(64):
        gap = setup.shift_mm(one.side.sheet)
        scale = 210 / 297 if setup.vel == "A4" else 1
        row = _pixels(sheets, one.sheet_page, one.place(_outer(one.page, -gap / scale, 20, 150, 151), setup))
        wide = sum(row.getpixel((x, 3)) == _rgb(MARK) for x in range(row.width)) / PX_PER_MM
        assert wide == pytest.approx(gap + 0.2 if gap else 0, abs=0.15), one


@each_heavy
def test_nothing_else_reaches_the_edge(setup: Setup, built: Built, tmp_path: Path) -> None:
    """Above and below its tab, and beside a page that has none, the edge of a sheet is white; the tab's height is kept."""
    tabs = _tabs(built.files[EDITION])
    sheets = _paper(impose(built.files[EDITION].read_bytes(), setup, tabs, "Proef"), tmp_path)
    scale = 210 / 297 if setup.vel == "A4" else 1
    for one in _printed(sheets.page_count * 2):
        deep = setup.shift_mm(one.side.sheet) / scale
        strip = tabs.get(one.page, Strip(WHITE, 0, 0))
        for top, bottom in ((0, strip.top_mm - 0.3), (strip.top_mm + strip.height_mm + 0.3, HEIGHT)):
            if top < bottom:
                edge = one.place(_outer(one.page, -deep, 0.5, top, bottom), setup)
                assert _colours(_pixels(sheets, one.sheet_page, edge)) == {WHITE_PX}, one


# ----------------------------------------------------------------------------------------------------------------------
# Marks


@each_setup
def test_only_the_outside_is_marked(setup: Setup, tmp_path: Path) -> None:
    """On the fold of the cover: ticks at top and bottom, and 12 mm for a staple at a quarter and at three quarters."""
    sheets = _paper(impose(_small(8), setup, {}, "Proef"), tmp_path)
    width, height = SHEETS[setup.vel]
    for number in range(1, sheets.page_count + 1):
        fold = _pixels(sheets, number, Box(width / 2 - 0.5, 0, width / 2 + 0.5, height))
        if number > 1:
            assert _colours(fold) == {WHITE_PX}
            continue
        rows = [fold.crop((0, row, fold.width, row + 1)) for row in range(fold.height)]
        marked = {row for row, pixels in enumerate(rows) if _rgb(MARK) in _colours(pixels)}
        lines = [
            (0, 10),
            (height / 4 - 6, height / 4 + 6),
            (height * 3 / 4 - 6, height * 3 / 4 + 6),
            (height - 10, height),
        ]
        expected = {row for top, bottom in lines for row in range(round(top * PX_PER_MM), round(bottom * PX_PER_MM))}
        assert len(marked ^ expected) <= 2 * len(lines)  # a pixel at an end may be half in it


def test_marks_have_a_colour_of_the_booklet() -> None:
    """The grey of the writing lines."""
    assert f"--lijn: {MARK};" in (ROOT / "layouts/css/tokens.css").read_text(encoding="utf-8")


def test_there_is_no_text_where_the_marks_are(built: Built, tmp_path: Path) -> None:
    """No cover of a booklet has letters within 10 mm of its fold."""
    for file in built.files.values():
        outside = _paper(impose(file.read_bytes(), Setup(), {}, "Proef", 1), tmp_path)
        assert outside.corner(1, 0, 0, 420, 297)
        assert outside.corner(1, 200, 0, 220, 297) == "", file


# ----------------------------------------------------------------------------------------------------------------------
# The file


@each_setup
def test_sheets_have_exact_boxes_and_tell_the_printer_what_to_do(setup: Setup, tmp_path: Path) -> None:
    """The sheet is the paper to a hundredth of a millimetre, without scaling, turned over the edge that was asked for."""
    pdf = _paper(impose(_small(8), setup, {}, "Proef – één"), tmp_path).inside
    for page in pdf.pages:
        for box in (page.obj.MediaBox, page.obj.TrimBox):
            corners = [float(corner) / POINTS_PER_MM for corner in box]
            assert corners == pytest.approx([0, 0, *SHEETS[setup.vel]], abs=0.01)
        assert "/Rotate" not in page.obj
    preferences = pdf.Root.ViewerPreferences
    edge = "Short" if setup.omslaan == "kort" else "Long"
    assert (preferences.PrintScaling, preferences.Duplex) == ("/None", f"/DuplexFlip{edge}Edge")
    assert preferences.PickTrayByPDFSize is True
    assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("nl", "Proef – één")
    assert pdf.pdf_version == "1.7"  # the oldest that is an ISO standard, as Dutch authorities must use


def test_only_what_is_printed_goes_along(built: Built, tmp_path: Path) -> None:
    """No tags, links or bookmarks; every font once; not larger than the booklet itself; whole by the rules of qpdf."""
    data = built.files[EDITION].read_bytes()
    imposed = impose(data, Setup(), _tabs(built.files[EDITION]), "Proef")
    pdf = _paper(imposed, tmp_path).inside
    assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang", "/ViewerPreferences"}
    for page in pdf.pages:
        assert set(page.obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/TrimBox", "/Resources", "/Contents"}
        assert not any("/StructParents" in form for form in page.obj.Resources.XObject.values())
    assert len(imposed) < len(data)
    assert _font_files(pdf) == _font_files(Paper(built.files[EDITION]).inside) > 0
    assert pdf.check_pdf_syntax() == []


def _font_files(pdf: pikepdf.Pdf) -> int:
    keys = ("/FontFile", "/FontFile2", "/FontFile3")
    found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and any(key in one for key in keys)]
    return len(found)


def test_the_same_booklet_gives_the_same_bytes(built: Built) -> None:
    """Imposed again at another moment, every kind of boekje is the same file."""
    data, tabs = built.files[EDITION].read_bytes(), _tabs(built.files[EDITION])
    before = [impose(data, setup, tabs, "Proef") for setup in SETUPS]
    time.sleep(1.1)  # a PDF may tell its moment in seconds
    assert [impose(data, setup, tabs, "Proef") for setup in SETUPS] == before
    assert len(set(before)) == len(SETUPS)


@each_heavy
def test_the_proof_is_the_outside_of_the_booklet(setup: Setup, built: Built, tmp_path: Path) -> None:
    """Two sheets are the first four sides of the whole, drawing for drawing; what has one sheet has two sides."""
    data, tabs = built.files[EDITION].read_bytes(), _tabs(built.files[EDITION])
    whole = _paper(impose(data, setup, tabs, "Proef"), tmp_path, "boekje.pdf").inside
    proof = _paper(impose(data, setup, tabs, "Proef", 2), tmp_path, "proef.pdf").inside
    assert len(proof.pages) == 4
    for one, other in zip(proof.pages, whole.pages, strict=False):
        assert one.obj.Contents.read_bytes() == other.obj.Contents.read_bytes()
        forms, same = one.obj.Resources.XObject, other.obj.Resources.XObject
        assert {name: form.read_bytes() for name, form in forms.items()} == {
            name: form.read_bytes() for name, form in same.items()
        }
    assert _paper(impose(_small(4), setup, {}, "Proef", 2), tmp_path).page_count == 2


# ----------------------------------------------------------------------------------------------------------------------
# The guide


class Names(NamedTuple):
    """What the guide calls a booklet."""

    titel: str = "Mijn Eigen Plan"
    gemeente: str = "Gemeente Almere"
    stem: str = "basisformat"


NAMES = Names()
COUNTS = (4, 8, 12, 60, 64, 68, 100, 128)


@cache
def _guide(pages: int, setup: Setup, names: Names = NAMES, *, proef: bool = True) -> bytes:
    """The guide of a booklet, on one page and without a fault."""
    values = guide_values(pages, setup, names.titel, names.stem, proef=proef)
    laid = lay_out(write_leaflet("vouwwijzer", {**values, "gemeente": names.gemeente, "datum": DAY}))
    data, faults = write_pdf(laid, {})
    assert (laid.page_count, (*laid.faults, *faults)) == (1, ())
    return data


def _said(data: bytes, folder: Path) -> str:
    return _paper(data, folder, "lees-eerst.pdf").corner(1, 0, 0, WIDTH, HEIGHT)


@each_setup
def test_the_guide_fits_one_page(setup: Setup) -> None:
    """With and without advice, for one sheet and for numbers of one digit or three."""
    for pages in COUNTS:
        _guide(pages, setup)


def test_the_fullest_guide_fits_one_page_for_every_booklet() -> None:
    """On A4 over the long edge it has a warning more and the longest words."""
    for pages in range(4, 129, 4):
        _guide(pages, SETUPS[-1])


def test_the_guide_has_room_for_long_names() -> None:
    """Even with every warning, a title of two lines and a long name of a file, with and without a proof."""
    names = Names(
        "Mijn Eigen Plan – Werk en opleiding, mijn dag en meedoen",
        "Gemeente Alphen aan den Rijn en omstreken",
        "tabbladen/5-tijdsbesteding-werk-meedoen",
    )
    for pages, setup in ((60, SETUPS[0]), (128, HEAVY[-1])):
        for proef in (False, True):
            _guide(pages, setup, names, proef=proef)


def test_the_guide_names_the_file_of_the_proof_only_when_there_is_one(tmp_path: Path) -> None:
    """Otherwise the proof is the first pages of the boekje itself, and the other file is not spoken of."""
    for pages, last in ((4, "en 2"), (8, "tot en met 4"), (60, "tot en met 4")):
        said = _said(_guide(pages, Setup(), proef=False), tmp_path)
        assert squeezed(f"Print van basisformat-boekje.pdf alleen pagina 1 {last}") in said
        assert "boekje-proef" not in said


@each_setup
@pytest.mark.parametrize("pages", COUNTS)
def test_the_guide_says_the_numbers_of_its_booklet(setup: Setup, pages: int, tmp_path: Path) -> None:
    """Sheets, paper, edge, staples, the middle and the table; warnings only where they are true."""
    said = _said(_guide(pages, setup), tmp_path)
    sheets, half = pages // 4, pages // 2
    paper = f"{sheets} {'vel' if sheets == 1 else 'vellen'} {setup.vel}"
    top, bottom = (74, 223) if setup.vel == "A3" else (52, 158)
    right, wrong = ("korte", "lange") if setup.omslaan == "kort" else ("lange", "korte")
    for sentence in (
        "Zo maakt u dit boekje",
        f"Mijn Eigen Plan – Gemeente Almere: {pages} bladzijden op {paper}.",
        f"{paper} van 90 gram",
        f"omslaan over de {right} zijde",
        f"Kies dan de {wrong} zijde.",
        "100 % (werkelijke grootte)",
        "Print basisformat-boekje-proef.pdf",
        "Print basisformat-boekje.pdf, met dezelfde instellingen.",
        f"Bovenop ziet u bladzijde {half} en {half + 1}.",
        f"{top} mm en {bottom} mm van de bovenkant",
        f"1 links {pages}, rechts 1 links 2, rechts {pages - 1}",
        f"{sheets} links {half + 2}, rechts {half - 1} links {half}, rechts {half + 1}",
        f"samen altijd {pages + 1}.",
    ):
        assert squeezed(sentence) in said, sentence
    assert (squeezed("14 punt wordt 9,9 punt") in said) == (setup.vel == "A4")
    assert (squeezed(f"Dit boekje heeft {sheets} vellen.") in said) == (pages > 64)


@pytest.mark.parametrize("pages", [4, 60, 128])
def test_the_guide_has_no_small_letters(pages: int, tmp_path: Path) -> None:
    """Nothing is smaller than 12 points, the numbers on the drawings included."""
    sheet = _paper(_guide(pages, HEAVY[-1]), tmp_path).seen[0]
    text = sheet.get_textpage()
    sizes = []
    for index in range(text.count_chars()):
        matrix = pdfium.FS_MATRIX()
        if text.get_text_range(index, 1).strip() and pdfium.FPDFText_GetMatrix(text.raw, index, matrix):
            sizes.append(pdfium.FPDFText_GetFontSize(text.raw, index) * abs(matrix.d))
    assert len(sizes) > 500
    assert min(sizes) >= 11.99
