"""What a test makes go wrong, goes wrong as often as it says."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.samples import refusal
from tests.fakes.slack import FakeSlack, Person


async def test_a_scripted_failure_happens_as_often_as_it_was_asked_for(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.faults.fail("chat.postMessage", "is_archived", channel="C0GENERAL")
    await client.chat_postMessage(channel="C0PRIVATE", text="elsewhere")
    assert await refusal(client.chat_postMessage(channel="C0GENERAL", text="x")) == "is_archived"
    await client.chat_postMessage(channel="C0GENERAL", text="x")


async def test_a_rate_limit_says_when_to_come_back(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.faults.fail("users.info", status=429, retry_after_s=7)
    with pytest.raises(SlackApiError) as refused:
        await client.users_info(user="U0ADA")
    response = refused.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")


async def test_a_lost_answer_leaves_what_was_done(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    slack.faults.fail("chat.postMessage", status=503, after=True)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert ada.sees() == ["hello"]


async def test_a_stalled_call_waits_until_it_is_released(slack: FakeSlack, client: AsyncWebClient) -> None:
    held = slack.faults.stall("auth.test")
    call = asyncio.ensure_future(client.auth_test())
    await held.reached.wait()
    assert not call.done()
    held.release()
    assert (await call)["ok"]
