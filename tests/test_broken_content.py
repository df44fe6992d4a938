"""What is wrong in the content is told in one exact Dutch line: file, line, column, message and hint (ONTWERP section 8)."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from booklet import pipeline
from booklet.checks import check
from booklet.cli import main
from booklet.content import read_content
from booklet.models import Content, Gemeente
from booklet.pipeline import Order, make
from booklet.problems import Problem, Severity
from booklet.source import read_source

ROOT_CONTENT = Path(__file__).parent.parent / "content"
MARK = "‸"  # where a problem should be told to be; it is not in the file that is written

PLAN = "plan.yaml"
HUIS = "domeinen/1-woonruimte.yaml"
RIA = "personen/ria.yaml"
WIM = "personen/wim.yaml"
BASIS = "edities/basisformat.yaml"
UITLEG = "edities/uitlegboekje.yaml"
PLAAT = "edities/huisjesplaat.yaml"
TRAINING = "edities/training.yaml"
PROGRAMMA = "training/programma.yaml"
OEFENKAARTEN = "training/kaarten.yaml"
TRAININGSBLADEN = "training/bladen.yaml"
REFLECTIE = "reflectie.yaml"
EVALUATIE = "evaluatie.yaml"
LAND = "sociale-kaart/landelijk.yaml"
ALMERE = "gemeenten/almere/gemeente.yaml"
KAART = "gemeenten/almere/sociale-kaart.yaml"
STAD = "gemeenten/voorbeeldstad/gemeente.yaml"

AANVULLEN = "vul aan of haal de regel weg"
AANHALING = "zet de hele tekst tussen aanhalingstekens"
QUOTE = (
    "fout: een aanhalingsteken is niet gesloten — "
    "zet er aan het eind ook een; begint de tekst met een apostrof, zet dan alles tussen dubbele aanhalingstekens"
)
INSPRINGEN = "fout: het inspringen klopt hier niet — begin gelijke regels even ver naar rechts"
TAB = "fout: hier staat een tab — gebruik spaties om in te springen"
PUNT = (
    "fout: hier ontbreekt een dubbele punt na de naam van het veld — "
    "schrijf bijvoorbeeld 'naam: Almere', of laat de tekst even ver inspringen als de regel erboven"
)
VERWIJZING = "fout: een verwijzing met & of * kan hier niet — schrijf de waarde uit, of zet er aanhalingstekens omheen"
ROEP = f"fout: een uitroepteken aan het begin heeft in YAML een eigen betekenis — {AANHALING}"
TEKEN = f"fout: deze tekst begint met een teken dat YAML zelf gebruikt — {AANHALING}"
HAAKJE = "fout: een haakje is niet gesloten — zet er aan het eind ook een, of zet de hele tekst tussen aanhalingstekens"
NA_HAAKJE = f"fout: na een aanhalingsteken of haakje staat hier nog tekst — {AANHALING}"
LEESBAAR = (
    "fout: hier staat een teken dat niet te lezen is — "
    "typ de regel opnieuw, of sla het bestand op als gewone tekst (UTF-8)"
)
UTF8 = "fout: hier staat een teken dat niet als UTF-8 is opgeslagen — kies bij 'Opslaan als' de codering UTF-8"
LEEG = "fout: dit bestand is leeg — vul het in of haal het weg"
GEWONE_TEKST = (
    "fout: hier hoort gewone tekst — "
    "geen lijst en geen velden; begint de tekst met { of [ of staat er een dubbele punt in, "
    "zet er dan aanhalingstekens omheen"
)
DATUM = "schrijf een bestaande dag als jaar-maand-dag, zoals 2026-11-22"
VELDEN = "schrijf ze als 'naam: waarde'"
BLAD = "fout: hier hoort de naam van een blad — schrijf bijvoorbeeld 'suggesties links'"
LOGO_FILE = "gemeenten/voorbeeldstad/logo.svg"
LOGO = "zet een bestand .svg of .png in de map van de gemeente en schrijf alleen de naam"
ID = "gebruik kleine letters, cijfers en streepjes, zoals mijn-dag"
DIEP = "fout: dit zit te diep in elkaar — houd u aan de velden die er al staan"

EMPTY = b""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

Change = tuple[str, str] | bytes | Callable[[Path], object]


class Case(NamedTuple):
    """A file, what goes wrong in it, and the problem that must be told.

    The place is where the mark stands in the new text, or in the text `at` of `(file, text)`, or else `at` itself. `{}`
    in the problem stands for the place of the mark in `other`.
    """

    file: str
    change: Change
    problem: str
    at: str | tuple[str, str] | None = None
    other: tuple[str, str] | None = None
    exit_code: int = 1


def _remove(path: Path) -> None:
    path.unlink()


def _remove_folder(path: Path) -> None:
    shutil.rmtree(path)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _too_large(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"#" * 4_000_000)


def _heavy(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" " * 500_000)


def _as(codec: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_bytes(path.read_text(encoding="utf-8").replace("Almere", "Almeré", 1).encode(codec, "replace"))

    return change


NAAM = "naam: Almere\n"
TELEFOON = '  telefoon: "14 036"\n'
TODAY = date(2026, 11, 22)


def _tips(*others: dict[str, str]) -> tuple[str, str]:
    """The change that puts a voorziening at the head of a card for every set of fields that differ from the usual."""
    usual = {
        "organisatie": "Buurt",
        "aanbod": "Koffie",
        "domein": "contacten",
        "omschrijving": "Kom erbij.",
        "website": "buurt.nl",
        "gecontroleerd": "2026-11-01",
        "bron": "buurt",
    }
    tips = ("\n    ".join(f"{name}: {value}" for name, value in (usual | other).items()) for other in others)
    return "voorzieningen:\n", "voorzieningen:\n" + "".join(f"  - {tip}\n" for tip in tips)


VERZONNEN = "dit mag alleen in een voorbeeldgemeente"
WEBADRES = "schrijf het zoals mensen het intypen, bijvoorbeeld voorbeeld.example of voorbeeld.example/hulp"
KAARTJE = "op de kaart past het best een tekst van hooguit 240 letters en 4 zinnen"
HUURCOMMISSIE = {"organisatie": "Huurcommissie", "aanbod": "Hulp bij ruzie over de huur"}
UIT = "landelijk_uit:\n"

CASES = {
    # Fields: unknown, missing, empty, doubled
    "unknown-field-of-gemeente": Case(
        ALMERE, ("wijkteam: het", f"{MARK}wijktaem: het"), "fout: onbekend veld 'wijktaem' — bedoelde u 'wijkteam'?"
    ),
    "unknown-field-of-contact": Case(
        ALMERE, ("  telefoon:", f"  {MARK}telefon:"), "fout: onbekend veld 'telefon' — bedoelde u 'telefoon'?"
    ),
    "unknown-field-of-voorziening": Case(
        LAND, ("    website:", f"    {MARK}webstie:"), "fout: onbekend veld 'webstie' — bedoelde u 'website'?"
    ),
    "unknown-field-of-kolom": Case(
        HUIS, ("    essentie:", f"    {MARK}esentie:"), "fout: onbekend veld 'esentie' — bedoelde u 'essentie'?"
    ),
    "unknown-field-of-editie": Case(
        BASIS, ("slot:\n", f"{MARK}sloot:\n"), "fout: onbekend veld 'sloot' — bedoelde u 'slot'?"
    ),
    "unknown-field-of-plan-teksten": Case(
        PLAN,
        ("    leeftijd: Leeftijd", f"    {MARK}leeftijdd: Leeftijd"),
        "fout: onbekend veld 'leeftijdd' — bedoelde u 'leeftijd'?",
    ),
    "unknown-field-of-gemeente-teksten": Case(
        STAD,
        ("teksten: {}", f"teksten:\n  omslag:\n    {MARK}vann: Dit is van"),
        "fout: onbekend veld 'vann' — bedoelde u 'van'?",
    ),
    "unknown-page-of-gemeente-teksten": Case(
        STAD,
        ("teksten: {}", f"teksten:\n  {MARK}omslg:\n    van: Dit is van"),
        "fout: onbekend veld 'omslg' — bedoelde u 'omslag'?",
    ),
    "unknown-field-without-value": Case(
        ALMERE,
        ("wijkteam: het wijkteam", f"{MARK}wijktaem:"),
        "fout: onbekend veld 'wijktaem' — bedoelde u 'wijkteam'?",
    ),
    "unknown-field-without-value-of-gemeente-teksten": Case(
        STAD, ("teksten: {}", f"teksten:\n  {MARK}omslg:"), "fout: onbekend veld 'omslg' — bedoelde u 'omslag'?"
    ),
    "unknown-field-like-no-other": Case(
        ALMERE,
        ("  telefoon:", f"  {MARK}xyz:"),
        "fout: onbekend veld 'xyz' — kies uit: telefoon, website, email, adres",
    ),
    "unknown-field-with-control-characters": Case(
        ALMERE,
        ("  telefoon:", f'  {MARK}"x\\nyz\\e[2J":'),
        "fout: onbekend veld 'x yz [2J' — kies uit: telefoon, website, email, adres",
    ),
    "missing-field-of-gemeente": Case(
        ALMERE, (NAAM, ""), "fout: verplicht veld 'naam' ontbreekt — voeg het toe", at=(ALMERE, f"{MARK}code: GM0034")
    ),
    "missing-field-of-kolom": Case(
        HUIS,
        ("- id: mijn-woning\n    naam: Mijn woning\n", f"- {MARK}id: mijn-woning\n"),
        "fout: verplicht veld 'naam' ontbreekt — voeg het toe",
    ),
    "missing-field-of-gemeente-teksten": Case(
        STAD,
        ("teksten: {}", f"teksten:\n  hierna:\n    stukken:\n      - {MARK}kop: Bellen"),
        "fout: verplicht veld 'tekst' ontbreekt — voeg het toe",
    ),
    "empty-required-field": Case(ALMERE, (NAAM, f"{MARK}naam:\n"), "fout: verplicht veld 'naam' is leeg — vul het in"),
    "empty-required-field-in-quotes": Case(
        ALMERE, (NAAM, f'naam: {MARK}""\n'), "fout: hier hoort tekst — vul in of haal het veld weg"
    ),
    "empty-required-field-of-spaces": Case(
        ALMERE, (NAAM, f'naam: {MARK}"  "\n'), "fout: hier hoort tekst — vul in of haal het veld weg"
    ),
    "empty-block": Case(
        HUIS,
        ("essentie: Een veilig huis dat bij mij past.", f"essentie: {MARK}|"),
        "fout: hier hoort tekst — vul in of haal het veld weg",
    ),
    "every-field-empty": Case(ALMERE, b"naam:\ncode:\n", "fout: verplicht veld 'code' is leeg — vul het in", at=":2:1"),
    "doubled-field": Case(
        ALMERE, (NAAM, f"{NAAM}{MARK}naam: Almere\n"), "fout: veld 'naam' staat er twee keer — haal er een weg"
    ),
    "doubled-field-of-voorziening": Case(
        LAND,
        ("    website:", f"    aanbod: Iets\n    {MARK}aanbod: Iets anders\n    website:"),
        "fout: veld 'aanbod' staat er twee keer — haal er een weg",
    ),
    # Values of the wrong kind
    "list-instead-of-text": Case(ALMERE, (NAAM, f"naam: {MARK}[Almere]\n"), GEWONE_TEKST),
    "fields-instead-of-text": Case(ALMERE, (NAAM, f"naam:\n  {MARK}kort: Almere\n"), GEWONE_TEKST),
    "placeholder-without-quotes": Case(
        PLAN, ("landelijk: In heel Nederland", f"landelijk: {MARK}{{gemeente}}"), GEWONE_TEKST
    ),
    "text-instead-of-list": Case(
        HUIS,
        ("    gaat_goed:\n      - Een plek in huis waar ik graag ben.\n", f"    gaat_goed: {MARK}Een plek in huis.\n"),
        "fout: hier hoort een lijst, niet 'Een plek in huis.' — begin elke regel met '- '",
    ),
    "text-instead-of-fields": Case(
        STAD, ("teksten: {}", f"teksten: {MARK}geen"), f"fout: hier horen velden, niet 'geen' — {VELDEN}"
    ),
    "text-instead-of-fields-of-a-page": Case(
        STAD, ("teksten: {}", f"teksten:\n  omslag: {MARK}geen"), f"fout: hier horen velden, niet 'geen' — {VELDEN}"
    ),
    "list-instead-of-fields": Case(ALMERE, b"- Almere\n", f"fout: hier horen velden — {VELDEN}", at=":1:1"),
    "long-text-is-shown-short": Case(
        STAD,
        ("teksten: {}", f"teksten: {MARK}deze tekst is veel te lang om hem helemaal te laten zien"),
        f"fout: hier horen velden, niet 'deze tekst is veel te lang om hem helem…' — {VELDEN}",
    ),
    "more-lines-where-one-belongs": Case(
        ALMERE,
        (NAAM, f"naam: |\n{MARK}  Almere\n  aan zee\n"),
        "fout: 'Almere aan zee' heeft meer dan één regel — zet alles op één regel",
    ),
    "day-that-does-not-exist": Case(
        PLAN,
        ("datum: 2026-11-22", f"datum: {MARK}2026-02-31"),
        f"fout: hier hoort een datum, niet '2026-02-31' — {DATUM}",
    ),
    "date-the-other-way-round": Case(
        LAND,
        ("gecontroleerd: 2021-12-01", f"gecontroleerd: {MARK}22-11-2026"),
        f"fout: hier hoort een datum, niet '22-11-2026' — {DATUM}",
    ),
    "list-instead-of-date": Case(
        PLAN, ("datum: 2026-11-22", f"datum: {MARK}[2026]"), f"fout: hier hoort een datum — {DATUM}"
    ),
    "neither-ja-nor-nee": Case(
        ALMERE, ("voorbeeld: nee", f"voorbeeld: {MARK}misschien"), "fout: hier hoort ja of nee, niet 'misschien'"
    ),
    "not-a-number": Case(RIA, ("leeftijd: 78", f"leeftijd: {MARK}oud"), "fout: hier hoort een heel getal, niet 'oud'"),
    "number-too-large": Case(
        RIA, ("leeftijd: 78", f"leeftijd: {MARK}178"), "fout: hier hoort een getal van hooguit 120, niet '178'"
    ),
    "number-too-small": Case(
        RIA, ("leeftijd: 78", f"leeftijd: {MARK}-1"), "fout: hier hoort een getal van minstens 0, niet '-1'"
    ),
    "number-without-end": Case(
        RIA,
        ("leeftijd: 78", f"leeftijd: {MARK}{'9' * 5000}"),
        f"fout: hier hoort een heel getal, niet '{'9' * 39}…'",
    ),
    "colour-that-is-none": Case(
        HUIS,
        ('kleur: "#983D1F"', f"kleur: {MARK}rood"),
        "fout: 'rood' is geen kleur — schrijf een hekje met zes cijfers of letters, zoals \"#1F3A5F\"",
    ),
    "colour-without-quotes": Case(
        HUIS,
        ('kleur: "#983D1F"', f"kleur: {MARK}#983D1F"),
        'fout: zonder aanhalingstekens telt deze kleur niet mee — schrijf "#983D1F"',
    ),
    "accent-without-quotes": Case(
        STAD,
        ('accent: "#0B5D5A"', f"accent: {MARK}#0B5D5A"),
        'fout: zonder aanhalingstekens telt deze kleur niet mee — schrijf "#0B5D5A"',
    ),
    "colour-too-light": Case(
        STAD,
        ('kop: "#123F3D"', f'kop: {MARK}"#E0F0F0"'),
        "fout: kleur #E0F0F0 is te licht om koppen in te lezen: het contrast met wit is 1,1 — "
        'kies een donkerder kleur, zoals "#3E8080"; 4,5 is genoeg',
    ),
    "accent-too-light": Case(
        STAD,
        ('accent: "#0B5D5A"', f'accent: {MARK}"#FFD100"'),
        "waarschuwing: lijnen in kleur #FFD100 zijn slecht te zien: het contrast met wit is 1,4 — "
        'kies een donkerder kleur, zoals "#B09000"; 3 is genoeg',
        exit_code=0,
    ),
    "accent-like-a-house": Case(
        STAD,
        ('accent: "#0B5D5A"', f'accent: {MARK}"#1B407C"'),
        "melding: de kleur van lijnen lijkt op de kleur van huisje 'Tijdsbesteding' — "
        "het mag; kies een andere kleur als u niet wilt dat mensen aan dat huisje denken",
        exit_code=0,
    ),
    "house-in-between": Case(
        HUIS,
        ('kleur: "#983D1F"', f'kleur: {MARK}"#7B7B7B"'),
        "fout: op kleur #7B7B7B is wit en ook zwart slecht te lezen: het contrast is 4,2 — "
        'kies een lichtere of donkerdere kleur, zoals "#767676"; 4,5 is genoeg',
    ),
    "code-of-gemeente": Case(
        ALMERE,
        ("code: GM0034", f"code: {MARK}34"),
        "fout: '34' is geen gemeentecode — die begint met GM en heeft vier cijfers, zoals GM0034",
    ),
    "code-that-nobody-has": Case(
        ALMERE,
        ("code: GM0034", f"code: {MARK}GM9999"),
        "waarschuwing: code 'GM9999' staat niet in de lijst van gemeenten — kijk de code na in content/gemeenten.csv",
        exit_code=0,
    ),
    "code-of-another-gemeente": Case(
        ALMERE,
        ("code: GM0034", "code: GM0014"),
        "waarschuwing: code GM0014 hoort bij 'Groningen', niet bij 'Almere' — kijk naam en code na",
        at=(ALMERE, f"naam: {MARK}Almere"),
        exit_code=0,
    ),
    "id-with-capitals": Case(
        HUIS, ("- id: mijn-woning", f"- id: {MARK}Mijn woning"), f"fout: 'Mijn woning' is geen goede id — {ID}"
    ),
    "empty-id": Case(
        LAND, ("kolom: mijn-woning", f'kolom: {MARK}""'), "fout: hier hoort tekst — vul in of haal het veld weg"
    ),
    "empty-item-in-quotes": Case(
        HUIS,
        ("- Boodschappen doen en koken.", f'- {MARK}""'),
        "fout: hier hoort tekst — vul in of haal het veld weg",
    ),
    "dash-without-text": Case(
        HUIS,
        ("      - Boodschappen doen en koken.\n", f"      -{MARK}\n"),
        f"fout: hier staat een streepje zonder tekst — {AANVULLEN}",
    ),
    "dash-with-a-space-and-no-text": Case(
        HUIS,
        ("      - Boodschappen doen en koken.\n", f"      -{MARK} \n"),
        f"fout: hier staat een streepje zonder tekst — {AANVULLEN}",
    ),
    "empty-list": Case(
        BASIS,
        ("slot:\n", f"domeinen: {MARK}[]\nslot:\n"),
        "fout: hier hoort minstens 1 regel in de lijst, er is er geen — vul aan",
    ),
    "one-vraag-too-many": Case(
        PLAN,
        (
            "vragen:\n  - id: nu\n",
            f"vragen:\n  {MARK}- id: nu\n    vraag: Hoe oud?\n    uitleg: Zeg het.\n  - id: nu\n",
        ),
        "fout: hier horen hooguit 4 regels in de lijst, er zijn er 5 — haal weg",
    ),
    # What the houses, persons and editions must have
    "unknown-domein": Case(
        LAND,
        ("domein: woonruimte", f"domein: {MARK}woonruimt"),
        "fout: domein 'woonruimt' bestaat niet — bedoelde u 'woonruimte'?",
    ),
    "unknown-domein-in-a-list": Case(
        KAART,
        ("      - woonruimte\n      - geldzaken\n", f"      - woonruimte\n      - {MARK}geldzakken\n"),
        "fout: domein 'geldzakken' bestaat niet — bedoelde u 'geldzaken'?",
    ),
    "unknown-kolom": Case(
        LAND,
        ("kolom: mijn-woning", f"kolom: {MARK}mijn-wonig"),
        "fout: kolom 'mijn-wonig' hoort niet bij domein 'woonruimte' — bedoelde u 'mijn-woning'?",
    ),
    "kolom-of-another-domein": Case(
        LAND,
        ("kolom: mijn-woning", f"kolom: {MARK}inkomen"),
        "fout: kolom 'inkomen' hoort niet bij domein 'woonruimte' — kies uit: mijn-woning, mijn-huishouden",
    ),
    "doubled-id-of-kolom": Case(
        HUIS,
        ("- id: mijn-huishouden", f"- id: {MARK}mijn-woning"),
        "fout: id 'mijn-woning' bestaat al — kies een andere; de eerste staat in {}",
        other=(HUIS, f"id: {MARK}mijn-woning"),
    ),
    "doubled-id-of-domein": Case(
        "domeinen/2-gezondheid.yaml",
        ("id: gezondheid", f"id: {MARK}woonruimte"),
        "fout: id 'woonruimte' bestaat al — kies een andere; de eerste staat in {}",
        other=(HUIS, f"id: {MARK}woonruimte"),
    ),
    "doubled-id-of-persoon": Case(
        WIM,
        ("id: wim", f"id: {MARK}ria"),
        "fout: id 'ria' bestaat al — kies een andere; de eerste staat in {}",
        other=(RIA, f"id: {MARK}ria"),
    ),
    "doubled-id-of-editie": Case(
        "edities/tabbladen.yaml",
        ("id: tabbladen", f"id: {MARK}basisformat"),
        "fout: id 'basisformat' bestaat al — kies een andere; de eerste staat in {}",
        other=(BASIS, f"id: {MARK}basisformat"),
    ),
    "id-that-is-not-the-name-of-the-file": Case(
        BASIS,
        ("id: basisformat", f"id: {MARK}basis"),
        "fout: id 'basis' is anders dan de naam van het bestand — "
        "schrijf 'basisformat' of geef het bestand een andere naam",
    ),
    "kolom-without-example": Case(
        RIA,
        ("- kolom: mijn-huishouden", "- kolom: mijn-woning"),
        "fout: kolom 'Mijn huishouden' heeft geen voorbeeld — schrijf er een bij een van de personen",
        at=(HUIS, f"- id: {MARK}mijn-huishouden"),
    ),
    "kolom-with-two-examples": Case(
        WIM,
        ("voorbeelden:\n  - kolom: mijn-woning", f"voorbeelden:\n  - kolom: {MARK}mijn-huishouden"),
        "fout: kolom 'mijn-huishouden' heeft al een voorbeeld — haal er een weg; het andere staat in {}",
        other=(RIA, f"kolom: {MARK}mijn-huishouden"),
    ),
    "example-of-unknown-kolom": Case(
        RIA,
        ("- kolom: mijn-huishouden", f"- kolom: {MARK}mijn-huishoude"),
        "fout: kolom 'mijn-huishoude' bestaat niet — bedoelde u 'mijn-huishouden'?",
    ),
    "plaat-without-persoon": Case(
        PLAN,
        ("plaat_persoon: ria", f"plaat_persoon: {MARK}rita"),
        "fout: persoon 'rita' bestaat niet — bedoelde u 'ria'?",
    ),
    "persoon-without-smiley": Case(
        RIA,
        ("smileys:\n  mijn-woning: goed\n", f"{MARK}smileys:\n"),
        "fout: Ria heeft geen smiley bij 'mijn-woning' — schrijf 'leeg' als het vakje leeg blijft",
    ),
    "smiley-of-unknown-kolom": Case(
        RIA,
        ("  mijn-woning: goed\n", f"  mijn-woning: goed\n  {MARK}gewoonte: goed\n"),
        "fout: kolom 'gewoonte' bestaat niet — bedoelde u 'gewoontes'?",
    ),
    "unknown-smiley": Case(
        RIA,
        ("mijn-woning: goed", f"mijn-woning: {MARK}gaat-goed"),
        "fout: 'gaat-goed' kan hier niet — kies uit: goed, wel, niet-goed, nvt, leeg",
    ),
    "list-instead-of-smiley": Case(RIA, ("mijn-woning: goed", f"mijn-woning: {MARK}[goed]"), GEWONE_TEKST),
    "unknown-hulp": Case(
        RIA, ("hulp: samen", f"hulp: {MARK}dochter"), "fout: 'dochter' kan hier niet — kies uit: alleen, oco, samen"
    ),
    "persoon-without-hulp": Case(
        RIA,
        ("hulp: samen\n", ""),
        "fout: verplicht veld 'hulp' ontbreekt — voeg het toe",
        at=(RIA, f"{MARK}id: ria"),
    ),
    "samen-with-nobody": Case(
        RIA,
        ("hulp: samen\nsamen_met: mijn dochter\n", f"hulp: {MARK}samen\n"),
        "fout: er staat niet wie Ria hielp met invullen — schrijf het bij samen_met, zoals 'mijn dochter'",
    ),
    "samen-with-an-empty-line": Case(
        RIA,
        ("hulp: samen\nsamen_met: mijn dochter\n", f"hulp: {MARK}samen\nsamen_met:\n"),
        "fout: er staat niet wie Ria hielp met invullen — schrijf het bij samen_met, zoals 'mijn dochter'",
    ),
    "samen-with-two-lines": Case(
        RIA,
        ("samen_met: mijn dochter\n", f"samen_met: |\n{MARK}  mijn dochter\n  en mijn buurman\n"),
        "fout: 'mijn dochter en mijn buurman' heeft meer dan één regel — zet alles op één regel",
    ),
    "alleen-with-somebody": Case(
        WIM,
        ("hulp: alleen\n", f"hulp: alleen\n{MARK}samen_met: mijn zus\n"),
        "fout: 'samen_met' past niet bij hulp 'alleen' — haal samen_met weg, of schrijf 'hulp: samen'",
    ),
    "oco-with-somebody": Case(
        RIA,
        ("hulp: samen\nsamen_met", f"hulp: oco\n{MARK}samen_met"),
        "fout: 'samen_met' past niet bij hulp 'oco' — haal samen_met weg, of schrijf 'hulp: samen'",
    ),
    "persoon-without-closing-page": Case(
        "personen/daan.yaml",
        ("zeker: |\n  Op papier kan ik beter vertellen hoe het met mij gaat.\n", f"zeker: {MARK}|\n"),
        "fout: hier hoort tekst — vul in of haal het veld weg",
    ),
    "hard-word-on-a-closing-page": Case(
        WIM,
        ("Ik mis Peter, vooral in de avond.", f"{MARK}Ik zoek participatie."),
        "fout: het woord 'participatie' is te moeilijk in 'Ik zoek participatie.' — schrijf liever: meedoen",
    ),
    "icon-of-domein": Case(
        HUIS, ("icoon: huis", f"icoon: {MARK}huisje"), "fout: plaatje 'huisje' is er niet — bedoelde u 'huis'?"
    ),
    "icon-of-stuk": Case(
        PLAN, ("icoon: kiezen", f"icoon: {MARK}kiesen"), "fout: plaatje 'kiesen' is er niet — bedoelde u 'kiezen'?"
    ),
    "icon-of-stuk-of-gemeente": Case(
        STAD,
        (
            "teksten: {}",
            f"teksten:\n  hierna:\n    stukken:\n      - kop: Bel\n        tekst: Nu\n        icoon: {MARK}telefon",
        ),
        "fout: plaatje 'telefon' is er niet — bedoelde u 'telefoon'?",
    ),
    "logo-that-is-not-there": Case(
        STAD,
        ("logo: logo.svg", f"logo: {MARK}wapen.svg"),
        "fout: logo 'wapen.svg' is er niet — zet het bestand naast gemeente.yaml",
    ),
    "logo-outside-the-folder": Case(
        STAD,
        ("logo: logo.svg", f"logo: {MARK}../voorbeeldstad/logo.svg"),
        f"fout: '../voorbeeldstad/logo.svg' kan geen logo zijn — {LOGO}",
    ),
    "logo-of-the-wrong-type": Case(
        STAD, ("logo: logo.svg", f"logo: {MARK}logo.jpg"), f"fout: 'logo.jpg' kan geen logo zijn — {LOGO}"
    ),
    "logo-with-a-name-too-long-for-a-disk": Case(
        STAD,
        ("logo: logo.svg", f"logo: {MARK}{'l' * 300}.svg"),
        f"fout: logo '{'l' * 300}.svg' is er niet — zet het bestand naast gemeente.yaml",
    ),
    "logo-too-large": Case(
        LOGO_FILE, _heavy, "fout: het logo is groter dan 500 kB — maak het bestand kleiner", at=f"content/{LOGO_FILE}"
    ),
    "logo-with-a-script": Case(
        LOGO_FILE,
        ("  <circle", f"  {MARK}<script>x</script><circle"),
        "fout: in het logo zit een script, dat is een klein programma — vraag om een logo als SVG van alleen vormen",
    ),
    "logo-with-a-picture-from-elsewhere": Case(
        LOGO_FILE,
        ("  <circle", f'  {MARK}<use href="https://voorbeeld.example/x.svg#a"/><circle'),
        "fout: het logo gebruikt iets van buiten het bestand — vraag om een logo als SVG van alleen vormen",
    ),
    "font-that-is-not-there": Case(
        STAD,
        ("logo: logo.svg", f"logo: logo.svg\n  lettertype: {MARK}kop.ttf"),
        "fout: lettertype 'kop.ttf' is er niet — zet het bestand naast gemeente.yaml;"
        " zonder deze regel krijgen de koppen Atkinson Hyperlegible",
    ),
    "smileys-in-another-order": Case(
        PLAN,
        ("  - id: goed\n    naam: Gaat goed\n", f"  - id: {MARK}blij\n    naam: Gaat goed\n"),
        "fout: hier hoort smiley 'goed', niet 'blij' — de volgorde is goed, wel, niet-goed",
    ),
    "file-with-another-ending": Case(
        "personen/piet.yml",
        b"id: piet\n",
        "fout: dit bestand wordt niet gelezen — geef het de uitgang .yaml",
        at="",
    ),
    "zrm-unknown": Case(
        HUIS,
        ("zrm: Huisvesting", f"zrm: {MARK}huisvesting"),
        "fout: 'huisvesting' is geen domein van de ZRM 2017 — bedoelde u 'Huisvesting'?",
    ),
    "zrm-shared": Case(
        HUIS,
        ("zrm: Instrumentele ADL", f"zrm: {MARK}Huisvesting"),
        "fout: ZRM-domein 'Huisvesting' hoort al bij 'Mijn woning' — elke kolom heeft een eigen domein",
    ),
    "five-houses": Case(
        "domeinen/6-geldzaken.yaml",
        _remove,
        "fout: er zijn 5 huizen in plaats van zes — elk huis is een bestand in deze map",
        at="content/domeinen",
    ),
    "eleven-kolommen": Case(
        "domeinen/6-geldzaken.yaml",
        _remove,
        "fout: de huizen hebben samen 11 kolommen in plaats van dertien — één huis heeft er drie, de andere twee",
        at="content/domeinen",
    ),
    "essentie-too-long": Case(
        HUIS,
        ("essentie: Een veilig huis", f"essentie: {MARK}Een fijn en groot en warm en schoon en veilig huis"),
        "fout: de essentie heeft 15 woorden — maak er hooguit 12 van",
    ),
    "too-few-suggesties": Case(
        HUIS,
        (
            "    suggesties:\n      - Ik voel mij thuis in mijn huis, of juist niet.\n"
            "      - Mijn huis is groot genoeg, te klein of te groot.\n"
            "      - De trap, de badkamer en de weg naar buiten.\n",
            f"    {MARK}suggesties:\n",
        ),
        "fout: 'Mijn woning' heeft 4 suggesties — vijf tot acht is goed, met wat goed gaat erbij",
    ),
    "too-many-suggesties": Case(
        HUIS,
        ("    suggesties:\n", f"    {MARK}suggesties:\n      - De tuin.\n      - Het balkon.\n"),
        "fout: 'Mijn woning' heeft 9 suggesties — vijf tot acht is goed, met wat goed gaat erbij",
    ),
    "vragen-in-another-order": Case(
        PLAN,
        ("vragen:\n  - id: nu", f"vragen:\n  - id: {MARK}wil"),
        "fout: hier hoort vraag 'nu', niet 'wil' — de volgorde is nu, wil, kan, nodig",
    ),
    "unknown-vraag": Case(
        PLAN,
        ("vragen:\n  - id: nu", f"vragen:\n  - id: {MARK}toen"),
        "fout: 'toen' kan hier niet — kies uit: nu, wil, kan, nodig",
    ),
    "unknown-blad": Case(
        BASIS, ("  - kolom\n", f"  - {MARK}kollom\n"), "fout: blad 'kollom' bestaat niet — bedoelde u 'kolom'?"
    ),
    "blad-of-a-house-at-the-end": Case(
        BASIS,
        ("  - hierna\n", f"  - {MARK}tussenblad\n"),
        "fout: blad 'tussenblad' kan hier niet — zet het bij 'huis'",
    ),
    "blad-of-the-booklet-in-a-house": Case(
        BASIS,
        ("  - kolom\n", f"  - kolom\n  - {MARK}woorden\n"),
        "fout: blad 'woorden' kan hier niet — zet het bij 'begin' of 'slot'",
    ),
    "wrong-kant": Case(
        BASIS,
        ("  - omslag rechts", f"  - {MARK}omslag boven"),
        "fout: een kant is 'links' of 'rechts', niet 'boven' — schrijf bijvoorbeeld 'suggesties links'",
    ),
    "blad-as-fields": Case(BASIS, ("  - omslag rechts", f"  - {MARK}omslag: rechts"), BLAD),
    "blad-as-list": Case(BASIS, ("  - omslag rechts", f"  - {MARK}[omslag, rechts]"), BLAD),
    "unknown-verwijst-naar": Case(
        UITLEG,
        ("verwijst_naar: basisformat", f"verwijst_naar: {MARK}basisformaat"),
        "fout: editie 'basisformaat' bestaat niet — bedoelde u 'basisformat'?",
    ),
    "unknown-domein-of-editie": Case(
        BASIS,
        ("slot:\n", f"domeinen: [{MARK}woonruimt]\nslot:\n"),
        "fout: domein 'woonruimt' bestaat niet — bedoelde u 'woonruimte'?",
    ),
    # Editions of loose sheets, cards and onderdelen
    "unknown-blad-of-onderdeel": Case(
        PLAAT,
        ("- poster-muur", f"- {MARK}poster-mur"),
        "fout: blad 'poster-mur' bestaat niet — bedoelde u 'poster-muur'?",
    ),
    "blad-of-a-house-in-an-onderdeel": Case(
        PLAAT,
        ("- poster-muur", f"- {MARK}suggesties"),
        "fout: blad 'suggesties' kan hier niet — zet het bij 'huis'",
    ),
    "blad-twice-in-an-onderdeel": Case(
        PLAAT,
        ("- poster-muur\n", f"- {MARK}poster-muur\n      - poster-muur\n"),
        "fout: blad 'poster-muur' staat er twee keer — haal er een weg",
    ),
    "unknown-verwijst-naar-of-onderdeel": Case(
        TRAINING,
        ("verwijst_naar: uitlegboekje", f"verwijst_naar: {MARK}uitleg"),
        "fout: editie 'uitleg' bestaat niet — bedoelde u 'uitlegboekje'?",
    ),
    "unknown-domein-of-onderdeel": Case(
        PLAAT,
        ("    vorm: bladen\n", f"    domeinen: [{MARK}geldzakken]\n    vorm: bladen\n"),
        "fout: domein 'geldzakken' bestaat niet — bedoelde u 'geldzaken'?",
    ),
    "unknown-field-of-onderdeel": Case(
        PLAAT, ("    formaat: A3\n", f"    {MARK}format: A3\n"), "fout: onbekend veld 'format' — bedoelde u 'formaat'?"
    ),
    "unknown-vorm": Case(
        PLAAT, ("vorm: bladen", f"vorm: {MARK}blad"), "fout: 'blad' kan hier niet — kies uit: boekje, bladen, kaarten"
    ),
    "unknown-formaat": Case(
        PLAAT,
        ("formaat: A3\n", f"formaat: {MARK}A2\n"),
        "fout: 'A2' kan hier niet — kies uit: A4, A4 liggend, A3, A3 liggend, A5, A6",
    ),
    "onderdeel-without-bladen": Case(
        PLAAT,
        ("    formaat: A4\n    begin:\n      - poster-muur\n", "    formaat: A4\n"),
        "fout: 'muur-a4' heeft geen bladen — zet bladen bij 'begin' en 'slot'",
        at=(PLAAT, f"- {MARK}id: muur-a4"),
    ),
    "editie-without-bladen": Case(
        BASIS,
        b"id: basisformat\n",
        "fout: 'basisformat' heeft geen bladen — zet bladen bij 'begin' en 'slot'",
        at=":1:1",
    ),
    "bladen-beside-onderdelen": Case(
        PLAAT,
        ("onderdelen:\n", "vorm: bladen\nbegin: [poster-muur]\nonderdelen:\n"),
        "fout: 'huisjesplaat' heeft bladen en ook onderdelen — haal de bladen of de onderdelen weg",
        at=(PLAAT, f"{MARK}id: huisjesplaat"),
    ),
    "onderdelen-in-an-onderdeel": Case(
        PLAAT,
        (
            "    begin:\n      - poster-muur\n",
            f"    onderdelen:\n      {MARK}- id: klein\n        vorm: bladen\n        begin: [poster-muur]\n",
        ),
        "fout: een onderdeel kan geen onderdelen hebben — zet dit bij de editie zelf",
    ),
    "pack-in-an-onderdeel": Case(
        PLAAT,
        (
            "    begin:\n      - poster-muur\n",
            "    begin:\n      - poster-muur\n    pakket: "
            f"{MARK}{{naam: p, regels: [{{wat: basisformat, per: groep, papier: A4, maken: printen}}]}}\n",
        ),
        "fout: een onderdeel kan geen pakket hebben — zet dit bij de editie zelf",
    ),
    "doubled-id-of-onderdeel": Case(
        PLAAT,
        ("- id: muur-a4", f"- id: {MARK}muur-a3"),
        "fout: onderdeel 'muur-a3' bestaat al — kies een andere id; de eerste staat in {}",
        other=(PLAAT, f"id: {MARK}muur-a3"),
    ),
    "cards-on-large-paper": Case(
        TRAINING,
        ("formaat: A6", f"formaat: {MARK}A3"),
        "fout: formaat A3 past niet bij vorm 'kaarten' — kies uit: A5, A6",
    ),
    "booklet-on-small-paper": Case(
        BASIS,
        ("begin:\n", f"formaat: {MARK}A5\nbegin:\n"),
        "fout: formaat A5 past niet bij vorm 'boekje' — kies uit: A4",
    ),
    "cards-without-a-paper": Case(
        TRAINING,
        ("    formaat: A6\n", ""),
        "fout: formaat A4 past niet bij vorm 'kaarten' — kies uit: A5, A6",
        at=(TRAINING, f"- {MARK}id: zakkaarten"),
    ),
    "booklet-without-a-back": Case(
        "edities/reflectie.yaml",
        ("slot:\n  - colofon links\n", ""),
        "fout: een boekje heeft een achterkant nodig — zet bij 'slot' als laatste: colofon links",
        at=("edities/reflectie.yaml", f"{MARK}id: reflectie"),
    ),
    "side-of-a-loose-sheet": Case(
        PLAAT,
        ("- poster-muur", f"- {MARK}poster-muur rechts"),
        "fout: 'rechts' hoort bij een boekje; losse bladen en kaarten hebben geen vaste kant — schrijf alleen: poster-muur",
    ),
    "unknown-thing-in-a-pack": Case(
        TRAINING,
        ("- wat: werkboek", f"- wat: {MARK}werkboekje"),
        "fout: 'werkboekje' is geen onderdeel en geen editie — bedoelde u 'werkboek'?",
    ),
    "pack-with-a-thing-twice": Case(
        TRAINING,
        ("- wat: werkboek", f"- wat: {MARK}draaiboek"),
        "fout: 'draaiboek' zit al in het pakket — haal deze regel weg; de eerste staat in {}",
        other=(TRAINING, f"wat: {MARK}draaiboek"),
    ),
    "edition-of-onderdelen-in-a-pack": Case(
        TRAINING,
        ("- wat: werkboek", f"- wat: {MARK}huisjesplaat"),
        "fout: 'huisjesplaat' is geen onderdeel en geen editie — kies uit: draaiboek, werkboek, zakkaarten, "
        "situatiekaarten, reiskaarten, persoonskaarten, speurtocht, evaluatie, bewijs, presentielijst, basisformat, "
        "handleiding, reflectie, tabbladen, uitlegboekje",
    ),
    "pack-without-paper": Case(
        TRAINING,
        ("      papier: A4, wit, 100 gram\n", ""),
        "fout: verplicht veld 'papier' ontbreekt — voeg het toe",
        at=(TRAINING, f"- {MARK}wat: draaiboek"),
    ),
    "pack-for-nobody": Case(
        TRAINING,
        ("per: tweetal", f"per: {MARK}twee"),
        "fout: 'twee' kan hier niet — kies uit: groep, begeleider, deelnemer, iedereen, tweetal, drietal",
    ),
    # The training, the reflection and the evaluation
    "clock-that-does-not-exist": Case(
        PROGRAMMA,
        ('begin: "10.00"', f"begin: {MARK}25.00"),
        "fout: '25.00' is geen tijd — schrijf uren en minuten met een punt, zoals 9.30",
    ),
    "clock-with-a-colon": Case(
        PROGRAMMA,
        ('begin: "10.00"', f'begin: {MARK}"10:00"'),
        "fout: '10:00' is geen tijd — schrijf uren en minuten met een punt, zoals 9.30",
    ),
    "minutes-in-words": Case(
        PROGRAMMA, ("minuten: 5\n", f"minuten: {MARK}vijf\n"), "fout: hier hoort een heel getal, niet 'vijf'"
    ),
    "field-of-a-card-that-is-missing": Case(
        OEFENKAARTEN,
        ("    antwoord: wel\n", ""),
        "fout: verplicht veld 'antwoord' ontbreekt — voeg het toe",
        at=(OEFENKAARTEN, f"- {MARK}id: schrijven"),
    ),
    "unknown-field-of-a-card": Case(
        OEFENKAARTEN, ("    voorstel:", f"    {MARK}voorstl:"), "fout: onbekend veld 'voorstl' — bedoelde u 'voorstel'?"
    ),
    "answer-that-is-none": Case(
        OEFENKAARTEN,
        ("antwoord: wel", f"antwoord: {MARK}misschien"),
        "fout: 'misschien' kan hier niet — kies uit: wel, niet",
    ),
    "unknown-placeholder-of-a-card": Case(
        OEFENKAARTEN,
        ('verzonnen: "{naam}', f'verzonnen: "{MARK}{{nam}}'),
        "fout: '{nam}' kan het programma niet invullen — bedoelde u 'naam'?",
    ),
    "hard-word-for-a-trainer": Case(
        OEFENKAARTEN,
        ("halte: Halte", f"halte: {MARK}Procedure"),
        "fout: het woord 'Procedure' is te moeilijk — schrijf liever: stappen",
    ),
    "name-of-the-matrix-for-a-resident": Case(
        PLAN,
        ("    kop: Notities", f"    kop: {MARK}Justitie"),
        "fout: 'Justitie' is een naam uit de ZRM — "
        "die staat alleen in de training en op de bladzijde van de professional",
    ),
    "unknown-field-of-a-sheet": Case(
        TRAININGSBLADEN, ("werkboek:\n", f"{MARK}werboek:\n"), "fout: onbekend veld 'werboek' — bedoelde u 'werkboek'?"
    ),
    "file-of-the-training-missing": Case(
        TRAININGSBLADEN, _remove, "fout: dit bestand ontbreekt — zet het terug of maak het opnieuw", at=""
    ),
    "unknown-field-of-the-reflection": Case(
        REFLECTIE, ("agenda:", f"{MARK}agende:"), "fout: onbekend veld 'agende' — bedoelde u 'agenda'?"
    ),
    "unknown-field-of-the-evaluation": Case(
        EVALUATIE, ("turflijst:", f"{MARK}turflyst:"), "fout: onbekend veld 'turflyst' — bedoelde u 'turflijst'?"
    ),
    "voorziening-out-of-reach": Case(
        KAART,
        (
            "voorzieningen:\n",
            f"voorzieningen:\n  - {MARK}organisatie: Buurt\n    aanbod: Koffie\n    domein: contacten\n"
            "    omschrijving: Kom erbij.\n    gecontroleerd: 2026-11-01\n    bron: buurt\n",
        ),
        "fout: 'Koffie' is op geen enkele manier te bereiken — "
        "vul telefoon, email, website of straat in, of zet in_boekje op nee",
    ),
    "voorziening-never-checked": Case(
        KAART,
        (
            "voorzieningen:\n",
            f"voorzieningen:\n  - {MARK}organisatie: Buurt\n    aanbod: Koffie\n    domein: contacten\n"
            "    omschrijving: Kom erbij.\n    website: buurt.nl\n    bron: buurt\n",
        ),
        "fout: bij 'Koffie' staat niet wanneer het is nagekeken — vul gecontroleerd in, of zet in_boekje op nee",
    ),
    "voorziening-without-source": Case(
        KAART,
        (
            "voorzieningen:\n",
            f"voorzieningen:\n  - {MARK}organisatie: Buurt\n    aanbod: Koffie\n    domein: contacten\n"
            "    omschrijving: Kom erbij.\n    website: buurt.nl\n    gecontroleerd: 2026-11-01\n",
        ),
        "waarschuwing: bij 'Koffie' staat geen bron — vul in waar de gegevens vandaan komen",
        exit_code=0,
    ),
    "fictional-number-in-a-real-gemeente": Case(
        KAART,
        ('    telefoon: "14 036"', f'    telefoon: "{MARK}036 000 00 09"'),
        f"fout: '036 000 00 09' is verzonnen — {VERZONNEN}",
    ),
    "fictional-number-of-a-real-gemeente": Case(
        ALMERE,
        (TELEFOON, f'  telefoon: "{MARK}036 000 00 09"\n'),
        f"fout: '036 000 00 09' is verzonnen — {VERZONNEN}",
    ),
    "fictional-address-for-the-whole-country": Case(
        LAND,
        ("website: huurcommissie.nl", f"website: {MARK}huur.voorbeeld.example"),
        f"fout: 'huur.voorbeeld.example' is verzonnen — {VERZONNEN}",
    ),
    "fictional-number-in-running-text": Case(
        KAART,
        _tips({"aanmelden": f"Bel naar {MARK}036-0000001 of kom langs."}),
        f"fout: '036-0000001' is verzonnen — {VERZONNEN}",
    ),
    "fictional-postcode": Case(
        KAART, _tips({"postcode": f"{MARK}0000 AA"}), f"fout: '0000 AA' is verzonnen — {VERZONNEN}"
    ),
    "address-that-serves-as-an-example": Case(
        ALMERE,
        ("email: info@almere.nl", f"email: {MARK}info@example.com"),
        f"fout: 'info@example.com' is verzonnen — {VERZONNEN}",
    ),
    "phone-number-too-short": Case(
        KAART,
        _tips({"telefoon": f'{MARK}"036 539 991"'}),
        "fout: '036 539 991' is geen goed telefoonnummer — "
        "kijk het na: een gewoon nummer heeft tien cijfers, hier staan er 9",
    ),
    "phone-number-of-the-gemeente": Case(
        ALMERE,
        (TELEFOON, f'  telefoon: {MARK}"14 036, kies 2"\n'),
        "fout: '14 036, kies 2' is geen goed telefoonnummer — schrijf alleen het nummer, zonder woorden of letters",
    ),
    "phone-number-of-the-oco": Case(
        STAD,
        ('telefoon: "036 000 00 02"', f'telefoon: {MARK}"112 of 113"'),
        "fout: '112 of 113' is geen goed telefoonnummer — zet hier één nummer; noem het andere bij de omschrijving",
    ),
    "phone-number-that-is-only-kept": Case(
        KAART,
        _tips({"telefoon": f'{MARK}"123"', "in_boekje": "nee"}),
        "waarschuwing: '123' is geen goed telefoonnummer — "
        "kijk het na: een gewoon nummer heeft tien cijfers, hier staan er 3",
        exit_code=0,
    ),
    "email-without-a-name": Case(
        KAART,
        _tips({"email": f"{MARK}buurt.nl"}),
        "fout: 'buurt.nl' is geen goed e-mailadres — zet hier één e-mailadres, met één @",
    ),
    "email-with-a-space": Case(
        ALMERE,
        ("email: info@almere.nl", f"email: {MARK}info @almere.nl"),
        "fout: 'info @almere.nl' is geen goed e-mailadres — "
        "een e-mailadres heeft geen spaties en geen haakjes, en na de @ een naam met een punt",
    ),
    "website-without-a-dot": Case(
        KAART, _tips({"website": f"{MARK}buurt"}), f"fout: 'buurt' is geen goed webadres — {WEBADRES}"
    ),
    "website-of-another-kind": Case(
        ALMERE,
        ("website: almere.nl", f"website: {MARK}javascript:alert(1)"),
        f"fout: 'javascript:alert(1)' is geen goed webadres — {WEBADRES}",
    ),
    "website-that-is-an-email": Case(
        KAART,
        _tips({"website": f"{MARK}koffie@buurt.nl"}),
        "fout: 'koffie@buurt.nl' is geen goed webadres — dit lijkt een e-mailadres; zet dat bij email",
    ),
    "website-too-long": Case(
        KAART,
        _tips({"website": f"{MARK}https://buurt.nl/{'x' * 52}"}),
        "waarschuwing: dit webadres heeft 61 letters, en dat is veel om over te typen — "
        "kies een kortere bladzijde, zoals de voorpagina",
        exit_code=0,
    ),
    "postcode-without-letters": Case(
        KAART,
        _tips({"postcode": f'{MARK}"1315"'}),
        "fout: '1315' is geen goede postcode — schrijf vier cijfers en twee hoofdletters, zoals 1234 AB",
    ),
    "postcode-in-small-letters": Case(
        KAART, _tips({"postcode": f"{MARK}1315ab"}), "fout: '1315ab' is geen goede postcode — schrijf '1315 AB'"
    ),
    "description-of-many-letters": Case(
        KAART,
        _tips({"omschrijving": f"{MARK}{'a' * 241}"}),
        f"waarschuwing: de omschrijving van 'Koffie' heeft 241 letters — {KAARTJE}",
        exit_code=0,
    ),
    "description-of-many-sentences": Case(
        KAART,
        _tips({"omschrijving": f"{MARK}Een. Twee! Drie? Vier. Vijf."}),
        f"waarschuwing: de omschrijving van 'Koffie' heeft 5 zinnen — {KAARTJE}",
        exit_code=0,
    ),
    "voorziening-twice": Case(
        KAART,
        _tips({}, {"organisatie": f"{MARK}buurt", "aanbod": '" KOFFIE"'}),
        "waarschuwing: 'KOFFIE' van 'buurt' staat er twee keer — haal er een weg; de eerste staat in {}",
        at=(KAART, f"- {MARK}organisatie: buurt"),
        other=(KAART, f"- {MARK}organisatie: Buurt\n    aanbod: Koffie"),
        exit_code=0,
    ),
    "checked-tomorrow": Case(
        KAART,
        _tips({"gecontroleerd": f"{MARK}2026-11-23"}),
        "fout: 'Koffie' is nagekeken op 23 november 2026, en die dag moet nog komen — "
        "kijk de dag, de maand en het jaar na",
    ),
    "checked-more-than-a-year-ago": Case(
        KAART,
        _tips({"gecontroleerd": f"{MARK}2025-11-21"}),
        "waarschuwing: 'Koffie' van 'Buurt' is voor het laatst nagekeken in november 2025 — "
        "kijk het na: na een jaar kan er veel veranderd zijn",
        exit_code=0,
    ),
    "checked-more-than-two-years-ago": Case(
        KAART,
        _tips({"gecontroleerd": f"{MARK}2024-11-21"}),
        "waarschuwing: 'Koffie' van 'Buurt' is voor het laatst nagekeken in november 2024 en is nu te oud voor het boekje — "
        "kijk het na en zet de nieuwe datum bij gecontroleerd",
        exit_code=0,
    ),
    "too-old-before-it-is-old": Case(
        ALMERE,
        (NAAM, f"{NAAM}houdbaar:\n  nakijken_na: {MARK}25\n"),
        "fout: nakijken_na is 25 maanden, en dat is later dan verouderd_na: 24 maanden — "
        "maak nakijken_na kleiner, of verouderd_na groter",
    ),
    "too-old-before-the-usual-year": Case(
        ALMERE,
        (NAAM, f"{NAAM}houdbaar:\n  verouderd_na: {MARK}6\n"),
        "fout: nakijken_na is 12 maanden, en dat is later dan verouderd_na: 6 maanden — "
        "maak nakijken_na kleiner, of verouderd_na groter",
    ),
    "national-service-that-is-not-there": Case(
        KAART,
        (
            "voorzieningen:\n",
            f"{UIT}  - {MARK}organisatie: Huurcommisie\n    aanbod: Ruzie over de huur\nvoorzieningen:\n",
        ),
        "waarschuwing: de landelijke voorziening 'Huurcommisie, Ruzie over de huur' bestaat niet — "
        "bedoelde u 'Huurcommissie, Hulp bij ruzie over de huur'?",
        exit_code=0,
    ),
    "national-service-like-no-other": Case(
        KAART,
        ("voorzieningen:\n", f"{UIT}  - {MARK}organisatie: Xyz\n    aanbod: Qq\nvoorzieningen:\n"),
        f"waarschuwing: de landelijke voorziening 'Xyz, Qq' bestaat niet — neem de namen over uit content/{LAND}",
        exit_code=0,
    ),
    "switched-off-for-the-whole-country": Case(
        LAND,
        ("voorzieningen:\n", f"{MARK}{UIT}  - organisatie: Huurcommissie\n    aanbod: Iets\nvoorzieningen:\n"),
        "fout: 'landelijk_uit' kan alleen bij een gemeente — "
        "haal het hier weg, of zet de voorziening op in_boekje: nee",
    ),
    "local-instead-of-national": Case(
        KAART,
        _tips({**HUURCOMMISSIE, "organisatie": f"{MARK}huurcommissie"}),
        "melding: 'Hulp bij ruzie over de huur' van 'huurcommissie' komt in plaats van de landelijke — "
        f"de landelijke staat in content/{LAND}",
        at=(KAART, f"- {MARK}organisatie: huurcommissie"),
        exit_code=0,
    ),
    # Texts
    "unknown-placeholder": Case(
        PLAN,
        ("Vraag het aan {wijkteam}.", f"Vraag het aan {MARK}{{wijkteem}}."),
        "fout: '{wijkteem}' kan het programma niet invullen — bedoelde u 'wijkteam'?",
    ),
    "placeholder-with-spaces": Case(
        PLAN,
        ("Vraag het aan {wijkteam}.", f"Vraag het aan {MARK}{{ wijkteam }}."),
        "fout: '{ wijkteam }' kan het programma niet invullen — bedoelde u 'wijkteam'?",
    ),
    "unknown-placeholder-of-gemeente": Case(
        STAD,
        ("teksten: {}", f'teksten:\n  omslag:\n    van: "Van {MARK}{{gemente}}"'),
        "fout: '{gemente}' kan het programma niet invullen — bedoelde u 'gemeente'?",
    ),
    "placeholder-where-nothing-is-filled-in": Case(
        HUIS,
        ("  Denk aan de trap", f"  Denk met {MARK}{{wijkteam}} aan de trap"),
        "fout: '{wijkteam}' wordt hier niet ingevuld — dat gebeurt alleen bij 'teksten', en bij 'uitleg' in plan.yaml",
    ),
    "unprintable-in-a-block": Case(
        HUIS,
        ("  Denk aan de trap", f"  Denk aan {MARK}中 de trap"),
        "fout: het teken '中' kan niet worden gedrukt — schrijf het met andere letters",
    ),
    "unprintable-in-a-folded-block": Case(
        HUIS,
        ("uitleg: |\n  Dit huisje gaat over de plek", f"uitleg: >\n  Dit huisje\n  gaat over {MARK}中 de plek"),
        "fout: het teken '中' kan niet worden gedrukt — schrijf het met andere letters",
    ),
    "unprintable-on-the-second-line-of-a-text": Case(
        HUIS,
        ("      - Boodschappen doen en koken.", f"      - Boodschappen doen\n        en koken{MARK}中."),
        "fout: het teken '中' kan niet worden gedrukt — schrijf het met andere letters",
    ),
    "unprintable-written-in-another-way": Case(
        HUIS,
        ("- Boodschappen doen en koken.", f'- {MARK}"Boodschappen doen en koken \\u4e2d."'),
        "fout: het teken '中' kan niet worden gedrukt — schrijf het met andere letters",
    ),
    "control-character-written-in-another-way": Case(
        ALMERE,
        (NAAM, f'naam: {MARK}"Almere\\e[2J"\n'),
        "fout: het teken 'U+001B' kan niet worden gedrukt — schrijf het met andere letters",
    ),
    # The form of the file
    "tab-before-a-field": Case(ALMERE, (TELEFOON, f'{MARK}\ttelefoon: "14 036"\n'), TAB),
    "tab-after-spaces": Case(ALMERE, (TELEFOON, f'  {MARK}\ttelefoon: "14 036"\n'), TAB),
    "tab-in-a-block": Case(HUIS, ("  Denk aan de trap", f"{MARK}\tDenk aan de trap"), TAB),
    "tab-before-a-dash": Case(HUIS, ("      - Boodschappen", f"{MARK}\t- Boodschappen"), TAB),
    "cp1252": Case(ALMERE, _as("cp1252"), UTF8, at=(ALMERE, f"# De gegevens van de gemeente Almer{MARK}")),
    "utf-16": Case(ALMERE, _as("utf-16"), UTF8, at=":1:1"),
    "utf-16-without-mark": Case(ALMERE, "naam: x\n".encode("utf-16-le"), LEESBAAR, at=":1:2"),
    "control-character": Case(ALMERE, (NAAM, f"naam: Al{MARK}\x07mere\n"), LEESBAAR),
    "nul-after-accents": Case(HUIS, ("  Denk aan de trap", f"  Één trap, twéé{MARK}\x00 trappen"), LEESBAAR),
    "picture-instead-of-text": Case(ALMERE, PNG, UTF8, at=":1:1"),
    "word-document-instead-of-text": Case(ALMERE, b"PK\x03\x04\x14\x00\x06\x00", LEESBAAR, at=":1:3"),
    "empty-file": Case(KAART, EMPTY, LEEG, at=":1:1"),
    "comment-only": Case(KAART, b"# Nog niets.\n# Dit komt later.\n", LEEG, at=":1:1"),
    "three-dashes-only": Case(KAART, b"---\n", LEEG, at=":1:1"),
    "prose-instead-of-fields": Case(
        ALMERE, b"Dit is een brief.\n", f"fout: hier horen velden, niet 'Dit is een brief.' — {VELDEN}", at=":1:1"
    ),
    "quote-not-closed": Case(ALMERE, (NAAM, f'naam: {MARK}"Almere\n'), QUOTE),
    "quote-not-closed-in-a-list": Case(
        HUIS, ("- Boodschappen doen en koken.", f'- {MARK}"Boodschappen doen en koken.'), QUOTE
    ),
    "apostrophe-at-the-start": Case(ALMERE, (NAAM, f"naam: {MARK}'s-Hertogenbosch\n"), QUOTE),
    "text-after-a-quote": Case(ALMERE, (NAAM, f'naam: "Almere" {MARK}stad\n'), NA_HAAKJE),
    "text-after-a-placeholder": Case(
        PLAN, ("landelijk: In heel Nederland", f"landelijk: {{gemeente}} {MARK}en omgeving"), NA_HAAKJE
    ),
    "bracket-not-closed": Case(LAND, ("kolom: mijn-woning", f"kolom: {MARK}[mijn-woning"), HAAKJE),
    "backslash-in-quotes": Case(
        ALMERE,
        (NAAM, f'naam: "Al{MARK}\\mere"\n'),
        "fout: een \\ heeft tussen dubbele aanhalingstekens een eigen betekenis — "
        "zet de tekst tussen enkele aanhalingstekens",
    ),
    "colon-missing": Case(ALMERE, ("  website: almere.nl", f"  {MARK}website almere.nl"), PUNT),
    "colon-missing-on-the-first-field": Case(ALMERE, (NAAM, f"{MARK}naam Almere\n"), PUNT),
    "colon-missing-between-fields": Case(RIA, ("naam: Ria\n", f"{MARK}naam Ria\n"), PUNT),
    "colon-missing-above-a-field": Case(RIA, ("id: ria\n", f"{MARK}id ria\n"), PUNT),
    "name-missing-before-the-colon": Case(
        ALMERE,
        (NAAM, f"{MARK}: Almere\n"),
        "fout: voor de dubbele punt ontbreekt de naam van het veld — schrijf bijvoorbeeld 'naam: Almere'",
    ),
    "text-below-its-field-too-little-indented": Case(HUIS, ("  Denk aan de trap", f"{MARK}Denk aan de trap"), PUNT),
    "colon-in-a-text-of-more-lines": Case(
        HUIS,
        ("- Boodschappen doen en koken.", f"- Boodschappen\n        Bijvoorbeeld{MARK}: koken"),
        f"fout: hier staat een dubbele punt te veel — {AANHALING}",
    ),
    "space-missing-after-the-colon": Case(
        ALMERE,
        (NAAM, f"naam{MARK}:Almere\n"),
        "fout: na de dubbele punt ontbreekt een spatie — schrijf bijvoorbeeld 'naam: Almere'",
    ),
    "space-missing-after-the-dash": Case(
        HUIS,
        ("      - Boodschappen", f"      {MARK}-Boodschappen"),
        "fout: na het streepje ontbreekt een spatie — schrijf bijvoorbeeld '- tekst'",
    ),
    "colon-too-many": Case(
        ALMERE, (NAAM, f"naam: Almere{MARK}: stad\n"), f"fout: hier staat een dubbele punt te veel — {AANHALING}"
    ),
    "list-on-the-line-of-its-name": Case(
        HUIS,
        ("    gaat_goed:\n      - Een plek", f"    gaat_goed: {MARK}- Een plek"),
        "fout: een lijst begint op een nieuwe regel — "
        "zet elk streepje op een eigen regel, of zet de tekst tussen aanhalingstekens",
    ),
    "text-on-the-line-of-its-stroke": Case(
        HUIS,
        ("uitleg: |\n", f"uitleg: | {MARK}Kijk\n"),
        "fout: na | of > begint de tekst op een nieuwe regel — "
        "zet de hele tekst op de volgende regel, of tussen aanhalingstekens",
    ),
    "indented-too-far": Case(ALMERE, ("  website: almere.nl", f"   {MARK}website: almere.nl"), INSPRINGEN),
    "indented-too-little": Case(ALMERE, ("  website: almere.nl", f" {MARK}website: almere.nl"), INSPRINGEN),
    "indented-too-far-below-a-text": Case(
        HUIS, ("naam: Woonruimte\n", f"naam: Woon\n  {MARK}kop: ruimte\n"), INSPRINGEN
    ),
    "dash-too-far-to-the-left": Case(HUIS, ("      - Boodschappen", f"     {MARK}- Boodschappen"), INSPRINGEN),
    "dash-too-far-to-the-right": Case(
        HUIS,
        ("      - Boodschappen", f"        {MARK}- Boodschappen"),
        "fout: dit streepje hoort nu bij de tekst erboven — begin gelijke regels even ver naar rechts",
    ),
    "anchor": Case(ALMERE, (NAAM, f"naam: {MARK}&stad Almere\n"), VERWIJZING),
    "anchor-on-a-name": Case(ALMERE, (NAAM, f"{MARK}&stad naam: Almere\n"), VERWIJZING),
    "anchor-without-value": Case(ALMERE, ("wijkteam: het wijkteam", f"wijkteam: {MARK}&team"), VERWIJZING),
    "alias": Case(ALMERE, (NAAM, f"naam: {MARK}*stad\n"), VERWIJZING),
    "star-as-a-bullet": Case(ALMERE, (NAAM, f"naam: {MARK}* Almere\n"), VERWIJZING),
    "merged-fields": Case(ALMERE, (NAAM, f"{NAAM}<<: {MARK}*stad\n"), VERWIJZING),
    "tag": Case(ALMERE, (NAAM, f"naam: {MARK}!WOON\n"), ROEP),
    "tag-before-a-text": Case(ALMERE, (NAAM, f"naam: {MARK}!WOON Almere\n"), ROEP),
    "tag-on-an-optional-field": Case(ALMERE, ("wijkteam: het wijkteam", f"wijkteam: {MARK}!WIJ"), ROEP),
    "at-sign": Case(ALMERE, (NAAM, f"naam: {MARK}@almere\n"), TEKEN),
    "percent-sign": Case(ALMERE, (NAAM, f"{NAAM}{MARK}%almere\n"), TEKEN),
    "second-document": Case(
        ALMERE,
        (NAAM, f"{NAAM}{MARK}---\n"),
        "fout: na '---' begint een tweede document — maak er een eigen bestand van",
    ),
    "field-that-is-a-list": Case(
        ALMERE,
        (NAAM, f"{NAAM}? {MARK}[a, b]\n: c\n"),
        "fout: hier hoort de naam van een veld — schrijf bijvoorbeeld 'naam: Almere'",
    ),
    "nested-too-deep": Case(ALMERE, (NAAM, f"naam: {'[' * 12}{MARK}[a{']' * 13}\n"), DIEP),
    "nested-without-end": Case(ALMERE, b"[" * 100_000, DIEP, at=":1:14"),
    # Files
    "file-too-large": Case(
        KAART, _too_large, "fout: dit bestand is groter dan 4 MB — splits het of haal weg wat te veel is", at=""
    ),
    "file-missing": Case(PLAN, _remove, "fout: dit bestand ontbreekt — zet het terug of maak het opnieuw", at=""),
    "file-of-gemeente-missing": Case(
        ALMERE, _remove, "fout: dit bestand ontbreekt — zet het terug of maak het opnieuw", at=""
    ),
    "file-that-is-a-folder": Case(
        PLAN,
        _folder_instead,
        "fout: dit bestand is niet te openen — sluit het in andere programma's en kijk of u het mag lezen",
        at="",
    ),
    "folder-missing": Case(
        "domeinen", _remove_folder, "fout: deze map is leeg of ontbreekt — zet de bestanden terug", at=""
    ),
    "folder-of-gemeenten-missing": Case(
        "gemeenten", _remove_folder, "fout: deze map is leeg of ontbreekt — zet de bestanden terug", at=""
    ),
    "sociale-kaart-missing": Case(
        KAART,
        _remove,
        "melding: deze gemeente heeft nog geen Sociale Kaart — alleen het landelijke aanbod komt in het boekje",
        at="",
        exit_code=0,
    ),
    "list-of-gemeenten-spoiled-by-a-spreadsheet": Case(
        "gemeenten.csv",
        b"code,naam\r\nGM0034,Almere\r\n",
        "waarschuwing: deze lijst is niet te lezen — zet het oorspronkelijke bestand terug",
        at="",
        exit_code=0,
    ),
    "list-of-gemeenten-in-cp1252": Case(
        "gemeenten.csv",
        "code;naam\nGM1900;Súdwest-Fryslân\n".encode("cp1252"),
        "waarschuwing: deze lijst is niet te lezen — zet het oorspronkelijke bestand terug",
        at="",
        exit_code=0,
    ),
}


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def _broken(case: Case) -> str:
    """Break the file and give the line that must be told."""
    path = Path("content") / case.file
    place = ""
    if isinstance(case.change, tuple):
        old, new = case.change
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        assert old in text, f"{case.file} no longer has {old!r}"
        before, _, after = text.partition(old)
        changed = before + new + after
        if MARK in new:
            place = _counted(changed.partition(MARK)[0])
        path.write_bytes(changed.replace(MARK, "").encode())
    elif isinstance(case.change, bytes):
        path.write_bytes(case.change)
    else:
        case.change(path)
    shown = f"content/{case.file}{place}"
    if isinstance(case.at, tuple):
        shown = _found(*case.at)
    elif case.at is not None:
        shown = case.at if case.at.startswith("content") else f"content/{case.file}{case.at}"
    problem = case.problem if case.other is None else case.problem.replace("{}", _found(*case.other))
    return f"{shown}: {problem}"


def _found(file: str, marked: str) -> str:
    """The place of the mark, where the text around it stands in a file of the project."""
    before, after = marked.split(MARK)
    text = (Path("content") / file).read_bytes().decode("utf-8", "replace")
    assert before + after in text, f"{file} no longer has {before + after!r}"
    return f"content/{file}{_counted(text[: text.index(before + after) + len(before)])}"


def _counted(text: str) -> str:
    lines = text.split("\n")
    return f":{len(lines)}:{len(lines[-1]) + 1}"


def _gemeente_of(file: str) -> str:
    folder, _, rest = file.partition("/")
    return rest.partition("/")[0] if folder == "gemeenten" and rest else "almere"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_what_is_wrong_is_told_in_one_exact_line(case: Case) -> None:
    """Broken content gives its own line, with file, line, column, message and hint, and never a traceback."""
    line = _broken(case)
    asked = () if case.file == "gemeenten" else (_gemeente_of(case.file),)
    result = _run("controleer", *asked)
    told = result.output.splitlines()
    same_file = [other for other in told if other.startswith(line.partition(": ")[0].partition(":")[0])]
    assert line in told, "\n".join([line, "is not among", *same_file])
    assert result.exit_code == case.exit_code
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.usefixtures("project")
def test_the_content_itself_is_in_order() -> None:
    """The cases mean something only when the content without them has no errors."""
    result = _run("controleer")
    assert result.exit_code == 0, result.output


_LINE = re.compile(r"(content/[^:\n]+)(?::(\d+))?(?::(\d+))?: (?:fout|waarschuwing|melding): \S")


@pytest.mark.usefixtures("project")
def test_all_problems_of_all_files_come_at_once_and_in_order() -> None:
    """Six broken files give all their problems in one run, by file and then by line."""
    names = (
        "icon-of-stuk",
        "not-a-number",
        "unknown-blad",
        "unknown-domein-in-a-list",
        "unprintable-in-a-block",
        "tag",
    )
    assert len({CASES[name].file for name in names}) == len(names)
    lines = [_broken(CASES[name]) for name in names]
    told = _run("controleer", "almere").stderr.splitlines()
    assert [line for line in lines if line not in told] == []
    places = [(match[1], int(match[2] or 0), int(match[3] or 0)) for line in told if (match := _LINE.match(line))]
    assert len(places) == len(told)
    assert places == sorted(places)


@pytest.fixture
def made_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The gemeenten for which files would be made; nothing is really made, for that takes long."""
    made: list[str] = []

    def note(gemeente: Gemeente, _content: Content, _run: object) -> None:
        made.append(gemeente.id)

    monkeypatch.setattr(pipeline, "_make_for", note)
    return made


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "name", ["tag", "missing-field-of-gemeente", "empty-file", "voorziening-never-checked", "unknown-domein-in-a-list"]
)
def test_what_one_gemeente_has_wrong_does_not_stop_another(name: str, made_for: list[str]) -> None:
    """A fault in the files of Almere leaves Voorbeeldstad whole, and the run says that not all was made."""
    line = _broken(CASES[name])
    result = _run("maak", "almere", "voorbeeldstad", "--taken", "1")  # here, where nothing is really made
    assert made_for == ["voorbeeldstad"]
    assert line in result.output.splitlines()
    assert result.exit_code == 1
    assert _run("controleer", "voorbeeldstad").exit_code == 0


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["file-missing", "folder-missing", "unknown-blad", "unknown-domein", "empty-block"])
def test_what_all_share_stops_all(name: str, made_for: list[str]) -> None:
    """A fault in a file that every gemeente uses lets nothing be made, and it is told once."""
    line = _broken(CASES[name])
    result = _run("maak", "almere", "voorbeeldstad", "--taken", "1")  # here, where nothing is really made
    assert made_for == []
    assert result.output.splitlines().count(line) == 1
    assert "Er is niets gemaakt. Los eerst de fouten op die hierboven staan." in result.output
    assert result.exit_code == 1


