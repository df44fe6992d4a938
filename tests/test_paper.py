"""Printing on paper as staff do it: which files come out, what is told, what is refused, and that nothing is lost."""

import hashlib
import importlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from conftest import Built
from small import GEMEENTE, OUTPUT, change, only_editions, without_checks

from booklet.cli import main
from booklet.press import NoInkError
from booklet.products import DRUKKEN

COVERS = {"begin": ["omslag"], "slot": ["colofon"]}  # the smallest edition: four pages
TABS = {"begin": ["omslag"], "huis": ["tussenblad rechts", "suggesties"], "slot": ["colofon"], "tabs": "ja"}


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def _made(result: Result) -> list[str]:
    lines = [line for line in result.stdout.splitlines() if line.startswith("Gemaakt: ")]
    return [line.removeprefix(f"Gemaakt: output/{GEMEENTE}/") for line in lines]


# ----------------------------------------------------------------------------------------------------------------------
# What comes out


def test_every_booklet_has_every_file_for_paper(built: Built) -> None:
    """Each edition and each loose part: a guide, sheets, a file for the print shop and its order; tabs have dividers."""
    endings = ("-boekje-lees-eerst.pdf", "-boekje.pdf", "-drukkerij.pdf", "-drukopdracht.pdf", "-drukopdracht.txt")
    booklets = [name.removesuffix(".pdf") for name in built.files if name.startswith(GEMEENTE)]
    wanted = {name + ending for name in booklets for ending in endings}
    wanted |= {f"{GEMEENTE}/tabbladen-ringband{what}.pdf" for what in ("", "-maten")}
    assert set(built.paper) == wanted


def test_nothing_is_wrong_with_what_is_made_for_paper(built: Built) -> None:
    """The preflight has no error and no warning for any file of ours; only a thick booklet is told."""
    told = [problem for problem in built.report.problems if problem.place.file.startswith(built.folder.as_posix())]
    assert {str(problem.severity) for problem in told if problem.code[0] == "P"} <= {"melding"}
    notes = {problem.hint for problem in told if problem.code[0] == "P"}
    assert all("ringband" in hint for hint in notes)
    thick = {problem.place.file.rpartition("/")[2] for problem in told if problem.code == "T03"}
    assert "uitlegboekje-boekje.pdf" in thick
    assert "basisformat-boekje.pdf" not in thick


def test_the_screen_pdf_is_the_same_whatever_is_made_beside_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making it alone or with all products for paper gives the same bytes."""
    without_checks(monkeypatch)
    only_editions(project, proef=TABS)
    screen = OUTPUT / GEMEENTE / "proef.pdf"
    assert _run("maak", GEMEENTE, "--domein", "woonruimte").exit_code == 0
    alone = screen.read_bytes()
    screen.unlink()
    drukken = [word for druk in DRUKKEN for word in ("--druk", druk)]
    result = _run("maak", GEMEENTE, "--domein", "woonruimte", *drukken)
    assert result.exit_code == 0, result.output
    assert screen.read_bytes() == alone


def test_every_product_gives_the_same_bytes_twice(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No moment, path or chance is in any file."""
    without_checks(monkeypatch)
    only_editions(project, proef=TABS)
    drukken = [word for druk in DRUKKEN for word in ("--druk", druk)]
    runs = []
    for folder in ("een", "twee"):
        result = _run("maak", GEMEENTE, "--domein", "woonruimte", "--proef", *drukken, "--uit", folder)
        assert result.exit_code == 0, result.output
        files = sorted(path for path in Path(folder).rglob("*.*") if path.is_file())
        runs.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert len(runs[0]) == 13  # the overview and what it keeps are among them
    assert runs[0] == runs[1]


