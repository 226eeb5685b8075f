"""What every `Signals` does, be there another instance or not. That others hear it: `engine/shared/test_signals.py`."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.redis import RedisServer
from clankerbot_engine.shared.redis_signals import RedisSignals
from clankerbot_engine.shared.signals import NobodyElse, Signals
from tests.fakes.redis import PATIENCE_S, Server


@pytest.fixture
async def on_redis(redis_server: Server) -> AsyncIterator[RedisSignals]:
    server = await RedisServer.open(redis_server.url, metrics=Metrics(), deadline_s=PATIENCE_S)
    signals = RedisSignals(server)
    await signals.start()
    yield signals
    await signals.stop()
    await server.close()


@pytest.fixture
def alone() -> NobodyElse:
    return NobodyElse()


@pytest.fixture(params=["alone", "on_redis"])
def signals(request: pytest.FixtureRequest) -> Signals:
    found: Signals = request.getfixturevalue(request.param)
    return found


async def test_who_tells_does_not_hear_it(signals: Signals) -> None:
    heard: list[str] = []
    signals.on("people", heard.append)
    signals.tell("people", "slack:T1:U1")
    signals.tell("people")
    await asyncio.sleep(0)
    assert heard == []


async def test_nothing_is_raised_though_redis_is_gone(signals: Signals, redis_server: Server) -> None:
    redis_server.kill()
    for number in range(100):
        signals.tell("catalogue", str(number))
