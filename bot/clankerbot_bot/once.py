"""Asked twice, done once: the same person's same text within a moment, and events that Slack delivers again."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final, Generic, TypeVar

Answer = TypeVar("Answer")

WINDOW_S: Final = 10.0
"""Enter twice, or a double click, is one request; after that the person means it again."""
EVENTS_KEPT: Final = 10_000
EVENT_TTL_S: Final = 24 * 3600.0


class Once(Generic[Answer]):
    """`start` begins a piece of work as a task that is held on to."""

    def __init__(
        self,
        start: Callable[[Coroutine[Any, Any, Answer]], asyncio.Task[Answer]],
        *,
        monotonic: Callable[[], float],
        window_s: float = WINDOW_S,
    ) -> None:
        self._start = start
        self._monotonic = monotonic
        self._window_s = window_s
        self._recent: OrderedDict[Hashable, tuple[float, asyncio.Task[Answer]]] = OrderedDict()

    def ask(self, what: Hashable, work: Callable[[], Coroutine[Any, Any, Answer]]) -> asyncio.Task[Answer]:
        """The work's task: a new one, or that of the same question asked within the window, or under way still."""
        known = self._known(what)
        if known is not None:
            return known
        now = self._monotonic()
        task = self._start(work())
        self._recent.pop(what, None)
        self._recent[what] = (now, task)
        return task

    def knows(self, what: Hashable) -> bool:
        """Whether `ask` would give a task that there is."""
        return self._known(what) is not None

    def forget(self, what: Hashable) -> None:
        """It came to nothing: the next one who asks is to be answered anew."""
        self._recent.pop(what, None)

    def _known(self, what: Hashable) -> asyncio.Task[Answer] | None:
        now = self._monotonic()
        self._forget_old(now)
        known = self._recent.get(what)
        if known is not None and (not known[1].done() or now - known[0] < self._window_s):
            return known[1]
        return None

    def _forget_old(self, now: float) -> None:
        while self._recent:
            what, (began, task) = next(iter(self._recent.items()))
            if now - began < self._window_s or not task.done():
                return
            del self._recent[what]


class SeenEvents:
    """The newest event ids, within a day: Slack delivers an event up to four times."""

    def __init__(self, *, monotonic: Callable[[], float], most: int = EVENTS_KEPT, ttl_s: float = EVENT_TTL_S) -> None:
        self._monotonic = monotonic
        self._most = most
        self._ttl_s = ttl_s
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        """And from now on it is not."""
        now = self._monotonic()
        while self._seen and (len(self._seen) >= self._most or now - next(iter(self._seen.values())) > self._ttl_s):
            self._seen.popitem(last=False)
        if event_id in self._seen:
            return False
        self._seen[event_id] = now
        return True
