"""Clicked twice, saved twice, delivered twice: done once, and the second time the same answer."""

import asyncio

import pytest

from clankerbot_engine.clockify.sandbox import Fault
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Message, Person, View, shown


async def receipt_of(ada: Person, text: str = "log 2h on Apollo") -> Message:
    await ada.command(text)
    return await ada.finds("Logged 2 h")


async def twice(ada: Person, where: Message | View, name: str) -> None:
    answers = await asyncio.gather(ada.click(where, name), ada.click(where, name))
    assert [answer.status for answer in answers] == [200, 200]


async def test_continue_clicked_twice_is_one_timer(bot: RunningBot, ada: Person) -> None:
    receipt = await receipt_of(ada)
    before = entries_on(bot, "Apollo")
    await twice(ada, receipt, "Continue")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


async def test_delete_clicked_twice_is_one(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    receipt = await receipt_of(ada)
    await twice(ada, receipt, "Delete")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before
    assert len(ada.messages()) == 1
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


async def test_share_clicked_twice_is_one_message(bot: RunningBot, ada: Person) -> None:
    receipt = await receipt_of(ada)
    await twice(ada, receipt, "Share")
    await bot.settled()
    ben = await bot.person("ben")
    [shared] = ben.messages(bot.slack.channels["C0GENERAL"])
    assert "Apollo" in shown(shared)


async def test_stop_clicked_twice_stops_once(bot: RunningBot, ada: Person) -> None:
    await ada.command("start Hermes")
    timer = await ada.finds("Hermes")
    bot.clock.go_on(minutes=90)
    await twice(ada, timer, "Stop")
    await bot.settled()
    assert [entry for entry in bot.sandbox.entries.values() if entry.end is None] == []
    assert "1 h 30 min" in shown(timer)


async def test_a_quick_log_clicked_twice_is_one_entry(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    before = len(bot.sandbox.entries)
    await twice(ada, home, "clank:home_quick:0")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 1
    assert len(ada.messages(ada.dm_channel)) == 1
    bot.clock.go_on(seconds=10)
    await ada.click(home, "clank:home_quick:0")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 2


async def test_try_again_clicked_twice_is_one_entry(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    bot.sandbox.faults.add(Fault("server_error", status=503, method="POST", times=None, retry_after=1800))
    await ada.command("log 2h on Apollo")
    failure = await ada.finds("Try again")
    bot.sandbox.faults.clear()
    await twice(ada, failure, "Try again")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


async def test_an_answer_clicked_twice_is_one_entry(bot: RunningBot, ada: Person) -> None:
    before = len(bot.sandbox.entries)
    await ada.command("log 2h on Kestrel Bank")
    question = await ada.finds("Kestrel Bank")
    await twice(ada, question, "clank:answer:0")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 1


async def test_a_form_saved_twice_is_one_entry(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.shortcut("log_time")
    saved = await ada.submit(await ada.finds_modal("Project"), {"project": "Apollo", "duration": "2h"})
    await bot.door.again(saved)
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


async def test_a_command_that_is_delivered_again_is_one_entry(bot: RunningBot, ada: Person) -> None:
    """Later than the window in which the same text is the same request: but it is the same trigger."""
    before = entries_on(bot, "Apollo")
    answer = await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")
    bot.clock.go_on(seconds=60)
    await bot.door.again(answer)
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


@pytest.mark.parametrize("retry", [1, 2, 3])
async def test_an_event_that_is_delivered_again_later_is_one_entry(bot: RunningBot, ada: Person, retry: int) -> None:
    before = entries_on(bot, "Apollo")
    answer = await ada.mention("log 2h on Apollo", channel=bot.slack.channels["C0GENERAL"])
    await ada.finds("Logged 2 h")
    bot.clock.go_on(seconds=60)
    await bot.door.again(answer, retry=retry)
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1
    assert len(ada.messages()) == 1


async def test_two_people_with_the_same_text_are_two(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    before = entries_on(bot, "Apollo")
    await asyncio.gather(ada.command("log 2h on Apollo"), ben.command("log 2h on Apollo"))
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 2


async def test_undo_by_button_and_by_command_at_once_is_one(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 1h on Hermes")
    await ada.finds("Logged 1 h")
    bot.clock.go_on(minutes=1)
    before = len(bot.sandbox.entries)
    receipt = await receipt_of(ada)
    await asyncio.gather(ada.click(receipt, "Undo"), ada.command("undo"))
    await bot.settled()
    assert len(bot.sandbox.entries) == before
