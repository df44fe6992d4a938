"""Whatever happens to a content file, reading and checking it never raises, and tells it in Dutch at a place that exists."""

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from booklet import content, language
from booklet.checks import check
from booklet.content import Library, read_content
from booklet.problems import Problem, stops
from booklet.source import Loc, Source, read_source

CONTENT = Path(__file__).parent.parent / "content"
GEMEENTE = "voorbeeldstad"
EDITIONS = len(list((CONTENT / "edities").glob("*.yaml")))
ROUNDS = 600
SEED = 20261122
TODAY = date(2026, 11, 22)
FAIR_SHARE = 0.25  # of the mutations must stop the work, and of all at least as many must leave a file that can be read
LANGUAGE_EVERY = {
    True: 16,
    False: 160,
}  # for a file that could be read or not: the language rules take most of the time

MARKS = [*"\t:'\"{}[]#&*!%@|>?,~-`\\ \n\r", "\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\xa0", "\u202e", "\ud7ff"]
MARKS += [
    "中",
    "é",
    "İ",
    "👍🏽",
    "\U00020000",
    "---\n",
    "...\n",
    "<<: ",
    "- ",
    "? ",
    ": ",
    " #",
    "{gemeente}",
    "{x}",
    "\n\n",
]
VALUES = ["", " ", "[]", "{}", "[a, b]", "{a: b}", "[[[]]]", "null", "~", "ja", "-1", "0", "1e400", "nan", "9" * 400]
VALUES += ["2026-02-31", "0000-00-00", "'", '"x', '"\\ud800"', '"\\0"', "|", ">-", "| x", "*a", "&a b", "!t", "!!int 3"]
VALUES += ["中", "x" * 600, "x " * 300, "x" * 300 + ".svg", "../logo.svg", "{x}", "{gemeente}", "a: b", "#123456", "''"]
FIELD = re.compile(r"^( *(?:- )?)([\w-]+)(: ?)(.*)$")

# Words of PyYAML, pydantic and Python; none of them is Dutch.
ENGLISH = re.compile(
    r"\b(error|expected|found|invalid|mapping|while|parsing|scanning|should|input|required|Traceback)\b", re.IGNORECASE
)
# Where a mutation may show: in the file itself, or in files that speak of what is in it.
ELSEWHERE = {
    "gemeenten": (f"content/gemeenten/{GEMEENTE}/", "content/sociale-kaart/", "content/taal.yaml"),
    "sociale-kaart": (f"content/gemeenten/{GEMEENTE}/", "content/plan.yaml", "content/taal.yaml"),
    "edities": ("content/edities/", "content/handleiding.yaml", "content/plan.yaml", "content/taal.yaml"),
    "personen": (
        "content/personen/",
        "content/domeinen/",
        "content/handleiding.yaml",
        "content/plan.yaml",
        "content/taal.yaml",
    ),
}

Mutate = Callable[[random.Random, list[str]], None]


def _some(rng: random.Random, lines: list[str]) -> int:
    return rng.randrange(len(lines))


def _delete_lines(rng: random.Random, lines: list[str]) -> None:
    start = _some(rng, lines)
    del lines[start : start + rng.choice((1, 1, 1, 2, 5, 40))]


def _double_lines(rng: random.Random, lines: list[str]) -> None:
    start = _some(rng, lines)
    lines[start:start] = lines[start : start + rng.choice((1, 1, 3, 12))]


def _swap_lines(rng: random.Random, lines: list[str]) -> None:
    one, other = _some(rng, lines), _some(rng, lines)
    lines[one], lines[other] = lines[other], lines[one]


def _insert_marks(rng: random.Random, lines: list[str]) -> None:
    for _ in range(rng.choice((1, 1, 2, 6))):
        index = _some(rng, lines)
        column = rng.randint(0, len(lines[index]))
        lines[index] = lines[index][:column] + rng.choice(MARKS) + lines[index][column:]


def _delete_letters(rng: random.Random, lines: list[str]) -> None:
    index = _some(rng, lines)
    column = rng.randint(0, len(lines[index]))
    lines[index] = lines[index][:column] + lines[index][column + rng.randint(1, 4) :]


def _indent(rng: random.Random, lines: list[str]) -> None:
    start = _some(rng, lines)
    for index in range(start, min(start + rng.choice((1, 1, 4)), len(lines))):
        lines[index] = rng.choice((" ", "  ", "    ", "\t")) + lines[index]


