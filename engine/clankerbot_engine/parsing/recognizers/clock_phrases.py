"""Stretches and points of the clock: `9-11:30`, `from 1pm until 3`, `since 9`, `at half past 2`, `until 5`."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Literal

from clankerbot_engine.parsing.dates import Days
from clankerbot_engine.parsing.recognizers.calendar_dates import date_at
from clankerbot_engine.parsing.recognizers.clocks import Clock, clock_at, hours_beside, in_zone, within_iso_time
from clankerbot_engine.parsing.recognizers.date_ranges import past_range_sign
from clankerbot_engine.parsing.recognizers.days import day_at
from clankerbot_engine.parsing.recognizers.durations import duration_at, past_about
from clankerbot_engine.parsing.recognizers.numbers import past_now
from clankerbot_engine.parsing.recognizers.relative import recognize_ago
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_MOST_LEADS = 3
_YEARS_APART = 10
_LONGEST_DAY = 6
_EARLIEST = 6
_YEARS = 1900, 2100
_HALF_DAY_S = 12 * 3600
_YEAR_DIGITS = {4, 8}
"""Of `2026`, and of `20260430`."""


@dataclass(frozen=True, slots=True)
class ClockRange:
    """`first_day`, `last_day`: the days that were said for the two ends, the first with its part (`evening`).

    `last` None: it runs until now. `vague`: the hour was not said ("since this morning").
    """

    first: Clock
    last: Clock | None
    first_day: When | None = None
    last_day: When | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class ClockPoint:
    role: Literal["start", "end"]
    clock: Clock


def recognize_range(scan: Scan, i: int) -> Match[ClockRange] | None:
    language = scan.language
    word = scan.words[i]
    if word in language.entry_words and scan.words[i - 1] in language.last_entry_words and i > 0:
        return None  # "the last one to 4h"
    between, since = word in language.between_words, word in language.since_words
    led = between or since or word in language.from_words or word in language.at_words
    if led:
        start = _past_leads(scan, i + 1)
        start = _past_part(scan, start) if since else _past_hours_of(scan, start)
        at = since or word in language.at_words or scan.words[start - 1] in language.at_words
        first = _first_end(scan, start, at=at, between=between)
    else:
        start = past_about(scan, i)
        first = _first_end(scan, start, at=False, between=False, led=False)
    if first is None:
        return _since_part(scan, i, start) if since else None
    clock, days, j = first
    if since and clock.minute and _is_year(scan, start):
        return None  # "since 2025"
    if since:
        until = clock_at(scan, j + 1, due=True) if scan.words[j] in language.until_words else None
        if until is not None:  # "since 8:30 until 11"
            return Match(i, until[1], ClockRange(clock, until[0], days), 2.0 * (until[1] - i) + 2)
        vague = scan.words[start] in language.lunch_words
        return Match(i, j, ClockRange(clock, None, days, vague=vague), 2.0 * (j - i) + (2 if days else 1))
    then = past_range_sign(scan, j, between=between) or (_side_by_side(scan, start, clock, j) if not led else None)
    if then is None:
        return None
    now = past_now(scan, then)
    if now is not None:
        return Match(i, now, ClockRange(clock, None, days), 2.0 * (now - i) + (2 if days else 1))
    later = _length_later(scan, then, clock)
    if later is not None:
        return Match(i, later[1], ClockRange(clock, later[0], days), 2.0 * (later[1] - i) + 2)
    if clock.bare and word not in language.from_words and _ago_end(scan, then) is not None:
        return None  # "10-15 min ago"
    last = _last_end(scan, then, days, day_first=led or not clock.bare)
    if last is None:
        return None
    second, last_day, end = last
    if second.offset is not None and clock.offset is None:  # "9 to 11am CET"
        clock = in_zone(clock, second.offset)
    if last_day is not None:
        return Match(i, end, ClockRange(clock, second, days, last_day), 2.0 * (end - i) + 2)
    if not led and not _believable(scan, start, clock, second, end):
        return None
    if _are_years(scan, start, end):
        return None
    if not led and _is_length(scan, start, j) and not _has_hour_mark(scan, then, end):  # "2h until 3pm"
        return None
    return Match(i, end, ClockRange(clock, second, days), 2.0 * (end - i) + (2 if days else 1 if led else 0.9))


def _since_part(scan: Scan, i: int, start: int) -> Match[ClockRange] | None:
    """`since this morning`: since the person's working day began, most likely."""
    day = _single_day(scan, start)
    days = day[0].settled(scan) if day is not None else None
    if day is None or day[0].part != "morning" or days is None or days.first != scan.today:
        return None
    opens = scan.preferences.day_start
    begin = Clock(opens.hour, opens.minute, exact=True)
    return Match(i, day[1], ClockRange(begin, None, day[0], vague=True), 2.0 * (day[1] - i) + 1.5)


