"""Step 2, checking: the rules that need more than one value, each a small function in a list of rules.

Reading has already seen to it that every value has the right form. A rule tells what is wrong with the place of it; a rule
that needs a part which could not be read says nothing, for half a list would mislead. The rules of the Sociale Kaart stand
in `checks_kaart`; those that look at the calendar get the day.

What all gemeenten share is checked once (`check_shared`) and each gemeente by itself (`check_own`), so that a run over the
whole country keeps nothing of a gemeente; what only shows when they lie beside each other comes last (`check_together`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from booklet import language
from booklet.checks_colour import COLOUR_RULES, check_house_styles
from booklet.checks_handleiding import HANDLEIDING_RULES
from booklet.checks_huisstijl import check_huisstijl
from booklet.checks_kaart import (
    CARD_RULES,
    DATED_CARD_RULES,
    Cards,
    Country,
    check_freshness,
    check_national,
    check_own_cards,
    country_of,
    national_card,
    own_cards,
)
from booklet.checks_print import PRINT_RULES
from booklet.checks_training import TRAINING_RULES
from booklet.content import Library, Read
from booklet.fonts import bold_width, unprintable
from booklet.gemeenten import read_list, slug
from booklet.markup import LAYOUTS, PLACEHOLDERS
from booklet.models import (
    SMILEYS,
    Domein,
    Drukkerij,
    Editie,
    Kant,
    Kolom,
    Persoon,
)
from booklet.planner import KINDS, OF_A_HOUSE
from booklet.problems import Place, Problem, did_you_mean, doubled, error, in_order, note, warning
from booklet.source import Loc, Source

# The thirteen domains of the Zelfredzaamheid-Matrix 2017 (`onderzoek/inhoud.md` part b1).
ZRM_DOMEINEN = (
    "Financiën",
    "Werk & opleiding",
    "Tijdsbesteding",
    "Huisvesting",
    "Huiselijke relaties",
    "Geestelijke gezondheid",
    "Lichamelijke gezondheid",
    "Middelengebruik",
    "Basale ADL",
    "Instrumentele ADL",
    "Sociaal netwerk",
    "Maatschappelijke participatie",
    "Justitie",
)
HUIZEN = 6
MAX_ESSENTIE = 12  # words (`inhoud.md` G31)
SUGGESTIES = range(5, 9)  # per kolom (`inhoud.md` G31)
TAB_MM = 28.5  # room for the name on the thumb tab, in bold 11 pt
Rule = Callable[[Library], Iterator[Problem]]
TextRule = Callable[["Texts"], Iterator[Problem]]


class Texts(NamedTuple):
    """Some files of the content: those that all gemeenten share, or those of gemeenten; and the pictures that there are."""

    library: Library
    sources: tuple[Source, ...]
    icons: tuple[str, ...]


@dataclass(frozen=True)
class Common:
    """What checking any gemeente needs of what all of them share, worked out once; its `library` has no gemeenten."""

    library: Library
    icons: tuple[str, ...]
    officials: Mapping[str, str] | None  # the names of gemeenten by code; None when the list cannot be read
    country: Country | None
    language: language.Shared | None


class Found(NamedTuple):
    """What a check found, and what `check_together` needs of it: the codes of gemeenten, and the exemptions that were needed."""

    problems: tuple[Problem, ...]
    codes: Mapping[str, tuple[str, Place]]
    freed: frozenset[int]


def check(library: Library, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong on a day with what was read, in the order of file and line."""
    common = common_of(library)
    shared, own = check_shared(common, today), check_own(library, common, today)
    return in_order((*shared.problems, *own.problems, *check_together(common, (shared, own))))


def common_of(library: Library) -> Common:
    """What checking needs of what all gemeenten share."""
    shared = library.with_gemeenten(())
    try:
        officials = {official.code: official.naam for official in read_list(library.root)}
    except (OSError, ValueError):
        officials = None
    icons = tuple(sorted(path.stem for path in (LAYOUTS / "iconen").glob("*.svg")))
    return Common(shared, icons, officials, country_of(shared), language.shared_of(shared))


