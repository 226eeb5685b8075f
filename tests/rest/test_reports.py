"""`GET /reports/summary`: the totals of a period in each form, and what bad questions get."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from clankerbot_engine.clockify.sandbox import Fault
from tests.fakes.services import Service, data_of, error_of, running_service

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path) as running:
        yield running


def logged_s(service: Service, *, everybody: bool = False) -> int:
    """Of last week, from what the sandbox holds."""
    state = service.sandbox
    return sum(
        entry.seconds
        for entry in state.entries.values()
        if FIRST <= entry.start.date() <= LAST and (everybody or entry.user_id == state.owner.id)
    )


async def get(api: httpx.AsyncClient, **query: str) -> httpx.Response:
    return await api.get("/reports/summary", params=query)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-16", "to": "2026-11-22"},
        {"period": "last_week"},
        {"period": "last week"},
        {"period": "16 Nov to 22 Nov"},
        {"period": "letzte Woche"},
    ],
)
async def test_a_period_may_be_said_in_each_way(
    service: Service, api: httpx.AsyncClient, query: dict[str, str]
) -> None:
    summary = data_of(await get(api, **query))["summary"]
    assert (summary["from"], summary["to"]) == ("2026-11-16", "2026-11-22")
    assert summary["total_s"] == logged_s(service) > 0
    assert summary["before"]["to"] == "2026-11-15"
    assert summary["target"] == {"total_s": 144_000, "so_far_s": 144_000, "people": 1}
    assert len(summary["claims"]) == 3
    assert summary["earlier"] == {"from": "2026-11-09", "to": "2026-11-15"}


async def test_it_may_be_about_the_team_a_person_a_client_or_a_project(
    service: Service, api: httpx.AsyncClient
) -> None:
    team = data_of(await get(api, period="last_week", scope="team", group_by="user"))["summary"]
    assert team["total_s"] == logged_s(service, everybody=True)
    by_user = {row["name"]: row["duration_s"] for row in team["rows"]}
    ben = data_of(await get(api, period="last_week", user="ben@demo-studio.example"))["summary"]
    assert ben["total_s"] == by_user["Ben Okafor"]
    client = data_of(await get(api, period="last_week", scope="team", client="Northwind Space"))["summary"]
    assert {row["name"] for row in client["rows"]} == {"Apollo", "Apollo Web"}
    project = data_of(await get(api, period="last week by task for the team", project="Apollo"))["summary"]
    assert project["group_by"] == "task"
    assert project["total_s"] == next(row["duration_s"] for row in client["rows"] if row["name"] == "Apollo")


async def test_csv_has_the_same_seconds(service: Service, api: httpx.AsyncClient) -> None:
    answer = await get(api, period="last_week", format="csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="summary-2026-11-16-2026-11-22.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows[-1]["project"] == "total"
    assert sum(int(row["seconds"]) for row in rows[:-1]) == int(rows[-1]["seconds"]) == logged_s(service)


async def test_the_entries_themselves_come_as_csv_and_json(service: Service, api: httpx.AsyncClient) -> None:
    answer = await get(api, period="last_week", scope="team", client="Northwind Space", entries="true", format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    told = data_of(await get(api, period="last_week", scope="team", client="Northwind Space", entries="true"))
    assert sum(int(row["seconds"]) for row in rows) == told["summary"]["total_s"] > 0
    assert len(rows) == len(told["entries"]) == told["summary"]["entries"]
    assert {row["project"] for row in rows} == {"Apollo", "Apollo Web"}
    assert {row["person"] for row in rows} <= {person.name for person in service.sandbox.people.values()}
    first = min(told["entries"], key=lambda entry: str(entry["start"]))
    assert (rows[0]["date"], rows[0]["start"]) == (first["start"][:10], first["start"][11:19])


async def test_a_name_that_looks_like_a_formula_is_none(service: Service, api: httpx.AsyncClient) -> None:
    for project in service.sandbox.projects.values():
        project.name = f'=HYPERLINK("{project.name}") | <b>*x*</b>'
    found = await get(api, period="last_week", format="csv")
    assert all(line.startswith(("project,", "\"'=", "total,")) for line in found.text.splitlines())
    told = (await get(api, period="last_week", format="markdown")).text
    assert '| =HYPERLINK("Apollo") \\| \\<b\\>\\*x\\*\\</b\\> |' in told


async def test_markdown_tells_what_changed_and_has_a_table(api: httpx.AsyncClient) -> None:
    answer = await get(api, period="last_week", format="markdown")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0].startswith("## 38 h 45 min of 40 h")
    assert sum(line.startswith("- ") for line in lines) == 3
    assert "| Project | Time | Share | Before | Change |" in lines
    assert lines[-1].startswith("| **Total** | **38 h 45 min** |")


async def test_a_picture_is_a_png(service: Service, api: httpx.AsyncClient) -> None:
    answer = await get(api, period="last_week", format="png")
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.width == 1600
    assert picture.height > 600
    service.sandbox.entries.clear()
    empty = Image.open(io.BytesIO((await get(api, period="last_week", format="png")).content))
    assert empty.height < picture.height


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"period": "whenever"}, "period", "last week"),
        ({"period": "last week", "from": "2026-11-16"}, "period", "not both"),
        ({"from": "16.11.2026"}, "from", "2026-04-22"),
        ({"to": "tomorrow"}, "to", "2026-04-22"),
        (
            {"from": "2026-11-22", "to": "2026-11-16"},
            "to",
            "to: the period ends before it begins; for one day, say 2026-11-22 in both",
        ),
        ({"group_by": "planet"}, "group_by", "project, client, task"),
        ({"scope": "world"}, "scope", "me or team"),
        ({"format": "xls"}, "format", "json, markdown, csv or png"),
        ({"billable": "perhaps"}, "billable", "true or false"),
        ({"timezone": "Berlin"}, "timezone", "Europe/Berlin"),
        ({"groupby": "day"}, "groupby", "no query parameter of that name"),
    ],
)
async def test_what_cannot_be_is_named_with_what_can(
    api: httpx.AsyncClient, query: dict[str, str], field: str, said: str
) -> None:
    error = error_of(await get(api, **query), 422, "validation_error")
    assert error["details"]["field"] == field
    assert said in error["message"]


@pytest.mark.parametrize("query", [{"client": "Zenith"}, {"user": "Zoe"}])
async def test_who_is_not_there_is_not_found(api: httpx.AsyncClient, query: dict[str, str]) -> None:
    error = error_of(await get(api, **query), 404, "not_found")
    assert error["details"]["field"] in query


@pytest.mark.parametrize("form", ["json", "markdown", "csv", "png"])
async def test_where_clockify_fails_there_is_no_half_of_a_summary(
    service: Service, api: httpx.AsyncClient, form: str
) -> None:
    """The first report comes, the one it is compared with does not."""
    service.sandbox.faults.add(Fault("latency", path="*/reports/summary"))
    service.sandbox.faults.add(Fault("server_error", path="*/reports/summary", status=403))
    error: dict[str, Any] = error_of(await get(api, period="last_week", format=form), 403, "forbidden")
    assert error["details"]["source"] == "clockify"


async def test_it_needs_the_scope_to_run(service: Service, nobody: httpx.AsyncClient) -> None:
    error_of(await get(nobody), 401, "unauthorized")
    error_of(await get(await service.client("parse")), 403, "forbidden")
