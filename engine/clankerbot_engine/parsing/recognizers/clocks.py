"""Times of day as they are said: `9am`, `15h30`, `half past 2`, `noon`, `6 in the evening`, a bare `9` where it is due.

What a bare hour means is settled later (`clock_times`), where both ends of a range and the working hours are known.
"""

from dataclasses import dataclass, replace
from typing import Literal

from clankerbot_engine.parsing.recognizers.calendar_dates import year_past_seconds
from clankerbot_engine.parsing.recognizers.durations import duration_at
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, parts_at, past_hyphen, past_ish, past_or_so
from clankerbot_engine.parsing.recognizers.offsets import is_offset, offset_at
from clankerbot_engine.parsing.scan import Scan

Half = Literal["am", "pm"]
_HALF_DAY_S, _ONE_PM = 12 * 3600, 13 * 60
_SPOKEN_MINUTES = {5, 10, 15, 20, 25}
_YEARS = 1900, 2100
"""What four digits before a month tell, rather than a time."""
_NOON_HOURS = {11, 12, 1, 2}


@dataclass(slots=True)
class Clock:
    """`half` None: not said. `exact`: on a 24-hour clock. `bare`: the hour alone. `colons`: may be a length too.

    `offset`: minutes east of UTC, where an ISO time tells them; it may lie on another day here.
    """

    hour: int
    minute: int = 0
    half: Half | None = None
    exact: bool = False
    bare: bool = False
    colons: bool = False
    offset: int | None = None


def clock_at(scan: Scan, i: int, *, due: bool, at: bool = False) -> tuple[Clock, int] | None:
    """`due`: the words before (`at`, `from`) or after call for a time, so that a mere number is one.

    `at`: of these it is a word for a point, after which "10 to 3" is no range.
    """
    asked = i, due, at
    if asked not in scan.clocks:  # by several recognizers
        found = _named(scan, i) or _spoken(scan, i, due=due, at=at) or _told(scan, i, due=due)
        if found is not None and _goes_on(scan, found[1]):
            found = _past_year(scan, i, *_in_zone(scan, *found))
        scan.clocks[asked] = found
    kept: tuple[Clock, int] | None = scan.clocks[asked]
    return kept


def _goes_on(scan: Scan, i: int) -> bool:
    """With a zone, an offset or a year."""
    return scan.words[i] in scan.language.zone_offsets or scan.words[i] in {"+", "-"} or scan.digits(i) == 4


def _in_zone(scan: Scan, clock: Clock, end: int) -> tuple[Clock, int]:
    """`2pm UTC`, `14:00 CET`, `3pm GMT+1`, `15:15:00 +0200`"""
    if clock.offset is not None:
        return clock, end
    offset = scan.language.zone_offsets.get(scan.words[end])
    if offset is None:
        told = offset_at(scan, end) if clock.colons and is_offset(scan, end) else None
        return (in_zone(clock, told[0]), told[1]) if told is not None else (clock, end)
    east = offset_at(scan, end + 1) if not offset and scan.words[end + 1] in {"+", "-"} else None
    if east is not None and scan.words[east[1]] != ":" and _half(scan, east[1]) is None:  # not "9am GMT-5pm"
        return in_zone(clock, east[0]), east[1]
    return in_zone(clock, offset), end + 1


def _past_year(scan: Scan, i: int, clock: Clock, end: int) -> tuple[Clock, int]:
    """`May 5 09:30:00 2026 +0200`: over the year, which the date has read."""
    dated = i > 0 and (scan.numbers[i - 1] > 0 or scan.words[i - 1] in scan.language.months)
    if scan.digits(end) != 4 or not dated or year_past_seconds(scan, i) != end:
        return clock, end
    return _in_zone(scan, clock, end + 1)


def in_zone(clock: Clock, offset: int) -> Clock:
    """On a 24-hour clock of that zone."""
    hour = clock.hour % 12 + (12 if clock.half == "pm" else 0) if clock.half is not None else clock.hour
    return Clock(hour, clock.minute, exact=True, offset=offset)


