"""Step 8 and the door for people: all commands by name, and the one that tells what there is.

Ends with 0 when all is done, 1 when something in the content stops it, 2 when the command was wrong. A command is read when
somebody types it: to list what there is must not wait for what makes booklets.
"""

from pathlib import Path

import click

from booklet.drukken import WAARVOOR
from booklet.namen import domein_names, editie_names, gemeente_names, persoon_names
from booklet.terminal import Later, Program, Uitvoer, inhoud_option, json_option, print_json


@click.group(
    cls=Program,
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
    if context.invoked_subcommand is None:
        with main.commands["maak"].make_context("maak", [], parent=context) as asked:
            asked.command.invoke(asked)


@main.command(options_metavar="[OPTIES]", short_help="Laat zien welke gemeenten, edities en drukken er zijn.")
@inhoud_option
@json_option
def lijst(inhoud: Path, uitvoer: Uitvoer) -> None:
    """Laat zien welke gemeenten, edities, domeinen, voorbeelden en drukken er zijn."""
    there = {
        "gemeenten": gemeente_names(inhoud),
        "edities": editie_names(inhoud),
        "domeinen": domein_names(inhoud),
        "voorbeelden": persoon_names(inhoud),
    }
    if uitvoer == "json":
        print_json({**there, "drukken": WAARVOOR})
        return
    for title, names in there.items():
        click.echo(f"{title.capitalize()}:")
        for name in names:
            click.echo(f"  {name}")
    click.echo("Drukken:")
    for druk, waarvoor in WAARVOOR.items():
        click.echo(f"  {druk}: {waarvoor}")


for _later in (
    Later("maak", "booklet.cli_maak", "Maak de boekjes van een of meer gemeenten."),
    Later("controleer", "booklet.cli_controleer", "Controleer de inhoud, of met --pdf een PDF."),
    Later("nieuw", "booklet.cli_kaart", "Begin met een nieuwe gemeente."),
    Later("sociale-kaart", "booklet.cli_kaart", "Houd de Sociale Kaart bij met Excel."),
    Later("uitlezen", "booklet.cli_uitlezen", "Lees een ingevuld boekje."),
    Later("huisstijl", "booklet.cli_huisstijl", "Haal een voorstel voor de huisstijl uit een bestand."),
    Later("dokter", "booklet.cli_dokter", "Kijk of deze computer boekjes kan maken."),
    Later("kijk", "booklet.cli_kijk", "Kijk mee in de browser terwijl u schrijft."),
    Later("aanvullen", "booklet.cli_aanvullen", "Laat de Tab-toets namen aanvullen."),
):
    main.add_command(_later)
