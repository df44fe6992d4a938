"""Small PDFs made by hand, good ones for every purpose and the same with one fault planted, to see what preflight sees.

Places are in mm from the lower left corner of the trim. Pages are A4 (the sheets A3), four of each.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from conftest import CONTENT
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from booklet.fonts import font_files
from booklet.problems import Severity
from booklet.rules import Limits

MM = 72 / 25.4
EDGE = 10  # mm of paper around the trim, of which 3 are bleed
WIDTH, HEIGHT = 210, 297
LETTERS = "".join(chr(code) for code in range(32, 127))
CLAIMS = {"X-4": "PDF/X-4", "X-3": "PDF/X-3:2003", "X-1a": "PDF/X-1a:2003"}
VERSIONS = {"X-4": "1.6", "X-3": "1.4", "X-1a": "1.4"}

# What every good page for the print shop shows: a colour that bleeds, black text and a line, grey, a photo, a form.
PAGE = """
0.2 0.8 0.9 0 k 196 240 17 30 re f
0 0 0 1 k BT /F 5 Tf 30 250 Td (Dit is tekst) Tj 0 -10 Td (en nog een regel) Tj ET
0 0 0 1 K 0.3 w 30 200 m 180 200 l S
0.5 g 30 150 20 20 re f
q 40 0 0 30 30 100 cm /Photo Do Q
/Form Do
"""
FORM = "0.1 0 0 0 k 100 100 40 40 re f 0 0 0 1 k BT /F 5 Tf 105 120 Td (In een vorm) Tj ET"
MARKS = "/All CS 1 SCN 0.1 w 0 -4 m 0 -9 l S 210 -4 m 210 -9 l S -4 0 m -9 0 l S 214 297 m 219 297 l S"


class Fault(NamedTuple):
    """One fault: what it is, how it is planted in which file, and what must be told of it, where and how badly."""

    name: str
    purpose: str
    code: str
    page: int
    word: str
    plant: Callable[[pikepdf.Pdf], None]
    severity: Severity = Severity.ERROR
    limits: Limits = Limits()
    saving: Mapping[str, Any] = {}
    pages: int = 1


@cache
def _letters() -> bytes:
    with TTFont(font_files()[0]) as font:
        options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False)
        cut = subset.Subsetter(options)
        cut.populate(text=LETTERS)
        cut.subset(font)
        held = io.BytesIO()
        font.save(held)
        return held.getvalue()


def font_of(pdf: pikepdf.Pdf, *, embedded: bool = True) -> pikepdf.Object:
    """Atkinson Hyperlegible as a plain TrueType font."""
    font = TTFont(io.BytesIO(_letters()))
    share, glyphs, metrics = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    widths = [round(metrics[glyphs[ord(letter)]][0] * share) for letter in LETTERS]
    name = Name("/ABCDEF+AtkinsonHyperlegible-Regular" if embedded else "/Arial")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=32, FontBBox=Array([-200, -300, 1200, 1000]), ItalicAngle=0,
        Ascent=950, Descent=-290, CapHeight=668, StemV=80,
    )  # fmt: skip
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(_letters(), Length1=len(_letters()))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=name, FirstChar=32, LastChar=126, Widths=Array(widths),
            Encoding=Name.WinAnsiEncoding, FontDescriptor=pdf.make_indirect(descriptor),
        )
    )  # fmt: skip


def image_of(pdf: pikepdf.Pdf, size: tuple[int, int], space: Any, pixel: bytes, **more: Any) -> pikepdf.Stream:
    """A picture of one colour."""
    data = pixel * (size[0] * size[1])
    return pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], ColorSpace=space,
        BitsPerComponent=8, **more,
    )  # fmt: skip


def in_mm(content: str, edge: float = EDGE) -> bytes:
    """A content stream in mm from the corner of the trim."""
    return f"q {MM:.6f} 0 0 {MM:.6f} {edge * MM:.6f} {edge * MM:.6f} cm {content} Q\n".encode()


def box(left: float, bottom: float, right: float, top: float, edge: float = EDGE) -> Array:
    """A box in mm from the corner of the trim, as a PDF writes it."""
    return Array([round((side + edge) * MM, 5) for side in (left, bottom, right, top)])


def saved(pdf: pikepdf.Pdf, **saving: Any) -> bytes:
    """The file, the same bytes every time."""
    held = io.BytesIO()
    identity = {} if "encryption" in saving else {"deterministic_id": True}
    pdf.save(held, compress_streams=False, **identity, **saving)
    return held.getvalue()


# ----------------------------------------------------------------------------------------------------------------------
# Good files


def press(norm: str = "X-4") -> pikepdf.Pdf:
    """Four pages for the print shop, as the norm asks."""
    pdf = pikepdf.new()
    font = font_of(pdf)
    form = pdf.make_stream(
        FORM.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 220, 300]),
        Resources=Dictionary(Font=Dictionary(F=font)),
    )  # fmt: skip
    photo = image_of(pdf, (480, 360), Name.DeviceCMYK, bytes([40, 60, 80, 20]))
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    everything = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    for _ in range(4):
        page = pdf.add_blank_page(page_size=((WIDTH + 2 * EDGE) * MM, (HEIGHT + 2 * EDGE) * MM))
        page.obj.TrimBox, page.obj.BleedBox = box(0, 0, WIDTH, HEIGHT), box(-3, -3, WIDTH + 3, HEIGHT + 3)
        page.obj.Resources = Dictionary(
            Font=Dictionary(F=font), XObject=Dictionary(Form=form, Photo=photo), ColorSpace=Dictionary(All=everything)
        )
        page.obj.Contents = pdf.make_stream(in_mm(PAGE + MARKS))
    icc = (CONTENT / "drukkerijen/icc/FOGRA39L_coated.icc").read_bytes()
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"),
                RegistryName=String("http://www.color.org"), DestOutputProfile=pdf.make_stream(icc, N=4),
            )
        ]
    )  # fmt: skip
    info = {"Title": String("Proef"), "Trapped": Name("/False")}
    if norm != "X-4":
        info["GTS_PDFXVersion"] = String(CLAIMS[norm])
    pdf.trailer.Info = pdf.make_indirect(Dictionary(**info))
    say(pdf, f"<pdfxid:GTS_PDFXVersion>{CLAIMS[norm]}</pdfxid:GTS_PDFXVersion>")
    return pdf


def say(pdf: pikepdf.Pdf, properties: str) -> None:
    """Let the XMP of the file say this and nothing else."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def screen() -> pikepdf.Pdf:
    """Four pages for reading, with tags, a link, a field and a picture."""
    pdf = pikepdf.new()
    font = font_of(pdf)
    photo = image_of(pdf, (10, 10), Name.DeviceRGB, b"\x20\x60\xa0")
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pictures = []
    for _ in range(4):
        page = pdf.add_blank_page(page_size=(WIDTH * MM, HEIGHT * MM))
        page.obj.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(Photo=photo))
        page.obj.Contents = pdf.make_stream(
            in_mm(
                "/P <</MCID 0>> BDC BT /F 5 Tf 30 250 Td (Dit is tekst) Tj ET EMC"
                " /Figure <</MCID 1>> BDC q 40 0 0 40 30 100 cm /Photo Do Q EMC",
                edge=0,
            )
        )
        picture = Dictionary(Type=Name.StructElem, S=Name.Figure, P=tree, Pg=page.obj, K=1, Alt=String("Een vlak"))
        pictures.append(pdf.make_indirect(picture))
    tree.K = Array(pictures)
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo, pdf.Root.Lang = tree, Dictionary(Marked=True), String("nl")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String("Proef")))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=box(30, 240, 60, 260, 0), Contents=String("Naar de site"),
        A=Dictionary(S=Name.URI, URI=String("https://voorbeeld.example")),
    )  # fmt: skip
    annotate(pdf, 2, link)
    _add_field(pdf)
    say(pdf, "<pdfuaid:part>1</pdfuaid:part>")
    return pdf


