"""Accounts that are held ready, and looked at again now and then: another instance may have changed a connection."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.workspace import WorkspaceView
from clankerbot_engine.errors import NeedsConnection
from clankerbot_engine.shared.signals import EVERYTHING
from clankerbot_engine.stores.ports import PersonStore, StoredConnection

LIVE: Final = 500
"""Beyond, the one that was idle longest is closed, and made anew when it is needed."""
FRESH: Final = timedelta(seconds=5)
"""How long a connection that another instance changed or removed may still be used here, if its signal is lost."""
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """`for_member`: the key is another's, who acts for this person."""

    client: ClockifyClient
    cache: WorkspaceView
    for_member: bool = False


@dataclass(slots=True)
class _Live:
    account: Account
    stored: StoredConnection
    looked_at: datetime


class LiveAccounts:
    """By principal."""

    def __init__(
        self, store: PersonStore, open_account: Callable[[StoredConnection], Account], *, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._open = open_account
        self._clock = clock
        self._live: OrderedDict[str, _Live] = OrderedDict()
        self._opening: dict[str, asyncio.Lock] = {}

    async def of(self, principal: str) -> Account:
        """Raises `NeedsConnection`."""
        account = self._fresh(principal)
        if account is None:
            account = await self._opened(principal)
        self._live.move_to_end(principal)
        return account

    def all(self) -> list[Account]:
        return [live.account for live in self._live.values()]

    def look_again(self, principal: str) -> None:
        """Before it is used the next time; `EVERYTHING`: at each."""
        for each in self._live if principal == EVERYTHING else (principal,):
            if each in self._live:
                self._live[each].looked_at = _LONG_AGO

    async def close(self, principal: str) -> None:
        live = self._live.pop(principal, None)
        if live is not None:
            await live.account.cache.aclose()

    async def aclose(self) -> None:
        await asyncio.gather(*(self.close(principal) for principal in [*self._live]))

    def _fresh(self, principal: str) -> Account | None:
        live = self._live.get(principal)
        return live.account if live is not None and abs(self._clock() - live.looked_at) < FRESH else None

    async def _opened(self, principal: str) -> Account:
        lock = self._opening.setdefault(principal, asyncio.Lock())
        try:
            async with lock:
                account = self._fresh(principal) or await self._looked_up(principal)
        finally:
            if not lock.locked():
                self._opening.pop(principal, None)
        while len(self._live) > LIVE:
            oldest, _ = next(iter(self._live.items()))
            await self.close(oldest)
        return account

    async def _looked_up(self, principal: str) -> Account:
        """The one that is held ready, unless the connection is another one by now."""
        now = self._clock()
        stored = await self._store.connection(principal)
        live = self._live.get(principal)
        if live is not None and stored == live.stored:
            live.looked_at = now
            return live.account
        await self.close(principal)
        if stored is None:
            raise NeedsConnection("You are not connected to Clockify yet.")
        account = self._open(stored)
        self._live[principal] = _Live(account, stored, now)
        return account
