"""What is asked in words that no phrase has is read by what it speaks of, if nothing is written."""

import pytest

from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import fields, read_one


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'm curious how much time I recorded on Falcon in April", "summary"),
        ("which of our hours were on Falcon last month?", "summary"),
        ("is there an overrun in our budgets?", "budgets"),
        ("anyone not done their hours for last week?", "missing_hours"),
        ("is there a timer ticking somewhere?", "status"),
        ("anything in the way of projects?", "list_projects"),
        ("any reminders that are scheduled for me?", "list_schedules"),
        ("Zeppelin hours this week", "summary"),
        ("an overview for the second week of March, please", "summary"),
    ],
)
def test_a_question_is_read_by_its_topic_and_never_for_sure(text: str, kind: str) -> None:
    action = read_one(text)
    assert action.kind == kind
    assert action.confidence <= 0.6
    assert action.needs == ()


@pytest.mark.parametrize(
    "text",
    [
        "why are the hours on Falcon so high this month?",
        "the report covers 2025",
        "the totals include April",
        "same time next week?",
        "do we have time on Friday?",
        "will the summary be ready on Friday?",
        "is the report for Falcon ready?",
    ],
)
def test_what_asks_for_nothing_that_was_tracked_stays_unknown(text: str) -> None:
    assert read_one(text).kind == "unknown"


def test_what_was_left_over_is_listed() -> None:
    text = "anything in the way of projects?"
    action = read_one(text)
    assert [text[span.start : span.end] for span in action.spans if span.field == "unread"] == ["anything", "way"]


def test_what_would_be_written_is_never_guessed_from_its_topic() -> None:
    for text in ("could the timer on Falcon go away?", "I would love the entries of Monday to be gone"):
        assert read_one(text).kind in ("unknown", "status", "list_entries")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("top projects this month", "en"),
        ("utilization this month", "en"),
        ("export this month as csv", "en"),
        ("Auslastung diesen Monat", "de"),
    ],
)
def test_a_report_by_another_name_is_a_summary(text: str, locale: str) -> None:
    action = read_one(text, preferences=Preferences(locale=locale))
    assert fields(action) == {"kind": "summary", "from": "2026-05-01", "to": "2026-05-31"}


@pytest.mark.parametrize(("text", "locale"), [("utilization of the server", "en"), ("Auslastung des Servers", "de")])
def test_the_load_of_something_else_is_none(text: str, locale: str) -> None:
    assert read_one(text, preferences=Preferences(locale=locale)).kind == "unknown"


@pytest.mark.parametrize("text", ["show me Falcon in Q2, by person", "show Falcon in Q2 by person"])
def test_a_grouping_may_stand_behind_a_comma(text: str) -> None:
    read_as = fields(read_one(text))
    assert (read_as["kind"], read_as["project"], read_as["group_by"]) == ("summary", "Falcon", "user")
