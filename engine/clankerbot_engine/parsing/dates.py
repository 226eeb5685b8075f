"""Dates as people name them: in part ("June 5", "Q3", "Friday the 11th"), and the days that they mean.

A part that is not said is settled by looking back (`latest`) or on (`earliest`) from a given day. All spans of days
include both ends. Years outside 1970-2099 are no dates.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1970, 2099
_LEAP_SEARCH_YEARS = 9
_MONTHS_BACK = 24
_SATURDAY = 5


@dataclass(slots=True)
class Days:
    """Settled: from `first` to `last`."""

    first: date
    last: date

    @classmethod
    def one(cls, day: date) -> "Days":
        return cls(day, day)


@dataclass(slots=True)
class Partial:
    """What was said of a date. `day` -1 is the last of the month; `nth` counts a `weekday` in a month, -1 the last.

    `swappable`: day and month are numbers that could be read the other way round.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    swappable: bool = False

    @property
    def is_day(self) -> bool:
        return self.day is not None or self.weekday is not None

    @property
    def is_annual(self) -> bool:
        """Comes once a year."""
        return any(part is not None for part in (self.month, self.quarter, self.half, self.week))

    def swapped(self) -> "Partial":
        return replace(self, month=self.day, day=self.month)


def month_days(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def months_days(year: int, first_month: int, count: int) -> Days:
    return Days(date(year, first_month, 1), month_days(year, first_month + count - 1).last)


def add_months(day: date, months: int) -> date | None:
    """The same day of another month, or the last where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date | None:
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def week_days(day: date, week_start: int) -> Days:
    first = day - timedelta(days=(day.weekday() - week_start) % 7)
    return Days(first, first + timedelta(days=6))


def unit_days(unit: str, day: date, week_start: int) -> Days:
    """The whole day, week, month, quarter, half or year that holds `day`; the weekend at the end of its week."""
    match unit:
        case "day":
            return Days.one(day)
        case "week":
            return week_days(day, week_start)
        case "weekend":
            saturday = week_days(day, 0).last - timedelta(days=1)
            return Days(saturday, saturday + timedelta(days=1))
        case "month":
            return month_days(day.year, day.month)
        case "quarter":
            return months_days(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "half":
            return months_days(day.year, 1 if day.month <= 6 else 7, 6)
        case _:
            return months_days(day.year, 1, 12)


UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_UNIT_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def shift(unit: str, day: date, count: int) -> date | None:
    """`count` calendar units on from `day`, or back where negative."""
    if unit in UNIT_MONTHS:
        return add_months(day, UNIT_MONTHS[unit] * count)
    return add_days(day, _UNIT_DAYS[unit] * count)


def last_units(unit: str, count: int, today: date, week_start: int) -> Days | None:
    """The last `count` units up to today; of quarters and halves the whole ones before this one."""
    if unit in {"quarter", "half"}:
        this = unit_days(unit, today, week_start).first
        first = add_months(this, -count * UNIT_MONTHS[unit])
        return Days(first, this - timedelta(days=1)) if first else None
    before = shift(unit, today, -count)
    return Days(before + timedelta(days=1), today) if before else None


def last_working_days(count: int, today: date) -> Days:
    """The last `count` Mondays to Fridays up to today."""
    first = today
    while (count := count - (first.weekday() < _SATURDAY)) > 0:
        first -= timedelta(days=1)
    return Days(first, today)


def before_that_is_worked(day: date) -> date:
    """The last Monday to Friday before `day`."""
    return last_working_days(1, day - timedelta(days=1)).first


def occurrence(partial: Partial, year: int) -> Days | None:
    """The days in `year`; None where it has none (30 February, a fifth Tuesday)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if partial.week is not None:
            first = date.fromisocalendar(year, partial.week, 1)
            return Days(first, first + timedelta(days=6))
        if partial.quarter is not None:
            return months_days(year, partial.quarter * 3 - 2, 3)
        if partial.half is not None:
            return months_days(year, partial.half * 6 - 5, 6)
        if partial.month is None:
            return months_days(year, 1, 12)
        return _in_month(partial, month_days(year, partial.month))
    except ValueError:
        return None


def _in_month(partial: Partial, month: Days) -> Days | None:
    if partial.nth is not None and partial.weekday is not None:
        days = [day for day in _every_day(month) if day.weekday() == partial.weekday]
        index = partial.nth - 1 if partial.nth > 0 else partial.nth
        return Days.one(days[index]) if -len(days) <= index < len(days) else None
    if partial.day is None:
        return month
    if partial.day == -1:
        return Days.one(month.last)
    return Days.one(month.first.replace(day=partial.day)) if partial.day <= month.last.day else None


def _every_day(days: Days) -> Iterator[date]:
    for offset in range((days.last - days.first).days + 1):
        yield days.first + timedelta(days=offset)


def latest(partial: Partial, limit: date) -> Days | None:
    """The newest such days that do not begin after `limit`; a year that was said holds all the same."""
    return _search(partial, limit, -1)


def earliest(partial: Partial, floor: date) -> Days | None:
    """The first such days that do not begin before `floor`."""
    return _search(partial, floor, 1)


def _search(partial: Partial, bound: date, step: int) -> Days | None:
    def fits(days: Days | None) -> bool:
        return days is not None and (days.first <= bound if step < 0 else days.first >= bound)

    if partial.year is not None:
        return occurrence(partial, partial.year)
    if partial.is_annual:
        for offset in range(_LEAP_SEARCH_YEARS):
            days = occurrence(partial, bound.year + step * offset)
            if fits(days):
                return days
        return None
    if partial.day is not None:
        return _search_months(partial, bound, step)
    if partial.weekday is not None:
        away = (bound.weekday() - partial.weekday) % 7 if step < 0 else (partial.weekday - bound.weekday()) % 7
        moved = add_days(bound, step * away)
        return Days.one(moved) if moved else None
    return None


def _search_months(partial: Partial, bound: date, step: int) -> Days | None:
    """A day of the month; a weekday that was said beside it picks the month, where one of two years has such a day."""
    nearest: Days | None = None
    for offset in range(_MONTHS_BACK):
        base = add_months(bound.replace(day=1), step * offset)
        days = _in_month(replace(partial, weekday=None), month_days(base.year, base.month)) if base else None
        if days is None or not (days.first <= bound if step < 0 else days.first >= bound):
            continue
        if partial.weekday is None or days.first.weekday() == partial.weekday:
            return days
        nearest = nearest or days
    return nearest


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)
