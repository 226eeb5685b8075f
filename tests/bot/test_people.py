"""What Slack says of people is asked for once, and nobody waits for it in vain."""

import asyncio

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.conversation import MOST_NAMED
from clankerbot_bot.members import Members
from clankerbot_bot.people import Person as SlackPerson
from clankerbot_bot.people import Profile, Profiles
from tests.bot.running import RunningBot
from tests.fakes.slack import TOKEN, Person, shown


async def test_many_requests_at_once_ask_slack_once(bot: RunningBot, ada: Person) -> None:
    await asyncio.gather(*(ada.command(f"log {minutes}m on Apollo") for minutes in range(1, 6)))
    await bot.settled()
    assert len(bot.slack.calls_of("users.info")) == 1
    bot.clock.go_on(hours=25)
    await ada.command("status")
    await bot.settled()
    assert len(bot.slack.calls_of("users.info")) == 2


async def test_who_slack_tells_nothing_of_is_served_all_the_same(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("users.info", "user_not_found")
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")
    bot.clock.go_on(seconds=61)
    await ada.command("status")
    await bot.settled()
    assert len(bot.slack.calls_of("users.info")) == 2


def test_a_profile_without_a_time_zone_or_with_a_strange_one() -> None:
    assert Profile.of({}) == Profile()
    assert Profile.of({"tz": "Mars/Olympus"}).timezone is None


async def test_people_are_called_by_name_in_what_is_logged(bot: RunningBot, ada: Person) -> None:
    event = {"type": "message", "channel_type": "im", "channel": ada.dm_channel.id, "ts": "1795528000.000001"}
    await ada.event({**event, "user": ada.user.id, "text": 'log 1h on Apollo "call with <@U0BEN>"'})
    receipt = await ada.finds("Logged 1 h")
    assert "call with ben" in shown(receipt)


async def test_a_text_that_names_everybody_asks_slack_of_a_few(bot: RunningBot, ada: Person) -> None:
    event = {"type": "message", "channel_type": "im", "channel": ada.dm_channel.id, "ts": "1795528000.000001"}
    everybody = " ".join(f"<@U{number:05}>" for number in range(500))
    await ada.event({**event, "user": ada.user.id, "text": f"log 1h on Apollo: call with {everybody}"})
    await bot.settled()
    assert len(bot.slack.calls_of("users.info")) == 1 + MOST_NAMED


async def test_requests_are_counted(bot: RunningBot, ada: Person) -> None:
    await ada.command("status")
    await bot.settled()
    count = bot.service.services.metrics.registry.get_sample_value
    assert count("clankerbot_slack_requests_total", {"kind": "command", "status": "200"}) == 1
    assert count("clankerbot_slack_ack_seconds_count") == 1


@pytest.mark.parametrize(
    ("told", "from_elsewhere"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "T1", "actor_team_id": "T1"}, False),
        ({"team_id": "T1", "actor_team_id": "T2"}, True),
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": True}, False),
        ({"enterprise_id": "E1", "actor_enterprise_id": "E2", "is_enterprise_install": True}, True),
    ],
)
def test_in_a_shared_channel_some_are_from_elsewhere(told: dict[str, str], from_elsewhere: bool) -> None:
    person = SlackPerson.of(AsyncBoltContext({"user_id": "U1", **told}))
    assert person is not None
    assert person.from_elsewhere is from_elsewhere


@pytest.mark.parametrize(("from_elsewhere", "suggested"), [(False, "Ben Okafor"), (True, None)])
async def test_another_workspace_says_of_nobody_who_they_are_in_clockify(
    bot: RunningBot, from_elsewhere: bool, suggested: str | None
) -> None:
    members = Members(bot.service.services.accounts, Profiles(monotonic=bot.clock.monotonic))
    person = SlackPerson("T0DEMO", "U0BEN", from_elsewhere=from_elsewhere)
    assert await members.suggested(person, AsyncWebClient(TOKEN, base_url=f"{bot.slack.url}/api/")) == suggested


def test_an_address_that_nobody_confirmed_is_none() -> None:
    assert Profile.of({"is_email_confirmed": False, "profile": {"email": "ada@example.com"}}).email is None
