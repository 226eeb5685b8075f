"""`ScheduleStore` on SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from clankerbot_engine.stores.tables import schedule_runs, schedules


class SqlScheduleStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, schedule: Schedule) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(insert(schedules).values(**asdict(schedule)))

        await self._database.write(work)

    async def get(self, schedule_id: str) -> Schedule | None:
        async with self._database.read() as connection:
            row = (await connection.execute(select(schedules).where(schedules.c.id == schedule_id))).mappings().first()
        return Schedule(**row) if row else None

    async def all(self) -> list[Schedule]:
        async with self._database.read() as connection:
            rows = (await connection.execute(select(schedules).order_by(schedules.c.id))).mappings().all()
        return [Schedule(**row) for row in rows]

    async def replace(self, schedule: Schedule) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            result = await connection.execute(
                update(schedules).where(schedules.c.id == schedule.id).values(**asdict(schedule))
            )
            return result.rowcount == 1

        return await self._database.write(work)

    async def delete(self, schedule_id: str) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            await connection.execute(delete(schedule_runs).where(schedule_runs.c.schedule_id == schedule_id))
            result = await connection.execute(delete(schedules).where(schedules.c.id == schedule_id))
            return result.rowcount == 1

        return await self._database.write(work)

    async def due(self, *, now: datetime, limit: int) -> list[Schedule]:
        query = (
            select(schedules)
            .where(schedules.c.enabled, schedules.c.next_run_at <= now)
            .order_by(schedules.c.next_run_at)
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [Schedule(**row) for row in (await connection.execute(query)).mappings()]

    async def claim(self, run: ScheduleRun, *, seen: datetime, next_run_at: datetime | None) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            moved = await connection.execute(
                update(schedules)
                .where(schedules.c.id == run.schedule_id, schedules.c.enabled, schedules.c.next_run_at == seen)
                .values(next_run_at=next_run_at)
            )
            # Moved on also where the run is there already: else the schedule would stay due for ever.
            return moved.rowcount == 1 and await _insert_once(connection, run)

        return await self._database.write(work)

    async def record(self, run: ScheduleRun) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            return await _insert_once(connection, run)

        return await self._database.write(work)

    async def finish(self, run: ScheduleRun) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(
                update(schedule_runs)
                .where(schedule_runs.c.schedule_id == run.schedule_id, schedule_runs.c.fire_key == run.fire_key)
                .values(state=run.state, message=run.message, finished_at=run.finished_at)
            )

        await self._database.write(work)

    async def runs(self, schedule_id: str, *, limit: int = 10) -> list[ScheduleRun]:
        query = (
            select(schedule_runs)
            .where(schedule_runs.c.schedule_id == schedule_id)
            .order_by(schedule_runs.c.started_at.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [ScheduleRun(**row) for row in (await connection.execute(query)).mappings()]

    async def forget_runs(self, *, before: datetime) -> int:
        async def work(connection: AsyncConnection) -> int:
            result = await connection.execute(delete(schedule_runs).where(schedule_runs.c.finished_at < before))
            return result.rowcount

        return await self._database.write(work)

    async def running(self) -> list[ScheduleRun]:
        query = select(schedule_runs).where(schedule_runs.c.state == "running").order_by(schedule_runs.c.started_at)
        async with self._database.read() as connection:
            return [ScheduleRun(**row) for row in (await connection.execute(query)).mappings()]


async def _insert_once(connection: AsyncConnection, run: ScheduleRun) -> bool:
    result = await connection.execute(sqlite.insert(schedule_runs).values(**asdict(run)).on_conflict_do_nothing())
    return result.rowcount == 1
