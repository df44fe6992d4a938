"""What is ready, so that a run that was broken off can go on: per gemeente what it was made of, and every file with its digest.

It lies with the parts that are kept (`voorraad`), and as those it is believed only when it is whole and made by this
program. A gemeente is ready when all that it would be made of now is what it was made of then, and every file is still
there with the same bytes.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from booklet.overview import KEPT
from booklet.pipeline import Order, Outcome
from booklet.problems import stops
from booklet.voorraad import FOLDER, Voorraad

_KIND = "klaar"


class Ready(NamedTuple):
    """What came of a gemeente, and the digests of its files."""

    outcome: Outcome
    digests: tuple[tuple[str, str], ...]


class Ledger:
    """What is ready of what one order asks for; the order may name any gemeenten."""

    def __init__(self, order: Order) -> None:
        """Look at what all gemeenten share, as it is now."""
        self._order = order
        asked = replace(order, gemeenten=(), alle=False)
        self._shared = _digest(repr(asked), *_bytes_of(order.inhoud, besides=order.inhoud / "gemeenten"))

    @cached_property
    def _voorraad(self) -> Voorraad:
        return Voorraad(self._order.uit / FOLDER)

    def name_of(self, gemeente: str) -> str:
        """A name of all that a gemeente is made of now; nothing when a file cannot be read."""
        try:
            return _digest(self._shared, gemeente, *_bytes_of(self._order.inhoud / "gemeenten" / gemeente))
        except OSError:
            return ""

    def ready(self, gemeente: str) -> Outcome | None:
        """What an earlier run made of this gemeente, when it is all there and would be the same now."""
        name = self.name_of(gemeente)
        found = self._voorraad.get(_KIND, name) if name else None
        if not isinstance(found, Ready) or found.outcome.gemeente != gemeente:
            return None
        try:
            same = all(_digest(Path(path).read_bytes()) == digest for path, digest in found.digests)
        except OSError:
            return None
        return replace(found.outcome, left=True) if same else None

    def enter(self, name: str, outcome: Outcome) -> None:
        """Keep what came of a gemeente that was made of `name`; not when something was not made, or has changed meanwhile."""
        problems = (*outcome.found.problems, *outcome.problems)
        whole = outcome.made and not stops(problems, strict=self._order.streng)
        if not whole or self._order.invulling or not name or name != self.name_of(outcome.gemeente):
            return
        try:
            digests = tuple((path, _digest(Path(path).read_bytes())) for path in _files(outcome))
        except OSError:
            return
        self._voorraad.put(_KIND, name, Ready(outcome, digests))


def _files(outcome: Outcome) -> Iterator[str]:
    """Every file that was written for a gemeente."""
    yield from (made.path for made in outcome.made)
    if outcome.overview:
        yield outcome.overview
        yield str(Path(outcome.overview).with_name(KEPT))


def _bytes_of(folder: Path, besides: Path | None = None) -> Iterator[bytes | str]:
    """The files below a folder by name, and what they hold."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not (besides and file.is_relative_to(besides)):
            yield from (file.relative_to(folder).as_posix(), file.read_bytes())


def _digest(*parts: bytes | str) -> str:
    """One name for all of these, that differs when one of them differs."""
    digest = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()
