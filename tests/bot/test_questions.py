"""What is not clear is asked, answered by a click, and then carried out with the text that it began with."""

import asyncio

from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, shown


async def test_a_project_that_may_be_two_is_asked_and_the_answer_is_carried_out(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Data Warehouse")
    await ada.command("log 2h on Kestrel Bank")
    question = await ada.finds("Kestrel Bank")
    await ada.click(question, "Data Warehouse")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Data Warehouse") == before + 1
    assert len(ada.messages()) == 1


async def test_a_double_click_on_an_answer_is_one_entry(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Data Warehouse")
    await ada.command("log 2h on Kestrel Bank")
    question = await ada.finds("Kestrel Bank")
    await asyncio.gather(ada.click(question, "Data Warehouse"), ada.click(question, "Data Warehouse"))
    await bot.settled()
    assert "Logged 2 h" in shown(question)
    assert entries_on(bot, "Data Warehouse") == before + 1


async def test_how_long_it_was(bot: RunningBot, ada: Person) -> None:
    await ada.command("log Apollo")
    question = await ada.finds("How long was it?")
    await ada.click(question, "1 h")
    await ada.finds("Logged 1 h")


async def test_a_length_that_is_doubted_is_confirmed(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 30h on Apollo")
    question = await ada.finds("Is it right?")
    await ada.click(question, "Yes")
    await ada.finds("Logged 30 h")


async def test_a_reading_that_is_not_sure_is_shown_before_it_is_carried_out(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("Ben logged 2h on Apollo")
    question = await ada.finds("Shall I log “2:00 h, Apollo, Ben logged”?")
    assert entries_on(bot, "Apollo") == before
    await ada.click(question, "Yes")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1


async def test_a_yes_to_the_reading_is_none_to_the_length(bot: RunningBot, ada: Person) -> None:
    await ada.command("Ben logged 30h on Apollo")
    await ada.click(await ada.finds("Shall I log"), "Yes")
    await ada.click(await ada.finds("Is it right?"), "Yes")
    await ada.finds("Logged 30 h")


async def test_one_yes_is_enough_for_several_days(bot: RunningBot, ada: Person) -> None:
    await ada.command("on leave Mon and Tue")
    await ada.click(await ada.finds("Shall I log"), "Yes")
    await ada.finds("2 of 2")


async def test_time_that_is_taken_already_is_logged_only_when_that_is_meant(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 9:00-11:30 on Apollo")
    question = await ada.finds("Log it all the same?")
    assert entries_on(bot, "Apollo") == before
    await ada.click(question, "Log it all the same")
    await ada.finds("Logged 2 h 30 min")
    assert entries_on(bot, "Apollo") == before + 1


async def test_the_other_actions_of_the_text_are_kept(bot: RunningBot, ada: Person) -> None:
    await ada.command("2h on Apollo and 30m on Kestrel Bank")
    await ada.click(await ada.finds("Kestrel Bank"), "Data Warehouse")
    await ada.finds("2 of 2")


async def test_a_project_that_there_is_none_of_is_made(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on project Pegasus")
    question = await ada.finds("Pegasus")
    await ada.click(question, "clank:create_project")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Pegasus") == 1


async def test_cancelling_changes_nothing(bot: RunningBot, ada: Person) -> None:
    before = len(bot.sandbox.entries)
    await ada.command("log 2h on project Pegasus")
    await ada.click(await ada.finds("Pegasus"), "Cancel")
    await ada.finds("Nothing was changed")
    assert len(bot.sandbox.entries) == before
    assert len(ada.messages()) == 1


async def test_what_is_not_understood_offers_commands(bot: RunningBot, ada: Person) -> None:
    await ada.command("colourless green ideas")
    card = await ada.finds("colourless green ideas")
    await ada.click(card, "start Apollo")
    await ada.finds("Timer started")
    assert len(ada.messages()) == 1


async def test_a_card_is_its_owners_alone(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    receipt.for_user = None  # as if it were everyone's to click on
    before = entries_on(bot, "Apollo")
    await ben.click(receipt, "Undo")
    await ben.finds("belongs to somebody else")
    assert entries_on(bot, "Apollo") == before
    assert "Undone" not in shown(receipt)


async def test_a_project_is_offered_to_be_made_to_those_only_who_may(bot: RunningBot, ada: Person) -> None:
    dmitri = await bot.person("dmitri")
    await dmitri.command("log 2h on Zebra")
    question = await dmitri.finds("Zebra")
    assert "Create" not in shown(question)
    await ada.command("log 2h on Zebra")
    assert "Create" in shown(await ada.finds("Zebra"))
