"""The boekje in numbers: which page lies where on which sheet, and what staff must know to fold and staple it.

Saddle stitch: all sheets lie in one another and are folded together. A place is where a page comes when the booklet is
folded, counted from 1; a sheet holds four places, and sheet 1 is the outermost. An odd place is a recto and lies on the
right half of its side. Nothing is drawn here; `impose` does that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from booklet.planner import SIGNATURE

Vel = Literal["A3", "A4"]
Omslaan = Literal["kort", "lang"]

PAGE_MM = (210.0, 297.0)  # every page of a booklet is A4 upright
SHEET_MM: Mapping[Vel, tuple[float, float]] = {"A3": (420.0, 297.0), "A4": (297.0, 210.0)}  # lying
MM_PER_GRAM = 0.00125  # thickness of plain office paper by its g/m2: 80 g is 0.10 mm (`onderzoek/drukwerk.md` part 5)
MAX_SHEETS = 16  # more do not fold flat, and few staplers reach through them (issue 4; `drukwerk.md` part 6)
LETTER_PT = 14  # the letter of the booklets (ONTWERP section 9)


@dataclass(frozen=True)
class Setup:
    """What the office printer does: its sheets, the edge over which it turns them, and its paper in g/m2."""

    vel: Vel = "A3"
    omslaan: Omslaan = "kort"
    papier: int = 80

    @property
    def sheet_mm(self) -> tuple[float, float]:
        """Width and height of a sheet."""
        return SHEET_MM[self.vel]

    @property
    def scale(self) -> float:
        """How much smaller a page is than A4: 1 on A3, 0.7071 on A4; its height is just that of the sheet."""
        return self.sheet_mm[1] / PAGE_MM[1]

    @property
    def staples_mm(self) -> tuple[float, float]:
        """How far the middles of the two staples lie from the top: a quarter and three quarters of the height."""
        height = self.sheet_mm[1]
        return height / 4, height * 3 / 4

    def shift_mm(self, sheet: int) -> float:
        """How far the pages of a sheet move to the spine, because the fold pushes it out of the sheets around it."""
        return self.papier * MM_PER_GRAM * (sheet - 1)


class Spot(NamedTuple):
    """A place in the folded booklet and the page that lies there; None is a blank."""

    place: int
    page: int | None

    @property
    def recto(self) -> bool:
        """Whether it is the right half of its side."""
        return self.place % 2 == 1


class Side(NamedTuple):
    """One side of a sheet with its two places, seen with the heads of the pages up."""

    sheet: int
    front: bool
    left: Spot
    right: Spot


def sheet_count(pages: int) -> int:
    """How many sheets these pages take."""
    return -(-pages // SIGNATURE)


def places(pages: int) -> tuple[int | None, ...]:
    """The page on every place of the folded booklet, in reading order.

    Blanks come before the last page, so that it stays the back cover; a page that is alone stays the front.
    """
    blanks = (None,) * (SIGNATURE * sheet_count(pages) - pages)
    body = max(pages - 1, 1)
    return (*range(1, body + 1), *blanks, *range(body + 1, pages + 1))


def sides(pages: int) -> tuple[Side, ...]:
    """Every side in the order of printing: sheet 1 front, sheet 1 back, sheet 2 front, …"""
    spots = [Spot(place, page) for place, page in enumerate(places(pages), 1)]
    return tuple(side for sheet in range(1, sheet_count(pages) + 1) for side in _sides_of(sheet, spots))


def _sides_of(sheet: int, spots: Sequence[Spot]) -> tuple[Side, Side]:
    """A sheet takes two places from the front of the booklet and the two as far from the back."""
    first, second, last = 2 * sheet - 2, 2 * sheet - 1, -2 * sheet
    return (
        Side(sheet, front=True, left=spots[last + 1], right=spots[first]),
        Side(sheet, front=False, left=spots[second], right=spots[last]),
    )


# ----------------------------------------------------------------------------------------------------------------------
# What staff must know


def advice(pages: int) -> str:
    """What to do with a booklet of more than `MAX_SHEETS` sheets; empty for a thinner one."""
    sheets = sheet_count(pages)
    if sheets <= MAX_SHEETS:
        return ""
    return (
        f"Dit boekje heeft {sheets} vellen. Meer dan {MAX_SHEETS} vellen zijn moeilijk te vouwen en te nieten. "
        "Laat het liever door een drukkerij met een ring binden. "
        "Of maak losse katernen: dunne boekjes met een paar huizen."
    )


def letter_warning(setup: Setup) -> str:
    """What smaller sheets do to the letter; empty where the pages keep their size."""
    if setup.scale == 1:
        return ""
    size = f"{LETTER_PT * setup.scale:.1f}".replace(".", ",")
    return (
        f"Op {setup.vel} worden de letters kleiner: {LETTER_PT} punt wordt {size} punt. "
        "Dat is klein voor veel mensen. Print liever op A3."
    )


class Row(NamedTuple):
    """A sheet in the table of the guide: what lies left and right on its outside and on its inside."""

    sheet: int
    outside: tuple[str, str]
    inside: tuple[str, str]


def guide_values(pages: int, setup: Setup, titel: str, stem: str, *, proef: bool = False) -> Mapping[str, object]:
    """What `layouts/vellen/vouwwijzer.html` tells of a booklet, besides its pictures and whose it is.

    `stem` is the path of the screen PDF without its ending; `proef` tells that the proof has a file of its own, otherwise
    staff print the first pages of the boekje.
    """
    sheets = sheet_count(pages)
    name = f"{stem.rpartition('/')[2]}-boekje"
    spots = places(pages)
    middle = len(spots) // 2
    outermost = sides(pages)[0]
    edges = ("korte", "lange") if setup.omslaan == "kort" else ("lange", "korte")
    return {
        "titel": titel,
        "bestand": f"{name}.pdf",
        "proef": f"{name}-proef.pdf" if proef else "",
        "bladzijden": pages,
        "vellen": sheets,
        "vel": setup.vel,
        "papier": setup.papier,
        "zijde": edges[0],
        "andere_zijde": edges[1],
        "nieten": tuple(round(staple) for staple in setup.staples_mm),
        "buiten": _both(outermost),
        "over": tuple(_shown(page) for page in spots[1:3]),
        "midden": tuple(_shown(page) for page in spots[middle - 1 : middle + 1]),
        "rijen": _rows(pages),
        "samen": len(spots) + 1,
        "advies": advice(pages),
        "letter": letter_warning(setup),
    }


def _rows(pages: int) -> tuple[Row, ...]:
    """The two outermost sheets and the innermost."""
    every = sides(pages)
    sheets = sorted({1, 2, sheet_count(pages)} & {side.sheet for side in every})
    return tuple(Row(sheet, _both(every[2 * sheet - 2]), _both(every[2 * sheet - 1])) for sheet in sheets)


def _both(side: Side) -> tuple[str, str]:
    return _shown(side.left.page), _shown(side.right.page)


def _shown(page: int | None) -> str:
    return "leeg" if page is None else str(page)
