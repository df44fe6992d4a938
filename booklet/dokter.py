"""Whether this machine can make booklets, and what to do when it cannot, in the words of its own system.

This must work where the program itself does not: without Pango, without our libraries, under an older Python. So nothing
of others and no other module is imported before a check needs it, and a check that cannot be done says so. What Windows
needs is in `onderzoek/bouwstenen.md` part 12.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

PYTHON = (3, 11)
ROOM = 200_000_000  # bytes: every booklet of a gemeente in every product takes about half of this
FIRST_YEAR = 2026  # a clock that is behind this has stopped
AGAIN = "python build.py dokter"

_PROJECT = Path(__file__).parent.parent


class Check(NamedTuple):
    """What was looked at, whether it is good, what was seen, and what to do when it is not."""

    what: str
    good: bool
    seen: str
    steps: tuple[str, ...] = ()


def examine(inhoud: Path, uit: Path, today: date) -> Iterator[Check]:
    """Every check, one by one, from what all else needs to what is only seen in a PDF."""
    system = _system()
    yield _python(system)
    yield _libraries(system)
    yield _pango(system)
    yield _fonts(system)
    yield _page()
    yield _folders(inhoud)
    yield _disk(uit)
    yield _writing(uit)
    yield _day(today)


def told(checks: Iterable[Check]) -> Iterator[str]:
    """A line for every check, below it what to do, and at the end what it comes to."""
    wrong = False
    for check in checks:
        wrong |= not check.good
        yield f"{check.what:15} {'goed' if check.good else 'niet goed':10} {check.seen}"
        yield from (f"    {number}. {step}" for number, step in enumerate(check.steps, 1))
    if wrong:
        yield f"Nog niet alles is goed. Doe wat hierboven staat. Kijk daarna opnieuw met: {AGAIN}"
    else:
        yield "Alles is goed. Deze computer kan de boekjes maken."


def no_start(fault: BaseException, words: Iterable[str]) -> str:
    """What to say when the program itself does not start because of this fault; `words` is the command that was typed."""
    system = _system()
    checks = [_python(system), _libraries(system), _folders(Path("content"))]
    wrong = [check for check in checks if not check.good]
    if not wrong:
        return f"Het programma is niet heel ({type(fault).__name__}: {fault}). Haal het opnieuw op, of meld dit aan de makers."
    if list(words)[:1] == ["dokter"]:
        return "\n".join(told(checks))
    first = wrong[0]
    steps = [f"  {number}. {step}" for number, step in enumerate(first.steps, 1)]
    return "\n".join((f"Het programma kan hier nog niet beginnen. {first.what}: {first.seen}.", *steps))


def _system() -> str:
    """`Windows`, `Darwin` (macOS), `debian`, `fedora` or `Linux`, which is any other."""
    name = platform.system()
    if name != "Linux":
        return name
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return name
    kinds = re.findall(r'^ID(?:_LIKE)?="?([^"\n]*)', text, re.MULTILINE)
    known = {"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora"}
    return next((known[word] for word in " ".join(kinds).split() if word in known), name)


# ----------------------------------------------------------------------------------------------------------------------
# Python and the libraries

_GET_PYTHON: Mapping[str, tuple[str, ...]] = {
    "Windows": ("Installeer Python 3.11 of nieuwer uit de Microsoft Store. Dat mag meestal zonder beheerder.",),
    "Darwin": ("Installeer Python 3.11 of nieuwer: brew install python",),
    "debian": ("Installeer Python 3.11 of nieuwer: sudo apt install python3 python3-venv",),
    "fedora": ("Installeer Python 3.11 of nieuwer: sudo dnf install python3",),
    "Linux": ("Installeer Python 3.11 of nieuwer met het programma waarmee u andere programma's installeert.",),
}


def _python(system: str) -> Check:
    version = platform.python_version()
    if sys.version_info[:2] >= PYTHON:
        return Check("Python", good=True, seen=version)
    steps = (*_GET_PYTHON.get(system, _GET_PYTHON["Linux"]), "Gooi de map .venv weg.", *_get_libraries(system))
    return Check("Python", good=False, seen=f"{version} is te oud", steps=steps)


def _get_libraries(system: str) -> tuple[str, ...]:
    """How to install the libraries, or how to use those that are installed for this project already."""
    windows = system == "Windows"
    python = Path(".venv/Scripts/python.exe" if windows else ".venv/bin/python")
    command = str(Path(*python.parts[:-1]) / "python").replace("/", "\\" if windows else "/")
    go = f"Typ daarna steeds {command} waar python staat, zoals: {command} build.py dokter"
    mine = (_PROJECT / ".venv").resolve() == Path(sys.prefix).resolve()
    if (_PROJECT / python).exists() and not mine:
        return (f"U gebruikt een andere Python: {sys.executable}", go)
    start = "py -m venv .venv" if windows else "python3 -m venv .venv"
    where = f"Voer dit uit in de map van het programma, {_PROJECT}:"
    return (*((f"{where} {start}",) if not mine else ()), f"Voer uit: {command} -m pip install -e .", go)


def _libraries(system: str) -> Check:
    """Every library that we ask for, at a version that we ask for."""
    if sys.version_info[:2] < PYTHON:
        return Check("Bibliotheken", good=False, seen="niet na te kijken met deze Python")
    asked = _asked()
    wrong = [said for said in map(_wrong_library, asked) if said]
    if not wrong:
        return Check("Bibliotheken", good=True, seen=f"alle {len(asked)} zijn er")
    more = f", en nog {len(wrong) - _MOST} andere ook niet" if len(wrong) > _MOST else ""
    return Check("Bibliotheken", good=False, seen=", ".join(wrong[:_MOST]) + more, steps=_get_libraries(system))


_MOST = 3  # as many libraries that are wrong tell enough


def _asked() -> list[str]:
    """What we ask for, as `click>=8.5,<9`: by the file of the project, or by the program as it is installed."""
    import tomllib
    from importlib import metadata

    file = _PROJECT / "pyproject.toml"
    if file.is_file():
        return list(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"])
    try:
        return [line for line in metadata.requires("mijn-eigen-plan") or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return ["mijn-eigen-plan"]


def _wrong_library(asked: str) -> str:
    """What is wrong with one library, or nothing."""
    from importlib import metadata

    parts = re.fullmatch(r"([\w.-]+)\s*\(?([^;)]*)\)?.*", asked)
    if parts is None:
        raise ValueError(asked)
    name, limits = parts.groups()
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is er niet"
    fits = all(_fits(version, *limit) for limit in re.findall(r"(==|>=|<=|<|>)\s*([\w.]+)", limits))
    return "" if fits else f"{name} {version} is te oud of te nieuw"


def _fits(version: str, sign: str, limit: str) -> bool:
    """Whether a version is within a limit; `1.006` is `1.6`."""
    here, there = _numbers(version), _numbers(limit)
    length = max(len(here), len(there))
    here, there = (numbers + (0,) * (length - len(numbers)) for numbers in (here, there))
    return {"==": here == there, ">=": here >= there, "<=": here <= there, "<": here < there, ">": here > there}[sign]


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version; what comes after a release, as in `9.26.post1`, counts as one more."""
    return tuple(map(int, re.findall(r"\d+", version)))


