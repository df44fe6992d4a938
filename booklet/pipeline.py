"""The story: from content to finished files, in the eight steps; the only module that makes files below `output/`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from booklet.checks import check
from booklet.content import Library, read_content
from booklet.files import write_whole
from booklet.kaart import Tip, groups, oldest, tips
from booklet.markup import Booklet, write_booklet, write_parts
from booklet.models import Content, Domein, Editie, Gemeente
from booklet.planner import PagePlan, Part, plan_pages
from booklet.preflight import inspect
from booklet.problems import Place, Problem, Severity, error, in_order, stops
from booklet.products import DRUKKEN, screen

if TYPE_CHECKING:  # WeasyPrint takes half a second to import, so it is imported when pages are made
    from booklet.typeset import Fault, Typeset

STEPS = (
    "de inhoud lezen",
    "de inhoud controleren",
    "de bladzijden indelen",
    "de bladen opmaken",
    "de bladzijden zetten",
    "de bestanden maken",
    "de bestanden nakijken",
    "verslag doen",
)
MAX_ROUNDS = 3  # of planning and typesetting; a second is needed only when a part grows in the whole booklet

OnStep = Callable[[int, str], None]


@dataclass(frozen=True)
class Order:
    """What was asked for, and on which day; an empty list of editions or houses means all of them."""

    gemeenten: tuple[str, ...]
    today: date
    edities: tuple[str, ...] = ()
    domeinen: tuple[str, ...] = ()
    inhoud: Path = Path("content")
    uit: Path = Path("output")
    streng: bool = False
    ook_verouderd: bool = False


@dataclass(frozen=True)
class Made:
    """A file that was made, and how many pages it has."""

    path: str
    pages: int
    gemeente: str


@dataclass(frozen=True)
class Row:
    """One gemeente in the summary of a run: what was made, what was found, and how many tips were too old to print."""

    gemeente: str
    files: int
    pages: int
    errors: int
    warnings: int
    outdated: int


@dataclass(frozen=True)
class Report:
    """What a run made and what it found; `stopped` when something that was asked for was not made."""

    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    rows: tuple[Row, ...] = ()


@dataclass
class _Run:
    """What a run gathers on its way."""

    order: Order
    on_step: OnStep
    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outdated: dict[str, int] = field(default_factory=dict)


def examine(order: Order, on_step: OnStep) -> tuple[Library, tuple[Problem, ...]]:
    """Steps 1 and 2: read the content and check it."""
    on_step(1, STEPS[0])
    library = read_content(order.inhoud, order.gemeenten)
    on_step(2, STEPS[1])
    return library, check(library, order.today)


def make(order: Order, on_step: OnStep) -> Report:
    """All eight steps: every booklet that was asked for and that nothing stops.

    A problem in a file that all share stops everything, one in a gemeente stops that gemeente, one on a page stops that
    file; the rest is made.
    """
    library, problems = examine(order, on_step)  # 1 and 2
    run = _Run(order, on_step, problems=list(problems))
    content = library.content(order.gemeenten)
    shared = [problem for problem in problems if library.shared_place(problem.place)]
    if content is not None and not stops(shared, strict=order.streng):
        for gemeente in content.gemeenten:
            own = [problem for problem in problems if library.place_of(gemeente.id, problem.place)]
            if not stops(own, strict=order.streng):
                _make_for(gemeente, content, run)  # 3 to 7
    on_step(8, STEPS[7])
    found = in_order(run.problems)
    rows = tuple(_row(gemeente, run, library, found) for gemeente in order.gemeenten)
    return Report(tuple(run.made), found, stops(found, strict=order.streng), rows)


def _row(gemeente: str, run: _Run, library: Library, found: Iterable[Problem]) -> Row:
    made = [made for made in run.made if made.gemeente == gemeente]
    output = f"{run.order.uit.as_posix()}/{gemeente}/"
    own = [
        problem.severity
        for problem in found
        if library.place_of(gemeente, problem.place) or problem.place.file.startswith(output)
    ]
    errors, warnings = own.count(Severity.ERROR), own.count(Severity.WARNING)
    pages = sum(one.pages for one in made)
    return Row(gemeente, len(made), pages, errors, warnings, run.outdated.get(gemeente, 0))


def _make_for(gemeente: Gemeente, content: Content, run: _Run) -> None:
    """Every file of one gemeente."""
    logo = (run.order.inhoud / gemeente.logo).read_bytes() if gemeente.logo else None
    every = tips(content, gemeente)
    printed = every if run.order.ook_verouderd else tips(content, gemeente, run.order.today)
    run.outdated[gemeente.id] = len(set(every) - set(printed))
    desk = Desk(content, gemeente, printed, logo)
    run.on_step(3, f"{gemeente.feiten.naam}: {STEPS[2]}")
    settled = measure(desk, content.houses(run.order.domeinen))
    numbers = {domein.id: number for number, domein in enumerate(content.domeinen, 1)}
    for editie in content.edities:
        if editie.id in run.order.edities or not run.order.edities:
            houses = content.houses(editie.domeinen or (), run.order.domeinen)
            _make_file(desk, Job(editie, houses, None, editie.id), settled, run)
            for house in houses if editie.los else ():
                _make_file(
                    desk, Job(editie, houses, house, f"{editie.id}/{numbers[house.id]}-{house.id}"), settled, run
                )


@dataclass(frozen=True)
class Job:
    """One file to make: an edition, whole or loose for one house, and the stem of its name."""

    editie: Editie
    houses: tuple[Domein, ...]
    los: Domein | None
    stem: str


class Settled(NamedTuple):
    """What is known only after typesetting: pages of a growing part, by anchor, and the oldest check on a card's page."""

    lengths: Mapping[str, int]
    checked: Mapping[str, date]


