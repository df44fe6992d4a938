"""The story: from content to finished files, in the eight steps; the only module that makes files below `output/`."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from booklet.checks import Found, check, check_own, check_shared, check_together, common_of
from booklet.content import Library, own_files, read_content, read_shared
from booklet.drawing import NotTakenError
from booklet.files import sweep, write_whole
from booklet.gauge import gauge, misfits
from booklet.invulling import Invulling
from booklet.kaart import tips
from booklet.laid import Fault
from booklet.lexicon import Figures
from booklet.models import Content, Editie, Gemeente, Pakket
from booklet.overview import FILE as OVERVIEW
from booklet.overview import Run as Shown
from booklet.overview import aged, piece_of, product_of, write_overview
from booklet.pakket import DEELNEMERS, Bestand, stems
from booklet.parts import Maker, Plain, Reused, Written
from booklet.planner import PagePlan
from booklet.printed import scores
from booklet.problems import Place, Problem, Severity, error, in_order, stops, warning
from booklet.products import BACK, DRUKKEN, FRONT, NO_WISHES, USUAL, Druk, File, Pages, Wishes, needed, pack, packed
from booklet.settle import Desk, Job, Settled, measure, misplaced, settle
from booklet.velden import invulling_of, of_answers
from booklet.voorraad import FOLDER, Voorraad, tidy

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
OnStep = Callable[[int, str], None]
OnMade = Callable[["Made"], None]


@dataclass(frozen=True)
class Order:
    """What was asked for, and on which day; an empty list of editions or houses means all of them.

    With `voorbeelden` (fictional persons by id) or an `invulling` only filled-in booklets are made. `deelnemers` is for how
    many people a pack is. Who asks for `alle` looks at the whole country, not at the pictures of one gemeente.
    """

    gemeenten: tuple[str, ...]
    today: date
    edities: tuple[str, ...] = ()
    drukken: tuple[str, ...] = ("scherm",)
    domeinen: tuple[str, ...] = ()
    wishes: Wishes = NO_WISHES
    inhoud: Path = Path("content")
    uit: Path = Path("output")
    streng: bool = False
    ook_verouderd: bool = False
    voorbeelden: tuple[str, ...] = ()
    invulling: Invulling | None = None
    deelnemers: int = DEELNEMERS
    gewoon: bool = False
    alle: bool = False


@dataclass(frozen=True)
class Made:
    """A file that was made, how many pages or sheets it has, the stem of its edition, and which product it is."""

    path: str
    pages: int
    gemeente: str
    sheets: int = 0
    stem: str = ""
    druk: str = ""


@dataclass(frozen=True)
class Row:
    """One gemeente in the summary of a run: what was made, what was found, and how many tips were too old to print.

    It was `left` when an earlier run of the same kind made all of it, so that this one had nothing to do.
    """

    gemeente: str
    naam: str
    files: int
    pages: int
    errors: int
    warnings: int
    outdated: int
    left: bool = False


@dataclass(frozen=True)
class Report:
    """What a run made and what it found; `stopped` when something that was asked for was not made.

    `overviews` are the pages that show it, one for each gemeente, and `land` the one above them; they are no booklets. A run
    is `broken_off` when somebody stopped it: then it has rows for the gemeenten that were done, and for no others.
    """

    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    rows: tuple[Row, ...] = ()
    overviews: tuple[str, ...] = ()
    land: str = ""
    broken_off: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one gemeente: what was made, what reading and checking found, and what was wrong after that.

    The name is empty when its file cannot be read. Small, for it travels between processes and stays for `--hervat`.
    """

    gemeente: str
    naam: str
    made: tuple[Made, ...]
    found: Found
    problems: tuple[Problem, ...]
    outdated: int
    overview: str
    left: bool = False


@dataclass
class _Run:
    """What making one gemeente gathers on its way."""

    order: Order
    on_step: OnStep
    on_made: OnMade
    counted: str = ""
    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outdated: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)
    maker: Maker = field(default_factory=Plain)


