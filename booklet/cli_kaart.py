"""The commands for a gemeente that keeps its own Sociale Kaart: starting one, to Excel and back, and what differs."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from booklet.cellvalues import read_value
from booklet.content import read_content
from booklet.gemeenten import Official, existing, find, id_of, read_list, unlisted
from booklet.namen import gemeente_names
from booklet.problems import Place, Problem, Severity, stops
from booklet.terminal import (
    Uitvoer,
    gemeenten_of,
    inhoud_option,
    json_option,
    must_be_new,
    offering,
    print_json,
    print_problems,
    problem_fields,
    today,
    watched,
)

if TYPE_CHECKING:  # the libraries for spreadsheets are imported when a command needs them
    from booklet.models import Voorziening
    from booklet.upkeep import Cabinet, Comparison, Version
    from booklet.verschil import Change, Difference

_FILES = (".xlsx", ".xls", ".ods", ".csv", ".yaml", ".yml")

_gemeente = click.argument("gemeente", metavar="GEMEENTE", shell_complete=offering(gemeente_names))
_bestand = click.argument("bestand", metavar="BESTAND", type=click.Path(dir_okay=False, path_type=Path))


@click.command(options_metavar="[OPTIES]")
@click.argument("gemeente", metavar="GEMEENTE")
@click.option("--code", metavar="CODE", help="De CBS-code van een gemeente die nog niet in de lijst staat.")
@inhoud_option
def nieuw(gemeente: str, code: str | None, inhoud: Path) -> None:
    """Begin met een nieuwe gemeente: een map met een werkblad om in te vullen. GEMEENTE is een naam of een CBS-code."""
    from booklet.start import next_steps, start, write_new

    official, id = _new_official(gemeente, code, inhoud)
    library = read_content(inhoud, ())
    if library.landelijk is None or not library.domeinen:
        print_problems(library.problems)
        sys.exit(1)
    domeinen = [read.value for read in library.domeinen]
    files = start(official, id, domeinen, library.landelijk.value.voorzieningen)
    problems = write_new(inhoud, id, files)
    print_problems(problems)
    if problems:
        sys.exit(1)
    click.echo(f"Gemaakt: {inhoud.as_posix()}/gemeenten/{id}. Zo gaat u verder:")
    for line in next_steps(id):
        click.echo(line)


def _new_official(gemeente: str, code: str | None, inhoud: Path) -> tuple[Official, str]:
    """The gemeente that was meant and the name of its folder; ends with 2 when that is not clear, or is there already."""
    officials = _officials(inhoud)
    official = _listed(gemeente, officials) if code is None else _unlisted(gemeente, code, officials)
    id = id_of(official, officials)
    if folder := existing(id, gemeente_names(inhoud), officials):
        raise click.UsageError(f"Deze gemeente is er al, in de map {inhoud.as_posix()}/gemeenten/{folder}.")
    return official, id


def _officials(inhoud: Path) -> tuple[Official, ...]:
    try:
        return read_list(inhoud)
    except (OSError, ValueError) as fault:
        raise click.UsageError(
            f"{inhoud.as_posix()}/gemeenten.csv is niet te lezen. Zet het oorspronkelijke bestand terug."
        ) from fault


def _listed(gemeente: str, officials: Sequence[Official]) -> Official:
    found = find(gemeente, officials)
    if found.official is None:
        raise click.UsageError(found.message)
    return found.official


def _unlisted(gemeente: str, code: str, officials: Sequence[Official]) -> Official:
    try:
        return unlisted(gemeente, code, officials)
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


@click.group(
    "sociale-kaart",
    options_metavar="",
    subcommand_metavar="OPDRACHT ...",
)
def sociale_kaart() -> None:
    """Houd de Sociale Kaart van een gemeente bij met Excel."""


@sociale_kaart.command(options_metavar="[OPTIES]", short_help="Zet de Sociale Kaart in een werkblad.")
@_gemeente
@_bestand
@click.option("--vervang", is_flag=True, help="Schrijf over een bestand heen dat er al is.")
@inhoud_option
def exporteer(gemeente: str, bestand: Path, inhoud: Path, *, vervang: bool) -> None:
    """Zet de Sociale Kaart in een werkblad (.xlsx), of in het open formaat HSDS (.json)."""
    from booklet import upkeep

    must_be_new(bestand, (".xlsx", ".json"), vervang=vervang)
    cabinet = _cabinet(gemeente, inhoud)
    problems = watched(lambda on_step: upkeep.export_card(cabinet, bestand))
    print_problems(problems)
    if stops(problems):
        sys.exit(1)
    click.echo(f"Gemaakt: {bestand.as_posix()}")


@sociale_kaart.command(options_metavar="[OPTIES]", short_help="Lees een werkblad in.")
@_gemeente
@_bestand
@click.option("--ja", is_flag=True, help="Vraag niets: schrijf meteen, ook als er waarschuwingen zijn.")
@inhoud_option
def importeer(gemeente: str, bestand: Path, inhoud: Path, *, ja: bool) -> None:
    """Lees een werkblad in: .xlsx, .xls, .ods of .csv. Eerst ziet u wat er verandert."""
    from booklet import upkeep

    cabinet = _cabinet(gemeente, inhoud)
    proposal = watched(lambda on_step: upkeep.propose(cabinet, bestand))
    print_problems(proposal.problems)
    if proposal.comparison is None:
        _stop("Er is niets ingelezen. Los eerst de fouten op die hierboven staan.")
    _print_facts(proposal.facts)
    if not proposal.facts or proposal.files[0].path == cabinet.card:
        _print_comparison(proposal.comparison)
    if not proposal.files:
        return
    warnings = sum(problem.severity == Severity.WARNING for problem in proposal.problems)
    if not ja and not _agreed(warnings):
        _stop("Er is niets veranderd.")
    problems = watched(lambda on_step: upkeep.accept(cabinet, proposal))
    print_problems(problems)
    if problems:
        sys.exit(1)
    for file in proposal.files:
        click.echo(f"Ingelezen: {file.path.as_posix()}")
    click.echo(f"Maak nu de boekjes: python build.py maak {cabinet.gemeente}")


def _version(_context: click.Context, _parameter: click.Parameter, text: str | None) -> "Version | None":
    """A file, or a day as people type it in a spreadsheet too; ends with 2 when it is neither."""
    if text is None:
        return None
    file = Path(text)
    if file.suffix.lower() in _FILES or file.is_file():
        return file
    reading = read_value("gecontroleerd", text, Place(""), {}, ())
    if reading.data:
        return date.fromisoformat(str(reading.data))
    said = (
        reading.problem.message if reading.problem and text[:1].isdigit() else f"'{text}' is geen dag en geen bestand"
    )
    raise click.UsageError(f"{said}. Schrijf een dag als 22-11-2026, of de naam van een bestand.")


@sociale_kaart.command(options_metavar="[OPTIES]", short_help="Laat zien wat er verschilt.")
@_gemeente
@click.argument("eerste", metavar="BESTAND_OF_DAG", callback=_version)
@click.argument("tweede", metavar="[BESTAND_OF_DAG]", required=False, callback=_version)
@inhoud_option
@json_option
def verschil(gemeente: str, eerste: "Version", tweede: "Version | None", inhoud: Path, uitvoer: Uitvoer) -> None:
    """Laat zien wat er verschilt, zonder iets te veranderen.

    Met een bestand: wat er verandert als u dat inleest. Met een dag, zoals 1-3-2026: wat er sindsdien is veranderd. Met
    twee: wat er tussen de eerste en de tweede verschilt.
    """
    from booklet import upkeep

    cabinet = _cabinet(gemeente, inhoud)
    comparison, problems = watched(lambda on_step: upkeep.compare(cabinet, eerste, tweede))
    if uitvoer == "json":
        print_json(_comparison_fields(comparison, problems))
        sys.exit(int(comparison is None))
    print_problems(problems)
    if comparison is None:
        _stop("Er is niets vergeleken. Los eerst de fouten op die hierboven staan.")
    _print_facts(comparison.facts)
    if not comparison.facts or comparison.differences or any(comparison.switched):
        _print_comparison(comparison)


def _comparison_fields(comparison: "Comparison | None", problems: Sequence[Problem]) -> dict[str, object]:
    """What is new, gone and changed, for another program; nothing of that when it could not be compared."""
    told: dict[str, object] = {"gestopt": comparison is None, "problemen": problem_fields(problems)}
    if comparison is None:
        return told
    off, on = comparison.switched
    found = comparison.differences
    return {
        **told,
        "nieuw": [_entry_fields(one.after) for one in found if one.before is None],
        "weg": [_entry_fields(one.before) for one in found if one.after is None],
        "veranderd": [
            {**_entry_fields(one.after), "velden": [_change_fields(change) for change in one.changes(comparison.names)]}
            for one in found
            if one.before and one.after
        ],
        "landelijk_uit": off,
        "landelijk_weer_aan": on,
        "over_de_gemeente": [_change_fields(change) for change in comparison.facts],
        "kaartjes_die_veranderen": comparison.on_paper,
    }


def _entry_fields(entry: "Voorziening | None") -> dict[str, object]:
    return {"aanbod": entry.aanbod, "organisatie": entry.organisatie} if entry else {}


def _change_fields(change: "Change") -> dict[str, object]:
    return {"veld": change.field, "was": change.before or None, "wordt": change.after or None}


def _cabinet(gemeente: str, inhoud: Path) -> "Cabinet":
    from booklet.upkeep import Cabinet

    (folder,) = gemeenten_of((gemeente,), inhoud)
    return Cabinet(inhoud, folder, today())


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _agreed(warnings: int) -> bool:
    """Whether to write: on a terminal somebody is asked, elsewhere only a warning is in the way."""
    if not sys.stdin.isatty():
        if warnings:
            click.echo("Wilt u dit toch opslaan, met de waarschuwingen? Zet dan --ja achter de opdracht.", err=True)
        return not warnings
    if warnings:
        many = f"Er zijn {warnings} waarschuwingen" if warnings > 1 else "Er is 1 waarschuwing"
        click.echo(f"{many}. U mag toch opslaan.")
    choices = click.Choice(["ja", "nee", "j", "n"], case_sensitive=False)
    answer = click.prompt("Dit zo opslaan? (ja, nee)", type=choices, show_choices=False)
    return answer in ("ja", "j")


def _print_comparison(comparison: "Comparison") -> None:
    """What is new, gone and changed, and whether a reader would notice."""
    found, names = comparison.differences, comparison.names
    off, on = comparison.switched
    if not (found or off or on):
        click.echo("Er verandert niets.")
        return
    new = [one for one in found if one.before is None]
    gone = [one for one in found if one.after is None]
    changed = [one for one in found if one.before and one.after]
    for title, mark, some in (("Nieuw", "+", new), ("Weg", "-", gone), ("Veranderd", "*", changed)):
        _print_list(title, [line for one in some for line in _lines(mark, one, names)], len(some))
    for title, some_names in (("Landelijk, niet meer in het boekje", off), ("Landelijk, weer in het boekje", on)):
        _print_list(title, [f"  {name}" for name in some_names], len(some_names))
    click.echo(_on_paper(comparison))


def _print_list(title: str, lines: Sequence[str], count: int) -> None:
    for line in (f"{title} ({count}):", *lines) if count else ():
        click.echo("".join(letter if letter.isprintable() else " " for letter in line))  # it may quote anything


def _lines(mark: str, one: "Difference", names: dict[str, str]) -> Iterator[str]:
    """An entry by name, and what changes in it."""
    if entry := one.after or one.before:
        yield f"  {mark} {entry.aanbod} van {entry.organisatie}"
    yield from (f"      {_line(change)}" for change in one.changes(names))


def _line(change: "Change") -> str:
    was, now = ("'" + text.replace("\n", " / ") + "'" if text else "niets" for text in (change.before, change.after))
    return f"{change.heading}: was {was}, wordt {now}"


def _print_facts(changes: Sequence["Change"]) -> None:
    """What changes in how the gemeente is reached."""
    _print_list("Over de gemeente", [f"  * {_line(change)}" for change in changes], len(changes))


def _on_paper(comparison: "Comparison") -> str:
    """What a reader would notice, to decide about printing again."""
    count = comparison.on_paper
    if count:
        return f"In het boekje {'verandert 1 kaartje' if count == 1 else f'veranderen {count} kaartjes'}."
    if comparison.checked:
        return "In het boekje verandert alleen wanneer iets is nagekeken."
    return "In het boekje is hier niets van te zien."
