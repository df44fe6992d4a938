"""What a file for a print shop must be: its boxes, its pages and what it says of itself (ISO 15930, PDF/X)."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

from pikepdf import Dictionary, Name, Stream

from booklet.boxes import POINTS_PER_MM, SLACK, Box, box_of, millimetres, nearest_side, paper, paper_name, room
from booklet.imposition import MAX_SHEETS
from booklet.planner import SIGNATURE
from booklet.press import NORMS
from booklet.problems import Severity
from booklet.rules import Finding, Look, Norm, Rule, locked, repaired, untitled

STAPLED = MAX_SHEETS * SIGNATURE  # pages; more are hard to staple
LEAF = 2  # pages; so few are no booklet
LOOSE = ("A3", "A3 liggend", "A6")  # posters and cards: nobody folds these
REGISTRY = "http://www.color.org"  # where a printing condition is known by its name

# ----------------------------------------------------------------------------------------------------------------------
# Pages and boxes


def page_count(look: Look) -> Iterator[Finding]:
    """Our file has the pages that were planned."""
    if look.plan is not None and len(look.pdf.pages) != look.plan.page_count:
        yield Finding(0, f"het bestand heeft {len(look.pdf.pages)} bladzijden in plaats van {look.plan.page_count}")


def signatures(look: Look) -> Iterator[Finding]:
    """A stapled booklet is made of folded sheets, and not of too many; a poster, a card or one leaf is no booklet."""
    count = len(look.pdf.pages)
    if count <= LEAF or paper_name(look.boxes[0].trim) in LOOSE:
        return
    if count % SIGNATURE:
        message = f"het aantal bladzijden ({count}) is geen viervoud, dus het is niet te vouwen en te nieten"
        yield Finding(0, message, severity=Severity.WARNING)
    if count > STAPLED:
        yield Finding(0, f"{count} bladzijden is dik om te nieten", severity=Severity.NOTE)


def no_trim(look: Look) -> Iterator[Finding]:
    """Every page says where it is cut."""
    for number, boxes in enumerate(look.boxes, 1):
        if not boxes.has_trim:
            yield Finding(number, "het snijformaat ontbreekt (TrimBox)")


def nested(look: Look) -> Iterator[Finding]:
    """The trim lies in the bleed, and the bleed on the page (ISO 32000-1, 14.11.2)."""
    for number, boxes in enumerate(look.boxes, 1):
        if not boxes.media.holds(boxes.trim):
            yield Finding(number, "het snijformaat steekt buiten de bladzijde (TrimBox buiten MediaBox)")
        elif not boxes.media.holds(boxes.bleed):
            yield Finding(number, "de afloop steekt buiten de bladzijde (BleedBox buiten MediaBox)")
        elif not boxes.crop.holds(boxes.bleed):
            message = "een deel van de afloop is niet te zien (CropBox is kleiner dan BleedBox)"
            yield Finding(number, message, severity=Severity.WARNING)


def sizes(look: Look) -> Iterator[Finding]:
    """All pages are cut to one size; one that does not say its size has another problem."""
    trims = {number: boxes.trim for number, boxes in enumerate(look.boxes, 1) if boxes.has_trim}
    known = Counter((round(trim.width, 3), round(trim.height, 3)) for trim in trims.values())
    width, height = known.most_common(1)[0][0] if known else (0, 0)
    for number, trim in trims.items():
        if abs(trim.width - width) > SLACK or abs(trim.height - height) > SLACK:
            usual = paper(Box(0, 0, width, height))
            yield Finding(number, f"deze bladzijde is {paper(trim)}, de meeste zijn {usual}")


def bleed(look: Look) -> Iterator[Finding]:
    """There is room outside the trim for what runs off the page; where the trim is not known nobody can tell."""
    for number, boxes in enumerate(look.boxes, 1):
        side = nearest_side(boxes.trim, boxes.bleed)
        there = room(boxes.trim, boxes.bleed)[side]
        if boxes.has_trim and there < look.limits.bleed * POINTS_PER_MM - SLACK:
            needed = f"nodig is {millimetres(look.limits.bleed * POINTS_PER_MM)} mm"
            yield Finding(number, f"de afloop is {side} {millimetres(max(there, 0))} mm, {needed} (BleedBox)")


def turned(look: Look) -> Iterator[Finding]:
    """Pages stand as they are read, in points."""
    for number, page in enumerate(look.pdf.pages, 1):
        if page.rotation % 360:
            yield Finding(number, "de bladzijde is gedraaid opgeslagen (Rotate)", severity=Severity.WARNING)
        if float(page.obj.get(Name.UserUnit, 1)) != 1:
            yield Finding(
                number, "de bladzijde heeft een eigen maateenheid, en wordt op ware grootte anders (UserUnit)"
            )


# ----------------------------------------------------------------------------------------------------------------------
# What has no place in print


def annotations(look: Look) -> Iterator[Finding]:
    """No link or note lies on what is printed."""
    for page, annotation in look.annotations():
        if annotation.get(Name.Subtype) not in (Name.Widget, Name.PrinterMark, Name.TrapNet):
            box = box_of(annotation.Rect)
            if look.boxes[page - 1].bleed.meets(box):
                yield Finding(page, "hier ligt een koppeling of een notitie", look.spot(page, box))


def fields(look: Look) -> Iterator[Finding]:
    """There is nothing to fill in on a screen."""
    widgets = [(page, one) for page, one in look.annotations() if one.get(Name.Subtype) == Name.Widget]
    for page, widget in widgets:
        yield Finding(page, "hier staat een invulveld", look.spot(page, box_of(widget.Rect)))
    if not widgets and len(look.pdf.Root.get(Name.AcroForm, Dictionary()).get(Name.Fields, ())):
        yield Finding(0, "het bestand heeft invulvelden")


def actions(look: Look) -> Iterator[Finding]:
    """The file does nothing by itself (ISO 15930)."""
    root = look.pdf.Root
    opening = root.get(Name.OpenAction)
    if Name.JavaScript in root.get(Name.Names, Dictionary()):
        yield Finding(0, "er zit een programmaatje in het bestand (JavaScript)")
    elif Name.AA in root or (isinstance(opening, Dictionary) and opening.get(Name.S) != Name.GoTo):
        yield Finding(0, "het bestand doet iets uit zichzelf bij het openen (een actie)")
    for number, page in enumerate(look.pdf.pages, 1):
        if Name.AA in page.obj:
            yield Finding(number, "de bladzijde doet iets uit zichzelf bij het openen (een actie)")


def attachments(look: Look) -> Iterator[Finding]:
    """No other files are in it."""
    if Name.EmbeddedFiles in look.pdf.Root.get(Name.Names, Dictionary()) or Name.AF in look.pdf.Root:
        yield Finding(0, "er zit een ander bestand in deze pdf (bijlage)")


def layers(look: Look) -> Iterator[Finding]:
    """What is printed does not depend on what is switched on."""
    if Name.OCProperties in look.pdf.Root:
        severity = Severity.WARNING if look.limits.norm == "X-4" else Severity.ERROR
        yield Finding(0, "het bestand heeft lagen die aan en uit kunnen", severity=severity)


# ----------------------------------------------------------------------------------------------------------------------
# What the file says of itself


def claims(look: Look) -> tuple[str, str]:
    """The part of PDF/X that the Info and the XMP name; empty where they name none."""
    return look.noted("GTS_PDFXVersion"), look.says("GTS_PDFXVersion")


def norm_of(claim: str) -> Norm | None:
    """The norm in a claim like `PDF/X-1a:2003`; the first edition called X-1a X-1."""
    found = re.match(r"PDF/X-(1a?|3|4)", claim)
    name = f"X-{found.group(1)}" if found else ""
    return next((norm for norm in get_args(Norm) if norm in (name, f"{name}a")), None)


def claim(look: Look) -> Iterator[Finding]:
    """The file says that it is the part of PDF/X that was asked for, once or twice the same."""
    info, xmp = claims(look)
    wanted = look.limits.norm
    said = [one for one in (info, xmp) if one]
    if not said:
        yield Finding(0, f"het bestand zegt niet dat het PDF/{wanted} is")
    elif len({norm_of(one) for one in said}) > 1:
        yield Finding(0, f"het bestand noemt zich zowel {info} als {xmp}")
    elif norm_of(said[0]) != wanted:
        yield Finding(0, f"het bestand noemt zich {said[0]}, gevraagd is PDF/{wanted}")


def trapped(look: Look) -> Iterator[Finding]:
    """The file says whether its colours overlap already; a print shop must know (ISO 15930)."""
    said = look.noted("Trapped").lstrip("/") or look.says("pdf:Trapped")
    if said not in ("True", "False"):
        yield Finding(0, "het bestand zegt niet of de kleuren elkaar al overlappen (Trapped)")


def intent(look: Look) -> Iterator[Finding]:
    """The file says for which press and paper its colours are meant (ISO 15930)."""
    intents = [one for one in look.pdf.Root.get(Name.OutputIntents, ()) if one.get(Name.S) == Name.GTS_PDFX]
    if not intents:
        yield Finding(0, "het bestand zegt niet voor welke pers en welk papier de kleuren zijn (OutputIntent)")
    for one in intents:
        profile = one.get(Name.DestOutputProfile)
        known = str(one.get(Name.RegistryName, "")).startswith(REGISTRY) and Name.OutputConditionIdentifier in one
        if isinstance(profile, Stream):
            if not _is_cmyk(profile):
                yield Finding(0, "het kleurprofiel in het bestand is niet voor drukinkt (CMYK)")
        elif look.limits.norm == "X-4" or not known:
            yield Finding(0, "het kleurprofiel van de pers zit niet in het bestand (OutputIntent zonder profiel)")


def _is_cmyk(profile: Any) -> bool:
    """Whether a profile says so in its head (ICC.1, 7.2.6)."""
    return int(profile.get(Name.N, 0)) == 4 and profile.read_bytes()[16:20] == b"CMYK"


def version(look: Look) -> Iterator[Finding]:
    """The file is no newer than its norm, so that older programs read it too."""
    norm, newest = look.limits.norm, NORMS[look.limits.norm].version
    if look.pdf.pdf_version > newest:
        yield Finding(0, f"het bestand is PDF {look.pdf.pdf_version}, voor PDF/{norm} mag dat {newest} zijn")
    elif newest < "1.5" and re.search(rb"/Type\s*/(ObjStm|XRef)\b", look.data):
        yield Finding(0, f"het bestand is samengeperst op een manier die PDF/{norm} niet kent")


# ----------------------------------------------------------------------------------------------------------------------

_ASK = "vraag de ontwerper om een pdf voor de drukker, met snijformaat en afloop"
_BARE = "vraag de ontwerper om de pdf op te slaan voor de drukker, zonder"
_SAYS = "vraag de ontwerper om de pdf op te slaan als PDF/X voor deze drukkerij"

FOLDED = Rule("P24", signatures, "kies een ringband, of overleg met de drukkerij over het aantal bladzijden")
PRESS = (
    Rule("P02", locked, "vraag de maker om de pdf zonder beveiliging op te slaan"),
    Rule("P04", page_count, _ASK),
    Rule("P07", untitled, "vraag de maker om de pdf een titel te geven"),
    Rule("P20", no_trim, _ASK),
    Rule("P21", nested, _ASK),
    Rule("P22", sizes, "vraag de ontwerper om alle bladzijden even groot te maken"),
    Rule("P23", bleed, "vraag de ontwerper om de pdf opnieuw te maken, met genoeg afloop"),
    FOLDED,
    Rule("P25", turned, "vraag de ontwerper om de bladzijden rechtop en op ware grootte op te slaan"),
    Rule("P26", annotations, f"{_BARE} koppelingen en notities"),
    Rule("P27", fields, f"{_BARE} invulvelden"),
    Rule("P28", actions, f"{_BARE} acties"),
    Rule("P29", attachments, f"{_BARE} bijlagen"),
    Rule("P30", layers, f"{_BARE} lagen"),
    Rule("P31", claim, _SAYS),
    Rule("P32", trapped, _SAYS),
    Rule("P33", intent, _SAYS),
    Rule("P34", version, _SAYS),
    Rule(
        "P01", repaired, "vraag de maker om de pdf opnieuw te maken"
    ),  # last: some of the damage is seen only when a part is read
)
