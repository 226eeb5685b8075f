"""A time entry, as an event tells it."""

from datetime import UTC, tzinfo
from html import unescape
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.stores.ports import JsonDict

TIME_ENTRY: Final = "time_entry"


_READ: Final = ("id", "description", "projectId", "taskId", "tagIds", "billable", "timeInterval")


def entry_in(document: JsonDict) -> EntryFact | None:
    """In the time zone that the event names, its owner's. None where what it says is no time entry.

    Names are those of the event: it brings the project, the task and the tags with it. The description comes as HTML.
    """
    try:
        entry = TimeEntry.model_validate({name: document.get(name) for name in _READ})
    except ValidationError:
        return None
    interval = entry.time_interval
    if entry.id is None or interval is None or interval.start is None:
        return None
    zone = _zone(document)
    end = None if interval.end is None else interval.end.astimezone(zone)
    project = document.get("project")
    return EntryFact(
        id=entry.id,
        project=_name(project),
        project_id=entry.project_id,
        client=_text(project, "clientName"),
        task=_name(document.get("task")),
        task_id=entry.task_id,
        tags=tuple(name for tag in _list(document.get("tags")) if (name := _name(tag))),
        tag_ids=tuple(entry.tag_ids or ()),
        description=unescape(entry.description or ""),
        billable=bool(entry.billable),
        start=interval.start.astimezone(zone),
        end=end,
        duration_s=None if end is None else int((end - interval.start).total_seconds()),
    )


def owner_in(document: JsonDict) -> str | None:
    """Clockify's id of the person whose time it is."""
    return _text(document, "userId") or _text(document.get("user"), "id")


def same_time(one: EntryFact, other: EntryFact) -> bool:
    """Whether Clockify would hold the same of both, whatever their names are told as."""
    return _held(one) == _held(other)


def _held(entry: EntryFact) -> tuple[Any, ...]:
    said = (entry.description.strip(), entry.project_id or None, entry.task_id or None)
    return (entry.start, entry.end, *said, frozenset(entry.tag_ids), entry.billable)


def _zone(document: JsonDict) -> tzinfo:
    interval = document.get("timeInterval")
    try:
        return ZoneInfo(_text(interval, "timeZone") or "UTC")
    except (ValueError, OSError, KeyError):
        return UTC


def _name(value: Any) -> str | None:
    return _text(value, "name")


def _text(value: Any, key: str) -> str | None:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
