"""Which names, forms and words Open Referral HSDS 3.0 allows, as a JSON Schema of our own: facts, no text of the standard.

An object knows only the names of its table, so a name that the standard does not have is a fault. Tables that this program
never writes are lists of anything.
"""

import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_NUMBER: Schema = {"type": "number"}
_ID: Schema = {"type": "string", "format": "uuid"}
_URI: Schema = {"type": "string", "format": "uri"}
_EMAIL: Schema = {"type": "string", "format": "email"}
_DATE: Schema = {"type": "string", "format": "date"}
_OTHERS: Schema = {"type": "array"}
_KIND: Schema = {"enum": ["physical", "postal", "virtual"]}


def _table(required: str, **fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"id": _ID, "metadata": _OTHERS, **fields},
        "required": ["id", *required.split()],
        "additionalProperties": False,
    }


def _texts(names: str) -> dict[str, Schema]:
    return dict.fromkeys(names.split(), _TEXT)


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


TAXONOMY = _table("name description", **_texts("name description version"), uri=_URI)
TAXONOMY_TERM = _table(
    "name description",
    **_texts("code name description taxonomy language"),
    parent_id=_ID,
    taxonomy_id=_ID,
    taxonomy_detail=TAXONOMY,
    term_uri=_URI,
)
ATTRIBUTE = _table(
    "", **_texts("link_type link_entity value"), link_id=_ID, taxonomy_term_id=_ID, taxonomy_term=TAXONOMY_TERM
)
_ATTRIBUTES = _list(ATTRIBUTE)
PHONE = _table(
    "number",
    **_texts("number type description"),
    **dict.fromkeys(("location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"), _ID),
    extension=_NUMBER,
    languages=_OTHERS,
    attributes=_ATTRIBUTES,
)
SCHEDULE = _table(
    "",
    **_texts("byday byweekno bymonthday byyearday description opens_at closes_at attending_type notes"),
    **dict.fromkeys(("service_id", "location_id", "service_at_location_id"), _ID),
    **dict.fromkeys(("valid_from", "valid_to", "dtstart", "until"), _DATE),
    **dict.fromkeys(("timezone", "count", "interval"), _NUMBER),
    wkst={"enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]},
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    schedule_link=_URI,
    attributes=_ATTRIBUTES,
)
SERVICE_AREA = _table(
    "", **_texts("name description extent extent_type"), uri=_URI, service_id=_ID, attributes=_ATTRIBUTES
)
ADDRESS = _table(
    "address_1 city state_province postal_code country address_type",
    **_texts("attention address_1 address_2 city region state_province postal_code"),
    country={"type": "string", "pattern": "^[A-Z]{2}$"},
    address_type=_KIND,
    location_id=_ID,
    attributes=_ATTRIBUTES,
)
LOCATION = _table(
    "location_type",
    **_texts("name alternate_name description transportation external_identifier external_identifier_type"),
    **dict.fromkeys(("latitude", "longitude"), _NUMBER),
    **dict.fromkeys(("languages", "contacts", "accessibility"), _OTHERS),
    location_type=_KIND,
    url=_URI,
    organization_id=_ID,
    addresses=_list(ADDRESS),
    phones=_list(PHONE),
    schedules=_list(SCHEDULE),
    attributes=_ATTRIBUTES,
)
SERVICE_AT_LOCATION = _table(
    "",
    **_texts("description"),
    service_id=_ID,
    location_id=_ID,
    location=LOCATION,
    service_areas=_list(SERVICE_AREA),
    contacts=_OTHERS,
    phones=_list(PHONE),
    schedules=_list(SCHEDULE),
    attributes=_ATTRIBUTES,
)
ORGANIZATION = _table(
    "name description",
    **_texts("name alternate_name description tax_status tax_id legal_status logo"),
    **dict.fromkeys(("funding", "contacts", "programs", "organization_identifiers"), _OTHERS),
    email=_EMAIL,
    website=_URI,
    uri=_URI,
    year_incorporated=_NUMBER,
    parent_organization_id=_ID,
    phones=_list(PHONE),
    locations=_list(LOCATION),
    attributes=_ATTRIBUTES,
)
SERVICE = _table(
    "name status",
    **_texts("name alternate_name description interpretation_services application_process fees_description wait_time"),
    **_texts("fees accreditations eligibility_description licenses alert"),
    **dict.fromkeys(("languages", "funding", "cost_options", "required_documents", "contacts"), _OTHERS),
    **dict.fromkeys(("minimum_age", "maximum_age"), _NUMBER),
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    url=_URI,
    email=_EMAIL,
    assured_date=_DATE,
    assurer_email=_EMAIL,
    organization_id=_ID,
    program_id=_ID,
    program={"type": "object"},
    organization=ORGANIZATION,
    phones=_list(PHONE),
    schedules=_list(SCHEDULE),
    service_areas=_list(SERVICE_AREA),
    service_at_locations=_list(SERVICE_AT_LOCATION),
    attributes=_ATTRIBUTES,
)

_FORMATS = FormatChecker()
_LETTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_URI_FORM = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~-]+(?:/{_LETTER}*)?(?:\?(?:{_LETTER}|\?)*)?(?:#(?:{_LETTER}|\?)*)?"
)


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(_URI_FORM.fullmatch(value))


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value))


VALIDATOR = Draft202012Validator(_list(SERVICE), format_checker=_FORMATS)


def faults(services: object) -> list[str]:
    """Where a list of services is not as HSDS 3.0 wants it, and why."""
    return [f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(services)]
