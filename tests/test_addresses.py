"""Phone numbers, postcodes, e-mail and web addresses: what is valid, how it is printed, and what is made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import CONTENT
from hypothesis import given
from hypothesis import strategies as st

from booklet.addresses import (
    FICTION,
    dial,
    email_fault,
    phone,
    phone_fault,
    postcode,
    postcode_fault,
    shown_address,
    valid_phone,
    web_address,
    web_fault,
)
from booklet.checks import check
from booklet.content import Library, card_from, read_content
from booklet.problems import Place, Problem, Severity
from booklet.source import Data, Loc, Source

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "printed", "dialled"),
    [
        ("036 539 99 11", "036 539 9911", "tel:+31365399911"),
        ("036-5399911", "036 539 9911", "tel:+31365399911"),
        ("036–539 99 11", "036 539 9911", "tel:+31365399911"),
        ("(036) 539.99.11", "036 539 9911", "tel:+31365399911"),
        ("036\xa0539\xa099\xa011", "036 539 9911", "tel:+31365399911"),
        ("+31 (0)36 539 99 11", "036 539 9911", "tel:+31365399911"),
        ("+31 36 5399911", "036 539 9911", "tel:+31365399911"),
        ("0031 36 539 99 11", "036 539 9911", "tel:+31365399911"),
        ("365399911", "036 539 9911", "tel:+31365399911"),
        ("036 000 00 01", "036 000 0001", "tel:+31360000001"),
        ("0320 26 00 00", "0320 260 000", "tel:+31320260000"),
        ("06-12345678", "06 12345678", "tel:+31612345678"),
        ("088 786 73 72", "088 786 7372", "tel:+31887867372"),
        ("085 400 70 22", "085 400 7022", "tel:+31854007022"),
        ("14036", "14 036", "tel:14036"),
        ("14 0475", "14 0475", "tel:140475"),
        ("0800-8020", "0800 8020", "tel:08008020"),
        ("0800 33 55 555", "0800 3355555", "tel:08003355555"),
        ("0900 8844", "0900 8844", "tel:09008844"),
        ("0906 1234", "0906 1234", "tel:09061234"),
        ("0909 1234", "0909 1234", "tel:09091234"),
        ("112", "112", "tel:112"),
        ("113", "113", "tel:113"),
        ("1-1-2", "112", "tel:112"),
        ("116000", "116 000", "tel:116000"),
        ("116 111", "116 111", "tel:116111"),
        ("116117", "116 117", "tel:116117"),
        ("116-123", "116 123", "tel:116123"),
        ("+49 30 123456", "+49 30 123456", "tel:+4930123456"),
    ],
)
def test_a_phone_number_is_printed_and_dialled_as_in_the_netherlands(typed: str, printed: str, dialled: str) -> None:
    """However it is typed, a number is printed in one way, and dialled as a phone in the Netherlands must."""
    assert phone_fault(typed) is None
    assert (phone(typed), dial(typed)) == (printed, dialled)


DIGITS = "kijk het na: een gewoon nummer heeft tien cijfers, hier staan er"
NUMBER_ONLY = "schrijf alleen het nummer, zonder woorden of letters"
ONE_NUMBER = "zet hier één nummer; noem het andere bij de omschrijving"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("036 539 991", f"{DIGITS} 9"),
        ("036 539 99 112", f"{DIGITS} 11"),
        ("+31 (0)36 539 991", f"{DIGITS} 9"),
        ("123", f"{DIGITS} 3"),
        ("116999", f"{DIGITS} 6"),
        ("14 999", f"{DIGITS} 5"),
        ("0900", f"{DIGITS} 4"),
        ("9", "kijk het na: een gewoon nummer heeft tien cijfers, hier staat er 1"),
        ("06 0000 0001", "kijk het na: dit nummer kan niet bestaan"),
        ("tel 036 539 99 11", NUMBER_ONLY),
        ("036 539 99 11 toestel 12", NUMBER_ONLY),
        ("036-VLOER", NUMBER_ONLY),
        ("O36 539 99 11", NUMBER_ONLY),
        ("0800-8115 (gratis)", NUMBER_ONLY),
        ("036 539 99 11*", NUMBER_ONLY),
        ("0٣6 539 99 11", NUMBER_ONLY),
        ("036 539 99 11 / 06 12345678", ONE_NUMBER),
        ("036 539 99 11 of 0800 8020", ONE_NUMBER),
        ("036 539 99 11, 112", ONE_NUMBER),
    ],
)
def test_what_is_no_phone_number_stays_as_it_is_and_says_what_to_do(typed: str, fault: str) -> None:
    """A number that cannot be dialled is never changed on paper, and the hint fits what is wrong."""
    assert phone_fault(typed) == fault
    assert phone(typed) == typed


NUMBERS = st.sampled_from(("036", "020", "0320", "088", "085")).flatmap(
    lambda area: st.integers(2, 9).flatmap(
        lambda first: st.text("0123456789", min_size=9 - len(area), max_size=9 - len(area)).map(
            lambda rest: f"{area}{first}{rest}"
        )
    )
)


@given(NUMBERS, st.data())
def test_every_way_to_type_a_number_is_the_same_number(number: str, data: st.DataObject) -> None:
    """Marks between the digits and the country in front change nothing, and what is printed reads back as the same."""
    marks = data.draw(st.lists(st.sampled_from(("", "", " ", "-", ".", "\xa0")), min_size=10, max_size=10))
    start = data.draw(st.sampled_from(("0", "+31", "0031", "+31 (0)", "")))
    typed = start + "".join(mark + digit for mark, digit in zip(marks[1:], number[1:], strict=True)).lstrip("-. \xa0")
    assert valid_phone(typed)
    assert (phone(typed), dial(typed)) == (phone(number), dial(number)) == (phone(phone(number)), dial(phone(number)))
    assert "".join(filter(str.isdigit, phone(typed))) == number


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever stands in a cell, it is either right or comes with a hint of one printable line."""
    for fault in (phone_fault, postcode_fault, email_fault, web_fault):
        hint = fault(text)
        assert hint is None or (hint and hint.isprintable())
    assert valid_phone(text) or phone(text) == text


