"""Reports: wall-clock ranges, groups, filters, pages, and what the plan and the role allow."""

from typing import Any

import pytest

from tests.engine.sandbox.conftest import Caller, refusal

DAY = {"dateRangeStart": "2026-03-29T00:00:00.000", "dateRangeEnd": "2026-03-29T23:59:59.999Z"}
BERLIN = {**DAY, "timeZone": "Europe/Berlin"}
SUMMARY: dict[str, Any] = {**BERLIN, "summaryFilter": {"groups": ["PROJECT"]}}
DETAILED: dict[str, Any] = {**BERLIN, "detailedFilter": {"page": 1, "pageSize": 50}}
MONTH = {"dateRangeStart": "2026-11-01T00:00:00.000", "dateRangeEnd": "2026-11-30T23:59:59.999"}


@pytest.fixture
async def logged(owner: Caller) -> Caller:
    """On the day when Berlin's clocks go forward: 1 h at 00:30 (the evening before in UTC), 2 h at 23:00, 3 h after."""
    apollo, internal = await owner.project_id(), await owner.project_id("Internal")
    tags = list(owner.state.tags)[:2]
    night = {"projectId": apollo, "description": "night", "tagIds": tags, "billable": True}
    await owner.log("2026-03-28T23:30:00Z", "2026-03-29T00:30:00Z", **night)
    await owner.log("2026-03-29T21:00:00Z", "2026-03-29T23:00:00Z", projectId=internal, description="evening")
    await owner.log("2026-03-29T22:00:00Z", "2026-03-30T01:00:00Z", projectId=apollo, description="next day")
    await owner.post("/time-entries", {"start": "2026-03-29T10:00:00Z"})
    return owner


async def test_the_range_is_wall_clock_in_the_zone_whatever_its_suffix_says(logged: Caller) -> None:
    report = (await logged.report("summary", SUMMARY)).json()
    assert [(row["name"], row["duration"]) for row in report["groupOne"]] == [("Apollo", 3600), ("Internal", 7200)]
    (total,) = report["totals"]
    assert (total["totalTime"], total["totalBillableTime"], total["entriesCount"]) == (10800, 3600, 2)
    assert total["amounts"][0]["type"] == "EARNED"
    assert total["amounts"][0]["value"] == 9500
    elsewhere = (await logged.report("summary", {**SUMMARY, "timeZone": "UTC"})).json()
    assert [(row["name"], row["duration"]) for row in elsewhere["groupOne"]] == [("Apollo", 10800), ("Internal", 7200)]
    by_profile = (await logged.report("summary", {**SUMMARY, "timeZone": None})).json()
    assert by_profile == report


async def test_nothing_in_the_range_has_a_null_for_its_total(owner: Caller) -> None:
    assert (await owner.report("summary", SUMMARY)).json()["totals"] == [None]
    assert (await owner.report("summary", SUMMARY)).json()["groupOne"] == []
    assert (await owner.report("detailed", DETAILED)).json() == {"totals": [None], "timeentries": []}


async def test_groups_are_nested_three_deep_and_an_entry_counts_under_each_tag(logged: Caller) -> None:
    body = {**SUMMARY, "summaryFilter": {"groups": ["DATE", "USER", "TIMEENTRY"]}}
    (day,) = (await logged.report("summary", body)).json()["groupOne"]
    assert (day["_id"], day["name"], day["duration"]) == ("2026-03-29", "2026-03-29", 10800)
    (user,) = day["children"]
    assert (user["_id"], user["nameLowerCase"]) == (logged.id, "ada berg")
    assert user["children"][0]["_id"] == {"DATE": "2026-03-29", "USER": logged.id, "TIMEENTRY": "evening"}
    assert [row["name"] for row in user["children"]] == ["evening", "night"]
    by_tag = (await logged.report("summary", {**SUMMARY, "summaryFilter": {"groups": ["TAG"]}})).json()
    assert sorted(row["duration"] for row in by_tag["groupOne"]) == [3600, 3600, 7200]
    assert by_tag["totals"][0]["totalTime"] == 10800


@pytest.mark.parametrize(
    ("group", "name"),
    [("CLIENT", "Northwind Space"), ("TASK", "Without task"), ("WEEK", "2026-03-23"), ("MONTH", "2026-03")],
)
async def test_every_group_has_an_id_and_a_name(logged: Caller, group: str, name: str) -> None:
    rows = (await logged.report("summary", {**SUMMARY, "summaryFilter": {"groups": [group]}})).json()["groupOne"]
    assert name in [row["name"] for row in rows]
    assert all("_id" in row and "id" not in row for row in rows)


