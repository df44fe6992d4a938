"""A Sociale Kaart as HSDS 3.0: valid for the standard, whole, and the same whenever the entries are the same."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import CONTENT, GEMEENTEN
from hsds_facts import faults
from hypothesis import given
from hypothesis import strategies as st

from booklet.addresses import dial, email_fault, valid_phone, web_fault
from booklet.content import read_content
from booklet.hsds import export
from booklet.models import Content, Gemeente, SocialeKaart, Voorziening

# What HSDS 3.0 has no place for: a name of a person or a team (`gecontroleerd_door` when it is no e-mail address), where
# a fact was found (`bron`), and what has not the form that the standard asks for (an e-mail or web address that is none).
NO_PLACE = {"bron"}


def _content() -> Content:
    content = read_content(CONTENT, GEMEENTEN).content(GEMEENTEN)
    assert content is not None
    return content


WHOLE = _content()
ALMERE, STAD = WHOLE.gemeenten
TERMS = [{"domein": domein.id, "kolom": kolom.id} for domein in WHOLE.domeinen for kolom in domein.kolommen]


def _with(entries: Sequence[Voorziening], gemeente: Gemeente = STAD) -> Gemeente:
    return gemeente._replace(sociale_kaart=SocialeKaart(voorzieningen=tuple(entries)))


def _services(
    gemeente: Gemeente, landelijk: Sequence[Voorziening] = (), provincie: str | None = "Flevoland"
) -> list[dict[str, Any]]:
    services = json.loads(export(gemeente, WHOLE.domeinen, provincie, landelijk))
    assert isinstance(services, list)
    return services


def _one(provincie: str | None = "Flevoland", **fields: object) -> dict[str, Any]:
    """The service of one entry with these fields."""
    known = {"organisatie": "De Linde", "aanbod": "Inloop", "domein": "contacten", "omschrijving": "Koffie."}
    (service,) = _services(_with([Voorziening.model_validate({**known, **fields})]), provincie=provincie)
    return service


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20).filter(str.strip)
_WORD = st.text("abcé-", min_size=1, max_size=9).filter(lambda word: word.strip("-") == word)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "organisatie": st.sampled_from(["De Linde", "de linde", "Humanitas"]) | _LINE,
    "aanbod": st.sampled_from(["Inloop", "Maatje"]) | _LINE,
    "omschrijving": _LINE,
}
_MAYBE: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("voor_wie", "huisnummer", "openingstijden", "kosten", "aanmelden", "bron"), _LINE),
    "straat": st.sampled_from(["Lindelaan", "Postbus 12"]) | _LINE,
    "postcode": st.just("1234 AB") | _LINE,
    "plaats": st.just("Voorbeeldstad") | _LINE,
    "telefoon": st.sampled_from(["036 000 00 01", "113", "14 036", "0800 0113", "+32 2 000 00 00"]) | _LINE,
    "email": st.builds("{}@{}.example".format, st.text("abc.", min_size=1), _WORD) | _LINE,
    "website": st.builds("{}{}.example/{}".format, st.sampled_from(["", "http://", "https://"]), _WORD, _LINE) | _LINE,
    "gecontroleerd": st.dates().map(str),
    "gecontroleerd_door": st.sampled_from(["buurtteam", "team@voorbeeld.example"]) | _LINE,
    "in_boekje": st.sampled_from(["ja", "nee"]),
}


@st.composite
def _entry(draw: st.DrawFn) -> Voorziening:
    terms = draw(st.lists(st.sampled_from(TERMS), min_size=1, max_size=3))
    fields = draw(st.fixed_dictionaries(_FIELDS, optional=_MAYBE))
    fields["domein"] = [term["domein"] for term in terms]
    if draw(st.booleans()):
        fields["kolom"] = [term["kolom"] for term in terms]
    return Voorziening.model_validate(fields)


_ENTRIES = st.lists(_entry(), max_size=4)


@pytest.mark.parametrize("gemeente", WHOLE.gemeenten, ids=GEMEENTEN)
def test_what_is_printed_today_is_valid(gemeente: Gemeente) -> None:
    """Both Sociale Kaarten, with the national voorzieningen, are HSDS 3.0."""
    services = _services(gemeente, WHOLE.landelijk)
    assert len(services) == len(gemeente.sociale_kaart.voorzieningen) + len(WHOLE.landelijk) > 0
    assert faults(services) == []


@given(_ENTRIES, _ENTRIES, st.none() | st.just("Flevoland"))
def test_whatever_an_entry_says_the_file_is_valid(
    local: list[Voorziening], landelijk: list[Voorziening], provincie: str | None
) -> None:
    """Any entries, local and national, even those with faults that the checks would tell, give HSDS 3.0."""
    services = _services(_with(local), landelijk, provincie)
    assert faults(services) == []
    assert len(services) == len(local) + len(landelijk)


def _said(entry: Voorziening) -> Iterator[tuple[str, str]]:
    """Every field of an entry that has a place in HSDS, with the text that must be there."""
    for field, value in entry:
        if value is None or field in NO_PLACE:
            continue
        if field in ("domein", "kolom"):
            yield from ((field, one) for one in value)
        elif field == "telefoon":
            yield field, dial(value).removeprefix("tel:") if valid_phone(value) else value
        elif field == "in_boekje":
            yield field, "active" if value else "Niet in het boekje"
        elif field == "website":
            if not web_fault(value) and value.isascii():
                yield field, unquote(value)
        elif field not in ("email", "gecontroleerd_door") or not email_fault(value):
            yield field, str(value)


def _assert_all_is_there(entry: Voorziening, service: dict[str, Any]) -> None:
    told = [unquote(text) for text in _strings(service)] + list(_strings(service))
    for field, text in _said(entry):
        assert any(text in one for one in told), f"{field} is missing: {text!r}"


@given(_entry(), st.booleans())
def test_all_that_an_entry_says_is_in_its_service(entry: Voorziening, local: bool) -> None:  # noqa: FBT001
    """No field is lost, but for the few that the standard has no place for."""
    (service,) = _services(_with([entry])) if local else _services(_with([]), [entry])
    _assert_all_is_there(entry, service)


def test_all_of_the_sociale_kaarten_is_in_the_file() -> None:
    """Of every entry that is kept today, every field is there."""
    entries = [entry for one in WHOLE.gemeenten for entry in one.sociale_kaart.voorzieningen] + list(WHOLE.landelijk)
    filled = {field for entry in entries for field, value in entry if value is not None}
    assert filled == set(Voorziening.model_fields)  # so that no field goes unasked
    for entry in entries:
        (service,) = _services(_with([entry]))
        _assert_all_is_there(entry, service)


@given(st.lists(_entry(), max_size=5).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_the_entries_does_not_matter(orders: tuple[list[Voorziening], list[Voorziening]]) -> None:
    """Whoever sorts the file anew gets the same bytes."""
    first, second = (export(_with(order), WHOLE.domeinen, None, order) for order in orders)
    assert first == second
    assert first.endswith(b"]\n")


@given(_ENTRIES, _ENTRIES)
def test_an_id_belongs_to_one_thing(local: list[Voorziening], landelijk: list[Voorziening]) -> None:
    """Two different things never share an id, and one organisation has the same id everywhere."""
    found: dict[str, object] = {}

    def look(value: object, table: str) -> None:
        for inner in value if isinstance(value, list) else ():
            look(inner, table)
        if isinstance(value, dict):
            same = table if table in ("organization", "location", "addresses") else json.dumps(value)
            assert found.setdefault(value["id"], same) == same
            for name, inner in value.items():
                look(inner, name)

    services = _services(_with(local), landelijk)
    look(services, "service")
    organizations = [one["organization"] for one in services]
    names = {tuple(one["name"].casefold().split()) for one in organizations}
    assert len({one["id"] for one in organizations}) == len(names)
    assert len({one["id"] for one in services}) == len(services)


def test_a_row_keeps_its_id_when_its_facts_change_and_its_neighbours_go() -> None:
    """Another program knows a voorziening again by its id; another gemeente has other ids."""
    entries = STAD.sociale_kaart.voorzieningen
    known = {one["name"]: one["id"] for one in _services(STAD)}
    changed = entries[0].model_copy(update={"omschrijving": "Anders.", "telefoon": None, "straat": "Kade"})
    assert [one["id"] for one in _services(_with([changed]))] == [known[changed.aanbod]]
    assert _services(_with([changed], ALMERE))[0]["id"] != known[changed.aanbod]


def test_a_complete_address_is_a_location() -> None:
    """Street, postcode, town and provincie make an address, of a house or of a post box."""
    full = {"straat": "Lindelaan", "huisnummer": "1a", "postcode": "1234 AB", "plaats": "Voorbeeldstad"}
    (place,) = _one(**full)["service_at_locations"]
    (address,) = place["location"]["addresses"]
    assert address["address_1"] == "Lindelaan 1a"
    assert address["state_province"] == "Flevoland"
    assert {address["address_type"], place["location"]["location_type"]} == {"physical"}
    (post,) = _one(**{**full, "straat": "Postbus", "huisnummer": "12"})["service_at_locations"]
    assert post["location"]["location_type"] == "postal"


@pytest.mark.parametrize("missing", ["straat", "postcode", "plaats", "provincie"])
def test_an_address_that_is_not_complete_stays_a_text(missing: str) -> None:
    """What the standard asks for is never made up."""
    full: dict[str, Any] = {"straat": "Kade", "postcode": "1234 AB", "plaats": "Lelystad", "provincie": "Flevoland"}
    (place,) = _one(**{**full, missing: None})["service_at_locations"]
    assert "location" not in place
    assert all(place["description"].count(full[one]) for one in {"straat", "postcode", "plaats"} - {missing})


def test_where_a_voorziening_helps() -> None:
    """A local one helps in the gemeente, by its lasting address on the web unless it is fictional; a national one anywhere."""
    entry = STAD.sociale_kaart.voorzieningen[0]

    def area(gemeente: Gemeente, *landelijk: Voorziening) -> tuple[str, str | None]:
        ((found,),) = (one["service_areas"] for one in _services(gemeente, landelijk))
        return found["name"], found.get("uri")

    assert area(_with([entry], ALMERE)) == ("Almere", "https://identifier.overheid.nl/tooi/id/gemeente/gm0034")
    assert area(_with([entry])) == ("Voorbeeldstad", None)
    assert area(_with([], ALMERE), entry) == ("Nederland", None)


def test_what_is_not_for_the_booklet_says_so() -> None:
    """It is exported as it is kept, with a word of care."""
    assert "alert" not in _one()
    kept = _one(in_boekje="nee")
    assert kept["status"] == "active"
    assert kept["alert"].startswith("Niet in het boekje")


def test_house_and_kolom_are_two_taxonomies() -> None:
    """A kolom is a child of its house."""
    house, kolom = (one["taxonomy_term"] for one in _one(domein="contacten", kolom="thuis")["attributes"])
    assert (house["code"], kolom["code"]) == ("contacten", "thuis")
    assert house["taxonomy"] != kolom["taxonomy"]
    assert kolom["parent_id"] == house["id"]


@pytest.mark.parametrize(
    ("website", "url"),
    {
        "linde.example": "https://linde.example",
        "http://linde.example/a/?b=c&d#e": "http://linde.example/a/?b=c&d#e",
        "café.example/café": "https://xn--caf-dma.example/caf%C3%A9",
        "linde.example/100%": "https://linde.example/100%25",
        "linde.example/a%20b": "https://linde.example/a%20b",
        "linde.example/#a#b": "https://linde.example/#a%23b",
        f"{'éa' * 31}.example": None,
        "geen website": None,
    }.items(),
)
def test_a_web_address_is_written_as_the_standard_wants_it(website: str, url: str | None) -> None:
    """With a scheme and in ASCII; what cannot be written so is left out."""
    assert _one(website=website).get("url") == url


def test_the_services_stand_in_the_order_of_their_names() -> None:
    """Whoever reads the file finds them by organisation, local and national together."""
    names = [
        (one["organization"]["name"].casefold(), one["name"].casefold()) for one in _services(STAD, WHOLE.landelijk)
    ]
    assert names == sorted(names)
    assert len(set(names)) > 1


def test_a_checker_is_told_only_by_mail() -> None:
    """The standard has room for an e-mail address, and a name is of a person."""
    assert _one(gecontroleerd_door="zorg@voorbeeld.example")["assurer_email"] == "zorg@voorbeeld.example"
    assert "buurtteam" not in list(_strings(_one(gecontroleerd_door="buurtteam")))


Spoil = Callable[[dict[str, Any]], object]

FAULTS: dict[str, Spoil] = {
    "no status": lambda service: service.pop("status"),
    "a status in Dutch": lambda service: service.update(status="actief"),
    "no name": lambda service: service.pop("name"),
    "an empty description": lambda service: service.update(description=""),
    "an id that is no uuid": lambda service: service.update(id="linde-1"),
    "an unknown field": lambda service: service.update(bron="een website"),
    "an unknown field of an address": lambda service: _address(service).update(huisnummer="1"),
    "no scheme": lambda service: service.update(url="voorbeeld.example"),
    "a space in an address": lambda service: service.update(url="https://voorbeeld.example/a b"),
    "a lone percent in an address": lambda service: service.update(url="https://voorbeeld.example/%"),
    "two fragments": lambda service: service.update(url="https://voorbeeld.example/#a#b"),
    "an accent in an address": lambda service: service.update(url="https://voorbeeld.example/é"),
    "no at sign": lambda service: service.update(email="voorbeeld.example"),
    "a name for an e-mail address": lambda service: service.update(assurer_email="buurtteam"),
    "a Dutch date": lambda service: service.update(assured_date="22-11-2026"),
    "an organization without description": lambda service: service["organization"].pop("description"),
    "a phone without number": lambda service: service["phones"][0].pop("number"),
    "a number that is no text": lambda service: service["phones"][0].update(number=360000001),
    "a schedule without id": lambda service: service["schedules"][0].pop("id"),
    "an address without provincie": lambda service: _address(service).pop("state_province"),
    "a country in full": lambda service: _address(service).update(country="Nederland"),
    "an unknown kind of address": lambda service: _address(service).update(address_type="bezoek"),
    "a term without description": lambda service: service["attributes"][0]["taxonomy_term"].pop("description"),
    "an area that is a text": lambda service: service.update(service_areas=["Almere"]),
    "nothing": lambda service: service.update(kosten=None),
}


def _address(service: dict[str, Any]) -> dict[str, Any]:
    address = service["service_at_locations"][0]["location"]["addresses"][0]
    assert isinstance(address, dict)
    return address


@pytest.mark.parametrize("name", FAULTS)
def test_the_schema_bites(name: str) -> None:
    """Every fault that is put into a valid service is found, one by one."""
    service = _one(
        straat="Lindelaan",
        postcode="1234 AB",
        plaats="Voorbeeldstad",
        telefoon="036 000 00 01",
        openingstijden="dinsdag",
        gecontroleerd="2026-11-22",
    )
    assert faults([service]) == []
    FAULTS[name](service)
    assert len(faults([service])) == 1
