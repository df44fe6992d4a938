"""The order sheet: the page and the text tell the same, whatever is known and whatever is left to fill in."""

import ctypes
import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from conftest import CONTENT, GEMEENTEN
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import squeezed
from verapdf import judge, missing

from booklet.addresses import phone
from booklet.content import read_content
from booklet.markup import write_leaflet
from booklet.models import Contact, Content, Drukkerij
from booklet.ordersheet import (
    MAX_STAPLED,
    TEXT_WIDTH,
    PrintOrder,
    as_text,
    dutch_number,
    mail,
    order_for,
    sections,
    spine_mm,
    values,
)
from booklet.typeset import lay_out, write_pdf

SMALLEST_PT = 11
BLANK = "____"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256 of `abc` (FIPS 180-2, B.1)


@cache
def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


def _profiles() -> tuple[Drukkerij, ...]:
    return _content().drukkerijen


def _order() -> PrintOrder:
    """An order of Voorbeeldstad, of which everything is known."""
    content = _content()
    gemeente = next(gemeente for gemeente in content.gemeenten if gemeente.feiten.contact.adres)
    return order_for(
        content.plan,
        gemeente,
        _profiles()[0],
        titel="Mijn Eigen Plan",
        file="proef-drukkerij.pdf",
        data=b"abc",
        pages=60,
        oplage=250,
    )


def _worst() -> PrintOrder:
    """An order with long names, too thick to staple, for another kind of paper, and of which nothing is known."""
    coated = next(one for one in _profiles() if one.conditie == "FOGRA39")
    return replace(
        _order(),
        titel="Mijn eigen plan voor wonen en leven – Tijdsbesteding",
        gemeente="Gemeente Alphen aan den Rijn en Nieuwkoop",
        file="5-tijdsbesteding-drukkerij.pdf",
        contact=Contact(),
        pages=MAX_STAPLED + 4,
        profile=coated,
        oplage=None,
    )


ORDERS = {
    "known": _order,
    "unsaid": lambda: replace(_order(), titel="Mijn Eigen Plan – Tijdsbesteding", oplage=None),
    "marks": lambda: replace(_order(), profile=next(one for one in _profiles() if not one.snijtekens)),
    "bleedless": lambda: replace(_order(), profile=_order().profile.model_copy(update={"afloop": 0})),
    "worst": _worst,
}


def _page(order: PrintOrder) -> bytes:
    """The order sheet, one page without a fault."""
    pages = lay_out(write_leaflet("drukopdracht", values(order)))
    data, faults = write_pdf(pages, {})
    assert (*pages.faults, *faults) == ()
    assert pages.page_count == 1
    return data


def _said(data: bytes) -> str:
    return squeezed(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded())


# ----------------------------------------------------------------------------------------------------------------------
# What is ordered


def test_the_order_is_for_this_very_file() -> None:
    """The checksum is that of the bytes; version and day are those of the booklet, the rest is of the gemeente."""
    order, plan = _order(), _content().plan
    assert order.checksum == ABC
    assert (order.versie, order.datum) == (plan.versie, plan.datum)
    assert order.gemeente == "Gemeente Voorbeeldstad"
    assert all(getattr(order.contact, name) for name in Contact.model_fields)


@given(st.integers(2, 80).map(lambda sheets: 4 * sheets))
def test_a_thick_booklet_is_not_stapled(pages: int) -> None:
    """Two staples up to sixteen sheets; above that a ring or glue, and why."""
    text = as_text(replace(_order(), pages=pages))
    assert ("Geniet in de rug" in text) == (pages <= 64)
    assert ("Wire-o of ringband" in text) == ("garenloos" in text) == ("Nieten kan niet" in text) == (pages > 64)
    assert ("vier bladzijden" in text) == (pages <= 64)


def test_the_spine_is_as_thick_as_its_leaves() -> None:
    """Thirty leaves of 80 grams are 3 mm, as `drukwerk.md` measured a leaf; twice the pages are twice as thick."""
    assert spine_mm(60, 80) == pytest.approx(3.0)
    assert spine_mm(120, 80) == pytest.approx(2 * spine_mm(60, 80))
    assert spine_mm(60, 160) == pytest.approx(2 * spine_mm(60, 80))


def test_paper_that_the_colours_are_not_made_for_is_told() -> None:
    """The advice is always paper that takes a pen; a file for other paper says so."""
    told = {one.conditie: "kleuren zijn gemaakt voor" in as_text(replace(_order(), profile=one)) for one in _profiles()}
    assert told == {"FOGRA29": False, "FOGRA39": True}


@given(st.integers(0, 10**7), st.integers(0, 3))
def test_a_number_is_written_as_the_dutch_do(thousandths: int, decimals: int) -> None:
    """Read back it is the number, rounded; dots part the thousands, and no zero ends the decimals."""
    number = thousandths / 1000
    written = dutch_number(number, decimals)
    assert re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d*[1-9])?", written)
    assert float(written.replace(".", "").replace(",", ".")) == pytest.approx(round(number, decimals), abs=1e-9)


# ----------------------------------------------------------------------------------------------------------------------
# The page and the text


