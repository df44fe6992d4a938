"""The story: from content to finished files, in the eight steps; the only module that makes files below `output/`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.checks import check
from booklet.content import Library, own_files, read_content
from booklet.files import write_whole
from booklet.gauge import gauge, misfits
from booklet.invulling import Invulling
from booklet.kaart import tips
from booklet.lexicon import Figures
from booklet.models import Content, Editie, Gemeente, Pakket
from booklet.overview import FILE as OVERVIEW
from booklet.overview import Run as Shown
from booklet.overview import aged, piece_of, product_of, write_overview
from booklet.pakket import DEELNEMERS, Bestand, stems
from booklet.printed import scores
from booklet.problems import Place, Problem, Severity, error, in_order, stops, warning
from booklet.products import BACK, DRUKKEN, FRONT, NO_WISHES, USUAL, Druk, File, Pages, Wishes, needed, pack, packed
from booklet.settle import Desk, Job, Settled, measure, misplaced, settle
from booklet.velden import invulling_of, of_answers

if TYPE_CHECKING:  # WeasyPrint takes half a second to import, so it is imported when pages are made
    from booklet.typeset import Fault

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
    many people a pack is.
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
    """One gemeente in the summary of a run: what was made, what was found, and how many tips were too old to print."""

    gemeente: str
    files: int
    pages: int
    errors: int
    warnings: int
    outdated: int


@dataclass(frozen=True)
class Report:
    """What a run made and what it found; `stopped` when something that was asked for was not made.

    `overviews` are the pages that show it, one for each gemeente; they are no booklets.
    """

    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    rows: tuple[Row, ...] = ()
    overviews: tuple[str, ...] = ()


@dataclass
class _Run:
    """What a run gathers on its way."""

    order: Order
    on_step: OnStep
    on_made: OnMade
    counted: str = ""
    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outdated: dict[str, int] = field(default_factory=dict)
    figures: Mapping[str, Figures] | None = None
    shown: dict[str, Shown] = field(default_factory=dict)
    overviews: dict[str, str] = field(default_factory=dict)


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
    library, problems = examine(order, on_step)  # 1 and 2
    run = _Run(order, on_step, on_made, problems=list(problems))
    content = library.content(order.gemeenten)
    shared = [problem for problem in problems if library.shared_place(problem.place)]
    if content is not None and order.invulling is not None:
        told = tuple(of_answers(order.invulling, content.plan.versie))
        run.problems += told
        shared += told
    if content is not None and not stops(shared, strict=order.streng):
        _make_all(content, library, run)  # 3 to 7
    on_step(8, STEPS[7])
    for gemeente in order.gemeenten:
        _show(gemeente, library, run)
    found = in_order(run.problems)
    rows = tuple(_row(gemeente, run, library, found) for gemeente in order.gemeenten)
    overviews = tuple(filter(None, run.overviews.values()))
    return Report(tuple(run.made), found, stops(found, strict=order.streng), rows, overviews)


def _make_all(content: Content, library: Library, run: _Run) -> None:
    """Every file of every gemeente of which nothing in its own files stops it."""
    own = {one.id: [told for told in run.problems if library.place_of(one.id, told.place)] for one in content.gemeenten}
    ready = [gemeente for gemeente in content.gemeenten if not stops(own[gemeente.id], strict=run.order.streng)]
    if ready:
        from booklet.typeset import kept

        with kept():
            for gemeente in ready:
                _make_for(gemeente, content, run)
                _show(gemeente.id, library, run)  # here, so that no run has to keep what all of them need


def _show(gemeente: str, library: Library, run: _Run) -> None:
    """Step 8 for one gemeente, once: its overview. What somebody filled in is private, so such a run leaves it alone."""
    order = run.order
    if gemeente in run.overviews or order.voorbeelden or order.invulling:
        return
    folder = f"{order.uit.as_posix()}/{gemeente}"
    told = _told(gemeente, library, run)
    left = list(aged(order.uit / gemeente, folder, told))
    told = told._replace(problems=in_order((*told.problems, *left)))
    refused = list(write_overview(order.uit / gemeente, folder, told))
    run.problems += (*left, *refused)
    run.overviews[gemeente] = "" if refused else f"{folder}/{OVERVIEW}"


def _told(gemeente: str, library: Library, run: _Run) -> Shown:
    """What the overview of a gemeente is about: what was made for it, and what is wrong with it or with what all share."""
    read, output = library.gemeenten.get(gemeente), run.order.uit.as_posix()
    problems = in_order(
        problem
        for problem in run.problems
        if library.place_of(gemeente, problem.place)
        or problem.place.file.startswith(f"{output}/{gemeente}/")
        or (library.shared_place(problem.place) and not problem.place.file.startswith(f"{output}/"))
    )
    if run.figures is None:
        run.figures = scores(library)
    made = run.shown.pop(gemeente, Shown(gemeente, run.order.today))
    return made._replace(
        naam=read.value.feiten.naam if read else "",
        problems=problems,
        stopped=stops(problems, strict=run.order.streng),
        houses=tuple(one.value for one in library.domeinen),
        edities=tuple(one.value.id for one in library.edities),
        figures=run.figures,
    )


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
            settled = measure(desk, content.houses(run.order.domeinen), _measured(content, suited), groot=groot)
        for job, drukken in jobs:
            for typen in (False, True):
                wanted = [druk for druk in drukken if (druk.groot, druk.typen) == (groot, typen)]
                if wanted:
                    run.counted = next(turns)
                    _make_pages(desk, replace(job, groot=groot, typen=typen), wanted, settled, run)
    for editie in _editions(content, run.order) if not (run.order.voorbeelden or run.order.invulling) else ():
        if editie.pakket:
            _pack(desk, editie, editie.pakket, run)


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
    """Steps 3 to 7 for the pages of one job, and for every product that is made of them; a fault stops them all."""
    from booklet.preflight import inspect
    from booklet.typeset import collect_garbage, write_pdf

    shown = f"{run.order.uit.as_posix()}/{desk.gemeente.id}/{job.stem}{_ending(job)}.pdf"
    tell = partial(_tell, run, f"{desk.gemeente.feiten.naam}, {job.stem}")
    plan, pages = settle(desk, job, settled, tell)
    gauged = gauge(plan, pages)
    problems = [*misplaced(plan, pages, shown), *_faults(pages.faults, shown)]
    measured = [] if problems else list(misfits(gauged, plan, shown))
    run.problems += measured
    problems += [one for one in measured if stops([one], strict=run.order.streng)]
    if not problems:
        tell(6)
        folded = job.editie.vorm == "boekje"
        data, faults = write_pdf(pages, {1: FRONT, plan.page_count: BACK} if folded else {})
        tell(7)
        problems = [*_faults(faults, shown), *inspect(data, plan, shown)]
    texts = pages.texts
    del pages
    collect_garbage()
    run.problems += problems
    if not problems:
        profile = next(one for one in desk.content.drukkerijen if one.id == run.order.wishes.drukkerij)
        icc = (run.order.inhoud / "drukkerijen/icc" / profile.icc).read_bytes()
        made = Pages(job, plan, data, desk.content, desk.gemeente, run.order.wishes, profile, icc)
        for druk in drukken:
            tell(6)
            _write(druk.naam, list(druk.make(made)), made, run)
        if job.invulling is None:
            told = run.shown[desk.gemeente.id]
            run.shown[desk.gemeente.id] = told._replace(pieces=(*told.pieces, piece_of(made, texts, gauged.rooms)))


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


def _faults(faults: "Iterable[Fault]", shown: str) -> Iterator[Problem]:
    return (error("T01", Place(shown, fault.page), fault.message, fault.hint) for fault in faults)
