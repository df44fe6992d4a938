"""Small projects to build in a second: a copy of the content with editions of a few pages and other words."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DAY

from booklet.checks import Found, common_of
from booklet.content import read_shared
from booklet.pipeline import Order, Report, make

GEMEENTE = "voorbeeldstad"  # fictional, so it may say anything
OUTPUT = Path("output")


def change(file: Path, edit: Callable[[Any], None]) -> None:
    """Change the data of a YAML file; its comments are lost."""
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  all scalars are text
    edit(data)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def only_editions(project: Path, **edities: Mapping[str, Any]) -> None:
    """Let the project have these editions and no others; `begin` and `slot` are needed."""
    folder = project / "content/edities"
    for file in folder.glob("*.yaml"):
        file.unlink()
    for name, editie in edities.items():
        text = yaml.safe_dump({"id": name, "titel": "Proef", **editie}, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def build(*domeinen: str) -> Report:
    """Make every edition of the project that the test runs in, for these houses, without `--streng`."""
    return make(Order((GEMEENTE,), DAY, domeinen=domeinen, uit=OUTPUT), lambda step, text: None)


def made(name: str) -> Path:
    """Where the file of an edition is, when it is made."""
    return OUTPUT / GEMEENTE / f"{name}.pdf"


def without_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let step 2 tell only what was wrong with reading: other tests are about the checks, these are about the pages."""
    monkeypatch.setattr(
        "booklet.pipeline.check_shared", lambda common, _: Found(common.library.shared_problems, {}, frozenset())
    )
    monkeypatch.setattr(
        "booklet.pipeline.check_own", lambda library, _common, _today: Found(library.own_problems, {}, frozenset())
    )


def read_once(monkeypatch: pytest.MonkeyPatch, inhoud: Path) -> None:
    """Let every build find read what all gemeenten share: a test that builds many times changes nothing of it."""
    library = read_shared(inhoud)
    common = common_of(library)
    monkeypatch.setattr("booklet.pipeline.read_shared", lambda _: library)
    monkeypatch.setattr("booklet.pipeline.common_of", lambda _: common)
