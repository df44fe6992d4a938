"""What tests share: a copy of the content to break, and one full build of both gemeenten to ask questions of."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from shared import Shared

from booklet import pipeline
from booklet.namen import editie_names
from booklet.overview import FILE, KEPT
from booklet.pipeline import Order, Report
from booklet.voorraad import FOLDER

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
GEMEENTEN = ("almere", "voorbeeldstad")
BOEKJES = (
    "basisformat",
    "tabbladen",
    "uitlegboekje",
)  # what a gemeente gets without asking for it; all else is op_verzoek
ON_PAPER = ("scherm", "boekje", "drukkerij", "ringband")
OTHER_PAPER = {  # on sheets only where everything is filled in: there the pages are fullest
    "almere": ("scherm", "invulbaar"),
    "voorbeeldstad": ("scherm", "invulbaar", "boekje", "knipvellen", "drukkerij"),
}
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


def products(folder: Path) -> Mapping[str, Path]:
    """The files that were made, by their path below a folder: without the overview of a gemeente and what it keeps."""
    every = (path for path in sorted(folder.rglob("*.*")) if path.name not in (FILE, KEPT, FOLDER))
    return {path.relative_to(folder).as_posix(): path for path in every}


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What the workers of this run make for each other."""
    return Shared(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session", autouse=True)
def one_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What was drawn is kept for the whole run; `test_reuse` is about how little that matters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "FOLDER", str(Shared(tmp_path_factory.getbasetemp()).folder.resolve() / "voorraad"))
        yield


@pytest.fixture(scope="session")
def built(shared: Shared) -> Built:
    """The booklets of both gemeenten, made once for the whole run; on paper those in which everything is filled in."""
    folder = shared.folder / "boekjes"
    report = shared.reports(
        (f"boekjes-{gemeente}-{editie}", Order((gemeente,), DAY, (editie,), drukken, inhoud=CONTENT, uit=folder))
        for gemeente, drukken in zip(GEMEENTEN, (("scherm",), ON_PAPER), strict=True)
        for editie in BOEKJES
    )
    every = products(folder)
    paper = {name: path for name, path in every.items() if PAPER.search(name)}
    return Built(folder, report, {name: path for name, path in every.items() if name not in paper}, paper)


@pytest.fixture(scope="session")
def other_paper(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What is made only when somebody asks for it, for both gemeenten, made once for the whole run.

    Without a pack, because that would make the large booklets again; `test_pakket` is about packs.
    """
    inhoud = tmp_path_factory.mktemp("inhoud") / "content"
    shutil.copytree(CONTENT, inhoud)
    names = tuple(name for name in editie_names(CONTENT) if name not in BOEKJES)
    for name in names:
        file = inhoud / f"edities/{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8").partition("\npakket:")[0], encoding="utf-8")
    folder = shared.folder / "ander-papier"
    report = shared.reports(
        (f"ander-papier-{gemeente}-{name}", Order((gemeente,), DAY, (name,), drukken, inhoud=inhoud, uit=folder))
        for gemeente, drukken in OTHER_PAPER.items()
        for name in names
    )
    return Built(folder, report, products(folder), {})
