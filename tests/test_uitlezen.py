"""A filled-in booklet is read to the last letter, whoever saved it; a bad file gets one sentence and stops nothing."""

import re
import shlex
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from filled import (
    BOX,
    MARK,
    SMILEY,
    TEXTS,
    TOOLTIPS,
    WORDS,
    booklet,
    by_pdfium,
    by_pdfjs,
    by_pypdf,
    field_of,
    filled,
    plant,
    saved,
    updated,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oddyaml import LINES
from pikepdf import Array, Dictionary, Name, String

from booklet.cli import main
from booklet.invulling import Invulling, as_yaml, read_invulling, safe_name
from booklet.problems import Problem
from booklet.uitlezen import MAX_LETTERS, Antwoord, Plan, as_invulling, as_text, read_filled

NAAM = "omslag.naam"
WIL = "woonruimte.mijn-woning.wat-wil-ik"
LATIN = "".join(
    one for one in map(chr, range(0x110000)) if one.isalpha() and "LATIN" in unicodedata.name(one, "").split()
)
AGAIN = "open het in het programma waarin het is ingevuld, bewaar het opnieuw en probeer het nog eens"
FOUND = ("F08", "F09", "F10")  # what is told of a file that was read

texts = st.one_of(
    st.text(),
    LINES,
    st.lists(st.one_of(LINES, st.sampled_from(["", "  ", " a", "b ", "#", "- x", "\t"]))).map("\n".join),
)
answers = texts.filter(bool)


def typed(text: str) -> str:
    """A text as it is after reading: every line end is the same."""
    return re.sub("\r\n?", "\n", text)


def read(data: bytes) -> Plan:
    """The plan in a file that is good, and in which something is filled in."""
    plan, problems = read_filled(data, "ria.pdf")
    assert plan is not None, problems
    assert not problems
    return plan


def values(plan: Plan) -> dict[str, str]:
    """The answers of a plan by the name of their field; two fields never have the same name."""
    found = {veld.naam: veld.waarde for veld in plan.ingevuld}
    assert len(found) == len(plan.ingevuld)
    return found


# ----------------------------------------------------------------------------------------------------------------------
# Answers in YAML


def read_back(folder: Path, text: str | bytes, naam: str = "ria") -> tuple[Invulling | None, tuple[Problem, ...]]:
    """What a file with this text says."""
    path = folder / f"{naam}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_invulling(path, "ria.yaml")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(texts, answers, max_size=4), *[st.none() | answers] * 3)
def test_yaml_gives_back_every_letter(
    tmp_path: Path, antwoorden: dict[str, str], gemeente: str | None, editie: str | None, versie: str | None
) -> None:
    """Whatever the answers are and whatever their fields are called: `read(write(x)) == x`, in the same order."""
    invulling = Invulling("ria", antwoorden, gemeente, editie, versie)
    back, problems = read_back(tmp_path, as_yaml(invulling))
    assert not problems
    assert back == invulling
    assert list(back.antwoorden) == list(antwoorden)


def test_a_field_may_have_a_very_long_name(tmp_path: Path) -> None:
    """YAML looks no further than 1024 letters for the colon behind a name."""
    invulling = Invulling("ria", {"a" * 3000: "een", "€" * 1200 + ": ": "twee\ndrie", "b": "vier"})
    assert read_back(tmp_path, as_yaml(invulling)) == (invulling, ())


def test_yaml_holds_every_letter_of_latin_scripts(tmp_path: Path) -> None:
    """More than twelve hundred letters as they are, and not one of them as an escape."""
    assert len(LATIN) > 1200
    written = as_yaml(Invulling("ria", {NAAM: LATIN}))
    assert LATIN in written
    back, _ = read_back(tmp_path, written)
    assert back is not None
    assert back.antwoorden == {NAAM: LATIN}


def test_an_answer_of_more_lines_is_easy_to_change() -> None:
    """In Kladblok a person sees the lines as they were typed, also when they end in a space or an Enter."""
    invulling = Invulling(
        "ria", {"a": "Een \n\n  twee", "b": "een\ntwee\n", "c": "een\ntwee\n\n"}, "almere", versie="1"
    )
    _, *rows = as_yaml(invulling).split("\ngemeente: almere\n")
    assert rows == [
        'versie: "1"\nantwoorden:\n'
        "  a: |-\n    Een \n\n      twee\n"
        "  b: |\n    een\n    twee\n"
        "  c: |+\n    een\n    twee\n\n"
    ]


def test_the_yaml_says_that_it_is_private_and_how_to_print_it() -> None:
    """Who finds the file later knows what to do with it."""
    head = as_yaml(Invulling("ria", {}))
    assert head.startswith("# ")
    assert "privé" in head
    assert "python build.py maak --ingevuld BESTAND.yaml" in head


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts, st.booleans())
def test_any_text_is_read_or_told(tmp_path: Path, text: str, answered: bool) -> None:  # noqa: FBT001
    """Whatever somebody makes of the file: its answers, or at least one sentence why not."""
    back, problems = read_back(tmp_path, by_hand(text) if answered else text)
    assert back is not None or problems


