"""The program starts light: a command is read when somebody types it, and what lists or explains reads nothing else."""

import subprocess
import sys

import click
import pytest
from conftest import ROOT
from test_architecture import OWNERS

from booklet.cli import main
from booklet.drukken import WAARVOOR
from booklet.products import DRUKKEN
from booklet.terminal import Later

# What these commands may read of ours, with click and nothing else that is not in Python itself.
LIGHT = {"cli", "drukken", "dutch", "gemeenten", "namen", "problems", "terminal"}


@pytest.mark.parametrize("words", ["lijst", "lijst --json", "--help", "lijst --help"])
def test_what_lists_or_explains_reads_no_more_than_it_needs(words: str) -> None:
    """No models, no layouts, no PDF: so the answer is there in a tenth of a second."""
    listing = "import sys; sys.argv[1:] = sys.argv[1].split(); import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    command = [sys.executable, "-c", f"{listing}from booklet.cli import main; main()", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    modules = done.stderr.split()
    assert {name.removeprefix("booklet.") for name in modules if name.startswith("booklet.")} <= LIGHT
    assert {name.partition(".")[0] for name in modules} & set(OWNERS) == {"click"}


def test_every_command_that_is_read_later_is_there() -> None:
    """It has the name by which it is typed, a text of its own, and a line in the list of commands."""
    later = {name: command for name, command in main.commands.items() if isinstance(command, Later)}
    assert set(main.commands) - set(later) == {"lijst"}
    for name, command in later.items():
        read = command.read()
        assert not isinstance(read, Later)
        assert (read.name, command.name) == (name, name)
        assert read.help
        assert command.short_help
        with read.make_context(name, [], resilient_parsing=True) as context:
            assert isinstance(context, click.Context)
            assert context.command is read


def test_every_product_says_what_it_is_for() -> None:
    """The words that `lijst` shows are those of the products that can be made, in the same order."""
    assert list(WAARVOOR) == list(DRUKKEN)
    assert all(druk.waarvoor for druk in DRUKKEN.values())
