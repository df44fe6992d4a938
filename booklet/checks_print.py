"""Step 2, the rules of what a print shop gets: its profile, and the ink of the houses."""

from collections.abc import Callable, Iterator

from booklet.colour import Ink, channels
from booklet.content import Library
from booklet.problems import Problem, error, warning

MAX_APART = 0.4  # of a channel from 0 to 1; the colours of a screen and of a press are never quite the same


def _icc_files(library: Library) -> Iterator[Problem]:
    """The ICC profile of a print shop is there, and describes a press with four inks (ICC.1:2010, 7.2)."""
    for read in library.drukkerijen:
        file = library.root / "drukkerijen/icc" / read.value.icc
        place = read.source.place("icc")
        if not file.is_file():
            hint = "vraag het profiel aan de drukkerij en zet het in de map drukkerijen/icc"
            yield error("C60", place, f"ICC-profiel '{read.value.icc}' is er niet", hint)
        elif (header := file.read_bytes()[:40])[36:] != b"acsp" or header[12:20] != b"prtrCMYK":
            hint = "vraag de drukkerij om een profiel voor drukken in vier kleuren (CMYK)"
            yield error("C61", place, f"'{read.value.icc}' is geen profiel van een drukpers", hint)


def _house_inks(library: Library) -> Iterator[Problem]:
    """A house has the same colour on the screen and on paper, as far as ink can."""
    for read in library.domeinen:
        screen, ink = read.value.kleur, read.value.kleur_druk
        if any(abs(one - other) > MAX_APART for one, other in zip(channels(screen), _seen(ink), strict=True)):
            message = f"kleur {screen} en kleur_druk {' '.join(f'{part:.0f}' for part in ink)} lijken niet op elkaar"
            yield warning("C62", read.source.place("kleur_druk"), message, "kies bij allebei dezelfde kleur")


def _seen(ink: Ink) -> tuple[float, ...]:
    """About how red, green and blue an ink looks on white paper, 0 to 1."""
    return tuple((1 - part / 100) * (1 - ink.black / 100) for part in ink[:3])


PRINT_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (_icc_files, _house_inks)