def _problems() -> tuple[Problem, ...]:
    return check(read_content(Path("content"), ("almere", "voorbeeldstad")), TODAY)


# What is just right, beside the case above with the same code.
FINE = {
    "long-shelf-life": ("C52", ALMERE, (NAAM, f"{NAAM}houdbaar:\n  nakijken_na: 24\n")),
    "fictional-where-it-may-be": ("C28", STAD, ("website: voorbeeld.example", "website: example.com")),
    "samen-with-somebody": ("C63", WIM, ("hulp: alleen\n", "hulp: samen\nsamen_met: mijn zus\n")),
    "oco-with-nobody": ("C64", RIA, ("hulp: samen\nsamen_met: mijn dochter\n", "hulp: oco\n")),
    "large-paper-across": ("C67", PLAAT, ("formaat: A3\n", "formaat: A3 liggend\n")),
    "sheets-without-a-back": ("C68", PLAAT, ("    formaat: A3\n", "    domeinen: [geldzaken]\n    formaat: A3\n")),
    "side-in-a-booklet-of-a-folder": ("C69", TRAINING, ("      - mijn-stap\n", "      - mijn-stap rechts\n")),
    "another-edition-in-a-pack": ("C70", TRAINING, ("- wat: uitlegboekje", "- wat: tabbladen")),
    "number-with-zeros": ("C28", KAART, _tips({"telefoon": '"088 000 21 20"'})),
    "short-number": ("C45", KAART, _tips({"telefoon": '"116 117"'})),
    "number-with-country": ("C45", ALMERE, (TELEFOON, '  telefoon: "+31 (0)36 539 99 11"\n')),
    "email-with-a-plus": ("C46", KAART, _tips({"email": "koffie+thee@wijk.buurt.nl"})),
    "website-with-a-page": ("C47", KAART, _tips({"website": "https://www.buurt.nl/koffie?dag=1"})),
    "postcode-without-space": ("C48", KAART, _tips({"postcode": "1315AB"})),
    "postcode-that-is-fictional": ("C48", "gemeenten/voorbeeldstad/sociale-kaart.yaml", _tips({"postcode": "0000 AA"})),
    "website-of-sixty-letters": ("C49", KAART, _tips({"website": f"https://buurt.nl/{'x' * 51}/"})),
    "long-website-that-is-only-kept": (
        "C49",
        KAART,
        _tips({"website": f"buurt.nl/{'x' * 60}", "in_boekje": "nee"}),
    ),
    "description-that-just-fits": ("C50", KAART, _tips({"omschrijving": f"Om 9.00 uur. {'a' * 200}. {'b' * 20}. Ja."})),
    "checked-today": ("C51", KAART, _tips({"gecontroleerd": TODAY.isoformat()})),
    "checked-a-year-ago": ("C58", KAART, _tips({"gecontroleerd": "2025-11-22"})),
    "checked-two-years-ago": ("C59", KAART, _tips({"gecontroleerd": "2024-11-22"})),
    "old-but-only-kept": ("C59", KAART, _tips({"gecontroleerd": "2020-01-01", "in_boekje": "nee"})),
    "same-offer-of-another": ("C27", KAART, _tips({}, {"organisatie": "Straat"})),
    "replaced-and-switched-off": (
        "C54",
        KAART,
        (
            "voorzieningen:\n",
            f"{UIT}  - organisatie: huurcommissie\n    aanbod: hulp  bij ruzie over de huur\n"
            + _tips(HUURCOMMISSIE)[1],
        ),
    ),
    "local-that-replaces-nothing": ("C55", KAART, _tips({**HUURCOMMISSIE, "in_boekje": "nee"})),
}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("code", "file", "change"), FINE.values(), ids=FINE)
def test_what_is_just_right_is_not_told(code: str, file: str, change: tuple[str, str]) -> None:
    """A rule stops at its bound: the nearest thing that is right gives no problem of that kind, and stops nothing."""
    before = Counter((one.code, one.severity) for one in _problems())
    _broken(Case(file, change, ""))
    more = Counter((one.code, one.severity) for one in _problems()) - before
    assert [kind for kind in more if kind[0] == code or kind[1] is Severity.ERROR] == []


