"""`clankerbot summary`: each form, from this process and from a service."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.reports.sheet import Sheet, SheetDay, SheetRow
from clankerbot_http.addresses import url_of
from clankerbot_http.cli import terminal
from clankerbot_http.cli.remote_service import read_from_service
from clankerbot_http.cli.summary_text import LONGEST_BAR, LONGEST_NAME, as_text, bar
from clankerbot_http.server import open_listeners, port_of, served
from tests.cli.conftest import Clankerbot
from tests.cli.serving import serving
from tests.end_to_end.processes import ROOT
from tests.fakes.clocks import FakeClock
from tests.fakes.services import running_service

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(datetime.now(UTC))


@pytest.fixture
def here(state: SandboxState) -> Iterator[dict[str, str]]:
    with serving(create_sandbox(state)) as url:
        yield {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": f"{url}/api"}


def last_week_s(state: SandboxState) -> int:
    today = state.now().astimezone(ZoneInfo("Europe/Berlin")).date()  # as everybody there goes by
    monday = today - timedelta(days=today.weekday() + 7)
    own = [entry for entry in state.entries.values() if entry.user_id == state.owner.id]
    return sum(entry.seconds for entry in own if monday <= entry.start.date() < monday + timedelta(days=7))


def test_text_has_the_total_what_changed_and_a_row_each(
    clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]
) -> None:
    lines = clankerbot("summary", "last", "week", env=here).stdout.splitlines()
    hours, minutes = divmod(last_week_s(state) // 60, 60)
    total = f"{hours} h {minutes} min" if minutes else f"{hours} h"
    assert lines[0].startswith(f"{total} of 40 h")
    assert sum(line.startswith("  ") and line.endswith(".") for line in lines) == 3
    rows = lines[lines.index("") + 1 :]
    assert len({terminal.columns_of(line) for line in rows[-4:]}) == 1  # the numbers end below each other
    assert rows[-1].split()[:2] == ["Total", str(hours)]


def test_options_say_what_words_do_not(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    people = clankerbot("summary", "last week", "--team", "--by", "user", env=here).stdout
    assert all(person.name in people for person in state.people.values())
    client = clankerbot("summary", "last week", "--team", "--client", "northwind", env=here).stdout
    assert "Northwind Space" in client.splitlines()[0]
    assert "Müller" not in client


def test_csv_and_json_are_for_programs(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    found = clankerbot("summary", "last week", "--format", "csv", env=here)
    *rows, total = csv.DictReader(io.StringIO(found.stdout))
    assert sum(int(row["seconds"]) for row in rows) == int(total["seconds"]) == last_week_s(state)
    answer = json.loads(clankerbot("summary", "last week", "--format", "json", env=here).stdout)
    assert answer["data"]["summary"]["total_s"] == last_week_s(state)


def test_each_entry_is_a_line_of_csv(clankerbot: Clankerbot, state: SandboxState, here: dict[str, str]) -> None:
    found = clankerbot("summary", "last week", "--entries", "--format", "csv", env=here)
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert sum(int(row["seconds"]) for row in rows) == last_week_s(state)
    refused = clankerbot("summary", "last week", "--entries", env=here)
    assert refused.exit_code == 2
    assert "--format csv" in refused.stderr


def test_a_picture_is_written_where_it_is_said(clankerbot: Clankerbot, here: dict[str, str], tmp_path: Path) -> None:
    done = clankerbot("summary", "last week", "--png", "week.png", env=here)
    assert done.stdout == "Wrote week.png.\n"
    assert (tmp_path / "week.png").read_bytes().startswith(b"\x89PNG")
    refused = clankerbot("summary", "--png", "nowhere/week.png", env=here)
    assert refused.exit_code == 2
    assert "There is no folder" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [(["whenever"], "last week"), (["--client", "Zenith"], "No client"), (["--user", "Zoe"], "Nobody")],
)
def test_what_cannot_be_is_said_in_a_line(
    clankerbot: Clankerbot, here: dict[str, str], words: list[str], said: str
) -> None:
    result = clankerbot("summary", *words, env=here)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr
    error = json.loads(clankerbot("summary", *words, "--format", "json", env=here).stdout)
    assert error["ok"] is False


def answered(**answer: Any) -> tuple[list[httpx.Request], Any]:
    seen: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(**answer)

    found = read_from_service(
        "http://127.0.0.1:8080",
        "clank_token",
        "/reports/summary",
        query={"period": "last week", "format": "csv"},
        transport=httpx.MockTransport(answering),
        sleep=lambda _: None,
    )
    return seen, found


def test_a_service_is_asked_with_the_token_and_gives_the_file() -> None:
    seen, found = answered(status_code=200, content=b"project\r\n", headers={"Content-Type": "text/csv; charset=utf-8"})
    assert found == b"project\r\n"
    assert seen[0].url.query == b"period=last+week&format=csv"
    assert seen[0].headers["Authorization"] == "Bearer clank_token"


def test_an_error_of_the_service_is_no_file() -> None:
    error = {"code": "not_found", "message": "no", "details": {}, "retryable": False, "retry_after_s": None}
    _, found = answered(status_code=404, json={"ok": False, "data": None, "error": error, "request_id": "01J"})
    assert found["error"] == error


def sheet(*rows: SheetRow) -> Sheet:
    total = SheetRow("Total", sum(row.seconds for row in rows), "3 h", "100 %")
    return Sheet(
        title="3 h",
        about="Mon 16 Nov to Sun 22 Nov 2026",
        facts="",
        sentences=(),
        columns=("Project", "Time", "Share"),
        rows=rows,
        total=total,
        legend=("now", "before"),
        by_day="By day",
        days=(SheetDay("Mon", 1),),
        more="{n} more",
        nothing="No time logged.",
    )


@pytest.mark.parametrize("name", ["Müller", "設計設計設計", "x" * 300, "\x1b[31mred\x1b[0m", "שלום", "a\nb"])
def test_columns_stay_below_each_other_whatever_the_names(name: str) -> None:
    lines = list(as_text(sheet(SheetRow(name, 7200, "2 h", "67 %"), SheetRow("B", 3600, "1 h", "33 %"))))
    *_, first, second, total = lines
    assert len({terminal.columns_of(line) for line in (first, second, total)}) == 1
    assert "\x1b" not in first
    assert terminal.columns_of(first) < LONGEST_NAME + LONGEST_BAR + 30


@pytest.mark.parametrize(
    ("seconds", "drawn"), [(0, ""), (1, "▏"), (3600, "█" * 10), (7200, "█" * 20), (3780, "█" * 10 + "▌")]
)
def test_bars_are_as_long_as_their_time(seconds: int, drawn: str) -> None:
    assert bar(seconds, 7200) == drawn


def test_nothing_is_said_to_be_nothing() -> None:
    assert list(as_text(sheet()))[-1] == "  No time logged."


async def test_the_readme_shows_what_it_prints(clankerbot: Clankerbot, tmp_path: Path) -> None:
    """By a service for which it is that day, whatever day it is: a week is compared once it is over."""
    shown = re.search(r"<!-- summary -->\n```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    listeners = open_listeners("127.0.0.1", 0)
    async with (
        running_service(tmp_path, clock=FakeClock(datetime(2026, 11, 26, 15, tzinfo=UTC))) as service,
        served(service.app, listeners, name="service"),
    ):
        env = {"CLANKERBOT_URL": url_of("127.0.0.1", port_of(listeners)), "CLANKERBOT_TOKEN": await service.token()}
        printed = await asyncio.to_thread(clankerbot, "summary", "2026-11-16 to 2026-11-22", env=env)
    assert printed.stdout == shown[1]
