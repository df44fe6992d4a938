"""Laws of the imposition, for every booklet of 1 to 128 pages, and what staff are told of it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.imposition import (
    Setup,
    Side,
    Spot,
    advice,
    guide_values,
    letter_warning,
    places,
    sheet_count,
    sides,
)

MOST = 128
PAGES = range(1, MOST + 1)


def _spots(pages: int) -> list[tuple[Side, Spot]]:
    return [(side, spot) for side in sides(pages) for spot in (side.left, side.right)]


def _folded(pages: int) -> Iterator[Spot]:
    """The places in the order in which one reads them, when the sheets lie in one another and are folded.

    First the right leaf of every sheet from the outside in, then the left leaf of every sheet from the inside out; a
    leaf shows its recto first. Turned over its short edge, a sheet has its right leaf on the left.
    """
    fronts, backs = sides(pages)[::2], sides(pages)[1::2]
    for front, back in zip(fronts, backs, strict=True):
        yield from (front.right, back.left)
    for front, back in reversed(list(zip(fronts, backs, strict=True))):
        yield from (back.right, front.left)


@pytest.mark.parametrize("pages", PAGES)
def test_every_page_is_printed_once(pages: int) -> None:
    """No page is lost or doubled, and there are no more blanks than one sheet needs."""
    printed = [spot.page for _, spot in _spots(pages) if spot.page is not None]
    assert sorted(printed) == list(range(1, pages + 1))
    assert len(_spots(pages)) - len(printed) < 4


@pytest.mark.parametrize("pages", PAGES)
def test_the_two_places_on_a_side_add_up(pages: int) -> None:
    """Together they are one more than all places, the even one on the left and the odd one on the right."""
    total = 4 * sheet_count(pages)
    for side in sides(pages):
        assert side.left.place + side.right.place == total + 1
        assert (side.left.recto, side.right.recto) == (False, True)


@pytest.mark.parametrize("pages", PAGES)
def test_a_recto_lies_behind_its_verso(pages: int) -> None:
    """The two pages of a leaf are on the two sides of one sheet, on opposite halves."""
    where = {spot.place: side for side, spot in _spots(pages)}
    for recto in range(1, len(where), 2):
        one, other = where[recto], where[recto + 1]
        assert one.sheet == other.sheet
        assert one.front != other.front
        assert (one.right.place, other.left.place) == (recto, recto + 1)


@pytest.mark.parametrize("pages", PAGES)
def test_folding_gives_the_order_of_reading(pages: int) -> None:
    """Folded and read from the front, the places count up and so do the pages."""
    read = list(_folded(pages))
    assert [spot.place for spot in read] == list(range(1, 4 * sheet_count(pages) + 1))
    assert [spot.page for spot in read if spot.page] == list(PAGES[:pages])


@pytest.mark.parametrize("pages", PAGES)
def test_the_last_page_is_the_back_cover(pages: int) -> None:
    """It is left on the front of sheet 1, beside page 1; a page that is alone is the front."""
    outside = sides(pages)[0]
    assert (outside.sheet, outside.front, outside.right.page) == (1, True, 1)
    assert outside.left.page == (pages if pages > 1 else None)


@pytest.mark.parametrize("pages", PAGES)
def test_blanks_lie_just_before_the_back_cover(pages: int) -> None:
    """All pages but the last keep the number of their place, so that a recto stays a recto."""
    for place, page in enumerate(places(pages)[: pages - 1], 1):
        assert page == place


@pytest.mark.parametrize("pages", PAGES)
def test_sheets_are_printed_from_the_outside_in(pages: int) -> None:
    """Front and back of sheet 1, front and back of sheet 2, and so on to the middle of the booklet."""
    order = [(side.sheet, side.front) for side in sides(pages)]
    assert order == [(sheet, front) for sheet in range(1, sheet_count(pages) + 1) for front in (True, False)]
    middle = sides(pages)[-1]
    assert middle.right.place == middle.left.place + 1


@given(st.integers(50, 350), st.integers(1, 32))
def test_every_sheet_moves_one_thickness_more(papier: int, sheet: int) -> None:
    """The outermost sheet lies still; 80 g paper is 0.10 mm thick and 90 g 0.11."""
    setup = Setup(papier=papier)
    assert setup.shift_mm(1) == 0
    assert setup.shift_mm(sheet + 1) - setup.shift_mm(sheet) == pytest.approx(papier * 0.10 / 80)
    assert Setup(papier=90).shift_mm(2) == pytest.approx(0.11, abs=0.005)


def test_two_pages_fill_a_sheet() -> None:
    """A page keeps its size on A3, and is 1 / √2 of it on A4."""
    assert Setup("A3").scale == 1
    assert Setup("A4").scale == pytest.approx(2**-0.5, abs=0.0001)
    for vel in ("A3", "A4"):
        width, height = Setup(vel).sheet_mm
        assert 2 * 210 * Setup(vel).scale == pytest.approx(width, abs=0.05)
        assert 297 * Setup(vel).scale == pytest.approx(height)


@pytest.mark.parametrize("pages", PAGES)
def test_a_thick_booklet_gets_advice(pages: int) -> None:
    """More than sixteen sheets are not for a stapler: the advice says how many there are and what to do instead."""
    said = advice(pages)
    assert bool(said) == (pages > 64)
    if said:
        assert f"{-(-pages // 4)} vellen" in said
        assert {"ring", "katernen:"} <= set(said.split())


def test_small_sheets_get_a_warning_with_the_size_of_the_letter() -> None:
    """14 points become 9.9 on A4; on A3 nothing changes and nothing is said."""
    assert "14 punt wordt 9,9 punt" in letter_warning(Setup("A4"))
    assert letter_warning(Setup("A3")) == ""


def test_the_guide_has_the_numbers_of_its_booklet() -> None:
    """For sixty pages on A3 and on A4, as a folded model of paper showed them."""
    values = guide_values(60, Setup("A3", "kort", 90), "Proef", "tabbladen/1-woonruimte", proef=True)
    assert values["rijen"] == (
        (1, ("60", "1"), ("2", "59")),
        (2, ("58", "3"), ("4", "57")),
        (15, ("32", "29"), ("30", "31")),
    )
    assert (values["vellen"], values["samen"], values["papier"]) == (15, 61, 90)
    assert (values["buiten"], values["over"], values["midden"]) == (("60", "1"), ("2", "3"), ("30", "31"))
    assert (values["bestand"], values["proef"]) == ("1-woonruimte-boekje.pdf", "1-woonruimte-boekje-proef.pdf")
    assert (values["zijde"], values["andere_zijde"], values["nieten"]) == ("korte", "lange", (74, 223))
    smaller = guide_values(60, Setup("A4", "lang"), "Proef", "tabbladen")
    assert (smaller["zijde"], smaller["andere_zijde"], smaller["nieten"]) == ("lange", "korte", (52, 158))


@pytest.mark.parametrize("pages", PAGES)
def test_the_table_of_the_guide_agrees_with_the_sheets(pages: int) -> None:
    """The outermost two sheets and the innermost, each once, and `leeg` where nothing is printed."""
    rows = guide_values(pages, Setup(), "Proef", "proef")["rijen"]
    assert isinstance(rows, tuple)
    assert [row.sheet for row in rows] == sorted({1, min(2, sheet_count(pages)), sheet_count(pages)})
    shown = {(side.sheet, side.front): (side.left.page, side.right.page) for side in sides(pages)}
    for row in rows:
        for front, told in ((True, row.outside), (False, row.inside)):
            assert told == tuple("leeg" if page is None else str(page) for page in shown[row.sheet, front])
