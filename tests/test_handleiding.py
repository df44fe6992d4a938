"""The manual: its words are on paper, its commands exist, what it shows of the program and of the booklets is real."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import yaml
from click.testing import CliRunner
from conftest import CONTENT, DAY, GEMEENTEN, ROOT, Built
from paper import paper, squeezed
from small import change
from words import Word, words

from booklet.checks_handleiding import HANDLEIDING_RULES
from booklet.cli import main
from booklet.content import read_content
from booklet.gemeenten import read_list, slug
from booklet.handleiding import Beeld, Handblad, Handleiding
from booklet.kaart import tips
from booklet.markup import write_parts
from booklet.models import Content, GemeenteBestand
from booklet.namen import editie_names, gemeente_names, persoon_names
from booklet.products import DRUKKEN
from booklet.settle import DOTS, UNSETTLED, Desk, Job, page_shown

GEMEENTE = "almere"
SCREENS = ROOT / "layouts/handleiding"
NOT_PRINTED = {
    *("id", "icoon", "breed", "editie", "onderdeel", "blad", "van", "bladzijde"),
    *("ingevuld", "scherm", "tekening", "open"),
}
SPOKEN = "alt"


def _content(gemeente: str = GEMEENTE) -> Content:
    content = read_content(CONTENT, (gemeente,)).content((gemeente,))
    assert content is not None
    return content


MANUAL: Handleiding = _content().handleiding
BLADEN = [blad for deel in MANUAL.delen for blad in deel.bladen]
BEELDEN = [(blad, beeld) for blad in BLADEN if blad.figuur for beeld in blad.figuur.beelden]


def _as_typed(text: str, gemeente: str = GEMEENTE) -> str:
    return text.replace("{map}", gemeente)


# ----------------------------------------------------------------------------------------------------------------------
# On paper


def _texts(value: object) -> Iterator[Word]:
    for word in words(value, ""):
        if word.path.rpartition(".")[2] not in NOT_PRINTED:
            yield word


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_word_is_on_paper(gemeente: str, other_paper: Built) -> None:
    """What a reader sees and what a screen reader says of a picture, for each gemeente with its own folder."""
    booklet = paper(other_paper.folder / gemeente / "handleiding.pdf")
    seen, said = "".join(booklet.spoken), {squeezed(one) for one in booklet.alternatives}
    found = list(_texts(MANUAL))
    assert len(found) > 250
    for word in found:
        for line in _as_typed(word.text, gemeente).splitlines():
            assert squeezed(line) in (said if word.path.endswith(f".{SPOKEN}") else seen), word


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_page_has_one_thing_and_every_list_its_number(gemeente: str, other_paper: Built) -> None:
    """A page of the content is a page on paper, which its part names; a part is named on the cover."""
    booklet = paper(other_paper.folder / gemeente / "handleiding.pdf")
    for number, deel in enumerate(MANUAL.delen, 1):
        opens = booklet.parts[f"handleiding-blad-{deel.id}"]
        assert squeezed(f"{MANUAL.woorden.deel} {number}: {deel.naam}{opens.start}") in booklet.spoken[0]
        for blad in deel.bladen:
            pages = booklet.parts[f"handleiding-blad-{blad.id}"]
            assert len(pages) == 1
            assert squeezed(f"{blad.kop}{pages.start}") in booklet.spoken[opens.start - 1]
    assert [mark.title for mark in booklet.bookmarks if mark.level == 2] == [blad.kop for blad in BLADEN]


def test_a_picture_is_sharp_and_not_heavier_than_it_needs(other_paper: Built) -> None:
    """Every picture of a page or a screen has about 200 dots per inch where it is printed."""
    booklet = pypdfium2.PdfDocument(other_paper.folder / GEMEENTE / "handleiding.pdf")
    dots = []
    for page in booklet:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            left, _, right, _ = item.get_bounds()
            dots.append(item.get_px_size()[0] / (right - left) * 72)
    assert len(dots) == sum(1 for _, beeld in BEELDEN if not beeld.tekening)
    assert min(dots) > 0.9 * DOTS
    assert max(dots) < 1.3 * DOTS


def test_the_screens_are_few_and_small() -> None:
    """A picture of a screen grows old, so there are few; each is shown."""
    files = {file.stem: file.stat().st_size for file in SCREENS.glob("*.png")}
    assert set(files) == {beeld.scherm for _, beeld in BEELDEN if beeld.scherm}
    assert 0 < len(files) <= 4
    assert max(files.values()) < 150_000


# ----------------------------------------------------------------------------------------------------------------------
# The pages that it shows


def _same(beeld: Beeld) -> tuple[object, ...]:
    return beeld.editie, beeld.onderdeel, beeld.blad, beeld.van, beeld.ingevuld


SHOWN = {_same(beeld): beeld for _, beeld in BEELDEN if beeld.editie}


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The desk on which the booklets of the gemeente are made."""
    content = _content()
    gemeente = content.gemeenten[0]
    return Desk(content, gemeente, tips(content, gemeente, DAY), None)


