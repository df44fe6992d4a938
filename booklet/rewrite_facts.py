"""Changing the facts in a `gemeente.yaml` as text: who keeps a gemeente need not open that file.

One field is changed at a time, in the tidiest of the ways that there are to do it, and the text is read again: a way that
would change anything else is not taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from booklet.draft import BOM, Draft, Edit, draft_of, indent, is_comment
from booklet.models import Contact, GemeenteBestand, Huisstijl, Oco
from booklet.source import Loc, Source, read_text
from booklet.yamltext import QUOTED, rows_text, scalar

_ORDER: Mapping[Loc, tuple[str, ...]] = {
    (): tuple(GemeenteBestand.model_fields),
    ("contact",): tuple(Contact.model_fields),
    ("oco",): tuple(Oco.model_fields),
    ("huisstijl",): tuple(Huisstijl.model_fields),
}
_COMMA_BELOW = re.compile(r"\s*,[ \t]*")
_COMMA_ABOVE = re.compile(r"[ \t]*,\s*$")

_Ways = Iterator[list[Edit]]  # the tidiest first


def rewritten_facts(source: Source, text: str, wanted: Mapping[Loc, str | None]) -> str:
    """The text of a `gemeente.yaml` with the wanted texts, such as `("contact", "telefoon")`; one that is None goes away.

    A field that says what is wanted already stays as it is written. A new one takes the place of its own commented example
    (`#telefoon: …`), else it comes below the field before it in the order of the model, else below the name of what it is in.
    `text` is a valid file as it is, with its own line ends and byte order mark, and `source` was read from it; a wanted text
    has one line and is not empty. Raises RuntimeError when there is no way to say just this: a fault of ours.
    """
    bom = BOM if text.startswith(BOM) else ""
    draft = draft_of(source, text.removeprefix(bom))
    # What goes away goes last: until then it shows where a new field belongs.
    for loc in sorted(wanted, key=lambda loc: (wanted[loc] is None, _rank(loc))):
        draft = _changed(draft, loc, wanted[loc])
    ended = text.endswith(("\n", "\r"))
    return bom + (draft.text if ended else draft.text.removesuffix(draft.newline))


def _rank(loc: Loc) -> tuple[int, ...]:
    return tuple(_ORDER[loc[:depth]].index(str(step)) for depth, step in enumerate(loc))


def _changed(draft: Draft, loc: Loc, wanted: str | None) -> Draft:
    if dict(_said(draft.source)).get(loc) == wanted:
        return draft
    for edits in _ways(draft, loc, wanted):
        text = draft.edited(edits, 0, len(draft.text))
        source, problems = read_text(text, draft.source.file)
        if source and not problems and _says(source, loc, wanted, instead_of=draft.source):
            return draft_of(source, text)
    raise RuntimeError(f"{draft.source.file} could not be rewritten")


def _said(source: Source) -> Iterator[tuple[Loc, str]]:
    """Every text, without the space around it, which nobody sees."""
    return ((loc, text.strip()) for loc, text in source.texts)


def _says(new: Source, loc: Loc, wanted: str | None, *, instead_of: Source) -> bool:
    """Whether one text is as it is wanted, and all others are as they were."""
    rests = [[one for one in _said(source) if one[0] != loc] for source in (new, instead_of)]
    return dict(_said(new)).get(loc) == wanted and rests[0] == rests[1]


def _ways(draft: Draft, loc: Loc, wanted: str | None) -> _Ways:
    """What could be done to give a field this text."""
    braces = _in_braces(draft, loc[:-1])
    if wanted is None:
        yield from _out_of_braces(draft, loc) if braces else _out_of_lines(draft, loc)
        yield [draft.instead(loc, "~")]
        return
    text = scalar(wanted, quoted=braces or loc[-1] in QUOTED)
    if loc in draft.source.keys:
        yield [draft.instead(loc, text)]
    elif braces:
        yield from _into_braces(draft, loc, f"{loc[-1]}: {text}")
    else:
        yield from _onto_example(draft, loc, f"{loc[-1]}: {text}")
        yield from _into_lines(draft, loc, [f"{loc[-1]}: {text}"])


def _in_braces(draft: Draft, loc: Loc) -> bool:
    """Whether the fields of this stand between braces, or would."""
    return draft.opens((), "{") or (loc in draft.source.keys and draft.opens(loc, "{"))


def _before(draft: Draft, loc: Loc) -> Loc | None:
    """The field nearest above this one, in the order of the model, that there is."""
    names = _ORDER[loc[:-1]]
    above = ((*loc[:-1], name) for name in reversed(names[: names.index(str(loc[-1]))]))
    return next((one for one in above if one in draft.source.keys), None)


# A field on lines of its own.


def _column(draft: Draft, parent: Loc) -> int:
    """Where the fields begin in what they are in, or would."""
    if parent in draft.source.values:
        return draft.column(draft.source.spans[parent][0])
    return draft.column(draft.key(parent)) + 2


def _onto_example(draft: Draft, loc: Loc, field: str) -> _Ways:
    """In the place of its own example; the example of another thing with the same name would say something else."""
    parent = loc[:-1]
    if parent and parent not in draft.source.keys:
        return
    for number, line in enumerate(draft.lines):
        if line.lstrip(" ").startswith(f"#{loc[-1]}:"):
            column = _column(draft, parent) if parent in draft.source.values else indent(line)
            row = rows_text([field], column, draft.newline)
            yield [Edit(draft.starts[number], draft.starts[number + 1], row), *_filled(draft, parent)]


def _into_lines(draft: Draft, loc: Loc, rows: Sequence[str]) -> _Ways:
    """Below the field before it, or at the top of what it is in; on the highest level as far apart as the others are."""
    parent = loc[:-1]
    if parent and parent not in draft.source.keys:
        yield from _into_lines(draft, parent, [f"{parent[-1]}:", *(f"  {row}" for row in rows)])
        return
    column, before = _column(draft, parent), _before(draft, loc)
    number = _below_comments(draft, draft.below(before), column) if before else draft.line(draft.key(parent)) + 1
    apart = [""] if not parent and draft.blank(number) else []
    row = rows_text([*apart, *rows], column, draft.newline)
    yield [Edit(draft.starts[number], draft.starts[number], row), *_filled(draft, parent)]


def _below_comments(draft: Draft, number: int, column: int) -> int:
    """The first line below the comments that stand further to the right than a field, and so belong to it."""
    last = number
    for at in range(number, len(draft.lines)):
        if is_comment(draft.lines[at]) and indent(draft.lines[at]) > column:
            last = at + 1
        elif not draft.blank(at):
            break
    return last


def _filled(draft: Draft, parent: Loc) -> list[Edit]:
    """What says that there is nothing in something, a `~`, goes away when something comes."""
    if parent in draft.source.values:
        return []
    start, end = draft.source.spans[parent]
    return [Edit(len(draft.text[:start].rstrip(" ")), end, "")]


def _out_of_lines(draft: Draft, loc: Loc) -> _Ways:
    """Without its lines, but with the comments on them; of the blank lines above and below, one side stays."""
    key = draft.key(loc)
    top, bottom = draft.line(key), draft.below(loc)
    kept = rows_text(draft.comments(loc, key, draft.starts[bottom]), draft.column(key), draft.newline)
    if not kept and top and draft.blank(top - 1) and draft.blank(bottom):
        top -= 1
    yield [Edit(draft.starts[top], draft.starts[bottom], kept)]


# A field between braces.


def _into_braces(draft: Draft, loc: Loc, field: str) -> _Ways:
    """Behind the field before it, or behind the brace that opens."""
    parent = loc[:-1]
    if parent not in draft.source.values and parent in draft.source.keys:
        yield [draft.instead(parent, f"{{{field}}}")]
        return
    if parent and parent not in draft.source.keys:
        yield from _into_braces(draft, parent, f"{parent[-1]}: {{{field}}}")
        return
    if before := _before(draft, loc):
        end = draft.source.spans[before][1]
        yield [Edit(end, end, f", {field}")]
    start = draft.source.spans[parent][0] + 1
    others = any(one[:-1] == parent for one in draft.source.keys)
    yield [Edit(start, start, f"{field}, " if others else field)]


def _out_of_braces(draft: Draft, loc: Loc) -> _Ways:
    """Without its name, its text and a comma; not when a comment stands in between."""
    start, end = draft.key(loc), draft.source.spans[loc][1]
    if draft.comments(loc, start, end):
        return
    if below := _COMMA_BELOW.match(draft.text, end):
        yield [Edit(start, below.end(), "")]
    if above := _COMMA_ABOVE.search(draft.text[:start]):
        yield [Edit(above.start(), end, "")]
    yield [Edit(start, end, "")]
