"""What a PDF for reading must have: a structure for the screen reader, a language, names, letters (ISO 14289-1)."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from booklet.fonts import FAMILIES, FIELD_FAMILY, OWN_FAMILY
from booklet.problems import Severity
from booklet.rules import Finding, Look, Rule, font_name, is_embedded, locked, repaired, untitled

LONG = 20  # pages; from here on a reader needs bookmarks


def page_count(look: Look) -> Iterator[Finding]:
    """Our file has the pages that were planned."""
    if look.plan is not None and look.page_count != look.plan.page_count:
        yield Finding(0, f"het bestand heeft {look.page_count} bladzijden in plaats van {look.plan.page_count}")


def untagged(look: Look) -> Iterator[Finding]:
    """The file has tags, and says so."""
    marks = look.pdf.Root.get(Name.MarkInfo)
    if Name.StructTreeRoot not in look.pdf.Root or marks is None or not marks.get(Name.Marked):
        yield Finding(0, "het bestand heeft geen structuur voor de schermlezer (tags)")


def no_language(look: Look) -> Iterator[Finding]:
    """The file says in which language it is read aloud; ours in Dutch."""
    language = str(look.pdf.Root.get(Name.Lang, ""))
    if look.plan is not None and language != "nl":
        yield Finding(0, "het bestand zegt niet dat het Nederlands is")
    elif not language:
        yield Finding(0, "het bestand zegt niet in welke taal het is")


def title_not_shown(look: Look) -> Iterator[Finding]:
    """The title stands in the bar of the window, and not the name of the file (7.1)."""
    preferences = look.pdf.Root.get(Name.ViewerPreferences)
    if preferences is None or not preferences.get(Name.DisplayDocTitle):
        yield Finding(0, "het venster toont de naam van het bestand in plaats van de titel")


def no_bookmarks(look: Look) -> Iterator[Finding]:
    """Our file has bookmarks, and so should any long one."""
    if Name.Outlines in look.pdf.Root:
        return
    if look.plan is not None:
        yield Finding(0, "het bestand heeft geen bladwijzers")
    elif look.page_count >= LONG:
        yield Finding(0, "een lang bestand zonder bladwijzers", severity=Severity.WARNING)


def no_page_names(look: Look) -> Iterator[Finding]:
    """Our covers have a name and our pages a number."""
    if look.plan is not None and Name.PageLabels not in look.pdf.Root:
        yield Finding(0, "het bestand heeft geen bladzijdenamen")


def no_claim(look: Look) -> Iterator[Finding]:
    """Our file says that it is PDF/UA and PDF/A, and any other should say the first."""
    if not look.says("pdfuaid:part"):
        severity = Severity.WARNING if look.plan is None else Severity.ERROR
        yield Finding(0, "het bestand zegt niet dat het geschikt is voor een schermlezer (PDF/UA)", severity=severity)
    if look.plan is not None and not look.says("pdfaid:part"):
        yield Finding(0, "het bestand zegt niet dat het lang te bewaren is (PDF/A)")


def strange_font(look: Look) -> Iterator[Finding]:
    """Our file has our letters, and that of the gemeente, and no others."""
    if look.plan is not None:
        ours = tuple(family.replace(" ", "").lower() for family in (*FAMILIES, FIELD_FAMILY, OWN_FAMILY))
        for page, font in look.fonts:
            if not font_name(font).replace("-", "").lower().startswith(ours):
                yield Finding(page, f"hier staat een vreemd lettertype: {font_name(font)}")


def loose_font(look: Look) -> Iterator[Finding]:
    """Every font is in the file (7.21.4)."""
    for page, font in look.fonts:
        if not is_embedded(font):
            yield Finding(page, f"lettertype {font_name(font)} zit niet in het bestand")


def silent_link(look: Look) -> Iterator[Finding]:
    """Every link says where it goes (7.18.5)."""
    for page, annotation in look.annotations():
        if annotation.get(Name.Subtype) == Name.Link and not str(annotation.get(Name.Contents, "")):
            yield Finding(page, "een koppeling heeft geen naam voor de schermlezer")


def silent_field(look: Look) -> Iterator[Finding]:
    """Every field says what to fill in (7.18.4); a field in parts says it once, above them."""
    for page, annotation in look.annotations():
        if annotation.get(Name.Subtype) == Name.Widget and not _tooltip(annotation):
            yield Finding(page, "een invulveld heeft geen uitleg voor de schermlezer")


def _tooltip(field: Any) -> str:
    parent = field.get(Name.Parent)
    return str(field.get(Name.TU, "") or (parent.get(Name.TU, "") if parent is not None else ""))


def silent_picture(look: Look) -> Iterator[Finding]:
    """Every picture with a meaning has words (7.3)."""
    tree = look.pdf.Root.get(Name.StructTreeRoot, Dictionary())
    roles = tree.get(Name.RoleMap, Dictionary())
    figures = {"/Figure", *(role for role, known in roles.items() if known == Name.Figure)}
    # There are thousands of objects: the first question must be a cheap one, and "/S" is cheaper than Name.S.
    found = (one for one in look.pdf.objects if isinstance(one, Dictionary) and str(one.get("/S")) in figures)
    silent = [
        tag for tag in found if Name.P in tag and not (str(tag.get(Name.Alt, "")) or str(tag.get(Name.ActualText, "")))
    ]
    pages = {page.objgen: number for number, page in enumerate(look.pdf.pages, 1)} if silent else {}
    for tag in silent:
        yield Finding(pages.get(_page_of(tag), 0), "een afbeelding heeft geen beschrijving voor de schermlezer")


def _page_of(tag: pikepdf.Object) -> Any:
    """The number of the page that a tag names, or that its first part names."""
    kids = tag.get(Name.K)
    first = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else kids
    return next((one.Pg.objgen for one in (tag, first) if isinstance(one, Dictionary) and Name.Pg in one), None)


_ASK = "vraag de maker om de pdf toegankelijk op te slaan (PDF/UA)"

WHOLE = (  # of the file, not of its pages
    Rule("P02", locked, "vraag de maker om de pdf zonder beveiliging op te slaan"),
    Rule("P04", page_count, _ASK),
    Rule("P05", untagged, _ASK),
    Rule("P06", no_language, _ASK),
    Rule("P07", untitled, "vraag de maker om de pdf een titel te geven"),
    Rule("P08", title_not_shown, _ASK),
    Rule("P09", no_bookmarks, "vraag de maker om bladwijzers bij de koppen"),
    Rule("P10", no_page_names, _ASK),
    Rule("P11", no_claim, _ASK),
)
PAGES = (
    Rule("P12", loose_font, "vraag de maker om alle lettertypen in de pdf op te nemen"),
    Rule("P13", strange_font, "gebruik alleen de lettertypen van het boekje"),
    Rule("P14", silent_link, "vraag de maker om elke koppeling een naam te geven"),
    Rule("P15", silent_field, "vraag de maker om elk veld uitleg te geven (tooltip)"),
    Rule("P16", silent_picture, "vraag de maker om bij elke afbeelding te schrijven wat erop staat (alt-tekst)"),
)
# Last comes what some of is seen only when a part is read.
SCREEN = (*WHOLE, *PAGES, Rule("P01", repaired, "vraag de maker om de pdf opnieuw te maken"))
