"""The playground's door: who may ask it for what, and what it refuses."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clankerbot_http.app import create_app
from clankerbot_http.web.opening import open_playground
from clankerbot_http.web.sessions import COOKIE, HEADER
from tests.browser.playing import Playing, playing
from tests.fakes.services import MODEL, Service, data_of, error_of, running_service

ASKS = ("settle", "parse", "say", "click", "form", "entry")
BODIES: dict[str, dict[str, Any]] = {
    "settle": {"person": "ada", "timezone": "Europe/Berlin", "language": "en"},
    "parse": {"person": "ada", "text": "log 2h on Apollo"},
    "say": {"person": "ada", "text": "log 2h on Apollo"},
    "click": {"person": "ada", "channel": "D0ADA", "ts": "1.000001", "block": "b1", "action": "clank:undo"},
    "form": {"person": "ada", "do": "close"},
    "entry": {"person": "ada", "entry": "nothing", "delete": True},
}


@pytest.fixture
async def played(tmp_path: Path) -> AsyncIterator[Playing]:
    async with playing(tmp_path) as opened:
        yield opened


@pytest.fixture
async def anybody(played: Playing) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=played.url, headers={"Accept": "text/html"}, trust_env=False, timeout=60
    ) as client:
        yield client


async def opened(client: httpx.AsyncClient) -> str:
    """The token of the page, which the client has the cookie of now."""
    page = await client.get("/")
    return page.text.partition('name="page-token" content="')[2].partition('"')[0]


async def test_the_page_runs_its_own_scripts_and_nothing_else(anybody: httpx.AsyncClient) -> None:
    page = await anybody.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert " style=" not in page.text
    assert " onclick=" not in page.text
    cookie = page.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


async def test_programs_are_told_what_this_is_as_before(anybody: httpx.AsyncClient) -> None:
    told = await anybody.get("/", headers={"Accept": "*/*"})
    assert data_of(told)["name"] == "clankerbot"


@pytest.mark.parametrize("what", ASKS)
async def test_without_the_token_of_its_page_nothing_is_done(anybody: httpx.AsyncClient, what: str) -> None:
    """The cookie alone is what a request from another site would have."""
    token = await opened(anybody)
    assert COOKIE in anybody.cookies
    error_of(await anybody.post(f"/play/{what}", json=BODIES[what]), 401, "unauthorized")
    wrong = {HEADER: token[:-1] + ("0" if token[-1] != "0" else "1")}
    error_of(await anybody.post(f"/play/{what}", json=BODIES[what], headers=wrong), 401, "unauthorized")


async def test_the_token_of_one_page_is_none_for_another(anybody: httpx.AsyncClient, played: Playing) -> None:
    token = await opened(anybody)
    async with httpx.AsyncClient(
        base_url=played.url, headers={"Accept": "text/html"}, trust_env=False, timeout=60
    ) as other:
        await opened(other)
        error_of(await other.post("/play/say", json=BODIES["say"], headers={HEADER: token}), 401, "unauthorized")


async def test_what_is_read_is_told_in_the_units_of_browsers(anybody: httpx.AsyncClient) -> None:
    headers = {HEADER: await opened(anybody)}
    told = data_of(
        await anybody.post("/play/parse", json={"person": "ada", "text": "🚀 2h on Apollo"}, headers=headers)
    )
    spans = {part["field"]: (part["start"], part["end"]) for part in told["parts"]}
    assert spans["duration_s"] == (3, 5)
    assert spans["project"] == (9, 15)


@pytest.mark.parametrize(
    ("what", "change", "status", "code"),
    [
        ("say", {"text": ""}, 422, "validation_error"),
        ("say", {"text": "x" * 100_000}, 422, "validation_error"),
        ("say", {"person": "mallory"}, 404, "not_found"),
        ("say", {"more": 1}, 422, "validation_error"),
        ("settle", {"timezone": "Mars/Base"}, 422, "validation_error"),
        ("settle", {"language": "tlh"}, 422, "validation_error"),
        ("settle", {"trouble": "worse"}, 422, "validation_error"),
        ("click", {}, 404, "not_found"),
        ("form", {"do": "submit"}, 404, "not_found"),
        ("entry", {}, 404, "not_found"),
        ("entry", {"delete": False, "start": "25:00"}, 422, "validation_error"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    anybody: httpx.AsyncClient, what: str, change: dict[str, Any], status: int, code: str
) -> None:
    headers = {HEADER: await opened(anybody)}
    error_of(await anybody.post(f"/play/{what}", json={**BODIES[what], **change}, headers=headers), status, code)


async def test_nobody_changes_an_entry_of_somebody_else(anybody: httpx.AsyncClient, played: Playing) -> None:
    headers = {HEADER: await opened(anybody)}
    entry = played.entries("ben")[0]
    body = {"person": "ada", "entry": entry.id, "delete": True}
    error_of(await anybody.post("/play/entry", json=body, headers=headers), 404, "not_found")
    assert entry.id in played.sandbox.entries


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpages.py", "%2e%2e", "base.css%00"])
async def test_no_other_files_are_served(anybody: httpx.AsyncClient, name: str) -> None:
    assert (await anybody.get(f"/static/{name}")).status_code == 404


async def told_at_first(client: httpx.AsyncClient, **asked: str) -> dict[str, Any]:
    """By the name of the event."""
    await opened(client)
    told: dict[str, Any] = {}
    async with client.stream("GET", "/play/live", params={"as": "ada", **asked}) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        name = ""
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                told[name] = json.loads(line[6:])
                if name == "state":
                    break
    return told


async def test_the_stream_begins_with_everything(anybody: httpx.AsyncClient) -> None:
    told = await told_at_first(anybody, lang="de")
    assert "Stundenzettel" in told["timesheet"]["html"]
    assert told["state"] == {"trouble": "none", "status": ""}


async def test_the_stream_is_for_who_has_the_cookie(played: Playing) -> None:
    async with httpx.AsyncClient(base_url=played.url, trust_env=False, timeout=60) as nobody:
        error_of(await nobody.get("/play/live?as=ada"), 401, "unauthorized")


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path / "plain") as service:
        yield service


async def test_a_service_that_is_no_demo_has_no_playground(plain: Service) -> None:
    nobody = await plain.anonymous(Accept="text/html")
    assert data_of(await nobody.get("/"))["name"] == "clankerbot"
    for what in ASKS:
        error_of(await nobody.post(f"/play/{what}", json=BODIES[what]), 404, "not_found")
    error_of(await nobody.get("/play/live"), 404, "not_found")


async def test_beside_a_real_service_everything_needs_a_token(plain: Service) -> None:
    async with open_playground(plain.services.settings, clock=plain.clock) as playground:
        app = create_app(services=replace(plain.services, playground=playground))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://clankerbot.test") as nobody:
            page = await nobody.get("/", headers={"Accept": "text/html"})
            assert "page-token" not in page.text
            assert 'action="/play/sign-in"' in page.text
            for what in ASKS:
                error_of(await nobody.post(f"/play/{what}", json=BODIES[what]), 401, "unauthorized")
            for path in ("/play/live?as=ada", "/play/files/F1"):
                error_of(await nobody.get(path), 401, "unauthorized")
            answer = await nobody.post("/play/sign-in", data={"token": await plain.token("run")})
            assert answer.status_code == 303
            assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["Set-Cookie"].split("; "))
            assert "page-token" in (await nobody.get("/", headers={"Accept": "text/html"})).text


async def test_over_tls_cookies_are_for_tls_alone(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="https://clankerbot.test") as service:
        nobody = await service.anonymous()
        answer = await nobody.post("/console/sign-in", data={"token": await service.token("admin")})
        assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("day", ["2026-99-99", "yesterday", "0001-01-01"])
async def test_a_day_that_is_none_is_today(anybody: httpx.AsyncClient, day: str) -> None:
    assert (await told_at_first(anybody, day=day))["timesheet"]["day"] is None


@pytest.mark.parametrize("name", ["rebound.example", "127.0.0.1.rebound.example"])
async def test_a_name_that_somebody_else_may_have_leads_nowhere(anybody: httpx.AsyncClient, name: str) -> None:
    token = await opened(anybody)
    error_of(await anybody.get("/", headers={"Host": name}), 403, "forbidden")
    headers = {"Host": name, HEADER: token}
    error_of(await anybody.post("/play/say", json=BODIES["say"], headers=headers), 403, "forbidden")
    assert (await anybody.get("/", headers={"Host": "localhost:8080"})).status_code == 200


async def test_on_enter_it_is_read_as_it_is_chosen(tmp_path: Path) -> None:
    asked: list[str] = []

    async def model(request: Request) -> Response:
        asked.append((await request.json())["messages"][-1]["content"])
        return Response(status_code=400)

    app = Starlette(routes=[Route("/{path:path}", model, methods=["POST"])])
    key = "sk-0123456789abcdef"
    async with (
        playing(tmp_path, deepseek_api_key=key, deepseek_base_url=MODEL, model=app) as played,
        httpx.AsyncClient(base_url=played.url, headers={"Accept": "text/html"}, trust_env=False, timeout=60) as client,
    ):
        headers = {HEADER: await opened(client)}
        for text, llm in (("colourless green ideas", False), ("log 2h on Apollo yesterday", True)):
            data_of(await client.post("/play/say", json={"person": "ada", "text": text, "llm": llm}, headers=headers))
            assert played.service.services.slack is not None
            await played.service.services.slack.app.background.drain(60)
    (only,) = asked
    assert "log 2h on Apollo yesterday" in only
