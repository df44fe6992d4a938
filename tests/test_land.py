"""The page of a run over the whole country: what it says of every gemeente, and that everybody can use it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import PDFJS, chromium, missing
from conftest import DAY
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page as Tab
from seen import Seen

from booklet.land import Country, Line, write_country
from booklet.overview import FILE
from booklet.problems import Place, warning

AXE = PDFJS / "node_modules/axe-core/axe.min.js"
EDITIES = ("basisformat", "tabbladen")
NASTY = "<script>alert('x')</script> \"&amp;'"
LANDELIJK = warning("X01", Place("content/sociale-kaart/landelijk.yaml", 4), "een oude tip", "kijk het na")

LINES = (
    Line("sudwest-fryslan", "Súdwest-Fryslân", ("basisformat.pdf", "tabbladen.pdf"), 132, 0, 2, 1),
    Line("almere", "Almere", ("basisformat.pdf", "tabbladen/1-woonruimte.pdf"), 80, 0, 0, 0),
    Line("s-hertogenbosch", "'s-Hertogenbosch", ("basisformat.pdf",), 1064, 0, 0, 0, left=True),
    Line("kapot", "", (), 0, 2, 0, 0),
    Line("nieuw", NASTY, (), 0, 1, 0, 0),
)


def _country(folder: Path, lines: tuple[Line, ...] = LINES) -> Country:
    """A run of these gemeenten, with the files that were made, and of some what an earlier run made."""
    for line in lines:
        for file in (*line.made, *(EDITIES_OF_BEFORE.get(line.gemeente, ())), *([FILE] if line.naam else [])):
            path = folder / line.gemeente / (f"{file}" if "." in file else f"{file}.pdf")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
    return Country(DAY, lines, (LANDELIJK,), EDITIES)


EDITIES_OF_BEFORE = {"almere": ("tabbladen",), "kapot": ("basisformat",)}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of some gemeenten: some as they should be, one of an earlier run, two with faults."""
    folder = tmp_path_factory.mktemp("land")
    assert not list(write_country(folder, "output", _country(folder)))
    return folder


@pytest.fixture(scope="module")
def seen(country: Path) -> Seen:
    """What stands on it."""
    return Seen((country / FILE).read_text(encoding="utf-8"))


def test_every_gemeente_has_its_line(seen: Seen) -> None:
    """By the letters of its name, with its booklets, its counts, and how it went."""
    told = seen.text.rpartition("Te oude tips Stand")[2]
    nasty = " ".join(NASTY.split())
    lines = [
        "Almere basisformat tabbladen van eerder 80 0 0 0 nu gemaakt",
        "kapot basisformat 0 2 0 0 niet gemaakt, dit is van eerder",
        f"{nasty} 0 1 0 0 niet gemaakt",  # by its letters: SCRIPT
        "'s-Hertogenbosch basisformat 1064 0 0 0 was al klaar",
        "Súdwest-Fryslân basisformat tabbladen 132 0 2 1 nu gemaakt",
    ]
    places = [told.find(line) for line in lines]
    assert -1 not in places, told
    assert places == sorted(places)


def test_what_is_wrong_comes_first(seen: Seen) -> None:
    """Whether all is well, what all share, and where something was not made; then how much there is in all."""
    assert "Klaar: 3 van de 5 gemeenten. In 2 gemeenten staan fouten." in seen.text
    assert seen.text.count("een oude tip") == 1
    wrong = seen.part("Gemeenten met fouten", "Alle gemeenten")
    assert "kapot 2 fouten" in wrong
    assert "Almere" not in wrong
    for words in ("5 bestanden, samen 1.276 bladzijden.", "1 tip was te oud", "1 gemeente was al klaar"):
        assert words in seen.text


def test_every_link_leads_somewhere(country: Path, seen: Seen) -> None:
    """A file that is there, or a place on the page itself; nothing comes from elsewhere and there is no script."""
    assert len(seen.ids) == len(set(seen.ids))
    assert {link.removeprefix("#") for link in seen.links if link.startswith("#")} <= set(seen.ids)
    files = {link.partition("#")[0] for link in seen.links if not link.startswith("#")}
    assert len(files) == 6 + 4  # booklets, and the overviews of all but the one without a name
    assert all((country / file).is_file() for file in files)
    assert not seen.loaded
    assert not {"script", "link", "img", "iframe"} & seen.tags


