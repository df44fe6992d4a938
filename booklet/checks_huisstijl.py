"""Step 2, the rules of a house style: whether the logo and the font of a gemeente are there and can be printed.

How well its colours can be read stands in `checks_colour`.
"""

from collections.abc import Iterator
from pathlib import Path

from booklet.content import Library, ReadGemeente
from booklet.fonts import DUTCH, LETTER, read_letter
from booklet.logo import ENDINGS, findings
from booklet.models import LETTERBESTANDEN
from booklet.problems import Place, Problem, error, note, warning

MAX_LETTER = 5_000_000  # bytes
BOLD = 600  # of the weight of a letter, 100 to 900 (OpenType, `usWeightClass`)
_BESIDE = "zet het bestand naast gemeente.yaml"
_ANOTHER = "vraag het lettertypebestand opnieuw, of haal deze regel weg"


def check_huisstijl(library: Library) -> Iterator[Problem]:
    """What is wrong with the logos and the fonts."""
    for gemeente in library.gemeenten.values():
        yield from _logo(library, gemeente)
        yield from _lettertype(library, gemeente)


def _folder(library: Library, gemeente: ReadGemeente) -> Path:
    return library.root / "gemeenten" / gemeente.value.id


def _is_there(folder: Path, name: str) -> bool:
    """Whether the file is there under just this name: Windows would take another with other capitals too."""
    return name in (other.name for other in folder.iterdir() if other.is_file())


def _is_plain(name: str) -> bool:
    return Path(name).name == name and "\\" not in name


def _logo(library: Library, gemeente: ReadGemeente) -> Iterator[Problem]:
    logo = gemeente.value.feiten.huisstijl.logo
    if logo is None:
        return
    place, folder = gemeente.facts.place("huisstijl", "logo"), _folder(library, gemeente)
    ending = Path(logo).suffix.lower()
    if not _is_plain(logo) or ending not in ENDINGS:
        hint = "zet een bestand .svg of .png in de map van de gemeente en schrijf alleen de naam"
        yield error("C31", place, f"'{logo}' kan geen logo zijn", hint)
    elif not _is_there(folder, logo):
        yield error("C32", place, f"logo '{logo}' is er niet", _BESIDE)
    else:
        shown = f"{library.shown}/gemeenten/{gemeente.value.id}/{logo}"
        for found in findings((folder / logo).read_bytes(), ending):
            tell = error if found.is_error else warning
            yield tell(found.code, Place(shown, found.line, found.column), found.said, found.hint)


def _lettertype(library: Library, gemeente: ReadGemeente) -> Iterator[Problem]:
    name = gemeente.value.feiten.huisstijl.lettertype
    if name is None:
        return
    place, folder = gemeente.facts.place("huisstijl", "lettertype"), _folder(library, gemeente)
    if not name.lower().endswith(LETTERBESTANDEN):
        said = f"'{name}' is geen lettertypebestand, dus de koppen krijgen {LETTER}"
        hint = "zet het lettertypebestand (.ttf, .otf, .woff of .woff2) naast gemeente.yaml en schrijf hier de naam van dat bestand"
        yield warning("H20", place, said, hint)
    elif not _is_plain(name):
        hint = "zet het bestand in de map van de gemeente en schrijf alleen de naam"
        yield error("H21", place, f"'{name}' kan geen lettertype zijn", hint)
    elif not _is_there(folder, name):
        hint = f"{_BESIDE}; zonder deze regel krijgen de koppen {LETTER}"
        yield error("H21", place, f"lettertype '{name}' is er niet", hint)
    elif (folder / name).stat().st_size > MAX_LETTER:
        said = f"lettertype '{name}' is groter dan {MAX_LETTER // 1_000_000} MB"
        yield error("H22", place, said, "vraag een bestand met alleen de letters voor het Nederlands")
    else:
        yield from _letters((folder / name).read_bytes(), name, place)


def _letters(file: bytes, name: str, place: Place) -> Iterator[Problem]:
    letter = read_letter(file)
    if letter is None:
        yield error("H22", place, f"'{name}' is geen lettertype, of het bestand is stuk", _ANOTHER)
        return
    if not letter.embeddable:
        said = f"de maker van '{letter.naam or name}' staat niet toe dat het lettertype in een PDF komt"
        yield error("H23", place, said, "vraag de leverancier om een licentie voor drukwerk, of haal deze regel weg")
    missing = "".join(one for one in DUTCH if one not in letter.characters)
    if missing:
        said = f"in '{name}' ontbreken deze tekens: {' '.join(missing)}"
        yield warning("H24", place, said, f"die tekens komen nu uit {LETTER}; vraag een bestand waar ze in zitten")
    if not letter.variable and letter.weight < BOLD:
        hint = "koppen vallen meer op in een vette letter; kies het bestand met Bold in de naam"
        yield note("H25", place, f"'{name}' is geen vette letter", hint)