@given(st.from_regex(r"[1-9][0-9]{3}", fullmatch=True), st.from_regex("[A-RT-Z][A-Z]", fullmatch=True))
def test_a_postcode_can_always_be_made_tidy(digits: str, letters: str) -> None:
    """Capitals and spaces are put right, what is tidy is accepted, and the hint tells the tidy form."""
    tidy = f"{digits} {letters}"
    assert postcode_fault(tidy) is postcode_fault(digits + letters) is None
    for typed in (tidy, digits + letters, tidy.lower(), f"{digits}\xa0{letters}", f" {digits}  {letters} "):
        assert postcode(typed) == tidy
        assert postcode_fault(typed) in (None, f"schrijf '{tidy}'")


@pytest.mark.parametrize(
    "typed", ["", "1234", "12345", "0123 AB", "1234 SS", "1234 SA", "1234 A", "1234 ABC", "AB 1234"]
)
def test_what_is_no_postcode_stays_as_it_is(typed: str) -> None:
    """A postcode that cannot exist is not made into another one."""
    assert postcode_fault(typed) == "schrijf vier cijfers en twee hoofdletters, zoals 1234 AB"
    assert postcode(typed) == typed


@pytest.mark.parametrize("typed", ["info@almere.nl", "A.b+c@Wijk-Team.Almere.nl", "i@súdwest.frl"])
def test_an_email_address(typed: str) -> None:
    """An ordinary address is accepted, with capitals and accents in the name of the site too."""
    assert email_fault(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["info@almere", "info almere.nl", "a b@c.nl", "a@b@c.nl", "a@b.nl; c@d.nl", "<a@b.nl>", "a..b@c.nl", ".a@b.nl",
     "a@b.nl.", "mailto:a@b.nl", "a@-b.nl", "a@b.n", f"{'a' * 250}@b.nl"],
)  # fmt: skip
def test_what_is_no_email_address(typed: str) -> None:
    """A mail to it would not arrive."""
    assert email_fault(typed)


@pytest.mark.parametrize(
    "typed",
    ["almere.nl", "www.almere.nl", "https://www.almere.nl/", "HTTP://almere.nl", "a.nl/wmo?x=1#hulp", "a.nl/@team",
     "café.nl", "xn--caf-dma.nl", "súdwest.frl", "113.nl", "voorbeeld.example"],
)  # fmt: skip
def test_a_web_address(typed: str) -> None:
    """A name with a dot and what may follow it, with https or without."""
    assert web_fault(typed) is None


