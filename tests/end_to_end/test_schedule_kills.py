"""A service that is killed in the midst of its schedules' firings: nothing is lost, nothing is posted twice.

Each schedule has a channel of its own, so that what arrived there is counted. A third of them post by what they do
(`post_message`, through the journal), a third by what they found (`help`), and a third remind somebody each.
"""

import asyncio
import contextlib
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.end_to_end.processes import Running, eventually, service
from tests.fakes.slack import BOT_USER_ID, DEMO_TEAM, TOKEN, Channel, FakeSlack, User, running_slack

SCHEDULES = 120
KILLS = 8


@asynccontextmanager
async def _running(folder: Path, slack: FakeSlack) -> AsyncIterator[Running]:
    """Started and stopped in a thread: Slack must answer meanwhile."""
    opened = service(
        folder,
        DATABASE_URL="sqlite:///kills.db",
        LOG_LEVEL="warning",
        SLACK_API_URL=f"{slack.url}/api",
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_SIGNING_SECRET="0123456789abcdef0123456789abcdef",
    )
    running, _ = await asyncio.to_thread(opened.__enter__)
    try:
        yield running
    finally:
        with contextlib.suppress(AssertionError):
            await asyncio.to_thread(opened.__exit__, None, None, None)


def _was_asked(slack: FakeSlack, times: int) -> bool:
    return len(slack.calls_of("chat.postMessage")) >= times


def _reminds(number: int) -> bool:
    return number % 3 == 2


def _person(number: int) -> str:
    return f"U{number:04}"


def _channel(number: int) -> str:
    """Of a reminder, the conversation with whoever is reminded."""
    return f"{'D' if _reminds(number) else 'C'}{number:04}"


def _make_due(folder: Path) -> None:
    """Straight into the table, as of this minute; the next time is tomorrow's."""
    now = datetime.now(UTC).replace(second=0, microsecond=0, tzinfo=None)
    rows = []
    for number in range(SCHEDULES):
        posts = f'{{"kind": "post_message", "channel": "{_channel(number)}", "text": "{number}"}}'
        action, channel = (posts, None) if number % 3 else ('{"kind": "help"}', _channel(number))
        action = f'{{"kind": "remind", "text": "{number}"}}' if _reminds(number) else action
        who = _person(number) if _reminds(number) else "U0ADA"
        cron, owner = f"{now.minute} {now.hour} * * *", f"slack:{DEMO_TEAM.id}:{who}"
        rows.append((f"{number:026}", owner, cron, "UTC", channel, action, str(now), str(now), str(now)))
    with sqlite3.connect(folder / "kills.db", timeout=60) as database:
        database.executemany(
            "INSERT INTO schedules (id, principal, cron, timezone, channel, action, enabled, next_run_at, created_at,"
            " updated_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
            rows,
        )


def _count(folder: Path, of: str) -> int:
    with sqlite3.connect(folder / "kills.db", timeout=60) as database:
        count: int = database.execute(f"SELECT count(*) FROM {of}").fetchone()[0]
    return count


async def test_a_service_killed_while_its_schedules_fire_posts_each_once(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    async with running_slack(lambda: datetime.now(UTC)) as slack:
        for number in range(SCHEDULES):
            if _reminds(number):
                slack.users[_person(number)] = User(_person(number), f"p{number}", f"P {number}", DEMO_TEAM)
                continue
            channel = _channel(number)
            slack.channels[channel] = Channel(channel, channel.lower(), DEMO_TEAM, {"U0ADA", BOT_USER_ID})
        async with _running(tmp_path, slack):
            await asyncio.to_thread(_make_due, tmp_path)
        for kill in range(KILLS):
            asked = len(slack.calls_of("chat.postMessage")) + chance.randint(1, SCHEDULES // KILLS)
            async with _running(tmp_path, slack) as running:
                await slack.until(partial(_was_asked, slack, asked), "it posts")
                held = slack.faults.stall("chat.postMessage") if kill % 2 else None
                if held is not None:
                    await held.reached.wait()
                running.send(signal.SIGKILL)
                await asyncio.to_thread(running.exit_code)
                if held is not None:  # the process is gone, and Slack posts what it had been sent
                    held.release()

        def is_over() -> bool:
            open_runs = _count(tmp_path, "schedule_runs WHERE state = 'running'")
            open_nudges = _count(tmp_path, "nudges WHERE state IN ('waiting', 'sending')")
            return open_runs + open_nudges + _count(tmp_path, "outbox WHERE state <> 'posted'") == 0

        async with _running(tmp_path, slack) as running:
            await asyncio.to_thread(eventually, is_over, "all is posted", running, within_s=100)
        posted = Counter(message.channel.id for message in slack.messages.values())
    assert set(posted) == {_channel(number) for number in range(SCHEDULES)}
    assert set(posted.values()) == {1}
    assert _count(tmp_path, "schedule_runs WHERE state = 'done'") == SCHEDULES
