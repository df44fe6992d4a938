"""Step 2, the rules of the other paper: the programme of the training, its cards and sheets, and the reflection.

A clock that does not add up, or a card that is missing, is seen in a room full of people; here it is seen before.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from booklet.content import Library, Read
from booklet.models import Item
from booklet.planner import KINDS, OF_A_HOUSE
from booklet.problems import Place, Problem, did_you_mean, doubled, error, warning
from booklet.source import Loc, Source
from booklet.training import Blok, Programma, Programmaregel, Vorm

MAX_BLOK = 45  # minutes; the longest of the programme (`onderzoek/inhoud.md` part e1), with a rest inside
MAX_ZONDER_PAUZE = 90  # minutes; the longest stretch of the programme has 85 (part e1)
SITUATIES = 12  # cards (part e3)
HALTES = 7  # cards (part e1, block 7)
TWICE = ("id '{}' bestaat al", "kies een andere; de eerste staat in {}")
REFLECTIEVRAGEN, REFLECTIEDELEN, LABELS = 15, 3, 4  # as the tool that it follows (source 001)


def _read_items(library: Library) -> Iterator[tuple[Source, Loc, tuple[Item, ...]]]:
    """Every list of which the items are found by their id, with its place."""
    if read := library.programma:
        yield read.source, ("bladen",), read.value.bladen
        yield read.source, ("vormen",), read.value.vormen
        yield read.source, ("blokken",), read.value.blokken
    if cards := library.trainingskaarten:
        yield cards.source, ("situaties",), cards.value.situaties
        yield cards.source, ("reis",), cards.value.reis
        yield cards.source, ("zakkaarten",), cards.value.zakkaarten
    if reflection := library.reflectie:
        yield reflection.source, ("labels",), reflection.value.labels
        yield reflection.source, ("delen",), reflection.value.delen
        yield reflection.source, ("bronnen", "lijst"), reflection.value.bronnen.lijst
    if evaluation := library.evaluatie:
        for name, form in evaluation.value.formulieren.items():
            yield evaluation.source, (name, "vragen"), form.vragen


def _ids(library: Library) -> Iterator[Problem]:
    """Pages and fields are named after ids, so an id comes once; questions of the reflection over all its parts."""
    for source, loc, items in _read_items(library):
        yield from doubled("C73", ((item.id, source.place(*loc, at, "id")) for at, item in enumerate(items)), *TWICE)
    if read := library.reflectie:
        vragen = (
            (vraag.id, read.source.place("delen", part, "vragen", at, "id"))
            for part, deel in enumerate(read.value.delen)
            for at, vraag in enumerate(deel.vragen)
        )
        yield from doubled("C73", vragen, *TWICE)


def _programme(library: Library) -> Iterator[Problem]:
    """Every line of the programme is a block that exists or a pause, and every form gives everybody rest."""
    if (read := library.programma) is None:
        return
    blokken = {blok.id: blok for blok in read.value.blokken}
    for number, vorm in enumerate(read.value.vormen):
        lines = list(_lines(read, number, vorm))
        for place, regel in lines:
            yield from _line(place, regel, vorm, blokken)
        shown = vorm.naam.replace("{", "{{").replace("}", "}}")  # braces of its own are no place to fill in
        twice = f"blok '{{}}' komt twee keer in '{shown}'"
        named = ((regel.blok, place) for place, regel in lines if regel.blok)
        yield from doubled("C76", named, twice, "haal er een weg; de eerste staat in {}")
        yield from _rest(read.source, number, vorm, blokken)


def _lines(read: Read[Programma], number: int, vorm: Vorm) -> Iterator[tuple[Place, Programmaregel]]:
    for part, dagdeel in enumerate(vorm.dagdelen):
        for at, regel in enumerate(dagdeel.regels):
            yield read.source.place("vormen", number, "dagdelen", part, "regels", at), regel


def _line(place: Place, regel: Programmaregel, vorm: Vorm, blokken: Mapping[str, Blok]) -> Iterator[Problem]:
    if bool(regel.blok) == bool(regel.pauze):
        what = "een blok en ook een pauze" if regel.blok else "geen blok en geen pauze"
        hint = "schrijf 'blok' met een id, of 'pauze' met 'minuten'"
        yield error("C72", place, f"deze regel van het programma heeft {what}", hint)
    elif regel.pauze and not regel.minuten:
        yield error("C72", place, f"bij '{regel.pauze}' staat niet hoe lang het duurt", "schrijf erbij: minuten: 15")
    elif regel.blok and regel.minuten is not None:
        hint = "haal hier minuten weg; de stappen van het blok zeggen hoe lang het duurt"
        yield error("C72", place, f"een blok heeft hier geen minuten, ook '{regel.blok}' niet", hint)
    if regel.blok and regel.blok not in blokken:
        yield error("C71", place, f"blok '{regel.blok}' bestaat niet", did_you_mean(regel.blok, blokken))
    elif regel.blok and not blokken[regel.blok].minutes(kort=vorm.kort):
        hint = f"haal het blok hier weg, of schrijf bij zijn stappen {'kort' if vorm.kort else 'minuten'}"
        yield error("C74", place, f"blok '{regel.blok}' duurt in '{vorm.naam}' geen minuut", hint)


def _rest(source: Source, number: int, vorm: Vorm, blokken: Mapping[str, Blok]) -> Iterator[Problem]:
    """After so long there is a pause; told once, where it is passed."""
    for part, dagdeel in enumerate(vorm.dagdelen):
        stretch = 0
        for at, regel in enumerate(dagdeel.regels):
            blok = blokken.get(regel.blok or "")
            length = blok.minutes(kort=vorm.kort) if blok else 0
            if stretch <= MAX_ZONDER_PAUZE < stretch + length:
                place = source.place("vormen", number, "dagdelen", part, "regels", at)
                message = f"voor dit blok uit is, zijn er {stretch + length} minuten zonder pauze"
                yield warning("C75", place, message, f"hooguit {MAX_ZONDER_PAUZE} is goed; zet er een pauze tussen")
            stretch = 0 if regel.pauze else stretch + length


def _blocks(library: Library) -> Iterator[Problem]:
    """No block is longer than people can keep up."""
    if (read := library.programma) is None:
        return
    for at, blok in enumerate(read.value.blokken):
        longest = max(blok.minutes(kort=False), blok.minutes(kort=True))
        if longest > MAX_BLOK:
            message = f"blok '{blok.id}' duurt {longest} minuten"
            hint = f"hooguit {MAX_BLOK} is goed; maak stappen korter, of maak er twee blokken van"
            yield warning("C77", read.source.place("blokken", at, "id"), message, hint)


def _cards(library: Library) -> Iterator[Problem]:
    """As many cards as the trainer's guide counts on."""
    if (read := library.trainingskaarten) is None:
        return
    for name, cards, wanted, words in (
        ("situaties", read.value.situaties, SITUATIES, "situatiekaarten"),
        ("reis", read.value.reis, HALTES, "reiskaarten"),
    ):
        if len(cards) != wanted:
            message = f"het aantal {words} is {len(cards)} in plaats van {wanted}"
            yield warning("C78", read.source.key_place(name), message, f"het draaiboek rekent op {wanted}")


