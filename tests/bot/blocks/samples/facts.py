"""What the samples are about: entries, results, schedules, what is missing."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from clankerbot_bot.blocks import EntryDraft, HomeFacts, Named, QuickLog
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    ApiError,
    Choice,
    EntryFact,
    LogTime,
    Notice,
    ProjectFact,
    Summary,
)
from clankerbot_engine.nudges.about import Findings, Gap
from clankerbot_engine.reports.changes import with_claims
from clankerbot_engine.reports.facts import SummaryFact, SummaryRow
from clankerbot_engine.stores.ports import FeedLine
from clankerbot_engine.webhooks.absences import APPROVAL, TIME_OFF, Request, State

ZONE: Final = timezone(timedelta(hours=1))
NOW: Final = datetime(2026, 11, 25, 16, 30, tzinfo=ZONE)
ID: Final = "01K0000000000000000000CARD"
OWNER: Final = "slack:T1:U1"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def entry(**changed: Any) -> EntryFact:
    fields: dict[str, Any] = {
        "id": "64c777ddd3fcab07cfbb210c",
        "project": "Apollo",
        "project_id": "64c777ddd3fcab07cfbb2101",
        "client": "Northwind Space",
        "task": "Design",
        "task_id": "64c777ddd3fcab07cfbb2102",
        "tags": ("client", "meeting"),
        "tag_ids": ("64c777ddd3fcab07cfbb2103", "64c777ddd3fcab07cfbb2104"),
        "description": "Design review",
        "billable": True,
        "start": at(25, 9),
        "end": at(25, 11),
        "duration_s": 7200,
        **changed,
    }
    return EntryFact(**fields)


def running(**changed: Any) -> EntryFact:
    return entry(**{"start": at(25, 15), "end": None, "duration_s": None, **changed})


def result(action: ActionBase, **fields: Any) -> ActionResult:
    return ActionResult(**{"action": action, "status": "done", "message": "A sentence of the engine.", **fields})


LOGGED: Final = result(LogTime(duration_s=7200), entry=entry(), undoable=True, operation_id="01K0OPERATION")
HERMES: Final = entry(
    id="64c777ddd3fcab07cfbb210d",
    project="Hermes",
    client=None,
    task=None,
    tags=(),
    tag_ids=(),
    description="",
    billable=False,
    start=at(24, 9),
    end=at(24, 9, 30),
    duration_s=1800,
)
ALSO_LOGGED: Final = result(LogTime(duration_s=1800), entry=HERMES, undoable=True, operation_id="01K0OTHER")
OVERLAP: Final = Notice(code="overlap", message="It overlaps with time on Hermes, today 10:00-12:00.")
TIMEOUT: Final = ApiError(
    code="upstream_timeout", message="Clockify did not answer in time.", details={"outcome": "unknown"}, retryable=True
)
LOCKED: Final = ApiError(
    code="forbidden", message="Time before Mon 2 Nov is locked in this workspace.", details={"reason": "locked"}
)
APOLLOS: Final = (
    Choice(value="Apollo", label="Apollo (Northwind Space)", id="64c777ddd3fcab07cfbb2101"),
    Choice(value="Apollon", label="Apollon (Delphi)", id="64c777ddd3fcab07cfbb2105"),
)
DAYS: Final = result(
    Summary(group_by="day"),
    summary=SummaryFact.model_validate(
        {
            "from": date(2026, 11, 23),
            "to": date(2026, 11, 29),
            "group_by": "day",
            "total_s": 27_000,
            "billable_s": 0,
            "entries": 4,
            "rows": [
                SummaryRow(name="2026-11-23", duration_s=25_200),
                SummaryRow(name="2026-11-24", duration_s=1800),
            ],
        }
    ),
)
SUMMED: Final = result(
    Summary(),
    summary=SummaryFact.model_validate(
        {
            "from": date(2026, 11, 23),
            "to": date(2026, 11, 29),
            "group_by": "project",
            "total_s": 75_600,
            "billable_s": 63_000,
            "entries": 12,
            "rows": [
                SummaryRow(id="a", name="Apollo (Northwind Space)", duration_s=45_000),
                SummaryRow(id="b", name="Hermes", duration_s=23_400),
                SummaryRow(id="c", name="Internal", duration_s=7200),
            ],
            "days": [
                {"date": date(2026, 11, 23 + number), "duration_s": seconds}
                for number, seconds in enumerate((28_800, 0, 32_400, 14_400, 0, 0, 0))
            ],
            "before": {
                "from": date(2026, 11, 16),
                "to": date(2026, 11, 20),
                "unit": "week",
                "so_far": True,
                "total_s": 93_600,
                "rows": [
                    SummaryRow(id="a", name="Apollo (Northwind Space)", duration_s=22_500),
                    SummaryRow(id="b", name="Hermes", duration_s=63_900),
                    SummaryRow(id="c", name="Internal", duration_s=7200),
                ],
            },
            "target": {"total_s": 144_000, "so_far_s": 144_000, "people": 1},
            "earlier": {"from": date(2026, 11, 16), "to": date(2026, 11, 22)},
        }
    ),
)
PROJECTS_SUMMED: Final = SUMMED.model_copy(
    update={"summary": with_claims(SUMMED.summary, today=date(2026, 11, 27)) if SUMMED.summary else None}
)
MANY_SUMMED: Final = result(
    Summary(group_by="task"),
    summary=SummaryFact.model_validate(
        {
            "from": date(2026, 11, 1),
            "to": date(2026, 11, 30),
            "group_by": "task",
            "total_s": 200 * 3600,
            "billable_s": 0,
            "entries": 400,
            "rows": [
                SummaryRow(id=str(n), name=f"{n:03} Überprüfung <!here> & mehr, ziemlich lang benannt", duration_s=3600)
                for n in range(200)
            ],
        }
    ),
)
NOTHING_SUMMED: Final = result(
    Summary(),
    summary=SummaryFact.model_validate(
        {
            "from": date(2026, 11, 23),
            "to": date(2026, 11, 23),
            "group_by": "project",
            "total_s": 0,
            "billable_s": 0,
            "entries": 0,
            "rows": [],
        }
    ),
)
SCHEDULE: Final = {
    "id": "01K0SCHEDULE",
    "cron": "0 17 * * 5",
    "timezone": "Europe/Berlin",
    "action": {"kind": "summary"},
    "next_run_at": "2026-11-27T17:00:00+01:00",
}
PAUSED_SCHEDULE: Final = {
    **SCHEDULE,
    "cron": "30 9 * * 1-5",
    "channel": "C0DESIGN",
    "action": {"kind": "summary", "period": "yesterday", "scope": "team"},
    "next_run_at": None,
    "paused_because": "Slack does not let me post in this channel any more. That channel is archived. Choose another.",
}
ANOTHERS_SCHEDULE: Final = {
    **SCHEDULE,
    "cron": "0 9 * * 1-5",
    "action": {"kind": "log_time", "project": "Apollo", "duration_s": 900},
    "of": "slack:T0:U0BEN",
}
NEXT_RUNS: Final = ["2026-11-27T16:00:00+00:00", "2026-12-04T16:00:00+00:00", "2026-12-11T16:00:00+00:00"]
TOPICS: Final = {
    "log": ["log 2h on Apollo yesterday", "log 9:00-11:30 on Apollo"],
    "timer": ["start Apollo", "stop"],
}
LISTED: Final = (HERMES, entry(), running(id="64c777ddd3fcab07cfbb210e"))
PROJECTS: Final = (
    ProjectFact(id="a", name="Apollo", client="Northwind Space", tasks=("Design",)),
    ProjectFact(id="b", name="Apollo Web", client="Northwind Space"),
    ProjectFact(id="c", name="Hermes"),
)
SETTINGS: Final = PersonSettings(
    timezone="Europe/Berlin",
    language="de",
    date_order="DMY",
    day_start=time(9),
    day_end=time(17, 30),
    default_project="Apollo",
    daily_target_s=28_800,
    remind_at=time(17),
)
READY: Final = HomeFacts(
    state="ready",
    now=NOW,
    user_name="Anna Schmidt",
    workspace_name="Northwind",
    today_s=12_600,
    week_s=75_600,
    daily_target_s=28_800,
    running=running(),
    entries=(entry(), HERMES),
    quick=(QuickLog("1 h Standup", "0f1e2d3c4b5a6978"), QuickLog("2 h Apollo › Design", "8796a5b4c3d2e1f0")),
    settings=SETTINGS,
    zone_name="Europe/Berlin",
)
DRAFT: Final = EntryDraft(
    project=Named("64c777ddd3fcab07cfbb2101", "Apollo"), duration="2h", date=date(2026, 11, 25), description="Review"
)


def failed(action: ActionBase, error: ApiError) -> ActionResult:
    return ActionResult(action=action, status="failed", message=error.message, error=error)


def told(**document: Any) -> FeedLine:
    return FeedLine("01K0SUBSCRIPTION", f"x:{document.get('name')}", "01K0POST", document, NOW)


def asked(state: State, **request: Any) -> FeedLine:
    made = Request(
        entity=request.pop("entity", APPROVAL),
        id="66aa00000000000000000007",
        workspace_id="w",
        state=state,
        starts_at=at(16, 0),
        ends_at=at(23, 0),
        **{"person_name": "Ben Okafor", **request},
    )
    return told(type="NEW_APPROVAL_REQUEST", entity=made.entity, gone=False, request=made.to_document())


_ENTRY: Final = entry().model_dump(mode="json")
HOSTILE: Final = "<!channel> *b* \u202e_x_ & שלום 🎉" + "y" * 500
FEED: Final = (
    told(type="NEW_TIME_ENTRY", entity="time_entry", gone=False, entry=_ENTRY, who="Ben Okafor"),
    told(type="NEW_TIME_ENTRY", entity="time_entry", gone=True, entry=_ENTRY, who=HOSTILE),
    told(type="NEW_PROJECT", entity="project", gone=False, name="Zeppelin", about="Northwind Space"),
    told(type="PROJECT_DELETED", entity="project", gone=True, name=HOSTILE, about=None),
    told(type="USER_JOINED_WORKSPACE", entity="user", gone=False, name="Chiara Rossi"),
    told(type="BALANCE_UPDATED", entity="balance", gone=False, name=None),
    told(type="SOMETHING_NEW", entity="unknown", gone=False, name="x"),
)
REQUESTS: Final = (
    asked("pending", note="Please, before Friday"),
    asked("approved", decided_by="Ada Berg"),
    asked("rejected", entity=TIME_OFF, person_name=None, decided_by=HOSTILE, note=HOSTILE),
    asked("withdrawn"),
)
SUBSCRIPTION: Final = {
    "id": "01K0SUBSCRIPTION",
    "channel": "C0DESIGN",
    "events": ["NEW_PROJECT", "NEW_TIME_ENTRY", "SOMETHING_NEW"],
    "filters": {
        "project": HOSTILE,
        "client": "Northwind",
        "tag": "deploy",
        "people": ["Ada Berg", HOSTILE],
        "billable": False,
        "min_duration_s": 28_800,
        "max_duration_s": 36_000,
        "quiet_from": "20:00",
        "quiet_to": "07:00",
    },
}
FOLLOWED: Final = {"id": "01K0OTHER", "channel": "C0OPS", "events": ["PROJECT_DELETED"], "filters": {}}
NOTHING_FOUND: Final = Findings()
BUDGETS: Final = [
    {"project": "Hermes", "estimate_s": 36_000, "tracked_s": 39_600, "percent": 110, "used_up_on": None},
    {"project": "Apollo", "estimate_s": 360_000, "tracked_s": 288_000, "percent": 80, "used_up_on": "2026-12-04"},
]
MISSING_TODAY: Final = Findings(
    first=date(2026, 11, 25),
    last=date(2026, 11, 25),
    logged_s=5 * 3600,
    expected_s=8 * 3600,
    gaps=(Gap(day=date(2026, 11, 25), missing_s=3 * 3600, like=entry(start=at(24, 14), end=at(24, 17))),),
)
MISSING_LAST_WEEK: Final = Findings(
    first=date(2026, 11, 16),
    last=date(2026, 11, 22),
    logged_s=30 * 3600,
    expected_s=40 * 3600,
    gaps=(
        Gap(day=date(2026, 11, 16), missing_s=3 * 3600, like=entry(start=at(13, 9), end=at(13, 12))),
        Gap(day=date(2026, 11, 18), missing_s=7 * 3600),
    ),
)
