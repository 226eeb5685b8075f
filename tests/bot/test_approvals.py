"""Requests for approval and time off arrive as cards, and are decided by whom Clockify lets decide."""

from datetime import timedelta
from typing import Any

import pytest

from clankerbot_engine.clockify.models import clockify_instant
from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY
from tests.bot.running import RunningBot
from tests.bot.test_feed import GENERAL, told
from tests.fakes.slack import Message, Person, shown

EVENTS = (
    "NEW_APPROVAL_REQUEST",
    "APPROVAL_REQUEST_STATUS_UPDATED",
    "TIME_OFF_REQUESTED",
    "TIME_OFF_REQUEST_APPROVED",
    "TIME_OFF_REQUEST_REJECTED",
)


@pytest.fixture(autouse=True)
async def followed(bot: RunningBot, ada: Person) -> None:
    await bot.follow_clockify(*EVENTS)
    await ada.command("subscribe here to approvals and time off")
    await ada.finds("is told from now on")
    await bot.settled()


async def hands_in(bot: RunningBot) -> Any:
    """Dmitri does, on Clockify's web page."""
    start = clockify_instant(bot.clock.now - timedelta(days=7))
    body = {"period": "WEEKLY", "periodStart": start}
    return await bot.clockify("POST", "/approval-requests", key=REGULAR_API_KEY, json=body)


async def asks_for_days_off(bot: RunningBot) -> Any:
    start = bot.clock.now + timedelta(days=20)
    period = {"start": clockify_instant(start), "end": clockify_instant(start + timedelta(days=2))}
    body = {"note": "Skiing & rest", "timeOffPeriod": {"period": period}}
    return await bot.clockify("POST", "/time-off/policies/p1/requests", key=REGULAR_API_KEY, json=body)


async def the_card(bot: RunningBot) -> Message:
    await told(bot)
    (card,) = [each for each in bot.slack.messages.values() if each.channel.id == GENERAL and each.for_user is None]
    return card


async def test_a_timesheet_is_approved_by_a_click_in_clockify_too(bot: RunningBot, ada: Person) -> None:
    request = await hands_in(bot)
    card = await the_card(bot)
    assert "*Dmitri Novák* asks for approval of Mon 16 Nov – Sun 22 Nov" in shown(card)
    await ada.click(card, "Approve")
    await bot.settled()
    assert bot.sandbox.approvals[request["id"]].state == "APPROVED"
    await told(bot, after_s=3)
    assert "approved by Ada Berg" in shown(card)
    assert "Reject" not in shown(card)
    await bot.clockify_is_heard()
    await told(bot, after_s=3)
    assert "approved by Ada Berg" in shown(card)


async def test_who_may_not_decide_is_told_and_nothing_changes(bot: RunningBot) -> None:
    request = await hands_in(bot)
    card = await the_card(bot)
    dmitri = await bot.person("dmitri")
    await dmitri.click(card, "Approve")
    await bot.settled()
    assert bot.sandbox.approvals[request["id"]].state == "PENDING"
    assert dmitri.sees()
    stranger = await bot.person("ben", connected=False)
    await stranger.click(card, "Approve")
    await stranger.finds("connect with a key of your own")
    assert bot.sandbox.approvals[request["id"]].state == "PENDING"


async def test_what_is_decided_on_the_web_page_is_seen_on_the_card(bot: RunningBot, ada: Person) -> None:
    request = await hands_in(bot)
    card = await the_card(bot)
    await bot.clockify("PATCH", f"/approval-requests/{request['id']}", json={"state": "REJECTED", "note": "Incomplete"})
    await told(bot, after_s=4)
    assert "rejected by Ada Berg" in shown(card)
    assert "Incomplete" in shown(card)
    assert "Approve" not in shown(card)


async def test_twice_is_once(bot: RunningBot, ada: Person) -> None:
    await hands_in(bot)
    card = await the_card(bot)
    ben = await bot.person("ben")
    await ada.click(card, "Approve")
    await bot.settled()
    await ben.click(card, "Reject")
    await ben.finds_modal("decided already")
    await told(bot, after_s=3)
    assert "approved by Ada Berg" in shown(card)


async def test_days_off_are_asked_for_and_rejected(bot: RunningBot, ada: Person) -> None:
    request = await asks_for_days_off(bot)
    card = await the_card(bot)
    assert "*Dmitri Novák* asks for time off, Mon 14 Dec – Wed 16 Dec" in shown(card)
    assert "Skiing &amp; rest" in shown(card)
    await ada.click(card, "Reject")
    form = await ada.finds_modal("Why?")
    assert bot.sandbox.time_off[request["id"]].status == "PENDING"
    await ada.submit(form, {"Why?": "Everybody is away <then>"})
    assert "does not allow < and >" in str(form.errors)
    await ada.submit(form, {"Why?": "Everybody is away & out"})
    await bot.settled()
    assert bot.sandbox.time_off[request["id"]].status == "REJECTED"
    assert bot.sandbox.time_off[request["id"]].decision_note == "Everybody is away & out"
    await told(bot, after_s=3)
    assert "rejected by Ada Berg" in shown(card)
    assert "Skiing &amp; rest" in shown(card)
    assert "Everybody is away &amp; out" in shown(card)


async def test_a_timesheet_is_rejected_without_a_reason_by_whoever_may(bot: RunningBot, ada: Person) -> None:
    request = await hands_in(bot)
    card = await the_card(bot)
    dmitri = await bot.person("dmitri")
    for person, state in ((dmitri, "PENDING"), (ada, "REJECTED")):
        await person.click(card, "Reject")
        await person.submit(await person.finds_modal("Why?"))
        await bot.settled()
        assert bot.sandbox.approvals[request["id"]].state == state
    await told(bot, after_s=3)
    assert "rejected by Ada Berg" in shown(card)