def _search(library: Library) -> Iterator[Problem]:
    """What is searched for stands on a blad that exists, of a house or kolom that exists."""
    if (read := library.trainingsbladen) is None:
        return
    houses = [house.value for house in library.domeinen]
    known = {
        "huis": [house.id for house in houses],
        "kolom": [kolom.id for house in houses for kolom in house.kolommen],
    }
    for at, vraag in enumerate(read.value.speurtocht.vragen):
        loc = ("speurtocht", "vragen", at)
        if vraag.blad not in KINDS:
            place = read.source.place(*loc, "blad")
            yield error("C79", place, f"blad '{vraag.blad}' bestaat niet", did_you_mean(vraag.blad, KINDS))
        elif houses:
            yield from _whose(read.source, loc, vraag.blad, vraag.van, known)


def _whose(source: Source, loc: Loc, blad: str, van: str | None, known: Mapping[str, list[str]]) -> Iterator[Problem]:
    per = KINDS[blad].per
    if per not in OF_A_HOUSE:
        if van is not None:
            message = f"'van' past niet bij blad '{blad}': dat is er één keer"
            yield error("C80", source.key_place(*loc, "van"), message, "haal 'van' weg")
    elif van is None:
        message = f"van blad '{blad}' is er één per {per}"
        yield error("C80", source.place(*loc, "blad"), message, f"schrijf bij 'van' de id van een {per}")
    elif van not in known[per]:
        yield error("C80", source.place(*loc, "van"), f"{per} '{van}' bestaat niet", did_you_mean(van, known[per]))


def _reflection(library: Library) -> Iterator[Problem]:
    """Fifteen questions in three parts, with four labels for an answer (source 001)."""
    if (read := library.reflectie) is None:
        return
    for place, count, wanted, words in (
        (read.source.key_place("labels"), len(read.value.labels), LABELS, "labels"),
        (read.source.key_place("delen"), len(read.value.delen), REFLECTIEDELEN, "delen"),
        (read.source.key_place("delen"), len(read.value.vragen), REFLECTIEVRAGEN, "vragen"),
    ):
        if count != wanted:
            message = f"het aantal {words} van de reflectie is {count} in plaats van {wanted}"
            yield warning("C81", place, message, f"zorg dat het er {wanted} zijn")


def _bronnen(library: Library) -> Iterator[Problem]:
    """A question names sources that are on the list, and every source of the list is named."""
    if (read := library.reflectie) is None:
        return
    known = [bron.id for bron in read.value.bronnen.lijst]
    for part, deel in enumerate(read.value.delen):
        for number, vraag in enumerate(deel.vragen):
            for at, bron in enumerate(vraag.bronnen):
                if bron not in known:
                    place = read.source.place("delen", part, "vragen", number, "bronnen", at)
                    yield error("C82", place, f"bron '{bron}' bestaat niet", did_you_mean(bron, known))
    used = Counter(chain.from_iterable(vraag.bronnen for vraag in read.value.vragen))
    for at, bron in enumerate(known):
        if not used[bron]:
            place = read.source.place("bronnen", "lijst", at, "id")
            yield warning(
                "C83", place, f"geen vraag noemt bron '{bron}'", "noem de bron bij een vraag, of haal hem weg"
            )


TRAINING_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    _ids,
    _programme,
    _blocks,
    _cards,
    _search,
    _reflection,
    _bronnen,
)
