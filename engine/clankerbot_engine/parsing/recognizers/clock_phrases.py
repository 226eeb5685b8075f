"""Stretches and points of the clock: `9-11:30`, `from 1pm until 3`, `since 9`, `at half past 2`, `until 5`."""

from dataclasses import dataclass
from typing import Literal

from clankerbot_engine.parsing.dates import Days
from clankerbot_engine.parsing.recognizers.clocks import Clock, clock_at
from clankerbot_engine.parsing.recognizers.days import day_at
from clankerbot_engine.parsing.scan import Match, Scan


@dataclass(frozen=True, slots=True)
class ClockRange:
    """`last_day`: the day that was said for the end. `last` None: it runs until now."""

    first: Clock
    last: Clock | None
    last_day: Days | None = None


@dataclass(frozen=True, slots=True)
class ClockPoint:
    role: Literal["start", "end"]
    clock: Clock


def recognize_range(scan: Scan, i: int) -> Match[ClockRange] | None:
    language = scan.language
    word = scan.words[i]
    between = word in language.between_words
    led = between or word in language.from_words or word in language.since_words or word in language.at_words
    first = clock_at(scan, _past_about(scan, i + 1) if led else i, due=True)
    if first is None:
        return None
    clock, j = first
    if word in language.since_words:
        return Match(i, j, ClockRange(clock, None), 2.0 * (j - i) + 1)
    sign = scan.words[j]
    if not (sign == "-" or sign in language.until_words or (between and sign in language.through_words)):
        return None
    j += 1
    if scan.words[j] in language.now_words:
        return Match(i, j + 1, ClockRange(clock, None), 2.0 * (j + 1 - i) + 1)
    day = day_at(scan, j) if led or not clock.bare else None
    days = day[0].settled(scan) if day is not None and day[0].is_day else None
    if day is not None and days is not None and (later := clock_at(scan, scan.skip(day[1], "at", ","), due=True)):
        return Match(i, later[1], ClockRange(clock, later[0], days), 2.0 * (later[1] - i) + 1)
    second = clock_at(scan, j, due=True)
    if second is None or (not led and not _believable(scan, i, clock, second[0], second[1])):
        return None
    if not led and _is_length(scan, i, j - 1) and not _is_length(scan, j, second[1]):  # "2h until 3pm"
        return None
    return Match(i, second[1], ClockRange(clock, second[0]), 2.0 * (second[1] - i) + (1 if led else 0.5))


def _is_length(scan: Scan, i: int, end: int) -> bool:
    """`2h` is a time only beside another of its kind ("13h-15h")."""
    return end == i + 2 and scan.words[i + 1] in scan.language.hour_marks


def _believable(scan: Scan, i: int, first: Clock, last: Clock, end: int) -> bool:
    """Two bare numbers with nothing before them that calls for a time."""
    if scan.glued[i] and scan.words[i - 1] in {"-", "/", ".", ":", "#", "$"}:
        return False
    if scan.words[end] in {"/", "-", "."} and scan.glued[end] and scan.numbers[end + 1] >= 0:
        return False
    if (scan.digits(i) == 4) != (scan.digits(end - 1) == 4):  # "2014-10" is a month
        return False
    if not (first.bare and last.bare):
        return True
    if scan.numbers[i] < 0:  # "nine to five"; not "one to one"
        return first.hour != last.hour
    return first.hour != last.hour and scan.words[i - 1] not in scan.language.number_nouns


def recognize_point(scan: Scan, i: int) -> Match[ClockPoint] | None:
    language = scan.language
    word = scan.words[i]
    ends = word in language.until_words or word in language.end_words
    starts = word in language.at_words or word in language.from_words or word in language.started_words
    if ends or starts:
        j = _past_about(scan, i + 1)
        if scan.words[j] in language.at_words:
            j = _past_about(scan, j + 1)
            due = True
        else:
            due = word not in language.started_words
        if word == "to" or (word in language.until_words and word in language.work_prepositions):
            due = False
        found = clock_at(scan, j, due=due)
        if found is None:
            return None
        point = ClockPoint("end" if ends else "start", found[0])
        return Match(i, found[1], point, 2.0 * (found[1] - i) + 0.5)
    after_day = _after_day(scan, i)
    found = clock_at(scan, _past_about(scan, i), due=after_day)
    if found is None or (after_day and found[1] - i < 3 and found[0].half is None and found[0].minute == 0):
        return None
    weight = 2.0 * (found[1] - i) + (0.2 if after_day else -0.2)
    return Match(i, found[1], ClockPoint("start", found[0]), weight)


def _after_day(scan: Scan, i: int) -> bool:
    """Right after a date or a day, `15h50` is a time and no length."""
    language = scan.language
    before = i - 2 if i > 0 and scan.words[i - 1] == "," else i - 1
    if before < 0:
        return False
    word = scan.words[before]
    return word in language.relative_days or word in language.weekdays or scan.digits(before) == 4


def _past_about(scan: Scan, i: int) -> int:
    return i + 1 if scan.words[i] in scan.language.about_words else i
