"""The cards that are kept, so that a button leads back to what it is about."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from ulid import ULID

from clankerbot_bot.cards import Card, ReadResult, read_card
from clankerbot_engine.stores.ports import CardStore, JsonDict, StoredCard

LINK: Final = "link"
NOBODY: Final = ""
"""The principal of what leads to cards, and says nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A card, and what is carried out when it is tried again: its `actions` (JSON), else the text.

    `timezone` is that of the first time: read in another one, it would be another request.
    """

    card: Card
    actions: tuple[JsonDict, ...] | None = None
    timezone: ZoneInfo | None = None

    def showing(self, card: Card) -> "Kept":
        return replace(self, card=card)


class Shelf:
    def __init__(self, store: CardStore, *, read_result: ReadResult, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._read_result = read_result
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def new_id(self) -> str:
        return str(ULID.from_datetime(self._clock()))

    async def put(self, kept: Kept) -> None:
        now = self._clock()
        actions = None if kept.actions is None else list(kept.actions)
        zone = None if kept.timezone is None else kept.timezone.key
        document: JsonDict = {"card": kept.card.to_document(), "actions": actions, "timezone": zone}
        await self._store.put(StoredCard(kept.card.id, kept.card.owner, kept.card.kind, document, now, now))

    async def get(self, card_id: str) -> Kept | None:
        """None where there is none, or it is of a kind that this version does not know."""
        stored = await self._store.get(card_id)
        if stored is None:
            return None
        try:
            card = read_card(stored.kind, stored.document["card"], self._read_result)
        except (KeyError, ValueError):
            return None
        actions: Sequence[JsonDict] | None = stored.document.get("actions")
        zone: str | None = stored.document.get("timezone")
        return Kept(card, None if actions is None else tuple(actions), None if zone is None else ZoneInfo(zone))

    @asynccontextmanager
    async def hold(self, card_id: str) -> AsyncIterator[None]:
        """One click at a time: the second of a double click finds what the first one did."""
        lock = self._locks.get(card_id)
        if lock is None:
            lock = self._locks[card_id] = asyncio.Lock()
        async with lock:
            yield

    def is_held(self, card_id: str) -> bool:
        """Whether a click on it is being carried out."""
        lock = self._locks.get(card_id)
        return lock is not None and lock.locked()

    async def link(self, key: str, card_id: str, *, most: int) -> None:
        """Remember the card under `key` too, whosever it is; the newest `most` are."""
        link_id = _link_id(key)
        async with self.hold(link_id):
            cards = [card_id, *(each for each in await self.linked(key) if each != card_id)]
            now = self._clock()
            await self._store.put(StoredCard(link_id, NOBODY, LINK, {"cards": cards[:most]}, now, now))

    async def linked(self, key: str) -> list[str]:
        stored = await self._store.get(_link_id(key))
        return list(stored.document["cards"]) if stored is not None and stored.kind == LINK else []


def _link_id(key: str) -> str:
    """An id like all others, that the key always gets."""
    return str(ULID.from_bytes(hashlib.sha256(f"link:{key}".encode()).digest()[:16]))
