"""Maakt de boekjes: `python build.py --help` vertelt wat er kan."""

import sys

if __name__ == "__main__":  # a process that this one starts for `--taken` reads this file too
    try:
        from booklet.cli import main

        main()  # reads what a command needs when it is typed
    except (ImportError, SyntaxError, StopIteration) as fault:  # a library, the layouts or a newer Python is missing
        from booklet.dokter import no_start

        sys.exit(no_start(fault, sys.argv[1:]))
