"""The pack: its inventory tells what is in the zip and how many of it to print, for every group, and nothing is lost on the way."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest
from click.testing import CliRunner
from conftest import CONTENT, DAY
from hypothesis import given
from hypothesis import strategies as st
from paper import Paper, squeezed
from small import GEMEENTE, OUTPUT, change, only_editions, without_checks

from booklet.cli import main
from booklet.content import read_content
from booklet.models import Content, Editie, Pakket, Pakketregel, Per
from booklet.pakket import BEGELEIDERS, PER, Bestand, Stuk, copies, inventory, papers, zipped
from booklet.pipeline import Order, Report, make

FOLDER = OUTPUT / GEMEENTE
COVERS = {"begin": ["omslag"], "slot": ["colofon"]}  # the smallest booklet: four pages
SAFE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*\.(pdf|txt)")  # in any zip program, on any system
RESERVED = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)\.")  # names that Windows keeps for itself
ZIP_BEGIN = (1980, 1, 1)

# ----------------------------------------------------------------------------------------------------------------------
# Copies and sheets, for every group

_PEOPLE = st.integers(1, 40)
_MANY = st.integers(1, 100)


@given(_MANY, _PEOPLE)
def test_who_shares_decides_how_many(aantal: int, people: int) -> None:
    """A group has it once, each trainer has one, and so has each participant, or both."""
    assert copies(aantal, "groep", people) == aantal
    assert copies(aantal, "begeleider", people) == aantal * BEGELEIDERS
    assert copies(aantal, "deelnemer", people) == aantal * people
    assert copies(aantal, "iedereen", people) == aantal * (people + BEGELEIDERS)


@given(_MANY, _PEOPLE, st.sampled_from([("tweetal", 2), ("drietal", 3)]))
def test_nobody_is_without_and_nothing_is_left_over(aantal: int, people: int, shared: tuple[Per, int]) -> None:
    """Everybody is in a pair or a trio, and no pair or trio is without people."""
    per, size = shared
    groups, rest = divmod(copies(aantal, per, people), aantal)
    assert rest == 0
    assert (groups - 1) * size < people <= groups * size


@given(_MANY, _PEOPLE, st.sampled_from(get_args(Per)))
def test_a_larger_group_never_needs_less(aantal: int, people: int, per: Per) -> None:
    """One more participant takes as many copies, or more; and every kind of sharing has its words."""
    assert copies(aantal, per, people) <= copies(aantal, per, people + 1)
    assert PER[per]


_FILES = st.builds(Bestand, st.just("a.pdf"), st.just("scherm"), st.integers(1, 200), st.just(0))
_PIECES = st.builds(
    lambda file, vellen, exemplaren: Stuk("Stuk", (file,), file, vellen, "lang", exemplaren),
    _FILES,
    st.integers(1, 50),
    st.sampled_from((1, 2, 4)),
)
_LINES = st.lists(
    st.tuples(st.sampled_from(get_args(Per)), _MANY, st.sampled_from(("wit", "karton")), _PIECES),
    min_size=1,
    max_size=9,
)


@given(_LINES, _PEOPLE)
def test_the_paper_is_reckoned_to_the_sheet(told: Sequence[tuple[Per, int, str, Stuk]], people: int) -> None:
    """What is printed so often gives enough copies and no printing is in vain; all paper is the sum of its lines."""
    regels = tuple(
        Pakketregel(wat=f"stuk-{at}", aantal=aantal, per=per, papier=papier, maken="printen")
        for at, (per, aantal, papier, _) in enumerate(told)
    )
    stukken = {f"stuk-{at}": stuk for at, (_, _, _, stuk) in enumerate(told)}
    lines = inventory(Pakket(naam="pak", regels=regels), stukken, people)
    assert [line.stuk for line in lines] == list(stukken.values())
    for line, regel in zip(lines, regels, strict=True):
        assert line.aantal == copies(regel.aantal, regel.per, people)
        assert (line.keer - 1) * line.stuk.exemplaren < line.aantal <= line.keer * line.stuk.exemplaren
        assert line.vellen == line.keer * line.stuk.vellen
        assert line.voor.startswith(f"{regel.aantal} ")
    assert papers(lines) == {
        papier: sum(line.vellen for line in lines if line.papier == papier)
        for papier in {line.papier for line in lines}
    }


_NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.(pdf|txt)", fullmatch=True)


@given(st.dictionaries(_NAMES, st.binary(max_size=200), min_size=1), st.dates(date(*ZIP_BEGIN), date(2100, 1, 1)))
def test_a_zip_gives_back_what_went_in(files: Mapping[str, bytes], day: date) -> None:
    """The same names in the same order with the same bytes and the day of the content; made twice it is the same."""
    data = zipped(files, day)
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert pack.testzip() is None
        assert [(name, pack.read(name)) for name in pack.namelist()] == list(files.items())
        assert {one.date_time for one in pack.infolist()} == {(day.year, day.month, day.day, 0, 0, 0)}
    assert zipped(dict(files), day) == data


# ----------------------------------------------------------------------------------------------------------------------
# A small pack, made


def _line(wat: str, per: str, aantal: int = 1, papier: str = "A4, wit, 100 gram") -> dict[str, str]:
    return {"wat": wat, "per": per, "aantal": str(aantal), "papier": papier, "maken": "printen"}


PACK = {
    "titel": "Proefpak",
    "op_verzoek": "ja",
    "onderdelen": [
        {"id": "boek", "titel": "Boek", **COVERS},
        {"id": "blad", "titel": "Blad", "vorm": "bladen", "begin": ["hierna"]},
        {"id": "kaart", "titel": "Kaart", "vorm": "kaarten", "formaat": "A5", "begin": ["uitnodiging-kaart"]},
    ],
    "pakket": {
        "naam": "proefpak",
        "regels": [
            _line("boek", "begeleider"),
            _line("blad", "tweetal", 2),
            _line("los", "drietal"),
            _line("kaart", "deelnemer", papier="A4, karton"),
        ],
    },
}
# For 8 people by hand: copies, printings and sheets. Two cards lie on a sheet, and a booklet of four pages takes two.
EIGHT = {"boek": (2, 2, 4), "blad": (8, 8, 8), "los": (3, 3, 6), "kaart": (8, 4, 4)}


def _small(project: Path, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    """Let the project have the small pack, an edition that goes in it, and no others."""
    without_checks(monkeypatch)
    only_editions(project, pak={**PACK, **changed}, los={**COVERS, "titel": "Los"})


def _make(*drukken: str, deelnemers: int = 8, edities: Sequence[str] = ("pak",), uit: Path = OUTPUT) -> Report:
    order = Order(
        (GEMEENTE,), DAY, edities=tuple(edities), drukken=drukken or ("scherm",), uit=uit, deelnemers=deelnemers
    )
    return make(order, lambda step, text: None)


def _held(file: Path) -> Mapping[str, bytes]:
    """What is in a zip, in its order."""
    with zipfile.ZipFile(file) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def _told(file: Path) -> str:
    """What the inventory says, squeezed, all pages."""
    return "".join(Paper(file).spoken)


def _is_what_it_says(folder: Path, naam: str) -> Mapping[str, bytes]:
    """The zip holds its inventory and the files that this names, no more; all are whole and as they are on disk."""
    held, inventory_name = _held(folder / f"{naam}.zip"), f"{naam}-inhoud.pdf"
    told = _told(folder / inventory_name)
    assert next(iter(held)) == inventory_name
    assert len(held) > 1
    for name, data in held.items():
        assert SAFE.fullmatch(name), name
        assert not RESERVED.search(name)
        assert data == (folder / name).read_bytes()
        assert name == inventory_name or squeezed(name) in told, name
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                assert len(pdf.pages) > 0
    assert len(re.findall(r"\.(?:pdf|txt)", told)) == len(held) - 1, "a file is told that is not there, or told twice"
    return held


def test_a_pack_holds_what_its_inventory_says(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The onderdelen and the other edition are in it, and so are the sheets of the cards; nothing is wrong."""
    _small(project, monkeypatch)
    report = _make()
    assert not report.stopped
    assert [problem for problem in report.problems if problem.code.startswith(("T", "P"))] == []
    held = _is_what_it_says(FOLDER, "proefpak")
    names = ("pak/boek.pdf", "pak/blad.pdf", "los.pdf", "pak/kaart.pdf", "pak/kaart-knipvellen.pdf")
    assert list(held) == ["proefpak-inhoud.pdf", *names]
    assert f"{FOLDER}/proefpak.zip" in [made.path for made in report.made]


