"""Step 8 and the door for people: the commands, what they print and how they end; no work of their own.

Ends with 0 when all is done, 1 when something in the content stops it, 2 when the command was wrong.
"""

import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from booklet.dutch import speak_dutch

speak_dutch()

import click  # noqa: E402  click looks some of its words up when commands are declared

from booklet.content import domein_names, editie_names, gemeente_names  # noqa: E402
from booklet.markup import LayoutError  # noqa: E402
from booklet.pipeline import STEPS, Order, Report, examine, make  # noqa: E402
from booklet.problems import Problem, Severity, did_you_mean, stops  # noqa: E402
from booklet.products import DRUKKEN  # noqa: E402

STANDAARD = ("almere",)

_inhoud = click.option(
    "--inhoud",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("content"),
    metavar="MAP",
    help="De map met de inhoud (anders: content).",
)
_streng = click.option("--streng", is_flag=True, help="Stop ook bij een waarschuwing.")
_gemeenten = click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]...")


@click.group(
    invoke_without_command=True,
    options_metavar="",
    subcommand_metavar="[OPDRACHT] ...",
    context_settings={"help_option_names": ["--help"], "max_content_width": 100},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Maakt de boekjes Mijn Eigen Plan.

    Zonder opdracht maakt het programma de drie boekjes van Almere, in de map output.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows console may not know every letter
    if context.invoked_subcommand is None:
        context.invoke(maak, gemeenten=STANDAARD)


@main.command(options_metavar="[OPTIES]", short_help="Maak de boekjes van een of meer gemeenten.")
@_gemeenten
@click.option("--alle", is_flag=True, help="Maak de boekjes van alle gemeenten.")
@click.option("--editie", "edities", multiple=True, metavar="EDITIE", help="Alleen deze editie. Mag vaker.")
@click.option("--druk", "drukken", multiple=True, metavar="DRUK", help="Alleen deze druk. Mag vaker.")
@click.option("--domein", "domeinen", multiple=True, metavar="DOMEIN", help="Alleen dit huis. Mag vaker.")
@_inhoud
@click.option(
    "--uit",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    metavar="MAP",
    help="De map voor de boekjes (anders: output).",
)
@_streng
def maak(
    gemeenten: tuple[str, ...] = (),
    *,
    alle: bool = False,
    edities: tuple[str, ...] = (),
    drukken: tuple[str, ...] = (),
    domeinen: tuple[str, ...] = (),
    inhoud: Path = Path("content"),
    uit: Path = Path("output"),
    streng: bool = False,
) -> None:
    """Maak de boekjes van een of meer gemeenten. Zonder naam: Almere."""
    order = Order(
        gemeenten=gemeente_names(inhoud)
        if alle
        else _known(gemeenten or STANDAARD, gemeente_names(inhoud), "Gemeente"),
        edities=_known(edities, editie_names(inhoud), "Editie"),
        domeinen=_known(domeinen, domein_names(inhoud), "Domein"),
        inhoud=inhoud,
        uit=uit,
        streng=streng,
    )
    _known(drukken, DRUKKEN, "Druk")
    report = _watched(lambda on_step: make(order, on_step))
    _print_problems(report.problems)
    _print_made(report)
    sys.exit(int(report.stopped))


@main.command(options_metavar="[OPTIES]", short_help="Controleer de inhoud, zonder boekjes te maken.")
@_gemeenten
@_inhoud
@_streng
def controleer(gemeenten: tuple[str, ...], inhoud: Path, *, streng: bool) -> None:
    """Controleer de inhoud, zonder boekjes te maken. Zonder naam: alle gemeenten."""
    order = Order(_known(gemeenten, gemeente_names(inhoud), "Gemeente") or gemeente_names(inhoud), inhoud=inhoud)
    _, problems = _watched(lambda on_step: examine(order, on_step))
    _print_problems(problems)
    stopped = stops(problems, strict=streng)
    if not stopped:
        click.echo(f"In orde: {', '.join(order.gemeenten)}.")
    sys.exit(int(stopped))


@main.command(options_metavar="[OPTIES]", short_help="Laat zien welke gemeenten, edities en drukken er zijn.")
@_inhoud
def lijst(inhoud: Path) -> None:
    """Laat zien welke gemeenten, edities, domeinen en drukken er zijn."""
    for title, names in (
        ("Gemeenten", gemeente_names(inhoud)),
        ("Edities", editie_names(inhoud)),
        ("Domeinen", domein_names(inhoud)),
    ):
        click.echo(f"{title}:")
        for name in names:
            click.echo(f"  {name}")
    click.echo("Drukken:")
    for druk in DRUKKEN.values():
        click.echo(f"  {druk.naam}: om te {druk.waarvoor}")


def _known(asked: Iterable[str], known: Iterable[str], what: str) -> tuple[str, ...]:
    """The names that were asked for, as they are written in the content; a name that is not there ends with 2."""
    existing = list(known)
    names = tuple(dict.fromkeys(name.lower().replace(" ", "-") for name in asked))
    for name in names:
        if name not in existing:
            hint = did_you_mean(name, existing)
            raise click.UsageError(f"{what} '{name}' is er niet{'; ' if hint else '.'}{hint}")
    return names


def _watched(work: Callable[[Callable[[int, str], None]], Any]) -> Any:
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


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        place, _, rest = str(problem).partition(f" {problem.severity}: ")
        word = click.style(str(problem.severity), fg=_COLOURS[problem.severity])
        click.echo(f"{place} {word}: {rest}", err=True)


def _print_made(report: Report) -> None:
    for made in report.made:
        click.echo(f"Gemaakt: {made.path} ({made.pages} bladzijden)")
    if report.stopped:
        missing = "Niet alles is gemaakt" if report.made else "Er is niets gemaakt"
        click.echo(f"{missing}. Los eerst de fouten op die hierboven staan.", err=True)
