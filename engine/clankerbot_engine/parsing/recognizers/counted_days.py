"""Days that are told by counting or by their place: `2 days ago`, `second Wednesday of October`, `week before last`."""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import (
    UNIT_MONTHS,
    Days,
    Partial,
    add_days,
    before_that_is_worked,
    latest,
    month_days,
    occurrence,
    shift,
    week_days,
)
from clankerbot_engine.parsing.recognizers.calendar_dates import date_at
from clankerbot_engine.parsing.recognizers.numbers import count_at, ordinal_at, past_ago
from clankerbot_engine.parsing.recognizers.weeks import in_week
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan

_SATURDAY = 5


def unit_at(scan: Scan, i: int) -> str | None:
    """Behind a count: `2 weeks`, `2w`."""
    unit = scan.language.calendar_units.get(scan.words[i])
    return "week" if unit is None and scan.glued[i] and scan.words[i] in scan.language.week_signs else unit


def counted_at(scan: Scan, i: int, *, before: bool = False) -> tuple[When, int] | None:
    """`2 days ago`, `a week ago`, `six Mondays ago`, `two days before yesterday`; `before`: "vor 2 Tagen"."""
    language = scan.language
    count = count_at(scan, i)
    if count is None or not 0 < count[0] < 5000:
        return None
    number, j = count
    word = scan.words[j]
    ago = past_ago(scan, j + 1)
    if word in language.weekdays and ago is not None:
        days = latest(Partial(weekday=language.weekdays[word]), scan.today - timedelta(days=1))
        day = add_days(days.first, -7 * (number - 1)) if days else None
        return (When(days=Days.one(day)), ago) if day else None
    unit = unit_at(scan, j)
    if unit is None:
        return None
    if before:
        return _so_long_ago(scan, unit, number, j + 1)
    if ago is not None:
        return _so_long_ago(scan, unit, number, ago)
    return beside_at(scan, number, j)


def _so_long_ago(scan: Scan, unit: str, number: int, end: int) -> tuple[When, int] | None:
    """And perhaps on which day of it: `a week ago Monday`, `two weeks ago on Friday`, `a week ago yesterday`."""
    language = scan.language
    day = shift(unit, scan.today, -number)
    if day is None:
        return None
    j = end + 1 if scan.words[end] in language.day_prepositions else end
    weekday = language.weekdays.get(scan.words[j])
    if unit == "week" and weekday is not None:
        return When(days=Days.one(in_week(week_days(day, scan.preferences.week_start), weekday))), j + 1
    moved = language.relative_days.get(scan.words[end])
    if moved is not None and unit != "day":
        shifted = add_days(day, moved)
        return (When(days=Days.one(shifted)), end + 1) if shifted else None
    relative = f"{number}_{unit}s_ago" if 1 < number < 10 and unit in UNIT_MONTHS.keys() | {"week"} else None
    return When(days=Days.one(day), relative=relative, counted_in=unit), end


def beside_at(scan: Scan, number: int, i: int) -> tuple[When, int] | None:
    """`day before yesterday`, `day after tomorrow`, at the unit."""
    language = scan.language
    unit = language.calendar_units.get(scan.words[i])
    word = scan.words[i + 1]
    sign = -1 if word in language.before_words else 1 if word in language.after_words else 0
    base = language.relative_days.get(scan.words[i + 2])
    if unit is None or not sign or base is None:
        return None
    anchor = add_days(scan.today, base)
    day = shift(unit, anchor, sign * number) if anchor else None
    return (When(days=Days.one(day)), i + 3) if day else None


def nth_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """`second Wednesday of October 2014`, `first Monday of last month`, `last working day of May`."""
    language = scan.language
    if scan.words[i] in language.final_words:
        number, j = -1, i + 1
    else:
        ordinal = ordinal_at(scan, i)
        if ordinal is None:
            return None
        number, j = ordinal
    worked = past_working_day(scan, j)
    if worked is not None:
        month = month_said_at(scan, worked + 1) if scan.words[worked] in language.of_words else None
        day = _working_day_of(scan, number, month[0]) if month is not None else None
        return (When(days=Days.one(day)), month[1]) if month is not None and day is not None else None
    weekday = language.weekdays.get(scan.words[j])
    if weekday is None and language.calendar_units.get(scan.words[j]) != "day":
        return None
    of = scan.words[j + 1] in language.of_words or scan.words[j + 1] in language.day_prepositions
    month = month_said_at(scan, j + 2 if of else j + 1)  # "3rd Thursday this September"
    if month is None and weekday is not None and not of:
        return _newest_nth(scan, replace(Partial(), weekday=weekday, nth=number), j + 1)
    if month is None or (weekday is None and not of):
        return None
    partial, end = month
    partial = replace(partial, day=number) if weekday is None else replace(partial, weekday=weekday, nth=number)
    if partial.year is not None:
        days = occurrence(partial, partial.year)
        return (When(days=days), end) if days else None
    return When(partial=partial), end


def _newest_nth(scan: Scan, nth: Partial, end: int) -> tuple[When, int] | None:
    """`the third Thursday`: of this month or of the one before; "last Thursday" is another thing."""
    first = month_days(scan.today.year, scan.today.month).first
    for day in (first, shift("month", first, -1)):
        found = occurrence(replace(nth, month=day.month), day.year) if day is not None else None
        if found is not None and found.first <= scan.today and (nth.nth or 0) > 0:
            return When(days=found), end
    return None


def past_working_day(scan: Scan, i: int) -> int | None:
    """Over `working day`, `business day`, `workday`."""
    language = scan.language
    if scan.words[i] in language.weekdays_words:
        return i + 1
    day = scan.words[i] in language.working_words and language.calendar_units.get(scan.words[i + 1]) == "day"
    return i + 2 if day else None


def last_working_day_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """Behind `last`: the one before today."""
    end = past_working_day(scan, i)
    if end is None:
        return None
    return When(days=Days.one(before_that_is_worked(scan.today))), end


def _working_day_of(scan: Scan, number: int, month: Partial) -> date | None:
    """The newest such day, unless its year was said."""
    for year in [month.year] if month.year is not None else [scan.today.year, scan.today.year - 1]:
        days = occurrence(month, year)
        if days is None:
            return None
        all_days = (days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1))
        worked = [day for day in all_days if day.weekday() < _SATURDAY]
        day = worked[number - 1 if number > 0 else number] if 0 < abs(number) <= len(worked) else None
        if day is not None and (month.year is not None or day <= scan.today):
            return day
    return None


def month_said_at(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`October 2014`, `this month`, `last month`, `the month`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    word = scan.words[j]
    found = date_at(scan, j) if scan.numbers[j] >= 0 or word in language.months else None
    if found is not None and found[0].month is not None and not found[0].is_day:
        return found
    back = 1 if word in language.last_words or word in language.previous_words else 0
    if back or word in language.this_words:
        j += 1
        if (month := language.months.get(scan.words[j])) is not None:  # "last September"
            return Partial(year=_year_of(scan, month, running=not back), month=month), j + 1
    elif j == i and scan.words[i - 1] not in language.the_words:  # "des Monats"
        return None
    if language.calendar_units.get(scan.words[j]) != "month":
        return None
    day = shift("month", month_days(scan.today.year, scan.today.month).first, -back)
    return (Partial(year=day.year, month=day.month), j + 1) if day else None


def _year_of(scan: Scan, month: int, *, running: bool) -> int:
    """Of the newest such month; `running`: the present one may be meant."""
    over = month < scan.today.month or (running and month == scan.today.month)
    return scan.today.year if over else scan.today.year - 1
