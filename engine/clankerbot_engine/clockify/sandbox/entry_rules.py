"""The rules that a time entry must obey (`clockify-api` §5.3, §5.8), in the order in which the real one checks them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clankerbot_engine.clockify.sandbox import events
from clankerbot_engine.clockify.sandbox.call import Call
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import CustomField, Person, Project, TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import Refusal, denied, invalid, missing, not_in_plan

LONGEST_DESCRIPTION = 3000
CREATE_REFUSED = "Time entry couldn't be created. "
SAVE_REFUSED = "Can't save, required fields are missing or archived."


@dataclass(frozen=True)
class Writer:
    """Who writes whose entries."""

    call: Call
    owner: Person

    def require_right(self) -> None:
        """One's own; those of others for managers, on plans that have it."""
        if self.owner.id == self.call.caller.id:
            return
        self.call.require_manager()
        if self.call.state.plan == "FREE":
            raise not_in_plan("ADD_TIME_FOR_OTHERS")

    def read(
        self, fields: Fields, entry_id: str, *, like: TimeEntry | None = None, start: datetime | None
    ) -> TimeEntry:
        """The whole entry that the body describes; what it leaves out is as in `like`, or empty.

        The interval is the body's alone, but for `start`, which stands in where the body has none.
        """
        start, end = fields.instant("start") or start, fields.instant("end")
        if start is None:
            raise invalid("Start time is required")
        if end is not None and end < start:
            raise invalid("End time can't be before start time")
        base = like or TimeEntry(entry_id, self.owner.id, start, end)
        project = self._project(fields, base)
        return TimeEntry(
            id=entry_id,
            user_id=self.owner.id,
            start=start,
            end=end,
            description=_or(fields.text("description", longest=LONGEST_DESCRIPTION), base.description),
            project_id=None if project is None else project.id,
            task_id=self._task_id(fields, base, project),
            tag_ids=self._tag_ids(fields, base),
            billable=self._billable(fields, like, project),
            type=fields.choice("type", ("REGULAR", "BREAK")) or base.type,
            custom_fields=self._custom_fields(fields, base),
        )

    def _project(self, fields: Fields, base: TimeEntry) -> Project | None:
        project_id = fields.text("projectId") or (None if fields.has("projectId") else base.project_id)
        return None if project_id is None else self.call.project(project_id)

    def _task_id(self, fields: Fields, base: TimeEntry, project: Project | None) -> str | None:
        task_id = fields.text("taskId") or (None if fields.has("taskId") else base.task_id)
        return None if task_id is None else self.call.task(None if project is None else project.id, task_id).id

    def _tag_ids(self, fields: Fields, base: TimeEntry) -> tuple[str, ...]:
        ids = fields.words("tagIds")
        if ids is None:
            return () if fields.has("tagIds") else base.tag_ids
        return tuple(self.call.tag(tag_id).id for tag_id in ids)

    def _billable(self, fields: Fields, like: TimeEntry | None, project: Project | None) -> bool:
        """Left out: false, whatever the project is (raycast/extensions#30927). A regular user may have no say."""
        if self.call.state.settings["onlyAdminsCanChangeBillableStatus"] and not self.call.caller.is_admin:
            return project is not None and project.billable
        said = fields.flag("billable")
        if said is not None:
            return said
        return like is not None and like.billable

    def _custom_fields(self, fields: Fields, base: TimeEntry) -> dict[str, Any]:
        state = self.call.state
        given = fields.rows("customFields")
        if given is None and base.custom_fields:
            return dict(base.custom_fields)
        values: dict[str, Any] = {
            field.id: field.default
            for field in state.custom_fields.values()
            if field.status != "INACTIVE" and field.default is not None
        }
        for row in given or []:
            field_id = row.text("customFieldId") or ""
            if field_id not in state.custom_fields:
                raise missing("Custom field")
            values[field_id] = _typed(state.custom_fields[field_id], row.raw("value"))
        return values

    def check_timer_only(self, entry: TimeEntry, *, user_scoped: bool) -> None:
        """Force timer: no finished entry may be added, but by admins through the user-scoped route. Before locks."""
        if self.call.state.settings["timeTrackingMode"] != "STOPWATCH_ONLY" or entry.end is None:
            return
        if not (user_scoped and self.call.caller.is_admin):
            raise Refusal(403, 4030, "Manual time tracking disabled on this workspace")

    def check_locks(self, *entries: TimeEntry) -> None:
        """Both as it was and as it shall be. Admins are above the lock date, nobody is above an approval."""
        state = self.call.state
        for entry in entries:
            if not self.call.caller.is_admin and state.is_before_lock(entry):
                raise Refusal(403, 1003, "Can't edit locked time entry.")
            if state.is_approved(entry):
                raise Refusal(403, 4005, "Can't edit approved time entry.")

    def check_required(self, entry: TimeEntry, *, is_new: bool) -> None:
        """For finished entries only: a timer may start without what it cannot be stopped without."""
        if entry.end is None or entry.type == "BREAK":
            return
        lacks = "".join(self._lacking(entry))
        if lacks:
            raise invalid(CREATE_REFUSED + lacks.strip() if is_new else SAVE_REFUSED)

    def _lacking(self, entry: TimeEntry) -> list[str]:
        state, lacks = self.call.state, []
        settings = state.settings
        project = state.projects.get(entry.project_id or "")
        task = state.tasks.get(entry.task_id or "")
        if settings["forceProjects"] and (project is None or project.archived):
            lacks.append("Project is either required field or given project is archived. ")
        if settings["forceTasks"] and (task is None or task.status == "DONE"):
            lacks.append("Task is either required field or given task is done. ")
        tags = [state.tags[tag_id] for tag_id in entry.tag_ids if tag_id in state.tags]
        if settings["forceTags"] and (not tags or any(tag.archived for tag in tags)):
            lacks.append("Tag is either required field or given tag is archived. ")
        if settings["forceDescription"] and not entry.description.strip():
            lacks.append("Description is required field. ")
        for field in state.custom_fields.values():
            empty = entry.custom_fields.get(field.id) in (None, "", [])
            if field.required and field.status == "VISIBLE" and empty:
                lacks.append(f"{field.name} is required field. ")
        return lacks

    def new_start(self, fields: Fields) -> datetime | None:
        """Where a new entry without a start begins: now, unless it has an end."""
        return self.call.state.now() if fields.raw("end") is None else None

    def check_running(self, entry: TimeEntry) -> TimeEntry | None:
        """One running timer for each person: the one that `entry` ends, as it will be; it must be complete."""
        if entry.end is not None:
            return None
        before = self.call.state.running_entry(self.owner.id)
        if before is None or before.id == entry.id:
            return None
        ended = replace(before, end=max(before.start, entry.start))
        self.check_required(ended, is_new=False)
        return ended

    def _end(self, ended: TimeEntry | None) -> None:
        if ended is not None:
            self.call.state.entries[ended.id] = ended
            events.entry_changed(self.call.state, "TIMER_STOPPED", ended)

    def add(self, entry: TimeEntry, *, user_scoped: bool) -> None:
        self.check_timer_only(entry, user_scoped=user_scoped)
        self.check_locks(entry)
        self.check_required(entry, is_new=True)
        self._end(self.check_running(entry))
        self.call.state.entries[entry.id] = entry
        event = "NEW_TIMER_STARTED" if entry.end is None else "NEW_TIME_ENTRY"
        events.entry_changed(self.call.state, event, entry)

    def check_change(self, before: TimeEntry, after: TimeEntry) -> None:
        self.check_locks(before, after)
        self.check_required(after, is_new=False)
        self.check_running(after)

    def put(self, after: TimeEntry) -> None:
        self._end(self.check_running(after))
        self.call.state.entries[after.id] = after
        events.entry_changed(self.call.state, "TIME_ENTRY_UPDATED", after)

    def remove(self, entry: TimeEntry) -> None:
        events.entry_changed(self.call.state, "TIME_ENTRY_DELETED", entry)
        del self.call.state.entries[entry.id]


def _or(said: str | None, otherwise: str) -> str:
    return otherwise if said is None else said


def _typed(field: CustomField, value: Any) -> Any:
    """Numbers come back as numbers even when sent as text; dropdown values are not checked."""
    if field.type == "NUMBER" and isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            raise invalid(f"{field.name} has to be a number") from None
        if number != number or number in (float("inf"), float("-inf")):
            raise invalid(f"{field.name} has to be a number")
        return int(number) if number.is_integer() else number
    return value


def entry_of(call: Call, entry_id: str) -> TimeEntry:
    entry = call.state.entries.get(entry_id)
    if entry is None:
        raise missing("Time entry")
    return entry


def may_see(call: Call, user_id: str) -> bool:
    """One's own time; that of others as a manager, or where the workspace lets everyone."""
    everyone = not call.state.settings["onlyAdminsSeeAllTimeEntries"]
    return everyone or call.caller.is_manager or user_id == call.caller.id


def require_sight(call: Call, user_id: str) -> None:
    if not may_see(call, user_id):
        raise denied()
