"""The rules of the Sociale Kaart, whether it was read from YAML or from a spreadsheet: a place tells where it stands.

Rules that look at the calendar stand apart in `DATED_CARD_RULES` and get the day.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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


def _read_cards(library: Library) -> Iterator[Read[SocialeKaart]]:
    if library.landelijk is not None:
        yield library.landelijk
    yield from library.kaarten.values()


def _entries(kaart: Read[SocialeKaart]) -> Iterator[tuple[Loc, Voorziening]]:
    return ((("voorzieningen", index), entry) for index, entry in enumerate(kaart.value.voorzieningen))


def _cards(library: Library) -> Iterator[Problem]:
    houses = {read.value.id: [kolom.id for kolom in read.value.kolommen] for read in library.domeinen}
    for kaart in _read_cards(library):
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


def _twice(library: Library) -> Iterator[Problem]:
    for kaart in _read_cards(library):
        seen: dict[tuple[str, str], Place] = {}
        for here, entry in _entries(kaart):
            name, place = name_of(entry), kaart.source.place(*here)
            if name in seen:
                message = f"'{entry.aanbod}' van '{entry.organisatie}' staat er twee keer"
                yield warning("C27", place, message, f"haal er een weg; de eerste staat in {seen[name]}")
            seen.setdefault(name, place)


def _fiction(library: Library) -> Iterator[Problem]:
    """Fictional numbers and addresses may stand only in a gemeente that says that it is fictional."""
    sources = [library.landelijk.source] if library.landelijk else []
    for name, gemeente in library.gemeenten.items():
        if not gemeente.value.feiten.voorbeeld:
            sources.append(gemeente.facts)
            if name in library.kaarten:
                sources.append(library.kaarten[name].source)
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


def _fields(library: Library) -> Iterator[Problem]:
    for kaart in _read_cards(library):
        for here, entry in _entries(kaart):
            yield from _reached_by(entry, here, kaart.source, printed=entry.in_boekje)
    for gemeente in library.gemeenten.values():
        feiten, source = gemeente.value.feiten, gemeente.facts
        yield from _reached_by(feiten.contact, ("contact",), source, printed=True)
        yield from _reached_by(feiten.oco, ("oco",), source, printed=True)


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


def _descriptions(library: Library) -> Iterator[Problem]:
    for kaart in _read_cards(library):
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


def _national(library: Library) -> Iterator[Problem]:
    """What a gemeente leaves out of the national services, and what it replaces by its own."""
    if library.landelijk is None:
        return
    country = library.landelijk
    if country.value.landelijk_uit:
        place = country.source.key_place("landelijk_uit")
        hint = "haal het hier weg, of zet de voorziening op in_boekje: nee"
        yield error("C53", place, "'landelijk_uit' kan alleen bij een gemeente", hint)
    names = {name_of(entry): f"{entry.organisatie}, {entry.aanbod}" for entry in country.value.voorzieningen}
    printed = {name_of(entry) for entry in country.value.voorzieningen if entry.in_boekje}
    for kaart in library.kaarten.values():
        for index, one in enumerate(kaart.value.landelijk_uit):
            if name_of(one) not in names:
                message = f"de landelijke voorziening '{one.organisatie}, {one.aanbod}' bestaat niet"
                hint = _like_one_of(f"{one.organisatie}, {one.aanbod}", names.values(), country.source.file)
                yield warning("C54", kaart.source.place("landelijk_uit", index), message, hint)
        for here, entry in _entries(kaart):
            if entry.in_boekje and name_of(entry) in printed:
                message = f"'{entry.aanbod}' van '{entry.organisatie}' komt in plaats van de landelijke"
                yield note("C55", kaart.source.place(*here), message, f"de landelijke staat in {country.source.file}")


def _like_one_of(name: str, known: Iterable[str], file: str) -> str:
    """The name that was meant, or where the names stand: there are too many to list."""
    hint = did_you_mean(name, known)
    return hint if hint.startswith("bedoelde") else f"neem de namen over uit {file}"


def _future(library: Library, today: date) -> Iterator[Problem]:
    for kaart in _read_cards(library):
        for here, entry in _entries(kaart):
            if entry.gecontroleerd and entry.gecontroleerd > today:
                day = f"{entry.gecontroleerd.day} {month(entry.gecontroleerd)}"
                message = f"'{entry.aanbod}' is nagekeken op {day}, en die dag moet nog komen"
                place = kaart.source.place(*here, "gecontroleerd")
                yield error("C51", place, message, "kijk de dag, de maand en het jaar na")


def _freshness(library: Library, today: date) -> Iterator[Problem]:
    """What a gemeente prints and nobody looked at for long; national facts are told once for all that wait equally long."""
    if library.landelijk is None:
        return
    country = library.landelijk.value.voorzieningen
    places = {  # by identity, for two entries may be equal
        id(entry): kaart.source.place(*here, "gecontroleerd")
        for kaart in _read_cards(library)
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


CARD_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    _cards,
    _twice,
    _fiction,
    _fields,
    _descriptions,
    _national,
)
DATED_CARD_RULES: tuple[Callable[[Library, date], Iterator[Problem]], ...] = (_future, _freshness)
