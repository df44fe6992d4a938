"""Which ink a colour of the screen becomes on paper; the only module that knows Pillow and its colour management.

The colours of a house stand twice in the content, for the screen and for the press; their tints are reckoned. Black text
and lines are black ink alone, so that they stay sharp. What a gemeente chose itself, in its huisstijl and its logo, is
reckoned by the ICC profile of the printing condition, within the largest ink sum of the print shop.
"""

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from PIL import Image, ImageCms, ImageMath

from booklet.colour import BLACK, INK, NO_INK, TINTS, WHITE, Ink, channels, tint
from booklet.models import Content, Drukkerij, Gemeente, Huisstijl

# The colours of `layouts/css/tokens.css` and of a gemeente that chose none.
FIXED: Mapping[str, Ink] = {
    INK: BLACK,
    WHITE: NO_INK,
    "#4D5965": Ink(0, 0, 0, 80),
    "#59636E": BLACK,  # a thin line in a tint would become dots (`onderzoek/drukwerk.md` part 6)
    "#1C3F94": Ink(100, 80, 0, 5),
    "#EEF2FB": Ink(8, 4, 0, 0),
    Huisstijl().accent: Ink(95, 65, 15, 45),
    Huisstijl().kop: BLACK,
}

ToInk = Callable[[str], Ink]


def inks(content: Content, gemeente: Gemeente, profile: Drukkerij, icc: bytes) -> ToInk:
    """What becomes of any `#RRGGBB` in the booklets of this gemeente, within the largest ink sum of the print shop."""
    known = {**_of_houses(content), **FIXED, **_of_huisstijl(gemeente.feiten.huisstijl)}

    @cache
    def ink(colour: str) -> Ink:
        return within(known[colour] if colour in known else _reckoned(colour, icc), profile.inkt)

    return ink


def _of_houses(content: Content) -> dict[str, Ink]:
    """The colours of the houses with every tint of them that the layouts use."""
    pairs = {tint(domein.kleur, share): domein.kleur_druk.tint(share) for domein in content.domeinen for share in TINTS}
    return pairs | {domein.kleur.upper(): domein.kleur_druk for domein in content.domeinen}


def _of_huisstijl(huisstijl: Huisstijl) -> dict[str, Ink]:
    chosen = ((huisstijl.accent, huisstijl.accent_druk), (huisstijl.kop, huisstijl.kop_druk))
    return {colour.upper(): ink for colour, ink in chosen if ink is not None}


def within(ink: Ink, most: float) -> Ink:
    """The ink with less cyan, magenta and yellow where the sum is too large, in percent; the black stays."""
    colours = ink.total - ink.black
    share = min(1.0, (most - ink.black) / colours) if colours else 1.0
    return ink._replace(**{name: round(getattr(ink, name) * share, 1) for name in ("cyan", "magenta", "yellow")})


def _reckoned(colour: str, icc: bytes) -> Ink:
    """A colour of the gemeente by the profile; grey is black ink alone."""
    red, green, blue = (round(255 * channel) for channel in channels(colour))
    if max(red, green, blue) - min(red, green, blue) <= 8:
        return Ink(0, 0, 0, round(100 - (red + green + blue) / 7.65, 1))
    plates = _plates(Image.new("RGB", (1, 1), (red, green, blue)), icc)
    return Ink(*(round(plate.getextrema()[0] / 2.55, 1) for plate in plates))  # type: ignore[operator]  # a grey plate


def separated(picture: Image.Image, icc: bytes, most: float) -> Image.Image:
    """A picture in CMYK by the profile, with no more ink than `most` percent anywhere; white stands behind it."""
    ground = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    plates = _plates(flat, icc)
    limit = round(most * 2.55)
    return Image.merge("CMYK", [*(_limited(plate, plates, limit) for plate in plates[:3]), plates[3]])


def _plates(picture: Image.Image, icc: bytes) -> tuple[Image.Image, ...]:
    """Cyan, magenta, yellow and black of an RGB picture."""
    separated: Image.Image = _to_condition(icc).apply(picture)
    return separated.split()


def _limited(plate: Image.Image, plates: tuple[Image.Image, ...], limit: int) -> Image.Image:
    """One plate of colour, thinned where all plates together hold too much."""
    cyan, magenta, yellow, black = plates

    def thin(on: Mapping[str, Any]) -> Any:
        colours = on["c"] + on["m"] + on["y"] + 1  # 1: nothing is divided by nothing
        return on["min"](on["p"], on["p"] * on["max"](limit - on["k"], 0) / colours)

    thinned: Image.Image = ImageMath.lambda_eval(thin, p=plate, c=cyan, m=magenta, y=yellow, k=black)
    return thinned.convert("L")


@cache
def _to_condition(icc: bytes) -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        profile,
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
