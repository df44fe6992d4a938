"""The programme of the training: its clock, its pages in the trainer's guide, and what the rules say of a fault in it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import CONTENT, DAY
from hypothesis import given
from hypothesis import strategies as st
from paper import Paper, squeezed
from small import GEMEENTE, change, without_checks

from booklet.checks_training import MAX_BLOK, MAX_ZONDER_PAUZE, TRAINING_RULES
from booklet.content import read_content
from booklet.markup import filled
from booklet.pipeline import Order, make
from booklet.training import Blok, Dagdeel, Programma, Programmaregel, Stap, Tijd, Vorm, clock, minutes_of, rooster
from booklet.values import Waarde

RUST = "Even rust"  # a step in which everybody stands up or sits down and drinks something
MAX_ACHTER_ELKAAR = 40  # minutes without rest (`onderzoek/inhoud.md` part e)
DAG = (  # `onderzoek/inhoud.md` part e1
    ("10.00", "welkom", 20),
    ("10.20", "waarvoor", 35),
    ("10.55", "", 15),
    ("11.10", "zelf-ervaren", 40),
    ("11.50", "wat-werkte-niet", 25),
    ("12.15", "uitlegboekje", 20),
    ("12.35", "", 45),
    ("13.20", "de-rol", 35),
    ("13.55", "samen-invullen", 45),
    ("14.40", "", 10),
    ("14.50", "na-het-plan", 20),
    ("15.10", "afronden", 20),
)
HALVE_DAG = (10, 30, 35, 15, 30, 45, 10, 20, 15)  # minutes, as above


def _programma() -> Programma:
    read = read_content(CONTENT, ()).programma
    assert read is not None
    return read.value


PROGRAMMA = _programma()
BLOKKEN: Mapping[str, Blok] = {blok.id: blok for blok in PROGRAMMA.blokken}
VORMEN: Mapping[str, Vorm] = {vorm.id: vorm for vorm in PROGRAMMA.vormen}
DAGDELEN = [(vorm, dagdeel) for vorm in PROGRAMMA.vormen for dagdeel in vorm.dagdelen]


# ---- The clock ----------------------------------------------------------------------------------------------------


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_reads_back(minutes: int) -> None:
    """A time of the day is written as hours and minutes, and nothing is lost."""
    assert minutes_of(clock(minutes)) == minutes


def _blok(index: int, lengths: list[tuple[int, int]]) -> Blok:
    steps = tuple(Stap(kop="Proef", minuten=long, kort=short, doe="Proef.") for long, short in lengths)
    return Blok(id=f"blok-{index}", naam="Proef", doel="Proef.", stappen=steps, zin="Ik", waarom="Proef.")


_STEPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=5)


@given(st.data())
def test_every_line_begins_where_the_last_one_ended(data: st.DataObject) -> None:
    """No minute is lost or counted twice, and the whole takes as long as its blocks and its pauses."""
    kort, begin = data.draw(st.booleans()), data.draw(st.integers(0, 12 * 60))
    blokken = [_blok(index, lengths) for index, lengths in enumerate(data.draw(st.lists(_STEPS, max_size=5)))]
    regels = [Programmaregel(blok=blok.id) for blok in blokken]
    regels += [Programmaregel(pauze="Pauze", minuten=length) for length in data.draw(st.lists(st.integers(1, 60)))]
    regels = data.draw(st.permutations(regels)) or [Programmaregel(pauze="Pauze", minuten=1)]
    dagdeel = Dagdeel(naam="Proef", begin=clock(begin), regels=tuple(regels))
    vorm = Vorm.model_construct(id="proef", naam="Proef", wanneer="Proef.", kort=kort, dagdelen=(dagdeel,))
    tijden = rooster(vorm, dagdeel, {blok.id: blok for blok in blokken})
    assert len(tijden) == len(regels)
    assert tijden[0].van == dagdeel.begin
    assert all(before.tot == after.van for before, after in pairwise(tijden))
    assert all(minutes_of(tijd.tot) - minutes_of(tijd.van) == tijd.minuten for tijd in tijden)
    pauses = sum(regel.minuten or 0 for regel in regels)
    steps = sum(stap.kort if kort else stap.minuten for blok in blokken for stap in blok.stappen)
    assert sum(tijd.minuten for tijd in tijden) == pauses + steps


def _rooster(vorm: str, at: int = 0) -> tuple[Tijd, ...]:
    return rooster(VORMEN[vorm], VORMEN[vorm].dagdelen[at], BLOKKEN)


def test_the_day_has_the_times_of_the_research() -> None:
    """Blocks begin and last as part e1 says, and the day ends at half past three."""
    tijden = _rooster("dag")
    assert tuple((tijd.van, tijd.blok.id if tijd.blok else "", tijd.minuten) for tijd in tijden) == DAG
    assert tijden[-1].tot == "15.30"


def test_half_a_day_takes_three_hours_and_a_half() -> None:
    """The short form has the blocks and pauses of part e1."""
    tijden = _rooster("halve-dag")
    assert tuple(tijd.minuten for tijd in tijden) == HALVE_DAG
    assert sum(HALVE_DAG) == 210
    order = [blok for _, blok, _ in DAG if blok not in ("", "wat-werkte-niet", "uitlegboekje")]
    assert [tijd.blok.id for tijd in tijden if tijd.blok] == order


def test_two_mornings_are_the_day_cut_in_two() -> None:
    """The cut is after block 4, each morning begins at ten, and the second has a welcome of its own."""
    first, second = (_rooster("twee-ochtenden", at) for at in (0, 1))
    assert first[0].van == second[0].van == "10.00"
    blocks = [[tijd.blok.id for tijd in tijden if tijd.blok] for tijden in (first, second)]
    day = [blok for _, blok, _ in DAG if blok]
    assert blocks == [day[:5], ["weer-welkom", *day[5:]]]


def _stretches(vorm: Vorm, dagdeel: Dagdeel) -> Iterator[int]:
    """How long people go on between two rests: a pause, or a step that is one."""
    stretch = 0
    for regel in dagdeel.regels:
        if regel.pauze:
            yield stretch
            stretch = 0
            continue
        for stap in BLOKKEN[regel.blok or ""].stappen:
            length = stap.kort if vorm.kort else stap.minuten
            if stap.kop == RUST and length:
                yield stretch
                stretch = 0
            else:
                stretch += length
    yield stretch


@pytest.mark.parametrize(("vorm", "dagdeel"), DAGDELEN, ids=[dagdeel.naam for _, dagdeel in DAGDELEN])
def test_nobody_sits_longer_than_forty_minutes(vorm: Vorm, dagdeel: Dagdeel) -> None:
    """After at most forty minutes there is a pause or a rest, in every form."""
    assert max(_stretches(vorm, dagdeel)) <= MAX_ACHTER_ELKAAR


@pytest.mark.parametrize("blok", PROGRAMMA.blokken, ids=list(BLOKKEN))
def test_every_block_ends_with_a_sentence(blok: Blok) -> None:
    """There is time to write it, also in half a day when the block is in that."""
    steps = [stap for stap in blok.stappen if stap.kop == "Eén zin"]
    assert len(steps) == 1
    assert steps[0].minuten
    in_short = any(tijd.blok == blok for tijd in _rooster("halve-dag"))
    assert bool(steps[0].kort) == in_short == bool(blok.minutes(kort=True))


def test_everybody_is_the_oco_once() -> None:
    """Three rounds of the same length, in which every role goes on to the next, give everybody every role."""
    rounds = [stap for stap in BLOKKEN["samen-invullen"].stappen if stap.kop.startswith("Ronde")]
    assert len(rounds) == 3
    assert len({(stap.minuten, stap.kort) for stap in rounds}) == 1


# ---- The pages ----------------------------------------------------------------------------------------------------


class Guide(NamedTuple):
    """The trainer's guide as it is made, and the words of the gemeente that its texts ask for."""

    paper: Paper
    words: Mapping[str, str]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The edition of the training with the trainer's guide alone, for a gemeente that has a word of its own for wijkteam."""
    folder = tmp_path_factory.mktemp("draaiboek")
    shutil.copytree(CONTENT, folder / "content")
    change(folder / f"content/gemeenten/{GEMEENTE}/gemeente.yaml", lambda data: data.update(wijkteam="het buurtteam"))
    change(folder / "content/edities/training.yaml", _only_the_guide)
    with pytest.MonkeyPatch.context() as patch:  # the pages are asked here, the checks of the content elsewhere
        without_checks(patch)
        order = Order((GEMEENTE,), DAY, edities=("training",), inhoud=folder / "content", uit=folder / "uit")
        report = make(order, lambda step, text: None)
    assert not report.stopped, report.problems
    return Guide(Paper(folder / f"uit/{GEMEENTE}/training/draaiboek.pdf"), {"wijkteam": "het buurtteam"})


