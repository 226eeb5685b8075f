"""The scorer itself: what it counts as right, and what as wrong."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ActionBase, CreateSchedule, EditEntry, LogTime, Need, StopTimer, Summary, Unknown
from tests.evaluation.comparing import differences, expected_fields
from tests.evaluation.corpus import Expected, Line

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 5, 20, 9, tzinfo=BERLIN)
TEN = datetime(2026, 5, 20, 10, tzinfo=BERLIN)


def line(expect: Expected, *accept: Expected) -> Line:
    return Line("x", "log", "a text", NINE, BERLIN, expect, accept)


def wrong(expect: Expected, *actions: ActionBase, accept: tuple[Expected, ...] = ()) -> list[str]:
    """The fields that are counted wrong."""
    return [each.field for each in differences(line(expect, *accept), actions)]


def test_a_right_reading_has_no_difference() -> None:
    said = {"intent": "log_time", "project": "Harbour", "duration_s": 7200, "date": "2026-05-20"}
    assert wrong(said, LogTime(project="Harbour", duration_s=7200, date=NINE.date())) == []


@pytest.mark.parametrize(
    ("expect", "field"),
    [
        ({"intent": "start_timer"}, "intent"),
        ({"project": "Quillon"}, "project"),
        ({"project": "harbour"}, "project"),
        ({"duration_s": 7201}, "duration_s"),
        ({"date": "2026-05-21"}, "date"),
        ({"description": "buoys tide"}, "description"),
        ({"tags": ["coding"]}, "tags"),
        ({"tags": ["coding", "ops", "call"]}, "tags"),
        ({"billable": False}, "billable"),
        ({"task": "Survey"}, "task"),
        ({"asks": ["project"]}, "asks"),
    ],
)
def test_a_wrong_field_is_counted_wrong(expect: dict[str, Any], field: str) -> None:
    read = LogTime(
        project="Harbour",
        duration_s=7200,
        date=NINE.date(),
        description="tide buoys",
        tags=("ops", "coding"),
        billable=True,
    )
    assert wrong(expect, read) == [field]


def test_what_is_not_expected_is_not_compared() -> None:
    assert wrong({"duration_s": 60}, LogTime(duration_s=60, project="Harbour", description="more than was said")) == []


def test_any_accepted_answer_is_right_and_overlays_the_expected_one() -> None:
    accept = ({"to": "2026-05-20"},)
    expect = {"from": "2026-05-18", "to": "2026-05-24"}
    monday, wednesday, sunday = (datetime(2026, 5, day, tzinfo=BERLIN).date() for day in (18, 20, 24))
    assert wrong(expect, Summary(from_=monday, to=sunday), accept=accept) == []
    assert wrong(expect, Summary(from_=monday, to=wednesday), accept=accept) == []
    assert wrong(expect, Summary(from_=wednesday, to=wednesday), accept=accept) == ["from"]
    assert wrong(expect, Summary(from_=monday, to=monday), accept=accept) == ["to"]


def test_the_difference_told_is_that_from_the_nearest_answer() -> None:
    (difference,) = differences(line({"date": "2026-05-18", "project": "A"}, {"date": "2026-05-20"}), [
        LogTime(duration_s=60, date=NINE.date(), project="B")
    ])  # fmt: skip
    assert (difference.field, difference.expected, difference.got) == ("project", "A", "B")


def test_null_says_that_nothing_may_be_given() -> None:
    assert wrong({"project": None}, LogTime(duration_s=60)) == []
    assert wrong({"project": None}, LogTime(duration_s=60, project="Harbour")) == ["project"]
    assert wrong({"tags": None}, LogTime(duration_s=60)) == []
    assert wrong({"tags": None}, LogTime(duration_s=60, tags=("ops",))) == ["tags"]


def test_null_is_not_contradicted_by_what_other_fields_settle() -> None:
    assert wrong({"duration_s": None, "date": None}, LogTime(start=NINE, end=TEN)) == []


def test_a_star_is_right_whatever_is_read() -> None:
    assert wrong({"intent": "*", "project": "*"}, StopTimer()) == []
    assert wrong({"intent": "*", "project": "*"}, Unknown(reason="no")) == []


def test_a_value_where_none_was_read_is_wrong() -> None:
    assert wrong({"project": "Harbour"}, LogTime(duration_s=60)) == ["project"]
    assert wrong({"project": "Harbour"}, StopTimer()) == ["project"]


def test_two_of_start_end_and_duration_settle_the_third_and_the_day() -> None:
    all_of_it = {"start": NINE.isoformat(), "end": TEN.isoformat(), "duration_s": 3600, "date": "2026-05-20"}
    assert wrong(all_of_it, LogTime(start=NINE, end=TEN)) == []
    assert wrong(all_of_it, LogTime(start=NINE, duration_s=3600)) == []
    assert wrong(all_of_it, LogTime(end=TEN, duration_s=3600)) == []
    assert wrong(all_of_it, LogTime(start=NINE)) == ["end", "duration_s"]


def test_the_day_of_a_start_is_the_persons_own() -> None:
    late = datetime.fromisoformat("2026-05-19T22:30:00+00:00")
    assert wrong({"date": "2026-05-20"}, LogTime(start=late, duration_s=60)) == []


def test_points_in_time_agree_within_a_minute_and_in_any_zone() -> None:
    in_utc = "2026-05-20T07:00:00+00:00"
    assert wrong({"start": in_utc}, LogTime(start=NINE, duration_s=60)) == []
    assert wrong({"start": in_utc}, LogTime(start=NINE.replace(second=59), duration_s=60)) == []
    assert wrong({"start": in_utc}, LogTime(start=NINE.replace(minute=1), duration_s=60)) == ["start"]


def test_descriptions_are_compared_by_their_words() -> None:
    assert wrong({"description": "Tide tables, no. 2"}, LogTime(duration_s=60, description="tide tables no 2!")) == []


def test_each_action_is_compared_in_its_place() -> None:
    expect = {"actions": [{"project": "A"}, {"project": "B"}]}
    first, second = LogTime(duration_s=60, project="A"), LogTime(duration_s=60, project="B")
    assert wrong(expect, first, second) == []
    assert wrong(expect, second, first) == ["project", "project"]


def test_one_action_too_few_or_too_many_is_wrong() -> None:
    action = LogTime(duration_s=60, project="A")
    assert wrong({"actions": [{"project": "A"}, {"project": "B"}]}, action)[0] == "actions"
    assert wrong({"project": "A"}, action, action)[0] == "actions"
    assert wrong({"project": "A"})[0] == "actions"


def test_a_schedule_is_compared_with_the_action_in_it() -> None:
    schedule = CreateSchedule(cron="0 9 * * 1", action=LogTime(duration_s=600, project="Harbour"))
    expect = {"intent": "create_schedule", "inner": "log_time", "cron": "0 9 * * 1", "project": "Harbour"}
    assert wrong(expect, schedule) == []
    assert wrong(expect | {"inner": "summary"}, schedule) == ["inner"]


def test_open_questions_are_compared_by_their_fields() -> None:
    action = LogTime(duration_s=60, needs=(Need(field="project", reason="Which one?"),))
    assert wrong({"asks": ["project"]}, action) == []
    assert wrong({"asks": []}, action) == ["asks"]


def test_a_field_counts_once_however_many_actions_name_it() -> None:
    assert expected_fields(line({"actions": [{"date": "x"}, {"date": "y", "project": "z"}]})) == [
        "actions",
        "date",
        "project",
    ]


def test_what_an_edit_leaves_alone_is_not_given() -> None:
    assert wrong({"target": "last", "duration_s": 60, "project": None}, EditEntry(duration_s=60)) == []
