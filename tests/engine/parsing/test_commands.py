"""Every kind of action that can be asked for in words, apart from logs."""

from typing import Any

import pytest

from clankerbot_engine.actions import Unknown
from tests.engine.parsing.reading import asked, fields, read, read_one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # timers
        ("start Falcon", {"kind": "start_timer", "project": "Falcon"}),
        ("start a timer on Falcon: loom", {"kind": "start_timer", "project": "Falcon", "description": "loom"}),
        ("start working on Falcon #coding", {"kind": "start_timer", "project": "Falcon", "tags": ["coding"]}),
        ("I'm working on Falcon", {"kind": "start_timer", "project": "Falcon"}),
        ("clock in", {"kind": "start_timer"}),
        ("stop", {"kind": "stop_timer"}),
        ("please stop the timer", {"kind": "stop_timer"}),
        ("I'm done for today", {"kind": "stop_timer"}),
        ("clock out", {"kind": "stop_timer"}),
        ("continue", {"kind": "continue_timer"}),
        ("resume my last timer", {"kind": "continue_timer"}),
        ("continue Falcon", {"kind": "continue_timer", "project": "Falcon"}),
        ("switch to Helpdesk", {"kind": "switch_timer", "project": "Helpdesk"}),
        ("switch to Helpdesk: calls", {"kind": "switch_timer", "project": "Helpdesk", "description": "calls"}),
        # questions
        ("status", {"kind": "status"}),
        ("what am I working on?", {"kind": "status"}),
        ("is a timer running?", {"kind": "status"}),
        ("summary by client", {"kind": "summary", "group_by": "client"}),
        ("team summary per person", {"kind": "summary", "group_by": "user", "scope": "team"}),
        ("how many hours on Falcon?", {"kind": "summary", "project": "Falcon"}),
        ("who worked on Falcon", {"kind": "summary", "group_by": "user", "scope": "team", "project": "Falcon"}),
        ("billable hours", {"kind": "summary", "billable": True}),
        ("non-billable hours by tag", {"kind": "summary", "billable": False, "group_by": "tag"}),
        ("show my entries", {"kind": "list_entries"}),
        ("timesheet", {"kind": "list_entries"}),
        ("list entries for Falcon", {"kind": "list_entries", "project": "Falcon"}),
        ("list projects", {"kind": "list_projects"}),
        ("which projects are there?", {"kind": "list_projects"}),
        # changes
        ("set my last entry to 3h", {"kind": "edit_entry", "duration_s": 10800}),
        ("make it 45 minutes", {"kind": "edit_entry", "duration_s": 2700}),
        ("change the project of my last entry to Helpdesk", {"kind": "edit_entry", "project": "Helpdesk"}),
        ("move my last entry to Falcon", {"kind": "edit_entry", "project": "Falcon"}),
        ("move it to yesterday", {"kind": "edit_entry", "date": "2026-05-12"}),
        ("rename my last entry to loom repair", {"kind": "edit_entry", "description": "loom repair"}),
        ('set the description of the last entry to "x y"', {"kind": "edit_entry", "description": "x y"}),
        ("mark the last entry as billable", {"kind": "edit_entry", "billable": True}),
        ("mark that non-billable", {"kind": "edit_entry", "billable": False}),
        ("add tag coding to my last entry", {"kind": "edit_entry", "tags": ["coding"], "keep_tags": True}),
        ("set the tags of my last entry to coding and travel", {"kind": "edit_entry", "tags": ["coding", "travel"]}),
        ("change the start of my last entry to 9:15", {"kind": "edit_entry", "start": "2026-05-13T09:15:00+02:00"}),
        ("change the end of my last entry to 3pm", {"kind": "edit_entry", "end": "2026-05-13T15:00:00+02:00"}),
        ("change yesterday's standup to 1h",
         {"kind": "edit_entry", "target": "yesterday's standup", "duration_s": 3600}),
        ("delete my last entry", {"kind": "delete_entry"}),
        ("delete the last one", {"kind": "delete_entry"}),
        ("delete yesterday's standup entry", {"kind": "delete_entry", "target": "yesterday's standup"}),
        ("undo", {"kind": "undo"}),
        ("undo that please", {"kind": "undo"}),
        ("create project Pegasus", {"kind": "create_project", "project": "Pegasus"}),
        ("start a new project Pegasus", {"kind": "create_project", "project": "Pegasus"}),
        ("start a project called Pegasus", {"kind": "create_project", "project": "Pegasus"}),
        ("start project Falcon", {"kind": "start_timer", "project": "Falcon"}),
        ("create project Pegasus for client Acme", {"kind": "create_project", "project": "Pegasus", "client": "Acme"}),
        ('new project "Moon for All"', {"kind": "create_project", "project": "Moon for All"}),
        # channels
        ('post "all done" in #general', {"kind": "post_message", "channel": "#general", "text": "all done"}),
        ("post hello to #general", {"kind": "post_message", "channel": "#general", "text": "hello"}),
        ("post hello in here", {"kind": "post_message", "text": "hello"}),
        ("tell <#C0123|general> that we shipped", {"kind": "post_message", "channel": "C0123", "text": "we shipped"}),
        ("subscribe to the daily summary", {"kind": "subscribe", "topic": "digest"}),
        ("unsubscribe me", {"kind": "unsubscribe"}),
        ("notify this channel about new projects", {"kind": "subscribe", "events": ["NEW_PROJECT"]}),
        ("remind everyone to log hours", {"kind": "remind", "who": "team", "text": "log hours"}),
        ("remind <@U042> to log hours", {"kind": "remind", "who": "U042", "text": "log hours"}),
        ("remind everyone who hasn't logged hours", {"kind": "remind", "who": "team", "only_if": "missing_hours"}),
        # the rest
        ("connect clockify", {"kind": "connect"}),
        ("disconnect", {"kind": "disconnect"}),
        ("help", {"kind": "help"}),
        ("how do I log time?", {"kind": "help", "topic": "log time"}),
        ("help with timers", {"kind": "help", "topic": "timers"}),
        ("list schedules", {"kind": "list_schedules"}),
        ("delete schedule 3", {"kind": "delete_schedule", "target": "3"}),
        ("cancel my Friday reminder", {"kind": "delete_schedule", "target": "Friday"}),
    ],
)  # fmt: skip
def test_a_command_is_read(text: str, expected: dict[str, Any]) -> None:
    action = read_one(text)
    assert fields(action) == expected
    assert asked(action) == []


