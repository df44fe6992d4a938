"""Step 6, a booklet to type in: the places that the markup names as fields become fields of one form.

WeasyPrint could make forms itself, but its fields have no appearance, repeat the names of a group in every button and
embed whole fonts (`onderzoek/drukwerk.md` part 2). So every field is typeset as a link, which has a place on the page and
in the tags; here each link becomes a widget. What was measured in viewers stands beside it.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from booklet.colour import INK, PEN, channels
from booklet.fieldfont import FIRST, LACKING, FieldFont, field_font
from booklet.fit import HAND
from booklet.markup import strokes
from booklet.models import SMILEYS
from booklet.velden import FIELD, JA, Veld, printable

# The name of our font in the form. PDFium, which is in Chrome and Edge, asks other fonts of the system for every letter
# outside Western Europe, unless the name is one of four names of symbol fonts: then it uses ours for all (measured:
# without, `ğ` stayed blank on a machine with 164 fonts, and the file was no longer PDF/A). To others the name of a
# resource means nothing (ISO 32000-1, 7.8.3); of the four this is the one that the fewest computers have as a font.
ALIAS = "Wingdings3"
STAMP = "/MijnEigenPlan"  # in the document information: of which gemeente, booklet and version this is
PRINTED = 4  # a field stands on paper too (ISO 32000-1, table 165)
MULTILINE, RADIO, UNISON = 1 << 12, 1 << 15, 1 << 25  # tables 226 and 228
OFF = "/Off"
NOTHING = b"q Q"  # what a button shows that is not marked; of no drawing at all pdf.js complains
INSET = 2  # points; the field lies within the box that is drawn, so that text does not touch its edge
PAD = 2  # points between the edge of a field and its text, as viewers have it
_CIRCLE, _TICK = "l", "4"  # of ZapfDingbats, for a viewer that draws a mark itself (table 189)
_PIECE = 100  # most rows in a piece of a CMap (Adobe Technical Note 5014)


class Spot(NamedTuple):
    """A field on a page: its widget, its tag, and which choice it is."""

    widget: Any
    tag: Any
    choice: int

    def say(self, words: str) -> None:
        """What a screen reader says here; pdf.js, in Firefox, reads it in the tag and not in the field."""
        self.widget.TU = self.tag.Alt = String(words)


class _Kit(NamedTuple):
    """What all fields of a form share; `marks` are the drawings of buttons, each in the file once."""

    pdf: pikepdf.Pdf
    font: FieldFont
    resources: Any
    look: String
    marks: dict[tuple[bytes, float, float], Any]


def fillable(screen: bytes, velden: Mapping[str, Veld], stamp: str, answers: Mapping[str, str]) -> bytes:
    """Make fields of the links on these pages, filled with the answers; `stamp` says which booklet it is.

    Raises `KeyError` when a page has a field that is not among `velden`.
    """
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        resources = Dictionary(Font=Dictionary({f"/{ALIAS}": _embedded(pdf, field_font())}))
        red, green, blue = (round(part, 3) for part in channels(INK))
        # Ink and not the colour of the pen: Chrome lays a tint over every field, also over its text.
        look = String(f"/{ALIAS} {HAND.size} Tf {red:g} {green:g} {blue:g} rg")
        kit = _Kit(pdf, field_font(), resources, look, {})
        fields = Array()
        for naam, spots in _spots(pdf).items():
            _add(fields, naam, _field(kit, velden[naam], spots, answers.get(naam, "")), kit)
        pdf.Root.AcroForm = Dictionary(Fields=fields, DR=resources, DA=look)
        pdf.docinfo[STAMP] = stamp
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def _spots(pdf: pikepdf.Pdf) -> Mapping[str, list[Spot]]:
    """Every field with its places, in the order of reading; their links are turned into bare widgets."""
    tags = _tags(pdf)
    found: dict[str, list[Spot]] = {}
    for page in pdf.pages:
        for annotation in page.obj.get(Name.Annots, ()):
            uri = str(annotation.A.get(Name.URI, "")) if Name.A in annotation else ""
            if uri.startswith(FIELD):
                naam, _, choice = uri.removeprefix(FIELD).partition("/")
                tag = tags[int(annotation.StructParent)]
                _bare(annotation, page, tag)
                found.setdefault(naam, []).append(Spot(annotation, tag, int(choice or 0)))
                page.obj.Tabs = Name.S
    return found


def _tags(pdf: pikepdf.Pdf) -> Mapping[int, Any]:
    """The tag of every annotation, and the tags of every page, by their number."""
    return dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree))


def _bare(annotation: Any, page: Any, tag: Any) -> None:
    """A link becomes a widget that is nothing yet, and its tag a field (ISO 14289-1, 7.18.4)."""
    for key in (Name.A, Name.BS, Name.Contents):
        if key in annotation:
            del annotation[key]
    annotation.Subtype = Name.Widget
    annotation.F = PRINTED
    annotation.P = page.obj
    left, one, right, other = (float(number) for number in annotation.Rect)
    bottom, top = sorted((one, other))
    annotation.Rect = Array([left + INSET, bottom + INSET, right - INSET, top - INSET])
    tag.S = Name.Form


def _add(fields: Any, naam: str, field: Any, kit: _Kit) -> None:
    """Hang a field in the tree of names: `woonruimte.mijn-woning` holds `wat-wil-ik` (ISO 32000-1, 12.7.3.2)."""
    *path, last = naam.split(".")
    above = None
    for part in path:
        branch = next((one for one in fields if str(one.T) == part), None)
        if branch is None:
            branch = kit.pdf.make_indirect(Dictionary(T=String(part), Kids=Array()))
            if above is not None:
                branch.Parent = above
            fields.append(branch)
        above, fields = branch, branch.Kids
    field.T = String(last)
    if above is not None:
        field.Parent = above
    fields.append(field)


def _field(kit: _Kit, veld: Veld, spots: Sequence[Spot], answer: str) -> Any:
    if veld.keuzes:
        return _choices(kit, veld, spots, answer)
    field = spots[0].widget
    spots[0].say(veld.label)
    if veld.soort == "vakje":
        _as_button(kit, field, JA.capitalize(), "kruis", marked=answer == JA)
        field.FT = Name.Btn
        field.V = field.AS
        return field
    _as_text(kit, field, veld, answer)
    return field


def _choices(kit: _Kit, veld: Veld, spots: Sequence[Spot], answer: str) -> Any:
    """One choice, on every page where it stands: marking it here marks it there (`RadiosInUnison`)."""
    group = kit.pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=RADIO | UNISON, TU=String(veld.label), Kids=Array()))
    for spot in spots:
        word = veld.keuzes[spot.choice]
        ringed = veld.soort == "gezicht" and spot.choice < len(SMILEYS)  # behind the faces is a box: it does not apply
        _as_button(kit, spot.widget, word, "ring" if ringed else "kruis", marked=answer == word)
        spot.widget.MK = Dictionary(CA=String(_CIRCLE))
        spot.say(f"{word}. {veld.label}")
        spot.widget.Parent = group
        group.Kids.append(spot.widget)
    if answer in veld.keuzes:
        group.V = _state(answer)
    return group


def _state(word: str) -> Name:
    return Name(f"/{word}")


def _as_button(kit: _Kit, widget: Any, word: str, picture: str, *, marked: bool) -> None:
    """A widget with two looks: nothing, and a picture of ours."""
    box = _size(widget)
    on, off = (_mark(kit, content, box) for content in (_stroked(picture, *box), NOTHING))
    widget.AP = Dictionary(N=Dictionary({f"/{word}": on, OFF: off}))
    widget.AS = _state(word) if marked else Name.Off
    widget.MK = Dictionary(CA=String(_TICK))


def _as_text(kit: _Kit, widget: Any, veld: Veld, answer: str) -> None:
    widget.FT = Name.Tx
    widget.DA = kit.look
    if veld.soort == "vlak":
        widget.Ff = MULTILINE
    if answer:
        widget.V = String(answer)
    box = _size(widget)
    widget.AP = Dictionary(N=_drawing(kit, _written(kit, veld, answer, *box), box, kit.resources))


def _mark(kit: _Kit, content: bytes, box: tuple[float, float]) -> Any:
    """The drawing of a button; a viewer never changes it, so all buttons of a size have the same."""
    key = (content, *box)
    if key not in kit.marks:
        kit.marks[key] = _drawing(kit, content, box)
    return kit.marks[key]


def _size(widget: Any) -> tuple[float, float]:
    """How wide and how high a widget is, in hundredths of a point, which is finer than anybody sees."""
    left, bottom, right, top = (float(number) for number in widget.Rect)
    return round(right - left, 2), round(top - bottom, 2)


def _drawing(kit: _Kit, content: bytes, box: tuple[float, float], resources: Any = None) -> Any:
    stream = Stream(kit.pdf, content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, *box])
    if resources is not None:
        stream.Resources = resources
    return kit.pdf.make_indirect(stream)


def _written(kit: _Kit, veld: Veld, answer: str, width: float, height: float) -> bytes:
    """What a text field shows: its lines, cut off at its edge, as a viewer scrolls them (ISO 32000-1, 12.7.3.3)."""
    if not answer:
        return b"/Tx BMC EMC"
    font, leading = kit.font, (kit.font.ascent - kit.font.descent) * HAND.size / 1000
    if veld.soort == "regel":
        lines = [" ".join(printable(answer).split("\n"))]
        top = (height - (font.ascent + font.descent) * HAND.size / 1000) / 2
    else:
        lines = list(font.lines(printable(answer), width - 2 * PAD, HAND.size))
        top = height - PAD - font.ascent * HAND.size / 1000
    rows = (f"1 0 0 1 {PAD} {top - at * leading:.2f} Tm <{_codes(font, line)}> Tj" for at, line in enumerate(lines))
    begin = f"/Tx BMC q 0 0 {width:.2f} {height:.2f} re W n BT {kit.look}"
    return "\n".join((begin, *rows, "ET Q EMC")).encode()


def _codes(font: FieldFont, line: str) -> str:
    return "".join(f"{font.glyphs.get(letter, font.glyphs[LACKING]):04X}" for letter in line)


_POINT = re.compile(r"([\d.]+) ([\d.]+)")


@cache
def _stroked(picture: str, width: float, height: float) -> bytes:
    """A picture that consists of strokes, as a drawing of this size in the colour of the pen (only `M` and `C`)."""
    drawn = strokes(picture)
    across, up = width / drawn.size, height / drawn.size
    red, green, blue = channels(PEN)
    rows = [f"q {red:.3f} {green:.3f} {blue:.3f} RG {drawn.width * across:.2f} w 1 J 1 j"]
    for path in drawn.paths:
        first, *points = ((float(x) * across, height - float(y) * up) for x, y in _POINT.findall(path))
        curves = (points[at : at + 3] for at in range(0, len(points), 3))
        rows.append(f"{first[0]:.2f} {first[1]:.2f} m")
        rows.extend(" ".join(f"{x:.2f} {y:.2f}" for x, y in curve) + " c" for curve in curves)
        rows.append("S")
    return "\n".join((*rows, "Q")).encode()


# ----------------------------------------------------------------------------------------------------------------------
# The font in the file


def _embedded(pdf: pikepdf.Pdf, font: FieldFont) -> Any:
    """The whole font, so that what somebody types can be shown: two bytes are the number of a glyph (9.7.4)."""
    name = Name("/MijnEigenPlanInvul")
    file = Stream(pdf, font.data)
    file.Length1 = len(font.data)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.cap_height,
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([FIRST, Array(font.widths)]),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, "\n".join(_to_unicode(font.glyphs)).encode())),
        )
    )


def _to_unicode(glyphs: Mapping[str, int]) -> Iterator[str]:
    """The letter of every glyph; viewers also read it the other way, to find the glyph of what is typed (9.10.3)."""
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    rows = [f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, number in glyphs.items()]
    for at in range(0, len(rows), _PIECE):
        piece = rows[at : at + _PIECE]
        yield from (f"{len(piece)} beginbfchar", *piece, "endbfchar")
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