def _say_nothing(_step: int, _text: str) -> None:
    """Tell nobody which step it is."""


def examine(order: Order, on_step: OnStep) -> tuple[Library, tuple[Problem, ...]]:
    """Steps 1 and 2: read the content and check it."""
    on_step(1, STEPS[0])
    library = read_content(order.inhoud, order.gemeenten)
    on_step(2, STEPS[1])
    return library, check(library, order.today)


def make(order: Order, on_step: OnStep, on_made: OnMade = lambda made: None) -> Report:
    """All eight steps: every booklet that was asked for and that nothing stops; tells of a file when it is there.

    A problem in a file that all share stops everything, one in a gemeente stops that gemeente, one on a page stops that
    file; the rest is made.
    """
    sweep_up(order)
    with Workshop(order, on_step) as workshop:
        outcomes = [workshop.make(gemeente, on_step, on_made) for gemeente in order.gemeenten]
    return workshop.report(outcomes)


def sweep_up(order: Order) -> None:
    """Throw away what a run that was killed left half written where this one writes, and parts that nobody uses any more."""
    tidy(order.uit / FOLDER, time.time())
    sweep(order.uit, deep=False)
    for folder in (*order.gemeenten, FOLDER):
        sweep(order.uit / folder)


class Workshop:
    """Where one gemeente after the other is made; what they share is read and checked once, and nothing of them is kept.

    `told` is what another process found in the files that all share. As a context it keeps what is in memory from being
    looked through again and again (`typeset.kept`), from the first page on.
    """

    def __init__(self, order: Order, on_step: OnStep = _say_nothing, told: Found | None = None) -> None:
        """Steps 1 and 2 for what all gemeenten share."""
        on_step(1, STEPS[0])
        self.order = order
        self.library = read_shared(order.inhoud)
        self.content = self.library.content(())
        on_step(2, STEPS[1])
        self.common = common_of(self.library)
        self.shared = self._looked_over() if told is None else told
        self.stopped = self.content is None or stops(self.shared.problems, strict=order.streng)
        self._kept = ExitStack()

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def make(self, gemeente: str, on_step: OnStep = _say_nothing, on_made: OnMade = lambda made: None) -> Outcome:
        """Every file of one gemeente of which nothing in its own files stops it, and its overview."""
        order = self.order
        library = self.library.with_gemeenten((gemeente,))
        found = check_own(library, self.common, order.today)  # 1 and 2
        run = _Run(order, on_step, on_made)
        read = library.gemeenten.get(gemeente)
        if read and self.content and not self.stopped and not stops(found.problems, strict=order.streng):
            run.maker = self._maker
            _make_for(read.value, self.content, run)  # 3 to 7
        on_step(8, STEPS[7])
        naam = read.value.feiten.naam if read else ""
        overview = self._show(gemeente, naam, found, run)
        return Outcome(
            gemeente, naam, tuple(run.made), found, in_order(run.problems), run.outdated.get(gemeente, 0), overview
        )

    def report(self, outcomes: Sequence[Outcome], *more: Problem) -> Report:
        """Step 8: what came of all of them, with what only shows when they lie beside each other."""
        checked = (self.shared, *(one.found for one in outcomes))
        found = in_order(
            (
                *(problem for one in checked for problem in one.problems),
                *check_together(self.common, checked),
                *(problem for one in outcomes for problem in one.problems),
                *more,
            )
        )
        counts = Counter((self.gemeente_of(problem.place), problem.severity) for problem in found)
        return Report(
            tuple(made for one in outcomes for made in one.made),
            found,
            stops(found, strict=self.order.streng),
            tuple(_row(one, counts) for one in outcomes),
            tuple(one.overview for one in outcomes if one.overview),
        )

    def _looked_over(self) -> Found:
        """What is wrong with what all share, and with what somebody filled in."""
        found, answers = check_shared(self.common, self.order.today), self.order.invulling
        if self.content is None or answers is None:
            return found
        return found._replace(problems=(*found.problems, *of_answers(answers, self.content.plan.versie)))

    @cached_property
    def _maker(self) -> Maker:
        """What makes the pages; from here on WeasyPrint is needed, which takes half a second to import."""
        from booklet.typeset import kept

        self._kept.enter_context(kept())
        return Plain() if self.order.gewoon else Reused(Voorraad(self.order.uit / FOLDER))

    @cached_property
    def _figures(self) -> Mapping[str, Figures]:
        return scores(self.library)

    def _show(self, gemeente: str, naam: str, found: Found, run: _Run) -> str:
        """Step 8 for one gemeente: its overview. What somebody filled in is private, so such a run leaves it alone."""
        order = self.order
        if order.voorbeelden or order.invulling:
            return ""
        folder = f"{order.uit.as_posix()}/{gemeente}"
        told = self._told(naam, (*self.shared.problems, *found.problems, *run.problems), run.shown.get(gemeente))
        told = told._replace(gemeente=gemeente, beelden=not order.alle)
        left = list(aged(order.uit / gemeente, folder, told))
        told = told._replace(problems=in_order((*told.problems, *left)))
        refused = list(write_overview(order.uit / gemeente, folder, told))
        run.problems += (*left, *refused)
        return "" if refused else f"{folder}/{OVERVIEW}"

    def _told(self, naam: str, problems: Iterable[Problem], made: Shown | None) -> Shown:
        """What the overview of a gemeente is about: what was made for it, and what is wrong with it or with what all share."""
        found = in_order(problems)
        return (made or Shown("", self.order.today))._replace(
            naam=naam,
            problems=found,
            stopped=stops(found, strict=self.order.streng),
            houses=tuple(one.value for one in self.library.domeinen),
            edities=tuple(one.value.id for one in self.library.edities),
            figures=self._figures,
        )

    def gemeente_of(self, place: Place) -> str:
        """The folder of the gemeente that a place is of, below the content or the booklets; nothing when all share it."""
        for folder in (f"{self.library.shown}/gemeenten/", f"{self.order.uit.as_posix()}/"):
            if place.file.startswith(folder):
                return place.file.removeprefix(folder).partition("/")[0]
        return ""


