"""Step 5, typesetting: markup to pages and pages to PDF; the only module that knows WeasyPrint.

WeasyPrint 70 is pinned, because this touches four of its private names: `Page._page_box`, `AbsolutePlaceholder._box`,
`pdf.tags._build_box_tree` and `DocumentMetadata.generate_rdf_metadata`. `tests/test_typeset.py` fails when one of them
moves. What is repaired and why is measured in `onderzoek/drukwerk.md` parts 1 and 9.
"""

import gc
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from booklet.colour import WHITE
from booklet.fit import Room
from booklet.fonts import use_own_fonts
from booklet.markup import Sheets
from booklet.problems import shortened
from booklet.velden import FIELD

use_own_fonts()

import pydyf  # noqa: E402  WeasyPrint reads the fonts when it is imported

with redirect_stdout(StringIO()):  # without Pango it says so in English, and `terminal` in Dutch
    import weasyprint
from weasyprint.formatting_structure import boxes  # noqa: E402
from weasyprint.layout.absolute import AbsolutePlaceholder  # noqa: E402
from weasyprint.pdf import tags as weasyprint_tags  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

VARIANT = "pdf/a-2a"
MAX_SAID = 200  # letters of what WeasyPrint says; an address may hold a whole picture
PX_PER_MM = 96 / 25.4
PT_PER_PX = 0.75
TOLERANCE_PX = 0.5 * PX_PER_MM  # a fallback font is a little taller than its line
SAFETY_PX = 5 * PX_PER_MM  # what stands nearer to the edge may be cut off by a printer (`drukwerk.md` part 6)

# Without the system library HarfBuzz-Subset WeasyPrint uses fontTools, which does the same work.
_HARMLESS = re.compile(r"Using fontTools instead of HarfBuzz-Subset")


@dataclass(frozen=True)
class Fault:
    """Something on a laid-out page that must not be printed; page numbers count from 1, 0 is the whole document."""

    page: int
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Typeset:
    """Pages that were laid out, where every anchor landed, what is wrong with them, and the room of every field.

    `texts` are the sentences of every part by its anchor, whole, however their lines run.
    """

    document: Any
    anchors: Mapping[str, int]
    page_count: int
    faults: tuple[Fault, ...]
    rooms: Mapping[str, Room]
    texts: Mapping[str, tuple[str, ...]]


class Text(NamedTuple):
    """A text on a page, or the part of it on one line: its letter in points, its colour, and the colour behind it.

    A `running` text stands in the margin of every page.
    """

    text: str
    size: float
    colour: str
    ground: str
    running: bool


class Blank(NamedTuple):
    """An empty box with an outline: to write on where there is only a line below, to type in when it is a field.

    `group` is the same number for lines that follow each other; `heading` stands above them, `before` right before.
    """

    group: int
    heading: str
    before: str
    is_line: bool
    is_field: bool
    height: float
    colour: str
    ground: str


class Look(NamedTuple):
    """What is seen on a page, in the order of reading; `lowest` is the lowest thing, in mm below the top of the text area."""

    texts: tuple[Text, ...]
    blanks: tuple[Blank, ...]
    lowest: float
    height: float


class Assets(URLFetcher):  # type: ignore[misc]
    """Gives out the files of the markup and refuses the rest: no network and no other file of this machine."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"book"})
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file at a `book:` address; WeasyPrint turns the error into a message that stops the booklet."""
        if url not in self._assets:
            raise ValueError(f"not among the files of the booklet: {url}")
        return URLFetcherResponse(url, self._assets[url])


@cache
def _fonts() -> FontConfiguration:
    """One configuration for the whole run: every further one would stay in memory (`onderzoek/snelheid.md`)."""
    return FontConfiguration()


@cache
def _style(text: str) -> tuple[weasyprint.CSS, tuple[str, ...]]:
    """A style sheet, read once, and what WeasyPrint said of it then: every document with it has that fault."""
    with _logged() as messages:
        style = weasyprint.CSS(string=text, font_config=_fonts(), base_url="book:/", url_fetcher=Assets({}))
    return style, tuple(messages)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collect garbage before and after the work, not in it: boxes point at each other by the million."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _logged() -> Iterator[list[str]]:
    """What WeasyPrint logs meanwhile: ignored CSS, a missing picture, a glyph that no font has."""
    messages: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Keep(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _faults(messages: Sequence[str]) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            0,
            f"er staat iets in dat niet goed op papier komt (voor de makers: WeasyPrint meldt: {said[:MAX_SAID]})",
            "kijk het logo na, of meld dit aan de makers van het programma",
        )
        for said in dict.fromkeys(messages)
        if not _HARMLESS.search(said)
    )


