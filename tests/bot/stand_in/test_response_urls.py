"""Response URLs: five answers in half an hour."""

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.bot.stand_in.listener import Listener
from tests.bot.stand_in.samples import CARD
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import FakeSlack, Person, person


async def test_a_response_url_answers_five_times_within_half_an_hour(
    slack: FakeSlack, clock: FakeClock, ada: Person
) -> None:
    hook = AsyncWebhookClient(slack.new_response_url("commands", ada.user, slack.channels["C0RANDOM"]))
    for number in range(5):
        assert (await hook.send(text=f"number {number}")).status_code == 200
    spent = await hook.send(text="one more")
    assert (spent.status_code, spent.body) == (404, "used_url")
    assert ada.sees() == [f"number {number}" for number in range(5)]  # where the bot was never invited
    late = AsyncWebhookClient(slack.new_response_url("commands", ada.user, slack.channels["C0RANDOM"]))
    clock.go_on(minutes=31)
    expired = await late.send(text="late")
    assert (expired.status_code, expired.body) == (404, "expired_url")


async def test_a_response_url_changes_and_deletes_the_ephemeral_message_that_was_clicked(
    slack: FakeSlack, ada: Person, listener: Listener, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="Logged", blocks=CARD)
    await ada.click(await ada.finds("Logged"), "Undo")
    payload = listener.payload
    assert "message" not in payload
    hook = AsyncWebhookClient(payload["response_url"])
    await hook.send(text="Undone", replace_original=True)
    assert ada.sees() == ["Undone"]
    await hook.send(text="Shared", response_type="in_channel")
    assert person(slack, ada.door, "ben").sees() == ["Shared"]
    await hook.send(delete_original=True)
    assert ada.sees() == ["Shared"]


async def test_a_response_url_without_a_message_of_its_own_posts_a_new_one(
    slack: FakeSlack, ada: Person, listener: Listener
) -> None:
    await ada.command("log 2h")
    hook = AsyncWebhookClient(listener.got[0]["response_url"])
    await hook.send(text="one", replace_original=True)
    await hook.send(text="two", replace_original=True)
    assert ada.sees() == ["one", "two"]