def by_hand(rows: str) -> str:
    """A file that somebody typed, with these answers."""
    return f"boekje: basisformat # een boekje\ngemeente: almere\nantwoorden: # van Ria\n{rows}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("78", "78"),
        ("007", "007"),
        ("2026-11-22", "2026-11-22"),
        ("22-11-2026", "22-11-2026"),
        ("ja", "ja"),
        ("nee", "nee"),
        ("true", "true"),
        ("10:30", "10:30"),
        ("1e3", "1e3"),
        ("null", "null"),
        ("'  ja '", "  ja "),
        ("Ik wil rust - meer niet.", "Ik wil rust - meer niet."),
        ("|\n    Een\n    twee", "Een\ntwee\n"),
        ("Een zin\n    die doorloopt", "Een zin die doorloopt"),
    ],
)
def test_what_somebody_types_is_text(tmp_path: Path, written: str, said: str) -> None:
    """A number, a date or a ja is read as the text that stands there, with or without Windows' line ends."""
    for text in (by_hand(f"  {NAAM}: {written}\n"), by_hand(f"  {NAAM}: {written}\n").replace("\n", "\r\n")):
        back, problems = read_back(tmp_path, b"\xef\xbb\xbf" + text.encode())
        assert not problems
        assert back == Invulling("ria", {NAAM: said}, "almere", "basisformat")


def test_a_field_without_an_answer_is_no_answer(tmp_path: Path) -> None:
    """Emptied by hand is the same as never filled in; spaces were typed by somebody."""
    back, problems = read_back(tmp_path, by_hand(f"  {NAAM}:\n  {BOX}: ''\n  {WIL}: ' '\n"))
    assert not problems
    assert back is not None
    assert back.antwoorden == {WIL: " "}


NO_TEXT = (
    "fout: hier hoort gewone tekst — "
    "geen lijst en geen velden: zet | na de dubbele punt, en begin elke regel daaronder met vier spaties"
)
MISTAKES = {
    "unknown-field": ("boekjes: basisformat\nantwoorden:\n  a: b\n", ":1:1: fout: onbekend veld 'boekjes' — bedoelde u 'boekje'?"),
    "unknown-field-without-a-value": ("persoon:\nantwoorden:\n  a: b\n", ":1:1: fout: onbekend veld 'persoon' — kies uit: boekje, gemeente, versie, antwoorden"),
    "answer-that-is-not-indented": ("antwoorden:\n  a: b\nomslag.naam: Ria\n", ":3:1: fout: onbekend veld 'omslag.naam' — laat deze regel inspringen, onder 'antwoorden'"),
    "no-answers": ("boekje: basisformat\n", ":1:1: fout: verplicht veld 'antwoorden' ontbreekt — voeg het toe"),
    "empty-answers": ("antwoorden:\nboekje: basisformat\n", ":1:1: fout: verplicht veld 'antwoorden' is leeg — laat de regels eronder inspringen"),
    "answers-as-text": ("antwoorden: geen\n", ":1:13: fout: hier horen velden — schrijf ze als 'naam: waarde'"),
    "only-text": ("Ik wil een huis\n", ":1:1: fout: hier horen velden — schrijf ze als 'naam: waarde'"),
    "list": (by_hand(f"  {WIL}:\n    - rust\n    - werk\n"), f":5:5: {NO_TEXT}"),
    "fields-in-an-answer": (by_hand("  woonruimte:\n    mijn-woning: mooi\n"), f":5:5: {NO_TEXT}"),
    "list-for-the-booklet": ("boekje: [a, b]\nantwoorden:\n  a: b\n", f":1:9: {NO_TEXT}"),
    "tab": (by_hand(f"  {WIL}: |\n\tRust\n"), ":5:1: fout: hier staat een tab — gebruik spaties om in te springen"),
    "twice": (by_hand("  a: b\n  a: c\n"), ":5:3: fout: veld 'a' staat er twee keer — haal er een weg"),
    "colon-in-a-text": (by_hand("  a: rust: veel\n"), ":4:10: fout: hier staat een dubbele punt te veel — zet de hele tekst tussen aanhalingstekens"),
    "empty-file": ("", ":1:1: fout: dit bestand is leeg — vul het in of haal het weg"),
    "windows-letters": (by_hand("  a: Zoë\n").encode("cp1252"), ":4:8: fout: hier staat een teken dat niet als UTF-8 is opgeslagen — kies bij 'Opslaan als' de codering UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_by_hand_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    """With the line and the column, and nothing is read."""
    text, said = MISTAKES[name]
    back, problems = read_back(tmp_path, text)
    assert back is None
    assert [str(problem) for problem in problems] == [f"ria.yaml{said}"]


def test_two_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Who mends a file does it once."""
    _, problems = read_back(tmp_path, "boek: a\nantwoorden:\n  a: [b]\n  c: [d]\n")
    assert [problem.place.line for problem in problems] == [1, 3, 4]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("omslag.samen-met: Ria #1", 25, {"omslag.samen-met": "Ria"}),
        ("omslag.samen-met: # mijn zus", 21, {}),
        ("omslag.samen-met: Ria#1", 0, {"omslag.samen-met": "Ria#1"}),
        ("omslag.samen-met: 'Ria #1'  # na overleg", 0, {"omslag.samen-met": "Ria #1"}),
        ("omslag.samen-met: |\n    Ria #1", 0, {"omslag.samen-met": "Ria #1\n"}),
    ],
)
def test_what_yaml_leaves_out_is_told(tmp_path: Path, row: str, column: int, said: dict[str, str]) -> None:
    """A `#` in an answer without quotes begins a comment, which may be a part of what somebody said."""
    back, problems = read_back(tmp_path, by_hand(f"  {row}\n"))
    assert back is not None
    assert back.antwoorden == said
    assert [str(problem) for problem in problems] == [
        f"ria.yaml:4:{at}: waarschuwing: wat na # staat, wordt niet gelezen — "
        "hoort het bij het antwoord, zet dan het hele antwoord tussen aanhalingstekens"
        for at in (column,)
        if at
    ]


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_the_name_of_a_file_is_safe(stem: str) -> None:
    """Whatever a file is called, the name that it gives to other files is plain."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", safe_name(Path("map") / f"{stem}.yaml"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong name is no traceback."""
    back, problems = read_invulling(tmp_path / "weg.yaml", "weg.yaml")
    assert back is None
    assert [str(problem) for problem in problems] == ["weg.yaml: fout: dit bestand ontbreekt — zet het terug of maak het opnieuw"]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------------------