def check_shared(common: Common, today: date) -> Found:
    """Everything that is wrong on a day with what all gemeenten share, in the order of file and line."""
    library = common.library
    sources = tuple(_shared_sources(library))
    found = chain(
        chain.from_iterable(rule(library) for rule in SHARED_RULES),
        _officials(common),
        _in_texts(Texts(library, sources, common.icons)),
        _in_cards(national_card(library), today),
    )
    judged = _read_along(common, common.language.corpora.values() if common.language else ())
    return Found(in_order((*library.shared_problems, *found, *judged.problems)), {}, judged.freed)


def check_own(library: Library, common: Common, today: date) -> Found:
    """Everything that is wrong on a day with the gemeenten that were read, in the order of file and line.

    `common` comes from the same shared content. A national voorziening that is too old for a gemeente is told at its own
    place; every other problem is in the files of a gemeente.
    """
    found = chain(
        chain.from_iterable(rule(library) for rule in OWN_RULES),
        _official(library, common),
        _in_texts(Texts(library, tuple(_own_sources(library)), common.icons)),
        _in_cards(own_cards(library), today),
        check_own_cards(library, common.country),
        check_freshness(library, today),
    )
    judged = _read_along(common, language.own_corpora(library, common.language) if common.language else ())
    codes = {name: (read.value.feiten.code, read.facts.place("code")) for name, read in library.gemeenten.items()}
    return Found(in_order((*library.own_problems, *found, *judged.problems)), codes, judged.freed)


def check_together(common: Common, found: Iterable[Found]) -> tuple[Problem, ...]:
    """What shows when all that was found lies together: codes that come twice, and exemptions that nothing needs."""
    found = tuple(found)
    codes = {name: code for one in found for name, code in one.codes.items()}
    freed = frozenset[int]().union(*(one.freed for one in found))
    idle = language.unused(common.library, freed, codes) if common.language else ()
    return in_order((*_codes(codes), *idle))


def _in_texts(texts: Texts) -> Iterator[Problem]:
    return chain.from_iterable(rule(texts) for rule in TEXT_RULES)


def _in_cards(cards: Cards, today: date) -> Iterator[Problem]:
    yield from chain.from_iterable(rule(cards) for rule in CARD_RULES)
    yield from chain.from_iterable(rule(cards, today) for rule in DATED_CARD_RULES)


def _read_along(common: Common, corpora: Iterable[language.Corpus]) -> language.Judged:
    return language.judge(corpora, common.language) if common.language else language.Judged()


def _kolommen(library: Library) -> Iterator[tuple[Read[Domein], int, Kolom]]:
    return ((read, index, kolom) for read in library.domeinen for index, kolom in enumerate(read.value.kolommen))


def _ids(library: Library) -> Iterator[Problem]:
    lists: tuple[Iterable[tuple[str, Place]], ...] = (
        ((read.value.id, read.source.place("id")) for read in library.domeinen),
        ((kolom.id, read.source.place("kolommen", index, "id")) for read, index, kolom in _kolommen(library)),
        ((read.value.id, read.source.place("id")) for read in library.personen),
        ((read.value.id, read.source.place("id")) for read in library.edities),
        ((read.value.id, read.source.place("id")) for read in library.drukkerijen),
    )
    for named in lists:
        yield from doubled("C01", named, "id '{}' bestaat al", "kies een andere; de eerste staat in {}")


def _file_names(library: Library) -> Iterator[Problem]:
    """Commands find houses, persons, editions and print shops by the names of their files."""
    reads: tuple[Read[Domein] | Read[Persoon] | Read[Editie] | Read[Drukkerij], ...] = (
        *library.domeinen,
        *library.personen,
        *library.edities,
        *library.drukkerijen,
    )
    for read in reads:
        stem = Path(read.source.file).stem
        wanted = re.sub(r"^\d+-", "", stem)
        if read.value.id != wanted:
            yield error("C38", read.source.place("id"), f"id '{read.value.id}' is anders dan de naam van het bestand", f"schrijf '{wanted}' of geef het bestand een andere naam")  # fmt: skip


