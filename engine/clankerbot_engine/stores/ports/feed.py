"""What subscriptions say, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.documents import JsonDict
from clankerbot_engine.stores.ports.outbox import Post


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What one subscription says of one thing, in one of its messages (`post_id`). `document`: what is to be said."""

    subscription_id: str
    entity_key: str
    post_id: str
    document: JsonDict
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a message is made of: its first lines, in the order of their coming, and how many there are in all."""

    subscription_id: str
    lines: Sequence[FeedLine]
    count: int


class FeedStore(Protocol):
    async def line(self, subscription_id: str, entity_key: str) -> FeedLine | None: ...

    async def add(self, line: FeedLine, post: Post) -> bool:
        """Into the subscription's last message, if it still waits; else into `post`, which is put into the outbox.

        In one transaction. False where there is such a line.
        """
        ...

    async def change(self, line: FeedLine, *, due_at: datetime) -> bool:
        """What it says, and so the message that it is in (`OutboxStore.amend`). False where nothing changed."""
        ...

    async def about(self, entity_key: str) -> list[FeedLine]:
        """What all subscriptions say of it."""
        ...

    async def page(self, post_id: str, *, limit: int) -> FeedPage | None:
        """None where no line is in it."""
        ...

    async def forget(self, *, before: datetime) -> int: ...
