"""A house style out of a file with design tokens: what it proposes for `huisstijl` in a `gemeente.yaml`, and from where.

Gemeenten with an NL Design System theme have such a file. It describes a website: the colour of a button is not always the
colour of the gemeente, so it only proposes and a human decides. Read are the shapes that are in use: of Style Dictionary
(a tree with `value`, or a flat list with `path`), of W3C (`$value`), and a plain tree (`onderzoek/bouwstenen.md` part 1).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from tinycss2.color4 import Color, parse_color

from booklet.colour import WHITE, contrast
from booklet.problems import Place, Problem, error

READABLE, GOOD = 4.5, 7.0  # contrast with white paper (WCAG 2.2, 1.4.3 and 1.4.6)
MAX_BYTES = 30_000_000  # the largest real one holds 5 MB

# Where a value stands, the best place first. A heading without a colour has that of the text.
_HEADING = ("nl.heading.level-1", "utrecht.heading-1", "utrecht.heading", "ams.heading", "basis.heading")
_COLOURS = {
    "accent": (
        "nl.button.primary.background-color",
        "utrecht.button.primary-action.background-color",
        "ams.color.interactive.default",
        "basis.color.accent-1.inverse-bg-default",
    ),
    "kop": (
        *(f"{heading}.color" for heading in _HEADING),
        "utrecht.document.color",
        "basis.color.default.color-document",
        "ams.color.text.default",
    ),
}
_LETTERS = (
    *(f"{heading}.font-family" for heading in _HEADING),
    "utrecht.document.font-family",
    "basis.text.font-family.default",
    "ams.typography.font-family",
)
_ABOUT = frozenset({"type", "comment", "description", "original", "attributes", "filePath", "isSource", "path", "name", "key"})  # fmt: skip
_REFERENCE = re.compile(r"\{([^{}]+?)(?:\.\$?value)?\}")
_NO_NAME = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif", "inherit", ""})


class Found(NamedTuple):
    """A colour that is proposed: the field of `huisstijl`, `#RRGGBB`, the token that it came from, its contrast on white."""

    veld: str
    kleur: str
    token: str
    contrast: float

    @property
    def readable(self) -> bool:
        """Whether text in this colour can be read on white paper."""
        return self.contrast >= READABLE


class Letter(NamedTuple):
    """The name of a font, and the token that it came from."""

    naam: str
    token: str


class Proposal(NamedTuple):
    """What a file with tokens gives for a house style, and the tokens that it refers to and does not hold."""

    kleuren: tuple[Found, ...]
    lettertype: Letter | None
    loose: tuple[str, ...]


def propose(data: bytes, shown: str) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """What a file with tokens proposes; or what is wrong with it, under the name by which staff know it."""
    try:
        tree = _parsed(data, shown)
        tokens = dict(_tokens(tree, ()))
    except _NoTokensError as fault:
        return None, (fault.problem,)
    except RecursionError:
        return None, (error("H61", Place(shown), "dit bestand zit te diep in elkaar", _ASK),)
    proposal = _proposed(tokens)
    if not (proposal.kleuren or proposal.lettertype):
        said = "hier staan geen kleuren of letters in die het programma herkent"
        return None, (error("H63", Place(shown), said, _ASK),)
    return proposal, ()


_ASK = "vraag de makers van de website van uw gemeente om het bestand dist/tokens.json van het thema (NL Design System)"


class _NoTokensError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _parsed(data: bytes, shown: str) -> Any:
    if len(data) > MAX_BYTES:
        raise _NoTokensError(error("H60", Place(shown), f"dit bestand is groter dan {MAX_BYTES // 1_000_000} MB", _ASK))
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as fault:
        place = Place(shown, fault.lineno, fault.colno)
        raise _NoTokensError(error("H61", place, "dit is geen JSON: hier klopt iets niet", _ASK)) from fault
    except ValueError as fault:  # letters that are none, or a number of a thousand digits
        raise _NoTokensError(error("H61", Place(shown), "dit is geen JSON", _ASK)) from fault
    if isinstance(tree, dict) and ("$metadata" in tree or "$themes" in tree or any("/" in key for key in tree)):
        # Its sets lie over each other, also those for a dark screen: read as one they gave light grey letters.
        said = "dit is een bronbestand van Tokens Studio, met meer sets door elkaar"
        raise _NoTokensError(error("H62", Place(shown), said, _ASK))
    return tree


def _tokens(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Every token of a tree or a list by its full name, with its value as it is written."""
    if isinstance(node, list):
        for one in node:
            if isinstance(one, dict) and isinstance(one.get("path"), list):
                yield ".".join(map(str, one["path"])), one.get("$value", one.get("value"))
    elif isinstance(node, dict):
        value = node.get("$value", node.get("value"))
        if value is not None and ("$value" in node or not isinstance(value, dict)):
            yield ".".join(path), value
        else:
            for name, inner in node.items():
                if not name.startswith("$") and name not in _ABOUT:
                    yield from _tokens(inner, (*path, name))
    elif path:
        yield ".".join(path), node