def _houses(library: Library) -> Iterator[Problem]:
    """Six houses with two kolommen, but one with three: thirteen in all (`inhoud.md` G30)."""
    reads = library.domeinen
    if not reads:
        return
    folder = Place(f"{library.shown}/domeinen")
    if len(reads) != HUIZEN:
        yield error(
            "C02", folder, f"er zijn {len(reads)} huizen in plaats van zes", "elk huis is een bestand in deze map"
        )
    count = sum(len(read.value.kolommen) for read in reads)
    if count != len(ZRM_DOMEINEN):
        yield error(
            "C03",
            folder,
            f"de huizen hebben samen {count} kolommen in plaats van dertien",
            "één huis heeft er drie, de andere twee",
        )
    for read in reads:
        if bold_width(read.value.naam, 11) > TAB_MM:
            yield error(
                "C04",
                read.source.place("naam"),
                f"'{read.value.naam}' past niet op het tabblad",
                "kies een kortere naam, van ongeveer veertien letters",
            )


def _zrm(library: Library) -> Iterator[Problem]:
    taken: dict[str, Kolom] = {}
    for read, index, kolom in _kolommen(library):
        place = read.source.place("kolommen", index, "zrm")
        if kolom.zrm not in ZRM_DOMEINEN:
            yield error(
                "C05", place, f"'{kolom.zrm}' is geen domein van de ZRM 2017", did_you_mean(kolom.zrm, ZRM_DOMEINEN)
            )
        elif kolom.zrm in taken:
            yield error(
                "C06",
                place,
                f"ZRM-domein '{kolom.zrm}' hoort al bij '{taken[kolom.zrm].naam}'",
                "elke kolom heeft een eigen domein",
            )
        taken.setdefault(kolom.zrm, kolom)


def _kolom_texts(library: Library) -> Iterator[Problem]:
    for read, index, kolom in _kolommen(library):
        words = len(kolom.essentie.split())
        if words > MAX_ESSENTIE:
            yield error(
                "C07",
                read.source.place("kolommen", index, "essentie"),
                f"de essentie heeft {words} woorden",
                f"maak er hooguit {MAX_ESSENTIE} van",
            )
        count = len(kolom.suggesties) + len(kolom.gaat_goed)
        if count not in SUGGESTIES:
            yield error(
                "C08",
                read.source.key_place("kolommen", index, "suggesties"),
                f"'{kolom.naam}' heeft {count} suggesties",
                "vijf tot acht is goed, met wat goed gaat erbij",
            )


def _questions(library: Library) -> Iterator[Problem]:
    """Four fixed questions in a fixed order, the second and third with a question below (`inhoud.md` G17)."""
    if library.plan is None:
        return
    source = library.plan.source
    for index, (vraag, wanted) in enumerate(zip(library.plan.value.vragen, ("nu", "wil", "kan", "nodig"), strict=True)):
        if vraag.id != wanted:
            yield error(
                "C09",
                source.place("vragen", index, "id"),
                f"hier hoort vraag '{wanted}', niet '{vraag.id}'",
                "de volgorde is nu, wil, kan, nodig",
            )
        elif (vraag.subvraag is not None) != (wanted in ("wil", "kan")):
            yield error(
                "C10",
                source.place("vragen", index),
                "alleen 'wil' en 'kan' hebben een subvraag",
                "zo staat het in het format",
            )


def _faces(library: Library) -> Iterator[Problem]:
    """Three faces in a fixed order, for which there are pictures and which persons choose from (`inhoud.md` part b3)."""
    if library.plan is not None:
        for index, (smiley, wanted) in enumerate(zip(library.plan.value.smileys, SMILEYS, strict=True)):
            if smiley.id != wanted:
                place = library.plan.source.place("smileys", index, "id")
                yield error("C44", place, f"hier hoort smiley '{wanted}', niet '{smiley.id}'", f"de volgorde is {', '.join(SMILEYS)}")  # fmt: skip


