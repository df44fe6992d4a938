"""`kijk`: a part made alone is as in the whole booklet, one change costs one part, and a mistake costs no page."""

import json
import shutil
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from browser import CHROMIUM, chromium
from click.testing import CliRunner
from conftest import CONTENT, DAY
from playwright.sync_api import Locator, Position, expect
from small import GEMEENTE, change

from booklet import kijk
from booklet.cli import main
from booklet.content import read_content
from booklet.kijk import Boekje, Preview, Subject, follow, is_ours
from booklet.markup import LAYOUTS, LayoutError, write_page
from booklet.origin import Line, found_on, pieces_of
from booklet.parts import Plain
from booklet.pictures import pictures
from booklet.planner import KINDS, Part
from booklet.problems import Place, error
from booklet.serve import PORTS, Server, open_server, page_of
from booklet.settle import Job, measure, settle

EDITIES: Mapping[str, Mapping[str, list[str]]] = {
    "basisformat": {
        "begin": ["omslag rechts", "huisjesplaat links"],
        "huis": ["suggesties links", "kolom", "sociale-kaart links"],
        "slot": ["colofon links"],
    },
    "tabbladen": {
        "begin": ["omslag rechts"],
        "huis": ["tussenblad rechts", "kolom"],
        "slot": ["colofon links"],
    },
    "uitlegboekje": {
        "begin": ["omslag rechts", "inhoud rechts"],
        "huis": ["uitleg-kolom links", "kolom-voorbeeld rechts"],
        "slot": ["colofon links"],
    },
}
WIDTH = 500  # pixels: enough to see any difference, in less time
HOUSE = "geldzaken"
OLD, NEW = "Het geld dat binnenkomt en of ik daarmee rondkom.", "Het geld dat ik krijg en of ik daarmee rondkom."
TIP = "Ik weet wat ik uitgeef, of niet precies."


class Small(NamedTuple):
    """A project with three short booklets of one house, and a preview in which all of it is made."""

    inhoud: Path
    preview: Preview

    @property
    def house(self) -> Path:
        """The file with the texts of the house."""
        return next((self.inhoud / "domeinen").glob(f"*-{HOUSE}.yaml"))

    @property
    def card(self) -> Path:
        """The file with the Sociale Kaart of the gemeente."""
        return self.inhoud / f"gemeenten/{GEMEENTE}/sociale-kaart.yaml"

    @contextmanager
    def changed(self, file: Path, old: str, new: str) -> Iterator[list[Part]]:
        """A text of a file is another one meanwhile; gives the parts that are made for it."""
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        try:
            yield list(self.preview.refresh())
        finally:
            file.write_text(text, encoding="utf-8")
            list(self.preview.refresh())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """The project, made once; a test that changes a text puts it back. Other tests are about the check."""
    inhoud = tmp_path_factory.mktemp("kijk") / "content"
    shutil.copytree(CONTENT, inhoud, ignore=lambda folder, names: {"almere"} & set(names))
    for name, bladen in EDITIES.items():
        change(inhoud / f"edities/{name}.yaml", lambda editie, bladen=bladen: editie.update(bladen, domeinen=[HOUSE]))
    preview = Preview(Subject(GEMEENTE, DAY, tuple(EDITIES), inhoud))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kijk, "check", lambda library, today: library.problems)
        patch.setattr(kijk, "WIDTH", WIDTH)
        assert list(preview.refresh())
        yield Small(inhoud, preview)


def _shown(preview: Preview) -> dict[str, list[bytes | None]]:
    return {boekje.stem: [preview.beeld(page.beeld) for page in boekje.bladzijden] for boekje in preview.view.boekjes}


