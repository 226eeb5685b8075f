"""Periods of a report. Today is Wednesday, 13 May 2026."""

import pytest

from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import asked, fields, read_one


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("today", "2026-05-13", "2026-05-13"),
        ("this week", "2026-05-11", "2026-05-17"),
        ("last week", "2026-05-04", "2026-05-10"),
        ("last weekend", "2026-05-09", "2026-05-10"),
        ("this month", "2026-05-01", "2026-05-31"),
        ("the previous month", "2026-04-01", "2026-04-30"),
        ("this quarter", "2026-04-01", "2026-06-30"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("this whole year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("past 7 days", "2026-05-07", "2026-05-13"),
        ("the last two weeks", "2026-04-30", "2026-05-13"),
        ("last 3 months", "2026-02-14", "2026-05-13"),
        ("past two quarters", "2025-10-01", "2026-03-31"),
        ("April", "2026-04-01", "2026-04-30"),
        ("in June", "2025-06-01", "2025-06-30"),
        ("last May", "2025-05-01", "2025-05-31"),
        ("June 2024", "2024-06-01", "2024-06-30"),
        ("2024-06", "2024-06-01", "2024-06-30"),
        ("6/2024", "2024-06-01", "2024-06-30"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("Q1", "2026-01-01", "2026-03-31"),
        ("Q3 2025", "2025-07-01", "2025-09-30"),
        ("2025 Q3", "2025-07-01", "2025-09-30"),
        ("the third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("Q1 this year", "2026-01-01", "2026-03-31"),
        ("H2 2025", "2025-07-01", "2025-12-31"),
        ("the first half of 2025", "2025-01-01", "2025-06-30"),
        ("week 20", "2026-05-11", "2026-05-17"),
        ("2026-W03", "2026-01-12", "2026-01-18"),
        ("the week of April 15", "2026-04-13", "2026-04-19"),
        ("w/c 4 May", "2026-05-04", "2026-05-10"),
        ("two weeks ago", "2026-04-27", "2026-05-03"),
        ("2 months ago", "2026-03-01", "2026-03-31"),
        ("2 days ago", "2026-05-11", "2026-05-11"),
        ("the whole of last month", "2026-04-01", "2026-04-30"),
        ("the month of April", "2026-04-01", "2026-04-30"),
        ("January, February and March", "2026-01-01", "2026-03-31"),
        ("weeks 18-20", "2026-04-27", "2026-05-17"),
        ("week 18 to 20", "2026-04-27", "2026-05-17"),
        ("04/15-05/03", "2026-04-15", "2026-05-03"),
        ("the last half year", "2025-07-01", "2025-12-31"),
        ("the full year 2025", "2025-01-01", "2025-12-31"),
        ("last two full weeks", "2026-04-27", "2026-05-10"),
        ("the last complete month", "2026-04-01", "2026-04-30"),
        ("last 2w", "2026-04-30", "2026-05-13"),
        ("20260415-20260503", "2026-04-15", "2026-05-03"),
        ("since 2025", "2025-01-01", "2026-05-13"),
        ("calendar week 20", "2026-05-11", "2026-05-17"),
        ("this month until yesterday", "2026-05-01", "2026-05-12"),
        ("second week of April", "2026-04-08", "2026-04-14"),
        ("last Q3", "2025-07-01", "2025-09-30"),
        ("last work week", "2026-05-04", "2026-05-10"),
        ("last 5 working days", "2026-05-07", "2026-05-13"),
        ("trailing 30 days", "2026-04-14", "2026-05-13"),
        ("Q1 and Q2", "2026-01-01", "2026-06-30"),
        ("March, April", "2026-03-01", "2026-04-30"),
        ("Apr '26", "2026-04-01", "2026-04-30"),
        ("01.05.-12.05.", "2026-05-01", "2026-05-12"),
        ("year to date", "2026-01-01", "2026-05-13"),
        ("mtd", "2026-05-01", "2026-05-13"),
        ("since Monday", "2026-05-11", "2026-05-13"),
        ("since April", "2026-04-01", "2026-05-13"),
        ("from April 20 until now", "2026-04-20", "2026-05-13"),
        ("April 1 to April 12", "2026-04-01", "2026-04-12"),
        ("April 1 - 12", "2026-04-01", "2026-04-12"),
        ("1-12 April", "2026-04-01", "2026-04-12"),
        ("from the 1st to the 12th of April", "2026-04-01", "2026-04-12"),
        ("1-12.4.2026", "2026-04-01", "2026-04-12"),
        ("between 2026-04-01 and 2026-04-12", "2026-04-01", "2026-04-12"),
        ("from December 20 to January 6", "2025-12-20", "2026-01-06"),
        ("20 Dec 2025 - 6 Jan", "2025-12-20", "2026-01-06"),
        ("Monday to Wednesday", "2026-05-11", "2026-05-13"),
        ("Thursday - Saturday", "2026-05-07", "2026-05-09"),
        ("from January to March", "2026-01-01", "2026-03-31"),
        ("from three days ago to yesterday", "2026-05-10", "2026-05-12"),
        ("the last four months of 2025", "2025-09-01", "2025-12-31"),
        ("all week", "2026-05-11", "2026-05-17"),
        ("all of April", "2026-04-01", "2026-04-30"),
        ("April last year", "2025-04-01", "2025-04-30"),
        ("the past month", "2026-04-14", "2026-05-13"),
        ("the week before last", "2026-04-27", "2026-05-03"),
        ("the month before last", "2026-03-01", "2026-03-31"),
        ("over the weekend", "2026-05-09", "2026-05-10"),
        ("last couple of weeks", "2026-04-30", "2026-05-13"),
        ("KW 19", "2026-05-04", "2026-05-10"),
        ("week no. 19", "2026-05-04", "2026-05-10"),
        ("W19/2026", "2026-05-04", "2026-05-10"),
        ("the 19th week of 2026", "2026-05-04", "2026-05-10"),
        ("week ending May 10", "2026-05-04", "2026-05-10"),
        ("1Q26", "2026-01-01", "2026-03-31"),
        ("last year's Q4", "2025-10-01", "2025-12-31"),
        ("quarter one", "2026-01-01", "2026-03-31"),
        ("the first half of April", "2026-04-01", "2026-04-15"),
        ("the first two weeks of April", "2026-04-01", "2026-04-14"),
        ("the last 5 days of April", "2026-04-26", "2026-04-30"),
        ("the first three months of 2025", "2025-01-01", "2025-03-31"),
        ("the year 2025", "2025-01-01", "2025-12-31"),
        ("2024 to 2025", "2024-01-01", "2025-12-31"),
        ("from the 1st to the 12th", "2026-05-01", "2026-05-12"),
        ("between 1 and 12 May", "2026-05-01", "2026-05-12"),
        ("1.-12.5.", "2026-05-01", "2026-05-12"),
        ("2026-05-01..2026-05-12", "2026-05-01", "2026-05-12"),
        ("2026-05-01/2026-05-12", "2026-05-01", "2026-05-12"),
        ("since the beginning of the month", "2026-05-01", "2026-05-13"),
        ("from May 1 onwards", "2026-05-01", "2026-05-13"),
        ("starting May 4", "2026-05-04", "2026-05-13"),
        ("this month so far", "2026-05-01", "2026-05-13"),
        ("so far this week", "2026-05-11", "2026-05-13"),
        ("yesterday and today", "2026-05-12", "2026-05-13"),
        ("April to date", "2026-04-01", "2026-05-13"),
        ("year-to-date", "2026-01-01", "2026-05-13"),
        ("last wek", "2026-05-04", "2026-05-10"),
    ],
)
def test_a_period_is_its_first_and_last_day(said: str, first: str, last: str) -> None:
    for text in (
        f"summary {said}",
        f"how much did I log {said}?",
        f"show my hours {said} by day",
        f"hours {said} on Falcon",
    ):
        action = read_one(text)
        assert (fields(action)["kind"], fields(action)["from"], fields(action)["to"]) == ("summary", first, last), text
        assert asked(action) == []


def test_weeks_start_as_the_person_likes() -> None:
    action = fields(read_one("summary this week", preferences=Preferences(week_start=6)))
    assert (action["from"], action["to"]) == ("2026-05-10", "2026-05-16")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("show my week", "2026-05-11", "2026-05-17"),
        ("my monthly report", "2026-05-01", "2026-05-31"),
        ("list today's entries", "2026-05-13", "2026-05-13"),
        ("what did I do on Monday", "2026-05-11", "2026-05-11"),
        ("post last month's summary", "2026-04-01", "2026-04-30"),
    ],
)
def test_a_period_may_be_part_of_the_command(text: str, first: str, last: str) -> None:
    action = fields(read_one(text))
    assert (action["from"], action["to"]) == (first, last)


