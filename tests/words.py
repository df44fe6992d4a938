"""Which words of the content stand on which part of a booklet, and which are not on paper and why.

Models are walked field by field, so that a new field is a word that some part must show or that is named here.
A word is its path of fields, `Teksten.omslag.naam`, with its text; places in a list and houses share a path.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple

from conftest import DAY
from paper import squeezed
from pydantic import BaseModel

from booklet.models import Content, Domein, Editie, Gemeente, Kolom, Persoon, Teksten, Uitleg, Voorbeeld, Voorziening
from booklet.planner import KINDS

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

Found = Iterable[tuple[str, object]]


class Word(NamedTuple):
    """A string of the content and the fields that lead to it."""

    path: str
    text: str


@dataclass(frozen=True)
class Scene:
    """A part of a file with all that it may show."""

    content: Content
    gemeente: Gemeente
    editie: Editie
    houses: tuple[Domein, ...]
    los: Domein | None = None
    domein: Domein | None = None
    kolom: Kolom | None = None

    @property
    def teksten(self) -> Teksten:
        """The fixed words, with what the gemeente replaced."""
        return self.gemeente.teksten

    @property
    def uitleg(self) -> Uitleg:
        """The words of the uitlegboekje."""
        return self.content.plan.uitleg

    @property
    def house(self) -> Domein:
        """The house of a part that has one."""
        assert self.domein is not None
        return self.domein

    @property
    def column(self) -> Kolom:
        """The kolom of a part that has one."""
        assert self.kolom is not None
        return self.kolom

    @property
    def example(self) -> tuple[Persoon, Voorbeeld]:
        """Who fills in the kolom as an example, and how."""
        found = [(who, one) for who in self.content.personen for one in who.voorbeelden if one.kolom == self.column.id]
        assert len(found) == 1
        return found[0]

    def printed(self, house: Domein) -> list[Voorziening]:
        """The voorzieningen that belong in a house: none that two years went by since somebody looked at it."""
        limit = DAY.replace(year=DAY.year - 2)
        entries = (*self.gemeente.sociale_kaart.voorzieningen, *self.content.landelijk)
        return [
            entry
            for entry in entries
            if entry.in_boekje and house.id in entry.domein and entry.gecontroleerd and entry.gecontroleerd >= limit
        ]

    def national(self, house: Domein) -> list[Voorziening]:
        """Those of them that are for the whole country."""
        return [entry for entry in self.printed(house) if entry in self.content.landelijk]


def words(value: object, path: str) -> Iterator[Word]:
    """Every text, number and date in a value."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from words(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for item in value.values():
            yield from words(item, path)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from words(item, path)
    elif isinstance(value, date):
        yield Word(path, f"{MONTHS[value.month - 1]} {value.year}")
    elif isinstance(value, str | int) and not isinstance(value, bool) and str(value):
        yield Word(path, str(value))


def everything(scene: Scene) -> Iterator[Word]:
    """Every word that a gemeente's edition could show; a voorziening that is not in the booklet is no word."""
    content, houses = scene.content, scene.houses
    yield from words(content.plan.model_copy(update={"teksten": None, "uitleg": None}), "EigenPlan")
    yield from words(scene.teksten, "Teksten")
    yield from words(scene.uitleg, "Uitleg")
    yield from words(tuple(house.model_copy(update={"kolommen": ()}) for house in houses), "Domein")
    yield from words(tuple(kolom for house in houses for kolom in house.kolommen), "Kolom")
    yield from words(tuple(who.model_copy(update={"voorbeelden": ()}) for who in content.personen), "Persoon")
    yield from words(tuple(one for who in content.personen for one in who.voorbeelden), "Voorbeeld")
    yield from words(scene.gemeente.feiten, "GemeenteBestand")
    yield from words(scene.gemeente.aanduiding, "GemeenteBestand.aanduiding")
    yield from words(scene.editie, "Editie")
    yield from words(tuple(entry for house in houses for entry in scene.printed(house)), "Voorziening")


# ----------------------------------------------------------------------------------------------------------------------
# What stands where


