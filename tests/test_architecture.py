"""The layers of the package, who owns which library, and the eight steps, all told in one way."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from typing import NamedTuple

import pytest
from conftest import ROOT

import booklet
from booklet.pipeline import STEPS

PACKAGE = ROOT / "booklet"

# From the bottom up: a module imports only from the modules above it in this table.
LAYERS = {
    "problems": "what can be wrong, as a value",
    "colour": "the arithmetic of colour",
    "dutch": "the words of click in Dutch",
    "fonts": "the letters",
    "fieldfont": "the letter of what people type",
    "days": "days and months in Dutch",
    "files": "writing whole or not at all",
    "addresses": "phone numbers, web addresses and the like",
    "gemeenten": "the list of gemeenten and their names",
    "namen": "what the content has, by the names of its files",
    "source": "YAML as text with places",
    "values": "what the content is made of",
    "training": "the training as values, and its clock",
    "formulieren": "what a gemeente fills in itself, as values",
    "handleiding": "the manual as values",
    "models": "the words of the booklet as values",
    "planner": "step 3, which part on which page",
    "tabs": "where the tabs lie",
    "imposition": "which page lies where on which sheet",
    "formaten": "the papers",
    "drukken": "what a printing is for, in words",
    "cutting": "which card lies where on which sheet",
    "pakket": "what goes together in a zip",
    "kaart": "which voorzieningen are printed, and how old they are",
    "columns": "the columns of a Sociale Kaart in a spreadsheet",
    "content": "step 1, files to models",
    "schema": "what an editor knows of the content",
    "cells": "what a spreadsheet holds, whatever its kind",
    "opendocument": "an .ods file to cells",
    "openxml": "an .xlsx file to cells",
    "oldexcel": "an .xls file to cells",
    "spreadsheet": "files to cells",
    "cellvalues": "a cell to the value of a field",
    "workbook": "a spreadsheet to a Sociale Kaart",
    "export": "a Sociale Kaart to a workbook",
    "hsds": "a Sociale Kaart to the open standard",
    "yamltext": "how values are written in YAML",
    "draft": "a text that changes, with its places",
    "rewrite": "changing a Sociale Kaart as text, with its comments",
    "rewrite_facts": "changing the facts of a gemeente as text",
    "verschil": "what differs between two Sociale Kaarten",
    "online": "whether web addresses answer",
    "start": "the files of a new gemeente",
    "invulling": "what somebody filled in, and its YAML",
    "velden": "where somebody writes or marks",
    "fit": "what somebody typed, in the room that there is",
    "drawing": "what is drawn of pages, apart from any file",
    "laid": "what is known of laid-out pages",
    "markup": "step 4, parts to HTML",
    "binding": "step 6, drawings to a PDF",
    "taking": "step 5, what WeasyPrint wrote as drawings",
    "texts": "step 2, the texts of the content in sentences",
    "lexicon": "step 2, the words that readers know",
    "printed": "step 2, which texts stand on which blad",
    "language": "step 2, reading along",
    "checks_print": "step 2, the rules of what a print shop gets",
    "checks_colour": "step 2, the rules of what can be seen and told apart",
    "tokens": "a house style out of a file with design tokens",
    "logo": "what is in the logo of a gemeente",
    "checks_huisstijl": "step 2, the rules of a house style",
    "checks_kaart": "step 2, the rules of the Sociale Kaart",
    "checks_training": "step 2, the rules of the training and the reflection",
    "checks_handleiding": "step 2, the rules of the manual",
    "checks": "step 2, the rules over more than one value",
    "typeset": "step 5, HTML to pages",
    "gauge": "step 5, what laid-out pages measure",
    "pictures": "pages as pictures",
    "voorraad": "what was made before",
    "parts": "steps 4 to 6, what is drawn once for all booklets",
    "settle": "steps 3 to 5, until every part has its pages",
    "boxes": "places on a page",
    "streams": "what a PDF draws",
    "inks": "which ink a colour becomes",
    "forms": "pages to type in",
    "press": "pages for the print shop",
    "impose": "pages on sheets for the office printer",
    "cutsheets": "cards on sheets to cut",
    "ordersheet": "what a print shop is told",
    "dividers": "divider sheets for a ring binder",
    "products": "step 6, what a printing is for",
    "spaces": "colour spaces",
    "gradients": "colours that run into each other",
    "drawn": "what is drawn where on a page",
    "separate": "a PDF as its printing plates",
    "plates": "the plates as rasters",
    "rules": "what a rule of the preflight is",
    "rules_screen": "step 7, a file for reading",
    "rules_sheets": "step 7, sheets for the office printer",
    "rules_press": "step 7, a file for the print shop",
    "rules_ink": "step 7, the ink of a file for the print shop",
    "preflight": "step 7, looking at a finished file",
    "collate": "step 7, whether every page is in its place",
    "history": "what a build leaves for the next one",
    "overview": "step 8, a page to look at what was made",
    "land": "step 8, a page of the whole country",
    "pipeline": "the story of the eight steps",
    "gemaakt": "what is ready, to go on with",
    "crew": "many gemeenten, by processes side by side",
    "origin": "from a text on a page to the line that it comes from",
    "kijk": "looking on while somebody writes",
    "serve": "what is looked at, in a browser",
    "facts": "how to reach a gemeente, from its workbook",
    "upkeep": "the story of a Sociale Kaart to Excel and back",
    "uitlezen": "what somebody filled in, out of a PDF",
    "dokter": "whether this machine can make booklets",
    "terminal": "what people see and type",
    "cli_kaart": "the commands for who keeps a Sociale Kaart",
    "cli_uitlezen": "the command for a booklet that came back",
    "cli_controleer": "the command that looks without making",
    "cli_aanvullen": "the command for the Tab key",
    "cli_huisstijl": "the command for a house style",
    "cli_kijk": "the command to look on",
    "cli_dokter": "the command for whether it works here",
    "cli_maak": "the command that makes booklets",
    "cli": "step 8, the door for people",
    "bench": "what it costs",
}

# Steps 6 and 7 work on finished PDF: they draw, change and judge what `typeset` wrote, each in a module of its own.
ON_PDF = [
    *("streams", "forms", "press", "impose", "cutsheets"),
    *("spaces", "gradients", "drawn", "separate", "plates"),
    *("rules", "rules_screen", "rules_press", "rules_ink", "preflight"),
    "uitlezen",  # what comes back
]

# Libraries of others: the one module that knows each of them; where there are more, why.
OWNERS = {
    "click": [
        *("terminal", "cli_kaart", "cli_uitlezen", "cli_controleer", "cli_aanvullen", "cli_huisstijl"),
        *("cli_kijk", "cli_dokter", "cli_maak", "cli"),
    ],  # commands are declared where they belong
    "fontTools": ["fonts", "fieldfont"],  # fieldfont makes a font out of ours
    "jinja2": ["markup"],
    "markupsafe": ["markup"],
    "phonenumbers": ["addresses"],
    "PIL": [
        "logo",
        "inks",
        "press",
        "separate",
        "plates",
    ],  # pictures of a gemeente, colour management, pictures of pages
    "pikepdf": ON_PDF,
    "pypdfium2": ["pictures", "origin", "press", "plates", "collate"],
    # These say what is valid; content asks, and puts the answer in Dutch.
    "pydantic": ["values", "training", "formulieren", "handleiding", "models", "content"],
    "pydantic_core": ["values", "models", "content"],  # a part of pydantic
    "pydyf": ["typeset", "taking"],  # taking reads what WeasyPrint gives to a finisher
    "python_calamine": ["openxml"],
    "zxingcpp": ["markup"],
    "tinycss2": ["tokens"],
    "urllib3": ["online"],
    "watchfiles": ["kijk"],
    "weasyprint": ["typeset"],
    "xlrd": ["oldexcel"],
    "xlsxwriter": ["export"],
    "yaml": ["source"],
}
COMES_WITH = {"pydantic-core": "pydantic"}


class Import(NamedTuple):
    """An import: in which module, of which name, and whether it happens when the module itself is imported."""

    by: str
    name: str
    at_once: bool


def _imports() -> Iterator[Import]:
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        later = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _is_typing_only(node)
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file.name}: imports are absolute"
                module = node.module or ""
                names = [f"{module}.{alias.name}" if module == "booklet" else module for alias in node.names]
            yield from (Import(file.stem, name, node not in later) for name in names)


def _is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_the_table_names_every_module() -> None:
    """Every module of the package has its layer, and there is no layer without a module."""
    found = {file.relative_to(PACKAGE).with_suffix("").as_posix() for file in PACKAGE.rglob("*.py")} - {"__init__"}
    assert found == set(LAYERS)


def test_data_goes_one_way() -> None:
    """A module imports only from earlier layers: when it starts, later in a function, and for its types too."""
    order = list(LAYERS)
    inside = [one for one in _imports() if one.name.partition(".")[0] == "booklet"]
    assert len(inside) > len(LAYERS)
    for one in inside:
        imported = one.name.removeprefix("booklet").strip(".")
        assert imported in LAYERS, f"{one.by} imports {one.name}, which is no module"
        assert order.index(imported) < order.index(one.by), f"{one.by} imports {imported}, which is no earlier layer"


def test_every_library_of_others_has_its_owner() -> None:
    """WeasyPrint, YAML and the like are known to one module each, so that changing one is work in one place."""
    owners: dict[str, set[str]] = {}
    for one in _imports():
        name = one.name.partition(".")[0]
        if name not in sys.stdlib_module_names and name != "booklet":
            owners.setdefault(name, set()).add(one.by)
    assert owners == {name: set(modules) for name, modules in OWNERS.items()}


def test_every_library_is_asked_for_and_every_one_that_is_asked_for_is_used() -> None:
    """The dependencies in `pyproject.toml` are what the modules import, and the packages of the fonts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=~!\[ ]", line)[0].lower() for line in project["dependencies"]}
    distributions = packages_distributions()
    imported = {_normal(distributions[name][0]) for name in OWNERS}
    files = (PACKAGE / "fonts.py").read_text(encoding="utf-8")
    fonts = {name for name in asked if f'"{name.replace("-", "_")}"' in files}
    assert fonts
    assert asked == {COMES_WITH.get(name, name) for name in imported} | fonts


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_typesetting_is_imported_when_pages_are_made() -> None:
    """Nothing imports the typesetter when it is imported itself: it takes half a second."""
    of_typeset = [one for one in _imports() if one.name in ("booklet.typeset", "weasyprint") and one.by != "typeset"]
    assert of_typeset
    assert not [one for one in of_typeset if one.at_once]


