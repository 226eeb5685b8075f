"""Works off what was taken in: every instance claims deliveries, and lets each have its effects.

A delivery that fails is tried again, later and later; after `MOST_TRIES` it is parked, where `clankerbot inbox` shows
it and can replay it. What is about one thing is worked off in the order of its coming, and the newest state wins
whatever that order was. What a crash cut off is claimed again when its lease is over.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from clankerbot_engine.errors import ClankerbotError, NotFound
from clankerbot_engine.logs import failures_logged
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.ports import Delivery, EntityKey, EntityState, InboxStore, JsonDict
from clankerbot_engine.webhooks.changes import Change, EventHandlers, NotYet
from clankerbot_engine.webhooks.deliveries import event_of
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.intake import UNREADABLE
from clankerbot_engine.webhooks.newest import compare, is_gone
from clankerbot_engine.webhooks.port import Provider

log = logging.getLogger(__name__)

AT_ONCE: Final = 64
LEASE: Final = timedelta(seconds=90)
DEADLINE_S: Final = 60.0
"""For all that one delivery leads to; shorter than the lease."""
MOST_TRIES: Final = 8
FIRST_WAIT_S: Final = 5.0
MOST_WAIT_S: Final = 4 * 3600.0
LOOKS_EVERY_S: Final = 1.0
"""For what another instance has taken in, and what was replayed by a command."""
QUIET_S: Final = 0.005
"""A pause between deliveries. Until there is one they are taken in first: who delivers waits for an answer."""
MOST_LAG: Final = timedelta(seconds=2)
"""Then what waits is worked off while more come in, so that no burst can hold it up for long."""
FORGETS_EVERY: Final = timedelta(hours=1)

LookUp = Callable[[Event], Awaitable[JsonDict | None]]
"""The thing as it is now, in the shape of `Event.data`; None: it is gone. Raises `ClankerbotError` if none can say."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A delivery with its event, and what is known of the thing that it is about."""

    delivery: Delivery
    event: Event
    key: EntityKey | None
    known: EntityState | None = None


