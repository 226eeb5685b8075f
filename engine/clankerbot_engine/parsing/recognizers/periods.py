"""Stretches of days with one name: `this week`, `past 7 days`, `Q3 2026`, `week 10`, `year to date`."""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import (
    UNIT_MONTHS,
    Days,
    Partial,
    last_units,
    last_working_days,
    latest,
    months_days,
    shift,
    unit_days,
    week_days,
)
from clankerbot_engine.parsing.recognizers.calendar_dates import year_at
from clankerbot_engine.parsing.recognizers.counted_days import month_said_at, past_working_day, unit_at
from clankerbot_engine.parsing.recognizers.days import day_at
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, count_at, ordinal_at, past_hyphen
from clankerbot_engine.parsing.recognizers.quarters import quarter_or_half_at
from clankerbot_engine.parsing.recognizers.weeks import in_week, numbered_week_at, year_of
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan

_MOST_UNITS = 1000
_MOST_SIGNS = 3
_MOST_WEEKS, _SATURDAY = 4, 5
_UNITS_WITH_EDGES = {"week", "month", "quarter", "year"}


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
    start = start + 1 if scan.words[start] in language.calendar_words else start
    if scan.words[i] in language.sofar_words:
        return _so_far(scan, i)
    if scan.words[start] in language.early_words:
        start += 1
    if scan.numbers[start] < 0:
        if scan.words[start] not in language.period_openers:
            return None
    elif scan.digits(start) < 4 and scan.words[start + 1] not in language.period_followers:
        return None
    found = (
        _to_date(scan, start)
        or quarter_or_half_at(scan, start)
        or _week(scan, start)
        or _part_of_period(scan, start)
        or _all_of(scan, start)
        or _edge_of(scan, start)
        or _unit(scan, start)
        or (_weekend(scan, start) if start > i or _ends_text(scan, i + 1) or _dated_by(scan, i + 1) else None)
        or (_running(scan, i, start) if start > i else None)
        or _year(scan, start)
    )
    far = _past_so_far(scan, found[1]) if found is not None else None
    return _cut_today(scan, found[0], far) if found is not None and far is not None else found


def _past_so_far(scan: Scan, i: int) -> int | None:
    """Over `so far`, `bisher`."""
    language = scan.language
    if scan.words[i] not in language.sofar_words:
        return None
    if not language.far_words:
        return i + 1
    return i + 2 if scan.words[i + 1] in language.far_words else None


def _so_far(scan: Scan, i: int) -> tuple[When, int] | None:
    """`so far this week`"""
    far = _past_so_far(scan, i)
    found = when_at(scan, far) if far is not None else None
    return _cut_today(scan, *found) if found is not None else None


def _cut_today(scan: Scan, when: When, end: int) -> tuple[When, int] | None:
    days = when.settled(scan)
    if days is None or days.first > scan.today:
        return None
    return replace(when, days=Days(days.first, min(days.last, scan.today)), partial=None), end


def _year(scan: Scan, i: int) -> tuple[When, int] | None:
    """`year 2025`; a year alone is one only after a word that leads to a time, or where nothing else stands."""
    language = scan.language
    named = language.calendar_units.get(scan.words[i]) == "year"
    j = i + 1 if named else i
    year = year_at(scan, j)
    if year is None:
        return None
    alone = i > 0 and scan.words[i - 1] not in language.number_nouns and _ends_text(scan, j + 1)
    alone = alone or (i == 0 and (scan.words[j + 1] == ":" or scan.words[j + 1] in language.question_words))
    led = named or alone or (i > 0 and scan.words[i - 1] in language.day_prepositions)
    return (When(days=months_days(year, 1, 12)), j + 1) if led else None


def _ends_text(scan: Scan, i: int) -> bool:
    language = scan.language
    if scan.words[i] in language.grouping_leads or scan.words[i] in language.grouped_words:
        return True
    return scan.size - i <= _MOST_SIGNS and all(scan.words[k] in {"?", "!", "."} for k in range(i, scan.size))