def _row(one: Outcome, counts: Mapping[tuple[str, Severity], int]) -> Row:
    return Row(
        one.gemeente,
        one.naam,
        len(one.made),
        sum(made.pages for made in one.made),
        counts.get((one.gemeente, Severity.ERROR), 0),
        counts.get((one.gemeente, Severity.WARNING), 0),
        one.outdated,
        one.left,
    )


def _make_for(gemeente: Gemeente, content: Content, run: _Run) -> None:
    """Every file of one gemeente."""
    every = tips(content, gemeente)
    printed = every if run.order.ook_verouderd else tips(content, gemeente, run.order.today)
    run.outdated[gemeente.id] = len(set(every) - set(printed))
    run.shown[gemeente.id] = Shown(gemeente.id, run.order.today, tips=printed)
    desk = Desk(content, gemeente, printed, *own_files(run.order.inhoud, gemeente))
    jobs = [(job, _drukken(job, desk.content, run.order)) for job in _jobs(desk, run.order)]
    turns = iter(_turns(sum(len({(druk.groot, druk.typen) for druk in drukken}) for _, drukken in jobs)))
    for groot in (False, True):
        suited = [job for job, drukken in jobs if any(druk.groot == groot for druk in drukken)]
        if suited:
            run.on_step(3, f"{gemeente.feiten.naam}: {STEPS[2]}")
            settled = _settled(desk, suited, run, groot=groot)
        for job, drukken in jobs:
            for typen in (False, True):
                wanted = [druk for druk in drukken if (druk.groot, druk.typen) == (groot, typen)]
                if wanted:
                    run.counted = next(turns)
                    _make_pages(desk, replace(job, groot=groot, typen=typen), wanted, settled, run)
    for editie in _editions(content, run.order) if not (run.order.voorbeelden or run.order.invulling) else ():
        if editie.pakket:
            _pack(desk, editie, editie.pakket, run)


