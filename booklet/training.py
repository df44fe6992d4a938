"""The training for OCOs as frozen values (`content/training/`), and the clock of its programme.

A day, two mornings and half a day are made of the same blocks. A block is made of steps with minutes; nobody types a time
of the day but that at which a morning or a day begins.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from booklet.values import Bladtekst, Id, JaNee, Regel, Tekst, Waarde

Klok = Annotated[str, StringConstraints(pattern=r"^([01]?\d|2[0-3])\.[0-5]\d$")]
Minuten = Annotated[int, Field(ge=0, le=120)]
HOUR = 60  # minutes


class Stap(Waarde):
    """What a trainer does for so many minutes, and what they can say; `kort` are the minutes in half a day, 0 for none."""

    kop: Regel
    minuten: Minuten
    kort: Minuten = 0
    doe: Tekst
    zeg: tuple[Regel, ...] = ()


class Blok(Waarde):
    """A part of the training: its aim, what lies ready, its steps, why it is there, and a sentence to finish in writing."""

    id: Id
    naam: Regel
    doel: Tekst
    klaarleggen: tuple[Regel, ...] = ()
    stappen: Annotated[tuple[Stap, ...], Field(min_length=1)]
    zin: Regel
    waarom: Tekst
    let_op: Tekst | None = None

    def minutes(self, *, kort: bool) -> int:
        """How long it takes, in half a day or otherwise."""
        return sum(stap.kort if kort else stap.minuten for stap in self.stappen)


class Programmaregel(Waarde):
    """A block of the programme by its id, or a pause with its minutes."""

    blok: Id | None = None
    pauze: Regel | None = None
    minuten: Minuten | None = None


class Dagdeel(Waarde):
    """A day or a morning, and when it begins."""

    naam: Regel
    begin: Klok
    regels: Annotated[tuple[Programmaregel, ...], Field(min_length=1)]


class Vorm(Waarde):
    """A way to give the training: in a day, in two mornings, or in half a day with shorter steps (`kort`)."""

    id: Id
    naam: Regel
    wanneer: Tekst
    kort: JaNee = False
    dagdelen: Annotated[tuple[Dagdeel, ...], Field(min_length=1)]


class Trainerblad(Bladtekst):
    """A page of the trainer's guide before the programme: aims, group, roles, what to bring."""

    id: Id


class ProgrammaWoorden(Waarde):
    """The words that come back on the pages of the trainer's guide."""

    programma: Regel
    doel: Regel
    klaarleggen: Regel
    stappen: Regel
    zeg: Regel
    zin: Regel
    waarom: Regel
    let_op: Regel
    minuten: Regel
    einde: Regel
    tijden: Regel
    kort: Regel
    overslaan: Regel


class Programma(Waarde):
    """`programma.yaml`: the trainer's guide."""

    woorden: ProgrammaWoorden
    bladen: Annotated[tuple[Trainerblad, ...], Field(min_length=1)]
    vormen: Annotated[tuple[Vorm, ...], Field(min_length=1)]
    blokken: Annotated[tuple[Blok, ...], Field(min_length=1)]
    geslaagd: Bladtekst

    def rooster(self, vorm: Vorm, dagdeel: Dagdeel) -> "tuple[Tijd, ...]":
        """The times of a day or a morning."""
        return rooster(vorm, dagdeel, {blok.id: blok for blok in self.blokken})

    def nummer(self, blok: Blok) -> int | None:
        """The place of a block in the first form, from 0; a block that is not in it has no number."""
        ids = [regel.blok for dagdeel in self.vormen[0].dagdelen for regel in dagdeel.regels if regel.blok]
        return ids.index(blok.id) if blok.id in ids else None


# ----------------------------------------------------------------------------------------------------------------------
# Cards


class Situatie(Waarde):
    """A card for block 5: what happens, what the OCO thinks of doing, and on the back whether to do it and why."""

    id: Id
    situatie: Tekst
    voorstel: Regel
    antwoord: Literal["wel", "niet"]
    waarom: Tekst


class Halte(Waarde):
    """A card of the journey of the plan: where it is on the front, what you can do there on the back."""

    id: Id
    naam: Regel
    icoon: Id
    tekst: Tekst
    doen: tuple[Regel, ...]


class Lijst(Waarde):
    """A side of a card: a heading, a first text and lines; below each line one may write when the card says so."""

    kop: Regel
    tekst: Tekst | None = None
    regels: tuple[Regel, ...]


class Zakkaart(Waarde):
    """A card for the pocket, which is also a page of the workbook."""

    id: Id
    naam: Regel
    voor: Lijst
    achter: Lijst
    schrijven: JaNee = False


