"""A run over many gemeenten: by processes side by side, with time left, and to be broken off and gone on with.

Every process reads and checks what all gemeenten share once and takes the next gemeente when it is free. What comes back is
small, and this process alone tells it. The processes are started anew and not forked, so it is the same on every system.
"""

import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from types import FrameType

from booklet.checks import Found
from booklet.gemaakt import Ledger
from booklet.land import Country, Line, write_country
from booklet.markup import LayoutError
from booklet.overview import FILE as LAND
from booklet.pipeline import OnStep, Order, Outcome, Report, Row, Workshop, sweep_up
from booklet.problems import Place, Problem, error, in_order, stops

MOST_TASKS = 61  # more processes cannot be waited for on Windows (concurrent.futures.ProcessPoolExecutor)
_PACE_OF = 30  # gemeenten; the first ones take longer, for they make what the others only use
_LEAST_KNOWN = 3  # gemeenten of which the time is known, before anybody is told how long the others take
_TICK = 0.5  # seconds between looks at the keyboard: a wait without end cannot be broken off on Windows


def cores() -> int:
    """How many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on Windows and macOS
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def make_many(order: Order, on_step: OnStep, *, taken: int | None = None, hervat: bool = False) -> Report:
    """Make the booklets of many gemeenten with at most so many processes; without a number as many as there are cores.

    With `hervat` a gemeente is left alone that is ready and would be the same now. Who breaks it off gets a report of what was
    done: what was under way in other processes is finished first, unless one insists.
    """
    sweep_up(order)
    ledger = Ledger(order)  # before anything is read, so that what changes meanwhile is never taken for ready
    with Workshop(order, on_step) as workshop:
        ready = _ready(order, ledger) if hervat and not workshop.stopped else []
        run = _Run(order, on_step, ready)
        tasks = min(taken or cores(), len(run.waiting), MOST_TASKS)
        lost: list[Problem] = []
        try:
            if tasks > 1:
                run.take(_side_by_side(run, workshop.shared, tasks))
            else:
                run.take(_made(workshop, ledger, gemeente) for gemeente in run.waiting)
        except KeyboardInterrupt:
            run.broken_off = bool(run.waiting)
        except BrokenProcessPool:
            lost.append(_died(order, len(run.waiting)))
    return _report(workshop, run, lost)


def _ready(order: Order, ledger: Ledger) -> list[Outcome]:
    """What an earlier run left that is as it would be now."""
    return [outcome for gemeente in order.gemeenten if (outcome := ledger.ready(gemeente))]


def _made(workshop: Workshop, ledger: Ledger, gemeente: str) -> Outcome:
    """Make one gemeente, and keep that it is ready."""
    name = ledger.name_of(gemeente)
    outcome = workshop.make(gemeente)
    ledger.enter(name, outcome)
    return outcome


# ----------------------------------------------------------------------------------------------------------------------
# How far it is


class Pace:
    """How fast gemeenten come, and so how long the others take."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=_PACE_OF)

    def done(self, now: float) -> None:
        """One more is done, at this moment in seconds."""
        self._moments.append(now)

    def left(self, count: int) -> str:
        """How long so many more take, in words; nothing as long as that is a mere guess."""
        known = len(self._moments) - 1
        if known < _LEAST_KNOWN or not count:
            return ""
        minutes = (self._moments[-1] - self._moments[0]) / known * count / 60
        if minutes < 1:
            return "nog minder dan een minuut"
        if minutes < 90:
            return f"nog ongeveer {round(minutes)} {'minuut' if round(minutes) == 1 else 'minuten'}"
        return f"nog ongeveer {round(minutes / 60)} uur"


