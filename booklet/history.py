"""What a build leaves for the next one, and what changed since: pages, sentences and the entries of the Sociale Kaart.

A booklet changes in two ways that a reader would notice: other words, or other pages. Pages that only move on, and the
numbers in the text that follow them, are no other words. A build of the whole country has no pictures of its pages: then
files with the same words can still be told apart, but not what looks different in them.
"""

import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from booklet.models import SocialeKaart, Voorziening
from booklet.verschil import Change, differences

VERSION = 3  # of what is written; another one counts as no build
ALIKE = 0.5  # two sentences of which so much is the same are one that changed
LEAST = 4  # letters that tell a text of an entry from chance


class Part(NamedTuple):
    """A part on its pages, counted from 1: its anchor, what staff call it, the colour of its house, and its sentences.

    A `card` is a Sociale Kaart; `notes` are empty pages, that come and go as the booklet needs them.
    """

    anchor: str
    name: str
    first: int
    pages: int
    colour: str
    card: bool
    notes: bool
    sentences: tuple[str, ...]


class Page(NamedTuple):
    """The picture of a page as WebP, its size in pixels, which share of the paper has ink on it, and whether in colour."""

    picture: bytes
    width: int
    height: int
    ink: float
    coloured: bool


class Room(NamedTuple):
    """How much somebody can write at a question on a kind of page, about a kolom or nothing: lines, and mm in all."""

    kind: str
    kolom: str
    vraag: str
    lines: int
    mm: float


