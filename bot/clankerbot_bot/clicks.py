"""What a button on a card does: the card takes its new state, in the same place.

Buttons grant nothing: the card is looked up by its id, and only its owner's clicks count. One click on a card at a time
is carried out, under keys that follow from what is clicked: a double click is one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_bot import blocks
from clankerbot_bot.background import Background
from clankerbot_bot.blocks.answers import answered, answers, named
from clankerbot_bot.cards import Card, Failure, NotUnderstood, Question, Receipt, Row
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.once import WINDOW_S, Once
from clankerbot_bot.passing_cards import Notice
from clankerbot_bot.rendering import render
from clankerbot_bot.requests import Request, Requests, documents_of
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.totals import WeekTotals
from clankerbot_bot.turns import Turn
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    CreateProject,
    DeleteEntry,
    EditEntry,
    EntryFact,
    StartTimer,
    Status,
    StopTimer,
    Undo,
)
from clankerbot_engine.stores.ports import JsonDict

log = logging.getLogger(__name__)

OnCard = Callable[[Turn, Manner, Kept, int | None], Awaitable[None]]


class Clicks:
    def __init__(
        self,
        conversation: Conversation,
        requests: Requests,
        shelf: Shelf,
        totals: WeekTotals,
        background: Background,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._conversation = conversation
        self._requests = requests
        self._shelf = shelf
        self._totals = totals
        self._clock = clock

        def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
            return background.start(work, name="slack_share")

        self._shared: Once[None] = Once(start, monotonic=monotonic)

    async def on_card(self, turn: Turn, card_id: str, index: int | None, click: OnCard) -> None:
        """`index`: of a row, an answer or a suggestion."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        async with self._shelf.hold(card_id):
            kept = await self._shelf.get(card_id)
            if kept is None:
                await self._conversation.tell(turn, manner.asides.card_gone)
            elif kept.card.owner != turn.person.principal:
                await self._conversation.tell(turn, manner.asides.not_yours)
            else:
                await click(turn, manner, kept, index)

    # questions, failures, what was not understood

    async def answer(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        card = kept.card
        if not isinstance(card, Question):
            await self._conversation.show(turn, manner, kept)  # answered before: this is what became of it
            return
        offered = answers(card, manner.words)
        if index is None or index >= len(offered):
            await self._conversation.tell(turn, manner.asides.card_gone)
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

    async def create_project(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """The project that was named and is not there is made first."""
        card = kept.card
        name = named(card) if isinstance(card, Question) else None
        if not isinstance(card, Question) or name is None:
            await self._conversation.show(turn, manner, kept)
            return
        result = await self._carried_out(turn, manner, CreateProject(project=name), f"create:{card.id}")
        if result is not None:
            made = result.projects[0]
            await self.answer_with(turn, manner, kept, {"project": made.name, "project_id": made.id})

    async def cancel(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        if not isinstance(kept.card, Question):
            await self._conversation.show(turn, manner, kept)
            return
        gone = Notice(id=kept.card.id, owner=kept.card.owner, text=manner.asides.cancelled)
        await turn.surface.show(render(gone, manner.words))

    async def retry(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        if _failed(kept.card):
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

    # receipts

    async def undo(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """One row, or all of them, the last first."""
        card = kept.card
        if not isinstance(card, Receipt):
            await self._conversation.show(turn, manner, kept)
            return
        rows = list(card.rows)
        for place in reversed(range(len(rows)) if index is None else _place(rows, index)):
            row = rows[place]
            if row.undone or row.result.operation_id is None or not row.result.undoable:
                continue
            # Without a time zone, which is part of what a key stands for: the same click is the same request.
            outcome = await self._attempt(turn, Undo(target=row.result.operation_id), f"undo:{row.result.operation_id}")
            if isinstance(outcome, ActionResult):
                rows[place] = _undone(row, outcome)
            elif isinstance(outcome.card, Failure) and outcome.card.code == "conflict":
                rows[place] = _undone(row, None)  # undone already, by a command perhaps
            else:
                await self._show_aside(turn, manner, outcome)
                break
        await self._redraw(turn, manner, kept, rows)

    async def delete(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        entry = _entry(kept, index)
        action = None if entry is None else DeleteEntry(target=entry.id)
        await self._in_place(turn, manner, kept, index, action, "delete")

    async def stop(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """That timer, not another one that runs by now."""
        entry = _entry(kept, index)
        if entry is None or entry.end is not None:
            await self._conversation.show(turn, manner, kept)
            return
        status = await self._carried_out(turn, manner, Status(), None)
        if status is None:
            return
        if status.entry is None or status.entry.id != entry.id:
            await self._conversation.tell(turn, manner.asides.not_running)
            return
        await self._in_place(turn, manner, kept, index, StopTimer(), "stop")

    async def resume(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """A timer on the same work: one row more on the card."""
        entry = _entry(kept, index)
        if entry is None or not isinstance(kept.card, Receipt):
            await self._conversation.show(turn, manner, kept)
            return
        rows = list(kept.card.rows)
        if _just_started(rows[-1], self._clock()):
            await self._conversation.show(turn, manner, kept)
            return
        result = await self._carried_out(turn, manner, timer_like(entry), f"continue:{kept.card.id}:{len(rows)}")
        if result is not None:
            await self._redraw(turn, manner, kept, [*rows, Row(result)])

    async def redo(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """What was undone."""
        card = kept.card
        rows = list(card.rows) if isinstance(card, Receipt) else []
        place = next(iter(_place(rows, index)), None)
        if place is None or not rows[place].undone:
            await self._conversation.show(turn, manner, kept)
            return
        action = rows[place].result.action
        await self._in_place(turn, manner, kept, place, action, "again")

    async def share(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """To the channel that the card is in, as a message of everyone's."""
        if turn.channel is None or not isinstance(kept.card, Receipt):
            return
        card, channel = kept.card, turn.channel

        async def post() -> None:
            message = blocks.shared_copy(card, turn.person.user_id, manner.words)
            try:
                await called(turn.client.chat_postMessage, channel=channel, **message)
            except NotShown as error:
                self._shared.forget((card.id, channel))
                log.warning("slack_not_shared", extra={"error": error.error})
                await self._conversation.tell(turn, manner.asides.not_shared)

        await self._shared.ask((card.id, channel), post)

    # what they have in common

    async def _act(
        self,
        turn: Turn,
        manner: Manner,
        kept: Kept,
        actions: tuple[JsonDict, ...],
    ) -> None:
        await self._conversation.act(turn, manner, actions, card_id=kept.card.id, text=kept.card.text)

    async def _in_place(
        self, turn: Turn, manner: Manner, kept: Kept, index: int | None, action: ActionBase | None, what: str
    ) -> None:
        """Carry the action out; its result takes the place of the row."""
        card = kept.card
        rows = list(card.rows) if isinstance(card, Receipt) else []
        place = next(iter(_place(rows, index)), None)
        if action is None or place is None:
            await self._conversation.show(turn, manner, kept)
            return
        key = f"{what}:{card.id}:{place}:{rows[place].result.operation_id}"
        result = await self._carried_out(turn, manner, action, key)
        if result is not None:
            rows[place] = Row(result)
            await self._redraw(turn, manner, kept, rows)

    async def _redraw(self, turn: Turn, manner: Manner, kept: Kept, rows: list[Row]) -> None:
        card = kept.card
        assert isinstance(card, Receipt)
        request = Request(turn.person, card.id, turn.key, text=card.text, timezone=manner.timezone)
        changed = kept.showing(replace(card, rows=tuple(rows), totals=None))
        await self._conversation.show(turn, manner, await self._totals.added(changed, request))

    async def _carried_out(
        self, turn: Turn, manner: Manner, action: ActionBase, key: str | None
    ) -> ActionResult | None:
        """None where it was not: the card stays as it was, and beside it stands why."""
        outcome = await self._attempt(turn, action, key, manner.timezone)
        if isinstance(outcome, ActionResult):
            return outcome
        await self._show_aside(turn, manner, outcome)
        return None

    async def _attempt(
        self, turn: Turn, action: ActionBase, key: str | None, timezone: ZoneInfo | None = None
    ) -> ActionResult | Kept:
        request = Request(
            turn.person,
            self._shelf.new_id(),
            key or turn.key,
            timezone=timezone,
            actions=documents_of([action.model_copy(update={"needs": ()})]),
        )
        outcome = await self._requests.attempt(request)
        if isinstance(outcome, Kept):
            return outcome
        return outcome[0] if outcome[0].error is None else self._requests.told(request, outcome)

    async def _show_aside(self, turn: Turn, manner: Manner, kept: Kept) -> None:
        await self._conversation.show(replace(turn, surface=turn.aside), manner, kept)


def timer_like(entry: EntryFact) -> StartTimer:
    return StartTimer(
        project=entry.project,
        project_id=entry.project_id,
        task=entry.task,
        task_id=entry.task_id,
        tags=entry.tags,
        tag_ids=entry.tag_ids,
        description=entry.description or None,
        billable=entry.billable,
    )


def _place(rows: list[Row], index: int | None) -> range:
    """Of the row that is meant: the only one, where none is said."""
    place = 0 if index is None else index
    return range(place, place + 1) if place < len(rows) else range(0)


def _entry(kept: Kept, index: int | None) -> EntryFact | None:
    rows = list(kept.card.rows) if isinstance(kept.card, Receipt) else []
    place = next(iter(_place(rows, index)), None)
    if place is None or rows[place].undone or rows[place].result.status != "done":
        return None
    return rows[place].result.entry


def _just_started(row: Row, now: datetime) -> bool:
    entry = row.result.entry
    started = isinstance(row.result.action, StartTimer) and not row.undone and entry is not None
    return started and entry is not None and (now - entry.start).total_seconds() < WINDOW_S


def _failed(card: Card) -> bool:
    return isinstance(card, Failure) or (
        isinstance(card, Receipt) and any(row.result.status == "failed" for row in card.rows)
    )


def _undone(row: Row, undo: ActionResult | None) -> Row:
    """To be done again, a change or a deletion must name its entry: by then, "last" may be another one."""
    result = row.result
    target = None
    if isinstance(result.action, EditEntry) and result.entry is not None:
        target = result.entry.id
    elif isinstance(result.action, DeleteEntry) and undo is not None and undo.entry is not None:
        target = undo.entry.id
    if target is not None:
        result = result.model_copy(update={"action": result.action.model_copy(update={"target": target})})
    return Row(result, undone=True)
