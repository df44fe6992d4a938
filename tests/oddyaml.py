"""Texts that are hard to write in YAML, and the many ways in which one text can be written."""

from hypothesis import strategies as st

from booklet.source import read_text

MARKS = "-?:,[]{}#&*!|>'\"%@`=<~.+\\ \t\x85\x07\u2028\ufeff\xa0é中😀"
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\n")
ODD = ("true", "no", "y", "~", "null", "1", "0x1f", "1e3", "10:30", "2026-11-22", ".inf", "- x", "a: b", "a #b", "x:", "---", "ja")  # fmt: skip
LINES = st.one_of(st.sampled_from(ODD), st.text(MARKS, max_size=12), st.text(LETTERS, max_size=30), st.lists(st.sampled_from([*MARKS, "a", "een", ": ", " #"])).map("".join), st.text("ab ", min_size=1, max_size=3000))  # fmt: skip


def quoted(text: str) -> str:
    """A text between double quotes, with an escape for whatever is not a letter."""
    return '"' + "".join(one if one.isalnum() or one == " " else f"\\U{ord(one):08x}" for one in text) + '"'


def forms(text: str, comment: str) -> list[list[str]]:
    """Ways to write a text as the value of a field: behind the colon, and below it; not all of them mean it."""
    rows = text.split("\n")
    ways = [
        [quoted(text)],
        [f"'{text.replace(chr(39), chr(39) * 2)}'"],
        [text],
        ["", f"  {text}"],
        [f"| {comment}", *(f"  {row}" if row else "" for row in rows)],
        [">-", *(f"  {row}\n" if row else "" for row in rows)],
        [text.replace(" ", "\n  ", 1)],
    ]
    return [[row for part in way for row in part.split("\n")] for way in ways]


def says(name: str, form: list[str], text: str) -> bool:
    """Whether a way of writing a value is read as that value."""
    first, *more = form
    rows = [f"  {name}: {first}", *(f"  {row}" if row else "" for row in more), "  x: y", ""]
    source, problems = read_text("a:\n" + "\n".join(rows), "")
    if source is None or problems or not isinstance(source.data, dict):
        return False
    inside = source.data.get("a")
    found = inside.get(name) if isinstance(inside, dict) and len(inside) == 2 else None
    return isinstance(found, str) and found.strip() == text
