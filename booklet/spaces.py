"""The colour spaces of a PDF, and how much of which printing plate a colour in them takes (ISO 32000-1, 8.6).

An ink is a part from 0 to 1. A spot ink has no plate here: it counts on the black one, as one ink.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import pikepdf

Plated = tuple[float, float, float, float]
NONE: Plated = (0.0, 0.0, 0.0, 0.0)
REGISTRATION = "All"  # the ink of crop marks: on every plate
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DEEPEST = 8  # spaces inside spaces; more is no colour any more


class Space(NamedTuple):
    """A colour space: its family, how many numbers make a colour, and what belongs to it.

    `names` are the inks of a Separation or DeviceN, `base` is what an Indexed or Pattern space picks from, and
    `palette` holds the colours of an Indexed space.
    """

    family: str
    components: int
    names: tuple[str, ...] = ()
    base: "Space | None" = None
    palette: bytes = b""

    @property
    def is_rgb(self) -> bool:
        """Whether its colours are made of light, so that somebody must turn them into ink."""
        if self.base is not None:
            return self.base.is_rgb
        return self.family in ("DeviceRGB", "CalRGB", "Lab") or (self.family == "ICCBased" and self.components == 3)

    @property
    def is_free_of_device(self) -> bool:
        """Whether a profile says what its colours look like, which PDF/X-1a does not know."""
        if self.base is not None:
            return self.base.is_free_of_device
        return self.family in ("CalGray", "CalRGB", "Lab", "ICCBased")

    @property
    def spots(self) -> tuple[str, ...]:
        """The inks beside the four of the press."""
        own = tuple(name for name in self.names if name not in (*PROCESS, REGISTRATION, "None"))
        return own or (self.base.spots if self.base is not None else ())

    @property
    def first_colour(self) -> tuple[float, ...]:
        """The colour that it begins with (ISO 32000-1, 8.6.5.1 and 8.6.6)."""
        if self.family == "DeviceCMYK":
            return (0, 0, 0, 1)
        return ((1.0 if self.names else 0.0),) * self.components


GRAY, RGB, CMYK = Space("DeviceGray", 1), Space("DeviceRGB", 3), Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
_BY_NAME = {
    "/DeviceGray": GRAY,
    "/CalGray": GRAY,
    "/G": GRAY,
    "/DeviceRGB": RGB,
    "/CalRGB": RGB,
    "/RGB": RGB,
    "/DeviceCMYK": CMYK,
    "/CMYK": CMYK,
    "/Pattern": PATTERN,
}


def space_of(written: Any, resources: Any, depth: int = 0) -> Space:
    """The colour space that a PDF writes as a name or an array; raises `LookupError` or `ValueError` for none."""
    if depth > DEEPEST:
        raise ValueError("a colour space inside itself")
    if not isinstance(written, pikepdf.Array):  # so it is a name
        name = str(written)
        return _BY_NAME.get(name) or space_of(resources["/ColorSpace"][name], resources, depth + 1)
    family = str(written[0])
    if family in ("/Indexed", "/I"):
        table = written[3]
        palette = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        return Space("Indexed", 1, base=space_of(written[1], resources, depth + 1), palette=palette)
    if family == "/Pattern":
        return Space("Pattern", 0, base=space_of(written[1], resources, depth + 1)) if len(written) > 1 else PATTERN
    if family in ("/Separation", "/DeviceN"):
        names = (written[1],) if family == "/Separation" else tuple(written[1])
        return Space(family[1:], len(names), tuple(str(name)[1:] for name in names))
    if family == "/ICCBased":
        return Space("ICCBased", int(written[1].N))
    known = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
    return Space(family[1:], known[family]) if family in known else _BY_NAME[family]


def on_plates(space: Space, values: Sequence[float]) -> Plated:
    """How much cyan, magenta, yellow and black a colour takes; raises `LookupError` or `ValueError` for none."""
    if space.family == "Indexed" and space.base is not None:
        return on_plates(space.base, _picked(space, space.base, round(values[0])))
    if space.names:
        return _by_names(space.names, values)
    if space.components == 4:
        cyan, magenta, yellow, black = map(_part, values)
        return cyan, magenta, yellow, black
    if space.family == "Lab":
        return 0.0, 0.0, 0.0, 1 - _part(values[0] / 100)
    if space.components == 3:
        red, green, blue = (1 - _part(value) for value in values)
        black = min(red, green, blue)
        return red - black, green - black, blue - black, black
    return (0.0, 0.0, 0.0, 1 - _part(values[0])) if space.components == 1 else NONE


def _part(value: float) -> float:
    return min(1.0, max(0.0, value))


def _picked(space: Space, base: Space, index: int) -> list[float]:
    """The colour in a palette; an index beyond it takes the last one."""
    last = len(space.palette) // base.components - 1
    start = min(max(index, 0), last) * base.components
    whole = 2.55 if base.family == "Lab" else 255
    return [part / whole for part in space.palette[start : start + base.components]]


def _by_names(names: Sequence[str], values: Sequence[float]) -> Plated:
    plates = [0.0, 0.0, 0.0, 0.0]
    for name, value in zip_longest(names, values, fillvalue=0.0):
        for plate in plates_of(str(name)):
            plates[plate] = _part(plates[plate] + float(value))
    return plates[0], plates[1], plates[2], plates[3]


def plates_of(name: str) -> tuple[int, ...]:
    """On which plates an ink with this name prints: 0 is cyan, 3 is black."""
    if name == REGISTRATION:
        return 0, 1, 2, 3
    if name == "None":
        return ()
    return (PROCESS.index(name),) if name in PROCESS else (3,)
