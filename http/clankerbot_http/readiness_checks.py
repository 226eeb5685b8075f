"""What this process depends on, and when that is well enough."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from clankerbot_engine.schedules.ticker import Ticker
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import is_current
from clankerbot_engine.stores.ports import InboxStore
from clankerbot_http.readiness import Check, Finding

if TYPE_CHECKING:
    from clankerbot_engine.shared.redis import RedisServer

TICK_AGE: Final = timedelta(seconds=5)


def readiness_checks(
    database: Database,
    ticker: Ticker,
    inbox: InboxStore,
    redis: "RedisServer | None" = None,
    *,
    clock: Callable[[], datetime],
) -> dict[str, Check]:
    """Clockify, Slack and the language model are not among them: without them requests are still answered."""
    migrated = False

    async def reachable() -> Finding:
        await database.ping()
        return Finding()

    async def schema_is_current() -> Finding:
        nonlocal migrated
        if not migrated:
            migrated = await is_current(database)
        return Finding(None if migrated else "The database is not migrated. Run: clankerbot migrate.")

    async def scheduler_ticks() -> Finding:
        if ticker.ticked_at is None:
            return Finding("The scheduler has not started.")
        age = clock() - ticker.ticked_at
        problem = f"The scheduler last looked {age.total_seconds():.0f} s ago." if age > TICK_AGE else None
        return Finding(problem, {"tick_age_s": round(age.total_seconds(), 3)})

    async def inbox_backlog() -> Finding:
        """Told, and no reason not to be ready: what waits may wait for Clockify, and more can be taken in."""
        backlog = await inbox.backlog()
        age_s = 0.0 if backlog.oldest is None else (clock() - backlog.oldest).total_seconds()
        return Finding(None, {"backlog": backlog.count, "oldest_s": round(max(0.0, age_s), 3)})

    checks: dict[str, Check] = {
        "database": reachable,
        "migrations": schema_is_current,
        "scheduler": scheduler_ticks,
        "inbox": inbox_backlog,
    }
    if redis is not None:
        checks["redis"] = partial(_redis_answers, redis)
    return checks


async def _redis_answers(redis: "RedisServer") -> Finding:
    """Without it, each instance goes on by itself."""
    problem = await redis.problem_now()
    return Finding(problem, needed=False)
