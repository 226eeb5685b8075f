"""Clicks on what may be kept while Clockify does not answer, and on what is."""

from dataclasses import replace

from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.cards import Waiting
from clankerbot_bot.clicks.questions import failed
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Turn
from clankerbot_engine.errors import Conflict, NotFound
from clankerbot_engine.pending import Pending


class WaitingClicks:
    def __init__(self, conversation: Conversation, pending: Pending) -> None:
        self._conversation = conversation
        self._pending = pending

    async def keep(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """It is tried once more: Clockify may answer again by now."""
        if failed(kept.card):
            await self._conversation.again(turn, manner, kept, keep=True)
        else:
            await self._conversation.show(turn, manner, kept)

    async def discard(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        card = kept.card
        if isinstance(card, Waiting) and card.ended is None:
            try:
                await self._pending.discard(card.pending_id, card.owner)
            except (NotFound, Conflict) as error:
                await self._conversation.tell(turn, told_why(error, manner.words))
                return
            kept = kept.showing(replace(card, ended="discarded"))
        await self._conversation.show(turn, manner, kept)
