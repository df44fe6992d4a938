"""Step 4, writing the markup: planned parts to HTML by the templates in `layouts/`; the only module that knows Jinja.

A template gets values and gives HTML; it cannot reach files. Pictures are asked for by name with `plaatje()`, which fills
in their colours and hands them to the typesetter, so that a page can load nothing else. Text is data: everything is
escaped, and a name that does not exist is an error.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import phonenumbers
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup as Html

from booklet.colour import INK, WHITE, readable_on, tint
from booklet.models import Content, Domein, Gemeente, Kolom, Persoon, Voorbeeld, Voorziening, Waarde
from booklet.planner import PagePlan, Part, anchor

_HERE = Path(__file__).parent
LAYOUTS = next(folder / "layouts" for folder in (_HERE, _HERE.parent) if (folder / "layouts").is_dir())
STYLES = ("css/tokens.css", "css/page.css", "css/type.css", "css/blocks.css")

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"
)  # fmt: skip


class Sheets(NamedTuple):
    """A document for the typesetter: HTML, style sheets and the files that it may load, by `book:` address."""

    html: str
    styles: tuple[str, ...]
    assets: Mapping[str, bytes]


class LayoutError(Exception):
    """A template in `layouts/` is wrong; a fault of ours, not of the content."""


class Booklet(NamedTuple):
    """What the templates may know: the content, one gemeente, the pages, and the pages that an explanation points to."""

    content: Content
    houses: tuple[Domein, ...]
    gemeente: Gemeente
    plan: PagePlan
    refers: PagePlan | None
    logo: bytes | None


def write_booklet(booklet: Booklet) -> Sheets:
    """The whole booklet as one document."""
    return write_parts(booklet, booklet.plan.parts)


def write_parts(booklet: Booklet, parts: Iterable[Part]) -> Sheets:
    """Some parts alone, to see how many pages they take."""
    content, houses, gemeente, plan, refers, logo = booklet
    art = _Art(logo)
    words = _words(gemeente)
    values = {
        "art": art,
        "plaatje": art.picture,
        "plan": plan,
        "parts": parts,
        "editie": plan.editie,
        "eigen_plan": content.plan,
        "domeinen": houses,
        "plaatsen": {domein.id: place for place, domein in enumerate(content.domeinen)},
        "kolommen": tuple(kolom for domein in houses for kolom in domein.kolommen),
        "personen": content.personen,
        "gemeente": gemeente,
        "teksten": filled(gemeente.teksten, words),
        "uitleg": filled(content.plan.uitleg, words),
        "voorbeelden": {kolom.id: _example(content, kolom) for kolom in content.kolommen},
        "kaart": {domein.id: card_of(content, gemeente, domein) for domein in houses},
        "nagekeken": checks_of(content, gemeente, (plan.los,) if plan.los else houses),
        "folio": plan.folio,
        "uitgelegd": refers.folio if refers else lambda kind, of=None: None,
        "anchor": anchor,
        "inkt": INK,
        "wit": WHITE,
    }
    try:
        html = _environment().get_template("booklet.html").render(values)
    except TemplateError as fault:
        raise LayoutError(f"layouts/{getattr(fault, 'name', None) or 'booklet.html'}: {fault}") from fault
    return Sheets(html, _styles(), art.assets)


def _words(gemeente: Gemeente) -> dict[str, str]:
    """The words that a fixed text may leave to the gemeente."""
    facts = gemeente.feiten
    return {
        "gemeente": facts.naam,
        "aanduiding": gemeente.aanduiding,
        "wijkteam": facts.wijkteam,
        "Wijkteam": facts.wijkteam[:1].upper() + facts.wijkteam[1:],
        "oco": facts.oco.naam,
    }


PLACEHOLDERS = frozenset(
    {"van", "tot", "gemeente", "aanduiding", "wijkteam", "Wijkteam", "oco", "bladzijde", "naam", "leeftijd", "ingevuld"}
)


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """A value with the words filled in where its texts say `{gemeente}`; other braces stay as they are."""
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), value)
    if isinstance(value, Waarde):
        return value.model_copy(update={name: filled(getattr(value, name), words) for name in type(value).model_fields})
    if isinstance(value, tuple):
        return tuple(filled(item, words) for item in value)
    return value


class Card(NamedTuple):
    """The Sociale Kaart of one house."""

    lokaal: tuple[Voorziening, ...]
    landelijk: tuple[Voorziening, ...]
    veiligheid: tuple[str, ...]
    nagekeken: date | None


def card_of(content: Content, gemeente: Gemeente, domein: Domein) -> Card:
    """What is printed for a house: local first, then national, in the order of its kolommen."""
    local, national = _printed(gemeente.sociale_kaart, domein), _printed(content.landelijk, domein)
    safety = tuple(kolom.veiligheid for kolom in domein.kolommen if kolom.veiligheid)
    return Card(local, national, safety, next(iter(checks_of(content, gemeente, (domein,))), None))


def checks_of(content: Content, gemeente: Gemeente, domeinen: Iterable[Domein]) -> tuple[date, ...]:
    """The dates on which the printed facts were checked, oldest first."""
    entries = (
        entry
        for domein in domeinen
        for kaart in (gemeente.sociale_kaart, content.landelijk)
        for entry in _printed(kaart, domein)
    )
    return tuple(sorted({entry.gecontroleerd for entry in entries if entry.gecontroleerd}))


def _printed(entries: Iterable[Voorziening], domein: Domein) -> tuple[Voorziening, ...]:
    order = {kolom.id: index for index, kolom in enumerate(domein.kolommen)}

    def place(entry: Voorziening) -> int:
        return min((order[kolom] for kolom in entry.kolom or () if kolom in order), default=len(order))

    return tuple(sorted((entry for entry in entries if entry.in_boekje and domein.id in entry.domein), key=place))


class Example(NamedTuple):
    """A kolom as a fictional person filled it in."""

    persoon: Persoon
    antwoorden: Voorbeeld


def _example(content: Content, kolom: Kolom) -> Example | None:
    found = (
        Example(persoon, one) for persoon in content.personen for one in persoon.voorbeelden if one.kolom == kolom.id
    )
    return next(found, None)


class _Art:
    """Pictures by name with their colours filled in, kept for the typesetter."""

    def __init__(self, logo: bytes | None) -> None:
        self.assets: dict[str, bytes] = {}
        self.logo: str | None = None
        if logo is not None:
            self.logo = "book:/logo"
            self.assets[self.logo] = logo

    def picture(self, name: str, **colours: str) -> str:
        """The address of a picture in `layouts/`; colours are `inkt`, `vlak`, `wit`, `accent` and `kleur`."""
        chosen = {"inkt": INK, "vlak": WHITE, "wit": WHITE, "accent": INK, "kleur": WHITE} | colours
        # A hash, because the name on a tab may hold what an address may not.
        marks = sha256(repr(sorted(chosen.items())).encode()).hexdigest()[:16]
        address = f"book:/{name}-{marks}.svg"
        if address not in self.assets:
            self.assets[address] = _environment().get_template(f"{name}.svg").render(chosen).encode()
        return address


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(LAYOUTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "alineas": paragraphs,
        "maand": month,
        "tint": tint,
        "leesbaar": readable_on,
        "telefoon": phone,
        "bel": dial,
        "web": web_address,
        "zonder_web": shown_address,
        "vul": lambda text, **words: filled(text, {name: str(word) for name, word in words.items()}),
        "breekbaar": breakable,
        "css": css_string,
    }
    return environment


@cache
def _styles() -> tuple[str, ...]:
    return tuple((LAYOUTS / name).read_text(encoding="utf-8") for name in STYLES)


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines: an empty line parts paragraphs, every line is a sentence of its own."""
    return [[line.strip() for line in block.splitlines()] for block in re.split(r"\n\s*\n", text.strip())]