class Inbox:
    """`look_up` None: nobody can be asked which state is the newest, so the one that comes later is taken for it.

    `wait_factor` spreads retries: a number from 0.5 to 1.
    """

    def __init__(
        self,
        store: InboxStore,
        providers: Mapping[str, Provider],
        handlers: EventHandlers,
        *,
        keep: timedelta,
        clock: Callable[[], datetime],
        metrics: Metrics,
        look_up: LookUp | None = None,
        deadline_s: float = DEADLINE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        wait_factor: Callable[[], float] = lambda: random.uniform(0.5, 1.0),  # noqa: S311 - no secret
    ) -> None:
        self._store = store
        self._providers = providers
        self._handlers = handlers
        self._keep = keep
        self._clock = clock
        self._metrics = metrics
        self._look_up = look_up
        self._sleep = sleep
        self._wait_factor = wait_factor
        self._deadline_s = deadline_s
        self._name = str(ULID())
        self._more = asyncio.Event()
        self._forget_at: datetime | None = None
        self._stopping = False
        self._worker: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._more.set()

    async def start(self, *, alone: bool = False) -> None:
        """`alone`: no other instance can be at work, so that what a crash cut off need not wait for its lease."""
        if alone:
            await self._store.void_leases(at=self._clock())
        self._worker = asyncio.create_task(self._work(), name="inbox")

    async def stop(self, timeout_s: float) -> None:
        """Nothing more is claimed; what is in work is finished within the time, else given back for others to take."""
        self._stopping = True
        self._more.set()
        if self._worker is not None:
            done, _ = await asyncio.wait([self._worker], timeout=timeout_s)
            if not done:
                self._worker.cancel()
                await asyncio.wait([self._worker])
            self._worker = None

    async def work_once(self) -> int:
        """Claim what is due, and work it off; how many deliveries that were."""
        now = self._clock()
        claimed = await self._store.claim(worker=self._name, now=now, until=now + LEASE, limit=AT_ONCE)
        if not claimed:
            return 0
        try:
            read = [each for delivery in claimed if (each := await self._read(delivery)) is not None]
            known = await self._store.known({each.key for each in read if each.key is not None})
            worked_off = await asyncio.gather(
                *(self._work_off(replace(each, known=known.get(each.key) if each.key else None)) for each in read)
            )
        except asyncio.CancelledError:
            for delivery in claimed:  # those that are finished are not held any more, and stay as they are
                await self._store.put_back(delivery, due_at=now, error=None, counts=False)
            raise
        done = [each for each in worked_off if each is not None]
        if done:
            await self._store.finish(done, at=self._clock())
            self._count("done", len(done))
        return len(claimed)

    async def replay(self, delivery_id: str) -> Delivery:
        """Raises `NotFound`. What is open already stays as it is."""
        if await self._store.replay(delivery_id, at=self._clock()):
            self.wake()
        delivery = await self._store.get(delivery_id)
        if delivery is None:
            raise NotFound("There is no such delivery: it never came, or it is forgotten by now.")
        return delivery

    async def _work(self) -> None:
        while not self._stopping:
            self._more.clear()
            with failures_logged(log, "inbox_failed"):
                await self._forget()
                due_at = await self._store.next_due_at()
                if due_at is not None and due_at <= self._clock():
                    await self._give_way(until=due_at + MOST_LAG)
                    if await self.work_once():
                        continue
            await self._pause()

    async def _give_way(self, *, until: datetime) -> None:
        """To those who deliver."""
        self._more.set()
        while self._more.is_set() and self._clock() < until:
            self._more.clear()
            await asyncio.sleep(QUIET_S)

    async def _pause(self) -> None:
        waiting = asyncio.ensure_future(self._sleep(LOOKS_EVERY_S))
        woken = asyncio.ensure_future(self._more.wait())
        try:
            await asyncio.wait([waiting, woken], return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            woken.cancel()

    async def _forget(self) -> None:
        now = self._clock()
        if self._forget_at is None or self._forget_at <= now:
            self._forget_at = now + FORGETS_EVERY
            while await self._store.forget(before=now - self._keep):
                pass

    async def _read(self, delivery: Delivery) -> _Read | None:
        """None where it is parked: nobody here can read it, or it took its worker down each time."""
        provider = self._providers.get(delivery.provider)
        if delivery.attempts > MOST_TRIES:
            await self._park(delivery, delivery.error or "it was begun time and again, and never finished")
            return None
        if provider is None:
            await self._park(delivery, f"no provider is named {delivery.provider} here any more")
            return None
        try:
            event = event_of(delivery, provider)
        except Exception as error:
            log.exception("delivery_unreadable", extra={"provider": delivery.provider, "delivery_id": delivery.id})
            await self._park(delivery, f"{UNREADABLE}: {type(error).__name__}")
            return None
        key = None if event.entity_id is None else (event.workspace_id or "", event.entity, event.entity_id)
        return _Read(delivery, event, key)

    async def _work_off(self, read: _Read) -> tuple[Delivery, EntityState | None] | None:
        """What is to be written down as done; None where the delivery was put back or parked."""
        not_yet: NotYet | None = None
        problem: str | None = None
        state: EntityState | None = None
        try:
            async with asyncio.timeout(self._deadline_s):
                change, state = await self._change(read)
                for handle in self._handlers:
                    try:
                        await handle(change)
                    except NotYet as later:
                        not_yet = later
                    except Exception as error:
                        problem = _named(error)
                        log.exception(
                            "event_handler_failed",
                            extra={"delivery_id": read.delivery.id, "event_type": read.event.type},
                        )
        except TimeoutError:
            problem = f"it took longer than {self._deadline_s:.0f} s"
        if problem is not None:
            await self._failed(read.delivery, problem)
            return None
        if not_yet is not None:
            due_at = self._clock() + timedelta(seconds=not_yet.after_s)
            await self._store.put_back(read.delivery, due_at=due_at, error=None, counts=False)
            return None
        return read.delivery, state

    async def _change(self, read: _Read) -> tuple[Change, EntityState | None]:
        """What the event means, and what is to be known from now on; None: as before."""
        event, known = read.event, read.known
        before = None if known is None or known.gone else known.document
        verdict = compare(event, known)
        now: JsonDict | None = None if is_gone(event.type) else dict(event.data)
        is_sure = True
        if verdict == "unclear":
            now, is_sure = await self._looked_up(event, now)
        elif verdict in ("older", "same"):
            now = before
        change = Change(
            event,
            read.delivery.id,
            before=before,
            now=now,
            known_at=None if known is None else known.received_at,
            is_news=verdict in ("newer", "unclear"),
            is_sure=is_sure,
        )
        if read.key is None or not change.is_news:
            return change, None
        workspace_id, entity, entity_id = read.key
        document = dict(event.data) if now is None else now
        gone = now is None
        occurred_at, received_at = event.occurred_at, event.received_at
        return change, EntityState(
            workspace_id, entity, entity_id, event.type, document, gone, occurred_at, received_at
        )

    async def _looked_up(self, event: Event, otherwise: JsonDict | None) -> tuple[JsonDict | None, bool]:
        """The thing as it is, and whether that is sure."""
        if self._look_up is None:
            return otherwise, False
        try:
            return await self._look_up(event), True
        except ClankerbotError as error:
            log.info("entity_not_looked_up", extra={"entity": event.entity, "error": error.code})
            return otherwise, False

    async def _failed(self, delivery: Delivery, problem: str) -> None:
        if delivery.attempts >= MOST_TRIES:
            await self._park(delivery, problem)
            return
        wait_s = min(MOST_WAIT_S, FIRST_WAIT_S * 3 ** (delivery.attempts - 1)) * self._wait_factor()
        await self._store.put_back(delivery, due_at=self._clock() + timedelta(seconds=wait_s), error=problem)
        self._count("again")

    async def _park(self, delivery: Delivery, problem: str) -> None:
        log.error("delivery_parked", extra={"delivery_id": delivery.id, "provider": delivery.provider})
        await self._store.park(delivery, error=problem)
        self._count("parked")

    def _count(self, outcome: str, number: int = 1) -> None:
        self._metrics.events.labels(outcome).inc(number)


def _named(error: Exception) -> str:
    """What is kept and shown: our own errors in words, of others the name alone, for they may hold anything."""
    return error.message if isinstance(error, ClankerbotError) else type(error).__name__
