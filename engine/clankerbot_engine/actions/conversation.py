"""Between a person and Clankerbot itself."""

from typing import Literal

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Name, Target


class Undo(ActionBase):
    """Take back a write: `last`, or the `operation_id` of an `ActionResult`."""

    kind: Literal["undo"] = "undo"
    target: Target = "last"


class Connect(ActionBase):
    kind: Literal["connect"] = "connect"


class Disconnect(ActionBase):
    kind: Literal["disconnect"] = "disconnect"


class Help(ActionBase):
    kind: Literal["help"] = "help"
    topic: Name | None = None


class Unknown(ActionBase):
    """Not understood. `suggestions` are commands that would be."""

    kind: Literal["unknown"] = "unknown"
    reason: str
    suggestions: tuple[str, ...] = ()
