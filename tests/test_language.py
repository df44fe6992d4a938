"""The language rules: what each finds and leaves alone, where, how syllables and formulas count, and what is exempt."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from booklet.content import Library, read_content
from booklet.language import RULES, Corpus, check_language, own_corpora, shared_of
from booklet.lexicon import Figures, Lexicon, syllables
from booklet.models import Taal
from booklet.namen import gemeente_names
from booklet.problems import Problem, Severity
from booklet.texts import RUNNING, Kind
from tests.conftest import CONTENT, GEMEENTEN
from tests.small import change

TAAL, _, _ = (CONTENT / "taal.yaml").read_text(encoding="utf-8").partition("\nvrij:")

# A tiny content in which each of these texts can be replaced.
FILES = {
    "domeinen/1-proef.yaml": """
        id: proef
        naam: <naam>
        icoon: huis
        kleur: "#9E4223"
        uitleg: <uitleg>
        vrije_ruimte: <vrije_ruimte>
        kolommen:
          - id: een
            naam: Een
            zrm: Justitie
            essentie: <essentie>
            suggesties: [<suggestie>]
            gaat_goed: [<gaat_goed>]
            uitleg: <kolom>
          - id: twee
            naam: Twee
            zrm: Huisvesting
            essentie: Twee
            suggesties: [Twee]
            gaat_goed: [Twee]
            uitleg: Twee
        kleur_druk: 15 82 90 30""",
    "personen/an.yaml": """
        id: an
        naam: An
        leeftijd: 40
        situatie: <wie>
        ingevuld: <ingevuld>
        hulp: samen
        samen_met: <samen_met>
        smileys: {een: goed}
        voorbeelden:
          - {kolom: een, nu: <voorbeeld>, wil: Drie, hoe: Drie, kan: Drie, wie: Drie, nodig: Drie}
        zeker: <zeker>
        eerst: <eerst>""",
    "edities/proef.yaml": """
        id: proef
        titel: <kop>
        begin: [omslag]
        slot: [colofon]""",
    "sociale-kaart/landelijk.yaml": """
        voorzieningen:
          - organisatie: ABC Hulp en participatie
            aanbod: De XY van jou
            domein: proef
            omschrijving: <kaart>
            aanmelden: <aanmelden>
            kosten: <kosten>
          - organisatie: DEF
            aanbod: Hulp
            domein: proef
            omschrijving: <dicht>
            in_boekje: nee""",
    "evaluatie.yaml": """
        bewoner:
          kop: Mijn plan
          tekst: <bewoner>
          vragen:
            - {id: een, vraag: <vraag>, keuzes: [<keuze>]}
          slot: Dank u wel.
        professional:
          kop: Het plan
          tekst: <trainer>
          vragen:
            - {id: een, vraag: Hoe ging het?, keuzes: [goed], regels: 3}
          slot: Dank u wel.
        turflijst:
          kop: <turfkop>
          tekst: Zet streepjes.
          periode: Van
          team: Team
          vraag: Vraag
          turven: Streepjes
          samen: Samen
          uitgedeeld: Gegeven
          terug: Terug""",
}


def read(root: Path, *, taal: str = TAAL, **texts: str) -> Library:
    """The tiny content with these texts, read back."""
    for file, form in FILES.items():
        lines = "\n".join(line[8:] for line in form.splitlines()[1:])
        for field, text in texts.items():
            lines = lines.replace(f"<{field}>", json.dumps(text, ensure_ascii=False))
        path = root / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines.replace("<", "").replace(">", ""), encoding="utf-8")
    (root / "content" / "taal.yaml").write_text(taal, encoding="utf-8")
    library = read_content(root / "content", ())
    parts = (library.domeinen, library.personen, library.edities, library.landelijk, library.evaluatie, library.taal)
    assert all(parts), library.problems
    return library


def found(root: Path, *, taal: str = TAAL, **texts: str) -> list[Problem]:
    """What the language rules find in the tiny content."""
    return list(check_language(read(root, taal=taal, **texts)))


def codes(problems: Iterable[Problem]) -> set[str]:
    """The codes of the problems."""
    return {problem.code for problem in problems}


HEAVY = "Verantwoordelijke organisaties coördineren gezamenlijke besluitvorming.\n\n" * 25
LIGHT = "De deur is open. U komt binnen. De koffie is warm.\n\n" * 20
PASSIVE = "U wordt snel geholpen.\n\n"
SIMPLE = "De deur is open. U komt binnen. De koffie is warm. "
AGAIN = "Ik heb een hond. "
OTHER_WORD = "Dat is uw netwerk.\n\n"

TABLE = [
    # rule, field, a text that breaks it, a text that keeps it
    ("G01", "uitleg", "U loopt of u fietst en u zingt hard in de zon.\n\n" * 99, LIGHT),
    ("G01", "voorbeeld", "Ik loop of ik fiets en ik zing heel hard mee.\n\n" * 99, "Ik loop of ik fiets en ik zing.\n\n" * 99),
    ("G02", "suggestie", "Ik dans en ik loop of ik fiets en ik zing heel hard.", "Ik dans en ik loop of ik fiets en ik zing hard."),
    ("G02", "kaart", "U loopt of u fietst en u zingt en u danst en u zwemt en lacht.", "U loopt of u fietst. U zingt en u danst en u zwemt en lacht."),
    ("G03", "uitleg", "Een. Twee. Drie.\nVier. Vijf.\nZes.", "Een. Twee. Drie.\nVier. Vijf.\n\nZes."),
    ("G03", "voorbeeld", "Een. Twee. Drie. Vier. Vijf. Zes.", "Een. Twee. Drie. Vier. Bijvoorbeeld: vijf."),
    ("G03", "essentie", "Een. Twee. Drie. Vier.", "Een. Twee. Drie."),
    ("G04", "uitleg", "Iemand die komt omdat u belt.", "Iemand die komt als u belt."),
    ("G04", "uitleg", "Wie komt, weet dat u kookt terwijl u belt.", "Dat weet wie kookt terwijl u belt."),
    ("G05", "voorbeeld", "Ik word elke dag geholpen.", "Ik word elke dag blij van geld en geluid."),
    ("G05", "kaart", "De was wordt opgehaald.", "Wij halen de was op."),
    ("G05", "uitleg", PASSIVE + LIGHT[:100], PASSIVE + LIGHT),
    ("G06", "kaart", "Hulp bij participatie.", "Hulp bij meedoen."),
    ("G06", "naam", "Financiën", "Geldzaken"),
    ("G06", "suggestie", "Wat dient te gebeuren.", "Wat ik ga doen."),
    ("G06", "uitleg", "Wij spreken over de Procedures.", "Wij spreken over de stappen."),
    ("G06", "voorbeeld", "Mijn sociaal  netwerk is klein.", "Ik ken maar weinig mensen."),
    ("G06", "eerst", "Hulp bij participatie.", "Hulp bij meedoen."),
    ("G07", "uitleg", "Vraag om ondersteuning.", "Vraag om hulp."),
    ("G07", "suggestie", "Mijn netwerken.", "Dagbesteding, of een andere plek."),
    ("G07", "aanmelden", "U kunt ons bereiken.", "U kunt ons bellen."),
    ("G07", "gaat_goed", "Mijn hygiëne.", "Mijn uitkering en mijn medicijnen."),
    ("G07", "wie", "Zij doet onderzoek.", "Zij is onderzoekster."),
    ("G10", "kaart", "De DEF helpt u.", "De ABC en de XY helpen u met de Wmo en het UWV."),
    ("G10", "uitleg", "Een hobby, bijv. zingen.", "Een hobby, bijvoorbeeld zingen."),
    ("G10", "uitleg", "Hulp, d.w.z. zorg.", "Hulp, dat is zorg."),
    ("G10", "ingevuld", "met een ABC", "met een OCO"),
    ("G10", "kosten", "Gratis van maandag t/m vrijdag", "Gratis van maandag tot en met vrijdag"),
    ("G11", "kaart", "U krijgt 50% korting.", "U betaalt de helft."),
    ("G11", "kaart", "U krijgt tien procent korting.", "U krijgt tien euro korting."),
    ("G11", "uitleg", "Neem ½ glas.", "Neem een half glas om 9.30 uur."),
    ("G11", "uitleg", "Het is 24/7 open.", "Het is dag en nacht open."),
    ("G11", "uitleg", "Kom 2x per week.", "Kom 2 keer per week."),
    ("G13", "uitleg", "U hoeft niet te gaan als het niet lukt.", "U hoeft niet te gaan. Het is niet erg."),
    ("G13", "voorbeeld", "Dat is niet onmogelijk.", "Dat onderdeel is niet moeilijk."),
    ("G14", "voorbeeld", "Ik wil op eigen benen staan.", "Ik wil op mijn benen staan."),
    ("G14", "kaart", "Een steuntje in de rug voor ouders.", "Een stoel met een steun in de rug."),
    ("G15", "suggestie", "Heb ik genoeg vrienden?", "Ik heb genoeg vrienden, of juist niet."),
    ("G15", "gaat_goed", "Vrienden? Die heb ik.", "Vrienden. Die heb ik."),
    ("G16", "suggestie", "Dit moet ik nog leren.", "Dit wil ik nog leren."),
    ("G16", "kop", "Dit is verplicht", "Dit mag"),
    ("G19", "uitleg", HEAVY, LIGHT),
    ("G20", "vrije_ruimte", HEAVY, LIGHT),
    ("G01", "trainer", "U loopt of u fietst en u zingt heel hard in de zon.\n\n" * 99, "U loopt of u fietst en u zingt hard in de zon.\n\n" * 99),
    ("G02", "trainer", "U loopt of u fietst en u zingt en u danst en u zwemt en u lacht heel hard.", "U loopt of u fietst en u zingt en u danst en u zwemt en u lacht hard."),
    ("G02", "bewoner", "U loopt of u fietst en u zingt en u danst en lacht.", "U loopt of u fietst en u zingt en danst en lacht."),
    ("G03", "trainer", "Een. Twee. Drie. Vier. Vijf. Zes. Zeven.", "Een. Twee. Drie. Vier. Vijf. Zes."),
    ("G03", "bewoner", "Een. Twee. Drie. Vier.", "Een. Twee. Drie."),
    ("G04", "trainer", "Wie komt, weet dat u kookt terwijl u belt omdat het moet.", "Wie komt, weet dat u kookt terwijl u belt."),
    ("G05", "trainer", PASSIVE * 2 + LIGHT[:50], PASSIVE + LIGHT),
    ("G06", "trainer", "Dat is zelfredzaam.", "Huisvesting heet het in de ZRM."),
    ("G07", "trainer", OTHER_WORD + LIGHT[:200], OTHER_WORD + LIGHT),
    ("G07", "keuze", "onderzoek", "gesprek"),
    ("G10", "trainer", "Vertel over de NSA.", "Wie NAH heeft, krijgt een OCO."),
    ("G13", "trainer", "Dat is niet onmogelijk.", "Dat is mogelijk."),
    ("G14", "trainer", "Zo gaat u aan de slag.", "Zo gaat u beginnen."),
    ("G19", "trainer", HEAVY, LIGHT),
    ("G20", "trainer", HEAVY, LIGHT),
    ("G22", "trainer", "Zo begint je dag.", "Zo begint uw dag."),
    ("G38", "kop", "Wat zegt de ZRM?", "Wat zegt u?"),
    ("G38", "kaart", "Dit heet Justitie.", "Praat met justitie."),
    ("G22", "uitleg", "Wat wil je?", "Wat wilt u?"),
    ("G22", "kaart", "Bel ons met Jouw vraag.", "Bel ons met uw vraag."),
    ("G22", "suggestie", "Wat u graag doet.", "Wat ik graag doe."),
    ("G22", "voorbeeld", "Uw huis is mooi.", "Mijn huis is mooi."),
    ("G22", "samen_met", "uw dochter", "mijn dochter"),
    ("G22", "zeker", "U mag mij altijd bellen.", "Bellen mag altijd."),
    ("G08", "uitleg", HEAVY, LIGHT),
    ("G08", "essentie", SIMPLE * 10 + "Ouderwetse waterkokers. Goedbedoelde adviezen. Een ministerie.", SIMPLE * 10 + "Ouderwetse adviezen."),
    ("G08", "trainer", HEAVY, LIGHT),
    ("G09", "uitleg", "Neem een kruiwagenwiel mee.", "Neem uw medicijnen en een wiel mee."),
    ("G09", "kaart", "De hoofdverpleegkundige komt.", "Bij het Wetenschapsmuseum, of op www.museumkaartje.nl."),
    ("G09", "suggestie", "Mijn schaapscheerdersdeken.", "Mijn dagbesteding, op uitnodiging."),
    ("G12", "kaart", "Een workshop voor ouders.", "Een les voor ouders, met koffie."),
    ("G12", "voorbeeld", "Ik krijg geen support.", "Ik krijg geen hulp op de website."),
    ("G12", "uitleg", "Per se of ad hoc.", "Per stuk of op adres."),
    ("G12", "trainer", "Geef elkaar feedback.", "Vertel elkaar wat u ervan vindt."),
    ("G17", "essentie", "Ben ik veilig in mijn huis?", "Een veilig huis."),
    ("G18", "kolom", LIGHT, LIGHT[:600]),
    ("G18", "essentie", "een huis " * 36, "een huis " * 34),
    ("G18", "suggestie", "een huis " * 61, "een huis " * 55),
    ("G18", "trainer", LIGHT + LIGHT[:500], LIGHT),
    ("G21", "uitleg", "De hulp komt.\n\nDe begeleiding is fijn.", "De hulp komt.\n\nDe hulp is fijn."),
    ("G21", "kaart", "Kijk op de pagina, of op een andere bladzijde.", "Kijk op de pagina."),
    ("G21", "trainer", "Elke bewoner is een inwoner.", "Elke bewoner is een mens."),
    ("G23", "uitleg", "U kunt morgen bij het loket op het plein uw pas halen.", "U kunt uw pas halen, morgen bij het loket op het plein."),
    ("G23", "kaart", "Wij hebben vorig jaar in de maand mei elke dag gebeld.", "Wij hebben gebeld, vorig jaar in de maand mei."),
    ("G23", "trainer", "U kunt morgen bij het loket op het plein uw pas halen.", "U kunt morgen bij het loket op het plein praten met mensen."),
    ("G24", "voorbeeld", AGAIN * 5, AGAIN * 4 + "Mijn kat is lief. " + AGAIN),
    ("G24", "uitleg", AGAIN * 5, "Ik heb een. " * 2 + "Ja. " * 5),
    ("G31", "essentie", "Een veilig huis. Een tuin.", "Een veilig huis: met een tuin."),
]  # fmt: skip


OF_ALL_TEXTS = {"G01", "G08", "G18", "G19", "G20"}  # averages and sums, which no sentence has


def quotes(message: str, text: str) -> bool:
    """Whether a message quotes a part of a text, of more than one word unless the text has only one."""
    flat = " ".join(text.split())
    quoted = [part.strip("… ") for part in re.findall(r"'(.+?)'(?!\w)", " ".join(message.split()))]
    return any(part in flat and (part == flat or not part.isalpha()) for part in quoted)


@pytest.mark.parametrize(("code", "field", "wrong", "right"), TABLE)
def test_a_rule_finds_what_breaks_it_and_nothing_else(
    code: str, field: str, wrong: str, right: str, tmp_path: Path
) -> None:
    """The rule tells of the one text and is silent on the other."""
    told = [problem for problem in found(tmp_path, **{field: wrong}) if problem.code == code]
    assert told
    assert all(quotes(problem.message, wrong) for problem in told) or code in OF_ALL_TEXTS
    assert code not in codes(found(tmp_path, **{field: right}))


FOR_TRAINERS = {"trainer"}
NOT_FOR_TRAINERS = {  # texts of a trainer that break a rule for readers (`inhoud.md` part g1, column T)
    "G09": "Een kruiwagenwiel.",
    "G11": "De helft is 50% en 3 x 4 is 12.",
    "G15": "Wat doet u?",
    "G16": "Dit moet u weten.",
    "G17": "Hoe is het?",
    "G24": AGAIN * 5,
    "G31": "Een huis. Een tuin.",
    "G38": "In de ZRM heet dit Justitie.",
}


def test_every_rule_has_an_example() -> None:
    """The table above grows with the rules, for readers and for trainers."""
    assert {code for code, field, *_ in TABLE if field not in FOR_TRAINERS} == {rule.code for rule in RULES}
    trainer = {code for code, field, *_ in TABLE if field in FOR_TRAINERS}
    assert trainer == {rule.code for rule in RULES if Kind.T in rule.limits}
    assert trainer.isdisjoint(NOT_FOR_TRAINERS)
    assert trainer | set(NOT_FOR_TRAINERS) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", NOT_FOR_TRAINERS)
def test_a_trainer_may_read_what_a_reader_may_not(code: str, tmp_path: Path) -> None:
    """Sums, questions, duties and the names of the matrix are nothing that keeps a training from being given."""
    text = NOT_FOR_TRAINERS[code]
    assert not found(tmp_path, trainer=text, turfkop=text)
    field = {"G15": "suggestie", "G16": "kop", "G17": "essentie", "G31": "essentie"}.get(code, "uitleg")
    assert code in codes(found(tmp_path, **{field: text}))


def _severities(code: str, wanted: Callable[[str], bool], root: Path) -> set[Severity]:
    """How severe a breach of a rule is in fields like this."""
    rows = [(field, wrong) for rule, field, wrong, _ in TABLE if rule == code and wanted(field)]
    return {problem.severity for row in rows[:1] for problem in found(root, **dict([row])) if problem.code == code}


@pytest.mark.parametrize("code", sorted({rule.code for rule in RULES}))
def test_a_rule_is_as_severe_as_the_research_says(code: str, tmp_path: Path) -> None:
    """What depends on the sentence warns, and for a trainer figures of speech and two words for a thing do; all else stops.

    (`inhoud.md` part g1).
    """
    warns = {"G04", "G05", "G07", "G09", "G13", "G18", "G23", "G24"}
    stops = {Severity.WARNING if code in warns else Severity.ERROR}
    assert _severities(code, lambda field: field not in FOR_TRAINERS, tmp_path) == stops
    if code not in NOT_FOR_TRAINERS:
        trainer = {Severity.WARNING} if code in ("G14", "G21") else stops
        assert _severities(code, lambda field: field in FOR_TRAINERS, tmp_path) == trainer


def test_a_message_says_what_is_wrong_and_what_would_be_right(tmp_path: Path) -> None:
    """As every problem: place, severity, message, hint."""
    (problem,) = found(tmp_path, suggestie="Mijn participatie.")
    assert str(problem).endswith(
        "content/domeinen/1-proef.yaml:12:19: fout: het woord 'participatie' is te moeilijk in 'Mijn participatie.' — schrijf liever: meedoen"
    )
    (problem,) = found(tmp_path, kaart="U loopt of u fietst en u zingt en u danst en u zwemt en lacht.")
    assert str(problem).endswith(
        "'U loopt of u fietst en u zingt en u dan…' heeft 16 woorden — hooguit 15; maak er twee zinnen van"
    )


def test_a_text_that_is_read_as_easy_says_nothing(tmp_path: Path) -> None:
    """The tiny content itself is in order, with the names and the shut voorziening that nobody judges."""
    assert not found(tmp_path)
    assert not found(tmp_path, dicht="Je moet participeren i.v.m. de ABCD: 50%.")


def test_figures_need_a_hundred_words(tmp_path: Path) -> None:
    """A few hard words say nothing about a text."""
    assert "G19" not in codes(found(tmp_path, uitleg=HEAVY[:400]))


# ---- Places -------------------------------------------------------------------------------------------------------

BLOCK = """id: proef
naam: Proef
icoon: huis
kleur: "#9E4223"
uitleg: |
  De eerste zin is goed.
  Hier staat participatie.

  - Ook goed. Wat wil je?
