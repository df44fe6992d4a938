"""What every step costs beside WeasyPrint itself, as ratios taken in one run.

They take turns, each in a process of its own, so that a machine that slows down slows all of them. `plain` lays out and
writes the three booklets with WeasyPrint alone, from the same HTML; only that is counted. `make` is `python build.py` where
nothing was made before, with reading, checking, planning, the six loose parts, every look at the pages and the start of
Python; `again` is the same a second time. `list` is `python build.py lijst`, which must not wait for WeasyPrint.
`import` and `check` are `sociale-kaart importeer` and `controleer` with a Sociale Kaart of a thousand entries.
`impose` and `press` are the steps for the office printer and the print shop, for a booklet of 64 pages that was made
before; `look` is the preflight of what the print shop gets. Only the step itself is counted.
`one` makes that booklet for the screen, `type` makes it to type in, and `read` is `uitlezen` of a filled-in one. `pack` makes
the training: twelve files and two booklets in a zip. `kijk` is from saving a changed essentie until a browser has every
picture on which it shows, in the three booklets; only that is counted.
"""

import json
import pickle
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from booklet.content import read_content
from booklet.export import write_workbook
from booklet.markup import Sheets
from booklet.models import Content, SocialeKaart
from booklet.products import NO_WISHES

from .plain import EDITIES, sheets_of, write_plain

ROUNDS = 3
GROOT = "voorbeeldstad"  # gets the large Sociale Kaart
COMMANDS = {
    "make": ("maak",),
    "again": ("maak",),
    "list": ("lijst",),
    "import": ("sociale-kaart", "importeer"),
    "check": ("controleer",),
    "one": ("maak",),
    "type": ("maak",),
    "read": ("uitlezen",),
    "pack": ("maak",),
}
MAX_RATIO = 2.5
MAX_MB = 400
MANY = 1000  # entries of a large Sociale Kaart
SIXTY_FOUR = "basisformat"  # has 64 pages in the gemeente with everything filled in
PERSON = "ria"  # filled in a booklet
PACK = "training"
STEPS = ("impose", "press", "look")
MAX_KIJK = 2.0  # seconds from saving to seeing
ESSENTIE = "Een veilig huis dat bij mij past."  # is on six pages


class Sample(NamedTuple):
    """One run of one process: seconds that count, and peak memory in MB."""

    seconds: float
    megabytes: float


def measure_steps() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        sheets = Path(folder) / "sheets.pickle"
        sheets.write_bytes(pickle.dumps(_three_booklets()))
        inhoud, werkblad = _large(Path(folder))
        which = (GROOT, "--editie", SIXTY_FOUR)
        one = (*which, "--uit", f"{folder}/output")
        _child("one", *one)
        _child("type", *one, "--druk", "invulbaar", "--voorbeeld", PERSON)
        booklet = f"{folder}/output/{GROOT}/{SIXTY_FOUR}.pdf"
        samples: dict[str, list[Sample]] = {what: [] for what in ("plain", *COMMANDS, *STEPS, "kijk")}
        for number in range(ROUNDS):
            uit = f"{folder}/{number}"
            samples["plain"].append(_child("plain", str(sheets)))
            samples["make"].append(_child("make", "--uit", f"{uit}/make"))
            samples["again"].append(_child("again", "--uit", f"{uit}/make"))
            samples["list"].append(_child("list"))
            samples["import"].append(_child("import", GROOT, werkblad, "--ja", "--inhoud", inhoud))
            samples["check"].append(_child("check", GROOT, "--inhoud", inhoud))
            (Path(inhoud) / "gemeenten" / GROOT / "sociale-kaart.yaml").unlink()
            samples["one"].append(_child("one", *which, "--uit", f"{uit}/one"))
            samples["type"].append(_child("type", *which, "--uit", f"{uit}/type", "--druk", "invulbaar"))
            samples["pack"].append(_child("pack", GROOT, "--editie", PACK, "--uit", f"{uit}/pack"))
            samples["read"].append(_child("read", booklet.replace(".pdf", f"-{PERSON}-invulbaar.pdf")))
            samples["kijk"].append(_child("kijk", f"{uit}/kijk"))
            for step in STEPS:
                samples[step].append(_child(step, booklet))
    _print_table(samples)


def _three_booklets() -> list[Sheets]:
    return list(sheets_of(_content("almere"), date.today(), loose=False).values())


def _content(gemeente: str) -> Content:
    content = read_content(Path("content"), (gemeente,)).content((gemeente,))
    if content is None or not content.gemeenten:
        raise SystemExit(f"de inhoud van {gemeente} heeft fouten; kijk met: python build.py controleer")
    return content


def _large(folder: Path) -> tuple[str, str]:
    """A content folder of its own, and a workbook with a thousand entries for a fictional gemeente in it."""
    inhoud = folder / "content"
    shutil.copytree("content", inhoud)
    content = _content(GROOT)
    gemeente = content.gemeenten[0]
    some = gemeente.sociale_kaart.voorzieningen
    many = (some[number % len(some)].model_copy(update={"aanbod": f"Hulp nummer {number}"}) for number in range(MANY))
    kaart = SocialeKaart(voorzieningen=tuple(many))
    werkblad = folder / "kaart.xlsx"
    werkblad.write_bytes(write_workbook(GROOT, gemeente.feiten, kaart, content.landelijk, content.domeinen))
    (inhoud / "gemeenten" / GROOT / "sociale-kaart.yaml").unlink()
    return str(inhoud), str(werkblad)


