"""The house style of a gemeente: its logo and its font are printed as they are or refused, and a proposal changes nothing."""

import io
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from conftest import CONTENT, DAY
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from small import GEMEENTE, change, made, only_editions, without_checks
from verapdf import judge, missing

from booklet.checks_huisstijl import check_huisstijl
from booklet.cli import main
from booklet.content import read_content
from booklet.fonts import BOLD, DUTCH, REGULAR, WIDE, font_files, headings, read_letter
from booklet.logo import BOX_MM, MAX_DEPTH, MAX_PIXELS, MAX_SHAPES, findings
from booklet.models import Content
from booklet.parts import Plain
from booklet.pipeline import Order, make
from booklet.settle import UNSETTLED, Desk, Job, settle
from booklet.tokens import Proposal, colour_of, propose
from booklet.typeset import write_pdf

HERE = Path(__file__).parent
COVERS = {"begin": ["omslag"], "slot": ["colofon"]}  # the smallest edition: four pages
MM = 72 / 25.4
MARGIN, FOOT = 30.0, 260.0  # mm, where every logo stands: the margin of a recto, and right above the name
INK = (200, 0, 110)  # of the logos here, and of nothing else
COLOUR = "#C8006E"


# ----------------------------------------------------------------------------------------------------------------------
# Logos that are refused, or of which something is told


def _svg(body: str, attributes: str = 'viewBox="0 0 48 24"') -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {attributes}>\n{body}\n</svg>".encode()


def _png(mode: str, size: tuple[int, int], colour: int | tuple[int, ...]) -> bytes:
    held = io.BytesIO()
    Image.new(mode, size, colour).save(held, "PNG")
    return held.getvalue()


def _gray_16() -> bytes:
    """A picture in grey of 16 bits, which Pillow does not write in all versions."""
    rows = b"".join(b"\0" + b"\x5a\0" * 600 for _ in range(300))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 600, 300, 16, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _uses(of: int) -> str:
    return f'<use href="#a{of}"/>' * 10


SHAPE = f'<path fill="{COLOUR}" d="M0 0h48v24H0z"/>'
ONLY_SHAPES = "vraag om een logo als SVG van alleen vormen"
NO_EFFECT = "vraag om een logo zonder effecten, van alleen vormen"
OUTLINES = "vraag om een logo waarin de letters zijn omgezet in vormen (contouren)"
SIMPLER = "vraag om een eenvoudiger logo"
AGAIN = "vraag het logo opnieuw"
NOT_RENAMED = "vraag het logo als SVG, of open het en bewaar het als PNG; alleen de naam veranderen is niet genoeg"
IN_COLOUR = "dit is het logo voor een donkere achtergrond; vraag om het logo in kleur"
SCRIPT = f"2:1 in het logo zit een script, dat is een klein programma — {ONLY_SHAPES}"
ELSEWHERE = f"2:1 het logo gebruikt iets van buiten het bestand — {ONLY_SHAPES}"
EFFECT = f"2:1 in het logo zit een effect, zoals een schaduw — {NO_EFFECT}"
TEXT = f"2:1 in het logo zit tekst, in een lettertype dat het boekje niet heeft — {OUTLINES}"
WEB = f"2:1 in het logo zit een stuk van een webpagina — {ONLY_SHAPES}"
WHITE = f"let op: dit logo is wit, en op wit papier ziet niemand dat — {IN_COLOUR}"
FLAT = "dat er op papier weinig van te zien is — vraag om een logo dat minder langgerekt is, of om alleen het beeldmerk"
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"{}>'
LAUGHS = DOCTYPE.format(' [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]').encode() + _svg("<title>&b;</title>" + SHAPE)
TENFOLD = "".join(f'<g id="a{n}">{_uses(n + 1)}</g>' for n in range(6)) + f'<g id="a6">{SHAPE}</g>'

