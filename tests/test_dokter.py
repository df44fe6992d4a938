"""Whether a machine can make booklets: what is said where it can, and where Pango, a library or Python is missing."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner
from conftest import DAY, ROOT

from booklet import dokter
from booklet.cli import main
from booklet.dokter import Check, examine, told

SYSTEMS = ("Windows", "Darwin", "debian", "fedora", "Linux")
CHECKS = ("Python", "Bibliotheken", "Pango", "Letters", "Proef", "Mappen", "Schijf", "Schrijven", "Datum")
ENGLISH = ("Traceback", "could not", "cannot load", "WeasyPrint", "Error")


def _checks(today: date = DAY) -> dict[str, Check]:
    return {check.what: check for check in examine(ROOT / "content", Path("output"), today)}


def test_all_is_well_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that can make booklets every check is good, and a page in our own letter was made."""
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["dokter"])
    lines = done.output.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(CHECKS)
    assert all(line[15:].startswith(" goed ") for line in lines[:-1])
    assert "Proef           goed       een bladzijde in Atkinson-Hyperlegible-Bold" in lines
    assert lines[-1] == "Alles is goed. Deze computer kan de boekjes maken."
    assert done.exit_code == 0


class _NoTypesetting:
    """Importing what typesets fails as it does without Pango."""

    def find_spec(self, name: str, *_: object) -> None:
        """No module is found here, and one is refused."""
        if name == "booklet.typeset":
            raise OSError("cannot load library 'libgobject-2.0-0'")


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Pango."""
    monkeypatch.delitem(sys.modules, "booklet.typeset", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_NoTypesetting(), *sys.meta_path])


def _on(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(dokter, "_system", lambda: system)


FIRST_STEP = {
    "Windows": "Haal MSYS2 op van msys2.org",
    "Darwin": "Voer uit: brew install pango",
    "debian": "Voer uit: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "Voer uit: sudo dnf install pango",
    "Linux": "Installeer Pango met het programma",
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.usefixtures("no_pango")
def test_without_pango_every_system_has_its_steps(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact steps, in letters that any console of Windows has; all other checks go on."""
    _on(monkeypatch, system)
    checks = _checks()
    assert [what for what, check in checks.items() if not check.good] == ["Pango", "Proef"]
    assert checks["Pango"].steps[0].startswith(FIRST_STEP[system])
    assert (r"C:\msys64\ucrt64\bin" in checks["Pango"].seen) == (system == "Windows")
    lines = list(told(checks.values()))
    assert lines[-1].endswith("Kijk daarna opnieuw met: python build.py dokter")
    assert "\n".join(lines).encode("cp1252")
    assert not [word for word in ENGLISH if word in "\n".join(lines)]


# Runs what is typed on a machine where no library of the system loads; tells how each command ended and what it said.
WITHOUT_PANGO = """
import cffi, json, sys
def refuse(*_, **__):
    raise OSError("cannot load library 'libgobject-2.0-0'")
cffi.FFI.dlopen = refuse
from click.testing import CliRunner
from booklet.cli import main
done = [CliRunner().invoke(main, words) for words in json.loads(sys.argv[1])]
print(json.dumps([(one.exit_code, one.output, repr(one.exception)) for one in done]))
"""
NO_PDF: Sequence[Sequence[str]] = (
    ("--help",),
    ("lijst",),
    ("controleer", "voorbeeldstad"),
    ("nieuw", "Utrecht"),
    ("sociale-kaart", "exporteer", "voorbeeldstad", "kaart.xlsx"),
    ("sociale-kaart", "verschil", "voorbeeldstad", "kaart.xlsx"),
    ("huisstijl", "voorbeeldstad", str(ROOT / "tests/tokens/kringen.json")),
    ("kijk", "--help"),
    ("maak", "voorbeeldstad", "--editie", "uitnodiging"),
    ("dokter",),
)


