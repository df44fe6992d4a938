"""Step 4, writing the markup: planned parts to HTML by the templates in `layouts/`; the only module that knows Jinja.

A template gets values and gives HTML; it cannot reach files. Pictures are asked for by name with `plaatje()`, which fills
in their colours and hands them to the typesetter, so that a page can load nothing else. Text is data: everything is
escaped, and a name that does not exist is an error.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup as Html
from markupsafe import escape
from zxingcpp import Barcode, BarcodeFormat, create_barcode

from booklet.addresses import dial, phone, shown_address, web_address
from booklet.colour import INK, WHITE, readable_on, tint
from booklet.days import month
from booklet.drawing import spot
from booklet.fit import Filled
from booklet.fonts import OWN_FAMILY, headings
from booklet.formaten import FORMATEN
from booklet.handleiding import Beeld
from booklet.kaart import Groep, Tip, groups
from booklet.laid import TEGEL
from booklet.models import Content, Domein, Gemeente, Kolom, Persoon, Teksten, Voorbeeld
from booklet.planner import PagePlan, Part, anchor
from booklet.tabs import HEAD_MM, LARGE_TAB, TAB, tab_top
from booklet.values import Waarde
from booklet.velden import Veld, faces, kolom_veld, notities_veld

_HERE = Path(__file__).parent
LAYOUTS = next(folder / "layouts" for folder in (_HERE, _HERE.parent) if (folder / "layouts").is_dir())
STYLES = ("css/tokens.css", "css/page.css", "css/type.css", "css/blocks.css")
NUMBERS = "css/nummers.css"
OTHER_PAPER = (
    "training",
    "reflectie",
    "evaluatie",
    "handleiding",
)  # content of which only bladen with a style of their own print
VARIANTS = 12  # of a part that are kept: as many as there are numbers of pages before it
QR_KEPT = 1000  # QR codes: those of the help that all gemeenten have
LANGUAGE = "nl"
SCREENS = LAYOUTS / "handleiding"  # pictures of screens
PAPER, PEN = "#EEF2FB", "#1C3F94"  # the colours of a drawing
LARGE = "css/groot.css"  # what differs in the large letter


class Sheets(NamedTuple):
    """A document for the typesetter: HTML, style sheets and the files that it may load, by `book:` address."""

    html: str
    styles: tuple[str, ...]
    assets: Mapping[str, bytes]


class Head(NamedTuple):
    """What a document says of itself: its title, who it is of, what it is about, and the day that it was made."""

    title: str
    author: str
    about: str
    day: date


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


class Tegel(NamedTuple):
    """A piece of a part that the head of its page may tell of, or that is made apart; `name` tells what it is made of.

    What is the same elsewhere is `apart`, so that it is made once. `rim` are the attributes of the part around it; `anchor`
    may be empty; of what is not apart it comes inside, where the template says `hier`. `stijl` is what it has the head of its
    page say.
    """

    name: str
    tag: str
    anchor: str
    klasse: str
    stijl: str
    inner: str
    rim: str
    apart: bool

    @property
    def whole(self) -> str:
        """The piece in its place in a document with heads."""
        return self._in_place(f" style='{self.stijl}'" if self.stijl else "")

    def placed(self, index: int) -> str:
        """The piece in its place in a part without heads, where `index` is which of the pieces of this part it is."""
        return self._in_place(f' data-stuk="{index}"')

    def _in_place(self, more: str) -> str:
        anchor = f' id="{self.anchor}"' if self.anchor else ""
        outer, inside = (anchor, "") if self.apart else ("", anchor)
        return f'<{self.tag}{outer} class="{self.klasse}"{more}>{self.inner.replace(_ANCHOR, inside)}</{self.tag}>'

    def hole(self, index: int, height: float, part: str) -> str:
        """An empty place for it, so many px high; `index` is which of the holes of this part it is."""
        colour = "".join(f"{part:02x}" for part in spot(index))
        stijl = f"height:{height:.9f}px;background-color:#{colour}"
        anchor = self.anchor or f"{TEGEL}{part}.{index}"
        tag = _INSIDE[self.tag]
        inside = f'<{tag} id="{anchor}" aria-hidden="true" class="leeg-vak" style="{stijl}"></{tag}>'
        return f'<{self.tag} class="{self.klasse} hol" data-tegel="{index}">{inside}</{self.tag}>'

    @property
    def head(self) -> str:
        """A part with nothing in it, to see what a left and a right page say at their heads when this piece is the first there.

        A part has no head on its first page, so there is a page before those.
        """
        page = f"<p style='break-before:page;{self.stijl}'></p>"
        return f"<section {self.rim}><p></p>{page}{page}</section>"

    def alone(self, assets: Mapping[str, bytes]) -> "Section":
        """The piece on a page of its own."""
        inner = f'<{self.tag} id="in-{self.name}" class="{self.klasse}" data-tegel="0">{self.inner.replace(_ANCHOR, "")}</{self.tag}>'
        html = f'<section id="{self.name}" {self.rim.replace("deel", "deel los", 1)}>{inner}</section>'
        return Section(self.name, self.name, html, (), assets)


_INSIDE = {"article": "div", "div": "div", "p": "span"}
# Where the anchor of a piece comes that is not apart; no letter of any script. It is as far inside as can be, because
# WeasyPrint works out the style of an element with an id, and of all that is in it, on its own.
_ANCHOR = "\ue012"


class Section(NamedTuple):
    """A part, or a piece of one, without the document around it; `name` tells what it is made of.

    In the HTML a comment stands where each of its tegels comes.
    """

    name: str
    anchor: str
    html: str
    tegels: tuple[Tegel, ...]
    assets: Mapping[str, bytes]

    def holed(self, frame: "Frame", heights: Sequence[float | None]) -> "Section":
        """The part with a hole for every tegel that has a height in px, and the others in their place."""
        html = self.html
        for index, (tegel, height) in enumerate(zip(self.tegels, heights, strict=True)):
            html = html.replace(
                _mark(index), tegel.placed(index) if height is None else tegel.hole(index, height, self.anchor), 1
            )
        return Section(_name(frame.name, html), self.anchor, html, (), self.assets)


class Frame(NamedTuple):
    """What sections need around them: a font of their own in their document, the style sheets, files, and a name of it all."""

    letter: str
    styles: tuple[str, ...]
    assets: Mapping[str, bytes]
    name: str


def _mark(index: int) -> str:
    return f"<!--tegel {index}-->"


Around = Literal["binnen", "kop", "tab", "nummer"]


def write_frame(booklet: Booklet, what: Around) -> Frame:
    """What goes around the sections of a booklet to see what is inside its pages, or their heads, tabs or numbers alone."""
    art = _Art(booklet.logo, booklet.picture_of, booklet.lettertype)
    letter = _rendered("css/lettertype.css", {"art": art}) if art.letter else ""
    styles = _styles_of(booklet, art, (what,))
    return Frame(letter, styles, art.assets, _name(letter, *map(_name_of_style, styles)))


def write_sections(booklet: Booklet, frame: Frame, parts: Iterable[Part], memory: "Memory") -> list[Section]:
    """Some parts, each for the side of the paper on which it begins; what was written before is looked up in the memory."""
    words = _words(booklet.gemeente, booklet.refers or booklet.plan)
    values = _values(booklet, {name: f"{_WORD[0]}{name}{_WORD[1]}" for name in words})
    art = _Art(booklet.logo, booklet.picture_of, booklet.lettertype)
    return [_section(booklet, values, words, frame, part, art, memory) for part in parts]


@dataclass
class Memory:
    """Parts that were written, by which part of what, each with everything that it asked and the answers that it got.

    Nearly all parts ask nothing that differs from gemeente to gemeente but the page on which another part begins.
    """

    written: dict[tuple[object, ...], list[tuple[Mapping[tuple[str, ...], object], Section]]] = field(
        default_factory=dict
    )

    def find(self, key: tuple[object, ...], answers: "_Answers") -> Section | None:
        """What was written for the same answers."""
        for asked, section in self.written.get(key, ()):
            if all(answers.of(question) == answer for question, answer in asked.items()):
                return section
        return None

    def keep(self, key: tuple[object, ...], asked: Mapping[tuple[str, ...], object], section: Section) -> None:
        """Keep a part; of many kinds only the last, because every gemeente has its own."""
        known = self.written.setdefault(key, [])
        known.insert(0, (asked, section))
        del known[VARIANTS:]


class _Answers:
    """What a part may ask that differs from gemeente to gemeente, by name, and what it did ask."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.asked: dict[tuple[str, ...], object] = {}
        self.folio = self._asking("folio")
        self.uitgelegd = self._asking("uitgelegd")

    def of(self, question: tuple[Any, ...]) -> object:
        """The answer to a question that another part asked."""
        name, *more = question
        if name in ("folio", "uitgelegd"):
            return self._values[name](*more)
        answer = self._values[name]
        for step, key in more:
            answer = getattr(answer, key) if step == "." else answer[key]
        return answer

    def ask(self, *question: Any) -> Any:
        """Answer a question, and remember it."""
        self.asked[question] = answer = self.of(question)
        return answer

    def _asking(self, name: str) -> Callable[..., Any]:
        return lambda kind, of=None: self.ask(name, kind, of)


