"""The fields of a booklet: where somebody writes or marks, what is asked there, and by which name it is known.

A name is the same in every edition and for every gemeente: `woonruimte.mijn-woning.wat-wil-ik`. It does not change when
a word on paper does, so that an answer finds its place again. The same name twice is the same answer.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from booklet.days import day_in_words
from booklet.fonts import unprintable
from booklet.invulling import Invulling
from booklet.models import Content, Domein, EigenPlan, Kolom, Persoon, Teksten
from booklet.planner import PagePlan, Part
from booklet.problems import Place, Problem, error, shortened, warning

FIELD = "veld:"  # how markup marks a link that must become a field; behind the name may stand `/2`, the choice from 0
JA = "ja"  # what a marked box says
NVT = "nvt"
TAB = "    "
_ANSWERS = {"nu": "zo-gaat-het-nu", "wil": "wat-wil-ik", "kan": "wat-kan-ik-zelf", "nodig": "wat-heb-ik-nog-nodig"}
_BELOW = {"wil": "hoe", "kan": "wie"}  # what a person of ours answers to the question below a question
_HULP = {"alleen": "alleen", "oco": "met-een-oco", "samen": "samen"}

Soort = Literal["regel", "vlak", "vakje", "gezicht"]


@dataclass(frozen=True)
class Veld:
    """A place to answer: a line, a box of many lines, a check box, or a choice of one face by its word."""

    naam: str
    vraag: str
    plek: str
    soort: Soort
    keuzes: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What may be marked here; nothing where one writes."""
        return (JA,) if self.soort == "vakje" else self.keuzes

    def takes(self, answer: str) -> bool:
        """Whether this can be the answer here: any text where one writes, else one of the choices."""
        return not self.marks or answer in self.marks

    @property
    def label(self) -> str:
        """What a screen reader says: the question, and where it stands."""
        return f"{self.vraag} ({self.plek})"


def kolom_veld(domein: Domein, kolom: Kolom, what: str) -> str:
    """The name of the field of a question of a kolom (`nu`, `wil`, `kan`, `nodig`), or of its `smiley`."""
    return f"{domein.id}.{kolom.id}.{_ANSWERS.get(what, what)}"


def notities_veld(plan: PagePlan, part: Part) -> str:
    """The name of the field of a page for notes: they are counted through the booklet."""
    pages = [other.first for other in plan.parts if other.kind.name == part.kind.name]
    return f"notities.{pages.index(part.first) + 1}"


def faces(plan: EigenPlan, teksten: Teksten) -> Mapping[str, str]:
    """The words of the faces by their id, and of what does not apply."""
    return {**{smiley.id: smiley.naam for smiley in plan.smileys}, NVT: teksten.huisjesplaat.nvt}


def velden_of(plan: PagePlan, houses: Sequence[Domein], eigen: EigenPlan, teksten: Teksten) -> Mapping[str, Veld]:
    """Every field of these pages by its name, in the order in which they are read."""
    found: dict[str, Veld] = {}
    for part in plan.parts:
        for veld in _on(part, plan, houses, eigen, teksten):
            found.setdefault(veld.naam, veld)
    return found


def _on(part: Part, plan: PagePlan, houses: Sequence[Domein], eigen: EigenPlan, teksten: Teksten) -> Iterator[Veld]:
    match part.kind.name:
        case "omslag" if not plan.editie.verwijst_naar:
            yield from _on_cover(teksten)
        case "huisjesplaat" | "huisjesplaat-voorbeeld" as kind:
            for house in houses if kind == "huisjesplaat" else ():  # in the example the faces are marked already
                yield from (_face(house, kolom, eigen, teksten) for kolom in house.kolommen)
            if len(houses) <= HALF and not plan.groot:
                yield Veld("huisjesplaat.notities", teksten.notities.kop, teksten.huisjesplaat.kop, "vlak")
        case "kolom" if part.domein and part.kolom:
            yield _face(part.domein, part.kolom, eigen, teksten)
            for vraag in eigen.vragen:
                asked = " ".join(filter(None, (vraag.vraag, vraag.subvraag)))
                name = kolom_veld(part.domein, part.kolom, vraag.id)
                yield Veld(name, asked, _plek(part.domein, part.kolom), "vlak")
        case "vrije-ruimte" if part.domein:
            yield Veld(f"{part.domein.id}.vrije-ruimte", teksten.vrije_ruimte.kop, part.domein.naam, "vlak")
        case "afsluiting":
            for name in ("zeker", "eerst"):
                yield Veld(f"afsluiting.{name}", getattr(teksten.afsluiting, name), teksten.afsluiting.kop, "vlak")
        case "notities":
            yield Veld(notities_veld(plan, part), teksten.notities.kop, f"bladzijde {part.first}", "vlak")


