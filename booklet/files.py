"""Writing files so that what stands there is always whole: beside it first, and then renamed.

A process that is killed leaves at worst a half file with a name that begins with a dot. A power cut is another matter: to
wait for the disk after every file would take longer than making it, so `--hervat` looks at every byte (`gemaakt`).
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from booklet.problems import Place, Problem, error

HALF, ENDING = ".half-", ".tmp"  # what the name of a file begins and ends with that is being written
_LOCKED = "sluit het als het ergens open staat, en kijk of u hier mag schrijven"
_FULL = "de schijf is vol: gooi iets weg dat u niet meer nodig hebt, en probeer het opnieuw"


def write_whole(path: Path, data: bytes, shown: str) -> Iterator[Problem]:
    """Write a file or leave the old one as it is; tells a file that cannot be written, by the name that staff know."""
    try:
        try:
            _write(path, data)
        except FileNotFoundError:  # another run took it for a half file of a run that was killed (`sweep`)
            _write(path, data)
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        yield error("S01", Place(shown), "dit bestand is niet te schrijven", _FULL if full else _LOCKED)


def _write(path: Path, data: bytes) -> None:
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=HALF, suffix=ENDING)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def sweep(folder: Path, *, deep: bool = True) -> None:
    """Throw away what a run that was killed left half written, in this folder and when `deep` below; what is locked stays."""
    for file in tuple(folder.glob(f"{'**/' if deep else ''}{HALF}*{ENDING}")):
        with suppress(OSError):
            file.unlink()
