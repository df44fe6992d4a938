"""Cards: every word of them is on its side, every back lies behind its front, and sheets to cut are what they must be."""

import io
import math
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from conftest import CONTENT, DAY
from faulty import annotate, font_of, saved
from hypothesis import given
from hypothesis import strategies as st
from paper import POINTS_PER_MM, Paper, paper, squeezed
from pikepdf import Array, Dictionary, Name
from PIL import Image
from small import GEMEENTE, OUTPUT, change, only_editions, without_checks

from booklet.collate import collate
from booklet.colour import WHITE
from booklet.content import read_content
from booklet.cutsheets import cut_sheets
from booklet.cutting import CutSide, Grid, cut_sides, grid
from booklet.formaten import FORMATEN
from booklet.markup import LAYOUTS
from booklet.models import Content
from booklet.pipeline import Order, Report, make
from booklet.preflight import RULES, judge
from booklet.problems import Place
from booklet.rules import Purpose

SHEET = {"A5": (297, 210), "A6": (210, 297)}  # mm; two A5 lie beside each other across A4, four A6 on it upright
A6 = (105, 148)  # mm
EDGE = 8  # mm that stay white around an A6
STACKS = {"situatiekaarten": "situatiekaart", "reiskaarten": "reiskaart", "zakkaarten": "zakkaart"}
REGISTER = 0.1  # mm that a back may lie beside its front in the file
PX_PER_MM = 8
SMALLEST = 12  # pt

formats = st.sampled_from(sorted(SHEET))
counts = st.integers(1, 60)


# ----------------------------------------------------------------------------------------------------------------------
# The arithmetic


def _turned(sheet: Grid, back: CutSide) -> tuple[int | None, ...]:
    """The back as it lies behind the front: every row from right to left."""
    rows = [back.pages[at : at + sheet.columns] for at in range(0, sheet.places, sheet.columns)]
    return tuple(page for row in rows for page in reversed(row))


