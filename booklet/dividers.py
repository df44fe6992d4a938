"""Divider sheets for a ring binder, in numbers: where the tab of every house sticks out of its sheet.

A sheet is A4 with a strip for the tabs at the outer edge, of which all but its own tab is cut off. Every house has a place
of its own, so that the tabs lie below each other as steps. Measures are in mm from the head and the left of a sheet; they
come from `onderzoek/drukwerk.md` part 6, those of the holes from ISO 838.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from booklet.colour import Ink
from booklet.imposition import PAGE_MM
from booklet.models import Domein, Drukkerij, Teksten
from booklet.ordersheet import dutch_number
from booklet.planner import PagePlan

TAB_MM = 13.0  # how far a tab sticks out
SHEET_MM = (PAGE_MM[0] + TAB_MM, PAGE_MM[1])
EDGE_MM = 5.0  # free at the head and the foot
GAP_MM = 3.0  # between two tabs
RADIUS_MM = 3.0  # of the corners of a tab
BINDING_MM = 30.0  # free for the holes, as on every page of the booklets
CARD_GRAM = (200, 250)  # g/m2: a tab must not bend


class Holes(NamedTuple):
    """Where a punch makes its holes: from the edge, between two of them, and how wide they are (ISO 838)."""

    edge_mm: float = 12
    apart_mm: float = 80
    wide_mm: float = 6


HOLES = Holes()


@dataclass(frozen=True)
class Divider:
    """One side of the sheet of a house, and where its tab lies; sheets count from 1."""

    number: int
    domein: Domein
    front: bool
    top_mm: float
    length_mm: float

    @property
    def left_mm(self) -> float:
        """Where the tab begins: it sticks out on the right, so that the back shows it on the left."""
        return PAGE_MM[0] if self.front else 0.0

    @property
    def bottom_mm(self) -> float:
        """Where the tab ends, from the head of the sheet."""
        return self.top_mm + self.length_mm


class Line(NamedTuple):
    """What lies behind a divider: its name and the page on which it begins."""

    naam: str
    page: int


class Spec(NamedTuple):
    """A sheet in the table for who makes it; measures and inks as people write them."""

    number: int
    naam: str
    pages: tuple[int, int]
    top: str
    length: str
    inkt: str
    before: int


def tab_length(count: int) -> float:
    """How long each of so many tabs is: together with the gaps they fill the sheet between its free edges."""
    return (SHEET_MM[1] - 2 * EDGE_MM - GAP_MM * (count - 1)) / count


def dividers(houses: Sequence[Domein]) -> tuple[Divider, ...]:
    """Front and back of a sheet for every house, in this order."""
    length = tab_length(len(houses))
    return tuple(
        Divider(number, domein, front, EDGE_MM + (length + GAP_MM) * (number - 1), length)
        for number, domein in enumerate(houses, 1)
        for front in (True, False)
    )


def divider_values(
    plan: PagePlan, houses: Sequence[Domein], teksten: Teksten, *, titel: str, bleed: float
) -> Mapping[str, object]:
    """What `layouts/vellen/ringband.html` shows: the sheets, and by house what the edition has of it.

    `teksten` are those of the gemeente with their words filled in; `bleed` is in mm.
    """
    return {
        "titel": titel,
        "zijden": dividers(houses),
        "inhoud": {domein.id: tuple(_contents(plan, domein, teksten)) for domein in houses},
        "teksten": teksten,
        "vel": SHEET_MM,
        "uit": TAB_MM,
        "rond": RADIUS_MM,
        "vrij": BINDING_MM,
        "afloop": bleed,
    }


def _contents(plan: PagePlan, domein: Domein, teksten: Teksten) -> Iterator[Line]:
    """The parts of a house that the edition has, as its own divider page names them."""
    named = [
        *((kolom.naam, plan.folio("kolom", kolom)) for kolom in domein.kolommen),
        (teksten.vrije_ruimte.kop, plan.folio("vrije-ruimte", domein)),
        (teksten.sociale_kaart.kop, plan.folio("sociale-kaart", domein)),
    ]
    return (Line(naam, page) for naam, page in named if page)


# ----------------------------------------------------------------------------------------------------------------------
# What the shop must know


def spec_values(
    plan: PagePlan, houses: Sequence[Domein], profile: Drukkerij, *, titel: str, stem: str, oplage: int | None
) -> Mapping[str, object]:
    """What `layouts/vellen/ringband-maten.html` tells the shop that makes the sheets, and the staff that order them.

    `stem` is the name of the file of the edition without its ending.
    """
    fronts = tuple(side for side in dividers(houses) if side.front)
    width, height = SHEET_MM
    return {
        "titel": titel,
        "stem": stem,
        "bestand": f"{stem}-ringband.pdf",
        "profiel": profile,
        "afloop": dutch_number(profile.afloop, 2),
        "karton": CARD_GRAM,
        "aantal": dutch_number(oplage) if oplage else None,
        "tabs": fronts,
        "getekend": fronts[min(1, len(fronts) - 1)],
        "vellen": tuple(_spec(plan, front) for front in fronts),
        "maten": {
            "breed": width,
            "hoog": height,
            "a4": PAGE_MM[0],
            "uit": TAB_MM,
            "rand": EDGE_MM,
            "tussen": GAP_MM,
            "rond": RADIUS_MM,
            "vrij": BINDING_MM,
        },
        "gaten": HOLES,
    }


def _spec(plan: PagePlan, front: Divider) -> Spec:
    first = min(part.first for part in plan.parts if part.domein == front.domein)
    return Spec(
        number=front.number,
        naam=front.domein.naam,
        pages=(2 * front.number - 1, 2 * front.number),
        top=dutch_number(front.top_mm, 1),
        length=dutch_number(front.length_mm, 1),
        inkt=_in_words(front.domein.kleur_druk),
        before=first - 1 + first % 2,  # a sheet can only lie before a recto
    )


def _in_words(ink: Ink) -> str:
    """`C 15 M 82 Y 90 K 30`"""
    return "\N{NO-BREAK SPACE}".join(
        f"{letter}\N{NO-BREAK SPACE}{part:g}" for letter, part in zip("CMYK", ink, strict=True)
    )
