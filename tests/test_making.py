"""How files are made: always the same bytes, whole or not at all, from our own files only, and never with a fault."""

import errno
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Built
from killed import killed_before
from paper import Paper
from small import GEMEENTE, OUTPUT, build, change, made, only_editions, read_once, without_checks

from booklet import markup
from booklet.fonts import LETTER
from booklet.markup import Sheets
from booklet.namen import domein_names
from booklet.overview import FILE, KEPT
from booklet.planner import KINDS
from booklet.terminal import today
from booklet.typeset import Fault, lay_out, write_pdf

FOLDER = OUTPUT / GEMEENTE
COVERS = {"begin": ["omslag"], "slot": ["colofon"]}  # the smallest edition: four pages


def _gemeente_file(project: Path, name: str) -> Path:
    return project / "content/gemeenten" / GEMEENTE / name


def _first_house(project: Path) -> str:
    return domein_names(project / "content")[0]


# ----------------------------------------------------------------------------------------------------------------------
# The same every time, and in silence

STRICT = (
    "-W",
    "error",
    "-W",
    "ignore:HarfBuzz-Subset:DeprecationWarning",
    "-W",
    "ignore:unclosed:ResourceWarning:weasyprint.pdf",
)


def _checked_lately(kaart: Any) -> None:
    for entry in kaart["voorzieningen"]:
        entry["gecontroleerd"] = "2026-10-01"


