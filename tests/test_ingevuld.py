"""What somebody typed comes back to the last letter, from the PDF and on paper, and staff are told what is wrong."""

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
import verapdf
from click.testing import CliRunner, Result
from conftest import CONTENT, DAY
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import Paper, paper, squeezed
from small import GEMEENTE, only_editions, without_checks

from booklet.cli import main
from booklet.content import read_content
from booklet.forms import fillable
from booklet.invulling import Invulling, as_yaml, read_invulling
from booklet.models import Content
from booklet.parts import Plain
from booklet.pipeline import Order, Report, make
from booklet.planner import PagePlan
from booklet.problems import Severity
from booklet.settle import UNSETTLED, Desk, Job, settle
from booklet.typeset import Typeset, write_pdf
from booklet.uitlezen import as_invulling, read_filled
from booklet.velden import Veld, invulling_of

# One writes on nearly every page of this edition.
KLEIN = {
    "begin": ["omslag", "huisjesplaat"],
    "huis": ["kolom", "vrije-ruimte"],
    "slot": ["afsluiting", "colofon"],
    "los": {"begin": ["omslag"], "slot": ["colofon"]},
}
VERSIE = "1.0"
TWO = ("woonruimte", "zelfzorg")  # in which two of the six people write
COUPLES = {TWO: ("ria", "wim"), ("gezondheid", "contacten"): ("daan", "meral"), ("tijdsbesteding", "geldzaken"): ("shanice", "youssef")}  # fmt: skip
WIL = "woonruimte.mijn-woning.wat-wil-ik"
LATIN = [one for one in map(chr, range(0x110000)) if unicodedata.name(one, "").startswith("LATIN ")]
MARKS = "\u0301\u0323\u0308\u030c\u0327\u0331"
TEN_PAGES = 10
NOTES = "Notities"  # the head of a page for notes; a question that is called so is not repeated there


class Sheet(NamedTuple):
    """A booklet to type in as it is typeset: its plan, its pages, its PDF before it is a form, and its fields."""

    plan: PagePlan
    pages: Typeset
    screen: bytes
    velden: Mapping[str, Veld]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with one edition of few pages, of which the content is not checked again in every test."""
    folder = tmp_path_factory.mktemp("klein")
    shutil.copytree(CONTENT, folder / "content")
    only_editions(folder, klein=KLEIN)
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_checks(monkeypatch)
        yield folder


@pytest.fixture(scope="module")
def content(shop: Path) -> Content:
    """The content of that project."""
    found = read_content(shop / "content", (GEMEENTE,)).content((GEMEENTE,))
    assert found is not None
    return found


def _sheet(content: Content, houses: Sequence[str]) -> Sheet:
    (editie,) = content.edities
    desk = Desk(content, content.gemeenten[0], (), None)
    job = Job(editie, content.houses(tuple(houses)), None, editie.id, typen=True)
    booklet, pages = settle(desk, job, UNSETTLED, Plain(), lambda step: None)
    screen, faults = write_pdf(pages, {})
    assert not (*pages.faults, *faults)
    return Sheet(booklet.plan, pages, screen, desk.velden(booklet.plan, job.houses))


@pytest.fixture(scope="module")
def sheets(content: Content) -> Mapping[tuple[str, ...], Sheet]:
    """The edition to type in, with the houses of every couple."""
    return {houses: _sheet(content, houses) for houses in COUPLES}


@pytest.fixture(scope="module")
def sheet(sheets: Mapping[tuple[str, ...], Sheet]) -> Sheet:
    """The edition to type in, with two houses."""
    return sheets[TWO]


def _make(folder: Path, **asked: object) -> Report:
    order = Order((GEMEENTE,), DAY, inhoud=folder / "content", uit=folder / "output")
    return make(replace(order, **asked), lambda step, text: None)


def _errors(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems if problem.severity == Severity.ERROR]


def _printed(folder: Path, invulling: Invulling, *houses: str) -> Paper:
    """The one booklet with these answers."""
    report = _make(folder, invulling=invulling, domeinen=houses)
    assert not _errors(report)
    (made,) = report.made
    return paper(Path(made.path))


# ----------------------------------------------------------------------------------------------------------------------
# From the PDF


def _back(sheet: Sheet, answers: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """Answers that were typed, saved, read, written as YAML and read again."""
    data = fillable(sheet.screen, sheet.velden, f"{GEMEENTE} klein {VERSIE}", answers)
    plan, problems = read_filled(data, "ria.pdf")
    assert plan is not None
    assert [problem.code for problem in problems] == ([] if answers else ["F08"])
    file = folder / "ria.yaml"
    invulling = as_invulling(plan, "ria")
    file.write_text(as_yaml(invulling), encoding="utf-8", newline="")
    read, told = read_invulling(file, "ria.yaml")
    assert not told
    assert read == invulling == Invulling("ria", invulling.antwoorden, GEMEENTE, "klein", VERSIE)
    return read.antwoorden


def _typed(text: str) -> str:
    """A text as it is after reading: every line end is the same."""
    return re.sub("\r\n?", "\n", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for files that come and go."""
    return tmp_path_factory.mktemp("heen-en-weer")


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_typed_and_marked_comes_back(data: st.DataObject, sheet: Sheet, folder: Path) -> None:
    """Any text in any field and any mark: a thousand and more answers, with every line end and every letter."""
    answers = {
        naam: data.draw(st.sampled_from(veld.marks) if veld.marks else st.text(min_size=1), label=naam)
        for naam, veld in sheet.velden.items()
        if data.draw(st.integers(0, 3))
    }
    assert _back(sheet, answers, folder) == {naam: _typed(text) for naam, text in answers.items()}


