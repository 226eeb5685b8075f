"""Days that are told by counting or by their place: `2 days ago`, `second Wednesday of October`, `week before last`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import (
    UNIT_MONTHS,
    Days,
    Partial,
    add_days,
    add_months,
    before_that_is_worked,
    last_working_days,
    latest,
    month_days,
    months_days,
    occurrence,
    shift,
    unit_days,
    week_days,
)
from clankerbot_engine.parsing.recognizers.calendar_dates import date_at, year_at
from clankerbot_engine.parsing.recognizers.holidays import holiday_at
from clankerbot_engine.parsing.recognizers.numbers import count_at, ordinal_at, past_ago
from clankerbot_engine.parsing.recognizers.weeks import in_week
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan

_SATURDAY, _MOST_PARTS, _MOST_UNITS = 5, 4, 5000


def unit_at(scan: Scan, i: int) -> str | None:
    """Behind a count: `2 weeks`, `2w`."""
    unit = scan.language.calendar_units.get(scan.words[i])
    return "week" if unit is None and scan.glued[i] and scan.words[i] in scan.language.week_signs else unit


def counted_at(scan: Scan, i: int, *, before: bool = False) -> tuple[When, int] | None:
    """`2 days ago`, `a week ago`, `six Mondays ago`, `2 Aprils ago`, `two days before yesterday`.

    `before`: "vor 2 Tagen".
    """
    language = scan.language
    count = count_at(scan, i)
    if count is None or not 0 < count[0] < _MOST_UNITS:
        return None
    number, j = count
    word = scan.words[j]
    ago = past_ago(scan, j + 1)
    if word in language.weekdays and ago is not None:
        days = latest(Partial(weekday=language.weekdays[word]), scan.today - timedelta(days=1))
        day = add_days(days.first, -7 * (number - 1)) if days else None
        return (When(days=Days.one(day)), ago) if day else None
    if word in language.weekdays:
        return weekday_beside_at(scan, number, j)
    month = _months_ago(scan, i) if ago is not None else None
    if month is not None:
        return When(partial=month[0]), month[1]
    worked = past_working_day(scan, j)
    worked_ago = past_ago(scan, worked) if worked is not None else None
    if worked_ago is not None:
        days = last_working_days(number, scan.today - timedelta(days=1))
        return When(days=Days.one(days.first)), worked_ago
    if word in language.night_words and ago is not None:  # "two nights ago"
        night = add_days(scan.today, -number)
        return (When(days=Days.one(night), part="night"), ago) if night else None
    unit = unit_at(scan, j)
    if unit is None:
        return None
    if (sum_of_units := _summed_ago(scan, unit, number, j + 1)) is not None:
        return sum_of_units
    if before:
        return _so_long_ago(scan, unit, number, j + 1)
    if ago is not None:
        return _so_long_ago(scan, unit, number, ago)
    return beside_at(scan, number, j)


def _months_ago(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`2 Aprils ago`: the one that runs is none of them."""
    count = count_at(scan, i)
    month = scan.language.months.get(scan.words[count[1]]) if count is not None else None
    ago = past_ago(scan, count[1] + 1) if count is not None and month is not None else None
    if count is None or month is None or ago is None or not 0 < count[0] < _MOST_UNITS:
        return None
    newest = latest(Partial(month=month), scan.today.replace(day=1) - timedelta(days=1))
    first = add_months(newest.first, -12 * (count[0] - 1)) if newest else None
    return (Partial(year=first.year, month=month), ago) if first else None


def calendar_parts_at(scan: Scan, i: int) -> tuple[list[tuple[str, int]], int]:
    """`1 month and 21 days`, `2 years, 1 month`: units with their counts, and where they end."""
    parts: list[tuple[str, int]] = []
    j = i
    while len(parts) < _MOST_PARTS:
        k = scan.skip(j, ",") if parts else j
        k = k + 1 if parts and scan.words[k] in scan.language.and_words else k
        count = count_at(scan, k)
        unit = unit_at(scan, count[1]) if count is not None else None
        if count is None or unit is None or not 0 < count[0] < _MOST_UNITS:
            break
        parts.append((unit, count[0]))
        j = count[1] + 1
    return parts, j


def _summed_ago(scan: Scan, unit: str, number: int, i: int) -> tuple[When, int] | None:
    """Behind the first unit of `2 years 1 month and 3 days ago`."""
    if scan.numbers[i] < 0 and scan.words[i] not in scan.language.and_words | {","}:
        return None
    more, j = calendar_parts_at(scan, i + (scan.words[i] in scan.language.and_words | {","}))
    end = past_ago(scan, j) if more else None
    day = shifted_back(scan.today, [(unit, number), *more]) if end is not None else None
    return (When(days=Days.one(day)), end) if end is not None and day is not None else None


