"""The preflight: it finds every planted fault and nothing else, is silent on what is good, and no file can stop it."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from conftest import Built
from faulty import ALLOWED, FAULTS, GOOD, Fault, faulty, form, good, in_mm, paint, press, saved, say, screen, tile
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from booklet.boxes import POINTS_PER_MM, Box, paper, spot
from booklet.models import Drukkerij
from booklet.preflight import DEFAULT, RULES, UNKNOWN, judge, limits_of
from booklet.problems import Place, Problem, Severity, stops
from booklet.rules import PURPOSES, Limits, Purpose

SHOWN = "map/proef.pdf"
ANSWERS = "vraag", "maak", "gebruik", "kies"  # what a hint begins with


def _codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


# ----------------------------------------------------------------------------------------------------------------------
# Planted faults


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_and_nothing_else(fault: Fault) -> None:
    """It is told with its code, on its page, in its words and as badly as it is; the rest of the file stays good."""
    problems = judge(faulty(fault), SHOWN, fault.purpose, fault.limits)
    where = [Place(SHOWN, fault.page + more) for more in range(fault.pages)]
    assert [(problem.code, problem.place, problem.severity) for problem in problems] == [
        (fault.code, place, fault.severity) for place in where
    ], "\n".join(map(str, problems))
    assert fault.word in problems[0].message


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_just_allowed_is_not_told(name: str) -> None:
    """A rule tells what is wrong, and nothing that only looks like it."""
    with press() as pdf:
        ALLOWED[name](pdf)
        data = saved(pdf, force_version="1.6")
    assert data != good("drukkerij")
    assert judge(data, SHOWN, "drukkerij") == ()


def test_every_rule_has_a_planted_fault() -> None:
    """No rule is there that was never seen to find something; those about our own files have tests of their own."""
    planted = {(fault.purpose, fault.code) for fault in FAULTS}
    ours, damage = {"P04", "P10", "P13"}, {"P01"}
    wanted = {
        (purpose.value, rule.code)
        for purpose, rules in RULES.items()
        for rule in rules
        if purpose not in (Purpose.RINGBAND, Purpose.BLADEN) and rule.code not in ours | damage  # what is not folded
    }
    once = {"P02", "P07", "P12"}  # one rule for several purposes
    assert {pair for pair in wanted - planted if pair[1] not in once} == set()
    assert once <= {code for _, code in planted}
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("norm", ["X-4", "X-3", "X-1a"])
@pytest.mark.parametrize("purpose", GOOD)
def test_a_good_file_is_good(purpose: str, norm: Any) -> None:
    """Nothing is told of it: by its purpose, and by what it says of itself."""
    data = good(purpose, norm)
    assert judge(data, SHOWN, purpose, Limits(norm=norm)) == ()
    named = f"map/boekje-{purpose}.pdf" if purpose in ("boekje", "knipvellen") else SHOWN
    assert judge(data, named) == ()


def test_a_registered_printing_condition_needs_no_profile_in_older_norms() -> None:
    """PDF/X-3 may name its condition; PDF/X-4 has the profile in it."""
    for norm, wanted in (("X-3", []), ("X-1a", []), ("X-4", ["P33"])):
        with press(norm) as pdf:
            del pdf.Root.OutputIntents[0].DestOutputProfile
            assert _codes(judge(saved(pdf, force_version="1.4"), SHOWN)) == wanted
            pdf.Root.OutputIntents[0].RegistryName = pikepdf.String("van onszelf")
            assert _codes(judge(saved(pdf, force_version="1.4"), SHOWN)) == ["P33"]


def test_a_field_in_parts_may_say_once_what_it_is() -> None:
    """The words of the whole count for its parts."""
    with screen() as pdf:
        widget = pdf.pages[2].obj.Annots[0]
        widget.Parent = pdf.make_indirect(Dictionary(TU=widget.TU, Kids=Array([widget])))
        del widget.TU
        assert judge(saved(pdf), SHOWN, "scherm") == ()


def test_codes_are_told_once() -> None:
    """For one purpose a code belongs to one rule, and every rule says what to do."""
    for rules in (*RULES.values(), UNKNOWN):
        codes = [rule.code for rule in rules]
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"P\d\d", rule.code) and rule.hint.startswith(ANSWERS) for rule in rules)
    assert {rule.code for rule in UNKNOWN} == {
        rule.code for purpose in (Purpose.SCHERM, Purpose.DRUKKERIJ) for rule in RULES[purpose]
    }


# ----------------------------------------------------------------------------------------------------------------------
# Purposes


def test_a_druk_is_judged_as_what_it_is_for() -> None:
    """Large print is for reading; dividers in a ring and loose sheets need no multiple of four."""
    assert PURPOSES["grootletter"] == Purpose.SCHERM
    with press() as pdf:
        del pdf.pages[-1]
        three = saved(pdf, force_version="1.6")
    assert _codes(judge(three, SHOWN, "drukkerij")) == ["P24"]
    assert judge(three, SHOWN, "ringband") == ()
    assert judge(three, SHOWN, "bladen") == ()
    assert judge(three, "map/tabbladen-ringband.pdf") == ()
    with pytest.raises(KeyError):
        judge(three, SHOWN, "poster")


def test_a_file_tells_what_it_is_for() -> None:
    """By the end of its name, by the norm that it claims, by its tags; what is wrong then is an error."""
    for purpose, name in (("drukkerij", "P20"), ("scherm", "P06")):
        fault = next(fault for fault in FAULTS if (fault.purpose, fault.code) == (purpose, name))
        (problem,) = judge(faulty(fault), SHOWN)
        assert (problem.code, problem.severity) == (name, Severity.ERROR)
    sheets = judge(good("boekje"), "map/x-boekje.pdf"), judge(good("boekje"), "map/x-boekje-proef.pdf")
    assert sheets == ((), ())
    assert judge(good("knipvellen"), "map/x-knipvellen.pdf") == ()
    assert "P31" in _codes(judge(good("scherm"), "map/x-drukkerij.pdf"))


def test_the_norm_of_a_file_is_what_it_claims_unless_it_is_asked_for() -> None:
    """A file that says that it is PDF/X-3 is good as that, and not good for who asks X-4."""
    data = good("drukkerij", "X-3")
    assert judge(data, SHOWN) == ()
    (problem,) = judge(data, SHOWN, "drukkerij", DEFAULT)
    assert problem.code == "P31"


def test_a_file_that_says_nothing_gets_warnings_for_a_shop_and_for_a_screen() -> None:
    """Staff see what a plain file lacks for both, and nothing stops."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"1 0 0 rg 0 0 100 100 re f")
        problems = judge(saved(pdf), SHOWN)
    assert {"P05", "P06", "P07", "P20", "P31", "P33", "P35"} <= set(_codes(problems))
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert not stops(problems)
    assert Severity.ERROR in {problem.severity for problem in judge(good("scherm"), SHOWN, "drukkerij")}


