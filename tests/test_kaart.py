"""Which voorzieningen are printed and where: laws for any Sociale Kaart, whatever is in it."""

from datetime import date, timedelta

import pytest
from conftest import CONTENT, DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from booklet.content import read_content
from booklet.days import months_before
from booklet.kaart import Versheid, groups, name_of, oldest, tips, versheid
from booklet.models import Content, Dienst, Houdbaar, SocialeKaart, Voorziening

WHOLE = read_content(CONTENT, ("voorbeeldstad",)).content(("voorbeeldstad",))
assert WHOLE is not None
HOUSES = WHOLE.domeinen
KOLOMMEN = [kolom.id for kolom in WHOLE.kolommen]

NAMES = st.sampled_from(["De Brug", "de  brug", "Het Anker", "Taalhuis"])  # two of them are the same
ENTRIES = st.builds(
    Voorziening,
    organisatie=NAMES,
    aanbod=NAMES,
    domein=st.lists(st.sampled_from([house.id for house in HOUSES]), min_size=1, max_size=3, unique=True).map(tuple),
    kolom=st.none() | st.lists(st.sampled_from(KOLOMMEN), min_size=1, max_size=3, unique=True).map(tuple),
    omschrijving=st.just("Hulp."),
    gecontroleerd=st.integers(0, 1500).map(lambda days: (DAY - timedelta(days=days)).isoformat()),
    in_boekje=st.sampled_from(["ja", "ja", "nee"]),
)
CARDS = st.lists(ENTRIES, max_size=8).map(tuple)
OFF = st.lists(st.builds(Dienst, organisatie=NAMES, aanbod=NAMES), max_size=2).map(tuple)


def _content(local: tuple[Voorziening, ...], country: tuple[Voorziening, ...], off: tuple[Dienst, ...] = ()) -> Content:
    assert WHOLE is not None
    kaart = SocialeKaart(voorzieningen=local, landelijk_uit=off)
    return WHOLE._replace(landelijk=country, gemeenten=(WHOLE.gemeenten[0]._replace(sociale_kaart=kaart),))


@settings(max_examples=300, deadline=None)
@given(CARDS, CARDS, OFF)
def test_whatever_is_valid_is_printed_once_in_each_of_its_houses(
    local: tuple[Voorziening, ...], country: tuple[Voorziening, ...], off: tuple[Dienst, ...]
) -> None:
    """Every local entry that is meant for the booklet and fresh, and every national one but those off or replaced."""
    content = _content(local, country, off)
    limit = months_before(DAY, 24)
    here = [entry for entry in local if entry.in_boekje and entry.gecontroleerd and entry.gecontroleerd >= limit]
    without = {name_of(entry) for entry in here} | {name_of(one) for one in off}
    there = [entry for entry in country if entry.in_boekje and entry.gecontroleerd and entry.gecontroleerd >= limit]
    there = [entry for entry in there if name_of(entry) not in without]
    printed = tips(content, content.gemeenten[0], DAY)
    assert [tip.voorziening for tip in printed] == here + there
    assert [tip.landelijk for tip in printed] == [False] * len(here) + [True] * len(there)
    for house in HOUSES:
        cards = [card for groep in groups(printed, house) for card in groep.kaartjes]
        mine = [tip for tip in printed if house.id in tip.voorziening.domein]
        assert sorted(map(id, (card.tip.voorziening for card in cards))) == sorted(id(tip.voorziening) for tip in mine)
        assert len({card.anker for card in cards}) == len(cards)
        for groep in groups(printed, house):
            assert [card.tip.landelijk for card in groep.kaartjes] == sorted(
                card.tip.landelijk for card in groep.kaartjes
            )
            for card in groep.kaartjes:
                named = [kolom for kolom in house.kolommen if kolom.id in (card.tip.voorziening.kolom or ())]
                assert groep.kolom == (named[0] if len(named) == 1 else None)


@settings(max_examples=100, deadline=None)
@given(CARDS, CARDS)
def test_without_a_day_nothing_is_too_old(local: tuple[Voorziening, ...], country: tuple[Voorziening, ...]) -> None:
    """`--ook-verouderd` prints every local entry that is meant for the booklet."""
    content = _content(local, country)
    printed = [tip.voorziening for tip in tips(content, content.gemeenten[0])]
    assert printed[: len(local)][: sum(entry.in_boekje for entry in local)] == [one for one in local if one.in_boekje]
    assert oldest(tips(content, content.gemeenten[0])) == min(
        (one.gecontroleerd for one in printed if one.gecontroleerd), default=None
    )


def _checked(day: date) -> Voorziening:
    return Voorziening(
        organisatie="De Brug", aanbod="Eten", domein=("contacten",), omschrijving="Eten.", gecontroleerd=day.isoformat()
    )


def test_a_local_entry_that_is_too_old_gives_way_to_the_national_one() -> None:
    """Who replaced a national service and forgot to look at it again does not lose both."""
    stale, national = _checked(date(2020, 1, 1)), _checked(date(2026, 11, 1))
    content = _content((stale,), (national,))
    assert [tip.voorziening for tip in tips(content, content.gemeenten[0], DAY)] == [national]
    assert [tip.voorziening for tip in tips(content, content.gemeenten[0])] == [stale]


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2025, 11, 22), Versheid.VERS),
        (date(2025, 11, 21), Versheid.NAKIJKEN),
        (date(2024, 11, 22), Versheid.NAKIJKEN),
        (date(2024, 11, 21), Versheid.VEROUDERD),
    ],
)
def test_a_year_and_two_years_are_to_the_day(day: date, age: Versheid) -> None:
    """On the day itself it is not yet older than a year."""
    assert versheid(_checked(day), Houdbaar(), DAY) == age


def test_an_entry_without_a_date_is_too_old() -> None:
    """Nobody ever looked at it."""
    never = _checked(DAY).model_copy(update={"gecontroleerd": None})
    assert versheid(never, Houdbaar(), DAY) == Versheid.VEROUDERD


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 5, 31), 18, date(2024, 11, 30)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    """The same day of the month, or its last one."""
    assert months_before(day, months) == before


def test_an_unseen_mark_makes_no_other_entry() -> None:
    """A soft hyphen that came along when a name was copied is not seen, so the entry is the same one."""
    one = Dienst(organisatie="Wel\u00adzijn  Zuid", aanbod="Hulp\u200b thuis")
    assert name_of(one) == name_of(Dienst(organisatie="WELZIJN Zuid", aanbod="hulp thuis"))
