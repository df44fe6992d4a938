"""Step 7, preflight: look at a finished PDF and tell what is not as it must be for its purpose; changes nothing.

It judges any PDF, also one that somebody else made. veraPDF is the judge of conformance and runs in the tests.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pikepdf
from pikepdf import Name

from booklet.drawn import BROKEN
from booklet.models import Drukkerij
from booklet.planner import PagePlan
from booklet.problems import Place, Problem, error
from booklet.rules import PURPOSES, Limits, Look, Norm, Purpose, Rule, found_by
from booklet.rules_ink import INK
from booklet.rules_press import FOLDED, PRESS, claims, norm_of
from booklet.rules_screen import SCREEN
from booklet.rules_sheets import CUT, SHEET

DEFAULT = Limits()
UNFOLDED = tuple(rule for rule in (*PRESS, *INK) if rule is not FOLDED)
RULES: Mapping[Purpose, tuple[Rule, ...]] = {
    Purpose.SCHERM: SCREEN,
    Purpose.BOEKJE: SHEET,
    Purpose.DRUKKERIJ: (*PRESS, *INK),
    Purpose.RINGBAND: UNFOLDED,
    Purpose.BLADEN: UNFOLDED,
    Purpose.KNIPVELLEN: CUT,
}
UNKNOWN = tuple({rule.code: rule for rule in (*SCREEN, *PRESS, *INK)}.values())  # it may be for a shop or for a screen
ENDINGS = {
    "-boekje.pdf": Purpose.BOEKJE,
    "-boekje-proef.pdf": Purpose.BOEKJE,
    "-knipvellen.pdf": Purpose.KNIPVELLEN,
    "-drukkerij.pdf": Purpose.DRUKKERIJ,
    "-ringband.pdf": Purpose.RINGBAND,
}


def limits_of(profile: Drukkerij) -> Limits:
    """What this print shop asks."""
    return Limits(norm=profile.norm, bleed=profile.afloop, ink=profile.inkt)


def inspect(data: bytes, plan: PagePlan, file: str, rules: Sequence[Rule] = SCREEN) -> tuple[Problem, ...]:
    """What a screen PDF of ours lacks; costs milliseconds, so every file that the program writes has been seen.

    Pages that were looked at before need not be looked at again: `rules_screen.WHOLE` is about the rest.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(data), inherit_page_attributes=False)  # our pages have their own
    except BROKEN:
        return (_damaged(file),)
    with pdf, _strictly():
        return tuple(found_by(rules, Look(data, pdf, DEFAULT, plan), file, gentle=False))


def judge(
    data: bytes, shown: str, druk: str | None = None, limits: Limits = DEFAULT, plan: PagePlan | None = None
) -> tuple[Problem, ...]:
    """What is wrong with any PDF for a purpose; a place is the file with the page as line. It never raises.

    Without a `druk` the file itself tells what it is for. When it does not, it is judged for a print shop and for a
    screen, and all that is found is a warning. `plan` is known of a file of ours.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        return (_closed(shown, "P02", "het bestand gaat alleen open met een wachtwoord"),)
    except BROKEN:
        return (_damaged(shown),)
    with pdf, _strictly():
        return tuple(_judged(Look(data, pdf, limits, plan), shown, druk))


@contextmanager
def _strictly() -> Iterator[None]:
    """What a library only mumbles about is damage too."""
    with warnings.catch_warnings():
        for kind in (UserWarning, RuntimeWarning):
            warnings.simplefilter("error", kind)
        yield


def _damaged(shown: str) -> Problem:
    return _closed(shown, "P01", "dit is geen PDF, of het bestand is zwaar beschadigd")


def _closed(shown: str, code: str, message: str) -> Problem:
    return error(code, Place(shown), message, "vraag de maker om de pdf opnieuw te maken")


def _judged(look: Look, shown: str, druk: str | None) -> Iterator[Problem]:
    if not _has_pages(look.pdf):
        yield _closed(shown, "P01", "het bestand heeft geen bladzijden")
    elif druk:
        yield from found_by(RULES[PURPOSES[druk]], look, shown, gentle=False)
    else:
        purpose, norm = _claimed(look, shown)
        look = replace(look, limits=look.limits._replace(norm=norm or look.limits.norm))
        yield from found_by(RULES[purpose] if purpose else UNKNOWN, look, shown, gentle=purpose is None)


def _has_pages(pdf: pikepdf.Pdf) -> bool:
    try:
        return len(pdf.pages) > 0
    except BROKEN:
        return False


def _claimed(look: Look, shown: str) -> tuple[Purpose | None, Norm | None]:
    """What a file is for, by its name and by what it says of itself, and the part of PDF/X that it names."""
    try:
        norm: Norm | None = next((found for found in map(norm_of, claims(look)) if found), None)
        named = next((purpose for ending, purpose in ENDINGS.items() if shown.endswith(ending)), None)
        if named or norm or any(one.get(Name.S) == Name.GTS_PDFX for one in look.pdf.Root.get(Name.OutputIntents, ())):
            return named or Purpose.DRUKKERIJ, norm
        return Purpose.SCHERM if look.says("pdfuaid:part") or Name.StructTreeRoot in look.pdf.Root else None, None
    except BROKEN:
        return None, None
