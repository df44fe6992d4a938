"""The judge of equality: what two PDFs of one booklet have that is not the same, for readers, screen readers and printers.

Numbers of objects and marked content, the order of resources and how things are compressed may differ: nobody meets them.
As a program, `python tests/same.py A.pdf B.pdf` prints what differs; the exit code is 1 when there is something.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import md5
from io import BytesIO
from itertools import zip_longest
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, StreamDecodeLevel
from PIL import Image, ImageChops

MOST = 20  # lines
NEAR = 0.02  # points; of a width one thousandth of the letter
DOTS = 100  # per inch
_LONG = 100  # letters of a value in a line

Fact = Any  # a number, a text or nothing, or these in tuples


class Fault(NamedTuple):
    """What is wrong within a file: where, and what kind of fault it is."""

    where: str
    kind: str


Facts = dict[str, list[Fact]]  # what is to be the same, by where and what it is


def differences(plain: bytes, reused: bytes) -> list[str]:
    """What is not the same in two PDFs, a line each with the page; nothing when they are as good as each other.

    What is wrong in a file by itself, such as a tag that nothing leads to, is told too.
    """
    (facts, faults), (other_facts, other_faults) = _told(plain), _told(reused)
    found = [*_compared(facts, other_facts)]
    found += [f"plain: {fault}" for fault in faults] + [f"reused: {fault}" for fault in other_faults]
    found += _seen(plain, reused)
    return found if len(found) <= MOST else [*found[: MOST - 1], f"and {len(found) - MOST + 1} more"]


@lru_cache(2)  # one plain file is often compared with many others
def _told(data: bytes) -> tuple[Facts, list[str]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        book = _Book(pdf)
        return book.facts(), list(_counted(book.faults()))


def _compared(one: Facts, other: Facts) -> Iterator[str]:
    """The first difference in every list of facts."""
    for what in dict.fromkeys((*one, *other)):
        left, right = one.get(what, []), other.get(what, [])
        pairs = zip(left, right, strict=False)
        at = next((index for index, pair in enumerate(pairs) if not _alike(*pair)), min(len(left), len(right)))
        if at < max(len(left), len(right)):
            one_is, other_is = (facts[at] if at < len(facts) else None for facts in (left, right))
            which = f"{what}, {at + 1} of {len(left)}, {_short(one_is or other_is)}"
            yield f"{which}: {' is '.join(map(_short, _first(one_is, other_is)))}"


def _first(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """The first thing inside that differs."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one, other
    pairs = zip_longest(one, other, fillvalue="nothing")
    return next(_first(*pair) for pair in pairs if not _alike(*pair))


