"""The fonts of the booklets: the same files on every machine, never those of the system.

Atkinson Hyperlegible is the letter; Noto Sans, Noto Sans Symbols and Noto Emoji hold what it lacks, such as `İ`, `→` and
emoji. With system fonts in reach the same booklet had 77 or 72 pages, by machine (`onderzoek/drukwerk.md` part 7).
"""

import atexit
import io
import os
import tempfile
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

LETTER = "Atkinson Hyperlegible"
FAMILIES = (LETTER, "Noto Sans", "Noto Sans Symbols", "Noto Emoji")
FIELD_FAMILY = "Mijn Eigen Plan Invul"  # made of the first two, see `fieldfont`
OWN_FAMILY = "Mijn Eigen Plan Kop"  # how the name of the font of a gemeente begins

_FILES = {
    "fontpkg_atkinson_hyperlegible": (
        "files/AtkinsonHyperlegible-Regular.ttf",
        "files/AtkinsonHyperlegible-Bold.ttf",
    ),
    "manimgx_fonts": (
        "NotoSans[wght].ttf",
        "NotoSansSymbols[wght].ttf",
        "NotoEmoji[wght].ttf",
    ),
}


REGULAR, BOLD, WIDE = 0, 1, 2  # places in `font_files`: Atkinson Hyperlegible twice, and Noto Sans


@cache
def font_files() -> tuple[Path, ...]:
    """The files of the fonts, in the order in which a character is looked for."""
    return tuple(_package_folder(package) / name for package, names in _FILES.items() for name in names)


def use_own_fonts() -> None:
    """Let fontconfig see our fonts and no others; must run before WeasyPrint is imported.

    `SOURCE_DATE_EPOCH` keeps the moment of building out of subsets of variable fonts.
    """
    folder = Path(_own_folder().name)
    config = folder / "fonts.conf"
    config.write_text(_fontconfig(folder / "cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for fontconfig that is gone when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="mijn-eigen-plan-")
    atexit.register(folder.cleanup)
    return folder


@cache
def _characters() -> frozenset[str]:
    """What our fonts can print; a font may hold control characters, but they are not for paper."""
    codes: set[int] = set()
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            codes.update(font.getBestCmap())
    letters = (chr(code) for code in codes)
    return frozenset(letter for letter in letters if unicodedata.category(letter) != "Cc") | frozenset("\t\n\r")


# What Dutch gemeenten, streets and people may be called: Western letters, marks and money.
_USUAL = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x20AC, 0x20AC))
    for code in range(first, last + 1)
)


def usual_glyphs(file: bytes, index: int) -> dict[int, tuple[str, float]]:
    """The glyphs of a font for the usual letters, by their number: what each says, and its width in 1/1000 em."""
    with TTFont(io.BytesIO(file), fontNumber=index, lazy=True) as font:
        wide, upem = font["hmtx"], font["head"].unitsPerEm
        named = {code: name for code, name in font.getBestCmap().items() if chr(code) in _USUAL}
        found: dict[int, tuple[str, float]] = {}
        for code, name in sorted(named.items()):
            found.setdefault(font.getGlyphID(name), (chr(code), round(wide[name][0] * 1000 / upem)))
    return found


def bold_width(text: str, size: float) -> float:
    """How long a text is in bold Atkinson Hyperlegible at this size in points, in mm; other letters count as an m."""
    widths = _bold_widths()
    return sum(widths.get(character, widths["m"]) for character in text) * size * 25.4 / 72


@cache
def _bold_widths() -> dict[str, float]:
    with TTFont(font_files()[BOLD], lazy=True) as font:
        advances, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}


class Letter(NamedTuple):
    """What is known of a font that a gemeente gave; `embeddable` is whether its maker lets it be put in a PDF.

    The weight is 100 (thin) to 900; `variable` is whether it holds more weights.
    """

    naam: str
    embeddable: bool
    characters: frozenset[str]
    weight: int
    variable: bool


# The usual letters and marks of Dutch, as they come in headings and in names of places and organisations.
DUTCH = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "ÁÉÍÓÚÀÈÊËÏÖÜÇÑáéíóúàèêëïöüâîôûçñ.,:;?!'’‘“”\"()/&+-–€"
)


def read_letter(file: bytes) -> Letter | None:
    """What is known of a font in .ttf, .otf, .woff or .woff2; None when it is none, or a broken one."""
    try:
        with TTFont(io.BytesIO(file)) as font:
            font.getGlyphSet()
            characters = frozenset(chr(code) for code in font.getBestCmap() or ())
            weight = font["OS/2"].usWeightClass if "OS/2" in font else 400
            naam = font["name"].getBestFullName() or ""
            return Letter(naam, _may_be_embedded(font), characters, weight, "fvar" in font)
    except Exception:  # a broken font breaks this library in many ways
        return None


def _may_be_embedded(font: TTFont) -> bool:
    """Whether a part of the font may go in a file that others get (OpenType, OS/2 `fsType`)."""
    if "OS/2" not in font:
        return True
    kind = font["OS/2"].fsType
    # 2 alone: no embedding; 0x100: no part of it; 0x200: only as dots.
    return kind & 0xF != 2 and not kind & 0x300


class Headings(NamedTuple):
    """A font for headings as the typesetter takes it, and whether it holds a letter in more weights."""

    data: bytes
    variable: bool


@cache
def headings(file: bytes) -> Headings:
    """A font that `read_letter` can read, unpacked and with lines as high as ours, so that a heading keeps its place."""
    with TTFont(font_files()[BOLD], lazy=True) as ours:
        em, above, below = ours["head"].unitsPerEm, ours["hhea"].ascent, ours["hhea"].descent
    with TTFont(io.BytesIO(file), recalcTimestamp=False) as font:
        size = font["head"].unitsPerEm / em
        high, low = round(above * size), round(below * size)
        font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = high, low, 0
        if "OS/2" in font:
            names = font["OS/2"]
            names.sTypoAscender, names.sTypoDescender, names.sTypoLineGap = high, low, 0
            names.usWinAscent, names.usWinDescent = high, -low
        if "MVAR" in font:  # would change these heights with the weight
            del font["MVAR"]
        font.flavor = None
        held = io.BytesIO()
        font.save(held)
        return Headings(held.getvalue(), "fvar" in font)


def unprintable(text: str) -> str:
    """The characters of a text that no font of ours can print, each once; joiners and selectors print nothing."""
    unknown = set(text) - _characters()
    if not unknown:
        return ""
    return "".join(letter for letter in dict.fromkeys(text) if letter in unknown and not _prints_nothing(letter))


def _prints_nothing(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Zs") or 0xFE00 <= ord(character) <= 0xFE0F


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"het lettertype-pakket {package} ontbreekt; voer de eerste opdracht van de README opnieuw uit"
        )
    return Path(spec.origin).parent


def _fontconfig(cache_folder: Path) -> str:
    folders = "".join(
        f"<dir>{escape(str(folder))}</dir>" for folder in dict.fromkeys(file.parent for file in font_files())
    )
    # Square brackets mean something in a glob, and stand in the names of variable fonts.
    accepted = "".join(f"<glob>{escape(str(file).replace('[', '?').replace(']', '?'))}</glob>" for file in font_files())
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"{folders}<cachedir>{escape(str(cache_folder))}</cachedir>"
        f"<selectfont><acceptfont>{accepted}</acceptfont><rejectfont><glob>*</glob></rejectfont></selectfont>"
        "</fontconfig>"
    )
