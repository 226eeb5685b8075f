"""A receipt in the direct messages stays true, whatever changes its time entry later."""

from tests.bot.running import RunningBot
from tests.fakes.slack import Person, shown


async def test_an_undo_by_command_is_seen_on_the_receipt(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ada.command("undo")
    await bot.settled()
    assert "Undone" in shown(receipt)


async def test_an_edit_and_its_undo_are_seen_on_the_receipt(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ada.dm("edit last to 3h")
    edited = await ada.finds("now 3 h")
    await bot.settled()
    assert "Logged 3 h" in shown(receipt)
    await ada.click(edited, "Undo")
    await bot.settled()
    assert "Logged 15 min" in shown(receipt)
    assert "Undone" in shown(edited)


async def test_a_timer_stopped_elsewhere_is_over_on_its_card(bot: RunningBot, ada: Person) -> None:
    await ada.dm("start Apollo")
    card = await ada.finds("Timer started")
    bot.clock.go_on(minutes=25)
    await ada.command("stop")
    await bot.settled()
    assert "|15:25>" in shown(card)
    assert "Stop" not in shown(card)


async def test_nobody_elses_card_changes(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ben.command("log 15m on Apollo")
    await bot.settled()
    await ben.command("undo")
    await bot.settled()
    assert "Undone" not in shown(receipt)
