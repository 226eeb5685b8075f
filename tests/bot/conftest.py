"""The bot as Slack meets it: signed requests in, a stand-in for Slack and the Clockify sandbox behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.running import RunningBot, running_bot
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import FakeSlack, Person, running_slack


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def slack(clock: FakeClock) -> AsyncIterator[FakeSlack]:
    async with running_slack(clock) as running:
        yield running


@pytest.fixture
async def bot(tmp_path: Path, slack: FakeSlack) -> AsyncIterator[RunningBot]:
    async with running_bot(tmp_path, slack, github_webhook_secret="s") as running:
        yield running


@pytest.fixture
async def ada(bot: RunningBot) -> Person:
    """Connected; at first in #general."""
    return await bot.person("ada")
