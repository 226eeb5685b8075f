"""Posts to channels: paced, kept, and never posted twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.outbox import LEASE, LONGEST_WAIT_S, MOST_TRIES, UNKNOWN, Outbox
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.outbox import SqlOutboxStore
from tests.fakes import sqlite
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import DEMO_TEAM, TOKEN, FakeSlack, running_slack

TEAM = DEMO_TEAM.id
GENERAL = "C0GENERAL"
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "hello"}}


@dataclass
class Desk:
    slack: FakeSlack
    clock: FakeClock
    store: SqlOutboxStore
    client: AsyncWebClient
    installed: bool = True
    slept: int = 0

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.store, self._client_of, clock=self.clock, sleep=self._sleep)
        self._numbers = 0

    async def _client_of(self, workspace: str) -> AsyncWebClient | None:
        return self.client if self.installed and workspace == TEAM else None

    async def _sleep(self, seconds: float) -> None:
        self.slept += 1
        self.clock.go_on(seconds=seconds)
        await asyncio.sleep(0)

    async def add(self, text: str, channel: str = GENERAL, *, batch: str | None = None, **message: Any) -> None:
        self._numbers += 1
        await self.outbox.add(f"{self._numbers:03}", TEAM, channel, {"text": text, **message}, batch=batch)

    async def go(self, seconds: float = 60) -> None:
        """As many passes as there would be in that time."""
        for _ in range(int(seconds)):
            await self.outbox.pass_once()
            self.clock.go_on(seconds=1)

    async def look_after(self, *, seconds: float) -> None:
        """As the worker does, when so much time has gone by since the last pass."""
        await self.outbox.pass_once()
        self.clock.go_on(seconds=seconds)
        await self.outbox.settle()
        await self.outbox.pass_once()

    def posted(self, channel: str = GENERAL) -> list[str]:
        return [message.text for message in self.slack.messages.values() if message.channel.id == channel]

    async def parked(self) -> list[str | None]:
        return [post.error for post in await self.store.parked()]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = FakeClock()
    database = await Database.open(await sqlite.new(tmp_path / "outbox.db"))
    async with running_slack(clock) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        yield Desk(slack, clock, SqlOutboxStore(database), client)
    await database.close()


async def test_posts_come_in_order_and_one_a_second_for_each_channel(desk: Desk) -> None:
    for text in ("one", "two", "three"):
        await desk.add(text)
    await desk.add("elsewhere", "C0PRIVATE")
    await desk.outbox.pass_once()
    assert (desk.posted(), desk.posted("C0PRIVATE")) == (["one"], ["elsewhere"])
    await desk.outbox.pass_once()
    assert desk.posted() == ["one"]
    desk.clock.go_on(seconds=1)
    await desk.outbox.pass_once()
    assert desk.posted() == ["one", "two"]
    await desk.go(2)
    assert desk.posted() == ["one", "two", "three"]


async def test_a_burst_of_one_batch_becomes_one_message(desk: Desk) -> None:
    for text in ("one", "two", "three"):
        await desk.add(text, batch="events", blocks=[SECTION])
    await desk.add("apart")
    await desk.go(3)
    assert desk.posted() == ["one\ntwo\nthree", "apart"]
    (call, _) = desk.slack.calls_of("chat.postMessage")
    assert len(call.args["blocks"]) == 3


async def test_a_batch_that_is_too_long_for_one_message_is_several(desk: Desk) -> None:
    for _ in range(3):
        await desk.add("x" * 1400, batch="events")
    await desk.go(3)
    assert [len(text) for text in desk.posted()] == [2801, 1400]


async def test_slack_says_how_long_to_wait(desk: Desk) -> None:
    desk.slack.faults.fail("chat.postMessage", status=429, retry_after_s=30)
    await desk.add("one")
    await desk.go(30)
    assert desk.posted() == []
    await desk.go(2)
    assert desk.posted() == ["one"]


@pytest.mark.parametrize(
    ("channel", "error"), [("C0OLD", "is_archived"), ("C0RANDOM", "not_in_channel"), ("C0NONE", "channel_not_found")]
)
async def test_what_slack_refuses_for_good_is_parked_and_holds_up_nothing(desk: Desk, channel: str, error: str) -> None:
    await desk.add("lost", channel)
    await desk.add("one")
    await desk.go(3)
    assert desk.posted() == ["one"]
    assert await desk.parked() == [error]
    assert len(desk.slack.calls_of("chat.postMessage")) == 2


@pytest.mark.parametrize("channel", [GENERAL, "C0PRIVATE", "U0ADA"])
@pytest.mark.parametrize("arrived", [True, False])
async def test_a_post_whose_answer_is_lost_is_looked_for_and_posted_if_it_is_not_there(
    desk: Desk, channel: str, arrived: bool
) -> None:
    desk.slack.faults.fail("chat.postMessage", status=500, after=arrived)
    await desk.add("one", channel)
    await desk.look_after(seconds=60)
    assert desk.posted("D0ADA" if channel == "U0ADA" else channel) == ["one"] * arrived
    await desk.look_after(seconds=70)
    assert desk.posted("D0ADA" if channel == "U0ADA" else channel) == ["one"]
    assert await desk.parked() == []
    assert len(desk.slack.calls_of("chat.postMessage")) == 2 - arrived


async def test_where_the_app_may_not_read_a_post_whose_answer_is_lost_is_parked_and_not_posted_again(
    desk: Desk,
) -> None:
    desk.slack.tokens[TOKEN].scopes = frozenset({"chat:write"})
    desk.slack.faults.fail("chat.postMessage", status=500, after=True)
    await desk.add("one")
    await desk.look_after(seconds=130)
    assert desk.posted() == ["one"]
    assert await desk.parked() == [UNKNOWN]


async def test_an_answer_in_a_thread_is_looked_for_there_and_behind_newer_ones(desk: Desk) -> None:
    await desk.add("root")
    await desk.go(1)
    ((_, ts),) = desk.slack.messages
    desk.slack.faults.fail("chat.postMessage", status=500, after=True)
    await desk.add("lost", thread_ts=ts)
    await desk.go(2)
    for number in range(110):
        await desk.client.chat_postMessage(channel=GENERAL, text=str(number), thread_ts=ts)
    await desk.look_after(seconds=130)
    assert desk.posted().count("lost") == 1
    assert await desk.parked() == []


async def test_while_slack_cannot_say_whether_it_arrived_it_is_asked_again_later(desk: Desk) -> None:
    desk.slack.faults.fail("chat.postMessage", status=500)
    desk.slack.faults.fail("conversations.history", status=429, retry_after_s=60)
    await desk.add("one")
    await desk.look_after(seconds=130)
    assert desk.posted() == []
    await desk.look_after(seconds=130)
    assert desk.posted() == ["one"]


async def test_blocks_that_a_workspace_refuses_are_left_out(desk: Desk) -> None:
    desk.slack.faults.fail("chat.postMessage", "invalid_blocks")
    await desk.add("one", blocks=[SECTION])
    await desk.go(2)
    assert desk.posted() == ["one"]
    assert "blocks" not in desk.slack.calls_of("chat.postMessage")[-1].args


async def test_who_tries_too_often_gives_up(desk: Desk) -> None:
    desk.slack.faults.fail("chat.postMessage", "service_unavailable", times=None)
    await desk.add("one")
    began = desk.clock.now
    while not await desk.parked():
        await desk.outbox.pass_once()
        desk.clock.go_on(seconds=LONGEST_WAIT_S)
    assert len(desk.slack.calls_of("chat.postMessage")) == MOST_TRIES
    assert timedelta(hours=12) < desk.clock.now - began < timedelta(hours=14)
    assert await desk.parked() == ["service_unavailable"]


async def test_a_post_outlasts_an_hour_without_slack(desk: Desk) -> None:
    desk.slack.faults.fail("chat.postMessage", "service_unavailable", times=None)
    await desk.add("one")
    for _ in range(12):
        await desk.outbox.pass_once()
        desk.clock.go_on(minutes=5)
    desk.slack.faults.clear()
    desk.clock.go_on(minutes=10)
    await desk.outbox.pass_once()
    assert desk.posted() == ["one"]


async def test_without_a_connection_it_is_tried_again(desk: Desk) -> None:
    reachable = desk.client.base_url
    desk.client.base_url = "http://127.0.0.1:1/api/"
    await desk.add("one")
    await desk.go(1)
    desk.client.base_url = reachable
    await desk.go(10)
    assert desk.posted() == ["one"]


async def test_a_workspace_that_has_removed_the_app_gets_nothing(desk: Desk) -> None:
    desk.installed = False
    await desk.add("one")
    await desk.go(2)
    assert desk.slack.calls_of("chat.postMessage") == []
    assert await desk.parked() == ["the app is not installed in this workspace any more"]


async def test_the_same_post_twice_is_one(desk: Desk) -> None:
    assert await desk.outbox.add("1", TEAM, GENERAL, {"text": "one"})
    assert not await desk.outbox.add("1", TEAM, GENERAL, {"text": "one"})
    await desk.go(3)
    assert desk.posted() == ["one"]


async def test_the_worker_posts_what_comes_and_waits_for_what_it_sends(desk: Desk) -> None:
    await desk.outbox.start(alone=True)
    held = desk.slack.faults.stall("chat.postMessage")
    await desk.add("one")
    await held.reached.wait()
    stopping = asyncio.ensure_future(desk.outbox.stop(60))
    await asyncio.sleep(0)
    held.release()
    await stopping
    assert desk.posted() == ["one"]
    await desk.add("two")
    assert desk.posted() == ["one"]
    await desk.outbox.start(alone=True)
    await desk.slack.until(lambda: desk.posted() == ["one", "two"], "the second is posted after the next start")
    await desk.outbox.stop(60)


async def test_what_a_crash_cut_off_is_posted_after_the_next_start_unless_it_is_there(desk: Desk) -> None:
    until = desk.clock.now + LEASE
    for text in ("one", "two"):
        await desk.add(text)
    await desk.go(1)
    await desk.store.take(["002"], until=until)
    desk.slack.faults.fail("chat.postMessage", status=500, after=True)
    await desk.add("three")
    await desk.go(2)
    await desk.outbox.start(alone=True)
    await desk.slack.until(lambda: sorted(desk.posted()) == ["one", "three", "two"], lambda: str(desk.posted()))
    await desk.outbox.stop(60)
    assert len(desk.slack.calls_of("chat.postMessage")) == 3


async def test_what_another_instance_is_sending_is_left_to_it(desk: Desk) -> None:
    await desk.add("one")
    await desk.store.take(["001"], until=desk.clock.now + LEASE)
    await desk.outbox.start(alone=False)
    await desk.outbox.stop(60)
    assert desk.slack.calls == []
    await desk.look_after(seconds=130)
    assert desk.posted() == ["one"]


async def test_what_is_amended_while_it_waits_is_posted_once_as_it_is_then(desk: Desk) -> None:
    await desk.add("one")
    assert await desk.outbox.amend("001", {"text": "two"})
    await desk.go(1)
    assert desk.posted() == ["two"]


async def test_what_is_posted_is_updated_in_its_place(desk: Desk) -> None:
    await desk.add("one")
    await desk.go(1)
    assert await desk.outbox.amend("001", {"text": "two", "blocks": [SECTION]})
    assert await desk.outbox.amend("001", {"text": "three"})
    await desk.go(3)
    assert desk.posted() == ["three"]
    assert len(desk.slack.calls_of("chat.postMessage")) == 1
    assert len(desk.slack.calls_of("chat.update")) == 1  # of several amendments, the last one
    assert not await desk.outbox.amend("unknown", {"text": "four"})


async def test_an_update_without_an_answer_is_made_again_after_a_restart(desk: Desk) -> None:
    await desk.add("one")
    await desk.go(1)
    await desk.outbox.amend("001", {"text": "two"})
    await desk.store.take(["001"], until=desk.clock.now + LEASE)
    await desk.look_after(seconds=130)
    await desk.go(2)
    assert desk.posted() == ["two"]
