"""What people see in a terminal: progress, folding, `--stil` and `--json`, the Tab key, any console, and what goes wrong."""

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from small import GEMEENTE, only_editions

from booklet import terminal
from booklet.cli import main
from booklet.namen import editie_names
from booklet.pipeline import Made, Order, Report
from booklet.problems import Place, Problem, Severity, error, note, warning
from booklet.terminal import Progress, counted, print_folded, typed, watched

COVERS = {"begin": ["omslag"], "slot": ["colofon"]}  # the smallest edition: four pages
INSTALLED = "mijn-eigen-plan"
WAIT = 120  # seconds after which a process hangs


def run(*words: str) -> Result:
    """Run the program in this process."""
    return CliRunner().invoke(main, list(words))


@pytest.fixture(autouse=True)
def _no_colour_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine says about colours is no part of a test."""
    monkeypatch.delenv("NO_COLOR", raising=False)


# ----------------------------------------------------------------------------------------------------------------------
# Progress


class Screen(io.StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        """Say that somebody is looking."""
        return True


def _look(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal for what goes on; not a fixture, for pytest sets the streams anew when a test begins."""
    new = Screen()
    monkeypatch.setattr(sys, "stderr", new)
    monkeypatch.setenv("TERM", "xterm")
    return new


def _seen(written: str) -> str:
    """What a terminal shows in its line after all of this."""
    line = ""
    for piece in written.split("\r"):
        line = piece + line[len(piece) :]
    return line.rstrip()


@given(texts=st.lists(st.text(), max_size=5), width=st.integers(2, 60))
def test_progress_stays_in_its_line_and_leaves_nothing(texts: list[str], width: int) -> None:
    """Whatever is told: it is cut before the last column, has no control character, and is rubbed out in the end."""
    with pytest.MonkeyPatch.context() as patch:
        new = Screen()
        patch.setattr(sys, "stderr", new)
        patch.setenv("TERM", "xterm")
        patch.setattr(terminal, "_columns", lambda: width)
        progress = Progress()
        for text in texts:
            progress(1, text)
            shown = _seen(new.getvalue())
            line = _as_line(text)
            assert shown == (line.rstrip() if len(line) < width else f"{line[: width - 2]}…")
        progress.clear()
    assert _seen(new.getvalue()) == ""
    assert all(letter == "\r" or letter.isprintable() for letter in new.getvalue())


def _as_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text[:1].upper() + text[1:])


def test_a_lasting_line_stands_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The line that tells what goes on is gone before it."""
    screen = _look(monkeypatch)
    progress = Progress()
    progress(1, "bezig met iets langs")
    assert _seen(screen.getvalue()) == "Bezig met iets langs"
    progress.lasting("Gemaakt: a.pdf")
    assert _seen(screen.getvalue()) == ""
    assert capsys.readouterr().out == "Gemaakt: a.pdf\n"


@pytest.mark.parametrize(("how", "told"), [("a terminal", True), ("a dumb terminal", False), ("a pipe", False)])
def test_progress_is_quiet_where_a_line_cannot_be_written_anew(
    monkeypatch: pytest.MonkeyPatch, how: str, *, told: bool
) -> None:
    """A pipe, and a terminal that only puts lines below each other; without an escape code where it does speak."""
    screen = _look(monkeypatch)
    if how == "a pipe":
        monkeypatch.setattr(screen, "isatty", lambda: False)
    if how == "a dumb terminal":
        monkeypatch.setenv("TERM", "dumb")
    watched(lambda progress: progress(1, "bezig"))
    assert ("Bezig" in screen.getvalue()) == told
    assert "\x1b" not in screen.getvalue()


def test_progress_tells_which_booklet_of_how_many(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every booklet has a turn, in order, and the file is told as soon as it is there."""
    only_editions(project, een=COVERS, twee=COVERS)
    told: list[str] = []
    monkeypatch.setattr(Progress, "__call__", lambda self, step, text: told.append(text))
    monkeypatch.setattr(Progress, "lasting", lambda self, text: told.append(text))
    result = run("maak", GEMEENTE)
    assert result.exit_code == 0, result.output
    turns = [re.match(r"\((\d) van 2\) Voorbeeldstad, (een|twee): ", text) for text in told]
    made = [text for text in told if text.startswith("Gemaakt")]
    assert list(dict.fromkeys(match.groups() for match in turns if match)) == [("1", "een"), ("2", "twee")]
    assert made == [f"Gemaakt: output/{GEMEENTE}/{name}.pdf (4 bladzijden)" for name in ("een", "twee")]
    assert told.index(made[0]) < told.index(
        next(match[0] + "de bladzijden indelen" for match in turns if match and match[1] == "2")
    )


