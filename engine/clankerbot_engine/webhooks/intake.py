"""Takes deliveries in: verify, read, identify, and keep. What they lead to comes after the answer (`inbox`)."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from prometheus_client import Counter

from clankerbot_engine.errors import ClankerbotError, NotFound
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.ports import Delivery, InboxStore
from clankerbot_engine.ulids import UlidsInOrder
from clankerbot_engine.webhooks.body import check_content_type, read_object
from clankerbot_engine.webhooks.deliveries import OfAnotherWorkspace, event_of, new_delivery, read_event, unread_event
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.port import Envelope, Provider, ReadBody, Sender
from clankerbot_engine.webhooks.seen import SeenEvents

log = logging.getLogger(__name__)

UNREADABLE = "could not be read"


@dataclass(frozen=True, slots=True)
class Receipt:
    event: Event
    duplicate: bool


class Intake:
    """`wake` is called when there is something to work off."""

    def __init__(
        self,
        providers: Sequence[Provider],
        store: InboxStore,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        metrics: Metrics,
        seen: SeenEvents | None = None,
    ) -> None:
        self.providers: Mapping[str, Provider] = {provider.name: provider for provider in providers}
        self._store = store
        self._wake = wake
        self._clock = clock
        self._metrics = metrics
        self._counters: dict[tuple[str, str], Counter] = {}  # dear to look up
        self._seen = SeenEvents() if seen is None else seen
        self._ids = UlidsInOrder(clock)  # deliveries are worked off in the order of their coming

    async def receive(self, provider_name: str, envelope: Envelope, read_body: ReadBody) -> Receipt:
        """Kept for good when this returns.

        Raises `NotFound` (no such provider), `Unauthorized` and `ValidationFailed`; nothing is kept then.
        """
        provider = self.providers.get(provider_name)
        if provider is None:
            raise NotFound("There is no such webhook provider. Those that there are: " + ", ".join(self.providers))
        try:
            receipt = await self._take_in(provider, envelope, read_body)
        except ClankerbotError as error:
            self._count(provider, error.code)
            raise
        self._count(provider, "duplicate" if receipt.duplicate else "accepted")
        return receipt

    async def _take_in(self, provider: Provider, envelope: Envelope, read_body: ReadBody) -> Receipt:
        sender = await provider.verify(envelope, read_body)
        check_content_type(envelope.text("content-type"))
        raw = await read_body()
        body = read_object(raw)
        identity = provider.identify(envelope, body)
        seen = self._seen.find(sender.name, identity)
        if seen is not None:
            await self._look_again(sender.name, identity)
            return Receipt(seen, duplicate=True)
        delivery_id, received_at = self._ids.next(), self._clock()
        problem: str | None = None
        try:
            event = read_event(provider, envelope, body, workspace_id=sender.workspace_id, received_at=received_at)
        except OfAnotherWorkspace:
            raise
        except Exception as error:  # the sender cannot mend it, and would repeat until it is switched off
            log.exception("delivery_unreadable", extra={"provider": provider.name, "delivery_id": delivery_id})
            event = unread_event(body, sender, received_at)
            problem = f"{UNREADABLE}: {type(error).__name__}"
        delivery = new_delivery(delivery_id, provider, envelope, sender, identity, raw, event, problem=problem)
        stored = await self._store.add(delivery)
        duplicate = stored.id != delivery.id
        if duplicate:
            event = self._event_of(stored, provider, sender)
            await self._look_again(sender.name, identity)
        else:
            self._wake()
        self._seen.remember(sender.name, identity, event)
        return Receipt(event, duplicate)

    async def _look_again(self, sender: str, identity: str) -> None:
        """A body that was seen before may be no repetition: a project that is named A, then B, then A again. Where
        something else came in between, what is known is held against it once more."""
        if await self._store.look_again(sender, identity, at=self._clock()):
            self._wake()

    @staticmethod
    def _event_of(stored: Delivery, provider: Provider, sender: Sender) -> Event:
        try:
            return event_of(stored, provider)
        except Exception:  # noqa: BLE001 - logged when it came in
            return unread_event(orjson.loads(stored.body), sender, stored.received_at)

    def _count(self, provider: Provider, outcome: str) -> None:
        counter = self._counters.get((provider.name, outcome))
        if counter is None:
            counter = self._metrics.deliveries.labels(provider=provider.name, outcome=outcome)
            self._counters[provider.name, outcome] = counter
        counter.inc()
