"""While Clockify does not answer, what it said before is told with its age; if nothing is known, when to come back."""

from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import Fault
from clankerbot_engine.remotes.breaker import OPEN_S
from tests.fakes.services import Service, data_of, error_of

TEXTS = ("status", "summary this week", "list entries yesterday", "who is missing hours last week")


def go_away(service: Service, **more: Any) -> None:
    service.sandbox.faults.add(Fault("server_error", status=503, times=None, **more))


async def ask(api: httpx.AsyncClient, text: str) -> dict[str, Any]:
    (result,) = data_of(await api.post("/actions/run", json={"text": text}))
    return dict(result)


@pytest.mark.parametrize("text", TEXTS)
async def test_what_was_said_before_is_said_with_its_age(service: Service, api: httpx.AsyncClient, text: str) -> None:
    before = await ask(api, text)
    assert before["as_of"] == "2026-11-24T15:00:00+01:00"
    assert before["warnings"] == []
    go_away(service, retry_after=600)
    service.clock.go_on(minutes=7)
    now = await ask(api, text)
    assert now["as_of"] == before["as_of"]
    assert now["warnings"] == [{"code": "stale", "message": "As of 15:00: Clockify does not answer just now."}]
    unchanged = {name: value for name, value in before.items() if name != "warnings"}
    assert {name: value for name, value in now.items() if name != "warnings"} == unchanged
    service.sandbox.faults.clear()
    assert (await ask(api, text))["as_of"] == "2026-11-24T15:07:00+01:00"


async def test_where_nothing_is_known_it_says_when_to_come_back(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "list projects")
    go_away(service)
    answer = await api.post("/actions/run", json={"text": "status"})
    error = error_of(answer, 502, "upstream_error")
    assert error["retry_after_s"] == OPEN_S
    assert answer.headers["Retry-After"] == "15"


async def test_what_is_older_than_a_write_of_ones_own_is_not_told(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "status")
    await ask(api, "start Apollo")
    go_away(service, retry_after=600)
    error_of(await api.post("/actions/run", json={"text": "status"}), 502, "upstream_error")


async def test_a_write_that_came_to_nothing_changes_nothing_of_it(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "status")
    go_away(service, retry_after=600)
    error_of(await api.post("/actions/run", json={"text": "log 1h on Apollo"}), 502, "upstream_error")
    assert (await ask(api, "status"))["warnings"]


async def test_another_day_is_another_question(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "summary today")
    go_away(service, retry_after=600)
    service.clock.go_on(hours=24)
    error_of(await api.post("/actions/run", json={"text": "summary today"}), 502, "upstream_error")


async def test_others_are_not_told_what_somebody_was(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "status")
    go_away(service, retry_after=600)
    other = await service.client("run")
    error_of(await other.post("/actions/run", json={"text": "status"}), 502, "upstream_error")


async def test_the_projects_always_say_of_when_they_are(service: Service, api: httpx.AsyncClient) -> None:
    await ask(api, "list projects")
    service.clock.go_on(minutes=7)
    assert (await ask(api, "list projects"))["as_of"] == "2026-11-24T15:00:00+01:00"


async def test_a_report_says_its_age_as_json_and_is_no_file_then(service: Service, api: httpx.AsyncClient) -> None:
    for form in ("json", "csv"):
        assert (await api.get(f"/reports/summary?format={form}")).status_code == 200
    go_away(service, retry_after=600)
    report = data_of(await api.get("/reports/summary?format=json"))
    assert report["warnings"][0]["code"] == "stale"
    error_of(await api.get("/reports/summary?format=csv"), 502, "upstream_error")