def _pictures(texts: Texts) -> Iterator[Problem]:
    for source in texts.sources:
        for loc, text in source.texts:
            if loc[-1:] == ("icoon",) and text.strip() not in texts.icons:
                hint = did_you_mean(text.strip(), texts.icons)
                yield error("C11", source.place(*loc), f"plaatje '{text.strip()}' is er niet", hint)


def _persons(library: Library) -> Iterator[Problem]:
    known = [kolom.id for _, _, kolom in _kolommen(library)]
    if not known:
        return
    for read in library.personen:
        persoon, source = read.value, read.source
        for name in persoon.smileys:
            if name not in known:
                yield error(
                    "C12", source.key_place("smileys", name), f"kolom '{name}' bestaat niet", did_you_mean(name, known)
                )
        for name in known:
            if name not in persoon.smileys:
                yield error(
                    "C13",
                    source.key_place("smileys"),
                    f"{persoon.naam} heeft geen smiley bij '{name}'",
                    "schrijf 'leeg' als het vakje leeg blijft",
                )
        for index, voorbeeld in enumerate(persoon.voorbeelden):
            if voorbeeld.kolom not in known:
                yield error(
                    "C12",
                    source.place("voorbeelden", index, "kolom"),
                    f"kolom '{voorbeeld.kolom}' bestaat niet",
                    did_you_mean(voorbeeld.kolom, known),
                )


def _company(library: Library) -> Iterator[Problem]:
    """Who helped is named when it is someone whom the person knows, and only then: so is the line on the cover."""
    for read in library.personen:
        persoon, source = read.value, read.source
        if persoon.hulp == "samen" and persoon.samen_met is None:
            message = f"er staat niet wie {persoon.naam} hielp met invullen"
            yield error("C63", source.place("hulp"), message, "schrijf het bij samen_met, zoals 'mijn dochter'")
        if persoon.hulp != "samen" and persoon.samen_met is not None:
            message = f"'samen_met' past niet bij hulp '{persoon.hulp}'"
            yield error("C64", source.key_place("samen_met"), message, "haal samen_met weg, of schrijf 'hulp: samen'")


def _examples(library: Library) -> Iterator[Problem]:
    """Every kolom has exactly one worked example, and the filled-in huisjesplaat has a person (`inhoud.md` G34)."""
    if not library.personen:
        return
    given = Counter(voorbeeld.kolom for read in library.personen for voorbeeld in read.value.voorbeelden)
    for read, index, kolom in _kolommen(library):
        if not given[kolom.id]:
            yield error(
                "C14",
                read.source.place("kolommen", index, "id"),
                f"kolom '{kolom.naam}' heeft geen voorbeeld",
                "schrijf er een bij een van de personen",
            )
    yield from doubled(
        "C01",
        (
            (voorbeeld.kolom, read.source.place("voorbeelden", index, "kolom"))
            for read in library.personen
            for index, voorbeeld in enumerate(read.value.voorbeelden)
        ),
        "kolom '{}' heeft al een voorbeeld",
        "haal er een weg; het andere staat in {}",
    )
    if library.plan is not None:
        persons = [read.value.id for read in library.personen]
        chosen = library.plan.value.uitleg.plaat_persoon
        if chosen not in persons:
            yield error(
                "C15",
                library.plan.source.place("uitleg", "plaat_persoon"),
                f"persoon '{chosen}' bestaat niet",
                did_you_mean(chosen, persons),
            )


def _editions(library: Library) -> Iterator[Problem]:
    names = [read.value.id for read in library.edities]
    houses = [read.value.id for read in library.domeinen]
    for read in library.edities:
        for editie, above in _with_onderdelen(read.value):
            place = partial(read.source.place, *above)
            yield from _bladen_of(editie, place)
            yield from _form_of(editie, place, is_onderdeel=bool(above))
            refers = editie.verwijst_naar
            if refers and (refers not in names or refers == editie.id):
                hint = did_you_mean(refers, [name for name in names if name != editie.id])
                yield error("C18", place("verwijst_naar"), f"editie '{refers}' bestaat niet", hint)
            for index, domein in enumerate(editie.domeinen or ()):
                if houses and domein not in houses:
                    hint = did_you_mean(domein, houses)
                    yield error("C19", place("domeinen", index), f"domein '{domein}' bestaat niet", hint)
        onderdelen = [
            (deel.id, read.source.place("onderdelen", at, "id")) for at, deel in enumerate(read.value.onderdelen)
        ]
        yield from doubled("C01", onderdelen, "onderdeel '{}' bestaat al", "kies een andere id; de eerste staat in {}")
        yield from _pack_of(read, [other.value.id for other in library.edities if other.value.bladen])


