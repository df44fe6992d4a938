"""The step for the print shop: the pages of the screen PDF as PDF/X, in ink, with bleed and crop marks.

Single pages in reading order, as shops ask. No transparency, pattern, shading or annotation is left, so that older
programs take the file too (`onderzoek/drukwerk.md` parts 3 and 6). The pages themselves do not change: not a word or a
line moves, so every number and reference stays true.
"""

import hashlib
import io
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from booklet.boxes import POINTS_PER_MM
from booklet.colour import Ink
from booklet.inks import ToInk, separated
from booklet.models import Drukkerij
from booklet.streams import Drawing, drawings
from booklet.tabs import Strip

MARK_GAP, MARK_LENGTH, SLUG = 1.0, 5.0, 7.0  # mm beyond the bleed: crop marks keep clear of what is printed
PICTURE_DPI = 450  # of a logo that ink cannot draw as it is; print shops ask 300
OVERLAP = 0.2  # mm that the bleed of a tab lies below the tab, so that no white hair shows between them

Instructions = Sequence[Any]


class Norm(NamedTuple):
    """A part of PDF/X: its own name, the version of PDF that it allows, and where its name must stand.

    From ISO 15930-7 (X-4), 15930-6 (X-3) and 15930-4 (X-1a).
    """

    claim: str
    version: str
    namespace: str
    in_info: bool


NORMS: Mapping[str, Norm] = {
    "X-4": Norm("PDF/X-4", "1.6", "http://www.npes.org/pdfx/ns/id/", in_info=False),
    "X-3": Norm("PDF/X-3:2003", "1.4", "http://ns.adobe.com/pdfx/1.3/", in_info=True),
    "X-1a": Norm("PDF/X-1a:2003", "1.4", "http://ns.adobe.com/pdfx/1.3/", in_info=True),
}


class NoInkError(Exception):
    """The pages hold something that cannot be turned into ink; the message says what, in Dutch."""


class PressJob(NamedTuple):
    """What the print shop asks, which ink a colour becomes, and the name and day of the file."""

    profile: Drukkerij
    icc: bytes
    ink: ToInk
    title: str
    made: date


def press(screen: bytes, strips: Mapping[int, Strip], job: PressJob) -> bytes:
    """The pages for the print shop; `strips` are the tabs by page, that must bleed. Raises `NoInkError`."""
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        _strip_file(pdf)
        _in_ink(pdf, job)
        for number, page in enumerate(pdf.pages, 1):
            _set_boxes(page, strips.get(number), number, job)
        _declare(pdf, job, hashlib.sha256(screen).digest())
        return _saved(pdf, NORMS[job.profile.norm])


# ----------------------------------------------------------------------------------------------------------------------
# What a screen needs and a press may not have


def _strip_file(pdf: pikepdf.Pdf) -> None:
    """Take out links, tags, bookmarks and the claims of the screen PDF."""
    for key in (
        Name.StructTreeRoot,
        Name.MarkInfo,
        Name.Outlines,
        Name.Names,
        Name.OpenAction,
        Name.AcroForm,
        Name.OutputIntents,
        Name.PageMode,
    ):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in (Name.Annots, Name.StructParents, Name.Tabs, Name.Group, Name.CropBox):
            if key in page.obj:
                del page.obj[key]


# ----------------------------------------------------------------------------------------------------------------------
# Colour to ink

# WeasyPrint writes every operator on a line of its own; what these miss, the preflight finds.
_COLOURED = re.compile(rb"^([\d.]+) (?:([\d.]+) ([\d.]+) )?(rg|RG|g|G)$", re.MULTILINE)
_STATE = re.compile(rb"^/(\S+) gs\n?", re.MULTILINE)
_CALL = re.compile(rb"^/(\S+) Do$", re.MULTILINE)
_TAG = re.compile(rb"^(?:/\w+\s+(?:<<[^\n]*>>\s+)?B[DM]C|EMC)\n?", re.MULTILINE)  # no structure is left to point to
_RICH = re.compile(rb"^(?:[^\n]* )?(?:sh|cs|CS|sc|SC|scn|SCN|BI)$", re.MULTILINE)  # only a logo can ask for these


