"""Summaries that schedules posted, kept true: what is logged late, or changed in Clockify, amends the message.

There is one such message for each schedule and period: the one that was posted last. It is drawn anew from Clockify's
reports, some time after the first change, so that many changes are one update, whichever instance hears of them.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from ulid import ULID

from clankerbot_bot.cards import PostedSummary
from clankerbot_bot.outbox import NotNow, Outbox
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionResult, EntryFact, Summary
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.stores.ports import Schedule
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, entry_in, owner_in

log = logging.getLogger(__name__)

AMENDED_AFTER_S: Final = 60.0
"""After the first change; what changes until then goes with it."""
AMENDED_AFTER_FREE_S: Final = 900.0
"""On the free plan, where each look at the reports is two of 30 requests an hour."""
AMENDED_FOR: Final = timedelta(days=14)
"""After it was posted. What changes later is no news."""
MOST_OF_A_WEEK: Final = 50
"""Messages about one week of one workspace that are kept true, the newest."""
LONGEST_DAYS: Final = 100
"""A message about a longer period changes with every entry, and nobody sees by what."""
AGAIN_AFTER_S: Final = 600.0
PATIENCE_S: Final = 30.0
"""Other posts wait meanwhile."""

_DAY: Final = timedelta(days=1)


class PostedSummaries:
    """An `EventHandler`, and what composes the posts that it amends."""

    def __init__(self, shelf: Shelf, accounts: Accounts, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._accounts = accounts
        self._engine = engine
        self._clock = clock
        self._outbox: Outbox | None = None

    def goes_through(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def keep(self, schedule: Schedule, result: ActionResult, channel: str, post_id: str) -> PostedSummary:
        """Before it is posted: it may change as soon as it is there. The buttons of the message lead to it."""
        fact, action = result.summary, result.action
        assert fact is not None
        assert isinstance(action, Summary)
        # The days of this firing, on whatever day it is drawn anew; and no more than is drawn.
        days = {"from_": fact.from_, "to": fact.to, "period": None, "entries": False}
        snapshot = await (await self._accounts.of(schedule.principal)).cache.snapshot()
        now = self._clock()
        card = PostedSummary(
            id=_card_id(schedule.id, fact.from_, fact.to),
            owner=schedule.principal,
            channel=channel,
            result=result.model_copy(update={"action": action.model_copy(update=days), "entries": ()}),
            post_id=post_id,
            timezone=schedule.timezone,
            user_id=snapshot.user_id if action.scope == "me" and action.user is None else None,
            amended_after_s=AMENDED_AFTER_FREE_S if snapshot.is_free_plan else AMENDED_AFTER_S,
            posted_at=now,
            as_of=now,
        )
        await self._shelf.put(Kept(card))
        if (fact.to - fact.from_).days < LONGEST_DAYS:
            for week in _weeks(fact.from_, fact.to):
                await self._shelf.link(_key(snapshot.workspace_id, week), card.id, most=MOST_OF_A_WEEK)
        return card

    async def card(self, card_id: str) -> PostedSummary | None:
        kept = await self._shelf.get(card_id)
        return kept.card if kept is not None and isinstance(kept.card, PostedSummary) else None

    async def __call__(self, change: Change) -> None:
        event = change.event
        if event.entity != TIME_ENTRY or event.workspace_id is None or not change.is_news or self._outbox is None:
            return
        documents = [document for document in (change.now, change.before, dict(event.data)) if document]
        owner = next((found for document in documents if (found := owner_in(document))), None)
        entries = [entry for document in documents if (entry := entry_in(document)) and entry.end is not None]
        weeks = {_monday(entry.start.date() + offset * _DAY) for entry in entries for offset in (-1, 0, 1)}
        card_ids = {each for week in weeks for each in await self._shelf.linked(_key(event.workspace_id, week))}
        for card_id in sorted(card_ids):
            card = await self.card(card_id)
            if card is not None and self._is_about(card, owner, entries):
                await self._outbox.amend(card.post_id, after_s=card.amended_after_s)

    async def as_it_is_now(self, card: PostedSummary, post_id: str) -> PostedSummary:
        """Read anew. A message that was posted before a newer one of its period stays as it is.

        Raises `NotNow` where Clockify cannot be asked: the message is left as it is until it can.
        """
        if card.post_id != post_id:
            return card
        try:
            async with asyncio.timeout(PATIENCE_S):
                [result] = await self._engine.run(
                    principal=card.owner, actions=[card.result.action], timezone=ZoneInfo(card.timezone)
                )
        except TimeoutError:
            raise NotNow("clockify_is_slow", AGAIN_AFTER_S) from None
        except ClankerbotError as error:
            log.info("posted_summary_waits", extra={"code": error.code})
            if error.retryable:
                raise NotNow(error.code, max(AGAIN_AFTER_S, error.retry_after_s or 0)) from None
            return card  # its owner's key is gone, say: it stays as it was
        changed = replace(card, result=result, as_of=self._clock())
        await self._shelf.put(Kept(changed))
        return changed

    def _is_about(self, card: PostedSummary, owner: str | None, entries: list[EntryFact]) -> bool:
        fact, action = card.result.summary, card.result.action
        if fact is None or not isinstance(action, Summary) or self._clock() - card.posted_at > AMENDED_FOR:
            return False
        if card.user_id is not None and owner is not None and owner != card.user_id:
            return False
        zone = ZoneInfo(card.timezone)
        return any(
            fact.from_ <= entry.start.astimezone(zone).date() <= fact.to
            and action.project_id in (None, entry.project_id)
            for entry in entries
        )


def _card_id(schedule_id: str, first: date, last: date) -> str:
    digest = sha256(f"summary:{schedule_id}:{first}:{last}".encode()).digest()
    return str(ULID.from_bytes(digest[:16]))


def _key(workspace_id: str, week: date) -> str:
    return f"summaries:{workspace_id}:{week}"


def _weeks(first: date, last: date) -> Iterator[date]:
    week = _monday(first)
    while week <= last:
        yield week
        week += 7 * _DAY


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY
