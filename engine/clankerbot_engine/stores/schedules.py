"""`ScheduleStore` on SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Insert, delete, insert, select, update
from sqlalchemy.dialects import sqlite

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from clankerbot_engine.stores.tables import schedule_runs, schedules


class SqlScheduleStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, schedule: Schedule) -> None:
        await self._database.change(insert(schedules).values(**asdict(schedule)))

    async def get(self, schedule_id: str) -> Schedule | None:
        row = await self._database.row(select(schedules).where(schedules.c.id == schedule_id))
        return Schedule(**row) if row else None

    async def all(self) -> list[Schedule]:
        return [Schedule(**row) for row in await self._database.rows(select(schedules).order_by(schedules.c.id))]

    async def replace(self, schedule: Schedule) -> bool:
        changed = update(schedules).where(schedules.c.id == schedule.id).values(**asdict(schedule))
        return await self._database.change(changed) == 1

    async def delete(self, schedule_id: str) -> bool:
        def work(connection: Connection) -> bool:
            connection.execute(delete(schedule_runs).where(schedule_runs.c.schedule_id == schedule_id))
            result = connection.execute(delete(schedules).where(schedules.c.id == schedule_id))
            return result.rowcount == 1

        return await self._database.write(work)

    async def due(self, *, now: datetime, limit: int) -> list[Schedule]:
        query = (
            select(schedules)
            .where(schedules.c.enabled, schedules.c.next_run_at <= now)
            .order_by(schedules.c.next_run_at)
            .limit(limit)
        )
        return [Schedule(**row) for row in await self._database.rows(query)]

    async def claim(self, run: ScheduleRun, *, seen: datetime, next_run_at: datetime | None) -> bool:
        def work(connection: Connection) -> bool:
            moved = connection.execute(
                update(schedules)
                .where(schedules.c.id == run.schedule_id, schedules.c.enabled, schedules.c.next_run_at == seen)
                .values(next_run_at=next_run_at)
            )
            # Moved on also where the run is there already: else the schedule would stay due for ever.
            return moved.rowcount == 1 and connection.execute(_insert_once(run)).rowcount == 1

        return await self._database.write(work)

    async def record(self, run: ScheduleRun) -> bool:
        return await self._database.change(_insert_once(run)) == 1

    async def finish(self, run: ScheduleRun) -> None:
        await self._database.change(
            update(schedule_runs)
            .where(schedule_runs.c.schedule_id == run.schedule_id, schedule_runs.c.fire_key == run.fire_key)
            .values(state=run.state, message=run.message, finished_at=run.finished_at)
        )

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

    async def running(self) -> list[ScheduleRun]:
        query = select(schedule_runs).where(schedule_runs.c.state == "running").order_by(schedule_runs.c.started_at)
        return [ScheduleRun(**row) for row in await self._database.rows(query)]


def _insert_once(run: ScheduleRun) -> Insert:
    return sqlite.insert(schedule_runs).values(**asdict(run)).on_conflict_do_nothing()
