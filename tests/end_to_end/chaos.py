"""Two instances on Postgres and Redis on a bad day: killed, cut off, and left with an empty Redis, under load.

What counts is what came of it: each delivery that was acknowledged is an event once, and is told of in Slack once; each
request that was acknowledged and each schedule is one time entry; and there is nothing else. Who sends goes on until it
is acknowledged, as Clockify and any good client do.
"""

import itertools
import random
import re
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

from tests.end_to_end.processes import Running, started
from tests.end_to_end.surroundings import LOG_A_MINUTE, Surroundings, delivery, surroundings

SENDERS = 12
SETTLED_WITHIN_S = 300.0
STARTED_WITHIN_S = 120.0
"""Beside another instance under full load, which is slow where they share a processor."""


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
    told: Counter[int] = field(default_factory=Counter)
    told_in_numbers: int = 0
    """A channel is told of many at once by a few names and "and so many more"."""
    runs: Counter[int] = field(default_factory=Counter)
    schedules: Counter[int] = field(default_factory=Counter)
    others: int = 0
    """Time entries that nobody asked for."""
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    settled_s: float = 0

    def lost(self, load: Load) -> int:
        sent = ((self.events, load.webhooks), (self.runs, load.runs), (self.schedules, load.schedules))
        untold = load.webhooks - len(self.told) - self.told_in_numbers
        return max(0, untold) + sum(number not in found for found, count in sent for number in range(count))

    def doubled(self, load: Load) -> int:
        """How much there is beyond what was asked for."""
        twice = sum(
            count - 1 for found in (self.events, self.told, self.runs, self.schedules) for count in found.values()
        )
        return twice + self.others + max(0, len(self.told) + self.told_in_numbers - load.webhooks)


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
        self.url = self._running.wait_for(r"listens on (http://\S+)", within_s=STARTED_WITHIN_S)[1]

    def kill(self) -> None:
        self.url = None
        if self._running is not None and self._opened is not None:
            self._running.send(signal.SIGKILL)
            self._opened.__exit__(None, None, None)


@dataclass
class BadDay:
    around: Surroundings
    instances: list[Instance]
    say: Callable[[str], None] = print
    _there_before: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._there_before = set(self.around.descriptions())

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
                    self.around.redis.kill()
                    self.around.redis.start()
                    self.say("Redis was killed and is empty")
                if number == load.kills // 2:
                    self.around.proxies["postgres"].cut()
                    time.sleep(load.cut_off_s)
                    self.around.proxies["postgres"].heal()
                    self.say(f"Postgres was cut off for {load.cut_off_s:g} s")
                for name in ("clockify", "slack"):
                    self.around.proxies[name].interrupt()
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
        """Until it is acknowledged; a run, and each tenth webhook, by both instances at once."""
        if kind == "webhook":
            path, (body, headers) = "/webhooks/clockify", delivery(number)
        else:
            (action,) = LOG_A_MINUTE["actions"]
            path, body = "/actions/run", {"actions": [{**action, "description": f"run {number}"}]}
            headers = {**self.around.bearer, "Idempotency-Key": f"run-{number}"}
        with httpx.Client(timeout=40, trust_env=False) as client:
            other = threading.Thread(target=lambda: self._try(client, number + 1, path, body, headers, outcome))
            twice = kind == "run" or number % 10 == 0
            if twice:
                other.start()
            self._until_acknowledged(client, number, path, body, headers, outcome)
            if twice:
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
            outcome.refused["down"] += 1
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
        (log_a_minute,) = LOG_A_MINUTE["actions"]
        principal, cron = f"token:{self.around.token.id}", f"{now.minute} {now.hour} * * *"
        rows = []
        for number in range(count):
            action = orjson.dumps({**log_a_minute, "description": f"schedule {number}"}).decode()
            rows.append((str(ULID()), principal, cron, action, now, now, now))
        with psycopg.connect(self.around.database_url) as connection, connection.cursor() as cursor:
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
        for found in (outcome.events, outcome.told, outcome.runs, outcome.schedules):
            found.clear()
        outcome.others = 0
        for description in [each for each in self.around.descriptions() if each not in self._there_before]:
            kind, _, number = description.partition(" ")
            if kind in ("run", "schedule"):
                (outcome.runs if kind == "run" else outcome.schedules)[int(number)] += 1
            else:
                outcome.others += 1
        told = self.around.told_in_slack()
        outcome.told.update(int(number) for text in told for number in re.findall(r"New project: Project (\d+)", text))
        outcome.told_in_numbers = sum(int(number) for text in told for number in re.findall(r"(\d+) more", text))
        with psycopg.connect(self.around.database_url) as connection:
            for (body,) in connection.execute("SELECT body FROM inbox WHERE state = 'done'"):
                outcome.events[int(orjson.loads(body)["id"], 16)] += 1

    def _nothing_is_open(self) -> bool:
        with psycopg.connect(self.around.database_url) as connection:
            for query in (
                "SELECT count(*) FROM operations WHERE state IN ('started', 'unknown')",
                "SELECT count(*) FROM schedule_runs WHERE state = 'running'",
                "SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'parked')",
                "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')",
            ):
                row = connection.execute(query).fetchone()
                if row is None or row[0] != 0:
                    return False
        return True


@contextmanager
def bad_day(folder: Path, database_url: str, *, say: Callable[[str], None] = print) -> Iterator[BadDay]:
    """Two instances on a Postgres database, each dependency behind a proxy of ours or killable."""
    with ExitStack() as stack:
        around = stack.enter_context(surroundings(database_url))
        instances = [Instance(folder, around.settings) for _ in range(2)]
        for each in instances:
            stack.callback(each.kill)
            each.start()
        yield BadDay(around, instances, say)