def _weekend(scan: Scan, i: int) -> tuple[When, int] | None:
    """`the weekend`: the one that is over, or runs; `weekend of March 28`."""
    if scan.language.calendar_units.get(scan.words[i]) != "weekend":
        return None
    of = _dated_by(scan, i + 1)
    if of is not None:
        return When(days=unit_days("weekend", of[0], 0)), of[1]
    days = unit_days("weekend", scan.today, 0)
    back = 7 if days.first > scan.today else 0
    return When(days=Days(days.first - timedelta(days=back), days.last - timedelta(days=back))), i + 1


def _dated_by(scan: Scan, i: int) -> tuple[date, int] | None:
    """`of March 28`, `ending Sunday`: a day within it."""
    language = scan.language
    leads = language.of_words | language.begin_week_words | language.end_week_words
    found = day_at(scan, i + 1) if scan.words[i] in leads else None
    days = found[0].settled(scan) if found is not None and found[0].is_day else None
    return (days.first, found[1]) if found is not None and days is not None else None


def _running(scan: Scan, i: int, start: int) -> tuple[When, int] | None:
    """`for the week`: the one that runs."""
    unit = scan.language.calendar_units.get(scan.words[start])
    led = i > 0 and scan.words[i - 1] in scan.language.day_prepositions
    if unit not in {"week", "month", "quarter", "year"} or not led or not _ends_text(scan, start + 1):
        return None
    return _whole(scan, unit, 0, start + 1)


def _all_of(scan: Scan, i: int) -> tuple[When, int] | None:
    """`all of May`, `the whole of last month`, `the month of May`."""
    language = scan.language
    if not _leads_to_all(scan, i):
        return None
    j = i + 3 if scan.words[i + 2] in language.the_words else i + 2
    found = when_at(scan, i + 2) if not _leads_to_all(scan, j) else None
    return found if found is not None and not found[0].is_day else None


def _edge_of(scan: Scan, i: int) -> tuple[When, int] | None:
    """`mid June`, `the end of last month`: some of its days."""
    language = scan.language
    if scan.words[i] not in language.inner_words and scan.words[i] not in language.edge_words:
        return None
    j = past_hyphen(scan, i + 1)
    j = j + 1 if scan.words[j] in language.of_words else j
    k = j + 1 if scan.words[j] in language.the_words else j
    unit = language.calendar_units.get(scan.words[k])
    if unit in _UNITS_WITH_EDGES:
        return When(days=unit_days(unit, scan.today, scan.preferences.week_start), unsure=True), k + 1
    if scan.words[k] in language.inner_words or scan.words[k] in language.edge_words or _leads_to_all(scan, k):
        return None
    word = scan.words[k]
    if scan.numbers[k] < 0 and not (word in language.months or word in language.period_leads):
        return None  # "start Apollo", and many such commands
    found = when_at(scan, j)
    days = found[0].settled(scan) if found is not None and not found[0].is_day else None
    return (When(days=days, unsure=True), found[1]) if found is not None and days is not None else None


def _leads_to_all(scan: Scan, i: int) -> bool:
    language = scan.language
    led = scan.words[i] in language.whole_words or scan.words[i] in language.calendar_units
    return led and scan.words[i + 1] in language.of_words