def half_of(part: str | None, hour: int) -> Half | None:
    """Which half of the day an hour from 1 to 12 lies in, if it is in that part of a day."""
    match part:
        case "morning":
            return "am"
        case "noon":
            return "pm" if hour == 12 or hour < 4 else "am"
        case "afternoon" | "evening":
            return "pm"
        case "night":
            return "am" if hour == 12 or hour < 5 else "pm"
        case _:
            return None


def _plain(scan: Scan, i: int) -> tuple[Clock, int] | None:
    """An hour that is not itself told from another: however many are, the work stays that of one."""
    return _named(scan, i) or _told(scan, i, due=True)


def _named(scan: Scan, i: int) -> tuple[Clock, int] | None:
    word, language = scan.words[i], scan.language
    if word not in language.hour_names:
        return None
    if word in language.noon_words:
        return Clock(12, exact=True), past_ish(scan, i + 1)
    if word in language.midnight_words:
        return Clock(0, exact=True), i + 1
    if word in language.inner_words:  # "mid night"
        apart = word + scan.words[i + 1]
        night = apart in language.midnight_words
        return (Clock(0 if night else 12, exact=True), i + 2) if night or apart in language.noon_words else None
    if word in language.lunch_words and (_is_edge(scan, i - 1) or _begins(scan, i)):
        return Clock(12, exact=True), i + 1
    return None


def _is_edge(scan: Scan, i: int) -> bool:
    """`since lunch`, `till lunch`, `before lunch`; "at lunch" tells no hour."""
    language = scan.language
    word = scan.words[i] if i >= 0 else ""
    edges = word in language.since_words or word in language.from_words or word in language.until_words
    return edges or word in language.end_words


def _begins(scan: Scan, i: int) -> bool:
    """`lunch to 3`"""
    return scan.words[i + 1] in scan.language.until_words and scan.numbers[i + 2] >= 0


