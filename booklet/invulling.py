"""What somebody filled in in a booklet, and the YAML in which it is kept: every letter of it comes back as it was.

    boekje: basisformat
    gemeente: almere
    versie: "1.0"
    antwoorden:
      omslag.naam: Ria
      woonruimte.mijn-woning.smiley: Gaat goed
      woonruimte.mijn-woning.wat-wil-ik: |-
        Ik wil een kleiner huis.
        Niet te ver weg.

An answer is a text and nothing else: it is not stripped, `78` is no number and `2026-11-22` no date.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from booklet.gemeenten import slug
from booklet.problems import Place, Problem, Severity, did_you_mean, error, shortened, warning
from booklet.source import Data, Loc, Source, read_source
from booklet.yamltext import rows_text, scalar, value_rows

_HEAD = """\
# Dit zijn de antwoorden uit een ingevuld boekje. Ze zijn privé: bewaar dit bestand zelf, of gooi het weg.
# Zo drukt u het ingevulde boekje af, met in plaats van BESTAND de naam van dit bestand:
#   python build.py maak --ingevuld BESTAND.yaml
# U mag een antwoord veranderen. Heeft het meer regels? Zet dan | na de dubbele punt, en begin elke regel
# daaronder met vier spaties.
"""
_ANTWOORDEN = "antwoorden"
_FACTS = {"boekje": "editie", "gemeente": "gemeente", "versie": "versie"}  # in the file, and as it is called here
_FIELDS = (*_FACTS, _ANTWOORDEN)
_NAMELESS = "ingevuld"  # what a file is called of which the name has no letter that every computer knows
_LONGEST_KEY = 1000  # letters; YAML looks 1024 letters ahead for the colon of a key that has no `?` before it
# A key, and a `#` behind an empty or a plain value on its line.
_COMMENT = re.compile(r"""[\w.-]+:\s+(?:[^\s"'|>#].*?\s)?(#.*)""")
_FIELDS_HERE = ("hier horen velden", "schrijf ze als 'naam: waarde'")
_TEXT_HERE = (
    "hier hoort gewone tekst",
    "geen lijst en geen velden: zet | na de dubbele punt, en begin elke regel daaronder met vier spaties",
)


@dataclass(frozen=True)
class Invulling:
    """A plan as somebody filled it in: the answers by the name of their field, and of which booklet they are.

    `naam` is part of file names. An answer is a text, the words of a smiley, or `ja` for a marked box; what nobody
    answered is not in it. They stand in the order of the file.
    """

    naam: str
    antwoorden: Mapping[str, str]
    gemeente: str | None = None
    editie: str | None = None
    versie: str | None = None


def safe_name(path: Path) -> str:
    """The name of a file without its ending as any computer takes it, for `Invulling.naam`."""
    return slug(path.stem) or _NAMELESS


def read_invulling(path: Path, shown: str) -> tuple[Invulling | None, tuple[Problem, ...]]:
    """The answers in a YAML file, or None when something in it is wrong, and every problem; it never raises.

    `shown` is the name of the file that staff know. What is unclear but not wrong, is a warning.
    """
    source, problems = read_source(path, shown)
    if source is None:
        return None, problems
    problems = (*problems, *_mistakes(source), *_cut_short(source))
    if any(problem.severity == Severity.ERROR for problem in problems):
        return None, problems
    fields = _fields(source.data)
    facts = {name: _text(fields.get(key)) or None for key, name in _FACTS.items()}
    answers = {name: text for name, value in _fields(fields.get(_ANTWOORDEN)).items() if (text := _text(value))}
    return Invulling(safe_name(path), answers, **facts), problems


def _fields(data: Data | None) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _text(data: Data | None) -> str:
    return data if isinstance(data, str) else ""


def _mistakes(source: Source) -> Iterator[Problem]:
    """What is no field, no text or not there."""
    if not isinstance(source.data, dict):
        yield error("L22", source.place(), *_FIELDS_HERE)
        return
    for (name,) in (loc for loc in source.keys if len(loc) == 1):
        if name not in _FIELDS:
            yield error("L21", source.key_place(name), f"onbekend veld '{shortened(str(name))}'", _meant(str(name)))
    if (_ANTWOORDEN,) not in source.keys:
        yield error("L20", source.place(), f"verplicht veld '{_ANTWOORDEN}' ontbreekt", "voeg het toe")
    elif _ANTWOORDEN not in source.data:
        place = source.key_place(_ANTWOORDEN)
        yield error("L20", place, f"verplicht veld '{_ANTWOORDEN}' is leeg", "laat de regels eronder inspringen")
    elif not isinstance(answers := source.data[_ANTWOORDEN], dict):
        yield error("L22", source.place(_ANTWOORDEN), *_FIELDS_HERE)
    else:
        yield from _no_text(source, answers, (_ANTWOORDEN,))
    yield from _no_text(source, {name: source.data[name] for name in _FACTS if name in source.data}, ())


def _meant(name: str) -> str:
    """What to do with a name that is not known here; the name of an answer has a dot."""
    return f"laat deze regel inspringen, onder '{_ANTWOORDEN}'" if "." in name else did_you_mean(name, _FIELDS)


def _no_text(source: Source, fields: Mapping[str, Data], above: Loc) -> Iterator[Problem]:
    for name, value in fields.items():
        if not isinstance(value, str):
            yield error("L22", source.place(*above, name), *_TEXT_HERE)


def _cut_short(source: Source) -> Iterator[Problem]:
    """Answers of which YAML leaves a part out, because a `#` begins a comment: it might belong to the answer."""
    for (above, *below), key in source.keys.items():
        inside = above == _ANTWOORDEN and below
        comment = _COMMENT.match(source.lines[key.line - 1], key.column - 1) if inside else None
        if comment:
            place = Place(key.file, key.line, comment.start(1) + 1)
            hint = "hoort het bij het antwoord, zet dan het hele antwoord tussen aanhalingstekens"
            yield warning("L18", place, "wat na # staat, wordt niet gelezen", hint)


def as_yaml(invulling: Invulling) -> str:
    """The answers as the text of a file that `read_invulling` reads back exactly."""
    facts = [(key, getattr(invulling, name)) for key, name in _FACTS.items()]
    answers = [row for name, text in invulling.antwoorden.items() for row in _answer_rows(name, text)]
    rows = [f"{key}: {scalar(value)}" for key, value in facts if value]
    return (
        _HEAD + rows_text([*rows, f"{_ANTWOORDEN}:{'' if answers else ' {}'}"], 0, "\n") + rows_text(answers, 2, "\n")
    )


def _answer_rows(name: str, text: str) -> list[str]:
    key = scalar(name, quoted=not name)
    first, *more = _text_rows(text)
    return [f"{key}: {first}", *more] if len(key) < _LONGEST_KEY else [f"? {key}", f": {first}", *more]


def _text_rows(text: str) -> list[str]:
    """What comes behind the colon and the lines below it; more than one line is a block, wherever a block can say it.

    The mark behind the `|` says what to do with the line ends that close the text: `-` none, nothing one, `+` all.
    """
    core = text.rstrip("\n")
    lines, closing = core.split("\n"), len(text) - len(core)
    if value_rows("", "\n".join(line.rstrip(" ") for line in lines))[0] != "|":
        return [scalar(text, quoted=not text)]
    return [
        f"|{('-', '', '+')[min(closing, 2)]}",
        *(f"  {line}" if line else "" for line in lines),
        *[""] * (closing - 1),
    ]
