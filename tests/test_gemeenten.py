"""The list of gemeenten, the many ways to name one, and starting a new one: whole, valid, and never over another."""

import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import CONTENT, ROOT
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from booklet.checks import check
from booklet.content import Library, read_content
from booklet.gemeenten import OTHER_NAMES, Found, Official, existing, find, id_of, read_list, slug, unlisted
from booklet.inks import FIXED
from booklet.models import GemeenteBestand, Voorziening
from booklet.namen import gemeente_names
from booklet.problems import Problem
from booklet.source import Loc, read_source
from booklet.start import WORKBOOK, next_steps, start, write_new, write_texts

OFFICIALS = read_list(CONTENT)
BY_CODE = {official.code: official for official in OFFICIALS}
IDS = {official.code: id_of(official, OFFICIALS) for official in OFFICIALS}
UTRECHT = BY_CODE["GM0344"]
FACTS = write_texts(UTRECHT, "utrecht")["gemeente.yaml"].decode()
KAART = write_texts(UTRECHT, "utrecht")["sociale-kaart.yaml"].decode()
NEW = "Is het een nieuwe gemeente? Zet dan de code erachter, zoals: --code GM1999"

# Names that Windows keeps for itself (Microsoft, "Naming Files, Paths, and Namespaces").
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def test_the_list_is_whole() -> None:
    """All 342 gemeenten of 2025, each with its own code, and only the Bergens share a name."""
    assert len(OFFICIALS) == len(BY_CODE) == 342
    assert all(re.fullmatch(r"GM\d{4}", official.code) for official in OFFICIALS)
    assert len({official.provincie for official in OFFICIALS}) == 12
    names = [official.naam for official in OFFICIALS]
    assert {name for name in names if names.count(name) > 1} == {"Bergen"}


def test_content_without_the_list_has_no_list(tmp_path: Path) -> None:
    """A project of its own needs no list; that is not wrong."""
    assert read_list(tmp_path) == ()


@pytest.mark.parametrize(
    "spoiled",
    [
        b"code,naam,naam_cbs,provincie\nGM0034,Almere,Almere,Flevoland\n",
        b"code;naam\nGM0034;Almere\n",
        b"code;naam;naam_cbs;provincie\nGM0034;Almere\n",
        b"code;naam;naam_cbs;provincie\nGM0034;;Almere;Flevoland\n",
        "code;naam;naam_cbs;provincie\nGM1900;Súdwest-Fryslân;Súdwest-Fryslân;Friesland\n".encode("cp1252"),
    ],
)
def test_a_list_that_a_spreadsheet_spoiled_is_refused(tmp_path: Path, spoiled: bytes) -> None:
    """Half a list would call a good code wrong."""
    (tmp_path / "gemeenten.csv").write_bytes(spoiled)
    with pytest.raises(ValueError, match=r"no list of gemeenten|utf-8"):
        read_list(tmp_path)


def test_notepad_may_put_a_mark_before_the_list(tmp_path: Path) -> None:
    """A BOM changes nothing."""
    (tmp_path / "gemeenten.csv").write_bytes(b"\xef\xbb\xbf" + (CONTENT / "gemeenten.csv").read_bytes())
    assert read_list(tmp_path) == OFFICIALS


def test_every_gemeente_has_a_folder_of_its_own_on_every_computer() -> None:
    """Plain lower case letters, so that no file system sees two of them as one, or one of them as its own."""
    assert len(set(IDS.values())) == len(OFFICIALS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in IDS.values())
    assert not RESERVED.intersection(IDS.values())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("GM1900", "sudwest-fryslan"),
        ("GM0518", "den-haag"),
        ("GM0796", "s-hertogenbosch"),
        ("GM0373", "bergen-nh"),
        ("GM0893", "bergen-l"),
        ("GM0820", "nuenen-gerwen-en-nederwetten"),
        ("GM0164", "hengelo"),
        ("GM0034", "almere"),
    ],
)
def test_the_name_of_the_folder(code: str, name: str) -> None:
    """What people call the gemeente; the two Bergens as the CBS tells them apart."""
    assert IDS[code] == name