def _part_of_period(scan: Scan, i: int) -> tuple[When, int] | None:
    """`first two weeks of April`, `last 5 days of the month`, `first week of April`."""
    language = scan.language
    final = scan.words[i] in language.final_words
    if not (final or scan.words[i] in language.first_words):
        return _nth_week(scan, i)
    unit = language.calendar_units.get(scan.words[i + 1])
    count = (1, i + 1) if unit is not None and unit != "day" else cardinal_at(scan, i + 1)
    unit = language.calendar_units.get(scan.words[count[1]]) if count else None
    if count is None or unit is None or scan.words[count[1] + 1] not in language.of_words:
        return None
    whole = when_at(scan, count[1] + 2)
    days = whole[0].settled(scan) if whole is not None else None
    if whole is None or days is None or days.first == days.last or not 0 < count[0] < _MOST_UNITS:
        return None
    if unit == "weekend":
        return When(days=_weekends_within(days, count[0], final=final)), whole[1]
    if final:
        edge = shift(unit, days.last + timedelta(days=1), -count[0])
        part = Days(edge, days.last) if edge else None
    else:
        edge = shift(unit, days.first, count[0])
        part = Days(days.first, edge - timedelta(days=1)) if edge else None
    within = part is not None and days.first <= part.first <= part.last <= days.last
    return (When(days=part), whole[1]) if within else None


def _weekends_within(days: Days, count: int, *, final: bool) -> Days:
    """From the first Saturday of the first or last `count` whose Saturdays lie in them to their last Sunday."""
    saturday = in_week(week_days(days.last if final else days.first, 0), _SATURDAY)
    if final and saturday > days.last:
        saturday -= timedelta(days=7)
    if saturday < days.first:
        saturday += timedelta(days=7)
    far = timedelta(days=7 * (count - 1))
    first, last = (saturday - far, saturday) if final else (saturday, saturday + far)
    return Days(first, last + timedelta(days=1))


def _nth_week(scan: Scan, i: int) -> tuple[When, int] | None:
    """`second week of May`: the 8th to the 14th, as the first is the 1st to the 7th; `third month of 2021`."""
    language = scan.language
    ordinal = ordinal_at(scan, i)
    if ordinal is not None and language.calendar_units.get(scan.words[ordinal[1]]) == "month":
        year, end = year_of(scan, ordinal[1] + 1)
        month = ordinal[0] if year is not None and 1 <= ordinal[0] <= 12 else None
        return (When(partial=Partial(year=year, month=month)), end) if month is not None else None
    if ordinal is None or language.calendar_units.get(scan.words[ordinal[1]]) != "week":
        return None
    whole = month_said_at(scan, ordinal[1] + 2) if scan.words[ordinal[1] + 1] in language.of_words else None
    days = When(partial=whole[0]).settled(scan) if whole is not None else None
    if whole is None or days is None or not 1 <= ordinal[0] <= _MOST_WEEKS:
        return None
    first = days.first + timedelta(days=7 * (ordinal[0] - 1))
    return When(days=Days(first, min(first + timedelta(days=6), days.last))), whole[1]


