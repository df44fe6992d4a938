"""Step 7, collating: whether a file for paper holds the pages of the screen PDF, each in its place, letter for letter.

All products of an edition have the same pages with the same numbers on them; this is where the build asserts it.
"""

import re
from collections.abc import Iterator, Sequence

import pypdfium2

Side = tuple[int | None, ...]  # the pages that lie on one side of the paper, from left to right; None is a blank


def collate(screen: bytes, file: bytes, sides: Sequence[Side], rows: int = 1) -> Iterator[tuple[int, str]]:
    """The sides that hold other letters than the pages that belong there, each with what is wrong, in Dutch.

    The pages of a side lie in so many rows, from left to right and from the top down.
    """
    pages = [halves[0] for halves in _letters(screen, 1)]
    printed = _letters(file, len(sides[0]) // rows, rows)
    if len(printed) != len(sides):
        yield 0, f"het bestand heeft {len(printed)} kanten in plaats van {len(sides)}"
        return
    for number, (side, parts) in enumerate(zip(sides, printed, strict=True), 1):
        for page, found in zip(side, parts, strict=True):
            wanted = pages[page - 1] if page else ""
            if found != wanted:
                yield (
                    number,
                    f"hier hoort {f'bladzijde {page}' if page else 'niets'} te staan, maar er staat iets anders",
                )


def _letters(data: bytes, columns: int, rows: int = 1) -> list[list[str]]:
    """What can be read on every page, in so many equal columns and rows, in alphabetical order.

    White space and hyphens are left out: pdfium guesses them by the place of the letters, and a page may lie on its head.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            [_in_part(page, column, columns, row, rows) for row in range(rows) for column in range(columns)]
            for page in document
        ]
    finally:
        document.close()


def _in_part(page: pypdfium2.PdfPage, column: int, columns: int, row: int, rows: int) -> str:
    left, bottom, right, top = page.get_mediabox()
    wide, high = (right - left) / columns, (top - bottom) / rows
    x, y = left + column * wide, top - (row + 1) * high
    text = page.get_textpage().get_text_bounded(x, y, x + wide, y + high)
    return "".join(sorted(re.sub(r"[\s\ufffe\x02-]", "", text)))
