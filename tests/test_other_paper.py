"""The other paper of both gemeenten, every edition that is made when somebody asks for it: as veraPDF sees it, and as ink."""

import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from click.testing import CliRunner
from conftest import BOEKJES, CONTENT, GEMEENTEN, ROOT, Built
from paper import paper, squeezed
from verapdf import Verdict, missing
from verapdf import judge as verify

from booklet.cli import main
from booklet.content import read_content
from booklet.models import Editie
from booklet.ordersheet import SOORTEN
from booklet.pipeline import Report
from booklet.preflight import judge
from booklet.velden import has_fields

FLAVOURS = ("ua1", "2a")
THICK = "T03"  # a booklet of many pages is better bound than stapled; that is told, and it is made
GEMEENTE = "voorbeeldstad"  # there all is filled in
MM = 72 / 25.4
BLEED, SLUG = 3.0, 7.0  # mm
SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148)}  # mm, ISO 216
NO_INK = {"rg", "RG", "g", "G", "sc", "SC", "scn", "SCN", "cs", "CS", "sh", "gs", "ri", "BI", "INLINE IMAGE"}


def _asked_for() -> tuple[Editie, ...]:
    """The editions that are made only when they are asked for."""
    content = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    return tuple(editie for editie in content.edities if editie.op_verzoek)


def _pieces() -> Mapping[str, Editie]:
    """Every piece of them that has bladen, by the stem of its files."""
    whole = {editie.id: editie for editie in _asked_for() if editie.bladen}
    return whole | {f"{editie.id}/{deel.id}": deel for editie in _asked_for() for deel in editie.onderdelen}


PIECES = _pieces()
STEMS = sorted(PIECES)


def _size(editie: Editie) -> tuple[int, int]:
    """Width and height in mm, as the paper lies."""
    name, _, across = editie.formaat.partition(" ")
    short, long = SIZES[name]
    return (long, short) if across else (short, long)


@pytest.fixture(scope="module")
def made(other_paper: Built) -> tuple[Path, Report]:
    """All of it for both gemeenten."""
    return other_paper.folder, other_paper.report


@pytest.fixture(scope="module")
def pressed(made: tuple[Path, Report]) -> Path:
    """The folder of the gemeente in which all is filled in."""
    return made[0] / GEMEENTE


def test_all_of_it_is_made_and_nothing_is_wrong(made: tuple[Path, Report]) -> None:
    """Every piece comes out for the screen and the print shop, and in every other product that suits it."""
    folder, report = made
    assert len(STEMS) > 15
    assert not report.stopped
    assert not [str(one) for one in report.problems if "/output/" in one.place.file and one.code != THICK]
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    for stem, piece in PIECES.items():
        for gemeente in GEMEENTEN:
            assert f"{gemeente}/{stem}.pdf" in files
            assert (f"{gemeente}/{stem}-invulbaar.pdf" in files) == has_fields(piece)
        for ending in ("-drukkerij.pdf", "-drukopdracht.pdf", "-drukopdracht.txt"):
            assert f"{GEMEENTE}/{stem}{ending}" in files
        assert (f"{GEMEENTE}/{stem}-boekje.pdf" in files) == (piece.vorm == "boekje")
        assert (f"{GEMEENTE}/{stem}-knipvellen.pdf" in files) == (piece.vorm == "kaarten")


