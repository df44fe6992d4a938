"""Step 2, reading along: the language rules G01–G38 (`onderzoek/inhoud.md` part g), each a row in `RULES`.

A text has a kind, which says who reads it and so how easy it must be, and a role, which says what it does on the page.
Both are rows too, in the tables of fields. A rule gets a corpus, all texts of one kind from the same files, and finds
what is wrong in it; the word lists are in `taal.yaml`. A new rule is a function and a row, a new field only a row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from booklet.content import Library, Read, gemeente_names
from booklet.models import Taal, Vermijd
from booklet.problems import Place, Problem, Severity, shortened, warning
from booklet.source import Data, Loc, Source

MIN_WORDS = 100  # averages and formulas say nothing about less (`inhoud.md` part g2)


class Kind(StrEnum):
    """Who reads a text; the value is how a message calls it."""

    K = "de bladzijden van de bewoner"
    U = "de uitleg"
    T = "de training en de reflectie"
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


@cache
def _field(fields: tuple[Field, ...], path: str) -> Field | None:
    found = next((field for field in fields if fnmatchcase(path, field.path)), None)
    return None if found is None or found.kind is Kind.P else found


# ---- Texts, paragraphs and sentences ------------------------------------------------------------------------------

_SENTENCE = re.compile(r"\S.*?(?:[.!?:][’”'\")]*(?=\s|$)|$)")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,}(?!\w)")


class Sentence(NamedTuple):
    """A sentence with its own line, and the abbreviations that its text may use."""

    text: str
    words: tuple[str, ...]
    place: Place
    kind: Kind
    role: Role
    names: frozenset[str]


class Text(NamedTuple):
    """The value of one field, in paragraphs of sentences."""

    role: Role
    paragraphs: tuple[tuple[Sentence, ...], ...]


# ---- Words --------------------------------------------------------------------------------------------------------

_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|ai|oi|[aeiou]|y(?![aeiou])")
_LETTERS = str.maketrans({"á": "a", "à": "a", "â": "a", "é": "e", "è": "e", "ê": "e", "í": "i", "ó": "o", "ô": "o", "ú": "u",
                          "ä": "-a", "ë": "-e", "ï": "-i", "ö": "-o", "ü": "-u"})  # fmt: skip


@cache
def syllables(word: str) -> int:
    """How many syllables a Dutch word has, by its groups of vowels; a number counts for one."""
    return max(1, len(_VOWELS.findall(word.lower().translate(_LETTERS))))


class Lexicon:
    """The lists of `taal.yaml`, ready to search in a sentence; `explained` are the words of the woordenlijst.

    `zrm` are the names of domains of the Zelfredzaamheid-Matrix.
    """

    def __init__(self, taal: Taal, explained: Iterable[str] = (), zrm: Iterable[str] = ()) -> None:
        self._rows = {form.lower(): row for row in taal.vermijd for form in (row.woord, *row.ook)}
        self._avoid = _any_of(self._rows, "e|en|s|['’]s")
        self._white = {word.lower() for word in taal.wit}
        self._explained = {word.lower() for word in explained}
        self._figurative = _any_of(taal.beeldspraak, "")
        self._negations = _any_of(taal.ontkenningen, "e")
        self._abbreviations = {word.lower() for word in taal.afkortingen}
        self._zrm = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ('ZRM', *zrm)))})(?!\w)")
        self._counted = {word.lower(): count for word, count in taal.lettergrepen.items()}

    def avoided(self, sentence: Sentence) -> Iterator[tuple[str, Vermijd]]:
        """The words to avoid, as they are written, with their rows; a trainer may call a domain of the ZRM by its name."""
        text = self._zrm.sub("", sentence.text) if sentence.kind is Kind.T else sentence.text
        for match in self._avoid.finditer(text):
            yield match[0], self._rows[" ".join(match[1].lower().split())]

    def is_allowed(self, row: Vermijd, kind: Kind) -> bool:
        """Whether a word that is not hard may be used: it is on the white list, or it is explained."""
        forms = {form.lower() for form in (row.woord, *row.ook)}
        return not forms.isdisjoint(self._white) or (kind is Kind.U and not forms.isdisjoint(self._explained))

    def is_known(self, abbreviation: str) -> bool:
        """Whether everybody may use an abbreviation."""
        return abbreviation.lower() in self._abbreviations

    def zrm(self, sentence: Sentence) -> list[str]:
        """The names out of the Zelfredzaamheid-Matrix, written as they are there."""
        return self._zrm.findall(sentence.text)

    def figurative(self, sentence: Sentence) -> list[str]:
        """The expressions that do not mean what they say."""
        return [match[0] for match in self._figurative.finditer(sentence.text)]

    def negations(self, sentence: Sentence) -> list[str]:
        """The words that deny something."""
        return [match[0].lower() for match in self._negations.finditer(sentence.text)]

    def syllables(self, word: str) -> int:
        """The syllables of a word, from the list of exceptions or counted."""
        return self._counted.get(word.lower()) or syllables(word)


def _any_of(words: Iterable[str], endings: str) -> re.Pattern[str]:
    """A pattern for any of these words or expressions, the longest first, with one of the endings or none."""
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<!\w)({either or '(?!)'})(?:{endings})?(?!\w)", re.IGNORECASE)


# ---- Figures ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """What the reading formulas need (`inhoud.md` part g2)."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def sentence_length(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables per hundred words."""
        return 100 * self.syllables / self.words

    @property
    def flesch_douma(self) -> float:
        """Reading ease after Douma; above 80 is easy."""
        return 206.84 - 0.77 * self.word_length - 0.93 * self.sentence_length

    @property
    def leesindex_a(self) -> float:
        """Reading ease after Brouwer; above 80 is very easy."""
        return 195 - 2 / 3 * self.word_length - 2 * self.sentence_length


