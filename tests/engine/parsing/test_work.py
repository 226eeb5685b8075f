"""What a piece of work is about: project, task, tags, billable, description, in any order and wording."""

from typing import Any

import pytest

from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import asked, fields, read, read_one

FALCON_2H = {"kind": "log_time", "project": "Falcon", "duration_s": 7200}


@pytest.mark.parametrize(
    "text",
    [
        "log 2h on Falcon",
        "Log 2h on FALCON.",
        "log 2 hours to falcon please",
        "hey, could you please log two hours on Falcon? thanks!",
        "2h Falcon",
        "Falcon 2h",
        "falcon: 2h",
        "i worked on Falcon for 2h",
        "I spent 2h on Falcon",
        "2 hours of Falcon",
        "add 2h to project Falcon",
        "put two hours on Falcon 🙏",
        "I'd like to log 2h for Falcon",
        "track 2h against Falcon",
        "book 2h in Falcon",
        "log 2h on “Falcon”",
        "please log 2h\u00a0on Falcon",
    ],
)
def test_wording_and_order_are_free(text: str) -> None:
    assert fields(read_one(text)) == FALCON_2H


@pytest.mark.parametrize(
    ("said", "project"),
    [
        ("Falcon Heavy", "Falcon Heavy"),
        ("falcon heavy", "Falcon Heavy"),
        ("heavy", "Falcon Heavy"),
        ("skyline falcon", "Falcon"),
        ("ubersicht gmbh", "Übersicht GmbH"),
        ("übersicht", "Übersicht GmbH"),
        ("strassenbahn", "Straßenbahn"),
        ("Monday Club", "Monday Club"),
        ("q2 planning", "Q2 Planning"),
        ("Log Archive", "Log Archive"),
        ("research & tools", "Research & Tools"),
        ("helpdsek", "Helpdesk"),
        ("helpd", "Helpdesk"),
    ],
)
def test_a_name_is_found_as_the_catalogue_has_it(said: str, project: str) -> None:
    assert fields(read_one(f"log 2h on {said}")) == FALCON_2H | {"project": project}
    assert fields(read_one(f"log 2h on {said} yesterday"))["date"] == "2026-05-12"


def test_a_name_that_looks_like_a_time_is_a_name_beside_a_time() -> None:
    action = fields(read_one("log 2h on Monday Club on Monday"))
    assert (action["project"], action["date"]) == ("Monday Club", "2026-05-11")


def test_a_typo_in_the_command_is_read_with_less_confidence() -> None:
    action = read_one("logg 2h to falcon")
    assert fields(action) == FALCON_2H
    assert action.confidence < read_one("log 2h to falcon").confidence


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("log 2h on Falcon: fix the loom", {"description": "fix the loom"}),
        ("log 2h on Falcon - fix the loom", {"description": "fix the loom"}),
        ("log 2h on Falcon — fix the loom!", {"description": "fix the loom"}),
        ('2h Falcon "fix the loom"', {"description": "fix the loom"}),
        ("2h Falcon 'fix the loom'", {"description": "fix the loom"}),
        ("2h on Falcon, fix the loom", {"description": "fix the loom"}),
        ("2h Falcon fix the loom", {"description": "fix the loom"}),
        ("2h (fix the loom) Falcon", {"description": "fix the loom"}),
        ("fix the loom on Falcon 2h", {"description": "fix the loom"}),
        ("worked 2h on Falcon fixing the loom", {"description": "fixing the loom"}),
        ("2h on Falcon about the loom", {"description": "loom"}),
        ("log 2h on Falcon: meet at 5 about Helpdesk", {"description": "meet at 5 about Helpdesk"}),
        ("log 2h on Falcon: 1:1 with Ann", {"description": "1:1 with Ann"}),
        ("log 2h on Falcon #coding", {"tags": ["coding"]}),
        ("log 2h on Falcon #coding #travel", {"tags": ["coding", "travel"]}),
        ("log 2h on Falcon tagged coding, travel", {"tags": ["coding", "travel"]}),
        ("log 2h on Falcon with tags coding and client call", {"tags": ["coding", "client call"]}),
        ("log 2h on Falcon with the tag client call: minutes", {"tags": ["client call"], "description": "minutes"}),
        ("log 2h on Falcon @coding", {"tags": ["coding"]}),
        ("log 2h on Falcon: loom #Coding", {"tags": ["coding"], "description": "loom"}),
        ("log 2h on Falcon: fix #123", {"description": "fix #123"}),
        ("log 2h billable on Falcon", {"billable": True}),
        ("log 2h on Falcon, billable: loom", {"billable": True, "description": "loom"}),
        ("2h Falcon $", {"billable": True}),
        ("log 2h on Falcon non-billable", {"billable": False}),
        ("log 2h on Falcon not billable", {"billable": False}),
        ("2h Falcon nb", {"billable": False}),
        ("2h nonbillable Falcon", {"billable": False}),
        ("log 2h on Falcon / Wiring", {"task": "Wiring"}),
        ("log 2h on Falcon > test flight", {"task": "Test Flight"}),
        ("2h Falcon wiring", {"task": "Wiring"}),
        ("log 2h on Falcon task Wiring: loom", {"task": "Wiring", "description": "loom"}),
        ("2h wiring on Falcon", {"task": "Wiring"}),
        ("2h Falcon wiring the loom", {"description": "wiring the loom"}),
    ],
)
def test_what_else_is_said_finds_its_field(text: str, more: dict[str, Any]) -> None:
    assert fields(read_one(text)) == FALCON_2H | more


