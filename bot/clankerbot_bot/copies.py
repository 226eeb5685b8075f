"""Copies of a card that everyone in a channel sees: what changes the card changes them too."""

from dataclasses import replace
from typing import Final

from ulid import ULID

from clankerbot_bot.blocks.sharing import shared_copy
from clankerbot_bot.cards import Copy, Receipt
from clankerbot_bot.outbox import Outbox, Outcome
from clankerbot_bot.people import Person
from clankerbot_bot.requests import READS
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.words import Words
from clankerbot_engine.stores.ports import JsonDict

MOST: Final = 10
"""Copies of one card that are kept true, the newest."""
AMENDED_AFTER_S: Final = 1.0
"""Changes that come right after each other are one update."""


class Copies:
    def __init__(self, shelf: Shelf, outbox: Outbox) -> None:
        self._shelf = shelf
        self._outbox = outbox

    async def share(self, kept: Kept, card: Receipt, person: Person, channel: str, words: Words) -> Outcome:
        """`channel`: of those that Slack lets the person choose. Whoever calls this holds the card."""
        copy = Copy(str(ULID()), len(card.rows))
        if _may_change(card):  # remembered before it is posted: it may change as soon as it is there
            await self._shelf.put(kept.showing(replace(card, copies=(copy, *card.copies)[:MOST])))
        return await self._outbox.post(copy.post_id, person.team_id, channel, _message(card, person, words))

    async def redraw(self, card: Receipt, words: Words) -> None:
        """They show the card as it is now. What could not be posted, or is forgotten by now, changes nothing."""
        owner = Person.named(card.owner)
        if owner is None:
            return
        for copy in card.copies:
            shared = replace(card, rows=card.rows[: copy.rows])
            await self._outbox.amend(copy.post_id, _message(shared, owner, words), after_s=AMENDED_AFTER_S)


def _may_change(card: Receipt) -> bool:
    """What was read is shared as it was then."""
    return any(not isinstance(row.result.action, READS) for row in card.rows)


def _message(card: Receipt, person: Person, words: Words) -> JsonDict:
    return dict(shared_copy(card, person.user_id, words))
