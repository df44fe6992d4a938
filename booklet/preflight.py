"""Step 7, preflight: look at a finished PDF and tell what is not as promised; changes nothing. Owns pikepdf.

veraPDF is the judge of conformance and runs in the tests. What is looked at here costs milliseconds, so that every file
that the program writes has been seen.
"""

import io
from collections.abc import Iterator

import pikepdf

from booklet.fonts import FAMILIES
from booklet.planner import PagePlan
from booklet.problems import Place, Problem, error


def inspect(data: bytes, plan: PagePlan, file: str) -> tuple[Problem, ...]:
    """What a screen PDF lacks of its pages, tags, names, fonts and links; a place is the file with the page as line."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(
            error("P01", Place(file, page), message, "meld dit aan de makers van het programma")
            for page, message in (*_document(pdf, plan), *_fonts(pdf), *_links(pdf))
        )


def _document(pdf: pikepdf.Pdf, plan: PagePlan) -> Iterator[tuple[int, str]]:
    root = pdf.Root
    marks, preferences = root.get("/MarkInfo"), root.get("/ViewerPreferences")
    if len(pdf.pages) != plan.page_count:
        yield 0, f"het bestand heeft {len(pdf.pages)} bladzijden in plaats van {plan.page_count}"
    if "/StructTreeRoot" not in root or marks is None or not marks.get("/Marked"):
        yield 0, "het bestand heeft geen structuur voor de schermlezer"
    if str(root.get("/Lang", "")) != "nl":
        yield 0, "het bestand zegt niet dat het Nederlands is"
    if preferences is None or not preferences.get("/DisplayDocTitle") or not pdf.docinfo.get("/Title"):
        yield 0, "het bestand heeft geen titel"
    if "/Outlines" not in root:
        yield 0, "het bestand heeft geen bladwijzers"
    if "/PageLabels" not in root:
        yield 0, "het bestand heeft geen bladzijdenamen"
    metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
    for claim in (b"pdfuaid:part", b"pdfaid:part"):
        if claim not in metadata:
            yield 0, f"het bestand noemt {claim.decode()} niet"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Every font is one of ours and is in the file (ISO 14289-1, 7.21.4)."""
    ours = {family.replace(" ", "").lower() for family in FAMILIES}
    for number, page in enumerate(pdf.pages, 1):
        resources = page.get("/Resources")
        fonts = resources.get("/Font") if resources is not None else None
        for font in fonts.values() if fonts is not None else ():
            name = str(font.BaseFont)
            family = name.partition("+")[2].replace("-", "").lower()
            if not any(family.startswith(known) for known in ours):
                yield number, f"hier staat een vreemd lettertype: {name}"
            descriptor = (
                font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.get("/FontDescriptor")
            )
            if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield number, f"lettertype {name} zit niet in het bestand"


def _links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Every link says where it goes (ISO 14289-1, 7.18.5)."""
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if not str(annotation.get("/Contents", "")):
                yield number, "een koppeling heeft geen naam voor de schermlezer"
