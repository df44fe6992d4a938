"""The reflection booklet and the evaluation: what they ask, how much room there is to answer, and what comes back."""

import io
import math
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from conftest import CONTENT, DAY, Built
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from paper import POINTS_PER_MM, Paper, paper, squeezed
from pypdfium2 import raw as pdfium
from small import GEMEENTE, change, without_checks
from verapdf import judge, missing
from words import Word, as_printed, words

from booklet.content import read_content
from booklet.formulieren import Evaluatieblad
from booklet.invulling import Invulling
from booklet.models import Content
from booklet.pipeline import Order, Report, make
from booklet.uitlezen import Antwoord, as_invulling, read_filled

REFLECTIE, BEWONER, PROFESSIONAL = "reflectie", "evaluatie/bewoner", "evaluatie/professional"
TURFLIJST = "evaluatie/turflijst"
FORMS = (REFLECTIE, BEWONER, PROFESSIONAL)
FLAVOURS = ("ua1", "2a")
NO_WORDS = {
    "*.id": "names a thing in the files",
    "*.icoon": "the name of a picture",
    "*.regels": "how many lines",
    "Reflectie.delen.vragen.bronnen": "the ids of sources, which are named by their `kort`",
}
LINE_MM, BOX_MM, ROW_MM = 10, 8, 16
LARGEST_TICK = 0.05  # of a millimetre, because a PDF rounds
SMALLEST_PT, ORDINARY_PT = 12, 14
MAX_LABEL = 60
Box = tuple[float, float, float, float]
NOTES = "notities."  # of the pages that stay open; `tests/test_ingevuld.py` writes there
SENDS_ON = "(?:Leesverderop|Zie)bladzijde"


@pytest.fixture(scope="module")
def content() -> Content:
    """The content of the gemeente."""
    found = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert found is not None
    return found


ORDER = Order((GEMEENTE,), DAY, edities=("reflectie", "evaluatie"), inhoud=CONTENT)


def _make(order: Order) -> Report:
    return make(order, lambda step, text: None)


@pytest.fixture(scope="module")
def folder(other_paper: Built) -> Path:
    """Both editions to read and to type in."""
    return other_paper.folder / GEMEENTE


def _read(folder: Path, stem: str) -> Paper:
    return paper(folder / f"{stem}.pdf")


def _typed(folder: Path, stem: str) -> Path:
    return folder / f"{stem}-invulbaar.pdf"


# ----------------------------------------------------------------------------------------------------------------------
# What they say


def _under(path: str, *values: object) -> Iterator[Word]:
    for value in values:
        yield from words(value, path)


def _of_reflection(content: Content) -> Iterator[tuple[str, Word]]:
    """Every word of the reflection with the part on which it stands."""
    own = content.reflectie
    sources = {bron.id: bron for bron in own.bronnen.lijst}
    on: dict[str, list[Word]] = {
        "reflectie-over": [*_under("Reflectie.over", own.over)],
        "reflectie-labels": [
            *_under("Reflectie.labels_kop", own.labels_kop),
            *_under("Reflectie.labels_tekst", own.labels_tekst),
            *_under("Reflectie.labels", own.labels),
            *_under("Reflectie.delen", *(deel.model_copy(update={"vragen": (), "acties": ()}) for deel in own.delen)),
        ],
        "bronnen": [
            *_under("Reflectie.bronnen", own.bronnen.model_copy(update={"lijst": ()})),
            *_under("Reflectie.bronnen.lijst", *(one.model_copy(update={"kort": ""}) for one in own.bronnen.lijst)),
        ],
    }
    for deel in own.delen:
        on[f"actieagenda-{deel.id}"] = [
            *_under("Reflectie.agenda", own.agenda),
            *_under("Reflectie.delen.acties", deel.acties),
            *_under("Reflectie.delen.naam", deel.naam),
        ]
        for vraag in deel.vragen:
            on[f"reflectievraag-{vraag.id}"] = [
                *_under("Reflectie.woorden", own.woorden),
                *_under("Reflectie.delen.naam", deel.naam),
                *_under("Reflectie.delen.vragen", vraag),
                *_under("Reflectie.bronnen.lijst.kort", *(sources[name].kort for name in vraag.bronnen)),
                *_under("Reflectie.labels.naam", *(label.naam for label in own.labels)),
            ]
    return ((part, word) for part, found in on.items() for word in found)


