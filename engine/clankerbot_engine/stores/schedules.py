"""`ScheduleStore` on SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Update, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import PlanFiring, Schedule, ScheduleRun
from clankerbot_engine.stores.tables import schedule_runs, schedules, values_of

# To build a query anew costs more than to run it.
_DUE: Final = (
    select(schedules)
    .where(schedules.c.enabled, schedules.c.next_run_at <= bindparam("now"))
    .order_by(schedules.c.next_run_at)
    .limit(bindparam("most"))
)
_MOVE_ON: Final = update(schedules).where(schedules.c.id == bindparam("this"))
_INSERT_RUN: Final = postgresql.insert(schedule_runs).on_conflict_do_nothing()
_RUN: Final = tuple_(schedule_runs.c.schedule_id, schedule_runs.c.fire_key)
_LEFT: Final = (
    select(schedule_runs.c.schedule_id, schedule_runs.c.fire_key)
    .where(schedule_runs.c.lease_until <= bindparam("now"))
    .order_by(schedule_runs.c.lease_until)
    .limit(bindparam("most"))
)
_TAKE_OVER: Final = (
    update(schedule_runs)
    .where(_RUN.in_(_LEFT.with_for_update(skip_locked=True)))
    .values(worker=bindparam("by"), lease_until=bindparam("until"), attempts=schedule_runs.c.attempts + 1)
    .returning(schedule_runs)
)


class SqlScheduleStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, schedule: Schedule) -> None:
        await self._database.change(insert(schedules).values(**values_of(schedule)))

    async def get(self, schedule_id: str) -> Schedule | None:
        row = await self._database.row(select(schedules).where(schedules.c.id == schedule_id))
        return Schedule(**row) if row else None

    async def all(self, *, after: str = "", limit: int | None = None) -> list[Schedule]:
        query = select(schedules).where(schedules.c.id > after).order_by(schedules.c.id).limit(limit)
        return [Schedule(**row) for row in await self._database.rows(query)]

    async def of(self, principal: str, *, after: str = "", limit: int | None = None) -> list[Schedule]:
        theirs = select(schedules).where(schedules.c.principal == principal, schedules.c.id > after)
        query = theirs.order_by(schedules.c.id).limit(limit)
        return [Schedule(**row) for row in await self._database.rows(query)]

    async def replace(self, schedule: Schedule, *, seen: datetime | None = None) -> bool:
        changed = update(schedules).where(schedules.c.id == schedule.id).values(**values_of(schedule))
        if seen is not None:
            changed = changed.where(schedules.c.next_run_at == seen)
        return await self._database.change(changed) == 1

    async def delete(self, schedule_id: str) -> bool:
        def work(connection: Connection) -> bool:
            connection.execute(delete(schedule_runs).where(schedule_runs.c.schedule_id == schedule_id))
            result = connection.execute(delete(schedules).where(schedules.c.id == schedule_id))
            return result.rowcount == 1

        return await self._database.write(work)

    async def claim_due(self, plan: PlanFiring, *, now: datetime, limit: int) -> list[tuple[Schedule, ScheduleRun]]:
        if await self._database.row(_DUE, now=now, most=1) is None:
            return []

        def work(connection: Connection) -> list[tuple[Schedule, ScheduleRun]]:
            due = connection.execute(_DUE.with_for_update(skip_locked=True), {"now": now, "most": limit}).mappings()
            planned = [plan(Schedule(**row)) for row in due.all()]
            if planned:
                connection.execute(_MOVE_ON, [_moved(schedule) for schedule, _ in planned])
            # A schedule moves on also where its run is there already: else it would stay due for ever.
            return [(schedule, run) for schedule, run in planned if run is not None and _inserted(connection, run)]

        return await self._database.write(work)

    async def take_over(self, worker: str, *, now: datetime, until: datetime, limit: int) -> list[ScheduleRun]:
        if await self._database.row(_LEFT, now=now, most=1) is None:
            return []
        bound = {"now": now, "most": limit, "by": worker, "until": until}

        def work(connection: Connection) -> list[ScheduleRun]:
            return [ScheduleRun(**row) for row in connection.execute(_TAKE_OVER, bound).mappings()]

        return await self._database.write(work)

    async def hold(self, runs: Sequence[ScheduleRun], *, until: datetime) -> None:
        held = [(run.schedule_id, run.fire_key) for run in runs]
        workers = {run.worker for run in runs}
        await self._database.change(
            update(schedule_runs)
            .where(_RUN.in_(held), schedule_runs.c.worker.in_(workers), schedule_runs.c.state == "running")
            .values(lease_until=until)
        )

    async def void_leases(self, *, at: datetime) -> None:
        held = (schedule_runs.c.worker.is_not(None), schedule_runs.c.lease_until > at)
        await self._database.change(update(schedule_runs).where(*held).values(lease_until=at))

    async def record(self, run: ScheduleRun) -> bool:
        return await self._database.write(lambda connection: _inserted(connection, run))

    async def finish(self, run: ScheduleRun) -> bool:
        ended = {"state": run.state, "message": run.message, "finished_at": run.finished_at, "lease_until": None}
        return await self._database.change(_held(run).values(**ended)) == 1

    async def put_back(self, run: ScheduleRun, *, at: datetime) -> bool:
        waits = {"message": run.message, "worker": None, "lease_until": at}
        return await self._database.change(_held(run).values(**waits)) == 1

    async def withdraw(self, run: ScheduleRun, schedule: Schedule) -> bool:
        def work(connection: Connection) -> bool:
            gone = connection.execute(delete(schedule_runs).where(*_is(run)))
            if gone.rowcount != 1:
                return False
            return connection.execute(_MOVE_ON, [_moved(schedule)]).rowcount == 1

        return await self._database.write(work)

    async def runs(self, schedule_id: str, *, limit: int = 10) -> list[ScheduleRun]:
        query = (
            select(schedule_runs)
            .where(schedule_runs.c.schedule_id == schedule_id)
            .order_by(schedule_runs.c.started_at.desc())
            .limit(limit)
        )
        return [ScheduleRun(**row) for row in await self._database.rows(query)]

    async def forget_runs(self, *, before: datetime) -> int:
        return await self._database.change(delete(schedule_runs).where(schedule_runs.c.finished_at < before))


def _inserted(connection: Connection, run: ScheduleRun) -> bool:
    return connection.execute(_INSERT_RUN, values_of(run)).rowcount == 1


def _moved(schedule: Schedule) -> Mapping[str, Any]:
    """What changes in a schedule by itself."""
    return {
        "this": schedule.id,
        "next_run_at": schedule.next_run_at,
        "timezone": schedule.timezone,
        "enabled": schedule.enabled,
        "paused_because": schedule.paused_because,
        "paused_reason": schedule.paused_reason,
        "updated_at": schedule.updated_at,
    }


def _is(run: ScheduleRun) -> tuple[Any, ...]:
    of_worker = schedule_runs.c.worker.is_not_distinct_from(run.worker)
    return schedule_runs.c.schedule_id == run.schedule_id, schedule_runs.c.fire_key == run.fire_key, of_worker


def _held(run: ScheduleRun) -> Update:
    return update(schedule_runs).where(*_is(run), schedule_runs.c.state == "running")
