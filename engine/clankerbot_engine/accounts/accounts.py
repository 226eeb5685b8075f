"""Whose Clockify an action goes to: the person's own, or the one of the settings."""

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue, SecretStr

from clankerbot_engine.accounts.known_settings import KnownSettings
from clankerbot_engine.accounts.live import Account, LiveAccounts
from clankerbot_engine.accounts.member import MemberWorkspace
from clankerbot_engine.accounts.person_settings import NOTHING_SET, PersonSettings
from clankerbot_engine.accounts.snapshot import PersonSnapshot
from clankerbot_engine.accounts.vault import NO_KEYS, Vault, clockify_key_of
from clankerbot_engine.audit import Audit
from clankerbot_engine.clockify.access import Credential
from clankerbot_engine.errors import ClankerbotError, NeedsConnection, NotFound, NotReady, NotSetUp, ValidationFailed
from clankerbot_engine.shared.signals import Signals
from clankerbot_engine.stores.ports import PersonStore, StoredConnection

log = logging.getLogger(__name__)

REGIONS: Final = {
    "global": "https://api.clockify.me/api",
    "eu": "https://euc1.clockify.me/api",
    "us": "https://use2.clockify.me/api",
    "uk": "https://euw2.clockify.me/api",
    "au": "https://apse2.clockify.me/api",
}
"""Where a key may be sent: nowhere that a person types (`clockify-api` §2.1)."""


@dataclass(frozen=True, slots=True)
class Workspace:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Connected:
    """As whom somebody acts. `workspaces`: all that the key reaches."""

    user_id: str
    user_name: str
    email: str | None
    workspace: Workspace
    workspaces: tuple[Workspace, ...]