@pytest.mark.parametrize(
    ("text", "cron", "channel", "does"),
    [
        ("every friday at 5pm post my week here", "0 17 * * 5", None, {"kind": "summary"}),
        ("every monday at 8 summary last week", "0 8 * * 1", None, {"kind": "summary", "period": "last_week"}),
        ("every weekday at 9 list yesterday", "0 9 * * 1-5", None, {"kind": "list_entries", "period": "yesterday"}),
        ("every sunday at 9 summary last 7 days", "0 9 * * 0", None, {"kind": "summary", "period": "last_7_days"}),
        ("every weekday at 9:00 log 10m on Helpdesk", "0 9 * * 1-5", None,
         {"kind": "log_time", "project": "Helpdesk", "duration_s": 600}),
        ("each Monday and Thursday at 8am send the team summary to #general", "0 8 * * 1,4", "#general",
         {"kind": "summary", "scope": "team"}),
        ("daily at 18:00 summary by client", "0 18 * * *", None, {"kind": "summary", "group_by": "client"}),
        ("remind me every day at 5pm to log my time", "0 17 * * *", None, {"kind": "remind", "text": "log my time"}),
        ("remind everyone on Fridays at 4pm to log hours", "0 16 * * 5", None,
         {"kind": "remind", "who": "team", "text": "log hours"}),
        ("log 10m on Helpdesk daily at 9:15 on weekdays", "15 9 * * 1-5", None,
         {"kind": "log_time", "project": "Helpdesk", "duration_s": 600}),
        ("every hour on Mondays and Thursdays status", "0 * * * 1,4", None, {"kind": "status"}),
        ("on the 1st of every month at 8:30 post the team report in <#C9|x>", "30 8 1 * *", "C9",
         {"kind": "summary", "scope": "team"}),
        ("remind the team on fridays at 3pm if hours are missing", "0 15 * * 5", None,
         {"kind": "remind", "who": "team", "only_if": "missing_hours"}),
        ("remind me at 10am on weekdays if I have no timer running", "0 10 * * 1-5", None,
         {"kind": "remind", "only_if": "no_timer"}),
        ("every 2 hours remind me to stretch", "0 */2 * * *", None, {"kind": "remind", "text": "stretch"}),
        ("every weekday log 9-17 on Helpdesk", "0 17 * * 1-5", None,
         {"kind": "log_time", "project": "Helpdesk", "duration_s": 8 * 3600}),
    ],
)  # fmt: skip
def test_a_rhythm_makes_a_schedule_of_the_rest(text: str, cron: str, channel: str | None, does: dict[str, Any]) -> None:
    action = read_one(text).model_dump(mode="json")
    assert (action["kind"], action["cron"], action["channel"]) == ("create_schedule", cron, channel)
    assert action["timezone"] == "Europe/Berlin"
    nested = {name: value for name, value in action["action"].items() if name in {*does, "kind"}}
    assert nested == does
    assert {action["action"].get(name) for name in ("date", "start", "end", "from", "to")} == {None}