def _outdent(rng: random.Random, lines: list[str]) -> None:
    start, by = _some(rng, lines), rng.randint(1, 4)
    for index in range(start, min(start + rng.choice((1, 1, 4)), len(lines))):
        lines[index] = lines[index][min(by, len(lines[index]) - len(lines[index].lstrip())) :]


def _truncate(rng: random.Random, lines: list[str]) -> None:
    index = _some(rng, lines)
    lines[index:] = [lines[index][: rng.randint(0, len(lines[index]))]]


def _fields(lines: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    return [(index, match) for index, line in enumerate(lines) if (match := FIELD.match(line))]


def _replace_value(rng: random.Random, lines: list[str]) -> None:
    if fields := _fields(lines):
        index, match = rng.choice(fields)
        lines[index] = f"{match[1]}{match[2]}: {rng.choice(VALUES)}"


def _swap_values(rng: random.Random, lines: list[str]) -> None:
    if fields := _fields(lines):
        (one, first), (other, second) = rng.choice(fields), rng.choice(fields)
        lines[one] = f"{first[1]}{first[2]}: {second[4]}"
        lines[other] = f"{second[1]}{second[2]}: {first[4]}"


def _borrow_value(rng: random.Random, lines: list[str]) -> None:
    """The value of the same field elsewhere: right in itself, wrong where it comes."""
    if fields := _fields(lines):
        index, match = rng.choice(fields)
        alike = [other[4] for _, other in fields if other[2] == match[2] and not other[4].startswith("|")]
        lines[index] = f"{match[1]}{match[2]}{match[3]}{rng.choice(alike or VALUES)}"


def _change_words(rng: random.Random, lines: list[str]) -> None:
    index = _some(rng, lines)
    words = re.split(r"(?<=[\w.,]) (?=\w)", lines[index])
    words[rng.randrange(len(words))] = rng.choice(
        ("", "woonruimte", "inkomen", "ria", "goed", "links", "zelfredzaam", "U")
    )
    lines[index] = " ".join(words)


def _spoil_key(rng: random.Random, lines: list[str]) -> None:
    if fields := _fields(lines):
        index, match = rng.choice(fields)
        key = rng.choice((match[2][1:], match[2] + "x", match[2].upper(), "", f'"{match[2]}\\n"', rng.choice(MARKS)))
        lines[index] = f"{match[1]}{key}{match[3]}{match[4]}"


def _repeat_all(_rng: random.Random, lines: list[str]) -> None:
    lines += list(lines)


def _empty(_rng: random.Random, lines: list[str]) -> None:
    lines[:] = [line for line in lines if line.startswith("#")]


MUTATIONS: tuple[tuple[Mutate, int], ...] = (
    (_delete_lines, 5),
    (_double_lines, 4),
    (_swap_lines, 4),
    (_insert_marks, 6),
    (_delete_letters, 4),
    (_indent, 4),
    (_outdent, 4),
    (_truncate, 3),
    (_replace_value, 10),
    (_swap_values, 3),
    (_borrow_value, 8),
    (_change_words, 8),
    (_spoil_key, 4),
    (_repeat_all, 1),
    (_empty, 1),
)


def _random_bytes(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 1, 3, 20))) + data[at:]


def _cut_bytes(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randint(0, len(data))]


BYTES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _random_bytes,
    _cut_bytes,
    lambda _rng, data: data.replace(b"\n", b"\r\n"),
    lambda _rng, data: data.replace(b"\n", b"\r"),
    lambda _rng, data: b"\xef\xbb\xbf" + data,
    lambda _rng, data: data.decode().encode("utf-16"),
    lambda _rng, data: data.decode().encode("cp1252", "replace"),
)


def _mutated(rng: random.Random, original: bytes) -> bytes:
    lines = original.decode().split("\n")
    mutations, weights = zip(*MUTATIONS, strict=True)
    for mutate in rng.choices(mutations, weights, k=rng.choice((1, 1, 1, 1, 2, 4))):
        if lines:
            mutate(rng, lines)
    data = "\n".join(lines).encode()
    return rng.choice(BYTES)(rng, data) if rng.random() < 0.12 else data


class Project(NamedTuple):
    """A copy of the content with one gemeente, its files as they were, and the problems that it has by itself."""

    files: dict[Path, bytes]
    problems: frozenset[Problem]


