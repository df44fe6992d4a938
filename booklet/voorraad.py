"""What was made before and need not be made again, in memory and on disk.

On disk it is a folder that may be thrown away at any time. Everything in it is named by all that it was made of, so it is
never too old; a file is believed only when its own digest fits and it holds nothing but values of ours. A folder that
cannot be read or written costs time and nothing else. Two runs may use it at once: files come whole, and equal names hold
equal things.
"""

import io
import os
import pickle
import sys
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from booklet.files import write_whole

FOLDER = ".voorraad"  # below the folder of the booklets
IN_MEMORY = 1500  # things, some 30 kB each: all parts of three editions a few times over
MAX_DAYS = 60  # that something is kept on disk and not used
USED_AGAIN = 7  # days after which what is used is marked as used
_DAY = 24 * 60 * 60
_MARK = b"MEP1"
_OURS = (
    *("booklet.drawing", "booklet.laid", "booklet.fit", "booklet.parts"),
    *("booklet.gemaakt", "booklet.pipeline", "booklet.checks", "booklet.problems"),
)
_MADE_BY = ("weasyprint", "pydyf", "fonttools", "tinycss2", "pyphen", "jinja2", "pillow")


class Voorraad:
    """Things by kind and name; `folder` is where they stay after the run, if they do."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / made_by() if folder else None
        self._near: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self.made = 0  # things that were not there

    def get(self, kind: str, name: str) -> Any | None:
        """What was kept by this name, or None when it must be made."""
        found = self._near.get((kind, name))
        if found is None and self._folder:
            found = _read(self._folder / kind / name)
            if found is not None:
                self.keep(kind, name, found)
        elif found is not None:
            self._near.move_to_end((kind, name))
        return found

    def put(self, kind: str, name: str, value: Any) -> None:
        """Keep something that was made."""
        self.made += 1
        self.keep(kind, name, value)
        if self._folder:
            _write(self._folder / kind / name, value)

    def keep(self, kind: str, name: str, value: Any) -> None:
        """Keep something as long as this run; on disk there is more of it, made of this."""
        self._near[kind, name] = value
        while len(self._near) > IN_MEMORY:
            self._near.popitem(last=False)


def tidy(folder: Path, now: float) -> None:
    """Throw away what was not used for a long time, once a day; `now` is in seconds since 1970."""
    stamp = folder / "opgeruimd"
    with suppress(OSError):
        if stamp.exists() and 0 <= now - stamp.stat().st_mtime < _DAY:
            return
        if folder.is_dir():
            stamp.touch()
    for file in folder.glob("*/*/*"):
        with suppress(OSError):
            if now - file.stat().st_mtime > MAX_DAYS * _DAY:
                file.unlink()


@cache
def made_by() -> str:
    """A name of everything that makes pages besides the content: this program, its layouts, its fonts, and its libraries."""
    from booklet.fonts import font_files
    from booklet.markup import LAYOUTS

    own = Path(__file__).parent
    files = [*own.glob("*.py"), *(file for file in LAYOUTS.rglob("*") if file.is_file()), *font_files()]
    digest = sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for text in (*_versions(), sys.version):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def _versions() -> Iterable[str]:
    from booklet.typeset import pango

    yield from (version(name) for name in _MADE_BY)
    yield pango()


def _write(file: Path, value: Any) -> None:
    """Write a thing; that it cannot be kept, on a full disk or in a folder of somebody else, is no problem of anybody."""
    data = pickle.dumps(value, protocol=5)
    list(write_whole(file, _MARK + _digest(file, data) + data, file.name))


def _digest(file: Path, data: bytes) -> bytes:
    """What is in a file, and under which name: a good file in the place of another is not good there."""
    return sha256(f"{file.parent.name}/{file.name}/".encode() + data).digest()


def _read(file: Path) -> Any | None:
    try:
        data = file.read_bytes()
        if time.time() - file.stat().st_mtime > USED_AGAIN * _DAY:
            os.utime(file)
    except OSError:
        return None
    start = len(_MARK) + 32
    if data[:start] != _MARK + _digest(file, data[start:]):
        return None
    try:
        return _Ours(io.BytesIO(data[start:])).load()
    except Exception:  # made by another program, on purpose or not
        return None


class _Ours(pickle.Unpickler):
    """Reads values of our own and nothing else, so that a file of somebody else can do no harm."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of ours; raises `UnpicklingError` for any other."""
        found = super().find_class(module, name) if module in _OURS else None
        if not isinstance(found, type) or found.__module__ != module:  # not what a module of ours imports
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
