"""Work that goes on after Slack has its answer: held on to, so that it is neither lost nor cut off unseen."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from clankerbot_engine.event_loop import TurnS, calm, turn_s

log = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")

MOST_AT_ONCE: Final = 50
"""Pieces of patient work. Beyond the connections to Clockify (100), they would only time out waiting for one."""


class Background:
    """`turn_s`: how long the event loop takes for a turn now."""

    def __init__(self, *, turn_s: TurnS = turn_s) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._turn_s = turn_s
        self._gate = asyncio.Lock()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    def __len__(self) -> int:
        return len(self._tasks)

    def hand_over(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """For work that nobody waits for. What it raises is logged with its trace."""
        _ = self._start(work, name)

    def hand_over_patiently(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """For what may come in hundreds: it begins in its turn, and only when the event loop is not busy.

        All at once, each would take a share of every turn, and the next acknowledgement would wait for all of them.
        What only waits, for a slow Clockify, say, does not make it busy.
        """
        _ = self._start(self._in_turn(work), name)

    async def _in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._places:
                async with self._gate:
                    await calm(self._turn_s)
                await work
        finally:
            work.close()  # where it was cut off before it began; else it does nothing

    def start(self, work: Coroutine[Any, Any, Outcome], *, name: str) -> asyncio.Task[Outcome]:
        """For work whose outcome is waited for, perhaps by several; it goes on where they do not."""
        return self._start(work, name)

    def _start(self, work: Coroutine[Any, Any, Outcome], name: str) -> asyncio.Task[Outcome]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def drain(self, timeout_s: float) -> None:
        """Wait for all of it, what it starts meanwhile too; what still runs after `timeout_s` is cancelled."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while self._tasks and (left := deadline - loop.time()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        if cut_off := tuple(self._tasks):
            log.warning("slack_work_cut_off", extra={"running": len(cut_off)})
            for task in cut_off:
                task.cancel()
            await asyncio.gather(*cut_off, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("slack_work_failed", extra={"work": task.get_name()}, exc_info=error)
