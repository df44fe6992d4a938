"""`python -m tests.bench.land MAP [AANTAL] [PER_DOMEIN]`: a country of fictional gemeenten, to measure with.

Everything but the gemeenten is the content of this checkout. A gemeente has a name of Dutch syllables, ways to reach it
that nobody has, and a Sociale Kaart that no other gemeente has: cards of four lengths, made of the sentences of
`voorbeeldstad`, with names, streets and numbers of its own. The same seed makes the same bytes.
"""

import random
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from booklet.content import read_content
from booklet.gemeenten import read_list, slug
from booklet.models import Domein, Voorziening
from booklet.yamltext import item_text

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
PATTERN = "voorbeeldstad"  # the fictional gemeente of which the sentences are
GEMEENTEN = 342  # in the Netherlands on 1 January 2025
SEED = 8
PER_DOMEIN = (2, 8)  # local voorzieningen of a house, least and most
FIRST_CODE = 9000  # no real gemeente has a code from here on
LAST_CHECKED = date(2026, 11, 1)
DAYS = 300  # before that day everything was checked: nothing is too old

_NAME_BEGIN = (
    *("Aal", "Beek", "Boven", "Dal", "Eiken", "Elst", "Gouw", "Haver", "Heid", "Horst", "IJssel", "Klaver", "Lang"),
    *(
        "Linden",
        "Maas",
        "Nieuw",
        "Ooster",
        "Polder",
        "Rijn",
        "Roer",
        "Spaar",
        "Veen",
        "Vecht",
        "Water",
        "Wester",
        "Zuider",
    ),
)
_NAME_MIDDLE = ("", "", "der", "en", "mer")
_NAME_END = (
    *("berg", "broek", "burg", "dam", "dijk", "donk", "hoven", "huizen", "kerk", "laar", "loo", "meer"),
    *("oord", "veld", "wijk", "zand", "zijl"),
)
_KIND = (
    *("Buurthuis", "Steunpunt", "Huiskamer", "Inloophuis", "Wijkhuis", "Dorpshuis"),
    *("Werkplaats", "Groep", "Loket", "Stichting"),
)
_NOUN = (
    *(
        "Akker",
        "Appel",
        "Brug",
        "Ekster",
        "Es",
        "Gans",
        "Haag",
        "Kade",
        "Kamer",
        "Karper",
        "Kastanje",
        "Kikker",
        "Koepel",
    ),
    *("Linde", "Meent", "Mees", "Mus", "Olm", "Parel", "Poort", "Regenboog", "Roos", "Schakel", "Ster", "Tulp", "Uil"),
    *("Vlinder", "Vuurtoren", "Waaier", "Wilg", "Zwaan", "Zonnebloem"),
)
_OF = ("", "", " in Oost", " in West", " in Noord", " in Zuid", " aan de Gracht", " bij de Markt", " op de Hoek")
_STREET = (
    *("Beuken", "Dijk", "Eiken", "Haven", "Iepen", "Kastanje"),
    *("Kerk", "Markt", "Molen", "School", "Stations", "Wilgen"),
)
_STREET_END = ("laan", "straat", "weg")
_WHERE = (
    *("naast de bakker", "vlak bij de school", "achter de kerk"),
    *("bij de bushalte", "boven de winkels", "aan het water"),
)
_TEAM = ("het wijkteam", "het wijkteam", "het buurtteam", "het sociaal team")
_LOOKS = (  # accent and headings; most gemeenten take the usual ones
    *(None, None, None, None),
    *(("#0B5D5A", "#123F3D"), ("#6B2142", "#3A1426"), ("#1D4F91", "#17304F"), ("#3F3F46", "#27272A")),
)


class Card(NamedTuple):
    """How much a card tells: sentences, whether it has an address, a website, times and costs, and the words of whom it is for."""

    sentences: int
    address: bool
    website: bool
    details: bool
    far: bool  # one more sentence, on where to find it


# As in Almere and Voorbeeldstad: some have little more than a number, most a few lines, some all that a card can hold.
CARDS = (
    Card(1, address=False, website=False, details=False, far=False),
    Card(2, address=False, website=True, details=False, far=False),
    Card(2, address=True, website=True, details=True, far=False),
    Card(2, address=True, website=True, details=True, far=True),
)
CHANCES = (2, 4, 3, 1)


def make_country(
    folder: Path, count: int = GEMEENTEN, per_domein: int | None = None, seed: int = SEED
) -> tuple[str, ...]:
    """Write a content folder with this many fictional gemeenten, and tell their ids, sorted.

    Every house gets `per_domein` local voorzieningen, or else two to eight. Raises `FileExistsError` when the folder is
    there, so that nothing is lost.
    """
    shutil.copytree(CONTENT, folder, ignore=lambda at, names: names if Path(at).name == "gemeenten" else [])
    content = read_content(CONTENT, (PATTERN,)).content((PATTERN,))
    if content is None:
        raise ValueError("the content of the checkout has errors; look with: python build.py controleer")
    sentences = content.gemeenten[0].sociale_kaart.voorzieningen
    real = {slug(official.naam) for official in read_list(CONTENT)}
    names = _names(_chance(seed), count, real)
    for number, naam in enumerate(names):
        own = _chance(f"{seed} {naam}")  # so that a gemeente is the same in a country of another size
        place = folder / "gemeenten" / slug(naam)
        place.mkdir(parents=True)
        (place / "gemeente.yaml").write_text(_facts(naam, number, own), encoding="utf-8", newline="\n")
        entries = [
            entry
            for house in content.domeinen
            for entry in _voorzieningen(house, sentences, naam, own, per_domein or own.randint(*PER_DOMEIN))
        ]
        text = "voorzieningen:\n" + "".join(item_text(entry, 2, 2, "\n") for entry in entries)
        (place / "sociale-kaart.yaml").write_text(text, encoding="utf-8", newline="\n")
    return tuple(sorted(map(slug, names)))


