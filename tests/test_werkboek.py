"""The workbook of the training and its sheets: every word on its page, room to write, fields to type in, true answers."""

import io
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2.raw as pdfium
import pytest
from conftest import CONTENT, DAY, Built
from paper import POINTS_PER_MM, Paper, paper, squeezed
from PIL import Image, ImageChops
from small import change, without_checks

from booklet.content import read_content
from booklet.markup import paragraphs
from booklet.models import Content
from booklet.pipeline import Order, make
from booklet.planner import anchor
from booklet.training import Zakkaart
from booklet.uitlezen import Plan, as_invulling, read_filled
from booklet.values import Waarde

GEMEENTE = "voorbeeldstad"
FORMS = ("werkboek", "speurtocht", "evaluatie", "bewijs")
PIECES = (*FORMS, "presentielijst")
LOOKED_UP = ("tijdsbesteding", "geldzaken")  # the houses in which the search has answers
SILENT = {"icoon", "blad", "van", "antwoord", "bladzijde", "antwoorden_kop", "antwoorden_tekst"}  # for the trainer
TRIAL = {"zo-gaat-het-nu": 4, "wat-wil-ik": 3, "wat-kan-ik-zelf": 3, "wat-heb-ik-nog-nodig": 3}  # lines to write on
CERTIFICATE = ("naam", "datum", "plaats", "trainer")
LEAST, ROW = 9, 10  # mm of room above a line to write on (`onderzoek/inhoud.md` part f), and in a row to sign in
LOW, WIDE = 12, 26  # mm; a line to write on with its room is lower and wider, a roof and a logo are not
A_FACE = 25  # mm; nothing of a face and the ring around it is wider
DPI = 100
DARK = 225  # of 255; a thin line may be spread over two rows of the picture
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module", autouse=True)
def _only_pages() -> Iterator[None]:
    """Let step 2 tell only what was wrong with reading: other tests are about the checks, these are about the pages."""
    with pytest.MonkeyPatch.context() as patch:
        without_checks(patch)
        yield


@pytest.fixture(scope="module")
def content() -> Content:
    """The content of the gemeente."""
    found = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert found is not None
    return found


def _only_these(editie: dict[str, Any]) -> None:
    editie["onderdelen"] = [deel for deel in editie["onderdelen"] if deel["id"] in PIECES]
    del editie["pakket"]


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    """To make the training with only what this module is about."""
    root = tmp_path_factory.mktemp("werkboek")
    shutil.copytree(CONTENT, root / "content")
    change(root / "content/edities/training.yaml", _only_these)
    return Order((GEMEENTE,), DAY, ("training",), inhoud=root / "content", uit=root / "uit")


def _file(other_paper: Built, piece: str, ending: str = "") -> Path:
    return other_paper.folder / GEMEENTE / f"training/{piece}{ending}.pdf"


@pytest.fixture(scope="module")
def sheets(other_paper: Built) -> Mapping[str, Paper]:
    """Every piece to read."""
    return {piece: paper(_file(other_paper, piece)) for piece in PIECES}


@pytest.fixture(scope="module")
def forms(other_paper: Built) -> Mapping[str, Path]:
    """Every piece to type in."""
    return {piece: _file(other_paper, piece, "-invulbaar") for piece in FORMS}


# ----------------------------------------------------------------------------------------------------------------------
# Words


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value that a participant reads."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Waarde):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name)) if name not in SILENT else ()


def _lines(value: Any) -> list[str]:
    return [squeezed(line) for text in _texts(value) for alinea in paragraphs(text) for line in alinea]


