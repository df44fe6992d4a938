"""Laws of the page plan, in both letters, for any subset of the houses and any length of the parts that flow."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

from conftest import CONTENT, GEMEENTEN
from hypothesis import given
from hypothesis import strategies as st

from booklet.content import read_content
from booklet.models import Content, Domein, Editie, Item, Kant, Kolom
from booklet.planner import KINDS, SIGNATURE, Kind, PagePlan, Part, length_key, plan_pages

SPREADS = ("huisjesplaat", "huisjesplaat-voorbeeld")
LONGEST = 9  # pages of a part that flows

# What stands beside an explanation in the uitlegboekje, where the two have different names.
EXPLAINED = {"uitleg-huis": "suggesties", "uitleg-kolom": "kolom-voorbeeld", "uitleg-ruimte": "vrije-ruimte"}


@cache
def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


def _pieces() -> list[Editie]:
    """Whatever has bladen of its own: an edition, or an onderdeel of one."""
    pieces = [piece for editie in _content().edities for piece in (editie, *editie.onderdelen) if piece.bladen]
    assert {piece.vorm for piece in pieces} == {"boekje", "bladen", "kaarten"}
    return pieces


def _is_booklet(editie: Editie) -> bool:
    return editie.vorm == "boekje"


def _comes_large(editie: Editie) -> bool:
    return all(KINDS[blad.blad].large for blad in editie.bladen)


@st.composite
def _plans(
    draw: st.DrawFn, wanted: Callable[[Editie], object] = lambda _: True, *, groot: bool | None = None
) -> PagePlan:
    """A plan of an edition or onderdeel like this, whole or loose, for some of the houses and with parts of any length.

    In the letter that is asked for; without `groot` in either.
    """
    fit = [editie for editie in _pieces() if wanted(editie) and (_comes_large(editie) or not groot)]
    chosen = draw(st.sampled_from(fit))
    large = _comes_large(chosen) and draw(st.booleans()) if groot is None else groot
    chances = st.lists(st.booleans(), min_size=len(_content().domeinen), max_size=len(_content().domeinen))
    taken = draw(chances.filter(any))
    houses = [house for house, wanted in zip(_content().domeinen, taken, strict=True) if wanted]
    flowing = [kind for kind in KINDS.values() if kind.flows(groot=large)]
    assert flowing
    lengths = {
        length_key(chosen, kind, of): draw(st.integers(1, LONGEST))
        for kind in flowing
        for of in _each(kind, houses)
        if draw(st.integers(0, 5))  # now and then a length is not known yet
    }
    los = draw(st.sampled_from(houses)) if chosen.los and draw(st.booleans()) else None
    return plan_pages(chosen, houses, lengths, los, _content().items, groot=large)


def _each(kind: Kind, houses: Sequence[Domein]) -> Sequence[Domein | Kolom | None]:
    """What a kind comes for."""
    if kind.per == "kolom":
        return [kolom for house in houses for kolom in house.kolommen]
    return houses if kind.per == "huis" else [None]


def _frame(plan: PagePlan) -> tuple[tuple[Kant, ...], tuple[Kant, ...]]:
    frame = plan.editie.los if plan.los and plan.editie.los else plan.editie
    return frame.begin, frame.slot


def _asked_for(plan: PagePlan) -> list[Part]:
    return [part for part in plan.parts if part.kind.name != "notities"]


def _sides(plan: PagePlan) -> Mapping[str, str]:
    """The side that the edition asks for every kind of part."""
    begin, slot = _frame(plan)
    return {blad.blad: blad.kant for blad in (*begin, *plan.editie.huis, *slot)}


def _side(plan: PagePlan, part: Part) -> str:
    """The side on which a part of this plan must begin; in the large letter that depends on how long it is."""
    if plan.groot and part.kind.grows:
        return ""
    return "links" if plan.groot and part.kind.spread and part.pages > 1 else _sides(plan)[part.kind.name]


@given(_plans())
def test_pages_follow_each_other_without_a_gap(plan: PagePlan) -> None:
    """The first part begins on page 1, every next part on the page after the one before it."""
    assert plan.parts[0].first == 1
    assert all(after.first == before.last + 1 for before, after in pairwise(plan.parts))
    assert all(part.pages >= 1 for part in plan.parts)


@given(_plans(_is_booklet))
def test_a_booklet_can_be_folded_and_ends_with_its_last_part(plan: PagePlan) -> None:
    """The number of pages is a multiple of four and the last part asked for is the back cover."""
    assert plan.page_count % SIGNATURE == 0
    _, slot = _frame(plan)
    assert plan.parts[-1].kind.name == slot[-1].blad
    assert plan.parts[-1].last == plan.page_count


@given(_plans(lambda editie: not _is_booklet(editie)))
def test_loose_sheets_and_cards_have_no_page_that_is_not_theirs(plan: PagePlan) -> None:
    """Nothing is left open for folding, and a card has its front on an odd page and its back on the next."""
    assert [part.pages for part in plan.parts] == [part.kind.pages for part in plan.parts]
    assert "notities" not in {part.kind.name for part in plan.parts}
    for part in plan.parts if plan.editie.vorm == "kaarten" else ():
        assert (part.first % 2, part.pages) == (1, 2)


@given(st.deferred(lambda: st.sampled_from(_pieces())))
def test_what_goes_on_comes_before_the_back_cover_or_behind_loose_sheets(editie: Editie) -> None:
    """Answers that do not fit have a place in every edition, and it stays what it was."""
    plan = plan_pages(editie, _content().domeinen, {}, None, _content().items, vervolg=True)
    names = [part.kind.name for part in _asked_for(plan)]
    assert names.index("vervolg") == len(names) - 1 - _is_booklet(editie)
    assert plan.page_count % SIGNATURE == 0 or not _is_booklet(editie)
    names.remove("vervolg")
    assert names == [
        part.kind.name for part in _asked_for(plan_pages(editie, _content().domeinen, {}, None, _content().items))
    ]


@given(_plans())
def test_every_part_is_on_the_side_that_it_wants(plan: PagePlan) -> None:
    """`links` is an even page and `rechts` an odd one."""
    for part in _asked_for(plan):
        if side := _side(plan, part):
            assert part.first % 2 == (side == "rechts"), f"{part.anchor} on page {part.first} must be {side}"


@given(_plans(groot=False))
def test_a_spread_lies_open(plan: PagePlan) -> None:
    """The huisjesplaat begins on a left page, so that its two pages lie beside each other."""
    assert all(part.first % 2 == 0 and part.pages == 2 for part in plan.parts if part.kind.name in SPREADS)


def _faces(left: Part, right: Part) -> bool:
    return left.first % 2 == 0 and left.pages == 1 and right.first == left.first + 1


@given(_plans(lambda editie: any(blad.blad == "kolom" for blad in editie.huis), groot=False))
def test_suggesties_face_the_first_kolom(plan: PagePlan) -> None:
    """What you may think of lies beside the page where you write first, whole and loose."""
    left = [part for part in plan.parts if part.kind.name == "suggesties"]
    assert left
    for part in left:
        assert part.domein is not None
        first = part.domein.kolommen[0]
        assert any(_faces(part, right) for right in plan.parts if right.anchor == f"kolom-{first.id}")


@given(_plans(lambda editie: editie.verwijst_naar and editie.huis, groot=False))
def test_an_explanation_faces_what_it_explains(plan: PagePlan) -> None:
    """In the uitlegboekje you read on the left about what you see on the right."""
    names = {part.kind.name for part in plan.parts}
    faced = set()
    for part in plan.parts:
        name = part.kind.name
        thing = EXPLAINED.get(name, name.removeprefix("uitleg-"))
        if not name.startswith("uitleg-") or thing in SPREADS or thing not in names:
            continue  # a spread cannot be faced; some explanations are of no one page
        of = part.kolom or part.domein
        right = [one for one in plan.parts if one.kind.name == thing and (one.kolom or one.domein) == of]
        assert len(right) == 1
        assert _faces(part, right[0]), f"{part.anchor} does not face {right[0].anchor}"
        faced.add(name)
    assert set(EXPLAINED) < faced


@given(_plans())
def test_no_page_is_left_open_without_need(plan: PagePlan) -> None:
    """At most one page before a part that wants a side, at most three before the last, none before any other."""
    waiting = 0
    for part in plan.parts:
        if part.kind.name == "notities":
            assert part.pages == 1
            waiting += 1
        elif part is plan.parts[-1] and _is_booklet(plan.editie):
            assert waiting < SIGNATURE
        else:
            assert waiting <= bool(_side(plan, part)), f"{waiting} open pages before {part.anchor}"
            waiting = 0


@given(_plans())
def test_every_part_comes_once_and_in_order(plan: PagePlan) -> None:
    """Start, houses and end as the edition says, once or once for every card; in a house once, or once per kolom."""
    begin, slot = (_expanded(bladen) for bladen in _frame(plan))
    parts = _asked_for(plan)
    inside = parts[len(begin) : len(parts) - len(slot)]
    assert [(part.kind.name, part.item) for part in parts[: len(begin)]] == begin
    assert [(part.kind.name, part.item) for part in parts[len(parts) - len(slot) :]] == slot
    houses = [house for house, _ in groupby(inside, key=lambda part: part.domein)]
    assert houses == [house for house in _content().domeinen if house in houses]
    for house in houses:
        assert house is not None
        _assert_whole_house(plan, house, [part for part in inside if part.domein == house])
    anchors = [part.anchor for part in plan.parts]
    assert len(set(anchors)) == len(anchors)


def _expanded(bladen: Sequence[Kant]) -> list[tuple[str, Item | None]]:
    """Every blad with what it comes for once each."""
    return [(blad.blad, item) for blad in bladen for item in _content().items.get(KINDS[blad.blad].per, (None,))]


def _assert_whole_house(plan: PagePlan, domein: Domein, parts: list[Part]) -> None:
    bladen = [blad.blad for blad in plan.editie.huis]
    of_kolom = [part for part in parts if part.kolom]
    assert [part.kind.name for part in parts if not part.kolom] == [
        name for name in bladen if KINDS[name].per == "huis"
    ]
    assert [kolom for kolom, _ in groupby(of_kolom, key=lambda part: part.kolom)] == list(domein.kolommen)
    for kolom in domein.kolommen:
        assert [part.kind.name for part in of_kolom if part.kolom == kolom] == [
            name for name in bladen if KINDS[name].per == "kolom"
        ]


@given(_plans(lambda editie: editie.los).filter(lambda plan: plan.los))
def test_a_loose_file_has_one_house(plan: PagePlan) -> None:
    """A loose part tells of its own house and of no other."""
    assert {part.domein for part in plan.parts if part.domein} == {plan.los}


@given(_plans(), st.data())
def test_the_folio_of_a_part_is_its_first_page(plan: PagePlan, data: st.DataObject) -> None:
    """What other pages print as its number is where the part begins; a part that is not there has none."""
    part = data.draw(st.sampled_from(plan.parts))
    if part.kind.name != "notities":
        assert plan.folio(part.kind.name, part.about) == part.first
    missing = set(KINDS) - {one.kind.name for one in plan.parts}
    assert all(plan.folio(name) is None for name in missing)


@given(_plans(groot=True))
def test_what_you_write_in_lies_open_in_the_large_letter(plan: PagePlan) -> None:
    """A kolom, the huisjesplaat and the like, when they take more than a page, begin on the left."""
    for part in plan.parts[:-1]:
        if part.kind.spread and part.pages > 1:
            assert part.first % 2 == 0, f"{part.anchor} begins on the right"


@given(_plans(lambda editie: editie.verwijst_naar, groot=True))
def test_what_is_explained_begins_on_the_right_in_the_large_letter(plan: PagePlan) -> None:
    """'Links leest u, rechts ziet u': an explanation of one page faces the first page of what it explains."""
    for left, right in pairwise(plan.parts):
        if EXPLAINED.get(left.kind.name) == right.kind.name:
            assert left.first % 2 == 0
            assert right.first % 2 == 1
            assert (right.kolom or right.domein) == (left.kolom or left.domein)


@given(_plans(groot=True))
def test_what_is_fixed_has_its_pages_in_the_large_letter(plan: PagePlan) -> None:
    """The cover, a divider page, an open page and the back page take one page; no part loses its place for it."""
    for part in plan.parts:
        assert part.pages == 1 if part.kind.fixed else part.pages <= LONGEST
    assert {part.kind.name for part in plan.parts if part.kind.fixed} >= {"omslag", "colofon"}


def _with_contents() -> list[Editie]:
    return [editie for editie in _pieces() if any(blad.blad == "inhoud" for blad in editie.bladen)]


@given(st.deferred(lambda: st.sampled_from(_with_contents())), st.integers(1, LONGEST))
def test_one_edition_may_have_a_longer_table_of_contents(editie: Editie, pages: int) -> None:
    """What differs per edition is measured per edition: another edition does not take its length."""
    houses = _content().domeinen
    other = next(one for one in _with_contents() if one != editie)
    lengths = {length_key(editie, KINDS["inhoud"]): pages}
    assert [part.pages for part in plan_pages(editie, houses, lengths).parts if part.anchor == "inhoud"] == [pages]
    assert [part.pages for part in plan_pages(other, houses, lengths).parts if part.anchor == "inhoud"] == [1]