LOGOS: Mapping[str, tuple[bytes, str]] = {
    # Hostile
    "script.svg": (_svg(f"<script>x</script>{SHAPE}"), SCRIPT),
    "handler.svg": (_svg(f'<g onclick="x()">{SHAPE}</g>'), SCRIPT),
    "address.svg": (_svg(f'<use href="https://voorbeeld.example/x.svg#a"/>{SHAPE}'), ELSEWHERE),
    "file.svg": (_svg(f'<use xlink:href="file:///geheim.svg#a"/>{SHAPE}'), ELSEWHERE),
    "two-links.svg": (_svg(f'<use href="#a" xlink:href="buiten.svg"/>{SHAPE}'), ELSEWHERE),
    "link.svg": (_svg(f'<a href="javascript:x()">{SHAPE}</a>'), ELSEWHERE),
    "paint.svg": (_svg('<path fill="url(https://voorbeeld.example/#a)" d="M0 0h9v9z"/>'), ELSEWHERE),
    "style.svg": (_svg('<path style="fill:URL( \'data:text/html,x\' )" d="M0 0h9v9z"/>'), ELSEWHERE),
    "escaped.svg": (_svg('<path style="fill:u\\72l(x.svg)" d="M0 0h9v9z"/>'), ELSEWHERE),
    "import.svg": (_svg(f'<style>@import "x.css";</style>{SHAPE}'), ELSEWHERE),
    "sheet.svg": (b'\n<?xml-stylesheet href="x.css"?>' + _svg(SHAPE), ELSEWHERE),
    "laughs.svg": (LAUGHS, f"1:99 dit bestand legt eigen woorden vast (met DOCTYPE), en dat kan kwaad — {ONLY_SHAPES}"),
    "unknown-word.svg": (_svg(f"&x;{SHAPE}"), f"2:1 dit is geen goede SVG: hier klopt iets niet — {AGAIN}"),
    "loop.svg": (
        _svg(f'<g id="a">{SHAPE}<use href="#a"/></g>'),
        f"2:1 de tekening verwijst hier naar zichzelf — {AGAIN}",
    ),
    "gradient-loop.svg": (
        _svg(
            '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><path fill="url(#a)" d="M0 0h9v9z"/>'
        ),
        f"2:1 de tekening verwijst hier naar zichzelf — {AGAIN}",
    ),
    "tenfold.svg": (_svg(TENFOLD), f"1:1 het logo bestaat uit meer dan {MAX_SHAPES} vormen — {SIMPLER}"),
    "many.svg": (_svg(SHAPE * (MAX_SHAPES + 1)), f"1:1 het logo bestaat uit meer dan {MAX_SHAPES} vormen — {SIMPLER}"),
    "deep.svg": (
        _svg("<g>" * (MAX_DEPTH + 1) + SHAPE + "</g>" * (MAX_DEPTH + 1)),
        f"2:{3 * MAX_DEPTH + 1} deze tekening zit te diep in elkaar — {SIMPLER}",
    ),
    "heavy.svg": (_svg(SHAPE + " " * 500_000), "het logo is groter dan 500 kB — maak het bestand kleiner"),
    # Not to be printed as it was drawn
    "web.svg": (_svg(f'<foreignObject><p xmlns="urn:p">x</p></foreignObject>{SHAPE}'), WEB),
    "frame.svg": (_svg(f'<iframe xmlns="http://www.w3.org/1999/xhtml"/>{SHAPE}'), WEB),
    "moving.svg": (_svg(f"<set/>{SHAPE}"), f"2:1 in het logo zit iets dat beweegt — {ONLY_SHAPES}"),
    "dots.svg": (
        _svg('<image href="#a"/>'),
        "2:1 in het logo zit een foto of plaatje van beeldpunten — vraag om een SVG van alleen vormen, of gebruik een PNG",
    ),
    "letters.svg": (_svg("<text>Stad</text><text>Stad</text>"), TEXT),
    "font.svg": (
        _svg(f"<style>@font-face{{font-family:x}}</style>{SHAPE}"),
        f"2:1 in het logo zit een eigen lettertype — {OUTLINES}",
    ),
    "blur.svg": (_svg(f'<filter id="f"><feGaussianBlur/></filter>{SHAPE}'), EFFECT),
    "blend.svg": (_svg(f'<g style="mix-blend-mode: multiply">{SHAPE}</g>'), EFFECT),
    "blend-class.svg": (_svg(f"<style>.a{{mix-blend-mode:multiply}}</style>{SHAPE}"), EFFECT),
    "pattern.svg": (_svg(f'<pattern id="p"/>{SHAPE}'), f"2:1 in het logo zit een patroon — {NO_EFFECT}"),
    "strange.svg": (
        _svg(f"<blokjes/>{SHAPE}"),
        f"2:1 in het logo zit iets dat het programma niet kent: <blokjes> — {ONLY_SHAPES}",
    ),
    "no-size.svg": (
        _svg(SHAPE, 'width="100%" height="100%"'),
        "1:1 in het logo staat niet hoe groot het is — vraag om een SVG met een viewBox;"
        " daarin staat hoe breed en hoe hoog de tekening is",
    ),
    "empty.svg": (_svg("<defs/>"), f"1:1 in het logo is niets getekend — {AGAIN}"),
    "cut-off.svg": (_svg(SHAPE)[:-7], f"2:41 dit is geen goede SVG: hier klopt iets niet — {AGAIN}"),
    "other-xml.svg": (
        b'<?xml version="1.0"?><kaart/>',
        f"1:22 dit is geen SVG: het begint met <kaart> — {ONLY_SHAPES}",
    ),
    "strange-letters.svg": (
        b'<?xml version="1.0" encoding="x"?><svg/>',
        f"dit is geen goede SVG: hier klopt iets niet — {AGAIN}",
    ),
    # Another file than its name says
    "page.svg": (b"<!DOCTYPE html><html><svg/></html>", f"dit is een webpagina en geen SVG — {NOT_RENAMED}"),
    "photo.png": (b"\xff\xd8\xff\xe0", f"dit is een JPEG en geen PNG — {NOT_RENAMED}"),
    "paper.svg": (b"%PDF-1.7", f"dit is een PDF en geen SVG — {NOT_RENAMED}"),
    "packed.svg": (b"\x1f\x8b\x08", f"dit is een ingepakte SVG (.svgz) en geen SVG — {NOT_RENAMED}"),
    "nothing.png": (b"", f"dit is geen PNG — {NOT_RENAMED}"),
    "drawing.png": (
        _svg(SHAPE),
        "dit is een SVG, maar de naam eindigt op .png — laat de naam eindigen op .svg, hier en in gemeente.yaml",
    ),
    "dots-as.svg": (
        _png("L", (9, 9), 0),
        "dit is een PNG, maar de naam eindigt op .svg — laat de naam eindigen op .png, hier en in gemeente.yaml",
    ),
    # Pictures
    "cut-off.png": (
        _png("RGB", (600, 300), INK)[:60],
        "dit PNG-bestand is stuk — vraag het logo opnieuw, liefst als SVG",
    ),
    "head.png": (_png("RGB", (600, 300), INK)[:20], "dit PNG-bestand is stuk — vraag het logo opnieuw, liefst als SVG"),
    "gray-16.png": (
        _gray_16(),
        "dit is een PNG in grijs van 16 bits, en die kan het programma niet drukken — bewaar het logo als gewone PNG, in kleur",
    ),
    "huge.png": (
        _png("1", (MAX_PIXELS // 5000 + 1, 5000), 0),
        "dit logo is 5001 bij 5000 beeldpunten; dat is te veel — maak het kleiner: 2000 beeldpunten breed is genoeg",
    ),
    "few-dots.png": (
        _png("RGB", (500, 250), INK),
        "let op: dit logo is maar 500 beeldpunten breed, en wordt op papier 44 mm breed —"
        " vraag het logo als SVG, of als PNG van minstens 520 beeldpunten breed; anders wordt het wazig",
    ),
    # Not to be seen
    "white.svg": (_svg('<path fill="#fff" d="M0 0h48v24z"/>'), WHITE),
    "white-class.svg": (_svg('<style>.a{fill:#FFFFFF}</style><path class="a" d="M0 0h48v24z"/>'), WHITE),
    "white-group.svg": (_svg('<g style="fill:white"><path d="M0 0h48v24z"/></g>'), WHITE),
    "white.png": (_png("RGBA", (600, 300), (255, 255, 255, 255)), WHITE),
    "clear.png": (_png("RGBA", (600, 300), (0, 0, 0, 0)), WHITE),
    "hair.svg": (_svg(SHAPE, 'viewBox="0 0 260 20"'), f"let op: dit logo is zo breed en laag {FLAT}"),
    "pole.svg": (_svg(SHAPE, 'viewBox="0 0 2 20"'), f"let op: dit logo is zo hoog en smal {FLAT}"),
}


def _told(data: bytes, name: str) -> str:
    """What is told of a logo, with its place where it has one."""
    lines = []
    for one in findings(data, Path(name).suffix):
        place = f"{one.line}:{one.column} " if one.line else ""
        lines.append(f"{place}{'' if one.is_error else 'let op: '}{one.said} — {one.hint}")
    return "\n".join(lines)


@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_that_cannot_be_printed_is_told_in_plain_words(name: str) -> None:
    """What it is, where it is and what to ask for; once, however often it comes."""
    data, wanted = LOGOS[name]
    assert _told(data, name) == wanted


GOOD: Mapping[str, bytes] = {
    "of-ours.svg": (CONTENT / "gemeenten" / GEMEENTE / "logo.svg").read_bytes(),
    "wide.svg": _svg(f'<path fill="{COLOUR}" d="M0 0h160v20H0z"/>', 'viewBox="0 0 160 20"'),
    "tall.svg": _svg(f'<path fill="{COLOUR}" d="M0 0h10v60H0z"/>', 'width="10" height="60"'),
    "stamp.svg": _svg(SHAPE, 'viewBox="0 0 48 24" width="4.8px" height="2.4px"'),
    "dots.png": _png("RGBA", (600, 300), (*INK, 255)),
}
ALSO_GOOD: Mapping[str, bytes] = {
    "doctype.svg": b'<?xml version="1.0" encoding="utf-8"?>' + DOCTYPE.format("").encode() + _svg(SHAPE),
    "utf-16.svg": f'<?xml version="1.0" encoding="utf-16"?>{_svg(SHAPE).decode()}'.encode("utf-16"),
    "program.svg": _svg(f'<g xmlns:i="urn:i" i:url="url(x)" i:href="x" data-name="a\\b"><i:grid/>{SHAPE}</g>'),
    "clip.svg": _svg(f'<clipPath id="c"><circle r="9"/></clipPath><g clip-path="url(#c)">{SHAPE}</g>'),
    "gradient.svg": _svg(
        '<linearGradient id="g"><stop stop-color="red"/></linearGradient><path fill="url(#g)" d="M0 0h9v9z"/>'
    ),
    "white-and-black.svg": _svg('<path fill="#fff" d="M0 0h48v24z"/><path d="M0 0h9v9z"/>'),
    "yellow.svg": _svg('<path fill="#FFED00" d="M0 0h48v24z"/>'),
    "shades.svg": _svg(f'<style>.a{{opacity:.5;filter:none}}</style><g class="a">{SHAPE}</g>'),
    "clear-ground.png": _png("RGBA", (600, 300), (*INK, 128)),
    "palette.png": _png("P", (600, 300), 0),
}


@pytest.mark.parametrize("name", [*GOOD, *ALSO_GOOD])
def test_of_a_good_logo_nothing_is_told(name: str) -> None:
    """As drawing programs write them, and with what can be printed."""
    assert not _told({**GOOD, **ALSO_GOOD}[name], name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*GOOD.items(), *ALSO_GOOD.items()]), st.integers(0), st.binary(max_size=6))
