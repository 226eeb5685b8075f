"""Clockify's webhooks, as they really are (`clockify-api` §6): a bare entity, the event named in a header alone, and a
static token instead of a signature. Clockify cannot send `X-Webhook-Secret`: it is for a relay of one's own."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from pydantic import SecretStr

from clankerbot_engine.errors import Unauthorized, ValidationFailed
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.webhooks.addon_signature import AddonSignature
from clankerbot_engine.webhooks.clockify_bodies import actor_in, entity_id_in, occurred_at_in, with_ids, workspace_id_in
from clankerbot_engine.webhooks.events import ENTITIES, UNKNOWN, Event
from clankerbot_engine.webhooks.port import Envelope, ReadBody, Sender
from clankerbot_engine.webhooks.sources import KnownSources

SECRET_HEADER = "x-webhook-secret"  # noqa: S105 - the header's name
SIGNATURE_HEADER = "clockify-signature"
EVENT_HEADER = "clockify-webhook-event-type"
EVENT_ID_HEADER = "x-clockify-event-id"

_EVENT_TYPE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_ID = re.compile(r"[0-9a-f]{24}")
_EVENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class ClockifyProvider:
    name = "clockify"
    kept_headers: Sequence[str] = (EVENT_HEADER, EVENT_ID_HEADER)

    def __init__(
        self, sources: KnownSources, shared_secrets: Sequence[SecretStr], *, addon: AddonSignature | None = None
    ) -> None:
        """`addon`: of the installation whose deliveries are taken too."""
        self._sources = sources
        self.addon = addon
        self._shared_secrets = [secret.get_secret_value().encode() for secret in shared_secrets]

    async def verify(self, envelope: Envelope, read_body: ReadBody) -> Sender:
        if envelope.source is None and _equals_one_of(envelope.headers.get(SECRET_HEADER, b""), self._shared_secrets):
            return Sender(self.name)
        signature = envelope.headers.get(SIGNATURE_HEADER, b"")
        if envelope.source is None and self.addon is not None and self.addon.accepts(signature):
            installed = self.addon.installed
            return Sender(f"{self.name}/addon:{installed.addon_id}"[:100], installed.workspace_id)
        source = await self._sources.find(self.name, signature, named=envelope.source)
        if source is not None:
            return Sender(f"{self.name}/{source.id}", source.workspace_id)
        if not self._shared_secrets and not await self._sources.all(self.name):
            raise Unauthorized(
                "No webhook is accepted yet. Set WEBHOOK_SHARED_SECRET and send it as X-Webhook-Secret, "
                "or have webhooks made by: clankerbot webhooks sync"
            )
        raise Unauthorized(
            "The webhook's secret is missing or wrong: send X-Webhook-Secret, "
            "or the token of a registered webhook in Clockify-Signature."
        )

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        """Never by `idempotency-key`: it is new on each attempt."""
        event_type = _event_type(envelope, body)
        event_id = envelope.text(EVENT_ID_HEADER)
        if event_id is None:
            canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
            entity_id = entity_id_in(ENTITIES.get(event_type, UNKNOWN), body) or ""
            digest = hashlib.sha256(b"\0".join((event_type.encode(), entity_id.encode(), canonical))).hexdigest()
            # Clockify's ids grow with time. Begun with one, those of new things stand side by side in the index,
            # and fewer of its pages are written.
            return f"{entity_id}:{digest}" if _ID.fullmatch(entity_id) else digest
        if not _EVENT_ID.fullmatch(event_id):
            raise ValidationFailed(
                "X-Clockify-Event-Id: must be 1 to 128 of A-Z, a-z, 0-9 and . _ : -",
                field="X-Clockify-Event-Id",
                details={"status": 400},
            )
        return f"id:{event_id}"

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        event_type = _event_type(envelope, body)
        entity = ENTITIES.get(event_type, UNKNOWN)
        return Event(
            type=event_type,
            entity=entity,
            entity_id=entity_id_in(entity, body),
            workspace_id=workspace_id_in(body),
            actor=actor_in(entity, body),
            occurred_at=occurred_at_in(entity, body),
            received_at=received_at,
            data=with_ids(entity, body),
        )


def _equals_one_of(given: bytes, secrets: Sequence[bytes]) -> bool:
    """All are compared, in constant time each, so that the time taken says nothing."""
    return sum(hmac.compare_digest(given, secret) for secret in secrets) > 0


def _event_type(envelope: Envelope, body: Mapping[str, Any]) -> str:
    """A relay that loses the header may name the event in the body. Raises `ValidationFailed`."""
    given = envelope.text(EVENT_HEADER) or body.get("event") or body.get("eventType") or "UNKNOWN"
    if not isinstance(given, str) or not _EVENT_TYPE.fullmatch(given):
        raise ValidationFailed(
            "Clockify-Webhook-Event-Type: must be an event type, for example NEW_TIME_ENTRY",
            field="Clockify-Webhook-Event-Type",
            details={"status": 400},
        )
    return given


def clockify_provider(resources: Resources) -> ClockifyProvider:
    settings = resources.settings
    addon = AddonSignature.of(settings.clockify_addon_token)
    return ClockifyProvider(resources.part(KnownSources), settings.webhook_shared_secret, addon=addon)
