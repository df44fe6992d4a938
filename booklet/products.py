"""Step 6, the products: what a printing of an edition is for, and which files it takes, a row each.

Every product but `grootletter` is made from the same pages, the screen PDF: so all have the same pages, numbers and anchors.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from booklet.dividers import divider_values, spec_values
from booklet.imposition import Setup, Side, advice, guide_values, letter_warning, sheet_count, sides
from booklet.markup import texts_of, write_leaflet
from booklet.models import Content, Drukkerij, Gemeente
from booklet.ordersheet import as_text, order_for, values
from booklet.planner import PagePlan
from booklet.problems import shortened
from booklet.settle import Job
from booklet.tabs import Strip, strips
from booklet.velden import velden_of

if TYPE_CHECKING:  # WeasyPrint takes half a second to import, so it is imported when pages are made
    from booklet.typeset import Fault

FRONT, BACK = "voorkant", "achterkant"
PROOF_SHEETS = 2


class Wishes(NamedTuple):
    """What was asked of the paper: the sheets of the boekje, the print shop, and how many copies (None: not said)."""

    setup: Setup = Setup()
    proef: bool = False
    drukkerij: str = "standaard"
    oplage: int | None = None


NO_WISHES = Wishes()


class Pages(NamedTuple):
    """What a product is made from: the pages as a screen PDF, and whose they are."""

    job: Job
    plan: PagePlan
    screen: bytes
    content: Content
    gemeente: Gemeente
    wishes: Wishes
    profile: Drukkerij
    icc: bytes

    @property
    def titel(self) -> str:
        """The title of the edition, with the house of a loose part."""
        titel = self.job.editie.titel or self.content.plan.titel
        return f"{titel} – {self.job.los.naam}" if self.job.los else titel

    def strips(self) -> Mapping[int, Strip]:
        """The tabs on these pages."""
        return strips(self.plan, self.content.domeinen)


class File(NamedTuple):
    """A file to write: its name below the folder of the gemeente, and how many pages or sheets it has.

    `purpose` is what the preflight judges it as, `sides` the pages of the screen PDF that lie on each side of its paper,
    `plan` those pages where all of them are in it, `faults` are what was wrong in making it, `remarks` what staff should
    know before they print it.
    """

    name: str
    data: bytes
    pages: int = 0
    sheets: int = 0
    purpose: str | None = None
    sides: tuple[tuple[int | None, ...], ...] = ()
    plan: PagePlan | None = None
    faults: "tuple[Fault, ...]" = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Druk:
    """A product: its name, what it is for, how it is made, and whether it is typeset in the large letter or to type in."""

    naam: str
    waarvoor: str
    make: Callable[[Pages], Iterator[File]]
    groot: bool = False
    typen: bool = False
    only_tabs: bool = False

    def suits(self, job: Job) -> bool:
        """Whether there is anything to make of these pages."""
        return not self.only_tabs or (job.editie.tabs and job.los is None)


def _scherm(pages: Pages) -> Iterator[File]:
    """The screen PDF as it is; it was looked at before any product was made."""
    yield File(f"{pages.job.stem}.pdf", pages.screen, pages.plan.page_count)


def _grootletter(pages: Pages) -> Iterator[File]:
    yield File(f"{pages.job.stem}-grootletter.pdf", pages.screen, pages.plan.page_count)


def _invulbaar(pages: Pages) -> Iterator[File]:
    """The pages as a form, with what somebody filled in."""
    from booklet.forms import fillable

    job, eigen = pages.job, pages.content.plan
    velden = velden_of(pages.plan, job.houses, eigen, texts_of(pages.gemeente, pages.plan))
    answers = job.invulling.antwoorden if job.invulling else {}
    data = fillable(pages.screen, velden, f"{pages.gemeente.id} {job.boekje} {eigen.versie}", answers)
    lost = [name for name, text in answers.items() if name not in velden or not velden[name].takes(text)]
    remark = (
        f"dit boekje heeft geen veld voor {shortened(', '.join(lost))}; op papier (--druk scherm) staan ze achterin"
    )
    name = f"{job.stem}-invulbaar.pdf"
    remarks = (remark,) if lost else ()
    yield File(name, data, pages.plan.page_count, purpose="invulbaar", plan=pages.plan, remarks=remarks)


def _boekje(pages: Pages) -> Iterator[File]:
    """The guide first, then the proof where it was asked for, then the sheets."""
    from booklet.impose import impose

    stem, setup, count = f"{pages.job.stem}-boekje", pages.wishes.setup, pages.plan.page_count
    lie = tuple(_as_printed(side, setup) for side in sides(count))
    guide = guide_values(count, setup, pages.titel, pages.job.stem, proef=pages.wishes.proef)
    yield _leaflet(f"{stem}-lees-eerst.pdf", "vouwwijzer", guide, pages)
    title = f"{pages.titel} – {pages.gemeente.aanduiding}"
    if pages.wishes.proef:
        data = impose(pages.screen, setup, pages.strips(), title, PROOF_SHEETS)
        proof = lie[: 2 * PROOF_SHEETS]
        yield File(f"{stem}-proef.pdf", data, sheets=len(proof) // 2, purpose="boekje", sides=proof)
    data = impose(pages.screen, setup, pages.strips(), title)
    remarks = tuple(filter(None, (letter_warning(setup), advice(count))))
    yield File(
        f"{stem}.pdf", data, sheets=sheet_count(count), purpose="boekje", sides=lie, plan=pages.plan, remarks=remarks
    )


def _as_printed(side: Side, setup: Setup) -> tuple[int | None, ...]:
    """The pages of a side of a sheet as the file shows them; the back lies on its head for the long edge."""
    pages = (side.left.page, side.right.page)
    return pages if side.front or setup.omslaan == "kort" else pages[::-1]


def _drukkerij(pages: Pages) -> Iterator[File]:
    """The file for the print shop, and the order sheet that goes with it as a page and as a text."""
    stem = pages.job.stem
    pressed = _pressed(f"{stem}-drukkerij.pdf", pages.screen, pages.strips(), pages, "drukkerij")
    every = tuple((number,) for number in range(1, pages.plan.page_count + 1))
    yield pressed._replace(sides=every, plan=pages.plan)
    order = order_for(
        pages.content.plan,
        pages.gemeente,
        pages.profile,
        titel=pages.titel,
        file=pressed.name.rpartition("/")[2],
        data=pressed.data,
        pages=pages.plan.page_count,
        oplage=pages.wishes.oplage,
    )
    yield _leaflet(f"{stem}-drukopdracht.pdf", "drukopdracht", values(order), pages)
    yield File(f"{stem}-drukopdracht.txt", as_text(order).encode())


def _ringband(pages: Pages) -> Iterator[File]:
    """The divider sheets for the print shop, and their measures."""
    stem, houses = f"{pages.job.stem}-ringband", pages.job.houses
    texts = texts_of(pages.gemeente, pages.plan)
    sheets = divider_values(pages.plan, houses, texts, titel=pages.titel, bleed=pages.profile.afloop)
    laid = _leaflet(f"{stem}.pdf", "ringband", sheets, pages)
    pressed = _pressed(laid.name, laid.data, {}, pages, "ringband")
    yield pressed._replace(pages=laid.pages, faults=(*laid.faults, *pressed.faults))
    spec = spec_values(
        pages.plan, houses, pages.profile, titel=pages.titel, stem=pages.job.stem, oplage=pages.wishes.oplage
    )
    yield _leaflet(f"{stem}-maten.pdf", "ringband-maten", spec, pages)


def _pressed(name: str, screen: bytes, tabs: Mapping[int, Strip], pages: Pages, purpose: str) -> File:
    """Pages as PDF/X; what cannot be turned into ink is a fault."""
    from booklet.inks import inks
    from booklet.press import NoInkError, PressJob, press
    from booklet.typeset import Fault

    ink = inks(pages.content, pages.gemeente, pages.profile, pages.icc)
    title = f"{pages.titel} – {pages.gemeente.aanduiding}"
    job = PressJob(pages.profile, pages.icc, ink, title, pages.content.plan.datum)
    try:
        return File(name, press(screen, tabs, job), pages.plan.page_count, purpose=purpose)
    except NoInkError as fault:
        return File(name, b"", faults=(Fault(0, str(fault), "vraag een logo dat alleen uit effen vormen bestaat"),))


def _leaflet(name: str, template: str, told: Mapping[str, object], pages: Pages) -> File:
    """A page that goes with the booklet, for reading."""
    from booklet.typeset import lay_out, write_pdf

    plan = pages.content.plan
    laid = lay_out(write_leaflet(template, {**told, "gemeente": pages.gemeente.aanduiding, "datum": plan.datum}))
    data, faults = write_pdf(laid, {})
    return File(name, data, laid.page_count, purpose="scherm", faults=(*laid.faults, *faults))


DRUKKEN: Mapping[str, Druk] = {
    druk.naam: druk
    for druk in (
        Druk("scherm", "om te lezen, mailen, voorlezen en bewaren", _scherm),
        Druk("invulbaar", "om te typen op een computer", _invulbaar, typen=True),
        Druk("boekje", "om zelf te printen, te vouwen en te nieten", _boekje),
        Druk("drukkerij", "om te laten drukken door een drukkerij", _drukkerij),
        Druk("ringband", "om tabbladen te laten maken voor een ringband", _ringband, only_tabs=True),
        Druk("grootletter", "om te lezen en te schrijven met een grote letter", _grootletter, groot=True),
    )
}
