"""Step 6, the products: what a printing of an edition is for, and which files it takes, a row each.

Every product but `grootletter` is made from the same pages, the screen PDF: so all have the same pages, numbers and anchors.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from booklet.cutting import cut_sides, grid
from booklet.dividers import divider_values, spec_values
from booklet.drukken import WAARVOOR
from booklet.formaten import FORMATEN
from booklet.imposition import Setup, Side, advice, guide_values, letter_warning, sheet_count, sides
from booklet.laid import Fault
from booklet.markup import texts_of, write_leaflet
from booklet.models import Content, Drukkerij, Editie, Gemeente, Pakket
from booklet.ordersheet import as_text, order_for, values
from booklet.pakket import BEGELEIDERS, Bestand, Stuk, inventory, papers, stems, zipped
from booklet.planner import KINDS, PagePlan
from booklet.problems import shortened
from booklet.settle import Job
from booklet.tabs import Strip, strips
from booklet.velden import has_fields, velden_of

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

    `purpose` is what the preflight judges it as, `sides` the pages of the screen PDF that lie on each side of its paper, in
    so many `rows`, `plan` those pages where all of them are in it, `faults` are what was wrong in making it, `remarks`
    what staff should know before they print it.
    """

    name: str
    data: bytes
    pages: int = 0
    sheets: int = 0
    purpose: str | None = None
    sides: tuple[tuple[int | None, ...], ...] = ()
    rows: int = 1
    plan: PagePlan | None = None
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Druk:
    """A product: its name, how it is made, and whether it is typeset in the large letter or to type in.

    `suits` says of which pages it can be made, `belongs` tells staff what those are.
    """

    naam: str
    make: Callable[[Pages], Iterator[File]]
    suits: Callable[[Job], bool] = lambda job: True
    belongs: str = ""
    groot: bool = False
    typen: bool = False

    @property
    def waarvoor(self) -> str:
        """What it is for, in the words that staff see."""
        return WAARVOOR[self.naam]


def _is_folded(job: Job) -> bool:
    return job.editie.vorm == "boekje"


def _is_card(job: Job) -> bool:
    return job.editie.vorm == "kaarten"


def _has_tabs(job: Job) -> bool:
    return job.editie.tabs and job.los is None


def _has_fields(job: Job) -> bool:
    return has_fields(job.editie)


def _comes_large(job: Job) -> bool:
    return all(KINDS[blad.blad].large for blad in job.editie.bladen)


def _scherm(pages: Pages) -> Iterator[File]:
    """The screen PDF as it is; it was looked at before any product was made."""
    yield File(f"{pages.job.stem}.pdf", pages.screen, pages.plan.page_count)


def _grootletter(pages: Pages) -> Iterator[File]:
    yield File(f"{pages.job.stem}-grootletter.pdf", pages.screen, pages.plan.page_count)


def _invulbaar(pages: Pages) -> Iterator[File]:
    """The pages as a form, with what somebody filled in."""
    from booklet.forms import fillable

    job, eigen = pages.job, pages.content.plan
    velden = velden_of(pages.plan, job.houses, pages.content, texts_of(pages.gemeente, pages.plan))
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
    purpose = "drukkerij" if _is_folded(pages.job) else "bladen"
    pressed = _pressed(f"{stem}-drukkerij.pdf", pages.screen, pages.strips(), pages, purpose)
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
        vorm=pages.job.editie.vorm,
        formaat=pages.job.editie.formaat,
        dubbel=_has_backs(pages.job.editie),
    )
    yield _leaflet(f"{stem}-drukopdracht.pdf", "drukopdracht", values(order), pages)
    yield File(f"{stem}-drukopdracht.txt", as_text(order).encode())


def _has_backs(editie: Editie) -> bool:
    """Whether every leaf has a front and a back; loose sheets only when each of their bladen fills both sides."""
    if editie.vorm != "bladen":
        return True
    kinds = [KINDS[blad.blad] for blad in editie.bladen]
    return all(kind.pages % 2 == 0 and not kind.grows for kind in kinds)


def _knipvellen(pages: Pages) -> Iterator[File]:
    """The cards on sheets to cut, so many beside and below each other."""
    from booklet.cutsheets import cut_sheets

    paper, count = FORMATEN[pages.job.editie.formaat], pages.plan.page_count
    data = cut_sheets(pages.screen, f"{pages.titel} – {pages.gemeente.aanduiding}")
    lie = tuple(side.pages for side in cut_sides(count, paper))
    yield File(
        f"{pages.job.stem}-knipvellen.pdf",
        data,
        sheets=len(lie) // 2,
        purpose="knipvellen",
        sides=lie,
        rows=grid(paper).rows,
        plan=pages.plan,
    )


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

    ink = inks(pages.content, pages.gemeente, pages.profile, pages.icc)
    title = f"{pages.titel} – {pages.gemeente.aanduiding}"
    job = PressJob(pages.profile, pages.icc, ink, title, pages.content.plan.datum)
    try:
        return File(name, press(screen, tabs, job), pages.plan.page_count, purpose=purpose)
    except NoInkError as fault:
        return File(name, b"", faults=(Fault(0, str(fault), "vraag een logo dat alleen uit effen vormen bestaat"),))


