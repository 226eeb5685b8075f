"""The console's door, and what can be done behind it."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from html import unescape
from pathlib import Path

import httpx
import pytest

from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.ports import AuditEntry
from clankerbot_http.routes.console import SIGNING_IN
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, data_of, error_of, running_service

SECRET = "the-shared-secret"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, webhook_shared_secret=SECRET, keep_not_understood=True) as running:
        yield running


async def operator(service: Service, *scopes: str) -> httpx.AsyncClient:
    """Signed in."""
    client = await service.anonymous()
    answer = await client.post("/console/sign-in", data={"token": await service.token(*(scopes or ("admin",)))})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console")
    return client


def word_of(page: httpx.Response) -> str:
    return page.text.partition('name="word" value="')[2].partition('"')[0]


def said_by(answer: httpx.Response) -> httpx.URL:
    assert answer.status_code == 303
    return httpx.URL(answer.headers["Location"])


async def log_time(service: Service, text: str = "log 2h on Apollo yesterday") -> None:
    api = await service.client()
    data_of(await api.post("/actions/run", json={"text": text}))


async def test_nobody_sees_it_without_signing_in(service: Service, nobody: httpx.AsyncClient) -> None:
    await log_time(service)
    page = await nobody.get("/console")
    assert "Sign in" in page.text
    assert "Apollo" not in page.text
    for what in ("replay", "release", "undo"):
        assert (await nobody.post(f"/console/{what}", data={"id": "1"})).status_code == 401


async def test_the_cookie_is_for_the_console_alone_and_for_no_script(service: Service) -> None:
    client = await service.anonymous()
    token = await service.token("admin")
    answer = await client.post("/console/sign-in", data={"token": f" {token} "})
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/console"} <= set(cookie.split("; "))
    assert token not in str((await client.get("/console")).text)
    assert token not in answer.headers["Location"]


@pytest.mark.parametrize(
    ("token", "status", "says"), [("", 401, "needed"), ("clank_wrong", 401, "not known"), ("no admin", 403, "admin")]
)
async def test_another_token_is_refused_in_words(service: Service, token: str, status: int, says: str) -> None:
    client = await service.anonymous()
    text = await service.token("run") if token == "no admin" else token
    answer = await client.post("/console/sign-in", data={"token": text})
    assert answer.status_code == status
    assert says in unescape(answer.text)
    assert SIGNING_IN.cookie not in client.cookies


async def test_guesses_are_counted(service: Service) -> None:
    client = await service.anonymous()
    statuses = [(await client.post("/console/sign-in", data={"token": f"no{n}"})).status_code for n in range(40)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


async def test_a_revoked_token_signs_out(service: Service) -> None:
    client = await operator(service)
    (token,) = await service.services.token_store.all()
    await service.services.token_store.revoke(token.id, service.clock.now)
    service.clock.go_on(seconds=6)
    page = await client.get("/console")
    assert page.status_code == 401
    assert "revoked" in page.text


async def test_who_signs_out_is_out(service: Service) -> None:
    client = await operator(service)
    answer = await client.post("/console/sign-out", data={"word": word_of(await client.get("/console"))})
    assert answer.status_code == 303
    assert {"HttpOnly", "SameSite=strict", "Path=/console"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert "Sign in" in (await client.get("/console")).text


async def test_nobody_is_signed_out_from_another_site(service: Service, nobody: httpx.AsyncClient) -> None:
    """Which the cookie does not go to, nor the word of the form."""
    assert "Set-Cookie" not in (await nobody.post("/console/sign-out")).headers
    client = await operator(service)
    error_of(await client.post("/console/sign-out"), 403, "forbidden")
    assert "Sign out" in (await client.get("/console")).text


async def test_nobody_is_signed_in_from_another_site(service: Service) -> None:
    client = await service.anonymous(**{"Sec-Fetch-Site": "cross-site"})
    error_of(await client.post("/console/sign-in", data={"token": await service.token("admin")}), 403, "forbidden")


@pytest.mark.parametrize("what", ["replay", "release", "undo"])
async def test_a_form_of_another_page_does_nothing(service: Service, what: str) -> None:
    client = await operator(service)
    error_of(await client.post(f"/console/{what}", data={"id": "1"}), 403, "forbidden")
    error_of(await client.post(f"/console/{what}", data={"id": "1", "word": "0" * 64}), 403, "forbidden")


async def test_it_shows_what_was_done_and_takes_it_back_once(service: Service) -> None:
    before = set(service.sandbox.entries)
    await log_time(service)
    client = await operator(service)
    page = await client.get("/console")
    assert "Logged 2 h on Apollo" in page.text
    (operation,) = re.findall(r'data-operation="(\w+)"', page.text)
    form = {"id": operation, "word": word_of(page)}
    said = said_by(await client.post("/console/undo", data=form))
    assert "Undone" in said.params["said"]
    assert set(service.sandbox.entries) == before
    shown = await client.get(str(said))
    assert f'<p class="said" role="status">{said.params["said"]}</p>' in unescape(shown.text)
    assert "undone since" in shown.text
    assert f'value="{operation}"' not in shown.text  # no second time
    entries = await SqlAuditLog(service.services.database).entries(limit=9)
    noted = next(entry for entry in entries if isinstance(entry, AuditEntry))
    assert (noted.way_in, noted.what, noted.about, noted.outcome) == ("console", "undo", operation, "done")
    again = said_by(await client.post("/console/undo", data=form))
    assert set(service.sandbox.entries) == before
    assert again.params["said"]


async def test_a_parked_delivery_is_worked_off_again(service: Service) -> None:
    headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_TAG"}
    body = {"id": "66aa00000000000000000009", "name": "Straße", "workspaceId": "66aa00000000000000000004"}
    data_of(await (await service.anonymous()).post("/webhooks/clockify", json=body, headers=headers))
    store = service.services.inbox_store
    now = service.clock.now
    (claimed,) = await store.claim(worker="w", now=now, until=now, limit=1)
    await store.park(claimed, error="<b>nobody</b> can read it")

    client = await operator(service)
    page = await client.get("/console?lang=de")
    assert "&lt;b&gt;nobody&lt;/b&gt; can read it" in page.text
    assert "Eingang" in page.text
    said_by(await client.post("/console/replay", data={"id": claimed.id, "word": word_of(page)}))
    kept = await store.get(claimed.id)
    assert kept is not None
    assert kept.state == "ready"


async def test_what_was_not_understood_is_shown_where_it_is_kept(service: Service) -> None:
    api = await service.client()
    data_of(await api.post("/actions/parse", json={"text": "make <i>me</i> a sandwich for ada@demo.example"}))
    page = await (await operator(service)).get("/console?over=day")
    assert "make &lt;i&gt;me&lt;/i&gt; a sandwich for [redacted]" in page.text


async def test_what_somebody_wrote_into_the_address_is_not_said(service: Service) -> None:
    client = await operator(service)
    page = await client.get("/console", params={"said": "Call the bank", "by": "0" * 64, "over": "<b>", "lang": "<b>"})
    assert "Call the bank" not in page.text
    assert "<b>&" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


async def test_schedules_are_shown_with_their_firings(service: Service) -> None:
    api = await service.client()
    body = {"cron": "0 17 * * 5", "timezone": "Europe/Berlin", "action": {"kind": "summary"}}
    made = data_of(await api.post("/schedules", json=body), 201)
    data_of(await api.post(f"/schedules/{made['id']}/run"))
    page = await (await operator(service)).get("/console")
    assert "<code>0 17 * * 5</code>" in page.text
    assert '<circle class="done"' in page.text
    assert "next: <time" in page.text


class GoesOn(FakeClock):
    """By a millisecond each time that somebody looks."""

    def __call__(self) -> datetime:
        self.go_on(milliseconds=1)
        return super().__call__()


async def test_what_was_asked_of_clockify_just_now_is_in_the_chart(tmp_path: Path) -> None:
    async with running_service(tmp_path, clock=GoesOn()) as service:
        client = await operator(service)
        await log_time(service)
        page = await client.get("/console")
    asked = re.findall(r"<dd><b>(\d+)</b></dd>", page.text)
    drawn = re.findall(r"Requests to Clockify <b>(\d+)</b>", page.text)
    assert asked == drawn != ["0"]
