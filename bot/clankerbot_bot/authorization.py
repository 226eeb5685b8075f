"""As whom the app speaks: answered from memory, since Bolt asks before the listener that acknowledges."""

import logging

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_engine.remotes.certificates import certificate_refusal

log = logging.getLogger(__name__)


class OneWorkspace(AsyncAuthorize):
    """By the one token of the settings. Who the bot is, is asked once, in the background."""

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._token = token
        self.bot_id: str | None = None
        self.bot_user_id: str | None = None

    async def learn(self) -> None:
        """Never raises: without it, the bot's own messages are told by their `bot_id` alone."""
        try:
            answer = await self._client.auth_test(token=self._token)
        except SlackApiError as error:
            # `invalid_auth`, `token_revoked`: the operator must set another token.
            log.error("slack_token_refused", extra={"error": str(error.response.get("error"))})
        except (aiohttp.ClientError, TimeoutError) as error:
            why = certificate_refusal(error) or type(error).__name__
            log.warning("slack_not_reached", extra={"url": self._client.base_url, "error": why})
        else:
            self.bot_id, self.bot_user_id = answer.get("bot_id"), answer.get("user_id")

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=self.bot_id,
            bot_user_id=self.bot_user_id,
            bot_token=self._token,
        )
