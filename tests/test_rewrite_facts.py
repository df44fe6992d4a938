"""The facts of a gemeente are changed as text: what is wanted reads back exactly, and nobody loses a comment or a line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from conftest import CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oddyaml import LINES, forms, quoted, says

from booklet import rewrite_facts
from booklet.checks import check
from booklet.content import read_content
from booklet.gemeenten import Official, read_list
from booklet.rewrite_facts import rewritten_facts
from booklet.source import Loc, Source, read_text
from booklet.start import write_texts

AANDUIDING, WIJKTEAM = ("aanduiding",), ("wijkteam",)
TELEFOON, WEBSITE, EMAIL = ("contact", "telefoon"), ("contact", "website"), ("contact", "email")
ALL: Mapping[Loc, str] = {
    AANDUIDING: "Gemeente Proef",
    WIJKTEAM: "het team",
    TELEFOON: "036 000 00 11",
    WEBSITE: "proef.example",
    EMAIL: "info@proef.example",
    ("contact", "adres"): "Proefplein 2, 1234 AB Proef",
    ("oco", "naam"): "OCO Proef",
    ("oco", "telefoon"): "036 000 00 12",
    ("oco", "website"): "oco.proef.example",
    ("oco", "email"): "oco@proef.example",
}
FIELDS = tuple(ALL)
OWN = ("almere", "voorbeeldstad", "nieuw")
EXAMPLE = re.compile(r" *#(?:aanduiding|wijkteam|telefoon|website|email|adres|naam):")

Wanted = Mapping[Loc, str | None]


def read(text: str) -> Source:
    """What a text says; it must say something, and all of it right."""
    source, problems = read_text(text.removeprefix("\ufeff"), "gemeente.yaml")
    assert source is not None
    assert not problems
    return source


def facts(text: str) -> dict[Loc, str]:
    """The texts in a file, but for the space around them."""
    return {loc: value.strip() for loc, value in read(text).texts}


def change(text: str, wanted: Wanted) -> str:
    """The text with what is wanted; it says just that, and to want it again changes nothing."""
    result = rewritten_facts(read(text), text, wanted)
    expected = {**facts(text), **wanted}
    assert facts(result) == {loc: value for loc, value in expected.items() if value is not None}
    assert rewritten_facts(read(result), result, wanted) == result
    return result


def own(name: str) -> str:
    """A file that is ours: one of the content, or one of a new gemeente."""
    if name == "nieuw":
        return write_texts(official(), "proef")["gemeente.yaml"].decode()
    return (CONTENT / "gemeenten" / name / "gemeente.yaml").read_bytes().decode()


def official() -> Official:
    """A gemeente that has no folder yet."""
    return next(one for one in read_list(CONTENT) if one.naam == "Utrecht")


def file(*rows: str) -> str:
    """A file with what it needs and these rows."""
    return "\n".join(["# kop", "naam: X", "code: GM0001", *rows, ""])


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        # another text
        (
            ["contact:", "  telefoon: '1' # a"],
            {TELEFOON: "036 000 00 13"},
            ["contact:", '  telefoon: "036 000 00 13" # a'],
        ),
        (["contact:", "  website:  # a"], {WEBSITE: "x"}, ["contact:", "  website: x  # a"]),
        (["contact:", "  website: |  # a", "    y"], {WEBSITE: "x"}, ["contact:", "  website: x  # a"]),
        (["wijkteam:", "  # a", "  het team"], {WIJKTEAM: "#1"}, ["wijkteam:", "  # a", '  "#1"']),
        # the same text, however it is written
        (["contact: {telefoon: ' 1'}"], {TELEFOON: "1"}, ["contact: {telefoon: ' 1'}"]),
        (["contact:", "  website:", "oco: ~"], {WEBSITE: None, EMAIL: None}, ["contact:", "  website:", "oco: ~"]),
        # instead of its example
        (
            ["contact:", "  # het nummer", '  #telefoon: "1"', "oco:", "  #telefoon: 2"],
            {TELEFOON: "3"},
            ["contact:", "  # het nummer", '  telefoon: "3"', "oco:", "  #telefoon: 2"],
        ),
        (["contact: ~ # a", "    #website: y"], {WEBSITE: "x"}, ["contact: # a", "    website: x"]),
        (["", "#wijkteam: het team", "", "oco:"], {WIJKTEAM: "x"}, ["", "wijkteam: x", "", "oco:"]),
        (
            ["contact:", "  email: a", "oco:", "  #website: b", "teksten:", "  x: |", "    #website: c"],
            {WEBSITE: "d"},
            [
                "contact:",
                "  website: d",
                "  email: a",
                "oco:",
                "  #website: b",
                "teksten:",
                "  x: |",
                "    #website: c",
            ],
        ),
        (["contact:", "#website: y", "  # a"], {WEBSITE: "x"}, ["contact:", "  website: x", "#website: y", "  # a"]),
        (["contact:", "  # website: uw eigen"], {WEBSITE: "x"}, ["contact:", "  website: x", "  # website: uw eigen"]),
        (["contact:", "  email: a", "     #website: y"], {WEBSITE: "x"}, ["contact:", "  email: a", "  website: x"]),
        (
            ["contact:", "  adres: >", "    a", "    #website: b"],
            {WEBSITE: "x"},
            ["contact:", "  website: x", "  adres: >", "    a", "    #website: b"],
        ),
        # below the field before it
        (["contact:", "    telefoon: '1'"], {TELEFOON: None, WEBSITE: "x"}, ["contact:", "    website: x"]),
        (
            ["contact:", "   telefoon: '1'", "     # a", "   # b", "   email: c"],
            {WEBSITE: "x"},
            ["contact:", "   telefoon: '1'", "     # a", "   website: x", "   # b", "   email: c"],
        ),
        (
            ["contact:", "  # a", "", "  # b", "", "# c", "huisstijl:"],
            {("oco", "naam"): "x"},
            ["contact:", "  # a", "", "  # b", "", "oco:", "  naam: x", "", "# c", "huisstijl:"],
        ),
        # at the top of what it is in
        (["contact:", "  email: c"], {TELEFOON: "1"}, ["contact:", '  telefoon: "1"', "  email: c"]),
        (["contact: # a", "  # b"], {WEBSITE: "x"}, ["contact: # a", "  website: x", "  # b"]),
        # what it is in is not there
        (["voorbeeld: ja"], {WEBSITE: "x"}, ["voorbeeld: ja", "", "contact:", "  website: x"]),
        (["oco:", "  naam: y"], {WEBSITE: "x"}, ["contact:", "  website: x", "oco:", "  naam: y"]),
        # gone
        (["contact:", "  # a", "  website: x", "oco:"], {WEBSITE: None}, ["contact:", "  # a", "oco:"]),
        (
            ["contact:", "  website:  # a", "    x # b", "  # c"],
            {WEBSITE: None},
            ["contact:", "  # a", "  # b", "  # c"],
        ),
        (["", "wijkteam: het team", "", "oco:"], {WIJKTEAM: None}, ["", "oco:"]),
        (["", "wijkteam: het team # a", "", "oco:"], {WIJKTEAM: None}, ["", "# a", "", "oco:"]),
        (["? contact", ": website: x", "  email: y"], {WEBSITE: None}, ["? contact", ": website: ~", "  email: y"]),
        # between braces
        (["contact: {telefoon: '1'} # a"], {TELEFOON: "2"}, ['contact: {telefoon: "2"} # a']),
        (["contact: {telefoon: '1'} # a"], {WEBSITE: "x, y"}, ["contact: {telefoon: '1', website: \"x, y\"} # a"]),
        (["contact: {email: z}"], {WEBSITE: "x", TELEFOON: "1"}, ['contact: {telefoon: "1", website: "x", email: z}']),
        (["contact: {} # a"], {WEBSITE: "x"}, ['contact: {website: "x"} # a']),
        (["contact: {telefoon: '1', email: z}"], {TELEFOON: None}, ["contact: {email: z}"]),
        (["contact: {telefoon: '1', email: z}"], {EMAIL: None}, ["contact: {telefoon: '1'}"]),
        (["contact: {email: z} # a"], {EMAIL: None}, ["contact: {} # a"]),
        (
            ["contact: {", "  website: x # a", "  , email: # b", "  y}"],
            {EMAIL: None, WEBSITE: None},
            ["contact: {", "  website: ~ # a", "  , email: # b", "  ~}"],
        ),
    ],
)
def test_a_field_that_changes_is_all_that_changes(before: Sequence[str], wanted: Wanted, after: Sequence[str]) -> None:
    """A text comes, changes and goes, in the place where somebody would type it."""
    assert change(file(*before), wanted) == file(*after)


def test_a_file_between_braces_stays_between_them() -> None:
    """What another program wrote is changed as that program writes it."""
    text = '{"naam": "X", "code": "GM0001", "oco": {"naam": "y"}, "contact": }'
    wanted = {TELEFOON: "1", EMAIL: "z", ("oco", "naam"): None, WIJKTEAM: "w"}
    expected = '{"naam": "X", "code": "GM0001", wijkteam: "w", "oco": {}, "contact": {telefoon: "1", email: "z"}}'
    assert change(text, wanted) == expected
    bare = "{naam: X, code: GM0001}"
    assert change(bare, {WEBSITE: "x"}) == '{naam: X, code: GM0001, contact: {website: "x"}}'


def test_a_file_may_end_in_the_midst_of_a_text() -> None:
    """Without a last line end it gets none, and what stood last still says the same."""
    text = "naam: X\ncode: |\n  GM0001"
    assert change(text, {WIJKTEAM: "w"}) == f"{text}\n\nwijkteam: w"
    assert change(change(text, {WIJKTEAM: "w"}), {WIJKTEAM: None}) == text


def test_a_text_that_says_something_else_is_never_handed_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the writing of a text is found out before anything is written."""
    monkeypatch.setattr(rewrite_facts, "scalar", lambda text, quoted=False: f"{text}\nvoorbeeld: ja")
    with pytest.raises(RuntimeError, match=r"gemeente\.yaml"):
        rewritten_facts(read(file()), file(), {WIJKTEAM: "het team"})