def _spoken(scan: Scan, i: int, *, due: bool = False, at: bool = False) -> tuple[Clock, int] | None:
    """`half past 2`, `a quarter to five pm`, `20 past 3pm`; `half two` and `ten to six` where a point is due."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.articles else i
    minute = _minute_before(scan, j) if due else None
    if minute is not None and (hour := _before_hour(scan, j + 1, minute)):
        return hour
    if not scan.present.isdisjoint(language.beside_words):
        hours = hours_beside(scan, j) or (hours_beside(scan, i) if j > i else None)
        if hours is not None:
            return hours
    quarters = parts_at(scan, j) if scan.words[j + 1] in language.quarter else None
    if scan.words[j] in language.half:
        minutes, j = 30, j + 1
    elif quarters is not None and 0 < quarters[0] < 1:
        minutes, j = round(60 * quarters[0]), quarters[1]  # "three quarters past 9"
    elif scan.words[j] in language.quarter:
        minutes, j = 15, j + 1
    else:
        number = cardinal_at(scan, j)
        if number is None or not 0 < number[0] < 60:
            return None
        minutes, j = number
        if language.length_units.get(scan.words[j]) == 60:
            j += 1
        elif scan.words[j] not in language.past_words and not (at and minutes in _SPOKEN_MINUTES):
            return None  # "ten to six" may be a range
    if scan.words[j] in language.past_words:
        shift = minutes
    elif scan.words[j] in language.to_words and (at or scan.words[j] not in language.of_words):
        shift = -minutes
    else:
        return None
    if language.half_is_before and scan.words[j + 1] in language.half:  # "fünf nach halb neun"
        return _before_hour(scan, j + 2, 30 + shift) if minutes < 30 else None
    hour = _plain(scan, j + 1)
    if hour is None:
        return None
    clock, end = hour
    if clock.minute:  # "three minutes to five thirty"
        minute = clock.minute + shift
        return (replace(clock, minute=minute, bare=False, colons=False), end) if 0 <= minute < 60 else None
    if shift > 0:
        return replace(clock, minute=shift, bare=False), end
    earlier = clock.hour - 1
    if earlier < 0 or (earlier == 0 and not clock.exact):
        earlier += 24 if clock.exact else 12
    half = clock.half
    if clock.hour == 12 and half is not None:  # a quarter to 12pm is 11:45 in the morning
        half = "am" if half == "pm" else "pm"
    return replace(clock, hour=earlier, minute=60 + shift, half=half, bare=False), end


def hours_beside(scan: Scan, i: int) -> tuple[Clock, int] | None:
    """`5 hours after noon`, `half an hour before 9:30`."""
    language = scan.language
    beside = language.beside_words
    if scan.present.isdisjoint(beside):
        return None
    length = duration_at(scan, i)
    if length is None or scan.words[length[1]] not in beside or length[0] >= _HALF_DAY_S or length[0] % 60:
        return None
    if language.length_units.get(scan.words[length[1] - 1]) == 60 and scan.numbers[i] >= 0:
        return None  # "20 minutes before 9" is spoken so
    hour = _plain(scan, length[1] + 1)
    if hour is None:
        return None
    clock, end = hour
    sign = 1 if scan.words[length[1]] in language.after_words else -1
    minutes = clock.hour * 60 + clock.minute + sign * length[0] // 60
    if not 0 <= minutes < 24 * 60 or (clock.half is not None and minutes // 720 != clock.hour // 12):
        return None
    exact = clock.exact or minutes >= _ONE_PM
    return replace(clock, hour=minutes // 60, minute=minutes % 60, exact=exact, bare=False), end


def _minute_before(scan: Scan, i: int) -> int | None:
    """`half`, and in languages that count towards the hour, where half two is 1:30, `viertel` and `dreiviertel` too."""
    language = scan.language
    if scan.words[i] in language.half:
        return 30
    if not language.half_is_before:
        return None
    if scan.words[i] in language.quarter:
        return 15
    return 45 if language.decimals.get(scan.words[i]) == 0.75 else None


def _before_hour(scan: Scan, i: int, minute: int) -> tuple[Clock, int] | None:
    """`half two` is half past it, in some languages half to it."""
    hour = cardinal_at(scan, i)
    if hour is None or not 1 <= hour[0] <= 12 or _measures(scan, hour[1]):
        return None
    shift = -1 if scan.language.half_is_before else 0
    clock = Clock((hour[0] + shift - 1) % 12 + 1, minute)
    half = _half(scan, hour[1])
    return (replace(clock, half=half[0]), half[1]) if half is not None else (clock, hour[1])


def _told(scan: Scan, i: int, *, due: bool) -> tuple[Clock, int] | None:
    """Digits or words with an hour, perhaps minutes, and what follows them: am, pm, o'clock, `in the morning`."""
    read = _digits(scan, i) if scan.numbers[i] >= 0 else _words(scan, i)
    if read is None:
        return None
    clock, j, sure = read
    j = past_ish(scan, j)
    if clock.bare and (minutes := _minutes_apart(scan, i, j)) is not None:
        clock, j = replace(clock, minute=minutes, bare=False), j + 1
    after_oclock = _past_oclock(scan, j) if scan.words[j] in scan.language.behind_hours else j
    if after_oclock > j:
        j, sure = after_oclock, True
        past = _minutes_past_oclock(scan, j) if clock.bare else None
        if past is not None:
            clock, j = replace(clock, minute=past[0], bare=False), past[1]
    half = _half(scan, j)
    if half is not None and 1 <= clock.hour <= 12 and not clock.exact:
        return Clock(clock.hour, clock.minute, half[0]), past_or_so(scan, past_ish(scan, half[1]))
    if half is not None and (clock.hour >= 12 or (clock.hour == 0 and half[0] == "am")):
        return replace(clock, exact=True, colons=False), half[1]
    if half is not None and 1 <= clock.hour <= 12:  # "07:30am": the zero said nothing
        return replace(clock, half=half[0], exact=False, bare=False, colons=False), half[1]
    part = _day_part(scan, j)
    if part is None and scan.words[j] in scan.language.behind_hours:
        part = _mere_part(scan, j, clock)
    if part is not None and 1 <= clock.hour <= 12:
        return replace(clock, half=half_of(part[0], clock.hour), exact=False, bare=False, colons=False), part[1]
    if not (sure or due) or (due and not sure and _measures(scan, j)):
        return None
    return clock, past_or_so(scan, j) if scan.words[j].isalpha() else j


