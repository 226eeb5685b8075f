"""Messages to channels, until they are posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict

PostState = Literal["waiting", "sending", "posted", "parked"]


@dataclass(frozen=True, slots=True)
class Post:
    """A message to a channel. Those of one `batch` that wait together may be posted as one."""

    id: str
    workspace: str
    channel: str
    message: JsonDict
    state: PostState
    due_at: datetime
    created_at: datetime
    batch: str | None = None
    attempts: int = 0
    posted_as: str | None = None
    """How the far side names the message, once it is posted."""
    version: int = 1
    error: str | None = None
    """Why the last try failed, or why it is parked."""


class OutboxStore(Protocol):
    async def add(self, post: Post) -> bool:
        """False where there is one with this id: it is not posted twice."""
        ...

    async def due(self, *, now: datetime, limit: int = 100) -> list[Post]:
        """Those that wait and whose time has come, by id, which is the order in which they came."""
        ...

    async def next_due_at(self) -> datetime | None: ...

    async def take(self, post_ids: Sequence[str], *, until: datetime) -> list[Post]:
        """From `waiting` to `sending`, one more attempt; those that this call took, by id. `until` then it must have
        ended: what is `sending` longer was cut off.
        """
        ...

    async def finish(self, posts: Sequence[Post], *, posted_as: str, at: datetime) -> None:
        """They show what they were taken with. What was amended since waits again, from `at` on."""
        ...

    async def amend(self, post_id: str, message: JsonDict | None, *, due_at: datetime) -> bool:
        """It is to show something else: this message, or whatever is composed of it now (None).

        While it waits, that is what is posted; what is posted waits until `due_at` to be updated. False where it is not
        there, or parked.
        """
        ...

    async def put_back(self, post_ids: Sequence[str], *, due_at: datetime, error: str) -> None: ...

    async def park(self, post_ids: Sequence[str], *, error: str) -> None: ...

    async def cut_off(self, *, now: datetime, until: datetime) -> list[Post]:
        """What was being sent when its process ended, by id: nobody knows whether it arrived. Whoever asks has it until
        then. What is there already only waits to be updated again.
        """
        ...

    async def parked(self, *, limit: int = 100) -> list[Post]:
        """Newest first."""
        ...

    async def release(self, post_id: str, *, due_at: datetime) -> bool:
        """From `parked` to `waiting`, with its attempts forgotten."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Those that were posted, or parked, and that came before."""
        ...
