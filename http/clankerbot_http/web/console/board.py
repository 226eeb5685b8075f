"""Everything that the console shows, gathered at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import Undo
from clankerbot_engine.errors import NotFound
from clankerbot_engine.misreadings import Misreading
from clankerbot_engine.stores.ports import (
    ApiToken,
    Backlog,
    Delivery,
    Happened,
    Operation,
    Post,
    PostBacklog,
    Schedule,
    ScheduleRun,
)
from clankerbot_http.composition import Services
from clankerbot_http.readiness import ReadinessReport
from clankerbot_http.web.console.charts import Chart, Over, chart, period
from clankerbot_http.web.words import ConsoleWords

ACTIONS: Final = 30
DELIVERIES: Final = 12
PARKED: Final = 30
COUNTED: Final = 20_000
"""Of what is drawn in charts: beyond that, the oldest are left out."""
RUNS: Final = 2000
SHOWN_RUNS: Final = timedelta(days=1)
SCHEDULES: Final = 60


@dataclass(frozen=True, slots=True)
class RecentAction:
    operation: Operation
    who: str
    said: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Firing:
    """`left`: where in the last day, in percent."""

    run: ScheduleRun
    left: float


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    schedule: Schedule
    who: str
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True)
class Board:
    now: datetime
    over: Over
    health: ReadinessReport
    backlog: Backlog
    parked: Sequence[Delivery]
    deliveries: Sequence[Delivery]
    posts: PostBacklog
    parked_posts: Sequence[Post]
    actions: Sequence[RecentAction]
    schedules: Sequence[ScheduleRow]
    charts: Sequence[Chart]
    asked_of_clockify: int
    """In the last hour, by this instance."""
    misreadings: Sequence[Misreading]
    keeps_misreadings: bool


async def board_of(services: Services, words: ConsoleWords, *, over: Over, zone: ZoneInfo) -> Board:
    await services.usage.look()
    now = services.clock()  # behind that: what was counted just now is of the past
    since = now - period(over)
    names = {token.principal: token for token in await services.token_store.all()}
    runs = await services.activity.runs_since(now - SHOWN_RUNS, limit=RUNS)
    done = await services.activity.operations_since(since, limit=COUNTED)
    came = await services.activity.deliveries_since(since, limit=COUNTED)
    asked = [(each.at, each.requests, each.refused) for each in services.usage.since(since)]
    return Board(
        now=now,
        over=over,
        health=await services.readiness.report(),
        backlog=await services.inbox_store.backlog(),
        parked=await services.inbox_store.page(state="parked", limit=PARKED),
        deliveries=await services.inbox_store.page(limit=DELIVERIES),
        posts=await services.activity.post_backlog(),
        parked_posts=await services.outbox_store.parked(limit=PARKED),
        actions=[_recent(each, names) for each in await services.activity.newest_operations(limit=ACTIONS)],
        schedules=[
            _row(each, runs, names, now) for each in await services.schedules.page(None, after="", limit=SCHEDULES)
        ],
        charts=[
            chart(words.chart_actions, _counted(done, "failed", "unknown"), over=over, now=now, zone=zone),
            chart(words.chart_deliveries, _counted(came, "parked"), over=over, now=now, zone=zone),
            chart(words.chart_clockify, asked, over=over, now=now, zone=zone),
        ],
        asked_of_clockify=sum(each.requests for each in services.usage.since(now - timedelta(hours=1))),
        misreadings=services.misreadings.newest,
        keeps_misreadings=services.misreadings.kept,
    )


def _counted(happened: Sequence[Happened], *wrong: str) -> list[tuple[datetime, int, int]]:
    return [(each.at, 1, int(each.state in wrong)) for each in happened]


def _who(principal: str, names: Mapping[str, ApiToken]) -> str:
    """A token has a name; a person in Slack is known by their ids."""
    token = names.get(principal)
    return principal if token is None else token.name


def _recent(operation: Operation, names: Mapping[str, ApiToken]) -> RecentAction:
    told = operation.result or operation.error or {}
    can_undo = (
        operation.state == "done"
        and operation.inverse is not None
        and operation.undone_by is None
        and operation.undoes is None
    )
    return RecentAction(operation, _who(operation.principal, names), str(told.get("message") or ""), can_undo)


def _row(schedule: Schedule, runs: Sequence[ScheduleRun], names: Mapping[str, ApiToken], now: datetime) -> ScheduleRow:
    begins = now - SHOWN_RUNS
    firings = tuple(
        Firing(run, round(100 * (run.due_at - begins) / SHOWN_RUNS, 2))
        for run in runs
        if run.schedule_id == schedule.id and run.due_at <= now
    )
    return ScheduleRow(schedule, _who(schedule.principal, names), firings)


async def undo(services: Services, operation_id: str) -> str:
    """As whoever did it, once; what is told of it. Raises what the engine raises."""
    operation = await services.activity.operation(operation_id)
    if operation is None:
        raise NotFound("There is no such action any more.")
    results = await services.engine.run(
        principal=operation.principal, actions=[Undo(target=operation.id)], key=f"console:undo:{operation.id}"
    )
    return " ".join(result.message if result.error is None else result.error.message for result in results)