class _Watched:
    """Stands for a value in a template, and remembers what of it was asked."""

    def __init__(self, answers: _Answers, name: str) -> None:
        self._answers, self._name = answers, name

    def __getattr__(self, key: str) -> Any:
        return self._answers.ask(self._name, (".", key))

    def __getitem__(self, key: Any) -> Any:
        return self._answers.ask(self._name, ("[", key))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._answers.ask(self._name))

    def __bool__(self) -> bool:
        return bool(self._answers.ask(self._name))


_DIFFERS = ("art", "gemeente", "kaart", "nagekeken", "editie", "plan", "velden", "papier")
_WORD = "\ue010\ue011"  # around the name of a word that the gemeente fills in; no letters of any script


def _section(  # noqa: PLR0917  what is worked out once for all parts
    booklet: Booklet,
    values: Mapping[str, object],
    words: Mapping[str, str],
    frame: Frame,
    part: Part,
    art: "_Art",
    memory: Memory,
) -> Section:
    side = "right" if part.first % 2 else "left"
    answers = _Answers({**values, "art": art})
    key = (frame.name, part.anchor, part.pages, side, booklet.plan.groot, booklet.typen, id(booklet.gemeente.teksten))
    found = memory.find(key, answers)
    if found is None:
        art.begin()
        tegels = _Tegels()
        pictures = {"plaatje": art.picture, "qr": art.qr_code, "beeld": art.shown, "tegel": tegels.tegel}
        watched = {name: _Watched(answers, name) for name in _DIFFERS}
        asking = {"folio": answers.folio, "uitgelegd": answers.uitgelegd}
        html = _rendered("deel.html", {**values, **pictures, **watched, **asking, "part": part, "kant": side})
        found = Section(
            "", part.anchor, html, tuple(tegels.found), art.used_in(html, *(one.inner for one in tegels.found))
        )
        if not art.shows_pages:
            memory.keep(key, answers.asked, found)
    return _named(found, frame, words)


