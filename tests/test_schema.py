"""What an editor knows of the content: fresh, whole, in Dutch, and of one mind with the program."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import CONTENT, ROOT

from booklet.content import read_content
from booklet.gemeenten import read_list
from booklet.schema import FOLDER, KINDS_OF_FILES, Kind, comment, schemas
from booklet.start import write_texts

SCHEMAS = CONTENT / FOLDER
SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
# What stands in a schema for the eyes of a reader; all else is for the machine.
SAID = ("description", "errorMessage")
WORDS_OF_SCHEMAS = {
    *("$schema", "$ref", "definitions", "type", "properties", "additionalProperties", "required", "items", "anyOf"),
    *("enum", "pattern", "minimum", "maximum", "minItems", "maxItems", *SAID),
}


class Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2 as editors read it: a day is a text and so is `ja`, a bare number is a number."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  so PyYAML has it


for _tag, _form, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+.0123456789"),
):  # fmt: skip
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), [*_first, ""])


def _read(text: str) -> Any:
    return yaml.load(text, Loader=Core)  # noqa: S506  a safe one


@cache
def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _judge(kind: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(_schema(kind))


def _faults(kind: str, text: str) -> list[tuple[str, str]]:
    """Where an editor sees something wrong, and what it says of it."""
    found = sorted(_judge(kind).iter_errors(_read(text)), key=lambda fault: list(map(str, fault.absolute_path)))
    return [(fault.json_path, fault.schema.get("errorMessage", "")) for fault in found]


def _files() -> Iterator[tuple[Kind, Path]]:
    yield from ((kind, file) for kind in KINDS_OF_FILES for file in sorted(CONTENT.glob(kind.files)))


def _inside(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it; the names of fields and the names to choose from are no schemas."""
    yield schema
    for name in ("properties", "definitions"):
        for part in schema.get(name, {}).values():
            yield from _inside(part)
    inner = [schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)]
    for part in (*inner, *schema.get("anyOf", ())):
        yield from _inside(part)


def _face(schema: dict[str, Any]) -> bool:
    """Whether it is what may stand behind the id of a kolom: such a field is no field of ours."""
    return "nvt" in schema.get("enum", ())


def test_the_schemas_are_fresh() -> None:
    """They are what the models say today; else: python -m booklet.schema."""
    made = schemas(CONTENT, ROOT / "layouts")
    assert {file.name: file.read_bytes() for file in SCHEMAS.iterdir()} == dict(made)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS_OF_FILES])
def test_a_schema_is_a_schema_and_speaks_dutch(kind: str) -> None:
    """Every field says in a sentence what it is; the titles and descriptions that pydantic makes in English are gone."""
    schema = _schema(kind)
    jsonschema.Draft7Validator.check_schema(schema)
    parts = list(_inside(schema))
    assert {name for part in parts for name in part} <= WORDS_OF_SCHEMAS
    fields = [field for part in parts for field in part.get("properties", {}).items()]
    said = [value["description"] for part in parts for value in part.get("properties", {}).values() if not _face(value)]
    told = [one for one in said if not one.endswith(("?", "."))]
    assert len(fields) > 5
    assert not told
    assert not [one for one in said if len(one) > 125 or "  " in one]
    english = re.compile(r"\b(the|of the|and|with|should|must|which|string|array|object|item|field)\b", re.IGNORECASE)
    assert not [text for part in parts for name in SAID if english.search(text := part.get(name, ""))]
    wrong = [part for part in parts if ("pattern" in part or "enum" in part or "properties" in part) and not part.get("errorMessage")]  # fmt: skip
    assert not wrong


def test_no_word_is_left_of_a_field_that_is_gone() -> None:
    """What is said of fields is all said somewhere."""
    file = ROOT / "booklet/taal/nl/velden.yaml"
    written = {text for fields in _read(file.read_text(encoding="utf-8")).values() for text in fields.values()}
    parts = (part for kind in KINDS_OF_FILES for part in _inside(_schema(kind.name)))
    assert written == {part["description"] for part in parts if "description" in part}


def test_no_other_field_may_be_there() -> None:
    """Every group of fields refuses a field that it does not know, but for a list of words with a number each."""
    open_ones = [
        (kind.name, sorted(part))
        for kind in KINDS_OF_FILES
        for part in _inside(_schema(kind.name))
        if "object" in part.get("type", "") and part.get("additionalProperties") is not False
    ]
    assert open_ones == [("taal", ["additionalProperties", "description", "errorMessage", "type"])]  # lettergrepen


def test_every_file_of_the_content_is_valid_and_says_which_schema_it_has() -> None:
    """No file is forgotten; the first line leads to the schema that the settings name too, and nothing is underlined."""
    seen = set()
    for kind, file in _files():
        text = file.read_text(encoding="utf-8")
        first = text.partition("\n")[0]
        assert first == comment(kind.name, len(file.relative_to(CONTENT).parts) - 1), file
        assert (file.parent / first.rpartition("=")[2]).resolve() == (SCHEMAS / f"{kind.name}.schema.json").resolve()
        assert not _faults(kind.name, text), file
        seen.add(file)
    assert seen == {file for file in CONTENT.rglob("*.yaml") if "eerder" not in file.parts}
    named = {f"content/{FOLDER}/{kind.name}.schema.json": f"content/{kind.files}" for kind in KINDS_OF_FILES}
    assert SETTINGS["yaml.schemas"] == named


