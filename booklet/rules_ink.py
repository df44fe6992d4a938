"""What ink, letters and pictures must be for a print shop: a page is followed as it paints, and seen plate by plate."""

from collections.abc import Iterator

from pikepdf import Name

from booklet.boxes import POINTS_PER_MM, Box, nearest_side
from booklet.drawn import Colour, Kind, Paint
from booklet.problems import Severity, shortened
from booklet.rules import Finding, Look, Rule, font_name, is_embedded
from booklet.spaces import REGISTRATION, Plated, on_plates

DARK = 0.15  # of the light of the paper; what is left under black ink in every colour
TRACE = 0.02  # of an ink; less is a rounding
ROUNDED = 1  # percent that four plates of 256 steps may be off together
BROAD = 2  # mm; a broader line may be a dark area, which may hold more inks
SHORT = 1  # mm; what is shorter is a dot and no line
ROUGH = 0.5  # mm that text may be nearer to the trim than asked: shops ask 4 to 6 mm (`onderzoek/drukwerk.md` part 6)


def _seen(look: Look, *kinds: Kind) -> Iterator[tuple[int, Paint, Box]]:
    """What is painted on the trim or in its bleed: the page, the paint, and the first of its parts that lies there."""
    for number, page in enumerate(look.drawn, 1):
        area = look.boxes[number - 1].trim.grown(look.limits.bleed * POINTS_PER_MM)
        for paint in page.paints:
            part = next((part for part in paint.parts if area.meets(part)), None)
            if paint.kind in kinds and part is not None:
                yield number, paint, part


_EVERY = tuple(Kind)
_FLAT = (Kind.TEXT, Kind.AREA, Kind.LINE)


def unreadable(look: Look) -> Iterator[Finding]:
    """Everything on the page can be followed."""
    for number, page in enumerate(look.drawn, 1):
        if not page.whole:
            yield Finding(number, "de bladzijde is beschadigd of te ingewikkeld, en is niet helemaal nagekeken")


# ----------------------------------------------------------------------------------------------------------------------
# Colours


def light(look: Look) -> Iterator[Finding]:
    """No text, line or area is in the colours of a screen; nor is one set that nothing is painted in."""
    for number, page in enumerate(look.drawn, 1):
        painted = [paint for paint in page.paints if paint.colour is not None and paint.colour.space.is_rgb]
        for paint in painted:
            if paint.kind != Kind.PICTURE:
                place = look.spot(number, paint.parts[0])
                yield Finding(number, f"{paint.kind} heeft schermkleuren (RGB)", place)
        if not painted and any(space.is_rgb for space in page.spaces):
            yield Finding(number, "de bladzijde noemt schermkleuren (RGB)")


def light_pictures(look: Look) -> Iterator[Finding]:
    """No picture is in the colours of a screen."""
    for number, page in enumerate(look.drawn, 1):
        for paint in page.paints:
            if paint.kind == Kind.PICTURE and paint.colour is not None and paint.colour.space.is_rgb:
                yield Finding(number, "een afbeelding heeft schermkleuren (RGB)", look.spot(number, paint.parts[0]))


def light_groups(look: Look) -> Iterator[Finding]:
    """Nothing is mixed in the colours of a screen."""
    for number, page in enumerate(look.drawn, 1):
        if any(space is not None and space.is_rgb for space in page.groups):
            yield Finding(number, "de bladzijde mengt kleuren als op een scherm (RGB in een doorzichtige groep)")


def spots(look: Look) -> Iterator[Finding]:
    """There are four inks; another costs another plate."""
    for number, paint, part in _seen(look, *_EVERY):
        names = paint.colour.space.spots if paint.colour is not None else ()
        if names:
            message = f"{paint.kind} heeft een eigen inkt: '{names[0]}' (steunkleur)"
            yield Finding(number, message, look.spot(number, part), Severity.WARNING)


def registration(look: Look) -> Iterator[Finding]:
    """The ink of crop marks, on every plate at once, stays outside the trim."""
    for number, paint, _ in _seen(look, *_EVERY):
        boxes = look.boxes[number - 1]
        inside = next((part for part in paint.parts if boxes.has_trim and boxes.trim.meets(part)), None)
        if inside is not None and _is_registration(paint.colour):
            yield Finding(
                number, f"{paint.kind} heeft alle inkten tegelijk (registratiekleur)", look.spot(number, inside)
            )


def _is_registration(colour: Colour | None) -> bool:
    return colour is not None and REGISTRATION in colour.space.names


