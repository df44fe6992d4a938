"""The arithmetic of colour: tints, contrast, what can be read on what, what looks alike to whom, and inks.

Colours on a screen are `#RRGGBB`.
"""

from collections.abc import Callable, Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from math import dist
from typing import NamedTuple

WHITE = "#FFFFFF"
INK = "#111C27"  # text, outlines; 17:1 on white
PEN = "#1C3F94"  # what somebody wrote or marked
READABLE = 4.5  # the least contrast of text (WCAG 2.2, 1.4.3); `onderzoek/inhoud.md` part f aims at 7
VISIBLE = 3.0  # the least contrast of a line and of the outline of a box (WCAG 2.2, 1.4.11)
TINTS = (0.14, 0.2, 0.3, 0.35)  # the tints of a house that the layouts use
FAINTEST = 3  # percent; a press cannot hold a smaller dot (`onderzoek/drukwerk.md` part 6)


class Ink(NamedTuple):
    """How much of each printing ink a colour takes, in percent."""

    cyan: float
    magenta: float
    yellow: float
    black: float

    @property
    def total(self) -> float:
        """The ink sum, in percent: 0 to 400."""
        return sum(self)

    def tint(self, share: float) -> "Ink":
        """This ink thinned as a tint of the colour on the screen; what becomes too faint to print is left out."""
        thin = (round(part * share, 1) for part in self)
        return Ink(*(part if part >= FAINTEST else 0.0 for part in thin))


NO_INK = Ink(0, 0, 0, 0)
BLACK = Ink(0, 0, 0, 100)


def channels(colour: str) -> tuple[float, float, float]:
    """How much red, green and blue a colour of the screen has, each from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def tint(colour: str, share: float) -> str:
    """The colour mixed with white; `share` 1 is the colour itself, 0 is white."""
    return _hex(1 - share + share * channel for channel in channels(colour))


def _linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue as light, each from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels(colour)
    )
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), WCAG 2.2."""
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21, WCAG 2.2 (1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str) -> str:
    """White or ink, whichever reads better on this ground."""
    return max((WHITE, INK), key=lambda colour: contrast(colour, ground))


# ----------------------------------------------------------------------------------------------------------------------
# How colours look, to everybody


class Lab(NamedTuple):
    """A colour as it looks: lightness L* from 0 to 100, green to red, and blue to yellow (CIE 1976, white D65)."""

    lightness: float
    green_red: float
    blue_yellow: float


_Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
# From linear sRGB to CIE XYZ (IEC 61966-2-1); the rows add up to the white of D65.
_TO_XYZ: _Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)

# What somebody sees of linear red, green and blue who lacks one kind of cone: G. M. Machado, M. M. Oliveira and
# L. A. F. Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0.
COLOUR_BLIND: Mapping[str, _Matrix] = {
    "rood": (  # protanopia
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "groen": (  # deuteranopia
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "blauw": (  # tritanopia
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(colour: str, seen_by: _Matrix | None = None) -> Lab:
    """How a colour looks, to everybody or to somebody who is colour blind."""
    light = _linear(colour)
    if seen_by:
        light = _clipped(_times(seen_by, light))
    whites = (sum(row) for row in _TO_XYZ)
    x, y, z = (_root(part / white) for part, white in zip(_times(_TO_XYZ, light), whites, strict=True))
    return Lab(116 * y - 16, 500 * (x - y), 200 * (y - z))


def lightness(colour: str) -> float:
    """How light a colour looks where there is no colour: L* from 0 (black) to 100 (white)."""
    return lab(colour).lightness


def apart(one: Lab, other: Lab) -> float:
    """How different two colours look (CIE 1976): about 2.3 is just to be seen side by side."""
    return dist(one, other)


def _times(matrix: _Matrix, light: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = (sum(weight * part for weight, part in zip(row, light, strict=True)) for row in matrix)
    return x, y, z


def _clipped(light: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    return red, green, blue


def _root(part: float) -> float:
    return part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29


def nearest(colour: str, fits: Callable[[str], bool]) -> str | None:
    """The colour of the same hue that is nearest in lightness and fits, or None where none does."""
    red, green, blue = channels(colour)
    hue, light, full = rgb_to_hls(red, green, blue)
    steps = sorted((step / 255 for step in range(256)), key=lambda other: abs(other - light))
    others = (_hex(hls_to_rgb(hue, step, full)) for step in steps)
    return next((other for other in others if fits(other)), None)


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)
