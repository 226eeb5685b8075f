"""The same token bucket on Redis, shared by all instances: one script, so atomic, by the server's own clock."""

import time
from collections.abc import Callable
from typing import Final

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Decision, Key, Limit, allowed, refused
from clankerbot_engine.shared.redis import PREFIX, RedisAway, RedisServer
from clankerbot_engine.shared.redis_signals import listeners

GCRA: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local arrival = tonumber(redis.call('GET', KEYS[1]) or 0)
if arrival < now then arrival = now end
-- Further ahead than a bucket that is used up: the server's clock was set back.
if arrival > now + period then arrival = now + period end
local after = arrival + interval
-- A microsecond is what the interval was rounded by.
if after - now > period + 1 then return {0, arrival - now, after - now - period} end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {1, after - now, 0}
"""
"""Times in whole microseconds. Answers: is it allowed, until the bucket is full, how long to wait."""
_US: Final = 1_000_000


COUNTS_EVERY_S: Final = 10.0


class RedisRateLimiter:
    """While Redis is away, `local` decides: each instance by itself, for its share of what all of them last seen may
    admit together."""

    def __init__(
        self,
        server: RedisServer,
        local: MemoryRateLimiter,
        *,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._local = local
        self._alone = metrics.rate_limits_alone
        self._monotonic = monotonic
        self._instances = 1
        self._count_at = monotonic()

    async def check(self, key: Key, limit: Limit) -> Decision:
        arguments = [str(round(limit.interval_s * _US)), str(round(limit.period_s * _US))]
        try:
            let_in, used, wait = await self._server.script(GCRA, f"{PREFIX}limit:{' '.join(key)}", *arguments)
            if self._monotonic() >= self._count_at:
                self._count_at = self._monotonic() + COUNTS_EVERY_S
                self._instances = max(1, await listeners(self._server))
        except RedisAway:
            self._alone.inc()
            return self._local.decide(key, limit.shared_by(self._instances))
        return allowed(limit, used / _US) if let_in else refused(limit, used / _US, wait / _US)
