"""`Owners`: people with a Clockify account of their own, and callers with an API token."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.stores.ports import TokenStore

_OF_TOKENS = "token:"


class ScheduleOwners:
    def __init__(self, accounts: Accounts, tokens: TokenStore, *, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._clock = clock

    async def zone(self, principal: str) -> ZoneInfo | None:
        snapshot = await self._accounts.snapshot(principal)
        return None if snapshot is None else snapshot.timezone

    async def gone(self, principal: str) -> str | None:
        if not principal.startswith(_OF_TOKENS):
            return None  # whose Clockify key is taken no more is told by Clockify
        token_id = principal.removeprefix(_OF_TOKENS)
        token = await self._tokens.get(token_id)
        if token is None or token.revoked_at is not None:
            return "The API token that made this schedule was revoked."
        if token.expires_at is not None and token.expires_at <= self._clock():
            return "The API token that made this schedule has expired."
        return None
