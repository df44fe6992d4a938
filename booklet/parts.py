"""Steps 4 to 6 by part: what was drawn once is bound into every booklet that has it.

A part is made of its HTML and its style and of nothing else, so those are its name (`markup.Section`). Whatever depends on
the page number, the folio and the tab, is a rim: drawn apart, once for every number, as a stream of its own on the page. A
piece that comes in many parts, such as the card of help that all gemeenten have, is a tegel: drawn once and laid in the hole
that the part leaves for it.
`Plain` makes the same pages at once, with WeasyPrint alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any, NamedTuple, Protocol

from booklet.binding import Face, Piece, bind
from booklet.drawing import (
    PT_PER_PX,
    Drawing,
    Glyphs,
    Inlay,
    Item,
    Layer,
    NotTakenError,
    depth,
    draws,
    inlaid,
    merged,
)
from booklet.laid import Fault, Laid, filled, together
from booklet.markup import (
    Around,
    Booklet,
    Frame,
    Memory,
    Section,
    Tegel,
    head,
    write_booklet,
    write_document,
    write_frame,
    write_parts,
    write_rims,
    write_sections,
)
from booklet.planner import Part
from booklet.voorraad import Voorraad

DEEPEST = 16  # states in each other in a tegel: it is laid in others
DATED = "nagekeken"  # the string that may be left to the page before
FILLER = "notities-"  # how the anchor begins of a page that is there because another part ends on the wrong side
MANY = 60  # pages: their boxes take some 30 MB
TOGETHER = 64  # sections in one document: more take more memory and save no time
SEEN = 1500  # parts of which is kept that they were looked at


class Written(NamedTuple):
    """A PDF, what was wrong in writing it, and a PDF of those of its pages that nobody looked at before, if there are any."""

    data: bytes
    faults: tuple[Fault, ...]
    fresh: bytes


class Maker(Protocol):
    """What makes pages of parts."""

    def laid(self, booklet: Booklet, parts: Sequence[Part]) -> Laid:
        """Some parts laid out after each other, without the rest."""

    def prepare(self, booklets: Sequence[Booklet]) -> None:
        """Make what these booklets need together, when that saves time."""

    def whole(self, booklet: Booklet) -> Laid:
        """All pages of a booklet laid out."""

    def write(self, booklet: Booklet, pages: Laid, labels: Mapping[int, str]) -> Written:
        """Those pages as PDF; `labels` names pages that have no number, counted from 1."""

    def seen(self, pages: Laid) -> None:
        """Remember that somebody looked at these pages, and found nothing."""


class Plain:
    """Makes every booklet as one document."""

    def laid(self, booklet: Booklet, parts: Sequence[Part]) -> Laid:
        """Some parts laid out after each other, without the rest."""
        from booklet.typeset import lay_out

        return lay_out(write_parts(booklet, parts))

    def prepare(self, booklets: Sequence[Booklet]) -> None:
        """Every booklet is made alone."""

    def whole(self, booklet: Booklet) -> Laid:
        """All pages of a booklet laid out; gives back the memory of the one before."""
        from booklet.typeset import collect_garbage, lay_out

        collect_garbage()
        return lay_out(write_booklet(booklet))

    def write(self, booklet: Booklet, pages: Laid, labels: Mapping[int, str]) -> Written:
        """Those pages as PDF; `labels` names pages that have no number, counted from 1."""
        from booklet.typeset import Typeset, write_pdf

        if not isinstance(pages, Typeset):
            raise TypeError(type(pages))
        data, faults = write_pdf(pages, labels)
        return Written(data, faults, data)

    def seen(self, pages: Laid) -> None:
        """Every booklet is looked at whole."""


class Rim(NamedTuple):
    """What is around a page, by a name of all that it is made of; None where there is nothing."""

    name: str
    drawing: Drawing | None


class Stuk(NamedTuple):
    """A part as it was drawn, and what is known of its pages."""

    drawing: Drawing
    laid: Laid
    fits: bool = True  # in a hole


Tegels = Mapping[int, Stuk]  # of a part, by which of its holes they come in


class Headed(NamedTuple):
    """A part as it is drawn, with its tegels in it; and for its pages which of its pieces the head tells of, if there is a head."""

    drawing: Drawing
    heads: tuple[tuple[int, int], ...]


class Embedded(NamedTuple):
    """A face with some glyphs in it, as objects."""

    items: tuple[Item, ...]


class Letters(NamedTuple):
    """The usual letters of a face; none of a face for symbols or for another script."""

    glyphs: Glyphs


@dataclass(frozen=True)
class Assembled(Laid):
    """The pages of a booklet out of parts, and those parts."""

    frame: Frame | None = None
    sections: tuple[Section, ...] = ()


class Reused:
    """Makes parts once for all booklets."""

    def __init__(self, voorraad: Voorraad) -> None:
        self.voorraad = voorraad
        self._frames: dict[tuple[object, ...], Frame] = {}
        self._memory = Memory()
        self._seen: dict[str, None] = {}
        self._laid_out = 0  # pages, since the memory of documents was given back

    def laid(self, booklet: Booklet, parts: Sequence[Part]) -> Laid:
        """Some parts laid out after each other, without the rest."""
        frame = self._frame(booklet, "binnen")
        return together(self._laid(frame, write_sections(booklet, frame, parts, self._memory)))

    def prepare(self, booklets: Sequence[Booklet]) -> None:
        """Make the parts of these booklets that are not there yet, with those of the same frame in one document."""
        found: dict[str, tuple[Frame, dict[str, Section]]] = {}
        for booklet in booklets:
            frame = self._frame(booklet, "binnen")
            sections = write_sections(booklet, frame, booklet.plan.parts, self._memory)
            found.setdefault(frame.name, (frame, {}))[1].update((section.name, section) for section in sections)
        for frame, named in found.values():
            self._laid(frame, list(named.values()))

    def whole(self, booklet: Booklet) -> Assembled:
        """All pages of a booklet laid out."""
        frame = self._frame(booklet, "binnen")
        sections = write_sections(booklet, frame, booklet.plan.parts, self._memory)
        found = self._laid(frame, sections)
        every = together(found)
        return Assembled(
            every.anchors, every.page_count, every.faults, every.rooms, every.texts, every.looks, frame, tuple(sections)
        )

    def write(self, booklet: Booklet, pages: Laid, labels: Mapping[int, str]) -> Written:
        """Those pages as PDF; `labels` names pages that have no number, counted from 1."""
        from booklet.typeset import about

        if not isinstance(pages, Assembled) or pages.frame is None:
            raise TypeError(type(pages))
        inside = self._drawings(pages.frame, pages.sections)
        faults = tuple(
            _nowhere(name) for name in sorted(_all_links(one.drawing for one in inside) - pages.anchors.keys())
        )
        rims = zip(self._rims(booklet, "tab"), self._rims(booklet, "nummer"), strict=True)
        pieces = [
            Piece(one.drawing, tuple(self._layers(booklet, section, one, rims)), _differs(section))
            for section, one in zip(pages.sections, inside, strict=True)
        ]
        faces = self._faces(booklet, pages, pieces)
        told = about(head(booklet))
        unseen = [index for index, section in enumerate(pages.sections) if section.name not in self._seen]
        fresh = bind([pieces[index] for index in unseen], faces, told, {}) if unseen else b""
        return Written(bind(pieces, faces, told, labels), faults, fresh)

    def seen(self, pages: Laid) -> None:
        """Remember that somebody looked at these pages, and found nothing."""
        if isinstance(pages, Assembled):
            self._seen |= dict.fromkeys(section.name for section in pages.sections)
            while len(self._seen) > SEEN:
                del self._seen[next(iter(self._seen))]

    # ------------------------------------------------------------------------------------------------------------------
    # Parts

    def _frame(self, booklet: Booklet, what: Around) -> Frame:
        """What goes around parts, or around what is around them; most booklets have the same."""
        plan = booklet.plan
        houses = tuple(house.id for house in booklet.houses)
        letter = sha256(booklet.lettertype).hexdigest() if booklet.lettertype else ""
        styles = tuple(sorted({part.kind.style for part in plan.parts}))
        key = (what, id(booklet.content), plan.editie.id, plan.editie.formaat, plan.groot, houses, styles, letter)
        if key not in self._frames:
            if len(self._frames) > TOGETHER:
                self._frames.clear()
            self._frames[key] = write_frame(booklet, what)
        return self._frames[key]

    def _laid(self, frame: Frame, sections: Sequence[Section]) -> list[Laid]:
        """What is known of the pages of every part, with its tegels in it."""
        found: dict[str, Any] = {section.name: self.voorraad.get("maat", section.name) for section in sections}
        for section, (host, tegels) in self._stukken(frame, [one for one in sections if found[one.name] is None]):
            found[section.name] = filled(host.laid, {str(index): one.laid for index, one in tegels.items()})
            self.voorraad.put("maat", section.name, found[section.name])
        return [found[section.name] for section in sections]

    def _drawings(self, frame: Frame, sections: Sequence[Section]) -> list[Headed]:
        """Every part as it is drawn, with its tegels in it."""
        found: dict[str, Any] = {section.name: self.voorraad.get("tekening", section.name) for section in sections}
        for section, (host, tegels) in self._stukken(frame, [one for one in sections if found[one.name] is None]):
            found[section.name] = Headed(_inlaid(host, tegels), tuple(_heads(section, host.laid)))
            self.voorraad.put("tekening", section.name, found[section.name])
        return [found[section.name] for section in sections]

    def _stukken(self, frame: Frame, sections: Sequence[Section]) -> Iterator[tuple[Section, tuple[Stuk, Tegels]]]:
        """Every part with its holes, and its tegels; what is not there yet is made, those together in one document."""
        tegels = self._tegels(frame, sections)
        holed = {
            section.name: section.holed(frame, [_height(tegels.get(tegel.name)) for tegel in section.tegels])
            for section in sections
        }
        hosts: dict[str, Any] = {one.name: self.voorraad.get("deel", one.name) for one in holed.values()}
        for name, stuk in self._made(frame, [one for one in holed.values() if hosts[one.name] is None]):
            hosts[name] = stuk
            self.voorraad.keep("deel", name, stuk)
        for section in sections:
            own = {index: tegels[one.name] for index, one in enumerate(section.tegels) if one.name in tegels}
            yield section, (hosts[holed[section.name].name], own)

    def _tegels(self, frame: Frame, sections: Iterable[Section]) -> dict[str, Stuk]:
        """The tegels of these parts that can be laid in a hole, by name."""
        wanted = {
            tegel.name: tegel.alone(section.assets) for section in sections for tegel in section.tegels if tegel.apart
        }
        found: dict[str, Any] = {name: self.voorraad.get("tegel", name) for name in wanted}
        for name, stuk in self._made(frame, [alone for name, alone in wanted.items() if found[name] is None]):
            found[name] = stuk._replace(fits=_fits(stuk))
            self.voorraad.put("tegel", name, found[name])
        return {name: stuk for name, stuk in found.items() if stuk.fits}

    def _made(self, frame: Frame, sections: Iterable[Section]) -> Iterator[tuple[str, Stuk]]:
        """Every section with its pages, by its name; gives back the memory of documents now and then."""
        from booklet.typeset import collect_garbage

        for name, stuk in _made(frame, sections):
            self._laid_out += stuk.laid.page_count
            yield name, stuk
        if self._laid_out > MANY:
            collect_garbage()
            self._laid_out = 0

    # ------------------------------------------------------------------------------------------------------------------
    # Rims

    def _rims(self, booklet: Booklet, what: Around) -> list[Rim]:
        """The tab or the number of every page of a booklet; what is not there yet is made of a booklet with nothing in it."""
        if what == "tab" and not booklet.plan.editie.tabs:
            return [Rim("", None)] * booklet.plan.page_count
        frame, empty = self._frame(booklet, what), write_rims(booklet.plan, what)
        places = [page % 2 if what == "tab" else page for page in range(1, len(empty) + 1)]
        names = [_digest(frame.name, rim, str(place)) for rim, place in zip(empty, places, strict=True)]
        found: dict[str, Any] = {name: self.voorraad.get("rand", name) for name in names}
        new = {name: page for page, name in enumerate(names) if found[name] is None}
        if new:
            for rim in _drawn_rims(frame, empty, new):
                found[rim.name] = rim
                self.voorraad.put("rand", rim.name, rim)
        return [found[name] for name in names]

    def _layers(
        self, booklet: Booklet, section: Section, part: Headed, rims: Iterator[tuple[Rim, Rim]]
    ) -> Iterator[Layer]:
        """What is around the pages of a part: the tab behind it, its head and the number over it."""
        heads = dict(part.heads)
        for page, (tab, number) in enumerate(islice(rims, len(part.drawing.leaves))):
            if tab.drawing:
                yield Layer(tab.drawing, page, behind=True)
            told = self._head(booklet, section, page, section.tegels[heads[page]]) if page in heads else None
            yield from (Layer(rim.drawing, page) for rim in (told, number) if rim and rim.drawing)

    def _head(self, booklet: Booklet, section: Section, page: int, tegel: Tegel) -> Rim:
        """The head of a page, that says what a piece on it tells, as `string()` does in CSS."""
        frame = self._frame(booklet, "kop")
        names = [_digest(frame.name, tegel.head, side) for side in ("rechts", "links")]
        if any(self.voorraad.get("rand", name) is None for name in names):
            for new in _drawn_heads(frame, tegel.head, names):
                self.voorraad.put("rand", new.name, new)
        on_left = ("break-before:left" in section.html.partition(">")[0]) == (page % 2 == 0)
        rim: Rim = self.voorraad.get("rand", names[on_left]) or Rim("", None)
        return rim

    # ------------------------------------------------------------------------------------------------------------------
    # Faces

    def _faces(self, booklet: Booklet, pages: Assembled, pieces: Sequence[Piece]) -> list[Face]:
        """The faces of a booklet, with the usual letters and what it needs besides: nearly all booklets have the same."""
        every = (one for piece in pieces for one in (piece.drawing, *(layer.drawing for layer in piece.layers)))
        needed = merged(drawing.glyphs for drawing in dict.fromkeys(every))
        faces = {name: self._face(name, glyphs) for name, glyphs in needed.items()}
        if None in faces.values():
            self._embed(booklet, pages, needed)
            faces = {name: self._face(name, glyphs) for name, glyphs in needed.items()}
        return [Face(name, face.items) for name, face in sorted(faces.items()) if face]

    def _face(self, name: str, glyphs: Glyphs) -> Embedded | None:
        letters = self.voorraad.get("letters", name)
        if letters is None:
            return None
        found: Embedded | None = self.voorraad.get("letter", _name_of_face(name, _all(letters.glyphs, glyphs)))
        return found

    def _embed(self, booklet: Booklet, pages: Assembled, needed: Mapping[str, Glyphs]) -> None:
        """Embed every face of a booklet anew, out of one document that has all of them."""
        from booklet.typeset import embed

        frame = self._frame(booklet, "tab")
        sections = [section.holed(frame, [None] * len(section.tegels)).html for section in pages.sections]
        assets = dict(chain.from_iterable(section.assets.items() for section in pages.sections))
        letters: dict[str, Glyphs] = {}

        def wanted(name: str, usual: Glyphs) -> Glyphs:
            letters[name] = usual if _is_latin(needed.get(name, {})) else {}
            return _all(letters[name], needed.get(name, {}))

        for name, items in embed(write_document(frame, sections, assets), wanted).items():
            if name in needed:
                self.voorraad.put("letters", name, Letters(letters[name]))
                self.voorraad.put("letter", _name_of_face(name, _all(letters[name], needed[name])), Embedded(items))


def _all(usual: Glyphs, needed: Glyphs) -> Glyphs:
    return {**usual, **needed}


def _is_latin(glyphs: Glyphs) -> bool:
    return any(text.isascii() and text.isalpha() for text, _ in glyphs.values())


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:32]


def _name_of_face(name: str, glyphs: Glyphs) -> str:
    return _digest(name, repr(sorted(glyphs.items())))


def _differs(section: Section) -> bool:
    """Whether other booklets have another part here: with a Sociale Kaart of another length there are other pages to fill."""
    return bool(section.tegels) or section.anchor.startswith(FILLER)


def _nowhere(name: str) -> Fault:
    message = f"een koppeling leidt nergens heen: '{name}' is er niet in dit boekje"
    return Fault(0, message, "meld dit aan de makers van het programma")


# ----------------------------------------------------------------------------------------------------------------------
# Making what is not there


def _made(frame: Frame, sections: Iterable[Section]) -> Iterator[tuple[str, Stuk]]:
    """Every section with its pages, by its name."""
    for some in _batches(list({section.name: section for section in sections}.values())):
        yield from _made_together(frame, some)


def _batches(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Sections that can stand in one document: so many, and none with the anchor of another."""
    left = list(sections)
    while left:
        taken = list({section.anchor: section for section in reversed(left)}.values())[::-1][:TOGETHER]
        yield taken
        names = {section.name for section in taken}
        left = [section for section in left if section.name not in names]