def _counted(faults: Iterable[Fault]) -> Iterator[str]:
    """The first fault of every kind, and how many there are."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(fault.kind, []).append(fault.where)
    for kind, places in kinds.items():
        more = f" and at {len(places) - 1} other places" if len(places) > 1 else ""
        yield f"{places[0]}: {kind}{more}"


def _alike(one: Fact, other: Fact) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= NEAR
    return type(one) is type(other) and bool(one == other)


def _short(fact: Fact) -> str:
    text = repr(fact)
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


# ----------------------------------------------------------------------------------------------------------------------
# What a page draws

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _after(now: Matrix, first: Sequence[float]) -> Matrix:
    a, b, c, d, e, f = map(float, first)
    p, q, r, s, t, u = now
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class _Run(NamedTuple):
    """Marked content: its tag, its number if it has one, whether a screen reader skips it, its letters and what is painted.

    A letter is a fact: its text, the name of its font, its size, and its place. What is painted is an operator and a place.
    """

    tag: str
    mcid: int | None
    letters: list[Fact]
    painted: list[Fact]
    artifact: bool

    @property
    def fact(self) -> Fact:
        """What it is, wherever it comes and whatever its number is."""
        return self.tag, "".join(letter[0] for letter in self.letters), tuple(self.letters), tuple(self.painted)


class _Font:
    """A font as a reader of text meets it: what its codes say, how wide they are and how they look."""

    def __init__(self, font: Any) -> None:
        self.name = re.sub(r"^[A-Z]{6}\+", "", str(font.get(Name.BaseFont, "/"))[1:])
        self.is_wide = font.get(Name.Subtype) == Name.Type0
        self._inner = font.DescendantFonts[0] if self.is_wide else font
        self._says = _to_unicode(font.ToUnicode.read_bytes()) if Name.ToUnicode in font else {}
        self._widths = _wide(self._inner.get(Name.W, ())) if self.is_wide else _simple(font)

    def codes(self, text: bytes) -> Iterable[int]:
        """The codes of a text that is shown."""
        return (high << 8 | low for high, low in zip(text[::2], text[1::2], strict=True)) if self.is_wide else text

    def says(self, code: int) -> str:
        """The letters of a code; nothing when the file does not tell."""
        return self._says.get(code, "")

    def width(self, code: int) -> float | None:
        """How wide it is, in thousandths of the letter; nothing when the file does not tell."""
        return self._widths.get(code)

    @cached_property
    def program(self) -> bytes:
        """The font itself; nothing when it is not in the file."""
        descriptor = self._inner.get(Name.FontDescriptor, {})
        data = next((descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor), None)
        return b"" if data is None else data.read_bytes()

    def shape(self, code: int) -> Fact:
        """Around what its outline lies, in units of the font; nothing when it has none."""
        return _shape(self.program, code) if self.program else None


@lru_cache(8)
def _opened(program: bytes) -> TTFont:
    return TTFont(BytesIO(program))


@lru_cache(10_000)
def _shape(program: bytes, code: int) -> Fact:
    font = _opened(program)
    if code >= font["maxp"].numGlyphs:
        return None
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getGlyphName(code)].draw(pen)
    return pen.bounds and tuple(map(float, pen.bounds))


_CODE = rb"\s*<([0-9A-Fa-f]+)>"


def _to_unicode(cmap: bytes) -> dict[int, str]:
    """What codes say (ISO 32000-1, 9.10.3)."""
    says = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(_CODE * 2, block):
            says[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(_CODE * 3, block):
            begin = int(text, 16) - int(first, 16)
            says |= {code: chr(begin + code) for code in range(int(first, 16), int(last, 16) + 1)}
    return says


def _wide(table: Iterable[Any]) -> dict[int, float]:
    """The widths of codes (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    row: list[int] = []
    for one in table:
        if isinstance(one, Array):
            widths |= {row[0] + index: float(width) for index, width in enumerate(one)}
            row = []
        elif len(row) == 2:
            widths |= dict.fromkeys(range(row[0], row[1] + 1), float(one))
            row = []
        else:
            row.append(int(one))
    return widths


def _simple(font: Any) -> dict[int, float]:
    first = int(font.get(Name.FirstChar, 0))
    return {first + index: float(width) for index, width in enumerate(font.get(Name.Widths, ()))}


class _State(NamedTuple):
    """The graphics state, so far as letters need it."""

    matrix: Matrix = _IDENTITY
    font: Any = None
    size: float = 0
    apart: float = 0
    apart_words: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0


def _state(state: Any) -> Fact:
    """What it sets, by key: how much shines through, how colours mix, whether there is a mask."""
    told = ((key, str(value)) for key, value in state.items() if key not in ("/Type", "/SMask", "/Font"))
    shines = ((key, float(text) if key in ("/ca", "/CA", "/LW") else text) for key, text in told)
    return *sorted(shines), ("mask", isinstance(state.get(Name.SMask), Dictionary))


_PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}
_WORDS = "q Q cm gs BT Tf Tc Tw Tz TL Ts Td TD Tm T* Tj TJ ' \" BMC BDC EMC Do m re BI ID EI " + " ".join(_PAINTS)