def _past_part(scan: Scan, i: int) -> int:
    """`lunch at 1`, `the morning, 8:30`: over the part of the day whose hour follows."""
    language = scan.language
    part = i + 1 if scan.words[i] in language.the_words else i
    if scan.words[part] not in language.dayparts and scan.words[part] not in language.lunch_words:
        return i
    hour = _past_leads(scan, scan.skip(part + 1, ","))
    at = scan.words[hour - 1] in language.at_words
    found = clock_at(scan, hour, due=True, at=at)
    if found is None or hour == part + 1 or (found[0].bare and not at) or _is_length(scan, hour, found[1]):
        return i
    return hour


def recognize_side_by_side(scan: Scan, i: int) -> Match[ClockRange] | None:
    """`9am 11am`, `09:00 17:00`: a range without a sign for one."""
    language, word = scan.language, scan.words[i + 1]
    begins = word == ":" or word in language.am_words or word in language.pm_words
    follows = any(scan.numbers[k] >= 0 and not scan.glued[k] for k in range(i + 2, i + 6)) if begins else False
    return recognize_range(scan, i) if follows else None


def _past_hours_of(scan: Scan, i: int) -> int:
    """`between the hours of 9 and 11`"""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    said = language.length_units.get(scan.words[j]) == 3600 and scan.words[j + 1] in language.of_words
    return j + 2 if said else i


def _past_vague(scan: Scan, i: int) -> int:
    """Over `about`, `just after`."""
    about = past_about(scan, i)
    if about == i:
        return i
    language = scan.language
    word = scan.words[about]
    beside = word in language.after_words or word in language.before_words or word in language.past_words
    return about + 1 if beside else about


def _past_leads(scan: Scan, i: int) -> int:
    """Over what else leads to a time: `starting at about`, `start: `."""
    language = scan.language
    for _ in range(_MOST_LEADS):
        i = _past_vague(scan, i)
        if not (
            scan.words[i] in language.at_words or scan.words[i] in language.from_words or scan.words[i] in {":", "="}
        ):
            break
        i += 1
    return i


def _first_end(
    scan: Scan, i: int, *, at: bool, between: bool, led: bool = True
) -> tuple[Clock, When | None, int] | None:
    """`9`, `10pm yesterday`, `2 hours ago`, and after a word that leads to it `yesterday 10pm`."""
    ago = _ago_end(scan, i)
    if ago is not None:
        return ago
    clock = clock_at(scan, i, due=True, at=at)
    if clock is None:
        day = _single_day(scan, i) if led else None
        later = clock_at(scan, _past_leads(scan, scan.skip(day[1], ",")), due=True) if day else None
        return (later[0], day[0], later[1]) if day and later else None
    if (not led and clock[0].bare) or past_range_sign(scan, clock[1], between=between) is not None:
        return clock[0], None, clock[1]
    day = _day_behind(scan, clock[1])
    if day is None or past_range_sign(scan, day[1], between=between) is None:
        return clock[0], None, clock[1]
    return clock[0], day[0], day[1]