TYPE_IT = "schrijf het zoals mensen het intypen, bijvoorbeeld voorbeeld.example of voorbeeld.example/hulp"
ONE_ADDRESS = "zet hier één adres, zonder spaties, haakjes of leestekens aan het eind"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("almere", TYPE_IT),
        ("localhost", TYPE_IT),
        ("127.0.0.1", TYPE_IT),
        ("https://[::1]/", TYPE_IT),
        ("https://[", TYPE_IT),
        ("a.nl:8080", TYPE_IT),
        ("https://naam:geheim@a.nl", TYPE_IT),
        ("ftp://a.nl", TYPE_IT),
        ("javascript:alert(1)", TYPE_IT),
        ("https//a.nl", TYPE_IT),
        ("//a.nl", TYPE_IT),
        ("www,a.nl", TYPE_IT),
        ("a..nl", TYPE_IT),
        ("-a.nl", TYPE_IT),
        ("", TYPE_IT),
        ("info@almere.nl", "dit lijkt een e-mailadres; zet dat bij email"),
        ("mailto:info@almere.nl", "dit lijkt een e-mailadres; zet dat bij email"),
        ("almere .nl", ONE_ADDRESS),
        ("a.nl, b.nl", ONE_ADDRESS),
        ("a.nl.", ONE_ADDRESS),
        ("a.nl\\wmo", ONE_ADDRESS),
        ("<a.nl>", ONE_ADDRESS),
    ],
)
def test_what_is_no_web_address_says_what_to_do(typed: str, fault: str) -> None:
    """An address that people cannot type, or that leads elsewhere than it seems, is told with what to do."""
    assert web_fault(typed) == fault


@given(st.from_regex(r"(www\.)?[a-z]{1,9}\.(nl|eu|amsterdam)(/[a-z0-9-]{1,9}){0,3}", fullmatch=True))
def test_an_address_on_paper_leads_to_the_same_page(printed: str) -> None:
    """What is printed is what was meant, without https and the slash at the end, and the link has them."""
    assert web_fault(printed) is web_fault(web_address(printed)) is None
    assert web_address(printed) == f"https://{printed}"
    for typed in (printed, f"https://{printed}/", f"HTTP://{printed}", f"{printed}/"):
        assert shown_address(typed) == printed
        assert web_address(typed).lower().startswith(("https://", "http://"))


@pytest.mark.parametrize(
    ("text", "made_up"),
    [
        ("Bel 036 000 00 01 of kom langs.", "036 000 00 01"),
        ("0360000001", "0360000001"),
        ("036-000 00 01", "036-000 00 01"),
        ("+31 (0)36 000 00 01", "+31 (0)36 000 00 01"),
        ("06-12345678", "06-12345678"),
        ("Kijk op hulp.voorbeeld.example/wmo.", "hulp.voorbeeld.example"),
        ("mail naar info@voorbeeld.example", "info@voorbeeld.example"),
        ("https://www.example.com", "www.example.com"),
        ("info@example.org", "info@example.org"),
        ("www.voorbeeld.nl", "www.voorbeeld.nl"),
        ("Dorpsstraat 1, 0000 AA Nergens", "0000 AA"),
        ("088 000 21 20", None),
        ("0800 0001", None),
        ("0800 00 00 012", None),
        ("036 539 99 11", None),
        ("mooi-voorbeeld.nl", None),
        ("een goed voorbeeld. Nl", None),
        ("voorbeeld.nlx", None),
        ("10000 EU", None),
        ("1000 AA", None),
    ],
)
def test_what_is_made_up(text: str, made_up: str | None) -> None:
    """Numbers and addresses that only serve as an example are found in running text, and real ones are not."""
    found = FICTION.search(text)
    assert (found and found[0]) == made_up


def _texts(library: Library, name: str) -> Iterator[tuple[Loc, str]]:
    source = library.kaarten[name].source
    return ((loc, text) for loc, text in source.texts if loc[-1] in ("telefoon", "email", "website"))


def test_the_example_gemeente_is_made_up_and_almere_is_not() -> None:
    """The pattern tells the two gemeenten of this project apart, field by field."""
    library = read_content(CONTENT, ("almere", "voorbeeldstad"))
    for name, made_up in (("almere", False), ("voorbeeldstad", True)):
        texts = list(_texts(library, name))
        assert len(texts) > 20
        assert [(loc, text) for loc, text in texts if bool(FICTION.search(text)) is not made_up] == []


