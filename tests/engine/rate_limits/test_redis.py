"""The limit that instances share: exact together, and a local one while Redis is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import redis.asyncio

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Limit
from clankerbot_engine.rate_limits.redis import RedisRateLimiter
from clankerbot_engine.shared.redis import DEADLINE_S, LEFT_ALONE_S, PREFIX, RedisServer
from clankerbot_engine.shared.redis_signals import RedisSignals
from tests.fakes.clocks import FakeClock
from tests.fakes.redis import PATIENCE_S, Server

KEY = ("address", "192.0.2.1", "/")
SIXTY = Limit(60, 3600)
"""Slow to refill: what is admitted beyond it while a test runs is nothing."""


class Instance:
    def __init__(self, server: RedisServer, metrics: Metrics, clock: FakeClock) -> None:
        self.server = server
        self.metrics = metrics
        self.clock = clock
        local = MemoryRateLimiter(monotonic=clock.monotonic)
        self.limiter = RedisRateLimiter(server, local, metrics=metrics)

    async def admitted(self, times: int) -> int:
        decisions = await asyncio.gather(*(self.limiter.check(KEY, SIXTY) for _ in range(times)))
        return sum(each.allowed for each in decisions)

    @property
    def alone(self) -> float:
        return self.metrics.registry.get_sample_value("clankerbot_rate_limits_alone_total") or 0

    @property
    def away(self) -> float:
        return self.metrics.registry.get_sample_value("clankerbot_redis_away") or 0


@asynccontextmanager
async def instance(url: str, deadline_s: float = PATIENCE_S) -> AsyncIterator[Instance]:
    metrics, clock = Metrics(), FakeClock()
    server = await RedisServer.open(url, metrics=metrics, monotonic=clock.monotonic, deadline_s=deadline_s)
    try:
        yield Instance(server, metrics, clock)
    finally:
        await server.close()


@pytest.fixture
async def two(redis_server: Server) -> AsyncIterator[tuple[Instance, Instance]]:
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(instance(redis_server.url)) for _ in range(2)]
        yield one, other


async def test_two_instances_together_admit_what_one_would(two: tuple[Instance, Instance]) -> None:
    one, other = two
    first, second = await asyncio.gather(one.admitted(45), other.admitted(45))
    assert first + second == 60
    assert one.alone == other.alone == 0


async def test_while_redis_is_away_each_instance_counts_by_itself(
    two: tuple[Instance, Instance], redis_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = two
    redis_server.kill()
    assert [await one.admitted(70), await other.admitted(70)] == [60, 60]  # not none, and not all
    assert one.alone == 70
    assert one.away == 1
    assert [each.message for each in caplog.records].count("redis_away") == 2  # once for each of them
    assert await one.server.problem_now()


async def test_while_redis_is_away_each_has_its_share_of_what_all_may(
    two: tuple[Instance, Instance], redis_server: Server
) -> None:
    one, other = two
    async with AsyncExitStack() as stack:
        for each in two:
            signals = RedisSignals(each.server)
            await signals.start()
            stack.push_async_callback(signals.stop)
        assert [await one.admitted(1), await other.admitted(1)] == [1, 1]
        redis_server.kill()
        assert [await one.admitted(70), await other.admitted(70)] == [30, 30]


async def test_it_comes_back_by_itself_with_nothing_in_it(
    two: tuple[Instance, Instance], redis_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = two
    await one.admitted(1)  # the script is known there
    redis_server.kill()
    await one.admitted(1)
    redis_server.start()
    assert one.alone == 1
    await one.admitted(1)
    assert one.alone == 2  # left alone for a moment
    one.clock.go_on(seconds=LEFT_ALONE_S)
    assert await one.admitted(1) == 1
    assert (one.alone, one.away) == (2, 0)
    assert [each.message for each in caplog.records].count("redis_back") == 1
    assert await one.server.problem_now() is None
    assert await one.admitted(100) == 59


async def test_one_that_hangs_costs_one_caller_a_moment_and_the_others_none(
    redis_server: Server,
) -> None:
    async with instance(redis_server.url, DEADLINE_S) as one:
        redis_server.hang()
        try:
            assert await one.admitted(1) == 1
            assert await one.admitted(69) == 59
        finally:
            redis_server.go_on()
        assert one.alone == 70


async def test_a_server_clock_that_jumps_back_an_hour_locks_nobody_out(redis_url: str) -> None:
    async with instance(redis_url) as one:
        assert await one.admitted(1) == 1
        async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
            (key,) = await client.keys(f"{PREFIX}limit:*")
            await client.incrby(key, 2 * 3600 * 1_000_000)  # as seen from the earlier clock
        refused = await one.limiter.check(KEY, SIXTY)
        assert refused.allowed is False
        assert refused.retry_after_s <= SIXTY.interval_s


async def test_what_is_kept_is_gone_when_the_bucket_is_full_again(redis_url: str) -> None:
    async with instance(redis_url) as one:
        await one.admitted(3)
        async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
            (key,) = await client.keys("*")
            assert 0 < await client.pttl(key) <= 3 * 60 * 1000