# ---- Corpora ------------------------------------------------------------------------------------------------------


class Corpus(NamedTuple):
    """All texts of one kind: of what every gemeente shares, or of one gemeente. The place is the file to name.

    `own` are the figures of these texts, `shared` of the texts that stand in the same booklets. What is `local` is only
    warned of: staff of a gemeente write it, and a sentence that is too long must not keep a booklet from being printed.
    """

    kind: Kind
    place: Place
    texts: tuple[Text, ...]
    own: Figures
    shared: Figures = Figures()
    local: bool = False

    def sentences(self, roles: Iterable[Role] = frozenset(Role)) -> Iterator[Sentence]:
        """Every sentence of the texts with one of these roles."""
        return _sentences(self.texts, roles)


def corpora(library: Library, lexicon: Lexicon) -> Iterator[Corpus]:
    """The texts to judge; those of a gemeente apart, so that what one writes does not stop another."""
    texts = list(_shared_texts(library))
    plan, training = (read.source.file if read else library.shown for read in (library.plan, library.programma))
    files = {Kind.K: plan, Kind.U: plan, Kind.T: training}
    shared = {kind: _corpus(kind, Place(file), texts, lexicon) for kind, file in files.items()}
    yield from shared.values()
    for gemeente in library.gemeenten.values():
        texts = list(_texts(gemeente.facts, TEKSTEN))
        if gemeente.card is not None:
            texts += _card_texts(gemeente.card)
        place = Place((gemeente.card or gemeente.facts).file)
        for kind in (Kind.K, Kind.U):
            yield _corpus(kind, place, texts, lexicon, shared[kind].own)._replace(local=True)


def _corpus(
    kind: Kind, place: Place, texts: Iterable[tuple[Kind, Text]], lexicon: Lexicon, shared: Figures = Figures()
) -> Corpus:
    chosen = tuple(text for found, text in texts if found is kind)
    return Corpus(kind, place, chosen, _figures(chosen, lexicon), shared)


def _figures(texts: Iterable[Text], lexicon: Lexicon) -> Figures:
    """The figures of running text; headings, names and the fixed questions do not count."""
    sentences = list(_sentences(texts, RUNNING))
    words = [word for sentence in sentences for word in sentence.words]
    return Figures(len(words), len(sentences), sum(map(lexicon.syllables, words)))


def _sentences(texts: Iterable[Text], roles: Iterable[Role]) -> Iterator[Sentence]:
    for text in texts:
        if text.role in roles:
            yield from chain.from_iterable(text.paragraphs)


