"""Lists and summaries: the person's own days, and totals that agree with every single entry."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ListEntries, Summary
from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY, SandboxState
from clankerbot_engine.clockify.sandbox.records import Holiday, TimeEntry
from clankerbot_engine.errors import NeedsInput, NotFound, ValidationFailed
from clankerbot_engine.reports.facts import GroupBy
from tests.engine.integrations_clockify.conftest import BERLIN, Clock, Desk, OpenDesk, berlin

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def of_days(state: SandboxState, first: date, last: date, user_id: str | None = None) -> list[TimeEntry]:
    """Straight from what the sandbox holds: no report, no filter of ours."""
    return [
        entry
        for entry in state.entries.values()
        if entry.end is not None
        and first <= entry.start.astimezone(BERLIN).date() <= last
        and user_id in (None, entry.user_id)
    ]


NAMES: dict[GroupBy, Callable[[SandboxState, TimeEntry], list[str]]] = {
    "project": lambda state, entry: [state.projects[entry.project_id or ""].name],
    "client": lambda state, entry: [state.clients[state.projects[entry.project_id or ""].client_id or ""].name],
    "tag": lambda state, entry: [state.tags[tag_id].name for tag_id in entry.tag_ids] or ["Without tag"],
    "user": lambda state, entry: [state.people[entry.user_id].name],
    "day": lambda state, entry: [entry.start.astimezone(BERLIN).date().isoformat()],
}


class TestSummaries:
    @pytest.mark.parametrize("group_by", NAMES)
    @pytest.mark.parametrize("scope", ["me", "team"])
    async def test_totals_agree_with_the_entries(self, desk: Desk, group_by: GroupBy, scope: str) -> None:
        first, last = date(2026, 11, 9), date(2026, 11, 22)
        result = await desk.do(
            Summary.model_validate({"from": first, "to": last, "group_by": group_by, "scope": scope})
        )
        entries = of_days(desk.state, first, last, desk.user_id if scope == "me" else None)
        rows: Counter[str] = Counter()
        for entry in entries:
            rows.update(dict.fromkeys(NAMES[group_by](desk.state, entry), entry.seconds))
        assert result.summary is not None
        assert {row.name: row.duration_s for row in result.summary.rows} == rows
        assert result.summary.total_s == sum(entry.seconds for entry in entries)
        assert result.summary.billable_s == sum(entry.seconds for entry in entries if entry.billable)
        assert result.summary.entries == len(entries)

    async def test_what_is_still_to_come_is_compared_with_nothing(self, desk: Desk) -> None:
        result = await desk.do(Summary(from_=date(2026, 11, 25), to=date(2026, 11, 25)))  # today is the 24th
        assert result.summary is not None
        assert (result.summary.before, result.summary.claims) == (None, ())

    async def test_tasks_of_the_same_name_are_told_apart_by_their_project(self, desk: Desk) -> None:
        desk.clear()
        for hour, project in enumerate(("Hermes", "Mobile Banking")):
            task_id = desk.task_id("Backend", project)
            start, end = berlin(23, 9 + hour), berlin(23, 10 + hour)
            desk.put(start, end, project_id=desk.project_id(project), task_id=task_id)
        result = await desk.do(Summary(group_by="task"))
        assert result.summary is not None
        assert {row.name for row in result.summary.rows} == {"Backend (Hermes)", "Backend (Mobile Banking)"}

    async def test_this_week_is_what_is_meant_where_nothing_is_said(self, desk: Desk) -> None:
        result = await desk.do(Summary())
        assert result.summary is not None
        assert (result.summary.from_, result.summary.to) == (MONDAY, SUNDAY)
        # The week, the one before, and now and then which hours the person is to work.
        due = ["member-profile", "holidays", "time-off"]
        assert [line.split("/")[1] for line in desk.sent] == ["reports", "reports", *due]
        await desk.do(Summary())
        assert len(desk.sent) == 7

    async def test_a_week_starts_as_the_profile_says(self, open_desk: OpenDesk) -> None:
        desk = await open_desk()
        desk.state.people[desk.user_id].week_start = "SUNDAY"
        result = await desk.do(Summary())
        assert result.summary is not None
        assert (result.summary.from_, result.summary.to) == (date(2026, 11, 22), date(2026, 11, 28))

    async def test_it_is_said_in_a_sentence(self, desk: Desk) -> None:
        desk.clear()
        desk.put(berlin(23, 9), berlin(23, 11), project_id=desk.project_id(), billable=True)
        desk.put(berlin(24, 9), berlin(24, 9, 45), project_id=desk.project_id("Internal"))
        result = await desk.do(Summary())
        assert result.message == (
            "This week: 2 h 45 min in 2 time entries, 2 h of it billable. Apollo 2 h and Internal 45 min.\n"
            "13 h 15 min short of the 16 h due by today. The same days of the week before had nothing. "
            "Apollo has more than half of it: 2 h."
        )
        result = await desk.do(Summary(group_by="day"))
        assert "yesterday 2 h and today 45 min." in result.message

    async def test_seconds_are_not_rounded(self, desk: Desk) -> None:
        desk.clear()
        for minute in range(3):
            start = berlin(23, 9, minute)
            desk.put(start, start + timedelta(seconds=19), project_id=desk.project_id())
        result = await desk.do(Summary())
        assert result.summary is not None
        assert result.summary.total_s == 57

    async def test_a_period_without_time_is_no_error(self, desk: Desk) -> None:
        result = await desk.do(Summary.model_validate({"from": "2020-01-01", "to": "2020-01-31"}))
        assert result.message == "Wed 1 Jan 2020 to Fri 31 Jan 2020: no time logged."
        assert result.summary is not None
        assert (result.summary.total_s, result.summary.entries, result.summary.rows) == (0, 0, ())

    async def test_days_are_those_of_the_person(self, open_desk: OpenDesk) -> None:
        """At 23:30 in Berlin it is 14:30 of the same day in Los Angeles, and 07:30 of the next one in Tokyo."""
        desk = await open_desk()
        desk.clear()
        desk.put(berlin(23, 23, 30), berlin(23, 23, 40), project_id=desk.project_id())
        for zone, total_s in (("America/Los_Angeles", 600), ("Europe/Berlin", 600), ("Asia/Tokyo", 0)):
            asked = Summary.model_validate({"from": MONDAY, "to": MONDAY})
            result = await desk.do(asked, timezone=ZoneInfo(zone))
            assert result.summary is not None
            assert result.summary.total_s == total_s, zone

    async def test_on_the_free_plan_long_periods_are_asked_for_in_pieces(self, open_desk: OpenDesk) -> None:
        desk = await open_desk()
        desk.state.plan = "FREE"
        desk.put(berlin(14, 9, month=9), berlin(14, 10, month=9), project_id=desk.project_id())
        await desk.warm()
        first, last = date(2026, 9, 1), date(2026, 11, 30)
        result = await desk.do(Summary.model_validate({"from": first, "to": last}))
        entries = of_days(desk.state, first, last, desk.user_id)
        assert result.summary is not None
        assert result.summary.total_s == sum(entry.seconds for entry in entries)
        assert result.summary.entries == len(entries)
        assert sum("/reports/" in line for line in desk.sent) == 3 + 3
        with pytest.raises(ValidationFailed, match="too long"):
            await desk.one(Summary.model_validate({"from": "2024-01-01", "to": last}))

    async def test_what_would_cost_many_requests_is_not_compared(self, open_desk: OpenDesk) -> None:
        desk = await open_desk()
        desk.state.plan = "FREE"
        await desk.warm()
        result = await desk.do(Summary.model_validate({"from": "2026-01-01", "to": "2026-11-24"}))
        assert result.summary is not None
        assert result.summary.before is None
        assert result.summary.total_s > 0

    async def test_it_can_be_about_one_project_and_about_billable_time(self, desk: Desk) -> None:
        first, last = date(2026, 11, 9), date(2026, 11, 22)
        asked = {"from": first, "to": last, "project": "Apollo", "billable": True, "scope": "team"}
        result = await desk.do(Summary.model_validate(asked))
        entries = [
            entry
            for entry in of_days(desk.state, first, last)
            if entry.billable and entry.project_id == desk.project_id()
        ]
        assert result.summary is not None
        assert result.summary.total_s == sum(entry.seconds for entry in entries) > 0
        assert [(row.name, row.billable_s) for row in result.summary.rows] == [("Apollo", result.summary.total_s)]

    @pytest.mark.parametrize("name", ["Ben Okafor", "ben", "okafor", "BEN@demo-studio.example"])
    async def test_it_can_be_about_one_person(self, desk: Desk, name: str) -> None:
        ben = next(person for person in desk.state.people.values() if person.name == "Ben Okafor")
        result = await desk.do(Summary(user=name))
        assert result.summary is not None
        assert result.summary.total_s == sum(e.seconds for e in of_days(desk.state, MONDAY, SUNDAY, ben.id)) > 0

    @pytest.mark.parametrize("asked", [{"client": "kestrel bank"}, {"user": "Kestrel Bank"}, {"client": "Kestrel"}])
    async def test_it_can_be_about_one_client(self, desk: Desk, asked: dict[str, str]) -> None:
        result = await desk.do(Summary.model_validate({**asked, "scope": "team", "period": "last_30_days"}))
        kestrel = next(client.id for client in desk.state.clients.values() if client.name == "Kestrel Bank")
        projects = {each.id for each in desk.state.projects.values() if each.client_id == kestrel}
        days = date(2026, 10, 26), date(2026, 11, 24)
        entries = [each for each in of_days(desk.state, *days) if each.project_id in projects]
        assert result.summary is not None
        assert result.summary.total_s == sum(entry.seconds for entry in entries) > 0
        assert "for the team for client Kestrel Bank" in result.message
        assert result.summary.target is None

    async def test_a_client_that_is_not_there_is_refused_by_name(self, desk: Desk) -> None:
        with pytest.raises(NotFound, match="No client with a project is called Zenith") as caught:
            await desk.one(Summary(client="Zenith"))
        assert caught.value.details["field"] == "client"

    async def test_the_target_is_that_of_the_profile_or_what_the_person_has_set(self, desk: Desk) -> None:
        last_week = Summary(period="last_week")
        summed = (await desk.do(last_week)).summary
        assert summed is not None
        assert summed.target is not None
        assert (summed.target.total_s, summed.target.people) == (5 * 8 * 3600, 1)
        team = (await desk.do(last_week.model_copy(update={"scope": "team"}))).summary
        assert team is not None
        assert team.target is not None
        assert (team.target.total_s, team.target.people) == (4 * 5 * 8 * 3600, 4)

    async def test_a_holiday_is_not_due_and_not_missed(self, desk: Desk) -> None:
        desk.clear()
        desk.put(berlin(16, 9), berlin(16, 17), project_id=desk.project_id())
        desk.put(berlin(17, 9), berlin(17, 17), project_id=desk.project_id())
        desk.put(berlin(20, 9), berlin(20, 17), project_id=desk.project_id())
        holiday = Holiday("h1", "Day off", date(2026, 11, 18), date(2026, 11, 18))
        desk.state.holidays[holiday.id] = holiday
        result = await desk.do(Summary(period="last_week"))
        assert result.summary is not None
        assert result.summary.target is not None
        assert result.summary.target.total_s == 4 * 8 * 3600
        assert "Nothing on Thursday." in result.message

    async def test_where_the_profile_cannot_be_read_there_is_no_target(self, desk: Desk) -> None:
        desk.break_next("server_error", method="GET", path="*/member-profile/*", times=None)
        summed = (await desk.do(Summary(period="last_week"))).summary
        assert summed is not None
        assert summed.target is None
        assert summed.total_s > 0

    async def test_a_name_of_two_people_is_a_question(self, desk: Desk) -> None:
        ben = next(person for person in desk.state.people.values() if person.name == "Ben Okafor")
        ben.name = "Ada Okafor"
        with pytest.raises(NeedsInput) as caught:
            await desk.one(Summary(user="Ada"))
        assert [choice.label for choice in caught.value.needs[0].choices] == [
            "Ada Berg (ada@demo-studio.example)",
            "Ada Okafor (ben@demo-studio.example)",
        ]

    async def test_a_name_of_nobody_is_not_found(self, desk: Desk) -> None:
        with pytest.raises(NotFound, match="Nobody in this workspace is called Zoe"):
            await desk.one(Summary(user="Zoe"))

    async def test_a_regular_person_sees_of_the_team_what_clockify_shows(self, open_desk: OpenDesk) -> None:
        desk = await open_desk(key=REGULAR_API_KEY)
        result = await desk.do(Summary(scope="team"))
        assert result.summary is not None
        assert result.summary.total_s == sum(e.seconds for e in of_days(desk.state, MONDAY, SUNDAY, desk.user_id))
        assert result.summary.target is None  # of hours that they do not see, none are missing
        own = await desk.do(Summary())
        assert own.summary is not None
        assert own.summary.target is not None

    @pytest.mark.parametrize(
        ("said", "days"),
        [
            ({"from": "2026-11-10"}, (date(2026, 11, 10), date(2026, 11, 24))),
            ({"to": "2026-11-10"}, (date(2026, 11, 10), date(2026, 11, 10))),
            ({"from": "2026-11-26"}, (date(2026, 11, 26), date(2026, 11, 26))),
        ],
    )
    async def test_an_open_end_is_today(self, desk: Desk, said: dict[str, str], days: tuple[date, date]) -> None:
        result = await desk.do(Summary.model_validate(said))
        assert result.summary is not None
        assert (result.summary.from_, result.summary.to) == days

    async def test_a_period_that_ends_before_it_begins_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ValidationFailed):
            await desk.one(Summary.model_validate({"from": "2026-11-10", "to": "2026-11-09"}))


class TestListing:
    async def test_today_is_what_is_meant_where_nothing_is_said(self, desk: Desk) -> None:
        result = await desk.do(ListEntries())
        today = of_days(desk.state, date(2026, 11, 24), date(2026, 11, 24), desk.user_id)
        assert [entry.id for entry in result.entries] == [e.id for e in sorted(today, key=lambda e: e.start)]
        assert len(desk.sent) == 1

    async def test_it_is_said_in_a_sentence(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        desk.put(berlin(24, 9), berlin(24, 11), project_id=desk.project_id())
        desk.put(berlin(24, 14), None, project_id=desk.project_id("Hermes"))
        result = await desk.do(ListEntries())
        assert result.message == "2 time entries, today: 2 h, and a timer that runs."
        assert [entry.duration_s for entry in result.entries] == [7200, None]
        result = await desk.do(ListEntries(project="Apollo"))
        assert result.message == "1 time entry on Apollo, today: 2 h."

    async def test_days_begin_and_end_at_the_persons_midnight(self, desk: Desk) -> None:
        desk.clear()
        for start in (berlin(22, 23, 59), berlin(23, 0), berlin(23, 23, 59), berlin(24, 0)):
            desk.put(start, start + timedelta(seconds=30))
        result = await desk.do(ListEntries.model_validate({"from": MONDAY, "to": MONDAY}))
        assert [entry.start for entry in result.entries] == [berlin(23, 0), berlin(23, 23, 59)]

    async def test_times_are_at_the_persons_offset_and_lengths_true_where_clocks_go_back(self, desk: Desk) -> None:
        desk.clear()
        night = date(2026, 10, 25)
        desk.put(berlin(24, 23, month=10) + timedelta(hours=2), datetime(2026, 10, 25, 2, 30, tzinfo=UTC))
        result = await desk.do(ListEntries.model_validate({"from": night, "to": night}))
        entry = result.model_dump(mode="json")["entries"][0]
        assert (entry["start"], entry["end"]) == ("2026-10-25T01:00:00+02:00", "2026-10-25T03:30:00+01:00")
        assert entry["duration_s"] == 3.5 * 3600

    async def test_clockify_is_asked_for_a_day_more_on_both_sides(self, desk: Desk) -> None:
        """It may take the bounds for wall-clock time of another zone."""
        await desk.do(ListEntries.model_validate({"from": MONDAY, "to": MONDAY}))
        (request,) = desk.state.traffic.log
        assert "start=2026-11-21T23%3A00%3A00Z&end=2026-11-24T23%3A00%3A00Z" in request.query

    async def test_more_than_a_page_is_listed_whole(self, desk: Desk) -> None:
        desk.clear()
        for minute in range(401):
            start = datetime(2026, 11, 22, 23, tzinfo=UTC) + timedelta(minutes=minute)
            desk.put(start, start + timedelta(seconds=30))
        result = await desk.do(ListEntries.model_validate({"from": MONDAY, "to": MONDAY}))
        assert len(result.entries) == 401

    async def test_a_day_without_entries_is_no_error(self, desk: Desk) -> None:
        result = await desk.do(ListEntries.model_validate({"from": "2026-11-22", "to": "2026-11-22"}))
        assert result.message == "No time entries, Sun 22 Nov."
        assert result.entries == ()

    async def test_years_are_refused(self, desk: Desk) -> None:
        with pytest.raises(ValidationFailed, match="long list"):
            await desk.one(ListEntries.model_validate({"from": "2020-01-01"}))