def _only_the_guide(data: Any) -> None:
    data["onderdelen"] = [deel for deel in data["onderdelen"] if deel["id"] == "draaiboek"]
    data.pop("pakket")


def _lines(value: object) -> Iterator[str]:
    """Every line of every text in a value of the content, but not its id and the name of its picture."""
    if isinstance(value, str):
        yield from (line.strip().removeprefix("- ") for line in value.splitlines() if line.strip())
    elif isinstance(value, tuple):
        for item in value:
            yield from _lines(item)
    elif isinstance(value, Waarde):
        for name in type(value).model_fields:
            if name not in ("id", "icoon"):
                yield from _lines(getattr(value, name))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        *((f"trainerblad-{blad.id}", blad) for blad in PROGRAMMA.bladen),
        *((f"programma-{vorm.id}", vorm.wanneer) for vorm in PROGRAMMA.vormen),
        *((f"blok-{blok.id}", blok) for blok in PROGRAMMA.blokken),
        ("geslaagd", PROGRAMMA.geslaagd),
    ],
)
def test_every_sentence_of_the_programme_is_on_its_page(guide: Guide, part: str, value: object) -> None:
    """What stands in the content is on the page where it belongs, with the words of the gemeente filled in."""
    said = guide.paper.said(part)
    assert "{" not in said
    lines = list(_lines(filled(value, guide.words)))
    assert lines
    assert [line for line in lines if squeezed(line) not in said] == []


