"""`clankerbot audit`: every change, by every way in."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY
from clankerbot_engine.stores.migrations import head
from tests.cli.conftest import Clankerbot
from tests.fakes.services import data_of, running_service

DMITRI = "slack:T1:UDMITRI"


def told(clankerbot: Clankerbot, folder: Path, *options: str) -> list[dict[str, Any]]:
    env = {"DATABASE_URL": f"sqlite:///{folder}/clankerbot.db"}
    result = clankerbot("audit", "--format", "jsonl", *options, env=env)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


async def fill(folder: Path) -> str:
    """Something by each way in; the id of the token that was used."""
    async with running_service(folder, secret_keys="a long random word") as service:
        api = await service.client(**{"Idempotency-Key": "order-66"})
        data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"}))
        service.clock.go_on(seconds=1)
        (last,) = data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"}))
        service.clock.go_on(seconds=1)
        looking = await service.client(**{"Idempotency-Key": "only-looking"})
        data_of(await looking.post("/actions/run", json={"text": "status"}))
        data_of(await (await service.client()).post("/actions/parse", json={"text": "log 1h on Apollo"}))
        assert last["replayed"]
        schedule = {"text": "every friday at 17:00 summary of this week"}
        made = data_of(await api.post("/schedules", json=schedule), 201)
        service.clock.go_on(seconds=1)
        await api.delete(f"/schedules/{made['id']}")
        service.clock.go_on(seconds=1)
        await api.delete(f"/schedules/{made['id']}")  # it is not there any more
        service.clock.go_on(seconds=1)
        await service.services.accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
        service.clock.go_on(seconds=1)
        await service.services.engine.run(principal=DMITRI, text="log 1h on Support yesterday")
        service.clock.go_on(seconds=1)
        await service.services.engine.run(principal=DMITRI, text="undo")
        return str((await service.services.token_store.all())[0].id)


@pytest.fixture
async def used(tmp_path: Path) -> str:
    return await fill(tmp_path)


def test_it_says_who_changed_what_by_which_way_in_and_what_took_it_back(
    used: str, clankerbot: Clankerbot, tmp_path: Path
) -> None:
    changes = told(clankerbot, tmp_path)[::-1]
    seen = [(each["who"], each["way_in"], each["what"], each["outcome"]) for each in changes]
    token = f"token:{used}"
    assert (token, "rest", "log_time", "done") in seen
    assert seen.count((token, "rest", "log_time", "done")) == 1, "a replay changes nothing"
    assert (token, "rest", "DELETE /schedules/{schedule_id}", "done") in seen
    assert (token, "rest", "DELETE /schedules/{schedule_id}", "refused (404)") in seen
    assert (DMITRI, "slack", "connect", "done") in seen
    assert seen[-2:] == [(DMITRI, "slack", "log_time", "undone"), (DMITRI, "slack", "undo", "done")]
    assert changes[-2]["undo"] == changes[-1]["id"]
    assert changes[-1]["undo"] == changes[-2]["id"]
    assert not any("parse" in each["what"] or each["what"] == "status" for each in changes)
    assert REGULAR_API_KEY not in json.dumps(changes)


def test_one_person_and_a_few_are_asked_for(used: str, clankerbot: Clankerbot, tmp_path: Path) -> None:
    assert {each["who"] for each in told(clankerbot, tmp_path, "--who", DMITRI)} == {DMITRI}
    assert len(told(clankerbot, tmp_path, "--limit", "2")) == 2
    assert told(clankerbot, tmp_path, "--until", "2026-11-01") == []
    assert told(clankerbot, tmp_path, "--since", "2026-11-24T14:00:00+00:00")


def test_it_opens_in_a_spreadsheet_that_runs_nothing_of_it(clankerbot: Clankerbot) -> None:
    clankerbot("token", "create", "=cmd|'/c calc'!A1", "--all-scopes")
    result = clankerbot("audit", "--format", "csv")
    head, row = csv.reader(io.StringIO(result.stdout))
    assert head == ["id", "at", "who", "way_in", "what", "about", "outcome", "undo"]
    assert row[2:5] == ["cli", "command line", "token create"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_commands_are_noted_with_what_they_did_and_no_secret(clankerbot: Clankerbot) -> None:
    made = json.loads(clankerbot("token", "create", "laptop", "--scope", "run", "--json").stdout)["data"]
    clankerbot("token", "revoke", made["id"])
    clankerbot("token", "revoke", made["id"])
    shown = clankerbot("audit").stdout
    assert "token create" in shown
    assert f"{made['id']} laptop" in shown
    assert shown.count("token revoke") == 2
    assert "not_found" in shown
    assert made["token"] not in shown


def test_what_is_done_to_the_database_as_a_whole_is_noted(clankerbot: Clankerbot, tmp_path: Path) -> None:
    for _ in range(2):
        clankerbot("migrate")
    assert clankerbot("backup", "november.db").exit_code == 0
    clankerbot("keys", "rotate", env={"SECRET_KEYS": "a long random word"})
    lines = [json.loads(line) for line in clankerbot("audit", "--format", "jsonl").stdout.splitlines()[::-1]]
    assert [(each["who"], each["what"], each["about"], each["outcome"]) for each in lines] == [
        ("cli", "migrate", f"to {head()}", "done"),  # the second time there was nothing to do
        ("cli", "backup", "november.db", "done"),
        ("cli", "keys rotate", "", "done"),
    ]


def test_a_database_that_takes_no_line_is_backed_up_all_the_same(clankerbot: Clankerbot, tmp_path: Path) -> None:
    clankerbot("migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "clankerbot.db", isolation_level=None)) as written_by_a_newer:
        written_by_a_newer.execute("UPDATE alembic_version SET version_num = '9999'")
    assert clankerbot("backup", "november.db").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "november.db")) as copied:
        assert copied.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_nothing_is_said_where_nothing_was_changed(clankerbot: Clankerbot) -> None:
    assert clankerbot("audit").stdout.startswith("No change: looked into the database of DATABASE_URL, ")


def test_what_is_no_moment_is_refused_with_what_is_one(clankerbot: Clankerbot) -> None:
    result = clankerbot("audit", "--since", "yesterday")
    assert result.exit_code == 2
    assert "write 7d, 12h" in result.stderr
