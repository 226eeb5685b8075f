"""What is shown of what Clockify said a while ago says of when it is."""

from clankerbot_engine.clockify.sandbox.faults import Fault
from tests.bot.running import RunningBot
from tests.fakes.slack import Person, shown


async def test_projects_say_of_when_they_are_while_clockify_is_away(bot: RunningBot, ada: Person) -> None:
    await ada.command("list projects")
    await ada.finds("Apollo")
    assert "As of" not in "".join(ada.sees())
    bot.sandbox.faults.add(Fault("server_error", times=None))
    bot.clock.go_on(hours=3)
    await ada.command("list projects")
    await ada.finds("As of")
    assert any("As of" in each and "Apollo" in each for each in ada.sees())


async def test_what_clockify_said_before_is_shown_with_its_age(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary today")
    await ada.finds("By project")
    bot.clock.go_on(minutes=20)
    bot.sandbox.faults.add(Fault("server_error", status=503, times=None, retry_after=600))
    await ada.command("summary today")
    old = await ada.finds("Clockify does not answer just now")
    assert "15:00" in shown(old)


async def test_home_shows_what_it_knew_with_its_age(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    await ada.finds_home("This week")
    bot.clock.go_on(minutes=20)
    bot.sandbox.faults.add(Fault("server_error", status=503, times=None, retry_after=600))
    await ada.open_home()
    home = await ada.finds_home("Clockify does not answer just now")
    assert "This week" in shown(home)
    assert "15:00" in shown(home)