def shifted_back(day: date, parts: Sequence[tuple[str, int]]) -> date | None:
    back: date | None = day
    for unit, number in parts:
        back = shift(unit, back, -number) if back is not None else None
    return back


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
    """`day before yesterday`, `day after tomorrow`, `week before May 3`, `days after last Monday`, at the unit."""
    language = scan.language
    unit = language.calendar_units.get(scan.words[i])
    sign, j = _beside_sign(scan, i + 1)
    if unit is None or not sign:
        return None
    base = language.relative_days.get(scan.words[j])
    if base is not None:
        anchor, end = add_days(scan.today, base), j + 1
    else:
        anchor, end = _anchor_at(scan, j)
    day = shift(unit, anchor, sign * number) if anchor else None
    if day is None or (base is None and day > scan.today):
        return None
    return When(days=Days.one(day)), end


def weekday_beside_at(scan: Scan, number: int, i: int) -> tuple[When, int] | None:
    """`Monday before May 25`, `3 Mondays after Easter Sunday`, at the weekday."""
    sign, j = _beside_sign(scan, i + 1)
    anchor, end = _anchor_at(scan, j) if sign else (None, j)
    if anchor is None:
        return None
    away = sign * (scan.language.weekdays[scan.words[i]] - anchor.weekday()) % 7 or 7
    day = add_days(anchor, sign * (away + 7 * (number - 1)))
    return (When(days=Days.one(day)), end) if day is not None and day <= scan.today else None


def _beside_sign(scan: Scan, i: int) -> tuple[int, int]:
    """-1 for `before` and `prior to`, 1 for `after` and `from`, else 0; and where it ends."""
    language, word = scan.language, scan.words[i]
    if word in language.before_words:
        return -1, i + 1
    if word in language.previous_words and scan.words[i + 1] in language.until_words:
        return -1, i + 2
    after = word in language.after_words or (word in language.from_words and word not in language.starting_words)
    return int(after), i + 1


def _anchor_at(scan: Scan, i: int) -> tuple[date | None, int]:
    """A weekday that is over, perhaps with `last`, or a date."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.last_words or scan.words[i] in language.the_words else i
    weekday = language.weekdays.get(scan.words[j])
    if weekday is not None:
        days = latest(Partial(weekday=weekday), scan.today - timedelta(days=1 if j > i else 0))
        return (days.first, j + 1) if days is not None else (None, i)
    holiday = holiday_at(scan, i)
    days = holiday[0].settled(scan) if holiday is not None else None
    if holiday is not None and days is not None:
        return days.first, holiday[1]
    found = date_at(scan, i)
    settled = latest(found[0], scan.today) if found is not None and found[0].is_day else None
    return (settled.first, found[1]) if found is not None and settled is not None else (None, i)


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
        weekday = language.weekdays.get(scan.words[j + 1]) if scan.words[j] in language.final_words else None
        if weekday is not None:  # "the second last Friday"
            newest = latest(Partial(weekday=weekday), scan.today - timedelta(days=1))
            day = add_days(newest.first, -7 * (number - 1)) if newest is not None else None
            return (When(days=Days.one(day)), j + 2) if day is not None else None
    worked = past_working_day(scan, j)
    if worked is not None:
        month = month_said_at(scan, worked + 1) if scan.words[worked] in language.of_words else None
        day = _working_day_of(scan, number, month[0]) if month is not None else None
        return (When(days=Days.one(day)), month[1]) if month is not None and day is not None else None
    weekday = language.weekdays.get(scan.words[j])
    if weekday is not None and number > 0 and (beside := weekday_beside_at(scan, number, j)) is not None:
        return beside
    if weekday is None and language.calendar_units.get(scan.words[j]) != "day":
        return None
    of = scan.words[j + 1] in language.of_words or scan.words[j + 1] in language.day_prepositions
    if weekday is None and of and (of_unit := _day_of_unit(scan, number, j + 2)) is not None:
        return of_unit
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


def _day_of_unit(scan: Scan, number: int, i: int) -> tuple[When, int] | None:
    """`first day of the year`, `last day of last week`, `last day of 2025`; of months with all they are called by."""
    language = scan.language
    year = year_at(scan, i)
    if year is not None:
        whole = months_days(year, 1, 12)
        return When(days=Days.one(whole.first + timedelta(days=number - 1) if number > 0 else whole.last)), i + 1
    word, unit = scan.words[i], language.calendar_units.get(scan.words[i + 1])
    back = 1 if word in language.last_words or word in language.previous_words else 0
    named = back or word in language.this_words or word in language.the_words
    if not named or unit not in {"week", "quarter", "year"}:
        return None
    within = shift(unit, scan.today.replace(day=1) if unit in UNIT_MONTHS else scan.today, -back)
    days = unit_days(unit, within, scan.preferences.week_start) if within is not None else None
    if days is None or not 0 < abs(number) <= (days.last - days.first).days + 1:
        return None
    day = days.first + timedelta(days=number - 1) if number > 0 else days.last
    return When(days=Days.one(day)), i + 2


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
    """`October 2014`, `2 Aprils ago`, `this month`, `last month`, `the month`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    word = scan.words[j]
    found = date_at(scan, j) if scan.numbers[j] >= 0 or word in language.months else None
    if found is not None and found[0].month is not None and not found[0].is_day:
        return found
    if (ago := _months_ago(scan, j)) is not None:
        return ago
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