# ----------------------------------------------------------------------------------------------------------------------
# What a PDF needs

_GET_PANGO: Mapping[str, tuple[str, ...]] = {
    "Windows": (
        "Haal MSYS2 op van msys2.org en installeer het in C:\\msys64. Misschien moet een beheerder dat doen.",
        "Open het programma MSYS2 UCRT64 en typ: pacman -S mingw-w64-ucrt-x86_64-pango",
        "Sluit dit venster, open het opnieuw, en kijk nog eens.",
        "Staat MSYS2 in een andere map? Typ dan eerst: set WEASYPRINT_DLL_DIRECTORIES=D:\\msys64\\ucrt64\\bin",
    ),
    "Darwin": (
        "Voer uit: brew install pango (Homebrew haalt u op van brew.sh)",
        "Helpt dat niet? Typ dan eerst: export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib",
    ),
    "debian": ("Voer uit: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",),
    "fedora": ("Voer uit: sudo dnf install pango",),
    "Linux": (
        "Installeer Pango met het programma waarmee u andere programma's installeert; het pakket heet vaak pango.",
    ),
}
_NO_PANGO = (
    "Lukt dat niet? Laat dan uw IT-afdeling de PDF's maken. In de README staat wat zij nodig heeft. "
    "Alles behalve een PDF maken of bekijken kan ook zonder Pango."
)
_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"  # of WeasyPrint 70


def _pango(system: str) -> Check:
    """The library that puts letters on a page; it cannot come with Python."""
    try:
        import booklet.typeset  # noqa: F401  it asks for Pango when it is imported
    except OSError:
        steps = (*_GET_PANGO.get(system, _GET_PANGO["Linux"]), _NO_PANGO)
        looked = f"; gezocht in {_looked_in()}" if system == "Windows" else ""
        return Check("Pango", good=False, seen=f"ontbreekt{looked}", steps=steps)
    except ImportError:
        return Check("Pango", good=False, seen="niet na te kijken zonder de bibliotheken")
    return Check("Pango", good=True, seen="is er")


