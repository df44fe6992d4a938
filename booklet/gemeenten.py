"""The gemeenten of the Netherlands: their list, the names that people give them, and the folder of each.

The list is `content/gemeenten.csv`: the division of 2025 by the CBS, of which `onderzoek/bouwstenen.md` part 10 tells more.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Names that people use beside the official one, by code. The Frisian and Dutch pairs are in Wikipedia's table and list of
# the gemeenten in Friesland (in the Dutch and the German edition), the Taalunie explains why there are two.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "GM0060": ("It Amelân",),
    "GM0072": ("Harns",),
    "GM0074": ("It Hearrenfean",),
    "GM0080": ("Ljouwert",),
    "GM0085": ("Eaststellingwerf",),
    "GM0086": ("Opsterlân",),
    "GM0088": ("Skiermûntseach",),
    "GM0090": ("Smellingerlân",),
    "GM0093": ("Skylge",),
    "GM0096": ("Flylân",),
    "GM0505": ("Dordt",),
    "GM0737": ("Tietjerksteradeel",),
    "GM0796": ("Den Bosch",),
    "GM0820": ("Nuenen",),
    "GM1891": ("Dantumadeel",),
    "GM1900": ("Zuidwest-Friesland",),
    "GM1940": ("De Friese Meren",),
    "GM1970": ("Noordoost-Friesland",),
}

_CODE = re.compile(r"(?:GM)?[ -]?([0-9]{1,4})", re.IGNORECASE)


class Official(NamedTuple):
    """A gemeente of the list: its code (GM0893), its name, that of the CBS where it tells namesakes apart, its province."""

    code: str
    naam: str
    naam_cbs: str
    provincie: str


class Found(NamedTuple):
    """The gemeente that was meant, or None and a sentence in Dutch that tells what to type instead."""

    official: Official | None
    message: str = ""


def read_list(root: Path) -> tuple[Official, ...]:
    """The gemeenten of `gemeenten.csv` in the folder with the content; none when there is no such file.

    Raises OSError when the file cannot be opened, and ValueError when it is not that list.
    """
    file = root / "gemeenten.csv"
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            rows = csv.DictReader(lines, delimiter=";")
            officials = tuple(Official(*(row[field] for field in Official._fields)) for row in rows)
        except (csv.Error, KeyError) as fault:
            raise ValueError(f"no list of gemeenten: {fault}") from fault
    if not all(map(all, officials)):
        raise ValueError("no list of gemeenten: a row is not whole")
    return officials


def readable_list(root: Path) -> tuple[Official, ...]:
    """The list, or none when it cannot be read: a check tells that."""
    try:
        return read_list(root)
    except (OSError, ValueError):
        return ()


def slug(text: str) -> str:
    """A text as the name of a folder on any computer: lower case letters without accents, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " en ")).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def id_of(official: Official, officials: Sequence[Official]) -> str:
    """The name of its folder: that of the gemeente, or that of the CBS when another gemeente has the same name."""
    name = slug(official.naam)
    if any(slug(other.naam) == name and other.code != official.code for other in officials):
        name = slug(official.naam_cbs)
    return name


def find(asked: str, officials: Sequence[Official]) -> Found:
    """The gemeente that somebody means by a name, an id or a code; when that is none or more than one, what to type."""
    meant = _meant(asked, officials)
    if len(meant) == 1:
        return Found(meant[0])
    if meant:
        ids = (f"{id_of(official, officials)} ({official.provincie})" for official in meant)
        return Found(None, f"Er is meer dan één gemeente '{meant[0].naam}'; typ {' of '.join(ids)}.")
    if code := _code(asked):
        hint = f"Is het een nieuwe gemeente? Geef dan de naam, en daarachter: --code {code}"
        return Found(None, f"Code {code} staat niet in de lijst van gemeenten. {hint}")
    near = " of ".join(f"'{name}'" for name in _near(asked, officials))
    question = f"; bedoelde u {near}?" if near else "."
    hint = "Is het een nieuwe gemeente? Zet dan de code erachter, zoals: --code GM1999"
    return Found(None, f"Gemeente '{asked}' staat niet in de lijst van gemeenten{question} {hint}")


