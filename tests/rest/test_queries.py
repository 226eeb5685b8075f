"""A query parameter that a route does not take is refused by name: a misspelt `dry_run` must not write."""

import httpx
import pytest

from clankerbot_http.access import PUBLIC, ROUTES
from tests.fakes.services import Service, data_of, error_of

LOG = {"actions": [{"kind": "log_time", "project": "Apollo", "duration_s": 3600, "date": "2026-11-20"}]}
WITH_TOKEN = [
    (method, route.template.replace("{", "").replace("}", ""))
    for route in ROUTES
    for method, scope in route.scopes.items()
    if scope is not PUBLIC
]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("dryrun=true", "dryrun"),
        ("Dry_Run=true", "Dry_Run"),
        ("dry_run=true&dry_run=false", "dry_run"),
        ("dry_run=true&dry%5Frun=true", "dry_run"),
        ("llm=false&dry-run", "dry-run"),
        ("dry_run=true;llm=true", "dry_run"),
        ("=true", "query"),
    ],
)
async def test_an_unknown_or_repeated_parameter_is_named_and_nothing_is_written(
    service: Service, api: httpx.AsyncClient, query: str, field: str
) -> None:
    before = len(service.sandbox.entries)
    error = error_of(await api.post(f"/actions/run?{query}", json=LOG), 422, "validation_error")
    assert error["details"]["field"] == field
    assert error["message"].startswith(f"{field}: ")
    assert len(service.sandbox.entries) == before


async def test_the_refusal_says_what_is_taken(api: httpx.AsyncClient) -> None:
    error = error_of(await api.post("/actions/run?dryrun=true", json=LOG), 422, "validation_error")
    assert "dry_run and llm" in error["message"]


@pytest.mark.parametrize(("method", "path"), WITH_TOKEN)
async def test_every_route_with_a_token_refuses_what_it_does_not_take(
    api: httpx.AsyncClient, method: str, path: str
) -> None:
    error = error_of(await api.request(method, f"{path}?dryrun=true"), 422, "validation_error")
    assert error["details"]["field"] == "dryrun"


async def test_the_token_is_asked_for_first(nobody: httpx.AsyncClient) -> None:
    error_of(await nobody.post("/actions/run?dryrun=true", json=LOG), 401, "unauthorized")


async def test_what_is_sent_by_other_programs_may_bring_names_of_its_own(nobody: httpx.AsyncClient) -> None:
    assert data_of(await nobody.get("/healthz?verbose&verbose")) == {"alive": True}


async def test_each_parameter_that_is_taken_is_described(service: Service) -> None:
    paths = service.app.openapi()["paths"]
    for route in ROUTES:
        for method, operation in paths.get(route.template, {}).items():
            described = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
            assert described == route.takes(method.upper()), route.template


async def test_a_very_long_query_is_refused_at_its_first_fault(api: httpx.AsyncClient) -> None:
    query = "&".join(f"name{number}=x" for number in range(5000))
    error = error_of(await api.post(f"/actions/run?{query}", json=LOG), 422, "validation_error")
    assert error["details"]["field"] == "name0"
    assert len(error["details"]["errors"]) == 1
