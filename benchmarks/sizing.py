"""What logging an hour costs, from which `docs/operations.md` has its table: processor, memory, room in the database.

One instance, on a SQLite file and on Postgres and Redis. Each kind of work alone, at a pace that it keeps up with: what
is told is processor time until all of it had its effects. The servers come from wheels.
"""

import argparse
import json
import math
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import load
import psycopg
from instances import DELIVERED, SECRET, entry
from postgres_processes import postgres_cpu_s
from running_service import Running, application, backlog, issued_token
from slack_acks import Commands, slack_service, told

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.fakes import postgres, redis

LOGS_A_DAY = 10
LOGS_IN_THE_BUSIEST_HOUR = 5
WORKING_DAYS_KEPT = 128
"""Of 180 days, after which what was written is forgotten."""
WORKING_DAYS_IN_THE_INBOX = 10
"""Of 14 days (`INBOX_DAYS`)."""
BUSY = 0.2
"""So much of a core at most in the busiest hour: the rest is for bursts within it, and for an instance that is gone."""
PEOPLE = (500, 5_000, 50_000)
COMMAND, WEBHOOK = "a command in Slack, carried out", "the webhook that tells of it"


@dataclass
class Store:
    """Where the instance keeps its state, and what of that can be measured."""

    name: str
    settings: dict[str, str]
    cpu_s: Callable[[], float]
    size_kb: Callable[[], float]


@dataclass
class Cost:
    """`instance_ms` and `store_ms` of a processor for each piece of work."""

    instance_ms: dict[str, float] = field(default_factory=dict)
    store_ms: dict[str, float] = field(default_factory=dict)
    idle_ms_a_s: float = 0
    memory_mb: float = 0
    kb: dict[str, float] = field(default_factory=dict)
    """More in the database for each piece of work."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=600, help="of each kind")
    options.add_argument("--per-second", type=float, default=30)
    given = options.parse_args()
    with application("remotes:app", "/slack/told") as remotes:
        for opened in (sqlite, on_postgres):
            with opened() as store:
                cost = measured(store, remotes, given.requests, given.per_second)
            tell(store, cost)


@contextmanager
def sqlite() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sizing.db"

        def size_kb() -> float:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                (pages,), (of_bytes,) = (
                    connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
                )
            return float(pages * of_bytes) / 1000

        yield Store("SQLite", {"DATABASE_URL": f"sqlite:///{path}"}, lambda: 0, size_kb)


@contextmanager
def on_postgres() -> Iterator[Store]:
    with ExitStack() as stack:
        server = stack.enter_context(postgres.server(fsync="on", synchronous_commit="on", full_page_writes="on"))
        database = stack.enter_context(postgres.database(server, "sizing"))
        shared = stack.enter_context(redis.server())
        connection = stack.enter_context(psycopg.connect(server, autocommit=True))

        def size_kb() -> float:
            row = connection.execute("SELECT pg_database_size('sizing')").fetchone()
            assert row is not None
            return int(row[0]) / 1000

        settings = {"DATABASE_URL": database, "REDIS_URL": shared.url}
        yield Store("Postgres and Redis", settings, lambda: postgres_cpu_s(connection), size_kb)


def measured(store: Store, remotes: Running, count: int, per_s: float) -> Cost:
    cost = Cost()
    settings = {**store.settings, "WEBHOOK_SHARED_SECRET": SECRET, "LOG_LEVEL": "warning"}
    with slack_service(remotes, **settings) as (running, env):
        token = issued_token(env, "parse", "run")
        commands = Commands(f"http://127.0.0.1:{remotes.port}/slack")
        numbers = iter(range(10**9))

        def commanded(requests: Sequence[bytes]) -> None:
            before = told(remotes).get("Logged", 0)
            load.run_paced(running.port, requests, per_s=per_s)
            while told(remotes).get("Logged", 0) - before < len(requests):
                time.sleep(0.1)

        def delivered(requests: Sequence[bytes]) -> None:
            load.run_paced(running.port, requests, per_s=per_s)
            while backlog(running):
                time.sleep(0.2)

        def asked(requests: Sequence[bytes]) -> None:
            load.run_paced(running.port, requests, per_s=per_s)

        def webhooks() -> list[bytes]:
            bodies = [json.dumps(entry(next(numbers))).encode() for _ in range(count)]
            return [load.request_bytes("/webhooks/clockify", body, DELIVERED) for body in bodies]

        def texts(path: str) -> list[bytes]:
            bodies = [json.dumps({"text": f"log 2h on Apollo: step {next(numbers)}"}).encode() for _ in range(count)]
            return [load.request_bytes(path, body, {"Authorization": f"Bearer {token}"}) for body in bodies]

        commanded(commands.take(100))
        delivered(webhooks()[:100])
        asked(texts("/actions/parse")[:100])
        before = running.cpu_s()
        time.sleep(10)
        cost.idle_ms_a_s = (running.cpu_s() - before) * 100

        def noted(kind: str, work: Callable[[Sequence[bytes]], None], requests: Sequence[bytes]) -> None:
            began, instance_s, store_s, size_kb = time.monotonic(), running.cpu_s(), store.cpu_s(), store.size_kb()
            work(requests)
            idle_s = (time.monotonic() - began) * cost.idle_ms_a_s / 1000
            cost.instance_ms[kind] = (running.cpu_s() - instance_s - idle_s) / count * 1000
            cost.store_ms[kind] = (store.cpu_s() - store_s) / count * 1000
            cost.kb[kind] = (store.size_kb() - size_kb) / count

        noted(COMMAND, commanded, commands.take(count))
        noted(WEBHOOK, delivered, webhooks())
        noted("POST /actions/parse", asked, texts("/actions/parse"))
        noted("POST /actions/run", asked, texts("/actions/run"))
        cost.memory_mb = running.rss_mb()
    return cost


def tell(store: Store, cost: Cost) -> None:
    print(f"{store.name}: {cost.memory_mb:.0f} MB resident, idle {cost.idle_ms_a_s:.1f} ms of a core each second")
    for kind, instance_ms in cost.instance_ms.items():
        store_ms, kb = cost.store_ms[kind], cost.kb[kind]
        print(f"  {kind}: {instance_ms:.1f} ms of a core, {store_ms:.1f} ms of Postgres', {kb:.1f} KB")
    log_ms, log_store_ms = (each[COMMAND] + each[WEBHOOK] for each in (cost.instance_ms, cost.store_ms))
    kb_a_person = LOGS_A_DAY * (cost.kb[COMMAND] * WORKING_DAYS_KEPT + cost.kb[WEBHOOK] * WORKING_DAYS_IN_THE_INBOX)
    for people in PEOPLE:
        logs_a_s = people * LOGS_IN_THE_BUSIEST_HOUR / 3600
        cores = logs_a_s * log_ms / 1000
        instances, store_cores = math.ceil(cores / BUSY), logs_a_s * log_store_ms / 1000
        print(
            f"  {people:6,} people: {logs_a_s:.1f} logs a second, {cores:.2f} cores: {instances} instances; "
            f"{store_cores:.2f} cores of Postgres', {people * kb_a_person / 1e6:.1f} GB"
        )


if __name__ == "__main__":
    main()
