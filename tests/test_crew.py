"""A run over many gemeenten: the same by processes side by side, whole when it is broken off or killed, and to go on with."""

import json
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from multiprocessing import active_children
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner, Result
from conftest import CONTENT, DAY, ROOT
from hypothesis import given
from hypothesis import strategies as st
from killed import killed_before
from small import GEMEENTE, change, only_editions, read_once, without_checks

from booklet import cli_maak
from booklet.checks import Found
from booklet.cli import main
from booklet.crew import Pace, cores, make_many
from booklet.files import ENDING, HALF, sweep, write_whole
from booklet.gemaakt import Ledger
from booklet.overview import FILE, KEPT
from booklet.pipeline import Made, Order, Report, Row, make
from booklet.problems import Place, Severity, error, warning
from booklet.voorraad import FOLDER

COVERS = {"begin": ["omslag"], "slot": ["colofon"]}
TOWNS = tuple(f"dorp-{number}" for number in range(1, 6))
BROKEN = TOWNS[-1]
KILLS, OF_ALL = 20, 2  # and of how many of them all processes of a real run are killed


class Land(NamedTuple):
    """A project with some fictional gemeenten, what was asked for, what came of it in one process, and the files of that."""

    folder: Path
    order: Order
    report: Report
    made: Path

    def fresh(self) -> None:
        """Begin again without any booklet."""
        shutil.rmtree(self.order.uit, ignore_errors=True)


