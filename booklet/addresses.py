"""Phone numbers, postcodes, e-mail and web addresses: what is valid, how it is written on paper, where it leads.

The only module that knows phonenumbers; what that library has wrong about the Netherlands is put right here
(`onderzoek/bouwstenen.md` part 5). A `…_fault` is None when all is well, or else what to do about it, in plain Dutch.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers

# Numbers that people dial as they are; the library calls them invalid. Those of six digits are the European ones
# (decision 2007/116/EG, as amended in 2009).
PHONES_KEPT = 5000  # numbers that were read: each is asked for in every booklet
_SHORT = frozenset({"112", "113", "144", "116000", "116006", "116111", "116117", "116123"})
_NO_AREA = re.compile("14|0800|090[069]")  # dialled as written, in the Netherlands only
_COUNTRY = re.compile(r"^\s*(?:\+|00)31\s*(?:\(0\))?")
_PHONE_MARKS = re.compile(r"[0-9\s+()/.\u2010-\u2015-]+")
_BETWEEN_TWO = re.compile(r"[/,;|]|\bof\b|\ben\b")

_POSTCODE = re.compile(r"[1-9][0-9]{3} ?(?!SA|SD|SS)[A-Z]{2}")  # SA, SD and SS are never given out
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^@]+)")
_SCHEME = re.compile("https?://", re.IGNORECASE)
_LABEL = r"[^\W_](?:[^\W_]|-){0,62}(?<!-)"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{{2,63}})", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"""[\s\\<>"{}|^`]|[.,;:]$""")

_AS_PEOPLE_TYPE_IT = "schrijf het zoals mensen het intypen, bijvoorbeeld voorbeeld.example of voorbeeld.example/hulp"

# What is made up on purpose, however it is written: numbers of which the part after the area begins with zeros, the
# number that everybody uses as an example, names that nobody can have (RFC 2606) or that only serve as an example, and
# a postcode that does not exist.
FICTION = re.compile(
    r"""
    (?<!\d) (?: (?:\+|00)31 \s? (?:\(0\))? \s? | 0 ) (?!80|90) [1-9]\d [\s-]? 000 [\s-]? 00 [\s-]? \d\d (?!\d)
    | (?<!\d) (?: (?:\+|00)31 \s? (?:\(0\))? \s? | 0 ) 6 [\s-]? 12 \s? 34 \s? 56 \s? 78 (?!\d)
    | (?<![\w.@+-]) (?: [\w.@+-]+\.example (?!\.\w)
        | (?:[\w.@+-]*[.@])? (?: example\.(?:com|net|org|nl) | voorbeeld\.nl ) ) (?![\w-])
    | (?<!\d) 0000 \s? (?-i:[A-Z]{2}) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def valid_phone(text: str) -> bool:
    """Whether it is one phone number that can be dialled, the short national ones too."""
    return phone_fault(text) is None


def phone_fault(text: str) -> str | None:
    """What to do when this is not one phone number that can be dialled."""
    if _short(text) or _parsed(text):
        return None
    parts = _BETWEEN_TWO.split(text)
    if len(parts) > 1 and all(valid_phone(part.strip()) for part in parts):
        return "zet hier één nummer; noem het andere bij de omschrijving"
    if any(quote in text for quote in "“”„‘’"):
        return "typ rechte aanhalingstekens: de kromme komen uit Word"
    if not _PHONE_MARKS.fullmatch(text):
        return "schrijf alleen het nummer, zonder woorden of letters"
    count = len(_digits(_COUNTRY.sub("0", text)))
    if count == 10:
        return "kijk het na: dit nummer kan niet bestaan"
    return f"kijk het na: een gewoon nummer heeft tien cijfers, hier {'staat' if count == 1 else 'staan'} er {count}"


def phone(text: str) -> str:
    """A phone number as people in the Netherlands write it, or the text itself when it is none."""
    if short := _short(text):
        return f"{short[:3]} {short[3:]}".strip()
    number = _parsed(text)
    if number is None:
        return text
    forms = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, forms.NATIONAL if _dutch(number) else forms.INTERNATIONAL))


def dial(text: str) -> str:
    """The `tel:` address of a phone number; numbers without an area stay as they are dialled in the Netherlands."""
    number = _parsed(text)
    digits = _digits(phone(text))
    if number is None or (_dutch(number) and _NO_AREA.match(digits)):
        return f"tel:{digits}"
    return "tel:" + str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _short(text: str) -> str:
    digits = _digits(text)
    return digits if digits in _SHORT and re.fullmatch(r"[0-9\s.-]+", text) else ""


def _dutch(number: phonenumbers.PhoneNumber) -> bool:
    return bool(number.country_code == 31)


@lru_cache(PHONES_KEPT)
def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    if _short(text) or not _PHONE_MARKS.fullmatch(text):  # the library takes letters for digits
        return None
    try:
        number = phonenumbers.parse(text.replace("(0)", ""), "NL")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def postcode_fault(text: str) -> str | None:
    """What to do when this is not a Dutch postcode as it is written: `1234 AB`, or `1234AB`."""
    if _POSTCODE.fullmatch(text):
        return None
    tidy = postcode(text)
    return (
        f"schrijf '{tidy}'" if _POSTCODE.fullmatch(tidy) else "schrijf vier cijfers en twee hoofdletters, zoals 1234 AB"
    )


def postcode(text: str) -> str:
    """A postcode with capitals and one space, or the text itself when it is none."""
    tight = "".join(text.split()).upper()
    return f"{tight[:4]} {tight[4:]}" if _POSTCODE.fullmatch(tight) else text


def email_fault(text: str) -> str | None:
    """What to do when this is not one e-mail address."""
    found = _EMAIL.fullmatch(text)
    if found and _HOST.fullmatch(found[1]) and len(text) <= 254:
        return None
    if text.count("@") != 1:
        return "zet hier één e-mailadres, met één @"
    return "een e-mailadres heeft geen spaties en geen haakjes, en na de @ een naam met een punt"


def web_fault(text: str) -> str | None:
    """What to do when this is not one web address that people can type and a phone can open."""
    if _NOT_IN_ADDRESS.search(text):
        return "zet hier één adres, zonder spaties, haakjes of leestekens aan het eind"
    try:
        host = urlsplit(web_address(text)).netloc
    except ValueError:
        host = ""
    if "@" in host and not _SCHEME.match(text):
        return "dit lijkt een e-mailadres; zet dat bij email"
    return None if _HOST.fullmatch(host) else _AS_PEOPLE_TYPE_IT


def web_address(text: str) -> str:
    """A link that works, from an address as it is printed."""
    return text if _SCHEME.match(text) else f"https://{text}"


def ascii_address(url: str) -> str:
    """A link with the name of its site as the internet knows it; raises UnicodeError when it cannot be written so."""
    host = urlsplit(url).netloc
    return url.replace(host, host.encode("idna").decode("ascii"), 1) if host else url


def shown_address(text: str) -> str:
    """A web address as it is printed: without https and without a slash at the end."""
    return _SCHEME.sub("", text, count=1).rstrip("/")
