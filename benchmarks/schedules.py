"""Many schedules, some of them due in the same minute: each is to fire once, soon, and the rest is to cost nothing.

By default 10,000 schedules with 500 due on SQLite, one instance. With `--postgres URL`, whose database is to be empty:
100,000 with 1,000 due, two instances, each a process. Claims, runs and the posts that come of them are kept as the
service keeps them; what is carried out and sent is faked.
"""

import argparse
import asyncio
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from clankerbot_engine.actions import ACTION, ActionBase, ActionResult, ApiError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.firing import Firing
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.ports import Post, Schedule, ScheduleRun
from clankerbot_engine.stores.schedules import SqlScheduleStore
from clankerbot_engine.stores.tables import schedules, values_of

DUE = datetime(2026, 11, 27, 16, tzinfo=UTC)
IDLE_TICKS = 50
AT_ONCE = 5000


@dataclass(frozen=True)
class Measured:
    """Of one instance. `fired`: the keys, and how many seconds after they were due they had been carried out."""

    idle_ms: list[float]
    fired: list[tuple[str, float]]


class Router:
    def read_action(self, document: Any) -> ActionBase:
        return ACTION.validate_python(document)

    def integration_for(self, action: ActionBase) -> object:
        return self


async def fill(url: str, count: int, due: int) -> None:
    database = await Database.open(url)
    await migrate(database)
    for start in range(0, count, AT_ONCE):
        rows = [values_of(_schedule(number, is_due=number % (count // due) == 0)) for number in _part(start, count)]
        await database.write(lambda connection, rows=rows: connection.execute(insert(schedules), rows).close())  # type: ignore[misc]
    await database.close()


def _part(start: int, count: int) -> range:
    return range(start, min(start + AT_ONCE, count))


def _schedule(number: int, *, is_due: bool) -> Schedule:
    cron, at = ("0 17 * * 5", DUE) if is_due else ("0 9 * * 1", DUE + timedelta(days=2, hours=16))
    made = DUE - timedelta(days=30)
    owner, channel = f"slack:T0DEMO:U{number % 500:04}", f"C{number:06}"
    action = {"kind": "summary", "group_by": "project"}
    return Schedule(f"{number:026}", owner, cron, "Europe/Berlin", channel, action, True, at, made, made)


async def instance(url: str, ready: Callable[[], float]) -> Measured:
    """`ready` waits for the others, and says when it is due, by this machine's clock."""
    database = await Database.open(url)
    store, outbox, fired = SqlScheduleStore(database), SqlOutboxStore(database), list[tuple[str, float]]()
    offset_s = (DUE - timedelta(hours=1)).timestamp() - time.time()

    def clock() -> datetime:
        return datetime.fromtimestamp(time.time() + offset_s, UTC)

    async def run(
        *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo, now: datetime
    ) -> list[ActionResult]:
        return [ActionResult(action=action, status="done", message="Summed up.") for action in actions]

    async def announce(
        schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None:
        at = clock()
        post = Post(f"{schedule.id[-13:]:>026}", "T0DEMO", schedule.channel or "", {"text": "…"}, "waiting", at, at)
        assert await outbox.add(post)
        fired.append((f"{schedule.id}:{run.fire_key}", (clock() - run.due_at).total_seconds()))

    firing = Firing(store, run, Router, clock=clock, metrics=Metrics(), announce=announce)
    idle_ms = [await _ticked_ms(firing) for _ in range(IDLE_TICKS)]
    due_at = await asyncio.to_thread(ready)
    offset_s = DUE.timestamp() - due_at
    quiet = 0
    while quiet < 3:
        before = len(fired)
        took_ms = await _ticked_ms(firing)
        await asyncio.sleep(max(0.0, 1 - took_ms / 1000))  # as the ticker
        quiet = quiet + 1 if clock() > DUE and len(fired) == before else 0
    await firing.drain(60)
    await database.close()
    return Measured(idle_ms, fired)


async def _ticked_ms(firing: Firing) -> float:
    begins = time.perf_counter()
    await firing.fire_due()
    return (time.perf_counter() - begins) * 1000


def _process(url: str, pipe: Connection) -> None:
    def ready() -> float:
        pipe.send("ready")
        due_at: float = pipe.recv()
        return due_at

    measured = asyncio.run(instance(url, ready))
    pipe.send((measured.idle_ms, measured.fired))


def measure(url: str, instances: int) -> list[Measured]:
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for _ in range(instances):
        ours, theirs = context.Pipe()
        process = context.Process(target=_process, args=(url, theirs))
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    due_at = time.time() + 2
    for pipe in pipes:
        pipe.send(due_at)
    found = [Measured(*pipe.recv()) for pipe in pipes]
    for process in processes:
        process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", metavar="URL", help="an empty database")
    parser.add_argument("--schedules", type=int)
    parser.add_argument("--due", type=int)
    chosen = parser.parse_args()
    on_postgres = chosen.postgres is not None
    count, due = chosen.schedules or (100_000 if on_postgres else 10_000), chosen.due or (1000 if on_postgres else 500)
    with TemporaryDirectory() as folder:
        url = chosen.postgres or f"sqlite:///{Path(folder) / 'schedules.db'}"
        asyncio.run(fill(url, count, due))
        measured = measure(url, 2 if on_postgres else 1)
    idle = sorted(ms for each in measured for ms in each.idle_ms)
    fired = [firing for each in measured for firing in each.fired]
    times = Counter(key for key, _ in fired)
    report = {
        "schedules": count,
        "due": due,
        "instances": len(measured),
        "fired": len(fired),
        "fired by each": [len(each.fired) for each in measured],
        "fired more than once": sum(times.values()) - len(times),
        "last after s": round(max(late for _, late in fired), 2),
        "idle tick ms, median": round(median(idle), 2),
        "idle tick ms, worst": round(idle[-1], 2),
    }
    print(json.dumps(report, indent=2))
    assert len(times) == len(fired) == due, "each fires once"


if __name__ == "__main__":
    main()
