"""One thing said in many ways. It is Wednesday, 13 May 2026, 16:10 in Berlin."""

from typing import Any

import pytest

from tests.engine.parsing.reading import fields, read, read_one

TODAY = {"from": "2026-05-13", "to": "2026-05-13"}
YESTERDAY = {"from": "2026-05-12", "to": "2026-05-12"}
LAST_WEEK = {"from": "2026-05-04", "to": "2026-05-10"}


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ({"kind": "list_entries", **TODAY}, ["list today", "show today", "show me today", "list today's entries"]),
        ({"kind": "list_entries"}, ["list", "show my entries", "list entries"]),
        ({"kind": "list_entries", **YESTERDAY},
         ["what did I do yesterday", "list yesterday", "list what I logged yesterday", "entries for yesterday"]),
        ({"kind": "list_entries", "project": "Falcon", **LAST_WEEK},
         ["list my Falcon entries from last week", "list everything I logged on Falcon last week"]),
        ({"kind": "summary", "project": "Falcon", **LAST_WEEK},
         ["Falcon hours last week", "show falcon hours last week", "total for Falcon last week", "Falcon last week"]),
        ({"kind": "summary", **LAST_WEEK},
         ["how did I spend last week?", "what's my total for last week", "hrs last week", "time report last week"]),
        ({"kind": "list_projects"},
         ["list projects", "projects list please", "give me the project list", "what can I log time on?"]),
        ({"kind": "stop_timer"},
         ["stop", "timer off", "turn the timer off", "stpo the timer", "i'm done", "wrap up the timer", "finished"]),
        ({"kind": "continue_timer"},
         ["continue", "pick up where I left off", "continue where i stopped", "resume my last timer"]),
        ({"kind": "status"},
         ["whats running rn", "do i have anything running", "which timer is running", "still running?"]),
        ({"kind": "start_timer", "project": "Falcon"},
         ["timer Falcon", "gonna start Falcon now", "i'm starting Falcon", "back on Falcon", "track falcon from now",
          "fire up a timer for Falcon"]),
        ({"kind": "switch_timer", "project": "Falcon Heavy"},
         ["now switching to Falcon Heavy", "switch from Falcon to Falcon Heavy", "switch task to falcon heavy"]),
        ({"kind": "edit_entry", "duration_s": 7200},
         ["set my last entry to 2h", "no wait, make it 2h", "it should be 2h", "the last entry was actually 2h",
          "last entry should be 2h", "bump that to 2h", "the last one should be 2h, not 3h", "i meant 2h",
          "my last entry took 2h", "fix my last entry, should be 2h", "make it 2h instead of 90 min",
          "set my last entry to 2:00", "nope, the last one took 2h", "I want my last entry to be 2h"]),
        ({"kind": "edit_entry", "target": "yesterday", "duration_s": 7200}, ["the entry from yesterday should be 2h"]),
        ({"kind": "edit_entry", "description": "lunch"},
         ["call the last entry lunch", "the description should say lunch", "rename my last entry lunch"]),
        ({"kind": "edit_entry", "project": "Falcon"},
         ["put that on Falcon instead", "it was on Falcon, not Helpdesk", "I meant Falcon"]),
        ({"kind": "edit_entry", "end": "2026-05-13T15:00:00+02:00"},
         ["my last entry ended at 3pm", "extend my last entry to 3pm", "set my last entry until 3pm",
          "set the end of my last entry to 3pm"]),
        ({"kind": "edit_entry", "clear": ["tags"]},
         ["take the tags off my last entry", "remove the tags from it", "untag my last entry",
          "set the tags of my last entry to nothing"]),
        ({"kind": "edit_entry", "tags": ["coding"]},
         ["retag the last entry as coding", "set the tag of my last entry to coding", "tag: coding for my last entry"]),
        ({"kind": "edit_entry", "tags": ["coding"], "keep_tags": True},
         ["add #coding to the last entry", "tag the last one #coding",
          "add the coding tag to my last entry", "label the last one coding", "mark my last entry as coding",
          "use the coding tag for my last entry", "give the last entry the tag coding",
          "add coding to the tags of my last entry"]),
        ({"kind": "edit_entry", "billable": False},
         ["mark it as non-billable", "change billable to no on my last entry", "last entry should be nb",
          "last entry isn't billable", "that one was not billable", "don't bill my last entry",
          "turn off billable for the last entry"]),
        ({"kind": "edit_entry", "description": "loom checked"},
         ["change the description of my last entry to loom checked", "rename my last entry to loom checked"]),
        ({"kind": "edit_entry", "description": "with Maria", "keep_description": True},
         ["add a note to my last entry: with Maria", "append with Maria to the description",
          "add to the note: with Maria", "add 'with Maria' to my last entry's description",
          "add with Maria to the note of my last entry",
          "append “with Maria” to my last entry", "add a comment to my last entry saying “with Maria”"]),
        ({"kind": "delete_entry"}, ["delete my last entry", "ugh, delete my last entry", "throw away my last entry",
                                     "remove the last thing I logged", "delete the entry I just made",
                                     "kill the last entry",
                                     "delete what I just logged", "last entry was wrong, remove it",
                                     "would you mind deleting my last entry"]),
        ({"kind": "undo"}, ["undo", "udno", "never mind, undo", "undo that", "undo what I just did", "roll that back"]),
        ({"kind": "connect"}, ["connect clockify", "link my account to clockify"]),
        ({"kind": "delete_schedule", "target": "2"}, ["cancel schedule #2", "turn off schedule 2"]),
        ({"kind": "delete_schedule", "target": "daily"}, ["stop the daily reminder", "delete my daily schedule"]),
        ({"kind": "unsubscribe"}, ["no more notifications please", "turn off notifications", "stop sending updates"]),
        ({"kind": "create_schedule", "cron": "0 17 * * 5", "timezone": "Europe/Berlin", "action": {"kind": "summary"}},
         ["every friday at 5pm post my week", "evry friday at 17:00 post my week", "on fridays at 5pm post my week"]),
    ],
)  # fmt: skip
def test_a_command(expected: dict[str, Any], texts: list[str]) -> None:
    for text in texts:
        assert fields(read_one(text)) == expected, text


