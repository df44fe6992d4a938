"""What is in the logo of a gemeente: whether it can be printed as it was drawn, and asks for nothing from elsewhere.

Looked at without drawing it, so that it works where no PDF can be made. What is refused was tried: WeasyPrint 70 leaves
filters and blending out, draws letters in a font of ours, and a drawing that is nested deep is no PDF/A any more. The
typesetter itself gives a drawing no file and no network, so this is to tell it early, and in plain words.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import chain
from math import ceil
from typing import NamedTuple
from xml.parsers import expat

from booklet.colour import channels
from booklet.problems import shortened
from booklet.tokens import colour_of

ENDINGS = (".svg", ".png")
MAX_SVG, MAX_PNG = 500_000, 2_000_000  # bytes; a drawing of this size takes a second for every page that it is on
MAX_PIXELS = 25_000_000
MAX_SHAPES = 3000  # with those that `use` draws again
MAX_DEPTH = 16  # PDF/A allows 28 in all, with the page around it (ISO 19005-2, 6.1.13)
BOX_MM = (90.0, 22.0)  # what it is printed in at most, on a cover; see `.logo` in `layouts/css/blocks.css`
MM_PER_INCH = 25.4
DPI = 300  # that print shops ask
FLATTEST, SLIMMEST = 12.0, 1 / 8  # width by height; beyond these it is a line
SPECKS = 0.001  # of a picture, that are no drawing
PALE = 0.9  # of red, green and blue alike: on white paper there is nothing to see


class Finding(NamedTuple):
    """Something in a logo, at a line and a column from 1 or 0; it only stops the build when it is an error."""

    code: str
    said: str
    hint: str
    line: int = 0
    column: int = 0
    is_error: bool = True


def findings(data: bytes, ending: str) -> Iterator[Finding]:
    """What is wrong with a logo of which the name ends so."""
    most = MAX_SVG if ending == ".svg" else MAX_PNG
    kind = _kind(data)
    if kind != ending.removeprefix("."):
        yield _other_kind(kind, ending)
    elif len(data) > most:
        yield Finding("C33", f"het logo is groter dan {_size(most)}", "maak het bestand kleiner")
    else:
        yield from _of_drawing(data) if ending == ".svg" else _of_picture(data)


def _size(most: int) -> str:
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"


# ----------------------------------------------------------------------------------------------------------------------
# What kind of file it is

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "een JPEG",
    b"GIF8": "een GIF",
    b"RIFF": "een WebP",
    b"%PDF": "een PDF",
    b"%!PS": "een EPS",
    b"\xc5\xd0\xd3\xc6": "een EPS",
    b"II*\0": "een TIFF",
    b"MM\0*": "een TIFF",
    b"PK\x03\x04": "een zipbestand of een Word-bestand",
    b"\x1f\x8b": "een ingepakte SVG (.svgz)",
}
_PNG_HINT = "vraag het logo als SVG, of open het en bewaar het als PNG; alleen de naam veranderen is niet genoeg"
_SVG_HINT = "vraag om een logo als SVG van alleen vormen"


def _kind(data: bytes) -> str:
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    head = data[:4000].replace(b"\0", b"").lower()  # also in letters of two bytes
    if b"<html" in head:
        return "een webpagina"
    return "svg" if b"<svg" in head or b"<?xml" in head or b":svg" in head else ""


def _other_kind(kind: str, ending: str) -> Finding:
    if kind in ("svg", "png"):
        said = f"dit is een {kind.upper()}, maar de naam eindigt op {ending}"
        return Finding("H01", said, f"laat de naam eindigen op .{kind}, hier en in gemeente.yaml")
    is_what = f"dit is {kind} en geen" if kind else "dit is geen"
    return Finding("H01", f"{is_what} {ending.removeprefix('.').upper()}", _PNG_HINT)


# ----------------------------------------------------------------------------------------------------------------------
# A picture of dots


def _of_picture(data: bytes) -> Iterator[Finding]:
    from PIL import Image, ImageChops, ImageOps  # 40 ms that only a PNG costs

    broken = Finding("H13", "dit PNG-bestand is stuk", "vraag het logo opnieuw, liefst als SVG")
    if data[12:16] != b"IHDR" or len(data) < 24:  # where width and height end
        yield broken
        return
    width, height = struct.unpack(">II", data[16:24])
    if width * height > MAX_PIXELS:
        said = f"dit logo is {width} bij {height} beeldpunten; dat is te veel"
        yield Finding("H12", said, "maak het kleiner: 2000 beeldpunten breed is genoeg")
        return
    try:
        Image.open(BytesIO(data), formats=("PNG",)).verify()  # WeasyPrint tells Pillow to take half a picture too
        with Image.open(BytesIO(data), formats=("PNG",)) as opened:
            if opened.mode.startswith("I"):
                said = "dit is een PNG in grijs van 16 bits, en die kan het programma niet drukken"
                yield Finding("H13", said, "bewaar het logo als gewone PNG, in kleur")
                return
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except Exception:  # a broken file breaks this library in many ways
        yield broken
        return
    opaque = Image.new("RGB", picture.size, "white")
    opaque.paste(picture, mask=picture.getchannel("A"))
    red, green, blue = opaque.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue).histogram()
    if sum(darkest[: round(PALE * 255)]) < SPECKS * sum(darkest):
        yield _invisible()
    yield from _of_shape(picture.width / picture.height)
    yield from _too_few_dots(*picture.size)


def _too_few_dots(width: int, height: int) -> Iterator[Finding]:
    wide = min(BOX_MM[0], BOX_MM[1] * width / height)
    needed = ceil(wide / MM_PER_INCH * DPI)
    if width < needed:
        said = f"dit logo is maar {width} beeldpunten breed, en wordt op papier {wide:.0f} mm breed"
        hint = f"vraag het logo als SVG, of als PNG van minstens {needed} beeldpunten breed; anders wordt het wazig"
        yield Finding("H11", said, hint, is_error=False)


def _of_shape(ratio: float) -> Iterator[Finding]:
    if not SLIMMEST <= ratio <= FLATTEST:
        how = "breed en laag" if ratio > 1 else "hoog en smal"
        hint = "vraag om een logo dat minder langgerekt is, of om alleen het beeldmerk"
        yield Finding("H15", f"dit logo is zo {how} dat er op papier weinig van te zien is", hint, is_error=False)


def _invisible() -> Finding:
    hint = "dit is het logo voor een donkere achtergrond; vraag om het logo in kleur"
    return Finding("H10", "dit logo is wit, en op wit papier ziet niemand dat", hint, is_error=False)


# ----------------------------------------------------------------------------------------------------------------------
# A drawing

_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink}"
_LINKS = ("xlink:href", "href", "src")
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_GROUPS = frozenset({"svg", "g", "defs", "symbol", "use", "a", "view", "clipPath", "mask"})
_HARMLESS = frozenset({"linearGradient", "radialGradient", "stop", "title", "desc", "metadata", "style"})
_OUTLINES = "vraag om een logo waarin de letters zijn omgezet in vormen (contouren)"
_NO_EFFECT = "vraag om een logo zonder effecten, van alleen vormen"
# What is told of an element that is no shape, by what its name begins with: what it is, and what to ask for.
_STRANGE: Mapping[str, tuple[str, str]] = {
    "script": ("een script, dat is een klein programma", _SVG_HINT),
    "foreignObject": ("een stuk van een webpagina", _SVG_HINT),
    "iframe": ("een stuk van een webpagina", _SVG_HINT),
    "animate": ("iets dat beweegt", _SVG_HINT),
    "set": ("iets dat beweegt", _SVG_HINT),
    "image": ("een foto of plaatje van beeldpunten", "vraag om een SVG van alleen vormen, of gebruik een PNG"),
    "feImage": ("een foto of plaatje van beeldpunten", "vraag om een SVG van alleen vormen, of gebruik een PNG"),
    "text": ("tekst, in een lettertype dat het boekje niet heeft", _OUTLINES),
    "tspan": ("tekst, in een lettertype dat het boekje niet heeft", _OUTLINES),
    "tref": ("tekst, in een lettertype dat het boekje niet heeft", _OUTLINES),
    "font": ("tekst, in een lettertype dat het boekje niet heeft", _OUTLINES),
    "filter": ("een effect, zoals een schaduw", _NO_EFFECT),
    "fe": ("een effect, zoals een schaduw", _NO_EFFECT),
    "pattern": ("een patroon", _NO_EFFECT),
    "marker": ("een pijlpunt", _NO_EFFECT),
    "mesh": ("een kleurverloop dat niet te drukken is", _NO_EFFECT),
    "hatch": ("een patroon", _NO_EFFECT),
}
_URL = re.compile(r"url\(\s*[\"']?\s*(?P<to>[^\"')\s]*)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_EFFECT = re.compile(r"(?:^|[;{\s])(?:filter|mix-blend-mode|backdrop-filter)\s*:\s*(?!none|normal|\s)", re.IGNORECASE)
_PAINT = re.compile(r"(?:^|[;{\s])(?:fill|stroke|stop-color|color)\s*:\s*([^;}!]+)", re.IGNORECASE)
_PAINTS = ("fill", "stroke", "stop-color", "color")
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|q|em|ex|rem|)\s*", re.IGNORECASE)


@dataclass
class _Node:
    """An element with its attributes by name; those of drawing programs have the address of the program in their names."""

    name: str
    attributes: Mapping[str, str]
    line: int
    column: int
    parent: "_Node | None"
    is_svg: bool
    children: list["_Node"] = field(default_factory=list)
    text: str = ""

    def walk(self) -> "Iterator[_Node]":
        """This element and all below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The ids that it draws with."""
        links = (self.attributes.get(name, "").strip() for name in _LINKS)
        urls = (match["to"] for value in self.attributes.values() for match in _URL.finditer(value))
        return tuple(to[1:] for to in (*links, *urls) if to.startswith("#"))

    def at(self, code: str, said: str, hint: str) -> Finding:
        """An error in this element."""
        return Finding(code, said, hint, self.line, self.column)


class _RefusedError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.said)
        self.finding = finding


def _of_drawing(data: bytes) -> Iterator[Finding]:
    try:
        root = _read(data)
    except _RefusedError as fault:
        yield fault.finding
        return
    if root.name != "svg" or not root.is_svg:
        yield root.at("H01", f"dit is geen SVG: het begint met <{shortened(root.name)}>", _SVG_HINT)
        return
    strange = list(_first_of_each(chain.from_iterable(_strange(node) for node in root.walk())))
    yield from strange or _of_shapes(root)


def _read(data: bytes) -> _Node:
    """The elements of a drawing; raises `_RefusedError` on what is no XML, or declares things of its own in it."""
    parser = expat.ParserCreate(namespace_separator="}")
    top = _Node("", {}, 1, 1, None, is_svg=False)
    waiting = [top]

    def refuse(code: str, said: str, hint: str = _SVG_HINT) -> None:
        raise _RefusedError(Finding(code, said, hint, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("}")
        if len(waiting) > MAX_DEPTH + 1:
            refuse("H07", "deze tekening zit te diep in elkaar", "vraag om een eenvoudiger logo")
        named = {one.replace(_LINK, "xlink:"): value for one, value in attributes.items()}
        at = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        node = _Node(local, named, *at, waiting[-1], is_svg=space in ("", _SVG))
        waiting[-1].children.append(node)
        waiting.append(node)

    def text(letters: str) -> None:
        if waiting[-1].name == "style":
            waiting[-1].text += letters

    def doctype(_name: str, _system: str | None, _public: str | None, inside: int) -> None:
        if inside:  # without, it says nothing but that this is an SVG, as drawing programs do
            refuse("H03", "dit bestand legt eigen woorden vast (met DOCTYPE), en dat kan kwaad", _SVG_HINT)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: waiting.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.SkippedEntityHandler = lambda name, is_parameter: refuse("H02", f"hier staat een onbekend woord: &{shortened(name)};")  # fmt: skip
    parser.ProcessingInstructionHandler = lambda target, rest: (
        refuse("H05", _ELSEWHERE) if target == "xml-stylesheet" else None
    )
    try:
        parser.Parse(data, True)  # noqa: FBT003  that this is all
    except (expat.ExpatError, LookupError, ValueError) as fault:
        line, column = getattr(fault, "lineno", 0), getattr(fault, "offset", -1) + 1
        raise _RefusedError(
            Finding("H02", "dit is geen goede SVG: hier klopt iets niet", "vraag het logo opnieuw", line, column)
        ) from fault
    return top.children[0]


_ELSEWHERE = "het logo gebruikt iets van buiten het bestand"


def _first_of_each(found: Iterator[Finding]) -> Iterator[Finding]:
    """Every kind of finding once, where it comes first: a drawing may have a hundred letters."""
    seen = set()
    for finding in found:
        if (finding.code, finding.said) not in seen:
            seen.add((finding.code, finding.said))
            yield finding


def _strange(node: _Node) -> Iterator[Finding]:
    """What an element is or has that cannot be printed as it was drawn."""
    named = next((told for name, told in _STRANGE.items() if node.name.startswith(name)), None)
    if named and (node.is_svg or node.name in ("script", "iframe")):
        yield node.at("H04" if node.name == "script" else "H06", f"in het logo zit {named[0]}", named[1])
    elif node.is_svg and node.name not in _SHAPES | _GROUPS | _HARMLESS:
        yield node.at("H06", f"in het logo zit iets dat het programma niet kent: <{shortened(node.name)}>", _SVG_HINT)
    for name, value in node.attributes.items():
        yield from _strange_attribute(node, name, value)
    yield from _strange_style(node, node.text)


def _strange_attribute(node: _Node, name: str, value: str) -> Iterator[Finding]:
    if "}" in name:
        return
    if name.lower().startswith("on"):
        yield node.at("H04", "in het logo zit een script, dat is een klein programma", _SVG_HINT)
    elif name in _LINKS and value.strip() and not value.strip().startswith("#"):
        yield node.at("H05", _ELSEWHERE, _SVG_HINT)
    elif name in ("filter", "mix-blend-mode") and value.strip() not in ("", "none", "normal"):
        yield node.at("H06", "in het logo zit een effect, zoals een schaduw", _NO_EFFECT)
    elif name == "style" or "url(" in value.lower():
        yield from _strange_style(node, value)


def _strange_style(node: _Node, text: str) -> Iterator[Finding]:
    """A style may not fetch anything, nor ask for an effect."""
    plain = _COMMENT.sub(" ", text)
    if "\\" in plain or "@import" in plain.lower() or any(not m["to"].startswith("#") for m in _URL.finditer(plain)):
        yield node.at("H05", _ELSEWHERE, _SVG_HINT)
    elif "@font-face" in plain.lower():
        yield node.at("H06", "in het logo zit een eigen lettertype", _OUTLINES)
    elif _EFFECT.search(plain):
        yield node.at("H06", "in het logo zit een effect, zoals een schaduw", _NO_EFFECT)


def _of_shapes(root: _Node) -> Iterator[Finding]:
    """What is wrong with a drawing of which every part can be drawn."""
    named: dict[str, _Node] = {}
    for node in root.walk():
        named.setdefault(node.attributes.get("id", ""), node)
    try:
        shapes = _drawn(root, named, {}, ())
    except _RefusedError as fault:
        yield fault.finding
        return
    ratio = _ratio(root)
    if ratio is None:
        hint = "vraag om een SVG met een viewBox; daarin staat hoe breed en hoe hoog de tekening is"
        yield root.at("H08", "in het logo staat niet hoe groot het is", hint)
    elif not shapes:
        yield root.at("H09", "in het logo is niets getekend", "vraag het logo opnieuw")
    else:
        if shapes > MAX_SHAPES:
            said = f"het logo bestaat uit meer dan {MAX_SHAPES} vormen"
            yield root.at("H07", said, "vraag om een eenvoudiger logo")
        if _is_white(root):
            yield _invisible()
        yield from _of_shape(ratio)


def _drawn(node: _Node, named: Mapping[str, _Node], known: dict[int, int], around: tuple[int, ...]) -> int:
    """How many shapes an element draws, also by reference; raises `_RefusedError` when it draws itself, or too deep."""
    if id(node) in around:
        raise _RefusedError(node.at("H07", "de tekening verwijst hier naar zichzelf", "vraag het logo opnieuw"))
    if len(around) > MAX_DEPTH:
        hint = "vraag om een eenvoudiger logo"
        raise _RefusedError(node.at("H07", "deze tekening zit te diep in elkaar", hint))
    if id(node) not in known:
        inner = [*node.children, *(named[one] for one in node.targets if one in named)]
        below = sum(_drawn(one, named, known, (*around, id(node))) for one in inner)
        known[id(node)] = below + (node.is_svg and node.name in _SHAPES)
    return known[id(node)]


def _ratio(root: _Node) -> float | None:
    """Width by height, or None when the drawing does not say."""
    box = [_number(part) for part in re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())]
    sides = [_number(match[1]) if (match := _LENGTH.fullmatch(root.attributes.get(side, ""))) else 0.0 for side in ("width", "height")]  # fmt: skip
    for pair in (sides, box[2:] if len(box) == 4 else []):  # left, top, width and height
        if pair and min(pair) > 0:
            return pair[0] / pair[1]
    return None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 < number < 1e9 else 0.0  # nor infinite


def _is_white(root: _Node) -> bool:
    """Whether every colour that is named is next to white, and nothing is left to the black of a shape without one."""
    styles = [_COMMENT.sub(" ", text) for node in root.walk() for text in (node.text, node.attributes.get("style", ""))]
    said = [match[1] for text in styles for match in _PAINT.finditer(text)]
    said += (node.attributes[name] for node in root.walk() for name in _PAINTS if name in node.attributes)
    colours = [colour for one in said if (colour := colour_of(one))]
    in_styles = any("fill" in node.text for node in root.walk())
    return (
        bool(colours)
        and all(min(channels(colour)) >= PALE for colour in colours)
        and all(_is_painted(node, in_styles=in_styles) for node in root.walk() if node.name in _SHAPES)
    )


def _is_painted(node: _Node, *, in_styles: bool) -> bool:
    """Whether a shape, or what it is in, says what it is filled with; what only clips is not seen."""
    around: _Node | None = node
    while around is not None:
        said = "fill" in around.attributes or "fill" in around.attributes.get("style", "")
        if said or around.name in ("clipPath", "mask") or (in_styles and "class" in around.attributes):
            return True
        around = around.parent
    return False
