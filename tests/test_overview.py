"""The overview that every build leaves: what is on it, what it says that changed, and that everybody can use it."""

import os
import re
import shutil
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from browser import PDFJS, chromium, missing
from click.testing import CliRunner
from conftest import CONTENT, DAY
from hypothesis import given
from hypothesis import strategies as st
from paper import Paper
from playwright.sync_api import Page as Tab
from seen import Seen
from small import GEMEENTE, OUTPUT, build, change, only_editions, without_checks

from booklet.cli import main
from booklet.history import VERSION, Build, Page, Part, Piece, Product, Room, as_bytes, changes, read_build
from booklet.models import Voorziening
from booklet.overview import BESIDE, FILE, HOW, KEPT, Run, write_overview
from booklet.pipeline import Order, Report, make
from booklet.problems import Place, error, note, warning
from booklet.products import DRUKKEN

FOLDER = OUTPUT / GEMEENTE
AXE = PDFJS / "node_modules/axe-core/axe.min.js"
HOUSE, KOLOM = "woonruimte", "Mijn woning"
SMALL = {"begin": ["omslag"], "huis": ["kolom", "sociale-kaart"], "slot": ["colofon"]}
LOOSE = {"begin": ["omslag"], "slot": ["colofon"]}
NASTY = "<script>alert('x')</script> \"&amp;' </style><img src=x onerror=y>"


def _page(folder: Path = FOLDER) -> Seen:
    return Seen((folder / FILE).read_text(encoding="utf-8"))


# ----------------------------------------------------------------------------------------------------------------------
# One small project, built some times; every build leaves its overview


class Builds(NamedTuple):
    """The folder after the last build, the report of the first, and what the overview was after every build."""

    folder: Path
    report: Report
    pages: dict[str, str]
    kept: bytes


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """A build, one in which nothing changed, one with other content, and one of another edition alone."""
    project = tmp_path_factory.mktemp("overzicht")
    shutil.copytree(CONTENT, project / "content")
    pages = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        without_checks(patch)
        only_editions(
            project,
            proef={**SMALL, "domeinen": HOUSE, "los": LOOSE},
            bladen={"titel": "Bladen", "begin": ["bronnen"], "vorm": "bladen", "op_verzoek": "ja"},
        )
        change(project / "content/sociale-kaart/landelijk.yaml", lambda kaart: kaart.update(voorzieningen=[]))
        change(project / f"content/gemeenten/{GEMEENTE}/sociale-kaart.yaml", _little_help)
        report = build(HOUSE)
        pages["first"] = (FOLDER / FILE).read_text(encoding="utf-8")
        build(HOUSE)
        pages["same"] = (FOLDER / FILE).read_text(encoding="utf-8")
        change(project / "content/domeinen/1-woonruimte.yaml", _other_essentie)
        change(project / f"content/gemeenten/{GEMEENTE}/sociale-kaart.yaml", _other_help)
        build(HOUSE)
        pages["changed"] = (FOLDER / FILE).read_text(encoding="utf-8")
        kept = (FOLDER / KEPT).read_bytes()
        later = date(2026, 12, 1)
        make(Order((GEMEENTE,), later, ("bladen",), uit=OUTPUT), lambda step, text: None)
        pages["later"] = (FOLDER / FILE).read_text(encoding="utf-8")
        yield Builds(project / FOLDER, report, pages, kept)


OLD, NEW = "Een veilig huis dat bij mij past.", "Een warm huis dat bij mij past."
ADDED = {
    "organisatie": "De Nieuwe Klusclub",
    "aanbod": "Hulp bij klussen",
    "domein": [HOUSE],
    "omschrijving": "Een vrijwilliger helpt u met een kleine klus in huis.",
    "telefoon": "036 000 00 99",
    "gecontroleerd": DAY.isoformat(),
}


def _other_essentie(domein: dict[str, list[dict[str, str]]]) -> None:
    assert domein["kolommen"][0]["essentie"] == OLD
    domein["kolommen"][0]["essentie"] = NEW


def _little_help(kaart: dict[str, Any]) -> None:
    """Three entries of the house, so that the build is quick."""
    here = [one for one in kaart["voorzieningen"] if HOUSE in one["domein"] and one["in_boekje"] == "ja"]
    kaart["voorzieningen"] = [one for one in here if "telefoon" in one][:3]