def _past_oclock(scan: Scan, i: int) -> int:
    """Over `o'clock`, `Uhr`, `o clock`."""
    said = scan.language.oclock_words
    if scan.words[i] in said:
        return i + 1
    parted = scan.words[i] in scan.language.zero_words and scan.words[i] + scan.words[i + 1] in said
    return i + 2 if parted else i


def _minutes_past_oclock(scan: Scan, i: int) -> tuple[int, int] | None:
    """`15 Uhr 30`, `neun Uhr dreißig`"""
    minutes = cardinal_at(scan, i) if scan.digits(i) in {0, 2} else None
    if minutes is None or minutes[0] > 59 or (minutes[0] < 10 and not scan.digits(i)) or _measures(scan, minutes[1]):
        return None
    return minutes


def _mere_part(scan: Scan, i: int, clock: Clock) -> tuple[str, int] | None:
    """`12 noon`, `12:30 midday`, `12 midnight`, `1 Uhr nachts`: what kind of an hour it is, right behind it."""
    language = scan.language
    word = scan.words[i]
    if word in language.midnight_words:
        return ("night", i + 1) if clock.hour == 12 and not clock.minute else None
    if word in language.noon_words:
        return ("noon", i + 1) if clock.hour in _NOON_HOURS else None
    return ("night", i + 1) if word in language.nightly_words else None


def _minutes_apart(scan: Scan, i: int, j: int) -> int | None:
    """The 30 of `1 30pm`, `9 30 to 11 15`: nothing is counted with it, and a time goes on or ends there."""
    minutes = scan.numbers[j]
    if (
        scan.numbers[i] < 0
        or scan.glued[j]
        or scan.digits(j) != 2
        or minutes > 59
        or minutes % 5
        or _measures(scan, j + 1)
    ):
        return None
    language = scan.language
    before, after = scan.words[i - 1] if i > 0 else "", scan.words[j + 1]
    if before in language.number_nouns or before in {"#", "/", ".", ":"}:
        return None
    ranges = after in language.until_words or (after == "-" and scan.numbers[j + 2] >= 0)
    closes = before in language.until_words and not (after[:1].isalnum() and after not in language.day_prepositions)
    ends = not after[:1].isalnum() or after in language.relative_days or after in language.weekdays
    at = before in language.at_words and ends  # "started at 9 15"
    half = _half(scan, j + 1) or _day_part(scan, j + 1)
    return minutes if ranges or closes or at or half is not None else None