@pytest.mark.parametrize("words", ["lijst", "--help", "controleer"])
def test_a_command_that_makes_no_pages_does_not_wait_for_weasyprint(words: str) -> None:
    """What only reads starts at once, and works where WeasyPrint cannot."""
    command = [sys.executable, "-X", "importtime", "build.py", *words.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in ((0, 1) if words == "controleer" else (0,))
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {"booklet.cli", "click"} <= imported
    assert not {name for name in imported if name.partition(".")[0] in ("weasyprint", "pydyf")}
    assert "booklet.typeset" not in imported


def test_the_eight_steps_are_the_same_everywhere() -> None:
    """The package, the story and the README tell the same eight steps in the same words and the same order."""
    assert len(STEPS) == 8
    documented = re.findall(r"^(\d)\. ([^(\n]+?) \(`(\w+)`", booklet.__doc__ or "", re.MULTILINE)
    assert [(int(number), step) for number, step, _ in documented] == list(enumerate(STEPS, 1))
    assert {module for _, _, module in documented} <= set(LAYERS)
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    places = [readme.find(f"{number}. **{step}**") for number, step in enumerate(STEPS, 1)]
    assert -1 not in places, f"README.md does not tell: {[STEPS[at] for at, place in enumerate(places) if place < 0]}"
    assert places == sorted(places)
