"""The letter of what people type: it has every letter, as on paper, and its lines break as one expects."""

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import example, given
from hypothesis import strategies as st

from booklet.fieldfont import EM, FIRST, LACKING, field_font
from booklet.fonts import FIELD_FAMILY, REGULAR, WIDE, font_files

SIZE = 14
LETTERS = tuple(letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(letter)[0] == "L")
ALPHABETS = {  # as children learn them there
    "Nederlands": "abcdefghijklmnopqrstuvwxyzáàâäéèêëíìîïóòôöúùûüçñĳ",
    "Polski": "aąbcćdeęfghijklłmnńoóprsśtuwyzźż",
    "Türkçe": "abcçdefgğhıijklmnoöprsştuüvyz",
    "Tiếng Việt": "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "Română": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "Ελληνικά": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
    "Українська": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Български": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "Tamazight": "abcčdḍeɛfgǧɣhḥijklmnqrṛsṣtṭuwxyzẓ",
}
SIGNS = """ !"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~€£–—‘’“”„«»…•°½²→"""


@pytest.fixture(scope="module")
def made() -> TTFont:
    """The font as a viewer reads it."""
    return TTFont(io.BytesIO(field_font().data))


@pytest.fixture(scope="module")
def sources() -> tuple[TTFont, ...]:
    """The fonts on paper that it is made of, the first one first."""
    return tuple(TTFont(font_files()[place]) for place in (REGULAR, WIDE))


def _lacking(letters: Iterable[str]) -> list[str]:
    return [
        f"U+{ord(letter):04X} {unicodedata.name(letter, '')}" for letter in letters if letter not in field_font().glyphs
    ]


@pytest.mark.parametrize("script", ["LATIN", "GREEK", "CYRILLIC"])
def test_every_letter_of_europe_can_be_typed(script: str) -> None:
    """All that Unicode calls a letter of it, and, for who types a letter and its marks apart, each of these parts."""
    letters = [letter for letter in LETTERS if unicodedata.name(letter, "").startswith(f"{script} ")]
    assert len(letters) > 200
    assert _lacking(letters) == []
    assert _lacking({part for letter in letters for part in unicodedata.normalize("NFD", letter)}) == []


@pytest.mark.parametrize("language", ALPHABETS)
def test_a_language_is_whole(language: str) -> None:
    """Its alphabet in small and in large letters."""
    alphabet = ALPHABETS[language]
    assert _lacking(alphabet + alphabet.upper() + alphabet.replace("i", "İ")) == []


def test_the_signs_of_a_keyboard_can_be_typed() -> None:
    """And those that a word processor makes of them; and there is one to show for a letter that is lacking."""
    assert _lacking(set(SIGNS) - {"→"}) == []
    assert LACKING in field_font().glyphs
    assert "→" not in field_font().glyphs


def test_the_counts_in_the_words_of_the_module_hold(sources: tuple[TTFont, ...]) -> None:
    """Why there is a second font: the first lacks most Latin letters, the two together none."""
    latin = {ord(letter) for letter in LETTERS if unicodedata.name(letter, "").startswith("LATIN ")}
    known = [set(font.getBestCmap()) for font in sources]
    assert (len(latin), len(latin & known[0]), len(latin & (known[0] | known[1]))) == (1207, 203, 1207)


def test_every_letter_is_that_on_paper(made: TTFont, sources: tuple[TTFont, ...]) -> None:
    """As wide and with the same outline as in the first of our fonts that has it; else lines would break elsewhere."""
    assert {font["head"].unitsPerEm for font in (made, *sources)} == {EM}
    font, best = field_font(), made.getBestCmap()
    order = {name: number for number, name in enumerate(made.getGlyphOrder())}
    glyphs, theirs = made.getGlyphSet(), [(source.getBestCmap(), source.getGlyphSet()) for source in sources]
    assert {chr(code): order[name] for code, name in best.items()} == font.glyphs
    for code, name in best.items():
        named, source = next((known[code], found) for known, found in theirs if code in known)
        assert glyphs[name].width == source[named].width == font.widths[order[name] - FIRST], hex(code)
        assert _outline(glyphs, name) == _outline(source, named), hex(code)
    assert font.width("Łódź", SIZE) == sum(font.widths[font.glyphs[letter] - FIRST] for letter in "Łódź") * SIZE / EM


def _outline(glyphs: Mapping[str, Any], name: str) -> list[Any]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value