def _named(section: Section, frame: Frame, words: Mapping[str, str]) -> Section:
    """A section with the words of a gemeente in it, by a name of all that it is made of."""
    tegels = tuple(_named_tegel(tegel, frame, words) for tegel in section.tegels)
    html = _worded(section.html, words)
    pieces = (text for tegel in tegels for text in (tegel.name, tegel.anchor, tegel.stijl))
    return section._replace(name=_name(frame.name, html, *pieces), html=html, tegels=tegels)


def _named_tegel(tegel: Tegel, frame: Frame, words: Mapping[str, str]) -> Tegel:
    inner = _worded(tegel.inner, words)
    name = _name(frame.name, tegel.rim, tegel.tag, tegel.klasse, inner)
    return tegel._replace(name=name, inner=inner, stijl=_worded(tegel.stijl, words))


def _worded(html: str, words: Mapping[str, str]) -> str:
    if _WORD[0] not in html:
        return html
    return re.sub(f"{_WORD[0]}(\\w+){_WORD[1]}", lambda found: str(escape(words[found[1]])), html)


def write_rims(plan: PagePlan, what: Around) -> list[str]:
    """For every page of a plan a section with nothing in it, to see its tab or its number."""
    return [_rim(part, what) for part in plan.parts for _ in range(part.pages)]


