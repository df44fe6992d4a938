"""`python -m booklet.bench [--land N]`: what the booklets cost, beside WeasyPrint alone and beside Typst.

The benchmark itself is `tests/bench`, with what it measures against; where the package was installed it is not there.
"""

import runpy
import sys
from importlib.util import find_spec

BENCH = "tests.bench"


def main() -> None:
    """Run the benchmark; exit 2 where it is not."""
    try:
        there = find_spec(BENCH)
    except ModuleNotFoundError:
        there = None
    if there is None:
        print("De meting is er hier niet. Ga naar de map van het programma, waar de map tests staat.", file=sys.stderr)
        sys.exit(2)
    runpy.run_module(BENCH, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