def _in_ink(pdf: pikepdf.Pdf, job: PressJob) -> None:
    """Turn every colour into ink, and every picture too."""
    for page in [drawing for drawing in drawings(pdf) if drawing.is_page]:
        if _is_rich(page.read(), page.resources):
            _draw_logo(pdf, page, job)
            pdf.remove_unreferenced_resources()
    for drawing in list(drawings(pdf)):
        drawing.replace(pdf, _inked(drawing, job.ink))
        if not drawing.is_page:
            _forget(drawing.holder, Name.Group, Name.StructParents)
    for image in list(_images(pdf)):
        _separate_image(image, job)
    for drawing in drawings(pdf):
        _forget(drawing.resources, Name.ColorSpace, Name.ExtGState, Name.Pattern, Name.Shading, Name.Properties)


def _forget(holder: Any, *keys: pikepdf.Name) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _inked(drawing: Drawing, ink: ToInk) -> bytes:
    """The stream with every colour in ink, without tags and without transparency that shows nothing."""
    plain = _TAG.sub(b"", _STATE.sub(b"", drawing.read()))
    return _COLOURED.sub(lambda found: _ink_operator(found.groups(), ink), plain)


def _ink_operator(found: Sequence[bytes | None], ink: ToInk) -> bytes:
    """`0.6 0.2 0.1 rg` as `0.15 0.82 0.9 0.3 k`; grey is a colour of three equal channels."""
    red, green, blue, word = found
    colour = "#" + "".join(f"{round(255 * float(channel or red or 0)):02X}" for channel in (red, green, blue))
    operator = "k" if word in (b"rg", b"g") else "K"
    return f"{_operands(ink(colour))} {operator}".encode()


def _operands(ink: Ink) -> str:
    return " ".join(f"{part / 100:g}" for part in ink)


def _is_rich(data: bytes, resources: pikepdf.Object) -> bool:
    """Whether a stream draws what plain ink cannot, itself or in a form: a gradient, or something that shines through."""
    if _RICH.search(data) or any(_shines_through(resources, name.decode()) for name in set(_STATE.findall(data))):
        return True
    called = (resources.XObject[f"/{name.decode()}"] for name in set(_CALL.findall(data)))
    forms = (one for one in called if one.get(Name.Subtype) == Name.Form)
    return any(_is_rich(form.read_bytes(), form.get(Name.Resources, resources)) for form in forms)


def _shines_through(resources: pikepdf.Object, state: str) -> bool:
    """Whether a graphics state lets something shine through (ISO 32000-1, 11.6.4)."""
    found = resources.ExtGState[f"/{state}"]
    solid = all(float(found.get(key, 1)) == 1 for key in (Name.ca, Name.CA))
    return not solid or Name.SMask in found or found.get(Name.BM, Name.Normal) != Name.Normal


def _images(pdf: pikepdf.Pdf) -> Iterator[Any]:
    seen = set()
    for drawing in drawings(pdf):
        for called in drawing.resources.get(Name.XObject, Dictionary()).values():
            if called.get(Name.Subtype) == Name.Image and called.objgen not in seen:
                seen.add(called.objgen)
                yield called


def _separate_image(image: Any, job: PressJob) -> None:
    """Turn a picture into CMYK, on the white of the paper."""
    if image.get(Name.ColorSpace) == Name.DeviceCMYK:
        return
    picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    if Name.SMask in image:
        picture.putalpha(pikepdf.PdfImage(image.SMask).as_pil_image().convert("L").resize(picture.size))
        del image[Name.SMask]
    _store(image, separated(picture, job.icc, job.profile.inkt))


def _store(image: pikepdf.Stream, plates: Image.Image) -> None:
    image.write(plates.tobytes())
    image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
    image.Width, image.Height = plates.size
    _forget(image, Name.DecodeParms, Name.Decode, Name.Intent, Name.Mask)


# ----------------------------------------------------------------------------------------------------------------------
# A logo that ink cannot draw as it is: with gradients, or with something that shines through

_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"', "sh", "Do", "BMC", "BDC", "EMC"})


