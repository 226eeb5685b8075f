"""Owners and admins have others reminded, kindly and once; nobody else has anybody."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import CreateSchedule, MissingHours, PostMessage, Remind, Status, Summary
from clankerbot_engine.clockify.sandbox.records import Holiday, Plan
from clankerbot_engine.errors import Forbidden, NotFound, ValidationFailed
from clankerbot_engine.tokens import issue_token
from tests.bot.desk import ADA, BEN, DMITRI, TODAY, Desk, at, principal
from tests.fakes.slack import Person, shown

LAST_WEEK = [date(2026, 11, day) for day in range(16, 21)]
TEAM = Remind(who="team", only_if="missing_hours", period="last_week")


@pytest.fixture
async def team(desk: Desk) -> Desk:
    """All four are connected; Ben and Dmitri logged nothing last week, the others enough."""
    await desk.connect("ben", "chiara", "dmitri")
    for name in ("ben", "dmitri"):
        desk.forget_time(name, *LAST_WEEK)
    for name in ("ada", "chiara"):
        desk.sandbox.people[desk.user_id(name)].work_capacity = "PT6H"
    return desk


async def test_the_lead_sees_who_is_missing_hours_and_has_each_told_once(team: Desk, at_desk: Person) -> None:
    await at_desk.command("who is missing hours last week")
    listed = await at_desk.finds("Missing hours, Mon 16 Nov – Sun 22 Nov")
    assert "Ben Okafor: *40 h* (0 min of 40 h)" in shown(listed)
    assert "Dmitri Novák" in shown(listed)
    assert "Chiara" not in shown(listed)
    assert "Only you see this." in shown(listed)
    await at_desk.click(listed, "Remind them")
    await at_desk.finds("Each of them whom I reach here is told")
    for name in ("ben", "dmitri"):
        assert await team.told(name) == [":bell: 40 h are missing, Mon 16 Nov – Sun 22 Nov: 0 min of 40 h are logged."]
    assert await team.told("chiara") == []
    assert await team.told("ada") == []
    team.clock.go_on(minutes=1)
    await at_desk.click(listed, "Remind them")
    await at_desk.finds("They have been told already.")
    await team.go_to(at(15, day=TODAY + timedelta(days=1)))
    assert len(await team.told("ben")) == 1


async def test_who_has_not_connected_is_listed_as_not_reached(desk: Desk, at_desk: Person) -> None:
    desk.forget_time("dmitri", *LAST_WEEK)
    await at_desk.command("who is missing hours last week")
    listed = shown(await at_desk.finds("Missing hours"))
    assert "Dmitri Novák: *40 h* (0 min of 40 h) · not connected here" in listed
    assert "Ada Berg: *1 h 15 min* (38 h 45 min of 40 h)\n" in listed


@pytest.mark.parametrize("plan", ["FREE", "PRO"])
async def test_it_takes_few_requests_and_a_plan_without_time_off_will_do(desk: Desk, plan: Plan) -> None:
    desk.sandbox.plan = plan
    await desk.run(Status())  # what is known anyway
    desk.sandbox.traffic.clear()
    result = await desk.run(MissingHours())
    assert result.status == "done"
    first = desk.sandbox.traffic.count
    assert first <= 9  # the role, the members, a report, holidays, time off, four profiles
    await desk.run(MissingHours())
    assert desk.sandbox.traffic.count == first + 2  # the members and the report


async def test_what_was_found_out_for_the_lead_is_not_asked_again_for_each(team: Desk) -> None:
    await team.run(MissingHours())
    for who in (BEN, DMITRI, principal("chiara")):
        await team.run(Status(), who)
    before = team.sandbox.traffic.count
    await team.run(TEAM)
    assert len([text for _, text in await team.posts() if "40 h are missing" in text]) == 2
    assert team.sandbox.traffic.count - before == 3 * 2  # their entries, and their time off: others may not see it


async def test_holidays_and_days_that_are_not_over_are_left_out(team: Desk) -> None:
    team.sandbox.holidays["h"] = Holiday("h", "Holiday", LAST_WEEK[1], LAST_WEEK[2])
    result = await team.run(MissingHours())
    assert result.message.endswith("Ben Okafor 24 h and Dmitri Novák 24 h.")
    result = await team.run(MissingHours(period="this_week"))
    assert result.details["to"] == "2026-11-23"  # today is Tuesday


async def test_nobody_else_sees_it_or_has_anybody_reminded(team: Desk) -> None:
    for action in (MissingHours(), TEAM, Remind(who="Ada", text="pay me")):
        with pytest.raises(Forbidden, match="Only owners and admins"):
            await team.run(action, DMITRI)
    scheduled = CreateSchedule(cron="0 10 * * 1", action=TEAM)
    with pytest.raises(Forbidden, match="Only owners and admins"):
        await team.run(scheduled, DMITRI)
    assert await team.posts() == []


async def test_it_is_for_the_lead_alone(team: Desk, at_desk: Person) -> None:
    with pytest.raises(ValidationFailed, match="for you alone"):
        await team.run(CreateSchedule(cron="0 9 * * 1", channel="C0GENERAL", action=MissingHours()))
    await at_desk.command("every wednesday at 9 who is missing hours last week")
    await at_desk.finds("Every Wednesday at 09:00")
    await team.go_to(at(9, day=TODAY + timedelta(days=1)))
    assert [channel for channel, _ in await team.posts()] == ["U0ADA"]
    await at_desk.click(await at_desk.finds("Ben Okafor"), "Remind them")
    await at_desk.finds("Each of them whom I reach here is told")
    assert len(await team.told("ben")) == 1


async def test_one_person_is_reminded_by_name_or_mention(team: Desk, at_desk: Person) -> None:
    await at_desk.command("remind <@U0BEN|ben> to send the invoice")
    await at_desk.finds("1 person will be told")
    assert await team.told("ben") == [":bell: <@U0ADA> asks me to remind you: send the invoice"]
    await at_desk.command("remind Dmitri about last week")
    await team.settled()
    assert "40 h are missing" in (await team.told("dmitri"))[0]
    with pytest.raises(NotFound, match="Zoe cannot be reminded"):
        await team.run(Remind(who="Zoe", text="hello"))


async def test_who_has_switched_it_off_hears_nothing(team: Desk, at_desk: Person) -> None:
    await team.services.accounts.change_settings(BEN, PersonSettings(by_others=False))
    await team.run(TEAM)
    assert await team.told("ben") == []
    assert len(await team.told("dmitri")) == 1


async def test_the_message_itself_offers_to_switch_it_off(team: Desk) -> None:
    await team.run(TEAM)
    await team.posts()
    async with team.meets("dmitri") as dmitri:
        message = await dmitri.finds("40 h are missing")
        assert "<@U0ADA> asked me to tell you." in shown(message)
        await dmitri.choose(message, "clank:nudge", "Turn this off")
        await dmitri.finds("Nobody can have you reminded any more")
    assert (await team.services.accounts.settings(DMITRI)).by_others is False


async def test_at_most_one_a_day_comes_that_nobody_asked_for_themselves(team: Desk) -> None:
    await team.run(TEAM)
    await team.run(Remind(who="team", only_if="missing_hours", from_=LAST_WEEK[0], to=LAST_WEEK[1]))
    await team.run(Remind(who="Ben", text="and the invoice"))
    assert len(await team.told("ben")) == 1
    await team.run(Remind(text="call back"), BEN)  # his own
    assert len(await team.told("ben")) == 2


async def test_in_the_quiet_hours_of_a_person_it_waits_until_they_are_over(team: Desk) -> None:
    await team.services.accounts.change_settings(
        BEN, PersonSettings(quiet_from=at(14).time(), quiet_to=at(16, 30).time())
    )
    await team.run(TEAM)
    assert await team.told("ben") == []
    assert len(await team.told("dmitri")) == 1
    await team.go_to(at(16, 31))
    assert len(await team.told("ben")) == 1


async def test_at_night_nobody_is_told(team: Desk) -> None:
    await team.go_to(at(23))
    await team.run(TEAM)
    assert await team.posts() == []
    await team.go_to(at(8, 1, day=TODAY + timedelta(days=1)))
    assert len(await team.told("ben")) == 1


async def test_each_is_told_when_it_is_that_hour_where_they_are(team: Desk, at_desk: Person) -> None:
    team.slack.users["U0BEN"].timezone = "America/New_York"
    team.slack.users["U0DMITRI"].timezone = "Asia/Tokyo"
    await at_desk.command("nudge the team on Wednesday at 10 about last week")
    await at_desk.finds("Scheduled")
    tokyo, york = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
    wednesday = TODAY + timedelta(days=1)
    for moment, told in (
        (at(9, 59, day=wednesday, zone=tokyo), (0, 0)),
        (at(10, 1, day=wednesday, zone=tokyo), (0, 1)),
        (at(10, 1, day=wednesday), (0, 1)),
        (at(9, 59, day=wednesday, zone=york), (0, 1)),
        (at(10, 1, day=wednesday, zone=york), (1, 1)),
    ):
        await team.go_to(moment)
        assert (len(await team.told("ben")), len(await team.told("dmitri"))) == told
    await at_desk.command("list schedules")
    assert "reminder, team" in shown(listed := await at_desk.finds("New schedule"))
    assert "each where they are" in shown(listed)


async def test_what_was_logged_meanwhile_is_not_missed(team: Desk) -> None:
    await team.services.accounts.change_settings(
        BEN, PersonSettings(quiet_from=at(14).time(), quiet_to=at(16, 30).time())
    )
    await team.run(TEAM)
    for day in LAST_WEEK:
        await team.log("ben", day, hours=8)
    await team.go_to(at(16, 31))
    assert await team.told("ben") == []


async def test_a_schedule_that_was_deleted_tells_nobody_any_more(team: Desk, at_desk: Person) -> None:
    team.slack.users["U0BEN"].timezone = "America/New_York"
    await at_desk.command("nudge the team on Wednesday at 10 about last week")
    await at_desk.finds("Scheduled")
    await team.go_to(at(10, 1, day=TODAY + timedelta(days=1)))
    assert len(await team.told("dmitri")) == 1
    (schedule,) = await team.services.schedules.all(ADA)
    await team.services.schedules.delete(schedule.id, ADA)
    await team.go_to(at(18, day=TODAY + timedelta(days=1)))
    assert await team.told("ben") == []


async def test_whoever_holds_a_token_acts_as_the_account_of_the_settings(team: Desk) -> None:
    token, _ = await issue_token(team.services.token_store, "ci", ["run"], clock=team.clock)
    result = await team.run(TEAM, token.principal)
    assert result.details == {"people": 4}
    assert len(await team.told("ben")) == 1


async def test_a_message_to_a_person_follows_the_same_rules(team: Desk) -> None:
    with pytest.raises(Forbidden, match="Only owners and admins"):
        await team.run(PostMessage(channel="U0ADA", text="pay me"), DMITRI)
    for channel in ("U0ADA", "@ada"):
        scheduled = CreateSchedule(cron="0 10 * * 1", channel=channel, action=Summary())
        with pytest.raises(ValidationFailed, match="only owners and admins"):
            await team.run(scheduled, DMITRI)
    await team.run(CreateSchedule(cron="0 10 * * 1", channel="U0DMITRI", action=Summary()), DMITRI)
    await team.run(PostMessage(channel="U0BEN", text="well done"))
    assert await team.told("ben") == [":bell: <@U0ADA> asks me to remind you: well done"]
    await team.services.accounts.change_settings(BEN, PersonSettings(by_others=False))
    with pytest.raises(ValidationFailed, match="wants no posts by others"):
        await team.run(CreateSchedule(cron="0 10 * * 1", channel="U0BEN", action=Summary()))


async def test_a_user_group_is_reminded_by_its_name(team: Desk, at_desk: Person) -> None:
    await at_desk.command("remind the design team about last week")  # Chiara and Dmitri
    await team.settled()
    assert len(await team.told("dmitri")) == 1
    assert await team.told("ben") == []


async def test_who_reminds_themselves_of_the_team_reminds_nobody_else(team: Desk, at_desk: Person) -> None:
    await at_desk.command("remind me to log hours for the team")
    await at_desk.finds("Reminded.")
    assert {channel for channel, _ in await team.posts()} == {"U0ADA"}
