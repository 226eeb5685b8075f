"""A member of the shared account's workspace, for whom it acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import Member
from clankerbot_engine.clockify.workspace import KEPT, Absorb, Listed, Named, WorkspaceSnapshot, WorkspaceView
from clankerbot_engine.errors import Forbidden

FRESH: Final = timedelta(hours=1)


class MemberWorkspace:
    """The shared account's workspace, with the member in the place of whoever the shared key belongs to.

    Whatever that one may do, the member counts as no admin.
    """

    def __init__(
        self, shared: WorkspaceView, client: ClockifyClient, user_id: str, *, clock: Callable[[], datetime]
    ) -> None:
        self._shared = shared
        self._client = client
        self._user_id = user_id
        self._clock = clock
        self._known: tuple[datetime, Member] | None = None
        self._joined: tuple[WorkspaceSnapshot, Member, WorkspaceSnapshot] | None = None

    async def snapshot(self, *, max_age: timedelta = KEPT) -> WorkspaceSnapshot:
        """Raises `Forbidden` for who is no active member any more."""
        shared = await self._shared.snapshot(max_age=max_age)
        member = await self._member(shared.workspace_id)
        if self._joined is None or self._joined[0] is not shared or self._joined[1] is not member:
            self._joined = (shared, member, replace(shared, user=member, is_admin=False))
        return self._joined[2]

    async def is_admin(self) -> bool | None:
        return False

    async def invalidate(self, part: Named | None = None) -> None:
        if part in (None, "user"):
            self._known = None
        await self._shared.invalidate(part)

    def look_again(self, part: Named | None = None) -> None:
        """The shared account's view is told by itself."""
        if part in (None, "user"):
            self._known = None

    async def absorb(self, workspace_id: str, part: Listed, change: Absorb, *, is_sure: bool) -> None:
        """The shared account's view is told by itself."""

    def is_of(self, user_id: str) -> bool:
        return user_id == self._user_id

    async def aclose(self) -> None:
        """The shared account goes on."""

    async def _member(self, workspace_id: str) -> Member:
        if self._known is None or self._known[0] + FRESH <= self._clock():
            found = [member for member in await self._client.users.all(workspace_id) if member.id == self._user_id]
            if not found:
                message = "You are no active member of this Clockify workspace any more. Connect again."
                raise Forbidden(message, details={"reason": "not_a_member"})
            self._known = (self._clock(), found[0])
        return self._known[1]
