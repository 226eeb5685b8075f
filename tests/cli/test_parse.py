"""`clankerbot parse`: what a text means, for people and for programs."""

import json
from pathlib import Path

import pytest

from clankerbot_engine.actions import ParseResult
from tests.cli.conftest import Clankerbot

NOW = ("--now", "2026-04-22T15:40:00+02:00", "--timezone", "Europe/Berlin")
CATALOGUE = {
    "projects": [
        {"name": "Apollo", "id": "a1", "client": "Northwind", "tasks": ["Design"]},
        {"name": "Hermes", "id": "h1"},
        {"name": "Zeus", "id": "z1", "archived": True},
    ],
    "tags": ["dev"],
}


@pytest.fixture
def catalogue(tmp_path: Path) -> str:
    path = tmp_path / "names of mine.json"
    path.write_text(json.dumps(CATALOGUE))
    return str(path)


def test_json_is_the_parse_result(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "log 2h on Apollo yesterday", *NOW, "--json")
    assert result.exit_code == 0
    reading = ParseResult.model_validate_json(result.stdout)
    (action,) = reading.actions
    assert reading.timezone == "Europe/Berlin"
    assert json.loads(result.stdout)["actions"][0] | {"spans": [], "needs": []} == {
        **action.model_dump(mode="json", by_alias=True),
        "kind": "log_time",
        "project": "Apollo",
        "duration_s": 7200,
        "date": "2026-04-21",
        "spans": [],
        "needs": [],
    }


def test_names_of_fields_are_those_of_the_wire(clankerbot: Clankerbot) -> None:
    (action,) = json.loads(clankerbot("parse", "summary this week by project", *NOW, "--json").stdout)["actions"]
    assert action["kind"] == "summary"
    assert action["from"] == "2026-04-20"
    assert "from_" not in action


def test_quotes_around_the_text_are_not_needed(clankerbot: Clankerbot) -> None:
    quoted = clankerbot("parse", "log 2h on Apollo yesterday", *NOW)
    bare = clankerbot("parse", "log", "2h", "on", "Apollo", "yesterday", *NOW)
    assert bare.stdout == quoted.stdout


def test_a_person_sees_what_was_read_underlined_and_named(clankerbot: Clankerbot) -> None:
    lines = clankerbot("parse", "log 2h on Apollo yesterday", *NOW).stdout.splitlines()
    text, marks = lines[:2]
    assert text == "log 2h on Apollo yesterday"
    for words in ("2h", "Apollo", "yesterday"):
        at = text.index(words)
        assert marks[at : at + len(words)] == "~" * len(words)
    assert "log_time" in lines
    rows = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[lines.index("log_time") + 1 :]}
    assert rows["project"] == "Apollo"
    assert rows["duration"] == "2h"
    assert rows["date"] == "2026-04-21 (Tue)"


def test_the_words_of_an_action_within_a_schedule_are_underlined_too(clankerbot: Clankerbot) -> None:
    text, marks = clankerbot("parse", "every friday at 5pm log 2h on Apollo", *NOW).stdout.splitlines()[:2]
    assert (text, marks) == ("every friday at 5pm log 2h on Apollo", "~~~~~~~~~~~~ ~~~~~~ ~~~ ~~    ~~~~~~")


def test_several_actions_are_numbered(clankerbot: Clankerbot) -> None:
    shown = clankerbot("parse", "2h on Apollo and 30m standup yesterday", *NOW).stdout
    assert "1. log_time" in shown
    assert "2. log_time" in shown


def test_what_is_not_understood_says_so_and_still_exits_with_0(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "the quick brown fox", *NOW)
    assert result.exit_code == 0
    assert "unknown" in result.stdout


def test_the_catalogue_gives_ids(clankerbot: Clankerbot, catalogue: str) -> None:
    result = clankerbot("parse", "log 2h on apollo", *NOW, "--catalogue", catalogue, "--json")
    (action,) = json.loads(result.stdout)["actions"]
    assert (action["project"], action["project_id"]) == ("Apollo", "a1")


def test_german_is_read_for_who_speaks_it(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "gestern 2,5 Std an Apollo", *NOW, "--locale", "de-AT", "--json")
    (action,) = json.loads(result.stdout)["actions"]
    assert (action["duration_s"], action["date"]) == (9000, "2026-04-21")


def test_an_open_question_is_shown(clankerbot: Clankerbot, catalogue: str) -> None:
    shown = clankerbot("parse", "log 2h on Zeus", *NOW, "--catalogue", catalogue).stdout
    assert "? project: " in shown


def test_now_without_an_offset_is_local_to_the_zone(clankerbot: Clankerbot) -> None:
    local = ("--now", "2026-04-22T23:30:00", "--timezone", "America/New_York", "--json")
    reading = json.loads(clankerbot("parse", "log 2h on Apollo today", *local).stdout)
    assert reading["now"] == "2026-04-22T23:30:00-04:00"
    assert reading["actions"][0]["date"] == "2026-04-22"


def test_the_zone_comes_from_the_settings_unless_given(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "log 2h on Apollo", "--json", env={"TIMEZONE": "Asia/Tokyo"})
    assert json.loads(result.stdout)["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--now", "half past nine"], "ISO 8601"),
        (["--timezone", "Mars/Olympus"], "IANA time zone"),
        (["--timezone", "../../etc/passwd"], "IANA time zone"),
        (["--catalogue", "no such file"], "No such file"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(clankerbot: Clankerbot, words: list[str], told: str) -> None:
    result = clankerbot("parse", "log 2h", *words)
    assert result.exit_code == 2
    assert words[0] in result.stderr
    assert told in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold an object"),
        ('{"projects": [{"id": "a1"}]}', "projects.0.name"),
        ("\xff", "is not JSON"),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_told_in_a_line(
    clankerbot: Clankerbot, tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "names.json").write_text(content, encoding="latin-1")
    result = clankerbot("parse", "log 2h", "--catalogue", "names.json")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: names.json")
    assert told in line


def test_a_text_that_is_too_long_is_refused(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "a" * 10_001)
    assert result.exit_code == 1
    assert "10000" in result.stderr


def test_text_that_is_no_unicode_is_refused(clankerbot: Clankerbot) -> None:
    """A shell hands on bytes; those that are no UTF-8 arrive as half a surrogate pair."""
    result = clankerbot("parse", "log 2h on \udcff")
    assert result.exit_code == 1
    assert "Unicode" in result.stderr


def test_control_characters_do_not_reach_the_terminal(clankerbot: Clankerbot) -> None:
    result = clankerbot("parse", "log 2h on \x1b[2JApollo \u202e", *NOW)
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_no_database_is_made(clankerbot: Clankerbot, tmp_path: Path) -> None:
    clankerbot("parse", "log 2h on Apollo")
    assert list(tmp_path.iterdir()) == []