def _proposed(tokens: Mapping[str, Any]) -> Proposal:
    found, loose = [], []
    for veld, names in _COLOURS.items():
        for name in names:
            value = _resolved(tokens, name)
            if value is None and name in tokens:
                loose.append(name)
            if kleur := _colour(value):
                found.append(Found(veld, kleur, name, contrast(kleur, WHITE)))
                break
    named = ((name, _family(_resolved(tokens, name))) for name in _LETTERS)
    letter = next((Letter(family, name) for name, family in named if family), None)
    return Proposal(tuple(found), letter, tuple(loose))


def _resolved(tokens: Mapping[str, Any], name: str) -> Any:
    """The value of a token, through others that it refers to; None when it leads nowhere, or back to itself."""
    met: set[str] = set()
    value = tokens.get(name)
    while isinstance(value, str) and (reference := _REFERENCE.fullmatch(value.strip())):
        if name in met:
            return None
        met.add(name)
        name = reference[1]
        value = tokens.get(name)
    return value


def _family(value: Any) -> str:
    """The first font of a list that has a name of its own."""
    names: Sequence[Any] = value if isinstance(value, list) else str(value or "").split(",")
    first = str(names[0]).strip().strip("\"'").strip() if names else ""
    return "" if first.lower() in _NO_NAME or "{" in first or not first.isprintable() else first


def _colour(value: Any) -> str | None:
    """A colour as `#RRGGBB`; W3C writes one as an object too."""
    if isinstance(value, dict):
        parts, space = value.get("components"), value.get("colorSpace", "srgb")
        whole = isinstance(parts, list) and all(isinstance(part, int | float) for part in parts)
        value = value.get("hex") or (f"color({space} {' '.join(map(str, parts or ()))})" if whole else None)
    return colour_of(value) if isinstance(value, str) else None


@cache
def colour_of(text: str) -> str | None:
    """A colour in any notation of CSS as `#RRGGBB`, on white paper when it shines through; None for no colour or none at all."""
    try:
        colour = parse_color(text.strip())
        if not isinstance(colour, Color) or not colour.alpha:
            return None
        light = _srgb(colour)
    except (ValueError, NotImplementedError):  # a system colour, or a space that it cannot leave
        return None
    alpha = float(colour.alpha)
    return "#" + "".join(f"{round(255 * (1 - alpha + alpha * part)):02X}" for part in light)


# From XYZ with a white of D65 to linear red, green and blue (CSS Color 4, 10.2).
_TO_LINEAR = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)


def _srgb(colour: Color) -> list[float]:
    """Red, green and blue from 0 to 1; a brighter colour than a screen has is cut off."""
    if colour.space in ("oklab", "oklch"):
        xyz = colour.to("xyz-d65").coordinates
        linear = (sum(weight * part for weight, part in zip(row, xyz, strict=True)) for row in _TO_LINEAR)
        parts = [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in linear]
    else:
        parts = [part or 0.0 for part in colour.to("srgb").coordinates]
    return [min(1.0, max(0.0, part)) for part in parts]