def _with_onderdelen(editie: Editie) -> Iterator[tuple[Editie, Loc]]:
    """An edition, and its onderdelen with their place in its file."""
    yield editie, ()
    yield from ((deel, ("onderdelen", at)) for at, deel in enumerate(editie.onderdelen))


def _bladen_of(editie: Editie, place: Callable[..., Place]) -> Iterator[Problem]:
    """Every blad exists, stands where it can come, and comes once."""
    for loc, index, blad in _bladen(editie):
        if blad.blad not in KINDS:
            hint = did_you_mean(blad.blad, KINDS)
            yield error("C16", place(*loc, index), f"blad '{blad.blad}' bestaat niet", hint)
        elif (KINDS[blad.blad].per in OF_A_HOUSE) != (loc[-1] == "huis"):
            where = "bij 'begin' of 'slot'" if loc[-1] == "huis" else "bij 'huis'"
            yield error("C17", place(*loc, index), f"blad '{blad.blad}' kan hier niet", f"zet het {where}")
    for part in _parts_of(editie):
        names_of_part = [blad.blad for _, _, blad in part]
        for loc, index, blad in part:
            if blad.blad != "notities" and names_of_part.count(blad.blad) > 1:
                yield error("C39", place(*loc, index), f"blad '{blad.blad}' staat er twee keer", "haal er een weg")


FORMATS = {"boekje": ("A4",), "bladen": ("A4", "A4 liggend", "A3", "A3 liggend"), "kaarten": ("A5", "A6")}


def _form_of(editie: Editie, place: Callable[..., Place], *, is_onderdeel: bool) -> Iterator[Problem]:
    """An edition has bladen or onderdelen, a paper that suits its form, and what belongs to its form."""
    if bool(editie.bladen) == bool(editie.onderdelen):
        both = "bladen en ook onderdelen" if editie.bladen else "geen bladen"
        hint = "haal de bladen of de onderdelen weg" if editie.bladen else "zet bladen bij 'begin' en 'slot'"
        yield error("C65", place(), f"'{editie.id}' heeft {both}", hint)
    if is_onderdeel and (editie.onderdelen or editie.pakket):
        name = "onderdelen" if editie.onderdelen else "pakket"
        yield error("C66", place(name), f"een onderdeel kan geen {name} hebben", "zet dit bij de editie zelf")
    if editie.bladen and editie.formaat not in FORMATS[editie.vorm]:
        known = ", ".join(FORMATS[editie.vorm])
        yield error(
            "C67",
            place("formaat"),
            f"formaat {editie.formaat} past niet bij vorm '{editie.vorm}'",
            f"kies uit: {known}",
        )
    if editie.bladen and editie.vorm == "boekje" and not editie.slot:
        yield error(
            "C68", place(), "een boekje heeft een achterkant nodig", "zet bij 'slot' als laatste: colofon links"
        )
    if editie.vorm != "boekje":
        for loc, index, blad in _bladen(editie):
            if blad.kant:
                message = f"'{blad.kant}' hoort bij een boekje; losse bladen en kaarten hebben geen vaste kant"
                yield error("C69", place(*loc, index), message, f"schrijf alleen: {blad.blad}")


def _pack_of(read: Read[Editie], names: Iterable[str]) -> Iterator[Problem]:
    """What goes in a pack is an onderdeel of the edition or another edition with bladen, and comes once."""
    editie, source = read.value, read.source
    if editie.pakket is None:
        return
    known = [deel.id for deel in editie.onderdelen] + [name for name in names if name != editie.id]
    lines = [(regel.wat, source.place("pakket", "regels", at, "wat")) for at, regel in enumerate(editie.pakket.regels)]
    for wat, place in lines:
        if wat not in known:
            yield error("C70", place, f"'{wat}' is geen onderdeel en geen editie", did_you_mean(wat, known))
    yield from doubled("C01", lines, "'{}' zit al in het pakket", "haal deze regel weg; de eerste staat in {}")


