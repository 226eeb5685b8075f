from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.stores.schedules import SqlScheduleStore
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, data_of, error_of, running_service

STANDUP = {"kind": "log_time", "project": "Apollo", "description": "Standup", "duration_s": 1800}
DAILY = {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "channel": "#design", "action": STANDUP}


async def _create(api: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = data_of(await api.post("/schedules", json={**DAILY, **fields}), 201)
    return made


async def _tick_at(service: Service, moment: str) -> None:
    service.clock.now = datetime.fromisoformat(moment).astimezone(UTC)
    await service.services.schedules.firing.fire_due()
    await service.services.schedules.firing.drain(60)


async def _logged(api: httpx.AsyncClient) -> int:
    """How many standups stand in Clockify."""
    action = {"kind": "list_entries", "from": "2026-11-24", "to": "2026-11-30"}
    (result,) = data_of(await api.post("/actions/run", json={"actions": [action]}))
    return sum(entry["description"] == "Standup" for entry in result["entries"])


def _next(service: Service, hour: int) -> datetime:
    """The next time that it is `hour` in Berlin, in winter."""
    today = service.clock.now.replace(hour=hour - 1, minute=0, second=0, microsecond=0)
    return today if today > service.clock.now else today + timedelta(days=1)


async def test_a_schedule_is_made_shown_listed_changed_and_deleted(service: Service, api: httpx.AsyncClient) -> None:
    made = await _create(api)
    assert STANDUP.items() <= made["action"].items()
    assert (made["cron"], made["timezone"], made["channel"], made["enabled"]) == (
        "0 9 * * *",
        "Europe/Berlin",
        "#design",
        True,
    )
    nine = _next(service, 9)
    assert datetime.fromisoformat(made["next_run_at"]) == nine
    assert [datetime.fromisoformat(each) for each in made["next_runs"]] == [nine + timedelta(days=n) for n in range(3)]
    assert made["last_runs"] == []

    path = f"/schedules/{made['id']}"
    assert data_of(await api.get(path)) == made
    assert [each["id"] for each in data_of(await api.get("/schedules"))] == [made["id"]]

    changed = data_of(await api.patch(path, json={"cron": "0 10 * * *", "channel": None}))
    assert datetime.fromisoformat(changed["next_run_at"]) == _next(service, 10)
    assert changed["channel"] is None
    paused = data_of(await api.patch(path, json={"enabled": False}))
    assert (paused["next_run_at"], paused["next_runs"]) == (None, [])

    assert data_of(await api.delete(path))["id"] == made["id"]
    error_of(await api.get(path), 404, "not_found")
    assert data_of(await api.get("/schedules")) == []


async def test_a_schedule_that_is_due_writes_one_time_entry_and_says_so(
    service: Service, api: httpx.AsyncClient
) -> None:
    made = await _create(api)
    for _ in range(2):
        await _tick_at(service, made["next_run_at"])
    assert await _logged(api) == 1
    (run,) = data_of(await api.get(f"/schedules/{made['id']}"))["last_runs"]
    assert (run["state"], run["due_at"]) == ("done", made["next_run_at"])
    assert "Apollo" in run["message"]


async def test_schedules_survive_a_restart(tmp_path: Path) -> None:
    clock = FakeClock()
    async with running_service(tmp_path, clock=clock) as service:
        made = await _create(await service.client())
    async with running_service(tmp_path, clock=clock) as service:
        api = await service.client()
        await _tick_at(service, made["next_run_at"])
        assert await _logged(api) == 1
        assert data_of(await api.get(f"/schedules/{made['id']}"))["last_runs"][0]["state"] == "done"


async def test_run_now_writes_at_once_and_leaves_the_next_run_where_it_is(
    service: Service, api: httpx.AsyncClient
) -> None:
    made = await _create(api)
    run = data_of(await api.post(f"/schedules/{made['id']}/run"))
    assert run["state"] == "done"
    assert await _logged(api) == 1
    shown = data_of(await api.get(f"/schedules/{made['id']}"))
    assert shown["next_run_at"] == made["next_run_at"]
    assert shown["last_runs"] == [run]


async def test_a_run_that_fails_is_shown_with_its_reason(service: Service, api: httpx.AsyncClient) -> None:
    made = await _create(api)
    service.sandbox.faults.add(Fault("server_error", method="POST", status=403))
    run = data_of(await api.post(f"/schedules/{made['id']}/run"))
    assert run["state"] == "failed"
    assert run["message"]
    assert data_of(await api.get(f"/schedules/{made['id']}"))["last_runs"] == [run]
    assert await _logged(api) == 0


async def test_a_name_that_the_catalogue_does_not_have_is_asked_about_at_once(api: httpx.AsyncClient) -> None:
    unknown = {**STANDUP, "project": "No such project"}
    made = await _create(api)
    for answer in (
        await api.post("/schedules", json={**DAILY, "action": unknown}),
        await api.patch(f"/schedules/{made['id']}", json={"action": unknown}),
    ):
        (need,) = error_of(answer, 409, "needs_input")["details"]["needs"]
        assert need["field"] == "action.project"
    assert data_of(await api.get("/schedules")) == [{name: made[name] for name in made if not name.endswith("_runs")}]


async def test_an_action_that_is_changed_is_the_one_that_is_carried_out(api: httpx.AsyncClient) -> None:
    made = await _create(api)
    changed = data_of(await api.patch(f"/schedules/{made['id']}", json={"action": {**STANDUP, "project": "hermes"}}))
    assert changed["action"]["project"] == "Hermes"
    assert changed["next_run_at"] == made["next_run_at"]
    assert "Hermes" in data_of(await api.post(f"/schedules/{made['id']}/run"))["message"]


async def test_a_run_that_a_crash_cut_off_after_its_write_is_taken_up_and_writes_nothing_more(tmp_path: Path) -> None:
    clock = FakeClock()
    async with running_service(tmp_path, clock=clock) as service:
        api = await service.client()
        made = await _create(api)
        await _tick_at(service, made["next_run_at"])
        store = SqlScheduleStore(service.services.database)
        (run,) = await store.runs(made["id"])
        await store.finish(replace(run, state="running", finished_at=None))  # as if it had died before it said so
    async with running_service(tmp_path, clock=clock, background=True) as service:
        await service.services.schedules.firing.drain(60)
        api = await service.client()
        assert data_of(await api.get(f"/schedules/{made['id']}"))["last_runs"][0]["state"] == "done"
        assert await _logged(api) == 0  # this Clockify is a new one


async def test_without_a_zone_the_profiles_is_taken(api: httpx.AsyncClient) -> None:
    body = {name: value for name, value in DAILY.items() if name != "timezone"}
    assert data_of(await api.post("/schedules", json=body), 201)["timezone"] == "Europe/Berlin"


async def test_the_action_may_be_said_in_words_and_means_the_day_of_each_firing(
    service: Service, api: httpx.AsyncClient
) -> None:
    body = {"cron": "0 9 * * *", "text": "log 30m on Apollo today"}
    action = data_of(await api.post("/schedules", json=body), 201)["action"]
    assert (action["kind"], action["project"], action["duration_s"]) == ("log_time", "Apollo", 1800)
    assert action.get("date") is None


async def test_a_text_may_say_when_too(api: httpx.AsyncClient) -> None:
    made = data_of(await api.post("/schedules", json={"text": "every friday at 17:00 summary this week"}), 201)
    assert (made["cron"], made["action"]["kind"]) == ("0 17 * * 5", "summary")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"cron": "* * * * *"}, "cron"),
    ({"cron": "0 0 9 * * *"}, "cron"),
    ({"cron": None}, "cron"),
    ({"cron": "x" * 5000}, "cron"),
    ({"cron": 5}, "cron"),
    ({"timezone": "Mars/Olympus"}, "timezone"),
    ({"timezone": "../../etc/passwd"}, "timezone"),
    ({"channel": ""}, "channel"),
    ({"action": None}, "action"),
    ({"action": "log 2h"}, "action"),
    ({"action": {}}, "action.kind"),
    ({"action": {"kind": "nonsense"}}, "action.kind"),
    ({"action": {**STANDUP, "duration_s": -1}}, "action.duration_s"),
    ({"action": {**STANDUP, "date": "2026-04-22"}}, "action.date"),
    ({"action": {"kind": "undo"}}, "action.kind"),
    ({"action": {"kind": "disconnect"}}, "action.kind"),
    ({"action": {"kind": "create_schedule", "cron": "0 9 * * *", "action": STANDUP}}, "action.kind"),
    ({"action": {"kind": "create_schedule", "cron": "0 9 * * *", "action": {"kind": "x"}}}, "action.action.kind"),
    ({"enable": True}, "enable"),
    ({"text": "log 30m on Apollo"}, "body"),
]