UNSETTLED = Settled({}, {})


@dataclass(frozen=True)
class Desk:
    """What all booklets of one gemeente share; `tips` are the voorzieningen that it prints."""

    content: Content
    gemeente: Gemeente
    tips: tuple[Tip, ...]
    logo: bytes | None

    def booklet(self, job: Job, settled: Settled) -> Booklet:
        """An edition with its pages planned, and the pages of the edition that it explains."""
        plan = plan_pages(job.editie, job.houses, settled.lengths, job.los)
        explained = next((other for other in self.content.edities if other.id == job.editie.verwijst_naar), None)
        refers = plan_pages(explained, job.houses, settled.lengths) if explained else None
        return Booklet(self.content, job.houses, self.gemeente, self.tips, plan, refers, settled.checked, self.logo)


def measure(desk: Desk, houses: tuple[Domein, ...]) -> Settled:
    """How long the growing parts are: the same in every edition, so they are typeset once, alone."""
    from booklet.typeset import lay_out

    for editie in desk.content.edities:
        booklet = desk.booklet(Job(editie, houses, None, editie.id), UNSETTLED)
        growing = tuple(part for part in booklet.plan.parts if part.kind.grows)
        if growing:
            return _settled(desk, growing, lay_out(write_parts(booklet, growing)))
    return UNSETTLED


def _settled(desk: Desk, parts: Sequence[Part], pages: "Typeset") -> Settled:
    """What the pages tell of the growing ones among these parts."""
    lengths = dict(_lengths(parts, pages))
    growing = [part for part in parts if part.kind.grows]
    checked: dict[str, date] = {}
    for part in growing:
        if part.domein:
            cards = [card for groep in groups(desk.tips, part.domein) for card in groep.kaartjes]
            for page in {pages.anchors[card.anker] for card in cards}:
                together = [card for card in cards if pages.anchors[card.anker] == page]
                first = oldest(card.tip for card in together)
                checked |= {card.anker: first for card in together if first}
    return Settled({part.anchor: lengths[part.anchor] for part in growing}, checked)


def _lengths(parts: Sequence[Part], pages: "Typeset") -> Iterator[tuple[str, int]]:
    """The pages that every part really takes, by anchor."""
    starts = [pages.anchors[part.anchor] for part in parts]
    for part, start, end in zip(parts, starts, (*starts[1:], pages.page_count + 1), strict=True):
        yield part.anchor, end - start


def _make_file(desk: Desk, job: Job, settled: Settled, run: _Run) -> None:
    """Steps 3 to 7 for one file; what is wrong with it is noted and stops only this file."""
    from booklet.typeset import collect_garbage

    druk = DRUKKEN["scherm"]
    shown = f"{run.order.uit.as_posix()}/{desk.gemeente.id}/{druk.file(job.stem)}"
    tell = partial(_tell, run, f"{desk.gemeente.feiten.naam}, {druk.file(job.stem)}")
    plan, pages = _settle(desk, job, settled, tell)
    problems = [*_misplaced(plan, pages, shown), *_faults(pages.faults, shown)]
    if not problems:
        tell(6)
        data, faults = screen(pages, plan)
        tell(7)
        problems = [*_faults(faults, shown), *inspect(data, plan, shown)]
    del pages
    collect_garbage()
    if not problems:
        problems = list(write_whole(run.order.uit / desk.gemeente.id / druk.file(job.stem), data, shown))
    if problems:
        run.problems += problems
    else:
        run.made.append(Made(shown, plan.page_count, desk.gemeente.id))


def _tell(run: _Run, name: str, step: int) -> None:
    run.on_step(step, f"{name}: {STEPS[step - 1]}")


def _settle(desk: Desk, job: Job, settled: Settled, tell: Callable[[int], None]) -> "tuple[PagePlan, Typeset]":
    """Plan and typeset until every growing part has the pages that it was given, and every page its date."""
    from booklet.typeset import lay_out

    for _ in range(MAX_ROUNDS):
        tell(3)
        booklet = desk.booklet(job, settled)
        tell(4)
        sheets = write_booklet(booklet)
        tell(5)
        pages = lay_out(sheets)
        found = _settled(desk, booklet.plan.parts, pages)
        if found.lengths.items() <= settled.lengths.items() and found.checked.items() <= settled.checked.items():
            break
        settled = Settled({**settled.lengths, **found.lengths}, {**settled.checked, **found.checked})
    return booklet.plan, pages


def _misplaced(plan: PagePlan, pages: "Typeset", shown: str) -> Iterator[Problem]:
    """Parts that take more or fewer pages than planned: their text does not fit."""
    taken = dict(_lengths(plan.parts, pages))
    for part in plan.parts:
        if taken[part.anchor] != part.pages:
            what = f"'{part.kind.name}'" + (f" van '{(part.kolom or part.domein).naam}'" if part.domein else "")
            message = f"{what} past niet: {taken[part.anchor]} bladzijden in plaats van {part.pages}"
            yield error("T02", Place(shown, part.first), message, "maak de tekst korter")


def _faults(faults: "Iterable[Fault]", shown: str) -> Iterator[Problem]:
    return (error("T01", Place(shown, fault.page), fault.message, fault.hint) for fault in faults)