# One with a page on the left, one behind what flows, one in another edition: each way to find a page.
@pytest.mark.parametrize(("editie", "blad"), [("basisformat", "kolom"), ("basisformat", "sociale-kaart"), ("tabbladen", "tussenblad")])  # fmt: skip
def test_a_page_that_is_shown_is_the_page_of_the_booklet(editie: str, blad: str, desk: Desk, built: Built) -> None:
    """Its words and its number are those of the booklet that the gemeente gets."""
    beeld = next(one for one in SHOWN.values() if (one.editie, one.blad, one.ingevuld) == (editie, blad, None))
    shown = pypdfium2.PdfDocument(page_shown(desk, beeld))
    booklet = paper(built.files[f"{GEMEENTE}/{editie}.pdf"])
    pages = booklet.parts[f"{blad}-{beeld.van}"]
    assert [squeezed(page.get_textpage().get_text_bounded()) for page in shown] == [
        squeezed(booklet.seen[page - 1].get_textpage().get_text_bounded()) for page in pages
    ]


def test_what_a_person_filled_in_is_shown_whole(desk: Desk) -> None:
    """The answers of the person stand on the page, and none of them goes on where no reader can look."""
    filled = [beeld for beeld in SHOWN.values() if beeld.ingevuld and beeld.blad == "kolom"]
    assert filled
    for beeld in filled:
        said = squeezed(pypdfium2.PdfDocument(page_shown(desk, beeld))[0].get_textpage().get_text_bounded())
        persoon = next(one for one in desk.content.personen if one.id == beeld.ingevuld)
        answers = next(one for one in persoon.voorbeelden if one.kolom == beeld.van)
        for name in ("nu", "wil", "hoe", "kan", "wie", "nodig"):
            assert squeezed(getattr(answers, name)) in said
        assert squeezed(desk.gemeente.teksten.notities.verder) not in said


# ----------------------------------------------------------------------------------------------------------------------
# What it says of the program

COMMANDS = [_as_typed(one) for one in MANUAL.opdrachten if one.startswith("python ")]
OF_WINDOWS = {"cmd", r".venv\Scripts\activate"}


