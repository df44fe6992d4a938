"""Small booklets to fill in, made by hand as `booklet/forms.py` makes the real ones, and the programs that fill them in."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from pypdfium2 import raw as pdfium

WORDS = ("Gaat goed", "Gaat wel", "Gaat niet goed", "Niet van toepassing")
MARK = "almere basisformat 1.0"
TEXTS = {
    "omslag.naam": "Mijn naam (Omslag)",
    "woonruimte.mijn-woning.zo-gaat-het-nu": "Zo gaat het nu (Woonruimte: Mijn woning)",
    "woonruimte.mijn-woning.wat-wil-ik": "Wat wil ik? Hoe wil ik dit bereiken? (Woonruimte: Mijn woning)",
    "woonruimte.vrije-ruimte": "Teken of schrijf hier wat u wilt (Woonruimte: Vrije ruimte)",
    "notities.1": "Notities (Notities, bladzijde 8)",
}
BOX = "omslag.alleen"
SMILEY = "woonruimte.mijn-woning.smiley"
TOOLTIPS = {
    **TEXTS,
    BOX: "Ik vulde dit alleen in (Omslag)",
    SMILEY: "Hoe gaat het? (Woonruimte: Mijn woning)",
}
PLACES = {  # where one can click, in points from the left and the bottom of the first page
    **{name: (100, 800 - 60 * number) for number, name in enumerate(TEXTS)},
    BOX: (60, 440),
    **{word: (60 + 60 * number, 380) for number, word in enumerate(WORDS)},
}
_MULTILINE, _RADIO, _IN_UNISON = 1 << 12, 1 << 15, 1 << 25


def booklet(mark: str | None = MARK) -> pikepdf.Pdf:
    """A booklet of two pages that nobody filled in; every smiley stands on both of them."""
    pdf = pikepdf.new()
    pages = [pdf.add_blank_page(page_size=(595, 842)) for _ in range(2)]
    tree = {name: _text(pdf, pages[0], name) for name in TEXTS}
    tree[BOX] = _button(pdf, pages[:1], BOX, ("Ja",), 0)
    tree[SMILEY] = _button(pdf, pages, SMILEY, WORDS, _RADIO | _IN_UNISON)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(), DA=String("/Helv 12 Tf 0 g"), DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))
    )
    for name in TOOLTIPS:  # in another order than they were made
        plant(pdf, name, tree[name])
    if mark is not None:
        pdf.docinfo["/MijnEigenPlan"] = String(mark)
    return pdf


def plant(pdf: pikepdf.Pdf, name: str, field: Any) -> None:
    """Put a field in the tree of the form, with the parts above it that are not there yet."""
    *above, own = name.split(".")
    kids, parent = pdf.Root.AcroForm.Fields, None
    for part in above:
        found = next((kid for kid in kids if str(kid.get("/T")) == part), None)
        if found is None:
            found = pdf.make_indirect(Dictionary(T=String(part), Kids=Array()))
            if parent is not None:
                found.Parent = parent
            kids.append(found)
        kids, parent = found.Kids, found
    field.T = String(own)
    if parent is not None:
        field.Parent = parent
    kids.append(field)


def _widget(pdf: pikepdf.Pdf, page: pikepdf.Page, x: float, y: float, *, width: float = 40, **more: Any) -> Any:
    widget = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, F=4, **more))
    widget.Rect = Array([x - 20, y - 20, x - 20 + width, y + 20])
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    return widget


def _look(pdf: pikepdf.Pdf, width: float) -> pikepdf.Stream:
    return pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, 40])


def _text(pdf: pikepdf.Pdf, page: pikepdf.Page, name: str) -> Any:
    field = _widget(pdf, page, *PLACES[name], width=400, FT=Name.Tx, TU=String(TOOLTIPS[name]))
    field.Ff, field.DA = _MULTILINE, String("/Helv 12 Tf 0 g")
    field.AP = Dictionary(N=_look(pdf, 400))
    return field


def _button(pdf: pikepdf.Pdf, pages: Iterable[pikepdf.Page], name: str, words: Iterable[str], flags: int) -> Any:
    field = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=flags, TU=String(TOOLTIPS[name]), Kids=Array()))
    for page in pages:
        for word in words:
            kid = _widget(pdf, page, *PLACES[word if word in PLACES else name], Parent=field, AS=Name.Off)
            kid.AP = Dictionary(N=Dictionary({f"/{word}": _look(pdf, 40), "/Off": _look(pdf, 40)}))
            field.Kids.append(kid)
    return field


def field_of(pdf: pikepdf.Pdf, name: str) -> Any:
    """The field with a full name."""
    field, kids = None, pdf.Root.AcroForm.Fields
    for part in name.split("."):
        field = next(kid for kid in kids if str(kid.get("/T")) == part)
        kids = field.get("/Kids", ())
    return field


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """The bytes of a file."""
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id="encryption" not in how, **how)
    return buffer.getvalue()


def filled(values: Mapping[str, Any], mark: str | None = MARK) -> bytes:
    """A booklet of which the fields have these values, as they stand in the file."""
    pdf = booklet(mark)
    for name, value in values.items():
        field_of(pdf, name).V = value
    return saved(pdf)


def updated(data: bytes, change: Callable[[pikepdf.Pdf], Iterable[Any]]) -> bytes:
    """A file with changed objects behind what was there, as Acrobat and pdf.js save it (ISO 32000-1, 7.5.6)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        new = {one.objgen[0]: one.unparse(resolved=True) for one in change(pdf)}
        size = max(one.objgen[0] for one in pdf.objects) + 1
        trailer = {key: pdf.trailer[key].unparse().decode() for key in ("/Root", "/Info") if key in pdf.trailer}
    before = data[data.rindex(b"startxref") :].split()[1].decode()
    table = []
    for number, body in sorted(new.items()):
        table.append(f"{number} 1\n{len(data):010} 00000 n \n")
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    told = " ".join(f"{key} {value}" for key, value in {**trailer, "/Prev": before, "/Size": size}.items())
    return data + f"xref\n{''.join(table)}trailer\n<< {told} >>\nstartxref\n{len(data)}\n%%EOF\n".encode()


