"""Clicks on what may be kept while Clockify does not answer, and on what is."""

import contextlib
from dataclasses import replace

from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.cards import Waiting
from clankerbot_bot.clicks.questions import failed
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.home import Home
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Turn
from clankerbot_engine.errors import Conflict, NotFound
from clankerbot_engine.pending import Pending


class WaitingClicks:
    def __init__(self, conversation: Conversation, pending: Pending, home: Home) -> None:
        self._conversation = conversation
        self._pending = pending
        self._home = home

    async def keep(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """It is tried once more: Clockify may answer again by now."""
        if failed(kept.card):
            await self._conversation.again(turn, manner, kept, keep=True)
            await self._home.refresh_if_seen(turn.person, turn.client)
        else:
            await self._conversation.show(turn, manner, kept)

    async def discard(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        card = kept.card
        if isinstance(card, Waiting) and card.ended is None:
            try:
                await self._pending.discard(card.pending_id, card.owner, by=card.owner, way_in=turn.way_in)
            except (NotFound, Conflict) as error:
                await self._conversation.tell(turn, told_why(error, manner.words))
                return
            kept = kept.showing(replace(card, ended="discarded"))
            await self._home.refresh_if_seen(turn.person, turn.client)
        await self._conversation.show(turn, manner, kept)

    async def discard_from_home(self, turn: Turn, pending_id: str) -> None:
        """Its card, if it is still there, says so at the next click."""
        with contextlib.suppress(NotFound, Conflict):  # Home was older than that
            principal = turn.person.principal
            await self._pending.discard(pending_id, principal, by=principal, way_in=turn.way_in)
        await self._home.refresh(turn.person, turn.client, anew=False)
