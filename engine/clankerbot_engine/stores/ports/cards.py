"""Messages of ours that buttons refer to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A message of ours that buttons refer to: a receipt, a question, a draft."""

    id: str
    principal: str
    kind: str
    document: JsonDict
    created_at: datetime
    updated_at: datetime


class CardStore(Protocol):
    async def put(self, card: StoredCard) -> None:
        """Insert, or replace what is there."""
        ...

    async def get(self, card_id: str) -> StoredCard | None: ...

    async def change(self, card_id: str, change: Callable[[StoredCard | None], StoredCard]) -> StoredCard:
        """Put what `change` makes of what is there, with nobody between. It may be called again, so it only answers."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Those that nobody has touched since."""
        ...