async def test_what_is_wrong_is_named_and_nothing_is_kept(api: httpx.AsyncClient) -> None:
    for wrong, field in WRONG:
        error = error_of(await api.post("/schedules", json={**DAILY, **wrong}), 422, "validation_error")
        assert error["details"]["field"] == field, wrong
    assert data_of(await api.get("/schedules")) == []


async def test_a_text_that_is_not_one_action_to_repeat_is_refused(api: httpx.AsyncClient) -> None:
    for text in ("log 30m on Apollo and 1h on Hermes", "blue seven", "undo"):
        body = {"cron": "0 9 * * *", "text": text}
        error_of(await api.post("/schedules", json=body), 422, "validation_error")
    assert data_of(await api.get("/schedules")) == []


async def test_a_change_that_is_wrong_changes_nothing(api: httpx.AsyncClient) -> None:
    made = await _create(api)
    path = f"/schedules/{made['id']}"
    for wrong in ({"cron": "* * * * *"}, {"timezone": "Mars"}, {"action": {"kind": "undo"}}, {"id": "x"}):
        error_of(await api.patch(path, json={"channel": "#other", **wrong}), 422, "validation_error")
    assert data_of(await api.get(path)) == made


async def test_a_schedule_of_another_token_is_not_there_unless_one_is_an_admin(service: Service) -> None:
    owner, other, admin = await service.client("schedules"), await service.client("schedules"), await service.client()
    made = await _create(owner)
    path = f"/schedules/{made['id']}"
    for answer in (
        await other.get(path),
        await other.patch(path, json={"enabled": False}),
        await other.delete(path),
        await other.post(f"{path}/run"),
    ):
        error_of(answer, 404, "not_found")
    assert data_of(await other.get("/schedules")) == []
    assert data_of(await admin.get(path)) == made
    assert [each["id"] for each in data_of(await admin.get("/schedules"))] == [made["id"]]


