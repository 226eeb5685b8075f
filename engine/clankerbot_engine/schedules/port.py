"""What schedules need of the engine that carries actions out."""

from collections.abc import Sequence
from typing import Any, Protocol

from clankerbot_engine.actions import ActionBase, ActionResult


class RunActions(Protocol):
    """`Engine.run`. The same key and actions again give the first results and write nothing."""

    async def __call__(self, *, principal: str, actions: Sequence[ActionBase], key: str) -> list[ActionResult]: ...


class KnownActions(Protocol):
    """The router."""

    def read_action(self, document: Any) -> ActionBase: ...

    def integration_for(self, action: ActionBase) -> object:
        """Raises `ValidationFailed` for a kind that nothing here carries out."""
        ...
