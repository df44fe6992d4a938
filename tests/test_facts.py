"""How a gemeente is reached, filled in on a sheet of the workbook: nobody needs to open `gemeente.yaml`."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from booklet.cli import main
from booklet.columns import FACTS

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")  # openpyxl does not know whole columns

FILE = Path("kaart.xlsx")
UTRECHT = Path("content/gemeenten/utrecht/gemeente.yaml")
STAD = Path("content/gemeenten/voorbeeldstad/gemeente.yaml")
ROWS = {one.label: row for row, one in enumerate(FACTS, 2)}
FILLED = {
    "Telefoon van de gemeente": "14030",
    "Website van de gemeente": "https://www.utrecht.invalid/",
    "E-mail van de gemeente": "mailto:post@utrecht.invalid",
    "Adres van de gemeente": "Dorpsplein 1, Utrecht",
    "Naam van de OCO": "OCO  Utrecht",
    "Naam van het wijkteam": "het buurtteam",
}


def _run(*words: str) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _fill(**texts: str | int | None) -> None:
    """Write in the second column of the sheet, by the name of the row with hyphens for spaces."""
    book = openpyxl.load_workbook(FILE)
    for label, text in texts.items():
        book["Gemeente"].cell(ROWS[label], 2).value = text
    book.save(FILE)


@pytest.fixture
def utrecht(project: Path) -> Path:
    """A new gemeente, with its workbook at hand."""
    assert _run("nieuw", "Utrecht").exit_code == 0
    assert _run("sociale-kaart", "exporteer", "utrecht", str(FILE)).exit_code == 0
    return project


@pytest.fixture
def stad(project: Path) -> Path:
    """The fictional gemeente that filled everything in, with its workbook at hand."""
    assert _run("sociale-kaart", "exporteer", "voorbeeldstad", str(FILE)).exit_code == 0
    return project


def test_what_is_filled_in_comes_into_the_file_of_the_gemeente(utrecht: Path) -> None:
    """Shown first, tidied as the booklet needs it, in the place of the examples, with every explanation still there."""
    before = UTRECHT.read_text(encoding="utf-8")
    _fill(**FILLED)
    done = _run("sociale-kaart", "importeer", "utrecht", str(FILE))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "Over de gemeente (6):",
        "  * Telefoon van de gemeente: was niets, wordt '14 030'",
        "  * Website van de gemeente: was niets, wordt 'www.utrecht.invalid'",
        "  * E-mail van de gemeente: was niets, wordt 'post@utrecht.invalid'",
        "  * Adres van de gemeente: was niets, wordt 'Dorpsplein 1, Utrecht'",
        "  * Naam van de OCO: was niets, wordt 'OCO Utrecht'",
        "  * Naam van het wijkteam: was niets, wordt 'het buurtteam'",
        f"Ingelezen: {UTRECHT.as_posix()}",
        "Maak nu de boekjes: python build.py maak utrecht",
    ]
    after = UTRECHT.read_text(encoding="utf-8")
    explained = [line for line in before.splitlines() if line.strip().startswith("# ")]
    assert [line for line in after.splitlines() if line.strip().startswith("# ")] == explained
    assert '  telefoon: "14 030"\n' in after
    assert "\nwijkteam: het buurtteam\n" in after
    assert [file.name for file in (UTRECHT.parent / "eerder").iterdir()] == ["gemeente-2026-11-22.yaml"]
    assert not [line for line in _run("controleer", "utrecht").stderr.splitlines() if "gemeenten/utrecht" in line and "aanduiding" not in line and "'OCO Utrecht'" not in line]  # fmt: skip


def test_reading_back_what_was_written_changes_nothing(stad: Path) -> None:
    """Not a byte, whatever a gemeente filled in."""
    before = STAD.read_bytes()
    done = _run("sociale-kaart", "importeer", "voorbeeldstad", str(FILE))
    assert (done.exit_code, done.stdout) == (0, "Er verandert niets.\n")
    assert STAD.read_bytes() == before


def test_an_empty_cell_takes_a_fact_away_and_a_row_or_sheet_that_is_gone_does_not(stad: Path) -> None:
    """Nothing is lost because somebody tidied up a sheet."""
    before = STAD.read_text(encoding="utf-8")
    book = openpyxl.load_workbook(FILE)
    book["Gemeente"].delete_rows(ROWS["Telefoon van de OCO"])
    book.save(FILE)
    assert _run("sociale-kaart", "importeer", "voorbeeldstad", str(FILE)).stdout == "Er verandert niets.\n"
    del book["Gemeente"]
    book.save(FILE)
    assert _run("sociale-kaart", "importeer", "voorbeeldstad", str(FILE)).stdout == "Er verandert niets.\n"
    assert _run("sociale-kaart", "exporteer", "voorbeeldstad", str(FILE), "--vervang").exit_code == 0
    _fill(**{"E-mail van de OCO": None})
    assert _run("sociale-kaart", "importeer", "voorbeeldstad", str(FILE)).exit_code == 0
    gone = [line for line in before.splitlines() if line not in STAD.read_text(encoding="utf-8").splitlines()]
    assert gone == ["  email: oco@voorbeeld.example"]


@pytest.mark.parametrize(
    ("label", "text", "problem"),
    [
        ("Telefoon van de gemeente", "030 286", "fout: '030 286' is geen goed telefoonnummer"),
        ("Telefoon van de OCO", "030 000 00 01", "fout: '030 000 00 01' is verzonnen"),
        ("E-mail van de gemeente", "stad at utrecht", "fout: 'stad at utrecht' is geen goed e-mailadres"),
        ("Website van de OCO", "utrecht", "fout: 'utrecht' is geen goed webadres"),
        ("Naam van de OCO", "#N/B", "fout:"),
    ],
)
def test_a_fact_that_cannot_be_is_told_at_its_cell_and_nothing_is_written(
    label: str, text: str, problem: str, utrecht: Path
) -> None:
    """With the sheet and the cell, as everything else in a spreadsheet."""
    before = UTRECHT.read_bytes()
    _fill(**{label: text})
    done = _run("sociale-kaart", "importeer", "utrecht", str(FILE), "--ja")
    assert done.exit_code == 1
    told = f"{FILE}, blad 'Gemeente', cel B{ROWS[label]}: {problem}"
    assert [line for line in done.stderr.splitlines() if line.startswith(told)], done.stderr
    assert UTRECHT.read_bytes() == before
    assert not (UTRECHT.parent / "eerder").exists()


def test_a_number_that_lost_its_zero_gets_it_back(utrecht: Path) -> None:
    """As in the Sociale Kaart itself."""
    _fill(**{"Telefoon van de gemeente": 14030, "Telefoon van de OCO": 8002000})
    assert _run("sociale-kaart", "importeer", "utrecht", str(FILE)).exit_code == 0
    text = UTRECHT.read_text(encoding="utf-8")
    assert 'telefoon: "14 030"' in text
    assert 'telefoon: "0800 2000"' in text


def test_a_file_that_is_wrong_itself_is_told_and_not_passed_by(utrecht: Path) -> None:
    """What was filled in would go nowhere, so nothing is imported."""
    _fill(**{"Naam van het wijkteam": "het buurtteam"})
    UTRECHT.write_text(UTRECHT.read_text(encoding="utf-8").replace("code: GM0344", "code: 344"), encoding="utf-8")
    before = UTRECHT.read_bytes()
    done = _run("sociale-kaart", "importeer", "utrecht", str(FILE), "--ja")
    assert done.exit_code == 1
    assert f"{UTRECHT.as_posix()}:{before.decode().splitlines().index('code: 344') + 1}:7: fout: '344'" in done.stderr
    assert UTRECHT.read_bytes() == before