def by_pdfjs(values: Mapping[str, str]) -> bytes:
    """A booklet filled in as pdf.js 5 does: of a smiley one twin is marked, and the value stands in the field."""

    def change(pdf: pikepdf.Pdf) -> Iterable[Any]:
        for name, value in values.items():
            field = field_of(pdf, name)
            button = field.get("/FT") == Name.Btn
            field.V = Name(f"/{value}") if button else String(value)
            if button:
                twin = next(kid for kid in field.Kids if f"/{value}" in kid.AP.N)
                twin.AS = field.V
                yield twin
            yield field

    return updated(saved(booklet()), change)


def by_pypdf(values: Mapping[str, str]) -> bytes:
    """A booklet filled in by pypdf."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(saved(booklet())))
    writer.update_page_form_field_values(None, dict(values), auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def by_pdfium(values: Mapping[str, str]) -> bytes:
    """A booklet filled in by clicking and typing in PDFium, the viewer of Chromium; of a button the place is clicked."""
    pdf = pypdfium2.PdfDocument(saved(booklet()))
    pdf.init_forms()
    forms, page = pdf.formenv, pdf[0]
    for name, value in values.items():
        x, y = PLACES[value if value in WORDS else name]
        for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
            act(forms, page, 0, x, y)
        if name in TEXTS:
            units = value.replace("\n", "\r").encode("utf-16-le")
            for at in range(0, len(units), 2):
                pdfium.FORM_OnChar(forms, page, int.from_bytes(units[at : at + 2], "little"), 0)
        pdfium.FORM_ForceToKillFocus(forms)
    buffer = io.BytesIO()
    pdf.save(buffer)
    page.close()
    pdf.close()
    return buffer.getvalue()
