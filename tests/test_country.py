"""All gemeenten of the list in one run of `--alle`: each its own booklet, and one with a fault stops no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from paper import Paper, squeezed
from small import only_editions

from booklet.cli import main
from booklet.gemeenten import Official, id_of, read_list
from booklet.namen import gemeente_names
from booklet.start import write_texts

COVERS = {"begin": ["omslag"], "slot": ["colofon"]}
KAART = {"begin": ["omslag"], "huis": ["sociale-kaart"], "slot": ["colofon"]}
LONGEST = 6  # gemeenten of which the pages of the Sociale Kaart are looked at too

ENTRY = """\
  - organisatie: Buurthuis {naam}
    aanbod: Praten over wonen in {naam}
    domein: woonruimte
    kolom: mijn-woning
    omschrijving: Hier praat u met iemand uit {naam}.
    telefoon: "036 000 00 01"
    website: {id}.voorbeeld.example
    gecontroleerd: 2026-10-01
    bron: verzonnen voor deze test
"""


def _found(project: Path, officials: tuple[Official, ...]) -> Iterator[str]:
    """The folders of these gemeenten, each with a Sociale Kaart that was made up, and nothing else."""
    for official in officials:
        id = id_of(official, read_list(project / "content"))
        folder = project / "content/gemeenten" / id
        folder.mkdir(parents=True)
        for name, data in write_texts(official, id).items():
            (folder / name).write_bytes(data)
        facts = (folder / "gemeente.yaml").read_text(encoding="utf-8")
        (folder / "gemeente.yaml").write_text(f"{facts}\nvoorbeeld: ja\n", encoding="utf-8")
        entry = ENTRY.format(naam=official.naam, id=id)
        (folder / "sociale-kaart.yaml").write_text(f"voorzieningen:\n{entry}", encoding="utf-8")
        yield id


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def officials(project: Path) -> tuple[Official, ...]:
    """All gemeenten, and a project without any."""
    for name in gemeente_names(project / "content"):
        folder = project / "content/gemeenten" / name
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return read_list(project / "content")


def test_every_gemeente_comes_out_of_one_run(project: Path, officials: tuple[Official, ...]) -> None:
    """342 gemeenten, 342 covers with the right name; the one with a fault is told and skipped, and the run ends with 1."""
    only_editions(project, proef=COVERS)
    ids = list(_found(project, officials))
    assert len(set(ids)) == len(officials) == 342
    broken = ids[0]
    (project / f"content/gemeenten/{broken}/sociale-kaart.yaml").write_text("voorzieningen: nee\n", encoding="utf-8")
    done = _run("maak", "--alle")
    assert done.exit_code == 1
    assert f"{broken}/sociale-kaart.yaml:1:16: fout:" in done.stderr
    heads, wrong, together = done.stdout.splitlines()[:3]
    assert heads.split() == ["Gemeente", "bestanden", "bladzijden", "fouten", "waarschuwingen", "te", "oud", "voor", "het", "boekje"]  # fmt: skip
    assert wrong.split()[:4] == [broken, "0", "0", "1"]
    assert together.split()[:6] == ["Alle", "342", "samen", "341", str(4 * 341), "1"]
    names = {id: official.naam for id, official in zip(ids, officials, strict=True)}
    made = {path.parent.name: path for path in (project / "output").rglob("*.pdf")}
    assert set(made) == set(ids) - {broken}
    for id, path in made.items():
        for part in ("omslag", "colofon"):
            assert squeezed(f"Gemeente {names[id]}") in Paper(path).said(part), id


def test_the_longest_names_fit_on_every_page(project: Path, officials: tuple[Official, ...]) -> None:
    """The pages of the Sociale Kaart hold the longest names too, and what is said there is of this gemeente."""
    only_editions(project, proef=KAART)
    longest = tuple(sorted(officials, key=lambda official: -len(official.naam))[:LONGEST])
    ids = list(_found(project, longest))
    done = _run("maak", *ids, "--domein", "woonruimte")
    assert (done.exit_code, re.findall("fout:.*", done.stderr)) == (0, [])
    for official, id in zip(longest, ids, strict=True):
        said = Paper(project / f"output/{id}/proef.pdf").said("sociale-kaart-woonruimte")
        assert squeezed(f"Praten over wonen in {official.naam} · Buurthuis {official.naam}") in said
        assert squeezed(f"{id}.voorbeeld.example") in said
