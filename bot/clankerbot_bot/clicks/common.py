"""What clicks on cards have in common.

Buttons grant nothing: the card is looked up by its id, and only its owner's clicks count. One click on a card at a time
is carried out, under keys that follow from what is clicked: a double click is one. What comes of it takes the place of
the card; where nothing does, the card stays as it was, and beside it stands why.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from clankerbot_bot.cards import Receipt, Row
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.copies import Copies
from clankerbot_bot.reach import Reach
from clankerbot_bot.requests import READS, Request, Requests, documents_of
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.timesheets import Asked, Timesheets
from clankerbot_bot.turns import Turn
from clankerbot_engine.actions import ActionBase, ActionResult, EntryFact

OnCard = Callable[[Turn, Manner, Kept, int | None], Awaitable[None]]
"""What a click does. The number is that of a row, an answer or a suggestion."""


class CardActions:
    def __init__(
        self,
        conversation: Conversation,
        requests: Requests,
        shelf: Shelf,
        timesheets: Timesheets,
        copies: Copies,
        reach: Reach,
    ) -> None:
        self._conversation = conversation
        self._requests = requests
        self._shelf = shelf
        self._timesheets = timesheets
        self._copies = copies
        self._reach = reach

    def new_card_id(self) -> str:
        return self._shelf.new_id()

    async def on_card(self, turn: Turn, card_id: str, index: int | None, click: OnCard) -> None:
        """`index`: of a row, an answer or a suggestion."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        async with self._shelf.hold(card_id):
            kept = await self._shelf.get(card_id)
            if kept is not None and kept.card.owner == turn.person.principal and turn.revise is not None:
                self._reach.clicked(card_id, turn.revise)
            if kept is None:
                await self._conversation.tell(turn, manner.words.card_gone)
            elif kept.card.owner != turn.person.principal:
                await self._conversation.tell(turn, manner.words.not_yours)
            elif (seen := _now_seen(kept)) is not None:
                # What they clicked on is not so any more: they see how it is, and decide anew.
                await self._conversation.show(turn, manner, seen)
                await self._conversation.tell(turn, manner.words.changed_meanwhile)
            else:
                await click(turn, manner, kept, index)

    async def in_place(
        self, turn: Turn, manner: Manner, kept: Kept, index: int | None, action: ActionBase | None, what: str
    ) -> None:
        """Carry the action out, a write; its result takes the place of the row."""
        card = kept.card
        rows = list(card.rows) if isinstance(card, Receipt) else []
        place = place_of(rows, index)
        if action is None or place is None:
            await self._conversation.show(turn, manner, kept)
            return
        key = f"{what}:{card.id}:{place}:{rows[place].result.operation_id}"
        result = await self.carried_out(turn, manner, action, key)
        if result is not None:
            rows[place] = Row(result)
            await self.redraw(turn, manner, kept, rows)

    async def redraw(self, turn: Turn, manner: Manner, kept: Kept, rows: list[Row]) -> None:
        card = kept.card
        assert isinstance(card, Receipt)
        changed = replace(card, rows=tuple(rows), totals=None)
        if changed.rows != card.rows:
            await self._copies.redraw(changed, manner.words)
        asked = Asked(turn.person, manner.zone, manner.timezone)
        await self._conversation.show(turn, manner, await self._timesheets.with_totals(kept.showing(changed), asked))

    async def carried_out(self, turn: Turn, manner: Manner, action: ActionBase, key: str | None) -> ActionResult | None:
        """None where it was not: the card stays as it was, and beside it stands why."""
        outcome = await self.attempt(turn, action, key, manner.timezone)
        if isinstance(outcome, ActionResult):
            return outcome
        await self.show_aside(turn, manner, outcome)
        return None

    async def attempt(
        self, turn: Turn, action: ActionBase, key: str | None, timezone: ZoneInfo | None = None
    ) -> ActionResult | Kept:
        request = Request(
            turn.person,
            self._shelf.new_id(),
            key or turn.key,
            turn.way_in,
            timezone=timezone,
            actions=documents_of([action.model_copy(update={"needs": ()})]),
        )
        outcome = await self._requests.attempt(request)
        if not isinstance(action, READS):
            self._timesheets.forget(turn.person)
        if isinstance(outcome, Kept):
            return outcome
        return outcome[0] if outcome[0].error is None else self._requests.told(request, outcome)

    async def shown_aside(self, turn: Turn, manner: Manner, action: ActionBase) -> bool:
        """Carry the action out with a receipt of its own, beside the card. Whether it was."""
        request = Request(
            turn.person,
            self._shelf.new_id(),
            turn.key,
            turn.way_in,
            timezone=manner.timezone,
            actions=documents_of([action]),
        )
        kept = await self._requests.carry_out(request)
        self._timesheets.forget(turn.person)
        await self.show_aside(turn, manner, kept)
        return isinstance(kept.card, Receipt)

    async def show_aside(self, turn: Turn, manner: Manner, kept: Kept) -> None:
        await self._conversation.show(replace(turn, surface=turn.aside), manner, kept)


def _now_seen(kept: Kept) -> Kept | None:
    """The card with all of it seen; None where it was."""
    card = kept.card
    if not isinstance(card, Receipt) or not any(row.unseen for row in card.rows):
        return None
    return kept.showing(replace(card, rows=tuple(replace(row, unseen=False) for row in card.rows)))


def place_of(rows: Sequence[Row], index: int | None) -> int | None:
    """Of the row that is meant: the first, where none is said."""
    place = index or 0
    return place if place < len(rows) else None


def row_of(kept: Kept, index: int | None) -> Row | None:
    rows = kept.card.rows if isinstance(kept.card, Receipt) else ()
    place = place_of(rows, index)
    return None if place is None else rows[place]


def entry_of(kept: Kept, index: int | None) -> EntryFact | None:
    """That the row's time entry is there, as far as is known."""
    row = row_of(kept, index)
    return None if row is None or row.undone or row.result.status != "done" else row.result.entry