def _omslag(scene: Scene) -> Found:
    yield "Editie.titel", scene.editie.titel or scene.content.plan.titel
    yield "GemeenteBestand.aanduiding", scene.gemeente.aanduiding
    if scene.los:
        yield "Domein.naam", scene.los.naam
    elif scene.editie.ondertitel:
        yield "Editie.ondertitel", scene.editie.ondertitel
    else:
        yield "EigenPlan.ondertitel", scene.content.plan.ondertitel
    if not scene.editie.verwijst_naar:
        yield "Teksten.omslag", scene.teksten.omslag.model_copy(update={"met_wie": ""})
    if scene.gemeente.feiten.voorbeeld:
        yield "Teksten.colofon.voorbeeld", scene.teksten.colofon.voorbeeld.splitlines()[0]


def _names(houses: Iterable[Domein]) -> Found:
    for house in houses:
        yield "Domein.naam", house.naam
        yield "Kolom.naam", tuple(kolom.naam for kolom in house.kolommen)


def _faces(scene: Scene) -> Found:
    yield "EigenPlan.smileys.naam", tuple(smiley.naam for smiley in scene.content.plan.smileys)
    yield "Teksten.huisjesplaat.nvt", scene.teksten.huisjesplaat.nvt


def _inhoud(scene: Scene) -> Found:
    yield "Teksten.inhoud", scene.teksten.inhoud
    yield from _names(scene.houses)
    for name in ("zo_werkt_het", "huisjesplaat", "sociale_kaart", "afsluiting", "hierna", "professional"):
        yield f"Teksten.{name}.kop", getattr(scene.teksten, name).kop


def _huisjesplaat(scene: Scene) -> Found:
    yield "Teksten.huisjesplaat", scene.teksten.huisjesplaat
    yield from _names(scene.houses)
    yield from _faces(scene)


def _huisjesplaat_voorbeeld(scene: Scene) -> Found:
    who = next(who for who in scene.content.personen if who.id == scene.uitleg.plaat_persoon)
    yield "Uitleg.plaat", scene.uitleg.plaat
    yield "Uitleg.verzonnen", scene.uitleg.verzonnen
    yield "Persoon.naam", who.naam
    yield "Teksten.huisjesplaat.tekst", scene.teksten.huisjesplaat.tekst
    yield from _names(scene.houses)
    yield from _faces(scene)


def _tussenblad(scene: Scene) -> Found:
    yield "Teksten.tussenblad", scene.teksten.tussenblad
    yield from _names((scene.house,))


def _suggesties(scene: Scene) -> Found:
    yield "Teksten.suggesties", scene.teksten.suggesties
    yield from _names((scene.house,))
    for kolom in scene.house.kolommen:
        yield "Kolom.essentie", kolom.essentie
        yield "Kolom.suggesties", kolom.suggesties
        yield "Kolom.gaat_goed", kolom.gaat_goed


def _kolom(scene: Scene) -> Found:
    yield "Domein.naam", scene.house.naam
    yield "Kolom.naam", scene.column.naam
    yield "Kolom.essentie", scene.column.essentie
    yield from _faces(scene)
    for vraag in scene.content.plan.vragen:
        yield "EigenPlan.vragen.vraag", vraag.vraag
        yield "EigenPlan.vragen.subvraag", vraag.subvraag


def _kolom_voorbeeld(scene: Scene) -> Found:
    yield from _kolom(scene)
    who, example = scene.example
    yield "Uitleg.voorbeeld", scene.uitleg.voorbeeld
    yield "Persoon.naam", who.naam
    yield "Persoon.leeftijd", who.leeftijd
    yield "Voorbeeld", example.model_copy(update={"kolom": ""})


def _vrije_ruimte(scene: Scene) -> Found:
    yield "Domein.naam", scene.house.naam
    yield "Teksten.vrije_ruimte", scene.teksten.vrije_ruimte


def _sociale_kaart(scene: Scene) -> Found:
    texts, house = scene.teksten.sociale_kaart, scene.house
    entries, national = scene.printed(house), scene.national(house)
    yield "Domein.naam", house.naam
    for name in ("kop", "tekst"):
        yield f"Teksten.sociale_kaart.{name}", getattr(texts, name)
    if len(entries) == len(national):
        yield "Teksten.sociale_kaart.leeg", texts.leeg
    if national:
        yield "Teksten.sociale_kaart.landelijk", texts.landelijk
    if entries:
        yield "Teksten.sociale_kaart.nagekeken", texts.nagekeken
    groups = [_group(entry, house) for entry in entries]
    if "" in groups and len(set(groups)) > 1:
        yield "Teksten.sociale_kaart.hele_huis", texts.hele_huis
    yield "Kolom.naam", tuple(dict.fromkeys(filter(None, groups)))
    for name in ("voor_wie", "openingstijden", "kosten", "aanmelden"):
        if any(getattr(entry, name) for entry in entries):
            yield f"Teksten.sociale_kaart.{name}", getattr(texts, name)
    yield "Kolom.veiligheid", tuple(kolom.veiligheid for kolom in house.kolommen)
    for entry in entries:
        yield "Voorziening", entry.model_copy(update=dict.fromkeys(UNPRINTED_OF_ENTRY))