def _whole(small: Small, *edities: str) -> dict[str, list[bytes | None]]:
    """The pictures of these booklets, each typeset as a whole, as `maak` does."""
    from booklet.typeset import write_pdf

    content = read_content(small.inhoud, (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    desk = kijk._desk(content, small.preview.subject)
    houses = tuple(house for house in content.domeinen if house.id == HOUSE)
    measured = measure(desk, houses, [editie for editie in content.edities if editie.id in edities], Plain())
    found: dict[str, list[bytes | None]] = {}
    for editie in content.edities:
        if editie.id in edities:
            _, pages = settle(desk, Job(editie, houses, None, editie.id), measured, Plain(), lambda step: None)
            data, _ = write_pdf(pages, {})
            found[editie.id] = [picture.data for picture in pictures(data, WIDTH)]
    return found


def _text(preview: Preview, stem: str, page: int) -> str:
    read = preview._read(stem, page)
    assert read is not None
    return " ".join(read[0].split())


# ---- Making what changed ------------------------------------------------------------------------------------------


def test_parts_made_alone_look_as_in_the_whole_booklet(small: Small) -> None:
    """Every page of the three booklets, to the pixel: number, side, running head and all."""
    shown = _shown(small.preview)
    assert small.preview.view.bezig == 0
    assert sum(map(len, shown.values())) > 20
    assert shown == _whole(small, *EDITIES)


def test_one_change_costs_the_parts_that_show_it_and_no_other(small: Small) -> None:
    """A text that stands on one part costs one part, one on more parts these; and they look as in the whole again."""
    before, old = _shown(small.preview), small.preview.view.nummer
    with small.changed(small.house, TIP, "Ik weet wat ik uitgeef.") as made:
        assert [part.anchor for part in made] == [f"suggesties-{HOUSE}"]
        after = _shown(small.preview)
        changed = {
            (stem, number)
            for stem, pages in after.items()
            for number, page in enumerate(pages, 1)
            if page != before[stem][number - 1]
        }
        assert len(changed) == 1
    assert _shown(small.preview) == before
    assert small.preview.view.nummer > old
    shows = {
        (boekje.stem, page.part.anchor)
        for boekje in small.preview.view.boekjes
        for page in boekje.bladzijden
        if OLD in _text(small.preview, boekje.stem, page.nummer)
    }
    with small.changed(small.house, OLD, NEW) as made:
        assert len(made) == len(shows) > 1
        assert {part.anchor for part in made} == {anchor for _, anchor in shows}


def test_nothing_is_made_for_what_changes_no_page(small: Small) -> None:
    """A comment is no change, and saving the same text neither."""
    with small.changed(small.house, "kolommen:", "# Een opmerking voor wie dit leest.\nkolommen:") as made:
        assert made == []


def test_what_flows_moves_what_stands_behind_it(small: Small) -> None:
    """A shorter Sociale Kaart takes fewer pages; what moves is made on its new page, and all is as in the whole again."""
    before = small.preview.view.boekjes[0]
    text = small.house.read_text(encoding="utf-8")
    small.house.write_text(text.replace(OLD, NEW), encoding="utf-8")
    with small.changed(small.card, "in_boekje: ja", "in_boekje: nee") as made:
        after = small.preview.view.boekjes[0]
        assert {part.kind.name for part in made} >= {"sociale-kaart", "notities", "kolom"}
        assert _pages_of(after, "sociale-kaart") < _pages_of(before, "sociale-kaart")
        assert _shown(small.preview)["basisformat"] == _whole(small, "basisformat")["basisformat"]
        small.house.write_text(text, encoding="utf-8")


def _pages_of(boekje: Boekje, kind: str) -> int:
    return sum(page.part.kind.name == kind for page in boekje.bladzijden)


def test_what_somebody_leaves_undone_is_made_the_next_time(small: Small) -> None:
    """Whoever stops listening after a part gets the others later; until then they are shown as they were."""
    text = small.house.read_text(encoding="utf-8")
    small.house.write_text(text.replace(OLD, NEW), encoding="utf-8")
    before = _shown(small.preview)
    next(small.preview.refresh())
    assert small.preview.view.bezig > 0
    late = [page for boekje in small.preview.view.boekjes for page in boekje.bladzijden if page.bezig]
    assert late
    assert all(page.beeld and small.preview.beeld(page.beeld) for page in late)
    assert list(small.preview.refresh())
    assert small.preview.view.bezig == 0
    small.house.write_text(text, encoding="utf-8")
    list(small.preview.refresh())
    assert _shown(small.preview) == before


# ---- Mistakes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("essentie: ", "esentie: "),
        ("essentie: ", 'essentie: "'),
        ("kolommen:", "\tkolommen:"),
        ("    naam: Inkomen\n", ""),
    ],
    ids=["misspelt", "half saved", "tab", "left out"],
)
def test_a_mistake_is_told_and_costs_no_page(small: Small, old: str, new: str) -> None:
    """What is wrong stands on top with its place and what to do; the last good pages stay, and are called old."""
    before = small.preview.view.boekjes
    with small.changed(small.house, old, new) as made:
        view = small.preview.view
        assert made == []
        assert view.oud
        assert view.boekjes == before
        assert view.problems
        assert all(told.place.file.endswith(small.house.name) and told.place.line for told in view.problems)
        page = page_of(view, GEMEENTE)
        assert "van vóór deze fout" in page
        assert page.count("van vóór de fout") == sum(len(boekje.bladzijden) for boekje in before)
    assert not small.preview.view.oud
    assert small.preview.view.boekjes == before


