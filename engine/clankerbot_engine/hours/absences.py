"""Working days, holidays and time off as Clockify has them, kept: a free workspace has 30 requests an hour.

Plans that have no time off answer with a refusal, which stands for none.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar, cast
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.clockify.models import Holiday, MemberProfile, TimeOffRequest, UserGroup
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.errors import Forbidden, NotFound
from clankerbot_engine.hours.plans import USUAL_DAY_S, WorkPlan, holidays_of, time_off_of, weekdays_of

Found = TypeVar("Found")

GOOD_FOR: Final = timedelta(days=2)
TIME_OFF_GOOD_FOR: Final = timedelta(hours=1)
"""It is asked for and approved at short notice."""
MOST_KEPT: Final = 5_000
_DAY: Final = timedelta(days=1)


class Absences:
    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, ...], tuple[datetime, object]] = OrderedDict()

    def usual(self, snapshot: WorkspaceSnapshot, *, day_s: int | None = None) -> WorkPlan:
        """By the workspace's working days alone, without asking."""
        return WorkPlan(weekdays_of(snapshot.settings.working_days), day_s or USUAL_DAY_S)

    async def plan(
        self,
        account: Account,
        snapshot: WorkspaceSnapshot,
        user_id: str,
        zone: ZoneInfo,
        first: date,
        last: date,
        *,
        day_s: int | None = None,
    ) -> WorkPlan:
        """`day_s`: what the person has set here; it counts before the capacity of their profile.

        Three requests at most, and mostly none. Raises what Clockify raises: nobody is to be told that hours are
        missing on a day of which it is not known whether they work.
        """
        profile = await self._profile(account, snapshot.workspace_id, user_id)
        names = snapshot.settings.working_days if profile.working_days is None else profile.working_days
        seconds = day_s or profile.work_capacity or USUAL_DAY_S
        holidays = await self._holidays(account, snapshot.workspace_id)
        groups = await self._groups_of(account, snapshot.workspace_id, user_id, holidays)
        requests = await self._time_off(account, snapshot.workspace_id, first, last)
        off = dict(time_off_of(requests, user_id, zone, day_s=seconds))
        off |= dict.fromkeys(holidays_of(holidays, user_id, groups, first, last), seconds)
        return WorkPlan(weekdays_of(names), seconds, off)

    async def _profile(self, account: Account, workspace_id: str, user_id: str) -> MemberProfile:
        return await self._known(
            (account.client.fingerprint, workspace_id, "profile", user_id),
            lambda: account.client.users.profile(workspace_id, user_id),
            MemberProfile(),
            for_all=True,
        )

    async def _holidays(self, account: Account, workspace_id: str) -> list[Holiday]:
        nothing: list[Holiday] = []
        return await self._known(
            (account.client.fingerprint, workspace_id, "holidays"),
            lambda: account.client.time_off.holidays(workspace_id),
            nothing,
            for_all=True,
        )

    async def _groups_of(
        self, account: Account, workspace_id: str, user_id: str, holidays: list[Holiday]
    ) -> frozenset[str]:
        """Asked for only where a holiday is of a group."""
        if not any(holiday.user_group_ids for holiday in holidays):
            return frozenset()
        nothing: list[UserGroup] = []
        found = await self._known(
            (account.client.fingerprint, workspace_id, "groups"),
            lambda: account.client.users.groups(workspace_id),
            nothing,
            for_all=True,
        )
        return frozenset(group.id for group in found if group.id and user_id in (group.user_ids or ()))

    async def _time_off(self, account: Account, workspace_id: str, first: date, last: date) -> list[TimeOffRequest]:
        """For whole months, so that the days of a month are asked for once."""
        begins = first.replace(day=1) - _DAY
        ends = (last.replace(day=28) + 5 * _DAY).replace(day=1) + _DAY
        nothing: list[TimeOffRequest] = []
        return await self._known(
            (account.client.fingerprint, workspace_id, "time_off", begins.isoformat(), ends.isoformat()),
            lambda: account.client.time_off.approved(
                workspace_id, datetime.combine(begins, time(0), UTC), datetime.combine(ends, time(0), UTC)
            ),
            nothing,
            good_for=TIME_OFF_GOOD_FOR,
        )

    async def _known(
        self,
        key: tuple[str, ...],
        ask: Callable[[], Awaitable[Found]],
        nothing: Found,
        *,
        good_for: timedelta = GOOD_FOR,
        for_all: bool = False,
    ) -> Found:
        """`key` begins with whose view it is. `for_all`: what one person was told holds for everybody; a refusal never
        does.
        """
        now, everybodys = self._clock(), key[1:] if for_all else key
        for each in (everybodys, key):
            kept = self._kept.get(each)
            if kept is not None and now - kept[0] < good_for:
                return cast("Found", kept[1])
        try:
            found, key = await ask(), everybodys
        except (Forbidden, NotFound):  # the plan does not have it, or the person may not see it
            found = nothing
        self._kept.pop(key, None)
        self._kept[key] = (now, found)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found