FILE = "kaart.xlsx"
ROWS: list[dict[str, Data]] = [
    {"organisatie": "Buurt", "aanbod": "Koffie", "telefoon": "036 539 991", "website": "buurt.nl"},
    {"organisatie": "buurt", "aanbod": "Koffie ", "website": "buurt", "postcode": "12345"},
    {"organisatie": "Thee", "aanbod": "Praten", "email": "info@voorbeeld.example", "gecontroleerd": "2027-01-01"},
    {"organisatie": "Oud", "aanbod": "Vergeten", "website": f"buurt.nl/{'x' * 60}", "gecontroleerd": "2022-03-01"},
    {"organisatie": "Lang", "aanbod": "Praten", "website": "lang.nl", "omschrijving": "Kom maar. " * 30},
]


def _from_a_spreadsheet() -> Source:
    """A card as the importer makes it: places are cells of a sheet, and there are no lines."""
    usual: dict[str, Data] = {
        "domein": ["contacten"],
        "omschrijving": "Kom erbij.",
        "gecontroleerd": "2026-11-01",
        "bron": "buurt",
    }
    rows = [usual | row for row in ROWS]
    places: dict[Loc, Place] = {(): Place(FILE, sheet="Sociale Kaart")}
    for index, row in enumerate(rows):
        places["voorzieningen", index] = Place(FILE, index + 2, 1, "Sociale Kaart")
        for column, field in enumerate(row, 1):
            places["voorzieningen", index, field] = Place(FILE, index + 2, column, "Sociale Kaart")
    places["landelijk_uit", 0] = Place(FILE, 9, 1, "Landelijk")
    data: Data = {"voorzieningen": list(rows), "landelijk_uit": [{"organisatie": "Huurcommisie", "aanbod": "Hulp"}]}
    return Source(FILE, data, {}, places, {}, ())


def _cell(source: Source, index: int, field: str) -> Place:
    return source.values["voorzieningen", index, field]


def test_the_rules_hold_for_a_card_from_a_spreadsheet() -> None:
    """Every rule tells the sheet and the cell, and never a line of a file that staff do not know."""
    source = _from_a_spreadsheet()
    kaart, problems = card_from(source)
    assert kaart is not None
    assert problems == ()
    read = read_content(CONTENT, ("almere",))
    library = replace(read, kaarten={"almere": kaart})
    told = [one for one in check(library, TODAY) if one.place.file == FILE and one.code[0] == "C"]
    assert {(one.code, one.place) for one in told} == {
        ("C27", source.values["voorzieningen", 1]),
        ("C28", _cell(source, 2, "email")),
        ("C45", _cell(source, 0, "telefoon")),
        ("C47", _cell(source, 1, "website")),
        ("C48", _cell(source, 1, "postcode")),
        ("C49", _cell(source, 3, "website")),
        ("C50", _cell(source, 4, "omschrijving")),
        ("C51", _cell(source, 2, "gecontroleerd")),
        ("C54", source.values["landelijk_uit", 0]),
        ("C59", _cell(source, 3, "gecontroleerd")),
    }
    assert all(one.place.sheet for one in told)
    assert not [one for one in told if "regel" in f"{one.message} {one.hint}"]
    twice = next(one for one in told if one.code == "C27")
    assert twice.hint == "haal er een weg; de eerste staat in kaart.xlsx, blad 'Sociale Kaart', cel A2"


def test_what_is_not_printed_may_still_be_wrong() -> None:
    """A number of an entry that is only kept is told as a warning, and stops nothing."""
    source = _from_a_spreadsheet()
    assert isinstance(source.data, dict)
    rows = source.data["voorzieningen"]
    assert isinstance(rows, list)
    for row in rows:
        assert isinstance(row, dict)
        row["in_boekje"] = "nee"
    kaart, _ = card_from(source)
    assert kaart is not None
    library = replace(read_content(CONTENT, ("almere",)), kaarten={"almere": kaart})
    severities = {one.code: one.severity for one in check(library, TODAY) if one.place.file == FILE}
    assert {code: severities[code] for code in ("C45", "C47", "C48")} == dict.fromkeys(
        ("C45", "C47", "C48"), Severity.WARNING
    )
    assert not severities.keys() & {"C49", "C50", "C59"}


