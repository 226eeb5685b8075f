"""Slack refuses or loses what the bot sends: the person is told by the next best way, nothing is lost or doubled."""

import logging

import pytest

from clankerbot_bot.web_client import FIRST_WAIT_S
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import TOKEN, Person, shown

NEVER_ENDING = None


def spend_response_urls(bot: RunningBot, word: str = "used_url") -> None:
    bot.slack.faults.fail("response_url", word, status=404, times=NEVER_ENDING)


@pytest.mark.parametrize("word", ["used_url", "expired_url", "no_service"])
async def test_a_response_url_that_is_spent_is_followed_by_an_ephemeral_message(
    bot: RunningBot, ada: Person, word: str
) -> None:
    spend_response_urls(bot, word)
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    assert (receipt.for_user, receipt.channel.id) == (ada.user.id, "C0GENERAL")


async def test_a_click_half_an_hour_later_still_works_by_a_new_message(bot: RunningBot, ada: Person) -> None:
    """The click brings a response URL of its own."""
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    bot.clock.go_on(minutes=45)
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")
    assert entries_on(bot, "Apollo") == before
    assert len(ada.messages()) == 1


async def test_a_click_whose_response_url_fails_is_told_beside_the_card(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    spend_response_urls(bot)
    await ada.click(receipt, "Undo")
    told = await ada.finds("Undone")
    assert told.for_user == ada.user.id
    assert entries_on(bot, "Apollo") == before


@pytest.mark.parametrize("channel", ["C0RANDOM", "C0OLD"])
async def test_where_the_bot_may_not_write_it_tells_by_direct_message(
    bot: RunningBot, ada: Person, channel: str
) -> None:
    """It was never in the one channel, and the other is archived."""
    ada.channel = bot.slack.channels[channel]
    spend_response_urls(bot)
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    assert receipt.channel is ada.dm_channel
    bot.slack.faults.clear()
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")
    assert len(ada.messages(ada.dm_channel)) == 1


async def test_a_person_who_left_the_channel_is_told_by_direct_message(bot: RunningBot, ada: Person) -> None:
    await ada.command("status")
    await bot.settled()
    bot.slack.channels["C0GENERAL"].members.discard(ada.user.id)
    spend_response_urls(bot)
    await ada.command("log 2h on Apollo")
    assert (await ada.finds("Logged 2 h")).channel is ada.dm_channel


async def test_sharing_where_the_bot_is_not_says_so_and_shares_nothing(bot: RunningBot, ada: Person) -> None:
    ada.channel = bot.slack.channels["C0RANDOM"]
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    told = len(ada.messages())
    await ada.click(receipt, "Share")
    await bot.settled()
    ben = await bot.person("ben")
    assert ben.messages(bot.slack.channels["C0RANDOM"]) == []
    assert len(ada.messages()) == told + 1
    assert ada.messages()[-1].for_user == ada.user.id


async def test_what_slack_has_no_time_for_is_shared_later(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    bot.slack.faults.fail("chat.postMessage", status=429, retry_after_s=30)
    await ada.click(receipt, "Share")
    await bot.settled()
    assert "in a moment" in ada.messages()[-1].text
    ben = await bot.person("ben")
    assert ben.messages(bot.slack.channels["C0GENERAL"]) == []
    bot.clock.go_on(seconds=31)
    await bot.outbox.pass_once()
    assert "Logged 2 h" in ben.messages(bot.slack.channels["C0GENERAL"])[-1].text


async def test_a_revoked_token_leaves_the_response_url_and_the_entry(
    bot: RunningBot, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    before = entries_on(bot, "Apollo")
    bot.slack.tokens[TOKEN].revoked = True
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1
    spend_response_urls(bot)
    with caplog.at_level(logging.ERROR):
        await ada.command("status")
        await bot.settled()
    assert "slack_answer_lost" in caplog.text  # there is no way left to tell the person
    assert TOKEN not in caplog.text


async def test_a_profile_that_slack_does_not_tell_is_done_without(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("users.info", "user_not_found", times=NEVER_ENDING)
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")


async def test_a_person_without_a_time_zone_goes_by_that_of_the_service(bot: RunningBot, ada: Person) -> None:
    ada.user.timezone = None
    await ada.command("log 13:00-14:00 on Apollo")
    assert "13:00" in shown(await ada.finds("Logged 1 h"))


async def test_blocks_that_a_workspace_refuses_are_told_in_text(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("chat.postMessage", "invalid_blocks")
    await ada.dm("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    assert receipt.blocks == []


async def test_a_message_that_was_deleted_meanwhile_is_told_anew(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.dm("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    spend_response_urls(bot)
    del bot.slack.messages[receipt.channel.id, receipt.ts]
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")
    assert entries_on(bot, "Apollo") == before


async def test_nobody_else_can_use_the_buttons_of_a_card(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    ben = await bot.person("ben")
    for name in ("Undo", "Delete", "Continue"):
        await ben.click(receipt, name)
        await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1
    assert "Undone" not in shown(receipt)
    assert len(ada.messages()) == 1
    assert {each.for_user for each in ben.messages()} == {ben.user.id}


async def test_a_rate_limit_is_waited_out_as_long_as_slack_says(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("chat.postMessage", status=429, retry_after_s=17)
    await ada.dm("log 2h on Apollo")
    await bot.patience.asked(17)
    assert ada.messages() == []
    bot.patience.run_out()
    await ada.finds("Logged 2 h")
    await bot.settled()
    assert len(ada.messages()) == 1


async def test_a_rate_limit_of_a_response_url_is_waited_out(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("response_url", status=429, retry_after_s=17)
    await ada.command("log 2h on Apollo")
    await bot.patience.asked(17)
    bot.patience.run_out()
    await ada.finds("Logged 2 h")


async def test_a_rate_limit_beyond_all_patience_is_gone_round(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("response_url", status=429, retry_after_s=3600)
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")


async def test_slack_away_for_a_moment_is_tried_again(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("response_url", status=503)
    await ada.command("log 2h on Apollo")
    await bot.patience.asked_at_most(FIRST_WAIT_S)
    bot.patience.run_out()
    await ada.finds("Logged 2 h")
    assert len(ada.messages()) == 1