def _is_printed(word: Word) -> bool:
    return not any(fnmatchcase(word.path, pattern) for pattern in NO_WORDS)


def test_every_word_of_the_reflection_is_on_its_page(folder: Path, content: Content) -> None:
    """A question with its prompts, its inspiration, its sources and its labels; what is nowhere is no word."""
    booklet, gemeente = _read(folder, REFLECTIE), content.gemeenten[0]
    placed = list(_of_reflection(content))
    for part, word in filter(lambda one: _is_printed(one[1]), placed):
        assert as_printed(word, gemeente).search(booklet.said(part)), (part, word)
    everything = {word for word in words(content.reflectie, "Reflectie") if _is_printed(word)}
    assert not {word.text for word in everything} - {word.text for _, word in placed}
    assert len(everything) > 140


def test_every_word_of_the_evaluation_is_on_its_page(folder: Path, content: Content) -> None:
    """Each form is its own page; the tally sheet has their titles and the questions with a choice."""
    own, gemeente = content.evaluatie, content.gemeenten[0]
    on = {BEWONER: own.bewoner, PROFESSIONAL: own.professional, TURFLIJST: own.turflijst}
    for stem, value in on.items():
        booklet = _read(folder, stem)
        found = [word for word in words(value, "Evaluatie") if _is_printed(word)]
        assert len(found) > 8
        for word in found:
            assert as_printed(word, gemeente).search("".join(booklet.spoken)), (stem, word)
    tally = _read(folder, TURFLIJST).spoken
    assert all(squeezed(blad.kop) in page for blad, page in zip((own.bewoner, own.professional), tally, strict=True))


def test_a_form_is_one_page(folder: Path) -> None:
    """So that it can be handed out as a sheet; the tally sheet has a side for each of them."""
    pages = {stem: _read(folder, stem).page_count for stem in (BEWONER, PROFESSIONAL, TURFLIJST)}
    assert pages == {BEWONER: 1, PROFESSIONAL: 1, TURFLIJST: 2}


def test_long_names_fit(tmp_path: Path) -> None:
    """A gemeente with the longest of names has the same pages."""
    shutil.copytree(CONTENT, tmp_path / "content")
    long = "het dorpsteam van Nuenen, Gerwen en Nederwetten"
    facts = tmp_path / f"content/gemeenten/{GEMEENTE}/gemeente.yaml"
    change(facts, lambda data: data.update(wijkteam=long))
    change(facts, lambda data: data["oco"].update(naam="OCO Nuenen, Gerwen en Nederwetten"))
    report = _make(replace(ORDER, inhoud=tmp_path / "content", uit=tmp_path / "uit"))
    assert not report.stopped
    said = squeezed(long)
    assert said in _read(tmp_path / "uit" / GEMEENTE, BEWONER).spoken[0]


# ----------------------------------------------------------------------------------------------------------------------
# Room to answer


def _drawn(booklet: Paper, page: int) -> list[Box]:
    """What is drawn on a page, in mm from the left and the bottom: left, bottom, right, top."""
    found = booklet.seen[page - 1].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    return [tuple(edge / POINTS_PER_MM for edge in one.get_bounds()) for one in found]  # type: ignore[misc]


def _boxes(booklet: Paper, page: int) -> int:
    """How many boxes to mark a page has, of at least the size that they must have."""
    sides = [(right - left, top - bottom) for left, bottom, right, top in _drawn(booklet, page)]
    return sum(abs(wide - high) < LARGEST_TICK and BOX_MM - LARGEST_TICK <= wide < 2 * BOX_MM for wide, high in sides)


