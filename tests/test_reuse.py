"""Parts that are drawn once: the same booklets as at once, whatever the cache holds, and no more work than what changed."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import same
from conftest import BOEKJES, CONTENT, DAY, Built, products

from booklet import drawing, pipeline, typeset
from booklet.content import own_files, read_content
from booklet.kaart import tips
from booklet.markup import LAYOUTS, Memory, write_frame, write_sections
from booklet.pipeline import Order, make
from booklet.planner import KINDS
from booklet.settle import UNSETTLED, Desk, Job
from booklet.voorraad import Voorraad, tidy

GROOT = "voorbeeldstad"
# A tegel is moved to its place: its letters fall a millionth of a pixel elsewhere, which a screen may show as another shade.
SHADES = re.compile(r"pixels differ, by [123] at most")


def _quiet(_step: int, _text: str) -> None:
    """Tell nobody which step it is."""


def _made(
    folder: Path, *, gewoon: bool = False, gemeente: str = GROOT, inhoud: Path = CONTENT, **more: object
) -> dict[str, bytes]:
    """The files of a small order, by name."""
    asked = {"edities": ("tabbladen",), "domeinen": ("geldzaken",), **more}
    report = make(Order((gemeente,), DAY, inhoud=inhoud, uit=folder, gewoon=gewoon, **asked), _quiet)  # type: ignore[arg-type]
    assert report.made, report.problems
    return {name: path.read_bytes() for name, path in products(folder).items()}


def _told(plain: bytes, reused: bytes) -> list[str]:
    return [line for line in same.differences(plain, reused) if not SHADES.search(line)]


@pytest.fixture
def own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache below the folder of the booklets, as people have, and not that of all tests."""
    monkeypatch.setattr(pipeline, "FOLDER", ".voorraad")
    monkeypatch.setattr(same, "MOST", 10_000)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is put in the cache: its kind and its name."""
    found: list[tuple[str, str]] = []
    put = Voorraad.put

    def noted(self: Voorraad, kind: str, name: str, value: object) -> None:
        found.append((kind, name))
        put(self, kind, name, value)

    monkeypatch.setattr(Voorraad, "put", noted)
    return found


# ----------------------------------------------------------------------------------------------------------------------
# The same as at once


def _at_once(folder: Path, editie: str, **more: object) -> Iterator[tuple[str, bytes]]:
    yield from _made(folder, gewoon=True, edities=(editie,), **{"domeinen": (), **more}).items()


@pytest.mark.parametrize("editie", BOEKJES)
def test_a_booklet_out_of_parts_is_the_same_as_one_that_is_made_at_once(
    editie: str, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text, places, tags, bookmarks, links, letters and picture."""
    monkeypatch.setattr(same, "MOST", 10_000)
    for name, data in _at_once(tmp_path, editie):
        assert not _told(data, built.files[name].read_bytes()), name


