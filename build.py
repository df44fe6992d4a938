"""Maakt de boekjes: `python build.py --help` vertelt wat er kan."""

from booklet.cli import main

main()