def lay_out(sheets: Sheets) -> Typeset:
    """Lay out the pages and look at every box on them."""
    styles = [_style(text) for text in sheets.styles]
    with _logged() as messages, _uncollected():
        html = weasyprint.HTML(string=sheets.html, base_url="book:/", url_fetcher=Assets(sheets.assets))
        document = html.render(stylesheets=[style for style, _ in styles], font_config=_fonts(), pdf_variant=VARIANT)
    messages += (message for _, said in styles for message in said)
    _claim_both_standards(document)
    _keep_whole_links(document)
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            anchors.setdefault(name, number)  # a part that goes on over a page has its anchor there too
    faults = (*_faults(messages), *_misfits(document), *_lost(html.etree_element, document, anchors))
    texts = {part.get("id", ""): tuple(_sentences(part)) for part in html.etree_element.findall("body/*")}
    return Typeset(document, anchors, len(document.pages), faults, dict(_rooms(document)), texts)


def write_pdf(pages: Typeset, labels: Mapping[int, str]) -> tuple[bytes, tuple[Fault, ...]]:
    """The pages as PDF/UA-1 and PDF/A-2a in one file; `labels` names pages that have no number, counted from 1."""
    document = pages.document
    with _logged() as messages, _uncollected(), _repaired_tags() as artifacts:

        def finish(_: object, pdf: pydyf.PDF) -> None:
            _mark_artifacts(pdf, artifacts)
            _label_pages(pdf, len(document.pages), labels)

        data = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    return data, _faults(messages)


def collect_garbage() -> None:
    """Give back the memory of the documents that are done."""
    gc.collect()


@contextmanager
def kept() -> Iterator[None]:
    """Leave what is in memory now out of every collection meanwhile: the content and the libraries stay as long as the run.

    Looking through them again took 76 ms after every booklet, a third of the time of a small one.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


# ----------------------------------------------------------------------------------------------------------------------
# Looking at the boxes

_BLOCKS = (
    boxes.BlockBox,
    boxes.InlineBlockBox,
    boxes.TableCellBox,
    boxes.FlexContainerBox,
    boxes.GridContainerBox,
)


def _misfits(document: Any) -> Iterator[Fault]:
    """Text or pictures that leave their box or the safe area of the page, and texts that lie over each other."""
    for number, page in enumerate(document.pages, 1):
        placed: list[tuple[float, float, float, float, str]] = []
        for box, around in _leaves(page._page_box, ()):
            text = _shown_text(box)
            if text is None or _is_decoration(box):
                continue
            area = _area(box)
            yield from _outside(number, page, area, around, text)
            if isinstance(box, boxes.TextBox):
                placed.append((*area, text))
        yield from _collisions(number, placed)


def _lost(root: Element, document: Any, anchors: Mapping[str, int]) -> Iterator[Fault]:
    """The first text or picture of every part that is on no page: a box of a fixed height drops what it cannot hold."""
    laid: dict[Element, str] = {}
    for page in document.pages:
        for box, _ in _leaves(page._page_box, ()):
            if box.element is not None and "::" not in box.element_tag:
                laid[box.element] = laid.get(box.element, "") + getattr(box, "text", "")
    for part in root.findall("body/*"):
        for element in part.iter():
            if element.tag == "style" or not isinstance(element.tag, str):  # a comment has no tag
                continue
            text = "".join([element.text or "", *(child.tail or "" for child in element)])
            if (element.tag == "img" and element not in laid) or _unspaced(text) not in _unspaced(
                laid.get(element, "")
            ):
                what = " ".join(text.split()) or "een plaatje"
                message = f"'{shortened(what)}' past niet meer op de bladzijde"
                yield Fault(anchors.get(part.get("id", ""), 0), message, "maak de tekst korter")
                break


_IN_A_LINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "wbr"})
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _sentences(part: Element) -> Iterator[str]:
    """What a part says, a sentence each; what stands in another block is another sentence."""
    for block in "".join(_running_text(part)).split("\n"):
        yield from filter(None, _SENTENCE.split(" ".join(block.split())))


def _running_text(element: Element) -> Iterator[str]:
    """The text in an element, with a new line between blocks."""
    edge = "" if element.tag in _IN_A_LINE else "\n"
    yield edge
    if element.tag != "style" and isinstance(element.tag, str):  # a comment has no tag
        yield (element.text or "").replace("\n", " ")
        for child in element:
            yield from _running_text(child)
            yield (child.tail or "").replace("\n", " ")
    yield edge


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _real(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _leaves(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Every text and picture, with the blocks around it from the outside in."""
    box = _real(box)
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
        yield box, around
        return
    if box.style["position"] == "absolute":
        around = ()  # what is laid over a box on purpose is bound by its own block and by the page
    block = isinstance(box, _BLOCKS) and not isinstance(box, boxes.MarginBox)
    named = box.element is None or box.element_tag not in ("html", "body")
    inside = (*around, box) if block and named else around
    for child in getattr(box, "children", ()) or ():
        yield from _leaves(child, inside)


