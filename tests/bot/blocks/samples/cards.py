"""The cards that are kept of what was shown: receipts, questions, failures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from clankerbot_bot.blocks.waiting import WaitingLine
from clankerbot_bot.cards import (
    ConnectFirst,
    Failure,
    NotUnderstood,
    PostedSummary,
    Question,
    Receipt,
    Row,
    Totals,
    Waiting,
)
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    Choice,
    CreateProject,
    CreateSchedule,
    DeleteEntry,
    EditEntry,
    Help,
    ListEntries,
    ListProjects,
    ListSchedules,
    LogTime,
    Need,
    Notice,
    Span,
    StartTimer,
    Status,
    StopTimer,
    Subscribe,
    Summary,
    Undo,
)
from tests.bot.blocks.samples.facts import (
    ALSO_LOGGED,
    ANOTHERS_SCHEDULE,
    APOLLOS,
    DAYS,
    FEED,
    HERMES,
    ID,
    LISTED,
    LOCKED,
    LOGGED,
    MANY_SUMMED,
    NEXT_RUNS,
    NOTHING_SUMMED,
    OVERLAP,
    OWNER,
    PAUSED_SCHEDULE,
    PROJECTS,
    PROJECTS_SUMMED,
    SCHEDULE,
    SUBSCRIPTION,
    TIMEOUT,
    TOPICS,
    at,
    entry,
    failed,
    result,
    running,
)


def receipt(*rows: Row | ActionResult, **fields: Any) -> Receipt:
    made = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    return Receipt(**{"id": ID, "owner": OWNER, "text": "log 2h on Apollo", "rows": made, **fields})


def question(text: str, action: ActionBase, *needs: Need) -> Question:
    document = action.model_dump(mode="json")
    return Question(id=ID, owner=OWNER, text=text, actions=(document,), index=0, needs=needs)


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
FAILURE: Final = Failure(
    id=ID,
    owner=OWNER,
    text="log 2h on Apollo",
    code="upstream_timeout",
    message="Clockify did not answer in time.",
    request_id="01K0REQUEST",
    retryable=True,
)
AWAY: Final = replace(FAILURE, code="upstream_error", message="Clockify has trouble (503).", may_be_kept=True)
WAITING: Final = Waiting(
    id=ID, owner=OWNER, text="log 1h on Apollo and 2h on Hermes", pending_id=ID, done=1, all=2, may_be_done=True
)
WAITING_LINE: Final = WaitingLine(ID, "log time, 2 h, Apollo", at(25, 14, 5))
OLD_STATUS: Final = receipt(
    result(Status(), as_of=at(25, 14, 5), warnings=(Notice(code="stale", message="As of 14:05: ..."),))
)
NO_MEMBER: Final = ConnectFirst(id=ID, owner=OWNER, text="log 2h on Apollo")
MEMBER: Final = ConnectFirst(id=ID, owner=OWNER, text="", member="Anna Schmidt")
FAILED_AS_LOCKED: Final = Failure(
    id=ID,
    owner=OWNER,
    text="log 2h 1 Nov",
    code="forbidden",
    message=LOCKED.message,
    request_id="01K0REQUEST",
    reason="locked",
)
KEY_GONE: Final = Failure(
    id=ID, owner=OWNER, text="status", code="unauthorized", message="The key is wrong.", request_id="01K0REQUEST"
)
FOLLOW_WHAT: Final = Failure(
    id=ID,
    owner=OWNER,
    text="subscribe here",
    code="validation_error",
    message="Say what is to be posted.",
    request_id="01K0REQUEST",
    reason="no_events",
)
UNKNOWN: Final = NotUnderstood(
    id=ID, owner=OWNER, text="make me a sandwich", suggestions=("log 2h on Apollo yesterday", "start Apollo", "help")
)
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
