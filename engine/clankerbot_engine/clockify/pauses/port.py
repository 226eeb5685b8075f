"""How long a workspace is to be left alone: the port that `memory` and `redis` implement."""

from typing import Final, Protocol

FIRST_S: Final = 1.0
LONGEST_S: Final = 300.0
"""Where Clockify does not say how long: twice as long each time."""
LONGEST_BELIEVED_S: Final = 3600.0


class Pauses(Protocol):
    """A `workspace` is its id or, in calls that name none, the key's fingerprint. Never raises."""

    async def left_s(self, workspace: str) -> float:
        """0: it may be asked."""
        ...

    async def begin(self, workspace: str, said_s: float | None) -> None:
        """Clockify takes no more for so long; None: it did not say."""
        ...

    async def end(self, workspace: str) -> None:
        """Clockify takes requests again."""
        ...
