"""The fields of a booklet: where somebody writes or marks, what is asked there, and by which name it is known.

A name is the same in every edition and for every gemeente: `woonruimte.mijn-woning.wat-wil-ik`. It does not change when
a word on paper does, so that an answer finds its place again. The same name twice is the same answer.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from booklet.days import day_in_words
from booklet.fonts import unprintable
from booklet.invulling import Invulling
from booklet.models import Content, Domein, Editie, EigenPlan, Kolom, Persoon, Teksten, Vraag
from booklet.planner import PagePlan, Part
from booklet.problems import Place, Problem, error, shortened, warning

FIELD = "veld:"  # how markup marks a link that must become a field; behind the name may stand `/2`, the choice from 0
JA = "ja"  # what a marked box says
NVT = "nvt"
TAB = "    "
_ANSWERS = {"nu": "zo-gaat-het-nu", "wil": "wat-wil-ik", "kan": "wat-kan-ik-zelf", "nodig": "wat-heb-ik-nog-nodig"}
_BELOW = {"wil": "hoe", "kan": "wie"}  # what a person of ours answers to the question below a question
_HULP = {"alleen": "alleen", "oco": "met-een-oco", "samen": "samen"}

Soort = Literal["regel", "vlak", "vakje", "gezicht", "keuze"]


@dataclass(frozen=True)
class Veld:
    """A place to answer: a line, a box of many lines, a check box, or a choice of one face or one box by its word."""

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


def velden_of(plan: PagePlan, houses: Sequence[Domein], content: Content, teksten: Teksten) -> Mapping[str, Veld]:
    """Every field of these pages by its name, in the order in which they are read; `teksten` are those of the gemeente."""
    found: dict[str, Veld] = {}
    for part in plan.parts:
        fields = ON_BLAD.get(part.kind.name)
        for veld in fields(Sheet(part, plan, houses, content, teksten)) if fields else ():
            found.setdefault(veld.naam, veld)
    return found


def has_fields(editie: Editie) -> bool:
    """Whether there is anything to fill in."""
    return any(blad.blad in ON_BLAD for blad in editie.bladen)


class Sheet(NamedTuple):
    """A part of a plan with all that its fields may be named after."""

    part: Part
    plan: PagePlan
    houses: Sequence[Domein]
    content: Content
    teksten: Teksten


HALF = 3  # houses on one half of the huisjesplaat; without a second half there is room for notes


def _on_cover(sheet: Sheet) -> Iterator[Veld]:
    words = sheet.teksten.omslag
    if sheet.plan.editie.verwijst_naar:  # what explains another booklet is nobody's own
        return
    for name in ("naam", "leeftijd", "datum"):
        yield Veld(f"omslag.{name}", getattr(words, name), words.van, "regel")
    together = words.samen.partition(",")[0]  # "samen met iemand die ik ken, namelijk:" asks two things
    for name, asked in (("alleen", words.alleen), ("met-een-oco", words.oco), ("samen", together)):
        yield Veld(f"omslag.{name}", asked, words.ingevuld, "vakje")
    yield Veld("omslag.samen-met", words.met_wie, words.ingevuld, "regel")


def _on_front(sheet: Sheet) -> Iterator[Veld]:
    yield from _whose(sheet, sheet.plan.editie.titel or sheet.content.plan.titel)


def _whose(sheet: Sheet, plek: str) -> Iterator[Veld]:
    """Whose it is and of which day; the same answers as on the cover of a plan."""
    words = sheet.teksten.omslag
    for name in ("naam", "datum"):
        yield Veld(f"omslag.{name}", getattr(words, name), plek, "regel")


def _on_plate(sheet: Sheet) -> Iterator[Veld]:
    for house in sheet.houses:
        yield from (_face(house, kolom, sheet) for kolom in house.kolommen)
    yield from _beside_plate(sheet)


def _beside_plate(sheet: Sheet) -> Iterator[Veld]:
    if len(sheet.houses) <= HALF and not sheet.plan.groot:
        yield Veld("huisjesplaat.notities", sheet.teksten.notities.kop, sheet.teksten.huisjesplaat.kop, "vlak")


def _on_kolom(sheet: Sheet) -> Iterator[Veld]:
    domein, kolom = sheet.part.domein, sheet.part.kolom
    if domein and kolom:
        yield _face(domein, kolom, sheet)
        for vraag in sheet.content.plan.vragen:
            yield Veld(kolom_veld(domein, kolom, vraag.id), _asked(vraag), _plek(domein, kolom), "vlak")


def _asked(vraag: Vraag) -> str:
    """A question of a kolom with the question below it."""
    return " ".join(filter(None, (vraag.vraag, vraag.subvraag)))


def _on_free_space(sheet: Sheet) -> Iterator[Veld]:
    if domein := sheet.part.domein:
        yield Veld(f"{domein.id}.vrije-ruimte", sheet.teksten.vrije_ruimte.kop, domein.naam, "vlak")


def _on_close(sheet: Sheet) -> Iterator[Veld]:
    words = sheet.teksten.afsluiting
    for name in ("zeker", "eerst"):
        yield Veld(f"afsluiting.{name}", getattr(words, name), words.kop, "vlak")


def _on_notes(sheet: Sheet) -> Iterator[Veld]:
    name = notities_veld(sheet.plan, sheet.part)
    yield Veld(name, sheet.teksten.notities.kop, f"bladzijde {sheet.part.first}", "vlak")


def _on_poster(sheet: Sheet) -> Iterator[Veld]:
    yield from _whose(sheet, sheet.teksten.huisjesplaat.kop)
    for house in sheet.houses:
        yield from (_face(house, kolom, sheet) for kolom in house.kolommen)
        yield Veld(f"poster.{house.id}", sheet.teksten.poster.schrijven, house.naam, "vlak")


def _on_reflection(sheet: Sheet) -> Iterator[Veld]:
    reflectie = sheet.content.reflectie
    for vraag in reflectie.vragen:
        if sheet.part.item == vraag:
            number = reflectie.vragen.index(vraag) + 1
            place = f"{reflectie.woorden.vraag} {number}: {vraag.vraag}"
            labels = tuple(label.naam for label in reflectie.labels)
            yield Veld(f"reflectie.{vraag.id}.antwoord", reflectie.woorden.antwoord, place, "vlak")
            yield Veld(f"reflectie.{vraag.id}.label", reflectie.woorden.label, place, "keuze", labels)


def _on_agenda(sheet: Sheet) -> Iterator[Veld]:
    agenda = sheet.content.reflectie.agenda
    for deel in sheet.content.reflectie.delen:
        if sheet.part.item == deel:
            for row in range(1, agenda.regels + 1):
                for what in ("onderdeel", "actie", "wie", "wanneer"):
                    asked = f"{getattr(agenda, what)} {row}"
                    yield Veld(f"agenda.{deel.id}.{row}.{what}", asked, deel.naam, "vlak")


def _on_evaluation(form: str) -> Callable[[Sheet], Iterator[Veld]]:
    def fields(sheet: Sheet) -> Iterator[Veld]:
        blad = sheet.content.evaluatie.formulieren[form]
        for vraag in blad.vragen:
            name = f"evaluatie.{form}.{vraag.id}"
            if vraag.meer:
                for number, keuze in enumerate(vraag.keuzes, 1):
                    yield Veld(f"{name}.{number}", keuze, vraag.vraag, "vakje")
            elif vraag.keuzes:
                # Not the name of the question itself: beside its choice a question may have room to write.
                yield Veld(f"{name}.keuze", vraag.vraag, blad.kop, "keuze", vraag.keuzes)
            if vraag.regels:
                asked = (vraag.toelichting, vraag.vraag) if vraag.toelichting else (vraag.vraag, blad.kop)
                yield Veld(f"{name}.toelichting", *asked, "vlak")

    return fields


def _on_trial(sheet: Sheet) -> Iterator[Veld]:
    """The kolom page of the workbook, for any kolom."""
    words = sheet.content.training.bladen.werkboek.proefkolom
    for name in ("huis", "kolom"):
        yield Veld(f"proefkolom.{name}", getattr(words, name), words.kop, "regel")
    keuzes = tuple(faces(sheet.content.plan, sheet.teksten).values())
    yield Veld("proefkolom.smiley", sheet.teksten.huisjesplaat.kop, words.kop, "gezicht", keuzes)
    for vraag in sheet.content.plan.vragen:
        yield Veld(f"proefkolom.{_ANSWERS[vraag.id]}", _asked(vraag), words.kop, "vlak")


def _on_sentences(sheet: Sheet) -> Iterator[Veld]:
    training = sheet.content.training
    for blok in training.programma.blokken:
        yield Veld(f"zinnen.{blok.id}", blok.zin, training.bladen.werkboek.zinnen.kop, "vlak")


def _on_next_step(sheet: Sheet) -> Iterator[Veld]:
    stap = sheet.content.training.bladen.werkboek.stap
    for number, vraag in enumerate(stap.vragen, 1):
        yield Veld(f"stap.{number}", vraag.vraag, stap.kop, "vlak")


def _on_pocket_card(sheet: Sheet) -> Iterator[Veld]:
    for kaart in sheet.content.training.kaarten.zakkaarten:
        if sheet.part.item == kaart and kaart.schrijven:
            for side, lijst in (("voor", kaart.voor), ("achter", kaart.achter)):
                for number, regel in enumerate(lijst.regels, 1):
                    yield Veld(f"zakkaart.{kaart.id}.{side}.{number}", regel, kaart.naam, "regel")


def _on_search(sheet: Sheet) -> Iterator[Veld]:
    speurtocht = sheet.content.training.bladen.speurtocht
    for number, vraag in enumerate(speurtocht.vragen, 1):
        yield Veld(f"speurtocht.{number}", vraag.vraag, speurtocht.kop, "vlak")


def _on_training_evaluation(sheet: Sheet) -> Iterator[Veld]:
    words = sheet.content.training.bladen.evaluatie
    keuzes = tuple(smiley.naam for smiley in sheet.content.plan.smileys)
    for number, stelling in enumerate(words.stellingen, 1):
        yield Veld(f"training.{number}", stelling, words.kop, "gezicht", keuzes)
    for number, vraag in enumerate(words.vragen, 1):
        yield Veld(f"training.vraag-{number}", vraag.vraag, words.kop, "vlak")


def _on_certificate(sheet: Sheet) -> Iterator[Veld]:
    words = sheet.content.training.bladen.bewijs
    for name in ("naam", "datum", "plaats", "trainer"):
        yield Veld(f"bewijs.{name}", getattr(words, name), words.kop, "regel")


# Which fields a blad has; a blad that is not here has none.
ON_BLAD: Mapping[str, Callable[[Sheet], Iterator[Veld]]] = {
    "omslag": _on_cover,
    "voorkant": _on_front,
    "reflectie-over": _on_front,
    "huisjesplaat": _on_plate,
    "huisjesplaat-voorbeeld": _beside_plate,  # in the example the faces are marked already
    "kolom": _on_kolom,
    "vrije-ruimte": _on_free_space,
    "afsluiting": _on_close,
    "notities": _on_notes,
    "poster-tafel": _on_poster,
    "reflectievraag": _on_reflection,
    "actieagenda": _on_agenda,
    "evaluatie-bewoner": _on_evaluation("bewoner"),
    "evaluatie-professional": _on_evaluation("professional"),
    "proefkolom": _on_trial,
    "mijn-zinnen": _on_sentences,
    "mijn-stap": _on_next_step,
    "zakkaart-blad": _on_pocket_card,
    "speurtocht": _on_search,
    "training-evaluatie": _on_training_evaluation,
    "bewijs": _on_certificate,
}


def _face(domein: Domein, kolom: Kolom, sheet: Sheet) -> Veld:
    words = tuple(faces(sheet.content.plan, sheet.teksten).values())
    asked = sheet.teksten.huisjesplaat.kop
    return Veld(kolom_veld(domein, kolom, "smiley"), asked, _plek(domein, kolom), "gezicht", words)


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
