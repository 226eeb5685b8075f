"""Keeps the catalogue true: what changed in Clockify is fetched anew when it is next needed."""

from collections.abc import Awaitable, Callable
from typing import Final, Literal

from clankerbot_engine.webhooks.changes import Change, EventHandler

Part = Literal["projects", "tags", "user"]

_PARTS: Final[dict[str, Part]] = {
    "project": "projects",
    "task": "projects",
    "client": "projects",
    "tag": "tags",
    "user": "user",
}


def catalogue_freshness(invalidate: Callable[[Part], Awaitable[None]]) -> EventHandler:
    """`invalidate` is `WorkspaceCache.invalidate`."""

    async def handle(change: Change) -> None:
        part = _PARTS.get(change.event.entity)
        if part is not None:
            await invalidate(part)

    return handle
