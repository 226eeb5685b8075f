from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import fire_times

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
YEARS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def _between(cron: str, zone: ZoneInfo, after: datetime, until: datetime) -> list[datetime]:
    found = takewhile(lambda fire_time: fire_time.due_at <= until, fire_times(read_cron(cron), zone, after))
    return [fire_time.due_at for fire_time in found]


def _keys(cron: str, zone: ZoneInfo, after: datetime, count: int) -> list[str]:
    return [fire_time.key for fire_time in islice(fire_times(read_cron(cron), zone, after), count)]


def _next(cron: str, after: datetime) -> datetime:
    return next(fire_times(read_cron(cron), ZoneInfo("UTC"), after)).due_at


def _local(instants: list[datetime], zone: ZoneInfo) -> list[str]:
    return [instant.astimezone(zone).isoformat(timespec="minutes") for instant in instants]


def _change_days() -> Iterator[tuple[ZoneInfo, datetime]]:
    """Every day of two years on which the clocks of a zone change; of zones that change alike, one."""
    seen: set[tuple[timedelta | None, ...]] = set()
    days = [YEARS[0] + DAY * number for number in range((YEARS[1] - YEARS[0]).days)]
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        offsets = tuple(day.astimezone(zone).utcoffset() for day in days)
        if offsets in seen:
            continue
        seen.add(offsets)
        yield from (
            (zone, day) for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after
        )


CHANGE_DAYS = list(_change_days())


def test_a_time_that_the_clocks_skip_moves_on_by_what_they_skip() -> None:
    found = _between("30 2 * * *", BERLIN, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
    assert _local(found, BERLIN) == [
        "2026-03-28T02:30+01:00",
        "2026-03-29T03:30+02:00",
        "2026-03-30T02:30+02:00",
    ]


def test_of_a_time_that_the_clocks_repeat_the_first_one_counts() -> None:
    found = _between("30 2 * * *", BERLIN, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC))
    assert _local(found, BERLIN) == [
        "2026-10-24T02:30+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00",
    ]


def test_a_moved_time_that_falls_on_another_one_is_one_firing() -> None:
    found = _between("0,30 2,3 * * *", BERLIN, datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert _local(found, BERLIN) == ["2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00"]


def test_a_beat_stays_even_through_a_repeated_and_a_skipped_hour() -> None:
    for night in (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC)):
        found = _between("*/20 * * * *", BERLIN, night, night + timedelta(hours=12))
        assert found == [night + timedelta(minutes=20) * number for number in range(1, 37)]


def test_keys_name_the_scheduled_local_minute_also_where_it_was_skipped() -> None:
    assert _keys("30 2 * * *", BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC), 2) == [
        "2026-03-29T02:30",
        "2026-03-30T02:30",
    ]


def test_keys_of_a_beat_are_in_utc_so_that_a_repeated_hour_has_its_own() -> None:
    keys = _keys("30 * * * *", BERLIN, datetime(2026, 10, 25, 0, tzinfo=UTC), 2)
    assert keys == ["2026-10-25T00:30Z", "2026-10-25T01:30Z"]


def test_sunday_is_0_and_7_and_a_day_of_the_month_or_of_the_week_suffices() -> None:
    wednesday = datetime(2026, 4, 22, tzinfo=UTC)
    for cron in ("0 9 * * 0", "0 9 * * 7", "0 9 * * sun"):
        assert _next(cron, wednesday) == datetime(2026, 4, 26, 9, tzinfo=UTC)
    assert _next("0 9 24 * 0", wednesday) == datetime(2026, 4, 24, 9, tzinfo=UTC)


def test_the_fire_time_itself_is_not_the_next_one() -> None:
    nine = datetime(2026, 4, 22, 9, tzinfo=UTC)
    assert _next("0 9 * * *", nine) == nine + DAY
    assert _next("0 9 * * *", nine - timedelta(microseconds=1)) == nine


@pytest.mark.parametrize(
    "cron", ["", "* * * *", "0 0 9 * * *", "61 9 * * *", "0 9 30 2 *", "0 9 * * mon-", "@daily", "x"]
)
def test_what_is_no_cron_expression_is_refused_with_an_example(cron: str) -> None:
    with pytest.raises(ValidationFailed, match=r"^cron: .*0 17 \* \* 5") as refused:
        read_cron(cron)
    assert refused.value.field == "cron"


@pytest.mark.parametrize("cron", ["* * * * *", "*/4 * * * *", "0,2 9 * * *", "59,0 * * * *", "3,59 0,23 * * *"])
def test_what_would_fire_more_often_than_every_five_minutes_is_refused(cron: str) -> None:
    with pytest.raises(ValidationFailed, match="every 5 minutes"):
        read_cron(cron)


@pytest.mark.parametrize("cron", ["*/5 * * * *", "0,5 9 * * *", "58 8 * * *", "3,59 8,12 * * *"])
def test_every_five_minutes_and_anything_slower_is_taken(cron: str) -> None:
    assert read_cron(cron).text == cron


def test_there_are_enough_changes_of_the_clocks_to_test_against() -> None:
    assert len(CHANGE_DAYS) > 60


@pytest.mark.parametrize(
    "at", [time(0, 0), time(0, 30), time(1, 30), time(2, 0), time(2, 30), time(3, 0), time(23, 30)]
)
def test_a_daily_rule_fires_once_for_each_date_around_every_change_of_every_zone(at: time) -> None:
    cron = f"{at.minute} {at.hour} * * *"
    for zone, day in CHANGE_DAYS:
        start, end = day - DAY, day + 2 * DAY
        dates = [date.fromordinal(day.toordinal() + number) for number in range(-3, 5)]
        # Another route to the same instants: each date has one, by zoneinfo's own rule for skipped and repeated times.
        instants = {datetime.combine(each, at, tzinfo=zone).astimezone(UTC) for each in dates}
        expected = sorted(instant for instant in instants if start < instant <= end)
        assert _between(cron, zone, start, end) == expected, (zone.key, day)


def test_a_beat_fires_at_every_instant_whose_local_minute_it_names() -> None:
    for zone, day in CHANGE_DAYS:
        start, end = day - timedelta(hours=2), day + timedelta(hours=26)
        every_quarter = (start + timedelta(minutes=15) * number for number in range(1, 28 * 4 + 1))
        expected = [instant for instant in every_quarter if instant.astimezone(zone).minute in (0, 30)]
        assert _between("0,30 * * * *", zone, start, end) == expected, (zone.key, day)
