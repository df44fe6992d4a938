"""What an editor knows of the content: a JSON Schema for every kind of file, made of the models and written in Dutch.

An editor with the language server for YAML completes, explains and judges with it while somebody types. The models say
what may stand where; `taal/nl/velden.yaml` says what each field is for. The program itself reads every value as text, an
editor sees numbers and yes or no (YAML 1.2), so a text may be any of these here. `python -m booklet.schema` writes the
files in `content/.schema`, and a test tells when that was forgotten.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from booklet.content import read_content
from booklet.formulieren import Evaluatie, Reflectie
from booklet.handleiding import Handleiding
from booklet.models import (
    Domein,
    Drukkerij,
    Editie,
    EigenPlan,
    GemeenteBestand,
    Persoon,
    SocialeKaart,
    Taal,
    Teksten,
)
from booklet.planner import KINDS
from booklet.source import read_source
from booklet.training import Kaarten, Programma, Trainingsbladen
from booklet.values import Waarde

Schema = dict[str, Any]

FOLDER = ".schema"  # below the content
_WORDS = Path(__file__).parent / "taal/nl/velden.yaml"
_LINE = r"^[^\n]*$"  # what pydantic says of a text on one line
_DRAFT = "http://json-schema.org/draft-07/schema#"  # the draft that editors know


class Kind(NamedTuple):
    """A kind of file: the name of its schema, its model, and which files it is about, below the content."""

    name: str
    model: type[Waarde]
    files: str


KINDS_OF_FILES = (
    Kind("plan", EigenPlan, "plan.yaml"),
    Kind("domein", Domein, "domeinen/*.yaml"),
    Kind("persoon", Persoon, "personen/*.yaml"),
    Kind("editie", Editie, "edities/*.yaml"),
    Kind("gemeente", GemeenteBestand, "gemeenten/*/gemeente.yaml"),
    Kind("sociale-kaart", SocialeKaart, "gemeenten/*/sociale-kaart.yaml"),
    Kind("landelijk", SocialeKaart, "sociale-kaart/landelijk.yaml"),
    Kind("drukkerij", Drukkerij, "drukkerijen/*.yaml"),
    Kind("taal", Taal, "taal.yaml"),
    Kind("programma", Programma, "training/programma.yaml"),
    Kind("kaarten", Kaarten, "training/kaarten.yaml"),
    Kind("trainingsbladen", Trainingsbladen, "training/bladen.yaml"),
    Kind("reflectie", Reflectie, "reflectie.yaml"),
    Kind("evaluatie", Evaluatie, "evaluatie.yaml"),
    Kind("handleiding", Handleiding, "handleiding.yaml"),
)


def comment(kind: str, depth: int) -> str:
    """The line that tells an editor which schema a file has, for a file so many folders below the content."""
    return f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{kind}.schema.json"


def schemas(content: Path, layouts: Path) -> Mapping[str, bytes]:
    """Every schema as a file, by its name below `content/.schema`.

    Raises:
        KeyError: `velden.yaml` says nothing of a field, or of a model.
        ValueError: the houses cannot be read.
    """
    names = _names(content, layouts)
    words = _words()
    files = {}
    for kind in KINDS_OF_FILES:
        text = json.dumps(_Writer(kind.model, names, words).root(), ensure_ascii=False, indent=1)
        files[f"{kind.name}.schema.json"] = f"{text}\n".encode()
    return files


class _Names(NamedTuple):
    """The names that there are to choose from; in the schema they stand once, below `definitions`."""

    huisje: tuple[str, ...]
    onderdeel: tuple[str, ...]
    persoon: tuple[str, ...]
    plaatje: tuple[str, ...]
    blad: tuple[str, ...]
    bladzijde: tuple[str, ...]  # a blad, and the side on which it must fall


_THIS = {
    "huisje": "Dit huisje",
    "onderdeel": "Dit onderdeel",
    "persoon": "Deze persoon",
    "plaatje": "Dit plaatje",
    "blad": "Dit blad",
    "bladzijde": "Dit blad",
}

# Fields of which the value is a name that is there, by model and field: which names, and whether it may be a list of them.
_CHOSEN: Mapping[tuple[str, str], tuple[str, bool]] = {
    ("Stuk", "icoon"): ("plaatje", False),
    ("Halte", "icoon"): ("plaatje", False),
    ("Domein", "icoon"): ("plaatje", False),
    ("Voorbeeld", "kolom"): ("onderdeel", False),
    ("Voorziening", "domein"): ("huisje", True),
    ("Voorziening", "kolom"): ("onderdeel", True),
    ("Editie", "domeinen"): ("huisje", True),
    ("Uitleg", "plaat_persoon"): ("persoon", False),
    ("Speurvraag", "blad"): ("blad", False),
    ("Handdeel", "icoon"): ("plaatje", False),
    ("Beeld", "blad"): ("blad", False),
    ("Beeld", "ingevuld"): ("persoon", False),
}


def _names(content: Path, layouts: Path) -> _Names:
    library = read_content(content, ())
    if not library.domeinen:
        raise ValueError(f"{content}: the houses cannot be read")
    domeinen = [read.value for read in library.domeinen]
    return _Names(
        huisje=tuple(domein.id for domein in domeinen),
        onderdeel=tuple(kolom.id for domein in domeinen for kolom in domein.kolommen),
        persoon=tuple(read.value.id for read in library.personen),
        plaatje=tuple(sorted(file.stem for file in (layouts / "iconen").glob("*.svg"))),
        blad=tuple(KINDS),
        bladzijde=tuple(f"{blad}{side}" for blad in KINDS for side in ("", " links", " rechts")),
    )


def _words() -> Mapping[str, Mapping[str, str]]:
    source, problems = read_source(_WORDS, _WORDS.name)
    if source is None or problems:
        raise ValueError(f"{_WORDS}: {problems}")
    return source.data  # type: ignore[return-value]


class _Writer:
    """Writes the schema of one model: what pydantic tells of it, its parts where they stand, in the words of an editor."""

    def __init__(self, model: type[Waarde], names: _Names, words: Mapping[str, Mapping[str, str]]) -> None:
        self.name, self.made = model.__name__, model.model_json_schema()
        self.names, self.words = names, words
        self.used: dict[str, Schema] = {}

    def root(self) -> Schema:
        """The schema of a whole file."""
        schema = self._model(self.name)
        return {"$schema": _DRAFT, **schema, **({"definitions": self.used} if self.used else {})}

    def part(self) -> Schema:
        """The schema of a model of which every field may be left out, also in the models in it; a list is whole."""
        return self._model(self.name, optional=True)

    def _model(self, name: str, *, optional: bool = False) -> Schema:
        made = self.made if name == self.name and "properties" in self.made else self.made["$defs"][name]
        required = () if optional else tuple(made.get("required", ()))
        properties = {}
        for field, schema in made["properties"].items():
            said = self.words[name][field]
            value = self._field(name, field, schema, said, optional=optional)
            properties[field] = {"description": said, **(value if field in required else _or_empty(value))}
        return {"type": "object", **_only(properties, required)}

    def _field(self, name: str, field: str, schema: Schema, said: str, *, optional: bool) -> Schema:
        if chosen := _CHOSEN.get((name, field)):
            names, more = chosen
            one = self._choice(names)
            return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]} if more else one
        if (name, field) == ("Speurvraag", "van"):
            return {"anyOf": [self._choice("huisje"), self._choice("onderdeel")]}
        if (name, field) == ("Persoon", "smileys"):
            (face,) = schema["patternProperties"].values()
            return {"type": "object", **_only({id: self._value(face, said) for id in self.names.onderdeel})}
        if (name, field) == ("GemeenteBestand", "teksten"):
            writer = _Writer(Teksten, self.names, self.words)
            part = writer.part()
            self.used |= writer.used
            return part
        return self._value(schema, said, optional=optional)

    def _choice(self, names: str) -> Schema:
        """One of the names that there are, as a reference, because some stand in many places."""
        message = f"{_THIS[names]} is er niet. Kies er een uit de lijst."
        self.used[names] = {"enum": list(getattr(self.names, names)), "errorMessage": message}
        return {"$ref": f"#/definitions/{names}"}

    def _value(self, schema: Schema, said: str, *, optional: bool = False) -> Schema:
        """What may stand at one place, with what is `said` of the field when it does not fit."""
        wrong = {"errorMessage": f"Dit kan hier niet. {said}"}
        match schema:
            case {"$ref": ref}:
                return self._of_name(ref.rpartition("/")[2], wrong, optional=optional)
            case {"anyOf": [value, {"type": "null"}]}:
                return self._value(value, said, optional=optional)
            case {"type": "array"}:
                bounds: Schema = {name: schema[name] for name in ("minItems", "maxItems") if name in schema}
                return {"type": "array", "items": self._value(schema["items"], said), **bounds, **wrong}
            case {"type": "object", "patternProperties": values}:
                (value,) = values.values()
                return {"type": "object", "additionalProperties": self._value(value, said), **wrong}
        return _scalar(schema, wrong)

    def _of_name(self, name: str, wrong: Schema, *, optional: bool) -> Schema:
        """What pydantic gives a name: a model, or a value that is written as a text."""
        match name:
            case "Kant":
                return self._choice("bladzijde")
            case "Ink":
                return {"type": "string", "pattern": r"^\s*[0-9]{1,3}(\s+[0-9]{1,3}){3}\s*$", **wrong}
            case self.name:
                return {"$ref": "#"}
        return self._model(name, optional=optional)


def _scalar(schema: Schema, wrong: Schema) -> Schema:
    """What may stand at one place where no list and no fields are."""
    match schema:
        case {"enum": choices}:
            return {"enum": choices, "errorMessage": f"Dit kan hier niet. Kies uit: {', '.join(choices)}."}
        case {"type": "boolean"}:
            return {"enum": ["ja", "nee"], "errorMessage": "Hier hoort ja of nee."}
        case {"type": "integer" | "number" as kind}:
            bounds: Schema = {name: schema[name] for name in ("minimum", "maximum") if name in schema}
            return {"type": [kind, "string"], **bounds, "pattern": r"^\s*[0-9]+([.][0-9]+)?\s*$", **wrong}
        case {"type": "string", "format": "date"}:
            return {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$", **wrong}
        case {"type": "string"}:
            return {"type": ["string", "number"], "pattern": _around(schema.get("pattern")), **wrong}
    raise ValueError(f"a kind of value that is not known: {schema}")


def _only(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """These fields and no others; an editor says the same of a wrong field, of one that is lacking and of what is no fields."""
    needed = list(required)
    message = f"Hier horen alleen deze velden: {', '.join(properties)}."
    return {
        "additionalProperties": False,
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        "errorMessage": f"{message} Altijd nodig: {', '.join(needed)}." if needed else message,
    }


def _or_empty(value: Schema) -> Schema:
    """The same, for a field that may be left out: of a group of fields or a list only the name may be there.

    A text may be empty too, but an editor would then offer `null` to choose, and the program reads that as a word.
    """
    return {**value, "type": [value["type"], "null"]} if value.get("type") in ("object", "array") else value


def _around(pattern: str | None) -> str:
    """The pattern of a text, with spaces and line ends around it, which the program strips."""
    if pattern is None:
        return r"\S"
    if pattern == _LINE:
        return r"^\s*[^\s]([^\n]*[^\s])?\s*$"
    return rf"^\s*{pattern.removeprefix('^').removesuffix('$')}\s*$"


def main() -> None:
    """Write the schemas; for developers, in the folder of the project."""
    project = Path(__file__).parent.parent
    folder = project / "content" / FOLDER
    folder.mkdir(exist_ok=True)
    for name, data in schemas(project / "content", project / "layouts").items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