class _Run:
    """What is done so far, and what waits."""

    def __init__(self, order: Order, on_step: OnStep, ready: Iterable[Outcome]) -> None:
        self.order = order
        self.outcomes = {outcome.gemeente: outcome for outcome in ready}
        self.broken_off = False
        self._on_step = on_step
        self._pace = Pace()

    @property
    def waiting(self) -> tuple[str, ...]:
        """The gemeenten that are not done, in the order asked for."""
        return tuple(gemeente for gemeente in self.order.gemeenten if gemeente not in self.outcomes)

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Take what comes, and tell how far it is."""
        self._pace.done(time.monotonic())
        self.tell("bezig")
        for outcome in outcomes:
            self.outcomes[outcome.gemeente] = outcome
            self._pace.done(time.monotonic())
            left = self._pace.left(len(self.order.gemeenten) - len(self.outcomes))
            self.tell(f"{outcome.naam or outcome.gemeente} is klaar{f', {left}' if left else ''}")

    def tell(self, text: str) -> None:
        """Tell something, with how many are done."""
        self._on_step(6, f"({len(self.outcomes)} van {len(self.order.gemeenten)}) {text}")


def _report(workshop: Workshop, run: _Run, lost: Sequence[Problem]) -> Report:
    """What came of it, with the page of the whole country when that was asked for."""
    order = run.order
    done = [run.outcomes[gemeente] for gemeente in order.gemeenten if gemeente in run.outcomes]
    report = workshop.report(done, *lost)
    if order.alle and not (order.voorbeelden or order.invulling):
        refused = tuple(_country(workshop, report))
        problems = in_order((*report.problems, *refused))
        land = "" if refused else f"{order.uit.as_posix()}/{LAND}"
        report = replace(report, problems=problems, stopped=stops(problems, strict=order.streng), land=land)
    return replace(report, stopped=report.stopped or run.broken_off, broken_off=run.broken_off)


def _country(workshop: Workshop, report: Report) -> Iterator[Problem]:
    """Write the page of the whole country, also of the gemeenten that were not reached."""
    order, library = workshop.order, workshop.library
    rows = {row.gemeente: row for row in report.rows}
    made: dict[str, list[str]] = {gemeente: [] for gemeente in order.gemeenten}
    for one in report.made:
        made[one.gemeente].append(one.path.removeprefix(f"{order.uit.as_posix()}/{one.gemeente}/"))
    told = Country(
        order.today,
        tuple(_line(gemeente, rows.get(gemeente), made[gemeente]) for gemeente in order.gemeenten),
        tuple(problem for problem in report.problems if not workshop.gemeente_of(problem.place)),
        tuple(one.value.id for one in library.edities),
        tuple(one.value for one in library.domeinen),
        workshop.stopped,
    )
    return write_country(order.uit, order.uit.as_posix(), told)


def _line(gemeente: str, row: Row | None, made: Sequence[str]) -> Line:
    if row is None:
        return Line(gemeente, "", (), 0, 0, 0, 0)
    return Line(gemeente, row.naam, tuple(made), row.pages, row.errors, row.warnings, row.outdated, row.left)


def _died(order: Order, left: int) -> Problem:
    """What to tell when a process is gone; the system does not say why, but memory is the usual cause."""
    many = "1 gemeente is" if left == 1 else f"{left} gemeenten zijn"
    return error(
        "S05",
        Place(order.uit.as_posix()),
        f"een deel van het programma viel weg, misschien door te weinig geheugen; {many} niet gemaakt",
        "sluit andere programma's, en ga verder met --hervat --taken 1",
    )


# ----------------------------------------------------------------------------------------------------------------------
# Processes


def _side_by_side(run: _Run, told: Found, tasks: int) -> Iterator[Outcome]:
    """What so many processes make, as it comes; raises KeyboardInterrupt when somebody broke it off.

    A process gets its next gemeente when it has none, so that none waits in a queue when it is broken off.
    """
    waiting = iter(run.waiting)
    with _Ear() as ear, ProcessPoolExecutor(tasks, get_context("spawn"), _begin, (run.order, told)) as pool:
        under_way: set[Future[Outcome]] = set()
        try:
            while True:
                with ear.closed():
                    free = 0 if ear.heard else tasks - len(under_way)
                    under_way |= {pool.submit(_take, gemeente) for gemeente in islice(waiting, free)}
                if not under_way:
                    break
                ready, under_way = wait(under_way, _TICK, FIRST_COMPLETED)
                yield from (one.result() for one in sorted(ready, key=lambda one: one.exception() is not None))
                if ear.heard:
                    run.tell("wat bezig is, wordt afgemaakt; nog een keer Ctrl-C stopt meteen")
        except KeyboardInterrupt:
            for child in active_children():
                child.terminate()
            raise
    if ear.heard:
        raise KeyboardInterrupt


class _Ear:
    """Hears Ctrl-C: the first time it remembers it, the second time it interrupts."""

    def __init__(self) -> None:
        self.heard = False

    def __enter__(self) -> "_Ear":
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.heard:
            signal.default_int_handler(number, frame)
        self.heard = True

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Hear nothing meanwhile, and nor does a process that starts meanwhile: a terminal sends Ctrl-C to all of them."""
        open_ear = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, open_ear)


_ASKED: list[tuple[Order, Found]] = []  # what this process was started for


def _begin(order: Order, told: Found) -> None:
    """What a process does first; it reads nothing yet, for what goes wrong here is told to nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _ASKED[:] = [(order, told)]


def _end_with_parent() -> None:
    """End when the process that started this one is gone: nobody would give this one anything to do, or an end."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


@cache
def _workplace() -> tuple[Workshop, Ledger]:
    """What this process makes gemeenten with, until it ends."""
    order, told = _ASKED[0]
    ledger = Ledger(order)
    return Workshop(order, told=told), ledger


def _take(gemeente: str) -> Outcome:
    """Make one gemeente in this process; raises what it can tell, and of any other fault where it was."""
    try:
        return _made(*_workplace(), gemeente)
    except (LayoutError, OSError, MemoryError):
        raise
    except Exception as fault:
        place = traceback.extract_tb(fault.__traceback__)[-1]
        said = f"{gemeente}, {Path(place.filename).name}:{place.lineno}, {type(fault).__name__}: {fault}"
        raise RuntimeError(said) from None
