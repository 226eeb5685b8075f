"""Slack's Web API and response URLs: one connection pool, and tries again where trying again helps."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

Sleep = Callable[[float], Awaitable[None]]

TIMEOUT_S: Final = 15
LONGEST_WAIT_S: Final = 30.0
"""A `Retry-After` beyond this is not waited for."""


class RateLimitRetry(AsyncRateLimitErrorRetryHandler):
    """429: waits as long as Slack says."""

    def __init__(self, sleep: Sleep) -> None:
        super().__init__(max_retry_count=2)
        self._sleep = sleep

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return response is not None and response.status_code == 429 and _retry_after_s(response) <= LONGEST_WAIT_S

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        if response is not None:
            await self._sleep(_retry_after_s(response))
        state.increment_current_attempt()


def _retry_after_s(response: HttpResponse) -> float:
    given: Any = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), "1")
    text = given[0] if isinstance(given, list) else given
    return float(text) if str(text).isdecimal() else 1.0


class ServerErrorRetry(AsyncServerErrorRetryHandler):
    """500 and 503: once more, a moment later."""

    def __init__(self, sleep: Sleep) -> None:
        super().__init__(max_retry_count=1)
        self._sleep = sleep

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        await self._sleep(self.interval_calculator.calculate_sleep_duration(state.current_attempt))
        state.increment_current_attempt()


class SlackConnection:
    """`client` has no token of its own, and no session until `open`: one belongs to the event loop it was made in."""

    def __init__(self, *, api_url: str, sleep: Sleep = asyncio.sleep) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._retries: list[AsyncRetryHandler] = [
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            RateLimitRetry(sleep),
            ServerErrorRetry(sleep),
        ]
        self.client = AsyncWebClient(
            base_url=f"{api_url.rstrip('/')}/", timeout=TIMEOUT_S, retry_handlers=list(self._retries)
        )

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=5), connector=aiohttp.TCPConnector(limit=50)
        )
        self.client.session = self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, response_url: str, body: dict[str, Any]) -> WebhookResponse:
        """Never raises for a status: look at it. Raises aiohttp's errors and `TimeoutError`."""
        hook = AsyncWebhookClient(
            response_url, timeout=TIMEOUT_S, session=self._session, retry_handlers=list(self._retries)
        )
        return await hook.send_dict(body)
