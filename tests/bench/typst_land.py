"""The same booklets in Typst: `boekjes.typ` with the content as JSON, by the warm compiler of the package `typst`.

Typst is no part of the program: it is what the program is measured against. What Typst gets is worked out before, and
that time is not counted: reading, checking, which voorzieningen are printed, QR codes and pictures with their colours.
"""

import json
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from booklet.addresses import dial, phone, shown_address, web_address
from booklet.colour import INK, readable_on, tint
from booklet.content import Library
from booklet.days import month
from booklet.fonts import font_files
from booklet.kaart import Tip, tips
from booklet.markup import LAYOUTS, Booklet, _coloured, _qr_code, _words, card_of, filled, texts_of
from booklet.models import Contact, Content, Domein, Editie, Gemeente, Oco, Voorziening
from booklet.planner import plan_pages
from booklet.settle import UNSETTLED, Desk, Job
from booklet.tabs import tab_top

from .plain import EDITIES, jobs_of

TEMPLATE = Path(__file__).with_name("boekjes.typ")
STANDARD: Literal["ua-1"] = "ua-1"
SVGS = "plaatjes"
SHARED = "gedeeld.json"
MEASURED = "meten"  # the Sociale Kaarten alone, to see how long they are


class Kit(NamedTuple):
    """A folder in which Typst finds the template, the pictures and what all gemeenten share."""

    folder: Path

    @property
    def stems(self) -> tuple[str, ...]:
        """The files to make for a gemeente."""
        shared = json.loads((self.folder / SHARED).read_text(encoding="utf-8"))
        return tuple(stem for stem in shared["bestanden"] if stem != MEASURED)


