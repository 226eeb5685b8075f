"""When: from what was said (clock times, a length, a day) to a start and an end. Pure.

All arithmetic is done in UTC, so that a length is the time that really passed, whatever the clocks did that night.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import EditEntry, Need
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from clankerbot_engine.integrations.clockify import wording


@dataclass(frozen=True, slots=True)
class Interval:
    """[start, end) in UTC, whole seconds."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def whole_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def day_bounds(day: date, zone: ZoneInfo) -> Interval:
    """From midnight to midnight: 23 to 25 hours."""
    return Interval(local_instant(day, time(), zone), local_instant(day + timedelta(days=1), time(), zone))


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time that the clocks leave out moves on by the gap; of a doubled one, the first."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone).astimezone(UTC)


def from_clock_times(
    start: datetime | None, end: datetime | None, duration_s: int | None, day: date | None, zone: ZoneInfo
) -> Interval | None:
    """None where no clock time was said. `day` says which day the clock times are of.

    Raises `ValidationFailed` where the three contradict each other, `NeedsInput` where one clock time stands alone.
    """
    start, end = on_day(start, end, day, zone)
    if start is None and end is None:
        return None
    if start is not None and end is not None:
        interval = Interval(whole_second(start), whole_second(end))
        if interval.seconds <= 0:
            raise ValidationFailed(
                "The end must lie after the start.", field="end", details={"reason": "end_before_start"}
            )
        if duration_s is not None and duration_s != interval.seconds:
            message = "Start, end and duration contradict each other: leave one out."
            raise ValidationFailed(message, field="duration_s", details={"reason": "times_disagree"})
        return interval
    if duration_s is None:
        question = "How long did it take?"
        raise NeedsInput(question, needs=[Need(field="duration_s", reason=question, code="missing")])
    length = timedelta(seconds=duration_s)
    if start is not None:
        begins = whole_second(start)
        return Interval(begins, begins + length)
    assert end is not None
    ends = whole_second(end)
    return Interval(ends - length, ends)


def on_day(
    start: datetime | None, end: datetime | None, day: date | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """The same times on the clock, with the first of them on `day`."""
    first = start or end
    if day is None or first is None:
        return start, end
    days = day - first.astimezone(zone).date()
    return (None if start is None else _moved(start, days, zone)), (None if end is None else _moved(end, days, zone))


def _moved(at: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    """The same time on the clock, some calendar days on. Not moved, it keeps its place in a doubled hour."""
    local = at.astimezone(zone)
    return local_instant(local.date() + days, local.time(), zone) if days else at


def _at(at: datetime, day: date | None, zone: ZoneInfo) -> datetime:
    """The same time on the clock on `day`, in whole seconds of UTC."""
    return whole_second(at if day is None else _moved(at, day - at.astimezone(zone).date(), zone))


def ending_now(
    seconds: int, now: datetime, earlier: Sequence[Interval], *, midnight: datetime | None = None
) -> Interval:
    """Ends now; what the same request places there already (`earlier`) comes after it.

    Where it would begin before `midnight`, that of a day that was said, it keeps to that day, and ends after now.
    """
    length = timedelta(seconds=seconds)
    end = whole_second(now)
    for other in sorted(earlier, key=lambda interval: interval.end, reverse=True):
        if Interval(end - length, end).overlaps(other):
            end = other.start
    if midnight is not None and end - length < midnight:
        end = max([midnight, *(other.end for other in earlier)]) + length
    return Interval(end - length, end)


def after_the_day(
    seconds: int, day: date, *, zone: ZoneInfo, now: datetime, opening: time, taken: Sequence[Interval]
) -> Interval:
    """From `opening` on, or after what is `taken` that day; within the day where it fits, and not into the future."""
    length, bounds = timedelta(seconds=seconds), day_bounds(day, zone)
    opens = local_instant(day, opening, zone)
    start = max([opens, *(other.end for other in taken if bounds.start < other.end <= bounds.end)])
    if start + length > bounds.end:
        start = opens if opens + length <= bounds.end else max(bounds.start, bounds.end - length)
    is_past = day < now.astimezone(zone).date()
    if is_past:
        start = min(start, whole_second(now) - length)
    return Interval(start, start + length)


def first_gap(
    seconds: int, day: date, *, zone: ZoneInfo, now: datetime, opening: time, taken: Iterable[Interval]
) -> Interval | None:
    """The first free stretch of that day from `opening` on; None where none is long enough."""
    length, bounds = timedelta(seconds=seconds), day_bounds(day, zone)
    is_over_or_today = day <= now.astimezone(zone).date()
    latest = min(bounds.end, whole_second(now)) if is_over_or_today else bounds.end
    start = local_instant(day, opening, zone)
    for other in sorted(taken, key=lambda interval: interval.start):
        if other.start >= start + length:
            break
        start = max(start, other.end)
    return Interval(start, start + length) if start + length <= latest else None


def edited(
    action: EditEntry, start: datetime, end: datetime | None, *, zone: ZoneInfo, now: datetime
) -> tuple[datetime, datetime | None]:
    """The interval of an entry after the edit; `end` None is a running timer, and stays one unless `end` is set.

    A new start keeps the end where it lies before it, else the length. A new length keeps the start, unless it would
    reach into the future: then it keeps the end. That of a running timer counts back from now; so does what it is
    longer by. Of a running timer `later_by_s` moves the start.
    """
    day = action.date
    if day is None and action.spans:
        # Clock times in a text name no day of their own: they are of the entry's day.
        day = start.astimezone(zone).date()
    said = (action.start, action.end, action.duration_s)
    if sum(one is not None for one in said) >= 2:
        interval = from_clock_times(*said, day, zone)
        assert interval is not None
        return interval.start, interval.end
    begins = _at(start, day, zone)
    ends = None if end is None else begins + (end - start)
    if action.later_by_s is not None:
        by = timedelta(seconds=action.later_by_s)
        begins, ends = begins + by, None if ends is None else ends + by
    if action.start is not None:
        moved = _at(action.start, day, zone)
        if ends is not None and ends <= moved:
            ends = moved + (ends - begins)
        begins = moved
    elif action.end is not None:
        ends = _at(action.end, day, zone)
        if ends <= begins and action.date is None and action.spans:
            ends = whole_second(_moved(ends, timedelta(days=1), zone))  # over midnight
    elif (length := _length(action, begins, whole_second(now) if ends is None else ends)) is not None:
        if ends is None:
            begins = whole_second(now) - length
        elif begins + length > now >= ends:
            begins = ends - length
        else:
            ends = begins + length
    if ends is not None and ends <= begins:
        field = "end" if action.end else "start"
        raise ValidationFailed("The end must lie after the start.", field=field, details={"reason": "end_before_start"})
    return begins, ends


def _length(action: EditEntry, begins: datetime, ends: datetime) -> timedelta | None:
    if action.longer_by_s is None:
        return None if action.duration_s is None else timedelta(seconds=action.duration_s)
    length = ends - begins + timedelta(seconds=action.longer_by_s)
    if length <= timedelta(0):
        is_long = wording.length(int((ends - begins).total_seconds()))
        message = f"It is {is_long} long: take less from it, or delete it."
        raise ValidationFailed(message, field="longer_by_s", details={"reason": "too_short"})
    return length
