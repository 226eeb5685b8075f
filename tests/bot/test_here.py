"""`here` is the channel that it is typed in, and in a direct message nothing more than that."""

from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import Schedule
from tests.bot.desk import Desk
from tests.bot.running import RunningBot
from tests.fakes.slack import Person

ADA = "slack:T0DEMO:U0ADA"


async def the_schedule(bot: RunningBot) -> Schedule:
    await bot.settled()
    return await the_only_one(bot.service.services.schedules)


async def the_only_one(schedules: Schedules) -> Schedule:
    (schedule,) = await schedules.all(ADA)
    return schedule


async def test_a_schedule_posts_to_the_channel_it_was_made_in(bot: RunningBot, ada: Person) -> None:
    await ada.command("every friday at 5pm post my week here")
    await ada.finds("Scheduled")
    schedule = await the_schedule(bot)
    assert (schedule.channel, schedule.action["kind"]) == ("C0GENERAL", "summary")


async def test_a_mention_says_here_too(bot: RunningBot, ada: Person) -> None:
    await ada.mention("every friday at 5pm post my week here", channel=bot.slack.channels["C0PRIVATE"])
    assert (await the_schedule(bot)).channel == "C0PRIVATE"


async def test_in_a_direct_message_it_stays_with_the_person(bot: RunningBot, ada: Person) -> None:
    await ada.dm("every friday at 5pm post my week here")
    assert (await the_schedule(bot)).channel is None


async def test_another_channel_that_is_named_counts(bot: RunningBot, ada: Person) -> None:
    await ada.command("every friday at 5pm post my week in <#C0PRIVATE|private>")
    assert (await the_schedule(bot)).channel == "C0PRIVATE"


async def test_a_reminder_on_a_schedule_goes_to_the_channel_of_the_schedule(desk: Desk, at_desk: Person) -> None:
    general = desk.slack.channels["C0GENERAL"]
    await at_desk.command("remind me here every day at 5pm to log time", channel=general)
    await desk.settled()
    schedule = await the_only_one(desk.service.services.schedules)
    assert schedule.action["channel"] == "C0GENERAL"


async def test_a_channel_that_is_here_is_subscribed(bot: RunningBot, ada: Person) -> None:
    await ada.command("subscribe to new time entries here")
    await ada.finds("is told from now on")
    (made,) = await bot.service.services.subscriptions.all(None)
    assert made.channel == "C0GENERAL"