def _made_together(frame: Frame, sections: Sequence[Section]) -> Iterator[tuple[str, Stuk]]:
    """Sections out of one document; when anything is wrong with the document as a whole, each out of its own."""
    from booklet.typeset import Drawn, draw, lay_out, of_parts

    assets = dict(chain.from_iterable(section.assets.items() for section in sections))
    pages = lay_out(write_document(frame, [section.html for section in sections], assets))
    of_each = of_parts(pages, [section.anchor for section in sections])
    drawings, faults = draw(
        pages, [Drawn(some, section.name[:12]) for section, (some, _) in zip(sections, of_each, strict=True)]
    )
    general = tuple(fault for fault in (*pages.faults, *faults) if not fault.page)
    if general and len(sections) > 1:
        for section in sections:
            yield from _made_together(frame, [section])
        return
    for section, drawing, (_, laid) in zip(sections, drawings, of_each, strict=True):
        yield section.name, Stuk(drawing, replace(laid, faults=(*laid.faults, *general)))


def _drawn_rims(frame: Frame, empty: Sequence[str], new: Mapping[str, int]) -> Iterator[Rim]:
    """The rims by these names of pages counted from 0; raises `NotTakenError` when they are not each of one page."""
    from booklet.typeset import Drawn, draw, lay_out

    last = max(new.values()) + 1
    pages = lay_out(write_document(frame, empty[:last], {}))
    if pages.page_count != last:
        raise NotTakenError(pages.page_count, last)
    drawings, _ = draw(pages, [Drawn((page,), name[:12], tagged=False) for name, page in new.items()])
    for name, drawing in zip(new, drawings, strict=True):
        yield Rim(name, drawing if draws(drawing.leaves[0]) else None)


