"""Which events were taken in lately, so that a repetition is known as one."""

from collections import OrderedDict

from clankerbot_engine.webhooks.events import Event

CAPACITY = 1000


class SeenEvents:
    """The `capacity` events that were used last, by (sender, identity). Fill it only with deliveries that are verified:
    otherwise anybody could push real events out, or claim their identities."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._events: OrderedDict[tuple[str, str], Event] = OrderedDict()

    def __len__(self) -> int:
        return len(self._events)

    def remember_once(self, sender: str, identity: str, event: Event) -> Event:
        """`event` itself where it is new, else the one that was first."""
        first = self._events.setdefault((sender, identity), event)
        self._events.move_to_end((sender, identity))
        if len(self._events) > self._capacity:
            self._events.popitem(last=False)
        return first
