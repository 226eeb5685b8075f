"""An action that is carried out again and again."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, SerializeAsAny, TypeAdapter, ValidationInfo

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Channel, CronText, Target, ZoneName


def _read_nested_action(value: Any, info: ValidationInfo) -> Any:
    """An action inside an action. `context={"actions": adapter}` admits the kinds that integrations added."""
    if isinstance(value, ActionBase):
        return value
    from clankerbot_engine.actions.union import ACTION  # which holds `CreateSchedule` itself

    adapter: TypeAdapter[ActionBase] = (info.context or {}).get("actions") or ACTION
    return adapter.validate_python(value)


NestedAction = Annotated[SerializeAsAny[ActionBase], BeforeValidator(_read_nested_action)]


class CreateSchedule(ActionBase):
    """Carry out `action` at each fire time of `cron` (five fields) in `timezone` (an IANA name)."""

    kind: Literal["create_schedule"] = "create_schedule"
    cron: CronText
    timezone: ZoneName | None = None
    channel: Channel | None = None
    action: NestedAction


class ListSchedules(ActionBase):
    """One's own come first, by number."""

    kind: Literal["list_schedules"] = "list_schedules"


class DeleteSchedule(ActionBase):
    """`target`: its id, its number in the list, `last`, or words that it mentions."""

    kind: Literal["delete_schedule"] = "delete_schedule"
    target: Target
