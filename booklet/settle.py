"""Steps 3 to 5 for one file: plan, write and typeset, until every part has the pages that it was given.

How long a part is that flows is known only after typesetting. So it is measured first, alone, and planned with what was
found; a second round is needed only when a part takes other pages in the whole booklet. In the ordinary letter only the
Sociale Kaart flows, in the large letter nearly everything.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from booklet.fit import HAND, LARGE_HAND, Filled, fit
from booklet.handleiding import Beeld
from booklet.invulling import Invulling
from booklet.kaart import Tip, groups, oldest
from booklet.laid import Laid
from booklet.markup import Booklet, in_place, texts_of, write_parts
from booklet.models import Content, Domein, Editie, Gemeente, Persoon
from booklet.parts import Maker
from booklet.planner import PagePlan, Part, last_notes, length_key, plan_pages
from booklet.problems import Place, Problem, error
from booklet.velden import Veld, invulling_of, notities_veld, velden_of

MAX_ROUNDS = 3  # of planning and typesetting
DOTS = 260  # per inch, of the picture of a page on paper
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Job:
    """Pages to make: an edition, whole or loose for one house, the stem of its files, and whether the letter is large.

    With `typen` the boxes are fields to type in; `invulling` is what somebody filled in, `persoon` who, when fictional.
    """

    editie: Editie
    houses: tuple[Domein, ...]
    los: Domein | None
    stem: str
    groot: bool = False
    typen: bool = False
    invulling: Invulling | None = None
    persoon: Persoon | None = None

    @property
    def boekje(self) -> str:
        """The booklet that this is when nobody has filled it in, by the stem of its file."""
        return self.stem.removesuffix(f"-{self.invulling.naam}") if self.invulling else self.stem

    def filled_by(self, invulling: Invulling, persoon: Persoon | None) -> "Job":
        """The same pages as somebody filled them in."""
        return replace(self, stem=f"{self.stem}-{invulling.naam}", invulling=invulling, persoon=persoon)


class Settled(NamedTuple):
    """What is known only after typesetting: pages of a part that flows, by `length_key`, and the oldest check on a card's page."""

    lengths: Mapping[str, int]
    checked: Mapping[str, date]


UNSETTLED = Settled({}, {})


@dataclass(frozen=True)
class Desk:
    """What all booklets of one gemeente share; `tips` are the voorzieningen that it prints."""

    content: Content
    gemeente: Gemeente
    tips: tuple[Tip, ...]
    logo: bytes | None
    lettertype: bytes | None = None

    def booklet(self, job: Job, settled: Settled, filled: Filled | None = None) -> Booklet:
        """An edition with its pages planned, and the pages of the edition that it explains."""
        more = filled is not None and bool(filled.rest)
        items = self.content.items
        plan = plan_pages(job.editie, job.houses, settled.lengths, job.los, items, groot=job.groot, vervolg=more)
        explained = next((other for other in self.content.edities if other.id == job.editie.verwijst_naar), None)
        refers = plan_pages(explained, job.houses, settled.lengths, None, items, groot=job.groot) if explained else None
        return Booklet(
            self.content,
            job.houses,
            self.gemeente,
            self.tips,
            plan,
            refers,
            settled.checked,
            self.logo,
            self.velden(plan, job.houses),
            job.typen,
            filled,
            job.persoon,
            picture_maker(self),
            lettertype=self.lettertype,
        )

    def velden(self, plan: PagePlan, houses: Sequence[Domein]) -> Mapping[str, Veld]:
        """The fields of these pages."""
        return velden_of(plan, houses, self.content, texts_of(self.gemeente, plan))

    def left_out(self, job: Job) -> Collection[str]:
        """The houses of the edition that these pages do not have: what is filled in there is not missed here."""
        here = {house.id for house in ((job.los,) if job.los else job.houses)}
        return {house.id for house in self.content.houses(job.editie.domeinen or ())} - here


def measure(
    desk: Desk, houses: tuple[Domein, ...], edities: Iterable[Editie], maker: Maker, *, groot: bool = False
) -> Settled:
    """How long the parts of these editions are that flow, in one letter: what they share is typeset once, alone."""
    settled = UNSETTLED
    for editie in edities:
        booklet = desk.booklet(Job(editie, houses, None, editie.id, groot), settled)
        new = tuple(part for part in _flowing(booklet.plan) if _key(booklet.plan, part) not in settled.lengths)
        if new:
            settled = added(settled, learned(desk, booklet.plan, new, maker.laid(booklet, new)))
    return settled


def _flowing(plan: PagePlan) -> Iterator[Part]:
    return (part for part in plan.parts if part.kind.flows(groot=plan.groot))


def _key(plan: PagePlan, part: Part) -> str:
    return length_key(plan.editie, part.kind, part.about)


def learned(desk: Desk, plan: PagePlan, parts: Sequence[Part], pages: Laid) -> Settled:
    """What the pages of some parts of a plan tell of those that flow."""
    taken = dict(_lengths(parts, pages))
    flowing = [part for part in parts if part.kind.flows(groot=plan.groot)]
    checked: dict[str, date] = {}
    for part in flowing:
        if part.domein and part.kind.grows:
            cards = [card for groep in groups(desk.tips, part.domein) for card in groep.kaartjes]
            for page in {pages.anchors[card.anker] for card in cards}:
                together = [card for card in cards if pages.anchors[card.anker] == page]
                first = oldest(card.tip for card in together)
                checked |= {card.anker: first for card in together if first}
    return Settled({_key(plan, part): taken[part.anchor] for part in flowing}, checked)