def test_what_nieuw_makes_is_valid() -> None:
    """Also with nothing filled in, and with every example filled in."""
    official = read_list(CONTENT)[0]
    for name, data in write_texts(official, "proef").items():
        kind, text = name.removesuffix(".yaml"), data.decode()
        assert text.startswith(f"{comment(kind, 2)}\n")
        assert not _faults(kind, text)
        filled = re.sub(r"(?m)^( *)#(\w+: )", r"\1\2", text)
        assert (filled != text) == (kind == "gemeente")
        assert not _faults(kind, filled)


def _misspelt(data: Any) -> Iterator[Any]:
    """The data with one field that has another name, for every field; of a list only the first is tried."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield {(f"{one}x" if one == name else one): kept for one, kept in data.items()}
            yield from ({**data, name: changed} for changed in _misspelt(value))
    elif isinstance(data, list) and data:
        yield from ([changed, *data[1:]] for changed in _misspelt(data[0]))


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS_OF_FILES if kind.name != "taal"], ids=lambda kind: str(kind.name)
)
def test_a_misspelt_field_is_refused(kind: Kind) -> None:
    """Whichever field of the file it is."""
    data = _read(next(CONTENT.glob(kind.files)).read_text(encoding="utf-8"))
    tried = list(_misspelt({name: value[:1] if isinstance(value, list) else value for name, value in data.items()}))
    assert len(tried) >= 7
    assert not [one for one in tried if _judge(kind.name).is_valid(one)]


OFFERED: Mapping[str, tuple[str, ...]] = {  # a field, and values of it that must be offered
    "sociale-kaart:domein": ("geldzaken", "woonruimte"),
    "sociale-kaart:kolom": ("inkomen", "mijn-woning"),
    "sociale-kaart:in_boekje": ("ja", "nee"),
    "editie:formaat": ("A4 liggend", "A6"),
    "editie:vorm": ("boekje", "kaarten"),
    "editie:huis": ("kolom", "suggesties links"),
    "editie:per": ("deelnemer",),
    "plan:icoon": ("potlood",),
    "plan:plaat_persoon": ("ria",),
    "persoon:hulp": ("oco",),
    "drukkerij:norm": ("X-4",),
}


@pytest.mark.parametrize("field", OFFERED)
def test_an_editor_offers_what_there_is(field: str) -> None:
    """Houses, kolommen, bladen, pictures, papers: a list to choose from."""
    kind, _, name = field.partition(":")
    schema = _schema(kind)
    found = [part["properties"][name] for part in _inside(schema) if name in part.get("properties", {})]
    refs = [part["$ref"] for one in found for part in _inside(one) if "$ref" in part]
    found += [schema["definitions"][ref.rpartition("/")[2]] for ref in refs if "definitions" in ref]
    offered = {value for one in found for part in _inside(one) for value in part.get("enum", ())}
    assert set(OFFERED[field]) <= offered


def test_the_faces_are_offered_for_every_kolom() -> None:
    """A person chooses a face for each of the thirteen."""
    faces = _schema("persoon")["properties"]["smileys"]["properties"]
    kolommen = [kolom.id for read in read_content(CONTENT, ()).domeinen for kolom in read.value.kolommen]
    assert list(faces) == kolommen
    assert all(set(face["enum"]) == {"goed", "wel", "niet-goed", "nvt", "leeg"} for face in faces.values())


FIRST = "naam: Proef\ncode: GM0001\n"
SLIPS = {
    "naam: Proef\n": [("$", "Hier horen alleen deze velden: naam, code, aanduiding, wijkteam, voorbeeld, contact, oco, huisstijl, houdbaar, teksten. Altijd nodig: naam, code.")],
    f"{FIRST}voorbeeld: misschien\n": [("$.voorbeeld", "Hier hoort ja of nee.")],
    f"{FIRST}houdbaar: {{nakijken_na: veel}}\n": [("$.houdbaar.nakijken_na", "Dit kan hier niet. Na zoveel maanden vraagt het programma om alles opnieuw na te kijken.")],
    f"{FIRST}contact: almere.nl\n": [("$.contact", "Hier horen alleen deze velden: telefoon, website, email, adres.")],
    f"{FIRST}contact: {{telefon: 14036}}\n": [("$.contact", "Hier horen alleen deze velden: telefoon, website, email, adres.")],
    "naam: Proef\ncode: 34\nhuisstijl: {accent: blauw}\n": [("$.huisstijl.accent", "Dit kan hier niet. De kleur van lijnen en vlakken, tussen aanhalingstekens, zoals \"#1F3A5F\".")],
    f"{FIRST}teksten: {{hierna: {{stukken: [{{kop: Eerst}}]}}}}\n": [("$.teksten.hierna.stukken[0]", "Hier horen alleen deze velden: kop, tekst, icoon. Altijd nodig: kop, tekst.")],
}  # fmt: skip


@pytest.mark.parametrize("text", SLIPS)
def test_what_an_editor_says_of_a_mistake(text: str) -> None:
    """In Dutch, at the place of the mistake."""
    assert _faults("gemeente", text) == SLIPS[text]


@pytest.mark.parametrize("value", ["14036", "0201234567", "1.10", '"14 036"', "06-12345678", "036 000 00 01"])
def test_a_text_may_look_like_a_number(value: str) -> None:
    """The program reads it as a text, so an editor does not complain."""
    assert not _faults("gemeente", f"{FIRST}contact:\n  telefoon: {value}\n")


def test_a_gemeente_replaces_what_it_likes() -> None:
    """Of the fixed texts one line is enough."""
    assert not _faults("gemeente", f"{FIRST}teksten:\n  omslag:\n    naam: Naam\n  typen:\n    stuk:\n      kop: Zo\n")