# Answers in a PDF

FORMS: Mapping[str, Callable[[pikepdf.Pdf, str], Any]] = {
    "as-pikepdf-writes-it": lambda _, text: String(text),
    "utf-16-be": lambda _, text: _raw(b"\xfe\xff" + text.encode("utf-16-be")),
    "utf-16-le": lambda _, text: _raw(b"\xff\xfe" + text.encode("utf-16-le")),
    "utf-8": lambda _, text: _raw(b"\xef\xbb\xbf" + text.encode()),
    "stream": lambda pdf, text: pdf.make_stream(b"\xfe\xff" + text.encode("utf-16-be")),
}


def _raw(text: bytes) -> Any:
    return pikepdf.Object.parse(b"<%s>" % text.hex().encode())


def test_an_empty_booklet_has_all_its_questions() -> None:
    """Every field once, in the order of the file, with its question and its place; nothing is filled in, and that is told."""
    plan, problems = read_filled(saved(booklet()), "ria.pdf")
    assert plan is not None
    assert {veld.naam: f"{veld.vraag} ({veld.plek})" for veld in plan.velden} == TOOLTIPS
    assert [veld.naam for veld in plan.velden] == [NAAM, BOX, *list(TEXTS)[1:3], SMILEY, *list(TEXTS)[3:]]
    assert plan == Plan(plan.velden, "almere", "basisformat", "1.0")
    assert not plan.ingevuld
    assert [str(problem) for problem in problems] == [
        "ria.pdf: waarschuwing: in dit boekje is nog niets ingevuld — is het wel ingevuld? Bewaar het dan eerst, en lees dat bestand"
    ]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_letter_comes_back(form: str, data: st.DataObject) -> None:
    """In whatever way a text stands in the file; only line ends become the same."""
    asked = data.draw(st.dictionaries(st.sampled_from(sorted(TEXTS)), answers, min_size=1))
    pdf = booklet()
    for name, text in asked.items():
        field_of(pdf, name).V = FORMS[form](pdf, text)
    plan = read(saved(pdf))
    assert values(plan) == {name: typed(text) for name, text in asked.items()}


@pytest.mark.parametrize("form", FORMS)
def test_every_letter_of_latin_scripts_comes_back(form: str) -> None:
    """Also the capital ẞ, the letters of Vietnamese, and those of phonetics beyond the first plane."""
    pdf = booklet()
    field_of(pdf, NAAM).V = FORMS[form](pdf, LATIN)
    assert values(read(saved(pdf))) == {NAAM: LATIN}


def test_letters_of_the_old_encoding_come_back() -> None:
    """PDFDocEncoding has its own places for quotes, dashes and the euro (ISO 32000-1, annex D)."""
    pdf = booklet()
    field_of(pdf, NAAM).V = _raw(b"Zo\xeb \x8d\xa05\x8e \x85")
    assert values(read(saved(pdf))) == {NAAM: "Zoë “€5” –"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/#c3#89#c3#a9n", "Één"),
        ("/Zo#eb", "Zo\ufffd"),
        ("78", "78"),
        ("2.50", "2.50"),
        ("[/rust (werk) [(niet)]]", "rust, werk"),
        ("<</A 1>>", ""),
    ],
)
def test_a_value_of_another_kind_is_read_as_text(written: str, said: str) -> None:
    """What a program should not have written is kept where it says something."""
    plan = read(filled({NAAM: pikepdf.Object.parse(written.encode()), WIL: String("rust")}))
    assert values(plan) == {WIL: "rust", **({NAAM: said} if said else {})}


def test_half_a_letter_is_shown_as_such() -> None:
    """A damaged text keeps what is whole, so that nothing after it goes wrong."""
    pdf = booklet()
    field_of(pdf, NAAM).V = _raw(b"\xfe\xff\xd8\x00\x00a\x00")
    plan = read(saved(pdf))
    assert "a" in values(plan)[NAAM]
    as_text(plan).encode()


def test_a_value_from_above_counts() -> None:
    """A field may have its kind, its flags and its value from the field above it (ISO 32000-1, 12.7.3)."""
    pdf = booklet()
    field = field_of(pdf, "notities.1")
    field.Parent.FT, field.Parent.V = Name.Tx, String("Ria")
    del field.FT
    assert values(read(saved(pdf))) == {"notities.1": "Ria"}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("as_kind", ["name", "text", "text-as-pypdf-writes-it", "twins", "one-twin"])
def test_a_smiley_has_its_words(word: str, as_kind: str) -> None:
    """The value of the field counts; when it says nothing, the face that is marked."""
    pdf = booklet()
    group = field_of(pdf, SMILEY)
    if as_kind in ("twins", "one-twin"):
        group.V = Name.Off
        faces = [kid for kid in group.Kids if f"/{word}" in kid.AP.N]
        assert len(faces) == 2
        for face in faces[: 1 if as_kind == "one-twin" else 2]:
            face.AS = Name(f"/{word}")
    else:
        kinds = {"name": Name(f"/{word}"), "text": String(word), "text-as-pypdf-writes-it": String(f"/{word}")}
        group.V = kinds[as_kind]
        group.Kids[-1].AS = Name(f"/{WORDS[-1]}")  # what an old mark says does not count
    assert values(read(saved(pdf))) == {SMILEY: word}


