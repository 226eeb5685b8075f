"""What a provider of webhooks is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from clankerbot_engine.webhooks.events import Event


@dataclass(frozen=True, slots=True)
class Envelope:
    """All of a delivery but its body. `headers`: names in lower case, values as they came, so that secrets are compared
    as bytes. `source`: the name of one registered webhook, where the path had one."""

    headers: Mapping[str, bytes]
    source: str | None = None

    def text(self, header: str) -> str | None:
        """One character a byte; None where there is no such header."""
        value = self.headers.get(header)
        return None if value is None else value.decode("latin-1")


class Provider(Protocol):
    name: str

    async def verify(self, envelope: Envelope) -> str:
        """Who proved to have sent this: a name of ours, in which `identify` is unique. Before the body is looked at.

        Raises `Unauthorized`.
        """
        ...

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        """The same for each repetition of one event. Raises `ValidationFailed`."""
        ...

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        """Pure, and never raises on a JSON object that `identify` took."""
        ...
