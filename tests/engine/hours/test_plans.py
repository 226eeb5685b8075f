"""What is expected of a person, whatever the year, the zone and the form in which they are away."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.clockify.models import Holiday, TimeEntry, TimeOffRequest
from clankerbot_engine.hours.missing import counted_days, hours_of
from clankerbot_engine.hours.plans import WorkPlan, holidays_of, time_off_of, weekdays_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600


def holiday(first: str, last: str, *, annually: bool = False, **whose: Any) -> Holiday:
    period = {"startDate": first, "endDate": last}
    return Holiday.model_validate({"datePeriod": period, "occursAnnually": annually, **whose})


def away(start: str, end: str, *, half_day: bool = False, status: str = "APPROVED") -> TimeOffRequest:
    return TimeOffRequest.model_validate(
        {
            "userId": "ada",
            "status": {"statusType": status},
            "timeOffPeriod": {"period": {"start": start, "end": end}, "halfDay": half_day},
        }
    )


def days(holidays: list[Holiday], first: str, last: str, groups: tuple[str, ...] = ()) -> list[str]:
    found = holidays_of(holidays, "ada", groups, date.fromisoformat(first), date.fromisoformat(last))
    return [day.isoformat() for day in found]


@pytest.mark.parametrize(
    ("kept", "year", "expected"),
    [
        (holiday("2020-12-24", "2021-01-01", annually=True), "2026", ["2026-12-31", "2027-01-01"]),
        (holiday("2020-12-24", "2021-01-01"), "2026", []),
        (holiday("2026-12-31", "2026-12-31"), "2026", ["2026-12-31"]),
    ],
)
def test_a_holiday_that_recurs_is_there_each_year_over_new_year_too(
    kept: Holiday, year: str, expected: list[str]
) -> None:
    assert days([kept], f"{year}-12-31", f"{int(year) + 1}-01-03") == expected


def test_the_29th_of_february_is_kept_on_the_1st_of_march_in_other_years() -> None:
    assert days([holiday("2024-02-29", "2024-02-29", annually=True)], "2026-02-01", "2026-03-31") == ["2026-03-01"]


@pytest.mark.parametrize(
    ("whose", "is_hers"),
    [
        ({}, True),
        ({"everyoneIncludingNew": True, "userIds": ["ben"]}, True),
        ({"userIds": ["ada", "ben"]}, True),
        ({"userIds": ["ben"]}, False),
        ({"userGroupIds": ["design"]}, True),
        ({"userGroupIds": ["sales"]}, False),
    ],
)
def test_a_holiday_is_of_those_it_names_or_of_everybody(whose: dict[str, Any], is_hers: bool) -> None:
    kept = holiday("2026-11-24", "2026-11-24", **whose)
    assert bool(days([kept], "2026-11-01", "2026-11-30", ("design",))) is is_hers


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (away("2026-11-23T23:00:00Z", "2026-11-25T22:59:59Z"), {24: 8, 25: 8}),  # two days in Berlin
        (away("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"), {24: 8}),  # to midnight, which is not the day after
        (away("2026-11-23T23:00:00Z", "2026-11-23T23:00:00Z"), {24: 8}),
        (away("2026-11-24T08:00:00Z", "2026-11-24T11:00:00Z"), {24: 3}),  # three hours
        (away("2026-11-23T23:00:00Z", "2026-11-24T22:59:59Z", half_day=True), {24: 4}),
        (away("2026-11-23T23:00:00Z", "2026-11-24T22:59:59Z", status="PENDING"), {}),
        (away("2026-11-23T23:00:00Z", "2026-11-24T22:59:59Z", status="REJECTED"), {}),
    ],
)
def test_time_off_is_of_the_persons_own_days(request_: TimeOffRequest, expected: dict[int, int]) -> None:
    off = time_off_of([request_], "ada", BERLIN, day_s=8 * HOUR)
    assert {day.day: seconds // HOUR for day, seconds in off.items()} == expected
    assert time_off_of([request_], "ben", BERLIN, day_s=8 * HOUR) == {}


def test_more_off_than_a_day_has_leaves_nothing_and_days_off_expect_nothing() -> None:
    plan = WorkPlan(weekdays_of(["MONDAY", "TUESDAY"]), 6 * HOUR, {date(2026, 11, 24): 9 * HOUR})
    assert [plan.expected_s(date(2026, 11, day)) // HOUR for day in (23, 24, 25)] == [6, 0, 0]
    assert weekdays_of(None) == weekdays_of([]) == weekdays_of(["FUNDAY"]) == frozenset(range(5))


def test_days_that_are_not_over_are_left_out_unless_one_alone_is_meant() -> None:
    today = date(2026, 11, 24)
    assert counted_days(date(2026, 11, 23), date(2026, 11, 29), today) == (date(2026, 11, 23), date(2026, 11, 23))
    assert counted_days(today, today, today) == (today, today)
    first, last = counted_days(date(2026, 11, 30), date(2026, 12, 6), today)
    assert first > last


@given(st.lists(st.tuples(st.integers(0, 6 * 24 * 60), st.integers(1, 600)), max_size=20))
def test_what_is_logged_is_what_the_days_add_up_to(entries: list[tuple[int, int]]) -> None:
    """However entries lie over midnight or over each other."""
    begin = datetime(2026, 10, 24, tzinfo=BERLIN)  # the clocks go back in this week
    made = []
    for after_min, length_min in entries:
        start = begin.astimezone(ZoneInfo("UTC")) + timedelta(minutes=after_min)
        interval = {"start": start.isoformat(), "end": (start + timedelta(minutes=length_min)).isoformat()}
        made.append(TimeEntry.model_validate({"id": "e", "timeInterval": interval}))
    hours = hours_of(made, WorkPlan(), date(2026, 10, 24), date(2026, 10, 31), begin)
    assert hours.logged_s == sum(length for _, length in entries) * 60
    assert hours.missing_s == max(0, hours.expected_s - hours.logged_s)
