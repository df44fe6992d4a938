"""Cards on a sheet of A4, to print on two sides and to cut: which card lies where and where to cut, in numbers.

A card is a front and a back: two pages that follow each other. The sheet is turned over as a page of a book, from left to
right, so a back lies in the mirrored column of its front and stands on its feet.
"""

from typing import Literal, NamedTuple

from booklet.formaten import ISO, Paper
from booklet.imposition import Omslaan


class Grid(NamedTuple):
    """How many cards lie beside and below each other, the sheet, and a card, in mm; together they lie in its middle."""

    columns: int
    rows: int
    width: float
    height: float
    card: Paper

    @property
    def places(self) -> int:
        """How many cards a sheet holds."""
        return self.columns * self.rows

    @property
    def omslaan(self) -> Omslaan:
        """Over which edge the printer turns the sheet: from left to right is the long edge of an upright sheet."""
        return "lang" if self.width < self.height else "kort"

    @property
    def left(self) -> float:
        """Where the first column begins, in mm from the left of the sheet; as much stays white on the right."""
        return (self.width - self.columns * self.card.width) / 2

    @property
    def bottom(self) -> float:
        """Where the last row ends, in mm from the bottom of the sheet; as much stays white at the top."""
        return (self.height - self.rows * self.card.height) / 2

    def corner(self, place: int) -> tuple[float, float]:
        """The lower left corner of a place, in mm from the left and the bottom; places count from 0, as the pages of a side."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.card.width, self.bottom + (self.rows - 1 - row) * self.card.height

    @property
    def cuts(self) -> tuple["Cut", ...]:
        """Where to cut between the cards; at their outer edge the sheet ends too, but for half a mm."""
        upright = (Cut("staand", self.left + column * self.card.width) for column in range(1, self.columns))
        across = (Cut("liggend", self.bottom + row * self.card.height) for row in range(1, self.rows))
        return (*upright, *across)


class Cut(NamedTuple):
    """A line to cut along over the whole sheet, and how far it lies from the left (upright) or the bottom (across), in mm."""

    way: Literal["staand", "liggend"]
    at: float


class CutSide(NamedTuple):
    """One side of a sheet: the pages on it from left to right and from the top down; None is a place without a page."""

    front: bool
    pages: tuple[int | None, ...]


def grid(card: Paper) -> Grid:
    """The sheet of A4, upright or across, that holds most cards of this size, which is A4 or smaller."""
    short, long = ISO["A4"]
    sheets = [
        Grid(int(wide // card.width), int(high // card.height), wide, high, card)
        for wide, high in ((short, long), (long, short))
    ]
    return max(sheets, key=lambda sheet: sheet.places)


def cut_sides(count: int, card: Paper) -> tuple[CutSide, ...]:
    """The sides of all sheets for so many pages of cards; cards that a sheet holds twice or more are repeated to fill it."""
    sheet = grid(card)
    cards = [(first, first + 1 if first < count else None) for first in range(1, count + 1, 2)]
    cards *= max(1, sheet.places // len(cards))
    found: list[CutSide] = []
    for at in range(0, len(cards), sheet.places):
        here: list[tuple[int | None, int | None]] = [*cards[at : at + sheet.places]]
        here += [(None, None)] * (sheet.places - len(here))
        rows = [here[row : row + sheet.columns] for row in range(0, sheet.places, sheet.columns)]
        found.append(CutSide(front=True, pages=tuple(front for row in rows for front, _ in row)))
        found.append(CutSide(front=False, pages=tuple(back for row in rows for _, back in reversed(row))))
    return tuple(found)