def _heads(section: Section, host: Laid) -> Iterator[tuple[int, int]]:
    """For the pages of a part after the first, the piece that tells its head: the first on it, or the last before it."""
    told: int | None = None
    for page, look in enumerate(host.looks):
        here = [piece for piece in (int(begin.tegel) for begin in look.tegels) if section.tegels[piece].stijl]
        dated = [piece for piece in here if DATED in section.tegels[piece].stijl]
        first = next(iter(dated or (here if told is None else [])), told)
        if page and first is not None:
            yield page, first
        told = next(reversed(dated), next(iter(here), None) if told is None else told)


def _drawn_heads(frame: Frame, head: str, names: Sequence[str]) -> Iterator[Rim]:
    """A head on a right page and on a left one; on the first page of a part there is none."""
    from booklet.typeset import Drawn, draw, lay_out

    pages = lay_out(write_document(frame, [head], {}))
    drawings, _ = draw(
        pages, [Drawn((page,), name[:12], tagged=False) for page, name in zip((2, 1), names, strict=True)]
    )
    for name, drawing in zip(names, drawings, strict=True):
        yield Rim(name, drawing if draws(drawing.leaves[0]) else None)


# ----------------------------------------------------------------------------------------------------------------------
# Tegels


def _fits(stuk: Stuk) -> bool:
    """Whether a tegel can be laid anywhere: it is on one page, not too deep, and nothing stays at its place on the paper."""
    leaves = stuk.drawing.leaves
    still = {"Pattern", "Shading"} & leaves[0].resources.keys()
    empty = not any(look.blanks for look in stuk.laid.looks)
    return len(leaves) == 1 and not still and empty and depth(leaves[0]) <= DEEPEST


def _height(stuk: Stuk | None) -> float | None:
    """How high a tegel is, in px."""
    return stuk.drawing.leaves[0].gaps[0].height / PT_PER_PX if stuk else None


def _inlaid(host: Stuk, tegels: Tegels) -> Drawing:
    """A part with its tegels in its holes."""
    inlays = [
        Inlay(tegels[int(gap.name)].drawing, page, gap)
        for page, leaf in enumerate(host.drawing.leaves)
        for gap in leaf.gaps
    ]
    return inlaid(host.drawing, inlays) if inlays else host.drawing


def _all_links(drawings: Iterable[Drawing]) -> set[str]:
    return {name for drawing in drawings for name in drawing.links}
