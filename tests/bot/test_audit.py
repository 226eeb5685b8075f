"""The audit log of the whole service: each way in stands there by its name, and what stands there stays."""

import re
from datetime import timedelta

import pytest

from clankerbot_engine.audit import Change, as_change
from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY
from clankerbot_engine.execution.runner import OPERATIONS_KEPT
from clankerbot_engine.stores.audit import SqlAuditLog
from tests.bot.desk import ADA, Desk, at
from tests.bot.running import RunningBot
from tests.bot.test_approvals import hands_in, the_card
from tests.bot.test_schedules import choose, the_list
from tests.fakes.services import data_of
from tests.fakes.slack import Person

Line = tuple[str, str, str, str]


async def log_of(desk: Desk) -> list[Change]:
    """The oldest first."""
    found = await SqlAuditLog(desk.services.database).entries(limit=1000)
    return [as_change(each) for each in reversed(found)]


async def lines_of(desk: Desk) -> list[Line]:
    return [(each.who, each.way_in, each.what, each.outcome) for each in await log_of(desk)]


async def test_what_is_done_in_slack_says_by_what_it_was_done(desk: Desk, at_desk: Person) -> None:
    ada = at_desk
    await ada.command("log 1h on Apollo yesterday")
    receipt = await ada.finds("Logged 1 h")
    await ada.mention("log 2h on Apollo yesterday", channel=desk.slack.channels["C0GENERAL"])
    await ada.finds("Logged 2 h", desk.slack.channels["C0GENERAL"])
    await ada.dm("log 3h on Apollo yesterday")
    await ada.finds("Logged 3 h", ada.dm_channel)
    await ada.click(receipt, "Edit")
    await ada.submit(await ada.finds_modal("Project"), {"duration": "4h"})
    await desk.settled()
    await ada.click(receipt, "Undo")
    await desk.settled()
    told = await lines_of(desk)
    assert told[0] == (ADA, "slack", "connect", "done")
    assert told[1:4] == [
        (ADA, "slash command", "log_time", "done"),
        (ADA, "mention", "log_time", "done"),
        (ADA, "direct message", "log_time", "done"),
    ]
    assert told[4:] == [(ADA, "form", "edit_entry", "undone"), (ADA, "button", "undo", "done")]


async def test_schedules_programs_and_operators_are_told_apart(desk: Desk, at_desk: Person) -> None:
    api = await desk.service.client()
    token = (await desk.services.token_store.all())[0]
    await at_desk.command("every day at 16:00 log 30m on Apollo")
    await at_desk.finds("Scheduled")
    await desk.go_to(at(16, 1))
    data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"}))
    new = {"channel": "#general", "events": ["NEW_PROJECT"]}
    subscription = data_of(await api.post("/subscriptions", json=new), 201)
    by_hand = {"name": "by-hand", "token": "a-token-of-clockifys"}
    data_of(await api.post("/webhooks", json=by_hand), 201)
    data_of(await api.delete("/webhooks/registered/by-hand"))
    (operation,) = [each for each in await log_of(desk) if each.way_in == "rest" and each.what == "log_time"]
    operator = await desk.service.anonymous()
    await operator.post("/console/sign-in", data={"token": await desk.service.token("admin")})
    word = re.search(r'name="word" value="(\w+)"', (await operator.get("/console")).text)
    assert word is not None
    await operator.post("/console/undo", data={"word": word[1], "id": operation.id})
    told = await lines_of(desk)
    assert (ADA, "slash command", "create_schedule", "done") in told
    assert (ADA, "schedule", "log_time", "done") in told
    who = token.principal
    assert (who, "rest", "log_time", "undone") in told
    assert (who, "console", "undo", "done") in told
    abouts = {(each.way_in, each.what, each.about) for each in await log_of(desk)}
    assert ("rest", "POST /subscriptions", subscription["id"]) in abouts
    assert ("rest", "POST /webhooks", "by-hand") in abouts
    assert ("rest", "DELETE /webhooks/registered/{name}", "by-hand") in abouts
    assert ("console", "undo", operation.id) in abouts
    assert by_hand["token"] not in str(abouts)


async def test_what_needs_no_journal_is_told_too(bot: RunningBot, ada: Person) -> None:
    listed = await the_list(ada)
    for label in ("Pause", "Switch on again", "Run now"):
        await choose(bot, ada, listed, label)
    await bot.follow_clockify("NEW_APPROVAL_REQUEST")
    await ada.command("subscribe here to approvals")
    await ada.finds("is told from now on")
    request = await hands_in(bot)
    await ada.click(await the_card(bot), "Approve")
    await ada.command("log 1h on Apollo", channel=bot.slack.channels["C0GENERAL"])
    await ada.click(await ada.finds("Logged 1 h"), "Share")
    await bot.settled()
    found = [as_change(each) for each in await SqlAuditLog(bot.service.services.database).entries(limit=100)]
    told = {(each.way_in, each.what) for each in found}
    assert {
        ("button", "switch schedule off"),
        ("button", "switch schedule on"),
        ("button", "run schedule"),
        ("button", "share receipt"),
        ("slash command", "subscribe"),
    } <= told
    assert ("button", "approve request", request["id"]) in {(each.way_in, each.what, each.about) for each in found}


async def test_who_disconnects_takes_the_words_along_and_leaves_the_lines(desk: Desk, at_desk: Person) -> None:
    await at_desk.command('log 1h on Apollo yesterday "a private matter"')
    await at_desk.click(await at_desk.finds("Logged 1 h"), "Undo")
    await desk.settled()
    before = await log_of(desk)
    await desk.services.accounts.disconnect(ADA)
    after = await log_of(desk)
    assert [(each.id, each.what, each.outcome, each.undo) for each in after[:-1]] == [
        (each.id, each.what, each.outcome, each.undo) for each in before
    ]
    assert (after[-1].who, after[-1].what) == (ADA, "disconnect")
    assert "private" in str(before)
    for gone in ("private", "Apollo", REGULAR_API_KEY):
        assert gone not in str(after)


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
async def test_lines_outlive_the_journal_and_go_after_a_year(desk: Desk, at_desk: Person, days: int, left: int) -> None:
    await at_desk.command("log 1h on Apollo yesterday")
    await at_desk.finds("Logged 1 h")
    desk.clock.go_on(days=days)
    assert timedelta(days=days) > OPERATIONS_KEPT
    await desk.services.engine.settle()
    assert await desk.services.activity.newest_operations(limit=10) == []
    await desk.services.audit.forget(older_than=timedelta(days=desk.services.settings.audit_days))
    assert (await lines_of(desk)).count((ADA, "slash command", "log_time", "done")) == left
