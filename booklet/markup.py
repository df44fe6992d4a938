"""Step 4, writing the markup: planned parts to HTML by the templates in `layouts/`; the only module that knows Jinja.

A template gets values and gives HTML; it cannot reach files. Pictures are asked for by name with `plaatje()`, which fills
in their colours and hands them to the typesetter, so that a page can load nothing else. Text is data: everything is
escaped, and a name that does not exist is an error.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup as Html

from booklet.addresses import dial, phone, shown_address, web_address
from booklet.colour import INK, WHITE, readable_on, tint
from booklet.days import month
from booklet.fit import Filled
from booklet.fonts import OWN_FAMILY, headings
from booklet.formaten import FORMATEN
from booklet.handleiding import Beeld
from booklet.kaart import Groep, Tip, groups
from booklet.models import Content, Domein, Gemeente, Kolom, Persoon, Teksten, Voorbeeld
from booklet.planner import PagePlan, Part, anchor
from booklet.tabs import HEAD_MM, LARGE_TAB, TAB, tab_top
from booklet.values import Waarde
from booklet.velden import Veld, faces, kolom_veld, notities_veld

_HERE = Path(__file__).parent
LAYOUTS = next(folder / "layouts" for folder in (_HERE, _HERE.parent) if (folder / "layouts").is_dir())
STYLES = ("css/tokens.css", "css/page.css", "css/type.css", "css/blocks.css")
OTHER_PAPER = (
    "training",
    "reflectie",
    "evaluatie",
    "handleiding",
)  # content of which only bladen with a style of their own print
SCREENS = LAYOUTS / "handleiding"  # pictures of screens
PAPER, PEN = "#EEF2FB", "#1C3F94"  # the colours of a drawing
LARGE = "css/groot.css"  # what differs in the large letter


class Sheets(NamedTuple):
    """A document for the typesetter: HTML, style sheets and the files that it may load, by `book:` address."""

    html: str
    styles: tuple[str, ...]
    assets: Mapping[str, bytes]


class LayoutError(Exception):
    """A template in `layouts/` is wrong; a fault of ours, not of the content."""


class Booklet(NamedTuple):
    """What the templates may know: the content, one gemeente with the tips that it prints, and the pages.

    `refers` has the pages that an explanation points to; `checked` the oldest check on the page of every card. `typen`
    makes the boxes fields to type in, `filled` puts in them what somebody typed; `persoon` is who, when that is nobody real.
    `picture_of` makes the page of another edition that a manual shows, as PNG; `lettertype` is a font for the headings.
    """

    content: Content
    houses: tuple[Domein, ...]
    gemeente: Gemeente
    tips: tuple[Tip, ...]
    plan: PagePlan
    refers: PagePlan | None
    checked: Mapping[str, date]
    logo: bytes | None
    velden: Mapping[str, Veld]
    typen: bool = False
    filled: Filled | None = None
    persoon: Persoon | None = None
    picture_of: Callable[[Beeld], bytes] | None = None
    lettertype: bytes | None = None


def write_booklet(booklet: Booklet) -> Sheets:
    """The whole booklet as one document."""
    return write_parts(booklet, booklet.plan.parts)


def write_parts(booklet: Booklet, parts: Iterable[Part]) -> Sheets:
    """Some parts alone, to see how many pages they take or to look at them; see `in_place` for their own numbers."""
    return _written(booklet, _values(booklet), parts)


def write_each(booklet: Booklet) -> tuple[Sheets, ...]:
    """Every part of the plan alone and in its place; what they share is worked out once."""
    values = _values(booklet)
    return tuple(in_place(_written(booklet, values, (part,)), part) for part in booklet.plan.parts)


def _written(booklet: Booklet, values: Mapping[str, object], parts: Iterable[Part]) -> Sheets:
    art = _Art(booklet.logo, booklet.picture_of, booklet.lettertype)
    pictures = {"art": art, "plaatje": art.picture, "qr": art.qr_code, "beeld": art.shown}
    html = _rendered("booklet.html", {**values, **pictures, "parts": parts})
    plan = booklet.plan
    styles = (*_styles(), *map(_style, _own_styles(plan)), *((_style(LARGE),) if plan.groot else ()))
    return Sheets(html, styles, art.assets)


def _own_styles(plan: PagePlan) -> list[str]:
    return sorted({f"css/{part.kind.style}.css" for part in plan.parts if part.kind.style})


def _values(booklet: Booklet) -> dict[str, object]:
    """What the templates know of a booklet, but for the parts to write and their pictures."""
    content, gemeente, plan, refers = booklet.content, booklet.gemeente, booklet.plan, booklet.refers
    words = _words(gemeente, refers or plan)
    texts = texts_of(gemeente, refers or plan)
    faces_by_word = {word: face for face, word in faces(content.plan, texts).items()}
    return {
        "plan": plan,
        "groot": plan.groot,
        "editie": plan.editie,
        "papier": FORMATEN[plan.editie.formaat],
        **({name: filled(getattr(content, name), words) for name in OTHER_PAPER} if _own_styles(plan) else {}),
        "gevuld": lambda item: filled(item, words),
        "eigen_plan": content.plan,
        "domeinen": booklet.houses,
        "tab_top": {domein.id: tab_top(place) - HEAD_MM for place, domein in enumerate(content.domeinen)},
        "tab": LARGE_TAB if plan.groot else TAB,
        "kolommen": tuple(kolom for domein in booklet.houses for kolom in domein.kolommen),
        "personen": content.personen,
        "gemeente": gemeente,
        "teksten": _typed(texts) if booklet.typen else texts,
        "uitleg": filled(content.plan.uitleg, words),
        "voorbeelden": {kolom.id: _example(content, kolom) for kolom in content.kolommen},
        "kaart": {domein.id: card_of(booklet, domein) for domein in booklet.houses},
        "nagekeken": _checks_of(booklet),
        "folio": plan.folio,
        "uitgelegd": refers.folio if refers else lambda kind, of=None: None,
        "anchor": anchor,
        "velden": booklet.velden,
        "kolom_veld": kolom_veld,
        "notities_veld": notities_veld,
        "typen": booklet.typen,
        "ingevuld": booklet.filled,
        "gezicht": lambda naam: faces_by_word.get(booklet.filled.marks.get(naam, "")) if booklet.filled else None,
        "voorbeeld_van": booklet.persoon,
        "inkt": INK,
        "wit": WHITE,
    }


def in_place(sheets: Sheets, part: Part) -> Sheets:
    """A part that was written alone, on the pages that it has in its booklet: with their numbers, and on their side."""
    side = "right" if part.first % 2 else "left"
    start = f"html {{ break-before: {side} }} @page :first {{ counter-reset: page {part.first} }}"
    return sheets._replace(styles=(*sheets.styles, start))


def write_leaflet(name: str, values: Mapping[str, object]) -> Sheets:
    """A page that goes with a booklet and is not part of it, by the template `vellen/<name>.html`."""
    art = _Art(None)
    return Sheets(
        _rendered(f"vellen/{name}.html", {"plaatje": art.picture, "inkt": INK, "wit": WHITE, **values}),
        _styles(),
        art.assets,
    )


def write_page(template: str, values: Mapping[str, object]) -> str:
    """A page for a browser, by a template in `layouts/`; there `stijl(name)` is the text of a style sheet."""
    return _rendered(template, {"stijl": lambda name: Html(_style(name)), **values})  # noqa: S704  our own file


def _rendered(template: str, values: Mapping[str, object]) -> str:
    try:
        return _environment().get_template(template).render(values)
    except TemplateError as fault:
        raise LayoutError(f"layouts/{getattr(fault, 'name', None) or template}: {fault}") from fault


_NUMBERS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes")


def _words(gemeente: Gemeente, plan: PagePlan) -> dict[str, str]:
    """The words that a fixed text may leave to the gemeente, and to the letter: a large one takes more pages."""
    facts = gemeente.feiten
    return {
        "plaatbladen": _counted(plan.length("huisjesplaat")),
        "kolombladen": _counted(plan.length("kolom"), "eigen "),
        "gemeente": facts.naam,
        "map": gemeente.id,
        "aanduiding": gemeente.aanduiding,
        "wijkteam": facts.wijkteam,
        "Wijkteam": facts.wijkteam[:1].upper() + facts.wijkteam[1:],
        "oco": facts.oco.naam,
    }


def _counted(pages: int, which: str = "") -> str:
    """`twee bladzijden`, `een eigen bladzijde`."""
    number = _NUMBERS[pages] if pages < len(_NUMBERS) else str(pages)
    return f"{number} {which}{'bladzijde' if pages == 1 else 'bladzijden'}"


PLACEHOLDERS = frozenset(
    {
        *("van", "tot", "gemeente", "map", "aanduiding", "wijkteam", "Wijkteam", "oco"),
        *("bladzijde", "naam", "leeftijd", "ingevuld", "plaatbladen", "kolombladen"),
    }
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


def texts_of(gemeente: Gemeente, plan: PagePlan) -> Teksten:
    """The fixed words of the pages of a plan as this gemeente prints them."""
    texts: Teksten = filled(gemeente.teksten, _words(gemeente, plan))
    return texts


def _typed(texts: Teksten) -> Teksten:
    """The fixed words for somebody who types."""
    typen, start = texts.typen, texts.zo_werkt_het
    return texts.model_copy(
        update={
            "zo_werkt_het": start.model_copy(update={"stukken": (*start.stukken, typen.stuk)}),
            "huisjesplaat": texts.huisjesplaat.model_copy(update={"tekst": typen.huisjesplaat}),
            "vrije_ruimte": texts.vrije_ruimte.model_copy(update={"tekst": typen.vrije_ruimte}),
        }
    )


class Card(NamedTuple):
    """The Sociale Kaart of one house; `nagekeken` tells of every card the oldest check on its page, by its `anker`."""

    groepen: tuple[Groep, ...]
    veiligheid: tuple[str, ...]
    nagekeken: Mapping[str, date]

    @property
    def lokaal(self) -> bool:
        """Whether there is any help nearby."""
        return any(not kaartje.tip.landelijk for groep in self.groepen for kaartje in groep.kaartjes)


def card_of(booklet: Booklet, domein: Domein) -> Card:
    """What is printed for a house; a card of which the page is not known yet tells its own date."""
    groepen = groups(booklet.tips, domein)
    own = {
        kaartje.anker: kaartje.tip.voorziening.gecontroleerd
        for groep in groepen
        for kaartje in groep.kaartjes
        if kaartje.tip.voorziening.gecontroleerd
    }
    safety = tuple(kolom.veiligheid for kolom in domein.kolommen if kolom.veiligheid)
    return Card(groepen, safety, {**own, **booklet.checked})


def _checks_of(booklet: Booklet) -> tuple[date, ...]:
    """The dates on which the printed facts were checked, oldest first; none where no Sociale Kaart is printed."""
    if not any(part.kind.name == "sociale-kaart" for part in booklet.plan.parts):
        return ()
    houses = {domein.id for domein in ((booklet.plan.los,) if booklet.plan.los else booklet.houses)}
    entries = (tip.voorziening for tip in booklet.tips if houses & set(tip.voorziening.domein))
    return tuple(sorted({entry.gecontroleerd for entry in entries if entry.gecontroleerd}))


class Example(NamedTuple):
    """A kolom as a fictional person filled it in."""

    persoon: Persoon
    antwoorden: Voorbeeld


def _example(content: Content, kolom: Kolom) -> Example | None:
    found = (
        Example(persoon, one) for persoon in content.personen for one in persoon.voorbeelden if one.kolom == kolom.id
    )
    return next(found, None)


class OwnLetter(NamedTuple):
    """The font of a gemeente for a style sheet: the name that it has there, its address, and whether it knows more weights."""

    naam: str
    adres: str
    variabel: bool


class _Art:
    """Pictures by name with their colours filled in, kept for the typesetter."""

    def __init__(
        self,
        logo: bytes | None,
        picture_of: Callable[[Beeld], bytes] | None = None,
        lettertype: bytes | None = None,
    ) -> None:
        self.assets: dict[str, bytes] = {}
        self.letter = self._letter(lettertype) if lettertype else None
        self._picture_of = picture_of
        self.logo: str | None = None
        if logo is not None:
            self.logo = "book:/logo"
            self.assets[self.logo] = logo

    def _letter(self, file: bytes) -> OwnLetter:
        # A hash, because the typesetter keeps a font by its name for the whole run, and gemeenten have fonts of their own.
        marks = sha256(file).hexdigest()[:16]
        address = f"book:/lettertype-{marks}"
        self.assets[address], variable = headings(file)
        return OwnLetter(f"{OWN_FAMILY} {marks}", address, variable)

    def picture(self, name: str, **colours: str) -> str:
        """The address of a picture in `layouts/`; colours are `inkt`, `vlak`, `wit`, `accent` and `kleur`."""
        chosen = {"inkt": INK, "vlak": WHITE, "wit": WHITE, "accent": INK, "kleur": WHITE} | colours
        # A hash, because the name on a tab may hold what an address may not.
        marks = sha256(repr(sorted(chosen.items())).encode()).hexdigest()[:16]
        address = f"book:/{name}-{marks}.svg"
        if address not in self.assets:
            self.assets[address] = _environment().get_template(f"{name}.svg").render(chosen).encode()
        return address

    def shown(self, beeld: Beeld) -> str:
        """The address of a picture that a manual asks for: a page of another edition, a screen or a drawing."""
        if beeld.tekening:
            return self.picture(beeld.tekening, vlak=PAPER, accent=PEN, links="", rechts="")
        address = f"book:/beeld-{sha256(repr(beeld).encode()).hexdigest()[:16]}.png"
        if address not in self.assets:
            if beeld.scherm:
                self.assets[address] = (SCREENS / f"{beeld.scherm}.png").read_bytes()
            elif self._picture_of:
                self.assets[address] = self._picture_of(beeld)
        return address

    def qr_code(self, web: str) -> str:
        """The address of a QR code that leads to a web page; a white edge of four modules is part of it."""
        address = f"book:/qr-{sha256(web.encode()).hexdigest()[:16]}.svg"
        self.assets[address] = _qr_code(web)
        return address


@cache
def _qr_code(web: str) -> bytes:
    """A QR code as SVG; drawing one costs more than a page of markup, and a web address comes in every booklet."""
    drawn = io.BytesIO()
    code = segno.make(web, error="m", micro=False)
    code.save(drawn, kind="svg", border=4, dark=INK, light=WHITE, xmldecl=False, omitsize=True)
    return drawn.getvalue()


class Strokes(NamedTuple):
    """A picture of strokes only: the side of its square, how thick they are, and their paths."""

    size: float
    width: float
    paths: tuple[str, ...]


@cache
def strokes(name: str) -> Strokes:
    """The strokes of a mark in `layouts/smileys`."""
    drawn = _style(f"smileys/{name}.svg")
    size, width = re.search(r'viewBox="0 0 (\d+)', drawn), re.search(r'stroke-width="([\d.]+)"', drawn)
    if size is None or width is None:
        raise LayoutError(f"layouts/smileys/{name}.svg: no square of strokes")
    return Strokes(float(size[1]), float(width[1]), tuple(re.findall(r' d="([^"]+)"', drawn)))


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


def _styles() -> tuple[str, ...]:
    return tuple(_style(name) for name in STYLES)


@cache
def _style(name: str) -> str:
    return (LAYOUTS / name).read_text(encoding="utf-8")


def forget_layouts() -> None:
    """Read the files in `layouts/` again: somebody changed them; templates see that by themselves."""
    _style.cache_clear()
    strokes.cache_clear()


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines: an empty line parts paragraphs, every line is a sentence of its own."""
    return [[line.strip() for line in block.splitlines()] for block in re.split(r"\n\s*\n", text.strip())]


def breakable(text: str) -> Html:
    """A long word such as a web address, that may go on to a next line after a mark."""
    return Html("<wbr>").join(re.split(r"(?<=[/.@_-])", text))


def css_string(text: str) -> Html:
    """A text as a string in CSS, safe in a `<style>` element, where HTML cannot be escaped."""
    # Every mark that CSS or HTML could take for its own is written as a number.
    numbered = re.sub(r"[^\w ·,.'()-]", lambda mark: f"\\{ord(mark[0]):06X} ", text)
    return Html(f'"{numbered}"')  # noqa: S704
