"""The large letter: the same book, typeset for who sees little.

Everything is asked of the PDF, and compared with the ordinary booklet that the other tests ask.
"""

import ctypes
import math
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import CONTENT, DAY, GEMEENTEN, Built
from paper import POINTS_PER_MM, Paper, squeezed
from PIL import Image
from pypdfium2 import raw as pdfium
from verapdf import judge, missing

from booklet.content import read_content
from booklet.models import Content
from booklet.pipeline import Order, make
from booklet.tabs import HEAD_MM, LARGE_TAB, tab_top

GEMEENTE = GEMEENTEN[1]  # it has the longest Sociale Kaart
OTHER = GEMEENTEN[0]
FEW = (("tijdsbesteding", "geldzaken"),)  # two houses, one of them the longest
BODY_PT, LEAST_PT, LINE_MM = 18, 16, 12
ROOF_MM = 52  # from the head of the paper; nobody writes above it
DARK, INK_GREY = 150, 27  # of 255: what is taken for a line, and how dark our ink is
DPI = 200


def _build(folder: Path, gemeente: str, houses: tuple[str, ...] = ()) -> Mapping[str, Path]:
    """Every edition in the large letter, by its name without `-grootletter`; nothing may be wrong with any of them."""
    report = make(
        Order((gemeente,), DAY, drukken=("grootletter",), domeinen=houses, inhoud=CONTENT, uit=folder),
        lambda step, text: None,
    )
    assert not [problem for problem in report.problems if problem.place.file.startswith(folder.as_posix())]
    files = {
        path.relative_to(folder / gemeente).as_posix().replace("-grootletter.pdf", ""): path
        for path in sorted((folder / gemeente).rglob("*.pdf"))
    }
    assert len(files) == len(report.made) >= 3 + max(len(houses), 1)
    return files


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every edition in the large letter, with all houses."""
    return _build(tmp_path_factory.mktemp("groot"), GEMEENTE)


@pytest.fixture(scope="module", params=FEW, ids="+".join)
def houses(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """A few houses."""
    chosen: tuple[str, ...] = request.param
    return chosen


@pytest.fixture(scope="module")
def few(houses: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every edition of another gemeente in the large letter, with a few houses."""
    return _build(tmp_path_factory.mktemp("groot"), OTHER, houses)


@cache
def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


@cache
def _paper(path: Path) -> Paper:
    return Paper(path)


def _ordinary(built: Built, name: str) -> Paper:
    return _paper(built.files[f"{GEMEENTE}/{name}.pdf"])


# ----------------------------------------------------------------------------------------------------------------------
# The same book


def _runs(paper: Paper, page: int) -> Iterator[str]:
    """The tagged texts of a page as they were written, a line or less each."""
    sheet = paper.seen[page - 1]
    text_page = sheet.get_textpage()
    texts: dict[int, str] = {}
    for item in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        content = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
        size = pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, buffer, size)
        texts[content] = texts.get(content, "") + bytes(buffer).decode("utf-16-le").rstrip("\0")
    return (text for content, text in texts.items() if content >= 0)


def _without_numbers(text: str) -> str:
    """A text in which the only words that may differ are the same: numbers of pages, and the oldest check on a page."""
    numbered = re.sub(
        r"(over|heeft)(?:een|twee|zes)(eigen)?bladzijden?", r"\1\2bladzijden", re.sub(r"\d+", "0", squeezed(text))
    )
    return re.sub(r"Nagekekenin[a-z]+0", "Nagekekenin0", numbered)


def test_every_word_is_there(large: Mapping[str, Path], built: Built) -> None:
    """Every line of every part of the ordinary booklet is in the same part in the large letter, page numbers apart."""
    compared = 0
    for name, path in large.items():
        ordinary, groot = _ordinary(built, name), _paper(path)
        parts = {part for part in ordinary.parts if not part.startswith("notities")}
        assert parts == {part for part in groot.parts if not part.startswith("notities")}
        for part in parts:
            said = _without_numbers(groot.said(part))
            for page in ordinary.parts[part]:
                for text in (piece for run in _runs(ordinary, page) for piece in run.split("·")):
                    assert _without_numbers(text) in said, f"{name}, {part}: '{text}' is not in the large letter"
                    compared += 1
    assert compared > 5000


