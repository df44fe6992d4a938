"""Step 8 and the door for people: the commands that make and check booklets, what they print and how they end.

Ends with 0 when all is done, 1 when something in the content stops it, 2 when the command was wrong.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from booklet.cli_kaart import nieuw, sociale_kaart
from booklet.cli_uitlezen import uitlezen
from booklet.content import (
    domein_names,
    drukkerij_names,
    editie_names,
    gemeente_names,
    onderdeel_names,
    pakket_names,
    persoon_names,
)
from booklet.imposition import Omslaan, Setup, Vel
from booklet.invulling import Invulling, read_invulling
from booklet.pakket import DEELNEMERS
from booklet.pipeline import Made, Order, Report, examine, make
from booklet.problems import Problem, in_order, stops
from booklet.products import DRUKKEN, USUAL, Wishes
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
_drukkerij = click.option(
    "--drukkerij", default="standaard", metavar="NAAM", help="Wat de drukkerij vraagt (anders: standaard)."
)
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
    type=click.IntRange(60, 200),
    default=80,
    metavar="GRAM",
    help="Boekje: hoe zwaar het papier is (anders: 80).",
)
@click.option("--proef", is_flag=True, help="Boekje: maak ook een proef van twee vellen.")
@_drukkerij
@click.option("--oplage", type=click.IntRange(1), metavar="AANTAL", help="Drukkerij: hoeveel u er bestelt.")
@click.option(
    "--deelnemers",
    type=click.IntRange(1, 40),
    default=DEELNEMERS,
    metavar="AANTAL",
    help=f"Pakket: voor hoeveel deelnemers (anders: {DEELNEMERS}).",
)
@click.option("--domein", "domeinen", multiple=True, metavar="DOMEIN", help="Alleen dit huis. Mag vaker.")
@click.option(
    "--voorbeeld", "voorbeelden", multiple=True, metavar="NAAM", help="Ingevuld door deze verzonnen persoon. Mag vaker."
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
@_streng
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
) -> None:
    """Maak de boekjes van een of meer gemeenten. Zonder naam: Almere."""
    asked = known(drukken, DRUKKEN, "Druk") or USUAL
    _refuse_idle(asked)
    invulling = _filled_in(ingevuld, gemeenten, edities, inhoud, alone=not (alle or voorbeelden)) if ingevuld else None
    if invulling:
        gemeenten, edities = gemeenten or (str(invulling.gemeente),), edities or _edition_of(invulling)
    chosen = known(edities, editie_names(inhoud), "Editie")
    _refuse_idle_pack(chosen, inhoud)
    order = Order(
        gemeenten=gemeente_names(inhoud) if alle else gemeenten_of(gemeenten or STANDAARD, inhoud),
        today=today(),
        edities=chosen,
        drukken=asked,
        domeinen=known(domeinen, domein_names(inhoud), "Domein"),
        wishes=Wishes(Setup(vel, omslaan, papier), proef, _profile(drukkerij, inhoud), oplage),
        inhoud=inhoud,
        uit=uit,
        streng=streng,
        ook_verouderd=ook_verouderd,
        voorbeelden=known(voorbeelden, persoon_names(inhoud), "Voorbeeld"),
        invulling=invulling,
        deelnemers=deelnemers,
    )
    report = watched(lambda on_step: make(order, on_step))
    print_problems(report.problems)
    _print_made(report, order)
    sys.exit(int(report.stopped))


def _filled_in(file: Path, gemeenten: Sequence[str], edities: Sequence[str], inhoud: Path, *, alone: bool) -> Invulling:
    """What somebody filled in; ends with 1 when the file is wrong, with 2 when it does not say enough."""
    if not alone:
        raise click.UsageError("--ingevuld gaat over één boekje. Laat --alle en --voorbeeld weg.")
    if not file.is_file():
        raise click.UsageError(f"Bestand '{file}' is er niet. Kijk de naam en de map na.")
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise click.UsageError(
            f"'{file.name}' moet eindigen op .yaml. Maak dat bestand met: python build.py uitlezen {file}"
        )
    invulling, problems = read_invulling(file, file.as_posix())
    print_problems(problems)
    if invulling is None:
        click.echo("Er is niets gemaakt. Los eerst de fouten op die hierboven staan.", err=True)
        sys.exit(1)
    if not gemeenten and not invulling.gemeente:
        raise click.UsageError("In het bestand staat geen gemeente. Typ de naam achter maak.")
    if edities and invulling.editie not in onderdeel_names(inhoud):  # a loose part is printed as a whole booklet then
        return replace(invulling, editie=None)
    return invulling


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


def _profile(name: str, inhoud: Path) -> str:
    """The printer profile that was meant; without any profile, reading the content tells what is missing."""
    names = drukkerij_names(inhoud)
    return known((name,), names, "Drukkerij")[0] if names else name


@main.command(options_metavar="[OPTIES]", short_help="Controleer de inhoud, of met --pdf een PDF.")
@click.argument("namen", nargs=-1, metavar="[GEMEENTE]... of --pdf BESTAND...")
@click.option(
    "--pdf",
    is_flag=True,
    help="De namen zijn PDF-bestanden, ook van een ander: zijn ze goed om te drukken of te lezen?",
)
@click.option("--druk", metavar="DRUK", help="Met --pdf: waar het bestand voor is, zoals drukkerij of scherm.")
@_drukkerij
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
    namen: tuple[str, ...],
    inhoud: Path,
    *,
    pdf: bool,
    druk: str | None,
    drukkerij: str,
    streng: bool,
    online: bool,
    nakijklijst: Path | None,
) -> None:
    """Controleer de inhoud, zonder boekjes te maken. Zonder naam: alle gemeenten.

    Met --pdf controleert u PDF-bestanden, ook die van een ander programma.
    """
    _refuse_without_pdf(pdf=pdf)
    if pdf:
        purpose = known((druk,), DRUKKEN, "Druk")[0] if druk else None
        sys.exit(_judge_files(namen, purpose, _profile(drukkerij, inhoud), inhoud, streng=streng))
    sys.exit(_check_content(namen, inhoud, streng=streng, online=online, nakijklijst=nakijklijst))


def _refuse_without_pdf(*, pdf: bool) -> None:
    """End with 2 when an option for PDF files was typed for the content, or the other way round."""
    context = click.get_current_context()
    for option in ("online", "nakijklijst") if pdf else ("druk", "drukkerij"):
        if context.get_parameter_source(option) == ParameterSource.COMMANDLINE:
            how = "kan niet samen met --pdf" if pdf else "hoort bij --pdf"
            example = "controleer almere --online" if pdf else "controleer --pdf boekje.pdf --druk drukkerij"
            raise click.UsageError(f"--{option} {how}. Typ bijvoorbeeld: {example}")


def _check_content(
    gemeenten: Sequence[str], inhoud: Path, *, streng: bool, online: bool, nakijklijst: Path | None
) -> int:
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
    return int(stopped)


def _judge_files(names: Sequence[str], purpose: str | None, profile: str, inhoud: Path, *, streng: bool) -> int:
    """Look at PDF files of anybody and tell what is wrong with them."""
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
    limits, stopped = limits_of(read.value), False
    for number, name in enumerate(names, 1):

        def look(on_step: Callable[[int, str], None], name: str = name, number: int = number) -> tuple[Problem, ...]:
            on_step(7, f"{name} ({number} van {len(names)})")
            return judge(Path(name).read_bytes(), name, purpose, limits)

        problems = watched(look)
        print_problems(in_order(problems))
        wrong = stops(problems, strict=streng)
        stopped |= wrong
        if not wrong:
            click.echo(f"In orde: {name}{', maar lees de waarschuwingen' if problems else ''}.")
    return int(stopped)


@main.command(options_metavar="[OPTIES]", short_help="Laat zien welke gemeenten, edities en drukken er zijn.")
@inhoud_option
def lijst(inhoud: Path) -> None:
    """Laat zien welke gemeenten, edities, domeinen, voorbeelden en drukken er zijn."""
    for title, names in (
        ("Gemeenten", gemeente_names(inhoud)),
        ("Edities", editie_names(inhoud)),
        ("Domeinen", domein_names(inhoud)),
        ("Voorbeelden", persoon_names(inhoud)),
    ):
        click.echo(f"{title}:")
        for name in names:
            click.echo(f"  {name}")
    click.echo("Drukken:")
    for druk in DRUKKEN.values():
        click.echo(f"  {druk.naam}: {druk.waarvoor}")


main.add_command(nieuw)
main.add_command(sociale_kaart)
main.add_command(uitlezen)


def _print_made(report: Report, order: Order) -> None:
    if len(report.rows) > 1:
        heads = ("Gemeente", "bestanden", "bladzijden", "fouten", "waarschuwingen", "te oud voor het boekje")
        rows = ((row.gemeente, row.files, row.pages, row.errors, row.warnings, row.outdated) for row in report.rows)
        print_table(heads, rows)
    else:
        for made in report.made:
            click.echo(f"Gemaakt: {made.path}{_size(made)}")
    if not report.made and not report.stopped:
        click.echo(f"Er is niets te maken: {_why_nothing(order)}.")
    if order.invulling and report.made:
        click.echo("Dit boekje is privé. Geef het alleen aan wie het mag lezen.")
    if report.stopped:
        missing = "Niet alles is gemaakt" if report.made else "Er is niets gemaakt"
        click.echo(f"{missing}. Los eerst de fouten op die hierboven staan.", err=True)


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