def _content() -> Content | None:
    return read_content(Path("content"), ("almere", "voorbeeldstad")).content(("almere", "voorbeeldstad"))


@pytest.mark.usefixtures("project")
def test_a_byte_order_mark_is_accepted() -> None:
    """A file that Notepad saved as UTF-8 with a mark at the start says the same, and so do its problems."""
    content = _content()
    for name in ("unknown-placeholder", "fictional-number-of-a-real-gemeente", "not-a-number"):
        _broken(CASES[name])
    problems = _problems()
    for file in Path("content").rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert _problems() == problems
    for name in ("unknown-placeholder", "fictional-number-of-a-real-gemeente", "not-a-number"):
        shutil.copy(ROOT_CONTENT / CASES[name].file, Path("content") / CASES[name].file)
    assert _content() == content
    assert content is not None


@pytest.mark.usefixtures("project")
def test_line_ends_of_windows_change_nothing() -> None:
    """With CRLF at every line end the values are the same, and so are the places of the problems."""
    content = _content()
    _with_crlf()
    assert _content() == content
    assert content is not None
    for name in ("unprintable-in-a-block", "fictional-number-of-a-real-gemeente", "not-a-number", "unknown-blad"):
        shutil.copy(ROOT_CONTENT / CASES[name].file, Path("content") / CASES[name].file)
        _broken(CASES[name])
    problems = _problems()
    _with_crlf()
    assert _problems() == problems
    assert sum(problem.severity is Severity.ERROR for problem in problems) >= 4


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["nul-after-accents", "quote-not-closed", "tab-in-a-block", "colon-missing", "cp1252"])
def test_line_ends_of_windows_give_the_same_place_to_what_cannot_be_read(name: str) -> None:
    """A file that cannot be read with CRLF is told at the same line and column as with LF."""
    line = _broken(CASES[name])
    file = Path("content") / CASES[name].file
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert line in map(str, _problems())