def test_a_print_shop_has_its_own_limits() -> None:
    """They come from its profile."""
    profile = Drukkerij(
        id="x", naam="X", norm="X-3", afloop=4, conditie="FOGRA39", uitleg_conditie="x", icc="x.icc", inkt=260
    )
    assert limits_of(profile) == Limits(norm="X-3", bleed=4, ink=260)


# ----------------------------------------------------------------------------------------------------------------------
# Our own files


def test_our_own_screen_files_are_silent(built: Built) -> None:
    """Every booklet is good for a screen, also when nobody says that it is ours."""
    assert built.files
    for name, path in built.files.items():
        assert judge(path.read_bytes(), name) == ()


class _Plan:
    """The plan of a file with this many pages, of A6 where they are cards."""

    editie = SimpleNamespace(formaat="A6")

    def __init__(self, pages: int) -> None:
        self.page_count = pages


def _as_ours(pdf: pikepdf.Pdf) -> None:
    """Let a good screen PDF be as ours are."""
    say(pdf, "<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part>")
    pdf.Root.Outlines, pdf.Root.PageLabels = Dictionary(), Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


@pytest.mark.parametrize(
    ("code", "plant"),
    [
        ("", lambda pdf: None),
        ("P04", lambda pdf: pdf.pages.append(pdf.pages[0])),
        ("P06", lambda pdf: pdf.Root.__setattr__("Lang", "en")),
        ("P09", lambda pdf: pdf.Root.__delitem__("/Outlines")),
        ("P10", lambda pdf: pdf.Root.__delitem__("/PageLabels")),
        ("P11", lambda pdf: say(pdf, "<pdfuaid:part>1</pdfuaid:part>")),
        ("P13", lambda pdf: pdf.pages[0].obj.Resources.Font.F.__setattr__("BaseFont", Name("/ABCDEF+Arial"))),
    ],
)
def test_a_file_of_ours_must_be_as_planned(code: str, plant: Callable[[pikepdf.Pdf], None]) -> None:
    """Its pages, its language, its bookmarks, its page names, its norms and its letters."""
    plan: Any = _Plan(4)
    with screen() as pdf:
        _as_ours(pdf)
        plant(pdf)
        problems = judge(saved(pdf), SHOWN, "scherm", plan=plan)
    assert _codes(problems) == ([code] if code else [])
    assert all("makers van het programma" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("purpose", "pages", "right"),
    [
        *(("drukkerij", 4, True), ("drukkerij", 8, False), ("boekje", 7, True), ("boekje", 9, False)),
        *(("bladen", 4, True), ("bladen", 3, False), ("knipvellen", 10, True), ("knipvellen", 18, False)),
    ],
)
def test_a_file_for_paper_has_the_planned_pages(purpose: str, pages: int, right: bool) -> None:  # noqa: FBT001
    """As many as planned for the shop; on sheets to fold four of them on each, on sheets to cut four cards of two."""
    plan: Any = _Plan(pages)
    codes = _codes(judge(good(purpose), SHOWN, purpose, plan=plan))
    assert codes == ([] if right else ["P51" if purpose in ("boekje", "knipvellen") else "P04"])


