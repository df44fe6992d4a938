"""Reading and checking gemeente by gemeente tells what reading and checking all at once tells, and keeps nothing of one."""

import gc
import pickle
import weakref
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from conftest import CONTENT, DAY, GEMEENTEN
from hypothesis import given, settings
from hypothesis import strategies as st
from small import change

from booklet import language, lexicon
from booklet.checks import Found, check, check_own, check_shared, check_together, common_of
from booklet.checks_kaart import AGES
from booklet.content import Library, read_content, read_shared
from booklet.lexicon import Lexicon, lexicon_of
from booklet.problems import Place, in_order
from booklet.texts import Kind, Role, Sentence, runs_of

STAD = Path("content/gemeenten/voorbeeldstad")
ROOT = Path("content")


def _write(name: str, text: str) -> None:
    (ROOT / name).write_text(text, encoding="utf-8")


def _no_plan() -> None:
    _write("plan.yaml", "titel: [\n")


def _no_lists() -> None:
    _write("taal.yaml", "")
    _write("gemeenten.csv", "a;b\n1;2\n")


def _no_country() -> None:
    (ROOT / "sociale-kaart/landelijk.yaml").unlink()


def _alike_and_idle() -> None:
    change(STAD / "gemeente.yaml", lambda data: data.update(code="GM0034"))
    change(ROOT / "taal.yaml", lambda data: data["vrij"][0].update(tekst="staat nergens"))


def _no_card() -> None:
    (STAD / "sociale-kaart.yaml").unlink()


def _broken_card() -> None:
    _write("gemeenten/voorbeeldstad/sociale-kaart.yaml", "voorzieningen: nee\n")


def _wrong_entries() -> None:
    def edit(data: dict[str, list[dict[str, str]]]) -> None:
        old, new, lost, hard = data["voorzieningen"][:4]
        old.update(gecontroleerd="2020-01-01")
        new.update(gecontroleerd="2030-01-01")
        lost.update(domein="nergens", telefoon="12")
        hard.update(omschrijving="Je krijgt participatie, e.d. {naam} 中")

    change(STAD / "sociale-kaart.yaml", edit)


def _own_words() -> None:
    def edit(data: dict[str, object]) -> None:
        data.update(teksten={"afsluiting": {"kop": "Je participatie {huis}"}})
        data.update(houdbaar={"nakijken_na": "1", "verouderd_na": "2"})

    change(STAD / "gemeente.yaml", edit)


def _strange_name() -> None:
    STAD.rename(STAD.with_name("Den Haag"))


WHAT_HAPPENS: dict[Callable[[], None], set[str]] = {  # to the content, and problems that it brings
    _no_plan: {"L13"},
    _no_lists: {"L06", "C42"},
    _no_country: {"L02"},
    _alike_and_idle: {"C57", "G00"},
    _no_card: {"L14"},
    _broken_card: {"L22"},
    _wrong_entries: {"C59", "C51", "C22", "C45", "G22", "G10", "C20", "C21"},
    _own_words: {"C20", "C58", "G06"},
    _strange_name: {"C56"},
}


def _names() -> list[str]:
    return sorted(folder.name for folder in (ROOT / "gemeenten").iterdir())


@pytest.mark.parametrize("happens", WHAT_HAPPENS)
def test_one_by_one_tells_the_same_as_all_at_once(project: Path, happens: Callable[[], None]) -> None:
    """The same values, the same problems in the same order, whatever is wrong with the content."""
    happens()
    names = _names()
    whole, shared = read_content(ROOT, names), read_shared(ROOT)
    each = [shared.with_gemeenten((name,)) for name in names]
    assert whole.problems == (*shared.problems, *chain.from_iterable(one.own_problems for one in each))
    assert replace(whole, gemeenten={}, kaarten={}, own_problems=()) == shared
    for name in ("gemeenten", "kaarten"):
        assert getattr(whole, name) == {key: value for one in each for key, value in getattr(one, name).items()}
    assert all(one.plan is shared.plan for one in each)

    common = common_of(shared)
    found = [check_shared(common, DAY), *(check_own(one, common, DAY) for one in each)]
    together = check_together(common, found)
    told = check(whole, DAY)
    assert told == in_order((*chain.from_iterable(one.problems for one in found), *together))
    assert {problem.code for problem in told} >= WHAT_HAPPENS[happens]
    assert all(shared.shared_place(problem.place) for problem in found[0].problems)
    for name, one in zip(names, found[1:], strict=True):
        own = [problem for problem in one.problems if problem.code not in AGES]
        assert all(shared.place_of(name, problem.place) for problem in own)


@pytest.fixture(scope="module")
def shared() -> Library:
    """What all gemeenten share, read once."""
    return read_shared(CONTENT)


def test_nothing_is_kept_of_a_gemeente(shared: Library) -> None:
    """What was read and checked is let go of, so that a run over the whole country needs no more room than one over two."""
    common = common_of(shared)
    kept = []
    for name in GEMEENTEN:
        library = shared.with_gemeenten((name,))
        check_own(library, common, DAY)
        kept += [weakref.ref(one) for one in (library, library.gemeenten[name].facts, library.kaarten[name].source)]
    del library
    gc.collect()
    assert [one() for one in kept] == [None] * len(kept)
    assert all(one.cache_info().maxsize for one in (lexicon.syllables, _lexicon(shared)._is_long))


