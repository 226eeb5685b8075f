"""Which local days a report is about, and in how many pieces Clockify has to be asked for them. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from clankerbot_engine.errors import ValidationFailed

LONGEST_LIST_DAYS = 93
DAYS_IN_A_REPORT = 366
DAYS_IN_A_FREE_REPORT = 31
"""On the free plan a report spans 31 days at most (`clockify-api` §5.5)."""
MOST_REPORTS = 12

Days = tuple[date, date]
"""The first and the last day, both inclusive."""


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
        raise ValidationFailed("The period ends before it begins.", field="to" if to is not None else "from")
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
