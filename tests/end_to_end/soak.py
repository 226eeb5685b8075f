"""An instance under a steady mix of everything that it is asked for, and what of it must not grow meanwhile."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
from redis import Redis

from clankerbot_engine.stores.database import POSTGRES
from tests.end_to_end.processes import Running, get, service
from tests.end_to_end.surroundings import CHANNEL, LOG_A_MINUTE, Surroundings, delivery, surroundings, utc_now
from tests.fakes.slack import SIGNING_SECRET, FrontDoor, payloads

ENTRIES_KEPT = 50
"""Of the sandbox's: as many of the same two hours as nobody has would be looked through each time."""


@dataclass(frozen=True)
class Look:
    """At one moment. `tasks`: of the event loop; `database` and `redis`: connections, as Postgres and Redis count;
    `files`: what else is open."""

    rss_mb: float
    files: int
    threads: int
    tasks: int
    database: int
    redis: int

    HEAD = f"{'MB':>8}{'files':>7}{'threads':>9}{'tasks':>7}{'postgres':>10}{'redis':>7}"

    def __str__(self) -> str:
        counts = f"{self.files:7}{self.threads:9}{self.tasks:7}{self.database:10}{self.redis:7}"
        return f"{self.rss_mb:8.1f}{counts}"


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir())


@dataclass
class Soak:
    around: Surroundings
    running: Running
    url: str
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def look(self) -> Look:
        process = Path(f"/proc/{self.running.process.pid}")
        memory = re.search(r"^VmRSS:\s+(\d+) kB", (process / "status").read_text(), re.MULTILINE)
        metrics = get(f"{self.url}/metrics", **self.around.bearer).text
        tasks = re.search(r"^clankerbot_tasks (\S+)", metrics, re.MULTILINE)
        assert memory is not None
        assert tasks is not None, metrics
        with Redis.from_url(self.around.redis.url) as client:
            redis = len(client.client_list()) - 1
        database = self._database_connections()
        return Look(
            rss_mb=int(memory[1]) / 1024,
            files=_count(process / "fd") - database - redis,
            threads=_count(process / "task"),
            tasks=int(float(tasks[1])),
            database=database,
            redis=redis,
        )

    def _database_connections(self) -> int:
        if not self.around.database_url.startswith(POSTGRES):
            return 0
        with psycopg.connect(self.around.database_url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
        assert row is not None
        return int(row[0])

    def send(self, numbers: range, *, per_s: float | None = None, at_once: int = 8) -> None:
        """One after the other, each of another number: `per_s` of them, or as soon as one of `at_once` is answered."""
        asyncio.run(self._send(numbers, per_s, at_once))
        for old in [*self.around.sandbox.entries][:-ENTRIES_KEPT]:
            del self.around.sandbox.entries[old]
        self.around.slack.calls.clear()

    async def _send(self, numbers: range, per_s: float | None, at_once: int) -> None:
        left, loop = iter(numbers), asyncio.get_running_loop()
        began = loop.time()

        async def work(visitor: Visitor) -> None:
            for number in left:
                if per_s is not None:
                    await asyncio.sleep(began + (number - numbers.start) / per_s - loop.time())
                self.statuses[await visitor.visit(number)] += 1

        async with httpx.AsyncClient(base_url=self.url, timeout=90, trust_env=False) as client:
            await asyncio.gather(*(work(Visitor(client, self.around)) for _ in range(at_once)))


class Visitor:
    def __init__(self, client: httpx.AsyncClient, around: Surroundings) -> None:
        self._client = client
        self._around = around
        self._door = FrontDoor(client, SIGNING_SECRET, utc_now)

    async def visit(self, number: int) -> tuple[str, int]:
        """In turn. What it was, and how it was answered."""
        bearer = self._around.bearer
        match number % 10:
            case 0:
                text = {"text": f"log {number % 50 + 1}m on Apollo"}
                return "parse", await self._post("/actions/parse", text, bearer)
            case 1:
                text = {"text": "the usual for Apollo"}
                return "model", await self._post("/actions/parse?llm=true", text, bearer)
            case 2:
                return "read", await self._post("/actions/run", {"text": "list projects"}, bearer)
            case 3:
                key = {"Idempotency-Key": f"soak-{number}"}
                return "write", await self._post("/actions/run", LOG_A_MINUTE, bearer | key)
            case 4:
                body, headers = delivery(number)
                return "webhook", await self._post("/webhooks/clockify", body, headers)
            case 5:
                return "nonsense", await self._post("/actions/run", {"text": number}, bearer)
            case 6:
                return "stranger", await self._post("/actions/run", {"text": "status"}, {})
            case 7:
                return "command", await self._command(f"log {number % 50 + 1}m on Apollo")
            case 8:
                return "schedule", await self._schedule()
            case _:
                return "ready", (await self._client.get("/readyz")).status_code

    async def _post(self, path: str, body: object, headers: dict[str, str]) -> int:
        return (await self._client.post(path, json=body, headers=headers)).status_code

    async def _command(self, text: str) -> int:
        slack = self._around.slack
        fields = payloads.command(slack, slack.users["U0ADA"], slack.channels[CHANNEL], "/clank", text)
        return (await self._door.form(fields)).status

    async def _schedule(self) -> int:
        """Made, and taken back."""
        made = await self._client.post(
            "/schedules", json={"text": "every friday at 17:00 summary of this week"}, headers=self._around.bearer
        )
        if made.is_success:
            await self._client.delete(f"/schedules/{made.json()['data']['id']}", headers=self._around.bearer)
        return made.status_code


EXPECTED = {"nonsense": 422, "stranger": 401, "schedule": 201}
"""The others: 200."""


@contextmanager
def soaked(folder: Path, database_url: str) -> Iterator[Soak]:
    with surroundings(database_url) as around, service(folder, **around.settings) as (running, url):
        yield Soak(around, running, url)
