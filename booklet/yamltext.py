"""How a value is written in YAML: as every program, of whatever version of YAML, reads it back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from booklet.values import Waarde

QUOTED = ("telefoon", "huisnummer")  # of these YAML would most often make a number

_SPECIAL = re.compile(r"""[-?:,\[\]{}\#&*!|>'"%@`=<~.+\s]|.*(?:: |\s\#|[:\s]$)""")
_MEANS_MORE = re.compile(  # to the YAML 1.1 and 1.2 of other programs: a yes, a nothing, a number or a moment
    r"y|n|yes|no|on|off|true|false|null|\d[\d_.,:]*(?:e[-+]?\d+)?|0[box]?[\da-f_]+|\d{4}-\d\d?-\d\d?.*", re.IGNORECASE
)
_TO_ESCAPE = re.compile('[\\\\"]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]')
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_TIDY_LINES = re.compile(r"\S[^\n]*(?:\n(?:[^\n]*\S)?)*")


def item_text(entry: Waarde, column: int, step: int, newline: str) -> str:
    """A value as an item of a list: its dash in this column, from 0, and its fields that many steps further."""
    values = ((name, getattr(entry, name)) for name in type(entry).model_fields)
    fields = [row for name, one in values if one is not None for row in field_rows(name, one)]
    return " " * column + "-" + rows_text(fields, column + step, newline)[column + 1 :]


def rows_text(texts: Iterable[str], column: int, newline: str) -> str:
    """Lines that begin in a column, from 0, each with its end; an empty one stays empty."""
    return "".join((" " * column + text if text else "") + newline for text in texts)


def field_rows(name: str, content: Any) -> list[str]:
    """The lines of a field."""
    first, *more = value_rows(name, content)
    return [f"{name}: {first}", *more]


def value_rows(name: str, content: Any) -> list[str]:
    """What comes behind the colon of a field, and the lines below it."""
    if isinstance(content, bool):
        return ["ja" if content else "nee"]
    if isinstance(content, date):
        return [content.isoformat()]
    if isinstance(content, tuple):
        items = [scalar(one) for one in content]
        return items if len(items) == 1 else [f"[{', '.join(items)}]"]
    if "\n" in content and not _TO_ESCAPE.search(content.translate({10: "", 34: "", 92: ""})) and _TIDY_LINES.fullmatch(content):  # fmt: skip
        return ["|", *(f"  {line}" if line else "" for line in content.split("\n"))]
    return [scalar(content, quoted=name in QUOTED)]


def scalar(text: str, *, quoted: bool = False) -> str:
    """A text on one line: plain when every program reads it as that text outside brackets, else between double quotes."""
    odd = _TO_ESCAPE.search(text.translate({34: "", 92: ""})) or _SPECIAL.match(text) or _MEANS_MORE.fullmatch(text)
    return f'"{_TO_ESCAPE.sub(_escaped, text)}"' if odd or quoted else text


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return _ESCAPES.get(match[0]) or (f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}")
