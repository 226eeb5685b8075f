"""Nudges: words to one person about their time, until they are told, or there is nothing to say any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict

NudgeState = Literal["waiting", "sending", "sent", "dropped"]


@dataclass(frozen=True, slots=True)
class Nudge:
    """`id` follows from where it comes from, so that the same again is the same one. `by`: the principal who asked for
    it. `asked`: the person themselves, for this time; then it counts as one of the day, and is not held back by one.
    """

    id: str
    principal: str
    by: str
    asked: bool
    about: JsonDict
    """`nudges.about.About`."""
    state: NudgeState
    due_at: datetime
    expires_at: datetime
    """From then on it is too late to say it."""
    created_at: datetime
    schedule_id: str | None = None
    times: int = 0
    """How often the person was told: once more after each snooze."""
    attempts: int = 0
    told_on: date | None = None
    """The person's local day on which they were told last."""
    stopped_on: date | None = None
    """The local day for which they want to hear no more."""
    message: JsonDict | None = None
    """As it was, or is about to be, posted."""
    found: JsonDict | None = None
    """What the buttons of the message are about: `nudges.findings.Findings`."""
    outcome: str | None = None
    """Why it was dropped, or waits: one of `nudges.deciding.Why`."""


class NudgeStore(Protocol):
    async def add(self, nudge: Nudge) -> bool:
        """False where there is one with this id."""
        ...

    async def get(self, nudge_id: str) -> Nudge | None: ...

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> list[Nudge]:
        """Those that wait, or were being sent when their process died, and whose time has come: due at `until` from now
        on, so that nobody else has them until then. One more attempt.
        """
        ...

    async def take(self, nudge_id: str, *, now: datetime, until: datetime) -> Nudge | None:
        """As `claim`, of this one; None where it does not wait, or is not due."""
        ...

    async def begin(self, nudge: Nudge, day: date, message: JsonDict, found: JsonDict) -> bool:
        """From `waiting` to `sending`, told once more; or, where its teller died on an earlier day, begun anew without
        counting once more. False, and nothing is written, where it is not `asked` and the person was told something
        else on this day; or where it does not wait any more.
        """
        ...

    async def change(self, nudge_id: str, change: Callable[[Nudge], Nudge]) -> Nudge | None:
        """In one transaction. None where there is no such nudge."""
        ...

    async def told_on(self, principal: str, day: date, *, besides: str) -> bool:
        """Whether the person was told anything on this day but the nudge with the id `besides`."""
        ...

    async def stopped_on(self, principal: str, day: date) -> bool: ...

    async def forget(self, *, before: datetime) -> int:
        """Those that came before and do not wait any more."""
        ...
