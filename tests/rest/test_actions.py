"""Text into actions, and actions into time entries, through the whole service."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import Fault
from tests.fakes.services import Service, data_of, error_of, running_service

LOG = {"kind": "log_time", "project": "Apollo", "duration_s": 3600, "date": "2026-11-20"}


def entries_on(service: Service, description: str) -> list[Any]:
    return [entry for entry in service.sandbox.entries.values() if entry.description == description]


async def test_a_text_is_read_and_nothing_is_written(service: Service) -> None:
    caller = await service.client("parse")
    before = len(service.sandbox.entries)
    data = data_of(await caller.post("/actions/parse", json={"text": "log 2h on Apollo yesterday"}))
    (action,) = data["actions"]
    assert (action["kind"], action["project"], action["duration_s"]) == ("log_time", "Apollo", 7200)
    assert action["date"] == "2026-11-23"
    assert action["project_id"]
    assert data["parser"] == "rule"
    assert len(service.sandbox.entries) == before


async def test_time_zone_and_names_of_the_request_come_first(api: httpx.AsyncClient) -> None:
    asked = {
        "text": "log 2h on Zeus today",
        "now": "2026-04-22T23:30:00Z",
        "timezone": "Pacific/Auckland",
        "catalogue": {"projects": [{"name": "Zeus", "id": "z1"}], "tags": []},
    }
    data = data_of(await api.post("/actions/parse", json=asked))
    assert data["timezone"] == "Pacific/Auckland"
    (action,) = data["actions"]
    assert action["date"] == "2026-04-23"
    assert action["project_id"] == "z1"


async def test_a_now_without_an_offset_is_local(api: httpx.AsyncClient) -> None:
    asked = {"text": "help", "now": "2026-04-22T10:00:00", "timezone": "America/New_York"}
    assert data_of(await api.post("/actions/parse", json=asked))["now"] == "2026-04-22T10:00:00-04:00"


async def test_a_now_without_offset_and_zone_is_local_to_the_profile(tmp_path: Path) -> None:
    """The owner's profile in the sandbox says Berlin, the setting another zone."""
    async with running_service(tmp_path, timezone="America/New_York") as service:
        asked = {"text": "help", "now": "2026-04-22T10:00:00"}
        data = data_of(await (await service.client()).post("/actions/parse", json=asked))
        assert (data["timezone"], data["now"]) == ("Europe/Berlin", "2026-04-22T10:00:00+02:00")


async def test_without_a_model_the_rules_read_and_say_why(api: httpx.AsyncClient) -> None:
    data = data_of(await api.post("/actions/parse?llm=true", json={"text": "log 2h on Apollo"}))
    assert (data["parser"], data["fallback_reason"]) == ("fallback", "not_configured")


async def test_without_clockify_a_text_is_read_all_the_same(tmp_path: Path) -> None:
    async with running_service(tmp_path, clockify=False) as service:
        data = data_of(await (await service.client()).post("/actions/parse", json={"text": "log 2h on Apollo"}))
        assert data["actions"][0]["project"] == "Apollo"


async def test_without_clockify_nothing_is_to_be_gained_by_trying_again(tmp_path: Path) -> None:
    async with running_service(tmp_path, clockify=False) as service:
        answer = await (await service.client()).post("/actions/run", json={"text": "log 2h on Apollo"})
        error = error_of(answer, 503, "not_ready")
        assert "CLOCKIFY_API_KEY" in error["message"]
        assert error["retryable"] is False


async def test_a_text_becomes_a_time_entry(service: Service) -> None:
    caller = await service.client("run")
    (result,) = data_of(await caller.post("/actions/run", json={"text": "log 2h on Apollo yesterday: fix the door"}))
    assert result["status"] == "done"
    assert result["undoable"] is True
    (entry,) = entries_on(service, "fix the door")
    assert entry.id == result["entry"]["id"]
    assert result["entry"]["duration_s"] == 7200


async def test_actions_become_time_entries_and_are_undone(service: Service, api: httpx.AsyncClient) -> None:
    wanted = {"actions": [{**LOG, "description": "one"}, {**LOG, "description": "two", "project": "Hermes"}]}
    one, two = data_of(await api.post("/actions/run", json=wanted))
    assert [one["entry"]["project"], two["entry"]["project"]] == ["Apollo", "Hermes"]
    undo = {"actions": [{"kind": "undo", "target": one["operation_id"]}]}
    data_of(await api.post("/actions/run", json=undo))
    assert not entries_on(service, "one")
    assert entries_on(service, "two")


async def test_a_dry_run_says_what_it_would_do_and_does_nothing(service: Service, api: httpx.AsyncClient) -> None:
    before = len(service.sandbox.entries)
    (result,) = data_of(await api.post("/actions/run?dry_run=true", json={"actions": [LOG]}))
    assert result["status"] == "planned"
    assert len(service.sandbox.entries) == before


