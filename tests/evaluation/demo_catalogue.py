"""The names of the demo's workspace, as the parser gets them."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from clankerbot_engine.catalogue import Catalogue, Project, Tag, Task
from clankerbot_engine.clockify.sandbox.seed import seeded_state

DEMO_ZONE = ZoneInfo("Europe/Berlin")
DEMO_NOW = datetime(2026, 5, 20, 16, 30, tzinfo=DEMO_ZONE)
"""A Wednesday afternoon."""


@cache
def demo_catalogue() -> Catalogue:
    workspace = seeded_state(DEMO_NOW)
    clients = {client.id: client.name for client in workspace.clients.values()}
    tasks: dict[str, list[Task]] = {}
    for task in workspace.tasks.values():
        tasks.setdefault(task.project_id, []).append(Task(name=task.name, id=task.id))
    return Catalogue(
        projects=tuple(
            Project(
                name=project.name,
                id=project.id,
                client=clients.get(project.client_id or ""),
                archived=project.archived,
                tasks=tuple(tasks.get(project.id, ())),
            )
            for project in workspace.projects.values()
        ),
        tags=tuple(Tag(name=tag.name, id=tag.id, archived=tag.archived) for tag in workspace.tags.values()),
    )