class KaartWoorden(Waarde):
    """The words that come back on cards."""

    situatie: Regel
    vraag: Regel
    wel: Regel
    niet: Regel
    waarom: Regel
    halte: Regel
    doen: Regel
    persoon: Regel
    spelen: Tekst
    verzonnen: Regel


class Kaarten(Waarde):
    """`kaarten.yaml`: the cards of the training."""

    woorden: KaartWoorden
    situaties: Annotated[tuple[Situatie, ...], Field(min_length=1)]
    reis: Annotated[tuple[Halte, ...], Field(min_length=1)]
    zakkaarten: Annotated[tuple[Zakkaart, ...], Field(min_length=1)]


# ----------------------------------------------------------------------------------------------------------------------
# Sheets


class Proefkolom(Waarde):
    """The words of the kolom page on which a participant tries any kolom."""

    kop: Regel
    tekst: Tekst
    huis: Regel
    kolom: Regel


class Vraagregel(Waarde):
    """An open question with so many lines to write on."""

    vraag: Regel
    regels: Annotated[int, Field(ge=1, le=12)] = 3


class Schrijfblad(Waarde):
    """A page with open questions."""

    kop: Regel
    tekst: Tekst | None = None
    vragen: tuple[Vraagregel, ...]


class WelNiet(Waarde):
    """The words of the list of what an OCO does and does not do, which has the answers of the situation cards."""

    kop: Regel
    tekst: Tekst


class Werkboek(Waarde):
    """The words of the participant's workbook."""

    begin: Bladtekst
    proefkolom: Proefkolom
    zinnen: Bladtekst
    wel_niet: WelNiet
    stap: Schrijfblad


class Speurvraag(Waarde):
    """Something to look up in the booklet that the edition refers to: the answer stands on this blad, of this house or kolom."""

    vraag: Regel
    antwoord: Regel
    blad: Id
    van: Id | None = None


class Speurtocht(Waarde):
    """The search in the uitlegboekje, and its answers; `{bladzijde}` is reckoned."""

    kop: Regel
    tekst: Tekst
    vragen: Annotated[tuple[Speurvraag, ...], Field(min_length=1)]
    antwoord: Regel
    bladzijde: Regel
    antwoorden_kop: Regel
    antwoorden_tekst: Tekst


class TrainingEvaluatie(Waarde):
    """How the training was, with a face for every line, and open questions."""

    kop: Regel
    tekst: Tekst
    stellingen: tuple[Regel, ...]
    vragen: tuple[Vraagregel, ...]


class Bewijs(Waarde):
    """The certificate."""

    kop: Regel
    naam: Regel
    tekst: Tekst
    geleerd: tuple[Regel, ...]
    datum: Regel
    plaats: Regel
    trainer: Regel


class Presentielijst(Waarde):
    """The attendance list."""

    kop: Regel
    tekst: Tekst
    plaats: Regel
    datum: Regel
    trainers: Regel
    naam: Regel
    eerste: Regel
    tweede: Regel
    regels: Annotated[int, Field(ge=6, le=13)] = 12


class Trainingsbladen(Waarde):
    """`bladen.yaml`: the workbook and the sheets of the training."""

    werkboek: Werkboek
    speurtocht: Speurtocht
    evaluatie: TrainingEvaluatie
    bewijs: Bewijs
    presentielijst: Presentielijst


class Training(Waarde):
    """The whole training."""

    programma: Programma
    kaarten: Kaarten
    bladen: Trainingsbladen


# ----------------------------------------------------------------------------------------------------------------------
# The clock


class Tijd(NamedTuple):
    """A line of the programme with its times as `10.20`; no block is a pause, or the end."""

    van: str
    tot: str
    minuten: int
    naam: str
    blok: Blok | None


def clock(minutes: int) -> str:
    """Minutes after midnight as `10.05`."""
    return f"{minutes // HOUR}.{minutes % HOUR:02}"


def minutes_of(klok: str) -> int:
    """`10.05` as minutes after midnight."""
    hours, _, minutes = klok.partition(".")
    return int(hours) * HOUR + int(minutes)


def rooster(vorm: Vorm, dagdeel: Dagdeel, blokken: Mapping[str, Blok]) -> tuple[Tijd, ...]:
    """The times of a day or a morning; raises `KeyError` for a block that does not exist."""
    return tuple(_times(vorm, dagdeel, blokken))


def _times(vorm: Vorm, dagdeel: Dagdeel, blokken: Mapping[str, Blok]) -> Iterator[Tijd]:
    now = minutes_of(dagdeel.begin)
    for regel in dagdeel.regels:
        blok = blokken[regel.blok] if regel.blok else None
        length = blok.minutes(kort=vorm.kort) if blok else regel.minuten or 0
        yield Tijd(clock(now), clock(now + length), length, blok.naam if blok else regel.pauze or "", blok)
        now += length
