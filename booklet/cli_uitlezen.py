"""The command for a booklet that came back filled in: its answers as a text to read and as a file to print again."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from booklet.files import write_whole
from booklet.invulling import Invulling, as_yaml, safe_name
from booklet.terminal import print_problems, typed, watched

_PRIVATE = (
    "Deze bestanden zijn privé. Bewaar ze op een veilige plek, of gooi ze weg als u ze niet meer nodig hebt.",
    "Er is niets verstuurd, en nergens anders is iets bewaard.",
)


@click.command(options_metavar="[OPTIES]")
@click.argument("bestand", metavar="BESTAND.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--naar",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="MAP",
    help="De map voor de antwoorden (anders: naast de PDF).",
)
def uitlezen(bestand: Path, naar: Path | None) -> None:
    """Lees een ingevuld boekje, en zet de antwoorden in twee bestanden.

    Het ene (.txt) is om te lezen. Met het andere (.yaml) drukt u het ingevulde boekje af.
    """
    from booklet.uitlezen import as_invulling, as_text, read_filled

    if not bestand.is_file():
        raise click.UsageError(f"Bestand '{bestand}' is er niet. Kijk de naam en de map na.")
    plan, problems = watched(lambda on_step: read_filled(bestand.read_bytes(), bestand.as_posix()))
    print_problems(problems)
    if plan is None or not plan.ingevuld:
        click.echo("Er is niets gemaakt.", err=True)
        sys.exit(int(plan is None))
    invulling = as_invulling(plan, safe_name(bestand))
    text, answers = ((naar or bestand.parent) / f"{bestand.stem}{ending}" for ending in (".txt", ".yaml"))
    # The mark before the text tells every Kladblok, also an old one, that its letters are UTF-8.
    _write({text: as_text(plan).encode("utf-8-sig"), answers: as_yaml(invulling).encode()})
    click.echo(f"Gemaakt: {text} (om te lezen)")
    click.echo(f"Gemaakt: {answers} (om af te drukken)")
    for line in _PRIVATE:
        click.echo(line)
    click.echo(f"Zo drukt u het ingevulde boekje af: {_command(invulling, answers)}")


def _write(files: Mapping[Path, bytes]) -> None:
    """Write the files; ends with 2, and writes none of them, when another file would be lost."""
    if lost := watched(lambda on_step: next((path for path, data in files.items() if _holds_other(path, data)), None)):
        raise click.UsageError(
            f"'{lost}' is er al, met iets anders erin. Haal dat bestand eerst weg, of kies met --naar een andere map."
        )
    problems = [problem for path, data in files.items() for problem in write_whole(path, data, path.as_posix())]
    print_problems(problems)
    if problems:
        sys.exit(1)


def _holds_other(path: Path, data: bytes) -> bool:
    return path.exists() and not (path.is_file() and path.read_bytes() == data)


def _command(invulling: Invulling, answers: Path) -> str:
    """What to type to print the answers; a name that the file did not tell is left to fill in.

    A loose part has no edition of its own to ask for: which part it is, stands in the answers.
    """
    editie = invulling.editie or "EDITIE"
    words = [invulling.gemeente or "GEMEENTE", *(() if "/" in editie else ("--editie", editie)), "--ingevuld"]
    return f"python build.py maak {' '.join(words)} {typed(answers)}"
