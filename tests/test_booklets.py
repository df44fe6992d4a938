"""What a reader gets, asked from the PDFs themselves: every word, its page, its number, its links and bookmarks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import zxingcpp
from conftest import BOEKJES, CONTENT, GEMEENTEN, Built
from paper import Bookmark, Paper, paper, squeezed
from small import GEMEENTE, build, change, made, only_editions, without_checks
from words import (
    MONTHS,
    SOMETIMES,
    UNPRINTED_OF_ENTRY,
    Scene,
    Word,
    absent,
    as_printed,
    everything,
    fits,
    on_part,
    words,
)

from booklet.content import read_content
from booklet.models import Content, Domein, Voorziening

A4 = (210, 297)
MARGIN = 20  # mm above and below the text
HALF = A4[0] / 2


class File(NamedTuple):
    """A file that was made: its name, what it is of, and what is on it."""

    name: str
    scene: Scene
    paper: Paper

    @property
    def whole(self) -> bool:
        """Whether it is an edition with all its houses, and not a loose part."""
        return self.scene.los is None


@pytest.fixture(scope="module")
def content() -> Content:
    """The content of both gemeenten."""
    found = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def files(built: Built, content: Content) -> list[File]:
    """Every file of the full build."""
    return [_file(name, path, content) for name, path in built.files.items()]


def _file(name: str, path: Path, content: Content) -> File:
    folder, stem, *house = name.removesuffix(".pdf").split("/")
    gemeente = next(one for one in content.gemeenten if one.id == folder)
    editie = next(one for one in content.edities if one.id == stem)
    los = next(one for one in content.domeinen if house[0].partition("-")[2] == one.id) if house else None
    return File(name, Scene(content, gemeente, editie, content.domeinen, los), paper(path))


def _explaining(files: list[File]) -> Iterator[tuple[File, File]]:
    """Every booklet that explains another, with the one that it explains."""
    for file in files:
        if file.whole and file.scene.editie.verwijst_naar:
            other = f"{file.scene.gemeente.id}/{file.scene.editie.verwijst_naar}.pdf"
            yield file, next(one for one in files if one.name == other)


# ----------------------------------------------------------------------------------------------------------------------
# The build


def test_everything_that_was_asked_for_is_made(built: Built, content: Content) -> None:
    """Both gemeenten get every booklet and every loose part, and the report tells of each with its number of pages."""
    wanted = set()
    for gemeente in GEMEENTEN:
        for editie in (editie for editie in content.edities if editie.id in BOEKJES):
            wanted.add(f"{gemeente}/{editie.id}.pdf")
            loose = enumerate(content.domeinen, 1) if editie.los else ()
            wanted |= {f"{gemeente}/{editie.id}/{number}-{house.id}.pdf" for number, house in loose}
    assert set(built.files) == wanted
    assert not built.report.stopped
    every = {Path(made.path).relative_to(built.folder).as_posix(): made.pages for made in built.report.made}
    told = {name: pages for name, pages in every.items() if name not in built.paper}
    assert told == {name: paper(path).page_count for name, path in built.files.items()}


def test_every_booklet_can_be_folded(files: list[File]) -> None:
    """Every file is A4 and has a multiple of four pages."""
    for file in files:
        assert file.paper.page_count % 4 == 0
        assert {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in file.paper.seen} == {A4}


# ----------------------------------------------------------------------------------------------------------------------
# Every word


def _lost(file: File) -> list[tuple[str, Word]]:
    """The words that are not on the part where they belong."""
    return [
        (anchor, word)
        for anchor in file.paper.parts
        for word in on_part(anchor, file.scene)
        if not as_printed(word, file.scene.gemeente).search(file.paper.said(anchor))
    ]


def test_every_word_is_on_the_part_where_it_belongs(files: list[File]) -> None:
    """Whatever a part of any file must show is spoken on its own pages, in the words of the content."""
    lost = {file.name: found for file in files if (found := _lost(file))}
    assert not lost
    assert all(sum(len(on_part(anchor, file.scene)) for anchor in file.paper.parts) > 50 for file in files)


def test_no_word_of_the_content_is_forgotten(files: list[File]) -> None:
    """Every string of the content is on paper in every whole edition, or `words.py` says why not."""
    needless = {pattern for file in files if file.whole for pattern in absent(file.scene.editie)}
    for file in files:
        if file.whole:
            shown = {word for anchor in file.paper.parts for word in on_part(anchor, file.scene)}
            left = {word for word in everything(file.scene) if word not in shown}
            reasons = absent(file.scene.editie)
            assert not sorted(word for word in left if not fits(word.path, [*reasons, *SOMETIMES])), file.name
            needless -= {pattern for pattern in needless if any(fits(word.path, [pattern]) for word in left)}
    assert not needless, "these reasons are of words that no longer exist, or that are on paper"


def test_a_booklet_that_explains_says_all_that_the_other_says(files: list[File]) -> None:
    """The uitlegboekje has every word of the basisformat, except those that only a writer needs (`inhoud.md` G34)."""
    pairs = list(_explaining(files))
    assert pairs
    for file, other in pairs:
        said = "".join(file.paper.spoken)
        reasons = [*absent(file.scene.editie), *SOMETIMES]
        asked = [word for anchor in other.paper.parts for word in on_part(anchor, other.scene)]
        assert len(asked) > 500
        assert not [
            word
            for word in asked
            if not as_printed(word, file.scene.gemeente).search(said) and not fits(word.path, reasons)
        ]


def test_what_is_not_for_the_booklet_is_not_in_it(files: list[File]) -> None:
    """A voorziening with `in_boekje: nee`, or that nobody looked at for two years, is on no page."""
    hidden = 0
    for file in files:
        gemeente, said = file.scene.gemeente, "".join(file.paper.spoken)
        every = (*gemeente.sociale_kaart.voorzieningen, *file.scene.content.landelijk)
        printed = [entry for house in file.scene.content.domeinen for entry in file.scene.printed(house)]
        public = {word.text for entry in printed for word in words(entry, "Voorziening")}
        public |= {word.text for word in words(gemeente.feiten, "GemeenteBestand")}
        for entry in every:
            if entry not in printed:
                hidden += 1
                own = (
                    *words(entry.omschrijving, "Voorziening.omschrijving"),
                    *words(entry.website, "Voorziening.website"),
                )
                secret = [word for word in own if not any(word.text in text for text in public)]
                assert not [word for word in secret if as_printed(word, gemeente).search(said)], file.name
    assert hidden


def test_every_kolom_has_its_own_faces(files: list[File]) -> None:
    """The three faces and 'niet van toepassing' stand with each kolom of the huisjesplaat."""
    plates = 0
    for file in files:
        names = [smiley.naam for smiley in file.scene.content.plan.smileys]
        for name in ("huisjesplaat", "huisjesplaat-voorbeeld"):
            if name in file.paper.parts:
                said = file.paper.said(name)
                count = sum(len(house.kolommen) for house in file.scene.houses)
                for face in (*names, file.scene.teksten.huisjesplaat.nvt):
                    assert said.count(squeezed(face)) >= count, (file.name, face)
                plates += 1
    assert plates


# ----------------------------------------------------------------------------------------------------------------------
# Finding the way


def _marks(file: File) -> Mapping[str, list[Bookmark]]:
    """The bookmarks of level 2 by the title above them."""
    under: dict[str, list[Bookmark]] = {}
    title = ""
    for mark in file.paper.bookmarks:
        if mark.level == 1:
            title = mark.title
        else:
            assert mark.level == 2
            under.setdefault(title, []).append(mark)
    return under


def _first(file: File, *names: str) -> int:
    """The page of the first of these parts that the file has."""
    return min(file.paper.anchors[name] for name in names if name in file.paper.anchors)


def test_bookmarks_open_every_house_and_kolom(files: list[File]) -> None:
    """One bookmark of level 1 per house, and below it its kolommen and its Sociale Kaart, each on its own page."""
    for file in files:
        scene = file.scene
        houses = [scene.los] if scene.los else list(scene.houses)
        tops = [mark for mark in file.paper.bookmarks if mark.level == 1]
        opened = [mark for mark in tops if mark.title in {house.naam for house in houses}]
        assert [(mark.title, mark.page) for mark in opened] == [(house.naam, _opens(file, house)) for house in houses]
        assert set(_marks(file)) == {house.naam for house in houses}
        for house in houses:
            kolommen = [(one.naam, _first(file, f"uitleg-kolom-{one.id}", f"kolom-{one.id}")) for one in house.kolommen]
            kaart = (scene.teksten.sociale_kaart.kop, file.paper.anchors[f"sociale-kaart-{house.id}"])
            assert [(mark.title, mark.page) for mark in _marks(file)[house.naam]] == [*kolommen, kaart]


def _opens(file: File, house: Domein) -> int:
    return _first(file, f"tussenblad-{house.id}", f"uitleg-huis-{house.id}", f"suggesties-{house.id}")


def test_every_page_has_its_number_on_the_outside(files: list[File]) -> None:
    """The folio is the number of the page, at the bottom, left on even pages and right on odd; covers have none."""
    for file in files:
        for page in range(1, file.paper.page_count + 1):
            left = file.paper.corner(page, 0, A4[1] - MARGIN, HALF, A4[1])
            right = file.paper.corner(page, HALF, A4[1] - MARGIN, *A4)
            cover = page in (1, file.paper.page_count)
            expected = ("", "") if cover else ("", str(page)) if page % 2 else (str(page), "")
            assert (left, right) == expected, f"{file.name} page {page}"


def test_a_viewer_calls_pages_by_their_printed_number(files: list[File]) -> None:
    """Page labels are the folios; the covers, which have none, have a name."""
    for file in files:
        inner = [str(page) for page in range(2, file.paper.page_count)]
        assert list(file.paper.labels) == ["voorkant", *inner, "achterkant"]


def test_every_file_says_what_it_is(files: list[File]) -> None:
    """Language, title, author and subject are those of the edition and the gemeente."""
    titles = Counter()
    for file in files:
        scene, root, info = file.scene, file.paper.inside.Root, file.paper.inside.docinfo
        assert str(root.Lang) == "nl"
        assert root.ViewerPreferences.DisplayDocTitle
        of = f" – {scene.los.naam}" if scene.los else ""
        assert str(info.Title) == f"{scene.editie.titel or scene.content.plan.titel}{of} – {scene.gemeente.aanduiding}"
        assert str(info.Author) == scene.gemeente.aanduiding
        assert str(info.Subject)
        titles[scene.gemeente.id, scene.los] += 1
    assert titles


def test_every_row_of_the_contents_leads_to_its_page(files: list[File]) -> None:
    """A link of the contents opens the page whose number is printed beside it, which is where its part begins."""
    for file in files:
        lists = [name for name in file.paper.parts if name == "inhoud" or name.startswith("tussenblad-")]
        assert lists
        for name in lists:
            page = file.paper.anchors[name]
            rows = [link for link in file.paper.links if link.page == page]
            assert len(rows) >= 4, f"{file.name}: {name} has no links"
            assert all(link.target in file.paper.anchors.values() for link in rows)
            for link in rows:
                assert _beside(file.paper, link.page, link.box) == str(link.target), (file.name, link)
    starts = {name for file in files for name in file.paper.parts}
    assert {"inhoud"} < starts


def _beside(sheet: Paper, page: int, box: tuple[float, float, float, float]) -> str:
    """What is printed to the right of a box of points."""
    _, bottom, right, top = (corner * 25.4 / 72 for corner in box)
    return sheet.corner(page, right + 1, A4[1] - top, A4[0] - 16, A4[1] - bottom)


def test_every_house_and_kolom_is_in_the_contents(files: list[File]) -> None:
    """The contents lead to each house, each kolom and each Sociale Kaart of the booklet."""
    whole = [file for file in files if file.whole]
    assert whole
    for file in whole:
        page = file.paper.anchors["inhoud"]
        targets = Counter(link.target for link in file.paper.links if link.page == page)
        for house in file.scene.houses:
            assert targets[_opens(file, house)] >= 1
            assert targets[file.paper.anchors[f"sociale-kaart-{house.id}"]] == 1
            for kolom in house.kolommen:
                assert targets[_first(file, f"uitleg-kolom-{kolom.id}", f"kolom-{kolom.id}")] == 1


# The parts that an explanation explains, in the order in which it names their pages.
EXPLAINS = {
    "uitleg-zo-werkt-het": ("zo-werkt-het",),
    "uitleg-huisjesplaat": ("huisjesplaat",),
    "uitleg-huis": ("suggesties",),
    "uitleg-kolom": ("kolom",),
    "uitleg-ruimte": ("vrije-ruimte", "sociale-kaart"),
    "uitleg-afsluiting": ("afsluiting", "hierna", "professional"),
}


def test_an_explanation_names_the_right_page_of_the_other_booklet(files: list[File]) -> None:
    """'Bladzijde N van uw boekje' is the page of the basisformat of that gemeente, as it is made and numbered."""
    pairs = list(_explaining(files))
    assert {file.scene.gemeente.id for file, _ in pairs} == set(GEMEENTEN)
    for file, other in pairs:
        words = re.escape(squeezed(file.scene.uitleg.bladzijde)).replace(r"\{bladzijde\}", r"(\d+)")
        named = set()
        for anchor in file.paper.parts:
            said = [int(number) for number in re.findall(words, file.paper.said(anchor))]
            kind = max((one for one in EXPLAINS if anchor == one or anchor.startswith(f"{one}-")), default="", key=len)
            parts = [f"{part}{anchor.removeprefix(kind)}" for part in EXPLAINS.get(kind, ())]
            assert said == [other.paper.anchors[part] for part in parts], (file.name, anchor)
            assert [other.paper.labels[number - 1] for number in said] == [str(number) for number in said]
            named |= set(parts)
        kolommen = {f"kolom-{kolom.id}" for house in file.scene.houses for kolom in house.kolommen}
        assert kolommen < named


def test_links_to_people_are_well_formed(files: list[File]) -> None:
    """A link that leaves the booklet calls, mails or opens what its words say."""
    schemes: Counter[str] = Counter()
    for file in files:
        for link in file.paper.links:
            if link.uri is None:
                assert link.target is not None
                continue
            scheme, _, rest = link.uri.partition(":")
            schemes[scheme] += 1
            shown = squeezed(link.words)
            if scheme == "tel":
                assert re.fullmatch(r"\+?\d{3,12}", rest), link
                assert re.sub(r"\D", "", shown).removeprefix("0") in rest, link
            elif scheme == "mailto":
                assert re.fullmatch(r"[^@\s?&]+@[a-z0-9.-]+\.[a-z]{2,}", rest), link
                assert shown == rest, link
            else:
                assert re.fullmatch(r"//[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s]*)?", rest), link
                assert scheme in {"https", "http"}
                assert shown in rest, link
    assert all(schemes[scheme] for scheme in ("tel", "mailto", "https"))


def _tabs(file: File) -> Iterator[tuple[Domein, tuple[int, int]]]:
    """The place of the tab of every house from top to bottom in mm, the same on each page, and nowhere else."""
    strip = 16
    for house in [file.scene.los] if file.scene.los else file.scene.houses:
        named = {f"kolom-{kolom.id}" for kolom in house.kolommen}
        parts = [part for part in file.paper.parts if part in named or part.endswith(f"-{house.id}")]
        pages = [page for part in parts for page in file.paper.parts[part]]
        assert len(pages) >= 6
        places = set()
        for page in pages:
            inner, outer = (0, A4[0] - strip) if page % 2 else (A4[0] - strip, 0)
            assert file.paper.corner(page, outer, 0, outer + strip, A4[1]) == squeezed(house.naam), (file.name, page)
            assert not file.paper.corner(page, inner, 0, inner + strip, A4[1]), (file.name, page)
            places.add(file.paper.extent(page, outer, outer + strip))
        assert len(places) == 1, (file.name, house.id)
        yield house, places.pop()


def test_the_tab_of_a_house_is_on_the_outer_edge(files: list[File]) -> None:
    """In the tabbladen every page of a house has its name on the outer edge, at a height of its own, also loose."""
    heights: dict[str, set[tuple[int, int]]] = {}
    for file in files:
        if file.scene.editie.tabs:
            for house, place in _tabs(file):
                heights.setdefault(house.id, set()).add(place)
    assert all(len(places) == 1 for places in heights.values()), heights
    in_order = [places.pop() for places in heights.values()]
    assert len(in_order) == len(files[0].scene.houses)
    assert all(above[1] < below[0] for above, below in pairwise(in_order)), "two tabs at one height"


def _title(entry: Voorziening) -> str:
    return entry.aanbod if entry.aanbod == entry.organisatie else f"{entry.aanbod} · {entry.organisatie}"


def _checked(file: File, house: Domein, page: int) -> str:
    """What a page must say of when its facts were checked: the month of the oldest entry on it."""
    said = file.paper.spoken[page - 1]
    entries = [entry for entry in file.scene.printed(house) if squeezed(_title(entry)) in said]
    days = [entry.gecontroleerd for entry in entries if entry.gecontroleerd]
    if not days:  # the first card is so long that it is on the next page
        return ""
    return squeezed(f"{file.scene.teksten.sociale_kaart.nagekeken} {MONTHS[min(days).month - 1]} {min(days).year}")


def _running_heads(file: File) -> Iterator[str]:
    """The heads of the pages on which a Sociale Kaart goes on; its first page has none."""
    for house in [file.scene.los] if file.scene.los else file.scene.houses:
        first, *pages = file.paper.parts[f"sociale-kaart-{house.id}"]
        assert file.paper.corner(first, 16, 0, A4[0] - 16, MARGIN) == "", file.name
        assert _checked(file, house, first) in file.paper.spoken[first - 1], (file.name, first)
        for page in pages:
            head = file.paper.corner(page, 16, 0, A4[0] - 16, MARGIN)
            title = squeezed(f"{house.naam} · {file.scene.teksten.sociale_kaart.kop}")
            assert head == title + _checked(file, house, page), (file.name, page)
            yield head


def test_a_sociale_kaart_that_goes_on_says_of_which_house_it_is_and_when_it_was_checked(files: list[File]) -> None:
    """Every page of it tells the month of its oldest entry; from the second page on a running head names the house."""
    assert [head for file in files for head in _running_heads(file)]


def test_every_website_has_a_code_that_a_phone_reads(files: list[File]) -> None:
    """A camera finds on each page of a Sociale Kaart a code for every website there, and a screen reader where it leads."""
    seen = 0
    for file in files:
        if file.whole and file.scene.editie.id == "basisformat":
            asked = [
                entry.website for house in file.scene.houses for entry in file.scene.printed(house) if entry.website
            ]
            pages = [page for house in file.scene.houses for page in file.paper.parts[f"sociale-kaart-{house.id}"]]
            pictures = (file.paper.seen[page - 1].render(scale=150 / 72, grayscale=True).to_pil() for page in pages)
            found = [
                code.text
                for picture in pictures
                for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
            ]
            assert sorted(found) == sorted(f"https://{website}" for website in asked), file.name
            label = file.scene.teksten.sociale_kaart.code
            named = [words for words in file.paper.alternatives if words.startswith(label)]
            assert sorted(named) == sorted(f"{label} {website}" for website in asked), file.name
            seen += len(found)
    assert seen > 40


# ----------------------------------------------------------------------------------------------------------------------
# A Sociale Kaart of any length, and words of any kind


def _voorziening(number: int, domein: str) -> dict[str, str]:
    """An entry in which every text names its number; the first of every ten has everything filled in."""
    name = f"{number:03}"
    more = {
        "voor_wie": f"Mensen van lijst {name}",
        "email": f"hulp-{name}@voorbeeld.example",
        "website": f"hulp-{name}.voorbeeld.example",
        "openingstijden": f"maandag, kamer {name}",
        "kosten": f"{number + 1} euro",
        "aanmelden": f"Bel en noem {name}.",
    }
    return {
        "organisatie": f"Stichting {name}",
        "aanbod": f"Aanbod nummer {name}",
        "domein": domein,
        "omschrijving": f"Hier krijgt u hulp van groep {name}.\nKom gerust langs bij {name}.",
        "straat": f"Laan {name}",
        "huisnummer": f"{number + 1}a",
        "postcode": f"{1000 + number} AB",
        "plaats": "Voorbeeldstad",
        "telefoon": f"036 000 1{name}",
        "gecontroleerd": "2026-10-01",
        "bron": "verzonnen",
        **({} if number % 10 else more),
    }


@pytest.mark.parametrize("count", [0, 1, 200])
def test_a_sociale_kaart_of_any_length_is_printed_whole(
    count: int, project: Path, monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    """Nothing is lost and nothing is mixed up with none, one or two hundred voorzieningen in a house."""
    without_checks(monkeypatch)
    house = content.domeinen[0]
    entries = [_voorziening(number, house.id) for number in range(count)]
    card = project / "content/gemeenten" / GEMEENTE / "sociale-kaart.yaml"
    change(card, lambda data: data.update(voorzieningen=entries))
    for editie in content.edities:
        more = editie.verwijst_naar or (editie.tabs and count > 1)  # two hundred take long, and are the same in both
        if more or editie.id not in BOEKJES:
            (project / f"content/edities/{editie.id}.yaml").unlink()
    assert not build(house.id).problems
    library = read_content(project / "content", (GEMEENTE,)).content((GEMEENTE,))
    assert library is not None
    assert library.edities
    for editie in library.edities:
        for los in (None, house) if editie.los else (None,):
            name = f"{editie.id}/1-{house.id}" if los else editie.id
            scene = Scene(library, library.gemeenten[0], editie, (house,), los)
            _assert_whole_kaart(File(name, scene, Paper(made(name))), house, count)


def _assert_whole_kaart(file: File, house: Domein, count: int) -> None:
    part = f"sociale-kaart-{house.id}"
    gemeente = file.scene.gemeente
    assert file.paper.page_count % 4 == 0
    assert file.paper.anchors[part] % 2 == 0
    assert len(file.paper.parts[part]) > count / 10
    entries = gemeente.sociale_kaart.voorzieningen
    assert len(entries) == count
    assert not _lost(file)
    said = file.paper.said(part)
    places = [said.find(squeezed(entry.aanbod)) for entry in entries]
    assert -1 not in places
    assert places == sorted(places)
    everywhere = "".join(file.paper.spoken)
    for entry, start, end in zip(entries, places, [*places[1:], len(said)][: len(places)], strict=True):
        assert everywhere.count(squeezed(entry.aanbod)) == 1
        known = entry.model_copy(update=dict.fromkeys(UNPRINTED_OF_ENTRY))
        for word in words(known, "Voorziening"):
            assert as_printed(word, gemeente).search(said[start:end]), word
    for entry in file.scene.national(house):
        place = said.find(squeezed(entry.aanbod))
        assert place > max(places, default=0), entry.aanbod
        assert said.find(squeezed(file.scene.teksten.sociale_kaart.landelijk), place) > place


HOSTILE = "<b>vet</b> &amp; {{ 7*7 }} {% raise %} {# weg #} \"twee\" 'een' </style><!-- \\ 🙂 İ ş ł"
HOSTILE_NAMES = ("<b>&amp;</style>", "{{ 7*7 }}🙂İşł'\"")  # of a house, so not too long for its tab
HOSTILE_TITLE = "{# T&lt; #}"


def test_text_is_data(project: Path, monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    """What could be HTML, CSS or Jinja prints as it is: in texts, titles, bookmarks, tabs, running heads and links."""
    without_checks(monkeypatch)
    houses = content.domeinen[: len(HOSTILE_NAMES)]
    only_editions(
        project,
        proef={
            "tabs": "ja",
            "titel": HOSTILE_TITLE,
            "begin": ["omslag"],
            "huis": ["tussenblad", "suggesties", "kolom", "sociale-kaart links"],
            "slot": ["colofon"],
        },
    )
    for file in sorted((project / "content/domeinen").glob("*.yaml")):
        for house, name in zip(houses, HOSTILE_NAMES, strict=True):
            if file.stem.endswith(house.id):
                change(file, lambda data, name=name: data.update(naam=name))
                change(file, lambda data: data["kolommen"][0].update(naam=HOSTILE_TITLE, suggesties=[HOSTILE]))
    folder = project / "content/gemeenten" / GEMEENTE
    replaced = {"omslag": {"van": HOSTILE}, "sociale_kaart": {"kop": "Wie & {{ wat }}?"}}
    change(folder / "gemeente.yaml", lambda data: data.update(aanduiding=HOSTILE, teksten=replaced))
    texts = ("organisatie", "aanbod", "omschrijving", "voor_wie", "plaats", "openingstijden", "kosten", "aanmelden")
    entries = [
        _voorziening(number, house.id) | dict.fromkeys(texts, HOSTILE) for house in houses for number in range(9)
    ]
    change(folder / "sociale-kaart.yaml", lambda data: data.update(voorzieningen=entries))

    report = build(*(house.id for house in houses))
    assert not report.problems
    library = read_content(project / "content", (GEMEENTE,)).content((GEMEENTE,))
    assert library is not None
    named = tuple(house for house in library.domeinen if house.naam in HOSTILE_NAMES)
    assert len(named) == len(HOSTILE_NAMES)
    file = File("proef", Scene(library, library.gemeenten[0], library.edities[0], named), Paper(made("proef")))
    assert not _lost(file)
    assert str(file.paper.inside.docinfo.Title) == f"{HOSTILE_TITLE} – {HOSTILE}"
    assert str(file.paper.inside.docinfo.Author) == HOSTILE
    titles = [mark.title for mark in file.paper.bookmarks]
    assert [title for title in titles if title in HOSTILE_NAMES] == list(HOSTILE_NAMES)
    assert titles.count(HOSTILE_TITLE) == 1 + len(houses)
    assert HOSTILE_TITLE in {link.words for link in file.paper.links}
    assert f"Logo van {HOSTILE}" in file.paper.alternatives
    assert [house.naam for house, _ in _tabs(file)] == list(HOSTILE_NAMES)
    heads = {head.partition("Nagekeken")[0] for head in _running_heads(file)}
    assert len(heads) == len(HOSTILE_NAMES)