async def test_the_same_key_again_gets_the_first_answer(service: Service, api: httpx.AsyncClient) -> None:
    key, body = {"Idempotency-Key": "order-66"}, {"actions": [{**LOG, "description": "once"}]}
    first = await api.post("/actions/run", json=body, headers=key)
    again = await api.post("/actions/run", json=body, headers=key)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    (one,), (other,) = data_of(first), data_of(again)
    assert other["replayed"] is True
    assert other["entry"] == one["entry"]
    assert len(entries_on(service, "once")) == 1


async def test_the_same_key_with_another_request_is_a_conflict(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "order-66"}
    data_of(await api.post("/actions/run", json={"actions": [LOG]}, headers=key))
    answer = await api.post("/actions/run", json={"actions": [{**LOG, "duration_s": 60}]}, headers=key)
    error_of(answer, 409, "conflict")


async def test_keys_of_two_callers_are_apart(service: Service) -> None:
    key, body = {"Idempotency-Key": "order-66"}, {"actions": [{**LOG, "description": "each"}]}
    for caller in (await service.client(), await service.client()):
        assert "Idempotent-Replayed" not in (await caller.post("/actions/run", json=body, headers=key)).headers
    assert len(entries_on(service, "each")) == 2


async def test_a_question_comes_before_anything_is_written(service: Service, api: httpx.AsyncClient) -> None:
    before = len(service.sandbox.entries)
    answer = await api.post("/actions/run", json={"actions": [LOG, {**LOG, "project": "Nowhere"}]})
    error = error_of(answer, 409, "needs_input")
    assert error["details"]["index"] == 1
    assert error["details"]["needs"][0]["field"] == "project"
    assert len(service.sandbox.entries) == before


async def test_what_is_not_understood_is_refused_with_advice(api: httpx.AsyncClient) -> None:
    error = error_of(await api.post("/actions/run", json={"text": "blue seven"}), 422, "validation_error")
    assert error["details"]["field"] == "text"


async def test_where_one_fails_the_status_is_its_own_and_all_results_are_there(
    service: Service, api: httpx.AsyncClient
) -> None:
    data_of(await api.post("/actions/run", json={"actions": [{"kind": "status"}]}))
    service.sandbox.faults.add(Fault("empty_body", method="POST", path="*/time-entries", status=403))
    wanted = [{**LOG, "description": "one"}, {"kind": "help"}]
    answer = await api.post("/actions/run", json={"actions": wanted})
    error = error_of(answer, 403, "forbidden")
    results = answer.json()["data"]
    assert [result["status"] for result in results] == ["failed", "done"]
    assert results[0]["error"] == error


async def test_a_wrong_clockify_key_says_what_to_do(tmp_path: Path) -> None:
    async with running_service(tmp_path, clockify_api_key="x" * 48) as service:
        answer = await (await service.client()).post("/actions/run", json={"actions": [{"kind": "status"}]})
        error = error_of(answer, 401, "unauthorized")
        assert error["details"]["source"] == "clockify"
        assert "CLOCKIFY_API_KEY" in error["message"]
        assert "WWW-Authenticate" not in answer.headers


async def test_steady_state_costs_one_request_to_clockify(service: Service, api: httpx.AsyncClient) -> None:
    data_of(await api.post("/actions/run", json={"text": "log 1h on Apollo yesterday"}))
    before = await clockify_requests(api)
    data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo"}))
    assert await clockify_requests(api) - before == 1


async def clockify_requests(api: httpx.AsyncClient) -> float:
    lines = (await api.get("/metrics")).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("clankerbot_clockify_requests_total{"))


@pytest.mark.parametrize(
    ("now", "status"), [("1969-12-31", 422), ("1970-01-01", 200), ("2099-12-31", 200), ("2100-01-01", 422)]
)
async def test_a_now_lies_in_years_that_can_be_dated(api: httpx.AsyncClient, now: str, status: int) -> None:
    """The same ones as on the command line."""
    answer = await api.post("/actions/parse", json={"text": "log 2h yesterday", "now": f"{now}T12:00:00Z"})
    assert answer.status_code == status
    if status != 200:
        assert error_of(answer, 422, "validation_error")["details"]["field"] == "now"


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Mars/Olympus"])
async def test_what_is_no_places_time_zone_is_refused(api: httpx.AsyncClient, zone: str) -> None:
    answer = await api.post("/actions/parse", json={"text": "help", "timezone": zone})
    assert error_of(answer, 422, "validation_error")["details"]["field"] == "timezone"


@pytest.mark.parametrize("flag", ["true", "1", "yes", "on", "True"])
async def test_flags_are_read_as_people_write_them(service: Service, api: httpx.AsyncClient, flag: str) -> None:
    (result,) = data_of(await api.post(f"/actions/run?dry_run={flag}", json={"actions": [LOG]}))
    assert result["status"] == "planned"