async def test_rows_are_sorted_as_asked(logged: Caller) -> None:
    by_time = {"groups": ["PROJECT"], "sortColumn": "DURATION"}
    rows = (await logged.report("summary", {**SUMMARY, "summaryFilter": by_time, "sortOrder": "DESCENDING"})).json()
    assert [row["name"] for row in rows["groupOne"]] == ["Internal", "Apollo"]


async def test_filters_narrow_a_report(logged: Caller) -> None:
    apollo, tag = await logged.project_id(), next(iter(logged.state.tags))
    for part in (
        {"projects": {"ids": [apollo], "contains": "CONTAINS", "status": "ALL"}},
        {"projects": {"ids": [await logged.project_id("Internal")], "contains": "DOES_NOT_CONTAIN"}},
        {"tags": {"ids": [tag], "contains": "CONTAINS"}},
        {"billable": True},
        {"description": "NIGH"},
        {"users": {"ids": [logged.id]}, "clients": {"ids": [logged.state.projects[apollo].client_id]}},
    ):
        rows = (await logged.report("detailed", {**DETAILED, **part})).json()["timeentries"]
        assert [row["description"] for row in rows] == ["night"], part
    nobody = {"users": {"ids": ["nonsense"]}}
    assert (await logged.report("detailed", {**DETAILED, **nobody})).json()["timeentries"] == []
    only = {"tags": {"ids": [tag], "contains": "CONTAINS_ONLY"}}
    assert (await logged.report("detailed", {**DETAILED, **only})).json()["timeentries"] == []


async def test_filters_know_the_status_of_what_they_look_at(logged: Caller) -> None:
    internal = await logged.project_id("Internal")
    await logged.put(f"/projects/{internal}", {"archived": True})
    tags = {"ids": [next(iter(logged.state.tags))]}
    for part, seen in (
        ({"projects": {"status": "ACTIVE"}}, ["night"]),
        ({"projects": {"status": "ARCHIVED"}}, ["evening"]),
        ({"users": {"status": "INACTIVE"}}, []),
        ({"users": {"status": "ACTIVE_WITH_PENDING"}}, ["evening", "night"]),
        ({"tags": {**tags, "contains": "CONTAINS", "containedInTimeentry": "DOES_NOT_CONTAIN"}}, ["evening"]),
        ({"tags": {**tags, "containedInTimeentry": "CONTAINS_ONLY"}}, []),
    ):
        rows = (await logged.report("detailed", {**DETAILED, **part})).json()["timeentries"]
        assert [row["description"] for row in rows] == seen, part


async def test_a_summary_counts_its_groups(logged: Caller) -> None:
    report = (await logged.report("summary", SUMMARY)).json()
    assert report["groupTotals"] == {"groupOneTotalCount": 2}
    assert report["donutChart"] == []


async def test_files_are_refused_rather_than_answered_with_json(owner: Caller) -> None:
    assert (await owner.report("summary", {**SUMMARY, "exportType": "JSON_V1"})).status_code == 200
    assert refusal(await owner.report("summary", {**SUMMARY, "exportType": "PDF"})) == (400, 501)
    assert refusal(await owner.report("summary", {**SUMMARY, "exportType": "STONE"})) == (400, 3002)


async def test_detailed_rows_print_times_with_the_offset_of_the_zone(logged: Caller) -> None:
    for zone, start, end in (
        ("Europe/Berlin", "2026-03-29T00:30:00+01:00", "2026-03-29T01:30:00+01:00"),
        ("Pacific/Auckland", "2026-03-29T12:30:00+13:00", "2026-03-29T13:30:00+13:00"),
    ):
        rows = (await logged.report("detailed", {**DETAILED, "timeZone": zone})).json()["timeentries"]
        night = next(row for row in rows if row["description"] == "night")
        assert night["timeInterval"] == {"start": start, "end": end, "duration": 3600}
        assert (night["projectName"], night["clientName"]) == ("Apollo", "Northwind Space")
        assert (night["userName"], night["userId"]) == ("Ada Berg", logged.id)
        assert [set(tag) for tag in night["tags"]] == [{"_id", "name"}] * 2


async def test_an_offset_of_nothing_is_printed_as_z(logged: Caller) -> None:
    rows = (await logged.report("detailed", {**DETAILED, "timeZone": "UTC"})).json()["timeentries"]
    assert [row["timeInterval"]["start"] for row in rows] == ["2026-03-29T22:00:00Z", "2026-03-29T21:00:00Z"]