def test_the_order_of_the_list_does_not_change_a_folder() -> None:
    """A folder of today is found in the list of tomorrow."""
    assert {official.code: id_of(official, OFFICIALS[::-1]) for official in OFFICIALS[::-1]} == IDS


@given(st.text())
def test_a_slug_is_plain_and_final(text: str) -> None:
    """Whatever goes in, the name that comes out is safe and has itself as its slug."""
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


WAYS: Mapping[str, Callable[[Official], str]] = {
    "cbs": lambda one: one.naam_cbs,
    "id": lambda one: IDS[one.code],
    "code": lambda one: one.code,
    "code-in-small-letters": lambda one: one.code.lower(),
    "code-with-a-space": lambda one: f" {one.code[:2]} {one.code[2:]} ",
    "digits": lambda one: one.code[2:],
    "digits-that-a-spreadsheet-saved": lambda one: str(int(one.code[2:])),
    "capitals": lambda one: one.naam_cbs.upper(),
    "small-letters": lambda one: one.naam_cbs.lower(),
    "loose-accents": lambda one: unicodedata.normalize("NFD", one.naam_cbs),
    "no-accents": lambda one: unicodedata.normalize("NFD", one.naam_cbs).encode("ascii", "ignore").decode(),
    "spaces-for-hyphens": lambda one: one.naam_cbs.replace("-", " "),
    "hyphens-for-spaces": lambda one: one.naam_cbs.replace(" ", "-"),
    "no-hyphens": lambda one: one.naam_cbs.replace("-", ""),
    "spaces-everywhere": lambda one: f"  {one.naam_cbs.replace(' ', '   ')} ",
    "curly-apostrophe": lambda one: one.naam_cbs.replace("'", "’"),
    "no-apostrophe": lambda one: one.naam_cbs.replace("'", ""),
    "gemeente-before": lambda one: f"Gemeente {one.naam_cbs}",
    "de-gemeente-before": lambda one: f"de gemeente {one.naam_cbs}",
    "province-behind": lambda one: f"{one.naam} ({one.provincie})",
    "and-sign": lambda one: one.naam_cbs.replace(" en ", " & "),
    "no-article": lambda one: one.naam_cbs.removeprefix("De ").removeprefix("Het "),
    "river-in-short": lambda one: re.sub(" aan den? ", " a/d ", one.naam_cbs),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_gemeente_is_found_in_every_way_to_write_it(way: str) -> None:
    """For all 342, and it is never another one."""
    wrong = [official for official in OFFICIALS if find(WAYS[way](official), OFFICIALS) != Found(official)]
    assert not wrong


def test_every_other_name_is_of_one_gemeente() -> None:
    """Den Bosch, and the Frisian and Dutch pairs; no name stands in the table twice."""
    pairs = [(code, name) for code, names in OTHER_NAMES.items() for name in names]
    assert ("GM0796", "Den Bosch") in pairs
    assert [find(name, OFFICIALS) for _, name in pairs] == [Found(BY_CODE[code]) for code, _ in pairs]


@pytest.mark.parametrize("asked", ["Bergen", "bergen", "Gemeente Bergen"])
def test_two_bergens_ask_which(asked: str) -> None:
    """What to type is in the answer, and it works."""
    official, message = find(asked, OFFICIALS)
    assert official is None
    assert message == "Er is meer dan één gemeente 'Bergen'; typ bergen-nh (Noord-Holland) of bergen-l (Limburg)."


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Utrech", "Gemeente 'Utrech' staat niet in de lijst van gemeenten; bedoelde u 'utrecht' of 'utrechtse-heuvelrug'? " + NEW),
        ("Capelle", "Gemeente 'Capelle' staat niet in de lijst van gemeenten; bedoelde u 'capelle-aan-den-ijssel' of 'kapelle'? " + NEW),
        ("Den Bos", "Gemeente 'Den Bos' staat niet in de lijst van gemeenten; bedoelde u 's-hertogenbosch'? " + NEW),
        ("Ljouwrt", "Gemeente 'Ljouwrt' staat niet in de lijst van gemeenten; bedoelde u 'leeuwarden'? " + NEW),
        ("Xqz", "Gemeente 'Xqz' staat niet in de lijst van gemeenten. " + NEW),
        ("", "Gemeente '' staat niet in de lijst van gemeenten. " + NEW),
        ("1999", "Code GM1999 staat niet in de lijst van gemeenten. Is het een nieuwe gemeente? Geef dan de naam, en daarachter: --code GM1999"),
    ],
)  # fmt: skip
def test_an_unknown_gemeente_gets_what_comes_near(asked: str, message: str) -> None:
    """The ids to type, and what to do when the gemeente is newer than the list."""
    assert find(asked, OFFICIALS) == Found(None, message)