@given(counts, formats)
def test_every_back_lies_behind_its_front(count: int, formaat: str) -> None:
    """When the sheet is turned as a page of a book; where there is no front there is no back."""
    sides = cut_sides(count, FORMATEN[formaat])
    assert [side.front for side in sides] == [True, False] * (len(sides) // 2)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        behind = [page + 1 if page and page < count else None for page in front.pages]
        assert list(_turned(grid(FORMATEN[formaat]), back)) == behind


@given(counts, formats)
def test_no_card_is_lost_and_all_come_as_often(count: int, formaat: str) -> None:
    """Every page is there, as often as the others; more than once only on a sheet that would be less than half full."""
    sheet, sides = grid(FORMATEN[formaat]), cut_sides(count, FORMATEN[formaat])
    found = Counter(page for side in sides for page in side.pages if page)
    cards = math.ceil(count / 2)
    assert sorted(found) == list(range(1, count + 1))
    assert set(found.values()) == {max(1, sheet.places // cards)}
    assert len(sides) == 2 * math.ceil(cards * found[1] / sheet.places)
    assert all(side.pages[0] for side in sides[::2])  # no sheet is blank


@given(counts, formats)
def test_fronts_come_in_the_order_of_the_cards(count: int, formaat: str) -> None:
    """From left to right and from the top down, so that a pile that was cut is soon in order."""
    fronts = [page for side in cut_sides(count, FORMATEN[formaat])[::2] for page in side.pages if page]
    assert fronts[: math.ceil(count / 2)] == list(range(1, count + 1, 2))


@pytest.mark.parametrize("formaat", SHEET)
def test_cards_fill_their_sheet_from_the_middle(formaat: str) -> None:
    """They lie on it, beside each other; as much stays white on opposite sides; a line lies between every two of them."""
    card, sheet = FORMATEN[formaat], grid(FORMATEN[formaat])
    assert (sheet.width, sheet.height) == SHEET[formaat]
    corners = [sheet.corner(place) for place in range(sheet.places)]
    xs, ys = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    assert sorted(corners) == sorted((x, y) for x in xs for y in ys)
    for starts, length, whole in ((xs, card.width, sheet.width), (ys, card.height, sheet.height)):
        assert starts == [starts[0] + length * step for step in range(len(starts))]
        assert starts[0] == whole - (starts[-1] + length) >= 0
        assert starts[0] < 1  # so near to the edge that nobody has to cut there
    assert sorted(cut.at for cut in sheet.cuts if cut.way == "staand") == xs[1:]
    assert sorted(cut.at for cut in sheet.cuts if cut.way == "liggend") == ys[1:]
    assert corners == sorted(corners, key=lambda corner: (-corner[1], corner[0]))


# ----------------------------------------------------------------------------------------------------------------------
# The sheets, of cards that are made by hand

MARK_AT = (12.0, 100.0)  # mm from the left and the bottom of a card: not in its middle, so that a wrong turn shows


def _cards(count: int, formaat: str) -> bytes:
    """Cards with their number on them and a white edge."""
    card = FORMATEN[formaat]
    with pikepdf.new() as pdf:
        font = font_of(pdf)
        for page in range(1, count + 1):
            pdf.add_blank_page(page_size=(card.width * POINTS_PER_MM, card.height * POINTS_PER_MM))
            x, y = (edge * POINTS_PER_MM for edge in MARK_AT)
            pdf.pages[-1].obj.Contents = pdf.make_stream(
                f"BT /F 12 Tf {x:.4f} {y:.4f} Td (kaart{page}.) Tj ET".encode()
            )
            pdf.pages[-1].obj.Resources = Dictionary(Font=Dictionary(F=font))
        return saved(pdf)


class Spot(NamedTuple):
    """Where words begin, in mm from the left and the bottom."""

    x: float
    y: float


def _spots(page: pypdfium2.PdfPage, words: str) -> list[Spot]:
    text = page.get_textpage()
    search, found = text.search(words, match_case=True), []
    while hit := search.get_next():
        left, bottom, _, _ = text.get_charbox(hit[0], loose=True)
        found.append(Spot(left / POINTS_PER_MM, bottom / POINTS_PER_MM))
    return found


def _behind(spot: Spot, formaat: str, width: float) -> Spot:
    """Where on the back side of a sheet the same place of the same card is: its column is mirrored, the card is not."""
    card, sheet = FORMATEN[formaat], grid(FORMATEN[formaat])
    column = int((spot.x - sheet.left) // card.width)
    inside = spot.x - sheet.left - column * card.width
    return Spot(width - sheet.left - (column + 1) * card.width + inside, spot.y)


@pytest.mark.parametrize("count", [2, 4, 6, 8, 14, 24])
@pytest.mark.parametrize("formaat", SHEET)
def test_fronts_and_backs_register(formaat: str, count: int) -> None:
    """Read from the file: where a card has its number in front, its back has it at the same place, seen through the paper."""
    sheets = pypdfium2.PdfDocument(cut_sheets(_cards(count, formaat), "Proef"))
    width, height = SHEET[formaat]
    seen = 0
    for at in range(0, len(sheets), 2):
        front, back = sheets[at], sheets[at + 1]
        for side in (front, back):
            size = (side.get_width() / POINTS_PER_MM, side.get_height() / POINTS_PER_MM)
            assert size == pytest.approx((width, height), abs=0.01)
        for page in range(1, count, 2):
            expected = sorted(_behind(spot, formaat, width) for spot in _spots(front, f"kaart{page}."))
            found = sorted(_spots(back, f"kaart{page + 1}."))
            assert len(found) == len(expected)
            for spot, wanted in zip(found, expected, strict=True):
                assert spot == pytest.approx(wanted, abs=REGISTER)
            seen += len(found)
    assert seen >= count / 2


def _preferences(data: bytes) -> pikepdf.Object:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        preferences: pikepdf.Object = pdf.Root.ViewerPreferences
        return preferences


@pytest.mark.parametrize(("formaat", "edge"), [("A5", "/DuplexFlipShortEdge"), ("A6", "/DuplexFlipLongEdge")])
def test_the_print_window_turns_the_sheet_from_left_to_right(formaat: str, edge: str) -> None:
    """The edge that it turns over stands upright: the long one of A4 upright, the short one of A4 across; at full size."""
    preferences = _preferences(cut_sheets(_cards(4, formaat), "Proef"))
    width, height = SHEET[formaat]
    upright = "Long" if height > width else "Short"
    assert str(preferences.Duplex) == edge == f"/DuplexFlip{upright}Edge"
    assert preferences.PrintScaling == Name("/None")


def _picture(data: bytes, page: int) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=PX_PER_MM / POINTS_PER_MM).to_pil().convert("L")


def _darkness(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """How dark the darkest point is of a part, in mm from the left and the top; 0 is white."""
    part = picture.crop(tuple(round(edge * PX_PER_MM) for edge in (left, top, right, bottom)))
    return 255 - part.getextrema()[0]


@pytest.mark.parametrize("formaat", SHEET)
def test_lines_to_cut_are_on_the_front_only(formaat: str) -> None:
    """Over the whole sheet between the cards, thin, and nowhere else; a line on the back would lie beside it."""
    data = cut_sheets(_cards(2, formaat), "Proef")
    front, back = _picture(data, 0), _picture(data, 1)
    width, height = SHEET[formaat]
    cuts = grid(FORMATEN[formaat]).cuts
    assert cuts
    for cut in cuts:
        long = height if cut.way == "staand" else width
        at = cut.at if cut.way == "staand" else height - cut.at
        for start in range(0, long - 5, 5):  # in every 5 mm there is some of it
            for near, far, dark in ((-0.4, 0.4, True), (-2, -0.6, False), (0.6, 2, False)):
                box = (
                    (at + near, start, at + far, start + 5)
                    if cut.way == "staand"
                    else (start, at + near, start + 5, at + far)
                )
                crosses = any(
                    other.way != cut.way
                    and start - 3 < (other.at if other.way == "staand" else height - other.at) < start + 8
                    for other in cuts
                )
                assert crosses or (_darkness(front, *box) > 20) == dark
                assert _darkness(back, *box) == 0


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_card_without_a_back_keeps_its_front(count: int) -> None:
    """What is drawn may be of one page; it is not left out."""
    data = cut_sheets(_cards(count, "A6"), "Proef")
    sides = [side.pages for side in cut_sides(count, FORMATEN["A6"])]
    assert list(collate(_cards(count, "A6"), data, sides, 2)) == []


def test_two_cards_in_each_others_place_are_told() -> None:
    """Collating sees on which side another card lies."""
    sides = [side.pages for side in cut_sides(8, FORMATEN["A6"])]
    data = cut_sheets(_cards(8, "A6"), "Proef")
    assert list(collate(_cards(8, "A6"), data, sides, 2)) == []
    wrong = [(sides[0][1], sides[0][0], *sides[0][2:]), sides[1]]
    assert [side for side, _ in collate(_cards(8, "A6"), data, wrong, 2)] == [1, 1]


def test_the_same_cards_give_the_same_bytes() -> None:
    """No day and no chance is in the file."""
    assert cut_sheets(_cards(6, "A6"), "Proef") == cut_sheets(_cards(6, "A6"), "Proef")


# ----------------------------------------------------------------------------------------------------------------------
# The preflight of sheets to cut


def _sized(page: int, width: float, height: float) -> Callable[[pikepdf.Pdf], None]:
    """This page, or with 0 all of them, of another size."""

    def plant(pdf: pikepdf.Pdf) -> None:
        for number, one in enumerate(pdf.pages, 1):
            if page in (0, number):
                one.obj.MediaBox = Array([0, 0, width * POINTS_PER_MM, height * POINTS_PER_MM])
                del one.obj.TrimBox

    return plant


def _without_letters(pdf: pikepdf.Pdf) -> None:
    for form in pdf.pages[0].obj.Resources.XObject.values():
        form.Resources = Dictionary(Font=Dictionary(F=font_of(pdf, embedded=False)))


def _turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


def _link(pdf: pikepdf.Pdf) -> None:
    annotate(pdf, 2, Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9])))


class Planted(NamedTuple):
    """A fault in sheets of eight cards: its code, the pages on which it is told, and a word of the message."""

    code: str
    pages: tuple[int, ...]
    word: str
    plant: Callable[[pikepdf.Pdf], None]
    saving: Mapping[str, Any] = {}


PLANTED = (
    Planted("P02", (0,), "beveiligd", lambda pdf: None, {"encryption": pikepdf.Encryption(owner="eigenaar", user="")}),
    Planted("P12", (1,), "Arial", _without_letters),
    Planted("P51", (0,), "3 kanten", lambda pdf: pdf.pages.__delitem__(-1)),
    Planted("P52", (3,), "A4 (210,2 × 297 mm)", _sized(3, 210.2, 297)),
    Planted("P53", (1, 2, 3, 4), "geen A4", _sized(0, 297, 420)),
    Planted("P54", (2,), "gedraaid", _turn),
    Planted("P55", (2,), "koppeling", _link),
)
SHOWN = "map/kaarten-knipvellen.pdf"


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.code)
def test_a_planted_fault_is_found_and_nothing_else(fault: Planted) -> None:
    """It is told with its code and its page; staff reads what to do."""
    with pikepdf.open(io.BytesIO(cut_sheets(_cards(16, "A6"), "Proef"))) as pdf:
        fault.plant(pdf)
        problems = judge(saved(pdf, **fault.saving), SHOWN, "knipvellen")
    assert [(problem.code, problem.place) for problem in problems] == [
        (fault.code, Place(SHOWN, page)) for page in fault.pages
    ]
    assert fault.word in problems[0].message
    assert problems[0].hint


