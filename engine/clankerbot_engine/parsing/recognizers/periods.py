"""Stretches of days: `this week`, `past 7 days`, `Q3 2026`, `May 1 to May 12`, `since Monday`, `year to date`."""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import (
    Days,
    Partial,
    add_months,
    earliest,
    latest,
    months_days,
    shift,
    unit_days,
    week_days,
)
from clankerbot_engine.parsing.recognizers.calendar_dates import continues, year_at
from clankerbot_engine.parsing.recognizers.days import When, cardinal_day_at, day_at
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, ordinal_at
from clankerbot_engine.parsing.scan import Match, Scan

_UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def recognize(scan: Scan, i: int) -> Match[When] | None:
    """A day, a period, or a range of either."""
    if scan.numbers[i] >= 0 and scan.words[i + 1] in scan.language.length_units and continues(scan, i + 1):
        return None
    found = when_at(scan, i)
    ranged = _range(scan, i, found)
    if ranged is not None:
        return Match(i, ranged[1], ranged[0], 2.0 * (ranged[1] - i))
    if found is None:
        return None
    when, end = found
    doubtful = end == i + 1 and (
        scan.words[i] in scan.language.doubtful_months or scan.words[i] in scan.language.doubtful_weekdays
    )
    if doubtful and i > 0 and scan.words[i - 1] in scan.language.pronouns:  # "I may"
        return None
    return Match(i, end, when, 2.0 * (end - i) - (0.5 if doubtful else 0.1))


def when_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """The longer of a day and a period."""
    day = day_at(scan, i)
    period = period_at(scan, i)
    if day is None or (period is not None and period[1] > day[1]):
        return period
    return day