def _other_help(kaart: dict[str, Any]) -> None:
    called, gone, same = kaart["voorzieningen"]
    assert called["telefoon"] != gone["telefoon"]
    kaart["voorzieningen"] = [{**called, "telefoon": "036 000 00 98"}, same, ADDED]


def test_every_page_has_one_picture_that_leads_to_it(builds: Builds) -> None:
    """Every page of the edition is there once, in order, with its name for who does not see it; of a loose part the first."""
    seen = Seen(builds.pages["changed"])
    count = Paper(builds.folder / "proef.pdf").page_count
    assert count >= 4
    own = [link for link, _, _ in seen.pictures if link.startswith("proef.pdf#")]
    assert own == [f"proef.pdf#page={number}" for number in range(1, count + 1)]
    assert [link for link, _, _ in seen.pictures if not link.startswith("proef.pdf#")] == [
        "proef/1-woonruimte.pdf#page=1"
    ]
    named = [alt for link, _, alt in seen.pictures if link.startswith("proef.pdf#")]
    assert named[:2] == ["Voorkant: Omslag", f"Bladzijde 2: {KOLOM}"]
    assert named[-1] == "Achterkant: Colofon"
    assert len(set(named)) == count


def test_every_link_leads_somewhere(builds: Builds) -> None:
    """A file that is there, or a place on the page itself."""
    for html in builds.pages.values():
        seen = Seen(html)
        assert len(seen.ids) == len(set(seen.ids))
        assert {link.removeprefix("#") for link in seen.links if link.startswith("#")} <= set(seen.ids)
        files = {unquote(link.partition("#")[0]) for link in seen.links if not link.startswith("#")}
        assert "proef.pdf" in files
        assert all((builds.folder / file).is_file() for file in files)


def test_nothing_comes_from_elsewhere(builds: Builds) -> None:
    """Pictures are in the page itself; there is no script, and no address that a browser would ask for."""
    for html in builds.pages.values():
        seen = Seen(html)
        assert seen.loaded
        assert all(address.startswith("data:image/webp;base64,") for address in seen.loaded)
        assert not {"script", "link", "iframe", "object", "base"} & seen.tags
        assert "url(" not in html
        assert "@import" not in html
        assert not re.search(r"https?:", html)


