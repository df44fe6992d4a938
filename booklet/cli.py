"""Step 8 and the door for people: the commands that make and check booklets, what they print and how they end.

Ends with 0 when all is done, 1 when something in the content stops it, 2 when the command was wrong.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from booklet.cli_aanvullen import aanvullen
from booklet.cli_controleer import controleer, drukkerij_of, drukkerij_option, streng_option
from booklet.cli_dokter import dokter
from booklet.cli_huisstijl import huisstijl
from booklet.cli_kaart import nieuw, sociale_kaart
from booklet.cli_kijk import kijk
from booklet.cli_uitlezen import uitlezen
from booklet.content import (
    domein_names,
    editie_names,
    gemeente_names,
    onderdeel_names,
    pakket_names,
    persoon_names,
)
from booklet.imposition import Omslaan, Setup, Vel
from booklet.invulling import Invulling, read_invulling
from booklet.pakket import DEELNEMERS
from booklet.pipeline import Made, Order, Report, make
from booklet.problems import Problem, stops
from booklet.products import DRUKKEN, USUAL, Wishes
from booklet.terminal import (
    MAX_LISTED,
    Program,
    Progress,
    Uitvoer,
    WholeNumber,
    gemeenten_of,
    inhoud_option,
    json_option,
    known,
    offering,
    print_folded,
    print_found,
    print_json,
    print_problems,
    print_table,
    problem_fields,
    stil_option,
    stopping,
    today,
    typed,
    watched,
)

STANDAARD = ("almere",)

_gemeenten = click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]...", shell_complete=offering(gemeente_names))
_drukken = offering(lambda _inhoud: DRUKKEN)


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
        with maak.make_context("maak", list(STANDAARD), parent=context) as asked:
            maak.invoke(asked)


@main.command(options_metavar="[OPTIES]", short_help="Maak de boekjes van een of meer gemeenten.")
@_gemeenten
@click.option("--alle", is_flag=True, help="Maak de boekjes van alle gemeenten.")
@click.option(
    "--editie",
    "edities",
    multiple=True,
    metavar="EDITIE",
    shell_complete=offering(editie_names),
    help="Alleen deze editie. Mag vaker.",
)
@click.option(
    "--druk", "drukken", multiple=True, metavar="DRUK", shell_complete=_drukken, help="Alleen deze druk. Mag vaker."
)
@click.option(
    "--vel",
    type=click.Choice(("A3", "A4"), case_sensitive=False),
    default="A3",
    metavar="A3|A4",
    help="Boekje: het papier in de printer (anders: A3).",
)
@click.option(
    "--omslaan",
    type=click.Choice(("kort", "lang")),
    default="kort",
    metavar="kort|lang",
    help="Boekje: over welke zijde de printer het papier omslaat (anders: kort).",
)
@click.option(
    "--papier",
    type=WholeNumber(60, 200),
    default=80,
    metavar="GRAM",
    help="Boekje: hoe zwaar het papier is (anders: 80).",
)
@click.option("--proef", is_flag=True, help="Boekje: maak ook een proef van twee vellen.")
@drukkerij_option
@click.option("--oplage", type=WholeNumber(1), metavar="AANTAL", help="Drukkerij: hoeveel u er bestelt.")
@click.option(
    "--deelnemers",
    type=WholeNumber(1, 40),
    default=DEELNEMERS,
    metavar="AANTAL",
    help=f"Pakket: voor hoeveel deelnemers (anders: {DEELNEMERS}).",
)
@click.option(
    "--domein",
    "domeinen",
    multiple=True,
    metavar="DOMEIN",
    shell_complete=offering(domein_names),
    help="Alleen dit huis. Mag vaker.",
)
@click.option(
    "--voorbeeld",
    "voorbeelden",
    multiple=True,
    metavar="NAAM",
    shell_complete=offering(persoon_names),
    help="Ingevuld door deze verzonnen persoon. Mag vaker.",
)
@click.option(
    "--ingevuld",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="Ingevuld met de antwoorden uit dit bestand (.yaml), dat de opdracht uitlezen maakte.",
)
@click.option("--ook-verouderd", is_flag=True, help="Druk ook hulp die te lang niet is nagekeken.")
@inhoud_option
@click.option(
    "--uit",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    metavar="MAP",
    help="De map voor de boekjes (anders: output).",
)
@streng_option
@stil_option
@json_option
def maak(
    gemeenten: tuple[str, ...] = (),
    *,
    alle: bool = False,
    edities: tuple[str, ...] = (),
    drukken: tuple[str, ...] = (),
    vel: Vel = "A3",
    omslaan: Omslaan = "kort",
    papier: int = 80,
    proef: bool = False,
    drukkerij: str = "standaard",
    oplage: int | None = None,
    deelnemers: int = DEELNEMERS,
    domeinen: tuple[str, ...] = (),
    voorbeelden: tuple[str, ...] = (),
    ingevuld: Path | None = None,
    ook_verouderd: bool = False,
    inhoud: Path = Path("content"),
    uit: Path = Path("output"),
    streng: bool = False,
    uitvoer: Uitvoer = None,
) -> None:
    """Maak de boekjes van een of meer gemeenten. Zonder naam: Almere."""
    asked = known(drukken, DRUKKEN, "Druk") or USUAL
    _refuse_idle(asked)
    invulling: Invulling | None = None
    told: tuple[Problem, ...] = ()
    if ingevuld:
        invulling, told = _filled_in(ingevuld, gemeenten, edities, inhoud, alone=not (alle or voorbeelden))
        if invulling is None:
            sys.exit(_tell(Report(problems=told, stopped=True), Order((), today(), uit=uit), uitvoer))
        gemeenten, edities = gemeenten or (str(invulling.gemeente),), edities or _edition_of(invulling)
    chosen = known(edities, editie_names(inhoud), "Editie")
    _refuse_idle_pack(chosen, inhoud)
    order = Order(
        gemeenten=gemeente_names(inhoud) if alle else gemeenten_of(gemeenten or STANDAARD, inhoud),
        today=today(),
        edities=chosen,
        drukken=asked,
        domeinen=known(domeinen, domein_names(inhoud), "Domein"),
        wishes=Wishes(Setup(vel, omslaan, papier), proef, drukkerij_of(drukkerij, inhoud), oplage),
        inhoud=inhoud,
        uit=uit,
        streng=streng,
        ook_verouderd=ook_verouderd,
        voorbeelden=known(voorbeelden, persoon_names(inhoud), "Voorbeeld"),
        invulling=invulling,
        deelnemers=deelnemers,
    )
    lines = uitvoer is None and len(order.gemeenten) == 1  # of more gemeenten there is a table at the end

    def made(progress: Progress, one: Made) -> None:
        if lines:
            progress.lasting(f"Gemaakt: {one.path}{_size(one)}")

    report = watched(lambda progress: make(order, progress, lambda one: made(progress, one)))
    sys.exit(_tell(replace(report, problems=(*told, *report.problems)), order, uitvoer))


def _filled_in(
    file: Path, gemeenten: Sequence[str], edities: Sequence[str], inhoud: Path, *, alone: bool
) -> tuple[Invulling | None, tuple[Problem, ...]]:
    """What somebody filled in, None when the file is wrong, and what is wrong; ends with 2 when it does not say enough."""
    if not alone:
        raise click.UsageError("--ingevuld gaat over één boekje. Laat --alle en --voorbeeld weg.")
    if not file.is_file():
        raise click.UsageError(f"Bestand '{file}' is er niet. Kijk de naam en de map na.")
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise click.UsageError(
            f"'{file.name}' moet eindigen op .yaml. Maak dat bestand met: python build.py uitlezen {typed(file)}"
        )
    invulling, problems = read_invulling(file, file.as_posix())
    if invulling and not gemeenten and not invulling.gemeente:
        raise click.UsageError("In het bestand staat geen gemeente. Typ de naam achter maak.")
    if invulling and edities and invulling.editie not in onderdeel_names(inhoud):
        invulling = replace(invulling, editie=None)  # a loose part is printed as a whole booklet then
    return invulling, tuple(problems)


def _edition_of(invulling: Invulling) -> tuple[str, ...]:
    """The edition that was filled in, also of a loose part: `tabbladen` of `tabbladen/1-woonruimte`."""
    return (invulling.editie.partition("/")[0],) if invulling.editie else ()


_FOR_DRUK = {
    "vel": ("boekje",),
    "omslaan": ("boekje",),
    "papier": ("boekje",),
    "proef": ("boekje",),
    "drukkerij": ("drukkerij", "ringband"),
    "oplage": ("drukkerij", "ringband"),
}


def _refuse_idle(drukken: Sequence[str]) -> None:
    """End with 2 when an option was typed that would do nothing."""
    context = click.get_current_context()
    for option, needs in _FOR_DRUK.items():
        typed = context.get_parameter_source(option) == ParameterSource.COMMANDLINE
        if typed and not set(needs) & set(drukken):
            raise click.UsageError(f"--{option} hoort bij --druk {needs[0]}. Typ die erbij, of laat --{option} weg.")


def _refuse_idle_pack(edities: Sequence[str], inhoud: Path) -> None:
    """End with 2 when a number of participants was typed and nothing that was asked for is a pack."""
    typed = click.get_current_context().get_parameter_source("deelnemers") == ParameterSource.COMMANDLINE
    if typed and not set(edities) & set(pakket_names(inhoud)):
        raise click.UsageError("--deelnemers hoort bij een editie met een pakket, zoals --editie training.")


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
        print_json({**there, "drukken": {druk.naam: druk.waarvoor for druk in DRUKKEN.values()}})
        return
    for title, names in there.items():
        click.echo(f"{title.capitalize()}:")
        for name in names:
            click.echo(f"  {name}")
    click.echo("Drukken:")
    for druk in DRUKKEN.values():
        click.echo(f"  {druk.naam}: {druk.waarvoor}")


main.add_command(controleer)
main.add_command(nieuw)
main.add_command(sociale_kaart)
main.add_command(uitlezen)
main.add_command(huisstijl)
main.add_command(dokter)
main.add_command(kijk)
main.add_command(aanvullen)


def _tell(report: Report, order: Order, uitvoer: Uitvoer) -> int:
    """Tell what was made and what was found, what matters most last; returns what the program ends with."""
    if uitvoer == "json":
        print_json(_report_fields(report))
    elif uitvoer == "stil":
        print_problems(stopping(report.problems, strict=order.streng))
        _print_stopped(report)
    else:
        stop_last = sorted(report.problems, key=lambda problem: stops((problem,), strict=order.streng))
        all_told = not print_folded(stop_last, lambda problem: _is_told_by_controleer(problem, order))
        if len(report.rows) > 1:
            heads = ("Gemeente", "bestanden", "bladzijden", "fouten", "waarschuwingen", "te oud voor het boekje")
            rows = ((row.gemeente, row.files, row.pages, row.errors, row.warnings, row.outdated) for row in report.rows)
            print_table(heads, rows)
        print_found(report.problems, "" if all_told else _controleer(order))
        _print_made(report, order)
        _print_stopped(report)
    return int(report.stopped)


def _report_fields(report: Report) -> dict[str, object]:
    """What was made and found, for another program."""
    return {
        "gestopt": report.stopped,
        "gemaakt": [
            {
                "bestand": made.path,
                "gemeente": made.gemeente,
                "editie": made.stem,
                "druk": made.druk or None,
                "bladzijden": made.pages,
                "vellen": made.sheets,
            }
            for made in report.made
        ],
        "gemeenten": [
            {
                "gemeente": row.gemeente,
                "bestanden": row.files,
                "bladzijden": row.pages,
                "fouten": row.errors,
                "waarschuwingen": row.warnings,
                "te_oud": row.outdated,
            }
            for row in report.rows
        ],
        "overzichten": report.overviews,
        "problemen": problem_fields(report.problems),
    }


def _is_told_by_controleer(problem: Problem, order: Order) -> bool:
    """Whether `controleer` tells it too, and it stops nothing: it is about what is read and not about what was made."""
    stopping_too = stops((problem,), strict=order.streng)
    return not stopping_too and not problem.place.file.startswith(f"{order.uit.as_posix()}/")


def _controleer(order: Order) -> str:
    """What to type to read every problem."""
    where = () if order.inhoud == Path("content") else ("--inhoud", typed(order.inhoud))
    return " ".join(("python build.py controleer", *order.gemeenten[:MAX_LISTED], *where))


def _print_made(report: Report, order: Order) -> None:
    count, folder = len(report.made), order.uit.as_posix()
    if count:
        folder += f"/{order.gemeenten[0]}" if len(order.gemeenten) == 1 else ""
        click.echo(f"{count} {'bestand' if count == 1 else 'bestanden'} gemaakt in {folder}.")
    elif not report.stopped:
        click.echo(f"Er is niets te maken: {_why_nothing(order)}.")
    if count and len(report.overviews) == 1:
        click.echo(f"Overzicht: {report.overviews[0]}")
    if order.invulling and report.made:
        click.echo("Dit boekje is privé. Geef het alleen aan wie het mag lezen.")


def _print_stopped(report: Report) -> None:
    """What to do when not all that was asked for was made."""
    if report.stopped:
        missing = "Niet alles is gemaakt" if report.made else "Er is niets gemaakt"
        wrong = "fouten" if stops(report.problems) else "waarschuwingen"
        click.echo(f"{missing}. Los eerst de {wrong} op die hierboven staan.", err=True)


def _why_nothing(order: Order) -> str:
    """Why nothing came out that was asked for: it needs another edition, or has nothing to be filled in."""
    if order.invulling or order.voorbeelden:
        return "geen boekje dat u koos, heeft vakken voor deze antwoorden"
    return next(filter(None, (DRUKKEN[name].belongs for name in order.drukken)), "de editie heeft geen bladen")


def _size(made: Made) -> str:
    """How many sheets or pages a file has, as ` (1 bladzijde)`; nothing for a text."""
    for count, one, more in ((made.sheets, "vel", "vellen"), (made.pages, "bladzijde", "bladzijden")):
        if count:
            return f" ({count} {one if count == 1 else more})"
    return ""
