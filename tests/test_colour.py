"""Laws of the arithmetic of colour, the figures that standards give, and the rules of colour over the content."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import pytest
from conftest import CONTENT, GEMEENTEN
from hypothesis import given
from hypothesis import strategies as st

from booklet.checks_colour import (
    APART_IN_COLOUR,
    APART_IN_GREY,
    COLOUR_RULES,
    NEIGHBOURS_IN_GREY,
    check_house_styles,
)
from booklet.colour import (
    COLOUR_BLIND,
    INK,
    READABLE,
    TINTS,
    VISIBLE,
    WHITE,
    apart,
    contrast,
    lab,
    lightness,
    luminance,
    nearest,
    readable_on,
    tint,
)
from booklet.content import Library, read_content
from booklet.problems import Problem

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
GREYS = st.integers(0, 255).map(lambda grey: f"#{grey:02X}{grey:02X}{grey:02X}")
SEEN_BY = [None, *COLOUR_BLIND.values()]
STAD = "voorbeeldstad"


# ----------------------------------------------------------------------------------------------------------------------
# Laws


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one: str, other: str) -> None:
    """Contrast does not ask which is the letter and which the paper."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001
    assert contrast(one, one) == 1


@given(COLOURS)
def test_the_better_of_white_and_ink_is_chosen(ground: str) -> None:
    """No ground reads better in the other of the two."""
    assert contrast(readable_on(ground), ground) == max(contrast(WHITE, ground), contrast(INK, ground))


@given(COLOURS, st.sampled_from(TINTS))
def test_ink_can_be_read_on_every_tint_of_every_house(kleur: str, share: float) -> None:
    """So the rules need not look at tints; `checks_colour` says this figure."""
    assert contrast(INK, tint(kleur, share)) >= 6.9


@given(GREYS, st.sampled_from(SEEN_BY))
def test_grey_is_grey_to_everybody(grey: str, seen_by: tuple[tuple[float, float, float], ...] | None) -> None:
    """Who lacks a kind of cone sees the same greys, for a simulation adds no colour."""
    seen = lab(grey, seen_by)  # type: ignore[arg-type]  a matrix of three rows
    assert abs(seen.green_red) < 0.05
    assert abs(seen.blue_yellow) < 0.05
    assert seen.lightness == pytest.approx(lightness(grey), abs=0.05)


@given(COLOURS, COLOURS)
def test_a_colour_with_more_light_is_lighter(one: str, other: str) -> None:
    """L* and luminance put colours in the same order, but for what is lost in rounding."""
    if luminance(one) > luminance(other) + 1e-5:
        assert lightness(one) > lightness(other)


@given(COLOURS, st.floats(0, 1), st.floats(0, 1))
def test_a_thinner_tint_is_no_darker(kleur: str, one: float, other: float) -> None:
    """Mixed with more white a colour gets lighter, up to white."""
    thin, thick = sorted((one, other))
    assert lightness(tint(kleur, thin)) >= lightness(tint(kleur, thick))
    assert tint(kleur, 0) == WHITE
    assert tint(kleur, 1) == kleur


@given(COLOURS, COLOURS, COLOURS)
def test_a_difference_is_a_distance(one: str, other: str, third: str) -> None:
    """The same both ways, nothing to itself, and no shorter by a detour."""
    a, b, c = lab(one), lab(other), lab(third)
    assert apart(a, b) == apart(b, a)
    assert apart(a, a) == 0
    assert apart(a, c) <= apart(a, b) + apart(b, c) + 1e-9


@given(COLOURS, st.sampled_from([READABLE, VISIBLE, 7.0]))
def test_the_nearest_colour_fits_and_is_not_much_too_dark(kleur: str, least: float) -> None:
    """There is always a darker one that can be read on white, and it is the first that can."""
    better = nearest(kleur, lambda colour: contrast(colour, WHITE) >= least)
    assert better is not None
    assert contrast(better, WHITE) >= least
    if contrast(kleur, WHITE) < least:
        assert lightness(better) < lightness(kleur)
        assert contrast(better, WHITE) < least * 1.1
    assert nearest(kleur, lambda _: False) is None


# ----------------------------------------------------------------------------------------------------------------------
# Figures that others give


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21), ("#FFFFFF", 1), ("#777777", 4.48), ("#767676", 4.54), ("#0000FF", 8.59), ("#FF0000", 4.0)],
)
def test_contrast_with_white_is_as_in_wcag(colour: str, ratio: float) -> None:
    """The figures of WCAG 2.2 and its techniques."""
    assert contrast(colour, WHITE) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("colour", "figures"),
    [
        ("#FFFFFF", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#FF0000", (53.24, 80.09, 67.20)),
        ("#00FF00", (87.73, -86.18, 83.18)),
        ("#0000FF", (32.30, 79.19, -107.86)),
        ("#777777", (50.03, 0, 0)),
    ],
)
def test_lab_is_as_published(colour: str, figures: tuple[float, float, float]) -> None:
    """The well-known values of the primaries of sRGB under D65."""
    assert lab(colour) == pytest.approx(figures, abs=0.02)


