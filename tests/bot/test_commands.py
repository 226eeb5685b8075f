"""`/clank ...`: from the signed request to the receipt, and back again by Undo."""

import asyncio

from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, shown


async def test_a_log_is_acknowledged_at_once_and_told_to_the_person_alone(bot: RunningBot, ada: Person) -> None:
    answer = await ada.command("log 2h on Apollo")
    assert (answer.status, answer.content) == (200, b"")
    receipt = await ada.finds("Logged 2 h")
    assert receipt.for_user == ada.user.id
    assert "Apollo" in shown(receipt)
    assert "that week" in shown(receipt)


async def test_undo_takes_the_log_back_and_the_receipt_says_so(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")
    assert entries_on(bot, "Apollo") == before
    assert len(ada.messages()) == 1
    await ada.click(receipt, "Do it again")
    await bot.settled()
    assert "Undone" not in shown(receipt)
    assert entries_on(bot, "Apollo") == before + 1


async def test_done_again_is_the_same_time(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    before = shown(receipt)
    await ada.click(receipt, "Undo")
    await bot.settled()
    bot.clock.go_on(hours=1)
    await ada.click(receipt, "Do it again")
    await bot.settled()
    assert shown(receipt) == before


async def test_a_double_click_on_undo_is_one(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await asyncio.gather(ada.click(receipt, "Undo"), ada.click(receipt, "Undo"))
    await bot.settled()
    assert [text for text in ada.sees() if "Undone" in text] == ada.sees()
    assert entries_on(bot, "Apollo") == before


async def test_enter_twice_is_one_entry_and_the_same_answer(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await asyncio.gather(*(ada.command("log 2h on Apollo") for _ in range(3)))
    await bot.settled()
    await ada.command("log  2h on Apollo ")
    await bot.settled()
    first, *others = ada.sees()
    assert others == [first] * 3
    assert entries_on(bot, "Apollo") == before + 1


async def test_the_same_text_later_is_meant_again(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 15m on Apollo")
    await bot.settled()
    bot.clock.go_on(seconds=11)
    await ada.command("log 15m on Apollo")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 2


async def test_undo_by_command(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    await bot.settled()
    await ada.command("undo")
    await ada.finds("Undone")
    assert entries_on(bot, "Apollo") == before


async def test_several_actions_are_one_card(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("2h on Apollo and 30m on Apollo yesterday")
    card = await ada.finds("2 of 2")
    await ada.choose(card, "clank:row", "Undo", nth=1)
    await ada.finds("1 of 2")
    assert entries_on(bot, "Apollo") == before + 1
    await ada.click(card, "Undo all")
    await ada.finds("*Undone*")
    assert entries_on(bot, "Apollo") == before


async def test_nothing_typed_is_a_call_for_help(bot: RunningBot, ada: Person) -> None:
    await ada.command("")
    await ada.finds("log 2h on Apollo yesterday")


async def test_text_from_people_pings_nobody(bot: RunningBot, ada: Person) -> None:
    await ada.command('log 2h on Apollo "the payload & more"')
    receipt = await ada.finds("Logged 2 h")
    assert "the payload &amp; more" in shown(receipt)


async def test_a_plain_log_costs_one_request_to_clockify(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    await bot.settled()
    before = bot.sandbox.traffic.count
    await ada.command("log 15m on Apollo")
    await bot.settled()
    assert bot.sandbox.traffic.count == before + 1
    assert ada.home is not None
    assert "15 min" in shown(ada.home)


async def test_a_text_is_read_once(bot: RunningBot, ada: Person) -> None:
    count = bot.service.services.metrics.registry.get_sample_value
    before = count("clankerbot_parses_total", {"parser": "rule"}) or 0
    await ada.command("log 15m on Apollo")
    await ada.finds("Logged 15 min")
    assert count("clankerbot_parses_total", {"parser": "rule"}) == before + 1


async def test_the_same_question_again_shows_what_became_of_it(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Kestrel Bank")
    await ada.click(await ada.finds("Kestrel Bank"), "Data Warehouse")
    await bot.settled()
    await ada.command("log 2h on Kestrel Bank")
    await bot.settled()
    assert ["Logged 2 h" in text for text in ada.sees()] == [True, True]
