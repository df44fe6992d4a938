"""The language rules that look at more than a sentence: pages, editions, words for one thing, and the lists themselves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from conftest import CONTENT, DAY, GEMEENTEN, ROOT, Built
from small import GEMEENTE, change

from booklet import language
from booklet.cli import main
from booklet.content import Library, read_content
from booklet.kaart import months_before
from booklet.language import RULES, check_language
from booklet.lexicon import MIN_WORDS, Figures, lexicon_of
from booklet.models import Editie, Houdbaar, Taal
from booklet.namen import gemeente_names
from booklet.planner import KINDS
from booklet.printed import BLADEN, GRADES, bladen_of, grade, is_printed_on, pages_of, scores
from booklet.problems import Place, Problem, Severity, error
from booklet.texts import RUNNING, Role, Text, own_texts, runs_of, shared_texts


@pytest.fixture(scope="module")
def whole() -> Library:
    """Our own content, with every gemeente."""
    return read_content(CONTENT, gemeente_names(CONTENT))


@pytest.fixture(scope="module")
def texts(whole: Library) -> tuple[Text, ...]:
    """The texts of it that every gemeente shares."""
    return tuple(shared_texts(whole))


@pytest.fixture(scope="module")
def taal(whole: Library) -> Taal:
    """Our own word lists."""
    assert whole.taal is not None, whole.problems
    return whole.taal.value


def told(code: str) -> list[Problem]:
    """What a rule finds in the project that the test runs in."""
    return [problem for problem in check_language(read_content(Path("content"), GEMEENTEN)) if problem.code == code]


# ---- The table of the research ------------------------------------------------------------------------------------


def test_every_rule_of_the_research_is_a_row_or_holds_elsewhere() -> None:
    """All of G01 to G24 and G30 to G39; a code of another module that is named for it exists there."""
    rows = {rule.code for rule in RULES}
    elsewhere = set(re.findall(r"^(G\d\d) ", language.__doc__ or "", re.MULTILINE))
    assert rows | elsewhere == {f"G{number:02}" for number in (*range(1, 25), *range(30, 40))}
    checks = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "booklet").glob("checks*.py"))
    named = set(re.findall(r"C\d\d", language.__doc__ or ""))
    assert named
    assert {code for code in named if f'"{code}"' not in checks} == set()


# ---- Which texts stand on which blad ------------------------------------------------------------------------------


def test_every_blad_says_what_stands_on_it() -> None:
    """Each that the planner knows, and no other."""
    assert set(BLADEN) == set(KINDS)


def test_no_row_of_a_blad_is_about_nothing(whole: Library, texts: tuple[Text, ...]) -> None:
    """Each finds a text in our own content."""
    own = [text for gemeente in whole.gemeenten.values() for text in own_texts(gemeente)]
    for name, blad in BLADEN.items():
        for row in blad.texts:
            group, _, pattern = row.partition(":")
            path = re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\#", "0"))
            assert any(text.group == group and path.fullmatch(text.path) for text in (*texts, *own)), (name, row)


def squeezed(text: str) -> str:
    """The letters and digits of a text: where lines end and what marks stand there does not matter."""
    return re.sub(r"\W+", "", text).lower()


def sentences(texts: Iterator[Text] | list[Text] | tuple[Text, ...]) -> list[str]:
    """The sentences in which nothing is filled in."""
    return [one.text for text in texts for one in text.sentences if "{" not in one.text]


def too_old(library: Library, text: Text) -> bool:
    """Whether a text is of a voorziening that is too old to print."""
    if text.group != "kaart" or library.landelijk is None:
        return False
    entry = library.landelijk.value.voorzieningen[int(text.loc[1])]
    return (entry.gecontroleerd or date.min) < months_before(DAY, Houdbaar().verouderd_na)


def on_paper(editie: Editie, *built: Built) -> str:
    """The text of every file for the screen of an edition."""
    start = f"{GEMEENTE}/{editie.id}"
    files = {
        name: path for one in built for name, path in one.files.items() if re.match(rf"{start}(/[\w-]+)?\.pdf$", name)
    }
    whole = ""
    for path in files.values():
        pdf = pypdfium2.PdfDocument(path)
        whole += "".join(page.get_textpage().get_text_range() for page in pdf)
        pdf.close()
    return squeezed(whole)


def test_an_edition_counts_what_it_prints_and_nothing_else(
    whole: Library, texts: tuple[Text, ...], built: Built, other_paper: Built
) -> None:
    """What counts is in its files; a sentence in its files that does not count is only in a text of another edition too."""
    running = [text for text in texts if text.role in RUNNING and not too_old(whole, text)]
    own = sentences(own_texts(whole.gemeenten[GEMEENTE]))
    looked = 0
    for read in whole.edities:
        paper = on_paper(read.value, built, other_paper)
        if not paper:
            continue
        bladen = bladen_of(read.value)
        counted = [text for text in running if is_printed_on(text, bladen)]
        assert [one for one in sentences(counted) if squeezed(one) not in paper] == []
        printed = squeezed("".join((*sentences([text for text in texts if is_printed_on(text, bladen)]), *own)))
        others = [
            text for text in running if not is_printed_on(text, bladen) and not text.path.endswith("colofon.voorbeeld")
        ]
        stray = [one for one in sentences(others) if len(one.split()) > 3 and squeezed(one) in paper]
        assert [one for one in stray if squeezed(one) not in printed] == []
        looked += bool(counted)
    assert looked >= 8


# ---- How easy an edition reads ------------------------------------------------------------------------------------


def test_our_editions_are_easy(whole: Library) -> None:
    """Every edition of more than a few words has a score, and the booklets of the resident are the easiest to read."""
    found = scores(whole)
    assert set(found) == {read.value.id for read in whole.edities}
    assert all(figures.words >= MIN_WORDS for figures in found.values())
    for name in ("basisformat", "tabbladen", "uitlegboekje", "uitnodiging"):
        assert (found[name].flesch_douma, found[name].leesindex_a) >= (85, 80), name


def test_a_text_counts_once_and_only_where_it_stands(whole: Library) -> None:
    """A word less in an essentie, which is printed twice, is one less in the basisformat, and none in the uitnodiging."""
    more = replace(
        whole.domeinen[0].source, data=_with_essentie(whole.domeinen[0].source.data, "Een huis dat bij mij past.")
    )
    longer = replace(whole, domeinen=(whole.domeinen[0]._replace(source=more), *whole.domeinen[1:]))
    before, after = scores(whole), scores(longer)
    assert after["basisformat"].words - before["basisformat"].words == -1
    assert after["uitnodiging"] == before["uitnodiging"]


def _with_essentie(data: Any, text: str) -> Any:
    first, *rest = data["kolommen"]
    assert first["essentie"] == "Een veilig huis dat bij mij past."
    return {**data, "kolommen": [{**first, "essentie": text}, *rest]}


def test_few_words_and_unread_files_have_no_score(whole: Library) -> None:
    """A formula says nothing about a card; and half the texts of an edition would mislead."""
    card = [read for read in whole.edities if read.value.id == "uitnodiging"]
    few = card[0]._replace(value=card[0].value.model_copy(update={"onderdelen": card[0].value.onderdelen[:1]}))
    assert scores(replace(whole, edities=tuple(card)))
    assert scores(replace(whole, edities=(few,))) == {}
    assert scores(replace(whole, shared_problems=(error("L01", Place("content/plan.yaml"), "stuk"),))) == {}
    assert scores(replace(whole, taal=None)) == {}


@pytest.mark.parametrize(
    ("score", "word"), [*GRADES, (100.1, "zeer makkelijk"), (29.9, "zeer moeilijk"), (-5, "zeer moeilijk")]
)
def test_a_score_in_words(score: float, word: str) -> None:
    """From its first point on; a point less is harder."""
    assert grade(score) == word
    assert grade(score - 0.1) != word or score > 100 or score < 30


def test_who_checks_is_told_how_easy_each_edition_is(whole: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line per edition with both figures and what they mean, as Dutch writes them."""
    monkeypatch.chdir(ROOT)
    output = CliRunner().invoke(main, ["controleer", GEMEENTE]).output
    for name, figures in scores(whole).items():
        douma, index = (f"{score:.1f}".replace(".", ",") for score in (figures.flesch_douma, figures.leesindex_a))
        assert f"  {name}: Flesch-Douma {douma} en Leesindex A {index} ({grade(figures.flesch_douma)})\n" in output


