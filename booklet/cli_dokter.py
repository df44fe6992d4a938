"""The command that says whether this machine can make booklets."""

import sys
from pathlib import Path

import click

from booklet.dokter import examine, told
from booklet.terminal import today


@click.command(options_metavar="[OPTIES]")
def dokter() -> None:
    """Kijk of deze computer boekjes kan maken. Zo niet, dan ziet u stap voor stap wat u kunt doen."""
    checks = tuple(examine(Path("content"), Path("output"), today()))
    for line in told(checks):
        click.echo(line)
    sys.exit(int(not all(check.good for check in checks)))
