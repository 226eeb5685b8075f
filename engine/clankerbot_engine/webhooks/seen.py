"""Which events were taken in lately: a repetition is mostly known before the database is asked for the first."""

from collections import OrderedDict

from clankerbot_engine.webhooks.events import Event

CAPACITY = 1000


class SeenEvents:
    """The `capacity` events that were used last, by (sender, identity). Only what is kept in the database is put here:
    otherwise anybody could push real events out, or claim their identities."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._events: OrderedDict[tuple[str, str], Event] = OrderedDict()

    def __len__(self) -> int:
        return len(self._events)

    def find(self, sender: str, identity: str) -> Event | None:
        event = self._events.get((sender, identity))
        if event is not None:
            self._events.move_to_end((sender, identity))
        return event

    def remember(self, sender: str, identity: str, event: Event) -> None:
        self._events[sender, identity] = event
        self._events.move_to_end((sender, identity))
        if len(self._events) > self._capacity:
            self._events.popitem(last=False)
