"""From what was said of a clock time to a moment: am or pm by the working hours, the zone's gaps and overlaps.

An hour without am or pm is taken within the working day: with 9:00-17:00, 7 to 11 is in the morning and 12 to 5 is
after it. At the end of a range it is the next such hour after the start.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from datetime import timezone as fixed_offset

from clankerbot_engine.parsing.dates import add_days
from clankerbot_engine.parsing.recognizers.clocks import Clock, half_of
from clankerbot_engine.parsing.scan import Scan

_DAY = 24 * 60
_EARLY = 120
"""Minutes before the working day that still are taken for its beginning."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Minutes after midnight. `other`: what it may be as well, where nothing tells."""

    minutes: int
    other: int | None = None


def settle(scan: Scan, clock: Clock, part: str | None) -> Settled:
    fixed = _fixed(scan, clock, part)
    if fixed is not None:
        return Settled(fixed)
    early, late = clock.hour % 12 * 60 + clock.minute, (clock.hour % 12 + 12) * 60 + clock.minute
    opens = _minutes(scan.preferences.day_start) - _EARLY
    closes = _minutes(scan.preferences.day_end) + 59
    in_early, in_late = opens <= early < _DAY // 2, early < opens and late <= closes
    if in_early == in_late:
        return Settled(late, early)
    chosen, left = (early, late) if in_early else (late, early)
    within = _minutes(scan.preferences.day_start) - 60 <= chosen <= closes
    return Settled(chosen, left if clock.bare and not within else None)


def settle_range(scan: Scan, first: Clock, last: Clock, part: str | None) -> tuple[Settled, int]:
    """The start, and the end in minutes after the start's midnight."""
    fixed_first, fixed_last = _fixed(scan, first, part), _fixed(scan, last, None)
    if fixed_first is None and fixed_last is None:
        begin = settle(scan, replace(first, bare=False), part)
        return begin, _next(begin.minutes, _readings(last))
    if fixed_first is not None:
        return Settled(fixed_first), _next(fixed_first, [fixed_last] if fixed_last is not None else _readings(last))
    assert fixed_last is not None
    on_24_hours = last.exact and last.hour > 12  # "6-14"
    readings = [first.hour * 60 + first.minute] if on_24_hours else _readings(first)
    begin_at = min(readings, key=lambda minutes: (fixed_last - minutes - 1) % _DAY)
    return Settled(begin_at), _next(begin_at, [fixed_last])


def _next(start: int, readings: list[int]) -> int:
    return min(start + (minutes - start - 1) % _DAY + 1 for minutes in readings)


def _readings(clock: Clock) -> list[int]:
    half_day = clock.hour % 12 * 60 + clock.minute
    return [half_day, half_day + _DAY // 2]


def _fixed(scan: Scan, clock: Clock, part: str | None) -> int | None:
    """Where it was said, or the part of the day tells."""
    half = clock.half
    if half is None and not clock.exact and part is not None:
        half = half_of(part, clock.hour)
    if half is not None and clock.hour <= 12:
        return (clock.hour % 12 + (12 if half == "pm" else 0)) * 60 + clock.minute
    return clock.hour * 60 + clock.minute if clock.exact or scan.preferences.hours_24 else None


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def moment(scan: Scan, day: date, minutes: int) -> datetime:
    """With the offset that the zone has then. A time that a gap leaves out moves on by the gap; of two the first."""
    beyond, minutes = divmod(minutes, _DAY)
    day = add_days(day, beyond) or day
    wall = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=scan.zone)
    return localized(scan, wall.astimezone(UTC))


def moment_of(scan: Scan, day: date, minutes: int, clock: Clock) -> datetime:
    """`moment`, of a clock that may tell its own offset."""
    if clock.offset is None:
        return moment(scan, day, minutes)
    told = fixed_offset(timedelta(minutes=clock.offset))
    return localized(scan, datetime.combine(day, time(clock.hour, clock.minute), tzinfo=told))


def localized(scan: Scan, when: datetime) -> datetime:
    """Its offset fixed: differences between two such moments are true lengths, and not those of the wall clock."""
    local = when.astimezone(scan.zone)
    return local.replace(tzinfo=fixed_offset(local.utcoffset() or timedelta()), microsecond=0, fold=0)


def later(scan: Scan, when: datetime, seconds: int) -> datetime:
    return localized(scan, when.astimezone(UTC) + timedelta(seconds=seconds))
