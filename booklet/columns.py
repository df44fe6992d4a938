"""The sheets and columns of a Sociale Kaart in a spreadsheet: their names, and the field below a heading (ONTWERP section 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from booklet.models import Domein, GemeenteBestand, Voorziening
from booklet.values import Waarde

SHEET = "Sociale Kaart"
GEMEENTE = "Gemeente"
FILL_IN = "Invullen"
LANDELIJK = "Landelijk"
UITLEG = "Uitleg"
OF = "De Sociale Kaart van "  # how the sheet with explanation begins, before the name of the gemeente
NAKIJKEN = "Nakijken"  # the sheet of the to-do workbook, which is not read
CORRECT = "Klopt het nog?"  # a heading that only that sheet has

BETWEEN = "; "  # between two names in one cell; a comma stands in 'Familie, vrienden en buren'


@dataclass(frozen=True)
class Column:
    """A field of a voorziening, its heading, the width of the column in letters, and what to fill in."""

    field: str
    heading: str
    width: int
    note: str
    required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("organisatie", "Organisatie", 28, "Wie het doet. Altijd invullen.", required=True),
    Column("aanbod", "Aanbod", 30, "Wat deze organisatie voor iemand doet, in een paar woorden. Altijd invullen.", required=True),
    Column("domein", "Domein", 20, "Bij welk huis het hoort. Kies uit de lijst. Zijn het er twee? Typ dan: Woonruimte; Geldzaken. Altijd invullen.", required=True),
    Column("kolom", "Kolom", 24, "Bij welk onderdeel van dat huis het hoort. Leeg is goed: dan hoort het bij het hele huis."),
    Column("omschrijving", "Omschrijving", 60, "Een of twee korte zinnen voor de lezer, met u. Altijd invullen.", required=True),
    Column("voor_wie", "Voor wie", 28, "Voor wie het is, als dat niet iedereen is."),
    Column("straat", "Straat", 24, "Alleen de naam van de straat."),
    Column("huisnummer", "Huisnummer", 12, "Het nummer, met letter of toevoeging."),
    Column("postcode", "Postcode", 11, "Vier cijfers en twee letters, zoals 1234 AB."),
    Column("plaats", "Plaats", 18, "De woonplaats."),
    Column("telefoon", "Telefoon", 17, "Eén nummer. De nul vooraan blijft staan."),
    Column("email", "E-mail", 28, "Eén e-mailadres."),
    Column("website", "Website", 30, "Zonder https:// ervoor. Liefst een kort adres."),
    Column("openingstijden", "Openingstijden", 34, "In gewone woorden, zoals: dinsdag, 10.00 tot 12.00 uur."),
    Column("kosten", "Kosten", 20, "Wat het kost, of: gratis."),
    Column("aanmelden", "Aanmelden", 28, "Hoe iemand zich aanmeldt, of: niet nodig."),
    Column("gecontroleerd", "Laatst gecontroleerd", 20, "De dag waarop iemand alles van deze regel heeft nagekeken, zoals 22-11-2026."),
    Column("gecontroleerd_door", "Gecontroleerd door", 22, "Een team of een functie. Liever geen naam."),
    Column("in_boekje", "In boekje", 11, "ja: deze regel komt in het boekje. nee: alleen bewaren. Leeg telt als ja."),
    Column("bron", "Bron", 40, "Waar u het hebt gevonden. Dit komt niet in het boekje."),
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A row of the sheet about the gemeente: a field of `gemeente.yaml` by its path, its name for staff, what to fill in."""

    loc: tuple[str, ...]
    label: str
    note: str


FACTS: tuple[Fact, ...] = (
    Fact(("contact", "telefoon"), "Telefoon van de gemeente", "Het nummer dat inwoners bellen."),
    Fact(("contact", "website"), "Website van de gemeente", "Zonder https:// ervoor."),
    Fact(("contact", "email"), "E-mail van de gemeente", "Eén e-mailadres."),
    Fact(("contact", "adres"), "Adres van de gemeente", "Straat, nummer, postcode en plaats op één regel."),
    Fact(("oco", "naam"), "Naam van de OCO", "De onafhankelijke cliëntondersteuner, zoals inwoners die kennen."),
    Fact(("oco", "telefoon"), "Telefoon van de OCO", "Het nummer dat inwoners bellen."),
    Fact(("oco", "website"), "Website van de OCO", "Zonder https:// ervoor."),
    Fact(("oco", "email"), "E-mail van de OCO", "Eén e-mailadres."),
    Fact(("wijkteam",), "Naam van het wijkteam", "Met het of de ervoor, zoals: het buurtteam."),
    Fact(("aanduiding",), "Naam van de gemeente in een zin", "Leeg is goed. Dan staat er: Gemeente, en de naam."),
)


def fact(feiten: GemeenteBestand, loc: tuple[str, ...]) -> str | None:
    """What a gemeente itself filled in at a place of `gemeente.yaml`; None where it leaves a default."""
    here: object = feiten
    for step in loc:
        if not isinstance(here, Waarde) or step not in here.model_fields_set:
            return None
        here = getattr(here, step)
    return here if isinstance(here, str) else None


def fact_field(loc: tuple[str | int, ...]) -> str:
    """The field of a voorziening of which the cells are read in the same way; other facts are a text on one line."""
    return str(loc[-1]) if loc[-1] in ("telefoon", "email", "website") else "organisatie"


def names_of(domeinen: Iterable[Domein]) -> dict[str, str]:
    """The name of every house and kolom by its id; in a spreadsheet stand names, in YAML ids."""
    names: dict[str, str] = {}
    for domein in domeinen:
        names |= {domein.id: domein.naam} | {kolom.id: kolom.naam for kolom in domein.kolommen}
    return names


def shown(entry: Voorziening, field: str, names: Mapping[str, str]) -> str | date | None:
    """What stands in the cell of a field: a date as a date, all else as text, None for an empty cell."""
    value = getattr(entry, field)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, tuple):
        return BETWEEN.join(names.get(one, one) for one in value)
    return value  # type: ignore[no-any-return]
