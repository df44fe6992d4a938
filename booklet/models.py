"""The words of the booklet as frozen values; the field names are the keys of the YAML (ONTWERP section 4)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from booklet.colour import Ink
from booklet.formulieren import Evaluatie, Reflectie
from booklet.handleiding import Handleiding
from booklet.training import Training
from booklet.values import Bladtekst, Datum, Id, Ids, JaNee, Regel, Stuk, Tekst, Waarde

SMILEYS = ("goed", "wel", "niet-goed")


def _ink(value: object) -> object:
    """Four percentages as `20 80 90 20`."""
    parts = value.split() if isinstance(value, str) else []
    if len(parts) == 4 and all(part.isdecimal() and int(part) <= 100 for part in parts):
        return Ink(*(float(part) for part in parts))
    raise PydanticCustomError("inkt", "inkt")


class Kant(NamedTuple):
    """A blad of an edition and the side on which it must fall: `links`, `rechts` or `` for either."""

    blad: str
    kant: str


def _blad(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("blad", "blad")
    blad, _, kant = " ".join(value.split()).partition(" ")
    if kant not in ("", "links", "rechts"):
        raise PydanticCustomError("kant", "kant", {"kant": kant})
    return Kant(blad, kant)


Kleur = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Inkt = Annotated[Ink, BeforeValidator(_ink)]
Blad = Annotated[Kant, BeforeValidator(_blad)]
Bladen = Annotated[tuple[Blad, ...], Field(min_length=1)]


class Smiley(Waarde):
    """One of the faces and the fixed words below it."""

    id: Id
    naam: Regel


class Vraag(Waarde):
    """A fixed question of a kolom page, with the question below it that makes it clearer."""

    id: Literal["nu", "wil", "kan", "nodig"]
    vraag: Regel
    subvraag: Regel | None = None
    uitleg: Tekst


class OmslagTekst(Waarde):
    """The words of the cover."""

    van: Regel
    naam: Regel
    leeftijd: Regel
    datum: Regel
    ingevuld: Regel
    alleen: Regel
    samen: Regel
    oco: Regel
    met_wie: Regel


class HuisjesplaatTekst(Waarde):
    """The words of the huisjesplaat."""

    kop: Regel
    tekst: Tekst
    nvt: Regel
    nvt_uitleg: Regel


class SocialeKaartTekst(Waarde):
    """The words around the voorzieningen of a house."""

    kop: Regel
    tekst: Tekst
    hele_huis: Regel
    landelijk: Regel
    leeg: Tekst
    nagekeken: Regel
    voor_wie: Regel
    openingstijden: Regel
    kosten: Regel
    aanmelden: Regel
    code: Regel


class AfsluitingTekst(Waarde):
    """The words of the closing page."""

    kop: Regel
    tekst: Tekst
    zeker: Regel
    eerst: Regel


class NotitiesTekst(Waarde):
    """The words of the pages for notes, and of what goes on there because it did not fit where it was typed."""

    kop: Regel
    verder: Regel
    kort: Regel
    bij: Regel


class TypenTekst(Waarde):
    """What a booklet to type in says instead of the words for a pen: a short text of the first page, and two lines."""

    stuk: Stuk
    huisjesplaat: Tekst
    vrije_ruimte: Tekst


class UitnodigingTekst(Waarde):
    """The words of the card and the letter that tell a resident of the right to an own plan.

    `voorkant` is the front of the card, `kop` to `stukken` its back; both papers end with `contact` and with what to do with
    the `code` of the website.
    """

    voorkant: Regel
    kop: Regel
    tekst: Tekst
    stukken: tuple[Stuk, ...]
    contact: Stuk
    code: Regel
    brief: Bladtekst


class PosterTekst(Waarde):
    """The words of the huisjesplaat that hangs on a wall, with where to get the booklet, and of that which lies on a table."""

    muur: Tekst
    halen: Stuk
    tafel: Tekst
    schrijven: Regel


class Wetsregel(Waarde):
    """A question of the booklet beside what the gemeente must look into (Wmo 2015, art. 2.3.2 lid 4)."""

    vraag: Regel
    wet: Regel


class ProfessionalTekst(Waarde):
    """The words of the page for the professional."""

    kop: Regel
    tekst: Tekst
    zrm: Regel
    zrm_kolom: Regel
    zrm_domein: Regel
    wet: Regel
    wet_vraag: Regel
    wet_regel: Regel
    wetsregels: tuple[Wetsregel, ...]


class ColofonTekst(Waarde):
    """The words of the back cover; `gezicht` stands there where there are faces to choose."""

    kop: Regel
    tekst: Tekst
    gezicht: Regel
    versie: Regel
    nagekeken: Regel
    voorbeeld: Tekst


class Teksten(Waarde):
    """The fixed words of the pages; a gemeente may replace any of them. `{gemeente}` and the like are filled in."""

    omslag: OmslagTekst
    zo_werkt_het: Bladtekst
    inhoud: Bladtekst
    huisjesplaat: HuisjesplaatTekst
    tussenblad: Bladtekst
    suggesties: Bladtekst
    vrije_ruimte: Bladtekst
    sociale_kaart: SocialeKaartTekst
    notities: NotitiesTekst
    afsluiting: AfsluitingTekst
    hierna: Bladtekst
    professional: ProfessionalTekst
    colofon: ColofonTekst
    typen: TypenTekst
    poster: PosterTekst
    uitnodiging: UitnodigingTekst


class Woord(Waarde):
    """A hard word that cannot be missed, and what it means."""

    woord: Regel
    uitleg: Tekst


class Uitleg(Waarde):
    """What only the uitlegboekje says."""

    bij: Regel
    bladzijde: Regel
    voorbeeld: Regel
    verzonnen: Regel
    ingevuld: Regel
    over: Bladtekst
    zo_werkt_het: Bladtekst
    huisjesplaat: Bladtekst
    personen: Bladtekst
    plaat_persoon: Id
    plaat: Regel
    overzicht: Bladtekst
    vragen: Bladtekst
    suggesties: Tekst
    vrije_ruimte: Bladtekst
    sociale_kaart: Bladtekst
    afsluiting: Bladtekst
    hierna: Bladtekst
    professional: Bladtekst
    woorden: Bladtekst
    woordenlijst: tuple[Woord, ...]


class EigenPlan(Waarde):
    """`plan.yaml`: what every booklet says, whatever the gemeente."""

    titel: Regel
    ondertitel: Regel
    versie: Regel
    datum: Datum
    smileys: Annotated[tuple[Smiley, ...], Field(min_length=3, max_length=3)]
    vragen: Annotated[tuple[Vraag, ...], Field(min_length=4, max_length=4)]
    teksten: Teksten
    uitleg: Uitleg


class Kolom(Waarde):
    """One of the two or three subjects of a house."""

    id: Id
    naam: Regel
    zrm: Regel
    essentie: Regel
    suggesties: tuple[Regel, ...]
    gaat_goed: Annotated[tuple[Regel, ...], Field(min_length=1)]
    uitleg: Tekst
    veiligheid: Tekst | None = None


class Domein(Waarde):
    """One of the six houses, with its colour, picture and kolommen."""

    id: Id
    naam: Regel
    icoon: Id
    kleur: Kleur
    kleur_druk: Inkt
    uitleg: Tekst
    vrije_ruimte: Tekst
    kolommen: Annotated[tuple[Kolom, ...], Field(min_length=2, max_length=3)]


class Voorbeeld(Waarde):
    """A kolom as a fictional person fills it in."""

    kolom: Id
    nu: Tekst
    wil: Tekst
    hoe: Tekst
    kan: Tekst
    wie: Tekst
    nodig: Tekst


class Persoon(Waarde):
    """A fictional person: who it is, and what stands in their booklet, from cover to closing page.

    `ingevuld` says in a word or two how it was filled in; `hulp` is the box of the cover and `samen_met` the line beside
    it, in the words of the person (`mijn dochter`); `zeker` and `eerst` are the two answers of the closing page.
    """

    id: Id
    naam: Regel
    leeftijd: Annotated[int, Field(ge=0, le=120)]
    situatie: Tekst
    ingevuld: Regel
    hulp: Literal["alleen", "oco", "samen"]
    samen_met: Regel | None = None
    smileys: dict[Id, Literal["goed", "wel", "niet-goed", "nvt", "leeg"]]
    voorbeelden: tuple[Voorbeeld, ...] = ()
    zeker: Tekst
    eerst: Tekst


class Voorziening(Waarde):
    """One line of a Sociale Kaart: who helps, with what, and how to reach them."""

    organisatie: Regel
    aanbod: Regel
    domein: Ids
    kolom: Ids | None = None
    omschrijving: Tekst
    voor_wie: Regel | None = None
    straat: Regel | None = None
    huisnummer: Regel | None = None
    postcode: Regel | None = None
    plaats: Regel | None = None
    telefoon: Regel | None = None
    email: Regel | None = None
    website: Regel | None = None
    openingstijden: Regel | None = None
    kosten: Regel | None = None
    aanmelden: Regel | None = None
    gecontroleerd: Datum | None = None
    gecontroleerd_door: Regel | None = None
    in_boekje: JaNee = True
    bron: Tekst | None = None

    @property
    def bereikbaar(self) -> bool:
        """Whether there is at least one way to reach it."""
        return any((self.telefoon, self.email, self.website, self.straat))

    @property
    def adres(self) -> str:
        """Street and town on one line, as on an envelope."""
        street = " ".join(filter(None, (self.straat, self.huisnummer)))
        town = " ".join(filter(None, (self.postcode, self.plaats)))
        return ", ".join(filter(None, (street, town)))


class Dienst(Waarde):
    """A voorziening by name: who, and what they offer."""

    organisatie: Regel
    aanbod: Regel


class SocialeKaart(Waarde):
    """A file with voorzieningen; a gemeente may name the national ones that it does not print."""

    voorzieningen: tuple[Voorziening, ...] = ()
    landelijk_uit: tuple[Dienst, ...] = ()


class Contact(Waarde):
    """How to reach the gemeente."""

    telefoon: Regel | None = None
    website: Regel | None = None
    email: Regel | None = None
    adres: Regel | None = None


class Oco(Waarde):
    """The independent client supporters of the gemeente."""

    naam: Regel = "een OCO"
    telefoon: Regel | None = None
    website: Regel | None = None
    email: Regel | None = None


LETTERBESTANDEN = (".ttf", ".otf", ".woff", ".woff2")  # how the names of files of fonts end


class Huisstijl(Waarde):
    """The look of the gemeente: an accent, a colour for headings, and a logo and a font beside `gemeente.yaml`.

    A colour that says nothing of ink (`accent_druk`, `kop_druk`) is reckoned by the profile of the print shop. The font is
    for headings alone: what is read stays in Atkinson Hyperlegible.
    """

    accent: Kleur = "#1F3A5F"
    accent_druk: Inkt | None = None
    kop: Kleur = "#1C2B3A"
    kop_druk: Inkt | None = None
    logo: Regel | None = None
    lettertype: Regel | None = None

    @property
    def letterbestand(self) -> str | None:
        """The file of the font; the mere name of a font is none."""
        is_file = self.lettertype and self.lettertype.lower().endswith(LETTERBESTANDEN)
        return self.lettertype if is_file else None


class Houdbaar(Waarde):
    """After how many months facts must be checked again, and after how many they are no longer printed."""

    nakijken_na: Annotated[int, Field(ge=1, le=120)] = 12
    verouderd_na: Annotated[int, Field(ge=1, le=120)] = 24


class GemeenteBestand(Waarde):
    """`gemeente.yaml`; everything but `naam` and `code` has a default."""

    naam: Regel
    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    aanduiding: Regel | None = None
    wijkteam: Regel = "het wijkteam"
    voorbeeld: JaNee = False
    contact: Contact = Contact()
    oco: Oco = Oco()
    huisstijl: Huisstijl = Huisstijl()
    houdbaar: Houdbaar = Houdbaar()
    teksten: dict[str, object] = Field(default={})


class Los(Waarde):
    """What stands before and after the house in a file for one house alone."""

    begin: Bladen
    slot: Bladen


Formaat = Literal["A4", "A4 liggend", "A3", "A3 liggend", "A5", "A6"]
Vorm = Literal["boekje", "bladen", "kaarten"]
Per = Literal["groep", "begeleider", "deelnemer", "iedereen", "tweetal", "drietal"]


class Pakketregel(Waarde):
    """A line of a pack: an onderdeel of this edition or another edition, how many copies for whom, and on which paper."""

    wat: Id
    aantal: Annotated[int, Field(ge=1, le=100)] = 1
    per: Per
    papier: Regel
    maken: Regel


class Pakket(Waarde):
    """Which files go together in one zip, below this name."""

    naam: Id
    regels: Annotated[tuple[Pakketregel, ...], Field(min_length=1)]


class Editie(Waarde):
    """`edities/*.yaml`: which bladen, in which order: once at the start, once for every house, once at the end.

    Without a title of its own it bears that of the plan. A `boekje` is folded, so it has a multiple of four pages and a back
    cover; `bladen` are loose sheets; `kaarten` have a front and a back each. An edition may be a folder of `onderdelen`
    instead, each with bladen of its own. What is `op_verzoek` is made only when it is asked for by name.
    """

    id: Id
    titel: Regel | None = None
    ondertitel: Regel | None = None
    verwijst_naar: Id | None = None
    vorm: Vorm = "boekje"
    formaat: Formaat = "A4"
    op_verzoek: JaNee = False
    tabs: JaNee = False
    domeinen: Ids | None = None
    begin: tuple[Blad, ...] = ()
    huis: tuple[Blad, ...] = ()
    slot: tuple[Blad, ...] = ()
    los: Los | None = None
    onderdelen: "tuple[Editie, ...]" = ()
    pakket: Pakket | None = None

    @property
    def bladen(self) -> tuple[Kant, ...]:
        """Every blad that it has itself, in order."""
        return (*self.begin, *self.huis, *self.slot)


class Drukkerij(Waarde):
    """`drukkerijen/*.yaml`, a printer profile: what print shops differ in.

    `afloop` is the bleed in mm, `conditie` the printing condition by its name in the registry of the ICC, `icc` the file
    in `drukkerijen/icc` that describes it, `inkt` the largest ink sum in percent.
    """

    id: Id
    naam: Regel
    norm: Literal["X-4", "X-3", "X-1a"] = "X-4"
    afloop: Annotated[float, Field(ge=0, le=10)] = 3
    snijtekens: JaNee = True
    conditie: Regel
    uitleg_conditie: Regel
    icc: Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.icc$")]
    inkt: Annotated[int, Field(ge=200, le=400)] = 280


class Vreemd(Waarde):
    """An English or Latin word, other forms of it, and what to write instead."""

    woord: Regel
    ook: tuple[Regel, ...] = ()
    gebruik: Regel


class Vermijd(Vreemd):
    """A word to avoid in the same way; `hard` when it may stand nowhere."""

    hard: JaNee


class Vrij(Waarde):
    """A sentence, or a part of one, for which a language rule does not hold, and why."""

    tekst: Regel
    regel: Annotated[str, StringConstraints(pattern=r"^G\d\d$")]
    reden: Regel


class Taal(Waarde):
    """`taal.yaml`: the words that the language rules look for."""

    vermijd: tuple[Vermijd, ...]
    vreemd: tuple[Vreemd, ...]
    wit: tuple[Regel, ...]
    begrippen: tuple[Annotated[tuple[Regel, ...], Field(min_length=2)], ...]
    beeldspraak: tuple[Regel, ...]
    ontkenningen: tuple[Regel, ...]
    afkortingen: tuple[Regel, ...]
    lettergrepen: dict[Regel, Annotated[int, Field(ge=1)]]
    vrij: tuple[Vrij, ...] = ()


class Gemeente(NamedTuple):
    """A gemeente, resolved: its facts, its own words laid over those of the plan, and its Sociale Kaart."""

    id: str
    feiten: GemeenteBestand
    teksten: Teksten
    sociale_kaart: SocialeKaart
    logo: str | None
    lettertype: str | None

    @property
    def aanduiding(self) -> str:
        """`Gemeente Almere`, unless the gemeente calls itself something else."""
        return self.feiten.aanduiding or f"Gemeente {self.feiten.naam}"


class Item(Protocol):
    """What a blad comes for once each: a person, a card, a question."""

    @property
    def id(self) -> str:
        """Its name, that anchors are made of."""


class Content(NamedTuple):
    """Everything that was read, whole and valid in itself."""

    plan: EigenPlan
    domeinen: tuple[Domein, ...]
    personen: tuple[Persoon, ...]
    edities: tuple[Editie, ...]
    landelijk: tuple[Voorziening, ...]
    drukkerijen: tuple[Drukkerij, ...]
    gemeenten: tuple[Gemeente, ...]
    training: Training
    reflectie: Reflectie
    evaluatie: Evaluatie
    handleiding: Handleiding

    @property
    def kolommen(self) -> tuple[Kolom, ...]:
        """The thirteen kolommen in the order of the booklet."""
        return tuple(kolom for domein in self.domeinen for kolom in domein.kolommen)

    @property
    def items(self) -> Mapping[str, Sequence[Item]]:
        """What some bladen come for once each, by what such a blad is `per`."""
        training, kaarten = self.training.programma, self.training.kaarten
        return {
            "persoon": self.personen,
            "trainerblad": training.bladen,
            "vorm": training.vormen,
            "blok": training.blokken,
            "situatie": kaarten.situaties,
            "halte": kaarten.reis,
            "zakkaart": kaarten.zakkaarten,
            "reflectievraag": self.reflectie.vragen,
            "reflectiedeel": self.reflectie.delen,
            "handblad": self.handleiding.bladen,
        }

    def houses(self, *choices: tuple[str, ...]) -> tuple[Domein, ...]:
        """The houses that every choice names, in the order of the booklet; an empty choice means all."""
        return tuple(domein for domein in self.domeinen if all(domein.id in choice for choice in choices if choice))
