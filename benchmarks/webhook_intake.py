"""Deliveries of Clockify's, each kept on disk before it is answered, against a bare FastAPI route that keeps nothing.

Every delivery is another event. The database is SQLite with synchronous=FULL; with `--postgres` also Postgres, one that
is started for it (the package of the tests) or the one that is named, durable as well. What the service does with the
events waits for two seconds at most while more come in; "worked off/s" is how fast that goes, once all are in, and "in
all" of the CPU includes it.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import load
from running_service import ROOT, Running, application, backlog, environment, free_port, migrate, serving

SECRET = "benchmark-secret"
WORKSPACE = "66aa00000000000000000004"
WIDTHS = (10, 9, 13, 8, 9, 9, 13, 14)


@dataclass
class Measured:
    running: Running
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    all_cpu_us: list[float] = field(default_factory=list)
    rounds: list[load.Round] = field(default_factory=list)
    worked_off: list[float] = field(default_factory=list)


class Deliveries:
    """An endless row of new time entries, in the shape that Clockify sends."""

    def __init__(self) -> None:
        self._number = 0

    def take(self, count: int) -> list[bytes]:
        return [self._next() for _ in range(count)]

    def _next(self) -> bytes:
        self._number += 1
        headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_TIME_ENTRY"}
        return load.request_bytes("/webhooks/clockify", json.dumps(_entry(self._number)).encode(), headers)


def _entry(number: int) -> dict[str, object]:
    entry_id = f"{number:024x}"
    return {
        "id": entry_id,
        "description": f"Fix login & tests {number}",
        "userId": "66aa00000000000000000002",
        "billable": True,
        "projectId": "66aa00000000000000000003",
        "workspaceId": WORKSPACE,
        "timeInterval": {
            "start": "2026-08-08T14:00:00Z",
            "end": "2026-08-08T15:45:30Z",
            "duration": "PT1H45M30S",
            "timeZone": "Europe/Belgrade",
        },
        "isLocked": False,
        "currentlyRunning": False,
        "customFieldValues": [{"customFieldId": "1", "timeEntryId": entry_id, "name": "Ticket", "value": 1234.56}],
        "project": {"id": "66aa00000000000000000003", "name": "Website", "clientName": "Acme", "archived": False},
        "task": {"id": "66aa00000000000000000005", "name": "Backend", "status": "ACTIVE"},
        "user": {"id": "66aa00000000000000000002", "name": "Ada", "status": "ACTIVE"},
        "tags": [{"id": "66aa00000000000000000006", "name": "deploy", "archived": False}],
    }


@contextmanager
def our_service(database_url: str | None) -> Iterator[Running]:
    with TemporaryDirectory() as folder:
        env = environment(Path(folder), free_port()) | {"WEBHOOK_SHARED_SECRET": SECRET, "LOG_LEVEL": "warning"}
        if database_url is not None:
            env["DATABASE_URL"] = database_url
        migrate(env)
        with serving(Path(folder), env) as started:
            yield started


@contextmanager
def postgres_of_the_tests() -> Iterator[str]:
    sys.path.insert(0, str(ROOT))
    from tests.fakes import postgres

    with postgres.server(fsync="on", synchronous_commit="on", full_page_writes="on") as url:
        yield url


def worked_off_per_s(running: Running) -> float:
    """Of what is waiting now, until nothing waits any more."""
    waiting, began = backlog(running), time.perf_counter()
    while backlog(running):
        time.sleep(0.1)
    return waiting / (time.perf_counter() - began)


def measure(measured: Measured, requests: list[bytes], connections: int, *, ours: bool) -> None:
    before = measured.running.cpu_s()
    outcome = load.run(measured.running.port, requests, connections=connections)
    measured.cpu_us.append((measured.running.cpu_s() - before) / len(requests) * 1e6)
    measured.rates.append(outcome.requests_per_s)
    measured.rounds.append(outcome)
    if ours:
        measured.worked_off.append(worked_off_per_s(measured.running))
    measured.all_cpu_us.append((measured.running.cpu_s() - before) / len(requests) * 1e6)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=2000, help="in each round")
    options.add_argument("--connections", type=int, default=32)
    options.add_argument(
        "--postgres", metavar="URL", nargs="?", const="", help="an empty database: postgresql://user@host/name"
    )
    given = options.parse_args()
    deliveries = Deliveries()
    with ExitStack() as stack:
        servers = {"bare": Measured(stack.enter_context(application("bare_route:app")))}
        servers["sqlite"] = Measured(stack.enter_context(our_service(None)))
        if given.postgres is not None:
            url = given.postgres or stack.enter_context(postgres_of_the_tests())
            servers["postgres"] = Measured(stack.enter_context(our_service(url)))
        for number in range(given.rounds + 1):
            for name, measured in servers.items():
                count = given.requests if number else given.connections * 20  # the first warms up
                measure(measured, deliveries.take(count), given.connections, ours=name != "bare")
            if number == 0:
                servers = {name: Measured(measured.running) for name, measured in servers.items()}
        half = {
            name: load.run_paced(
                measured.running.port, deliveries.take(given.requests), per_s=median(measured.rates) / 2
            )
            for name, measured in servers.items()
        }
    columns = ("", "acks/s", "CPU us each", "in all", "p50 ms", "p99 ms", "p99 at half", "worked off/s")
    print("".join(f"{name:>{width}}" for name, width in zip(columns, WIDTHS, strict=True)))
    for name, measured in servers.items():
        after = f"{median(measured.worked_off):14.0f}" if measured.worked_off else ""
        print(
            f"{name:10}{median(measured.rates):9.0f}{median(measured.cpu_us):13.0f}"
            f"{median(measured.all_cpu_us):8.0f}"
            f"{median(each.median_ms for each in measured.rounds):9.2f}"
            f"{median(each.p99_ms for each in measured.rounds):9.2f}{half[name].p99_ms:13.2f}{after}"
        )
    bare = servers.pop("bare")
    for name, measured in servers.items():
        rate = median(measured.rates) / median(bare.rates)
        print(f"{name} against bare: {rate:.0%} by deliveries a second (aim: 100 %)")
    print("aim for the 99th percentile at half of the load: under 50 ms")


if __name__ == "__main__":
    main()