@pytest.fixture(scope="module")
def verdicts(made: tuple[Path, Report]) -> Mapping[tuple[str, str], Verdict]:
    """What veraPDF says of every file to read or to type in, by name and standard."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    folder, _ = made
    stems = (f"{gemeente}/{stem}{ending}" for gemeente in GEMEENTEN for stem in STEMS for ending in ("", "-invulbaar"))
    names = {folder / f"{stem}.pdf": stem for stem in stems if (folder / f"{stem}.pdf").exists()}
    return {(names[verdict.file], verdict.flavour): verdict for verdict in verify(FLAVOURS, names)}


def test_every_file_conforms_to_both_standards(verdicts: Mapping[tuple[str, str], Verdict]) -> None:
    """Every piece and its form is PDF/UA-1 and PDF/A-2a."""
    assert len(verdicts) > len(FLAVOURS) * len(GEMEENTEN) * len(STEMS)
    assert not [verdict for verdict in verdicts.values() if not verdict.passed]
    assert all(verdict.checks > 200 for verdict in verdicts.values())


@pytest.mark.parametrize("stem", STEMS)
def test_a_piece_has_the_paper_that_its_edition_says(stem: str, pressed: Path) -> None:
    """A3 is A3 and a card is a card, to a tenth of a millimetre."""
    for page in paper(pressed / f"{stem}.pdf").seen:
        assert tuple(side / MM for side in page.get_size()) == pytest.approx(_size(PIECES[stem]), abs=0.1)


def test_a_booklet_of_its_own_is_an_edition_and_no_code(project: Path) -> None:
    """What the README tells a trainer to type comes out: the title, two houses, the chosen bladen."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"```yaml\n(id: mijn-middag\n.*?)```", readme, re.DOTALL)
    assert told
    edition = yaml.safe_load(told[1])
    (project / "content/edities/mijn-middag.yaml").write_text(told[1], encoding="utf-8")
    result = CliRunner().invoke(main, ["maak", "voorbeeldstad", "--editie", "mijn-middag"])
    assert result.exit_code == 0, result.output
    booklet = paper(Path("output/voorbeeldstad/mijn-middag.pdf"))
    assert squeezed(edition["titel"]) in booklet.spoken[0]
    houses = [name.removeprefix("suggesties-") for name in booklet.parts if name.startswith("suggesties-")]
    assert houses == edition["domeinen"]
    assert booklet.page_count % 4 == 0


def test_a_wrong_name_of_a_blad_is_told_with_a_suggestion(project: Path) -> None:
    """Nobody has to guess how a blad is called."""
    file = project / "content/edities/huisjesplaat.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("poster-muur", "poster-mur", 1), encoding="utf-8")
    result = CliRunner().invoke(main, ["maak", "voorbeeldstad", "--editie", "huisjesplaat"])
    assert result.exit_code == 1
    assert "blad 'poster-mur' bestaat niet — bedoelde u 'poster-muur'?" in result.output


def test_nothing_of_it_is_made_unasked() -> None:
    """The three booklets are what a gemeente gets without asking."""
    content = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    assert {editie.id for editie in content.edities if not editie.op_verzoek} == {*BOEKJES}


def test_what_was_filled_in_on_one_piece_is_printed_on_that_piece(project: Path) -> None:
    """Also when the edition is named: the other pieces of it ask something else."""
    answers = "boekje: evaluatie/bewoner\ngemeente: voorbeeldstad\nantwoorden:\n  evaluatie.bewoner.hielp.toelichting: De OCO.\n"
    Path("mijn.yaml").write_text(answers, encoding="utf-8")
    for words in ((), ("--editie", "evaluatie")):
        result = CliRunner().invoke(main, ["maak", "--ingevuld", "mijn.yaml", *words])
        assert result.exit_code == 0, result.output
        made = [line for line in result.stdout.splitlines() if line.startswith("Gemaakt")]
        assert made == ["Gemaakt: output/voorbeeldstad/evaluatie/bewoner-mijn.pdf (1 bladzijde)"]
    assert "DeOCO." in paper(Path("output/voorbeeldstad/evaluatie/bewoner-mijn.pdf")).spoken[0]


def test_why_nothing_came_out_is_told(project: Path) -> None:
    """A product that does not suit an edition says which edition it belongs to."""
    result = CliRunner().invoke(main, ["maak", "voorbeeldstad", "--editie", "uitnodiging", "--druk", "boekje"])
    assert (result.exit_code, result.stdout.strip().splitlines()[-1]) == (
        0,
        "Er is niets te maken: vouwen en nieten hoort bij een boekje, zoals het basisformat.",
    )


# ----------------------------------------------------------------------------------------------------------------------
# For the print shop


@pytest.mark.parametrize("stem", STEMS)
def test_who_only_has_the_file_finds_it_good_too(stem: str, pressed: Path) -> None:
    """Judged by its name, as staff do, a card or a poster is not taken for a booklet that cannot be folded."""
    name = f"{stem}-drukkerij.pdf"
    assert [str(problem) for problem in judge((pressed / name).read_bytes(), name)] == []


