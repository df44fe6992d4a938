"""What colour a gradient has along its way: the functions of a PDF for one number (ISO 32000-1, 7.10)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pikepdf

DEEPEST = 8  # functions inside functions


def colour_at(function: Any, place: float, depth: int = 0) -> list[float]:
    """The numbers that a function, or an array of them, gives for a place; raises `ValueError` for an unknown one.

    A little program (type 4) is not known, nor is a function of more than one number.
    """
    if depth > DEEPEST:
        raise ValueError("a function inside itself")
    if isinstance(function, pikepdf.Array):
        return [part for one in function for part in colour_at(one, place, depth + 1)]
    low, high = (float(edge) for edge in function.Domain)
    place = min(max(place, low), high)
    kind = int(function.FunctionType)
    if kind == 0:
        return _sampled(function, (place - low) / (high - low))
    if kind == 2:
        return _curved(function, place)
    if kind == 3:
        return _stitched(function, place, depth)
    raise ValueError(f"a function of type {kind}")


def _curved(function: Any, place: float) -> list[float]:
    first, last = _numbers(function.get("/C0", (0,))), _numbers(function.get("/C1", (1,)))
    share = place ** float(function.N)
    return [begin + share * (end - begin) for begin, end in zip(first, last, strict=True)]


def _stitched(function: Any, place: float, depth: int) -> list[float]:
    edges = [*_numbers(function.Domain)[:1], *_numbers(function.Bounds), *_numbers(function.Domain)[1:]]
    index = next((at for at, edge in enumerate(edges[1:-1]) if place < edge), len(edges) - 2)
    low, high = list(pairwise(edges))[index]
    begin, end = _numbers(function.Encode)[2 * index : 2 * index + 2]
    share = (place - low) / (high - low) if high > low else 0
    return colour_at(function.Functions[index], begin + share * (end - begin), depth + 1)


def _sampled(function: Any, share: float) -> list[float]:
    """What stands in a table, with the two nearest rows mixed."""
    ranges = list(zip(_numbers(function.Range)[::2], _numbers(function.Range)[1::2], strict=True))
    (size,), bits, data = _numbers(function.Size), int(function.BitsPerSample), function.read_bytes()
    row, rest = divmod(share * (size - 1), 1)
    rows = [min(int(row) + step, int(size) - 1) for step in (0, 1)]
    most = 2**bits - 1
    mixed = []
    for column, (low, high) in enumerate(ranges):
        one, other = (_sample(data, at * len(ranges) + column, bits) / most for at in rows)
        mixed.append(low + (one + rest * (other - one)) * (high - low))
    return mixed


def _sample(data: bytes, index: int, bits: int) -> int:
    start, end = index * bits, (index + 1) * bits
    whole = int.from_bytes(data[start // 8 : -(-end // 8)], "big")
    return (whole >> (-end % 8)) & ((1 << bits) - 1)


def _numbers(written: Sequence[Any]) -> list[float]:
    return [float(number) for number in written]