@pytest.mark.parametrize(("environment", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_only_where_they_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, colour: bool
) -> None:
    """A terminal shows the severity in colour; with NO_COLOR and on a dumb terminal there is no escape code at all."""
    screen = _look(monkeypatch)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    with pytest.raises(SystemExit) as ended:
        main(["controleer", "--inhoud", str(tmp_path)])  # where nothing is, so it is told soon
    assert ended.value.code == 1
    assert "fout" in screen.getvalue()
    assert ("\x1b" in screen.getvalue()) == colour


# ----------------------------------------------------------------------------------------------------------------------
# Folding

PROBLEMS = st.builds(
    lambda code, severity, file, line: Problem(code, severity, Place(file, line), f"bericht {code}"),
    st.sampled_from(["C58", "C59"]),
    st.sampled_from(Severity),
    st.sampled_from(["a.yaml", "b.yaml"]),
    st.integers(1, 99),
)


@settings(max_examples=50)
@given(problems=st.lists(PROBLEMS, max_size=30, unique=True))
def test_what_is_folded_is_counted(problems: list[Problem]) -> None:
    """Nothing that may not be folded is left out; lines and counts together are all there is; three tell what kind it is."""
    with pytest.MonkeyPatch.context() as patch:
        new = io.StringIO()
        patch.setattr(sys, "stderr", new)
        more = print_folded(problems, lambda problem: problem.severity == Severity.WARNING)
    lines = new.getvalue().splitlines()
    left = [int(match[1]) for line in lines if (match := re.match(r"  … en nog (\d+) waarschuwing", line))]
    shown = [line for line in lines if not line.startswith("  …")]
    assert len(shown) + sum(left) == len(problems)
    assert more == bool(left)
    assert [line for line in shown if "waarschuwing" not in line] == [
        str(problem) for problem in problems if problem.severity != Severity.WARNING
    ]
    for kind in {(problem.code, problem.place.file) for problem in problems}:
        of_kind = [one for one in problems if (one.code, one.place.file) == kind and one.severity == Severity.WARNING]
        of_shown = [one for one in of_kind if str(one) in shown]
        assert of_shown == of_kind[:3]


@pytest.mark.parametrize(
    ("count", "severity", "said"),
    [
        (1, Severity.ERROR, "1 fout"),
        (2, Severity.ERROR, "2 fouten"),
        (1, Severity.WARNING, "1 waarschuwing"),
        (0, Severity.NOTE, "0 meldingen"),
    ],
)
def test_one_is_not_more(count: int, severity: Severity, said: str) -> None:
    """One of a thing is told as one."""
    assert counted(count, severity) == said


# ----------------------------------------------------------------------------------------------------------------------
# What is told at the end, for people, hardly and for another program

OLD = [warning("C59", Place("content/a.yaml", line), "te oud", "kijk het na") for line in range(1, 8)]
MADE = Made("output/almere/proef.pdf", 4, "almere", 0, "proef", "scherm")
OURS = [warning("T03", Place(f"output/almere/{number}.pdf"), "dik", "niet nieten") for number in range(5)]


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a run end with this report, without making anything."""

    def end_with(*problems: Problem, made: tuple[Made, ...] = (MADE,)) -> None:
        def make(order: Order, _on_step: object, on_made: Callable[[Made], None]) -> Report:
            for one in made:
                on_made(one)
            wrong = any(problem.severity == Severity.ERROR for problem in problems)
            return Report(made, problems, wrong or (order.streng and bool(problems)))

        monkeypatch.setattr("booklet.cli_maak.make", make)
        monkeypatch.chdir(ROOT)

    return end_with


def test_the_last_lines_tell_what_matters(reported: Callable[..., None]) -> None:
    """Warnings that `controleer` tells too are folded, those about what was made are not; the end is what was made."""
    reported(*OLD, *OURS)
    result = run("maak", "almere")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Gemaakt: output/almere/proef.pdf (4 bladzijden)",
        "12 waarschuwingen. Alles lezen: python build.py controleer almere",
        "1 bestand gemaakt in output/almere.",
    ]
    assert [line for line in result.stderr.splitlines() if line.startswith("content")] == [str(one) for one in OLD[:3]]
    assert "  … en nog 4 waarschuwingen zoals deze in dit bestand" in result.stderr.splitlines()
    assert [line for line in result.stderr.splitlines() if line.startswith("output")] == [str(one) for one in OURS]


def test_errors_come_last_and_are_never_folded(reported: Callable[..., None]) -> None:
    """The line that says what to do stands right below them."""
    wrong = [error("C01", Place("content/a.yaml", line), "dit kan niet", "haal het weg") for line in range(1, 9)]
    reported(*wrong, *OLD, made=())
    result = run("maak", "almere")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-9:] == [
        *map(str, wrong),
        "Er is niets gemaakt. Los eerst de fouten op die hierboven staan.",
    ]
    assert result.stdout.startswith("8 fouten, 7 waarschuwingen. ")


def test_a_strict_run_folds_nothing(reported: Callable[..., None]) -> None:
    """With `--streng` it is the warnings that stop it, and they are called so."""
    reported(*OLD, made=())
    result = run("maak", "almere", "--streng")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        *map(str, OLD),
        "Er is niets gemaakt. Los eerst de waarschuwingen op die hierboven staan.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), []),
        (("--streng",), [*map(str, OLD), "Niet alles is gemaakt. Los eerst de waarschuwingen op die hierboven staan."]),
    ],
)
def test_silence_is_broken_only_by_what_stops(
    reported: Callable[..., None], words: tuple[str, ...], said: list[str]
) -> None:
    """Nothing on the stream for answers."""
    reported(*OLD)
    result = run("maak", "almere", "--stil", *words)
    assert (result.stdout, result.stderr.splitlines(), result.exit_code) == ("", said, int(bool(words)))


def test_json_holds_everything(reported: Callable[..., None]) -> None:
    """All problems, folded or not, each with its place in parts; nothing else is said on either stream."""
    hint = note("C01", Place("kaart.xlsx", 2, 3, "Hulp"), "Súdwest-Fryslân 🙂 中")
    reported(*OLD, hint)
    result = run("maak", "almere", "--json")
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told["gestopt"] is False
    assert told["gemaakt"] == [
        {"bestand": MADE.path, "gemeente": "almere", "editie": "proef", "druk": "scherm", "bladzijden": 4, "vellen": 0}
    ]
    assert len(told["problemen"]) == len(OLD) + 1
    assert told["problemen"][-1] == {
        "code": "C01", "ernst": "melding", "bestand": "kaart.xlsx", "regel": 2, "kolom": 3, "blad": "Hulp",
        "bericht": "Súdwest-Fryslân 🙂 中", "tip": None,
    }  # fmt: skip
    assert told["problemen"][0]["kolom"] is None


def test_a_run_for_another_program_is_the_same_run(project: Path) -> None:
    """The same file, byte for byte, whatever is said of it; `controleer` and `lijst` have their document too."""
    only_editions(project, proef=COVERS)
    folders = {"--stil": "twee", "--json": "drie"}
    results = {how: run("maak", GEMEENTE, "--uit", folder, how) for how, folder in folders.items()}
    assert {result.exit_code for result in results.values()} == {0}
    files = {Path(folder, GEMEENTE, "proef.pdf").read_bytes() for folder in folders.values()}
    assert len(files) == 1
    told = json.loads(results["--json"].stdout)
    assert [made["bestand"] for made in told["gemaakt"]] == [f"drie/{GEMEENTE}/proef.pdf"]
    checked = json.loads(run("controleer", GEMEENTE, "--json").stdout)
    assert checked["gemeenten"] == [GEMEENTE]
    assert checked["problemen"] == told["problemen"]
    assert run("controleer", GEMEENTE, "--stil").output == ""
    looked = json.loads(run("controleer", "--pdf", f"drie/{GEMEENTE}/proef.pdf", "--json").stdout)
    assert (looked["gestopt"], looked["bestanden"]) == (False, [f"drie/{GEMEENTE}/proef.pdf"])
    assert json.loads(run("lijst", "--json").stdout)["edities"] == ["proef"]


def test_wrong_answers_are_a_document_too(project: Path) -> None:
    """A file that `--ingevuld` cannot read ends with 1, and says so in the way that was asked for."""
    Path("mijn.yaml").write_text("niets: hier\n", encoding="utf-8")
    result = run("maak", "--ingevuld", "mijn.yaml", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["gestopt"], told["gemaakt"]) == (1, True, [])
    assert {problem["bestand"] for problem in told["problemen"]} == {"mijn.yaml"}


def test_differences_for_another_program(project: Path) -> None:
    """What is gone and what changed, with the old and the new value."""
    card = Path(f"content/gemeenten/{GEMEENTE}/sociale-kaart.yaml")
    shutil.copy(card, "oud.yaml")
    text = card.read_text(encoding="utf-8")
    first = re.search(r"aanbod: (.*)\n", text)
    assert first
    card.write_text(text.replace(first[0], "aanbod: Iets anders\n", 1), encoding="utf-8")
    told = json.loads(run("sociale-kaart", "verschil", GEMEENTE, "oud.yaml", "--json").stdout)
    assert told["gestopt"] is False
    assert {one["aanbod"] for one in told["nieuw"] + told["veranderd"]} >= {first[1].strip("'\"")}
    assert all(field["was"] != field["wordt"] for one in told["veranderd"] for field in one["velden"])


# ----------------------------------------------------------------------------------------------------------------------
# The Tab key

SHELLS = ("bash", "zsh", "fish", "powershell")


def _complete(shell: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a shell gets when Tab is pressed behind the last of these words; click's own words for it are parted by lines."""
    line = " ".join((INSTALLED, *words))
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words)))
    answering = get_completion_class(shell)
    assert answering is not None
    told = answering(main, {}, INSTALLED, "_MIJN_EIGEN_PLAN_COMPLETE").complete().splitlines()
    if shell in ("zsh", "powershell"):
        return [f"{kind},{value}" for kind, value in zip(told[::3], told[1::3], strict=True)]
    return [one.partition("\t")[0] for one in told]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["contr"], ["plain,controleer"]),
        (["maak", "alm"], ["plain,almere"]),
        (["maak", "almere", "--edi"], ["plain,--editie"]),
        (["maak", "--editie", "basis"], ["plain,basisformat"]),
        (["maak", "--druk", "gro"], ["plain,grootletter"]),
        (["maak", "--domein", "geld"], ["plain,geldzaken"]),
        (["maak", "--voorbeeld", "r"], ["plain,ria"]),
        (["maak", "--drukkerij", "oud"], ["plain,ouder"]),
        (["maak", "--omslaan", "k"], ["plain,kort"]),
        (["maak", "--uit", "out"], ["dir,out"]),
        (["maak", "--ingevuld", "pl"], ["file,pl"]),
        (["controleer", "voor"], ["plain,voorbeeldstad"]),
        (["controleer", "--pdf", "boek"], ["file,boek"]),
        (["sociale-kaart", "exporteer", "alm"], ["plain,almere"]),
        (["sociale-kaart", "importeer", "almere", "kaart"], ["file,kaart"]),
        (["aanvullen", "po"], ["plain,powershell"]),
        (["maak", "xyz"], []),
    ],
)
def test_tab_offers_what_fits(
    shell: str, words: list[str], offered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands, options, names and files, in the protocol of each shell."""
    monkeypatch.chdir(ROOT)
    assert _complete(shell, words, monkeypatch) == offered


def test_tab_offers_nothing_where_there_is_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not end with a fault in the line that somebody types."""
    monkeypatch.chdir(tmp_path)
    assert [_complete("bash", ["maak", word, ""], monkeypatch) for word in ("--editie", "--voorbeeld", "almere")] == [
        []
    ] * 3


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_says_in_dutch_how_to_install_it(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the installed command, remarks in Dutch only, and leaves click's code as it is."""
    told = run("aanvullen", shell)
    assert told.exit_code == 0
    remarks = [line for line in told.stdout.splitlines() if line.lstrip().startswith("# ")]
    assert remarks[0].startswith("# Met dit script vult de Tab-toets")
    assert remarks[-1] == f"#   {remarks[-1].removeprefix('#   ')}"
    assert f"mijn-eigen-plan aanvullen {shell}" in remarks[-1]
    assert (told.stdout.splitlines()[0] == "#compdef mijn-eigen-plan") == (shell == "zsh")
    answering = get_completion_class(shell)
    assert answering is not None
    source = answering(main, {}, INSTALLED, "_MIJN_EIGEN_PLAN_COMPLETE").source()
    code = [line for line in source.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in told.stdout.splitlines() if not line.lstrip().startswith("#")] == code


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="bash itself is needed")
def test_bash_completes(tmp_path: Path) -> None:
    """The script that `aanvullen` prints, read by a real bash that then has Tab pressed."""
    command = tmp_path / INSTALLED
    start = f"from booklet.cli import main; main(prog_name='{INSTALLED}')"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{start}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    typing = """
        source <(mijn-eigen-plan aanvullen bash)
        COMP_WORDS=(mijn-eigen-plan maak --editie "$1"); COMP_CWORD=3
        _mijn_eigen_plan_completion mijn-eigen-plan
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "--norc", "-c", typing, "bash", ""],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=WAIT,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (list(editie_names(ROOT / "content")), "")


# ----------------------------------------------------------------------------------------------------------------------
# Any console

EVERY_COMMAND = """
import warnings
from booklet.cli import main
warnings.filterwarnings("error", category=EncodingWarning, module="booklet")  # what others open, is not ours
for words in WORDS:
    try:
        main(words.split("|"), prog_name="build.py")
    except SystemExit as ended:
        print(f"== {ended.code}", flush=True)
"""
WORDS = [
    "--help", "lijst", "lijst|--json", f"controleer|{GEMEENTE}", f"controleer|{GEMEENTE}|--json", "controleer|Súdwest-Fryslân 🙂",
    f"maak|{GEMEENTE}|--uit|Map é met spatie", f"controleer|--pdf|Map é met spatie/{GEMEENTE}/proef.pdf", "maak|--bestaat-niet",
    f"sociale-kaart|exporteer|{GEMEENTE}|ķaart 🙂.xlsx", f"sociale-kaart|verschil|{GEMEENTE}|ķaart 🙂.xlsx", "aanvullen|bash",
    "nieuw|Súdwest-Fryslân", f"uitlezen|Map é met spatie/{GEMEENTE}/proef.pdf",
]  # fmt: skip


def _speak(encoding: str) -> subprocess.CompletedProcess[bytes]:
    """Run every command in a process whose console has this encoding; what it reads in that of the machine is an error."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    code = f"WORDS = {WORDS!a}\n{EVERY_COMMAND}"
    strict = [sys.executable, "-X", "warn_default_encoding", "-W", "ignore::EncodingWarning", "-c", code]
    done = subprocess.run(strict, env=environment, capture_output=True, check=False, timeout=WAIT)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"programma zelf" not in done.stderr
    return done


def _codes(done: subprocess.CompletedProcess[bytes]) -> list[int]:
    return [int(code) for code in re.findall(rb"^== (\d)\r?$", done.stdout, re.MULTILINE)]


def test_every_command_speaks_to_a_windows_pipe(project: Path) -> None:
    """A pipe has cp1252 there; files, folders and the gemeente have letters that it lacks."""
    only_editions(project, proef=COVERS)
    done = _speak("cp1252")
    assert _codes(done) == [0, 0, 0, 0, 0, 2, 0, 0, 2, 0, 0, 0, 0, 1]
    assert "Gemeente 'Súdwest-Fryslân ?' is er nog niet".encode("cp1252") in done.stderr
    assert "Gemaakt: Map é met spatie".encode("cp1252") in done.stdout
    assert "?aart".encode("cp1252") not in done.stdout  # a letter keeps its place without what is above or below it


def test_every_command_speaks_to_an_old_console(project: Path) -> None:
    """One of MS-DOS has no dash and no arrow; JSON is UTF-8 everywhere."""
    only_editions(project, proef=COVERS)
    with (project / f"content/gemeenten/{GEMEENTE}/gemeente.yaml").open("a", encoding="utf-8") as file:
        file.write("\nvréémd → 🙂: Łódź\n")
    done = _speak("cp850")
    assert _codes(done) == [0, 0, 0, 1, 1, 2, 1, 2, 2, 1, 1, 0, 0, 2]
    assert "fout: onbekend veld 'vréémd ? ?' - ".encode("cp850") in done.stderr
    assert "onbekend veld 'vréémd → 🙂'".encode() in done.stdout


@given(st.text(), st.sampled_from(["ascii", "cp437", "cp850", "cp1252", "utf-8"]))
def test_any_text_can_be_written_to_any_console(text: str, encoding: str) -> None:
    """It never fails, what the console knows stays as it is, and every letter leaves something."""
    written = text.encode(encoding, "gewone-letters").decode(encoding)
    assert written == "".join(letter.encode(encoding, "gewone-letters").decode(encoding) for letter in text)
    assert len(written) >= len(text)
    if text.encode(encoding, "ignore").decode(encoding) == text:
        assert written == text


@pytest.mark.parametrize(("text", "plain"), [("é – Łódź", "e - ?odz"), ("“ķ”…", '"k"...')])
def test_a_letter_without_its_accent_is_better_than_a_question_mark(text: str, plain: str) -> None:
    """As a reader would write it."""
    assert text.encode("ascii", "gewone-letters").decode() == plain


@pytest.mark.parametrize(
    ("path", "shown"),
    [("plan.yaml", "plan.yaml"), ("mijn map/plan.yaml", '"mijn map/plan.yaml"'), ("a&b.yaml", '"a&b.yaml"')],
)
def test_a_path_is_shown_as_one_types_it(path: str, shown: str) -> None:
    """With quotes around what a terminal would break, also in Windows."""
    assert typed(Path(path)).replace("\\", "/") == shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--papier", "20"), "Fout: '--papier' klopt niet: 20 kan hier niet. Dit kan wel: van 60 tot en met 200."),
        (("--oplage", "0"), "Fout: '--oplage' klopt niet: 0 kan hier niet. Dit kan wel: 1 of meer."),
    ],
)
def test_limits_are_told_in_words(words: tuple[str, ...], said: str) -> None:
    """No formula, in an error nor in the help."""
    result = run("maak", *words)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, said)
    told = " ".join(run("maak", "--help").output.split())
    assert "<=" not in told
    assert "[van 60 tot en met 200]" in told