# ----------------------------------------------------------------------------------------------------------------------
# How it is told


def test_a_page_with_much_of_a_fault_tells_it_once() -> None:
    """The first is told with its place, the others are counted."""
    with press() as pdf:
        for _ in range(3):
            paint(2, "1 0 0 rg 60 60 9 9 re f")(pdf)
        (problem,) = judge(saved(pdf, force_version="1.6"), SHOWN, "drukkerij")
    assert (
        problem.message
        == "een vlak heeft schermkleuren (RGB), op 60 mm van links en 228 mm van boven; en nog 2 keer op deze bladzijde"
    )


@pytest.mark.parametrize("many", [5, 6])
def test_a_fault_on_many_pages_is_one_line(many: int) -> None:
    """Up to five pages are told one by one; of more only the first, with their number."""
    with press() as pdf:
        pdf.pages.extend(pdf.pages[:4])
        for page in range(1, many + 1):
            pdf.pages[page - 1].obj.UserUnit = 2
        problems = judge(saved(pdf, force_version="1.6"), SHOWN, "drukkerij")
    assert [problem.place.line for problem in problems] == ([1] if many > 5 else [1, 2, 3, 4, 5])
    assert ("dit is zo op 6 bladzijden" in problems[0].message) == (many > 5)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(-0.49, 0.49))
def test_a_place_is_told_in_whole_millimetres_from_the_trim(left: int, top: int, rest: float) -> None:
    """From its left and its upper edge, wherever the trim lies on the paper."""
    trim = Box(100, 200, 100 + 400 * POINTS_PER_MM, 200 + 400 * POINTS_PER_MM)
    x, y = trim.left + (left + rest) * POINTS_PER_MM, trim.top - (top + rest) * POINTS_PER_MM
    assert spot(Box(x, y - 9, x + 9, y), trim) == f"op {left} mm van links en {top} mm van boven"


