"""The reminder that a person sets in the form is one schedule of theirs."""

from clankerbot_engine.stores.ports import Schedule
from tests.bot.running import RunningBot
from tests.fakes.slack import Person

ADA = "slack:T0DEMO:U0ADA"


async def saved(bot: RunningBot, ada: Person, settings: dict[str, str | None]) -> list[Schedule]:
    """What schedules the person has, once the form is saved with these."""
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    await ada.click(home, "clank:home_settings")
    await ada.submit(await ada.finds_modal("Time zone"), settings)
    await bot.settled()
    return await bot.service.services.schedules.all(ADA)


async def test_a_reminder_is_a_schedule_in_the_persons_zone(bot: RunningBot, ada: Person) -> None:
    (schedule,) = await saved(bot, ada, {"remind_at": "16:30", "timezone": "America/New York"})
    assert (schedule.cron, schedule.timezone) == ("30 16 * * *", "America/New_York")
    assert schedule.action == {"kind": "remind", "only_if": "missing_hours"}
    assert schedule.channel is None


async def test_there_is_one_however_often_the_form_is_saved(bot: RunningBot, ada: Person) -> None:
    (first,) = await saved(bot, ada, {"remind_at": "16:30"})
    assert (first.timezone, first.follows_owner) == ("Europe/Berlin", True)  # as in Slack
    assert await saved(bot, ada, {"daily_target": "7h"}) == [first]
    (moved,) = await saved(bot, ada, {"remind_at": "09:05", "timezone": "Asia/Tokyo"})
    assert (moved.id, moved.cron, moved.timezone) == (first.id, "5 9 * * *", "Asia/Tokyo")
    assert moved.follows_owner


async def test_without_a_time_it_goes_and_other_schedules_stay(bot: RunningBot, ada: Person) -> None:
    await ada.command("every friday at 5pm post my week here")
    await bot.settled()
    assert len(await saved(bot, ada, {"remind_at": "16:30"})) == 2
    (left,) = await saved(bot, ada, {"remind_at": None})
    assert left.action["kind"] == "summary"
    assert await saved(bot, ada, {"remind_at": None}) == [left]


async def test_each_has_their_own(bot: RunningBot, ada: Person) -> None:
    await saved(bot, ada, {"remind_at": "16:30"})
    ben = await bot.person("ben")
    await saved(bot, ben, {"remind_at": "17:30"})
    (schedule,) = await bot.service.services.schedules.all("slack:T0DEMO:U0BEN")
    assert schedule.cron == "30 17 * * *"
    (schedule,) = await bot.service.services.schedules.all(ADA)
    assert schedule.cron == "30 16 * * *"
