"""Names and ids of an action brought together, with the catalogue as it is now."""

from typing import TypeVar

from pydantic import JsonValue

from clankerbot_engine.actions import ActionBase, Need
from clankerbot_engine.errors import NotFound
from clankerbot_engine.integrations.clockify import preflight
from clankerbot_engine.integrations.clockify.facts import project_choices
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.parsing.names import resolve_names

Named = TypeVar("Named", bound=ActionBase)


def resolved(sheet: Timesheet, action: Named) -> Named:
    """With an id for every name and a name for every id. Raises `NeedsInput` for a name that fits none, or several."""
    open_questions = action.model_copy(update={"needs": ()})
    found = resolve_names(open_questions, sheet.names.catalogue, sheet.context.preferences)
    assert isinstance(found, type(action))
    preflight.ask(found.needs)
    return _named(sheet, found)


def _named(sheet: Timesheet, action: Named) -> Named:
    project_id = getattr(action, "project_id", None)
    named: dict[str, object] = {}
    if getattr(action, "project", None) is not None and project_id is None:
        active = [project for project in sheet.names.catalogue.projects if not project.archived]
        choices = project_choices(active[: preflight.MOST_CHOICES])
        reason = f"No project here is called {getattr(action, 'project', '')}. Which one do you mean?"
        preflight.ask([Need(field="project", reason=reason, code="unknown_name", choices=choices)])
    if project_id is not None:
        project = sheet.names.projects.get(project_id)
        if project is not None:
            named["project"] = project.name
    task_id = getattr(action, "task_id", None)
    if getattr(action, "task", None) is not None and task_id is None:
        name = getattr(action, "task", None) or ""
        details: dict[str, JsonValue] = {"field": "task", "reason": "no_such_task", "name": name}
        raise NotFound(f"There is no task {name} in that project.", details=details)
    if task_id is not None:
        task, of_project = sheet.names.task(task_id), sheet.names.project_of_task(task_id)
        if task is not None and of_project is not None:
            named["task"] = task.name
            if project_id is None:
                named |= {"project": of_project.name, "project_id": of_project.id}
    tag_ids = getattr(action, "tag_ids", ())
    if getattr(action, "tags", ()) and not tag_ids:
        raise NotFound(
            "This workspace has no tags yet: make one in Clockify, or leave it out.",
            details={"field": "tags", "reason": "no_tags"},
        )
    if tag_ids:
        tags = [sheet.names.tags[tag_id].name for tag_id in tag_ids if tag_id in sheet.names.tags]
        if len(tags) == len(tag_ids):
            named["tags"] = tuple(tags)
    return action.model_copy(update=named)