class Piece(NamedTuple):
    """Pages that were made in one go: the stem of their files, what the name of these pages adds to it, and their titles.

    `heading` is the title of the edition that it belongs to, `vorm` that of its pages; `of_house` tells a loose part of a
    house, `explains` the edition that it explains. `pages` are there when these are the pages that are shown, in a build with
    pictures.
    """

    stem: str
    ending: str
    heading: str
    title: str
    vorm: str
    of_house: bool
    explains: str
    parts: tuple[Part, ...]
    rooms: tuple[Room, ...]
    pages: tuple[Page, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from every other piece of this gemeente."""
        return f"{self.stem}{self.ending}"

    @property
    def label(self) -> str:
        """Its title, and its name where the title alone does not tell which it is."""
        return self.title if self.title.casefold() == self.name else f"{self.title} ({self.name})"

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return self.parts[-1].first + self.parts[-1].pages - 1


class Product(NamedTuple):
    """A file by its path below the folder of the gemeente; the day of making in ISO 8601, the digest of its bytes.

    It is made of the piece of this name; a file of a pack is made of none, and has no `druk`. It is `aged` when a later run
    made other pages of the same booklet.
    """

    path: str
    stem: str
    piece: str
    druk: str
    pages: int
    sheets: int
    size: int
    day: str
    digest: str
    aged: bool = False


class Build(NamedTuple):
    """What stands in the folder of a gemeente: its name, the pieces by name, the files by path, and the entries on paper.

    `beelden` tells that the pages that are shown have pictures.
    """

    naam: str
    pieces: Mapping[str, Piece]
    products: Mapping[str, Product]
    entries: tuple[Voorziening, ...]
    beelden: bool = True


PACKED = 3  # how hard zlib tries: as it usually does takes twice as long, for a tenth less


def as_bytes(build: Build) -> bytes:
    """A build as a file for the next one: a hash of the rest, how long its text is, that text packed, and the pictures.

    The hash shows damage. A sentence that stands in more booklets is written once.
    """
    numbers: dict[str, int] = {}
    pictures = [page.picture for piece in build.pieces.values() for page in piece.pages]
    told = {
        "versie": VERSION,
        "naam": build.naam,
        "beelden": build.beelden,
        "stukken": [_written(piece, numbers) for piece in build.pieces.values()],
        "plaatjes": list(map(len, pictures)),
        "bestanden": list(build.products.values()),
        # A JaNee is not written as it is read; what is on paper is always in the booklet.
        "hulp": [one.model_dump(mode="json", exclude={"in_boekje"}, exclude_none=True) for one in build.entries],
        "zinnen": list(numbers),
    }
    text = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), PACKED)
    rest = b"".join((b"%d\n" % len(text), text, *pictures))
    return sha256(rest).hexdigest().encode() + b"\n" + rest


def _written(piece: Piece, numbers: dict[str, int]) -> tuple[object, ...]:
    """A piece with the numbers of its sentences, that are given out here, and its pages without their pictures."""
    parts = [(*part[:-1], [numbers.setdefault(one, len(numbers)) for one in part.sentences]) for part in piece.parts]
    return (*piece[:-3], parts, piece.rooms, [page[1:] for page in piece.pages])


def read_build(data: bytes) -> Build | None:
    """A build as it was written; None when it is damaged, of another program or of another version of this one."""
    digest, _, rest = data.partition(b"\n")
    if sha256(rest).hexdigest().encode() != digest:
        return None
    length, _, rest = rest.partition(b"\n")
    try:
        return _build(json.loads(zlib.decompress(rest[: int(length)])), rest[int(length) :])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error):  # whole, but written by another
        return None


def _build(told: Any, pictures: bytes) -> Build | None:
    if told["versie"] != VERSION:
        return None
    ends = accumulate(told["plaatjes"], initial=0)
    drawn = (pictures[start:end] for start, end in pairwise(ends))
    return Build(
        told["naam"],
        {piece.name: piece for piece in (_piece(row, told["zinnen"], drawn) for row in told["stukken"])},
        {product.path: product for product in (Product(*row) for row in told["bestanden"])},
        tuple(Voorziening.model_validate(row) for row in told["hulp"]),
        told["beelden"],
    )


def _piece(row: Any, sentences: Sequence[str], pictures: Iterator[bytes]) -> Piece:
    stem, ending, heading, title, vorm, of_house, explains, parts, rooms, pages = row
    return Piece(
        stem,
        ending,
        heading,
        title,
        vorm,
        of_house,
        explains,
        tuple(Part._make((*one[:-1], tuple(map(sentences.__getitem__, one[-1])))) for one in parts),
        tuple(Room(*one) for one in rooms),
        tuple(Page(next(pictures), *one) for one in pages),
    )


# ----------------------------------------------------------------------------------------------------------------------
# What changed


class TextChange(NamedTuple):
    """A sentence that is another one now, is gone (no `after`) or is new (no `before`): in which part, and where."""

    part: str
    before: str
    after: str
    places: tuple[str, ...]


class EntryChange(NamedTuple):
    """An entry of the Sociale Kaart that is new, gone or changed, and what changed in it."""

    before: Voorziening | None
    after: Voorziening | None
    fields: tuple[Change, ...]


class PageChange(NamedTuple):
    """How the pages of a piece differ: how many there were and are, parts that went and came, and how many pages moved."""

    title: str
    before: int
    after: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    moved: int


class LookChange(NamedTuple):
    """Pages with the same words that look different: of which piece, and which of how many; none when nobody could see."""

    title: str
    pages: tuple[int, ...]
    of: int


class Changes(NamedTuple):
    """What changed since the build before; `known` are the pieces that were there before."""

    texts: tuple[TextChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    pages: tuple[PageChange, ...] = ()
    looks: tuple[LookChange, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, self))


def changes(old: Build, new: Build, made: Sequence[str], names: dict[str, str]) -> Changes:
    """What differs in the pieces that were made now, by name, and in the entries; `names` of houses and kolommen by id."""
    pairs = [(old.pieces[name], new.pieces[name]) for name in made if name in old.pieces]
    entries = tuple(_entry_changes(old.entries, new.entries, names))
    moves = {piece.name: _moves(before, piece) for before, piece in pairs}
    texts: dict[tuple[str, str, str], list[str]] = {}
    for before, piece in pairs:
        following = moves[piece.name] | moves.get(piece.explains, frozenset())
        for part, gone, came in _sentences(before, piece, following, entries):
            texts.setdefault((part.name, gone, came), []).append(_place(piece, part))
    return Changes(
        tuple(TextChange(*key, tuple(places)) for key, places in texts.items()),
        entries,
        tuple(filter(None, (_page_change(*pair) for pair in pairs))),
        tuple(filter(None, (_look_change(*pair, old, new) for pair in pairs))),
        tuple(new.pieces[name].label for name in made if name not in old.pieces),
    )


def _place(piece: Piece, part: Part) -> str:
    return f"{piece.label}, {pages_of(part.first, part.first + part.pages - 1)}"


def pages_of(first: int, last: int) -> str:
    """Pages in words: `bladzijde 3`, `bladzijde 3 tot en met 5`."""
    return f"bladzijde {first}" + (f" tot en met {last}" if last > first else "")


def _common(old: Piece, new: Piece) -> Iterator[tuple[Part, Part]]:
    """The parts that both have."""
    before = {part.anchor: part for part in old.parts if not part.notes}
    yield from ((before[part.anchor], part) for part in new.parts if part.anchor in before)


def _moves(old: Piece, new: Piece) -> frozenset[tuple[int, int]]:
    """From which page to which page what both have went."""
    pairs = list(_common(old, new))
    return frozenset(
        (before.first + index, part.first + index)
        for before, part in pairs
        for index in range(min(before.pages, part.pages))
    ) | frozenset((before.first + before.pages - 1, part.first + part.pages - 1) for before, part in pairs)


def _sentences(
    old: Piece, new: Piece, moves: Set[tuple[int, int]], entries: Sequence[EntryChange]
) -> Iterator[tuple[Part, str, str]]:
    """Every sentence that changed in a part that both have: the part, what stood there and what stands there."""
    if old.parts == new.parts:
        return
    told = tuple(_told(entries))
    for before, part in _common(old, new):
        gone, came = _unmatched(before.sentences, part.sentences, moves)
        if part.card:
            gone, came = ([one for one in some if not _is_told(one, told)] for some in (gone, came))
        yield from ((part, *pair) for pair in _paired(gone, came))


def _unmatched(old: Sequence[str], new: Sequence[str], moves: Set[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """The sentences that went and those that came; one that follows the pages is neither."""
    if old == new:
        return [], []
    gone, came = [], dict(enumerate(new))
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, one in came.items():
        alike.setdefault(_but_numbers(one), []).append(place)
    for one in old:
        near = alike.get(_but_numbers(one), [])
        same = [place for place in near if came[place] == one or _same_but_pages(one, came[place], moves)]
        if same:  # what follows the pages before what stayed: 2 and 3 may be what 1 and 2 were
            found = max(same, key=lambda place: came[place] != one)
            near.remove(found)
            del came[found]
        else:
            gone.append(one)
    return gone, list(came.values())


_NUMBER = re.compile(r"(\d+)")
_PAGE = re.compile(r"0|[1-9]\d{,2}")


def _but_numbers(sentence: str) -> tuple[str, ...]:
    return tuple(_NUMBER.split(sentence)[::2])


def _same_but_pages(old: str, new: str, moves: Set[tuple[int, int]]) -> bool:
    """Whether two sentences with the same words differ only in the numbers of pages that moved; a phone number is no page."""
    one, other = _NUMBER.findall(old), _NUMBER.findall(new)
    if not all(map(_PAGE.fullmatch, (*one, *other))):
        return False
    pairs = zip(one, other, strict=True)
    return all(was == now or (int(was), int(now)) in moves for was, now in pairs)


def _paired(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that were rewritten together; what has no counterpart is alone."""
    left = list(came)
    for one in gone:
        best = max(left, key=lambda other: _likeness(one, other), default="")
        if _likeness(one, best) >= ALIKE:
            left.remove(best)
            yield one, best
        else:
            yield one, ""
    yield from (("", other) for other in left)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; 0 too when a look at the letters shows that it is less than `ALIKE`, for the rest takes long."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    far = not one or not other or matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE
    return 0 if far else matcher.ratio()


_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _told(entries: Iterable[EntryChange]) -> Iterator[str]:
    """What the changed entries say, so that their lines on paper are not told twice."""
    for change in entries:
        for entry in (change.before, change.after):
            if entry:
                values = map(str, entry.model_dump(exclude_none=True).values())
                yield from (_plain(sentence) for value in values for sentence in _SENTENCE.split(value))
                yield _plain(entry.aanbod + entry.organisatie)
                yield _plain(entry.adres)


def _is_told(sentence: str, told: Collection[str]) -> bool:
    plain = _plain(sentence)
    return any(len(one) >= LEAST and (one in plain or plain in one) for one in told)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _entry_changes(
    old: tuple[Voorziening, ...], new: tuple[Voorziening, ...], names: dict[str, str]
) -> Iterator[EntryChange]:
    for one in differences(SocialeKaart(voorzieningen=old), SocialeKaart(voorzieningen=new)):
        fields = tuple(change for change in one.changes(names) if change.field not in ("bron", "gecontroleerd_door"))
        if fields or one.before is None or one.after is None:
            yield EntryChange(one.before, one.after, fields)


def _page_change(old: Piece, new: Piece) -> PageChange | None:
    pairs = list(_common(old, new))
    both = {part.anchor for _, part in pairs}
    gone, came = (
        tuple(part.name for part in piece.parts if not part.notes and part.anchor not in both) for piece in (old, new)
    )
    moved = sum(part.pages for before, part in pairs if part.first != before.first)
    if (old.page_count, gone, came, moved) == (new.page_count, (), (), 0):
        return None
    return PageChange(new.label, old.page_count, new.page_count, gone, came, moved)


def _look_change(old: Piece, new: Piece, before: Build, after: Build) -> LookChange | None:
    """Pages on which nothing is said differently and that are drawn differently, such as in another colour."""
    if before.beelden and after.beelden:
        return _drawn_otherwise(old, new)
    files = [build.products.get(f"{new.name}.pdf") for build in (before, after)]
    other = all(files) and len({file.digest for file in files if file}) > 1
    return LookChange(new.label, (), new.page_count) if other and old.parts == new.parts else None


def _drawn_otherwise(old: Piece, new: Piece) -> LookChange | None:
    if not (old.pages and new.pages):
        return None
    drawn = zip(old.pages, new.pages, strict=False)
    others = {number for number, (one, other) in enumerate(drawn, 1) if one.picture != other.picture}
    same = [part for before, part in _common(old, new) if before == part]
    pages = tuple(number for part in same for number in range(part.first, part.first + part.pages) if number in others)
    return LookChange(new.label, pages, new.page_count) if pages else None
