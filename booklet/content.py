"""Step 1, reading `content/`: files to frozen models, with every problem of every file and the place of every value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from booklet.formulieren import Evaluatie, Reflectie
from booklet.handleiding import Handleiding
from booklet.models import (
    Content,
    Domein,
    Drukkerij,
    Editie,
    EigenPlan,
    Gemeente,
    GemeenteBestand,
    Persoon,
    SocialeKaart,
    Taal,
    Teksten,
)
from booklet.namen import gemeente_names
from booklet.problems import Place, Problem, did_you_mean, error, note, shortened
from booklet.source import Data, Loc, Source, read_source
from booklet.training import Kaarten, Programma, Training, Trainingsbladen

Model = TypeVar("Model", bound=BaseModel)


class Read(NamedTuple, Generic[Model]):
    """A model and the file that it came from."""

    value: Model
    source: Source


class ReadGemeente(NamedTuple):
    """A gemeente and the two files that it came from."""

    value: Gemeente
    facts: Source
    card: Source | None


@dataclass(frozen=True)
class Library:
    """All that could be read, and what was wrong with the rest."""

    root: Path
    shown: str
    plan: Read[EigenPlan] | None = None
    domeinen: tuple[Read[Domein], ...] = ()
    personen: tuple[Read[Persoon], ...] = ()
    edities: tuple[Read[Editie], ...] = ()
    landelijk: Read[SocialeKaart] | None = None
    drukkerijen: tuple[Read[Drukkerij], ...] = ()
    taal: Read[Taal] | None = None
    programma: Read[Programma] | None = None
    trainingskaarten: Read[Kaarten] | None = None
    trainingsbladen: Read[Trainingsbladen] | None = None
    reflectie: Read[Reflectie] | None = None
    evaluatie: Read[Evaluatie] | None = None
    handleiding: Read[Handleiding] | None = None
    gemeenten: Mapping[str, ReadGemeente] = field(default_factory=dict)
    kaarten: Mapping[str, Read[SocialeKaart]] = field(default_factory=dict)  # also of a gemeente that is not whole
    shared_problems: tuple[Problem, ...] = ()
    own_problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong in reading: first what all share, then gemeente by gemeente."""
        return (*self.shared_problems, *self.own_problems)

    @property
    def other_paper(
        self,
    ) -> tuple[
        Read[Programma] | Read[Kaarten] | Read[Trainingsbladen] | Read[Reflectie] | Read[Evaluatie] | Read[Handleiding],
        ...,
    ]:
        """The files of the training, the reflection, the evaluation and the manual that could be read."""
        reads = (
            *(self.programma, self.trainingskaarten, self.trainingsbladen),
            *(self.reflectie, self.evaluatie, self.handleiding),
        )
        return tuple(read for read in reads if read is not None)

    def shared_place(self, place: Place) -> bool:
        """Whether a place is in a file that every gemeente shares."""
        return not place.file.startswith(f"{self.shown}/gemeenten/")

    def place_of(self, gemeente: str, place: Place) -> bool:
        """Whether a place is in a file of this gemeente."""
        folder = f"{self.shown}/gemeenten/{gemeente}"
        return place.file == folder or place.file.startswith(f"{folder}/")

    def with_gemeenten(self, names: Iterable[str]) -> "Library":
        """The same content with these gemeenten, which are read now, and no others; all that they share stays the same values."""
        reader = _Reader(self.root)
        found = {name: reader.gemeente(name, self.plan) for name in names}
        return replace(
            self,
            gemeenten={name: read for name, read in found.items() if read},
            kaarten=reader.kaarten,
            own_problems=tuple(reader.problems),
        )

    def with_card(self, gemeente: str, kaart: Read[SocialeKaart]) -> "Library":
        """The same content with another Sociale Kaart for one gemeente."""
        gemeenten = dict(self.gemeenten)
        if whole := gemeenten.get(gemeente):
            value = whole.value._replace(sociale_kaart=kaart.value)
            gemeenten[gemeente] = whole._replace(value=value, card=kaart.source)
        return replace(self, gemeenten=gemeenten, kaarten={**self.kaarten, gemeente: kaart})

    def with_facts(self, gemeente: str, facts: Read[GemeenteBestand]) -> "Library":
        """The same content with other facts for one gemeente that was read whole."""
        whole = self.gemeenten[gemeente]
        new = whole._replace(value=whole.value._replace(feiten=facts.value), facts=facts.source)
        return replace(self, gemeenten={**self.gemeenten, gemeente: new})

    def content(self, gemeenten: Iterable[str]) -> Content | None:
        """What was read as one value, with these gemeenten; None when a part that all of them need is missing."""
        if self.plan is None or self.landelijk is None or not self.domeinen or not self.edities:
            return None
        if not (self.programma and self.trainingskaarten and self.trainingsbladen):
            return None
        if not (self.reflectie and self.evaluatie and self.handleiding):
            return None
        return Content(
            plan=self.plan.value,
            domeinen=tuple(read.value for read in self.domeinen),
            personen=tuple(read.value for read in self.personen),
            edities=tuple(read.value for read in self.edities),
            landelijk=self.landelijk.value.voorzieningen,
            drukkerijen=tuple(read.value for read in self.drukkerijen),
            gemeenten=tuple(self.gemeenten[name].value for name in gemeenten if name in self.gemeenten),
            training=Training(
                programma=self.programma.value, kaarten=self.trainingskaarten.value, bladen=self.trainingsbladen.value
            ),
            reflectie=self.reflectie.value,
            evaluatie=self.evaluatie.value,
            handleiding=self.handleiding.value,
        )


