"""Writing files so that what stands there is always whole: beside it first, and then renamed."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from booklet.problems import Place, Problem, error

_LOCKED = "sluit het als het ergens open staat, en kijk of u hier mag schrijven"
_FULL = "de schijf is vol: gooi iets weg dat u niet meer nodig hebt, en probeer het opnieuw"


def write_whole(path: Path, data: bytes, shown: str) -> Iterator[Problem]:
    """Write a file or leave the old one as it is; tells a file that cannot be written, by the name that staff know."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        yield error("S01", Place(shown), "dit bestand is niet te schrijven", _FULL if full else _LOCKED)
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
