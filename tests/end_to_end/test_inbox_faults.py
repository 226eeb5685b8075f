"""Nothing is lost and nothing is done twice: a sender that repeats, a service that is killed again and again.

Each delivery is of another event and leaves one mark downstream: it is told of in the channel that subscribed to it.
What counts is what Slack was sent, and not what is kept here.
"""

import asyncio
import contextlib
import random
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, Table, create_engine, func, insert, select

from clankerbot_engine.stores.tables import inbox, outbox, subscriptions
from tests.end_to_end.processes import Running, eventually, service
from tests.fakes.slack import TOKEN, running_slack

SECRET = "the-shared-secret"
WORKSPACE = "64a687e29ae1f428e7ebe303"
EVENTS = 10_000
REPEATED = EVENTS // 10
KILLS = 5
SENDERS = 16
CHANNEL = "C0GENERAL"

_is_open = outbox.c.state.in_(["waiting", "sending"])


def _delivery(number: int) -> dict[str, Any]:
    """Of one event; its id is the event's."""
    return {"id": f"{number:024x}", "name": f"Project {number}", "workspaceId": WORKSPACE, "public": True}


class Sender:
    """Sends all of it, each until a 2xx, whatever is wrong with the service meanwhile."""

    def __init__(self, numbers: list[int]) -> None:
        self._left = numbers
        self.url: str | None = None
        self.answered = 0
        self.duplicates = 0
        self._up, self._reached = asyncio.Event(), asyncio.Event()
        self._awaited = 0

    def goes_to(self, url: str) -> None:
        self.url = url
        self._up.set()

    def is_down(self) -> None:
        self._up.clear()

    async def run(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=90) as client:
            await asyncio.gather(*(self._work(client) for _ in range(SENDERS)))

    async def _work(self, client: httpx.AsyncClient) -> None:
        headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
        while self._left:
            number = self._left.pop()
            while True:
                await self._up.wait()
                try:
                    answer = await client.post(f"{self.url}/webhooks/clockify", json=_delivery(number), headers=headers)
                except httpx.HTTPError:
                    await asyncio.sleep(0)
                    continue
                if answer.is_success:
                    self.answered += 1
                    if self.answered >= self._awaited:
                        self._reached.set()
                    self.duplicates += answer.json()["data"]["duplicate"]
                    break

    async def until(self, answered: int) -> None:
        self._awaited = answered
        self._reached.clear()
        if self.answered < answered:
            await self._reached.wait()


@asynccontextmanager
async def _running(folder: Path, **settings: str) -> AsyncIterator[tuple[Running, str]]:
    """Started and stopped in a thread: the senders go on meanwhile."""
    opened = service(folder, **settings)
    running, url = await asyncio.to_thread(opened.__enter__)
    try:
        yield running, url
    finally:
        with contextlib.suppress(AssertionError):
            await asyncio.to_thread(opened.__exit__, None, None, None)


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


async def test_ten_thousand_deliveries_and_five_kills(
    tmp_path: Path, empty_database_url: str, database: Engine
) -> None:
    chance = random.Random(20261126)
    numbers = [*range(EVENTS), *chance.sample(range(EVENTS), REPEATED)]
    chance.shuffle(numbers)
    async with running_slack() as slack:
        settings = {
            "WEBHOOK_SHARED_SECRET": SECRET,
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "LOG_LEVEL": "warning",
            "DATABASE_URL": empty_database_url,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
            "SLACK_API_URL": f"{slack.url}/api",
        }

        def is_worked_off() -> bool:
            return not (_count(database, inbox, inbox.c.due_at.is_not(None)) or _count(database, outbox, _is_open))

        sender = Sender(numbers)
        sending = asyncio.create_task(sender.run())
        for kill in range(KILLS + 1):
            async with _running(tmp_path, **settings) as (running, url):
                if kill == 0:
                    await asyncio.to_thread(_subscribe, database)
                sender.goes_to(url)
                if kill < KILLS:
                    await sender.until((EVENTS + REPEATED) * (kill + 1) // (KILLS + 1))
                    running.send(signal.SIGKILL)
                    sender.is_down()
                    continue
                await sending
                await asyncio.to_thread(eventually, is_worked_off, "all is worked off", running, within_s=300)
    assert sender.answered == EVENTS + REPEATED
    assert sender.duplicates >= REPEATED
    assert _count(database, inbox, inbox.c.state == "done") == EVENTS
    told = [message.text for message in slack.messages.values() if message.channel.id == CHANNEL]
    named = Counter(number for text in told for number in re.findall(r"New project: Project (\d+)", text))
    assert set(named.values()) == {1}
    assert named.total() + sum(int(number) for text in told for number in re.findall(r"(\d+) more", text)) == EVENTS


def _subscribe(database: Engine) -> None:
    """Straight into the table: there is no Clockify here whose account could subscribe."""
    row = {
        "id": "01K0SUBSCRIPTION0000000000",
        "principal": "slack:T0DEMO:U0ADA",
        "channel": CHANNEL,
        "topic": "events",
        "events": ["NEW_PROJECT"],
        "filters": {},
        "created_at": datetime(2026, 11, 26, tzinfo=UTC),
        "workspace_id": WORKSPACE,
    }
    with database.begin() as connection:
        connection.execute(insert(subscriptions).values(row))


def _count(database: Engine, table: Table, *where: Any) -> int:
    with database.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