def _files(folder: Path) -> Mapping[str, str]:
    """The digests of all that was made, without what is kept for the next run."""
    every = (file for file in sorted(folder.rglob("*")) if file.is_file())
    named = {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in every}
    return {name: digest for name, digest in named.items() if not name.startswith(FOLDER)}


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """Five gemeenten, of which the last is not right, made once in one process."""
    folder = tmp_path_factory.mktemp("land")
    shutil.copytree(CONTENT, folder / "content")
    only_editions(folder, proef=COVERS)
    gemeenten = folder / "content/gemeenten"
    example = gemeenten / GEMEENTE
    for name in TOWNS:
        shutil.copytree(example, gemeenten / name)
        change(gemeenten / name / "gemeente.yaml", lambda data, name=name: data.update(naam=name.capitalize()))
    for name in (GEMEENTE, "almere"):
        shutil.rmtree(gemeenten / name)
    (gemeenten / BROKEN / "sociale-kaart.yaml").write_text("voorzieningen: nee\n", encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    order = Order(TOWNS, DAY, uit=Path("output"))
    report = make(order, lambda step, text: None)
    made = order.uit.rename("made")
    yield Land(folder, order, report, made)
    os.chdir(before)


def _quiet(_step: int, _text: str) -> None:
    """Tell nobody."""


def _at_first_done(do: Callable[[], object]) -> Callable[[int, str], None]:
    """Do something as soon as the first gemeente of a run is told to be done."""
    turns = iter((do,))

    def on_step(_step: int, text: str) -> None:
        if text.endswith("is klaar"):
            next(turns, lambda: None)()

    return on_step


# ----------------------------------------------------------------------------------------------------------------------
# Side by side


def test_processes_make_what_one_process_makes(land: Land) -> None:
    """The same report in the same order, whichever gemeente was ready first, and the same bytes."""
    land.fresh()
    told: list[str] = []
    report = make_many(land.order, lambda step, text: told.append(text), taken=2)
    assert report == land.report
    assert _files(land.order.uit) == _files(land.made)
    assert [row.gemeente for row in report.rows] == list(TOWNS)
    assert [row.files for row in report.rows] == [1, 1, 1, 1, 0]
    assert "C57" in {problem.code for problem in report.problems}  # that shows only beside another gemeente
    assert len(report.problems) == len(set(report.problems))
    assert re.findall(r"\((\d) van 5\)", " ".join(told)) == list("012345")


def test_who_breaks_off_or_loses_a_process_goes_on_later(land: Land) -> None:
    """Ctrl-C lets both processes finish theirs; when they die the rest is told; and --hervat makes what one run makes."""
    land.fresh()
    before = signal.getsignal(signal.SIGINT)
    report = make_many(land.order, _at_first_done(lambda: signal.raise_signal(signal.SIGINT)), taken=2)
    assert (report.broken_off, report.stopped, [row.files for row in report.rows]) == (True, True, [1, 1])
    assert signal.getsignal(signal.SIGINT) is before

    def kill() -> None:
        for child in active_children():
            child.kill()

    report = make_many(land.order, _at_first_done(kill), taken=2, hervat=True)
    (lost,) = (problem for problem in report.problems if problem.code == "S05")
    assert lost.severity == Severity.ERROR
    assert re.search(r"(1 gemeente is|[23] gemeenten zijn) niet gemaakt", lost.message)
    assert report.stopped
    assert not report.broken_off
    assert [row.left for row in report.rows][:3] == [True, True, False]
    done = [row.gemeente for row in report.rows if row.files]
    report = make_many(land.order, _quiet, taken=1, hervat=True)
    assert {row.gemeente for row in report.rows if row.left} >= set(done)  # who is killed may just have entered one
    rows = tuple(replace(row, left=False) for row in report.rows)
    assert replace(report, rows=rows) == land.report
    assert _products(land.order.uit) == _products(land.made)
    assert not active_children()


def _products(folder: Path) -> Mapping[str, str]:
    """What was made for gemeenten; an overview may tell that an earlier run was there."""
    return {name: data for name, data in _files(folder).items() if Path(name).name != FILE}


def test_alone_what_is_under_way_is_left_whole(land: Land, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one process Ctrl-C ends the work at once, and what was done is told."""
    without_checks(monkeypatch)
    land.fresh()

    def interrupt() -> None:
        raise KeyboardInterrupt

    report = make_many(land.order, _at_first_done(interrupt), taken=1)
    assert report.broken_off
    assert [row.gemeente for row in report.rows] == [TOWNS[0]]


def test_there_is_a_core() -> None:
    """As many processes as cores, when nobody says how many."""
    assert 1 <= cores() <= (os.cpu_count() or 1)


# ----------------------------------------------------------------------------------------------------------------------
# Killed


def _all_is_whole(folder: Path) -> None:
    """Every file with the name of a product is one."""
    for file in folder.rglob("*.*"):
        if file.suffix == ".pdf":
            assert file.read_bytes().rstrip().endswith(b"%%EOF"), file
            pikepdf.open(file).close()
        elif file.name == FILE:
            assert file.read_text(encoding="utf-8").rstrip().endswith("</html>"), file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no process groups")
def test_a_run_that_is_killed_at_any_moment_leaves_whole_files_and_goes_on(
    land: Land, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty times: before it touches the disk, or with all its processes; then --hervat makes what was never killed."""
    without_checks(monkeypatch)
    read_once(monkeypatch, land.order.inhoud)
    land.fresh()
    chance = random.Random(8)  # noqa: S311  nothing secret, and the same every time
    killed = 0
    while killed < KILLS - OF_ALL:
        if killed_before(chance.randrange(120), lambda: make_many(land.order, _quiet, taken=1, hervat=True), "output"):
            killed += 1
            _all_is_whole(land.order.uit)
        else:
            land.fresh()
    shutil.rmtree(land.order.uit / FOLDER)
    for _ in range(OF_ALL):
        _kill_all(chance.random() / 2)
        _all_is_whole(land.order.uit)
    make_many(land.order, _quiet, taken=1, hervat=True)
    assert _products(land.order.uit) == _products(land.made)
    assert not list(land.order.uit.rglob(f"{HALF}*"))


def _kill_all(wait: float) -> None:
    """Start a run with two processes and kill all of it, so many seconds after it began to write."""
    command = [sys.executable, str(ROOT / "build.py"), "maak", "--alle", "--taken", "2", "--hervat", "--stil"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    ended = time.monotonic() + 60
    before = set(Path("output").rglob("*"))
    while run.poll() is None and set(Path("output").rglob("*")) <= before and time.monotonic() < ended:
        time.sleep(0.02)
    time.sleep(wait)
    assert run.poll() is None, "it ended before it was killed"
    os.killpg(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL


# ----------------------------------------------------------------------------------------------------------------------
# What is ready


@pytest.fixture(scope="module")
def first(land: Land) -> Land:
    """The first gemeente, made and entered as ready; its files lie aside."""
    land.fresh()
    one = land._replace(order=replace(land.order, gemeenten=TOWNS[:1]), made=Path("first"))
    with pytest.MonkeyPatch.context() as patch:
        without_checks(patch)
        make_many(one.order, _quiet, taken=1)
    shutil.copytree(one.order.uit, one.made)
    return one


@pytest.fixture
def ready(first: Land, monkeypatch: pytest.MonkeyPatch) -> Land:
    """The first gemeente, that is ready."""
    without_checks(monkeypatch)
    first.fresh()
    shutil.copytree(first.made, first.order.uit)
    return first


def _is_ready(order: Order) -> bool:
    """Whether a new run finds the first gemeente ready."""
    return Ledger(order).ready(TOWNS[0]) is not None


def test_what_is_ready_is_reported_as_if_it_was_made(ready: Land) -> None:
    """The same report, also when others are asked for with it; and no file is written anew."""
    before = {file: file.stat().st_mtime_ns for file in ready.order.uit.rglob("*.*")}
    report = make_many(replace(ready.order, alle=True), _quiet, hervat=True)
    (row,) = report.rows
    assert (row.left, row.files, row.naam) == (True, 1, "Dorp-1")
    assert [made.path for made in report.made] == ["output/dorp-1/proef.pdf"]
    after = {file: file.stat().st_mtime_ns for file in ready.order.uit.rglob("*.*")}
    assert {file for file, moment in after.items() if before.get(file) != moment} == {ready.order.uit / FILE}


@pytest.mark.parametrize("name", ["proef.pdf", FILE, KEPT])
def test_a_file_that_is_not_what_was_made_is_made_anew(ready: Land, name: str) -> None:
    """One that is gone, one with a byte more, and one with another byte; and with its own bytes it is ready again."""
    file = ready.order.uit / TOWNS[0] / name
    data = file.read_bytes()
    for other in (None, data + b" ", data[:-1] + b"?"):
        file.unlink(missing_ok=True)
        if other:
            file.write_bytes(other)
        assert not _is_ready(ready.order)
    file.write_bytes(data)
    assert _is_ready(ready.order)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("plan.yaml", False),
        ("drukkerijen/standaard.yaml", False),
        (f"gemeenten/{TOWNS[0]}/gemeente.yaml", False),
        (f"gemeenten/{TOWNS[0]}/new.svg", False),
        (f"gemeenten/{TOWNS[1]}/gemeente.yaml", True),
    ],
)
def test_what_it_is_made_of_may_not_change(ready: Land, name: str, *, same: bool) -> None:
    """A byte in a file that all share or in one of its own; what another gemeente has is no matter."""
    file = ready.order.inhoud / name
    old = file.read_bytes() if file.exists() else None
    file.write_bytes((old or b"") + b"\n# x\n")
    try:
        assert _is_ready(ready.order) == same
    finally:
        file.unlink()
        if old is not None:
            file.write_bytes(old)
    assert _is_ready(ready.order)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"today": DAY.replace(day=23)}, False),
        ({"drukken": ("scherm", "grootletter")}, False),
        ({"domeinen": ("geldzaken",)}, False),
        ({"ook_verouderd": True}, False),
        ({"streng": True}, False),
        ({"uit": Path("elsewhere")}, False),
        ({"gemeenten": TOWNS}, True),
        ({"alle": True}, True),
    ],
)
def test_it_is_ready_for_the_same_order_alone(ready: Land, other: Mapping[str, Any], *, same: bool) -> None:
    """Whatever changes the files, or what is told of them; not which other gemeenten are made with it."""
    assert _is_ready(replace(ready.order, **other)) == same


