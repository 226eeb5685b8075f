"""Which days a report is about, and how many requests they take."""

from datetime import date, timedelta

import pytest

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.reports.periods import pieces, week_of


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