def _shown_text(box: Any) -> str | None:
    """What a reader sees of a leaf, or None when there is nothing to see."""
    if isinstance(box, boxes.TextBox):
        return box.text.strip() or None if box.element_tag and not box.element_tag.endswith("::marker") else None
    return "een plaatje"


def _area(box: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen, in px; of text that is its letters, not the line around them."""
    if isinstance(box, boxes.ReplacedBox):
        return box.position_x, box.position_y, box.position_x + box.margin_width(), box.position_y + box.margin_height()
    size = box.style["font_size"]
    baseline = box.position_y + box.baseline
    return box.position_x, baseline - 0.72 * size, box.position_x + box.width, baseline + 0.22 * size


def _outside(
    number: int, page: Any, area: tuple[float, float, float, float], around: tuple[Any, ...], text: str
) -> Iterator[Fault]:
    left, top, right, bottom = area
    for block in reversed(around):
        x, y = block.content_box_x(), block.content_box_y()
        over = max(right - x - block.width, x - left, bottom - y - block.height)
        if over > TOLERANCE_PX:
            yield Fault(
                number, f"'{shortened(text)}' steekt {over / PX_PER_MM:.0f} mm buiten zijn vak", "maak de tekst korter"
            )
            return
    if min(left, top, page.width - right, page.height - bottom) < SAFETY_PX - TOLERANCE_PX:
        yield Fault(number, f"'{shortened(text)}' staat te dicht bij de rand van het papier", "maak de tekst korter")


def _collisions(number: int, placed: Sequence[tuple[float, float, float, float, str]]) -> Iterator[Fault]:
    for one, other in combinations(placed, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        if wide > TOLERANCE_PX and high > 2 * TOLERANCE_PX:
            yield Fault(
                number,
                f"'{shortened(one[4])}' en '{shortened(other[4])}' staan over elkaar",
                "maak een van de teksten korter",
            )


# ----------------------------------------------------------------------------------------------------------------------
# What is seen


def looks(pages: Typeset) -> tuple[Look, ...]:
    """What is seen on every page: its texts with their colours, and where one writes."""
    return tuple(_look(page._page_box) for page in pages.document.pages)


def _look(page: Any) -> Look:
    eye = _Eye(page.content_box_y())
    eye.see(page, WHITE, 0, running=False)
    return Look(tuple(eye.texts), tuple(eye.blanks), eye.lowest / PX_PER_MM, page.height / PX_PER_MM)


class _Eye:
    """Goes over the boxes of a page in the order of reading and keeps what it sees."""

    def __init__(self, top: float) -> None:
        self.texts: list[Text] = []
        self.blanks: list[Blank] = []
        self.lowest = 0.0
        self._top = top
        self._heading = ""
        self._in_heading = False
        self._before = ""
        self._groups = 0

    def see(self, box: Any, ground: str, group: int, *, running: bool) -> bool:
        """Look at a box and what is in it, on this ground; whether there was anything in it, or it is a field."""
        if isinstance(box, boxes.TextBox):
            return self._read(box, ground, running=running)
        if isinstance(box, boxes.ReplacedBox):
            self._reach(box.position_y + box.margin_height(), running=running)
            return True
        if isinstance(box, boxes.LineBox):  # has nothing of its own
            return self._see_inside(box, ground, group, running=running)
        heads = box.element_tag in _HEADINGS and isinstance(box, _BLOCKS)
        if heads:
            self._heading, self._in_heading = "", True
        around, ground = ground, _ground(box, ground)
        self._groups = inside = self._groups + 1
        running = running or isinstance(box, boxes.MarginBox)
        seen = self._see_inside(box, ground, inside, running=running)
        if heads:
            self._in_heading = False
        return seen or self._write(box, around, ground, group)

    def _see_inside(self, box: Any, ground: str, group: int, *, running: bool) -> bool:
        seen = False
        for child in getattr(box, "children", ()):
            seen = self.see(_real(child), ground, group, running=running) or seen
        return seen

    def _read(self, box: Any, ground: str, *, running: bool) -> bool:
        text = _shown_text(box) if box.element is not None else box.text.strip()
        if text:
            style = box.style
            self.texts.append(Text(text, style["font_size"] * PT_PER_PX, _hex(style["color"]), ground, running))
            self._reach(box.position_y + box.height, running=running)
            if self._in_heading:
                self._heading = f"{self._heading} {text}".strip()
            self._before = text
        return bool(text)

    def _write(self, box: Any, around: str, ground: str, group: int) -> bool:
        """Keep an empty box if it has an outline; whether it is a field, so that the line around it is not kept as well."""
        is_field = box.element is not None and box.element.get("href", "").startswith(FIELD)
        sides = [side for side in _SIDES if getattr(box, f"border_{side}_width", 0)]
        if not sides or isinstance(box, boxes.PageBox):
            return False
        self._reach(box.position_y + box.margin_height(), running=False)
        colour = box.style[f"border_{sides[-1]}_color"]
        height = box.border_height() / PX_PER_MM
        self.blanks.append(
            Blank(
                group,
                self._heading,
                self._before,
                sides == ["bottom"] and not isinstance(box, boxes.TableCellBox),
                is_field,
                height,
                _hex(box.style["color"] if colour == "currentcolor" else colour),
                ground if is_field else around,
            )
        )
        return is_field

    def _reach(self, bottom: float, *, running: bool) -> None:
        if not running:
            self.lowest = max(self.lowest, bottom - self._top)


_HEADINGS = ("h1", "h2", "h3", "h4")
_SIDES = ("top", "right", "left", "bottom")


def _ground(box: Any, ground: str) -> str:
    """The colour behind what is in a box; a picture is a roof, in the colour of its house or white."""
    style = box.style
    if style["background_color"].alpha:
        return _hex(style["background_color"])
    if isinstance(box, boxes.PageBox) or style["background_image"][0][0] != "url":
        return ground
    kleur = style["__kleur"]
    return f"#{kleur[0].value}" if kleur else WHITE


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in colour.to("srgb").coordinates)


# ----------------------------------------------------------------------------------------------------------------------
# One file for two standards

_PDFUA_CLAIM = (
    b'<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
)
# PDF/A wants the properties of every foreign schema described in the file itself (ISO 19005-2, 6.6.2.3).
_PDFUA_SCHEMA = (
    b'<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_RDF_END = b"</rdf:RDF>"


def _claim_both_standards(document: Any) -> None:
    """Let the metadata name PDF/UA-1 next to PDF/A-2a, in one RDF: veraPDF reads only the first."""
    original: Callable[..., bytes] = document.metadata.generate_rdf_metadata

    def generate(*arguments: Any) -> bytes:
        return original(*arguments).removesuffix(_RDF_END) + _PDFUA_CLAIM + _PDFUA_SCHEMA + _RDF_END

    document.metadata.generate_rdf_metadata = generate


# ----------------------------------------------------------------------------------------------------------------------
# Tags


def _is_decoration(box: Any) -> bool:
    """Whether the HTML says that a screen reader should pass over this box."""
    element = box.element
    return element is not None and (
        element.get("aria-hidden") == "true" or (element.tag == "img" and not element.get("alt"))
    )


def _keep_whole_links(document: Any) -> None:
    """Leave one link an `<a>`: WeasyPrint also makes one of every box inside it (ISO 14289-1, 7.18.5)."""
    for page in document.pages:
        page.links = [link for link in page.links if link[3].element is not None and link[3].element_tag == "a"]


def _rooms(document: Any) -> Iterator[tuple[str, Room]]:
    """The room of every field inside its border, of a face with its choice behind the name; a field is a link until `forms` makes it one."""
    for number, page in enumerate(document.pages, 1):
        for _, target, _, box in page.links:
            if target.startswith(FIELD):
                yield target.removeprefix(FIELD), Room(number, box.width * PT_PER_PX, box.height * PT_PER_PX)


def _link_words(element: Element) -> str:
    """What a screen reader says of a link (ISO 14289-1, 7.18.5)."""
    return element.get("aria-label") or " ".join("".join(element.itertext()).split()) or "koppeling"


Artifacts = dict[int, dict[int, pydyf.Dictionary]]


@contextmanager
def _repaired_tags() -> Iterator[Artifacts]:
    """Keep running heads, folios and decoration out of the tags, and give links words.

    Yields the marked content that must become an artifact: the property list by page (from 0) and content id.
    """
    original = weasyprint_tags._build_box_tree
    artifacts: Artifacts = {}

    def build(  # noqa: PLR0917  the order of WeasyPrint
        box: Any, parent: Any, pdf: Any, page_number: int, nums: dict[int, Any], annotations: Any, tags: dict[Any, Any]
    ) -> Iterator[Any]:
        real = _real(box)
        margin = isinstance(real, boxes.MarginBox)
        if margin or _is_decoration(real):
            properties = _running(real.at_keyword) if margin else pydyf.Dictionary({"Type": "/Layout"})
            for leaf, _ in _leaves(real, ()):
                if leaf in tags:
                    content = tags.pop(leaf)["mcid"]
                    nums[content] = b"null"  # keeps the place of the others in the parent tree
                    artifacts.setdefault(page_number, {})[content] = properties
            return
        if real.link_annotation and real.element is not None:
            real.link_annotation["Contents"] = pydyf.String(_link_words(real.element))
        for element in original(box, parent, pdf, page_number, nums, annotations, tags):
            if element["S"] == "/Figure" and isinstance(real, boxes.ReplacedBox):
                _measure_figure(element, real, pdf, page_number)
            yield element

    weasyprint_tags._build_box_tree = build
    try:
        yield artifacts
    finally:
        weasyprint_tags._build_box_tree = original


def _running(keyword: str) -> pydyf.Dictionary:
    edge = "/Footer" if "bottom" in keyword else "/Header"
    return pydyf.Dictionary({"Type": "/Pagination", "Subtype": edge})


def _measure_figure(element: pydyf.Dictionary, box: Any, pdf: pydyf.PDF, page_number: int) -> None:
    """Give a figure its box in points from the bottom of the page (ISO 32000-1, 14.8.5.4.3)."""
    page = next(item for item in pdf.objects if item.reference == pdf.page_references[page_number])
    height = float(page["MediaBox"][3])
    x, y = box.content_box_x() * 0.75, height - box.content_box_y() * 0.75
    corners = (x, y - box.height * 0.75, x + box.width * 0.75, y)
    element["A"]["BBox"] = pydyf.Array([round(corner, 2) for corner in corners])


def _mark_artifacts(pdf: pydyf.PDF, artifacts: Artifacts) -> None:
    """Turn marked content into artifacts: `/P <</MCID 3>> BDC` becomes `/Artifact <<…>> BDC`."""
    by_reference = {item.reference: item for item in pdf.objects}
    for page_number, contents in artifacts.items():
        page = by_reference[pdf.page_references[page_number]]
        stream = by_reference[page["Contents"]].stream
        for index, item in enumerate(stream):
            if isinstance(item, dict) and item.get("MCID") in contents and stream[index + 1] == b"BDC":
                stream[index - 1], stream[index] = b"/Artifact", contents[item["MCID"]]


def _label_pages(pdf: pydyf.PDF, count: int, labels: Mapping[int, str]) -> None:
    """Let a viewer name pages as the booklet does (ISO 32000-1, 12.4.2)."""
    ranges: list[Any] = []
    for number in range(1, count + 1):
        if number in labels:
            ranges += [number - 1, pydyf.Dictionary({"P": pydyf.String(labels[number])})]
        elif number == 1 or number - 1 in labels:
            ranges += [number - 1, pydyf.Dictionary({"S": "/D", "St": number})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(ranges)})
