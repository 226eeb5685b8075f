"""Two instances on Postgres and Redis on a bad day: killed, cut off, and left with an empty Redis, under load.

What counts is what came of it: each delivery that was acknowledged is an event once, each request that was acknowledged
and each schedule is one time entry. Who sends goes on until it is acknowledged, as Clockify and any good client do.
"""

import itertools
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg
from ulid import ULID

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, SandboxState, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import Running, run, started
from tests.fakes import fault_proxy, postgres, redis
from tests.fakes.fault_proxy import FaultProxy

SECRET = "the-shared-secret-0123456789"
WORKSPACE = "64a687e29ae1f428e7ebe303"
SENDERS = 12
SETTLED_WITHIN_S = 300.0


@dataclass(frozen=True)
class Load:
    """How much is sent, and how bad the day is."""

    webhooks: int
    runs: int
    schedules: int
    kills: int
    cut_off_s: float


@dataclass
class Outcome:
    """What came of it. `seconds`: until all was sent; `settled_s`: from then until all had come to its end."""

    events: Counter[int] = field(default_factory=Counter)
    runs: Counter[int] = field(default_factory=Counter)
    schedules: Counter[int] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    settled_s: float = 0

    def lost(self, load: Load) -> int:
        told = ((self.events, load.webhooks), (self.runs, load.runs), (self.schedules, load.schedules))
        return sum(number not in found for found, count in told for number in range(count))

    @property
    def doubled(self) -> int:
        return sum(count > 1 for found in (self.events, self.runs, self.schedules) for count in found.values())


