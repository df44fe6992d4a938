"""The letter of what people type: one font with all that a name in Europe needs, and the arithmetic of its lines.

A field of a PDF has one font. Atkinson Hyperlegible knows 203 of the 1207 Latin letters of Unicode 14, so Noto Sans gives
the rest, and Greek and Cyrillic; on paper the same letters come from the same two files. The outlines are put in one new
font, with a name of its own, as the Open Font Licence asks of a changed font.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from booklet.fonts import FIELD_FAMILY, REGULAR, WIDE, font_files

EM = 1000  # both fonts have a thousand units to the em; `tests/test_fieldfont.py` looks
# Blocks of Unicode: Latin with its extensions, marks, Greek, Cyrillic, punctuation, money, numbers, ligatures, LACKING.
_BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x052F), (0x1C80, 0x1C8F), (0x1D00, 0x1FFF), (0x2000, 0x2027), (0x202F, 0x205E),
    (0x2070, 0x20CF), (0x2100, 0x218F), (0x2200, 0x2265), (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F),
    (0xA720, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD), (0x10780, 0x107BF), (0x1DF00, 0x1DFFF),
)  # fmt: skip
# The number of the first glyph of a letter, and all below it are empty. PDFium takes the code of a letter that a font does
# not have for the number of a glyph; so somebody who types Arabic in Chrome sees nothing there, and not wrong letters.
FIRST = 0xE000
LACKING = "\ufffd"  # is shown for a letter that the font lacks: PDF/A knows no empty glyph (ISO 19005-2, 6.2.11.8)
_NO_MOMENT = 0x7C259DC0  # 1 January 1970 as TrueType counts; fontTools, and so pypdf, complains of an earlier moment
_SPACE = re.compile(r"( +)")


class FieldFont(NamedTuple):
    """A TrueType font: its file, the number of the glyph of every letter, and widths in thousandths of an em.

    `widths` are those of the glyphs from `FIRST` on.
    """

    data: bytes
    glyphs: Mapping[str, int]
    widths: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        """How long a text is at a size, in the unit of that size; a letter that it lacks is as on paper."""
        return sum(self._width(letter) for letter in text) * size / EM

    def _width(self, letter: str) -> float:
        return self.widths[self.glyphs[letter] - FIRST] if letter in self.glyphs else _other_widths().get(letter, EM)

    def lines(self, text: str, width: float, size: float) -> Iterator[str]:
        """A text as lines no longer than a width: broken at spaces, and in a word only when it is longer than a line.

        Every character is in the lines, but for the spaces at their ends and the line breaks.
        """
        for paragraph in text.split("\n"):
            yield from self._broken(paragraph, width, size)

    def _broken(self, paragraph: str, width: float, size: float) -> Iterator[str]:
        line = ""
        for piece in _SPACE.split(paragraph):
            if line and self.width((line + piece).rstrip(" "), size) > width:
                yield line.rstrip(" ")
                line = ""
                if not piece.strip(" "):
                    continue
            line += piece
            if self.width(line.rstrip(" "), size) > width:
                *whole, line = self._chopped(line, width, size)
                yield from whole
        yield line.rstrip(" ")

    def _chopped(self, word: str, width: float, size: float) -> list[str]:
        """A word in parts that fit; a mark stays on its letter."""
        parts = [""]
        for letter in word:
            full = self.width((parts[-1] + letter).rstrip(" "), size) > width
            if full and parts[-1] and not unicodedata.category(letter).startswith("M"):
                parts.append("")
            parts[-1] += letter
        return parts


@cache
def field_font() -> FieldFont:
    """The font of the fields, made of ours; takes a second, once in a run."""
    with TTFont(font_files()[REGULAR], lazy=True) as first, TTFont(font_files()[WIDE], lazy=True) as second:
        outlines, metrics, codes = _gathered((first, second))
        ascent, descent, cap_height = first["hhea"].ascent, first["hhea"].descent, first["OS/2"].sCapHeight
        makers = " ".join(font["name"].getDebugName(0) for font in (first, second))
        licence = second["name"].getDebugName(13)
    builder = FontBuilder(EM, isTTF=True)
    nothing, *letters = outlines
    outlines |= dict.fromkeys((f"empty{number}" for number in range(1, FIRST)), Glyph())
    order = [nothing, *(name for name in outlines if name not in metrics), *letters]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(codes)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: (metrics.get(name, 0), glyph.xMin) for name, glyph in outlines.items()})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    names = {"familyName": FIELD_FAMILY, "styleName": "Regular", "psName": FIELD_FAMILY.replace(" ", "")}
    builder.setupNameTable({**names, "copyright": makers, "licenseDescription": licence})
    heights = {"sTypoAscender": ascent, "sTypoDescender": descent, "usWinAscent": ascent, "usWinDescent": -descent}
    builder.setupOS2(**heights, fsType=0)  # may be used to type with, as those that it is made of; not only to print
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = _NO_MOMENT
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    head = builder.font["head"]
    numbers = {name: number for number, name in enumerate(letters, FIRST)}
    return FieldFont(
        file.getvalue(),
        {chr(code): numbers[name] for code, name in codes.items()},
        tuple(metrics[name] for name in letters),
        ascent,
        descent,
        cap_height,
        (head.xMin, head.yMin, head.xMax, head.yMax),
    )


@cache
def _other_widths() -> Mapping[str, float]:
    """How wide letters are that only the other fonts on paper have, such as emoji; the widest where two have one."""
    widths: dict[str, float] = {}
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            scale, advances = EM / font["head"].unitsPerEm, font["hmtx"]
            for code, name in font.getBestCmap().items():
                widths[chr(code)] = max(widths.get(chr(code), 0), advances[name][0] * scale)
    return widths


def _gathered(fonts: tuple[TTFont, ...]) -> tuple[dict[str, Any], dict[str, int], dict[int, str]]:
    """Outlines and widths by name, and names by code: of every letter from the first font that has it."""
    outlines: dict[str, Any] = {}
    metrics: dict[str, int] = {}
    codes: dict[int, str] = {}
    for font in fonts:
        glyphs, known = font.getGlyphSet(), font.getBestCmap()
        wanted = {code: name for code, name in known.items() if code not in codes and _is_wanted(code)}
        codes |= {code: f"u{code:04X}" for code in sorted(wanted)}
        named = {codes[code]: name for code, name in sorted(wanted.items())}
        for name, own in (named if outlines else {".notdef": ".notdef", **named}).items():
            outlines[name], metrics[name] = _outline(glyphs, own), round(glyphs[own].width)
    return outlines, metrics, codes


def _is_wanted(code: int) -> bool:
    return any(first <= code <= last for first, last in _BLOCKS)


def _outline(glyphs: Any, name: str) -> Any:
    """An outline without references to other glyphs."""
    drawn = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(drawn)
    pen = TTGlyphPen(None)
    drawn.replay(pen)
    return pen.glyph()
