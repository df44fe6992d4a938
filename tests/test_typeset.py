"""What `typeset` repairs in WeasyPrint, and the private names that it needs for it."""

import ast
import inspect
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT
from paper import elements

from booklet import typeset
from booklet.fonts import LETTER
from booklet.markup import Sheets
from booklet.typeset import AbsolutePlaceholder, boxes, weasyprint, weasyprint_tags  # our fonts come before WeasyPrint

A4_POINTS = (210 * 72 / 25.4, 297 * 72 / 25.4)

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
STYLE = f"""
@page {{
  size: A4; margin: 20mm;
  @top-left {{ content: "loopkop" }}
  @bottom-right {{ content: counter(page) }}
}}
html {{ font: 14pt '{LETTER}' }}
.hier {{ position: absolute; left: 10mm; top: 20mm; width: 40mm; height: 30mm }}
"""
PAGE = """<html lang="nl"><head><title>Proef</title><style>{style}</style></head><body>
<h1 id="kop">Kop</h1>
<img alt="" src="book:/p.svg" style="width: 9mm">
<p aria-hidden="true">versiering <b>vet</b></p>
<p>Bel <a href="tel:112">112, <b>alarm</b></a>, lees <a href="#kop"><span>de</span>
  kop</a> of mail <a href="mailto:a@b.nl" aria-label="post">a@b.nl</a>.</p>
<div class="hier"><img alt="Een driehoek" src="book:/p.svg" style="width: 40mm; height: 30mm; display: block"></div>
</body></html>"""


@pytest.fixture(scope="module")
def pages() -> typeset.Typeset:
    """One page with a running head, a folio, decoration, links and a picture."""
    return typeset.lay_out(Sheets(PAGE.format(style=STYLE), (), {"book:/p.svg": PICTURE}))


@pytest.fixture(scope="module")
def pdf(pages: typeset.Typeset) -> Iterator[pikepdf.Pdf]:
    """That page as a PDF."""
    data, faults = typeset.write_pdf(pages, {})
    assert not faults
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


# ----------------------------------------------------------------------------------------------------------------------
# Names that may move


def _names(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_private_names_of_weasyprint_are_where_they_were(pages: typeset.Typeset) -> None:
    """WeasyPrint is pinned because these names are not promised; a new release must keep them or be adapted to."""
    assert isinstance(pages.document.pages[0]._page_box, boxes.PageBox)
    names = ["box", "parent", "pdf", "page_number", "nums", "annotations", "tags"]
    assert _names(weasyprint_tags._build_box_tree) == names
    assert _names(weasyprint.document.DocumentMetadata.generate_rdf_metadata) == [
        "self",
        "variant",
        "version",
        "conformance",
    ]
    assert _names(weasyprint.HTML._ua_stylesheets) == ["self", "forms"]
    usual = Path(weasyprint.css.__file__).with_name("html5_ua.css").read_text(encoding="utf-8")
    assert len(typeset.FOOTNOTES.findall(usual)) == 5
    box = object()
    assert AbsolutePlaceholder(box)._box is box
    assert int(typeset.pango()) >= 14400  # 1.44, the oldest that WeasyPrint knows


def test_what_a_link_is_has_not_changed(pages: typeset.Typeset) -> None:
    """A link of a page is its kind, its target, its place and its box, and the box tells the element."""
    links = pages.document.pages[0].links
    assert links
    for kind, target, place, box in links:
        assert kind in ("internal", "external")
        assert target
        assert len(place) == 4
        assert box.element_tag == "a"


def test_no_other_private_name_is_touched() -> None:
    """Every private name of WeasyPrint that `typeset` uses is in its docstring, where the pin is explained."""
    tree = ast.parse((ROOT / "booklet/typeset.py").read_text(encoding="utf-8"))
    ours = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    touched = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and re.match("_[a-z]", node.attr)
        and node.attr != "_replace"  # of every named tuple
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    } - ours
    assert touched
    assert touched == set(re.findall(r"`[\w.]*\.(_\w+)`", typeset.__doc__ or ""))


def test_the_repairs_leave_weasyprint_as_it_was(pdf: pikepdf.Pdf) -> None:
    """The replaced function is put back, so that another document is not touched."""
    assert pdf
    assert weasyprint_tags._build_box_tree.__module__ == weasyprint_tags.__name__


# ----------------------------------------------------------------------------------------------------------------------
# Tags


def _content(page: pikepdf.Page) -> list[tuple[str, Mapping[str, Any]]]:
    """The marked content of a page in order: its tag and its properties."""
    marks = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            marks.append((str(operands[0]), dict(operands[1])))
        elif str(operator) == "BMC":
            marks.append((str(operands[0]), {}))
    return marks


