"""Step 2, reading along: the texts of the content in sentences, who reads each and what it does on its page.

A text has a kind, which says who reads it and so how easy it must be, and a role, which says what it does on the page.
Both are rows in the tables of fields, one table for each group of files. A new field is only a row.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from booklet.content import Library, Read, ReadGemeente
from booklet.problems import Place
from booklet.source import Data, Loc, Source


class Kind(StrEnum):
    """Who reads a text; the value is how a message calls it."""

    K = "de bladzijden van de bewoner"
    U = "de uitleg"
    T = "de training, de reflectie en de handleiding"
    P = "de bladzijde van de professional"


class Role(StrEnum):
    """What a text does on its page."""

    LOPEND = "lopende tekst"
    ESSENTIE = "essentie"
    SUGGESTIE = "suggestie"
    VOORBEELD = "voorbeeld"
    KOP = "kop"
    GEGEVEN = "gegeven"
    NAAM = "naam"
    VRAAG = "vaste vraag"


RUNNING = frozenset({Role.LOPEND, Role.ESSENTIE, Role.SUGGESTIE, Role.VOORBEELD})
FIRST_PERSON = frozenset({Role.ESSENTIE, Role.SUGGESTIE, Role.VOORBEELD})


# ---- The fields of the content ------------------------------------------------------------------------------------


class Field(NamedTuple):
    """The kind and role of the texts whose path fits the pattern; the first row that fits counts, P is not judged."""

    path: str
    kind: Kind
    role: Role = Role.LOPEND


_UITLEGBLADEN = ("zo_werkt_het", "hierna", "sociale_kaart")  # of the basisformat, but they explain
TEKSTEN = (
    Field("teksten.professional.*", Kind.P),
    Field("teksten.*.icoon", Kind.P),
    Field("teksten.huisjesplaat.nvt", Kind.K, Role.VRAAG),
    Field("teksten.huisjesplaat.nvt_uitleg", Kind.K),
    Field("teksten.sociale_kaart.leeg", Kind.U),
    Field("teksten.colofon.voorbeeld", Kind.K),
    Field("teksten.colofon.gezicht", Kind.K),
    Field("teksten.poster.muur", Kind.K),
    Field("teksten.poster.tafel", Kind.K),
    *(Field(f"teksten.{blad}*.tekst", Kind.U) for blad in _UITLEGBLADEN),
    *(Field(f"teksten.{blad}.*", Kind.U, Role.KOP) for blad in _UITLEGBLADEN),
    Field("teksten.*.tekst", Kind.K),
    Field("teksten.*", Kind.K, Role.KOP),
)
PLAN = (
    Field("titel", Kind.K, Role.KOP),
    Field("ondertitel", Kind.K, Role.KOP),
    Field("smileys.*.naam", Kind.K, Role.VRAAG),
    Field("vragen.*.vraag", Kind.K, Role.VRAAG),
    Field("vragen.*.subvraag", Kind.K, Role.VRAAG),
    Field("vragen.*.uitleg", Kind.U),
    *TEKSTEN,
    Field("uitleg.plaat_persoon", Kind.P),
    Field("uitleg.*.icoon", Kind.P),
    Field("uitleg.woordenlijst.*.woord", Kind.U, Role.NAAM),
    Field("uitleg.woordenlijst.*.uitleg", Kind.U),
    Field("uitleg.suggesties", Kind.U),
    Field("uitleg.verzonnen", Kind.U),
    Field("uitleg.*.tekst", Kind.U),
    Field("uitleg.*", Kind.U, Role.KOP),
)
DOMEIN = (
    Field("naam", Kind.K, Role.NAAM),
    Field("uitleg", Kind.U),
    Field("vrije_ruimte", Kind.U),
    Field("kolommen.*.naam", Kind.K, Role.NAAM),
    Field("kolommen.*.essentie", Kind.K, Role.ESSENTIE),
    Field("kolommen.*.suggesties.*", Kind.K, Role.SUGGESTIE),
    Field("kolommen.*.gaat_goed.*", Kind.K, Role.SUGGESTIE),
    Field("kolommen.*.uitleg", Kind.U),
    Field("kolommen.*.veiligheid", Kind.U),
)
PERSOON = (
    Field("situatie", Kind.U),
    Field("ingevuld", Kind.K, Role.GEGEVEN),
    Field("samen_met", Kind.K, Role.VOORBEELD),
    Field("zeker", Kind.K, Role.VOORBEELD),
    Field("eerst", Kind.K, Role.VOORBEELD),
    Field("voorbeelden.*.kolom", Kind.P),
    Field("voorbeelden.*", Kind.K, Role.VOORBEELD),
)
EDITIE = (
    Field("titel", Kind.K, Role.KOP),
    Field("ondertitel", Kind.K, Role.KOP),
    Field("onderdelen.*titel", Kind.K, Role.KOP),
    Field("pakket.regels.*.papier", Kind.T, Role.GEGEVEN),
    Field("pakket.regels.*.maken", Kind.T, Role.GEGEVEN),
)
KAART = (
    Field("voorzieningen.*.omschrijving", Kind.U),
    Field("voorzieningen.*.aanmelden", Kind.U),
    Field("voorzieningen.*.voor_wie", Kind.U, Role.GEGEVEN),
    Field("voorzieningen.*.kosten", Kind.U, Role.GEGEVEN),
)
_IDS = (Field("*.id", Kind.P), Field("*.icoon", Kind.P))
PROGRAMMA = (
    *_IDS,
    Field("woorden.*", Kind.T, Role.KOP),
    Field("vormen.*.begin", Kind.P),
    Field("vormen.*.blok", Kind.P),
    Field("*.kort", Kind.P),
    Field("*.minuten", Kind.P),
    Field("vormen.*.wanneer", Kind.T),
    Field("*.pauze", Kind.T, Role.KOP),
    Field("*.naam", Kind.T, Role.KOP),
    Field("*.kop", Kind.T, Role.KOP),
    Field("*", Kind.T),
)
KAARTEN = (
    *_IDS,
    Field("woorden.spelen", Kind.T),
    Field("woorden.verzonnen", Kind.T),
    Field("woorden.*", Kind.T, Role.KOP),
    Field("situaties.*.antwoord", Kind.P),
    Field("zakkaarten.*.schrijven", Kind.P),
    Field("*.naam", Kind.T, Role.KOP),
    Field("*.kop", Kind.T, Role.KOP),
    Field("*", Kind.T),
)
TRAININGSBLADEN = (
    *_IDS,
    Field("speurtocht.vragen.*.blad", Kind.P),
    Field("speurtocht.vragen.*.van", Kind.P),
    Field("*.regels", Kind.P),
    Field("*.kop", Kind.T, Role.KOP),
    Field("*.tekst", Kind.T),
    Field("*_tekst", Kind.T),
    Field("*.vraag", Kind.T),
    Field("*.antwoord", Kind.T, Role.GEGEVEN),
    Field("evaluatie.stellingen.*", Kind.T),
    Field("bewijs.geleerd.*", Kind.T),
    Field("*", Kind.T, Role.KOP),
)
REFLECTIE = (
    *_IDS,
    Field("bronnen.lijst.*", Kind.P),
    Field("*.bronnen.*", Kind.P),
    Field("*.regels", Kind.P),
    Field("woorden.*", Kind.T, Role.KOP),
    Field("*.tekst", Kind.T),
    Field("labels_tekst", Kind.T),
    Field("labels.*.naam", Kind.T, Role.KOP),
    Field("labels.*.uitleg", Kind.T),
    Field("delen.*.vragen.*", Kind.T),
    Field("delen.*.acties.*", Kind.T),
    Field("delen.*.uitleg", Kind.T),
    Field("*", Kind.T, Role.KOP),
)
EVALUATIE = (
    *_IDS,
    Field("*.meer", Kind.P),
    Field("*.regels", Kind.P),
    *(
        Field(f"{blad}.{name}", kind, role)
        for blad, kind in (("bewoner", Kind.K), ("professional", Kind.T), ("turflijst", Kind.T))
        for name, role in (
            ("tekst", Role.LOPEND),
            ("slot", Role.LOPEND),
            ("vragen.*.vraag", Role.LOPEND),
            ("vragen.*.keuzes.*", Role.GEGEVEN),
            ("*", Role.KOP),
        )
    ),
)


HANDLEIDING = (
    *_IDS,
    Field("*.opdracht", Kind.P),  # what the program says and hears is told as it is
    Field("*.regels", Kind.P),
    Field("*.uitvoer", Kind.P),
    Field("*.staat", Kind.P),
    *(Field(f"*.beelden.*.{name}", Kind.P) for name in ("editie", "onderdeel", "blad", "van", "ingevuld")),
    *(Field(f"*.beelden.*.{name}", Kind.P) for name in ("scherm", "tekening", "breed", "bladzijde")),
    Field("*.open", Kind.P),
    Field("*.alt", Kind.T, Role.GEGEVEN),  # a screen reader says it, on paper it is not
    Field("woorden.begrippen_tekst", Kind.T),
    Field("woorden.*", Kind.T, Role.KOP),
    Field("begrippen.*.woord", Kind.T, Role.NAAM),
    Field("*.naam", Kind.T, Role.KOP),
    Field("*.voor", Kind.T, Role.KOP),
    Field("*.kop", Kind.T, Role.KOP),
    Field("*", Kind.T),
)

TABLES: Mapping[str, tuple[Field, ...]] = {  # by the name of a group of files
    "plan": PLAN,
    "domein": DOMEIN,
    "persoon": PERSOON,
    "editie": EDITIE,
    "kaart": KAART,
    "gemeente": TEKSTEN,
    "programma": PROGRAMMA,
    "kaarten": KAARTEN,
    "bladen": TRAININGSBLADEN,
    "reflectie": REFLECTIE,
    "evaluatie": EVALUATIE,
    "handleiding": HANDLEIDING,
}


@cache
def _field(group: str, path: str) -> Field | None:
    found = next((field for field in TABLES[group] if fnmatchcase(path, field.path)), None)
    return None if found is None or found.kind is Kind.P else found


# ---- Texts, paragraphs and sentences ------------------------------------------------------------------------------

_SENTENCE = re.compile(r"\S.*?(?:[.!?:][’”'\")]*(?=\s|$)|$)")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
RUN = re.compile(r"\w+")
CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,}(?!\w)")


class Sentence(NamedTuple):
    """A sentence with its own line, and the abbreviations that its text may use.

    Its `runs` are its unbroken runs of letters and digits, in lower case: no word can stand in it of which they are not there,
    and that is seen sooner than the sentence is searched.
    """

    text: str
    words: tuple[str, ...]
    runs: frozenset[str]
    place: Place
    kind: Kind
    role: Role
    names: frozenset[str]


def runs_of(text: str) -> frozenset[str]:
    """The unbroken runs of letters and digits in a text, in lower case."""
    return frozenset(RUN.findall(text.lower()))


class Text(NamedTuple):
    """The value of one field, in paragraphs of sentences: its group of files, where it stands there, who reads it.

    Its `path` is its place in the file as the tables of fields write it: `kolommen.0.essentie` for any kolom.
    """

    group: str
    file: str
    loc: Loc
    path: str
    kind: Kind
    role: Role
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Its sentences, in order."""
        return chain.from_iterable(self.paragraphs)


