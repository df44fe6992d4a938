"""The divider sheets for a ring binder: the arithmetic of the tabs, the colour on the sheets, and the page with measures."""

import io
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import CONTENT, GEMEENTEN
from hypothesis import given
from hypothesis import strategies as st
from paper import POINTS_PER_MM, squeezed
from PIL import Image
from verapdf import judge, missing

from booklet.colour import INK, TINTS, WHITE, tint
from booklet.content import read_content
from booklet.dividers import (
    BINDING_MM,
    EDGE_MM,
    GAP_MM,
    RADIUS_MM,
    SHEET_MM,
    TAB_MM,
    Divider,
    divider_values,
    dividers,
    spec_values,
)
from booklet.markup import LAYOUTS, write_leaflet
from booklet.models import Content, Domein
from booklet.planner import plan_pages
from booklet.typeset import Typeset, lay_out, write_pdf

WIDTH, HEIGHT = SHEET_MM
A4 = 210.0
BLEED = 3.0
SAFE_MM = 5.0  # letters stay this far from where the paper is cut
DOTS = 8  # of a picture, per mm
PAPER = (255, 255, 255)
COUNTS = st.integers(1, 12)


@cache
def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


def _houses(count: int) -> tuple[Domein, ...]:
    """So many houses, of which the first six are our own."""
    ours = _content().domeinen
    more = (ours[at % 6].model_copy(update={"id": f"huis-{at}"}) for at in range(6, count))
    return (*ours, *more)[:count]


# ----------------------------------------------------------------------------------------------------------------------
# The arithmetic


@given(COUNTS)
def test_tabs_and_gaps_fill_the_sheet(count: int) -> None:
    """From 5 mm below the head to 5 mm above the foot, all as long, with 3 mm between two of them."""
    fronts = [one for one in dividers(_houses(count)) if one.front]
    assert len(fronts) == count
    assert fronts[0].top_mm == EDGE_MM == 5
    assert fronts[-1].bottom_mm == pytest.approx(HEIGHT - EDGE_MM)
    assert all(after.top_mm - before.bottom_mm == pytest.approx(GAP_MM) for before, after in pairwise(fronts))
    assert len({one.length_mm for one in fronts}) == 1
    assert sum(one.length_mm for one in fronts) == pytest.approx(297 - 10 - 3 * (count - 1))
    assert all(one.length_mm > 2 * RADIUS_MM for one in fronts)


@given(COUNTS)
def test_the_back_is_the_front_in_a_mirror(count: int) -> None:
    """Each sheet has two sides in order; seen from behind the tab lies on the other side at the same height."""
    houses = _houses(count)
    sides = dividers(houses)
    assert [one.domein for one in sides[::2]] == [one.domein for one in sides[1::2]] == list(houses)
    for number, (front, back) in enumerate(zip(sides[::2], sides[1::2], strict=True), 1):
        assert (front.number, back.number) == (number, number)
        assert (front.front, back.front) == (True, False)
        assert (front.top_mm, front.length_mm) == (back.top_mm, back.length_mm)
        assert front.left_mm + TAB_MM == WIDTH
        assert back.left_mm == WIDTH - (front.left_mm + TAB_MM)


@pytest.mark.parametrize(("count", "length"), [(6, 45.3), (10, 26.0)])
def test_tabs_are_as_long_as_in_the_trade(count: int, length: float) -> None:
    """The figures that makers of divider sheets give themselves (`drukwerk.md` part 6)."""
    assert dividers(_houses(count))[0].length_mm == pytest.approx(length, abs=0.05)


@given(st.lists(st.booleans(), min_size=6, max_size=6).filter(any), st.sampled_from(["basisformat", "tabbladen"]))
def test_a_divider_lies_before_its_house(taken: list[bool], edition: str) -> None:
    """It can be put there, between two leaves, with the whole house behind it and nothing else in between."""
    houses = [house for house, wanted in zip(_content().domeinen, taken, strict=True) if wanted]
    plan = plan_pages(next(one for one in _content().edities if one.id == edition), houses, {})
    vellen: Any = _spec(houses, edition)["vellen"]
    assert len(vellen) == len(houses)
    for house, vel in zip(houses, vellen, strict=True):
        first = min(part.first for part in plan.parts if part.domein == house)
        assert vel.naam == house.naam
        assert vel.before % 2 == 1
        assert vel.before in (first, first - 1)


