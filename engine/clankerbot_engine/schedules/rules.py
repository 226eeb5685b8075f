"""What may be scheduled: a zone that exists, and an action that means the same each time."""

from datetime import date
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionBase, ListEntries, MissingHours, Remind, Summary
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from clankerbot_engine.reports.relative_periods import with_relative_period
from clankerbot_engine.schedules.port import KnownActions
from clankerbot_engine.zones import zone_named

# Each speaks of one moment: the last write, one entry, the person's answer. Again and again, they would do harm.
_ONCE_ONLY = frozenset(
    {
        "connect",
        "create_project",
        "create_schedule",
        "delete_entry",
        "delete_schedule",
        "disconnect",
        "edit_entry",
        "subscribe",
        "undo",
        "unknown",
        "unsubscribe",
    }
)
_FIXED_TIMES = ("date", "start", "end")


def read_zone(name: str) -> ZoneInfo:
    """Raises `ValidationFailed`, which names the field `timezone` and gives an example."""
    try:
        return zone_named(name)
    except ValueError:
        raise ValidationFailed(
            f"timezone: there is no time zone {name!a}. Give an IANA name, for example Europe/Berlin.",
            field="timezone",
            details={"example": "Europe/Berlin", "reason": "no_such_zone", "name": name},
        ) from None


def check_schedulable(action: ActionBase, known: KnownActions) -> None:
    """Raises `ValidationFailed`, or `NeedsInput` where the action still has a question."""
    if action.kind == "create_schedule":
        raise _refusal("action.kind", "it says when of its own: give cron, or words that say when, and not both")
    if action.kind in _ONCE_ONLY:
        raise _refusal("action.kind", f"{action.kind} cannot be carried out on a schedule")
    try:
        known.integration_for(action)
    except ValidationFailed as error:
        raise _refusal("action.kind", error.message) from None
    for field in _FIXED_TIMES:
        if getattr(action, field, None) is not None:
            raise _refusal(f"action.{field}", "a schedule repeats, so its action has no fixed time; leave it out")
    if action.needs:
        raise NeedsInput(f"Before this can be scheduled: {action.needs[0].reason}", needs=action.needs)


def without_day(action: ActionBase, today: date, week_start: int) -> ActionBase:
    """A text that names no other day was read as of today; on a schedule it means the day of the firing."""
    if isinstance(action, Summary | ListEntries | Remind | MissingHours):
        return with_relative_period(action, today, week_start)
    return action.model_copy(update={"date": None}) if getattr(action, "date", None) == today else action


def _refusal(field: str, reason: str) -> ValidationFailed:
    return ValidationFailed(
        f'{field}: {reason.rstrip(".")}. For example, {{"kind": "log_time", "project": "Apollo", "duration_s": 1800}}.',
        field=field,
        details={"example": {"kind": "log_time", "project": "Apollo", "duration_s": 1800}},
    )