async def test_detailed_comes_in_pages_the_newest_first(owner: Caller) -> None:
    body: dict[str, Any] = {**MONTH, "timeZone": "Europe/Berlin", "detailedFilter": {"page": 1, "pageSize": 7}}
    seen: list[str] = []
    while rows := (await owner.report("detailed", body)).json()["timeentries"]:
        seen += [row["_id"] for row in rows]
        body["detailedFilter"]["page"] += 1
    starts = [owner.state.entries[one].start for one in seen]
    assert starts == sorted(starts, reverse=True)
    assert len(seen) == len(set(seen)) == len([e for e in owner.state.entries.values() if e.start.month == 11])
    excluded = {**body, "detailedFilter": {"page": 1, "pageSize": 1000, "options": {"totals": "EXCLUDE"}}}
    assert (await owner.report("detailed", excluded)).json()["totals"] == []


async def test_weekly_wants_exactly_seven_days_and_counts_each(owner: Caller) -> None:
    week: dict[str, Any] = {
        "dateRangeStart": "2026-11-16T00:00:00.000",
        "timeZone": "Europe/Berlin",
        "weeklyFilter": {"group": "PROJECT", "subgroup": "TIME"},
    }
    reports = []
    for end in ("2026-11-22T23:59:59.999", "2026-11-23T00:00:00Z"):
        answer = await owner.report("weekly", {**week, "dateRangeEnd": end})
        assert answer.status_code == 200
        reports.append(answer.json())
    assert reports[0] == reports[1]
    days = reports[0]["totalsByDay"]
    assert [day["date"] for day in days] == [f"2026-11-{number}" for number in range(16, 23)]
    assert [day["duration"] > 0 for day in days] == [True] * 5 + [False] * 2
    assert sum(day["duration"] for day in days) == reports[0]["totals"][0]["totalTime"]
    for row in reports[0]["groupOne"]:
        assert sum(day["duration"] for day in row["days"]) == row["duration"]
    for end in ("2026-11-21T23:59:59.999", "2026-11-23T23:59:59.999"):
        assert refusal(await owner.report("weekly", {**week, "dateRangeEnd": end})) == (400, 501)


@pytest.mark.parametrize(
    "part",
    [
        {"dateRangeStart": None},
        {"dateRangeEnd": "soon"},
        {"dateRangeStart": "2026-02-30T00:00:00.000"},
        {"dateRangeStart": "2027-01-01T00:00:00.000"},
        {"timeZone": "Mars/Olympus"},
        {"timeZone": "../../etc/passwd"},
        {"summaryFilter": None},
        {"summaryFilter": {"groups": []}},
        {"summaryFilter": {"groups": ["PROJECT", "USER", "TAG", "DATE"]}},
        {"summaryFilter": {"groups": ["MOON"]}},
        {"detailedFilter": {"page": 1}},
    ],
)
async def test_a_report_that_cannot_be_made_is_code_501(owner: Caller, part: dict[str, object]) -> None:
    assert refusal(await owner.report("summary", {**SUMMARY, **part})) == (400, 501)


async def test_a_free_workspace_gets_31_days_at_most(owner: Caller) -> None:
    body = {**SUMMARY, "dateRangeStart": "2026-10-01T00:00:00.000", "dateRangeEnd": "2026-10-31T23:59:59.999"}
    longer = {**body, "dateRangeEnd": "2026-11-01T23:59:59.999"}
    assert (await owner.report("summary", longer)).status_code == 200
    await owner.http.post("/sandbox/settings", json={"plan": "FREE"})
    assert (await owner.report("summary", body)).status_code == 200
    assert refusal(await owner.report("summary", longer)) == (400, 501)


async def test_regular_users_see_their_own_time_without_amounts(regular: Caller, manager: Caller) -> None:
    body = {**MONTH, "summaryFilter": {"groups": ["USER"]}}
    (row,) = (await regular.report("summary", body)).json()["groupOne"]
    assert (row["_id"], row["amounts"]) == (regular.id, [])
    rows = (await manager.report("summary", body)).json()["groupOne"]
    assert len(rows) == 4
    assert all(row["amounts"] for row in rows)
    hidden = (await manager.report("summary", {**body, "amountShown": "HIDE_AMOUNT"})).json()
    assert hidden["totals"][0]["amounts"] == []


async def test_reports_live_on_the_prefixes_of_their_own_hosts_only(owner: Caller) -> None:
    path = f"workspaces/{owner.state.workspace_id}/reports/summary"
    regional, worldwide = [await owner.http.post(f"{prefix}/{path}", json=SUMMARY) for prefix in ("/report/v1", "/v1")]
    assert regional.status_code == worldwide.status_code == 200
    assert regional.json() == worldwide.json()
    assert refusal(await owner.post("/reports/summary", SUMMARY)) == (404, 3000)
    unknown = await owner.http.post("/report/v1/workspaces/nonsense/reports/summary", json=SUMMARY)
    assert (unknown.status_code, unknown.content) == (404, b"")