@pytest.mark.parametrize("blok", PROGRAMMA.blokken, ids=list(BLOKKEN))
def test_a_block_lies_open(guide: Guide, blok: Blok) -> None:
    """A block is a left page and the page beside it: what to read before, and what to do."""
    pages = guide.paper.parts[f"blok-{blok.id}"]
    assert len(pages) == 2
    assert pages[0] % 2 == 0
    left, right = (guide.paper.spoken[page - 1] for page in pages)
    assert squeezed(PROGRAMMA.woorden.waarom) in left
    assert squeezed(PROGRAMMA.woorden.stappen) in right
    assert any(mark.page == pages[0] and mark.title.endswith(blok.naam) for mark in guide.paper.bookmarks)


@pytest.mark.parametrize("blok", PROGRAMMA.blokken, ids=list(BLOKKEN))
def test_the_minutes_on_paper_are_those_of_the_content(guide: Guide, blok: Blok) -> None:
    """Every step tells from which minute to which, in a day and in half a day, or that it is skipped there."""
    right = guide.paper.spoken[guide.paper.parts[f"blok-{blok.id}"][1] - 1]
    now = short = place = 0
    for stap in blok.stappen:
        in_short = f"{short}–{short + stap.kort}" if stap.kort else PROGRAMMA.woorden.overslaan
        times = f"{now}–{now + stap.minuten}" + (in_short if blok.minutes(kort=True) else "")
        found = right.find(squeezed(times + stap.kop), place)
        assert found >= 0, f"{times} {stap.kop}"
        now, short, place = now + stap.minuten, short + stap.kort, found + 1


@pytest.mark.parametrize("vorm", PROGRAMMA.vormen, ids=list(VORMEN))
def test_the_programme_on_paper_is_the_clock(guide: Guide, vorm: Vorm) -> None:
    """Every line of every morning has its times, its name and its minutes, and a block tells its times itself."""
    said = guide.paper.said(f"programma-{vorm.id}")
    numbers = {blok: number for number, blok in enumerate(blok for _, blok, _ in DAG if blok)}
    for dagdeel in vorm.dagdelen:
        tijden = rooster(vorm, dagdeel, BLOKKEN)
        for tijd in tijden:
            number = numbers.get(tijd.blok.id, "") if tijd.blok else ""
            assert squeezed(f"{tijd.van}–{tijd.tot}{number}{tijd.naam}{tijd.minuten}") in said
            if tijd.blok:
                told = guide.paper.said(f"blok-{tijd.blok.id}")
                assert squeezed(f"{vorm.naam}{tijd.van}–{tijd.tot}") in told
        assert squeezed(f"{tijden[-1].tot}{PROGRAMMA.woorden.einde}") in said


