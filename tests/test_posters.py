"""The posters, the cards of persons and the invitation: what they say, how large they say it, and what a phone reads on them."""

import math
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
import zxingcpp
from conftest import CONTENT, DAY
from filled import saved
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import POINTS_PER_MM, Paper, elements, paper, squeezed
from pypdfium2 import raw as pdfium
from small import GEMEENTE, change

from booklet.content import read_content
from booklet.models import SMILEYS, Content
from booklet.pipeline import Order, Report, make
from booklet.uitlezen import read_filled
from booklet.velden import NVT, faces, kolom_veld

PLATES = ("muur-a3", "muur-a4", "tafel-a3", "tafel-a4")
INVITATION = {"kaart": 2, "brief": 1}  # and how many pages each has
CARDS = "persoonskaarten"
SMALLEST_PT = 11
NAME_PT = 28  # of a house on A3, so that it is read from two metres
EDGE_MM = 5  # what stands nearer to the edge may be cut off by a printer (`booklet/typeset.py`)
FACE = 20, 24, 2.5  # the radius of a face, half of its square and its stroke, in `layouts/smileys`
FEW = {"naam": "'s-Hertogenbosch", "code": "GM0796"}
MANY = {
    "voorbeeld": "ja",
    "naam": "Nuenen, Gerwen en Nederwetten",
    "code": "GM0820",
    "wijkteam": "het dorpsteam van Nuenen, Gerwen en Nederwetten",
    "contact": {
        "telefoon": "036 000 00 01",
        "website": "nuenen-gerwen-nederwetten.example",
        "email": "wmo@nuenen-gerwen-nederwetten.example",
    },
    "oco": {
        "naam": "OCO Nuenen, Gerwen en Nederwetten",
        "telefoon": "036 000 00 02",
        "website": "oco-nuenen-gerwen.example",
        "email": "hulp@oco-nuenen-gerwen.example",
    },
}


def _content(inhoud: Path = CONTENT, gemeente: str = GEMEENTE) -> Content:
    content = read_content(inhoud, (gemeente,)).content((gemeente,))
    assert content is not None
    return content


WHOLE = _content()


STEMS = (*(f"huisjesplaat/{name}" for name in PLATES), *(f"uitnodiging/{name}" for name in INVITATION), CARDS)