def existing(asked: str, folders: Sequence[str], officials: Sequence[Official]) -> str | None:
    """Which of the folders of gemeenten somebody means; None when that is none, or more than one."""
    if asked in folders:
        return asked
    meant = set(_meant(asked, officials))
    same = [folder for folder in folders if _key(folder) == _key(asked)]
    same = same or [folder for folder in folders if meant.intersection(_meant(folder, officials))]
    return same[0] if len(same) == 1 else None


def unlisted(naam: str, code: str, officials: Sequence[Official]) -> Official:
    """A gemeente that the list does not know yet; one that it does know, by this name and this code, comes from the list.

    Raises ValueError with a sentence in Dutch when the name or the code cannot be, or is of another gemeente.
    """
    naam = re.sub(r"^(?:de )?gemeente ", "", " ".join(unicodedata.normalize("NFC", naam).split()), flags=re.IGNORECASE)
    number = _code(code)
    if number is None:
        raise ValueError(f"'{code}' is geen gemeentecode; die begint met GM en heeft vier cijfers, zoals GM0034.")
    if not slug(naam) or not naam.isprintable():
        raise ValueError(f"'{naam}' kan geen naam van een gemeente zijn; schrijf die met letters of cijfers.")
    by_name = _meant(naam, officials)
    by_code = _meant(number, officials)
    both = [official for official in by_name if official in by_code]
    if both:
        return both[0]
    if by_code:
        raise ValueError(f"Code {number} is van de gemeente {by_code[0].naam}; kijk de code na.")
    if by_name:
        raise ValueError(f"Gemeente '{naam}' staat al in de lijst, met code {by_name[0].code}; laat --code weg.")
    return Official(number, naam, naam, "")


def _code(asked: str) -> str | None:
    """The code that somebody typed, or None; without GM it is a code too, and a spreadsheet drops zeros in front."""
    match = _CODE.fullmatch(asked.strip())
    return f"GM{match[1]:0>4}" if match else None


def _key(name: str) -> str:
    """What is left of a name when everything goes in which people differ; two gemeenten never have the same by it."""
    words = re.sub(r"^(?:de-)?gemeente-", "", slug(name))
    words = re.sub(r"^(?:de|het|it)-", "", words)
    words = re.sub(r"^st-", "sint-", words)
    return re.sub(r"-aan-den?-|-a-d-", "-aan-", words).replace("-", "")


def _meant(asked: str, officials: Sequence[Official]) -> tuple[Official, ...]:
    if code := _code(asked):
        return tuple(official for official in officials if official.code == code)
    return _by_key(tuple(officials)).get(_key(asked), ())


@cache
def _by_key(officials: tuple[Official, ...]) -> Mapping[str, tuple[Official, ...]]:
    """The gemeenten that have a name, for the key of every name that one of them has."""
    found: dict[str, tuple[Official, ...]] = {}
    for official in officials:
        cbs, other = official.naam_cbs, OTHER_NAMES.get(official.code, ())
        names = (official.naam, cbs, f"{official.naam} {official.provincie}", *other)
        for key in dict.fromkeys(map(_key, names)):
            found[key] = (*found.get(key, ()), official)
    return found


def _near(asked: str, officials: Sequence[Official]) -> tuple[str, ...]:
    """The ids of at most three gemeenten with a name that begins like what was asked, or is much like it."""
    key = _key(asked)
    named = [(_key(name), one) for one in officials for name in (one.naam, *OTHER_NAMES.get(one.code, ()))]
    begin = [official for name, official in named if len(key) >= 3 and name.startswith(key)]
    like = get_close_matches(key, dict(named), n=3, cutoff=0.75)
    near = (*begin, *(official for close in like for name, official in named if name == close))
    return tuple(id_of(official, officials) for official in dict.fromkeys(near))[:3]
