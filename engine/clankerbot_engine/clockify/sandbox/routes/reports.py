"""`/report/v1/workspaces/{w}/reports`: summary, detailed, weekly. Read by POST; times in the report's own zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import invalid
from clankerbot_engine.clockify.sandbox.rendering import custom_field_values
from clankerbot_engine.clockify.sandbox.report_selection import range_of, selected_entries
from clankerbot_engine.clockify.sandbox.report_totals import GROUPS, Grouping, Money, totals
from clankerbot_engine.clockify.sandbox.settings import DAYS

router = APIRouter(prefix="/workspaces/{workspace_id}/reports")

JSON_EXPORTS, FILE_EXPORTS = ("JSON", "JSON_V1"), ("CSV", "XLSX", "PDF", "ZIP")
FILTERS = ("summaryFilter", "detailedFilter", "weeklyFilter")
LARGEST_PAGE = 1000
_BY_DURATION = ("DURATION", "AMOUNT", "EARNED", "COST", "PROFIT")


async def _asked(call: Call) -> Fields:
    """Files are not to be had here: better refused than answered with JSON."""
    fields = await call.fields()
    if fields.choice("exportType", JSON_EXPORTS + FILE_EXPORTS) in FILE_EXPORTS:
        raise invalid("The sandbox exports reports as JSON only")
    return fields


def _own_filter(fields: Fields, name: str) -> Fields:
    """Only the filter of this kind of report is allowed, and it is required."""
    if any(fields.raw(other) is not None for other in FILTERS if other != name):
        raise invalid(f"Only {name} is allowed")
    own = fields.nested(name)
    if own is None:
        raise invalid(f"{name} is required")
    return own


def _week_start(call: Call, fields: Fields) -> str:
    return fields.choice("weekStart", DAYS) or call.caller.week_start


def _is_descending(fields: Fields, default: bool) -> bool:
    order = fields.choice("sortOrder", ("ASCENDING", "DESCENDING"))
    return default if order is None else order == "DESCENDING"


@router.post("/summary")
async def summary(call: Member) -> Response:
    fields = await _asked(call)
    asked, own = range_of(call, fields), _own_filter(fields, "summaryFilter")
    groups = own.words("groups")
    if not groups or len(groups) > 3 or any(group not in GROUPS for group in groups):
        raise invalid("groups has to have one to three of " + ", ".join(GROUPS))
    column = own.choice("sortColumn", ("GROUP", *_BY_DURATION)) or "GROUP"
    entries, money = selected_entries(call, fields, asked), Money.for_caller(call, fields)

    def order(row: dict[str, Any]) -> Any:
        if column == "GROUP":
            return row["nameLowerCase"]
        return row["duration"] if column == "DURATION" else row["amount"]

    grouping = Grouping(call, money, asked.zone, _week_start(call, fields))
    rows = grouping.gather(entries, groups, order=order, descending=_is_descending(fields, False))
    return answer(
        {
            "totals": totals(entries, money),
            "groupOne": rows,
            "donutChart": [],
            "groupTotals": {"groupOneTotalCount": len(rows)},
        }
    )


@router.post("/detailed")
async def detailed(call: Member) -> Response:
    """The newest first unless asked otherwise; `detailedFilter.page` counts from 1."""
    fields = await _asked(call)
    asked, own = range_of(call, fields), _own_filter(fields, "detailedFilter")
    page, size = own.number("page"), own.number("pageSize")
    page, size = 1 if page is None else page, 50 if size is None else size
    if page < 1 or not 1 <= size <= LARGEST_PAGE:
        raise invalid(f"page has to be 1 or more, pageSize from 1 to {LARGEST_PAGE}")
    column = own.choice(
        "sortColumn", ("ID", "DESCRIPTION", "USER", "DURATION", "DATE", "ZONED_DATE", "NATURAL", "USER_DATE")
    )
    options = own.nested("options")
    with_totals = options is None or options.choice("totals", ("CALCULATE", "EXCLUDE")) != "EXCLUDE"
    entries, money = selected_entries(call, fields, asked), Money.for_caller(call, fields)
    people = call.state.people
    keys: dict[str, Any] = {
        "ID": lambda entry: entry.id,
        "DESCRIPTION": lambda entry: entry.description.casefold(),
        "USER": lambda entry: people[entry.user_id].name.casefold(),
        "DURATION": lambda entry: entry.seconds,
        "USER_DATE": lambda entry: (people[entry.user_id].name.casefold(), entry.start),
    }
    order = keys.get(column or "DATE", lambda entry: (entry.start, entry.id))
    rows = sorted(entries, key=order, reverse=_is_descending(fields, True))
    shown = [_report_entry(call, entry, asked.zone, money) for entry in rows[(page - 1) * size : page * size]]
    return answer({"totals": totals(entries, money) if with_totals else [], "timeentries": shown})


def _zoned(moment: datetime, zone: ZoneInfo) -> str:
    """With the zone's offset, unlike the core API: `2026-08-08T10:15:00+12:00`; as Java prints it, `Z` for none."""
    return moment.astimezone(zone).isoformat(timespec="seconds").replace("+00:00", "Z")