class Instance:
    """One that is started again after it was killed. Its URL is another one then."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder = folder
        self._settings = settings
        self._opened: AbstractContextManager[Running] | None = None
        self._running: Running | None = None
        self.url: str | None = None

    def start(self) -> None:
        self._opened = started(["serve"], self._folder, **self._settings)
        self._running = self._opened.__enter__()
        self.url = self._running.wait_for(r"listens on (http://\S+)")[1]

    def kill(self) -> None:
        self.url = None
        if self._running is not None and self._opened is not None:
            self._running.send(signal.SIGKILL)
            self._opened.__exit__(None, None, None)


@dataclass
class BadDay:
    state: SandboxState
    instances: list[Instance]
    postgres: FaultProxy
    redis: redis.Server
    database_url: str
    bearer: dict[str, str]
    token_id: str
    say: Callable[[str], None] = print

    def send_all(self, load: Load) -> Outcome:
        outcome, began = Outcome(), time.monotonic()
        sent, done = itertools.count(1), threading.Event()
        total = load.webhooks + load.runs
        lock = threading.Lock()

        def counted() -> None:
            with lock:
                outcome.acknowledged = next(sent)

        def at(share: float) -> None:
            while outcome.acknowledged < share * total and not done.is_set():
                time.sleep(0.02)

        def misfortunes() -> None:
            chance = random.Random(5)
            for number in range(load.kills):
                at((number + 0.5) / (load.kills + 1))
                victim = chance.choice(self.instances)
                victim.kill()
                self.say(f"killed an instance after {outcome.acknowledged} acknowledgements")
                if number == 0:
                    self.redis.kill()
                    self.redis.start()
                    self.say("Redis was killed and is empty")
                if number == load.kills // 2:
                    self.postgres.cut()
                    time.sleep(load.cut_off_s)
                    self.postgres.heal()
                    self.say(f"Postgres was cut off for {load.cut_off_s:g} s")
                victim.start()

        def send(kind: str, number: int) -> None:
            self._send(kind, number, outcome)
            counted()

        self._make_due(load.schedules)
        work = [*(("webhook", n) for n in range(load.webhooks)), *(("run", n) for n in range(load.runs))]
        random.Random(3).shuffle(work)
        with ThreadPoolExecutor(SENDERS) as senders:
            bad_luck = threading.Thread(target=misfortunes)
            bad_luck.start()
            try:
                list(senders.map(lambda each: send(*each), work))
            finally:
                done.set()
                bad_luck.join()
        outcome.seconds = time.monotonic() - began
        self._wait_until_settled(load, outcome)
        outcome.settled_s = time.monotonic() - began - outcome.seconds
        return outcome

    def _send(self, kind: str, number: int, outcome: Outcome) -> None:
        """Until it is acknowledged; a run by both instances at once."""
        with httpx.Client(timeout=40, trust_env=False) as client:
            if kind == "webhook":
                body = {"id": f"{number:024x}", "name": f"Project {number}", "workspaceId": WORKSPACE, "public": True}
                headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
                self._until_acknowledged(client, number, "/webhooks/clockify", body, headers, outcome)
                return
            text = {
                "actions": [{"kind": "log_time", "duration_s": 60, "project": "Apollo", "description": f"run {number}"}]
            }
            headers = {**self.bearer, "Idempotency-Key": f"run-{number}"}
            other = threading.Thread(
                target=lambda: self._try(client, number + 1, "/actions/run", text, headers, outcome)
            )
            other.start()
            self._until_acknowledged(client, number, "/actions/run", text, headers, outcome)
            other.join()

    def _until_acknowledged(
        self, client: httpx.Client, which: int, path: str, body: Any, headers: dict[str, str], outcome: Outcome
    ) -> None:
        for attempt in itertools.count(which):
            if self._try(client, attempt, path, body, headers, outcome):
                return
            time.sleep(0.2)

    def _try(
        self, client: httpx.Client, which: int, path: str, body: Any, headers: dict[str, str], outcome: Outcome
    ) -> bool:
        url = self.instances[which % len(self.instances)].url
        if url is None:
            return False
        try:
            answer = client.post(f"{url}{path}", json=body, headers=headers)
        except httpx.HTTPError as error:
            outcome.refused[type(error).__name__] += 1
            return False
        if answer.status_code == 200:
            return True
        outcome.refused[str(answer.status_code)] += 1
        assert answer.status_code in (429, 502, 503, 504), answer.text  # all of them say: come again
        return False

    def _make_due(self, count: int) -> None:
        """Straight into the table, as of this minute; the next time is tomorrow's."""
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        rows = []
        for number in range(count):
            action = {"kind": "log_time", "duration_s": 60, "project": "Apollo", "description": f"schedule {number}"}
            cron = f"{now.minute} {now.hour} * * *"
            rows.append((str(ULID()), f"token:{self.token_id}", cron, orjson.dumps(action).decode(), now, now, now))
        with psycopg.connect(self.database_url) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO schedules (id, principal, cron, timezone, action, enabled, next_run_at, created_at, "
                "updated_at, follows_owner) VALUES (%s, %s, %s, 'UTC', %s, true, %s, %s, %s, false)",
                rows,
            )

    def _wait_until_settled(self, load: Load, outcome: Outcome) -> None:
        end = time.monotonic() + SETTLED_WITHIN_S
        while time.monotonic() < end:
            self._look(outcome)
            if outcome.lost(load) == 0 and self._nothing_is_open():
                break
            time.sleep(0.5)
        self._look(outcome)

    def _look(self, outcome: Outcome) -> None:
        told = Counter(entry.description for entry in [*self.state.entries.values()])
        for kind, found in (("run", outcome.runs), ("schedule", outcome.schedules)):
            found.clear()
            for description, count in told.items():
                if description.startswith(f"{kind} "):
                    found[int(description.removeprefix(f"{kind} "))] = count
        outcome.events.clear()
        with psycopg.connect(self.database_url) as connection:
            for (body,) in connection.execute("SELECT body FROM inbox WHERE state = 'done'"):
                outcome.events[int(orjson.loads(body)["id"], 16)] += 1

    def _nothing_is_open(self) -> bool:
        with psycopg.connect(self.database_url) as connection:
            for query in (
                "SELECT count(*) FROM operations WHERE state IN ('started', 'unknown')",
                "SELECT count(*) FROM schedule_runs WHERE state = 'running'",
                "SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'parked')",
            ):
                row = connection.execute(query).fetchone()
                if row is None or row[0] != 0:
                    return False
        return True


@contextmanager
def bad_day(folder: Path, postgres_server: str, *, say: Callable[[str], None] = print) -> Iterator[BadDay]:
    """Two instances, each dependency behind a proxy of ours or killable."""
    state = seeded_state(datetime.now(UTC))
    with ExitStack() as stack:
        clockify = stack.enter_context(serving(create_sandbox(state)))
        database_url = stack.enter_context(postgres.database(postgres_server, f"chaos_{ULID()}".lower()))
        server = stack.enter_context(redis.server())
        socket_folder = database_url.partition("host=")[2]
        proxy = stack.enter_context(fault_proxy.before(f"{socket_folder}/.s.PGSQL.5432"))
        name = database_url.partition("?")[0].rpartition("/")[2]
        settings = {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}",
            "REDIS_URL": server.url,
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"{clockify}/api",
            "WEBHOOK_SHARED_SECRET": SECRET,
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "LOG_LEVEL": "error",
        }
        instances = [Instance(folder, settings) for _ in range(2)]
        for each in instances:
            stack.callback(each.kill)
            each.start()
        made = run(["token", "create", "chaos", "--all-scopes", "--json"], folder, DATABASE_URL=database_url)
        token = orjson.loads(made.stdout)["data"]
        bearer = {"Authorization": f"Bearer {token['token']}"}
        yield BadDay(state, instances, proxy, server, database_url, bearer, token["id"], say)
