"""What people see and type in a terminal: options that return, problems, progress and lists; no work of its own.

Click speaks Dutch from the moment that this is imported, so a module with commands imports this first.
"""

import codecs
import errno
import json
import os
import re
import sys
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from booklet.dutch import speak_dutch

speak_dutch()

import click  # noqa: E402  click looks some of its words up when commands are declared

from booklet.gemeenten import Official, existing, id_of, readable_list  # noqa: E402
from booklet.namen import editie_names, gemeente_names  # noqa: E402
from booklet.problems import Problem, Severity, did_you_mean, stops  # noqa: E402

Uitvoer = Literal["stil", "json"] | None  # how a command tells what it did: hardly, to another program, or to people


def _plain_letters(fault: UnicodeError) -> tuple[str, int]:
    """What a console shows in place of letters that it does not know: the letter without its accent, a hyphen, or `?`."""
    if not isinstance(fault, UnicodeEncodeError):  # this is for what is written, not for what is read
        raise fault
    unknown = fault.object[fault.start : fault.end].translate(_DASHES_AND_QUOTES)
    plain = (unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?" for letter in unknown)
    return "".join(plain), fault.end


_DASHES_AND_QUOTES = str.maketrans("–—‘’“”", "--''\"\"")
_PLAIN_LETTERS = "gewone-letters"  # the name under which Python knows the function above
codecs.register_error(_PLAIN_LETTERS, _plain_letters)


class Program(click.Group):
    """All commands together; what they say can be shown by any console, a Windows one and a pipe too.

    Without colours when NO_COLOR is set (no-color.org) or the terminal is a dumb one.
    """

    def main(self, *words: Any, **extra: Any) -> Any:
        """Run the command that was typed."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=_PLAIN_LETTERS)
        if os.environ.get("NO_COLOR") or _is_dumb():
            extra.setdefault("color", False)
        return super().main(*words, **extra)

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """Take in what was typed, and remember it for who must type it again (`typed_again`)."""
        context.meta[_TYPED] = tuple(words)
        return super().parse_args(context, words)

    def resolve_command(self, context: click.Context, words: list[str]) -> Any:
        """The command that was typed; who typed only a gemeente is told what goes before it."""
        found = existing(words[0], gemeente_names(INHOUD), readable_list(INHOUD))
        if found and self.get_command(context, words[0]) is None:
            raise click.UsageError(
                f"Onbekende opdracht '{words[0]}'. Bedoelde u: python build.py maak {found}", context
            )
        if words[0] in editie_names(INHOUD) and self.get_command(context, words[0]) is None:
            raise click.UsageError(_is_an_edition(words[0]), context)
        return super().resolve_command(context, words)


_TYPED = "booklet.typed"  # where click keeps it


def typed_again(*more: str) -> str:
    """The command that is running, as one types it, with more behind it; what was typed already comes once."""
    words: tuple[str, ...] = click.get_current_context().meta[_TYPED]
    new = (word for word in more if word not in words)
    return " ".join(("python build.py", *(typed(Path(word)) for word in (*words, *new) if word)))


def _is_dumb() -> bool:
    """Whether the terminal says that it can do nothing but put a line below the last one."""
    return os.environ.get("TERM") == "dumb"


class Later(click.Command):
    """A command of a module that is read when somebody types the command; until then only its name and its help are known."""

    def __init__(self, name: str, module: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help)
        self._at = (module, name.replace("-", "_"))

    def read(self) -> click.Command:
        """The command itself."""
        module, function = self._at
        command: click.Command = getattr(import_module(module), function)
        return command

    def make_context(self, *words: Any, **extra: Any) -> click.Context:
        """A context of the command itself, which goes on in its own way."""
        return self.read().make_context(*words, **extra)


class WholeNumber(click.IntRange):
    """A whole number, of which help and errors tell the limits in words."""

    def _describe_range(self) -> str:
        return f"{self.min} of meer" if self.max is None else f"van {self.min} tot en met {self.max}"


def offering(of: Callable[[Path], Iterable[str]]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What the Tab key offers: names that the content has; `of` only looks which files there are, for Tab must not wait."""

    def offered(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        there = of(context.params.get("inhoud") or Path("content"))
        return [name for name in there if name.startswith(begun.lower())]

    return offered


def must_be_there(_context: click.Context, option: click.Parameter, folder: Path) -> Path:
    """End with 2 when there is no folder with content; who typed none is in another folder than that of the program."""
    if folder.is_dir():
        return folder
    hint = (
        "Ga eerst naar de map waarin build.py staat."
        if folder == INHOUD
        else f"Kijk de naam achter {option.opts[0]} na."
    )
    raise click.UsageError(f"De map '{folder}' is er niet. {hint}")


INHOUD = Path("content")

inhoud_option = click.option(
    "--inhoud",
    type=click.Path(path_type=Path),
    callback=must_be_there,
    default=INHOUD,
    metavar="MAP",
    help="De map met de inhoud (anders: content).",
)

stil_option = click.option(
    "--stil", "uitvoer", flag_value="stil", default=None, help="Zeg alleen iets als er een fout is."
)
json_option = click.option(
    "--json", "uitvoer", flag_value="json", default=None, help="Schrijf het verslag voor een ander programma (JSON)."
)


MAX_LISTED = 12  # more names than this are too many to choose from in an answer


DAY = "MIJN_EIGEN_PLAN_VANDAAG"  # an environment variable; SOURCE_DATE_EPOCH is taken, by what makes the fonts


def today() -> date:
    """The one door for the date; the environment variable sets another day, as 2026-11-22, to make the same files again."""
    asked = os.environ.get(DAY)
    try:
        return date.fromisoformat(asked) if asked else date.today()
    except ValueError as fault:
        raise click.UsageError(f"{DAY} is '{asked}'. Schrijf een dag als 2026-11-22.") from fault


def gemeenten_of(asked: Iterable[str], inhoud: Path) -> tuple[str, ...]:
    """The folders of the gemeenten that were meant, each once; one that is not there ends with 2."""
    folders, officials = gemeente_names(inhoud), readable_list(inhoud)
    names = []
    for name in asked:
        folder = existing(name, folders, officials)
        if folder is None:
            raise click.UsageError(_which_gemeente(name, folders, officials))
        names.append(folder)
    return tuple(dict.fromkeys(names))


def _is_an_edition(name: str) -> str:
    return f"'{name}' is een editie. Typ bijvoorbeeld: python build.py maak almere --editie {name}"


_FILES = {
    ".pdf": "Een PDF kijkt u na met: python build.py controleer --pdf",
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv", ".json"), "Typ eerst de gemeente, en dan het bestand."),
}


def _which_gemeente(name: str, folders: Sequence[str], officials: Sequence[Official]) -> str:
    """What to type instead of a name that is no gemeente here, or more than one."""
    if Path(name).suffix in _FILES:
        return f"'{name}' is een bestand, en hier hoort een gemeente. {_FILES[Path(name).suffix]}"
    if name in editie_names(INHOUD):
        return _is_an_edition(name)
    meant = [folder for folder in folders if existing(name, [folder], officials)]
    if len(meant) > 1:
        return f"Er is meer dan één gemeente '{name}'; typ {' of '.join(meant)}."
    if new := existing(name, [id_of(official, officials) for official in officials], officials):
        return f"Gemeente '{name}' is er nog niet. Begin met: python build.py nieuw {new}"
    hint = did_you_mean(name, folders)
    if len(folders) > MAX_LISTED and not hint.startswith("bedoelde"):
        return f"Gemeente '{name}' is er niet. Met 'python build.py lijst' ziet u welke er zijn."
    return f"Gemeente '{name}' is er niet{'; ' if hint else '.'}{hint}"


def known(asked: Iterable[str], there: Iterable[str], what: str) -> tuple[str, ...]:
    """The names that were asked for, as they are written in the content; a name that is not there ends with 2."""
    choices = list(there)
    names = tuple(dict.fromkeys(name.lower().replace(" ", "-") for name in asked))
    for name in names:
        if name not in choices:
            hint = did_you_mean(name, choices)
            raise click.UsageError(f"{what} '{name}' is er niet{'; ' if hint else '.'}{hint}")
    return names


class Progress:
    """The line that tells what is going on, on a terminal that can write it anew; elsewhere it tells nothing.

    It needs no escape codes, so an old Windows console shows it well.
    """

    def __init__(self) -> None:
        self._live = sys.stderr.isatty() and not _is_dumb()
        self._width = 0

    def __call__(self, _step: int, text: str) -> None:
        """Write what is going on in place of what stood there; what does not fit in the line is cut off."""
        if self._live:
            room = _columns() - 1  # a letter in the last column would go on to the next line
            line = _printable(text[:1].upper() + text[1:])
            line = line if len(line) <= room else f"{line[: room - 1]}…"
            self._write(line)
            self._width = len(line)

    def _write(self, line: str) -> None:
        click.echo(f"\r{line.ljust(self._width)}", nl=False, err=True)

    def clear(self) -> None:
        """Rub the line out."""
        if self._width:
            self._write("")
            click.echo("\r", nl=False, err=True)
            self._width = 0

    def lasting(self, text: str) -> None:
        """A line that stays, above the one that tells what is going on."""
        self.clear()
        click.echo(text)


def _columns() -> int:
    """How wide the terminal is, in letters."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)  # it may quote anything


STOPPED_BY_USER = 130  # what a program ends with after Ctrl-C: 128 and the number of the signal


def watched(work: Callable[[Progress], Any]) -> Any:
    """Do the work and show its steps on a terminal; whatever goes wrong, staff get a sentence and not a traceback.

    A pipe that somebody closed is left to click, which ends without a word.
    """
    progress = Progress()
    try:
        return work(progress)
    except KeyboardInterrupt:
        progress.clear()
        click.echo("U hebt het programma gestopt. Wat al gemaakt was, staat er nog.", err=True)
        sys.exit(STOPPED_BY_USER)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise click.ClickException(_system_words(fault)) from fault
    except MemoryError as fault:
        raise click.ClickException(
            "Deze computer heeft te weinig geheugen vrij. Sluit andere programma's, of maak met --editie één boekje tegelijk."
        ) from fault
    except Exception as fault:
        raise click.ClickException(_own_fault(fault)) from fault
    finally:
        progress.clear()


def _own_fault(fault: Exception) -> str:
    """What of ours is wrong, a template or the program itself, with what its makers need to know."""
    from booklet.markup import LayoutError  # what makes pages takes long to read, and most commands need it not

    if isinstance(fault, LayoutError):
        return f"Er staat een fout in een sjabloon. Zet het oorspronkelijke bestand terug. (Voor de makers: {fault})"
    place = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"Het programma zelf maakte een fout. Meld dit aan de makers. (Voor de makers: {where}, {type(fault).__name__}: {fault})"


def _system_words(fault: OSError) -> str:
    """What the computer refused, in plain Dutch."""
    if fault.errno is None:  # a library that does not load has no number
        return "Pango ontbreekt op deze computer. Wat u kunt doen, ziet u met: python build.py dokter"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return "De schijf is vol. Gooi iets weg dat u niet meer nodig hebt, en probeer het opnieuw."
    name = f"'{fault.filename}'" if fault.filename else "Een bestand"
    if isinstance(fault, PermissionError):
        return f"{name} is op slot. Sluit het bestand als het ergens open staat, en kijk of u erbij mag."
    return f"{name} is niet te lezen of te schrijven. Kijk of het bestand er is en of u erbij mag."


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_MORE = {Severity.ERROR: "fouten", Severity.WARNING: "waarschuwingen", Severity.NOTE: "meldingen"}
_MOST_ALIKE = 3  # as many problems of a kind in one file tell what kind it is; the others say nothing new


def print_problems(problems: Iterable[Problem]) -> None:
    """A line per problem, on the stream for errors, with its severity in colour on a terminal."""
    for problem in problems:
        place, _, rest = str(problem).partition(f" {problem.severity}: ")
        word = click.style(str(problem.severity), fg=_COLOURS[problem.severity])
        click.echo(f"{place} {word}: {rest}", err=True)


def print_folded(problems: Sequence[Problem], may_fold: Callable[[Problem], bool]) -> bool:
    """The problems, but of those that may be folded three of a kind in a file, and how many more there are.

    Returns whether anything was left out.
    """
    kinds = Counter(_kind(problem) for problem in problems if may_fold(problem))
    seen: Counter[tuple[str, Severity, str]] = Counter()
    for problem in problems:
        kind = _kind(problem)
        seen[kind] += may_fold(problem)
        left = kinds[kind] - _MOST_ALIKE
        if not may_fold(problem) or seen[kind] <= _MOST_ALIKE:
            print_problems((problem,))
        if may_fold(problem) and left > 0 and seen[kind] == _MOST_ALIKE:
            click.echo(f"  … en nog {counted(left, problem.severity)} zoals deze in dit bestand", err=True)
    return any(count > _MOST_ALIKE for count in kinds.values())


def _kind(problem: Problem) -> tuple[str, Severity, str]:
    """What makes problems alike: what is wrong, how bad it is, and in which file."""
    return problem.code, problem.severity, problem.place.file


def counted(count: int, severity: Severity) -> str:
    """How many there are, as `1 fout` and `3 waarschuwingen`."""
    return f"{count} {severity if count == 1 else _MORE[severity]}"


def print_found(problems: Sequence[Problem], everything: str = "") -> None:
    """How many errors and warnings there are, and how to read them all."""
    counts = Counter(problem.severity for problem in problems)
    found = ", ".join(counted(counts[one], one) for one in (Severity.ERROR, Severity.WARNING) if counts[one])
    if found:
        click.echo(f"{found}.{f' Alles lezen: {everything}' if everything else ''}")


def stopping(problems: Iterable[Problem], *, strict: bool) -> list[Problem]:
    """The problems that let something not be made."""
    return [problem for problem in problems if stops((problem,), strict=strict)]


def print_json(document: Mapping[str, object]) -> None:
    """One JSON document on the stream for answers, as UTF-8 whatever the console is; a day is written as 2026-11-22."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    click.echo(text.encode("utf-8", "replace"))


def problem_fields(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The problems for a JSON document; a line or column that there is not is null."""
    return [
        {
            "code": problem.code,
            "ernst": str(problem.severity),
            "bestand": problem.place.file,
            "regel": problem.place.line or None,
            "kolom": problem.place.column or None,
            "blad": problem.place.sheet or None,
            "bericht": problem.message,
            "tip": problem.hint or None,
        }
        for problem in problems
    ]


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table of which the first column is text and the others are numbers."""
    lines = [tuple(map(str, heads)), *(tuple(map(str, row)) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        cells = (
            line[0].ljust(widths[0]),
            *(text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True)),
        )
        click.echo("  ".join(cells).rstrip())


_ONE_WORD = re.compile(r"[\w./\\:-]+")  # a path that needs no quotes in any terminal


def typed(path: Path) -> str:
    """A path as one types it behind a command, with quotes where it has a space."""
    return str(path) if _ONE_WORD.fullmatch(str(path)) else f'"{path}"'


def must_be_new(file: Path, endings: Sequence[str], *, vervang: bool = False) -> None:
    """End with 2 when a file to write has another ending, or is there already and may not be replaced."""
    if file.suffix.lower() not in endings:
        raise click.UsageError(f"'{file.name}' moet eindigen op {' of '.join(endings)}.")
    if file.exists() and not vervang:
        raise click.UsageError(f"'{file}' is er al. Kies een andere naam, of haal het bestand eerst weg.")