def test_two_marked_faces_say_nothing() -> None:
    """Without a value nobody knows which of them was meant."""
    pdf = booklet()
    for kid, word in zip(field_of(pdf, SMILEY).Kids, WORDS[:2], strict=False):
        kid.AS = Name(f"/{word}")
    field_of(pdf, NAAM).V = String("Ria")
    assert values(read(saved(pdf))) == {NAAM: "Ria"}


@pytest.mark.parametrize(("value", "face", "said"), [("Ja", "Off", "ja"), ("Off", "Ja", "ja"), ("On", "Off", "ja"), ("Off", "Off", "")])  # fmt: skip
def test_a_marked_box_is_ja(value: str, face: str, said: str) -> None:
    """Whatever a program calls its state."""
    pdf = booklet()
    field_of(pdf, BOX).V, field_of(pdf, BOX).Kids[0].AS = Name(f"/{value}"), Name(f"/{face}")
    field_of(pdf, NAAM).V = String("Ria")
    assert values(read(saved(pdf))) == {NAAM: "Ria", **({BOX: said} if said else {})}


def test_a_field_counts_once() -> None:
    """Also when the list has it twice, it is a kid of itself, or it has a face and a field below it."""
    pdf = booklet()
    name, will = field_of(pdf, NAAM), field_of(pdf, WIL)
    name.V, will.V = String("Ria"), String("Rust")
    pdf.Root.AcroForm.Fields.append(name)
    will.Kids = Array([will])
    smiley = field_of(pdf, SMILEY)
    smiley.V = Name("/Gaat wel")
    plant(pdf, f"{SMILEY}.ook", pdf.make_indirect(Dictionary(FT=Name.Tx, V=String("een beetje"))))
    plan = read(saved(pdf))
    assert values(plan) == {NAAM: "Ria", SMILEY: "Gaat wel", f"{SMILEY}.ook": "een beetje", WIL: "Rust"}
    assert len(plan.velden) == len(TOOLTIPS) + 1


def test_what_is_no_question_is_no_answer() -> None:
    """A button to push and a signature have a value that nobody typed."""
    pdf = booklet()
    plant(pdf, "omslag.knop", pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 16, V=Name.Ja)))
    plant(pdf, "omslag.handtekening", pdf.make_indirect(Dictionary(FT=Name.Sig, V=String("abc"))))
    field_of(pdf, NAAM).V = String("Ria")
    plan = read(saved(pdf))
    assert {"omslag.knop", "omslag.handtekening"} <= {veld.naam for veld in plan.velden}
    assert values(plan) == {NAAM: "Ria"}


ASKED = {NAAM: "Łukasz Şahin ẞ ğıİșő € “zo”", WIL: "Rust\n\n  en werk. ", BOX: "Ja", SMILEY: "Gaat niet goed"}
PROGRAMS: Mapping[str, Callable[[], bytes]] = {
    "pdf.js": lambda: by_pdfjs(ASKED),
    "PDFium": lambda: by_pdfium(ASKED),
    "pypdf": lambda: by_pypdf({**ASKED, BOX: "/Ja", SMILEY: f"/{ASKED[SMILEY]}"}),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_saved_is_read(program: str) -> None:
    """Typed and marked in a viewer, saved in its own way, and read to the last letter."""
    plan = read(PROGRAMS[program]())
    assert values(plan) == {**ASKED, BOX: "ja"}
    assert (plan.gemeente, plan.editie, plan.versie) == ("almere", "basisformat", "1.0")


@pytest.mark.parametrize(
    "how",
    [
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"encryption": pikepdf.Encryption(owner="de baas", user="")},
    ],
    ids=["for-the-web", "packed", "that-nobody-may-change"],
)
def test_other_ways_to_save_are_read(how: dict[str, Any]) -> None:
    """What opens without a word is read."""
    pdf = booklet()
    field_of(pdf, NAAM).V = String("Ria")
    assert values(read(saved(pdf, **how))) == {NAAM: "Ria"}


@pytest.mark.parametrize(
    ("mark", "known"),
    [
        (MARK, ("almere", "basisformat", "1.0")),
        ("sudwest-fryslan basisformat 1.0-rc.1", ("sudwest-fryslan", "basisformat", "1.0-rc.1")),
        ("almere tabbladen/1-woonruimte 1.0", ("almere", "tabbladen/1-woonruimte", "1.0")),
        (None, (None, None, None)),
        ("almere", (None, None, None)),
        ("almere basisformat 1.0\n", (None, None, None)),
        ("x;del basisformat 1.0", (None, None, None)),
        ("almere ../basisformat 1.0", (None, None, None)),
    ],
)
def test_which_booklet_it_is(mark: str | None, known: tuple[str | None, ...]) -> None:
    """As the file says it, when it is said as we do; a program may drop it, and then the answers are still there."""
    plan = read(filled({NAAM: String("Ria")}, mark))
    assert (plan.gemeente, plan.editie, plan.versie) == known
    assert values(plan) == {NAAM: "Ria"}


def test_fields_of_another_version_are_kept() -> None:
    """What this version never heard of may be an answer all the same."""
    pdf = booklet()
    plant(pdf, "tuin.mijn-tuin.wat-wil-ik", pdf.make_indirect(Dictionary(FT=Name.Tx, V=String("Rozen"))))
    plan = read(saved(pdf))
    assert plan.ingevuld == (Antwoord("tuin.mijn-tuin.wat-wil-ik", "tuin.mijn-tuin.wat-wil-ik", "", "Rozen"),)
    assert "Rozen" in as_text(plan)


