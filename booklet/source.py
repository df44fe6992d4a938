"""YAML as plain text values that know their place; the only module that knows PyYAML.

Scalars stay text until a field says otherwise, because YAML itself turns `0201234567` into 33896823 and `10:30` into 630
(`onderzoek/bouwstenen.md` part 4). Files are read from events, so that depth and aliases are judged before anything grows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, NoReturn

import yaml

from booklet.problems import Place, Problem, error

Loc = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"]
Span = tuple[int, int]

MAX_BYTES = 4_000_000  # some eight thousand voorzieningen
MAX_DEPTH = 12  # the content itself needs six

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# Characters that YAML does not take; libyaml tells their place in bytes, so they are looked for before.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Line ends that YAML knows and editors do not show: the numbers of the lines would differ.
_HIDDEN_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_LINE_END = re.compile(r"\r\n?|\n")

_BEFORE_VALUE = r"\s*(?:- +)*(?:[\w-]+: +)?"
_OPEN_QUOTE = re.compile(rf"""({_BEFORE_VALUE})(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_COLOUR_AS_COMMENT = re.compile(r":\s+(#[0-9A-Fa-f]{6})\s*$")

_REFERENCE = ("een verwijzing met & of * kan hier niet", "schrijf de waarde uit, of zet er aanhalingstekens omheen")
_TAG = ("een uitroepteken aan het begin heeft in YAML een eigen betekenis", "zet de hele tekst tussen aanhalingstekens")
_INDENTATION = ("het inspringen klopt hier niet", "begin gelijke regels even ver naar rechts")
_ESCAPE = "escape|hexdecimal|hexadecimal"
_QUOTE = (
    "een aanhalingsteken is niet gesloten",
    "zet er aan het eind ook een; begint de tekst met een apostrof, zet dan alles tussen dubbele aanhalingstekens",
)

# What libyaml says, in part, and what that means for who wrote the line.
_YAML_FAULTS = (
    ("indentation space|violates indentation", "hier staat een tab", "gebruik spaties om in te springen"),
    (
        _ESCAPE,
        "een \\ heeft tussen dubbele aanhalingstekens een eigen betekenis",
        "zet de tekst tussen enkele aanhalingstekens",
    ),
    (
        "scanning a block scalar",
        "na | of > begint de tekst op een nieuwe regel",
        "zet de hele tekst op de volgende regel, of tussen aanhalingstekens",
    ),
    ("quoted scalar", *_QUOTE),
    (
        "mapping values are not allowed",
        "hier staat een dubbele punt te veel",
        "zet de hele tekst tussen aanhalingstekens",
    ),
    (
        "block sequence entries are not allowed",
        "een lijst begint op een nieuwe regel",
        "zet elk streepje op een eigen regel, of zet de tekst tussen aanhalingstekens",
    ),
    (
        "flow sequence|flow mapping|flow node",
        "een haakje is niet gesloten",
        "zet er aan het eind ook een, of zet de hele tekst tussen aanhalingstekens",
    ),
    (
        "cannot start any token|directive",
        "deze tekst begint met een teken dat YAML zelf gebruikt",
        "zet de hele tekst tussen aanhalingstekens",
    ),
    ("anchor|alias", *_REFERENCE),
    ("tag", *_TAG),
)
_TOLD_WHERE_IT_BEGINS = "quoted scalar found unexpected|flow|directive|alias|anchor|tag"


@dataclass(frozen=True)
class Source:
    """A file as it was read: its data, the place of every field and every value in it, and its lines.

    `spans` tells from which character to which a value stands in the text, without a byte order mark; a field without a
    value has an empty span just after its colon.
    """

    file: str
    data: Data
    keys: Mapping[Loc, Place]
    values: Mapping[Loc, Place]
    ends: Mapping[Loc, int]
    lines: Sequence[str]
    spans: Mapping[Loc, Span] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[tuple[Loc, str], ...]:
        """Every text in it, in order."""
        return tuple(_texts(self.data, ()))

    def place(self, *loc: str | int) -> Place:
        """Where the value stands, or the nearest thing around it."""
        return self._nearest(self.values, loc)

    def key_place(self, *loc: str | int) -> Place:
        """Where the name of the field stands, or the nearest thing around it."""
        return self.keys.get(loc) or self._nearest(self.values, loc)

    def place_in(self, loc: Loc, part: str) -> Place:
        """Where a part of a text stands, or the text itself when the part is written in another way there."""
        start = self.place(*loc)
        for line in range(start.line, min(self.ends.get(loc, start.line), len(self.lines)) + 1):
            column = self.lines[line - 1].find(part, start.column - 1 if line == start.line else 0)
            if column >= 0:
                return Place(self.file, line, column + 1)
        return start

    def _nearest(self, places: Mapping[Loc, Place], loc: Loc) -> Place:
        while loc and loc not in places:
            loc = loc[:-1]
        return places[loc] if loc in places else Place(self.file, 1, 1)


def _texts(data: Data, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    else:
        inside: Iterable[tuple[str | int, Data]] = enumerate(data) if isinstance(data, list) else data.items()
        for step, value in inside:
            yield from _texts(value, (*loc, step))


class _StopReadingError(Exception):
    """Reading this file cannot go on; the problem is already noted."""


def _where_it_went(path: Path) -> str:
    """What to do about a file that is gone; Kladblok saves it under a longer name, and Windows does not show the end of it."""
    longer = path.with_name(f"{path.name}.txt")
    if longer.exists():
        return f"er staat wel '{longer.name}'; haal .txt van de naam weg"
    return "zet het terug of maak het opnieuw"


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
        return None, (error("L02", Place(file), "dit bestand ontbreekt", _where_it_went(path)),)
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
        place = _end_of(file, raw[: fault.start].decode("utf-8-sig"))
        hint = "kies bij 'Opslaan als' de codering UTF-8"
        return None, (error("L04", place, "hier staat een teken dat niet als UTF-8 is opgeslagen", hint),)
    return read_text(text, file)


def read_text(text: str, file: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The text of a file as a `Source`, or None when it has no data at all, and every problem of its form."""
    text = _HIDDEN_LINE_ENDS.sub(" ", text)
    if unreadable := _UNREADABLE.search(text):
        place = _end_of(file, text[: unreadable.start()])
        hint = "typ de regel opnieuw, of sla het bestand op als gewone tekst (UTF-8)"
        return None, (error("L13", place, "hier staat een teken dat niet te lezen is", hint),)
    reader = _Reader(file, text)
    data = reader.read()
    if data is None:
        return None, tuple(reader.problems)
    keys, values = _Places(file, reader.keys), _Places(file, reader.values)
    source = Source(file, data, keys, values, reader.ends, reader.lines, reader.spans)
    return source, tuple(reader.problems)


def _end_of(file: str, text: str) -> Place:
    """The place just after a text."""
    lines = _LINE_END.split(text)
    return Place(file, len(lines), len(lines[-1]) + 1)


_At = tuple[int, int]  # line and column, counted from 0


class _Places(Mapping[Loc, Place]):
    """The places in a file, made when somebody asks: most of the thousands that a file has are never told."""

    def __init__(self, file: str, found: Mapping[Loc, _At]) -> None:
        self._file = file
        self._found = found

    def __getitem__(self, loc: Loc) -> Place:
        line, column = self._found[loc]
        return Place(self._file, line + 1, column + 1)

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, loc: object) -> bool:
        return loc in self._found


class _Mistake(NamedTuple):
    """What is wrong with the form of the file, and where."""

    at: _At
    message: str
    hint: str


class _Reader:
    """Builds data and places from the events of one file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = _LINE_END.split(text)
        self.last: yaml.Event | None = None
        self.keys: dict[Loc, _At] = {}
        self.values: dict[Loc, _At] = {}
        self.ends: dict[Loc, int] = {}  # the last line of a text that has more than one
        self.spans: dict[Loc, Span] = {}
        self.reached = 0  # where the last value ends, in characters; libyaml ends a block where the next thing begins
        self.problems: list[Problem] = []

    def read(self) -> Data | None:
        try:
            return self._document(self._events())
        except _StopReadingError:
            return None
        except yaml.YAMLError as fault:
            self.problems.append(self._yaml_problem(fault))
            return None

    def _events(self) -> Iterator[yaml.Event]:
        for event in iter(_LOADER(self.text).get_event, None):
            if isinstance(event, yaml.NodeEvent):
                self.last = event
            yield event

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
        if not data and not self.keys:
            self.problems.append(
                error("L06", Place(self.file, 1, 1), "dit bestand is leeg", "vul het in of haal het weg")
            )
            return None
        return data

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> Data:
        self._refuse_references(event)
        if len(loc) > MAX_DEPTH:
            self._fault("L09", event, "dit zit te diep in elkaar", "houd u aan de velden die er al staan")
        self.values[loc] = _at(event)
        data = self._data(event, events, loc)
        self.spans[loc] = (_span(event)[0], self.reached)
        return data

    def _data(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> Data:
        if isinstance(event, yaml.ScalarEvent):
            self._look_at_lines(event, loc)
            self._reach(event)
            return str(event.value)
        return self._list(events, loc) if isinstance(event, yaml.SequenceStartEvent) else self._fields(events, loc)

    def _reach(self, event: yaml.Event) -> None:
        """Note where a text or a closing bracket ends; the empty lines below a block are not part of it."""
        start, end = _span(event)
        if end > start:
            self.reached = start + len(self.text[start:end].rstrip(" \t\r\n"))

    def _refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._fault("L07", event, *_REFERENCE)
        if getattr(event, "tag", None):
            self._fault("L08", event, *_TAG)

    def _look_at_lines(self, event: yaml.ScalarEvent, loc: Loc) -> None:
        """Note where a text ends; a dash too far to the right makes its line part of the text above it."""
        first, (last, column) = _start(event)[0], _end(event)
        if first == last:
            return
        self.ends[loc] = min(last + 1, len(self.lines))
        rest = [] if event.style else [*self.lines[first + 1 : last], self.lines[last][:column]]
        for number, line in enumerate(rest, first + 2):
            if dash := re.match(r"\s*-\s", line):
                place = Place(self.file, number, dash.end() - 1)
                message = "dit streepje hoort nu bij de tekst erboven"
                self.problems.append(error("L15", place, message, "begin gelijke regels even ver naar rechts"))

    def _list(self, events: Iterator[yaml.Event], loc: Loc) -> Data:
        items: list[Data] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self._reach(event)
                break
            if _is_empty(event):
                self.problems.append(
                    error(
                        "L10",
                        self._place(_at(event)),
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
                self._reach(event)
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._fault("L11", event, "hier hoort de naam van een veld", "schrijf bijvoorbeeld 'naam: Almere'")
            self._refuse_references(event)
            name = event.value
            here = (*loc, name)
            doubled = name in seen
            if doubled:
                self.problems.append(
                    error("L12", self._place(_at(event)), f"veld '{name}' staat er twee keer", "haal er een weg")
                )
            seen.add(name)
            place = line, _ = _at(event)
            value = next(events)
            if _is_empty(value) and (colour := _COLOUR_AS_COMMENT.search(self.lines[line])):
                self.keys[here] = place
                self.values[here] = (line, colour.start(1))
                fields[name] = colour[1]
                self.problems.append(
                    error(
                        "L16",
                        self._place(self.values[here]),
                        "zonder aanhalingstekens telt deze kleur niet mee",
                        f'schrijf "{colour[1]}"',
                    )
                )
            elif _is_empty(value):
                self.keys.setdefault(here, place)
                self.spans.setdefault(here, span := _span(value))
                self.reached = span[1]
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

    def _place(self, at: _At) -> Place:
        return Place(self.file, at[0] + 1, at[1] + 1)

    def _fault(self, code: str, event: yaml.Event, message: str, hint: str) -> NoReturn:
        self.problems.append(error(code, self._place(_at(event)), message, hint))
        raise _StopReadingError

    def _yaml_problem(self, fault: yaml.YAMLError) -> Problem:
        failed, begun = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
        mark = failed or begun
        said = f"{getattr(fault, 'context', '')} {getattr(fault, 'problem', '')}"
        at = (mark.line, mark.column) if mark else (0, 0)
        context = (begun.line, begun.column) if begun else at
        looks = (self._tab, self._open_quote, self._too_far, self._no_field, self._too_much)
        mistake = next((found for look in looks if (found := look(said, at, context))), None)
        if mistake is None:
            told = (text for pattern, *text in _YAML_FAULTS if re.search(pattern, said))
            message, hint = next(told, ("dit is geen geldige YAML", "vergelijk met een bestand dat wel goed is"))
            mistake = _Mistake(context if re.search(_TOLD_WHERE_IT_BEGINS, said) else at, message, hint)
        (line, column), message, hint = mistake
        last = len(_LINE_END.split(self.text.rstrip()))  # what is lacking at the end is told on the last line
        return error("L13", Place(self.file, min(line + 1, last), column + 1), message, hint)

    # libyaml tells where it fails, often lines after the mistake; what follows looks for the mistake in the lines.

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    def _tab(self, _said: str, at: _At, _context: _At) -> _Mistake | None:
        if self._line(at[0])[at[1] : at[1] + 1] == "\t":
            return _Mistake(at, "hier staat een tab", "gebruik spaties om in te springen")
        return None

    def _open_quote(self, said: str, at: _At, _context: _At) -> _Mistake | None:
        """A text that opens with a quote and does not close it on its own line, in what could not be read."""
        if re.search(_ESCAPE, said):
            return None
        first = 0
        if isinstance(self.last, yaml.ScalarEvent) and self.last.style in ("|", ">"):
            first = _end(self.last)[0]
        elif self.last is not None:
            first = _start(self.last)[0]
        for number in range(first, at[0] + 1):
            if quote := _OPEN_QUOTE.fullmatch(self._line(number)):
                return _Mistake((number, quote.end(1)), *_QUOTE)
        return None

    def _too_far(self, said: str, at: _At, _context: _At) -> _Mistake | None:
        """A field further to the right than the text above it, or below a line that should have been a field."""
        before = self._line(at[0])[: at[1]]
        if "mapping values" not in said or not re.fullmatch(r"\s*(?:- +)*[a-z][\w-]*", before):
            return None
        indent = _indent(before)
        above = next(number for number in range(at[0] - 1, -2, -1) if number < 0 or self._line(number).strip())
        if above >= 0 and _indent(self._line(above)) >= indent:
            return self._not_a_field(above, _indent(self._line(above)))
        return _Mistake((at[0], indent), *_INDENTATION)

    def _no_field(self, said: str, _at: _At, context: _At) -> _Mistake | None:
        """A line that should be a field and is not."""
        if "<document start>" in said and isinstance(self.last, yaml.ScalarEvent) and len(self.values) == 1:
            context = _start(self.last)
        elif "expected ':'" not in said:
            return None
        return self._not_a_field(*context)

    def _not_a_field(self, line: int, column: int) -> _Mistake:
        text = self._line(line)[column:]
        if re.match(r"-\S", text):
            return _Mistake((line, column), "na het streepje ontbreekt een spatie", "schrijf bijvoorbeeld '- tekst'")
        if glued := re.match(r"[\w-]+:(?=\S)", text):
            place = (line, column + glued.end() - 1)
            return _Mistake(place, "na de dubbele punt ontbreekt een spatie", "schrijf bijvoorbeeld 'naam: Almere'")
        return _Mistake(
            (line, column),
            "hier ontbreekt een dubbele punt na de naam van het veld",
            "schrijf bijvoorbeeld 'naam: Almere', of laat de tekst even ver inspringen als de regel erboven",
        )

    def _too_much(self, said: str, at: _At, _context: _At) -> _Mistake | None:
        """Text after a closing quote or bracket, or a line that begins in the wrong column."""
        if not re.search("block mapping|block collection|<document start>", said):
            return None
        before, after = self._line(at[0])[: at[1]], self._line(at[0])[at[1] :]
        if after.startswith(":"):
            message = "voor de dubbele punt ontbreekt de naam van het veld"
            return _Mistake(at, message, "schrijf bijvoorbeeld 'naam: Almere'")
        if re.search(r"[\"'\]}]", before):
            message = "na een aanhalingsteken of haakje staat hier nog tekst"
            return _Mistake(at, message, "zet de hele tekst tussen aanhalingstekens")
        return _Mistake(at, *_INDENTATION)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _at(event: yaml.Event) -> _At:
    """Where a value or a name stands."""
    line, column = _start(event)
    if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">") and event.value.strip():
        return line + 1, 0  # the text of a block begins on the next line
    return line, column


def _start(event: yaml.Event) -> _At:
    return (mark.line, mark.column) if (mark := event.start_mark) else (0, 0)


def _end(event: yaml.Event) -> _At:
    return (mark.line, mark.column) if (mark := event.end_mark) else (0, 0)


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)


def _is_empty(event: yaml.Event) -> bool:
    """Whether there is nothing at all; a tag or an anchor without text is not nothing."""
    return (
        isinstance(event, yaml.ScalarEvent)
        and not event.style
        and event.value in ("", "~")
        and not (event.tag or event.anchor)
    )
