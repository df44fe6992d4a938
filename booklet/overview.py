"""Step 8, the overview: one page to open with a double click, that shows what was made and tells what to do with it.

It shows all that stands in the folder of a gemeente, also what an earlier run made. What it needs of that, it keeps in a
hidden file beside it (`history`). Nothing in it is loaded from elsewhere, and it has no script. In a run over the whole
country it has no pictures of pages, because drawing them takes longer than making the booklets.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from booklet.columns import names_of
from booklet.days import day_in_words
from booklet.files import write_whole
from booklet.gauge import LEAST_LINES, WritingRoom
from booklet.history import (
    Build,
    Changes,
    Page,
    Part,
    Piece,
    Product,
    Room,
    as_bytes,
    changes,
    pages_of,
    read_build,
)
from booklet.imposition import sheet_count
from booklet.kaart import Tip
from booklet.lexicon import Figures
from booklet.markup import write_page
from booklet.models import Domein
from booklet.pakket import Bestand
from booklet.planner import Part as Planned
from booklet.printed import grade
from booklet.problems import Place, Problem, Severity, note
from booklet.products import BACK, DRUKKEN, FRONT, Pages

FILE, KEPT = "index.html", ".overzicht"
WIDTH = 240  # pixels of a picture: sharp at half of that, on a screen with small dots
MANY = 4  # problems of one kind that are folded together
ENDINGS = {"scherm": "", "grootletter": "-grootletter", "invulbaar": "-invulbaar"}  # what can be shown, the first first

# What staff do with each product, a sentence each.
HOW: Mapping[str, tuple[str, ...]] = {
    "scherm": (
        "Dit is het boekje om te lezen op een scherm, te mailen of op uw website te zetten.",
        "Een schermlezer kan het voorlezen.",
        "Wilt u het printen? Kies dan papier van hetzelfde formaat, en 100 procent of 'werkelijke grootte'.",
    ),
    "invulbaar": (
        "Hierin kan een bewoner typen.",
        "De bewoner bewaart het eerst op de eigen computer en opent het daarna.",
        "Niets gaat vanzelf naar de gemeente.",
    ),
    "boekje": (
        "Print dit aan twee kanten, vouw de vellen samen dubbel en niet ze in de vouw.",
        "Lees eerst het blad met 'lees-eerst' in de naam: daar staat hoe u de printer instelt.",
        "Print niets kleiner of passend: kies 100 procent.",
    ),
    "knipvellen": (
        "Print dit aan twee kanten op stevig papier en snijd langs de lijntjes.",
        "Kies 100 procent, dan liggen de voorkant en de achterkant goed op elkaar.",
    ),
    "drukkerij": (
        "Stuur dit naar de drukkerij, samen met het blad met 'drukopdracht' in de naam.",
        "In de drukopdracht staat alles wat de drukkerij vraagt. Kijk na of het aantal klopt.",
        "Print dit niet zelf: de bladzijden zijn groter dan het papier.",
    ),
    "ringband": (
        "Dit zijn de tabbladen voor een ringband, met een lip die uitsteekt.",
        "Laat ze maken door een drukkerij en stuur het blad met 'maten' in de naam mee.",
    ),
    "grootletter": (
        "Dit is hetzelfde boekje met letters die bijna een derde groter zijn, voor wie slecht ziet.",
        "Print het op A4 en maak het niet kleiner.",
    ),
}

# What a file is that goes with a product, by the end of its name.
BESIDE = {
    "-boekje-lees-eerst.pdf": "lees dit eerst: zo print, vouwt en niet u",
    "-boekje-proef.pdf": "een proef van twee vellen",
    "-drukopdracht.pdf": "wat u de drukkerij vraagt, om mee te sturen",
    "-drukopdracht.txt": "wat u de drukkerij vraagt, om in een mail te zetten",
    "-ringband-maten.pdf": "de maten van de tabbladen, voor de drukkerij",
    "-inhoud.pdf": "wat er in het pakket zit, en hoe vaak u alles print",
    ".zip": "het hele pakket in één bestand",
}


class Run(NamedTuple):
    """What a run did for one gemeente: on which day, the pages and files that it made, what it found, and whether that stops.

    `naam` is empty when its file cannot be read, `tips` are None when nothing could be made; `edities` are the ids of all
    editions in order, `figures` how easy they read. Without `beelden` no page is drawn.
    """

    gemeente: str
    today: date
    naam: str = ""
    pieces: tuple[Piece, ...] = ()
    files: tuple[Product, ...] = ()
    tips: tuple[Tip, ...] | None = None
    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    houses: tuple[Domein, ...] = ()
    edities: tuple[str, ...] = ()
    figures: Mapping[str, Figures] = {}
    beelden: bool = True


def piece_of(pages: Pages, texts: Mapping[str, tuple[str, ...]], rooms: Iterable[WritingRoom]) -> Piece:
    """What the overview keeps of pages that were made; `texts` are the sentences of every part by its anchor."""
    job, editie = pages.job, pages.job.editie
    whole = next(one for one in pages.content.edities if one.id == job.stem.partition("/")[0])
    return Piece(
        job.stem,
        ENDINGS["invulbaar" if job.typen else "grootletter" if job.groot else "scherm"],
        whole.titel or pages.content.plan.titel,
        pages.titel,
        editie.vorm,
        job.los is not None,
        editie.verwijst_naar or "",
        tuple(_part(part, texts.get(part.anchor, ())) for part in pages.plan.parts),
        tuple(Room(one.kind, one.kolom, one.vraag, one.lines, one.mm) for one in rooms if one.kind in LEAST_LINES),
    )


def product_of(file: Bestand, data: bytes, stem: str, today: date) -> Product:
    """What the overview keeps of a file that was made."""
    piece = f"{stem}{ENDINGS.get(file.druk, '')}" if file.druk else ""
    digest = sha256(data).hexdigest()
    return Product(file.path, stem, piece, file.druk, file.pages, file.sheets, len(data), today.isoformat(), digest)


def _part(part: Planned, sentences: tuple[str, ...]) -> Part:
    return Part(
        part.anchor,
        name_of(part),
        part.first,
        part.pages,
        part.domein.kleur if part.domein else "",
        part.kind.grows,
        part.kind.name == "notities",
        sentences,
    )


def name_of(part: Planned) -> str:
    """What staff call a part: `Mijn woning`, `Woonruimte, vrije ruimte`, `Zo werkt het`."""
    kind = part.kind.name.replace("-", " ")
    if part.kolom:
        return part.kolom.naam if part.kind.name == "kolom" else f"{part.kolom.naam}, {kind}"
    if part.domein:
        return f"{part.domein.naam}, {kind}"
    return _sentence(kind)


def _sentence(words: str) -> str:
    """`zo-werkt-het` as `Zo werkt het`."""
    plain = words.replace("-", " ")
    return plain[:1].upper() + plain[1:]


def write_overview(folder: Path, shown: str, run: Run) -> Iterator[Problem]:
    """Write the overview of a gemeente in its folder, and keep what the next one needs; `shown` is the folder as staff know it.

    Tells what could not be written.
    """
    old = _kept(folder / KEPT)
    new = _merged(old, folder, run)
    made = [piece.name for piece in run.pieces if piece.name in new.pieces]
    changed = changes(old, new, made, names_of(run.houses)) if old else None
    page = write_page("overzicht/index.html", _values(new, changed, run, f"{shown}/"))
    refused = list(write_whole(folder / FILE, page.encode(), f"{shown}/{FILE}"))
    yield from refused or write_whole(folder / KEPT, as_bytes(new), f"{shown}/{KEPT}")


def _kept(file: Path) -> Build | None:
    try:
        return read_build(file.read_bytes())
    except OSError:  # there was no build before
        return None


# ----------------------------------------------------------------------------------------------------------------------
# What stands in the folder


def _merged(old: Build | None, folder: Path, run: Run) -> Build:
    """What an earlier run left, as far as its files are still there, and what this one made; with pictures or none."""
    before = old or Build(run.gemeente, {}, {}, ())
    products = _products(before, folder, run)
    held = {product.piece for product in products.values()}
    pieces = {**before.pieces, **{piece.name: piece for piece in run.pieces}}
    there = {name: piece for name, piece in pieces.items() if name in held}
    seen = {
        name: _drawn(piece, before, products, folder) if run.beelden else piece._replace(pages=())
        for name, piece in there.items()
    }
    entries = before.entries if run.tips is None else tuple(tip.voorziening for tip in run.tips)
    return Build(run.naam or before.naam, seen, products, entries, run.beelden)


def _products(before: Build, folder: Path, run: Run) -> Mapping[str, Product]:
    """The files that are there, by path."""
    changed = _changed(before, run)
    kept = {path: file._replace(aged=file.aged or file.stem in changed) for path, file in before.products.items()}
    every = {**kept, **{file.path: file for file in run.files}}
    return {path: file for path, file in every.items() if (folder / path).is_file()}


def _changed(before: Build, run: Run) -> set[str]:
    """The stems of which this run made other pages than an earlier one: other words, or another look."""
    pieces, files = before.pieces, before.products
    words = {piece.stem for piece in run.pieces if piece.name in pieces and pieces[piece.name].parts != piece.parts}
    look = {
        file.stem
        for file in run.files
        if file.druk in ENDINGS and file.path in files and files[file.path].digest != file.digest
    }
    return words | look


def aged(folder: Path, shown: str, run: Run) -> Iterator[Problem]:
    """Files of an earlier run that no longer say what the booklet says: nobody should print them by mistake."""
    if old := _kept(folder / KEPT):
        for path, file in _products(old, folder, run).items():
            if file.aged and file.druk:
                hint = f"maak het opnieuw: python build.py maak {run.gemeente} --editie {_edition(file)} --druk {file.druk}"
                yield note("T06", Place(f"{shown}/{path}"), "dit bestand is ouder dan uw laatste verandering", hint)


def _edition(file: Product) -> str:
    return file.stem.partition("/")[0]


def _shown_file(piece: Piece, products: Mapping[str, Product]) -> str:
    """The file with the pages of a piece, when these are the pages to show: those for the screen before all others."""
    for ending in ENDINGS.values():
        path = f"{piece.stem}{ending}.pdf"
        if path in products:
            return path if piece.ending == ending else ""
    return ""


def _drawn(piece: Piece, before: Build, products: Mapping[str, Product], folder: Path) -> Piece:
    """A piece with its pictures, that are drawn only when its file is another one; of a loose part of a house one page."""
    from booklet.pictures import pictures_with_ink

    path = _shown_file(piece, products)
    if not path:
        return piece._replace(pages=())
    old, was = before.pieces.get(piece.name), before.products.get(path)
    if old and old.pages and was and was.digest == products[path].digest:
        return piece._replace(pages=old.pages)
    wanted = (1,) if piece.of_house else None
    drawn = pictures_with_ink((folder / path).read_bytes(), WIDTH, wanted)
    return piece._replace(
        pages=tuple(Page(one.data, one.width, one.height, round(ink.share, 4), ink.coloured) for one, ink in drawn)
    )


# ----------------------------------------------------------------------------------------------------------------------
# What the page says


class Thumb(NamedTuple):
    """A page as it is shown: the picture, where it leads, what it is called for a screen reader and below the picture."""

    beeld: str
    adres: str
    omschrijving: str
    bij: str
    breed: int
    hoog: int
    kleur: str


class Link(NamedTuple):
    """A file to open: its address and name, what it is for, how much it holds, and how old it is when it is not of this run."""

    adres: str
    naam: str
    waarvoor: str
    hoeveel: str
    dag: str


class Leaf(NamedTuple):
    """Pages without a picture, to open in their file: where they lead, what they are called, and which they are."""

    adres: str
    naam: str
    bladzijden: str
    kleur: str


class Shown(NamedTuple):
    """Pages with one stem: their title and files, what they take to print, and the pages as they lie open.

    Where no page has a picture, its parts stand there instead.
    """

    id: str
    titel: str
    links: tuple[Link, ...]
    feiten: tuple[str, ...]
    openingen: tuple[tuple[Thumb, ...], ...]
    delen: tuple[Leaf, ...]


class Section(NamedTuple):
    """An edition: the whole one where there is one, its loose parts, and the files of a pack.

    `naast` tells that its title alone does not say which edition it is.
    """

    id: str
    titel: str
    naast: bool
    heel: Shown | None
    los: tuple[Shown, ...]
    links: tuple[Link, ...]


class Group(NamedTuple):
    """Problems with the same advice, that are folded when there are many."""

    advice: str
    problems: tuple[Problem, ...]
    folded: bool


class Rooms(NamedTuple):
    """The writing room on one kind of page of some booklets: a column per question, and rows for the kolommen that differ.

    In each cell the lines, and how many mm they are high.
    """

    titel: str
    vragen: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[tuple[int, int] | None, ...]], ...]


def _values(build: Build, changed: Changes | None, run: Run, folder: str) -> dict[str, object]:
    problems = tuple(_nearer(problem, folder) for problem in run.problems)
    sections = tuple(_sections(build, run))
    made = {file.druk for file in build.products.values()}
    return {
        "gemeente": build.naam,
        "id": run.gemeente,
        "dag": day_in_words(run.today),
        "stand": _state(run, problems),
        "ernst": "fout" if run.stopped else "let-op" if problems else "goed",
        "meldingen": tuple(by_severity(problems)),
        "aantal": len(problems),
        "veranderd": changed,
        "gemaakt": bool(run.files),
        "secties": sections,
        "beelden": run.beelden,
        "drukken": tuple((druk, HOW[naam]) for naam, druk in DRUKKEN.items() if naam in made),
        "andere": tuple(druk for naam, druk in DRUKKEN.items() if naam not in made),
        "ruimtes": tuple(_rooms(build)),
        "lezen": tuple(_reading(sections, run.figures)),
        "huizen": run.houses,
    }


def _nearer(problem: Problem, folder: str) -> Problem:
    """A problem with a file of this folder is named as the files are here."""
    place = problem.place
    near = Place(place.file.removeprefix(folder), place.line, place.column, place.sheet)
    return Problem(problem.code, problem.severity, near, problem.message, problem.hint)


def _state(run: Run, problems: Sequence[Problem]) -> str:
    """In one or two sentences whether all is well."""
    errors, warnings = (
        [problem.severity for problem in problems].count(kind) for kind in (Severity.ERROR, Severity.WARNING)
    )
    if run.stopped:
        made = "Niet alles is gemaakt." if run.files else "Er is nu niets gemaakt."
        stopping = counted(errors, "fout", "fouten") if errors else counted(warnings, "waarschuwing", "waarschuwingen")
        return f"{made} Los eerst {stopping} op."
    made = "Alles is gemaakt." if run.files else "Er was niets te maken."
    if warnings:
        return f"{made} Lees nog {counted(warnings, 'waarschuwing', 'waarschuwingen')}."
    return f"{made} Er zijn geen fouten en geen waarschuwingen."


def counted(number: int, one: str, more: str) -> str:
    """So many, in words: `1 fout`, `3 fouten`."""
    return f"{number} {one if number == 1 else more}"


def by_severity(problems: Iterable[Problem]) -> Iterator[tuple[str, str, tuple[Group, ...]]]:
    """What was found under a heading each, the worst first."""
    words = {
        Severity.ERROR: ("fout", "fouten"),
        Severity.WARNING: ("waarschuwing", "waarschuwingen"),
        Severity.NOTE: ("melding", "meldingen"),
    }
    for severity, word in words.items():
        some = [problem for problem in problems if problem.severity == severity]
        if some:
            yield counted(len(some), *word), severity, tuple(_groups(some))


def _groups(problems: Iterable[Problem]) -> Iterator[Group]:
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.code, problem.hint), []).append(problem)
    for (_, hint), some in alike.items():
        yield Group(hint, tuple(some), len(some) >= MANY)


def _sections(build: Build, run: Run) -> Iterator[Section]:
    """What there is of every edition, in the order of the content."""
    stems = list(dict.fromkeys(product.stem for product in build.products.values()))
    known = {editie: number for number, editie in enumerate(run.edities)}
    names = sorted(
        dict.fromkeys(stem.partition("/")[0] for stem in stems), key=lambda name: known.get(name, len(known))
    )
    for name in names:
        own = [piece for piece in build.pieces.values() if piece.stem.partition("/")[0] == name]
        loose = tuple(_shown(stem, build, run) for stem in stems if stem.startswith(f"{name}/"))
        whole = _shown(name, build, run) if any(piece.stem == name for piece in own) else None
        pack = tuple(_link(file, run) for file in build.products.values() if file.stem == name and not file.piece)
        titel = own[0].heading if own else name
        yield Section(name, titel, titel.casefold() != name, whole, loose, pack)


def _shown(stem: str, build: Build, run: Run) -> Shown:
    pieces = [piece for piece in build.pieces.values() if piece.stem == stem]
    files = [file for file in build.products.values() if file.stem == stem and file.piece]
    seen = next((piece for piece in pieces if _shown_file(piece, build.products)), None)
    address = f"{quote(seen.name)}.pdf" if seen else ""
    return Shown(
        stem.replace("/", "-"),
        pieces[0].title,
        tuple(_link(file, run) for file in files),
        tuple(_facts(seen or pieces[0])),
        tuple(_openings(seen, address)) if seen and seen.pages else (),
        tuple(_leaves(seen, address, run.houses)) if seen and not (seen.pages or seen.of_house) else (),
    )


def _link(file: Product, run: Run) -> Link:
    beside = next((text for end, text in BESIDE.items() if file.path.endswith(end)), "")
    held = (
        *((counted(file.sheets, "vel", "vellen"),) if file.sheets else ()),
        *((counted(file.pages, "bladzijde", "bladzijden"),) if file.pages else ()),
        _size(file.size),
    )
    made = "" if file.day == run.today.isoformat() else f"van {day_in_words(date.fromisoformat(file.day))}"
    day = ", ".join(filter(None, (made, "ouder dan uw laatste verandering" if file.aged else "")))
    return Link(quote(file.path), file.path, beside or DRUKKEN[file.druk].waarvoor, ", ".join(held), day)


def _size(count: int) -> str:
    """`273 kB`, `1,2 MB`"""
    if count < 1_000_000:
        return f"{-(-count // 1000)} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def _facts(piece: Piece) -> Iterator[str]:
    """What these pages take to print."""
    count = piece.page_count
    if piece.vorm == "boekje":
        sheets = counted(sheet_count(count), "vel", "vellen")
        yield f"{counted(count, 'bladzijde', 'bladzijden')}. Als gevouwen boekje zijn dat {sheets} papier van A3."
    else:
        yield f"{counted(count, 'bladzijde', 'bladzijden')}."
    if len(piece.pages) == count:
        coloured = sum(page.coloured for page in piece.pages)
        some = f"{counted(coloured, 'bladzijde is', 'bladzijden zijn')} in kleur."
        yield {0: "Alles is zwart-wit.", count: "Alles is in kleur."}.get(coloured, some)
        share = 100 * sum(page.ink for page in piece.pages) / count
        yield f"Ongeveer {max(share, 1):.0f} procent van het papier krijgt inkt."


def _openings(piece: Piece, address: str) -> Iterator[tuple[Thumb, ...]]:
    """The pages as they lie beside each other when the booklet is open; loose sheets one by one."""
    thumbs = tuple(_thumbs(piece, address))
    if piece.vorm != "boekje":
        yield from ((thumb,) for thumb in thumbs)
        return
    yield thumbs[:1]
    yield from (thumbs[start : start + 2] for start in range(1, len(thumbs), 2))


def _thumbs(piece: Piece, address: str) -> Iterator[Thumb]:
    folded = piece.vorm == "boekje"
    labels = {1: FRONT, piece.page_count: BACK} if folded else {}
    for part in piece.parts:
        for number in range(part.first, min(part.first + part.pages, len(piece.pages) + 1)):
            page = piece.pages[number - 1]
            nth = f" ({number - part.first + 1} van {part.pages})" if part.pages > 1 else ""
            label = labels.get(number, f"bladzijde {number}")
            what = f": {part.name}{nth}" if part.name.casefold() != label else ""
            yield Thumb(
                f"data:image/webp;base64,{b64encode(page.picture).decode()}",
                f"{address}#page={number}",
                f"{_sentence(label)}{what}",
                f"{labels.get(number, number)}{what}",
                page.width,
                page.height,
                part.colour,
            )


def _leaves(piece: Piece, address: str, houses: Iterable[Domein]) -> Iterator[Leaf]:
    """The parts of a booklet one after the other, of a house two: its own pages, and its Sociale Kaart."""
    names = {house.kleur: house.naam for house in houses}
    written = (part for part in piece.parts if not part.notes)
    for (colour, card), some in groupby(written, lambda part: (part.colour or part.anchor, part.card)):
        first, *_, last = (*some,) * 2
        name = first.name if card else names.get(colour, first.name)
        yield Leaf(
            f"{address}#page={first.first}", name, pages_of(first.first, last.first + last.pages - 1), first.colour
        )


def _rooms(build: Build) -> Iterator[Rooms]:
    """The writing room per kind of page; booklets with the same stand together."""
    alike: dict[tuple[Room, ...], list[str]] = {}
    for piece in build.pieces.values():
        for kind in dict.fromkeys(room.kind for room in piece.rooms) if not piece.of_house else ():
            alike.setdefault(tuple(room for room in piece.rooms if room.kind == kind), []).append(piece.name)
    for rooms, names in alike.items():
        vragen = tuple(dict.fromkeys(room.vraag for room in rooms))
        found = {(room.kolom, room.vraag): (room.lines, round(room.mm)) for room in rooms}
        rows: dict[tuple[tuple[int, int] | None, ...], list[str]] = {}
        for kolom in dict.fromkeys(room.kolom for room in rooms):
            rows.setdefault(tuple(found.get((kolom, vraag)) for vraag in vragen), []).append(kolom)
        rijen = tuple((_together(kolommen, all_of_them=len(rows) == 1), row) for row, kolommen in rows.items())
        yield Rooms(f"{_sentence(rooms[0].kind)} ({', '.join(names)})", vragen, rijen)


def _together(kolommen: Sequence[str], *, all_of_them: bool) -> str:
    """What has the same room: some kolommen by name, or all of them."""
    if all_of_them and len(kolommen) > 1:
        return f"Alle {len(kolommen)} onderdelen"
    return "; ".join(kolommen) or "Alles"


def _reading(sections: Iterable[Section], figures: Mapping[str, Figures]) -> Iterator[tuple[str, str, str, str]]:
    """How easy every edition reads that is there: its id, two scores, and what the first of them means."""
    for section in sections:
        if found := figures.get(section.id):
            douma, index = (f"{score:.0f}" for score in (found.flesch_douma, found.leesindex_a))
            yield section.id, douma, index, grade(found.flesch_douma)