def test_so_is_all_other_paper(other_paper: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posters, invitations, forms, cards and the training; the manual shows pages of the others."""
    monkeypatch.setattr(same, "MOST", 10_000)
    for editie in ("huisjesplaat", "uitnodiging", "reflectie", "evaluatie"):
        for name, data in _at_once(tmp_path / editie, editie):
            if name in other_paper.files:
                assert not _told(data, other_paper.files[name].read_bytes()), name


def test_so_are_all_products(own_cache: None, tmp_path: Path) -> None:
    """The large letter, to type in, and what is made of the pages for paper."""
    drukken = ("scherm", "grootletter", "invulbaar", "boekje", "drukkerij", "ringband")
    plain = _made(tmp_path / "a", gewoon=True, drukken=drukken)
    reused = _made(tmp_path / "b", drukken=drukken)
    assert plain.keys() == reused.keys()
    for name, data in plain.items():
        if name.endswith(".pdf") and not re.search("drukkerij|ringband|drukopdracht", name):
            assert not _told(data, reused[name]), name


# ----------------------------------------------------------------------------------------------------------------------
# The cache


def test_what_the_cache_holds_changes_nothing(own_cache: None, tmp_path: Path) -> None:
    """Nothing, all, or half of it: the bytes are those of the first time."""
    first = _made(tmp_path)
    assert _made(tmp_path) == first
    for file in sorted((tmp_path / ".voorraad").rglob("*"))[::2]:
        if file.is_file():
            file.unlink()
    assert _made(tmp_path) == first
    shutil.rmtree(tmp_path / ".voorraad")
    assert _made(tmp_path) == first


def _cut_off(files: list[Path]) -> None:
    for file in files:
        file.write_bytes(file.read_bytes()[:-20])


def _one_bit(files: list[Path]) -> None:
    for file in files:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)


def _each_others(files: list[Path]) -> None:
    for one, other in zip(files[::2], files[1::2], strict=False):
        kept = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(kept)


def _of_somebody_else(files: list[Path]) -> None:
    for file in files:
        file.write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")


def _folders(files: list[Path]) -> None:
    for file in files:
        file.unlink()
        file.mkdir()


@pytest.mark.parametrize("harm", [_cut_off, _one_bit, _each_others, _of_somebody_else, _folders])
def test_a_damaged_or_foreign_cache_costs_time_only(
    harm: Callable[[list[Path]], None], own_cache: None, tmp_path: Path
) -> None:
    """Whatever stands in its files, the booklets are the same bytes."""
    first = _made(tmp_path, edities=("huisjesplaat",), domeinen=())
    files = sorted(file for file in (tmp_path / ".voorraad").rglob("*") if file.is_file())
    assert len(files) > 5
    harm(files)
    assert _made(tmp_path, edities=("huisjesplaat",), domeinen=()) == first


def test_a_cache_that_cannot_be_written_costs_time_only(own_cache: None, tmp_path: Path) -> None:
    """A file stands where the folder should be, as on a disk that nobody may write on."""
    first = _made(tmp_path / "a", edities=("huisjesplaat",), domeinen=())
    (tmp_path / "b").mkdir()
    (tmp_path / "b/.voorraad").write_text("dicht", encoding="utf-8")
    kept = _made(tmp_path / "b", edities=("huisjesplaat",), domeinen=())
    assert {name: data for name, data in kept.items() if name != ".voorraad"} == first


def test_a_pickle_can_do_nothing_but_hold_values_of_ours(tmp_path: Path) -> None:
    """Also with a good digest: a class of another module is refused."""
    made = Voorraad(tmp_path)
    made.put("deel", "a", Path("x"))
    assert Voorraad(tmp_path).get("deel", "a") is None


def test_what_is_not_used_for_long_is_thrown_away(tmp_path: Path) -> None:
    """Two months after it was last used."""
    made = Voorraad(tmp_path)
    made.put("deel", "a", drawing.EMPTY)
    (file,) = tmp_path.glob("*/*/*")
    now = file.stat().st_mtime
    tidy(tmp_path, now + 59 * 24 * 60 * 60)
    assert file.exists()
    tidy(tmp_path, now + 61 * 24 * 60 * 60)
    assert not file.exists()


# ----------------------------------------------------------------------------------------------------------------------
# No more work than what changed


def _content(folder: Path) -> Path:
    shutil.copytree(CONTENT, folder / "content")
    return folder / "content"


def test_after_one_suggestie_only_the_part_that_holds_it_is_made(
    own_cache: None, written: list[tuple[str, str]], tmp_path: Path
) -> None:
    """One part, on the side of the paper where it is; the loose file of the house has the same one."""
    inhoud = _content(tmp_path)
    _made(tmp_path / "uit", inhoud=inhoud)
    written.clear()
    file = next((inhoud / "domeinen").glob("*-geldzaken.yaml"))
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.partition("suggesties:")[2].splitlines() if line.strip().startswith("- "))
    file.write_text(text.replace(line, f"{line} Echt waar", 1), encoding="utf-8")
    _made(tmp_path / "uit", inhoud=inhoud)
    assert {kind for kind, _ in written} == {"tekening", "maat"}
    assert len({name for kind, name in written if kind == "tekening"}) <= 2


def test_after_one_phone_number_only_that_gemeente_is_made(
    own_cache: None, written: list[tuple[str, str]], tmp_path: Path
) -> None:
    """Of the gemeente its colophon and nothing of its Sociale Kaart; of another gemeente nothing at all."""
    inhoud = _content(tmp_path)
    for gemeente in (GROOT, "almere"):
        _made(tmp_path / "uit", inhoud=inhoud, gemeente=gemeente)
    file = inhoud / f"gemeenten/{GROOT}/gemeente.yaml"
    text = file.read_text(encoding="utf-8")
    number = re.search(r"telefoon: *['\"]?([\d ]{10,})", text)
    assert number
    file.write_text(text.replace(number[1], number[1][:-1] + ("1" if number[1][-1] != "1" else "2")), encoding="utf-8")
    written.clear()
    _made(tmp_path / "uit", inhoud=inhoud, gemeente="almere")
    assert not written
    _made(tmp_path / "uit", inhoud=inhoud)
    assert 0 < len({name for kind, name in written if kind == "tekening"}) <= 3


def test_what_is_remembered_of_another_gemeente_is_written_as_if_it_were_not() -> None:
    """The words, the cards, the dates, the pages and the colours are those of this one."""
    memory = Memory()
    content = read_content(CONTENT, ("almere", GROOT)).content(("almere", GROOT))
    assert content
    for _ in range(2):
        for gemeente in content.gemeenten:
            desk = Desk(content, gemeente, tips(content, gemeente, DAY), *own_files(CONTENT, gemeente))
            for editie in content.edities:
                if editie.bladen and editie.id != "handleiding":
                    booklet = desk.booklet(Job(editie, content.domeinen, None, editie.id), UNSETTLED)
                    frame = write_frame(booklet, "binnen")
                    parts = booklet.plan.parts
                    known = write_sections(booklet, frame, parts, memory)
                    assert known == write_sections(booklet, frame, parts, Memory()), (gemeente.id, editie.id)


_COLOURS = re.compile(r"([^{}]+)\{[^{}]*var\(--(?:accent|kopkleur)\)[^{}]*\}")


def test_every_part_with_the_colours_of_the_gemeente_is_dressed() -> None:
    """A part that is made once for all gemeenten has none of their colours: by every rule of the style sheets."""
    content = read_content(CONTENT, (GROOT,)).content((GROOT,))
    assert content
    sheets = "\n".join(file.read_text(encoding="utf-8") for file in (LAYOUTS / "css").glob("*.css"))
    rules = [
        rule
        for found in _COLOURS.findall(re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))
        for rule in found.split(",")
    ]
    worn = [frozenset(re.findall(r"\.([\w-]+)", rule)) for rule in rules]
    assert len(worn) > 8
    gemeente = content.gemeenten[0]
    desk = Desk(content, gemeente, tips(content, gemeente, DAY), *own_files(CONTENT, gemeente))
    editions = [
        one
        for editie in content.edities
        for one in (editie, *editie.onderdelen)
        if one.bladen and one.id != "handleiding"
    ]
    dressed = set()
    for editie in editions:
        booklet = desk.booklet(Job(editie, content.domeinen, None, editie.id), UNSETTLED)
        for section in write_sections(booklet, write_frame(booklet, "binnen"), booklet.plan.parts, Memory()):
            html = section.html + "".join(tegel.whole for tegel in section.tegels)
            classes = {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}
            kind = next(part.kind for part in booklet.plan.parts if part.anchor == section.anchor)
            if any(wanted <= classes for wanted in worn):
                dressed.add(kind.name)
    assert dressed <= {kind.name for kind in KINDS.values() if kind.dressed}
    assert "omslag" in dressed


# ----------------------------------------------------------------------------------------------------------------------
# When WeasyPrint draws in another way


@pytest.mark.parametrize("name", ["_PAGE", "_SPOT"])
def test_without_what_we_know_of_weasyprint_all_is_made_at_once(
    name: str, own_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes longer, and is the same bytes as a booklet that is made at once."""
    moved = re.compile(rb"(never)") if name == "_PAGE" else b"never %b"
    monkeypatch.setattr(drawing, name, moved)
    assert _made(tmp_path / "a") == _made(tmp_path / "b", gewoon=True)


def test_what_we_know_of_weasyprint_is_still_so(
    own_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No booklet needs the other way; fails when WeasyPrint writes a page or a box otherwise."""
    monkeypatch.setattr(typeset, "write_pdf", None)
    _made(tmp_path)
