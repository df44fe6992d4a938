"""Mistakes that people make who do this once a year: each is caught, and told in a sentence that is frozen here.

`test_broken_content` asks of every rule whether it speaks; this asks of every person what they meet.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner, Result

from booklet.cli import main

STAD = "content/gemeenten/voorbeeldstad"
GEMEENTE, KAART = f"{STAD}/gemeente.yaml", f"{STAD}/sociale-kaart.yaml"
HUIS, PLAN = "content/domeinen/1-woonruimte.yaml", "content/plan.yaml"
CHECK = "controleer voorbeeldstad"
IMPORT = "sociale-kaart importeer voorbeeldstad kaart.xlsx"
TRAINING = "maak voorbeeldstad --editie training"
DATE = "schrijf een bestaande dag als jaar-maand-dag, zoals 2026-11-22"
COLOUR = 'schrijf een hekje met zes cijfers of letters, zoals "#1F3A5F"'

Slip = Callable[[], object]


class Mistake(NamedTuple):
    """What somebody did, what they typed then, the line that tells it, and how the program ends."""

    slip: Slip
    typed: str
    told: str
    exit_code: int = 1


def _nothing() -> None:
    """The mistake is in what is typed."""


def _instead(file: str, old: str, new: str) -> Slip:
    """Somebody types something else in a file."""

    def type_it() -> None:
        text = Path(file).read_text(encoding="utf-8")
        assert old in text
        Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return type_it


def _saved_as_ansi() -> None:
    """Notepad of an old computer saves with another set of letters."""
    text = Path(KAART).read_text(encoding="utf-8").replace("Gratis", "Café", 1)
    Path(KAART).write_bytes(text.encode("cp1252", "replace"))


def _with_bytes(file: str, data: bytes) -> Slip:
    return lambda: Path(file).write_bytes(data)


def _renamed(file: str, name: str) -> Slip:
    return lambda: Path(file).rename(Path(file).with_name(name))


def _in_the_workbook(head: str, value: object, row: int = 2) -> Slip:
    """Somebody types in the column with this head of an exported workbook, or over the head itself."""

    def type_it() -> None:
        assert _run("sociale-kaart exporteer voorbeeldstad kaart.xlsx").exit_code == 0
        book = openpyxl.load_workbook("kaart.xlsx")
        sheet: Any = book["Sociale Kaart"]
        sheet.cell(row, [cell.value for cell in sheet[1]].index(head) + 1).value = value
        book.save("kaart.xlsx")

    return type_it


def _run(typed: str) -> Result:
    return CliRunner().invoke(main, typed.split(), prog_name="python build.py")


STAFF: Mapping[str, Mistake] = {
    "a-digit-short": Mistake(
        _instead(GEMEENTE, '"036 000 00 01"', '"036 000 00 0"'),
        CHECK,
        f"{GEMEENTE}:23:13: fout: '036 000 00 0' is geen goed telefoonnummer — "
        "kijk het na: een gewoon nummer heeft tien cijfers, hier staan er 9",
    ),
    "word-in-a-phone-number": Mistake(
        _instead(GEMEENTE, '"036 000 00 01"', '"036 000 00 01 (kies 2)"'),
        CHECK,
        f"{GEMEENTE}:23:13: fout: '036 000 00 01 (kies 2)' is geen goed telefoonnummer — "
        "schrijf alleen het nummer, zonder woorden of letters",
    ),
    "quotes-of-word": Mistake(
        _instead(GEMEENTE, '"036 000 00 01"', "“036 000 00 01”"),
        CHECK,
        f"{GEMEENTE}:23:13: fout: '“036 000 00 01”' is geen goed telefoonnummer — "
        "typ rechte aanhalingstekens: de kromme komen uit Word",
    ),
    "quote-not-closed": Mistake(
        _instead(GEMEENTE, '"036 000 00 01"', '"036 000 00 01'),
        CHECK,
        f"{GEMEENTE}:23:13: fout: een aanhalingsteken is niet gesloten — zet er aan het eind ook een; "
        "begint de tekst met een apostrof, zet dan alles tussen dubbele aanhalingstekens",
    ),
    "field-misspelt": Mistake(
        _instead(GEMEENTE, "  telefoon:", "  telefon:"),
        CHECK,
        f"{GEMEENTE}:23:3: fout: onbekend veld 'telefon' — bedoelde u 'telefoon'?",
    ),
    "colon-gone": Mistake(
        _instead(GEMEENTE, "naam: Voorbeeldstad", "naam Voorbeeldstad"),
        CHECK,
        f"{GEMEENTE}:6:1: fout: hier ontbreekt een dubbele punt na de naam van het veld — "
        "schrijf bijvoorbeeld 'naam: Almere', of laat de tekst even ver inspringen als de regel erboven",
    ),
    "space-after-colon-gone": Mistake(
        _instead(GEMEENTE, "naam: Voorbeeldstad", "naam:Voorbeeldstad"),
        CHECK,
        f"{GEMEENTE}:6:5: fout: na de dubbele punt ontbreekt een spatie — schrijf bijvoorbeeld 'naam: Almere'",
    ),
    "tab": Mistake(
        _instead(GEMEENTE, "  email: info", "\temail: info"),
        CHECK,
        f"{GEMEENTE}:26:1: fout: hier staat een tab — gebruik spaties om in te springen",
    ),
    "line-pasted-twice": Mistake(
        _instead(GEMEENTE, "  email: info@", "  email: post@voorbeeld.example\n  email: info@"),
        CHECK,
        f"{GEMEENTE}:27:3: fout: veld 'email' staat er twee keer — haal er een weg",
    ),
    "comma-in-a-web-address": Mistake(
        _instead(GEMEENTE, "website: voorbeeld", "website: www,voorbeeld"),
        CHECK,
        f"{GEMEENTE}:25:12: fout: 'www,voorbeeld.example' is geen goed webadres — "
        "schrijf het zoals mensen het intypen, bijvoorbeeld voorbeeld.example of voorbeeld.example/hulp",
    ),
    "mail-without-at": Mistake(
        _instead(GEMEENTE, "email: info@voorbeeld.example", "email: info.voorbeeldstad.nl"),
        CHECK,
        f"{GEMEENTE}:26:10: fout: 'info.voorbeeldstad.nl' is geen goed e-mailadres — "
        "zet hier één e-mailadres, met één @",
    ),
    "colour-without-quotes": Mistake(
        _instead(GEMEENTE, 'accent: "#0B5D5A"', "accent: #0B5D5A"),
        CHECK,
        f'{GEMEENTE}:41:11: fout: zonder aanhalingstekens telt deze kleur niet mee — schrijf "#0B5D5A"',
    ),
    "colour-by-name": Mistake(
        _instead(GEMEENTE, 'accent: "#0B5D5A"', "accent: blauw"),
        CHECK,
        f"{GEMEENTE}:41:11: fout: 'blauw' is geen kleur — {COLOUR}",
    ),
    "logo-not-there": Mistake(
        _instead(GEMEENTE, "logo: logo.svg", "logo: logo.png"),
        CHECK,
        f"{GEMEENTE}:49:9: fout: logo 'logo.png' is er niet — zet het bestand naast gemeente.yaml",
    ),
    "logo-out-of-word": Mistake(
        _instead(GEMEENTE, "logo: logo.svg", "logo: logo.docx"),
        CHECK,
        f"{GEMEENTE}:49:9: fout: 'logo.docx' kan geen logo zijn — "
        "zet een bestand .svg of .png in de map van de gemeente en schrijf alleen de naam",
    ),
    "saved-as-ansi": Mistake(
        _saved_as_ansi,
        CHECK,
        f"{KAART}:35:16: fout: hier staat een teken dat niet als UTF-8 is opgeslagen — kies bij 'Opslaan als' de codering UTF-8",
    ),
    "saved-as-txt": Mistake(
        _renamed(GEMEENTE, "gemeente.yaml.txt"),
        CHECK,
        f"{GEMEENTE}: fout: dit bestand ontbreekt — er staat wel 'gemeente.yaml.txt'; haal .txt van de naam weg",
    ),
    "another-ending": Mistake(
        _renamed(HUIS, "1-woonruimte.yml"),
        CHECK,
        "content/domeinen/1-woonruimte.yml: fout: dit bestand wordt niet gelezen — geef het de uitgang .yaml",
    ),
    "dutch-date": Mistake(
        _instead(KAART, "gecontroleerd: 2026-09-14", "gecontroleerd: 14-09-2026"),
        CHECK,
        f"{KAART}:37:20: fout: hier hoort een datum, niet '14-09-2026' — {DATE}",
    ),
    "day-that-is-not-there": Mistake(
        _instead(KAART, "gecontroleerd: 2026-09-14", "gecontroleerd: 2026-02-31"),
        CHECK,
        f"{KAART}:37:20: fout: hier hoort een datum, niet '2026-02-31' — {DATE}",
    ),
    "day-to-come": Mistake(
        _instead(KAART, "gecontroleerd: 2026-09-14", "gecontroleerd: 2027-09-14"),
        CHECK,
        f"{KAART}:37:20: fout: 'Kleine klussen in huis' is nagekeken op 14 september 2027, en die dag moet nog komen — "
        "kijk de dag, de maand en het jaar na",
    ),
    "line-moved": Mistake(
        _instead(KAART, "    aanbod: Kleine", "   aanbod: Kleine"),
        CHECK,
        f"{KAART}:26:4: fout: het inspringen klopt hier niet — begin gelijke regels even ver naar rechts",
    ),
    "false-instead-of-nee": Mistake(
        _instead(KAART, "in_boekje: ja", "in_boekje: false"),
        CHECK,
        f"{KAART}:39:16: fout: hier hoort ja of nee, niet 'false'",
    ),
    "part-of-another-house": Mistake(
        _instead(KAART, "kolom: [mijn-woning, mijn-huishouden]", "kolom: mijn-gevoel"),
        CHECK,
        f"{KAART}:28:12: fout: kolom 'mijn-gevoel' hoort niet bij domein 'woonruimte' — "
        "kies uit: mijn-woning, mijn-huishouden",
    ),
    "essence-too-long": Mistake(
        _instead(HUIS, "dat bij mij past.", "dat bij mij past en waar ik nog heel lang fijn kan wonen."),
        CHECK,
        f"{HUIS}:22:15: fout: de essentie heeft 16 woorden — maak er hooguit 12 van",
    ),
    "a-question-instead-of-a-tip": Mistake(
        _instead(HUIS, "- Mijn buurt is rustig en veilig, of juist niet.", "- Is de buurt veilig?"),
        CHECK,
        f"{HUIS}:28:9: fout: een suggestie is geen vraag, en 'Is de buurt veilig?' wel — maak er een zin met 'ik' van, of losse woorden",
    ),
    "colon-in-a-tip": Mistake(
        _instead(HUIS, "- De trap, de badkamer", "- Let op: de trap, de badkamer"),
        CHECK,
        f"{HUIS}:26:9: fout: hier hoort gewone tekst — geen lijst en geen velden; begint de tekst met {{ of [ "
        "of staat er een dubbele punt in, zet er dan aanhalingstekens omheen",
    ),
    "line-thrown-away": Mistake(
        _instead(HUIS, "    essentie: Een veilig huis dat bij mij past.\n", ""),
        CHECK,
        f"{HUIS}:19:5: fout: verplicht veld 'essentie' ontbreekt — voeg het toe",
    ),
    "own-text-under-a-wrong-name": Mistake(
        _instead(GEMEENTE, "teksten: {}", "teksten:\n  colofoon:\n    kop: Colofon"),
        CHECK,
        f"{GEMEENTE}:61:3: fout: onbekend veld 'colofoon' — bedoelde u 'colofon'?",
    ),
    "word-that-the-program-fills-in-misspelt": Mistake(
        _instead(PLAN, "Vraag het aan {wijkteam}.", "Vraag het aan {wijkteem}."),
        CHECK,
        f"{PLAN}:121:21: fout: '{{wijkteem}}' kan het programma niet invullen — bedoelde u 'wijkteam'?",
    ),
    "gemeente-misspelt": Mistake(_nothing, "maak almer", "Fout: Gemeente 'almer' is er niet; bedoelde u 'almere'?", 2),
    "command-forgotten": Mistake(
        _nothing,
        "voorbeeldstad",
        "Fout: Onbekende opdracht 'voorbeeldstad'. Bedoelde u: python build.py maak voorbeeldstad",
        2,
    ),
    "edition-misspelt": Mistake(
        _nothing,
        "maak almere --editie basisboekje",
        "Fout: Editie 'basisboekje' is er niet; bedoelde u 'basisformat'?",
        2,
    ),
    "printing-that-is-not-there": Mistake(
        _nothing,
        "maak almere --druk print",
        "Fout: Druk 'print' is er niet; kies uit: scherm, invulbaar, boekje, knipvellen, drukkerij, ringband, grootletter",
        2,
    ),
    "option-misspelt": Mistake(
        _nothing,
        "maak almere --domain geldzaken",
        "Fout: Onbekende optie '--domain'. Bedoelde u een van deze: '--domein', '--omslaan'?",
        2,
    ),
    "paper-that-is-not-there": Mistake(
        _nothing,
        "maak almere --druk boekje --vel A5",
        "Fout: '--vel' klopt niet: 'A5' kan hier niet. Kies een van deze: 'a3', 'a4'.",
        2,
    ),
    "copies-without-a-print-shop": Mistake(
        _nothing,
        "maak almere --oplage 500",
        "Fout: --oplage hoort bij --druk drukkerij. Typ die erbij, of laat --oplage weg.",
        2,
    ),
    "another-folder-and-nothing-typed": Mistake(
        lambda: shutil.rmtree("content"),
        "",
        "Fout: De map 'content' is er niet. Ga eerst naar de map waarin build.py staat.",
        2,
    ),
    "another-folder": Mistake(
        lambda: shutil.rmtree("content"),
        "maak almere",
        "Fout: De map 'content' is er niet. Ga eerst naar de map waarin build.py staat.",
        2,
    ),
    "pdf-without-saying-so": Mistake(
        _with_bytes("folder.pdf", b"%PDF-1.7"),
        "controleer folder.pdf",
        "Fout: 'folder.pdf' is een bestand, en hier hoort een gemeente. "
        "Een PDF kijkt u na met: python build.py controleer --pdf",
        2,
    ),
}
TRAINERS: Mapping[str, Mistake] = {
    "edition-instead-of-a-command": Mistake(
        _nothing,
        "training almere",
        "Fout: 'training' is een editie. Typ bijvoorbeeld: python build.py maak almere --editie training",
        2,
    ),
    "edition-instead-of-a-gemeente": Mistake(
        _nothing,
        "maak training",
        "Fout: 'training' is een editie. Typ bijvoorbeeld: python build.py maak almere --editie training",
        2,
    ),
    "participants-without-a-pack": Mistake(
        _nothing,
        "maak almere --deelnemers 8",
        "Fout: --deelnemers hoort bij een editie met een pakket, zoals --editie training.",
        2,
    ),
    "too-many-participants": Mistake(
        _nothing,
        f"{TRAINING} --deelnemers 80",
        "Fout: '--deelnemers' klopt niet: 80 kan hier niet. Dit kan wel: van 1 tot en met 40.",
        2,
    ),
    "person-misspelt": Mistake(
        _nothing, "maak almere --voorbeeld riaa", "Fout: Voorbeeld 'riaa' is er niet; bedoelde u 'ria'?", 2
    ),
    "booklet-instead-of-answers": Mistake(
        _with_bytes("plan.pdf", b"%PDF-1.7"),
        "maak --ingevuld plan.pdf",
        "Fout: 'plan.pdf' moet eindigen op .yaml. Maak dat bestand met: python build.py uitlezen plan.pdf",
        2,
    ),
    "answers-out-of-word": Mistake(
        _with_bytes("plan.docx", b"PK"),
        "uitlezen plan.docx",
        "plan.docx: fout: dit is geen PDF — kies het ingevulde boekje; de naam eindigt op .pdf",
    ),
    "booklet-half-saved": Mistake(
        _with_bytes("plan.pdf", b"%PDF-1.7 half"),
        "uitlezen plan.pdf",
        "plan.pdf: fout: dit bestand is beschadigd of niet helemaal opgeslagen — "
        "open het in het programma waarin het is ingevuld, bewaar het opnieuw en probeer het nog eens",
    ),
}
OTHERS: Mapping[str, Mistake] = {
    "made-before-it-was-begun": Mistake(
        _nothing,
        "maak Utrecht",
        "Fout: Gemeente 'Utrecht' is er nog niet. Begin met: python build.py nieuw utrecht",
        2,
    ),
    "name-misspelt": Mistake(
        _nothing,
        "nieuw Utrecgt",
        "Fout: Gemeente 'Utrecgt' staat niet in de lijst van gemeenten; bedoelde u 'utrecht'? "
        "Is het een nieuwe gemeente? Zet dan de code erachter, zoals: --code GM1999",
        2,
    ),
    "two-of-one-name": Mistake(
        _nothing,
        "nieuw Bergen",
        "Fout: Er is meer dan één gemeente 'Bergen'; typ bergen-nh (Noord-Holland) of bergen-l (Limburg).",
        2,
    ),
    "begun-twice": Mistake(
        _nothing, "nieuw Almere", "Fout: Deze gemeente is er al, in de map content/gemeenten/almere.", 2
    ),
    "file-and-gemeente-turned-round": Mistake(
        _nothing,
        "sociale-kaart importeer kaart.xlsx almere",
        "Fout: 'kaart.xlsx' is een bestand, en hier hoort een gemeente. Typ eerst de gemeente, en dan het bestand.",
        2,
    ),
    "workbook-not-there": Mistake(
        _nothing,
        "sociale-kaart importeer almere kaart.xlsx",
        "kaart.xlsx: fout: dit bestand is er niet — kijk de naam en de map na",
    ),
    "workbook-empty": Mistake(
        _with_bytes("kaart.xlsx", b""),
        IMPORT,
        "kaart.xlsx: fout: dit bestand is leeg — kijk of u het goede bestand hebt",
    ),
    "workbook-there-already": Mistake(
        _with_bytes("kaart.xlsx", b""),
        "sociale-kaart exporteer almere kaart.xlsx",
        "Fout: 'kaart.xlsx' is er al. Kies een andere naam, of haal het bestand eerst weg.",
        2,
    ),
    "day-in-words": Mistake(
        _in_the_workbook("Laatst gecontroleerd", "vorige week"),
        IMPORT,
        "kaart.xlsx, blad 'Sociale Kaart', cel Q2: fout: 'vorige week' is geen datum — "
        "schrijf een bestaande dag, zoals 22-11-2026",
    ),
    "house-that-is-not-there": Mistake(
        _in_the_workbook("Domein", "Wonen"),
        IMPORT,
        "kaart.xlsx, blad 'Sociale Kaart', cel C2: fout: 'Wonen' is hier niet bekend — "
        "kies uit: Woonruimte, Gezondheid, Zelfzorg, Contacten, Tijdsbesteding, Geldzaken",
    ),
    "workbook-of-another-gemeente": Mistake(
        _in_the_workbook("Telefoon", "036 000 00 09"),
        "sociale-kaart importeer almere kaart.xlsx",
        "kaart.xlsx: waarschuwing: dit werkblad is gemaakt voor Voorbeeldstad, niet voor Almere — "
        "kijk of u het goede bestand en de goede gemeente hebt",
    ),
    "address-for-mail-as-website": Mistake(
        _instead(GEMEENTE, "website: voorbeeld.example", "website: info@voorbeeld.example"),
        CHECK,
        f"{GEMEENTE}:25:12: fout: 'info@voorbeeld.example' is geen goed webadres — "
        "dit lijkt een e-mailadres; zet dat bij email",
    ),
    "wijkteam-without-a-word-before-it": Mistake(
        _instead(GEMEENTE, "wijkteam: het buurtteam", "wijkteam: Buurtteam"),
        CHECK,
        f"{GEMEENTE}:15:11: waarschuwing: voor 'Buurtteam' ontbreekt een woord — "
        "zet 'het' of 'de' ervoor: op papier staat nu 'Vraag het aan Buurtteam'",
        0,
    ),
    "nobody-offers-it": Mistake(
        _in_the_workbook("Organisatie", None),
        IMPORT,
        "kaart.xlsx, blad 'Sociale Kaart', cel A2: fout: verplicht veld 'organisatie' is leeg — vul het in",
    ),
    "head-of-a-column-changed": Mistake(
        _in_the_workbook("Omschrijving", "Tekst", row=1),
        IMPORT,
        "kaart.xlsx, blad 'Sociale Kaart', rij 1: fout: kolom 'Omschrijving' ontbreekt — "
        "voeg een kolom met deze kop toe",
    ),
    "nought-eaten-by-the-spreadsheet": Mistake(
        _in_the_workbook("Telefoon", 360000003),
        IMPORT,
        "kaart.xlsx, blad 'Sociale Kaart', cel K2: melding: de nul vooraan was weg: '360000003' is gelezen als 036 000 0003",
        0,
    ),
}
MISTAKES = {**STAFF, **TRAINERS, **OTHERS}


def test_there_are_enough() -> None:
    """At least thirty, and of every kind of people."""
    assert len(MISTAKES) == len(STAFF) + len(TRAINERS) + len(OTHERS) >= 50
    assert min(len(STAFF), len(OTHERS)) > 10


@pytest.mark.usefixtures("project")
@pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")  # openpyxl reads it as a name
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_sentence(mistake: Mistake) -> None:
    """The line is there, word for word; nothing else went wrong, and nothing was made."""
    mistake.slip()
    result = _run(mistake.typed)
    assert mistake.told in result.output.splitlines(), result.output
    assert result.exit_code == mistake.exit_code
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert not Path("output").exists()
