"""Lengths of time, however they are written."""

from datetime import time

import pytest

from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import asked, fields, read_one

HOURS = 3600


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("3h", 3 * HOURS),
        ("3 h", 3 * HOURS),
        ("3hrs", 3 * HOURS),
        ("3 Hours", 3 * HOURS),
        ("three hours", 3 * HOURS),
        ("45m", 2700),
        ("45 min", 2700),
        ("45-minutes", 2700),
        ("forty-five minutes", 2700),
        ("forty five minutes", 2700),
        ("90 mins", 5400),
        ("a minute", 60),
        ("an hour", HOURS),
        ("a couple of hours", 2 * HOURS),
        ("2.25h", 8100),
        ("2,25h", 8100),
        (".75 hours", 2700),
        ("0.1h", 360),
        ("1/4 hour", 900),
        ("2 1/2 hours", 9000),
        ("2½h", 9000),
        ("½ hour", 1800),
        ("half an hour", 1800),
        ("a half hour", 1800),
        ("half a day", 4 * HOURS),
        ("a half day", 4 * HOURS),
        ("1d", 8 * HOURS),
        ("a day", 8 * HOURS),
        ("0.5d", 4 * HOURS),
        ("0.5 days", 4 * HOURS),
        ("an hr", HOURS),
        ("2ish hours", 2 * HOURS),
        ("a total of 2h", 2 * HOURS),
        ("2h-ish", 2 * HOURS),
        ("2h so far", 2 * HOURS),
        ("at least 2h", 2 * HOURS),
        ("a little over an hour", HOURS),
        ("close to 3 hours", 3 * HOURS),
        ("3 x 20 min", HOURS),
        ("20 min x 3", HOURS),
        ("a quarter of an hour", 900),
        ("three quarters of an hour", 2700),
        ("an hour and a half", 5400),
        ("an hour and a quarter", 4500),
        ("two and a half hours", 9000),
        ("3 and a quarter hours", 11700),
        ("one and three quarter hours", 6300),
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1h 30", 5400),
        ("1 hr 30 mins", 5400),
        ("1 hour and 30 minutes", 5400),
        ("1 hour, 30 minutes", 5400),
        ("one hour thirty", 5400),
        ("2h5m10s", 7510),
        ("PT2H15M", 8100),
        ("pt45m", 2700),
        ("1:30", 5400),
        ("0:20", 1200),
        ("12:15:30", 44130),
        ("26:00", 26 * HOURS),
        ("about 2 hours", 2 * HOURS),
        ("~2h", 2 * HOURS),
        ("a hundred minutes", 6000),
        ("one hundred and twenty minutes", 7200),
        ("two thirds of an hour", 2400),
        ("half-an-hour", 1800),
        ("a half-hour", 1800),
        ("an hour-and-a-half", 5400),
        ("2 and 1/2 hours", 9000),
        ("4-1/2 hours", 16200),
        ("1/2 an hour", 1800),
        ("1 hour 1/2", 5400),
        ("1h½", 5400),
        ("an hour and thirty", 5400),
        ("0.75 of an hour", 2700),
        ("hour and a half", 5400),
        ("1:45h", 6300),
        ("1:45 hours", 6300),
        ("0:30 hrs", 1800),
        ("2 hours 5", 7500),
        ("P0DT1H30M", 5400),
        ("1 hr. 20 min.", 4800),
        ("1h:30m", 5400),
        ("2 full hours", 7200),
        ("a full hour", 3600),
        ("a good 2 hours", 7200),
        ("2 more hours", 7200),
        ("just over an hour", 3600),
        ("exactly 3 hours", 10800),
        ("an hour or so", 3600),
        ("3 hours flat", 10800),
        ("2 hours in total", 7200),
        ("another 30 minutes", 1800),
        ("approx. 2h", 7200),
        ("25'", 1500),
        ("2 hurs", 7200),
        ("3 huors", 10800),
        ("30 mintues", 1800),
    ],
)
def test_a_length_is_whole_seconds(written: str, seconds: int) -> None:
    for text in (f"log {written} on Falcon", f"Falcon {written}", f"yesterday I spent {written} on Falcon"):
        action = fields(read_one(text))
        assert (action["kind"], action["project"], action["duration_s"]) == ("log_time", "Falcon", seconds), text


def test_a_number_right_after_the_command_is_hours_with_less_confidence() -> None:
    action = read_one("log 1.5 on Falcon")
    assert fields(action)["duration_s"] == 5400
    assert action.confidence < 0.9


