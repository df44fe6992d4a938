"""`python -m booklet.bench`: every row; `python -m booklet.bench --land N`: a whole country of N gemeenten."""

import argparse
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .land import GEMEENTEN
from .race import FILES, MANY_FILES, by_size, growth, race, whole_country
from .rivals import Lap
from .steps import measure_steps

SHOWN = {
    "plain": "WeasyPrint alleen",
    "cold": "maak, voorraad leeg",
    "again": "maak, voorraad vol",
    "warm": "maak, onderweg in het hele land",
    "pages": "waarvan voor de bladzijden alleen",
    "reprint": "maak --alle, andere tekst voor iedereen",
    "maak": "maak --alle, voorraad leeg",
    "typst": "Typst",
}
LEAST_GAIN, AIM = 20, 40  # times as fast as plain, in a run over the country (issue 8)
MAX_MB = 600


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m booklet.bench", description="Wat de boekjes kosten.")
    asked = f"alleen een heel land van N verzonnen gemeenten (Nederland heeft er {GEMEENTEN})"
    parser.add_argument("--land", type=int, metavar="N", help=asked)
    count = parser.parse_args().land
    with tempfile.TemporaryDirectory() as folder:
        if count:
            _print_country(Path(folder), count)
        else:
            measure_steps()
            _print_race(race(Path(folder) / "race"))
            _print_growth(Path(folder) / "groei")
            _print_sizes(Path(folder) / "maten")


def _print_race(laps: Mapping[str, Sequence[Lap]]) -> None:
    ms = {who: statistics.median(lap.seconds / lap.files for lap in some) * 1000 for who, some in laps.items()}
    rounds = len(laps["plain"])
    print(f"\n{'een gemeente, ' + str(FILES) + ' bestanden':34}{'ms/boekje':>10}{'x sneller':>10}{'MB':>6}", end="")
    print(f"{f'{GEMEENTEN} gemeenten':>16}   (mediaan van {rounds}, om en om)")
    ms["pages"] = statistics.median(lap.pages / lap.files for lap in laps["warm"]) * 1000
    for who, each in ms.items():
        peak = max(lap.peak for lap in laps["warm" if who == "pages" else who])
        country = f"{each * FILES * GEMEENTEN / 60_000:.0f} minuten"
        print(f"{SHOWN[who]:34}{each:>10.0f}{ms['plain'] / each:>10.1f}{peak:>6.0f}{country:>16}")
    print(f"grens: in een run {LEAST_GAIN} x sneller, liefst {AIM}, en sneller dan Typst; {MAX_MB} MB per proces")


def _print_growth(folder: Path) -> None:
    print(f"\n{f'geheugen van een proces over {MANY_FILES} boekjes, in MB':<50}")
    print("  ".join(f"{made}: {now:.0f}" for made, now in growth(folder)))


def _print_sizes(folder: Path) -> None:
    print(f"\n{'voorzieningen per domein':34}{'maak':>10}{'Typst':>10}   (ms per boekje)")
    for size, seconds in by_size(folder):
        typst = f"{seconds['typst'] * 1000:.0f}" if "typst" in seconds else "-"
        print(f"{size:<34}{seconds['warm'] * 1000:>10.0f}{typst:>10}")


def _print_country(folder: Path, count: int) -> None:
    print(
        f"{f'{count} gemeenten':34}{'minuten':>10}{'boekjes':>9}{'ms/boekje':>10}{'x sneller':>10}{'MB':>6}", flush=True
    )
    plain = 0.0
    for who, whole in whole_country(folder, count):
        each = whole.seconds / whole.files * 1000
        plain = plain or each
        numbers = f"{whole.seconds / 60:>10.1f}{whole.files:>9}{each:>10.0f}{plain / each:>10.1f}{whole.peak:>6.0f}"
        print(f"{SHOWN[who]:34}{numbers}", flush=True)


if __name__ == "__main__":
    main()