def test_who_sees_no_red_or_green_takes_some_colours_for_each_other() -> None:
    """Brown and dark green differ by hue alone for most of us, and hardly for who lacks red; not for who lacks blue."""
    red, green = "#8C4A00", "#4E6B00"
    everybody, protan, tritan = (
        apart(lab(red, seen_by), lab(green, seen_by)) for seen_by in (None, COLOUR_BLIND["rood"], COLOUR_BLIND["blauw"])
    )
    assert protan < everybody / 2
    assert tritan > protan * 2


# ----------------------------------------------------------------------------------------------------------------------
# The rules


@cache
def _library() -> Library:
    return read_content(CONTENT, GEMEENTEN)


def _found(library: Library) -> list[Problem]:
    return [problem for rule in (*COLOUR_RULES, check_house_styles) for problem in rule(library)]


def _with_houses(*colours: str) -> Library:
    """The content with other colours for its first houses."""
    library = _library()
    reads = [
        read._replace(value=read.value.model_copy(update={"kleur": colour}))
        for read, colour in zip(library.domeinen, colours, strict=False)
    ]
    return replace(library, domeinen=(*reads, *library.domeinen[len(reads) :]))


def _with_style(**colours: str) -> Library:
    """The content with another house style for the fictional gemeente."""
    library = _library()
    read = library.gemeenten[STAD]
    feiten = read.value.feiten
    changed = feiten.model_copy(update={"huisstijl": feiten.huisstijl.model_copy(update=colours)})
    return replace(
        library, gemeenten={**library.gemeenten, STAD: read._replace(value=read.value._replace(feiten=changed))}
    )


def _first() -> str:
    return _library().domeinen[0].value.kleur


FAILING: dict[str, tuple[Callable[[], Library], str]] = {
    "K01": (
        lambda: _with_houses("#7B7B7B"),
        "fout: op kleur #7B7B7B is wit en ook zwart slecht te lezen: het contrast is 4,2 — "
        'kies een lichtere of donkerdere kleur, zoals "#767676"; 4,5 is genoeg',
    ),
    "C34": (
        lambda: _with_style(kop="#E0F0F0"),
        "fout: kleur #E0F0F0 is te licht om koppen in te lezen: het contrast met wit is 1,1 — "
        'kies een donkerder kleur, zoals "#3E8080"; 4,5 is genoeg',
    ),
    "K02": (
        lambda: _with_style(accent="#FFD100"),
        "waarschuwing: lijnen in kleur #FFD100 zijn slecht te zien: het contrast met wit is 1,4 — "
        'kies een donkerder kleur, zoals "#B09000"; 3 is genoeg',
    ),
    "K03": (
        lambda: _with_houses(_first(), "#8A4520"),
        "waarschuwing: in grijs lijkt 'Gezondheid' op 'Woonruimte': ze verschillen 0,6 in lichtheid — "
        "maak een van de twee kleuren lichter of donkerder; 18 is genoeg",
    ),
    "K04": (
        lambda: _with_houses("#8C4A00", "#4E5F00"),
        "waarschuwing: voor wie geen rood ziet, lijkt 'Gezondheid' op 'Woonruimte': ze verschillen 3,7 in kleur — "
        "maak een van de twee kleuren lichter of donkerder; 12 is genoeg",
    ),
    "K05": (
        lambda: _with_style(accent="#1B407C"),
        "melding: de kleur van lijnen lijkt op de kleur van huisje 'Tijdsbesteding' — "
        "het mag; kies een andere kleur als u niet wilt dat mensen aan dat huisje denken",
    ),
}


def test_our_own_colours_pass_every_rule() -> None:
    """The six houses and the house styles of our gemeenten, without a warning and without a note."""
    assert len(_library().domeinen) == 6
    assert _found(_library()) == []


@pytest.mark.parametrize("code", FAILING)
def test_a_wrong_colour_is_told_at_its_place(code: str) -> None:
    """Every rule with a colour that breaks it: at the line of the colour, with one that would do."""
    library, told = FAILING[code]
    found = {str(problem).partition(": ")[2]: problem for problem in _found(library()) if problem.code == code}
    assert told in found
    place = found[told].place
    line = (CONTENT.parent / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert "#" in line
    assert line[place.column - 1] == '"'


def test_the_colour_that_is_named_solves_it() -> None:
    """Who takes over the colour of the hint hears nothing more about it."""
    for code, change in (
        ("K01", lambda colour: _with_houses(colour)),
        ("C34", lambda colour: _with_style(kop=colour)),
        ("K02", lambda colour: _with_style(accent=colour)),
    ):
        better = FAILING[code][1].rpartition('zoals "')[2][:7]
        assert code not in {problem.code for problem in _found(change(better))}


def test_the_houses_differ_in_grey_and_to_everybody() -> None:
    """Reckoned here by itself: all pairs, those that follow each other more, and for three kinds of colour blindness."""
    colours = [read.value.kleur for read in _library().domeinen]
    assert min(abs(lightness(one) - lightness(other)) for one, other in combinations(colours, 2)) >= APART_IN_GREY
    assert min(abs(lightness(one) - lightness(other)) for one, other in pairwise(colours)) >= NEIGHBOURS_IN_GREY
    for seen_by in (None, *COLOUR_BLIND.values()):
        seen = [lab(colour, seen_by) for colour in colours]
        assert min(apart(one, other) for one, other in combinations(seen, 2)) >= APART_IN_COLOUR
