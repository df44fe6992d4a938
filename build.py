"""Maakt de boekjes: `python build.py --help` vertelt wat er kan."""

import sys

try:
    from booklet.cli import main
except (ImportError, SyntaxError, StopIteration) as fault:  # a library, the layouts or a newer Python is missing
    from booklet.dokter import no_start

    sys.exit(no_start(fault, sys.argv[1:]))

main()