def onderdeel_names(root: Path) -> tuple[str, ...]:
    """The onderdelen of all editions by the stems of their files: `evaluatie/bewoner`."""
    reads = _Reader(root).folder("edities", Editie)
    return tuple(f"{read.value.id}/{deel.id}" for read in reads for deel in read.value.onderdelen)


def pakket_names(root: Path) -> tuple[str, ...]:
    """The editions that make a pack."""
    return tuple(read.value.id for read in _Reader(root).folder("edities", Editie) if read.value.pakket)


def read_content(root: Path, gemeenten: Iterable[str]) -> Library:
    """Read everything that these gemeenten need; never raises on what a file holds, but tells it in `problems`."""
    return read_shared(root).with_gemeenten(gemeenten)


def read_shared(root: Path) -> Library:
    """Read what all gemeenten share, and no gemeente; `with_gemeenten` reads those, as often and as many at a time as one likes."""
    reader = _Reader(root)
    plan = reader.one("plan.yaml", EigenPlan)
    domeinen = reader.folder("domeinen", Domein)
    personen = reader.folder("personen", Persoon)
    edities = reader.folder("edities", Editie)
    landelijk = reader.one("sociale-kaart/landelijk.yaml", SocialeKaart)
    drukkerijen = reader.folder("drukkerijen", Drukkerij)
    taal = reader.one("taal.yaml", Taal)
    programma = reader.one("training/programma.yaml", Programma)
    trainingskaarten = reader.one("training/kaarten.yaml", Kaarten)
    trainingsbladen = reader.one("training/bladen.yaml", Trainingsbladen)
    reflectie = reader.one("reflectie.yaml", Reflectie)
    evaluatie = reader.one("evaluatie.yaml", Evaluatie)
    handleiding = reader.one("handleiding.yaml", Handleiding)
    if not gemeente_names(root):
        reader.no_folder("gemeenten")
    return Library(
        root=root,
        shown=reader.shown,
        plan=plan,
        domeinen=domeinen,
        personen=personen,
        edities=edities,
        landelijk=landelijk,
        drukkerijen=drukkerijen,
        taal=taal,
        programma=programma,
        trainingskaarten=trainingskaarten,
        trainingsbladen=trainingsbladen,
        reflectie=reflectie,
        evaluatie=evaluatie,
        handleiding=handleiding,
        shared_problems=tuple(reader.problems),
    )


