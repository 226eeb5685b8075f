"""One day as it is said: `yesterday`, `the day before yesterday`, `last Monday`, `2 days ago`, `Monday last week`.

Dates with numbers and months are in `calendar_dates`; a day may be told more than once ("Friday the 11th"), and with a
part of it ("yesterday afternoon").
"""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import (
    Days,
    Partial,
    add_days,
    latest,
    week_days,
)
from clankerbot_engine.parsing.recognizers.calendar_dates import date_at
from clankerbot_engine.parsing.recognizers.counted_days import (
    beside_at,
    counted_at,
    last_working_day_at,
    month_said_at,
    nth_at,
    weekday_beside_at,
)
from clankerbot_engine.parsing.recognizers.holidays import holiday_at
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, ordinal_at
from clankerbot_engine.parsing.recognizers.weeks import any_week_at, in_week, week_said_at
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan

_LONG_AGO = timedelta(days=62)


def day_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """The longest day that begins here, its part of the day included. Asked for often, so it is kept."""
    if i not in scan.days:
        scan.days[i] = _with_part(scan, i) if _may_begin(scan, i) else None
    found: tuple[When, int] | None = scan.days[i]
    return found


def _may_begin(scan: Scan, i: int) -> bool:
    language = scan.language
    if scan.numbers[i] >= 0:
        return scan.words[i + 1] in language.date_followers or len(scan.words[i]) > 3
    return scan.words[i] in language.day_openers or scan.norms[i] in language.holiday_phrases.openers


