"""Totals of worlds that nobody thought out: from reports, and from every single entry, they are the same second."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import Summary
from clankerbot_engine.clockify.sandbox.records import Plan, TimeEntry
from clankerbot_engine.errors import UpstreamError
from clankerbot_engine.reports.facts import GroupBy
from tests.engine.integrations_clockify.conftest import Desk, OpenDesk
from tests.engine.integrations_clockify.test_reading import NAMES

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/St_Johns",
    "Africa/Casablanca",
)
FIRST, LAST = date(2026, 3, 1), date(2026, 11, 24)


def put_at_random(desk: Desk, chance: random.Random, count: int = 250) -> None:
    """Of everybody, most of it near midnights, ends of months and changes of the clocks."""
    desk.clear()
    projects = [project.id for project in desk.state.projects.values()]
    tags = list(desk.state.tags)
    for number in range(count):
        day = FIRST + timedelta(days=chance.choice((chance.randint(0, 268), 0, 28, 30, 31, 237, 238, 245, 268)))
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=chance.randint(0, 86_399))
        entry = TimeEntry(
            id=f"{number:024x}",
            user_id=chance.choice(list(desk.state.people)),
            start=start,
            end=chance.choice((None, *[start + timedelta(seconds=chance.randint(0, 30 * 3600))] * 9)),
            project_id=chance.choice(projects),
            tag_ids=tuple(chance.sample(tags, chance.randint(0, 3))),
            billable=chance.random() < 0.5,
        )
        desk.state.entries[entry.id] = entry


def raw(desk: Desk, zone: ZoneInfo, first: date, last: date, user_id: str | None) -> list[TimeEntry]:
    return [
        entry
        for entry in desk.state.entries.values()
        if entry.end is not None
        and first <= entry.start.astimezone(zone).date() <= last
        and user_id in (None, entry.user_id)
    ]


@pytest.mark.parametrize("plan", ["FREE", "PRO"])
@pytest.mark.parametrize("zone_name", ZONES)
async def test_totals_are_those_of_the_entries(open_desk: OpenDesk, zone_name: str, plan: Plan) -> None:
    desk, zone, chance = await open_desk(), ZoneInfo(zone_name), random.Random(f"{zone_name} {plan}")
    desk.state.plan = plan
    put_at_random(desk, chance)
    groups: list[GroupBy] = list(NAMES)
    for group_by in groups:
        first = FIRST + timedelta(days=chance.randint(0, 200))
        last = min(LAST, first + timedelta(days=chance.choice((0, 6, 30, 31, 92, 200))))
        scope = chance.choice(("me", "team"))
        asked = Summary.model_validate({"from": first, "to": last, "group_by": group_by, "scope": scope})
        fact = (await desk.do(asked, timezone=zone)).summary
        assert fact is not None
        user_id = desk.user_id if scope == "me" else None
        entries = raw(desk, zone, first, last, user_id)
        rows: Counter[str] = Counter()
        days: Counter[date] = Counter()
        for entry in entries:
            local = entry.start.astimezone(zone).date()
            names = [local.isoformat()] if group_by == "day" else NAMES[group_by](desk.state, entry)
            rows.update(dict.fromkeys(names, entry.seconds))
            days[local] += entry.seconds
        found: Counter[str] = Counter()
        for row in fact.rows:
            found[row.name.partition(" (")[0]] += row.duration_s
        assert found == rows
        assert fact.total_s == sum(entry.seconds for entry in entries)
        assert fact.billable_s == sum(entry.seconds for entry in entries if entry.billable)
        assert fact.entries == len(entries)
        assert {day.date: day.duration_s for day in fact.days} == {
            first + timedelta(days=n): days[first + timedelta(days=n)] for n in range((last - first).days + 1)
        }
        if fact.before is not None:
            earlier = raw(desk, zone, fact.before.from_, fact.before.to, user_id)
            assert fact.before.total_s == sum(entry.seconds for entry in earlier)


@pytest.mark.parametrize(("count", "plan"), [(250, "FREE"), (2300, "PRO")])
async def test_the_entries_behind_it_are_all_there_to_the_last_page(
    open_desk: OpenDesk, count: int, plan: Plan
) -> None:
    desk, zone = await open_desk(), ZoneInfo("America/St_Johns")
    put_at_random(desk, random.Random(7), count)
    desk.state.plan = plan
    asked = Summary.model_validate({"from": FIRST, "to": LAST, "scope": "team", "entries": True})
    result = await desk.do(asked, timezone=zone)
    whole = raw(desk, zone, FIRST, LAST, None)
    assert [entry.id for entry in result.entries] == [e.id for e in sorted(whole, key=lambda e: (e.start, e.id))]
    assert result.summary is not None
    assert sum(entry.duration_s or 0 for entry in result.entries) == result.summary.total_s
    for entry in result.entries:
        held = desk.state.entries[entry.id]
        assert (entry.start, entry.end, entry.user) == (held.start, held.end, desk.state.people[held.user_id].name)
        assert entry.start.utcoffset() == held.start.astimezone(zone).utcoffset()


async def test_what_changes_while_the_entries_are_read_is_an_error(open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await desk.warm()
    calls = desk.state.traffic.log

    class Logging(dict[str, TimeEntry]):
        """Somebody deletes an entry once the totals are read."""

        def values(self) -> Any:
            if sum("/reports/detailed" in call.path for call in calls) == 1 and len(self) > 1:
                self.pop(next(entry.id for entry in super().values() if entry.user_id == desk.user_id))
            return super().values()

    desk.state.entries = Logging(desk.state.entries)
    with pytest.raises(UpstreamError, match="Ask again"):
        await desk.one(Summary(period="last_30_days", entries=True))


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
async def test_where_one_report_fails_there_is_no_summary(open_desk: OpenDesk, failing: int) -> None:
    """Of two months on the free plan: two reports, and two of the months before."""
    desk = await open_desk()
    desk.state.plan = "FREE"
    await desk.warm()
    asked = Summary.model_validate({"from": "2026-09-20", "to": "2026-11-10"})
    for _ in range(failing - 1):
        desk.break_next("latency", path="*/reports/summary")
    desk.break_next("server_error", path="*/reports/summary", times=None)
    with pytest.raises(UpstreamError):
        await desk.one(asked)
