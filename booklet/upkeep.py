"""Keeping the Sociale Kaart of a gemeente: to a spreadsheet and back, what differs, and what must be checked again.

The story beside `pipeline`: a card is read from YAML, a spreadsheet or an earlier version, checked by the same rules, and
compared. Nothing is written while there is an error. What is replaced is kept below `eerder/`, by the day on which it was
replaced, so that two dates can be compared and nothing is lost.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import NamedTuple

from booklet.addresses import web_fault
from booklet.checks import check
from booklet.checks_kaart import AGES
from booklet.columns import COLUMNS, names_of
from booklet.content import Library, Read, card_from, read_content
from booklet.days import months_before
from booklet.export import Todo, unfit, write_todo, write_workbook
from booklet.facts import Filled, new_facts
from booklet.files import write_whole
from booklet.gemeenten import readable_list
from booklet.hsds import export
from booklet.kaart import Versheid, name_of, national, printed, tips, versheid
from booklet.models import Dienst, Gemeente, Houdbaar, SocialeKaart, Voorziening
from booklet.problems import Place, Problem, Severity, error, in_order, stops, warning
from booklet.rewrite import rewritten
from booklet.source import Data, Loc, Source, read_source, read_text
from booklet.verschil import Change, Difference, alike, differences, match, switched
from booklet.workbook import read_workbook

CARD = "sociale-kaart.yaml"
FACTS_FILE = "gemeente.yaml"
EARLIER = "eerder"
_YAML = (".yaml", ".yml")
_EMPTY = "voorzieningen: []\n"
_KEPT = re.compile(r"sociale-kaart-(\d{4}-\d\d-\d\d)(?:-(\d+))?\.yaml")

Version = Path | date  # a file, or the card as it was at the end of a day


@dataclass(frozen=True)
class Comparison:
    """Two versions of a card, and what it takes to tell what differs.

    That is the national services, the day since when an entry must be checked to be printed, and the names of houses and
    kolommen by their ids. `facts` is what a workbook changes in how the gemeente is reached.
    """

    before: SocialeKaart
    after: SocialeKaart
    country: tuple[Voorziening, ...]
    since: date
    names: dict[str, str]
    facts: tuple[Change, ...] = ()

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The entries that are new, gone or changed."""
        return differences(self.before, self.after)

    @property
    def switched(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The national services that are switched off now, and those that are switched on again."""
        return switched(self.before, self.after)

    @property
    def on_paper(self) -> int:
        """How many cards change between the booklets that would be made now of the two versions."""
        local = [one for one in self.differences if one.on_paper(self.since)]
        told = {name_of(entry) for one in local for entry in one if entry}
        return len(local) + len((self._national(self.before) ^ self._national(self.after)) - told)

    def _national(self, kaart: SocialeKaart) -> set[tuple[str, str]]:
        local = [entry for entry in kaart.voorzieningen if printed(entry, self.since)]
        country = national(self.country, kaart.landelijk_uit, local)
        return {name_of(entry) for entry in country if printed(entry, self.since)}

    @property
    def checked(self) -> bool:
        """Whether the month of checking of a card changes."""
        return any(one.checked(self.since) for one in self.differences)


class NewFile(NamedTuple):
    """A file of a gemeente as it was read and as it would be; what was not there was empty."""

    path: Path
    before: str
    after: str


class Proposal(NamedTuple):
    """What an import would change in the card and in the facts of the gemeente, and the files that it would write.

    Without a comparison an error stops it; without files there is nothing to write.
    """

    comparison: Comparison | None
    problems: tuple[Problem, ...]
    facts: tuple[Change, ...] = ()
    files: tuple[NewFile, ...] = ()


@dataclass(frozen=True)
class Cabinet:
    """One gemeente in a folder with content, on a day."""

    inhoud: Path
    gemeente: str
    today: date

    @property
    def card(self) -> Path:
        """The file with its Sociale Kaart."""
        return self.inhoud / "gemeenten" / self.gemeente / CARD

    @property
    def facts(self) -> Path:
        """The file with the facts of the gemeente."""
        return self.card.with_name(FACTS_FILE)

    def read(self) -> Library:
        """The content with this gemeente alone."""
        return read_content(self.inhoud, (self.gemeente,))


# ----------------------------------------------------------------------------------------------------------------------
# Out: a workbook to fill in, a list to check, the open standard


def export_card(cabinet: Cabinet, file: Path) -> tuple[Problem, ...]:
    """Write the card as a workbook, or as Open Referral HSDS 3.0 when the file ends in .json."""
    library = cabinet.read()
    content = library.content((cabinet.gemeente,))
    if content is None or not content.gemeenten:
        return in_order(library.problems)
    gemeente = content.gemeenten[0]
    kaart = gemeente.sociale_kaart
    if file.suffix.lower() == ".json":
        local = [entry for entry in kaart.voorzieningen if entry.in_boekje]
        country = national(content.landelijk, kaart.landelijk_uit, local)
        data = export(gemeente, content.domeinen, _provincie(cabinet.inhoud, gemeente), country)
    else:
        if problems := (*_unfit(library.kaarten.get(cabinet.gemeente)), *_unfit(library.landelijk)):
            return in_order(problems)
        data = write_workbook(gemeente.id, gemeente.feiten, kaart, content.landelijk, content.domeinen)
    return tuple(write_whole(file, data, file.as_posix()))


def _provincie(inhoud: Path, gemeente: Gemeente) -> str | None:
    return next((one.provincie for one in readable_list(inhoud) if one.code == gemeente.feiten.code), None)


def _unfit(kaart: Read[SocialeKaart] | None) -> Iterator[Problem]:
    for index, field in unfit(kaart.value) if kaart else ():
        if kaart:
            yield _does_not_fit(field, kaart.source.place("voorzieningen", index, field))


def _does_not_fit(field: str, place: Place) -> Problem:
    if field == "gecontroleerd":
        return error("W90", place, "een werkblad kent geen dagen voor maart 1900", "kijk het jaar na")
    hint = "maak de tekst korter, en laat tekens als <r> en _x0041_ weg"
    return error("W90", place, "deze tekst past niet in een werkblad", hint)


def to_check(library: Library, today: date) -> tuple[Todo, ...]:
    """What is printed and must be checked again, the oldest first; a national service once."""
    content = library.content(tuple(library.gemeenten))
    if content is None:
        return ()
    found: dict[tuple[str, tuple[str, str]], Todo] = {}
    for gemeente in content.gemeenten:
        for tip in tips(content, gemeente):
            age = versheid(tip.voorziening, gemeente.feiten.houdbaar, today)
            file = "sociale-kaart/landelijk.yaml" if tip.landelijk else f"gemeenten/{gemeente.id}/{CARD}"
            key = (file, name_of(tip.voorziening))
            if age != Versheid.VERS and (key not in found or found[key].versheid != Versheid.VEROUDERD):
                found[key] = Todo(age, tip.voorziening, tip.landelijk, f"{library.shown}/{file}")
    return tuple(sorted(found.values(), key=lambda todo: (todo.entry.gecontroleerd or date.min, name_of(todo.entry))))


def write_to_check(rows: tuple[Todo, ...], file: Path) -> tuple[Problem, ...]:
    """Write what must be checked again as a workbook."""
    kaart = SocialeKaart(voorzieningen=tuple(row.entry for row in rows))
    if problems := [_does_not_fit(field, Place(rows[index].file)) for index, field in unfit(kaart)]:
        return in_order(problems)
    return tuple(write_whole(file, write_todo(rows), file.as_posix()))


def look_online(library: Library, on_step: Callable[[int, int], None]) -> tuple[Problem, ...]:
    """Whether the web addresses answer that these gemeenten print, told where they stand; goes on the internet."""
    from booklet.online import check_online

    places: dict[str, list[Place]] = {}
    for kaart in (library.landelijk, *library.kaarten.values()):
        for index, entry in enumerate(kaart.value.voorzieningen if kaart else ()):
            if kaart and entry.website and entry.in_boekje:
                places.setdefault(entry.website, []).append(kaart.source.place("voorzieningen", index, "website"))
    for gemeente in library.gemeenten.values():
        for name in ("contact", "oco"):
            if website := getattr(gemeente.value.feiten, name).website:
                places.setdefault(website, []).append(gemeente.facts.place(name, "website"))
    return check_online({address: found for address, found in places.items() if not web_fault(address)}, on_step)


# ----------------------------------------------------------------------------------------------------------------------
# In: a spreadsheet beside the card that is there


def propose(cabinet: Cabinet, file: Path) -> Proposal:
    """What the card would be after importing a file; changes nothing."""
    library = cabinet.read()
    present = _present(cabinet, library)
    if present is None:
        return Proposal(None, in_order(library.problems))
    opened = _opened(library, file)
    read, problems = _read_card(cabinet, library, opened)
    facts_text = _text_of(cabinet.facts)
    facts = new_facts(library, cabinet.gemeente, facts_text, opened.facts, cabinet.today)
    problems = in_order((*problems, *facts.problems, *_of_another(cabinet, library, opened, file)))
    if read is None or stops(problems):
        return Proposal(None, problems)
    before, text = present.value, _text_of(cabinet.card)
    wanted = tuple(zip(match(before.voorzieningen, read.voorzieningen), read.voorzieningen, strict=True))
    new = rewritten(present.source, text, before, wanted, read.landelijk_uit)
    files = (NewFile(cabinet.card, text, new), NewFile(cabinet.facts, facts_text, facts.text or facts_text))
    changed = tuple(one for one in files if one.before != one.after)
    return Proposal(_compared(cabinet, library, before, read), problems, facts.changes, changed)


def accept(cabinet: Cabinet, proposal: Proposal) -> tuple[Problem, ...]:
    """Write a proposal, unless a file is no longer what it was; what stood there is kept below `eerder/` first."""
    for path, before, _ in proposal.files:
        if _text_of(path) != before:
            hint = "lees het werkblad opnieuw in; er is niets opgeslagen"
            return (error("S04", Place(path.as_posix()), "iemand heeft dit bestand intussen veranderd", hint),)
    for path, before, after in proposal.files:
        kept = _next_free(path, cabinet.today)
        for file, text in ((kept, before), (path, after)):
            if problems := tuple(write_whole(file, text.encode(), file.as_posix())):
                return problems
    return ()


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else _EMPTY


def _compared(cabinet: Cabinet, library: Library, before: SocialeKaart, after: SocialeKaart) -> Comparison:
    """Two cards beside each other; a gemeente of which the facts cannot be read has the usual terms."""
    gemeente = library.gemeenten.get(cabinet.gemeente)
    houdbaar = gemeente.value.feiten.houdbaar if gemeente else Houdbaar()
    country = library.landelijk.value.voorzieningen if library.landelijk else ()
    names = names_of(read.value for read in library.domeinen)
    return Comparison(before, after, country, months_before(cabinet.today, houdbaar.verouderd_na), names)


def _present(cabinet: Cabinet, library: Library) -> Read[SocialeKaart] | None:
    """The card as it is, an empty one where there is none yet, or None when it or what all share cannot be read."""
    if not library.domeinen or library.landelijk is None:
        return None
    if cabinet.card.exists():
        return library.kaarten.get(cabinet.gemeente)
    source, _ = read_text(_EMPTY, cabinet.card.as_posix())
    return card_from(source)[0] if source else None


class _Opened(NamedTuple):
    """A spreadsheet or a YAML file: its data, the fields that it has no column for, the national ones it could name.

    `facts` is what is filled in about the gemeente itself, `whose` the name of the gemeente that it was made for.
    """

    source: Source | None
    problems: tuple[Problem, ...]
    missing: Set[str]
    offered: Sequence[Voorziening]
    facts: Filled
    whose: str = ""


def _of_another(cabinet: Cabinet, library: Library, opened: _Opened, file: Path) -> Iterator[Problem]:
    """Who takes the workbook of another gemeente would replace the whole card by mistake."""
    read = library.gemeenten.get(cabinet.gemeente)
    if read and opened.whose and opened.whose != read.value.feiten.naam:
        message = f"dit werkblad is gemaakt voor {opened.whose}, niet voor {read.value.feiten.naam}"
        yield warning("W40", Place(file.as_posix()), message, "kijk of u het goede bestand en de goede gemeente hebt")


def _opened(library: Library, file: Path) -> _Opened:
    shown = file.as_posix()
    country = library.landelijk.value.voorzieningen if library.landelijk else ()
    if file.suffix.lower() in _YAML:
        return _Opened(*read_source(file, shown), frozenset(), country, {})
    domeinen = [one.value for one in library.domeinen]
    source, missing, problems, landelijk, facts, whose = read_workbook(file, shown, domeinen, country)
    return _Opened(source, problems, missing, country if landelijk else (), facts, whose)


def _read_card(cabinet: Cabinet, library: Library, opened: _Opened) -> tuple[SocialeKaart | None, tuple[Problem, ...]]:
    """The card in a file, and what the rules say of it, at the places of that file.

    While a row cannot be read at all, the rules still speak about the others.
    """
    source, problems, missing, offered = opened[:4]
    read, faults = card_from(source) if source else (None, ())
    told = in_order((*problems, *faults))
    if source and not read:
        read, _ = card_from(_readable(source, faults))
    if read is None:
        return None, told
    entries, off = read.value.voorzieningen, read.value.landelijk_uit
    if present := library.kaarten.get(cabinet.gemeente):
        entries = _kept(present.value.voorzieningen, entries, missing)
        off = _switched_off(present.value.landelijk_uit, off, offered)
    # What is switched off is checked as the file has it: what the file does not list has no place in it.
    kaart = SocialeKaart(voorzieningen=entries, landelijk_uit=read.value.landelijk_uit)
    own = _said(cabinet, library, Read(kaart, read.source), told)
    return kaart.model_copy(update={"landelijk_uit": off}), in_order((*told, *own))


def _said(cabinet: Cabinet, library: Library, kaart: Read[SocialeKaart], told: Sequence[Problem]) -> Iterator[Problem]:
    """What the rules say of a card, but for places of which an error was told already."""
    wrong = {problem.place for problem in told if problem.severity == Severity.ERROR}
    days = {place.line for loc, place in kaart.source.keys.items() if loc[-1] == "gecontroleerd" and place in wrong}
    for problem in check(library.with_card(cabinet.gemeente, kaart), cabinet.today):
        place = problem.place
        undated = problem.code == "C25" and place.line in days  # it has a date, but a wrong one
        if place.file == kaart.source.file and place not in wrong and problem.code not in AGES and not undated:
            yield problem


def _readable(source: Source, faults: Sequence[Problem]) -> Source:
    """The rows of a spreadsheet in which there is no fault, with the places of their cells."""
    rows = source.data.get("voorzieningen") if isinstance(source.data, dict) else None
    wrong = {fault.place.line for fault in faults}
    old = [index for index in range(len(rows or ())) if source.place("voorzieningen", index).line not in wrong]
    places: dict[Loc, Place] = {}
    new = {index: number for number, index in enumerate(old)}
    for loc, place in source.values.items():
        if len(loc) > 1 and loc[0] == "voorzieningen" and loc[1] in new:
            places["voorzieningen", new[loc[1]], *loc[2:]] = place
    data: Data = {"voorzieningen": [rows[index] for index in old]} if isinstance(rows, list) else {}
    return replace(source, data=data, values=places)


def _kept(old: Sequence[Voorziening], new: Sequence[Voorziening], missing: Set[str]) -> tuple[Voorziening, ...]:
    """The new entries; what means the same, or has no column in the file, stays as it was written."""
    entries = []
    for entry, index in zip(new, match(old, new, missing), strict=True):
        before = entry if index is None else old[index]
        same = (column.field for column in COLUMNS if column.field in missing or alike(column.field, before, entry))
        entries.append(entry.model_copy(update={field: getattr(before, field) for field in same}))
    return tuple(entries)


def _switched_off(old: Sequence[Dienst], new: Sequence[Dienst], offered: Sequence[Voorziening]) -> tuple[Dienst, ...]:
    """The national services that are off, in the order that was there; one that was not offered stays off."""
    wanted = {name_of(one): one for one in new}
    names = {name_of(entry) for entry in offered}
    kept = [one for one in old if name_of(one) in wanted or name_of(one) not in names]
    there = {name_of(one) for one in kept}
    return (*kept, *(one for name, one in wanted.items() if name not in there))


# ----------------------------------------------------------------------------------------------------------------------
# Beside each other: two versions, by file or by day


def compare(cabinet: Cabinet, first: Version, second: Version | None) -> tuple[Comparison | None, tuple[Problem, ...]]:
    """Two versions of the card; one alone is compared with the card as it is now, and a file is then the newer one."""
    if second is None and isinstance(first, Path):
        proposal = propose(cabinet, first)
        return proposal.comparison and replace(proposal.comparison, facts=proposal.facts), proposal.problems
    library = cabinet.read()
    present = _present(cabinet, library)
    if present is None:
        return None, in_order(library.problems)
    before, problems = _version(cabinet, library, first, present.value)
    after, more = _version(cabinet, library, second, present.value) if second else (present.value, ())
    found = in_order((*problems, *more))
    if before is None or after is None or stops(found):
        return None, found
    return _compared(cabinet, library, before, after), found


def _version(
    cabinet: Cabinet, library: Library, asked: Version, present: SocialeKaart
) -> tuple[SocialeKaart | None, tuple[Problem, ...]]:
    if isinstance(asked, Path):
        return _read_card(cabinet, library, _opened(library, asked))
    kept = sorted((found[1], int(found[2] or 1), file) for file, found in _kept_files(cabinet))
    file = next((file for day, _, file in kept if day > asked.isoformat()), None)
    if file is None:
        return present, ()
    source, problems = read_source(file, file.as_posix())
    read, faults = card_from(source) if source else (None, ())
    return read.value if read else None, (*problems, *faults)


def _kept_files(cabinet: Cabinet) -> Iterator[tuple[Path, re.Match[str]]]:
    """What was replaced, with the day on which that was and its number on that day."""
    for file in (cabinet.card.parent / EARLIER).glob("*.yaml"):
        if found := _KEPT.fullmatch(file.name):
            yield file, found


def _next_free(file: Path, today: date) -> Path:
    """A name for what is replaced today; of more on one day each has its own."""
    stem, folder = f"{file.stem}-{today.isoformat()}", file.parent / EARLIER
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.yaml" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())
