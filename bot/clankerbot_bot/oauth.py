"""Installing the app into a workspace: `/slack/install` sends to Slack, `/slack/oauth_redirect` takes the answer.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import hmac
import html
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256
from typing import Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

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
        clock: Callable[[], datetime],
        on_installed: Callable[[Installation], Awaitable[None]],
    ) -> None:
        self._installations = installations
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = f"{public_url.rstrip('/')}/slack/oauth_redirect"
        self._clock = clock
        self._on_installed = on_installed
        self._urls = AuthorizeUrlGenerator(
            client_id=client_id, scopes=[*SCOPES, *OPTIONAL_SCOPES], redirect_uri=self._redirect_uri
        )

    async def install(self, request: Request) -> Response:
        """`GET /slack/install`."""
        state = self._new_state()
        answer = RedirectResponse(self._urls.generate(state=state), status_code=302)
        answer.set_cookie(
            COOKIE, state, max_age=STATE_LIVES_S, path="/slack", secure=True, httponly=True, samesite="lax"
        )
        return answer

    async def redirect(self, request: Request) -> Response:
        """`GET /slack/oauth_redirect`."""
        given = request.query_params
        if "error" in given:
            return _page("Nothing was installed", "The installation was cancelled. You can begin again.", status=400)
        state = given.get("state", "")
        if not (self._is_ours(state) and hmac.compare_digest(state, request.cookies.get(COOKIE, ""))):
            return _page(
                "This link is no longer good",
                "It was opened in another browser, or more than five minutes ago. Begin again.",
                status=400,
            )
        try:
            installation = await self._exchange(given.get("code", ""))
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
        answer = _page(
            "Clankerbot is installed",
            f"Open {installation.team_name or 'Slack'} and type /clank help, or write to Clankerbot.",
        )
        answer.delete_cookie(COOKIE, path="/slack", secure=True, httponly=True, samesite="lax")
        return answer

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
        if not hmac.compare_digest(signature.encode(), self._signature(told).encode()):
            return False
        return int(told.partition(".")[0]) >= self._clock().timestamp()

    def _signature(self, told: str) -> str:
        key = self._client_secret.get_secret_value().encode()
        return hmac.new(key, f"clankerbot.slack.state.1:{told}".encode(), sha256).hexdigest()


def _page(title: str, text: str, status: int = 200) -> HTMLResponse:
    """Without scripts, styles or pictures from elsewhere."""
    again = "" if status == 200 else '<p><a href="/slack/install">Begin again</a></p>'
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title></head>"
        f"<body><main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{again}</main></body></html>"
    )
    return HTMLResponse(body, status_code=status)
