"""Cards that nobody clicked on for long are forgotten, and what links them to time entries with them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.stores.ports import CardStore

log = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(days=30)
EVERY_S: Final = 24 * 3600.0


class Forgetting:
    def __init__(
        self, cards: CardStore, *, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._cards = cards
        self._clock = clock
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """At once, and then once a day."""
        self._task = asyncio.create_task(self._daily(), name="slack_forgetting")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _daily(self) -> None:
        while True:
            try:
                gone = await self._cards.forget(before=self._clock() - KEPT_FOR)
            except Exception:
                log.exception("slack_cards_not_forgotten")
            else:
                log.info("slack_cards_forgotten", extra={"cards": gone})
            await self._sleep(EVERY_S)