def test_whatever_a_file_holds_there_is_an_answer(logo: tuple[str, bytes], place: int, new: bytes) -> None:
    """A logo with a few other bytes in it is printed or refused, and never stops the program."""
    name, data = logo
    place %= len(data)
    for finding in findings(data[:place] + new + data[place + len(new) :], Path(name).suffix):
        assert finding.said
        assert finding.hint


# ----------------------------------------------------------------------------------------------------------------------
# Fonts


def _saved(font: TTFont) -> bytes:
    held = io.BytesIO()
    font.save(held)
    return held.getvalue()


def _font(which: int = BOLD, *, letters: str = DUTCH + " ", kind: int = 0, flavor: str | None = None) -> bytes:
    """A font of ours with fewer letters and another licence; the height of its lines is not ours."""
    with TTFont(font_files()[which], recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(notdef_outline=True, name_IDs=["*"]))
        subsetter.populate(text=letters)
        subsetter.subset(font)
        font["OS/2"].fsType = kind
        font["hhea"].ascent *= 2
        font.flavor = flavor
        return _saved(font)


def _otf() -> bytes:
    """A font of the other kind, of which the curves are cubic."""
    with TTFont(io.BytesIO(_font())) as font:
        glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
        drawn = {}
        for name in order:
            pen = T2CharStringPen(glyphs[name].width, glyphs)
            glyphs[name].draw(pen)
            drawn[name] = pen.getCharString()
        builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
        builder.setupGlyphOrder(order)
        builder.setupCharacterMap(font.getBestCmap())
        builder.setupCFF("Stadskop", {"FullName": "Stadskop"}, drawn, {})
        builder.setupHorizontalMetrics({name: font["hmtx"][name] for name in order})
        builder.setupHorizontalHeader(ascent=1200, descent=-100)
        builder.setupNameTable({"familyName": "Stadskop", "styleName": "Bold"})
        builder.setupOS2(fsType=0, usWeightClass=700)
        builder.setupPost()
        builder.font.recalcTimestamp = False
        builder.font["head"].created = builder.font["head"].modified = 0
        return _saved(builder.font)


