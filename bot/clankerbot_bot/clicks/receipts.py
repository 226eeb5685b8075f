"""Clicks on receipts: the card takes its new state, in the same place."""

from collections.abc import Callable
from datetime import datetime

from clankerbot_bot.cards import Failure, Receipt, Row
from clankerbot_bot.clicks.common import CardActions, entry_of, row_of
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.copies import Copies
from clankerbot_bot.like_entry import timer_like
from clankerbot_bot.once import WINDOW_S
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.taken_back import taken_back
from clankerbot_bot.turns import Turn
from clankerbot_engine.actions import (
    ActionResult,
    DeleteEntry,
    EditEntry,
    StartTimer,
    Status,
    StopTimer,
    Undo,
)
from clankerbot_engine.audit import Audit


class ReceiptClicks:
    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        shelf: Shelf,
        copies: Copies,
        audit: Audit,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._shelf = shelf
        self._copies = copies
        self._audit = audit
        self._clock = clock

    async def undo(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """One row, or all of them, the last first."""
        card = kept.card
        if not isinstance(card, Receipt):
            await self._conversation.show(turn, manner, kept)
            return
        rows = list(card.rows)
        for place in reversed(range(len(rows))):
            if index not in (None, place):
                continue
            row = rows[place]
            operation_id = row.result.operation_id
            if row.undone or operation_id is None or not row.result.undoable:
                continue
            # Without a time zone, which is part of what a key stands for: the same click is the same request.
            outcome = await self._on.attempt(turn, Undo(target=operation_id), f"undo:{operation_id}")
            if isinstance(outcome, ActionResult):
                rows[place] = taken_back(row, outcome)
                self._conversation.written(turn, manner, [outcome], card.id)
            elif isinstance(outcome.card, Failure) and outcome.card.code == "conflict":
                rows[place] = taken_back(row, None)  # undone already, by a command perhaps
            else:
                await self._on.show_aside(turn, manner, outcome)
                break
        await self._on.redraw(turn, manner, kept, rows)

    async def delete(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        entry = entry_of(kept, index)
        action = None if entry is None else DeleteEntry(target=entry.id)
        await self._on.in_place(turn, manner, kept, index, action, "delete")

    async def edit(self, turn: Turn, manner: Manner, kept: Kept, index: int | None, action: EditEntry) -> None:
        if entry_of(kept, index) is None:
            await self._conversation.show(turn, manner, kept)
        elif action == EditEntry(target=action.target):
            await self._conversation.show(turn, manner, kept)  # nothing was changed
        else:
            await self._on.in_place(turn, manner, kept, index, action, turn.key)

    async def stop(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """That timer, not another one that runs by now."""
        entry = entry_of(kept, index)
        if entry is None or entry.end is not None:
            await self._conversation.show(turn, manner, kept)
            return
        status = await self._on.carried_out(turn, manner, Status(), None)
        if status is None:
            return
        if status.entry is None or status.entry.id != entry.id:
            await self._conversation.tell(turn, manner.words.not_running)
            return
        await self._on.in_place(turn, manner, kept, index, StopTimer(), "stop")

    async def resume(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """A timer on the same work: one row more on the card."""
        entry = entry_of(kept, index)
        if entry is None or not isinstance(kept.card, Receipt):
            await self._conversation.show(turn, manner, kept)
            return
        rows = list(kept.card.rows)
        if _just_started(rows[-1], self._clock()):
            await self._conversation.show(turn, manner, kept)
            return
        result = await self._on.carried_out(turn, manner, timer_like(entry), f"continue:{kept.card.id}:{len(rows)}")
        if result is not None:
            await self._on.redraw(turn, manner, kept, [*rows, Row(result)])

    async def redo(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """What was undone."""
        row = row_of(kept, index)
        action = row.result.action if row is not None and row.undone else None
        await self._on.in_place(turn, manner, kept, index, action, "again")

    async def share(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """To the channel that the card is in, as a message of everyone's."""
        if turn.channel is not None:
            await self.share_in(turn, manner, kept, turn.channel)

    async def share_in(self, turn: Turn, manner: Manner, kept: Kept, channel: str) -> None:
        """`channel`: of those that Slack lets the person choose. Twice within a moment is once: the card is held."""
        card = kept.card
        sharing = f"share:{card.id}:{channel}"
        if not isinstance(card, Receipt) or await self._shelf.begun(sharing) is not None:
            return
        await self._shelf.begin(sharing, card.owner, {"card": card.id})
        outcome = await self._copies.share(kept, card, turn.person, channel, manner.words)
        noted = "forbidden" if outcome == "refused" else "done"
        await self._audit.note(turn.person.principal, turn.way_in, "share receipt", channel, outcome=noted)
        if outcome == "refused":
            await self._shelf.begin_anew(sharing, card.owner)
            await self._conversation.tell(turn, manner.words.not_shared)
        elif outcome == "waiting":
            await self._conversation.tell(turn, manner.words.share_waits)
        elif channel != turn.channel:  # else it is seen
            await self._conversation.tell(turn, manner.words.shared)


def _just_started(row: Row, now: datetime) -> bool:
    entry = row.result.entry
    if entry is None or row.undone or not isinstance(row.result.action, StartTimer):
        return False
    return (now - entry.start).total_seconds() < WINDOW_S
