"""Clicks on what was read: summaries, lists, the timer that runs."""

import logging
from typing import Final, Literal

from clankerbot_bot.blocks import GROUPS
from clankerbot_bot.cards import Receipt, Row
from clankerbot_bot.clicks.common import CardActions, row_of
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.shelf import Kept
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.turns import Turn
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

    async def send_csv(self, turn: Turn, manner: Manner, fact: SummaryFact) -> None:
        try:
            opened = await called(turn.client.conversations_open, users=[turn.person.user_id])
            await called(
                turn.client.files_upload_v2,
                channel=opened["channel"]["id"],
                content=f"{_BOM}{as_csv(fact)}",
                filename=f"summary-{fact.from_}-{fact.to}.csv",
                initial_comment=manner.words.summary_csv,
            )
        except NotShown as error:
            log.warning("slack_csv_not_sent", extra={"error": error.error})
            await self._conversation.tell(turn, manner.words.no_csv)
        else:
            await self._conversation.tell(turn, manner.words.csv_sent)

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


def _action(kept: Kept) -> ActionBase | None:
    row = row_of(kept, None)
    return None if row is None else row.result.action