def test_a_line_of_the_programme_opens_its_block(guide: Guide) -> None:
    """On the screen the name of a block leads to its pages."""
    for vorm in PROGRAMMA.vormen:
        page = guide.paper.parts[f"programma-{vorm.id}"][0]
        targets = [link.target for link in guide.paper.links if link.page == page]
        wanted = [regel.blok for dagdeel in vorm.dagdelen for regel in dagdeel.regels if regel.blok]
        assert targets == [guide.paper.parts[f"blok-{blok}"][0] for blok in wanted]


# ---- The rules ----------------------------------------------------------------------------------------------------

PROGRAMME = "programma.yaml"
CARDS = "kaarten.yaml"
SHEETS = "bladen.yaml"
REFLECTION = "../reflectie.yaml"
EVALUATION = "../evaluatie.yaml"


class Fault(NamedTuple):
    """A file, what goes wrong in it, the text at which the problem must be told to be, and the rest of the line.

    `nth` tells which occurrence of `at`, counted from 0; `{}` in the line is the place of the occurrence before it.
    """

    file: str
    edit: Callable[[Any], object]
    at: str
    line: str
    nth: int = 0


def _lines_of(data: Any, vorm: int = 0) -> Any:
    return data["vormen"][vorm]["dagdelen"][0]["regels"]


def _set(path: tuple[str | int, ...], value: object) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return edit


def _twice(*path: str | int) -> Callable[[Any], None]:
    """The first item of a list gets another id, and comes a second time at the end."""

    def edit(data: Any) -> None:
        for step in path:
            data = data[step]
        data[0]["id"] = "proef-dubbel"
        data.append(deepcopy(data[0]))  # what is written twice in YAML would be a reference otherwise

    return edit


def _unknown_bron(data: Any) -> None:
    known = data["bronnen"]["lijst"][0] | {"id": "proef-bron"}
    data["bronnen"]["lijst"].append(known)
    data["delen"][0]["vragen"][0]["bronnen"] = ["proef-bron", "proef-brom"]


DUBBEL = "fout: id 'proef-dubbel' bestaat al — kies een andere; de eerste staat in {}"
GEEN_REGEL = "— schrijf 'blok' met een id, of 'pauze' met 'minuten'"
WELKOM = ("blokken", 0, "stappen", 0)
VRAAG = ("speurtocht", "vragen", 0)

