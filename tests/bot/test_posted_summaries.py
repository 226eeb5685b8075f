"""Summaries that schedules post: they stay true, ask Clockify for nothing in vain, and anybody may click on them."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from clankerbot_bot.outbox import Outbox
from clankerbot_bot.posted_summaries import AGAIN_AFTER_S, AMENDED_AFTER_S, AMENDED_FOR, PostedSummaries
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.words import words_for
from clankerbot_engine.actions import Summary
from clankerbot_engine.clockify.models import clockify_instant
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, OWNER_API_KEY, Fault
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.cards import SqlCardStore
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.changes import EventHandlers
from clankerbot_engine.webhooks.inbox import Inbox
from clankerbot_engine.webhooks.sources import register_source
from tests.bot.blocks.rendering import rendered
from tests.bot.test_posting import ADA, Desk, opened
from tests.end_to_end.processes import ROOT
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import (
    DEMO_TEAM,
    SIGNING_SECRET,
    TOKEN,
    FakeSlack,
    FrontDoor,
    Message,
    Person,
    front_door,
    person,
    running_slack,
    shown,
)

EVENTS = ("NEW_TIME_ENTRY", "TIME_ENTRY_UPDATED", "TIME_ENTRY_DELETED")
GENERAL = "C0GENERAL"
BEN = f"slack:{DEMO_TEAM.id}:U0BEN"
TEAM_WEEK = Summary(scope="team", period="this_week")


class Channel:
    """A channel that a schedule posts to, and what people do in Clockify beside it."""

    def __init__(self, desk: Desk, door: FrontDoor) -> None:
        self.desk = desk
        self.door = door
        self.services = desk.services
        self.sandbox = desk.service.sandbox
        self.inbox = desk.services.inbox

    async def hears_of_clockify(self) -> None:
        await self.services.inbox.stop(60)  # worked off by the tests, by their clock
        self.sandbox.deliveries.sends_through(await self.desk.service.anonymous())
        for event_type in EVENTS:
            made = await self.clockify(
                "POST",
                "/webhooks",
                json={
                    "name": event_type.lower()[:30],
                    "url": f"http://clankerbot.test/webhooks/clockify/{event_type}",
                    "webhookEvent": event_type,
                    "triggerSourceType": "WORKSPACE_ID",
                    "triggerSource": [],
                },
            )
            store = SqlWebhookSourceStore(self.services.database)
            await register_source(store, event_type, made["authToken"], clock=self.desk.service.clock)

    async def clockify(self, method: str, path: str, *, key: str = OWNER_API_KEY, **arguments: Any) -> Any:
        url = f"{self.services.settings.clockify_base_url}/v1/workspaces/{self.sandbox.workspace_id}{path}"
        answer = await self.services.http.request(method, url, headers={"X-Api-Key": key}, **arguments)
        assert answer.is_success, answer.text
        await self.sandbox.deliveries.drain()
        while await self.inbox.work_once():
            pass
        return answer.json() if answer.content else None

    def other_instance_hears(self) -> None:
        """From now on, and this one does not: a process on the same database, of which this one knows nothing."""
        services, clock = self.services, self.desk.service.clock
        database = services.database
        shelf = Shelf(
            SqlCardStore(database),
            read_result=services.engine.router.read_result,
            clock=clock,
            among_instances=database.locks,
        )
        summaries = PostedSummaries(shelf, services.accounts, services.engine, clock=clock)

        async def nobody(workspace: str) -> None:
            raise AssertionError("it is not started, and posts nothing")

        summaries.goes_through(Outbox(SqlOutboxStore(database), nobody, clock=clock))
        handlers = EventHandlers(summaries)
        days = timedelta(days=services.settings.inbox_days)
        self.inbox = Inbox(
            services.inbox_store, services.intake.providers, handlers, keep=days, clock=clock, metrics=Metrics()
        )

    async def logs(self, *, days_ago: int = 0, hours: int = 2, key: str = ADMIN_API_KEY, **more: Any) -> Any:
        """Somebody does, on Clockify's web page; Ben, if nobody else is said."""
        end = (self.desk.service.clock.now - timedelta(days=days_ago)).replace(microsecond=0)
        times = {"start": clockify_instant(end - timedelta(hours=hours)), "end": clockify_instant(end)}
        return await self.clockify("POST", "/time-entries", key=key, json={**times, **more})

    async def goes_on(self, seconds: float) -> None:
        self.desk.service.clock.go_on(seconds=seconds)
        await self.desk.posts()

    def messages(self, channel: str = GENERAL) -> list[Message]:
        found = [each for each in self.desk.slack.messages.values() if each.channel.id == channel]
        return [each for each in found if each.for_user is None]

    def total(self) -> str:
        """Of everybody's week, from what the sandbox holds."""
        return words_for("en").length(sum(entry.seconds for entry in self._week()))

    def _week(self) -> Any:
        now = self.desk.service.clock.now.date()
        monday = now - timedelta(days=now.weekday())
        return (entry for entry in self.sandbox.entries.values() if entry.start.date() >= monday)

    def reports_read(self) -> int:
        return sum("/reports/" in seen.path for seen in self.sandbox.traffic.log)


