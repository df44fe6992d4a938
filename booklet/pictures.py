"""Pages of a finished PDF as small pictures, for people to look at; pypdfium2 draws them."""

import io
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2

# A page that has so many of its pixels so far from grey asks for a printer with colours.
COLOURED_SHARE = 0.0005
COLOURED = 12  # of 128, away from grey; the tone of our ink, which prints as black, is 7


class Picture(NamedTuple):
    """A page as a WebP picture: which page, counted from 1, and how large it is in pixels."""

    page: int
    data: bytes
    width: int
    height: int


class Ink(NamedTuple):
    """About how much of the paper has ink on it, from 0 to 1, and whether that needs colours."""

    share: float
    coloured: bool


def pictures(data: bytes, width: int, pages: Collection[int] | None = None) -> Iterator[Picture]:
    """These pages, counted from 1, or every page, so many pixels wide.

    Raises `pypdfium2.PdfiumError` when the file cannot be drawn.
    """
    return (_picture(number, drawn) for number, drawn in _drawn(data, width, pages))


def pictures_with_ink(data: bytes, width: int, pages: Collection[int] | None = None) -> Iterator[tuple[Picture, Ink]]:
    """The same pictures, and about how much ink every page takes.

    Raises `pypdfium2.PdfiumError` when the file cannot be drawn.
    """
    with ThreadPoolExecutor() as others:  # a page is written while PDFium, that knows one thread, draws the next
        yield from others.map(lambda one: (_picture(*one), _ink(one[1])), _drawn(data, width, pages))


def _drawn(data: bytes, width: int, pages: Collection[int] | None) -> Iterator[tuple[int, Any]]:
    """Every page that is asked for with its number, as a picture of Pillow."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number, page in enumerate(document, 1):
            if pages is None or number in pages:
                yield number, page.render(scale=width / page.get_width()).to_pil()


def _picture(number: int, drawn: Any) -> Picture:
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=60, method=2)
    return Picture(number, out.getvalue(), drawn.width, drawn.height)


def _ink(drawn: Any) -> Ink:
    """Measured from the pixels: how far they are from white, and how far from grey."""
    counts = drawn.histogram()  # 256 for red, then green, then blue
    dark = sum((255 - index % 256) * count for index, count in enumerate(counts))
    tones = drawn.convert("YCbCr").histogram()[256:]
    grey = 128
    coloured = sum(count for index, count in enumerate(tones) if abs(index % 256 - grey) > COLOURED)
    return Ink(dark / (255 * sum(counts)), coloured > COLOURED_SHARE * drawn.width * drawn.height)


def printable_picture(data: bytes, width: int, page: int) -> bytes:
    """A page, counted from 1, as PNG without any loss, so many pixels wide, to print in another booklet.

    Raises `pypdfium2.PdfiumError` when the file cannot be drawn, `IndexError` when it has no such page.
    """
    with closing(pypdfium2.PdfDocument(data)) as document:
        sheet = document[page - 1]
        out = io.BytesIO()
        sheet.render(scale=width / sheet.get_width()).to_pil().save(out, "PNG")
        return out.getvalue()
