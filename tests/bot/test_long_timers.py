"""A timer that runs for long is asked about, once, with a way to stop it at the time that is right."""

from datetime import date, datetime, timedelta

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import StartTimer
from clankerbot_engine.stores.nudges import SqlNudgeStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.sources import register_source
from tests.bot.desk import ADA, TODAY, Desk
from tests.bot.desk import at as at_hour
from tests.fakes.slack import Message, Person, shown

TOMORROW = TODAY + timedelta(days=1)
LONG = "Your timer has been running for"


def at(hour: int, minute: int = 0, *, day: date = TOMORROW) -> datetime:
    return at_hour(hour, minute, day=day)


async def started(desk: Desk, at_desk: Person, hour: int = 8) -> None:
    desk.clock.now = at(hour)
    await at_desk.command("start Apollo")
    await at_desk.finds("Timer started")
    await desk.settled()


async def asked(desk: Desk, at_desk: Person) -> Message:
    await desk.go_to(at(18, 1))
    return await at_desk.finds(LONG)


async def test_after_ten_hours_it_is_asked_about_once(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk)
    await desk.go_to(at(17, 59))
    assert await desk.told("ada") == []
    message = await asked(desk, at_desk)
    assert "Your timer has been running for 10 h 1 min* on *Apollo*, since 08:00" in shown(message)
    await desk.go_to(at(19, 50))
    assert len(await desk.told("ada")) == 1


async def test_one_that_was_stopped_is_not_asked_about(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk)
    await at_desk.command("stop")
    await at_desk.finds("Timer stopped")
    await desk.settled()
    desk.clock.now = at(9)
    await at_desk.command("start Hermes")
    await at_desk.finds("Timer started* on *Hermes*")
    await desk.go_to(at(18, 1))
    assert await desk.told("ada") == []


async def test_it_is_stopped_when_work_ended(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk)
    await at_desk.click(await asked(desk, at_desk), "Stop at 17:00")
    await at_desk.finds("Timer stopped: 9 h")


async def test_it_is_stopped_at_a_chosen_time(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk)
    message = await asked(desk, at_desk)
    await at_desk.click(message, "Stop at another time")
    form = await at_desk.finds_modal("It ended at")
    await at_desk.submit(form, {"end": "07:00"})
    assert "not between the start of the timer and now" in str(form.errors)
    await at_desk.submit(form, {"end": "15:30"})
    await at_desk.finds("Timer stopped: 7 h 30 min")


async def test_another_timer_that_runs_by_now_is_left_alone(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk)
    message = await asked(desk, at_desk)
    await at_desk.command("switch to Hermes")
    await at_desk.finds("Timer started* on *Hermes*")
    await at_desk.click(message, "Stop now")
    await at_desk.finds("That timer is not running any more")


async def test_after_how_long_is_the_persons_to_say(desk: Desk, at_desk: Person) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(timer_hours=4))
    await started(desk, at_desk)
    await desk.go_to(at(12, 1))
    assert "4 h 1 min" in (await desk.told("ada"))[0]
    await desk.services.accounts.change_settings(ADA, PersonSettings(timer_hours=0))
    await at_desk.command("switch to Hermes")
    await at_desk.finds("Timer started* on *Hermes*")
    await desk.settled()
    await desk.go_to(at(23))
    assert len(await desk.told("ada")) == 1


async def test_in_the_night_it_waits_for_the_morning(desk: Desk, at_desk: Person) -> None:
    await started(desk, at_desk, hour=16)
    following = TOMORROW + timedelta(days=1)
    await desk.go_to(at(3, day=following))
    assert await desk.told("ada") == []
    await desk.go_to(at(8, 1, day=following))
    assert "since Wed 25 Nov 16:00" in (await desk.told("ada"))[0]


async def test_one_that_was_started_in_clockify_is_told_of_by_a_webhook(desk: Desk) -> None:
    body = {
        "id": "64c777ddd3fcab07cfbb210c",
        "userId": desk.user_id("ada"),
        "workspaceId": desk.sandbox.workspace_id,
        "description": "",
        "billable": False,
        "timeInterval": {"start": "2026-11-25T07:00:00Z", "end": None, "duration": None},
    }
    await desk.go_to(at(8))
    store = SqlWebhookSourceStore(desk.services.database)
    await register_source(store, "timers", "a-token-of-clockify", clock=desk.clock)
    client = await desk.service.anonymous()
    headers = {"Clockify-Signature": "a-token-of-clockify", "Clockify-Webhook-Event-Type": "NEW_TIMER_STARTED"}
    assert (await client.post("/webhooks/clockify/timers", json=body, headers=headers)).is_success
    while await desk.services.inbox.work_once():
        pass
    await desk.settled()
    (nudge,) = await SqlNudgeStore(desk.services.database).claim(now=at(18, 1), until=at(19), limit=10)
    assert (nudge.principal, nudge.about["entry_id"]) == (ADA, body["id"])


async def test_one_that_was_started_elsewhere_is_found_where_it_is_seen(desk: Desk, at_desk: Person) -> None:
    await desk.go_to(at(8))
    await desk.run(StartTimer(project="Apollo"))
    await at_desk.open_home()
    await at_desk.finds_home("Demo Studio")
    await desk.settled()
    await desk.go_to(at(18, 1))
    assert len(await desk.told("ada")) == 1