# ---- Pages --------------------------------------------------------------------------------------------------------


def test_every_page_is_there_as_often_as_it_is_printed(whole: Library, texts: tuple[Text, ...]) -> None:
    """Thirteen kolom pages with the same questions, six of suggesties, one of what is said once; none without words."""
    pages = pages_of(texts)
    kolommen = [page for page in pages if page.blad == "kolom"]
    assert len(kolommen) == sum(len(read.value.kolommen) for read in whole.domeinen)
    assert len({page.shared for page in kolommen}) == 1
    assert len([page for page in pages if page.blad == "suggesties"]) == len(whole.domeinen)
    assert [len([page for page in pages if page.blad == blad]) for blad in ("zo-werkt-het", "uitleg-vragen")] == [1, 1]
    assert all(page.words for page in pages)


def test_a_lost_question_mark_is_told_once(project: Path) -> None:
    """All kolom pages have the same questions, so one message is enough; it names them and stands at the first."""
    change(project / "content/plan.yaml", lambda data: data["vragen"][3].update(vraag="Dit heb ik nog nodig"))
    (problem,) = told("G17")
    assert problem.message.startswith("een bladzijde van een onderdeel heeft 4 vragen: 'Wat wil ik?', ")
    assert problem.severity is Severity.ERROR


def test_a_page_that_a_gemeente_fills_too_much_is_told_in_its_own_file(project: Path) -> None:
    """As a warning, with the words that it did not replace counted too."""
    facts = project / f"content/gemeenten/{GEMEENTE}/gemeente.yaml"
    stukken = [{"kop": "Zo gaat het", "tekst": "U komt bij ons langs. " * 37}]
    change(facts, lambda data: data.update(teksten={"zo_werkt_het": {"stukken": stukken}}))
    (problem,) = told("G18")
    words = 6 + 5 * 37  # two headings and the text
    assert problem.message.endswith(f"op blad 'zo-werkt-het' staan {words} woorden")
    assert (problem.severity, Path(problem.place.file).parent.name) == (Severity.WARNING, GEMEENTE)
    change(
        facts, lambda data: data["teksten"]["zo_werkt_het"]["stukken"][0].update(tekst="U komt bij ons langs. " * 30)
    )
    assert told("G18") == []