@given(st.integers(1, 50))
def test_a_place_outside_the_trim_is_told_by_the_edge(away: int) -> None:
    """So that staff do not look for it on the page."""
    trim, far = Box(0, 0, 300, 300), away * POINTS_PER_MM
    assert (
        spot(Box(-far, 0, 0, 300 + far), trim) == f"op {away} mm buiten de rand links en {away} mm buiten de rand boven"
    )
    past = Box(300 + far, -99, 999, -far)
    assert re.fullmatch(r"op \d+ mm buiten de rand rechts en \d+ mm buiten de rand onder", spot(past, trim))


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (210, 297, "A4 (210 × 297 mm)"),
        (420, 297, "A3 liggend (420 × 297 mm)"),
        (148.02, 210, "A5 (148,02 × 210 mm)"),
        (200, 280.5, "200 × 280,5 mm"),
    ],
)
def test_a_size_is_told_as_people_know_it(width: float, height: float, name: str) -> None:
    """By the name of the paper where it has one, and in millimetres."""
    assert paper(Box(5, 5, 5 + width * POINTS_PER_MM, 5 + height * POINTS_PER_MM)) == name


# ----------------------------------------------------------------------------------------------------------------------
# Files that are broken, or made to break something


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "geen PDF"),
        (b"Dit is een brief.", "geen PDF"),
        (b"%PDF-1.7\n", "geen PDF"),
        (good("drukkerij")[:900], "geen PDF"),
    ],
)
def test_what_is_no_pdf_is_told(data: bytes, word: str) -> None:
    """One problem, in plain words."""
    (problem,) = judge(data, SHOWN, "drukkerij")
    assert (problem.code, problem.severity) == ("P01", Severity.ERROR)
    assert word in problem.message


def test_a_file_with_a_password_is_told() -> None:
    """Nobody can look in it."""
    with screen() as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
    (problem,) = judge(data, SHOWN, "scherm")
    assert (problem.code, problem.severity) == ("P02", Severity.ERROR)


def test_a_file_without_pages_is_told() -> None:
    """There is nothing to print."""
    with pikepdf.new() as pdf:
        (problem,) = judge(saved(pdf), SHOWN, "drukkerij")
    assert "geen bladzijden" in problem.message


def test_a_file_that_had_to_be_mended_is_told() -> None:
    """When its table is not where it says, the objects can be looked for, but the file is not whole."""
    (problem,) = judge(good("scherm").replace(b"startxref\n", b"startxref\n9"), SHOWN, "scherm")
    assert (problem.code, problem.severity) == ("P01", Severity.WARNING)


def _itself(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """A form that draws itself."""
    loop = form(pdf, "/X Do")
    loop.Resources = Dictionary(XObject=Dictionary(X=loop))
    return loop


def _bomb(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """A form that draws ten forms that draw ten forms, and so on, twelve times."""
    inner = form(pdf, "0 0 0 1 k 0 0 1 1 re f")
    for _ in range(12):
        inner = form(pdf, "/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)))
    return inner


@pytest.mark.parametrize("make", [_itself, _bomb])
def test_a_page_without_end_has_an_end(make: Callable[[pikepdf.Pdf], pikepdf.Stream]) -> None:
    """What cannot be followed to its end is told; following it would take for ever."""
    with press() as pdf:
        paint(2, "/X Do", XObject=lambda pdf: {"X": make(pdf)})(pdf)
        data = saved(pdf, force_version="1.6")
    problems = judge(data, SHOWN, "drukkerij")
    assert ("P03", 2) in {(problem.code, problem.place.line) for problem in problems}


def test_a_pattern_inside_itself_has_an_end() -> None:
    """It is followed once."""
    with press() as pdf:
        loop = tile(pdf, "/Pattern cs /P scn 0 0 9 9 re f")
        loop.Resources = Dictionary(Pattern=Dictionary(P=loop))
        paint(2, "/Pattern cs /P scn 60 60 9 9 re f", Pattern=lambda pdf: {"P": loop})(pdf)
        problems = judge(saved(pdf, force_version="1.6"), SHOWN, "drukkerij")
    assert "P40" in _codes(problems)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, *PURPOSES]))
def test_no_bytes_can_stop_it(data: bytes, purpose: str | None) -> None:
    """Anything at all is judged, and anything that is no PDF is no good."""
    assert judge(data, SHOWN, purpose)
    assert judge(b"%PDF-1.7\n" + data, SHOWN, purpose)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(list(GOOD)))
