"""Rates: set at four levels, read in the entities, and what they make of an hour."""

from typing import Any

from tests.engine.sandbox.conftest import Caller, refusal

START, END = "2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z"
SUMMARY: dict[str, Any] = {
    "dateRangeStart": "2026-11-23T20:00:00",
    "dateRangeEnd": "2026-11-23T22:00:00",
    "timeZone": "UTC",
    "summaryFilter": {"groups": ["PROJECT"]},
    "amounts": ["EARNED", "COST", "PROFIT"],
}


async def test_the_most_particular_rate_is_the_entry_s(owner: Caller) -> None:
    project = await owner.project_id()
    task = (await owner.get(f"/projects/{project}/tasks")).json()[0]["id"]
    entry = (await owner.log(START, END, projectId=project, taskId=task)).json()["id"]
    bare = (await owner.log(START, END)).json()["id"]

    async def rates(entry_id: str) -> tuple[int, int | None]:
        shown = (await owner.get(f"/time-entries/{entry_id}")).json()
        return shown["hourlyRate"]["amount"], shown["costRate"] and shown["costRate"]["amount"]

    assert await rates(bare) == (12000, None)
    assert await rates(entry) == (9500, None)  # the project's, before the person's
    for amount, path in (
        (1, ""),
        (2, f"/users/{owner.id}"),
        (3, f"/projects/{project}/users/{owner.id}"),
        (4, f"/projects/{project}/tasks/{task}"),
    ):
        for kind in ("hourly-rate", "cost-rate"):
            answer = await owner.put(f"{path}/{kind}", {"amount": amount * 1000, "since": "2026-01-01T00:00:00Z"})
            assert answer.status_code == 200
        assert (await rates(entry))[1] == amount * 1000
    assert await rates(entry) == (4000, 4000)
    assert await rates(bare) == (2000, 2000)


async def test_rates_are_read_where_they_belong(owner: Caller) -> None:
    project = await owner.project_id()
    workspace = (await owner.put("/hourly-rate", {"amount": 100})).json()
    assert workspace["hourlyRate"] == {"amount": 100, "currency": "EUR"}
    member = (await owner.put(f"/projects/{project}/users/{owner.id}/hourly-rate", {"amount": 200})).json()
    assert [row["hourlyRate"] for row in member["memberships"] if row["userId"] == owner.id] == [
        {"amount": 200, "currency": "EUR"}
    ]
    row = {"userId": owner.id, "hourlyRate": {"amount": 300}}
    made = (await owner.post("/projects", {"name": "With rates", "memberships": [row]})).json()
    assert made["memberships"][0]["hourlyRate"]["amount"] == 300
    changed = await owner.patch(f"/projects/{made['id']}/memberships", {"memberships": [{"userId": owner.id}]})
    assert [row["hourlyRate"] for row in changed.json()["memberships"]] == [None]


async def test_only_admins_set_rates_and_only_by_put(owner: Caller, regular: Caller) -> None:
    path = f"/users/{regular.id}/hourly-rate"
    assert refusal(await regular.put(path, {"amount": 100})) == (403, 501)
    assert refusal(await owner.put(path, {})) == (400, 501)
    assert refusal(await owner.put(path, {"amount": -1})) == (400, 501)
    assert refusal(await owner.get(path)) == (405, 3000)
    recruiting = await owner.project_id("Recruiting")
    assert refusal(await owner.put(f"/projects/{recruiting}/users/{regular.id}/cost-rate", {"amount": 1})) == (400, 501)


async def test_reports_show_each_amount_that_is_asked_for(owner: Caller) -> None:
    project = await owner.project_id()
    await owner.put(f"/users/{owner.id}/cost-rate", {"amount": 4000})
    await owner.log(START, END, projectId=project, billable=True)
    report = (await owner.report("summary", SUMMARY)).json()
    (row,) = report["groupOne"]
    assert [(amount["type"], amount["value"]) for amount in row["amounts"]] == [
        ("EARNED", 19000),
        ("COST", 8000),
        ("PROFIT", 11000),
    ]
    assert row["amounts"][1]["amountByCurrency"] == [{"currency": "EUR", "amount": 8000}]
    assert report["totals"][0]["totalAmountByCurrency"] == [{"currency": "EUR", "amount": 19000}]
    one = (await owner.report("summary", {**SUMMARY, "amounts": None, "amountShown": "COST"})).json()
    assert [(amount["type"], amount["value"]) for amount in one["groupOne"][0]["amounts"]] == [("COST", 8000)]
    assert refusal(await owner.report("summary", {**SUMMARY, "amounts": ["LOVE"]})) == (400, 3002)