def _report_entry(call: Call, entry: TimeEntry, zone: ZoneInfo, money: Money) -> dict[str, Any]:
    state = call.state
    person, project = state.people[entry.user_id], state.projects.get(entry.project_id or "")
    client = state.clients.get(project.client_id or "") if project else None
    task, approval = state.tasks.get(entry.task_id or ""), state.approval_of(entry)
    end = entry.end or entry.start  # no running entry gets into a report
    return {
        "_id": entry.id,
        "description": entry.description,
        "userId": person.id,
        "timeInterval": {"start": _zoned(entry.start, zone), "end": _zoned(end, zone), "duration": entry.seconds},
        "billable": entry.billable,
        "projectId": entry.project_id,
        "taskId": entry.task_id,
        "tagIds": list(entry.tag_ids),
        "approvalRequestId": None if approval is None else approval.id,
        "taskName": task.name if task else None,
        "tags": [{"_id": tag_id, "name": state.tags[tag_id].name} for tag_id in entry.tag_ids if tag_id in state.tags],
        "isLocked": state.is_before_lock(entry) or state.is_approved(entry),
        "customFields": custom_field_values(state, entry),
        "amount": money.of([entry]),
        "rate": money.rate(entry) if money.kinds and entry.billable else 0,
        "userName": person.name,
        "userEmail": person.email,
        "projectName": project.name if project else None,
        "projectColor": project.color if project else None,
        "clientId": client.id if client else None,
        "clientName": client.name if client else None,
        "type": entry.type,
    }


@router.post("/weekly")
async def weekly(call: Member) -> Response:
    fields = await _asked(call)
    asked, own = range_of(call, fields), _own_filter(fields, "weeklyFilter")
    # Clients in the wild end the week at 23:59:59 or at the next midnight.
    week = asked.end.replace(tzinfo=None) - asked.start.replace(tzinfo=None)
    if not timedelta(days=6, hours=23, minutes=59) <= week <= timedelta(days=7):
        raise invalid("Weekly report date range has to be exactly 7 days")
    group = own.choice("group", ("USER", "PROJECT")) or "USER"
    days = [asked.start.date() + timedelta(days=count) for count in range(7)]
    money = Money.for_caller(call, fields)
    entries = [entry for entry in selected_entries(call, fields, asked) if _day(entry, asked.zone) in days]

    def by_day(inside: list[TimeEntry]) -> list[dict[str, Any]]:
        rows = []
        for day in days:
            that_day = [entry for entry in inside if _day(entry, asked.zone) == day]
            seconds = sum(entry.seconds for entry in that_day)
            rows.append({"date": day.isoformat(), "duration": seconds, "amount": money.of(that_day)})
        return rows

    grouping = Grouping(call, money, asked.zone, _week_start(call, fields))
    rows = grouping.gather(entries, [group], order=lambda row: row["nameLowerCase"], descending=False)
    for row in rows:
        row["days"] = by_day([entry for entry in entries if _is_of(entry, group, row["_id"])])
    return answer(
        {
            "totals": totals(entries, money),
            "totalsByDay": by_day(entries),
            "groupOne": rows,
            "decimalFormat": False,
            "trackTimeDownToSeconds": call.state.settings["trackTimeDownToSecond"],
            "includeUsersWithoutTime": False,
            "usersWithoutTime": [],
        }
    )


def _day(entry: TimeEntry, zone: ZoneInfo) -> Any:
    return entry.start.astimezone(zone).date()


def _is_of(entry: TimeEntry, group: str, bucket_id: str) -> bool:
    return bucket_id == (entry.user_id if group == "USER" else entry.project_id or "")
