"""One of everything that the bot can send, as functions of the words: for golden files, limits and renderings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from clankerbot_bot import blocks
from clankerbot_bot.blocks import EntryDraft, FollowDraft, HomeFacts, Message, Named, QuickLog, ScheduleDraft, View
from clankerbot_bot.blocks.feed import feed
from clankerbot_bot.blocks.nudges import nudge, stop_modal
from clankerbot_bot.blocks.reject_form import reject_modal
from clankerbot_bot.blocks.share_form import share_modal
from clankerbot_bot.blocks.waiting import WaitingLine, late, waiting
from clankerbot_bot.cards import (
    ConnectFirst,
    DisconnectAsked,
    Failure,
    NotUnderstood,
    PostedSummary,
    Question,
    Receipt,
    Row,
    Totals,
    Waiting,
)
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    ApiError,
    Budgets,
    Choice,
    CreateProject,
    CreateSchedule,
    DeleteEntry,
    EditEntry,
    EntryFact,
    Help,
    ListEntries,
    ListProjects,
    ListSchedules,
    LogTime,
    MissingHours,
    Need,
    Notice,
    ProjectFact,
    Span,
    StartTimer,
    Status,
    StopTimer,
    Subscribe,
    Summary,
    Undo,
)
from clankerbot_engine.nudges.about import About, Findings, Gap
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


def receipt(*rows: Row | ActionResult, **fields: Any) -> Receipt:
    made = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    return Receipt(**{"id": ID, "owner": OWNER, "text": "log 2h on Apollo", "rows": made, **fields})


def question(text: str, action: ActionBase, *needs: Need) -> Question:
    document = action.model_dump(mode="json")
    return Question(id=ID, owner=OWNER, text=text, actions=(document,), index=0, needs=needs)


APOLLOS: Final = (
    Choice(value="Apollo", label="Apollo (Northwind Space)", id="64c777ddd3fcab07cfbb2101"),
    Choice(value="Apollon", label="Apollon (Delphi)", id="64c777ddd3fcab07cfbb2105"),
)
TYPO: Final = question(
    "log 2h on Apolo",
    LogTime(duration_s=7200, spans=(Span(start=10, end=15, field="project"),)),
    Need(field="project", reason="There is no project “Apolo”.", code="unknown_name", choices=APOLLOS),
)
MANY_CHOICES: Final = question(
    "log 2h",
    LogTime(duration_s=7200),
    Need(
        field="project",
        reason="Which project was it?",
        code="missing",
        choices=tuple(Choice(value=f"Project {n}", label=f"Project {n}", id=f"id{n}") for n in range(25)),
    ),
)
HOW_LONG: Final = question(
    "log Apollo", LogTime(project="Apollo"), Need(field="duration_s", reason="How long was it?", code="missing")
)
TOO_LONG: Final = question(
    "log 30h on Apollo",
    LogTime(duration_s=108_000),
    Need(field="duration_s", reason="That is 30 h in one entry. Is it right?", code="long"),
    Need(field="description", reason="What did you do?", code="missing"),
)
WHICH_CHANNEL: Final = question(
    "remind us to log time every friday at 5pm",
    CreateSchedule(cron="0 17 * * 5", action=Summary()),
    Need(field="channel", reason="Which channel should it be posted to?"),
)
WHICH_DAY: Final = question(
    "log 2h on Apollo 5/6",
    LogTime(duration_s=7200),
    Need(
        field="date",
        reason="Which day is meant?",
        code="ambiguous",
        choices=(
            Choice(value="2026-06-05", label="05 June 2026"),
            Choice(value="2026-05-06", label="06 May 2026"),
        ),
    ),
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


Build = Callable[[Words], Message]

RECEIPTS: Final[Mapping[str, Receipt]] = {
    "receipt_logged": receipt(LOGGED, totals=Totals(23_400, 75_600)),
    "receipt_logged_with_overlap": receipt(LOGGED.model_copy(update={"warnings": (OVERLAP,)})),
    "receipt_undone": receipt(Row(LOGGED, undone=True)),
    "receipt_deleted_in_clockify": receipt(Row(LOGGED, undone=True, gone=True)),
    "receipt_timer_started": receipt(
        result(StartTimer(), entry=running(), undoable=True, details={"stopped": HERMES.model_dump(mode="json")})
    ),
    "receipt_timer_stopped": receipt(result(StopTimer(), entry=entry(description=""), undoable=True)),
    "receipt_edited": receipt(result(EditEntry(), entry=entry(duration_s=10_800, end=at(25, 12)), undoable=True)),
    "receipt_deleted": receipt(
        result(DeleteEntry(), undoable=True, details={"deleted": entry().model_dump(mode="json")})
    ),
    "receipt_deleted_bare": receipt(result(DeleteEntry(), message="Deleted 2 h on Apollo.", undoable=True)),
    "receipt_undo_typed": receipt(result(Undo(), details={"deleted": entry().model_dump(mode="json")})),
    "receipt_planned": receipt(result(LogTime(duration_s=7200), status="planned", entry=entry(id=""))),
    "receipt_batch": receipt(
        LOGGED, Row(ALSO_LOGGED, undone=True), failed(StopTimer(), LOCKED), result(StartTimer(), entry=running())
    ),
    "receipt_unknown_outcome": receipt(failed(LogTime(duration_s=7200), TIMEOUT)),
    "receipt_project_created": receipt(
        result(CreateProject(project="Apollo Web"), projects=(PROJECTS[1],), undoable=True)
    ),
    "receipt_scheduled": receipt(
        result(
            CreateSchedule(cron="0 17 * * 5", action=Summary()),
            details={"schedule": SCHEDULE, "next_runs": NEXT_RUNS},
            undoable=True,
        )
    ),
    "receipt_pending": receipt(pending=True),
    "status_running": receipt(result(Status(), entry=running(), details={"elapsed_s": 5400})),
    "status_nothing": receipt(result(Status())),
    "summary_by_project": receipt(PROJECTS_SUMMED),
    "summary_by_day": receipt(DAYS),
    "summary_empty": receipt(NOTHING_SUMMED),
    "summary_of_many": receipt(MANY_SUMMED),
    "entries_few": receipt(result(ListEntries(), entries=LISTED)),
    "entries_many": receipt(result(ListEntries(), entries=(*[entry()] * 20, *[HERMES] * 10))),
    "entries_none": receipt(result(ListEntries())),
    "projects": receipt(result(ListProjects(), projects=PROJECTS)),
    "projects_none": receipt(result(ListProjects())),
    "schedules": receipt(
        result(ListSchedules(), details={"schedules": [SCHEDULE, PAUSED_SCHEDULE, ANOTHERS_SCHEDULE]})
    ),
    "schedules_none": receipt(result(ListSchedules(), details={"schedules": []})),
    "help": receipt(result(Help(), details={"topics": TOPICS})),
}

_FAILURE: Final = Failure(
    id=ID,
    owner=OWNER,
    text="log 2h on Apollo",
    code="upstream_timeout",
    message="Clockify did not answer in time.",
    request_id="01K0REQUEST",
    retryable=True,
)
_AWAY: Final = replace(_FAILURE, code="upstream_error", message="Clockify has trouble (503).", may_be_kept=True)
_WAITING: Final = Waiting(
    id=ID, owner=OWNER, text="log 1h on Apollo and 2h on Hermes", pending_id=ID, done=1, all=2, may_be_done=True
)
_LINE: Final = WaitingLine(ID, "log time, 2 h, Apollo", at(25, 14, 5))
_OLD_STATUS: Final = receipt(
    result(Status(), as_of=at(25, 14, 5), warnings=(Notice(code="stale", message="As of 14:05: ..."),))
)
_NO_MEMBER: Final = ConnectFirst(id=ID, owner=OWNER, text="log 2h on Apollo")
_MEMBER: Final = ConnectFirst(id=ID, owner=OWNER, text="", member="Anna Schmidt")
_LOCKED: Final = Failure(
    id=ID,
    owner=OWNER,
    text="log 2h 1 Nov",
    code="forbidden",
    message=LOCKED.message,
    request_id="01K0REQUEST",
    reason="locked",
)
_KEY_GONE: Final = Failure(
    id=ID, owner=OWNER, text="status", code="unauthorized", message="The key is wrong.", request_id="01K0REQUEST"
)
_FOLLOW_WHAT: Final = Failure(
    id=ID,
    owner=OWNER,
    text="subscribe here",
    code="validation_error",
    message="Say what is to be posted.",
    request_id="01K0REQUEST",
    reason="no_events",
)
_UNKNOWN: Final = NotUnderstood(
    id=ID, owner=OWNER, text="make me a sandwich", suggestions=("log 2h on Apollo yesterday", "start Apollo", "help")
)


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
SUBSCRIBED: Final = receipt(
    result(
        Subscribe(channel="C0DESIGN", events=("NEW_PROJECT",)),
        undoable=True,
        details={
            "subscriptions": [SUBSCRIPTION],
            "preview": 12,
            "examples": [dict(line.document) for line in (FEED[0], FEED[2], FEED[3])],
            "unheard": {"events": ["NEW_TIME_ENTRY"], "message": "Clockify's plan FREE allows 3 webhooks."},
        },
    )
)


def _of_receipt(card: Receipt) -> Build:
    return lambda words: blocks.receipt(card, words)


def _of_question(card: Question) -> Build:
    return lambda words: blocks.question(card, words)


NOTHING_FOUND: Final = Findings()


def _nudge(
    about: About, found: Findings = NOTHING_FOUND, *, person: str | None = None, can_be_off: bool = True
) -> Build:
    return lambda words: nudge(ID, about, found, words, now=NOW, person=person, can_be_off=can_be_off)


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

POSTED: Final = PostedSummary(
    id=ID,
    owner=OWNER,
    channel="C0DESIGN",
    result=PROJECTS_SUMMED,
    post_id="01K0POST",
    timezone="Europe/Berlin",
    user_id="u1",
    amended_after_s=60,
    posted_at=at(27, 17),
    as_of=at(27, 17),
)

MESSAGES: Final[Mapping[str, Build]] = {
    **{name: _of_receipt(card) for name, card in RECEIPTS.items()},
    "summary_with_chart": lambda words: blocks.receipt(RECEIPTS["summary_by_project"], words, chart=True),
    "shared": lambda words: blocks.shared_copy(RECEIPTS["receipt_logged"], "U1", words),
    "scheduled_summary": lambda words: blocks.scheduled_summary(POSTED, "U1", words),
    "scheduled_summary_with_chart": lambda words: blocks.scheduled_summary(POSTED, "U1", words, chart=True),
    "scheduled_summary_with_picture": lambda words: blocks.scheduled_summary(POSTED, "U1", words, picture="F012345"),
    "scheduled_entry": lambda words: blocks.scheduled_copy(RECEIPTS["receipt_logged"], "U1", words),
    "summary_with_table": lambda words: blocks.receipt(RECEIPTS["summary_of_many"], words, chart=True),
    "shared_summary": lambda words: blocks.shared_copy(RECEIPTS["summary_by_project"], "U1", words),
    "question_typo": _of_question(TYPO),
    "question_many_choices": _of_question(MANY_CHOICES),
    "question_how_long": _of_question(HOW_LONG),
    "question_too_long": _of_question(TOO_LONG),
    "question_which_channel": _of_question(WHICH_CHANNEL),
    "question_which_day": _of_question(WHICH_DAY),
    "failure_timeout": lambda words: blocks.failure(_FAILURE, words),
    "failure_may_be_kept": lambda words: blocks.failure(_AWAY, words),
    "waiting": lambda words: waiting(_WAITING, words),
    "waiting_discarded": lambda words: waiting(replace(_WAITING, ended="discarded"), words),
    "waiting_done": lambda words: waiting(replace(_WAITING, ended="done"), words),
    "status_as_of": lambda words: blocks.receipt(_OLD_STATUS, words),
    "late_receipt": lambda words: late(blocks.receipt(RECEIPTS["receipt_logged"], words), at(24, 14, 5), words),
    "failure_locked": lambda words: blocks.failure(_LOCKED, words),
    "failure_key": lambda words: blocks.failure(_KEY_GONE, words),
    "failure_follow_what": lambda words: blocks.failure(_FOLLOW_WHAT, words),
    "not_understood": lambda words: blocks.unknown(_UNKNOWN, words),
    "connect": lambda words: blocks.connect_prompt(_NO_MEMBER, words),
    "connect_member": lambda words: blocks.connect_prompt(_MEMBER, words),
    "connected": lambda words: blocks.connected("Anna Schmidt", "Northwind", words),
    "disconnect": lambda words: blocks.disconnect_prompt(DisconnectAsked(id=ID, owner=OWNER), words),
    "disconnected": blocks.disconnected,
    "subscribed": _of_receipt(SUBSCRIBED),
    "subscriptions": _of_receipt(
        receipt(
            result(
                ListSchedules(),
                details={
                    "schedules": [],
                    "subscriptions": [
                        FOLLOWED,
                        {**SUBSCRIPTION, "unheard": {"NEW_PROJECT": "off", "NEW_TAG": "missing"}},
                    ],
                },
            )
        )
    ),
    "schedules_and_subscriptions": _of_receipt(
        receipt(result(ListSchedules(), details={"schedules": [SCHEDULE] * 50, "subscriptions": [SUBSCRIPTION] * 50}))
    ),
    "missing_hours": _of_receipt(
        receipt(
            result(
                MissingHours(),
                details={
                    "from": "2026-11-16",
                    "to": "2026-11-22",
                    "missing": [
                        {"name": name, "expected_s": 144_000, "logged_s": logged_s, "missing_s": 144_000 - logged_s}
                        for name, logged_s in (("Ben Okafor", 122_400), ("Dmitri Novák", 0))
                    ],
                },
            )
        )
    ),
    "budgets": _of_receipt(receipt(result(Budgets(), details={"budgets": BUDGETS}))),
    "budgets_none": _of_receipt(receipt(result(Budgets(), details={"budgets": []}))),
    "budgets_many": _of_receipt(receipt(result(Budgets(), details={"budgets": BUDGETS * 50}))),
    "missing_hours_of_many": _of_receipt(
        receipt(
            result(
                MissingHours(),
                details={
                    "from": "2026-11-16",
                    "to": "2026-11-22",
                    "missing": [{"name": "Somebody <!here> " * 10, "expected_s": 144_000, "missing_s": 144_000}] * 300,
                },
            )
        )
    ),
    "missing_hours_of_nobody": _of_receipt(
        receipt(result(MissingHours(), details={"from": "2026-11-16", "to": "2026-11-22", "missing": []}))
    ),
    "nudge_today": _nudge(About(kind="hours", source="home"), MISSING_TODAY),
    "nudge_of_a_period": _nudge(
        About(kind="hours", source="schedule", cron="0 10 * * 1", period="last_week"),
        MISSING_LAST_WEEK,
        person="<@U2>",
    ),
    "nudge_by_a_lead": _nudge(About(kind="hours", source="lead"), MISSING_LAST_WEEK, person="<@U2>"),
    "nudge_timer": _nudge(
        About(kind="timer", source="timer"),
        Findings(running=running(start=at(25, 6)), usual_end=at(25, 16)),
    ),
    "nudge_no_timer": _nudge(About(kind="no_timer", source="schedule", cron="30 9 * * 1-5"), Findings()),
    "nudge_text": _nudge(About(kind="text", text="call <!channel> back")),
    "nudge_text_of_another": _nudge(About(kind="text", text="log your *time*", source="lead"), person="<@U2>"),
    "nudge_unknown": _nudge(About(kind="hours", source="home"), Findings(unknown_because="upstream_timeout")),
    "feed": lambda words: feed(FEED, len(FEED), words),
    "feed_of_a_channel": lambda words: feed((*FEED[:1], *FEED[2:3], REQUESTS[0]), 3, words),
    "feed_of_many": lambda words: feed(FEED * 10, 10_000, words),
    "feed_requests": lambda words: feed(REQUESTS, len(REQUESTS), words),
    "feed_of_many_requests": lambda words: feed(REQUESTS * 10, 200, words),
}

VIEWS: Final[Mapping[str, Callable[[Words], View]]] = {
    "modal_loading": blocks.loading_modal,
    "modal_error": lambda words: blocks.error_modal(
        "Clockify did not answer in time.", "01K0REQUEST", words, code="upstream_timeout"
    ),
    "modal_log": lambda words: blocks.log_modal(DRAFT, words, metadata=ID),
    "modal_edit": lambda words: blocks.edit_modal(entry(), words, metadata=ID),
    "modal_edit_timer": lambda words: blocks.edit_modal(running(), words, metadata=ID),
    "modal_connect": blocks.connect_modal,
    "modal_workspace": lambda words: blocks.workspace_modal(
        "Anna Schmidt", [("w1", "Northwind"), ("w2", "Side project")], words, chosen="w2"
    ),
    "modal_settings": lambda words: blocks.settings_modal(
        SETTINGS, words, default_project=Named("64c777ddd3fcab07cfbb2101", "Apollo")
    ),
    "modal_follow": lambda words: blocks.follow_modal(
        FollowDraft(
            channel="C0DESIGN",
            topics=("entry:new", "project:new"),
            client="Northwind Space",
            project=Named("64c777ddd3fcab07cfbb2101", "Apollo"),
            people=("Ada Berg", "the design team"),
            tag=Named("t1", "review"),
            longer="8 h",
            billable=True,
            quiet_from=time(20),
            quiet_to=time(7),
        ),
        words,
        metadata=ID,
    ),
    "modal_schedule": lambda words: blocks.schedule_modal(
        ScheduleDraft(when="0 17 * * 5", timezone="America/New_York", channel="C0DESIGN", kept="summarize"), words
    ),
    "modal_schedule_empty": lambda words: blocks.schedule_modal(ScheduleDraft(), words),
    "modal_follow_empty": lambda words: blocks.follow_modal(FollowDraft(), words),
    "modal_stop": lambda words: stop_modal(running(), words, now=NOW, metadata=ID),
    "modal_share": lambda words: share_modal(words.share_title, words.share_label, words, metadata=ID),
    "modal_reject": lambda words: reject_modal(words, metadata=ID),
    "home_ready": lambda words: blocks.home(READY, words),
    "home_waiting": lambda words: blocks.home(replace(READY, waiting=(_LINE,) * 6, as_of=at(25, 14, 5)), words),
    "home_error_waiting": lambda words: blocks.home(
        HomeFacts(state="error", now=NOW, message="Clockify did not answer in time.", waiting=(_LINE,)), words
    ),
    "home_empty": lambda words: blocks.home(HomeFacts(state="ready", now=NOW, today_s=0, week_s=0), words),
    "home_loading": lambda words: blocks.home(HomeFacts(state="loading", now=NOW), words),
    "home_not_connected": lambda words: blocks.home(HomeFacts(state="not_connected", now=NOW), words),
    "home_error": lambda words: blocks.home(
        HomeFacts(state="error", now=NOW, message="Clockify did not answer in time.", request_id="01K0REQUEST"), words
    ),
}
