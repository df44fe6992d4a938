"""The kinds of values that the content is made of: lines, texts, names, dates, and the frozen model that holds them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _yes_no(value: object) -> object:
    if value in ("ja", "nee"):
        return value == "ja"
    raise PydanticCustomError("ja_nee", "ja of nee")


def _iso_date(value: object) -> object:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("datum", "datum")


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Regel = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\n]*$")]
Tekst = Annotated[str, StringConstraints(min_length=1)]
JaNee = Annotated[bool, BeforeValidator(_yes_no)]
Datum = Annotated[date, BeforeValidator(_iso_date)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_one_or_more), Field(min_length=1)]


class Waarde(BaseModel):
    """A value of the content: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Stuk(Waarde):
    """A short text with an own heading and, where it helps, a picture from `layouts/iconen`."""

    kop: Regel
    tekst: Tekst
    icoon: Id | None = None


class Bladtekst(Waarde):
    """The words of one page: a heading, a first text and short texts with a heading each."""

    kop: Regel
    tekst: Tekst | None = None
    stukken: tuple[Stuk, ...] = ()