def _places(content: Content) -> Mapping[tuple[str, str], Any]:
    """On which part of which piece the words of `bladen.yaml` stand."""
    bladen = content.training.bladen
    return {
        ("werkboek", "werkboek-begin"): bladen.werkboek.begin,
        ("werkboek", "mijn-zinnen"): bladen.werkboek.zinnen,
        ("werkboek", "proefkolom"): bladen.werkboek.proefkolom,
        ("werkboek", "wel-niet"): bladen.werkboek.wel_niet,
        ("werkboek", "mijn-stap"): bladen.werkboek.stap,
        ("speurtocht", "speurtocht"): bladen.speurtocht,
        ("evaluatie", "training-evaluatie"): bladen.evaluatie,
        ("bewijs", "bewijs"): bladen.bewijs,
        ("presentielijst", "presentielijst"): bladen.presentielijst,
    }


def test_every_word_of_the_sheets_is_on_its_page(sheets: Mapping[str, Paper], content: Content) -> None:
    """Nothing that is in `bladen.yaml` for participants is left out, on paper or here."""
    told: list[str] = []
    for (piece, part), words in _places(content).items():
        assert _lines(words)
        told += _lines(words)
        assert not [line for line in _lines(words) if line not in sheets[piece].said(part)], part
    assert sorted(told) == sorted(_lines(content.training.bladen))


def test_the_answers_of_the_search_are_not_on_its_sheet(sheets: Mapping[str, Paper], content: Content) -> None:
    """What has to be found is not given away."""
    for vraag in content.training.bladen.speurtocht.vragen:
        assert squeezed(vraag.antwoord) not in sheets["speurtocht"].said("speurtocht")


def _in_order(said: str, lines: list[str]) -> bool:
    return re.search(".*?".join(map(re.escape, lines)), said) is not None


def test_the_sentences_to_finish_are_those_of_the_blocks_in_order(
    sheets: Mapping[str, Paper], content: Content
) -> None:
    """Every block ends with a sentence that has its place in the workbook."""
    zinnen = [squeezed(blok.zin) for blok in content.training.programma.blokken]
    assert _in_order(sheets["werkboek"].said("mijn-zinnen"), zinnen)


def test_a_pocket_card_is_a_page_too_front_before_back(sheets: Mapping[str, Paper], content: Content) -> None:
    """A page of the workbook says all that is on a pocket card, in the order of the card."""
    for kaart in content.training.kaarten.zakkaarten:
        words = [kaart.naam, *_sides(kaart)]
        assert _in_order(sheets["werkboek"].said(f"zakkaart-blad-{kaart.id}"), [squeezed(word) for word in words])


def _sides(kaart: Zakkaart) -> Iterator[str]:
    for lijst in (kaart.voor, kaart.achter):
        yield lijst.kop
        yield from (line for alinea in paragraphs(lijst.tekst or "") for line in alinea if line)
        yield from lijst.regels


def test_every_situation_has_its_answer_beside_it(sheets: Mapping[str, Paper], content: Content) -> None:
    """The list gives the situations in the order of the cards, each followed by what somebody would do and the word for it."""
    kaarten = content.training.kaarten
    lines = [
        squeezed(word)
        for number, kaart in enumerate(kaarten.situaties, 1)
        for word in (str(number), kaart.situatie, kaart.voorstel, getattr(kaarten.woorden, kaart.antwoord))
    ]
    assert squeezed(kaarten.woorden.wel) != squeezed(kaarten.woorden.niet)
    assert sheets["werkboek"].said("wel-niet").endswith("".join(lines))


def test_what_is_looked_at_together_lies_open(sheets: Mapping[str, Paper]) -> None:
    """The list of situations is a spread, the workbook can be folded, and every other sheet is one page."""
    werkboek = sheets["werkboek"]
    (left, right) = werkboek.parts["wel-niet"]
    assert left % 2 == 0
    assert right == left + 1
    assert werkboek.page_count % 4 == 0
    assert [sheets[piece].page_count for piece in PIECES if piece != "werkboek"] == [1] * (len(PIECES) - 1)


def test_the_certificate_names_who_gives_it(sheets: Mapping[str, Paper], content: Content) -> None:
    """The gemeente and its logo are on it."""
    (gemeente,) = content.gemeenten
    assert squeezed(gemeente.aanduiding) in sheets["bewijs"].said("bewijs")
    assert gemeente.logo
    assert f"Logo van {gemeente.aanduiding}" in sheets["bewijs"].alternatives


