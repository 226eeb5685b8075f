"""What people have set, kept in memory for a moment."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError

from clankerbot_engine.accounts.person_settings import NOTHING_SET, PersonSettings
from clankerbot_engine.shared.signals import EVERYTHING
from clankerbot_engine.stores.ports import PersonStore

FRESH: Final = timedelta(seconds=5)
"""How long what was set through another instance may be unknown here, if its signal is lost."""
MOST: Final = 500


class KnownSettings:
    """By principal."""

    def __init__(self, store: PersonStore, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, PersonSettings]] = OrderedDict()

    async def of(self, principal: str) -> PersonSettings:
        now, known = self._clock(), self._known.get(principal)
        if known is not None and abs(now - known[0]) < FRESH:
            return known[1]
        stored = await self._store.settings(principal)
        try:
            settings = NOTHING_SET if stored is None else PersonSettings.model_validate(stored)
        except ValidationError:  # written by another version
            settings = NOTHING_SET
        self._remember(principal, settings, now)
        return settings

    async def change(self, principal: str, settings: PersonSettings) -> None:
        now = self._clock()
        await self._store.set_settings(principal, settings.model_dump(mode="json", exclude_none=True), at=now)
        self._remember(principal, settings, now)

    def look_again(self, principal: str) -> None:
        """When they are needed the next time; `EVERYTHING`: at everybody's."""
        if principal == EVERYTHING:
            self._known.clear()
        else:
            self._known.pop(principal, None)

    def _remember(self, principal: str, settings: PersonSettings, at: datetime) -> None:
        self._known[principal] = (at, settings)
        self._known.move_to_end(principal)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
