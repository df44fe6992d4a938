"""No English word in anything that a user sees: help, errors, messages, the templates, the README and the workbook.

Words are judged one by one, against English words that are no Dutch words. Words that both languages have (is, in, of, map,
last, list, word, kind) are not in the list, and neither is what our readers know under an English name (pdf, online, e-mail,
full colour) and what two of our folders are called (content, output).
"""

import ast
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
import yaml
from click.testing import CliRunner
from conftest import CONTENT, ROOT
from test_dutch import PO, read_po

from booklet.cli import main
from booklet.terminal import Later

PACKAGE = ROOT / "booklet"
LAYOUTS = ROOT / "layouts"

ENGLISH = frozenset(
    """
    about above accept actually add added adding address after again against all allow allowed already also although
    always an and another any anything are args arguments around array ask asked attribute automatically available
    back background because become before behind below between black blue body book booklet booklets boolean border
    both bottom bottoms broken browse build built but button by call called can cannot card cards change changed
    changes character characters check checked checks choice choose chosen click clicked close closed color colors
    colours columns command commands complete completed contain contains contents copy could couldn count create
    created current cut date day days default delete deleted deprecated description did different directory display
    does doesn doing don done down drop each edit editing else empty enable end ended enough entries entry
    error errors every everything example examples exist existing exists exit expected fail failed fails failure
    false field fields file filename files fill filled find finished fits fix fixed float folder folders following
    footer for found four from get getting give given go good got green grey guess handle has hasn have haven head
    header heading heads height here hidden highlight home house houses how however ignore ignored image images
    immediately inner insert instead integer into invalid isn issue it its job just keep key keyboard keys know
    known language languages large leave left length less library like limit line lines load loaded loading look
    looked looking lower main make makes making many match matched matches may message messages middle missing
    modified more most move moved much name named names need needed needs never new newer next nobody nor not
    nothing notice now number numbers occurred off old older once one only onto opened opening option optional
    options or order other our out outer outside own owner page pages paper part parts passed path paths people
    picture pictures piece pieces please possible press previous printed printing problem problems property provide
    provided put quit quote quoted raise read reading ready rebuild received recommended red refer reference refused
    reload remaining remove removed rename replace replaced report request required requires resize result results
    return returned returns right row rows running said same save saved saving say says screen scroll search section
    seen select selected send sent sentence sentences separate settings several shall she sheet sheets short should
    shouldn showing shown shows side sides size sizes skip skipped small some something soon source spread stay step
    steps still stopped string strings styles succeeded success successfully such switch table take taken takes tell
    text texts than that the their them then there these they thing things this those three through time times title
    titles today together too total try trying turn two unable undefined unexpected unknown unless unsupported until
    unused updated upper usage use used user users uses using valid value values very view visible wait waiting
    warning warnings watch way were what when where whether which while white who whole whose why width will wish
    with within without words work working works would wouldn write writing written wrong yellow yes yesterday yet
    you your
    """.split()  # noqa: SIM905  a list of them would be a page long
)

# Words of names that stay as they are in Dutch: who made it, or what it is called.
NAMES = re.compile(
    r"Visual Studio Code|Red Hat|Open Referral|Housing First|Acrobat Reader|Creative Commons|Design Tokens?|"
    r"Open Font License|Style Dictionary|Tokens Studio|Podman|Dev Containers?|yaml-language-server|\bIT\b|use strict|It (?:Amelân|Hearrenfean)",
)
NOT_READ = re.compile(
    r"""
      ```.*?```                         # a piece of code, and code in a line
    | `[^`\n]*`
    | https?://\S+ | \S+@\S+
    | --[\w-]+                          # an option
    | \{\{.*?\}\} | \{%.*?%\} | \{\#.*?\#\}
    | &\w+;
    | [\w<>~.*-]*[/\\][\w<>~./\\*-]*    # a path
    | \b[\w*-]+(?:\.\w+)+\b              # a file or a site
    | %\(\w+\)\w | \{[^{}\n]*\}         # what is filled in
    """,
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile(r"(?<![\w])[^\W\d_]+(?![\w])")


class Text(NamedTuple):
    """What a user may read, and where it comes from."""

    place: str
    said: str

    def english(self) -> list[str]:
        """The English words in it."""
        read = NOT_READ.sub(" ", NAMES.sub(" ", self.said))
        return [word for word in WORD.findall(read) if word.lower() in ENGLISH]


def _judge(texts: Iterator[Text], least: int) -> None:
    """Every text is Dutch, and there are so many that the search did find them."""
    every = list(texts)
    assert len(every) >= least
    wrong = [f"{text.place}: {', '.join(words)} in {text.said[:120]!r}" for text in every if (words := text.english())]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Error: no such file", ["Error", "such", "file"]),
        ("Dit bestand is missing.", ["missing"]),
        ("Kies een map, of laat het zoals het was. Had u hier last van? Stop de test met de toets x.", []),
        ("Zie `python build.py maak --help` en output/page/file.pdf op https://example.com/the/page", []),
        ("{% if page %}Blad {{ page.number }}{% endif %} {fault.message}", []),
        ("Typ the naam", ["the"]),
        ("[OPTIONS] COMMAND [ARGS]", ["OPTIONS", "COMMAND", "ARGS"]),
    ],
)
def test_the_judge_knows_english_from_dutch(said: str, words: list[str]) -> None:
    """It finds English, and leaves Dutch, code, paths and addresses alone."""
    assert Text("", said).english() == words