# ----------------------------------------------------------------------------------------------------------------------
# The search


@pytest.fixture(scope="module")
def guide(order: Order) -> Paper:
    """The uitlegboekje with the houses that are looked up."""
    asked = replace(order, edities=("uitlegboekje",), drukken=("scherm",), domeinen=LOOKED_UP)
    assert not make(asked, lambda step, text: None).stopped
    return paper(order.uit / GEMEENTE / "uitlegboekje.pdf")


def test_every_answer_is_on_the_page_that_is_named(guide: Paper, content: Content) -> None:
    """Who looks on the named blad finds the answer there, word for word."""
    about = {item.id: item for domein in content.domeinen for item in (domein, *domein.kolommen)}
    vragen = content.training.bladen.speurtocht.vragen
    for vraag in vragen:
        said = guide.said(anchor(vraag.blad, about[vraag.van] if vraag.van else None))
        assert squeezed(vraag.antwoord).casefold() in said.casefold(), vraag.vraag
    assert len({(vraag.blad, vraag.van) for vraag in vragen}) == len(vragen)


def test_the_one_who_left_two_boxes_empty_is_the_one(content: Content) -> None:
    """All names are on that page, so here the answer is reckoned."""
    (vraag,) = (vraag for vraag in content.training.bladen.speurtocht.vragen if vraag.blad == "overzicht")
    assert [one.naam for one in content.personen if [*one.smileys.values()].count("leeg") == 2] == [vraag.antwoord]
    assert [one.naam for one in content.personen if "leeg" in one.smileys.values()] == [vraag.antwoord]


# ----------------------------------------------------------------------------------------------------------------------
# Room to write


def _written_on(content: Content) -> Mapping[tuple[str, str], int]:
    """How many lines to write on every part has."""
    training = content.training
    bladen = training.bladen
    cards = {
        ("werkboek", f"zakkaart-blad-{kaart.id}"): len((*kaart.voor.regels, *kaart.achter.regels)) * kaart.schrijven
        for kaart in training.kaarten.zakkaarten
    }
    return cards | {
        ("werkboek", "mijn-zinnen"): 2 * len(training.programma.blokken),  # behind the sentence and below it
        ("werkboek", "proefkolom"): 2 + sum(TRIAL.values()),
        ("werkboek", "mijn-stap"): sum(vraag.regels for vraag in bladen.werkboek.stap.vragen),
        ("speurtocht", "speurtocht"): 2 * len(bladen.speurtocht.vragen),
        ("evaluatie", "training-evaluatie"): sum(vraag.regels for vraag in bladen.evaluatie.vragen),
        ("bewijs", "bewijs"): len(CERTIFICATE),
    }


def _writing_lines(sheet: Paper, page: int) -> list[Box]:
    """The lines to write on with the room above each, in mm: left, bottom, right, top."""
    paths = sheet.seen[page - 1].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
    found = [tuple(edge / POINTS_PER_MM for edge in path.get_bounds()) for path in paths]
    return [
        (left, bottom, right, top)
        for left, bottom, right, top in found
        if right - left > WIDE and 1 < top - bottom < LOW
    ]


def test_there_is_room_above_every_line_to_write_on(sheets: Mapping[str, Paper], content: Content) -> None:
    """Nine millimetres with nothing in it, and as many lines as the content says."""
    for (piece, part), count in _written_on(content).items():
        sheet = sheets[piece]
        (page,) = sheet.parts[part]
        lines = _writing_lines(sheet, page)
        assert len(lines) == count, part
        text = sheet.seen[page - 1].get_textpage()
        for left, bottom, right, top in lines:
            assert top - bottom >= LEAST - 0.01, part
            inside = (left + 0.5, bottom + 0.5, right - 0.5, bottom + LEAST - 0.5)
            assert not text.get_text_bounded(*(edge * POINTS_PER_MM for edge in inside)).strip(), part