@pytest.fixture
def original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project to mutate, in which files that did not change are parsed and validated only once."""
    shutil.copytree(CONTENT, tmp_path / "content")
    for folder in (tmp_path / "content" / "gemeenten").iterdir():
        if folder.name != GEMEENTE:
            shutil.rmtree(folder)
    monkeypatch.chdir(tmp_path)
    files = {path: path.read_bytes() for path in sorted(Path("content").rglob("*.yaml"))}
    parsed = {(path.as_posix(), data): read_source(path, path.as_posix()) for path, data in files.items()}

    def read(path: Path, file: str) -> tuple[Source | None, tuple[Problem, ...]]:
        known = parsed.get((file, path.read_bytes())) if path.is_file() else None
        return known or read_source(path, file)

    whole = {id(source) for source, _ in parsed.values()}
    validated: dict[tuple[Any, ...], Any] = {}
    validate = content._validated

    def value_of(model: type[Any], data: object, source: Source, prefix: Loc = ()) -> Any:
        if id(source) not in whole or data is not source.data:  # what a gemeente lays over the texts of the plan is new
            return validate(model, data, source, prefix)
        key = (model, id(source))
        if key not in validated:
            validated[key] = validate(model, data, source, prefix)
        return validated[key]

    monkeypatch.setattr(content, "read_source", read)
    monkeypatch.setattr(content, "_validated", value_of)
    return Project(files, frozenset(check(read_content(Path("content"), (GEMEENTE,)), TODAY)))


def test_nothing_that_happens_to_a_file_raises(original: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hundred mutated files: no exception, every problem in Dutch at a place that exists, or content that is whole."""
    rng = random.Random(SEED)  # noqa: S311  not for secrets
    outcomes: Counter[str] = Counter()
    codes: set[str] = set()
    for number in range(ROUNDS):
        file, data = rng.choice(list(original.files.items()))
        mutated = _mutated(rng, data)
        file.write_bytes(mutated)
        try:
            library = read_content(Path("content"), (GEMEENTE,))
            is_read = original.problems.issuperset(library.problems)
            with monkeypatch.context() as patch:
                if number % LANGUAGE_EVERY[is_read]:
                    patch.setattr(language, "shared_of", lambda library: None)
                problems = check(library, TODAY)
            wrong = [*_not_whole(library, problems)]
        except Exception as fault:
            raise AssertionError(_told(number, file, data, mutated)) from fault
        finally:
            file.write_bytes(data)
        new = [problem for problem in problems if problem not in original.problems]
        wrong += [*_misplaced(new, file, mutated), *_not_dutch(new)]
        assert not wrong, "\n".join([*wrong, _told(number, file, data, mutated)])
        codes.update(problem.code for problem in new)
        outcomes["stopped" if stops(new) else "told" if new else "nothing"] += 1
        outcomes["read"] += is_read
    print(f"{ROUNDS} mutations: {dict(outcomes)}, {len(codes)} kinds of problem")
    assert outcomes["stopped"] >= FAIR_SHARE * ROUNDS
    assert outcomes["read"] >= FAIR_SHARE * ROUNDS
    assert len(codes) >= 30


def _misplaced(problems: Sequence[Problem], file: Path, mutated: bytes) -> Iterator[str]:
    """Problems in another file than the mutated one or one that speaks of it, or at a line that is not there."""
    allowed = (file.as_posix(), *ELSEWHERE.get(file.parts[1], ("content/",)))
    for problem in problems:
        place = problem.place
        if not place.file.startswith(allowed) or not Path(place.file).exists():
            yield f"in another file: {problem}"
        elif place.line:
            lines = _lines(mutated if place.file == file.as_posix() else Path(place.file).read_bytes())
            if place.line > len(lines) or place.column > len(lines[place.line - 1]) + 1:
                yield f"no such place: {problem}"


def _lines(data: bytes) -> list[str]:
    return re.split(r"\r\n?|\n", data.decode("utf-8-sig", "replace"))


def _not_dutch(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        own_words = re.sub(r"'.*'", "", f"{problem.message} {problem.hint}")
        if not problem.message.strip() or ENGLISH.search(own_words) or not str(problem).isprintable():
            yield f"not in Dutch: {problem!r}"


def _not_whole(library: Library, problems: Sequence[Problem]) -> Iterator[str]:
    """Without an error everything must be there; with one, something may be missing."""
    if stops(problems):
        return
    whole = library.content((GEMEENTE,))
    if whole is None or len(whole.gemeenten) != 1:
        yield "no error, and yet no content"
    elif (len(whole.domeinen), len(whole.kolommen), len(whole.edities)) != (6, 13, EDITIONS) or not whole.personen:
        yield "no error, and yet the content is not whole"


def _told(number: int, file: Path, before: bytes, after: bytes) -> str:
    changes = unified_diff(_lines(before), _lines(after), lineterm="", n=0)
    return "\n".join([f"mutation {number} of {file}", *(ascii(line)[:300] for line in islice(changes, 40))])
