"""A Sociale Kaart in the words of Open Referral HSDS 3.0, for other programs (facts: `onderzoek/bouwstenen.md` part 2).

Every voorziening becomes one full `service`, with all that belongs to it inside. What the standard cannot say is not said:

* a location needs street, postcode, town and provincie. Without one of them, and for a national voorziening, of which
  the provincie is not known, the address stands as text in the description of the `service_at_location`;
* an e-mail or web address that has not the form of one is left out; the checks tell staff about it;
* `gecontroleerd_door` is only given when it is an e-mail address: the standard knows no other assurer, and a name is of
  a person;
* `bron` is a working note of the gemeente; the standard records who changed a field, not where a fact was found.

An entry that is not for the booklet is there too, with an `alert`: whether it still exists is not known, so its status is
`active` like that of the others. Every id comes from the code of the gemeente and from names: the same row keeps it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from booklet.addresses import ascii_address, dial, email_fault, valid_phone, web_address, web_fault
from booklet.kaart import name_of
from booklet.models import Domein, Gemeente, Voorziening

Json = dict[str, object]
Terms = Mapping[tuple[str, str], Json]  # by taxonomy and id

_TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"  # with the code in small letters
_DOMEIN = "Mijn Eigen Plan: domein"
_KOLOM = "Mijn Eigen Plan: kolom"
_NOT_IN_BOOKLET = "Niet in het boekje van de gemeente. Vraag na of deze gegevens kloppen."
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NO_STREET = re.compile(r"(postbus|antwoordnummer)\b", re.IGNORECASE)


class _Area(NamedTuple):
    """Where voorzieningen help: its name, its lasting address on the web and the provincie of what stands in it."""

    naam: str
    uri: str | None
    provincie: str | None


class _Row(NamedTuple):
    """A voorziening with the id of its service, the namespace of the gemeente and the area where it helps."""

    id: UUID
    space: UUID
    entry: Voorziening
    area: _Area


def export(
    gemeente: Gemeente, domeinen: Sequence[Domein], provincie: str | None, landelijk: Sequence[Voorziening]
) -> bytes:
    """All voorzieningen of a gemeente, and these national ones, as a list of services in JSON (UTF-8), sorted by name.

    The order of the entries does not matter, the same entries give the same bytes. Every domein and kolom that an entry
    names must be among the `domeinen`. `provincie` is None where it is not known.
    """
    feiten = gemeente.feiten
    uri = f"{_TOOI}{feiten.code.lower()}"
    space = uuid5(NAMESPACE_URL, uri)
    here = _Area(feiten.naam, None if feiten.voorbeeld else uri, provincie)
    country = _Area("Nederland", None, None)
    rows = (
        *_rows(space, "lokaal", here, gemeente.sociale_kaart.voorzieningen),
        *_rows(space, "landelijk", country, landelijk),
    )
    terms = _terms(domeinen)
    services = [_service(row, terms) for row in sorted(rows, key=lambda row: (name_of(row.entry), row.id))]
    return (json.dumps(services, ensure_ascii=False, indent=2) + "\n").encode()


def _rows(space: UUID, kind: str, area: _Area, entries: Iterable[Voorziening]) -> Iterator[_Row]:
    """Every entry with its id; entries of one name are counted, in an order that does not depend on the file."""
    count: dict[tuple[str, str], int] = {}
    for entry in sorted(entries, key=lambda entry: entry.model_dump_json()):
        name = name_of(entry)
        count[name] = count.get(name, 0) + 1
        yield _Row(_id(space, "service", kind, *name, str(count[name])), space, entry, area)


def _id(space: UUID, *names: str) -> UUID:
    return uuid5(space, "\n".join(names))  # no name has a line end, so two lists of names never look alike


def _filled(fields: Mapping[str, object]) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _service(row: _Row, terms: Terms) -> Json:
    entry = row.entry
    checker = entry.gecontroleerd_door
    return _filled(
        {
            "id": str(row.id),
            "name": entry.aanbod,
            "description": entry.omschrijving,
            "url": _url(entry.website),
            "email": _email(entry.email),
            "status": "active",
            "application_process": entry.aanmelden,
            "fees_description": entry.kosten,
            "eligibility_description": entry.voor_wie,
            "assured_date": entry.gecontroleerd.isoformat() if entry.gecontroleerd else None,
            "assurer_email": _email(checker),
            "alert": None if entry.in_boekje else _NOT_IN_BOOKLET,
            "organization": _organization(row),
            "phones": _phones(row),
            "schedules": _schedules(row),
            "service_areas": [_service_area(row)],
            "service_at_locations": _service_at_locations(row),
            "attributes": _attributes(row, terms),
        }
    )


def _url(website: str | None) -> str | None:
    """The address as a URI, which has only ASCII; None when it is no web address."""
    if website is None or web_fault(website):
        return None
    try:
        address = ascii_address(web_address(website))
    except UnicodeError:
        return None
    address, mark, fragment = quote(_LONE_PERCENT.sub("%25", address), safe="%/:?#@!$&'()*+,;=").partition("#")
    return f"{address}{mark}{fragment.replace('#', '%23')}"


def _email(text: str | None) -> str | None:
    return None if text is None or email_fault(text) else text


def _organization(row: _Row) -> Json:
    name = row.entry.organisatie  # the standard wants a description too; the name is all that is known
    own, _ = name_of(row.entry)
    return {"id": str(_id(row.space, "organization", own)), "name": name, "description": name}


def _phones(row: _Row) -> list[Json]:
    text = row.entry.telefoon
    if text is None:
        return []
    number = dial(text).removeprefix("tel:") if valid_phone(text) else text
    return [{"id": str(_id(row.id, "phone")), "service_id": str(row.id), "number": number, "type": "voice"}]


def _schedules(row: _Row) -> list[Json]:
    text = row.entry.openingstijden
    if text is None:
        return []
    return [{"id": str(_id(row.id, "schedule")), "service_id": str(row.id), "description": text}]


def _service_area(row: _Row) -> Json:
    return _filled(
        {
            "id": str(_id(row.id, "service_area")),
            "service_id": str(row.id),
            "name": row.area.naam,
            "uri": row.area.uri,
        }
    )


def _service_at_locations(row: _Row) -> list[Json]:
    if not row.entry.adres:
        return []
    location = _location(row)
    where: Json = {"description": row.entry.adres} if location is None else {"location": location}
    return [{"id": str(_id(row.id, "service_at_location")), "service_id": str(row.id), **where}]


def _location(row: _Row) -> Json | None:
    """Its place; two voorzieningen at one address share it. None when the address is not complete."""
    entry, provincie = row.entry, row.area.provincie
    if not (entry.straat and entry.postcode and entry.plaats and provincie):
        return None
    kind = "postal" if _NO_STREET.match(entry.straat) else "physical"
    location = _id(row.space, "location", entry.adres.casefold())
    address = {
        "id": str(_id(location, "address")),
        "location_id": str(location),
        "address_1": " ".join(filter(None, (entry.straat, entry.huisnummer))),
        "city": entry.plaats,
        "state_province": provincie,
        "postal_code": entry.postcode,
        "country": "NL",
        "address_type": kind,
    }
    return {"id": str(location), "location_type": kind, "addresses": [address]}


def _attributes(row: _Row, terms: Terms) -> list[Json]:
    named = [(_DOMEIN, one) for one in row.entry.domein] + [(_KOLOM, one) for one in row.entry.kolom or ()]
    return [
        {
            "id": str(_id(row.id, "attribute", *name)),
            "link_id": str(row.id),
            "link_entity": "service",
            "taxonomy_term": terms[name],
        }
        for name in dict.fromkeys(named)
    ]


def _terms(domeinen: Iterable[Domein]) -> Terms:
    """The houses and kolommen as terms of two taxonomies, the same for every gemeente."""
    terms: dict[tuple[str, str], Json] = {}
    for domein in domeinen:
        house = _term(_DOMEIN, domein.id, domein.naam, domein.uitleg)
        terms[_DOMEIN, domein.id] = house
        for kolom in domein.kolommen:
            term = _term(_KOLOM, kolom.id, kolom.naam, kolom.essentie)
            terms[_KOLOM, kolom.id] = {**term, "parent_id": house["id"]}
    return terms


def _term(taxonomy: str, code: str, name: str, description: str) -> Json:
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{taxonomy}: {code}")),
        "code": code,
        "name": name,
        "description": description,
        "taxonomy": taxonomy,
        "language": "nl",
    }
