"""The fields of a booklet keep their names, and what was typed in them fits on paper: in its box or on a page for notes."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest
from conftest import BOEKJES, CONTENT, GEMEENTEN
from hypothesis import example, given
from hypothesis import strategies as st
from paper import squeezed

from booklet.content import read_content
from booklet.fieldfont import field_font
from booklet.fit import HAND, LARGE_HAND, Filled, Hand, Rest, Room, fit
from booklet.invulling import Invulling
from booklet.markup import texts_of
from booklet.models import Content
from booklet.planner import PagePlan, plan_pages
from booklet.velden import JA, ON_BLAD, Veld, has_fields, invulling_of, kolom_veld, of_answers, printable, velden_of

# ----------------------------------------------------------------------------------------------------------------------
# Names


@pytest.fixture(scope="module")
def content() -> Content:
    """The content of both gemeenten."""
    found = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert found is not None
    return found


def _plans(content: Content) -> list[PagePlan]:
    """Every booklet in which one writes, with all its houses, and every loose part; the whole basisformat is the first."""
    return [
        plan_pages(editie, content.domeinen, {}, los)
        for editie in content.edities
        for los in (None, *(content.domeinen if editie.los else ()))
        if editie.id in BOEKJES and not editie.verwijst_naar
    ]


def _other_plans(content: Content) -> list[PagePlan]:
    """The pages of the other paper."""
    return [
        plan_pages(piece, content.domeinen, {}, None, content.items)
        for editie in content.edities
        for piece in (editie, *editie.onderdelen)
        if editie.id not in BOEKJES and piece.bladen
    ]


def _velden(content: Content, plan: PagePlan) -> Mapping[str, Veld]:
    return velden_of(plan, content.domeinen, content, texts_of(content.gemeenten[0], plan))


def test_a_name_is_the_same_question_in_every_edition(content: Content) -> None:
    """What was typed in one edition finds its place in another; only pages for notes lie elsewhere."""
    first, *others = (_velden(content, plan) for plan in _plans(content))
    assert len(others) == 1 + len(content.domeinen)
    for velden in others:
        for naam, veld in velden.items():
            if not naam.startswith("notities."):
                assert veld == first[naam]


def test_a_name_is_one_question_on_all_paper(content: Content) -> None:
    """On a poster or in the workbook a name that the booklet has asks the same; what is asked elsewhere has its own name."""
    asked: dict[str, object] = {}
    for plan in (*_plans(content), *_other_plans(content)):
        for naam, veld in _velden(content, plan).items():
            what = veld.vraag, veld.soort, veld.keuzes
            assert asked.setdefault(naam, what) == what, (plan.editie.id, naam)
    assert len(asked) > 2 * len(_velden(content, _plans(content)[0]))


def test_every_blad_with_fields_has_them_in_some_edition(content: Content) -> None:
    """A form is made of an edition just when there is something to fill in on its pages."""
    blank = set(ON_BLAD)
    for plan in (*_plans(content), *_other_plans(content)):
        velden = _velden(content, plan)
        assert bool(velden) == has_fields(plan.editie)
        if velden:
            blank -= {part.kind.name for part in plan.parts}
    assert blank == {"huisjesplaat-voorbeeld"}, "of these only a booklet that explains has any"


def test_a_name_does_not_change_with_the_words_on_paper(content: Content) -> None:
    """Whoever edits a question or calls a kolom otherwise leaves the plans that people keep at home readable."""
    asked = [vraag.model_copy(update={"vraag": "Anders?", "subvraag": None}) for vraag in content.plan.vragen]
    houses = [
        house.model_copy(
            update={
                "naam": "Anders",
                "kolommen": tuple(kolom.model_copy(update={"naam": "Anders"}) for kolom in house.kolommen),
            }
        )
        for house in content.domeinen
    ]
    plan = content.plan.model_copy(update={"vragen": tuple(asked)})
    other = content._replace(plan=plan, domeinen=tuple(houses))
    before, after = (_velden(one, _plans(one)[0]) for one in (content, other))
    assert list(after) == list(before)
    assert after != before


def test_a_person_of_ours_answers_what_the_booklet_asks(content: Content) -> None:
    """Every word of an example and every face is an answer to a question of the booklet, and a choice that it has."""
    velden = _velden(content, _plans(content)[0])
    for persoon in content.personen:
        answers = invulling_of(persoon, content, content.gemeenten[0].teksten).antwoorden
        for naam, text in answers.items():
            assert not velden[naam].marks or text in velden[naam].marks
        kolommen = {kolom.id: (domein, kolom) for domein in content.domeinen for kolom in domein.kolommen}
        assert len(persoon.voorbeelden) >= 2
        for one in persoon.voorbeelden:
            said = [answers[kolom_veld(*kolommen[one.kolom], what)] for what in ("nu", "wil", "kan", "nodig")]
            texts = [one.nu, one.wil + one.hoe, one.kan + one.wie, one.nodig]
            assert [squeezed(text) for text in said] == [squeezed(text) for text in texts]
        told = ("omslag.naam", "omslag.samen-met", "afsluiting.zeker", "afsluiting.eerst")
        texts = [persoon.naam, persoon.samen_met or "", persoon.zeker, persoon.eerst]
        assert [answers.get(naam, "") for naam in told] == texts
        faces = [naam for naam in answers if velden[naam].soort == "gezicht"]
        assert len(faces) == sum(face != "leeg" for face in persoon.smileys.values())


# ----------------------------------------------------------------------------------------------------------------------
# What is told of answers


def _told(text: str = "Ja", versie: str | None = "1.0") -> list[str]:
    return [str(one) for one in of_answers(Invulling("ria", {"omslag.naam": text}, versie=versie), "1.0")]


def test_answers_of_another_version_are_told() -> None:
    """Its questions may be others; a file that does not tell its version is taken at its word."""
    (said,) = _told(versie="0.9")
    assert said == (
        "ria.yaml: waarschuwing: dit is ingevuld in versie 0.9 van het boekje, en dit is versie 1.0 — "
        "kijk bij Notities: daar staan antwoorden op vragen die dit boekje niet heeft"
    )
    assert not _told()
    assert not _told(versie=None)


def test_letters_that_cannot_be_printed_are_told() -> None:
    """By name, each of them once; what prints nothing is no letter."""
    (said,) = _told("李明 en 李: Łukasz\t\0\r\n\u200d😀")
    assert said == (
        "ria.yaml: fout: in antwoord 'omslag.naam' staan letters die het programma niet kan drukken: 李明 — "
        "schrijf dat stuk met andere letters, of print de ingevulde pdf zelf"
    )
    assert not _told("Łukasz\t\0\r\n\u200d\u2028😀 Ελένη Жанна")


def test_a_tab_is_printed_as_spaces() -> None:
    """What somebody set apart with a tab stays apart; a tab has no width of its own."""
    assert printable("een\ttwee") == "een    twee"


@given(st.text())
@example("een\r\ntwee\rdrie\x0bvier\x85vijf\u2028zes\u2029zeven")
def test_printable_text_keeps_every_letter(text: str) -> None:
    """Only control characters go; every line end is the same one, and what was printable stays as it is."""
    shown = printable(text)
    letters = [one for one in text if not one.isspace() and unicodedata.category(one) != "Cc"]
    assert [one for one in shown if not one.isspace()] == letters
    assert shown.splitlines() == shown.split("\n")[: len(shown.splitlines())]
    assert printable(shown) == shown.removesuffix("\n")


# ----------------------------------------------------------------------------------------------------------------------
# Answers in their rooms

NAAM, ALLEEN, FACE, WIL = "omslag.naam", "omslag.alleen", "wonen.woning.smiley", "wonen.woning.wat-wil-ik"
NOTES, LAST = "notities.1", "notities.2"
WORDS = ("Gaat goed", "Gaat wel")
VELDEN = {
    veld.naam: veld
    for veld in (
        Veld(NAAM, "Naam", "Dit boekje is van", "regel"),
        Veld(ALLEEN, "alleen", "Ik vul dit in", "vakje"),
        Veld(FACE, "Hoe gaat het met mij?", "Wonen: Woning", "gezicht", WORDS),
        Veld(WIL, "Wat wil ik?", "Wonen: Woning", "vlak"),
        Veld(NOTES, "Notities", "bladzijde 8", "vlak"),
        Veld(LAST, "Notities", "bladzijde 9", "vlak"),
    )
}
UNKNOWN = ("wonen.oude-vraag.wat-wil-ik", "Écht iets anders")
LINES_OF_ROOM = 12

_latin = st.sampled_from([one for one in map(chr, range(0x20, 0x250)) if one.isprintable()])
_letters = st.one_of(
    _latin, st.sampled_from("  \n\t'.,-\u0301\u0323\u00a0İğőẞ"), st.characters(exclude_categories=["Cs"])
)
_texts = st.one_of(
    st.text(_letters, max_size=200),
    st.lists(st.text(_letters, max_size=40), max_size=30).map("\n".join),
    st.lists(st.text(_latin, max_size=90), max_size=60).map(" ".join),
)


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    """The font of the fields, of which the making takes longer than a law may."""
    field_font()


class Case(NamedTuple):
    """Answers, the rooms that there are, and the fields of which the page makes place."""

    answers: Mapping[str, str]
    rooms: Mapping[str, Room]
    hand: Hand
    moved: Sequence[str]

    @property
    def filled(self) -> Filled:
        """The answers in their rooms."""
        return fit(self.answers, VELDEN, self.rooms, self.hand, self.moved)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    hand = draw(st.sampled_from((HAND, LARGE_HAND)))
    names = (naam for naam in VELDEN if naam != FACE)  # of a face the place says which choice it is
    rooms = {naam: Room(draw(st.integers(1, 99)), draw(st.floats(80, 500)), _height(draw, hand)) for naam in names}
    texts = st.one_of(_texts, st.sampled_from((JA, *WORDS)))
    answers = draw(st.dictionaries(st.sampled_from((*VELDEN, *UNKNOWN)), texts, min_size=1))
    return Case(answers, rooms, hand, draw(st.sampled_from(((), (LAST,), (NOTES, LAST)))))


def _height(draw: st.DrawFn, hand: Hand) -> float:
    """Room for a number of lines and nothing more, or for nearly another one."""
    return (
        draw(st.integers(1, LINES_OF_ROOM)) * hand.leading
        + 2 * hand.head
        + draw(st.sampled_from((0, hand.leading - 1)))
    )


def _rest_of(filled: Filled, naam: str) -> list[Rest]:
    return [rest for rest in filled.rest if rest.naam == naam]


@given(_cases())
def test_no_letter_of_an_answer_is_lost(case: Case) -> None:
    """What stands in the box, and what goes on after it, is the whole answer; or it is a mark that the field has."""
    filled = case.filled
    for naam, text in case.answers.items():
        rest = _rest_of(filled, naam)
        said = filled.marks.get(naam, "") + "".join(filled.answers[naam].lines if naam in filled.answers else ())
        assert squeezed(said + "".join(one.text for one in rest)) == squeezed(printable(text))
        assert len(rest) <= 1


@given(_cases())
def test_no_box_holds_more_than_it_can(case: Case) -> None:
    """Its lines, with the one that sends on, are within its height, and none is longer than it is wide."""
    for naam, answer in case.filled.answers.items():
        room, hand = case.rooms[naam], case.hand
        most = 1 if naam == NAAM else (room.height - 2 * hand.head) / hand.leading + 0.02
        assert len(answer.lines) + answer.more <= most
        for line in answer.lines:
            assert _letters_of(line) == 1 or field_font().width(line, hand.size) <= room.width - 2 * hand.side
            assert "\n" not in line


def _letters_of(line: str) -> int:
    """How many letters there are; a mark stays on its letter, however many there are."""
    return sum(not unicodedata.combining(one) for one in line[1:]) + 1


@given(_cases())
def test_a_box_sends_on_to_what_goes_on_and_nowhere_else(case: Case) -> None:
    """Its question, its place and its page stand there too."""
    filled = case.filled
    for naam, answer in filled.answers.items():
        veld = VELDEN[naam]
        rest = _rest_of(filled, naam)
        assert answer.more == bool(rest)
        for one in rest:
            assert (one.vraag, one.plek, one.page) == (veld.vraag, veld.plek, case.rooms[naam].page)
            assert one.anchor == filled.anchor(naam)
    anchors = [rest.anchor for rest in filled.rest]
    assert len(set(anchors)) == len(anchors)


@given(_cases())
def test_only_what_may_be_marked_is_a_mark(case: Case) -> None:
    """Any other answer there is words, and goes on with its place; in a box to write in `ja` is a word."""
    filled = case.filled
    for naam, veld in VELDEN.items():
        text = printable(case.answers.get(naam, "")).rstrip()
        assert (filled.marks.get(naam) == text) == (text in veld.marks)
        if veld.marks and text and text not in veld.marks:
            assert [(rest.text, rest.plek) for rest in _rest_of(filled, naam)] == [(text, veld.plek)]


@given(_cases())
def test_a_page_that_makes_place_keeps_nothing(case: Case) -> None:
    """What was typed there goes on with the rest, and so does what this booklet does not ask; blank is no answer."""
    filled = case.filled
    for naam in (*case.moved, *UNKNOWN):
        text = printable(case.answers.get(naam, "")).rstrip()
        assert naam not in filled.answers
        rests = [(rest.text, rest.page, rest.plek) for rest in _rest_of(filled, naam)]
        assert rests == ([(text, None, "")] if text else [])


@given(_cases())
def test_what_goes_on_is_in_the_order_of_the_booklet(case: Case) -> None:
    """Whatever the order of the file; what this booklet does not ask comes last."""
    order = [*VELDEN, *(naam for naam in case.answers if naam in UNKNOWN)]
    places = [order.index(rest.naam) for rest in case.filled.rest]
    assert places == sorted(places)
    words = {"wonen.oude-vraag.wat-wil-ik": "Wonen, oude vraag, wat wil ik", "Écht iets anders": "Écht iets anders"}
    assert all(rest.vraag == words[rest.naam] for rest in case.filled.rest if rest.naam in UNKNOWN)


_SHORT = st.lists(st.text("abc", min_size=1, max_size=6), max_size=2 * LINES_OF_ROOM)


@given(_SHORT, st.integers(6, 90), _SHORT, st.integers(2, LINES_OF_ROOM))
def test_a_sentence_that_was_typed_on_its_own_is_not_cut(
    before: list[str], words: int, after: list[str], capacity: int
) -> None:
    """A line that is too long for what is left of the box goes on whole, unless that would leave half of it empty."""
    lines = [*before, " ".join(["woord"] * words), *after]
    room = Room(7, 130, capacity * HAND.leading + 2 * HAND.head)
    filled = fit({WIL: "\n".join(lines)}, VELDEN, {WIL: room}, HAND, ())
    for rest in filled.rest:
        kept = filled.answers[WIL].lines
        assert rest.text.split("\n")[0] in lines or 2 * len(before) < capacity
        assert 2 * len(kept) >= capacity or len(kept) == capacity - 1
