"""What an entry is about: from names and ids of an action to the body of an entry."""

from typing import Any

from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    EditEntry,
    EntryFact,
    LogTime,
    Notice,
    StartTimer,
    SwitchTimer,
)
from clankerbot_engine.clockify.models import NewTimeEntry
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.integrations.clockify import preflight
from clankerbot_engine.integrations.clockify.facts import Body
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.port import Plan, Prepared

Work = LogTime | StartTimer | SwitchTimer


def body_for(sheet: Timesheet, action: Work, **times: Any) -> tuple[Body, tuple[Notice, ...]]:
    """`times`: `start`, and `end` where there is one. Names are resolved before."""
    check_names(sheet, action)
    usual = preflight.usual_billable(sheet, action.project_id)
    billable, notices = preflight.settled_billable(sheet, action.billable, usual)
    new = NewTimeEntry(
        **times,
        description=preflight.clean_description(action.description) or None,
        project_id=action.project_id,
        task_id=action.task_id,
        tag_ids=tuple(dict.fromkeys(action.tag_ids)) or None,
        billable=billable,
    )
    return new.body(), notices


def check_names(sheet: Timesheet, action: Work | EditEntry) -> None:
    """Raises where an id is archived, or a task is not of the project."""
    preflight.check_archived(sheet, action.project_id, action.tag_ids)
    if action.task_id is None:
        return
    project = sheet.names.project_of_task(action.task_id)
    if action.project_id is None:
        message = "A task needs its project: name the project too."
        raise ValidationFailed(message, field="project", details={"reason": "task_without_project"})
    if project is not None and project.id != action.project_id:
        raise ValidationFailed(
            f"The task {action.task or action.task_id} belongs to {project.name}, not to the project named.",
            field="task",
            details={"reason": "task_of_another", "name": project.name},
        )


def prepared(
    action: ActionBase,
    plan: Plan,
    message: str,
    *,
    entry: EntryFact | None = None,
    notices: tuple[Notice, ...] = (),
) -> Prepared:
    """`message` is what a dry run says: "Would log ..."; `entry` is as it would be."""
    preview = ActionResult(action=action, status="planned", message=message, warnings=notices, entry=entry)
    return Prepared(action=action, plan=plan, preview=preview, warnings=notices)
