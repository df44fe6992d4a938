"""What everything is measured against: WeasyPrint alone, a document for every booklet, from the same HTML and style sheets.

So a plain user would do it: nothing is kept from one booklet to the next. What to write is worked out before.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from booklet.kaart import tips
from booklet.markup import Sheets, write_booklet
from booklet.models import Content
from booklet.parts import Plain
from booklet.settle import Desk, Job, measure

EDITIES = ("basisformat", "uitlegboekje", "tabbladen")  # what a gemeente gets without asking for it


def sheets_of(content: Content, today: date, *, loose: bool) -> dict[str, Sheets]:
    """The documents of the one gemeente in this content by their stem; with the loose parts, all that `maak` makes."""
    gemeente = content.gemeenten[0]
    desk = Desk(content, gemeente, tips(content, gemeente, today), None)
    edities = [editie for editie in content.edities if editie.id in EDITIES]
    settled = measure(desk, content.domeinen, edities, Plain())
    return {job.stem: write_booklet(desk.booklet(job, settled)) for job in jobs_of(content, loose=loose)}


def jobs_of(content: Content, *, loose: bool) -> Iterator[Job]:
    """The three booklets, with or without the loose part of every house."""
    for editie in content.edities:
        if editie.id in EDITIES:
            yield Job(editie, content.domeinen, None, editie.id)
            for number, house in enumerate(content.domeinen if loose and editie.los else (), 1):
                yield Job(editie, content.domeinen, house, f"{editie.id}-{number}-{house.id}")


def write_plain(sheets: Sequence[Sheets], files: Sequence[Path]) -> float:
    """Write each of these documents to its file, and tell how many seconds WeasyPrint took."""
    import weasyprint

    import booklet.typeset as ours

    started = time.perf_counter()
    for one, file in zip(sheets, files, strict=True):
        html: Any = weasyprint.HTML(string=one.html, base_url="book:/", url_fetcher=ours.Assets(one.assets))
        styles = [weasyprint.CSS(string=text) for text in one.styles]
        html.write_pdf(str(file), stylesheets=styles, pdf_variant=ours.VARIANT)
    return time.perf_counter() - started