def _lines(booklet: Paper, page: int) -> list[float]:
    """The heights of the lines to write on, from the top of the page to its bottom."""
    wide = [one for one in _drawn(booklet, page) if one[2] - one[0] > 150]
    return sorted((bottom for _, bottom, _, top in wide if abs(top - bottom - LINE_MM) < LARGEST_TICK), reverse=True)


def _steps(heights: list[float]) -> list[float]:
    return [above - below for above, below in pairwise(heights)]


def test_fifteen_questions_have_a_page_each_with_room_and_four_labels(folder: Path, content: Content) -> None:
    """Three parts of five, in order, each with nine lines of a centimetre and a box for every label."""
    booklet, own = _read(folder, REFLECTIE), content.reflectie
    pages = [booklet.parts[f"reflectievraag-{vraag.id}"] for vraag in own.vragen]
    assert [len(deel.vragen) for deel in own.delen] == [5, 5, 5]
    assert [list(one) for one in pages] == [[page] for page in range(pages[0][0], pages[0][0] + 15)]
    for (page,) in pages:
        lines = _lines(booklet, page)
        assert len(lines) >= 9
        assert min(_steps(lines)) >= LINE_MM - LARGEST_TICK
        assert _boxes(booklet, page) == len(own.labels) == 4


def test_labels_can_be_told_apart(content: Content) -> None:
    """The name of a label is the answer in the file, so no two are the same, and it is short."""
    names = [label.naam for label in content.reflectie.labels]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < MAX_LABEL


def test_an_agenda_has_five_rows_of_room(folder: Path, content: Content) -> None:
    """One for every part of the reflection, and each row is high enough for large letters."""
    found = [(naam, field) for _, naam, field in _fields(_typed(folder, REFLECTIE)) if naam.startswith("agenda.")]
    sizes = [float(field.Rect[3]) - float(field.Rect[1]) for _, field in found]
    rows = Counter(naam.rpartition(".")[0] for naam, _ in found)
    wanted = {f"agenda.{deel.id}.{row}": 4 for deel in content.reflectie.delen for row in range(1, 6)}
    assert rows == wanted
    assert min(sizes) / POINTS_PER_MM >= ROW_MM


def test_a_form_has_a_box_for_every_choice_and_lines_to_write(folder: Path, content: Content) -> None:
    """Boxes of eight millimetres and lines of ten, as many as the content says."""
    for stem, blad in ((BEWONER, content.evaluatie.bewoner), (PROFESSIONAL, content.evaluatie.professional)):
        booklet = _read(folder, stem)
        assert _boxes(booklet, 1) == sum(len(vraag.keuzes) for vraag in blad.vragen)
        assert len(_lines(booklet, 1)) == sum(vraag.regels for vraag in blad.vragen) >= 4


def _sizes(booklet: Paper) -> Counter[float]:
    """How many letters of each size in points are printed."""
    found: Counter[float] = Counter()
    matrix = pdfium.FS_MATRIX()
    for sheet in (booklet.seen[index] for index in range(booklet.page_count)):
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            if pdfium.FPDFText_IsGenerated(text.raw, index) != 1:
                pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
                found[round(pdfium.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.c, matrix.d), 1)] += 1
    return found


def test_the_letter_is_large(folder: Path) -> None:
    """What a resident reads is fourteen points; small things, and what only staff tally, are twelve."""
    for stem in (*FORMS, TURFLIJST):
        assert min(_sizes(_read(folder, stem))) >= SMALLEST_PT
    assert min(_sizes(_read(folder, BEWONER))) >= ORDINARY_PT


# ----------------------------------------------------------------------------------------------------------------------
# The tally sheet


def _choices(blad: Evaluatieblad) -> Iterator[str]:
    """The questions with a choice, each with its choices behind it."""
    return (squeezed("".join((vraag.vraag, *vraag.keuzes))) for vraag in blad.vragen if vraag.keuzes)