def test_what_a_picture_says_is_said(large: Mapping[str, Path], built: Built) -> None:
    """Faces that were chosen, QR codes and logos have the same words."""
    for name, path in large.items():
        assert Counter(_paper(path).alternatives) >= Counter(_ordinary(built, name).alternatives)


def test_a_number_is_the_page_that_it_names(large: Mapping[str, Path]) -> None:
    """Every line of a table of contents leads to the page that it prints, and there stands what it names."""
    for name, path in large.items():
        paper = _paper(path)
        inside = [link for link in paper.links if link.target is not None]
        assert bool(inside) == ("inhoud" in paper.parts or name.startswith("tabbladen"))
        height = paper.seen[0].get_height()
        for link in inside:
            _, bottom, right, top = (edge / POINTS_PER_MM for edge in link.box)
            printed = paper.corner(
                link.page, right + 1, height / POINTS_PER_MM - top, 190, height / POINTS_PER_MM - bottom
            )
            assert printed == str(link.target), f"{name}: '{link.words}' says {printed}"
            if link.target != paper.anchors.get("uitleg-huisjesplaat"):  # it explains a page that has another name
                assert squeezed(link.words) in paper.spoken[link.target - 1]


def test_an_explanation_names_the_page_in_the_large_booklet(large: Mapping[str, Path]) -> None:
    """'Uitleg bij bladzijde …' is the page of the basisformat in the large letter."""
    uitleg, basis = _paper(large["uitlegboekje"]), _paper(large["basisformat"])
    numbers = {
        part: [int(number) for number in re.findall(r"Uitlegbijbladzijde(\d+)vanuwboekje", uitleg.said(part))]
        for part in uitleg.parts
    }
    for domein in _content().domeinen:
        assert numbers[f"uitleg-huis-{domein.id}"] == [basis.anchors[f"suggesties-{domein.id}"]]
        for kolom in domein.kolommen:
            assert numbers[f"uitleg-kolom-{kolom.id}"] == [basis.anchors[f"kolom-{kolom.id}"]]
        room = [basis.anchors[f"{kind}-{domein.id}"] for kind in ("vrije-ruimte", "sociale-kaart")]
        assert numbers[f"uitleg-ruimte-{domein.id}"] == room
    closing = [basis.anchors[kind] for kind in ("afsluiting", "hierna", "professional")]
    assert numbers["uitleg-afsluiting"] == closing


def test_what_the_text_says_lies_beside_it_lies_beside_it(large: Mapping[str, Path]) -> None:
    """'Links leest u, rechts ziet u': an explanation of one page faces the first page of what it explains."""
    paper = _paper(large["uitlegboekje"])
    faced = 0
    for domein in _content().domeinen:
        pairs = [
            (f"uitleg-huis-{domein.id}", f"suggesties-{domein.id}"),
            (f"uitleg-ruimte-{domein.id}", f"vrije-ruimte-{domein.id}"),
            *((f"uitleg-kolom-{kolom.id}", f"kolom-voorbeeld-{kolom.id}") for kolom in domein.kolommen),
        ]
        for explanation, thing in pairs:
            assert paper.anchors[thing] % 2 == 1
            if len(paper.parts[explanation]) == 1:
                assert paper.anchors[thing] == paper.anchors[explanation] + 1
                faced += 1
    assert faced >= len(_content().domeinen) * 2
    assert paper.anchors["zo-werkt-het"] == paper.anchors["uitleg-zo-werkt-het"] + 1


def test_a_booklet_can_be_folded(large: Mapping[str, Path], few: Mapping[str, Path]) -> None:
    """Every file has a multiple of four pages, the back page last, and no page is empty."""
    for path in (*large.values(), *few.values()):
        paper = _paper(path)
        assert paper.page_count % 4 == 0
        assert paper.anchors["colofon"] == paper.page_count
        assert paper.labels[-1] == "achterkant"
        assert all(paper.spoken)


def test_a_spread_lies_open(large: Mapping[str, Path]) -> None:
    """You write in a kolom on two pages beside each other; the huisjesplaat and the last words lie open too."""
    for name in ("basisformat", "tabbladen"):
        parts = _paper(large[name]).parts
        for part in [f"kolom-{kolom.id}" for kolom in _content().kolommen] + ["afsluiting"]:
            assert len(parts[part]) == 2, f"{part} has {len(parts[part])} pages"
            assert parts[part].start % 2 == 0
        assert len(parts["huisjesplaat"]) == len(_content().domeinen)
        assert parts["huisjesplaat"].start % 2 == 0


