"""Step 2, reading along: the language rules G01–G39 (`onderzoek/inhoud.md` part g), each a row in `RULES`.

A rule gets a corpus, all texts of one kind from the same files, and finds what is wrong in it; the word lists are in
`taal.yaml`. A new rule is a function and a row. What a text is and who reads it stands in `booklet.texts`, what a word is in
`booklet.lexicon`, what stands together on a page in `booklet.printed`.

Of G30 to G39, which are about how the booklets are made, most hold elsewhere:

====  ========================================================================================================
G30   six houses, thirteen kolommen, each with a domain of the ZRM of its own: C02, C03, C05 and C06 in `checks`; a
      house has two or three of them (`models.Domein`), so that one house has three
G31   an essentie of one sentence: here; of at most twelve words: C07; five to eight suggesties: C08; the questions in their
      order: C09 and C10; the faces: C44; a page without them cannot be made (`layouts/bladen/kolom.html`)
G32   the essentie is the same on both pages: both print the one value `Kolom.essentie`
G33   a blad comes once per house (C39), behind its kolommen; the order stands in `content/edities/basisformat.yaml`, the
      dates and the name of the gemeente come from its own files, and `tests/test_booklets.py` reads them on paper
G34   the uitlegboekje has all words of the basisformat: `tests/test_booklets.py`; an example for each kolom: C14 and C01
G35   paper and screen have the same pages: every product is made of one plan (`settle`), and `collate` compares them
G36   a line about what goes well: `Kolom.gaat_goed` has at least one
G37   no field that must be filled in: `forms` makes no required field, and `tests/test_invulbaar.py` looks
G39   no telephone number that nobody checked: C24 and C25 in `checks_kaart`
====  ========================================================================================================
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from booklet.content import Library, Read, ReadGemeente
from booklet.lexicon import MIN_WORDS, Figures, Lexicon, figures_of, lexicon_of
from booklet.models import Taal
from booklet.namen import gemeente_names
from booklet.printed import Bladzijde, pages_of
from booklet.problems import Place, Problem, Severity, shortened, warning
from booklet.texts import (
    CAPITALS,
    FIRST_PERSON,
    RUNNING,
    Kind,
    Role,
    Sentence,
    Text,
    other_paper,
    own_texts,
    sentences_of,
    shared_texts,
)

# ---- Corpora ------------------------------------------------------------------------------------------------------


ANY_ROLE = frozenset(Role)


class Corpus(NamedTuple):
    """All texts of one kind: of what every gemeente shares, or of one gemeente. The place is the file to name.

    `said` are all sentences of the texts, `own` are the figures of these texts, `shared` of the texts that stand in the same booklets; `concepts` are the words
    out of a row of words for the same thing that stand in either; `pages` are the pages on which these texts stand. What is
    `local` is only warned of: staff of a gemeente write it, and a sentence that is too long must not keep a booklet from
    being printed.
    """

    kind: Kind
    place: Place
    texts: tuple[Text, ...]
    said: tuple[Sentence, ...]
    own: Figures
    concepts: frozenset[str]
    pages: tuple[Bladzijde, ...]
    shared: Figures = Figures()
    local: bool = False

    def sentences(self, roles: Set[Role] = ANY_ROLE) -> Iterable[Sentence]:
        """Every sentence of the texts with one of these roles."""
        return self.said if roles == ANY_ROLE else [one for one in self.said if one.role in roles]


class Shared(NamedTuple):
    """What reading along in any gemeente needs of what all of them share: word lists, texts, and a corpus of each kind."""

    taal: Read[Taal]
    lexicon: Lexicon
    texts: tuple[Text, ...]
    corpora: Mapping[Kind, Corpus]


def shared_of(library: Library) -> Shared | None:
    """What all gemeenten share, to read along; None when there are no word lists."""
    if library.taal is None:
        return None
    lexicon = lexicon_of(library, library.taal.value)
    texts = tuple(shared_texts(library))
    pages = pages_of(texts)
    plan, training = (read.source.file if read else library.shown for read in (library.plan, library.programma))
    files = {Kind.K: plan, Kind.U: plan, Kind.T: training}
    found = {kind: _corpus(kind, Place(file), texts, pages, lexicon) for kind, file in files.items()}
    return Shared(library.taal, lexicon, texts, found)


def own_corpora(library: Library, shared: Shared) -> Iterator[Corpus]:
    """The texts of each gemeente to judge, apart from what is shared, so that what one writes does not stop another."""
    return chain.from_iterable(_corpora_of(gemeente, shared) for gemeente in library.gemeenten.values())


def _corpora_of(gemeente: ReadGemeente, shared: Shared) -> Iterator[Corpus]:
    own = tuple(own_texts(gemeente))
    pages = _own_pages(shared.texts, own)
    place = Place((gemeente.card or gemeente.facts).file)
    for kind in (Kind.K, Kind.U):
        corpus, beside = _corpus(kind, place, own, pages, shared.lexicon), shared.corpora[kind]
        yield corpus._replace(concepts=corpus.concepts | beside.concepts, shared=beside.own, local=True)


def _corpus(kind: Kind, place: Place, texts: Iterable[Text], pages: Iterable[Bladzijde], lexicon: Lexicon) -> Corpus:
    chosen = tuple(text for text in texts if text.kind is kind)
    hard = sum(map(lexicon.hard, sentences_of(chosen, RUNNING)))
    concepts = (word for one in sentences_of(chosen, _FREE_CHOICE) for word, _ in lexicon.concepts(one))
    return Corpus(
        kind,
        place,
        chosen,
        tuple(sentences_of(chosen)),
        replace(figures_of(chosen, lexicon), hard=hard),
        frozenset(concepts),
        tuple(page for page in pages if page.kind is kind),
    )


def _own_pages(common: Iterable[Text], own: Iterable[Text]) -> tuple[Bladzijde, ...]:
    """The pages on which a gemeente has replaced a text; a list is replaced whole (`content`)."""
    mine = [text._replace(group="plan") for text in own if text.group == "gemeente"]
    if not mine:
        return ()
    replaced = {_field_of(text) for text in mine}
    others = (text for text in common if text.group != "plan" or _field_of(text) not in replaced)
    file = mine[0].file
    pages = pages_of(chain(others, mine))
    return tuple(page for page in pages if any(text.file == file for text in (*page.shared, *page.own)))


def _field_of(text: Text) -> tuple[str, ...]:
    """The field in which a text stands: what comes before the first number."""
    names = list(text.loc)
    first = next((place for place, step in enumerate(names) if isinstance(step, int)), len(names))
    return tuple(str(step) for step in names[:first])


_FREE_CHOICE = ANY_ROLE - {Role.NAAM, Role.VRAAG}  # names and the fixed questions are what they are


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


def _each(find: FindInSentence, roles: frozenset[Role] = ANY_ROLE) -> Find:
    """A rule for every sentence of texts with these roles."""

    def in_corpus(corpus: Corpus, limit: float, lexicon: Lexicon) -> Iterator[Finding]:
        for sentence in corpus.sentences(roles):
            for message, hint in find(sentence, limit, lexicon):
                yield _of_sentence(sentence, message, hint)

    return in_corpus


def _of_sentence(sentence: Sentence, message: str, hint: str) -> Finding:
    return Finding(sentence.place, sentence.text, message, hint)


MOST_QUOTED = 60  # letters of a sentence in a message


def _in(sentence: Sentence, word: str) -> str:
    """The sentence to quote behind a word of it: shortened to what stands around the word, left out when it is the word."""
    text = sentence.text
    if text == word:
        return ""
    start = max(0, min(text.find(word) - (MOST_QUOTED - len(word)) // 2, len(text) - MOST_QUOTED))
    before = start and text.find(" ", start) + 1
    quoted = shortened(text[before:], MOST_QUOTED)
    return f" in '{'…' if before else ''}{quoted}'"


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
    if _CLAUSES.isdisjoint(sentence.runs):
        return
    lower = [word.lower() for word in sentence.words]
    found = [word for index, word in enumerate(lower) if word in _CLAUSES and (index or word not in ("die", "dat"))]
    if len(found) > limit:
        message = f"'{shortened(sentence.text)}' heeft {len(found)} bijzinnen ({_quoted(found)})"
        yield message, "maak er twee zinnen van"


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
    for sentence in corpus.said:
        if _PASSIVE.isdisjoint(sentence.runs):
            continue
        lower = [word.lower() for word in sentence.words]
        verb = next((word for word in lower if word in _PASSIVE), None)
        done = next((word for word in lower if _PARTICIPLE.fullmatch(word) and word not in _NO_PARTICIPLE), None)
        if verb and done:
            message = f"'{verb}' met '{done}'{_in(sentence, verb)} zegt niet wie iets doet"
            found.append(_of_sentence(sentence, message, "schrijf wie het doet"))
    if len(found) > limit * len(corpus.said):
        yield from found


def _hard_words(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for word, row in lexicon.avoided(sentence):
        if row.hard:
            yield f"het woord '{word}' is te moeilijk{_in(sentence, word)}", f"schrijf liever: {row.gebruik}"


def _replaceable_words(corpus: Corpus, limit: float, lexicon: Lexicon) -> Iterator[Finding]:
    """A share of the words may be such a word; above it each of them is told."""
    found = []
    sentences = corpus.sentences(_FREE_CHOICE)
    for sentence in sentences:
        for word, row in lexicon.avoided(sentence):
            if not row.hard and not lexicon.is_allowed(row, sentence.kind):
                message = f"het woord '{word}' kan makkelijker{_in(sentence, word)}"
                found.append(_of_sentence(sentence, message, f"schrijf liever: {row.gebruik}"))
    if len(found) > limit * sum(len(sentence.words) for sentence in sentences):
        yield from found


def _hard_share(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    if _fails(corpus, lambda count: count.hard_share > limit):
        share = _decimal(100 * (corpus.own + corpus.shared).hard_share)
        message = f"van elke honderd woorden in {corpus.kind} zijn er {share} moeilijk of lang"
        yield Finding(corpus.place, "", message, f"hooguit {100 * limit:g} is goed; kies gewone, korte woorden")


def _long_words(corpus: Corpus, _: float, lexicon: Lexicon) -> Iterator[Finding]:
    """Each word once, where it stands first: a list of a hundred voorzieningen has the same long words again and again."""
    found: dict[str, list[tuple[str, Sentence]]] = {}
    for sentence in corpus.sentences(_FREE_CHOICE):
        for word in lexicon.long(sentence):
            found.setdefault(word.lower(), []).append((word, sentence))
    for (word, sentence), *more in found.values():
        again = f", en nog {len(more)} keer" if more else ""
        message = f"het woord '{word}' is lang{_in(sentence, word)}{again}"
        hint = "kies een korter woord; kan dat niet, zet het dan bij 'wit' in taal.yaml"
        yield _of_sentence(sentence, message, hint)


def _foreign(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for word, row in lexicon.foreign(sentence):
        yield f"het woord '{word}' is geen gewoon Nederlands{_in(sentence, word)}", f"schrijf liever: {row.gebruik}"


def _questions_of_a_page(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    """A kolom page asks the fixed questions and nothing else; what is wrong with all of them is told once."""
    pages = [page for page in corpus.pages if page.blad == "kolom"]
    fixed = [one for page in pages[:1] for one in sentences_of(page.shared) if "?" in one.text]
    first = next((one for page in pages for one in sentences_of(page.shared, {Role.VRAAG})), None)
    if first and len(fixed) != limit:
        message = f"een bladzijde van een onderdeel heeft {len(fixed)} vragen: {_quoted(one.text for one in fixed)}"
        yield Finding(first.place, "", message, f"het zijn er {limit:g}: drie vragen, en twee vragen eronder")
    for sentence in sentences_of(chain.from_iterable(page.own for page in pages)):
        if "?" in sentence.text:
            message = f"'{shortened(sentence.text)}' is een vraag, en die staan al op deze bladzijde"
            yield _of_sentence(sentence, message, "maak er een zin zonder vraagteken van")


def _full_page(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    """The words of a page, its headings too; a blad of more pages has room for as many times the words."""
    folder = corpus.place.file.rpartition("/")[0]
    for page in corpus.pages:
        most = limit * page.room
        if most and page.words > most:
            sentences = list(sentences_of((*page.own, *page.shared)))
            first = next((one for one in sentences if one.place.file.startswith(folder)), sentences[0])
            about = f", bij '{shortened(first.text)}'," if page.own else ""
            message = f"op blad '{page.blad}'{about} staan {page.words} woorden"
            whole = " ".join(one.text for one in sentences)
            yield Finding(first.place, whole, message, f"hooguit {most:g} leest rustig; maak de tekst korter")


def _two_words(sentence: Sentence, corpus: Corpus, lexicon: Lexicon) -> Iterator[Said]:
    """A word that is not the first of its row, where another of the row is used too; G06 and G07 tell of hard words."""
    found = list(lexicon.concepts(sentence))
    hard = {row.woord for _, row in lexicon.avoided(sentence)} if found else set()
    for word, row in found:
        others = [other for other in row if other in corpus.concepts and other != word]
        if word != row[0] and word not in hard and others:
            message = f"'{word}'{_in(sentence, word)} betekent hetzelfde als {_quoted(others)}"
            yield message, f"schrijf overal '{row[0]}', dan denkt niemand aan twee dingen"


def _one_word_for_a_thing(corpus: Corpus, _: float, lexicon: Lexicon) -> Iterator[Finding]:
    for sentence in corpus.sentences(_FREE_CHOICE):
        for message, hint in _two_words(sentence, corpus, lexicon):
            yield _of_sentence(sentence, message, hint)


_HELPING = _words(
    "heb hebt heeft hebben had hadden ben bent is zijn was waren word wordt worden werd werden kan kunt kunnen kon konden "
    "wil wilt willen wilde wilden mag mogen mocht mochten moet moeten moest moesten zal zult zullen zou zouden ga gaat gaan "
    "ging gingen laat laten blijf blijft blijven"
)
_PAUSE = re.compile(
    r"[,;:()–]|\b(?:en|of|maar|want|als|dat|die|omdat|terwijl|hoewel|zodat|om|wat|wie|waar|hoe|dan|zoals|voor)\b",
    re.IGNORECASE,
)
_VERB_FORM = re.compile(rf"{_PARTICIPLE.pattern}|\w{{2,}}(?:en|aan|ien|oen)")
_OF_A_NOUN = _words(
    "de het een mijn uw zijn haar hun onze die deze alle veel meer andere van met in naar bij over op uit"
)


def _pincers(sentence: Sentence, limit: float, _: Lexicon) -> Iterator[Said]:
    """A helping verb, and its other verb at the end of the same clause with many words between."""
    if _HELPING.isdisjoint(sentence.runs):
        return
    for clause in _PAUSE.split(sentence.text):
        words = [word.lower() for word in _CLAUSE_WORD.findall(clause)]
        start = next((place for place, word in enumerate(words) if word in _HELPING), len(words))
        between = len(words) - start - 2
        if between > limit and words[-2] not in _OF_A_NOUN and _VERB_FORM.fullmatch(words[-1]):
            message = f"'{words[start]}' en '{words[-1]}' staan ver uit elkaar in '{shortened(sentence.text)}'"
            yield message, f"hooguit {limit:g} woorden ertussen; zet ze dichter bij elkaar"


_CLAUSE_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
BEGINNING = 3  # words


def _same_beginning(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    """Sentences of one text or one list of lines; a row of them is told once, at the first that is too many."""
    before: tuple[object, ...] = ()
    count = 0
    for text in corpus.texts:
        field = text.loc[:-1] if isinstance(text.loc[-1], int) else text.loc
        for sentence in text.sentences if text.role in RUNNING else ():
            start = tuple(word.lower() for word in sentence.words[:BEGINNING])
            here = (text.file, field, start)
            count = count + 1 if here == before and len(start) == BEGINNING else 1
            before = here
            if count == limit + 1:
                words = " ".join(sentence.words[:BEGINNING])
                message = f"{count} zinnen na elkaar beginnen met '{words}', ook '{shortened(sentence.text)}'"
                yield _of_sentence(sentence, message, "begin eens anders; dat leest prettiger")


def _one_sentence(corpus: Corpus, limit: float, _: Lexicon) -> Iterator[Finding]:
    for text in corpus.texts:
        sentences = [one for one in text.sentences if not one.text.endswith(":")]  # that belongs to what follows
        if text.role is Role.ESSENTIE and len(sentences) > limit:
            message = f"de essentie heeft {len(sentences)} zinnen: {_quoted(one.text for one in sentences)}"
            yield _of_sentence(sentences[0], message, "maak er één zin van, of een paar woorden")


def _zrm_names(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for name in lexicon.zrm(sentence):
        yield (
            f"'{name}'{_in(sentence, name)} is een naam uit de ZRM",
            "die staat alleen in de training en op de bladzijde van de professional",
        )


_DOTTED = re.compile(
    r"(?<!\w)(?:(?:[a-z]\.){2,}|t/m|(?:bijv|bv|ca|dhr|enz|etc|evt|excl|incl|max|min|mw|nr|resp|tel|vlgs)\.)",
    re.IGNORECASE,
)


def _abbreviations(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    capitals = (word for word in CAPITALS.findall(sentence.text) if word not in sentence.names)
    dotted = _DOTTED.findall(sentence.text)
    for word in chain(capitals, dotted):
        if not lexicon.is_known(word):
            yield f"niet iedereen kent de afkorting '{word}'{_in(sentence, word)}", "schrijf de woorden uit"


_SUMS = re.compile(
    r"\d*\s?[%‰½¼¾⅓⅔]|\d+/\d+|\d\s?[x×*=+]\s?\d|(?<!\w)\d+\s?x(?!\w)|(?<!\w)(?:procent\w*|percentage\w*|promille)",
    re.IGNORECASE,
)


def _numbers(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    for found in _SUMS.findall(sentence.text):
        yield (
            f"'{found.strip()}' is lastig te lezen{_in(sentence, found.strip())}",
            "schrijf het met gewone woorden, zoals 'de helft'",
        )


def _double_negation(sentence: Sentence, limit: float, lexicon: Lexicon) -> Iterator[Said]:
    found = lexicon.negations(sentence)
    if len(found) > limit:
        yield (
            f"'{shortened(sentence.text)}' ontkent {len(found)} keer ({_quoted(found)})",
            "schrijf wat er wel is, of maak er twee zinnen van",
        )


def _figurative(sentence: Sentence, _: float, lexicon: Lexicon) -> Iterator[Said]:
    for found in lexicon.figurative(sentence):
        yield f"'{found}' is beeldspraak{_in(sentence, found)}", "schrijf wat u echt bedoelt"


def _question(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    if "?" in sentence.text:
        yield (
            f"een suggestie is geen vraag, en '{shortened(sentence.text)}' wel",
            "maak er een zin met 'ik' van, of losse woorden",
        )


_MUST = _words("moet moeten moest moesten verplicht verplichte dient dienen hoort")


def _must(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    for word in sentence.words:
        if word.lower() in _MUST:
            yield f"'{word}' klinkt als een plicht{_in(sentence, word)}", "schrijf wat iemand kan of mag"


_INFORMAL = _words("je jij jou jouw jullie jezelf jouzelf")
_FORMAL = _words("u uw uzelf")


def _address(sentence: Sentence, _: float, __: Lexicon) -> Iterator[Said]:
    """Never je; and what a resident says or reads as their own words has no u."""
    if _INFORMAL.isdisjoint(sentence.runs) and _FORMAL.isdisjoint(sentence.runs):
        return
    for word in sentence.words:
        if word.lower() in _INFORMAL:
            hint = "schrijf 'ik' of 'mijn'" if sentence.role in FIRST_PERSON else "schrijf 'u' of 'uw'"
            yield f"'{word}' past niet in onze boekjes{_in(sentence, word)}", hint
        elif word.lower() in _FORMAL and sentence.role in FIRST_PERSON:
            yield f"'{word}' past niet bij een {sentence.role}{_in(sentence, word)}", "schrijf 'ik' of 'mijn'"


LIMITS_ALINEA = {Kind.K: 3, Kind.U: 5, Kind.T: 6}
_READERS = {Kind.K: 0, Kind.U: 0}
_ALL = {**_READERS, Kind.T: 0}
RULES: tuple[Rule, ...] = (
    Rule("G01", Severity.ERROR, {Kind.K: 9, Kind.U: 10, Kind.T: 12}, _average),
    Rule("G02", Severity.ERROR, {Kind.K: 12, Kind.U: 15, Kind.T: 18}, _each(_long_sentence)),
    Rule("G03", Severity.ERROR, LIMITS_ALINEA, _long_paragraph),
    Rule("G04", Severity.WARNING, {Kind.K: 1, Kind.U: 1, Kind.T: 2}, _each(_clauses)),
    Rule("G05", Severity.WARNING, {Kind.K: 0, Kind.U: 0.02, Kind.T: 0.05}, _passive),
    Rule("G06", Severity.ERROR, _ALL, _each(_hard_words)),
    Rule("G07", Severity.WARNING, {Kind.K: 0, Kind.U: 0, Kind.T: 0.01}, _replaceable_words),
    Rule("G08", Severity.ERROR, {Kind.K: 0.02, Kind.U: 0.04, Kind.T: 0.06}, _hard_share),
    Rule("G09", Severity.WARNING, _READERS, _long_words),
    Rule("G10", Severity.ERROR, _ALL, _each(_abbreviations)),
    Rule("G11", Severity.ERROR, _READERS, _each(_numbers)),
    Rule("G12", Severity.ERROR, _ALL, _each(_foreign)),
    Rule("G13", Severity.WARNING, {Kind.K: 1, Kind.U: 1, Kind.T: 1}, _each(_double_negation)),
    Rule("G14", Severity.ERROR, _READERS, _each(_figurative)),
    Rule("G14", Severity.WARNING, {Kind.T: 0}, _each(_figurative)),
    Rule("G15", Severity.ERROR, _READERS, _each(_question, frozenset({Role.SUGGESTIE}))),
    Rule("G16", Severity.ERROR, _READERS, _each(_must, frozenset({Role.SUGGESTIE, Role.KOP, Role.VRAAG}))),
    Rule("G17", Severity.ERROR, {Kind.K: 5}, _questions_of_a_page),  # the example page prints the same questions
    Rule("G18", Severity.WARNING, dict.fromkeys(_ALL, 1), _full_page),  # times what `BLADEN` says of each blad
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
    Rule("G21", Severity.ERROR, _READERS, _one_word_for_a_thing),
    Rule("G21", Severity.WARNING, {Kind.T: 0}, _one_word_for_a_thing),
    Rule("G22", Severity.ERROR, _ALL, _each(_address)),
    Rule("G23", Severity.WARNING, dict.fromkeys(_ALL, 6), _each(_pincers)),
    Rule("G24", Severity.WARNING, dict.fromkeys(_READERS, 4), _same_beginning),
    Rule("G31", Severity.ERROR, {Kind.K: 1}, _one_sentence),
    Rule("G38", Severity.ERROR, _READERS, _each(_zrm_names)),
)


class Judged(NamedTuple):
    """What is too hard to read, and which exemptions were needed, as places in `Taal.vrij`."""

    problems: tuple[Problem, ...] = ()
    freed: frozenset[int] = frozenset()


def check_language(library: Library) -> Iterator[Problem]:
    """What is too hard to read in the content, and the exemptions that are no longer needed."""
    shared = shared_of(library)
    if shared is None:
        return
    judged = judge((*shared.corpora.values(), *own_corpora(library, shared)), shared)
    yield from judged.problems
    yield from unused(library, judged.freed, library.gemeenten)


def judge(corpora: Iterable[Corpus], shared: Shared) -> Judged:
    """What every rule finds in these texts."""
    taal, problems, freed = shared.taal.value, [], set()
    for corpus in corpora:
        for rule in RULES:
            if corpus.kind in rule.limits:
                for finding in rule.find(corpus, rule.limits[corpus.kind], shared.lexicon):
                    free = _exemptions(taal, rule, finding)
                    freed |= free
                    if not free:
                        severity = Severity.WARNING if corpus.local else rule.severity
                        problems.append(Problem(rule.code, severity, finding.place, finding.message, finding.hint))
    return Judged(tuple(problems), frozenset(freed))


def _exemptions(taal: Taal, rule: Rule, finding: Finding) -> set[int]:
    return {index for index, vrij in enumerate(taal.vrij) if vrij.regel == rule.code and vrij.tekst in finding.text}


def unused(library: Library, freed: Set[int], gemeenten: Iterable[str]) -> Iterator[Problem]:
    """The exemptions that nothing needs, when what all share and every gemeente was read: only then it is sure."""
    parts = (library.taal, library.plan, library.landelijk, library.domeinen, library.personen, library.edities)
    others = (read for _, read in other_paper(library))
    if library.taal is None or not all((*parts, *others)) or set(gemeenten) != set(gemeente_names(library.root)):
        return
    for index, vrij in enumerate(library.taal.value.vrij):
        if index not in freed:
            place = library.taal.source.place("vrij", index, "tekst")
            message = f"'{shortened(vrij.tekst)}' overtreedt {vrij.regel} nergens"
            yield warning("G00", place, message, "haal deze uitzondering weg")


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
