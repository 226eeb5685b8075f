"""The demo with Slack: a channel subscribes, an entry is changed in Clockify, and Slack tells the truth."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, OWNER_API_KEY
from tests.end_to_end.processes import Running, started
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack, Person, person, running_slack, shown, socket_door

GENERAL = "C0GENERAL"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(lambda: datetime.now(UTC)) as running:
        yield running


@pytest.fixture
async def demo(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[tuple[Running, Person]]:
    """With Slack's stand-in over Socket Mode; Ada is connected with her key."""
    settings = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": f"{slack.url}/api"}
    async with socket_door(slack) as door:
        with started(["demo"], tmp_path, **settings) as running:
            await asyncio.to_thread(running.wait_for, "Ctrl-C stops it")  # meanwhile Slack must answer it
            ada = person(slack, door, "ada")
            ada.channel = slack.channels[GENERAL]
            await ada.command("connect")
            await ada.click(await ada.finds("Clockify"), "clank:connect")
            await ada.submit(await ada.finds_modal("API"), {"api_key": OWNER_API_KEY})
            await ada.finds_modal("Ada Berg")
            yield running, ada
            running.send(signal.SIGTERM)
            await asyncio.to_thread(running.exit_code)


def posted(slack: FakeSlack) -> list[str]:
    return [shown(each) for each in slack.messages.values() if each.channel.id == GENERAL and each.for_user is None]


async def test_a_change_in_clockify_is_seen_on_the_card_and_told_once_in_the_channel(
    slack: FakeSlack, demo: tuple[Running, Person]
) -> None:
    running, ada = demo
    look = running.wait_for(r"(http://\S+/api/v1/workspaces/([0-9a-f]{24}))/")
    api = look[1]

    await ada.command("subscribe here to entries over 1h and project changes")
    await ada.finds("is told from now on")
    await ada.dm("log 2h on Apollo: Sketches")
    receipt = await ada.finds("Logged 2 h", slack.channels["D0ADA"])

    async with httpx.AsyncClient(trust_env=False, timeout=90) as clockify:

        async def call(method: str, path: str, key: str, **body: Any) -> Any:
            answer = await clockify.request(method, f"{api}{path}", headers={"X-Api-Key": key}, json=body or None)
            assert answer.is_success, answer.text
            return answer.json() if answer.content else None

        people = await call("GET", "/users", OWNER_API_KEY)
        user_id = next(each["id"] for each in people if each["name"] == "Ada Berg")
        entries = await call("GET", f"/user/{user_id}/time-entries", OWNER_API_KEY)
        (entry,) = [each for each in entries if each["description"] == "Sketches"]
        interval = entry["timeInterval"]
        changed = {"start": interval["start"], "end": interval["end"], "projectId": entry["projectId"]}
        await call("PUT", f"/time-entries/{entry['id']}", OWNER_API_KEY, **changed, description="Drafts")
        await slack.until(lambda: "Drafts" in shown(receipt), "the receipt shows what was changed")

        bens = await call("POST", "/time-entries", ADMIN_API_KEY, **changed, description="Review")
        await slack.until(lambda: any("Review" in each for each in posted(slack)), lambda: f"told: {posted(slack)}")
        assert not any("Drafts" in each for each in posted(slack))  # it was written here, and changed since
        await call("DELETE", f"/time-entries/{bens['id']}", ADMIN_API_KEY)
        await slack.until(
            lambda: any("Deleted in Clockify" in each for each in posted(slack)), lambda: f"told: {posted(slack)}"
        )
        assert len(posted(slack)) == 1

        await call("DELETE", f"/time-entries/{entry['id']}", OWNER_API_KEY)
        await slack.until(lambda: "Deleted in Clockify" in shown(receipt), "the receipt shows that it is gone")
