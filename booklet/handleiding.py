"""The manual as frozen values (`content/handleiding.yaml`): parts with pages, steps, commands and pictures of what comes out."""

from itertools import chain
from typing import Annotated

from pydantic import Field

from booklet.values import Id, JaNee, Regel, Stuk, Tekst, Waarde


class Beeld(Waarde):
    """A picture, `breed` mm wide, with the words that a screen reader says of it.

    It shows a page of another edition (`editie`, `blad` and the like), made anew for every manual; or a screen (`scherm`, a
    file in `layouts/handleiding`); or a drawing (`tekening`, a file in `layouts`). `van` is the house, kolom or item of the
    blad, `bladzijde` counts the pages of the blad, `ingevuld` is the fictional person whose answers stand there.
    """

    alt: Regel
    breed: Annotated[int, Field(ge=20, le=155)]
    editie: Id | None = None
    onderdeel: Id | None = None
    blad: Id | None = None
    van: Id | None = None
    bladzijde: Annotated[int, Field(ge=1, le=9)] = 1
    ingevuld: Id | None = None
    scherm: Id | None = None
    tekening: Regel | None = None


class Figuur(Waarde):
    """Pictures beside each other, with a line below them; an `open` booklet has no room between its pages."""

    beelden: Annotated[tuple[Beeld, ...], Field(min_length=1, max_length=4)]
    bijschrift: Regel | None = None
    open: JaNee = False


class Handeling(Waarde):
    """A step: what somebody does, which command they type then, which lines stand in a file, and what the program says."""

    doe: Tekst
    opdracht: Regel | None = None
    regels: Tekst | None = None
    uitvoer: Tekst | None = None


class Meldingdeel(Waarde):
    """A piece of a message as the program shows it, and what it means."""

    staat: Regel
    betekent: Tekst


class Handblad(Waarde):
    """A page: one thought."""

    id: Id
    kop: Regel
    tekst: Tekst | None = None
    stappen: tuple[Handeling, ...] = ()
    melding: tuple[Meldingdeel, ...] = ()
    figuur: Figuur | None = None
    stukken: tuple[Stuk, ...] = ()
    let_op: Tekst | None = None


class Handdeel(Waarde):
    """A part, for one kind of readers."""

    id: Id
    naam: Regel
    voor: Regel
    icoon: Id
    tekst: Tekst
    bladen: Annotated[tuple[Handblad, ...], Field(min_length=1)]


class Begrip(Waarde):
    """A word of the manual, and what it means."""

    woord: Regel
    uitleg: Tekst


class HandleidingWoorden(Waarde):
    """The words that come back on the pages."""

    deel: Regel
    wie: Regel
    in_dit_deel: Regel
    typ: Regel
    ziet: Regel
    let_op: Regel
    begrippen: Regel
    begrippen_tekst: Tekst


class Handleiding(Waarde):
    """`handleiding.yaml`."""

    woorden: HandleidingWoorden
    delen: Annotated[tuple[Handdeel, ...], Field(min_length=1)]
    begrippen: Annotated[tuple[Begrip, ...], Field(min_length=1)]

    @property
    def bladen(self) -> tuple[Handdeel | Handblad, ...]:
        """Every part, followed by its pages."""
        return tuple(chain.from_iterable((deel, *deel.bladen) for deel in self.delen))

    @property
    def opdrachten(self) -> tuple[str, ...]:
        """Every command that somebody types, in order."""
        steps = (stap for deel in self.delen for blad in deel.bladen for stap in blad.stappen)
        return tuple(stap.opdracht for stap in steps if stap.opdracht)
