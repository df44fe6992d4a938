"""Step 8 and the door for people: the commands that make and check booklets, what they print and how they end.

Ends with 0 when all is done, 1 when something in the content stops it, 2 when the command was wrong.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from booklet.cli_kaart import nieuw, sociale_kaart
from booklet.content import domein_names, editie_names, gemeente_names
from booklet.pipeline import Order, Report, examine, make
from booklet.problems import in_order, stops
from booklet.products import DRUKKEN
from booklet.terminal import (
    gemeenten_of,
    inhoud_option,
    known,
    must_be_new,
    print_problems,
    print_table,
    today,
    watched,
)

if TYPE_CHECKING:
    from booklet.export import Todo

STANDAARD = ("almere",)

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
@click.option("--ook-verouderd", is_flag=True, help="Druk ook hulp die te lang niet is nagekeken.")
@inhoud_option
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
    ook_verouderd: bool = False,
    inhoud: Path = Path("content"),
    uit: Path = Path("output"),
    streng: bool = False,
) -> None:
    """Maak de boekjes van een of meer gemeenten. Zonder naam: Almere."""
    order = Order(
        gemeenten=gemeente_names(inhoud) if alle else gemeenten_of(gemeenten or STANDAARD, inhoud),
        today=today(),
        edities=known(edities, editie_names(inhoud), "Editie"),
        domeinen=known(domeinen, domein_names(inhoud), "Domein"),
        inhoud=inhoud,
        uit=uit,
        streng=streng,
        ook_verouderd=ook_verouderd,
    )
    known(drukken, DRUKKEN, "Druk")
    report = watched(lambda on_step: make(order, on_step))
    print_problems(report.problems)
    _print_made(report)
    sys.exit(int(report.stopped))


@main.command(options_metavar="[OPTIES]", short_help="Controleer de inhoud, zonder boekjes te maken.")
@_gemeenten
@inhoud_option
@_streng
@click.option("--online", is_flag=True, help="Kijk ook op internet of de websites antwoorden.")
@click.option(
    "--nakijklijst",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="Zet in een werkblad (.xlsx) wat iemand opnieuw moet nakijken.",
)
def controleer(
    gemeenten: tuple[str, ...], inhoud: Path, *, streng: bool, online: bool, nakijklijst: Path | None
) -> None:
    """Controleer de inhoud, zonder boekjes te maken. Zonder naam: alle gemeenten."""
    from booklet import upkeep

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
    print_problems(in_order(problems))
    _print_to_check(rows, nakijklijst)
    stopped = stops(problems, strict=streng)
    if not stopped:
        click.echo(f"In orde: {', '.join(order.gemeenten)}.")
    sys.exit(int(stopped))


@main.command(options_metavar="[OPTIES]", short_help="Laat zien welke gemeenten, edities en drukken er zijn.")
@inhoud_option
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


main.add_command(nieuw)
main.add_command(sociale_kaart)


def _print_made(report: Report) -> None:
    if len(report.rows) > 1:
        heads = ("Gemeente", "boekjes", "bladzijden", "fouten", "waarschuwingen", "te oud voor het boekje")
        rows = ((row.gemeente, row.files, row.pages, row.errors, row.warnings, row.outdated) for row in report.rows)
        print_table(heads, rows)
    else:
        for made in report.made:
            click.echo(f"Gemaakt: {made.path} ({made.pages} bladzijden)")
    if report.stopped:
        missing = "Niet alles is gemaakt" if report.made else "Er is niets gemaakt"
        click.echo(f"{missing}. Los eerst de fouten op die hierboven staan.", err=True)


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
