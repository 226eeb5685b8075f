"""`clankerbot parse --jsonl`: one answer for each line, in order, whatever the lines hold."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Clankerbot

NOW = {"now": "2026-04-22T15:40:00+02:00", "tz": "Europe/Berlin"}


def lines(*requests: Any) -> str:
    return "".join(f"{request if isinstance(request, str) else json.dumps(request)}\n" for request in requests)


def answers(clankerbot: Clankerbot, text: str | bytes, *words: str) -> tuple[int, list[dict[str, Any]]]:
    result = clankerbot("parse", "--jsonl", "-", *words, stdin=text)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_the_same_order(clankerbot: Clankerbot) -> None:
    requests = [{"id": f"r{number}", "text": f"log {number}h on Apollo", **NOW} for number in range(1, 9)]
    code, told = answers(clankerbot, lines(*requests))
    assert code == 0
    assert [answer["id"] for answer in told] == [request["id"] for request in requests]
    assert [answer["actions"][0]["duration_s"] for answer in told] == [3600 * number for number in range(1, 9)]
    assert all(set(answer) == {"id", "actions", "took_us"} and answer["took_us"] >= 0 for answer in told)


def test_the_actions_are_as_the_single_text_gives_them(clankerbot: Clankerbot) -> None:
    text = "summary this week by project"
    _, (answer,) = answers(clankerbot, lines({"id": 1, "text": text, **NOW}))
    single = clankerbot("parse", text, "--now", NOW["now"], "--timezone", NOW["tz"], "--json")
    assert answer["actions"] == json.loads(single.stdout)["actions"]


def test_the_catalogue_applies_to_every_line(clankerbot: Clankerbot, tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text('{"projects": [{"name": "Apollo", "id": "a1"}]}')
    requests = [{"id": 1, "text": "2h apollo", **NOW}, {"id": 2, "text": "start apollo", **NOW}]
    _, told = answers(clankerbot, lines(*requests), "--catalogue", "names.json")
    assert [answer["actions"][0]["project_id"] for answer in told] == ["a1", "a1"]


def test_now_and_tz_may_be_left_out(clankerbot: Clankerbot) -> None:
    code, (answer,) = answers(clankerbot, lines({"id": None, "text": "log 2h on Apollo"}), "--timezone", "Asia/Tokyo")
    assert code == 0
    assert answer["id"] is None
    assert answer["actions"][0]["kind"] == "log_time"


def test_a_line_may_be_in_another_language_than_the_rest(clankerbot: Clankerbot) -> None:
    requests = [
        {"id": 1, "text": "gestern 2 Std an Apollo", "locale": "de", **NOW},
        {"id": 2, "text": "2h on Apollo yesterday", **NOW},
    ]
    _, told = answers(clankerbot, lines(*requests))
    assert [answer["actions"][0]["duration_s"] for answer in told] == [7200, 7200]
    assert [answer["actions"][0]["date"] for answer in told] == ["2026-04-21", "2026-04-21"]


@pytest.mark.parametrize(
    ("bad", "identity", "told"),
    [
        ("not json", None, "not JSON"),
        ("[1, 2]", None, "not an object"),
        ('{"id": NaN}', None, "not JSON"),
        ({"id": "x"}, "x", "text is missing"),
        ({"id": "x", "text": 7}, "x", "text must be a string"),
        ({"id": "x", "text": "log 2h", "now": "soon"}, "x", "now must be"),
        ({"id": "x", "text": "log 2h", "now": "9999-01-01T00:00:00Z"}, "x", "now must lie"),
        ({"id": "x", "text": "log 2h", "tz": "Mars/Olympus"}, "x", "tz must be"),
        ({"id": "x", "text": "log 2h", "tz": "../../etc/passwd"}, "x", "tz must be"),
        ({"id": "x", "text": "log 2h", "locale": 7}, "x", "locale must be a string"),
        ({"id": "x", "text": "a" * 10_001}, "x", "10000"),
        ({"id": "x", "text": "log 2h\0"}, "x", "NUL"),
        ('{"id": "x", "text": "\\ud800"}', None, "not JSON"),
    ],
    ids=lambda value: str(value)[:40] if not isinstance(value, tuple) else None,
)
def test_a_bad_line_is_answered_and_the_next_one_is_read(
    clankerbot: Clankerbot, bad: Any, identity: str | None, told: str
) -> None:
    code, (refused, read) = answers(clankerbot, lines(bad, {"id": "good", "text": "log 2h on Apollo", **NOW}))
    assert code == 1
    assert refused["id"] == identity
    assert told in refused["error"]["message"]
    assert "actions" not in refused
    assert read["actions"][0]["kind"] == "log_time"


def test_bytes_that_are_no_utf_8_are_a_bad_line(clankerbot: Clankerbot) -> None:
    code, told = answers(clankerbot, b'\xff\xfe\n{"id": 2, "text": "status"}\n')
    assert code == 1
    assert "error" in told[0]
    assert told[1]["actions"][0]["kind"] == "status"


def test_blank_lines_and_a_missing_last_line_feed_are_no_requests(clankerbot: Clankerbot) -> None:
    code, told = answers(clankerbot, '\n  \n{"id": 1, "text": "status"}')
    assert code == 0
    assert [answer["id"] for answer in told] == [1]


def test_nothing_gives_nothing(clankerbot: Clankerbot) -> None:
    assert answers(clankerbot, "") == (0, [])


@pytest.mark.parametrize(
    "words", [["text", "--jsonl", "-"], ["--jsonl", "-", "--json"], ["--jsonl", "-", "--now", NOW["now"]]]
)
def test_lines_bring_everything_themselves(clankerbot: Clankerbot, words: list[str]) -> None:
    assert clankerbot("parse", *words, stdin="").exit_code == 2


def test_each_answer_is_there_before_the_next_question(tmp_path: Path) -> None:
    """A program may ask and wait, over one process."""
    command = [sys.executable, "-m", "clankerbot_http", "parse", "--jsonl", "-"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines({"id": number, "text": "status"}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0