# ----------------------------------------------------------------------------------------------------------------------
# The sheets


def _sheets(houses: Sequence[Domein], bleed: float = BLEED) -> Typeset:
    plan = plan_pages(next(one for one in _content().edities if one.tabs), houses, {})
    teksten = _content().gemeenten[0].teksten
    return lay_out(
        write_leaflet(
            "ringband", divider_values(plan, houses, teksten, titel="Mijn Eigen Plan", bleed=bleed) | _shared()
        )
    )


def _shared() -> Mapping[str, object]:
    """What every leaflet is told."""
    return {"gemeente": "Gemeente Proef", "datum": _content().plan.datum}


@cache
def _made(count: int, bleed: float = BLEED) -> bytes:
    pages = _sheets(_houses(count), bleed)
    data, faults = write_pdf(pages, {})
    assert (*pages.faults, *faults) == ()
    assert pages.page_count == 2 * count
    return data


@pytest.mark.parametrize("bleed", [0.0, 3.0, 5.0])
def test_the_boxes_are_exact(bleed: float) -> None:
    """The trimmed sheet is 223 x 297 mm, and around it is just the bleed that the shop asks."""
    with pikepdf.open(io.BytesIO(_made(6, bleed))) as pdf:
        for page in pdf.pages:
            trim = [float(side) / POINTS_PER_MM for side in page.obj.TrimBox]
            media = [float(side) / POINTS_PER_MM for side in page.obj.MediaBox]
            assert trim == pytest.approx([0, 0, 223, 297], abs=0.01)
            assert media == pytest.approx([-bleed, -bleed, 223 + bleed, 297 + bleed], abs=0.01)


def _picture(count: int, index: int) -> Image.Image:
    """A side as it comes from the press, with its bleed."""
    page = pypdfium2.PdfDocument(_made(count))[index]
    return page.render(scale=DOTS / POINTS_PER_MM).to_pil().convert("RGB")


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize("count", [1, 3, 6])
def test_colour_runs_over_every_edge_of_the_tab_that_is_cut(count: int) -> None:
    """Until 3 mm outside the tab on its three edges; beyond that, and along the edge of the A4, the paper is white."""
    for index, side in enumerate(dividers(_houses(count))):
        picture = _picture(count, index)

        def at(x: float, y: float, side: Divider = side, picture: Image.Image = picture) -> Any:
            """The colour at a place: so far outside the A4, so far below the head."""
            across = A4 + x if side.front else TAB_MM - x
            return picture.getpixel((round((across + BLEED) * DOTS), round((y + BLEED) * DOTS)))

        colour, middle = _rgb(side.domein.kleur), (side.top_mm + side.bottom_mm) / 2
        for x in (2.0, 6.5, 12.0, TAB_MM + BLEED - 0.5):
            assert at(x, side.top_mm - BLEED + 0.5) == colour
            assert at(x, side.bottom_mm + BLEED - 0.5) == colour
            assert at(x, side.top_mm - BLEED - 0.5) == PAPER
            assert at(x, side.bottom_mm + BLEED + 0.5) == PAPER
        assert at(TAB_MM + BLEED - 0.5, middle) == at(0.0, middle) == at(-3.0, middle) == colour
        for y in (2.0, side.top_mm - 0.5, side.bottom_mm + 0.5, HEIGHT - 2.0):
            assert at(-0.3, y) == at(0.3, y) == PAPER, "a knife that slips shows colour on the edge of the A4"


def test_nothing_is_printed_where_the_holes_come() -> None:
    """The binding margin is empty, left on a front and right on a back."""
    for index, side in enumerate(dividers(_houses(6))):
        picture = _picture(6, index)
        wide = round((BINDING_MM - 0.5 + BLEED) * DOTS)
        margin = (
            (0, 0, wide, picture.height) if side.front else (picture.width - wide, 0, picture.width, picture.height)
        )
        assert picture.crop(margin).getextrema() == ((255, 255),) * 3
        assert picture.getextrema() != ((255, 255),) * 3