def _with_part(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    start = i + 1 if scan.words[i] in language.early_words else i
    found = _day(scan, start) or _part_of_day(scan, start)
    if found is None:
        return None
    when, j = found
    k = j + 1 if scan.words[j] in language.day_prepositions else j
    k = k + 1 if scan.words[k] in language.the_words and k > j else k
    k = k + 1 if scan.words[k] in language.early_words and scan.words[k + 1] in language.dayparts else k
    part = language.dayparts.get(scan.words[k]) or (_half_named(scan, k) if k == j else None)
    if part is not None and part != "noon" and when.part is None and when.is_day:
        return replace(when, part=part), k + 1
    return when, j


def _half_named(scan: Scan, i: int) -> str | None:
    """`Monday am`, `yesterday pm`"""
    word = scan.words[i]
    if len(word) < 2 or scan.glued[i]:
        return None
    return "morning" if word in scan.language.am_words else "afternoon" if word in scan.language.pm_words else None


def _part_of_day(scan: Scan, i: int) -> tuple[When, int] | None:
    """`the morning of May 5`, `the early hours of Thursday`"""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    hours = scan.words[j - 1] in language.early_words or scan.words[j] in language.early_words
    k = j + 1 if scan.words[j] in language.early_words else j
    if hours and language.length_units.get(scan.words[k]) == 3600 and scan.words[k + 1] in language.of_words:
        return _day(scan, k + 2)
    part = language.dayparts.get(scan.words[j])
    if part is None or part == "noon" or scan.words[j + 1] not in language.of_words:
        return None
    found = _day(scan, j + 2)
    return (replace(found[0], part=part), found[1]) if found is not None and found[0].is_day else None


def _day(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    if scan.numbers[i] >= 0:
        return counted_at(scan, i) or nth_at(scan, i) or _dated(scan, i)
    start = i + 1 if scan.words[i] in language.the_words else i
    word = scan.words[start]
    if word in language.weekdays:
        return _weekday(scan, start)
    if word in language.relative_days and start == i:
        days = add_days(scan.today, language.relative_days[word])
        return (When(days=Days.one(days), relative=word), i + 1) if days else None
    if word in language.tonight_words:
        return When(days=Days.one(scan.today), part="evening"), i + 1
    if word in language.night_words and scan.words[start + 1] in language.before_words:
        last = scan.words[start + 2] in language.last_words  # "the night before last"
        return (When(days=Days.one(scan.today - timedelta(days=2)), part="night"), start + 3) if last else None
    if word in language.calendar_units or word in language.weekdays:
        beside = beside_at(scan, 1, start)
        if beside is not None:
            return beside
    if word in language.last_words or word in language.previous_words:
        return _last(scan, start)
    if word in language.before_last_words:
        weekday = language.weekdays.get(scan.words[start + 1])
        return _before_last(scan, weekday, start + 2) if weekday is not None else None
    if word in language.this_words:
        past = scan.words[start + 1] in language.last_words  # "this past Friday"
        return _last(scan, start + 1) if past else _this(scan, start)
    if word in language.next_words:
        weekday = language.weekdays.get(scan.words[start + 1])
        if weekday is not None:
            return When(partial=Partial(weekday=weekday), ahead=True), start + 2
        return _day_of_said_week(scan, start)
    if word in language.ago_before_words:
        return counted_at(scan, start + 1, before=True)
    return holiday_at(scan, start) or counted_at(scan, start) or nth_at(scan, start) or _dated(scan, i)


def _dated(scan: Scan, i: int) -> tuple[When, int] | None:
    found = date_at(scan, i)
    if found is None:
        return None
    partial, end = _anchored(scan, *found)
    weekday = scan.language.weekdays.get(scan.words[end + 1]) if scan.words[end] == "(" and partial.is_day else None
    if weekday is not None and scan.words[end + 2] == ")":  # "1 June (Mon)"
        return When(partial=_fitting(partial, weekday, scan.today) if partial.swappable else partial), end + 3
    behind = scan.skip(end, ",")
    weekday = scan.language.weekdays.get(scan.words[behind]) if partial.is_day and not partial.swappable else None
    if weekday is None or (_lists_on(scan, behind + 1) and not _falls_on(scan, partial, weekday)):
        return When(partial=partial), end
    return _beside_weekday(scan, partial, weekday), behind + 1  # "1 June, Mon"


def _anchored(scan: Scan, partial: Partial, end: int) -> tuple[Partial, int]:
    """With the month or the year that is told by its place: `the 20th of last month`, `April 22 last year`."""
    language = scan.language
    of = scan.words[end] in language.of_words
    j = end + 1 if of else end
    if partial.year is not None:
        return partial, end
    if partial.month is not None:
        year = year_told(scan, j)
        return (replace(partial, year=year[0]), year[1]) if year is not None else (partial, end)
    named = of or scan.words[j] in language.last_words or scan.words[j] in language.previous_words
    month = month_said_at(scan, j) if named or scan.words[j] in language.this_words else None
    if month is None or month[0].year is None:
        return partial, end
    return replace(partial, year=month[0].year, month=month[0].month), month[1]


def year_told(scan: Scan, i: int) -> tuple[int, int] | None:
    """`this year`, `last year`"""
    language = scan.language
    back = 1 if scan.words[i] in language.last_words or scan.words[i] in language.previous_words else 0
    if not (back or scan.words[i] in language.this_words) or language.calendar_units.get(scan.words[i + 1]) != "year":
        return None
    return scan.today.year - back, i + 2


def _weekday(scan: Scan, i: int) -> tuple[When, int]:
    """A weekday, perhaps with the date that it is, or with the week it lies in."""
    language = scan.language
    weekday = language.weekdays[scan.words[i]]
    j = scan.skip(scan.skip(i + 1, "."), ",")
    j = j + 1 if scan.words[j] in language.day_prepositions and scan.words[j + 1] in language.the_words else j
    opens = scan.words[j] == "("  # "Mon (1 June)"
    date_found = date_at(scan, j + 1 if opens else j, after_weekday=True)
    if date_found is not None and date_found[0].is_day and (not opens or scan.words[date_found[1]] == ")"):
        partial, end = _anchored(scan, *date_found)
        end = end + 1 if opens else end
        if partial.month is None:
            partial = replace(partial, weekday=weekday)
        elif partial.swappable:
            partial = _fitting(partial, weekday, scan.today)
        return _beside_weekday(scan, partial, weekday), end
    j = i + 1
    if scan.words[j] in language.rolling_words and scan.words[j + 1] not in language.calendar_units:  # "Monday past"
        days = latest(Partial(weekday=weekday), scan.today - timedelta(days=1))
        return When(days=days), j + 1
    if scan.words[j] in language.before_words and scan.words[j + 1] in language.last_words:
        return _before_last(scan, weekday, j + 2)
    beside = weekday_beside_at(scan, 1, i)
    if beside is not None:
        return beside
    k = j + 1 if scan.words[j] in language.of_words else j
    week = any_week_at(scan, k)
    if week is not None:
        return When(days=Days.one(in_week(week[0], weekday))), week[1]
    ago = counted_at(scan, k + 1, before=True) if scan.words[k] in language.ago_before_words else None
    if ago is not None and ago[0].days is not None:  # "Dienstag vor einer Woche"
        return When(days=Days.one(in_week(week_days(ago[0].days.first, scan.preferences.week_start), weekday))), ago[1]
    return When(partial=Partial(weekday=weekday)), j


def _falls_on(scan: Scan, partial: Partial, weekday: int) -> bool:
    days = latest(replace(partial, weekday=None), scan.today)
    return days is not None and days.first.weekday() == weekday


def _lists_on(scan: Scan, i: int) -> bool:
    """`April 13, Tue and Wed`"""
    j = scan.skip(i, ",")
    j = j + 1 if scan.words[j] in scan.language.and_words else j
    return j > i and scan.words[j] in scan.language.weekdays


def _beside_weekday(scan: Scan, partial: Partial, weekday: int) -> When:
    """A date, and the weekday that it is said to be: where it is another, or long ago, which is meant is a question."""
    days = latest(partial, scan.today)
    if partial.swappable or days is None:
        return When(partial=partial)
    if partial.month is not None and days.first.weekday() != weekday:
        return When(partial=partial, other=latest(Partial(weekday=weekday), scan.today))
    if partial.month is None and scan.today - days.first > _LONG_AGO:  # "Thursday the 21st", which was a Tuesday
        return When(partial=partial, other=latest(replace(partial, weekday=None), scan.today))
    return When(partial=partial)


def _before_last(scan: Scan, weekday: int, end: int) -> tuple[When, int]:
    """`Monday before last`, `vorletzten Montag`"""
    before = latest(Partial(weekday=weekday), scan.today - timedelta(days=1))
    day = add_days(before.first, -7) if before else None
    return When(days=Days.one(day) if day else None), end


def _fitting(partial: Partial, weekday: int, today: date) -> Partial:
    """The weekday tells which number is the month, if only one order makes it so."""
    fits = []
    for each in (partial, partial.swapped()):
        days = latest(each, today)
        if days is not None and days.first.weekday() == weekday:
            fits.append(replace(each, swappable=False))
    return fits[0] if len(fits) == 1 else partial


def _last(scan: Scan, i: int) -> tuple[When, int] | None:
    """`last Monday`, `last night`, `last week on Sunday`, `last day of May`, `last Friday of June`."""
    language = scan.language
    word = scan.words[i + 1]
    if word in language.night_words:
        return When(days=Days.one(scan.today - timedelta(days=1)), part="night"), i + 2
    told = _day_of_said_week(scan, i)
    if told is not None:
        return told
    nth = nth_at(scan, i)
    if nth is not None:
        return nth
    worked = last_working_day_at(scan, i + 1)
    if worked is not None:
        return worked
    month = month_said_at(scan, i)
    if month is not None:
        return _day_in(scan, *month)
    weekday = language.weekdays.get(word)
    if weekday is None:
        return None
    dated = _weekday(scan, i + 1)
    if dated[1] > i + 2 and dated[0].partial is not None and dated[0].partial.day is not None:
        return dated  # "last Tuesday the 5th"
    days = latest(Partial(weekday=weekday), scan.today - timedelta(days=1))
    return (When(days=days), i + 2) if days else None


def _day_of_said_week(scan: Scan, i: int) -> tuple[When, int] | None:
    """`last week on Sunday`, `next week Monday`"""
    week = week_said_at(scan, i)
    if week is None:
        return None
    on = scan.skip(week[1], "-", ",")  # "last week - Monday"
    on = on + 1 if scan.words[on] in scan.language.day_prepositions else on
    weekday = scan.language.weekdays.get(scan.words[on])
    return (When(days=Days.one(in_week(week[0], weekday))), on + 1) if weekday is not None else None


def _day_in(scan: Scan, month: Partial, i: int) -> tuple[When, int] | None:
    """`last month on the 3rd`"""
    language = scan.language
    j = i + 1 if scan.words[i] in language.day_prepositions or scan.words[i] == "," else i
    found = date_at(scan, j)
    if found is None or found[0].day is None or found[0].month is not None:
        return None
    return When(partial=replace(month, day=found[0].day)), found[1]


def _this(scan: Scan, i: int) -> tuple[When, int] | None:
    language = scan.language
    word = scan.words[i + 1]
    if word in language.dayparts:
        return When(days=Days.one(scan.today), part=language.dayparts[word]), i + 2
    weekday = language.weekdays.get(word)
    if weekday is not None:
        return When(days=Days.one(in_week(week_days(scan.today, scan.preferences.week_start), weekday))), i + 2
    week = week_said_at(scan, i)
    if week is not None and scan.words[week[1]] in language.weekdays:
        return When(days=Days.one(in_week(week[0], language.weekdays[scan.words[week[1]]]))), week[1] + 1
    return None


def cardinal_day_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """A day of the month that is only due within a range: `13` in "13 to 15 July"."""
    j = i + 1 if scan.words[i] in scan.language.the_words else i
    found = ordinal_at(scan, j) or cardinal_at(scan, j)
    if found is None or not 1 <= found[0] <= 31:
        return None
    word = scan.words[found[1]]
    after = scan.words[found[1] + 1]
    if word == "." and scan.glued[found[1]] and (after == "-" or after in scan.language.until_words):  # "1.-12.5."
        return found[0], found[1] + 1
    if scan.glued[found[1]] and word in {":", "/", ".", "h"}:
        return None
    if word in scan.language.am_words or word in scan.language.pm_words or word in scan.language.length_units:
        return None
    return found
