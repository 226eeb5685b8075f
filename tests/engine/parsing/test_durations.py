"""Lengths of time, however they are written."""

import pytest

from tests.engine.parsing.reading import fields, read_one

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
    assert [need.field for need in action.needs] == ["duration_s"]


@pytest.mark.parametrize("text", ["log Falcon", "worked on Falcon today", "log the whole day on Falcon"])
def test_a_log_without_a_length_asks_for_it(text: str) -> None:
    assert [need.field for need in read_one(text).needs] == ["duration_s"]