def test_files_are_told_with_their_size_and_the_guide_first(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets are counted as sheets, one page is one page, and what to read first is made first."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    result = _run("maak", GEMEENTE, "--druk", "boekje", "--proef", "--druk", "drukkerij")
    assert _made(result) == [
        "proef-boekje-lees-eerst.pdf (1 bladzijde)",
        "proef-boekje-proef.pdf (1 vel)",
        "proef-boekje.pdf (1 vel)",
        "proef-drukkerij.pdf (4 bladzijden)",
        "proef-drukopdracht.pdf (1 bladzijde)",
        "proef-drukopdracht.txt",
    ]


def test_a_ring_binder_without_tabs_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition without tabs has no dividers, and staff are not left without a word."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    result = _run("maak", GEMEENTE, "--druk", "ringband")
    assert (result.exit_code, _made(result)) == (0, [])
    assert "hoort bij een editie met tabs" in result.stdout


def test_the_order_names_the_file_that_was_made(built: Built) -> None:
    """The checksum on the order is that of the file beside it."""
    orders = [path for name, path in built.paper.items() if name.endswith("-drukopdracht.txt")]
    assert orders
    for order in orders:
        file = order.with_name(order.name.replace("-drukopdracht.txt", "-drukkerij.pdf"))
        text = order.read_text(encoding="utf-8")
        assert file.name in text
        assert hashlib.sha256(file.read_bytes()).hexdigest() in text


def test_another_print_shop_gets_another_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a profile asks is in the file and on the order: norm, bleed and marks."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    (project / "content/drukkerijen/eigen.yaml").write_text(
        "id: eigen\nnaam: Onze drukker\nnorm: X-3\nafloop: 5\nsnijtekens: nee\nconditie: FOGRA39\n"
        "uitleg_conditie: gestreken papier\nicc: FOGRA39L_coated.icc\ninkt: 240\n",
        encoding="utf-8",
    )
    result = _run("maak", GEMEENTE, "--druk", "drukkerij", "--drukkerij", "eigen", "--oplage", "250")
    assert result.exit_code == 0, result.output
    with pikepdf.open(OUTPUT / GEMEENTE / "proef-drukkerij.pdf") as pdf:
        assert str(pdf.trailer.Info.GTS_PDFXVersion) == "PDF/X-3:2003"
        assert float(pdf.pages[0].mediabox[2]) == pytest.approx(220 * 72 / 25.4, abs=0.01)
        assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA39"
    order = (OUTPUT / GEMEENTE / "proef-drukopdracht.txt").read_text(encoding="utf-8")
    assert all(word in order for word in ("250", "PDF/X-3", "5 mm", "FOGRA39", "240 %"))


# ----------------------------------------------------------------------------------------------------------------------
# What is told and refused


def test_small_sheets_are_warned_of(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On A4 the letter becomes 9.9 points, and that is told; under --streng nothing is made."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    result = _run("maak", GEMEENTE, "--druk", "boekje", "--vel", "a4")
    assert result.exit_code == 0
    assert "waarschuwing: Op A4 worden de letters kleiner: 14 punt wordt 9,9 punt" in result.stderr
    assert _run("maak", GEMEENTE, "--druk", "boekje", "--vel", "A4", "--streng", "--uit", "streng").exit_code == 1
    assert not (Path("streng") / GEMEENTE / "proef-boekje.pdf").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("maak", "--oplage", "5"), "--oplage hoort bij --druk drukkerij. Typ die erbij, of laat --oplage weg."),
        (("maak", "--vel", "A4"), "--vel hoort bij --druk boekje."),
        (("maak", "--proef", "--druk", "scherm"), "--proef hoort bij --druk boekje."),
        (("maak", "--druk", "drukkerij", "--drukkerij", "stndaard"), "Drukkerij 'stndaard' is er niet; bedoelde u 'standaard'?"),
        (("maak", "--druk", "boekje", "--vel", "A5"), "'A5' kan hier niet."),
        (("maak", "--druk", "boekje", "--papier", "20"), "60"),
        (("controleer", "--pdf"), "Welk bestand?"),
        (("controleer", "--pdf", "nergens.pdf"), "Bestand 'nergens.pdf' is er niet."),
        (("controleer", "almere", "--druk", "drukkerij"), "--druk hoort bij --pdf."),
        (("controleer", "--drukkerij", "ouder"), "--drukkerij hoort bij --pdf."),
        (("controleer", "--pdf", "x.pdf", "--online"), "--online kan niet samen met --pdf."),
        (("controleer", "--pdf", "x.pdf", "--druk", "drukerij"), "Druk 'drukerij' is er niet; bedoelde u 'drukkerij'?"),
    ],
)  # fmt: skip
def test_a_wrong_word_on_the_command_line_is_told(project: Path, words: tuple[str, ...], said: str) -> None:
    """An option that would do nothing, a name that is not there and a file that is not there end with 2."""
    result = _run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def _break(field: str, value: str) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        data[field] = value

    return edit


@pytest.mark.parametrize(
    ("file", "field", "value", "said"),
    [
        ("domeinen/1-woonruimte.yaml", "kleur_druk", "20 80 90", "hier horen vier getallen van 0 tot 100"),
        ("domeinen/1-woonruimte.yaml", "kleur_druk", "20 80 90 101", "hier horen vier getallen van 0 tot 100"),
        ("domeinen/1-woonruimte.yaml", "kleur_druk", "90 0 90 0", "lijken niet op elkaar"),
        ("drukkerijen/standaard.yaml", "norm", "X-2", "kies uit: X-4, X-3, X-1a"),
        ("drukkerijen/standaard.yaml", "afloop", "3,5", "schrijf een komma als punt"),
        ("drukkerijen/standaard.yaml", "icc", "weg.icc", "ICC-profiel 'weg.icc' is er niet"),
        ("drukkerijen/standaard.yaml", "icc", "../geheim.icc", "is geen ICC-profiel"),
        ("drukkerijen/standaard.yaml", "id", "anders", "is anders dan de naam van het bestand"),
    ],
)
def test_what_is_wrong_for_a_print_shop_is_told_at_its_place(
    project: Path, file: str, field: str, value: str, said: str
) -> None:
    """Ink that is no ink, a colour that is another on paper, a profile that is not there: with file and line."""
    change(project / "content" / file, _break(field, value))
    result = _run("controleer", GEMEENTE)
    lines = [line for line in result.stderr.splitlines() if said in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"content/{file}:")


