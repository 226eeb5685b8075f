"""What people are called in Clockify, where an event tells their ids alone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.errors import ClankerbotError

log = logging.getLogger(__name__)

KNOWN_FOR: Final = timedelta(hours=6)


class MemberNames:
    """One request for a workspace and some hours: a free one has 30 an hour."""

    def __init__(self, accounts: Accounts, *, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._clock = clock
        self._known: dict[str, tuple[datetime, dict[str, str]]] = {}

    async def name_of(self, workspace_id: str, user_id: str) -> str | None:
        """None where nobody can say."""
        now = self._clock()
        known = self._known.get(workspace_id)
        if known is None or now - known[0] >= KNOWN_FOR:
            known = self._known[workspace_id] = (now, await self._read(workspace_id))
        return known[1].get(user_id)

    async def _read(self, workspace_id: str) -> dict[str, str]:
        try:
            account = await self._account(workspace_id)
            members = [] if account is None else await account.client.users.all(workspace_id, status="ALL")
        except ClankerbotError as error:
            log.info("member_names_not_known", extra={"error": error.code})
            return {}
        return {member.id: member.name for member in members if member.id and member.name}

    async def _account(self, workspace_id: str) -> Account | None:
        for account in self._accounts.live():
            if (await account.cache.snapshot()).workspace_id == workspace_id:
                return account
        return None
