"""`python -m tests.bench.rivals WHO …`: one that makes booklets, in a process of its own, one gemeente at a time when asked.

It reads the name of a gemeente from every line that comes in, and answers with a line of JSON: a `Lap`.
"""

import json
import os
import pickle
import resource
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from booklet.content import read_shared
from booklet.terminal import today

from .plain import sheets_of, write_plain
from .typst_land import Kit, Typesetter, content_of, gemeente_text, make_one, write_kit

KIT = "kit"
Make = Callable[
    [str], tuple[float, int, float]
]  # of a gemeente to its seconds, how many files there are, and seconds of pages


class Lap(NamedTuple):
    """What one gemeente took: seconds, files, peak memory of the process so far and its memory now, in MB.

    Of the seconds so many were for `pages` alone: what is left is reading, checking, looking at the files, and the overview.
    """

    seconds: float
    files: int
    peak: float
    now: float
    pages: float


def prepare_plain(inhoud: str, folder: str, *names: str) -> None:
    """Write what `plain` needs of these gemeenten."""
    library, place = read_shared(Path(inhoud)), Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        sheets = sheets_of(content_of(library, name), today(), loose=True)
        (place / f"{name}.pickle").write_bytes(pickle.dumps(sheets))


def prepare_typst(inhoud: str, folder: str, *names: str) -> None:
    """Write what `typst` needs of these gemeenten."""
    library, place = read_shared(Path(inhoud)), Path(folder)
    for name in names:
        content = content_of(library, name)
        if not (place / KIT).exists():
            write_kit(place / KIT, content)
        (place / f"{name}.json").write_text(gemeente_text(content, today()), encoding="utf-8")


def plain(folder: str, uit: str) -> Make:
    """WeasyPrint alone, from what was prepared."""

    def make(name: str) -> tuple[float, int, float]:
        sheets = pickle.loads((Path(folder) / f"{name}.pickle").read_bytes())  # noqa: S301  written by `prepare`
        (Path(uit) / name).mkdir(parents=True, exist_ok=True)
        files = [Path(uit) / name / f"{stem}.pdf" for stem in sheets]
        seconds = write_plain(list(sheets.values()), files)
        return seconds, len(files), seconds

    return make


def maak(inhoud: str, uit: str) -> Make:
    """This program as `maak --alle` uses it; the first gemeente waits until the content is read and checked."""
    from booklet.pipeline import Order, Workshop

    order, stack = Order((), today(), inhoud=Path(inhoud), uit=Path(uit), alle=True), ExitStack()
    workshops: list[Workshop] = []
    clock = _Clock()

    def make(name: str) -> tuple[float, int, float]:
        started, clock.seconds = time.perf_counter(), 0.0
        if not workshops:
            workshops.append(stack.enter_context(Workshop(order)))
            clock.watch(workshops[0]._maker)
        outcome = workshops[0].make(name)
        return time.perf_counter() - started, len(outcome.made), clock.seconds

    return make


class _Clock:
    """Counts the seconds in which pages are made."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def watch(self, maker: Any) -> None:
        """Count what this maker does from now on."""
        for name in ("laid", "prepare", "whole", "write"):
            setattr(maker, name, self._timed(getattr(maker, name)))

    def _timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **more: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*arguments, **more)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def typst(folder: str, uit: str) -> Make:
    """Typst, from what was prepared."""
    kit = Kit(shutil.copytree(Path(folder) / KIT, Path(uit) / f"{KIT}-{os.getpid()}"))  # in it each writes its gemeente
    typesetter = Typesetter(kit)

    def make(name: str) -> tuple[float, int, float]:
        text = (Path(folder) / f"{name}.json").read_text(encoding="utf-8")
        started = time.perf_counter()
        made = make_one(typesetter, kit, text, Path(uit) / name)
        seconds = time.perf_counter() - started
        return seconds, made, seconds

    return make


RIVALS: dict[str, Callable[[str, str], Make]] = {"plain": plain, "maak": maak, "typst": typst}
PREPARE = {"prepare-plain": prepare_plain, "prepare-typst": prepare_typst}


def _memory_now() -> float:
    """The memory of this process in MB; nothing where there is no /proc."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else ()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def main(who: str, arguments: Sequence[str]) -> None:
    """Answer until nobody asks any more."""
    if who in PREPARE:
        PREPARE[who](*arguments)
        return
    make = RIVALS[who](*arguments)
    for line in sys.stdin:
        seconds, files, pages = make(line.strip())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(Lap(seconds, files, peak, _memory_now(), pages)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