def test_more_than_clockify_takes_is_a_question() -> None:
    action = read_one("log 5000h on Falcon")
    assert "duration_s" not in fields(action)
    assert [(need.field, need.code) for need in action.needs] == [("duration_s", "too_long")]


@pytest.mark.parametrize("text", ["log Falcon", "worked on Falcon today"])
def test_a_log_without_a_length_asks_for_it(text: str) -> None:
    assert [need.field for need in read_one(text).needs] == ["duration_s"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("log the whole day on Falcon", 8 * 3600),
        ("all day on Falcon yesterday", 8 * 3600),
        ("Falcon full-day", 8 * 3600),
        ("half a day of Falcon", 4 * 3600),
        ("yesterday I was on Falcon the entire day", 8 * 3600),
    ],
)
def test_a_day_is_as_long_as_the_persons_working_hours(text: str, seconds: int) -> None:
    assert fields(read_one(text))["duration_s"] == seconds
    short = Preferences(day_start=time(8), day_end=time(14))
    assert fields(read_one(text, preferences=short))["duration_s"] == seconds * 6 // 8


def test_a_whole_day_is_a_day_to_a_report() -> None:
    report = fields(read_one("summary of the whole day"))
    assert (report["from"], report["to"]) == ("2026-05-13", "2026-05-13")


@pytest.mark.parametrize("text", ["log time", "log hours", "please log my time"])
def test_a_bare_wish_to_log_asks_how_long(text: str) -> None:
    action = read_one(text)
    assert (action.kind, [need.field for need in action.needs]) == ("log_time", ["duration_s"])


@pytest.mark.parametrize(
    ("text", "billable"),
    [("log 1 billable hour on Falcon", True), ("log 2 non-billable hours on Falcon", False)],
)
def test_a_length_may_say_that_it_is_billable(text: str, billable: bool) -> None:
    action = fields(read_one(text))
    assert action["billable"] is billable
    assert action["duration_s"] in {HOURS, 2 * HOURS}


@pytest.mark.parametrize("text", ["log 2h on Falcon: 3 tours", "log 2h on Falcon: minus one", "2h Falcon: ours"])
def test_a_word_that_is_one_letter_from_a_unit_is_none(text: str) -> None:
    assert fields(read_one(text))["duration_s"] == 2 * HOURS


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2 days", 16 * HOURS),
        ("1.5 days", 12 * HOURS),
        ("a day and a half", 12 * HOURS),
        ("2d 4h", 20 * HOURS),
    ],
)
def test_more_than_a_day_is_asked_about(said: str, seconds: int) -> None:
    """It may be an entry for each day."""
    action = read_one(f"log {said} on Falcon")
    assert fields(action) == {"kind": "log_time", "project": "Falcon", "duration_s": seconds}
    assert asked(action) == ["confirmed"]


def test_a_day_is_as_long_as_the_person_works() -> None:
    action = read_one("1d Falcon", preferences=Preferences(day_start=time(8, 30), day_end=time(16)))
    assert fields(action)["duration_s"] == 7.5 * HOURS


@pytest.mark.parametrize(
    "said",
    [
        "2-3 hours",
        "10 to 15 minutes",
        "between 2 and 3 hours",
        "a few hours",
        "several hours",
        "the last few hours",
        "all evening",
        "the entire evening",
    ],
)
def test_a_length_without_a_number_is_asked_for(said: str) -> None:
    action = read_one(f"{said} on Falcon")
    assert fields(action) == {"kind": "log_time", "project": "Falcon"}
    assert asked(action) == ["duration_s"]


@pytest.mark.parametrize("said", ["been sick for 3 days", "they worked all night on Falcon", "we have 2 days left"])
def test_days_and_nights_of_others_and_of_no_work_are_none(said: str) -> None:
    assert read_one(said).kind == "unknown"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("1.25 Falcon", 4500),
        ("0.3 Falcon", 1080),
        ("Falcon took 45", 2700),
        ("90 on Falcon", 5400),
        ("log 90 Falcon", 5400),
        ("log 45 on Falcon", 2700),
    ],
)
def test_a_number_without_a_unit_is_asked_about(said: str, seconds: int) -> None:
    action = read_one(said)
    assert fields(action) == {"kind": "log_time", "project": "Falcon", "duration_s": seconds}
    assert asked(action) == ["confirmed"]