def _ruled(sheet: Paper, page: int) -> list[float]:
    """The heights of the lines right across a page, in mm from the top."""
    picture = sheet.seen[page - 1].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    across = [
        row / DPI * 25.4
        for row in range(picture.height)
        if sum(picture.crop((0, row, picture.width, row + 1)).histogram()[:DARK]) > 0.8 * picture.width
    ]
    return [one for before, one in pairwise((0.0, *across)) if one - before > 1]


def test_the_attendance_list_has_rows_to_sign_in(sheets: Mapping[str, Paper], content: Content) -> None:
    """As many rows as the content says, each at least ten millimetres high."""
    rows = content.training.bladen.presentielijst.regels
    heights = [below - above for above, below in pairwise(_ruled(sheets["presentielijst"], 1)[-rows - 1 :])]
    assert len(heights) == rows
    assert min(heights) >= ROW


# ----------------------------------------------------------------------------------------------------------------------
# Fields


def _wanted(content: Content) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The fields of every form in the order of reading with their choices, spelled out from the content."""
    training = content.training
    smileys = tuple(smiley.naam for smiley in content.plan.smileys)
    trial = dict.fromkeys((f"proefkolom.{name}" for name in TRIAL), ())
    cards = (
        f"zakkaart.{kaart.id}.{side}.{number}"
        for kaart in training.kaarten.zakkaarten
        if kaart.schrijven
        for side, lijst in (("voor", kaart.voor), ("achter", kaart.achter))
        for number, _ in enumerate(lijst.regels, 1)
    )
    werkboek: dict[str, tuple[str, ...]] = {
        **dict.fromkeys((f"zinnen.{blok.id}" for blok in training.programma.blokken), ()),
        **dict.fromkeys(("proefkolom.huis", "proefkolom.kolom"), ()),
        "proefkolom.smiley": (*smileys, content.plan.teksten.huisjesplaat.nvt),
        **trial,
        **dict.fromkeys(cards, ()),
        **dict.fromkeys((f"stap.{number}" for number, _ in enumerate(training.bladen.werkboek.stap.vragen, 1)), ()),
    }
    evaluatie = training.bladen.evaluatie
    return {
        "werkboek": werkboek,
        "speurtocht": {f"speurtocht.{at}": () for at, _ in enumerate(training.bladen.speurtocht.vragen, 1)},
        "evaluatie": {f"training.{at}": smileys for at, _ in enumerate(evaluatie.stellingen, 1)}
        | {f"training.vraag-{at}": () for at, _ in enumerate(evaluatie.vragen, 1)},
        "bewijs": {f"bewijs.{name}": () for name in CERTIFICATE},
    }


def _name(field: Any) -> str:
    above = _name(field.Parent) if "/Parent" in field else ""
    own = str(field.T) if "/T" in field else ""
    return ".".join(filter(None, (above, own)))


def _fields(form: Path, wanted: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """The fields of a form in the order of its pages with what can be chosen, of the parts that are asked for."""
    found: dict[str, tuple[str, ...]] = {}
    begins = {name.partition(".")[0] for name in wanted}
    with pikepdf.open(form) as pdf:
        for page in pdf.pages:
            for spot in page.get("/Annots", ()):
                name = _name(spot) if spot.Subtype == "/Widget" else ""
                if name.partition(".")[0] in begins:
                    choice = tuple(str(state)[1:] for state in spot.AP.N if state != "/Off") if "/AS" in spot else ()
                    found[name] = (*found.get(name, ()), *choice)
    return found


def test_every_form_asks_what_the_paper_asks(forms: Mapping[str, Path], content: Content) -> None:
    """Each place to answer is one field, in the order of reading; of a face there are three, or four in a kolom."""
    for piece, wanted in _wanted(content).items():
        found = _fields(forms[piece], wanted)
        assert found == wanted, piece
        assert list(found) == list(wanted), piece


def _answers(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Something else in every field: the last face, a few letters on a line, two lines in a box."""
    line = ("bewijs.", "zakkaart.", "proefkolom.huis", "proefkolom.kolom", "stap.1")
    return {
        name: keuzes[-1]
        if keuzes
        else f"Zoë {number:02}"
        if name.startswith(line)
        else f"Zoë {number:02}\nschrijft dit"
        for number, (name, keuzes) in enumerate(wanted.items())
    }


