"""What people see and type in a terminal: options that return, problems, progress and lists; no work of its own.

Click speaks Dutch from the moment that this is imported, so a module with commands imports this first.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from booklet.dutch import speak_dutch

speak_dutch()

import click  # noqa: E402  click looks some of its words up when commands are declared

from booklet.content import gemeente_names  # noqa: E402
from booklet.gemeenten import Official, existing, readable_list  # noqa: E402
from booklet.markup import LayoutError  # noqa: E402
from booklet.pipeline import STEPS  # noqa: E402
from booklet.problems import Problem, Severity, did_you_mean  # noqa: E402

inhoud_option = click.option(
    "--inhoud",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("content"),
    metavar="MAP",
    help="De map met de inhoud (anders: content).",
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


def _which_gemeente(name: str, folders: Sequence[str], officials: Sequence[Official]) -> str:
    """What to type instead of a name that is no gemeente here, or more than one."""
    meant = [folder for folder in folders if existing(name, [folder], officials)]
    if len(meant) > 1:
        return f"Er is meer dan één gemeente '{name}'; typ {' of '.join(meant)}."
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


def watched(work: Callable[[Callable[[int, str], None]], Any]) -> Any:
    """Do the work and show its steps on a terminal; in a pipe it stays quiet."""
    terminal = sys.stderr.isatty()

    def on_step(step: int, text: str) -> None:
        if terminal:
            click.echo(f"\r\x1b[K{step}/{len(STEPS)} {text}", nl=False, err=True)

    try:
        return work(on_step)
    except LayoutError as fault:
        raise click.ClickException(str(fault)) from fault
    except OSError as fault:
        raise click.ClickException(_system_words(fault)) from fault
    except Exception as fault:  # whatever goes wrong, staff get a sentence and not a traceback
        place = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        said = f"Het programma zelf maakte een fout ({where}, {type(fault).__name__}: {fault}). Meld dit aan de makers."
        raise click.ClickException(said) from fault
    finally:
        if terminal:
            click.echo("\r\x1b[K", nl=False, err=True)


def _system_words(fault: OSError) -> str:
    """What the computer refused, in plain Dutch."""
    if fault.filename is None:
        return "Pango ontbreekt op deze computer. In de README staat hoe u het installeert."
    return f"'{fault.filename}' is niet te lezen of te schrijven. Kijk of het bestand er is en of u erbij mag."


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def print_problems(problems: Iterable[Problem]) -> None:
    """A line per problem, on the stream for errors, with its severity in colour on a terminal."""
    for problem in problems:
        place, _, rest = str(problem).partition(f" {problem.severity}: ")
        word = click.style(str(problem.severity), fg=_COLOURS[problem.severity])
        click.echo(f"{place} {word}: {rest}", err=True)


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


def must_be_new(file: Path, endings: Sequence[str], *, vervang: bool = False) -> None:
    """End with 2 when a file to write has another ending, or is there already and may not be replaced."""
    if file.suffix.lower() not in endings:
        raise click.UsageError(f"'{file.name}' moet eindigen op {' of '.join(endings)}.")
    if file.exists() and not vervang:
        raise click.UsageError(f"'{file}' is er al. Kies een andere naam, of haal het bestand eerst weg.")