FONTS: Mapping[str, Callable[[], bytes]] = {
    "stadskop.ttf": _font,
    "stadskop.otf": _otf,
    "stadskop.woff": lambda: _font(flavor="woff"),
    "stadskop.woff2": lambda: _font(flavor="woff2"),
    "soepel.ttf": lambda: _font(WIDE),
}
OURS = "Atkinson Hyperlegible"
TOLD_OF_FONTS: Mapping[str, tuple[Callable[[], bytes] | None, str]] = {
    "TheSans": (
        None,
        f"waarschuwing: 'TheSans' is geen lettertypebestand, dus de koppen krijgen {OURS} — zet het lettertypebestand"
        " (.ttf, .otf, .woff of .woff2) naast gemeente.yaml en schrijf hier de naam van dat bestand",
    ),
    "weg.ttf": (
        None,
        f"fout: lettertype 'weg.ttf' is er niet — zet het bestand naast gemeente.yaml; zonder deze regel krijgen de koppen {OURS}",
    ),
    "../kop.ttf": (
        None,
        "fout: '../kop.ttf' kan geen lettertype zijn — zet het bestand in de map van de gemeente en schrijf alleen de naam",
    ),
    "stuk.ttf": (
        lambda: _font()[:900],
        "fout: 'stuk.ttf' is geen lettertype, of het bestand is stuk — vraag het lettertypebestand opnieuw, of haal deze regel weg",
    ),
    "plaatje.otf": (
        lambda: _png("L", (9, 9), 0),
        "fout: 'plaatje.otf' is geen lettertype, of het bestand is stuk — vraag het lettertypebestand opnieuw, of haal deze regel weg",
    ),
    "groot.ttf": (
        lambda: b"\0" * 5_000_001,
        "fout: lettertype 'groot.ttf' is groter dan 5 MB — vraag een bestand met alleen de letters voor het Nederlands",
    ),
    "gesloten.ttf": (
        lambda: _font(kind=2),
        "fout: de maker van 'Atkinson Hyperlegible Bold' staat niet toe dat het lettertype in een PDF komt"
        " — vraag de leverancier om een licentie voor drukwerk, of haal deze regel weg",
    ),
    "heel.ttf": (
        lambda: _font(kind=0x100),
        "fout: de maker van 'Atkinson Hyperlegible Bold' staat niet toe dat het lettertype in een PDF komt"
        " — vraag de leverancier om een licentie voor drukwerk, of haal deze regel weg",
    ),
    "arm.ttf": (
        lambda: _font(letters=DUTCH.translate(dict.fromkeys(map(ord, "ËëÏï€")))),
        f"waarschuwing: in 'arm.ttf' ontbreken deze tekens: Ë Ï ë ï € — die tekens komen nu uit {OURS};"
        " vraag een bestand waar ze in zitten",
    ),
    "dun.ttf": (
        lambda: _font(REGULAR),
        "melding: 'dun.ttf' is geen vette letter — koppen vallen meer op in een vette letter; kies het bestand met Bold in de naam",
    ),
}


