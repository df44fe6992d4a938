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
from booklet.checks import FORMATS
from booklet.content import read_content
from booklet.formaten import FORMATEN
from booklet.markup import write_leaflet
from booklet.models import Contact, Content, Drukkerij, Formaat, Vorm
from booklet.ordersheet import (
    MAX_STAPLED,
    SOORTEN,
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
        vorm="boekje",
        formaat="A4",
        dubbel=True,
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


def _loose(vorm: Vorm, formaat: Formaat, pages: int, *, dubbel: bool) -> PrintOrder:
    return replace(_order(), vorm=vorm, formaat=formaat, pages=pages, dubbel=dubbel)


ORDERS = {
    "known": _order,
    "poster": lambda: _loose("bladen", "A3 liggend", 1, dubbel=False),
    "sheet": lambda: _loose("bladen", "A4", 1, dubbel=False),
    "sheets": lambda: replace(_loose("bladen", "A4", 12, dubbel=True), oplage=None),
    "card": lambda: replace(_worst(), vorm="kaarten", formaat="A5", pages=2),
    "cards": lambda: _loose("kaarten", "A6", 24, dubbel=True),
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


def _row(order: PrintOrder, label: str) -> str:
    rows = [row for section in sections(order) for row in section.rows if row.label == label]
    return " ".join(line for row in rows for line in row.lines)


def test_every_paper_that_an_edition_may_have_can_be_ordered() -> None:
    """The table has a row for each paper that the checks allow, and no other."""
    assert set(SOORTEN) == {(vorm, formaat) for vorm, formaten in FORMATS.items() for formaat in formaten}


@pytest.mark.parametrize(("vorm", "formaat"), SOORTEN)
def test_the_size_is_that_of_the_paper(vorm: Vorm, formaat: Formaat) -> None:
    """In mm as it lies, and by the name that people know."""
    width, height, _ = FORMATEN[formaat]
    told = _row(_loose(vorm, formaat, 4, dubbel=True), "Formaat")
    assert told.startswith(f"{width} x {height} mm")
    assert ("staand" in told) != ("liggend" in told)
    assert ("staand" in told) == (height > width)
    assert formaat.split()[0] in told


@given(
    st.sampled_from([key for key in SOORTEN if key[0] != "boekje"]),
    st.integers(1, 40),
    st.sampled_from((1, 2)),
    st.integers(1, 5000),
)
def test_loose_paper_tells_no_word_of_a_booklet(
    key: tuple[Vorm, Formaat], leaves: int, sides: int, oplage: int
) -> None:
    """Nothing is bound and nothing has a cover or a spine; leaves, sides and copies are counted and named as one."""
    dubbel = sides == 2
    order = replace(_loose(*key, leaves * sides, dubbel=dubbel), oplage=oplage)
    text, soort = squeezed(as_text(order)), order.soort
    assert not re.search(r"boekje|nieten\.|geniet|Omslag|rug|Binnenin|leesvolgorde", text)
    assert ("(4/4)" in text) == ("optweekanten" in text) == dubbel
    assert ("(4/0)" in text) == ("opéénkant" in text) == (not dubbel)
    assert _row(order, "Omvang").startswith(f"{leaves} {soort.een if leaves == 1 else soort.veel}, ")
    assert ("leeg" in _row(order, "Bladzijden")) == (not dubbel)
    assert ("van" in _row(order, "Aantal")) == (leaves > 1)
    words = f"{soort.een}(oplage)" if (oplage, leaves) == (1, 1) else f"{soort.veel}(oplage)"
    assert squeezed(_row(order, "Aantal")).endswith(words)
    assert squeezed(f"Wilt u voor ons {_row(order, 'Aantal').removesuffix(' (oplage)')} '") in text


def test_cards_tell_which_page_is_the_back_of_which() -> None:
    """A shop that gets single pages must know what lies behind what."""
    told = _row(ORDERS["cards"](), "Bladzijden")
    assert told.startswith("Bladzijde 1 en 2 zijn de voorkant en de achterkant van kaart 1.")
    assert "12" in _row(ORDERS["cards"](), "Omvang")
    assert _row(ORDERS["card"](), "Bladzijden") == "Bladzijde 1 is de voorkant, bladzijde 2 is de achterkant."


def test_the_paper_suits_what_is_made_of_it() -> None:
    """A card is stiffer than a poster and a poster than a sheet; all of it takes a pen."""
    told = [_row(ORDERS[name](), "Papier") for name in ("sheet", "poster", "cards")]
    grams = [int(found[1]) for text in told if (found := re.search(r"(\d+) gram", text))]
    assert len(grams) == len(told)
    assert grams == sorted(set(grams))
    assert all("ongestreken" in text and "pen" in text for text in told)


def test_one_booklet_is_not_called_two() -> None:
    """A single copy is told in the singular, in the sheet and in the letter."""
    text = as_text(replace(_order(), oplage=1))
    assert "1 boekje (oplage)" in text
    assert "boekjes" not in text


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
    bound = order.vorm == "boekje"
    known = [contact.telefoon and phone(contact.telefoon), contact.email, contact.website, contact.adres]
    return [
        order.titel,
        order.gemeente,
        f"{order.versie}, november 2026",
        order.file,
        f"{order.pages} bladzijden" if order.pages > 1 else "1 bladzijde",
        "{} x {} mm".format(*FORMATEN[order.formaat]),
        order.checksum,
        f"PDF/{profile.norm}",
        profile.conditie,
        profile.uitleg_conditie,
        f"{profile.inkt} %",
        "3 mm" if profile.afloop else "Geen",
        "Ja, buiten" if profile.snijtekens else "Nee.",
        "4/4" if order.dubbel else "4/0",
        "Zwarte tekst staat alleen in zwart",
        "mat en ongestreken",
        *(("leesvolgorde", "(houtvrij offset), 90 of 100 gram", "160 tot 250 gram") if bound else ("Op maat snijden",)),
        "Beste drukker",
        *(fact for fact in known if fact),
        *([f"{order.oplage} {order.soort.veel} (oplage)"] if order.oplage and (bound or order.leaves == 1) else []),
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


_BOUND = st.builds(
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
    vorm=st.just("boekje"),
    formaat=st.just("A4"),
    dubbel=st.just(value=True),
)
_LOOSE = st.builds(
    lambda order, key, dubbel: replace(order, vorm=key[0], formaat=key[1], dubbel=dubbel),
    _BOUND,
    st.sampled_from([key for key in SOORTEN if key[0] != "boekje"]),
    st.booleans(),
)


@settings(max_examples=40)
@given(_BOUND | _LOOSE)
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
