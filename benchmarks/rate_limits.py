"""The rate limiter: a million distinct callers, what they cost in memory, and how many checks a second there are.

Between the million, honest callers stay below their limit: none may be refused because of the others.
"""

import argparse
import asyncio
import time
from pathlib import Path

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Limit, RateLimiter

A_MINUTE = Limit(60)
HONEST = 1000
HONEST_EVERY = 1000
"""Each of them is there once in a million checks: far below its limit."""
AT_ONCE = 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--addresses", type=int, default=1_000_000)
    options.add_argument("--redis", metavar="URL", help="measure a Redis server, too")
    given = options.parse_args()
    asyncio.run(in_memory(given.addresses))
    if given.redis:
        asyncio.run(on_redis(given.redis))


async def in_memory(addresses: int) -> None:
    keys = [("address", f"{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}.1", "/actions/run") for n in range(addresses)]
    honest = [("address", f"honest {n}", "/actions/run") for n in range(HONEST)]
    before_kb, refused = rss_kb(), 0
    limiter = MemoryRateLimiter()
    began = time.perf_counter()
    for number, key in enumerate(keys):
        await limiter.check(key, A_MINUTE)
        if number % HONEST_EVERY == 0:
            refused += not (await limiter.check(honest[number // HONEST_EVERY % HONEST], A_MINUTE)).allowed
    seconds = time.perf_counter() - began
    print(f"memory: {addresses:,} addresses, {addresses / seconds:,.0f} checks/s (aim: 500,000)")
    print(
        f"        {(rss_kb() - before_kb) / 1024:.1f} MB more (aim: under 8), {refused} honest callers refused (aim: 0)"
    )


async def on_redis(url: str) -> None:
    from clankerbot_engine.rate_limits.redis import RedisRateLimiter
    from clankerbot_engine.shared.redis import RedisServer

    metrics = Metrics()
    server = await RedisServer.open(url, metrics=metrics)
    limiter: RateLimiter = RedisRateLimiter(server, MemoryRateLimiter(), metrics=metrics)
    checks, took = 20_000, []

    async def caller(number: int) -> None:
        for each in range(checks // AT_ONCE):
            began = time.perf_counter()
            await limiter.check(("address", f"{number}.{each}", "/"), A_MINUTE)
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(AT_ONCE)))
    seconds = time.perf_counter() - began
    slow_ms = sorted(took)[len(took) * 99 // 100] * 1000
    alone = metrics.registry.get_sample_value("clankerbot_rate_limits_alone_total")
    print(f"Redis:  {checks / seconds:,.0f} checks/s, {AT_ONCE} at once, 99 % within {slow_ms:.1f} ms")
    print(f"        {alone:.0f} decided without it (aim: 0)")
    await server.close()


def rss_kb() -> int:
    """Of this process, by Linux."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


if __name__ == "__main__":
    main()