def test_names_within_a_schedule_get_their_ids() -> None:
    action = read_one("every weekday at 9 log 10m on helpdsek").model_dump()
    assert action["action"]["project_id"] == "p-help"


@pytest.mark.parametrize(
    "text",
    [
        "every friday at 5pm delete my last entry",
        "every friday at 5pm",
        "remind me at 5pm to log time",
        "delete everything",
        "delete all my entries",
        "delete project Falcon",
        "edit my last entry",
        "post something",
        "switch to",
    ],
)
def test_what_cannot_be_done_so_is_unknown_and_says_why(text: str) -> None:
    action = read_one(text).model_dump()
    assert action["kind"] == "unknown"
    assert action["reason"].endswith(".")


def test_suggestions_are_commands_that_are_understood() -> None:
    for text in ("delete everything", "edit my last entry", "what?", "", "every friday at 5pm"):
        suggestions = read_one(text).model_dump()["suggestions"]
        assert 1 <= len(suggestions) <= 3
        for suggestion in suggestions:
            assert read_one(suggestion, catalogue=None).kind != "unknown", suggestion


def test_a_timer_on_words_alone_is_sure_where_a_colon_leads_to_them() -> None:
    told, loose = read_one("start a timer: fixing the loom"), read_one("start fixing the loom")
    assert fields(told) == fields(loose) == {"kind": "start_timer", "description": "fixing the loom"}
    assert loose.confidence < 0.9 <= told.confidence


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("move my last entry 30 minutes later", 1800),
        ("shift the last entry an hour earlier", -3600),
        ("move my latest entry by 15 min to later", 900),
    ],
)
def test_an_entry_is_moved_by_a_time(text: str, seconds: int) -> None:
    action = read_one(text)
    assert fields(action) == {"kind": "edit_entry", "later_by_s": seconds}
    assert asked(action) == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("shift my last entry back an hour", -3600),
        ("move my last entry an hour forward", 3600),
        ("move it 1h later", 3600),
    ],
)
def test_which_way_and_which_entry_is_asked_where_it_is_doubtful(text: str, seconds: int) -> None:
    action = read_one(text)
    assert fields(action) == {"kind": "edit_entry", "later_by_s": seconds}
    assert asked(action) == ["confirmed"]


def test_a_move_without_a_way_asks_for_it() -> None:
    action = read_one("shift my last entry by 30 min")
    assert fields(action) == {"kind": "edit_entry"}
    (need,) = action.needs
    assert (need.field, [choice.value for choice in need.choices]) == ("later_by_s", [1800, -1800])