vrije_ruimte: Tekst. Vraag ondersteuning.
kolommen:
  - {id: een, naam: Een, zrm: Justitie, essentie: Een, suggesties: [Een], gaat_goed: ["Vriend?"], uitleg: Een}
  - {id: twee, naam: Twee, zrm: Huisvesting, essentie: Een, suggesties: [Een], gaat_goed: [Een], uitleg: "Een\\nje"}
kleur_druk: 15 82 90 30
"""


def test_the_place_is_the_line_and_column_of_the_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a block each sentence has its own line; a text with written line ends has the place where it begins."""
    read(tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("content/domeinen/1-proef.yaml").write_text(BLOCK, encoding="utf-8")
    problems = sorted(check_language(read_content(Path("content"), ())), key=lambda problem: problem.place)
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("G06", "content/domeinen/1-proef.yaml:7:3"),
        ("G22", "content/domeinen/1-proef.yaml:9:15"),
        ("G07", "content/domeinen/1-proef.yaml:10:22"),
        ("G15", "content/domeinen/1-proef.yaml:12:88"),
        ("G22", "content/domeinen/1-proef.yaml:13:106"),
    ]


# ---- Words --------------------------------------------------------------------------------------------------------

SYLLABLES = {
    1: "huis één wc zon leeuw nieuw thuis zien eeuw 113",
    2: "water mooie koeien draaien vrouwen auto naïef moeilijk idee adem baby café zoals meedoen cliënt Youssef royaal",
    3: "gezondheid boodschappen eieren reünie radio sociaal gemeente oefening vakantie museum ideeën bijzonder",
    4: "medicijnen financiën geïndiceerd patiënten beëindigen hygiëne bewindvoerder situatie",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Library:
    """Our own content, with every gemeente."""
    return read_content(CONTENT, gemeente_names(CONTENT))


@pytest.fixture(scope="module")
def taal(whole: Library) -> Taal:
    """Our own word lists."""
    assert whole.taal is not None, whole.problems
    return whole.taal.value


@pytest.mark.parametrize(
    ("count", "word"), [(count, word) for count, words in SYLLABLES.items() for word in words.split()]
)
def test_syllables(count: int, word: str, taal: Taal) -> None:
    """Groups of vowels, with the exceptions of `taal.yaml`."""
    assert Lexicon(taal).syllables(word) == count


def test_every_exception_for_syllables_is_needed(taal: Taal) -> None:
    """A word that is counted well has no place in the list."""
    assert taal.lettergrepen
    assert [word for word, count in taal.lettergrepen.items() if syllables(word) == count] == []


@pytest.mark.parametrize(
    ("figures", "flesch_douma", "leesindex_a"),
    [(Figures(900, 100, 1305), 86.8, 80.3), (Figures(1000, 100, 1500), 82.0, 75.0)],
)
def test_formulas(figures: Figures, flesch_douma: float, leesindex_a: float) -> None:
    """The worked examples of `inhoud.md` part g2."""
    assert round(figures.flesch_douma, 1) == flesch_douma
    assert round(figures.leesindex_a, 1) == leesindex_a


def test_every_word_to_avoid_is_found(taal: Taal, tmp_path: Path) -> None:
    """All 112 rows and their other forms, unless they are on the white list."""
    assert len(taal.vermijd) == 112
    white = {word.lower() for word in taal.wit}
    lines = "\n\n".join(f"Hier staat {form}." for row in taal.vermijd for form in (row.woord, *row.ook))
    told = {(one.code, one.message, one.hint) for one in found(tmp_path, uitleg=lines)}
    for row in taal.vermijd:
        forms = {row.woord, *row.ook}
        code, what = ("G06", "is te moeilijk") if row.hard else ("G07", "kan makkelijker")
        hint = f"schrijf liever: {row.gebruik}"
        wanted = {(code, f"het woord '{form}' {what} in 'Hier staat {form}.'", hint) for form in forms}
        assert wanted <= told if forms.isdisjoint(white) else not wanted & told, row


def test_no_hard_word_is_on_the_white_list(taal: Taal) -> None:
    """The white list goes before the replacement list, never before the hard one."""
    hard = {row.woord.lower() for row in taal.vermijd if row.hard}
    assert hard
    assert hard.isdisjoint(word.lower() for word in taal.wit)


def test_what_we_advise_is_not_to_be_avoided(taal: Taal, tmp_path: Path) -> None:
    """A replacement holds no hard word itself."""
    advice = "\n\n".join(f"{row.gebruik}." for row in taal.vermijd)
    assert "G06" not in codes(found(tmp_path, uitleg=advice))


# ---- Our own content ----------------------------------------------------------------------------------------------


def test_our_own_content_is_easy_to_read(whole: Library) -> None:
    """No error, no warning, in all that we print."""
    assert [str(problem) for problem in check_language(whole)] == []


def _corpora(whole: Library) -> list[Corpus]:
    shared = shared_of(whole)
    assert shared
    return [*shared.corpora.values(), *own_corpora(whole, shared)]


def test_our_own_content_is_all_looked_at(whole: Library) -> None:
    """Thousands of words of both kinds, and of every gemeente."""
    read_along = _corpora(whole)
    shared = {corpus.kind: corpus for corpus in read_along[:3]}
    assert shared[Kind.K].own.words > 2000
    assert shared[Kind.U].own.words > 2500
    assert shared[Kind.T].own.words > 2500
    assert {corpus.place.file.split("/")[-2] for corpus in read_along[3:] if corpus.own.words > 300} == set(GEMEENTEN)


NO_TEXT = re.compile(r"[\d.,]+|ja|nee|wel|niet|[a-z0-9]+(-[a-z0-9]+)+")  # a number, a choice, the name of a thing


def test_of_the_other_paper_every_text_is_judged_and_nothing_else(whole: Library) -> None:
    """What somebody reads there has a row, but for a source; numbers, names and choices would spoil the averages."""
    reads = (whole.programma, whole.trainingskaarten, whole.trainingsbladen, whole.reflectie, whole.evaluatie)
    sources = {read.source.file: read.source for read in reads if read}
    assert len(sources) == len(reads)
    sentences = [one for corpus in _corpora(whole) for one in corpus.sentences()]
    for file, source in sources.items():
        judged = {sentence.text for sentence in sentences if sentence.place.file == file}
        texts = [(loc, text) for loc, text in source.texts if " " in text and loc[:2] != ("bronnen", "lijst")]
        assert texts
        assert not [loc for loc, text in texts if not any(text.removeprefix("- ").startswith(one) for one in judged)]
        counted = [one.text for one in sentences if one.place.file == file and one.role in RUNNING]
        assert counted
        assert not [text for text in counted if NO_TEXT.fullmatch(text)]


def test_what_a_resident_reads_on_the_other_paper_is_judged_as_such(project: Path) -> None:
    """The invitation, the posters, the resident's form and the titles are as easy as the booklet; the rest is for staff."""
    long = "U loopt of u fietst en u zingt en u danst en u lacht luid."  # of 13 words
    plan, form = project / "content/plan.yaml", project / "content/evaluatie.yaml"
    edition = project / "content/edities/huisjesplaat.yaml"
    change(plan, lambda data: data["teksten"]["poster"].update(muur=long, tafel=long))
    change(plan, lambda data: data["teksten"]["uitnodiging"].update(tekst=long, kop=long))
    change(form, lambda data: [data[name].update(slot=long) for name in ("bewoner", "professional")])
    change(edition, lambda data: data["onderdelen"][0].update(titel=long))
    told = [problem for problem in check_language(read_content(Path("content"), GEMEENTEN)) if problem.code == "G02"]
    assert Counter(Path(problem.place.file).name for problem in told) == {
        "plan.yaml": 4,
        "evaluatie.yaml": 1,
        "huisjesplaat.yaml": 1,
    }


def test_our_own_persons_close_as_the_booklet_asks(whole: Library) -> None:
    """Three things are enough (`uitleg.afsluiting` in plan.yaml), and together they show every box of the cover."""
    persons = [read.value for read in whole.personen]
    assert {persoon.hulp for persoon in persons} == {"alleen", "oco", "samen"}
    assert [one.id for one in persons if max(len(one.zeker.splitlines()), len(one.eerst.splitlines())) > 3] == []


def test_the_page_for_the_professional_is_free_and_the_fixed_questions_stay(whole: Library) -> None:
    """They hold words that would be told anywhere else."""
    assert whole.plan is not None
    assert whole.plan.value.vragen[1].subvraag == "Hoe wil ik dit bereiken?"
    assert "gebruikelijke hulp" in whole.plan.value.teksten.professional.wetsregels[1].wet


def test_a_word_that_is_explained_may_be_used_in_the_explanation(project: Path) -> None:
    """Not on the pages of the resident, unless it is on the white list."""
    domein = project / "content/domeinen/1-woonruimte.yaml"
    text = domein.read_text(encoding="utf-8")
    domein.write_text(text.replace("uitleg: |\n", "uitleg: |\n  Wat doet een mantelzorger?\n\n", 1), encoding="utf-8")
    assert not list(check_language(read_content(Path("content"), GEMEENTEN)))
    domein.write_text(text.replace("Een plek in huis waar ik graag ben.", "Mijn mantelzorger."), encoding="utf-8")
    assert codes(check_language(read_content(Path("content"), GEMEENTEN))) == {"G07"}


def test_what_a_gemeente_writes_is_told_in_its_own_file(project: Path) -> None:
    """Its own texts and its Sociale Kaart, the averages too; the other gemeente is left in peace."""
    facts = project / "content/gemeenten/voorbeeldstad/gemeente.yaml"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace("teksten: {}", "teksten:\n  tussenblad:\n    kop: Jouw deel"),
        encoding="utf-8",
    )
    card = project / "content/gemeenten/voorbeeldstad/sociale-kaart.yaml"
    heavy = " ".join([HEAVY.partition("\n")[0]] * 500)
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("Ophalen bij u thuis kan ook.", heavy), encoding="utf-8")
    library = read_content(Path("content"), GEMEENTEN)
    problems = list(check_language(library))
    assert codes(problems) == {"G03", "G08", "G09", "G19", "G20", "G22", "G24"}
    assert all(library.place_of("voorbeeldstad", problem.place) for problem in problems)