def test_names_come_with_their_ids() -> None:
    action = read_one("log 2h on Falcon / Wiring #coding #travel").model_dump()
    assert (action["project_id"], action["task_id"], action["tag_ids"]) == ("p-falcon", None, ("t-code", "t-travel"))


def test_two_projects_of_one_name_are_a_question_with_their_clients() -> None:
    action = read_one("log 2h on Garden")
    (need,) = action.needs
    assert need.field == "project"
    assert [(choice.value, choice.label, choice.id) for choice in need.choices] == [
        ("Garden", "Garden (Alder)", "p-garden-a"),
        ("Garden", "Garden (Birch)", "p-garden-b"),
    ]
    assert "project_id" not in action.model_dump(exclude_none=True)


@pytest.mark.parametrize("text", ["log 2h on Garden (Birch)", "2h Birch Garden", "log 2h on Garden for Birch"])
def test_a_clients_name_tells_them_apart(text: str) -> None:
    action = read_one(text)
    assert (action.model_dump()["project_id"], asked(action)) == ("p-garden-b", [])


def test_a_project_that_does_not_exist_is_a_question_with_the_nearest() -> None:
    action = read_one("log 2h on Falkland Hevy")
    (need,) = action.needs
    assert "no project" in need.reason
    assert "Falcon Heavy" in [choice.value for choice in need.choices]
    assert fields(action) == {"kind": "log_time", "duration_s": 7200}


def test_an_archived_project_is_not_found() -> None:
    action = read_one("log 2h on Closed")
    assert asked(action) == ["project"]
    assert "Closed" not in [choice.value for choice in action.needs[0].choices]


def test_two_projects_said_are_a_question() -> None:
    action = read_one("2h on Falcon and Helpdesk")
    assert [choice.value for choice in action.needs[0].choices] == ["Falcon", "Helpdesk"]


def test_an_unknown_tag_is_a_question() -> None:
    action = read_one("log 2h on Falcon #codng #zzz")
    assert asked(action) == ["tags"]