@pytest.mark.parametrize(
    ("run", "said", "band"),
    [
        (Country(DAY, LINES[:3]), "Klaar: 3 van de 3 gemeenten.", "goed"),
        (Country(DAY, LINES[:1], (LANDELIJK,)), "Klaar: 1 van de 1 gemeente.", "let-op"),
        (Country(DAY, LINES[3:]), "Er is niets gemaakt. Los eerst de fouten hieronder op.", "fout"),
        (Country(DAY, LINES, stopped=True), "Er is niets gemaakt. Los eerst de fouten hieronder op.", "fout"),
        (Country(DAY, ()), "Er is niets gemaakt.", "goed"),
    ],
)
def test_one_sentence_tells_whether_all_is_well(tmp_path: Path, run: Country, said: str, band: str) -> None:
    """It is the first thing that staff read, in a band that shows it too."""
    assert not list(write_country(tmp_path, "output", run))
    html = (tmp_path / FILE).read_text(encoding="utf-8")
    assert f'<div class="band {band}"><p class="midden stand">{said}</p></div>' in html


def test_the_same_run_gives_the_same_page(tmp_path: Path, country: Path) -> None:
    """To the byte, in whatever order the gemeenten come, and without the folder's name."""
    assert not list(write_country(tmp_path, "output", _country(tmp_path, LINES[::-1])))
    assert (tmp_path / FILE).read_bytes() == (country / FILE).read_bytes()


def test_two_with_one_name_are_told_apart(tmp_path: Path) -> None:
    """By the names of their folders; and a name of more words comes before a longer word."""
    names = {"bergeijk": "Bergeijk", "bergen-l": "Bergen", "bergen-nh": "Bergen", "berg-en-dal": "Berg en Dal"}
    lines = tuple(Line(id, naam, (), 0, 0, 0, 0) for id, naam in names.items())
    assert not list(write_country(tmp_path, "output", Country(DAY, lines)))
    told = Seen((tmp_path / FILE).read_text(encoding="utf-8")).text
    ordered = ["Berg en Dal 0", "Bergeijk 0", "Bergen (bergen-l) 0", "Bergen (bergen-nh) 0"]
    places = [told.find(name) for name in ordered]
    assert -1 not in places
    assert places == sorted(places)


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As any other file."""
    (tmp_path / FILE).mkdir()
    (problem,) = write_country(tmp_path, "output", Country(DAY, ()))
    assert (problem.code, problem.place.file) == ("S01", f"output/{FILE}")


NAMES = st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8), max_size=6)


@given(NAMES)
def test_whatever_it_is_called_it_is_there(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    """A line for every gemeente, and every letter leads to a place that is on the page once."""
    folder = tmp_path_factory.getbasetemp()
    lines = tuple(Line(f"g{number}", name, (), 0, 0, 0, 0) for number, name in enumerate(names))
    assert not list(write_country(folder, "output", Country(DAY, lines)))
    seen = Seen((folder / FILE).read_text(encoding="utf-8"))
    assert seen.text.count("niet gemaakt") >= len(names)
    assert len(seen.ids) == len(set(seen.ids))
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)


# ----------------------------------------------------------------------------------------------------------------------
# In a browser


@pytest.fixture(scope="module")
def tab(country: Path) -> Iterator[Tab]:
    """The page, opened as with a double click."""
    reason = missing() or ("" if AXE.is_file() else "the page is judged by axe-core (npm install --prefix tests/pdfjs)")
    if reason:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with chromium() as browser:
        tab = browser.new_page()
        tab.goto((country / FILE).as_uri())
        yield tab


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(tab: Tab, width: int) -> None:
    """No rule of WCAG and no advice is broken, and nobody has to scroll to the side (WCAG 2.2, 1.4.10)."""
    tab.set_viewport_size({"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.add_script_tag(path=AXE)
    found = tab.evaluate("axe.run(document, { resultTypes: ['violations', 'passes'] })")
    assert len(found["passes"]) > 15
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []
