"""Changing a `sociale-kaart.yaml` as text: what does not change stays byte for byte, with its comments, order and quotes.

Every change is an edit of the text at the place where its value was read. Afterwards the text is read again: a file that
would not say exactly what was asked for is never handed back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from statistics import mode
from typing import Any, NamedTuple

from booklet.content import card_from
from booklet.draft import BOM, Draft, Edit, draft_of, indent, is_comment
from booklet.models import Dienst, SocialeKaart, Voorziening
from booklet.source import Loc, Source, read_text
from booklet.yamltext import field_rows, item_text, rows_text, scalar, value_rows

OWN_COMMENT = "# Deze landelijke hulp komt niet in het boekje."

_DASH = re.compile(r"\s*-\s")

_Entry = Voorziening | Dienst
_Placed = Sequence[tuple[int | None, _Entry]]  # the number of an entry in the old file, and what must be there


class _Item(NamedTuple):
    """The lines of an entry: its comments begin at top, its dash is on the second; it ends before bottom."""

    top: int
    dash: int
    bottom: int


def rewritten(
    source: Source,
    text: str,
    old: SocialeKaart,
    wanted: Sequence[tuple[int | None, Voorziening]],
    landelijk_uit: Sequence[Dienst],
) -> str:
    """The text of a Sociale Kaart with the wanted entries, each with its number in the old one, or None for a new one.

    Old entries keep their order and those that are not named go; a new one stands after the one before it in `wanted` if
    that has the same first domein, else after the last of its domein, else at the end. `text` is the file as it is, with
    its own line ends and byte order mark; `source` and `old` were read from it. Raises RuntimeError when the result would
    say something else than what is wanted: a fault of ours.
    """
    entries, off = _placed(wanted), _switched(old.landelijk_uit, landelijk_uit)
    expected = SocialeKaart(
        voorzieningen=tuple(entry for _, entry in entries), landelijk_uit=tuple(one for _, one in off)
    )
    if expected == old:
        return text
    bom = BOM if text.startswith(BOM) else ""
    draft = draft_of(source, text.removeprefix(bom))
    if draft.opens((), "{"):
        draft, old = _unfolded(draft), SocialeKaart()
        entries, off = [(None, entry) for _, entry in entries], [(None, one) for _, one in off]
    for whole in (False, True):
        edits = _edits(draft, "voorzieningen", old.voorzieningen, entries, whole=whole)
        edits += _edits(draft, "landelijk_uit", old.landelijk_uit, off, whole=whole)
        result = draft.edited(edits, 0, len(draft.text))
        if not text.endswith(("\n", "\r")):
            result = result.removesuffix(draft.newline)
        if _says(result, expected):
            return bom + result
    raise RuntimeError(f"{source.file} could not be rewritten")


def _says(text: str, expected: SocialeKaart) -> bool:
    source, problems = read_text(text, "")
    card = card_from(source)[0] if source and not problems else None
    return card is not None and card.value == expected


def _placed(wanted: Sequence[tuple[int | None, Voorziening]]) -> list[tuple[int | None, Voorziening]]:
    """The wanted entries in the order in which they will stand in the file."""
    houses = [entry.domein[0] for _, entry in wanted]
    there = {index: at for at, (index, _) in enumerate(wanted) if index is not None}
    order = [there[index] for index in sorted(there)]
    for at, (index, _) in enumerate(wanted):
        if index is not None:
            continue
        if at and houses[at - 1] == houses[at]:
            place = order.index(at - 1) + 1
        else:
            same = (place for place in range(len(order), 0, -1) if houses[order[place - 1]] == houses[at])
            place = next(same, len(order))
        order.insert(place, at)
    return [wanted[at] for at in order]


def _switched(old: Sequence[Dienst], wanted: Sequence[Dienst]) -> list[tuple[int | None, Dienst]]:
    """What stays switched off in the old order, and then what is new."""
    new, stays = list(wanted), []
    for index, one in enumerate(old):
        if one in new:
            new.remove(one)
            stays.append((index, one))
    return [*stays, *((None, one) for one in new)]


def _unfolded(draft: Draft) -> Draft:
    """A file that is written between braces has no lines to keep; only its comments are."""
    start, end = draft.source.spans[()]
    comments = "".join(comment + draft.newline for comment in draft.comments((), start, end))
    text = f"{draft.text[:start]}{comments}voorzieningen: []{draft.text[end:]}"
    source, _ = read_text(text, draft.source.file)
    return draft_of(source, text) if source else draft


# A list of entries.


def _edits(draft: Draft, key: str, old: Sequence[_Entry], placed: _Placed, *, whole: bool) -> list[Edit]:
    """What must change in the list below a key; a changed entry is written anew when it must be whole."""
    if [entry for _, entry in placed] == list(old):
        return []
    entries = [entry for _, entry in placed]
    if (key,) not in draft.source.keys:
        return [_new_key(draft, key, entries)]
    if not entries and key == "landelijk_uit":
        return [_without(draft, key, len(old))]
    if not old or draft.opens((key,), "["):
        return _filled(draft, key, entries)
    edits = [_section(draft, key, old, placed, whole=whole)]
    if not entries:
        edits.append(Edit(_after_colon(draft, key), _after_colon(draft, key), " []"))
    return edits


def _new_key(draft: Draft, key: str, entries: Sequence[_Entry]) -> Edit:
    """A key that was not there, below all that is."""
    column, number = draft.column(draft.source.spans[()][0]), draft.below(())
    while number < len(draft.lines) and is_comment(draft.lines[number]) and indent(draft.lines[number]) > column:
        number += 1
    names = [OWN_COMMENT, f"{key}:"] if key == "landelijk_uit" else [f"{key}:"]
    rows = ["", *(" " * column + name for name in names)]
    blocks = _fresh_list(entries, key, column + 2, draft.newline)
    after = "" if draft.blank(number) else draft.newline
    return Edit(draft.starts[number], draft.starts[number], draft.newline.join([*rows, blocks]) + after)


def _without(draft: Draft, key: str, count: int) -> Edit:
    """The file without a key, and without the comment that the program wrote above it."""
    top = draft.line(draft.key((key,)))
    block = count and not draft.opens((key,), "[")
    bottom = _items(draft, key, count)[-1].bottom if block else draft.below((key,))
    if top and draft.lines[top - 1].strip() == OWN_COMMENT:
        top -= 1
    if len([loc for loc in draft.source.keys if len(loc) == 1]) == 1:
        return Edit(draft.starts[top], draft.starts[bottom], f"voorzieningen: []{draft.newline}")
    above, under = _blanks_from(draft, top - 1, -1), _blanks_from(draft, bottom, 1)
    if top and (bottom + under == len(draft.lines) or above <= under):
        top -= above
    else:
        bottom += under
    return Edit(draft.starts[top], draft.starts[bottom], "")


def _filled(draft: Draft, key: str, entries: Sequence[_Entry]) -> list[Edit]:
    """Entries below a key that had none, or had them between brackets; those are written anew."""
    colon, end = _after_colon(draft, key), draft.source.spans[(key,)][1]
    comments = "".join(f"  {comment}" for comment in draft.comments((key,), colon, end))
    if not entries:
        return [Edit(colon, end, f" []{comments}")]
    number = draft.below((key,))
    blocks = _fresh_list(entries, key, draft.column(draft.key((key,))) + 2, draft.newline)
    after = "" if draft.blank(number) else draft.newline
    return [Edit(colon, end, comments), Edit(draft.starts[number], draft.starts[number], blocks + after)]


def _fresh_list(entries: Iterable[_Entry], key: str, column: int, newline: str) -> str:
    between = newline if key == "voorzieningen" else ""
    return "".join(between + item_text(entry, column, 2, newline) for entry in entries)


def _section(draft: Draft, key: str, old: Sequence[_Entry], placed: _Placed, *, whole: bool) -> Edit:
    """The list again: its old entries, and what stands between them, with new entries in their places."""
    items = _items(draft, key, len(old))
    stays, follow = _by_old(placed)
    column = indent(draft.lines[items[0].dash])
    step = draft.column(draft.source.spans[key, 0][0]) - column
    between = draft.newline * _usual_gap(draft, items)
    first = at = draft.line(_after_colon(draft, key)) + 1
    parts: list[str] = []
    gap: list[str] = []
    for index, item in enumerate(items):
        gap, at = _joined(gap, draft.lines[at : item.top]), item.bottom
        if index in stays:
            parts += [*gap, _entry(draft, (key, index), item, old[index], stays[index], whole=whole)]
            parts += [between + item_text(entry, column, step, draft.newline) for entry in follow.get(index, ())]
            gap = []
    if alone := [item_text(entry, column, step, draft.newline) for entry in follow.get(None, ())]:
        parts += [*gap, between.join(alone)]
    elif gap:
        parts += gap[: len(gap) - _blanks(gap[::-1])] if draft.blank(at) else gap
    return Edit(draft.starts[first], draft.starts[at], "".join(parts))


def _by_old(placed: _Placed) -> tuple[dict[int, _Entry], dict[int | None, list[_Entry]]]:
    """The old entries that stay, by number, and the new ones by the number of the old one that they follow."""
    stays: dict[int, _Entry] = {}
    follow: dict[int | None, list[_Entry]] = {}
    last: int | None = None
    for index, entry in placed:
        if index is None:
            follow.setdefault(last, []).append(entry)
        else:
            stays[index], last = entry, index
    return stays, follow


def _items(draft: Draft, key: str, count: int) -> list[_Item]:
    items: list[_Item] = []
    bottom = draft.line(_after_colon(draft, key)) + 1
    for index in range(count):
        dash = draft.line(draft.source.spans[key, index][0])
        while dash > bottom and not _DASH.match(draft.lines[dash]):
            dash -= 1
        top = dash
        while top > bottom and is_comment(draft.lines[top - 1]):
            top -= 1
        bottom = draft.below((key, index))
        while bottom < len(draft.lines) and is_comment(draft.lines[bottom]) and indent(draft.lines[bottom]) > indent(draft.lines[dash]):  # fmt: skip
            bottom += 1
        items.append(_Item(top, dash, bottom))
    return items


def _usual_gap(draft: Draft, items: Sequence[_Item]) -> int:
    """How many blank lines the file has between two entries."""
    return mode([_blanks_from(draft, item.top - 1, -1) for item in items[1:]] or [1])


def _joined(above: list[str], below: list[str]) -> list[str]:
    """What stood above and below an entry that goes, with the blank lines of one of them."""
    ends, begins = _blanks(above[::-1]), _blanks(below)
    return above + below[begins:] if ends >= begins else above[: len(above) - ends] + below


def _after_colon(draft: Draft, key: str) -> int:
    return draft.text.index(":", draft.key((key,))) + 1


def _blanks_from(draft: Draft, number: int, step: int) -> int:
    """How many blank lines there are from this one on, down or up."""
    last = len(draft.lines) if step > 0 else -1
    return _blanks(draft.lines[at] for at in range(number, last, step))


def _blanks(lines: Iterable[str]) -> int:
    """How many blank lines come first."""
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


# One entry.


def _entry(draft: Draft, loc: Loc, item: _Item, old: _Entry, new: _Entry, *, whole: bool) -> str:
    """The lines of an entry that stays; only the fields that differ are written."""
    start, end = draft.starts[item.top], draft.starts[item.bottom]
    if old == new:
        return draft.text[start:end]
    at = draft.source.spans[loc][0]
    column, step = indent(draft.lines[item.dash]), draft.column(at) - indent(draft.lines[item.dash])
    if not whole and not draft.opens(loc, "{") and not _loses_first(draft, loc, new):
        return draft.edited(_field_edits(draft, loc, old, new), start, end)
    comments = draft.comments(loc, draft.starts[item.dash], end)
    kept = "".join(" " * column + comment + draft.newline for comment in comments)
    return draft.text[start : draft.starts[item.dash]] + kept + item_text(new, column, step, draft.newline)


def _loses_first(draft: Draft, loc: Loc, new: _Entry) -> bool:
    """Whether the field beside the dash goes away."""
    first = draft.source.spans[loc][0]
    return any(
        getattr(new, name) is None and (*loc, name) in draft.source.values and draft.key((*loc, name)) == first
        for name in type(new).model_fields
    )


def _field_edits(draft: Draft, loc: Loc, old: _Entry, new: _Entry) -> Iterator[Edit]:
    column = draft.column(draft.source.spans[loc][0])
    names = list(type(new).model_fields)
    for number, name in enumerate(names):
        here = (*loc, name)
        was, value = getattr(old, name), getattr(new, name)
        if was == value:
            continue
        if here not in draft.source.keys:
            before = next((*loc, one) for one in names[:number][::-1] if (*loc, one) in draft.source.keys)
            below = draft.starts[draft.below(before)]
            yield Edit(below, below, rows_text(field_rows(name, value), column, draft.newline))
        elif value is None:
            yield Edit(draft.starts[draft.line(draft.key(here))], draft.starts[draft.below(here)], "")
        elif (*here, 0) in draft.source.spans and not draft.opens(here, "["):
            yield from _list_edits(draft, here, was, value)
        else:
            yield from _value_edits(draft, here, value, column)


def _value_edits(draft: Draft, loc: Loc, value: Any, column: int) -> Iterator[Edit]:
    """The value of a field replaced; more lines of it come below the line on which the old one ends."""
    first, *more = value_rows(str(loc[-1]), value)
    if draft.opens(loc, "[") and not first.startswith("["):
        first = f"[{first}]"
    yield draft.instead(loc, first)
    below = draft.starts[draft.below(loc)]
    yield Edit(below, below, rows_text(more, column, draft.newline))


def _list_edits(draft: Draft, loc: Loc, was: Sequence[str], value: Sequence[str]) -> Iterator[Edit]:
    """A list with a dash for each item, item by item."""
    spans = [draft.source.spans[*loc, index] for index in range(len(was))]
    tops = [draft.starts[draft.line(start)] for start, _ in spans]
    lead = draft.text[tops[0] : spans[0][0]]
    for _, first, last, low, high in SequenceMatcher(None, was, value, autojunk=False).get_opcodes():
        both = min(last - first, high - low)
        if was[first:last] == value[low:high]:
            continue
        for index in range(both):
            yield Edit(*spans[first + index], scalar(value[low + index]))
        for index in range(first + both, last):
            yield Edit(tops[index], draft.starts[draft.below((*loc, index))], "")
        place = draft.starts[draft.below((*loc, last - 1))] if last else tops[0]
        new = "".join(lead + scalar(one) + draft.newline for one in value[low + both : high])
        yield Edit(place, place, new)