def _rim(part: Part, what: Around) -> str:
    paper = f" papier-{part.kind.paper}" if part.kind.paper else ""
    house = f" huis-{part.domein.id}" if part.domein and what == "tab" else ""
    return f'<section class="deel{paper}{house}"></section>'


def write_document(frame: Frame, sections: Sequence[str], assets: Mapping[str, bytes]) -> Sheets:
    """Sections after each other as a document."""
    side = (
        "left" if "break-before:left" in sections[0].partition(">")[0] else "right"
    )  # else it would begin on the right
    html = _rendered("stukken.html", {"letter": frame.letter, "stukken": sections, "kant": side})
    return Sheets(html, frame.styles, {**frame.assets, **assets})


def _name(*texts: str) -> str:
    """A name of all that something is made of; the files that it uses are named by what is in them."""
    return sha256("\0".join(texts).encode()).hexdigest()[:32]


@cache
def _name_of_style(text: str) -> str:
    """The same few style sheets come with every part."""
    return _name(text)


class _Tegels:
    """Takes the tegels out of a part while it is written."""

    def __init__(self) -> None:
        self.found: list[Tegel] = []

    def tegel(  # noqa: PLR0917  what the template tells
        self, tag: str, anchor: str, klasse: str, stijl: str, rim: str, caller: Callable[[], str], *, apart: bool = True
    ) -> Html:
        """Keep a piece and leave a mark."""
        self.found.append(Tegel("", tag, anchor, klasse, str(stijl), str(caller()), str(rim).strip(), apart))
        return Html(_mark(len(self.found) - 1))  # noqa: S704  a mark of ours


def _whole(  # noqa: PLR0917  what the template tells
    tag: str, anchor: str, klasse: str, stijl: str, rim: str, caller: Callable[[], str], *, apart: bool = True
) -> Html:
    return Html(Tegel("", tag, anchor, klasse, str(stijl), str(caller()), rim, apart).whole)  # noqa: S704  escaped by the template


def write_each(booklet: Booklet) -> tuple[Sheets, ...]:
    """Every part of the plan alone and in its place; what they share is worked out once."""
    values = _values(booklet)
    return tuple(in_place(_written(booklet, values, (part,)), part) for part in booklet.plan.parts)


def _written(booklet: Booklet, values: Mapping[str, object], parts: Iterable[Part]) -> Sheets:
    art = _Art(booklet.logo, booklet.picture_of, booklet.lettertype)
    pictures = {"art": art, "plaatje": art.picture, "qr": art.qr_code, "beeld": art.shown, "tegel": _whole}
    html = _rendered("booklet.html", {**values, **pictures, "parts": parts, "kant": ""})
    return Sheets(html, _styles_of(booklet, art, ("kop", "tab", "nummer")), art.assets)