def test_everything_but_the_pdf_works_without_pango(project: Path) -> None:
    """Commands that make no PDF do not notice; `maak` says in a sentence what to type, `dokter` what to do."""
    command = [sys.executable, "-c", WITHOUT_PANGO, json.dumps(NO_PDF)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    ended = {" ".join(words): end for words, end in zip(NO_PDF, json.loads(done.stdout.splitlines()[-1]), strict=True)}
    codes = {words: code for words, (code, _, _) in ended.items()}
    assert codes == {words: int(words.startswith(("maak", "dokter"))) for words in codes}, ended
    assert "Pango ontbreekt op deze computer. Wat u kunt doen, ziet u met: python build.py dokter" in ended["maak voorbeeldstad --editie uitnodiging"][1]  # fmt: skip
    assert re.search("(?m)^Pango +niet goed +ontbreekt", ended["dokter"][1])
    said = done.stdout + done.stderr
    assert not [word for word in ENGLISH if word in said]


@pytest.mark.parametrize("words", ["lijst", "dokter"])
def test_without_libraries_the_program_says_what_to_do(words: str) -> None:
    """A Python that has none of them, such as that of the system itself."""
    command = [sys.executable, "-E", "-S", "build.py", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    first, *steps = done.stderr.splitlines()
    wrong = "click is er niet, fonttools is er niet, fontpkg-atkinson-hyperlegible is er niet, en nog"
    if words == "lijst":
        assert first.startswith(f"Het programma kan hier nog niet beginnen. Bibliotheken: {wrong}")
        assert steps[-1].strip().startswith(f"{len(steps)}. Typ daarna steeds .venv")
    else:
        assert first.startswith("Python          goed")
        assert steps[0].startswith(f"Bibliotheken    niet goed  {wrong}")
    assert not [word for word in ENGLISH if word in done.stderr]


def test_what_starts_first_is_read_by_an_older_python() -> None:
    """It tells that Python is too old, so an older Python must be able to read it."""
    for file in (ROOT / "build.py", ROOT / "booklet/dokter.py"):
        ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_older_python(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing to mend is Python itself; libraries are not looked at."""
    _on(monkeypatch, system)
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    said = dokter.no_start(ImportError("cannot import name 'StrEnum' from 'enum'"), ["maak"])
    assert said.startswith("Het programma kan hier nog niet beginnen. Python: ")
    assert "is te oud.\n  1. Installeer Python 3.11 of nieuwer" in said
    assert "StrEnum" not in said


def test_a_fault_of_the_program_itself_is_told_as_such() -> None:
    """When nothing is wrong with the machine."""
    said = dokter.no_start(ImportError("geen module"), ["maak"])
    assert (
        said == "Het programma is niet heel (ImportError: geen module). Haal het opnieuw op, of meld dit aan de makers."
    )


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("8.5", True),
        ("8.5.0", True),
        ("8.40.2", True),
        ("8.4.9", False),
        ("9", False),
        ("9.0.1", False),
        ("10.1", False),
    ],
)
def test_a_library_is_within_what_we_ask(version: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """Click is asked for from 8.5, and below 9."""
    here = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: version if name == "click" else here(name))
    check = _libraries()
    assert check.good == good
    assert re.fullmatch(
        r"alle \d+ zijn er" if good else f"click {re.escape(version)} is te oud of te nieuw", check.seen
    )


def _libraries() -> Check:
    return next(check for check in examine(ROOT / "content", Path("output"), DAY) if check.what == "Bibliotheken")


def _refused(*_: Any, **__: Any) -> NoReturn:
    raise PermissionError(13, "no")


def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=12_000_000))


def _locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", _refused)


WRONG: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str, str]] = {
    "Schijf": (_full, "12 MB vrij", "Maak ruimte: gooi weg wat u niet meer nodig hebt, tot er 200 MB vrij is."),
    "Schrijven": (_locked, "mag niet in output, of niet in de tijdelijke map", "Vraag uw beheerder of u in deze map mag schrijven."),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.usefixtures("no_pango")
def test_what_else_can_be_wrong(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk and a folder that is locked."""
    prepare, seen, step = WRONG[what]
    prepare(monkeypatch)
    check = _checks()[what]
    assert (check.good, check.seen, check.steps[0]) == (False, seen, step)


@pytest.mark.usefixtures("no_pango")
def test_another_folder_and_a_clock_that_stopped(tmp_path: Path) -> None:
    """The command was typed elsewhere; the day is years ago."""
    checks = {check.what: check for check in examine(tmp_path / "content", tmp_path / "uit", date(1970, 1, 1))}
    assert not checks["Mappen"].good
    assert checks["Mappen"].steps[0] == f"Ga naar de map van het programma: cd {ROOT}"
    assert checks["Schrijven"].good
    assert not list(tmp_path.iterdir())
    assert (checks["Datum"].good, checks["Datum"].seen) == (False, "1-1-1970")


def test_the_container_has_what_dokter_asks_for() -> None:
    """The packages of Debian are the same in both, and the editor's container is that one."""
    text = (ROOT / ".devcontainer/Containerfile").read_text(encoding="utf-8")
    (installed,) = re.findall(r"apt-get install (?:--[\w-]+ )*([^&\\\n]+)", text)
    assert f"sudo apt install {installed.strip()}" in FIRST_STEP["debian"]
    assert re.search(r"^USER \w+$", text, re.MULTILINE)
    settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert settings["build"]["dockerfile"] == "Containerfile"
    assert settings["remoteUser"] in text
    recommended = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert settings["customizations"]["vscode"]["extensions"] == recommended