@pytest.mark.parametrize("loc", FIELDS)
@pytest.mark.parametrize("name", OWN)
def test_in_our_own_files_a_field_comes_and_goes_on_its_own_line(name: str, loc: Loc) -> None:
    """One line changes, or comes, or goes, and all others are as they were; the comments too."""
    text = own(name)
    lines = text.splitlines()
    there = loc in facts(text)
    filled = change(text, {loc: ALL[loc]}).splitlines()
    replaced = there or any(EXAMPLE.match(line) for line in lines)
    assert len(filled) - len(lines) == (0 if replaced else 1)
    assert len(set(lines) - set(filled)) == replaced
    gone = change(text, {loc: None})
    assert gone.splitlines() == [line for line in lines if not there or line != lines[read(text).keys[loc].line - 1]]
    assert change("\n".join(filled) + "\n", {loc: None}).splitlines() == [line for line in filled if line in lines]


def test_a_new_gemeente_is_filled_in_without_opening_its_file(project: Path) -> None:
    """All ten facts stand where their examples stood, below what explains them, and no check asks for them any more."""
    text = own("nieuw")
    before, after = text.splitlines(), change(text, ALL).splitlines()
    assert len(before) == len(after)
    assert all(EXAMPLE.match(old) for old, new in zip(before, after, strict=True) if old != new)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == len(ALL)
    assert not [line for line in after if EXAMPLE.match(line)]

    folder = project / "content/gemeenten/proef"
    folder.mkdir()
    for name, data in write_texts(official(), "proef").items():
        (folder / name).write_bytes(data)
    assert codes(project) >= {"C35", "C36", "C37"}
    (folder / "gemeente.yaml").write_bytes(change(text, ALL).encode())
    assert not codes(project) & {"C35", "C36", "C37"}


