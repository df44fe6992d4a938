"""Days and months in Dutch, and counting back in months."""

from calendar import monthrange
from datetime import date

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"
)  # fmt: skip


def month(day: date) -> str:
    """`november 2026`"""
    return f"{MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: date) -> str:
    """`22 november 2026`"""
    return f"{day.day} {month(day)}"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month when it is shorter."""
    year, number = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))
