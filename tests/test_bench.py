"""What the benchmark measures with: a country that passes every check, and Typst with the same words on as many pages."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import yaml
from bench.land import CARDS, make_country
from bench.plain import EDITIES, jobs_of
from bench.race import FILES, Racer
from bench.typst_land import Kit, Typesetter, content_of, gemeente_text, installed, write_kit
from conftest import CONTENT, DAY, ROOT, Built

from booklet import bench
from booklet.checks import check
from booklet.content import read_content, read_shared
from booklet.gemeenten import read_list, slug
from booklet.problems import Severity

GEMEENTE = "almere"
with_typst = pytest.mark.skipif(not installed(), reason="Typst is not installed (pip install -e .[test])")


def _texts(folder: Path) -> dict[str, bytes]:
    """Every file of the gemeenten of a country."""
    files = sorted((folder / "gemeenten").rglob("*.yaml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A country of three gemeenten."""
    folder = tmp_path_factory.mktemp("land") / "content"
    make_country(folder, 3)
    return folder


def test_a_country_passes_every_check(country: Path) -> None:
    """A fictional country has no error, and no warning of its own: all that is told stands in what all share."""
    names = tuple(file.name for file in sorted((country / "gemeenten").iterdir()))
    library = read_content(country, names)
    assert len(names) == len(library.gemeenten) == len(library.kaarten) == 3
    told = check(library, DAY)
    assert not [problem for problem in told if problem.severity == Severity.ERROR]
    assert not [
        problem for problem in told if "/gemeenten/" in problem.place.file and problem.severity != Severity.NOTE
    ]
    assert not set(names) & {slug(official.naam) for official in read_list(CONTENT)}
    assert all(read.value.feiten.voorbeeld for read in library.gemeenten.values())


def test_a_country_has_cards_of_every_length_and_none_twice(country: Path) -> None:
    """What everyone must lay out is as long and as short as in a real gemeente, and no gemeente has what another has."""
    entries = [
        entry
        for file in (country / "gemeenten").rglob("sociale-kaart.yaml")
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["voorzieningen"]
    ]
    lengths = Counter(("email" in entry, "straat" in entry, "website" in entry) for entry in entries)
    assert len(lengths) == len(CARDS)
    assert len({str(entry) for entry in entries}) == len(entries) > 3 * 6 * 2


def test_a_gemeente_is_the_same_in_every_country_of_a_seed(country: Path, tmp_path: Path) -> None:
    """The same seed makes the same bytes, in a larger country too; another seed makes another country."""
    make_country(tmp_path / "larger", 5)
    make_country(tmp_path / "other", 3, seed=9)
    made, larger = _texts(country), _texts(tmp_path / "larger")
    assert len(made) == 6
    assert made.items() < larger.items()
    assert not made.items() & _texts(tmp_path / "other").items()


def test_a_country_has_as_many_voorzieningen_as_asked_for(tmp_path: Path) -> None:
    """Every house gets just so many, so that the cost of more can be told."""
    make_country(tmp_path / "content", 1, per_domein=30)
    (file,) = (tmp_path / "content/gemeenten").rglob("sociale-kaart.yaml")
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))["voorzieningen"]
    counts = Counter(entry["domein"] for entry in entries)
    assert set(counts.values()) == {30}
    assert len(counts) == 6


def test_everyone_makes_the_files_that_the_program_makes(built: Built) -> None:
    """The same three booklets and six loose parts as `python build.py`."""
    content = content_of(read_shared(CONTENT), GEMEENTE)
    stems = [job.stem for job in jobs_of(content, loose=True)]
    ours = {name for name in built.files if name.startswith(f"{GEMEENTE}/") and name.endswith(".pdf")}
    assert {f"{GEMEENTE}/{stem}.pdf" for stem in stems} == {name.replace("tabbladen/", "tabbladen-") for name in ours}
    assert len(stems) == FILES


@pytest.fixture(scope="module")
def in_typst(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three booklets as Typst makes them."""
    folder = tmp_path_factory.mktemp("typst")
    content = content_of(read_shared(CONTENT), GEMEENTE)
    typesetter, text = Typesetter(write_kit(folder / "kit", content)), gemeente_text(content, DAY)
    lengths = typesetter.lengths(text)
    for editie in EDITIES:
        (folder / f"{editie}.pdf").write_bytes(typesetter.pdf(editie, text, lengths))
    return folder


def _letters(file: Path) -> tuple[int, Counter[str]]:
    """How many pages a file has, and how often every letter stands on them."""
    document = pypdfium2.PdfDocument(file)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        return len(document), Counter(letter for letter in text if letter.isalnum())
    finally:
        document.close()


@with_typst
@pytest.mark.parametrize("editie", EDITIES)
def test_typst_makes_the_same_booklet(editie: str, built: Built, in_typst: Path) -> None:
    """What the program is measured against is no toy: as many pages, with every letter of ours and no other."""
    pages, letters = _letters(in_typst / f"{editie}.pdf")
    assert (pages, letters) == _letters(built.files[f"{GEMEENTE}/{editie}.pdf"])
    assert sum(letters.values()) > 10_000
    assert b"pdfuaid" in (in_typst / f"{editie}.pdf").read_bytes()


@with_typst
def test_a_racer_makes_what_it_is_asked(in_typst: Path, tmp_path: Path) -> None:
    """One that makes booklets in a process of its own answers with what it took, for every gemeente that it is asked."""
    content = content_of(read_shared(CONTENT), GEMEENTE)
    (in_typst / f"{GEMEENTE}.json").write_text(gemeente_text(content, DAY), encoding="utf-8")
    with Racer("typst", in_typst, tmp_path) as racer:
        lap = racer.lap(GEMEENTE)
    assert lap.files == len(list((tmp_path / GEMEENTE).glob("*.pdf"))) == len(Kit(in_typst / "kit").stems) == FILES
    assert lap.seconds > 0
    assert 0 < lap.now <= lap.peak


def test_the_benchmark_is_only_where_the_tests_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the package was installed it says where to go; in a checkout it tells how it is asked."""
    done = subprocess.run(
        [sys.executable, "-m", "booklet.bench", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--land" in done.stdout
    monkeypatch.setattr(bench, "BENCH", "nergens.bench")
    with pytest.raises(SystemExit) as end:
        bench.main()
    assert end.value.code == 2
    assert "de map tests" in capsys.readouterr().err
