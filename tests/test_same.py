"""The judge of equality is itself judged: it is silent on what may differ, and tells everything that may not."""

import re
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from conftest import CONTENT, DAY
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from same import MOST, differences
from small import GEMEENTE, only_editions, without_checks

from booklet.namen import domein_names
from booklet.pipeline import Order, make

PROEF = {"begin": ["omslag", "inhoud"], "slot": ["professional", "colofon"]}
Change = Callable[[Pdf], object]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A booklet of a few pages with links, a picture and a table, by its druk: for the screen, and to type in."""
    project = tmp_path_factory.mktemp("zelfde")
    shutil.copytree(CONTENT, project / "content")
    only_editions(project, proef=PROEF)
    houses = domein_names(CONTENT)[:1]
    order = Order(
        (GEMEENTE,),
        DAY,
        (),
        ("scherm", "invulbaar"),
        houses,
        inhoud=project / "content",
        uit=project / "output",
        gewoon=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        without_checks(patch)
        assert not make(order, lambda step, text: None).problems
    folder = project / "output" / GEMEENTE
    return {"scherm": (folder / "proef.pdf").read_bytes(), "invulbaar": (folder / "proef-invulbaar.pdf").read_bytes()}


def _changed(data: bytes, change: Change, **how: Any) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.exceptions.PageCopyWarning)
        change(pdf)
        pdf.save(target, **how)
    return target.getvalue()


def _tags(pdf: Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        kids = waiting.pop().get(Name.K, ())
        found = [kid for kid in kids if isinstance(kid, Dictionary) and Name.S in kid]
        yield from found
        waiting += reversed(found)


def _tag(pdf: Pdf, kind: str, number: int = 0) -> Any:
    return [tag for tag in _tags(pdf) if str(tag.S) == kind][number]


def _texts(pdf: Pdf) -> list[Any]:
    """The tags of one piece of text on the first page that has many."""
    return [
        tag
        for tag in _tags(pdf)
        if str(tag.S) == "/Span" and len(tag.K) and isinstance(tag.K[0], int) and _is_on_third(pdf, tag)
    ]


def _is_on_third(pdf: Pdf, tag: Any) -> bool:
    return Name.Pg in tag and bool(tag.Pg.objgen == pdf.pages[2].obj.objgen)


def _note(pdf: Pdf, key: str) -> Any:
    return next(note for page in pdf.pages for note in page.obj.get(Name.Annots, ()) if key in note)


def _uri(pdf: Pdf) -> Any:
    actions = (note.get(Name.A) for page in pdf.pages for note in page.obj.get(Name.Annots, ()))
    return next(action for action in actions if action is not None and Name.URI in action)


def _draw(pdf: Pdf, pattern: bytes, new: Callable[[re.Match[bytes]], bytes]) -> None:
    """Change the first thing of a kind that the third page draws."""
    page = pdf.pages[2].obj
    text, count = re.subn(pattern, new, page.Contents.read_bytes(), count=1, flags=re.DOTALL)
    assert count
    page.Contents = pdf.make_stream(text)


def _inner_font(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[2].Resources.Font.values())).DescendantFonts[0]


def _moved(row: Any, index: int, by: float) -> None:
    row[index] = float(row[index]) + by


# ----------------------------------------------------------------------------------------------------------------------
# What may differ

_MCID = re.compile(rb"/MCID (\d+)")


def _nothing(pdf: Pdf) -> None:
    """Only write the file in another way."""


def _count_content_from_the_end(pdf: Pdf) -> None:
    page = pdf.pages[2].obj
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    row = parents[int(page.StructParents)]
    last = len(row) - 1
    text = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(_MCID.sub(lambda found: b"/MCID %d" % (last - int(found[1])), text))
    for tag in [tag for tag in _tags(pdf) if _is_on_third(pdf, tag)]:
        tag.K = Array([last - int(kid) if isinstance(kid, int) else kid for kid in tag.get(Name.K, ())])
    parents[int(page.StructParents)] = Array(list(reversed(list(row))))


def _number_pages_anew(pdf: Pdf) -> None:
    tree = pdf.Root.StructTreeRoot
    rows = dict(pikepdf.NumberTree(tree.ParentTree).items())
    for page in pdf.pages:
        page.obj.StructParents = int(page.obj.StructParents) + 1000
        for note in page.obj.get(Name.Annots, ()):
            note.StructParent = int(note.StructParent) + 1000
    kids = [Dictionary(Limits=[key + 1000, key + 1000], Nums=[key + 1000, row]) for key, row in sorted(rows.items())]
    tree.ParentTree = pdf.make_indirect(Dictionary(Kids=[pdf.make_indirect(kid) for kid in kids]))


def _draw_artifacts_last(pdf: Pdf) -> None:
    moved: list[bytes] = []
    running = rb"/Artifact\s+<<[^>]*>>\s+BDC(?:(?!EMC).)*?BT\s(?:(?!EMC).)*?EMC"

    def away(found: re.Match[bytes]) -> bytes:
        moved.append(b"q 0.75 0 0 0.75 0 0 cm\n%b\nQ" % found[0])  # as WeasyPrint draws a page
        return b""

    _draw(pdf, running, away)
    first = pdf.pages[2].obj.Contents.read_bytes()
    pdf.pages[2].obj.Contents = Array([pdf.make_stream(piece) for piece in (first, *moved)])


def _name_fonts_anew(pdf: Pdf) -> None:
    for font in pdf.pages[2].Resources.Font.values():
        font.BaseFont = Name("/ABCDEF+" + str(font.BaseFont).partition("+")[2])


def _split_contents(pdf: Pdf) -> None:
    page = pdf.pages[2].obj
    before, sign, after = page.Contents.read_bytes().partition(b"\nEMC\n")
    page.Contents = Array([pdf.make_stream(before), pdf.make_stream(sign + after)])


@pytest.mark.parametrize(
    "change",
    [
        _nothing,
        _count_content_from_the_end,
        _number_pages_anew,
        _draw_artifacts_last,
        _name_fonts_anew,
        _split_contents,
    ],
)
def test_what_nobody_meets_is_not_told(small: Mapping[str, bytes], change: Change) -> None:
    """Numbers, order of objects and artifacts, and how things are packed may differ."""
    plain = small["scherm"]
    same = _changed(plain, change, object_stream_mode=ObjectStreamMode.disable, recompress_flate=True)
    assert same != plain
    assert differences(plain, same) == []


def test_a_file_to_type_in_is_like_itself(small: Mapping[str, bytes]) -> None:
    """A form in another packing is the same form."""
    assert differences(small["invulbaar"], _changed(small["invulbaar"], _nothing)) == []


def test_a_file_without_tags_is_no_fault(small: Mapping[str, bytes]) -> None:
    """Sheets for paper have none."""
    sheets = _changed(small["scherm"], lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"))
    assert differences(sheets, _changed(sheets, _nothing)) == []
    assert differences(small["scherm"], sheets)


# ----------------------------------------------------------------------------------------------------------------------
# What may not


def _swap_in_the_tags(pdf: Pdf) -> None:
    one, other, *_ = _texts(pdf)
    one.K[0], other.K[0] = int(other.K[0]), int(one.K[0])


def _swap_everywhere(pdf: Pdf) -> None:
    one, other, *_ = _texts(pdf)
    row = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(pdf.pages[2].obj.StructParents)]
    first, second = int(one.K[0]), int(other.K[0])
    row[first], row[second] = other, one
    _swap_in_the_tags(pdf)


def _swap_parents(pdf: Pdf) -> None:
    row = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(pdf.pages[2].obj.StructParents)]
    row[0], row[1] = row[1], row[0]


def _drop_note(pdf: Pdf) -> None:
    page = next(page for page in pdf.pages if Name.Annots in page.obj)
    del page.obj.Annots[0]


def _forget_words(pdf: Pdf) -> None:
    font = next(iter(pdf.pages[2].Resources.Font.values()))
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"<0020>", b"<0021>"))


def _other_order(pdf: Pdf) -> None:
    span = rb"/Span\s+<</MCID \d+>>\s+BDC(?:(?!EMC).)*EMC"
    _draw(pdf, rb"(%b)(\s+)(%b)" % (span, span), lambda found: found[3] + found[2] + found[1])


def _change_xmp(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"pdfaid:part", b"pdfaid:deel"))


def _wider(pdf: Pdf) -> None:
    row = next(one for one in _inner_font(pdf).W if isinstance(one, Array))
    _moved(row, 0, 2)


def _headers(pdf: Pdf) -> Any:
    return next(one for tag in _tags(pdf) for one in _listed(tag.get(Name.A)) if Name.Headers in one)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value] if value is not None else []


def _new_tag(pdf: Pdf) -> None:
    pdf.Root.LooseTag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=_tag(pdf, "/P")))


def _drop_parent(pdf: Pdf) -> None:
    row = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(pdf.pages[2].obj.StructParents)]
    row[0] = None


def _goals(pdf: Pdf) -> Any:
    return pdf.Root.Names.Dests.Names


def _font(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[2].Resources.Font.values()))


MUTATIONS: dict[str, tuple[Change, str]] = {
    "a word moves": (lambda pdf: _draw(pdf, rb"1 0 0 -1 (\S+)", lambda m: b"1 0 0 -1 %.3f" % (float(m[1]) + 0.05)), "content.* is "),
    "a colour changes": (lambda pdf: _draw(pdf, rb"0\.\d+ (\S+ \S+ rg)", lambda m: b"0.5 " + m[1]), "pixels differ"),
    "painted unseen": (lambda pdf: _draw(pdf, rb"^", lambda _: b"/Artifact BMC q -9 -9 1 1 re f Q EMC\n"), "page 3: painted"),
    "a picture lost": (lambda pdf: _draw(pdf, rb"^", lambda _: b"/weg Do\n"), "/XObject/weg: it is drawn, but"),
    "other order": (_other_order, "page 3: content"),
    "text is no artifact": (lambda pdf: _draw(pdf, rb"/Artifact(\s+)BMC", lambda m: b"/Span" + m[1] + b"BMC"), "neither content"),
    "text is an artifact": (lambda pdf: _draw(pdf, rb"/Span\s+<</MCID \d+>>\s+BDC", lambda _: b"/Artifact BMC"), "only in the tags"),
    "another tag": (lambda pdf: setattr(_texts(pdf)[0], "S", Name.Em), "tags, .*'/Span' is '/Em'"),
    "tags swapped": (_swap_in_the_tags, "parent tree has another tag"),
    "tags and parents swapped": (_swap_everywhere, "tags, "),
    "parents swapped": (_swap_parents, "reused: page 3.*parent tree has another tag"),
    "a parent lost": (_drop_parent, "parent tree has another tag"),
    "a tag that nothing leads to": (_new_tag, "nothing leads to it"),
    "a tag lost": (lambda pdf: _tag(pdf, "/Document").K.__delitem__(1), "only on the page"),
    "a tag above another": (lambda pdf: setattr(_texts(pdf)[0], "P", _tag(pdf, "/Document")), "another tag is above"),
    "words of a picture": (lambda pdf: setattr(_tag(pdf, "/Figure"), "Alt", String("Een kat")), "'Een kat'"),
    "words instead": (lambda pdf: setattr(_texts(pdf)[0], "ActualText", String("x")), "ActualText"),
    "box of a picture": (lambda pdf: _moved(_listed(_tag(pdf, "/Figure").A)[0].BBox, 0, 0.05), "tags, .*: [0-9.]+ is "),
    "language of a tag": (lambda pdf: setattr(_texts(pdf)[0], "Lang", String("en")), "/Lang"),
    "heads of a cell": (lambda pdf: setattr(_headers(pdf), "Headers", Array([String("weg")])), "tags, "),
    "a link moves": (lambda pdf: _moved(_note(pdf, "/Dest").Rect, 0, 0.05), "annotations, "),
    "a link leads elsewhere": (lambda pdf: setattr(_note(pdf, "/Dest"), "Dest", String("colofon")), "annotations, .*colofon"),
    "an address": (lambda pdf: setattr(_uri(pdf), "URI", String("https://example.org/")), "example.org"),
    "words of a link": (lambda pdf: setattr(_note(pdf, "/Dest"), "Contents", String("Weg")), "annotations, .*'Weg'"),
    "a flag of a link": (lambda pdf: setattr(_note(pdf, "/Dest"), "F", 2), "annotations, "),
    "a link lost": (_drop_note, "annotations, "),
    "a place moves": (lambda pdf: _moved(_goals(pdf)[1], 3, 1), "named places, "),
    "a place on another page": (lambda pdf: _goals(pdf)[1].__setitem__(0, pdf.pages[2].obj), "named places, "),
    "a place lost": (lambda pdf: (_goals(pdf).__delitem__(0), _goals(pdf).__delitem__(0)), "named places, "),
    "a bookmark": (lambda pdf: setattr(pdf.Root.Outlines.First, "Title", String("Weg")), "bookmarks, .*'Weg'"),
    "a bookmark closed": (lambda pdf: setattr(pdf.Root.Outlines.First, "Count", -1), "bookmarks, "),
    "a bookmark moves": (lambda pdf: _moved(pdf.Root.Outlines.First.Dest, 3, 1), "bookmarks, "),
    "a bookmark lost": (lambda pdf: pdf.Root.Outlines.First.__delitem__("/Next"), "bookmarks, "),
    "a name of a page": (lambda pdf: setattr(pdf.Root.PageLabels.Nums[1], "P", String("Weg")), "names of pages, .*'Weg'"),
    "language": (lambda pdf: setattr(pdf.Root, "Lang", String("en")), "file, .*'nl' is 'en'"),
    "not tagged": (lambda pdf: pdf.Root.MarkInfo.__delitem__("/Marked"), "file, .*MarkInfo"),
    "title not shown": (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "file, "),
    "other colours": (lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"weg"), "file, .*OutputIntent"),
    "author": (lambda pdf: setattr(pdf.trailer.Info, "Author", String("Weg")), "says of itself, .*'Weg'"),
    "a claim": (_change_xmp, "says of itself, .*xmp"),
    "the trim": (lambda pdf: setattr(pdf.pages[2].obj, "TrimBox", Array([1, 0, 595, 842])), "page 3: boxes"),
    "a page turned": (lambda pdf: setattr(pdf.pages[2].obj, "Rotate", 90), "page 3: boxes"),
    "a page lost": (lambda pdf: pdf.pages.__delitem__(-1), "file, .*'pages'"),
    "a wider letter": (_wider, "letters of fonts"),
    "what a letter says": (_forget_words, "letters of fonts"),
    "a font outside": (lambda pdf: _inner_font(pdf).FontDescriptor.__delitem__("/FontFile2"), "no shape"),
    "another font": (lambda pdf: setattr(_font(pdf), "BaseFont", Name("/Arial")), "fonts, .*'Arial'"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_somebody_meets_is_told(small: Mapping[str, bytes], name: str) -> None:
    """Everything that a reader, a screen reader or a printer meets is told, in words that say what it is."""
    change, told = MUTATIONS[name]
    found = differences(small["scherm"], _changed(small["scherm"], change))
    assert [line for line in found if re.search(told, line)], found
    assert len(found) <= MOST


def _field(pdf: Pdf) -> Any:
    return pdf.Root.AcroForm.Fields[0].Kids[0]


FORM_MUTATIONS: dict[str, tuple[Change, str]] = {
    "name": (lambda pdf: setattr(_field(pdf), "T", String("weg")), "form, .*weg"),
    "value": (lambda pdf: setattr(_field(pdf), "V", String("weg")), "form, .*weg"),
    "words": (lambda pdf: setattr(_field(pdf), "TU", String("weg")), "form, .*weg"),
    "lost": (lambda pdf: pdf.Root.AcroForm.__delitem__("/Fields"), "form, "),
    "no look": (lambda pdf: _field(pdf).__delitem__("/AP"), "form, .*True is False"),
    "moves": (lambda pdf: _moved(_field(pdf).Rect, 0, 0.05), "form, "),
}


@pytest.mark.parametrize("name", FORM_MUTATIONS)
def test_what_somebody_meets_in_a_form_is_told(small: Mapping[str, bytes], name: str) -> None:
    """Fields are the same by name, kind, value, words, place and look."""
    change, told = FORM_MUTATIONS[name]
    found = differences(small["invulbaar"], _changed(small["invulbaar"], change))
    assert [line for line in found if re.search(told, line)], found
