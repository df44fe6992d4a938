"""Step 2, reading along: the word lists of `taal.yaml`, how many syllables a word has, and the reading formulas."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from booklet.content import Library
from booklet.models import Taal, Vermijd, Vreemd
from booklet.texts import RUN, RUNNING, Kind, Sentence, Text, sentences_of

# ---- Words --------------------------------------------------------------------------------------------------------

MANY_WORDS = 20_000  # that are remembered: more than all that we write ourselves, and no more with every gemeente
_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|ai|oi|[aeiou]|y(?![aeiou])")
_LETTERS = str.maketrans({"á": "a", "à": "a", "â": "a", "é": "e", "è": "e", "ê": "e", "í": "i", "ó": "o", "ô": "o", "ú": "u",
                          "ä": "-a", "ë": "-e", "ï": "-i", "ö": "-o", "ü": "-u"})  # fmt: skip


@lru_cache(maxsize=MANY_WORDS)
def syllables(word: str) -> int:
    """How many syllables a Dutch word has, by its groups of vowels; a number counts for one."""
    return max(1, len(_VOWELS.findall(word.lower().translate(_LETTERS))))


MAX_SYLLABLES = 4  # so many are too many (`inhoud.md` G09)
MAX_LETTERS = 14
LEAST_LETTERS = 7  # four syllables take more
_ENDINGS = "e|en|s|['’]s"
_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:[-'’.&/@][^\W_]+)*")
_NO_WORD = re.compile(r"[{./@\d]")


class Lexicon:
    """The lists of `taal.yaml`, ready to search in a sentence; `explained` are the words of the woordenlijst.

    `zrm` are the names of domains of the Zelfredzaamheid-Matrix.
    """

    def __init__(self, taal: Taal, explained: Iterable[str] = (), zrm: Iterable[str] = ()) -> None:
        self._avoid = _Rows(taal.vermijd, _ENDINGS)
        self._foreign = _Rows(taal.vreemd, "s|['’]s")
        self._white = {word.lower() for word in taal.wit}
        self._explained = {word.lower() for word in explained}
        self._figurative = _Words(taal.beeldspraak, "")
        self._negations = _Words(taal.ontkenningen, "e")
        self._abbreviations = {word.lower() for word in taal.afkortingen}
        self._zrm = _Words(("ZRM", *zrm), "", re.NOFLAG)
        self._is_long = lru_cache(maxsize=MANY_WORDS)(self._judged_long)
        self._counted = {word.lower(): count for word, count in taal.lettergrepen.items()}
        self._concepts = {word.lower(): (word, rij) for rij in taal.begrippen for word in rij}
        self._concept = _Words(self._concepts, _ENDINGS)

    def avoided(self, sentence: Sentence) -> Iterable[tuple[str, Vermijd]]:
        """The words to avoid, as they are written, with their rows; a trainer may call a domain of the ZRM by its name."""
        return self._avoid.found(sentence, self._zrm.without(sentence) if sentence.kind is Kind.T else sentence.text)

    def foreign(self, sentence: Sentence) -> Iterable[tuple[str, Vreemd]]:
        """The words out of another language, as they are written, with their rows."""
        return self._foreign.found(sentence, sentence.text)

    def is_allowed(self, row: Vermijd, kind: Kind) -> bool:
        """Whether a word that is not hard may be used: it is on the white list, or it is explained."""
        forms = {form.lower() for form in (row.woord, *row.ook)}
        return not forms.isdisjoint(self._white) or (kind is Kind.U and not forms.isdisjoint(self._explained))

    def long(self, sentence: Sentence) -> list[str]:
        """The long words that are not needed; a name, a web address, a number and a blank to fill in are no words."""
        return [
            word
            for place, word in enumerate(_WORD.findall(sentence.text))
            if len(word) >= LEAST_LETTERS and word[place == 0 :].islower() and self._is_long(word.lower())
        ]

    def _judged_long(self, word: str) -> bool:
        """Whether a word in lower case is long, and not on the white list, explained, or to be avoided already."""
        forms = {word, re.sub(rf"(?:{_ENDINGS})$", "", word)}
        return (
            (len(word) > MAX_LETTERS or self.syllables(word) >= MAX_SYLLABLES)
            and not _NO_WORD.search(word)
            and forms.isdisjoint(self._white | self._explained | self._avoid.forms)
        )

    def hard(self, sentence: Sentence) -> int:
        """How many words are hard: to be avoided and not allowed, or long."""
        avoided = {word for word, row in self.avoided(sentence) if row.hard or not self.is_allowed(row, sentence.kind)}
        return len(avoided | set(self.long(sentence)))

    def concepts(self, sentence: Sentence) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The words that stand in a row of words for the same thing, as the row writes them, with the row."""
        return (self._concepts[" ".join(match[1].lower().split())] for match in self._concept.matches(sentence))

    def is_known(self, abbreviation: str) -> bool:
        """Whether everybody may use an abbreviation."""
        return abbreviation.lower() in self._abbreviations

    def zrm(self, sentence: Sentence) -> list[str]:
        """The names out of the Zelfredzaamheid-Matrix, written as they are there."""
        return [match[0] for match in self._zrm.matches(sentence)]

    def figurative(self, sentence: Sentence) -> list[str]:
        """The expressions that do not mean what they say."""
        return [match[0] for match in self._figurative.matches(sentence)]

    def negations(self, sentence: Sentence) -> list[str]:
        """The words that deny something."""
        return [match[0].lower() for match in self._negations.matches(sentence)]

    def syllables(self, word: str) -> int:
        """The syllables of a word, from the list of exceptions or counted."""
        return self._counted.get(word.lower()) or syllables(word)