@asynccontextmanager
async def channel_in(folder: Path, slack: FakeSlack) -> AsyncIterator[Channel]:
    async with (
        opened(folder, slack, slack_bot_token=TOKEN, slack_signing_secret=SIGNING_SECRET) as desk,
        front_door(slack, desk.service.app) as door,
    ):
        channel = Channel(desk, door)
        await channel.hears_of_clockify()
        yield channel


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(FakeClock()) as slack:
        yield slack


@pytest.fixture
async def channel(tmp_path: Path, slack: FakeSlack) -> AsyncIterator[Channel]:
    async with channel_in(tmp_path, slack) as channel:
        yield channel


async def test_late_entries_amend_the_message_in_one_update(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    assert channel.total() in shown(message)
    before = channel.reports_read()
    for hours in (1, 2, 3):
        await channel.logs(hours=hours)
    assert channel.reports_read() == before  # not yet: there may be more
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert channel.total() in shown(message)
    assert channel.reports_read() == before + 2
    assert channel.messages() == [message]


async def test_it_is_one_message_whichever_instance_hears(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    before = channel.reports_read()
    channel.other_instance_hears()
    await channel.logs(hours=1)
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert channel.total() in shown(message)
    assert channel.reports_read() == before + 2
    await channel.logs(hours=2)
    channel.inbox = channel.services.inbox
    await channel.logs(hours=3)
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert channel.total() in shown(message)
    assert channel.reports_read() == before + 4


async def test_what_is_changed_or_deleted_amends_it_too(channel: Channel) -> None:
    entry = await channel.logs(hours=3)
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    with_it = shown(message)
    await channel.clockify("DELETE", f"/time-entries/{entry['id']}", key=ADMIN_API_KEY)
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert shown(message) != with_it
    assert channel.total() in shown(message)


@pytest.mark.parametrize(
    ("action", "logged"),
    [
        (TEAM_WEEK, {"days_ago": 9}),  # of another week
        (Summary(period="this_week"), {}),  # of somebody else
    ],
)
async def test_what_it_does_not_show_asks_nothing_of_clockify(
    channel: Channel, action: Summary, logged: dict[str, Any]
) -> None:
    await channel.desk.fire("0 17 * * 5", action, channel=GENERAL)
    await channel.desk.posts()
    before = channel.reports_read()
    await channel.logs(**logged)
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert channel.reports_read() == before


async def test_what_comes_weeks_later_is_no_news(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", Summary(scope="team", period="last_30_days"), channel=GENERAL)
    await channel.desk.posts()
    before = channel.reports_read()
    days = AMENDED_FOR.days + 1
    channel.desk.service.clock.go_on(seconds=days * 86_400)
    await channel.logs(days_ago=days + 1)
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert channel.reports_read() == before


async def test_one_message_of_a_period_is_kept_true_the_newest(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (schedule,) = await channel.services.schedules.all(ADA)
    await channel.services.schedules.run_now(schedule.id, ADA)
    await channel.desk.posts()
    first, second = channel.messages()
    as_it_was = shown(first)
    await channel.logs()
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert shown(first) == as_it_was
    assert channel.total() in shown(second)


async def test_while_clockify_is_away_it_stays_as_it_was_and_then_is_amended(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    as_it_was = shown(message)
    await channel.logs()
    channel.sandbox.faults.add(Fault("rate_limit", path="*/reports/summary", times=None, retry_after=3600))
    await channel.goes_on(AMENDED_AFTER_S + 1)
    assert shown(message) == as_it_was
    channel.sandbox.faults.clear()
    await channel.goes_on(max(AGAIN_AFTER_S, 3600) + 1)
    assert channel.total() in shown(message)


async def test_a_workspace_without_charts_gets_a_picture(channel: Channel) -> None:
    channel.desk.slack.faults.fail("chat.postMessage", "invalid_blocks")
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    (upload,) = channel.desk.slack.uploads.values()
    assert upload.content is not None
    assert upload.content.startswith(b"\x89PNG")
    (image,) = [block for block in message.blocks if block["type"] == "image"]
    assert image["slack_file"] == {"id": upload.id}
    assert channel.total() in image["alt_text"]


@pytest.mark.parametrize("refused", ["files.getUploadURLExternal", "chat.postMessage"])
async def test_without_charts_and_without_files_it_has_bars_of_text(channel: Channel, refused: str) -> None:
    slack = channel.desk.slack
    slack.faults.fail("chat.postMessage", "invalid_blocks")
    slack.faults.fail(refused, "missing_scope" if refused.startswith("files") else "invalid_blocks")
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    assert "█" in shown(message)
    assert channel.total() in shown(message)


async def clicks(channel: Channel, name: str, button: str, *, connected: bool = True) -> Person:
    clicking = person(channel.desk.slack, channel.door, name)
    clicking.channel = channel.desk.slack.channels[GENERAL]
    if connected and name == "ben":
        await channel.services.accounts.connect(BEN, SecretStr(ADMIN_API_KEY))
    (message,) = channel.messages()
    await clicking.click(message, button)
    assert channel.services.slack is not None
    await channel.services.slack.app.background.drain(60)
    return clicking


async def test_anybody_may_look_at_the_period_before_alone(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    as_it_was = shown(message)
    ben = await clicks(channel, "ben", "‹ Before")
    answer = ben.messages()[-1]
    assert answer.for_user is not None
    assert "After ›" in shown(answer)
    assert shown(message) == as_it_was


async def test_the_time_of_one_person_is_shown_on_to_nobody_else(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", Summary(period="this_week"), channel=GENERAL)
    await channel.desk.posts()
    before = channel.reports_read()
    ben = await clicks(channel, "ben", "‹ Before")
    assert words_for("en").not_yours in shown(ben.messages()[-1])
    assert channel.reports_read() == before
    ada = await clicks(channel, "ada", "‹ Before")
    assert "After ›" in shown(ada.messages()[-1])


async def test_its_numbers_come_as_csv_to_whoever_asks(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    await clicks(channel, "ben", "CSV", connected=False)
    (upload,) = channel.desk.slack.uploads.values()
    assert upload.content is not None
    lines = upload.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("project,hours,seconds")
    assert upload.channels == [channel.desk.slack.dm_of(person(channel.desk.slack, channel.door, "ben").user).id]


async def test_it_says_of_when_its_numbers_are(channel: Channel) -> None:
    await channel.desk.fire("0 17 * * 5", TEAM_WEEK, channel=GENERAL)
    await channel.desk.posts()
    (message,) = channel.messages()
    assert str(int(channel.desk.service.clock.now.timestamp()) // 100) in json.dumps(message.blocks)


async def test_the_readme_shows_what_a_sentence_has_posted_within_its_minute(tmp_path: Path) -> None:
    """Real output: typed on a Friday, in the demo's workspace, and posted when it is five."""
    clock = FakeClock(datetime(2026, 11, 27, 15, 59, 30, tzinfo=UTC))
    async with running_slack(clock) as slack, channel_in(tmp_path, slack) as channel:
        ada = person(slack, channel.door, "ada")
        ada.channel = slack.channels[GENERAL]
        await ada.command("every friday at 17:00 post the team's week here")
        await ada.finds("Every Friday at 17:00")
        clock.go_on(seconds=30)
        await channel.services.ticker.tick()
        await channel.services.schedules.firing.drain(60)
        await channel.desk.posts()
        (message,) = channel.messages()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown_there = re.search(r"<!-- posted summary -->\n```text\n(.*?)\n```", readme, re.DOTALL)
    assert shown_there is not None
    assert shown_there[1] == rendered({"text": message.text, "blocks": message.blocks})
