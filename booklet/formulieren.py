"""What a gemeente fills in itself, as frozen values: the reflection booklet and the evaluation of the plan.

`content/reflectie.yaml` follows the reflection tool of the Verwey-Jonker Instituut and TNO (source 001) in words of our own,
`content/evaluatie.yaml` what the report asks to follow (source 000, part 4.3).
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from booklet.values import Bladtekst, Id, JaNee, Regel, Tekst, Waarde


class Label(Waarde):
    """What an answer of the reflection is worth: agreed, or not yet."""

    id: Id
    naam: Regel
    uitleg: Regel


class Reflectievraag(Waarde):
    """A question to think about, what may help, and from which sources that comes."""

    id: Id
    vraag: Regel
    denk_aan: tuple[Regel, ...]
    inspiratie: Tekst
    bronnen: tuple[Id, ...]


class Reflectiedeel(Waarde):
    """A part of the reflection: its questions, and what may come on the agenda."""

    id: Id
    naam: Regel
    uitleg: Tekst
    vragen: Annotated[tuple[Reflectievraag, ...], Field(min_length=1)]
    acties: tuple[Regel, ...]


class Bron(Waarde):
    """A source: how a question names it, who wrote what and when, and where it is found."""

    id: Id
    kort: Regel
    tekst: Regel
    website: Regel | None = None


class ReflectieWoorden(Waarde):
    """The words that come back on the pages of the reflection."""

    vraag: Regel
    antwoord: Regel
    label: Regel
    denk_aan: Regel
    inspiratie: Regel
    bron: Regel


class Agenda(Waarde):
    """The words of the action agenda; `regels` is how many actions each part has room for."""

    kop: Regel
    tekst: Tekst
    denk_aan: Regel
    onderdeel: Regel
    actie: Regel
    wie: Regel
    wanneer: Regel
    regels: Annotated[int, Field(ge=2, le=8)] = 5


class BronnenTekst(Waarde):
    """The page with the sources."""

    kop: Regel
    tekst: Tekst
    lijst: Annotated[tuple[Bron, ...], Field(min_length=1)]


class Reflectie(Waarde):
    """`reflectie.yaml`."""

    woorden: ReflectieWoorden
    over: Bladtekst
    labels_kop: Regel
    labels_tekst: Tekst
    labels: Annotated[tuple[Label, ...], Field(min_length=2)]
    delen: Annotated[tuple[Reflectiedeel, ...], Field(min_length=1)]
    agenda: Agenda
    bronnen: BronnenTekst

    @property
    def vragen(self) -> tuple[Reflectievraag, ...]:
        """The questions of all parts in order."""
        return tuple(vraag for deel in self.delen for vraag in deel.vragen)


class Keuzevraag(Waarde):
    """A question of the evaluation: choices to mark (one, or more with `meer`), and lines to write on."""

    id: Id
    vraag: Regel
    keuzes: tuple[Regel, ...] = ()
    meer: JaNee = False
    toelichting: Regel | None = None
    regels: Annotated[int, Field(ge=0, le=8)] = 0


class Evaluatieblad(Waarde):
    """A form of one page."""

    kop: Regel
    tekst: Tekst
    vragen: Annotated[tuple[Keuzevraag, ...], Field(min_length=1)]
    slot: Tekst


class Turflijst(Waarde):
    """The words of the tally sheet, which counts the choices of both forms."""

    kop: Regel
    tekst: Tekst
    periode: Regel
    team: Regel
    vraag: Regel
    turven: Regel
    samen: Regel
    uitgedeeld: Regel
    terug: Regel


class Evaluatie(Waarde):
    """`evaluatie.yaml`: a form for the resident, one for the professional, and a tally sheet."""

    bewoner: Evaluatieblad
    professional: Evaluatieblad
    turflijst: Turflijst

    @property
    def formulieren(self) -> Mapping[str, Evaluatieblad]:
        """The two forms by the name that their fields have."""
        return {"bewoner": self.bewoner, "professional": self.professional}