def installed() -> bool:
    """Whether there is a Typst to measure against."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


def content_of(library: Library, name: str) -> Content:
    """The content with this gemeente; raises ValueError when something in it is wrong."""
    content = library.with_gemeenten((name,)).content((name,))
    if content is None or not content.gemeenten:
        raise ValueError(f"the content of {name} has errors; look with: python build.py controleer")
    return content


def write_kit(folder: Path, content: Content) -> Kit:
    """Write the template, the pictures and what all gemeenten share; the folder must not be there."""
    folder.mkdir(parents=True)
    shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
    drawn = dict(_pictures(content))
    (folder / SVGS).mkdir()
    for name, svg in drawn.items():
        (folder / SVGS / f"{name}.svg").write_bytes(svg)
    files = dict(_files(content))
    basis = files[EDITIES[0]]
    cards = [step for step in basis["stappen"] if step["lengte"] is None]
    shared = {
        "plaatjes": {name: f"{name}.svg" for name in drawn},
        "smileys": _plain(content.plan.smileys),
        "vragen": _plain(content.plan.vragen),
        "versie": content.plan.versie,
        "maand": month(content.plan.datum),
        "huizen": [_house(content, domein) for domein in content.domeinen],
        "personen": _plain(content.personen),
        "voorbeelden": {
            one.kolom: {"persoon": persoon.model_dump(mode="json"), "antwoorden": one.model_dump(mode="json")}
            for persoon in content.personen
            for one in persoon.voorbeelden
        },
        "edities": {editie.id: _edition(content, editie) for editie in _editions(content)},
        "bestanden": {**files, MEASURED: {**basis, "stappen": cards}},
    }
    (folder / SHARED).write_text(json.dumps(shared, ensure_ascii=False), encoding="utf-8")
    return Kit(folder)


def gemeente_text(content: Content, today: date) -> str:
    """What Typst gets of the one gemeente in this content, as JSON."""
    gemeente = content.gemeenten[0]
    desk = Desk(content, gemeente, tips(content, gemeente, today), None)
    basis = next(editie for editie in content.edities if editie.id == EDITIES[0])
    booklet = desk.booklet(Job(basis, content.domeinen, None, basis.id), UNSETTLED)
    return json.dumps(_gemeente(booklet, gemeente), ensure_ascii=False)


def _gemeente(booklet: Booklet, gemeente: Gemeente) -> Mapping[str, object]:
    feiten, content = gemeente.feiten, booklet.content
    names = [domein.id for domein in content.domeinen]
    uitleg = filled(content.plan.uitleg, _words(gemeente, booklet.plan))
    return {
        "naam": feiten.naam,
        "aanduiding": gemeente.aanduiding,
        "voorbeeld": feiten.voorbeeld,
        "accent": feiten.huisstijl.accent,
        "kop": feiten.huisstijl.kop,
        "contact": {**_reach(feiten.contact), "adres": feiten.contact.adres},
        "oco": {**_reach(feiten.oco), "naam": feiten.oco.naam[:1].upper() + feiten.oco.naam[1:]},
        "teksten": texts_of(gemeente, booklet.plan).model_dump(mode="json"),
        "uitleg": uitleg.model_dump(mode="json"),
        "kaart": {domein.id: _card(booklet, domein) for domein in content.domeinen},
        "nagekeken": {"": _checked(booklet.tips, names), **{name: _checked(booklet.tips, [name]) for name in names}},
    }


def _checked(printed: Sequence[Tip], houses: Collection[str]) -> Mapping[str, str] | None:
    """From when to when the facts of some houses were checked."""
    entries = (tip.voorziening for tip in printed if not set(houses).isdisjoint(tip.voorziening.domein))
    days = sorted(entry.gecontroleerd for entry in entries if entry.gecontroleerd)
    return {"van": month(days[0]), "tot": month(days[-1])} if days else None


def _card(booklet: Booklet, domein: Domein) -> Mapping[str, object]:
    card = card_of(booklet, domein)
    groups = [
        {
            "kolom": group.kolom.naam if group.kolom else None,
            "kaartjes": [_entry(one.tip.voorziening, landelijk=one.tip.landelijk) for one in group.kaartjes],
        }
        for group in card.groepen
    ]
    return {"lokaal": card.lokaal, "groepen": groups}


def _entry(entry: Voorziening, *, landelijk: bool) -> Mapping[str, object]:
    day = entry.gecontroleerd
    names = ("aanbod", "organisatie", "omschrijving", "voor_wie", "aanmelden", "openingstijden", "kosten")
    return {
        **{name: getattr(entry, name) for name in names},
        **_reach(entry),
        "landelijk": landelijk,
        "adres": entry.adres or None,
        "dag": day.isoformat() if day else None,
        "maand": month(day) if day else None,
        "qr": _svg(_qr_code(web_address(entry.website))) if entry.website else None,
    }


def _svg(bitmap: bytes) -> str:
    """A bitmap in letters as squares, because Typst does not read it."""
    _, size, *rows = bitmap.decode().split("\n")
    squares = (
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in re.finditer("1+", row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><path fill="#fff" d="M0 0h{len(rows)}v{len(rows)}H0z"/><path fill="{INK}" d="{"".join(squares)}"/></svg>'


def _reach(who: Contact | Oco | Voorziening) -> Mapping[str, object]:
    return {
        "telefoon": phone(who.telefoon) if who.telefoon else None,
        "bel": dial(who.telefoon) if who.telefoon else None,
        "website": shown_address(who.website) if who.website else None,
        "web": web_address(who.website) if who.website else None,
        "email": who.email,
    }


def _editions(content: Content) -> Iterator[Editie]:
    return (editie for editie in content.edities if editie.id in EDITIES)


def _edition(content: Content, editie: Editie) -> Mapping[str, object]:
    return {
        "titel": editie.titel or content.plan.titel,
        "ondertitel": editie.ondertitel or content.plan.ondertitel,
        "tabs": editie.tabs,
        "uitleg": editie.verwijst_naar is not None,
    }


def _files(content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What everyone makes: every booklet, and the loose part of every house."""
    for job in jobs_of(content, loose=True):
        steps = list(_steps(content, job.editie, job.los))
        yield job.stem, {"editie": job.editie.id, "los": job.los.id if job.los else None, "stappen": steps}


def _steps(content: Content, editie: Editie, los: Domein | None) -> Iterator[Mapping[str, object]]:
    """The parts in order, without the pages for notes: where those come depends on what Typst finds."""
    frame = editie.los if los and editie.los else editie
    sides = {one.blad: one.kant for one in (*frame.begin, *editie.huis, *frame.slot)}
    for part in plan_pages(editie, content.domeinen, {}, los).parts:
        if part.kind.name in sides:
            yield {
                "blad": part.kind.name,
                "anker": part.anchor,
                "kant": sides[part.kind.name],
                "lengte": None if part.kind.grows else part.pages,
                "huis": part.domein.id if part.domein else None,
                "kolom": part.kolom.id if part.kolom else None,
            }