def test_headings_are_in_order(builds: Builds) -> None:
    """One heading on top, and no level is passed over."""
    levels = [level for level, _ in Seen(builds.pages["changed"]).headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_first_time_and_no_change_are_told(builds: Builds) -> None:
    """Nobody has to guess why the list is empty."""
    assert "Dit is de eerste keer." in Seen(builds.pages["first"]).text
    assert "Er is niets veranderd sinds de vorige keer." in Seen(builds.pages["same"]).text


def test_a_changed_sentence_is_told_once_with_all_its_places(builds: Builds) -> None:
    """What stood there, what stands there, and where, in the edition and in its loose part."""
    told = Seen(builds.pages["changed"]).part("Wat is er veranderd?", "De bladzijden")
    assert told.count(NEW) == 1
    assert told.count(OLD) == 1
    assert "Proef (proef/1-woonruimte)" in told or "Proef – Woonruimte (proef/1-woonruimte)" in told
    assert f"Anders {KOLOM}" in told


def test_changed_help_is_told_once(builds: Builds) -> None:
    """An entry that came, one that went and one with another number; their lines on paper are not told again."""
    told = Seen(builds.pages["changed"]).part("Wat is er veranderd?", "De bladzijden")
    assert "Nieuw Hulp bij klussen van De Nieuwe Klusclub" in told
    assert told.count("Klusclub") == 1
    assert re.search(r"Anders [^.]* Telefoon: eerst 036[ \d]+, nu 036 000 00 98", told)
    assert re.search(r"Weg [A-Z]", told.partition("Teksten")[0])
    assert "036 000 0098" not in told
    assert "Aanmelden" not in told


def test_what_an_earlier_run_made_stays_with_its_day(builds: Builds) -> None:
    """A run that makes another edition leaves the others on the page, and tells from when they are."""
    seen = Seen(builds.pages["later"])
    assert "Gemaakt op 1 december 2026" in seen.text
    assert "van 22 november 2026" in seen.text
    assert "van 1 december 2026" not in seen.text
    assert {link.partition("#")[0] for link, _, _ in seen.pictures} == {
        "proef.pdf",
        "proef/1-woonruimte.pdf",
        "bladen.pdf",
    }


def test_the_overview_is_no_booklet(builds: Builds) -> None:
    """The report names it apart, and it leaves one hidden file and no other."""
    assert builds.report.overviews == ((OUTPUT / GEMEENTE / FILE).as_posix(),)
    assert not [made for made in builds.report.made if made.path.endswith(FILE)]
    assert sorted(path.name for path in builds.folder.iterdir()) == [KEPT, "bladen.pdf", FILE, "proef", "proef.pdf"]


def test_a_private_booklet_leaves_it_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what somebody filled in nothing is kept or shown."""
    without_checks(monkeypatch)
    only_editions(project, proef={"begin": ["omslag"], "slot": ["afsluiting"], "vorm": "bladen"})
    report = make(Order((GEMEENTE,), DAY, voorbeelden=("ria",), uit=OUTPUT), lambda step, text: None)
    assert report.made
    assert not report.overviews
    assert not (FOLDER / FILE).exists()
    assert not (FOLDER / KEPT).exists()


def test_a_gemeente_that_is_stopped_keeps_its_old_booklets(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error stands on top, nothing is said to have changed, and what was made before is still there to open."""
    without_checks(monkeypatch)
    only_editions(project, proef=LOOSE)
    build()
    (project / f"content/gemeenten/{GEMEENTE}/gemeente.yaml").write_text("naam: [", encoding="utf-8")
    result = CliRunner().invoke(main, ["maak", GEMEENTE])
    assert result.exit_code == 1
    seen = _page()
    assert seen.headings[0] == (1, "Voorbeeldstad")
    assert "Er is nu niets gemaakt. Los eerst 1 fout op." in seen.text
    assert f"content/gemeenten/{GEMEENTE}/gemeente.yaml" in seen.text
    assert "proef.pdf#page=1" in [link for link, _, _ in seen.pictures]


# ----------------------------------------------------------------------------------------------------------------------
# Without pages


def _written(folder: Path, run: Run) -> Seen:
    assert not list(write_overview(folder, "output/x", run))
    return _page(folder)


def test_every_problem_is_on_it_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    """However nasty its words are; many with the same advice are counted and folded."""
    many = [warning("X09", Place("content/a.yaml", number), f"nummer {number}", "doe dit") for number in range(1, 8)]
    problems = (
        error("X01", Place(f"content/{NASTY}.yaml", 3, 4), NASTY, f"doe {NASTY}"),
        note("X02", Place("kaart.xlsx", 3, 2, "Blad 1"), "iets om te weten"),
        warning("X03", Place("output/x/proef-boekje.pdf"), "dik"),
        *many,
    )
    seen = _written(tmp_path, Run("x", DAY, naam=NASTY, problems=problems, stopped=True))
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    for problem in problems:
        assert " ".join(problem.message.split()) in seen.text
        assert " ".join(problem.hint.split()) in seen.text
    assert f"content/{' '.join(NASTY.split())}.yaml, regel 3" in seen.text
    assert "kaart.xlsx, blad 'Blad 1', cel B3" in seen.text
    assert "Plaats: proef-boekje.pdf" in seen.text  # as it is called in this folder
    assert "7 keer: doe dit" in seen.text
    assert all(f"content/a.yaml, regel {number}" in seen.text for number in range(1, 8))
    assert '<ul class="meldingen fout">' in (tmp_path / FILE).read_text(encoding="utf-8")
    assert [text for level, text in seen.headings if level == 3][:3] == ["1 fout", "8 waarschuwingen", "1 melding"]


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ((), "Er was niets te maken. Er zijn geen fouten en geen waarschuwingen."),
        ((warning("X01", Place("a"), "let op"),), "Lees nog 1 waarschuwing."),
        ((error("X01", Place("a"), "fout"),), "Er is nu niets gemaakt. Los eerst 1 fout op."),
    ],
)
def test_one_sentence_tells_whether_all_is_well(tmp_path: Path, problems: tuple[object, ...], said: str) -> None:
    """It is the first thing that staff read."""
    stopped = "Los eerst" in said
    seen = _written(tmp_path, Run("x", DAY, problems=problems, stopped=stopped))  # type: ignore[arg-type]
    assert said in seen.text


