"""The one function that sends to Clockify: auth, deadline, retry, error map, metric, log line.

Clockify knows no idempotency keys: a create that got no answer may have been applied. Such a call is repeated only
where the request cannot have been carried out; else it ends in an error whose `outcome` is `unknown`, and whoever
called reads back before sending again.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn, TypeVar

import httpx
from pydantic import JsonValue, TypeAdapter, ValidationError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_any,
    stop_before_delay,
)

from clankerbot_engine.clockify.access import Credential, Endpoint, fingerprint
from clankerbot_engine.clockify.call import Call, Effect, pairs, path_part
from clankerbot_engine.clockify.pace import Pace
from clankerbot_engine.clockify.pauses.memory import MemoryPauses
from clankerbot_engine.clockify.refusals import retry_after_s, translated, unreachable
from clankerbot_engine.errors import ClankerbotError, NotFound, RateLimited, UpstreamError, UpstreamTimeout
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.remotes.host import RemoteHost
from clankerbot_engine.remotes.remote import NoRetriesLeft, Remote
from clankerbot_engine.telemetry import ROUTE

log = logging.getLogger(__name__)

Shape = TypeVar("Shape")
Host = Literal["core", "reports"]
Query = Mapping[str, Any]
Body = Mapping[str, Any] | Sequence[Any]

TRIES = 4
FIRST_WAIT_S = 0.4
LONGEST_WAIT_S = 5.0
SHORTEST_TRY_S = 0.5
"""No try begins with less time than this before the deadline."""
PAGE_SIZE = 200
MOST_PAGES = 100


_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class _Again(Exception):
    """A try that may be followed by another one, after `wait_s` where Clockify said how long."""

    def __init__(self, error: ClankerbotError, wait_s: float | None = None) -> None:
        super().__init__(error.code)
        self.error = error
        self.wait_s = wait_s


class Requester:
    """Sends as one credential. `sleep`, `chance` (0 to 1) and `clock` are injected so that tests need not wait.

    `timeout_s` is for a whole call, its retries and waits included; bytes that trickle in do not extend it.
    `remote`, `reports` and `pace` are shared by all who ask the same Clockify; without them, this one is alone.
    `reports` is the host of the reports, where that is another one.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        credential: Credential,
        endpoint: Endpoint,
        *,
        timeout_s: float,
        metrics: Metrics,
        remote: Remote | None = None,
        reports: RemoteHost | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._credential = credential
        self._roots: dict[Host, str] = {"core": endpoint.core, "reports": endpoint.reports}
        self._timeout_s = timeout_s
        self._metrics = metrics
        core = RemoteHost(http, remote or Remote("clockify", metrics=metrics))
        self._hosts: dict[Host, RemoteHost] = {"core": core, "reports": reports or core}
        self._pace = pace or Pace(None, MemoryPauses(clock=clock), sleep=sleep)
        self._own = fingerprint(credential, endpoint)
        self._sleep = sleep
        self._chance = chance
        self._clock = clock
        self._adapters: dict[Any, TypeAdapter[Any]] = {}

    async def fetch(
        self,
        shape: type[Shape],
        method: str,
        route: str,
        effect: Effect,
        *,
        ids: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Body | None = None,
        host: Host = "core",
    ) -> Shape:
        """The answer as `shape`. `route` is a template, filled from `ids`. Raises any `ClankerbotError`."""
        call = self._call(method, route, effect, ids, query, body, host)
        return self._decoded(await self._send(call), shape, call)

    async def perform(
        self,
        method: str,
        route: str,
        effect: Effect,
        *,
        ids: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Body | None = None,
    ) -> None:
        """As `fetch`, where the answer has nothing to read."""
        await self._send(self._call(method, route, effect, ids, query, body, "core"))

    async def pages(
        self,
        shape: type[Shape],
        route: str,
        *,
        ids: Mapping[str, str],
        query: Query | None = None,
        page_size: int = PAGE_SIZE,
    ) -> list[Shape]:
        """Every page of a list: until `Last-Page: true` or, where the header is missing, until a short page."""
        found: list[Shape] = []
        for page in range(1, MOST_PAGES + 1):
            asked = {**(query or {}), "page": page, "page-size": page_size}
            call = self._call("GET", route, Effect.READ, ids, asked, None, "core")
            response = await self._send(call)
            rows = self._decoded(response, list[shape], call)  # type: ignore[valid-type]
            found += rows
            last = response.headers.get("Last-Page")
            if not rows or (len(rows) < page_size if last is None else last.lower() == "true"):
                return found
        log.warning("clockify_list_cut", extra={"route": route, "rows": len(found)})
        return found

    def _decoded(self, response: httpx.Response, shape: type[Shape], call: Call) -> Shape:
        adapter = self._adapters.get(shape)
        if adapter is None:
            adapter = self._adapters[shape] = TypeAdapter(shape)
        try:
            decoded: Shape = adapter.validate_json(response.content)
        except ValidationError:
            # Success was said, only not how it looks now: whoever wrote has to read back.
            call.unclear = True
            details: dict[str, JsonValue] = {"source": "clockify", "status": response.status_code}
            raise call.failure(UpstreamError, "Clockify's answer cannot be read.", details=details) from None
        return decoded

    def _call(
        self,
        method: str,
        route: str,
        effect: Effect,
        ids: Mapping[str, str] | None,
        query: Query | None,
        body: Body | None,
        host: Host,
    ) -> Call:
        path = route.format_map({name: path_part(value) for name, value in (ids or {}).items()})
        workspace = (ids or {}).get("workspace", self._own)
        return Call(method, route, self._roots[host] + path, effect, query, body, workspace, self._hosts[host])

    async def _send(self, call: Call) -> httpx.Response:
        tries = AsyncRetrying(
            sleep=self._sleep,
            wait=self._wait_s,
            stop=stop_any(
                stop_after_attempt(TRIES),
                stop_before_delay(max(0.0, self._timeout_s - SHORTEST_TRY_S)),
                NoRetriesLeft(call.host.remote),  # the last: it is asked only where there would be one more
            ),
            retry=retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._pace.start(call.workspace, longest_s=self._timeout_s / 2)
                call.host.remote.begins()
                async for attempt in tries:
                    with attempt:
                        return await self._try(call)
        except _Again as last:
            raise call.ends_in(last.error) from last.__cause__
        except TimeoutError:
            raise call.failure(UpstreamTimeout, f"Clockify did not answer within {self._timeout_s:g} s.") from None
        raise AssertionError("tenacity ends in a result or an exception")

    def _wait_s(self, state: RetryCallState) -> float:
        """Exponential with full jitter, unless Clockify said how long. A limit that is hit is left alone for longer."""
        again = state.outcome.exception() if state.outcome else None
        assert isinstance(again, _Again)
        if again.wait_s is not None:
            return again.wait_s * (1 + 0.1 * self._chance())
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1))
        least = 0.5 if isinstance(again.error, RateLimited) else 0.0
        return longest * (least + (1 - least) * self._chance())

    async def _try(self, call: Call) -> httpx.Response:
        try:
            await self._pace.turn(call.workspace, longest_s=self._timeout_s / 2)
        except RateLimited as too_early:
            raise call.ends_in(too_early) from None
        closed_for_s = call.host.remote.closed_for_s()
        if closed_for_s > 0:
            raise call.ends_in(
                UpstreamError(
                    "Clockify does not work at the moment.",
                    details={"source": "clockify", "reason": "left_alone"},
                    retry_after_s=closed_for_s,
                )
            )
        began = time.perf_counter()
        status: int | None = None
        unclear_before, call.unclear = call.unclear, True
        try:
            response = await call.host.http.request(
                call.method,
                call.url,
                params=pairs(call.query),
                json=call.body,
                headers=[(self._credential.header, self._credential.secret.get_secret_value())],
                timeout=self._try_timeout(call.effect),
                follow_redirects=False,
                extensions={ROUTE: call.route},
            )
            status = response.status_code
        except _NOT_SENT as error:
            call.unclear = unclear_before
            raise _Again(UpstreamError(unreachable(error), details={"source": "clockify"})) from error
        except httpx.RequestError as error:
            kind = UpstreamTimeout if isinstance(error, httpx.TimeoutException) else UpstreamError
            self._give_up_or_again(call, kind("Clockify did not answer.", details={"source": "clockify"}), error)
        finally:
            self._note(call, status, time.perf_counter() - began)
        if response.is_success:
            await self._pace.taken(call.workspace)
            return response
        said_wait_s = retry_after_s(response.headers.get("Retry-After"), self._clock())
        refusal = translated(response, is_addon=self._credential.is_addon, wait_s=said_wait_s)
        if response.status_code in (408, 425, 429) or (response.status_code == 503 and said_wait_s is not None):
            call.unclear = unclear_before
            if response.status_code == 429:
                await self._pace.refused(call.workspace, said_wait_s)
            raise _Again(refusal, said_wait_s)
        if response.status_code >= 500:
            self._give_up_or_again(call, refusal, None)
        call.unclear = unclear_before
        if call.effect is Effect.REMOVE and unclear_before and isinstance(refusal, NotFound):
            return response
        raise call.ends_in(refusal)

    def _give_up_or_again(self, call: Call, error: ClankerbotError, cause: Exception | None) -> NoReturn:
        """A try that may have been applied."""
        if call.effect is Effect.CREATE:
            raise call.ends_in(error) from cause
        raise _Again(error) from cause

    def _try_timeout(self, effect: Effect) -> httpx.Timeout:
        """What may be repeated does not spend all its time on one silent connection."""
        share = self._timeout_s if effect is Effect.CREATE else self._timeout_s / 2
        return httpx.Timeout(share, connect=min(3.0, share), pool=min(2.0, share))

    def _note(self, call: Call, status: int | None, seconds: float) -> None:
        """`status` None: no answer."""
        if status is None or status >= 500:
            call.host.remote.failed()
        else:
            call.host.remote.answered()
        label = "no_answer" if status is None else str(status)
        self._metrics.clockify_requests.labels(call.method, call.route, label).inc()
        self._metrics.clockify_seconds.labels(call.route).observe(seconds)
        took = {"method": call.method, "route": call.route, "status": status, "duration_ms": round(seconds * 1000, 1)}
        log.info("clockify_request", extra=took)
