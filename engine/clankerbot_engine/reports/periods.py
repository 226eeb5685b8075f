"""Which local days a report is about, and in how many pieces Clockify has to be asked for them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.reports.facts import Unit
from clankerbot_engine.reports.relative_periods import UNITS, unit_of

LONGEST_LIST_DAYS = 93
DAYS_IN_A_REPORT = 366
DAYS_IN_A_FREE_REPORT = 31
"""On the free plan a report spans 31 days at most (`clockify-api` §5.5)."""
MOST_REPORTS = 12

MOST_COMPARED = 3
"""Reports that the period before may cost: a new free workspace has 30 requests an hour."""

Days = tuple[date, date]
"""The first and the last day, both inclusive."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Before:
    """What a period is compared with. `so_far`: it still runs, and so do the days that it is compared with."""

    first: date
    last: date
    unit: Unit
    so_far: bool = False


def before(first: date, last: date, *, today: date, week_start: int) -> Before:
    """The unit before, or as many days. Of a period that still runs, the days up to today are what counts."""
    unit, whole = _unit_begun(first, last, week_start)
    seen = min(last, today) if first <= today else last
    if whole is None:
        length = seen - first + _DAY
        return Before(first - length, first - _DAY, "day" if length == _DAY else unit)
    begins, ends = unit_of(unit, first - _DAY, week_start)
    if seen == whole[1]:
        return Before(begins, ends, unit)
    return Before(begins, min(begins + (seen - first), ends), unit, so_far=True)


def beside(first: date, last: date, step: Literal[-1, 1], *, today: date, week_start: int) -> Days:
    """The period before or after, of the same kind; to a unit that runs until `today`, the whole ones beside it.

    To some days from the start of a week on (Monday to Friday), the same days of the week beside it.
    """
    unit, whole = _unit_begun(first, last, week_start)
    if whole is not None and last in (whole[1], today):
        return unit_of(unit, first - _DAY if step < 0 else whole[1] + _DAY, week_start)
    length = timedelta(weeks=1) if unit == "week" else last - first + _DAY
    return first + step * length, last + step * length


def _unit_begun(first: date, last: date, week_start: int) -> tuple[Unit, Days | None]:
    """Which unit this is all of, or its beginning from its first day on; a bare number of days is none."""
    if first == last:
        return "day", (first, last)
    for unit in UNITS:
        whole = unit_of(unit, first, week_start)
        if whole == (first, last):
            return unit, whole
    for unit in UNITS:
        whole = unit_of(unit, first, week_start)
        if whole[0] == first and last < whole[1]:
            return unit, whole
    return "days", None


def week_of(day: date, week_start: int) -> Days:
    """`week_start` 0 is Monday."""
    first = day - timedelta(days=(day.weekday() - week_start) % 7)
    return first, first + timedelta(days=6)


def period(from_: date | None, to: date | None, *, default: Days, today: date) -> Days:
    """An open end is today; where only the last day is said, it is that day alone."""
    if from_ is None and to is None:
        return default
    first = from_ or to
    last = to or max(today, first or today)
    assert first is not None
    if first > last:
        field = "from" if to is None else "to"
        raise ValidationFailed(
            f"{field}: the period ends before it begins; for one day, say {first} in both.",
            field=field,
            details={"reason": "period_reversed", "example": first.isoformat()},
        )
    return first, last


def pieces(first: date, last: date, *, is_free_plan: bool) -> list[Days]:
    """Raises `ValidationFailed` where it would take more than 12 reports."""
    longest = DAYS_IN_A_FREE_REPORT if is_free_plan else DAYS_IN_A_REPORT
    found = list(_pieces(first, last, longest))
    if len(found) > MOST_REPORTS:
        raise ValidationFailed(
            f"That is too long a period: ask for {longest * MOST_REPORTS} days at most.", field="from"
        )
    return found


def _pieces(first: date, last: date, longest: int) -> Iterator[Days]:
    while first <= last:
        end = min(last, first + timedelta(days=longest - 1))
        yield first, end
        first = end + timedelta(days=1)