# ----------------------------------------------------------------------------------------------------------------------
# From the plan to a text and to YAML


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan with any answers to some of the questions, as it comes out of a file."""
    asked = [_QUESTION.fullmatch(TOOLTIPS[name]) for name in TOOLTIPS]
    velden = tuple(
        Antwoord(name, match[1], match[2], typed(draw(texts)))
        for name, match in zip(TOOLTIPS, asked, strict=True)
        if match
    )
    assert len(velden) == len(TOOLTIPS)
    return Plan(velden, *draw(st.sampled_from([(None, None, None), tuple(MARK.split())])))


_QUESTION = re.compile(r"(.*) \((.*)\)")


@given(plans())
def test_the_text_has_every_answer_below_its_question_and_nothing_else(plan: Plan) -> None:
    """Without what the text itself adds, the answers are left, each behind its question and its place."""
    expected = ["Mijn Eigen Plan", "", "Deze tekst is privé. Laat hem alleen lezen door wie dat mag."]
    for plek in dict.fromkeys(veld.plek for veld in plan.ingevuld):
        expected += ["", "", plek]
        for veld in plan.ingevuld:
            if veld.plek == plek:
                expected += ["", f"  {veld.vraag}", *veld.waarde.split("\n")]
    lines = as_text(plan).split("\n")
    assert lines.pop() == ""
    shown = [line.removeprefix("    ") if line.startswith("    ") else line for line in lines]
    assert shown == expected


def test_the_text_is_easy_to_read() -> None:
    """A heading per place, the question, and the answer below it, further to the right."""
    asked = {
        NAAM: String("Ria"),
        SMILEY: Name("/Gaat wel"),
        WIL: String("Rust\n\nen werk"),
        "notities.1": String("Bel!"),
    }
    plan = read(filled(asked))
    assert as_text(plan).split("\n")[3:] == [
        *("", "", "Omslag", "", "  Mijn naam", "    Ria"),
        *("", "", "Woonruimte: Mijn woning", "", "  Wat wil ik? Hoe wil ik dit bereiken?", "    Rust", "", "    en werk"),
        *("", "  Hoe gaat het?", "    Gaat wel"),
        *("", "", "Notities, bladzijde 8", "", "  Notities", "    Bel!", ""),
    ]  # fmt: skip


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plans())
def test_the_yaml_of_a_plan_reads_back(tmp_path: Path, plan: Plan) -> None:
    """From the PDF to YAML and back no answer changes."""
    invulling = as_invulling(plan, "ria")
    assert invulling.antwoorden == values(plan)
    back, problems = read_back(tmp_path, as_yaml(invulling))
    assert not problems
    assert back == invulling


def test_two_answers_of_one_name_are_both_kept() -> None:
    """A program that put two files together may leave two fields with one name."""
    velden = tuple(Antwoord("a", "Wat?", "", text) for text in ("een", "twee", "een", ""))
    assert as_invulling(Plan(velden), "ria").antwoorden == {"a": "een\ntwee"}


# ----------------------------------------------------------------------------------------------------------------------
# Bad input


def _loose(*fields: Dictionary) -> bytes:
    """A file with a form of these fields, that is not ours."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field) for field in fields]))
    return saved(pdf)


def _xfa() -> bytes:
    pdf = booklet()
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
    return saved(pdf)


def _with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    pdf = booklet()
    field_of(pdf, NAAM).V = String("Ria")
    change(pdf)
    return saved(pdf)


def _without_end() -> bytes:
    """What a viewer appended was cut off, after the end of the booklet that nobody had filled in yet."""
    return by_pdfjs({NAAM: "Ria"})[: len(saved(booklet())) + 40]


BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "dit is geen PDF — kies het ingevulde boekje; de naam eindigt op .pdf"),
    "text": (lambda: "Zoë".encode(), "dit is geen PDF — kies het ingevulde boekje; de naam eindigt op .pdf"),
    "word": (lambda: b"PK\x03\x04 word/document.xml", "dit is geen PDF — kies het ingevulde boekje; de naam eindigt op .pdf"),
    "only-the-name-of-a-pdf": (lambda: b"%PDF-1.7\n%%EOF\n", f"dit bestand is beschadigd of niet helemaal opgeslagen — {AGAIN}"),
    "half": (lambda: (whole := saved(booklet()))[: len(whole) // 2], f"dit bestand is beschadigd of niet helemaal opgeslagen — {AGAIN}"),
    "half-an-update": (_without_end, f"dit bestand is beschadigd of niet helemaal opgeslagen — {AGAIN}"),
    "shifted": (lambda: saved(booklet()).replace(b"/AcroForm", b"/AcroForm    ", 1), f"dit bestand is beschadigd of niet helemaal opgeslagen — {AGAIN}"),
    "password": (lambda: saved(booklet(), encryption=pikepdf.Encryption(owner="a", user="b")), "dit bestand gaat alleen open met een wachtwoord — bewaar het zonder wachtwoord"),
    "no-fields": (lambda: _loose(), "in dit bestand zijn geen velden om in te vullen — kies het boekje dat is ingevuld en opgeslagen; wie 'afdrukken als PDF' koos, bewaarde de velden niet"),
    "other-form": (lambda: _loose(Dictionary(FT=Name.Tx, T=String("naam"), V=String("Ria"))), "dit is een ander formulier, en niet een boekje Mijn Eigen Plan — kies het ingevulde boekje"),
    "xfa": (_xfa, "dit is een formulier van een soort die niet te lezen is (XFA) — kies het ingevulde boekje"),
    "too-much": (lambda: filled({NAAM: String("a" * MAX_LETTERS)}), "in dit bestand staat veel meer tekst dan in een boekje past — kijk of dit het goede bestand is"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(name: str) -> None:
    """Plain Dutch with what to do, and nothing is read of it."""
    make, said = BAD[name]
    plan, problems = read_filled(make(), "ria.pdf")
    assert plan is None
    assert [str(problem) for problem in problems] == [f"ria.pdf: fout: {said}"]


SCRIPT = "<</S /JavaScript /JS (app.alert)>>"
UNSAFE: Mapping[str, tuple[Callable[[pikepdf.Pdf], Any], str, str]] = {  # what gets which key, and with which value
    "when-it-opens": (lambda pdf: pdf.Root, "/OpenAction", SCRIPT),
    "by-name": (lambda pdf: pdf.Root, "/Names", f"<</JavaScript <</Names [(a) {SCRIPT}]>>>>"),
    "before-it-closes": (lambda pdf: pdf.Root, "/AA", f"<</WC {SCRIPT}>>"),
    "on-a-page": (lambda pdf: pdf.pages[0].obj, "/AA", f"<</O {SCRIPT}>>"),
    "in-a-field": (lambda pdf: field_of(pdf, NAAM), "/AA", f"<</K {SCRIPT}>>"),
    "on-a-click": (lambda pdf: field_of(pdf, SMILEY).Kids[0], "/A", SCRIPT),
    "after-something-else": (lambda pdf: pdf.Root, "/OpenAction", f"<</S /URI /Next [{SCRIPT}]>>"),
    "without-its-text": (lambda pdf: pdf.Root, "/OpenAction", "<</S /JavaScript>>"),
    "behind-a-film": (lambda pdf: pdf.Root, "/OpenAction", "<</S /Rendition /JS (app.alert)>>"),
    "attachment": (lambda pdf: pdf.Root, "/Names", "<</EmbeddedFiles <</Names [(a) <</F (a.exe) /EF <<>>>>]>>>>"),
    "attachment-on-a-page": (lambda pdf: field_of(pdf, NAAM), "/FS", "<</F (a.exe) /EF <<>>>>"),
}


def _unsafe(where: str) -> bytes:
    holder, key, value = UNSAFE[where]
    return _with(lambda pdf: holder(pdf).__setitem__(key, pikepdf.Object.parse(value.encode())))


@pytest.mark.parametrize("where", UNSAFE)
def test_a_script_or_an_attachment_is_told_and_left(where: str) -> None:
    """The answers are read, and staff hear once that this file is not to be trusted."""
    plan, problems = read_filled(_unsafe(where), "ria.pdf")
    assert plan is not None
    assert values(plan) == {NAAM: "Ria"}
    assert [str(problem) for problem in problems] == [
        "ria.pdf: waarschuwing: in dit bestand zit een script of een bijlage, en die horen er niet in — "
        "daar is niets mee gedaan; vertrouw het bestand niet, en vraag wie het stuurde waar het vandaan komt"
    ]


def test_a_small_damage_is_told() -> None:
    """The answers that can be read are read, and somebody looks whether they are all there."""
    data = filled({NAAM: String("Ria")}).replace(b"/F 4", b"/F q", 1)
    plan, problems = read_filled(data, "ria.pdf")
    assert plan is not None
    assert values(plan) == {NAAM: "Ria"}
    assert [str(problem) for problem in problems] == [
        "ria.pdf: waarschuwing: een stukje van dit bestand is beschadigd — kijk na of alle antwoorden er zijn"
    ]


def test_a_file_that_was_cut_off_is_never_read_in_part() -> None:
    """Wherever what a viewer appended stops: the whole plan, the booklet before it to the byte, or nothing."""
    before = saved(booklet())
    whole = by_pdfjs({NAAM: "Ria", WIL: "Rust"})
    assert whole.startswith(before)
    complete = read(whole)
    ends = [end for end in range(len(before) - 10, len(whole)) if whole[len(before) : end].strip()]
    assert len(ends) > 500
    plans_of = {end: read_filled(whole[:end], "ria.pdf")[0] for end in ends}
    assert all(plan in (None, complete) for plan in plans_of.values())
    assert sum(plan is None for plan in plans_of.values()) > 500


# --- hostile


def _loop(pdf: pikepdf.Pdf) -> None:
    field = field_of(pdf, WIL).Parent
    field.Kids.append(field)
    field.Kids.append(field.Parent)
    field_of(pdf, SMILEY).Kids.append(field)
    field.Parent.Parent = field


def _many(pdf: pikepdf.Pdf) -> None:
    for number in range(10_000):
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(FT=Name.Tx, T=String(f"v{number}"))))


def _deep(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a")))
    for _ in range(5_000):
        field = pdf.make_indirect(Dictionary(T=String("a"), Kids=Array([field])))
    pdf.Root.AcroForm.Fields.append(field)


def _wide(pdf: pikepdf.Pdf) -> None:
    """Every field has the same five thousand kids."""
    kids = pdf.make_indirect(Array([Dictionary(AS=Name.Ja)] * 5_000))
    for number in range(40):
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(T=String(str(number)), Kids=kids)))


def _long(pdf: pikepdf.Pdf) -> None:
    """Every part of a long name is long."""
    part, kids = pdf.make_indirect(String("a" * 500_000)), Array()
    for _ in range(40):
        kids = Array([pdf.make_indirect(Dictionary(T=part, Kids=kids))])
    pdf.Root.AcroForm.Fields.append(kids[0])