def test_every_letter_of_latin_scripts_comes_back(sheet: Sheet, folder: Path) -> None:
    """More than twelve hundred, one by one and with every mark, in a text of a hundred pages."""
    assert len(LATIN) > 1200
    text = "".join(LATIN) + "\n" + "".join(one + mark for one in LATIN for mark in MARKS)
    answers = {"omslag.naam": "".join(LATIN), WIL: f"{text}\n\n" * 10}
    assert len(answers[WIL]) > 100_000
    assert _back(sheet, answers, folder) == answers


@pytest.mark.parametrize("houses", COUPLES, ids="-".join)
def test_what_our_people_filled_in_comes_back(
    houses: tuple[str, ...], sheets: Mapping[tuple[str, ...], Sheet], content: Content, folder: Path
) -> None:
    """Every answer and every face of the six."""
    for persoon in (one for one in content.personen if one.id in COUPLES[houses]):
        invulling = invulling_of(persoon, content, content.gemeenten[0].teksten)
        answers = {naam: text for naam, text in invulling.antwoorden.items() if naam in sheets[houses].velden}
        assert len(answers) > len(invulling.antwoorden) / 2
        assert _back(sheets[houses], answers, folder) == answers


# ----------------------------------------------------------------------------------------------------------------------
# On paper


LIGATURE = re.compile("[\ufb00-\ufb06]")


def _plain(text: str) -> str:
    """A text as it is compared: without white space, every letter and its marks as one; pdfium tells `ﬁ` as `fi`."""
    apart = LIGATURE.sub(lambda one: unicodedata.normalize("NFKD", one[0]), text)
    return unicodedata.normalize("NFC", squeezed(apart)).replace("ſt", "st")


SENDS_ON = re.compile(r"(?:Leesverderop|Zie)bladzijde(\d+)")


def _after(booklet: Paper, page: int) -> str:
    """What is said from a page to the end."""
    return _plain("".join(booklet.spoken[page - 1 :]))


def _vervolg(booklet: Paper) -> range:
    """The pages on which goes on what did not fit."""
    first = booklet.anchors["vervolg"]
    after = [page for name, page in booklet.anchors.items() if page > first and not name.startswith("vervolg-")]
    return range(first, min(after))


def _missing(booklet: Paper, answers: Mapping[str, str], sheet: Sheet) -> list[str]:
    """The answers that are not whole on paper, in their box or in their box and from the page to which it sends on."""
    return [naam for naam, text in answers.items() if not _is_whole(booklet, naam, _plain(text), sheet)]


def _is_whole(booklet: Paper, naam: str, text: str, sheet: Sheet) -> bool:
    veld, page = sheet.velden[naam], sheet.pages.rooms[naam].page
    said = _plain(booklet.spoken[page - 1])
    if text in said:
        return True
    for sent in SENDS_ON.finditer(said):
        here = next((text[:end] for end in range(len(text), -1, -1) if said[: sent.start()].endswith(text[:end])), "")
        asked = veld.vraag if veld.vraag != NOTES else ""
        place = _plain(f"Bij bladzijde {page} · {veld.plek}{asked}")
        on = int(sent[1])
        if place + text[len(here) :] in _after(booklet, on) and place in _plain(booklet.spoken[on - 1]):
            return True
    return False