# ---- Exemptions ---------------------------------------------------------------------------------------------------


def with_exemption(project: Path, text: str, rule: str) -> None:
    """Add an exemption to the list."""
    taal = project / "content/taal.yaml"
    added = f"  - tekst: {text}\n    regel: {rule}\n    reden: Proef.\n"
    taal.write_text(taal.read_text(encoding="utf-8") + added, encoding="utf-8")


def test_an_exemption_frees_a_sentence_from_one_rule(project: Path) -> None:
    """And no other sentence, and no other rule."""
    domein = project / "content/domeinen/1-woonruimte.yaml"
    text = domein.read_text(encoding="utf-8")
    changed = text.replace("Een plek in huis waar ik graag ben.", "Dit moet jij.")
    assert changed != text
    domein.write_text(changed, encoding="utf-8")
    assert codes(check_language(read_content(Path("content"), GEMEENTEN))) == {"G16", "G22"}
    with_exemption(project, "moet jij", "G16")
    assert codes(check_language(read_content(Path("content"), GEMEENTEN))) == {"G22"}


def test_an_exemption_that_matches_nothing_is_told(project: Path) -> None:
    """As a warning at its own line; not when a gemeente is left out, for its text may be there."""
    with_exemption(project, "Deze zin is nergens", "G16")
    line = (project / "content/taal.yaml").read_text(encoding="utf-8").split("\n").index(
        "  - tekst: Deze zin is nergens"
    ) + 1
    (problem,) = check_language(read_content(Path("content"), GEMEENTEN))
    assert str(problem) == (
        f"content/taal.yaml:{line}:12: waarschuwing: 'Deze zin is nergens' overtreedt G16 nergens — haal deze uitzondering weg"
    )
    assert not list(check_language(read_content(Path("content"), ["almere"])))


def test_every_exemption_has_a_reason(taal: Taal) -> None:
    """A full sentence, for who wonders later."""
    assert taal.vrij
    assert all(vrij.reden.endswith(".") for vrij in taal.vrij)


def test_a_rule_that_does_not_exist_cannot_be_exempt(project: Path) -> None:
    """The message says how a rule is written."""
    with_exemption(project, "Tekst", "g16")
    (problem,) = read_content(Path("content"), ()).problems
    assert problem.message == "'g16' is geen taalregel"


def test_without_word_lists_nothing_is_judged(project: Path) -> None:
    """The missing file is told once, by reading."""
    (project / "content/taal.yaml").unlink()
    library = read_content(Path("content"), GEMEENTEN)
    assert [problem.code for problem in library.problems] == ["L02"]
    assert not list(check_language(library))