@pytest.mark.parametrize(
    "text",
    [
        "2h falcon", "log 2h on Falcon", "can u log 2h on falcon", "helo, log 2h on falcon", "need to log 2h falcon",
        "spnet 2 huors on Falcon", "jot down 2h for Falcon", "falcon took me 2 hours", "finished 2h of Falcon",
        "log “2h” on Falcon", "2h (falcon)", "2h @falcon", "2hFalcon", "&gt; log 2h on Falcon", "falcon = 2h",
        "make an entry: 2h Falcon", "would be great if you could log 2h on Falcon", "2 hours. falcon.",
    ],
)  # fmt: skip
def test_two_hours_on_a_project(text: str) -> None:
    assert fields(read_one(text)) == {"kind": "log_time", "project": "Falcon", "duration_s": 7200}


@pytest.mark.parametrize(
    "text",
    [
        "log 2h on Falcon / Wiring", "2h falcon wiring", "2h on the wiring task of Falcon", "task wiring on falcon 2h",
        "log 2h for Falcon (Wiring)", "2h of wiring on falcon", "Falcon > Wiring 2h", "log 2h on Falcon - Wiring",
    ],
)  # fmt: skip
def test_a_task(text: str) -> None:
    assert fields(read_one(text)) == {
        "kind": "log_time",
        "project": "Falcon",
        "task": "Wiring",
        "duration_s": 7200,
    }


@pytest.mark.parametrize(
    "text",
    [
        "log 2h on Falcon: loom check", "2h falcon - loom check", "falcon 2h (loom check)", "2h falcon // loom check",
        'log 2h on falcon as "loom check"', "log falcon 2h description: loom check", "2h falcon re: loom check",
    ],
)  # fmt: skip
def test_a_description(text: str) -> None:
    action = fields(read_one(text))
    assert (action["project"], action["duration_s"], action["description"]) == ("Falcon", 7200, "loom check")


def test_what_tells_only_a_time_goes_on_with_the_project_before_it() -> None:
    actions = [fields(action) for action in read("Falcon Mon 4h, Tue 3h")]
    assert [(each["project"], each["duration_s"], each["date"]) for each in actions] == [
        ("Falcon", 4 * 3600, "2026-05-11"),
        ("Falcon", 3 * 3600, "2026-05-12"),
    ]


def test_what_joins_two_pieces_of_work_is_in_neither() -> None:
    actions = [fields(action) for action in read("1h30 on Falcon: loom check and 30m on Helpdesk")]
    assert [each.get("description") for each in actions] == ["loom check", None]


def test_no_part_of_an_entry_is_deleted_with_all_of_it() -> None:
    assert read_one("remove the tag coding from my last entry").kind == "unknown"


def test_two_lengths_within_a_description_are_no_entries() -> None:
    action = fields(read_one("log 1h on Falcon: cut the build from 20 min to 5 min"))
    assert (action["duration_s"], action["description"]) == (3600, "cut the build from 20 min to 5 min")
