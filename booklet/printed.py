"""Step 2, reading along: which texts stand on which blad, so how full a page is and how easy an edition reads.

The table `BLADEN` says it for every blad that the planner knows, as `group:path` in the words of `booklet.texts`. A `#`
stands for what such a blad comes for once each: the kolom, the block, the card.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from typing import NamedTuple

from booklet.content import Library
from booklet.lexicon import MIN_WORDS, Figures, figures_of, lexicon_of
from booklet.models import Editie, Kant
from booklet.planner import KINDS
from booklet.problems import stops
from booklet.texts import RUNNING, Kind, Text, sentences_of, shared_texts


class Blad(NamedTuple):
    """What stands on a blad, who reads it, and how many words a page of it may have (`inhoud.md` G18); 0 for any number."""

    texts: tuple[str, ...]
    kind: Kind = Kind.K
    words: int = 0


def _uitleg(*texts: str) -> Blad:
    return Blad(texts, Kind.U, 180)


def _staff(*texts: str) -> Blad:
    return Blad(texts, Kind.T, 300)


def _below(start: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{start}.{name}" for name in names)


_FACES = ("plan:smileys.*.naam", "plan:teksten.huisjesplaat.nvt")
_QUESTIONS = ("plan:vragen.*.vraag", "plan:vragen.*.subvraag")
_FEELING = "plan:teksten.colofon.gezicht"  # on the back of what has faces
_KOLOMMEN = ("domein:kolommen.*.naam", "domein:kolommen.*.essentie")
_CARD = (
    "plan:teksten.sociale_kaart.kop",
    "plan:teksten.sociale_kaart.tekst",
    "kaart:*",
    "domein:kolommen.*.veiligheid",
)
_CONTACT = _below("plan:teksten.uitnodiging", "contact.*", "code")
_FRONT = ("editie:titel", "editie:ondertitel", "editie:onderdelen.*.titel", "editie:onderdelen.*.ondertitel")

BLADEN: Mapping[str, Blad] = {
    # The booklets of the resident.
    "omslag": Blad(("plan:titel", "plan:ondertitel", "plan:teksten.omslag.*")),
    "zo-werkt-het": _uitleg("plan:teksten.zo_werkt_het.*"),
    "inhoud": Blad(("plan:teksten.inhoud.*",)),
    "huisjesplaat": Blad(("plan:teksten.huisjesplaat.*", "plan:smileys.*.naam", "domein:kolommen.*.naam", _FEELING)),
    "tussenblad": Blad(("plan:teksten.tussenblad.*", "domein:kolommen.*.naam")),
    "suggesties": Blad(
        (
            "plan:teksten.suggesties.*",
            *_below("domein:kolommen.*", "naam", "essentie", "suggesties.*", "gaat_goed.*"),
        ),
        words=120,
    ),
    "kolom": Blad((*_FACES, *_QUESTIONS, *_below("domein:kolommen.#", "naam", "essentie")), words=70),
    "vrije-ruimte": Blad(("plan:teksten.vrije_ruimte.*",)),
    "sociale-kaart": Blad(_CARD, Kind.U),  # goes on to as many pages as it needs
    "notities": Blad(("plan:teksten.notities.kop",)),
    "vervolg": Blad(_below("plan:teksten.notities", "kop", "bij")),
    "afsluiting": Blad(("plan:teksten.afsluiting.*",)),
    "hierna": _uitleg("plan:teksten.hierna.*"),
    "professional": Blad((), Kind.P),
    "colofon": Blad(_below("plan:teksten.colofon", "kop", "tekst", "versie", "nagekeken")),
    # The uitlegboekje; an example is as long as a person writes.
    "uitleg-over": _uitleg("plan:uitleg.over.*"),
    "uitleg-zo-werkt-het": _uitleg("plan:uitleg.zo_werkt_het.*"),
    "uitleg-huisjesplaat": _uitleg("plan:uitleg.huisjesplaat.*"),
    "personen": Blad(("plan:uitleg.personen.*", "persoon:situatie"), Kind.U),
    "huisjesplaat-voorbeeld": Blad(
        (*_below("plan:uitleg", "plaat", "verzonnen"), *_below("plan:teksten.huisjesplaat", "kop", "tekst"), _FEELING),
        Kind.U,
    ),
    "overzicht": _uitleg("plan:uitleg.overzicht.*"),
    "uitleg-vragen": _uitleg("plan:uitleg.vragen.*", "plan:vragen.*.uitleg", *_QUESTIONS),
    "uitleg-huis": _uitleg("domein:uitleg", "plan:uitleg.suggesties"),
    "uitleg-kolom": _uitleg(
        *_below("domein:kolommen.#", "naam", "uitleg", "veiligheid"), *_below("plan:uitleg", "voorbeeld", "verzonnen")
    ),
    "kolom-voorbeeld": Blad(("plan:uitleg.verzonnen", "domein:kolommen.*.essentie", "persoon:voorbeelden.*")),
    "uitleg-ruimte": _uitleg("domein:vrije_ruimte", "plan:uitleg.vrije_ruimte.*", "plan:uitleg.sociale_kaart.*"),
    "uitleg-afsluiting": _uitleg(*_below("plan:uitleg", "afsluiting.*", "hierna.*", "professional.*")),
    "woorden": _uitleg("plan:uitleg.woorden.*", "plan:uitleg.woordenlijst.*"),
    # The posters and the invitation.
    "voorkant": Blad(_FRONT),
    "poster-muur": Blad(
        ("plan:teksten.huisjesplaat.kop", *_below("plan:teksten.poster", "muur", "halen.*"), *_KOLOMMEN)
    ),
    "poster-tafel": Blad(
        (
            *_below("plan:teksten.huisjesplaat", "kop", "nvt_uitleg"),
            *_below("plan:teksten.poster", "tafel", "schrijven"),
        )
    ),
    "uitnodiging-kaart": Blad(
        (*_below("plan:teksten.uitnodiging", "voorkant", "kop", "tekst", "stukken.*"), *_CONTACT)
    ),
    "uitnodiging-brief": Blad(("plan:teksten.uitnodiging.brief.*", *_CONTACT)),
    # The reflection and the evaluation.
    "reflectie-over": _staff("reflectie:over.*"),
    "reflectie-labels": _staff("reflectie:labels*", *_below("reflectie:delen.*", "naam", "uitleg")),
    "reflectievraag": _staff(
        "reflectie:woorden.*",
        "reflectie:labels.*.naam",
        *_below("reflectie:delen.#.vragen.#", "vraag", "denk_aan.*", "inspiratie"),
    ),
    "actieagenda": _staff("reflectie:agenda.*", "reflectie:delen.#.acties.*"),
    "bronnen": _staff("reflectie:bronnen.*"),
    "evaluatie-bewoner": Blad(("evaluatie:bewoner.*",)),
    "evaluatie-professional": _staff("evaluatie:professional.*"),
    "turflijst": _staff("evaluatie:turflijst.*", *_below("evaluatie:*.vragen.*", "vraag", "keuzes.*")),
    # The training.
    "trainerblad": _staff("programma:bladen.#.*"),
    "programma": _staff("programma:vormen.#.*"),
    "blok": _staff("programma:woorden.*", "programma:blokken.#.*"),
    "geslaagd": _staff("programma:geslaagd.*"),
    "zrm": Blad((), Kind.P),
    "werkboek-begin": _staff("bladen:werkboek.begin.*"),
    "zakkaart-blad": _staff("kaarten:zakkaarten.#.*"),
    "proefkolom": _staff("bladen:werkboek.proefkolom.*", *_QUESTIONS, *_FACES),
    "mijn-zinnen": _staff("bladen:werkboek.zinnen.*", "programma:blokken.*.zin"),
    "wel-niet": _staff("bladen:werkboek.wel_niet.*", *_below("kaarten:situaties.*", "situatie", "voorstel")),
    "mijn-stap": _staff("bladen:werkboek.stap.*"),
    "situatiekaart": _staff("kaarten:situaties.#.*"),
    "reiskaart": _staff("kaarten:reis.#.*"),
    "zakkaart": _staff("kaarten:zakkaarten.#.*"),
    "persoonskaart": Blad(
        (
            *(f"persoon:{name}" for name in ("situatie", "zeker", "eerst", "ingevuld")),
            *_below("plan:teksten.afsluiting", "zeker", "eerst"),
            *_below("kaarten:woorden", "persoon", "spelen", "verzonnen"),
        ),
        Kind.T,
    ),
    "speurtocht": _staff(*_below("bladen:speurtocht", "kop", "tekst", "vragen.*.vraag")),
    "speurtocht-antwoorden": _staff(
        *_below("bladen:speurtocht", "antwoord*", "bladzijde", "vragen.*.vraag", "vragen.*.antwoord")
    ),
    "training-evaluatie": _staff("bladen:evaluatie.*"),
    "bewijs": _staff("bladen:bewijs.*"),
    "presentielijst": _staff("bladen:presentielijst.*"),
    # The manual.
    "handleiding-voorkant": Blad(_FRONT, Kind.T),
    "handleiding-blad": _staff(
        *_below("handleiding:delen.#", "naam", "voor", "tekst"), "handleiding:delen.#.bladen.#.*"
    ),
    "handleiding-woorden": _staff("handleiding:woorden.*", "handleiding:begrippen.*"),
}


# ---- Pages --------------------------------------------------------------------------------------------------------

Key = tuple[str | int, ...]  # which page of its blad: the file and the numbers at each `#`, or nothing for every page


class Bladzijde(NamedTuple):
    """The texts of a blad for one thing that it comes for: what stands on each of them, and what on this one alone."""

    blad: str
    shared: tuple[Text, ...]
    own: tuple[Text, ...]

    @property
    def kind(self) -> Kind:
        """Who reads it."""
        return BLADEN[self.blad].kind

    @property
    def room(self) -> int:
        """How many words it may have, on all its pages together; 0 for any number."""
        return BLADEN[self.blad].words * KINDS[self.blad].pages

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(sentence.words) for sentence in sentences_of((*self.shared, *self.own)))


def pages_of(texts: Iterable[Text]) -> tuple[Bladzijde, ...]:
    """The pages on which these texts stand, blad by blad."""
    found: dict[str, dict[Key, list[Text]]] = {}
    for text in texts:
        for blad, marks in _bladen_of(text.group, text.path):
            key = _key(text, marks)
            found.setdefault(blad, {}).setdefault(key, []).append(text)
    return tuple(chain.from_iterable(_pages(blad, keyed) for blad, keyed in found.items()))


def _pages(blad: str, keyed: Mapping[Key, list[Text]]) -> Iterator[Bladzijde]:
    shared = tuple(keyed.get((), ()))
    for key in [key for key in keyed if key] or [()]:
        yield Bladzijde(blad, shared, tuple(keyed[key]) if key else ())


_PER_FILE = frozenset({"domein", "persoon"})  # groups of files in which each is about something else


def _key(text: Text, marks: tuple[int, ...]) -> Key:
    file = (text.file,) if marks or text.group in _PER_FILE else ()
    return (*file, *(text.loc[mark] for mark in marks))


@cache
def _bladen_of(group: str, path: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The bladen on which a text stands, with the places in its path of the numbers that tell its pages apart."""
    found = []
    for name, blad in BLADEN.items():
        row = next((row for row in blad.texts if _holds(row, group, path)), None)
        if row is not None:
            steps = row.partition(":")[2].split(".")
            found.append((name, tuple(place for place, step in enumerate(steps) if step == "#")))
    return tuple(found)