def _typed(form: Path, answers: Mapping[str, str], wanted: Mapping[str, tuple[str, ...]]) -> Plan:
    """What is read of a form that somebody filled in with another program."""
    writer = pypdf.PdfWriter(clone_from=form)
    values = {name: f"/{text}" if wanted[name] else text for name, text in answers.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    file = io.BytesIO()
    writer.write(file)
    plan, problems = read_filled(file.getvalue(), form.name)
    assert plan is not None, problems
    assert not problems
    return plan


def test_what_is_typed_is_read_again(forms: Mapping[str, Path], content: Content) -> None:
    """Of every form all answers come back by their names, and of which paper they are."""
    for piece, wanted in _wanted(content).items():
        answers = _answers(wanted)
        plan = _typed(forms[piece], answers, wanted)
        assert {veld.naam: veld.waarde for veld in plan.ingevuld} == answers
        assert (plan.gemeente, plan.editie) == (GEMEENTE, f"training/{piece}")


def test_what_is_typed_is_printed_in_its_place(
    order: Order, forms: Mapping[str, Path], sheets: Mapping[str, Paper], content: Content
) -> None:
    """A filled-in piece has as many pages, and on the page of every field its answer, or a ring around what was chosen."""
    for piece, wanted in _wanted(content).items():
        answers = _answers(wanted)
        invulling = as_invulling(_typed(forms[piece], answers, wanted), "zoe")
        report = make(replace(order, drukken=("scherm",), invulling=invulling), lambda step, text: None)
        assert not report.stopped
        (made,) = report.made
        printed = paper(Path(made.path))
        assert printed.page_count == sheets[piece].page_count
        assert printed.alternatives.count("gekozen") == sum(map(bool, wanted.values()))
        for name, page in _pages(forms[piece]).items():
            if name in wanted and not wanted[name]:
                assert squeezed(answers[name]) in printed.spoken[page - 1], name


def _pages(form: Path) -> Mapping[str, int]:
    """The page of every field."""
    with pikepdf.open(form) as pdf:
        return {
            _name(spot): number
            for number, page in enumerate(pdf.pages, 1)
            for spot in page.get("/Annots", ())
            if spot.Subtype == "/Widget"
        }


def test_the_ring_is_round_the_face_that_was_chosen(
    order: Order, forms: Mapping[str, Path], sheets: Mapping[str, Paper], content: Content
) -> None:
    """Between the empty paper and the filled-in one only the column of the chosen face differs."""
    wanted = _wanted(content)["evaluatie"]
    faces = tuple(smiley.naam for smiley in content.plan.smileys)
    for place, face in enumerate(faces):
        plan = _typed(forms["evaluatie"], {"training.1": face}, wanted)
        asked = replace(order, drukken=("scherm",), invulling=as_invulling(plan, f"gezicht-{place}"))
        (made,) = make(asked, lambda step, text: None).made
        one, other = (_picture(sheet) for sheet in (sheets["evaluatie"], paper(Path(made.path))))
        box = ImageChops.difference(one, other).getbbox()
        assert box is not None
        centre = (box[0] + box[2]) / 2 / DPI * 25.4
        text = sheets["evaluatie"].seen[0].get_textpage()
        word, _ = text.search(face).get_next()
        left = text.get_charbox(word)[0] / POINTS_PER_MM
        assert (box[2] - box[0]) / DPI * 25.4 < A_FACE
        assert left < centre < left + A_FACE


def _picture(sheet: Paper) -> Image.Image:
    return sheet.seen[0].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
