"""Periods as they are called from any day on, for what happens again and again: "last week" moves on."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeVar, cast

if TYPE_CHECKING:
    from clankerbot_engine.actions import ListEntries, MissingHours, Remind, Summary

    Report = TypeVar("Report", bound="Summary | ListEntries | Remind | MissingHours")

PATTERN: Final = (
    r"^(today|yesterday|(this|last)_(week|month|quarter|year)|[2-9]_(day|week|month|quarter|year)s_ago"
    r"|last_[1-9][0-9]{0,2}_days)$"
)
USUAL: Final = {
    "summary": "this_week",
    "list_entries": "today",
    "remind": "today",
    "missing_hours": "last_week",
}
"""By the kind of action: the period where none is said."""
UNITS: Final[tuple[Literal["week", "month", "quarter", "year"], ...]] = ("week", "month", "quarter", "year")

Days = tuple[date, date]
"""The first and the last day, both inclusive."""

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def days_of(period: str, today: date, week_start: int) -> Days:
    """`period` as `PATTERN` has it. `week_start` 0 is Monday."""
    if found := re.fullmatch(r"last_(\d+)_days", period):
        return today - int(found[1]) * _DAY + _DAY, today
    for name, days in _named(today, week_start):
        if name == period:
            return days
    raise ValueError(period)


def named(first: date, last: date, today: date, week_start: int) -> str | None:
    """What these days are called today; a unit that has gone on until today stands for all of it. None: nothing."""
    for name, days in _named(today, week_start):
        so_far = days[0], min(days[1], today)
        if (first, last) in (days, so_far):
            return name
    if last == today and (length := (last - first).days + 1) <= 999:
        return f"last_{length}_days"
    return None


def with_relative_period(action: "Report", today: date, week_start: int, counted: str | None = None) -> "Report":
    """One that was read today, as it is meant on any day; dates that are called nothing today stay as they are.

    `counted`: how the text itself counted them ("last_7_days").
    """
    first, last = action.from_ or action.to, action.to or action.from_
    period = None if first is None or last is None else counted or named(first, last, today, week_start)
    if period is None:
        return action
    told = None if period == USUAL[action.kind] else period
    return cast("Report", action.model_copy(update={"from_": None, "to": None, "period": told}))


def _named(today: date, week_start: int) -> Iterator[tuple[str, Days]]:
    """The narrowest first."""
    for ago in range(10):
        yield _called("day", ago), (today - ago * _DAY, today - ago * _DAY)
    for unit in UNITS:
        first, last = unit_of(unit, today, week_start)
        for ago in range(10):
            yield _called(unit, ago), (first, last)
            first, last = unit_of(unit, first - _DAY, week_start)


def _called(unit: str, ago: int) -> str:
    if unit == "day" and ago < 2:
        return ("today", "yesterday")[ago]
    return (f"this_{unit}", f"last_{unit}")[ago] if ago < 2 else f"{ago}_{unit}s_ago"


def unit_of(unit: str, day: date, week_start: int) -> Days:
    """The week, month, quarter or year that this day lies in; a `day` is itself."""
    if unit == "day":
        return day, day
    if unit == "week":
        first = day - (day.weekday() - week_start) % 7 * _DAY
        return first, first + 6 * _DAY
    length = _MONTHS[unit]
    first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
    following = first.month - 1 + length
    return first, date(first.year + following // 12, following % 12 + 1, 1) - _DAY
