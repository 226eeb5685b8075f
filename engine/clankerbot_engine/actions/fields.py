"""What the fields of actions hold, and what is refused of it."""

import re
from datetime import date as Date
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from clankerbot_engine.reports.relative_periods import PATTERN

MAX_TEXT = 10_000
"""Characters of a message that is read; longer texts are refused before parsing."""

MAX_DURATION_S = 999 * 3600
"""Clockify's own pages refuse more than 999 hours in one entry."""

_DateLike = TypeVar("_DateLike", Date, datetime)
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _plain_text(value: str) -> str:
    """Refuse what no store or remote can hold: NUL and lone surrogates."""
    if "\x00" in value:
        raise ValueError("must not contain the NUL character")
    if not value.isascii() and _HALF_PAIR.search(value):
        raise ValueError("must be valid Unicode: it holds half of a surrogate pair")
    return value


def _sensible_year(value: _DateLike) -> _DateLike:
    if not 1970 <= value.year <= 2099:
        raise ValueError("must lie between the years 1970 and 2099")
    return value


def iso_text(value: object) -> object:
    """Pydantic would take a number, and a text of digits alone, for seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value[1:]):
        raise ValueError("must be an ISO 8601 text, such as 2026-04-22 or 2026-04-22T15:40:00+02:00")
    return value


def check_order(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and end <= start:
        raise ValueError("end must lie after start")


PlainText = Annotated[str, AfterValidator(_plain_text)]
# Lengths stand before what is plain: behind it Pydantic would count "items" instead of characters
Name = Annotated[str, Field(min_length=1, max_length=250), AfterValidator(_plain_text)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Description = Annotated[str, Field(max_length=3000), AfterValidator(_plain_text)]
DurationS = Annotated[int, Field(strict=True, gt=0, le=MAX_DURATION_S, description="Whole seconds.")]
LongerByS = Annotated[
    int,
    Field(strict=True, ge=-MAX_DURATION_S, le=MAX_DURATION_S, description="Whole seconds; below 0 it is shortened."),
]
LaterByS = Annotated[
    int,
    Field(strict=True, ge=-MAX_DURATION_S, le=MAX_DURATION_S, description="Whole seconds; below 0 it is earlier."),
]
LocalDate = Annotated[Date, BeforeValidator(iso_text), AfterValidator(_sensible_year)]
Instant = Annotated[
    AwareDatetime, BeforeValidator(iso_text), AfterValidator(_sensible_year), Field(description="ISO 8601 with offset.")
]
Tags = Annotated[tuple[Name, ...], Field(max_length=50)]
TagIds = Annotated[tuple[Id, ...], Field(max_length=50)]
Target = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_plain_text)]
Channel = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain_text)]
MessageText = Annotated[str, Field(min_length=1, max_length=3000), AfterValidator(_plain_text)]
CronText = Annotated[str, Field(min_length=1, max_length=100, examples=["0 17 * * 5"]), AfterValidator(_plain_text)]
ZoneName = Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"]), AfterValidator(_plain_text)]
RelativePeriod = Annotated[
    str,
    Field(
        max_length=20,
        pattern=PATTERN,
        description="Where `from` and `to` are left out, as on a schedule: today, yesterday, this_week, last_month, "
        "2_weeks_ago, last_30_days...",
        examples=["last_week"],
    ),
]
