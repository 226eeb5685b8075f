"""`clankerbot webhooks`: against the sandbox, beside a running service or without one."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.ports import Subscription
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_http.cli.doctor.webhooks import TOPIC
from tests.cli.conftest import Clankerbot
from tests.cli.serving import serving
from tests.fakes.clocks import NOW, FakeClock


@pytest.fixture
def sandbox() -> SandboxState:
    return seeded_state(NOW, clock=FakeClock())


@pytest.fixture
def env(sandbox: SandboxState) -> Iterator[dict[str, str]]:
    with serving(create_sandbox(sandbox)) as url:
        yield {
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"{url}/api",
            "PUBLIC_URL": "https://bot.example",
        }


def doctor(clankerbot: Clankerbot, env: dict[str, str]) -> list[dict[str, str]]:
    findings = json.loads(clankerbot("doctor", "--json", env=env).stdout)["data"]["findings"]
    return [each for each in findings if each["topic"] == TOPIC]


def test_they_are_made_listed_rotated_and_removed(
    clankerbot: Clankerbot, sandbox: SandboxState, env: dict[str, str]
) -> None:
    sandbox.plan = "FREE"
    assert "clankerbot webhooks sync" in clankerbot("webhooks", "list", env=env).stdout
    first = clankerbot("webhooks", "sync", env=env)
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("3 made, 0 kept, 0 removed")
    assert "Clockify's plan FREE allows 3 webhooks in this workspace. Left out: NEW_PROJECT, " in first.stdout
    assert clankerbot("webhooks", "sync", env=env).stdout.startswith("0 made, 3 kept, 0 removed")

    head, *lines = clankerbot("webhooks", "list", env=env).stdout.splitlines()
    assert head.split() == ["NAME", "EVENT", "STATE", "PATH", "PROBLEM"]
    name, event, state, path = lines[0].split()
    assert (event, state, path) == ("TIME_ENTRY_UPDATED", "ok", f"/webhooks/clockify/{name}")

    webhook = next(iter(sandbox.webhooks.values()))
    before = webhook.auth_token
    assert "24 hours" in clankerbot("webhooks", "rotate", name, env=env).stdout
    assert webhook.auth_token != before
    assert clankerbot("webhooks", "remove", name, env=env).stdout == f"{name} is removed.\n"
    assert len(sandbox.webhooks) == 2
    missing = clankerbot("webhooks", "remove", name, env=env)
    assert (missing.exit_code, "clankerbot webhooks list" in missing.stderr) == (1, True)
    noted = [json.loads(line) for line in clankerbot("audit", "--format", "jsonl", env=env).stdout.splitlines()]
    assert [(each["way_in"], each["what"], each["about"], each["outcome"]) for each in reversed(noted)] == [
        ("command line", "webhooks sync", "", "done"),
        ("command line", "webhooks sync", "", "done"),
        ("command line", "webhooks rotate", name, "done"),
        ("command line", "webhooks remove", name, "done"),
        ("command line", "webhooks remove", name, "not_found"),
    ]


def test_one_that_was_made_by_hand_is_added_by_its_token(clankerbot: Clankerbot, env: dict[str, str]) -> None:
    added = clankerbot("webhooks", "add", "main", env=env, stdin="a-token-from-clockify\n")
    assert "/webhooks/clockify/main" in added.stdout
    assert "a-token-from-clockify" not in added.output
    (listed,) = json.loads(clankerbot("webhooks", "list", "--json", env=env).stdout)["data"]
    assert (listed["name"], listed["state"]) == ("main", "by_hand")
    assert clankerbot("webhooks", "add", "main", "--token", "x", env=env).exit_code == 1
    assert clankerbot("webhooks", "rotate", "main", env=env).exit_code != 0
    assert clankerbot("webhooks", "remove", "main", env=env).exit_code == 0


def test_what_is_missing_is_said(clankerbot: Clankerbot, env: dict[str, str]) -> None:
    for name, value in (("PUBLIC_URL", ""), ("CLOCKIFY_API_KEY", "")):
        result = clankerbot("webhooks", "sync", env={**env, name: value})
        assert (result.exit_code, f"set {name}" in result.stderr) == (1, True), result.output


def test_it_works_beside_a_running_service(
    clankerbot: Clankerbot, sandbox: SandboxState, env: dict[str, str], tmp_path: Path
) -> None:
    async def beside() -> Result:
        service = await Database.open(f"sqlite:///{tmp_path}/data/clankerbot.db")
        await migrate(service)
        try:
            return await asyncio.to_thread(clankerbot, "webhooks", "sync", env=env)
        finally:
            await service.close()

    assert asyncio.run(beside()).exit_code == 0
    assert len(sandbox.webhooks) == 10


def test_the_doctor_says_what_is_missing_switched_off_or_left_out(
    clankerbot: Clankerbot, sandbox: SandboxState, env: dict[str, str], tmp_path: Path
) -> None:
    assert [each["level"] for each in doctor(clankerbot, env)] == ["off"]
    sandbox.plan = "FREE"
    clankerbot("webhooks", "sync", env=env)
    (finding,) = doctor(clankerbot, env)
    assert (finding["level"], "Left out, as the least useful: NEW_PROJECT" in finding["message"]) == ("ok", True)
    (finding,) = doctor(clankerbot, {**env, "PUBLIC_URL": ""})
    assert (finding["level"], "PUBLIC_URL" in finding["message"]) == ("problem", True)

    async def subscribe() -> None:
        database = await Database.open(f"sqlite:///{tmp_path}/data/clankerbot.db", role="admin")
        subscription = Subscription("1", "token:1", "C1", "events", ("NEW_INVOICE",), {}, NOW)
        await SqlSubscriptionStore(database).add(subscription)
        await database.close()

    asyncio.run(subscribe())
    (finding,) = doctor(clankerbot, env)
    assert (finding["level"], finding["message"].endswith("subscribed to: NEW_INVOICE.")) == ("warning", True)
    next(iter(sandbox.webhooks.values())).enabled = False
    clankerbot("webhooks", "sync", env=env)
    off, heard = doctor(clankerbot, env)
    assert (off["level"], off["message"]) == ("warning", "TIME_ENTRY_UPDATED: It is switched off in Clockify.")
    assert heard["level"] == "ok"


def test_a_local_address_is_no_address_for_the_real_clockify(
    clankerbot: Clankerbot, sandbox: SandboxState, env: dict[str, str]
) -> None:
    local = {**env, "PUBLIC_URL": "http://localhost:8080"}
    clankerbot("webhooks", "sync", env=local)
    assert [each["level"] for each in doctor(clankerbot, local)] == ["ok"]
    real = {**local, "CLOCKIFY_BASE_URL": "https://clockify.invalid/api"}
    assert [each["level"] for each in doctor(clankerbot, real)] == ["problem", "ok"]
