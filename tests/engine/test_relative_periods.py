"""Periods that are another one each time."""

from datetime import date, timedelta

import pytest

from clankerbot_engine.actions import Summary
from clankerbot_engine.reports.relative_periods import days_of, named, with_relative_period

THURSDAY = date(2026, 11, 26)
MONDAY, SUNDAY = 0, 6


def _on(day: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", _on(26), _on(26)),
        ("yesterday", _on(25), _on(25)),
        ("6_days_ago", _on(20), _on(20)),
        ("this_week", _on(23), _on(29)),
        ("last_week", _on(16), _on(22)),
        ("3_weeks_ago", _on(2), _on(8)),
        ("this_month", _on(1), _on(30)),
        ("last_month", _on(1, 10), _on(31, 10)),
        ("9_months_ago", _on(1, 2), _on(28, 2)),
        ("this_quarter", _on(1, 10), _on(31, 12)),
        ("last_quarter", _on(1, 7), _on(30, 9)),
        ("last_year", _on(1, 1, 2025), _on(31, 12, 2025)),
        ("last_14_days", _on(13), _on(26)),
    ],
)
def test_a_period_has_its_days_and_they_have_its_name(period: str, first: date, last: date) -> None:
    assert days_of(period, THURSDAY, MONDAY) == (first, last)
    assert named(first, last, THURSDAY, MONDAY) == period
    Summary(period=period)


def test_a_week_begins_where_the_workspace_says() -> None:
    assert days_of("this_week", THURSDAY, SUNDAY) == (_on(22), _on(28))
    assert named(_on(15), _on(21), THURSDAY, SUNDAY) == "last_week"


def test_a_unit_that_has_gone_on_until_today_stands_for_all_of_it() -> None:
    assert named(_on(23), _on(26), THURSDAY, MONDAY) == "this_week"
    assert named(_on(1), _on(26), THURSDAY, MONDAY) == "this_month"
    assert named(_on(23), _on(23), _on(23), MONDAY) == "today"


def test_what_is_meant_where_nothing_is_said_is_not_said() -> None:
    this_week = Summary.model_validate({"from": "2026-11-23", "to": "2026-11-29"})
    assert with_relative_period(this_week, THURSDAY, MONDAY) == Summary()
    last_week = Summary.model_validate({"from": "2026-11-16", "to": "2026-11-22"})
    assert with_relative_period(last_week, THURSDAY, MONDAY) == Summary(period="last_week")


def test_days_that_are_called_nothing_stay_as_they_are() -> None:
    fixed = Summary.model_validate({"from": "2026-05-01", "to": "2026-05-14"})
    assert with_relative_period(fixed, THURSDAY, MONDAY) == fixed
    assert with_relative_period(Summary(), THURSDAY, MONDAY) == Summary()


def test_every_day_of_two_years_calls_its_periods_by_one_name() -> None:
    for number in range(730):
        today = date(2026, 1, 1) + timedelta(days=number)
        for period in ("yesterday", "last_week", "last_month", "last_quarter", "last_year", "this_month"):
            days = days_of(period, today, MONDAY)
            assert days_of(named(*days, today, MONDAY) or "", today, MONDAY) == days