def _unit(scan: Scan, i: int) -> tuple[When, int] | None:
    """`this week`, `last month`, `the whole year`, `past 7 days`, `last four months of 2021`, `last January`."""
    language = scan.language
    if scan.words[i] in language.this_words and scan.words[i + 1] in language.rolling_words:  # "this past week"
        i += 1
    word = scan.words[i]
    if language.calendar_units.get(word) is not None and scan.words[i + 1] in language.before_words:
        return _before_last(scan, language.calendar_units[word], i + 2)
    back = 1 if word in language.last_words or word in language.previous_words else None
    back = 0 if word in language.this_words or word in language.whole_words else back
    if word in language.last_units:
        return _whole(scan, language.last_units[word], 1, i + 1)
    if word in language.before_last_words:
        unit = language.calendar_units.get(scan.words[i + 1])
        return _whole(scan, unit, 2, i + 2, named=False) if unit is not None and unit != "day" else None
    ahead = word in language.next_words
    if back is None and not ahead:
        return _counted_last(scan, i)
    j = i + 2 if scan.words[i + 1] in language.whole_words else i + 1
    describes = scan.words[j] in language.working_words or scan.words[j] in language.calendar_words
    j = j + 1 if describes and scan.words[j + 1] in language.calendar_units else j
    if scan.words[j] in language.half:
        j = past_hyphen(scan, j + 1)
        unit = "half" if language.calendar_units.get(scan.words[j]) == "year" else None
    else:
        unit = language.calendar_units.get(scan.words[j])
    year = year_at(scan, j + 1) if unit == "year" and back == 0 else None
    if year is not None:
        return When(days=months_days(year, 1, 12)), j + 2  # "the full year 2025"
    if unit is not None and (word in language.rolling_words or unit == "fortnight") and unit not in {"weekend", "day"}:
        days = last_units(unit, 1, scan.today, scan.preferences.week_start)
        return (When(days=days), j + 1) if days else None
    if back == 1 and scan.words[j] in language.plural_units:
        return None  # "the last days"
    if unit == "day" and word in language.whole_words and scan.words[j] not in language.day_nouns:
        return None  # "all days"
    if unit is not None:
        return _whole(scan, unit, -1 if ahead else back or 0, j + 1)
    quarter = quarter_or_half_at(scan, j) if back == 1 and scan.words[j] in language.quarter_signs else None
    if quarter is not None:
        return quarter
    month = language.months.get(scan.words[j])
    if month is not None and back is not None:
        limit = unit_days("month", scan.today, 0).first - timedelta(days=1) if back else scan.today
        days = latest(Partial(month=month), limit)
        return (When(days=days), j + 1) if days else None
    count = count_at(scan, j)
    if count is None or back != 1 or not 0 < count[0] < _MOST_UNITS:
        return None
    worked = past_working_day(scan, count[1])
    if worked is not None:
        return When(days=last_working_days(count[0], scan.today)), worked
    whole = scan.words[count[1]] in language.whole_words
    k = count[1] + 1 if whole else count[1]
    unit = unit_at(scan, k)
    if unit is None:
        return None
    end = k + 1
    if unit == "weekend" and scan.words[end] not in language.of_words:
        return _last_weekends(scan, count[0], end)
    if whole and unit != "day":
        this = unit_days(unit, scan.today, scan.preferences.week_start).first
        first = shift(unit, this, -count[0])
        return (When(days=Days(first, this - timedelta(days=1))), end) if first else None
    year, after = year_of(scan, end) if scan.words[end] in language.of_words else (None, end)
    if year is not None and unit in UNIT_MONTHS and count[0] * UNIT_MONTHS[unit] <= 12:
        months = count[0] * UNIT_MONTHS[unit]
        return When(days=months_days(year, 13 - months, months)), after
    if scan.words[end] in language.of_words and (part := _part_of_period(scan, i)) is not None:
        return part
    days = last_units(unit, count[0], scan.today, scan.preferences.week_start)
    relative = f"last_{count[0]}_{unit}s"
    return (When(days=days, relative=relative), end) if days else None


def _last_weekends(scan: Scan, count: int, end: int) -> tuple[When, int] | None:
    """`last 2 weekends`: from the first Saturday to the last Sunday that is over."""
    newest = _whole(scan, "weekend", 1, end)
    days = newest[0].days if newest is not None else None
    first = shift("weekend", days.first, 1 - count) if days is not None else None
    return (When(days=Days(first, days.last)), end) if days is not None and first is not None else None


def _counted_last(scan: Scan, i: int) -> tuple[When, int] | None:
    """`the 10 previous weeks`"""
    language = scan.language
    count = cardinal_at(scan, i) if scan.words[i - 1] in language.the_words and i > 0 else None
    if count is None or scan.words[count[1]] not in language.last_words | language.previous_words:
        return None
    unit = unit_at(scan, count[1] + 1)
    if unit is None or not 1 < count[0] < _MOST_UNITS:
        return None
    days = last_units(unit, count[0], scan.today, scan.preferences.week_start)
    return (When(days=days), count[1] + 2) if days is not None else None