def test_every_command_is_one_of_the_program_or_of_windows() -> None:
    """Nobody has to type anything else."""
    assert len(COMMANDS) > 20
    assert (
        set(MANUAL.opdrachten) - {one for one in MANUAL.opdrachten if one.startswith("python build.py ")} == OF_WINDOWS
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_understood(command: str, project: Path) -> None:
    """Click accepts every option, and what is named is there."""
    _, program, *typed = shlex.split(command)
    assert program == "build.py"
    context = main.make_context("build.py", list(typed))
    while isinstance(context.command, click.Group):
        name, found, rest = context.command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        context = found.make_context(name, rest, parent=context)
    known: Mapping[str, tuple[str, ...]] = {
        "edities": editie_names(CONTENT),
        "drukken": tuple(DRUKKEN),
        "druk": tuple(DRUKKEN),
        "voorbeelden": persoon_names(CONTENT),
        "gemeenten": (*gemeente_names(CONTENT), "utrecht"),
        "gemeente": (*gemeente_names(CONTENT), "utrecht", "Utrecht"),
    }
    for name, value in context.params.items():
        if name in known and value:
            assert set(value if isinstance(value, tuple) else (value,)) <= set(known[name])


PRINTED = [(stap.opdracht, stap.uitvoer) for blad in BLADEN for stap in blad.stappen if stap.uitvoer]


@pytest.mark.parametrize(("command", "output"), PRINTED)
def test_what_the_program_says_is_what_it_says(command: str, output: str, project: Path) -> None:
    """What the manual shows of a command comes out when somebody types it."""
    result = CliRunner().invoke(main, shlex.split(_as_typed(command))[2:])
    said = [line.strip() for line in result.output.splitlines()]
    assert set(_as_typed(output).splitlines()) <= set(said)


def test_the_message_that_is_explained_is_a_real_one(project: Path) -> None:
    """Somebody types telefon, and reads this very message."""
    parts = [_as_typed(deel.staat) for blad in BLADEN for deel in blad.melding]
    file = project / parts[0]
    file.write_text(file.read_text(encoding="utf-8").replace("  telefoon:", "  telefon:", 1), encoding="utf-8")
    result = CliRunner().invoke(main, ["controleer", GEMEENTE])
    told = next(line for line in result.output.splitlines() if "telefon" in line)
    place, *rest = (re.escape(part) for part in parts[1:])
    place = re.sub(r"\d+", r"\\d+", place)
    assert re.fullmatch(re.escape(parts[0]) + place + "".join(f" {part}" for part in rest), told)


@pytest.mark.parametrize("lines", [stap.regels for blad in BLADEN for stap in blad.stappen if stap.regels])
def test_lines_to_copy_are_good(lines: str) -> None:
    """What somebody takes over in gemeente.yaml is right there."""
    data = yaml.load(lines, Loader=yaml.BaseLoader)  # noqa: S506  all scalars are text
    assert GemeenteBestand.model_validate({"naam": "Proef", "code": "GM0000", **data})


LONGEST = "nuenen-gerwen-en-nederwetten"  # of the folders that 342 names give


def test_a_long_name_of_a_gemeente_still_fits(desk: Desk) -> None:
    """Commands with the longest name wrap, and leave every page one page."""
    from booklet.typeset import lay_out

    assert max((slug(one.naam) for one in read_list(CONTENT)), key=len) == LONGEST
    far = replace(desk, gemeente=desk.gemeente._replace(id=LONGEST))
    editie = next(one for one in desk.content.edities if one.id == "handleiding")
    booklet = far.booklet(Job(editie, desk.content.domeinen, None, editie.id), UNSETTLED)
    typed = [
        part
        for part in booklet.plan.parts
        if isinstance(part.item, Handblad) and part.item.stappen and not part.item.figuur
    ]
    assert len(typed) > 8
    pages = lay_out(write_parts(booklet, typed))
    assert (pages.page_count, pages.faults) == (len(typed), ())


# ----------------------------------------------------------------------------------------------------------------------
# What can be wrong in it

_PAGE = {"editie": "basisformat", "blad": "omslag"}
FAULTS = (
    ({}, "een plaatje is van één ding, hier van niets"),
    ({**_PAGE, "scherm": "werkblad"}, "een plaatje is van één ding, hier van editie en scherm"),
    ({**_PAGE, "editie": "basisformaat"}, "editie 'basisformaat' bestaat niet — bedoelde u 'basisformat'?"),
    ({**_PAGE, "onderdeel": "brief"}, "onderdeel 'brief' bestaat niet"),
    ({**_PAGE, "blad": "omslg"}, "editie 'basisformat' heeft geen blad 'omslg' — bedoelde u 'omslag'?"),
    ({**_PAGE, "van": "woonruimte"}, "'van' past niet bij blad 'omslag': dat is er één keer — haal 'van' weg"),
    ({**_PAGE, "blad": "kolom", "van": "mijn-won"}, "blad 'kolom' is er niet van 'mijn-won' — bedoelde u 'mijn-woning'?"),
    ({"editie": "training", "onderdeel": "draaiboek", "blad": "blok", "van": "de-ro"}, "blad 'blok' is er niet van 'de-ro' — bedoelde u 'de-rol'?"),
    ({**_PAGE, "bladzijde": "2"}, "blad 'omslag' heeft geen bladzijde 2 — hooguit 1"),
    ({**_PAGE, "ingevuld": "rita"}, "persoon 'rita' bestaat niet — bedoelde u 'ria'?"),
    ({"scherm": "werkblat"}, "plaatje 'werkblat' bestaat niet — bedoelde u 'werkblad'?"),
    ({"tekening": "iconen/boekk"}, "plaatje 'iconen/boekk' bestaat niet — bedoelde u 'iconen/boek'?"),
)  # fmt: skip


def _told(project: Path) -> list[str]:
    library = read_content(project / "content", (GEMEENTE,))
    assert not library.problems
    return [str(problem) for rule in HANDLEIDING_RULES for problem in rule(library)]


def test_a_picture_that_cannot_be_made_is_told(project: Path) -> None:
    """Every one at once, each at its place and with what was meant, before anything is made."""
    file = project / "content/handleiding.yaml"

    def edit(data: Any) -> None:
        bladen = data["delen"][0]["bladen"] = []
        for number, (fields, _) in enumerate(FAULTS):
            beelden = [{"alt": "Een plaatje.", "breed": "60", **fields}]
            bladen.append({"id": f"proef-{number}", "kop": "Proef", "figuur": {"beelden": beelden}})

    change(file, edit)
    told = _told(project)
    assert len(told) == len(FAULTS)
    lines = file.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines, 1) if "id: proef-" in line]
    for start, line, (_, message) in zip(starts, told, FAULTS, strict=True):
        found = re.fullmatch(rf".*content/handleiding\.yaml:(\d+):\d+: fout: {re.escape(message)}.*", line)
        assert found, line
        assert start < int(found[1]) < start + 12


def test_two_pages_with_one_name_are_told(project: Path) -> None:
    """A link would lead to the first of them."""
    change(
        project / "content/handleiding.yaml",
        lambda data: data["delen"][1]["bladen"][0].update(id=data["delen"][0]["id"]),
    )
    assert any("bestaat al" in told for told in _told(project))


def test_the_manual_is_whole(project: Path) -> None:
    """Nothing of it is wrong as it is, and no page is without any words or pictures."""
    assert _told(project) == []
    empty = Handblad(id="leeg", kop="Leeg")
    assert not [blad.id for blad in BLADEN if blad.model_copy(update={"id": "leeg", "kop": "Leeg"}) == empty]
