"""Summaries in English."""

from datetime import date

import pytest

from clankerbot_engine.actions import Summary
from clankerbot_engine.reports.english import in_english
from clankerbot_engine.reports.facts import SummaryFact


@pytest.mark.parametrize(
    ("first", "last", "about"),
    [
        (date(2025, 12, 31), date(2026, 12, 31), "Wed 31 Dec 2025 to Thu 31 Dec 2026"),
        (date(2026, 11, 16), date(2026, 11, 22), "Mon 16 Nov to Sun 22 Nov 2026"),
        (date(2026, 11, 16), date(2026, 11, 16), "Mon 16 Nov 2026"),
    ],
)
def test_a_period_over_two_years_names_both(first: date, last: date, about: str) -> None:
    fact = SummaryFact(from_=first, to=last, group_by="project", total_s=0, billable_s=0, entries=0, rows=())
    assert in_english(Summary(), fact).about == about
