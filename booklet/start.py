"""Starting a gemeente: the files that a new one gets, the folder that they land in, and what to do next."""

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from os.path import lexists
from pathlib import Path

from booklet.gemeenten import Official
from booklet.models import Domein, GemeenteBestand, SocialeKaart, Voorziening
from booklet.problems import Place, Problem, error
from booklet.schema import comment

WORKBOOK = "sociale-kaart.xlsx"
DEPTH = 2  # folders between the content and the files of a gemeente

_FACTS = """\
{schema}
# De eerste regel is voor programma's die meehelpen met typen, zoals Visual Studio Code. Laat die staan.
#
# De gegevens van de gemeente {naam}. Het boekje gebruikt ze op papier.
#
# Dit bestand hoeft u niet te openen. Het meeste vult u in met Excel: op het blad Gemeente van {workbook}.
# De kleuren, het logo, eigen teksten en termijnen staan alleen hier. Die verandert u zo:
#   1. Zoek de regel, bijvoorbeeld die met #wijkteam:
#   2. Haal alleen het hekje (#) weg.
#   3. Verander de tekst achter de dubbele punt.
# Wat u niet weet, laat u zo staan. Een regel met een hekje ervoor telt niet mee.

# De naam van de gemeente, zonder het woord gemeente ervoor.
naam: {quoted}

# De vaste code van de gemeente, van het CBS: GM en vier cijfers.
code: {code}

# Zo noemt de gemeente zichzelf in een zin en bij het logo.
#aanduiding: {aanduiding}

# Het woord in uw gemeente voor het wijkteam, met 'het' of 'de' ervoor.
#wijkteam: het wijkteam

# nee: dit is een echte gemeente. ja: de gemeente is verzonnen, en dat staat dan ook in het boekje.
#voorbeeld: nee

# Zo komen bewoners bij de gemeente. Vul een telefoon, website of email in, liefst alle drie.
contact:
  # Het telefoonnummer, altijd tussen aanhalingstekens. Dit nummer is verzonnen: zet uw eigen nummer erin.
  #telefoon: "036 000 00 01"
  # De website, zonder https:// ervoor.
  #website: voorbeeld.example
  # Het e-mailadres.
  #email: info@voorbeeld.example
  # Het adres van het stadhuis: straat, nummer, postcode en plaats op één regel.
  #adres: Voorbeeldplein 1, 1234 AB Voorbeeldstad

# De OCO: iemand die bewoners gratis helpt en niet bij de gemeente werkt.
oco:
  # De naam zoals bewoners die kennen.
  #naam: een OCO
  # Het telefoonnummer, altijd tussen aanhalingstekens.
  #telefoon: "036 000 00 02"
  # De website, zonder https:// ervoor.
  #website: oco.voorbeeld.example
  # Het e-mailadres.
  #email: oco@voorbeeld.example

# Hoe het boekje van uw gemeente eruitziet.
huisstijl:
  # De kleur van lijnen en vlakken: een hekje met zes cijfers of letters, tussen aanhalingstekens.
  #accent: "#1F3A5F"
  # De kleur van de koppen. Kies een donkere kleur, dan zijn de koppen goed te lezen.
  #kop: "#1C2B3A"
  # De kleur van lijnen en vlakken in drukinkt: cyaan, magenta, geel en zwart in procenten. Weet u die niet? Dan rekent het programma die uit.
  #accent_druk: 95 65 15 45
  # De kleur van de koppen in drukinkt.
  #kop_druk: 0 0 0 100
  # De naam van het bestand met het logo (.svg of .png). Zet dat bestand in deze map.
  #logo: logo.svg
  # Een eigen lettertype voor de koppen: de naam van een bestand (.ttf, .otf, .woff of .woff2) in deze map.
  # Gewone tekst blijft altijd in Atkinson Hyperlegible. Die letter is gemaakt om goed te lezen.
  #lettertype: koppen.ttf

# Hoe lang hulp uit de Sociale Kaart goed blijft: in maanden na de dag van 'gecontroleerd'.
houdbaar:
  # Na zoveel maanden vraagt het programma u om het opnieuw na te kijken.
  #nakijken_na: 12
  # Na zoveel maanden komt het niet meer in het boekje.
  #verouderd_na: 24

# Eigen teksten in plaats van de vaste teksten van het boekje. Die staan in content/plan.yaml, ook onder teksten.
# Neem alleen over wat u wilt veranderen, met dezelfde namen ervoor.
teksten:
  # De bladzijde over wat er na het boekje gebeurt.
  hierna:
    # De kop van die bladzijde.
    #kop: Wat gebeurt er hierna?
"""

