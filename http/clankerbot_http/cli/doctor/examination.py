"""All that the doctor looks at, in the order in which it is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import httpx

from clankerbot_engine.settings import Settings
from clankerbot_http.cli.doctor.clockify import check_clockify
from clankerbot_http.cli.doctor.deepseek import check_deepseek
from clankerbot_http.cli.doctor.exposure import check_exposure
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.doctor.kept import check_kept
from clankerbot_http.cli.doctor.remotes import ClockComparison
from clankerbot_http.cli.doctor.settings import misspelt_settings
from clankerbot_http.cli.doctor.slack import check_slack
from clankerbot_http.cli.doctor.storage import check_database, check_redis, check_service
from clankerbot_http.cli.doctor.webhooks import check_webhooks


async def examine(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    transport: httpx.AsyncBaseTransport | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[Finding]:
    """`transport` stands in for the network, and `sleep` for the wait before another try, in tests."""
    clocks = ClockComparison(clock)
    async with (
        httpx.AsyncClient(transport=transport, event_hooks={"response": [clocks]}) as http,
        httpx.AsyncClient(transport=transport, trust_env=False) as local,  # no proxy leads to this machine
    ):
        for finding in misspelt_settings():
            yield finding
        async for finding in check_database(settings):
            yield finding
        async for finding in check_kept(settings):
            yield finding
        yield await check_redis(settings)
        yield await check_service(settings, local)
        async for finding in check_clockify(settings, http, clock(), sleep):
            yield finding
        yield await check_deepseek(settings, http)
        async for finding in check_slack(settings, http):
            yield finding
        async for finding in check_webhooks(settings):
            yield finding
        for finding in check_exposure(settings):
            yield finding
        yield clocks.finding()
