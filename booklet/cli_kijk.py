"""The command to look on: the booklets in a browser, made again while somebody writes."""

import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from booklet.namen import editie_names, gemeente_names
from booklet.terminal import gemeenten_of, inhoud_option, known, offering, today, watched

if TYPE_CHECKING:
    from booklet.kijk import Subject

STANDAARD = "almere"


@click.command(options_metavar="[OPTIES]")
@click.argument("gemeente", default=STANDAARD, metavar="[GEMEENTE]", shell_complete=offering(gemeente_names))
@click.option(
    "--editie",
    "edities",
    multiple=True,
    metavar="EDITIE",
    shell_complete=offering(editie_names),
    help="Alleen deze editie. Mag vaker.",
)
@inhoud_option
@click.option("--geen-browser", is_flag=True, help="Open de browser niet; het adres staat op het scherm.")
def kijk(gemeente: str, edities: tuple[str, ...], inhoud: Path, *, geen_browser: bool) -> None:
    """Kijk in de browser hoe de boekjes worden, terwijl u schrijft. Zonder naam: Almere.

    Bewaart u een bestand in content of layouts? Dan ziet u de nieuwe bladzijde vanzelf. Stoppen doet u met Ctrl+C.
    """
    from booklet.kijk import Subject

    (name,) = gemeenten_of((gemeente,), inhoud)
    subject = Subject(name, today(), known(edities, editie_names(inhoud), "Editie"), inhoud)
    watched(lambda on_step: _look_on(subject, open_browser=not geen_browser))


def _look_on(subject: "Subject", *, open_browser: bool) -> None:
    """Show the pages and follow what is saved, until Ctrl+C."""
    import booklet.typeset  # noqa: F401  a computer that cannot make pages is told so before a browser opens
    from booklet.kijk import Preview, follow
    from booklet.serve import open_server

    preview, stop = Preview(subject), threading.Event()
    server = open_server(preview)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"Kijk mee op {server.address}")
    click.echo("Stoppen doet u met Ctrl+C.")
    if open_browser and not webbrowser.open(server.address):
        click.echo("Er ging geen browser open. Typ het adres zelf in uw browser.")
    try:
        follow(preview, stop)
    except KeyboardInterrupt:
        click.echo("Gestopt met kijken.")
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
