"""What schedules need of the engine that carries actions out."""

from collections.abc import Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.stores.ports import Schedule, ScheduleRun


class RunActions(Protocol):
    """`Engine.run`. The same key and actions again give the first results and write nothing."""

    async def __call__(
        self, *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo
    ) -> list[ActionResult]: ...


class Announce(Protocol):
    """Tells people what became of a firing; `problem` says in words why there are no results.

    May be called again for the same run, after a crash: it must not tell twice. Raises nothing.
    """

    async def __call__(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: str | None
    ) -> None: ...


async def tell_nobody(
    schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: str | None
) -> None:
    """Where nothing is there to tell people by."""


class KnownActions(Protocol):
    """The router."""

    def read_action(self, document: Any) -> ActionBase: ...

    def integration_for(self, action: ActionBase) -> object:
        """Raises `ValidationFailed` for a kind that nothing here carries out."""
        ...