def _odd(pdf: pikepdf.Pdf) -> None:
    odd = (1, 2.5, True, None, Name.A, Array([1]), Dictionary(A=1), pdf.make_stream(b"x"), String(""))
    for one in odd:
        for key in ("/T", "/TU", "/FT", "/Ff", "/V", "/Kids", "/AS", "/Parent"):
            field = pdf.make_indirect(Dictionary(FT=Name.Btn))
            if one is not None:
                field[key] = one
            pdf.Root.AcroForm.Fields.append(field)
            if one is not None:
                pdf.Root.AcroForm.Fields.append(one)


def _twisted(pdf: pikepdf.Pdf) -> None:
    """A list inside itself, as a value and as a name."""
    array = pdf.make_indirect(Array())
    array.append(array)
    field_of(pdf, WIL).V = field_of(pdf, WIL).T = array


def _packed(pdf: pikepdf.Pdf) -> None:
    """A hundred million bytes, packed twice into a few thousand."""
    pack = zlib.compressobj()
    first, next_one = (pack.compress(bytes(1_000_000)) + pack.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    stream = pdf.make_stream(b"")
    stream.write(zlib.compress(first + 99 * next_one), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    assert len(stream.read_raw_bytes()) < 20_000
    field_of(pdf, WIL).V = stream


HOSTILE: Mapping[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {  # and with which code it is refused, if it is
    "loop": (_loop, ""),
    "many": (_many, ""),
    "deep": (_deep, "F07"),
    "wide": (_wide, "F07"),
    "long": (_long, "F07"),
    "odd": (_odd, ""),
    "twisted": (_twisted, ""),
    "packed": (_packed, "F02"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_was_made_to_harm_stops_nothing(name: str) -> None:
    """What can be read is read and the rest is refused; what has no end would never come out of this test."""
    change, refused = HOSTILE[name]
    data = _with(change)
    plan, problems = read_filled(data, "ria.pdf")
    if refused:
        assert plan is None
        assert [problem.code for problem in problems] == [refused]
    else:
        assert plan is not None
        assert (NAAM, "Ria") in {(veld.naam, veld.waarde) for veld in plan.ingevuld}
        assert as_invulling(plan, "ria").antwoorden[NAAM] == "Ria"
        assert "Ria" in as_text(plan)


def test_what_is_wrong_with_a_page_does_not_matter(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The answers are not on the pages; of one that is not there the library says nothing, in English or otherwise."""
    data = filled({NAAM: String("Ria")})
    pages = re.search(rb"/Count 2 /Kids \[ \d+ 0 R (\d+ 0 R) \]", data)
    assert pages
    spoiled = data[: pages.start(1)] + b"99 0 R" + data[pages.end(1) :]
    assert values(read(spoiled)) == {NAAM: "Ria"}
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_the_limits_of_the_library_are_put_back() -> None:
    """They hold for the whole process, in which booklets are made too."""
    before = pikepdf.settings.get_qpdf_limits()
    read(filled({NAAM: String("Ria")}))
    read_filled(b"%PDF-", "ria.pdf")
    assert pikepdf.settings.get_qpdf_limits() == before


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_no_booklet(noise: bytes, begin: bool) -> None:  # noqa: FBT001
    """Noise is refused with one sentence, also when it begins as a PDF and ends as one."""
    plan, problems = read_filled(b"%PDF-1.7\n" + noise + b"\n%%EOF" if begin else noise, "ria.pdf")
    assert plan is None
    assert len(problems) == 1


def test_spoiled_bytes_stop_nothing(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """Twelve hundred files of which some bytes are wrong: each is read or refused, with a sentence, and in silence."""
    chance = Random(5)  # noqa: S311  not for secrets
    whole = [saved(booklet()), *(make() for make in PROGRAMS.values())]
    capfd.readouterr()
    caplog.clear()  # pypdf had something to say of its letters
    read_whole = refused = 0
    for _ in range(1_200):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 1, 1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        plan, problems = read_filled(bytes(data), "ria.pdf")
        if plan:
            read_whole += 1
            assert {problem.code for problem in problems} <= set(FOUND)
            as_text(plan).encode()
            as_yaml(as_invulling(plan, "ria")).encode()
        else:
            refused += 1
            assert len(problems) == 1
    assert min(read_whole, refused) > 100
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_a_changed_object_of_an_update_counts() -> None:
    """The helper writes what a viewer writes: the last value is the one that is read."""
    first = by_pdfjs({NAAM: "Ria"})

    def again(pdf: pikepdf.Pdf) -> Iterable[Any]:
        field = field_of(pdf, NAAM)
        field.V = String("Ria Bakker")
        yield field

    assert values(read(updated(first, again))) == {NAAM: "Ria Bakker"}


# ----------------------------------------------------------------------------------------------------------------------
# The command


def run(*words: object) -> Result:
    """The command as it is typed."""
    return CliRunner().invoke(main, ["uitlezen", *(str(word) for word in words)])


@pytest.fixture
def ria(tmp_path: Path) -> Path:
    """A booklet that Ria filled in, in a folder of which the name has a space."""
    path = tmp_path / "mijn map" / "Ria Bakker.pdf"
    path.parent.mkdir()
    path.write_bytes(filled({NAAM: String("Ria"), SMILEY: Name("/Gaat wel"), WIL: String("Rust\ren werk")}))
    return path


def test_the_command_writes_a_text_and_yaml_beside_the_booklet(ria: Path) -> None:
    """Both whole, and the booklet itself stays as it was."""
    before = ria.read_bytes()
    result = run(ria)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in ria.parent.iterdir()) == [f"Ria Bakker.{end}" for end in ("pdf", "txt", "yaml")]
    assert ria.read_bytes() == before
    assert ria.with_suffix(".txt").read_text(encoding="utf-8-sig") == as_text(read(before))
    back, problems = read_invulling(ria.with_suffix(".yaml"), "ria.yaml")
    assert not problems
    assert back == as_invulling(read(before), "ria-bakker")
    assert back.antwoorden == {NAAM: "Ria", WIL: "Rust\nen werk", SMILEY: "Gaat wel"}


def test_the_command_says_what_it_made_and_how_to_print_it(ria: Path) -> None:
    """Where the files are, that they are private, and what to type, with quotes around a name with a space."""
    *made, private, kept, printing = run(ria).output.splitlines()
    assert made == [
        f"Gemaakt: {ria.with_suffix('.txt')} (om te lezen)",
        f"Gemaakt: {ria.with_suffix('.yaml')} (om af te drukken)",
    ]
    assert private == "Deze bestanden zijn privé. Bewaar ze op een veilige plek, of gooi ze weg als u ze niet meer nodig hebt."  # fmt: skip
    assert kept == "Er is niets verstuurd, en nergens anders is iets bewaard."
    said, command = printing.split(": ", 1)
    assert said == "Zo drukt u het ingevulde boekje af"
    words = ["maak", "almere", "--editie", "basisformat", "--ingevuld", str(ria.with_suffix(".yaml"))]
    assert shlex.split(command) == ["python", "build.py", *words]


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (MARK, "almere --editie basisformat --ingevuld ria.yaml"),
        ("almere tabbladen/1-woonruimte 1.0", "almere --ingevuld ria.yaml"),
        (None, "GEMEENTE --editie EDITIE --ingevuld ria.yaml"),
    ],
)
def test_a_name_without_a_space_needs_no_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str | None, words: str
) -> None:
    """A loose part is in the answers themselves, and what the file does not tell is left to fill in."""
    monkeypatch.chdir(tmp_path)
    Path("ria.pdf").write_bytes(filled({NAAM: String("Ria")}, mark))
    assert run("ria.pdf").output.endswith(f"python build.py maak {words}\n")


def test_the_answers_may_go_to_another_folder(ria: Path, tmp_path: Path) -> None:
    """It is made when it is not there, and beside the booklet nothing comes."""
    assert run(ria, "--naar", tmp_path / "een" / "twee").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "een" / "twee").iterdir()) == ["Ria Bakker.txt", "Ria Bakker.yaml"]
    assert [path.name for path in ria.parent.iterdir()] == ["Ria Bakker.pdf"]


def test_the_same_answers_may_be_written_again(ria: Path) -> None:
    """The same booklet gives the same bytes, so nothing is lost."""
    run(ria)
    before = {path: path.read_bytes() for path in ria.parent.iterdir()}
    assert run(ria).exit_code == 0
    assert {path: path.read_bytes() for path in ria.parent.iterdir()} == before


@pytest.mark.parametrize("ending", [".txt", ".yaml"])
def test_another_file_is_never_lost(ria: Path, ending: str) -> None:
    """A file of somebody, or answers that were changed by hand, stay; then nothing at all is written."""
    other = ria.with_suffix(ending)
    other.write_text("van mij", encoding="utf-8")
    result = run(ria)
    assert result.exit_code == 2
    assert f"'{other}' is er al, met iets anders erin. Haal dat bestand eerst weg, of kies met --naar een andere map." in result.output  # fmt: skip
    assert other.read_text(encoding="utf-8") == "van mij"
    assert sorted(path.suffix for path in ria.parent.iterdir()) == sorted([".pdf", ending])


def test_an_empty_booklet_gives_no_files(tmp_path: Path) -> None:
    """Nothing is wrong, and there is nothing to write."""
    path = tmp_path / "leeg.pdf"
    path.write_bytes(saved(booklet()))
    result = run(path)
    assert result.exit_code == 0
    assert "waarschuwing: in dit boekje is nog niets ingevuld" in result.output
    assert result.output.endswith("Er is niets gemaakt.\n")
    assert [one.name for one in tmp_path.iterdir()] == ["leeg.pdf"]


def test_a_bad_file_ends_with_1(tmp_path: Path) -> None:
    """One sentence, no files."""
    path = tmp_path / "ria.pdf"
    path.write_bytes(b"geen pdf")
    result = run(path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{path}: fout: dit is geen PDF — kies het ingevulde boekje; de naam eindigt op .pdf",
        "Er is niets gemaakt.",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["ria.pdf"]


def test_a_warning_does_not_stop_the_answers(tmp_path: Path) -> None:
    """A file with a script is read, and who reads it is told."""
    path = tmp_path / "ria.pdf"
    path.write_bytes(_unsafe("when-it-opens"))
    result = run(path)
    assert result.exit_code == 0
    assert "waarschuwing: in dit bestand zit een script of een bijlage" in result.output
    assert path.with_suffix(".txt").exists()


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    """A wrong name, or a folder, is a wrong command."""
    missing = run(tmp_path / "weg.pdf")
    assert missing.exit_code == 2
    assert "weg.pdf' is er niet. Kijk de naam en de map na." in missing.output
    assert run(tmp_path).exit_code == 2
    assert run().exit_code == 2


def test_a_folder_that_cannot_be_made_is_told(ria: Path, tmp_path: Path) -> None:
    """Where a file stands no folder can come; no traceback."""
    (tmp_path / "x").write_text("", encoding="utf-8")
    result = run(ria, "--naar", tmp_path / "x" / "y")
    assert result.exit_code == 1
    assert "fout: dit bestand is niet te schrijven" in result.output
    assert "Gemaakt" not in result.output