def test_a_sheet_tells_what_is_behind_it() -> None:
    """In front the house, its kolommen and where they begin; behind it what the house is about."""
    houses = _houses(6)
    plan = plan_pages(next(one for one in _content().edities if one.tabs), houses, {})
    document = pypdfium2.PdfDocument(_made(6))
    for index, side in enumerate(dividers(houses)):
        text = squeezed(document[index].get_textpage().get_text_range())
        domein = side.domein
        assert text.count(squeezed(domein.naam)) >= 2, "the name stands on the sheet and on the tab"
        if side.front:
            folios = [plan.folio("sociale-kaart", domein), *(plan.folio("kolom", one) for one in domein.kolommen)]
            assert all(f"{squeezed(one.naam)}{plan.folio('kolom', one)}" in text for one in domein.kolommen)
            assert all(str(folio) in text for folio in folios)
        else:
            assert squeezed(domein.uitleg) in text


def _tab_letters(page: pypdfium2.PdfPage, side: Divider) -> list[tuple[float, float, float, float]]:
    """The letters on the tab: left, top, right and bottom in mm on the sheet."""
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip()]
    on_sheet = [
        (
            left / POINTS_PER_MM,
            HEIGHT - top / POINTS_PER_MM,
            right / POINTS_PER_MM,
            HEIGHT - bottom / POINTS_PER_MM,
        )
        for left, bottom, right, top in boxes
    ]
    return [box for box in on_sheet if side.left_mm <= box[0] and box[2] <= side.left_mm + TAB_MM]


def test_the_name_on_the_tab_is_large_and_stays_on_it() -> None:
    """At least 12 points, 5 mm from the outer edge, and within the length of the tab."""
    document = pypdfium2.PdfDocument(_made(6))
    for index, side in enumerate(dividers(_houses(6))):
        letters = _tab_letters(document[index], side)
        assert len(letters) == len(squeezed(side.domein.naam))
        outer = min(WIDTH - box[2] for box in letters) if side.front else min(box[0] for box in letters)
        assert outer >= SAFE_MM
        assert all(side.top_mm < box[1] and box[3] < side.bottom_mm - 1 for box in letters)
        capital = letters[0][2] - letters[0][0]  # the tab is read from the side
        assert capital >= 0.66 * 12 / POINTS_PER_MM, "Atkinson Hyperlegible has capitals of two thirds of its size"


def test_a_name_that_does_not_fit_on_its_tab_is_told() -> None:
    """The name of a house is never cut off."""
    first, *others = _houses(6)
    long = first.model_copy(update={"naam": "Woonruimte en omgeving"})
    faults = _sheets((long, *others)).faults
    assert [fault.page for fault in faults] == [1, 2]
    assert all("Woonruimte en omgeving" in fault.message for fault in faults)


# The colours that the press knows: those of the houses with their tints, and those in `tokens.css`.
_TOKENS = set(re.findall(r"#[0-9A-F]{6}", (LAYOUTS / "css/tokens.css").read_text(encoding="utf-8"))) | {INK, WHITE}


def test_every_colour_is_one_that_the_press_knows() -> None:
    """No other colours, and nothing that shines through: a print shop takes neither."""
    known = _TOKENS | {tint(one.kleur, share) for one in _content().domeinen for share in (1.0, *TINTS)}
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(_made(6))) as pdf:
        for page in pdf.pages:
            found |= set(_colours(page, page.Resources))
            assert not page.Resources.get("/Pattern")
            assert not page.Resources.get("/Shading")
            for state in page.Resources.get("/ExtGState", {}).values():
                assert state.get("/ca", 1) == state.get("/CA", 1) == 1
    assert found <= known
    assert {one.kleur for one in _content().domeinen} < found


