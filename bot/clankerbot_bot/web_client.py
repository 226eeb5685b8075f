"""Slack's Web API and its response URLs, two remotes: each with connections of its own, a deadline, tries again where
trying again helps, within its budget of retries, and left alone while it mostly fails.

All of it stands in a middleware of aiohttp's, through which every request of Slack's SDK goes.
"""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any, Final

import aiohttp
from aiohttp import ClientHandlerType, ClientMiddlewareType, ClientRequest, ClientResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from clankerbot_bot.response_urls import SlackOnly
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.remotes.remote import Remote
from clankerbot_engine.telemetry import Tracing

Sleep = Callable[[float], Awaitable[None]]

TRY_S: Final = 15
"""One try may take so long, and everything with its waits three times that."""
CONNECTIONS: Final = 50
LONGEST_WAIT_S: Final = 30.0
"""A `Retry-After` beyond this is not waited for."""
FIRST_WAIT_S: Final = 1.0
_METHOD: Final = re.compile(r"[a-z]+(\.[a-zA-Z0-9]+)+")
_BROKEN_OFF: Final = (aiohttp.ServerConnectionError, aiohttp.ClientOSError)


class SlackLeftAlone(aiohttp.ClientConnectionError):
    """Slack mostly fails, so it was not asked: nothing has arrived there."""


class _Tries:
    """The middleware. `again` False: once only, for what may have arrived although its answer was lost."""

    def __init__(
        self,
        remote: Remote,
        tracing: Tracing | None,
        sleep: Sleep,
        chance: Callable[[], float],
        *,
        again: bool,
    ) -> None:
        self._remote = remote
        self._tracing = tracing
        self._sleep = sleep
        self._chance = chance
        self._again = again

    async def __call__(self, request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
        if self._remote.closed_for_s() > 0:
            raise SlackLeftAlone(f"{self._remote.name} does not work at the moment.")
        self._remote.begins()
        tries = 0
        while True:
            tries += 1
            try:
                with nullcontext() if self._tracing is None else self._tracing.call(self._name_of(request)):
                    async with asyncio.timeout(TRY_S):
                        response = await send(request)
            except (aiohttp.ClientError, TimeoutError) as error:
                self._remote.failed()
                wait_s = self._wait_s(tries) if isinstance(error, _BROKEN_OFF) else None
                if not self._is_left(wait_s):
                    raise
            else:
                self._remote.failed() if response.status >= 500 else self._remote.answered()
                wait_s = self._asked_to_wait_s(response, tries)
                if not self._is_left(wait_s):
                    return response
                response.release()
            await self._sleep(wait_s or 0)

    def _name_of(self, request: ClientRequest) -> str:
        """Of the span: a method of the Web API by its own, anything else (a file, a response URL) by the remote's."""
        method = request.url.name
        return f"POST {method if _METHOD.fullmatch(method) else self._remote.name}"

    def _asked_to_wait_s(self, response: ClientResponse, tries: int) -> float | None:
        """None: the answer stands."""
        if response.status == 429:
            said = response.headers.get("Retry-After", "")
            said_s = float(said) if said.isdecimal() else FIRST_WAIT_S
            return said_s if tries <= 2 and said_s <= LONGEST_WAIT_S else None
        return self._wait_s(tries) if response.status in (500, 503) else None

    def _wait_s(self, tries: int) -> float | None:
        return FIRST_WAIT_S * self._chance() if tries == 1 else None

    def _is_left(self, wait_s: float | None) -> bool:
        return self._again and wait_s is not None and self._remote.may_retry()


class SlackConnection:
    """`client` has no token of its own, and no session until `open`: one belongs to the event loop it was made in."""

    def __init__(
        self,
        *,
        api_url: str,
        metrics: Metrics,
        tracing: Tracing | None = None,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        api, hooks = (Remote(name, metrics=metrics, monotonic=monotonic) for name in ("slack", "slack_response_urls"))
        self._for_client = _Tries(api, tracing, sleep, chance, again=True)
        self._for_once = _Tries(api, tracing, sleep, chance, again=False)
        self._for_hooks = _Tries(hooks, tracing, sleep, chance, again=True)
        self._slack_only = SlackOnly(api_url)
        self._sessions: list[aiohttp.ClientSession] = []
        self._once: aiohttp.ClientSession | None = None
        self._hooks: aiohttp.ClientSession | None = None
        self.client = AsyncWebClient(base_url=f"{api_url.rstrip('/')}/", timeout=TRY_S, retry_handlers=[])

    def once(self, token: str) -> AsyncWebClient:
        """One that tries nothing again: a post whose answer is lost may have arrived."""
        return AsyncWebClient(token, base_url=self.client.base_url, session=self._once, retry_handlers=[])

    async def open(self) -> None:
        api = aiohttp.TCPConnector(limit=CONNECTIONS)
        self.client.session = self._session(self._for_client, api)
        self._once = self._session(self._for_once, api)
        self._hooks = self._session(self._for_hooks, aiohttp.TCPConnector(limit=CONNECTIONS), self._slack_only)

    async def close(self) -> None:
        """May be called twice."""
        sessions, self._sessions = self._sessions, []
        for session in sessions:
            await session.close()

    async def post(self, response_url: str, body: dict[str, Any]) -> WebhookResponse:
        """Never raises for a status: look at it. Raises aiohttp's errors, `NotSlacks` too, and `TimeoutError`."""
        hook = AsyncWebhookClient(response_url, timeout=TRY_S, session=self._hooks, retry_handlers=[])
        return await hook.send_dict(body)

    def _session(
        self, tries: _Tries, connector: aiohttp.TCPConnector, *before: ClientMiddlewareType
    ) -> aiohttp.ClientSession:
        limits = aiohttp.ClientTimeout(total=3 * TRY_S, connect=5, sock_read=TRY_S)
        session = aiohttp.ClientSession(timeout=limits, connector=connector, middlewares=[*before, tries])
        self._sessions.append(session)
        return session
