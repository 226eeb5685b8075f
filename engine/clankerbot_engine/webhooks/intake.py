"""Takes deliveries in: verify, read, identify, normalize, and let each event have its effects once."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clankerbot_engine.errors import ClankerbotError, NotFound
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.webhooks.body import check_content_type, read_object
from clankerbot_engine.webhooks.changes import Change, EventHandler
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.port import Envelope, Provider, ReadBody
from clankerbot_engine.webhooks.seen import SeenEvents

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    event: Event
    duplicate: bool


class Intake:
    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        handlers: Iterable[EventHandler] = (),
        clock: Callable[[], datetime],
        metrics: Metrics,
        seen: SeenEvents | None = None,
    ) -> None:
        self._providers: Mapping[str, Provider] = {provider.name: provider for provider in providers}
        self._handlers = handlers
        self._clock = clock
        self._metrics = metrics
        self._seen = SeenEvents() if seen is None else seen

    async def receive(self, provider_name: str, envelope: Envelope, read_body: ReadBody) -> Receipt:
        """`read_body` is asked only once the sender is known.

        Raises `NotFound` (no such provider), `Unauthorized` and `ValidationFailed`; nothing is remembered then.
        """
        provider = self._providers.get(provider_name)
        if provider is None:
            raise NotFound("There is no such webhook provider. Those that there are: " + ", ".join(self._providers))
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
        body = read_object(await read_body())
        identity = provider.identify(envelope, body)
        event = provider.normalize(envelope, body, received_at=self._clock())
        # Remembered before its effects: a repetition meanwhile must find it.
        first = self._seen.remember_once(sender.name, identity, event)
        if first is not event:
            return Receipt(first, duplicate=True)
        for handle in self._handlers:
            try:
                await handle(Change(event, identity, before=None, now=dict(event.data)))
            except Exception:  # the sender cannot mend it, and would repeat until Clockify switches the webhook off
                log.exception("event_handler_failed", extra={"event_type": event.type})
        return Receipt(event, duplicate=False)

    def _count(self, provider: Provider, outcome: str) -> None:
        self._metrics.deliveries.labels(provider=provider.name, outcome=outcome).inc()