def test_the_tally_sheet_has_every_choice_once(folder: Path, content: Content) -> None:
    """A question is followed by its own choices, the row of each is empty, and there are no other rows."""
    booklet, own = _read(folder, TURFLIJST), content.evaluatie
    for page, blad in enumerate((own.bewoner, own.professional)):
        said = booklet.spoken[page]
        assert [said.count(choices) for choices in _choices(blad)] == [1] * len(list(_choices(blad)))
        assert said.endswith("".join(_choices(blad)))
    rows = [tag for tag in booklet.tags if tag.S == "/TR"]
    asked = [vraag for blad in own.formulieren.values() for vraag in blad.vragen if vraag.keuzes]
    assert len(rows) - len(own.formulieren) == sum(len(vraag.keuzes) for vraag in asked) > 30
    groups = [int(tag.A.RowSpan) for tag in booklet.tags if tag.S == "/TH" and "/A" in tag and "/RowSpan" in tag.A]
    assert groups == [len(vraag.keuzes) for vraag in asked]


def test_a_row_of_the_tally_sheet_has_six_boxes_for_five(folder: Path, content: Content) -> None:
    """Thirty answers of a kind fit on a sheet."""
    booklet = _read(folder, TURFLIJST)
    small = [
        one
        for page in (1, 2)
        for one in _drawn(booklet, page)
        if 7.9 < one[2] - one[0] < 9 and 6.9 < one[3] - one[1] < 9
    ]
    assert len(small) == 6 * sum(
        len(vraag.keuzes) for blad in content.evaluatie.formulieren.values() for vraag in blad.vragen
    )


# ----------------------------------------------------------------------------------------------------------------------
# To type in


def _fields(file: Path) -> Iterator[tuple[int, str, Any]]:
    """Every field or part of a choice: its page, its full name, and itself."""
    for number, page in enumerate(paper(file).inside.pages, 1):
        for annotation in page.get("/Annots", ()):
            if annotation.Subtype == "/Widget":
                names, node = [], annotation
                while node is not None:
                    names += [str(node.T)] if "/T" in node else []
                    node = node.get("/Parent")
                yield number, ".".join(reversed(names)), annotation


def _asked(stem: str, content: Content) -> Iterator[str]:
    """The names that a form must have, spelled out from the content."""
    own, form = content.reflectie, stem.partition("/")[2]
    if not form:
        yield from ("omslag.naam", "omslag.datum")
        yield from (f"reflectie.{vraag.id}.{what}" for vraag in own.vragen for what in ("antwoord", "label"))
        rows = (f"agenda.{deel.id}.{row}" for deel in own.delen for row in range(1, 6))
        yield from (f"{row}.{what}" for row in rows for what in ("onderdeel", "actie", "wie", "wanneer"))
        return
    for vraag in content.evaluatie.formulieren[form].vragen:
        boxes = [str(number) for number, _ in enumerate(vraag.keuzes, 1)] if vraag.meer else ["keuze"]
        lines = ["toelichting"] if vraag.regels else []
        yield from (f"evaluatie.{form}.{vraag.id}.{name}" for name in (boxes if vraag.keuzes else []) + lines)


def _answers(folder: Path, stem: str) -> tuple[Antwoord, ...]:
    plan, _ = read_filled(_typed(folder, stem).read_bytes(), stem)
    assert plan is not None
    return tuple(veld for veld in plan.velden if not veld.naam.startswith(NOTES))


def test_every_question_has_its_fields(folder: Path, content: Content) -> None:
    """In the order of the content, each once, and no field is inside another: a viewer would not know what to show."""
    for stem in FORMS:
        names = [veld.naam for veld in _answers(folder, stem)]
        assert names == list(_asked(stem, content))
        assert not [one for one in names for other in names if other.startswith(f"{one}.")]
        labels = [(veld.vraag, veld.plek) for veld in _answers(folder, stem)]
        assert len(set(labels)) == len(labels)
        assert all(veld.vraag and veld.plek and veld.vraag != veld.plek for veld in _answers(folder, stem))


def _beside(sheet: Paper, page: int, field: Any) -> str:
    """What is printed to the right of a box, as far as half a page reaches."""
    left, bottom, right, top = (float(edge) / POINTS_PER_MM for edge in field.Rect)
    high = sheet.seen[page - 1].get_height() / POINTS_PER_MM
    assert right > left
    return sheet.corner(page, right, high - top - 2, right + 66, high - bottom + 2)