LENGTHS = (1, 2, 2, 3, 5, 5, 7, 9, 12, 90)  # letters of a word; the last is longer than a line


def _words(random: Random, letters: Sequence[str]) -> str:
    """A text of a few words, here and there on a new line."""
    words = ["".join(random.choices(letters, k=random.choice(LENGTHS))) for _ in range(random.randint(1, 4))]
    return "".join(word + random.choice("   \n") for word in words).strip()


@pytest.fixture(scope="module")
def thousand(shop: Path, sheet: Sheet) -> tuple[Mapping[str, str], Paper]:
    """A thousand random answers in one booklet, a few dozen below each other in every box, and how they are printed."""
    random = Random(5)  # noqa: S311  no secret
    letters = [*LATIN, *(one + mark for one in "aeiouczsgn" for mark in MARKS), *"ΑαΩωЖжЯя0123456789.,?!€–’"]
    fields = [naam for naam, veld in sheet.velden.items() if veld.soort == "vlak"]
    texts = ["".join(LATIN), *(_words(random, letters) for _ in range(1000))]
    answers = {naam: "\n".join(texts[at :: len(fields)]) for at, naam in enumerate(fields)}
    names = {naam: "Ł" * 200 for naam, veld in sheet.velden.items() if veld.soort == "regel"}
    return {**answers, **names}, _printed(shop, Invulling("duizend", {**answers, **names}), *TWO)


def test_every_letter_is_on_paper(thousand: tuple[Mapping[str, str], Paper], sheet: Sheet) -> None:
    """A thousand answers that fit in no box: each begins in its box and goes on where the box says."""
    answers, booklet = thousand
    moved = {naam: text for naam, text in answers.items() if naam.startswith("notities.")}
    assert not _missing(booklet, {naam: text for naam, text in answers.items() if naam not in moved}, sheet)
    assert moved
    assert all(_plain(text) in _after(booklet, _vervolg(booklet)[0]) for text in moved.values())
    assert len(_vervolg(booklet)) > TEN_PAGES


def test_a_box_sends_on_with_a_link(thousand: tuple[Mapping[str, str], Paper]) -> None:
    """Every one leads to the page that it names, before the back cover, and to nothing else."""
    answers, booklet = thousand
    links = [link for link in booklet.links if SENDS_ON.fullmatch(squeezed(link.words) + str(link.target))]
    moved = sum(naam.startswith("notities.") for naam in answers)
    assert len(links) == len(answers) - moved
    assert all(link.target in _vervolg(booklet) for link in links)


def test_a_booklet_with_pages_added_can_be_folded(thousand: tuple[Mapping[str, str], Paper], sheet: Sheet) -> None:
    """The pages before keep their numbers, the back cover stays the last, and the whole is a multiple of four."""
    _, booklet = thousand
    assert booklet.page_count % 4 == 0
    assert booklet.anchors["colofon"] == booklet.page_count
    before = {part.anchor: part.first for part in sheet.plan.parts[:-1] if part.first < booklet.anchors["vervolg"]}
    assert before.items() <= booklet.anchors.items()
    assert max(before.values()) == booklet.anchors["vervolg"] - 1


def _pictures(answers: Mapping[str, str], sheet: Sheet) -> int:
    """How many marks are printed: that of a face stands on the huisjesplaat and on the page of its kolom."""
    soorten = [sheet.velden[naam].soort for naam in answers]
    return soorten.count("vakje") + 2 * soorten.count("gezicht")


def test_a_booklet_in_which_all_fits_has_the_same_pages(shop: Path, sheet: Sheet) -> None:
    """Nothing is added, and every word stands in its box."""
    answers = {
        naam: veld.marks[-1] if veld.marks else f"Ğ{number}ő"
        for number, (naam, veld) in enumerate(sheet.velden.items())
        if not naam.startswith("notities.")
    }
    booklet = _printed(shop, Invulling("past", answers), *TWO)
    assert {part.anchor: part.first for part in sheet.plan.parts} == dict(booklet.anchors)
    assert booklet.page_count == sheet.plan.page_count
    assert not _missing(booklet, {naam: text for naam, text in answers.items() if not sheet.velden[naam].marks}, sheet)
    assert booklet.alternatives.count("gekozen") == _pictures(answers, sheet)


# ----------------------------------------------------------------------------------------------------------------------
# Our people


