"""Messages: where the bot may write, and what is no message."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.samples import CARD, SECTION, UNDO, expect_violation, plain, refusal
from tests.fakes.slack import FakeSlack, Person, person


async def test_a_message_is_posted_changed_and_deleted_by_channel_and_ts(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="Logged 2h", blocks=CARD)
    assert ada.sees() == ["Logged *2h*\nUndo"]
    changed = await client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Undone")
    assert changed["ts"] == posted["ts"]
    assert ada.sees() == ["Undone"]  # the blocks went, since none were sent
    link = await client.chat_getPermalink(channel="C0GENERAL", message_ts=posted["ts"])
    assert link["permalink"] == f"https://demo-studio.slack.com/archives/C0GENERAL/p{posted['ts'].replace('.', '')}"
    await client.chat_delete(channel="C0GENERAL", ts=posted["ts"])
    assert ada.sees() == []
    assert await refusal(client.chat_delete(channel="C0GENERAL", ts=posted["ts"])) == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0RANDOM", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("C0NOWHERE", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
    ],
)
async def test_the_bot_writes_only_where_it_may(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="hello")) == error


async def test_a_message_to_a_person_goes_to_their_conversation_with_the_app(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel="U0ADA", text="hello")
    opened = await client.conversations_open(users="U0ADA")
    assert posted["channel"] == opened["channel"]["id"] == ada.dm_channel.id
    assert (await client.conversations_info(channel="C0GENERAL"))["channel"]["is_member"] is True


async def test_only_the_person_sees_an_ephemeral_message_and_no_method_changes_it(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="only you")
    assert ada.sees() == ["only you"]
    assert person(slack, ada.door, "ben").sees() == []
    changing = client.chat_update(channel="C0GENERAL", ts=posted["message_ts"], text="x")
    assert await refusal(changing) == "message_not_found"
    elsewhere = client.chat_postEphemeral(channel="C0PRIVATE", user="U0DMITRI", text="x")
    assert await refusal(elsewhere) == "user_not_in_channel"


async def test_what_another_wrote_is_not_the_bots_to_change(
    client: AsyncWebClient, slack: FakeSlack, ada: Person
) -> None:
    mine = ada.writes("mine", slack.channels["C0GENERAL"])
    assert await refusal(client.chat_update(channel="C0GENERAL", ts=mine.ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="C0GENERAL", ts=mine.ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": [UNDO, UNDO]}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "alert", "text": plain("!")}]}, "invalid_blocks"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
async def test_a_malformed_message_is_refused_and_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient, content: dict[str, Any], error: str
) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": "C0GENERAL", **content})) == error
    expect_violation(slack, error)


async def test_an_update_takes_less_text_than_a_post(slack: FakeSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="a" * 4001)
    assert await refusal(client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="a" * 4001)) == "msg_too_long"
    expect_violation(slack, "msg_too_long")


@pytest.mark.parametrize("text", ["<!channel> hello", "hello <!subteam^S012>"])
async def test_a_message_that_pings_everyone_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient, text: str
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text=text)
    expect_violation(slack, "pings everyone")


async def test_a_message_without_a_text_for_screen_readers_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    await client.api_call("chat.postMessage", json={"channel": "C0GENERAL", "blocks": CARD})
    expect_violation(slack, "no top-level text")


async def test_a_method_that_does_not_exist_fails_the_test(slack: FakeSlack, client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"
    expect_violation(slack, "chat.shout")
