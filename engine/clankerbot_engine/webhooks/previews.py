"""What a subscription would have posted: the inbox of the last days, held against its rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.stores.ports import InboxStore, Subscription
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.deliveries import event_of
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.newest import is_gone
from clankerbot_engine.webhooks.port import Provider
from clankerbot_engine.webhooks.rules import matches
from clankerbot_engine.webhooks.subscriptions import rule_of

BACK: Final = timedelta(days=7)
MOST_LOOKED_AT: Final = 20_000
MOST_SHOWN: Final = 20
PROVIDER: Final = "clockify"


@dataclass(frozen=True, slots=True)
class Preview:
    """`examples`: the newest first."""

    since: datetime
    count: int
    examples: tuple[Event, ...]


class Previews:
    def __init__(self, store: InboxStore, providers: Mapping[str, Provider], *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._providers = providers
        self._clock = clock

    async def of(self, subscription: Subscription) -> Preview:
        """Each thing counts once, as it was told of first."""
        since = self._clock() - BACK
        rule, provider = rule_of(subscription), self._providers.get(PROVIDER)
        found: dict[str, Event] = {}
        if rule is not None and provider is not None:
            for delivery in await self._store.since(since, provider=PROVIDER, limit=MOST_LOOKED_AT):
                if delivery.state == "parked" or delivery.event_type not in subscription.events:
                    continue
                event = event_of(delivery, provider)
                now = None if is_gone(event.type) else dict(event.data)
                change = Change(event, delivery.id, before=None, now=now)
                if event.workspace_id == subscription.workspace_id and matches(rule, subscription.events, change):
                    found[f"{event.entity}:{event.entity_id or delivery.id}"] = event
        newest = sorted(found.values(), key=lambda event: event.received_at, reverse=True)
        return Preview(since, len(found), tuple(newest[:MOST_SHOWN]))
