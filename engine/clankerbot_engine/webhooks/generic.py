"""Any sender that keeps to the Standard Webhooks specification (https://www.standardwebhooks.com).

`webhook-id`, `webhook-timestamp` and `webhook-signature`: HMAC-SHA256 of `id.timestamp.body`, as `v1,<base64>`; several
signatures, with spaces between them, while the sender rotates its secret.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr

from clankerbot_engine.errors import NotReady, Unauthorized, ValidationFailed
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.webhooks.events import UNKNOWN, Event
from clankerbot_engine.webhooks.port import Envelope, ReadBody, Sender

ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE: Final = timedelta(minutes=5)
"""Between the sender's clock and ours, both ways."""
MOST_SIGNATURES: Final = 10
_PREFIX: Final = "whsec_"
_ID = re.compile(r"[\x21-\x7e]{1,128}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_TYPE = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class GenericProvider:
    name = "generic"
    kept_headers: Sequence[str] = (ID_HEADER, TIMESTAMP_HEADER)

    def __init__(self, secrets: Sequence[SecretStr], *, clock: Callable[[], datetime]) -> None:
        """Raises `NotReady` for a secret that is none of the specification's."""
        self._secrets = [_key(secret) for secret in secrets]
        self._clock = clock

    async def verify(self, envelope: Envelope, read_body: ReadBody) -> Sender:
        if not self._secrets:
            raise Unauthorized("No such webhook is accepted yet. Set GENERIC_WEBHOOK_SECRET to the sender's secret.")
        delivery_id, timestamp = envelope.text(ID_HEADER) or "", envelope.text(TIMESTAMP_HEADER) or ""
        if not _ID.fullmatch(delivery_id) or not _TIMESTAMP.fullmatch(timestamp):
            raise Unauthorized("The webhook lacks webhook-id or webhook-timestamp, or they are not as they must be.")
        if abs(self._clock().timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
            raise Unauthorized("The webhook's timestamp is more than five minutes off. Check the sender's clock.")
        signed = f"{delivery_id}.{timestamp}.".encode() + await read_body()
        given = [
            signature[3:].encode()
            for signature in (envelope.text(SIGNATURE_HEADER) or "").split(" ")[:MOST_SIGNATURES]
            if signature.startswith("v1,") and signature.isascii()
        ]
        expected = [base64.b64encode(hmac.digest(key, signed, hashlib.sha256)) for key in self._secrets]
        if not sum(hmac.compare_digest(one, other) for one in given for other in expected):
            raise Unauthorized("The webhook's signature is missing or wrong: see GENERIC_WEBHOOK_SECRET.")
        return Sender(self.name)

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        return f"id:{envelope.text(ID_HEADER) or ''}"

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        """`{"type", "timestamp", "data"}`, as the specification recommends; whatever else came is all data."""
        kind, data = body.get("type"), body.get("data")
        told = data if isinstance(data, dict) else dict(body)
        entity_id = told.get("id")
        if kind is not None and (not isinstance(kind, str) or not _TYPE.fullmatch(kind)):
            raise ValidationFailed("type: must be 1 to 64 of A-Z, a-z, 0-9 and . _ : -", field="type")
        return Event(
            type=kind or "UNKNOWN",
            entity=UNKNOWN,
            entity_id=entity_id if isinstance(entity_id, str) and 0 < len(entity_id) <= 64 else None,
            occurred_at=_moment(body.get("timestamp")),
            received_at=received_at,
            data=told,
        )


def generic_provider(resources: Resources) -> GenericProvider:
    return GenericProvider(resources.settings.generic_webhook_secret, clock=resources.clock)


def _key(secret: SecretStr) -> bytes:
    text = secret.get_secret_value()
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith(_PREFIX) or not 24 <= len(key) <= 64:
        raise NotReady("GENERIC_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64, as the sender shows it.")
    return key


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