def _holds(row: str, group: str, path: str) -> bool:
    of, _, pattern = row.partition(":")
    return of == group and fnmatchcase(path, pattern.replace("#", "0"))


# ---- Editions -----------------------------------------------------------------------------------------------------


def bladen_of(editie: Editie) -> frozenset[str]:
    """The bladen of an edition, its onderdelen and its loose files."""
    return frozenset(blad.blad for blad in _bladen(editie))


def is_printed_on(text: Text, bladen: Set[str]) -> bool:
    """Whether a text stands on one of these bladen."""
    return any(blad in bladen for blad, _ in _bladen_of(text.group, text.path))


def _bladen(editie: Editie) -> Iterator[Kant]:
    yield from (*editie.begin, *editie.huis, *editie.slot)
    if editie.los is not None:
        yield from (*editie.los.begin, *editie.los.slot)
    for deel in editie.onderdelen:
        yield from _bladen(deel)


def scores(library: Library) -> Mapping[str, Figures]:
    """How easy each edition reads, by its id: the figures of the running texts that it prints for every gemeente.

    A text that an edition prints twice counts once, the page for the professional does not count, and a voorziening that
    is too old to print today does: age is no matter of language. Left out is an edition with fewer than `MIN_WORDS` words, for of
    so little a formula says nothing; and all are, when a file could not be read.
    """
    if library.taal is None or stops(library.problems):
        return {}
    lexicon = lexicon_of(library, library.taal.value)
    texts = [(text, figures_of((text,), lexicon)) for text in shared_texts(library) if text.role in RUNNING]
    editions = [(read.value.id, bladen_of(read.value)) for read in library.edities]
    found = {
        name: sum((count for text, count in texts if is_printed_on(text, bladen)), Figures())
        for name, bladen in editions
    }
    return {name: figures for name, figures in found.items() if figures.words >= MIN_WORDS}


# What a score of Flesch-Douma means, from this score on (`inhoud.md` part g2).
GRADES = (
    (90, "zeer makkelijk"),
    (80, "makkelijk"),
    (70, "tamelijk makkelijk"),
    (60, "normaal"),
    (45, "tamelijk moeilijk"),
    (30, "moeilijk"),
)


def grade(flesch_douma: float) -> str:
    """What a score of Flesch-Douma means, in words."""
    return next((word for least, word in GRADES if flesch_douma >= least), "zeer moeilijk")


def score_lines(library: Library) -> Iterator[str]:
    """What people see of `scores`: what the figures are, and a line for each edition."""
    found = scores(library)
    if found:
        yield "Hoe makkelijk leest het? Twee formules, en hoe hoger hoe makkelijker:"
    for name, figures in found.items():
        douma, index = (f"{score:.1f}".replace(".", ",") for score in (figures.flesch_douma, figures.leesindex_a))
        yield f"  {name}: Flesch-Douma {douma} en Leesindex A {index} ({grade(figures.flesch_douma)})"
