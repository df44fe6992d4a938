"""Step 6, the products: what one printing of an edition is for and how its file is made, a row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.planner import PagePlan

if TYPE_CHECKING:
    from booklet.typeset import Fault, Typeset

FRONT, BACK = "voorkant", "achterkant"


@dataclass(frozen=True)
class Druk:
    """A product: its name, what its files end in, and what it is for."""

    naam: str
    ending: str
    waarvoor: str

    def file(self, stem: str) -> str:
        """The path of the file below the folder of the gemeente."""
        return f"{stem}{self.ending}.pdf"


DRUKKEN: Mapping[str, Druk] = {druk.naam: druk for druk in (Druk("scherm", "", "lezen, mailen, voorlezen en bewaren"),)}


def screen(pages: "Typeset", plan: PagePlan) -> "tuple[bytes, tuple[Fault, ...]]":
    """The pages as they are, in PDF/UA-1 and PDF/A-2a; the covers have a name instead of a number."""
    from booklet.typeset import write_pdf  # only when pages are made: WeasyPrint takes half a second to import

    return write_pdf(pages, {1: FRONT, plan.page_count: BACK})