def _tagged(pdf: pikepdf.Pdf) -> set[int]:
    """The content ids that the structure holds."""
    found = set()
    for tag in elements(pdf):
        kids = tag.get("/K", pikepdf.Array())
        found |= {int(kid) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, int)}
    return found


def test_running_heads_and_folios_are_artifacts(pdf: pikepdf.Pdf) -> None:
    """A screen reader passes over what stands in the margin of every page."""
    kinds = [
        (str(properties.get("/Type")), str(properties.get("/Subtype")))
        for tag, properties in _content(pdf.pages[0])
        if tag == "/Artifact" and "/Subtype" in properties
    ]
    assert sorted(kinds) == [("/Pagination", "/Footer"), ("/Pagination", "/Header")]


def test_decoration_is_an_artifact(pdf: pikepdf.Pdf) -> None:
    """A picture without words, and all that is hidden from a screen reader, is decoration."""
    layout = [properties for tag, properties in _content(pdf.pages[0]) if properties.get("/Type") == "/Layout"]
    assert len(layout) == 3  # the picture, `versiering` and `vet`
    assert all(tag == "/Artifact" for tag, properties in _content(pdf.pages[0]) if "/Type" in properties)


def test_all_content_is_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    """Whatever has a content id is in the structure, and what the structure holds is on the page."""
    ids = {int(properties["/MCID"]) for _, properties in _content(pdf.pages[0]) if "/MCID" in properties}
    assert ids
    assert ids == _tagged(pdf)
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert {index for index, parent in enumerate(parents) if parent is not None} == ids


def test_a_link_says_its_words(pdf: pikepdf.Pdf) -> None:
    """What a screen reader says of a link is the text of the link, in one line, or the label that it was given."""
    annotations = list(pdf.pages[0].Annots)
    assert [str(annotation.Contents) for annotation in annotations] == ["112, alarm", "de kop", "post"]
    assert [str(tag.S) for tag in elements(pdf)].count("/Link") == 3


def test_a_picture_with_words_is_a_figure_at_its_place(pdf: pikepdf.Pdf) -> None:
    """The box of a figure counts in points from the bottom of the page, as the standard wants."""
    figures = [tag for tag in elements(pdf) if tag.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Een driehoek"]
    millimetre = 72 / 25.4
    left, top, width, height = (size * millimetre for size in (20 + 10, 20 + 20, 40, 30))
    expected = [left, A4_POINTS[1] - top - height, left + width, A4_POINTS[1] - top]
    assert [float(corner) for corner in figures[0].A.BBox] == pytest.approx(expected, abs=0.05)


# ----------------------------------------------------------------------------------------------------------------------
# The whole file


def test_the_file_claims_both_standards_in_one_description(pdf: pikepdf.Pdf) -> None:
    """PDF/A and PDF/UA stand in one RDF, because a judge reads only the first."""
    metadata = pdf.Root.Metadata.read_bytes()
    assert metadata.count(b"<rdf:RDF") == metadata.count(b"</rdf:RDF>") == 1
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert re.search(rb"pdfaid:part.{1,3}2", metadata)


def test_pages_are_called_by_their_number_or_their_name() -> None:
    """A page with a name has that name; the others go on counting where they are."""
    body = "".join(f'<section style="break-before: page">{number}</section>' for number in range(1, 6))
    html = f"<html lang='nl'><head><title>P</title><style>{STYLE}</style></head><body>{body}</body></html>"
    laid = typeset.lay_out(Sheets(html, (), {}))
    assert laid.page_count == 5
    data, _ = typeset.write_pdf(laid, {1: "voorkant", 3: "midden (3)", 5: "achterkant"})
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert [page.label for page in opened.pages] == ["voorkant", "2", "midden (3)", "4", "achterkant"]


def test_an_anchor_is_where_its_part_begins() -> None:
    """A part that goes on over pages is found on its first."""
    long = "".join("<p>regel</p>" for _ in range(80))
    html = f"<html lang='nl'><head><style>{STYLE}</style></head><body><section id='een'>{long}</section>"
    laid = typeset.lay_out(Sheets(f"{html}<section id='twee'>x</section></body></html>", (), {}))
    assert laid.page_count > 2
    assert laid.anchors == {"een": 1, "twee": laid.page_count}


def test_the_fonts_are_ours(pdf: pikepdf.Pdf) -> None:
    """Only the letters of the package are used, whatever is installed on the machine."""
    names = [str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()]
    assert names
    assert all(name.replace("-", "").startswith(LETTER.replace(" ", "")) for name in names), names