def test_an_exemption_is_idle_only_when_all_were_asked(shared: Library) -> None:
    """Of our own content none is; with one gemeente left out nobody knows; and those that a gemeente needs count."""
    assert shared.taal
    common = common_of(shared)
    first, *more = found = [
        check_shared(common, DAY),
        *(check_own(shared.with_gemeenten((name,)), common, DAY) for name in GEMEENTEN),
    ]
    assert check_together(common, found) == ()
    assert check_together(common, found[:-1]) == ()
    idle = check_together(common, [first._replace(freed=frozenset()), *more])
    needed = frozenset[int]().union(*(one.freed for one in more))
    assert len(idle) == len(shared.taal.value.vrij) - len(needed) > 0
    assert {problem.code for problem in idle} == {"G00"}


def test_what_was_found_goes_to_another_process(shared: Library) -> None:
    """A worker gives it back whole, and it is small."""
    found = check_own(shared.with_gemeenten(GEMEENTEN), common_of(shared), DAY)
    data = pickle.dumps(found)
    assert pickle.loads(data) == found  # noqa: S301  our own
    assert isinstance(found, Found)
    assert set(found.codes) == set(GEMEENTEN)
    assert len(data) < 100_000


# ----------------------------------------------------------------------------------------------------------------------
# Word lists: a sentence that cannot hold a word is not searched


def _lexicon(shared: Library) -> Lexicon:
    assert shared.taal
    return lexicon_of(shared, shared.taal.value)


def _sentence(text: str) -> Sentence:
    return Sentence(text, tuple(text.split()), runs_of(text), Place(""), Kind.K, Role.LOPEND, frozenset())


def _words_of(shared: Library) -> dict[str, lexicon._Words]:
    words = _lexicon(shared)
    return {
        "avoid": words._avoid._words,
        "foreign": words._foreign._words,
        "figurative": words._figurative,
        "negations": words._negations,
        "zrm": words._zrm,
        "concept": words._concept,
    }


def _forms(shared: Library) -> list[str]:
    assert shared.taal
    taal = shared.taal.value
    rows: Iterable[str] = chain.from_iterable((row.woord, *row.ook) for row in (*taal.vermijd, *taal.vreemd))
    return sorted({*rows, *taal.beeldspraak, *taal.ontkenningen, *chain.from_iterable(taal.begrippen), "ZRM"})


def test_every_word_of_the_lists_is_found(shared: Library) -> None:
    """Each as it is written, in capitals, with an ending and between signs: as when every sentence is searched."""
    lists = _words_of(shared)
    seen = 0
    for form in _forms(shared):
        shown = (form, form.upper(), f"({form})", f"x{form}", "  ".join(form.split()))
        ended = (f"Dat is {form}{ending}." for ending in ("e", "en", "s", "'s", "er"))
        for text in (*shown, *ended):
            sentence = _sentence(text)
            for words in lists.values():
                found = [match.span() for match in words.matches(sentence)]
                assert found == [match.span() for match in words._pattern.finditer(text)], text
                seen += len(found)
    assert seen > 1000


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_sentence_is_passed_over(data: st.DataObject, shared: Library) -> None:
    """Words of the lists and other words, one after the other with any sign between."""
    known = st.sampled_from(_forms(shared))
    pieces = data.draw(st.lists(st.one_of(known, st.sampled_from(("de", "e", "en", "s", "’s", "huis"))), max_size=6))
    signs = data.draw(st.lists(st.sampled_from((" ", "", "-", ", ", "'", "/", " en ", "_")), min_size=6, max_size=6))
    text = "".join(chain.from_iterable(zip(pieces, signs, strict=False)))
    sentence = _sentence(text)
    for words in _words_of(shared).values():
        assert [one.span() for one in words.matches(sentence)] == [one.span() for one in words._pattern.finditer(text)]
        assert words.without(sentence) == words._pattern.sub("", text)


def test_a_sign_can_be_a_word_to_find() -> None:
    """A word without letters is found too."""
    words = lexicon._Words(("%", "procent"), "")
    for text in ("wel 10 % meer", "tien procent"):
        assert len(list(words.matches(_sentence(text)))) == 1


@pytest.mark.parametrize("code", ["G04", "G05", "G22", "G23"])
def test_rules_that_look_for_a_word_first_find_no_less(shared: Library, code: str) -> None:
    """With runs of letters that hold every word, so that nothing is passed over, the rules find the same."""
    found = language.shared_of(shared)
    assert found
    every = frozenset(chain.from_iterable(_plain_words()))
    rules = [rule for rule in language.RULES if rule.code == code]
    for corpus in found.corpora.values():
        slow = corpus._replace(said=tuple(one._replace(runs=one.runs | every) for one in corpus.said))
        for rule in rules:
            if corpus.kind in rule.limits:
                for limit in (rule.limits[corpus.kind], 0):
                    fast = list(rule.find(corpus, limit, found.lexicon))
                    assert fast == list(rule.find(slow, limit, found.lexicon))


def _plain_words() -> Iterable[frozenset[str]]:
    return (language._CLAUSES, language._PASSIVE, language._HELPING, language._INFORMAL, language._FORMAL)
