"""What sheets must be, so that an office printer can print them on two sides: to fold and staple, or to cut into cards."""

from collections import Counter
from collections.abc import Iterator

from booklet.boxes import SLACK, paper, paper_name
from booklet.cutting import cut_sides
from booklet.formaten import FORMATEN
from booklet.planner import SIGNATURE
from booklet.rules import Finding, Look, Rule, locked, repaired
from booklet.rules_screen import loose_font

SIDES = 2  # of a sheet
SHEETS = ("A3 liggend", "A4 liggend")
CUT_SHEETS = ("A4", "A4 liggend")


def sides(look: Look) -> Iterator[Finding]:
    """Every sheet has two sides, and our booklet has as many sheets as its pages need."""
    yield from _sides(look, SIDES * -(-look.plan.page_count // SIGNATURE) if look.plan else None)


def cut(look: Look) -> Iterator[Finding]:
    """Every sheet has two sides, and our cards have as many sheets as they need."""
    plan = look.plan
    yield from _sides(look, len(cut_sides(plan.page_count, FORMATEN[plan.editie.formaat])) if plan else None)


def _sides(look: Look, needed: int | None) -> Iterator[Finding]:
    count = len(look.pdf.pages)
    if count % SIDES:
        yield Finding(0, f"er zijn {count} kanten: het laatste blad mist zijn achterkant")
    elif needed is not None and count != needed:
        yield Finding(0, f"er zijn {count} kanten in plaats van {needed}")


def sizes(look: Look) -> Iterator[Finding]:
    """All sheets are of one size."""
    known = Counter((round(boxes.media.width, 2), round(boxes.media.height, 2)) for boxes in look.boxes)
    width, height = known.most_common(1)[0][0]
    for number, boxes in enumerate(look.boxes, 1):
        if abs(boxes.media.width - width) > SLACK or abs(boxes.media.height - height) > SLACK:
            yield Finding(number, f"dit blad is {paper(boxes.media)}, de andere niet")


def papers(look: Look) -> Iterator[Finding]:
    """Office printers have A4 and A3; two pages beside each other lie across it."""
    for number, boxes in enumerate(look.boxes, 1):
        if paper_name(boxes.media) not in SHEETS:
            yield Finding(number, f"het blad is {paper(boxes.media)}, en geen A3 of A4 liggend")


def cut_papers(look: Look) -> Iterator[Finding]:
    """Every office printer has A4; cards lie on it upright or across."""
    for number, boxes in enumerate(look.boxes, 1):
        if paper_name(boxes.media) not in CUT_SHEETS:
            yield Finding(number, f"het blad is {paper(boxes.media)}, en geen A4")


def turned(look: Look) -> Iterator[Finding]:
    """A printer that gets turned sheets may flip them along the wrong edge."""
    for number, page in enumerate(look.pdf.pages, 1):
        if page.rotation % 360:
            yield Finding(number, "het blad is gedraaid opgeslagen (Rotate)")


def annotated(look: Look) -> Iterator[Finding]:
    """Links and notes have no place on paper; some programs print a frame around them."""
    for page, _ in look.annotations():
        yield Finding(page, "hier ligt een koppeling, notitie of veld op het blad")


_LOCKED = Rule("P02", locked, "vraag de maker om de pdf zonder beveiliging op te slaan")
_LOOSE_FONT = Rule("P12", loose_font, "vraag de maker om alle lettertypen in de pdf op te nemen")
_ANNOTATED = Rule("P55", annotated, "vraag de maker om de pdf zonder koppelingen en notities op te slaan")
_REPAIRED = Rule("P01", repaired, "vraag de maker om de pdf opnieuw te maken")
_AGAIN = "maak het boekje opnieuw met de A4-bladzijden, in leesvolgorde"
_CARDS_AGAIN = "maak de knipvellen opnieuw met alle kaarten, elke voorkant met zijn achterkant erna"

SHEET = (
    _LOCKED,
    _LOOSE_FONT,
    Rule("P51", sides, _AGAIN),
    Rule("P52", sizes, _AGAIN),
    Rule("P53", papers, _AGAIN),
    Rule("P54", turned, _AGAIN),
    _ANNOTATED,
    _REPAIRED,  # last: some of the damage is seen only when a part is read
)
CUT = (
    _LOCKED,
    _LOOSE_FONT,
    Rule("P51", cut, _CARDS_AGAIN),
    Rule("P52", sizes, _CARDS_AGAIN),
    Rule("P53", cut_papers, _CARDS_AGAIN),
    Rule("P54", turned, _CARDS_AGAIN),
    _ANNOTATED,
    _REPAIRED,
)
