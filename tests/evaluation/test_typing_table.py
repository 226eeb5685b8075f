"""The README's table of what can be typed is true."""

import re
from pathlib import Path
from typing import Any

import pytest

from clankerbot_engine.actions import ACTION
from tests.evaluation.action_words import in_words
from tests.evaluation.demo_catalogue import DEMO_NOW
from tests.evaluation.typing_table import EXAMPLES, read_example, table

README = Path(__file__).parents[2] / "README.md"
MARK = re.compile("<!-- /?examples -->")


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_read_with_confidence_and_without_a_question(text: str) -> None:
    for action in read_example(text):
        assert action.kind != "unknown"
        assert action.confidence >= 0.9
        assert not action.needs
        assert not any(span.field == "unread" for span in action.spans)


def test_examples_are_of_every_kind_that_people_ask_for_often() -> None:
    shown = {action.kind for text in EXAMPLES for action in read_example(text)}
    assert shown >= {
        "log_time", "start_timer", "stop_timer", "continue_timer", "switch_timer", "status", "summary", "list_entries",
        "edit_entry", "delete_entry", "undo", "list_projects", "create_project", "create_schedule", "delete_schedule",
        "help",
    }  # fmt: skip


def test_the_readme_holds_the_table() -> None:
    """After a change: `python -m tests.evaluation.typing_table`, between the two marks."""
    _, between, _ = MARK.split(README.read_text(encoding="utf-8"))
    assert between.strip() == table()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"kind": "log_time", "duration_s": 5400, "project": "A", "task": "B"}, "Log 1h 30m on A / B today"),
        (
            {
                "kind": "log_time",
                "start": "2026-05-19T09:00:00+02:00",
                "end": "2026-05-19T10:00:00+02:00",
                "description": "tide",
                "tags": ["x", "y"],
                "billable": False,
            },
            "Log 09:00-10:00 “tide” #x #y non-billable yesterday",
        ),
        ({"kind": "log_time", "duration_s": 60, "date": "2026-05-08"}, "Log 1m on Fri 8 May"),
        ({"kind": "stop_timer"}, "Stop the timer"),
        (
            {"kind": "summary", "from": "2026-05-11", "to": "2026-05-17", "scope": "team", "billable": True},
            "Total the team's billable hours from 11 May to 17 May by project",
        ),
        ({"kind": "edit_entry", "duration_s": 60, "project": "A"}, "Change my last entry: 1m, project A"),
        (
            {"kind": "create_schedule", "cron": "30 8 * * 1", "action": {"kind": "list_projects"}},
            "Every Monday at 08:30: list the projects",
        ),
    ],
)
def test_actions_are_worded(action: dict[str, Any], words: str) -> None:
    assert in_words(ACTION.validate_python(action), DEMO_NOW.date()) == words


def test_a_kind_without_words_is_refused() -> None:
    with pytest.raises(TypeError, match="disconnect"):
        in_words(ACTION.validate_python({"kind": "disconnect"}), DEMO_NOW.date())