def _before_last(scan: Scan, unit: str, i: int) -> tuple[When, int] | None:
    """`week before last`"""
    if scan.words[i] not in scan.language.last_words or unit == "day":
        return None
    return _whole(scan, unit, 2, i + 1, named=False)


def _whole(scan: Scan, unit: str, back: int, end: int, *, named: bool = True) -> tuple[When, int] | None:
    day = shift(unit, scan.today.replace(day=1) if unit in UNIT_MONTHS else scan.today, -back)
    if day is None:
        return None
    days = unit_days(unit, day, scan.preferences.week_start)
    if unit == "weekend" and back > 0 and days.last >= scan.today:
        days = Days(days.first - timedelta(days=7), days.last - timedelta(days=7))
    if unit == "day" and back > 0:
        return When(days=days), end
    name = {1: "last", 0: "this", -1: "next"}.get(back) if named else None
    return When(days=days, relative=f"{name}_{unit}" if name else None, ahead=back < 0), end


def _week(scan: Scan, i: int) -> tuple[When, int] | None:
    """`week 10`, `2016-W24`, `W24`, `KW 24`, `week of Feb 4`, `w/c Feb 4`, `week ending Sunday`."""
    language = scan.language
    numbered = numbered_week_at(scan, i)
    if numbered is not None:
        return _day_of_week(scan, *numbered)
    ordinal = ordinal_at(scan, i)
    counted = scan.words[ordinal[1]] if ordinal is not None else ""
    of_weeks = language.calendar_units.get(counted) == "week" or (counted in language.week_signs and len(counted) > 1)
    if ordinal is not None and of_weeks:
        year, end = year_of(scan, ordinal[1] + 1)
        whole_year = year is not None or scan.words[ordinal[1] + 1] not in language.of_words
        if 1 <= ordinal[0] <= 53 and whole_year:
            return When(partial=Partial(year=year, week=ordinal[0])), end
    j = i + 1 if scan.words[i] in language.whole_words else i
    named = language.calendar_units.get(scan.words[j]) == "week"
    if scan.words[j] in language.week_signs and scan.words[j + 1] == "/" and scan.words[j + 2] in {"c", "b", "e"}:
        k = j + 3
    elif named and (scan.words[j + 1] in language.begin_week_words or scan.words[j + 1] in language.end_week_words):
        k = j + 2
    else:
        return None
    k = k + 1 if scan.words[k] in language.day_prepositions else k
    day = day_at(scan, k)
    days = day[0].settled(scan) if day and day[0].is_day else None
    if day is None or days is None:
        return None
    return When(days=week_days(days.first, scan.preferences.week_start)), day[1]


def _day_of_week(scan: Scan, week: Partial, end: int) -> tuple[When, int]:
    """`2026-W19-5` is its Friday, `KW 24 Montag` its Monday."""
    if scan.words[end] == "-" and scan.glued[end] and scan.glued[end + 1] and 1 <= scan.numbers[end + 1] <= 7:
        days = When(partial=week).settled(scan)
        if days is not None:
            return When(days=Days.one(days.first + timedelta(days=scan.numbers[end + 1] - 1))), end + 2
    weekday = scan.language.weekdays.get(scan.words[end])
    days = When(partial=week).settled(scan) if weekday is not None else None
    if weekday is not None and days is not None:
        return When(days=Days.one(in_week(days, weekday))), end + 1
    return When(partial=week), end


def _to_date(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    unit = language.to_date_signs.get(scan.words[i])
    end = i + 1
    if unit is None:
        unit = language.calendar_units.get(scan.words[i])
        j = past_hyphen(scan, i + 1)
        k = past_hyphen(scan, j + 1)
        if unit is None or scan.words[j] not in language.until_words or scan.words[k] not in language.to_date_words:
            return None
        end = k + 1
    first = unit_days(unit, scan.today, scan.preferences.week_start).first
    return When(days=Days(first, scan.today), relative=f"{unit}_to_date"), end