def _draw_logo(pdf: pikepdf.Pdf, page: Drawing, job: PressJob) -> None:
    """Put the logo of a page on it as a picture in CMYK, in the same place."""
    instructions = page.instructions()
    start, end = _logo(page, instructions)
    picture, area = _picture_of(page, instructions, start, end)
    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
    _store(image, separated(picture, job.icc, job.profile.inkt))
    name = page.holder.add_resource(image, Name.XObject, Name.EigenLogo)  # else its name is random
    left, bottom, right, top = area
    rest = pikepdf.unparse_content_stream([*instructions[:start], *instructions[end:]])
    placed = f"q {right - left:.4f} 0 0 {top - bottom:.4f} {left:.4f} {bottom:.4f} cm {name} Do Q\n"
    page.replace(pdf, b"q\n" + rest + b"\nQ\n" + placed.encode())


def _logo(page: Drawing, instructions: Instructions) -> tuple[int, int]:
    """Where the drawing of the logo begins and ends among the instructions: the tags of its picture tell."""
    open_at: list[int] = []
    for index, (operands, operator) in enumerate(instructions):
        word = str(operator)
        if word in ("BMC", "BDC"):
            open_at.append(index if operands[0] == Name.Figure else -1)
        elif word == "EMC":
            start = open_at.pop()
            part = pikepdf.unparse_content_stream(instructions[start : index + 1]) if start >= 0 else b""
            if _is_rich(part, page.resources):
                return start, index + 1
    raise NoInkError("er staat iets op dat niet in drukinkt kan: een kleurverloop, of iets dat doorzichtig is")


def _picture_of(
    page: Drawing, instructions: Instructions, start: int, end: int
) -> tuple[Image.Image, tuple[float, float, float, float]]:
    """A part of a page drawn alone, and its left, bottom, right and top in points."""
    before = [quiet for one in instructions[:start] if (quiet := _quiet(one)) is not None]
    with pikepdf.new() as alone:
        alone.pages.append(page.holder)
        data = pikepdf.unparse_content_stream([*before, *instructions[start:end]])
        alone.pages[0].obj.Contents = alone.make_stream(data)
        held = io.BytesIO()
        alone.save(held)
    document = pypdfium2.PdfDocument(held.getvalue())
    whole = document[0].render(scale=PICTURE_DPI / 72).to_pil().convert("RGB")
    height = document[0].get_height()
    document.close()
    seen = ImageChops.difference(whole, Image.new("RGB", whole.size, "white")).getbbox() or (0, 0, 1, 1)
    left, top, right, bottom = (value * 72 / PICTURE_DPI for value in seen)
    return whole.crop(seen), (left, height - bottom, right, height - top)


def _quiet(instruction: Any) -> Any:
    """An instruction that paints nothing but leaves the state as it would be; None when nothing is left of it."""
    operands, operator = instruction
    word = str(operator)
    if word in _PAINTS:
        return [], pikepdf.Operator("n")
    return None if word in _SHOWS else (operands, operator)


# ----------------------------------------------------------------------------------------------------------------------
# Boxes, bleed and marks


class _Frame(NamedTuple):
    """A page on its larger sheet: the trimmed size, the bleed around it, and all that is around it; in points."""

    width: float
    height: float
    bleed: float
    edge: float


def _set_boxes(page: pikepdf.Page, strip: Strip | None, number: int, job: PressJob) -> None:
    """Put the page in the middle of a larger sheet, with its tab bleeding and marks for who cuts it."""
    x0, y0, x1, y1 = (float(value) for value in page.trimbox)
    bleed, slug = job.profile.afloop * POINTS_PER_MM, SLUG * POINTS_PER_MM if job.profile.snijtekens else 0.0
    frame = _Frame(x1 - x0, y1 - y0, bleed, bleed + slug)
    marks = _crop_marks(frame) if job.profile.snijtekens else ""
    tab = _bleeding(strip, frame, job.ink, recto=number % 2 == 1) if strip else ""
    before = f"q {marks}{tab}1 0 0 1 {frame.edge - x0:.5f} {frame.edge - y0:.5f} cm"
    page.contents_add(before.encode(), prepend=True)
    page.contents_add(b"Q")
    page.contents_coalesce()
    page.obj.MediaBox = _box(frame, frame.edge)
    page.obj.BleedBox = _box(frame, frame.bleed)
    page.obj.TrimBox = _box(frame, 0)


