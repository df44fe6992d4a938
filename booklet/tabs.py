"""Where the tabs lie: the thumb tab of a house on the outer edge of its pages, in mm from the head of the page.

One place for each house, so that the six of them stand below each other as steps when the booklet is closed.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from booklet.models import Domein
from booklet.planner import PagePlan

HEAD_MM = 20.0  # the head margin of the page: the first tab begins there
STEP_MM = 43.0


class Shape(NamedTuple):
    """The measures of a tab in mm: how far it comes in from the outer edge, its height, and its icon within it.

    `margin` is the outer margin of the pages that bear it, from where CSS counts.
    """

    width: float
    height: float
    icon: float
    icon_from_edge: float
    icon_from_top: float
    margin: float


TAB = Shape(14, 41, 9, 2.5, 1.6, 25)
LARGE_TAB = Shape(18, STEP_MM, 8, 2.4, 17.5, 22)  # the name stands beside the icon, in bold 16 pt


class Strip(NamedTuple):
    """The tab on the outer edge of a page: its colour on the screen, its top and its height in mm."""

    colour: str
    top_mm: float
    height_mm: float


def tab_top(place: int) -> float:
    """How far the tab of a house lies below the head of the page, in mm; `place` counts the houses from 0."""
    return HEAD_MM + STEP_MM * place


def strips(plan: PagePlan, domeinen: Sequence[Domein]) -> Mapping[int, Strip]:
    """The pages that bear a tab, counted from 1; `domeinen` are all houses of the content, in order."""
    if not plan.editie.tabs:
        return {}
    places = {domein.id: place for place, domein in enumerate(domeinen)}
    return {
        page: Strip(part.domein.kleur, tab_top(places[part.domein.id]), TAB.height)
        for part in plan.parts
        if part.domein
        for page in range(part.first, part.last + 1)
    }
