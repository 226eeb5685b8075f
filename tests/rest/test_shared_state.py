"""Two instances on one Postgres: what is changed through one, the other knows; with Redis in that moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from clankerbot_engine.accounts.live import FRESH
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, REGULAR_API_KEY, Fault
from clankerbot_engine.errors import NeedsConnection
from tests.fakes.services import Service, data_of, error_of, running_service

DMITRI = "slack:T1:UDMITRI"
SECRET = "the-shared-secret"
PROJECT = {"id": "66aa00000000000000000003", "name": "Zeppelin", "clientName": "Acme", "public": True, "tasks": []}


@dataclass
class Pair:
    one: Service
    other: Service

    async def other_has_heard(self, topic: str) -> None:
        """All that has been told up to now: signals arrive in the order in which they are sent."""
        heard = asyncio.Event()
        self.other.services.shared.signals.on("webhooks", lambda _: heard.set())
        self.one.services.shared.signals.tell("webhooks", topic)
        async with asyncio.timeout(60):
            await heard.wait()

    def later(self) -> None:
        for each in (self.one, self.other):
            each.clock.go_on(seconds=FRESH.total_seconds())


async def pair_on(stack: AsyncExitStack, folder: Path, **settings: Any) -> Pair:
    settings |= {"secret_keys": "a long random word", "webhook_shared_secret": SECRET}
    one = await stack.enter_async_context(running_service(folder / "one", **settings))
    other = await stack.enter_async_context(running_service(folder / "other", sandbox=one.sandbox, **settings))
    return Pair(one, other)


@pytest.fixture
async def with_redis(tmp_path: Path, postgres_url: str, redis_url: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        yield await pair_on(stack, tmp_path, database_url=postgres_url, redis_url=redis_url)


@pytest.fixture
async def without_redis(tmp_path: Path, postgres_url: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        yield await pair_on(stack, tmp_path, database_url=postgres_url)


@pytest.fixture(params=["with_redis", "without_redis"])
def pair(request: pytest.FixtureRequest) -> Pair:
    found: Pair = request.getfixturevalue(request.param)
    return found


async def known(pair: Pair) -> None:
    if pair.one.services.shared.redis is not None:
        await pair.other_has_heard("all before this")
    else:
        pair.later()


async def test_who_disconnects_is_disconnected_everywhere(pair: Pair) -> None:
    await pair.one.services.accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    await pair.other.services.accounts.of(DMITRI)
    await pair.one.services.accounts.disconnect(DMITRI)
    await known(pair)
    with pytest.raises(NeedsConnection):
        await pair.other.services.accounts.of(DMITRI)


async def test_another_key_is_used_everywhere(pair: Pair) -> None:
    one, other = pair.one.services, pair.other.services
    await one.accounts.connect(DMITRI, SecretStr(REGULAR_API_KEY))
    before = await other.accounts.of(DMITRI)
    pair.one.clock.go_on(seconds=1)
    await one.accounts.connect(DMITRI, SecretStr(ADMIN_API_KEY))
    await known(pair)
    after = await other.accounts.of(DMITRI)
    assert after.client.fingerprint != before.client.fingerprint
    assert await other.accounts.of(DMITRI) is after  # held ready


async def test_settings_are_known_everywhere(pair: Pair) -> None:
    one, other = pair.one.services.accounts, pair.other.services.accounts
    await other.settings(DMITRI)
    await one.change_settings(DMITRI, PersonSettings(language="de"))
    await known(pair)
    assert (await other.settings(DMITRI)).language == "de"


async def test_a_project_that_one_instance_heard_of_can_be_logged_on_through_the_other(with_redis: Pair) -> None:
    one, other = with_redis.one, with_redis.other

    async def project_id() -> str | None:
        parsed = data_of(await (await other.client()).post("/actions/parse", json={"text": "log 1h on Zeppelin"}))
        found: str | None = parsed["actions"][0]["project_id"]
        return found

    assert await project_id() is None
    headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
    told = {"workspaceId": one.sandbox.workspace_id, **PROJECT}
    data_of(await (await one.anonymous()).post("/webhooks/clockify", json=told, headers=headers))
    assert await one.services.inbox.work_once() == 1
    await known(with_redis)
    one.sandbox.traffic.clear()
    assert await project_id() == PROJECT["id"]
    assert not one.sandbox.traffic.log


async def test_what_clockify_told_one_instance_holds_for_all(pair: Pair) -> None:
    """A new free workspace may be asked 30 times an hour: it is asked in vain once, not once by each."""
    one, other = await pair.one.client(), await pair.other.client()
    texts = {"text": "log 2h on Apollo yesterday"}, {"text": "log 1h on Apollo yesterday"}
    data_of(await other.post("/actions/run", json={"text": "status"}))
    pair.one.sandbox.faults.add(Fault("rate_limit", retry_after=1200, times=None))
    pair.one.sandbox.traffic.clear()
    assert error_of(await one.post("/actions/run", json=texts[0]), 429, "rate_limited")["retry_after_s"] == 1200
    assert pair.one.sandbox.traffic.count == 1
    told = error_of(await other.post("/actions/run", json=texts[1]), 429, "rate_limited")
    assert told["retry_after_s"] == pytest.approx(1200, abs=20)
    asked_in_vain = 1 if pair.one.services.shared.redis is not None else 2
    assert pair.one.sandbox.traffic.count == asked_in_vain
