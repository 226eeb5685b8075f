"""Looks at projects' estimates now and then, and has people told of what has reached 80 or 100 percent: once each.

Told is every channel that follows budgets (`BUDGET_REACHED`); where there is none, the owners and admins of the
workspace who are connected, each alone. An estimate that is changed counts as a new one.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Protocol

from ulid import ULID

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.estimates.projects import Estimate, estimates_of
from clankerbot_engine.nudges.deciding import QUIET_FROM, QUIET_TO, end_of_quiet
from clankerbot_engine.nudges.service import Nudges
from clankerbot_engine.stores.ports import MarkStore, PersonStore, StoredConnection
from clankerbot_engine.webhooks.events import BUDGET_REACHED
from clankerbot_engine.webhooks.subscriptions import Followed, Subscriptions

log = logging.getLogger(__name__)

EVERY: Final = timedelta(hours=6)
"""Two requests each time; a free workspace has 30 an hour."""


@dataclass(frozen=True, slots=True)
class Audience:
    """`channel` None: the person alone. `principal`: in whose name, and language."""

    principal: str
    channel: str | None
    project_id: str | None = None
    """None: of all projects."""


class Announcer(Protocol):
    async def tell_of_estimate(self, post_id: str, audience: Audience, estimate: Estimate) -> None:
        """Once for each `post_id`."""
        ...


class EstimateWatch:
    """`announcer` is asked each time: None where Slack is not set up."""

    def __init__(
        self,
        accounts: Accounts,
        people: PersonStore,
        subscriptions: Subscriptions,
        nudges: Nudges,
        marks: MarkStore,
        *,
        announcer: Callable[[], Announcer | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._people = people
        self._subscriptions = subscriptions
        self._nudges = nudges
        self._marks = marks
        self._announcer = announcer
        self._clock = clock

    async def look(self) -> int:
        """At every workspace whose turn it is, whichever instance looks; how many messages that makes."""
        told = 0
        if self._announcer() is None:
            return told
        places: dict[tuple[str, str], list[StoredConnection]] = {}
        for connection in await self._people.connections():
            places.setdefault((connection.base_url, connection.workspace_id), []).append(connection)
        for (_, workspace_id), connections in places.items():
            if await self._marks.renew(f"estimates:{workspace_id}", now=self._clock(), after=EVERY):
                try:
                    told += await self._look_at(workspace_id, connections)
                except ClankerbotError as error:
                    log.warning("estimates_not_known", extra={"code": error.code})
        return told

    async def _look_at(self, workspace_id: str, connections: Sequence[StoredConnection]) -> int:
        followed = [
            each
            for each in await self._subscriptions.following(workspace_id)
            if BUDGET_REACHED in each.subscription.events
        ]
        admins = [each.principal for each in connections if await self._is_admin(each)]
        if not admins:
            return 0  # nobody here sees all of the time
        account = await self._accounts.of(admins[0])
        zone = await self._nudges.zone_of(admins[0])
        today = self._clock().astimezone(zone).date()
        estimates = await estimates_of(account, await account.cache.snapshot(), zone, today)
        reached = [each for each in estimates if each.reached is not None]
        if not reached:
            return 0
        audiences = [_of_channel(each) for each in followed] or [Audience(each, None) for each in admins]
        return sum([await self._tell(workspace_id, audience, each) for audience in audiences for each in reached])

    async def _tell(self, workspace_id: str, audience: Audience, estimate: Estimate) -> bool:
        announcer = self._announcer()
        if audience.project_id not in (None, estimate.project_id) or announcer is None:
            return False
        if audience.channel is None and not await self._takes_it_now(audience.principal):
            return False  # the next look will do
        where = audience.channel or audience.principal
        what = f"{workspace_id}:{estimate.project_id}:{estimate.estimate_s}:{estimate.reached}:{where}"
        told = sha256(f"estimate:{what}".encode()).digest()  # marks are kept for good: they name nobody
        if await self._marks.has(told.hex()):
            return False
        # First told, under an id that follows from it: a crash before it is marked does no harm.
        await announcer.tell_of_estimate(str(ULID.from_bytes(told[:16])), audience, estimate)
        await self._marks.set(told.hex(), at=self._clock())
        return True

    async def _is_admin(self, connection: StoredConnection) -> bool:
        if connection.sealed_key is None:
            return False
        try:
            return await (await self._accounts.of(connection.principal)).cache.is_admin() is True
        except ClankerbotError:
            return False

    async def _takes_it_now(self, principal: str) -> bool:
        settings = await self._accounts.settings(principal)
        now = self._clock().astimezone(await self._nudges.zone_of(principal))
        is_quiet = end_of_quiet(settings.quiet_from or QUIET_FROM, settings.quiet_to or QUIET_TO, now) is not None
        return settings.by_others is not False and not is_quiet


def _of_channel(followed: Followed) -> Audience:
    subscription = followed.subscription
    return Audience(subscription.principal, subscription.channel, followed.rule.project_id)