def sheets() -> pikepdf.Pdf:
    """Two sheets of A3 with two sides each."""
    pdf = pikepdf.new()
    font = font_of(pdf)
    for _ in range(4):
        page = pdf.add_blank_page(page_size=(2 * WIDTH * MM, HEIGHT * MM))
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(in_mm("BT /F 5 Tf 30 250 Td (Links) Tj 210 0 Td (Rechts) Tj ET", edge=0))
    return pdf


def cards() -> pikepdf.Pdf:
    """Two sheets of A4 with cards on two sides each."""
    pdf = sheets()
    _resize(pdf, range(4), WIDTH, HEIGHT)
    return pdf


GOOD: Mapping[str, Callable[[], pikepdf.Pdf]] = {
    "drukkerij": press,
    "ringband": press,
    "bladen": press,
    "scherm": screen,
    "grootletter": screen,
    "boekje": sheets,
    "knipvellen": cards,
}


def faulty(fault: Fault) -> bytes:
    """A file that is good but for this fault."""
    with press(fault.limits.norm) if fault.purpose == "drukkerij" else GOOD[fault.purpose]() as pdf:
        fault.plant(pdf)
        saving = {"force_version": VERSIONS[fault.limits.norm]} if fault.purpose == "drukkerij" else {}
        return saved(pdf, **saving | fault.saving)


def good(purpose: str, norm: str = "X-4") -> bytes:
    """A file without any fault."""
    with press(norm) if GOOD[purpose] is press else GOOD[purpose]() as pdf:
        return saved(pdf, **({"force_version": VERSIONS[norm]} if GOOD[purpose] is press else {}))


# ----------------------------------------------------------------------------------------------------------------------
# How faults are planted


def annotate(pdf: pikepdf.Pdf, page: int, annotation: Any) -> None:
    """Lay an annotation on a page."""
    obj = pdf.pages[page - 1].obj
    if Name.Annots not in obj:
        obj.Annots = Array()
    obj.Annots.append(pdf.make_indirect(annotation))


def _add_field(pdf: pikepdf.Pdf) -> None:
    """A field to type in on the third page, with a tooltip."""
    typed = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), TU=String("Uw naam"),
            Rect=box(30, 60, 90, 70, 0),
        )
    )  # fmt: skip
    annotate(pdf, 3, typed)
    pdf.Root.AcroForm = Dictionary(Fields=Array([typed]))


def paint(
    page: int, content: str, **resources: Callable[[pikepdf.Pdf], Mapping[str, Any]]
) -> Callable[[pikepdf.Pdf], None]:
    """Paint this on a page, on top, in mm; resources are made by kind, such as `XObject=lambda pdf: {"X": …}`."""

    def plant(pdf: pikepdf.Pdf) -> None:
        target = pdf.pages[page - 1]
        for kind, make in resources.items():
            key = Name(f"/{kind}")
            if key not in target.obj.Resources:
                target.obj.Resources[key] = Dictionary()
            for name, value in make(pdf).items():
                target.obj.Resources[key][f"/{name}"] = value
        target.contents_add(in_mm(content))

    return plant


