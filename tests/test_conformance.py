"""veraPDF judges every file: PDF/UA-1 and PDF/A-2a at once; and the judge is shown to judge."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from conftest import GEMEENTEN, Built
from paper import paper
from verapdf import Verdict, judge, missing

FLAVOURS = ("ua1", "2a")
SMALL = f"{GEMEENTEN[0]}/tabbladen/1-"  # a file with few pages to plant faults in

Verdicts = Mapping[tuple[str, str], Verdict]


def _no_marks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def _no_claim(pdf: pikepdf.Pdf) -> None:
    claim = b"<pdfuaid:part>1</pdfuaid:part>"
    metadata = pdf.Root.Metadata.read_bytes()
    assert claim in metadata
    pdf.Root.Metadata.write(metadata.replace(claim, b""))


def _no_words_on_links(pdf: pikepdf.Pdf) -> None:
    annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert annotations
    for annotation in annotations:
        del annotation["/Contents"]


def _no_colour_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


PLANTED: Mapping[str, tuple[Callable[[pikepdf.Pdf], None], str, str]] = {
    "marks": (_no_marks, "ua1 2a", "a file that does not say that it is tagged"),
    "claim": (_no_claim, "ua1", "a file that does not claim PDF/UA"),
    "links": (_no_words_on_links, "ua1", "links that say nothing to a screen reader"),
    "profile": (_no_colour_profile, "2a", "colours without a profile"),
}


@pytest.fixture(scope="module")
def verdicts(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """The verdicts on every file that was made and on the faults that were planted, by name and standard."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    folder = tmp_path_factory.mktemp("planted")
    small = next(path for name, path in built.files.items() if name.startswith(SMALL))
    files = dict(built.files)
    for name, (plant, _, _) in PLANTED.items():
        with pikepdf.open(small) as pdf:
            plant(pdf)
            files[name] = folder / f"{name}.pdf"
            pdf.save(files[name])
    names = {path: name for name, path in files.items()}
    return {(names[verdict.file], verdict.flavour): verdict for verdict in judge(FLAVOURS, files.values())}


def test_every_file_conforms_to_both_standards(built: Built, verdicts: Verdicts) -> None:
    """Every edition and every loose part of both gemeenten is PDF/UA-1 and PDF/A-2a."""
    assert {name.partition("/")[0] for name in built.files} == set(GEMEENTEN)
    assert any(name.count("/") == 2 for name in built.files), "no loose parts were made"
    judged = {key: verdict for key, verdict in verdicts.items() if key[0] in built.files}
    assert len(judged) == len(built.files) * len(FLAVOURS)
    assert not [verdict for verdict in judged.values() if not verdict.passed]
    few = [key for key, verdict in judged.items() if verdict.checks < 500 * paper(built.files[key[0]]).page_count]
    assert not few, f"veraPDF looked at next to nothing in {few}"


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, verdicts: Verdicts) -> None:
    """The judge tells a fault, in the standard that forbids it and in no other."""
    _, standards, why = PLANTED[name]
    failed = {flavour for flavour in FLAVOURS if not verdicts[name, flavour].passed}
    assert failed == set(standards.split()), why
    assert all(verdicts[name, flavour].failures for flavour in failed)


def test_without_java_the_judge_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where Java is missing the reason names it, so that a skipped test can be understood."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "java" in missing()