@pytest.fixture(scope="module")
def people(shop: Path) -> Mapping[str, Paper]:
    """The booklet of every one of the six, with the houses in which they write."""
    made: dict[str, Paper] = {}
    for houses, names in COUPLES.items():
        report = _make(shop, domeinen=houses, voorbeelden=names)
        assert not _errors(report)
        made |= {name: paper(shop / f"output/{GEMEENTE}/klein-{name}.pdf") for name in names}
        assert {one.path for one in report.made} == {made[name].path.as_posix() for name in names}
    return made


@pytest.mark.parametrize("houses", COUPLES, ids="-".join)
def test_what_our_people_wrote_is_on_paper(
    houses: tuple[str, ...],
    people: Mapping[str, Paper],
    sheets: Mapping[tuple[str, ...], Sheet],
    content: Content,
) -> None:
    """Every answer in its box or from there on, and every mark; the answers in other houses are not printed."""
    sheet = sheets[houses]
    for persoon in (one for one in content.personen if one.id in COUPLES[houses]):
        invulling = invulling_of(persoon, content, content.gemeenten[0].teksten)
        here = {naam: text for naam, text in invulling.antwoorden.items() if naam in sheet.velden}
        booklet = people[persoon.id]
        words = {naam: text for naam, text in here.items() if not sheet.velden[naam].marks}
        assert len(words) > 4
        assert not _missing(booklet, words, sheet)
        marks = {naam: text for naam, text in here.items() if naam not in words}
        assert booklet.alternatives.count("gekozen") == _pictures(marks, sheet)


def test_our_people_are_nobody_real(people: Mapping[str, Paper], content: Content) -> None:
    """Whoever sees the cover or the page of a kolom, loose from the rest, is told so there."""
    for persoon in content.personen:
        said = squeezed(f"{persoon.naam} bestaat niet echt.")
        booklet = people[persoon.id]
        pages = [page for part, page in booklet.anchors.items() if part == "omslag" or part.startswith("kolom-")]
        assert len(pages) > 4
        assert all(said in booklet.spoken[page - 1] for page in pages)


def test_every_product_takes_a_booklet_that_somebody_filled_in(shop: Path) -> None:
    """Folded, for a print shop (in inks that it knows) and in the large letter; nothing is wrong with any."""
    drukken = ("boekje", "drukkerij", "grootletter")
    report = _make(shop, domeinen=(TWO[1],), voorbeelden=("ria",), drukken=drukken)
    assert not _errors(report)
    endings = (
        "boekje-lees-eerst.pdf",
        "boekje.pdf",
        "drukkerij.pdf",
        "drukopdracht.pdf",
        "drukopdracht.txt",
        "grootletter.pdf",
    )
    assert [Path(made.path).name for made in report.made] == [f"klein-ria-{ending}" for ending in endings]
    large = paper(Path(report.made[-1].path))
    pages = [page for page, said in enumerate(large.spoken, 1) if squeezed("Ria bestaat niet echt.") in said]
    kolommen = [page for part, page in large.anchors.items() if part.startswith("kolom-")]
    assert pages == [1, *sorted(kolommen)]
    assert all(len(large.parts[f"kolom-{kolom}"]) == 2 for kolom in ("mijzelf-verzorgen", "gewoontes"))  # it lies open
    assert squeezed("Ik wil er elke dag netjes uitzien.") in "".join(large.spoken)


# ----------------------------------------------------------------------------------------------------------------------
# Other booklets than that in which somebody typed

HERE, THERE, PLACED = "woonruimte.mijn-woning.zo-gaat-het-nu", "geldzaken.inkomen.wat-wil-ik", "omslag.naam"


def _all_said(booklet: Paper) -> str:
    return "".join(booklet.spoken)


def test_a_part_of_a_booklet_leaves_out_what_belongs_in_the_rest(shop: Path) -> None:
    """Of one house the answers in other houses are not printed, and not thrown together at the end; notes are kept."""
    answers = {HERE: "Hier", THERE: "Elders", "geldzaken.oud.wat-wil-ik": "Elders", "notities.9": "Kladje"}
    booklet = _printed(shop, Invulling("deel", answers, editie="klein"), TWO[0])
    assert "Hier" in _all_said(booklet)
    assert "Elders" not in _all_said(booklet)
    assert "Kladje" in _after(booklet, booklet.anchors["vervolg"])


