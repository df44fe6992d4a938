"""The files for the print shop: ink and nothing else, exact boxes, and the pages of the screen PDF word for word."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import CONTENT, DAY, Built
from hypothesis import given
from hypothesis import strategies as st
from paper import squeezed
from PIL import Image, ImageCms
from plates_by_gs import coverage, largest_sums, needs_gs

from booklet.colour import BLACK, INK, NO_INK, TINTS, WHITE, Ink, tint
from booklet.content import read_content
from booklet.inks import FIXED, inks, separated, within
from booklet.models import Content, Drukkerij
from booklet.press import NORMS, NoInkError, PressJob, press
from booklet.tabs import TAB, Strip, tab_top

MM = 72 / 25.4
BLEED, SLUG, TRIM = 3.0, 7.0, (210.0, 297.0)
MOST = 280


def _files(built: Built, ending: str) -> list[Path]:
    files = [path for name, path in built.paper.items() if name.endswith(ending)]
    assert len(files) == 9, "three editions and six loose parts"
    return files


@pytest.fixture(scope="session")
def content() -> Content:
    """The content of both gemeenten."""
    content = read_content(CONTENT, ("almere", "voorbeeldstad")).content(("almere", "voorbeeldstad"))
    assert content
    return content


@pytest.fixture(scope="session")
def profile(content: Content) -> Drukkerij:
    """The printer profile of who chose none."""
    return next(one for one in content.drukkerijen if one.id == "standaard")


def _icc(profile: Drukkerij) -> bytes:
    return (CONTENT / "drukkerijen/icc" / profile.icc).read_bytes()


# ----------------------------------------------------------------------------------------------------------------------
# Every file


def _colours(pdf: pikepdf.Pdf) -> Counter[str]:
    """Every way in which a file sets a colour or could, walked without the walker of the program."""
    found: Counter[str] = Counter()
    seen = set()

    def walk(stream: Any, resources: Any) -> None:
        for operands, operator in pikepdf.parse_content_stream(stream):
            word = str(operator)
            if word in ("rg", "RG", "g", "G", "k", "K", "sh", "INLINE IMAGE", "gs", "ri"):
                found[word] += 1
            elif word in ("cs", "CS"):
                found[f"cs {operands[0]}"] += 1
        for kind in ("/ColorSpace", "/Pattern", "/Shading", "/ExtGState"):
            found[kind] += len(resources.get(kind, {}))
        for called in resources.get("/XObject", {}).values():
            if called.objgen in seen:
                continue
            seen.add(called.objgen)
            found["group"] += "/Group" in called
            found["mask"] += "/SMask" in called or "/Mask" in called
            if called.Subtype == "/Image":
                found[f"image {called.ColorSpace}"] += 1
            else:
                walk(called, called.get("/Resources", resources))

    for page in pdf.pages:
        found["group"] += "/Group" in page.obj
        found["annotation"] += len(page.obj.get("/Annots", []))
        walk(page, page.obj.Resources)
    return found


def test_nothing_but_ink_in_any_file(built: Built) -> None:
    """No RGB, grey or other space, no pattern, shading, transparency, group or annotation, in any stream."""
    for file in _files(built, "-drukkerij.pdf"):
        with pikepdf.open(file) as pdf:
            found = {what for what, count in _colours(pdf).items() if count}
            assert found <= {"k", "K", "image /DeviceCMYK"}, file.name
            assert "k" in found
            assert not {"/AcroForm", "/StructTreeRoot", "/OpenAction", "/Names", "/AA"} & set(pdf.Root.keys())


def test_the_boxes_are_exact(built: Built) -> None:
    """A4 trimmed, 3 mm bleed and room for marks around it, to a hundredth of a millimetre, on every page."""
    edge = BLEED + SLUG
    wanted = {
        "/TrimBox": (edge, edge, edge + TRIM[0], edge + TRIM[1]),
        "/BleedBox": (SLUG, SLUG, SLUG + TRIM[0] + 2 * BLEED, SLUG + TRIM[1] + 2 * BLEED),
        "/MediaBox": (0, 0, TRIM[0] + 2 * edge, TRIM[1] + 2 * edge),
    }
    for file in _files(built, "-drukkerij.pdf"):
        with pikepdf.open(file) as pdf:
            for page in pdf.pages:
                for name, box in wanted.items():
                    assert [float(side) / MM for side in page.obj[name]] == pytest.approx(box, abs=0.005), name
                assert "/CropBox" not in page.obj
                assert "/ArtBox" not in page.obj


def test_text_is_black_alone_or_a_colour_that_was_chosen(built: Built, content: Content) -> None:
    """What was ink-coloured on the screen is black alone; the other letters are white, the pen or the huisstijl."""
    pen, white = FIXED["#1C3F94"], NO_INK
    for file in _files(built, "-drukkerij.pdf"):
        with pikepdf.open(file) as pdf:
            found = Counter(colour for page in pdf.pages for colour in _text_colours(page))
            black = sum(count for ink, count in found.items() if ink[:3] == (0, 0, 0) and ink[3] > 0)
            others = {ink for ink in found if any(ink[:3]) and Ink(*ink) not in (pen, white)}
            assert black > 0.8 * sum(found.values())
            assert len(others) <= 1, "only the headings of the huisstijl of a gemeente"


def _text_colours(page: pikepdf.Page) -> Iterator[tuple[float, ...]]:
    fill: tuple[float, ...] = (0, 0, 0, 0)
    kept: list[tuple[float, ...]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word == "k":
            fill = tuple(round(float(part) * 100, 1) for part in operands)
        elif word == "q":
            kept.append(fill)
        elif word == "Q":
            fill = kept.pop()
        elif word in ("Tj", "TJ"):
            yield fill


@needs_gs
def test_ghostscript_sees_no_ink_but_black_on_a_page_of_text(built: Built) -> None:
    """A page for notes has black lines and black letters: cyan, magenta and yellow stay at nothing."""
    file = built.paper["voorbeeldstad/basisformat-drukkerij.pdf"]
    screen = pypdfium2.PdfDocument(built.files["voorbeeldstad/basisformat.pdf"])
    texts = [screen[index].get_textpage().get_text_range() for index in range(len(screen))]
    plain = [index for index, text in enumerate(texts) if "Voor uw begeleider" in text or text.startswith("Notities")]
    covered = coverage(file)
    assert plain
    assert len(covered) == len(texts)
    for index in plain:
        cyan, magenta, yellow, black = covered[index]
        assert (cyan, magenta, yellow) == (0, 0, 0)
        assert black > 0


@needs_gs
def test_ghostscript_measures_no_more_ink_than_the_print_shop_takes(built: Built) -> None:
    """The largest ink sum of every page of every file stays within 280 %."""
    for file in _files(built, "-drukkerij.pdf"):
        sums = largest_sums(file)
        assert 90 < max(sums) <= MOST + 1, file.name  # one step of 256 is 0.4 %


def test_the_words_are_those_of_the_screen_pdf(built: Built) -> None:
    """Page by page the same text in the same order: the same pages, numbers and references."""
    for file in _files(built, "-drukkerij.pdf"):
        screen = pypdfium2.PdfDocument(file.with_name(file.name.replace("-drukkerij", "")))
        printed = pypdfium2.PdfDocument(file)
        assert len(screen) == len(printed)
        for one, other in zip(screen, printed, strict=True):
            assert squeezed(one.get_textpage().get_text_range()) == squeezed(other.get_textpage().get_text_range())


def test_a_tab_runs_over_the_edge_on_every_page_that_has_one(built: Built, content: Content) -> None:
    """At the edge of the bleed, outside on a recto and on a verso, stands the colour of the house, from top to bottom."""
    file = built.paper["voorbeeldstad/tabbladen-drukkerij.pdf"]
    document, places = pypdfium2.PdfDocument(file), set()
    scale = 4.0  # px per mm
    for number, page in enumerate(document, 1):
        picture = page.render(scale=scale / MM).to_pil().convert("RGB")
        outside = SLUG + 2 * BLEED + TRIM[0] - 0.3 if number % 2 else SLUG + 0.3
        for place, domein in enumerate(content.domeinen):
            top = SLUG + BLEED + tab_top(place)
            heights = (top + 0.5, top + TAB.height / 2, top + TAB.height - 0.5)
            seen = [picture.getpixel((round(outside * scale), round(height * scale))) for height in heights]
            assert len(set(seen)) == 1, "whole or not at all"
            if seen[0] != (255, 255, 255):
                inside = outside + (-1.5 if number % 2 else 1.5) * BLEED
                near = picture.getpixel((round(inside * scale), round(heights[2] * scale) - 8))
                assert near == seen[0], "the tab and its bleed are one colour"
                places.add(domein.id)
    assert places == {domein.id for domein in content.domeinen}


def test_the_norm_and_the_condition_are_in_the_file(built: Built, profile: Drukkerij) -> None:
    """PDF/X-4 in the metadata, an output intent with the profile of the condition, not trapped, PDF 1.6."""
    for file in _files(built, "-drukkerij.pdf"):
        with pikepdf.open(file) as pdf:
            intent = pdf.Root.OutputIntents[0]
            assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", profile.conditie)
            assert intent.DestOutputProfile.read_bytes() == _icc(profile)
            assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes()
            assert pdf.trailer.Info.Trapped == "/False"
            assert pdf.pdf_version == "1.6"


def test_the_profiles_are_for_cmyk_output(content: Content) -> None:
    """Every profile in the content is an output profile for CMYK; its licence is free and named beside it."""
    for one in content.drukkerijen:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(_icc(one))).profile
        assert (opened.device_class, opened.xcolor_space.strip()) == ("prtr", "CMYK")
        text = (CONTENT / f"drukkerijen/{one.id}.yaml").read_text(encoding="utf-8")
        assert "zlib" in text or "CC0" in text or one.icc in (CONTENT / "drukkerijen/gestreken.yaml").read_text()


# ----------------------------------------------------------------------------------------------------------------------
# What shops differ in


@pytest.mark.parametrize("norm", list(NORMS))
def test_every_norm_has_its_version_and_its_name(norm: str, built: Built, content: Content, profile: Drukkerij) -> None:
    """X-1a and X-3 are PDF 1.4 without packed objects, and name themselves in the Info too; marks and bleed follow."""
    asked = profile.model_copy(update={"norm": norm, "afloop": 5.0, "snijtekens": False})
    job = PressJob(asked, _icc(asked), inks(content, content.gemeenten[1], asked, _icc(asked)), "Titel & <zo>", DAY)
    data = press(built.files["voorbeeldstad/tabbladen/1-woonruimte.pdf"].read_bytes(), {}, job)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        claim, version = NORMS[norm].claim, NORMS[norm].version
        assert pdf.pdf_version == version
        assert (b"/ObjStm" in data) == (norm == "X-4")
        assert ("/GTS_PDFXVersion" in pdf.trailer.Info) == (norm != "X-4")
        assert claim.encode() in pdf.Root.Metadata.read_bytes()
        assert b"Titel &amp; &lt;zo&gt;" in pdf.Root.Metadata.read_bytes()
        page = pdf.pages[0]
        assert page.obj.MediaBox == page.obj.BleedBox
        assert [float(side) / MM for side in page.obj.TrimBox] == pytest.approx([5, 5, 215, 302], abs=0.005)


def test_two_presses_give_the_same_bytes(built: Built, content: Content, profile: Drukkerij) -> None:
    """The moment of making is nowhere in the file."""
    screen = built.files["voorbeeldstad/tabbladen/2-gezondheid.pdf"].read_bytes()
    job = PressJob(profile, _icc(profile), inks(content, content.gemeenten[1], profile, _icc(profile)), "Titel", DAY)
    strip = {1: Strip("#983D1F", 20, 41)}
    assert press(screen, strip, job) == press(screen, strip, job)


# ----------------------------------------------------------------------------------------------------------------------
# Colours


def test_every_house_and_every_tint_of_it_has_its_ink(content: Content, profile: Drukkerij) -> None:
    """The colour of a house becomes what the content says, and a tint that share of it, without dots too faint."""
    ink = inks(content, content.gemeenten[0], profile, _icc(profile))
    for domein in content.domeinen:
        assert ink(domein.kleur) == domein.kleur_druk
        for share in TINTS:
            for part, whole in zip(ink(tint(domein.kleur, share)), domein.kleur_druk, strict=True):
                assert part == pytest.approx(whole * share, abs=0.06) or (part == 0 and whole * share < 3.05)
    assert (ink(INK), ink(WHITE)) == (BLACK, NO_INK)


def test_the_colours_of_the_style_sheets_have_their_ink() -> None:
    """Every colour that the style sheets name is in the table, so none is reckoned by chance."""
    text = (CONTENT.parent / "layouts/css/tokens.css").read_text(encoding="utf-8")
    named = {word.strip(" ;") for line in text.splitlines() if ": #" in line for word in [line.partition(": ")[2]]}
    assert len(named) >= 5
    assert named <= set(FIXED)


def test_the_tints_are_those_of_the_layouts() -> None:
    """The layouts use no tint that the program does not know."""
    import re

    used = {
        float(share)
        for file in (CONTENT.parent / "layouts").rglob("*.*")
        if file.suffix != ".png"
        for share in re.findall(r"\|tint\(([\d.]+)\)", file.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= set(TINTS)


@given(st.tuples(*[st.floats(0, 100)] * 4), st.integers(200, 400))
def test_an_ink_is_brought_within_the_largest_sum(parts: tuple[float, ...], most: int) -> None:
    """The sum fits, black stays, and no part grows."""
    before = Ink(*parts)
    after = within(before, most)
    assert after.total <= most + 0.2
    assert after.black == before.black
    assert all(new <= old + 0.06 for new, old in zip(after, before, strict=True))


def test_a_picture_keeps_within_the_largest_sum(profile: Drukkerij) -> None:
    """Every colour there is, as a picture, holds no more than the limit after separation; white stays white."""
    picture = Image.new("RGB", (64, 64))
    picture.putdata([(x * 4, y * 4, (x * y) % 256) for y in range(64) for x in range(64)])
    for most in (220, 280):
        plates = separated(picture, _icc(profile), most)
        assert max(sum(pixel) for pixel in plates.get_flattened_data()) <= most * 2.55 + 3
    see_through = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
    assert separated(see_through, _icc(profile), 280).getpixel((0, 0)) == (0, 0, 0, 0)


# ----------------------------------------------------------------------------------------------------------------------
# Logos

GRADIENT = """<svg xmlns="http://www.w3.org/2000/svg" width="48mm" height="24mm" viewBox="0 0 48 24">
<defs><linearGradient id="g"><stop offset="0" stop-color="#E30613"/><stop offset="1" stop-color="#009FE3"/></linearGradient></defs>
<rect x="2" y="2" width="30" height="20" fill="url(#g)"/><circle cx="34" cy="12" r="10" fill="#FFED00" opacity="0.6"/></svg>"""


def _with_logo(logo: bytes, name: str) -> bytes:
    """A page of the typesetter with a logo on it, as it stands on the cover."""
    from booklet.markup import Sheets
    from booklet.typeset import lay_out, write_pdf

    html = '<html lang="nl"><title>Logo</title><section id="a"><p>Voor</p><img alt="Logo" style="width:48mm" src="book:/logo"><p>Na</p></section></html>'
    pages = lay_out(Sheets(html, (), {"book:/logo": logo}))
    assert not pages.faults, name
    return write_pdf(pages, {})[0]


def _png(mode: str) -> bytes:
    held = io.BytesIO()
    colour = {"RGB": (200, 30, 90), "RGBA": (200, 30, 90, 128), "L": 90, "LA": (90, 128), "P": 3}[mode]
    Image.new(mode, (60, 30), colour).save(held, "PNG")
    return held.getvalue()


LOGOS = {"gradient.svg": GRADIENT.encode(), **{f"{mode}.png": _png(mode) for mode in ("RGB", "RGBA", "L", "LA", "P")}}


@pytest.mark.parametrize("name", LOGOS)
def test_any_logo_becomes_ink_in_its_place(name: str, content: Content, profile: Drukkerij) -> None:
    """A gradient, something that shines through, a picture of any kind: CMYK, where it stood, and the words stay words."""
    screen = _with_logo(LOGOS[name], name)
    job = PressJob(profile, _icc(profile), inks(content, content.gemeenten[0], profile, _icc(profile)), "Logo", DAY)
    data = press(screen, {}, job)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = {what for what, count in _colours(pdf).items() if count}
    assert found <= {"k", "K", "image /DeviceCMYK"}
    assert "image /DeviceCMYK" in found
    before, after = (pypdfium2.PdfDocument(one)[0] for one in (screen, data))
    assert squeezed(before.get_textpage().get_text_range()) == squeezed(after.get_textpage().get_text_range())
    places = [_coloured(page, margin) for page, margin in ((before, 0), (after, BLEED + SLUG))]
    assert places[1] == pytest.approx(places[0], abs=0.5)


def _coloured(page: pypdfium2.PdfPage, margin: float) -> list[float]:
    """Where the coloured part of a page lies, in mm from the trim."""
    scale = 8.0
    picture = page.render(scale=scale / MM).to_pil().convert("RGB")
    inner = picture.crop(tuple(round(side * scale) for side in (margin, margin, margin + TRIM[0], margin + TRIM[1])))
    box = inner.point(lambda value: 255 if value > 235 else 0).convert("L").point(lambda v: 0 if v == 255 else 255)
    logo = box.crop((0, round(8 * scale), box.width, round(60 * scale))).getbbox()
    return [side / scale for side in logo or ()]


def test_what_cannot_become_ink_and_is_no_logo_stops(content: Content, profile: Drukkerij) -> None:
    """A gradient outside a picture with words is a fault, not a silent change of the page."""
    from booklet.markup import Sheets
    from booklet.typeset import lay_out, write_pdf

    html = (
        '<html lang="nl"><title>T</title><body style="background:linear-gradient(red,blue)"><p>Tekst</p></body></html>'
    )
    screen = write_pdf(lay_out(Sheets(html, (), {})), {})[0]
    job = PressJob(profile, _icc(profile), inks(content, content.gemeenten[0], profile, _icc(profile)), "T", DAY)
    with pytest.raises(NoInkError):
        press(screen, {}, job)