def _expected(wat: str, path: str, size: str) -> str:
    _, keer, vellen = EIGHT[wat]
    return squeezed(f"{path}{size}Print {keer} keer: {vellen} vellen.")


def test_the_inventory_tells_how_many(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies, printings and sheets are those that a person reckons, and so is the paper in all."""
    _small(project, monkeypatch)
    _make()
    told = _told(FOLDER / "proefpak-inhoud.pdf")
    assert "8deelnemersen2begeleiders" in told
    for wat, path, size in (
        ("boek", "pak/boek.pdf", "4 bladzijden"),
        ("blad", "pak/blad.pdf", "1 bladzijde"),
        ("los", "los.pdf", "4 bladzijden"),
        ("kaart", "pak/kaart-knipvellen.pdf", "1 vel"),
    ):
        assert _expected(wat, path, size) in told, wat
        assert f"{EIGHT[wat][0]}{wat.capitalize()}" in told
    assert squeezed("A4, wit, 100 gram18 vellen") in told
    assert squeezed("A4, karton4 vellen") in told
    assert told.count("kortezijde") == 1, "cards of A5 lie on a sheet that turns over its short edge"


def test_sheets_with_two_sides_take_half(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blad of two pages is one sheet, turned over its long edge as all that stands upright."""
    deel = {"id": "dubbel", "titel": "Dubbel", "vorm": "bladen", "begin": ["huisjesplaat"]}
    regels = [_line("dubbel", "deelnemer")]
    _small(project, monkeypatch, onderdelen=[deel], pakket={"naam": "proefpak", "regels": regels})
    report = _make()
    assert not report.stopped, [str(problem) for problem in report.problems]
    told = _told(FOLDER / "proefpak-inhoud.pdf")
    assert squeezed("pak/dubbel.pdf 2 bladzijden Print 8 keer: 8 vellen.") in told
    assert "kortezijde" not in told


def test_another_group_changes_only_numbers(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For 9 in place of 8 the inventory is the same but for its numbers, and every other file is the same."""
    _small(project, monkeypatch)
    for people in (8, 9):
        _make(deelnemers=people, uit=Path(f"uit-{people}"))
    eight, nine = (_held(Path(f"uit-{people}/{GEMEENTE}/proefpak.zip")) for people in (8, 9))
    assert list(eight) == list(nine)
    assert {name for name in eight if eight[name] != nine[name]} == {"proefpak-inhoud.pdf"}
    told = [_told(Path(f"uit-{people}/{GEMEENTE}/proefpak-inhoud.pdf")) for people in (8, 9)]
    assert told[0] != told[1]
    assert re.sub(r"\d", "", told[0]) == re.sub(r"\d", "", told[1])


def test_the_same_pack_has_the_same_bytes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the moment or of the folder is in the zip."""
    _small(project, monkeypatch)
    for uit in ("een", "nog-een/dieper"):
        _make(uit=Path(uit))
    first, second = (Path(uit, GEMEENTE, "proefpak.zip").read_bytes() for uit in ("een", "nog-een/dieper"))
    assert first == second


def test_what_is_asked_with_it_is_in_the_zip_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for the print shop, the pack holds those files beside what staff print, each told with what it is for."""
    _small(project, monkeypatch)
    report = _make("drukkerij")
    assert not report.stopped, [str(problem) for problem in report.problems]
    held = _is_what_it_says(FOLDER, "proefpak")
    assert {"los.pdf", "los-drukkerij.pdf", "los-drukopdracht.pdf", "los-drukopdracht.txt"} <= set(held)
    assert {"pak/kaart-knipvellen.pdf", "pak/kaart-drukkerij.pdf"} <= set(held)
    assert "telatendrukkendooreendrukkerij" in _told(FOLDER / "proefpak-inhoud.pdf")


# ----------------------------------------------------------------------------------------------------------------------
# What goes wrong

TOO_LONG = " ".join(["Deze tekst past niet."] * 150)


def _break(project: Path) -> None:
    """Let one onderdeel have a text that does not fit."""
    file = project / "content/gemeenten" / GEMEENTE / "gemeente.yaml"
    change(file, lambda data: data.update(teksten={"hierna": {"kop": TOO_LONG}}))


def test_a_pack_that_lacks_a_part_is_not_made(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which part, with a hint; the other files are made, and neither a zip nor an inventory is."""
    _small(project, monkeypatch)
    _break(project)
    report = _make()
    told = [problem for problem in report.problems if problem.code == "T05"]
    assert report.stopped
    assert [problem.place.file for problem in told] == [f"{FOLDER}/proefpak.zip"]
    assert told[0].message.endswith(": blad")
    assert told[0].hint
    assert (FOLDER / "los.pdf").exists()
    assert list(FOLDER.glob("proefpak*")) == []


def test_an_old_pack_is_not_taken_for_a_new_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was good stays as it was, and the problem says that it is of another time."""
    _small(project, monkeypatch)
    _make()
    before = {path.name: path.read_bytes() for path in FOLDER.glob("proefpak*")}
    _break(project)
    report = _make()
    told = [problem for problem in report.problems if problem.code == "T05"]
    assert len(told) == 1
    assert "proefpak.zip in deze map is nog van een vorige keer" in told[0].message
    assert len(before) == 2
    assert {path.name: path.read_bytes() for path in FOLDER.glob("proefpak*")} == before


def test_cards_without_their_sheets_stop_the_pack(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be printed is lacking, though it can be read on a screen."""
    _small(project, monkeypatch)
    monkeypatch.setattr("booklet.cutsheets.cut_sheets", lambda screen, title: screen)
    report = _make()
    assert [problem.message for problem in report.problems if problem.code == "T05"] == [
        "het pakket is niet gemaakt, want dit ontbreekt: kaart"
    ]
    assert (FOLDER / "pak/kaart.pdf").exists()


def test_an_inventory_that_does_not_fit_is_not_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then there is no zip either: nobody gets a pack without knowing what is in it."""
    regels = [_line("los", "groep", papier="p" * 90)]
    _small(project, monkeypatch, pakket={"naam": "proefpak", "regels": regels})
    report = _make()
    assert report.stopped
    assert f"{FOLDER}/proefpak-inhoud.pdf" in [problem.place.file for problem in report.problems]
    assert list(FOLDER.glob("proefpak*")) == []


def test_people_are_counted_for_a_pack_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of participants without a pack is a wrong command; with a pack it is told in the inventory."""
    _small(project, monkeypatch)
    refused = CliRunner().invoke(main, ["maak", GEMEENTE, "--editie", "los", "--deelnemers", "9"])
    assert refused.exit_code == 2
    assert "--deelnemers hoort bij een editie met een pakket" in refused.output
    assert not OUTPUT.exists()
    done = CliRunner().invoke(main, ["maak", GEMEENTE, "--editie", "pak", "--deelnemers", "1"])
    assert done.exit_code == 0, done.output
    assert "1deelnemeren2begeleiders" in _told(FOLDER / "proefpak-inhoud.pdf")


# ----------------------------------------------------------------------------------------------------------------------
# The pack of the training


def _content() -> Content:
    content = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    return content


def _training() -> tuple[Editie, Pakket]:
    editie = next(one for one in _content().edities if one.id == "training")
    assert editie.pakket is not None
    return editie, editie.pakket


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The pack of the training for eight people with two houses, made once: the folder of the gemeente, and the report."""
    folder = tmp_path_factory.mktemp("training")
    houses = ("tijdsbesteding", "geldzaken")  # in which the search of the training has its answers
    order = Order((GEMEENTE,), DAY, edities=("training",), domeinen=houses, inhoud=CONTENT, uit=folder)
    return folder / GEMEENTE, make(order, lambda step, text: None)


def test_the_training_is_packed_whole(training: tuple[Path, Report]) -> None:
    """Every onderdeel is in the zip, with both booklets, and the zip is what its inventory says."""
    folder, report = training
    editie, pakket = _training()
    assert not report.stopped, [str(problem) for problem in report.problems if problem.code[0] in "TP"]
    held = _is_what_it_says(folder, pakket.naam)
    assert {f"training/{deel.id}.pdf" for deel in editie.onderdelen} <= set(held)
    assert {"basisformat.pdf", "uitlegboekje.pdf"} <= set(held)
    assert {name for name in held if name.endswith("-knipvellen.pdf")} == {
        f"training/{deel.id}-knipvellen.pdf" for deel in editie.onderdelen if deel.vorm == "kaarten"
    }


def test_the_inventory_of_the_training_is_short(training: tuple[Path, Report]) -> None:
    """Two pages, which tell every title and every paper of the pack."""
    listed = Paper(training[0] / "trainingspakket-inhoud.pdf")
    editie, pakket = _training()
    told = "".join(listed.spoken)
    assert listed.page_count <= 2
    for deel in editie.onderdelen:
        assert squeezed(deel.titel or deel.id) in told
    for regel in pakket.regels:
        assert squeezed(regel.papier) in told
        assert squeezed(regel.maken) in told


def test_what_staff_are_told_to_print_on_is_how_it_is_reckoned(training: tuple[Path, Report]) -> None:
    """A line that is printed on two sides takes half as many sheets as pages, and one side takes all."""
    folder, (editie, pakket) = training[0], _training()
    told = _told(folder / "trainingspakket-inhoud.pdf")
    own = {deel.id for deel in editie.onderdelen}
    kaarten = {deel.id for deel in editie.onderdelen if deel.vorm == "kaarten"}
    sides = set()
    for regel in pakket.regels:
        if regel.wat not in kaarten:
            name = f"{'training/' if regel.wat in own else ''}{regel.wat}.pdf"
            pages, many = Paper(folder / name).page_count, copies(regel.aantal, regel.per, 8)
            side = 2 if "twee kanten" in regel.maken else 1
            assert side == 2 or "één kant" in regel.maken, regel.wat
            sheets = many * -(-pages // side)
            found = re.search(rf"{re.escape(squeezed(name))}{pages}bladzijden?Print{many}keer:([\d.]+)vel", told)
            assert found, regel.wat
            assert int(found[1].replace(".", "")) == sheets, regel.wat
            sides.add(side)
    assert sides == {1, 2}


# What `onderzoek/inhoud.md` part e4 asks, by who it is for.
ASKED: Mapping[Per, frozenset[str]] = {
    "deelnemer": frozenset({"werkboek", "zakkaarten", "evaluatie", "bewijs"}),
    "iedereen": frozenset({"basisformat", "uitlegboekje"}),  # who leads shows them
    "begeleider": frozenset({"draaiboek"}),
}
FOR_ALL = {"situatiekaarten", "reiskaarten", "persoonskaarten"}


def test_everybody_gets_what_the_training_needs() -> None:
    """Each participant has what is theirs, and every trio of a group of ten finds a person to play."""
    regels = {regel.wat: regel for regel in _training()[1].regels}
    assert {per: {wat for wat in regels if regels[wat].per == per} & names for per, names in ASKED.items()} == ASKED
    assert set(regels) >= FOR_ALL
    persons = copies(regels["persoonskaarten"].aantal, regels["persoonskaarten"].per, 10) * len(_content().personen)
    assert persons >= 10, "in three rounds each of ten people plays a person of their own"
