"""Weeks as they are said, `last week`, `two weeks ago`, and as they are numbered, `week 10`, `2016-W24`, `KW 24`."""

from datetime import date, timedelta

from clankerbot_engine.parsing.dates import Days, Partial, add_days, latest, week_days
from clankerbot_engine.parsing.recognizers.calendar_dates import continues, full_year, year_at
from clankerbot_engine.parsing.recognizers.numbers import count_at, past_ago
from clankerbot_engine.parsing.scan import Scan


def week_said_at(scan: Scan, i: int) -> tuple[Days, int] | None:
    """`last week`, `this week`, `two weeks ago`: the week."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    word = scan.words[j]
    back = 1 if word in language.last_words or word in language.previous_words else None
    back = 0 if word in language.this_words else -1 if word in language.next_words else back
    back = 2 if word in language.before_last_words else back
    if language.calendar_units.get(word) == "week" and scan.words[j + 1] in language.before_words:
        if scan.words[j + 2] not in language.last_words:
            return None
        back, end = 2, j + 3
    elif back is not None:
        if language.calendar_units.get(scan.words[j + 1]) != "week":
            return None
        end = j + 2
    else:
        count = count_at(scan, j)
        if count is None or language.calendar_units.get(scan.words[count[1]]) != "week":
            return None
        ago = past_ago(scan, count[1] + 1)
        if ago is None:
            return None
        back, end = count[0], ago
    day = add_days(scan.today, -7 * back) if back < 5000 else None
    return (week_days(day, scan.preferences.week_start), end) if day else None


def numbered_week_at(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`week 10`, `2016-W24`, `W24`, `KW 24`, `calendar week 24 of 2025`."""
    language = scan.language
    year = year_at(scan, i) if scan.numbers[i] >= 0 or scan.digits(i) else None
    j = scan.skip(i + 1, "-", "/") if year is not None else i
    j = j + 1 if scan.words[j] in language.the_words or scan.words[j] in language.calendar_words else j
    sign = scan.words[j] in language.week_signs and (scan.glued[j + 1] or len(scan.words[j]) > 1)
    named = language.calendar_units.get(scan.words[j]) == "week"
    k = j + 1
    while named and k <= j + 2 and (scan.words[k] in language.ordinal_words or scan.words[k] in {"#", "."}):
        k += 1
    if not (sign or named) or not 1 <= scan.numbers[k] <= 53 or scan.digits(k) > 2:
        return None
    if continues(scan, k + 1) and year_at(scan, k + 2) is None and not numbers_a_week(scan, k):
        return None
    end = k + 1
    if year is None and scan.words[end] != "-":  # "weeks 20-22"
        year, end = year_of(scan, end)
    return Partial(year=year, week=scan.numbers[k]), end


def numbers_a_week(scan: Scan, i: int) -> bool:
    """Of the number at `i`: `week 35 hours`, those of the 35th week; "this week 35 hours" counts them."""
    language = scan.language
    before = scan.words[i - 1] if i > 0 else ""
    named = language.calendar_units.get(before) == "week" or (before in language.week_signs and len(before) > 1)
    if not named or not 1 <= scan.numbers[i] <= 53 or len(scan.words[i + 1]) < 3 or scan.glued[i + 1]:
        return False
    counted = language.this_words | language.last_words | language.previous_words | language.next_words
    counted = counted | language.articles | language.every_words | language.grouping_leads | language.possessives
    return i == 1 or scan.words[i - 2] not in counted


def any_week_at(scan: Scan, i: int) -> tuple[Days, int] | None:
    """The days of a week that is said or numbered."""
    said = week_said_at(scan, i)
    if said is not None:
        return said
    numbered = numbered_week_at(scan, i)
    days = latest(numbered[0], scan.today) if numbered is not None else None
    return (days, numbered[1]) if numbered is not None and days is not None else None


def in_week(week: Days, weekday: int) -> date:
    return week.first + timedelta(days=(weekday - week.first.weekday()) % 7)


def year_of(scan: Scan, i: int) -> tuple[int | None, int]:
    """`2018`, `of 2018`, `of '18`, `this year`, `of last year`, `of the year`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.of_words or scan.words[i] in {"-", "/", ",", "'"} else i
    year = year_at(scan, j)
    if year is not None:
        return year, j + 1
    j = scan.skip(j, "'") if j > i else j
    short = scan.digits(j) == 2 and scan.glued[j] and not continues(scan, j + 1)
    if short and (scan.words[j - 1] in {"'", "-", "/"} or scan.words[j - 1] in language.quarter_signs):
        return full_year(scan, scan.numbers[j]), j + 1
    back = 1 if scan.words[j] in language.last_words or scan.words[j] in language.previous_words else 0
    named = back or scan.words[j] in language.this_words or (j > i and scan.words[j] in language.the_words)
    if named and language.calendar_units.get(scan.words[j + 1]) == "year":
        return scan.today.year - back, j + 2
    return None, i
