"""What a provider of webhooks is: it verifies, identifies and normalizes deliveries.

A third party ships a class of this shape and names it in the entry point group `clankerbot.webhook_providers`:

    [project.entry-points."clankerbot.webhook_providers"]
    acme = "acme_clankerbot:AcmeProvider"

The object named is called with `integrations.port.Resources` and returns a `Provider`; deliveries to `/webhooks/acme`
then go to the one whose `name` is `acme`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Sender:
    """Who proved to have sent a delivery. `name`: ours, within which `Provider.identify` is unique.

    `workspace_id`: the Clockify workspace that the webhook is of, where that is known; a body of another is refused.
    """

    name: str
    workspace_id: str | None = None


ReadBody = Callable[[], Awaitable[bytes]]
"""Bounded; may be asked more than once. Raises `PayloadTooLarge`."""


class Provider(Protocol):
    name: str

    kept_headers: Sequence[str]
    """In lower case: those that `identify` and `normalize` read, and that are kept with the body. None is a secret."""

    async def verify(self, envelope: Envelope, read_body: ReadBody) -> Sender:
        """`read_body` is for those whose senders sign the body; who can tell without it, does.

        Raises `Unauthorized`.
        """
        ...

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        """The same for each repetition of one event, 140 characters at most. Raises `ValidationFailed`."""
        ...

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        """Pure: it is asked again when the event is worked off. What it raises parks the delivery."""
        ...
