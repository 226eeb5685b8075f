"""Webhooks, really sent: `POST` of the bare entity, repeated until a 2xx, given up after the last attempt.

As observed of the real one (`clockify-api` §6): at least once, no order, the same bytes on each attempt under a new
`idempotency-key`; after too many deliveries in a row that failed, the webhook is switched off.
"""

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import httpx

from clankerbot_engine.clockify.sandbox.ids import IdSource
from clankerbot_engine.clockify.sandbox.records import Attempt, Delivery, Webhook

log = logging.getLogger(__name__)

ATTEMPT_TIMEOUT_S = 5.0
DISABLED_AFTER = 5
KEPT = 1000


class Deliveries:
    """`http` None: a client of its own is opened at the first delivery; `aclose` closes it."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        http: httpx.AsyncClient | None = None,
        retry_delays_s: Sequence[float] = (0.5, 2.0, 8.0),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._http = http
        self._owns_http = http is None
        self.retry_delays_s = tuple(retry_delays_s)
        self._sleep = sleep
        self._ids = IdSource()
        self._tasks: set[asyncio.Task[None]] = set()
        self.attempts: deque[Attempt] = deque(maxlen=KEPT)
        self.deliveries: deque[Delivery] = deque(maxlen=KEPT)

    def sends_through(self, http: httpx.AsyncClient) -> None:
        """Whoever passed it closes it."""
        self._http, self._owns_http = http, False

    def send(self, webhook: Webhook, event: str, body: dict[str, Any]) -> None:
        """Starts a delivery and returns; `drain` waits for it."""
        delivery = Delivery(self._ids.new(self._clock()), webhook.id, event)
        self.deliveries.append(delivery)
        content = json.dumps(body, separators=(",", ":")).encode()
        task = asyncio.get_running_loop().create_task(self._deliver(webhook, delivery, content))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Until nothing is under way, retries included."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def clear(self) -> None:
        for task in self._tasks:
            task.cancel()
        self.attempts.clear()
        self.deliveries.clear()

    async def aclose(self) -> None:
        self.clear()
        await self.drain()
        if self._owns_http and self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _deliver(self, webhook: Webhook, delivery: Delivery, content: bytes) -> None:
        for delay_s in (None, *self.retry_delays_s):
            if delay_s is not None:
                delivery.retry_count += 1
                await self._sleep(delay_s)
            if not webhook.enabled:
                break
            if await self._attempt(webhook, delivery, content):
                delivery.status = "SUCCEEDED"
                webhook.failures = 0
                return
        delivery.status = "FAILED"
        webhook.failures += 1
        if webhook.failures >= DISABLED_AFTER:
            webhook.delivery_enabled = False
        log.warning("sandbox_webhook_given_up", extra={"webhook_id": webhook.id, "event": delivery.event})

    async def _attempt(self, webhook: Webhook, delivery: Delivery, content: bytes) -> bool:
        if self._http is None:
            self._http = httpx.AsyncClient()
        headers = {
            "content-type": "application/json",
            "user-agent": "Vert.x-WebClient/4.2.5",
            "clockify-signature": webhook.auth_token,
            "clockify-webhook-event-type": delivery.event,
            "idempotency-key": secrets.token_hex(16),
        }
        try:
            response = await self._http.post(webhook.url, content=content, headers=headers, timeout=ATTEMPT_TIMEOUT_S)
            status, answer = response.status_code, response.text[:2000]
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            status, answer = 0, type(error).__name__
        now = self._clock()
        self.attempts.append(
            Attempt(self._ids.new(now), delivery.id, webhook.id, status, content.decode(), answer, now)
        )
        return 200 <= status < 300