FAULTS = {
    "unknown-block": Fault(
        PROGRAMME,
        lambda data: _lines_of(data)[0].update(blok="welkomm"),
        "blok: welkomm",
        "fout: blok 'welkomm' bestaat niet — bedoelde u 'welkom'?",
    ),
    "neither": Fault(
        PROGRAMME,
        lambda data: _lines_of(data).append({"minuten": "119"}),
        "minuten: '119'",
        f"fout: deze regel van het programma heeft geen blok en geen pauze {GEEN_REGEL}",
    ),
    "both": Fault(
        PROGRAMME,
        lambda data: _lines_of(data).append({"pauze": "Proef", "minuten": "5", "blok": "weer-welkom"}),
        "pauze: Proef",
        f"fout: deze regel van het programma heeft een blok en ook een pauze {GEEN_REGEL}",
    ),
    "pause-without-minutes": Fault(
        PROGRAMME,
        lambda data: _lines_of(data).append({"pauze": "Thee"}),
        "pauze: Thee",
        "fout: bij 'Thee' staat niet hoe lang het duurt — schrijf erbij: minuten: 15",
    ),
    "block-with-minutes": Fault(
        PROGRAMME,
        lambda data: _lines_of(data).insert(0, {"blok": "weer-welkom", "minuten": "15"}),
        "blok: weer-welkom",
        "fout: een blok heeft hier geen minuten, ook 'weer-welkom' niet — "
        "haal hier minuten weg; de stappen van het blok zeggen hoe lang het duurt",
    ),
    "no-short-minutes": Fault(
        PROGRAMME,
        lambda data: _lines_of(data, 2).append({"blok": "uitlegboekje"}),
        "blok: uitlegboekje",
        "fout: blok 'uitlegboekje' duurt in 'Halve dag' geen minuut — "
        "haal het blok hier weg, of schrijf bij zijn stappen kort",
        nth=2,
    ),
    "no-minutes": Fault(
        PROGRAMME,
        lambda data: [stap.update(minuten="0") for stap in data["blokken"][0]["stappen"]],
        "blok: welkom",
        "fout: blok 'welkom' duurt in 'Eén dag' geen minuut — "
        "haal het blok hier weg, of schrijf bij zijn stappen minuten",
    ),
    "block-twice": Fault(
        PROGRAMME,
        lambda data: data["vormen"][1]["dagdelen"][1]["regels"].append({"blok": "welkom"}),
        "blok: welkom",
        "fout: blok 'welkom' komt twee keer in 'Twee ochtenden' — haal er een weg; de eerste staat in {}",
        nth=2,
    ),
    "no-rest": Fault(
        PROGRAMME,
        lambda data: _lines_of(data).pop(2),
        "blok: zelf-ervaren",
        "waarschuwing: voor dit blok uit is, zijn er 95 minuten zonder pauze — "
        f"hooguit {MAX_ZONDER_PAUZE} is goed; zet er een pauze tussen",
    ),
    "long-block": Fault(
        PROGRAMME,
        _set((*WELKOM, "minuten"), "60"),
        "welkom\n  naam:",
        f"waarschuwing: blok 'welkom' duurt 76 minuten — hooguit {MAX_BLOK} is goed; "
        "maak stappen korter, of maak er twee blokken van",
    ),
    "long-short-block": Fault(
        PROGRAMME,
        _set((*WELKOM, "kort"), "60"),
        "welkom\n  naam:",
        f"waarschuwing: blok 'welkom' duurt 67 minuten — hooguit {MAX_BLOK} is goed; "
        "maak stappen korter, of maak er twee blokken van",
    ),
    "same-blad": Fault(PROGRAMME, _twice("bladen"), "proef-dubbel", DUBBEL, 1),
    "same-vorm": Fault(PROGRAMME, _twice("vormen"), "proef-dubbel", DUBBEL, 1),
    "same-blok": Fault(PROGRAMME, _twice("blokken"), "proef-dubbel", DUBBEL, 1),
    "same-situatie": Fault(CARDS, _twice("situaties"), "proef-dubbel", DUBBEL, 1),
    "same-halte": Fault(CARDS, _twice("reis"), "proef-dubbel", DUBBEL, 1),
    "same-zakkaart": Fault(CARDS, _twice("zakkaarten"), "proef-dubbel", DUBBEL, 1),
    "same-label": Fault(REFLECTION, _twice("labels"), "proef-dubbel", DUBBEL, 1),
    "same-vraag": Fault(REFLECTION, _twice("delen", 0, "vragen"), "proef-dubbel", DUBBEL, 1),
    "same-bron": Fault(REFLECTION, _twice("bronnen", "lijst"), "proef-dubbel", DUBBEL, 1),
    "same-keuzevraag": Fault(EVALUATION, _twice("bewoner", "vragen"), "proef-dubbel", DUBBEL, 1),
    "too-few-situaties": Fault(
        CARDS,
        lambda data: data.update(situaties=data["situaties"][:1]),
        "situaties:",
        "waarschuwing: het aantal situatiekaarten is 1 in plaats van 12 — het draaiboek rekent op 12",
    ),
    "too-few-haltes": Fault(
        CARDS,
        lambda data: data.update(reis=data["reis"][:1]),
        "reis:",
        "waarschuwing: het aantal reiskaarten is 1 in plaats van 7 — het draaiboek rekent op 7",
    ),
    "unknown-blad": Fault(
        SHEETS,
        _set((*VRAAG, "blad"), "overzichtt"),
        "overzichtt",
        "fout: blad 'overzichtt' bestaat niet — bedoelde u 'overzicht'?",
    ),
    "not-whose": Fault(
        SHEETS,
        _set(VRAAG, {"vraag": "Proef?", "antwoord": "Proef", "blad": "kolom-voorbeeld"}),
        "kolom-voorbeeld",
        "fout: van blad 'kolom-voorbeeld' is er één per kolom — schrijf bij 'van' de id van een kolom",
    ),
    "unknown-kolom": Fault(
        SHEETS,
        _set(VRAAG, {"vraag": "Proef?", "antwoord": "Proef", "blad": "kolom-voorbeeld", "van": "inkomem"}),
        "inkomem",
        "fout: kolom 'inkomem' bestaat niet — bedoelde u 'inkomen'?",
    ),
    "unknown-huis": Fault(
        SHEETS,
        _set(VRAAG, {"vraag": "Proef?", "antwoord": "Proef", "blad": "uitleg-huis", "van": "geldzakem"}),
        "geldzakem",
        "fout: huis 'geldzakem' bestaat niet — bedoelde u 'geldzaken'?",
    ),
    "of-nothing": Fault(
        SHEETS,
        _set(VRAAG, {"vraag": "Proef?", "van": "inkomen", "antwoord": "Proef", "blad": "woorden"}),
        "van: inkomen\n    antwoord: Proef",
        "fout: 'van' past niet bij blad 'woorden': dat is er één keer — haal 'van' weg",
    ),
    "wrong-labels": Fault(
        REFLECTION,
        lambda data: data.update(labels=[{"id": f"proef-{at}", "naam": "Proef", "uitleg": "Proef."} for at in "abcde"]),
        "labels:",
        "waarschuwing: het aantal labels van de reflectie is 5 in plaats van 4 — zorg dat het er 4 zijn",
    ),
    "wrong-delen": Fault(
        REFLECTION,
        lambda data: data.update(delen=data["delen"][:1]),
        "delen:",
        "waarschuwing: het aantal delen van de reflectie is 1 in plaats van 3 — zorg dat het er 3 zijn",
    ),
    "wrong-vragen": Fault(
        REFLECTION,
        lambda data: data.update(delen=[data["delen"][0] | {"vragen": data["delen"][0]["vragen"][:1]}]),
        "delen:",
        "waarschuwing: het aantal vragen van de reflectie is 1 in plaats van 15 — zorg dat het er 15 zijn",
    ),
    "unknown-bron": Fault(
        REFLECTION,
        _unknown_bron,
        "proef-brom",
        "fout: bron 'proef-brom' bestaat niet — bedoelde u 'proef-bron'?",
    ),
    "unused-bron": Fault(
        REFLECTION,
        lambda data: data["bronnen"]["lijst"].append(data["bronnen"]["lijst"][0] | {"id": "proef-bron"}),
        "proef-bron",
        "waarschuwing: geen vraag noemt bron 'proef-bron' — noem de bron bij een vraag, of haal hem weg",
    ),
}