class _Hand:
    """Follows what a page draws; `runs` is what it met, in order."""

    def __init__(self, fonts: dict[Any, _Font]) -> None:
        self.runs: list[_Run] = []
        self.used: dict[tuple[Any, int], None] = {}
        self.states: set[Fact] = set()
        self.lost: list[str] = []
        self._fonts = fonts
        self._state = _State()
        self._stack: list[_State] = []
        self._open: list[_Run] = []
        self._text = self._line = _IDENTITY
        self._start = (0.0, 0.0)

    def follow(self, holder: Any, resources: Any) -> None:
        """Follow a stream; what it leaves open is closed."""
        depth, state, stack = len(self._open), self._state, self._stack
        self._stack = []
        for operands, operator in pikepdf.parse_content_stream(holder, _WORDS):
            self._act(str(operator), operands, resources)
        del self._open[depth:]
        self._state, self._stack = state, stack

    def _act(self, operator: str, operands: Any, resources: Any) -> None:  # noqa: PLR0912  one line for each operator
        match operator:
            case "q":
                self._stack.append(self._state)
            case "Q":
                self._state = self._stack.pop()
            case "cm":
                self._state = self._state._replace(matrix=_after(self._state.matrix, operands))
            case "gs":
                self.states.add(_state(self._named(resources, "/ExtGState", operands[0])))
            case "BMC" | "BDC":
                self._begin(str(operands[0]), operands[1] if len(operands) > 1 else {}, resources)
            case "EMC":
                self._open.pop()
            case "m" | "re":
                self._start = self._place(_after(self._state.matrix, (1, 0, 0, 1, *operands[:2])))
            case "Do":
                self._call(self._named(resources, "/XObject", operands[0]), resources)
            case "BT":
                self._text = self._line = _IDENTITY
            case "Tf":
                self._state = self._state._replace(
                    font=self._named(resources, "/Font", operands[0]), size=float(operands[1])
                )
            case "Tc" | "Tw" | "TL" | "Ts" | "Tz":
                self._set(operator, float(operands[0]))
            case "Tm":
                self._text = self._line = _after(_IDENTITY, operands)
            case "Td" | "TD" | "T*":
                self._next_line(operator, operands)
            case "Tj" | "TJ" | "'" | '"':
                self._show(operator, operands)
            case _:
                self._run.painted.append((operator, *self._start))

    def _named(self, resources: Any, kind: str, name: Any) -> Any:
        """What a name means here; something empty when it means nothing."""
        found = resources.get(kind, Dictionary()).get(str(name))
        if found is None:
            self.lost.append(f"{kind}{name}")
        return Dictionary() if found is None else found

    @property
    def _run(self) -> _Run:
        if not self._open:  # what stands between the marked content is of nobody
            self.runs.append(_Run("", None, [], [], artifact=False))
            self._open.append(self.runs[-1])
            return self._open.pop()
        return self._open[-1]

    def _begin(self, tag: str, about: Any, resources: Any) -> None:
        about = resources.Properties[str(about)] if isinstance(about, Name) else about
        mcid = about.get("/MCID")
        inside = bool(self._open) and self._open[-1].artifact
        if self._open and mcid is None and tag != "/Artifact":  # a mark without a meaning in the tags
            self._open.append(self._open[-1])
            return
        artifact = inside or tag == "/Artifact"
        self.runs.append(_Run(tag, None if mcid is None else int(mcid), [], [], artifact=artifact))
        self._open.append(self.runs[-1])

    def _call(self, called: Any, resources: Any) -> None:
        if not isinstance(called, Stream):
            return
        matrix = _after(self._state.matrix, called.get(Name.Matrix, _IDENTITY))
        if called.get(Name.Subtype) != Name.Form:
            corners = (*self._place(matrix), *self._place(_after(matrix, (1, 0, 0, 1, 1, 1))))
            self._run.painted.append(
                (
                    "Do",
                    *corners,
                    md5(called.read_bytes(StreamDecodeLevel.generalized), usedforsecurity=False).hexdigest(),
                )
            )
            return
        before = self._state
        self._state = before._replace(matrix=matrix)
        self.follow(called, called.get(Name.Resources, resources))
        self._state = before

    def _set(self, operator: str, value: float) -> None:
        names = {"Tc": "apart", "Tw": "apart_words", "TL": "leading", "Ts": "rise", "Tz": "stretch"}
        self._state = self._state._replace(**{names[operator]: value / 100 if operator == "Tz" else value})

    def _next_line(self, operator: str, operands: Any) -> None:
        right, up = map(float, operands) if operands else (0.0, -self._state.leading)
        if operator == "TD":
            self._set("TL", -up)
        self._text = self._line = _after(self._line, (1, 0, 0, 1, right, up))

    def _show(self, operator: str, operands: Any) -> None:
        if operator == '"':
            self._set("Tw", float(operands[0]))
            self._set("Tc", float(operands[1]))
        if operator in "'\"":
            self._next_line("T*", ())
        pieces = operands[0] if operator == "TJ" else operands[-1:]
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                self._letters(bytes(piece))
            else:
                self._go_on(-float(piece) / 1000 * self._state.size)

    def _letters(self, text: bytes) -> None:
        state, letters = self._state, self._run.letters
        font = self._fonts.setdefault(state.font.objgen, None) or _Font(state.font)  # type: ignore[arg-type]
        self._fonts[state.font.objgen] = font
        for code in font.codes(text):
            self.used[state.font.objgen, code] = None
            place = _after(state.matrix, _after(self._text, (1, 0, 0, 1, 0, state.rise)))
            size = state.size * hypot(place[2], place[3])
            letters.append((font.says(code), font.name, size, *self._place(place)))
            more = state.apart_words if code == 32 and not font.is_wide else 0
            self._go_on((font.width(code) or 0) / 1000 * state.size + state.apart + more)

    def _go_on(self, by: float) -> None:
        self._text = _after(self._text, (1, 0, 0, 1, by * self._state.stretch, 0))

    @staticmethod
    def _place(matrix: Matrix) -> tuple[float, float]:
        return matrix[4], matrix[5]


