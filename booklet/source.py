"""YAML as plain text values that know their place; the only module that knows PyYAML.

Scalars stay text until a field says otherwise, because YAML itself turns `0201234567` into 33896823 and `10:30` into 630
(`onderzoek/bouwstenen.md` part 4). Files are read from events, so that depth and aliases are judged before anything grows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from booklet.problems import Place, Problem, error

Loc = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"]

MAX_BYTES = 4_000_000  # some eight thousand voorzieningen
MAX_DEPTH = 12  # the content itself needs six

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What PyYAML says, in part, and what that means for who wrote the line.
_YAML_FAULTS = (
    ("'\\t'|tab character", "hier staat een tab", "gebruik spaties om in te springen"),
    (
        "mapping values are not allowed",
        "hier staat een dubbele punt te veel",
        "zet de hele tekst tussen aanhalingstekens",
    ),
    (
        "could not find expected ':'",
        "hier ontbreekt een dubbele punt na de naam van het veld",
        "schrijf bijvoorbeeld 'naam: Almere'",
    ),
    ("quoted scalar", "een aanhalingsteken is niet gesloten", "zet er aan het eind ook een"),
    (
        "block mapping|block collection|expected '-'|expected key",
        "het inspringen klopt hier niet",
        "begin gelijke regels even ver naar rechts",
    ),
    (
        "special characters|control characters",
        "hier staat een teken dat niet te lezen is",
        "sla het bestand op als gewone tekst (UTF-8)",
    ),
    (
        "cannot start any token",
        "deze tekst begint met een teken dat YAML zelf gebruikt",
        "zet de hele tekst tussen aanhalingstekens",
    ),
    (
        "undefined alias",
        "een verwijzing met & of * kan hier niet",
        "schrijf de waarde uit, of zet er aanhalingstekens omheen",
    ),
    (
        "tag",
        "een uitroepteken aan het begin heeft in YAML een eigen betekenis",
        "zet de hele tekst tussen aanhalingstekens",
    ),
)


@dataclass(frozen=True)
class Source:
    """A file as it was read: its data, and the place of every field and every value in it."""

    file: str
    data: Data
    keys: Mapping[Loc, Place]
    values: Mapping[Loc, Place]

    def place(self, *loc: str | int) -> Place:
        """Where the value stands, or the nearest thing around it."""
        return self._nearest(self.values, loc)

    def key_place(self, *loc: str | int) -> Place:
        """Where the name of the field stands, or the nearest thing around it."""
        return self.keys.get(loc) or self._nearest(self.values, loc)

    def _nearest(self, places: Mapping[Loc, Place], loc: Loc) -> Place:
        while loc and loc not in places:
            loc = loc[:-1]
        return places.get(loc, Place(self.file, 1, 1))


class _StopReadingError(Exception):
    """Reading this file cannot go on; the problem is already noted."""


def read_source(path: Path, file: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The file as a `Source`, or None when it has no data at all, and every problem of its form."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, (
                error(
                    "L01",
                    Place(file),
                    f"dit bestand is groter dan {MAX_BYTES // 1_000_000} MB",
                    "splits het of haal weg wat te veel is",
                ),
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, (error("L02", Place(file), "dit bestand ontbreekt", "zet het terug of maak het opnieuw"),)
    except OSError:
        return None, (
            error(
                "L03",
                Place(file),
                "dit bestand is niet te openen",
                "sluit het in andere programma's en kijk of u het mag lezen",
            ),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return None, (
            error(
                "L04",
                Place(file, line),
                "hier staat een teken dat niet als UTF-8 is opgeslagen",
                "kies bij Opslaan als de codering UTF-8",
            ),
        )
    reader = _Reader(file, text)
    data = reader.read()
    source = None if data is None else Source(file, data, reader.keys, reader.values)
    return source, tuple(reader.problems)


class _Reader:
    """Builds data and places from the events of one file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.keys: dict[Loc, Place] = {}
        self.values: dict[Loc, Place] = {}
        self.problems: list[Problem] = []

    def read(self) -> Data | None:
        try:
            events = iter(yaml.parse(self.text, Loader=_LOADER))
            return self._document(events)
        except _StopReadingError:
            return None
        except yaml.YAMLError as fault:
            self.problems.append(self._yaml_problem(fault))
            return None

    def _document(self, events: Iterator[yaml.Event]) -> Data | None:
        data: Data | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault("L05", event, "na '---' begint een tweede document", "maak er een eigen bestand van")
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, ())
        if not data:
            self.problems.append(error("L06", Place(self.file, 1), "dit bestand is leeg", "vul het in of haal het weg"))
            return None
        return data

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> Data:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._fault(
                "L07",
                event,
                "een verwijzing met & of * kan hier niet",
                "schrijf de waarde uit, of zet er aanhalingstekens omheen",
            )
        if getattr(event, "tag", None):
            self._fault(
                "L08",
                event,
                "een uitroepteken aan het begin heeft in YAML een eigen betekenis",
                "zet de hele tekst tussen aanhalingstekens",
            )
        if len(loc) > MAX_DEPTH:
            self._fault("L09", event, "dit zit te diep in elkaar", "houd u aan de velden die er al staan")
        self.values[loc] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, loc)
        return self._fields(events, loc)

    def _list(self, events: Iterator[yaml.Event], loc: Loc) -> Data:
        items: list[Data] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if _is_empty(event):
                self.problems.append(
                    error(
                        "L10",
                        self._place(event),
                        "hier staat een streepje zonder tekst",
                        "vul aan of haal de regel weg",
                    )
                )
                continue
            items.append(self._node(event, events, (*loc, len(items))))
        return items

    def _fields(self, events: Iterator[yaml.Event], loc: Loc) -> Data:
        fields: dict[str, Data] = {}
        seen: set[str] = set()
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._fault("L11", event, "hier hoort de naam van een veld", "schrijf bijvoorbeeld 'naam: Almere'")
            name = event.value
            here = (*loc, name)
            doubled = name in seen
            if doubled:
                self.problems.append(
                    error("L12", self._place(event), f"veld '{name}' staat er twee keer", "haal er een weg")
                )
            seen.add(name)
            place = self._place(event)
            value = next(events)
            if _is_empty(value):
                self.keys.setdefault(here, place)
            elif doubled:
                self._skip(value, events)
            else:
                self.keys[here] = place
                fields[name] = self._node(value, events, here)
        return fields

    def _skip(self, event: yaml.Event, events: Iterator[yaml.Event]) -> None:
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = next(events)

    def _place(self, event: yaml.Event) -> Place:
        line, column = (mark.line, mark.column) if (mark := event.start_mark) else (0, 0)
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            return Place(self.file, line + 2, 1)  # the text of a block begins on the next line
        return Place(self.file, line + 1, column + 1)

    def _fault(self, code: str, event: yaml.Event, message: str, hint: str) -> NoReturn:
        self.problems.append(error(code, self._place(event), message, hint))
        raise _StopReadingError

    def _yaml_problem(self, fault: yaml.YAMLError) -> Problem:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else self._reader_place(fault)
        said = f"{getattr(fault, 'context', '')} {getattr(fault, 'problem', '')} {fault}"
        for pattern, message, hint in _YAML_FAULTS:
            if re.search(pattern, said):
                return error("L13", place, message, hint)
        return error("L13", place, "dit is geen geldige YAML", "vergelijk met een bestand dat wel goed is")

    def _reader_place(self, fault: yaml.YAMLError) -> Place:
        position = getattr(fault, "position", None)
        if position is None:
            return Place(self.file)
        return Place(self.file, self.text.count("\n", 0, position) + 1)


def _is_empty(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and event.value in ("", "~")