def test_aliases_and_the_default_project_are_the_persons_own() -> None:
    preferences = Preferences(aliases={"fh": "Falcon Heavy"}, default_project="Helpdesk")
    assert fields(read_one("log 2h on fh", preferences=preferences))["project"] == "Falcon Heavy"
    assert fields(read_one("log 2h", preferences=preferences))["project"] == "Helpdesk"
    assert fields(read_one("30m standup", preferences=preferences))["project"] == "Helpdesk"
    assert asked(read_one("log 2h on Zeppelin", preferences=preferences)) == ["project"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("log 2h on Falcon yesterday", FALCON_2H | {"date": "2026-05-12"}),
        ("log 2h on falcon", FALCON_2H | {"project": "falcon"}),
        ("2h Falcon fix the loom", FALCON_2H | {"description": "fix the loom"}),
        ("log 2h on Data & Maps: tiles", FALCON_2H | {"project": "Data & Maps", "description": "tiles"}),
        ("log 2h on Project X / Build", FALCON_2H | {"project": "Project X", "task": "Build"}),
        ("log 2h on site relaunch", FALCON_2H | {"project": "site relaunch"}),
        ("log 2h on Friday Demo", FALCON_2H | {"project": "Demo", "date": "2026-05-08"}),
        ("30m standup", {"kind": "log_time", "duration_s": 1800, "description": "standup"}),
        ("start falcon", {"kind": "start_timer", "project": "falcon"}),
    ],
)
def test_without_a_catalogue_names_are_taken_as_written(text: str, expected: dict[str, Any]) -> None:
    assert fields(read_one(text, catalogue=None)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2h on Falcon and 30m standup yesterday", [("Falcon", None, 7200), (None, "standup", 1800)]),
        ("2h on Falcon, 30m standup and 1h review on Helpdesk yesterday",
         [("Falcon", None, 7200), (None, "standup", 1800), ("Helpdesk", "review", 3600)]),
        ("yesterday 2h Falcon, 1h Helpdesk", [("Falcon", None, 7200), ("Helpdesk", None, 3600)]),
        ("yesterday Falcon 2h, Helpdesk 1h", [("Falcon", None, 7200), ("Helpdesk", None, 3600)]),
        ("log 2h on Falcon yesterday\nlog 1h on Helpdesk: calls",
         [("Falcon", None, 7200), ("Helpdesk", "calls", 3600)]),
        ("yesterday: 2h Falcon; 1h Helpdesk", [("Falcon", None, 7200), ("Helpdesk", None, 3600)]),
        ("yesterday 2h Falcon: loom, 1h Helpdesk: calls",
         [("Falcon", "loom", 7200), ("Helpdesk", "calls", 3600)]),
    ],
)  # fmt: skip
def test_several_pieces_of_work_share_the_day(text: str, expected: list[tuple[Any, ...]]) -> None:
    actions = [fields(action) for action in read(text)]
    assert [(each.get("project"), each.get("description"), each["duration_s"]) for each in actions] == expected
    assert {each.get("date") for each in actions} == {"2026-05-12"}


def test_stretches_of_the_clock_are_pieces_too() -> None:
    first, second = (fields(action) for action in read("9-12 Falcon, 13-15 Helpdesk"))
    assert (first["project"], first["end"][11:16], second["project"], second["start"][11:16]) == (
        "Falcon",
        "12:00",
        "Helpdesk",
        "13:00",
    )


@pytest.mark.parametrize(
    "text",
    [
        "design and build on Falcon 2h",
        "2h Falcon: design, build and test",
        "2h Research & Tools",
        "log 2 hours, 30 minutes on Falcon",
        "log 2h on Falcon: start of the wiring and stop of the rest",
    ],
)
def test_what_is_one_is_never_split(text: str) -> None:
    assert len(read(text)) == 1


def test_commands_may_follow_each_other() -> None:
    assert [action.kind for action in read("stop and start Falcon")] == ["stop_timer", "start_timer"]
    kinds = [action.kind for action in read("stop the timer, log 30m on Helpdesk then start Falcon")]
    assert kinds == ["stop_timer", "log_time", "start_timer"]


def test_spans_say_what_was_read_as_what() -> None:
    text = "log 2h on Falcon / Wiring yesterday: fix the loom #coding nb"
    spans = {span.field: text[span.start : span.end] for span in read_one(text).spans}
    assert spans == {
        "kind": "log",
        "duration_s": "2h",
        "project": "Falcon",
        "task": "Wiring",
        "date": "yesterday",
        "description": "fix the loom",
        "tags": "#coding",
        "billable": "nb",
    }


def test_spans_of_several_actions_are_in_the_one_text() -> None:
    text = "2h on Falcon and 30m standup"
    first, second = read(text)
    assert [text[span.start : span.end] for span in (*first.spans, *second.spans)] == ["2h", "Falcon", "30m", "standup"]


def test_nothing_that_was_said_is_dropped_in_silence() -> None:
    text = "stop the timer gently"
    (unread,) = (span for span in read_one(text).spans if span.field == "unread")
    assert text[unread.start : unread.end] == "gently"


