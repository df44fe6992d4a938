"""What is measured on laid-out pages, on small pages of our own and on the real ones, and what is told of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import CONTENT, DAY, Built
from small import GEMEENTE, OUTPUT, change, made, only_editions, without_checks

from booklet import gauge as measuring
from booklet.colour import INK, PEN, WHITE, contrast
from booklet.content import read_content
from booklet.fonts import LETTER
from booklet.gauge import BUDGETS, LARGE, LEAST_LINES, NEARLY_EMPTY, ORDINARY, SMALLER, WORDS, Gauge, gauge, misfits
from booklet.kaart import tips
from booklet.markup import Sheets, write_parts
from booklet.models import Content
from booklet.pipeline import Order, Report, make
from booklet.planner import KINDS, PagePlan, Part
from booklet.problems import Problem, Severity
from booklet.settle import UNSETTLED, Desk, Job
from booklet.typeset import lay_out

SHOWN = "proef.pdf"
STYLE = f"""
@page {{ size: A4; margin: 20mm; @top-left {{ content: "loopkop op elke bladzijde"; font: 12pt '{LETTER}' }} }}
html {{ font: 14pt/1.5 '{LETTER}'; color: {INK} }}
body, h1, p {{ margin: 0 }}
.regel {{ box-sizing: border-box; height: 10mm; border-bottom: 0.75pt solid #59636E }}
"""


@cache
def _content() -> Content:
    content = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert content is not None
    return content


class Found(NamedTuple):
    """What a page measures, and what is told of it."""

    gauge: Gauge
    problems: list[Problem]


def _measured(html: str, kind: str = "zo-werkt-het", pages: int = 1, *, groot: bool = False) -> Found:
    """A part of this kind with this in it."""
    markup = f'<html lang="nl"><head><title>Proef</title><style>{STYLE}</style></head><body>{html}</body></html>'
    plan = PagePlan(_content().edities[0], (Part(KINDS[kind], 1, pages),), groot=groot)
    gauged = gauge(plan, lay_out(Sheets(markup, (), {"book:/dak.svg": DAK})))
    return Found(gauged, list(misfits(gauged, plan, SHOWN)))


DAK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


# ----------------------------------------------------------------------------------------------------------------------
# What is measured


@pytest.mark.parametrize("count", [1, 7, 150])
def test_the_words_of_a_page_are_counted(count: int) -> None:
    """Over many lines too; a running head and what somebody wrote are not of the page itself."""
    words = " ".join(["woord"] * count)
    found = _measured(f'<p>{words}</p><p style="color: {PEN}">dit schreef iemand</p>')
    assert found.gauge.pages[0].words == count


def test_letters_are_measured_in_points() -> None:
    """The smallest with its text, and the letter that half of the words have or exceed."""
    found = _measured(
        '<h1 style="font-size: 26pt">Kop</h1><p>vier woorden van veertien</p><p style="font-size: 9pt">klein</p>'
    )
    page = found.gauge.pages[0]
    assert (round(page.smallest.figure, 6), page.smallest.text) == (9, "klein")
    assert page.body == pytest.approx(14)


GROUNDS = {
    "the page": ('<p style="color: #777777">x</p>', "#777777", WHITE),
    "a box": ('<div style="background: #EEF2FB"><p><b style="color: #777777">x</b></p></div>', "#777777", "#EEF2FB"),
    "the nearest box": (
        '<div style="background: black"><div style="background: #FFFFFF"><p style="color: #777777">x</p></div></div>',
        "#777777",
        WHITE,
    ),
    "a roof of a house": (
        '<div style="--kleur: #B982C4"><p style="background: url(book:/dak.svg) 0 0 / 100% 100%; color: #777777">x</p></div>',
        "#777777",
        "#B982C4",
    ),
    "a roof of no house": (
        '<p style="background: url(book:/dak.svg) 0 0 / 100% 100%; color: #777777">x</p>',
        "#777777",
        WHITE,
    ),
    "a picture at the begin of a line": (
        '<div style="--kleur: #B982C4"><p style="background: url(book:/dak.svg) 0 0 / 6mm 6mm; color: #777777">x</p></div>',
        "#777777",
        WHITE,
    ),
    "a box of its own": (
        '<div style="background: #123456"><p style="position: absolute; color: #777777">x</p></div>',
        "#777777",
        "#123456",
    ),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_a_text_is_judged_on_what_lies_behind_it(name: str) -> None:
    """Its ground is the nearest box with a colour; a picture is the roof of a house."""
    html, colour, ground = GROUNDS[name]
    worst = _measured(html).gauge.pages[0].contrast
    assert worst.figure == pytest.approx(contrast(colour, ground))
    assert worst.text == "x"


def test_a_page_is_filled_as_far_as_its_lowest_thing() -> None:
    """Text, a picture or a line to write on; an empty box that only takes room does not count."""
    for lowest in ('<p style="line-height: 10mm">x</p>', '<div class="regel"></div>', '<img alt="" src="book:/dak.svg" style="width: 10mm; height: 10mm; display: block">'):  # fmt: skip
        found = _measured(f'<div style="height: 118.5mm"></div>{lowest}<div style="height: 40mm"></div>')
        assert found.gauge.pages[0].filled == pytest.approx(0.5, abs=0.02)


def test_writing_room_is_measured_by_question() -> None:
    """Lines together are one room below their heading; a line alone belongs to the word before it."""
    lines = "<div>" + '<div class="regel"></div>' * 4 + "</div>"
    found = _measured(
        f"<h3>Wat wil ik?</h3><p>Hoe?</p>{lines}<h3>Wat kan <b>ik</b>?</h3>{lines}<h3>Van wie?</h3>"
        '<div style="display: flex"><p>Naam</p><div class="regel" style="flex: 1"></div></div>'
    )
    rooms = [(room.vraag, room.lines, room.mm, round(room.mm_per_line, 1)) for room in found.gauge.rooms]
    assert rooms == [("Wat wil ik?", 4, 40, 10), ("Wat kan ik ?", 4, 40, 10), ("Naam", 1, 10, 10)]
    assert found.problems == []


# ----------------------------------------------------------------------------------------------------------------------
# What is told


def _words(count: int) -> str:
    return f"<p>{' '.join(['woord'] * count)}</p>"


def _lines(count: int, height: float) -> str:
    line = f'<div class="regel" style="height: {height}mm"></div>'
    return f"<h3>Wat wil ik?</h3><div>{line * count}</div>"


def _pages(last: float) -> str:
    """Two pages, of which the last is filled so far."""
    filler = f'<div style="height: {257 * last - 7.4:.1f}mm"></div><p>einde</p>'
    return f'<p>begin</p><div style="break-before: page">{filler}</div>'


class Case(NamedTuple):
    """A page that just passes, one that just does not, and what is told of it."""

    passing: Callable[[], Found]
    failing: Callable[[], Found]
    told: str


CASES = {
    "M01": Case(
        lambda: _measured(_words(WORDS)),
        lambda: _measured(_words(WORDS + 1)),
        "proef.pdf:1: waarschuwing: op deze bladzijde staan 181 woorden, en 180 is genoeg voor 'zo-werkt-het' — "
        "maak de tekst korter",
    ),
    "M02": Case(
        lambda: _measured(_pages(NEARLY_EMPTY + 0.01), "sociale-kaart", 2),
        lambda: _measured(_pages(NEARLY_EMPTY - 0.01), "sociale-kaart", 2),
        "proef.pdf:2: waarschuwing: op deze bladzijde staan nog maar een paar regels — "
        "maak de teksten van bladzijde 1 tot 2 iets korter, dan past het een bladzijde eerder",
    ),
    "M03": Case(
        lambda: _measured(_lines(4, 10)),
        lambda: _measured(_lines(4, 9.9)),
        "proef.pdf:1: waarschuwing: een schrijfregel bij 'Wat wil ik?' is 9,9 mm hoog — "
        "maak die in layouts/css ten minste 10 mm",
    ),
    "M04": Case(
        lambda: _measured(_lines(LEAST_LINES["kolom"], 10), "kolom"),
        lambda: _measured(_lines(LEAST_LINES["kolom"] - 1, 10), "kolom"),
        "proef.pdf:1: waarschuwing: bij 'Wat wil ik?' is maar plaats voor 2 schrijfregels — "
        "geef elke vraag ten minste 3 regels",
    ),
    "M05": Case(
        lambda: _measured('<p>twee woorden</p><p style="font-size: 11pt">klein</p>'),
        lambda: _measured('<p>twee woorden</p><p style="font-size: 10.9pt">klein</p>'),
        "proef.pdf:1: waarschuwing: 'klein' heeft een letter van 10,9 punt — maak die in layouts/css ten minste 11 punt",
    ),
    "M06": Case(
        lambda: _measured('<p>een</p><p style="font-size: 13pt">twee</p><p>drie</p>'),
        lambda: _measured('<p>een</p><p style="font-size: 13pt">twee drie</p>'),
        "proef.pdf:1: waarschuwing: de meeste woorden hebben hier een letter van 13 punt of kleiner — "
        "maak die in layouts/css ten minste 14 punt",
    ),
    "M07": Case(
        lambda: _measured('<p style="color: #767676">grijze letters</p>'),
        lambda: _measured('<p style="color: #777777">grijze letters</p>'),
        "proef.pdf:1: fout: 'grijze letters' is slecht te lezen: het contrast is 4,4 — "
        "maak de letter donkerder of de kleur erachter lichter, tot 4,5",
    ),
    "M08": Case(
        lambda: _measured('<div style="height: 8mm; border: 1pt solid #949494"></div>'),
        lambda: _measured('<div style="height: 8mm; border: 1pt solid #969696"></div>'),
        "proef.pdf:1: waarschuwing: een schrijfregel of vakje is slecht te zien: het contrast is 2,9 — "
        "maak de lijn in layouts/css donkerder, tot 3",
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_what_just_does_not_measure_up_is_told(code: str) -> None:
    """Every measure has its edge: on this side silence, on that side one problem and no other."""
    case = CASES[code]
    assert case.passing().problems == []
    assert [(problem.code, str(problem)) for problem in case.failing().problems] == [(code, case.told)]


def test_every_code_has_a_case() -> None:
    """A new measure gets an edge too."""
    source = Path(measuring.__file__).read_text(encoding="utf-8")
    assert set(CASES) == {f"M{number:02}" for number in range(1, 100) if f'"M{number:02}"' in source}


def test_the_large_letter_has_measures_of_its_own() -> None:
    """What is enough in the ordinary letter is too small there."""
    html = f'{_lines(4, ORDINARY.line)}<p style="font-size: 12pt">klein</p>'
    assert {problem.code for problem in _measured(html).problems} == set()
    assert {problem.code for problem in _measured(html, groot=True).problems} == {"M03", "M05", "M06"}
    assert (LARGE.body, LARGE.letter, LARGE.line) == (18, 16, 12)


def test_the_tables_name_kinds_that_exist() -> None:
    """A budget for a blad that is gone would say nothing."""
    assert {*BUDGETS, *SMALLER, *LEAST_LINES} <= set(KINDS)


# ----------------------------------------------------------------------------------------------------------------------
# The real pages


def _kolom(*, groot: bool = False, typen: bool = False) -> Found:
    """The page of the first kolom, typeset alone."""
    content = _content()
    gemeente = next(one for one in content.gemeenten if one.id == GEMEENTE)
    desk = Desk(content, gemeente, tips(content, gemeente, DAY), None, None)
    editie = next(one for one in content.edities if one.id == "basisformat")
    booklet = desk.booklet(Job(editie, content.domeinen, None, "proef", groot, typen), UNSETTLED)
    part = next(part for part in booklet.plan.parts if part.kind.name == "kolom")
    pages = lay_out(write_parts(booklet, (part,)))
    plan = replace(booklet.plan, parts=(replace(part, first=1, pages=pages.page_count),))
    gauged = gauge(plan, pages)
    return Found(gauged, list(misfits(gauged, plan, SHOWN)))


@pytest.mark.parametrize("groot", [False, True])
def test_every_question_of_a_kolom_has_its_lines(groot: bool) -> None:  # noqa: FBT001  a parameter of pytest
    """Four questions in their order, each with three lines or more of 10 mm, or of 12 in the large letter."""
    found = _kolom(groot=groot)
    content = _content()
    assert [room.vraag for room in found.gauge.rooms] == [vraag.vraag for vraag in content.plan.vragen]
    for room in found.gauge.rooms:
        assert room.kolom == content.domeinen[0].kolommen[0].naam
        assert room.lines >= 3
        assert room.mm_per_line == pytest.approx(12 if groot else 10, abs=0.05)
    assert found.problems == []


def test_a_field_to_type_in_has_the_room_of_the_lines_that_it_replaces() -> None:
    """The same questions; as many typed lines fit as there were lines for a pen, and more."""
    written, typed = _kolom().gauge.rooms, _kolom(typen=True).gauge.rooms
    assert [room.vraag for room in typed] == [room.vraag for room in written]
    for pen, keys in zip(written, typed, strict=True):
        assert keys.typed
        assert not pen.typed
        assert pen.mm - 2 < keys.mm < pen.mm
        assert keys.lines > pen.lines


@pytest.mark.parametrize("which", ["built", "other_paper"])
def test_our_own_booklets_measure_up(which: str, request: pytest.FixtureRequest) -> None:
    """Both gemeenten, all editions: nothing to tell, not even a warning."""
    done: Built = request.getfixturevalue(which)
    assert done.report.made
    assert [str(problem) for problem in done.report.problems if problem.code in CASES] == []


def test_our_own_large_booklet_measures_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short one with the kinds that have another size there."""
    without_checks(monkeypatch)
    only_editions(
        project, proef={"begin": ["omslag", "huisjesplaat", "professional"], "huis": ["kolom"], "slot": ["colofon"]}
    )
    report = _build("geldzaken", drukken=("grootletter",))
    assert report.made
    assert [str(problem) for problem in report.problems if problem.code in CASES] == []


# ----------------------------------------------------------------------------------------------------------------------
# In a build

RUIMTE = {"begin": ["omslag rechts"], "huis": ["vrije-ruimte"], "slot": ["colofon"]}


def _build(*domeinen: str, drukken: tuple[str, ...] = ("scherm",), streng: bool = False) -> Report:
    return make(
        Order((GEMEENTE,), DAY, drukken=drukken, domeinen=domeinen, uit=OUTPUT, streng=streng), lambda step, text: None
    )


def test_a_warning_is_told_and_stops_only_what_is_strict(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many words on a page: the booklet is made all the same, but not under `--streng`."""
    without_checks(monkeypatch)
    only_editions(project, proef=RUIMTE)
    words = {"vrije_ruimte": {"kop": "Vrije ruimte", "tekst": " ".join(["woord"] * 80)}}
    change(project / f"content/gemeenten/{GEMEENTE}/gemeente.yaml", lambda facts: facts.update(teksten=words))
    strict = _build("geldzaken", streng=True)
    assert [problem.code for problem in strict.problems] == ["M01"]
    assert strict.stopped
    assert not made("proef").exists()
    report = _build("geldzaken")
    assert [(problem.code, problem.severity) for problem in report.problems] == [("M01", Severity.WARNING)]
    assert not report.stopped
    assert made("proef").exists()


def test_a_text_that_cannot_be_read_stops_the_booklet(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name on a roof in a colour on which neither white nor ink can be read."""
    without_checks(monkeypatch)
    only_editions(project, proef=RUIMTE)
    change(project / "content/domeinen/6-geldzaken.yaml", lambda house: house.update(kleur="#7B7B7B"))
    report = _build("geldzaken")
    assert {problem.code for problem in report.problems} == {"M07"}
    assert report.stopped
    assert not report.made
