"""How to reach a gemeente, filled in on a sheet of its workbook: what that changes in `gemeente.yaml`; writes nothing."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from booklet.checks import check
from booklet.columns import FACTS, fact, fact_field
from booklet.content import Library, facts_from
from booklet.problems import Place, Problem, in_order
from booklet.rewrite_facts import rewritten_facts
from booklet.source import Data, Loc, Source
from booklet.verschil import Change, same_text

Filled = Mapping[Loc, tuple[str, Place]]  # what stands in which cell; an empty text is an empty cell


class NewFacts(NamedTuple):
    """What changes, what is wrong with it, and the file as it would be; no text when there is nothing to write."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str | None = None


def new_facts(library: Library, gemeente: str, text: str, filled: Filled, today: date) -> NewFacts:
    """What a sheet about the gemeente changes in the text of its `gemeente.yaml`.

    What means the same stays as it is written. The rules are those of the file itself, told at the cells.
    """
    read = library.gemeenten.get(gemeente)
    if read is None:  # the file itself is wrong, so nothing can go into it
        own = (problem for problem in library.problems if library.place_of(gemeente, problem.place))
        return NewFacts(problems=in_order(own)) if any(value for value, _ in filled.values()) else NewFacts()
    known = [(one, fact(read.value.feiten, one.loc) or "") for one in FACTS if one.loc in filled]
    known = [(one, old) for one, old in known if not same_text(fact_field(one.loc), old, filled[one.loc][0])]
    if not known:
        return NewFacts()
    changes = tuple(Change(one.loc[-1], one.label, old, filled[one.loc][0]) for one, old in known)
    wanted: dict[Loc, str | None] = {one.loc: filled[one.loc][0] or None for one, _ in known}
    cells: dict[Loc, Place] = {one.loc: filled[one.loc][1] for one, _ in known}
    source = _filled_in(read.facts, wanted, cells)
    value, problems = facts_from(source)
    if value is not None:
        said = check(library.with_facts(gemeente, value), today)
        problems = (*problems, *(problem for problem in said if problem.place in cells.values()))
    return NewFacts(changes, in_order(problems), rewritten_facts(read.facts, text, wanted))


def _filled_in(source: Source, wanted: Mapping[Loc, str | None], cells: Mapping[Loc, Place]) -> Source:
    """The data of the file with what is wanted in it, and the cells as the places of that."""
    data: Any = deepcopy(source.data)
    for (*above, name), value in wanted.items():
        here: dict[str | int, Data] = data
        for step in above:
            here = here.setdefault(step, {})  # type: ignore[assignment]
        here.pop(name, None)
        if value is not None:
            here[name] = value
    return replace(source, data=data, keys={**source.keys, **cells}, values={**source.values, **cells}, lines=())
