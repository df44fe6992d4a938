"""Real viewers to type in: Chromium's own (PDFium), and pdf.js, with which Firefox shows PDF files, in that same Chromium.

Both are used as a person uses them, with the mouse or the keyboard. Only the window of the system that asks where to
save cannot be driven without a screen: what the viewer would write there is caught instead.
"""

import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from PIL import Image
from playwright.sync_api import Browser, Frame, Locator, Route, ViewportSize, expect, sync_playwright

PDFJS = Path(__file__).with_name("pdfjs")
SOME_KEY = 0x41  # on the American keyboard the A
CHROMIUM = shutil.which("chromium")
SITE = "http://booklet.test/"  # is not looked up: we answer ourselves


class Stop(NamedTuple):
    """What Tab comes to: a field, by its name, or a link, without one; on a page, counted from 1.

    `choice` is what is marked here, empty where one types; `box` is its left, top, right and bottom in shares of the
    page; `label` is what it says of itself (TU); `key` is what pdf.js calls it.
    """

    field: str
    page: int
    choice: str
    box: tuple[float, float, float, float]
    label: str
    key: str


def missing() -> str:
    """Why no browser can be driven here, or an empty text when it can."""
    if CHROMIUM is None:
        return "the browser tests need chromium (apt-get install chromium)"
    installed = (PDFJS / "node_modules/pdfjs-dist").is_dir()
    return "" if installed else "the browser tests need pdf.js (npm install --prefix tests/pdfjs)"


def stops(file: Path) -> tuple[Stop, ...]:
    """Every field and link on every page, in the order of the file, which is the order of reading."""
    with pikepdf.open(file) as pdf:
        return tuple(
            _stop(annotation, number, page)
            for number, page in enumerate(pdf.pages, 1)
            for annotation in page.get("/Annots", [])
        )


def answers(file: Path) -> dict[str, str]:
    r"""What every field that was filled in says (its V), by its name in the order of the file; new lines as `\n`."""
    with pikepdf.open(file) as pdf:
        said = {name: str(field.get("/V", "")) for name, field in _fields(pdf.Root.AcroForm.Fields)}
    return {
        name: re.sub(r"\r\n?", "\n", text).removeprefix("/") for name, text in said.items() if text not in ("", "/Off")
    }