def test_a_choice_is_what_stands_beside_its_box(folder: Path, content: Content) -> None:
    """Who marks a box gives the answer that is printed behind it, and no other."""
    own = content.evaluatie.formulieren
    several = {
        f"evaluatie.{form}.{vraag.id}.{number}": keuze
        for form, blad in own.items()
        for vraag in blad.vragen
        if vraag.meer
        for number, keuze in enumerate(vraag.keuzes, 1)
    }
    seen = 0
    for stem in FORMS:
        file = _typed(folder, stem)
        for page, naam, field in _fields(file):
            if "/AS" in field:
                (state,) = (str(state)[1:] for state in field.AP.N if state != "/Off")
                assert _beside(paper(file), page, field).startswith(squeezed(several.get(naam, state))), naam
                seen += 1
    assert seen == 4 * 15 + sum(len(vraag.keuzes) for blad in own.values() for vraag in blad.vragen)


def test_a_form_without_its_stamp_is_still_known(folder: Path) -> None:
    """A program may leave out of which booklet it is; the names of the fields tell."""
    for stem in FORMS:
        with pikepdf.open(_typed(folder, stem)) as pdf:
            del pdf.docinfo["/MijnEigenPlan"]
            file = io.BytesIO()
            pdf.save(file)
        plan, problems = read_filled(file.getvalue(), stem)
        assert plan is not None, problems
        assert plan.editie is None


# ----------------------------------------------------------------------------------------------------------------------
# There and back


def _marks(folder: Path, stem: str) -> Mapping[str, tuple[str, ...]]:
    """What may be marked in every field that asks something; nothing where one types."""
    found: dict[str, list[str]] = {}
    for _, naam, field in _fields(_typed(folder, stem)):
        if not naam.startswith(NOTES):
            states = [str(state)[1:] for state in field.AP.N if state != "/Off"] if "/AS" in field else []
            found.setdefault(naam, []).extend(states)
    return {naam: tuple(states) for naam, states in found.items()}


