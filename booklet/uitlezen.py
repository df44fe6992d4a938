"""Reading a filled-in booklet: what somebody typed and marked in the fields of a PDF, as a value and as a text to read.

The file went through a program of which nothing is known, and may be damaged or made to harm: a file is refused rather
than read in part, nothing in it is run, and its fields are walked with limits. Form fields: ISO 32000-1, 12.7.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name

from booklet.drawn import BROKEN
from booklet.invulling import Invulling
from booklet.problems import Place, Problem, error, warning

MAX_LETTERS = 1_000_000  # some 300 pages; what is written of it stays below what `source` reads
_LETTERS_OF_A_KID = 10  # what each thing inside a field counts for, so that neither text nor fields have no end
_MAX_DEPTH = 50  # fields inside fields; ours are three deep
_MAX_UNPACKED = 50_000_000  # bytes of one packed stream

# Names that no other form has.
_OURS = re.compile(r".+\.smiley|omslag\.naam|reflectie\..+\.label|evaluatie\.(bewoner|professional)\..+")
# What /MijnEigenPlan says: gemeente, editie and versie; the editie of a loose part has a `/`.
_MARK = re.compile(r"([a-z0-9-]+) ([a-z0-9-]+(?:/[a-z0-9-]+)?) ([\w.-]+)")
_QUESTION = re.compile(r"(.*) \((.*)\)")  # a tooltip on one line: the question, and where it stands
_NEXT_OBJECT = re.compile(rb"[\s\0]*\d")
_PUSH_BUTTON, _RADIO = 1 << 16, 1 << 15  # ISO 32000-1, table 226
_INHERITED = ("/FT", "/Ff", "/V")
_ENCODINGS = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le", b"\xef\xbb\xbf": "utf-8"}  # by the mark before it

_SAVE_AGAIN = "open het in het programma waarin het is ingevuld, bewaar het opnieuw en probeer het nog eens"
_NO_PDF = ("F01", "dit is geen PDF", "kies het ingevulde boekje; de naam eindigt op .pdf")
_DAMAGED = ("F02", "dit bestand is beschadigd of niet helemaal opgeslagen", _SAVE_AGAIN)
_LOCKED = ("F03", "dit bestand gaat alleen open met een wachtwoord", "bewaar het zonder wachtwoord")
_NO_FIELDS = (
    "F04",
    "in dit bestand zijn geen velden om in te vullen",
    "kies het boekje dat is ingevuld en opgeslagen; wie 'afdrukken als PDF' koos, bewaarde de velden niet",
)
_NOT_OURS = ("F05", "dit is een ander formulier, en niet een boekje Mijn Eigen Plan", "kies het ingevulde boekje")
_XFA = ("F06", "dit is een formulier van een soort die niet te lezen is (XFA)", "kies het ingevulde boekje")
_TOO_MUCH = ("F07", "in dit bestand staat veel meer tekst dan in een boekje past", "kijk of dit het goede bestand is")
_EMPTY = (
    "F08",
    "in dit boekje is nog niets ingevuld",
    "is het wel ingevuld? Bewaar het dan eerst, en lees dat bestand",
)
_UNSAFE = (
    "F09",
    "in dit bestand zit een script of een bijlage, en die horen er niet in",
    "daar is niets mee gedaan; vertrouw het bestand niet, en vraag wie het stuurde waar het vandaan komt",
)
_BRUISED = ("F10", "een stukje van dit bestand is beschadigd", "kijk na of alle antwoorden er zijn")


class Antwoord(NamedTuple):
    """A field of the booklet: its name, its question and the place of it, and what was answered; empty is no answer."""

    naam: str
    vraag: str
    plek: str
    waarde: str


@dataclass(frozen=True)
class Plan:
    """All fields of a filled-in booklet in the order of the file, and of which booklet they are, if it tells."""

    velden: tuple[Antwoord, ...]
    gemeente: str | None = None
    editie: str | None = None
    versie: str | None = None

    @property
    def ingevuld(self) -> tuple[Antwoord, ...]:
        """The fields with an answer."""
        return tuple(veld for veld in self.velden if veld.waarde)


def read_filled(data: bytes, shown: str) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan in the bytes of a PDF, or None when it cannot be read whole, and what staff must know; it never raises.

    `shown` is the name of the file that staff know.
    """
    place = Place(shown)
    try:
        _refuse_half(data)
        with _limits(), pikepdf.open(io.BytesIO(data), attempt_recovery=False, inherit_page_attributes=False) as pdf:
            plan = _plan(pdf)
            told = {_EMPTY: not plan.ingevuld, _UNSAFE: _is_unsafe(pdf), _BRUISED: bool(pdf.get_warnings())}
    except _RefusedError as fault:
        return None, (error(fault.args[0], place, *fault.args[1:]),)
    except pikepdf.PasswordError:
        return None, (error(_LOCKED[0], place, *_LOCKED[1:]),)
    except BROKEN:
        return None, (error(_DAMAGED[0], place, *_DAMAGED[1:]),)
    return plan, tuple(warning(code, place, *said) for (code, *said), so in told.items() if so)


