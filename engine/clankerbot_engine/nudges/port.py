"""What nudges need of those who reach people."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from clankerbot_engine.nudges.about import About, Findings
from clankerbot_engine.stores.ports import JsonDict, Nudge


class Messenger(Protocol):
    async def zone_of(self, principal: str) -> ZoneInfo | None:
        """As the person's profile has it; None where that is not known."""
        ...

    async def busy_until(self, principal: str) -> datetime | None:
        """Until when they do not want to be disturbed; None: they may be, or that cannot be told."""
        ...

    async def word(self, nudge: Nudge, about: About, found: Findings) -> JsonDict:
        """The message, in the person's language."""
        ...

    async def tell(self, post_id: str, principal: str, message: JsonDict) -> None:
        """To the person alone; once for each `post_id`."""
        ...