# ----------------------------------------------------------------------------------------------------------------------
# Large


class Letter(NamedTuple):
    """A letter on a page: its size in points as printed."""

    size: float
    page: int
    letter: str


def _letters(paper: Paper) -> Iterator[Letter]:
    matrix = pdfium.FS_MATRIX()
    for page in range(1, paper.page_count + 1):
        text = paper.seen[page - 1].get_textpage()
        for index in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if not letter.isspace() and pdfium.FPDFText_IsGenerated(text.raw, index) != 1:
                pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
                size = pdfium.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.c, matrix.d)
                yield Letter(round(size, 1), page, letter)


def test_no_letter_is_small(large: Mapping[str, Path], few: Mapping[str, Path]) -> None:
    """Nothing is below 16 points: folios, heads, the words below a face, tabs and colophon included."""
    for path in (*large.values(), *few.values()):
        sizes = Counter(letter.size for letter in _letters(_paper(path)))
        assert min(sizes) >= LEAST_PT, f"{path.name} has letters of {min(sizes)} points"
        assert sizes.most_common(1)[0][0] == BODY_PT


def test_what_is_read_has_eighteen_points(large: Mapping[str, Path]) -> None:
    """On a page of running text only the folio, the tab and a line above a head are smaller."""
    paper = _paper(large["uitlegboekje"])
    reading = ("uitleg-", "zo-werkt-het", "personen", "woorden", "hierna", "suggesties")
    pages = {page for part, pages in paper.parts.items() if part.startswith(reading) for page in pages}
    assert len(pages) > 40
    small = Counter(letter.page for letter in _letters(paper) if letter.size < BODY_PT)
    assert all(small[page] < 75 for page in pages), small.most_common(3)


def _lines(paper: Paper, page: int) -> list[tuple[float, float]]:
    """The dark lines from wall to wall, from the top: the height of each and how thick it is, in mm.

    The thickness is the darkness of the pixels together, so that it does not depend on where they fall.
    """
    picture = paper.seen[page - 1].render(scale=DPI / 72, grayscale=True).to_pil()
    across = [round(mm / 25.4 * DPI) for mm in range(45, 160, 5)]
    dark = [all(picture.getpixel((x, y)) < DARK for x in across) for y in range(picture.height)]
    edges = [y for y, (above, below) in enumerate(pairwise(dark), 1) if above != below]
    found = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        darkness = sum(255 - picture.getpixel((across[0], y)) for y in range(top - 2, bottom + 2))
        found.append(((top + bottom) / 2 * 25.4 / DPI, darkness / (255 - INK_GREY) * 25.4 / DPI))
    return [(height, thick) for height, thick in found if thick < LINE_MM / 10]


def test_writing_lines_are_twelve_millimetres_apart_and_dark(large: Mapping[str, Path]) -> None:
    """On every kolom more lines than the ordinary booklet has, each 12 mm below the line or the question above it."""
    paper = _paper(large["basisformat"])
    for kolom in _content().kolommen:
        count = 0
        for page in paper.parts[f"kolom-{kolom.id}"]:
            *lines, foot = (line for line in _lines(paper, page) if line[0] > ROOF_MM)
            assert foot[0] > 270  # the floor of the house
            gaps = [below[0] - above[0] for above, below in pairwise(lines)]
            between = [gap for gap in gaps if gap > 1.5 * LINE_MM]
            assert len(between) <= 1, f"{kolom.id}: two questions a page"
            assert all(abs(gap - LINE_MM) < 0.2 for gap in gaps if gap not in between), f"{kolom.id}: {gaps}"
            assert all(0.4 <= thick < 0.7 for _, thick in lines), f"{kolom.id}: {lines}"
            count += len(lines)
        assert count > 14, f"{kolom.id} has {count} lines"


def _places(paper: Paper, page: int) -> Mapping[str, tuple[float, float]]:
    """Where every word that a page has once begins, in points."""
    text = paper.seen[page - 1].get_textpage()
    said = text.get_text_range()
    words = Counter(re.findall(r"\w{3,}", said))
    return {
        match[0]: text.get_charbox(match.start())[:2] for match in re.finditer(r"\w{3,}", said) if words[match[0]] == 1
    }