# ----------------------------------------------------------------------------------------------------------------------
# A file


class _Page(NamedTuple):
    """A page: its number from 1, itself, what it draws for people and beside that, and the codes of fonts that it uses.

    `painted` is how often it paints in every way, and the graphics states that it asks for, also where nothing is seen.
    What is `lost` has a name that means nothing.
    """

    number: int
    obj: Any
    real: list[_Run]
    artifacts: list[_Run]
    used: Sequence[tuple[Any, int]]
    painted: list[Fact]
    lost: list[str]


class _Element(NamedTuple):
    """A tag: how deep it is, itself, and the parts of it that are no tags, as facts."""

    depth: int
    obj: Any
    above: Any
    parts: list[Fact]


class _Book:
    """A PDF, and what is to be the same in another of the same booklet."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.fonts: dict[Any, _Font] = {}
        self.pages = [self._page(number, page) for number, page in enumerate(pdf.pages, 1)]
        self.numbers = {page.obj.objgen: page.number for page in self.pages}
        self.names = {str(name): self._goal(goal) for name, goal in self._named()}
        self.tree = pdf.Root.get(Name.StructTreeRoot, Dictionary())
        self.elements = list(self._elements(self.tree, 0))
        self.owners: dict[Fact, list[_Element]] = {}
        for element in self.elements:
            for part in element.parts:
                self.owners.setdefault(part, []).append(element)
        self.ids = {bytes(one.obj.ID): index for index, one in enumerate(self.elements) if Name.ID in one.obj}

    def _page(self, number: int, page: pikepdf.Page) -> _Page:
        hand = _Hand(self.fonts)
        hand.follow(page, page.resources)
        real = [run for run in hand.runs if not run.artifact and (run.letters or run.painted or run.mcid is not None)]
        artifacts = [run for run in hand.runs if run.artifact and run.letters]
        painted = Counter(one[0] for run in hand.runs for one in run.painted)
        told = [*sorted(painted.items()), *sorted(hand.states)]
        return _Page(number, page.obj, real, artifacts, list(hand.used), told, hand.lost)

    # --- facts

    def facts(self) -> Facts:
        """Everything that is to be the same."""
        facts: Facts = {
            "file": [("version", self.pdf.pdf_version), ("pages", len(self.pages)), *self._catalog()],
            "what the file says of itself": self._said(),
            "names of pages": [(label,) for label in self._labels()],
            "named places": sorted(self.names.items()),
            "bookmarks": list(self._bookmarks(self.pdf.Root.get(Name.Outlines, Dictionary()), 0)),
            "tags": [self._tag(one) for one in self.elements],
            "role map": [self._value(self.tree.get(Name.RoleMap, Dictionary()))],
            "fonts": sorted((font.name, bool(font.program)) for font in self.fonts.values()),
            "form": list(self._form()),
        }
        for page in self.pages:
            at = f"page {page.number}: "
            facts[at + "boxes"] = [self._value(page.obj.get(key)) for key in _OF_A_PAGE]
            facts[at + "content"] = [run.fact for run in page.real]
            facts[at + "artifacts"] = sorted((run.fact for run in page.artifacts), key=_by_place)
            facts[at + "painted"] = page.painted
            facts[at + "letters of fonts"] = sorted({self._letter(*one) for one in page.used})
            facts[at + "annotations"] = [self._annotation(one) for one in self._notes(page)]
        return facts

    def _catalog(self) -> list[Fact]:
        root = self.pdf.Root
        return [(key, self._value(root[key])) for key in sorted(root.keys()) if key not in _TOLD_APART]

    def _said(self) -> list[Fact]:
        info = self.pdf.trailer.get(Name.Info, Dictionary())
        marks = self.pdf.trailer.get(Name.ID, ())
        told = [("info", key, str(info[key])) for key in sorted(info.keys())]
        told += [("xmp", key, str(value)) for key, value in sorted(dict(self.pdf.open_metadata()).items())]
        return [*told, ("id", len(marks))]

    def _labels(self) -> Iterator[str]:
        if Name.PageLabels in self.pdf.Root:
            yield from (page.label for page in self.pdf.pages)

    def _letter(self, objgen: Any, code: int) -> Fact:
        font = self.fonts[objgen]
        return font.name, font.says(code), (font.width(code) or 0) * NEAR, font.shape(code) or ()

    # --- places

    def _named(self) -> Iterator[tuple[Any, Any]]:
        root = self.pdf.Root
        yield from root.get(Name.Dests, Dictionary()).items()
        names = root.get(Name.Names, Dictionary()).get(Name.Dests)
        if names is not None:
            yield from pikepdf.NameTree(names).items()

    def _goal(self, goal: Any) -> Fact:
        """Where a destination leads to: a page and how it is shown there; of a page that is not there nothing is known."""
        goal = goal.get(Name.D) if isinstance(goal, Dictionary) else goal
        if isinstance(goal, pikepdf.String | Name):
            name = str(goal)
            return "by name", name, self.names.get(name, "nowhere")
        if not isinstance(goal, Array) or not isinstance(goal[0], Dictionary):
            return ("nowhere",)
        return self.numbers.get(goal[0].objgen, "nowhere"), *map(self._value, list(goal)[1:])

    def _bookmarks(self, above: Any, level: int) -> Iterator[Fact]:
        mark = above.get(Name.First)
        while mark is not None:
            goal = self._goal(mark.Dest) if Name.Dest in mark else ("none",)
            rest = tuple((key, self._value(mark[key])) for key in sorted(mark.keys()) if key not in _LINKS)
            yield level, str(mark.Title), int(mark.get(Name.Count, 0)), goal, rest
            yield from self._bookmarks(mark, level + 1)
            mark = mark.get(Name.Next)

    # --- annotations

    def _notes(self, page: _Page) -> list[Any]:
        """The annotations of a page as the Tab key meets them: in the order of the tags, and then the others."""
        order = {part[2]: index for index, one in enumerate(self.elements) for part in one.parts if part[0] == "note"}
        return sorted(_notes_of(page), key=lambda note: order.get(note.objgen, len(self.elements)))

    def _annotation(self, note: Any) -> Fact:
        about = [(key, self._value(note[key])) for key in sorted(note.keys()) if key not in _OF_THE_FILE]
        goal = self._goal(note.Dest) if Name.Dest in note else None
        action = note.get(Name.A, Dictionary())
        led = self._goal(action.D) if Name.D in action else None
        did = tuple((key, self._value(action[key])) for key in sorted(action.keys()) if key != "/D")
        looks = note.get(Name.AP, Dictionary()).get(Name.N)
        states = () if looks is None or isinstance(looks, Stream) else tuple(sorted(looks.keys()))
        return tuple(about), goal, led, did, (looks is not None, states), Name.StructParent in note

    def _form(self) -> Iterator[Fact]:
        form = self.pdf.Root.get(Name.AcroForm)
        if form is not None:
            yield tuple((key, self._value(form[key])) for key in sorted(form.keys()) if key not in ("/Fields", "/DR"))
            fonts = form.get(Name.DR, Dictionary()).get(Name.Font, Dictionary())
            yield tuple(sorted((key, _Font(font).name) for key, font in fonts.items()))
            for field in form.get(Name.Fields, ()):
                yield from self._fields(field, "")

    def _fields(self, field: Any, above: str) -> Iterator[Fact]:
        name = f"{above}.{field.get(Name.T, '')}"
        yield name, self._annotation(field), Name.AP in field
        for kid in field.get(Name.Kids, ()):
            yield from self._fields(kid, name)

    # --- tags

    def _elements(self, above: Any, depth: int) -> Iterator[_Element]:
        for kid in _listed(above.get(Name.K)):
            if isinstance(kid, Dictionary) and Name.S in kid:
                yield _Element(
                    depth, kid, above, [part for part in map(self._part_of(kid), _listed(kid.get(Name.K))) if part]
                )
                yield from self._elements(kid, depth + 1)

    def _part_of(self, element: Any) -> Any:
        def part(kid: Any) -> Fact:
            if isinstance(kid, int):
                return "text", self._number(element.get(Name.Pg)), kid
            if kid.get(Name.Type) == Name.MCR:
                return "text", self._number(kid.get(Name.Pg, element.get(Name.Pg))), int(kid.MCID)
            if kid.get(Name.Type) == Name.OBJR:
                return "note", self._number(kid.get(Name.Pg, element.get(Name.Pg))), kid.Obj.objgen
            return None

        return part

    def _number(self, page: Any) -> int:
        return self.numbers.get(page.objgen, 0) if page is not None else 0

    def _tag(self, element: _Element) -> Fact:
        """An element: what it is, and its parts in order, each of which is what it leads to."""
        obj = element.obj
        about = tuple((key, self._attribute(obj[key])) for key in sorted(obj.keys()) if key not in _OF_A_TAG)
        parts = iter(element.parts)
        kids = tuple(
            "tag" if isinstance(kid, Dictionary) and Name.S in kid else self._led(next(parts))
            for kid in _listed(obj.get(Name.K))
        )
        return element.depth, str(obj.S), self._number(obj.get(Name.Pg)), about, kids, Name.ID in obj

    def _led(self, part: Fact) -> Fact:
        kind, number, key = part
        if not number:
            return "nowhere"
        page = self.pages[number - 1]
        if kind == "note":
            notes = [note.objgen for note in self._notes(page)]
            return "note", number, notes.index(key) if key in notes else "nowhere"
        runs = [(index, run) for index, run in enumerate(page.real) if run.mcid == key]
        return "text", number, tuple((index, "".join(letter[0] for letter in run.letters)) for index, run in runs)

    def _attribute(self, value: Any) -> Fact:
        """Attributes, with the place of the tag for the name of one (Headers of a table)."""
        if isinstance(value, Array):
            return tuple(map(self._attribute, value))
        if isinstance(value, Dictionary) and Name.Headers in value:
            heads = tuple(self.ids.get(bytes(head), "nowhere") for head in value.Headers)
            return "headers", heads, self._value(Dictionary({k: v for k, v in value.items() if k != "/Headers"}))
        return self._value(value)

    def _value(self, value: Any) -> Fact:
        """Any object by what is in it; a page is its number, and a stream what it holds."""
        if isinstance(value, Stream):
            about = tuple((key, self._value(value[key])) for key in sorted(value.keys()) if key not in _PACKED)
            return about, md5(value.read_bytes(), usedforsecurity=False).hexdigest()
        if isinstance(value, Dictionary):
            return self._entries(value)
        if isinstance(value, Array):
            return tuple(map(self._value, value))
        if isinstance(value, pikepdf.String | Name):
            return str(value)
        return value if value is None or isinstance(value, bool) else float(value)

    def _entries(self, value: Any) -> Fact:
        if value.objgen in self.numbers:
            return "page", self.numbers[value.objgen]
        if _is_tag(value):
            return "tag", str(value.S)
        return tuple((key, self._value(value[key])) for key in sorted(value.keys()))

    # --- faults

    def faults(self) -> Iterator[Fault]:
        """What leads nowhere or is led to by nothing, within the file; sheets for paper have no tags."""
        yield from (Fault("file", said) for said in self.pdf.check_pdf_syntax())
        for page in self.pages:
            yield from self._faults_of_drawing(page)
        if Name.StructTreeRoot in self.pdf.Root:
            yield from self._faults_of_tags()
            yield from self._faults_of_parents()
        lost = (name for name, goal in self.names.items() if "nowhere" in goal)
        yield from (Fault(f"place {name}", "it is nowhere") for name in lost)

    def _faults_of_parents(self) -> Iterator[Fault]:
        parents = dict(pikepdf.NumberTree(self.tree.ParentTree).items()) if Name.ParentTree in self.tree else {}
        known = set()
        for page in self.pages:
            keys = [page.obj.get(Name.StructParents), *(note.get(Name.StructParent) for note in _notes_of(page))]
            known |= {int(key) for key in keys if key is not None}
            yield from self._faults_of_content(page, parents)
            yield from self._faults_of_notes(page, parents)
        loose = (key for key in parents if key not in known)
        yield from (Fault(f"number {key}", "nothing has it, but it is in the parent tree") for key in loose)

    def _faults_of_tags(self) -> Iterator[Fault]:
        there = set()
        for one in self.elements:
            at = f"tag {one.obj.S} {one.obj.objgen[0]}"
            if one.obj.objgen in there:
                yield Fault(at, "more than one tag leads to it")
            if one.obj.get(Name.P) is None or one.obj.P.objgen != one.above.objgen:
                yield Fault(at, "another tag is above it than it says")
            there.add(one.obj.objgen)
        loose = (obj for obj in self.pdf.objects if _is_tag(obj) and obj.objgen not in there)
        yield from (Fault(f"tag {obj.S} {obj.objgen[0]}", "nothing leads to it") for obj in loose)

    def _faults_of_content(self, page: _Page, parents: Mapping[int, Any]) -> Iterator[Fault]:
        mcids = [run.mcid for run in page.real if run.mcid is not None]
        rows = _listed(parents.get(int(page.obj.get(Name.StructParents, -1))))
        for mcid in range(max([len(rows), *(one + 1 for one in mcids)])):
            at, owner = f"page {page.number}, content {mcid}", self.owners.get(("text", page.number, mcid), ())
            if mcids.count(mcid) > 1 or len(owner) > 1:
                yield Fault(at, "it is there twice")
            if (mcid in mcids) != bool(owner):
                yield Fault(at, "it is only on the page" if mcid in mcids else "it is only in the tags")
            if not _leads_to(rows[mcid] if mcid < len(rows) else None, owner):
                yield Fault(at, "the parent tree has another tag for it")
        if any(run.mcid is None for run in page.real):
            yield Fault(f"page {page.number}", "something is drawn that is neither content nor artifact")

    def _faults_of_notes(self, page: _Page, parents: Mapping[int, Any]) -> Iterator[Fault]:
        for note in _notes_of(page):
            owner = self.owners.get(("note", page.number, note.objgen), ())
            if not _leads_to(parents.get(int(note.get(Name.StructParent, -1))), owner):
                at = f"page {page.number}, annotation {note.get(Name.Contents)}"
                yield Fault(at, "the parent tree has another tag for it")

    def _faults_of_drawing(self, page: _Page) -> Iterator[Fault]:
        yield from (
            Fault(f"page {page.number}, {name}", "it is drawn, but it is not in the file") for name in page.lost
        )
        for objgen, code in page.used:
            font = self.fonts[objgen]
            at = f"page {page.number}, letter {code} of {font.name}"
            if not font.says(code):
                yield Fault(at, "it has no words")
            if font.says(code).strip() and font.shape(code) is None:
                yield Fault(at, "it has no shape")
            if font.width(code) is None:
                yield Fault(at, "it has no width")


_OF_A_PAGE = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/Tabs", "/Group")
_TOLD_APART = {"/Pages", "/StructTreeRoot", "/Outlines", "/Names", "/Dests", "/PageLabels", "/Metadata", "/AcroForm"}
_LINKS = {"/Title", "/Count", "/Dest", "/Parent", "/First", "/Last", "/Prev", "/Next"}
_OF_THE_FILE = {"/P", "/Parent", "/Kids", "/Dest", "/A", "/AP", "/StructParent"}
_OF_A_TAG = {"/Type", "/S", "/P", "/K", "/Pg", "/ID"}
_PACKED = {"/Length", "/Filter", "/DecodeParms"}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _notes_of(page: _Page) -> list[Any]:
    return _listed(page.obj.get(Name.Annots))


def _leads_to(told: Any, owners: Sequence[_Element]) -> bool:
    """Whether an entry of the parent tree is the tag that has it, and nothing where no tag has it."""
    return (told.objgen if told is not None else None) == (owners[0].obj.objgen if owners else None)


def _is_tag(obj: Any) -> bool:
    return isinstance(obj, Dictionary) and not isinstance(obj, Stream) and obj.get(Name.Type) == Name.StructElem


def _by_place(fact: Fact) -> Any:
    """The order of artifacts, which may come anywhere among the content: by their words and by their place."""
    _, text, letters, _ = fact
    return text, *(round(place) for place in letters[0][3:])


# ----------------------------------------------------------------------------------------------------------------------
# What is seen


def _seen(plain: bytes, reused: bytes) -> Iterator[str]:
    """Where a page looks different, and where a letter of it is another or in another place, as PDFium has it."""
    one, other = pypdfium2.PdfDocument(plain), pypdfium2.PdfDocument(reused)
    try:
        for pdf in (one, other):
            if pdf.get_formtype():
                pdf.init_forms()
        for number, pages in enumerate(zip(one, other, strict=False), 1):
            pictures = [page.render(scale=DOTS / 72).to_pil() for page in pages]
            yield from (f"page {number}: {fault}" for fault in _looks_different(*pictures))
            yield from (f"page {number}: {fault}" for fault in _reads_different(*map(_characters, pages)))
    finally:
        one.close()
        other.close()


def _looks_different(one: Image.Image, other: Image.Image) -> Iterator[str]:
    if one.size != other.size:
        yield f"picture of {one.size} is of {other.size}"
        return
    bands = ImageChops.difference(one, other).split()
    worst = bands[0]
    for band in bands[1:]:
        worst = ImageChops.lighter(worst, band)
    counts = worst.histogram()
    if any(counts[1:]):
        largest = max(level for level, count in enumerate(counts) if count)
        yield f"{sum(counts[1:])} pixels differ, by {largest} at most, in {worst.getbbox()} at {DOTS} dpi"


_Character = tuple[str, tuple[float, ...]]


def _characters(page: Any) -> list[_Character]:
    text = page.get_textpage()
    raw = pypdfium2.raw
    found = []
    for index in range(text.count_chars()):
        if not raw.FPDFText_IsGenerated(text, index):
            letter = chr(raw.FPDFText_GetUnicode(text, index))
            found.append((letter, (*text.get_charbox(index), *text.get_charbox(index, loose=True))))
    text.close()
    return found


def _reads_different(one: list[_Character], other: list[_Character]) -> Iterator[str]:
    """The letters that the other page does not have at their place; which come first is told of content and of artifacts."""
    left: dict[Any, list[tuple[float, ...]]] = {}
    for letter, box in other:
        left.setdefault((letter, round(box[0]), round(box[1])), []).append(box)
    missing = [(letter, box) for letter, box in one if not _take(left, letter, box)]
    if missing or any(left.values()):
        extra = next((f"{key[0]!r} at {boxes[0][:2]}" for key, boxes in left.items() if boxes), "nothing")
        yield f"{len(missing)} letters are not in their place, first {_short(missing[:1])}, and there is {extra}"


def _take(left: dict[Any, list[tuple[float, ...]]], letter: str, box: tuple[float, ...]) -> bool:
    """Whether there is such a letter at that place; it is taken away."""
    for across in {round(box[0] - NEAR), round(box[0] + NEAR)}:
        for upward in {round(box[1] - NEAR), round(box[1] + NEAR)}:
            for other in left.get((letter, across, upward), ()):
                if _alike(box, other):
                    left[letter, across, upward].remove(other)
                    return True
    return False


if __name__ == "__main__":
    told = differences(*(Path(name).read_bytes() for name in sys.argv[1:3]))
    print("\n".join(told) or "the same")
    sys.exit(bool(told))
