"""Who may have whom reminded: nobody has anybody, but for the owners and admins of a Clockify workspace.

They reach those who have connected with it in the same Slack workspace. A caller with an API token acts as the account
of the settings, and reaches all who have connected with its workspace.
"""

from collections.abc import Sequence
from typing import Final

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.errors import Forbidden, NotFound, ValidationFailed
from clankerbot_engine.parsing.tokens import fold
from clankerbot_engine.stores.ports import PersonStore

EVERYBODY: Final = frozenset(
    {"team", "the team", "everyone", "everybody", "all", "them", "people", "alle", "das team", "jeden", "jede"}
)
_GROUP_WORDS: Final = ("team", "group", "squad", "crew", "gruppe")
ONESELF: Final = frozenset({"me", "myself", "i", "mich", "mir"})


class Leading:
    def __init__(self, accounts: Accounts, people: PersonStore) -> None:
        self._accounts = accounts
        self._people = people

    async def check(self, principal: str) -> None:
        """Raises `Forbidden` for who leads nobody."""
        account = await self._accounts.of(principal)
        if account.for_member or await account.cache.is_admin() is not True:
            raise Forbidden(
                "Only owners and admins of the Clockify workspace can do that for others.",
                details={"reason": "not_lead"},
            )

    async def team(self, principal: str) -> list[str]:
        """The principals of all who can be reached, without this one. Raises `Forbidden`."""
        await self.check(principal)
        if self._accounts.is_personal(principal):
            return await self._accounts.colleagues(principal)
        snapshot = await (await self._accounts.of(principal)).cache.snapshot()
        return sorted(
            each.principal
            for each in await self._people.connections()
            if each.workspace_id == snapshot.workspace_id and each.base_url == self._accounts.own_url
        )

    async def of_users(self, principal: str, user_ids: Sequence[str]) -> dict[str, str]:
        """From Clockify's ids to the principals among the team. Raises `Forbidden`."""
        team = frozenset(await self.team(principal))
        wanted = frozenset(user_ids)
        return {
            each.user_id: each.principal
            for each in await self._people.connections()
            if each.user_id in wanted and each.principal in team
        }

    async def people(self, principal: str, who: str) -> list[str]:
        """`who`: as `person` takes it, or a user group of Clockify's ("the design team"), as far as it is reached."""
        wanted = fold(who).removeprefix("the ").strip()
        short = next((wanted.removesuffix(f" {word}") for word in _GROUP_WORDS if wanted.endswith(f" {word}")), None)
        if short is not None:
            await self.check(principal)
            account = await self._accounts.of(principal)
            workspace_id = (await account.cache.snapshot()).workspace_id
            for group in await account.client.users.groups(workspace_id):
                if fold(group.name or "") in (wanted, short):
                    found = await self.of_users(principal, group.user_ids or ())
                    return sorted(found.values())
        return [await self.person(principal, who)]

    async def person(self, principal: str, who: str) -> str:
        """`who`: an id of Slack's, or a name as in Clockify, all of it or a word of it. Raises `Forbidden`, `NotFound`,
        and `ValidationFailed` where it may be several.
        """
        team = await self.team(principal)
        by_id = [each for each in team if who in (each, each.rpartition(":")[2])]
        if by_id:
            return by_id[0]
        account = await self._accounts.of(principal)
        snapshot = await account.cache.snapshot()
        wanted = fold(who.removeprefix("@")).strip()
        members = [each for each in await account.client.users.all(snapshot.workspace_id) if each.id]
        whole = [each.id or "" for each in members if wanted in (fold(each.name or ""), fold(each.email or ""))]
        fitting = whole or [each.id or "" for each in members if wanted in fold(each.name or "").split()]
        found = await self.of_users(principal, fitting)
        if not found:
            raise NotFound(
                f"{who} cannot be reminded: nobody of that name has connected with this Clockify workspace here.",
                details={"field": "who", "reason": "not_reached", "name": who},
            )
        if len(found) > 1:
            raise ValidationFailed(
                f"who: several people are called {who}. Say the whole name, or mention them: @maria.",
                field="who",
                details={"reason": "several_people", "name": who},
            )
        return next(iter(found.values()))