def test_a_file_that_is_gone_for_a_moment_costs_no_page(small: Small) -> None:
    """Some editors take a file away before they write it anew."""
    plan, away = small.inhoud / "plan.yaml", small.inhoud / "away"
    plan.rename(away)
    assert list(small.preview.refresh()) == []
    assert small.preview.view.oud
    away.rename(plan)
    assert list(small.preview.refresh()) == []
    assert not small.preview.view.oud


def _fails(*_: object) -> None:
    raise RuntimeError("a secret of the program")


def test_whatever_goes_wrong_is_a_sentence(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program shows where it is, without a traceback, and the next save is as if nothing happened."""
    with monkeypatch.context() as patch:
        patch.setattr(kijk, "write_each", _fails)
        assert list(small.preview.refresh()) == []
    (told,) = small.preview.view.problems
    assert told.code == "B02"
    assert small.preview.view.oud
    assert "secret" not in str(told)
    with monkeypatch.context() as patch:
        patch.setattr(kijk, "check", _fails)
        with small.changed(small.house, TIP, "Ik weet wat ik uitgeef.") as made:
            assert len(made) == 1
            assert [told.code for told in small.preview.view.problems] == ["B02"]
            assert not small.preview.view.oud
    list(small.preview.refresh())
    assert "B02" not in {told.code for told in small.preview.view.problems}


def test_a_fault_in_a_template_has_its_line() -> None:
    """Somebody who changes the layouts is told which line is wrong."""
    with pytest.raises(LayoutError) as fault:
        write_page("kijk/index.html", {"gemeente": GEMEENTE, "script": ""})
    told = kijk.fault_of(fault.value)
    assert told.code == "B01"
    assert told.place.file == "layouts/kijk/index.html"
    line = (LAYOUTS / "kijk/index.html").read_text(encoding="utf-8").splitlines()[told.place.line - 1]
    assert "view." in line


# ---- Where a text comes from --------------------------------------------------------------------------------------


def test_every_text_is_at_the_line_that_is_told(small: Small) -> None:
    """What a page says stands at that line of that file; every suggestion is found, at a line of its own."""
    pages = [(boekje.stem, page) for boekje in small.preview.view.boekjes for page in boekje.bladzijden]
    found = {(stem, page.nummer): small.preview.zinnen(stem, page.nummer) for stem, page in pages}
    for one in (one for many in found.values() for one in many):
        line = Path(one.place.file).read_text(encoding="utf-8").splitlines()[one.place.line - 1]
        assert "".join(one.text.split())[:6] in "".join(line.split()) or "{" in line, f"{one.place}: {one.text}"
    tips = next(page.nummer for _, page in pages if page.part.kind.name == "suggesties")
    told = {one.text: one.place.line for one in found["basisformat", tips]}
    lines = small.house.read_text(encoding="utf-8").splitlines()
    suggestions = [number for number, line in enumerate(lines, 1) if line.startswith("      - ")]
    assert suggestions
    assert {told[lines[number - 1].strip().removeprefix("- ")] for number in suggestions} == set(suggestions)


def test_a_point_on_a_page_is_a_text_or_its_template(small: Small) -> None:
    """The middle of the essentie is the essentie, the number of the page is in no content, and a corner is empty."""
    pages = {page.part.anchor: page for page in small.preview.view.boekjes[0].bladzijden}
    page = pages["kolom-inkomen"]
    drawn = small.preview._drawn[small.preview._shown["basisformat", page.part.anchor]]
    points = {}
    with pypdfium2.PdfDocument(drawn.pdf) as document:
        width, height = document[0].get_size()
        words = document[0].get_textpage()
        for text in ("Het geld", str(page.nummer)):
            start = words.get_text_range().rindex(text)
            left, bottom, right, top = words.get_charbox(start)
            points[text] = (left + right) / 2 / width, 1 - (bottom + top) / 2 / height
    essentie = small.preview.bron("basisformat", page.nummer, *points["Het geld"])
    assert essentie is not None
    assert essentie.text == OLD
    assert OLD in small.house.read_text(encoding="utf-8").splitlines()[essentie.place.line - 1]
    folio = small.preview.bron("basisformat", page.nummer, *points[str(page.nummer)])
    assert folio is not None
    assert folio.place == Place("layouts/bladen/kolom.html")
    assert small.preview.bron("basisformat", page.nummer, 0.001, 0.001) is None
    assert small.preview.bron("basisformat", 9999, 0.5, 0.5) is None


PART = Part(KINDS["kolom"], 1, 1)
ELSEWHERE, OWN = Place("content/plan.yaml", 3), Place("content/gemeenten/x/gemeente.yaml", 4)


def _line(text: str, place: Place = ELSEWHERE) -> Line:
    return Line(pieces_of(text), place, ("teksten", "kop"), place == OWN)


@pytest.mark.parametrize(
    ("page", "lines", "expected"),
    [
        ("Dit is\r\nvan mij.", [_line("Dit is van mij.")], [("Dit is van mij.", ELSEWHERE)]),
        ("Mijn huis", [_line("Mijn huis"), _line("Mijn huis", OWN)], [("Mijn huis", OWN)]),
        ("Mijn huis is groot", [_line("huis", OWN), _line("Mijn huis is groot")], [("Mijn huis is groot", ELSEWHERE)]),
        (
            "Bel het sociaal team vandaag",
            [_line("Bel {wijkteam} vandaag")],
            [("Bel het sociaal team vandaag", ELSEWHERE)],
        ),
        ("Huisjesplaat", [_line("Huis")], []),
        ("12", [_line("{bladzijde}")], []),
    ],
    ids=["over two lines", "own first", "longest first", "placeholder", "not in a word", "nothing but a placeholder"],
)
def test_texts_are_found_on_a_page(page: str, lines: list[Line], expected: list[tuple[str, Place]]) -> None:
    """However the lines run, the longest and the nearest text is the one that was meant."""
    assert [(one.text, one.place) for one in found_on(page, lines, PART)] == expected


# ---- In the browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(small: Small) -> Iterator[Server]:
    """The preview over HTTP."""
    server = Server(small.preview, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _ask(server: Server, path: str, host: str = "", method: str = "GET") -> tuple[int, Mapping[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_the_page_shows_every_page_and_its_pictures_may_be_kept(server: Server) -> None:
    """A picture is named after what is in it, so a browser asks it once; the page itself is always asked anew."""
    status, headers, data = _ask(server, "/")
    page = data.decode()
    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    names = [page.beeld for boekje in server.preview.view.boekjes for page in boekje.bladzijden]
    assert names
    assert all(f'src="/beeld/{name}.webp"' in page for name in names)
    status, headers, picture = _ask(server, f"/beeld/{names[0]}.webp")
    assert (status, picture) == (200, server.preview.beeld(names[0]))
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "host", "method", "status"),
    [
        ("/", "evil.example", "GET", 403),
        ("/", "127.0.0.1.evil.example", "GET", 403),
        ("/", "localhost:1", "GET", 200),
        ("/", "", "POST", 405),
        ("/", "", "DELETE", 405),
        ("/beeld/../../etc/passwd", "", "GET", 404),
        ("/kijk.js", "", "GET", 404),
        ("/stand", "", "GET", 400),
        ("/bron?editie=basisformat&bladzijde=een&x=0&y=0", "", "GET", 400),
        ("/bron?editie=basisformat&bladzijde=1&x=nan&y=0", "", "GET", 400),
    ],
)
def test_only_this_machine_may_look_and_nobody_may_change_anything(
    server: Server, path: str, host: str, method: str, status: int
) -> None:
    """A site on the internet cannot look along under a name of its own; a wrong question gets a Dutch sentence."""
    found, headers, data = _ask(server, path, host, method)
    assert found == status
    assert headers["X-Content-Type-Options"] == "nosniff"
    if status != 200:
        assert headers["Content-Type"].startswith("text/plain")
        assert data.decode().endswith(".")


def test_who_waits_hears_of_a_change_at_once(server: Server) -> None:
    """A question about a later view is answered when there is one."""
    now = server.preview.view
    answers: list[int] = []
    path = f"/stand?na={now.nummer}"
    asking = threading.Thread(target=lambda: answers.append(json.loads(_ask(server, path)[2])["nummer"]))
    asking.start()
    server.preview.refuse((error("B02", Place("x<script>alert(1)</script>"), 'een "fout" & meer'),))
    asking.join()
    assert answers == [now.nummer + 1]
    page = _ask(server, "/")[2].decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    list(server.preview.refresh())


def test_a_port_that_is_taken_is_passed_over(small: Small) -> None:
    """Two previews at once each have a port of their own."""
    servers = [open_server(small.preview) for _ in range(2)]
    ports = [server.server_port for server in servers]
    for server in servers:
        server.server_close()
    assert len(set(ports)) == 2
    assert set(ports) <= set(PORTS)


def test_in_a_browser_a_saved_text_appears_and_a_click_tells_its_line(small: Small, server: Server) -> None:
    """The page changes by itself, keeps its place, says so, and names the file and line of what is clicked on."""
    if not CHROMIUM:
        pytest.fail("the browser tests need chromium (apt-get install chromium)")
    page_of_text = next(
        page for page in small.preview.view.boekjes[0].bladzijden if page.part.anchor == "kolom-inkomen"
    )
    stop = threading.Event()
    following = threading.Thread(target=follow, args=(small.preview, stop))
    following.start()
    text = small.house.read_text(encoding="utf-8")
    try:
        with chromium() as browser:
            page = browser.new_page()
            complaints: list[str] = []
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda fault: complaints.append(str(fault)))
            page.goto(server.address)
            button = page.locator(f"#basisformat-{page_of_text.nummer}")
            button.scroll_into_view_if_needed()
            expect(button.locator("img")).to_have_attribute("src", f"/beeld/{page_of_text.beeld}.webp")
            height = page.evaluate("window.scrollY")
            small.house.write_text(text.replace(OLD, NEW), encoding="utf-8")
            expect(button.locator("img")).not_to_have_attribute(
                "src", f"/beeld/{page_of_text.beeld}.webp", timeout=60_000
            )
            expect(page.locator("body")).to_have_attribute("data-bezig", "0", timeout=60_000)
            expect(page.locator("#gezegd")).to_contain_text("bijgewerkt", ignore_case=True)
            assert page.evaluate("window.scrollY") == height
            button.locator("img").click(position=_middle_of(page_of_text.nummer, small, button.locator("img")))
            line = next(n for n, one in enumerate(text.splitlines(), 1) if OLD in one)
            expect(page.locator("#bron-klik")).to_contain_text(NEW)
            expect(page.locator("#bron-klik")).to_contain_text(f"{small.house.name}, regel {line}")
            page.keyboard.press("Escape")
            expect(page.locator("#bron")).to_be_hidden()
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator("#bron-lijst")).to_contain_text(f"regel {line}")
            expect(page.locator("#bron-klik")).to_be_empty()
            page.keyboard.press("Escape")
            small.house.write_text(text.replace("essentie:", "esentie:"), encoding="utf-8")
            expect(page.locator("#meldingen")).to_contain_text("bedoelde u 'essentie'?", timeout=60_000)
            expect(page.locator("#stand")).to_contain_text("van vóór deze fout")
            assert page.evaluate("window.scrollY") > 0
            assert complaints == []
    finally:
        small.house.write_text(text, encoding="utf-8")
        stop.set()
        following.join()
        list(small.preview.refresh())


def _middle_of(number: int, small: Small, image: Locator) -> Position:
    """Where the first letter of the essentie is on the picture of a page, in pixels of the window."""
    box = image.bounding_box()
    assert box is not None
    drawn = small.preview._drawn[small.preview._shown["basisformat", "kolom-inkomen"]]
    with pypdfium2.PdfDocument(drawn.pdf) as document:
        width, height = document[0].get_size()
        words = document[0].get_textpage()
        left, bottom, right, top = words.get_charbox(words.get_text_range().index("Het geld"))
    return Position(x=(left + right) / 2 / width * box["width"], y=(1 - (bottom + top) / 2 / height) * box["height"])


# ---- Watching and the command -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("domeinen/1-woonruimte.yaml", True),
        ("gemeenten/almere/logo.svg", True),
        (".domeinen.yaml.swp", False),
        ("domeinen/.1-woonruimte.yaml.kate-swp", False),
        ("domeinen/1-woonruimte.yaml~", False),
        ("domeinen/#1-woonruimte.yaml#", False),
        ("gemeenten/almere/~$sociale-kaart.xlsx", False),
        (".git/index", False),
        ("output/almere/index.html", False),
        ("gemeenten/almere/x.tmp", False),
    ],
)
def test_only_what_may_change_a_page_counts_as_a_change(tmp_path: Path, name: str, *, ours: bool) -> None:
    """Not what editors put beside a file, and not what the program makes itself: that would never end."""
    hidden = tmp_path / ".hidden"  # the folder itself may be called anything
    assert is_ours(hidden / name, (hidden,)) == ours


def test_when_changes_cannot_be_seen_that_is_told(tmp_path: Path) -> None:
    """A folder that cannot be watched is a problem to see, and no traceback of a thread."""
    preview = Preview(Subject(GEMEENTE, DAY, (), tmp_path / "gone"))
    kijk._watch((tmp_path / "gone",), threading.Event(), threading.Event(), preview)
    assert [told.code for told in preview.view.problems] == ["B03"]


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_command_tells_the_address_and_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C is the way to stop: no fault. Without a browser the address is enough."""
    opened: list[str] = []
    monkeypatch.setattr(kijk, "follow", _interrupted)
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address))
    content = ["--inhoud", str(CONTENT)]
    done = CliRunner().invoke(main, ["kijk", GEMEENTE, *content])
    assert done.exit_code == 0, done.output
    assert opened
    assert opened[0] in done.output
    assert "Typ het adres zelf" in done.output
    assert done.output.endswith("Gestopt met kijken.\n")
    done = CliRunner().invoke(main, ["kijk", GEMEENTE, "--geen-browser", *content])
    assert (done.exit_code, len(opened)) == (0, 1)


@pytest.mark.parametrize("words", [("nergenshuizen",), (GEMEENTE, "--editie", "basisvormat")])
def test_the_command_refuses_what_is_not_there(words: tuple[str, ...]) -> None:
    """A gemeente or an edition that does not exist ends with 2, before anything opens."""
    done = CliRunner().invoke(main, ["kijk", *words, "--inhoud", str(CONTENT)])
    assert done.exit_code == 2
    assert "Kijk mee" not in done.output
