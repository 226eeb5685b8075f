"""Time entries as facts for people: ids and names side by side. Names come from the catalogue, never from a request."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from clankerbot_engine.actions import Choice, EntryFact, ProjectFact
from clankerbot_engine.catalogue import Catalogue, Project, Tag, Task
from clankerbot_engine.clockify.models import NewTimeEntry, TimeEntry
from clankerbot_engine.integrations.clockify.book import starts_at

Body = dict[str, Any]
"""An entry as it is sent: `NewTimeEntry.body()`, so pure JSON."""


class Names:
    """The catalogue of one workspace, by id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.projects: Mapping[str, Project] = {project.id: project for project in catalogue.projects if project.id}
        self.tags: Mapping[str, Tag] = {tag.id: tag for tag in catalogue.tags if tag.id}
        self._tasks: Mapping[str, tuple[Task, Project]] = {
            task.id: (task, project) for project in catalogue.projects for task in project.tasks if task.id
        }

    def task(self, task_id: str | None) -> Task | None:
        found = self._tasks.get(task_id or "")
        return found[0] if found else None

    def project_of_task(self, task_id: str | None) -> Project | None:
        found = self._tasks.get(task_id or "")
        return found[1] if found else None

    def fact(self, entry: TimeEntry) -> EntryFact:
        project = self.projects.get(entry.project_id or "")
        task = self.task(entry.task_id)
        tag_ids = tuple(entry.tag_ids or ())
        start = starts_at(entry)
        end = entry.time_interval.end if entry.time_interval else None
        return EntryFact(
            id=entry.id or "",
            project=project.name if project else None,
            project_id=entry.project_id,
            client=project.client if project else None,
            task=task.name if task else None,
            task_id=entry.task_id,
            tags=tuple(self.tags[tag_id].name for tag_id in tag_ids if tag_id in self.tags),
            tag_ids=tag_ids,
            description=entry.description or "",
            billable=bool(entry.billable),
            start=start,
            end=end,
            duration_s=None if end is None else int((end - start).total_seconds()),
        )


def label(project: Project) -> str:
    """`Apollo (Northwind Space)`: project names are unique for each client only."""
    return f"{project.name} ({project.client})" if project.client else project.name


def project_choices(projects: Iterable[Project]) -> tuple[Choice, ...]:
    return tuple(Choice(value=project.name, label=label(project), id=project.id) for project in projects)


def project_fact(project: Project) -> ProjectFact:
    tasks = tuple(task.name for task in project.tasks)
    return ProjectFact(id=project.id or "", name=project.name, client=project.client, tasks=tasks)


def body_of(entry: TimeEntry) -> Body:
    """What to send so that the entry stays, or comes back, as it is."""
    return NewTimeEntry.like(entry).body()


def entry_of(body: Body, *, entry_id: str = "", user_id: str | None = None) -> TimeEntry:
    """The entry that the body makes. Without an id it is only planned."""
    interval = {"start": body["start"], "end": body.get("end")}
    fields = {key: value for key, value in body.items() if key not in ("start", "end", "customFields")}
    return TimeEntry.model_validate({**fields, "id": entry_id, "userId": user_id, "timeInterval": interval})


def is_as_sent(entry: TimeEntry, body: Body, *, compare_end: bool = True, compare_billable: bool = True) -> bool:
    """Whether Clockify's entry is what the body asked for."""
    asked = entry_of(body)
    start, end = _interval(entry)
    asked_start, asked_end = _interval(asked)
    return (
        start == asked_start
        and (end == asked_end or not compare_end)
        and (entry.description or "").strip() == (asked.description or "").strip()
        and (entry.project_id or None) == (asked.project_id or None)
        and (entry.task_id or None) == (asked.task_id or None)
        and set(entry.tag_ids or ()) == set(asked.tag_ids or ())
        and (bool(entry.billable) == bool(asked.billable) or not compare_billable)
    )


def _interval(entry: TimeEntry) -> tuple[datetime | None, datetime | None]:
    interval = entry.time_interval
    return (None, None) if interval is None else (interval.start, interval.end)
