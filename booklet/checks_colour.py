"""Step 2, the rules of colour: what can be read, and whether the houses can be told apart without seeing all colours.

What is fixed in `layouts/` needs no rule here: ink, grey and pen are judged where pages are measured (`gauge`). Nor do the
tints of a house: whatever its colour, ink on its darkest tint has a contrast of 6.9 or more.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from booklet.colour import (
    COLOUR_BLIND,
    READABLE,
    VISIBLE,
    WHITE,
    apart,
    contrast,
    lab,
    lightness,
    nearest,
    readable_on,
)
from booklet.content import Library
from booklet.problems import Problem, error, note, warning

# The least difference in lightness (L*). What an eye just sees side by side is 2.3; houses stand on other pages, and a copier
# changes a grey, so all must be four times that apart, and houses that follow each other, whose tabs touch, eight times.
APART_IN_GREY = 9.0
NEIGHBOURS_IN_GREY = 18.0
# The least difference in colour (CIE 1976) of two houses for somebody who lacks one kind of cone: five times what is just seen. At such
# distances CIEDE2000, which is finer for colours that are nearly alike, sets no other pair apart.
APART_IN_COLOUR = 12.0


def _text_on_houses(library: Library) -> Iterator[Problem]:
    """The name of a house can be read on its roof and its tab, in white or in ink."""
    for read in library.domeinen:
        kleur = read.value.kleur
        if _on_roof(kleur) < READABLE:
            better = nearest(kleur, lambda colour: _on_roof(colour) >= READABLE)
            message = f"op kleur {kleur} is wit en ook zwart slecht te lezen: het contrast is {_dutch(_on_roof(kleur))}"
            hint = f'kies een lichtere of donkerdere kleur, zoals "{better}"; {_dutch(READABLE)} is genoeg'
            yield error("K01", read.source.place("kleur"), message, hint)


def _on_roof(kleur: str) -> float:
    return contrast(kleur, readable_on(kleur))


def _alike(one: str, other: str) -> bool:
    """Whether two colours are easily taken for each other."""
    return apart(lab(one), lab(other)) < APART_IN_COLOUR


def check_house_styles(library: Library) -> Iterator[Problem]:
    """The headings of a gemeente can be read on white paper, and its lines can be seen.

    The lines say nothing, so for them to look like a house is not wrong; but on a cover they lie below the six houses.
    """
    for gemeente in library.gemeenten.values():
        huisstijl, place = gemeente.value.feiten.huisstijl, gemeente.facts.place
        if (found := contrast(huisstijl.kop, WHITE)) < READABLE:
            better = nearest(huisstijl.kop, lambda colour: contrast(colour, WHITE) >= READABLE)
            message = (
                f"kleur {huisstijl.kop} is te licht om koppen in te lezen: het contrast met wit is {_dutch(found)}"
            )
            hint = f'kies een donkerder kleur, zoals "{better}"; {_dutch(READABLE)} is genoeg'
            yield error("C34", place("huisstijl", "kop"), message, hint)
        like = next((read for read in library.domeinen if _alike(read.value.kleur, huisstijl.accent)), None)
        if like:
            message = f"de kleur van lijnen lijkt op de kleur van huisje '{like.value.naam}'"
            hint = "het mag; kies een andere kleur als u niet wilt dat mensen aan dat huisje denken"
            yield note("K05", place("huisstijl", "accent"), message, hint)
        if (found := contrast(huisstijl.accent, WHITE)) < VISIBLE:
            better = nearest(huisstijl.accent, lambda colour: contrast(colour, WHITE) >= VISIBLE)
            message = f"lijnen in kleur {huisstijl.accent} zijn slecht te zien: het contrast met wit is {_dutch(found)}"
            hint = f'kies een donkerder kleur, zoals "{better}"; {_dutch(VISIBLE)} is genoeg'
            yield warning("K02", place("huisstijl", "accent"), message, hint)


def _houses_in_grey(library: Library) -> Iterator[Problem]:
    """The six houses differ in lightness, so that a copy in grey still tells them apart (`inhoud.md` f)."""
    following = set(pairwise(read.value.id for read in library.domeinen))
    for one, other in combinations(library.domeinen, 2):
        least = NEIGHBOURS_IN_GREY if (one.value.id, other.value.id) in following else APART_IN_GREY
        found = abs(lightness(one.value.kleur) - lightness(other.value.kleur))
        if found < least:
            message = f"in grijs lijkt '{other.value.naam}' op '{one.value.naam}': ze verschillen {_dutch(found)} in lichtheid"
            hint = f"maak een van de twee kleuren lichter of donkerder; {_dutch(least)} is genoeg"
            yield warning("K03", other.source.place("kleur"), message, hint)


def _houses_for_the_colour_blind(library: Library) -> Iterator[Problem]:
    """The six houses differ for somebody who does not see red, green or blue (`inhoud.md` f)."""
    for what, matrix in COLOUR_BLIND.items():
        seen = [(read, lab(read.value.kleur, matrix)) for read in library.domeinen]
        for (one, its), (other, others) in combinations(seen, 2):
            if (found := apart(its, others)) < APART_IN_COLOUR:
                names = f"'{other.value.naam}' op '{one.value.naam}'"
                message = f"voor wie geen {what} ziet, lijkt {names}: ze verschillen {_dutch(found)} in kleur"
                hint = f"maak een van de twee kleuren lichter of donkerder; {_dutch(APART_IN_COLOUR)} is genoeg"
                yield warning("K04", other.source.place("kleur"), message, hint)


def _dutch(figure: float) -> str:
    """A figure with one decimal, rounded down: what is not enough never shows as enough."""
    return f"{int(figure * 10) / 10:g}".replace(".", ",")


COLOUR_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    _text_on_houses,
    _houses_in_grey,
    _houses_for_the_colour_blind,
)