@pytest.mark.parametrize("text", ["move the meeting an hour later", "can we move the sync 30 min later?"])
def test_what_is_no_entry_is_not_moved(text: str) -> None:
    assert read_one(text).kind == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the standup entry was actually 2h", {"target": "standup", "duration_s": 7200}),
        ("yesterday's Falcon entry took 2h", {"target": "yesterday's Falcon", "duration_s": 7200}),
        ("that entry was 2h", {"duration_s": 7200}),
        ("the standup entry isn't billable", {"target": "standup", "billable": False}),
        ("the entry from this morning should be on Helpdesk", {"target": "this morning", "project": "Helpdesk"}),
        ("switch yesterday's Falcon entry to Helpdesk", {"target": "yesterday's Falcon", "project": "Helpdesk"}),
        (
            "add the travel tag to yesterday's Falcon entry",
            {"target": "yesterday's Falcon", "tags": ["travel"], "keep_tags": True},
        ),
        ("remove the tags from yesterday's Falcon entry", {"target": "yesterday's Falcon", "clear": ["tags"]}),
        ("make monday's entry non-billable", {"target": "monday's", "billable": False}),
    ],
)
def test_an_entry_that_is_described_is_changed(text: str, expected: dict[str, Any]) -> None:
    action = read_one(text)
    assert (fields(action), action.needs) == ({"kind": "edit_entry", **expected}, ())


def test_a_timer_is_stopped_when_it_was_left() -> None:
    action = read_one("left Falcon 15 minutes ago, stop the timer")
    assert fields(action) == {"kind": "stop_timer", "end": "2026-05-13T15:55:00+02:00"}
    assert asked(action) == ["confirmed"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("move my last entry 30 minutes later", {"target": "my last entry", "later_by_s": "30 minutes later"}),
        ("extend my last entry by 30 min", {"target": "my last entry", "longer_by_s": "by 30 min"}),
        ("take 10 min off my last entry", {"target": "my last entry", "longer_by_s": "10 min off"}),
        ("shift it by 15 min to later", {"target": "it", "later_by_s": "by 15 min"}),
    ],
)
def test_the_words_for_an_entry_and_for_a_difference_are_one_span_each(text: str, parts: dict[str, str]) -> None:
    read_as: dict[str, str] = {}
    for span in read_one(text).spans:
        read_as.setdefault(span.field, text[span.start : span.end])
    assert {field: read_as[field] for field in parts} == parts
    assert "kind" in read_as


@pytest.mark.parametrize("text", ["send my week to @ben", "send my week to Ben", "post my week to #general"])
def test_who_is_sent_a_report_once_is_said_not_to_be_read(text: str) -> None:
    (action,) = read(text)
    unread = [text[span.start : span.end] for span in action.spans if span.field == "unread"]
    assert (action.kind, action.needs, unread) == ("summary", (), [text.rsplit(" ", 1)[1]])


@pytest.mark.parametrize("text", ["remind me at 5pm to call Bob", "remind me in 2 hours to stop"])
def test_why_no_single_reminder_is_kept_for_later_is_said(text: str) -> None:
    action = read_one(text)
    assert isinstance(action, Unknown)
    assert action.reason.startswith("Reminders for later come again and again")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("week 18 hours", "summary"), ("this week 18 hours", "log_time"), ("18 hours Falcon week 18", "log_time")],
)
def test_a_number_between_week_and_hours_is_the_weeks_own_unless_a_week_is_said(text: str, kind: str) -> None:
    assert [action.kind for action in read(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "days"),
    [("vacation Oct 1-2", ["2026-10-01", "2026-10-02"]), ("vacation May 4-5", ["2026-05-04", "2026-05-05"])],
)
def test_leave_is_of_the_nearest_such_days(text: str, days: list[str]) -> None:
    assert [str(action.model_dump()["date"]) for action in read(text)] == days


def test_a_message_may_be_written_with_a_verb_of_logs() -> None:
    assert fields(read_one('write in #general "back at 3"')) == {
        "kind": "post_message",
        "channel": "#general",
        "text": "back at 3",
    }
    assert read_one('log "call" in #calls').kind == "unknown"