# ----------------------------------------------------------------------------------------------------------------------
# What goes wrong


def _raise(fault: BaseException) -> Any:
    raise fault


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "U hebt het programma gestopt. Wat al gemaakt was, staat er nog.\n"),
        (MemoryError(), 1, "Fout: Deze computer heeft te weinig geheugen vrij."),
        (OSError(errno.ENOSPC, "No space left"), 1, "Fout: De schijf is vol. Gooi iets weg dat u niet meer nodig hebt"),
        (PermissionError(errno.EACCES, "denied", "a.pdf"), 1, "Fout: 'a.pdf' is op slot. Sluit het bestand"),
        (PermissionError(errno.EACCES, "denied"), 1, "Fout: Een bestand is op slot. Sluit het bestand"),
        (FileNotFoundError(errno.ENOENT, "no such", "a.pdf"), 1, "Fout: 'a.pdf' is niet te lezen of te schrijven."),
        (OSError("cannot load library 'pango'"), 1, "Fout: Pango ontbreekt op deze computer."),
        (
            KeyError("x"),
            1,
            "Fout: Het programma zelf maakte een fout. Meld dit aan de makers. (Voor de makers: test_terminal.py:",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_what_goes_wrong_is_told_in_a_sentence(
    fault: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And ends as a program should, without a traceback and without what the system says in English."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("booklet.cli_maak.make", lambda *_: _raise(fault))
    result = run("maak", "almere")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(said)
    assert not any(word in result.stderr for word in ("Traceback", "denied", "space left", "no such", "library"))


def test_a_pipe_that_is_closed_ends_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when that happens in the middle of the work."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("booklet.cli_maak.make", lambda *_: _raise(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    result = run("maak", "almere")
    assert (result.exit_code, result.output) == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for a closed pipe")
def test_head_ends_a_list_without_a_word() -> None:
    """The reader is gone before the first line."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "lijst"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (said, process.wait(WAIT)) == (b"", 1)
