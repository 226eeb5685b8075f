"""What is shown of what Clockify said a while ago says of when it is."""

from clankerbot_engine.clockify.sandbox.faults import Fault
from tests.bot.running import RunningBot
from tests.fakes.slack import Person


async def test_projects_say_of_when_they_are_while_clockify_is_away(bot: RunningBot, ada: Person) -> None:
    await ada.command("list projects")
    await ada.finds("Apollo")
    assert "As of" not in "".join(ada.sees())
    bot.sandbox.faults.add(Fault("server_error", times=None))
    bot.clock.go_on(hours=3)
    await ada.command("list projects")
    await ada.finds("As of")
    assert any("As of" in each and "Apollo" in each for each in ada.sees())
