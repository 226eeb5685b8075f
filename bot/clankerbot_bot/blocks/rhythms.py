"""When a schedule comes round, in words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from clankerbot_bot.blocks.text import line
from clankerbot_bot.words import Words
from clankerbot_engine.zones import zone_named

_WEEKDAYS: Final = {name: str(number) for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))}
_MOST_TIMES: Final = 4
_ANY_DAY: Final = date(2026, 1, 1)


def rhythm(cron: str, words: Words) -> str:
    """`every Friday at 17:00`, plain text; what has no such words stays an expression."""
    minute, hour, day, month, weekday = [*cron.upper().split(), *[""] * 5][:5]
    if month != "*":
        return cron
    if hour == "*" and day == "*" and weekday == "*":
        return _through_the_hours(minute, words) or cron
    times, days = _times(minute, hour, words), _days(day, weekday, words)
    return cron if times is None or days is None else words.at_times.format(days=days, times=times)


def coming(moments: Sequence[Any], zone: str, words: Words) -> str | None:
    """`Next: Fri 27 Nov 17:00, Fri 4 Dec 17:00`, in its own zone, where its people expect it."""
    there = zone_of(zone)
    at = [datetime.fromisoformat(each).astimezone(there) for each in moments if isinstance(each, str)]
    return (
        words.next_runs.format(times="; ".join(f"{words.day(each)} {words.clock(each)}" for each in at)) if at else None
    )


def zone_of(name: str) -> ZoneInfo:
    """UTC where there is none of that name any more."""
    try:
        return zone_named(name)
    except ValueError:
        return ZoneInfo("UTC")


def _through_the_hours(minute: str, words: Words) -> str | None:
    if found := re.fullmatch(r"(?:\*|0)/(\d+)", minute):
        return words.every_minutes.format(n=found[1])
    return words.hourly.format(minute=minute) if minute.isdecimal() else None


def _times(minute: str, hour: str, words: Words) -> str | None:
    hours = hour.split(",")
    if not minute.isdecimal() or not all(each.isdecimal() for each in hours):
        return None
    at = [words.clock(datetime.combine(_ANY_DAY, time(int(each), int(minute)))) for each in hours]
    return words.listed(at, most=_MOST_TIMES)


def _days(day: str, weekday: str, words: Words) -> str | None:
    if day == "*" and weekday == "*":
        return words.daily
    if day == "*":
        if nth := re.fullmatch(r"(?:(\d)(?:#([1-4])|(L)))(?:,\1#([1-4]))?", weekday):
            return _nth_weekday(*nth.groups(), words=words)
        numbers = list(_numbers(weekday))
        if not numbers or len(set(numbers)) != len(numbers):
            return None
        if sorted(numbers) == [1, 2, 3, 4, 5]:
            return words.on_weekdays
        return words.every_weekday.format(days=words.listed((words.weekday_names[n - 1] for n in numbers), most=7))
    if weekday == "*":
        if day == "L":
            return words.on_last_day
        return words.on_day.format(day=line(day)) if day.isdecimal() else None
    return None


def _nth_weekday(day: str, first: str | None, final: str | None, second: str | None, *, words: Words) -> str | None:
    """`on the 1st and 3rd Friday of each month`"""
    if final and second:
        return None
    name = words.weekday_names[(int(day) or 7) - 1] if int(day) <= 7 else ""
    which = [words.last_of_month] if final else [words.nth_of_month[int(n) - 1] for n in (first, second) if n]
    return words.on_nth_weekday.format(which=words.listed(which, most=2), day=name) if name else None


def _numbers(field: str) -> Iterator[int]:
    """Monday is 1, Sunday 7; nothing where it is more than days and ranges of them."""
    for part in field.split(","):
        ends = [_WEEKDAYS.get(each, each) for each in part.split("-")]
        if len(ends) > 2 or not all(each.isdecimal() and int(each) <= 7 for each in ends):
            return
        yield from ((number or 7) for number in range(int(ends[0]), int(ends[-1]) + 1))