def _last_end(scan: Scan, i: int, first_day: When | None, *, day_first: bool) -> tuple[Clock, When | None, int] | None:
    """`5pm`, `today 5pm`, `20 minutes ago`, and `5pm today` if the start had its day as well."""
    ago = _ago_end(scan, i)
    if ago is not None:
        return (ago[0], ago[1], ago[2]) if first_day is not None else (ago[0], None, ago[2])
    day = _single_day(scan, i) if day_first else None
    if day is not None and (later := clock_at(scan, _past_leads(scan, scan.skip(day[1], ",")), due=True)):
        return later[0], day[0], later[1]
    by_word = scan.words[i - 1] in scan.language.until_words  # "9 till ten to 11"
    clock = clock_at(scan, past_about(scan, i), due=True, at=by_word)
    if clock is None:
        return None
    after = _day_behind(scan, clock[1]) if first_day is not None else None
    return (clock[0], after[0], after[1]) if after is not None else (clock[0], None, clock[1])


def _side_by_side(scan: Scan, i: int, first: Clock, j: int) -> int | None:
    """Where the second of `9am 11am`, `09:00 17:00` begins; `9:00 1:30` may tell a time and a length.

    Of `2026-05-12 09:00 2026-05-12 17:00` the day belongs to it.
    """
    if scan.numbers[i] < 0 or scan.numbers[j] < 0 or scan.glued[j] or not (first.half or first.colons):
        return None
    day = _single_day(scan, j) if first.colons else None
    if day is not None and scan.words[j + 1] in {"-", "/", "."}:
        return j if clock_at(scan, day[1], due=False) is not None else None
    second = clock_at(scan, j, due=False)
    if second is None or first.offset is not None or past_range_sign(scan, second[1]) is not None:
        return None
    clock = second[0]
    if first.half is not None:
        return j if clock.half is not None else None
    ordered = (first.hour, first.minute) < (clock.hour, clock.minute) and first.hour >= _EARLIEST
    return j if clock.half is None and clock.colons and ordered else None


def _ago_end(scan: Scan, i: int) -> tuple[Clock, When, int] | None:
    """`2 hours ago`: the time and the day that it was."""
    ago = recognize_ago(scan, i) if not scan.present.isdisjoint(scan.language.told_from_now) else None
    if ago is None:
        return None
    then = (scan.now.astimezone(UTC) - timedelta(seconds=ago.value.seconds)).astimezone(scan.zone)
    clock = Clock(then.hour, then.minute, exact=True)
    return clock, When(days=Days(then.date(), then.date())), ago.end


