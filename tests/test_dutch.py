"""Click speaks Dutch: the catalogue is complete and fresh, and wrong calls get answers without English in them."""

import ast
import gettext
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from booklet.dutch import speak_dutch

ROOT = Path(__file__).parents[1]
PO = ROOT / "booklet" / "taal" / "nl" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")

Catalogue = dict[tuple[str, ...], tuple[str, ...]]
"""A catalogue: (msgid,) or (msgid, msgid_plural), with one translation for each."""

# What click marks without writing it out: the expression, and the message that it stands for.
INDIRECT = {"extra['required']": "required"}

ENGLISH = re.compile(
    r"\b(usage|error|options?|commands?|arguments?|try|no such|missing|invalid|got|unexpected|extra|did you mean|one of|"
    r"show this|show the|message|exit|version|required|default|dynamic|choice|choose|does not|do not|is not|exists?|"
    r"for help|requires?|takes?|values?|valid|integer|float|boolean|range|text|filename|file|directory|path|format|"
    r"match|env var|deprecated|aborted|repeat|confirm|continue)\b",
    re.IGNORECASE,
)


# --- The catalogue ---


def read_po(path: Path) -> Catalogue:
    """Return the entries of a .po file, which must hold nothing but comments, msgid, msgid_plural, msgstr and msgstr[n]."""
    entries: list[dict[str, str]] = []
    keyword = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r'(msgid|msgid_plural|msgstr|msgstr\[[01]\])? ?(".*")', line)
        assert match, f"not understood in {path.name}: {line}"
        if match[1] == "msgid":
            entries.append({})
        keyword = match[1] or keyword
        assert not (match[1] and keyword in entries[-1]), f"twice in one entry: {line}"
        entries[-1][keyword] = entries[-1].get(keyword, "") + ast.literal_eval(match[2])
    catalogue: Catalogue = {}
    for entry in entries:
        plural = "msgid_plural" in entry
        msgid = (entry["msgid"], entry["msgid_plural"]) if plural else (entry["msgid"],)
        assert msgid not in catalogue, f"twice in {path.name}: {msgid}"
        catalogue[msgid] = (entry["msgstr[0]"], entry["msgstr[1]"]) if plural else (entry["msgstr"],)
    return catalogue


def compile_mo(catalogue: Catalogue) -> bytes:
    """Return the catalogue as the bytes of a .mo file: a header, two tables of (length, offset), and the strings."""
    encoded = {"\0".join(ids).encode(): "\0".join(texts).encode() for ids, texts in catalogue.items()}
    rows = sorted(encoded.items())
    strings = [row[0] for row in rows] + [row[1] for row in rows]
    start = 28  # the header: seven numbers of four bytes
    offset = start + 8 * len(strings)
    table, blob = b"", b""
    for string in strings:
        table += struct.pack("<2I", len(string), offset + len(blob))
        blob += string + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(rows), start, start + 8 * len(rows), 0, offset) + table + blob


