"""The command as a whole: help, version, exit codes, errors in words."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from clankerbot_engine import actions
from clankerbot_http.cli import texts
from clankerbot_http.cli.group import COMMANDS, main
from tests.cli.conftest import Clankerbot


def test_help_names_every_command_and_every_exit_code(clankerbot: Clankerbot) -> None:
    result = clankerbot("--help")
    assert result.exit_code == 0
    for name, command in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(command.summary)}$", result.stdout, re.MULTILINE)
    for code in ("0  done", "1  failed", "2  the command line or a setting is wrong", "3  a question"):
        assert code in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(clankerbot: Clankerbot, name: str) -> None:
    result = clankerbot(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: clankerbot {name}")
    assert len(result.stdout.splitlines()) > 6


def test_every_example_in_the_help_is_a_command_line_that_the_options_allow() -> None:
    """Examples rot first: each is taken apart by click, without being run."""
    checked = 0
    for name in COMMANDS:
        text = CliRunner().invoke(main, [name, "--help"], prog_name="clankerbot").stdout
        for line in re.findall(r"^ +clankerbot (.*)$", text, re.MULTILINE):
            words = shlex.split(line.partition(" > ")[0])
            command: click.Command | None = main
            context = click.Context(main)
            while isinstance(command, click.Group):
                command = command.get_command(context, words.pop(0))
            assert command is not None, line
            command.make_parser(context).parse_args(list(words))
            checked += 1
    assert checked >= 10


def test_the_version_is_that_of_the_package(clankerbot: Clankerbot) -> None:
    result = clankerbot("--version")
    assert result.exit_code == 0
    assert re.fullmatch(r"clankerbot \d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize("words", [["frobnicate"], ["token", "create"], ["parse"], ["run"], ["run", "--colour", "x"]])
def test_wrong_use_is_told_and_exits_with_2(clankerbot: Clankerbot, words: list[str]) -> None:
    result = clankerbot(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert "Error: " in result.stderr


@pytest.mark.parametrize("words", [["migrate"], ["serve"], ["demo"], ["run", "status"], ["parse", "status"]])
def test_a_wrong_setting_is_one_line_that_names_it_and_exits_with_2(clankerbot: Clankerbot, words: list[str]) -> None:
    result = clankerbot(*words, env={"PORT": "eighty"})
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: PORT: 'eighty' is not valid")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_host_that_is_not_this_machine_is_a_wrong_setting(clankerbot: Clankerbot, command: str) -> None:
    result = clankerbot(command, env={"HOST": "192.0.2.1", "PORT": "0"})
    assert result.exit_code == 2
    assert "HOST: '192.0.2.1'" in result.stderr


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Factory", "right/Europe/Berlin", "Mars/Olympus", "/etc"])
def test_what_is_no_places_time_zone_is_refused_everywhere(clankerbot: Clankerbot, zone: str) -> None:
    assert clankerbot("migrate", env={"TIMEZONE": zone}).exit_code == 2
    given = clankerbot("parse", "status", "--timezone", zone)
    assert given.exit_code == 2
    assert f"{zone!r} is not an IANA time zone" in given.stderr
    lines = clankerbot("parse", "--jsonl", "-", stdin=json.dumps({"text": "status", "tz": zone}))
    assert "tz must be an IANA time zone" in lines.stdout


@pytest.mark.parametrize(("now", "code"), [("1969-12-31", 1), ("1970-01-01", 0), ("2099-12-31", 0), ("2100-01-01", 1)])
def test_a_now_lies_in_the_years_that_rest_takes(clankerbot: Clankerbot, now: str, code: int) -> None:
    result = clankerbot("parse", "log 2h yesterday", "--now", f"{now}T12:00:00Z")
    assert result.exit_code == code
    assert ("between the years 1970 and 2099" in result.stderr) is (code != 0)


def test_a_setting_in_the_file_is_told_in_the_same_way(clankerbot: Clankerbot) -> None:
    Path(".env").write_text("TIMEZONE=Mars/Olympus\n")
    result = clankerbot("migrate")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "TIMEZONE: 'Mars/Olympus'" in result.stderr


def test_in_json_mode_a_refusal_is_an_api_response_on_standard_output(clankerbot: Clankerbot) -> None:
    result = clankerbot("token", "revoke", "01NOSUCH", "--json")
    assert result.exit_code == 1
    assert result.stderr == ""
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    assert answer["data"] is None
    assert answer["error"]["code"] == "not_found"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", answer["request_id"])


def test_colours_are_for_terminals_and_for_those_who_want_them(tmp_path: Path) -> None:
    def seen(color: bool, env: dict[str, str]) -> str:
        return CliRunner().invoke(main, ["token", "revoke", "x"], color=color, env=env).stderr

    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    assert "\x1b[" in seen(color=True, env=database)
    assert "\x1b[" not in seen(color=False, env=database)
    assert "\x1b[" not in seen(color=True, env={**database, "NO_COLOR": "1"})


WEB_AND_DATABASE = "fastapi starlette uvicorn sqlalchemy alembic slack_bolt slack_sdk opentelemetry apscheduler"


@pytest.mark.parametrize(
    ("words", "env", "unwanted"),
    [
        (["--help"], {}, f"{WEB_AND_DATABASE} httpx pydantic clankerbot_engine"),
        (["serve", "--help"], {}, f"{WEB_AND_DATABASE} httpx pydantic clankerbot_engine"),
        (["demo", "--help"], {}, f"{WEB_AND_DATABASE} httpx pydantic clankerbot_engine"),
        (["parse", "log 2h on Apollo"], {}, f"{WEB_AND_DATABASE} httpx"),
        (
            ["run", "status"],
            {"CLANKERBOT_TOKEN": "clank_x", "CLANKERBOT_URL": "no url"},
            f"{WEB_AND_DATABASE} rapidfuzz",
        ),
        (["token", "list"], {}, "fastapi starlette uvicorn httpx slack_bolt slack_sdk opentelemetry"),
    ],
)
def test_a_command_loads_only_what_it_needs(
    tmp_path: Path, words: list[str], env: dict[str, str], unwanted: str
) -> None:
    """Each must start quickly."""
    code = (
        "import sys\n"
        "from clankerbot_http.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, env={**os.environ, **env}, capture_output=True, text=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint(unwanted.split())


def test_the_limit_on_texts_is_the_engines() -> None:
    assert texts.MAX_TEXT == actions.MAX_TEXT
