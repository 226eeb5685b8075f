"""Reminders that look first: told where something is missing, once, when it is wanted, with a way to mend it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import LogTime, Remind, StartTimer
from clankerbot_engine.clockify.sandbox import OWNER_API_KEY
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.records import Holiday, TimeOff
from clankerbot_engine.nudges.about import About
from clankerbot_engine.nudges.service import new_nudge
from clankerbot_engine.stores.nudges import SqlNudgeStore
from tests.bot.desk import ADA, MISSING, TODAY, Desk, at
from tests.fakes.slack import TOKEN, Message, Person, shown

DAY = timedelta(days=1)


async def test_it_says_what_is_missing_why_it_says_so_and_offers_to_go_on_as_yesterday(
    desk: Desk, at_desk: Person
) -> None:
    desk.forget_time("ada", TODAY)
    await desk.run(LogTime(project="Hermes", duration_s=3 * 3600))
    await desk.run(MISSING)
    (told,) = await desk.told("ada")
    assert told == ":bell: 5 h are missing today: 3 h of 8 h are logged."
    message = await at_desk.finds("5 h are missing today")
    assert "You asked for this just now." in shown(message)
    assert "Fill 5 h on" in shown(message)
    assert "as yesterday" in shown(message)


async def test_the_gap_is_shown_in_the_form_before_it_is_written(desk: Desk, at_desk: Person) -> None:
    desk.forget_time("ada", TODAY)
    await desk.run(MISSING)
    await desk.posts()
    before = len(desk.sandbox.entries)
    await at_desk.click(await at_desk.finds("8 h are missing today"), "clank:nudge_fill:0")
    form = await at_desk.finds_modal("Log time")
    assert form.values["duration"]["clank:input"]["value"] == "8 h"
    assert form.values["date"]["clank:input"]["selected_date"] == TODAY.isoformat()
    assert len(desk.sandbox.entries) == before
    await at_desk.submit(form)
    await at_desk.finds("Logged 8 h")
    assert len(desk.sandbox.entries) == before + 1
    assert (await desk.run(MISSING)).message == "No reminder: the hours are logged."


async def test_nothing_is_said_where_nothing_is_to_be_said(desk: Desk) -> None:
    desk.forget_time("ada", TODAY)
    await desk.run(LogTime(project="Apollo", duration_s=7 * 3600))
    less_than_7 = Remind(only_if="missing_hours", less_than_s=7 * 3600)
    assert (await desk.run(less_than_7)).message == "No reminder: the hours are logged."
    desk.sandbox.holidays["h"] = Holiday("h", "Local holiday", TODAY, TODAY)
    assert (await desk.run(MISSING)).message == "No reminder: it is no working day."
    assert await desk.posts() == []


async def typed(at_desk: Person, text: str, finds: str) -> Message:
    await at_desk.command(text)
    return await at_desk.finds(finds)


async def test_a_sentence_makes_one_that_comes_on_working_days_where_too_little_is_logged(
    desk: Desk, at_desk: Person
) -> None:
    await typed(at_desk, "remind me at 5pm if I logged less than 7h", "On weekdays at 17:00")
    desk.forget_time("ada")
    await desk.go_to(at(17))
    (told,) = await desk.told("ada")
    assert told == ":bell: 7 h are missing today: 0 min of 7 h are logged."
    assert "You asked for this: on weekdays at 17:00." in shown(await at_desk.finds("7 h are missing"))
    await desk.go_to(at(16, day=TODAY + timedelta(days=1)))
    await desk.run(LogTime(project="Apollo", duration_s=7 * 3600))
    await desk.go_to(at(17, day=TODAY + timedelta(days=1)))
    assert len(await desk.told("ada")) == 1


@pytest.mark.parametrize("who_is_off", ["everybody", "ada", "her group", "somebody else"])
async def test_it_does_not_come_on_a_holiday_of_the_persons(desk: Desk, who_is_off: str) -> None:
    desk.forget_time("ada", TODAY)
    engineering = next(group.id for group in desk.sandbox.groups.values() if group.name == "Engineering")
    users = {"ada": (desk.user_id("ada"),), "somebody else": (desk.user_id("ben"),)}.get(who_is_off, ())
    groups = (engineering,) if who_is_off == "her group" else ()
    last_year = TODAY.replace(year=2025)
    desk.sandbox.holidays["h"] = Holiday("h", "Holiday", last_year, last_year, True, users, groups)
    await desk.run(MISSING)
    assert len(await desk.told("ada")) == (who_is_off == "somebody else")


@pytest.mark.parametrize(
    ("status", "half_day", "expected"),
    [("APPROVED", False, None), ("PENDING", False, "8 h"), ("APPROVED", True, "4 h")],
)
async def test_time_off_counts_once_it_is_approved(
    desk: Desk, status: str, half_day: bool, expected: str | None
) -> None:
    desk.forget_time("ada", TODAY)
    begins, ends = at(0), at(23, 59)
    desk.sandbox.time_off["t"] = TimeOff(
        "t", desk.user_id("ada"), "p", begins, ends, "", begins, half_day=half_day, status=status
    )
    await desk.run(MISSING)
    assert [f"of {expected} are logged" in text for text in await desk.told("ada")] == ([True] if expected else [])


async def test_the_days_and_hours_of_the_profile_count(desk: Desk) -> None:
    desk.forget_time("ada")
    owner = desk.sandbox.people[desk.user_id("ada")]
    owner.work_capacity, owner.working_days = "PT6H", ("MONDAY", "WEDNESDAY")
    assert (await desk.run(MISSING)).message == "No reminder: it is no working day."  # a Tuesday
    await desk.go_to(at(15, day=TODAY + timedelta(days=1)))
    await desk.run(MISSING)
    assert await desk.told("ada") == [":bell: 6 h are missing today: 0 min of 6 h are logged."]


async def test_what_runs_counts_as_far_as_it_has_come(desk: Desk) -> None:
    desk.forget_time("ada", TODAY)
    await desk.run(StartTimer(project="Apollo", start=at(8)))
    await desk.run(Remind(only_if="missing_hours", less_than_s=6 * 3600))
    assert await desk.posts() == []


async def test_of_a_period_each_day_that_lacks_hours_can_be_filled_in(desk: Desk, at_desk: Person) -> None:
    desk.forget_time("ada", date(2026, 11, 18), date(2026, 11, 19))
    await desk.run(Remind(only_if="missing_hours", period="last_week"))
    await desk.posts()
    told = await at_desk.finds("are missing, Mon 16 Nov – Sun 22 Nov")
    assert "Missing: " in shown(told)
    assert "Wed 18 Nov 8 h" in shown(told)
    await at_desk.click(told, "clank:nudge_fill:1")
    form = await at_desk.finds_modal("Log time")
    assert form.values["date"]["clank:input"]["selected_date"] in ("2026-11-18", "2026-11-19")


async def test_do_not_disturb_holds_it_back_and_so_long_as_the_day_lasts(desk: Desk) -> None:
    desk.forget_time("ada", TODAY)
    desk.slack.users["U0ADA"].dnd = (int(at(14).timestamp()), int(at(17).timestamp()))
    assert "not to disturb" in (await desk.run(MISSING)).message
    assert await desk.posts() == []
    await desk.go_to(at(17))
    assert len(await desk.told("ada")) == 1
    desk.slack.users["U0ADA"].dnd = (int(at(18).timestamp()), int(at(8, day=TODAY + timedelta(days=1)).timestamp()))
    await desk.go_to(at(18))
    await desk.run(MISSING)
    await desk.go_to(at(9, day=TODAY + timedelta(days=1)))
    assert len(await desk.told("ada")) == 1  # what was missing yesterday is no news today


async def test_where_the_app_may_not_look_whether_to_disturb_it_reminds(desk: Desk) -> None:
    desk.forget_time("ada", TODAY)
    desk.slack.tokens[TOKEN].scopes = frozenset({"chat:write", "users:read"})
    await desk.run(MISSING)
    assert len(await desk.told("ada")) == 1


async def test_snoozed_it_looks_again_and_is_told_only_if_it_is_still_so(desk: Desk, at_desk: Person) -> None:
    desk.forget_time("ada", TODAY)
    await desk.run(MISSING)
    await desk.posts()
    message = await at_desk.finds("8 h are missing")
    await at_desk.choose(message, "clank:nudge", "Again in 1 hour")
    await at_desk.finds("I look again at 16:00")
    await desk.go_to(at(15, 59))
    assert len(await desk.told("ada")) == 1
    await desk.go_to(at(16, 1))
    assert len(await desk.told("ada")) == 2
    await at_desk.choose(await at_desk.finds("8 h are missing"), "clank:nudge", "Again in 30 minutes")
    await at_desk.finds("I look again at 16:31")
    await desk.run(LogTime(project="Apollo", duration_s=8 * 3600))
    await desk.go_to(at(17))
    assert len(await desk.told("ada")) == 2


async def test_stopped_for_today_nothing_more_comes_until_tomorrow(desk: Desk, at_desk: Person) -> None:
    await typed(at_desk, "remind me every day at 5pm if I logged less than 8h", "Every day at 17:00")
    desk.forget_time("ada")
    await desk.run(MISSING)
    await desk.posts()
    await at_desk.choose(await at_desk.finds("8 h are missing"), "clank:nudge", "No more today")
    await at_desk.finds("No more reminders today.")
    await desk.go_to(at(17))
    assert len(await desk.told("ada")) == 1
    await desk.go_to(at(17, day=TODAY + timedelta(days=1)))
    assert len(await desk.told("ada")) == 2


async def test_turned_off_the_schedule_is_paused(desk: Desk, at_desk: Person) -> None:
    await typed(at_desk, "remind me at 5pm if I logged less than 8h", "On weekdays at 17:00")
    desk.forget_time("ada")
    await desk.go_to(at(17))
    await at_desk.choose(await at_desk.finds("8 h are missing"), "clank:nudge", "Turn this off")
    await at_desk.finds("Switch it on again under")
    (schedule,) = await desk.services.schedules.all(ADA)
    assert not schedule.enabled


async def test_of_one_that_was_run_by_hand_too_and_a_snoozed_one_does_not_come_any_more(
    desk: Desk, at_desk: Person
) -> None:
    await typed(at_desk, "remind me at 5pm if I logged less than 8h", "On weekdays at 17:00")
    desk.forget_time("ada")
    (schedule,) = await desk.services.schedules.all(ADA)
    await desk.services.schedules.run_now(schedule.id, ADA)
    await desk.posts()
    message = await at_desk.finds("8 h are missing")
    await at_desk.choose(message, "clank:nudge", "Again in 1 hour")
    await at_desk.finds("I look again at")
    await desk.go_to(at(17))
    assert len(await desk.told("ada")) == 3
    await at_desk.choose(await at_desk.finds("8 h are missing"), "clank:nudge", "Again in 1 hour")
    await desk.services.schedules.change(schedule.id, ADA, enabled=False)
    await desk.go_to(at(19))
    assert len(await desk.told("ada")) == 3
    await desk.services.schedules.run_now(schedule.id, ADA)
    assert len(await desk.told("ada")) == 4


async def test_the_one_of_app_home_is_turned_off_for_good(desk: Desk, at_desk: Person) -> None:
    await at_desk.open_home()
    await at_desk.click(await at_desk.finds_home("Demo Studio"), "clank:home_settings")
    await at_desk.submit(await at_desk.finds_modal("Time zone"), {"remind_at": "16:30"})
    await at_desk.finds_home("Reminder at 16:30")
    desk.forget_time("ada", TODAY)
    await desk.go_to(at(16, 30))
    message = await at_desk.finds("You set this under Settings")
    await at_desk.choose(message, "clank:nudge", "Turn this off")
    await at_desk.finds("Set a time under Settings to have it back")
    assert await desk.services.schedules.all(ADA) == []
    assert (await desk.services.accounts.settings(ADA)).remind_at is None


async def test_while_clockify_is_away_it_waits_and_says_so_honestly_in_the_end(desk: Desk) -> None:
    desk.forget_time("ada", TODAY)
    desk.sandbox.faults.add(Fault("server_error", path="*/time-entries", status=503, times=None))
    assert "Clockify did not answer" in (await desk.run(MISSING)).message
    await desk.go_to(at(15, 5))
    assert await desk.posts() == []
    desk.sandbox.faults.clear()
    await desk.go_to(at(16))
    assert await desk.told("ada") == [":bell: 8 h are missing today: 0 min of 8 h are logged."]
    desk.sandbox.faults.add(Fault("server_error", path="*/time-entries", status=503, times=None))
    await desk.run(MISSING)
    for hour in range(17, 24):
        await desk.go_to(at(hour, 50))
    assert "could not find out" in (await desk.told("ada"))[-1]


@pytest.mark.parametrize("handed_over", [False, True])
async def test_what_was_being_told_when_the_process_died_is_told_once(desk: Desk, handed_over: bool) -> None:
    store, now = SqlNudgeStore(desk.services.database), desk.clock.now
    soon, late = now + timedelta(minutes=2), now + timedelta(hours=2)
    nudge = new_nudge(("x",), ADA, About(kind="hours"), by=ADA, asked=True, now=now, due_at=now, expires_at=late)
    await store.add(nudge)
    (claimed,) = await store.claim(now=now, until=soon, limit=10)
    assert await store.begin(claimed, TODAY, {"text": "8 h are missing"}, {})
    if handed_over:
        desk.clock.go_on(minutes=3)
        assert await desk.told("ada") == ["8 h are missing"]
        await store.change(nudge.id, lambda told: replace(told, state="sending"))  # which it could not write down
    for _ in range(2):
        desk.clock.go_on(minutes=3)
        assert await desk.told("ada") == ["8 h are missing"]


async def test_what_was_cut_off_in_the_evening_waits_for_the_morning(desk: Desk) -> None:
    store, now = SqlNudgeStore(desk.services.database), desk.clock.now
    by_ben = new_nudge(
        ("x",), ADA, About(kind="text"), by="slack:T:BEN", asked=False, now=now, due_at=now, expires_at=now + DAY
    )
    await store.add(by_ben)
    (claimed,) = await store.claim(now=now, until=at(19), limit=10)
    assert await store.begin(claimed, TODAY, {"text": "Mind the timesheet"}, {})
    await desk.go_to(at(21))
    assert await desk.told("ada") == []
    await desk.go_to(at(7, 59, day=TODAY + DAY))
    assert await desk.told("ada") == []
    await desk.go_to(at(8, 1, day=TODAY + DAY))
    assert len(await desk.told("ada")) == 1
    kept = await store.get(by_ben.id)
    assert kept is not None
    assert (kept.state, kept.told_on, kept.times) == ("sent", TODAY + DAY, 1)


async def test_what_somebody_else_asked_for_comes_again_on_the_same_day_when_it_is_snoozed(desk: Desk) -> None:
    now = desk.clock.now
    by_ben = new_nudge(
        ("x",), ADA, About(kind="text"), by="slack:T:BEN", asked=False, now=now, due_at=now, expires_at=now + DAY
    )
    assert (await desk.services.nudges.tell_now(by_ben)).state == "sent"
    await desk.services.nudges.snooze(await desk.services.nudges.of(by_ben.id, ADA), minutes=60)
    await desk.go_to(at(16, 1))
    assert len(await desk.told("ada")) == 2


async def test_in_german(desk: Desk, at_desk: Person) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
    desk.forget_time("ada", TODAY)
    await typed(
        at_desk,
        "erinnere mich um 17 Uhr wenn ich weniger als 7h erfasst habe",
        "Werktags (Montag bis Freitag) um 17:00",
    )
    await desk.go_to(at(17))
    assert await desk.told("ada") == [":bell: Heute fehlen 7 h: 0 min von 7 h sind erfasst."]
    assert "7 h auf" in shown(await at_desk.finds("wie gestern"))


async def test_quiet_hours_timers_and_reminders_by_others_are_set_on_app_home(desk: Desk, at_desk: Person) -> None:
    await at_desk.open_home()
    await at_desk.click(await at_desk.finds_home("Demo Studio"), "clank:home_settings")
    form = await at_desk.finds_modal("Time zone")
    await at_desk.submit(form, {"quiet_from": "18:00"})
    assert "a beginning and an end" in str(form.errors)
    await at_desk.submit(form, {"quiet_to": "07:30", "timer_hours": "6 hours", "by_others": []})
    await desk.settled()
    settings = await desk.services.accounts.settings(ADA)
    assert (str(settings.quiet_from), str(settings.quiet_to)) == ("18:00:00", "07:30:00")
    assert (settings.timer_hours, settings.by_others) == (6, False)


async def test_whose_key_is_refused_has_the_schedule_paused_and_is_told_why(desk: Desk, at_desk: Person) -> None:
    await typed(at_desk, "remind me at 5pm if I logged less than 7h", "On weekdays at 17:00")
    del desk.sandbox.keys[OWNER_API_KEY]
    await desk.go_to(at(17))
    (schedule,) = await desk.services.schedules.all(ADA)
    assert (schedule.enabled, schedule.paused_reason) == (False, "unauthorized")
    ((told),) = await desk.told("ada")
    assert told.startswith("*I have paused your schedule* “reminder, under 7 h”: Clockify does not accept your key")