def _child(what: str, *arguments: str) -> Sample:
    """Run one measurement in a fresh process, which prints its seconds and its memory as JSON."""
    if what in COMMANDS:
        words = ["tests.bench.command", sys.executable, "build.py", *COMMANDS[what]]
    else:
        words = ["tests.bench.steps", what]
    command = [sys.executable, "-m", *words, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Sample(*json.loads(done.stdout.splitlines()[-1]))


def _measured(what: str, file: Path) -> float:
    """Seconds of one measurement in this process."""
    if what == "plain":
        return _plain(file)
    return _kijk(file) if what == "kijk" else _step(what, file)


def _plain(file: Path) -> float:
    """Seconds that WeasyPrint alone needs for the same documents."""
    sheets: list[Sheets] = pickle.loads(file.read_bytes())  # noqa: S301  written by the process above
    return write_plain(sheets, [file.with_name(f"{number}.pdf") for number in range(len(sheets))])


def _step(what: str, file: Path) -> float:
    """Seconds of one step for paper, for a booklet that is there."""
    from booklet.impose import impose
    from booklet.inks import inks
    from booklet.preflight import judge, limits_of
    from booklet.press import PressJob, press

    content = _content(GROOT)
    profile = next(one for one in content.drukkerijen if one.id == NO_WISHES.drukkerij)
    icc = Path("content/drukkerijen/icc", profile.icc).read_bytes()
    job = PressJob(profile, icc, inks(content, content.gemeenten[0], profile, icc), "Bench", content.plan.datum)
    data = file.read_bytes()
    pressed = press(data, {}, job) if what == "look" else b""
    started = time.perf_counter()
    if what == "impose":
        impose(data, NO_WISHES.setup, {}, "Bench")
    elif what == "press":
        press(data, {}, job)
    else:
        judge(pressed, "bench.pdf", "drukkerij", limits_of(profile))
    return time.perf_counter() - started


def _kijk(inhoud: Path) -> float:
    """Seconds from saving a changed essentie until a browser has the pictures of every page on which it shows."""
    from booklet.kijk import Preview, Subject, follow
    from booklet.serve import Server

    shutil.copytree("content", inhoud, dirs_exist_ok=True)
    preview, stop = Preview(Subject(GROOT, date.today(), EDITIES, inhoud)), threading.Event()
    server = Server(preview, 0)
    threads = [threading.Thread(target=follow, args=(preview, stop)), threading.Thread(target=server.serve_forever)]
    for thread in threads:
        thread.start()
    before = _asked(server.address, preview, set())
    file = next((inhoud / "domeinen").glob("1-*.yaml"))
    text = file.read_text(encoding="utf-8")
    if ESSENTIE not in text:
        raise SystemExit(f"{file} heeft een andere essentie dan de meting verwacht")
    started = time.perf_counter()
    file.write_text(text.replace(ESSENTIE, "Een warm en veilig huis."), encoding="utf-8")
    _asked(server.address, preview, before)
    counted = time.perf_counter() - started
    stop.set()
    server.shutdown()
    server.server_close()
    return counted


def _asked(address: str, preview: Any, before: set[str]) -> set[str]:
    """The names of all pictures, asked for as a browser does: when they are made and not the same as before."""
    nummer, names = 0, before
    while preview.view.bezig or names == before:
        with urlopen(f"{address}stand?na={nummer}") as answer:  # noqa: S310  our own server
            nummer = int(json.load(answer)["nummer"])
        names = {page.beeld for boekje in preview.view.boekjes for page in boekje.bladzijden}
    for name in names - before:
        with urlopen(f"{address}beeld/{name}.webp") as answer:  # noqa: S310  our own server
            answer.read()
    return names


def _print_table(samples: dict[str, list[Sample]]) -> None:
    seconds = {what: statistics.median(sample.seconds for sample in runs) for what, runs in samples.items()}
    print(f"{'':34}{'seconden':>10}{'x plain':>9}{'MB':>6}   (mediaan van {ROUNDS}, om en om)")
    for what, shown in (
        ("plain", "WeasyPrint alleen, drie boekjes"),
        ("make", "python build.py, voorraad leeg"),
        ("again", "python build.py, voorraad vol"),
        ("list", "python build.py lijst"),
        ("import", f"importeer, {MANY} regels"),
        ("check", f"controleer, {MANY} regels"),
        ("impose", "boekje van 64 bladzijden op vellen"),
        ("press", "64 bladzijden voor de drukkerij"),
        ("look", "en die nakijken"),
        ("one", "een boekje van 64 bladzijden"),
        ("type", "dat boekje om in te vullen"),
        ("read", "een ingevuld boekje uitlezen"),
        ("pack", "het trainingspakket"),
        ("kijk", "kijk, een essentie veranderd"),
    ):
        peak = max(sample.megabytes for sample in samples[what])
        print(f"{shown:34}{seconds[what]:>10.2f}{seconds[what] / seconds['plain']:>9.2f}{peak:>6.0f}")
    print(f"grens voor python build.py: {MAX_RATIO} x plain en {MAX_MB} MB; voor kijk: {MAX_KIJK:.0f} s")


if __name__ == "__main__":
    took = _measured(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps(Sample(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
