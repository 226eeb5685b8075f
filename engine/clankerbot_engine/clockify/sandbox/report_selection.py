"""Which entries a report is about: its range of wall-clock time, its filters, and what the asking person may see."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox.call import Call
from clankerbot_engine.clockify.sandbox.reading import FIRST_YEAR, LAST_YEAR, Fields
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import invalid
from clankerbot_engine.clockify.sandbox.settings import zone_of

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
    """`{ids, contains, status}`; without ids, everything contains."""

    def __init__(self, fields: Fields | None) -> None:
        self.ids = set((fields.words("ids") if fields else None) or ())
        self.contains = (fields.text("contains") if fields else None) or "CONTAINS"
        self.status = (fields.text("status") if fields else None) or "ALL"

    def fits(self, found: set[str | None]) -> bool:
        if not self.ids:
            return True
        if self.contains == "DOES_NOT_CONTAIN":
            return not found & self.ids
        if self.contains == "CONTAINS_ONLY":
            return bool(found) and found <= self.ids
        return bool(found & self.ids)


def selected_entries(call: Call, fields: Fields, asked: ReportRange) -> list[TimeEntry]:
    """Finished entries, the earliest first; running ones are in no report."""
    state = call.state
    own_only = not call.caller.is_manager and state.settings["onlyAdminsSeeAllTimeEntries"]
    filters = {name: _IdFilter(fields.nested(name)) for name in ("users", "projects", "clients", "tasks", "tags")}
    billable, description = fields.flag("billable"), (fields.text("description") or "").casefold()
    without_description = fields.flag("withoutDescription")
    approval, invoicing = fields.text("approvalState") or "ALL", fields.text("invoicingState") or "ALL"

    def fits(entry: TimeEntry) -> bool:
        project, person = state.projects.get(entry.project_id or ""), state.people[entry.user_id]
        return (
            entry.end is not None
            and asked.holds(entry)
            and not (own_only and entry.user_id != call.caller.id)
            and filters["users"].fits({entry.user_id})
            and filters["users"].status in ("ALL", "ACTIVE_WITH_PENDING", person.membership)
            and filters["projects"].fits({entry.project_id})
            and filters["clients"].fits({project.client_id if project else None})
            and filters["tasks"].fits({entry.task_id})
            and filters["tags"].fits(set(entry.tag_ids))
            and (billable is None or entry.billable is billable)
            and description in entry.description.casefold()
            and (not without_description or not entry.description)
            and (approval == "ALL" or state.is_approved(entry) is (approval == "APPROVED"))
            and (invoicing == "ALL" or entry.invoiced is (invoicing == "INVOICED"))
        )

    rows = [entry for entry in state.entries.values() if fits(entry)]
    return sorted(rows, key=lambda entry: (entry.start, entry.id))