def _add_gemeente(inhoud: Path, name: str, facts: Mapping[str, Any]) -> None:
    folder = inhoud / "gemeenten" / name
    folder.mkdir()
    (folder / "gemeente.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    shutil.copy(CONTENT / "gemeenten/almere/sociale-kaart.yaml", folder)


def _prepare(inhoud: Path) -> None:
    """A copy of the content with the cards of persons as an edition of their own: the training is large."""
    shutil.copytree(CONTENT, inhoud)
    edition = {"id": CARDS, "titel": "Persoonskaarten", "vorm": "bladen", "begin": ["persoonskaart"]}
    (inhoud / f"edities/{CARDS}.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    _add_gemeente(inhoud, "weinig", FEW)
    _add_gemeente(inhoud, "veel", MANY)


def _make(inhoud: Path, uit: Path, *gemeenten: str, drukken: tuple[str, ...] = ("scherm",), **wishes: Any) -> Report:
    edities = tuple(dict.fromkeys(stem.partition("/")[0] for stem in STEMS))
    order = Order(gemeenten, DAY, **{"edities": edities, "drukken": drukken, **wishes}, inhoud=inhoud, uit=uit)
    return make(order, lambda step, text: None)


def _faults(report: Report) -> list[str]:
    """What is wrong with the pages; what is said of the content itself is not asked here."""
    return [str(problem) for problem in report.problems if problem.place.file.endswith(".pdf")]


@pytest.fixture(scope="module")
def inhoud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content with a gemeente of which little is known, and one with long names."""
    folder = tmp_path_factory.mktemp("inhoud") / "content"
    _prepare(folder)
    return folder


@pytest.fixture(scope="module")
def folder(inhoud: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it for one gemeente, also to type in, and what gemeenten have of their own for two more."""
    uit = tmp_path_factory.mktemp("posters")
    reports = (
        _make(inhoud, uit, GEMEENTE, drukken=("scherm", "invulbaar")),
        _make(inhoud, uit, "weinig", "veel", edities=("huisjesplaat", "uitnodiging")),
    )
    for report in reports:
        assert not report.stopped, report.problems
        assert not _faults(report)
    return uit


def _poster(folder: Path, name: str, gemeente: str = GEMEENTE) -> Paper:
    return paper(folder / gemeente / f"huisjesplaat/{name}.pdf")


def _invitation(folder: Path, name: str, gemeente: str = GEMEENTE) -> Paper:
    return paper(folder / gemeente / f"uitnodiging/{name}.pdf")


def _sizes(sheets: Paper) -> Iterator[tuple[float, int, str]]:
    """Every letter: its size in points as printed, its page and which it is."""
    matrix = pdfium.FS_MATRIX()
    for page in range(1, sheets.page_count + 1):
        text = sheets.seen[page - 1].get_textpage()
        for index in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if not letter.isspace() and pdfium.FPDFText_IsGenerated(text.raw, index) != 1:
                pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
                size = pdfium.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.c, matrix.d)
                yield round(size, 1), page, letter


def _word_size(sheets: Paper, word: str) -> float:
    """The largest size in which a word stands on the first page."""
    text = sheets.seen[0].get_textpage()
    found, searcher, matrix = [], text.search(word, match_case=True), pdfium.FS_MATRIX()
    while place := searcher.get_next():
        pdfium.FPDFText_GetMatrix(text.raw, place[0], matrix)
        found.append(pdfium.FPDFText_GetFontSize(text.raw, place[0]) * math.hypot(matrix.c, matrix.d))
    return max(found)


# ----------------------------------------------------------------------------------------------------------------------
# The posters


@pytest.mark.parametrize("name", ["muur-a3", "muur-a4"])
def test_the_wall_has_every_house_and_what_each_kolom_is_about(name: str, folder: Path) -> None:
    """Six houses, thirteen kolommen with their essentie, and the words of the faces once each."""
    said = _poster(folder, name).spoken[0]
    for house in WHOLE.domeinen:
        assert squeezed(house.naam) in said
    rows = [squeezed(kolom.naam + kolom.essentie) for kolom in WHOLE.kolommen]
    assert [said.count(row) for row in rows] == [1] * 13
    assert sorted(rows, key=said.index) == rows
    assert said.count(squeezed("".join(smiley.naam for smiley in WHOLE.plan.smileys))) == 1


@pytest.mark.parametrize("name", ["tafel-a3", "tafel-a4"])
def test_the_table_has_every_kolom_with_its_four_choices(name: str, folder: Path) -> None:
    """Each kolom is followed by the four fixed words, each house by room to write."""
    said = _poster(folder, name).spoken[0]
    choices = "".join(faces(WHOLE.plan, WHOLE.plan.teksten).values())
    for kolom in WHOLE.kolommen:
        assert said.count(squeezed(kolom.naam + choices)) == 1
    assert said.count(squeezed(WHOLE.plan.teksten.poster.schrijven)) == len(WHOLE.domeinen)


def test_nothing_is_small(folder: Path) -> None:
    """No letter on any of these papers is below eleven points."""
    for stem in STEMS:
        sizes = Counter(size for size, _, _ in _sizes(paper(folder / GEMEENTE / f"{stem}.pdf")))
        assert sizes.total() > 100
        assert min(sizes) >= SMALLEST_PT, stem


def test_the_names_of_the_houses_are_read_from_a_distance(folder: Path) -> None:
    """On A3 they have 28 points or more, and they are larger than the names of their kolommen."""
    wall = _poster(folder, "muur-a3")
    names = [_word_size(wall, house.naam) for house in WHOLE.domeinen]
    kolommen = [_word_size(wall, kolom.naam) for kolom in WHOLE.kolommen if kolom.naam != "Thuis"]
    assert len(names) == 6
    assert min(names) >= NAME_PT > max(kolommen) >= 20


def test_a_large_poster_is_the_small_one_larger(folder: Path) -> None:
    """On the wall every line breaks where it does on the other paper, so nobody has to look at both."""
    small, large = (
        _poster(folder, name).seen[0].get_textpage().get_text_range().splitlines() for name in ("muur-a4", "muur-a3")
    )
    assert small == large
    assert len(small) > 40


@pytest.mark.parametrize(("name", "least"), [("tafel-a4", 10), ("tafel-a3", 15)])
def test_the_faces_are_large_enough_to_mark(name: str, least: float, folder: Path) -> None:
    """Three faces for each of the thirteen kolommen, all of one size."""
    radius, half, stroke = FACE
    seen: Counter[float] = Counter()
    for item in _poster(folder, name).seen[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if abs((right - left) - (top - bottom)) < 0.1:
            drawn = (right - left) / POINTS_PER_MM  # pdfium counts the whole stroke on both sides
            seen[round(drawn * half / (radius + stroke), 1)] += 1
    [face] = [size for size, count in seen.items() if count == 3 * len(WHOLE.kolommen)]
    assert least <= face < 1.2 * least


@pytest.mark.parametrize("name", ["tafel-a3", "tafel-a4"])
def test_what_is_marked_on_the_poster_finds_its_place_in_the_booklet(name: str, folder: Path) -> None:
    """Whose it is, the fields of the huisjesplaat and one for each house, in that order on the page; all of them are empty."""
    file = folder / GEMEENTE / f"huisjesplaat/{name}-invulbaar.pdf"
    plan, problems = read_filled(file.read_bytes(), file.name)
    assert plan is not None
    assert [problem.code for problem in problems] == ["F08"]
    wanted = ["omslag.naam", "omslag.datum"]
    wanted += [
        name
        for house in WHOLE.domeinen
        for name in (*(kolom_veld(house, kolom, "smiley") for kolom in house.kolommen), f"poster.{house.id}")
    ]
    assert sorted(veld.naam for veld in plan.velden) == sorted(wanted)
    [page] = paper(file).inside.pages
    assert list(dict.fromkeys(_full_name(widget) for widget in page.Annots)) == wanted


def _full_name(field: Any) -> str:
    above = _full_name(field.Parent) if "/Parent" in field else ""
    return ".".join(filter(None, (above, str(field.get("/T", "")))))


@settings(max_examples=15, deadline=None)
@given(chosen=st.dictionaries(st.sampled_from([one.id for one in WHOLE.kolommen]), st.integers(0, 3), min_size=1))
def test_a_poster_that_was_filled_in_is_read_back(folder: Path, chosen: Mapping[str, int]) -> None:
    """Whatever faces somebody clicks, `uitlezen` tells the words that stand beside them."""
    words = tuple(faces(WHOLE.plan, WHOLE.plan.teksten).values())
    homes = {kolom.id: (house, kolom) for house in WHOLE.domeinen for kolom in house.kolommen}
    wanted = {kolom_veld(*homes[kolom], "smiley"): words[choice] for kolom, choice in chosen.items()}
    with pikepdf.open(folder / GEMEENTE / "huisjesplaat/tafel-a4-invulbaar.pdf") as pdf:
        for name, field in _fields(pdf.Root.AcroForm.Fields, ""):
            if name in wanted:
                place = words.index(wanted[name])
                [state] = [key for key in field.Kids[place].AP.N if key != "/Off"]
                field.V = pikepdf.Name(state)
        data = saved(pdf)
    plan, _ = read_filled(data, "ingevuld.pdf")
    assert plan is not None
    assert {veld.naam: veld.waarde for veld in plan.ingevuld} == wanted


def _fields(kids: Any, above: str) -> Iterator[tuple[str, Any]]:
    for kid in kids:
        if "/T" in kid:
            name = f"{above}.{kid.T}".lstrip(".")
            yield name, kid
            yield from _fields(kid.get("/Kids", ()), name)


# ----------------------------------------------------------------------------------------------------------------------
# The persons


def test_every_person_tells_who_they_are_and_what_comes_first(folder: Path) -> None:
    """The front has the name and age, the situation, and both answers of the closing page."""
    cards = paper(folder / GEMEENTE / f"{CARDS}.pdf")
    assert cards.page_count == 2 * len(WHOLE.personen)
    for number, persoon in enumerate(WHOLE.personen):
        front, back = cards.spoken[2 * number : 2 * number + 2]
        for text in (persoon.naam, str(persoon.leeftijd), persoon.situatie, persoon.zeker, persoon.eerst):
            assert squeezed(text) in front
        assert all(squeezed(kolom.naam) in back for kolom in WHOLE.kolommen)


def test_the_plate_of_a_person_is_marked_as_they_marked_it(folder: Path) -> None:
    """A ring around the face that was chosen, a cross where something does not apply, nothing where it was left empty."""
    choices = (*SMILEYS, NVT)
    tags = elements(paper(folder / GEMEENTE / f"{CARDS}.pdf").inside)
    lists = [tag for tag in tags if tag.S == "/L"]
    found = [[choices[at] for at, row in enumerate(_rows(one)) if _is_chosen(row)] for one in lists]
    wanted = [persoon.smileys[kolom.id] for persoon in WHOLE.personen for kolom in WHOLE.kolommen]
    assert "leeg" in wanted
    assert found == [[] if choice == "leeg" else [choice] for choice in wanted]


def _rows(tag: Any) -> list[Any]:
    return [kid for kid in tag.K if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/LI"]


def _is_chosen(tag: Any) -> bool:
    kids = tag.get("/K", pikepdf.Array())
    inside = [
        kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)
    ]
    return str(tag.get("/Alt", "")) == "gekozen" or any(map(_is_chosen, inside))


# ----------------------------------------------------------------------------------------------------------------------
# The invitation


def test_the_card_tells_what_everybody_may_know(folder: Path) -> None:
    """One sentence and the houses in front; on the back the right itself, and that it need not, until when and with whom."""
    card = _invitation(folder, "kaart")
    words = WHOLE.plan.teksten.uitnodiging
    front, back = card.spoken
    assert squeezed(words.voorkant) in front
    assert all(squeezed(house.naam) in front for house in WHOLE.domeinen)
    for fact in (
        "U mag een eigen plan maken",
        "het hoeft niet",
        "Ook zonder eigen plan kunt u hulp vragen",
        "zeven dagen",
        "Neem iemand mee",
        "Een OCO helpt u gratis",
        "niet van de gemeente",
    ):
        assert squeezed(fact) in back
        assert squeezed(fact) in _invitation(folder, "brief").spoken[0]


def test_the_card_and_the_letter_tell_where_to_ask(folder: Path) -> None:
    """Phone, website and mail of the gemeente and of its OCO, with links that work; the phone is larger than other words."""
    facts = WHOLE.gemeenten[0].feiten
    for name in INVITATION:
        sheets = _invitation(folder, name)
        said = "".join(sheets.spoken)
        for fact in (facts.contact.website, facts.contact.email, facts.oco.website, facts.oco.email):
            assert fact is not None
            assert squeezed(fact) in said
        assert {link.uri for link in sheets.links} == {
            *("tel:+31360000001", "https://voorbeeld.example", "mailto:info@voorbeeld.example"),
            *("tel:+31360000002", "https://oco.voorbeeld.example", "mailto:oco@voorbeeld.example"),
        }
        assert max(size for size, _, letter in _sizes(sheets) if letter == "0") >= 18


@pytest.mark.parametrize(
    "stem", [*(f"huisjesplaat/{name}" for name in PLATES[:2]), "uitnodiging/kaart", "uitnodiging/brief"]
)
@pytest.mark.parametrize("gemeente", [GEMEENTE, "veel", "weinig"])
def test_a_phone_reads_the_code_of_the_website(gemeente: str, stem: str, folder: Path, inhoud: Path) -> None:
    """There is one code, that leads to the website of the gemeente; none where it has no website."""
    sheets = paper(folder / gemeente / f"{stem}.pdf")
    website = _content(inhoud, gemeente).gemeenten[0].feiten.contact.website
    pictures = [page.render(scale=120 / 72, grayscale=True).to_pil() for page in sheets.seen]
    found = [
        code.text
        for picture in pictures
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    ]
    assert found == ([f"https://{website}"] if website else [])
    named = [words for words in sheets.alternatives if words.startswith(WHOLE.plan.teksten.sociale_kaart.code)]
    assert len(named) == len(found)


@pytest.mark.parametrize(
    ("gemeente", "naam"), [("weinig", "Gemeente 's-Hertogenbosch"), ("veel", "het dorpsteam van Nuenen")]
)
def test_a_gemeente_with_few_facts_or_long_names_has_all_of_it(gemeente: str, naam: str, folder: Path) -> None:
    """Nothing is left empty: the wijkteam is named where a phone is lacking; nothing takes another page."""
    for stem in STEMS[:-1]:
        assert paper(folder / gemeente / f"{stem}.pdf").page_count == INVITATION.get(stem.partition("/")[2], 1)
    said = "".join(_invitation(folder, "kaart", gemeente).spoken)
    assert squeezed(naam) in said
    assert squeezed("Vraag het gerust aan het") in said
    assert squeezed("Vraag ernaar bij het") in _poster(folder, "muur-a4", gemeente).spoken[0]


LONG = "Dit is een zin die veel langer is dan er op dit papier past. " * 12


@pytest.mark.parametrize(
    ("stem", "teksten"),
    [
        ("huisjesplaat/muur-a4", {"poster": {"muur": LONG}}),
        ("huisjesplaat/tafel-a4", {"poster": {"tafel": LONG}}),
        ("uitnodiging/kaart", {"uitnodiging": {"voorkant": LONG}}),
        ("uitnodiging/kaart", {"uitnodiging": {"contact": {"kop": "Vragen?", "tekst": LONG}}}),
        ("uitnodiging/brief", {"uitnodiging": {"brief": {"kop": "Welkom", "tekst": LONG}}}),
    ],
)
def test_words_that_do_not_fit_are_told(stem: str, teksten: Mapping[str, Any], project: Path) -> None:
    """A gemeente that writes too much is told so, and nothing is cut off in silence."""
    change(project / f"content/gemeenten/{GEMEENTE}/gemeente.yaml", lambda data: data.update(teksten=teksten))
    report = _make(project / "content", project / "uit", GEMEENTE, edities=(stem.partition("/")[0],))
    told = {problem.code for problem in report.problems if problem.place.file.endswith(f"{stem}.pdf")}
    assert report.stopped
    assert told & {"T01", "T02"}
    assert not (project / "uit" / GEMEENTE / f"{stem}.pdf").exists()


def test_the_edge_of_the_paper_stays_white(folder: Path) -> None:
    """Nothing touches the trim, so a print shop needs no bleed and an office printer cuts nothing off."""
    for stem in STEMS:
        for page in paper(folder / GEMEENTE / f"{stem}.pdf").seen:
            picture = page.render(scale=1, grayscale=True).to_pil()
            edge = math.floor(EDGE_MM * POINTS_PER_MM)
            inside = (edge, edge, picture.width - edge, picture.height - edge)
            assert picture.crop(inside).getextrema()[0] < 100
            picture.paste(255, inside)
            assert picture.getextrema() == (255, 255), stem