def as_invulling(plan: Plan, naam: str) -> Invulling:
    """The answers by the names of their fields; different answers of one name follow each other. `naam` as there."""
    answers: dict[str, dict[str, None]] = {}
    for veld in plan.ingevuld:
        answers.setdefault(veld.naam, {})[veld.waarde] = None
    antwoorden = {name: "\n".join(texts) for name, texts in answers.items()}
    return Invulling(naam, antwoorden, plan.gemeente, plan.editie, plan.versie)


def as_text(plan: Plan) -> str:
    """What was answered, to read or to hear: per place the questions, and below each of them the answer as it was typed."""
    by_place: dict[str, list[Antwoord]] = {}
    for veld in plan.ingevuld:
        by_place.setdefault(veld.plek, []).append(veld)
    rows = ["Mijn Eigen Plan", "", "Deze tekst is privé. Laat hem alleen lezen door wie dat mag."]
    for plek, velden in by_place.items():
        rows += ["", "", plek or "Andere velden"]
        for veld in velden:
            lines = veld.waarde.split("\n")
            rows += ["", f"  {veld.vraag}", *(f"    {line}" if line else "" for line in lines)]
    return "\n".join([*rows, ""])


class _RefusedError(Exception):
    """This file is not read; its arguments are the code, the message and the hint of the problem."""


def _refuse_half(data: bytes) -> None:
    """Stop at what is no PDF, or one of which the end is missing.

    A program that saves what was typed may put it behind what was there. When that was cut off, the old end still stands
    in the middle, and the booklet would be read as it was before.
    """
    if b"%PDF-" not in data[:1024]:
        raise _RefusedError(*_NO_PDF)
    end = data.rfind(b"%%EOF")
    if end < 0 or _NEXT_OBJECT.match(data, end + len(b"%%EOF")):
        raise _RefusedError(*_DAMAGED)


@contextmanager
def _limits() -> Iterator[None]:
    """Let nothing unpack to more than the memory of a small computer; qpdf keeps this for the whole process."""
    limits = pikepdf.settings.get_qpdf_limits()
    flate, run_length = int(limits["flate_max_memory"]), int(limits["run_length_max_memory"])
    pikepdf.settings.set_qpdf_limits(flate_max_memory=_MAX_UNPACKED, run_length_max_memory=_MAX_UNPACKED)
    try:
        yield
    finally:
        pikepdf.settings.set_qpdf_limits(flate_max_memory=flate, run_length_max_memory=run_length)


def _plan(pdf: pikepdf.Pdf) -> Plan:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        raise _RefusedError(*_XFA)
    velden = tuple(_velden(form)) if isinstance(form, pikepdf.Dictionary) else ()
    info = pdf.trailer.get("/Info")
    mark = _MARK.fullmatch(_text(info.get("/MijnEigenPlan"))) if isinstance(info, pikepdf.Dictionary) else None
    if not velden:
        raise _RefusedError(*_NO_FIELDS)
    if not mark and not any(_OURS.fullmatch(veld.naam) for veld in velden):
        raise _RefusedError(*_NOT_OURS)
    return Plan(velden, *mark.groups()) if mark else Plan(velden)


# --- fields


class _Node(NamedTuple):
    """A place in the tree of fields that is still to be seen: the name above it, and what it has from above."""

    above: str
    field: pikepdf.Dictionary
    inherited: Mapping[str, Any]
    depth: int


