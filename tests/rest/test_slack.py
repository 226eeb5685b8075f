"""Slack beside the REST routes: mounted, signed, drained, and absent where it is not set up."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY
from clankerbot_engine.errors import NotReady
from tests.fakes.clocks import FakeClock
from tests.fakes.postgres import cut_off
from tests.fakes.services import Service, error_of, running_service
from tests.fakes.signatures import hostile_signatures
from tests.fakes.slack import (
    BOT_ID,
    BOT_USER_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    DEMO_TEAM,
    SIGNING_SECRET,
    TOKEN,
    FakeSlack,
    Token,
    front_door,
    person,
    running_slack,
    shown,
)

ADA = f"slack:{DEMO_TEAM.id}:U0ADA"
ONE_WORKSPACE = {"slack_bot_token": TOKEN, "slack_signing_secret": SIGNING_SECRET, "secret_keys": "a long random word"}
MANY = {
    "slack_client_id": CLIENT_ID,
    "slack_client_secret": CLIENT_SECRET,
    "slack_signing_secret": SIGNING_SECRET,
    "secret_keys": "a long random word",
    "public_url": "https://clankerbot.test",
}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(FakeClock()) as slack:
        yield slack


@asynccontextmanager
async def service_on(slack: FakeSlack, folder: Path, **settings: Any) -> AsyncIterator[Service]:
    assert isinstance(slack.clock, FakeClock)
    told = {"slack_api_url": f"{slack.url}/api", **settings}
    async with running_service(folder, background=True, clock=slack.clock, **told) as service:
        yield service


async def test_a_command_becomes_a_time_entry(slack: FakeSlack, tmp_path: Path) -> None:
    async with service_on(slack, tmp_path, **ONE_WORKSPACE) as service:
        await service.services.accounts.connect(ADA, SecretStr(OWNER_API_KEY))
        before = set(service.sandbox.entries)
        async with front_door(slack, service.app) as door:
            ada = person(slack, door)
            answer = await ada.command("log 2h on Apollo yesterday")
            assert answer.status == 200
            card = await ada.finds("Apollo")
            (entry_id,) = set(service.sandbox.entries) - before
            await ada.click(card, "Undo")
            await slack.until(lambda: entry_id not in service.sandbox.entries, "the entry is gone")
            await ada.finds("Undone")


async def test_what_is_not_signed_by_slack_is_refused_like_any_other_request(slack: FakeSlack, tmp_path: Path) -> None:
    async with service_on(slack, tmp_path, **ONE_WORKSPACE) as service:
        client = await service.anonymous()
        answer = await client.post("/slack/events", content=b"command=/clank&text=status")
        assert error_of(answer, 401, "unauthorized")["details"] == {"source": "slack"}
        now = {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=0"}
        error_of(await client.post("/slack/events", content=b"{}", headers=now), 401, "unauthorized")


async def test_slack_is_not_counted_by_address(slack: FakeSlack, tmp_path: Path) -> None:
    async with service_on(slack, tmp_path, rate_limit_per_minute=1, **ONE_WORKSPACE) as service:
        client = await service.anonymous()
        answers = [await client.post("/slack/events", content=b"{}") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {401}


async def test_where_slack_is_not_set_up_its_routes_say_so(tmp_path: Path) -> None:
    async with running_service(tmp_path, background=True) as service:
        client = await service.anonymous()
        assert "SLACK_BOT_TOKEN" in error_of(await client.post("/slack/events"), 404, "not_found")["message"]
        for path in ("/slack/install", "/slack/oauth_redirect"):
            assert "SLACK_CLIENT_ID" in error_of(await client.get(path), 404, "not_found")["message"]


@pytest.mark.parametrize(
    ("settings", "lacking"),
    [
        ({"slack_bot_token": TOKEN}, "SLACK_SIGNING_SECRET"),
        ({**MANY, "public_url": None, "secret_keys": ""}, "PUBLIC_URL and SECRET_KEYS"),
        ({**MANY, "slack_client_secret": None}, "SLACK_CLIENT_SECRET"),
    ],
)
async def test_a_slack_that_is_set_up_by_half_stops_the_start(
    tmp_path: Path, settings: dict[str, Any], lacking: str
) -> None:
    with pytest.raises(NotReady, match=lacking):
        async with running_service(tmp_path, background=True, **settings):
            pass


async def install(slack: FakeSlack, service: Service) -> httpx.Response:
    browser = await service.anonymous()
    browser.base_url = httpx.URL("https://clankerbot.test")
    sent_on = await browser.get("/slack/install")
    (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
    slack.oauth_codes["code"] = Token("xoxb-new", DEMO_TEAM, BOT_USER_ID, BOT_ID)
    return await browser.get("/slack/oauth_redirect", params={"code": "code", "state": state})


async def test_a_workspace_installs_uses_and_removes_the_app(slack: FakeSlack, tmp_path: Path) -> None:
    async with service_on(slack, tmp_path, **MANY) as service:
        done = await install(slack, service)
        assert done.status_code == 200
        assert "Clankerbot is installed" in done.text
        async with front_door(slack, service.app) as door:
            installer = slack.calls_of("oauth.v2.access")[0].answer["authed_user"]["id"]  # type: ignore[index]
            await slack.until(lambda: slack.calls_of("chat.postMessage"), "the installer is greeted")
            greeting = slack.calls_of("chat.postMessage")[0].args
            assert greeting["channel"] == installer
            assert "/clank help" in greeting["text"]

            await service.services.accounts.connect(ADA, SecretStr(OWNER_API_KEY))
            ada = person(slack, door)
            await ada.command("log 1h on Apollo yesterday")
            await ada.finds("Apollo")

            await ada.event({"type": "app_uninstalled"})
            assert not await service.services.accounts.is_connected(ADA)
            calls = len(slack.calls)
            await ada.command("status")
            assert all(call.token is None for call in slack.calls[calls:])  # no more than Bolt's apology


async def test_a_removal_that_could_not_be_kept_is_taken_when_slack_says_it_again(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with service_on(slack, tmp_path, **MANY) as service, front_door(slack, service.app) as door:
        await install(slack, service)
        await service.services.accounts.connect(ADA, SecretStr(OWNER_API_KEY))
        async with service.locked():
            answer = await person(slack, door).event({"type": "app_uninstalled"})
            assert answer.status == 503
        assert await service.services.accounts.is_connected(ADA)
        assert (await door.again(answer, retry=1)).status == 200
        assert not await service.services.accounts.is_connected(ADA)


async def test_a_removal_that_slack_says_again_does_not_end_a_later_installation(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with service_on(slack, tmp_path, **MANY) as service, front_door(slack, service.app) as door:
        await install(slack, service)
        answer = await person(slack, door).event({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER_ID]}})
        service.clock.go_on(seconds=60)
        await install(slack, service)
        await service.services.accounts.connect(ADA, SecretStr(OWNER_API_KEY))
        assert (await door.again(answer, retry=2)).status == 200
        assert await service.services.accounts.is_connected(ADA)
        ada = person(slack, door)
        await ada.command("log 1h on Apollo yesterday")
        await ada.finds("Apollo")


async def test_that_the_app_is_not_installed_is_not_said_because_the_database_is_away(
    slack: FakeSlack, tmp_path: Path, postgres_url: str
) -> None:
    async with (
        service_on(slack, tmp_path, database_url=postgres_url, **MANY) as service,
        front_door(slack, service.app) as door,
    ):
        await install(slack, service)
        service.clock.go_on(hours=1)
        ada = person(slack, door)
        with cut_off(postgres_url):
            assert (await ada.command("status")).status == 503
            assert (await ada.event({"type": "app_mention", "channel": "C0GENERAL", "text": "help"})).status == 503
        assert not any("not installed" in shown(message) for message in ada.messages())


@pytest.mark.parametrize("spoilt", ["signature", "timestamp"])
async def test_no_hostile_signature_of_ten_thousand_is_let_in(slack: FakeSlack, tmp_path: Path, spoilt: str) -> None:
    chance, body = random.Random(11), b"token=x&command=%2Fclank&text=help"
    async with service_on(slack, tmp_path, **ONE_WORKSPACE) as service:
        caller = await service.anonymous()
        good, now = b"v0=" + b"a" * 64, str(int(service.clock().timestamp())).encode()
        statuses = set()
        for _, hostile in zip(range(10_000), hostile_signatures(chance, good.decode()), strict=False):
            signature, timestamp = (hostile, now) if spoilt == "signature" else (good, hostile)
            headers = [
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"x-slack-signature", signature),
                (b"x-slack-request-timestamp", timestamp),
            ]
            statuses.add((await caller.post("/slack/events", content=body, headers=headers)).status_code)
        assert statuses == {401}
