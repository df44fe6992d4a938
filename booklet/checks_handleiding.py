"""Step 2, the rules of the manual: every picture that it shows can be made, and every page is found by its own id."""

from collections.abc import Callable, Iterable, Iterator

from booklet.content import Library, Read
from booklet.handleiding import Beeld, Handleiding
from booklet.markup import LAYOUTS, SCREENS
from booklet.models import Domein, Editie, Item
from booklet.planner import KINDS, OF_A_HOUSE
from booklet.problems import Problem, did_you_mean, doubled, error
from booklet.source import Loc

Faulty = tuple[str, str, str]  # which field of a picture is wrong, what is wrong with it, and what to do


def _ids(library: Library) -> Iterator[Problem]:
    """Pages are found by their id, also those that open a part."""
    if read := library.handleiding:
        named = ((item.id, read.source.place(*loc, "id")) for loc, item in _items(read))
        yield from doubled("C73", named, "id '{}' bestaat al", "kies een andere; de eerste staat in {}")


def _items(read: Read[Handleiding]) -> Iterator[tuple[Loc, Item]]:
    for number, deel in enumerate(read.value.delen):
        yield ("delen", number), deel
        for at, blad in enumerate(deel.bladen):
            yield ("delen", number, "bladen", at), blad


def _pictures(library: Library) -> Iterator[Problem]:
    """A picture is of one thing, and that thing is there; nothing is asked of a manual that no edition prints."""
    if not library.handleiding or not (library.domeinen and library.personen and _prints(library.edities)):
        return
    source = library.handleiding.source
    for loc, beeld in _beelden(library.handleiding):
        of = [name for name in ("editie", "scherm", "tekening") if getattr(beeld, name)]
        if len(of) != 1:
            told = f"een plaatje is van één ding, hier van {' en '.join(of) or 'niets'}"
            yield error("C96", source.place(*loc), told, "schrijf editie met blad, of scherm, of tekening")
            continue
        for name, message, hint in _of_a_page(library, beeld) if beeld.editie else _of_a_file(beeld):
            yield error("C97", source.place(*loc, *([name] if name in beeld.model_fields_set else [])), message, hint)


def _prints(edities: Iterable[Read[Editie]]) -> bool:
    return any(blad.blad == "handleiding-blad" for read in edities for blad in read.value.bladen)


def _beelden(read: Read[Handleiding]) -> Iterator[tuple[Loc, Beeld]]:
    for number, deel in enumerate(read.value.delen):
        for at, blad in enumerate(deel.bladen):
            for place, beeld in enumerate(blad.figuur.beelden if blad.figuur else ()):
                yield ("delen", number, "bladen", at, "figuur", "beelden", place), beeld


def _of_a_file(beeld: Beeld) -> Iterator[Faulty]:
    field, folder, ending = ("scherm", SCREENS, "png") if beeld.scherm else ("tekening", LAYOUTS, "svg")
    name = beeld.scherm or beeld.tekening or ""
    if not (folder / f"{name}.{ending}").is_file():
        there = [file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob(f"*.{ending}")]
        yield field, f"plaatje '{name}' bestaat niet", did_you_mean(name, sorted(there))


def _of_a_page(library: Library, beeld: Beeld) -> Iterator[Faulty]:
    """What is wrong with the name of an edition, a blad of it, what that is about, or who filled it in."""
    edities = {read.value.id: read.value for read in library.edities}
    personen = [read.value.id for read in library.personen]
    if beeld.ingevuld and beeld.ingevuld not in personen:
        yield "ingevuld", f"persoon '{beeld.ingevuld}' bestaat niet", did_you_mean(beeld.ingevuld, personen)
    editie = edities.get(beeld.editie or "")
    if editie is None:
        yield "editie", f"editie '{beeld.editie}' bestaat niet", did_you_mean(beeld.editie or "", edities)
        return
    delen = {deel.id: deel for deel in editie.onderdelen}
    if beeld.onderdeel and beeld.onderdeel not in delen:
        yield "onderdeel", f"onderdeel '{beeld.onderdeel}' bestaat niet", did_you_mean(beeld.onderdeel, delen)
    else:
        yield from _of_a_blad(library, beeld, delen[beeld.onderdeel] if beeld.onderdeel else editie)


def _of_a_blad(library: Library, beeld: Beeld, editie: Editie) -> Iterator[Faulty]:
    bladen = [kant.blad for kant in editie.bladen if kant.blad in KINDS]
    if beeld.blad not in bladen:
        shown = beeld.blad or ""
        yield "blad", f"editie '{editie.id}' heeft geen blad '{shown}'", did_you_mean(shown, bladen)
        return
    kind = KINDS[beeld.blad]
    if kind.per == "boekje":
        if beeld.van is not None:
            yield "van", f"'van' past niet bij blad '{kind.name}': dat is er één keer", "haal 'van' weg"
    elif (known := _about(library, kind.per)) is not None and beeld.van not in known:
        yield "van", f"blad '{kind.name}' is er niet van '{beeld.van or ''}'", did_you_mean(beeld.van or "", known)
    if beeld.bladzijde > kind.pages:
        yield "bladzijde", f"blad '{kind.name}' heeft geen bladzijde {beeld.bladzijde}", f"hooguit {kind.pages}"


def _about(library: Library, per: str) -> list[str] | None:
    """The ids of what a blad comes for; None when a file that tells it could not be read."""
    houses: list[Domein] = [read.value for read in library.domeinen]
    if per in OF_A_HOUSE:
        return [one.id for house in houses for one in ((house,) if per == "huis" else house.kolommen)]
    content = library.content(())
    return None if content is None else [item.id for item in content.items.get(per, ())]


HANDLEIDING_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (_ids, _pictures)
