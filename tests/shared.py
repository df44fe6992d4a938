"""What both workers of a run need is made once: who comes first makes it, the other makes something else meanwhile or waits."""

import os
import pickle
import time
from collections.abc import Iterable
from pathlib import Path

from booklet.pipeline import Order, Report, make

PATIENCE = 300  # seconds; the other worker may be halfway, or was stopped


class Shared:
    """A folder that all workers of one run have, and the reports of what was made in it."""

    def __init__(self, own: Path) -> None:
        """The folder of this worker; that of the run lies around it when there are more workers."""
        self.folder = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own

    def reports(self, orders: Iterable[tuple[str, Order]]) -> Report:
        """What came of each of these, by a name of its own, as one report."""
        named = dict(orders)
        for name, order in named.items():
            self._make_once(name, order)
        reports = [self._wait_for(name) for name in named]
        return Report(
            made=tuple(made for one in reports for made in one.made),
            problems=tuple(problem for one in reports for problem in one.problems),
            stopped=any(one.stopped for one in reports),
        )

    def _make_once(self, name: str, order: Order) -> None:
        try:
            (self.folder / f"{name}.claim").mkdir()
        except FileExistsError:
            return
        said: Report | str = "it was stopped"
        try:
            said = make(order, lambda step, text: None)
        finally:
            unfinished = self.folder / f"{name}.part"
            unfinished.write_bytes(pickle.dumps(said))
            unfinished.replace(self.folder / f"{name}.done")

    def _wait_for(self, name: str) -> Report:
        done = self.folder / f"{name}.done"
        until = time.monotonic() + PATIENCE
        while not done.exists():
            if time.monotonic() > until:
                raise TimeoutError(f"{name} was claimed by a worker that does not finish it")
            time.sleep(0.2)
        said = pickle.loads(done.read_bytes())  # noqa: S301  a worker of this run wrote it
        if isinstance(said, str):
            raise TypeError(f"{name} failed in the worker that made it: {said}")
        assert isinstance(said, Report)
        return said
