"""What is posted without anybody asking at that moment: by schedules, reminders, and the action `post_message`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from clankerbot_bot.words import words_for
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    CreateSchedule,
    LogTime,
    PostMessage,
    Remind,
    StartTimer,
    Subscribe,
    Summary,
    Unsubscribe,
)
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, OWNER_API_KEY
from clankerbot_engine.errors import NotFound, NotReady, ValidationFailed
from clankerbot_engine.tokens import issue_token
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, running_service
from tests.fakes.slack import DEMO_TEAM, SIGNING_SECRET, TOKEN, FakeSlack, front_door, person, running_slack, shown

ADA = f"slack:{DEMO_TEAM.id}:U0ADA"
TOKEN_PRINCIPAL = "token:01M8ANHNCVFXC4MHZ1YMS9NX1B"


class Desk:
    def __init__(self, service: Service, slack: FakeSlack) -> None:
        self.service = service
        self.slack = slack
        self.services = service.services

    async def run(self, action: ActionBase, principal: str = ADA) -> ActionResult:
        (result,) = await self.services.engine.run(principal=principal, actions=[action])
        return result

    async def posts(self) -> list[tuple[str, str]]:
        """All that was posted, once nothing waits any more: channel and text."""
        assert self.services.slack is not None
        while await self.services.slack.outbox.pass_once():
            self.service.clock.go_on(seconds=2)
        return [(call.args["channel"], call.args["text"]) for call in self.slack.calls_of("chat.postMessage")]

    async def fire(self, cron: str, action: ActionBase, *, channel: str | None = None, principal: str = ADA) -> None:
        """Make a schedule and carry it out now."""
        made = await self.run(
            CreateSchedule(cron=cron, timezone="Europe/Berlin", channel=channel, action=action), principal
        )
        assert made.status == "done"
        (kept,) = await self.services.schedules.all(principal)
        await self.services.schedules.run_now(kept.id, principal)


@asynccontextmanager
async def opened(folder: Path, slack: FakeSlack, **settings: Any) -> AsyncIterator[Desk]:
    assert isinstance(slack.clock, FakeClock)
    told = {"slack_api_url": f"{slack.url}/api", "secret_keys": "a long random word", **settings}
    async with running_service(folder, background=True, clock=slack.clock, **told) as service:
        await service.services.accounts.connect(ADA, SecretStr(OWNER_API_KEY))
        if service.services.slack is not None:
            await service.services.slack.outbox.stop(60)  # the tests make its passes, by their clock
        yield Desk(service, slack)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(FakeClock()) as slack:
        yield slack


@pytest.fixture
async def desk(tmp_path: Path, slack: FakeSlack) -> AsyncIterator[Desk]:
    async with opened(tmp_path, slack, slack_bot_token=TOKEN, slack_signing_secret=SIGNING_SECRET) as desk:
        yield desk


async def test_a_schedule_posts_what_it_found_to_its_channel_with_the_name_of_its_owner(desk: Desk) -> None:
    await desk.fire("0 17 * * 5", Summary(), channel="C0GENERAL")
    ((channel, text),) = await desk.posts()
    assert channel == "C0GENERAL"
    assert "time entries" in text
    blocks = desk.slack.calls_of("chat.postMessage")[0].args["blocks"]
    assert "On a schedule of <@U0ADA>" in str(blocks)
    clicked = {each["action_id"] for block in blocks for each in block.get("elements", []) if each.get("value")}
    assert clicked <= {"clank:posted_earlier", "clank:posted_csv"}  # what asks, and changes nothing


async def test_without_a_channel_it_goes_to_its_owner_in_their_language(desk: Desk) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
    await desk.fire("0 17 * * 5", LogTime(project="Apollo", duration_s=900))
    ((channel, text),) = await desk.posts()
    assert channel == "U0ADA"
    assert "erfasst" in text


async def test_what_went_wrong_is_told_to_the_owner_alone(desk: Desk) -> None:
    await desk.fire("0 17 * * 5", LogTime(project="Apollo", duration_s=900), channel="C0GENERAL")
    await desk.posts()
    project = next(project for project in desk.service.sandbox.projects.values() if project.name == "Apollo")
    project.archived = True
    await desk.service.forget_workspaces()
    (schedule,) = await desk.services.schedules.all(ADA)
    await desk.services.schedules.run_now(schedule.id, ADA)
    channel, text = (await desk.posts())[-1]
    assert channel == "U0ADA"
    assert text.startswith("*Your schedule did not run:*")


async def test_a_firing_that_is_taken_up_again_posts_once(desk: Desk) -> None:
    await desk.fire("0 17 * * 5", Summary(), channel="C0GENERAL")
    (schedule,) = await desk.services.schedules.all(ADA)
    (run,) = await desk.services.schedules.last_runs(schedule)
    results = await desk.services.engine.run(principal=ADA, actions=[Summary()])
    await desk.posts()
    assert desk.services.slack is not None
    for _ in range(2):
        await desk.services.slack.announce(schedule, run, results, None)
    assert len(await desk.posts()) == 1


async def test_a_sentence_makes_a_schedule_that_posts_once_and_as_of_when_it_was_due(desk: Desk) -> None:
    async with front_door(desk.slack, desk.service.app) as door:
        ada = person(desk.slack, door, "ada")
        await ada.command("every weekday at 9 post the team's summary of yesterday in <#C0GENERAL|general>")
        await ada.finds("On weekdays at 09:00")
    (schedule,) = await desk.services.schedules.all(ADA)
    assert schedule.next_run_at is not None
    day = (schedule.next_run_at - timedelta(days=1)).date()
    totals = await desk.run(Summary.model_validate({"from": day.isoformat(), "to": day.isoformat(), "scope": "team"}))
    assert totals.summary is not None
    assert totals.summary.total_s > 0
    # The service was away until late in the evening: it is yesterday's yesterday all the same.
    desk.service.clock.go_on(seconds=(schedule.next_run_at - desk.service.clock.now).total_seconds() + 11 * 3600)
    for _ in range(3):
        await desk.services.ticker.tick()
        await desk.services.schedules.firing.drain(60)
    ((channel, _),) = await desk.posts()
    assert channel == "C0GENERAL"
    (message,) = (each for each in desk.slack.messages.values() if each.channel.id == channel and not each.for_user)
    assert words_for("en").length(totals.summary.total_s) in shown(message)


async def test_a_schedule_goes_by_the_zone_of_slack_as_its_owner_does_and_moves_with_it(desk: Desk) -> None:
    async with front_door(desk.slack, desk.service.app) as door:
        ada = person(desk.slack, door, "ada")
        owner = desk.service.sandbox.people[desk.service.sandbox.keys[OWNER_API_KEY]]
        owner.time_zone = "America/New_York"  # of her Clockify profile, which she never set
        await desk.service.forget_workspaces()
        await ada.command("every day at 9 summary")
        await ada.finds("Every day at 09:00")
        (schedule,) = await desk.services.schedules.all(ADA)
        assert (schedule.timezone, schedule.follows_owner) == ("Europe/Berlin", True)

        async def fire() -> int:
            (now,) = await desk.services.schedules.all(ADA)
            assert now.next_run_at is not None
            desk.service.clock.go_on(seconds=(now.next_run_at - desk.service.clock.now).total_seconds())
            await desk.services.ticker.tick()
            await desk.services.schedules.firing.drain(60)
            return len(await desk.posts())

        assert await fire() == 1
        ada.user.timezone = "America/New_York"
        await ada.event({"type": "user_change", "user": {"id": ada.user.id, "team_id": DEMO_TEAM.id}})
        assert await fire() == 1  # it is three at night where she is now
        (moved,) = await desk.services.schedules.all(ADA)
        assert moved.timezone == "America/New_York"
        assert await fire() == 2


async def test_a_schedule_of_a_token_posts_to_a_channel_or_nowhere(desk: Desk) -> None:
    token, _ = await issue_token(desk.services.token_store, "ci", ["schedules"], clock=desk.service.clock)
    await desk.fire("0 17 * * 5", Summary(), principal=token.principal)
    assert await desk.posts() == []
    (schedule,) = await desk.services.schedules.all(token.principal)
    await desk.services.schedules.change(schedule.id, token.principal, channel="C0GENERAL")
    await desk.services.schedules.run_now(schedule.id, token.principal)
    ((channel, _),) = await desk.posts()
    assert channel == "C0GENERAL"


async def test_a_schedule_of_a_token_that_was_revoked_is_paused_and_posts_nothing(desk: Desk) -> None:
    token, _ = await issue_token(desk.services.token_store, "ci", ["schedules"], clock=desk.service.clock)
    await desk.services.token_store.revoke(token.id, desk.service.clock.now)
    await desk.fire("0 17 * * 5", Summary(), principal=token.principal, channel="C0GENERAL")
    assert await desk.posts() == []
    (schedule,) = await desk.services.schedules.all(token.principal)
    assert (schedule.enabled, schedule.paused_because) == (False, "The API token that asked for this was revoked.")


async def test_a_reminder_comes_in_ones_own_words_or_in_ours(desk: Desk) -> None:
    await desk.run(Remind(text="call <!channel> back"))
    await desk.run(Remind())
    own, ours = sorted(await desk.posts(), key=lambda post: "Reminder" not in post[1])
    assert own == ("U0ADA", ":bell: Reminder: call &lt;!channel&gt; back")
    assert "Is your time of today logged?" in ours[1]


async def test_no_reminder_where_a_timer_runs(desk: Desk) -> None:
    await desk.run(Remind(only_if="no_timer"))
    assert len(await desk.posts()) == 1
    await desk.run(StartTimer(project="Apollo"))
    assert (await desk.run(Remind(only_if="no_timer"))).message == "No reminder: a timer runs."
    assert len(await desk.posts()) == 1


async def test_no_reminder_where_the_hours_of_the_day_are_logged(desk: Desk) -> None:
    now = desk.service.clock.now
    for entry in list(desk.service.sandbox.entries.values()):
        if entry.end is None or entry.end > now - timedelta(days=1):
            del desk.service.sandbox.entries[entry.id]
    await desk.services.accounts.change_settings(ADA, PersonSettings(daily_target_s=7200))
    await desk.run(LogTime(project="Apollo", duration_s=3600))
    await desk.run(Remind(only_if="missing_hours"))
    assert len(await desk.posts()) == 1
    await desk.run(LogTime(project="Apollo", duration_s=3600))
    assert "logged" in (await desk.run(Remind(only_if="missing_hours"))).message
    assert len(await desk.posts()) == 1


async def test_a_message_is_posted_once_under_one_key(desk: Desk) -> None:
    action = PostMessage(channel="C0GENERAL", text="Lunch & <!here>")
    for _ in range(2):
        await desk.services.engine.run(principal=TOKEN_PRINCIPAL, actions=[action], key="lunch")
    assert await desk.posts() == [("C0GENERAL", "Lunch &amp; &lt;!here&gt;")]


async def test_here_is_where_it_is_typed(desk: Desk) -> None:
    async with front_door(desk.slack, desk.service.app) as door:
        ada = person(desk.slack, door, "ada")
        ada.channel = desk.slack.channels["C0GENERAL"]
        await ada.command('post "lunch is ready" here')
        await ada.finds("Posted")
        await ada.command("remind me here to log my time")
        await ada.finds("Reminded")
    posted = [post for post in await desk.posts() if post[0] == "C0GENERAL"]
    assert posted == [("C0GENERAL", "lunch is ready"), ("C0GENERAL", ":bell: Reminder: log my time")]


@pytest.mark.parametrize(
    ("channel", "told"), [("C0OLD", "archived"), ("C0RANDOM", "not in it"), ("C0NONE", "cannot see it")]
)
async def test_a_schedule_for_a_channel_that_takes_nothing_is_refused_at_once(
    desk: Desk, channel: str, told: str
) -> None:
    wanted = CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", channel=channel, action=Summary())
    with pytest.raises(ValidationFailed, match=told) as refused:
        await desk.run(wanted)
    assert refused.value.field == "channel"
    kept = await desk.run(wanted.model_copy(update={"channel": "C0GENERAL"}))
    with pytest.raises(ValidationFailed, match=told):
        await desk.services.schedules.change(kept.details["schedule"]["id"], ADA, channel=channel)  # type: ignore[index, arg-type, call-overload]


async def test_a_subscription_for_a_channel_that_takes_nothing_is_refused_at_once(desk: Desk) -> None:
    with pytest.raises(ValidationFailed, match="archived") as refused:
        await desk.run(Subscribe(channel="C0OLD", events=("NEW_PROJECT",)))
    assert refused.value.field == "channel"
    assert await desk.services.subscriptions.all(None) == []


@pytest.mark.parametrize(("kept", "said"), [("C0GENERAL", "#general"), ("#general", "C0GENERAL")])
async def test_a_channel_is_the_same_by_its_name_and_by_its_id(desk: Desk, kept: str, said: str) -> None:
    await desk.run(Subscribe(channel=kept, events=("NEW_PROJECT",)))
    with pytest.raises(NotFound):
        await desk.run(Unsubscribe(channel="#random"))
    assert (await desk.run(Unsubscribe(channel=said))).status == "done"
    assert await desk.services.subscriptions.all(ADA) == []


async def test_where_the_app_may_not_look_the_first_refusal_pauses_it_and_its_owner_is_told_once(desk: Desk) -> None:
    desk.slack.tokens[TOKEN].scopes = frozenset({"chat:write"})
    await desk.fire("0 17 * * 5", Summary(), channel="C0OLD")
    assert "C0OLD" in [channel for channel, _ in await desk.posts()]
    (schedule,) = await desk.services.schedules.all(ADA)
    assert not schedule.enabled
    await desk.services.schedules.run_now(schedule.id, ADA)
    told = [text for channel, text in await desk.posts() if channel == "U0ADA"]
    assert len(told) == 1  # that it is paused; also when it is tried by hand
    assert "<#C0OLD>" in told[0]
    assert "That channel is archived." in told[0]
    assert told[0].startswith("*I have paused your schedule*")


async def test_where_its_owner_cannot_be_told_an_admin_is_once(desk: Desk) -> None:
    ben = f"slack:{DEMO_TEAM.id}:U0BEN"
    await desk.services.accounts.connect(ben, SecretStr(ADMIN_API_KEY))
    desk.slack.faults.fail("chat.postMessage", "user_disabled", times=None, channel="U0ADA")
    await desk.fire("0 17 * * 5", Summary())
    (schedule,) = await desk.services.schedules.all(ADA)
    for _ in range(2):
        await desk.posts()
    assert not (await desk.services.schedules.get(schedule.id, None)).enabled
    told = [text for channel, text in await desk.posts() if channel == "U0BEN"]
    assert len(told) == 1
    assert "a schedule of <@U0ADA>" in told[0]


async def test_whose_key_clockify_takes_no_more_is_told_once_that_it_is_paused(desk: Desk) -> None:
    await desk.run(CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", action=Summary()))
    (schedule,) = await desk.services.schedules.all(ADA)
    del desk.service.sandbox.keys[OWNER_API_KEY]
    await desk.service.forget_workspaces()
    for _ in range(2):
        await desk.services.schedules.run_now(schedule.id, ADA)
    told = [text for channel, text in await desk.posts() if channel == "U0ADA"]
    assert told[0].startswith("*I have paused your schedule*")
    assert not (await desk.services.schedules.get(schedule.id, None)).enabled


async def test_the_schedules_of_somebody_who_left_slack_are_paused(desk: Desk) -> None:
    await desk.run(CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", action=Summary()))
    async with front_door(desk.slack, desk.service.app) as door:
        gone = {"id": "U0ADA", "team_id": DEMO_TEAM.id, "deleted": True}
        async with desk.service.locked():
            answer = await person(desk.slack, door, "ben").event({"type": "user_change", "user": gone})
        assert answer.status == 503
        assert (await door.again(answer, retry=1)).status == 200
    (schedule,) = await desk.services.schedules.all(ADA)
    assert (schedule.enabled, schedule.paused_because) == (False, "Its owner's Slack account was deactivated.")


async def test_a_message_needs_a_channel(desk: Desk) -> None:
    with pytest.raises(ValidationFailed, match="in which channel"):
        await desk.run(PostMessage(text="hi"))


async def test_without_slack_nothing_is_posted_and_one_is_told(tmp_path: Path, slack: FakeSlack) -> None:
    async with opened(tmp_path, slack) as desk:
        with pytest.raises(NotReady, match="Slack is not set up"):
            await desk.run(PostMessage(channel="C1", text="hi"))
        await desk.fire("0 17 * * 5", Summary(), channel="C0GENERAL")
    assert slack.calls == []


async def test_an_admin_is_told_once_that_clockify_stopped_delivering(tmp_path: Path, slack: FakeSlack) -> None:
    told = {"slack_bot_token": TOKEN, "slack_signing_secret": SIGNING_SECRET, "public_url": "https://bot.example"}
    async with opened(tmp_path, slack, **told) as desk:
        await desk.services.registering.sync(ADA)
        failing, off = list(desk.service.sandbox.webhooks.values())[:2]
        failing.delivery_enabled, off.enabled = False, False
        for _ in range(2):
            desk.service.clock.go_on(days=1)
            await desk.services.health.check_due()
        ((channel, text),) = await desk.posts()
        assert channel == "U0ADA"
        assert f"`{failing.event}`: it had stopped delivering; I have switched it on again" in text
        assert f"`{off.event}`: the webhook is switched off" in text
        assert "clankerbot webhooks sync" in text
        await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
        del desk.service.sandbox.webhooks[failing.id]
        desk.service.clock.go_on(days=1)
        await desk.services.health.check_due()
        assert f"`{failing.event}`: der Webhook wurde gelöscht" in (await desk.posts())[-1][1]


async def test_why_a_schedule_was_paused_is_said_in_the_language_of_whoever_reads_it(desk: Desk) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
    await desk.run(CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", action=Summary()))
    (schedule,) = await desk.services.schedules.all(ADA)
    del desk.service.sandbox.keys[OWNER_API_KEY]
    await desk.service.forget_workspaces()
    await desk.services.schedules.run_now(schedule.id, ADA)
    ((_, told),) = await desk.posts()
    assert "Clockify nimmt deinen Schlüssel nicht mehr an." in told
    async with front_door(desk.slack, desk.service.app) as door:
        ada = person(desk.slack, door, "ada")
        await ada.command("zeige Zeitpläne")
        assert "Clockify nimmt deinen Schlüssel nicht mehr an." in shown(await ada.finds("pausiert"))
