"""What an event means for the thing that it is about, as the handlers of events get it."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.events import Event


@dataclass(frozen=True, slots=True)
class Change:
    """`event` is what happened; `now` is how the thing is by the newest that is known, whatever the order of arrival:
    None where it is gone. `before`: as it was known until this event, since `known_at`; None where it was not.

    `is_news` False: the event is older than what is known, or nothing of what is known changed with it. `is_sure`
    False: it could not be told which of two states is the newer, so `now` is the one that came later.
    """

    event: Event
    delivery_id: str
    before: JsonDict | None
    now: JsonDict | None
    known_at: datetime | None = None
    is_news: bool = True
    is_sure: bool = True


class NotYet(Exception):
    """A handler cannot tell yet: the event is given to all handlers again after `after_s`, and it is no failed try."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"not yet: again in {after_s} s")
        self.after_s = after_s


EventHandler = Callable[[Change], Awaitable[None]]
"""Has the effects of an event. May be called again for the same `delivery_id`, after a failure or a crash: it must not
do anything twice. What it raises makes the worker try again later; other handlers are called all the same.
"""


class EventHandlers:
    """Parts of the service that are made later, or never, put theirs here."""

    def __init__(self, *handlers: EventHandler) -> None:
        self._handlers = list(handlers)

    def add(self, handler: EventHandler) -> None:
        self._handlers.append(handler)

    def __iter__(self) -> Iterator[EventHandler]:
        return iter(self._handlers)
