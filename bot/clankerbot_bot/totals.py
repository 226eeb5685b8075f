"""The totals beneath a receipt: of the day and the week of its last entry."""

import asyncio
import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from clankerbot_bot.cards import Receipt, Totals
from clankerbot_bot.requests import READS, Request
from clankerbot_bot.shelf import Kept
from clankerbot_engine.actions import ActionResult, ListEntries
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError

log = logging.getLogger(__name__)

PATIENCE_S: Final = 2.0
"""A receipt does not wait longer for its totals."""


class WeekTotals:
    """One request to Clockify for each receipt with time in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def added(self, kept: Kept, request: Request) -> Kept:
        """Without them where they cannot be had: a receipt never fails for its totals."""
        card = kept.card
        if not isinstance(card, Receipt):
            return kept
        day = next((found for row in reversed(card.rows) if (found := _day_of(row.result)) is not None), None)
        if day is None:
            return kept
        try:
            async with asyncio.timeout(PATIENCE_S):
                return kept.showing(replace(card, totals=await self.of(request, day)))
        except (ClankerbotError, TimeoutError) as error:
            log.info("slack_totals_left_out", extra={"error": type(error).__name__})
            return kept

    async def of(self, request: Request, day: date) -> Totals:
        """Weeks from Monday. What runs is not counted yet."""
        monday = day - timedelta(days=day.weekday())
        action = ListEntries.model_validate({"from": monday, "to": monday + timedelta(days=6)})
        results = await self._engine.run(
            principal=request.person.principal, actions=[action], timezone=request.timezone
        )
        entries = results[0].entries
        return Totals(
            day_s=sum(entry.duration_s or 0 for entry in entries if entry.start.date() == day),
            week_s=sum(entry.duration_s or 0 for entry in entries),
        )


def _day_of(result: ActionResult) -> date | None:
    """Entries are told in the person's own time."""
    if result.status != "done" or isinstance(result.action, READS) or result.entry is None:
        return None
    return result.entry.start.date() if result.entry.end is not None else None
