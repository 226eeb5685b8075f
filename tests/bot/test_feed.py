"""A channel that subscribed is told of what happens in Clockify: once, together, and truly."""

from datetime import timedelta
from typing import Any

import pytest

from clankerbot_bot.blocks.feed import MOST_LINES
from clankerbot_bot.feed import AMENDED_FOR
from clankerbot_engine.clockify.models import clockify_instant
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY
from tests.bot.running import RunningBot
from tests.fakes.slack import Message, Person, shown

EVENTS = (
    "NEW_TIME_ENTRY",
    "TIMER_STOPPED",
    "TIME_ENTRY_UPDATED",
    "TIME_ENTRY_DELETED",
    "NEW_PROJECT",
    "PROJECT_UPDATED",
)
GENERAL = "C0GENERAL"


@pytest.fixture(autouse=True)
async def followed(bot: RunningBot) -> None:
    await bot.follow_clockify(*EVENTS)


async def subscribe(bot: RunningBot, ada: Person, what: str = "new projects and entries") -> Message:
    await ada.command(f"subscribe here to {what}")
    receipt = await ada.finds("is told from now on")
    await bot.settled()
    return receipt


async def logs(bot: RunningBot, hours: float = 2, **more: Any) -> Any:
    """Ben does, on Clockify's web page."""
    project = next(each for each in bot.sandbox.projects.values() if each.name == "Apollo")
    end = bot.clock.now.replace(microsecond=0)
    body = {
        "start": clockify_instant(end - timedelta(hours=hours)),
        "end": clockify_instant(end),
        "projectId": project.id,
        "description": "Sketches",
        **more,
    }
    return await bot.clockify("POST", "/time-entries", key=ADMIN_API_KEY, json=body)


async def told(bot: RunningBot, *, after_s: float = 11) -> list[str]:
    """What the channel was told so far."""
    for _ in range(int(after_s)):
        bot.clock.go_on(seconds=1)
        await bot.outbox.pass_once()
    return [shown(each) for each in bot.slack.messages.values() if each.channel.id == GENERAL and each.for_user is None]


async def test_an_entry_is_told_once_with_who_how_long_and_on_what(bot: RunningBot, ada: Person) -> None:
    receipt = await subscribe(bot, ada)
    assert "new projects" in shown(receipt)
    await logs(bot)
    assert await told(bot, after_s=9) == []
    (message,) = await told(bot, after_s=2)
    assert "Ben Okafor" in message
    assert "*2 h* Apollo" in message
    assert "“Sketches”" in message
    await bot.clockify_is_heard()
    assert await told(bot) == [message]


