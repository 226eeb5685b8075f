"""What is checked before anything is written: the workspace's rules (`clockify-api` §5.8) and plain sense.

No request is made. What Clockify would refuse is said here in words, with choices where there are some. Where a rule
is not known (the person's role, say; or which day an automatic lock has reached), Clockify has the last word.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from clankerbot_engine.actions import Choice, Need, Notice
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import Forbidden, NeedsInput, ValidationFailed
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.facts import Body, project_choices
from clankerbot_engine.integrations.clockify.placing import Interval
from clankerbot_engine.integrations.clockify.timesheet import Timesheet

LONGEST_DESCRIPTION = 3000
LONGEST_UNASKED = timedelta(hours=24)
FUTURE_UNASKED = timedelta(minutes=5)
MOST_CHOICES = 25
MOST_OVERLAPS_NAMED = 3


def clean_description(text: str | None) -> str | None:
    """Raises `ValidationFailed` for what Clockify would refuse."""
    if text is None:
        return None
    stripped = text.strip()
    if "<" in stripped or ">" in stripped:
        raise ValidationFailed(
            "Clockify does not allow < and > in a description.",
            field="description",
            details={"reason": "angle_brackets"},
        )
    if len(stripped) > LONGEST_DESCRIPTION:
        raise ValidationFailed(
            f"A description may have {LONGEST_DESCRIPTION} characters; this one has {len(stripped)}.",
            field="description",
            details={"reason": "description_too_long"},
        )
    return stripped


def check_archived(sheet: Timesheet, project_id: str | None, tag_ids: Iterable[str]) -> None:
    project = sheet.names.projects.get(project_id or "")
    if project is not None and project.archived:
        raise ValidationFailed(
            f"The project {project.name} is archived. Restore it in Clockify, or choose another one.",
            field="project",
            details={"reason": "archived", "name": project.name},
        )
    for tag_id in tag_ids:
        tag = sheet.names.tags.get(tag_id)
        if tag is not None and tag.archived:
            raise ValidationFailed(
                f"The tag {tag.name} is archived. Restore it in Clockify, or leave it out.",
                field="tags",
                details={"reason": "archived", "name": tag.name},
            )


def missing_fields(sheet: Timesheet, body: Body) -> list[Need]:
    """What the workspace requires of a finished entry and the body lacks, each with its choices."""
    settings, names, needs = sheet.settings, sheet.names, list[Need]()
    project = names.projects.get(body.get("projectId") or "")
    if (settings.force_projects or settings.force_tasks) and not body.get("projectId"):
        active = [known for known in names.catalogue.projects if not known.archived]
        if settings.force_tasks:
            active = [known for known in active if known.tasks]
        choices = project_choices(active[:MOST_CHOICES])
        needs.append(Need(field="project", reason="Which project was it?", code="missing", choices=choices))
    elif settings.force_tasks and not body.get("taskId"):
        if project is not None and not project.tasks:
            raise ValidationFailed(
                f"This workspace wants a task on every entry, and {project.name} has none. "
                "Add a task to it in Clockify, or choose another project.",
                field="task",
                details={"reason": "no_tasks", "name": project.name},
            )
        tasks = project.tasks if project else ()
        choices = tuple(Choice(value=task.name, label=task.name, id=task.id) for task in tasks[:MOST_CHOICES])
        needs.append(Need(field="task", reason="Which task was it?", code="missing", choices=choices))
    if settings.force_tags and not body.get("tagIds"):
        tags = [tag for tag in names.catalogue.tags if not tag.archived][:MOST_CHOICES]
        choices = tuple(Choice(value=[tag.name], label=tag.name, id=tag.id) for tag in tags)
        needs.append(Need(field="tags", reason="Which tag fits?", code="missing", choices=choices))
    if settings.force_description and not (body.get("description") or "").strip():
        needs.append(Need(field="description", reason="What did you do?", code="missing"))
    return needs


def doubtful_times(
    sheet: Timesheet, start: datetime, end: datetime | None, *, length_field: str = "duration_s"
) -> list[Need]:
    """Longer than a day, or in the future by more than a little: possible, but asked first."""
    needs = []
    if end is not None and end - start > LONGEST_UNASKED:
        seconds = int((end - start).total_seconds())
        reason = f"That is {wording.length(seconds)} in one entry. Is it right?"
        needs.append(Need(field=length_field, reason=reason, code="long"))
    latest = start if end is None else end
    if latest > sheet.now + FUTURE_UNASKED:
        when = f"{wording.day(latest.astimezone(sheet.zone).date(), sheet.today)} {wording.clock(latest, sheet.zone)}"
        verb = "starts" if end is None else "ends"
        field = "start" if end is None else "end"
        reason = f"It {verb} in the future ({when}). Is that right?"
        needs.append(Need(field=field, reason=reason, code="future"))
    return needs


def ask(needs: Sequence[Need]) -> None:
    """Raises `NeedsInput` where there is anything to ask."""
    if needs:
        raise NeedsInput(" ".join(need.reason for need in needs), needs=needs)


def check_lock(sheet: Timesheet, *starts: datetime) -> None:
    """Before the lock date only admins write. Where the role is not known, Clockify decides."""
    lock = sheet.settings.lock_time_entries
    if lock is None or sheet.is_admin is not False:
        return
    if any(start < lock for start in starts):
        day = wording.day(lock.astimezone(sheet.zone).date(), sheet.today)
        message = f"Time before {day} is locked in this workspace. Ask an admin to unlock it."
        raise Forbidden(message, details={"reason": "locked"})


def check_editable(sheet: Timesheet, entry: TimeEntry) -> None:
    if entry.user_id is not None and entry.user_id != sheet.user_id:
        raise Forbidden("That entry is someone else's.", details={"reason": "not_yours"})
    if entry.is_locked and sheet.is_admin is False:
        message = "That entry is locked in Clockify: its day is closed or approved. Ask an admin to unlock it."
        raise Forbidden(message, details={"reason": "locked"})


def is_timer_only(sheet: Timesheet) -> bool:
    return sheet.settings.time_tracking_mode == "STOPWATCH_ONLY"


def check_manual_allowed(sheet: Timesheet) -> None:
    if is_timer_only(sheet) and sheet.is_admin is False:
        message = "This workspace allows timers only: start a timer instead of logging time afterwards."
        raise Forbidden(message, details={"reason": "timers_only"})


def usual_billable(sheet: Timesheet, project_id: str | None) -> bool:
    """The project's default, else the workspace's."""
    project = sheet.names.projects.get(project_id or "")
    if project is not None and project.billable is not None:
        return project.billable
    return bool(sheet.settings.default_billable_projects)


def settled_billable(sheet: Timesheet, said: bool | None, otherwise: bool) -> tuple[bool, tuple[Notice, ...]]:
    """Always sent: what Clockify makes of a missing value is not documented (`clockify-api` §5.3)."""
    if said is None or said == otherwise:
        return otherwise, ()
    if sheet.settings.only_admins_can_change_billable_status and sheet.is_admin is False:
        stays = "billable" if otherwise else "not billable"
        return otherwise, (Notice(code="billable", message=f"Only admins may change that here: it stays {stays}."),)
    return said, ()


def overlap_notices(sheet: Timesheet, interval: Interval, *, but: str | None = None) -> tuple[Notice, ...]:
    """From what is known without a request. `but`: the entry that is being changed."""
    overlap = _overlap(sheet, interval, but=but)
    return () if overlap is None else (Notice(code="overlap", message=overlap),)


def overlap_needs(sheet: Timesheet, interval: Interval) -> list[Need]:
    """The same as a question, for who said the very times."""
    overlap = _overlap(sheet, interval)
    if overlap is None:
        return []
    return [Need(field="start", reason=f"{overlap} Log it all the same?", code="overlap")]


def _overlap(sheet: Timesheet, interval: Interval, *, but: str | None = None) -> str | None:
    known = [entry for entry in sheet.known_overlaps(interval) if entry.id != but]
    told = [
        f"{wording.subject(fact)}, {wording.span(fact.start, fact.end, zone=sheet.zone, now=sheet.now)}"
        for fact in map(sheet.names.fact, known)
    ]
    if any(interval.overlaps(other) for other in sheet.earlier):
        told.append("another part of this request")
    return f"It overlaps with time {wording.listed(told, most=MOST_OVERLAPS_NAMED)}." if told else None
