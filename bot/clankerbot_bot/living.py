"""Cards that stay true: what changes a time entry elsewhere changes the messages that show it.

Only messages that can be updated are: those in direct messages and channels, not what one person alone is shown.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from pydantic import ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.cards import Receipt, Row
from clankerbot_bot.people import Person
from clankerbot_bot.rendering import render
from clankerbot_bot.requests import READS
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.surfaces import NotShown, Place, updating
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult, EntryFact

log = logging.getLogger(__name__)

MOST_CARDS: Final = 5
"""That are kept true for one time entry, the newest."""


class LivingCards:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def note(self, kept: Kept) -> None:
        """The card is shown where it can be updated."""
        card = kept.card
        if not isinstance(card, Receipt) or card.ts is None:
            return
        for entry_id in {row.result.entry.id for row in card.rows if row.result.entry is not None}:
            await self._shelf.link(card.owner, _key(entry_id), card.id, most=MOST_CARDS)

    async def follow(
        self, person: Person, client: AsyncWebClient, words: Words, results: Iterable[ActionResult], *, but: str
    ) -> None:
        """Redraw the person's other cards that show what was written; `but` shows it already."""
        for entry_id, entry in _touched(results):
            for card_id in await self._shelf.linked(person.principal, _key(entry_id)):
                if card_id != but:
                    await self._redraw(person, client, words, card_id, entry_id, entry)

    async def _redraw(
        self,
        person: Person,
        client: AsyncWebClient,
        words: Words,
        card_id: str,
        entry_id: str,
        entry: EntryFact | None,
    ) -> None:
        async with self._shelf.hold(card_id):
            kept = await self._shelf.get(card_id)
            if kept is None or not isinstance(card := kept.card, Receipt) or card.owner != person.principal:
                return
            rows = tuple(_as_it_is(row, entry_id, entry) for row in card.rows)
            if rows == card.rows or card.channel is None or card.ts is None:
                return
            kept = kept.showing(replace(card, rows=rows, totals=None))
            await self._shelf.put(kept)
            try:
                await updating(client, Place(card.channel, card.ts))(render(kept.card, words))
            except NotShown as error:
                log.info("slack_card_not_updated", extra={"error": error.error})


def _touched(results: Iterable[ActionResult]) -> Iterator[tuple[str, EntryFact | None]]:
    """Ids of time entries, and what they are now; None: gone."""
    for result in results:
        if result.status != "done" or isinstance(result.action, READS):
            continue
        for entry in (result.entry, _other(result, "stopped")):
            if entry is not None:
                yield entry.id, entry
        if (gone := _other(result, "deleted")) is not None:
            yield gone.id, None


def _other(result: ActionResult, name: str) -> EntryFact | None:
    try:
        return EntryFact.model_validate(result.details[name]) if name in result.details else None
    except ValidationError:
        return None


def _as_it_is(row: Row, entry_id: str, entry: EntryFact | None) -> Row:
    if row.result.entry is None or row.result.entry.id != entry_id or row.undone:
        return row
    if entry is None:
        return replace(row, undone=True)
    return Row(row.result.model_copy(update={"entry": entry}))


def _key(entry_id: str) -> str:
    return hashlib.sha256(f"entry:{entry_id}".encode()).hexdigest()
