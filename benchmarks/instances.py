"""One instance against several, on one Postgres and one Redis: requests a second, processor time, a shared limit.

The load and the servers share the machine, so that only as many instances gain as there are processors left: processor
time is what tells. The servers come from wheels.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import load
from running_service import Running, environment, free_port, migrate, serving

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.fakes import postgres, redis

SECRET = "a-benchmark-secret-0123456789"
DELIVERED = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
LIMIT = 600


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--instances", type=int, default=2)
    options.add_argument("--requests", type=int, default=3000, help="to each instance")
    options.add_argument("--connections", type=int, default=8, help="to each instance")
    given = options.parse_args()
    with postgres.server() as server, redis.server() as shared:
        print(f"{'instances':>9}{'requests/s':>12}{'CPU us each':>13}")
        seen = {}
        for count in (1, given.instances):
            with instances(count, f"scale_{count}", server, shared.url) as running:
                seen[count] = measured(running, given.requests, given.connections)
            print(f"{count:9}{seen[count][0]:12,.0f}{seen[count][1]:13,.0f}", flush=True)
        with instances(given.instances, "scale_limit", server, shared.url, RATE_LIMIT_PER_MINUTE=str(LIMIT)) as running:
            admitted, seconds = hammered(running)
    ratio = seen[given.instances][0] / seen[1][0]
    print(f"{given.instances} against 1: {ratio:.2f} times the requests (aim for two: 1.7, with a processor for each)")
    should = LIMIT + LIMIT / 60 * seconds
    print(
        f"limit: {admitted} admitted of {should:.0f} that it allows, off by {abs(admitted / should - 1):.1%} (aim: 5 %)"
    )


@contextmanager
def instances(count: int, name: str, server: str, redis_url: str, **settings: str) -> Iterator[list[Running]]:
    with ExitStack() as stack:
        database = stack.enter_context(postgres.database(server, name))
        running = []
        for number in range(count):
            folder = Path(stack.enter_context(TemporaryDirectory()))
            env = {
                **environment(folder, free_port()),
                "DATABASE_URL": database,
                "REDIS_URL": redis_url,
                "WEBHOOK_SHARED_SECRET": SECRET,
                "LOG_LEVEL": "warning",
                **settings,
            }
            if number == 0:
                migrate(env)
            running.append(stack.enter_context(serving(folder, env)))
        yield running


def measured(running: list[Running], requests: int, connections: int) -> tuple[float, float]:
    """Deliveries of webhooks, each of another event: signed, counted on Redis, and on disk before they are answered."""
    work = [list(deliveries(number, requests)) for number in range(len(running))]
    before = sum(each.cpu_s() for each in running)
    with ThreadPoolExecutor(len(running)) as threads:
        ports = [each.port for each in running]
        rounds = list(threads.map(lambda port, sent: load.run(port, sent, connections=connections), ports, work))
    cpu_s = sum(each.cpu_s() for each in running) - before
    return sum(each.requests_per_s for each in rounds), cpu_s / (requests * len(running)) * 1e6


def deliveries(instance: int, count: int) -> Iterator[bytes]:
    for number in range(count):
        event = f"{instance:04x}{number:020x}"
        body = {"id": event, "name": f"Project {number}", "workspaceId": "0" * 24, "public": True}
        yield load.request_bytes("/webhooks/clockify", json.dumps(body).encode(), DELIVERED)


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