def lookups(tree: ast.Module) -> Iterator[tuple[ast.Call, int]]:
    """Yield every call of gettext or ngettext in a module, with the number of messages that it takes."""
    counts = {"gettext": 1, "ngettext": 2}
    names = {
        alias.asname or alias.name: counts[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "gettext"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node, names[node.func.id]


def click_modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the installed click."""
    folder = Path(click.__file__).parent
    return {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}


def marked() -> set[tuple[str, ...]]:
    """Return every message that the installed click marks for translation."""
    found = set()
    for module, tree in click_modules().items():
        for call, count in lookups(tree):
            ids = []
            for argument in call.args[:count]:
                if isinstance(argument, ast.Constant):
                    ids.append(str(argument.value))
                else:
                    source = ast.unparse(argument)
                    assert source in INDIRECT, f"{module}:{call.lineno} marks {source}: add it to INDIRECT"
                    ids.append(INDIRECT[source])
            found.add(tuple(ids))
    return found


def placeholders(text: str) -> set[str]:
    """Return the names of the {name} and %(name)s in a message."""
    named = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    return named | set(re.findall(r"%\(\w+\)\w", text))


def test_catalogue_holds_what_click_marks() -> None:
    """Every message that click marks has an entry, and no entry is left of a message that click dropped."""
    messages = marked()
    assert len(messages) > 60
    assert read_po(PO).keys() - {("",)} == messages


def test_click_imports_gettext_only_by_name() -> None:
    """Click reaches gettext through 'from gettext import ...' alone, so that marked() sees every lookup."""
    imports = [
        (module, ast.unparse(node))
        for module, tree in click_modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "gettext")
    ]
    assert len(imports) > 5
    assert all(re.fullmatch(r"from gettext import (gettext as _|ngettext)", statement) for _, statement in imports), (
        imports
    )


def test_click_looks_nothing_up_on_import() -> None:
    """No message is looked up while click itself is imported, so click may be imported before speak_dutch()."""
    for module, tree in click_modules().items():
        inside = {
            node
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for statement in (function.body if isinstance(function.body, list) else [function.body])
            for node in ast.walk(statement)
        }
        early = [f"{module}:{call.lineno}" for call, _ in lookups(tree) if call not in inside]
        assert not early


def test_every_translation_is_filled_in_with_the_same_placeholders() -> None:
    """A translation is never empty and uses the placeholders of its message, so that formatting cannot fail."""
    for ids, texts in read_po(PO).items():
        if ids == ("",):
            continue
        for msgid, text in zip(ids, texts, strict=True):
            assert text.strip(), msgid
            assert placeholders(text) == placeholders(msgid), msgid


def test_mo_is_fresh(request: pytest.FixtureRequest) -> None:
    """The committed .mo is what the .po compiles to; --update-golden writes it anew."""
    expected = compile_mo(read_po(PO))
    if request.config.getoption("--update-golden", default=False):
        MO.write_bytes(expected)
    assert MO.read_bytes() == expected, "run: python -m pytest tests/test_dutch.py --update-golden"


def test_python_reads_the_mo() -> None:
    """Python's own reader finds every entry back, singular and plural."""
    with MO.open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    for ids, texts in read_po(PO).items():
        if len(ids) == 2:
            assert (dutch.ngettext(*ids, 1), dutch.ngettext(*ids, 2), dutch.ngettext(*ids, 0)) == (*texts, texts[1])
        elif ids != ("",):
            assert dutch.gettext(*ids) == texts[0]


# --- What a user sees ---


@pytest.fixture
def dutch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak Dutch for one test, to a user whose own settings are English."""
    folder, domain = gettext.bindtextdomain("messages"), gettext.textdomain()
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, "en_US.UTF-8")
    speak_dutch()
    yield
    gettext.bindtextdomain("messages", folder)
    gettext.textdomain(domain)


def demo() -> click.Group:
    """Return a program that is declared as the booklet maker's own should be, with all kinds of options."""
    existing = click.Path(exists=True, dir_okay=False)

    @click.group(subcommand_metavar="OPDRACHT ...", options_metavar="[OPTIES]")
    @click.version_option("1.2", prog_name="demo")
    def program() -> None:
        """Maakt boekjes."""

    @program.command(options_metavar="[OPTIES]")
    @click.argument("gemeente", help="Naam van de gemeente.")
    @click.option("--aantal", type=int, metavar="GETAL", default=1, show_default=True, help="Hoeveel.")
    @click.option("--maat", type=click.FloatRange(1, 5), metavar="MAAT", help="Hoe groot.")
    @click.option("--vel", type=click.Choice(["a4", "a5"]), help="Soort papier.")
    @click.option("--kleur", type=click.Choice(["rood"]), help="Soort inkt.")
    @click.option("--dag", type=click.DateTime(["%d-%m-%Y"]), metavar="DAG", help="Welke dag.")
    @click.option("--moment", type=click.DateTime(["%d-%m-%Y", "%d-%m"]), metavar="DAG", help="Welk moment.")
    @click.option("--marges", type=float, nargs=2, metavar="MM MM", help="Links en rechts.")
    @click.option("--aan", type=bool, metavar="JA/NEE", help="Aan of uit.")
    @click.option("--nummer", type=click.UUID, metavar="NUMMER", help="Uniek nummer.")
    @click.option("--streng", is_flag=True, help="Stop bij elke fout.")
    def maak(**_: object) -> None:
        """Maakt een boekje."""

    @program.command(options_metavar="[OPTIES]")
    @click.argument("bestand", type=existing)
    @click.option("--uit", required=True, type=click.Path(file_okay=False, exists=True), help="Waarheen.")
    @click.option("--los", type=click.Path(exists=True), help="Iets.")
    def lees(**_: object) -> None:
        """Leest een bestand."""

    @program.command(options_metavar="[OPTIES]")
    @click.argument("vel", type=click.Choice(["a4", "a5"]))
    @click.argument("plek", nargs=2)
    def druk(**_: object) -> None:
        """Drukt een boekje."""

    @program.command(deprecated="Gebruik maak.", options_metavar="[OPTIES]")
    @click.option("--oud", deprecated=True, default="", metavar="WOORD", help="Doet niets meer.")
    @click.option("--nu", default=lambda: 1, show_default=True, show_envvar=True, envvar="DEMO_NU", metavar="GETAL")
    def bouw(**_: object) -> None:
        """Bouwt een boekje."""

    @program.command(options_metavar="[OPTIES]")
    @click.confirmation_option()
    @click.password_option("--woord", prompt="Geheim woord", help="Geheim.", metavar="WOORD")
    def wis(**_: object) -> None:
        """Wist alles."""

    return program


CALLS = [
    # the words typed, what is typed at questions, and a part of the answer
    ("", "", "Gebruik: demo [OPTIES] OPDRACHT ..."),
    ("--help", "", "Opties:\n  --version  Toon de versie en stop.\n  --help     Toon deze uitleg en stop."),
    ("--help", "", "Opdrachten:\n  bouw  Bouwt een boekje. (VEROUDERD: Gebruik maak.)"),
    ("--version", "", "demo, versie 1.2"),
    ("maak --help", "", "In te vullen:\n  GEMEENTE  Naam van de gemeente."),
    ("maak --help", "", "Hoeveel.  [standaard: 1]"),
    ("lees --help", "", "--uit MAP  Waarheen.  [verplicht]"),
    ("lees --help", "", "--los PAD"),
    ("bouw --help", "", "[omgevingsvariabele: DEMO_NU; standaard: (wordt berekend)]"),
    ("wis --help", "", "Ga door zonder het te vragen."),
    ("mak", "", "Typ 'demo --help' voor uitleg.\n\nFout: Onbekende opdracht 'mak'. Bedoelde u 'maak'?"),
    ("xyz", "", "Fout: Onbekende opdracht 'xyz'."),
    ("--streng", "", "Fout: Onbekende optie '--streng'."),
    ("maak Dam --nummr 7", "", "Fout: Onbekende optie '--nummr'. Bedoelde u '--nummer'?"),
    ("maak Dam --marge 1", "", "Bedoelde u een van deze: '--dag', '--maat', '--marges'?"),
    ("maak Dam -x", "", "Fout: Onbekende optie '-x'."),
    ("maak", "", "Fout: Dit ontbreekt nog: 'GEMEENTE'."),
    ("maak Dam Rotte", "", "Fout: Dit hoort er niet bij: Rotte"),
    ("maak Dam Rotte Zaan", "", "Fout: Dit hoort er niet bij: Rotte Zaan"),
    ("maak Dam --aantal", "", "Fout: Achter optie '--aantal' hoort een waarde."),
    ("maak Dam --marges 3", "", "Fout: Achter optie '--marges' horen 2 waarden."),
    ("maak Dam --streng=ja", "", "Fout: Achter optie '--streng' hoort geen waarde."),
    ("maak Dam --aantal drie", "", "'--aantal' klopt niet: 'drie' is hier geen geldig getal. Gebruik cijfers"),
    ("maak Dam --maat groot", "", "'--maat' klopt niet: 'groot' is hier geen geldig getal."),
    ("maak Dam --maat 7", "", "'--maat' klopt niet: 7.0 kan hier niet. Dit kan wel: 1<=x<=5."),
    ("maak Dam --vel a3", "", "'--vel' klopt niet: 'a3' kan hier niet. Kies een van deze: 'a4', 'a5'."),
    ("maak Dam --kleur geel", "", "'--kleur' klopt niet: 'geel' kan hier niet. Dit kan wel: 'rood'."),
    ("maak Dam --dag morgen", "", "'--dag' klopt niet: 'morgen' is niet geschreven als '%d-%m-%Y'."),
    ("maak Dam --moment nu", "", "'nu' is niet geschreven als een van deze: '%d-%m-%Y', '%d-%m'."),
    ("maak Dam --aan soms", "", "'soms' betekent hier geen ja of nee."),
    ("maak Dam --nummer 7", "", "'7' is geen geldige UUID."),
    ("lees weg.yaml --uit .", "", "Fout: 'BESTAND' klopt niet: Bestand 'weg.yaml' bestaat niet."),
    ("lees . --uit .", "", "'BESTAND' klopt niet: Bestand gevraagd, maar '.' is een map."),
    ("lees er.yaml", "", "Fout: Deze optie ontbreekt nog: '--uit'."),
    ("lees er.yaml --uit weg", "", "'--uit' klopt niet: Map 'weg' bestaat niet."),
    ("lees er.yaml --uit er.yaml", "", "'--uit' klopt niet: Map gevraagd, maar 'er.yaml' is een bestand."),
    ("lees er.yaml --uit . --los weg", "", "'--los' klopt niet: Pad 'weg' bestaat niet."),
    ("druk", "", "Fout: Dit ontbreekt nog: '{a4|a5}'. Kies uit:\n\ta4,\n\ta5"),
    ("druk a4 x", "", "Fout: Bij 'plek' horen 2 waarden."),
    ("bouw --oud x", "", "Let op: 'oud' is verouderd."),
    ("bouw", "", "Let op: de opdracht 'bouw' is verouderd. Gebruik maak."),
    ("wis", "n\n", "Wilt u doorgaan? (y = ja, n = nee) [y/N]: n\nGestopt."),
    ("wis", "x\nn\n", "Fout: typ y voor ja of n voor nee."),
    ("wis --yes", "a\nb\na\na\n", "Typ het nog een keer: \nFout: u typte twee verschillende dingen."),
]


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(("words", "typed", "expected"), CALLS, ids=[f"demo {call[0]}".strip() for call in CALLS])
def test_answers_are_dutch(
    words: str, typed: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to a call, wrong or right, says what it should in Dutch and has no English word in it."""
    monkeypatch.chdir(tmp_path)
    Path("er.yaml").touch()
    result = CliRunner().invoke(demo(), words.split(), input=typed, prog_name="demo", terminal_width=100)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert expected in result.output
    spoken = re.sub(r"--\w+|'demo .*'", "", result.output)  # what the user types is no language
    assert not ENGLISH.findall(spoken), result.output


def test_the_word_list_sees_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without speak_dutch() nearly every call in the table has English in its answer, so the list is no empty guard."""
    monkeypatch.setenv("LANGUAGE", "C")
    answers = [
        CliRunner().invoke(demo(), words.split(), input=typed, prog_name="demo").output for words, typed, _ in CALLS
    ]
    assert all(ENGLISH.search(answer) for answer in answers)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"LANG": "C"},
        {"LANG": "en_US.UTF-8"},
        {"LC_ALL": "C"},
        {"LC_ALL": "en_US.UTF-8", "LANGUAGE": "en:de"},
        {"LANGUAGE": "", "LC_MESSAGES": "fr_FR"},
    ],
    ids=str,
)
@pytest.mark.parametrize("first", ["import click", "import booklet.dutch"])
def test_own_language_settings_do_not_matter(settings: dict[str, str], first: str, tmp_path: Path) -> None:
    """A fresh process answers in Dutch whatever its language settings, and whichever is imported first."""
    code = f"""{first}
import click
from booklet.dutch import speak_dutch
speak_dutch()
@click.command(options_metavar="[OPTIES]")
@click.argument("bestand", type=click.Path(exists=True))
def lees(bestand): pass
lees(["weg.yaml"], prog_name="lees")
"""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    environment = inherited | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | settings
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 2
    assert result.stderr.replace("\r", "") == (
        "Gebruik: lees [OPTIES] BESTAND\nTyp 'lees --help' voor uitleg.\n\n"
        "Fout: 'BESTAND' klopt niet: Pad 'weg.yaml' bestaat niet.\n"
    )
