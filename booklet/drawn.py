"""What a page paints, in order: every text, area, line, picture and gradient with its colour and its place on the page.

This follows the instructions as a printer does (ISO 32000-1, annex A), into forms, patterns and drawn letters. Only the
first letter of a text has a place here; `plates` knows how far the letters reach.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from booklet.boxes import EVERYWHERE, IDENTITY, Box, Matrix, around, box_of
from booklet.spaces import CMYK, GRAY, RGB, Space, space_of

BROKEN = (  # what may come of reading a PDF in which anything may stand
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    RuntimeWarning,
    TypeError,
    UserWarning,
    ValueError,
    pikepdf.PdfError,
)
MOST = 500_000  # instructions of one page; a file that is made to keep a program busy has more
DEEPEST = 20  # forms in forms
LETTER = Box(0, 0, 0.5, 0.7)  # about how large a letter is, in a size of 1


class Kind(StrEnum):
    """What is painted, in the word that staff see."""

    TEXT = "tekst"
    AREA = "een vlak"
    LINE = "een lijn"
    PICTURE = "een afbeelding"
    GRADIENT = "een kleurverloop"


class Colour(NamedTuple):
    """A colour in its space; `pattern` is what it fills with instead."""

    space: Space
    values: tuple[float, ...]
    pattern: Any = None


BLACK = Colour(GRAY, (0.0,))


class Paint(NamedTuple):
    """One thing that is painted on a page.

    `parts` are the boxes in points in which it is seen, `shows_through` says why something below may shine through,
    `thickness` of a line is in points on the page, `dots` of a picture are pixels per inch.
    """

    kind: Kind
    parts: tuple[Box, ...]
    colour: Colour | None
    shows_through: str = ""
    overprints: bool = False
    thickness: float = 0
    dots: float = 0
    font: Any = None


class Drawn(NamedTuple):
    """What a page paints, the colour spaces that it uses and those of its groups, and whether it is all there."""

    paints: tuple[Paint, ...]
    spaces: frozenset[Space]
    groups: tuple[Space | None, ...]
    whole: bool


def drawn(page: pikepdf.Page) -> Drawn:
    """Follow everything that a page paints; what cannot be read is left out, and then it is not whole."""
    hand = _Hand()
    hand.group(page.obj, page.obj)
    resources = page.obj.get(Name.Resources) or page.resources
    hand.follow(page, resources)
    return Drawn(tuple(hand.paints), frozenset(hand.spaces), tuple(hand.groups), hand.whole)


_SHORT = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/W": "/Width",
}


def inline_dictionary(image: pikepdf.PdfInlineImage) -> pikepdf.Dictionary:
    """What a picture among the instructions says of itself, by the long names of a picture beside them (8.9.7)."""
    head = image.unparse().removeprefix(b"BI").partition(b"\nID\n")[0]
    written = pikepdf.Object.parse(b"<<" + head + b">>")
    return Dictionary({_SHORT.get(key, key): value for key, value in written.items()})


@dataclass(slots=True)
class _State:
    """The graphics state, so far as it matters here."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    line: Colour = BLACK
    width: float = 1
    fill_alpha: float = 1
    line_alpha: float = 1
    blend: str = "/Normal"
    masked: bool = False
    fill_over: bool = False
    line_over: bool = False
    font: Any = None
    size: float = 1
    leading: float = 0
    mode: int = 0

    def shows_through(self, alpha: float) -> str:
        """Why something below may shine through what is painted now."""
        if alpha < 1:
            return f"dekking {round(100 * alpha)} %"
        if self.masked:
            return "een zacht masker"
        return "" if self.blend in ("/Normal", "/Compatible") else f"mengen met wat eronder ligt: {self.blend[1:]}"


Operands = Sequence[Any]
_OF_A_STREAM = ("_state", "_stack", "_resources", "_names", "_path", "_text", "_line_start", "_depth")