def profiled(look: Look) -> Iterator[Finding]:
    """PDF/X-1a has only the inks themselves, and no colours that a profile explains."""
    for number, page in enumerate(look.drawn, 1):
        if look.limits.norm == "X-1a" and any(one.is_free_of_device and not one.is_rgb for one in page.spaces):
            yield Finding(number, "een kleur hangt af van een kleurprofiel (ICC), en dat kent PDF/X-1a niet")


def gradients(look: Look) -> Iterator[Finding]:
    """Some print shops refuse gradients and patterns (`onderzoek/drukwerk.md` part 6)."""
    for number, paint, part in _seen(look, *_EVERY):
        if paint.kind == Kind.GRADIENT or (paint.colour is not None and paint.colour.pattern is not None):
            what = "een kleurverloop" if paint.kind == Kind.GRADIENT else "een vulling met een patroon"
            message = f"hier is {what}, en niet elke drukkerij kan dat drukken"
            yield Finding(number, message, look.spot(number, part), Severity.WARNING)


def shines_through(look: Look) -> Iterator[Finding]:
    """Nothing shines through: PDF/X-1a and X-3 do not know it, and with X-4 some print shops refuse it."""
    strict = look.limits.norm != "X-4"
    severity = Severity.ERROR if strict else Severity.WARNING
    for number, paint, part in _seen(look, *_EVERY):
        if paint.shows_through:
            message = f"{paint.kind} is doorzichtig ({paint.shows_through})"
            yield Finding(number, message, look.spot(number, part), severity)
    for number, page in enumerate(look.drawn, 1):
        if strict and page.groups:
            yield Finding(number, "de bladzijde kan doorzichtige delen hebben", severity=severity)


# ----------------------------------------------------------------------------------------------------------------------
# Ink


def _inks(colour: Colour | None) -> Plated | None:
    """A plain colour as inks; nothing when it is a picture, a pattern, light or for marks."""
    if colour is None or colour.pattern is not None or not colour.values:
        return None
    if colour.space.is_rgb or _is_registration(colour):
        return None
    return on_plates(colour.space, colour.values)


def black_in_colours(look: Look) -> Iterator[Finding]:
    """Black letters and lines are of black ink alone: four plates never lie quite on top of each other."""
    for number, paint, part in _seen(look, Kind.TEXT, Kind.LINE):
        inks = _inks(paint.colour)
        thin = paint.kind == Kind.TEXT or paint.thickness <= BROAD * POINTS_PER_MM
        if thin and inks is not None and max(inks[:3]) > TRACE and _looks_black(inks):
            sums = " ".join(f"{name}{round(100 * ink)}" for name, ink in zip("CMYK", inks, strict=True))
            yield Finding(number, f"{paint.kind} is zwart uit meer dan één inkt ({sums})", look.spot(number, part))


def _looks_black(inks: Plated) -> bool:
    return all((1 - ink) * (1 - inks[3]) <= DARK for ink in inks[:3])


def white_on_top(look: Look) -> Iterator[Finding]:
    """White is where no ink comes; printed over something it is gone."""
    for number, paint, part in _seen(look, *_FLAT):
        inks = _inks(paint.colour)
        if paint.overprints and inks is not None and max(inks) <= 0:
            message = f"{paint.kind} is wit en laat zien wat eronder ligt, dus het verdwijnt (overprint)"
            yield Finding(number, message, look.spot(number, part))


def ink_sums(look: Look) -> Iterator[Finding]:
    """No place gets more ink than the paper can hold."""
    for page in look.weighed:
        if page.most.percent > look.limits.ink + ROUNDED:
            message = f"hier ligt {page.most.percent:.0f} % inkt op elkaar, het meeste is {look.limits.ink:g} %"
            yield Finding(page.page, message, look.spot(page.page, page.most.place))


def cut_short(look: Look) -> Iterator[Finding]:
    """What lies against the trim goes on into the bleed: a knife is never that exact."""
    for page in look.weighed:
        for place in page.short if look.boxes[page.page - 1].has_trim else ():
            message = "een kleur stopt bij de rand en loopt niet door in de afloop"
            yield Finding(page.page, message, look.spot(page.page, place))


# ----------------------------------------------------------------------------------------------------------------------
# Letters, lines and pictures