def _settled(desk: Desk, jobs: Sequence[Job], run: _Run, *, groot: bool) -> Settled:
    """How long the parts are that flow; of many gemeenten all parts are made here, in a few documents together."""
    houses = desk.content.houses(run.order.domeinen)
    editions = tuple(_measured(desk.content, jobs))
    try:
        settled = measure(desk, houses, editions, run.maker, groot=groot)
        if run.order.alle:
            run.maker.prepare([desk.booklet(replace(job, groot=groot), settled) for job in jobs])
    except NotTakenError:
        return measure(desk, houses, editions, Plain(), groot=groot)
    return settled


def _drukken(job: Job, content: Content, order: Order) -> list[Druk]:
    """The products to make of these pages; what goes in a pack has the usual ones too, so that the pack is whole."""
    in_pack = any(job.stem in stems(editie).values() for editie in _editions(content, order))
    names = {*order.drukken, *(USUAL if in_pack else ())}
    return [druk for druk in DRUKKEN.values() if druk.naam in names and druk.suits(job)]


def _measured(content: Content, jobs: Sequence[Job]) -> Iterator[Editie]:
    """The editions and onderdelen of these jobs, and the editions that they refer to."""
    yield from (job.editie for job in jobs if job.los is None)
    referred = {job.editie.verwijst_naar for job in jobs}
    yield from (editie for editie in content.edities if editie.id in referred)


def _jobs(desk: Desk, order: Order) -> Iterator[Job]:
    """The booklets that were asked for: empty ones, or each as every one who was named filled it in."""
    empty = _booklets(desk.content, order)
    persons = [persoon for persoon in desk.content.personen if persoon.id in order.voorbeelden]
    filled = [(invulling_of(persoon, desk.content, desk.gemeente.teksten), persoon) for persoon in persons]
    if order.invulling:
        yield from (job.filled_by(order.invulling, None) for job in empty if _is_of(order.invulling, job))
    elif filled:
        yield from (job.filled_by(*one) for job in empty if _is_of(filled[0][0], job) for one in filled)
    else:
        yield from empty


def _is_of(invulling: Invulling, job: Job) -> bool:
    """Whether what was filled in belongs to these pages: a whole booklet, or just the loose part that it came from.

    An edition that explains another has no boxes of its own.
    """
    loose = invulling.editie is not None and "/" in invulling.editie
    whole = job.los is None and not job.editie.verwijst_naar
    return job.stem == invulling.editie if loose else whole


def _booklets(content: Content, order: Order) -> Iterator[Job]:
    """The editions that were asked for and what their packs hold, each followed by its loose parts or its onderdelen."""
    numbers = {domein.id: number for number, domein in enumerate(content.domeinen, 1)}
    asked = tuple(_editions(content, order))
    in_pack = {stem for editie in asked for stem in stems(editie).values()}
    for editie in content.edities:
        houses = content.houses(editie.domeinen or (), order.domeinen)
        if editie.bladen and (editie in asked or editie.id in in_pack):
            yield Job(editie, houses, None, editie.id)
        if editie in asked:
            for house in houses if editie.los else ():
                yield Job(editie, houses, house, f"{editie.id}/{numbers[house.id]}-{house.id}")
            for deel in editie.onderdelen:
                yield Job(deel, content.houses(deel.domeinen or (), order.domeinen), None, f"{editie.id}/{deel.id}")


def _editions(content: Content, order: Order) -> Iterator[Editie]:
    """The editions that were asked for by name, or without a name those that need not be asked for."""
    for editie in content.edities:
        if editie.id in order.edities or not (order.edities or editie.op_verzoek):
            yield editie


