"""Redis, where `REDIS_URL` names one: nothing there is needed to answer a request, so nothing waits for it for long.

What goes wrong is `RedisAway`, and whoever asked goes on without. A server that failed is left alone for a moment and
then tried by one caller. That it went and that it came back is said once each in the log; `/readyz` and a metric say
how it is.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript
from redis.exceptions import AuthenticationError, AuthorizationError, RedisError, ResponseError

from clankerbot_engine.errors import NotReady
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.settings import without_login

log = logging.getLogger(__name__)

T = TypeVar("T")

PREFIX: Final = "clankerbot:"
"""Of every key and channel: other programs may use the same server."""
DEADLINE_S: Final = 0.5
"""Of one question; answers take a quarter of a millisecond."""
LEFT_ALONE_S: Final = 1.0
CONNECTIONS: Final = 50
"""As many questions are asked at the same time, each on a connection of its own, which is kept for the next one: after
a burst there are as many as it had questions under way. The others wait for their turn, which is no fault of the
server's, and so not part of the deadline. A subscription has one more.
"""
_FAILED: Final = (RedisError, OSError, TimeoutError)
_REFUSED: Final = (AuthenticationError, AuthorizationError, ResponseError)
"""A password, a right or a database that is not there."""


class RedisAway(Exception):
    """It did not answer, or is not asked at the moment."""


class RedisServer:
    """Open with `await RedisServer.open(url)`, close with `await server.close()`."""

    def __init__(
        self,
        url: str,
        *,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.monotonic,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self.name = without_login(url)
        self.client = _client(url, connections=CONNECTIONS, connects_within_s=deadline_s, answers_within_s=deadline_s)
        self.problem: str | None = None
        """Why it is away, in words; None while it answers."""
        self._url = url
        self._monotonic = monotonic
        self._deadline_s = deadline_s
        self._try_again_at = 0.0
        self._away = metrics.redis_away
        self._scripts: dict[str, AsyncScript] = {}
        self._places = asyncio.Semaphore(self.client.connection_pool.max_connections)  # the address may name another

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.monotonic,
        deadline_s: float = DEADLINE_S,
    ) -> "RedisServer":
        """One that is away may come back, so the start does not fail for it. Raises `NotReady` where it does not let
        us in: that does not mend itself."""
        server = cls(url, metrics=metrics, monotonic=monotonic, deadline_s=deadline_s)
        try:
            await server.client.ping()
        except _FAILED as error:
            if isinstance(error.__cause__ or error, _REFUSED):
                await server.close()
                raise NotReady(
                    f"REDIS_URL: {server.name} does not let this program in: {server._reason(error)}."
                ) from None
            server._failed(error)
        return server

    def listening(self) -> redis.asyncio.Redis:
        """Another client, for a subscription: it waits as long as there is nothing to hear. Close it."""
        return _client(self._url, connections=1, connects_within_s=self._deadline_s, answers_within_s=None)

    async def script(self, text: str, key: str, *arguments: str) -> Any:
        """What a Lua script answers. Raises `RedisAway`."""
        script = self._scripts.get(text)
        if script is None:
            script = self._scripts[text] = self.client.register_script(text)
        known = script
        return await self.ask(lambda _: known(keys=[key], args=arguments))

    async def ask(self, question: Callable[[redis.asyncio.Redis], Awaitable[T]]) -> T:
        """Raises `RedisAway`."""
        async with self._places:
            return await self._asked(question)

    async def _asked(self, question: Callable[[redis.asyncio.Redis], Awaitable[T]]) -> T:
        if self.problem is not None:
            now = self._monotonic()
            if now < self._try_again_at:
                raise RedisAway(self.problem)
            self._try_again_at = now + LEFT_ALONE_S  # for everybody but this one
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await question(self.client)
        except _FAILED as error:
            self._failed(error)
            raise RedisAway(self.problem) from None
        if self.problem is not None:
            self.problem = None
            self._away.set(0)
            log.warning("redis_back", extra={"redis": self.name})
        return answer

    async def problem_now(self) -> str | None:
        """Asked anew, unless it is left alone at the moment."""
        with suppress(RedisAway):
            await self.ask(lambda client: client.ping())
        return self.problem

    async def close(self) -> None:
        await self.client.aclose()

    def _failed(self, error: BaseException) -> None:
        before, self.problem = self.problem, f"{self.name} does not answer: {self._reason(error)}."
        self._try_again_at = self._monotonic() + LEFT_ALONE_S
        if before is None:
            self._away.set(1)
            told = {"redis": self.name, "reason": self._reason(error), "effect": EFFECT, "mend": MEND}
            log.warning("redis_away", extra=told)

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._deadline_s:g} s"
        # "Error 111 connecting to localhost:6379. Connection refused."
        return str(error).rpartition("connecting to ")[2].strip().rstrip(".").partition("\n")[0] or type(error).__name__


EFFECT: Final = "each instance admits its share of the rate limits by itself, and hears of changes elsewhere by looking"
MEND: Final = "start it, or correct REDIS_URL"


def _client(
    url: str, *, connections: int, connects_within_s: float, answers_within_s: float | None
) -> redis.asyncio.Redis:
    """Raises `NotReady` for an address whose options are none."""
    try:
        pool = redis.asyncio.ConnectionPool.from_url(
            url,
            max_connections=connections,
            socket_timeout=answers_within_s,
            socket_connect_timeout=connects_within_s,
            retry=Retry(NoBackoff(), 0),  # whoever asks does something else instead
            protocol=2,
            decode_responses=True,
            encoding_errors="replace",  # whoever may publish may publish anything
            client_name="clankerbot",
        )
        pool.connection_class(**pool.connection_kwargs)  # connects nowhere yet, but knows what options there are
    except (TypeError, ValueError):
        raise NotReady(
            f"REDIS_URL: what stands behind ? is no option of a connection to {without_login(url)}."
        ) from None
    return redis.asyncio.Redis.from_pool(pool)
