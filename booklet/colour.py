"""The arithmetic of colour: tints, contrast, what can be read on what, and inks; colours on a screen are `#RRGGBB`."""

from typing import NamedTuple

WHITE = "#FFFFFF"
INK = "#111C27"  # text, outlines; 17:1 on white
PEN = "#1C3F94"  # what somebody wrote or marked
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
    mixed = (round(255 * (1 - share + share * channel)) for channel in channels(colour))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), WCAG 2.2."""
    linear = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels(colour)
    )
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21, WCAG 2.2 (1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str) -> str:
    """White or ink, whichever reads better on this ground."""
    return max((WHITE, INK), key=lambda colour: contrast(colour, ground))
