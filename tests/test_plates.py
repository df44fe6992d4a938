"""The printing plates: what is painted in an ink is on the plate of that ink, however it is painted."""

import io
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from faulty import (
    EDGE,
    MM,
    drawn_letters,
    font_of,
    form,
    good,
    icc,
    image_of,
    in_mm,
    measured,
    palette,
    saved,
    separation,
    tile,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageStat
from plates_by_gs import needs_gs

from booklet.boxes import Box
from booklet.plates import Plates, cut_short, heaviest, plates, words_near_trim

PART = st.integers(0, 100).map(lambda percent: percent / 100)
INKS = st.tuples(PART, PART, PART, PART)
STEP = 100 / 255  # percent that one step of a plate is
SQUARE = "40 40 40 40 re f"  # mm; what is asked lies in the middle, at 60, 60
Resources = Callable[[pikepdf.Pdf], Mapping[str, Mapping[str, Any]]]


def _page(content: str, resources: Resources = lambda pdf: {}) -> Plates:
    """The plates of one page of 100 mm square that shows this; its content is in mm."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=((100 + 2 * EDGE) * MM, (100 + 2 * EDGE) * MM))
        page.obj.TrimBox = Array([EDGE * MM, EDGE * MM, (EDGE + 100) * MM, (EDGE + 100) * MM])
        page.obj.Resources = Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": one for name, one in named.items()})
                for kind, named in resources(pdf).items()
            }
        )
        page.obj.Contents = pdf.make_stream(in_mm(content))
        (only,) = plates(saved(pdf))
        return only


def _inks(page: Plates, left: float = 60, bottom: float = 60) -> tuple[float, ...]:
    """The inks in percent at a place, in mm from the lower left of the trim."""
    x = round((page.trim.left + left * MM - page.area.left) * page.dpi / 72)
    y = round((page.area.top - page.trim.bottom - bottom * MM) * page.dpi / 72)
    return tuple(ink.crop((x, y, x + 1, y + 1)).tobytes()[0] * STEP for ink in page.inks)


def _same(one: tuple[float, ...], other: tuple[float, ...], steps: float = 1) -> bool:
    return all(abs(ink - wanted) <= steps * STEP for ink, wanted in zip(one, other, strict=True))


def _percent(inks: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(100 * ink for ink in inks)


def _words(inks: tuple[float, ...]) -> str:
    return " ".join(map(str, inks))


@settings(max_examples=25, deadline=None)
@given(INKS)
def test_a_colour_is_on_its_plates(inks: tuple[float, ...]) -> None:
    """Filled, as a line and in a form that says no colour of its own."""
    said = _words(inks)
    assert _same(_inks(_page(f"{said} k {SQUARE}")), _percent(inks))
    assert _same(_inks(_page(f"{said} K 30 w 40 60 m 80 60 l S")), _percent(inks))
    page = _page(f"{said} k /X Do", lambda pdf: {"XObject": {"X": form(pdf, SQUARE)}})
    assert _same(_inks(page), _percent(inks))


@settings(max_examples=25, deadline=None)
@given(INKS, INKS, PART)
def test_what_shines_through_mixes_on_every_plate(
    top: tuple[float, ...], ground: tuple[float, ...], cover: float
) -> None:
    """A veil over a ground gives a part of each; multiplying takes what both let through."""
    paint = f"{_words(ground)} k {SQUARE} /S gs {_words(top)} k {SQUARE}"
    veil = _page(paint, lambda pdf: {"ExtGState": {"S": Dictionary(ca=cover)}})
    mixed = tuple(100 * (cover * one + (1 - cover) * other) for one, other in zip(top, ground, strict=True))
    assert _same(_inks(veil), mixed, 2)
    multiplied = _page(paint, lambda pdf: {"ExtGState": {"S": Dictionary(BM=Name.Multiply)}})
    both = tuple(100 * (1 - (1 - one) * (1 - other)) for one, other in zip(top, ground, strict=True))
    assert _same(_inks(multiplied), both, 2)


@given(st.sampled_from([40, 90, 128, 191, 255]))
@settings(max_examples=5, deadline=None)
def test_a_soft_mask_stays_a_mask(light: int) -> None:
    """The light of a mask says how much is covered; it is no ink itself."""

    def resources(pdf: pikepdf.Pdf) -> Mapping[str, Any]:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        mask = form(pdf, f"{light / 255:.4f} g 0 0 300 300 re f", Group=group)
        return {"ExtGState": {"S": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))}}

    page = _page(f"/S gs 1 0 0.5 0 k {SQUARE}", resources)
    assert _same(_inks(page), (light / 2.55, 0, light / 5.1, 0), 2)


def _curve(first: tuple[float, ...], last: tuple[float, ...]) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=Array(first), C1=Array(last), N=1)


def _ramp(function: Any, space: Any = Name.DeviceCMYK) -> Dictionary:
    """A gradient of which 60 mm is halfway."""
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[20, 0, 100, 0], Function=function)


# What is painted, with what, and the inks in percent at the place that is asked.
WAYS: Mapping[str, tuple[str, Resources, tuple[float, ...]]] = {
    "no colour at all": (SQUARE, lambda pdf: {}, (0, 0, 0, 100)),
    "no colour after a form": (
        f"/X Do {SQUARE}", lambda pdf: {"XObject": {"X": form(pdf, "1 0 0 0 k 0 0 1 1 re f")}}, (0, 0, 0, 100),
    ),
    "a colour that Q takes back": (f"0.5 0 0 0 k q 0 1 0 0 k Q {SQUARE}", lambda pdf: {}, (50, 0, 0, 0)),
    "grey is black ink": (f"0.25 g {SQUARE}", lambda pdf: {}, (0, 0, 0, 75)),
    "white covers": (f"1 1 1 1 k {SQUARE} 1 g {SQUARE}", lambda pdf: {}, (0, 0, 0, 0)),
    "light takes the ink that it lacks": (f"0.2 0.5 0.9 rg {SQUARE}", lambda pdf: {}, (70, 40, 0, 10)),
    "a named space": (f"/DeviceCMYK cs 0.1 0.2 0.3 0.4 sc {SQUARE}", lambda pdf: {}, (10, 20, 30, 40)),
    "a space begins with a colour": (f"0.5 0 0 0 k /DeviceCMYK cs {SQUARE}", lambda pdf: {}, (0, 0, 0, 100)),
    "a space of grey begins with black": (f"0.5 0 0 0 k /DeviceGray cs {SQUARE}", lambda pdf: {}, (0, 0, 0, 100)),
    "a profile of four": (f"/C cs 0.1 0.2 0.3 0.4 sc {SQUARE}", lambda pdf: {"ColorSpace": {"C": icc(pdf, 4)}}, (10,
        20, 30, 40)),
    "a profile of one": (f"/C cs 0.4 sc {SQUARE}", lambda pdf: {"ColorSpace": {"C": icc(pdf, 1)}}, (0, 0, 0, 60)),
    "Lab by its light": (f"/C cs 30 20 20 sc {SQUARE}", lambda pdf: {"ColorSpace": {"C": measured("Lab")}}, (0, 0, 0,
        70)),
    "every plate": (f"/C cs 0.6 scn {SQUARE}", lambda pdf: {"ColorSpace": {"C": separation("All")}}, (60, 60, 60, 60)),
    "no plate": (f"/C cs 0.6 scn {SQUARE}", lambda pdf: {"ColorSpace": {"C": separation("None")}}, (0, 0, 0, 0)),
    "one of the four by name": (f"/C cs 0.6 scn {SQUARE}", lambda pdf: {"ColorSpace": {"C": separation("Magenta")}},
        (0, 60, 0, 0)),
    "a spot ink is one ink": (f"/C cs 0.6 scn {SQUARE}",
        lambda pdf: {"ColorSpace": {"C": separation("PANTONE 300 C")}}, (0, 0, 0, 60)),
    "two inks together": (
        f"/C cs 0.3 0.2 scn {SQUARE}",
        lambda pdf: {"ColorSpace": {"C": Array([Name.DeviceN, Array([Name.Cyan, Name.Goud]), Name.DeviceCMYK,
        Dictionary(FunctionType=4)])}},
        (30, 0, 0, 20),
    ),
    "a palette": (f"/C cs 1 sc {SQUARE}", lambda pdf: {"ColorSpace": {"C": palette()}}, (100, 100, 0, 0)),
    "a pattern with its own colour": (
        f"/Pattern cs /P scn {SQUARE}",
        lambda pdf: {"Pattern": {"P": tile(pdf, "0.2 0.4 0 0 k 0 0 10 10 re f")}}, (20, 40, 0, 0),
    ),
    "a pattern in the colour of now": (
        f"/C cs 0.2 0.4 0 0.1 /P scn {SQUARE}",
        lambda pdf: {
            "ColorSpace": {"C": Array([Name.Pattern, Name.DeviceCMYK])},
            "Pattern": {"P": tile(pdf, "0 0 10 10 re f", paint_type=2)},
        },
        (20, 40, 0, 10),
    ),
    "a pattern without a colour": (
        f"/Pattern cs /P scn {SQUARE}", lambda pdf: {"Pattern": {"P": tile(pdf, "0 0 10 10 re f")}}, (0, 0, 0, 100),
    ),
    "a drawn letter": (
        "0.3 0 0 0 k BT /T 40 Tf 40 40 Td (a) Tj ET",
        lambda pdf: {"Font": {"T": drawn_letters(pdf, "0 0 10 10 re f")}}, (30, 0, 0, 0),
    ),
    "a picture among the instructions": (
        "q 40 0 0 40 40 40 cm BI /W 1 /H 1 /BPC 8 /CS /CMYK ID \x33\x66\x00\x00 EI Q", lambda pdf: {}, (20, 40, 0, 0),
    ),
    "such a picture packed and turned round": (
        "q 40 0 0 40 40 40 cm BI /W 1 /H 1 /BPC 8 /CS /G /D [1 0] /F /AHx ID 33> EI Q", lambda pdf: {}, (0, 0, 0, 20),
    ),
    "a stencil": (
        "0 0.7 0 0 k q 40 0 0 40 40 40 cm BI /W 1 /H 1 /BPC 1 /IM true ID \x00 EI Q", lambda pdf: {}, (0, 70, 0, 0),
    ),
    "a gradient halfway": (
        "q 40 40 40 40 re W n /V sh Q",
        lambda pdf: {"Shading": {"V": _ramp(_curve((1, 0, 0, 0), (0, 0, 0, 1)))}}, (50, 0, 0, 50),
    ),
    "a gradient in two parts": (
        "q 40 40 40 40 re W n /V sh Q",
        lambda pdf: {
            "Shading": {
                "V": _ramp(
                    Dictionary(
                        FunctionType=3, Domain=[0, 1], Bounds=[0.25], Encode=[0, 1, 0, 1],
                        Functions=Array([_curve((0,) * 4, (1,) * 4), _curve((0, 0, 0, 0), (0.9, 0, 0, 0))]),
                    )
                )
            }
        },
        (30, 0, 0, 0),
    ),
    "a gradient from a table": (
        "q 40 40 40 40 re W n /V sh Q",
        lambda pdf: {
            "Shading": {
                "V": _ramp(
                    pdf.make_stream(
                        bytes([0, 0, 0, 0, 255, 0, 0, 51]), FunctionType=0, Domain=[0, 1], Range=[0, 1] * 4, Size=[2],
                        BitsPerSample=8,
                    )
                )
            }
        },
        (50, 0, 0, 10),
    ),
    "a gradient in a spot ink, as a filling": (
        f"/Pattern cs /P scn {SQUARE}",
        lambda pdf: {
            "Pattern": {
                "P": Dictionary(
                    PatternType=2, Matrix=[MM, 0, 0, MM, EDGE * MM, EDGE * MM],
                    Shading=_ramp(_curve((0,), (1,)), separation("Goud")),
                )
            }
        },
        (0, 0, 0, 50),
    ),
    "a gradient that cannot be reckoned": (
        "q 40 40 40 40 re W n /V sh Q",
        lambda pdf: {"Shading": {"V": _ramp(pdf.make_stream(b"{0 0 0}", FunctionType=4, Domain=[0, 1], Range=[0,
        1] * 4))}},
        (0, 0, 0, 0),
    ),
    "a mix in a group": (
        "/X Do", lambda pdf: {"XObject": {"X": form(pdf, f"0.2 0.3 0 0.1 k {SQUARE}",
            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True))}},
        (20, 30, 0, 10),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_paint_ends_on_the_plates(way: str) -> None:
    """However a colour is said, its inks are on the plates where it is painted, and nowhere else."""
    content, resources, wanted = WAYS[way]
    page = _page(content, resources)
    assert _same(_inks(page), wanted, 3), _inks(page)
    assert _inks(page, 10, 10) == (0, 0, 0, 0)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_drawn_as_it_is_written(turned: int) -> None:
    """Places are those of the page itself, also when a viewer turns it."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100 * MM, 60 * MM))
        pdf.pages[0].obj.Rotate = turned
        pdf.pages[0].obj.Contents = pdf.make_stream(in_mm("0.4 0 0 0 k 70 5 20 20 re f", edge=0))
        (page,) = plates(saved(pdf))
    assert page.black.width > page.black.height
    assert _same(_inks(page, 80, 15), (40, 0, 0, 0))
    assert _inks(page, 20, 15) == (0, 0, 0, 0)


def _jpeg(inks: tuple[int, ...]) -> bytes:
    held = io.BytesIO()
    Image.new("CMYK", (64, 64), inks).save(held, "JPEG", quality=100, subsampling=0)
    return held.getvalue()


PICTURES: Mapping[str, tuple[Callable[[pikepdf.Pdf], pikepdf.Stream], tuple[float, ...]]] = {
    "inks": (lambda pdf: image_of(pdf, (9, 7), Name.DeviceCMYK, bytes([51, 102, 153, 204])), (20, 40, 60, 80)),
    "inks turned round": (
        lambda pdf: image_of(pdf, (9, 7), Name.DeviceCMYK, bytes([51, 102, 153, 204]), Decode=[1, 0] * 4), (80, 60, 40,
        20),
    ),
    "grey": (lambda pdf: image_of(pdf, (9, 7), Name.DeviceGray, bytes([51])), (0, 0, 0, 80)),
    "light": (lambda pdf: image_of(pdf, (9, 7), Name.DeviceRGB, bytes([51, 102, 153])), (40, 20, 0, 40)),
    "a palette": (lambda pdf: image_of(pdf, (9, 7), palette(), bytes([1])), (100, 100, 0, 0)),
    "a spot ink": (lambda pdf: image_of(pdf, (9, 7), separation("Goud"), bytes([102])), (0, 0, 0, 40)),
    "two inks": (
        lambda pdf: image_of(pdf, (9, 7), Array([Name.DeviceN, Array([Name.Yellow, Name.Goud]), Name.DeviceCMYK,
        Dictionary(FunctionType=4)]), bytes([51, 102])),
        (0, 0, 20, 40),
    ),
    "sixteen bits": (
        lambda pdf: pdf.make_stream(
            bytes([51, 9] * 4), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, ColorSpace=Name.DeviceGray,
            BitsPerComponent=16,
        ),
        (0, 0, 0, 80),
    ),
    "four bits": (
        lambda pdf: pdf.make_stream(
            bytes([0x33, 0x33]), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, ColorSpace=Name.DeviceGray,
            BitsPerComponent=4,
        ),
        (0, 0, 0, 80),
    ),
    "one bit of a palette": (
        lambda pdf: pdf.make_stream(
            bytes([0x80, 0x80]), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=2, ColorSpace=palette(),
            BitsPerComponent=1,
        ),
        (100, 100, 0, 0),
    ),
    "a JPEG of Pillow": (
        lambda pdf: pdf.make_stream(
            _jpeg((51, 102, 153, 204)), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=64,
            ColorSpace=Name.DeviceCMYK, BitsPerComponent=8, Filter=Name.DCTDecode, Decode=[1, 0] * 4,
        ),
        (20, 40, 60, 80),
    ),
    "a picture that is made smaller first": (
        lambda pdf: image_of(pdf, (4000, 3), Name.DeviceCMYK, bytes([51, 102, 153, 204])), (20, 40, 60, 80),
    ),
    "a picture that cannot be read": (
        lambda pdf: pdf.make_stream(
            b"x", Type=Name.XObject, Subtype=Name.Image, Width=9, Height=9, ColorSpace=Name.DeviceCMYK,
            BitsPerComponent=8,
        ),
        (0, 0, 0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_on_the_plates(kind: str) -> None:
    """Its samples are inks, whatever they are called and however they are packed."""
    make, wanted = PICTURES[kind]
    page = _page("q 40 0 0 40 40 40 cm /X Do Q", lambda pdf: {"XObject": {"X": make(pdf)}})
    assert _same(_inks(page), wanted, 3), _inks(page)


@settings(max_examples=25, deadline=None)
@given(INKS, st.integers(0, 80), st.integers(0, 80), st.integers(2, 20))
def test_the_largest_ink_sum_is_found_where_it_is(inks: tuple[float, ...], left: int, bottom: int, size: int) -> None:
    """A square of any colour on blank paper holds the sum of its inks, in its upper left corner."""
    found = heaviest(page := _page(f"{_words(inks)} k {left} {bottom} {size} {size} re f"))
    assert abs(found.percent - 100 * sum(inks)) <= 4 * STEP
    if found.percent > 8 * STEP:
        assert abs((found.place.left - page.trim.left) / MM - left) < 1
        assert abs((found.place.top - page.trim.bottom) / MM - bottom - size) < 1


def test_what_is_smaller_than_a_millimetre_has_no_ink_sum() -> None:
    """A line of half a millimetre in every ink wets no paper."""
    assert heaviest(_page("1 1 1 1 K 0.5 w 10 50 m 90 50 l S 0 0 0 0.5 k 10 10 9 9 re f")).percent == pytest.approx(
        50, abs=STEP
    )


EDGES = ("left", "right", "top", "bottom")


def _against(edge: str, start: int, length: int, more: float) -> str:
    """A square against an edge that goes on for this many mm."""
    x, y, width, height = {
        "left": (-more, start, 10 + more, length),
        "right": (90, start, 10 + more, length),
        "bottom": (start, -more, length, 10 + more),
        "top": (start, 90, length, 10 + more),
    }[edge]
    return f"0.2 0 0 0 k {x} {y} {width} {height} re f"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(EDGES), st.integers(5, 65), st.integers(5, 30), st.sampled_from([0, 1, 2, 3, 5]))
def test_what_stops_at_the_trim_is_found_on_that_edge(edge: str, start: int, length: int, more: int) -> None:
    """A square against an edge is told when it ends within the bleed, and not when it goes on for 3 mm."""
    page = _page(_against(edge, start, length, more))
    places = list(cut_short(page, 3))
    assert len(places) == (0 if more >= 3 else 1)
    for place in places:
        near = {
            "left": place.left - page.trim.left,
            "right": page.trim.right - place.right,
            "bottom": place.bottom - page.trim.bottom,
            "top": page.trim.top - place.top,
        }
        assert min(EDGES, key=lambda side: abs(near[side])) == edge
        along = place.bottom - page.trim.bottom if edge in ("left", "right") else place.left - page.trim.left
        assert abs(along / MM - start) <= 2


def test_a_slanted_or_round_shape_that_bleeds_does_not_stop_at_the_trim() -> None:
    """Its sides lie elsewhere in the bleed than on the page, and that is no fault."""
    assert not list(
        cut_short(_page("0.2 0 0 0 k 60 20 m 110 70 l 110 90 l 60 90 l f 0 0.5 0 0 k 20 -30 m 20 20 l -30 -30 l f"), 3)
    )
    assert not list(cut_short(_page("0.2 0 0 0 k 30 w 1 J 20 -5 m 60 -5 l S"), 3))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(EDGES), st.integers(-2, 12), st.sampled_from([0, 90, 180, 270]))
def test_words_near_the_trim_are_found_whatever_way_the_page_lies(edge: str, away: int, turned: int) -> None:
    """A letter is told when it is nearer than 5 mm, by the corner of the trim and not of the paper."""
    place = {
        "left": f"{away} 50",
        "right": f"{100 - away - 5} 50",
        "bottom": f"50 {away}",
        "top": f"50 {100 - away - 5}",
    }[edge]
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=((100 + 2 * EDGE) * MM, (100 + 2 * EDGE) * MM))
        page.obj.MediaBox = Array([-7, 11, (100 + 2 * EDGE) * MM, (100 + 2 * EDGE) * MM])
        page.obj.Rotate = turned
        page.obj.Resources = Dictionary(Font=Dictionary(F=font_of(pdf)))
        page.obj.Contents = pdf.make_stream(in_mm(f"BT /F 7.4 Tf {place} Td (H) Tj ET"))  # H is 5 mm square
        trim = Box(EDGE * MM, EDGE * MM, (EDGE + 100) * MM, (EDGE + 100) * MM)
        found = list(words_near_trim(saved(pdf), {1: trim}, 5))
    if away <= 3:
        (words,) = found
        assert words.text == "H"
        assert abs(words.box.width - 5 * MM) < 1.5 * MM
        assert abs(words.box.height - 5 * MM) < 0.5 * MM
    elif away > 5:
        assert not found


@needs_gs
def test_ghostscript_sees_the_same_ink(tmp_path: Path) -> None:
    """The mean of every plate is what ghostscript reckons, to a tenth of a percent."""
    data = good("drukkerij")
    (tmp_path / "goed.pdf").write_bytes(data)
    command = [
        "gs",
        "-q",
        "-o",
        "-",
        "-dSAFER",
        "-dUseBleedBox",
        "-dLastPage=1",
        "-r600",
        "-sDEVICE=ink_cov",
        "goed.pdf",
    ]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    theirs = [float(part) for part in said.split()[:4]]
    page = next(plates(data, dpi=300))
    ours = [ImageStat.Stat(ink).mean[0] * STEP for ink in page.inks]
    assert sum(theirs) > 1
    assert ours == pytest.approx(theirs, abs=0.1)
