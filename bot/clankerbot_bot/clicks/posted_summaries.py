"""Clicks on what a schedule posted: whoever sees the message may ask, and is answered alone, with what they may see."""

from typing import Literal

from clankerbot_bot.cards import PostedSummary
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.clicks.reports import ReportClicks
from clankerbot_bot.conversation import Conversation
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.turns import Turn
from clankerbot_engine.actions import Summary


class PostedSummaryClicks:
    def __init__(self, conversation: Conversation, on: CardActions, reports: ReportClicks, shelf: Shelf) -> None:
        self._conversation = conversation
        self._on = on
        self._reports = reports
        self._shelf = shelf

    async def beside(self, turn: Turn, card_id: str, which: Literal["earlier", "later"]) -> None:
        """Read with the rights of whoever clicks: the channel was shown one period, and no other."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        card = await self._card(card_id)
        fact = None if card is None else card.result.summary
        period = None if fact is None else fact.earlier if which == "earlier" else fact.later
        if card is None or period is None or not isinstance(card.result.action, Summary):
            await self._conversation.tell(turn, manner.words.card_gone)
            return
        action = card.result.action
        is_owners = action.scope == "me" and action.user is None
        if is_owners and turn.person.principal != card.owner:
            await self._conversation.tell(turn, manner.words.not_yours)
            return
        days = {"from_": period.from_, "to": period.to}
        await self._on.shown_aside(turn, manner, action.model_copy(update=days))

    async def as_csv(self, turn: Turn, card_id: str) -> None:
        """Of what everybody sees there."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        card = await self._card(card_id)
        if card is None or card.result.summary is None:
            await self._conversation.tell(turn, manner.words.card_gone)
        else:
            await self._reports.send_csv(turn, manner, card.result.summary)

    async def _card(self, card_id: str) -> PostedSummary | None:
        kept = await self._shelf.get(card_id)
        return kept.card if kept is not None and isinstance(kept.card, PostedSummary) else None
