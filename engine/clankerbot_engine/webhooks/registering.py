"""Makes the webhooks in Clockify that the service needs, through its API, and removes those that it needs no more.

One event each, at an address of its own (`addresses`), proving itself by a token of its own. What is at no address of
ours, and not in our table, is somebody else's and is not touched.

A row is written before a webhook is made, so that of two services on one database one makes it; what a crash leaves
behind is found at its address in Clockify's list, which shows its token, and taken over.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import SecretStr
from ulid import ULID

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.accounts.vault import Vault, webhook_token_of
from clankerbot_engine.clockify.models import NewWebhook, Webhook
from clankerbot_engine.errors import ClankerbotError, Forbidden, NotFound, NotSetUp, ValidationFailed
from clankerbot_engine.stores.locks import Locks
from clankerbot_engine.stores.ports import SubscriptionStore, WebhookSource, WebhookSourceStore
from clankerbot_engine.webhooks.addresses import NO_PUBLIC_URL, Addresses, source_name, title_of
from clankerbot_engine.webhooks.health import problem_of
from clankerbot_engine.webhooks.needed import Room, choose, needed_events, subscribed_events
from clankerbot_engine.webhooks.sources import register_source, rotated, token_hash

log = logging.getLogger(__name__)

State = Literal["ok", "problem", "being_made", "by_hand"]

PROVIDER: Final = "clockify"
BEING_MADE_FOR: Final = timedelta(minutes=2)
"""How long a row without a webhook is left to whoever wrote it."""
BEING_MADE: Final = "The webhook is being made; run `clankerbot webhooks sync` if nothing comes in a few minutes."
_NOT_ADMIN: Final = (
    "Only owners and admins of the Clockify workspace can make webhooks, with a key of their own. "
    "Ask one of them to connect, or to run: clankerbot webhooks sync"
)


@dataclass(slots=True)
class Synced:
    """What was done, by event type. `kept` counts what was put right, too.

    `left_out`: for want of room; `subscribed_left_out`: those of them that a subscription asks for. `refusal`: what
    Clockify said where it refused one for which there should have been room. `being_made`: by another service.
    """

    workspace_id: str
    plan: str
    room: Room
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    being_made: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    subscribed_left_out: list[str] = field(default_factory=list)
    subscribed_being_made: list[str] = field(default_factory=list)
    refusal: str | None = None

    @property
    def reason(self) -> str | None:
        """Why something was left out."""
        if not self.left_out:
            return None
        if self.refusal is not None:
            return self.refusal
        where = "in this workspace"
        if self.room.for_all != self.room.for_one:
            where = f"for one account, and {self.room.for_all} in this workspace"
        return f"Clockify's plan {self.plan} allows {self.room.for_one} webhooks {where}."


@dataclass(frozen=True, slots=True)
class Unheard:
    """What subscriptions ask for, and Clockify does not tell of. `events` empty: that is not known, for the `error`."""

    events: tuple[str, ...]
    reason: str
    error: ClankerbotError | None = None

    @property
    def message(self) -> str:
        if not self.events:
            return f"Clockify may not tell of all these events yet. {self.reason}"
        return f"Clockify does not tell of {', '.join(self.events)}. {self.reason}"


class Registering:
    """`changed` is called when the tokens that are taken have changed. `public_url`: PUBLIC_URL."""

    def __init__(
        self,
        sources: WebhookSourceStore,
        subscriptions: SubscriptionStore,
        accounts: Accounts,
        vault: Vault,
        *,
        public_url: str | None,
        locks: Locks,
        changed: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._sources = sources
        self._subscriptions = subscriptions
        self._accounts = accounts
        self._vault = vault
        self._addresses = Addresses(public_url)
        self._changed = changed
        self._clock = clock
        self._locks = locks
        self._here = asyncio.Lock()

    @asynccontextmanager
    async def _one_at_a_time(self) -> AsyncIterator[None]:
        async with self._here, self._locks.hold("webhooks"):
            yield

    async def all(self) -> list[WebhookSource]:
        """Those that were registered by hand, too."""
        return await self._sources.all(PROVIDER)

    async def sync(self, principal: str | None = None) -> Synced:
        """In the workspace, and by the account, of this person; None: those of the settings.

        Raises `NotSetUp` without PUBLIC_URL or account, `Forbidden` for who is no admin, and what Clockify raises; what
        was done until then stands, and the next time goes on from there.
        """
        if self._addresses.public_url is None:
            raise NotSetUp(NO_PUBLIC_URL)
        account = await self._admin(principal)
        async with self._one_at_a_time():
            try:
                return await self._sync(account, None if account is self._accounts.shared else principal)
            finally:
                self._changed()

    async def wanted_changed(self, principal: str) -> Unheard | None:
        """As `sync`, after a subscription was made or deleted; raises nothing. None: all that is asked for is heard.

        Whoever is no admin is helped by the account of the settings, where that is of the same workspace.
        """
        try:
            try:
                synced = await self.sync(principal)
            except Forbidden:
                if not await self._is_own(await self._workspace_of(principal)):
                    raise
                synced = await self.sync()
        except ClankerbotError as error:
            log.warning("webhooks_not_synced", extra={"code": error.code})
            return Unheard((), error.message, error)
        missing = (*synced.subscribed_left_out, *synced.subscribed_being_made)
        return Unheard(missing, synced.reason or BEING_MADE) if missing else None

    async def register(self, name: str, token: str) -> WebhookSource:
        """One that was made in Clockify by hand. Raises what `register_source` does."""
        source = await register_source(self._sources, name, token, clock=self._clock)
        self._changed()
        return source

    async def rotate(self, name: str) -> WebhookSource:
        """Another token; the former one is taken for a day more, for what is under way. Raises `NotFound`."""
        async with self._one_at_a_time():
            source = await self._named(name)
            if source.remote_id is None or source.workspace_id is None:
                raise ValidationFailed(
                    f"{name} was not made by clankerbot: rotate its token in Clockify, and register it anew."
                )
            account = await self.account_of(source)
            made = await account.client.webhooks.rotate_token(source.workspace_id, source.remote_id)
            changed = self._with_token(source, made.auth_token or "")
            await self._sources.replace(changed)
            self._changed()
            return changed

    async def remove(self, name: str) -> WebhookSource:
        """Here, and in Clockify if we made it. Raises `NotFound`."""
        async with self._one_at_a_time():
            source = await self._named(name)
            if source.remote_id is not None and source.workspace_id is not None:
                account = await self.account_of(source)
                await _delete(account, source.workspace_id, source.remote_id)
            await self._sources.delete(source.id)
            self._changed()
            return source

    async def _sync(self, account: Account, principal: str | None) -> Synced:
        snapshot = await account.cache.snapshot()
        workspace_id = snapshot.workspace_id
        workspace = await account.client.workspaces.get(workspace_id)  # the plan may have changed a moment ago
        plan = workspace.feature_subscription_type or "FREE"
        synced = Synced(workspace_id, plan, Room.of(plan))
        # The rows first: what another service makes in between is in the list then, and not taken for gone.
        rows = {
            source.event_type: source
            for source in await self.all()
            if source.event_type is not None and source.workspace_id == workspace_id
        }
        listed = await account.client.webhooks.all(workspace_id)
        ours = self._ours(listed, rows, workspace_id)
        strangers = [each for each in listed if not any(each in found for found in ours.values())]
        subscribed = await self._subscribed(workspace_id)
        needed = needed_events(subscribed)
        chosen = choose(
            needed,
            synced.room,
            strangers=len(strangers),
            strangers_of_mine=sum(each.user_id == snapshot.user_id for each in strangers),
            made_by_others={event for event, found in ours.items() if found[0].user_id not in (None, snapshot.user_id)},
        )
        synced.left_out = [event for event in needed if event not in chosen]
        for event, webhook in _not_needed(ours, chosen):
            await _delete(account, workspace_id, webhook.id or "")
            if event not in chosen:
                synced.removed.append(event)
        for event, row in rows.items():
            if event not in chosen:
                await self._sources.delete(row.id)
        if synced.removed and any(each.plan_enabled is False for each in listed):  # there is room for others now
            ours = self._ours(await account.client.webhooks.all(workspace_id), rows, workspace_id)
        for event in chosen:
            if event in ours:
                await self._keep(account, principal, event, ours[event][0], rows.get(event), workspace_id)
                synced.kept.append(event)
        await self._make_those_missing(account, principal, [each for each in chosen if each not in ours], rows, synced)
        synced.subscribed_left_out = [event for event in subscribed if event in synced.left_out]
        synced.subscribed_being_made = [event for event in subscribed if event in synced.being_made]
        log.info(
            "webhooks_synced",
            extra={"made": len(synced.made), "removed": len(synced.removed), "left_out": len(synced.left_out)},
        )
        return synced

    def _ours(
        self, listed: Sequence[Webhook], rows: dict[str, WebhookSource], workspace_id: str
    ) -> dict[str, list[Webhook]]:
        """By event, the one that we know first: there may be a second one, after a crash."""
        known = {row.remote_id: event for event, row in rows.items() if row.remote_id is not None}
        found: dict[str, list[Webhook]] = {}
        for webhook in sorted(listed, key=lambda each: each.id not in known):
            event = known.get(webhook.id or "") or self._addresses.event_at(webhook.url, workspace_id)
            if event is not None:
                found.setdefault(event, []).append(webhook)
        return found

    async def _keep(
        self,
        account: Account,
        principal: str | None,
        event: str,
        webhook: Webhook,
        row: WebhookSource | None,
        workspace_id: str,
    ) -> None:
        """Puts right what was changed in Clockify, or switched off by it, and what we know of it."""
        new = self._new(event, workspace_id)
        if (webhook.url, webhook.webhook_event) != (new.url, event) or webhook.delivery_enabled is False:
            webhook = await account.client.webhooks.replace(workspace_id, webhook.id or "", new)
        source = row or self._pending(event, workspace_id, principal)
        kept = await self._as_known(account, source, webhook, workspace_id)
        kept = replace(kept, principal=principal or source.principal)
        if row is None:
            await self._sources.add(kept)
        elif kept != row:
            await self._sources.replace(kept)

    async def _make_those_missing(
        self,
        account: Account,
        principal: str | None,
        events: Sequence[str],
        rows: dict[str, WebhookSource],
        synced: Synced,
    ) -> None:
        for index, event in enumerate(events):
            row = rows.get(event)
            pending = self._pending(event, synced.workspace_id, principal)
            if row is not None and row.remote_id is None and self._clock() - row.created_at < BEING_MADE_FOR:
                synced.being_made.append(event)
                continue
            if (row is not None and not await self._sources.delete(row.id)) or not await self._sources.add(pending):
                synced.being_made.append(event)
                continue
            try:
                await self._make(account, pending, event, synced.workspace_id)
            except ValidationFailed as error:  # Clockify counts otherwise than we do
                synced.left_out = [*events[index:], *synced.left_out]
                synced.refusal = error.message
                return
            synced.made.append(event)

    async def _make(self, account: Account, pending: WebhookSource, event: str, workspace_id: str) -> None:
        try:
            made = await account.client.webhooks.create(workspace_id, self._new(event, workspace_id))
        except ClankerbotError as error:
            if getattr(error, "outcome", "not_applied") == "not_applied":
                await self._sources.delete(pending.id)
            raise
        await self._sources.replace(await self._as_known(account, pending, made, workspace_id))

    def _new(self, event: str, workspace_id: str) -> NewWebhook:
        return NewWebhook(name=title_of(event), url=self._addresses.of(event, workspace_id), webhook_event=event)

    def _pending(self, event: str, workspace_id: str, principal: str | None) -> WebhookSource:
        """Nothing is taken for its token: it has none yet."""
        name = source_name(event, workspace_id)
        return WebhookSource(
            str(ULID()),
            name,
            PROVIDER,
            self._clock(),
            token_hash="",
            workspace_id=workspace_id,
            event_type=event,
            principal=principal,
        )

    async def _as_known(
        self, account: Account, source: WebhookSource, webhook: Webhook, workspace_id: str
    ) -> WebhookSource:
        """As Clockify has it; where it does not show the token, with a new one."""
        webhook_id, token = webhook.id or "", webhook.auth_token
        if not token:
            token = (await account.client.webhooks.rotate_token(workspace_id, webhook_id)).auth_token or ""
        known = replace(source, remote_id=webhook_id, problem=problem_of(webhook), checked_at=self._clock())
        return known if known.token_hash == token_hash(token) else self._with_token(known, token)

    def _with_token(self, source: WebhookSource, token: str) -> WebhookSource:
        sealed = self._vault.seal(SecretStr(token), webhook_token_of(source.id)) if self._vault.is_open else None
        if not source.token_hash:
            return replace(source, token_hash=token_hash(token), sealed_token=sealed)
        return replace(rotated(source, token, self._clock()), sealed_token=sealed)

    async def _admin(self, principal: str | None) -> Account:
        account = self._shared() if principal is None else await self._accounts.of(principal)
        if account.client.is_addon:
            raise Forbidden(
                "An add-on has its webhooks from its manifest and cannot make any: set CLOCKIFY_API_KEY to the key "
                "of an owner or admin, or connect as one."
            )
        if account.for_member or await account.cache.is_admin() is False:
            raise Forbidden(_NOT_ADMIN)
        return account

    def _shared(self) -> Account:
        if self._accounts.shared is None:
            raise NotSetUp("Clockify is not set up: set CLOCKIFY_API_KEY and start again.")
        return self._accounts.shared

    async def account_of(self, source: WebhookSource) -> Account:
        """By which the webhook was made, or last looked after. Raises what `Accounts.of` raises."""
        return self._shared() if source.principal is None else await self._accounts.of(source.principal)

    async def _subscribed(self, workspace_id: str) -> list[str]:
        found = await self._subscriptions.all()
        is_asked = any(each.workspace_id is None for each in found)
        return subscribed_events(found, workspace_id, is_own=is_asked and await self._is_own(workspace_id))

    async def _workspace_of(self, principal: str) -> str:
        account = await self._accounts.of(principal)
        return (await account.cache.snapshot()).workspace_id

    async def _is_own(self, workspace_id: str) -> bool:
        """Whether it is the workspace of the settings."""
        shared = self._accounts.shared
        return shared is not None and (await shared.cache.snapshot()).workspace_id == workspace_id

    async def _named(self, name: str) -> WebhookSource:
        for source in await self.all():
            if source.name == name:
                return source
        raise NotFound(f"There is no webhook named {name[:80]}. `clankerbot webhooks list` shows those that there are.")


def state_of(source: WebhookSource) -> State:
    """As it was when Clockify was last asked."""
    if source.event_type is None:
        return "by_hand"
    if source.remote_id is None:
        return "being_made"
    return "ok" if source.problem is None else "problem"


def _not_needed(ours: dict[str, list[Webhook]], chosen: Sequence[str]) -> Iterator[tuple[str, Webhook]]:
    """Those of events that are not chosen, and doubles."""
    for event, found in ours.items():
        for webhook in found[1:] if event in chosen else found:
            yield event, webhook


async def _delete(account: Account, workspace_id: str, webhook_id: str) -> None:
    """Gone already is as good."""
    try:
        await account.client.webhooks.delete(workspace_id, webhook_id)
    except NotFound:
        log.info("webhook_gone_already", extra={"webhook_id": webhook_id})