def test_every_rule_has_a_planted_fault() -> None:
    """But for a file that had to be mended, which the tests of the preflight make."""
    assert {rule.code for rule in RULES[Purpose.KNIPVELLEN]} == {fault.code for fault in PLANTED} | {"P01"}


@pytest.mark.parametrize("formaat", SHEET)
def test_good_sheets_are_good(formaat: str) -> None:
    """A4 upright and A4 across."""
    assert judge(cut_sheets(_cards(8, formaat), "Proef"), SHOWN, "knipvellen") == ()


# ----------------------------------------------------------------------------------------------------------------------
# The cards of the training


def _edition(*stacks: str) -> dict[str, Any]:
    parts = [
        {"id": stack, "titel": stack.capitalize(), "vorm": "kaarten", "formaat": "A6", "begin": [STACKS[stack]]}
        for stack in stacks
    ]
    return {"onderdelen": parts}


def _make(folder: Path, *drukken: str) -> Report:
    return make(
        Order((GEMEENTE,), DAY, drukken=drukken, inhoud=folder / "content", uit=folder / OUTPUT),
        lambda step, text: None,
    )


class Cards(NamedTuple):
    """The cards of the content as files, and what was found in making them."""

    folder: Path
    report: Report
    content: Content

    def paper(self, stack: str, ending: str = "") -> Paper:
        """A file of a stack of cards."""
        return paper(self.folder / f"{stack}{ending}.pdf")


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Cards:
    """All cards of the training, for the screen, to cut, and for the print shop."""
    folder = tmp_path_factory.mktemp("kaarten")
    shutil.copytree(CONTENT, folder / "content")
    only_editions(folder, kaarten=_edition(*STACKS))
    with pytest.MonkeyPatch.context() as patch:
        without_checks(patch)
        report = _make(folder, "scherm", "knipvellen", "drukkerij")
    content = read_content(folder / "content", (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    return Cards(folder / OUTPUT / GEMEENTE / "kaarten", report, content)


def _text(file: Paper, page: int) -> str:
    return squeezed(file.seen[page - 1].get_textpage().get_text_range())


def _missing(texts: Iterator[str], shown: str) -> list[str]:
    return [line for text in texts for line in text.splitlines() if squeezed(line) not in shown]


def test_all_cards_are_made_without_a_word(cards: Cards) -> None:
    """Also for the print shop: no colour comes near the edge."""
    assert cards.report.problems == ()
    made = {made.path.rpartition("/")[2] for made in cards.report.made}
    assert {f"{stack}{ending}.pdf" for stack in STACKS for ending in ("", "-knipvellen", "-drukkerij")} <= made


@pytest.mark.parametrize(("stack", "sheets"), [("situatiekaarten", 3), ("reiskaarten", 2), ("zakkaarten", 1)])
def test_so_many_sheets(cards: Cards, stack: str, sheets: int) -> None:
    """Twelve situations, seven stops and four cards for the pocket, four on a sheet."""
    assert cards.paper(stack, "-knipvellen").page_count == 2 * sheets


def test_every_word_of_a_situation_is_on_its_card(cards: Cards) -> None:
    """In front what happens and what the OCO thinks of doing; on the back that again, the answer and why."""
    kaarten, file = cards.content.training.kaarten, cards.paper("situatiekaarten")
    words, total = kaarten.woorden, len(kaarten.situaties)
    for place, kaart in enumerate(kaarten.situaties):
        number = f"{words.situatie} {place + 1} van {total}"
        front, back = _text(file, 2 * place + 1), _text(file, 2 * place + 2)
        assert _missing(iter((number, kaart.situatie, kaart.voorstel, words.vraag, words.wel, words.niet)), front) == []
        answer, other = (words.wel, words.niet) if kaart.antwoord == "wel" else (words.niet, words.wel)
        assert _missing(iter((number, answer, kaart.voorstel, words.waarom, kaart.waarom)), back) == []
        assert back.startswith(squeezed(number + answer))
        assert not back.startswith(squeezed(number + other))
    assert file.page_count == 2 * total


def test_every_word_of_a_stop_is_on_its_card(cards: Cards) -> None:
    """In front where the plan is, on the back what can be done; its number and name on both."""
    kaarten, file = cards.content.training.kaarten, cards.paper("reiskaarten")
    for place, kaart in enumerate(kaarten.reis):
        number = f"{kaarten.woorden.halte} {place + 1} van {len(kaarten.reis)}"
        front, back = _text(file, 2 * place + 1), _text(file, 2 * place + 2)
        assert _missing(iter((number, kaart.naam, kaart.tekst)), front) == []
        assert _missing(iter((number, kaart.naam, kaarten.woorden.doen, *kaart.doen)), back) == []
    assert file.page_count == 2 * len(kaarten.reis)


def test_every_word_of_a_pocket_card_is_on_its_card(cards: Cards) -> None:
    """Each side has its own list; number and name are on both."""
    zakkaarten, file = cards.content.training.kaarten.zakkaarten, cards.paper("zakkaarten")
    for place, kaart in enumerate(zakkaarten):
        number = f"Zakkaarten {place + 1} van {len(zakkaarten)}: {kaart.naam}"
        for side, lijst in enumerate((kaart.voor, kaart.achter), 1):
            wanted = iter((number, lijst.kop, lijst.tekst or "", *lijst.regels))
            assert _missing(wanted, _text(file, 2 * place + side)) == []
    assert file.page_count == 2 * len(zakkaarten)


def test_there_is_room_to_write(cards: Cards) -> None:
    """On a card to write on, the next words stand at least 14 mm lower: their own line and 9 mm for a pen."""
    zakkaarten, file = cards.content.training.kaarten.zakkaarten, cards.paper("zakkaarten")
    looked = 0
    for place, kaart in enumerate(zakkaarten):
        for side, lijst in enumerate((kaart.voor, kaart.achter) if kaart.schrijven else ()):
            heights = [_spots(file.seen[2 * place + side], regel)[0].y for regel in lijst.regels]
            ends = [*heights[1:], EDGE - 5.0]
            assert all(high - low >= 14 for high, low in zip(heights, ends, strict=True))
            looked += len(heights)
    assert looked >= 4


@pytest.mark.parametrize("stack", STACKS)
def test_a_bookmark_opens_every_card(cards: Cards, stack: str) -> None:
    """A card is a front and a back."""
    file = cards.paper(stack)
    assert [mark.page for mark in file.bookmarks] == list(range(1, file.page_count, 2))


@pytest.mark.parametrize("stack", STACKS)
def test_a_card_has_a_white_edge_and_no_small_letter(cards: Cards, stack: str) -> None:
    """A printer that lays a back beside its front, or a knife beside its line, takes nothing away."""
    file = cards.paper(stack)
    width, height = A6
    for page in file.seen:
        picture = page.render(scale=PX_PER_MM / POINTS_PER_MM).to_pil().convert("RGB")
        inside = round(EDGE * PX_PER_MM) - 1
        white = tuple(bytes.fromhex(WHITE[1:]))
        picture.paste(white, (inside, inside, round(width * PX_PER_MM) - inside, round(height * PX_PER_MM) - inside))
        assert picture.getcolors() == [(picture.width * picture.height, white)]
        text = page.get_textpage()
        assert min(_sizes(text)) >= SMALLEST - 0.01


def _sizes(text: pypdfium2.PdfTextPage) -> Iterator[float]:
    """The size of every letter in points; a space that pdfium adds has none."""
    for index in range(text.count_chars()):
        if not pdfium.FPDFText_IsGenerated(text.raw, index):
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
            yield pdfium.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.c, matrix.d)


@pytest.mark.parametrize(("stack", "words"), [("situatiekaarten", "Situatie"), ("reiskaarten", "Halte")])
def test_the_cards_of_the_training_register(cards: Cards, stack: str, words: str) -> None:
    """The number of a card is at the same place in front and behind, seen through the paper."""
    sheets, total = cards.paper(stack, "-knipvellen").seen, cards.paper(stack).page_count // 2
    width = SHEET["A6"][0]
    found = 0
    for at in range(0, len(sheets), 2):
        for number in range(1, total + 1):
            label = f"{words} {number} van {total}"
            fronts = _spots(sheets[at], label)
            wanted = [_behind(spot, "A6", width) for spot in fronts]
            backs = _spots(sheets[at + 1], label)
            assert len(fronts) == len(backs) <= 1
            assert backs == [pytest.approx(spot, abs=REGISTER) for spot in wanted]
            found += len(fronts)
    assert found == total


def test_about_half_of_the_proposals_fit_the_role(cards: Cards) -> None:
    """Who always says the same learns nothing; no more than two answers in a row are equal."""
    answers = [kaart.antwoord for kaart in cards.content.training.kaarten.situaties]
    assert len(answers) == 12
    assert abs(answers.count("wel") - answers.count("niet")) <= 2
    assert all(len(set(answers[at : at + 3])) == 2 for at in range(len(answers) - 2))


def test_pocket_cards_are_short(cards: Cards) -> None:
    """At most six lines a side and ten words a line: they are a page of the workbook too."""
    zakkaarten = cards.content.training.kaarten.zakkaarten
    assert len(zakkaarten) == 4
    for lijst in (side for kaart in zakkaarten for side in (kaart.voor, kaart.achter)):
        assert 1 <= len(lijst.regels) <= 6
        assert all(len(regel.split()) <= 10 for regel in lijst.regels)


def test_every_stop_has_its_own_picture(cards: Cards) -> None:
    """Seven stops, in order, each with an icon that exists; only the question and the answer may share one."""
    reis = cards.content.training.kaarten.reis
    assert len(reis) == 7
    assert len({halte.icoon for halte in reis}) == len(reis)
    assert all((LAYOUTS / f"iconen/{halte.icoon}.svg").is_file() for halte in reis)


def _long(path: tuple[str | int, ...], text: Any) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = text

    return edit


ZIN = "Dit is een zin die er op deze kaart niet meer bij kan."
MUCH = "\n".join([ZIN] * 12)
TOO_LONG = {
    "situatie": ("situatiekaarten", _long(("situaties", 0, "situatie"), MUCH)),
    "bijna": ("situatiekaarten", _long(("situaties", 0, "situatie"), "\n".join([ZIN] * 4))),
    "voorstel": ("situatiekaarten", _long(("situaties", 0, "voorstel"), MUCH.replace("\n", " "))),
    "waarom": ("situatiekaarten", _long(("situaties", 0, "waarom"), MUCH)),
    "tekst": ("reiskaarten", _long(("reis", 0, "tekst"), MUCH)),
    "doen": ("reiskaarten", _long(("reis", 0, "doen"), [ZIN] * 12)),
    "regels": ("zakkaarten", _long(("zakkaarten", 0, "voor", "regels"), [ZIN] * 12)),
    "schrijven": ("zakkaarten", _long(("zakkaarten", 3, "achter", "regels"), ["Zo werk ik"] * 9)),
}


@pytest.mark.parametrize("case", TOO_LONG)
def test_a_text_that_does_not_fit_stops_the_cards(project: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """It is told on which card; no letter is made smaller, and nothing lies over something else."""
    stack, edit = TOO_LONG[case]
    without_checks(monkeypatch)
    only_editions(project, kaarten=_edition(stack))
    change(project / "content/training/kaarten.yaml", edit)
    report = _make(project, "scherm", "knipvellen")
    assert report.stopped
    assert {problem.code for problem in report.problems} <= {"T01", "T02"}
    assert not report.made
