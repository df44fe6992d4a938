"""Step 5, typesetting: markup to pages and pages to PDF; the only module that knows WeasyPrint.

WeasyPrint 70 is pinned, because this touches five of its private names: `Page._page_box`, `AbsolutePlaceholder._box`,
`pdf.tags._build_box_tree`, `DocumentMetadata.generate_rdf_metadata` and `text.ffi.pango`; gives `HTML` another
`_ua_stylesheets`; and because `drawing` knows how it begins a page and fills a box. `tests/test_typeset.py` fails when one of
them moves. What is repaired and why is measured in `onderzoek/drukwerk.md` parts 1 and 9.
"""

import gc
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO, StringIO
from itertools import islice
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from booklet.binding import About
from booklet.colour import INK, WHITE
from booklet.drawing import PT_PER_PX, Drawing, Glyphs, Item, NotTakenError, merged
from booklet.fit import Room
from booklet.fonts import use_own_fonts, usual_glyphs
from booklet.laid import TEGEL, Begin, Blank, Fault, Laid, Look, Text
from booklet.markup import LANGUAGE, Head, Sheets
from booklet.problems import shortened
from booklet.taking import Hole, PageMarks, Source, faces_in, taken
from booklet.velden import FIELD

use_own_fonts()

import pydyf  # noqa: E402  WeasyPrint reads the fonts when it is imported

with redirect_stdout(StringIO()):  # without Pango it says so in English, and `terminal` in Dutch
    import weasyprint
from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.css.properties import Dimension  # noqa: E402
from weasyprint.document import DocumentMetadata  # noqa: E402
from weasyprint.formatting_structure import boxes  # noqa: E402
from weasyprint.images import get_image_from_uri  # noqa: E402
from weasyprint.layout.absolute import AbsolutePlaceholder  # noqa: E402
from weasyprint.pdf import tags as weasyprint_tags  # noqa: E402
from weasyprint.text.ffi import pango as _pango  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

VARIANT = "pdf/a-2a"
MAX_SAID = 200  # letters of what WeasyPrint says; an address may hold a whole picture
PX_PER_MM = 96 / 25.4
TOLERANCE_PX = 0.5 * PX_PER_MM  # a fallback font is a little taller than its line
SAFETY_PX = 5 * PX_PER_MM  # what stands nearer to the edge may be cut off by a printer (`drukwerk.md` part 6)

# Without the system library HarfBuzz-Subset WeasyPrint uses fontTools, which does the same work.
_HARMLESS = re.compile(r"Using fontTools instead of HarfBuzz-Subset")


@dataclass(frozen=True)
class Typeset(Laid):
    """Pages that were laid out, and the document of WeasyPrint that can write them."""

    document: Any = None


class Drawn(NamedTuple):
    """A drawing to take out of a document: its pages, counted from 0, a name of its own, and whether people hear it."""

    pages: tuple[int, ...]
    name: str
    tagged: bool = True


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