def state(**settings: Any) -> Callable[[pikepdf.Pdf], Mapping[str, Any]]:
    """A graphics state that is named `S`."""
    return lambda pdf: {"S": Dictionary(**settings)}


def shade(space: Any = Name.DeviceCMYK, first: Any = (0.1, 0, 0, 0), last: Any = (0, 0.5, 0, 0)) -> Dictionary:
    """A gradient over 100 mm."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=Array(first), C1=Array(last), N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[50, 0, 150, 0], Function=function, Extend=[False, False])


def tile(pdf: pikepdf.Pdf, content: str, paint_type: int = 1) -> pikepdf.Stream:
    """A pattern that repeats."""
    return pdf.make_stream(
        content.encode(), Type=Name.Pattern, PatternType=1, PaintType=paint_type, TilingType=1, BBox=[0, 0, 10, 10],
        XStep=10, YStep=10, Resources=Dictionary(),
    )  # fmt: skip


def form(pdf: pikepdf.Pdf, content: str, **more: Any) -> pikepdf.Stream:
    """A form, with resources of its own."""
    resources = more.pop("Resources", Dictionary())
    return pdf.make_stream(
        content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 300], Resources=resources, **more
    )


def drawn_letters(pdf: pikepdf.Pdf, content: str) -> pikepdf.Object:
    """A Type 3 font with one letter, `a`."""
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 10, 10], FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
            CharProcs=Dictionary(a=pdf.make_stream(f"10 0 d0 {content}".encode())), FirstChar=97, LastChar=97,
            Encoding=Dictionary(Differences=Array([97, Name.a])), Widths=[10], Resources=Dictionary(),
        )
    )  # fmt: skip


def separation(name: str, alternate: Any = (0, 1, 1, 0)) -> Array:
    """A spot colour."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=Array(alternate), N=1)
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint])


def two_inks(name: str) -> Array:
    """Black and a spot colour together."""
    tint = Dictionary(FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
    return Array([Name.DeviceN, Array([Name.Black, Name(f"/{name}")]), Name.DeviceCMYK, tint])


def measured(family: str) -> Array:
    """A colour space by measurement: `Lab` or `CalRGB`."""
    return Array([Name(f"/{family}"), Dictionary(WhitePoint=[0.9505, 1, 1.089])])


def palette() -> Array:
    """Two colours of a screen to pick from."""
    return Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes([255, 0, 0, 0, 0, 255]))])


def icc(pdf: pikepdf.Pdf, parts: int) -> Array:
    """A colour space by a profile with this many parts."""
    spaces = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
    return Array([Name.ICCBased, pdf.make_stream(bytes(16) + spaces[parts] + bytes(108), N=parts)])


def _page_box(page: int, name: str, *sides: float) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page - 1].obj[f"/{name}"] = box(*sides)

    return plant


def _page_key(page: int, name: str, make: Callable[[], Any]) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page - 1].obj[f"/{name}"] = make()

    return plant


def _root(name: str, make: Callable[[], Any]) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.Root[f"/{name}"] = make()

    return plant


def _without(*path: str, page: int = 0) -> Callable[[pikepdf.Pdf], None]:
    """Take something out of the file, or out of a page."""

    def plant(pdf: pikepdf.Pdf) -> None:
        holder: Any = pdf.pages[page - 1].obj if page else pdf.trailer
        for name in path[:-1]:
            holder = holder[f"/{name}"]
        del holder[f"/{path[-1]}"]

    return plant


def _all(*plants: Callable[[pikepdf.Pdf], None]) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        for one in plants:
            one(pdf)

    return plant


def _narrow(pdf: pikepdf.Pdf) -> None:
    """The third page is cut a millimetre narrower, with its own bleed."""
    pdf.pages[2].obj.TrimBox, pdf.pages[2].obj.BleedBox = box(0, 0, 209, 297), box(-3, -3, 212, 300)


def _no_bleed(pdf: pikepdf.Pdf) -> None:
    """The third page ends where it is cut, and what bled is gone."""
    page = pdf.pages[2].obj
    del page.BleedBox
    page.MediaBox = page.TrimBox


def _more_pages(pdf: pikepdf.Pdf) -> None:
    for _ in range(16):
        pdf.pages.extend(pdf.pages[:4])


def _trapped(value: pikepdf.Object) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.trailer.Info.Trapped = value

    return plant


def _claim(info: str, xmp: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        if info:
            pdf.trailer.Info.GTS_PDFXVersion = String(info)
        say(pdf, f"<pdfxid:GTS_PDFXVersion>{xmp}</pdfxid:GTS_PDFXVersion>" if xmp else "")

    return plant


def _rgb_profile(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = icc(pdf, 3)[1]


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _link() -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box(30, 240, 60, 260))


def _named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script()])))


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["lijst.txt"] = b"een lijst"


def _loose_letters(pdf: pikepdf.Pdf) -> Mapping[str, Any]:
    return {"L": font_of(pdf, embedded=False)}


def _loose_in_form(pdf: pikepdf.Pdf) -> Mapping[str, Any]:
    letters = Dictionary(Font=Dictionary(L=font_of(pdf, embedded=False)))
    return {"X": form(pdf, "BT /L 5 Tf 60 220 Td (los) Tj ET", Resources=letters)}


def _mask(pdf: pikepdf.Pdf) -> Mapping[str, Any]:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    light = form(pdf, "0.5 g 0 0 300 300 re f", Group=group)
    return {"S": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=light))}


