"""What schedules need of the engine that carries actions out, and of those who know and tell people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionBase, ActionResult, ApiError
from clankerbot_engine.stores.ports import Schedule, ScheduleRun


class RunActions(Protocol):
    """`Engine.run`. The same key and actions again give the first results and write nothing.

    `now`: the moment at which it was to happen, so that "yesterday" is right however late it is.
    """

    async def __call__(
        self, *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo, now: datetime
    ) -> list[ActionResult]: ...


class Owners(Protocol):
    """What is known of those whose schedules these are."""

    async def zone(self, principal: str) -> ZoneInfo | None:
        """Where they are now; None where that is not known at the moment."""
        ...

    async def gone(self, principal: str) -> ApiError | None:
        """Why nothing may be done in their name any more."""
        ...


class Announce(Protocol):
    """Tells people what became of a firing; `problem` says why there are no results.

    Where the schedule is `paused_because` of that very problem, it was paused for it, and `run` is the last one. May be
    called again for the same run, after a crash: it must not tell twice.
    """

    async def __call__(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None: ...


async def tell_nobody(
    schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
) -> None:
    """Where nothing is there to tell people by."""


class UnknownOwners:
    """Where nothing is known of them."""

    async def zone(self, principal: str) -> ZoneInfo | None:
        return None

    async def gone(self, principal: str) -> ApiError | None:
        return None


class ChannelRefusal(Protocol):
    async def __call__(self, principal: str, channel: str) -> str | None:
        """Why nothing can be posted there; None: it can, or that cannot be told before."""
        ...


async def every_channel_will_do(principal: str, channel: str) -> str | None:
    """Where nothing is there to ask."""
    return None


class KnownActions(Protocol):
    """The router."""

    def read_action(self, document: Any) -> ActionBase: ...

    def integration_for(self, action: ActionBase) -> object:
        """Raises `ValidationFailed` for a kind that nothing here carries out."""
        ...