def period_at(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    start = i + 1 if scan.words[i] in language.the_words or scan.words[i] in language.possessives else i
    return (
        _to_date(scan, start)
        or _quarter_or_half(scan, start)
        or _week(scan, start)
        or _unit(scan, start)
        or _year(scan, i)
    )


def _year(scan: Scan, i: int) -> tuple[When, int] | None:
    """A bare year is one only after a word that leads to a time."""
    year = year_at(scan, i)
    led = i > 0 and scan.words[i - 1] in scan.language.day_prepositions
    return (When(days=months_days(year, 1, 12)), i + 1) if year is not None and led else None


def _unit(scan: Scan, i: int) -> tuple[When, int] | None:
    """`this week`, `last month`, `the whole year`, `past 7 days`, `last four months of 2021`, `last January`."""
    language = scan.language
    word = scan.words[i]
    back = 1 if word in language.last_words or word in language.previous_words else None
    back = 0 if word in language.this_words or word in language.whole_words else back
    ahead = word in language.next_words
    if back is None and not ahead:
        return None
    j = i + 2 if scan.words[i + 1] in language.whole_words else i + 1
    unit = language.calendar_units.get(scan.words[j])
    if unit is not None:
        return _whole(scan, unit, -1 if ahead else back or 0, j + 1)
    month = language.months.get(scan.words[j])
    if month is not None and back is not None:
        limit = unit_days("month", scan.today, 0).first - timedelta(days=1) if back else scan.today
        days = latest(Partial(month=month), limit)
        return (When(days=days), j + 1) if days else None
    count = cardinal_at(scan, j)
    if count is None or back != 1 or not 0 < count[0] < 1000:
        return None
    unit = language.calendar_units.get(scan.words[count[1]])
    if unit is None:
        return None
    end = count[1] + 1
    year = year_at(scan, end + 1) if scan.words[end] in language.of_words else None
    if year is not None and unit in _UNIT_MONTHS and count[0] * _UNIT_MONTHS[unit] <= 12:
        months = count[0] * _UNIT_MONTHS[unit]
        return When(days=months_days(year, 13 - months, months)), end + 2
    days = _run(unit, count[0], scan.today, scan.preferences.week_start)
    relative = f"last_{count[0]}_{unit}s"
    return (When(days=days, relative=relative), end) if days else None


def _whole(scan: Scan, unit: str, back: int, end: int) -> tuple[When, int] | None:
    day = shift(unit, scan.today.replace(day=1) if unit in _UNIT_MONTHS else scan.today, -back)
    if day is None:
        return None
    days = unit_days(unit, day, scan.preferences.week_start)
    if unit == "weekend" and back > 0 and days.last >= scan.today:
        days = Days(days.first - timedelta(days=7), days.last - timedelta(days=7))
    if unit == "day" and back > 0:
        return When(days=days), end
    name = {1: "last", 0: "this", -1: "next"}[back]
    return When(days=days, relative=f"{name}_{unit}", ahead=back < 0), end


def _run(unit: str, count: int, today: date, week_start: int) -> Days | None:
    """The last `count` units up to today; of quarters and halves the whole ones before this one."""
    if unit in {"quarter", "half"}:
        this = unit_days(unit, today, week_start).first
        first = add_months(this, -count * _UNIT_MONTHS[unit])
        return Days(first, this - timedelta(days=1)) if first else None
    before = shift(unit, today, -count)
    return Days(before + timedelta(days=1), today) if before else None


def _quarter_or_half(scan: Scan, i: int) -> tuple[When, int] | None:
    """`Q3`, `2019-Q1`, `Q3 this year`, `third quarter of 2018`, `H2 2016`, `first half of the year`."""
    language = scan.language
    year = year_at(scan, i) if scan.numbers[i] >= 0 and scan.words[i + 1] != "." else None
    j = scan.skip(i + 1, "-", "/", ",") if year is not None else i
    word, number = scan.words[j], scan.numbers[j + 1]
    quarters = word in language.quarter_signs and scan.digits(j + 1) == 1 and 1 <= number <= 4
    halves = word in language.half_signs and scan.digits(j + 1) == 1 and 1 <= number <= 2
    if quarters or halves:
        if not scan.glued[j + 1] and not quarters:
            return None
        end = j + 2
    else:
        ordinal = ordinal_at(scan, j) or ((-1, j + 1) if word in language.final_words else None)
        if ordinal is None or (ordinal[0] < 0 and scan.words[ordinal[1] + 1] not in language.of_words):
            return None
        number, end = ordinal[0], ordinal[1] + 1
        quarters = language.calendar_units.get(scan.words[end - 1]) == "quarter" and -1 <= number <= 4
        halves = scan.words[end - 1] in language.half and number <= 2
        if not (quarters or halves):
            return None
        number = (4 if quarters else 2) if number < 0 else number
    if year is None:
        year, end = _year_of(scan, end)
    partial = Partial(year=year, quarter=number) if quarters else Partial(year=year, half=number)
    return When(partial=partial), end


def _year_of(scan: Scan, i: int) -> tuple[int | None, int]:
    """`2018`, `of 2018`, `this year`, `of last year`, `of the year`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.of_words or scan.words[i] in {"-", "/", ",", "'"} else i
    year = year_at(scan, j)
    if year is not None:
        return year, j + 1
    back = 1 if scan.words[j] in language.last_words or scan.words[j] in language.previous_words else 0
    named = back or scan.words[j] in language.this_words or (j > i and scan.words[j] in language.the_words)
    if named and language.calendar_units.get(scan.words[j + 1]) == "year":
        return scan.today.year - back, j + 2
    return None, i


def _week(scan: Scan, i: int) -> tuple[When, int] | None:
    """`week 10`, `2016-W24`, `W24`, `week of Feb 4`, `w/c Feb 4`, `week commencing Monday`."""
    language = scan.language
    year = year_at(scan, i) if scan.numbers[i] >= 0 else None
    j = scan.skip(i + 1, "-", "/") if year is not None else i
    sign = scan.words[j] in language.week_signs and scan.glued[j + 1]
    named = language.calendar_units.get(scan.words[j]) == "week"
    number = scan.numbers[j + 1]
    if (sign or named) and 1 <= number <= 53 and scan.digits(j + 1) <= 2:
        end = j + 2
        if year is None:
            year, end = _year_of(scan, end)
        return When(partial=Partial(year=year, week=number)), end
    if scan.words[j] in language.week_signs and scan.words[j + 1] == "/" and scan.words[j + 2] in {"c", "b"}:
        k = j + 3
    elif named and scan.words[j + 1] in language.begin_week_words:
        k = j + 2
    else:
        return None
    day = day_at(scan, k)
    days = day[0].settled(scan) if day and day[0].is_day else None
    if day is None or days is None:
        return None
    return When(days=week_days(days.first, scan.preferences.week_start)), day[1]


def _to_date(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    unit = language.to_date_signs.get(scan.words[i])
    end = i + 1
    if unit is None:
        unit = language.calendar_units.get(scan.words[i])
        if unit is None or scan.words[i + 1] != "to" or scan.words[i + 2] not in language.to_date_words:
            return None
        end = i + 3
    first = unit_days(unit, scan.today, scan.preferences.week_start).first
    return When(days=Days(first, scan.today), relative=f"{unit}_to_date"), end


def _range(scan: Scan, i: int, found: tuple[When, int] | None) -> tuple[When, int] | None:
    """From one day or period to another; what one end leaves out the other tells. `found`: what was read at `i`."""
    language = scan.language
    between = scan.words[i] in language.between_words
    since = scan.words[i] in language.since_words
    led = between or since or scan.words[i] in language.from_words
    j = i + 1 if led else i
    first = (when_at(scan, j) or _year_end(scan, j)) if led else found
    first_day = cardinal_day_at(scan, j) if first is None else None
    if first is not None:
        at = first[1]
    elif first_day is not None:
        at = first_day[1]
    else:
        return None
    if first is not None and since:
        return _until_today(scan, first[0], at)
    sign = scan.words[at]
    if not (sign == "-" or sign in language.until_words or (between and sign in language.through_words)):
        return None
    if scan.words[at + 1] in language.now_words and first is not None:
        return _until_today(scan, first[0], at + 2)
    last = when_at(scan, at + 1) or _year_end(scan, at + 1)
    last_day = cardinal_day_at(scan, at + 1)
    if last is not None and (last_day is None or last_day[1] < last[1]):
        days = _between(scan, first[0] if first else Partial(day=first_day[0] if first_day else None), last[0])
        return (When(days=days), last[1]) if days else None
    if last_day is not None and first is not None and first[0].partial is not None and first[0].is_day:
        return _same_month(scan, first[0].partial, last_day)
    return None


def _year_end(scan: Scan, i: int) -> tuple[When, int] | None:
    year = year_at(scan, i)
    return (When(days=months_days(year, 1, 12)), i + 1) if year is not None else None


def _until_today(scan: Scan, first: When, end: int) -> tuple[When, int] | None:
    days = first.settled(scan)
    if days is None or days.first > scan.today:
        return None
    return When(days=Days(days.first, scan.today)), end


def _same_month(scan: Scan, first: Partial, last_day: tuple[int, int]) -> tuple[When, int] | None:
    """`August 10 - 22, 2012`, `April ninth through seventeenth`."""
    number, end = last_day
    if first.month is None:
        return None
    year = first.year
    if year is None:
        k = end + 1 if scan.words[end] in {","} else end
        year = year_at(scan, k)
        end = k + 1 if year is not None else end
    days = _between(scan, replace(first, year=year), When(partial=replace(first, year=year, day=number)))
    return (When(days=days), end) if days else None


def _between(scan: Scan, first: When | Partial, last: When) -> Days | None:
    if isinstance(first, Partial):
        first = When(partial=first)
    begin, finish = first.partial, last.partial
    if begin is not None and finish is not None and begin.month is None and begin.day is not None and finish.month:
        begin = replace(begin, month=finish.month, year=finish.year, weekday=None)
        first = When(partial=begin)
    if begin is not None and begin.year is not None and finish is not None and finish.year is None:
        opened = first.settled(scan)
        closed = earliest(finish, opened.first) if opened else None
    else:
        closed = last.settled(scan)
        opened = first.settled(scan, closed.last if closed else None)
    if opened is None or closed is None:
        return None
    ends = sorted([opened, closed], key=lambda days: days.first)
    return Days(ends[0].first, max(opened.last, closed.last))