def _bladen(editie: Editie) -> Iterator[tuple[Loc, int, Kant]]:
    lists: list[tuple[Loc, tuple[Kant, ...]]] = [
        (("begin",), editie.begin),
        (("huis",), editie.huis),
        (("slot",), editie.slot),
    ]
    if editie.los:
        lists += [(("los", "begin"), editie.los.begin), (("los", "slot"), editie.los.slot)]
    return ((loc, index, blad) for loc, bladen in lists for index, blad in enumerate(bladen))


def _parts_of(editie: Editie) -> Iterator[list[tuple[Loc, int, Kant]]]:
    """The bladen that come together in one file: the edition as a whole, and a house alone."""
    bladen = list(_bladen(editie))
    yield [one for one in bladen if one[0][0] != "los"]
    if editie.los:
        yield [one for one in bladen if one[0][0] in ("los", "huis")]


def _placeholders(texts: Texts) -> Iterator[Problem]:
    """Words between braces are filled in only in the fixed texts; elsewhere they would be printed as they stand."""
    library = texts.library
    filled: dict[str, tuple[str, ...]] = {gemeente.facts.file: ("teksten",) for gemeente in library.gemeenten.values()}
    if library.plan is not None:
        filled[library.plan.source.file] = ("teksten", "uitleg")
    for read in library.other_paper:
        filled[read.source.file] = tuple(type(read.value).model_fields)
    for source in texts.sources:
        for loc, text in source.texts:
            if "{" not in text:
                continue
            for braced in re.findall(r"\{[^{}]*\}", text):
                name, place = braced[1:-1], source.place_in(loc, braced)
                if loc[0] in filled.get(source.file, ()):
                    if name not in PLACEHOLDERS:
                        hint = did_you_mean(name.strip(), sorted(PLACEHOLDERS))
                        yield error("C20", place, f"'{braced}' kan het programma niet invullen", hint)
                elif name in PLACEHOLDERS:
                    hint = "dat gebeurt alleen bij 'teksten', en bij 'uitleg' in plan.yaml"
                    yield error("C20", place, f"'{braced}' wordt hier niet ingevuld", hint)


def _characters(texts: Texts) -> Iterator[Problem]:
    """Every character must be in one of our fonts, or it prints as an empty box."""
    for source in texts.sources:
        unknown = set(unprintable("".join(text for _, text in source.texts)))
        for loc, text in source.texts:
            for character in unprintable(text) if not unknown.isdisjoint(text) else ():
                shown = character if character.isprintable() else f"U+{ord(character):04X}"
                yield error(
                    "C21",
                    source.place_in(loc, character),
                    f"het teken '{shown}' kan niet worden gedrukt",
                    "schrijf het met andere letters",
                )


def _shared_sources(library: Library) -> Iterator[Source]:
    for read in (library.plan, *library.domeinen, *library.personen, *library.edities, library.landelijk):
        if read is not None:
            yield read.source
    yield from (read.source for read in library.other_paper)


def _own_sources(library: Library) -> Iterator[Source]:
    for gemeente in library.gemeenten.values():
        yield gemeente.facts
    for kaart in library.kaarten.values():
        yield kaart.source


ARTICLES = ("het ", "de ", "ons ", "onze ", "uw ", "een ", "'t ")


def _officials(common: Common) -> Iterator[Problem]:
    if common.officials is None:
        place = Place(f"{common.library.shown}/gemeenten.csv")
        yield warning("C42", place, "deze lijst is niet te lezen", "zet het oorspronkelijke bestand terug")


