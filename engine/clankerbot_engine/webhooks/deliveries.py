"""A delivery as it is kept, and the event that it is: read anew from what came in, whenever it is needed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.stores.ports import Delivery, DeliveryState
from clankerbot_engine.webhooks.events import UNKNOWN, Event
from clankerbot_engine.webhooks.port import Envelope, Provider, Sender


class OfAnotherWorkspace(ValidationFailed):
    """A body that names another workspace than its webhook is of."""


def read_event(
    provider: Provider,
    envelope: Envelope,
    body: Mapping[str, Any],
    *,
    workspace_id: str | None,
    received_at: datetime,
) -> Event:
    """`workspace_id`: that of the webhook, where it is known: a body that does not name its own is counted to it.

    Raises `OfAnotherWorkspace` for a body of another, and whatever the provider raises on one that it does not know.
    """
    event = provider.normalize(envelope, body, received_at=received_at)
    if workspace_id is None or workspace_id == event.workspace_id:
        return event
    if event.workspace_id is not None:
        raise OfAnotherWorkspace("workspaceId: this webhook is of another workspace", field="workspaceId")
    return replace(event, workspace_id=workspace_id)


def event_of(delivery: Delivery, provider: Provider) -> Event:
    """As `read_event`, of what is kept."""
    headers = {name: value.encode("latin-1") for name, value in delivery.headers.items()}
    return read_event(
        provider,
        Envelope(headers),
        orjson.loads(delivery.body),
        workspace_id=delivery.workspace_id,
        received_at=delivery.received_at,
    )


def unread_event(body: Mapping[str, Any], sender: Sender, received_at: datetime) -> Event:
    """Of a delivery that its provider cannot read."""
    return Event(
        type=UNKNOWN, entity=UNKNOWN, workspace_id=sender.workspace_id, received_at=received_at, data=dict(body)
    )


def new_delivery(
    delivery_id: str,
    provider: Provider,
    envelope: Envelope,
    sender: Sender,
    identity: str,
    raw: bytes,
    event: Event,
    *,
    problem: str | None,
) -> Delivery:
    """`ready`; with a `problem`, `parked`."""
    state: DeliveryState = "ready" if problem is None else "parked"
    return Delivery(
        id=delivery_id,
        provider=provider.name,
        sender=sender.name,
        identity=identity,
        event_type=event.type,
        headers={name: value for name in provider.kept_headers if (value := envelope.text(name)) is not None},
        body=raw.decode(),
        received_at=event.received_at,
        state=state,
        due_at=event.received_at if problem is None else None,
        workspace_id=sender.workspace_id,
        order_key=_order_key(provider.name, event),
        error=problem,
    )


def _order_key(provider_name: str, event: Event) -> str | None:
    """What the event is about, in one text; None where nobody knows, and so nothing has to wait for anything."""
    if event.entity_id is None:
        return None
    return f"{provider_name}:{event.workspace_id or ''}:{event.entity}:{event.entity_id}"[:200]