def _photo(size: tuple[int, int], space: Any, pixel: bytes, **more: Any) -> Callable[[pikepdf.Pdf], Mapping[str, Any]]:
    return lambda pdf: {"X": image_of(pdf, size, space() if callable(space) else space, pixel, **more)}


def _veil(pdf: pikepdf.Pdf) -> Mapping[str, Any]:
    veil = image_of(pdf, (480, 360), Name.DeviceGray, b"\x80")
    return {"X": image_of(pdf, (480, 360), Name.DeviceCMYK, bytes([10, 0, 0, 0]), SMask=veil)}


def _no_letters(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.F = font_of(pdf, embedded=False)


def _tag(number: int, key: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot.K[number - 1][f"/{key}"]

    return plant


def _other_role(pdf: pikepdf.Pdf) -> None:
    """A picture under a name of its own, without words."""
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Foto=Name.Figure)
    picture = pdf.Root.StructTreeRoot.K[2]
    picture.S = Name.Foto
    del picture.Alt


def _long(pdf: pikepdf.Pdf) -> None:
    for _ in range(16):
        pdf.pages.append(pdf.pages[0])


def _resize(pdf: pikepdf.Pdf, numbers: Iterable[int], width: float, height: float) -> None:
    """Give these pages, counted from 0, another size in mm."""
    for number in numbers:
        pdf.pages[number].obj.MediaBox = Array([0, 0, width * MM, height * MM])


def _third(width: float, height: float) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: _resize(pdf, [2], width, height)


def _every(width: float, height: float) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: _resize(pdf, range(4), width, height)


def _last_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


_LOCKED = {"encryption": pikepdf.Encryption(owner="slot", user="", R=4, allow=pikepdf.Permissions(extract=False))}
_PHOTO_PLACE = "q 40 0 0 30 100 30 cm /X Do Q"
_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_X3, _X1A = Limits(norm="X-3"), Limits(norm="X-1a")

FAULTS = (
    # The boxes and the pages
    Fault("geen snijformaat", "drukkerij", "P20", 2, "snijformaat ontbreekt", _without("TrimBox", page=2)),
    Fault("snijformaat buiten de bladzijde", "drukkerij", "P21", 3, "TrimBox buiten",
        _page_box(3, "MediaBox", 5, -10, 220, 307)),
    Fault("afloop buiten de bladzijde", "drukkerij", "P21", 1, "BleedBox buiten",
        _page_box(1, "MediaBox", -2, -10, 220, 307)),
    Fault("afloop verborgen", "drukkerij", "P21", 4, "CropBox", _page_box(4, "CropBox", 0, 0, 210, 297), _WARNING),
    Fault("andere maat", "drukkerij", "P22", 3, "209 × 297 mm", _narrow),
    Fault("weinig afloop", "drukkerij", "P23", 2, "rechts 1 mm", _page_box(2, "BleedBox", -3, -3, 211, 300)),
    Fault("afloop naar wens van de drukker", "drukkerij", "P23", 1, "nodig is 3,3 mm", lambda pdf: None,
        limits=Limits(bleed=3.3), pages=4),
    Fault("geen afloop", "drukkerij", "P23", 3, "0 mm", _no_bleed),
    Fault("drie bladzijden", "drukkerij", "P24", 0, "viervoud", _last_page, _WARNING),
    Fault("te dik om te nieten", "drukkerij", "P24", 0, "68 bladzijden", _more_pages, _NOTE),
    Fault("gedraaid", "drukkerij", "P25", 2, "gedraaid", _page_key(2, "Rotate", lambda: 90), _WARNING),
    Fault("eigen maat", "drukkerij", "P25", 2, "UserUnit", _page_key(2, "UserUnit", lambda: 2)),
    # What has no place in print
    Fault("koppeling", "drukkerij", "P26", 2, "op 30 mm van links en 37 mm van boven",
        lambda pdf: annotate(pdf, 2, _link())),
    Fault("invulveld", "drukkerij", "P27", 3, "invulveld", _add_field),
    Fault("formulier", "drukkerij", "P27", 0, "invulvelden",
        _root("AcroForm", lambda: Dictionary(Fields=Array([Dictionary(T=String("a"))])))),
    Fault("programmaatje", "drukkerij", "P28", 0, "JavaScript", _named_script),
    Fault("actie bij openen", "drukkerij", "P28", 0, "uit zichzelf", _root("OpenAction", _script)),
    Fault("actie van een bladzijde", "drukkerij", "P28", 2, "uit zichzelf",
        _page_key(2, "AA", lambda: Dictionary(O=_script()))),
    Fault("bijlage", "drukkerij", "P29", 0, "bijlage", _attach),
    Fault("lagen", "drukkerij", "P30", 0, "lagen",
        _root("OCProperties", lambda: Dictionary(OCGs=Array(), D=Dictionary())), _WARNING),
    Fault("lagen in X-3", "drukkerij", "P30", 0, "lagen",
        _root("OCProperties", lambda: Dictionary(OCGs=Array(), D=Dictionary())), limits=_X3),
    Fault("beveiligd", "drukkerij", "P02", 0, "beveiligd", lambda pdf: None, saving=_LOCKED),
    # What the file says of itself
    Fault("geen norm", "drukkerij", "P31", 0, "zegt niet dat het PDF/X-4 is", _claim("", "")),
    Fault("twee normen", "drukkerij", "P31", 0, "zowel PDF/X-3:2003 als PDF/X-4", _claim("PDF/X-3:2003", "PDF/X-4")),
    Fault("andere norm", "drukkerij", "P31", 0, "gevraagd is PDF/X-4", _claim("PDF/X-1:2001", "PDF/X-1a:2003")),
    Fault("overlap onbekend", "drukkerij", "P32", 0, "Trapped", _trapped(Name.Unknown)),
    Fault("overlap niet genoemd", "drukkerij", "P32", 0, "Trapped", _without("Info", "Trapped")),
    Fault("geen drukconditie", "drukkerij", "P33", 0, "OutputIntent", _without("Root", "OutputIntents")),
    Fault("geen profiel", "drukkerij", "P33", 0, "zonder profiel",
        lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/DestOutputProfile")),
    Fault("profiel van een scherm", "drukkerij", "P33", 0, "CMYK", _rgb_profile),
    Fault("te nieuw", "drukkerij", "P34", 0, "1.7", lambda pdf: None, saving={"force_version": "1.7"}),
    Fault("samengeperst", "drukkerij", "P34", 0, "1.5", lambda pdf: None, limits=_X1A,
        saving={"object_stream_mode": pikepdf.ObjectStreamMode.generate, "force_version": "1.5"}),
    Fault("geen titel", "drukkerij", "P07", 0, "titel", _without("Info", "Title")),
    # Letters
    Fault("los lettertype", "drukkerij", "P12", 3, "Arial",
        paint(3, "0 0 0 1 k BT /L 5 Tf 60 220 Td (los) Tj ET", Font=_loose_letters)),
    Fault("los lettertype in een vorm", "drukkerij", "P12", 2, "Arial",
        paint(2, "0 0 0 1 k /X Do", XObject=_loose_in_form)),
    Fault("getekende letters", "drukkerij", "P49", 2, "Type 3",
        paint(2, "0 0 0 1 k BT /T 5 Tf 60 220 Td (aa) Tj ET",
        Font=lambda pdf: {"T": drawn_letters(pdf, "0 0 8 8 re f")}), _WARNING),
    Fault("tekst bij de rand", "drukkerij", "P46", 2, "'Folio' staat minder dan 5 mm van de snijrand onder",
        paint(2, "BT /F 5 Tf 30 2 Td (Folio) Tj ET")),
    Fault("tekst over de rand", "drukkerij", "P46", 4, "op 2 mm buiten de rand links en 234 mm van boven",
        paint(4, "BT /F 5 Tf -2 60 Td (Over de rand) Tj ET")),
    Fault("gedraaide tekst bij de rand", "drukkerij", "P46", 1, "snijrand rechts",
        paint(1, "BT /F 5 Tf 0 1 -1 0 208 60 Tm (Opzij) Tj ET")),
    # Colours of a screen
    Fault("tekst in rood licht", "drukkerij", "P35", 2, "tekst",
        paint(2, "1 0 0 rg BT /F 5 Tf 60 220 Td (rood) Tj ET")),
    Fault("lijn in licht", "drukkerij", "P35", 2, "op 60 mm van links en 77 mm van boven",
        paint(2, "0 0 1 RG 0.4 w 60.2 219.8 m 100 219.8 l S")),
    Fault("licht in een vorm", "drukkerij", "P35", 3, "vlak",
        paint(3, "/X Do", XObject=lambda pdf: {"X": form(pdf, "0 1 0 rg 60 60 9 9 re f")})),
    Fault("licht in een vorm in een vorm", "drukkerij", "P35", 3, "vlak",
        paint(3, "/X Do", XObject=lambda pdf: {"X": form(pdf, "/Y Do",
        Resources=Dictionary(XObject=Dictionary(Y=form(pdf, "0 1 0 rg 60 60 9 9 re f"))))})),
    Fault("licht met een profiel", "drukkerij", "P35", 4, "RGB",
        paint(4, "/C cs 1 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": icc(pdf, 3)})),
    Fault("licht als Lab", "drukkerij", "P35", 4, "RGB",
        paint(4, "/C cs 50 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": measured("Lab")})),
    Fault("gemeten licht", "drukkerij", "P35", 4, "RGB",
        paint(4, "/C cs 1 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": measured("CalRGB")})),
    Fault("licht dat niet te zien is", "drukkerij", "P35", 2, "noemt", paint(2, "1 0 0 rg 0 0 0 1 k 60 60 9 9 re f")),
    Fault("licht buiten de rand", "drukkerij", "P35", 2, "buiten de rand", paint(2, "1 0 0 rg -9 60 3 3 re f")),
    Fault("foto in licht", "drukkerij", "P36", 3, "afbeelding",
        paint(3, _PHOTO_PLACE, XObject=_photo((480, 360), Name.DeviceRGB, b"\x80\x90\xa0"))),
    Fault("foto met kleurtabel", "drukkerij", "P36", 3, "afbeelding",
        paint(3, _PHOTO_PLACE, XObject=_photo((480, 360), palette, b"\x01"))),
    Fault("foto tussen de regels", "drukkerij", "P36", 2, "afbeelding",
        paint(2, "q 0.1 0 0 0.1 100 30 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID \x01\x02\x03 EI Q")),
    Fault("mengen in licht", "drukkerij", "P37", 3, "doorzichtige groep",
        _page_key(3, "Group", lambda: Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    Fault("mengen in licht in een vorm", "drukkerij", "P37", 3, "doorzichtige groep",
        paint(3, "/X Do", XObject=lambda pdf: {"X": form(pdf, "0 0 0 0.1 k 60 60 9 9 re f",
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))})),
    # Other inks
    Fault("steunkleur", "drukkerij", "P38", 2, "PANTONE 300 C",
        paint(2, "/C cs 1 scn 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": separation("PANTONE 300 C")}), _WARNING),
    Fault("twee inkten samen", "drukkerij", "P38", 2, "PANTONE 300 C",
        paint(2, "/C cs 0.2 0.5 scn 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": two_inks("PANTONE 300 C")}),
        _WARNING),
    Fault("alle inkten op de bladzijde", "drukkerij", "P39", 4, "registratiekleur",
        paint(4, "/All cs 0.4 scn 60 60 9 9 re f")),
    Fault("alle inkten in een lijn", "drukkerij", "P39", 4, "registratiekleur",
        paint(4, "/All CS 0.4 SCN 0.3 w 60 60 m 90 60 l S")),
    Fault("kleur met profiel in X-1a", "drukkerij", "P50", 2, "X-1a",
        paint(2, "/C cs 0.1 0 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": icc(pdf, 4)}), limits=_X1A),
    Fault("lijn met alle inkten over de rand", "drukkerij", "P39", 4, "lijn",
        paint(4, "/All CS 0.4 SCN 7 w -0.3 60 m -0.3 90 l S")),
    Fault("licht met een profiel in X-1a", "drukkerij", "P35", 2, "RGB",
        paint(2, "/C cs 1 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": icc(pdf, 3)}), limits=_X1A),
    # Gradients, patterns and what shines through
    Fault("kleurverloop", "drukkerij", "P40", 2, "kleurverloop",
        paint(2, "q 60 60 90 9 re W n /V sh Q", Shading=lambda pdf: {"V": shade()}), _WARNING),
    Fault("kleurverloop als vulling", "drukkerij", "P40", 2, "op 60 mm van links en 228 mm van boven",
        paint(2, "/Pattern cs /P scn 60 60 90 9 re f",
        Pattern=lambda pdf: {"P": Dictionary(PatternType=2, Shading=shade(), Matrix=[MM, 0, 0, MM, 28, 28])}),
        _WARNING),
    Fault("patroon", "drukkerij", "P40", 3, "patroon",
        paint(3, "/Pattern cs /P scn 60 60 90 9 re f",
        Pattern=lambda pdf: {"P": tile(pdf, "0 0 0 0.5 k 0 0 5 5 re f")}), _WARNING),
    Fault("half doorzichtig", "drukkerij", "P41", 2, "dekking 50 %",
        paint(2, "/S gs 0 0 0 1 k 60 60 9 9 re f", ExtGState=state(ca=0.5)), _WARNING),
    Fault("lijn half doorzichtig", "drukkerij", "P41", 2, "dekking 30 %",
        paint(2, "/S gs 0 0 0 1 K 0.3 w 60 60 m 90 60 l S", ExtGState=state(CA=0.3)), _WARNING),
    Fault("vermenigvuldigen", "drukkerij", "P41", 2, "Multiply",
        paint(2, "/S gs 0 0 0 1 k 60 60 9 9 re f", ExtGState=state(BM=Name.Multiply)), _WARNING),
    Fault("zacht masker", "drukkerij", "P41", 2, "masker",
        paint(2, "/S gs 0 0 0 1 k 60 60 9 9 re f", ExtGState=_mask), _WARNING),
    Fault("doorzichtige foto", "drukkerij", "P41", 3, "afbeelding", paint(3, _PHOTO_PLACE, XObject=_veil), _WARNING),
    Fault("doorzichtig in X-3", "drukkerij", "P41", 2, "dekking 50 %",
        paint(2, "/S gs 0 0 0 1 k 60 60 9 9 re f", ExtGState=state(ca=0.5)), limits=_X3),
    Fault("groep in X-1a", "drukkerij", "P41", 3, "doorzichtige delen",
        _page_key(3, "Group", lambda: Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)), limits=_X1A),
    # Ink
    Fault("zwart uit vier inkten", "drukkerij", "P42", 2, "C60 M40 Y40 K100",
        paint(2, "0.6 0.4 0.4 1 k BT /F 5 Tf 60 220 Td (rijk) Tj ET")),
    Fault("zwart uit drie inkten", "drukkerij", "P42", 2, "K0",
        paint(2, "0.9 0.9 0.9 0 k BT /F 5 Tf 60 220 Td (bont) Tj ET")),
    Fault("zwarte lijn uit vier inkten", "drukkerij", "P42", 3, "lijn",
        paint(3, "0.5 0.4 0.4 0.9 K 0.3 w 60 220 m 90 220 l S")),
    Fault("letters met een zwarte rand", "drukkerij", "P42", 3, "tekst",
        paint(3, "1 Tr 0.3 w 0.5 0.4 0.4 0.9 K BT /F 5 Tf 60 220 Td (rand) Tj ET")),
    Fault("veel inkt", "drukkerij", "P43", 2, "310 %", paint(2, "0.8 0.8 0.7 0.8 k 60 50 20 20 re f")),
    Fault("veel inkt op een plek", "drukkerij", "P43", 3, "op 60 mm van links en 227 mm van boven",
        paint(3, "0.8 0.8 0.7 0.8 k 60 60 10 10 re f")),
    Fault("veel inkt voor deze drukker", "drukkerij", "P43", 2, "meeste is 220 %",
        paint(2, "0.7 0.7 0.6 0.3 k 60 50 20 20 re f"), limits=Limits(ink=220)),
    Fault("veel inkt in een foto", "drukkerij", "P43", 3, "300 %",
        paint(3, _PHOTO_PLACE, XObject=_photo((480, 360), Name.DeviceCMYK, bytes([191, 191, 191, 191])))),
    Fault("wit dat overdrukt", "drukkerij", "P44", 2, "wit",
        paint(2, "0.5 0 0 0 k 60 50 40 20 re f /S gs 0 0 0 0 k BT /F 5 Tf 65 55 Td (wit) Tj ET",
        ExtGState=state(op=True, OPM=1))),
    Fault("witte lijn die overdrukt", "drukkerij", "P44", 2, "lijn",
        paint(2, "/S gs 1 G 0.5 w 60 50 m 90 50 l S", ExtGState=state(OP=True))),
    # Pictures and lines
    Fault("grove foto", "drukkerij", "P45", 3, "76 punten per inch",
        paint(3, _PHOTO_PLACE, XObject=_photo((120, 90), Name.DeviceCMYK, bytes([10, 0, 0, 0])))),
    Fault("tamelijk grove foto", "drukkerij", "P45", 3, "op 100 mm van links en 237 mm van boven",
        paint(3, _PHOTO_PLACE, XObject=_photo((320, 240), Name.DeviceGray, b"\x80")), _WARNING),
    Fault("gedraaide grove foto", "drukkerij", "P45", 3, "76 punten per inch",
        paint(3, "q 0 40 -30 0 100 30 cm /X Do Q", XObject=_photo((120, 90), Name.DeviceCMYK, bytes([10, 0, 0, 0])))),
    Fault("haarlijn", "drukkerij", "P47", 2, "0,00 mm", paint(2, "0 0 0 1 K 0 w 60 60 m 90 60 l S"), _WARNING),
    Fault("verkleinde lijn", "drukkerij", "P47", 2, "0,05 mm",
        paint(2, "q 0.1 0 0 0.1 0 0 cm 0 0 0 1 K 0.5 w 600 600 m 900 600 l S Q"), _WARNING),
    Fault("strook als lijn", "drukkerij", "P47", 2, "0,02 mm", paint(2, "0 0 0 1 k 60 60 90 0.02 re f"), _WARNING),
    Fault("kleur stopt links", "drukkerij", "P48", 2, "op 0 mm van links", paint(2, "0.3 0 0 0 k 0 100 12 30 re f")),
    Fault("kleur stopt rechts", "drukkerij", "P48", 2, "op 209 mm van links",
        paint(2, "0.3 0 0 0 k 190 100 20 30 re f")),
    Fault("kleur stopt onder", "drukkerij", "P48", 4, "296 mm van boven", paint(4, "0.3 0 0 0 k 50 0 30 12 re f")),
    Fault("kleur stopt boven", "drukkerij", "P48", 4, "0 mm van boven", paint(4, "0.3 0 0 0 k 50 285 30 13 re f")),
    Fault("beschadigde bladzijde", "drukkerij", "P03", 2, "beschadigd", paint(2, "(a) w 60 60 m 90 60 l S")),
    # For reading
    Fault("geen structuur", "scherm", "P05", 0, "schermlezer", _without("Root", "MarkInfo")),
    Fault("structuur die niet telt", "scherm", "P05", 0, "tags", _root("MarkInfo", lambda: Dictionary(Marked=False))),
    Fault("geen taal", "scherm", "P06", 0, "taal", _without("Root", "Lang")),
    Fault("geen titel om te lezen", "scherm", "P07", 0, "titel", _without("Info", "Title")),
    Fault("titel niet getoond", "scherm", "P08", 0, "titel", _without("Root", "ViewerPreferences")),
    Fault("lang zonder bladwijzers", "scherm", "P09", 0, "bladwijzers", _long, _WARNING),
    Fault("niet voor een schermlezer", "scherm", "P11", 0, "PDF/UA", lambda pdf: say(pdf, ""), _WARNING),
    Fault("los lettertype om te lezen", "scherm", "P12", 1, "Arial", _no_letters),
    Fault("stomme koppeling", "scherm", "P14", 2, "koppeling",
        lambda pdf: pdf.pages[1].obj.Annots[0].__delitem__("/Contents")),
    Fault("stom veld", "scherm", "P15", 3, "invulveld", lambda pdf: pdf.pages[2].obj.Annots[0].__delitem__("/TU")),
    Fault("stomme afbeelding", "scherm", "P16", 4, "afbeelding", _tag(4, "Alt")),
    Fault("stomme afbeelding met eigen naam", "scherm", "P16", 3, "afbeelding", _other_role),
    Fault("beveiligd om te lezen", "scherm", "P02", 0, "beveiligd", lambda pdf: None, saving=_LOCKED),
    # Sheets
    Fault("oneven kanten", "boekje", "P51", 0, "3 kanten", _last_page),
    Fault("ander blad", "boekje", "P52", 3, "A3 liggend (420,3 × 297 mm)", _third(420.3, 297)),
    Fault("staand blad", "boekje", "P53", 1, "A4 (210 × 297 mm)", _every(210, 297), pages=4),
    Fault("gedraaid blad", "boekje", "P54", 2, "gedraaid", _page_key(2, "Rotate", lambda: 180)),
    Fault("koppeling op een blad", "boekje", "P55", 4, "koppeling", lambda pdf: annotate(pdf, 4, _link())),
    Fault("los lettertype op een blad", "boekje", "P12", 1, "Arial", _no_letters),
    Fault("kaarten zonder achterkant", "knipvellen", "P51", 0, "3 kanten", _last_page),
    Fault("ander knipvel", "knipvellen", "P52", 3, "A4 (210,3 × 297 mm)", _third(210.3, 297)),
    Fault("te groot knipvel", "knipvellen", "P53", 1, "geen A4", _every(297, 420), pages=4),
    Fault("gedraaid knipvel", "knipvellen", "P54", 2, "gedraaid", _page_key(2, "Rotate", lambda: 180)),
    Fault("veld op een knipvel", "knipvellen", "P55", 3, "veld", _add_field),
    Fault("los lettertype op een knipvel", "knipvellen", "P12", 1, "Arial", _no_letters),
)  # fmt: skip

