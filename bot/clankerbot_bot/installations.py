"""The app in many workspaces: their tokens, sealed, renewed before they expire, and forgotten when it is removed."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

import aiohttp
import orjson
from pydantic import SecretStr
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_engine.accounts.vault import Vault, slack_tokens_of
from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.ports import InstallationStore, StoredInstallation

log = logging.getLogger(__name__)

KNOWN_FOR: Final = timedelta(minutes=5)
"""How long another process may go on with what this one has removed."""
RENEWED_BEFORE: Final = timedelta(hours=2)
"""Tokens live for twelve hours."""
RENEWAL_TAKES_AT_MOST: Final = timedelta(minutes=1)
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Installation:
    """`team_id` None: in the whole organisation `enterprise_id`."""

    enterprise_id: str | None
    team_id: str | None
    team_name: str
    bot_id: str
    bot_user_id: str
    installer_id: str
    scopes: tuple[str, ...]
    installed_at: datetime
    bot_token: SecretStr = field(repr=False)
    refresh_token: SecretStr | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    @property
    def id(self) -> str:
        return installation_id(self.enterprise_id, self.team_id)

    @property
    def principals(self) -> str:
        """How the principals of its people begin."""
        return f"slack:{self.team_id or self.enterprise_id}:"

    @classmethod
    def of(cls, answer: dict[str, Any], *, bot_id: str, now: datetime) -> Self:
        """From `oauth.v2.access`. Raises `KeyError` where it is none of a bot."""
        organisation = bool(answer.get("is_enterprise_install"))
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        expires_in = answer.get("expires_in")
        return cls(
            enterprise_id=enterprise.get("id"),
            team_id=None if organisation else team["id"],
            team_name=str((enterprise if organisation else team).get("name") or ""),
            bot_id=bot_id,
            bot_user_id=answer["bot_user_id"],
            installer_id=(answer.get("authed_user") or {}).get("id") or "",
            scopes=tuple(str(answer.get("scope") or "").split(",")),
            installed_at=now,
            bot_token=SecretStr(answer["access_token"]),
            refresh_token=SecretStr(answer["refresh_token"]) if answer.get("refresh_token") else None,
            expires_at=now + timedelta(seconds=int(expires_in)) if expires_in else None,
        )


def installation_id(enterprise_id: str | None, team_id: str | None) -> str:
    return f"T:{team_id}" if team_id else f"E:{enterprise_id}"


async def access(client: AsyncWebClient, client_id: str, client_secret: SecretStr, **grant: str) -> dict[str, Any]:
    """`oauth.v2.access`. Raises `SlackApiError`.

    Not `client.oauth_v2_access`, which sends the secret by a class of aiohttp's that is about to go.
    """
    told = {"client_id": client_id, "client_secret": client_secret.get_secret_value(), **grant}
    answer = await client.api_call("oauth.v2.access", data=told)
    return dict(answer.data)  # type: ignore[arg-type]


class Installations:
    """`client` renews tokens with `client_id` and `client_secret`."""

    def __init__(
        self,
        store: InstallationStore,
        vault: Vault,
        client: AsyncWebClient,
        *,
        client_id: str,
        client_secret: SecretStr,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._vault = vault
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, Installation]] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    async def save(self, installation: Installation) -> None:
        """Raises `NotReady` without `SECRET_KEYS`."""
        await self._store.save(self._sealed(installation))
        self._remember(installation)

    async def find(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """The workspace's own, else its organisation's; with a token that is good for a while."""
        for key in _keys(enterprise_id, team_id):
            known = self._known.get(key)
            if known is not None and self._clock() < known[0] and not self._is_due(known[1]):
                self._known.move_to_end(key)
                return known[1]
        for key in _keys(enterprise_id, team_id):
            found = await self._store.get(key)
            if found is not None:
                return await self._good(self._unsealed(found))
        return None

    async def is_newer(self, enterprise_id: str | None, team_id: str | None, *, than: datetime) -> bool:
        """`than`: by Slack's clock, in whole seconds."""
        stored = await self._store.get(installation_id(enterprise_id, team_id))
        return stored is not None and stored.installed_at >= than + timedelta(seconds=1)

    async def delete(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """What is deleted, if there was something."""
        key = installation_id(enterprise_id, team_id)
        self._known.pop(key, None)
        stored = await self._store.get(key)
        if stored is None or not await self._store.delete(key):
            return None
        return self._unsealed(stored)

    def _is_due(self, installation: Installation) -> bool:
        return installation.expires_at is not None and installation.expires_at - RENEWED_BEFORE <= self._clock()

    async def _good(self, installation: Installation) -> Installation:
        """With a new token where the old one expires soon. A refresh token works once, so one process renews it."""
        if not self._is_due(installation) or installation.refresh_token is None:
            self._remember(installation)
            return installation
        now = self._clock()
        async with self._locks.setdefault(installation.id, asyncio.Lock()):
            claimed = await self._store.claim_renewal(installation.id, now=now, until=now + RENEWAL_TAKES_AT_MOST)
            stored = await self._store.get(installation.id)  # only now: another may have renewed it meanwhile
            if stored is None:
                return installation
            newest = self._unsealed(stored)
            if claimed and self._is_due(newest):
                newest = await self._renewed(newest, seen=stored.sealed_tokens) or newest
        self._remember(newest)
        return newest

    async def _renewed(self, installation: Installation, *, seen: str) -> Installation | None:
        assert installation.refresh_token is not None
        try:
            answer = await access(
                self._client,
                self._client_id,
                self._client_secret,
                grant_type="refresh_token",
                refresh_token=installation.refresh_token.get_secret_value(),
            )
            new = Installation(
                **{name: getattr(installation, name) for name in _UNCHANGED},
                bot_token=SecretStr(answer["access_token"]),
                refresh_token=SecretStr(answer["refresh_token"]),
                expires_at=self._clock() + timedelta(seconds=int(answer["expires_in"])),
            )
        except SlackApiError as error:
            log.error("slack_token_not_renewed", extra={"error": str(error.response.get("error"))})
            return None
        except (aiohttp.ClientError, TimeoutError, KeyError) as error:
            log.warning("slack_token_not_renewed", extra={"error": type(error).__name__})
            return None
        sealed = self._sealed(new)
        kept = await self._store.renew(
            new.id, seen=seen, sealed_tokens=sealed.sealed_tokens, expires_at=sealed.expires_at
        )
        return new if kept else None

    def _remember(self, installation: Installation) -> None:
        self._known.pop(installation.id, None)
        self._known[installation.id] = (self._clock() + KNOWN_FOR, installation)
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def _sealed(self, installation: Installation) -> StoredInstallation:
        refresh = installation.refresh_token
        tokens = {
            "bot_token": installation.bot_token.get_secret_value(),
            "refresh_token": refresh.get_secret_value() if refresh else None,
        }
        return StoredInstallation(
            id=installation.id,
            facts={name: getattr(installation, name) for name in _FACTS} | {"scopes": list(installation.scopes)},
            installed_at=installation.installed_at,
            expires_at=installation.expires_at,
            sealed_tokens=self._vault.seal(SecretStr(orjson.dumps(tokens).decode()), slack_tokens_of(installation.id)),
        )

    def _unsealed(self, stored: StoredInstallation) -> Installation:
        tokens = orjson.loads(self._vault.unseal(stored.sealed_tokens, slack_tokens_of(stored.id)).get_secret_value())
        return Installation(
            **{name: stored.facts[name] for name in _FACTS},
            scopes=tuple(stored.facts["scopes"]),
            installed_at=stored.installed_at,
            bot_token=SecretStr(tokens["bot_token"]),
            refresh_token=SecretStr(tokens["refresh_token"]) if tokens["refresh_token"] else None,
            expires_at=stored.expires_at,
        )


_FACTS: Final = ("enterprise_id", "team_id", "team_name", "bot_id", "bot_user_id", "installer_id")
_UNCHANGED: Final = (*_FACTS, "scopes", "installed_at")


def _keys(enterprise_id: str | None, team_id: str | None) -> list[str]:
    own = [installation_id(None, team_id)] if team_id else []
    return [*own, *([installation_id(enterprise_id, None)] if enterprise_id else [])]


class InstalledWorkspaces(AsyncAuthorize):
    """For Bolt: the token of the workspace that a request comes from; no SQL and no Slack once it is known."""

    def __init__(self, installations: Installations) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._installations = installations

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        try:
            found = await self._installations.find(enterprise_id, team_id)
        except NotReady as error:
            if error.details.get("reason") == "database":  # whether it is installed, nobody can say now
                raise
            log.error("slack_installation_sealed", extra={"error": error.message})
            return None
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_token=found.bot_token.get_secret_value(),
        )
