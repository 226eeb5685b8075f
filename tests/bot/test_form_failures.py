"""Forms when Slack or Clockify will not: what was typed is kept or told, and nothing is written twice."""

from pathlib import Path

from clankerbot_engine.clockify.sandbox import Fault
from tests.bot.running import RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Person, Stall, shown


async def test_a_form_is_open_before_clockify_has_said_anything(tmp_path: Path, slack: FakeSlack) -> None:
    """The trigger lives three seconds; Clockify takes five."""
    clockify = Stall()
    async with running_bot(tmp_path, slack, clockify_sleep=clockify.hold) as bot:
        ada = await bot.person("ada")
        bot.sandbox.faults.add(Fault("latency", seconds=5, times=None))
        await ada.shortcut("log_time")
        await slack.until(lambda: ada.modal, "no modal")
        clockify.release()
        await ada.finds_modal("Project")


async def test_a_form_that_is_closed_meanwhile_is_let_go(bot: RunningBot, ada: Person) -> None:
    held = bot.slack.faults.stall("views.update")
    await ada.shortcut("log_time")
    await held.reached.wait()
    form = ada.modal
    assert form is not None
    await ada.close(form)
    held.release()
    await bot.settled()
    assert ada.modal is None


async def test_a_shortcut_whose_trigger_is_spent_is_told_by_direct_message(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("views.open", "expired_trigger_id")
    await ada.shortcut("log_time")
    await bot.settled()
    assert len(ada.messages(ada.dm_channel)) == 1


async def test_a_slow_front_door_makes_no_failure_of_ours(bot: RunningBot, ada: Person) -> None:
    """The click was more than three seconds ago when it came in."""
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    held = bot.slack.faults.stall("views.open")
    await ada.click(receipt, "Edit")
    await held.reached.wait()
    bot.clock.go_on(seconds=4)
    held.release()
    await bot.settled()
    assert ada.modal is None
    assert len(ada.messages()) == 2


async def test_options_without_clockify_are_none_and_no_error(bot: RunningBot, ada: Person) -> None:
    bot.sandbox.faults.add(Fault("server_error", times=None))
    await ada.shortcut("log_time")
    form = await ada.finds_modal("Project")
    assert await ada.options(form, "project", "apo") == []


async def test_what_was_typed_survives_a_clockify_that_is_away(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.shortcut("log_time")
    form = await ada.finds_modal("Project")
    bot.sandbox.faults.add(Fault("server_error", status=503, method="POST", times=None, retry_after=1800))
    await ada.submit(form, {"project": "Apollo", "duration": "2h", "description": "sketches"})
    failure = await ada.finds("Try again")
    bot.sandbox.faults.clear()
    await ada.click(failure, "Try again")
    receipt = await ada.finds("Logged 2 h")
    assert "sketches" in shown(receipt)
    assert entries_on(bot, "Apollo") == before + 1


async def test_an_edit_of_an_entry_that_is_gone_is_told(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await ada.click(receipt, "Edit")
    form = await ada.finds_modal("Project")
    newest = max(bot.sandbox.entries.values(), key=lambda entry: entry.id)
    del bot.sandbox.entries[newest.id]
    await ada.submit(form, {"duration": "1h"})
    await bot.settled()
    assert len(ada.messages()) == 2
    assert not any("on our side" in text for text in ada.sees()), ada.sees()


async def test_home_is_there_while_clockify_is_not(tmp_path: Path, slack: FakeSlack) -> None:
    clockify = Stall()
    async with running_bot(tmp_path, slack, clockify_sleep=clockify.hold) as bot:
        ada = await bot.person("ada")
        bot.sandbox.faults.add(Fault("latency", seconds=5, times=None))
        await ada.open_home()
        await clockify.reached.wait()
        await slack.until(lambda: ada.home, "no Home")
        clockify.release()
        await ada.finds_home("Apollo")


async def test_a_home_that_changed_meanwhile_is_published_anew(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("views.publish", "hash_conflict")
    await ada.open_home()
    await ada.finds_home("Apollo")
