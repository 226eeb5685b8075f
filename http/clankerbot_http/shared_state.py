"""What this instance shares with others beside the database: rate limits and signals, on Redis where there is one."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clankerbot_engine.clockify.pauses.memory import MemoryPauses
from clankerbot_engine.clockify.pauses.port import Pauses
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import RateLimiter
from clankerbot_engine.settings import Settings
from clankerbot_engine.shared.signals import NobodyElse, Signals

if TYPE_CHECKING:
    from clankerbot_engine.shared.redis import RedisServer


@dataclass(frozen=True, slots=True)
class SharedState:
    """`limiter` is for those who call, `outward` for whom we call: to be let in there, one waits in real time.
    `pauses`: until when Clockify wants to be left alone."""

    limiter: RateLimiter
    outward: RateLimiter
    pauses: Pauses
    signals: Signals
    redis: "RedisServer | None" = None


def alone(*, clock: Callable[[], datetime], limiter: RateLimiter | None = None) -> SharedState:
    """There is no other instance, or no Redis."""
    return SharedState(limiter or MemoryRateLimiter(), MemoryRateLimiter(), MemoryPauses(clock=clock), NobodyElse())


@asynccontextmanager
async def open_shared_state(
    settings: Settings, *, metrics: Metrics, clock: Callable[[], datetime], monotonic: Callable[[], float]
) -> AsyncIterator[SharedState]:
    """Raises `NotReady` where Redis does not let us in."""
    local = MemoryRateLimiter(monotonic=monotonic)
    if settings.redis_url is None:
        yield alone(clock=clock, limiter=local)
        return

    # Imported only where it is set.
    from clankerbot_engine.clockify.pauses.redis import RedisPauses
    from clankerbot_engine.rate_limits.redis import RedisRateLimiter
    from clankerbot_engine.shared.redis import RedisServer
    from clankerbot_engine.shared.redis_signals import RedisSignals

    async with AsyncExitStack() as stack:
        redis = await RedisServer.open(settings.redis_url, metrics=metrics, monotonic=monotonic)
        stack.push_async_callback(redis.close)
        signals = RedisSignals(redis)
        stack.push_async_callback(signals.stop)
        await signals.start()
        limiter, outward = (RedisRateLimiter(redis, each, metrics=metrics) for each in (local, MemoryRateLimiter()))
        pauses = RedisPauses(redis, MemoryPauses(clock=clock))
        yield SharedState(limiter, outward, pauses, signals, redis)