def test_what_has_no_field_in_the_form_is_told(shop: Path) -> None:
    """A form has no pages for the rest: it is made, and staff read which answers are not in it."""
    answers = {HERE: "Hier", "woonruimte.oud.wat-wil-ik": "Weg", "omslag.alleen": "liever niet", "omslag.samen": "ja"}
    report = _make(shop, invulling=Invulling("deel", answers, editie="klein"), domeinen=TWO[:1], drukken=("invulbaar",))
    (told,) = (problem for problem in report.problems if problem.code == "T03")
    assert "geen veld voor woonruimte.oud.wat-wil-ik, omslag.alleen;" in told.message
    assert len(report.made) == 1


@pytest.fixture(scope="module")
def older(shop: Path) -> Paper:
    """A booklet of another version, with every letter of Latin scripts, and pictures wider than letters."""
    answers = {
        HERE: "".join(LATIN),
        "woonruimte.mijn-huishouden.wat-wil-ik": "😀🏠❤Ⅷ⏰→" * 60,
        "woonruimte.mijn-huishouden.wat-kan-ik-zelf": "\u2028".join("123456"),
        "woonruimte.vrije-ruimte": "Ik wil graag een kleiner huis, en niet te ver weg van mijn dochter. " * 70,
        "woonruimte.oude-kolom.wat-wil-ik": "Łąka\nen <b> & {{ x }}",
        "<i> (ő)": "Los",
        "omslag.alleen": "liever niet",
    }
    return _printed(shop, Invulling("oud", answers), TWO[0])


def test_what_this_booklet_does_not_ask_stands_at_the_end(older: Paper) -> None:
    """By its name, with all of its text, whatever letters are in either."""
    said = _after(older, older.anchors["vervolg"])
    for words in (
        "Woonruimte, oude kolom, wat wil ikŁąka en <b> & {{ x }}",
        "<i> (ő)Los",
        "Ik vul dit inalleenliever niet",
    ):
        assert squeezed(words) in said


def test_a_loose_part_is_printed_as_the_loose_part(shop: Path) -> None:
    """And nothing else is printed with it."""
    part = Invulling("los", {HERE: "Hier", PLACED: "Ria"}, editie="klein/1-woonruimte")
    (made,) = _make(shop, invulling=part).made
    assert Path(made.path).name == "1-woonruimte-los.pdf"
    assert "Hier" in _all_said(paper(Path(made.path)))


# ----------------------------------------------------------------------------------------------------------------------
# What staff type and read


def _run(shop: Path, folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["maak", *words, "--inhoud", str(shop / "content"), "--uit", str(folder)])


def _file(folder: Path, text: str = "", **facts: str) -> str:
    """A file with answers; its path."""
    rows = [f'{name}: "{value}"' for name, value in facts.items()]
    path = folder / "ria.yaml"
    path.write_text("\n".join([*rows, "antwoorden:", text or f"  {PLACED}: Ria", ""]), encoding="utf-8")
    return str(path)


