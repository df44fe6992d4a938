"""Click's own messages in Dutch: 'Gebruik:', 'Fout: Onbekende optie', 'Bedoelde u ...?'.

Click looks every message up in the process-wide gettext catalogue, at the moment that it shows the message, and ships no
catalogues itself. `taal/nl/LC_MESSAGES/messages.po` holds the Dutch; `messages.mo` beside it is what Python reads. The
`.mo` is committed, so a checkout and an installed package work alike, on Windows too, with nothing to build at start-up
and without replacing functions of gettext or click. tests/test_dutch.py keeps the two files equal and complete.

Most messages are looked up when they are shown. Click looks a few up when a command is *declared*, so call
`speak_dutch()` before the modules with commands are imported, not only before the program runs:

* the name of a `click.Path` (BESTAND, MAP, PAD; also in its errors);
* the help of `click.version_option`, `click.custom_version_option`, `click.help_option` and `click.confirmation_option`,
  the message of `version_option` and the question of `confirmation_option`.

Click does not look these up at all; a command has to say them itself:

* `[OPTIONS]` and `COMMAND [ARGS]...`: `options_metavar` and `subcommand_metavar`, on every command and group;
* TEXT, INTEGER, FLOAT, BOOLEAN, FILENAME, `INTEGER RANGE`: `metavar` on the option. An argument shows its own name;
* the reason that a `click.File` does not open, which comes from the operating system: use `click.Path(exists=True)`;
* the `[y/N]` of `click.confirm`: use `click.prompt` with `click.Choice(["ja", "nee"])`;
* the True of `show_default=True`: declare flags in pairs, or give `show_default` a text;
* the `env var` in an error: leave `show_envvar` off.
"""

import gettext
import os
from pathlib import Path

_DOMAIN = "messages"
_CATALOGUES = Path(__file__).parent / "taal"


def speak_dutch() -> None:
    """Make gettext, and so click, answer in Dutch in this process, whatever the user's own language settings are.

    LANGUAGE is the one variable that gettext puts above LC_ALL, LC_MESSAGES and LANG. It is read at every lookup, so it
    stays set, and child processes inherit it: run a child whose messages you parse with LC_ALL=C. Numbers, dates, sorting
    and encodings do not depend on it.
    """
    os.environ["LANGUAGE"] = "nl"
    gettext.bindtextdomain(_DOMAIN, _CATALOGUES)
    gettext.textdomain(_DOMAIN)
