"""How a message is reached that its person alone was shown: by the response URL of a click on it, while that lasts."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.surfaces import NotShown, Outlet

LASTS_S: Final = 25 * 60.0
"""Slack says half an hour, of the click."""
USES: Final = 2
"""Of five: what comes of the click itself needs the others."""
MOST: Final = 1000


@dataclass(slots=True)
class _Way:
    outlet: Outlet
    until: float
    uses: int = USES


class Reach:
    """In memory: a response URL lets whoever has it write to the person, and is worth nothing soon."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._ways: OrderedDict[str, _Way] = OrderedDict()

    def clicked(self, card_id: str, outlet: Outlet) -> None:
        self._ways.pop(card_id, None)
        self._ways[card_id] = _Way(outlet, self._monotonic() + LASTS_S)
        while len(self._ways) > MOST:
            self._ways.popitem(last=False)

    def has(self, card_id: str) -> bool:
        """Whether there is a way, as far as is known."""
        return self._way(card_id) is not None

    async def show(self, card_id: str, message: Message) -> bool:
        """Whether the person sees it now. Never raises."""
        way = self._way(card_id)
        if way is None:
            return False
        way.uses -= 1
        try:
            await way.outlet(message)
        except NotShown:
            way.uses = 0
            return False
        return True

    def _way(self, card_id: str) -> _Way | None:
        way = self._ways.get(card_id)
        return way if way is not None and way.uses > 0 and self._monotonic() < way.until else None