def lexicon_of(library: Library, taal: Taal) -> Lexicon:
    """The word lists, with the words that the booklet explains, and the names of the ZRM that are not its own."""
    explained = (row.woord for row in library.plan.value.uitleg.woordenlijst) if library.plan else ()
    domeinen = [read.value for read in library.domeinen]
    own = {domein.naam for domein in domeinen}
    zrm = {kolom.zrm for domein in domeinen for kolom in domein.kolommen} - own
    return Lexicon(taal, explained, sorted(zrm))


Row = TypeVar("Row", bound=Vreemd)


class _Rows(Generic[Row]):
    """Words with other forms of them, to find in a text."""

    def __init__(self, rows: Iterable[Row], endings: str) -> None:
        self._rows = {form.lower(): row for row in rows for form in (row.woord, *row.ook)}
        self._words = _Words(self._rows, endings)

    @property
    def forms(self) -> Set[str]:
        return self._rows.keys()

    def found(self, sentence: Sentence, text: str) -> list[tuple[str, Row]]:
        """The words in what a sentence says, as they are written, with their rows."""
        matches = self._words.matches(sentence, text)
        return [(match[0], self._rows[" ".join(match[1].lower().split())]) for match in matches]


class _Words:
    """Words or expressions to find, the longest first, with one of the endings or none.

    A sentence that has the longest run of letters of none of them is not searched.
    """

    def __init__(self, words: Iterable[str], endings: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        longest_first = sorted(words, key=len, reverse=True)
        either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)({either or '(?!)'})(?:{endings})?(?!\w)", flags)
        self._longest = frozenset(chain.from_iterable(map(_longest_run, longest_first)))
        self._without_letters = not all(map(RUN.search, longest_first))

    def matches(self, sentence: Sentence, text: str | None = None) -> Iterable[re.Match[str]]:
        """Where they stand in a sentence, or in what is left of it."""
        if not self._can_stand_in(sentence):
            return ()
        return self._pattern.finditer(sentence.text if text is None else text)

    def without(self, sentence: Sentence) -> str:
        """What a sentence says without them."""
        return self._pattern.sub("", sentence.text) if self._can_stand_in(sentence) else sentence.text

    def _can_stand_in(self, sentence: Sentence) -> bool:
        return self._without_letters or not self._longest.isdisjoint(sentence.runs)


def _longest_run(word: str) -> Iterator[str]:
    """What the longest run of letters of a word can be in a text: the last run may have an ending there."""
    runs = RUN.findall(word.lower())
    longest = max(runs, key=len, default="")
    yield longest
    if runs[-1:] == [longest]:
        yield from (f"{longest}{ending}" for ending in ("e", "en", "s"))


# ---- Figures ------------------------------------------------------------------------------------------------------

MIN_WORDS = 100  # averages and formulas say nothing about less (`inhoud.md` part g2)


@dataclass(frozen=True)
class Figures:
    """What the reading formulas need (`inhoud.md` part g2), and how many of the words are hard."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    hard: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
            self.hard + other.hard,
        )

    @property
    def sentence_length(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables per hundred words."""
        return 100 * self.syllables / self.words

    @property
    def hard_share(self) -> float:
        """Which part of the words is hard."""
        return self.hard / self.words

    @property
    def flesch_douma(self) -> float:
        """Reading ease after Douma; above 80 is easy."""
        return 206.84 - 0.77 * self.word_length - 0.93 * self.sentence_length

    @property
    def leesindex_a(self) -> float:
        """Reading ease after Brouwer; above 80 is very easy."""
        return 195 - 2 / 3 * self.word_length - 2 * self.sentence_length


def figures_of(texts: Iterable[Text], lexicon: Lexicon) -> Figures:
    """The figures of running text, without `hard`; headings, names and the fixed questions do not count."""
    sentences = [sentence.words for sentence in sentences_of(texts, RUNNING)]
    syllables_of_each = (lexicon.syllables(word) for words in sentences for word in words)
    return Figures(sum(map(len, sentences)), len(sentences), sum(syllables_of_each))