def _pictures(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Pictures of ours by their address, as WeasyPrint keeps them in a document: they are read and drawn once for all documents.

    Half of the time of drawing a card of the Sociale Kaart went into its icons, and most of the rest into its QR code.
    """
    return {
        address: _Squares(data) if address.endswith(".pbm") else _drawing(address, data)
        for address, data in files.items()
        if _OURS.match(address)
    }


class _Squares:
    """A bitmap in letters, drawn as squares: WeasyPrint would draw it in dots, and those are not sharp on every screen."""

    def __init__(self, data: bytes) -> None:
        self._rows = data.split(b"\n")[2:]

    def get_intrinsic_size(self, *_: Any) -> tuple[float, float, float]:
        """One px for every square, and its width to its height."""
        width, height = len(self._rows[0]), len(self._rows)
        return width, height, width / height

    def draw(self, stream: Any, width: float, height: float, _: object) -> None:
        """Draw it in one path, so that no seam shows between squares."""
        wide, high, _ = self.get_intrinsic_size()
        stream.transform(a=width / wide, d=height / high)
        stream.set_color_rgb(1, 1, 1)
        stream.rectangle(0, 0, wide, high)
        stream.fill()
        stream.set_color_rgb(*(int(INK[at : at + 2], 16) / 255 for at in (1, 3, 5)))
        for down, row in enumerate(self._rows):
            stream.stream += (b"%d %d %d 1 re" % (run.start(), down, len(run[0])) for run in re.finditer(b"1+", row))
        stream.fill()


class _Once:
    """A drawing that is drawn once in every size; WeasyPrint asks it what it asks of its own."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self._drawn: dict[tuple[float, float], tuple[Any, ...]] = {}

    def get_intrinsic_size(self, *asked: Any) -> Any:
        """Its own size, in the way of WeasyPrint."""
        return self._image.get_intrinsic_size(*asked)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it, or say again what was drawn when that needs nothing of the file that it was in."""
        _forget_state(stream)  # so that the first time is as all others
        stream.set_alpha(1.0, stroke=False)
        stream.set_alpha(1.0, stroke=True)
        known = self._drawn.get((width, height))
        if known:
            stream.stream += known
        else:
            start = len(stream.stream)
            self._image.draw(stream, width, height, style)
            said = tuple(stream.stream[start:])
            if not any(_OF_ONE_FILE.match(one) for one in said if isinstance(one, bytes)):
                self._drawn[width, height] = said
        _forget_state(stream)


def _forget_state(stream: Any) -> None:
    """Let a stream say colours and glass again, also those that it has; nothing is written by this."""
    with stream.stacked():
        pass


_OURS = re.compile(r"book:/(?:(?:iconen/|smileys/|huis/dak|huis/huisje).*\.svg|qr-.*\.pbm)$")  # without letters
_OF_ONE_FILE = re.compile(rb"/(?:[xps]|as)\d|/[A-Z]{6} |/[aA](?!1\.0 )")  # a group, a pattern, a letter, glass
MAX_PICTURES = 500


@lru_cache(MAX_PICTURES)
def _drawing(address: str, data: bytes) -> _Once:
    """A picture that needs nothing of the document that it is in, so that it does not keep that in memory."""
    return _Once(get_image_from_uri({}, Assets({address: data}), {}, address))


@cache
def _style(text: str) -> tuple[weasyprint.CSS, tuple[str, ...]]:
    """A style sheet, read once, and what WeasyPrint said of it then: every document with it has that fault."""
    with _logged() as messages:
        style = weasyprint.CSS(string=text, font_config=_fonts(), base_url="book:/", url_fetcher=Assets({}))
    return style, tuple(messages)


FOOTNOTES = re.compile(r"^::(?:foot)?note-.*", re.MULTILINE)


class _Html(weasyprint.HTML):  # type: ignore[misc]
    """Markup without footnotes: for those WeasyPrint gives every element five more styles, which took 4 % of the time."""

    def _ua_stylesheets(self, *_: object) -> list[weasyprint.CSS]:
        return [_usual_style()]


@cache
def _usual_style() -> weasyprint.CSS:
    """What WeasyPrint does with HTML by itself, without the rules of footnotes."""
    usual = (files("weasyprint.css") / "html5_ua.css").read_text(encoding="utf-8")
    return weasyprint.CSS(string=FOOTNOTES.sub("", usual), font_config=_fonts())


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
        html = _Html(string=sheets.html, base_url="book:/", url_fetcher=Assets(sheets.assets))
        document = html.render(
            stylesheets=[style for style, _ in styles],
            font_config=_fonts(),
            cache=_pictures(sheets.assets),
            pdf_variant=VARIANT,
        )
    messages += (message for _, said in styles for message in said)
    _claim_both_standards(document)
    _keep_whole_links(document)
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            anchors.setdefault(name, number)  # a part that goes on over a page has its anchor there too
    faults = (*_faults(messages), *_misfits(document), *_lost(html.etree_element, document, anchors))
    texts = {part.get("id", ""): tuple(_sentences(part)) for part in html.etree_element.findall("body/*")}
    rooms = dict(_rooms(document))
    return Typeset(anchors, len(document.pages), faults, rooms, texts, tuple(map(_look, document.pages)), document)


def write_pdf(pages: Typeset, labels: Mapping[int, str]) -> tuple[bytes, tuple[Fault, ...]]:
    """The pages as PDF/UA-1 and PDF/A-2a in one file; `labels` names pages that have no number, counted from 1."""
    document = pages.document
    with _logged() as messages, _uncollected(), _repaired_tags() as repaired:

        def finish(_: object, pdf: pydyf.PDF) -> None:
            _mark_artifacts(pdf, repaired.artifacts)
            _label_pages(pdf, len(document.pages), labels)

        data = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    return data, _faults(messages)


def of_parts(pages: Typeset, anchors: Sequence[str]) -> list[tuple[tuple[int, ...], Laid]]:
    """The pages of some parts, counted from 0, and what is known of each part alone; these are all parts that there are.

    What is wrong with the document as a whole is of none of them.
    """
    there = [page.anchors.keys() for page in pages.document.pages]
    return [_of_part(pages, anchor, tuple(n for n, names in enumerate(there) if anchor in names)) for anchor in anchors]


def _of_part(pages: Typeset, anchor: str, own: tuple[int, ...]) -> tuple[tuple[int, ...], Laid]:
    page_of = {page + 1: index for index, page in enumerate(own, 1)}
    laid = Laid(
        {n: page_of[page] for n, page in pages.anchors.items() if page in page_of and not n.startswith(TEGEL)},
        len(own),
        tuple(fault._replace(page=page_of[fault.page]) for fault in pages.faults if fault.page in page_of),
        {name: room._replace(page=page_of[room.page]) for name, room in pages.rooms.items() if room.page in page_of},
        {anchor: pages.texts[anchor]},
        tuple(pages.looks[page] for page in own),
    )
    return own, laid


def draw(pages: Typeset, parts: Sequence[Drawn]) -> tuple[list[Drawing], tuple[Fault, ...]]:
    """Some of the pages as drawings, to bind in any booklet; a link may lead to a page that is not here.

    Raises `NotTakenError` when WeasyPrint writes in another way than `taking` knows.
    """
    document = pages.document
    found: list[Drawing] = []
    places = [dict(page.anchors) for page in document.pages]
    with _logged() as messages, _uncollected(), _repaired_tags() as repaired, _open_ended(document):

        def finish(_: object, pdf: pydyf.PDF) -> None:
            _mark_artifacts(pdf, repaired.artifacts)
            marks = [
                _marks_of(page, number, goals, repaired.gaps)
                for number, (page, goals) in enumerate(zip(document.pages, places, strict=True))
            ]
            source = Source(pdf, marks, _glyphs(document.fonts))
            try:
                found.extend(taken(source, part.pages, part.name, tagged=part.tagged) for part in parts)
            except (LookupError, AttributeError, TypeError, ValueError) as fault:
                raise NotTakenError from fault

            raise _TakenError  # the file itself is not needed

        with suppress(_TakenError):
            document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    return found, _faults(messages)


class _TakenError(Exception):
    """There is no need to write a file: what was asked of it is taken."""


def embed(sheets: Sheets, wanted: Callable[[str, Glyphs], Glyphs]) -> Mapping[str, tuple[Item, ...]]:
    """The faces that a document uses, as objects, each with the glyphs that `wanted` asks: of this face, that has these usual ones."""
    document = lay_out(sheets).document
    document.fonts = _Faces(wanted)
    found: dict[str, tuple[Item, ...]] = {}
    with _logged(), _uncollected(), _open_ended(document):
        document.write_pdf(pdf_variant=VARIANT, finisher=lambda _, pdf: found.update(faces_in(pdf)))
    return found


class _Faces(dict[Any, Any]):
    """The fonts of a document, by the keys of WeasyPrint; each holds what is asked, whatever is drawn with it."""

    def __init__(self, wanted: Callable[[str, Glyphs], Glyphs]) -> None:
        super().__init__()
        self._wanted = wanted

    def __setitem__(self, key: Any, font: Any) -> None:
        glyphs = self._wanted(font.hash, usual_glyphs(font.file_content, font.index))
        font.to_unicode = _Fixed((glyph, text) for glyph, (text, _) in sorted(glyphs.items()))
        font.widths = _Fixed((glyph, width) for glyph, (_, width) in glyphs.items())
        super().__setitem__(key, font)


class _Fixed(dict[int, Any]):
    """Keeps what it has."""

    def __setitem__(self, key: int, value: Any) -> None:
        pass


def _glyphs(fonts: Mapping[Any, Any]) -> Mapping[str, Glyphs]:
    """What was drawn, by the name of the face in the file."""
    told = (
        {font.hash: {glyph: (text, font.widths[glyph]) for glyph, text in font.to_unicode.items()}}
        for font in fonts.values()
    )
    return merged(told)


def about(head: Head) -> About:
    """What a bound file says of itself, as WeasyPrint says it of a document with this head."""
    moment = f"{head.day.isoformat()}T00:00:00Z"
    metadata = DocumentMetadata(head.title, [head.author], head.about, created=moment, modified=moment, lang=LANGUAGE)
    document = SimpleNamespace(metadata=metadata)
    _claim_both_standards(document)
    pdf = pydyf.PDF()
    metadata.include_in_pdf(pdf, "a", 2, "A", compress=False)
    day = f"D:{head.day:%Y%m%d}000000Z"
    info = {
        "Producer": f"WeasyPrint {weasyprint.__version__}",
        "Title": head.title,
        "Author": head.author,
        "Subject": head.about,
        "CreationDate": day,
        "ModDate": day,
    }
    profile, name = _profile()
    told = {key: pydyf.String(text).data for key, text in info.items()}
    return About(LANGUAGE, told, pdf.objects[-1].stream[0], profile, pydyf.String(name).data)


@cache
def _profile() -> tuple[bytes, str]:
    """The profile of sRGB that WeasyPrint comes with, and its name; after reading the name lcms writes other bytes."""
    data = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    profile = ColorProfile(BytesIO(data), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
    return profile.content, profile.name


def _marks_of(
    page: Any, number: int, goals: Mapping[str, tuple[float, ...]], gaps: Mapping[tuple[int, str], tuple[str, int]]
) -> PageMarks:
    left = tuple(Hole(*gap, *goals[anchor]) for (at, anchor), gap in gaps.items() if at == number)
    links = tuple(dict.fromkeys(target for kind, target, *_ in page.links if kind == "internal"))
    return PageMarks(page.width, page.height, goals, tuple(page.bookmarks), links, left)


@contextmanager
def _open_ended(document: Any) -> Iterator[None]:
    """Keep links to what is not in this document: WeasyPrint drops them (`resolve_links`)."""
    first = document.pages[0].anchors
    there = {name for page in document.pages for name in page.anchors}
    away = {target for page in document.pages for kind, target, *_ in page.links if kind == "internal"} - there
    first |= dict.fromkeys(away, (0, 0, 0, 0))
    try:
        yield
    finally:
        for name in away:
            del first[name]


def pango() -> str:
    """The version of the system library that sets the lines: another one may break them elsewhere."""
    return str(_pango.pango_version())


def collect_garbage() -> None:
    """Give back the memory of the documents that are done; what is left is kept, so it is not looked through again.

    What is kept is no longer in any circle, so it goes by itself when nobody needs it.
    """
    gc.collect()
    gc.freeze()


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
        if element.get(GAP) and not _unspaced("".join(element.itertext())):
            yield f"{TEGEL}{element.get(GAP)}"
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


def _near(placed: Sequence[tuple[float, float, float, float, str]]) -> Iterator[tuple[Any, Any]]:
    """Texts of which the second begins above the end of the first."""
    downwards = sorted(placed, key=itemgetter(1))
    for index, one in enumerate(downwards, 1):
        for other in islice(downwards, index, None):
            if other[1] >= one[3]:
                break
            yield one, other


def _collisions(number: int, placed: Sequence[tuple[float, float, float, float, str]]) -> Iterator[Fault]:
    for one, other in _near(placed):
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


def _look(laid: Any) -> Look:
    """What is seen on a page: its texts with their colours, and where one writes."""
    page = laid._page_box
    eye = _Eye(page.content_box_y())
    eye.see(page, WHITE, 0, running=False)
    height = page.height / PX_PER_MM
    return Look(tuple(eye.texts), tuple(eye.blanks), eye.lowest / PX_PER_MM, height, tuple(eye.tegels))


class _Eye:
    """Goes over the boxes of a page in the order of reading and keeps what it sees."""

    def __init__(self, top: float) -> None:
        self.texts: list[Text] = []
        self.blanks: list[Blank] = []
        self.tegels: list[Begin] = []
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
        piece = box.element is not None and (box.element.get(GAP) or box.element.get(PIECE))
        if piece and isinstance(box, _BLOCKS):
            top = (box.border_box_y() - self._top) / PX_PER_MM
            self.tegels.append(Begin(piece, len(self.texts), top))
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


_WHOLE = (Dimension(100, "%"), Dimension(100, "%"))


def _ground(box: Any, ground: str) -> str:
    """The colour behind what is in a box; a picture as large as its box is a roof, in the colour of its house or white."""
    style = box.style
    if style["background_color"].alpha:
        return _hex(style["background_color"])
    pictured = style["background_image"][0][0] == "url" and style["background_size"][0] == _WHOLE
    if isinstance(box, boxes.PageBox) or not pictured:
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
GAP = "data-tegel"  # a block that is drawn apart: alone, or as an empty place for the drawing
PIECE = "data-stuk"  # one that is drawn with its part, and that the head of its page may tell of


class _Repaired(NamedTuple):
    """What was met among the tags: content that must become an artifact, its property list by page (from 0) and content id.

    `gaps` are the names of tegels and the numbers of their elements in the file, by page and anchor.
    """

    artifacts: Artifacts
    gaps: dict[tuple[int, str], tuple[str, int]]


@contextmanager
def _repaired_tags() -> Iterator[_Repaired]:
    """Keep running heads, folios and decoration out of the tags, and give links words."""
    original = weasyprint_tags._build_box_tree
    repaired = _Repaired({}, {})
    artifacts, gaps = repaired

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
            if real.element is not None and real.element.get(GAP):
                place = real.element.get("id") or real.element[0].get("id")
                gaps[page_number, place] = real.element.get(GAP), element.number
            yield element

    weasyprint_tags._build_box_tree = build
    try:
        yield repaired
    finally:
        weasyprint_tags._build_box_tree = original


def _running(keyword: str) -> pydyf.Dictionary:
    edge = "/Footer" if "bottom" in keyword else "/Header"
    return pydyf.Dictionary({"Type": "/Pagination", "Subtype": edge})


def _measure_figure(element: pydyf.Dictionary, box: Any, pdf: pydyf.PDF, page_number: int) -> None:
    """Give a figure its box in points from the bottom of the page (ISO 32000-1, 14.8.5.4.3)."""
    page = pdf.objects[pdf.pages["Kids"][3 * page_number]]
    height = float(page["MediaBox"][3])
    x, y = box.content_box_x() * 0.75, height - box.content_box_y() * 0.75
    corners = (x, y - box.height * 0.75, x + box.width * 0.75, y)
    element["A"]["BBox"] = pydyf.Array([round(corner, 2) for corner in corners])


def _mark_artifacts(pdf: pydyf.PDF, artifacts: Artifacts) -> None:
    """Turn marked content into artifacts: `/P <</MCID 3>> BDC` becomes `/Artifact <<…>> BDC`."""
    for page_number, contents in artifacts.items():
        page = pdf.objects[pdf.pages["Kids"][3 * page_number]]
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
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