def test_a_damaged_or_foreign_record_is_none(ready: Land) -> None:
    """With a byte changed, cut off, empty, of another gemeente, or of another program: made anew, and never a fault."""
    (record,) = (ready.order.uit / FOLDER).glob("*/klaar/*")
    data = record.read_bytes()
    for other in (data[:-1] + b"?", data[: len(data) // 2], b"", pickle.dumps(Path), b"{}"):
        record.write_bytes(other)
        assert not _is_ready(ready.order)
    record.write_bytes(data)
    assert _is_ready(ready.order)
    record.rename(record.with_name(Ledger(ready.order).name_of(TOWNS[1])))
    assert Ledger(ready.order).ready(TOWNS[1]) is None


def test_a_gemeente_that_changed_meanwhile_is_not_entered(ready: Land) -> None:
    """Nor is one with an error, one that nothing was made of, or one whose file is gone already."""
    ledger = Ledger(ready.order)
    outcome = ledger.ready(TOWNS[0])
    assert outcome is not None
    name = ledger.name_of(TOWNS[0])
    wrong = (error("X00", Place("a"), "b"),)
    for at, one in (
        ("an earlier name", outcome),
        (name, replace(outcome, problems=wrong)),
        (name, replace(outcome, found=Found(wrong, {}, frozenset()))),
        (name, replace(outcome, made=())),
        (name, replace(outcome, made=(Made("gone.pdf", 1, TOWNS[0]),))),
    ):
        shutil.rmtree(ready.order.uit / FOLDER, ignore_errors=True)
        Ledger(ready.order).enter(at, one)
        assert not (ready.order.uit / FOLDER).exists()
    Ledger(ready.order).enter(name, outcome)
    assert _is_ready(ready.order)


# ----------------------------------------------------------------------------------------------------------------------
# Files


def test_half_files_are_swept_and_others_stay(tmp_path: Path) -> None:
    """What a run that was killed left in its folders, and nothing that looks a little like it."""
    (tmp_path / "los").mkdir()
    half = [tmp_path / f"{HALF}abc{ENDING}", tmp_path / f"los/{HALF}x{ENDING}"]
    others = [tmp_path / name for name in ("half.tmp", ".overzicht", f"a{HALF}b{ENDING}", "los/boek.pdf")]
    for file in (*half, *others):
        file.touch()
    sweep(tmp_path, deep=False)
    assert [file.exists() for file in half] == [False, True]
    sweep(tmp_path)
    assert not any(file.exists() for file in half)
    assert all(file.exists() for file in others)
    sweep(tmp_path / "nowhere")


def test_a_file_that_another_run_swept_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That run takes it for a half one, between its writing and its renaming."""
    swept = []
    chmod = Path.chmod

    def sweep_first(path: Path, mode: int) -> None:
        chmod(path, mode)
        if not swept:
            swept.append(path)
            sweep(tmp_path)

    monkeypatch.setattr(Path, "chmod", sweep_first)
    assert list(write_whole(tmp_path / "a.pdf", b"whole", "a.pdf")) == []
    assert swept
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"whole")]


# ----------------------------------------------------------------------------------------------------------------------
# What people see


@given(each=st.floats(0.01, 3600), ready=st.integers(3, 400), left=st.integers(0, 400))
def test_the_time_left_is_that_of_those_left(each: float, ready: int, left: int) -> None:
    """At a steady pace it is right to half a minute, or half an hour when it is long; nothing when nothing is left."""
    pace = Pace()
    for number in range(ready + 1):
        pace.done(number * each)
    told = pace.left(left)
    minutes = each * left / 60
    if not left:
        assert told == ""
    elif told == "nog minder dan een minuut":
        assert minutes < 1.01
    else:
        match = re.fullmatch(r"nog ongeveer (\d+) (minuut|minuten|uur)", told)
        assert match
        number, unit = int(match[1]), 60 if match[2] == "uur" else 1
        assert abs(minutes - number * unit) <= unit * 0.51
        assert (number == 1) == (match[2] == "minuut")


def test_the_time_left_is_no_guess() -> None:
    """Before three are known it is not told, and a slow beginning is forgotten."""
    pace = Pace()
    for moment in (0, 100, 200):
        pace.done(moment)
        assert pace.left(100) == ""
    for number in range(100):
        pace.done(201 + number)
    assert pace.left(600) == "nog ongeveer 10 minuten"


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, project: Path) -> Callable[..., Result]:
    """What `maak` tells of a report that this makes up, and is not made."""

    def tell(report: Report, *words: str) -> Result:
        monkeypatch.setattr(cli_maak, "make_many", lambda *_, **__: report)
        return _run("maak", *words)

    assert project.is_dir()
    return tell


def _rows(count: int, **last: int | bool) -> tuple[Row, ...]:
    """So many gemeenten of which all is well, but for the last."""
    rows = [Row(f"dorp-{number}", f"Dorp {number}", 3, 222, 0, 1, 2) for number in range(1, count + 1)]
    return (*rows[:-1], replace(rows[-1], **last))


def test_of_many_gemeenten_those_that_went_wrong_are_told(told: Callable[..., Result]) -> None:
    """One line for all together, one for each with an error; and no warning of a single gemeente, of which there may be 342."""
    for number in range(20):
        Path(f"content/gemeenten/g{number}").mkdir()
    wrong = error("X00", Place("content/gemeenten/g1/gemeente.yaml", 3), "dit is fout")
    rest = warning("X01", Place("content/gemeenten/g2/gemeente.yaml", 3), "dit is niet goed")
    common = warning("X02", Place("content/plan.yaml", 3), "dit is oud")
    made = tuple(Made(f"output/dorp-{number}/a.pdf", 4, f"dorp-{number}") for number in range(1, 14))
    report = Report(
        made, (wrong, rest, common), stopped=True, rows=_rows(14, files=0, pages=0, errors=1), land="output/index.html"
    )
    done = told(report, "--alle")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "Gemeente       bestanden  bladzijden  fouten  waarschuwingen  te oud voor het boekje",
        "dorp-14                0           0       1               1                       2",
        "Alle 14 samen         39        2886       1              14                      28",
        "1 fout, 2 waarschuwingen. Alles lezen: python build.py controleer",
        "13 bestanden gemaakt in output.",
        "Overzicht: output/index.html",
    ]
    assert "dit is fout" in done.stderr
    assert "dit is oud" in done.stderr
    assert "dit is niet goed" not in done.stderr


def test_a_few_gemeenten_are_told_one_by_one(told: Callable[..., Result]) -> None:
    """A line for each, and which of them were left alone."""
    made = tuple(Made("output/a.pdf", 4, f"dorp-{number}") for number in (1, 1, 1, 2, 2, 2))
    done = told(Report(made, rows=_rows(2, left=True)), "almere", "voorbeeldstad", "--hervat")
    assert [line.split()[0] for line in done.stdout.splitlines()[:3]] == ["Gemeente", "dorp-1", "dorp-2"]
    assert done.stdout.splitlines()[3:] == ["1 gemeente was al klaar.", "3 bestanden gemaakt in output."]
    all_left = told(Report(made[:3], rows=_rows(1, left=True)), "almere", "--hervat")
    assert all_left.stdout.splitlines() == ["1 gemeente was al klaar.", "Er was niets meer te doen."]


def test_who_breaks_off_reads_how_to_go_on(told: Callable[..., Result]) -> None:
    """How many are done and the command to type, quoted where that is needed; and it ends as a program that was stopped."""
    report = Report(stopped=True, rows=_rows(1), broken_off=True)
    done = told(report, "almere", "voorbeeldstad", "--uit", "mijn boekjes", "--taken", "2")
    assert done.exit_code == 130
    assert done.stderr.splitlines() == [
        "U hebt het programma gestopt. 1 van de 2 gemeenten is klaar, en er is niets kwijt.",
        'Ga verder met: python build.py maak almere voorbeeldstad --uit "mijn boekjes" --taken 2 --hervat',
    ]
    again = told(report, "almere", "voorbeeldstad", "--hervat")
    assert again.stderr.splitlines()[-1] == "Ga verder met: python build.py maak almere voorbeeldstad --hervat"
    fields = json.loads(told(report, "almere", "voorbeeldstad", "--json").stdout)
    assert (fields["gestopt"], fields["afgebroken"], fields["gemeenten"][0]["al_klaar"]) == (True, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("almere", "--ingevuld", "a.yaml", "--hervat"),
            "--hervat kan niet samen met --ingevuld: wat iemand invulde, ",
        ),
        (("almere", "--taken", "0"), "--taken"),
        (("almere", "--taken", "62"), "--taken"),
    ],
)
def test_what_cannot_be_asked(project: Path, words: tuple[str, ...], said: str) -> None:
    """What somebody filled in is kept nowhere, and there is a limit to how many processes a computer can wait for."""
    (project / "a.yaml").touch()
    done = _run("maak", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_options_are_completed() -> None:
    """The Tab key knows them."""
    complete = BashComplete(main, {}, "mijn-eigen-plan", "_MIJN_EIGEN_PLAN_COMPLETE")
    offered = {item.value for item in complete.get_completions(["maak", "almere"], "--")}
    assert {"--taken", "--hervat"} <= offered
