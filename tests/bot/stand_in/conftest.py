"""Slack's own client before the stand-in, and a person behind whom stands the simplest app."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.listener import Listener
from tests.fakes.slack import TOKEN, FakeSlack, Person, front_door, person


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=TOKEN, base_url=slack.api_url, session=session)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def ada(slack: FakeSlack, listener: Listener) -> AsyncIterator[Person]:
    async with front_door(slack, listener.app) as door:
        yield person(slack, door, "ada")
