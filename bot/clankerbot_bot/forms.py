"""The forms of a time entry: opened from a card, a shortcut or App Home, and what becomes of what was filled in."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from clankerbot_bot import blocks
from clankerbot_bot.blocks import EntryDraft
from clankerbot_bot.cards import Question
from clankerbot_bot.clicks.common import CardActions, entry_of
from clankerbot_bot.clicks.questions import QuestionClicks
from clankerbot_bot.clicks.receipts import ReceiptClicks
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.entry_form import Filled
from clankerbot_bot.modals import Modal, open_modal
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_engine.actions import EditEntry, EntryFact, LogTime
from clankerbot_engine.stores.ports import JsonDict

log = logging.getLogger(__name__)

View = Callable[[Manner], Awaitable[blocks.View]]


class Forms:
    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        questions: QuestionClicks,
        receipts: ReceiptClicks,
        shelf: Shelf,
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._questions = questions
        self._receipts = receipts
        self._shelf = shelf

    # opening

    async def open_log(
        self,
        turn: Turn,
        trigger_id: str,
        origin: Origin,
        draft: Callable[[], Awaitable[EntryDraft]] | None = None,
        **more: Any,
    ) -> None:
        """Filled in with `draft`; without one, with today."""

        async def view(manner: Manner) -> blocks.View:
            filled = EntryDraft() if draft is None else await draft()
            if filled.date is None:
                filled = replace(filled, date=self._conversation.today(manner))
            return blocks.log_modal(filled, manner.words, metadata=metadata(origin, **more))

        await self.open(turn, trigger_id, view)

    async def open_edit(self, turn: Turn, trigger_id: str, origin: Origin, entry: EntryFact, **more: Any) -> None:
        async def view(manner: Manner) -> blocks.View:
            told = metadata(origin, entry=entry.id, **more)
            return blocks.edit_modal(entry, manner.words, metadata=told)

        await self.open(turn, trigger_id, view)

    async def open_from_card(
        self, turn: Turn, trigger_id: str, origin: Origin, card_id: str, index: int | None
    ) -> None:
        """To edit the entry of a row, or to fill in what a question is about."""
        modal = await self._opened(turn, trigger_id)
        if modal is None:
            return
        manner = await self._conversation.manner_of(turn.person, turn.client)
        kept = await self._shelf.get(card_id)
        view = None
        if kept is not None and kept.card.owner == turn.person.principal:
            view = self._view_of(kept, index, origin, manner)
        await modal.becomes(view or blocks.error_modal(manner.words.form_gone, None, manner.words))

    def _view_of(self, kept: Kept, index: int | None, origin: Origin, manner: Manner) -> blocks.View | None:
        card = kept.card
        if isinstance(card, Question):
            draft = blocks.draft_of_action(card.action, manner.words)
            if draft.date is None:
                draft = replace(draft, date=self._conversation.today(manner))
            return blocks.log_modal(
                draft, manner.words, metadata=metadata(origin, card=card.id, kind=card.action["kind"])
            )
        entry = entry_of(kept, index)
        if entry is None:
            return None
        told = metadata(origin, card=card.id, index=index, entry=entry.id)
        return blocks.edit_modal(entry, manner.words, metadata=told)

    async def open(self, turn: Turn, trigger_id: str, view: View) -> None:
        modal = await self._opened(turn, trigger_id)
        if modal is not None:
            await modal.becomes(await view(await self._conversation.manner_of(turn.person, turn.client)))

    async def _opened(self, turn: Turn, trigger_id: str) -> Modal | None:
        manner = self._conversation.manner_at_once(turn.person)

        async def when_too_late() -> None:
            await self._conversation.tell(turn, manner.words.form_gone)

        return await open_modal(turn.client, trigger_id, manner.words, when_too_late=when_too_late)

    async def permalink(self, turn: Turn, channel: str, ts: str) -> str:
        """Nothing where Slack does not say."""
        try:
            answer = await called(turn.client.chat_getPermalink, channel=channel, message_ts=ts)
        except NotShown as error:
            log.info("slack_no_permalink", extra={"error": error.error})
            return ""
        return str(answer.get("permalink") or "")

    # submitting

    async def log(self, turn: Turn, filled: Filled, told: JsonDict) -> None:
        """A log of its own, or the answer to the question whose card it was opened from."""
        card_id = told.get("card")
        if card_id:

            async def fill_in(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
                await self._questions.fill_in(turn, manner, kept, filled.log_fields(manner.zone))

            await self._on.on_card(turn, card_id, None, fill_in)
            return
        manner = await self._conversation.manner_of(turn.person, turn.client)
        fields = {name: value for name, value in filled.log_fields(manner.zone).items() if value is not None}
        action = LogTime.model_validate(fields).model_dump(mode="json")
        await self._conversation.act(turn, manner, (action,), card_id=self._shelf.new_id(), text="")

    async def edit(self, turn: Turn, filled: Filled, told: JsonDict) -> None:
        """Of a receipt's row, in its place; of another entry, with a receipt of its own."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        action = EditEntry.model_validate({"target": told["entry"], **filled.edit_fields(manner.zone)})
        card_id = told.get("card")
        if not card_id:
            document = action.model_dump(mode="json")
            await self._conversation.act(turn, manner, (document,), card_id=self._shelf.new_id(), text="")
            return

        async def edit(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
            await self._receipts.edit(turn, manner, kept, index, action)

        await self._on.on_card(turn, card_id, told.get("index"), edit)