@pytest.mark.parametrize("count", range(1, 8))
@pytest.mark.parametrize("formaat", SIZES)
def test_only_what_can_be_folded_must_be_a_multiple_of_four(formaat: str, count: int) -> None:
    """Three pages of A4 or A5 may be a booklet of somebody; one leaf is none, and nobody folds a card or a poster."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            page = pdf.add_blank_page(page_size=tuple(side * MM for side in SIZES[formaat]))
            page.obj.TrimBox = page.obj.MediaBox
        held = io.BytesIO()
        pdf.save(held)
    told = [problem.code for problem in judge(held.getvalue(), "van-een-ander-drukkerij.pdf")]
    assert ("P24" in told) == (formaat in ("A4", "A5") and count > 2 and count % 4 != 0)


def _operators(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every operator of every stream that a page draws, and the colour space of every picture."""
    seen = set()

    def walk(stream: Any, resources: Any) -> Iterator[str]:
        yield from (str(operator) for _, operator in pikepdf.parse_content_stream(stream))
        for called in resources.get("/XObject", {}).values():
            if called.objgen in seen:
                continue
            seen.add(called.objgen)
            if called.Subtype == "/Image":
                assert called.ColorSpace == "/DeviceCMYK"
            else:
                yield from walk(called, called.get("/Resources", resources))

    for page in pdf.pages:
        assert not page.obj.get("/Annots", [])
        assert "/Group" not in page.obj
        yield from walk(page, page.obj.Resources)


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_but_ink(stem: str, pressed: Path) -> None:
    """Colour is set in cyan, magenta, yellow and black, and in no other way."""
    with pikepdf.open(pressed / f"{stem}-drukkerij.pdf") as pdf:
        found = set(_operators(pdf))
    assert "k" in found
    assert not found & NO_INK


@pytest.mark.parametrize("stem", STEMS)
def test_the_boxes_are_those_of_its_paper(stem: str, pressed: Path) -> None:
    """The trim is the paper, 3 mm of bleed lies around it and room for marks around that, on every page."""
    width, height = _size(PIECES[stem])
    edge = BLEED + SLUG
    wanted = {
        "/TrimBox": (edge, edge, edge + width, edge + height),
        "/BleedBox": (SLUG, SLUG, SLUG + width + 2 * BLEED, SLUG + height + 2 * BLEED),
        "/MediaBox": (0, 0, width + 2 * edge, height + 2 * edge),
    }
    with pikepdf.open(pressed / f"{stem}-drukkerij.pdf") as pdf:
        for page in pdf.pages:
            for name, box in wanted.items():
                assert [float(side) / MM for side in page.obj[name]] == pytest.approx(box, abs=0.005), name


@pytest.mark.parametrize("stem", STEMS)
def test_the_words_are_those_of_the_screen(stem: str, pressed: Path) -> None:
    """Page by page the same text in the same order."""
    screen = pypdfium2.PdfDocument(pressed / f"{stem}.pdf")
    printed = pypdfium2.PdfDocument(pressed / f"{stem}-drukkerij.pdf")
    texts = [[squeezed(page.get_textpage().get_text_range()) for page in pages] for pages in (screen, printed)]
    assert texts[0] == texts[1]
    assert all(texts[0])


@pytest.mark.parametrize("stem", STEMS)
def test_the_order_is_for_this_paper(stem: str, pressed: Path) -> None:
    """The order tells the size, the pages and the kind of thing; its page says what its text says."""
    folder, editie = pressed, PIECES[stem]
    text = squeezed((folder / f"{stem}-drukopdracht.txt").read_text(encoding="utf-8"))
    sheet = pypdfium2.PdfDocument(folder / f"{stem}-drukopdracht.pdf")
    page = squeezed(sheet[0].get_textpage().get_text_bounded())
    count = len(pypdfium2.PdfDocument(folder / f"{stem}-drukkerij.pdf"))
    soort = SOORTEN[editie.vorm, editie.formaat]
    assert len(sheet) == 1
    wanted = (
        "{}x{}mm".format(*_size(editie)),
        squeezed(f"{count} bladzijde{'n' if count > 1 else ''}"),
        f"{stem.rpartition('/')[2]}-drukkerij.pdf",
        squeezed(soort.makes),
    )
    for one in wanted:
        assert one in text, one
        assert one in page, one
    assert soort.kop.upper().replace(" ", "") in text
    assert soort.kop.replace(" ", "") in page


def test_what_has_a_back_is_printed_on_two_sides(pressed: Path) -> None:
    """Cards and the persons have backs; a form, a poster and a certificate have none."""
    told = {stem: (pressed / f"{stem}-drukopdracht.txt").read_text(encoding="utf-8") for stem in STEMS}
    assert all("4/4" in told[stem] for stem, piece in PIECES.items() if piece.vorm != "bladen")
    single = {stem for stem, text in told.items() if "4/0" in text}
    assert single
    assert "training/persoonskaarten" not in single
    for stem in single:
        assert re.search(r"achterkant\s+blijft\s+leeg", told[stem])
