"""`Pauses` of this process alone."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.clockify.pauses.port import FIRST_S, LONGEST_BELIEVED_S, LONGEST_S

MOST: Final = 10_000


class MemoryPauses:
    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._pauses: OrderedDict[str, tuple[datetime, float]] = OrderedDict()

    async def left_s(self, workspace: str) -> float:
        return self.left_here_s(workspace)

    def left_here_s(self, workspace: str) -> float:
        pause = self._pauses.get(workspace)
        left_s = 0.0 if pause is None else (pause[0] - self._clock()).total_seconds()
        return left_s if 0 < left_s <= LONGEST_BELIEVED_S else 0  # it is over, or the clock was set back

    async def begin(self, workspace: str, said_s: float | None) -> None:
        before = self._pauses.get(workspace)
        guessed_s = FIRST_S if before is None else min(LONGEST_S, 2 * before[1])
        wait_s = guessed_s if said_s is None else min(said_s, LONGEST_BELIEVED_S)
        self._pauses[workspace] = (self._clock() + timedelta(seconds=wait_s), guessed_s)
        self._pauses.move_to_end(workspace)
        while len(self._pauses) > MOST:
            self._pauses.popitem(last=False)

    async def end(self, workspace: str) -> None:
        self._pauses.pop(workspace, None)

    def knows(self, workspace: str) -> bool:
        return workspace in self._pauses
