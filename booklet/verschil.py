"""What is new, gone and changed between two versions of a Sociale Kaart, and whether a reader would notice it."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from typing import NamedTuple

from booklet.addresses import phone
from booklet.cellvalues import read_value, tidy
from booklet.columns import COLUMNS, shown
from booklet.kaart import name_of, printed
from booklet.models import SocialeKaart, Voorziening
from booklet.problems import Place

NOT_ON_PAPER = frozenset({"gecontroleerd", "gecontroleerd_door", "bron", "in_boekje"})

_NOWHERE = Place("")
_NONE: Set[str] = frozenset()


class Change(NamedTuple):
    """A field that has another value: its heading, and what stood and stands there, as in the spreadsheet."""

    field: str
    heading: str
    before: str
    after: str


class Difference(NamedTuple):
    """An entry that is new (`before` is None), gone (`after` is None) or changed; never both None, never equal."""

    before: Voorziening | None
    after: Voorziening | None

    def on_paper(self, since: date) -> bool:
        """Whether a card changes in a booklet that prints what was checked on this day or later."""
        old, new = (entry if entry and printed(entry, since) else None for entry in self)
        if old is None or new is None:
            return old is not new
        return any(not alike(one.field, old, new) for one in COLUMNS if one.field not in NOT_ON_PAPER)

    def checked(self, since: date) -> bool:
        """Whether it is printed before and after, and was checked in another month: the page tells the month."""
        days = [entry.gecontroleerd for entry in self if entry and printed(entry, since)]
        return len({(day.year, day.month) for day in days if day}) > 1

    def changes(self, names: dict[str, str]) -> tuple[Change, ...]:
        """The fields of a changed entry that differ, in the order of the columns."""
        if self.before is None or self.after is None:
            return ()
        old, new = self.before, self.after
        every = (
            Change(one.field, one.heading, _text(old, one.field, names), _text(new, one.field, names))
            for one in COLUMNS
        )
        return tuple(change for change in every if change.before != change.after)


def _text(entry: Voorziening, field: str, names: dict[str, str]) -> str:
    value = shown(entry, field, names)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return value or ""


def alike(field: str, old: Voorziening, new: Voorziening) -> bool:
    """Whether two entries say the same in a field, however it is written: a spreadsheet changes spaces and the like."""
    return _meant(field, old) == _meant(field, new)


def same_text(field: str, old: str, new: str) -> bool:
    """Whether two texts of a field come to the same in a spreadsheet."""
    return _text_meant(field, old) == _text_meant(field, new)


def _meant(field: str, entry: Voorziening) -> object:
    """A value as it comes back from a spreadsheet, and a phone number as it is printed."""
    value = getattr(entry, field)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(value))
    if isinstance(value, str):
        return _text_meant(field, value)
    return "" if value is None else value


def _text_meant(field: str, text: str) -> object:
    return phone(tidy(text)) if field == "telefoon" else read_value(field, text, _NOWHERE, {}, ()).data


def match(old: Sequence[Voorziening], new: Sequence[Voorziening], missing: Set[str] = _NONE) -> tuple[int | None, ...]:
    """For every new entry the index of the old one that it was, or None; every old one is named once at most.

    That is the same entry, one that says the same in all but the missing fields, one with the same name, or one of which
    half of the name and the description are the same.
    """
    fields = [column.field for column in COLUMNS if column.field not in missing]
    ways: tuple[Callable[[Voorziening], object], ...] = (
        lambda entry: entry,
        lambda entry: tuple(_meant(field, entry) for field in fields),
        name_of,
        lambda entry: (name_of(entry)[0], _meant("omschrijving", entry)),
        lambda entry: (name_of(entry)[1], _meant("omschrijving", entry)),
    )
    left = dict(enumerate(old))
    found: dict[int, int] = {}
    for key in ways:
        waiting: dict[object, list[int]] = {}
        for index, entry in left.items():
            waiting.setdefault(key(entry), []).append(index)
        for index, entry in enumerate(new):
            if index not in found and (same := waiting.get(key(entry))):
                found[index] = same.pop(0)
                del left[found[index]]
    return tuple(found.get(index) for index in range(len(new)))


def differences(old: SocialeKaart, new: SocialeKaart) -> tuple[Difference, ...]:
    """Everything that differs in the voorzieningen: changed and new ones in the new order, then those that are gone."""
    return tuple(_differences(old.voorzieningen, new.voorzieningen))


def _differences(old: Sequence[Voorziening], new: Sequence[Voorziening]) -> Iterator[Difference]:
    matched = match(old, new)
    for entry, index in zip(new, matched, strict=True):
        before = None if index is None else old[index]
        if before != entry:
            yield Difference(before, entry)
    stays = set(matched)
    yield from (Difference(entry, None) for index, entry in enumerate(old) if index not in stays)


def switched(old: SocialeKaart, new: SocialeKaart) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The national voorzieningen that are switched off and those that are switched on again, as 'aanbod van organisatie'."""
    before, after = ({name_of(one): f"{one.aanbod} van {one.organisatie}" for one in kaart.landelijk_uit} for kaart in (old, new))  # fmt: skip
    return _without(after, before), _without(before, after)


def _without(these: dict[tuple[str, str], str], those: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(text for name, text in these.items() if name not in those)