def _leaflet(name: str, template: str, told: Mapping[str, object], pages: Pages) -> File:
    """A page that goes with the booklet, for reading."""
    plan = pages.content.plan
    return _read_leaflet(name, template, {**told, "gemeente": pages.gemeente.aanduiding, "datum": plan.datum})


def _read_leaflet(name: str, template: str, told: Mapping[str, object]) -> File:
    from booklet.typeset import lay_out, write_pdf

    laid = lay_out(write_leaflet(template, told))
    data, faults = write_pdf(laid, {})
    return File(name, data, laid.page_count, purpose="scherm", faults=(*laid.faults, *faults))


def pack(
    content: Content,
    gemeente: Gemeente,
    editie: Editie,
    pakket: Pakket,
    *,
    files: Mapping[str, Sequence[Bestand]],
    data: Mapping[str, bytes],
    deelnemers: int,
) -> Iterator[File]:
    """The inventory of a pack and its zip, which begins with the inventory; `files` by the name of a line, `data` by path."""
    plan = content.plan
    stukken = {wat: _piece(deel, plan.titel, files[wat]) for wat, deel in packed(content, editie).items()}
    lines = inventory(pakket, stukken, deelnemers)
    told = {
        "titel": editie.titel or plan.titel,
        "zip": f"{pakket.naam}.zip",
        "gemeente": gemeente.aanduiding,
        "datum": plan.datum,
        "versie": plan.versie,
        "deelnemers": deelnemers,
        "begeleiders": BEGELEIDERS,
        "regels": lines,
        "papieren": papers(lines),
        "andere": [file for line in lines for file in line.stuk.bestanden if file != line.stuk.printen],
        "waarvoor": {druk.naam: druk.waarvoor for druk in DRUKKEN.values()},
    }
    listed = _read_leaflet(f"{pakket.naam}-inhoud.pdf", "pakket", told)
    yield listed
    yield File(f"{pakket.naam}.zip", zipped({listed.name: listed.data, **data}, plan.datum))


def packed(content: Content, editie: Editie) -> Mapping[str, Editie]:
    """What goes in the pack of an edition, by the name that a line calls it by: its onderdelen, and other editions."""
    known = {deel.id: deel for deel in (*content.edities, *editie.onderdelen)}
    return {wat: known[wat] for wat in stems(editie)}


def needed(editie: Editie) -> tuple[str, ...]:
    """The products that an edition must have in a pack; the last is the one that staff print."""
    return tuple(name for name in USUAL if name == "scherm" or editie.vorm == "kaarten")


def _piece(editie: Editie, plan: str, files: Sequence[Bestand]) -> Stuk:
    """What an edition is in a pack, and the sheets of paper that it takes; what lies across turns over its short edge."""
    own = {file.druk: file for file in files if file.druk in USUAL}
    titel = editie.titel or f"{plan} ({editie.id})"
    printen, pages, paper = own[needed(editie)[-1]], own["scherm"].pages, FORMATEN[editie.formaat]
    if editie.vorm == "kaarten":
        sets = sum(side.pages.count(1) for side in cut_sides(pages, paper))
        return Stuk(titel, tuple(files), printen, printen.sheets, grid(paper).omslaan, sets)
    if _has_backs(editie):
        return Stuk(titel, tuple(files), printen, -(-pages // 2), "kort" if paper.width > paper.height else "lang")
    return Stuk(titel, tuple(files), printen, pages)


DRUKKEN: Mapping[str, Druk] = {
    druk.naam: druk
    for druk in (
        Druk("scherm", _scherm),
        Druk(
            "invulbaar",
            _invulbaar,
            _has_fields,
            "typen kan alleen waar iets in te vullen is, zoals in het basisformat",
            typen=True,
        ),
        Druk(
            "boekje",
            _boekje,
            _is_folded,
            "vouwen en nieten hoort bij een boekje, zoals het basisformat",
        ),
        Druk(
            "knipvellen",
            _knipvellen,
            _is_card,
            "knipvellen horen bij kaarten, zoals de uitnodiging",
        ),
        Druk("drukkerij", _drukkerij),
        Druk(
            "ringband",
            _ringband,
            _has_tabs,
            "een ringband hoort bij een editie met tabs, zoals tabbladen",
        ),
        Druk(
            "grootletter",
            _grootletter,
            _comes_large,
            "de grote letter is er voor boekjes, zoals het basisformat",
            groot=True,
        ),
    )
}
USUAL = ("scherm", "knipvellen")  # what is made when nobody says what it is for
