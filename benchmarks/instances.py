"""One instance against several, on one Postgres and one Redis, under a mixed load: do they get into each other's way?

Twice: with all of the machine, which the load, Postgres and Redis share with the instances, and with a fixed share of a
processor for each instance, where the machine lets us give them one. The first tells how much this machine does; the
second whether anything that instances share holds the second one back: on a machine of its own it has a processor more.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import load
import processor_shares
import psycopg
from postgres_processes import postgres_cpu_s
from running_service import Running, application, backlog, environment, free_port, issued_token, migrate, serving

sys.path.insert(0, str(Path(__file__).parent.parent))

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY
from tests.fakes import postgres, redis

SECRET = "a-benchmark-secret-0123456789"
DELIVERED = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_TIME_ENTRY"}
WORKSPACE = "64a687e29ae1f428e7ebe303"
LIMIT = 600
WARM_UP = 400
OF_FIFTY = {"webhook": 30, "parse": 19, "run": 1}
"""More writes than that would be held back: Clockify lets a workspace write 50 times a second, however many ask."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor time in microseconds and `transactions` for each request. `run_again`: the part of these that Postgres
    gave up for another one's."""

    requests_per_s: float
    p99_ms: float
    instances_us: float
    postgres_us: float
    load_us: float
    transactions: float
    run_again: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--instances", type=int, default=2)
    options.add_argument("--requests", type=int, default=3000, help="to each instance")
    options.add_argument("--connections", type=int, default=8, help="to each instance")
    options.add_argument("--share", type=float, default=0.3, help="of a processor, for each instance")
    options.add_argument("--rounds", type=int, default=3, help="the median of which is told")
    given = options.parse_args()
    shares: list[float | None] = [None]
    if processor_shares.are_there():
        shares.append(given.share)
    with postgres.server() as server, redis.server() as shared, application("remotes:app", "/slack/told") as clockify:
        beside = Beside(server, shared.url, clockify)
        for share in shares:
            print("with all of the machine" if share is None else f"with {share:.0%} of a processor for each instance")
            beside.compared(given, share)
        if len(shares) == 1:
            print("No shares of a processor can be given here (root and the cpu controller are needed).")
        with beside.instances(given.instances, None, RATE_LIMIT_PER_MINUTE=str(LIMIT)) as (running, _):
            admitted, seconds = hammered(running)
    should = LIMIT + LIMIT / 60 * seconds
    print(
        f"limit: {admitted} admitted of {should:.0f} that it allows, off by {abs(admitted / should - 1):.1%} (aim: 5 %)"
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What the instances stand on."""

    server: str
    redis_url: str
    clockify: Running

    def compared(self, given: argparse.Namespace, share: float | None) -> None:
        """One and several take turns, so that what else the machine does hits both."""
        rounds: dict[int, list[Measured]] = {1: [], given.instances: []}
        with ExitStack() as stack:
            running = {count: stack.enter_context(self.instances(count, share)) for count in rounds}
            work = {count: Work(token) for count, (_, token) in running.items()}
            for number in range(given.rounds + 1):
                for count, (of_these, _) in running.items():
                    requests = given.requests if number else WARM_UP
                    measured = self._round(of_these, work[count], requests, given.connections)
                    if number:
                        rounds[count].append(measured)
        columns = {
            "instances": 9,
            "requests/s": 12,
            "p99 ms": 8,
            "CPU us each": 13,
            "Postgres": 10,
            "load": 6,
            "transactions": 14,
        }
        print("".join(f"{name:>{width}}" for name, width in columns.items()) + "  run again")
        for count, found in rounds.items():
            told = Measured(*(median(figures) for figures in zip(*map(astuple, found), strict=True)))
            print(
                f"{count:9}{told.requests_per_s:12,.0f}{told.p99_ms:8.0f}{told.instances_us:13,.0f}"
                f"{told.postgres_us:10,.0f}{told.load_us:6,.0f}{told.transactions:14.2f}{told.run_again:11.2%}"
            )
        pairs = list(zip(rounds[1], rounds[given.instances], strict=True))
        times = [several.requests_per_s / one.requests_per_s for one, several in pairs]
        cpu = [several.instances_us / one.instances_us for one, several in pairs]
        told_as = f"{median(times):.2f} times the requests, {min(times):.2f} to {max(times):.2f} (aim for two: 1.7)"
        print(f"{given.instances} against 1: {told_as}, {median(cpu):.2f} times the CPU for each", flush=True)

    def _round(self, running: Sequence[Running], work: "Work", requests: int, connections: int) -> Measured:
        sent = [list(work.take(requests)) for _ in running]
        before = self._used(running)
        with ThreadPoolExecutor(len(running)) as threads:
            rounds = list(
                threads.map(lambda each, its: load.run(each.port, its, connections=connections), running, sent)
            )
        self._until_worked_off(running)
        used = {name: value - before[name] for name, value in self._used(running).items()}
        each = 1e6 / (requests * len(running))
        return Measured(
            sum(found.requests_per_s for found in rounds),
            max(found.p99_ms for found in rounds),
            used["instances"] * each,
            used["postgres"] * each,
            used["load"] * each,
            used["transactions"] / (requests * len(running)),
            used["given up"] / used["transactions"],
        )

    def _used(self, running: Sequence[Running]) -> Mapping[str, float]:
        with psycopg.connect(self.server) as connection:
            row = connection.execute(
                "SELECT sum(xact_commit + xact_rollback), sum(xact_rollback) FROM pg_stat_database"
            ).fetchone()
            assert row is not None
            postgres_s = postgres_cpu_s(connection)
        return {
            "instances": sum(each.cpu_s() for each in running),
            "postgres": postgres_s,
            "load": time.process_time(),
            "transactions": float(row[0]),
            "given up": float(row[1]),
        }

    @staticmethod
    def _until_worked_off(running: Sequence[Running]) -> None:
        """What was taken in has effects afterwards: their processor time counts, too."""
        while any(backlog(each) for each in running):
            time.sleep(0.2)

    @contextmanager
    def instances(self, count: int, share: float | None, **settings: str) -> Iterator[tuple[list[Running], str]]:
        """And a token for them."""
        with ExitStack() as stack:
            name = f"instances_{count}_{os.urandom(3).hex()}"
            database = stack.enter_context(postgres.database(self.server, name))
            running, token = [], ""
            for number in range(count):
                folder = Path(stack.enter_context(TemporaryDirectory()))
                env = {
                    **environment(folder, free_port()),
                    "DATABASE_URL": database,
                    "REDIS_URL": self.redis_url,
                    "CLOCKIFY_API_KEY": DEMO_API_KEY,
                    "CLOCKIFY_BASE_URL": f"http://127.0.0.1:{self.clockify.port}/api",
                    "WEBHOOK_SHARED_SECRET": SECRET,
                    "LOG_LEVEL": "warning",
                    **settings,
                }
                if number == 0:
                    migrate(env)
                    token = issued_token(env, "parse", "run")
                # Before the process, so that it is gone when its share is taken away.
                group = None if share is None else stack.enter_context(processor_shares.share(share))
                running.append(stack.enter_context(serving(folder, env)))
                if group is not None:
                    processor_shares.hold(group, running[-1].process.pid)
            yield running, token


class Work:
    """Requests that are each another one: new entries that Clockify tells of, texts to be read, hours to be logged."""

    def __init__(self, token: str) -> None:
        self._bearer = {"Authorization": f"Bearer {token}"}
        self._number = 0

    def take(self, count: int) -> Iterator[bytes]:
        kinds = [kind for kind, number in OF_FIFTY.items() for _ in range(number)]
        for at in range(count):
            self._number += 1
            yield self._request(kinds[at * 17 % len(kinds)], self._number)

    def _request(self, kind: str, number: int) -> bytes:
        if kind == "webhook":
            return load.request_bytes("/webhooks/clockify", json.dumps(entry(number)).encode(), DELIVERED)
        day, hours = 1 + number % 27, 1 + number % 7
        text = json.dumps({"text": f"log {hours}h on Apollo on {day} June 2026: step {number}"}).encode()
        if kind == "parse":
            return load.request_bytes("/actions/parse", text, self._bearer)
        return load.request_bytes("/actions/run", text, {**self._bearer, "Idempotency-Key": f"step-{number}"})


def entry(number: int) -> dict[str, object]:
    return {
        "id": f"{number:024x}",
        "description": f"Fix login {number}",
        "userId": "66aa00000000000000000002",
        "billable": True,
        "projectId": "66aa00000000000000000003",
        "workspaceId": WORKSPACE,
        "timeInterval": {"start": "2026-08-08T14:00:00Z", "end": "2026-08-08T15:45:30Z", "duration": "PT1H45M30S"},
        "user": {"id": "66aa00000000000000000002", "name": "Ada", "status": "ACTIVE"},
    }


def hammered(running: list[Running]) -> tuple[int, float]:
    """One address asks all of them at once for more than it may; how often it was let in, and for how long it asked."""

    def ask(port: int) -> Counter[int]:
        with httpx.Client(trust_env=False) as client:
            return Counter(client.get(f"http://127.0.0.1:{port}/docs").status_code for _ in range(LIMIT))

    began = time.monotonic()
    with ThreadPoolExecutor(4 * len(running)) as threads:
        counts = sum(threads.map(ask, [each.port for each in running] * 4), Counter[int]())
    return counts[200], time.monotonic() - began


if __name__ == "__main__":
    main()