def _chance(seed: str | int) -> random.Random:
    return random.Random(seed)  # noqa: S311  nothing here is secret


def _names(chance: random.Random, count: int, real: Collection[str]) -> Sequence[str]:
    """Different names, and none of a real gemeente."""
    found: dict[str, None] = {}
    while len(found) < count:
        naam = chance.choice(_NAME_BEGIN) + chance.choice(_NAME_MIDDLE) + chance.choice(_NAME_END)
        if slug(naam) not in real:
            found[naam] = None
    return tuple(found)


def _facts(naam: str, number: int, chance: random.Random) -> str:
    look = chance.choice(_LOOKS)
    colours = f'huisstijl:\n  accent: "{look[0]}"\n  kop: "{look[1]}"\n' if look else ""
    site = f"{slug(naam)}.voorbeeld.example"
    return f"""\
naam: {naam}
code: GM{FIRST_CODE + number}
aanduiding: Gemeente {naam}
wijkteam: {chance.choice(_TEAM)}
voorbeeld: ja
contact:
  telefoon: "{_phone(chance)}"
  website: {site}
  email: info@{site}
  adres: {chance.choice(_STREET)}plein {chance.randint(1, 40)}, {_postcode(chance)} {naam}
oco:
  naam: OCO {naam}
  telefoon: "{_phone(chance)}"
  website: oco.{site}
  email: oco@{site}
{colours}"""


def _phone(chance: random.Random) -> str:
    """A number that nobody has: what follows the area begins with five zeros (`addresses.FICTION`)."""
    return f"0{chance.choice((10, 20, 24, 30, 36, 38, 40, 50, 55, 58, 70, 73, 76))} 000 00 {chance.randint(1, 99):02}"


def _postcode(chance: random.Random) -> str:
    """A postcode as `addresses.postcode_fault` allows it; the letters are never SA, SD or SS."""
    return f"{chance.randint(1000, 9999)} {chance.choice('ABCDEFG')}{chance.choice('BEGHKLM')}"


def _voorzieningen(
    house: Domein, sentences: Sequence[Voorziening], naam: str, chance: random.Random, count: int
) -> Iterator[Voorziening]:
    """Entries for one house, no two of which have the same organisatie."""
    patterns = [entry for entry in sentences if house.id in entry.domein]
    chance.shuffle(patterns)
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{chance.choice(_KIND)} De {chance.choice(_NOUN)}{chance.choice(_OF)}"] = None
    for organisatie, pattern in zip(names, cycle(patterns), strict=False):
        card = chance.choices(CARDS, CHANCES)[0]
        yield _voorziening(organisatie, naam, house, pattern=pattern, card=card, chance=chance)


def _voorziening(
    organisatie: str, naam: str, house: Domein, *, pattern: Voorziening, card: Card, chance: random.Random
) -> Voorziening:
    telling = re.split(r"(?<=[.!?])\s+", pattern.omschrijving)[: card.sentences]
    street = f"{chance.choice(_STREET)}{chance.choice(_STREET_END)}"
    if card.far:
        telling.append(f"U vindt het {chance.choice(_WHERE)}, in de {street}.")
    site = f"{slug(organisatie.partition(' De ')[2])}.{slug(naam)}.voorbeeld.example"
    own = [kolom.id for kolom in house.kolommen if kolom.id in (pattern.kolom or ())]
    changes = {
        "organisatie": organisatie,
        "domein": (house.id,),
        "kolom": tuple(own) or None,
        "omschrijving": " ".join(telling),
        "straat": street if card.address else None,
        "huisnummer": str(chance.randint(1, 240)) if card.address else None,
        "postcode": _postcode(chance) if card.address else None,
        "plaats": naam if card.address else None,
        "telefoon": _phone(chance),
        "email": f"info@{site}" if card.far else None,
        "website": site if card.website else None,
        "gecontroleerd": date.fromordinal(LAST_CHECKED.toordinal() - chance.randint(0, DAYS)),
        "gecontroleerd_door": "medewerker gemeente",
        "bron": "verzonnen voor een meting",
    }
    details = ("voor_wie", "openingstijden", "kosten", "aanmelden")
    return pattern.model_copy(update=changes | ({} if card.details else dict.fromkeys(details)))


def main(folder: str, count: str = str(GEMEENTEN), per_domein: str = "") -> None:
    """Make a country, and tell how to use it."""
    ids = make_country(Path(folder), int(count), int(per_domein) if per_domein else None)
    print(f"{len(ids)} gemeenten in {folder}, van {ids[0]} tot {ids[-1]}")
    print(f"python build.py maak --alle --inhoud {folder} --uit {folder}-output")


if __name__ == "__main__":
    main(*sys.argv[1:])
