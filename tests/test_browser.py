"""Somebody types in the booklet in a real browser, with the mouse or the keyboard alone, saves, and goes on another day."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from browser import PdfJs, PdfViewer, Stop, Viewer, answers, chromium, missing, stops
from conftest import CONTENT, DAY
from playwright.sync_api import Browser
from verapdf import judge
from verapdf import missing as no_judge

from booklet.pipeline import Order, make

VIEWERS: Mapping[str, type[Viewer]] = {"chromium": PdfViewer, "pdfjs": PdfJs}
NAME = "Łukasz Şahin"
LETTERS = "ĄąĆćĘęŁłŃńŚśŹźŻżĞğİıŞşČčĎďĚěŇňŘřŠšŤťŮůŐőȘșÞþẞ€”"
STORY = "Bij İpek: ğ ı ș ő ẞ, € 25.\n“Dat gaat,” zegt Þór."
WISHES = {
    "omslag.naam": NAME,
    "omslag.alleen": "Ja",
    "woonruimte.mijn-woning.smiley": "Gaat niet goed",
    "woonruimte.mijn-huishouden.smiley": "Niet van toepassing",
    "woonruimte.mijn-woning.wat-wil-ik": STORY,
}
FACE = "woonruimte.mijn-woning.smiley"
TEXT = "woonruimte.mijn-woning.wat-wil-ik"

Open = Callable[[str, Path], Any]


def _fail_in_ci(reason: str) -> None:
    if reason:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def fillable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The booklet to type in, with one house."""
    order = Order(
        ("voorbeeldstad",),
        DAY,
        edities=("basisformat",),
        drukken=("invulbaar",),
        domeinen=("woonruimte",),
        inhoud=CONTENT,
        uit=tmp_path_factory.mktemp("invulbaar"),
    )
    (made,) = make(order, lambda step, text: None).made
    return Path(made.path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    _fail_in_ci(missing())
    with chromium() as started:
        yield started


@pytest.fixture
def open_in(browser: Browser) -> Iterator[Open]:
    """Opens a file in a viewer, for one test."""
    opened: list[Viewer] = []

    def opens(viewer: str, file: Path) -> Viewer:
        opened.append(VIEWERS[viewer](browser, file))
        return opened[-1]

    yield opens
    for viewer in opened:
        viewer.close()


@pytest.fixture(scope="module")
def empty(browser: Browser, fillable: Path) -> Iterator[PdfJs]:
    """The empty booklet in pdf.js, to ask questions of."""
    viewer = PdfJs(browser, fillable)
    yield viewer
    viewer.close()


@pytest.fixture(scope="module")
def saved(browser: Browser, fillable: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """By viewer: the booklet as it saves it, when somebody did with the mouse what is wished above."""
    folder = tmp_path_factory.mktemp("opgeslagen")
    files = {}
    for name, kind in VIEWERS.items():
        viewer = kind(browser, fillable)
        for field, wish in WISHES.items():
            stop = _stop(fillable, field, wish)
            viewer.click(stop)
            if not stop.choice:
                viewer.type(wish)
        files[name] = viewer.save(folder / f"{name}.pdf")
        viewer.close()
    return files


def _stop(file: Path, field: str, choice: str = "", *, again: bool = False) -> Stop:
    """Where a field is, or one of its choices: the first time that it comes, or the last."""
    found = [stop for stop in stops(file) if stop.field == field and stop.choice in ("", choice)]
    return found[-1 if again else 0]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_typed_and_clicked_is_in_the_file(viewer: str, saved: Mapping[str, Path]) -> None:
    """Whatever letters and lines are typed and whatever is clicked is saved, and nothing else."""
    assert answers(saved[viewer]) == WISHES


@pytest.mark.parametrize("opened_in", VIEWERS)
@pytest.mark.parametrize("saved_by", VIEWERS)
def test_a_saved_plan_goes_on_another_day(
    saved_by: str, opened_in: str, saved: Mapping[str, Path], open_in: Open, tmp_path: Path
) -> None:
    """Each viewer opens what it saved and what the other saved: a text gets longer, another face is chosen elsewhere."""
    file = saved[saved_by]
    viewer = open_in(opened_in, file)
    if opened_in == "pdfjs":  # the viewer of Chromium shows only pictures
        assert _shown(viewer, file) == WISHES
    viewer.click(_stop(file, TEXT))
    viewer.press("Control+End")
    viewer.type("\nŻółw!")
    viewer.click(_stop(file, FACE, "Gaat goed", again=True))
    assert answers(viewer.save(tmp_path / "later.pdf")) == {**WISHES, TEXT: f"{STORY}\nŻółw!", FACE: "Gaat goed"}


def _shown(viewer: PdfJs, file: Path) -> Mapping[str, str]:
    """What stands in the fields on the screen; the word of a face when one of its marks is seen."""
    fields = {field: [stop for stop in stops(file) if stop.field == field] for field in answers(file)}
    return {
        field: viewer.field(places[0]).input_value()
        if not places[0].choice
        else "".join({stop.choice for stop in places if viewer.field(stop).is_checked()})
        for field, places in fields.items()
    }


def test_a_face_that_is_marked_is_marked_on_the_other_page_too(open_in: Open, fillable: Path) -> None:
    """Whoever clicks a face on the huisjesplaat sees it on the page of the kolom, and the other way round."""
    viewer = open_in("chromium", fillable)
    faces = [stop for stop in stops(fillable) if stop.field == FACE]
    here, there = dict.fromkeys(face.page for face in faces)
    place = {(face.page, face.choice): face for face in faces}

    def changed(old: tuple[bytes, ...], new: tuple[bytes, ...]) -> set[tuple[int, str]]:
        return {key for key, before, after in zip(place, old, new, strict=True) if before != after}

    empty = viewer.look(faces)
    viewer.click(place[here, "Gaat goed"])
    marked = viewer.look(faces, after=empty)
    assert changed(empty, marked) == {(here, "Gaat goed"), (there, "Gaat goed")}
    viewer.click(place[there, "Gaat wel"])
    both = {(page, word) for page in (here, there) for word in ("Gaat goed", "Gaat wel")}
    assert changed(marked, viewer.look(faces, after=marked)) == both


def _something_for_everything(file: Path) -> Mapping[str, str]:
    """An answer of its own for every field: a letter of a language of Europe, or one of the choices."""
    fields = {stop.field: [other.choice for other in stops(file) if other.field == stop.field] for stop in stops(file)}
    del fields[""]  # links
    return {
        field: choices[number % len(choices)] or LETTERS[number]
        for number, (field, choices) in enumerate(fields.items())
    }


def test_the_keyboard_alone_is_enough_in_chromium(open_in: Open, fillable: Path, tmp_path: Path) -> None:
    """Tab goes past every field, face and link in the order of reading, and a letter marks: so all can be answered.

    A letter, for in Chromium 156 Space and Enter do nothing in a check box or on a face.
    """
    wishes = _something_for_everything(fillable)
    viewer = open_in("chromium", fillable)
    viewer.enter()
    for stop in stops(fillable):
        if stop.field and not stop.choice:
            viewer.type(wishes[stop.field])
        elif stop.choice and stop.choice == wishes[stop.field]:
            viewer.type("x")
        viewer.press("Tab")
    assert answers(viewer.save(tmp_path / "toetsen.pdf")) == wishes


def test_the_keyboard_alone_is_enough_in_pdfjs(open_in: Open, fillable: Path, tmp_path: Path) -> None:
    """Tab comes to every field and link in the order of reading, Space and the arrows mark: so all can be answered.

    Radio buttons of one name are one stop of Tab, wherever they are: so it is in every browser.
    """
    wishes = _something_for_everything(fillable)
    places = {stop.key: stop for stop in stops(fillable)}
    viewer = open_in("pdfjs", fillable)
    met: list[str] = []
    while len(met) < len({_name(stop) for stop in places.values()}):
        stop = places[viewer.tab()]
        if _name(stop) in met:
            continue  # a face that was marked lies behind the faces of its neighbour
        met.append(_name(stop))
        if stop.choice:
            choices = [other.choice for other in places.values() if other.field == stop.field]
            steps = choices.index(wishes[stop.field]) - choices.index(stop.choice)
            for key in ["ArrowRight" if steps > 0 else "ArrowLeft"] * abs(steps) or ["Space"]:
                viewer.press(key)
        elif stop.field:
            viewer.type(wishes[stop.field])
    assert met == list(dict.fromkeys(map(_name, places.values())))
    assert answers(viewer.save(tmp_path / "toetsen.pdf")) == wishes


def _name(stop: Stop) -> str:
    return stop.field or stop.key


def test_every_field_says_what_is_asked_and_where(empty: PdfJs, fillable: Path) -> None:
    """In pdf.js a screen reader hears at every field the question and the place; with a face, of what stands around it."""
    fields = [stop for stop in stops(fillable) if stop.field]
    assert all(stop.label for stop in fields)
    ask = "field => field.closest('[aria-label]').ariaLabel"
    assert {stop.key: empty.field(stop).evaluate(ask) for stop in fields} == {stop.key: stop.label for stop in fields}


def test_pdfjs_has_nothing_to_complain_about(empty: PdfJs) -> None:
    """The pages and their fields are drawn without a warning."""
    assert empty.complaints == []


def test_a_filled_file_still_conforms(saved: Mapping[str, Path]) -> None:
    """What each viewer saves is still PDF/UA-1 and PDF/A-2a."""
    _fail_in_ci(no_judge())
    verdicts = judge(("ua1", "2a"), saved.values())
    assert [verdict.file for verdict in verdicts if verdict.passed] == [file for file in saved.values() for _ in "12"]


@pytest.mark.parametrize(
    ("name", "value", "told"), [("CHROMIUM", None, "chromium"), ("PDFJS", Path("nergens"), "pdf.js")]
)
def test_without_a_browser_the_reason_is_told(
    name: str, value: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Chromium or pdf.js is missing the reason names it, so that a skipped test can be understood."""
    monkeypatch.setattr("browser.CHROMIUM", "/usr/bin/chromium")
    monkeypatch.setattr(f"browser.{name}", value)
    assert told in missing()
