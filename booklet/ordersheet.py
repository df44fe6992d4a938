"""The order sheet: what staff send to a print shop with a file, in the words of the trade and in plain words.

The same lines are a page (`layouts/vellen/drukopdracht.html`) and a text (`as_text`). What nobody told the program is a
line to fill in by hand. What is ordered is a row of `SOORTEN`: a booklet, a poster, a sheet or a card. Limits and advice
for booklets come from `onderzoek/drukwerk.md` part 6.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from textwrap import TextWrapper
from typing import NamedTuple

from booklet.addresses import phone, shown_address
from booklet.days import month
from booklet.formaten import FORMATEN
from booklet.imposition import MAX_SHEETS, MM_PER_GRAM
from booklet.models import Contact, Drukkerij, EigenPlan, Formaat, Gemeente, Vorm
from booklet.planner import SIGNATURE

MAX_STAPLED = MAX_SHEETS * SIGNATURE  # pages
INSIDE_GRAM = (90, 100)  # g/m2: lighter paper lets the ink of a pen shine through
COVER_GRAM = (160, 250)
SHEET_GRAM = 100  # a sheet is written on, and goes through an office printer too
POSTER_GRAM = (170, 200)  # hangs flat, and lies still on a table
CARD_GRAM = 300  # stays stiff in many hands
UNCOATED = frozenset({"FOGRA29", "FOGRA30", "FOGRA47", "FOGRA52"})  # the conditions for paper that takes a pen well

TEXT_WIDTH = 78  # letters on a line of the text
_LABEL = 14  # letters; a checksum just fits beside it
_BLANK = "_" * 40


@dataclass(frozen=True)
class PrintOrder:
    """What is ordered: a file for a print shop, what it holds, and who asks for it; no `oplage` is one to fill in.

    `dubbel` says that every leaf has a front and a back.
    """

    titel: str
    gemeente: str
    versie: str
    datum: date
    contact: Contact
    file: str
    pages: int
    checksum: str
    profile: Drukkerij
    oplage: int | None
    vorm: Vorm
    formaat: Formaat
    dubbel: bool

    @property
    def soort(self) -> "Soort":
        """What kind of thing it is; every paper that an edition may have has one."""
        return SOORTEN[self.vorm, self.formaat]

    @property
    def leaves(self) -> int:
        """How many leaves of paper one copy has."""
        return self.pages // 2 if self.dubbel else self.pages


class Row(NamedTuple):
    """A line of the sheet: its label, what it says, and how many lines there are to fill in by hand."""

    label: str
    lines: tuple[str, ...] = ()
    blanks: int = 0


class Section(NamedTuple):
    """Rows that belong together, below a heading."""

    kop: str
    rows: tuple[Row, ...]


class Soort(NamedTuple):
    """A kind of thing that a print shop makes: its words, and what the sheet tells of its size, paper and pages.

    `bound` says that the leaves of a copy are one thing; of what stays loose `stock` is the paper, and `work` what is
    done after printing.
    """

    kop: str
    een: str
    veel: str
    makes: str
    extent: Callable[[PrintOrder], Iterator[Row]]
    paper: Callable[[PrintOrder], Iterator[Row]]
    pages: Callable[[PrintOrder], str]
    bound: bool = False
    stock: str = ""
    work: str = ""


def order_for(
    plan: EigenPlan,
    gemeente: Gemeente,
    profile: Drukkerij,
    *,
    titel: str,
    file: str,
    data: bytes,
    pages: int,
    oplage: int | None,
    vorm: Vorm,
    formaat: Formaat,
    dubbel: bool,
) -> PrintOrder:
    """The order for a finished file: its title, its name without a folder, its bytes, its pages and its paper."""
    return PrintOrder(
        titel=titel,
        gemeente=gemeente.aanduiding,
        versie=plan.versie,
        datum=plan.datum,
        contact=gemeente.feiten.contact,
        file=file,
        pages=pages,
        checksum=sha256(data).hexdigest(),
        profile=profile,
        oplage=oplage,
        vorm=vorm,
        formaat=formaat,
        dubbel=dubbel,
    )


def spine_mm(pages: int, gram: int) -> float:
    """How thick a booklet is, in mm: its leaves lie on each other, of uncoated paper of so many g/m2."""
    return pages / 2 * gram * MM_PER_GRAM


def dutch_number(number: float, decimals: int = 0) -> str:
    """`1.500` and `4,3`; a decimal that is nothing is left out."""
    whole, _, rest = f"{number:,.{decimals}f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


# ----------------------------------------------------------------------------------------------------------------------
# What the sheet says


def sections(order: PrintOrder) -> tuple[Section, ...]:
    """Everything that the sheet tells, under four headings."""
    return (
        Section(order.soort.kop, tuple(_ordered(order))),
        Section("De bestelling", tuple(_delivery(order))),
        Section(order.soort.makes.capitalize(), tuple(_making(order))),
        Section("Het bestand", tuple(_file(order))),
    )


def mail(order: PrintOrder) -> tuple[str, ...]:
    """A letter to the print shop that staff can copy, a paragraph each."""
    return (
        "Beste drukker,",
        f"Wilt u voor ons {_copies(order)} '{order.titel}' drukken? Ik stuur u het bestand {order.file} en onze "
        f"drukopdracht. Daarin staat alles over {order.soort.makes}. Wat kost het, en wanneer kunt u leveren? "
        "Maak eerst een proefdruk. Na ons akkoord drukt u de rest.",
        f"Met vriendelijke groet, (uw naam), {order.gemeente}",
    )


def _copies(order: PrintOrder) -> str:
    """How many are ordered: `250 boekjes`, `1 poster`, `… sets van 12 kaarten`."""
    number, alone = (dutch_number(order.oplage) if order.oplage else "…"), order.oplage == 1
    if order.soort.bound or order.leaves == 1:
        return f"{number} {order.soort.een if alone else order.soort.veel}"
    return f"{number} {'set' if alone else 'sets'} van {order.leaves} {order.soort.veel}"


def _ordered(order: PrintOrder) -> Iterator[Row]:
    yield Row("Versie", (f"{order.versie}, {month(order.datum)}",))
    yield _known("Aantal", f"{_copies(order)} (oplage)" if order.oplage else None)
    width, height, _ = FORMATEN[order.formaat]
    name = order.formaat if width > height else f"{order.formaat} staand"
    yield Row("Formaat", (f"{width:g} x {height:g} mm na het snijden ({name})",))
    yield from order.soort.extent(order)


def _delivery(order: PrintOrder) -> Iterator[Row]:
    contact = order.contact
    yield _known("Telefoon", phone(contact.telefoon) if contact.telefoon else None)
    yield _known("E-mail", contact.email)
    yield _known("Website", shown_address(contact.website) if contact.website else None)
    yield _known("Adres", contact.adres)
    yield Row("Leveren op", blanks=1)
    yield Row("Afleveradres", blanks=2)


def _known(label: str, fact: str | None) -> Row:
    return Row(label, (fact,)) if fact else Row(label, blanks=1)


def _making(order: PrintOrder) -> Iterator[Row]:
    yield from order.soort.paper(order)
    sides = "beide kanten (4/4)" if order.dubbel else "één kant (4/0)"
    yield Row("Kleur", (f"Full colour op {sides}. Zwarte tekst staat alleen in zwart.",))
    yield Row("Kleurprofiel", (f"{order.profile.conditie}: {order.profile.uitleg_conditie}",))
    yield Row("Inkt (TAC)", (f"Hooguit {order.profile.inkt} % op één plek: cyaan, magenta, geel en zwart samen.",))
    yield Row("Proefdruk", ("Eerst één proef op papier. Druk de rest pas na ons akkoord.",))


def _file(order: PrintOrder) -> Iterator[Row]:
    profile = order.profile
    yield Row("Naam", (order.file,))
    yield Row("Soort", (f"PDF/{profile.norm}: een pdf voor drukkerijen, met alle letters erin.",))
    yield Row("Bladzijden", (order.soort.pages(order),))
    yield Row("Afloop", (_bleed(profile.afloop),))
    yield Row("Snijtekens", ("Ja, buiten de afloop." if profile.snijtekens else "Nee.",))
    same = "Het controlegetal. Ziet de drukkerij hetzelfde getal? Dan is het bestand heel."
    yield Row("SHA-256", (order.checksum, same))


def _bleed(bleed: float) -> str:
    if not bleed:
        return "Geen: de kleur stopt bij de snijrand."
    return f"{dutch_number(bleed, 2)} mm: zo ver loopt kleur door over de snijrand, tegen witte randjes."


# ----------------------------------------------------------------------------------------------------------------------
# A booklet


def _bound_extent(order: PrintOrder) -> Iterator[Row]:
    yield Row("Omvang", (f"{order.pages} bladzijden, met de voorkant en de achterkant erbij",))
    light, heavy = INSIDE_GRAM
    thin, thick = (dutch_number(spine_mm(order.pages, gram), 1) for gram in INSIDE_GRAM)
    yield Row(
        "Dikte (rug)",
        (f"ongeveer {thin}\N{NO-BREAK SPACE}mm op {light} gram, {thick}\N{NO-BREAK SPACE}mm op {heavy} gram",),
    )


def _bound_paper(order: PrintOrder) -> Iterator[Row]:
    stapled = order.pages <= MAX_STAPLED
    light, heavy = INSIDE_GRAM
    inside = (
        f"Binnenin (binnenwerk): wit, mat en ongestreken (houtvrij offset), {light} of {heavy} gram. "
        "Mensen schrijven erin met een pen: de inkt mag niet vlekken en niet doorschijnen."
    )
    yield Row("Binden", _binding(stapled=stapled))
    yield Row("Papier", (inside, *_other_paper(order.profile)))
    yield Row("Omslag", _cover(stapled=stapled))


def _binding(*, stapled: bool) -> tuple[str, ...]:
    if stapled:
        return (f"Geniet in de rug, met twee nietjes. Dat kan goed tot {MAX_STAPLED} bladzijden.",)
    return (
        "Wire-o of ringband: dan ligt het boekje vlak op tafel om in te schrijven. Of gelijmd (garenloos). "
        f"Nieten kan niet: met meer dan {MAX_STAPLED} bladzijden blijft het boekje niet dicht.",
    )


def _cover(*, stapled: bool) -> tuple[str, ...]:
    thin, thick = COVER_GRAM
    outside = "de buitenste vier bladzijden" if stapled else "het eerste en laatste blad"
    return (f"Hetzelfde papier, of mat karton van {thin} tot {thick} gram ({outside}).",)


def _bound_pages(order: PrintOrder) -> str:
    return "Losse bladzijden in leesvolgorde. De drukkerij legt ze zelf op vellen."


def _other_paper(profile: Drukkerij) -> tuple[str, ...]:
    """What must be said of colours that are not made for the paper that is advised."""
    if profile.conditie in UNCOATED:
        return ()
    return (f"De kleuren zijn gemaakt voor {profile.conditie}. Past dat niet bij dit papier? Zeg het ons.",)


# ----------------------------------------------------------------------------------------------------------------------
# Posters, sheets and cards: leaves that stay loose


def _loose_extent(order: PrintOrder) -> Iterator[Row]:
    many = order.soort.een if order.leaves == 1 else order.soort.veel
    sides = "op twee kanten" if order.dubbel else "op één kant"
    pages = "1 bladzijde" if order.pages == 1 else f"{order.pages} bladzijden"
    yield Row("Omvang", (f"{order.leaves} {many}, gedrukt {sides} ({pages})",))


def _loose_paper(order: PrintOrder) -> Iterator[Row]:
    pen = "Mensen kunnen erop schrijven met een pen: de inkt mag niet vlekken."
    yield Row("Papier", (f"Wit, mat en ongestreken {order.soort.stock} gram. {pen}", *_other_paper(order.profile)))
    yield Row("Afwerking", (order.soort.work,))


def _loose_pages(order: PrintOrder) -> str:
    een = order.soort.een
    if not order.dubbel:
        return f"Elke bladzijde is een {een}. De achterkant blijft leeg."
    if order.leaves == 1:
        return "Bladzijde 1 is de voorkant, bladzijde 2 is de achterkant."
    return f"Bladzijde 1 en 2 zijn de voorkant en de achterkant van {een} 1. Bladzijde 3 en 4 horen bij {een} 2, enzovoort."


_BOEKJE = Soort(
    kop="Het boekje",
    een="boekje",
    veel="boekjes",
    makes="papier, kleur en binden",
    extent=_bound_extent,
    paper=_bound_paper,
    pages=_bound_pages,
    bound=True,
)
_POSTER = Soort(
    kop="De posters",
    een="poster",
    veel="posters",
    makes="papier, kleur en snijden",
    extent=_loose_extent,
    paper=_loose_paper,
    pages=_loose_pages,
    stock="papier (houtvrij offset), {} of {}".format(*POSTER_GRAM),
    work="Op maat snijden. Niet vouwen.",
)
_BLAD = _POSTER._replace(
    kop="De bladen",
    een="blad",
    veel="bladen",
    stock=f"papier (houtvrij offset), {SHEET_GRAM}",
    work="Op maat snijden. Niet vouwen en niet binden.",
)
_KAART = _POSTER._replace(
    kop="De kaarten",
    een="kaart",
    veel="kaarten",
    stock=f"karton, {CARD_GRAM}",
    work="Op maat snijden. Ronde hoeken mogen: zeg ons wat dat kost.",
)
SOORTEN: Mapping[tuple[Vorm, Formaat], Soort] = {
    ("boekje", "A4"): _BOEKJE,
    ("bladen", "A3"): _POSTER,
    ("bladen", "A3 liggend"): _POSTER,
    ("bladen", "A4"): _BLAD,
    ("bladen", "A4 liggend"): _BLAD,
    ("kaarten", "A5"): _KAART,
    ("kaarten", "A6"): _KAART,
}


# ----------------------------------------------------------------------------------------------------------------------
# The page and the text


def values(order: PrintOrder) -> Mapping[str, object]:
    """What `layouts/vellen/drukopdracht.html` tells."""
    return {
        "titel": order.titel,
        "gemeente": order.gemeente,
        "datum": order.datum,
        "bestand": order.file,
        "delen": sections(order),
        "mail": mail(order),
    }


def as_text(order: PrintOrder) -> str:
    """The sheet as plain text: lines of at most `TEXT_WIDTH` letters, with the labels below each other."""
    head = ["DRUKOPDRACHT", *_wrapped("", (f"{order.titel}, {order.gemeente}",))]
    facts = [line for section in sections(order) for line in ("", section.kop.upper(), *_lines(section.rows))]
    letter = [line for paragraph in mail(order) for line in ("", *_wrapped("", (paragraph,)))]
    return "\n".join((*head, *facts, "", "MAIL AAN DE DRUKKERIJ", *letter, ""))


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from _wrapped(f"{row.label}:".ljust(_LABEL), (*row.lines, *(_BLANK,) * row.blanks))


def _wrapped(label: str, paragraphs: Sequence[str]) -> Iterator[str]:
    """Paragraphs beside a label; only a word that is longer than a line is broken."""
    for index, paragraph in enumerate(paragraphs):
        first = " " * len(label) if index else label
        yield from TextWrapper(
            TEXT_WIDTH, initial_indent=first, subsequent_indent=" " * len(label), break_on_hyphens=False
        ).wrap(paragraph)