def added(settled: Settled, found: Settled) -> Settled:
    """What was known, with what was found later."""
    return Settled({**settled.lengths, **found.lengths}, {**settled.checked, **found.checked})


def _lengths(parts: Sequence[Part], pages: Laid) -> Iterator[tuple[str, int]]:
    """The pages that every part really takes, by anchor."""
    starts = [pages.anchors[part.anchor] for part in parts]
    for part, start, end in zip(parts, starts, (*starts[1:], pages.page_count + 1), strict=True):
        yield part.anchor, end - start


def settle(desk: Desk, job: Job, settled: Settled, maker: Maker, tell: Callable[[int], None]) -> tuple[Booklet, Laid]:
    """Plan and typeset until every part that flows has the pages that it was given, and every page its date.

    What somebody filled in is set in the rooms of the fields, so those are typeset first. Of a fictional person only what is
    asked here is shown: an example is not kept for later.
    """
    filled = None
    if job.invulling and not job.typen:
        booklet, empty = settle(desk, replace(job, typen=True), settled, maker, tell)
        plan = booklet.plan
        velden, left_out = desk.velden(plan, job.houses), desk.left_out(job)
        answers = {
            name: text
            for name, text in job.invulling.antwoorden.items()
            if name in velden or not (job.persoon or name.partition(".")[0] in left_out)
        }
        moved = {notities_veld(plan, part) for part in last_notes(plan)}
        filled = fit(answers, velden, empty.rooms, LARGE_HAND if job.groot else HAND, moved)
    return _settle(desk, job, settled, maker, filled, tell)


def _settle(  # noqa: PLR0917  what `settle` has, and what was filled in
    desk: Desk, job: Job, settled: Settled, maker: Maker, filled: Filled | None, tell: Callable[[int], None]
) -> tuple[Booklet, Laid]:
    for _ in range(MAX_ROUNDS):
        tell(3)
        booklet = desk.booklet(job, settled, filled)
        tell(5)
        pages = maker.whole(booklet)
        found = learned(desk, booklet.plan, booklet.plan.parts, pages)
        planned = {_key(booklet.plan, part): part.pages for part in _flowing(booklet.plan)}
        if found.lengths == planned and found.checked.items() <= settled.checked.items():
            break
        settled = added(settled, found)
    return booklet, pages


def picture_maker(desk: Desk) -> Callable[[Beeld], bytes]:
    """What makes the pages of other editions that a manual shows, as PNG: as they are in the booklets of this gemeente."""
    pages = cache(partial(page_shown, desk))

    def picture(beeld: Beeld) -> bytes:
        from booklet.pictures import printable_picture

        same = beeld.model_copy(
            update={"alt": "", "breed": 0, "bladzijde": 1}
        )  # of one part more than a page may be shown
        return printable_picture(pages(same), round(beeld.breed / MM_PER_INCH * DOTS), beeld.bladzijde)

    return picture


def page_shown(desk: Desk, beeld: Beeld) -> bytes:
    """The part of another edition that a picture is of, as PDF.

    Raises `LookupError` when there is no such part (`checks_handleiding` tells it before).
    """
    from booklet.typeset import lay_out, write_pdf

    job, part, settled = _shown(desk, beeld)
    filled = None
    if job.persoon:
        invulling = invulling_of(job.persoon, desk.content, desk.gemeente.teksten)
        typed = desk.booklet(replace(job, typen=True), settled)
        rooms = lay_out(in_place(write_parts(typed, (part,)), part)).rooms
        velden = desk.velden(replace(typed.plan, parts=(part,)), job.houses)
        answers = {name: text for name, text in invulling.antwoorden.items() if name in velden}
        filled = fit(answers, velden, rooms, HAND, ())
    pages = lay_out(in_place(write_parts(desk.booklet(job, settled, filled), (part,)), part))
    return write_pdf(pages, {})[0]


def _shown(desk: Desk, beeld: Beeld) -> tuple[Job, Part, Settled]:
    """The booklet and the part that a picture is of; what flows before it is measured, for its page number.

    A back cover has no number.
    """
    from booklet.typeset import lay_out

    editie = {one.id: one for one in desk.content.edities}[beeld.editie or ""]
    if beeld.onderdeel:
        editie = {one.id: one for one in editie.onderdelen}[beeld.onderdeel]
    persoon = next((one for one in desk.content.personen if one.id == beeld.ingevuld), None)
    job = Job(editie, desk.content.houses(editie.domeinen or ()), None, editie.id, persoon=persoon)
    name = "-".join(filter(None, (beeld.blad, beeld.van)))
    booklet = desk.booklet(job, UNSETTLED)
    wanted = _part(booklet.plan, name)
    flowing = [part for part in _flowing(booklet.plan) if part.first <= wanted.first]
    settled = UNSETTLED
    if flowing and wanted.last < booklet.plan.page_count:
        settled = learned(desk, booklet.plan, flowing, lay_out(write_parts(booklet, flowing)))
    return job, _part(desk.booklet(job, settled).plan, name), settled


def _part(plan: PagePlan, name: str) -> Part:
    return {part.anchor: part for part in plan.parts}[name]


def misplaced(plan: PagePlan, pages: Laid, shown: str) -> Iterator[Problem]:
    """Parts that take more or fewer pages than planned: their text does not fit."""
    taken = dict(_lengths(plan.parts, pages))
    for part in plan.parts:
        if taken[part.anchor] != part.pages:
            what = f"'{part.kind.name}'" + (f" van '{(part.kolom or part.domein).naam}'" if part.domein else "")
            message = f"{what} past niet: {taken[part.anchor]} bladzijden in plaats van {part.pages}"
            yield error("T02", Place(shown, part.first), message, "maak de tekst korter")
