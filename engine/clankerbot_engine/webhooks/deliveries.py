"""A delivery as it is kept, and the event that it is: read anew from what came in, whenever it is needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from clankerbot_engine.stores.ports import Delivery
from clankerbot_engine.webhooks.events import UNKNOWN, Event
from clankerbot_engine.webhooks.port import Envelope, Provider, Sender


def new_delivery(
    delivery_id: str,
    provider: Provider,
    envelope: Envelope,
    sender: Sender,
    identity: str,
    raw: bytes,
    *,
    received_at: datetime,
) -> Delivery:
    """`ready`, with nothing said yet of what it is about."""
    kept = {name: value for name in provider.kept_headers if (value := envelope.text(name)) is not None}
    return Delivery(
        id=delivery_id,
        provider=provider.name,
        sender=sender.name,
        identity=identity,
        event_type=UNKNOWN,
        headers=kept,
        body=raw.decode(),
        received_at=received_at,
        state="ready",
        due_at=received_at,
        workspace_id=sender.workspace_id,
    )


def event_of(delivery: Delivery, provider: Provider, body: Mapping[str, Any] | None = None) -> Event:
    """`body`: where it is read already. Raises whatever the provider raises on a body that it does not know."""
    if body is None:
        body = orjson.loads(delivery.body)
    headers = {name: value.encode("latin-1") for name, value in delivery.headers.items()}
    event = provider.normalize(Envelope(headers), body, received_at=delivery.received_at)
    if delivery.workspace_id is None or delivery.workspace_id == event.workspace_id:
        return event
    return event.model_copy(update={"workspace_id": delivery.workspace_id})


def unread_event(delivery: Delivery) -> Event:
    """Of a delivery that its provider cannot read."""
    return Event(
        type=delivery.event_type,
        entity=UNKNOWN,
        workspace_id=delivery.workspace_id,
        received_at=delivery.received_at,
        data=orjson.loads(delivery.body),
    )


def order_key_of(provider_name: str, event: Event) -> str | None:
    """What the event is about, in one text; None where nobody knows, and so nothing has to wait for anything."""
    if event.entity_id is None:
        return None
    return f"{provider_name}:{event.workspace_id or ''}:{event.entity}:{event.entity_id}"[:200]
