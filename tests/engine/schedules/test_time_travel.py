"""A year in every zone of the tz database, and ten years against another library's rules."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import FR, MO, MONTHLY, SU, TH, WEEKLY, rrule

from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import FireTime, fire_times

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
EIGHT_ZONES = (
    "Africa/Casablanca",  # goes back for Ramadan
    "America/New_York",
    "America/St_Johns",  # half an hour off
    "Asia/Kathmandu",  # a quarter of an hour off, and no changes
    "Australia/Lord_Howe",  # changes by half an hour
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Chatham",  # three quarters off, and changes
)


def _fired(cron: str, zone: ZoneInfo, after: datetime, until: datetime) -> list[FireTime]:
    return list(takewhile(lambda fire_time: fire_time.due_at <= until, fire_times(read_cron(cron), zone, after)))


def _in(zone: ZoneInfo, moments: list[datetime]) -> list[datetime]:
    """The instants of local times, as zoneinfo settles those that are skipped or repeated; each once."""
    instants = sorted(moment.replace(tzinfo=zone).astimezone(UTC) for moment in moments)
    return [instant for instant, _ in groupby(instants)]


def _zones_that_differ(hours: list[datetime]) -> list[ZoneInfo]:
    """Of zones whose clocks show the same at every half hour, one stands for all."""
    shown = {tuple(hour.astimezone(zone).utcoffset() for hour in hours): zone for zone in _all_zones()}
    return list(shown.values())


def _all_zones() -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in sorted(available_timezones())]


def test_a_daily_time_fires_once_for_each_local_date_of_a_year_in_every_zone() -> None:
    days = 366
    half_hours = [START + timedelta(minutes=30) * number for number in range(-2 * 48, (days + 2) * 48)]
    dates = [START.date() + DAY * number for number in range(-1, days + 2)]
    until = START + days * DAY
    zones = _zones_that_differ(half_hours)
    assert len(zones) > 50
    for zone in zones:
        for at in HALF_HOURS:
            due = {
                day: instant
                for day in dates
                if START < (instant := datetime.combine(day, at, tzinfo=zone).astimezone(UTC)) <= until
            }
            fired = _fired(f"{at.minute} {at.hour} * * *", zone, START, until)
            assert [each.due_at for each in fired] == list(due.values()), (zone.key, at)
            assert [_date(each) for each in fired] == list(due), (zone.key, at)


def _date(fired: FireTime) -> date:
    return datetime.fromisoformat(fired.key).date()


@pytest.mark.parametrize(
    ("cron", "rule"),
    [
        ("0 17 * * 5", {"freq": WEEKLY, "byweekday": FR, "byhour": 17, "byminute": 0}),
        ("30 2 * * 0", {"freq": WEEKLY, "byweekday": SU, "byhour": 2, "byminute": 30}),  # when the clocks change
        ("15 0 * * 1,4", {"freq": WEEKLY, "byweekday": (MO, TH), "byhour": 0, "byminute": 15}),
        ("0 0 1 * *", {"freq": MONTHLY, "bymonthday": 1, "byhour": 0, "byminute": 0}),
        ("45 23 31 * *", {"freq": MONTHLY, "bymonthday": 31, "byhour": 23, "byminute": 45}),
        ("0 2 L * *", {"freq": MONTHLY, "bymonthday": -1, "byhour": 2, "byminute": 0}),
        ("30 1 * * 0L", {"freq": MONTHLY, "byweekday": SU(-1), "byhour": 1, "byminute": 30}),
        ("0 9 * * 1#2", {"freq": MONTHLY, "byweekday": MO(2), "byhour": 9, "byminute": 0}),
    ],
)
def test_weekly_and_monthly_rules_of_ten_years_agree_with_those_of_calendars(
    cron: str, rule: dict[str, object]
) -> None:
    """Whose rules are those of RFC 5545."""
    until = datetime(2036, 1, 1, tzinfo=UTC)
    first, last = START.replace(tzinfo=None) - 2 * DAY, until.replace(tzinfo=None) + 2 * DAY
    local_times = list(rrule(dtstart=first, until=last, bysecond=0, **rule))
    for name in EIGHT_ZONES:
        zone = ZoneInfo(name)
        expected = [instant for instant in _in(zone, local_times) if START < instant <= until]
        assert [each.due_at for each in _fired(cron, zone, START, until)] == expected, name
    assert len(local_times) >= 70