def _make_pages(desk: Desk, job: Job, drukken: Sequence[Druk], settled: Settled, run: _Run) -> None:
    """Steps 3 to 7 for the pages of one job: out of parts, or at once where that cannot be."""
    if job.invulling:  # what somebody filled in is kept nowhere
        _make_with(Plain(), desk, job, drukken, settled, run)
        return
    try:
        _make_with(run.maker, desk, job, drukken, settled, run)
    except NotTakenError:
        _make_with(Plain(), desk, job, drukken, settled, run)


def _make_with(  # noqa: PLR0917  what `_make_pages` has, and a maker
    maker: Maker, desk: Desk, job: Job, drukken: Sequence[Druk], settled: Settled, run: _Run
) -> None:
    """The pages of one job and every product that is made of them; a fault stops them all."""
    shown = f"{run.order.uit.as_posix()}/{desk.gemeente.id}/{job.stem}{_ending(job)}.pdf"
    tell = partial(_tell, run, f"{desk.gemeente.feiten.naam}, {job.stem}")
    booklet, pages = settle(desk, job, settled, maker, tell)
    plan = booklet.plan
    gauged = gauge(plan, pages)
    problems = [*misplaced(plan, pages, shown), *_faults(pages.faults, shown)]
    measured = [] if problems else list(misfits(gauged, plan, shown))
    problems += [one for one in measured if stops([one], strict=run.order.streng)]
    if not problems:
        tell(6)
        folded = job.editie.vorm == "boekje"
        written = maker.write(booklet, pages, {1: FRONT, plan.page_count: BACK} if folded else {})
        tell(7)
        problems = [*_faults(written.faults, shown), *_inspected(written, plan, shown)]
        if not problems:
            maker.seen(pages)
    run.problems += (*measured, *problems)
    if not problems:
        profile = next(one for one in desk.content.drukkerijen if one.id == run.order.wishes.drukkerij)
        icc = (run.order.inhoud / "drukkerijen/icc" / profile.icc).read_bytes()
        made = Pages(job, plan, written.data, desk.content, desk.gemeente, run.order.wishes, profile, icc)
        for druk in drukken:
            tell(6)
            _write(druk.naam, list(druk.make(made)), made, run)
        if job.invulling is None:
            told = run.shown[desk.gemeente.id]
            run.shown[desk.gemeente.id] = told._replace(
                pieces=(*told.pieces, piece_of(made, pages.texts, gauged.rooms))
            )


def _inspected(written: Written, plan: PagePlan, shown: str) -> Sequence[Problem]:
    """What a screen PDF lacks: of pages that were looked at before, only the file around them is looked at again."""
    from booklet.preflight import inspect
    from booklet.rules_screen import PAGES, WHOLE

    if written.fresh and written.fresh is not written.data and not inspect(written.fresh, plan, shown, PAGES):
        return inspect(written.data, plan, shown, WHOLE)
    return inspect(written.data, plan, shown, *(() if written.fresh else (WHOLE,)))


def _ending(job: Job) -> str:
    """What the name of the pages of a job ends with."""
    return "-invulbaar" if job.typen else "-grootletter" if job.groot else ""


def _write(druk: str, files: Sequence[File], pages: Pages, run: _Run) -> None:
    """Step 7 and the end of 6: look at the files of one product and write them, all or none."""
    folder = f"{run.order.uit.as_posix()}/{pages.gemeente.id}"
    problems = [problem for file in files for problem in _looked_at(file, f"{folder}/{file.name}", pages)]
    for file in files if not stops(problems, strict=run.order.streng) else ():
        problems += _put(file, pages.gemeente, pages.job.stem, druk, run)
    run.problems += problems


def _put(file: File, gemeente: Gemeente, stem: str, druk: str, run: _Run) -> list[Problem]:
    """Write a file, and what was wrong with writing it."""
    shown = f"{run.order.uit.as_posix()}/{gemeente.id}/{file.name}"
    refused = list(write_whole(run.order.uit / gemeente.id / file.name, file.data, shown))
    if not refused:
        run.made.append(Made(shown, file.pages, gemeente.id, file.sheets, stem, druk))
        told = run.shown[gemeente.id]
        product = product_of(Bestand(file.name, druk, file.pages, file.sheets), file.data, stem, run.order.today)
        run.shown[gemeente.id] = told._replace(files=(*told.files, product))
        run.on_made(run.made[-1])
    return refused