def _colours(drawing: Any, resources: Any) -> Any:
    """Every colour that is set in a page, and in the forms that it draws, as `#RRGGBB`."""
    for operands, operator in pikepdf.parse_content_stream(drawing):
        word = str(operator)
        assert word not in ("cs", "CS", "sc", "SC", "scn", "SCN", "sh", "k", "K")
        if word in ("rg", "RG", "g", "G"):
            channels = [round(255 * float(one)) for one in operands]
            yield "#" + "".join(f"{one:02X}" for one in channels * (3 // len(channels)))
        if word == "Do":
            form = resources.XObject[operands[0]]
            assert form.Subtype == "/Form"
            yield from _colours(form, form.get("/Resources", resources))


# ----------------------------------------------------------------------------------------------------------------------
# The page with measures


def _spec(houses: Sequence[Domein], edition: str = "tabbladen", oplage: int | None = None) -> Mapping[str, object]:
    content = _content()
    plan = plan_pages(next(one for one in content.edities if one.id == edition), houses, {})
    shop = content.drukkerijen[0]
    return spec_values(plan, houses, shop, titel="Mijn Eigen Plan", stem="proef", oplage=oplage)


def _page(count: int, oplage: int | None = None) -> bytes:
    """The page with measures, one page without a fault."""
    pages = lay_out(write_leaflet("ringband-maten", _spec(_houses(count), oplage=oplage) | _shared()))
    data, faults = write_pdf(pages, {})
    assert (*pages.faults, *faults) == ()
    assert pages.page_count == 1
    return data


@pytest.mark.parametrize("count", [1, 2, 6])
def test_the_page_tells_every_measure(count: int) -> None:
    """The sizes of the sheet, the places of all tabs, the ink of each and where it goes; in the drawing too."""
    text = pypdfium2.PdfDocument(_page(count))[0].get_textpage().get_text_range()
    words = text.split()
    assert {"210", "13", "223", "297", "12", "80"} <= set(words), "a measure misses in the drawing"
    assert "blijft 5 mm vrij" in " ".join(words)
    assert ("tussen twee tabs 3 mm" in " ".join(words)) == (count > 1)
    assert "straal 3" in text
    assert "30 mm vrij voor de gaten" in text
    assert "200 tot 250 gram" in text
    assert "proef-ringband.pdf" in squeezed(text)
    plan = plan_pages(next(one for one in _content().edities if one.tabs), _houses(count), {})
    for side in (one for one in dividers(_houses(count)) if one.front):
        top, length = (f"{value:.1f}".replace(".", ",").replace(",0", "") for value in (side.top_mm, side.length_mm))
        ink = "".join(f"{letter}{part:.0f}" for letter, part in zip("CMYK", side.domein.kleur_druk, strict=True))
        pages = f"{2 * side.number - 1}en{2 * side.number}"
        before = plan.folio("tussenblad", side.domein)
        row = f"{side.number}{side.domein.naam}{pages}{top}mm{length}mm{ink}bladzijde{before}"
        assert squeezed(row) in squeezed(text)


@pytest.mark.parametrize(("oplage", "said"), [(None, "sets van 6 vellen"), (1200, "1.200 sets van 6 vellen")])
def test_how_many_sets_is_told_or_left_open(oplage: int | None, said: str) -> None:
    """The number stands before the word; without a number there is room for it."""
    text = squeezed(pypdfium2.PdfDocument(_page(6, oplage))[0].get_textpage().get_text_range())
    assert squeezed(said) in text
    assert bool(re.search(r"\dsetsvan", text)) == (oplage is not None)


def test_the_same_houses_give_the_same_bytes() -> None:
    """Nothing of the moment is in the files."""
    again, faults = write_pdf(_sheets(_houses(6)), {})
    assert faults == ()
    assert again == _made(6)
    assert _page(6) == _page(6)


def test_the_page_is_for_everybody(tmp_path: Path) -> None:
    """The judge finds nothing against PDF/UA-1 and PDF/A-2a, and the drawings have words."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    file = tmp_path / "maten.pdf"
    file.write_bytes(_page(6))
    with pikepdf.open(file) as pdf:
        words = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert [text.split()[0] for text in words] == ["Tekening", "Tekening"]
    verdicts = judge(("ua1", "2a"), [file])
    assert [(one.flavour, one.failures) for one in verdicts if not one.passed] == []
    assert len(verdicts) == 2
    assert all(one.checks > 100 for one in verdicts)