# ---- Words --------------------------------------------------------------------------------------------------------


def test_a_word_of_the_shared_texts_counts_for_a_gemeente(project: Path) -> None:
    """Its Sociale Kaart stands in the same booklet: another word for a thing is told there, as a warning."""
    card = project / f"content/gemeenten/{GEMEENTE}/sociale-kaart.yaml"
    change(card, lambda data: data["voorzieningen"][0].update(omschrijving="Kijk op onze webpagina."))
    (problem,) = told("G21")
    assert problem.message == "'webpagina' in 'Kijk op onze webpagina.' betekent hetzelfde als 'website'"
    assert problem.severity is Severity.WARNING


def test_a_long_word_is_told_once_in_a_file(project: Path) -> None:
    """Where it stands first, with how often it comes back; as written in the white list it may stay."""
    card = project / f"content/gemeenten/{GEMEENTE}/sociale-kaart.yaml"
    text = "Kom bij de gezelligheidsvereniging. De gezelligheidsverenigingen zijn er."
    change(card, lambda data: [data["voorzieningen"][place].update(omschrijving=text) for place in (0, 1)])
    first, second = told("G09")
    assert (
        first.message
        == "het woord 'gezelligheidsvereniging' is lang in 'Kom bij de gezelligheidsvereniging.', en nog 1 keer"
    )
    assert second.message.endswith(", en nog 1 keer")
    change(project / "content/taal.yaml", lambda data: data["wit"].append("gezelligheidsvereniging"))
    assert told("G09") == []


def test_every_foreign_word_is_found_and_the_advice_is_plain(
    whole: Library, taal: Taal, texts: tuple[Text, ...]
) -> None:
    """In each of its forms; no word is on two lists, and no advice holds a word that may not stand anywhere."""
    lexicon = lexicon_of(whole, taal)
    some = next(one for text in texts if text.role is Role.LOPEND for one in text.sentences)
    avoided = {form.lower() for row in taal.vermijd for form in (row.woord, *row.ook)}
    assert len(taal.vreemd) > 60
    seen: set[str] = set()
    for row in taal.vreemd:
        forms = {form.lower() for form in (row.woord, *row.ook)}
        assert forms.isdisjoint(seen | avoided | {word.lower() for word in taal.wit}), row
        seen |= forms
        for form in forms:
            text = f"Hier is {form}."
            assert [found for _, found in lexicon.foreign(some._replace(text=text, runs=runs_of(text)))] == [row]
        advice = some._replace(text=row.gebruik, runs=runs_of(row.gebruik))
        assert not list(lexicon.foreign(advice)), row
        assert not [found for _, found in lexicon.avoided(advice) if found.hard], row


def test_no_word_means_two_things(taal: Taal) -> None:
    """A word stands in one row of words for the same thing, and the word to use is not one to avoid."""
    words = [word.lower() for rij in taal.begrippen for word in rij]
    avoided = {form.lower() for row in taal.vermijd for form in (row.woord, *row.ook)}
    assert words
    assert len(words) == len(set(words))
    assert [rij[0] for rij in taal.begrippen if rij[0].lower() in avoided] == []


def test_an_exemption_needs_a_reason(project: Path) -> None:
    """Without one the list cannot be read, and the message says which field is missing."""
    change(project / "content/taal.yaml", lambda data: data["vrij"][0].pop("reden"))
    (problem,) = read_content(Path("content"), ()).problems
    assert problem.message == "verplicht veld 'reden' ontbreekt"


def test_hard_words_count_once_each() -> None:
    """Sums of figures add what is hard too."""
    assert (Figures(10, 1, 12, 1) + Figures(10, 1, 12, 1)).hard_share == 0.1
