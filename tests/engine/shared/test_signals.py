"""What one instance changes, another knows at once by Redis, and a little later without it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest
from redis.asyncio import Redis

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.redis import RedisServer
from clankerbot_engine.shared.redis_signals import CHANNEL, RedisSignals
from clankerbot_engine.shared.signals import EVERYTHING, Topic
from tests.fakes.redis import PATIENCE_S, Server


class Instance:
    def __init__(self, server: RedisServer) -> None:
        self.server = server
        self.signals = RedisSignals(server)
        self.heard: list[tuple[Topic, str]] = []
        self._more = asyncio.Event()
        topics: tuple[Topic, ...] = ("people", "catalogue")
        for topic in topics:
            self.signals.on(topic, partial(self._hear, topic))

    def _hear(self, topic: Topic, about: str) -> None:
        self.heard.append((topic, about))
        self._more.set()

    async def hears(self, topic: Topic, about: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while (topic, about) not in self.heard:
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def instance(url: str) -> AsyncIterator[Instance]:
    server = await RedisServer.open(url, metrics=Metrics(), deadline_s=PATIENCE_S)
    made = Instance(server)
    await made.signals.start()
    try:
        yield made
    finally:
        await made.signals.stop()
        await server.close()


@pytest.fixture
async def two(redis_server: Server) -> AsyncIterator[tuple[Instance, Instance]]:
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(instance(redis_server.url)) for _ in range(2)]
        yield one, other


async def test_others_hear_and_the_one_who_told_does_not(two: tuple[Instance, Instance]) -> None:
    one, other = two
    one.signals.tell("people", "slack:T1:U1")
    one.signals.tell("catalogue", "projects")
    await other.hears("catalogue", "projects")
    assert other.heard == [("people", "slack:T1:U1"), ("catalogue", "projects")]
    other.signals.tell("people", "slack:T1:U2")
    await one.hears("people", "slack:T1:U2")
    assert one.heard == [("people", "slack:T1:U2")]


_OF_A_NEWER_VERSION = b'{"sender": "x", "topic": "new", "about": "", "more": 1}'


async def test_what_others_publish_there_does_no_harm(two: tuple[Instance, Instance], redis_server: Server) -> None:
    one, other = two
    async with Redis.from_url(redis_server.url) as anybody:
        for nonsense in (b"\xff\xfe", b"[]", b"{}", b'{"sender": 1, "topic": [], "about": {}}', _OF_A_NEWER_VERSION):
            await anybody.publish(CHANNEL, nonsense)
    one.signals.tell("people", "slack:T1:U1")
    await other.hears("people", "slack:T1:U1")
    assert other.heard == [("people", "slack:T1:U1")]


async def test_after_an_interruption_everything_is_looked_at_again(
    two: tuple[Instance, Instance], redis_server: Server
) -> None:
    one, other = two
    redis_server.kill()
    one.signals.tell("people", "slack:T1:U1")  # nobody hears
    redis_server.start()
    for each in two:
        await each.hears("people", EVERYTHING)
        await each.hears("catalogue", EVERYTHING)
    assert ("people", "slack:T1:U1") not in other.heard


async def test_one_that_starts_while_redis_is_away_hears_when_it_is_back(redis_server: Server) -> None:
    redis_server.kill()
    async with instance(redis_server.url) as alone:
        redis_server.start()
        await alone.hears("people", EVERYTHING)