def month(day: date) -> str:
    """`november 2026`"""
    return f"{_MONTHS[day.month - 1]} {day.year}"


# Numbers that people dial as they are; the library calls 112 and 113 invalid (`onderzoek/bouwstenen.md` part 5).
_SHORT = re.compile(r"1\d{2}|116\d{3}")


def phone(text: str) -> str:
    """A Dutch phone number as people write it, or the text itself when it is none."""
    number = _parsed(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else text


def dial(text: str) -> str:
    """The `tel:` address of a phone number; numbers without an area stay as they are dialled in the Netherlands."""
    number = _parsed(text)
    digits = re.sub(r"\D", "", phone(text))
    if number is None or number.country_code != 31 or re.match(r"14|0[89]00", digits):
        return f"tel:{digits}"
    return "tel:" + phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    if _SHORT.fullmatch(re.sub(r"\D", "", text)):
        return None
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def web_address(text: str) -> str:
    """A link that works, from an address as it is printed."""
    return text if re.match(r"https?://", text) else f"https://{text}"


def shown_address(text: str) -> str:
    """A web address as it is printed: without https and without a slash at the end."""
    return re.sub(r"^https?://(www\.)?", "", text).rstrip("/")


def breakable(text: str) -> Html:
    """A long word such as a web address, that may go on to a next line after a mark."""
    return Html("<wbr>").join(re.split(r"(?<=[/.@_-])", text))


def css_string(text: str) -> Html:
    """A text as a string in CSS, safe in a `<style>` element, where HTML cannot be escaped."""
    # Every mark that CSS or HTML could take for its own is written as a number.
    numbered = re.sub(r"[^\w ·,.'()-]", lambda mark: f"\\{ord(mark[0]):06X} ", text)
    return Html(f'"{numbered}"')  # noqa: S704
