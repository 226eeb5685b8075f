"""Times of day: ranges, points, am and pm, midnight and the nights when clocks change. It is 16:10 in Berlin."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import LogTime
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import BERLIN, NOW, asked, fields, read_one


def at(moment: str) -> str:
    """A local time of May 2026 (day of the month, time) as the reading writes it."""
    day, clock = moment.split()
    return f"2026-05-{day}T{clock}:00+02:00"


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("9-11", "13 09:00", "13 11:00"),
        ("9 - 11:30", "13 09:00", "13 11:30"),
        ("9–11", "13 09:00", "13 11:00"),
        ("9 to 11", "13 09:00", "13 11:00"),
        ("nine to eleven", "13 09:00", "13 11:00"),
        ("from 9 until 11", "13 09:00", "13 11:00"),
        ("between 10 and noon", "13 10:00", "13 12:00"),
        ("10am-2", "13 10:00", "13 14:00"),
        ("10-2pm", "13 10:00", "13 14:00"),
        ("1-3", "13 13:00", "13 15:00"),
        ("1:15-3:45 pm", "13 13:15", "13 15:45"),
        ("7-9am", "13 07:00", "13 09:00"),
        ("08:30-10", "13 08:30", "13 10:00"),
        ("8.30 to 10.15", "13 08:30", "13 10:15"),
        ("0830-1015", "13 08:30", "13 10:15"),
        ("13-15h", "13 13:00", "13 15:00"),
        ("13h30-15h", "13 13:30", "13 15:00"),
        ("from half past 9 to quarter to 11", "13 09:30", "13 10:45"),
        ("from quarter past 9 till ten to 11", "13 09:15", "13 10:50"),
        ("9ish to 11ish", "13 09:00", "13 11:00"),
        ("from about 9 to 11", "13 09:00", "13 11:00"),
        ("around 9 to 11", "13 09:00", "13 11:00"),
        ("finished at 3pm, took 2h", "13 13:00", "13 15:00"),
        ("lunch till 3", "13 12:00", "13 15:00"),
        ("begin 9:00, end 11:00", "13 09:00", "13 11:00"),
        ("1h before noon", "13 11:00", "13 12:00"),
        ("1h before lunch", "13 11:00", "13 12:00"),
        ("9-11 yesterday", "12 09:00", "12 11:00"),
        ("yesterday from 2 to 4", "12 14:00", "12 16:00"),
        ("yesterday evening 7-9", "12 19:00", "12 21:00"),
        ("Monday 22:00-01:30", "11 22:00", "12 01:30"),
        ("10pm - 2am on Monday", "11 22:00", "12 02:00"),
        ("May 4 9 to 5", "04 09:00", "04 17:00"),
        ("from Monday 9am to Tuesday 5pm", "11 09:00", "12 17:00"),
        ("from 10 for 90 minutes", "13 10:00", "13 11:30"),
        ("2h from 9:15", "13 09:15", "13 11:15"),
        ("2h until 3pm", "13 13:00", "13 15:00"),
        ("since 2pm", "13 14:00", "13 16:10"),
        ("since 9", "13 09:00", "13 16:10"),
        ("from 3 until now", "13 15:00", "13 16:10"),
        ("the last 40 minutes", "13 15:30", "13 16:10"),
        ("for the past hour", "13 15:10", "13 16:10"),
        ("9-to-11", "13 09:00", "13 11:00"),
        ("9 → 11", "13 09:00", "13 11:00"),
        ("9->11", "13 09:00", "13 11:00"),
        ("9:00..11:00", "13 09:00", "13 11:00"),
        ("9 'til 11", "13 09:00", "13 11:00"),
        ("between 9 & 11", "13 09:00", "13 11:00"),
        ("900-1030", "13 09:00", "13 10:30"),
        ("930am to 11am", "13 09:30", "13 11:00"),
        ("nine-thirty to eleven", "13 09:30", "13 11:00"),
        ("8:30h-10:15h", "13 08:30", "13 10:15"),
        ("13h-14h30", "13 13:00", "13 14:30"),
        ("7-9", "13 07:00", "13 09:00"),
        ("starting at 9 until 11", "13 09:00", "13 11:00"),
        ("started at 9 and finished at 11", "13 09:00", "13 11:00"),
        ("from 10pm yesterday until 1am today", "12 22:00", "13 01:00"),
        ("from yesterday 10pm to today 2am", "12 22:00", "13 02:00"),
        ("yesterday 22:00 to 01:30", "12 22:00", "13 01:30"),
        ("2026-05-12T09:00 to 2026-05-12T11:00", "12 09:00", "12 11:00"),
        ("2026-05-12T09:00/2026-05-12T11:00", "12 09:00", "12 11:00"),
        ("since this morning at 8", "13 08:00", "13 16:10"),
        ("over the last 2 hours", "13 14:10", "13 16:10"),
        ("the last hour and a half", "13 14:40", "13 16:10"),
        ("the last couple of hours", "13 14:10", "13 16:10"),
        ("these past 20 minutes", "13 15:50", "13 16:10"),
    ],
)
def test_a_stretch_has_a_start_and_an_end(said: str, start: str, end: str) -> None:
    for text in (f"log Falcon {said}", f"worked on Falcon {said}", f"log Falcon {said}: wiring loom"):
        action = read_one(text)
        assert (fields(action)["start"], fields(action)["end"]) == (at(start), at(end)), text
        assert (fields(action)["project"], asked(action)) == ("Falcon", [])


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("at 9", "13 09:00"),
        ("at 9:20", "13 09:20"),
        ("at 1", "13 13:00"),
        ("at noon", "13 12:00"),
        ("at half past 2", "13 14:30"),
        ("at a quarter to 3", "13 14:45"),
        ("at ten past nine", "13 09:10"),
        ("at 3 pm", "13 15:00"),
        ("at 3 p.m.", "13 15:00"),
        ("at 12 a.m.", "13 00:00"),
        ("at 15h05", "13 15:05"),
        ("at 0905", "13 09:05"),
        ("at 8 in the morning", "13 08:00"),
        ("at about 3", "13 15:00"),
        ("@ 3pm", "13 15:00"),
        ("20 minutes ago", "13 15:50"),
        ("an hour and a half ago", "13 14:40"),
        ("at 10 to 3", "13 14:50"),
        ("at half two", "13 14:30"),
        ("at 930", "13 09:30"),
        ("at 230pm", "13 14:30"),
        ("at 14:30h", "13 14:30"),
        ("at exactly 2pm", "13 14:00"),
        ("8 this morning", "13 08:00"),
        ("yesterday noon", "12 12:00"),
        ("Monday at noon", "11 12:00"),
        ("2026-05-12T14:30:00", "12 14:30"),
        ("starting from 2pm", "13 14:00"),
        ("a couple of hours ago", "13 14:10"),
    ],
)
def test_a_timer_may_start_in_the_past(said: str, start: str) -> None:
    for text in (f"start Falcon {said}", f"started Falcon {said}"):
        action = fields(read_one(text))
        assert (action["kind"], action["project"], action["start"]) == ("start_timer", "Falcon", at(start)), text


def test_working_hours_settle_a_bare_hour() -> None:
    late_shift = Preferences(day_start=time(14), day_end=time(22))
    action = fields(read_one("log Falcon 8-10 yesterday", preferences=late_shift))
    assert (action["start"], action["end"]) == (at("12 20:00"), at("12 22:00"))


def test_what_is_told_in_the_morning_may_have_been_at_night() -> None:
    action = read_one("log Falcon 1:30-4", now=NOW.replace(hour=10))
    (need,) = action.needs
    assert [choice.value for choice in need.choices] == [at("12 13:30"), at("13 01:30"), at("13 13:30")]
    (need,) = read_one("log Falcon 1:30-4pm", now=NOW.replace(hour=10)).needs
    assert [choice.value for choice in need.choices] == [at("12 13:30"), at("13 13:30")]


def test_an_hour_that_could_be_morning_or_evening_is_a_question() -> None:
    action = read_one("log 2h on Falcon at 7 yesterday")
    (need,) = action.needs
    assert need.field == "start"
    assert [choice.value for choice in need.choices] == [at("12 07:00"), at("12 19:00")]
    assert "end" not in fields(action)
    assert fields(action)["duration_s"] == 7200


def test_a_range_that_is_still_to_come_asks_which_day() -> None:
    action = read_one("log Falcon 3-6")
    (need,) = action.needs
    assert need.field == "start"
    assert [choice.value for choice in need.choices] == [at("12 15:00"), at("13 15:00")]
    assert fields(action)["duration_s"] == 3 * 3600
    assert "end" not in fields(action)


def test_a_few_minutes_ahead_is_no_question() -> None:
    assert asked(read_one("log Falcon 3-4:12pm")) == []


def log(text: str, zone: ZoneInfo, now: datetime) -> LogTime:
    action = read_one(text, zone=zone, now=now)
    assert isinstance(action, LogTime)
    assert action.start is not None
    assert action.end is not None
    return action


@pytest.mark.parametrize(
    ("zone", "day", "clock", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", "01:00-04:00", 2),  # 02:00 to 03:00 was left out
        ("Europe/Berlin", "2025-10-26", "01:00-04:00", 4),  # and came twice
        ("America/New_York", "2026-03-08", "12am-5am", 4),
        ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", 2.5),
        ("Europe/Berlin", "2026-03-28", "23:00-05:00", 5),
    ],
)
def test_a_range_over_a_change_of_clocks_has_its_true_length(zone: str, day: str, clock: str, hours: float) -> None:
    where = ZoneInfo(zone)
    action = log(f"log Falcon {clock} on {day}", where, datetime(2026, 5, 1, 12, tzinfo=where))
    assert action.start is not None
    assert action.end is not None
    assert action.end - action.start == timedelta(hours=hours)
    assert action.start.utcoffset() == action.start.astimezone(where).utcoffset()
    assert action.end.utcoffset() == action.end.astimezone(where).utcoffset()


def test_a_length_over_a_change_of_clocks_ends_on_the_wall_clock_of_then() -> None:
    action = log("log 3h on Falcon from 01:00 on 2026-03-29", BERLIN, datetime(2026, 5, 1, 12, tzinfo=BERLIN))
    assert action.end == datetime(2026, 3, 29, 5, tzinfo=BERLIN)


def test_a_time_that_the_clocks_left_out_moves_on() -> None:
    action = log("log 1h on Falcon at 02:30 on 2026-03-29", BERLIN, datetime(2026, 5, 1, 12, tzinfo=BERLIN))
    assert action.start is not None
    assert action.start.isoformat() == "2026-03-29T03:30:00+02:00"
    action = log("log Falcon 01:59-02:00 on 2026-03-29", BERLIN, datetime(2026, 5, 1, 12, tzinfo=BERLIN))
    assert action.end is not None
    assert action.end.isoformat() == "2026-03-29T03:00:00+02:00"


def test_an_end_that_comes_before_its_start_as_the_clocks_went_forward_is_asked_for() -> None:
    action = read_one("log Falcon 02:30-03:10 on 2026-03-29")
    assert fields(action)["start"] == "2026-03-29T03:30:00+02:00"
    assert asked(action) == ["end"]


def test_colons_are_a_length_alone_and_a_time_beside_a_length() -> None:
    assert fields(read_one("Falcon 1:30"))["duration_s"] == 5400
    assert fields(read_one("log 2h on Falcon yesterday 13:30"))["start"] == at("12 13:30")


def test_stopping_may_be_in_the_past() -> None:
    assert fields(read_one("stop at 3:30pm"))["end"] == at("13 15:30")
    assert fields(read_one("stop 10 minutes ago"))["end"] == at("13 16:00")


def test_since_an_hour_that_is_still_to_come_is_since_yesterdays() -> None:
    after_midnight = datetime(2026, 5, 13, 0, 20, tzinfo=BERLIN)
    action = fields(read_one("log Falcon since 11pm", now=after_midnight))
    assert (action["start"], action["end"]) == (at("12 23:00"), at("13 00:20"))


def test_on_a_24_hour_clock_a_bare_hour_is_what_it_says() -> None:
    action = fields(read_one("log Falcon 2-4 yesterday", preferences=Preferences(hours_24=True)))
    assert (action["start"], action["end"]) == (at("12 02:00"), at("12 04:00"))


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2026-05-12T09:00Z to 2026-05-12T10:30Z", "12 11:00", "12 12:30"),
        ("2026-05-12T09:00:00+02:00/2026-05-12T10:30:00+02:00", "12 09:00", "12 10:30"),
        ("2026-05-12T23:30:00-0500 to 2026-05-13T01:00:00-0500", "13 06:30", "13 08:00"),
        ("from 2026-05-12T22:30:00.000Z until 2026-05-12T23:30:00.000Z", "13 00:30", "13 01:30"),
    ],
)
def test_an_iso_time_tells_its_own_offset(said: str, start: str, end: str) -> None:
    action = read_one(f"log {said} on Falcon")
    expected = {"date": at(start)[:10], "start": at(start), "end": at(end)}
    assert fields(action) == {"kind": "log_time", "project": "Falcon", **expected}


def test_since_this_morning_is_since_work_began_and_doubtful() -> None:
    action = read_one("log Falcon since this morning")
    expected = {"date": "2026-05-13", "start": at("13 09:00"), "end": at("13 16:10")}
    assert fields(action) == {"kind": "log_time", "project": "Falcon", **expected}
    assert action.confidence < 0.9
    asked_for = read_one("what did I do since this morning")
    assert fields(asked_for) == {"kind": "list_entries", "from": "2026-05-13", "to": "2026-05-13"}


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("all morning", "13 09:00", "13 12:00"),
        ("all morning yesterday", "12 09:00", "12 12:00"),
        ("all of yesterday morning", "12 09:00", "12 12:00"),
        ("the whole afternoon on Monday", "11 12:00", "11 17:00"),
    ],
)
def test_half_of_a_working_day_is_doubtful(said: str, start: str, end: str) -> None:
    action = read_one(f"{said} on Falcon")
    assert (fields(action)["start"], fields(action)["end"]) == (at(start), at(end))
    assert asked(action) == ["confirmed"]


@pytest.mark.parametrize(
    "text",
    [
        "Falcon, started at 2pm",
        "clocked in at 2pm on Falcon",
        "start Falcon since 2",
        "Falcon started around 2",
        "I started Falcon just after 2",
        "timer on Falcon since 2pm",
    ],
)
def test_a_start_alone_is_that_of_a_timer(text: str) -> None:
    assert fields(read_one(text)) == {"kind": "start_timer", "project": "Falcon", "start": at("13 14:00")}


def test_from_when_alone_is_asked_how_long() -> None:
    action = read_one("Falcon from 2pm")
    assert fields(action) == {"kind": "log_time", "project": "Falcon", "start": at("13 14:00")}
    assert asked(action) == ["duration_s"]


def test_what_is_no_time_of_day_is_no_range_either() -> None:
    assert read_one("Falcon 25:00-26:00").kind == "unknown"
    assert asked(read_one("-2h Falcon")) == ["confirmed"]
