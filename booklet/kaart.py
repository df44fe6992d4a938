"""Which voorzieningen a gemeente prints, and which must be looked at again: the rules of the Sociale Kaart, pure.

Local voorzieningen come before national ones. A national one is left out where the gemeente switches it off, or prints an
entry of its own with the same organisatie and aanbod. Facts have an age: after `nakijken_na` months somebody must look
at them again, and after `verouderd_na` months they are not printed, unless the gemeente asks for it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from booklet.days import months_before
from booklet.models import Content, Dienst, Domein, Gemeente, Houdbaar, Kolom, Voorziening

# Marks without a shape, such as a soft hyphen, that come along when text is copied.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class Versheid(StrEnum):
    """How old the facts of a voorziening are, in the word that staff see."""

    VERS = "vers"
    NAKIJKEN = "nakijken"
    VEROUDERD = "verouderd"


class Tip(NamedTuple):
    """A voorziening that is printed, and whether it is a national one."""

    voorziening: Voorziening
    landelijk: bool


class Kaartje(NamedTuple):
    """A tip on the pages of a house, with the name by which its page is found."""

    anker: str
    tip: Tip


class Groep(NamedTuple):
    """The cards of one kolom of a house, or those that belong to more than one of its kolommen or to none."""

    kolom: Kolom | None
    kaartjes: tuple[Kaartje, ...]


def name_of(entry: Voorziening | Dienst) -> tuple[str, str]:
    """What makes two entries the same one: organisatie and aanbod, whatever their capitals, spaces and unseen marks."""
    return _plain(entry.organisatie), _plain(entry.aanbod)


def _plain(name: str) -> str:
    return " ".join(normalize("NFC", UNSEEN.sub("", name)).casefold().split())


def versheid(entry: Voorziening, houdbaar: Houdbaar, today: date) -> Versheid:
    """How old its facts are on a day; without a date they are too old."""
    if entry.gecontroleerd is None or entry.gecontroleerd < months_before(today, houdbaar.verouderd_na):
        return Versheid.VEROUDERD
    if entry.gecontroleerd < months_before(today, houdbaar.nakijken_na):
        return Versheid.NAKIJKEN
    return Versheid.VERS


def tips(content: Content, gemeente: Gemeente, today: date | None = None) -> tuple[Tip, ...]:
    """What a gemeente prints on a day, local first; without a day everything that is meant for the booklet, however old."""
    kaart = gemeente.sociale_kaart
    since = months_before(today, gemeente.feiten.houdbaar.verouderd_na) if today else None
    local = [entry for entry in kaart.voorzieningen if printed(entry, since)]
    country = [entry for entry in content.landelijk if printed(entry, since)]
    return (
        *(Tip(entry, landelijk=False) for entry in local),
        *(Tip(entry, landelijk=True) for entry in national(country, kaart.landelijk_uit, local)),
    )


def printed(entry: Voorziening, since: date | None) -> bool:
    """Whether an entry comes in a booklet that prints what was checked on this day or later, or however long ago."""
    if since is None or not entry.in_boekje:
        return entry.in_boekje
    return entry.gecontroleerd is not None and entry.gecontroleerd >= since


def national(
    entries: Iterable[Voorziening], off: Iterable[Dienst], local: Iterable[Voorziening]
) -> tuple[Voorziening, ...]:
    """The national voorzieningen that stay: not those that are switched off or have a local one in their place."""
    without = {name_of(one) for one in off} | {name_of(entry) for entry in local}
    return tuple(entry for entry in entries if name_of(entry) not in without)


def groups(tips: Iterable[Tip], domein: Domein) -> tuple[Groep, ...]:
    """The tips of a house by kolom in the order of the booklet; those for the whole house come first."""
    here = [tip for tip in tips if domein.id in tip.voorziening.domein]
    kolommen: Sequence[Kolom | None] = (None, *domein.kolommen)
    in_order = [(kolom, tip) for kolom in kolommen for tip in here if _kolom(tip.voorziening, domein) is kolom]
    cards = [(kolom, Kaartje(f"tip-{domein.id}-{number}", tip)) for number, (kolom, tip) in enumerate(in_order, 1)]
    return tuple(Groep(kolom, tuple(card for _, card in some)) for kolom, some in groupby(cards, key=itemgetter(0)))


def _kolom(entry: Voorziening, domein: Domein) -> Kolom | None:
    """The one kolom of this house that it belongs to, if there is just one."""
    mine = [kolom for kolom in domein.kolommen if kolom.id in (entry.kolom or ())]
    return mine[0] if len(mine) == 1 else None


def oldest(tips: Iterable[Tip]) -> date | None:
    """The day of the oldest check."""
    return min((tip.voorziening.gecontroleerd for tip in tips if tip.voorziening.gecontroleerd), default=None)