def _fields(nodes: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    for node in nodes:
        name = f"{above}{node.T}"
        if "/Kids" in node and "/T" in node.Kids[0]:
            yield from _fields(node.Kids, f"{name}.")
        else:
            yield name, node


def _stop(annotation: Any, number: int, page: pikepdf.Page) -> Stop:
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    _, _, width, height = (float(edge) for edge in page.mediabox)
    names, node = [], annotation
    while node is not None:
        names += [str(node.T)] if "/T" in node else []
        node = node.get("/Parent")
    states = [str(key) for key in annotation.AP.N if key != "/Off"] if annotation.get("/AS") is not None else [""]
    return Stop(
        field=".".join(reversed(names)),
        page=number,
        choice=states[0].removeprefix("/"),
        box=(left / width, 1 - top / height, right / width, 1 - bottom / height),
        label=str(annotation.get("/TU", "")),
        key=f"{annotation.objgen[0]}R",
    )


class Viewer:
    """A browser with a file open, a mouse and a keyboard.

    The window is so high that every page is in sight at a quarter of its size: what is out of sight a viewer may leave
    for later.
    """

    def __init__(self, browser: Browser, file: Path) -> None:
        self.pages = _page_count(file)
        self.page = browser.new_page(viewport=ViewportSize(width=600, height=100 + 300 * self.pages))
        self._session = self.page.context.new_cdp_session(self.page)

    def press(self, key: str) -> None:
        """Press a key or keys together, by the names of Playwright."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text on a keyboard that has a key for each of its letters, where Playwright knows the American one."""
        for letter in text:
            if letter.isascii():
                self.page.keyboard.type(letter)
            else:
                down = {"type": "keyDown", "key": letter, "text": letter, "windowsVirtualKeyCode": SOME_KEY}
                self._session.send("Input.dispatchKeyEvent", down)
                self._session.send("Input.dispatchKeyEvent", {**down, "type": "keyUp"})

    def close(self) -> None:
        """Close the tab, whatever is not saved."""
        self.page.close()


class PdfViewer(Viewer):
    """Chromium's own viewer, as it opens when somebody clicks on a PDF file."""

    def __init__(self, browser: Browser, file: Path) -> None:
        super().__init__(browser, file)
        with self.page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-extension:")) as shown:
            self.page.goto(f"{file.as_uri()}#navpanes=0&zoom=25")
        self._viewer: Frame = shown.value
        expect(self._viewer.locator("#pagelength")).to_have_text(str(self.pages))
        self._viewer.evaluate(_CATCH)
        self._viewer.evaluate(_ANSWERS)

    def click(self, stop: Stop) -> None:
        """Click in the middle of a field, and wait until it has the focus: a space before that scrolls the pages.

        A viewer that is just open may not hear the first click.
        """
        left, top, right, bottom = self._place(stop)
        focus = "non-text" if stop.choice else "text"

        def clicked() -> bool:
            self.page.mouse.click((left + right) / 2, (top + bottom) / 2)
            return self._comes(lambda: self._viewer.evaluate(_FIELD) == focus, 20)

        if not self._comes(clicked, 10):
            raise TimeoutError(f"{stop.field} did not get the focus")

    def look(self, places: Sequence[Stop], after: tuple[bytes, ...] = ()) -> tuple[bytes, ...]:
        """A picture of each of these fields, when nothing changes any more and they are not all as in an earlier look.

        Of the whole window: after a picture of a part of it Chromium does not know for a moment where a click lands.
        """
        seen: list[tuple[bytes, ...]] = []

        def still() -> bool:
            taken = self._session.send("Page.captureScreenshot")["data"]
            window = Image.open(BytesIO(b64decode(taken)))
            seen.append(tuple(window.crop(self._place(place)).tobytes() for place in places))
            return len(seen) >= 3 and len(set(seen[-3:])) == 1 and seen[-1] != after

        self.wait_until(still)
        return seen[-1]

    def wait_until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so; raises when it is not after ten seconds."""
        if not self._comes(so, 200):
            raise TimeoutError("what was waited for did not come")

    def _comes(self, so: Callable[[], bool], looks: int) -> bool:
        """Whether something is so at one of this many looks, with a twentieth of a second between them."""
        for _ in range(looks):
            if so():
                return True
            self.page.wait_for_timeout(50)
        return False

    def enter(self) -> None:
        """Go to the first field with Tab, past the buttons of the viewer."""
        self._viewer.evaluate(_FOCUS)
        while not self._viewer.evaluate(_IN_PDF):
            self.page.keyboard.press("Tab")
            self.wait_until(lambda: self._viewer.evaluate(_FOCUS))
        self.page.keyboard.press("Tab")  # until now the document as a whole had the focus

    def _place(self, stop: Stop) -> tuple[float, float, float, float]:
        x, y, width, height = self._viewer.evaluate(_WHERE, stop.page)
        left, top, right, bottom = stop.box
        return x + left * width, y + top * height, x + right * width, y + bottom * height

    def save(self, file: Path) -> Path:
        """Save with the button and its menu, pressed with the keyboard."""
        button = self._viewer.locator("viewer-download-controls #save")
        button.focus()  # leaves the field, so that it is done
        expect(button).to_have_attribute("aria-haspopup", "menu")  # with or without what was filled in
        button.press("Enter")
        with self.page.expect_console_message(lambda message: message.text == "caught"):
            self._viewer.locator("viewer-download-controls #save-edited").press("Enter")
        return _written(file, self._viewer.evaluate("window.caught"))


# The pages answer when they are there; what is clicked or typed before gets lost.
_ANSWERS = "document.querySelector('pdf-viewer').currentController.getSelectedText()"
_WHERE = """(page) => {
    const viewer = document.querySelector("pdf-viewer");
    const { x, y, width, height } = viewer.viewport.getPageScreenRect(page - 1);
    const plugin = viewer.shadowRoot.querySelector("#plugin").getBoundingClientRect();
    return [plugin.x + x, plugin.y + y, width, height];
}"""
_FIELD = "document.querySelector('pdf-viewer').formFieldFocus_"
_IN_PDF = "document.querySelector('pdf-viewer').shadowRoot.activeElement?.id === 'plugin'"
# Whether the focus moved since this was asked before; it moves a moment after the key.
_FOCUS = """() => {
    let now = document.activeElement;
    while (now?.shadowRoot?.activeElement) now = now.shadowRoot.activeElement;
    const moved = now !== window.focus_on;
    window.focus_on = now;
    return moved;
}"""
# Instead of the window to choose a file, in the viewer of today and in that of tomorrow.
_CATCH = """() => {
    async function write(data) {
        window.caught = new Uint8Array(await new Blob([data]).arrayBuffer()).toBase64();
        console.log("caught");
    }
    chrome.fileSystem.chooseEntry = (options, chosen) => chosen({ createWriter: (ready) => ready({ write }) });
    window.showSaveFilePicker = async () => ({ createWritable: async () => ({ write, close() {} }) });
}"""


class PdfJs(Viewer):
    """pdf.js in a page of its own, where a field is an element of that page."""

    def __init__(self, browser: Browser, file: Path) -> None:
        super().__init__(browser, file)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route(f"{SITE}**", partial(_serve, file))
        self.page.goto(f"{SITE}viewer.html")
        self.page.wait_for_function("window.booklet && shown.size === booklet.numPages")

    def field(self, stop: Stop) -> Locator:
        """The element of a field."""
        return self.page.locator(f"[data-element-id='{stop.key}']")

    def click(self, stop: Stop) -> None:
        """Click in the middle of a field."""
        self.field(stop).click()

    def tab(self) -> str:
        """Go to the next field or link with Tab, past pages as a whole, and tell its key."""
        for _ in range(30):
            self.page.keyboard.press("Tab")
            if key := self.page.evaluate("document.activeElement.dataset.elementId"):
                return str(key)
        raise AssertionError("Tab does not get to a field")

    def save(self, file: Path) -> Path:
        """What the button to save would write."""
        return _written(file, self.page.evaluate("async () => (await booklet.saveDocument()).toBase64()"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-quic"])
        yield browser
        browser.close()


def _page_count(file: Path) -> int:
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def _serve(file: Path, route: Route) -> None:
    name = route.request.url.removeprefix(SITE)
    route.fulfill(path=file if name == "booklet.pdf" else PDFJS / name)


def _written(file: Path, base64: str) -> Path:
    file.write_bytes(b64decode(base64))
    return file
