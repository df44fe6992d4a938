"""A YAML file as text while it changes: where its values, lines and comments are, and edits at those places."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from booklet.source import Loc, Source

BOM = "\ufeff"

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)")
_COMMENT = re.compile(r"#[^\r\n]*")


class Edit(NamedTuple):
    """What comes instead of the characters from start to end."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Draft:
    """A file that changes, without its byte order mark; its text ends with a new line, and lines count from 0."""

    source: Source
    text: str
    newline: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their ends."""
        return _LINE.findall(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, and where the text ends."""
        return [0, *accumulate(map(len, self.lines))]

    def line(self, at: int) -> int:
        """The line of a character."""
        return bisect_right(self.starts, at) - 1

    def below(self, loc: Loc) -> int:
        """The first line below a value."""
        return self.line(self.source.spans[loc][1] - 1) + 1

    def column(self, at: int) -> int:
        """How far from the beginning of its line a character is."""
        return at - self.starts[self.line(at)]

    def key(self, loc: Loc) -> int:
        """Where the name of a field begins."""
        place = self.source.keys[loc]
        return self.starts[place.line - 1] + place.column - 1

    def opens(self, loc: Loc, bracket: str) -> bool:
        """Whether a value begins with this bracket."""
        return self.text.startswith(bracket, self.source.spans[loc][0])

    def blank(self, number: int) -> bool:
        """Whether a line is empty; what lies outside the file is."""
        return not (0 <= number < len(self.lines) and self.lines[number].strip())

    def comments(self, loc: Loc, start: int, end: int) -> list[str]:
        """The comments in a part of the text that has no other values than this one: a `#` outside its texts."""
        if "#" not in self.text[start:end]:
            return []
        between, at = [], start
        for one, _ in self.source.texts:
            if one[: len(loc)] == loc:
                first, last = self.source.spans[one]
                between.append(self.text[at:first])
                if self.text[first] in "|>":
                    between.append(_LINE.findall(self.text[first:end])[0])
                at = last
        return [comment for part in (*between, self.text[at:end]) for comment in _COMMENT.findall(part)]

    def instead(self, loc: Loc, text: str) -> Edit:
        """Another text for a value, on one line; the comments that stood in the old one come behind it."""
        start, end = self.source.spans[loc]
        space = " " if self.text[start - 1] == ":" else ""
        return Edit(start, end, space + "  ".join([text, *self.comments(loc, start, end)]))

    def edited(self, edits: Iterable[Edit], start: int, end: int) -> str:
        """A part of the text with its edits; those at one place stay in their order."""
        parts, at = [], start
        for edit in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*parts, self.text[at:end]])


def draft_of(source: Source, text: str) -> Draft:
    """A text, without its byte order mark, and what was read from it; new lines will end as its first one does."""
    first = re.search(r"\r\n?|\n", text)
    newline = first[0] if first else "\n"
    return Draft(source, text if text.endswith(("\n", "\r")) else text + newline, newline)


def is_comment(line: str) -> bool:
    """Whether there is nothing but a comment on a line."""
    return line.lstrip().startswith("#")


def indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))
