"""What tests share: a copy of the content to break, and one full build of both gemeenten to ask questions of."""

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from booklet.pipeline import Order, Report, make

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
GEMEENTEN = ("almere", "voorbeeldstad")
BOEKJES = (
    "basisformat",
    "tabbladen",
    "uitlegboekje",
)  # what a gemeente gets without asking for it; all else is op_verzoek
ON_PAPER = ("scherm", "boekje", "drukkerij", "ringband")
DAY = date(2026, 11, 22)  # for every test, in this process and in those that it starts
os.environ["MIJN_EIGEN_PLAN_VANDAAG"] = DAY.isoformat()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files are renewed only when asked for."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files must be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with a copy of the content, in which the test runs; places read `content/…`."""
    shutil.copytree(CONTENT, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PAPER = re.compile(r"-(boekje.*|drukkerij|drukopdracht|ringband.*)\.(pdf|txt)$")  # what is made for paper ends so


class Built(NamedTuple):
    """A full build: its folder, its report, and the files by their path below that folder, for the screen and for paper."""

    folder: Path
    report: Report
    files: Mapping[str, Path]
    paper: Mapping[str, Path]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The booklets of both gemeenten, made once for the whole run; on paper those in which everything is filled in."""
    folder = tmp_path_factory.mktemp("output")
    reports = [
        make(Order((gemeente,), DAY, drukken=drukken, inhoud=CONTENT, uit=folder), lambda step, text: None)
        for gemeente, drukken in zip(GEMEENTEN, (("scherm",), ON_PAPER), strict=True)
    ]
    report = Report(
        made=tuple(made for one in reports for made in one.made),
        problems=tuple(problem for one in reports for problem in one.problems),
        stopped=any(one.stopped for one in reports),
    )
    every = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.*"))}
    paper = {name: path for name, path in every.items() if PAPER.search(name)}
    return Built(folder, report, {name: path for name, path in every.items() if name not in paper}, paper)