# ----------------------------------------------------------------------------------------------------------------------
# In the terminal


def _commands(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    command = command.read() if isinstance(command, Later) else command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*words, name))


def _helps() -> Iterator[Text]:
    for words in _commands(main, ()):
        told = CliRunner().invoke(main, [*words, "--help"], prog_name="build.py", terminal_width=100)
        assert told.exit_code == 0
        yield Text(f"{' '.join(words)} --help", told.output)


def test_help_is_dutch() -> None:
    """Of every command, also of those inside `sociale-kaart`, with the names of what is filled in."""
    _judge(_helps(), 9)


def test_what_click_says_is_dutch() -> None:
    """Every message that click 8.5 can show has its Dutch; test_dutch says that none lacks."""
    _judge((Text(f"messages.po, {ids[0]}", said) for ids, texts in read_po(PO).items() for said in texts if ids[0]), 60)


# Strings that are not said to a user: the module, how the string begins, and why it is there.
NOT_SAID = {
    ("cli_aanvullen", "mijn-eigen-plan aanvullen zsh"): "a line for the shell",
    ("content", " or "): "what pydantic puts between values",
    ("dokter", "body {"): "CSS",
    ("drawn", "INLINE IMAGE"): "an operator of PDF",
    ("export", "Table Style"): "a style of Excel",
    ("export", "a cell cannot hold"): "a fault of the program itself",
    ("forms", "endcmap"): "PostScript",
    ("gemeenten", "no list of gemeenten"): "caught where the list is read",
    ("markup", " } @page :first"): "CSS",
    ("markup", '<section class="deel'): "HTML",
    ("markup", "<section "): "HTML",
    ("markup", "<p style='break"): "HTML",
    ("markup", '" aria-hidden="true" class'): "HTML",
    ("markup", "html { break-before"): "CSS",
    ("oldexcel", "Can't find workbook"): "what xlrd says, to know it by",
    ("press", "<?xpacket"): "XML",
    ("rewrite", " could not be rewritten"): "caught, with an answer in Dutch",
    ("rewrite_facts", " could not be rewritten"): "caught, with an answer in Dutch",
    ("rules", "Callable[[Look]"): "a type",
    ("schema", ": the houses cannot"): "for who makes the program",
    ("schema", "a kind of value"): "for who makes the program",
    ("separate", "INLINE IMAGE"): "an operator of PDF",
    ("separate", "a picture that"): "caught, with an answer in Dutch",
    ("separate", " parts of "): "caught, with an answer in Dutch",
    ("source", "block sequence entries are"): "what PyYAML says, to know it by",
    ("source", "cannot start any token"): "what PyYAML says, to know it by",
    ("serve", "default-src"): "a header of HTTP",
    ("source", "expected ':'"): "what PyYAML says, to know it by",
    ("source", "mapping values"): "what PyYAML says, to know it by",
    ("source", "quoted scalar"): "what PyYAML says, to know it by",
    ("typeset", "Using fontTools instead"): "what WeasyPrint says, to know it by",
    ("typeset", "not among the files"): "for who makes the program, behind the Dutch",
}


def _strings(file: Path) -> Iterator[Text]:
    """Every string with a space in it, also the pieces between what an f-string fills in; no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone and " " in node.value:
            yield Text(f"{file.name}:{node.lineno}", node.value)


def _is_said(text: Text) -> bool:
    module = text.place.partition(".")[0]
    return not any(module == one and text.said.startswith(begin) for one, begin in NOT_SAID)


def test_what_the_program_says_is_dutch() -> None:
    """Every message, hint, heading and remark in the modules, whatever function it is given to."""
    files = sorted(PACKAGE.glob("*.py"))
    _judge((text for file in files for text in _strings(file) if _is_said(text)), 1000)


def test_every_exception_is_of_use() -> None:
    """What is said to be no message is there, and would be taken for English."""
    for module, begin in NOT_SAID:
        found = [text for text in _strings(PACKAGE / f"{module}.py") if text.said.startswith(begin)]
        assert any(text.english() for text in found), (module, begin)


def test_an_english_message_is_found(tmp_path: Path) -> None:
    """As an f-string, as a hint, and in a table; a docstring is for who writes the program."""
    file = tmp_path / "wrong.py"
    file.write_text(
        '''"""The file."""
def told(x): return error("X01", x, f"dit bestand {x} is missing", hint="check the file")
TABLE = {"a": ("regel", "the line is empty")}
''',
        encoding="utf-8",
    )
    found = [(text.place, text.english()) for text in _strings(file) if text.english()]
    assert sorted(found) == [
        ("wrong.py:2", ["check", "the", "file"]),
        ("wrong.py:2", ["missing"]),
        ("wrong.py:3", ["the", "line", "empty"]),
    ]


# ----------------------------------------------------------------------------------------------------------------------
# On paper and on the screen

_SPOKEN = re.compile(r"""\b(?:alt|title|aria-label|placeholder|content)="([^"]*)\"""")
_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)
_CSS = re.compile(r"\{% block stijl %\}.*?\{% endblock %\}", re.DOTALL)
_QUOTED = re.compile(r"""\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def _template(file: Path) -> Iterator[Text]:
    """What stands in a template itself: between the tags, and in what a screen reader says."""
    html = _JINJA.sub(" ", _CSS.sub("", file.read_text(encoding="utf-8")))
    place = file.relative_to(file.parents[1]).as_posix()
    yield Text(place, _MARKUP.sub(" ", html))
    yield from (Text(place, said) for said in _SPOKEN.findall(re.sub(r"<meta[^>]*>", "", html)))
    for script in re.findall(r"<script\b[^>]*>(.*?)</script>", html, re.DOTALL):
        yield from _script(place, script)


