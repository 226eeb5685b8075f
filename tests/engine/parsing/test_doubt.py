"""A write that the rules are not sure of asks first, and everything else does not."""

from typing import Any

import pytest

from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import asked, fields, read, read_one


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("start fixing the loom", {"kind": "start_timer", "description": "fixing the loom"}, "fixing the loom"),
        ("Ana logged 2h on Falcon", {"kind": "log_time", "project": "Falcon", "duration_s": 7200}, "2:00 h, Falcon"),
        ("2h", {"kind": "log_time", "duration_s": 7200}, "2:00 h"),
        ("stop it at 4", {"kind": "stop_timer", "end": "2026-05-13T16:00:00+02:00"}, "stop the timer"),
    ],
)
def test_a_doubtful_write_asks_and_shows_how_it_was_read(text: str, expected: dict[str, Any], shown: str) -> None:
    action = read_one(text)
    (need,) = action.needs
    assert expected.items() <= fields(action).items()
    assert (need.field, need.code, [choice.value for choice in need.choices]) == ("confirmed", "confirm", [True])
    assert shown in need.reason


@pytest.mark.parametrize(
    "text",
    [
        "log 2h on Falcon", "2h Falcon", "log 2h reading mail", "2h on Falcn", "lgo 2h on Falcon", "start Falcon",
        "2h Falcon and 30m standup", "set my last entry to 2h", "delete yesterday's standup entry", "stop Falcon",
        "every friday post my week here", "post hello to #general", "I worked on Falcon from 9 to 11",
    ],
)  # fmt: skip
def test_an_ordinary_write_asks_nothing(text: str) -> None:
    assert [asked(action) for action in read(text)] == [[]] * len(read(text))


@pytest.mark.parametrize("text", ["status", "what did i do lately", "last week", "tell me a joke"])
def test_what_changes_nothing_is_never_asked_about(text: str) -> None:
    assert not any(action.needs for action in read(text))


def test_what_is_said_of_several_days_is_asked_once() -> None:
    first, *others = read("on leave Mon-Wed")
    assert [asked(action) for action in (first, *others)] == [["confirmed"], [], []]
    assert all(day in first.needs[0].reason for day in ("2026-05-11", "2026-05-12", "2026-05-13"))


def test_one_question_is_enough() -> None:
    assert asked(read_one("Ana logged 2h on Garden")) == ["project"]


def test_a_default_project_makes_plain_work_sure() -> None:
    assert asked(read_one("2h standup")) == ["confirmed"]
    assert asked(read_one("2h standup", preferences=Preferences(default_project="Falcon"))) == []


def test_the_question_is_in_the_language_of_the_person() -> None:
    action = read_one("das war auf Falcon, nicht auf Helpdesk", preferences=Preferences(locale="de"))
    assert (action.kind, action.needs[0].reason) == (
        "edit_entry",
        "Ich bin nicht sicher, ob ich das richtig lese. Soll ich den Eintrag ändern: „Falcon“?",
    )