def _facts(order: PrintOrder) -> list[str]:
    """What a print shop must be able to read, gathered here once more."""
    profile, contact = order.profile, order.contact
    known = [contact.telefoon and phone(contact.telefoon), contact.email, contact.website, contact.adres]
    return [
        order.titel,
        order.gemeente,
        f"{order.versie}, november 2026",
        order.file,
        f"{order.pages} bladzijden",
        "210 x 297 mm",
        order.checksum,
        f"PDF/{profile.norm}",
        profile.conditie,
        profile.uitleg_conditie,
        f"{profile.inkt} %",
        "3 mm" if profile.afloop else "Geen",
        "Ja, buiten" if profile.snijtekens else "Nee.",
        "4/4",
        "Zwarte tekst staat alleen in zwart",
        "leesvolgorde",
        "ongestreken (houtvrij offset), 90 of 100 gram",
        "160 tot 250 gram",
        "Beste drukker",
        *(fact for fact in known if fact),
        *([f"{order.oplage} boekjes (oplage)"] if order.oplage else []),
    ]


@pytest.mark.parametrize("name", ORDERS)
def test_the_page_and_the_text_tell_the_same(name: str) -> None:
    """Every fact, every label and the letter stand in both; what is not known is a label with room behind it."""
    order = ORDERS[name]()
    page, text = _said(_page(order)), squeezed(as_text(order))
    rows = [row for section in sections(order) for row in section.rows]
    lines = [line for row in rows for line in (row.label, *row.lines)]
    headings = [section.kop for section in sections(order)]
    for wanted in (*_facts(order), *lines, *mail(order)):
        assert squeezed(wanted) in page, f"not on the page: {wanted}"
        assert squeezed(wanted) in text, f"not in the text: {wanted}"
    for wanted in headings:
        assert squeezed(wanted) in page
        assert squeezed(wanted.upper()) in text
    assert text.count(BLANK * 10) == sum(row.blanks for row in rows) >= 3


def test_what_is_not_known_is_left_to_fill_in() -> None:
    """Of each thing that the gemeente did not say there is a line, and of no other."""
    blank = {row.label for section in sections(_worst()) for row in section.rows if row.blanks}
    known = {row.label for section in sections(_order()) for row in section.rows if row.blanks}
    assert known == {"Leveren op", "Afleveradres"}
    assert blank - known == {"Aantal", "Telefoon", "E-mail", "Website", "Adres"}


_WORDS = (
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=120).map(str.strip).filter(bool)
)
_MAYBE = st.none() | _WORDS


_ORDERS = st.builds(
    PrintOrder,
    titel=_WORDS,
    gemeente=_WORDS,
    versie=_WORDS,
    datum=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    contact=st.builds(Contact, telefoon=_MAYBE, email=_MAYBE, website=_MAYBE, adres=_MAYBE),
    file=_WORDS,
    pages=st.integers(2, 60).map(lambda sheets: 4 * sheets),
    checksum=st.just(ABC),
    profile=st.deferred(lambda: st.sampled_from(_profiles())),
    oplage=st.none() | st.integers(1, 10**6),
)


@settings(max_examples=40)
@given(_ORDERS)
def test_the_text_fits_in_any_window(order: PrintOrder) -> None:
    """Whatever the names are: no line is too long, what a label tells begins in one column, and nothing is lost."""
    text = as_text(order)
    lines = text.split("\n")
    assert lines[-1] == ""
    assert lines[-2] != ""
    assert all(len(line) <= TEXT_WIDTH and line == line.rstrip(" ") for line in lines)
    rows = [row for section in sections(order) for row in section.rows]
    starts = {len(line) - len(line.partition(":")[2].lstrip(" ")) for line in lines if line.startswith("Papier:")}
    assert len(starts) == 1
    assert all(len(row.label) + 1 < min(starts) for row in rows)
    assert any(line.endswith(f" {ABC}") for line in lines), "the checksum is not in one piece"
    for row in rows:
        assert squeezed(f"{row.label}:{''.join(row.lines)}") in squeezed(text)


def test_the_letters_are_large_enough() -> None:
    """No letter of the page is smaller than 11 points."""
    page = pypdfium2.PdfDocument(_page(_worst()))[0].get_textpage()
    sizes = {_size(page, index) for index in range(page.count_chars()) if page.get_text_range(index, 1).strip()}
    assert len(sizes) > 2
    assert min(sizes) >= SMALLEST_PT


def _size(page: pypdfium2.PdfTextPage, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    assert pdfium.FPDFText_GetMatrix(page.raw, index, ctypes.byref(matrix))
    return round(abs(matrix.d) * pdfium.FPDFText_GetFontSize(page.raw, index), 2)


def test_the_same_order_gives_the_same_bytes() -> None:
    """Nothing of the moment is in the file."""
    assert _page(_order()) == _page(_order())


def test_the_page_is_for_everybody(tmp_path: Path) -> None:
    """The judge finds nothing against PDF/UA-1 and PDF/A-2a, with lines to fill in and without."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    files = [tmp_path / f"{name}.pdf" for name in ("known", "worst")]
    for file in files:
        file.write_bytes(_page(ORDERS[file.stem]()))
    verdicts = judge(("ua1", "2a"), files)
    assert [(one.file.stem, one.flavour, one.failures) for one in verdicts if not one.passed] == []
    assert len(verdicts) == 4
    assert all(one.checks > 100 for one in verdicts)
