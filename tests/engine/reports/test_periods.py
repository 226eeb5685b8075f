"""Which days a report is about, and how many requests they take."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.reports.periods import before, beside, pieces, week_of


@pytest.mark.parametrize(
    ("week_start", "first"), [(0, date(2026, 11, 23)), (6, date(2026, 11, 22)), (1, date(2026, 11, 24))]
)
def test_a_week_is_seven_days_from_its_start(week_start: int, first: date) -> None:
    assert week_of(date(2026, 11, 24), week_start) == (first, first + timedelta(days=6))


@pytest.mark.parametrize("days", [1, 31, 32, 62, 63, 372])
def test_pieces_hold_every_day_once_and_are_short_enough(days: int) -> None:
    first = date(2026, 1, 1)
    last = first + timedelta(days=days - 1)
    found = pieces(first, last, is_free_plan=True)
    held = [begin + timedelta(days=n) for begin, end in found for n in range((end - begin).days + 1)]
    assert held == [first + timedelta(days=n) for n in range(days)]
    assert all((end - begin).days < 31 for begin, end in found)


def test_a_paid_plan_takes_one_report_for_a_year() -> None:
    assert pieces(date(2028, 1, 1), date(2028, 12, 31), is_free_plan=False) == [(date(2028, 1, 1), date(2028, 12, 31))]


def test_too_many_pieces_are_refused() -> None:
    with pytest.raises(ValidationFailed) as caught:
        pieces(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=372), is_free_plan=True)
    assert caught.value.field == "from"


@pytest.mark.parametrize(
    ("first", "last", "today", "expected"),
    [
        ("2026-11-16", "2026-11-22", "2026-11-26", ("2026-11-09", "2026-11-15", "week", False)),
        ("2026-11-23", "2026-11-29", "2026-11-26", ("2026-11-16", "2026-11-19", "week", True)),
        ("2026-11-23", "2026-11-29", "2026-11-29", ("2026-11-16", "2026-11-22", "week", False)),
        ("2026-11-23", "2026-11-26", "2026-11-26", ("2026-11-16", "2026-11-19", "week", True)),
        ("2026-10-01", "2026-10-31", "2026-11-26", ("2026-09-01", "2026-09-30", "month", False)),
        ("2026-03-01", "2026-03-31", "2026-03-31", ("2026-02-01", "2026-02-28", "month", False)),
        ("2026-03-01", "2026-03-31", "2026-03-30", ("2026-02-01", "2026-02-28", "month", True)),
        ("2026-07-01", "2026-09-30", "2026-11-26", ("2026-04-01", "2026-06-30", "quarter", False)),
        ("2026-01-01", "2026-12-31", "2026-11-26", ("2025-01-01", "2025-11-26", "year", True)),
        ("2026-11-25", "2026-11-25", "2026-11-26", ("2026-11-24", "2026-11-24", "day", False)),
        ("2026-11-03", "2026-11-12", "2026-11-26", ("2026-10-24", "2026-11-02", "days", False)),
        ("2026-11-20", "2026-12-03", "2026-11-26", ("2026-11-13", "2026-11-19", "days", False)),
    ],
)
def test_a_period_is_compared_with_the_one_before(
    first: str, last: str, today: str, expected: tuple[str, str, str, bool]
) -> None:
    days = [date.fromisoformat(each) for each in (first, last, today)]
    found = before(days[0], days[1], today=days[2], week_start=0)
    assert (found.first.isoformat(), found.last.isoformat(), found.unit, found.so_far) == expected


@given(
    st.dates(date(2000, 1, 1), date(2080, 1, 1)),
    st.integers(0, 400),
    st.integers(-500, 500),
    st.integers(0, 6),
)
def test_what_is_compared_lies_right_before_and_is_no_longer(first: date, days: int, offset: int, start: int) -> None:
    last, today = first + timedelta(days=days), first + timedelta(days=offset)
    found = before(first, last, today=today, week_start=start)
    assert found.first <= found.last < first
    if found.unit in ("day", "days") or not found.so_far:
        assert found.last == first - timedelta(days=1)
    else:
        assert found.last - found.first <= last - first


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(0, 400), st.integers(0, 6), st.booleans())
def test_periods_beside_each_other_do_not_meet(first: date, days: int, start: int, runs: bool) -> None:
    last = first + timedelta(days=days)
    today = last if runs else last + timedelta(days=1)
    earlier = beside(first, last, -1, today=today, week_start=start)
    later = beside(first, last, 1, today=today, week_start=start)
    assert earlier[0] <= earlier[1] < first <= last < later[0] <= later[1]
    assert (first - earlier[1]).days == 1 or (first - earlier[0]).days == 7


@pytest.mark.parametrize(
    ("first", "last", "earlier", "later"),
    [
        ("2026-11-16", "2026-11-22", ("2026-11-09", "2026-11-15"), ("2026-11-23", "2026-11-29")),
        ("2026-11-16", "2026-11-20", ("2026-11-09", "2026-11-13"), ("2026-11-23", "2026-11-27")),
        ("2026-11-01", "2026-11-26", ("2026-10-01", "2026-10-31"), ("2026-12-01", "2026-12-31")),
        ("2026-11-03", "2026-11-12", ("2026-10-24", "2026-11-02"), ("2026-11-13", "2026-11-22")),
        ("2026-02-01", "2026-02-28", ("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31")),
    ],
)
def test_the_periods_beside_one(first: str, last: str, earlier: tuple[str, str], later: tuple[str, str]) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    today = date(2026, 11, 26)
    assert beside(*days, -1, today=today, week_start=0) == tuple(map(date.fromisoformat, earlier))
    assert beside(*days, 1, today=today, week_start=0) == tuple(map(date.fromisoformat, later))