def _with_crlf() -> None:
    for file in Path("content").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_what_is_lacking_at_the_end_is_told_on_the_last_line(tmp_path: Path, end: str) -> None:
    """A file that was cut off has no line after its last."""
    file = tmp_path / "half.yaml"
    file.write_text(f"labels:\n  - een\n  - [twee, drie{end}", encoding="utf-8")
    (problem,) = read_source(file, "half.yaml")[1]
    assert (problem.code, problem.place.line) == ("L13", 3)


@pytest.mark.usefixtures("project")
def test_hidden_line_ends_do_not_move_the_places() -> None:
    """Line ends that editors do not show, such as those pasted from Word, do not count as lines."""
    file = Path("content") / HUIS
    file.write_text(file.read_text(encoding="utf-8").replace("over de plek", "over\u2028de\x85plek"), encoding="utf-8")
    line = _broken(CASES["icon-of-domein"])
    below = _broken(CASES["zrm-unknown"])
    assert {line, below} <= set(map(str, _problems()))


@pytest.mark.usefixtures("project")
def test_what_looks_like_a_number_or_a_truth_stays_text() -> None:
    """YAML turns these words into numbers, minutes and truths; the booklet prints them as they were written."""
    words = {
        "telefoon": "0201234567",
        "openingstijden": "10:30",
        "kosten": "no",
        "aanmelden": "on",
        "huisnummer": "0x1F",
        "voor_wie": "1_000",
        "plaats": "null",
        "straat": "2026-11-22",
    }
    fields = "".join(f"    {name}: {word}\n" for name, word in words.items())
    entry = f"  - organisatie: yes\n    aanbod: 1.10\n    domein: contacten\n    omschrijving: 1e3\n{fields}"
    kaart, plan = Path("content") / KAART, Path("content") / PLAN
    kaart.write_text(f"voorzieningen:\n{entry}", encoding="utf-8")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"^versie: .*$", "versie: 1.10", text, flags=re.MULTILINE), encoding="utf-8")
    content = read_content(Path("content"), ("almere",)).content(("almere",))
    assert content is not None
    voorziening = content.gemeenten[0].sociale_kaart.voorzieningen[0]
    assert {name: getattr(voorziening, name) for name in words} == words
    assert (voorziening.organisatie, voorziening.aanbod, voorziening.omschrijving) == ("yes", "1.10", "1e3")
    assert content.plan.versie == "1.10"


