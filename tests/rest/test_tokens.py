"""Who may call what: nothing without a token of the right scope, but for the few public routes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route as StarletteRoute

from clankerbot_engine.stores.ports import SCOPES
from clankerbot_engine.tokens import new_token_text
from clankerbot_http.access import PUBLIC, ROUTES
from clankerbot_http.middleware.tokens import FAILED_LOGINS
from tests.fakes.services import Service, data_of, error_of, running_service

PUBLIC_ROUTES = {
    ("GET", "/"),
    ("GET", "/docs"),
    ("GET", "/guide"),
    ("GET", "/guide/{name}"),
    ("GET", "/guide/screenshots/{name}"),
    ("GET", "/healthz"),
    ("GET", "/openapi.json"),
    ("GET", "/play/files/{file_id}"),
    ("GET", "/play/live"),
    ("GET", "/readyz"),
    ("GET", "/slack/install"),
    ("GET", "/slack/oauth_redirect"),
    ("GET", "/static/{name}"),
    # These prove themselves by the token of their page (tests/rest/web/test_playground.py).
    ("GET", "/console"),  # signed in by a token with `admin` (tests/rest/web/test_console.py)
    *(("POST", f"/console/{what}") for what in ("sign-in", "sign-out", "replay", "release", "undo")),
    *(("POST", f"/play/{what}") for what in ("click", "entry", "form", "parse", "say", "settle", "sign-in")),
    ("POST", "/slack/events"),
    ("POST", "/webhooks/clockify"),
    ("POST", "/webhooks/clockify/{source}"),
    ("POST", "/webhooks/{provider}"),
}
TABLE = {(method, route.template): scope for route in ROUTES for method, scope in route.scopes.items()}
PROTECTED = sorted((method, template, scope) for (method, template), scope in TABLE.items() if scope is not PUBLIC)


def path_of(template: str) -> str:
    return template.replace("{schedule_id}", "01ARZ3NDEKTSV4RRFFQ69G5FAV").replace("{subscription_id}", "01ARZ3")


def served(routes: Any) -> Iterator[tuple[str, str]]:
    """Method and template of every route of the application, however deep it was included."""
    for route in routes:
        if isinstance(route, StarletteRoute):
            yield from ((method, route.path) for method in route.methods or () if method != "HEAD")
        else:
            yield from served(route.original_router.routes)


def test_only_these_routes_are_public() -> None:
    heads = {("HEAD", path) for path in ("/", "/docs", "/healthz", "/openapi.json", "/readyz", "/static/{name}")}
    heads |= {("HEAD", f"/guide{rest}") for rest in ("", "/{name}", "/screenshots/{name}")}
    assert {route for route, scope in TABLE.items() if scope is PUBLIC} == PUBLIC_ROUTES | heads


async def test_every_route_of_the_application_is_in_the_table_and_none_besides(service: Service) -> None:
    """HEAD comes with GET."""
    assert set(served(service.app.routes)) == {(method, path) for method, path in TABLE if method != "HEAD"}


async def test_a_route_that_is_not_in_the_table_is_not_served(service: Service, api: httpx.AsyncClient) -> None:
    @service.app.get("/forgotten")
    async def forgotten() -> str:
        return "everybody's"

    error_of(await api.get("/forgotten"), 404, "not_found")


@pytest.mark.parametrize(("method", "template", "scope"), PROTECTED)
async def test_without_a_token_nothing_is_done(
    nobody: httpx.AsyncClient, method: str, template: str, scope: str
) -> None:
    answer = await nobody.request(method, path_of(template))
    error_of(answer, 401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_opens_the_routes_of_its_scopes_and_no_others(service: Service) -> None:
    for held in SCOPES:
        caller = await service.client(held)
        for method, template, needed in PROTECTED:
            answer = await caller.request(method, path_of(template))
            if needed != held:
                error = error_of(answer, 403, "forbidden")
                assert error["details"]["scope"] == needed
                assert f"clankerbot token create NAME --scope {needed}" in error["message"]
            else:
                assert answer.status_code not in (401, 403)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "clank_" + "A" * 51,
        "Bearer clank_" + "A" * 43 + "00000000",
        "Bearer clank_\xff\xfe",
        "Bearer " + "x" * 5000,
    ],
)
async def test_what_is_no_token_of_ours_is_refused(service: Service, authorization: str) -> None:
    nobody = await service.anonymous()
    answer = await nobody.post("/actions/parse", headers=[(b"Authorization", authorization.encode("latin-1"))])
    error_of(answer, 401, "unauthorized")


async def test_two_authorization_headers_are_none(service: Service) -> None:
    nobody, token = await service.anonymous(), await service.token()
    both = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]
    error_of(await nobody.post("/actions/parse", headers=both), 401, "unauthorized")


async def test_the_scheme_is_read_in_any_case(service: Service) -> None:
    nobody, token = await service.anonymous(), await service.token("parse")
    answer = await nobody.post("/actions/parse", json={"text": "help"}, headers={"Authorization": f"bEARER  {token}"})
    data_of(answer)


async def test_a_revoked_token_bites_within_five_seconds(service: Service) -> None:
    caller = await service.client("parse")
    data_of(await caller.post("/actions/parse", json={"text": "help"}))
    (token,) = await service.services.token_store.all()
    await service.services.token_store.revoke(token.id, service.clock())
    service.clock.go_on(seconds=5)
    assert "revoked" in error_of(await caller.post("/actions/parse"), 401, "unauthorized")["message"]


async def test_wrong_tokens_are_limited_for_each_address_and_honest_callers_there_are_not(service: Service) -> None:
    guesser = await service.anonymous(address="203.0.113.7")
    wrong = [{"Authorization": f"Bearer {new_token_text()}"} for _ in range(FAILED_LOGINS.calls + 1)]
    answers = [await guesser.get("/metrics", headers=each) for each in wrong]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    error_of(answers[-1], 429, "rate_limited")
    assert int(answers[-1].headers["Retry-After"]) >= 1
    honest = await service.client("admin", address="203.0.113.7")
    assert (await honest.get("/metrics")).status_code == 200
    elsewhere = await service.anonymous(address="203.0.113.8")
    error_of(await elsewhere.get("/metrics", headers=wrong[0]), 401, "unauthorized")


async def test_callers_who_forgot_the_token_are_not_taken_for_guessers(nobody: httpx.AsyncClient) -> None:
    for _ in range(FAILED_LOGINS.calls + 1):
        error_of(await nobody.get("/metrics"), 401, "unauthorized")


async def test_a_database_that_fails_lets_nobody_in(service: Service, nobody: httpx.AsyncClient) -> None:
    token = await service.token()
    await service.services.database.close()
    Path(service.services.database.name).write_bytes(b"no database" * 1000)
    answer = await nobody.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    error_of(answer, 500, "internal_error")
    assert "database" not in answer.text


@pytest.mark.parametrize("path", ["/metrics%0A", "/metrics/", "//metrics", "/Metrics", "/metrics%00"])
async def test_no_spelling_of_a_path_slips_past_its_scope(nobody: httpx.AsyncClient, path: str) -> None:
    """A router that matches with "$" would take a trailing line feed."""
    request = nobody.build_request("GET", f"http://clankerbot.test{path}")
    assert error_of(await nobody.send(request), 404, "not_found")


async def test_web_sockets_are_refused(service: Service) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await service.app({"type": "websocket", "path": "/metrics", "headers": []}, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_two_services_know_their_own_tokens_only(tmp_path: Path) -> None:
    async with running_service(tmp_path / "one") as one, running_service(tmp_path / "two") as two:
        stranger = await two.anonymous(Authorization=f"Bearer {await one.token()}")
        error_of(await stranger.get("/metrics"), 401, "unauthorized")
