"""Installing the app into a workspace: `/slack/install` sends to Slack, `/slack/oauth_redirect` takes the answer.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import hmac
import html
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.answer import Answer
from clankerbot_bot.installations import Installation, Installations, access
from clankerbot_bot.manifest import OPTIONAL_SCOPES, SCOPES
from clankerbot_engine.errors import NotReady

log = logging.getLogger(__name__)

STATE_LIVES_S: Final = 300
COOKIE: Final = "clankerbot-slack-state"


class OAuth:
    """`on_installed` greets whoever installed the app.

    The state is a signed time, which the browser brings back twice: in the address, and in a cookie that no other site
    can set. It can be used again within its five minutes; an authorization code of Slack's cannot.
    """

    def __init__(
        self,
        installations: Installations,
        client: AsyncWebClient,
        *,
        client_id: str,
        client_secret: SecretStr,
        public_url: str,
        command: str,
        clock: Callable[[], datetime],
        on_installed: Callable[[Installation], Awaitable[None]],
    ) -> None:
        self._installations = installations
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = f"{public_url.rstrip('/')}/slack/oauth_redirect"
        self._command = command
        self._clock = clock
        self._on_installed = on_installed
        self._urls = AuthorizeUrlGenerator(
            client_id=client_id, scopes=[*SCOPES, *OPTIONAL_SCOPES], redirect_uri=self._redirect_uri
        )

    def install(self) -> Answer:
        """`GET /slack/install`: on to Slack."""
        state = self._new_state()
        return Answer(302, headers={"location": self._urls.generate(state=state), "set-cookie": _cookie(state)})

    async def redirect(self, query: Mapping[str, str], cookies: Mapping[str, str]) -> Answer:
        """`GET /slack/oauth_redirect`: back from Slack."""
        if "error" in query:
            return _page("Nothing was installed", "The installation was cancelled. You can begin again.", status=400)
        state = query.get("state", "")
        if not (self._is_ours(state) and _same(state, cookies.get(COOKIE, ""))):
            return _page(
                "This link is no longer good",
                "It was opened in another browser, or more than five minutes ago. Begin again.",
                status=400,
            )
        try:
            installation = await self._exchange(query.get("code", ""))
            await self._installations.save(installation)
        except (SlackApiError, KeyError) as error:
            why = str(error.response.get("error")) if isinstance(error, SlackApiError) else "incomplete"
            log.warning("slack_installation_refused", extra={"error": why})
            return _page("Slack refused the installation", "Begin again; if that does not help, tell the admin.", 400)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("slack_not_reached", extra={"error": type(error).__name__})
            return _page("Slack did not answer", "Nothing was installed. Begin again in a minute.", status=502)
        except NotReady as error:
            log.error("slack_installation_not_kept", extra={"error": error.message})
            return _page("Nothing was installed", "This service is not set up for it yet; tell the admin.", status=503)
        log.info("slack_installed", extra={"installation": installation.id})
        await self._on_installed(installation)
        return _page(
            "Clankerbot is installed",
            f"Open {installation.team_name or 'Slack'} and type {self._command} help, or write to Clankerbot.",
            cookie=_cookie("", max_age_s=0),
        )

    async def _exchange(self, code: str) -> Installation:
        answer = await access(
            self._client, self._client_id, self._client_secret, code=code, redirect_uri=self._redirect_uri
        )
        who = await self._client.auth_test(token=answer["access_token"])
        return Installation.of(answer, bot_id=who["bot_id"], now=self._clock())

    def _new_state(self) -> str:
        told = f"{int(self._clock().timestamp()) + STATE_LIVES_S}.{secrets.token_hex(8)}"
        return f"{told}.{self._signature(told)}"

    def _is_ours(self, state: str) -> bool:
        told, _, signature = state.rpartition(".")
        if not _same(signature, self._signature(told)):
            return False
        return int(told.partition(".")[0]) >= self._clock().timestamp()

    def _signature(self, told: str) -> str:
        key = self._client_secret.get_secret_value().encode()
        return hmac.new(key, f"clankerbot.slack.state.1:{told}".encode(), sha256).hexdigest()


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), ours.encode())


def _cookie(value: str, *, max_age_s: int = STATE_LIVES_S) -> str:
    return f"{COOKIE}={value}; Max-Age={max_age_s}; Path=/slack; Secure; HttpOnly; SameSite=Lax"


def _page(title: str, text: str, status: int = 200, *, cookie: str | None = None) -> Answer:
    """Without scripts, styles or pictures from elsewhere."""
    again = "" if status == 200 else '<p><a href="/slack/install">Begin again</a></p>'
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title></head>"
        f"<body><main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{again}</main></body></html>"
    )
    headers = {"content-type": "text/html; charset=utf-8", **({"set-cookie": cookie} if cookie else {})}
    return Answer(status, body, headers)