def _told() -> list[str]:
    library = read_content(Path("content"), ())
    assert library.problems == ()
    return [str(problem) for rule in TRAINING_RULES for problem in rule(library)]


def _place(file: Path, text: str, nth: int = 0) -> str:
    """Where a text stands in a file, for the nth time."""
    whole = file.read_text(encoding="utf-8")
    at = -1
    for _ in range(nth + 1):
        at = whole.index(text, at + 1)
    line = whole.count("\n", 0, at) + 1
    return f"{line}:{at - whole.rfind(chr(10), 0, at)}"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_told_at_its_place(project: Path, fault: Fault) -> None:
    """One exact Dutch line: the file, the line and the column, what is wrong, and what to do."""
    file = (project / "content/training" / fault.file).resolve()
    shown = file.relative_to(project.resolve()).as_posix()
    change(file, fault.edit)
    line = fault.line.format(f"{shown}:{_place(file, fault.at, fault.nth - 1)}")
    assert f"{shown}:{_place(file, fault.at, fault.nth)}: {line}" in _told()


@pytest.mark.usefixtures("project")
def test_the_content_itself_has_no_fault() -> None:
    """What goes to trainers keeps every rule."""
    assert _told() == []


def test_a_part_that_could_not_be_read_is_not_judged(project: Path) -> None:
    """Half a programme would mislead: a file that is gone is told by reading, and the rules say nothing of it."""
    shutil.rmtree(project / "content/training")
    (project / "content/reflectie.yaml").unlink()
    library = read_content(Path("content"), ())
    assert library.problems
    assert [problem for rule in TRAINING_RULES for problem in rule(library)] == []
