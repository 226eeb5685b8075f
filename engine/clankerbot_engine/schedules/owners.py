"""`Owners`: people with a Clockify account of their own, and callers with an API token."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ApiError
from clankerbot_engine.stores.ports import TokenStore

_OF_TOKENS = "token:"


class ScheduleOwners:
    """`profile_zone`: what the place where a person types says of them. It counts before their Clockify profile, as it
    does when they make a schedule: many never set that one.
    """

    def __init__(
        self,
        accounts: Accounts,
        tokens: TokenStore,
        *,
        profile_zone: Callable[[str], Awaitable[ZoneInfo | None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._profile_zone = profile_zone
        self._clock = clock

    async def zone(self, principal: str) -> ZoneInfo | None:
        if self._accounts.is_personal(principal):
            return (await self._accounts.settings(principal)).zone or await self._profile_zone(principal)
        snapshot = await self._accounts.snapshot(principal)
        return None if snapshot is None else snapshot.timezone

    async def gone(self, principal: str) -> ApiError | None:
        if not principal.startswith(_OF_TOKENS):
            return None  # whose Clockify key is taken no more is told by Clockify
        token_id = principal.removeprefix(_OF_TOKENS)
        token = await self._tokens.get(token_id)
        if token is None or token.revoked_at is not None:
            return _gone("token_revoked", "The API token that asked for this was revoked.")
        if token.expires_at is not None and token.expires_at <= self._clock():
            return _gone("token_expired", "The API token that asked for this has expired.")
        return None


def _gone(reason: str, message: str) -> ApiError:
    return ApiError(code="unauthorized", message=message, details={"reason": reason})