def _velden(form: pikepdf.Dictionary) -> Iterator[Antwoord]:
    """Every field that can have a value, in order; a tree that has no end or no bottom stops."""
    seen: set[tuple[int, int]] = set()
    to_see = [_Node("", field, {}, 0) for field in reversed(_dictionaries(form.get("/Fields")))]
    load = 0
    while to_see:
        above, field, inherited, depth = to_see.pop()
        if field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        part, own = _text(field.get("/T")), {**inherited, **{key: field[key] for key in _INHERITED if key in field}}
        name = f"{above}.{part}" if above and part else above or part
        kids = _dictionaries(field.get("/Kids"))
        parts = [kid for kid in kids if ("/T" in kid or "/Kids" in kid) and kid.objgen not in seen]
        widgets = [kid for kid in kids if not ("/T" in kid or "/Kids" in kid)]
        if not parts or widgets:
            yield (veld := _veld(name, field, own, widgets or [field]))
            load += sum(map(len, veld))
        load += len(part) + len(kids) * _LETTERS_OF_A_KID
        if depth > _MAX_DEPTH or load > MAX_LETTERS:
            raise _RefusedError(*_TOO_MUCH)
        to_see += [_Node(name, kid, own, depth + 1) for kid in reversed(parts)]


def _dictionaries(array: Any) -> list[pikepdf.Dictionary]:
    return [one for one in array if isinstance(one, pikepdf.Dictionary)] if isinstance(array, pikepdf.Array) else []


def _veld(name: str, field: Any, own: Mapping[str, Any], widgets: Iterable[pikepdf.Dictionary]) -> Antwoord:
    tooltip = " ".join(_text(field.get("/TU")).split())
    asked = _QUESTION.fullmatch(tooltip)
    vraag, plek = asked.groups() if asked else (tooltip or name, "")
    return Antwoord(name, vraag, plek, _value(own, widgets))


def _value(own: Mapping[str, Any], widgets: Iterable[pikepdf.Dictionary]) -> str:
    kind, flags = own.get("/FT"), own.get("/Ff")
    if kind != Name.Btn:
        return _text(own.get("/V")) if kind != Name.Sig else ""
    flags = flags if isinstance(flags, int) else 0
    state = "" if flags & _PUSH_BUTTON else _state(own.get("/V"), widgets)
    return state if flags & _RADIO or not state else "ja"


def _state(value: Any, widgets: Iterable[pikepdf.Dictionary]) -> str:
    """What is marked. The value of the field counts, for pdf.js 5 marks one of two twins; pypdf 7 makes it a text."""
    states = {_text(value).removeprefix("/")} - {"", "Off"}
    states = states or {_text(widget.get("/AS")) for widget in widgets} - {"", "Off"}
    return states.pop() if len(states) == 1 else ""


def _text(value: Any) -> str:
    """Any value that may stand for a text (ISO 32000-1, 7.9.2); its line ends become one sort and nothing else changes."""
    if isinstance(value, pikepdf.Array):
        return ", ".join(filter(None, (_text(one) for one in value if not isinstance(one, pikepdf.Array))))
    if isinstance(value, pikepdf.Name):
        return bytes(value)[1:].decode("utf-8", "replace")
    if isinstance(value, pikepdf.Stream):
        text = _decoded(value.read_bytes())
    elif isinstance(value, pikepdf.String):
        text = _decoded(bytes(value))
    else:
        text = str(value) if isinstance(value, int | Decimal) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str:
    for mark, encoding in _ENCODINGS.items():
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    return raw.decode("pdfdoc", "replace")


# --- what does not belong in it


def _is_unsafe(pdf: pikepdf.Pdf) -> bool:
    """Whether anything in the file is a script (ISO 32000-1, 12.6.4.16) or a file inside it (7.11.4)."""
    to_see: list[Any] = [pdf.trailer, *pdf.objects]
    while to_see:
        one = to_see.pop()
        if isinstance(one, pikepdf.Array):
            inside = list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if "/JS" in one or "/EF" in one or one.get("/S") == Name.JavaScript:
                return True
            inside = list(one.values())
        else:
            continue
        to_see += [part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect]
    return False
