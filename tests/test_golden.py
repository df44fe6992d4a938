"""A few pages as small grey pictures, and the outline of one booklet: what a change of look or structure does.

Renew them with `pytest tests/test_golden.py --update-golden` and look at each one before it is committed.
"""

import difflib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import CONTENT, Built
from paper import Paper, paper
from PIL import Image, ImageChops, ImageDraw

from booklet.namen import domein_names

GOLDEN = Path(__file__).parent / "golden"
GEMEENTE = "voorbeeldstad"  # fictional, so nobody has to renew it because an address changes
OUTLINE = "basisformat.outline.txt"

DPI = 40
GREYS = 16  # in a picture that is kept
MAX_BYTES = 20_000
DIFFERENT = 48  # grey levels of 255; less is a matter of rounding
MAX_SHARE = 0.004  # of the pixels

HOUSE, OTHER_HOUSE = domein_names(CONTENT)[:2]

# The name of a picture: the edition, the part of which it shows a page, and which page of that part.
PAGES: Mapping[str, tuple[str, str, int]] = {
    "omslag": ("basisformat", "omslag", 0),
    "huisjesplaat-links": ("basisformat", "huisjesplaat", 0),
    "huisjesplaat-rechts": ("basisformat", "huisjesplaat", 1),
    "suggesties": ("basisformat", f"suggesties-{HOUSE}", 0),
    "kolom": ("basisformat", "kolom-", 0),
    "kolom-voorbeeld": ("uitlegboekje", "kolom-voorbeeld-", 0),
    "sociale-kaart": ("basisformat", f"sociale-kaart-{HOUSE}", 0),
    "tussenblad": ("tabbladen", f"tussenblad-{OTHER_HOUSE}", 0),
    "colofon": ("basisformat", "colofon", 0),
}


def _booklet(built: Built, editie: str) -> Paper:
    return paper(built.files[f"{GEMEENTE}/{editie}.pdf"])


def _picture(sheet: Paper, page: int) -> Image.Image:
    """A page in sixteen greys."""
    seen = sheet.seen[page - 1].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    step = 255 // (GREYS - 1)
    return seen.point([round(grey / step) * step for grey in range(256)])


def _share(one: Image.Image, other: Image.Image) -> float:
    """The share of the pixels that differ so much that somebody sees it."""
    if one.size != other.size:
        return 1.0
    levels = ImageChops.difference(one, other).histogram()
    return sum(levels[DIFFERENT + 1 :]) / sum(levels)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name: str, built: Built, tmp_path: Path, *, update_golden: bool) -> None:
    """A page of which the look matters is found by its part and compared with its picture."""
    editie, part, offset = PAGES[name]
    sheet = _booklet(built, editie)
    pages = next(
        pages
        for anchor, pages in sheet.parts.items()
        if anchor == part or (part[-1] == "-" and anchor.startswith(part))
    )
    new = _picture(sheet, pages[offset])
    file = GOLDEN / f"{name}.png"
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        new.save(file, optimize=True)
    assert file.is_file(), f"{file} is missing; make it with --update-golden"
    old = Image.open(file).convert("L")
    share = _share(old, new)
    if share > MAX_SHARE:
        new.save(tmp_path / f"{name}.png")
        if old.size == new.size:
            ImageChops.invert(ImageChops.difference(old, new)).save(tmp_path / f"{name}-difference.png")
    assert share <= MAX_SHARE, f"{share:.2%} of page {pages[offset]} of {editie} differs; see {tmp_path}"


def test_a_change_that_can_be_seen_is_found(built: Built) -> None:
    """The comparison sees a square of two centimetres, and does not see that a page was rendered twice."""
    sheet = _booklet(built, "basisformat")
    page = _picture(sheet, 1)
    assert _share(page, _picture(sheet, 1)) == 0
    changed = page.copy()
    side = 20 / 25.4 * DPI
    ImageDraw.Draw(changed).rectangle((40, 20, 40 + side, 20 + side), fill=0)
    assert _share(page, changed) > MAX_SHARE
    assert _share(page, page.crop((0, 0, 9, 9))) == 1


def _outline(sheet: Paper) -> str:
    """The bookmarks with their pages, and how many tags there are of every kind."""
    marks = [f"{'  ' * (mark.level - 1)}{mark.title} · {mark.page}" for mark in sheet.bookmarks]
    tags = Counter(str(tag.S).removeprefix("/") for tag in sheet.tags)
    assert marks
    assert tags
    return "\n".join([*marks, "", *(f"{name} {count}" for name, count in sorted(tags.items())), ""])


def test_the_outline_is_as_it_was(built: Built, *, update_golden: bool) -> None:
    """Bookmarks and tags of the basisformat, so that a change of structure is seen in review."""
    new = _outline(_booklet(built, "basisformat"))
    file = GOLDEN / OUTLINE
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(new, encoding="utf-8")
    assert file.is_file(), f"{file} is missing; make it with --update-golden"
    old = file.read_text(encoding="utf-8")
    difference = difflib.unified_diff(old.splitlines(), new.splitlines(), OUTLINE, "now", lineterm="")
    assert old == new, "\n".join(difference)


def test_pictures_are_small_and_none_is_left_over() -> None:
    """Every picture has its page, and none is larger than 20 kB, so that the repository stays light."""
    files = {file.name: file.stat().st_size for file in GOLDEN.iterdir()}
    assert set(files) == {f"{name}.png" for name in PAGES} | {OUTLINE}
    assert not {name: size for name, size in files.items() if size > MAX_BYTES}