def sentences_of(texts: Iterable[Text], roles: Container[Role] = frozenset(Role)) -> Iterator[Sentence]:
    """Every sentence of the texts with one of these roles."""
    return chain.from_iterable(text.sentences for text in texts if text.role in roles)


# ---- Reading ------------------------------------------------------------------------------------------------------


def shared_texts(library: Library) -> Iterator[Text]:
    """The texts of what every gemeente shares."""
    if library.plan is not None:
        yield from _texts(library.plan.source, "plan")
    for group, reads in (("domein", library.domeinen), ("persoon", library.personen), ("editie", library.edities)):
        for read in reads:
            yield from _texts(read.source, group)
    if library.landelijk is not None:
        yield from _card_texts(library.landelijk.source)
    for group, other in other_paper(library):
        if other is not None:
            yield from _texts(other.source, group)


def own_texts(gemeente: ReadGemeente) -> Iterator[Text]:
    """The texts that a gemeente writes itself: what it replaces, and its Sociale Kaart."""
    yield from _texts(gemeente.facts, "gemeente")
    if gemeente.card is not None:
        yield from _card_texts(gemeente.card)


def other_paper(library: Library) -> Iterator[tuple[str, Read[Any] | None]]:
    """The files with the words of the other paper, by their group."""
    yield "programma", library.programma
    yield "kaarten", library.trainingskaarten
    yield "bladen", library.trainingsbladen
    yield "reflectie", library.reflectie
    yield "evaluatie", library.evaluatie
    yield "handleiding", library.handleiding