def _with_style(project: Path, **fields: str) -> Path:
    """The folder of the gemeente, that has these fields in its house style."""
    folder = project / "content/gemeenten" / GEMEENTE
    change(folder / "gemeente.yaml", lambda data: data["huisstijl"].update(fields))
    return folder


@pytest.mark.parametrize("name", TOLD_OF_FONTS)
def test_what_is_wrong_with_a_font_is_told_at_its_place(name: str, project: Path) -> None:
    """A name that is no file, a file that is no font, and one that may not be used or lacks letters."""
    font, wanted = TOLD_OF_FONTS[name]
    folder = _with_style(project, lettertype=name)
    if font:
        (folder / name).write_bytes(font())
    (told,) = check_huisstijl(read_content(Path("content"), (GEMEENTE,)))
    place, _, rest = str(told).partition(": ")
    assert rest == wanted
    file, line, _column = place.split(":")
    assert file == f"content/gemeenten/{GEMEENTE}/gemeente.yaml"
    assert name in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


@pytest.mark.parametrize("kind", [0, 4, 8])
def test_a_font_that_may_be_printed_is_taken(kind: int) -> None:
    """Fonts that may be installed, printed or edited: the program embeds a part of them."""
    letter = read_letter(_font(kind=kind))
    assert letter
    assert letter.embeddable


