"""What can be wrong, as a value: a code, a severity, a place, a message and a hint (ONTWERP section 8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is, in the word that staff see."""

    ERROR = "fout"
    WARNING = "waarschuwing"
    NOTE = "melding"


@dataclass(frozen=True, order=True)
class Place:
    """Where a problem is: a file below the project, with line and column counted from 1, or 0 where there is none.

    In a spreadsheet the line is the row of a sheet, and staff see the cell as their program names it.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            cell = f", cel {column_letters(self.column)}{self.line}" if self.line and self.column else ""
            row = f", rij {self.line}" if self.line and not self.column else ""
            return f"{self.file}, blad '{self.sheet}'{cell}{row}"
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


def column_letters(column: int) -> str:
    """The letters of a column of a spreadsheet, counted from 1: A, B, …, Z, AA."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@dataclass(frozen=True)
class Problem:
    """One thing that staff should know, in plain Dutch; problems sort by place."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = field(default="")

    def __str__(self) -> str:
        line = f"{self.place}: {self.severity}: {self.message}{' — ' if self.hint else ''}{self.hint}"
        return "".join(letter if letter.isprintable() else " " for letter in line)  # it may quote anything


def error(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that stops what it touches."""
    return Problem(code, Severity.ERROR, place, message, hint)


def warning(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that only stops the work under `--streng`."""
    return Problem(code, Severity.WARNING, place, message, hint)


def note(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """Something worth knowing that is not wrong."""
    return Problem(code, Severity.NOTE, place, message, hint)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line, each of them once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, problem.code, problem.message)))


def stops(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether one of the problems is an error, or under `strict` a warning."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in stopping for problem in problems)


def shortened(text: str, most: int = 40) -> str:
    """A text to quote in a message, with dots for what is beyond so many letters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def doubled(code: str, named: Iterable[tuple[str, Place]], message: str, hint: str) -> Iterator[Problem]:
    """What comes twice: the name goes into the message, the place of the first into the hint."""
    first: dict[str, Place] = {}
    for name, place in named:
        if name in first:
            yield error(code, place, message.format(name), hint.format(first[name]))
        first.setdefault(name, place)


MUCH_ALIKE, ALIKE = 0.75, 0.6  # of the letters
BEGINNING = 5  # letters; who types 'basisboekje' means 'basisformat', though 'uitlegboekje' has more letters of it


def _near(word: str, choices: list[str]) -> list[str]:
    begins = [choice for choice in choices if len(word) >= BEGINNING and choice[:BEGINNING] == word[:BEGINNING]]
    return (
        get_close_matches(word, choices, n=1, cutoff=MUCH_ALIKE)
        or (begins if len(begins) == 1 else [])
        or get_close_matches(word, choices, n=1, cutoff=ALIKE)
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known word that is nearest, or with all of them when none is near."""
    choices = list(dict.fromkeys(known))
    near = _near(word.lower(), [choice.lower() for choice in choices])
    if near:
        alike = [choice for choice in choices if choice.lower() == near[0]]
        best = min(alike, key=lambda choice: choice[:1].isupper() != word[:1].isupper())
        return f"bedoelde u '{best}'?"
    return f"kies uit: {', '.join(choices)}" if choices else ""
