"""How much each person is to work, from their Clockify profiles, kept for a day: it changes a few times a year."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import MemberProfile
from clankerbot_engine.errors import ClankerbotError

log = logging.getLogger(__name__)

KEPT: Final = timedelta(hours=24)
MOST_KEPT: Final = 5_000
MOST_PEOPLE: Final = 50
"""Of a team whose target is computed: each costs a request, once a day."""
MOST_PEOPLE_FREE: Final = 1
"""On the free plan, which has 30 requests an hour for everybody."""
AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class _Kept:
    profile: MemberProfile | None
    read_at: datetime


class Capacities:
    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    async def profiles(
        self, client: ClockifyClient, workspace_id: str, user_ids: Sequence[str], *, is_free_plan: bool
    ) -> dict[str, MemberProfile | None]:
        """None where Clockify does not tell of a person. Of nobody, where that would take too many requests."""
        wanted = [user_id for user_id in user_ids if self._known(workspace_id, user_id) is None]
        if len(wanted) > (MOST_PEOPLE_FREE if is_free_plan else MOST_PEOPLE):
            return {}
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            found = await asyncio.gather(*(self._read(client, workspace_id, user_id) for user_id in some))
            for user_id, profile in zip(some, found, strict=True):
                self._kept[workspace_id, user_id] = _Kept(profile, self._clock())
        profiles = {}
        for user_id in user_ids:
            kept = self._known(workspace_id, user_id)
            profiles[user_id] = None if kept is None else kept.profile
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return profiles

    def _known(self, workspace_id: str, user_id: str) -> _Kept | None:
        kept = self._kept.get((workspace_id, user_id))
        return None if kept is None or self._clock() - kept.read_at >= KEPT else kept

    async def _read(self, client: ClockifyClient, workspace_id: str, user_id: str) -> MemberProfile | None:
        """None where it cannot be had: a summary does not fail for its target."""
        try:
            return await client.users.profile(workspace_id, user_id)
        except ClankerbotError as error:
            log.info("profile_not_read", extra={"code": error.code})
            return None
