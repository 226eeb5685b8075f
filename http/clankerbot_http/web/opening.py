"""A playground beside a service that is for real: with a Clockify, a Slack and a database of its own.

All of it is in this process and gone when that ends; nothing of the real service is within its reach.
"""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, create_sandbox, seeded_state
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import SQLITE
from clankerbot_http.addresses import url_of
from clankerbot_http.app import create_app
from clankerbot_http.composition import open_services, utc_now
from clankerbot_http.server import open_listeners, port_of, served
from clankerbot_http.web.playground import Playground, demo_slack, slack_settings, with_playground
from clankerbot_http.web.slack_sandbox import create_web_api

_HOST: Final = "http://playground.invalid"
"""Of what is reached within this process alone."""


@asynccontextmanager
async def open_playground(given: Settings, *, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[Playground]:
    """Of the settings that are given, the time zone and the language model count."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="clankerbot-playground-"))
        sandbox = seeded_state(clock(), given.timezone, clock=clock)
        slack = demo_slack(clock, sandbox)
        listeners = open_listeners("127.0.0.1", 0)  # Slack's client speaks over sockets only
        slack.url = url_of("127.0.0.1", port_of(listeners))
        await stack.enter_async_context(served(create_web_api(slack), listeners, name="slack_sandbox"))
        settings = Settings.model_validate(
            {
                "timezone": given.timezone,
                "database_url": f"{SQLITE}{folder}/playground.db",
                "public_url": _HOST,
                "clockify_api_key": DEMO_API_KEY,
                "clockify_base_url": f"{_HOST}/api",
                "webhook_shared_secret": secrets.token_urlsafe(24),
                "secret_keys": secrets.token_urlsafe(32),
                **{name: getattr(given, name) for name in Settings.model_fields if name.startswith("deepseek_")},
                **slack_settings(slack),
            }
        )
        # The language model alone is asked over the network.
        clockify = httpx.AsyncClient(mounts={_HOST: httpx.ASGITransport(create_sandbox(sandbox))})
        http = await stack.enter_async_context(clockify)
        opened = await stack.enter_async_context(open_services(settings, clock=clock, http=http))
        services = await with_playground(opened, sandbox, slack, needs_token=True)
        hears = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(services=services)))
        sandbox.deliveries.sends_through(await stack.enter_async_context(hears))
        stack.push_async_callback(sandbox.deliveries.aclose)
        await services.registering.sync()
        assert services.playground is not None
        stack.callback(services.playground.pulse.close)
        yield services.playground