def loose_font(look: Look) -> Iterator[Finding]:
    """Every letter that is printed is in the file."""
    for number, page in enumerate(look.drawn, 1):
        for paint in page.paints:
            if paint.font is not None and not is_embedded(paint.font):
                message = f"lettertype {font_name(paint.font)} zit niet in het bestand"
                yield Finding(number, message, look.spot(number, paint.parts[0]))


def drawn_font(look: Look) -> Iterator[Finding]:
    """Letters that are little drawings print roughly, and some programs cannot print them."""
    for number, paint, part in _seen(look, Kind.TEXT):
        if paint.font is not None and paint.font.get(Name.Subtype) == Name.Type3:
            message = "letters zijn getekend in plaats van gezet (Type 3)"
            yield Finding(number, message, look.spot(number, part), Severity.WARNING)


def coarse_pictures(look: Look) -> Iterator[Finding]:
    """A picture has enough pixels for its size on paper."""
    for number, paint, part in _seen(look, Kind.PICTURE):
        if 0 < paint.dots < look.limits.good_dots:
            severity = Severity.ERROR if paint.dots < look.limits.least_dots else Severity.WARNING
            message = f"een afbeelding is te grof: {paint.dots:.0f} punten per inch (dpi), beter is 300"
            yield Finding(number, message, look.spot(number, part), severity)


def text_near_trim(look: Look) -> Iterator[Finding]:
    """Text keeps clear of the knife."""
    from booklet.plates import words_near_trim

    trims = {number: look.boxes[number - 1].trim for number in look.readable}
    for words in words_near_trim(look.data, trims, look.limits.safety - ROUGH):
        side = nearest_side(words.box, trims[words.page])
        message = f"'{_short(words.text)}' staat minder dan {look.limits.safety:g} mm van de snijrand {side}"
        yield Finding(words.page, message, look.spot(words.page, words.box))


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 30)


def hairlines(look: Look) -> Iterator[Finding]:
    """A line is thick enough to print; an area of nothing but thin strips is a line too."""
    thinnest, shortest = look.limits.thinnest * POINTS_PER_MM, SHORT * POINTS_PER_MM
    for number, paint, part in _seen(look, Kind.LINE, Kind.AREA):
        thickness = (
            paint.thickness if paint.kind == Kind.LINE else max(min(one.width, one.height) for one in paint.parts)
        )
        if thickness < thinnest and max(part.width, part.height) > shortest:
            message = f"een lijn is te dun: {_in_mm(thickness)} mm, nodig is {_in_mm(thinnest)} mm"
            yield Finding(number, message, look.spot(number, part), Severity.WARNING)


def _in_mm(points: float) -> str:
    return f"{points / POINTS_PER_MM:.2f}".replace(".", ",")


# ----------------------------------------------------------------------------------------------------------------------

_INKS = "vraag de ontwerper om alle kleuren om te zetten naar drukinkt (CMYK)"
_PLAIN = "vraag de ontwerper om effen kleuren te gebruiken, of overleg met de drukkerij"

INK = (
    Rule("P03", unreadable, "vraag de maker om de pdf opnieuw te maken"),
    Rule("P12", loose_font, "vraag de ontwerper om alle lettertypen in de pdf op te nemen"),
    Rule("P35", light, _INKS),
    Rule("P36", light_pictures, _INKS),
    Rule("P37", light_groups, _INKS),
    Rule("P38", spots, "vraag de ontwerper om er CMYK van te maken, of overleg met de drukkerij"),
    Rule("P39", registration, "vraag de ontwerper om hier alleen zwart te gebruiken"),
    Rule("P40", gradients, _PLAIN),
    Rule("P41", shines_through, _PLAIN),
    Rule(
        "P42", black_in_colours, "vraag de ontwerper om zwarte tekst en lijnen van alleen zwarte inkt te maken (K 100)"
    ),
    Rule("P43", ink_sums, "vraag de ontwerper om hier minder inkt te gebruiken"),
    Rule("P44", white_on_top, "vraag de ontwerper om overprint uit te zetten voor wit"),
    Rule("P45", coarse_pictures, "vraag de ontwerper om een scherpere afbeelding, of maak haar kleiner"),
    Rule("P46", text_near_trim, "vraag de ontwerper om de tekst verder van de rand te zetten"),
    Rule("P47", hairlines, "vraag de ontwerper om de lijn dikker te maken"),
    Rule("P48", cut_short, "vraag de ontwerper om de kleur door te laten lopen in de afloop"),
    Rule("P49", drawn_font, "vraag de ontwerper om een gewoon lettertype"),
    Rule("P50", profiled, _INKS),
)