class _Hand:
    """Follows instructions and keeps what they paint."""

    def __init__(self) -> None:
        self.paints: list[Paint] = []
        self.spaces: set[Space] = set()
        self.groups: list[Space | None] = []
        self.whole = True
        self._steps = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._resources: Any = None
        self._path: list[list[tuple[float, float]]] = []
        self._clips = False
        self._text = self._line_start = IDENTITY
        self._instead: tuple[Box, ...] = ()  # where everything is painted, inside a pattern or a drawn letter
        self._depth = 0
        self._names: dict[tuple[str, str], Any] = {}  # what names mean in the resources of now
        self._of_resources: dict[Any, dict[tuple[str, str], Any]] = {}
        self._followed: set[Any] = set()  # patterns and drawn letters, which need following once

    def follow(self, holder: Any, resources: Any, depth: int = 0) -> None:
        """Follow a content stream with its resources, and leave the state as it was."""
        if depth > DEEPEST or self._steps > MOST:
            self.whole = False
            return
        before = {name: getattr(self, name) for name in _OF_A_STREAM}
        self._state, self._stack, self._resources, self._path, self._depth = copy(self._state), [], resources, [], depth
        self._names = {} if resources.objgen == (0, 0) else self._of_resources.setdefault(resources.objgen, {})
        try:
            instructions = pikepdf.parse_content_stream(holder, _WORDS)
            self._steps += 1 + len(instructions)
            for instruction in instructions:
                _ACTS[str(instruction.operator)](self, list(instruction.operands))
        except BROKEN:
            self.whole = False
        for name, value in before.items():
            setattr(self, name, value)

    def group(self, holder: Any, resources: Any) -> None:
        """Note the transparency group of a page or a form."""
        group = holder.get(Name.Group)
        if group is not None and group.get(Name.S) == Name.Transparency:
            self.groups.append(space_of(group.CS, resources) if Name.CS in group else None)

    # --- the state

    def save(self, _: Operands) -> None:
        self._stack.append(copy(self._state))

    def restore(self, _: Operands) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def transform(self, operands: Operands) -> None:
        self._state.matrix = self._state.matrix.after(Matrix(*map(float, operands)))

    def line_width(self, operands: Operands) -> None:
        self._state.width = float(operands[0])

    def graphics_state(self, operands: Operands) -> None:
        wanted = self._resource(Name.ExtGState, operands[0], dict)
        state = self._state
        state.fill_alpha = float(wanted.get("/ca", state.fill_alpha))
        state.line_alpha = float(wanted.get("/CA", state.line_alpha))
        state.width = float(wanted.get("/LW", state.width))
        if "/BM" in wanted:
            blend = wanted["/BM"]
            state.blend = str(blend[0] if isinstance(blend, pikepdf.Array) else blend)
        if "/SMask" in wanted:
            state.masked = wanted["/SMask"] != Name("/None")
        state.line_over = bool(wanted.get("/OP", state.line_over))
        state.fill_over = bool(wanted.get("/op", wanted.get("/OP", state.fill_over)))
        if "/Font" in wanted:
            state.font, state.size = wanted["/Font"][0], float(wanted["/Font"][1])

    def _resource(self, kind: pikepdf.Name, name: Any, read: Callable[[Any], Any] = lambda found: found) -> Any:
        """What a name means here, read once for a set of resources."""
        key = str(kind), str(name)
        if key not in self._names:
            self._names[key] = read(self._resources[kind][name])
        return self._names[key]

    # --- colour

    def fill_gray(self, operands: Operands) -> None:
        self._state.fill = self._colour(GRAY, operands)

    def line_gray(self, operands: Operands) -> None:
        self._state.line = self._colour(GRAY, operands)

    def fill_rgb(self, operands: Operands) -> None:
        self._state.fill = self._colour(RGB, operands)

    def line_rgb(self, operands: Operands) -> None:
        self._state.line = self._colour(RGB, operands)

    def fill_cmyk(self, operands: Operands) -> None:
        self._state.fill = self._colour(CMYK, operands)

    def line_cmyk(self, operands: Operands) -> None:
        self._state.line = self._colour(CMYK, operands)

    def fill_space(self, operands: Operands) -> None:
        self._state.fill = self._begun(operands[0])

    def line_space(self, operands: Operands) -> None:
        self._state.line = self._begun(operands[0])

    def fill_colour(self, operands: Operands) -> None:
        self._state.fill = self._colour(self._state.fill.space, operands)

    def line_colour(self, operands: Operands) -> None:
        self._state.line = self._colour(self._state.line.space, operands)

    def _begun(self, name: Any) -> Colour:
        space = space_of(name, self._resources)
        self.spaces.add(space)
        return Colour(space, space.first_colour)

    def _colour(self, space: Space, operands: Operands) -> Colour:
        self.spaces.add(space)
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource(Name.Pattern, operands[-1])
            return Colour(space, tuple(float(value) for value in operands[:-1]), pattern)
        return Colour(space, tuple(float(value) for value in operands))

    # --- paths

    def move(self, operands: Operands) -> None:
        self._path.append([(float(operands[0]), float(operands[1]))])

    def draw(self, operands: Operands) -> None:
        numbers = [float(operand) for operand in operands]
        self._path[-1].extend(zip(numbers[::2], numbers[1::2], strict=True))

    def rectangle(self, operands: Operands) -> None:
        x, y, width, height = map(float, operands)
        self._path.append([(x, y), (x + width, y + height)])

    def clip(self, _: Operands) -> None:
        self._clips = True

    def end(self, _: Operands) -> None:
        self._finish()

    def fill(self, _: Operands) -> None:
        self._fill()
        self._finish()

    def stroke(self, _: Operands) -> None:
        self._stroke()
        self._finish()

    def fill_and_stroke(self, _: Operands) -> None:
        self._fill(lines=False)
        self._stroke()
        self._finish()

    def _fill(self, *, lines: bool = True) -> None:
        """Fill the path; what has no width or height is a line, and gone below one that is stroked."""
        state = self._state
        boxes = [around(points).moved(state.matrix) for points in self._path if len(points) > 1]
        if not lines:
            boxes = [box for box in boxes if box.width and box.height]
        self._paint(
            Paint(Kind.AREA, self._seen(boxes), state.fill, state.shows_through(state.fill_alpha), state.fill_over)
        )

    def _stroke(self) -> None:
        state = self._state
        thickness = state.width * sqrt(abs(state.matrix.a * state.matrix.d - state.matrix.b * state.matrix.c))
        boxes = [around(points).moved(state.matrix).grown(thickness / 2) for points in self._path]
        shows_through = state.shows_through(state.line_alpha)
        self._paint(Paint(Kind.LINE, self._seen(boxes), state.line, shows_through, state.line_over, thickness))

    def _finish(self) -> None:
        if self._clips and self._path:
            whole = around(point for points in self._path for point in points).moved(self._state.matrix)
            self._state.clip = self._state.clip.common(whole)
        self._path, self._clips = [], False

    def _seen(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """The parts of the boxes that the clip leaves."""
        parts = ((box, box.common(self._state.clip)) for box in boxes)
        return tuple(part for box, part in parts if part == box or (part.width > 0 and part.height > 0))

    def _paint(self, paint: Paint) -> None:
        if not paint.parts:
            return
        paint = paint._replace(parts=self._instead or paint.parts)
        self.paints.append(paint)
        if paint.colour is not None and paint.colour.pattern is not None:
            self._follow_pattern(paint.colour.pattern, paint)

    def _follow_pattern(self, pattern: Any, paint: Paint) -> None:
        if isinstance(pattern, pikepdf.Stream):
            if not self._is_new(pattern):
                return
            colour = BLACK
            if int(pattern.get(Name.PaintType, 1)) == 2 and paint.colour and paint.colour.space.base:
                colour = Colour(paint.colour.space.base, paint.colour.values)
            self._follow_elsewhere(pattern, pattern.get(Name.Resources, self._resources), paint.parts, colour)
        else:
            self._gradient(pattern.Shading, paint.parts)

    def _is_new(self, called: Any) -> bool:
        """Whether this was not followed on this page yet."""
        new = called.objgen not in self._followed or called.objgen == (0, 0)
        self._followed.add(called.objgen)
        return new

    def _follow_elsewhere(self, holder: Any, resources: Any, parts: tuple[Box, ...], colour: Colour) -> None:
        """Follow what is painted in all of these places, once."""
        before = self._state, self._instead
        self._state, self._instead = _State(fill=colour, line=colour), parts
        self.follow(holder, resources, self._depth + 1)
        self._state, self._instead = before

    # --- gradients, pictures and forms

    def shade(self, operands: Operands) -> None:
        self._gradient(self._resource(Name.Shading, operands[0]), self._seen([EVERYWHERE]))

    def _gradient(self, shading: Any, parts: tuple[Box, ...]) -> None:
        space = space_of(shading.ColorSpace, self._resources)
        self.spaces.add(space)
        state = self._state
        shows_through = state.shows_through(state.fill_alpha)
        if parts:
            self.paints.append(Paint(Kind.GRADIENT, self._instead or parts, Colour(space, ()), shows_through))

    def call(self, operands: Operands) -> None:
        called = self._resource(Name.XObject, operands[0])
        if called.get(Name.Subtype) == Name.Image:
            mask = bool(called.get(Name.ImageMask, False))
            written = None if mask else called.get(Name.ColorSpace)
            self._picture((int(called.Width), int(called.Height)), written, masked=Name.SMask in called)
        elif called.get(Name.Subtype) == Name.Form:
            self._form(called)

    def inline(self, operands: Operands) -> None:
        image = inline_dictionary(operands[0])
        written = None if image.get(Name.ImageMask, False) else image.get(Name.ColorSpace)
        self._picture((int(image.Width), int(image.Height)), written, masked=False)

    def _picture(self, size: tuple[int, int], written: Any, *, masked: bool) -> None:
        """A picture in the unit square; without a colour space it is a stencil, painted in the colour of now."""
        state = self._state
        inches = state.matrix.across / 72, state.matrix.upward / 72
        dots = min(count / length for count, length in zip(size, inches, strict=True)) if all(inches) else 0
        colour = state.fill
        if written is not None:
            colour = Colour(space_of(written, self._resources), ())
            self.spaces.add(colour.space)
        shows_through = "een zacht masker" if masked else state.shows_through(state.fill_alpha)
        parts = self._seen([Box(0, 0, 1, 1).moved(state.matrix)])
        self._paint(Paint(Kind.PICTURE, parts, colour, shows_through, state.fill_over, dots=0 if 1 in size else dots))

    def _form(self, form: Any) -> None:
        resources = form.get(Name.Resources, self._resources)
        self.group(form, resources)
        outside = copy(self._state)
        if Name.Matrix in form:
            self.transform(list(form.Matrix))
        if Name.BBox in form:
            self._state.clip = self._state.clip.common(box_of(form.BBox).moved(self._state.matrix))
        self.follow(form, resources, self._depth + 1)
        self._state = outside

    # --- text

    def begin_text(self, _: Operands) -> None:
        self._text = self._line_start = IDENTITY

    def font(self, operands: Operands) -> None:
        self._state.font, self._state.size = self._resource(Name.Font, operands[0]), float(operands[1])

    def text_mode(self, operands: Operands) -> None:
        self._state.mode = int(operands[0])

    def text_leading(self, operands: Operands) -> None:
        self._state.leading = float(operands[0])

    def text_matrix(self, operands: Operands) -> None:
        self._text = self._line_start = Matrix(*map(float, operands))

    def text_move(self, operands: Operands) -> None:
        self._line_start = self._line_start.after(Matrix(e=float(operands[0]), f=float(operands[1])))
        self._text = self._line_start

    def text_move_leading(self, operands: Operands) -> None:
        self._state.leading = -float(operands[1])
        self.text_move(operands)

    def next_line(self, _: Operands) -> None:
        self.text_move((0, -self._state.leading))

    def next_line_show(self, operands: Operands) -> None:
        self.next_line(())
        self.show(operands[-1:])

    def show(self, operands: Operands) -> None:
        state = self._state
        shown = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
        if state.mode in (3, 7) or not any(isinstance(piece, pikepdf.String) and bytes(piece) for piece in shown):
            return
        letter = Box(*(part * state.size for part in LETTER)).moved(state.matrix.after(self._text))
        parts = self._seen([letter])
        if state.mode % 4 != 1:
            shows_through = state.shows_through(state.fill_alpha)
            self._paint(Paint(Kind.TEXT, parts, state.fill, shows_through, state.fill_over, font=state.font))
        if state.mode % 4 in (1, 2):
            shows_through = state.shows_through(state.line_alpha)
            self._paint(Paint(Kind.TEXT, parts, state.line, shows_through, state.line_over, font=state.font))
        if parts and state.font is not None and Name.CharProcs in state.font:
            self._follow_letters(state.font, parts)

    def _follow_letters(self, font: Any, parts: tuple[Box, ...]) -> None:
        """Follow the letters of a Type 3 font, each of them once on a page."""
        if self._is_new(font):
            resources = font.get(Name.Resources, self._resources)
            for letter in font.CharProcs.values():
                self._follow_elsewhere(letter, resources, self._instead or parts, self._state.fill)


_ACTS: dict[str, Callable[[_Hand, Operands], None]] = {
    "q": _Hand.save,
    "Q": _Hand.restore,
    "cm": _Hand.transform,
    "w": _Hand.line_width,
    "gs": _Hand.graphics_state,
    "g": _Hand.fill_gray,
    "G": _Hand.line_gray,
    "rg": _Hand.fill_rgb,
    "RG": _Hand.line_rgb,
    "k": _Hand.fill_cmyk,
    "K": _Hand.line_cmyk,
    "cs": _Hand.fill_space,
    "CS": _Hand.line_space,
    "sc": _Hand.fill_colour,
    "scn": _Hand.fill_colour,
    "SC": _Hand.line_colour,
    "SCN": _Hand.line_colour,
    "m": _Hand.move,
    "l": _Hand.draw,
    "c": _Hand.draw,
    "v": _Hand.draw,
    "y": _Hand.draw,
    "re": _Hand.rectangle,
    "W": _Hand.clip,
    "W*": _Hand.clip,
    "n": _Hand.end,
    "f": _Hand.fill,
    "F": _Hand.fill,
    "f*": _Hand.fill,
    "S": _Hand.stroke,
    "s": _Hand.stroke,
    "B": _Hand.fill_and_stroke,
    "B*": _Hand.fill_and_stroke,
    "b": _Hand.fill_and_stroke,
    "b*": _Hand.fill_and_stroke,
    "sh": _Hand.shade,
    "Do": _Hand.call,
    "INLINE IMAGE": _Hand.inline,
    "BT": _Hand.begin_text,
    "Tf": _Hand.font,
    "Tr": _Hand.text_mode,
    "TL": _Hand.text_leading,
    "Tm": _Hand.text_matrix,
    "Td": _Hand.text_move,
    "TD": _Hand.text_move_leading,
    "T*": _Hand.next_line,
    "'": _Hand.next_line_show,
    '"': _Hand.next_line_show,
    "Tj": _Hand.show,
    "TJ": _Hand.show,
}
_WORDS = " ".join([*_ACTS, "BI", "ID", "EI"])