def _looked_at(file: File, shown: str, pages: Pages) -> Iterator[Problem]:
    """What was wrong in making a file, what staff should know of it, and what is seen when it is looked at."""
    from booklet.collate import collate
    from booklet.preflight import judge, limits_of

    yield from _faults(file.faults, shown)
    yield from (warning("T03", Place(shown), remark) for remark in file.remarks)
    if file.purpose and not file.faults:
        yield from judge(file.data, shown, file.purpose, limits_of(pages.profile), file.plan)
    if file.sides and not file.faults:
        for side, message in collate(pages.screen, file.data, file.sides, file.rows):
            yield error("T04", Place(shown, side), message, "meld dit aan de makers van het programma")


def _pack(desk: Desk, editie: Editie, pakket: Pakket, run: _Run) -> None:
    """The pack of an edition: its inventory and one zip with everything, or neither when something is lacking."""
    folder = run.order.uit / desk.gemeente.id
    run.on_step(6, f"{desk.gemeente.feiten.naam}, {editie.id}: {STEPS[5]}")
    files = {wat: _made_of(stem, desk.gemeente, run) for wat, stem in stems(editie).items()}
    parts = packed(desk.content, editie)
    lacking = [wat for wat in files if not set(needed(parts[wat])) <= {file.druk for file in files[wat]}]
    if lacking:
        run.problems.append(_no_pack(lacking, folder / f"{pakket.naam}.zip"))
        return
    data = {file.path: (folder / file.path).read_bytes() for held in files.values() for file in held}
    people = run.order.deelnemers
    found = list(pack(desk.content, desk.gemeente, editie, pakket, files=files, data=data, deelnemers=people))
    problems = [problem for file in found for problem in _read_over(file, f"{folder.as_posix()}/{file.name}")]
    for file in found if not stops(problems, strict=run.order.streng) else ():
        problems += _put(file, desk.gemeente, editie.id, "", run)
    run.problems += problems


def _made_of(stem: str, gemeente: Gemeente, run: _Run) -> list[Bestand]:
    """The files that were made of these pages, by their path below the folder of the gemeente."""
    folder = f"{run.order.uit.as_posix()}/{gemeente.id}/"
    return [
        Bestand(made.path.removeprefix(folder), made.druk, made.pages, made.sheets)
        for made in run.made
        if (made.gemeente, made.stem) == (gemeente.id, stem)
    ]


def _no_pack(lacking: Sequence[str], zip_file: Path) -> Problem:
    """Why there is no pack; a zip of another time is left as it is, but nobody may take it for a new one."""
    old = f"; {zip_file.name} in deze map is nog van een vorige keer" if zip_file.exists() else ""
    message = f"het pakket is niet gemaakt, want dit ontbreekt: {', '.join(lacking)}{old}"
    return error("T05", Place(zip_file.as_posix()), message, "los de andere fouten op, en maak het pakket dan opnieuw")


def _read_over(file: File, shown: str) -> Iterator[Problem]:
    """What was wrong in making a file of a pack, and what is seen when it is looked at."""
    from booklet.preflight import judge

    yield from _faults(file.faults, shown)
    if file.purpose and not file.faults:
        yield from judge(file.data, shown, file.purpose)


def _turns(count: int) -> list[str]:
    """How far it is at every booklet, to put before what is told: `(2 van 9) `, and nothing for a single one."""
    return [f"({number} van {count}) " for number in range(1, count + 1)] if count > 1 else [""] * count


def _tell(run: _Run, name: str, step: int) -> None:
    run.on_step(step, f"{run.counted}{name}: {STEPS[step - 1]}")


def _faults(faults: Iterable[Fault], shown: str) -> Iterator[Problem]:
    return (error("T01", Place(shown, fault.page), fault.message, fault.hint) for fault in faults)
