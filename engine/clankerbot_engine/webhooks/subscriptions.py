"""Subscriptions: which events are posted to which channel. Kept and checked here; the Slack app posts."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Literal

from pydantic import JsonValue
from ulid import ULID

from clankerbot_engine.errors import Conflict, NotFound, ValidationFailed
from clankerbot_engine.stores.ports import Subscription, SubscriptionStore
from clankerbot_engine.webhooks.events import EVENT_TYPES

MAX_FILTERS = 4000
"""Characters of the filters, as JSON."""

MAX_SUBSCRIPTIONS = 1000
"""That one principal may have."""


class Subscriptions:
    """`owner`: the principal that asks; None stands for one who may see all."""

    def __init__(self, store: SubscriptionStore, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def add(
        self,
        principal: str,
        *,
        channel: str,
        topic: Literal["events", "digest"],
        events: Sequence[str],
        filters: dict[str, JsonValue],
    ) -> Subscription:
        """Raises `ValidationFailed`, and `Conflict` at the limit."""
        if topic == "events" and not events:
            raise ValidationFailed(
                "events: name at least one, for example NEW_TIME_ENTRY",
                field="events",
                details={"example": ["NEW_TIME_ENTRY"]},
            )
        if len(json.dumps(filters)) > MAX_FILTERS:
            raise ValidationFailed(f"filters: must be at most {MAX_FILTERS} characters of JSON", field="filters")
        if len(await self.all(principal)) >= MAX_SUBSCRIPTIONS:
            raise Conflict(f"You have {MAX_SUBSCRIPTIONS} subscriptions, which is the limit. Delete one first.")
        known = tuple(dict.fromkeys(_event_type(index, name) for index, name in enumerate(events)))
        subscription = Subscription(str(ULID()), principal, channel, topic, known, filters, self._clock())
        await self._store.add(subscription)
        return subscription

    async def all(self, owner: str | None) -> list[Subscription]:
        return [subscription for subscription in await self._store.all() if owner in (None, subscription.principal)]

    async def delete(self, subscription_id: str, owner: str | None) -> Subscription:
        """Raises `NotFound`, also where it belongs to another."""
        for subscription in await self.all(owner):
            if subscription.id == subscription_id and await self._store.delete(subscription_id):
                return subscription
        raise NotFound("There is no such subscription. GET /subscriptions lists those that there are.")


def _event_type(index: int, name: str) -> str:
    """Case and separators do not matter: `new time entry` is `NEW_TIME_ENTRY`."""
    wanted = name.strip().upper().replace(" ", "_").replace("-", "_")
    if wanted in EVENT_TYPES:
        return wanted
    near = get_close_matches(wanted, EVENT_TYPES, n=3, cutoff=0.5)
    hint = f"Did you mean {', '.join(near)}?" if near else "NEW_TIME_ENTRY is one."
    raise ValidationFailed(
        f"events.{index}: there is no event {name!a}. {hint}",
        field=f"events.{index}",
        details={"suggestions": list(near) or ["NEW_TIME_ENTRY"]},
    )
