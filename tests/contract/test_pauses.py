"""How long Clockify is left alone is kept alike: in memory by a clock that is passed, on Redis by the server's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
import redis.asyncio

from clankerbot_engine.clockify.pauses.memory import MemoryPauses
from clankerbot_engine.clockify.pauses.port import FIRST_S, LONGEST_BELIEVED_S, LONGEST_S, Pauses
from clankerbot_engine.clockify.pauses.redis import RedisPauses
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.redis import PREFIX, RedisServer
from tests.fakes.clocks import FakeClock
from tests.fakes.redis import PATIENCE_S

SLACK_S = 10.0
"""Redis' clock goes on by itself."""


@dataclass(frozen=True)
class Kept:
    """`elsewhere`: what another instance knows; in memory there is none."""

    pauses: Pauses
    elsewhere: Pauses
    go_on: Callable[[float], Awaitable[None]]


def in_memory() -> Kept:
    clock = FakeClock()
    pauses = MemoryPauses(clock=clock)

    async def go_on(seconds: float) -> None:
        clock.go_on(seconds=seconds)

    return Kept(pauses, pauses, go_on)


@pytest.fixture
async def on_redis(redis_url: str) -> AsyncIterator[Kept]:
    server = await RedisServer.open(redis_url, metrics=Metrics(), deadline_s=PATIENCE_S)
    client = redis.asyncio.Redis.from_url(redis_url, decode_responses=True)
    clock = FakeClock()
    one, other = (RedisPauses(server, MemoryPauses(clock=clock)) for _ in range(2))

    async def go_on(seconds: float) -> None:
        clock.go_on(seconds=seconds)
        for key in await client.keys(f"{PREFIX}pause:*"):
            await client.hincrby(key, "until", -round(seconds * 1000))

    yield Kept(one, other, go_on)
    await client.aclose()
    await server.close()


@pytest.fixture(params=["memory", "redis"])
def kept(request: pytest.FixtureRequest) -> Kept:
    if request.param == "memory":
        return in_memory()
    kept: Kept = request.getfixturevalue("on_redis")
    return kept


async def test_nothing_is_paused_at_first(kept: Kept) -> None:
    assert await kept.pauses.left_s("w") == 0


async def test_it_lasts_as_long_as_was_said_and_holds_for_that_workspace_alone(kept: Kept) -> None:
    await kept.pauses.begin("w", 1200)
    assert await kept.elsewhere.left_s("w") == pytest.approx(1200, abs=SLACK_S)
    assert await kept.elsewhere.left_s("v") == 0
    await kept.go_on(1000)
    assert await kept.elsewhere.left_s("w") == pytest.approx(200, abs=SLACK_S)
    await kept.go_on(201)
    assert await kept.elsewhere.left_s("w") == await kept.pauses.left_s("w") == 0


async def test_where_it_is_not_said_each_is_twice_as_long_until_an_answer(kept: Kept) -> None:
    for times in range(12):
        await (kept.pauses if times % 2 else kept.elsewhere).begin("w", None)
        lasts_s = min(LONGEST_S, FIRST_S * 2**times)
        assert await kept.pauses.left_s("w") == pytest.approx(lasts_s, abs=SLACK_S)
        await kept.go_on(lasts_s)
    await kept.elsewhere.left_s("w")
    await kept.elsewhere.end("w")
    await kept.pauses.begin("w", None)
    assert await kept.pauses.left_s("w") == pytest.approx(FIRST_S, abs=FIRST_S)


async def test_an_answer_ends_it_everywhere(kept: Kept) -> None:
    await kept.pauses.begin("w", 30)
    assert await kept.elsewhere.left_s("w") > 0
    await kept.go_on(30)
    await kept.elsewhere.end("w")
    assert await kept.elsewhere.left_s("w") == await kept.pauses.left_s("w") == 0


async def test_no_more_than_an_hour_is_believed(kept: Kept) -> None:
    await kept.pauses.begin("w", 10 * LONGEST_BELIEVED_S)
    assert await kept.elsewhere.left_s("w") == pytest.approx(LONGEST_BELIEVED_S, abs=SLACK_S)


async def test_a_clock_that_is_set_back_an_hour_holds_nobody_up(kept: Kept) -> None:
    await kept.elsewhere.begin("w", 1800)
    await kept.go_on(-3600)
    assert await kept.pauses.left_s("w") == 0
