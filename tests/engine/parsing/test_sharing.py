"""What is said of several pieces of work at once, and what is said of work that is yet to be done."""

from typing import Any

import pytest

from clankerbot_engine.actions import LogTime
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import fields, read, read_one


def _worked(text: str, **how: Any) -> list[tuple[str | None, int | None, bool | None]]:
    entries = read(text, **how)
    return [(each.project, each.duration_s, each.billable) for each in entries if isinstance(each, LogTime)]


@pytest.mark.parametrize(
    "text",
    [
        "1h Falcon, 2h Helpdesk, both non-billable",
        "1h Falcon; 2h Helpdesk; both not billable",
        "1h Falcon and 2h Helpdesk, nb",
        "1h Falcon and 2h Helpdesk (all unbillable)",
        "1h Falcon and 2h Helpdesk, neither billable",
        "1h Falcon and 2h Helpdesk. none of it is billable",
        "non-billable: 1h Falcon, 2h Helpdesk",
    ],
)
def test_a_mark_that_is_said_of_all_reaches_all(text: str) -> None:
    assert _worked(text) == [("Falcon", 3600, False), ("Helpdesk", 7200, False)]


@pytest.mark.parametrize(
    "text", ["1h Falcon billable, 2h Helpdesk, nb", "1h billable on Falcon and 2h Helpdesk, both nb"]
)
def test_what_a_piece_says_of_itself_stays(text: str) -> None:
    assert _worked(text) == [("Falcon", 3600, True), ("Helpdesk", 7200, False)]


def test_a_mark_right_behind_a_piece_is_its_own() -> None:
    assert _worked("1h Falcon and 2h Helpdesk non-billable") == [("Falcon", 3600, None), ("Helpdesk", 7200, False)]


def test_the_words_that_are_shared_are_shown_with_each_entry() -> None:
    text = "1h Falcon, 2h Helpdesk, both non-billable"
    for entry in read(text):
        (span,) = (span for span in entry.spans if span.field == "billable")
        assert text[span.start : span.end] == "non-billable"


@pytest.mark.parametrize(
    "text",
    [
        "2h each on Falcon and Helpdesk",
        "2h each for Falcon, Helpdesk",
        "Falcon and Helpdesk: 2h each",
        "spent two hours on each of Falcon and Helpdesk",
        "2h apiece on Falcon and Helpdesk",
    ],
)
def test_a_length_for_each_project_makes_an_entry_for_each(text: str) -> None:
    assert _worked(text) == [("Falcon", 7200, None), ("Helpdesk", 7200, None)]


def test_each_of_what_nobody_knows_is_no_sure_reading() -> None:
    assert read_one("2h each on Falcn and Helpdsk").confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("estimate for Falcon: 3h", "en"),
        ("Falcon budget: 40h", "en"),
        ("we have 40h budgeted for Falcon", "en"),
        ("the plan is 3h on Falcon", "en"),
        ("I'm planning 2h for Falcon", "en"),
        ("planning to spend 2h on Falcon", "en"),
        ("Schätzung für Falcon: 3h", "de"),
        ("wir planen 2h für Falcon", "de"),
        ("3h geschätzt für Falcon", "de"),
    ],
)
def test_an_estimate_is_no_work(text: str, locale: str) -> None:
    assert read_one(text, preferences=Preferences(locale=locale)).kind == "unknown"


@pytest.mark.parametrize(
    "text", ["2h Falcon budget review", "sprint planning 2h Falcon", "2h planning on Falcon", "log 2h Falcon: estimate"]
)
def test_work_on_an_estimate_is_work(text: str) -> None:
    assert _worked(text) == [("Falcon", 7200, None)]


def test_a_task_of_the_project_before_is_no_description() -> None:
    actions = read("2h falcon wiring, 1h test flight")
    assert [(fields(action)["project"], fields(action)["task"]) for action in actions] == [
        ("Falcon", "Wiring"),
        ("Falcon", "Test Flight"),
    ]


def test_a_day_on_a_line_of_its_own_is_that_of_all_below_it() -> None:
    actions = read("Mon:\n- 2h falcon\n- 3h helpdesk\nTue:\n- 5h falcon heavy\n- 1h helpdesk")
    assert [fields(action)["date"] for action in actions] == ["2026-05-11", "2026-05-11", "2026-05-12", "2026-05-12"]


def test_what_stands_in_a_row_with_talk_is_none_the_surer() -> None:
    assert [action.confidence < 0.9 for action in read("next sprint: 20h Falcon, 10h Helpdesk")] == [True, True]


@pytest.mark.parametrize("text", ["9-12 and 13-15 Falcon", "9-12, 13-15 on Falcon", "9-12 & 1-3 Falcon"])
def test_times_without_a_name_are_of_the_project_behind_them(text: str) -> None:
    entries = read(text)
    assert [fields(entry)["project"] for entry in entries] == ["Falcon", "Falcon"]
    assert [fields(entry)["start"][11:16] for entry in entries] == ["09:00", "13:00"]