def test_an_overview_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As any other file; then nothing is kept either, so that the next one tells all that changed."""
    (tmp_path / FILE).mkdir()
    (problem,) = write_overview(tmp_path, "output/x", Run("x", DAY))
    assert (problem.code, problem.place.file) == ("S01", f"output/x/{FILE}")
    assert not (tmp_path / KEPT).exists()


def test_every_product_is_explained() -> None:
    """Staff read of each how to print it, and every file beside one has a name that they understand."""
    assert set(HOW) == set(DRUKKEN)
    assert all(sentence.endswith(".") for sentences in HOW.values() for sentence in sentences)
    assert all(BESIDE.values())


@pytest.mark.parametrize("text", [b"", b"{}", b"a\nb", b"\x00\xff", b"[" * 5000])
def test_a_strange_file_counts_as_no_build(tmp_path: Path, text: bytes) -> None:
    """Whatever stands beside the overview, it is made, and the strange file is replaced."""
    (tmp_path / KEPT).write_bytes(text)
    assert "Voor het eerst" not in _written(tmp_path, Run("x", DAY)).text
    assert read_build((tmp_path / KEPT).read_bytes())


def test_a_damaged_file_counts_as_no_build(builds: Builds) -> None:
    """A letter that fell over is seen, wherever it is, and so is a file of another version."""
    kept = builds.kept
    assert read_build(kept)
    for place in range(0, len(kept), len(kept) // 50):
        damaged = kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]
        assert read_build(damaged) is None
    assert read_build(kept[: len(kept) // 2]) is None
    rest = kept.partition(b"\n")[2]
    for strange in (rest[:20], b"x" + rest, b"4\n" + rest, _of_version(rest, 0)):
        assert read_build(_signed(strange)) is None
    assert read_build(_signed(_of_version(rest, VERSION)))


def _signed(rest: bytes) -> bytes:
    return sha256(rest).hexdigest().encode() + b"\n" + rest


def _of_version(rest: bytes, version: int) -> bytes:
    """What was kept, as another version of the program would have written it."""
    length, _, told = rest.partition(b"\n")
    text = zlib.decompress(told[: int(length)]).replace(b'"versie":%d' % VERSION, b'"versie":%d' % version)
    packed = zlib.compress(text)
    return b"%d\n" % len(packed) + packed + told[int(length) :]


# ----------------------------------------------------------------------------------------------------------------------
# Laws of what changed


def _piece(*parts: tuple[str, int, tuple[str, ...]]) -> Piece:
    """A piece of these parts: their anchor, how many pages they have, and what they say."""
    made, first = [], 1
    for anchor, pages, sentences in parts:
        made.append(Part(anchor, anchor.title(), first, pages, "", card=False, notes=False, sentences=sentences))
        first += pages
    return Piece("proef", "", "Proef", "Proef", "boekje", of_house=False, explains="", parts=tuple(made), rooms=())


def _build(piece: Piece, *entries: Voorziening) -> Build:
    return Build("X", {piece.name: piece}, {}, entries)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
PARTS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 3), st.lists(WORDS, max_size=4).map(tuple)),
    min_size=1,
    max_size=6,
    unique_by=lambda part: part[0],
)


@given(PARTS, st.lists(st.builds(Page, st.binary(), st.just(240), st.just(340), st.floats(0, 1), st.booleans())))
def test_what_is_kept_comes_back(parts: list[tuple[str, int, tuple[str, ...]]], pages: list[Page]) -> None:
    """A build that is written and read is the same build, with the pictures of every page or with none."""
    piece = _piece(*parts)._replace(pages=tuple(pages), rooms=(Room("kolom", "a", "b", 4, 40.5),))
    loose = piece._replace(stem="proef/1-a", pages=(Page(b"\0\n", 1, 2, 0.5, coloured=True),))
    entry = Voorziening.model_validate({**ADDED, "gecontroleerd": "2026-01-02"})
    product = Product("proef.pdf", "proef", "proef", "scherm", 4, 0, 100, "2026-11-22", "abc")
    for beelden in (True, False):
        pieces = {"proef": piece, "proef/1-a": loose} if beelden else {"proef": piece._replace(pages=())}
        whole = Build("Łódź", pieces, {"proef.pdf": product}, (entry,), beelden)
        assert read_build(as_bytes(whole)) == whole


@given(PARTS)
def test_nothing_changed_between_a_build_and_itself(parts: list[tuple[str, int, tuple[str, ...]]]) -> None:
    """The same pages are no change."""
    one = _build(_piece(*parts))
    assert changes(one, one, ["proef"], {}).total == 0


@given(PARTS, st.integers(1, 4))
def test_pages_that_move_on_are_no_other_words(parts: list[tuple[str, int, tuple[str, ...]]], more: int) -> None:
    """A part that comes before all others moves them, and the numbers in the text follow: no sentence changed."""

    def numbered(piece: Piece) -> Piece:
        """With a list of what is on which page."""
        *rest, last = piece.parts
        contents = tuple(f"Zie bladzijde {part.first}." for part in piece.parts if part.anchor != "nieuw")
        return piece._replace(parts=(*rest, last._replace(sentences=(*last.sentences, *contents))))

    old, new = numbered(_piece(*parts)), numbered(_piece(("nieuw", more, ()), *parts))
    found = changes(_build(old), _build(new), ["proef"], {})
    assert not found.texts
    (told,) = found.pages
    assert (told.new, told.gone, told.moved) == (("Nieuw",), (), old.page_count)
    assert (told.before, told.after) == (old.page_count, old.page_count + more)


def test_a_number_that_is_no_page_is_a_change() -> None:
    """A phone number or an age is not taken for a page that moved."""
    old = _piece(("a", 1, ("Bel 036 000 00 01.", "Zie 2.")), ("b", 1, ()))
    new = _piece(("c", 1, ()), ("a", 1, ("Bel 036 000 00 02.", "Zie 3.")), ("b", 1, ()))
    (found,) = changes(_build(old), _build(new), ["proef"], {}).texts
    assert (found.before, found.after) == ("Bel 036 000 00 01.", "Bel 036 000 00 02.")


def test_another_colour_is_told() -> None:
    """The same words in another picture on the same page."""
    page = Page(b"AAAA", 240, 340, 0.1, coloured=True)
    old = _piece(("a", 1, ("Zin.",)), ("b", 1, ()))._replace(pages=(page, page))
    new = old._replace(pages=(page, page._replace(picture=b"BBBB")))
    (found,) = changes(_build(old), _build(new), ["proef"], {}).looks
    assert found.pages == (2,)


@given(PARTS, st.tuples(st.booleans(), st.booleans()), st.sampled_from(("abc", "def")))
def test_without_pictures_another_file_is_told(
    parts: list[tuple[str, int, tuple[str, ...]]], light: tuple[bool, bool], digest: str
) -> None:
    """Where one of two builds has no pictures, the same words in another file are told, and that nobody saw where."""
    product = Product("proef.pdf", "proef", "proef", "scherm", 4, 0, 100, "2026-11-22", "abc")
    old, new = (
        _build(_piece(*parts))._replace(products={"proef.pdf": file}, beelden=not without)
        for file, without in zip((product, product._replace(digest=digest)), light, strict=True)
    )
    found = changes(old, new, ["proef"], {})
    assert found.total == len(found.looks) == (digest != "abc" and any(light))
    assert all(not look.pages for look in found.looks)


SOME = st.lists(
    st.sampled_from(["Zie 2.", "Zie 3.", "Zie 12.", "Zie 2 en 3.", "Bel 036.", "Een.", "Twee."]), max_size=6
)


@given(SOME, SOME, st.integers(0, 2))
def test_a_sentence_that_stays_is_no_change(old: list[str], new: list[str], more: int) -> None:
    """What is said to be gone stood there and what is said to be new stands there, as often as it does; the rest is the same."""
    before = _piece(("a", 1, tuple(old)))
    after = _piece(*([("c", more, ())] if more else []), ("a", 1, tuple(new)))
    told = changes(_build(before), _build(after), ["proef"], {}).texts
    gone = Counter(one.before for one in told if one.before for _ in one.places)
    came = Counter(one.after for one in told if one.after for _ in one.places)
    assert gone <= Counter(old)
    assert came <= Counter(new)
    if not more:
        assert not (gone & came)
        assert Counter(old) - gone == Counter(new) - came


# ----------------------------------------------------------------------------------------------------------------------
# Without pictures, in a run over the whole country


class Light(NamedTuple):
    """The overview of a light build, then of a light one with another look, and of one with pictures again."""

    folder: Path
    first: str
    kept: int
    looks: str
    full: str


@pytest.fixture
def light(builds: Builds, tmp_path: Path) -> Light:
    """Two light overviews and a full one after each other, of what was made before."""
    folder = tmp_path / "x"
    shutil.copytree(builds.folder, folder)
    (folder / KEPT).write_bytes(builds.kept)
    build = read_build(builds.kept)
    assert build
    run = Run("x", DAY, "X", tuple(build.pieces.values()), tuple(build.products.values()), beelden=False)
    pages = []
    for one in (run, run._replace(files=tuple(map(_other_look, run.files))), run._replace(beelden=True)):
        assert not list(write_overview(folder, "output/x", one))
        pages.append((folder / FILE).read_text(encoding="utf-8"))
        if len(pages) == 1:
            kept = (folder / KEPT).stat().st_size
    return Light(folder, pages[0], kept, *pages[1:])


def _other_look(file: Product) -> Product:
    return file._replace(digest=file.digest[::-1])


def test_a_light_overview_has_links_and_no_pictures(light: Light, builds: Builds) -> None:
    """Every part opens in its file, by its first page; nothing is told of ink, but how to see it is."""
    seen = Seen(light.first)
    assert not seen.pictures
    assert not seen.loaded
    own = [link for link in seen.links if link.startswith("proef.pdf#")]
    assert own[0] == "proef.pdf#page=1"
    assert len(own) == len(set(own)) >= 4
    assert "inkt." not in seen.text
    assert "python build.py maak x" in seen.text
    assert "Omslag bladzijde 1" in seen.text
    assert "Er is niets veranderd" in seen.text
    files = {unquote(link.partition("#")[0]) for link in seen.links if not link.startswith("#")}
    assert files == {"proef.pdf", "proef/1-woonruimte.pdf"} | ({"bladen.pdf"} & files)
    assert light.kept + len(light.first) < (len(builds.kept) + len(builds.pages["changed"])) / 2


def test_a_light_overview_and_a_full_one_can_be_compared(light: Light) -> None:
    """Another file with the same words is told, also to the full one that comes after; and that one has its pictures again."""
    assert "Waar de kleur of de vorm anders is, is zonder plaatjes niet te zien." in Seen(light.looks).text
    full = Seen(light.full)
    assert "Waar de kleur of de vorm anders is, is zonder plaatjes niet te zien." in full.text
    assert "proef.pdf#page=1" in [link for link, _, _ in full.pictures]
    assert "inkt." in full.text


# ----------------------------------------------------------------------------------------------------------------------
# In a browser


@pytest.fixture(scope="module")
def tab(builds: Builds) -> Iterator[Tab]:
    """The overview after a change, opened as with a double click."""
    reason = missing() or (
        "" if AXE.is_file() else "the overview is judged by axe-core (npm install --prefix tests/pdfjs)"
    )
    if reason:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    (builds.folder / "veranderd.html").write_text(builds.pages["changed"], encoding="utf-8")
    page = builds.folder / "veranderd.html"
    with chromium() as browser:
        tab = browser.new_page()
        tab.goto(page.as_uri())
        yield tab
    page.unlink()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(tab: Tab, width: int) -> None:
    """No rule of WCAG and no advice is broken, with everything that is folded laid open."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.add_script_tag(path=AXE)
    found = tab.evaluate("axe.run(document, { resultTypes: ['violations', 'passes'] })")
    assert len(found["passes"]) > 20
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []


def test_it_fits_a_narrow_screen(tab: Tab) -> None:
    """Nobody has to scroll to the side at 320 px (WCAG 2.2, 1.4.10)."""
    tab.set_viewport_size({"width": 320, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_comes_first_to_what_skips_the_rest(tab: Tab) -> None:
    """Tab reaches the link to the content, which is then in sight, and Enter goes there."""
    tab.reload()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "inhoud"
