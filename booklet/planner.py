"""Step 3, planning an edition: which part on which page, before anything is typeset; numbers only.

An edition is a list of parts. A part knows its pages and, where that matters, the side on which it must fall: what you read
about lies beside where you write. Pages that this leaves open become `notities`; the last part stays on the back cover
and the whole is a multiple of four, so that it can be folded and stapled.

In the large letter a plan is its own: nearly every part may take another number of pages, and what you write in lies open
over two pages beside each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Literal

from booklet.models import Domein, Editie, Item, Kant, Kolom

SIGNATURE = 4  # pages on a folded sheet

Per = Literal[
    "boekje",
    "huis",
    "kolom",
    "persoon",
    "trainerblad",
    "vorm",
    "blok",
    "situatie",
    "halte",
    "zakkaart",
    "reflectievraag",
    "reflectiedeel",
    "handblad",
]
OF_A_HOUSE = ("huis", "kolom")


Paper = Literal["", "kaal", "plaat"]


@dataclass(frozen=True)
class Kind:
    """A kind of part: how often it comes, how many pages it has, and whether it grows with its content.

    In the large letter a `fixed` kind has these pages too, and a `spread` of more than a page lies open; a kind that has no
    `large` is not made in it. An `own` kind is longer in one edition than in another. `style` is a file in `layouts/css`. A
    `dressed` kind wears the colours of the gemeente; the others are the same everywhere, so they are made once. `paper` is
    how its pages differ from others: without a number, or with narrow margins.
    """

    name: str
    per: Per = "boekje"
    pages: int = 1
    grows: bool = False
    fixed: bool = False
    spread: bool = False
    own: bool = False
    large: bool = True
    style: str = ""
    dressed: bool = False
    paper: Paper = ""

    def flows(self, *, groot: bool) -> bool:
        """Whether only typesetting tells how many pages it takes."""
        return not self.fixed if groot else self.grows


def _sheet(
    style: str, name: str, per: Per = "boekje", pages: int = 1, *, dressed: bool = False, paper: Paper = ""
) -> Kind:
    """A kind of the other paper: with a style sheet of its own, of so many pages, and not in the large letter."""
    return Kind(name, per, pages, fixed=True, large=False, style=style, dressed=dressed, paper=paper)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("omslag", fixed=True, dressed=True, paper="kaal"),
        Kind("zo-werkt-het"),
        Kind("inhoud", spread=True, own=True),
        Kind("huisjesplaat", pages=2, spread=True, paper="plaat"),
        Kind("tussenblad", "huis", fixed=True),
        Kind("suggesties", "huis"),
        Kind("kolom", "kolom", spread=True),
        Kind("vrije-ruimte", "huis"),
        Kind("sociale-kaart", "huis", pages=2, grows=True),
        Kind("notities", fixed=True),
        Kind("vervolg", grows=True),
        Kind("afsluiting", spread=True),
        Kind("hierna", spread=True),
        Kind("professional", spread=True),
        Kind("colofon", fixed=True, dressed=True, paper="kaal"),
        Kind("uitleg-over"),
        Kind("uitleg-zo-werkt-het"),
        Kind("uitleg-huisjesplaat"),
        Kind("personen", spread=True),
        Kind("huisjesplaat-voorbeeld", pages=2, spread=True, paper="plaat"),
        Kind("overzicht", spread=True),
        Kind("uitleg-vragen", spread=True),
        Kind("uitleg-huis", "huis"),
        Kind("uitleg-kolom", "kolom"),
        Kind("kolom-voorbeeld", "kolom"),
        Kind("uitleg-ruimte", "huis"),
        Kind("uitleg-afsluiting"),
        Kind("woorden", spread=True),
        Kind("voorkant", fixed=True, dressed=True, paper="kaal"),
        _sheet("posters", "poster-muur", dressed=True),
        _sheet("posters", "poster-tafel"),
        _sheet("uitnodiging", "uitnodiging-kaart", pages=2, dressed=True),
        _sheet("uitnodiging", "uitnodiging-brief", dressed=True),
        _sheet("formulieren", "reflectie-over", dressed=True, paper="kaal"),
        _sheet("formulieren", "reflectie-labels"),
        _sheet("formulieren", "reflectievraag", "reflectievraag"),
        _sheet("formulieren", "actieagenda", "reflectiedeel"),
        _sheet("formulieren", "bronnen"),
        _sheet("formulieren", "evaluatie-bewoner"),
        _sheet("formulieren", "evaluatie-professional"),
        _sheet("formulieren", "turflijst", pages=2),
        _sheet("draaiboek", "trainerblad", "trainerblad"),
        _sheet("draaiboek", "programma", "vorm"),
        _sheet("draaiboek", "blok", "blok", pages=2),
        _sheet("draaiboek", "geslaagd"),
        _sheet("draaiboek", "zrm"),
        _sheet("werkboek", "werkboek-begin"),
        _sheet("werkboek", "zakkaart-blad", "zakkaart"),
        _sheet("werkboek", "proefkolom"),
        _sheet("werkboek", "mijn-zinnen"),
        _sheet("werkboek", "wel-niet", pages=2),
        _sheet("werkboek", "mijn-stap"),
        _sheet("kaarten", "situatiekaart", "situatie", pages=2),
        _sheet("kaarten", "reiskaart", "halte", pages=2),
        _sheet("kaarten", "zakkaart", "zakkaart", pages=2),
        _sheet("posters", "persoonskaart", "persoon", pages=2),
        _sheet("werkboek", "speurtocht"),
        _sheet("draaiboek", "speurtocht-antwoorden"),
        _sheet("werkboek", "training-evaluatie"),
        _sheet("werkboek", "bewijs", dressed=True),
        _sheet("werkboek", "presentielijst"),
        _sheet("handleiding", "handleiding-voorkant", dressed=True, paper="kaal"),
        _sheet("handleiding", "handleiding-blad", "handblad"),
        _sheet("handleiding", "handleiding-woorden"),
    )
}


Step = tuple[Kant, Domein | None, Kolom | None, Item | None]  # a blad that comes, and what it is about
NO_ITEMS: Mapping[str, Sequence[Item]] = {}


@dataclass(frozen=True)
class Part:
    """A part on its pages, counted from 1; `item` is what a part is about that is of no house."""

    kind: Kind
    first: int
    pages: int
    domein: Domein | None = None
    kolom: Kolom | None = None
    item: Item | None = None

    @property
    def about(self) -> Item | None:
        """What it is about, if it is not of the booklet as a whole."""
        return self.item or self.kolom or self.domein

    @property
    def anchor(self) -> str:
        """The name by which other pages find this part."""
        if self.kind.name == "notities":
            return f"notities-{self.first}"
        return anchor(self.kind.name, self.about)

    @property
    def last(self) -> int:
        """The number of its last page."""
        return self.first + self.pages - 1


@dataclass(frozen=True)
class PagePlan:
    """The pages of one file: its parts in order, without a gap."""

    editie: Editie
    parts: tuple[Part, ...]
    los: Domein | None = None
    groot: bool = False

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self.parts[-1].last

    def folio(self, kind: str, of: Item | None = None) -> int | None:
        """The page on which a part begins, or None where this file does not have it."""
        name = anchor(kind, of)
        return next((part.first for part in self.parts if part.anchor == name), None)

    def length(self, kind: str) -> int:
        """How many pages a part of this kind takes, or takes elsewhere where this file has none."""
        return next((part.pages for part in self.parts if part.kind.name == kind), KINDS[kind].pages)


def last_notes(plan: PagePlan) -> tuple[Part, ...]:
    """The pages for notes right before the back cover; they make place for what goes on there."""
    before = takewhile(lambda part: part.kind.name == "notities", reversed(plan.parts[:-1]))
    return tuple(before)[::-1]


def anchor(kind: str, of: Item | None = None) -> str:
    """The name of a part: `kolom-mijn-woning`."""
    return f"{kind}-{of.id}" if of else kind


def length_key(editie: Editie, kind: Kind, of: Item | None = None) -> str:
    """The name by which the length of a part is known: its anchor, and its edition where that matters."""
    name = anchor(kind.name, of)
    return f"{editie.id}/{name}" if kind.own else name


def plan_pages(
    editie: Editie,
    domeinen: Sequence[Domein],
    lengths: Mapping[str, int],
    los: Domein | None = None,
    items: Mapping[str, Sequence[Item]] = NO_ITEMS,
    *,
    groot: bool = False,
    vervolg: bool = False,
) -> PagePlan:
    """Give every part of an edition its pages.

    `lengths` tells by `length_key` how many pages a part takes that flows; `los` plans the loose file of one house;
    `items` are what other bladen come for once each (`Content.items`); `groot` plans the edition in the large letter,
    `vervolg` a filled-in booklet of which some goes on before the back cover, or behind loose sheets.
    """
    frame = editie.los if los and editie.los else editie
    houses = [los] if los else list(domeinen)
    folded = editie.vorm == "boekje"
    close = len(frame.slot) - folded
    wanted = [
        *_once(frame.begin, items),
        *(step for house in houses for step in _per_house(editie.huis, house)),
        *_once(frame.slot[:close], items),
        *_once((Kant("vervolg", ""),) if vervolg else (), items),
        *_once(frame.slot[close:], items),
    ]
    parts: list[Part] = []
    for index, (blad, domein, kolom, item) in enumerate(wanted):
        kind = KINDS[blad.blad]
        pages = lengths.get(length_key(editie, kind, item or kolom or domein), kind.pages)
        side = _large_side(kind, pages, blad.kant) if groot else blad.kant
        last = folded and index == len(wanted) - 1
        fillers = _fillers(_next(parts), side, pages, last=last)
        parts += (Part(KINDS["notities"], first, 1) for first in fillers)
        parts.append(Part(kind, _next(parts), pages, domein, kolom, item))
    return PagePlan(editie, tuple(parts), los, groot)


def _large_side(kind: Kind, pages: int, side: str) -> str:
    """The side on which a part begins in the large letter, when the edition asks for this one.

    A spread lies open. A card, which is looked through, begins where it comes. All else keeps the side of the edition, so
    that an explanation still faces the first page of what it explains.
    """
    if kind.grows:
        return ""
    return "links" if kind.spread and pages > 1 else side


def _next(parts: Sequence[Part]) -> int:
    return parts[-1].last + 1 if parts else 1


def _fillers(page: int, side: str, pages: int, *, last: bool) -> Iterable[int]:
    """The pages to leave open before a part that wants this side, or that closes the booklet."""
    if last:
        return range(page, page + (-(page + pages - 1)) % SIGNATURE)
    recto = page % 2 == 1
    wrong = (side == "links" and recto) or (side == "rechts" and not recto)
    return range(page, page + wrong)


def _once(bladen: Iterable[Kant], items: Mapping[str, Sequence[Item]]) -> Iterator[Step]:
    for blad in bladen:
        for item in items.get(KINDS[blad.blad].per, (None,)):
            yield blad, None, None, item


def _per_house(bladen: Iterable[Kant], domein: Domein) -> Iterator[Step]:
    """The parts of a house; bladen per kolom that follow each other are repeated together."""
    for per_kolom, group in groupby(bladen, key=lambda blad: KINDS[blad.blad].per == "kolom"):
        together = list(group)
        for kolom in domein.kolommen if per_kolom else (None,):
            yield from ((blad, domein, kolom, None) for blad in together)