@given(st.text())
def test_whatever_is_asked_there_is_an_answer(asked: str) -> None:
    """Either a gemeente or a sentence, never both."""
    official, message = find(asked, OFFICIALS)
    assert (official is None) == bool(message)


@pytest.mark.parametrize(
    ("asked", "folders", "folder"),
    [
        ("Den Bosch", ["almere", "s-hertogenbosch"], "s-hertogenbosch"),
        ("GM0796", ["almere", "s-hertogenbosch"], "s-hertogenbosch"),
        ("'s-Hertogenbosch", ["almere", "den-bosch"], "den-bosch"),  # somebody copied a folder and named it so
        ("Voorbeeldstad", ["almere", "voorbeeldstad"], "voorbeeldstad"),
        ("gemeente voorbeeldstad", ["almere", "voorbeeldstad"], "voorbeeldstad"),
        ("Nieuw Stad", ["nieuw-stad"], "nieuw-stad"),
        ("almere", ["Almere"], "Almere"),
        ("Almere", ["Almere", "almere"], "Almere"),
        ("ALMERE", ["Almere", "almere"], None),
        ("Bergen", ["bergen-l", "bergen-nh"], None),
        ("Bergen", ["almere", "bergen-l"], "bergen-l"),
        ("Bergen", ["bergen", "bergen-l"], "bergen"),
        ("bergen-nh", ["almere", "bergen-l"], None),
        ("Utrecht", ["almere"], None),
        ("", ["almere"], None),
    ],
)
def test_which_folder_is_meant(asked: str, folders: list[str], folder: str | None) -> None:
    """The folder of that gemeente, whatever it is called; the folder of another one never."""
    assert existing(asked, folders, OFFICIALS) == folder


def test_every_folder_is_meant_by_every_name_of_its_gemeente() -> None:
    """With all 342 there, for a part of them that lies all over the list."""
    folders = list(IDS.values())
    for official in OFFICIALS[::9]:
        for asked in (official.naam_cbs, official.code, *OTHER_NAMES.get(official.code, ())):
            assert existing(asked, folders, OFFICIALS) == IDS[official.code]


@pytest.mark.parametrize("code", ["GM1999", "gm1999", "1999"])
@pytest.mark.parametrize("naam", ["Nieuwstad", " Nieuwstad\n", "Gemeente Nieuwstad"])
def test_a_gemeente_that_the_list_does_not_know(naam: str, code: str) -> None:
    """It needs only a name and a code that nobody has."""
    new = unlisted(naam, code, OFFICIALS)
    assert new == Official("GM1999", "Nieuwstad", "Nieuwstad", "")
    assert id_of(new, OFFICIALS) == "nieuwstad"


def test_a_listed_gemeente_with_its_own_code_comes_from_the_list() -> None:
    """The code tells the two Bergens apart too."""
    assert unlisted("utrecht", "GM0344", OFFICIALS) == UTRECHT
    assert unlisted("Bergen", "GM0893", OFFICIALS) == BY_CODE["GM0893"]


