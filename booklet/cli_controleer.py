"""The command that looks without making: at the content, or at PDF files of anybody."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from booklet.namen import drukkerij_names, gemeente_names
from booklet.pipeline import Order, examine
from booklet.problems import Problem, in_order, stops
from booklet.products import DRUKKEN
from booklet.terminal import (
    Uitvoer,
    gemeenten_of,
    inhoud_option,
    json_option,
    known,
    must_be_new,
    offering,
    print_found,
    print_json,
    print_problems,
    problem_fields,
    stil_option,
    stopping,
    today,
    watched,
)

if TYPE_CHECKING:
    from booklet.export import Todo

streng_option = click.option("--streng", is_flag=True, help="Stop ook bij een waarschuwing.")
drukkerij_option = click.option(
    "--drukkerij",
    default="standaard",
    metavar="NAAM",
    shell_complete=offering(drukkerij_names),
    help="Wat de drukkerij vraagt (anders: standaard).",
)


def drukkerij_of(name: str, inhoud: Path) -> str:
    """The printer profile that was meant; without any profile, reading the content tells what is missing."""
    names = drukkerij_names(inhoud)
    return known((name,), names, "Drukkerij")[0] if names else name


def _names_to_check(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """What the Tab key offers behind `controleer`: gemeenten, or with --pdf files."""
    if context.params.get("pdf"):
        return click.Path(dir_okay=False).shell_complete(context, parameter, begun)
    return [CompletionItem(name) for name in offering(gemeente_names)(context, parameter, begun)]


@click.command(options_metavar="[OPTIES]")
@click.argument("namen", nargs=-1, metavar="[GEMEENTE]... of --pdf BESTAND...", shell_complete=_names_to_check)
@click.option(
    "--pdf",
    is_flag=True,
    help="De namen zijn PDF-bestanden, ook van een ander: zijn ze goed om te drukken of te lezen?",
)
@click.option(
    "--druk",
    metavar="DRUK",
    shell_complete=offering(lambda _inhoud: DRUKKEN),
    help="Met --pdf: waar het bestand voor is, zoals drukkerij of scherm.",
)
@drukkerij_option
@inhoud_option
@streng_option
@click.option("--online", is_flag=True, help="Kijk ook op internet of de websites antwoorden.")
@click.option(
    "--nakijklijst",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="Zet in een werkblad (.xlsx) wat iemand opnieuw moet nakijken.",
)
@stil_option
@json_option
def controleer(
    namen: tuple[str, ...],
    inhoud: Path,
    *,
    pdf: bool,
    druk: str | None,
    drukkerij: str,
    streng: bool,
    online: bool,
    nakijklijst: Path | None,
    uitvoer: Uitvoer,
) -> None:
    """Controleer de inhoud, zonder boekjes te maken. Zonder naam: alle gemeenten.

    Met --pdf controleert u PDF-bestanden, ook die van een ander programma.
    """
    _refuse_without_pdf(pdf=pdf)
    if pdf:
        purpose = known((druk,), DRUKKEN, "Druk")[0] if druk else None
        sys.exit(_judge_files(namen, purpose, drukkerij_of(drukkerij, inhoud), inhoud, streng=streng, uitvoer=uitvoer))
    sys.exit(_check_content(namen, inhoud, streng=streng, online=online, nakijklijst=nakijklijst, uitvoer=uitvoer))


def _refuse_without_pdf(*, pdf: bool) -> None:
    """End with 2 when an option for PDF files was typed for the content, or the other way round."""
    context = click.get_current_context()
    for option in ("online", "nakijklijst") if pdf else ("druk", "drukkerij"):
        if context.get_parameter_source(option) == ParameterSource.COMMANDLINE:
            how = "kan niet samen met --pdf" if pdf else "hoort bij --pdf"
            example = "controleer almere --online" if pdf else "controleer --pdf boekje.pdf --druk drukkerij"
            raise click.UsageError(f"--{option} {how}. Typ bijvoorbeeld: {example}")


def _check_content(
    gemeenten: Sequence[str], inhoud: Path, *, streng: bool, online: bool, nakijklijst: Path | None, uitvoer: Uitvoer
) -> int:
    """Check the content and tell what is wrong; returns what the program ends with."""
    from booklet import upkeep
    from booklet.printed import score_lines

    order = Order(gemeenten_of(gemeenten, inhoud) or gemeente_names(inhoud), today(), inhoud=inhoud)
    if nakijklijst:
        must_be_new(nakijklijst, (".xlsx",))
    library, problems = watched(lambda on_step: examine(order, on_step))
    rows = upkeep.to_check(library, order.today)
    if online:
        problems += watched(
            lambda on_step: upkeep.look_online(library, lambda n, of: on_step(2, f"websites: {n} van {of}"))
        )
    if nakijklijst and rows:
        problems += upkeep.write_to_check(rows, nakijklijst)
    problems, stopped = in_order(problems), stops(problems, strict=streng)
    if uitvoer == "json":
        checked = {"gestopt": stopped, "gemeenten": order.gemeenten, "nakijken": [_todo_fields(row) for row in rows]}
        print_json({**checked, "problemen": problem_fields(problems)})
    elif uitvoer == "stil":
        print_problems(stopping(problems, strict=streng))
    else:
        print_problems(problems)
        _print_to_check(rows, nakijklijst)
        print_found(problems)
        for line in score_lines(library):
            click.echo(line)
        if not stopped:
            click.echo(f"In orde: {', '.join(order.gemeenten)}.")
    return int(stopped)


def _judge_files(
    names: Sequence[str], purpose: str | None, profile: str, inhoud: Path, *, streng: bool, uitvoer: Uitvoer
) -> int:
    """Look at PDF files of anybody and tell what is wrong with them; returns what the program ends with."""
    from booklet.content import read_content
    from booklet.preflight import judge, limits_of

    if not names:
        raise click.UsageError("Welk bestand? Typ de naam erachter: controleer --pdf boekje.pdf")
    for name in names:
        if not Path(name).is_file():
            raise click.UsageError(f"Bestand '{name}' is er niet. Kijk de naam en de map na.")
    read = next((read for read in read_content(inhoud, ()).drukkerijen if read.value.id == profile), None)
    if read is None:
        raise click.UsageError(f"Drukkerij '{profile}' heeft fouten. Kijk met: python build.py controleer")
    limits = limits_of(read.value)
    every: list[Problem] = []
    for number, name in enumerate(names, 1):

        def look(on_step: Callable[[int, str], None], name: str = name, number: int = number) -> tuple[Problem, ...]:
            on_step(7, f"{name} ({number} van {len(names)})")
            return judge(Path(name).read_bytes(), name, purpose, limits)

        problems = in_order(watched(look))
        every += problems
        if uitvoer is None:
            print_problems(problems)
            if not stops(problems, strict=streng):
                click.echo(f"In orde: {name}{', maar lees de waarschuwingen' if problems else ''}.")
    stopped = stops(every, strict=streng)
    if uitvoer == "json":
        print_json({"gestopt": stopped, "bestanden": names, "problemen": problem_fields(every)})
    elif uitvoer == "stil":
        print_problems(stopping(every, strict=streng))
    return int(stopped)


def _print_to_check(rows: "Sequence[Todo]", file: Path | None) -> None:
    """What somebody must check again, the oldest first."""
    if rows:
        click.echo(f"Opnieuw nakijken ({len(rows)}), het oudste eerst:")
    for row in rows:
        checked = f"{row.entry.gecontroleerd:%d-%m-%Y}" if row.entry.gecontroleerd else "nooit"
        click.echo(f"  {checked}  {row.versheid:10} {row.entry.aanbod} van {row.entry.organisatie} ({row.file})")
    if file:
        said = f"Deze lijst staat ook in {file}." if rows else "Er hoeft niets opnieuw te worden nagekeken."
        click.echo(said)


def _todo_fields(row: "Todo") -> dict[str, object]:
    """What somebody must check again, for another program."""
    entry = row.entry
    return {
        "gecontroleerd": entry.gecontroleerd,
        "versheid": row.versheid,
        "aanbod": entry.aanbod,
        "organisatie": entry.organisatie,
        "bestand": row.file,
    }