def _digits(scan: Scan, i: int) -> tuple[Clock, int, bool] | None:
    """The clock, where it ends, and whether it is one without being called for."""
    number, digits, sign = scan.numbers[i], scan.digits(i), scan.words[i + 1]
    if scan.words[i - 1] in {"#", "$", "€"} and i > 0 and scan.glued[i]:
        return None
    if digits in {4, 6} and within_iso_time(scan, i):
        return _run_together(scan, i, number if digits == 4 else number // 100)
    if digits == 4:
        hour, minute = divmod(number % 2400, 100)
        if number > 2400 or minute > 59:
            return None
        marked = (sign in scan.language.hour_marks and scan.glued[i + 1]) or (
            scan.language.length_units.get(sign) == 3600 and len(sign) > 1  # "1400 hrs"
        )
        j = i + 2 if marked else i + 1
        dated = sign in scan.language.months and not _YEARS[0] <= number < _YEARS[1] and not minute % 5  # "1830 Apr 19"
        return Clock(hour, minute, exact=hour == 0 or hour > 12 or scan.words[i][0] == "0"), j, marked or dated
    if digits == 3:
        return _three_digits(scan, i)
    if digits > 2 or number > 24:
        return None
    leading_zero = digits == 2 and scan.words[i][0] == "0"
    exact = number > 12 or number == 0 or leading_zero
    minutes_follow = scan.glued[i + 1] and scan.glued[i + 2] and scan.digits(i + 2) == 2 and scan.numbers[i + 2] < 60
    if minutes_follow and (sign in {":", "."} or sign in scan.language.hour_marks):
        if number == 24 and scan.numbers[i + 2] > 0:
            return None
        j = i + 3
        if sign == ":" and scan.words[j] == ":" and scan.glued[j] and scan.digits(j + 1) == 2:
            j += 2
        ends_there = not (scan.glued[j + 1] and scan.words[j + 1][:1].isalnum())
        apart = number > 12 and not scan.glued[j]  # "18.00 h"
        marked = (scan.glued[j] or apart) and scan.words[j] in scan.language.hour_marks and ends_there
        spelt = scan.language.length_units.get(scan.words[j]) == 3600 and len(scan.words[j]) > 1
        exact = exact or sign in scan.language.hour_marks or marked or spelt
        j = j + 1 if marked or spelt else j  # "14:30h", "14:30 hours"
        clock = Clock(number % 24, scan.numbers[i + 2], exact=exact, colons=sign == ":")
        offset = offset_at(scan, j) if within_iso_time(scan, i) and scan.glued[j] else None
        if offset is not None:
            return replace(clock, exact=True, colons=False, offset=offset[0]), offset[1], True
        return clock, j, sign == ":"
    if sign in scan.language.hour_marks and _minutes_behind_mark(scan, i):
        return Clock(number % 24, scan.numbers[i + 2], exact=exact), i + 3, True
    goes_on = scan.glued[i + 2] and scan.words[i + 2][:1].isalnum()
    if sign in scan.language.hour_marks and scan.glued[i + 1] and not goes_on:
        return Clock(number % 24, exact=True), i + 2, False
    return Clock(number % 24, exact=exact, bare=True), i + 1, False


def _minutes_behind_mark(scan: Scan, i: int) -> bool:
    """`10 h 10 pm`, `at 10h 10`: elsewhere that is a length."""
    if scan.digits(i + 2) != 2 or scan.numbers[i + 2] > 59 or _measures(scan, i + 3):
        return False
    at = i > 0 and scan.words[i - 1] in scan.language.at_words
    return at or _half(scan, i + 3) is not None


def within_iso_time(scan: Scan, i: int) -> bool:
    """Right behind the T of `2026-05-12T09:00`."""
    return i > 0 and scan.text[scan.starts[i] - 1] in "Tt"


def _run_together(scan: Scan, i: int, time: int) -> tuple[Clock, int, bool] | None:
    """The time of `20260512T0900`, `20260512T090000Z`."""
    hour, minute = divmod(time, 100)
    if hour > 23 or minute > 59:
        return None
    offset = offset_at(scan, i + 1) if scan.glued[i + 1] else None
    clock = Clock(hour, minute, exact=True, offset=offset[0] if offset else None)
    return clock, offset[1] if offset else i + 1, True


def _three_digits(scan: Scan, i: int) -> tuple[Clock, int, bool] | None:
    """`930`: where nothing is counted with it."""
    language = scan.language
    hour, minute = divmod(scan.numbers[i], 100)
    after = scan.words[i + 1]
    counts = after.isalpha() and not (
        after in language.am_words
        or after in language.pm_words
        or after in language.until_words
        or after in language.work_prepositions
        or after in language.through_words
        or after in language.day_prepositions
    )
    if hour == 0 or minute > 59 or minute % 5 or counts:
        return None
    return Clock(hour, minute), i + 1, False


def _hundreds(scan: Scan, i: int) -> tuple[Clock, int, bool] | None:
    """`fourteen hundred hours`, `oh nine hundred`, where nothing is counted with it."""
    language = scan.language
    start = i + 1 if scan.words[i] in language.zero_words else i
    number = cardinal_at(scan, start)
    if number is None:
        return None
    told, j = number
    if told < 24 and scan.words[j] in language.hundred_words:
        minutes = cardinal_at(scan, j + 1)
        told, j = (told * 100 + minutes[0], minutes[1]) if minutes is not None else (told * 100, j + 1)
    if told % 100 > 59 or not 100 <= told < 2400:
        return None
    hours = language.length_units.get(scan.words[j]) == 3600
    if not hours and (scan.is_noun(j) or scan.words[j] in language.length_units):
        return None
    return Clock(told // 100, told % 100, exact=True), j + 1 if hours else j, False


def _words(scan: Scan, i: int) -> tuple[Clock, int, bool] | None:
    if not scan.present.isdisjoint(scan.language.hundred_words) and (told := _hundreds(scan, i)) is not None:
        return told
    hour = scan.language.numbers.get(scan.words[i])
    if hour is None or not 1 <= hour < 20:
        return None
    after = past_hyphen(scan, i + 1)
    if scan.words[after] in scan.language.zero_words:  # "eight oh five"
        units = past_hyphen(scan, after + 1)
        minute = scan.language.numbers.get(scan.words[units], 0)
        if 0 < minute < 10:
            return Clock(hour, minute), units + 1, False
    minutes = cardinal_at(scan, after) if scan.numbers[after] < 0 else None
    if minutes is not None and 10 <= minutes[0] < 60:
        return Clock(hour, minutes[0], exact=hour > 12), minutes[1], False
    return (Clock(hour, bare=True), i + 1, False) if hour <= 12 else None


def _half(scan: Scan, i: int) -> tuple[Half, int] | None:
    language = scan.language
    word = scan.words[i]
    half: Half | None = "am" if word in language.am_words else "pm" if word in language.pm_words else None
    if half is None:
        return None
    if len(word) > 1:
        return half, i + 1
    dotted = scan.words[i + 1] == "." and scan.words[i + 2] == "m" and scan.glued[i + 1] == scan.glued[i + 2]
    if dotted:  # "p.m.", "p . m ."
        return half, scan.skip(i + 3, ".") if scan.glued[i + 3] == scan.glued[i + 2] else i + 3
    if scan.words[i + 1] == "m" and (scan.glued[i] or not scan.glued[i + 1]):  # "4:23 a m"
        return half, i + 2
    return (half, i + 1) if scan.glued[i] else None


def _day_part(scan: Scan, i: int) -> tuple[str, int] | None:
    """`in the morning`, `at night`, `in the AM`."""
    language = scan.language
    if scan.words[i] not in language.day_prepositions:
        return None
    j = i + 2 if scan.words[i + 1] in language.the_words else i + 1
    half = _half(scan, j) if j == i + 2 else None
    if half is not None:
        return ("morning" if half[0] == "am" else "afternoon"), half[1]
    part = language.dayparts.get(scan.words[j])
    return (part, j + 1) if part is not None and part != "noon" else None


def _measures(scan: Scan, i: int) -> bool:
    """A unit, a month, a fraction or more digits follow: the number is no time."""
    language = scan.language
    word = scan.words[i]
    if scan.glued[i] and word in {":", "/", "%"} and scan.numbers[i + 1] >= 0:
        return True
    if scan.glued[i] and word in {".", ","} and scan.numbers[i + 1] >= 0 and scan.glued[i + 1]:
        return True
    if word == "-" and scan.glued[i] and scan.words[i + 1] in language.length_units:
        return True
    if word in language.length_units and not (word in language.hour_marks and scan.glued[i]):
        return True
    return (
        word in language.calendar_units
        or word in language.ordinal_endings
        or (word in language.months and word not in language.doubtful_months)
        or (word in language.of_words and scan.words[i + 1] in language.months)
        or word in {"%", "€", "$"}
    )