@pytest.mark.parametrize(
    ("naam", "code", "message"),
    [
        ("Nieuwstad", "GM19999", "'GM19999' is geen gemeentecode; die begint met GM en heeft vier cijfers, zoals GM0034."),
        ("Nieuwstad", "nieuw", "'nieuw' is geen gemeentecode; die begint met GM en heeft vier cijfers, zoals GM0034."),
        ("Nieuwstad", "", "'' is geen gemeentecode; die begint met GM en heeft vier cijfers, zoals GM0034."),
        ("Nieuwstad", "GM0034", "Code GM0034 is van de gemeente Almere; kijk de code na."),
        ("Utrecht", "GM1999", "Gemeente 'Utrecht' staat al in de lijst, met code GM0344; laat --code weg."),
        ("Den Haag", "GM1999", "Gemeente 'Den Haag' staat al in de lijst, met code GM0518; laat --code weg."),
        ("…", "GM1999", "'…' kan geen naam van een gemeente zijn; schrijf die met letters of cijfers."),
        ("Nieuw\x07stad", "GM1999", "'Nieuw\x07stad' kan geen naam van een gemeente zijn; schrijf die met letters of cijfers."),
    ],
)  # fmt: skip
def test_a_new_gemeente_that_cannot_be(naam: str, code: str, message: str) -> None:
    """A sentence for staff says which of the two is wrong."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        unlisted(naam, code, OFFICIALS)


# What a new gemeente is told, and no more: the place of each in gemeente.yaml is where it can be filled in.
EXPECTED = (
    "content/gemeenten/{id}/gemeente.yaml:{naam_line}:1: melding: 'aanduiding' is niet ingevuld — op papier staat nu 'Gemeente {naam}'",
    "content/gemeenten/{id}/gemeente.yaml:{naam_line}:1: melding: 'wijkteam' is niet ingevuld — op papier staat nu 'het wijkteam'",
    "content/gemeenten/{id}/gemeente.yaml:{contact_line}:1: waarschuwing: er staat niet hoe mensen de gemeente bereiken — vul bij contact een telefoon, website of email in",
    "content/gemeenten/{id}/gemeente.yaml:{oco_line}:1: melding: bij 'een OCO' staat geen telefoon, website of email — op papier staat dan alleen de naam",
)  # fmt: skip


def _own_problems(project: Path, *names: str) -> tuple[Library, dict[str, tuple[str, ...]]]:
    """What was read, and what is wrong in the folder of each of these gemeenten."""
    library = read_content(Path("content"), names)
    problems = check(library, date(2026, 11, 22))
    return library, {name: tuple(str(one) for one in problems if library.place_of(name, one.place)) for name in names}


def test_all_342_start_valid(project: Path) -> None:
    """Each is told only what it still may fill in; the name and the code are those of the list."""
    shutil.rmtree(project / "content/gemeenten")
    for code, name in IDS.items():
        assert not write_new(Path("content"), name, write_texts(BY_CODE[code], name))
    library, problems = _own_problems(project, *IDS.values())
    lines = {
        f"{field}_line": FACTS[: FACTS.index(f"\n{field}:")].count("\n") + 2 for field in ("naam", "contact", "oco")
    }
    for code, name in IDS.items():
        naam = BY_CODE[code].naam
        assert problems[name] == tuple(line.format(id=name, naam=naam, **lines) for line in EXPECTED)
        assert library.gemeenten[name].value.feiten == GemeenteBestand(naam=naam, code=code)


@pytest.mark.parametrize("naam", ["Nieuw: stad", "#stad", '\'t "Hoekje"', "Ja", "1", "[stad]", "Stad\\n"])
def test_any_name_is_written_as_it_is(project: Path, naam: str) -> None:
    """Also one with what YAML uses itself; only that the list does not know its code is told besides."""
    new = unlisted(naam, "GM1999", OFFICIALS)
    write_new(Path("content"), "nieuw", write_texts(new, "nieuw"))
    library, problems = _own_problems(project, "nieuw")
    assert library.gemeenten["nieuw"].value.feiten == GemeenteBestand(naam=naam, code="GM1999")
    assert len(problems["nieuw"]) == len(EXPECTED) + 1
    assert any("code 'GM1999' staat niet in de lijst" in line for line in problems["nieuw"])


EXAMPLE = re.compile(r"^(\s*)#(\w+:.*)$", re.MULTILINE)  # a hash and at once a field; an explanation has a space there
EXAMPLES = {" ".join(match[2].split()): match for match in EXAMPLE.finditer(FACTS)}


def _fields_of(model: type[BaseModel]) -> Iterator[Loc]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from ((name, *loc) for loc in _fields_of(inner))
        else:
            yield (name,)


def _keys(text: str, tmp_path: Path) -> set[Loc]:
    """The fields with a value."""
    file = tmp_path / "gemeente.yaml"
    file.write_text(text, encoding="utf-8")
    source, problems = read_source(file, "gemeente.yaml")
    assert not problems
    assert source is not None
    return {loc for loc, _ in source.texts}


def test_the_file_shows_every_field_there_is(tmp_path: Path) -> None:
    """Filled in or as an example; of the texts, which are many, one stands for all."""
    fields = _keys(EXAMPLE.sub(r"\1\2", FACTS), tmp_path)
    assert {loc for loc in fields if loc[0] != "teksten"} == set(_fields_of(GemeenteBestand)) - {("teksten",)}
    assert {loc for loc in fields if loc[0] == "teksten"}


def test_every_field_has_a_line_that_says_what_it_is() -> None:
    """Just above it, and so for the fields that hold others."""
    lines = FACTS.splitlines()
    fields = [number for number, line in enumerate(lines) if re.match(r"\s*#?\w+:", line)]
    assert len(fields) > len(EXAMPLES) > 10
    assert all(re.match(r"\s*# \S.*\.$", lines[number - 1]) for number in fields)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_without_its_hash_is_a_good_line(project: Path, tmp_path: Path, example: str) -> None:
    """Taking away one hash fills in one field, and nothing but the values of the example can be wrong with it."""
    match = EXAMPLES[example]
    text = FACTS[: match.start()] + match[1] + match[2] + FACTS[match.end() :]
    assert len(_keys(text, tmp_path) - _keys(FACTS, tmp_path)) == 1
    write_new(Path("content"), "utrecht", {"gemeente.yaml": text.encode(), "sociale-kaart.yaml": KAART.encode()})
    library, problems = _own_problems(project, "utrecht")
    assert "utrecht" in library.gemeenten
    errors = [line for line in problems["utrecht"] if ": fout: " in line]
    assert all(
        "is verzonnen" in line or "logo 'logo.svg' is er niet" in line or "lettertype 'koppen.ttf'" in line
        for line in errors
    )
    assert bool(errors) == (
        "voorbeeld.example" in example or "036 000 00" in example or "logo" in example or "lettertype" in example
    )


def test_the_examples_are_the_defaults(project: Path) -> None:
    """Without their hashes they change nothing, but for what has no default; so what they show is what is printed."""
    text = EXAMPLE.sub(lambda match: match[0] if _is_made_up(match[2]) else match[1] + match[2], FACTS)
    assert text != FACTS
    write_new(Path("content"), "utrecht", {"gemeente.yaml": text.encode(), "sociale-kaart.yaml": KAART.encode()})
    library, _ = _own_problems(project, "utrecht")
    gemeente = library.gemeenten["utrecht"].value
    usual = GemeenteBestand(naam="Utrecht", code="GM0344")
    assert gemeente.aanduiding == gemeente.feiten.aanduiding == "Gemeente Utrecht"
    huisstijl = gemeente.feiten.huisstijl
    assert (huisstijl.accent_druk, huisstijl.kop_druk) == (FIXED[huisstijl.accent], FIXED[huisstijl.kop])
    without_ink = huisstijl.model_copy(update={"accent_druk": None, "kop_druk": None})
    as_usual = {"aanduiding": None, "teksten": {}, "huisstijl": without_ink}
    assert gemeente.feiten.model_copy(update=as_usual) == usual
    assert library.plan is not None
    assert gemeente.teksten == library.plan.value.teksten


def _is_made_up(example: str) -> bool:
    return bool(re.match(r"(telefoon|website|email|adres|logo|lettertype):", example))


def test_the_sociale_kaart_tells_every_field() -> None:
    """In the words above it, for who types it there."""
    told = {
        word for line in KAART.splitlines() if line.startswith("#   ") for word in re.findall(r"[a-z_]+", line[:45])
    }
    assert set(Voorziening.model_fields) <= told


def test_a_line_typed_as_the_sociale_kaart_says_is_good(project: Path) -> None:
    """Without the brackets, with the spaces that are told."""
    typed = KAART.replace("voorzieningen: []", "voorzieningen:")
    typed += "  - organisatie: Buurthuis\n    aanbod: Koffie\n    domein: geldzaken\n    kolom: inkomen\n"
    typed += "    omschrijving: Kom gerust langs.\n    in_boekje: nee\n"
    write_new(Path("content"), "utrecht", {"gemeente.yaml": FACTS.encode(), "sociale-kaart.yaml": typed.encode()})
    library, problems = _own_problems(project, "utrecht")
    assert [entry.aanbod for entry in library.kaarten["utrecht"].value.voorzieningen] == ["Koffie"]
    assert not [line for line in problems["utrecht"] if "sociale-kaart" in line]


def test_a_new_gemeente_gets_two_texts_and_a_workbook(tmp_path: Path) -> None:
    """The same every time, and the names are those that the texts and the next steps speak of."""
    content = read_content(CONTENT, ()).content(())
    assert content is not None
    files = start(UTRECHT, "utrecht", content.domeinen, content.landelijk)
    assert files == start(UTRECHT, "utrecht", content.domeinen, content.landelijk)
    assert set(files) == {"gemeente.yaml", "sociale-kaart.yaml", WORKBOOK}
    (tmp_path / WORKBOOK).write_bytes(files[WORKBOOK])
    assert ZipFile(tmp_path / WORKBOOK).testzip() is None
    spoken_of = set(re.findall(r"content/gemeenten/utrecht/([\w.-]+)", "\n".join([*next_steps("utrecht"), KAART])))
    assert spoken_of == {WORKBOOK}


def test_what_to_do_next_is_five_short_lines() -> None:
    """Numbered, and short enough even for the gemeente with the longest name."""
    for name in IDS.values():
        steps = next_steps(name)
        assert [step[:3] for step in steps] == ["1. ", "2. ", "3. ", "4. ", "5. "]
        assert all("\n" not in step and len(step) <= 160 for step in steps)
        assert [name in step for step in steps] == [True, False, True, True, True]


FILES = {"gemeente.yaml": b"naam: Utrecht\n", "sociale-kaart.yaml": b"voorzieningen: []\n", WORKBOOK: b"PK"}
THERE = (
    "content/gemeenten/utrecht: fout: deze gemeente is er al; er is niets veranderd — "
    "ga verder met de bestanden in deze map, of geef de map eerst een andere naam"
)
NOT_MADE = "content/gemeenten/{}: fout: deze map is niet te maken — kijk of u hier mag schrijven en of er nog ruimte is"


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"folder"
        for path in folder.rglob("*")
    }


def _write(files: Mapping[str, bytes] = FILES, name: str = "utrecht") -> list[str]:
    return [str(problem) for problem in write_new(Path("content"), name, files)]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the gemeenten of a project that has none, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content/gemeenten").mkdir(parents=True)
    return tmp_path / "content/gemeenten"


def test_a_new_folder_has_all_the_files_and_leaves_nothing_else(empty: Path) -> None:
    """As they were given."""
    assert _write() == []
    assert _tree(empty) == {"utrecht": b"folder", **{f"utrecht/{name}": data for name, data in FILES.items()}}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_colleagues_may_open_the_new_folder(empty: Path) -> None:
    """It has the rights that any new folder gets, unlike the folders of `tempfile`."""
    (empty / "other").mkdir()
    assert _write() == []
    assert (empty / "utrecht").stat().st_mode == (empty / "other").stat().st_mode


def _with_a_file(folder: Path) -> None:
    folder.mkdir()
    (folder / "gemeente.yaml").write_bytes(b"naam: Van een ander\n")


IN_THE_WAY: Mapping[str, Callable[[Path], object]] = {
    "a-gemeente": _with_a_file,
    "an-empty-folder": Path.mkdir,
    "a-file": Path.touch,
}


@pytest.mark.parametrize("way", IN_THE_WAY)
def test_what_is_there_is_never_touched(empty: Path, way: str) -> None:
    """Whether it is a gemeente or something else."""
    IN_THE_WAY[way](empty / "utrecht")
    before = _tree(empty)
    assert _write() == [THERE]
    assert _tree(empty) == before


class _Interrupted(dict[str, bytes]):
    """Files, while somebody else makes the same folder."""

    def __init__(self, files: Mapping[str, bytes], happens: Callable[[], object]) -> None:
        super().__init__(files)
        self.happens = happens

    def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]
        yield from super().items()
        self.happens()


@pytest.mark.parametrize("way", IN_THE_WAY)
def test_what_appears_while_it_is_made_is_never_touched(empty: Path, way: str) -> None:
    """An empty folder too, which renaming would replace on Linux."""
    assert _write(_Interrupted(FILES, lambda: IN_THE_WAY[way](empty / "utrecht"))) == [THERE]
    (empty / "expected").mkdir()
    IN_THE_WAY[way](empty / "expected/utrecht")
    assert {name: data for name, data in _tree(empty).items() if not name.startswith("expected")} == _tree(
        empty / "expected"
    )


@pytest.mark.parametrize("way", ["a-gemeente", "a-file"])
def test_what_appears_after_the_last_look_is_not_touched_either(
    empty: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The renaming itself fails on it."""
    looks: list[bool] = []

    def look(path: Path) -> bool:
        looks.append(os.path.lexists(path))
        if len(looks) == 1:
            IN_THE_WAY[way](path)
        return looks[-1]

    monkeypatch.setattr("booklet.start.lexists", look)
    assert _write() == [THERE]
    assert looks == [False, True]
    assert not [name for name in _tree(empty) if name.startswith(".") or name.endswith(WORKBOOK)]