def _by_pypdf(file: Path, answers: Mapping[str, str], marks: Mapping[str, tuple[str, ...]]) -> bytes:
    """The form as another program fills it in."""
    writer = pypdf.PdfWriter(clone_from=file)
    values = {naam: f"/{text}" if marks[naam] else text for naam, text in answers.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


UNSHRUNK = (Phase.explicit, Phase.generate)  # each example is printed, so looking for the smallest takes an hour
LETTERS = "abcdefghijklmnoprstuvwz ABC 0123456789 ,.?!'éëïöü€\n"
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
LONG = st.integers(30, 60).map(lambda times: " ".join(f"zin{number} is best lang." for number in range(5 * times)))


@st.composite
def filled_in(draw: st.DrawFn, marks: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Answers to some of the questions, of which at least one fits in no box."""
    free = [naam for naam, choices in marks.items() if not choices and not naam.startswith("agenda.")]
    long = draw(st.sampled_from(free))
    answers = {
        naam: "Ja" if choices == ("Ja",) else draw(st.sampled_from(choices) if choices else WORDS)
        for naam, choices in marks.items()
        if naam != long and draw(st.integers(0, 2))
    }
    return {**answers, long: draw(LONG)}


@pytest.fixture(scope="module")
def unchecked() -> Iterator[None]:
    """The content is not checked again in every example."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_checks(monkeypatch)
        yield


def _printed(invulling: Invulling, folder: Path) -> Paper:
    """The one file with these answers on paper; it is made anew, so what was there before is forgotten."""
    assert invulling.editie is not None
    editions = (invulling.editie.partition("/")[0],)
    shutil.rmtree(folder, ignore_errors=True)
    report = _make(replace(ORDER, edities=editions, invulling=invulling, uit=folder))
    assert not report.stopped
    (made,) = report.made
    return Paper(Path(made.path))


def _is_whole(booklet: Paper, page: int, text: str) -> bool:
    """Whether an answer is on its page, or begins there and goes on where that page sends to."""
    said, wanted = booklet.spoken[page - 1], squeezed(text)
    if wanted in said:
        return True
    after = "".join(booklet.spoken[booklet.anchors["vervolg"] - 1 :])
    return any(
        said[: sent.start()].endswith(wanted[:end]) and wanted[end:] in after
        for sent in re.finditer(SENDS_ON, said)
        for end in range(len(wanted))
    )


def _goes_round(stem: str, answers: Mapping[str, str], made: Path, folder: Path) -> Paper:
    """Fill in with another program, read, and print; nothing is lost on the way, and the paper is returned."""
    file, marks = _typed(made, stem), _marks(made, stem)
    plan, problems = read_filled(_by_pypdf(file, answers, marks), stem)
    assert plan is not None
    assert not problems
    invulling = as_invulling(plan, "proef")
    wanted = {naam: "ja" if marks[naam] == ("Ja",) else text for naam, text in answers.items()}
    assert (invulling.antwoorden, invulling.editie) == (wanted, stem)
    booklet = _printed(invulling, folder)
    pages = {naam: page for page, naam, _ in _fields(file)}
    assert not [naam for naam, text in answers.items() if not marks[naam] and not _is_whole(booklet, pages[naam], text)]
    assert booklet.alternatives.count("gekozen") == sum(bool(marks[naam]) for naam in answers)
    return booklet


@settings(deadline=None, max_examples=2, phases=UNSHRUNK)
@given(data=st.data())
def test_the_reflection_comes_back(
    data: st.DataObject, folder: Path, unchecked: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was typed and marked is in the file, and on paper; a long answer goes on before the back cover."""
    answers = data.draw(filled_in(_marks(folder, REFLECTIE)))
    booklet = _goes_round(REFLECTIE, answers, folder, tmp_path_factory.getbasetemp() / "heen-en-weer")
    assert booklet.page_count % 4 == 0
    assert booklet.anchors["bronnen"] < booklet.anchors["vervolg"] < booklet.anchors["colofon"] == booklet.page_count


@pytest.mark.parametrize("stem", [BEWONER, PROFESSIONAL])
@settings(deadline=None, max_examples=4, phases=UNSHRUNK)
@given(data=st.data())
def test_an_evaluation_comes_back(
    stem: str, data: st.DataObject, folder: Path, unchecked: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of a loose sheet a long answer goes on behind it, on a page with the number that the sheet sends to."""
    answers = data.draw(filled_in(_marks(folder, stem)))
    booklet = _goes_round(stem, answers, folder, tmp_path_factory.getbasetemp() / "heen-en-weer")
    assert booklet.anchors["vervolg"] == 2
    sent = {int(page) for page in re.findall(rf"{SENDS_ON}(\d+)", booklet.spoken[0])}
    assert sent
    assert all(booklet.corner(page, 0, 277, 210, 297) == str(page) for page in sent)


# ----------------------------------------------------------------------------------------------------------------------
# The standards


def test_a_filled_in_form_conforms_as_an_empty_one_does(
    folder: Path, content: Content, unchecked: None, tmp_path: Path
) -> None:
    """With answers in the form, and with answers on paper: PDF/UA-1 and PDF/A-2a; empty ones are judged in `test_other_paper`."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    files = []
    for stem in FORMS:
        marks = _marks(folder, stem)
        answers = {naam: choices[-1] if choices else "Lang. " * 200 for naam, choices in marks.items()}
        said = {naam: "ja" if text == "Ja" else text for naam, text in answers.items()}
        invulling = Invulling("vol", said, GEMEENTE, stem, content.plan.versie)
        order = replace(ORDER, edities=(stem.partition("/")[0],), invulling=invulling, uit=tmp_path)
        report = _make(replace(order, drukken=("scherm", "invulbaar")))
        assert not report.stopped
        files += [Path(made.path) for made in report.made]
    assert len(files) == 2 * len(FORMS)
    verdicts = judge(FLAVOURS, files)
    assert [verdict for verdict in verdicts if not verdict.passed] == []
    assert all(verdict.checks > 200 for verdict in verdicts)