def test_the_same_input_gives_the_same_bytes_in_silence(project: Path) -> None:
    """Processes that hash differently and run at another moment write equal files, and tell only what they made."""
    house = _first_house(project)
    parts = {"begin": ["omslag"], "huis": ["tussenblad", "suggesties"], "slot": ["colofon"]}
    only_editions(project, proef={**parts, "tabs": "ja", "domeinen": house, "los": COVERS})
    change(project / "content/sociale-kaart/landelijk.yaml", _checked_lately)
    name = {"aanduiding": "Gemeente Łódź 🙂 İş"}  # letters from every font
    change(_gemeente_file(project, "gemeente.yaml"), lambda data: data.update(name))
    running = []
    for seed in (1, 2):
        command = [sys.executable, *STRICT, str(ROOT / "build.py"), "maak", GEMEENTE, "--uit", f"output-{seed}"]
        environment = os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONDONTWRITEBYTECODE": "1"}
        running.append(
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
        time.sleep(1.1)  # a PDF may tell its moment in seconds
    for seed, process in enumerate(running, 1):
        told, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
        lines = [line for line in told.splitlines() if line.startswith("Gemaakt: ")]
        assert [line.partition(" (")[0] for line in lines] == [
            f"Gemaakt: output-{seed}/{GEMEENTE}/{file}" for file in ("proef.pdf", f"proef/1-{house}.pdf")
        ]
    one, other = (
        {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*.*")) if file.is_file()}
        for folder in (project / f"output-1/{GEMEENTE}", project / f"output-2/{GEMEENTE}")
    )
    assert len(one) == 4  # two booklets, the overview and what it keeps
    assert one == other


def test_a_full_build_finds_nothing_wrong_on_any_page(built: Built) -> None:
    """WeasyPrint says nothing of any booklet, no text leaves its place, and preflight has nothing to tell.

    Only that a thick booklet is hard to staple is told, of what is made for paper.
    """
    assert built.report.made
    found = [problem for problem in built.report.problems if problem.code[0] in "TPS"]
    assert {problem.place.file.rpartition("-")[2] for problem in found} <= {"boekje.pdf", "drukkerij.pdf"}
    assert all("vellen" in problem.message or "dik om te nieten" in problem.message for problem in found)


# ----------------------------------------------------------------------------------------------------------------------
# Written whole or not at all


class _FullDisk(io.FileIO):
    """A file on a disk that is full after the first bytes."""

    def write(self, data: Any) -> int:
        super().write(bytes(data[:10]))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _no_replace(_: Path, target: Path) -> Path:
    raise PermissionError(errno.EACCES, "in use by another program", str(target))


@pytest.mark.parametrize("failure", ["disk full", "in use"])
def test_what_cannot_be_written_leaves_the_old_file(
    failure: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a file that is open elsewhere is told; the old file stays, and nothing half-written beside it."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    made("proef").parent.mkdir(parents=True)
    made("proef").write_bytes(b"old")
    with monkeypatch.context() as patch:
        if failure == "in use":
            patch.setattr(Path, "replace", _no_replace)
        else:
            patch.setattr("booklet.files.os.fdopen", _FullDisk)
        report = build()
    assert report.stopped
    assert not report.made
    assert [(problem.code, problem.place.file) for problem in report.problems] == [
        ("S01", (FOLDER / name).as_posix()) for name in (FILE, "proef.pdf")
    ]
    assert made("proef").read_bytes() == b"old"
    assert list(made("proef").parent.iterdir()) == [made("proef")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_build_that_is_killed_leaves_whole_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At whatever moment: the old booklet or the new one, and what is half has a name that begins with a dot."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    read_once(monkeypatch, Path("content"))
    assert not build().problems
    new = made("proef").read_bytes()
    seen = []
    for step in range(40):
        made("proef").write_bytes(b"old")
        killed = killed_before(step, build, near=FOLDER.as_posix())
        seen.append(made("proef").read_bytes())
        assert seen[-1] in (b"old", new)
        beside = (file for file in made("proef").parent.iterdir() if not file.name.startswith("."))
        assert {file.name for file in beside} <= {"proef.pdf", FILE}
        if not killed:
            break
    assert not killed
    assert seen[-1] == new
    assert seen.count(b"old") > 3


def test_a_folder_that_cannot_be_made_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the way of the folder, every file that is not written is told."""
    without_checks(monkeypatch)
    only_editions(project, een=COVERS, twee=COVERS)
    OUTPUT.mkdir()
    made("een").parent.write_text("in the way")
    report = build()
    assert report.stopped
    assert not report.made
    assert [(problem.code, problem.place.file) for problem in report.problems] == [
        ("S01", (FOLDER / name).as_posix()) for name in ("een.pdf", FILE, "twee.pdf")
    ]


def test_a_file_is_replaced_and_readable(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file takes the place of the old one, is whole, and others than its maker may read it."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    made("proef").parent.mkdir(parents=True)
    made("proef").write_bytes(b"old")
    assert not build().problems
    assert Paper(made("proef")).page_count == 4
    assert made("proef").stat().st_mode & 0o044 == 0o044
    assert {path.name for path in FOLDER.iterdir()} == {"proef.pdf", FILE, KEPT}


# ----------------------------------------------------------------------------------------------------------------------
# Text that does not fit

LONG = " ".join(["Deze tekst past niet."] * 150)

# A text of every part that has one and cannot grow, by its place in `teksten`.
TOO_LONG = {
    "omslag": ("omslag", "van"),
    "zo-werkt-het": ("zo_werkt_het", "kop"),
    "inhoud": ("inhoud", "kop"),
    "huisjesplaat": ("huisjesplaat", "tekst"),
    "tussenblad": ("tussenblad", "kop"),
    "suggesties": ("suggesties", "tekst"),
    "vrije-ruimte": ("vrije_ruimte", "tekst"),
    "notities": ("notities", "kop"),
    "afsluiting": ("afsluiting", "tekst"),
    "hierna": ("hierna", "kop"),
    "professional": ("professional", "tekst"),
    "colofon": ("colofon", "tekst"),
}


# Parts that do not read `teksten`.
START, MIDDLE, END = ["uitleg-over"], ["overzicht", "uitleg-vragen"], ["woorden"]


@pytest.mark.parametrize("part", TOO_LONG)
def test_a_text_that_does_not_fit_stops_its_file(part: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The problem names the file and the page, nothing of that file is written, and the other edition is made."""
    without_checks(monkeypatch)
    house = _first_house(project)
    begin, huis = ([], [part]) if KINDS[part].per == "huis" else ([part], [])
    full = {"begin": [*START, *begin], "huis": huis, "slot": END}
    only_editions(project, goed={"begin": [*START, *MIDDLE], "slot": END}, vol=full)
    field, name = TOO_LONG[part]
    change(_gemeente_file(project, "gemeente.yaml"), lambda data: data.update(teksten={field: {name: LONG}}))
    report = build(house)
    assert report.stopped
    assert {problem.place.file for problem in report.problems} == {made("vol").as_posix()}
    assert 2 in {problem.place.line for problem in report.problems}
    assert all(problem.hint for problem in report.problems)
    assert [done.path for done in report.made] == [made("goed").as_posix()]
    assert not made("vol").exists()


def test_a_word_that_is_too_long_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is wider than its box stops the file, wherever it stands in a voorziening."""
    without_checks(monkeypatch)
    house = _first_house(project)
    only_editions(project, proef={**COVERS, "huis": ["sociale-kaart links"]})
    fields = ("organisatie", "aanbod", "omschrijving", "voor_wie", "plaats", "email", "website", "kosten", "aanmelden")
    words = {field: f"{field}{'o' * 90}" for field in fields}
    entries = [
        {
            "organisatie": "Huis",
            "aanbod": "Hulp",
            "domein": house,
            "omschrijving": "Hulp.",
            "gecontroleerd": "2026-10-01",
            field: word,
        }
        for field, word in words.items()
    ]
    change(_gemeente_file(project, "sociale-kaart.yaml"), lambda data: data.update(voorzieningen=entries))
    report = build(house)
    assert not report.made
    for field in fields:
        told = [problem for problem in report.problems if f"{field}ooo" in problem.message]
        assert told, f"a word that is too long in {field} is not told"
        assert all(problem.place.line >= 2 and problem.place.file == made("proef").as_posix() for problem in told)


# ----------------------------------------------------------------------------------------------------------------------
# Pages that are wrong


def _laid(html: str, *styles: str, **assets: bytes) -> tuple[Fault, ...]:
    """What is wrong with a page, laid out and written, that has this in it and may load these files."""
    files = {f"book:/{name}": data for name, data in assets.items()}
    style = f"@page {{ size: A4; margin: 20mm }} html {{ font: 14pt/1.5 '{LETTER}' }}"
    head = f'<html lang="nl"><head><title>Proef</title><style>{style}</style></head>'
    pages = lay_out(Sheets(f"{head}<body>{html}</body></html>", styles, files))
    _, faults = write_pdf(pages, {})
    return (*pages.faults, *faults)


def test_a_good_page_has_no_faults() -> None:
    """What is not wrong is not told, or the tests below would say nothing."""
    assert not _laid("<p>Een</p><p>Twee</p>", "p { color: black }")


def test_texts_that_lie_over_each_other_are_told() -> None:
    """Two texts on one place cannot be read; two lines under each other can."""
    one, other = (
        f'<p style="position: absolute; top: {top}mm; left: 50mm; margin: 0">{text}</p>'
        for top, text in ((50, "Een"), (52, "Twee"))
    )
    assert [fault.message for fault in _laid(one + other)] == ["'Een' en 'Twee' staan over elkaar"]
    assert not _laid(one + other.replace("52mm", "60mm"))


def test_a_text_near_the_edge_of_the_paper_is_told() -> None:
    """A printer cannot print to the edge."""
    faults = _laid('<p style="position: absolute; top: -18mm; left: 0; margin: 0">Boven</p>')
    assert [fault.message for fault in faults] == ["'Boven' staat te dicht bij de rand van het papier"]


def test_a_text_that_leaves_its_box_is_told() -> None:
    """A box of a fixed size is as large as it is, whatever stands in it."""
    box = '<div style="width: 40mm; height: 20mm">{}</div>'
    assert any("steekt" in fault.message for fault in _laid(box.format("woord " * 60)))
    assert any("steekt" in fault.message for fault in _laid(box.format("w" * 60)))
    assert not _laid(box.format("woord"))


def test_a_text_or_picture_that_falls_off_the_page_is_told() -> None:
    """WeasyPrint drops what a box of the height of the page cannot hold; that must never go unseen."""
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
    box = '<section id="deel"><div style="height: 256mm; position: relative"><div>{}</div></div></section>'
    image = '<img alt="rood" src="book:/rood.svg" style="height: 20mm; display: block">'
    fits = "".join(f'<p style="height: 20mm; margin: 0">Regel {number}</p>' for number in range(10))
    assert not _laid(box.format(fits + image), **{"rood.svg": picture})
    for last in (image, '<p style="height: 20mm">Weg</p>', '<p style="position: absolute; bottom: 0">Weg</p>'):
        assert [fault for fault in _laid(box.format(fits + fits + last), **{"rood.svg": picture}) if fault.page == 1]


@pytest.mark.parametrize("style", ["p { colour: red }", "p { color: }", "p[ { color: red }", "@page { margin: x }"])
def test_a_style_that_weasyprint_does_not_understand_stops_the_build(
    style: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken CSS in `layouts/` is told every time, also by a process that has read it before."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    styles_of = markup._styles_of
    monkeypatch.setattr(markup, "_styles_of", lambda *asked: (*styles_of(*asked), style))
    for _ in range(2):
        report = build()
        assert report.stopped
        assert not report.made
        assert [problem.code for problem in report.problems] == ["T01"]
        assert "WeasyPrint meldt" in report.problems[0].message


# ----------------------------------------------------------------------------------------------------------------------
# Nothing from outside

_heard: list[str] | None = None


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _heard is not None and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request"):
        _heard.append(f"{event} {arguments[0]} {arguments[1] if event == 'socket.connect' else ''}")


sys.addaudithook(_listen)


@contextmanager
def _heard_meanwhile() -> Iterator[list[str]]:
    """Every file that Python opens and every connection that it makes meanwhile."""
    global _heard  # noqa: PLW0603  an audit hook cannot be taken away
    _heard = heard = []
    try:
        yield heard
    finally:
        _heard = None


def _assert_nothing_fetched(heard: Sequence[str], secret: Path) -> None:
    assert not [one for one in heard if one.startswith(("socket", "urllib")) or "passwd" in one or secret.name in one]


def test_what_is_opened_can_be_heard(tmp_path: Path) -> None:
    """The ear that the tests below trust hears a file and a connection."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"")
    with _heard_meanwhile() as heard:
        secret.read_bytes()
    with pytest.raises(AssertionError):
        _assert_nothing_fetched(heard, secret)


IN_HTML = {
    "picture": '<img alt="x" src="{}">',
    "object": '<object data="{}">x</object>',
    "embed": '<embed src="{}">',
    "background": "<p style=\"background: url('{}')\">x</p>",
    "list": "<ul style=\"list-style-image: url('{}')\"><li>x</li></ul>",
    "content": "<style>p::before {{ content: url('{}') }}</style><p>x</p>",
    "page": "<style>@page {{ background: url('{}') }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: x; src: url('{}') }}</style><p style='font-family: x'>x</p>",
    "import": "<style>@import url('{}');</style><p>x</p>",
    "stylesheet": '<link rel="stylesheet" href="{}"><p>x</p>',
    "attachment": '<link rel="attachment" href="{}"><p>x</p>',
}
IN_SVG = {
    "picture": '<image width="9" height="9" href="{}"/>',
    "old picture": '<image width="9" height="9" xlink:href="{}"/>',
    "use": '<use href="{}#x"/>',
    "entity": "<text>&leak;</text>",
    "import": "<style>@import url('{}');</style><path d='M0 0h9v9z'/>",
    "fill": "<path d='M0 0h9v9z' fill=\"url('{}#x')\"/>",
}
NOT_FOLLOWED_IN_SVG = {"use", "import", "fill"}  # WeasyPrint only looks in the picture itself, so nothing is asked for


def _addresses(secret: Path) -> tuple[str, ...]:
    return (
        "http://127.0.0.1:9/x.png",
        "https://voorbeeld.example/x",
        "file:///etc/passwd",
        secret.as_uri(),
        "//x.example/x",
    )


def _svg(inside: str, address: str) -> bytes:
    entity = f'<!DOCTYPE svg [<!ENTITY leak SYSTEM "{address}">]>' if "&leak;" in inside else ""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{entity}<svg {spaces} viewBox="0 0 9 9" width="9mm" height="9mm">{inside.format(address)}</svg>'.encode()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A picture of another folder, which no booklet may show."""
    file = tmp_path / "another folder" / "secret.svg"
    file.parent.mkdir()
    file.write_bytes(_svg("<path d='M0 0h9v9z'/>", ""))
    return file


@pytest.mark.parametrize("way", IN_HTML)
def test_markup_can_load_only_its_own_files(way: str, secret: Path) -> None:
    """An address on the network or of another file is refused, told, and not opened."""
    for address in _addresses(secret):
        with _heard_meanwhile() as heard:
            faults = _laid(IN_HTML[way].format(address))
        assert faults, address
        assert all("WeasyPrint meldt" in fault.message for fault in faults)
        _assert_nothing_fetched(heard, secret)


@pytest.mark.parametrize("way", IN_SVG)
def test_a_logo_can_load_nothing(way: str, secret: Path) -> None:
    """A logo with a picture from elsewhere is refused, told, and the picture is not opened."""
    for address in _addresses(secret):
        with _heard_meanwhile() as heard:
            faults = _laid('<img alt="logo" src="book:/logo">', logo=_svg(IN_SVG[way], address))
        assert faults or way in NOT_FOLLOWED_IN_SVG, address
        _assert_nothing_fetched(heard, secret)


def test_a_logo_from_elsewhere_stops_the_build(project: Path, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, from the folder of a gemeente: nothing is made with a logo that wants more than itself."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    _gemeente_file(project, "logo.svg").write_bytes(_svg(IN_SVG["picture"], secret.as_uri()))
    change(_gemeente_file(project, "gemeente.yaml"), lambda data: data.update(huisstijl={"logo": "logo.svg"}))
    with _heard_meanwhile() as heard:
        report = build()
    assert report.stopped
    assert not report.made
    assert [problem for problem in report.problems if problem.code == "T01"]
    _assert_nothing_fetched(heard, secret)
    assert [one for one in heard if "logo.svg" in one], "the logo itself was not read"


def test_making_booklets_does_not_change_what_day_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes the fonts sets a moment of its own; the day of the checks is another thing."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    monkeypatch.delenv("MIJN_EIGEN_PLAN_VANDAAG")
    assert not build().problems
    assert today() == date.today()
