"""Clicks on what was read: summaries, lists, the timer that runs."""

import logging
from typing import Final, Literal

from clankerbot_bot.blocks import GROUPS
from clankerbot_bot.cards import Receipt, Row
from clankerbot_bot.clicks.common import CardActions, row_of
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.pictures import picture_of
from clankerbot_bot.shelf import Kept
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.turns import Turn
from clankerbot_bot.words import Words
from clankerbot_engine.actions import (
    ActionBase,
    EntryFact,
    ListEntries,
    ListSchedules,
    Status,
    Summary,
    Unsubscribe,
)
from clankerbot_engine.reports.facts import SummaryFact
from clankerbot_engine.reports.spreadsheet import as_csv

log = logging.getLogger(__name__)

_BOM: Final = "\ufeff"
"""By which spreadsheets see that umlauts are UTF-8."""


class ReportClicks:
    def __init__(self, conversation: Conversation, on: CardActions) -> None:
        self._conversation = conversation
        self._on = on

    async def regroup(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """`index`: of `GROUPS`."""
        action = _action(kept)
        if not isinstance(action, Summary) or index is None or index >= len(GROUPS):
            await self._conversation.show(turn, manner, kept)
            return
        await self._read(turn, manner, kept, action.model_copy(update={"group_by": GROUPS[index]}))

    async def earlier(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        await self._beside(turn, manner, kept, "earlier")

    async def later(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        await self._beside(turn, manner, kept, "later")

    async def _beside(self, turn: Turn, manner: Manner, kept: Kept, which: Literal["earlier", "later"]) -> None:
        row = row_of(kept, None)
        fact = None if row is None else row.result.summary
        period = None if fact is None else fact.earlier if which == "earlier" else fact.later
        action = _action(kept)
        if not isinstance(action, Summary) or period is None:
            await self._conversation.show(turn, manner, kept)
            return
        days = {"from_": period.from_, "to": period.to, "period": None}
        await self._read(turn, manner, kept, action.model_copy(update=days))

    async def refresh(self, turn: Turn, manner: Manner, kept: Kept, index: int | None = None) -> None:
        action = _action(kept)
        if not isinstance(action, Summary | ListEntries | ListSchedules | Status):
            await self._conversation.show(turn, manner, kept)
            return
        await self._read(turn, manner, kept, action)

    async def stop_following(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """Of a list: what is still there is listed anew, and beside it stands how to take that back."""
        row = row_of(kept, None)
        listed = None if row is None else row.result.details.get("subscriptions")
        chosen = listed[index] if isinstance(listed, list) and index is not None and index < len(listed) else None
        if row is None or not isinstance(chosen, dict):
            await self._conversation.show(turn, manner, kept)
            return
        await self._on.shown_aside(turn, manner, Unsubscribe(target=str(chosen.get("id"))))
        await self._read(turn, manner, kept, row.result.action)

    async def as_csv(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """To the person's direct messages. Needs the scope `files:write`, which a workspace may have left out."""
        row = row_of(kept, None)
        fact = None if row is None else row.result.summary
        if fact is None:
            await self._conversation.show(turn, manner, kept)
            return
        await self.send_csv(turn, manner, fact)

    async def as_picture(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """As `as_csv`, where the workspace has no charts."""
        row = row_of(kept, None)
        fact, action = (None, None) if row is None else (row.result.summary, row.result.action)
        if fact is None or not isinstance(action, Summary):
            await self._conversation.show(turn, manner, kept)
            return
        words = manner.words
        png = await picture_of(action, fact, words)
        if await self._sent(turn, words, png, f"{_name(fact)}.png", words.summary_picture):
            await self._conversation.tell(turn, words.picture_sent)

    async def send_csv(self, turn: Turn, manner: Manner, fact: SummaryFact) -> None:
        words = manner.words
        if await self._sent(turn, words, f"{_BOM}{as_csv(fact)}", f"{_name(fact)}.csv", words.summary_csv):
            await self._conversation.tell(turn, words.csv_sent)

    async def _sent(self, turn: Turn, words: Words, content: str | bytes, name: str, comment: str) -> bool:
        """Whether it was; where it was not, they are told what to do."""
        try:
            opened = await called(turn.client.conversations_open, users=[turn.person.user_id])
            await called(
                turn.client.files_upload_v2,
                channel=opened["channel"]["id"],
                content=content,
                filename=name,
                initial_comment=comment,
            )
        except NotShown as error:
            log.warning("slack_file_not_sent", extra={"error": error.error})
            await self._conversation.tell(turn, words.no_csv)
            return False
        return True

    async def _read(self, turn: Turn, manner: Manner, kept: Kept, action: ActionBase) -> None:
        assert isinstance(kept.card, Receipt)
        result = await self._on.carried_out(turn, manner, action, None)
        if result is not None:
            await self._on.redraw(turn, manner, kept, [Row(result)])


def listed_entry(kept: Kept, index: int | None) -> EntryFact | None:
    """Of a list."""
    row = row_of(kept, None)
    entries = () if row is None else row.result.entries
    return None if index is None or index >= len(entries) else entries[index]


def _name(fact: SummaryFact) -> str:
    return f"summary-{fact.from_}-{fact.to}"


def _action(kept: Kept) -> ActionBase | None:
    row = row_of(kept, None)
    return None if row is None else row.result.action
