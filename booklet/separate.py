"""A PDF as two others that any program can draw: one shows its black plate, one its cyan, magenta and yellow plates.

Free programs draw light and no ink. So every colour becomes light that stands for ink: red is what cyan leaves of the
paper, green what magenta leaves, blue what yellow leaves; in the other copy grey is what black leaves. Mixing is
linear, so what shines through comes out as on a press. Overprint is not followed: what is on top hides what is below.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from booklet.boxes import Box
from booklet.drawn import BROKEN, inline_dictionary
from booklet.gradients import colour_at
from booklet.spaces import CMYK, GRAY, RGB, Plated, Space, on_plates, plates_of, space_of
from booklet.streams import Drawing, drawings, entries

MOST_PIXELS = 80_000_000  # a larger picture is left out; Pillow warns from here on too
FINE = 1500  # pixels; a picture that is wider or taller is made smaller first
STEPS = 64  # of a gradient
TINTED = Name("/OfInk")  # the space of patterns that are painted in a colour of now


class Copies(NamedTuple):
    """The two PDFs: their pages show grey for the black plate, and red, green and blue for the others."""

    black: bytes
    colours: bytes


class _Change(NamedTuple):
    """What to do to one part of the file for each copy."""

    black: Callable[[], None]
    colours: Callable[[], None]


def separate(pdf: pikepdf.Pdf, areas: Mapping[int, Box]) -> Copies:
    """Both copies, with pages that are cut to these areas by page, and the others empty.

    The PDF itself is used up, so hand in one of its own.
    """
    for number, page in enumerate(pdf.pages, 1):
        _cut(pdf, page, areas.get(number))
    changes = list(_changes(pdf))
    for change in changes:  # black first: there a grey picture that cannot be read may stay as it is
        change.black()
    black = _saved(pdf)
    for change in changes:
        change.colours()
    return Copies(black, _saved(pdf))


def _cut(pdf: pikepdf.Pdf, page: pikepdf.Page, area: Box | None) -> None:
    for key in (Name.CropBox, Name.UserUnit, Name.Annots):
        if key in page.obj:
            del page.obj[key]
    if area is None:
        page.obj.Contents = pdf.make_stream(b"")
    else:
        page.obj.MediaBox = Array([round(edge, 4) for edge in area])
    page.obj.Rotate = 0  # said here, because what stands above it may turn it


def _saved(pdf: pikepdf.Pdf) -> bytes:
    held = io.BytesIO()
    pdf.save(held, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none, encryption=False)
    return held.getvalue()


def _changes(pdf: pikepdf.Pdf) -> Iterator[_Change]:
    masks, seen = _masks(pdf), set[Any]()
    for drawing in list(drawings(pdf)):
        if drawing.is_page or drawing.holder.objgen not in masks:
            pictures = [one for one in _entries(drawing.resources, Name.XObject) if one.get(Name.Subtype) == Name.Image]
            two = _of_instructions(pdf, drawing)
            if two is not None:
                pictures += two.pictures
                black, colours = (pikepdf.unparse_content_stream(one) for one in (two.black, two.colours))
                yield _Change(partial(drawing.replace, pdf, black), partial(drawing.replace, pdf, colours))
            for picture in _unseen(pictures, seen):
                yield _of_picture(picture, drawing.resources)
            patterns = [one.Shading for one in _entries(drawing.resources, Name.Pattern) if Name.Shading in one]
            for shading in _unseen([*_entries(drawing.resources, Name.Shading), *patterns], seen):
                yield _of_gradient(pdf, shading, drawing.resources)


def _unseen(objects: Iterable[Any], seen: set[Any]) -> Iterator[Any]:
    """Those that were not met before; what has no number of its own is always new."""
    for one in objects:
        if one.objgen == (0, 0) or one.objgen not in seen:
            seen.add(one.objgen)
            yield one


def _masks(pdf: pikepdf.Pdf) -> set[Any]:
    """The forms of soft masks: their light is no ink, so they must stay as they are."""
    inside = [
        state.SMask.G
        for drawing in drawings(pdf)
        for state in _entries(drawing.resources, Name.ExtGState)
        if isinstance(state.get(Name.SMask), Dictionary) and Name.G in state.SMask
    ]
    known = set()
    while inside:
        form = inside.pop()
        if form.objgen not in known:
            known.add(form.objgen)
            inside += (
                one for one in _entries(form.get(Name.Resources), Name.XObject) if one.get(Name.Subtype) == Name.Form
            )
    return known


def _entries(holder: Any, name: pikepdf.Name) -> list[Any]:
    """The values of a dictionary inside a dictionary, so far as they hold anything themselves."""
    return [value for value in entries(holder, name) if isinstance(value, Dictionary | pikepdf.Stream)]


# ----------------------------------------------------------------------------------------------------------------------
# Instructions

_DEVICE = {"g": GRAY, "rg": RGB, "k": CMYK, "G": GRAY, "RG": RGB, "K": CMYK}
_SPACES = ("cs", "CS")
_COLOURS = ("sc", "scn", "SC", "SCN")
_WORDS = {False: ("rg", "cs", "scn"), True: ("RG", "CS", "SCN")}  # of filling and of lines


_FILTERS = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}


class _Two:
    """The instructions of a stream for both copies, with the colour spaces of now and those that wait for `Q`."""

    def __init__(self, pdf: pikepdf.Pdf, drawing: Drawing) -> None:
        self.black: list[Any] = []
        self.colours: list[Any] = []
        self.pictures: list[pikepdf.Stream] = []
        self._pdf, self._drawing = pdf, drawing
        self._now = {False: GRAY, True: GRAY}
        self._waiting: list[dict[bool, Space]] = []

    def put(self, operands: Sequence[Any], word: str) -> None:
        """The same instruction in both."""
        self.black.append((operands, pikepdf.Operator(word)))
        self.colours.append((operands, pikepdf.Operator(word)))

    def paint(self, plated: Plated, *, line: bool, name: Sequence[Any] = ()) -> None:
        """A colour, or the colour of a pattern with this name."""
        word = pikepdf.Operator(_WORDS[line][2 if name else 0])
        light = [round(1 - part, 4) for part in plated]
        self.black.append(([*light[3:] * 3, *name], word))
        self.colours.append(([*light[:3], *name], word))

    def take(self, instruction: Any) -> None:
        """One instruction of the stream, with its colour as light."""
        word = str(instruction.operator)
        if word in _SPACES or word in _DEVICE or word in _COLOURS:
            self._colour(word, list(instruction.operands), line=word.isupper())
        elif word == "INLINE IMAGE":
            self._inline(instruction.operands[0])
        else:
            if word == "q":
                self._waiting.append(dict(self._now))
            elif word == "Q" and self._waiting:
                self._now = self._waiting.pop()
            self.black.append(instruction)
            self.colours.append(instruction)

    def _colour(self, word: str, operands: list[Any], *, line: bool) -> None:
        space = self._now[line] = self._space(word, operands, line=line)
        if word in _SPACES:
            self.paint(on_plates(space, space.first_colour), line=line)
        elif not isinstance(operands[-1], pikepdf.Name):
            self.paint(on_plates(space, [float(value) for value in operands]), line=line)
        elif space.base is None:
            self.put([Name.Pattern], _WORDS[line][1])
            self.put(operands, _WORDS[line][2])
        else:
            self._keep(Name.ColorSpace, TINTED, Array([Name.Pattern, Name.DeviceRGB]))
            self.put([TINTED], _WORDS[line][1])
            plated = on_plates(space.base, [float(value) for value in operands[:-1]])
            self.paint(plated, line=line, name=operands[-1:])

    def _space(self, word: str, operands: list[Any], *, line: bool) -> Space:
        if word in _SPACES:
            return space_of(operands[0], self._drawing.resources)
        return _DEVICE.get(word, self._now[line])

    def _inline(self, image: pikepdf.PdfInlineImage) -> None:
        """A picture among the instructions becomes one beside them, which can change."""
        kept = pikepdf.Stream(self._pdf, image.read_raw_bytes(), inline_dictionary(image))
        kept.Type, kept.Subtype = Name.XObject, Name.Image
        if Name.Filter in kept:
            filters = kept.Filter if isinstance(kept.Filter, Array) else [kept.Filter]
            kept.Filter = Array([Name(_FILTERS.get(str(one), str(one))) for one in filters])
        name = Name(f"/OfInk{len(self.pictures)}-{self._drawing.page}")
        self._keep(Name.XObject, name, kept)
        self.pictures.append(kept)
        self.put([name], "Do")

    def _keep(self, kind: pikepdf.Name, name: pikepdf.Name, value: Any) -> None:
        """Give the stream a name to use."""
        if kind not in self._drawing.resources:
            self._drawing.resources[kind] = Dictionary()
        self._drawing.resources[kind][name] = value


def _of_instructions(pdf: pikepdf.Pdf, drawing: Drawing) -> _Two | None:
    """The instructions of a stream for both copies, or nothing when they cannot be read."""
    two = _Two(pdf, drawing)
    if drawing.is_page or Name.PatternType in drawing.holder:  # here colours begin with black ink
        two.paint((0, 0, 0, 1), line=False)
        two.paint((0, 0, 0, 1), line=True)
    try:
        instructions = drawing.instructions()
    except BROKEN:
        return None
    for instruction in instructions:
        try:
            two.take(instruction)
        except BROKEN:  # a colour that is none
            continue
    return two


# ----------------------------------------------------------------------------------------------------------------------
# Pictures


def _of_picture(picture: pikepdf.Stream, resources: Any) -> _Change:
    """The picture on its plates; a stencil is none, and what cannot be read is left out."""
    if picture.get(Name.ImageMask, False):
        return _Change(_as_it_is, _as_it_is)
    try:
        space = space_of(picture.ColorSpace, resources)
        plates = _picture_plates(picture, space)
    except BROKEN:
        is_gray = str(picture.get(Name.ColorSpace)) in ("/DeviceGray", "/CalGray")
        empty = partial(_store, picture, Image.new("L", (1, 1), "white"))
        return _Change(_as_it_is if is_gray else empty, empty)
    black = ImageChops.invert(plates[3])
    colours = ImageChops.invert(Image.merge("RGB", plates[:3]))
    return _Change(partial(_store, picture, black), partial(_store, picture, colours))


def _as_it_is() -> None:
    """Change nothing."""


def _store(picture: pikepdf.Stream, light: Image.Image) -> None:
    picture.write(light.tobytes())
    picture.Width, picture.Height = light.size
    picture.BitsPerComponent = 8
    picture.ColorSpace = Name.DeviceGray if light.mode == "L" else Name.DeviceRGB
    if isinstance(picture.get(Name.Mask), Array):  # colours to leave out, told in numbers that are no more
        del picture[Name.Mask]
    for key in (Name.Decode, Name.SMaskInData):
        if key in picture:
            del picture[key]


def _picture_plates(picture: pikepdf.Stream, space: Space) -> list[Image.Image]:
    """A picture as four plates, white where no ink is 0; raises when it cannot be read."""
    parts = _parts(picture, space)
    if len(parts) == 1:
        table = [on_plates(space, [index if space.family == "Indexed" else index / 255]) for index in range(256)]
        return [_fine(parts[0].point([round(255 * plated[plate]) for plated in table])) for plate in range(4)]
    parts = [_fine(part) for part in parts]
    plates = [Image.new("L", parts[0].size)] * 4
    if space.names:
        for name, part in zip(space.names, parts, strict=True):
            for plate in plates_of(name):
                plates[plate] = ImageChops.add(plates[plate], part)
        return plates
    if space.family == "Lab":
        return [*plates[:3], ImageChops.invert(parts[0])]
    if len(parts) == 3:
        light = [ImageChops.invert(part) for part in parts]
        black = ImageChops.darker(ImageChops.darker(light[0], light[1]), light[2])
        return [*(ImageChops.subtract(part, black) for part in light), black]
    return parts


def _fine(part: Image.Image) -> Image.Image:
    """A part of a picture that is no larger than is of use."""
    times = max(part.size) // FINE
    return part.reduce(times) if times > 1 else part


def _parts(picture: pikepdf.Stream, space: Space) -> list[Image.Image]:
    """The numbers of a picture, an image of grey for each that makes a colour, with `/Decode` (ISO 32000-1, 8.9.5)."""
    size = int(picture.Width), int(picture.Height)
    if size[0] * size[1] > MOST_PIXELS:
        raise ValueError("a picture that is too large")
    bits = int(picture.get(Name.BitsPerComponent, 8))
    if _last_filter(picture) in ("/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"):
        return list(_opened(picture).split())
    data = picture.read_bytes(pikepdf.StreamDecodeLevel.all)
    if bits == 16:
        data, bits = data[::2], 8
    count = space.components
    if bits == 8:
        parts = [Image.frombytes("L", size, data[part::count]) for part in range(count)]
    else:
        parts = [_few_bits(size, data, bits, count)]
    return _decoded(parts, picture, space, bits)


def _last_filter(picture: pikepdf.Stream) -> str:
    filters = picture.get(Name.Filter, Array())
    names = list(filters) if isinstance(filters, Array) else [filters]
    return str(names[-1]) if names else ""


def _opened(picture: pikepdf.Stream) -> Image.Image:
    """A picture in a form that only Pillow reads."""
    opened = pikepdf.PdfImage(picture).as_pil_image()
    return (
        opened if opened.mode in ("L", "RGB", "CMYK") else opened.convert("L" if opened.mode in ("1", "P") else "RGB")
    )


def _few_bits(size: tuple[int, int], data: bytes, bits: int, count: int) -> Image.Image:
    """A picture of less than 8 bits; 0 and 1, or 0 to 15, stay the numbers that they are."""
    if count != 1:
        raise ValueError(f"{count} parts of {bits} bits")
    numbers = Image.frombytes("P", size, data, "raw", f"P;{bits}" if bits > 1 else "P;1")
    return Image.frombytes("L", size, numbers.tobytes())


def _decoded(parts: list[Image.Image], picture: pikepdf.Stream, space: Space, bits: int) -> list[Image.Image]:
    """The numbers as the space reads them: of a palette the place, of the others 0 to 255."""
    most = 2**bits - 1
    whole = most if space.family == "Indexed" else 1
    decode = [float(edge) for edge in picture.get(Name.Decode, ())] or [0, whole] * len(parts)
    if space.family == "Lab":
        decode = [0, 1] * 3
    tables = [
        [round((low + min(raw, most) / most * (high - low)) * (1 if whole == most else 255)) for raw in range(256)]
        for low, high in zip(decode[::2], decode[1::2], strict=True)
    ]
    return [part.point(table) for part, table in zip(parts, tables, strict=True)]


# ----------------------------------------------------------------------------------------------------------------------
# Gradients


def _of_gradient(pdf: pikepdf.Pdf, shading: Any, resources: Any) -> _Change:
    """The gradient in steps; one that cannot be reckoned leaves the paper white."""
    try:
        ends = _ends(shading)
        space = space_of(shading.ColorSpace, resources)
        places = [ends[0] + (ends[1] - ends[0]) * step / (STEPS - 1) for step in range(STEPS)]
        light = [[1 - part for part in on_plates(space, colour_at(shading.Function, place))] for place in places]
    except BROKEN:
        white = partial(_ramp, pdf, shading, (0.0, 1.0), [[1.0] * 3] * STEPS)
        return _Change(partial(_flatten, shading, white), white)
    black, colours = [part[3:] * 3 for part in light], [part[:3] for part in light]
    return _Change(partial(_ramp, pdf, shading, ends, black), partial(_ramp, pdf, shading, ends, colours))


def _ends(shading: Any) -> tuple[float, float]:
    """Between which numbers the gradient runs."""
    function = shading.Function[0] if isinstance(shading.Function, Array) else shading.Function
    low, high = (float(edge) for edge in shading.get(Name.Domain, function.Domain))
    return low, high


def _flatten(shading: Any, white: Callable[[], None]) -> None:
    """Make it the plainest gradient there is, that goes on without end."""
    shading.ShadingType, shading.Coords, shading.Extend = 2, Array([0, 0, 1, 0]), Array([True, True])
    white()


def _ramp(pdf: pikepdf.Pdf, shading: Any, ends: tuple[float, float], light: Sequence[Sequence[float]]) -> None:
    samples = bytes(round(255 * part) for step in light for part in step)
    shading.ColorSpace = Name.DeviceRGB
    shading.Function = pdf.make_stream(
        samples,
        FunctionType=0,
        Domain=Array(ends),
        Range=Array([0, 1] * 3),
        Size=Array([len(light)]),
        BitsPerSample=8,
    )
    if int(shading.ShadingType) in (2, 3):
        shading.Domain = Array(ends)
    if Name.Background in shading:
        del shading[Name.Background]