HALF = 3  # houses on one half of the huisjesplaat; without a second half there is room for notes


def _on_cover(teksten: Teksten) -> Iterator[Veld]:
    words = teksten.omslag
    for name in ("naam", "leeftijd", "datum"):
        yield Veld(f"omslag.{name}", getattr(words, name), words.van, "regel")
    together = words.samen.partition(",")[0]  # "samen met iemand die ik ken, namelijk:" asks two things
    for name, asked in (("alleen", words.alleen), ("met-een-oco", words.oco), ("samen", together)):
        yield Veld(f"omslag.{name}", asked, words.ingevuld, "vakje")
    yield Veld("omslag.samen-met", words.met_wie, words.ingevuld, "regel")


def _face(domein: Domein, kolom: Kolom, eigen: EigenPlan, teksten: Teksten) -> Veld:
    words = tuple(faces(eigen, teksten).values())
    return Veld(kolom_veld(domein, kolom, "smiley"), teksten.huisjesplaat.kop, _plek(domein, kolom), "gezicht", words)


def _plek(domein: Domein, kolom: Kolom) -> str:
    return f"{domein.naam}: {kolom.naam}"


def printable(text: str) -> str:
    """A text without what may not stand in HTML: control characters; a tab becomes spaces, and every line end one sort."""
    return "".join(_shown("\n".join(text.replace("\t", TAB).splitlines())))


def _shown(text: str) -> Iterator[str]:
    return (letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def of_answers(invulling: Invulling, versie: str) -> Iterator[Problem]:
    """What staff should know before answers are printed: another version asked other questions, or a letter is lacking."""
    place = Place(f"{invulling.naam}.yaml")
    if invulling.versie not in (None, versie):
        yield warning(
            "V01",
            place,
            f"dit is ingevuld in versie {invulling.versie} van het boekje, en dit is versie {versie}",
            "kijk bij Notities: daar staan antwoorden op vragen die dit boekje niet heeft",
        )
    for naam, text in invulling.antwoorden.items():
        lacking = unprintable(printable(text))
        if lacking:
            message = f"in antwoord '{naam}' staan letters die het programma niet kan drukken: {shortened(lacking)}"
            yield error("V02", place, message, "schrijf dat stuk met andere letters, of print de ingevulde pdf zelf")


def invulling_of(persoon: Persoon, content: Content, teksten: Teksten) -> Invulling:
    """The booklet as a fictional person filled it in, on the day of this version of the plan."""
    words = faces(content.plan, teksten)
    homes = {kolom.id: (domein, kolom) for domein in content.domeinen for kolom in domein.kolommen}
    answers = {
        "omslag.naam": persoon.naam,
        "omslag.leeftijd": str(persoon.leeftijd),
        "omslag.datum": day_in_words(content.plan.datum),
        f"omslag.{_HULP[persoon.hulp]}": JA,
        "omslag.samen-met": persoon.samen_met or "",
        **{kolom_veld(*homes[name], "smiley"): words.get(face, "") for name, face in persoon.smileys.items()},
        **{
            kolom_veld(*homes[one.kolom], what): "\n".join(
                getattr(one, part).strip() for part in (what, _BELOW.get(what)) if part
            )
            for one in persoon.voorbeelden
            for what in _ANSWERS
        },
        "afsluiting.zeker": persoon.zeker,
        "afsluiting.eerst": persoon.eerst,
    }
    return Invulling(persoon.id, {name: text for name, text in answers.items() if text})