def test_a_viewer_may_use_it_and_does_not_take_it_for_another(made: TTFont, sources: tuple[TTFont, ...]) -> None:
    """It has a name of its own, names its makers, and may be used to type with, as the fonts that it is made of."""
    table, rights = made["name"], {font["OS/2"].fsType for font in (made, *sources)}
    assert {table.getDebugName(number) for number in (1, 6)} == {FIELD_FAMILY, FIELD_FAMILY.replace(" ", "")}
    assert all(source["name"].getDebugName(1) not in FIELD_FAMILY for source in sources)
    assert all(source["name"].getDebugName(0) in table.getDebugName(0) for source in sources)
    assert "Open Font License" in table.getDebugName(13)
    assert rights == {0}  # another number forbids to embed it, or to do more than look and print (OpenType, OS/2)
    hhea = made["hhea"]
    assert (hhea.ascent, hhea.descent) == (field_font().ascent, field_font().descent)
    box = made["head"]
    assert (box.xMin, box.yMin, box.xMax, box.yMax) == field_font().box


def test_it_is_the_same_in_every_process() -> None:
    """No moment, path or chance is in it."""
    code = "import hashlib; from booklet.fieldfont import field_font as f; print(hashlib.sha256(f().data).hexdigest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(field_font().data).hexdigest()


# ----------------------------------------------------------------------------------------------------------------------
# Lines

MARKS = "".join(letter for letter in field_font().glyphs if unicodedata.category(letter).startswith("M"))
WORD = st.text(st.sampled_from("aeilmW.Łğя\u0301\u0308\u0488😀你\u00a0"), min_size=1, max_size=25)
SPACE = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "   \n "])
TEXT = st.lists(st.tuples(WORD, SPACE), max_size=12).map(lambda pairs: "".join(part for pair in pairs for part in pair))
WIDTH = st.floats(3, 200)


def _lines(text: str, width: float) -> list[str]:
    return list(field_font().lines(text, width, SIZE))


def _width(text: str) -> float:
    return field_font().width(text, SIZE)


@given(TEXT, WIDTH)
@example("", 50)
@example("   ", 50)
@example(" \n a", 50)
def test_nothing_is_lost_but_spaces_at_the_ends(text: str, width: float) -> None:
    """The lines stand in the text one after another, as they were typed, and only spaces and line breaks are between."""
    at = 0
    for line in _lines(text, width):
        start = text.index(line, at)
        assert not text[at:start].strip(" \n")
        assert not line.endswith(" ")
        at = start + len(line)
    assert not text[at:].strip(" \n")


@given(TEXT, WIDTH)
def test_a_line_break_that_was_typed_is_a_line_break(text: str, width: float) -> None:
    """Each paragraph has lines of its own, and an empty one has an empty line."""
    paragraphs = text.split("\n")
    assert _lines(text, width) == [line for paragraph in paragraphs for line in _lines(paragraph, width)]
    assert all(_lines(paragraph, width) for paragraph in paragraphs)


@given(TEXT, WIDTH)
def test_no_line_is_too_long(text: str, width: float) -> None:
    """Unless it is one letter, with its marks, for which the box is too narrow."""
    for line in _lines(text, width):
        assert _width(line) <= width or len(line.strip(" ").rstrip(MARKS)) <= 1


@given(st.lists(WORD, min_size=1, max_size=12), WIDTH)
def test_a_line_ends_only_where_it_must(words: list[str], width: float) -> None:
    """A word that fits on a line is whole, and what comes next would not have fitted where a line ends."""
    text, lines = " ".join(words), _lines(" ".join(words), width)
    starts, at = [], 0
    for line in lines:
        starts.append(text.index(line, at))
        at = starts[-1] + len(line)
    inside = [start for start in starts[1:] if text[start - 1] != " "]
    ends = [sum(map(len, words[: number + 1])) + number for number in range(len(words))]
    for word, end in zip(words, ends, strict=True):
        if _width(word) <= width:
            assert not [start for start in inside if end - len(word) < start < end], (word, lines)
    for line, (start, following) in zip(lines, pairwise([*starts, len(text)]), strict=True):
        if following in inside:
            rest = text[following:]
            more = rest[: len(rest) - len(rest[1:].lstrip(MARKS))]
        else:
            more = text[start + len(line) :].partition(" ")[2].partition(" ")[0]
            more = f" {more}" if more else ""
        assert not more or _width(line + more) > width, (line, more)


@given(st.text(st.sampled_from("ab" + MARKS), min_size=1), WIDTH)
def test_a_mark_stays_with_its_letter(word: str, width: float) -> None:
    """No line begins with an accent that belongs to the letter before it."""
    first, *others = _lines(word, width)
    assert word.startswith(first)
    assert not [line for line in others if line[0] in MARKS]