def test_no_damage_can_stop_it(data: st.DataObject, purpose: str) -> None:
    """A good file with a bit of it changed, taken out or cut off is judged too."""
    whole = good(purpose)
    text = [found.start() for found in re.finditer(rb"[/\[<(\d]", whole)]  # what has a meaning, not the letters
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from(text)) % len(whole)
        length = data.draw(st.integers(0, 12))
        whole = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + length :]
    judge(whole[: data.draw(st.sampled_from([len(whole), len(whole) // 2, len(whole) - 30]))], SHOWN, purpose)


KEYS = ("MediaBox", "TrimBox", "Resources", "Contents", "Annots", "Rotate", "UserUnit", "Group", "AA")
ROOT = ("OutputIntents", "Metadata", "Names", "OpenAction", "AcroForm", "StructTreeRoot", "MarkInfo", "Lang", "AF")
STRANGE: tuple[Callable[[], Any], ...] = (
    lambda: 7,
    lambda: -1.5,
    lambda: True,
    lambda: Name.Vreemd,
    lambda: pikepdf.String("\udcff".encode("utf-8", "surrogateescape")),
    lambda: Array(),
    lambda: Array([Array(), Name.X, 3, Dictionary()]),
    lambda: Dictionary(),
    lambda: Dictionary(XObject=Dictionary(Form=3), Font=Array(), ColorSpace=Name.X, ExtGState=Dictionary(a=1)),
    lambda: Array([0, 0, 0, 0]),
    lambda: Array([0, 0, 1e9, 1e9]),
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(list(GOOD)), st.sampled_from([*KEYS, *ROOT]), st.sampled_from(STRANGE))
@example("drukkerij", "TrimBox", STRANGE[-1])
@example("drukkerij", "TrimBox", STRANGE[-2])
def test_no_strange_value_can_stop_it(purpose: str, key: str, value: Callable[[], Any]) -> None:
    """A key may hold anything; it is told, or it is of no matter."""
    with GOOD[purpose]() as pdf:
        holder = pdf.Root if key in ROOT else pdf.pages[1].obj
        holder[f"/{key}"] = value()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # a field that no form knows
            try:
                data = saved(pdf)
            except (pikepdf.PdfError, TypeError, ValueError):  # then nobody can have such a file
                return
    judge(data, SHOWN, purpose)
    judge(data, SHOWN)


OPERANDS = st.lists(
    st.sampled_from(["0", "1", "-3", "0.5", "1e3", "/F", "/All", "/Form", "(a)", "[1 2]", "<< /a 1 >>"]), max_size=6
)
OPERATORS = st.sampled_from(
    [
        "q",
        "Q",
        "cm",
        "w",
        "gs",
        "k",
        "K",
        "rg",
        "g",
        "cs",
        "CS",
        "scn",
        "SCN",
        "m",
        "l",
        "c",
        "re",
        "W",
        "n",
        "f",
        "B",
        "S",
        "sh",
        "Do",
        "BT",
        "ET",
        "Tf",
        "Tr",
        "Tm",
        "Td",
        "TJ",
        "Tj",
        "'",
        '"',
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(OPERANDS, OPERATORS), max_size=12))
def test_no_instruction_can_stop_it(instructions: list[tuple[list[str], str]]) -> None:
    """A page may say anything."""
    with press() as pdf:
        said = " ".join(f"{' '.join(operands)} {operator}" for operands, operator in instructions)
        pdf.pages[1].contents_add(in_mm(said))
        judge(saved(pdf, force_version="1.6"), SHOWN, "drukkerij")


def test_looking_changes_nothing(tmp_path: Path) -> None:
    """The same file gives the same problems, and stays the same."""
    data = faulty(next(fault for fault in FAULTS if fault.code == "P43"))
    (tmp_path / "proef.pdf").write_bytes(data)
    read = (tmp_path / "proef.pdf").read_bytes()
    assert judge(read, SHOWN, "drukkerij") == judge(data, SHOWN, "drukkerij")
    assert read == data
