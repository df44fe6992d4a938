"""The rules of the Sociale Kaart, whether it was read from YAML or from a spreadsheet: a place tells where it stands.

Rules of `CARD_RULES` get cards to look at: the national one, or those of gemeenten. Rules that look at the calendar stand
apart in `DATED_CARD_RULES` and get the day too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from typing import NamedTuple

from booklet.addresses import FICTION, email_fault, phone_fault, postcode_fault, shown_address, web_fault
from booklet.content import Library, Read
from booklet.days import month
from booklet.kaart import Versheid, name_of, national, versheid
from booklet.models import Contact, Houdbaar, Oco, SocialeKaart, Voorziening
from booklet.problems import Place, Problem, did_you_mean, error, note, warning
from booklet.source import Loc, Source

MAX_WEBSITE = 60  # letters; longer is hard to type, and its QR code gets dense
MAX_OMSCHRIJVING = 240  # letters that look well on a card
MAX_ZINNEN = 4  # on a card
AGES = ("C58", "C59")  # facts that are old; they do not stand in the way of an import, and every later check tells them


class Cards(NamedTuple):
    """Some Sociale Kaarten of the content: the national one, or those of gemeenten."""

    library: Library
    kaarten: tuple[Read[SocialeKaart], ...]


def national_card(library: Library) -> Cards:
    """The card that every gemeente shares."""
    return Cards(library, (library.landelijk,) if library.landelijk else ())


def own_cards(library: Library) -> Cards:
    """The cards of the gemeenten, also of those that are not whole."""
    return Cards(library, tuple(library.kaarten.values()))


class Country(NamedTuple):
    """What the cards of gemeenten are held against: the national voorzieningen by `name_of`, with their names as written.

    `printed` are those that come in a booklet.
    """

    file: str
    names: Mapping[tuple[str, str], str]
    printed: Set[tuple[str, str]]


def country_of(library: Library) -> Country | None:
    """The national voorzieningen, None when they could not be read."""
    if library.landelijk is None:
        return None
    entries = library.landelijk.value.voorzieningen
    names = {name_of(entry): f"{entry.organisatie}, {entry.aanbod}" for entry in entries}
    printed = frozenset(name_of(entry) for entry in entries if entry.in_boekje)
    return Country(library.landelijk.source.file, names, printed)


def _entries(kaart: Read[SocialeKaart]) -> Iterator[tuple[Loc, Voorziening]]:
    return ((("voorzieningen", index), entry) for index, entry in enumerate(kaart.value.voorzieningen))


def _cards(cards: Cards) -> Iterator[Problem]:
    houses = {read.value.id: [kolom.id for kolom in read.value.kolommen] for read in cards.library.domeinen}
    for kaart in cards.kaarten:
        for here, entry in _entries(kaart):
            if houses:
                yield from _where_it_belongs(entry, here, kaart.source, houses)
            if entry.in_boekje:
                yield from _ready_to_print(entry, kaart.source.place(*here))


def _ready_to_print(entry: Voorziening, place: Place) -> Iterator[Problem]:
    if not entry.bereikbaar:
        yield error(
            "C24",
            place,
            f"'{entry.aanbod}' is op geen enkele manier te bereiken",
            "vul telefoon, email, website of straat in, of zet in_boekje op nee",
        )
    if entry.gecontroleerd is None:
        yield error(
            "C25",
            place,
            f"bij '{entry.aanbod}' staat niet wanneer het is nagekeken",
            "vul gecontroleerd in, of zet in_boekje op nee",
        )
    if entry.bron is None:
        yield warning("C26", place, f"bij '{entry.aanbod}' staat geen bron", "vul in waar de gegevens vandaan komen")


def _twice(cards: Cards) -> Iterator[Problem]:
    for kaart in cards.kaarten:
        seen: dict[tuple[str, str], Place] = {}
        for here, entry in _entries(kaart):
            name, place = name_of(entry), kaart.source.place(*here)
            if name in seen:
                message = f"'{entry.aanbod}' van '{entry.organisatie}' staat er twee keer"
                yield warning("C27", place, message, f"haal er een weg; de eerste staat in {seen[name]}")
            seen.setdefault(name, place)


def check_national(library: Library) -> Iterator[Problem]:
    """The rules of the national card alone: nothing in it is made up, and it switches nothing off."""
    if library.landelijk is None:
        return
    country = library.landelijk
    yield from _fiction((country.source,))
    if country.value.landelijk_uit:
        place = country.source.key_place("landelijk_uit")
        hint = "haal het hier weg, of zet de voorziening op in_boekje: nee"
        yield error("C53", place, "'landelijk_uit' kan alleen bij een gemeente", hint)


def check_own_cards(library: Library, country: Country | None) -> Iterator[Problem]:
    """The rules of gemeenten alone: what is made up, how people reach them, and what becomes of the national voorzieningen."""
    for name, gemeente in library.gemeenten.items():
        feiten, source = gemeente.value.feiten, gemeente.facts
        if not feiten.voorbeeld:
            yield from _fiction((source, *([library.kaarten[name].source] if name in library.kaarten else ())))
        yield from _reached_by(feiten.contact, ("contact",), source, printed=True)
        yield from _reached_by(feiten.oco, ("oco",), source, printed=True)
    if country is not None:
        for kaart in library.kaarten.values():
            yield from _held_against(country, kaart)


def _fiction(sources: Iterable[Source]) -> Iterator[Problem]:
    """Fictional numbers and addresses may stand only in a gemeente that says that it is fictional."""
    for source in sources:
        for loc, text in source.texts:
            for found in FICTION.finditer(text):
                place = source.place_in(loc, found[0])
                yield error("C28", place, f"'{found[0]}' is verzonnen", "dit mag alleen in een voorbeeldgemeente")


class _Field(NamedTuple):
    """A field by which people are reached: its code, what it should be, and what to do when it is not."""

    code: str
    what: str
    fault: Callable[[str], str | None]


FIELDS = {
    "telefoon": _Field("C45", "geen goed telefoonnummer", phone_fault),
    "email": _Field("C46", "geen goed e-mailadres", email_fault),
    "website": _Field("C47", "geen goed webadres", web_fault),
    "postcode": _Field("C48", "geen goede postcode", postcode_fault),
}


def _fields(cards: Cards) -> Iterator[Problem]:
    for kaart in cards.kaarten:
        for here, entry in _entries(kaart):
            yield from _reached_by(entry, here, kaart.source, printed=entry.in_boekje)


def _reached_by(value: Voorziening | Contact | Oco, here: Loc, source: Source, *, printed: bool) -> Iterator[Problem]:
    wrong = error if printed else warning
    for name, field in FIELDS.items():
        shown = getattr(value, name, None)
        # What is made up has a rule of its own, and a fictional gemeente needs a postcode that nobody has.
        made_up = shown and FICTION.fullmatch(shown) and ("@" in shown) == (name == "email")
        if shown and (hint := field.fault(shown)) and not made_up:
            yield wrong(field.code, source.place(*here, name), f"'{shown}' is {field.what}", hint)
    letters = len(shown_address(value.website or ""))
    if printed and letters > MAX_WEBSITE:
        message = f"dit webadres heeft {letters} letters, en dat is veel om over te typen"
        yield warning("C49", source.place(*here, "website"), message, "kies een kortere bladzijde, zoals de voorpagina")


def _descriptions(cards: Cards) -> Iterator[Problem]:
    for kaart in cards.kaarten:
        for here, entry in _entries(kaart):
            text = entry.omschrijving
            letters, sentences = len(text), len([one for one in re.split(r"(?<=[.!?])\s+|\n", text) if one.strip()])
            if entry.in_boekje and (letters > MAX_OMSCHRIJVING or sentences > MAX_ZINNEN):
                long = f"{letters} letters" if letters > MAX_OMSCHRIJVING else f"{sentences} zinnen"
                yield warning(
                    "C50",
                    kaart.source.place(*here, "omschrijving"),
                    f"de omschrijving van '{entry.aanbod}' heeft {long}",
                    f"op de kaart past het best een tekst van hooguit {MAX_OMSCHRIJVING} letters en {MAX_ZINNEN} zinnen",
                )


def _held_against(country: Country, kaart: Read[SocialeKaart]) -> Iterator[Problem]:
    """What a gemeente leaves out of the national services, and what it replaces by its own."""
    for index, one in enumerate(kaart.value.landelijk_uit):
        if name_of(one) not in country.names:
            message = f"de landelijke voorziening '{one.organisatie}, {one.aanbod}' bestaat niet"
            hint = _like_one_of(f"{one.organisatie}, {one.aanbod}", country.names.values(), country.file)
            yield warning("C54", kaart.source.place("landelijk_uit", index), message, hint)
    for here, entry in _entries(kaart):
        if entry.in_boekje and name_of(entry) in country.printed:
            message = f"'{entry.aanbod}' van '{entry.organisatie}' komt in plaats van de landelijke"
            yield note("C55", kaart.source.place(*here), message, f"de landelijke staat in {country.file}")


def _like_one_of(name: str, known: Iterable[str], file: str) -> str:
    """The name that was meant, or where the names stand: there are too many to list."""
    hint = did_you_mean(name, known)
    return hint if hint.startswith("bedoelde") else f"neem de namen over uit {file}"


def _future(cards: Cards, today: date) -> Iterator[Problem]:
    for kaart in cards.kaarten:
        for here, entry in _entries(kaart):
            if entry.gecontroleerd and entry.gecontroleerd > today:
                day = f"{entry.gecontroleerd.day} {month(entry.gecontroleerd)}"
                message = f"'{entry.aanbod}' is nagekeken op {day}, en die dag moet nog komen"
                place = kaart.source.place(*here, "gecontroleerd")
                yield error("C51", place, message, "kijk de dag, de maand en het jaar na")


def check_freshness(library: Library, today: date) -> Iterator[Problem]:
    """What a gemeente prints and nobody looked at for long; national facts are told once for all that wait equally long."""
    if library.landelijk is None:
        return
    country = library.landelijk.value.voorzieningen
    places = {  # by identity, for two entries may be equal
        id(entry): kaart.source.place(*here, "gecontroleerd")
        for kaart in (library.landelijk, *library.kaarten.values())
        for here, entry in _entries(kaart)
    }
    for name, read in library.gemeenten.items():
        kaart = library.kaarten[name].value if name in library.kaarten else SocialeKaart()
        local = [entry for entry in kaart.voorzieningen if entry.in_boekje]
        for entry in (*local, *national(country, kaart.landelijk_uit, local)):
            if entry.in_boekje and entry.gecontroleerd:
                yield from _age(entry, entry.gecontroleerd, places[id(entry)], read.value.feiten.houdbaar, today)


def _age(entry: Voorziening, checked: date, place: Place, houdbaar: Houdbaar, today: date) -> Iterator[Problem]:
    age = versheid(entry, houdbaar, today)
    told = f"'{entry.aanbod}' van '{entry.organisatie}' is voor het laatst nagekeken in {month(checked)}"
    if age == Versheid.VEROUDERD:
        hint = "kijk het na en zet de nieuwe datum bij gecontroleerd"
        yield warning("C59", place, f"{told} en is nu te oud voor het boekje", hint)
    elif age == Versheid.NAKIJKEN:
        hint = f"kijk het na: na {_months(houdbaar.nakijken_na)} kan er veel veranderd zijn"
        yield warning("C58", place, told, hint)


def _months(months: int) -> str:
    """`een jaar`, `18 maanden`"""
    years, rest = divmod(months, 12)
    if rest:
        return "een maand" if months == 1 else f"{months} maanden"
    return "een jaar" if years == 1 else f"{years} jaar"


def _where_it_belongs(
    entry: Voorziening, here: Loc, source: Source, houses: Mapping[str, list[str]]
) -> Iterator[Problem]:
    for index, name in enumerate(entry.domein):
        if name not in houses:
            place = source.place(*here, "domein", index)
            yield error("C22", place, f"domein '{name}' bestaat niet", did_you_mean(name, houses))
    allowed = [kolom for name in entry.domein for kolom in houses.get(name, ())]
    if not allowed:
        return
    for index, kolom in enumerate(entry.kolom or ()):
        if kolom not in allowed:
            yield error(
                "C23",
                source.place(*here, "kolom", index),
                f"kolom '{kolom}' hoort niet bij domein '{', '.join(entry.domein)}'",
                did_you_mean(kolom, allowed),
            )


CARD_RULES: tuple[Callable[[Cards], Iterator[Problem]], ...] = (_cards, _twice, _fields, _descriptions)
DATED_CARD_RULES: tuple[Callable[[Cards, date], Iterator[Problem]], ...] = (_future,)