@pytest.mark.parametrize("name", FONTS)
def test_every_font_gets_lines_as_high_as_ours(name: str) -> None:
    """So a heading keeps its place; and the same font gives the same bytes."""
    file = FONTS[name]()
    letter = read_letter(file)
    assert letter
    assert letter.embeddable
    assert set(DUTCH) <= letter.characters
    data, variable = headings(file)
    assert variable == (name == "soepel.ttf")
    with TTFont(font_files()[BOLD]) as ours, TTFont(io.BytesIO(data)) as font:
        heights = [
            [getattr(one["hhea"], side) / one["head"].unitsPerEm for side in ("ascent", "descent")]
            for one in (ours, font)
        ]
        assert heights[1] == pytest.approx(heights[0], abs=0.001)
        assert font.flavor is None
    assert headings.__wrapped__(file).data == data


# ----------------------------------------------------------------------------------------------------------------------
# On paper


class Cover(NamedTuple):
    """A booklet of four pages, and what its cover looks like."""

    data: bytes

    def picture(self) -> Image.Image:
        """The cover at four dots per mm."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            return document[0].render(scale=4 / MM).to_pil().convert("RGB")
        finally:
            document.close()

    def fonts(self) -> dict[str, str]:
        """The letters of the cover by the font that they are set in, without what makes its name unique."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            text, found = document[0].get_textpage(), dict[str, str]()
            for obj in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                name = re.sub(r"^[A-Z]{6}\+|-[0-9a-f]{16}", "", obj.get_font().get_base_name())
                found[name] = found.get(name, "") + text.get_text_bounded(*obj.get_bounds())
            return found
        finally:
            document.close()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Content with the smallest edition."""
    shop = tmp_path_factory.mktemp("huisstijl")
    shutil.copytree(CONTENT, shop / "content")
    only_editions(shop, proef=COVERS)
    found = read_content(shop / "content", (GEMEENTE,)).content((GEMEENTE,))
    assert found is not None
    return found


def _cover(content: Content, logo: bytes | None, font: bytes | None = None) -> Cover:
    (editie,) = content.edities
    desk = Desk(content, content.gemeenten[0], (), logo, font)
    _, pages = settle(desk, Job(editie, content.domeinen[:1], None, editie.id), UNSETTLED, Plain(), lambda step: None)
    data, faults = write_pdf(pages, {})
    assert not (*pages.faults, *faults)
    return Cover(data)


SIZES = {"wide.svg": (90.0, 11.25), "tall.svg": (22 / 6, 22.0), "stamp.svg": (44.0, 22.0), "dots.png": (44.0, 22.0)}


@pytest.mark.parametrize("name", SIZES)
def test_a_logo_is_as_large_as_its_shape_allows(name: str, content: Content) -> None:
    """However small its file says that it is; at the margin, with its foot where every logo has it."""
    cover = _cover(content, GOOD[name]).picture()
    away = ImageChops.difference(cover, Image.new("RGB", cover.size, INK)).split()
    near = ImageChops.lighter(ImageChops.lighter(away[0], away[1]), away[2]).point(lambda value: 255 * (value < 30))
    box = near.getbbox()
    assert box
    left, top, right, bottom = (side / 4 for side in box)
    assert (right - left, bottom - top) == pytest.approx(SIZES[name], abs=0.5)
    assert max(SIZES[name][0] / BOX_MM[0], SIZES[name][1] / BOX_MM[1]) == pytest.approx(1)
    assert (left, bottom) == pytest.approx((MARGIN, FOOT), abs=0.5)


def test_only_headings_are_in_the_font_of_the_gemeente(content: Content) -> None:
    """What is read stays in our letter, and so does a character that the font lacks."""
    fonts = _cover(content, None, _font(letters="Proefbkjisvan ")).fonts()
    own = fonts.pop("Mijn-Eigen-Plan-Kop-Bold")
    assert "Proef" in own
    assert "Naam" in fonts["Atkinson-Hyperlegible"]
    assert "Naam" not in own
    assert "D" in fonts["Atkinson-Hyperlegible-Bold"]
    assert "D" not in own


def test_the_font_of_one_gemeente_changes_nothing_for_another(content: Content) -> None:
    """In one run, where the typesetter keeps every font that it met: the same bytes before and after."""
    before = _cover(content, None)
    font = _font()
    first, again = (_cover(content, None, font) for _ in range(2))
    assert first.data == again.data
    assert first.data != before.data
    assert _cover(content, None).data == before.data


def test_covers_with_a_logo_and_a_font_of_their_own_conform(
    project: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDF/UA-1 and PDF/A-2a by veraPDF: a drawing as deep as is allowed, and dots; and the print shop by our preflight."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    deep = MAX_DEPTH - 2  # with the drawing itself and the shape
    nested = _svg("<g>" * deep + f'<circle r="9" cx="12" cy="12" opacity="0.6" fill="{COLOUR}"/>' + "</g>" * deep)
    assert not _told(nested, "logo.svg")
    folder = _with_style(project, logo="logo.svg", lettertype="stadskop.otf")
    (folder / "logo.svg").write_bytes(nested)
    (folder / "stadskop.otf").write_bytes(_otf())
    order = Order((GEMEENTE,), DAY, drukken=("scherm", "drukkerij"), domeinen=("geldzaken",))
    report = make(order, lambda step, text: None)
    assert not report.problems
    assert {one.druk for one in report.made} == {"scherm", "drukkerij"}
    with pikepdf.open(made("proef")) as pdf:
        assert "Mijn-Eigen-Plan-Kop" in str(pdf.pages[0].resources.Font)
    dots = project / "dots.pdf"
    dots.write_bytes(_cover(content, ALSO_GOOD["clear-ground.png"], _font(flavor="woff2")).data)
    assert not [one for one in judge(("ua1", "2a"), [made("proef"), dots]) if not one.passed]


# ----------------------------------------------------------------------------------------------------------------------
# A proposal from design tokens


def _proposal(name: str) -> Proposal:
    proposal, problems = propose((HERE / "tokens" / name).read_bytes(), name)
    assert not problems
    assert proposal
    return proposal


PROPOSED = {
    "style-dictionary.json": {
        "accent": ("#0B5B56", "utrecht.button.primary-action.background-color"),
        "kop": ("#2B2B2B", "utrecht.document.color"),  # a heading that says nothing has the colour of the text
        "lettertype": ("Stadsletter", "utrecht.document.font-family"),
    },
    "list.json": {
        "accent": ("#0B5B56", "utrecht.button.primary-action.background-color"),
        "kop": ("#2B2B2B", "utrecht.document.color"),
        "lettertype": ("Stadsletter", "utrecht.heading.font-family"),
    },
    "boom.json": {
        "accent": ("#0B5B56", "ams.color.interactive.default"),
        "kop": ("#18364A", "ams.heading.color"),
        "lettertype": ("Stadsletter", "ams.typography.font-family"),
    },
    "w3c.json": {
        "accent": ("#123F3D", "basis.color.accent-1.inverse-bg-default"),  # the button is no plain colour
        "kop": ("#123F3D", "nl.heading.level-1.color"),
        "lettertype": ("Stadskop", "nl.heading.level-1.font-family"),
    },
    "kringen.json": {"kop": ("#D9D9D9", "utrecht.document.color")},
}


@pytest.mark.parametrize("name", PROPOSED)
def test_every_shape_of_token_file_gives_a_proposal(name: str) -> None:
    """The colours and the font, each with the token that it came from."""
    proposal = _proposal(name)
    found = {one.veld: (one.kleur, one.token) for one in proposal.kleuren}
    if proposal.lettertype:
        found["lettertype"] = tuple(proposal.lettertype)
    assert found == PROPOSED[name]


def test_a_reference_that_leads_nowhere_is_told() -> None:
    """In a ring, or to what is not in the file; a colour that is too light is told apart."""
    proposal = _proposal("kringen.json")
    assert proposal.loose == ("nl.button.primary.background-color", "nl.heading.level-1.color")
    assert [one.readable for one in proposal.kleuren] == [False]


ASK = "vraag de makers van de website van uw gemeente om het bestand dist/tokens.json van het thema (NL Design System)"
NO_TOKENS = {
    "tokens-studio": (
        (HERE / "tokens/tokens-studio.json").read_bytes(),
        "t.json: fout: dit is een bronbestand van Tokens Studio, met meer sets door elkaar",
    ),
    "no-json": (b'{\n  "a": x\n}', "t.json:2:8: fout: dit is geen JSON: hier klopt iets niet"),
    "no-letters": (b"\xff\xfe\xff", "t.json: fout: dit is geen JSON"),
    "deep": (b"[" * 100_000, "t.json: fout: dit bestand zit te diep in elkaar"),
    "empty": (b"{}", "t.json: fout: hier staan geen kleuren of letters in die het programma herkent"),
    "no-colour": (
        b'{"utrecht": {"document": {"color": {"value": "16px"}}}}',
        "t.json: fout: hier staan geen kleuren of letters in die het programma herkent",
    ),
}


@pytest.mark.parametrize("name", NO_TOKENS)
def test_a_file_without_tokens_is_told(name: str) -> None:
    """In plain words, with what to ask for."""
    data, wanted = NO_TOKENS[name]
    proposal, problems = propose(data, "t.json")
    assert proposal is None
    assert [str(one) for one in problems] == [f"{wanted} — {ASK}"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("red", "#FF0000"),
        ("#abc", "#AABBCC"),
        ("rgb(0 0 0 / 50%)", "#808080"),
        ("hsl(211 60% 35%)", "#24578F"),
        ("oklch(0.627966 0.257704 29.2346)", "#FF0000"),  # red, by CSS Color 4
        *((none, None) for none in ("transparent", "none", "currentColor", "canvas", "url(#a)", "", "16px", "{a.b}")),
    ],
)
def test_colours_are_read_as_a_browser_does(text: str, wanted: str | None) -> None:
    """In every notation; what shines through lies on white paper."""
    assert colour_of(text) == wanted


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["huisstijl", GEMEENTE, *words])


def test_a_proposal_changes_nothing(project: Path) -> None:
    """It shows the lines to copy, how well they can be read, and that a button is no house style."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = _run(str(HERE / "tokens/list.json"))
    assert done.exit_code == 0
    assert 'huisstijl:\n  accent: "#0B5B56"\n  kop: "#2B2B2B"\n' in done.output
    assert "Contrast met wit papier: 7,9 op 1. Dat is heel goed te lezen." in done.output
    assert "dit is de kleur van een knop op de website" in done.output
    assert "Stadsletter" in done.output
    assert "Er is niets veranderd." in done.output
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_proposal_is_taken_over_when_somebody_asks(project: Path) -> None:
    """Only the colours change, and the inks that belonged to the old ones go; comments stay, and so does the old file."""
    file = project / "content/gemeenten" / GEMEENTE / "gemeente.yaml"
    old = file.read_text(encoding="utf-8")
    done = _run(str(HERE / "tokens/boom.json"), "--neem-over")
    assert done.exit_code == 0, done.output
    new = old.replace("#0B5D5A", "#0B5B56").replace("#123F3D", "#18364A")
    assert file.read_text(encoding="utf-8") == re.sub(r"  (accent|kop)_druk: .*\n", "", new)
    assert "'accent_druk' is weggehaald" in done.output
    assert [one.read_text(encoding="utf-8") for one in file.parent.glob("eerder/*")] == [old]
    assert "Er valt niets over te nemen." in _run(str(HERE / "tokens/boom.json"), "--neem-over").output


def test_a_colour_that_cannot_be_read_is_not_taken_over(project: Path) -> None:
    """Light letters on white paper are told and left."""
    file = project / "content/gemeenten" / GEMEENTE / "gemeente.yaml"
    old = file.read_bytes()
    done = _run(str(HERE / "tokens/kringen.json"), "--neem-over")
    assert "Dat is te licht: het moet 4,5 op 1 of meer zijn." in done.output
    assert "Er valt niets over te nemen." in done.output
    assert file.read_bytes() == old


@pytest.mark.usefixtures("project")
def test_a_file_that_is_not_there_is_a_wrong_command() -> None:
    """It ends with 2; a file that is no proposal ends with 1."""
    done = _run("weg.json")
    assert done.exit_code == 2
    assert "Bestand 'weg.json' is er niet. Kijk de naam en de map na." in done.output
    done = _run(str(HERE / "tokens/tokens-studio.json"))
    assert done.exit_code == 1
    assert "Er is geen voorstel gemaakt." in done.output