class Accounts:
    """`personal` tells which principals act with a key of their own; all others act as `shared`, the settings' one.

    `open_account(credential, base_url, workspace_id)` makes what calls Clockify; `own_url` is the settings' Clockify,
    which a person may choose beside `REGIONS`.
    """

    def __init__(
        self,
        store: PersonStore,
        vault: Vault,
        *,
        shared: Account | None,
        open_account: Callable[[Credential, str, str | None], Account],
        own_url: str,
        personal: Callable[[str], bool],
        clock: Callable[[], datetime],
        signals: Signals,
        audit: Audit | None = None,
    ) -> None:
        self._store = store
        self._vault = vault
        self._shared = shared
        self._open = open_account
        self._own_url = own_url
        self._personal = personal
        self._clock = clock
        self._signals = signals
        self._audit = audit
        self._live = LiveAccounts(store, self._account, clock=clock)
        self._settings = KnownSettings(store, clock=clock)
        signals.on("people", self._look_again)

    @property
    def shared(self) -> Account | None:
        """The account of the settings."""
        return self._shared

    @property
    def own_url(self) -> str:
        """The Clockify of the settings."""
        return self._own_url

    def is_personal(self, principal: str) -> bool:
        """Whether they act with a key of their own."""
        return self._personal(principal)

    async def of(self, principal: str) -> Account:
        """Raises `NeedsConnection` for a person who has not connected, `NotSetUp` where Clockify is not set up."""
        if not self._personal(principal):
            if self._shared is None:
                raise NotSetUp("Clockify is not set up: set CLOCKIFY_API_KEY and start again.")
            return self._shared
        return await self._live.of(principal)

    async def snapshot(self, principal: str) -> PersonSnapshot | None:
        """What the reading of a person's text needs to know; None where nothing is known of a workspace.

        Does not raise where Clockify fails: what can be done without it, still is.
        """
        settings = await self.settings(principal)
        try:
            account = await self.of(principal)
            return PersonSnapshot(await account.cache.snapshot(), settings)
        except (NeedsConnection, NotReady):
            pass
        except ClankerbotError as error:
            log.warning("workspace_not_known", extra={"code": error.code})
        return PersonSnapshot(None, settings) if settings is not NOTHING_SET else None

    async def is_connected(self, principal: str) -> bool:
        if not self._personal(principal):
            return self._shared is not None
        return await self._store.connection(principal) is not None

    async def connected_as(self, workspace_id: str, user_id: str) -> list[str]:
        """The principals that act as this Clockify user, there."""
        return await self._store.connected_as(workspace_id, user_id)

    async def may_create_projects(self, principal: str) -> bool:
        """False where it is known that Clockify would refuse them. Raises nothing where Clockify fails."""
        try:
            account = await self.of(principal)
            settings = (await account.cache.snapshot()).settings
            return not settings.only_admins_create_project or await account.cache.is_admin() is not False
        except ClankerbotError:
            return True

    async def is_admin_over(self, principal: str, other: str) -> bool:
        """Whether this person is an admin, with a key of their own, of the workspace that the other is connected to.

        Clockify is asked for the role once. Nobody is over a person of another source than their own.
        """
        if principal.rpartition(":")[0] != other.rpartition(":")[0]:
            return False
        theirs, own = await self._store.connection(other), await self._store.connection(principal)
        if theirs is None or own is None or own.sealed_key is None:
            return False
        if (own.base_url, own.workspace_id) != (theirs.base_url, theirs.workspace_id):
            return False
        try:
            return await (await self.of(principal)).cache.is_admin() is True
        except ClankerbotError as error:
            log.warning("role_not_known", extra={"code": error.code})
            return False

    async def colleagues(self, principal: str) -> list[str]:
        """Those of the same source, connected to the same workspace, without the person."""
        own = await self._store.connection(principal)
        if own is None:
            return []
        place = (own.base_url, own.workspace_id, principal.rpartition(":")[0])
        return sorted(
            each.principal
            for each in await self._store.connections()
            if each.principal != principal
            and (each.base_url, each.workspace_id, each.principal.rpartition(":")[0]) == place
        )

    async def connect(
        self, principal: str, api_key: SecretStr, *, base_url: str | None = None, workspace_id: str | None = None
    ) -> Connected:
        """Try the key, and keep it sealed; one that was there is replaced.

        `base_url` is one of `REGIONS` or the settings' (the default); `workspace_id` one that the key reaches, by
        default the one active in the profile. Raises `Unauthorized` for a wrong key, and writes nothing then.
        """
        if not self._vault.is_open:
            raise NotSetUp(NO_KEYS)
        url = base_url or self._own_url
        if url not in (*REGIONS.values(), self._own_url):
            raise ValidationFailed("There is no Clockify of this region.", field="base_url")
        secret = SecretStr(api_key.get_secret_value().strip())
        account = self._open(Credential("X-Api-Key", secret), url, workspace_id)
        try:
            connected = await _describe(account, workspace_id)
        finally:
            await account.cache.aclose()
        await self._keep(principal, connected, url, sealed_key=self._vault.seal(secret, clockify_key_of(principal)))
        return connected

    async def member(self, email: str) -> Connected | None:
        """Whom the account of the settings could act for; None where it has no such member, or may not act for any.

        An address alone proves nothing: the person has to say that this is who they are.
        """
        if self._shared is None or not email:
            return None
        snapshot = await self._shared.cache.snapshot()
        if await self._shared.cache.is_admin() is False:
            return None
        found = await self._shared.client.users.find_by_email(snapshot.workspace_id, email)
        if found is None or found.id is None:
            return None
        workspace = Workspace(snapshot.workspace_id, snapshot.workspace.name or "")
        return Connected(found.id, found.name or email, found.email, workspace, (workspace,))

    async def connect_as_member(self, principal: str, email: str) -> Connected:
        """From now on the account of the settings acts for this member. Raises `NotFound`."""
        connected = await self.member(email)
        if connected is None:
            raise NotFound("There is nobody with your e-mail address in this Clockify workspace.")
        await self._keep(principal, connected, self._own_url, sealed_key=None)
        return connected

    async def _keep(self, principal: str, connected: Connected, url: str, *, sealed_key: str | None) -> None:
        now = self._clock()
        await self._store.connect(
            StoredConnection(
                principal=principal,
                sealed_key=sealed_key,
                base_url=url,
                workspace_id=connected.workspace.id,
                user_id=connected.user_id,
                created_at=now,
                updated_at=now,
            )
        )
        await self._live.close(principal)
        self._signals.tell("people", principal)
        await self._note(principal, "connect", f"{connected.user_id} in {connected.workspace.id}")
        log.info("connected", extra={"principal": principal})

    async def choose_workspace(self, principal: str, workspace_id: str) -> Connected:
        """Go on with another workspace that the person's key reaches. Raises what `connect` raises."""
        stored = await self._store.connection(principal)
        if stored is None or stored.sealed_key is None:
            raise NeedsConnection("You have no Clockify key of your own here yet.")
        key = self._vault.unseal(stored.sealed_key, clockify_key_of(principal))
        return await self.connect(principal, key, base_url=stored.base_url, workspace_id=workspace_id)

    async def describe(self, principal: str) -> Connected | None:
        """None where the person is not connected. Asks Clockify; raises what it raises."""
        if not await self.is_connected(principal):
            return None
        account = await self.of(principal)
        snapshot = await account.cache.snapshot()
        if not account.for_member:
            return await _describe(account, snapshot.workspace_id)
        workspace = Workspace(snapshot.workspace_id, snapshot.workspace.name or "")
        user = snapshot.user
        return Connected(snapshot.user_id, user.name or user.email or "", user.email, workspace, (workspace,))

    async def disconnect(self, principal: str, *, because: str | None = None) -> bool:
        """Delete the key and all that is kept of the person, but for the audit log. False where there was no
        connection. `because`: for that log, where it was not the person who wanted it.
        """
        account = None
        with contextlib.suppress(NeedsConnection, NotReady):
            account = await self.of(principal) if self._personal(principal) else None
        gone = await self._store.forget(principal)
        if account is not None and not account.for_member:
            await account.cache.invalidate()
        await self._live.close(principal)
        self._settings.look_again(principal)
        self._signals.tell("people", principal)
        if gone:
            await self._note(principal, "disconnect", because)
            log.info("disconnected", extra={"principal": principal})
        return gone

    async def forget_everybody(self, prefix: str) -> int:
        """As `disconnect`, for all whose principal begins so; how many there were."""
        principals = await self._store.principals(prefix)
        for principal in principals:
            await self.disconnect(principal, because="the app was removed from the workspace")
        return len(principals)

    async def settings(self, principal: str) -> PersonSettings:
        return await self._settings.of(principal)

    async def by_github_name(self, name: str) -> list[str]:
        """The principals who say that this is their name on GitHub, whatever its case."""
        return await self._store.with_setting("github", name.lower())

    async def change_settings(self, principal: str, settings: PersonSettings) -> None:
        await self._settings.change(principal, settings)
        self._signals.tell("people", principal)
        await self._note(principal, "change settings")

    def live(self) -> list[Account]:
        """Those that are held ready, the shared one too."""
        own = self._live.all()
        return own if self._shared is None else [*own, self._shared]

    async def aclose(self) -> None:
        """Ends the requests under way, the shared account's too."""
        await self._live.aclose()
        if self._shared is not None:
            await self._shared.cache.aclose()

    async def _note(self, principal: str, what: str, about: str | None = None) -> None:
        if self._audit is not None:
            await self._audit.note(principal, "slack", what, about)

    def _look_again(self, about: str) -> None:
        """Another instance has changed something of this person, or of somebody."""
        self._live.look_again(about)
        self._settings.look_again(about)

    def _account(self, stored: StoredConnection) -> Account:
        if stored.sealed_key is not None:
            key = self._vault.unseal(stored.sealed_key, clockify_key_of(stored.principal))
            return self._open(Credential("X-Api-Key", key), stored.base_url, stored.workspace_id)
        if self._shared is None:
            raise NeedsConnection("The account that acted for you is not set up any more. Connect with a key.")
        client, cache = self._shared.client, self._shared.cache
        return Account(client, MemberWorkspace(cache, client, stored.user_id, clock=self._clock), for_member=True)


async def _describe(account: Account, workspace_id: str | None) -> Connected:
    user = await account.client.users.me()
    found = [Workspace(each.id, each.name or "") for each in await account.client.workspaces.all() if each.id]
    wanted = workspace_id or user.active_workspace or user.default_workspace
    workspace = next((each for each in found if each.id == wanted), None)
    if workspace is None:
        details: dict[str, JsonValue] = {"field": "workspace_id", "reason": "other_workspace"}
        raise NotFound("This key does not reach that Clockify workspace.", details=details)
    return Connected(user.id or "", user.name or user.email or "", user.email, workspace, tuple(found))