def _box(frame: _Frame, around: float) -> Array:
    """The page with this much around it, in points from the corner of the sheet."""
    low = frame.edge - around
    return Array(
        [round(side, 5) for side in (low, low, frame.width + frame.edge + around, frame.height + frame.edge + around)]
    )


def _bleeding(strip: Strip, frame: _Frame, ink: ToInk, *, recto: bool) -> str:
    """The colour of a tab over the edge of the trim: right on a recto, left on a verso."""
    left = frame.edge + frame.width - OVERLAP * POINTS_PER_MM if recto else frame.edge - frame.bleed
    bottom = frame.edge + frame.height - (strip.top_mm + strip.height_mm) * POINTS_PER_MM
    wide, high = frame.bleed + OVERLAP * POINTS_PER_MM, strip.height_mm * POINTS_PER_MM
    return f"{_operands(ink(strip.colour.upper()))} k {left:.4f} {bottom:.4f} {wide:.4f} {high:.4f} re f\n"


def _crop_marks(frame: _Frame) -> str:
    """Eight thin lines at the corners, outside the bleed, in black alone: they are for cutting, a press sets its own."""
    near = frame.bleed + MARK_GAP * POINTS_PER_MM
    far = near + MARK_LENGTH * POINTS_PER_MM
    low, right, top = frame.edge, frame.edge + frame.width, frame.edge + frame.height
    lines = []
    for x in (low, right):
        lines += [(x, low - near, x, low - far), (x, top + near, x, top + far)]
    for y in (low, top):
        lines += [(low - near, y, low - far, y), (right + near, y, right + far, y)]
    drawn = " ".join(f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l S" for a, b, c, d in lines)
    return f"0 0 0 1 K 0.25 w {drawn}\n"


# ----------------------------------------------------------------------------------------------------------------------
# What the file says of itself


def _declare(pdf: pikepdf.Pdf, job: PressJob, seed: bytes) -> None:
    """Name the norm and the printing condition, with the profile in the file (ISO 15930-7, 6.2 and 6.8)."""
    norm, profile = NORMS[job.profile.norm], job.profile
    held = pdf.make_stream(job.icc, N=4, Alternate=Name.DeviceCMYK)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(profile.conditie),
        OutputCondition=String(profile.uitleg_conditie),
        Info=String(profile.uitleg_conditie),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=held,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    moment = f"D:{job.made:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(job.title),
            Creator=String("Mijn Eigen Plan"),
            Producer=String("Mijn Eigen Plan"),
            CreationDate=String(moment),
            ModDate=String(moment),
            Trapped=Name("/False"),
        )
    )
    if norm.in_info:
        pdf.trailer.Info.GTS_PDFXVersion = String(norm.claim)
    pdf.Root.Metadata = pdf.make_stream(_xmp(job, norm, seed), Type=Name.Metadata, Subtype=Name.XML)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="{namespace}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>Mijn Eigen Plan</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>{day}T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>Mijn Eigen Plan</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>{claim}</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _xmp(job: PressJob, norm: Norm, seed: bytes) -> bytes:
    """The metadata; the document has a number of its own that is the same for the same pages."""
    document = uuid.UUID(bytes=seed[:16], version=4)
    return _XMP.format(
        title=escape(job.title), day=job.made.isoformat(), document=document, claim=norm.claim, namespace=norm.namespace
    ).encode()


def _saved(pdf: pikepdf.Pdf, norm: Norm) -> bytes:
    """The file; PDF 1.4 has no compressed objects (ISO 32000-1, 7.5.7)."""
    packed = norm.version >= "1.5"
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    held = io.BytesIO()
    pdf.save(held, deterministic_id=True, object_stream_mode=mode, force_version=norm.version, compress_streams=True)
    return held.getvalue()
