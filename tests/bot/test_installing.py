"""Installing the app into a workspace by OAuth, the tokens at rest, and renewing them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clankerbot_bot.answer import Answer
from clankerbot_bot.installations import Installation, Installations, InstalledWorkspaces
from clankerbot_bot.manifest import SCOPES
from clankerbot_bot.oauth import OAuth
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.installations import SqlInstallationStore
from tests.fakes import sqlite
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import BOT_ID, BOT_USER_ID, CLIENT_ID, CLIENT_SECRET, DEMO_TEAM, FakeSlack, Token, running_slack

KEY = SecretStr("a long random word")


@dataclass
class Desk:
    """One process of the service; `another` has the same database."""

    slack: FakeSlack
    clock: FakeClock
    database: Database
    vault: Vault = field(default_factory=lambda: Vault([KEY]))
    greeted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        client = AsyncWebClient(base_url=self.slack.api_url)
        secret = SecretStr(CLIENT_SECRET)
        self.installations = Installations(
            SqlInstallationStore(self.database),
            self.vault,
            client,
            client_id=CLIENT_ID,
            client_secret=secret,
            clock=self.clock,
        )
        self.oauth = OAuth(
            self.installations,
            client,
            client_id=CLIENT_ID,
            client_secret=secret,
            public_url="https://clankerbot.test/",
            command="/clank",
            clock=self.clock,
            on_installed=self._greet,
        )
        app = Starlette(
            routes=[
                Route("/slack/install", self._install),
                Route("/slack/oauth_redirect", self._redirect),
            ]
        )
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://clankerbot.test")

    async def _install(self, request: Request) -> Response:
        return _response(self.oauth.install())

    async def _redirect(self, request: Request) -> Response:
        return _response(await self.oauth.redirect(request.query_params, request.cookies))

    async def _greet(self, installation: Installation) -> None:
        self.greeted.append(installation.installer_id)

    def another(self, vault: Vault | None = None) -> "Desk":
        return replace(self, vault=vault or self.vault)

    def code(self, *, org_wide: bool = False) -> str:
        """As Slack gives it to the browser, once somebody has agreed."""
        team = replace(DEMO_TEAM, enterprise_id="E1") if org_wide else DEMO_TEAM
        if org_wide:
            self.slack.users["U1ORG"] = replace(self.slack.users["U0ADA"], id="U1ORG", team=team)
        self.slack.oauth_codes["code"] = Token("xoxb-new", team, BOT_USER_ID, BOT_ID, org_wide=org_wide)
        return "code"

    async def install(self) -> httpx.Response:
        sent_on = await self.browser.get("/slack/install")
        (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
        return await self.browser.get("/slack/oauth_redirect", params={"code": self.code(), "state": state})

    async def found(self) -> Installation:
        found = await self.installations.find(None, DEMO_TEAM.id)
        assert found is not None
        return found

    async def token(self) -> str:
        return (await self.found()).bot_token.get_secret_value()


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = FakeClock()
    database = await Database.open(await sqlite.new(tmp_path / "slack.db"))
    async with running_slack(clock) as slack:
        yield Desk(slack, clock, database)
    await database.close()


async def test_who_installs_is_sent_to_slack_with_the_scopes_of_the_manifest(desk: Desk) -> None:
    answer = await desk.browser.get("/slack/install")
    assert answer.status_code == 302
    address = urlsplit(answer.headers["location"])
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc, address.path) == ("https", "slack.com", "/oauth/v2/authorize")
    assert asked["client_id"] == [CLIENT_ID]
    assert asked["redirect_uri"] == ["https://clankerbot.test/slack/oauth_redirect"]
    assert set(SCOPES) <= set(asked["scope"][0].split(","))
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("secure", "httponly", "samesite=lax", "max-age=300"))
    assert CLIENT_SECRET not in answer.headers["location"]


async def test_installing_keeps_the_token_sealed_and_greets(desk: Desk) -> None:
    answer = await desk.install()
    assert answer.status_code == 200
    assert "Clankerbot is installed" in answer.text
    found = await desk.found()
    assert desk.greeted == [found.installer_id]
    assert found.team_name == "Demo Studio"
    assert found.bot_id == BOT_ID
    kept = b"".join(path.read_bytes() for path in Path(desk.database.name).parent.iterdir() if path.is_file())
    assert b"Demo Studio" in kept
    assert found.bot_token.get_secret_value().encode() not in kept
    assert found.bot_token.get_secret_value() not in repr(found)


async def test_another_process_finds_it_and_bolt_is_answered(desk: Desk) -> None:
    await desk.install()
    authorize = InstalledWorkspaces(desk.another().installations)
    asked = {"context": AsyncBoltContext(), "user_id": "U0ADA"}
    result = await authorize(**asked, enterprise_id=None, team_id=DEMO_TEAM.id)  # type: ignore[arg-type]
    assert result is not None
    assert (result.bot_token, result.bot_id, result.bot_user_id) == (await desk.token(), BOT_ID, BOT_USER_ID)
    assert await authorize(**asked, enterprise_id=None, team_id="T0OTHER") is None  # type: ignore[arg-type]


async def test_once_known_neither_slack_nor_the_database_is_asked(desk: Desk) -> None:
    await desk.install()
    await desk.found()
    calls = len(desk.slack.calls)
    await desk.database.close()
    assert await desk.token()
    assert len(desk.slack.calls) == calls


@pytest.mark.parametrize(
    ("query", "keep_cookie"),
    [
        ({"code": "code"}, True),
        ({"code": "code", "state": "1.2.3"}, True),
        ({"code": "code", "state": "é.ü"}, True),
        ({"code": "code", "state": "<state>"}, False),
    ],
)
async def test_a_state_that_is_not_this_browsers_is_refused(
    desk: Desk, query: dict[str, str], keep_cookie: bool
) -> None:
    desk.code()
    sent_on = await desk.browser.get("/slack/install")
    (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
    if not keep_cookie:
        desk.browser.cookies.clear()
    params = {name: value.replace("<state>", state) for name, value in query.items()}
    answer = await desk.browser.get("/slack/oauth_redirect", params=params)
    assert answer.status_code == 400
    assert "no longer good" in answer.text
    assert "code" in desk.slack.oauth_codes


async def test_a_state_is_good_for_five_minutes(desk: Desk) -> None:
    sent_on = await desk.browser.get("/slack/install")
    (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
    desk.clock.go_on(seconds=301)
    answer = await desk.browser.get("/slack/oauth_redirect", params={"code": desk.code(), "state": state})
    assert answer.status_code == 400


async def test_who_says_no_is_told_how_to_begin_again(desk: Desk) -> None:
    answer = await desk.browser.get("/slack/oauth_redirect", params={"error": "access_denied<script>"})
    assert answer.status_code == 400
    assert 'href="/slack/install"' in answer.text
    assert "script" not in answer.text


async def test_a_code_that_slack_does_not_know_installs_nothing(desk: Desk) -> None:
    sent_on = await desk.browser.get("/slack/install")
    (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
    answer = await desk.browser.get("/slack/oauth_redirect", params={"code": "other", "state": state})
    assert answer.status_code == 400
    assert "refused" in answer.text
    assert await desk.installations.find(None, DEMO_TEAM.id) is None


async def test_without_a_vault_nothing_is_installed(desk: Desk) -> None:
    assert (await desk.another(vault=Vault(())).install()).status_code == 503


async def test_an_organisation_has_one_installation_for_all_its_workspaces(desk: Desk) -> None:
    sent_on = await desk.browser.get("/slack/install")
    (state,) = parse_qs(urlsplit(sent_on.headers["location"]).query)["state"]
    answer = await desk.browser.get("/slack/oauth_redirect", params={"code": desk.code(org_wide=True), "state": state})
    assert answer.status_code == 200, answer.text
    found = await desk.another().installations.find("E1", "T0ANY")
    assert found is not None
    assert (found.team_id, found.enterprise_id, found.principals) == (None, "E1", "slack:E1:")
    assert await desk.installations.find("E2", "T0ANY") is None


async def test_a_token_is_renewed_before_it_expires_once_by_whomever(desk: Desk) -> None:
    await desk.install()
    before = await desk.token()
    desk.clock.go_on(hours=10, seconds=1)
    processes = [desk.another(), desk.another()]
    tokens = await asyncio.gather(*(each.token() for each in (*processes, *processes)))
    renewals = [call for call in desk.slack.calls_of("oauth.v2.access") if call.args.get("grant_type")]
    assert len(renewals) == 1
    assert set(tokens) <= {before, await desk.another().token()}
    assert await desk.another().token() != before


async def test_a_renewal_that_slack_refuses_leaves_the_token_that_still_works(desk: Desk) -> None:
    await desk.install()
    before = await desk.token()
    desk.slack.refresh_tokens.clear()
    desk.clock.go_on(hours=10, seconds=1)
    assert await desk.token() == before


async def test_who_removes_the_app_is_forgotten(desk: Desk) -> None:
    await desk.install()
    gone = await desk.installations.delete(None, DEMO_TEAM.id)
    assert gone is not None
    assert gone.principals == f"slack:{DEMO_TEAM.id}:"
    assert await desk.installations.find(None, DEMO_TEAM.id) is None
    assert await desk.installations.delete(None, DEMO_TEAM.id) is None