def _script(place: str, code: str) -> Iterator[Text]:
    code = re.sub(r"^\s*//[^\n]*$|/\*.*?\*/", "", code, flags=re.MULTILINE | re.DOTALL)
    yield from (Text(place, quoted) for quoted in _QUOTED.findall(code) if " " in quoted)


def test_the_templates_are_dutch() -> None:
    """The words that stand in the templates of booklets and of the overview, also those in their scripts."""
    templates = (
        text for file in sorted(LAYOUTS.rglob("*")) if file.suffix in (".html", ".svg") for text in _template(file)
    )
    _judge(templates, 50)
    _judge((text for file in LAYOUTS.rglob("*.js") for text in _script(file.name, file.read_text(encoding="utf-8"))), 0)


def test_an_english_template_is_found(tmp_path: Path) -> None:
    """Between tags, in an attribute and in a script."""
    file = tmp_path / "page.html"
    file.write_text(
        '<p class="the file">Blad {{ page }}</p><b>Next</b><img alt="a picture">'
        '<script>// the file\nsay("no such page", the)</script>',
        encoding="utf-8",
    )
    assert [word for text in _template(file) for word in text.english()] == ["Next", "picture", "such", "page"]


def _values(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _values(inner)


# The Sociale Kaart and the sources quote how others call themselves and their sites.
TEXTS = (
    "plan.yaml",
    "evaluatie.yaml",
    "handleiding.yaml",
    "domeinen/*.yaml",
    "edities/*.yaml",
    "training/*.yaml",
    "personen/*.yaml",
)
EXPLAINED = PACKAGE / "taal" / "nl" / "velden.yaml"  # what an editor tells of each field


def _contents() -> Iterator[Text]:
    for file in (EXPLAINED, *(file for pattern in TEXTS for file in sorted(CONTENT.glob(pattern)))):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  all scalars are text
        yield from (Text(file.name, said) for said in _values(data))


def test_the_booklets_are_dutch() -> None:
    """The texts of the plan, the houses, the editions, the training, the manual and the examples."""
    _judge(_contents(), 1000)


# ----------------------------------------------------------------------------------------------------------------------
# To read and to fill in


def _for_users(markdown: str) -> str:
    """A README without what is for developers: from that heading to the next one."""
    return re.sub(r"^## For developers$.*?(?=^## |\Z)", "", markdown, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_what_comes_with_the_program_is_dutch(name: str) -> None:
    """Line by line, but for the part of the README that is for developers."""
    whole = (ROOT / name).read_text(encoding="utf-8")
    told = NOT_READ.sub(" ", _for_users(whole))
    _judge((Text(name, line) for line in told.splitlines() if line.strip()), 20)


def test_only_the_part_for_developers_is_left_out() -> None:
    """The heading is there, what follows it is English, and a heading after it counts again."""
    whole = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(Text("", whole).english()) > 50 > len(Text("", _for_users(whole)).english())
    assert _for_users("Een\n## For developers\nthe\n## Twee\nfile\n") == "Een\n## Twee\nfile\n"


def test_the_workbook_is_dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell and every note of every sheet, but for what the Sociale Kaart itself says."""
    shutil.copytree(CONTENT, tmp_path / "content")
    card = tmp_path / "content/gemeenten/voorbeeldstad/sociale-kaart.yaml"
    card.write_text("voorzieningen: []\n", encoding="utf-8")
    (tmp_path / "content/sociale-kaart/landelijk.yaml").write_text("voorzieningen: []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["sociale-kaart", "exporteer", "voorbeeldstad", "kaart.xlsx"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("kaart.xlsx") as book:
        inner = {
            name: book.read(name).decode() for name in book.namelist() if re.search(r"Strings|comments|sheet\d", name)
        }
    texts = (
        Text(name, said)
        for name, xml in inner.items()
        for said in re.findall(r'<t\b[^>]*>([^<]+)</t>|(?:prompt|error|promptTitle|errorTitle)="([^"]+)"', xml)
        for said in said
    )
    _judge(texts, 40)
