"""Which entries a report is about: its range of wall-clock time, its filters, and what the asking person may see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox.call import Call
from clankerbot_engine.clockify.sandbox.entry_rules import may_see
from clankerbot_engine.clockify.sandbox.reading import FIRST_YEAR, LAST_YEAR, Fields
from clankerbot_engine.clockify.sandbox.records import Client, Project, Tag, TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import invalid
from clankerbot_engine.clockify.sandbox.settings import zone_of
from clankerbot_engine.clockify.sandbox.state import SandboxState

FREE_DAYS = 31
_WALL_CLOCK = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)


@dataclass(frozen=True)
class ReportRange:
    """`start` and `end` are local times of `zone`; both are part of the range."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def holds(self, entry: TimeEntry) -> bool:
        return self.start.astimezone(UTC) <= entry.start <= self.end.astimezone(UTC)


def _wall_clock(fields: Fields, name: str, zone: ZoneInfo) -> datetime:
    """A trailing `Z` or offset changes nothing: the digits are local time."""
    said = fields.text(name)
    if said is None:
        raise invalid(f"{name} is required")
    match = _WALL_CLOCK.fullmatch(said)
    if match is None:
        raise invalid(f"{name} is not valid")
    day, minute, second, fraction = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second or ':00'}")
    except ValueError:
        raise invalid(f"{name} is not valid") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise invalid(f"{name} is not valid")
    micros = int((fraction or ".0")[1:7].ljust(6, "0"))
    return moment.replace(microsecond=micros, tzinfo=zone)


def range_of(call: Call, fields: Fields) -> ReportRange:
    """`timeZone`, or the zone of the caller's profile. Free workspaces get 31 days at most."""
    named = fields.text("timeZone")
    zone = zone_of(call.caller.time_zone if named is None else named)
    if zone is None:
        raise invalid("Time zone is not valid")
    asked = ReportRange(_wall_clock(fields, "dateRangeStart", zone), _wall_clock(fields, "dateRangeEnd", zone), zone)
    if asked.end < asked.start:
        raise invalid("Date range start must be before date range end")
    if call.state.plan == "FREE" and asked.end - asked.start > timedelta(days=FREE_DAYS):
        raise invalid(f"Reports on this plan cannot be longer than {FREE_DAYS} days")
    return asked


class _IdFilter:
    """`{ids, contains, status}` (tags: `containedInTimeentry`); without ids, everything contains."""

    def __init__(self, fields: Fields) -> None:
        self.ids = set(fields.words("ids") or ())
        said = (fields.text("containedInTimeentry"), fields.text("contains"))
        self.contains = next((word for word in said if word not in (None, "CONTAINS")), "CONTAINS")
        status = fields.text("status") or "ALL"
        self.statuses = {"ACTIVE", "PENDING"} if status == "ACTIVE_WITH_PENDING" else {status}

    def fits(self, found: Mapping[str, str]) -> bool:
        """`found`: the status of what the entry has of this kind, by its id. An entry without any has any status."""
        if found and "ALL" not in self.statuses and not self.statuses & set(found.values()):
            return False
        if not self.ids:
            return True
        if self.contains == "DOES_NOT_CONTAIN":
            return not found.keys() & self.ids
        if self.contains == "CONTAINS_ONLY":
            return bool(found) and found.keys() <= self.ids
        return bool(found.keys() & self.ids)


def _statuses(state: SandboxState, entry: TimeEntry) -> dict[str, dict[str, str]]:
    """What an entry has of each kind that reports filter by."""
    project, task = state.projects.get(entry.project_id or ""), state.tasks.get(entry.task_id or "")
    client = state.clients.get(project.client_id or "") if project else None
    tags = [state.tags[tag_id] for tag_id in entry.tag_ids if tag_id in state.tags]
    return {
        "users": {entry.user_id: state.people[entry.user_id].membership},
        "projects": {project.id: _activity(project)} if project else {},
        "clients": {client.id: _activity(client)} if client else {},
        "tasks": {task.id: "ARCHIVED" if task.status == "DONE" else "ACTIVE"} if task else {},
        "tags": {tag.id: _activity(tag) for tag in tags},
    }


def _activity(entity: Client | Project | Tag) -> str:
    return "ARCHIVED" if entity.archived else "ACTIVE"


def selected_entries(call: Call, fields: Fields, asked: ReportRange) -> list[TimeEntry]:
    """Finished entries, the earliest first; running ones are in no report."""
    state = call.state
    kinds = ("users", "projects", "clients", "tasks", "tags")
    filters = {kind: _IdFilter(fields.nested(kind) or Fields({})) for kind in kinds}
    billable, description = fields.flag("billable"), (fields.text("description") or "").casefold()
    without_description = fields.flag("withoutDescription")
    approval, invoicing = fields.text("approvalState") or "ALL", fields.text("invoicingState") or "ALL"

    def fits(entry: TimeEntry) -> bool:
        return (
            entry.end is not None
            and asked.holds(entry)
            and may_see(call, entry.user_id)
            and all(filters[kind].fits(found) for kind, found in _statuses(state, entry).items())
            and (billable is None or entry.billable is billable)
            and description in entry.description.casefold()
            and (not without_description or not entry.description)
            and (approval == "ALL" or state.is_approved(entry) is (approval == "APPROVED"))
            and (invoicing == "ALL" or entry.invoiced is (invoicing == "INVOICED"))
        )

    rows = [entry for entry in state.entries.values() if fits(entry)]
    return sorted(rows, key=lambda entry: (entry.start, entry.id))
