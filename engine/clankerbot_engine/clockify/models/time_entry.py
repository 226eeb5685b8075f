"""Time entries, as they are read and as they are written (`clockify-api` §5.3)."""

from typing import Any

from clankerbot_engine.clockify.models.wire import Instant, Received, Sent, WireDuration, WireInstant
from clankerbot_engine.clockify.models.workspace import Project, Tag, Task


class TimeInterval(Received):
    start: Instant | None = None
    end: Instant | None = None
    duration: WireDuration = None


class CustomFieldValue(Received):
    custom_field_id: str | None = None
    name: str | None = None
    value: Any = None


class TimeEntry(Received):
    id: str | None = None
    description: str | None = None
    user_id: str | None = None
    workspace_id: str | None = None
    project_id: str | None = None
    task_id: str | None = None
    tag_ids: tuple[str, ...] | None = None
    billable: bool | None = None
    is_locked: bool | None = None
    type: str | None = None
    time_interval: TimeInterval | None = None
    custom_field_values: tuple[CustomFieldValue, ...] | None = None
    project: Project | None = None  # these three with `hydrated=true` only
    task: Task | None = None
    tags: tuple[Tag, ...] | None = None

    @property
    def is_running(self) -> bool:
        return self.time_interval is not None and self.time_interval.end is None


class CustomFieldInput(Sent):
    custom_field_id: str
    source_type: str = "TIMEENTRY"
    value: Any = None


class NewTimeEntry(Sent):
    """The whole entry: PUT replaces, and what is left out is cleared. No `end`: a running timer."""

    start: WireInstant
    end: WireInstant | None = None
    description: str | None = None
    project_id: str | None = None
    task_id: str | None = None
    tag_ids: tuple[str, ...] | None = None
    billable: bool | None = None
    type: str | None = None
    custom_fields: tuple[CustomFieldInput, ...] | None = None

    @classmethod
    def like(cls, entry: TimeEntry) -> "NewTimeEntry":
        """What to send so that PUT changes nothing. Custom fields are read and written under different names."""
        interval = entry.time_interval
        if interval is None or interval.start is None:
            raise ValueError("an entry without a start cannot be written back")
        fields = tuple(
            CustomFieldInput(custom_field_id=field.custom_field_id, value=field.value)
            for field in entry.custom_field_values or ()
            if field.custom_field_id is not None and field.value is not None
        )
        return cls(
            start=interval.start,
            end=interval.end,
            description=entry.description,
            project_id=entry.project_id,
            task_id=entry.task_id,
            tag_ids=entry.tag_ids,
            billable=entry.billable,
            type=entry.type if entry.type in ("REGULAR", "BREAK") else None,
            custom_fields=fields or None,
        )


class EntryReplacement(NewTimeEntry):
    """One row of a bulk edit: the whole entry, as it shall be."""

    id: str


class TimeEntryChange(Sent):
    """What to change of an entry. What is set is sent, a None included (which clears); the rest stays as it is."""

    start: WireInstant | None = None
    end: WireInstant | None = None
    description: str | None = None
    project_id: str | None = None
    task_id: str | None = None
    tag_ids: tuple[str, ...] | None = None
    billable: bool | None = None

    def of(self, entry: TimeEntry) -> NewTimeEntry:
        """The whole entry, changed."""
        changes = {name: getattr(self, name) for name in self.model_fields_set}
        return NewTimeEntry.model_validate({**dict(NewTimeEntry.like(entry)), **changes})
