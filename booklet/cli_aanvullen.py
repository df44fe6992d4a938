"""The command that lets the Tab key fill in commands and names."""

import click
from click.shell_completion import BashComplete, FishComplete, PowerShellComplete, ZshComplete

_INSTALLED = "mijn-eigen-plan"  # the command that `pip install` makes
_INSTALL = {
    "bash": "mijn-eigen-plan aanvullen bash >> ~/.bashrc",
    "zsh": "mijn-eigen-plan aanvullen zsh > ~/.mijn-eigen-plan.zsh && echo 'source ~/.mijn-eigen-plan.zsh' >> ~/.zshrc",
    "fish": "mijn-eigen-plan aanvullen fish > ~/.config/fish/completions/mijn-eigen-plan.fish",
    "powershell": "mijn-eigen-plan aanvullen powershell >> $PROFILE",
}


_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete, "powershell": PowerShellComplete}


@click.command(options_metavar="")
@click.argument("schil", type=click.Choice(tuple(_SHELLS)), metavar="bash|zsh|fish|powershell")
def aanvullen(schil: str) -> None:
    """Laat de Tab-toets opdrachten en namen aanvullen: schrijf het script daarvoor.

    Dit werkt voor de opdracht mijn-eigen-plan. Die hebt u na: pip install -e .
    """
    variable = f"_{_INSTALLED.replace('-', '_').upper()}_COMPLETE"
    script = (
        _SHELLS[schil](click.get_current_context().find_root().command, {}, _INSTALLED, variable).source().splitlines()
    )
    remarks = (
        "# Met dit script vult de Tab-toets opdrachten en namen aan, achter: mijn-eigen-plan",
        "# Zo zet u het aan. Voer dit één keer uit, en open daarna een nieuw venster:",
        f"#   {_INSTALL[schil]}",
    )
    first = script[:1] if script[0].startswith("#") else []  # zsh must find its #compdef on the first line
    lines = [
        line for line in script[len(first) :] if not line.lstrip().startswith("#")
    ]  # what click remarks is English
    click.echo("\n".join((*first, *remarks, *lines)).encode() + b"\n", nl=False)
