"""What is expected of one person: pure, from values that were looked up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.models import Holiday, TimeOffRequest

WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
USUAL_DAYS: Final = frozenset(range(5))
USUAL_DAY_S: Final = 8 * 3600
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """`weekdays`: 0 is Monday. `day_s`: seconds of a working day. `off_s`: of a day, how much of it is off."""

    weekdays: frozenset[int] = USUAL_DAYS
    day_s: int = USUAL_DAY_S
    off_s: Mapping[date, int] = field(default_factory=dict)

    def expected_s(self, day: date) -> int:
        return max(0, self.day_s - self.off_s.get(day, 0)) if day.weekday() in self.weekdays else 0

    def works_on(self, day: date) -> bool:
        return self.expected_s(day) > 0


def weekdays_of(names: Iterable[str] | None) -> frozenset[int]:
    """Monday to Friday where none is named."""
    return frozenset(WEEKDAYS.index(name) for name in names or () if name in WEEKDAYS) or USUAL_DAYS


def days_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def holidays_of(
    holidays: Iterable[Holiday], user_id: str, groups: Collection[str], first: date, last: date
) -> Iterator[date]:
    """Those of this person, who belongs to these user groups; one that recurs is on the same dates each year."""
    for holiday in holidays:
        period = holiday.date_period
        if period is None or period.start_date is None or not _is_for(holiday, user_id, groups):
            continue
        begins, ends = period.start_date, period.end_date or period.start_date
        years = range(first.year - 1, last.year + 1) if holiday.occurs_annually else (begins.year,)
        for year in years:
            start = _in_year(begins, year)
            yield from days_between(max(first, start), min(last, start + (ends - begins)))


def _is_for(holiday: Holiday, user_id: str, groups: Collection[str]) -> bool:
    named = holiday.user_ids or holiday.user_group_ids
    if holiday.everyone_including_new or not named:
        return True
    return user_id in (holiday.user_ids or ()) or any(group in groups for group in holiday.user_group_ids or ())


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def time_off_of(requests: Iterable[TimeOffRequest], user_id: str, zone: ZoneInfo, *, day_s: int) -> Mapping[date, int]:
    """Seconds off, by local day. A request for hours takes those; one for days takes each, or half of it."""
    off: defaultdict[date, int] = defaultdict(int)
    for request in requests:
        wanted = request.time_off_period
        period = None if wanted is None else wanted.period
        approved = request.status is None or request.status.status_type in (None, "APPROVED")
        if request.user_id != user_id or not approved or period is None or period.start is None or period.end is None:
            continue
        start, end = period.start.astimezone(zone), period.end.astimezone(zone)
        length = (end - start).total_seconds()
        if wanted is not None and wanted.half_day:
            off[start.date()] += day_s // 2
        elif 0 < length < 12 * 3600 and start.date() == end.date():
            off[start.date()] += round(length)
        else:
            last = end.date() if end.time() > time(0) else end.date() - _DAY
            for day in days_between(start.date(), max(start.date(), last)):
                off[day] += day_s
    return off
