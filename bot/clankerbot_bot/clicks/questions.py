"""Clicks on questions, on failures, and on what was not understood."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from clankerbot_bot.blocks.answers import answered, answers, named
from clankerbot_bot.cards import Card, DisconnectAsked, Failure, NotUnderstood, Question, Receipt
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.passing_cards import Notice
from clankerbot_bot.rendering import render
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Turn
from clankerbot_engine.actions import CreateProject
from clankerbot_engine.stores.ports import JsonDict


class QuestionClicks:
    def __init__(self, conversation: Conversation, on: CardActions) -> None:
        self._conversation = conversation
        self._on = on

    async def answer(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        card = kept.card
        if not isinstance(card, Question):
            await self._conversation.show(turn, manner, kept)  # answered before: this is what became of it
            return
        offered = answers(card, manner.words)
        if index is None or index >= len(offered):
            await self._conversation.tell(turn, manner.words.card_gone)
            return
        await self.answer_with(turn, manner, kept, offered[index].changes)

    async def answer_with(self, turn: Turn, manner: Manner, kept: Kept, changes: JsonDict) -> None:
        """The next question, or what becomes of the actions now that nothing is open."""
        card = kept.card
        assert isinstance(card, Question)
        action = answered(card, changes)
        actions = tuple(action if place == card.index else each for place, each in enumerate(card.actions))
        if len(card.needs) > 1:
            await self._conversation.show(
                turn, manner, kept.showing(replace(card, actions=actions, needs=card.needs[1:]))
            )
            return
        await self._act(turn, manner, kept, actions)

    async def fill_in(self, turn: Turn, manner: Manner, kept: Kept, fields: JsonDict) -> None:
        """The form answers all that was asked at once."""
        card = kept.card
        if not isinstance(card, Question):
            await self._conversation.show(turn, manner, kept)
            return
        action = {**card.action, **fields, "needs": []}
        if card.action["kind"] not in ("log_time", "edit_entry"):  # a timer has no end
            action = {**card.action, **{name: value for name, value in action.items() if name in card.action}}
        actions = tuple(action if place == card.index else each for place, each in enumerate(card.actions))
        await self._act(turn, manner, kept, actions)

    async def create_project(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """The project that was named and is not there is made first."""
        card = kept.card
        name = named(card) if isinstance(card, Question) else None
        if not isinstance(card, Question) or name is None:
            await self._conversation.show(turn, manner, kept)
            return
        result = await self._on.carried_out(turn, manner, CreateProject(project=name), f"create:{card.id}")
        if result is not None:
            made = result.projects[0]
            await self.answer_with(turn, manner, kept, {"project": made.name, "project_id": made.id})

    async def pick_date(self, turn: Turn, manner: Manner, kept: Kept, picked: str) -> None:
        """`picked`: ISO 8601."""
        if not isinstance(kept.card, Question):
            await self._conversation.show(turn, manner, kept)
            return
        await self.answer_with(turn, manner, kept, {"date": date.fromisoformat(picked).isoformat()})

    async def cancel(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        if not isinstance(kept.card, Question | DisconnectAsked):
            await self._conversation.show(turn, manner, kept)
            return
        gone = Notice(id=kept.card.id, owner=kept.card.owner, text=manner.words.cancelled)
        await turn.surface.show(render(gone, manner.words))

    async def retry(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        if failed(kept.card):
            await self._conversation.again(turn, manner, kept)
        else:
            await self._conversation.show(turn, manner, kept)

    async def suggestion(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        card = kept.card
        if isinstance(card, NotUnderstood) and index is not None and index < len(card.suggestions):
            await self._conversation.hear(turn, card.suggestions[index], card_id=card.id)
        else:
            await self._conversation.show(turn, manner, kept)

    async def help(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        await self._conversation.hear(turn, "help", card_id=kept.card.id)

    async def _act(self, turn: Turn, manner: Manner, kept: Kept, actions: tuple[JsonDict, ...]) -> None:
        """Under a key that follows from the answers: given again after a crash, they are the same request."""
        told = hashlib.sha256(json.dumps(actions, sort_keys=True).encode()).hexdigest()[:16]
        turn = replace(turn, key=f"answer:{kept.card.id}:{told}")
        await self._conversation.act(turn, manner, actions, card_id=kept.card.id, text=kept.card.text)


def failed(card: Card) -> bool:
    return isinstance(card, Failure) or (
        isinstance(card, Receipt) and any(row.result.status == "failed" for row in card.rows)
    )