def _group(entry: Voorziening, house: Domein) -> str:
    """The heading under which an entry stands: the one kolom of this house that it names, or none."""
    mine = [kolom.naam for kolom in house.kolommen if kolom.id in (entry.kolom or ())]
    return mine[0] if len(mine) == 1 else ""


def _professional(scene: Scene) -> Found:
    yield "Teksten.professional", scene.teksten.professional
    for kolom in (kolom for house in scene.houses for kolom in house.kolommen):
        yield "Kolom.naam", kolom.naam
        yield "Kolom.zrm", kolom.zrm


def _colofon(scene: Scene) -> Found:
    texts, facts = scene.teksten.colofon, scene.gemeente.feiten
    unneeded = {} if facts.voorbeeld else {"voorbeeld": ""}
    yield "Teksten.colofon", texts.model_copy(update=unneeded)
    yield "GemeenteBestand.aanduiding", scene.gemeente.aanduiding
    yield "GemeenteBestand.contact", facts.contact
    yield "GemeenteBestand.oco", facts.oco
    yield "EigenPlan.versie", scene.content.plan.versie
    yield "EigenPlan.datum", scene.content.plan.datum


def _personen(scene: Scene) -> Found:
    yield "Uitleg.personen", scene.uitleg.personen
    for who in scene.content.personen:
        yield "Persoon.naam", who.naam
        yield "Persoon.leeftijd", who.leeftijd
        yield "Persoon.situatie", who.situatie


def _overzicht(scene: Scene) -> Found:
    yield "Uitleg.overzicht", scene.uitleg.overzicht
    yield "Persoon.naam", tuple(who.naam for who in scene.content.personen)
    yield "Kolom.naam", tuple(kolom.naam for house in scene.houses for kolom in house.kolommen)
    yield from _faces(scene)


def _uitleg_vragen(scene: Scene) -> Found:
    yield "Uitleg.vragen", scene.uitleg.vragen
    for vraag in scene.content.plan.vragen:
        yield "EigenPlan.vragen", vraag.model_copy(update={"id": ""})


def _where(scene: Scene) -> Found:
    yield "Uitleg.bij", scene.uitleg.bij
    yield "Uitleg.bladzijde", scene.uitleg.bladzijde


def _uitleg_huis(scene: Scene) -> Found:
    yield from _where(scene)
    yield "Domein.naam", scene.house.naam
    yield "Domein.uitleg", scene.house.uitleg
    yield "Uitleg.suggesties", scene.uitleg.suggesties


def _uitleg_kolom(scene: Scene) -> Found:
    yield from _where(scene)
    who, _ = scene.example
    yield "Kolom.naam", scene.column.naam
    yield "Kolom.uitleg", scene.column.uitleg
    yield "Kolom.veiligheid", scene.column.veiligheid
    yield "Persoon.naam", who.naam
    yield "Persoon.situatie", who.situatie
    yield "Persoon.ingevuld", who.ingevuld
    for name in ("voorbeeld", "ingevuld", "verzonnen"):
        yield f"Uitleg.{name}", getattr(scene.uitleg, name)


def _uitleg_ruimte(scene: Scene) -> Found:
    yield from _where(scene)
    yield "Domein.vrije_ruimte", scene.house.vrije_ruimte
    yield "Uitleg.vrije_ruimte", scene.uitleg.vrije_ruimte
    yield "Uitleg.sociale_kaart", scene.uitleg.sociale_kaart


def _uitleg_afsluiting(scene: Scene) -> Found:
    yield from _where(scene)
    for name in ("afsluiting", "hierna", "professional"):
        yield f"Uitleg.{name}", getattr(scene.uitleg, name)


def _woorden(scene: Scene) -> Found:
    yield "Uitleg.woorden", scene.uitleg.woorden
    yield "Uitleg.woordenlijst", scene.uitleg.woordenlijst