def _national_problems(folder: Path, *gemeenten: tuple[str, str]) -> tuple[Problem, ...]:
    """Check gemeenten that each have only a `gemeente.yaml`, with national services of three ages."""
    entries = "".join(
        f"  - organisatie: O\n    aanbod: {name}\n    domein: contacten\n    omschrijving: Kom erbij.\n"
        f"    website: o.nl\n    gecontroleerd: {day}\n    bron: o\n"
        for name, day in (("Vers", "2025-11-22"), ("Nakijken", "2025-11-21"), ("Verouderd", "2024-11-21"))
    )
    (folder / "sociale-kaart/landelijk.yaml").write_text(f"voorzieningen:\n{entries}", encoding="utf-8")
    for name, text in gemeenten:
        (folder / "gemeenten" / name).mkdir()
        (folder / "gemeenten" / name / "gemeente.yaml").write_text(text, encoding="utf-8")
    library: Library = read_content(folder, [name for name, _ in gemeenten])
    return tuple(one for one in check(library, TODAY) if one.code in ("C58", "C59"))


def _told(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return [(one.code, one.place.line, one.message) for one in problems]


NAKIJKEN = ("C58", 14, "'Nakijken' van 'O' is voor het laatst nagekeken in november 2025")
VEROUDERD = (
    "C59",
    21,
    "'Verouderd' van 'O' is voor het laatst nagekeken in november 2024 en is nu te oud voor het boekje",
)


def test_old_national_facts_are_told_once_for_all_gemeenten(project: Path) -> None:
    """A day decides: a year ago is fresh, a day more is not; the same line of the same age comes out once."""
    problems = _national_problems(
        project / "content", *((name, f"naam: {name}\ncode: GM000{name[-1]}\n") for name in ("a1", "a2", "a3"))
    )
    assert _told(problems) == [NAKIJKEN, VEROUDERD]
    assert [one.hint for one in problems] == [
        "kijk het na: na een jaar kan er veel veranderd zijn",
        "kijk het na en zet de nieuwe datum bij gecontroleerd",
    ]


def test_a_gemeente_may_keep_facts_longer(project: Path) -> None:
    """The months of a gemeente decide what is old for that gemeente, and the hint names them."""
    text = "naam: a\ncode: GM0001\nhoudbaar:\n  nakijken_na: 18\n  verouderd_na: 36\n"
    problems = _national_problems(project / "content", ("a", text))
    assert [(one.code, one.place.line) for one in problems] == [("C58", 21)]
    assert problems[0].hint == "kijk het na: na 18 maanden kan er veel veranderd zijn"


@pytest.mark.parametrize("off", ["landelijk_uit:\n  - organisatie: o\n    aanbod: verouderd\n", ""])
def test_what_a_gemeente_does_not_print_need_not_be_fresh(project: Path, off: str) -> None:
    """A national service that is switched off is not told to be old; without that line it is."""
    folder = project / "content/gemeenten/a"
    folder.mkdir()
    (folder / "sociale-kaart.yaml").write_text(f"voorzieningen: []\n{off}", encoding="utf-8")
    (folder / "gemeente.yaml").write_text("naam: a\ncode: GM0001\n", encoding="utf-8")
    problems = _national_problems(project / "content")
    assert problems == ()
    library = read_content(project / "content", ("a",))
    told = _told(tuple(one for one in check(library, TODAY) if one.code in ("C58", "C59")))
    assert told == ([NAKIJKEN] if off else [NAKIJKEN, VEROUDERD])


def test_a_folder_has_a_plain_name_and_a_code_belongs_to_one(project: Path) -> None:
    """A folder that commands cannot name is an error at the folder, and a code of two gemeenten a warning."""
    gemeenten = project / "content/gemeenten"
    (gemeenten / "almere").rename(gemeenten / "Almere Stad")
    stad = gemeenten / "voorbeeldstad/gemeente.yaml"
    stad.write_text(stad.read_text(encoding="utf-8").replace("code: GM0000", "code: GM0034"), encoding="utf-8")
    library = read_content(Path("content"), ("Almere Stad", "voorbeeldstad"))
    told = {str(one) for one in check(library, TODAY) if one.code in ("C56", "C57")}
    assert told == {
        "content/gemeenten/Almere Stad: fout: 'Almere Stad' kan geen naam van een map zijn — noem de map 'almere-stad'",
        "content/gemeenten/voorbeeldstad/gemeente.yaml:9:7: waarschuwing: "
        "code GM0034 is ook de code van 'Almere Stad' — elke gemeente heeft een eigen code",
    }