def _card_texts(source: Source) -> Iterator[Text]:
    """The texts of what is printed; a voorziening may use the abbreviations in its own name."""
    entries = source.data.get("voorzieningen") if isinstance(source.data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and entry.get("in_boekje") != "nee":
            names = frozenset(CAPITALS.findall(f"{entry.get('organisatie')} {entry.get('aanbod')}"))
            yield from _texts_below(source, entry, _At("kaart", ("voorzieningen", index), "voorzieningen.0", names))


def _texts(source: Source, group: str) -> Iterator[Text]:
    return _texts_below(source, source.data, _At(group))


class _At(NamedTuple):
    """Where reading is: in which group of files, at which place, and which abbreviations may stand there."""

    group: str
    loc: Loc = ()
    path: str = ""
    names: frozenset[str] = frozenset()

    def path_below(self, step: str | int) -> str:
        name = step if isinstance(step, str) else "0"
        return f"{self.path}.{name}" if self.path else name


def _texts_below(source: Source, data: Data, at: _At) -> Iterator[Text]:
    if isinstance(data, str):
        return
    inside: Iterable[tuple[str | int, Data]] = enumerate(data) if isinstance(data, list) else data.items()
    for step, value in inside:
        path = at.path_below(step)
        if not isinstance(value, str):
            yield from _texts_below(source, value, _At(at.group, (*at.loc, step), path, at.names))
        elif field := _field(at.group, path):
            loc = (*at.loc, step)
            paragraphs = tuple(_paragraphs(value, source, source.place(*loc), field, at.names))
            yield Text(at.group, source.file, loc, path, field.kind, field.role, paragraphs)


def _paragraphs(
    value: str, source: Source, start: Place, field: Field, names: frozenset[str]
) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of a value: a line is a sentence or more, an empty line begins a paragraph."""
    paragraphs: list[list[Sentence]] = [[]]
    for offset, line in enumerate(value.split("\n")):
        if not line.strip():
            paragraphs.append([])
        for match in _SENTENCE.finditer(line.strip().removeprefix("- ")):
            words = tuple(_WORD.findall(match[0]))
            if words:
                place = _place(source, start, offset, match[0])
                paragraphs[-1].append(
                    Sentence(match[0], words, runs_of(match[0]), place, field.kind, field.role, names)
                )
    return (tuple(paragraph) for paragraph in paragraphs if paragraph)


def _place(source: Source, start: Place, offset: int, sentence: str) -> Place:
    """The line and column of a sentence; of its text when that is not written line by line."""
    number = start.line + offset
    line = source.lines[number - 1] if number <= len(source.lines) else ""
    column = line.find(sentence, 0 if offset else start.column - 1)
    return start if column < 0 else Place(start.file, number, column + 1)
