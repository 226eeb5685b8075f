"""People, files, and the assistant."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.samples import refusal
from tests.fakes.slack import FakeSlack, Person


async def test_a_file_is_uploaded_and_shared(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="C0GENERAL", content="a,b\n1,2\n", filename="week.csv", title="Week")
    upload = next(iter(slack.uploads.values()))
    assert (upload.content, upload.channels, upload.title) == (b"a,b\n1,2\n", ["C0GENERAL"], "Week")


async def test_a_person_is_told_with_zone_and_language(slack: FakeSlack, client: AsyncWebClient) -> None:
    chiara = (await client.users_info(user="U0CHIARA", include_locale=True))["user"]
    assert (chiara["tz"], chiara["locale"], chiara["profile"]["email"]) == (
        "Europe/Berlin",
        "de-DE",
        "chiara@demo-studio.example",
    )
    slack.users["U0CHIARA"].timezone = None
    assert "tz" not in (await client.users_info(user="U0CHIARA"))["user"]
    found = await client.users_lookupByEmail(email="ben@demo-studio.example")
    assert found["user"]["id"] == "U0BEN"
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_the_assistant_says_that_it_works_and_how_to_begin(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    dm = ada.dm_channel.id
    await client.assistant_threads_setStatus(channel_id=dm, thread_ts="1.2", status="is thinking...")
    prompts = [{"title": "Log", "message": "log 1h on "}]
    await client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts)
    assert slack.statuses == [(dm, "1.2", "is thinking...")]
    assert slack.prompts == {dm: prompts}
