"""Every rate limiter counts in the same way: in memory by a clock that is passed, on Redis by the server's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
import redis.asyncio

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Decision, Limit, RateLimiter
from clankerbot_engine.rate_limits.redis import RedisRateLimiter
from clankerbot_engine.shared.redis import PREFIX, RedisServer
from tests.fakes.clocks import FakeClock
from tests.fakes.redis import PATIENCE_S

KEY = ("address", "2001:db8::/64", "/actions/run")
AN_HOUR = Limit(6, 3600)
SLACK_S = 60.0
"""Redis' clock goes on by itself: the ten minutes between two calls leave room for a busy machine."""


@dataclass(frozen=True)
class Counting:
    limiter: RateLimiter
    go_on: Callable[[float], Awaitable[None]]

    async def checks(self, times: int, key: tuple[str, ...] = KEY, limit: Limit = AN_HOUR) -> list[Decision]:
        return [await self.limiter.check(key, limit) for _ in range(times)]


def in_memory() -> Counting:
    clock = FakeClock()

    async def go_on(seconds: float) -> None:
        clock.go_on(seconds=seconds)

    return Counting(MemoryRateLimiter(monotonic=clock.monotonic), go_on)


@pytest.fixture
async def on_redis(redis_url: str) -> AsyncIterator[Counting]:
    metrics = Metrics()
    server = await RedisServer.open(redis_url, metrics=metrics, deadline_s=PATIENCE_S)
    client = redis.asyncio.Redis.from_url(redis_url, decode_responses=True)

    async def go_on(seconds: float) -> None:
        """What is stored is a time: to be that much closer to it is the same as that time having passed."""
        for key in await client.keys(f"{PREFIX}limit:*"):
            await client.decrby(key, round(seconds * 1_000_000))

    yield Counting(RedisRateLimiter(server, MemoryRateLimiter(monotonic=lambda: 0), metrics=metrics), go_on)
    assert metrics.rate_limits_alone._value.get() == 0, "Redis decided"
    await client.aclose()
    await server.close()


@pytest.fixture(params=["memory", "redis"])
def counting(request: pytest.FixtureRequest) -> Counting:
    if request.param == "memory":
        return in_memory()
    counting: Counting = request.getfixturevalue("on_redis")
    return counting


async def test_a_full_bucket_admits_the_limit_at_once_and_not_one_more(counting: Counting) -> None:
    decisions = await counting.checks(7)
    assert [each.allowed for each in decisions] == [True] * 6 + [False]
    assert [each.remaining for each in decisions] == [5, 4, 3, 2, 1, 0, 0]
    assert [each.retry_after_s for each in decisions[:6]] == [0] * 6
    assert {each.limit for each in decisions} == {6}


async def test_it_says_when_there_is_one_more_and_when_all(counting: Counting) -> None:
    first, *_, refused = await counting.checks(7)
    assert first.reset_s == pytest.approx(600, abs=SLACK_S)
    assert refused.retry_after_s == pytest.approx(600, abs=SLACK_S)
    assert refused.reset_s == pytest.approx(3600, abs=SLACK_S)


async def test_it_refills_evenly(counting: Counting) -> None:
    await counting.checks(6)
    await counting.go_on(600)
    assert [each.allowed for each in await counting.checks(2)] == [True, False]
    await counting.go_on(1800)
    assert [each.allowed for each in await counting.checks(4)] == [True] * 3 + [False]
    await counting.go_on(36_000)
    assert [each.allowed for each in await counting.checks(7)] == [True] * 6 + [False]


async def test_whoever_waits_as_long_as_told_is_admitted_and_not_much_earlier(counting: Counting) -> None:
    *_, refused = await counting.checks(7)
    await counting.go_on(refused.retry_after_s - SLACK_S)
    assert [each.allowed for each in await counting.checks(1)] == [False]
    await counting.go_on(SLACK_S)
    assert [each.allowed for each in await counting.checks(1)] == [True]


async def test_a_refused_call_costs_nothing(counting: Counting) -> None:
    await counting.checks(6)
    refused = await counting.checks(50)
    assert [each.allowed for each in refused] == [False] * 50
    assert refused[-1].retry_after_s <= refused[0].retry_after_s


async def test_keys_are_counted_apart(counting: Counting) -> None:
    one, other = ("token", "01J"), ("token", "01K")
    for key in (one, other, (*one, "run"), ("address", *one)):
        assert [each.allowed for each in await counting.checks(2, key, Limit(1))] == [True, False]


async def test_a_limit_of_a_day_is_one_of_a_day(counting: Counting) -> None:
    *_, refused = await counting.checks(25, limit=Limit(24, 86_400))
    assert refused.allowed is False
    assert refused.retry_after_s == pytest.approx(3600, abs=SLACK_S)
    assert refused.reset_s == pytest.approx(86_400, abs=SLACK_S)


async def test_a_limit_of_a_second_is_one_of_a_second(counting: Counting) -> None:
    decisions = await counting.checks(50, limit=Limit(50, 1))
    assert all(each.allowed for each in decisions)
    assert decisions[0].reset_s == pytest.approx(0.02, abs=0.001)