def _looked_in() -> str:
    folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS).split(";")
    return ", ".join(f"{folder}{'' if Path(folder).is_dir() else ' (is er niet)'}" for folder in folders)


def _fonts(system: str) -> Check:
    """The files of our letters, which come with the libraries."""
    try:
        from booklet.fonts import FAMILIES, font_files

        missing = [file.name for file in font_files() if not file.is_file()]
    except ImportError:
        return Check("Letters", good=False, seen="niet na te kijken zonder de bibliotheken")
    if missing:
        seen = f"niet heel: {', '.join(missing)} ontbreekt"
        return Check("Letters", good=False, seen=seen, steps=_get_libraries(system))
    return Check("Letters", good=True, seen=", ".join(FAMILIES))


def _page() -> Check:
    """A page in our own letter, typeset as the booklets are, and the letter that is in the PDF then."""
    try:
        from booklet.fonts import LETTER
        from booklet.markup import Sheets
        from booklet.typeset import lay_out, write_pdf

        html = "<html lang='nl'><title>Proef</title><body><article id='proef'><h1>Mijn Eigen Plan</h1></article>"
        data, _ = write_pdf(lay_out(Sheets(html, (f"body {{ font-family: '{LETTER}' }}",), {})), {})
    except (ImportError, OSError):
        return Check("Proef", good=False, seen="niet te maken zonder de bibliotheken en Pango")
    except Exception as fault:  # whatever a broken installation does, the other checks go on
        return Check("Proef", good=False, seen=f"mislukt ({type(fault).__name__}: {fault})", steps=(_TELL,))
    names = sorted(set(_letters(data)))
    good = bool(names) and all(name.replace("-", "").startswith(LETTER.replace(" ", "")) for name in names)
    seen = f"een bladzijde in {', '.join(names) or 'geen letter'}"
    return Check("Proef", good, seen, () if good else (_TELL,))


def _letters(data: bytes) -> Iterator[str]:
    """The names of the letters that are in a PDF that WeasyPrint wrote; its objects stand in compressed streams."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with suppress(zlib.error):
            for name in re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", zlib.decompress(stream)):
                yield name.decode()


_TELL = "Meld dit aan de makers, met alles wat hier staat."


# ----------------------------------------------------------------------------------------------------------------------
# Folders, disk and clock


def _folders(inhoud: Path) -> Check:
    """The content and the layouts, from the folder in which the command was typed."""
    wanted = {inhoud.as_posix(): inhoud / "plan.yaml", "layouts": _layouts() / "css"}
    missing = [name for name, inside in wanted.items() if not inside.exists()]
    if not missing:
        return Check("Mappen", good=True, seen=" en ".join(wanted))
    steps = (
        f"Ga naar de map van het programma: cd {_PROJECT}",
        "Is de map daar ook niet? Haal het programma opnieuw op.",
    )
    return Check("Mappen", good=False, seen=f"hier is geen goede map {' of '.join(missing)}", steps=steps)


def _layouts() -> Path:
    inside = Path(__file__).parent / "layouts"  # of a program that is installed
    return inside if inside.is_dir() else _PROJECT / "layouts"


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one around it that is there."""
    return next(one for one in (folder.resolve(), *folder.resolve().parents) if one.exists())


def _disk(uit: Path) -> Check:
    free = shutil.disk_usage(_nearest(uit)).free
    seen = f"{free // 1_000_000} MB vrij"
    if free >= ROOM:
        return Check("Schijf", good=True, seen=seen)
    steps = (f"Maak ruimte: gooi weg wat u niet meer nodig hebt, tot er {ROOM // 1_000_000} MB vrij is.",)
    return Check("Schijf", good=False, seen=seen, steps=steps)


def _writing(uit: Path) -> Check:
    """Whether the folder for the booklets and that for what passes by can be written."""
    try:
        for folder in (_nearest(uit), tempfile.gettempdir()):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"proef")
    except OSError:
        steps = (
            "Vraag uw beheerder of u in deze map mag schrijven.",
            "Of kies een andere map: zet --uit MAP achter maak.",
        )
        return Check(
            "Schrijven", good=False, seen=f"mag niet in {uit.as_posix()}, of niet in de tijdelijke map", steps=steps
        )
    return Check("Schrijven", good=True, seen=uit.as_posix())


def _day(today: date) -> Check:
    seen = f"{today.day}-{today.month}-{today.year}"
    if today.year >= FIRST_YEAR:
        return Check("Datum", good=True, seen=seen)
    return Check("Datum", good=False, seen=seen, steps=("Zet de klok van deze computer goed.",))