async def test_what_comes_together_is_one_message(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    for number in range(MOST_LINES + 5):
        await logs(bot, description=f"Part {number}")
    (message,) = await told(bot)
    assert "Part 0" in message
    assert f"Part {MOST_LINES}" not in message
    assert "5 more" in message
    assert len(bot.slack.calls_of("chat.postMessage")) == 1


async def test_a_late_change_amends_what_was_told_and_a_deletion_strikes_it_out(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    made = await logs(bot)
    await told(bot)
    interval = made["timeInterval"]
    body = {"start": interval["start"], "end": interval["end"], "projectId": made["projectId"], "description": "Drafts"}
    await bot.clockify("PUT", f"/time-entries/{made['id']}", key=ADMIN_API_KEY, json=body)
    (message,) = await told(bot, after_s=4)
    assert "“Drafts”" in message
    assert "Sketches" not in message
    await bot.clockify("DELETE", f"/time-entries/{made['id']}", key=ADMIN_API_KEY)
    (message,) = await told(bot, after_s=4)
    assert "Deleted in Clockify" in message
    assert len(bot.slack.calls_of("chat.postMessage")) == 1
    assert len(bot.slack.calls_of("chat.update")) == 2


async def test_a_change_a_day_later_is_let_be(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    made = await logs(bot)
    (message,) = await told(bot)
    bot.clock.go_on(seconds=AMENDED_FOR.total_seconds() + 1)
    await bot.clockify("DELETE", f"/time-entries/{made['id']}", key=ADMIN_API_KEY)
    assert await told(bot) == [message]


async def test_what_was_written_here_is_not_told(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    await ada.dm("log 15m on Apollo")
    await ada.finds("Logged 15 min")
    await ada.dm("create project Zeppelin")
    await ada.finds("Created the project")
    await bot.settled()
    await bot.clockify_is_heard()
    assert await told(bot) == []


async def test_names_ping_nobody(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    await bot.clockify("POST", "/projects", key=ADMIN_API_KEY, json={"name": "*x* & y"})
    (message,) = await told(bot)
    assert "New project" in message
    assert "&amp; y" in message
    assert "*x*" not in message


async def test_nothing_is_told_after_unsubscribing_nor_what_waits(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    await logs(bot)
    await ada.command("unsubscribe here")
    await ada.finds("is not told any more")
    await logs(bot)
    assert await told(bot) == []


async def test_subscribing_can_be_undone_and_so_can_unsubscribing(bot: RunningBot, ada: Person) -> None:
    receipt = await subscribe(bot, ada)
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert await bot.service.services.subscriptions.all(None) == []
    await subscribe(bot, ada, "new projects")
    await ada.command("unsubscribe here")
    await ada.click(await ada.finds("is not told any more"), "Undo")
    await bot.settled()
    assert len(await bot.service.services.subscriptions.all(None)) == 1


async def test_who_is_no_admin_may_have_their_own_time_told_alone(bot: RunningBot) -> None:
    dmitri = await bot.person("dmitri")
    await dmitri.command("subscribe here to entries")
    await dmitri.finds("Only owners and admins")
    assert await bot.service.services.subscriptions.all(None) == []


async def test_without_saying_what_it_asks(bot: RunningBot, ada: Person) -> None:
    await ada.command("subscribe here")
    await ada.finds("Say what is to be posted")


async def test_a_project_that_there_is_not_is_told_with_what_is_like_it(bot: RunningBot, ada: Person) -> None:
    await ada.command("subscribe here to entries on Apolo")
    await ada.finds("Did you mean Apollo")
    assert await bot.service.services.subscriptions.all(None) == []


async def test_what_is_not_understood_is_left_out_when_the_person_says_so(bot: RunningBot, ada: Person) -> None:
    await ada.command("subscribe here to entries sometimes")
    question = await ada.finds("I do not understand “sometimes”")
    assert await bot.service.services.subscriptions.all(None) == []
    await ada.click(question, "Yes")
    await ada.finds("is told from now on")


async def test_another_workspaces_events_are_not_told(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada)
    services = bot.service.services
    (kept,) = await services.subscriptions.all(None)
    assert await services.subscriptions.following("another") == []
    assert [each.subscription.id for each in await services.subscriptions.following(kept.workspace_id or "")] == [
        kept.id
    ]


async def test_at_night_it_is_quiet_and_in_the_morning_all_is_told(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada, "entries except at night")
    bot.clock.go_on(hours=6)  # nine in the evening in Berlin
    await logs(bot, description="Late")
    bot.clock.go_on(hours=9)
    assert await told(bot) == []
    bot.clock.go_on(hours=1)
    (message,) = await told(bot)
    assert "“Late”" in message


async def test_only_what_the_rule_lets_through_is_told(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada, "entries over 8h by the engineering team")
    await logs(bot, hours=8)
    assert await told(bot) == []
    await logs(bot, hours=9)
    (message,) = await told(bot)
    assert "*9 h* Apollo" in message


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_where_a_channel_takes_nothing_any_more_its_subscriber_is_told_once(
    bot: RunningBot, ada: Person, error: str
) -> None:
    await subscribe(bot, ada)
    bot.slack.faults.fail("chat.postMessage", error)
    await logs(bot, description="One")
    await told(bot)
    (sent,) = [each for each in bot.slack.messages.values() if each.channel.id == "D0ADA"]
    assert "could not be told" in shown(sent)
    bot.slack.faults.fail("chat.postMessage", error)
    await logs(bot, description="Two")
    await told(bot)
    assert len([each for each in bot.slack.messages.values() if each.channel.id == "D0ADA"]) == 1


async def test_what_is_posted_where_is_listed_and_each_can_be_stopped(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada, "new projects and entries over 8h")
    await subscribe(bot, ada, "deleted projects")
    await ada.command("what is posted here?")
    card = await ada.finds("Told of what happens")
    await ada.click(card, "Stop", nth=1)
    ended = await ada.finds("is not told any more")
    assert "deleted projects" in shown(ended)
    await bot.settled()
    assert "deleted projects" not in shown(card)
    assert "over 8 h" in shown(card)
    assert len(await bot.service.services.subscriptions.all(None)) == 1
    await ada.click(ended, "Undo")
    await bot.settled()
    assert len(await bot.service.services.subscriptions.all(None)) == 2


async def test_what_it_would_have_told_of_lately_is_shown_when_it_begins(bot: RunningBot, ada: Person) -> None:
    await logs(bot, hours=9, description="A long day")
    await logs(bot, hours=1, description="A short one")
    receipt = await subscribe(bot, ada, "entries over 8h")
    assert "would have been 1 line" in shown(receipt)
    assert "“A long day”" in shown(receipt)
    assert "A short one" not in shown(receipt)


async def test_only_the_subscription_that_is_said_ends(bot: RunningBot, ada: Person) -> None:
    await subscribe(bot, ada, "entries over 8h")
    await subscribe(bot, ada, "entries by the design team")
    await ada.command("unsubscribe")
    await ada.finds("You have several subscriptions")
    await ada.command("unsubscribe here from entries over 9h")
    await ada.finds("You have no such subscription")
    await ada.command("unsubscribe here from entries over 8h")
    await ada.finds("is not told any more")
    (left,) = await bot.service.services.subscriptions.all(None)
    assert left.filters["people"] == ["design team"]
    await ada.command("unsubscribe here from entries by design")
    await bot.settled()
    assert await bot.service.services.subscriptions.all(None) == []


async def test_what_a_client_is_called_now_decides_nothing(bot: RunningBot, ada: Person) -> None:
    await bot.follow_clockify("CLIENT_UPDATED")
    apollo = next(each for each in bot.sandbox.projects.values() if each.name == "Apollo")
    client = bot.sandbox.clients[apollo.client_id or ""]
    await subscribe(bot, ada, f"entries for {client.name}")
    await bot.clockify("PUT", f"/clients/{client.id}", key=ADMIN_API_KEY, json={"name": "Zenith"})
    await bot.settled()
    await logs(bot, description="After the new name")
    assert "After the new name" in (await told(bot))[0]
    (kept,) = await bot.service.services.subscriptions.all(None)
    assert (kept.filters["client"], kept.filters["client_id"]) == ("Zenith", client.id)
    await ada.command("list schedules")
    assert "Zenith" in shown(await ada.finds("Told of what happens"))
