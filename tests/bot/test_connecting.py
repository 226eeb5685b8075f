"""Who is not connected is asked to be, by a form; what they typed waits, and their key is seen nowhere."""

import logging
from pathlib import Path
from typing import Any

import pytest

from clankerbot_engine.accounts.person_settings import PersonSettings
from tests.bot.running import CLOCKIFY_KEYS, RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Person, shown

ADA = "slack:T0DEMO:U0ADA"
BEN = "slack:T0DEMO:U0BEN"


@pytest.fixture
async def ben(bot: RunningBot) -> Person:
    return await bot.person("ben", connected=False)


async def test_what_was_typed_is_carried_out_once_connected(bot: RunningBot, ben: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ben.command("log 2h on Apollo")
    prompt = await ben.finds("log 2h on Apollo")
    await ben.click(prompt, "clank:connect")
    form = await ben.finds_modal("API")
    await ben.submit(form, {"api_key": CLOCKIFY_KEYS["ben"]})
    await ben.finds("Logged 2 h")
    await ben.finds_modal("Ben Okafor")
    assert entries_on(bot, "Apollo") == before + 1
    assert len(ben.messages()) == 1


async def test_a_key_that_clockify_does_not_know_is_said_in_the_form(bot: RunningBot, ben: Person) -> None:
    await ben.command("connect")
    await ben.click(await ben.finds("Clockify"), "clank:connect")
    await ben.submit(await ben.finds_modal("API"), {"api_key": "wrong"})
    form = await ben.finds_modal("does not know this key")
    await ben.submit(form, {"api_key": CLOCKIFY_KEYS["ben"]})
    await ben.finds("Ben Okafor")


async def test_the_key_is_neither_logged_nor_shown(
    bot: RunningBot, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await ben.command("connect")
        await ben.click(await ben.finds("Clockify"), "clank:connect")
        await ben.submit(await ben.finds_modal("API"), {"api_key": CLOCKIFY_KEYS["ben"]})
        await bot.settled()
    assert CLOCKIFY_KEYS["ben"] not in caplog.text
    assert CLOCKIFY_KEYS["ben"] not in str([call.args for call in bot.slack.calls])


async def test_disconnecting_deletes_the_key(bot: RunningBot, ada: Person) -> None:
    await ada.command("disconnect")
    await ada.click(await ada.finds("Disconnect Clockify?"), "Disconnect")
    await ada.finds("You are disconnected")
    assert len(ada.messages()) == 1
    assert not await bot.service.services.accounts.is_connected(ADA)
    await ada.command("log 2h on Apollo")
    await ada.finds("log 2h on Apollo")


async def test_one_can_think_better_of_disconnecting(bot: RunningBot, ada: Person) -> None:
    await ada.dm("disconnect")
    await ada.click(await ada.finds("Disconnect Clockify?", ada.dm_channel), "Cancel")
    await ada.finds("Nothing was changed", ada.dm_channel)
    assert await bot.service.services.accounts.is_connected(ADA)


async def test_nobody_else_disconnects_somebody(bot: RunningBot, ada: Person) -> None:
    dmitri = await bot.person("dmitri")
    await ada.mention("disconnect", channel=bot.slack.channels["C0GENERAL"])
    prompt = await ada.finds("Disconnect Clockify?")
    prompt.for_user = None
    await dmitri.click(prompt, "Disconnect")
    await dmitri.finds("somebody else")
    assert await bot.service.services.accounts.is_connected(ADA)


@pytest.mark.parametrize("way", ["mention", "dm"])
async def test_connect_may_be_typed_anywhere(bot: RunningBot, ada: Person, ben: Person, way: str) -> None:
    if way == "mention":
        await ben.mention("connect", channel=bot.slack.channels["C0GENERAL"])
        await ben.finds("Connect Clockify first")
    else:
        await ben.dm("connect")
        await ben.finds("Connect Clockify first", ben.dm_channel)
    await ada.command("connect")
    await ada.finds("You are connected")


async def test_a_prompt_is_its_owners(bot: RunningBot, ada: Person, ben: Person) -> None:
    await ben.command("log 2h on Apollo")
    prompt = await ben.finds("log 2h on Apollo")
    prompt.for_user = None
    before = entries_on(bot, "Apollo")
    await ada.click(prompt, "clank:connect")
    await ada.submit(await ada.finds_modal("API"), {"api_key": CLOCKIFY_KEYS["ada"]})
    await bot.settled()
    assert entries_on(bot, "Apollo") == before
    assert "log 2h on Apollo" in shown(prompt)


async def test_a_member_of_the_shared_workspace_confirms_who_they_are(bot: RunningBot, ben: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ben.command("log 2h on Apollo")
    prompt = await ben.finds("Ben Okafor")
    labels = [button["text"]["text"] for button in prompt.blocks[-1]["elements"]]
    assert labels == ["Yes, that’s me", "Use my own key"]
    await ben.click(prompt, "clank:confirm_member")
    await ben.finds("Logged 2 h")
    await bot.settled()
    assert len(ben.messages()) == 1
    assert entries_on(bot, "Apollo") == before + 1
    connected = await bot.service.services.accounts.describe(BEN)
    assert connected is not None
    assert connected.user_name == "Ben Okafor"


async def test_without_a_text_the_card_says_that_the_person_is_connected(bot: RunningBot, ben: Person) -> None:
    await ben.command("connect")
    await ben.click(await ben.finds("Ben Okafor"), "clank:confirm_member")
    await ben.finds("You are connected")
    assert len(ben.messages()) == 1


async def test_nobody_else_confirms_who_somebody_is(bot: RunningBot, ada: Person, ben: Person) -> None:
    await ben.command("log 2h on Apollo")
    prompt = await ben.finds("Ben Okafor")
    prompt.for_user = None
    before = entries_on(bot, "Apollo")
    await ada.click(prompt, "clank:confirm_member")
    await ada.finds("somebody else")
    await bot.settled()
    assert not await bot.service.services.accounts.is_connected(BEN)
    assert entries_on(bot, "Apollo") == before


async def test_the_address_counts_that_slack_gives_when_it_is_confirmed(bot: RunningBot, ben: Person) -> None:
    await ben.command("connect")
    prompt = await ben.finds("Ben Okafor")
    ben.user.email = bot.slack.users["U0ADA"].email
    await ben.click(prompt, "clank:confirm_member")
    await ben.finds("Connect with a key of your own")
    assert not await bot.service.services.accounts.is_connected(BEN)


@pytest.mark.parametrize("settings", [{"clockify": False}, {}])
async def test_whom_nothing_is_known_of_is_suggested_nobody(
    slack: FakeSlack, tmp_path: Path, settings: dict[str, Any]
) -> None:
    """Of no workspace that is shared, or of no address."""
    async with running_bot(tmp_path, slack, **settings) as bot:
        ben = await bot.person("ben", connected=False)
        if not settings:
            ben.user.email = None
        await ben.command("connect")
        prompt = await ben.finds("Clockify")
        assert "Ben Okafor" not in shown(prompt)
        assert [button["text"]["text"] for button in prompt.blocks[-1]["elements"]] == ["Connect Clockify"]


async def test_a_key_that_cannot_be_opened_any_more_is_no_question_of_connecting(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with running_bot(tmp_path, slack, secret_keys="the former word") as bot:
        await bot.person("ada")
    async with running_bot(tmp_path, slack, secret_keys="another word") as bot:
        ada = await bot.person("ada", connected=False)
        await ada.command("log 2h on Apollo")
        await ada.finds("A stored key cannot be read")
        await bot.service.services.accounts.change_settings(ADA, PersonSettings(language="de"))
        await ada.command("log 3h on Apollo")
        await ada.finds("Dem Dienst fehlt eine Einstellung")