_KAART = """\
{schema}
# De eerste regel is voor programma's die meehelpen met typen, zoals Visual Studio Code. Laat die staan.
#
# De Sociale Kaart van de gemeente {naam}: wie kan helpen, en waar.
#
# Dit bestand hoeft u niet zelf te vullen. Het gaat ook met Excel:
#   1. Vul het bestand {workbook} in. Dat staat in deze map.
#   2. Voer uit: python build.py sociale-kaart importeer {id} content/gemeenten/{id}/{workbook}
#
# De hulp voor heel Nederland komt vanzelf in het boekje. Die staat in content/sociale-kaart/landelijk.yaml
#
# Typt u liever hier? Haal dan [] weg, en begin elke nieuwe hulp op een eigen regel met '  - organisatie: '
# De andere velden komen daaronder, met vier spaties ervoor. Wat u niet weet, laat u weg.
#   organisatie         wie het doet (altijd invullen)
#   aanbod              wat het is, kort (altijd invullen)
#   domein              bij welk huis het hoort, zoals geldzaken (altijd invullen); twee mag: [geldzaken, woonruimte]
#   kolom               bij welk onderdeel van dat huis het hoort, zoals inkomen; weglaten mag ook
#   omschrijving        een of twee korte zinnen voor de bewoner, met u (altijd invullen)
#   voor_wie            voor wie het is, als dat niet iedereen is
#   straat, huisnummer, postcode, plaats      het adres
#   telefoon            altijd tussen aanhalingstekens
#   email, website      de website zonder https:// ervoor
#   openingstijden, kosten, aanmelden         kort, in gewone woorden
#   gecontroleerd       de dag waarop iemand alles heeft nagekeken: jaar-maand-dag
#   gecontroleerd_door  wie dat deed: een team of een functie, liever geen naam
#   in_boekje           ja: dit komt in het boekje; nee: alleen bewaren
#   bron                waar het vandaan komt; dit komt niet in het boekje

voorzieningen: []
"""


def start(
    official: Official, id: str, domeinen: Sequence[Domein], landelijk: Sequence[Voorziening]
) -> Mapping[str, bytes]:
    """The files of a new gemeente by name: its facts, an empty Sociale Kaart and a workbook to fill that in with."""
    from booklet.export import write_workbook

    workbook = write_workbook(
        id, GemeenteBestand(naam=official.naam, code=official.code), SocialeKaart(), landelijk, domeinen
    )
    return {**write_texts(official, id), WORKBOOK: workbook}


def write_texts(official: Official, id: str) -> Mapping[str, bytes]:
    """The files of a new gemeente that are text: `gemeente.yaml` with every field in it, and `sociale-kaart.yaml`."""
    naam = official.naam
    facts = _FACTS.format(
        schema=comment("gemeente", DEPTH),
        workbook=WORKBOOK,
        naam=naam,
        quoted=_quoted(naam),
        code=official.code,
        aanduiding=_quoted(f"Gemeente {naam}"),
    )
    kaart = _KAART.format(schema=comment("sociale-kaart", DEPTH), naam=naam, id=id, workbook=WORKBOOK)
    return {"gemeente.yaml": facts.encode(), "sociale-kaart.yaml": kaart.encode()}


def write_new(root: Path, id: str, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Make the folder of a gemeente below the folder with the content, whole or not at all; never touches one that is there.

    Until it is whole it has a name that begins with a dot, and `namen.gemeente_names` passes it by.
    """
    folder = root / "gemeenten" / id
    temporary = folder.with_name(f".{id}-{secrets.token_hex(4)}")
    try:
        temporary.mkdir(parents=True)
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        _move(temporary, folder)
    except OSError:
        place = Place(folder.as_posix())
        if lexists(folder):
            hint = "ga verder met de bestanden in deze map, of geef de map eerst een andere naam"
            return (error("S02", place, "deze gemeente is er al; er is niets veranderd", hint),)
        hint = "kijk of u hier mag schrijven en of er nog ruimte is"
        return (error("S03", place, "deze map is niet te maken", hint),)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return ()


def next_steps(id: str) -> tuple[str, ...]:
    """What staff do after `nieuw`, in five lines."""
    folder = f"content/gemeenten/{id}"
    return (
        f"1. Vul dit werkblad in met Excel: {folder}/{WORKBOOK}",
        "2. Vul op het blad Gemeente in hoe inwoners de gemeente en de OCO bereiken. Sla het werkblad op.",
        f"3. Lees het in: python build.py sociale-kaart importeer {id} {folder}/{WORKBOOK}",
        f"4. Kijk of alles klopt: python build.py controleer {id}",
        f"5. Maak de boekjes: python build.py maak {id}",
    )


def _move(temporary: Path, folder: Path) -> None:
    """Give the folder its name, unless something has that name: renaming alone would replace an empty folder on Linux.

    A folder that appears after the look fails the renaming, if there is anything in it.
    """
    if lexists(folder):
        raise FileExistsError(folder)
    temporary.rename(folder)


def _quoted(text: str) -> str:
    """A text between quotes, as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)
