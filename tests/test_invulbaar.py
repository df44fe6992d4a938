"""A booklet to type in: its pages are those on paper, every place to answer is a field, and what is typed is kept."""

import ctypes
import io
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from conftest import CONTENT, DAY, Built
from paper import Paper, paper, squeezed
from PIL import Image, ImageChops
from verapdf import Verdict, judge, missing

from booklet import forms
from booklet.cli import main
from booklet.colour import tint
from booklet.content import read_content
from booklet.fieldfont import FIRST, field_font
from booklet.models import Content, Domein, EigenPlan, Kolom
from booklet.pipeline import Order, make
from booklet.preflight import judge as look
from booklet.velden import Veld

GEMEENTE = "voorbeeldstad"
HOUSE = "woonruimte"
WHOLE, SMALL, LOOSE, GUIDE = "basisformat", "tabbladen", f"tabbladen/1-{HOUSE}", "uitlegboekje"
ANSWERS = {"nu": "zo-gaat-het-nu", "wil": "wat-wil-ik", "kan": "wat-kan-ik-zelf", "nodig": "wat-heb-ik-nog-nodig"}
HALF = 3  # houses on a page of the huisjesplaat
LIGHT = 0xEEF2FB  # `--pen-licht`: a box to type in
FOLIO = (277, 297)  # mm from the top
MOST = 1_500_000  # bytes
MULTILINE, RADIO_IN_UNISON = 1 << 12, 1 << 15 | 1 << 25
PRINTED = 4
Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """A field on a page: its name, what a screen reader says, and the words that are read right before or after it."""

    page: int
    name: str
    label: str
    before: str = ""
    after: str = ""
    choice: str = ""


class Widget(NamedTuple):
    """A field as it stands on a page of the PDF."""

    page: int
    name: str
    annotation: Any

    @property
    def label(self) -> str:
        """What a screen reader says."""
        return str(self.annotation.TU)

    @property
    def box(self) -> Box:
        """Left, bottom, right and top in points."""
        left, bottom, right, top = (float(edge) for edge in self.annotation.Rect)
        return left, bottom, right, top

    @property
    def choice(self) -> str:
        """What is marked here; empty where one types."""
        states = [str(key)[1:] for key in self.annotation.AP.N if key != "/Off"] if "/AS" in self.annotation else [""]
        assert len(states) == 1
        return states[0]


class Typed:
    """A booklet to type in, the one to read, and what the program made its fields of."""

    def __init__(self, name: str, path: Path, scherm: Path, made: tuple[Any, ...]) -> None:
        self.name = name
        self.path = path
        self.paper = paper(path)
        self.scherm = paper(scherm)
        self.screen: bytes = made[0]
        self.velden: Mapping[str, Veld] = made[1]
        self.stamp: str = made[2]

    def filled(self, answers: Mapping[str, str]) -> bytes:
        """The same booklet as somebody filled it in."""
        return forms.fillable(self.screen, self.velden, self.stamp, answers)

    @cached_property
    def widgets(self) -> tuple[Widget, ...]:
        """Every field on every page, in the order of the file."""
        return widgets(self.paper.inside)


def widgets(pdf: pikepdf.Pdf) -> tuple[Widget, ...]:
    """Every field on every page of a PDF, in the order of the file."""
    return tuple(
        Widget(number, _name(annotation), annotation)
        for number, page in enumerate(pdf.pages, 1)
        for annotation in page.get("/Annots", ())
        if annotation.Subtype == "/Widget"
    )


def _name(field: Any) -> str:
    names, node = [], field
    while node is not None:
        names += [str(node.T)] if "/T" in node else []
        node = node.get("/Parent")
    return ".".join(reversed(names))