def test_a_screen_profile_is_no_profile_of_a_press(project: Path) -> None:
    """An ICC profile for a screen is refused before anything is made."""
    from PIL import ImageCms

    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (project / "content/drukkerijen/icc/scherm.icc").write_bytes(data)
    change(project / "content/drukkerijen/standaard.yaml", _break("icc", "scherm.icc"))
    result = _run("controleer", GEMEENTE)
    assert "'scherm.icc' is geen profiel van een drukpers" in result.stderr
    assert result.exit_code == 1


def test_what_cannot_be_ink_stops_that_product_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The print shop's files are not made, the boekje is, and the old file stays."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    old = OUTPUT / GEMEENTE / "proef-drukkerij.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"oud")

    def no_ink(*_: object) -> bytes:
        raise NoInkError("er staat iets op dat niet in drukinkt kan")

    monkeypatch.setattr("booklet.press.press", no_ink)
    result = _run("maak", GEMEENTE, "--druk", "drukkerij", "--druk", "boekje")
    assert result.exit_code == 1
    assert "proef-drukkerij.pdf: fout: er staat iets op dat niet in drukinkt kan" in result.stderr
    assert old.read_bytes() == b"oud"
    assert [name.partition(" ")[0] for name in _made(result)] == ["proef-boekje-lees-eerst.pdf", "proef-boekje.pdf"]
    assert not (old.parent / "proef-drukopdracht.txt").exists()


@pytest.mark.parametrize("omslaan", ["kort", "lang"])
def test_both_ways_to_turn_the_paper_are_collated(project: Path, monkeypatch: pytest.MonkeyPatch, omslaan: str) -> None:
    """A booklet with blanks and with backs that lie on their head is whole, and the build says so."""
    without_checks(monkeypatch)
    only_editions(project, proef={**COVERS, "begin": ["omslag", "zo-werkt-het links", "hierna"]})
    result = _run("maak", GEMEENTE, "--druk", "boekje", "--omslaan", omslaan, "--proef")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("druk", ["boekje", "drukkerij"])
def test_a_page_in_the_wrong_place_stops(project: Path, monkeypatch: pytest.MonkeyPatch, druk: str) -> None:
    """The build itself sees that two pages changed places, or that one is missing, and makes nothing."""
    without_checks(monkeypatch)
    only_editions(project, proef=COVERS)
    module, name = ("booklet.impose", "impose") if druk == "boekje" else ("booklet.press", "press")
    right = getattr(importlib.import_module(module), name)

    def wrong(data: bytes, *rest: Any) -> bytes:
        held = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.pages.reverse()
            pdf.save(held)
        return right(held.getvalue(), *rest)

    monkeypatch.setattr(f"{module}.{name}", wrong)
    result = _run("maak", GEMEENTE, "--druk", druk)
    assert result.exit_code == 1
    assert "maar er staat iets anders" in result.stderr
    assert not list((OUTPUT / GEMEENTE).glob(f"*{druk}.pdf"))


# ----------------------------------------------------------------------------------------------------------------------
# controleer --pdf


def test_files_of_ours_and_of_others_are_judged(built: Built, tmp_path: Path) -> None:
    """Good files end with 0; one that is not fit for its purpose ends with 1 and says where and what to do."""
    press = built.paper["voorbeeldstad/basisformat-drukkerij.pdf"]
    sheets = built.paper["voorbeeldstad/basisformat-boekje.pdf"]
    good = _run("controleer", "--pdf", str(press), str(sheets), str(built.files["almere/basisformat.pdf"]))
    assert good.exit_code == 0, good.output
    assert good.stdout.count("In orde: ") == 3
    bad = _run("controleer", "--pdf", str(built.files["almere/basisformat.pdf"]), "--druk", "drukkerij")
    assert bad.exit_code == 1
    assert "fout: " in bad.stderr
    nonsense = tmp_path / "brief.pdf"
    nonsense.write_bytes(b"Dit is geen PDF")
    assert _run("controleer", "--pdf", str(nonsense)).exit_code == 1
