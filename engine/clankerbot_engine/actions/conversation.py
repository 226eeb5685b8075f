"""Between a person and Clankerbot itself."""

from typing import Literal

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Name, Target


class Undo(ActionBase):
    """Take back a write: `last`, or the `operation_id` of an `ActionResult`."""

    kind: Literal["undo"] = "undo"
    target: Target = "last"


class Connect(ActionBase):
    """Act with a Clockify key of one's own, which is asked for in private."""

    kind: Literal["connect"] = "connect"


class Disconnect(ActionBase):
    """Forget that key."""

    kind: Literal["disconnect"] = "disconnect"


class Help(ActionBase):
    """What can be said, about a `topic` or at all."""

    kind: Literal["help"] = "help"
    topic: Name | None = None


class Unknown(ActionBase):
    """Not understood. `suggestions` are commands that would be."""

    kind: Literal["unknown"] = "unknown"
    reason: str
    suggestions: tuple[str, ...] = ()