def own_files(root: Path, gemeente: Gemeente) -> tuple[bytes | None, bytes | None]:
    """The logo and the font that a gemeente has beside its `gemeente.yaml`; raises OSError when one cannot be read."""
    logo, lettertype = ((root / own).read_bytes() if own else None for own in (gemeente.logo, gemeente.lettertype))
    return logo, lettertype


def card_from(source: Source) -> tuple[Read[SocialeKaart] | None, tuple[Problem, ...]]:
    """A Sociale Kaart from data that came from anywhere, with what is wrong in it at the places of the source."""
    value, problems = _validated(SocialeKaart, source.data, source)
    return None if value is None else Read(value, source), problems


def facts_from(source: Source) -> tuple[Read[GemeenteBestand] | None, tuple[Problem, ...]]:
    """The facts of a gemeente from data that came from anywhere, with what is wrong in them at the places of the source."""
    value, problems = _validated(GemeenteBestand, source.data, source)
    return None if value is None else Read(value, source), problems


class _Reader:
    """Reads files below one folder and keeps what was wrong."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shown = root.as_posix()
        self.problems: list[Problem] = []
        self.kaarten: dict[str, Read[SocialeKaart]] = {}

    def one(self, name: str, model: type[Model]) -> Read[Model] | None:
        source = self._source(name)
        if source is None:
            return None
        value = self._validated(model, source.data, source)
        return None if value is None else Read(value, source)

    def folder(self, name: str, model: type[Model]) -> tuple[Read[Model], ...]:
        """Every file of the folder, or nothing at all when one of them is wrong: half a list would mislead."""
        strays = sorted((self.root / name).glob("*.yml"))
        for stray in strays:
            place = Place(f"{self.shown}/{name}/{stray.name}")
            self.problems.append(error("L17", place, "dit bestand wordt niet gelezen", "geef het de uitgang .yaml"))
        files = sorted((self.root / name).glob("*.yaml"))
        if not files and not strays:
            self.no_folder(name)
        reads = [self.one(f"{name}/{file.name}", model) for file in files]
        whole = tuple(read for read in reads if read is not None)
        return whole if len(whole) == len(reads) and not strays else ()

    def no_folder(self, name: str) -> None:
        place = Place(f"{self.shown}/{name}")
        self.problems.append(error("L02", place, "deze map is leeg of ontbreekt", "zet de bestanden terug"))

    def gemeente(self, name: str, plan: Read[EigenPlan] | None) -> ReadGemeente | None:
        folder = f"gemeenten/{name}"
        facts = self.one(f"{folder}/gemeente.yaml", GemeenteBestand)
        card = self._card(name, f"{folder}/sociale-kaart.yaml")
        if facts is None or plan is None or card is None:
            return None
        teksten = self._teksten(facts, plan)
        if teksten is None:
            return None
        huisstijl = facts.value.huisstijl
        logo, letter = (f"{folder}/{own}" if own else None for own in (huisstijl.logo, huisstijl.letterbestand))
        kaart, source = card
        return ReadGemeente(Gemeente(name, facts.value, teksten, kaart, logo, letter), facts.source, source)

    def _card(self, name: str, file: str) -> tuple[SocialeKaart, Source | None] | None:
        if not (self.root / file).exists():
            self.problems.append(
                note(
                    "L14",
                    Place(f"{self.shown}/{file}"),
                    "deze gemeente heeft nog geen Sociale Kaart",
                    "alleen het landelijke aanbod komt in het boekje",
                )
            )
            return SocialeKaart(), None
        read = self.one(file, SocialeKaart)
        if read is None:
            return None
        self.kaarten[name] = read
        return read

    def _teksten(self, facts: Read[GemeenteBestand], plan: Read[EigenPlan]) -> Teksten | None:
        own = facts.value.teksten
        if not own:
            self.problems += _in_dutch([], Teksten, facts.source, ("teksten",))
            return plan.value.teksten
        base = plan.source.data["teksten"] if isinstance(plan.source.data, dict) else {}
        merged = _laid_over(base, own)
        return self._validated(Teksten, merged, facts.source, ("teksten",))

    def _source(self, name: str) -> Source | None:
        source, problems = read_source(self.root / name, f"{self.shown}/{name}")
        self.problems += problems
        return source

    def _validated(self, model: type[Model], data: object, source: Source, prefix: Loc = ()) -> Model | None:
        value, problems = _validated(model, data, source, prefix)
        self.problems += problems
        return value


def _validated(
    model: type[Model], data: object, source: Source, prefix: Loc = ()
) -> tuple[Model | None, tuple[Problem, ...]]:
    value, faults = None, []
    try:
        value = model.model_validate(data)
    except ValidationError as fault:
        faults = fault.errors(include_url=False)
    return value, tuple(_in_dutch(faults, model, source, prefix))


def _laid_over(base: Any, own: Any) -> Data:
    """The texts of the gemeente over those of the plan, field by field; a list is replaced whole."""
    if not isinstance(base, dict) or not isinstance(own, dict):
        return own  # type: ignore[no-any-return]
    return {**base, **{name: _laid_over(base[name], value) if name in base else value for name, value in own.items()}}


_BLAD = "schrijf bijvoorbeeld 'suggesties links'"
_FIELDS = ("hier horen velden", "schrijf ze als 'naam: waarde'")
_PLAIN = {
    "ja_nee": ("hier hoort ja of nee", ""),
    "datum": ("hier hoort een datum", "schrijf een bestaande dag als jaar-maand-dag, zoals 2026-11-22"),
    "kant": ("een kant is 'links' of 'rechts'", _BLAD),
    "blad": ("hier hoort de naam van een blad", _BLAD),
    "string_type": (
        "hier hoort gewone tekst",
        "geen lijst en geen velden; begint de tekst met { of [ of staat er een dubbele punt in, zet er dan aanhalingstekens omheen",
    ),
    "tuple_type": ("hier hoort een lijst", "begin elke regel met '- '"),
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "dict_type": _FIELDS,
    "int_parsing": ("hier hoort een heel getal", ""),
    "int_parsing_size": ("hier hoort een heel getal", ""),
    "int_type": ("hier hoort een heel getal", ""),
    "float_parsing": ("hier hoort een getal", "schrijf een komma als punt, zoals 2.5"),
    "float_type": ("hier hoort een getal", ""),
    "inkt": ("hier horen vier getallen van 0 tot 100", "cyaan, magenta, geel en zwart in procenten, zoals 20 80 90 20"),
    "string_too_short": ("hier hoort tekst", "vul in of haal het veld weg"),
}

_FORMS = {
    "^#": ("is geen kleur", 'schrijf een hekje met zes cijfers of letters, zoals "#1F3A5F"'),
    "^GM": ("is geen gemeentecode", "die begint met GM en heeft vier cijfers, zoals GM0034"),
    "^[\\w.-]+": ("is geen ICC-profiel", "noem een bestand in drukkerijen/icc dat eindigt op .icc"),
    "^([01]": ("is geen tijd", "schrijf uren en minuten met een punt, zoals 9.30"),
    "^G\\d": ("is geen taalregel", "die begint met G en heeft twee cijfers, zoals G16"),
    "^[a-z": ("is geen goede id", "gebruik kleine letters, cijfers en streepjes, zoals mijn-dag"),
    "^[^\\n": ("heeft meer dan één regel", "zet alles op één regel"),
}


def _in_dutch(
    faults: Sequence[ErrorDetails], model: type[BaseModel], source: Source, prefix: Loc = ()
) -> Iterator[Problem]:
    """What pydantic found, in plain Dutch; a missing field is not told when a near miss of it is there."""
    unknown = [one["loc"] for one in faults if one["type"] == "extra_forbidden"]
    meant = set()
    for loc in (*unknown, *_unknown_without_value(model, source, prefix)):
        name, hint = str(loc[-1]), did_you_mean(str(loc[-1]), _fields(model, loc[:-1]))
        meant.add((*loc[:-1], hint.partition("'")[2].partition("'")[0]))
        yield error("L21", source.key_place(*prefix, *loc), f"onbekend veld '{_short(name)}'", hint)
    for one in faults:
        loc = (*prefix, *(step for step in one["loc"] if step != "[key]"))
        if one["type"] == "missing":
            if one["loc"] not in meant:
                yield _missing(source, loc)
        elif one["type"] != "extra_forbidden" and not _follows(one):
            place = source.key_place(*loc) if one["loc"][-1:] == ("[key]",) else source.place(*loc)
            yield error("L22", place, *_sentence(one["type"], one["input"], one.get("ctx", {})))


def _unknown_without_value(model: type[BaseModel], source: Source, prefix: Loc) -> Iterator[Loc]:
    """Names of fields that do not exist and have no value: no value, so pydantic never sees them."""
    for loc in source.keys:
        if loc not in source.values and loc[: len(prefix)] == prefix:
            below = loc[len(prefix) :]
            fields = _fields(model, below[:-1])
            if fields and below[-1] not in fields:
                yield below


def _follows(one: ErrorDetails) -> bool:
    """Whether a list is only too short because something in it is wrong, which is told already."""
    return one["type"] == "too_short" and len(one["input"]) >= one["ctx"]["min_length"]


def _missing(source: Source, loc: Loc) -> Problem:
    if loc in source.keys:
        return error("L20", source.key_place(*loc), f"verplicht veld '{loc[-1]}' is leeg", "vul het in")
    return error("L20", source.place(*loc[:-1]), f"verplicht veld '{loc[-1]}' ontbreekt", "voeg het toe")


def _sentence(kind: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    shown = _short(context.get("kant", value)) if isinstance(value, str) else ""
    instead = f", niet '{shown}'" if shown else ""
    if kind == "string_pattern_mismatch" and not shown:
        kind = "string_too_short"
    if kind == "string_pattern_mismatch":
        form = next((form for start, form in _FORMS.items() if context["pattern"].startswith(start)), None)
        if form is not None:
            return f"'{shown}' {form[0]}", form[1]
    if kind == "literal_error" and shown:
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return f"'{shown}' kan hier niet", f"kies uit: {expected}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"minstens {context['ge']}" if "ge" in context else f"hooguit {context['le']}"
        return f"hier hoort een getal van {bound}{instead}", ""
    if kind in ("too_short", "too_long"):
        return _wrong_length(len(value), context.get("min_length"), context.get("max_length"))
    message, hint = _PLAIN.get(
        "string_type" if kind == "literal_error" else kind,
        ("deze waarde kan hier niet", "kijk hoe het in een ander bestand staat"),
    )
    return message + instead, hint


def _wrong_length(length: int, least: int | None, most: int | None) -> tuple[str, str]:
    bound = f"minstens {least}" if least else f"hooguit {most}"
    belong, lines = ("hoort", "regel") if 1 in (least, most) else ("horen", "regels")
    there = f"zijn er {length}" if length > 1 else f"is er {length or 'geen'}"
    return f"hier {belong} {bound} {lines} in de lijst, er {there}", "vul aan" if least else "haal weg"


def _short(text: str) -> str:
    return shortened(" ".join(text.split()))


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The names of the fields at a place in a model."""
    here: Any = model
    for step in loc:
        if isinstance(step, str):
            here = _model_in(here.model_fields[step].annotation) if step in here.model_fields else None
        if here is None:
            return ()
    return tuple(here.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `tuple[Model, ...]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
