"""A country, made by this program, by WeasyPrint alone and by Typst, gemeente by gemeente in turns.

All of them make the same nine files of a gemeente: three booklets, and the six loose parts of the tabbladen. A machine that
slows down slows all of them, so ratios stay.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from booklet.crew import cores

from .land import ROOT, make_country
from .rivals import Lap
from .typst_land import installed

ROUNDS = 3
FILES = 9  # of a gemeente
MANY_FILES = 1000
STEP_FILES = 100
PER_DOMEIN = (1, 10, 100, 200)
DOZEN = 12
UNDER_WAY = 10  # gemeenten that this program makes first: they also make what all others only use
RIVALS = "tests.bench.rivals"  # found from the folder of the checkout, whoever starts it


class Racer:
    """A process that makes booklets when it is asked."""

    def __init__(self, who: str, *arguments: Path) -> None:
        command = [sys.executable, "-m", RIVALS, who, *map(str, arguments)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> "Racer":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait()
        _pipe(self._process.stdout).close()

    def ask(self, gemeente: str) -> None:
        """Let it begin with a gemeente."""
        asked = _pipe(self._process.stdin)
        asked.write(f"{gemeente}\n")
        asked.flush()

    def answer(self) -> Lap:
        """Wait until it has made the gemeente that it was asked for first; raises RuntimeError when it broke down."""
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError("one that makes booklets stopped; what it said stands above")
        return Lap(*json.loads(line))

    def lap(self, gemeente: str) -> Lap:
        """Make one gemeente."""
        self.ask(gemeente)
        return self.answer()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("no pipe")
    return pipe


def _prepare(who: str, inhoud: Path, folder: Path, names: Sequence[str]) -> Path:
    """Let a process of its own work out what somebody needs, so that what it takes is counted nowhere."""
    command = [sys.executable, "-m", RIVALS, f"prepare-{who}", str(inhoud), str(folder), *names]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def race(folder: Path, rounds: int = ROUNDS, under_way: int = UNDER_WAY) -> Mapping[str, Sequence[Lap]]:
    """The laps of everyone: after one gemeente to warm up, so many in turns.

    `warm` is this program under way in a run over many gemeenten, `cold` in a new process with nothing in its cache, `again` in
    a new process after that, with all of it in its cache.
    """
    inhoud = folder / "inhoud"
    first, *names = make_country(inhoud, rounds + 1 + under_way)
    names, before = names[:rounds], names[rounds:]
    laps: dict[str, list[Lap]] = {"plain": [], "cold": [], "again": [], "warm": []}
    with ExitStack() as stack:
        plain = _prepare("plain", inhoud, folder / "plain", (first, *names))
        racers = {"plain": Racer("plain", plain, folder / "a"), "warm": Racer("maak", inhoud, folder / "b")}
        if installed():
            typst = _prepare("typst", inhoud, folder / "typst", (first, *names))
            racers["typst"], laps["typst"] = Racer("typst", typst, folder / "c"), []
        for racer in racers.values():
            stack.enter_context(racer).lap(first)
        for name in before:
            racers["warm"].lap(name)
        for name in names:
            for who, racer in racers.items():
                laps[who].append(racer.lap(name))
            for who in ("cold", "again"):
                with Racer("maak", inhoud, folder / name) as fresh:
                    laps[who].append(fresh.lap(name))
    return laps


def growth(folder: Path, files: int = MANY_FILES, step: int = STEP_FILES) -> Iterator[tuple[int, float]]:
    """How much memory one process has after so many files of a country, in MB."""
    names, made = make_country(folder / "inhoud", -(-files // FILES)), 0
    with Racer("maak", folder / "inhoud", folder / "uit") as racer:
        for name in names:
            before, lap = made, racer.lap(name)
            made += lap.files
            if made // step > before // step:
                yield made, lap.now


def by_size(folder: Path, sizes: Sequence[int] = PER_DOMEIN) -> Iterator[tuple[int, Mapping[str, float]]]:
    """Seconds for a file of a gemeente with so many voorzieningen in every house, after a gemeente to warm up."""
    for size in sizes:
        inhoud, place = folder / f"inhoud-{size}", folder / f"{size}"
        names = make_country(inhoud, 3, size)
        found = {"warm": _paced(Racer("maak", inhoud, place / "b"), names)}
        if installed():
            typst = _prepare("typst", inhoud, place / "typst", names)
            found["typst"] = _paced(Racer("typst", typst, place / "c"), names)
        yield size, found


def _paced(racer: Racer, names: Sequence[str]) -> float:
    """Seconds for a file, after the first gemeente."""
    with racer:
        laps = [racer.lap(name) for name in names][1:]
    return statistics.median(lap.seconds / lap.files for lap in laps)


class Whole(NamedTuple):
    """A whole country: seconds from beginning to end, how many files came of it, and the most memory of a process in MB."""

    seconds: float
    files: int
    peak: float


def whole_country(folder: Path, count: int) -> Iterator[tuple[str, Whole]]:
    """So many gemeenten, by the command itself and by as many processes of Typst; and a dozen by those of WeasyPrint alone.

    Then by the command once more: with nothing changed, and with another text in every house, that all gemeenten share.
    """
    inhoud = folder / "inhoud"
    names = make_country(inhoud, count)
    some = names[:DOZEN]
    plain = _prepare("plain", inhoud, folder / "plain", some)
    yield "plain", _shared_out([Racer("plain", plain, folder / "a") for _ in range(cores())], some)
    yield "maak", _by_command(inhoud, folder / "b")
    yield "again", _by_command(inhoud, folder / "b")
    _say_more(inhoud)
    yield "reprint", _by_command(inhoud, folder / "b")
    if installed():
        typst = _prepare("typst", inhoud, folder / "typst", names)
        yield "typst", _shared_out([Racer("typst", typst, folder / "c") for _ in range(cores())], names)


def _say_more(inhoud: Path) -> None:
    """Change the first suggestie of every house."""
    for file in (inhoud / "domeinen").glob("*.yaml"):
        head, found, rest = file.read_text(encoding="utf-8").partition("suggesties:")
        line = next(line for line in rest.splitlines() if line.strip().startswith("- "))
        file.write_text(head + found + rest.replace(line, f"{line} Echt waar", 1), encoding="utf-8")


def _by_command(inhoud: Path, uit: Path) -> Whole:
    """`python build.py maak --alle`, from the start of Python to the last file."""
    command = [str(ROOT / "build.py"), "maak", "--alle", "--inhoud", str(inhoud), "--uit", str(uit)]
    asked = [sys.executable, "-m", "tests.bench.command", sys.executable, *command]
    done = subprocess.run(asked, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    seconds, peak = json.loads(done.stdout)
    return Whole(seconds, len(list(uit.rglob("*.pdf"))), peak)


def _shared_out(racers: Sequence[Racer], names: Sequence[str]) -> Whole:
    """Some processes beside each other, each with its part of the gemeenten; the start of Python is not counted."""
    with ExitStack() as stack, ThreadPoolExecutor(len(racers)) as threads:
        for racer in racers:
            stack.enter_context(racer)
        shares = [names[at :: len(racers)] for at in range(len(racers))]
        started = time.perf_counter()
        found = threads.map(lambda racer, share: [racer.lap(name) for name in share], racers, shares)
        laps = [lap for some in found for lap in some]
        seconds = time.perf_counter() - started
    return Whole(seconds, sum(lap.files for lap in laps), max(lap.peak for lap in laps))
