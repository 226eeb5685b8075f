"""Keeps subscriptions by a user group true to who is in it: "by the design team" means its people of now."""

import logging

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.stores.ports import Subscription, SubscriptionStore
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.rules import Rule
from clankerbot_engine.webhooks.subscriptions import Subscriptions, rule_of

log = logging.getLogger(__name__)


class GroupMembers:
    """An `EventHandler`: looks again when Clockify tells of a group. `refresh` is for where it does not."""

    def __init__(self, store: SubscriptionStore, subscriptions: Subscriptions, accounts: Accounts) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._accounts = accounts

    async def __call__(self, change: Change) -> None:
        if change.event.entity == "user_group":
            await self.refresh(group_id=change.event.entity_id)

    async def refresh(self, *, group_id: str | None = None) -> None:
        """All of them, or those to one group; one request for each person and workspace that has such ones."""
        found: dict[tuple[str, str], list[tuple[Subscription, Rule]]] = {}
        for subscription in await self._store.all():
            rule = rule_of(subscription)
            if rule is not None and rule.group_ids and group_id in (None, *rule.group_ids):
                key = subscription.principal, subscription.workspace_id or ""
                found.setdefault(key, []).append((subscription, rule))
        for (principal, workspace_id), following in found.items():
            try:
                account = await self._accounts.of(principal)
                groups = await account.client.users.groups(workspace_id)
            except ClankerbotError as error:  # as they were, until the next look
                log.warning("groups_not_looked_at", extra={"code": error.code})
                continue
            members = {group.id: tuple(group.user_ids or ()) for group in groups if group.id}
            for subscription, rule in following:
                await self._subscriptions.narrow(subscription, rule.with_members(members))