async def test_a_token_without_the_scope_is_refused(service: Service) -> None:
    api = await service.client("run", "parse", "webhooks")
    for answer in (await api.get("/schedules"), await api.post("/schedules", json=DAILY)):
        error_of(answer, 403, "forbidden")


async def test_an_id_that_is_none_is_not_found(api: httpx.AsyncClient) -> None:
    for schedule_id in ("x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "%00", "%F0%9F%8E%89", "a" * 5000):
        for method in ("GET", "DELETE", "PATCH"):
            body = {"enabled": True} if method == "PATCH" else None
            error_of(await api.request(method, f"/schedules/{schedule_id}", json=body), 404, "not_found")
        error_of(await api.post(f"/schedules/{schedule_id}/run"), 404, "not_found")


async def test_a_body_that_is_no_sane_json_object_gets_a_4xx(api: httpx.AsyncClient) -> None:
    made = await _create(api)
    path = f"/schedules/{made['id']}"
    for body in (
        b"",
        b"{",
        b"[]",
        b'{"cron":NaN}',
        rb'{"cron":"\ud800"}',
        b"[" * 100_000,
        b"\xff",
        b'{"action":1e999}',
    ):
        for answer in (await api.post("/schedules", content=body), await api.patch(path, content=body)):
            assert answer.status_code in (400, 422)
            assert answer.json()["error"]["code"] == "validation_error"
    assert data_of(await api.get(path)) == made


async def test_schedules_are_made_listed_deleted_and_taken_back_as_actions_too(api: httpx.AsyncClient) -> None:
    async def run(**action: Any) -> dict[str, Any]:
        (result,) = data_of(await api.post("/actions/run", json={"actions": [action]}))
        found: dict[str, Any] = result
        return found

    def ids(listed: dict[str, Any]) -> list[str]:
        return [schedule["id"] for schedule in listed["details"]["schedules"]]

    made = await run(kind="create_schedule", cron="0 9 * * *", action=STANDUP)
    schedule_id = made["details"]["schedule"]["id"]
    assert data_of(await api.get(f"/schedules/{schedule_id}"))["timezone"] == "Europe/Berlin"
    await run(kind="undo")
    assert ids(await run(kind="list_schedules")) == []

    made = await run(kind="create_schedule", cron="0 9 * * *", action=STANDUP)
    await run(kind="delete_schedule", target="log time")
    assert ids(await run(kind="list_schedules")) == []
    await run(kind="undo")
    assert ids(await run(kind="list_schedules")) == [made["details"]["schedule"]["id"]]


async def test_a_long_list_comes_in_pages_that_lead_on(service: Service, api: httpx.AsyncClient) -> None:
    made = [(await _create(api))["id"] for _ in range(3)]
    first = await api.get("/schedules", params={"limit": 2})
    assert [each["id"] for each in data_of(first)] == made[:2]
    second = await api.get(first.links["next"]["url"])
    assert [each["id"] for each in data_of(second)] == made[2:]
    assert "next" not in second.links
    own = await service.client("schedules")  # another token, without the scope `admin`
    assert data_of(await own.get("/schedules")) == []
    error = error_of(await api.get("/schedules", params={"limit": 0}), 422, "validation_error")
    assert "limit" in str(error["details"])


@pytest.mark.parametrize(
    ("body", "field", "example"),
    [
        ({"cron": 5, "text": "summary"}, "cron", "0 17 * * 5"),
        ({"cron": "61 9 * * *", "text": "summary"}, "cron", "0 17 * * 5"),
        ({"cron": "0 9 * * *", "timezone": "Berlin", "text": "summary"}, "timezone", "Europe/Berlin"),
        ({"cron": "0 9 * * *", "channel": "", "text": "summary"}, "channel", "#general"),
        ({"cron": "0 9 * * *"}, "action", {"kind": "summary", "period": "last_week"}),
        ({"cron": "0 9 * * *", "text": ""}, "text", "summary last week by project"),
        ({"cron": "0 9 * * *", "action": {"kind": "summary", "period": "soon"}}, "action.period", "last_week"),
        ({"cron": "0 9 * * *", "action": {"kind": "log_time", "duration_s": "2h"}}, "action.duration_s", 5400),
        ({"cron": "0 9 * * *", "action": {"kind": "remind", "less_than_s": 0}}, "action.less_than_s", 25200),
    ],
)
async def test_each_field_that_is_wrong_is_named_with_an_example_of_a_valid_one(
    api: httpx.AsyncClient, body: dict[str, Any], field: str, example: Any
) -> None:
    details = error_of(await api.post("/schedules", json=body), 422, "validation_error")["details"]
    assert (details["field"], details["example"]) == (field, example)


async def test_who_is_missing_hours_can_be_scheduled_and_asked_for(service: Service, api: httpx.AsyncClient) -> None:
    action = {"kind": "missing_hours", "period": "last_week"}
    made = data_of(await api.post("/schedules", json={"text": "every monday at 9 who is missing hours last week"}), 201)
    assert (made["cron"], made["action"]) == ("0 9 * * 1", {"kind": "missing_hours"} | made["action"])
    (result,) = data_of(await api.post("/actions/run", json={"actions": [action]}))
    assert result["details"]["asked"] == 4
    run = data_of(await api.post(f"/schedules/{made['id']}/run"))
    assert run["state"] == "done"