def _official(library: Library, common: Common) -> Iterator[Problem]:
    """The words before the name of a team; and its code and name are those of the list."""
    for gemeente in library.gemeenten.values():
        feiten, source = gemeente.value.feiten, gemeente.facts
        if not feiten.wijkteam.startswith(ARTICLES):
            hint = f"zet 'het' of 'de' ervoor: op papier staat nu 'Vraag het aan {feiten.wijkteam}'"
            yield warning("C98", source.place("wijkteam"), f"voor '{feiten.wijkteam}' ontbreekt een woord", hint)
        if common.officials and not feiten.voorbeeld:
            official = common.officials.get(feiten.code)
            if official is None:
                yield warning(
                    "C29",
                    source.place("code"),
                    f"code '{feiten.code}' staat niet in de lijst van gemeenten",
                    "kijk de code na in content/gemeenten.csv",
                )
            elif official != feiten.naam:
                yield warning(
                    "C30",
                    source.place("naam"),
                    f"code {feiten.code} hoort bij '{official}', niet bij '{feiten.naam}'",
                    "kijk naam en code na",
                )


def _folders(library: Library) -> Iterator[Problem]:
    """The name of its folder is the name of a gemeente in commands and in `output`, so it must be plain everywhere."""
    for name in sorted({*library.gemeenten, *library.kaarten}):
        if name != (plain := slug(name)):
            place = Place(f"{library.shown}/gemeenten/{name}")
            hint = f"noem de map '{plain}'" if plain else "geef de map een naam met letters, zoals den-haag"
            yield error("C56", place, f"'{name}' kan geen naam van een map zijn", hint)


def _codes(codes: Mapping[str, tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, (code, place) in codes.items():
        if code in first:
            message = f"code {code} is ook de code van '{first[code]}'"
            yield warning("C57", place, message, "elke gemeente heeft een eigen code")
        first.setdefault(code, name)


def _shelf_life(library: Library) -> Iterator[Problem]:
    """Facts cannot be too old to print before they are old enough to look at."""
    for gemeente in library.gemeenten.values():
        houdbaar = gemeente.value.feiten.houdbaar
        look, old = houdbaar.nakijken_na, houdbaar.verouderd_na
        if look > old:
            field = "nakijken_na" if "nakijken_na" in houdbaar.model_fields_set else "verouderd_na"
            message = f"nakijken_na is {look} maanden, en dat is later dan verouderd_na: {old} maanden"
            place = gemeente.facts.place("houdbaar", field)
            yield error("C52", place, message, "maak nakijken_na kleiner, of verouderd_na groter")


def _defaults(library: Library) -> Iterator[Problem]:
    """A default that shows on paper is told, so that nobody is surprised."""
    for gemeente in library.gemeenten.values():
        feiten, source = gemeente.value.feiten, gemeente.facts
        contact, oco = feiten.contact, feiten.oco
        if not any((contact.telefoon, contact.website, contact.email)):
            yield warning(
                "C35",
                source.key_place("contact"),
                "er staat niet hoe mensen de gemeente bereiken",
                "vul bij contact een telefoon, website of email in",
            )
        if not any((oco.telefoon, oco.website, oco.email)):
            yield note(
                "C36",
                source.key_place("oco"),
                f"bij '{oco.naam}' staat geen telefoon, website of email",
                "op papier staat dan alleen de naam",
            )
        for field, shown in (("wijkteam", feiten.wijkteam), ("aanduiding", gemeente.value.aanduiding)):
            if field not in feiten.model_fields_set:
                yield note(
                    "C37", source.key_place(field), f"'{field}' is niet ingevuld", f"op papier staat nu '{shown}'"
                )


SHARED_RULES: tuple[Rule, ...] = (
    _ids,
    _file_names,
    _houses,
    _zrm,
    _kolom_texts,
    _questions,
    _faces,
    _persons,
    _company,
    _examples,
    _editions,
    check_national,
    *PRINT_RULES,
    *COLOUR_RULES,
    *TRAINING_RULES,
    *HANDLEIDING_RULES,
)
OWN_RULES: tuple[Rule, ...] = (_folders, _shelf_life, check_huisstijl, check_house_styles, _defaults)
TEXT_RULES: tuple[TextRule, ...] = (_pictures, _placeholders, _characters)
