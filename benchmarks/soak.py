"""The service under a steady mix of requests for as long as one likes: memory, descriptors and threads are to stay.

Clockify is the sandbox, in a process of its own. What is looked at is the service's process alone, after a warm-up.
"""

import argparse
import asyncio
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from running_service import Running, application, environment, free_port, migrate, serving

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import SCOPES
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.tokens import issue_token
from clankerbot_http.composition import utc_now

SECRET = "a-benchmark-secret-0123456789"
MOST_GROWN = 0.05


@dataclass(frozen=True)
class Sample:
    rss_mb: float
    descriptors: int
    threads: int

    @classmethod
    def of(cls, running: Running) -> "Sample":
        process = Path(f"/proc/{running.process.pid}")
        return cls(running.rss_mb(), len([*(process / "fd").iterdir()]), len([*(process / "task").iterdir()]))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--warm-up", type=float, default=2, metavar="MINUTES")
    options.add_argument("--per-second", type=float, default=40)
    given = options.parse_args()
    with TemporaryDirectory() as name, application("remotes:app", "/slack/told") as clockify:
        folder = Path(name)
        env = {
            **environment(folder, free_port()),
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"http://127.0.0.1:{clockify.port}/api",
            "WEBHOOK_SHARED_SECRET": SECRET,
            "LOG_LEVEL": "warning",
        }
        migrate(env)
        token = asyncio.run(made_token(env["DATABASE_URL"]))
        with serving(folder, env) as running:
            asyncio.run(soak(running, token, given))


async def made_token(database_url: str) -> str:
    database = await Database.open(database_url, role="admin")
    _, text = await issue_token(SqlTokenStore(database), "soak", SCOPES, clock=utc_now)
    await database.close()
    return text


async def soak(running: Running, token: str, given: argparse.Namespace) -> None:
    statuses: Counter[int] = Counter()
    began, look_at = time.monotonic(), 0.0
    first: Sample | None = None
    print(f"{'minute':>7}{'MB':>8}{'files':>7}{'threads':>9}{'requests':>10}")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{running.port}", timeout=30) as http:
        under_way: set[asyncio.Task[None]] = set()
        for number in itertools.count():
            minutes = (time.monotonic() - began) / 60
            if minutes >= look_at:
                sample = Sample.of(running)
                print(
                    f"{minutes:7.1f}{sample.rss_mb:8.1f}{sample.descriptors:7}{sample.threads:9}{number:10,}",
                    flush=True,
                )
                look_at += max(0.5, given.minutes / 30)
                if first is None and minutes >= given.warm_up:
                    first = sample
            if minutes >= given.minutes:
                break
            task = asyncio.create_task(one(http, number, token, statuses))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.sleep(max(0.0, began + number / given.per_second - time.monotonic()))
        await asyncio.gather(*under_way)
    last = Sample.of(running)
    first = first or last
    grown = last.rss_mb / first.rss_mb - 1
    print(f"statuses: {dict(statuses)}")
    print(f"memory {grown:+.1%} after the warm-up (aim: under {MOST_GROWN:.0%})")
    more = last.descriptors - first.descriptors, last.threads - first.threads
    print(f"descriptors {more[0]:+}, threads {more[1]:+} (aim: none more)")


async def one(http: httpx.AsyncClient, number: int, token: str, statuses: Counter[int]) -> None:
    """In turn: read a text, ask for the timer, take in a webhook, refuse nonsense, say how one is."""
    bearer = {"Authorization": f"Bearer {token}"}
    match number % 5:
        case 0:
            answer = await http.post(
                "/actions/parse", json={"text": f"log {number % 50 + 1}m on Apollo"}, headers=bearer
            )
        case 1:
            answer = await http.post("/actions/run", json={"text": "list projects"}, headers=bearer)
        case 2:
            event = {"id": f"{number:024x}", "name": f"Project {number}", "workspaceId": "0" * 24, "public": True}
            told = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
            answer = await http.post("/webhooks/clockify", json=event, headers=told)
        case 3:
            answer = await http.post("/actions/run", content=json.dumps({"text": number}), headers=bearer)
        case _:
            answer = await http.get("/readyz")
    statuses[answer.status_code] += 1


if __name__ == "__main__":
    main()