def _styles_of(booklet: Booklet, art: "_Art", rims: Collection[Around]) -> tuple[str, ...]:
    """The style sheets of a booklet, with these rims around its pages; they are user style sheets, of which the last wins."""
    plan = booklet.plan
    numbers = (NUMBERS,) if "nummer" in rims else ()
    large = (LARGE,) if plan.groot else ()
    around = [rim for rim in rims if rim != "tab" or plan.editie.tabs]
    own = _rendered("css/opmaak.css", {**_values_of_style(booklet), "randen": around, "plaatje": art.picture})
    return (*map(_style, (*STYLES, *numbers, *_own_styles(plan), *large)), own)


def head(booklet: Booklet) -> Head:
    """What the document of a booklet says of itself."""
    content, plan, editie, whose = booklet.content, booklet.plan, booklet.plan.editie, booklet.gemeente.aanduiding
    titles = (editie.titel or content.plan.titel, plan.los.naam if plan.los else "", whose)
    return Head(
        " – ".join(filter(None, titles)), whose, editie.ondertitel or content.plan.ondertitel, content.plan.datum
    )


def _own_styles(plan: PagePlan) -> list[str]:
    return sorted({f"css/{part.kind.style}.css" for part in plan.parts if part.kind.style})


def _values(booklet: Booklet, words: Mapping[str, str] | None = None) -> dict[str, object]:
    """What the templates know of a booklet, but for the parts to write and their pictures."""
    content, gemeente, plan, refers = booklet.content, booklet.gemeente, booklet.plan, booklet.refers
    words = words or _words(gemeente, refers or plan)
    texts: Teksten = filled(gemeente.teksten, words)
    faces_by_word = {word: face for face, word in faces(content.plan, texts).items()}
    return {
        **_values_of_style(booklet),
        "plan": plan,
        "head": head(booklet),
        **({name: filled(getattr(content, name), words) for name in OTHER_PAPER} if _own_styles(plan) else {}),
        "gevuld": lambda item: filled(item, words),
        "eigen_plan": content.plan,
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


def _values_of_style(booklet: Booklet) -> dict[str, object]:
    """What the style in a document depends on."""
    plan = booklet.plan
    return {
        "groot": plan.groot,
        "editie": plan.editie,
        "papier": FORMATEN[plan.editie.formaat],
        "domeinen": booklet.houses,
        "tab_top": {domein.id: tab_top(place) - HEAD_MM for place, domein in enumerate(booklet.content.domeinen)},
        "tab": LARGE_TAB if plan.groot else TAB,
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
        self._own: dict[str, bytes] = {}
        self.assets: dict[str, bytes] = self._own
        self.shows_pages = False
        self.letter = self._letter(lettertype) if lettertype else None
        self._picture_of = picture_of
        self.logo: str | None = None
        if logo is not None:
            self.logo = f"book:/logo-{sha256(logo).hexdigest()[:16]}"
            self._own[self.logo] = logo
        self.begin()

    def begin(self) -> None:
        """Forget the pictures of the part before."""
        self.assets = dict(self._own)
        self.shows_pages = False

    def used_in(self, *html: str) -> dict[str, bytes]:
        """The pictures that are in these texts."""
        text = "".join(html)
        return {address: data for address, data in self.assets.items() if address in text}

    def _letter(self, file: bytes) -> OwnLetter:
        # A hash, because the typesetter keeps a font by its name for the whole run, and gemeenten have fonts of their own.
        marks = sha256(file).hexdigest()[:16]
        address = f"book:/lettertype-{marks}"
        self.assets[address], variable = headings(file)
        return OwnLetter(f"{OWN_FAMILY} {marks}", address, variable)

    def picture(self, name: str, **colours: str) -> str:
        """The address of a picture in `layouts/`; colours are `inkt`, `vlak`, `wit`, `accent` and `kleur`."""
        plain = all(isinstance(value, str) for value in colours.values())  # a drawing with measures in it is made once
        drawing = _coloured if plain else _coloured.__wrapped__
        address, drawn = drawing(name, tuple(sorted(colours.items())))
        self.assets[address] = drawn
        return address

    def shown(self, beeld: Beeld) -> str:
        """The address of a picture that a manual asks for: a page of another edition, a screen or a drawing."""
        if beeld.tekening:
            return self.picture(beeld.tekening, vlak=PAPER, accent=PEN, links="", rechts="")
        data = (SCREENS / f"{beeld.scherm}.png").read_bytes() if beeld.scherm else self._page(beeld)
        self.shows_pages = True  # which are of this gemeente
        address = f"book:/beeld-{sha256(data).hexdigest()[:16]}.png"
        self.assets[address] = data
        return address

    def _page(self, beeld: Beeld) -> bytes:
        return self._picture_of(beeld) if self._picture_of else b""

    def qr_code(self, web: str) -> str:
        """The address of a QR code that leads to a web page; a white edge of four modules is part of it."""
        address = f"book:/qr-{sha256(web.encode()).hexdigest()[:16]}.pbm"
        self.assets[address] = _qr_code(web)
        return address


@cache
def _coloured(name: str, colours: tuple[tuple[str, str], ...]) -> tuple[str, bytes]:
    """A picture with its colours filled in, and its address: a hash, because a name on a tab may hold what no address may."""
    chosen = {"inkt": INK, "vlak": WHITE, "wit": WHITE, "accent": INK, "kleur": WHITE, **dict(colours)}
    drawn = _environment().get_template(f"{name}.svg").render(chosen).encode()
    return f"book:/{name}-{sha256(drawn).hexdigest()[:16]}.svg", drawn


@lru_cache(QR_KEPT)
def _qr_code(web: str) -> bytes:
    """A QR code as a bitmap in letters (PBM), as small as can be and then as safe as can be; a white edge is part of it."""
    codes = [_dots(create_barcode(web, BarcodeFormat.QRCode, ec_level=level)) for level in "MQH"]
    code = [one for one in codes if len(one) == len(codes[0])][-1]
    rows = ("".join("0" if dot else "1" for dot in row) for row in code)
    return "\n".join(("P1", f"{len(code)} {len(code)}", *rows)).encode()


def _dots(code: Barcode) -> Any:
    """A code as rows of dots; 0 is black."""
    image: Any = code.to_image()
    rows: Any = memoryview(image).tolist()
    return rows


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
    environment.globals["hier"] = _ANCHOR
    return environment


def _styles() -> tuple[str, ...]:
    return tuple(map(_style, (*STYLES, NUMBERS)))


@cache
def _style(name: str) -> str:
    return (LAYOUTS / name).read_text(encoding="utf-8")


def forget_layouts() -> None:
    """Read the files in `layouts/` again: somebody changed them; templates see that by themselves."""
    _style.cache_clear()
    _coloured.cache_clear()
    strokes.cache_clear()


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines: an empty line parts paragraphs, every line is a sentence of its own."""
    return [[line.strip() for line in block.splitlines()] for block in re.split(r"\n\s*\n", text.strip())]


def breakable(text: str, fits: int = 0) -> Html:
    """A long word such as a web address, that may go on to a next line after a mark; so many letters fit on every line.

    Every place to break is a box to WeasyPrint: in the cards of a Sociale Kaart they took a quarter of the time.
    """
    if len(text) <= fits:
        return escape(text)
    return Html("<wbr>").join(re.split(r"(?<=[/.@_-])", text))


def css_string(text: str) -> Html:
    """A text as a string in CSS, safe in a `<style>` element, where HTML cannot be escaped."""
    # Every mark that CSS or HTML could take for its own is written as a number.
    numbered = re.sub(r"[^\w ·,.'()-]", lambda mark: f"\\{ord(mark[0]):06X} ", text)
    return Html(f'"{numbered}"')  # noqa: S704