def codes(project: Path) -> set[str]:
    """The codes of what is wrong with the new gemeente, which can be read."""
    library = read_content(project / "content", ["proef"])
    assert not library.problems
    assert "proef" in library.gemeenten
    return {problem.code for problem in check(library, date(2026, 11, 22))}


# Random files in random styles.


class Writer:
    """Writes the facts of a gemeente in a random style; no comment is like another."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: list[tuple[str, Loc | None]] = []  # a line, and the field that it is of
        self.in_block = False
        self.count = 0

    def maybe(self, chance: float = 0.3) -> bool:
        """Whether something happens this time."""
        return self.rng.random() < chance

    def comment(self) -> str:
        """A comment that no other is."""
        self.count += 1
        return f"# nr{self.count}. 'x: [\"y"

    def file(self, values: Mapping[Loc, str]) -> str:
        """The whole file, with its fields in some order."""
        names = ["naam", "code", "aanduiding", "wijkteam", "contact", "oco", "teksten"]
        if self.maybe():
            self.rng.shuffle(names)
        for name in names:
            self.rows += [("", None)] * self.rng.choice((0, 0, 1, 1, 2))
            if self.maybe():
                self.rows.append((self.comment(), None))
            self.part(name, values)
        ends = "\r\n" if self.maybe() else "\n"
        text = ends.join(row for row, _ in self.rows) + ends * self.rng.choice((0, 1, 1, 3))
        return ("\ufeff" if self.maybe(0.2) else "") + text

    def part(self, name: str, values: Mapping[Loc, str]) -> None:
        """A field of the highest level, or its example, or nothing."""
        inside = [loc for loc in FIELDS if loc[0] == name and len(loc) == 2]
        if inside:
            self.mapping(name, inside, values)
        elif (name,) in values:
            self.field((name,), values[name,], "")
        elif name == "teksten":
            rows = ["teksten:", "  hierna:", f"    kop: x {self.comment()}", "    tekst: |", "      #telefoon: 1", ""]
            self.rows += [(row, None) for row in rows]
        else:
            self.no_field((name,), "")

    def mapping(self, name: str, inside: Sequence[Loc], values: Mapping[Loc, str]) -> None:
        """The fields of contact or oco: on lines, between braces, only as examples, or not at all."""
        there = [loc for loc in inside if loc in values]
        if not there and self.maybe():
            return
        if self.maybe(0.2):
            texts = ", ".join(f"{loc[1]}: {quoted(values[loc])}" for loc in there)
            self.rows.append((f"{name}: {{{texts}}}  {self.comment()}", (name,)))
            return
        self.rows.append((f"{name}:{f' {self.comment()}' if self.maybe() else ''}", None))
        nothing = not there and self.maybe()
        if nothing:
            self.rows[-1] = (f"{name}: ~ {self.comment()}", (name,))
        indent = " " * self.rng.choice((1, 2, 4))
        for loc in self.rng.sample(inside, len(inside)) if self.maybe() else inside:
            if loc in values:
                self.field(loc, values[loc], indent)
            else:
                self.no_field(loc, indent, 0.2 * (not nothing))

    def field(self, loc: Loc, value: str, indent: str) -> None:
        """A field, with a comment above it or behind it."""
        if self.maybe():
            deeper = indent if self.in_block else f"{indent}  "  # there it would be text
            self.rows.append((self.rng.choice(("", indent, deeper)) + self.comment(), None))
        ways = forms(value, self.comment())
        form = self.rng.choice(ways)
        first, *more = form if says(str(loc[-1]), form, value) else ways[0]
        behind = f"  {self.comment()}" if not more and self.maybe() else ""
        self.rows.append((f"{indent}{loc[-1]}: {first}{behind}", loc))
        self.rows += [(indent + row if row else "", loc) for row in more]
        self.in_block = bool(more)

    def no_field(self, loc: Loc, indent: str, empty: float = 0.2) -> None:
        """Nothing, or with some chance the name without a text, or an example."""
        if self.maybe(empty):
            self.rows.append((f"{indent}{loc[-1]}:{self.rng.choice(('', ' ~'))}", loc))
        elif self.maybe(0.5):
            self.rows.append((indent + self.comment(), None))
            self.rows.append((f"{indent}#{loc[-1]}: voorbeeld", loc))


VALUES = LINES.map(str.strip).filter(bool)
SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


@SETTINGS
@given(
    old=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES)),
    wanted=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, st.one_of(st.none(), VALUES))),
    rng=st.randoms(use_true_random=False),
)
def test_any_edit_of_any_file_reads_back_and_spares_the_rest(
    old: dict[Loc, str], wanted: dict[Loc, str | None], rng: Random
) -> None:
    """What is wanted is there, in whatever order it is asked; lines, comments, line ends and mark of the rest stay."""
    writer = Writer(rng)
    text = writer.file({("naam",): "X", ("code",): "GM0001", **old})
    present = facts(text)
    assert {loc: present[loc] for loc in old} == old
    same: Wanted = {loc: present.get(loc) for loc in FIELDS}
    assert rewritten_facts(read(text), text, same) == text

    result = change(text, wanted)
    assert rewritten_facts(read(text), text, dict(reversed(wanted.items()))) == result
    lines = iter(re.split(r"\r\n|\n", result.removeprefix("\ufeff")))
    for row in spared(writer, {loc for loc in wanted if wanted[loc] != present.get(loc)}):
        assert any(row == line for line in lines), row
    assert all(comment in result for row, _ in writer.rows for comment in re.findall(r"# nr\d+\.", row))
    assert result.startswith("\ufeff") == text.startswith("\ufeff")
    assert "\r\n" not in text or not re.search("(?<!\r)\n", result)
    assert result.endswith("\n") == text.endswith("\n")


def spared(writer: Writer, changed: set[Loc]) -> Iterator[str]:
    """The lines that must still be there, in this order; between braces a line is more than one field."""
    for row, loc in writer.rows:
        if row and loc not in changed and not any(one[:1] == loc for one in changed):
            yield row


@SETTINGS
@given(
    name=st.sampled_from(OWN),
    first=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, st.one_of(st.none(), VALUES))),
    second=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, st.one_of(st.none(), VALUES))),
)
def test_our_own_files_keep_their_comments_whatever_changes(
    name: str, first: dict[Loc, str | None], second: dict[Loc, str | None]
) -> None:
    """Importing once and once more leaves every line that explains, in its order, and the order of the fields."""
    text = own(name)
    result = change(change(text, first), second)
    assert explaining(result) == explaining(text)
    order = [loc for loc in read(result).keys if loc in FIELDS]
    assert order == [loc for loc in FIELDS if loc in order]


def explaining(text: str) -> list[str]:
    """The comments of a file but for its examples."""
    return [line for line in text.splitlines() if line.lstrip().startswith("#") and not EXAMPLE.match(line)]