def test_without_a_period_none_is_made_up() -> None:
    assert fields(read_one("summary")) == {"kind": "summary"}


def test_from_a_day_on_is_until_today_in_totals_and_that_day_in_a_list() -> None:
    assert fields(read_one("my hours from Monday"))["to"] == "2026-05-13"
    assert fields(read_one("list my entries from Monday"))["to"] == "2026-05-11"


@pytest.mark.parametrize("text", ["last week by day", "last week", "Q1 by project"])
def test_a_period_alone_is_a_summary_with_less_confidence(text: str) -> None:
    action = read_one(text)
    assert action.kind == "summary"
    assert action.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q2 hours by client", "2026-04-01", "2026-06-30"),
        ("March and April by project", "2026-03-01", "2026-04-30"),
        ("show me April by project", "2026-04-01", "2026-04-30"),
        ("2025: how much did I log?", "2025-01-01", "2025-12-31"),
        ("so far this month: how much did I log?", "2026-05-01", "2026-05-13"),
    ],
)
def test_a_period_may_open_a_report(text: str, first: str, last: str) -> None:
    said = fields(read_one(text))
    assert (said["kind"], said["from"], said["to"]) == ("summary", first, last)


def test_entries_are_shown_from_a_day_on_unless_they_are_of_it() -> None:
    from_then = fields(read_one("show me from May 4"))
    assert (from_then["from"], from_then["to"]) == ("2026-05-04", "2026-05-13")
    of_it = fields(read_one("show my entries from May 4"))
    assert (of_it["from"], of_it["to"]) == ("2026-05-04", "2026-05-04")


def test_periods_with_a_gap_are_doubtful_in_one_report() -> None:
    action = read_one("summary February and April")
    assert (fields(action)["from"], fields(action)["to"]) == ("2026-02-01", "2026-04-30")
    assert action.confidence < 0.9


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("May 9 to May 17", "2026-05-09", "2026-05-17"),
        ("9-17 May", "2026-05-09", "2026-05-17"),
        ("April to June", "2026-04-01", "2026-06-30"),
        ("May 9 to April 3", "2025-05-09", "2026-04-03"),
    ],
)
def test_a_range_that_runs_is_this_years(said: str, first: str, last: str) -> None:
    action = fields(read_one(f"summary {said}"))
    assert (action["from"], action["to"]) == (first, last)


def test_a_range_whose_order_is_not_known_is_doubtful() -> None:
    assert read_one("summary 4/5 - 6/5").confidence < 0.9
    assert asked(read_one("8h Falcon 4/5 - 6/5")) == ["date"]
    assert fields(read_one("summary 4/5 - 13/5"))["from"] == "2026-05-04"