def _made(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*.pdf"))


def test_the_answers_tell_which_booklet_to_print(shop: Path, tmp_path: Path) -> None:
    """Nobody has to type a gemeente or an edition; staff read that the booklet is private."""
    file = _file(tmp_path, gemeente=GEMEENTE, boekje="klein/1-woonruimte", versie=VERSIE)
    result = _run(shop, tmp_path, "--ingevuld", file)
    assert result.exit_code == 0
    (name,) = _made(tmp_path)
    assert name == "1-woonruimte-ria.pdf"
    assert result.stdout.splitlines()[-1] == "Dit boekje is privé. Geef het alleen aan wie het mag lezen."


def test_a_loose_part_is_printed_in_the_edition_that_staff_type(shop: Path, tmp_path: Path) -> None:
    """The whole booklet, with the answers of that one house."""
    file = _file(tmp_path, gemeente=GEMEENTE, boekje="klein/1-woonruimte")
    result = _run(shop, tmp_path, "--ingevuld", file, "--editie", "klein", "--domein", TWO[0])
    assert (result.exit_code, _made(tmp_path)) == (0, ["klein-ria.pdf"])


def test_another_version_is_a_warning(shop: Path, tmp_path: Path) -> None:
    """The booklet is made, and with `--streng` it is not."""
    file = _file(tmp_path, gemeente=GEMEENTE, boekje="klein", versie="0.9")
    asked = ("--ingevuld", file, "--domein", TWO[0])
    strict = _run(shop, tmp_path, *asked, "--streng")
    assert (strict.exit_code, _made(tmp_path)) == (1, [])
    result = _run(shop, tmp_path, *asked)
    assert (result.exit_code, _made(tmp_path)) == (0, ["klein-ria.pdf"])
    for told in (strict, result):
        assert "ria.yaml: waarschuwing: dit is ingevuld in versie 0.9 van het boekje" in told.stderr


def test_letters_that_cannot_be_printed_stop_the_booklet(shop: Path, tmp_path: Path) -> None:
    """Rather than a booklet with holes; staff read which, in which answer, and nothing of the program."""
    file = _file(tmp_path, f"  {PLACED}: 李明", gemeente=GEMEENTE)
    result = _run(shop, tmp_path, "--ingevuld", file)
    assert (result.exit_code, _made(tmp_path)) == (1, [])
    (told,) = (line for line in result.stderr.splitlines() if ": fout: " in line)
    assert told.startswith(
        "ria.yaml: fout: in antwoord 'omslag.naam' staan letters die het programma niet kan drukken: 李明"
    )
    assert result.stderr.splitlines()[-1] == "Er is niets gemaakt. Los eerst de fouten op die hierboven staan."


REFUSED = {
    "wrong": ("  - Ria", (), 1, "ria.yaml:2:3: fout: hier horen velden — schrijf ze als 'naam: waarde'"),
    "no gemeente": ("", (), 2, "In het bestand staat geen gemeente. Typ de naam achter maak."),
    "all gemeenten": ("", ("--alle",), 2, "--ingevuld gaat over één boekje. Laat --alle en --voorbeeld weg."),
    "an example": ("", ("--voorbeeld", "ria"), 2, "--ingevuld gaat over één boekje. Laat --alle en --voorbeeld weg."),
    "a house that is not there": (
        "",
        (GEMEENTE, "--domein", "woonruimt"),
        2,
        "Domein 'woonruimt' is er niet; bedoelde u 'woonruimte'?",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_printed_is_told(case: str, shop: Path, tmp_path: Path) -> None:
    """In one sentence with what to do; nothing is made."""
    text, more, code, message = REFUSED[case]
    result = _run(shop, tmp_path, "--ingevuld", _file(tmp_path, text), *more)
    assert result.exit_code == code
    assert message in " ".join(result.stderr.split())
    assert not _made(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ria.yaml", "Bestand '{file}' is er niet. Kijk de naam en de map na."),
        ("ria.pdf", "'ria.pdf' moet eindigen op .yaml. Maak dat bestand met: python build.py uitlezen {file}"),
    ],
)
def test_another_file_is_refused(name: str, message: str, shop: Path, tmp_path: Path) -> None:
    """A file that is not there, or the PDF itself; the message says how to go on."""
    file = tmp_path / name
    if file.suffix == ".pdf":
        file.touch()
    result = _run(shop, tmp_path, "--ingevuld", str(file))
    assert result.exit_code == 2
    assert message.format(file=file) in " ".join(result.stderr.split())


def test_an_example_is_meant(shop: Path, tmp_path: Path) -> None:
    """A name that is nearly right is told."""
    result = _run(shop, tmp_path, "--voorbeeld", "rai")
    assert result.exit_code == 2
    assert "Voorbeeld 'rai' is er niet; bedoelde u 'ria'?" in result.stderr


def test_nothing_to_print_is_told(shop: Path, tmp_path: Path) -> None:
    """The answers of the loose part of one house, and staff ask for another house."""
    file = _file(tmp_path, gemeente=GEMEENTE, boekje="klein/1-woonruimte")
    result = _run(shop, tmp_path, "--ingevuld", file, "--domein", TWO[1])
    assert (result.exit_code, _made(tmp_path)) == (0, [])
    assert result.stdout == "Er is niets te maken: geen boekje dat u koos, heeft vakken voor deze antwoorden.\n"


# ----------------------------------------------------------------------------------------------------------------------
# For everybody


def test_what_somebody_filled_in_is_as_accessible(people: Mapping[str, Paper], older: Paper) -> None:
    """PDF/UA-1 and PDF/A-2a, with pages added, every Latin letter in it and links to what goes on."""
    if reason := verapdf.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    files = [people["ria"].path, older.path]
    verdicts = verapdf.judge(("ua1", "2a"), files)
    assert [verdict.failures for verdict in verdicts if not verdict.passed] == []
    assert len(verdicts) == 2 * len(files)