# What is as far as it may go: nothing is told of it.
ALLOWED: Mapping[str, Callable[[pikepdf.Pdf], None]] = {
    "de meeste inkt": paint(2, "0.7 0.7 0.7 0.7 k 60 50 20 20 re f"),
    "veel inkt op een stipje": paint(2, "1 1 1 1 k 60 50 0.5 0.5 re f"),
    "diepe blauwe letters": paint(2, "1 0.8 0 0.4 k BT /F 5 Tf 60 220 Td (blauw) Tj ET"),
    "bijna zwarte blauwe letters": paint(2, "0.75 0.55 0.4 0.6 k BT /F 5 Tf 60 220 Td (blauw) Tj ET"),
    "een vlak naast zijn venster": paint(2, "q 60 60 10 10 re W n 0 0 0 1 k 70 60 9 9 re f Q"),
    "grijze letters": paint(2, "0 0 0 0.8 k BT /F 5 Tf 60 220 Td (grijs) Tj ET"),
    "een brede lijn uit meer inkten": paint(2, "0.5 0 0 1 K 2.5 w 60 60 m 90 60 l S"),
    "een donker vlak uit meer inkten": paint(2, "0.5 0 0 1 k 60 50 20 20 re f"),
    "witte letters die uitsparen": paint(2, "0.5 0 0 0 k 60 50 40 20 re f 0 0 0 0 k BT /F 5 Tf 65 55 Td (wit) Tj ET"),
    "zwarte letters die overdrukken": paint(
        2, "0.5 0 0 0 k 60 50 40 20 re f /S gs 0 0 0 1 k BT /F 5 Tf 65 55 Td (zwart) Tj ET",
        ExtGState=state(op=True, OPM=1),
    ),
    "een toestand die niets doet": paint(
        2, "/S gs 0 0 0 1 k 60 60 9 9 re f", ExtGState=state(ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"))
    ),
    "grijs met een profiel": paint(2, "/C cs 0.5 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": icc(pdf, 1)}),
    "inkt met een profiel": paint(2, "/C cs 0.1 0 0 0 sc 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": icc(pdf, 4)}),
    "een van de vier inkten bij naam": paint(
        2, "/C cs 0.5 scn 60 60 9 9 re f", ColorSpace=lambda pdf: {"C": separation("Cyan")}
    ),
    "alle inkten in de afloop": paint(2, "/All CS 1 SCN 0.1 w -2.5 60 m -0.2 60 l S"),
    "een steunkleur buiten de afloop": paint(
        2, "/C cs 1 scn -9 60 3 3 re f", ColorSpace=lambda pdf: {"C": separation("PANTONE 300 C")}
    ),
    "tekst op 5 mm": paint(2, "BT /F 5 Tf 30 5.1 Td (Folio) Tj ET"),
    "tekst naast de snijtekens": paint(2, "BT /F 3 Tf 30 -8 Td (proef.pdf) Tj ET"),
    "een lijn van een kwart punt": paint(2, f"0 0 0 1 K {0.25 / MM:.5f} w 60 60 m 90 60 l S"),
    "een stip van een haar": paint(2, "0 0 0 1 k 60 60 0.5 0.02 re f"),
    "een ring om een streep": paint(2, "0 0 0 1 k 60 60 90 9 re 60 64 90 0 re f*"),
    "een scherpe foto": paint(2, _PHOTO_PLACE, XObject=_photo((400, 300), Name.DeviceCMYK, bytes([10, 0, 0, 0]))),
    "een foto van een punt": paint(2, _PHOTO_PLACE, XObject=_photo((1, 1), Name.DeviceCMYK, bytes([10, 0, 0, 0]))),
    "letters die niemand ziet": paint(2, "3 Tr BT /L 5 Tf 60 220 Td (los) Tj ET", Font=_loose_letters),
    "een kleur die weggeknipt is": paint(2, "q 0 0 0 0 re W n 1 1 1 1 k 60 60 9 9 re f Q"),
    "een kleur die langs de hele rand afloopt": paint(2, "0.1 0 0 0 k -3 -3 216 303 re f"),
    "een koppeling buiten de afloop": lambda pdf: annotate(
        pdf, 2, Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box(-9, 60, -4, 70))
    ),
    "een merk van de drukker": lambda pdf: annotate(
        pdf, 2, Dictionary(Type=Name.Annot, Subtype=Name.PrinterMark, Rect=box(30, 60, 40, 70))
    ),
    "openen op een bladzijde": lambda pdf: pdf.Root.__setattr__(
        "OpenAction", Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))
    ),
    "een titel alleen in de metadata": _all(
        _without("Info", "Title"),
        lambda pdf: say(
            pdf,
            "<dc:title><rdf:Alt><rdf:li>Proef</rdf:li></rdf:Alt></dc:title>"
            "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        ),
    ),
    "overlap alleen in de metadata": _all(
        _without("Info", "Trapped"),
        lambda pdf: say(
            pdf, '<pdf:Trapped>True</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>'
        ),
    ),
    "snijformaat als ArtBox": _all(_without("TrimBox", page=2), _page_box(2, "ArtBox", 0, 0, WIDTH, HEIGHT)),
}  # fmt: skip