@pytest.mark.parametrize("kind", ["kolom", "suggesties", "uitleg-kolom", "uitleg-huis", "zo-werkt-het", "hierna"])
def test_no_page_is_an_enlargement(kind: str, large: Mapping[str, Path], built: Built) -> None:
    """The words of a page stand otherwise: no enlargement of the ordinary page puts them within 3 mm of their place."""
    compared = 0
    for name, path in large.items():
        ordinary, groot = _ordinary(built, name), _paper(path)
        for part in [part for part in ordinary.parts if re.match(rf"{kind}(-(?!voorbeeld)|$)", part)]:
            before = _places(ordinary, ordinary.anchors[part])
            after = _places(groot, groot.anchors[part])
            common = sorted(set(before) & set(after))
            assert len(common) >= 4, f"{name}, {part}"
            worst = max(
                _off([before[word][axis] for word in common], [after[word][axis] for word in common]) for axis in (0, 1)
            )
            assert worst > 3, f"{name}: {part} is an enlargement"
            compared += 1
    assert compared


def _off(before: list[float], after: list[float]) -> float:
    """How far in mm the second places lie at most from the first, stretched and moved as well as can be."""
    x, y = sum(before) / len(before), sum(after) / len(after)
    spread = sum((one - x) ** 2 for one in before)
    stretch = sum((one - x) * (other - y) for one, other in zip(before, after, strict=True)) / spread if spread else 0
    return max(abs(other - y - stretch * (one - x)) / POINTS_PER_MM for one, other in zip(before, after, strict=True))


def test_a_page_of_a_house_has_its_tab_on_the_outer_edge(large: Mapping[str, Path]) -> None:
    """Every page of a house bears its colour at its own height up to the outer edge of the paper, and no other page."""
    paper = _paper(large["tabbladen"])
    houses = {
        page: place
        for place, domein in enumerate(_content().domeinen)
        for part, pages in paper.parts.items()
        if part.endswith(f"-{domein.id}") or part in {f"kolom-{kolom.id}" for kolom in domein.kolommen}
        for page in pages
    }
    assert len(houses) > 60
    colours = [domein.kleur for domein in _content().domeinen]
    for page in range(1, paper.page_count + 1):
        picture = paper.seen[page - 1].render(scale=0.5).to_pil()
        found = [_tab_colour(picture, place, right=page % 2 == 1) for place in range(len(colours))]
        wanted = [colour if houses.get(page) == place else "#FFFFFF" for place, colour in enumerate(colours)]
        assert found == wanted, f"page {page}"


def _tab_colour(picture: Image.Image, place: int, *, right: bool) -> str:
    """The colour near the edge of the paper and 2 mm above the foot of a tab."""
    mm = picture.width / 210
    x = 209 if right else 1
    return "#{:02X}{:02X}{:02X}".format(
        *picture.getpixel((int(x * mm), int((tab_top(place) + LARGE_TAB.height - 2) * mm)))[:3]
    )


def test_tabs_stand_below_each_other_within_the_page() -> None:
    """Six tabs begin at the head margin, do not overlap, and end above the folio."""
    tops = [tab_top(place) for place in range(6)]
    assert tops[0] == HEAD_MM
    assert all(tops[place] + LARGE_TAB.height <= tops[place + 1] for place in range(5))
    assert tops[-1] + LARGE_TAB.height < 280
    assert LARGE_TAB.width < LARGE_TAB.margin


# ----------------------------------------------------------------------------------------------------------------------
# The file


def test_two_runs_give_the_same_bytes(few: Mapping[str, Path], houses: tuple[str, ...], tmp_path: Path) -> None:
    """An edition that is made again, without the editions beside it, is the same."""
    order = Order((OTHER,), DAY, ("uitlegboekje",), ("grootletter",), houses, inhoud=CONTENT, uit=tmp_path)
    assert len(make(order, lambda step, text: None).made) == 1
    again = tmp_path / OTHER / "uitlegboekje-grootletter.pdf"
    assert again.read_bytes() == few["uitlegboekje"].read_bytes()


def test_it_is_as_accessible_as_the_screen_pdf(large: Mapping[str, Path]) -> None:
    """PDF/UA-1 and PDF/A-2a in one file, by veraPDF."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    loose = next(path for name, path in large.items() if name.startswith("tabbladen/"))
    for verdict in judge(("ua1", "2a"), [large["uitlegboekje"], loose]):
        assert verdict.passed, f"{verdict.file.name}, {verdict.flavour}: {verdict.failures[:3]}"
        assert verdict.checks > 1000