def _text(name: str) -> Callable[[Scene], Found]:
    return lambda scene: [(f"Teksten.{name}", getattr(scene.teksten, name))]


def _explained(name: str) -> Callable[[Scene], Found]:
    return lambda scene: [*_where(scene), (f"Uitleg.{name}", getattr(scene.uitleg, name))]


STANDS_ON: Mapping[str, Callable[[Scene], Found]] = {
    "omslag": _omslag,
    "zo-werkt-het": _text("zo_werkt_het"),
    "inhoud": _inhoud,
    "huisjesplaat": _huisjesplaat,
    "tussenblad": _tussenblad,
    "suggesties": _suggesties,
    "kolom": _kolom,
    "vrije-ruimte": _vrije_ruimte,
    "sociale-kaart": _sociale_kaart,
    "notities": lambda scene: [("Teksten.notities.kop", scene.teksten.notities.kop)],
    "afsluiting": _text("afsluiting"),
    "hierna": _text("hierna"),
    "professional": _professional,
    "colofon": _colofon,
    "uitleg-over": lambda scene: [("Uitleg.over", scene.uitleg.over)],
    "uitleg-zo-werkt-het": _explained("zo_werkt_het"),
    "uitleg-huisjesplaat": _explained("huisjesplaat"),
    "personen": _personen,
    "huisjesplaat-voorbeeld": _huisjesplaat_voorbeeld,
    "overzicht": _overzicht,
    "uitleg-vragen": _uitleg_vragen,
    "uitleg-huis": _uitleg_huis,
    "uitleg-kolom": _uitleg_kolom,
    "kolom-voorbeeld": _kolom_voorbeeld,
    "uitleg-ruimte": _uitleg_ruimte,
    "uitleg-afsluiting": _uitleg_afsluiting,
    "woorden": _woorden,
}


def on_part(anchor: str, scene: Scene) -> list[Word]:
    """The words that belong on a part, named as in the PDF: `kolom-mijn-woning`."""
    kind, domein, kolom = _part(anchor, scene)
    here = Scene(scene.content, scene.gemeente, scene.editie, scene.houses, scene.los, domein, kolom)
    return [
        word for path, value in STANDS_ON[kind](here) for word in words(value, path) if not fits(word.path, PICTURES)
    ]


def _part(anchor: str, scene: Scene) -> tuple[str, Domein | None, Kolom | None]:
    for kind in sorted(KINDS, key=len, reverse=True):
        name = anchor.removeprefix(f"{kind}-")
        if kind == anchor or (kind == "notities" and name.isdigit()):
            return kind, None, None
        for house in scene.houses:
            if name == house.id and name != anchor:
                return kind, house, None
            for kolom in house.kolommen:
                if name == kolom.id and name != anchor:
                    return kind, house, kolom
    raise AssertionError(f"a part that the planner does not know: {anchor}")


# ----------------------------------------------------------------------------------------------------------------------
# What is not on paper

PICTURES = {"*.icoon": "the name of a picture"}
UNPRINTED_OF_ENTRY = {
    "domein": "the house, by its id",
    "kolom": "the place in the house, by its id",
    "gecontroleerd": "only the oldest date of a page is printed",
    "gecontroleerd_door": "for staff",
    "bron": "for staff",
}

# In no edition.
NEVER = {
    **PICTURES,
    "Teksten.sociale_kaart.code": "the words of a picture, for a screen reader",
    "GemeenteBestand.houdbaar.*": "for staff",
    **{f"Voorziening.{name}": why for name, why in UNPRINTED_OF_ENTRY.items()},
    "*.id": "names a thing in the files",
    "Teksten.omslag.met_wie": "what a screen reader says of a field; `tests/test_invulbaar.py` looks there",
    "Teksten.typen.*": "only in a booklet to type in; `tests/test_invulbaar.py` looks there",
    "Teksten.poster.*": "on the other paper; `tests/test_posters.py` looks there",
    "Teksten.uitnodiging.*": "on the other paper; `tests/test_posters.py` looks there",
    "Domein.kleur": "a colour",
    "GemeenteBestand.huisstijl.*": "colours, and a picture",
    "GemeenteBestand.code": "for staff",
    "GemeenteBestand.naam": "only inside the texts that say {gemeente}",
    "GemeenteBestand.wijkteam": "only inside the texts that say {wijkteam}",
    "EigenPlan.titel": "the title of an edition without one of its own, looked for there",
    "Editie.vorm": "how it is folded or cut",
    "Editie.formaat": "the size of the paper",
    "Editie.begin": "the order of the parts",
    "Editie.huis": "the order of the parts",
    "Editie.slot": "the order of the parts",
}

