"""The cards that are kept, so that a button leads back to what it is about."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from ulid import ULID

from clankerbot_bot.cards import Card, ReadResult, read_card
from clankerbot_bot.once import WINDOW_S
from clankerbot_engine.stores.locks import Locks
from clankerbot_engine.stores.ports import CardStore, JsonDict, StoredCard

LINK: Final = "link"
BEGUN: Final = "begun"
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
    """Shared by all instances: `among_instances` are the locks that they take turns by."""

    def __init__(
        self, store: CardStore, *, read_result: ReadResult, clock: Callable[[], datetime], among_instances: Locks
    ) -> None:
        self._store = store
        self._among_instances = among_instances
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
        """One click at a time: the second of a double click finds what the first one did, whichever instance did it."""
        lock = self._locks.get(card_id)
        if lock is None:
            lock = self._locks[card_id] = asyncio.Lock()
        async with lock, self._among_instances.hold(f"card:{card_id}"):
            yield

    def is_held(self, card_id: str) -> bool:
        """Whether a click on it is being carried out, in this process."""
        lock = self._locks.get(card_id)
        return lock is not None and lock.locked()

    async def expect(self, key: str, card_id: str, *, most: int) -> None:
        """The card is about to be linked: what `tell` says until then is kept for it. So for the newest `most`."""

        def awaiting(links: Links) -> Links:
            awaited = sorted({**links.awaited, card_id: None}.items())
            return replace(links, awaited=dict(awaited[-most:]))

        await self._change_links(key, awaiting)

    async def link(self, key: str, card_id: str, *, most: int) -> JsonDict | None:
        """Remember the card under `key` too, whosever it is; the newest `most` are. Returns what it was told last."""
        told: JsonDict | None = None

        def linking(links: Links) -> Links:
            nonlocal told
            told = links.awaited.get(card_id)
            cards = [card_id, *(each for each in links.cards if each != card_id)]
            return Links(cards[:most], {each: kept for each, kept in links.awaited.items() if each != card_id})

        await self._change_links(key, linking)
        return told

    async def tell(self, key: str, told: JsonDict) -> list[str]:
        """Which cards are linked, to be told of it now; those that are awaited get it from `link`.

        Another instance may link one at this moment: it is in the one or in the other.
        """

        def telling(links: Links) -> Links:
            return replace(links, awaited=dict.fromkeys(links.awaited, told))

        links = _links(await self._store.get(_link_id(key)))
        if links.awaited:
            links = await self._change_links(key, telling)
        return links.cards

    async def linked(self, key: str) -> list[str]:
        return _links(await self._store.get(_link_id(key))).cards

    async def _change_links(self, key: str, change: Callable[["Links"], "Links"]) -> "Links":
        now = self._clock()

        def changed(stored: StoredCard | None) -> StoredCard:
            links = change(_links(stored))
            return StoredCard(_link_id(key), NOBODY, LINK, {"cards": links.cards, "awaited": links.awaited}, now, now)

        return _links(await self._store.change(_link_id(key), changed))

    async def begin(self, what: str, owner: str, note: JsonDict) -> None:
        """`note`: for whoever asks for the same within a moment, of whichever instance. They hold `what` meanwhile."""
        now = self._clock()
        await self._store.put(StoredCard(_id_of(what), owner, BEGUN, note, now, now))

    async def begun(self, what: str) -> JsonDict | None:
        """The note of whoever began it a moment ago."""
        stored = await self._store.get(_id_of(what))
        if stored is None or self._clock() - stored.updated_at >= timedelta(seconds=WINDOW_S):
            return None
        return stored.document or None

    async def begin_anew(self, what: str, owner: str) -> None:
        """It came to nothing: the next one who asks is to be answered anew."""
        await self.begin(what, owner, {})


@dataclass(frozen=True, slots=True)
class Links:
    """What leads from a key to cards. `awaited`: those that are about to be linked, with what they were told last."""

    cards: list[str]
    awaited: dict[str, JsonDict | None]


def _links(stored: StoredCard | None) -> Links:
    document = {} if stored is None or stored.kind != LINK else stored.document
    return Links(list(document.get("cards", ())), dict(document.get("awaited", {})))


def _link_id(key: str) -> str:
    return _id_of(f"link:{key}")


def _id_of(key: str) -> str:
    """One like all others, that the key always gets."""
    return str(ULID.from_bytes(hashlib.sha256(key.encode()).digest()[:16]))
