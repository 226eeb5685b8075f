"""The bot as Slack meets it: signed requests in, a stand-in for Slack and the Clockify sandbox behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.desk import Desk, opened
from tests.bot.running import RunningBot, running_bot
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import FakeSlack, Person, front_door, person, running_slack


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


@pytest.fixture
async def desk(tmp_path: Path, slack: FakeSlack) -> AsyncIterator[Desk]:
    """The whole service, as it runs."""
    async with opened(tmp_path, slack) as desk:
        yield desk


@pytest.fixture
async def at_desk(desk: Desk) -> AsyncIterator[Person]:
    """Ada, who meets the whole service; in a conversation with it."""
    async with front_door(desk.slack, desk.service.app) as door:
        yield person(desk.slack, door, "ada")