@pytest.mark.parametrize(
    ("text", "description", "day"),
    [
        ("2h Falcon: booth layout, yesterday", "booth layout", "2026-05-12"),
        ("Falcon — 2 hrs — booth layout — yesterday", "booth layout", "2026-05-12"),
        ("2h Falcon: booth layout, on Monday!", "booth layout", "2026-05-11"),
        ("2h Falcon: yesterday", None, "2026-05-12"),
        ("2h Falcon: fix bug from yesterday", "fix bug from yesterday", None),
        ("2h Falcon: mail, yesterday, and calls", "mail, yesterday, and calls", None),
        ("2h Falcon yesterday: prep for the demo, Friday", "prep for the demo, Friday", "2026-05-12"),
    ],
)
def test_a_day_apart_at_the_end_of_a_description_is_the_day(
    text: str, description: str | None, day: str | None
) -> None:
    said = fields(read_one(text))
    assert (said.get("description"), said.get("date")) == (description, day)


@pytest.mark.parametrize(
    "words",
    [
        "waiting for build", "need more tests", "if-else cleanup", "can't reproduce bug", "will it scale spike",
        "weekly report", "stop word filter", "pause button", "undo migration", "resume screening", "summary slides",
        "project plan", "task board cleanup", "note taking", "A/B test", "call with Bob re: pricing",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "shape", ["2h Falcon: {}", '2h Falcon "{}"', "2h Falcon ({})", "2h Falcon - {}", "2h Falcon, {}"]
)
def test_ordinary_words_are_a_description(words: str, shape: str) -> None:
    action = fields(read_one(shape.format(words)))
    assert action == {"kind": "log_time", "project": "Falcon", "duration_s": 7200, "description": words}


@pytest.mark.parametrize(
    "text", ["2h Falcon: why is it slow?", '2h Falcon "why is it slow?"', "2h Falcon (why is it slow?)"]
)
def test_a_question_that_is_told_of_is_a_description(text: str) -> None:
    action = read_one(text)
    assert (fields(action)["description"].rstrip("?"), action.needs) == ("why is it slow", ())


@pytest.mark.parametrize(
    "text", ["stop word filter 2h Falcon", "resume screening 2h Falcon", "summary slides 2h Falcon"]
)
def test_a_command_that_has_no_use_for_a_length_may_be_what_was_done(text: str) -> None:
    action = read_one(text)
    assert fields(action) == {
        "kind": "log_time",
        "project": "Falcon",
        "duration_s": 7200,
        "description": text.removesuffix(" 2h Falcon"),
    }
    assert asked(action) == ["confirmed"]


@pytest.mark.parametrize(
    ("text", "description", "date"),
    [
        ("2h Falcon (prep for friday demo)", "prep for friday demo", None),
        ("2h Falcon (yesterday)", None, "2026-05-12"),
        ("2h Falcon (wiring, yesterday)", "wiring", "2026-05-12"),
        ("2h Falcon call with Ana: prices", "call with Ana: prices", None),
        ('log 2h on "Falcon" with the note "knots, not loops"', "knots, not loops", None),
        ("2h Falcon - 24h test run", "24h test run", None),
    ],
)
def test_what_a_bracket_a_colon_or_a_quote_holds(text: str, description: str | None, date: str | None) -> None:
    action = fields(read_one(text))
    assert (action.get("project"), action.get("description"), action.get("date")) == ("Falcon", description, date)


@pytest.mark.parametrize(
    ("text", "locale", "description"),
    [
        ("spent the morning on Falcon, 9 til 12", "en", None),
        ("spent the afternoon on Falcon, 1 to 4pm", "en", None),
        ("Vormittag mit Falcon verbracht, 9 bis 12", "de", None),
        ("morning standup Falcon 9-10", "en", "morning standup"),
        ("spent the afternoon on Falcon, 9 to 11", "en", "afternoon"),
    ],
)
def test_the_half_of_a_day_that_the_hours_lie_in_is_no_description(
    text: str, locale: str, description: str | None
) -> None:
    action = read_one(text, preferences=Preferences(locale=locale))
    assert fields(action).get("description") == description
