"""What a person did on GitHub is suggested to them as time, and logged only when they say how long it was."""

import hashlib
import hmac
from typing import Any

import orjson
import pytest

from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.services import data_of
from tests.fakes.slack import Message, Person, shown

PUSH = {
    "ref": "refs/heads/main",
    "repository": {"full_name": "acme/apollo-web"},
    "sender": {"login": "Ada-Berg"},
    "head_commit": {"id": "f00"},
    "commits": [{"message": "Sketch"}, {"message": "Fix <login> & *tests*"}],
}
PULL_REQUEST = {
    "action": "closed",
    "number": 7,
    "pull_request": {"title": "Offline mode", "merged": True},
    "repository": {"full_name": "acme/unknown"},
    "sender": {"login": "ada-berg"},
}


@pytest.fixture
async def ada(bot: RunningBot) -> Person:
    """She has said who she is on GitHub."""
    person = await bot.person("ada")
    await person.open_home()
    home = await person.finds_home("Settings")
    await person.click(home, "clank:home_settings")
    await person.submit(await person.finds_modal("GitHub"), {"github": "@Ada-Berg"})
    await bot.settled()
    return person


async def hears(bot: RunningBot, body: Any, *, event: str = "push", delivery: str = "d1") -> None:
    content = orjson.dumps(body)
    headers = {
        "X-Hub-Signature-256": "sha256=" + hmac.new(b"s", content, hashlib.sha256).hexdigest(),
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": delivery,
        "Content-Type": "application/json",
    }
    answer = await (await bot.service.anonymous()).post("/webhooks/github", content=content, headers=headers)
    data_of(answer)
    await bot.clockify_is_heard()
    await bot.outbox.pass_once()
    bot.clock.go_on(seconds=2)


def suggested(bot: RunningBot) -> list[Message]:
    return [message for message in bot.slack.messages.values() if message.channel.id == "D0ADA"]


async def test_a_push_is_suggested_and_logged_by_one_click(bot: RunningBot, ada: Person) -> None:
    before = len(bot.sandbox.entries)
    await hears(bot, PUSH)
    await hears(bot, PUSH)
    (card,) = suggested(bot)
    assert "You pushed 2 commits to *acme/apollo-web*" in shown(card)
    assert "<login>" not in shown(card)
    assert len(bot.sandbox.entries) == before
    await ada.click(card, "1 h")
    await bot.settled()
    assert "Logged 1 h" in shown(card)
    assert entries_on(bot, "Apollo Web") >= 1
    assert list(bot.sandbox.entries.values())[-1].description == "Fix (login) & *tests*"
    assert len(bot.sandbox.entries) == before + 1


async def test_a_merged_pull_request_is_suggested_with_its_number(bot: RunningBot, ada: Person) -> None:
    await hears(bot, PULL_REQUEST, event="pull_request")
    (card,) = suggested(bot)
    assert "*acme/unknown#7*" in shown(card)
    await ada.click(card, "30 min")
    await bot.settled()
    assert list(bot.sandbox.entries.values())[-1].description == "Offline mode (#7)"


async def test_what_is_not_wanted_goes_by_a_click(bot: RunningBot, ada: Person) -> None:
    before = len(bot.sandbox.entries)
    await hears(bot, PUSH)
    await ada.click(suggested(bot)[0], "Cancel")
    await bot.settled()
    assert len(bot.sandbox.entries) == before


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        ("push", {"sender": {"login": "somebody-else"}}),
        ("push", {"sender": {"login": "ada-berg[bot]"}}),
        ("push", {"commits": []}),
        ("push", {"ref": "refs/tags/v1"}),
        ("pull_request", {"action": "edited", "pull_request": {"title": "x"}}),
        ("pull_request", {"action": "closed", "pull_request": {"title": "x", "merged": False}}),
        ("star", {"action": "created"}),
    ],
)
async def test_nobody_is_told_of_what_is_not_theirs_or_no_work(
    bot: RunningBot, ada: Person, event: str, changed: dict[str, Any]
) -> None:
    await hears(bot, {**PUSH, **changed}, event=event)
    assert suggested(bot) == []


async def test_a_name_that_cannot_be_one_is_refused_in_the_form(bot: RunningBot) -> None:
    person = await bot.person("ben")
    await person.open_home()
    await person.click(await person.finds_home("Settings"), "clank:home_settings")
    form = await person.finds_modal("GitHub")
    await person.submit(form, {"github": "no name"})
    assert set(form.errors) == {"github"}