def test_a_folder_that_cannot_be_made_is_told(empty: Path) -> None:
    """In the place of the folder is a file, or the name is longer than a computer takes."""
    assert _write(name="x" * 300) == [NOT_MADE.format("x" * 300)]
    assert _tree(empty) == {}
    empty.rmdir()
    empty.touch()
    assert _write() == [NOT_MADE.format("utrecht")]


CHILD = """
import os, sys
from pathlib import Path
from booklet.start import write_new

files = {name: name.encode() * 100_000 for name in ("gemeente.yaml", "sociale-kaart.yaml", "sociale-kaart.xlsx")}
root, last = Path(sys.argv[1]), int(sys.argv[2])
events = 0

def look(event, arguments):
    global events
    if event.startswith("os.") or event == "open":
        events += 1
        if events == last:
            os._exit(9)

if last:
    sys.addaudithook(look)
write_new(root, "g0", files)
print("ready", flush=True)
for number in range(1, 1 if last else 100_000):
    write_new(root, f"g{number}", files)
"""
WHOLE = {name: name.encode() * 100_000 for name in ("gemeente.yaml", "sociale-kaart.yaml", "sociale-kaart.xlsx")}


def _child(root: Path, last: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", CHILD, str(root), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _all_whole(root: Path) -> int:
    """How many gemeenten there are; each of them is whole."""
    for name in gemeente_names(root):
        assert _tree(root / "gemeenten" / name) == WHOLE
    return len(gemeente_names(root))


def test_stopped_before_any_touch_of_the_disk_it_leaves_nothing_or_the_whole(tmp_path: Path) -> None:
    """Stopped before the first thing that it asks of the computer, before the second, and so on to the last."""
    ends = []
    for last in range(1, 40):
        root = tmp_path / str(last)
        with _child(root, last) as child:
            ends.append((child.wait(), _all_whole(root)))
        if child.returncode == 0:
            break
    assert ends[-1] == (0, 1)
    assert {code for code, _ in ends[:-1]} == {9}
    counts = [count for _, count in ends]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert len(ends) > 5


def test_killed_at_any_moment_it_leaves_nothing_or_the_whole(tmp_path: Path) -> None:
    """Also in the middle of writing a file; and what is half made is no gemeente."""
    halves = 0
    for moment in range(100):
        root = tmp_path / str(moment)
        with _child(root, 0) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"  # the first one is made, and it goes on with others
            time.sleep(moment % 12 / 333)
            child.kill()
        assert _all_whole(root)
        halves += sum(entry.name.startswith(".") for entry in (root / "gemeenten").iterdir())
        if moment >= 12 and halves:
            return
    pytest.fail("no kill came while a folder was being made, so this looked at nothing")


def test_problems_have_codes_of_their_own(empty: Path) -> None:
    """What is there already and what cannot be made are told apart by machines too."""
    (empty / "utrecht").mkdir()
    problems: tuple[Problem, ...] = (*write_new(Path("content"), "utrecht", FILES), *write_new(empty, "x" * 300, FILES))
    assert [problem.code for problem in problems] == ["S02", "S03"]
