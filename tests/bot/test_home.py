"""App Home: something at once, then how things are, and again after each change."""

from clankerbot_engine.clockify.sandbox.faults import Fault
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, shown


async def test_home_is_shown_at_once_and_then_as_it_is(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    assert "Ada Berg" in shown(home)
    assert len(bot.slack.calls_of("views.publish")) == 2


async def test_who_is_not_connected_is_shown_the_way(bot: RunningBot) -> None:
    ben = await bot.person("ben", connected=False)
    await ben.open_home()
    await bot.settled()
    home = ben.home
    assert home is not None
    await ben.click(home, "clank:connect")
    await ben.finds_modal("API")


async def test_a_change_elsewhere_is_seen_on_home(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    await ada.finds_home("Demo Studio")
    await ada.command("start Hermes")
    await bot.settled()
    home = ada.home
    assert home is not None
    await ada.click(home, "Stop")
    await bot.settled()
    assert ada.home is not None
    assert "No timer" in shown(ada.home)


async def test_quick_log_and_repeat(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    before = len(bot.sandbox.entries)
    await ada.click(home, "clank:home_quick:0")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 1
    await ada.choose(home, "clank:home_entry", "Log again")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 2


async def test_edit_from_home(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    before = entries_on(bot, "Zeus")
    await ada.choose(home, "clank:home_entry", "Edit")
    await ada.submit(await ada.finds_modal("Project"), {"description": "something else"})
    await ada.finds_home("something else")
    assert entries_on(bot, "Zeus") == before


async def test_settings_are_kept_and_used(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    await ada.click(home, "clank:home_settings")
    form = await ada.finds_modal("Time zone")
    await ada.submit(form, {"daily_target": "99h"})
    assert set(form.errors) == {"daily_target"}
    await ada.submit(form, {"daily_target": "8h", "timezone": "America/New York", "language": "Deutsch"})
    await ada.finds_home("America/New")
    await ada.command("log 7-8 on Apollo")
    await bot.settled()
    assert "|07:00>" in ada.sees()[-1]
    assert "erfasst" in ada.sees()[-1]


async def test_clockify_away_is_said_and_home_can_be_tried_again(bot: RunningBot, ada: Person) -> None:
    bot.sandbox.faults.add(Fault("server_error", status=503, times=None, retry_after=1800))
    await ada.open_home()
    await bot.settled()
    home = ada.home
    assert home is not None
    bot.sandbox.faults.clear()
    await ada.click(home, "clank:home_refresh")
    await ada.finds_home("Demo Studio")


async def test_disconnecting_from_home(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    await ada.click(home, "clank:disconnect")
    await bot.settled()
    assert not await bot.service.services.accounts.is_connected("slack:T0DEMO:U0ADA")
    assert ada.home is not None
    assert "Demo Studio" not in shown(ada.home)
