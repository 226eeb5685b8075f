"""Work that goes on."""

from typing import Literal

from clankerbot_engine.actions.base import ActionBase, WorkFields
from clankerbot_engine.actions.fields import Description, Id, Instant, Name


class StartTimer(WorkFields):
    """Start what goes on, at `start` or now."""

    kind: Literal["start_timer"] = "start_timer"
    start: Instant | None = None


class StopTimer(ActionBase):
    """Stop what runs, at `end` or now."""

    kind: Literal["stop_timer"] = "stop_timer"
    end: Instant | None = None


class ContinueTimer(ActionBase):
    """Start again what the newest entry was about, or the newest one that `project` or `description` names."""

    kind: Literal["continue_timer"] = "continue_timer"
    project: Name | None = None
    project_id: Id | None = None
    description: Description | None = None


class SwitchTimer(WorkFields):
    """Stop what runs and start this, at `start` or now."""

    kind: Literal["switch_timer"] = "switch_timer"
    start: Instant | None = None


class Status(ActionBase):
    """What runs, and for how long."""

    kind: Literal["status"] = "status"