def _terminals(nodes: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every field with its full name, from the tree of the form."""
    for node in nodes:
        kids = node.get("/Kids", ())
        if kids and "/T" in kids[0]:
            yield from _terminals(kids, f"{above}{node.T}.")
        else:
            yield f"{above}{node.T}", node


@pytest.fixture(scope="module")
def content() -> Content:
    """The content of the gemeente."""
    found = read_content(CONTENT, (GEMEENTE,)).content((GEMEENTE,))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def files(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Typed]:
    """Three editions and a loose part by name; only the basisformat has all houses, because time is dear."""
    folder = tmp_path_factory.mktemp("invulbaar")
    made: list[tuple[Any, ...]] = []
    fillable = forms.fillable

    def watched(*arguments: Any) -> bytes:
        made.append(arguments)
        return fillable(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "fillable", watched)
        order = Order((GEMEENTE,), DAY, edities=(WHOLE,), drukken=("invulbaar",), inhoud=CONTENT, uit=folder / "heel")
        small = replace(
            order, edities=(SMALL, GUIDE), domeinen=(HOUSE,), drukken=("scherm", "invulbaar"), uit=folder / "klein"
        )
        for one in (order, small):
            assert not make(one, lambda step, text: None).stopped
    names = (WHOLE, SMALL, LOOSE, GUIDE)
    where = {name: folder / ("heel" if name == WHOLE else "klein") / GEMEENTE for name in names}
    read = {name: where[name] / f"{name}.pdf" for name in names} | {WHOLE: built.files[f"{GEMEENTE}/{WHOLE}.pdf"]}
    return {
        name: Typed(name, where[name] / f"{name}-invulbaar.pdf", read[name], arguments)
        for name, arguments in zip(names, made, strict=True)
    }


# ----------------------------------------------------------------------------------------------------------------------
# The same pages


def test_the_pages_are_those_to_read(files: Mapping[str, Typed]) -> None:
    """As many pages, with the same names, numbers, bookmarks and anchors, so that all can talk of the same page."""
    for file in files.values():
        typed, read = file.paper, file.scherm
        assert typed.page_count == read.page_count
        assert typed.labels == read.labels
        assert typed.bookmarks == read.bookmarks
        assert typed.anchors == read.anchors
        folios = [[sheet.corner(page, 0, FOLIO[0], 210, FOLIO[1]) for page in _all(sheet)] for sheet in (typed, read)]
        assert folios[0] == folios[1]
        assert folios[0][1:-1] == [str(page) for page in _all(typed)][1:-1]


def _all(sheet: Paper) -> range:
    return range(1, sheet.page_count + 1)


def test_only_the_words_for_a_pen_are_other_words(files: Mapping[str, Typed], content: Content) -> None:
    """Every page says what it says on paper, but for three places that speak of typing."""
    words, typing = content.plan.teksten, content.plan.teksten.typen
    changed = {
        squeezed(words.huisjesplaat.tekst or ""): squeezed(typing.huisjesplaat),
        squeezed(words.vrije_ruimte.tekst or ""): squeezed(typing.vrije_ruimte),
    }
    more = squeezed(typing.stuk.kop + typing.stuk.tekst)
    seen = Counter[str]()
    for file in files.values():
        for page, (typed, read) in enumerate(zip(file.paper.spoken, file.scherm.spoken, strict=True), 1):
            expected = read
            for pen, key in changed.items():
                seen[key] += read.count(pen)
                expected = expected.replace(pen, key)
            assert typed.replace(more, "") == expected, (file.name, page)
        assert file.paper.said("zo-werkt-het").count(more) == "".join(file.paper.spoken).count(more) == 1
    assert len(seen) == 2
    assert all(seen.values())


def test_it_says_of_which_booklet_it_is(files: Mapping[str, Typed], content: Content) -> None:
    """Gemeente, booklet and version are in the file, for who reads it out; a filled-in one says the same."""
    for name, file in files.items():
        wanted = f"{GEMEENTE} {name} {content.plan.versie}"
        assert str(file.paper.inside.docinfo["/MijnEigenPlan"]) == wanted
    with pikepdf.open(io.BytesIO(files[LOOSE].filled({"omslag.naam": "Ria"}))) as pdf:
        assert str(pdf.docinfo["/MijnEigenPlan"]) == f"{GEMEENTE} {LOOSE} {content.plan.versie}"


# ----------------------------------------------------------------------------------------------------------------------
# Every answer has its field


def _wanted(file: Typed, content: Content) -> Iterator[Place]:
    """Every place to answer in reading order, spelled out from the content and from where the parts are."""
    plan, parts = content.plan, file.paper.parts
    notes = [name for name in parts if name.startswith("notities")]
    for part, pages in parts.items():
        page = pages[0]
        if part == "omslag" and file.name != GUIDE:
            yield from _on_cover(plan)
        elif part.startswith("huisjesplaat"):
            yield from _on_plate(file, part, page, content)
        elif part.startswith("kolom-") and file.name != GUIDE:
            yield from _on_kolom(page, content.houses(()), part.removeprefix("kolom-"), plan)
        elif part.startswith("vrije-ruimte-"):
            house = next(one for one in content.domeinen if part == f"vrije-ruimte-{one.id}")
            label = f"{plan.teksten.vrije_ruimte.kop} ({house.naam})"
            yield Place(page, f"{house.id}.vrije-ruimte", label, plan.teksten.typen.vrije_ruimte)
        elif part == "afsluiting":
            for name in ("zeker", "eerst"):
                asked = getattr(plan.teksten.afsluiting, name)
                yield Place(page, f"afsluiting.{name}", f"{asked} ({plan.teksten.afsluiting.kop})", asked)
        elif part in notes:
            head = plan.teksten.notities.kop
            yield Place(page, f"notities.{notes.index(part) + 1}", f"{head} (bladzijde {page})", head)


def _on_cover(plan: EigenPlan) -> Iterator[Place]:
    words = plan.teksten.omslag
    for name in ("naam", "leeftijd", "datum"):
        asked = getattr(words, name)
        yield Place(1, f"omslag.{name}", f"{asked} ({words.van})", asked)
    helped = {"alleen": words.alleen, "met-een-oco": words.oco, "samen": words.samen.removesuffix(", namelijk:")}
    for name, asked in helped.items():
        yield Place(1, f"omslag.{name}", f"{asked} ({words.ingevuld})", after=asked, choice="Ja")
    yield Place(1, "omslag.samen-met", f"{words.met_wie} ({words.ingevuld})", words.samen)


def _on_plate(file: Typed, part: str, page: int, content: Content) -> Iterator[Place]:
    plan = content.plan
    houses = content.domeinen if file.name == WHOLE else content.domeinen[:1]
    for at, house in enumerate(houses if part == "huisjesplaat" else ()):
        for kolom in house.kolommen:
            yield from _faces(page + at // HALF, house, kolom, plan)
    if len(houses) <= HALF:
        words = plan.teksten
        label = f"{words.notities.kop} ({words.huisjesplaat.kop})"
        before = words.huisjesplaat.nvt_uitleg if part == "huisjesplaat" else words.typen.huisjesplaat
        yield Place(page + 1, "huisjesplaat.notities", label, before)


def _on_kolom(page: int, houses: tuple[Domein, ...], name: str, plan: EigenPlan) -> Iterator[Place]:
    house, kolom = next((house, one) for house in houses for one in house.kolommen if one.id == name)
    yield from _faces(page, house, kolom, plan)
    for vraag in plan.vragen:
        asked = f"{vraag.vraag} {vraag.subvraag}" if vraag.subvraag else vraag.vraag
        label = f"{asked} ({house.naam}: {kolom.naam})"
        yield Place(page, f"{house.id}.{kolom.id}.{ANSWERS[vraag.id]}", label, asked)


def _faces(page: int, house: Domein, kolom: Kolom, plan: EigenPlan) -> Iterator[Place]:
    for word in _words(plan):
        label = f"{word}. {plan.teksten.huisjesplaat.kop} ({house.naam}: {kolom.naam})"
        yield Place(page, f"{house.id}.{kolom.id}.smiley", label, word, choice=word)


def _words(plan: EigenPlan) -> tuple[str, ...]:
    """The words under the faces."""
    return (*(smiley.naam for smiley in plan.smileys), plan.teksten.huisjesplaat.nvt)


def test_every_place_to_answer_has_its_field_and_nothing_else(files: Mapping[str, Typed], content: Content) -> None:
    """It is on the page of its question, in the order of reading, under the name that never changes, and says both."""
    for file in files.values():
        wanted = [(place.page, place.name, place.choice, place.label) for place in _wanted(file, content)]
        assert [(one.page, one.name, one.choice, one.label) for one in file.widgets] == wanted, file.name
        assert list(dict.fromkeys(one.name for one in file.widgets)) == list(file.velden)
    asked = [kolom for house in content.domeinen for kolom in house.kolommen]
    answers = Counter(name.rpartition(".")[2] for name in files[WHOLE].velden)
    assert {answers[name] for name in (*ANSWERS.values(), "smiley")} == {len(asked)}


def test_no_two_fields_say_the_same(files: Mapping[str, Typed]) -> None:
    """Who cannot see the page knows from what is said which field it is."""
    for file in files.values():
        labels = Counter(str(field.TU) for _, field in _terminals(file.paper.inside.Root.AcroForm.Fields))
        assert set(labels.values()) == {1}
        assert all(re.fullmatch(r"\S.* \(\S.*\)", label) for label in labels)


def test_a_kolom_has_one_choice_on_both_its_pages(files: Mapping[str, Typed], content: Content) -> None:
    """A row of faces is one group with the words as values, at the huisjesplaat and at the kolom; none is marked."""
    words = _words(content.plan)
    counts = {WHOLE: len(content.kolommen), SMALL: len(content.domeinen[0].kolommen)}
    counts |= {LOOSE: counts[SMALL], GUIDE: 0}
    for file in files.values():
        found = _terminals(file.paper.inside.Root.AcroForm.Fields)
        groups = {name: field for name, field in found if name.endswith(".smiley")}
        assert len(groups) == counts[file.name]
        for name, group in groups.items():
            kids = [one for one in file.widgets if one.name == name]
            assert (group.FT, group.Ff) == ("/Btn", RADIO_IN_UNISON)  # NoToggleToOff would make a mark irrevocable
            assert "/V" not in group
            assert [kid.objgen for kid in group.Kids] == [one.annotation.objgen for one in kids]
            assert [one.choice for one in kids] == list(words) * (1 if file.name == LOOSE else 2)
            assert {str(one.annotation.AS) for one in kids} == {"/Off"}
            assert all(set(one.annotation.AP.N) == {f"/{one.choice}", "/Off"} for one in kids)
            assert set(Counter(one.page for one in kids).values()) == {len(words)}


def test_nothing_is_required_locked_or_run(files: Mapping[str, Typed]) -> None:
    """Every field may stay empty and may be changed and printed; the file asks nothing of the viewer but to show it."""
    for file in files.values():
        pdf, lines = file.paper.inside, {name for name, veld in file.velden.items() if veld.soort == "regel"}
        for name, field in _terminals(pdf.Root.AcroForm.Fields):
            flags = int(field.get("/Ff", 0))
            wanted = 0 if name in lines or field.FT == "/Btn" else MULTILINE
            assert flags == (RADIO_IN_UNISON if name.endswith(".smiley") else wanted), name
            assert "/V" not in field or field.V == "/Off"
        assert {int(one.annotation.F) for one in file.widgets} == {PRINTED}
        assert set(pdf.Root.AcroForm.keys()) == {"/Fields", "/DR", "/DA"}
        assert set(pdf.Root.get("/Names", {}).keys()) <= {"/Dests"}
        assert not pdf.is_encrypted
        assert "/OpenAction" not in pdf.Root
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert not {"/AA", "/JS", "/XFA", "/EmbeddedFiles"} & set(thing.keys())
                assert str(thing.get("/S")) not in {
                    "/JavaScript",
                    "/Launch",
                    "/SubmitForm",
                    "/ImportData",
                    "/ResetForm",
                }


def test_the_tree_of_fields_is_sound(files: Mapping[str, Typed]) -> None:
    """Every node is met once, below the one that it names as parent, and every widget on a page is a leaf of it."""
    for file in files.values():
        pdf = file.paper.inside
        assert pdf.check_pdf_syntax() == []
        met: set[tuple[int, int]] = set()
        leaves = list(_sound(pdf.Root.AcroForm.Fields, None, met))
        assert len(leaves) == len(set(leaves))
        assert Counter(leaves) == Counter(one.annotation.objgen for one in file.widgets)
        for one in file.widgets:
            assert one.annotation.P.objgen == pdf.pages[one.page - 1].objgen
        read = pypdf.PdfReader(file.path).get_fields() or {}
        assert set(file.velden) == {name for name, field in read.items() if "/FT" in field}


def _sound(nodes: Any, parent: Any, met: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The leaves of a tree of fields, every node of it being as it must be."""
    names = [str(node.T) for node in nodes if "/T" in node]
    assert len(names) == len(set(names))
    for node in nodes:
        assert node.is_indirect
        assert node.objgen not in met
        met.add(node.objgen)
        assert ("/Parent" in node) == (parent is not None)
        assert parent is None or node.Parent.objgen == parent.objgen
        if "/T" in node:
            assert re.fullmatch(r"[a-z0-9-]+", str(node.T))
            assert ("/FT" in node) == ("/TU" in node)
        else:
            assert parent.FT == "/Btn"
        if "/Kids" in node:
            assert len(node.Kids)
            assert "/Subtype" not in node
            yield from _sound(node.Kids, node, met)
        else:
            assert node.Subtype == "/Widget"
            yield node.objgen


# ----------------------------------------------------------------------------------------------------------------------
# For who uses the keyboard or a screen reader


class Heard(NamedTuple):
    """What is read next: words, or a field by its number."""

    words: str = ""
    field: tuple[int, int] | None = None


def _heard(file: Typed) -> Iterator[Heard]:
    """All that a screen reader comes along, in the order of the tags."""
    sheet = file.paper
    pages = {page.objgen: index for index, page in enumerate(sheet.inside.pages)}
    texts = [_texts(page) for page in sheet.seen]

    def below(tag: Any, page: Any) -> Iterator[Heard]:
        kids = tag.get("/K", ())
        page = tag.get("/Pg", page)
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                yield Heard(texts[pages[page.objgen]].get(int(kid), ""))
            elif "/Obj" in kid:
                yield Heard(field=kid.Obj.objgen)
            elif "/MCID" in kid:
                yield Heard(texts[pages[kid.get("/Pg", page).objgen]].get(int(kid.MCID), ""))
            else:
                yield from below(kid, page)

    return below(sheet.inside.Root.StructTreeRoot, None)


def _texts(page: pypdfium2.PdfPage) -> Mapping[int, str]:
    """The text of every piece of marked content of a page."""
    found: dict[int, str] = {}
    lines = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        content = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
        size = pdfium.FPDFTextObj_GetText(item.raw, lines.raw, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(item.raw, lines.raw, buffer, size)
        found[content] = found.get(content, "") + squeezed(bytes(buffer).decode("utf-16-le").rstrip("\0"))
    return found


def test_every_field_is_read_right_after_its_question(files: Mapping[str, Typed], content: Content) -> None:
    """In the order of the tags each field comes after its question, or, where one ticks, before the words."""
    for file in files.values():
        heard = [one for one in _heard(file) if one.words or one.field]
        fields = {one.annotation.objgen for one in file.widgets}
        places = [at for at, one in enumerate(heard) if one.field in fields]
        assert [heard[at].field for at in places] == [one.annotation.objgen for one in file.widgets]
        for at, place in zip(places, _wanted(file, content), strict=True):
            before = "".join(one.words for one in heard[max(0, at - 20) : at])
            after = "".join(one.words for one in heard[at : at + 20])
            assert before.endswith(squeezed(place.before)), (file.name, place)
            assert after.startswith(squeezed(place.after)), (file.name, place)


def test_tab_goes_in_the_order_of_reading(files: Mapping[str, Typed]) -> None:
    """Viewers follow the tags; one that follows the file finds the same order, links and fields alike."""
    for file in files.values():
        told = [one.field for one in _heard(file) if one.field]
        for page in file.paper.inside.pages:
            own = [annotation.objgen for annotation in page.get("/Annots", ())]
            assert [field for field in told if field in own] == own
            assert not own or page.obj.get("/Tabs") == "/S"


def test_every_field_has_a_tag_of_its_own(files: Mapping[str, Typed]) -> None:
    """A `Form` tag holds one field and nothing else, and the field finds the tag back by its number."""
    for file in files.values():
        root = file.paper.inside.Root.StructTreeRoot
        tags = dict(pikepdf.NumberTree(root.ParentTree))
        assert len({int(one.annotation.StructParent) for one in file.widgets}) == len(file.widgets)
        for one in file.widgets:
            tag = tags[int(one.annotation.StructParent)]
            kids = tag.K if isinstance(tag.K, pikepdf.Array) else [tag.K]
            assert tag.S == "/Form"
            assert [(kid.Type, kid.Obj.objgen) for kid in kids] == [("/OBJR", one.annotation.objgen)]
            assert kids[0].get("/Pg", tag.get("/Pg")).objgen == one.annotation.P.objgen
        assert len([tag for tag in file.paper.tags if tag.S == "/Form"]) == len(file.widgets)


# ----------------------------------------------------------------------------------------------------------------------
# Where it stands


class Drawn(NamedTuple):
    """A path on a page: its box, and its colour when it is filled."""

    box: Box
    fill: int | None


def _drawn(page: pypdfium2.PdfPage) -> Iterator[Drawn]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=9):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
        yield Drawn(item.get_bounds(), red.value << 16 | green.value << 8 | blue.value if fill.value else None)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _near(one: Box, other: Box) -> bool:
    """Whether two boxes have one middle, but for half a point."""
    return max(abs(a - b) for a, b in zip(_middle(one), _middle(other), strict=True)) < 0.5


def test_a_field_lies_over_what_is_drawn(files: Mapping[str, Typed], content: Content) -> None:
    """Text in its light box, which is there for nothing else; a mark on a square, or on a face in the colour of its house."""
    skin = {house.id: int(tint(house.kleur, 0.14)[1:], 16) for house in content.domeinen}
    for file in files.values():
        for number in {one.page for one in file.widgets}:
            drawn = list(_drawn(file.paper.seen[number - 1]))
            own = [one for one in file.widgets if one.page == number]
            boxes = [path.box for path in drawn if path.fill == LIGHT]
            texts = [one.box for one in own if not one.choice]
            for box, text in zip(sorted(boxes), sorted(texts), strict=True):
                assert box == pytest.approx(text, abs=2.5)
            for one in own:
                around = [path for path in drawn if one.choice and _near(path.box, one.box)]
                sides = [(path.box[2] - path.box[0]) / (one.box[2] - one.box[0]) for path in around]
                assert bool(one.choice) == any(0.6 < side < 1.5 for side in sides), one
                if one.choice.startswith("Gaat"):
                    assert skin[one.name.partition(".")[0]] in {path.fill for path in around}


def test_fields_are_on_their_page_and_not_over_each_other(files: Mapping[str, Typed]) -> None:
    """Nothing that one can click lies over another thing that one can click, and a finger can hit it."""
    for file in files.values():
        for page in file.paper.inside.pages:
            boxes = [tuple(map(float, annotation.Rect)) for annotation in page.get("/Annots", ())]
            boxes = [(min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in boxes]
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            assert all(left < x and bottom < y and u < right and v < top for x, y, u, v in boxes)
            for one, other in combinations(boxes, 2):
                assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
        assert min(min(one.box[2] - one.box[0], one.box[3] - one.box[1]) for one in file.widgets) > 15


# ----------------------------------------------------------------------------------------------------------------------
# The letter


def test_the_whole_letter_is_in_the_file(files: Mapping[str, Typed]) -> None:
    """Once, with all its glyphs and their widths, so that any letter can be typed on any computer."""
    font = field_font()
    for file in files.values():
        form = file.paper.inside.Root.AcroForm
        (own,) = form.DR.Font.values()
        (below,) = own.DescendantFonts
        assert (own.Subtype, own.Encoding, below.Subtype) == ("/Type0", "/Identity-H", "/CIDFontType2")
        assert below.CIDToGIDMap == "/Identity"
        assert below.FontDescriptor.FontFile2.read_bytes() == font.data
        first, widths = below.W
        assert (int(first), [int(width) for width in widths]) == (FIRST, list(font.widths))
        embedded = [
            str(thing.FontName)
            for thing in file.paper.inside.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        ]
        assert embedded.count(str(own.BaseFont)) == 1
        looks = {str(one.annotation.DA) for one in file.widgets if not one.choice} | {str(form.DA)}
        assert [look.split()[0] for look in looks] == [f"{name}" for name in form.DR.Font]


def test_every_glyph_has_one_letter_and_every_letter_one_glyph(files: Mapping[str, Typed]) -> None:
    """Text can be copied from a field, and viewers find the glyph of what is typed."""
    (own,) = files[LOOSE].paper.inside.Root.AcroForm.DR.Font.values()
    told = own.ToUnicode.read_bytes().decode("ascii")
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)\nendbfchar", told, re.DOTALL)
    rows = [row for _, block in blocks for row in block.split("\n")]
    assert all(int(count) == len(block.split("\n")) <= 100 for count, block in blocks)
    pairs = [re.fullmatch(r"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>", row) for row in rows]
    letters = {int(pair[1], 16): bytes.fromhex(pair[2]).decode("utf-16-be") for pair in pairs if pair}
    assert len(letters) == len(rows) == len(set(letters.values()))
    assert {letter: glyph for glyph, letter in letters.items()} == field_font().glyphs
    assert set(letters) == set(range(FIRST, FIRST + len(field_font().widths)))


# ----------------------------------------------------------------------------------------------------------------------
# Filling in


LATIN = "".join(letter for letter in field_font().glyphs if unicodedata.name(letter).startswith("LATIN "))
SHORT = {
    "omslag.naam": "Łukasz Şahin-Öztürk",
    "omslag.leeftijd": "67",
    "omslag.met-een-oco": "ja",
    "omslag.samen-met": "mijn dochter",
    "woonruimte.mijn-woning.smiley": "Gaat niet goed",
    "woonruimte.mijn-huishouden.smiley": "Niet van toepassing",
    "woonruimte.mijn-woning.zo-gaat-het-nu": "Ik woon bij İpek.\n\n  Er is “vocht”: € 25 ğ ş ı ő ẞ.\nΚαλά, добре.",
    "woonruimte.vrije-ruimte": " ".join(re.findall(".{1,20}", LATIN[:800])),
    "notities.1": " ".join(re.findall(".{1,20}", LATIN[800:])),
    "notities.2": "e\u0301e\u0301n",  # marks apart from their letter
}
LONG = "Een heel lang verhaal over wonen. " * 90
MARKS = {"vakje": "ja", "gezicht": "Gaat wel"}


def _everywhere(file: Typed) -> Mapping[str, str]:
    """Too much in every field, with letters that the font lacks."""
    return {name: MARKS.get(veld.soort, f"你好 😀\t{LONG}\r\nslot") for name, veld in file.velden.items()}


def _by_pypdf(file: Typed, answers: Mapping[str, str]) -> bytes:
    """The booklet filled in by pypdf, which wants to be told of a mark as a name."""
    writer = pypdf.PdfWriter(clone_from=file.path)
    marks = {name: "/Ja" if text == "ja" else f"/{text}" for name, text in answers.items() if file.velden[name].marks}
    writer.update_page_form_field_values(None, {**answers, **marks}, auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def filled(files: Mapping[str, Typed], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Booklets that were filled in: by us with little and with too much, and by another program."""
    folder = tmp_path_factory.mktemp("ingevuld")
    data = {
        "ours": files[SMALL].filled(SHORT),
        "too much": files[SMALL].filled(_everywhere(files[SMALL])),
        "pypdf": _by_pypdf(files[SMALL], SHORT),
    }
    for name, one in data.items():
        (folder / f"{name}.pdf").write_bytes(one)
    return {name: folder / f"{name}.pdf" for name in data}


def _said(path: Path) -> Mapping[str, str]:
    """What a file says of its fields to pypdf: the name of a mark, or a text."""
    fields = pypdf.PdfReader(path).get_fields() or {}
    return {name: str(field["/V"]) for name, field in fields.items() if field.get("/V", "/Off") not in ("/Off", "")}


@pytest.mark.parametrize("by", ["ours", "pypdf"])
def test_what_was_filled_in_is_read_back(by: str, filled: Mapping[str, Path], files: Mapping[str, Typed]) -> None:
    """Every letter of every Latin alphabet, new lines and marks come back; a face is marked on both its pages."""
    marks = {
        name: "/Ja" if text == "ja" else f"/{text}" for name, text in SHORT.items() if files[SMALL].velden[name].marks
    }
    assert _said(filled[by]) == {**SHORT, **marks}
    with pikepdf.open(filled[by]) as pdf:
        for name in SHORT:
            if name.endswith(".smiley"):
                shown = [(one.page, str(one.annotation.AS)) for one in widgets(pdf) if one.name == name]
                assert sorted(state for _, state in shown) == sorted([marks[name]] * 2 + ["/Off"] * 6)
                assert len({page for page, state in shown if state != "/Off"}) == 2


def test_too_much_is_kept_whole(filled: Mapping[str, Path], files: Mapping[str, Typed]) -> None:
    """The field holds every character, also those that do not fit or that no font of ours has."""
    said, wanted = _said(filled["too much"]), _everywhere(files[SMALL])
    assert {name: text.removeprefix("/").lower() for name, text in said.items()} == {
        name: text.lower() for name, text in wanted.items()
    }


def _flat(path: Path) -> list[pypdfium2.PdfPage]:
    """The pages with what stands in the fields as part of the page."""
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    for page in pdf:
        page.flatten()
    buffer = io.BytesIO()
    pdf.save(buffer)
    return list(pypdfium2.PdfDocument(buffer))


def test_what_is_drawn_in_a_field_is_the_answer(filled: Mapping[str, Path], files: Mapping[str, Typed]) -> None:
    """Who only sees or prints the page reads in each box what was typed there, and nothing where nothing was typed."""
    pages = _flat(filled["ours"])
    for one in files[SMALL].widgets:
        if not one.choice:
            text = pages[one.page - 1].get_textpage().get_text_bounded(*one.box)
            assert squeezed(text) == squeezed(_untied(SHORT.get(one.name, ""))), one.name


def _untied(text: str) -> str:
    """A text with the letters of every ligature, as PDFium copies it."""
    parts = {letter: unicodedata.decomposition(letter).split()[1:] for letter in "ﬀﬁﬂﬃﬄﬅﬆ"}
    return "".join("".join(chr(int(code, 16)) for code in parts.get(one, ())) or one for one in text)


def _picture(page: pypdfium2.PdfPage, scale: float = 1) -> Image.Image:
    return page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")


def test_what_does_not_fit_stays_in_its_field(filled: Mapping[str, Path], files: Mapping[str, Typed]) -> None:
    """Whatever is typed, not a dot of ink comes outside the field, and every field has some."""
    full = pypdfium2.PdfDocument(filled["too much"])
    full.init_forms()
    for number in sorted({one.page for one in files[SMALL].widgets}):
        before, after = _picture(files[SMALL].paper.seen[number - 1]), _picture(full[number - 1])
        changed = ImageChops.difference(before, after).convert("L").point(lambda value: 255 * (value > 8))
        for one in files[SMALL].widgets:
            if one.page == number and one.choice in ("", "Ja", MARKS["gezicht"]):
                left, bottom, right, top = one.box
                area = (int(left) - 1, int(after.height - top) - 1, int(right) + 2, int(after.height - bottom) + 2)
                assert changed.crop(area).getbbox(), one.name
                changed.paste(0, area)
        assert changed.getbbox() is None, f"page {number}"


def _by_pdfium(path: Path, page: int) -> Image.Image:
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    return _picture(pdf[page - 1])


def _by_poppler(path: Path, page: int) -> Image.Image:
    if shutil.which("pdftoppm") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("poppler is not here (apt-get install poppler-utils)")
    command = ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), "-png", str(path)]
    return Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)).convert("RGB")


@pytest.mark.parametrize("viewer", [_by_pdfium, _by_poppler], ids=["pdfium", "poppler"])
@pytest.mark.parametrize("by", ["ours", "pypdf"])
def test_a_mark_is_seen_on_both_pages(
    viewer: Any, by: str, filled: Mapping[str, Path], files: Mapping[str, Typed]
) -> None:
    """A ring around the face that was chosen, and none around the others; a cross in the square."""
    for number in sorted({one.page for one in files[SMALL].widgets if one.name.endswith(".smiley")}):
        before, after = viewer(files[SMALL].path, number), viewer(filled[by], number)
        for one in files[SMALL].widgets:
            if one.page == number and one.choice:
                left, bottom, right, top = one.box
                area = (round(left), round(after.height - top), round(right), round(after.height - bottom))
                changed = ImageChops.difference(before.crop(area), after.crop(area)).getbbox()
                assert bool(changed) == (SHORT[one.name] == one.choice), one


# ----------------------------------------------------------------------------------------------------------------------
# In the viewer of Chrome and Edge


class Viewer:
    """PDFium as a browser uses it: somebody clicks and types."""

    def __init__(self, file: Typed) -> None:
        self._file = file
        self._pdf = pypdfium2.PdfDocument(file.path)
        self._pdf.init_forms()
        self._pages: dict[int, pypdfium2.PdfPage] = {}

    def click(self, one: Widget) -> None:
        """Click in the middle of a field."""
        page = self._page(one.page)
        for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
            act(self._pdf.formenv, page, 0, *_middle(one.box))

    def type(self, one: Widget, text: str) -> None:
        """Click in a field and type."""
        self.click(one)
        units = text.encode("utf-16-le")
        for at in range(0, len(units), 2):
            pdfium.FORM_OnChar(self._pdf.formenv, self._page(one.page), int.from_bytes(units[at : at + 2], "little"), 0)

    def saved(self) -> pikepdf.Pdf:
        """The file as it is saved."""
        pdfium.FORM_ForceToKillFocus(self._pdf.formenv)
        buffer = io.BytesIO()
        self._pdf.save(buffer)
        return pikepdf.open(buffer)

    def _page(self, number: int) -> pypdfium2.PdfPage:
        """A page, opened once: PDFium keeps what is typed with the page."""
        if number not in self._pages:
            self._pages[number] = self._pdf[number - 1]
        return self._pages[number]


def test_a_face_that_is_clicked_is_marked_on_the_other_page_too(files: Mapping[str, Typed]) -> None:
    """From the huisjesplaat to the kolom and back: the last click holds, on both pages (`RadiosInUnison`)."""
    name = "woonruimte.mijn-woning.smiley"
    own = [one for one in files[SMALL].widgets if one.name == name]
    plate, kolom = own[:4], own[4:]
    assert plate[0].page < kolom[0].page
    viewer = Viewer(files[SMALL])
    for one, clicks in ((plate[2], "the huisjesplaat"), (kolom[0], "the kolom"), (plate[3], "the huisjesplaat")):
        viewer.click(one)
        with viewer.saved() as pdf:
            found = [other for other in widgets(pdf) if other.name == name]
            assert str(found[0].annotation.Parent.V) == f"/{one.choice}", clicks
            marked = [(other.page, other.choice) for other in found if other.annotation.AS != "/Off"]
            assert marked == [(plate[0].page, one.choice), (kolom[0].page, one.choice)], clicks
            assert len([other for other in widgets(pdf) if other.annotation.get("/AS", "/Off") != "/Off"]) == 2


def test_what_is_typed_is_shown_in_our_letter_alone(files: Mapping[str, Typed]) -> None:
    """PDFium takes another font for letters such as `ğ`, unless ours has the name of a symbol font (`forms.ALIAS`).

    Of a letter that our font lacks it shows the glyph with the number of that letter: there is nothing to see there.
    """
    (field,) = (one for one in files[SMALL].widgets if one.name == "woonruimte.mijn-woning.wat-wil-ik")
    ours, others = "Gaat goed: ğŁőțẞ ế, Καλά, добре – € ", "عربي漢"
    viewer = Viewer(files[SMALL])
    viewer.type(field, ours + others)
    with viewer.saved() as pdf:
        (own,) = (one.annotation for one in widgets(pdf) if one.name == field.name)
        shown = own.AP.N
        used = {str(what[0]) for what, how in pikepdf.parse_content_stream(shown) if str(how) == "Tf"}
        codes = b"".join(bytes(what[0]) for what, how in pikepdf.parse_content_stream(shown) if str(how) == "Tj")
        assert str(own.V) == ours + others
        assert {str(shown.Resources.Font[name].BaseFont) for name in used} == {"/MijnEigenPlanInvul"}
    letters = {glyph: letter for letter, glyph in field_font().glyphs.items()}
    typed = [int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)]
    assert "".join(letters[code] for code in typed if code >= FIRST) == ours
    assert len([code for code in typed if code < FIRST]) == len(others)


# ----------------------------------------------------------------------------------------------------------------------
# The file


def test_no_file_is_large_and_each_is_the_same_twice(files: Mapping[str, Typed], filled: Mapping[str, Path]) -> None:
    """Small enough to mail from any library, empty and full; and made again it is the same, byte by byte."""
    assert max(path.stat().st_size for path in (*(file.path for file in files.values()), *filled.values())) < MOST
    for file in files.values():
        assert file.filled({}) == file.path.read_bytes()
    assert files[SMALL].filled(SHORT) == filled["ours"].read_bytes()


def test_staff_hear_that_it_is_in_order(files: Mapping[str, Typed], filled: Mapping[str, Path]) -> None:
    """Also when it comes back filled in; a field that lost its explanation is told, with its page."""
    names = [str(path) for path in (files[WHOLE].path, *filled.values())]
    result = CliRunner().invoke(main, ["controleer", "--pdf", *names, "--druk", "invulbaar", "--inhoud", str(CONTENT)])
    assert (result.exit_code, result.output.splitlines()) == (0, [f"In orde: {name}." for name in names])
    with pikepdf.open(files[LOOSE].path) as pdf:
        del widgets(pdf)[0].annotation.TU
        buffer = io.BytesIO()
        pdf.save(buffer)
    (problem,) = look(buffer.getvalue(), "x.pdf", "invulbaar")
    assert (problem.code, problem.place.line) == ("P15", 1)


@pytest.fixture(scope="module")
def verdicts(files: Mapping[str, Typed], filled: Mapping[str, Path]) -> tuple[Verdict, ...]:
    """What veraPDF says of every file, empty and filled in, for both standards."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return judge(("ua1", "2a"), (*(file.path for file in files.values()), *filled.values()))


def test_every_file_conforms_to_both_standards(verdicts: tuple[Verdict, ...]) -> None:
    """Empty, filled in by us, by another program, and with letters that we do not have: PDF/UA-1 and PDF/A-2a."""
    assert len(verdicts) == 14
    assert not [verdict for verdict in verdicts if not verdict.passed]
    assert min(verdict.checks for verdict in verdicts) > 5000
