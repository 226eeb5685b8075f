"""Where the webhooks that we make in Clockify deliver to, and what they are called there."""

from typing import Final

from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.webhooks.events import EVENT_TYPES

NO_PUBLIC_URL: Final = (
    "Clockify must know where to deliver: set PUBLIC_URL to how this service is reached from outside "
    "(for example https://clankerbot.example.com), and start it again."
)
_LONGEST_TITLE: Final = 30
"""Clockify's limit."""


class Addresses:
    """`public_url` without a slash at its end."""

    def __init__(self, public_url: str | None) -> None:
        self.public_url = public_url

    def of(self, event_type: str, workspace_id: str) -> str:
        """Raises `NotSetUp` without PUBLIC_URL."""
        if self.public_url is None:
            raise NotSetUp(NO_PUBLIC_URL)
        return f"{self.public_url}{path_of(source_name(event_type, workspace_id))}"

    def event_at(self, url: str | None, workspace_id: str) -> str | None:
        """Which event our webhook at this address is for; None where it is no address of ours."""
        return next((event for event in EVENT_TYPES if self.of(event, workspace_id) == url), None)


def source_name(event_type: str, workspace_id: str) -> str:
    return f"{event_type.lower().replace('_', '-')}.{workspace_id}"


def path_of(name: str) -> str:
    return f"/webhooks/clockify/{name}"


def title_of(event_type: str) -> str:
    """What an admin sees in Clockify's list."""
    return f"Clankerbot {event_type.lower().replace('_', ' ')}"[:_LONGEST_TITLE].rstrip()
