"""What the rules of the preflight share: what a file is for, what is looked at, what is found, and how that is told.

A rule looks and yields all that it finds. What a page has much of is told once, with a count.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pikepdf
from pikepdf import Name

from booklet.boxes import Box, Boxes, boxes_of, spot
from booklet.drawn import BROKEN, Drawn, drawn
from booklet.planner import PagePlan
from booklet.problems import Place, Problem, Severity, error
from booklet.streams import drawings, entries

if TYPE_CHECKING:
    from booklet.plates import Weighed

Norm = Literal["X-4", "X-3", "X-1a"]
MOST_PAGES = 5  # with the same fault; of more pages only the first is told


class Purpose(StrEnum):
    """What a file is for; large print is for a screen too, dividers and loose sheets or cards are for a print shop."""

    SCHERM = "scherm"
    BOEKJE = "boekje"
    DRUKKERIJ = "drukkerij"
    RINGBAND = "ringband"
    BLADEN = "bladen"
    KNIPVELLEN = "knipvellen"


PURPOSES: Mapping[str, Purpose] = {
    **{purpose.value: purpose for purpose in Purpose},
    **dict.fromkeys(("grootletter", "invulbaar"), Purpose.SCHERM),
}


class Limits(NamedTuple):
    """What the print shop asks: bleed and distances in mm, ink in percent, pictures in pixels per inch.

    The figures are those of Dutch print shops (`onderzoek/drukwerk.md` part 6): a line of 0.25 point is the thinnest.
    """

    norm: Norm = "X-4"
    bleed: float = 3
    ink: float = 280
    least_dots: float = 150
    good_dots: float = 250
    safety: float = 5
    thinnest: float = 0.088


class Finding(NamedTuple):
    """Something that is wrong: on which page (0: the whole file), what, where on the page, and how bad."""

    page: int
    message: str
    place: str = ""
    severity: Severity = Severity.ERROR


class Rule(NamedTuple):
    """What must be so: the code that a finding gets, how to look, and what staff can do about it."""

    code: str
    find: "Callable[[Look], Iterator[Finding]]"
    hint: str


@dataclass(frozen=True, eq=False)
class Look:
    """A PDF that is looked at, with what is read only when a rule asks for it; `plan` is known of our own files."""

    data: bytes
    pdf: pikepdf.Pdf
    limits: Limits
    plan: PagePlan | None = None

    @cached_property
    def boxes(self) -> tuple[Boxes, ...]:
        """The boxes of every page."""
        return tuple(boxes_of(page) for page in self.pdf.pages)

    @cached_property
    def page_count(self) -> int:
        """How many pages there are; of our own file the list of pages tells that, without a look at each of them."""
        if self.plan is not None and len(self.pdf.Root.Pages.Kids) == self.pdf.Root.Pages.Count:
            return len(self.pdf.Root.Pages.Kids)
        return len(self.pdf.pages)

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """What every page paints."""
        return tuple(drawn(page) for page in self.pdf.pages)

    @cached_property
    def weighed(self) -> "tuple[Weighed, ...]":
        """What the printing plates of every page tell."""
        from booklet.plates import weigh  # it takes a tenth of a second to import, and only a print shop needs it

        return tuple(weigh(self.data, self.readable, self.limits.bleed))

    @property
    def readable(self) -> frozenset[int]:
        """The pages that could be followed to their end; others might keep a program that draws them busy for ever."""
        return frozenset(number for number, page in enumerate(self.drawn, 1) if page.whole)

    @cached_property
    def metadata(self) -> str:
        """The XMP of the file as text, empty when there is none."""
        stream = self.pdf.Root.get(Name.Metadata)
        return stream.read_bytes().decode("utf-8", "replace") if isinstance(stream, pikepdf.Stream) else ""

    def says(self, name: str) -> str:
        """What the XMP says of a property, as an attribute or an element; empty when it says nothing."""
        found = re.search(rf"\b{name}\s*(?:=\s*[\"']|>)\s*([^\"'<]*)", self.metadata)
        return found.group(1).strip() if found else ""

    def noted(self, name: str) -> str:
        """What the Info dictionary says under a name; empty when it says nothing."""
        info = self.pdf.trailer.get(Name.Info)
        return str(info.get(f"/{name}", "")).strip() if isinstance(info, pikepdf.Dictionary) else ""

    def spot(self, page: int, box: Box) -> str:
        """Where a box is on a page (from 1), from the trim."""
        return spot(box, self.boxes[page - 1].trim)

    def annotations(self) -> Iterator[tuple[int, Any]]:
        """Every annotation with its page: links, notes, fields."""
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.obj.get(Name.Annots, ()):
                yield number, annotation

    @cached_property
    def fonts(self) -> tuple[tuple[int, Any], ...]:
        """Every font once, with the first page that may use it."""
        found: list[tuple[int, Any]] = []
        seen = set()
        for drawing in drawings(self.pdf):
            all_of_it = drawing.resources.get(Name.Font)  # pages often share them
            if all_of_it is None or (all_of_it.objgen != (0, 0) and all_of_it.objgen in seen):
                continue
            seen.add(all_of_it.objgen)
            for font in entries(drawing.resources, Name.Font):
                if font.objgen == (0, 0) or font.objgen not in seen:
                    seen.add(font.objgen)
                    found.append((drawing.page, font))
        return tuple(found)


# ----------------------------------------------------------------------------------------------------------------------
# Rules for every purpose

_DAMAGED = "vraag de maker om de pdf opnieuw te maken"
_OURS = "kijk het logo na, of meld dit aan de makers van het programma"  # of our own files the rest is not of staff


def locked(look: Look) -> Iterator[Finding]:
    """Nobody may be kept from printing or reading aloud."""
    if look.pdf.is_encrypted:
        yield Finding(0, "het bestand is beveiligd met een wachtwoord of met verboden")


def repaired(look: Look) -> Iterator[Finding]:
    """The file is whole: the reader did not have to guess."""
    if look.pdf.get_warnings():
        yield Finding(0, "het bestand is beschadigd, maar nog te lezen", severity=Severity.WARNING)


def untitled(look: Look) -> Iterator[Finding]:
    """The file has a title, in its Info or its XMP."""
    if not look.noted("Title") and not re.search(r"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]", look.metadata, re.DOTALL):
        yield Finding(0, "het bestand heeft geen titel")


def is_embedded(font: Any) -> bool:
    """Whether the letters of a font are in the file; those of a Type 3 font are drawn in it."""
    if font.get(Name.Subtype) == Name.Type3:
        return True
    inner = font.DescendantFonts[0] if Name.DescendantFonts in font else font
    descriptor = inner.get(Name.FontDescriptor)
    return descriptor is not None and any(f"/{key}" in descriptor for key in ("FontFile", "FontFile2", "FontFile3"))


def font_name(font: Any) -> str:
    """The name of a font, without the letters that say that it is a part of one."""
    return str(font.get(Name.BaseFont, "/zonder naam"))[1:].rpartition("+")[2]


# ----------------------------------------------------------------------------------------------------------------------
# Telling


def found_by(rules: Iterable[Rule], look: Look, shown: str, *, gentle: bool) -> Iterator[Problem]:
    """What the rules find in a file that is shown under this name; `gentle` makes warnings of errors.

    What a rule cannot look at is a problem too: a PDF of others may hold anything.
    """
    for rule in rules:
        try:
            findings = list(_told(rule.find(look)))
        except BROKEN:
            yield error("P01", Place(shown), "een deel van het bestand is beschadigd", _DAMAGED)
            continue
        for told in findings:
            severity = Severity.WARNING if gentle and told.severity == Severity.ERROR else told.severity
            hint = rule.hint if look.plan is None or severity == Severity.NOTE else _OURS
            yield Problem(rule.code, severity, Place(shown, told.page), told.message, hint)


def _told(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is found of the file, and one finding for a page, or for all pages when there are many."""
    ordered = sorted(findings, key=attrgetter("page"))
    yield from dict.fromkeys(finding for finding in ordered if not finding.page)
    pages = [_of_page(list(group)) for page, group in groupby(ordered, attrgetter("page")) if page]
    if len(pages) > MOST_PAGES:
        worst = min(pages, key=_how_bad)
        yield worst._replace(message=f"{worst.message}; dit is zo op {len(pages)} bladzijden")
    else:
        yield from pages


def _of_page(findings: list[Finding]) -> Finding:
    worst = min(findings, key=_how_bad)
    message = f"{worst.message}, {worst.place}" if worst.place else worst.message
    more = f"; en nog {len(findings) - 1} keer op deze bladzijde" if len(findings) > 1 else ""
    return worst._replace(message=message + more)


def _how_bad(finding: Finding) -> int:
    return list(Severity).index(finding.severity)