def _shared_texts(library: Library) -> Iterator[tuple[Kind, Text]]:
    if library.plan is not None:
        yield from _texts(library.plan.source, PLAN)
    for fields, reads in ((DOMEIN, library.domeinen), (PERSOON, library.personen), (EDITIE, library.edities)):
        for read in reads:
            yield from _texts(read.source, fields)
    if library.landelijk is not None:
        yield from _card_texts(library.landelijk.source)
    for table, other in _other_paper(library):
        if other is not None:
            yield from _texts(other.source, table)


def _other_paper(library: Library) -> Iterator[tuple[tuple[Field, ...], Read[Any] | None]]:
    """The files with the words of the other paper, and what their texts are."""
    yield PROGRAMMA, library.programma
    yield KAARTEN, library.trainingskaarten
    yield TRAININGSBLADEN, library.trainingsbladen
    yield REFLECTIE, library.reflectie
    yield EVALUATIE, library.evaluatie


def _card_texts(source: Source) -> Iterator[tuple[Kind, Text]]:
    """The texts of what is printed; a voorziening may use the abbreviations in its own name."""
    entries = source.data.get("voorzieningen") if isinstance(source.data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and entry.get("in_boekje") != "nee":
            names = frozenset(_CAPITALS.findall(f"{entry.get('organisatie')} {entry.get('aanbod')}"))
            yield from _texts_below(source, entry, ("voorzieningen", index), KAART, names)


def _texts(source: Source, fields: tuple[Field, ...]) -> Iterator[tuple[Kind, Text]]:
    return _texts_below(source, source.data, (), fields, frozenset())


def _texts_below(
    source: Source, data: Data, loc: Loc, fields: tuple[Field, ...], names: frozenset[str]
) -> Iterator[tuple[Kind, Text]]:
    if isinstance(data, str):
        path = ".".join(step if isinstance(step, str) else "0" for step in loc)
        field = _field(fields, path)
        if field is not None:
            yield field.kind, _text(data, source, source.place(*loc), field, names)
        return
    inside: Iterable[tuple[str | int, Data]] = enumerate(data) if isinstance(data, list) else data.items()
    for step, value in inside:
        yield from _texts_below(source, value, (*loc, step), fields, names)


def _text(value: str, source: Source, start: Place, field: Field, names: frozenset[str]) -> Text:
    """The sentences of a value: a line is a sentence or more, an empty line begins a paragraph."""
    paragraphs: list[list[Sentence]] = [[]]
    for offset, line in enumerate(value.split("\n")):
        if not line.strip():
            paragraphs.append([])
        for match in _SENTENCE.finditer(line.strip().removeprefix("- ")):
            words = tuple(_WORD.findall(match[0]))
            if words:
                place = _place(source, start, offset, match[0])
                paragraphs[-1].append(Sentence(match[0], words, place, field.kind, field.role, names))
    return Text(field.role, tuple(tuple(paragraph) for paragraph in paragraphs if paragraph))


def _place(source: Source, start: Place, offset: int, sentence: str) -> Place:
    """The line and column of a sentence; of its text when that is not written line by line."""
    number = start.line + offset
    line = source.lines[number - 1] if number <= len(source.lines) else ""
    column = line.find(sentence, 0 if offset else start.column - 1)
    return start if column < 0 else Place(start.file, number, column + 1)


# ---- The rules ----------------------------------------------------------------------------------------------------


class Finding(NamedTuple):
    """What a rule found: where, in which sentence or paragraph, and what to say of it."""

    place: Place
    text: str
    message: str
    hint: str


Said = tuple[str, str]
Find = Callable[[Corpus, float, Lexicon], Iterator[Finding]]
FindInSentence = Callable[[Sentence, float, Lexicon], Iterator[Said]]


@dataclass(frozen=True)
class Rule:
    """A language rule: how bad a breach is, the limit for each kind of text that it holds for, and what finds it."""

    code: str
    severity: Severity
    limits: Mapping[Kind, float]
    find: Find


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _each(find: FindInSentence, roles: frozenset[Role] = frozenset(Role)) -> Find:
    """A rule for every sentence of texts with these roles."""

    def in_corpus(corpus: Corpus, limit: float, lexicon: Lexicon) -> Iterator[Finding]:
        for sentence in corpus.sentences(roles):
            for message, hint in find(sentence, limit, lexicon):
                yield Finding(sentence.place, sentence.text, message, hint)

    return in_corpus


def _average(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    if _fails(corpus, lambda count: count.sentence_length > limit):
        length = _decimal((corpus.own + corpus.shared).sentence_length)
        message = f"de zinnen in {corpus.kind} hebben gemiddeld {length} woorden"
        yield Finding(corpus.place, "", message, f"hooguit {limit:g} is goed; maak de langste zinnen korter")


def _formula(name: str, score: Callable[[Figures], float]) -> Find:
    """A rule for the score that a reading formula gives."""

    def in_corpus(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
        if _fails(corpus, lambda count: score(count) < limit):
            message = f"{corpus.kind} is te moeilijk: {_decimal(score(corpus.own + corpus.shared))} volgens {name}"
            yield Finding(corpus.place, "", message, f"minstens {limit:g} is goed; kies kortere woorden en zinnen")

    return in_corpus


def _fails(corpus: Corpus, fails: Callable[[Figures], bool]) -> bool:
    """Whether these texts make the booklet fail; not when what is shared does so already."""
    own = corpus.own + corpus.shared
    enough = corpus.own.words > 0 and own.words >= MIN_WORDS
    return enough and fails(own) and not (corpus.shared.words >= MIN_WORDS and fails(corpus.shared))


def _long_sentence(sentence: Sentence, limit: float, _: Lexicon) -> Iterator[Said]:
    count = len(sentence.words)
    if count > limit:
        yield f"'{shortened(sentence.text)}' heeft {count} woorden", f"hooguit {limit:g}; maak er twee zinnen van"


def _long_paragraph(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    """A filled-in example is as long as a person writes; a part that ends in a colon belongs to what follows."""
    for text in corpus.texts:
        most = LIMITS_ALINEA[Kind.U] if text.role is Role.VOORBEELD else limit
        for paragraph in text.paragraphs:
            count = sum(not sentence.text.endswith(":") for sentence in paragraph)
            if count > most:
                whole = " ".join(sentence.text for sentence in paragraph)
                message = f"de alinea '{shortened(whole)}' heeft {count} zinnen"
                yield Finding(paragraph[0].place, whole, message, f"hooguit {most:g}; zet er een lege regel tussen")


_CLAUSES = _words("die dat omdat terwijl hoewel zodat waardoor waarbij indien mits tenzij")


def _clauses(sentence: Sentence, limit: float, _: Lexicon) -> Iterator[Said]:
    """At the start of a sentence 'die' and 'dat' point back and begin no clause."""
    lower = [word.lower() for word in sentence.words]
    found = [word for index, word in enumerate(lower) if word in _CLAUSES and (index or word not in ("die", "dat"))]
    if len(found) > limit:
        yield f"deze zin heeft {len(found)} bijzinnen ({_quoted(found)})", "maak er twee zinnen van"


_PASSIVE = _words("word wordt worden werd werden")
_PARTICIPLE = re.compile(
    r"(?:aan|af|bij|door|in|mee|na|om|op|over|rond|samen|terug|toe|uit|vast|voor|weg)?ge\w+(?:d|t|en)"
)
_NO_PARTICIPLE = _words(
    "gebeden gebeuren gebied gebieden gebruiken gedachten gedicht gedichten geduld geld gelden geloven geluid geluiden "
    "gemeenten genieten gerecht gesprekken gelegenheid geven geweld gewicht gezicht gezichten gezinnen gezond gezondheid"
)


def _passive(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    """A share of the sentences may be passive; above it each of them is told."""
    found = []
    sentences = list(corpus.sentences())
    for sentence in sentences:
        lower = [word.lower() for word in sentence.words]
        verb = next((word for word in lower if word in _PASSIVE), None)
        done = next((word for word in lower if _PARTICIPLE.fullmatch(word) and word not in _NO_PARTICIPLE), None)
        if verb and done:
            message = f"'{verb}' met '{done}' zegt niet wie iets doet"
            found.append(Finding(sentence.place, sentence.text, message, "schrijf wie het doet"))
    if len(found) > limit * len(sentences):
        yield from found


def _hard_words(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for word, row in lexicon.avoided(sentence):
        if row.hard:
            yield f"het woord '{word}' is te moeilijk", f"schrijf liever: {row.gebruik}"


def _replaceable_words(corpus: Corpus, limit: float, lexicon: Lexicon) -> Iterator[Finding]:
    """A share of the words may be such a word; above it each of them is told."""
    found = []
    sentences = list(corpus.sentences(_FREE_CHOICE))
    for sentence in sentences:
        for word, row in lexicon.avoided(sentence):
            if not row.hard and not lexicon.is_allowed(row, sentence.kind):
                message = f"het woord '{word}' kan makkelijker"
                found.append(Finding(sentence.place, sentence.text, message, f"schrijf liever: {row.gebruik}"))
    if len(found) > limit * sum(len(sentence.words) for sentence in sentences):
        yield from found


def _zrm_names(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for name in lexicon.zrm(sentence):
        yield (
            f"'{name}' is een naam uit de ZRM",
            "die staat alleen in de training en op de bladzijde van de professional",
        )


_DOTTED = re.compile(
    r"(?<!\w)(?:(?:[a-z]\.){2,}|t/m|(?:bijv|bv|ca|dhr|enz|etc|evt|excl|incl|max|min|mw|nr|resp|tel|vlgs)\.)",
    re.IGNORECASE,
)


def _abbreviations(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    capitals = (word for word in _CAPITALS.findall(sentence.text) if word not in sentence.names)
    dotted = _DOTTED.findall(sentence.text)
    for word in chain(capitals, dotted):
        if not lexicon.is_known(word):
            yield f"niet iedereen kent de afkorting '{word}'", "schrijf de woorden uit"


_SUMS = re.compile(
    r"\d*\s?[%‰½¼¾⅓⅔]|\d+/\d+|\d\s?[x×*=+]\s?\d|(?<!\w)\d+\s?x(?!\w)|(?<!\w)(?:procent\w*|percentage\w*|promille)",
    re.IGNORECASE,
)


def _numbers(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    for found in _SUMS.findall(sentence.text):
        yield f"'{found.strip()}' is lastig te lezen", "schrijf het met gewone woorden, zoals 'de helft'"


def _double_negation(sentence: Sentence, limit: float, lexicon: Lexicon) -> Iterator[Said]:
    found = lexicon.negations(sentence)
    if len(found) > limit:
        yield (
            f"deze zin ontkent {len(found)} keer ({_quoted(found)})",
            "schrijf wat er wel is, of maak er twee zinnen van",
        )


def _figurative(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for found in lexicon.figurative(sentence):
        yield f"'{found}' is beeldspraak", "schrijf wat u echt bedoelt"


def _question(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    if "?" in sentence.text:
        yield "een suggestie is geen vraag", "maak er een zin met 'ik' van, of losse woorden"


_MUST = _words("moet moeten moest moesten verplicht verplichte dient dienen hoort")


def _must(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    for word in sentence.words:
        if word.lower() in _MUST:
            yield f"'{word}' klinkt hier als een plicht", "schrijf wat iemand kan of mag"


_INFORMAL = _words("je jij jou jouw jullie jezelf jouzelf")
_FORMAL = _words("u uw uzelf")


def _address(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    """Never je; and what a resident says or reads as their own words has no u."""
    for word in sentence.words:
        if word.lower() in _INFORMAL:
            hint = "schrijf 'ik' of 'mijn'" if sentence.role in FIRST_PERSON else "schrijf 'u' of 'uw'"
            yield f"'{word}' past niet in onze boekjes", hint
        elif word.lower() in _FORMAL and sentence.role in FIRST_PERSON:
            yield f"'{word}' past niet bij een {sentence.role}", "schrijf 'ik' of 'mijn'"


LIMITS_ALINEA = {Kind.K: 3, Kind.U: 5, Kind.T: 6}
_READERS = {Kind.K: 0, Kind.U: 0}
_ALL = {**_READERS, Kind.T: 0}
_FREE_CHOICE = frozenset(Role) - {Role.NAAM, Role.VRAAG}  # names and the fixed questions are what they are

RULES: tuple[Rule, ...] = (
    Rule("G01", Severity.ERROR, {Kind.K: 9, Kind.U: 10, Kind.T: 12}, _average),
    Rule("G02", Severity.ERROR, {Kind.K: 12, Kind.U: 15, Kind.T: 18}, _each(_long_sentence)),
    Rule("G03", Severity.ERROR, LIMITS_ALINEA, _long_paragraph),
    Rule("G04", Severity.WARNING, {Kind.K: 1, Kind.U: 1, Kind.T: 2}, _each(_clauses)),
    Rule("G05", Severity.WARNING, {Kind.K: 0, Kind.U: 0.02, Kind.T: 0.05}, _passive),
    Rule("G06", Severity.ERROR, _ALL, _each(_hard_words)),
    Rule("G07", Severity.WARNING, {Kind.K: 0, Kind.U: 0, Kind.T: 0.01}, _replaceable_words),
    Rule("G10", Severity.ERROR, _ALL, _each(_abbreviations)),
    Rule("G11", Severity.ERROR, _READERS, _each(_numbers)),
    Rule("G13", Severity.WARNING, {Kind.K: 1, Kind.U: 1, Kind.T: 1}, _each(_double_negation)),
    Rule("G14", Severity.ERROR, _READERS, _each(_figurative)),
    Rule("G14", Severity.WARNING, {Kind.T: 0}, _each(_figurative)),
    Rule("G15", Severity.ERROR, _READERS, _each(_question, frozenset({Role.SUGGESTIE}))),
    Rule("G16", Severity.ERROR, _READERS, _each(_must, frozenset({Role.SUGGESTIE, Role.KOP, Role.VRAAG}))),
    Rule(
        "G19",
        Severity.ERROR,
        {Kind.K: 85, Kind.U: 80, Kind.T: 70},
        _formula("Flesch-Douma", lambda count: count.flesch_douma),
    ),
    Rule(
        "G20",
        Severity.ERROR,
        {Kind.K: 80, Kind.U: 75, Kind.T: 60},
        _formula("Leesindex A", lambda count: count.leesindex_a),
    ),
    Rule("G22", Severity.ERROR, _ALL, _each(_address)),
    Rule("G38", Severity.ERROR, _READERS, _each(_zrm_names)),
)


def check_language(library: Library) -> Iterator[Problem]:
    """What is too hard to read in the content, and the exemptions that are no longer needed."""
    if library.taal is None:
        return
    taal = library.taal.value
    lexicon = lexicon_of(library, taal)
    used: set[int] = set()
    for corpus in corpora(library, lexicon):
        for rule in RULES:
            if corpus.kind in rule.limits:
                for finding in rule.find(corpus, rule.limits[corpus.kind], lexicon):
                    free = _exemptions(taal, rule, finding)
                    used |= free
                    if not free:
                        severity = Severity.WARNING if corpus.local else rule.severity
                        yield Problem(rule.code, severity, finding.place, finding.message, finding.hint)
    if _is_whole(library):
        yield from _unused(library.taal, used)


def lexicon_of(library: Library, taal: Taal) -> Lexicon:
    """The word lists, with the words that the booklet explains, and the names of the ZRM that are not its own."""
    explained = (row.woord for row in library.plan.value.uitleg.woordenlijst) if library.plan else ()
    domeinen = [read.value for read in library.domeinen]
    own = {domein.naam for domein in domeinen}
    zrm = {kolom.zrm for domein in domeinen for kolom in domein.kolommen} - own
    return Lexicon(taal, explained, sorted(zrm))


def _exemptions(taal: Taal, rule: Rule, finding: Finding) -> set[int]:
    return {index for index, vrij in enumerate(taal.vrij) if vrij.regel == rule.code and vrij.tekst in finding.text}


def _is_whole(library: Library) -> bool:
    """Whether all content was read: only then it is sure that a sentence is nowhere."""
    parts = (library.plan, library.landelijk, library.domeinen, library.personen, library.edities)
    others = (read for _, read in _other_paper(library))
    return all((*parts, *others)) and set(library.gemeenten) == set(gemeente_names(library.root))


def _unused(taal: Read[Taal], used: set[int]) -> Iterator[Problem]:
    for index, vrij in enumerate(taal.value.vrij):
        if index not in used:
            place = taal.source.place("vrij", index, "tekst")
            message = f"'{shortened(vrij.tekst)}' overtreedt {vrij.regel} nergens"
            yield warning("G00", place, message, "haal deze uitzondering weg")


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
