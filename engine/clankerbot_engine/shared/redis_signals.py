"""`Signals` by Redis' publish and subscribe."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from redis.exceptions import RedisError
from ulid import ULID

from clankerbot_engine.shared.redis import LEFT_ALONE_S, PREFIX, RedisAway, RedisServer
from clankerbot_engine.shared.signals import EVERYTHING, Heard, Topic

log = logging.getLogger(__name__)

CHANNEL: Final = f"{PREFIX}signals"


async def listeners(server: RedisServer) -> int:
    """How many instances hear signals now, this one with them. Raises `RedisAway`."""
    ((_, count),) = await server.ask(lambda client: client.pubsub_numsub(CHANNEL))
    return int(count)


class _Signal(BaseModel):
    sender: str
    topic: str
    about: str


class RedisSignals:
    """Open with `await start()`, close with `await stop()`."""

    def __init__(self, server: RedisServer, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._server = server
        self._sleep = sleep
        self._name = str(ULID())
        self._heard: dict[str, list[Heard]] = {}
        self._waiting: set[tuple[Topic, str]] = set()
        self._telling: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    def on(self, topic: Topic, heard: Heard) -> None:
        self._heard.setdefault(topic, []).append(heard)

    def tell(self, topic: Topic, about: str = EVERYTHING) -> None:
        signal = (topic, about)
        if signal in self._waiting:  # one that is about to leave says the same
            return
        self._waiting.add(signal)
        task = asyncio.get_running_loop().create_task(self._publish(topic, about), name="signal")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def start(self) -> None:
        """Returns when others can be heard, or at once where Redis is away."""
        self._listener = asyncio.create_task(self._listen(), name="signals")
        listening = asyncio.create_task(self._listening.wait())
        await asyncio.wait([listening, self._listener], timeout=LEFT_ALONE_S, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()

    async def stop(self) -> None:
        """What is to be told, is."""
        if self._telling:
            await asyncio.wait(self._telling)
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    async def _publish(self, topic: Topic, about: str) -> None:
        self._waiting.discard((topic, about))
        message = _Signal(sender=self._name, topic=topic, about=about).model_dump_json()
        with suppress(RedisAway):
            await self._server.ask(lambda client: client.publish(CHANNEL, message))

    async def _listen(self) -> None:
        missed, told = False, False
        while True:
            client = self._server.listening()
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(CHANNEL)
                    self._listening.set()
                    told = False
                    if missed:
                        self._all_again()
                    async for message in subscription.listen():
                        self._hear(message["data"])
            except (RedisError, OSError) as error:
                if not told:
                    log.info("signals_interrupted", extra={"error": type(error).__name__})
                told = True
            except Exception:
                log.exception("signals_failed")
            finally:
                await client.aclose()
            missed = True
            await self._sleep(LEFT_ALONE_S)

    def _hear(self, message: Any) -> None:
        try:
            signal = _Signal.model_validate_json(message)
        except ValidationError:  # another program's, or another version's
            log.warning("signal_unreadable")
            return
        if signal.sender != self._name:
            for heard in self._heard.get(signal.topic, ()):
                heard(signal.about)

    def _all_again(self) -> None:
        for heard in (each for listening in self._heard.values() for each in listening):
            heard(EVERYTHING)