# Not when there is nothing to say them of.
SOMETIMES = {
    "GemeenteBestand.teksten": "these replace the texts of the plan",
    "Editie.los.*": "the order of the parts",
    "Editie.domeinen": "which houses",
    "EigenPlan.ondertitel": "an edition may have its own",
    "Teksten.notities.kop": "only on a page that stays open",
    **{
        f"Teksten.notities.{name}": "only in a filled-in booklet; `tests/test_ingevuld.py` looks there"
        for name in ("verder", "kort", "bij")
    },
    "Teksten.colofon.voorbeeld": "only of a gemeente that does not exist",
    "Teksten.sociale_kaart.leeg": "only in a house without a voorziening nearby",
    "Teksten.sociale_kaart.landelijk": "only in a house with a national voorziening",
    "Teksten.sociale_kaart.nagekeken": "only in a house with a voorziening",
    "Teksten.sociale_kaart.hele_huis": "only where a voorziening is for more than one kolom",
    "Teksten.sociale_kaart.voor_wie": "only where a voorziening says so",
    "Teksten.sociale_kaart.openingstijden": "only where a voorziening says so",
    "Teksten.sociale_kaart.kosten": "only where a voorziening says so",
    "Teksten.sociale_kaart.aanmelden": "only where a voorziening says so",
}

# Not in a booklet to write in.
NOT_TO_WRITE = {
    "Uitleg.*": "explains",
    "Domein.uitleg": "explains",
    "Domein.vrije_ruimte": "explains",
    "Kolom.uitleg": "explains",
    "EigenPlan.vragen.uitleg": "explains",
    "Persoon.*": "an example",
    "Voorbeeld.*": "an example",
}

# Not in a booklet that explains another.
NOT_TO_EXPLAIN = {
    "Editie.verwijst_naar": "the booklet that is explained",
    "EigenPlan.ondertitel": "it has its own",
    "Uitleg.plaat_persoon": "a person, by the id",
    "Persoon.smileys": "pictures, with words for a screen reader",
    "Persoon.hulp": "only in a filled-in booklet, as a box that is marked",
    "Persoon.samen_met": "only in a filled-in booklet",
    "Persoon.zeker": "only in a filled-in booklet",
    "Persoon.eerst": "only in a filled-in booklet",
    "Voorbeeld.kolom": "the kolom, by its id",
    "Teksten.omslag.*": "nobody writes in it",
    "Teksten.huisjesplaat.nvt_uitleg": "the text on the page before explains it",
}

NO_TABS = {"Teksten.tussenblad.*": "there are no tabs"}


def absent(editie: Editie) -> Mapping[str, str]:
    """The patterns of the words that an edition never has, and why."""
    return {
        **NEVER,
        **(NOT_TO_EXPLAIN if editie.verwijst_naar else NOT_TO_WRITE),
        **({} if editie.tabs else NO_TABS),
    }


def fits(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path fits one of the patterns."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)


# ----------------------------------------------------------------------------------------------------------------------
# How a word looks on paper


def as_printed(word: Word, gemeente: Gemeente) -> re.Pattern[str]:
    """The text of a word without white space; what is filled in per page may be anything."""
    facts = gemeente.feiten
    known = {
        "gemeente": facts.naam,
        "aanduiding": gemeente.aanduiding,
        "wijkteam": facts.wijkteam,
        "Wijkteam": facts.wijkteam[:1].upper() + facts.wijkteam[1:],
        "oco": facts.oco.naam,
    }
    text = re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], match[0]), word.text)
    if word.path.endswith(".telefoon"):
        return re.compile("[-()]*".join(re.sub(r"\D", "", text.replace("+31", "0"))))
    if word.path.endswith(".website"):
        text = re.sub(r"^(https?://)?(www\.)?|/$", "", text)
    pattern = re.sub(r"\\\{\w+\\\}", ".+?", re.escape(squeezed(text)))
    return re.compile(pattern, re.IGNORECASE if word.path == "GemeenteBestand.oco.naam" else 0)
