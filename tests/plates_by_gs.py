"""What Ghostscript makes of a print-shop file, independent of our own look: ink per page, and the largest ink sum."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops

IN_CI = bool(os.environ.get("CI"))
needs_gs = pytest.mark.skipif(
    shutil.which("gs") is None and not IN_CI, reason="Ghostscript is not here; `.ci/run` installs it"
)


def coverage(file: Path) -> list[tuple[float, float, float, float]]:
    """The share of every page that cyan, magenta, yellow and black cover, 0 to 1, within the trim."""
    command = ["gs", "-q", "-dSAFER", "-dUseTrimBox", "-sDEVICE=ink_cov", "-o", "-", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines() if "CMYK" in line]
    return [(float(line[0]), float(line[1]), float(line[2]), float(line[3])) for line in lines]


def largest_sums(file: Path, dpi: int = 50) -> list[float]:
    """The largest ink sum on every page, in percent, within the bleed."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", f"-r{dpi}"]
        flat = ["-dTextAlphaBits=1", "-dGraphicsAlphaBits=1", "-o", f"{folder}/%04d.tif", str(file)]
        subprocess.run([*command, *flat], check=True, capture_output=True)
        return [_largest(page) for page in sorted(Path(folder).glob("*.tif"))]


def _largest(page: Path) -> float:
    with Image.open(page) as picture:
        plates = [plate.point(lambda value: value * 0.25) for plate in picture.split()]  # four of them fit in a byte
    total = plates[0]
    for plate in plates[1:]:
        total = ImageChops.add(total, plate)
    return total.getextrema()[1] * 4 / 2.55
