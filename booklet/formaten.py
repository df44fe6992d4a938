"""The papers on which an edition is made: how large they are and how much of them stays white, in mm."""

from collections.abc import Mapping
from typing import NamedTuple

ISO = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148)}  # ISO 216, upright


class Paper(NamedTuple):
    """A paper as it lies: its width and height, and the white edge on every side."""

    width: float
    height: float
    margin: float


def _upright(name: str, margin: float) -> Paper:
    return Paper(*ISO[name], margin)


def _across(name: str, margin: float) -> Paper:
    width, height = ISO[name]
    return Paper(height, width, margin)


FORMATEN: Mapping[str, Paper] = {
    "A4": _upright("A4", 20),
    "A4 liggend": _across("A4", 11),
    "A3": _upright("A3", 20),
    "A3 liggend": _across("A3", 15),
    "A5": _upright("A5", 12),
    "A6": _upright("A6", 8),
}
