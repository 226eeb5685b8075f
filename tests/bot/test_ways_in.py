"""A mention and a direct message say the same as a command, each event once."""

import asyncio

from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, shown


async def test_a_mention_is_answered_in_the_thread_to_the_person_alone(bot: RunningBot, ada: Person) -> None:
    general = bot.slack.channels["C0GENERAL"]
    await ada.mention("log 2h on Apollo", channel=general, thread_ts="1795528000.000001")
    receipt = await ada.finds("Logged 2 h")
    assert (receipt.for_user, receipt.thread_ts) == (ada.user.id, "1795528000.000001")
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")


async def test_where_the_bot_is_not_it_answers_by_direct_message(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("chat.postEphemeral", "not_in_channel")
    await ada.mention("log 2h on Apollo", channel=bot.slack.channels["C0GENERAL"])
    receipt = await ada.finds("Logged 2 h")
    assert receipt.channel is ada.dm_channel


async def test_a_direct_message_is_answered_in_its_thread(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h", ada.dm_channel)
    assert receipt.for_user is None
    assert receipt.thread_ts is not None
    assert [status for _, _, status in bot.slack.statuses if status] == ["is on it…"]
    await ada.click(receipt, "Undo")
    await ada.finds("Undone", ada.dm_channel)
    assert len(ada.messages()) == 1


async def test_an_event_that_comes_again_is_one(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    answer = await ada.dm("log 2h on Apollo")
    await asyncio.gather(*(bot.door.again(answer, retry=retry) for retry in (1, 2, 3)))
    await bot.settled()
    assert len(ada.messages()) == 1
    assert entries_on(bot, "Apollo") == before + 1


async def test_what_the_bot_says_itself_is_not_heard(bot: RunningBot, ada: Person) -> None:
    event = {"type": "message", "channel_type": "im", "channel": ada.dm_channel.id, "ts": "1795528000.000001"}
    said = {**event, "text": "log 2h on Apollo", "user": "U0CLANK", "bot_id": "B0CLANK"}
    await ada.event(said)
    await ada.event({**event, "subtype": "message_changed", "message": said})
    await bot.settled()
    assert ada.messages() == []


async def test_opening_the_conversation_offers_a_start(bot: RunningBot, ada: Person) -> None:
    await ada.open_messages_tab()
    await bot.settled()
    prompts = bot.slack.prompts[ada.dm_channel.id]
    assert [prompt["title"] for prompt in prompts] == ["Log time", "Start a timer", "My week", "Undo"]


async def test_people_are_answered_in_their_language(bot: RunningBot) -> None:
    chiara = await bot.person("chiara")
    await chiara.command("log 1.5h on Apollo")
    await bot.settled()
    [receipt] = chiara.messages()
    assert "1 h 30 min" in shown(receipt)
    assert "erfasst" in shown(receipt)
