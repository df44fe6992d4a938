"""The value of one cell as the YAML has it: text, an ISO date, `ja` or `nee`, or ids; with what was wrong or put right.

What a phone number, an address or a date must be further is not for here, but for the rules that hold for YAML too.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from booklet import addresses
from booklet.cells import FAULTS, Fault, Value
from booklet.days import MONTHS, month
from booklet.kaart import UNSEEN
from booklet.problems import Place, Problem, did_you_mean, error, note

Names = Mapping[str, str]  # the id by every name and id, both folded

_WITH_LINES = ("omschrijving", "bron", "domein", "kolom", "telefoon")  # of the last three, lines part the values
# What an entry gets instead of a value that is wrong, so that nothing more is told about it.
_STAND_INS: Mapping[str, str | tuple[str, ...]] = {
    "domein": ("fout",),
    "kolom": ("fout",),
    "gecontroleerd": "",
    "in_boekje": "",
}
_YES = {"ja", "j", "x", "1", "waar", "true", "yes", "y", "✓", "✔"}
_NO = {"nee", "n", "0", "onwaar", "false", "no"}

_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3}
_MIDNIGHT = re.compile(r"[T ]+\d\d?:\d\d(:\d\d)?(\.0+)?$")
_DAY = re.compile(r"(?P<day>\d\d?)(?P<mark>[-/. ])(?P<month>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)")
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)")
_IN_WORDS = re.compile(r"(?:[a-z]+dag,? )?(?P<day>\d\d?)[- ](?P<month>[a-z]+)\.?[- ](?P<year>\d{4}|\d\d)")
_WITHOUT_DAY = re.compile(r"(?:[a-z]+\.? |\d\d?[-/])?\d{4}")
_DAY_ONE = date(1899, 12, 30)  # day 0 of Excel, for every day since March 1900
_DAYS = range(20_000, 80_001)  # 1954 to 2119

_BREAKS = re.compile(r"_x000D_\n?|\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"_x00[01][0-9A-F]_|[\x00-\x09\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TYPED_APOSTROPHE = re.compile(r"^['\u2019](?=[\d+(])")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_WITHOUT_ZERO = re.compile(r"(?!116\d{3}$)[1-9]\d{5,12}")  # 116xxx is dialled as it is
_BETWEEN_PHONES = re.compile(r"\s*(?:[/,;|&\n]|\bof\b|\ben\b)\s*", re.IGNORECASE)


class Reading(NamedTuple):
    """What a cell holds, nothing when it is empty, and what staff should know about it.

    With an error the data is such that nothing else is told about the same cell.
    """

    data: str | tuple[str, ...] = ""
    problem: Problem | None = None


def fold(text: str) -> str:
    """A name without what people leave out or add: case, accents, spaces and marks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def tidy(text: str, *, lines: bool = False) -> str:
    """A text with plain single spaces, without what cannot be seen, and with line ends only where they belong."""
    text = _CONTROL.sub(" ", _BREAKS.sub("\n", unicodedata.normalize("NFC", UNSEEN.sub("", text))))
    if not lines:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def as_text(value: Value, *, lines: bool = False) -> str:
    """A value as Dutch Excel shows it, without a format: `7`, `12,5`, `ja`."""
    if value is None or isinstance(value, Fault):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else f"{value:.12g}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else tidy(str(value), lines=lines)


def read_value(field: str, value: Value, place: Place, ids: Names, names: tuple[str, ...]) -> Reading:
    """What the cell of a field holds.

    `ids` and `names` are for domein and kolom: what can stand there, and how that is written.
    """
    text = as_text(value, lines=field in _WITH_LINES)
    if text in FAULTS or text in FAULTS.values():
        value = Fault(text)
    if isinstance(value, Fault):
        reading = _fault(value, place)
    elif field == "gecontroleerd":
        reading = _day(value, text, place)
    elif isinstance(value, date | time | timedelta):
        reading = _not_text(field, value, place)
    elif field in ("domein", "kolom"):
        reading = _ids(text, place, ids, names)
    else:
        reading = _OTHERS.get(field, _text)(text, place)
    wrong = reading.problem is not None and not reading.data
    return Reading(_STAND_INS.get(field, "fout"), reading.problem) if wrong else reading


def _text(text: str, _place: Place) -> Reading:
    return Reading(text)


def _fault(fault: Fault, place: Place) -> Reading:
    if fault.text:
        message, hint = f"hier staat {fault.text} in plaats van een waarde", "typ de waarde zelf"
        return Reading("", error("W20", place, message, hint))
    hint = "open het bestand in Excel en sla het op, of typ de waarde zelf"
    return Reading("", error("W21", place, "deze formule is nog niet uitgerekend", hint))


def _not_text(field: str, value: date | time | timedelta, place: Place) -> Reading:
    if field == "openingstijden" and isinstance(value, time):
        return Reading(f"{value.hour}.{value:%M} uur")
    what = f"een datum van gemaakt ({value.day} {month(value)})" if isinstance(value, date) else "een tijd van gemaakt"
    hint = "typ eerst een apostrof en dan wat er hoort te staan, zoals '3-5"
    return Reading("", error("W22", place, f"Excel heeft hier {what}", hint))