def _house(content: Content, domein: Domein) -> Mapping[str, object]:
    return {
        **domein.model_dump(mode="json"),
        "licht": tint(domein.kleur, 0.14),
        "tekst": readable_on(domein.kleur),
        "tab": tab_top(content.domeinen.index(domein)),
    }


def _pictures(content: Content) -> Iterator[tuple[str, bytes]]:
    """Every picture in every colour that the template may ask for, by name."""
    icons = [file.stem for file in sorted((LAYOUTS / "iconen").glob("*.svg"))]
    faces = [smiley.id for smiley in content.plan.smileys]
    yield "ring", _drawn("smileys/ring", accent="#1C3F94")
    yield "kruis", _drawn("smileys/kruis", accent="#1C3F94")
    for name in (*faces, "nvt"):
        yield f"smiley-{name}", _drawn(f"smileys/{name}")
    for name in icons:
        yield f"icoon-{name}", _drawn(f"iconen/{name}")
    for house in content.domeinen:
        colour, words = house.kleur, readable_on(house.kleur)
        yield f"dak-{house.id}", _drawn("huis/dak", kleur=colour)
        yield f"huisje-{house.id}", _drawn("huis/huisje", kleur=colour)
        yield f"tabicoon-{house.id}", _drawn(f"iconen/{house.icoon}", inkt=words, vlak=colour, wit=colour)
        for side in ("links", "rechts"):
            yield f"tab-{side}-{house.id}", _drawn(f"huis/tab-{side}", kleur=colour, tekst=words, naam=house.naam)
        for percent in (14, 20, 30, 35):
            shade = tint(colour, percent / 100)
            for name in faces:
                yield f"smiley-{name}-{house.id}-{percent}", _drawn(f"smileys/{name}", vlak=shade)
            for name in icons:
                yield f"icoon-{name}-{house.id}-{percent}", _drawn(f"iconen/{name}", vlak=shade)


def _drawn(name: str, **colours: str) -> bytes:
    return _coloured(name, tuple(sorted(colours.items())))[1]


def _plain(values: Sequence[Any]) -> list[Any]:
    return [value.model_dump(mode="json") for value in values]


class Typesetter:
    """One warm compiler of Typst for all booklets of a kit; what it asks of the template goes by a file in the kit."""

    def __init__(self, kit: Kit) -> None:
        import typst

        self._order = kit.folder / "opdracht.json"
        folders = sorted({str(file.parent) for file in font_files()})
        self._compiler = typst.Compiler(
            str(kit.folder / TEMPLATE.name), root=str(kit.folder), font_paths=folders, ignore_system_fonts=True
        )

    def lengths(self, gemeente: str) -> str:
        """How many pages the Sociale Kaarten take, as JSON; it is found by laying them out alone."""
        self._ask(MEASURED, gemeente, "{}")
        return json.dumps(dict(json.loads(self._compiler.query("<lengte>", field="value"))))

    def pdf(self, stem: str, gemeente: str, lengths: str) -> bytes:
        """One booklet as PDF/UA-1, from the JSON of `gemeente_text` and what `lengths` tells of it."""
        self._ask(stem, gemeente, lengths)
        made = self._compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=0)
        if not isinstance(made, bytes):
            raise TypeError("a PDF is one file")
        return made

    def _ask(self, stem: str, gemeente: str, lengths: str) -> None:
        self._order.write_text(f'{{"stem": "{stem}", "g": {gemeente}, "lengtes": {lengths}}}', encoding="utf-8")


def make_one(typesetter: Typesetter, kit: Kit, gemeente: str, folder: Path) -> int:
    """Write every file of a gemeente, whose JSON is given, to a folder; tell how many."""
    folder.mkdir(parents=True, exist_ok=True)
    lengths, stems = typesetter.lengths(gemeente), kit.stems
    for stem in stems:
        (folder / f"{stem}.pdf").write_bytes(typesetter.pdf(stem, gemeente, lengths))
    return len(stems)


def main(inhoud: str, gemeente: str, output: str) -> None:
    """Make the booklets of one gemeente, to look at: `python -m tests.bench.typst_land content almere /tmp/typst`."""
    from booklet.content import read_shared
    from booklet.terminal import today

    content = content_of(read_shared(Path(inhoud)), gemeente)
    kit = write_kit(Path(output) / "kit", content)
    print(make_one(Typesetter(kit), kit, gemeente_text(content, today()), Path(output) / gemeente))


if __name__ == "__main__":
    main(*sys.argv[1:])