@pytest.mark.usefixtures("project")
def test_a_warning_stops_only_under_streng(made_for: list[str]) -> None:
    """A warning lets all be made, and under --streng stops the gemeente that it is about."""
    line = _broken(CASES["code-that-nobody-has"])
    for command in ("controleer", "maak"):
        assert _run(command, "almere").exit_code == 0
        strict = _run(command, "almere", "--streng")
        assert strict.exit_code == 1
        assert line in strict.output.splitlines()
    assert made_for == ["almere"]
    assert _run("maak", "almere", "voorbeeldstad", "--streng").exit_code == 1
    assert "almere" not in made_for[1:]


@pytest.mark.usefixtures("project")
def test_a_note_stops_nothing(made_for: list[str]) -> None:
    """A note is told and stops nothing, under --streng neither."""
    order = Order(("voorbeeldstad",), TODAY, streng=True)
    before = make(order, lambda step, text: None)
    (Path("content") / "gemeenten/voorbeeldstad/sociale-kaart.yaml").unlink()
    after = make(order, lambda step, text: None)
    assert {problem.severity for problem in set(after.problems) - set(before.problems)} == {Severity.NOTE}
    assert after.stopped == before.stopped
    assert len(made_for) in (0, 2)


@pytest.mark.parametrize("command", ["controleer", "maak"])
def test_places_read_as_a_path_from_where_the_command_was_given(
    project: Path, monkeypatch: pytest.MonkeyPatch, made_for: list[str], command: str
) -> None:
    """A place begins with the folder as it was given, so that it can be opened from there."""
    line = _broken(CASES["not-a-number"])
    for folder, inhoud in ((project.parent, f"{project.name}/content"), (project / "content", ".")):
        monkeypatch.chdir(folder)
        result = _run(command, "almere", "--inhoud", inhoud)
        place = line.partition(":")[0].removeprefix("content/")
        assert any(told.startswith(f"{inhoud}/{place}:5:11: fout: ") for told in result.output.splitlines())
    assert made_for == []


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("controleer", "almeer"), "Gemeente 'almeer' is er niet; bedoelde u 'almere'?"),
        (("maak", "almeer"), "Gemeente 'almeer' is er niet; bedoelde u 'almere'?"),
        (("maak", "almere", "Voorbeeldstat"), "Gemeente 'Voorbeeldstat' is er niet; bedoelde u 'voorbeeldstad'?"),
        (("maak", "qqq"), "Gemeente 'qqq' is er niet; kies uit: almere, voorbeeldstad"),
        (("maak", "--editie", "basisformaat"), "Editie 'basisformaat' is er niet; bedoelde u 'basisformat'?"),
        (("maak", "--domein", "woonruimtes"), "Domein 'woonruimtes' is er niet; bedoelde u 'woonruimte'?"),
        (("maak", "--domein", "1-gezondheid"), "Domein '1-gezondheid' is er niet; bedoelde u 'gezondheid'?"),
        (("maak", "--druk", "scherp"), "Druk 'scherp' is er niet; bedoelde u 'scherm'?"),
    ],
)
def test_a_name_that_is_not_there_ends_with_two(
    arguments: tuple[str, ...], told: str, made_for: list[str], project: Path
) -> None:
    """A wrong command says which name was meant, ends with 2 and makes nothing."""
    result = _run(*arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output
    assert made_for == []
    assert not (project / "output").exists()