def _yes_no(text: str, place: Place) -> Reading:
    word = text.lower()
    if word in _YES or word in _NO or not word:
        return Reading("ja" if word in _YES else "nee" if word in _NO else "")
    return Reading("", error("W23", place, f"hier hoort ja of nee, niet '{short(text)}'", "kies uit de lijst"))


def _ids(text: str, place: Place, ids: Names, names: tuple[str, ...]) -> Reading:
    """The ids of the names in a cell: the whole text, or its parts between `;`, line ends or else commas."""
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in [text] if ";" not in text and fold(text) in ids else re.split("[;\n]", text):
        for name in _by_commas(part, ids):
            if fold(name) in ids:
                found[ids[fold(name)]] = None
            elif tidy(name):
                unknown.append(tidy(name))
    if unknown:
        message = f"'{short(unknown[0])}' is hier niet bekend"
        return Reading("", error("W24", place, message, did_you_mean(unknown[0], names)))
    return Reading(tuple(found))


def _by_commas(text: str, ids: Names) -> list[str]:
    """The names in a text between commas; a name may have a comma of its own, so the longest that is known comes first."""
    parts = text.split(",")
    names = []
    while parts:
        count = next((n for n in range(len(parts), 0, -1) if fold(",".join(parts[:n])) in ids), 1)
        names.append(",".join(parts[:count]))
        del parts[:count]
    return names


def _phone(text: str, place: Place) -> Reading:
    text = _TYPED_APOSTROPHE.sub("", text)
    if _SCIENTIFIC.fullmatch(text):
        hint = "maak de cel op als tekst en typ het nummer opnieuw"
        return Reading("", error("W25", place, f"Excel heeft cijfers van dit nummer weggelaten ('{text}')", hint))
    parts = [part for part in _BETWEEN_PHONES.split(text) if addresses.valid_phone(part)]
    if len(parts) > 1:
        hint = "zet hier één nummer en noem het andere bij de omschrijving"
        return Reading("", error("W26", place, f"hier staan {len(parts)} telefoonnummers", hint))
    text = tidy(text)
    digits = re.sub(r"[\s().-]", "", text)
    if re.fullmatch(r"140\d{2,3}", digits):
        return Reading(f"14 {digits[2:]}")
    zeros = ("0", "00") if _WITHOUT_ZERO.fullmatch(digits) else ()
    whole = next((some + digits for some in zeros if addresses.valid_phone(some + digits)), None)
    if whole is None:
        return Reading(text)
    number = addresses.phone(whole)
    return Reading(number, note("W27", place, f"de nul vooraan was weg: '{text}' is gelezen als {number}"))


def _day(value: Value, text: str, place: Place) -> Reading:
    text = _TYPED_APOSTROPHE.sub("", text)
    if isinstance(value, date):
        return Reading(date(value.year, value.month, value.day).isoformat())
    if re.fullmatch(r"\d{5}", text) and int(text) in _DAYS:
        day = _DAY_ONE + timedelta(days=int(text))
        shown = f"{day.day} {month(day)}"
        return Reading(day.isoformat(), note("W28", place, f"'{text}' is gelezen als {shown}"))
    return _typed_day(text, place) if text else Reading()


def _typed_day(text: str, place: Place) -> Reading:
    """A day as people type it: the day before the month, unless the year comes first."""
    written = _MIDNIGHT.sub("", text.lower())
    found = next((one for form in (_DAY, _ISO, _IN_WORDS) if (one := form.fullmatch(written))), None)
    if found and (number := _month(found["month"])):
        century = 2000 if len(found["year"]) == 2 else 0
        try:
            return Reading(date(century + int(found["year"]), number, int(found["day"])).isoformat())
        except ValueError:
            message = f"'{short(text)}' is geen bestaande dag"
    elif _WITHOUT_DAY.fullmatch(written):
        message = f"bij '{short(text)}' ontbreekt de dag"
    else:
        message = f"'{short(text)}' is geen datum"
    return Reading("", error("W29", place, message, "schrijf een bestaande dag, zoals 22-11-2026"))


def _month(text: str) -> int:
    """The number of a month that is written as a number, in full or short; 0 when it is none."""
    if text.isdigit():
        return int(text)
    number = _SHORT_MONTHS.get(text[:3], 0)
    return number if number and (len(text) <= 4 or text == MONTHS[number - 1]) else 0


def short(text: str) -> str:
    """A text of staff as it is quoted in a problem."""
    line = tidy(text)
    return line if len(line) <= 40 else f"{line[:39]}…"


_OTHERS: Mapping[str, Callable[[str, Place], Reading]] = {
    "in_boekje": _yes_no,
    "telefoon": _phone,
    "huisnummer": lambda text, place: Reading(_TYPED_APOSTROPHE.sub("", text)),
    "postcode": lambda text, place: Reading(addresses.postcode(_TYPED_APOSTROPHE.sub("", text))),
    "website": lambda text, place: Reading(addresses.shown_address(text)),
    "email": lambda text, place: Reading(re.sub("^mailto:", "", text, flags=re.IGNORECASE)),
}
