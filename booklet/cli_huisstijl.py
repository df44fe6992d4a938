"""The command for a house style: what a file with design tokens proposes, to copy or to take over when somebody asks."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from booklet.content import ReadGemeente, read_content
from booklet.problems import stops
from booklet.terminal import gemeenten_of, inhoud_option, print_problems, today, watched
from booklet.tokens import GOOD, READABLE, Found, Letter, Proposal, propose

if TYPE_CHECKING:
    from booklet.source import Loc

_WHAT = {"accent": "De kleur van lijnen en vlakken", "kop": "De kleur van koppen"}


@click.command(options_metavar="[OPTIES]")
@click.argument("gemeente", metavar="GEMEENTE")
@click.argument("bestand", metavar="BESTAND.json", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--neem-over", is_flag=True, help="Zet de kleuren van het voorstel in gemeente.yaml.")
@inhoud_option
def huisstijl(gemeente: str, bestand: Path, inhoud: Path, *, neem_over: bool) -> None:
    """Haal een voorstel voor de huisstijl uit een bestand met design tokens (.json) van de website van de gemeente.

    Design tokens zijn de kleuren en letters van een website, op een vaste manier opgeschreven. Zonder --neem-over ziet u
    alleen het voorstel en verandert er niets.
    """
    (folder,) = gemeenten_of((gemeente,), inhoud)
    if not bestand.is_file():
        raise click.UsageError(f"Bestand '{bestand}' is er niet. Kijk de naam en de map na.")
    library = read_content(inhoud, (folder,))
    if folder not in library.gemeenten:
        print_problems(problem for problem in library.problems if stops((problem,)))
        _stop("Er is geen voorstel gemaakt. Los eerst de fouten op die hierboven staan.")
    proposal, problems = watched(lambda on_step: propose(bestand.read_bytes(), bestand.as_posix()))
    print_problems(problems)
    if proposal is None:
        _stop("Er is geen voorstel gemaakt.")
    read = library.gemeenten[folder]
    for line in _told(proposal, read, bestand.name):
        click.echo("".join(letter if letter.isprintable() else " " for letter in line))
    changes = _changes(proposal, read)
    if neem_over and changes:
        _write(read, changes, folder, inhoud)
    elif changes:
        click.echo(
            "Er is niets veranderd. Wilt u dit? Zet het zelf in gemeente.yaml, of typ --neem-over achter de opdracht."
        )
    else:
        click.echo("Er valt niets over te nemen.")


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _told(proposal: Proposal, read: ReadGemeente, name: str) -> Iterator[str]:
    """The proposal, with where everything came from and how well it can be read."""
    yield f"Voorstel voor {read.value.aanduiding}, uit {name}"
    for found in proposal.kleuren:
        yield ""
        yield from _of_colour(found, getattr(read.value.feiten.huisstijl, found.veld))
    if proposal.lettertype:
        yield ""
        yield from _of_letter(proposal.lettertype)
    if proposal.loose:
        yield ""
        yield "Let op: deze namen verwijzen naar iets dat niet in dit bestand staat, of naar zichzelf:"
        yield from (f"  {token}" for token in proposal.loose)
    yield ""
    if block := [f'  {found.veld}: "{found.kleur}"' for found in proposal.kleuren if found.readable]:
        yield f"Zo zet u het in {read.facts.file}:"
        yield ""
        yield "huisstijl:"
        yield from block
        yield ""


def _of_colour(found: Found, now: str) -> Iterator[str]:
    yield f"{_WHAT[found.veld]} ({found.veld}): {found.kleur}, nu {now}"
    yield f"  Uit: {found.token}"
    yield f"  Contrast met wit papier: {f'{found.contrast:.1f}'.replace('.', ',')} op 1. {_judged(found.contrast)}"
    if "button" in found.token:
        yield "  Let op: dit is de kleur van een knop op de website. Is het ook een kleur van uw gemeente?"


def _judged(contrast: float) -> str:
    if contrast >= GOOD:
        return "Dat is heel goed te lezen."
    if contrast >= READABLE:
        return "Dat is goed te lezen. Nog beter is 7 op 1."
    return "Dat is te licht: het moet 4,5 op 1 of meer zijn. Kies zelf een donkerder kleur."


def _of_letter(letter: Letter) -> Iterator[str]:
    yield f"Het lettertype van koppen (lettertype): {letter.naam}"
    yield f"  Uit: {letter.token}"
    yield "  Het lettertype zelf zit niet in dit bestand. Hebt u het als bestand, met een licentie voor drukwerk? Zet dat"
    yield "  dan naast gemeente.yaml, en zet de naam van het bestand achter 'lettertype:'. Anders blijven de koppen zoals ze zijn."


def _changes(proposal: Proposal, read: ReadGemeente) -> "dict[Loc, str | None]":
    """The fields that change: a colour that can be read, and without the ink that belonged to another colour."""
    changes: dict[Loc, str | None] = {}
    now = read.value.feiten.huisstijl
    for found in proposal.kleuren:
        if found.readable and getattr(now, found.veld).upper() != found.kleur:
            changes["huisstijl", found.veld] = found.kleur
            if getattr(now, f"{found.veld}_druk"):
                changes["huisstijl", f"{found.veld}_druk"] = None
    return changes


def _write(read: ReadGemeente, changes: "dict[Loc, str | None]", folder: str, inhoud: Path) -> None:
    """Put the colours in the `gemeente.yaml`, with its comments; what stood there is kept below `eerder/`."""
    from booklet import upkeep
    from booklet.rewrite_facts import rewritten_facts

    path = inhoud / "gemeenten" / folder / "gemeente.yaml"
    before = path.read_bytes().decode("utf-8")
    files = (upkeep.NewFile(path, before, rewritten_facts(read.facts, before, changes)),)
    problems = upkeep.accept(upkeep.Cabinet(inhoud, folder, today()), upkeep.Proposal(None, (), files=files))
    print_problems(problems)
    if problems:
        sys.exit(1)
    click.echo(f"Overgenomen in {path.as_posix()}.")
    for field in (str(loc[-1]) for loc, text in changes.items() if text is None):
        click.echo(
            f"'{field}' is weggehaald: die hoorde bij de vorige kleur. Vraag de drukkerij zo nodig om een nieuwe."
        )
