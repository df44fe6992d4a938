"""The command that makes booklets: what it takes, what it prints, and how it ends."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from booklet.cli_controleer import drukkerij_of, drukkerij_option, streng_option
from booklet.content import onderdeel_names, pakket_names
from booklet.crew import MOST_TASKS, make_many
from booklet.imposition import Omslaan, Setup, Vel
from booklet.invulling import Invulling, read_invulling
from booklet.namen import domein_names, editie_names, gemeente_names, persoon_names
from booklet.pakket import DEELNEMERS
from booklet.pipeline import Made, Order, Report, Row, make
from booklet.problems import Problem, stops
from booklet.products import DRUKKEN, USUAL, Wishes
from booklet.terminal import (
    MAX_LISTED,
    STOPPED_BY_USER,
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
    typed_again,
    watched,
)

STANDAARD = ("almere",)

_gemeenten = click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]...", shell_complete=offering(gemeente_names))
_drukken = offering(lambda _inhoud: DRUKKEN)


@click.command(options_metavar="[OPTIES]")
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
@click.option(
    "--taken",
    type=WholeNumber(1, MOST_TASKS),
    metavar="AANTAL",
    help="Meer gemeenten: hoeveel er tegelijk worden gemaakt (anders: zoveel als deze computer aankan).",
)
@click.option(
    "--hervat", is_flag=True, help="Ga verder waar u stopte: wat al klaar is en niet veranderde, blijft staan."
)
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
    taken: int | None = None,
    hervat: bool = False,
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
    if ingevuld and hervat:
        raise click.UsageError(
            "--hervat kan niet samen met --ingevuld: wat iemand invulde, wordt nergens bewaard. Laat --hervat weg."
        )
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
        alle=alle,
    )

    def made(progress: Progress, one: Made) -> None:
        if uitvoer is None:
            progress.lasting(f"Gemaakt: {one.path}{_size(one)}")

    def work(progress: Progress) -> Report:
        if alle or hervat or len(order.gemeenten) > 1:  # of these there is a table at the end
            return make_many(order, progress, taken=taken, hervat=hervat)
        return make(order, progress, lambda one: made(progress, one))

    report = watched(work)
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


def _tell(report: Report, order: Order, uitvoer: Uitvoer) -> int:
    """Tell what was made and what was found, what matters most last; returns what the program ends with."""
    if uitvoer == "json":
        print_json(_report_fields(report))
    elif uitvoer == "stil":
        print_problems(stopping(report.problems, strict=order.streng))
        _print_stopped(report, order)
    else:
        stop_last = sorted(_to_show(report, order), key=lambda problem: stops((problem,), strict=order.streng))
        folded = print_folded(stop_last, lambda problem: _is_told_by_controleer(problem, order))
        if len(report.rows) > 1:
            _print_rows(report.rows)
        print_found(report.problems, _controleer(order) if folded or len(stop_last) < len(report.problems) else "")
        _print_made(report, order)
        _print_stopped(report, order)
    return STOPPED_BY_USER if report.broken_off else int(report.stopped)


def _to_show(report: Report, order: Order) -> list[Problem]:
    """The problems to read here: of many gemeenten those that stop something, and those of the files that all share."""
    if len(order.gemeenten) <= MAX_LISTED:
        return list(report.problems)
    own = (f"{order.inhoud.as_posix()}/gemeenten/", f"{order.uit.as_posix()}/")
    return [
        problem
        for problem in report.problems
        if stops((problem,), strict=order.streng) or not problem.place.file.startswith(own)
    ]


def _print_rows(rows: Sequence[Row]) -> None:
    """What came of every gemeente; when there are many, of those that nothing was made of, and of all together."""
    heads = ("Gemeente", "bestanden", "bladzijden", "fouten", "waarschuwingen", "te oud voor het boekje")
    counts = {row.gemeente: (row.files, row.pages, row.errors, row.warnings, row.outdated) for row in rows}
    many = len(rows) > MAX_LISTED
    lines: list[tuple[object, ...]] = [
        (row.gemeente, *counts[row.gemeente]) for row in rows if not many or row.errors or not row.files
    ]
    if many:
        total = tuple(map(sum, zip(*counts.values(), strict=True)))
        lines.append((f"Alle {len(rows)} samen", *total))
    print_table(heads, lines)


def _report_fields(report: Report) -> dict[str, object]:
    """What was made and found, for another program."""
    return {
        "gestopt": report.stopped,
        "afgebroken": report.broken_off,
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
                "al_klaar": row.left,
            }
            for row in report.rows
        ],
        "overzichten": report.overviews,
        "overzicht_van_alle": report.land or None,
        "problemen": problem_fields(report.problems),
    }


def _is_told_by_controleer(problem: Problem, order: Order) -> bool:
    """Whether `controleer` tells it too, and it stops nothing: it is about what is read and not about what was made."""
    stopping_too = stops((problem,), strict=order.streng)
    return not stopping_too and not problem.place.file.startswith(f"{order.uit.as_posix()}/")


def _controleer(order: Order) -> str:
    """What to type to read every problem."""
    where = () if order.inhoud == Path("content") else ("--inhoud", typed(order.inhoud))
    names = order.gemeenten if len(order.gemeenten) <= MAX_LISTED else ()  # without a name it is about all of them
    return " ".join(("python build.py controleer", *names, *where))


def _print_made(report: Report, order: Order) -> None:
    ready = [row for row in report.rows if row.left]
    count, folder = len(report.made) - sum(row.files for row in ready), order.uit.as_posix()
    if ready:
        click.echo(f"{len(ready)} {'gemeente was' if len(ready) == 1 else 'gemeenten waren'} al klaar.")
    if count:
        folder += f"/{order.gemeenten[0]}" if len(order.gemeenten) == 1 else ""
        click.echo(f"{count} {'bestand' if count == 1 else 'bestanden'} gemaakt in {folder}.")
    elif not report.stopped:
        click.echo("Er was niets meer te doen." if ready else f"Er is niets te maken: {_why_nothing(order)}.")
    if report.made and (report.land or len(report.overviews) == 1):
        click.echo(f"Overzicht: {report.land or report.overviews[0]}")
    if order.invulling and report.made:
        click.echo("Dit boekje is privé. Geef het alleen aan wie het mag lezen.")


def _print_stopped(report: Report, order: Order) -> None:
    """What to do when not all that was asked for was made."""
    if report.broken_off:
        are = "is" if len(report.rows) == 1 else "zijn"
        done = f"{len(report.rows)} van de {len(order.gemeenten)} gemeenten {are} klaar"
        click.echo(f"U hebt het programma gestopt. {done}, en er is niets kwijt.", err=True)
        click.echo(f"Ga verder met: {typed_again('--hervat')}", err=True)
    elif report.stopped:
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