def _length_later(scan: Scan, i: int, first: Clock) -> tuple[Clock, int] | None:
    """The end of `from 9:15 to an hour later`."""
    if scan.present.isdisjoint(scan.language.later_words):
        return None
    length = duration_at(scan, past_about(scan, i))
    if length is None or scan.words[length[1]] not in scan.language.later_words or length[0] >= _HALF_DAY_S:
        return None
    minutes = first.hour * 60 + first.minute + length[0] // 60
    if first.half is not None:
        minutes += 720 * ((first.half == "pm") - first.hour // 12)
    exact = first.exact or first.half is not None
    hour = minutes // 60 % 24 if exact else (minutes // 60 - 1) % 12 + 1
    return Clock(hour, minutes % 60, exact=exact, offset=first.offset), length[1] + 1


def _single_day(scan: Scan, i: int) -> tuple[When, int] | None:
    day = day_at(scan, i)
    return day if day is not None and day[0].is_day and day[0].settled(scan) is not None else None


def _day_behind(scan: Scan, i: int) -> tuple[When, int] | None:
    """`yesterday`, `on Monday`, `, 20 April`"""
    j = scan.skip(i, ",")
    return _single_day(scan, j + 1 if scan.words[j] in scan.language.on_words else j)


def _is_length(scan: Scan, i: int, end: int) -> bool:
    """`2h` is a time only beside another of its kind ("13h-15h")."""
    return end == i + 2 and scan.words[i + 1] in scan.language.hour_marks


def _has_hour_mark(scan: Scan, start: int, end: int) -> bool:
    return any(scan.words[i] in scan.language.hour_marks and scan.glued[i] for i in range(start + 1, end))


def _is_year(scan: Scan, i: int) -> bool:
    return scan.digits(i) == 4 and 2000 <= scan.numbers[i] <= scan.today.year


def _are_years(scan: Scan, first: int, end: int) -> bool:
    """`2024-2025`: as times of day they would be minutes apart."""
    years = scan.numbers[first], scan.numbers[end - 1]
    return all(2000 <= year < 2060 for year in years) and abs(years[1] - years[0]) < _YEARS_APART


def _is_month(scan: Scan, year: int, month: int) -> bool:
    return scan.digits(year) == 4 and scan.digits(month) < 3 and _YEARS[0] <= scan.numbers[year] < _YEARS[1]


def _believable(scan: Scan, i: int, first: Clock, last: Clock, end: int) -> bool:
    """Two bare numbers with nothing before them that calls for a time."""
    if scan.glued[i] and scan.words[i - 1] in {"-", "/", ".", ":", "#", "$"}:
        return False
    if scan.words[end] in {"/", "-", "."} and scan.glued[end] and scan.numbers[end + 1] >= 0:
        return False
    if first.half is None and (_is_month(scan, i, end - 1) or _is_month(scan, end - 1, i)):
        return False  # "2014-10"; "10-1130" tells times
    if scan.words[i - 1] in scan.language.number_nouns or (last.bare and scan.words[end - 1] == "0"):
        return False
    if i > 0 and scan.words[i - 1] in scan.language.on_words and date_at(scan, i) is not None:
        return False  # "on 2-15"
    if not (first.bare and last.bare):
        return True
    return first.hour != last.hour  # not "one to one"


def recognize_point(scan: Scan, i: int) -> Match[ClockPoint] | None:
    language = scan.language
    word = scan.words[i]
    leaves = word in language.leaving_words and _is_point_after(scan, i)
    ends = leaves or word in language.until_words or word in language.end_words
    starts = word in language.at_words or word in language.from_words or word in language.started_words
    if ends or starts:
        j = _past_leads(scan, i + 1)
        lead = scan.words[j - 1]
        at = lead in language.at_words
        due = at or word not in language.started_words or j > i + 1
        if j == i + 1 and ends and word in language.work_prepositions:  # "to 5" may count
            due = False
        due = due or _is_followed_by_end(scan, j)
        found = clock_at(scan, j, due=due, at=at)
        if found is None or (not at and found[0].hour <= 12 and _is_length(scan, j, found[1])):  # "finished 2h of"
            return None
        point = ClockPoint("end" if ends else "start", found[0])
        return Match(i, found[1], point, 2.0 * (found[1] - i) + 0.5)
    start = _past_vague(scan, i)
    after_day = _after_day(scan, i)
    if not after_day and start == i and scan.numbers[start] >= 0 and _counts(scan, start):
        return _point_beside(scan, i)
    around = start > i and not scan.present.isdisjoint(language.started_words)  # "started around 3"
    found = clock_at(scan, start, due=after_day or around)
    if found is None and not after_day and (scan.numbers[start] >= 0 or scan.words[start] in language.numbers):
        found = _before_part(scan, start) or _before_day(scan, start)
    elif found is not None and after_day and not around and _may_measure(scan, start, *found):
        return None
    if found is None:
        return None
    weight = 2.0 * (found[1] - i) + (0.2 if after_day else -0.2)
    return Match(i, found[1], ClockPoint("start", found[0]), weight)


def _is_point_after(scan: Scan, i: int) -> bool:
    """`in at 9, out at 5`; of "clocked out at 5" it belongs to the verb."""
    language = scan.language
    verb = i > 0 and (scan.words[i - 1] in language.log_verbs or scan.words[i - 1] in language.timing_words)
    return scan.words[i + 1] in language.at_words and not verb


def _point_beside(scan: Scan, i: int) -> Match[ClockPoint] | None:
    """`5 hours after noon`"""
    found = hours_beside(scan, i)
    if found is None:
        return None
    return Match(i, found[1], ClockPoint("start", found[0]), 2.0 * (found[1] - i))


def _is_followed_by_end(scan: Scan, i: int) -> bool:
    """`started 9, finished 11:15`"""
    if scan.numbers[i] < 0:
        return False
    j = scan.skip(i + 1, ",")
    j = j + 1 if scan.words[j] in scan.language.and_words else j
    return scan.words[j] in scan.language.end_words


def _counts(scan: Scan, i: int) -> bool:
    """A number that, with nothing before it, is no time of day: `2h`, `2 tickets`, `20 min`."""
    language = scan.language
    after = scan.words[i + 1]
    if after in language.hour_marks:
        return scan.numbers[i + 2] < 0 or not scan.glued[i + 2]
    if language.length_units.get(after) == 60 and after not in language.pm_words:
        return scan.words[i + 2] not in language.past_words and scan.words[i + 2] not in language.to_words
    return len(scan.words[i]) < 3 and after not in language.clock_followers


def _may_measure(scan: Scan, i: int, clock: Clock, end: int) -> bool:
    """`today 2h`, `yesterday 9`, `yesterday 2h30`"""
    if clock.hour <= 12 and clock.half is None and _has_hour_mark(scan, i, end):
        return True
    if within_iso_time(scan, i) or scan.digits(i) == 4:  # "yesterday 1400"
        return False
    if scan.words[end - 1] in scan.language.oclock_words:
        return False
    named = scan.words[i] in scan.language.noon_words or scan.words[i] in scan.language.midnight_words
    return end - i < 3 and clock.half is None and clock.minute == 0 and not named


def _before_part(scan: Scan, i: int) -> tuple[Clock, int] | None:
    """`8 this morning`, `9 yesterday evening`, `eight thirty Monday morning`: the number is a time."""
    found = clock_at(scan, i, due=True)
    if found is None or found[0].bare != (scan.numbers[i] >= 0):  # "two Monday morning meetings"
        return None
    day = day_at(scan, found[1])
    return found if day is not None and day[0].part is not None else None


def _before_day(scan: Scan, i: int) -> tuple[Clock, int] | None:
    """`1830 yesterday`, `0915 on May 4`"""
    if scan.digits(i) != 4 or _YEARS[0] <= scan.numbers[i] < _YEARS[1] or scan.numbers[i] % 5:
        return None
    if i > 0 and (scan.glued[i] or scan.words[i - 1] in scan.language.number_nouns):
        return None
    found = clock_at(scan, i, due=True)
    return found if found is not None and _day_behind(scan, found[1]) is not None else None


def _after_day(scan: Scan, i: int) -> bool:
    """Right after a date or a day, `15h50` is a time and no length."""
    language = scan.language
    before = i - 2 if i > 0 and scan.words[i - 1] == "," else i - 1
    if before < 0:
        return False
    word = scan.words[before]
    if scan.numbers[before] < 0 and word not in language.day_closers:
        return False
    if within_iso_time(scan, i):
        return True
    if word == "." and scan.glued[before] and scan.words[before - 1] in language.weekdays and before > 0:
        return True
    if word in language.relative_days or word in language.weekdays or scan.digits(before) in _YEAR_DIGITS:
        return True
    if before == 0 or (scan.numbers[before] >= 0 and scan.words[before - 1] not in language.date_leads):
        return False
    starts = range(before - 1, max(before - _LONGEST_DAY, -1), -1)
    return any((day := day_at(scan, start)) is not None and day[1] == before + 1 for start in starts)
