"""Looks after the webhooks in Clockify: those that it has stopped delivering to, and those that somebody deleted.

Clockify says nothing when it switches a webhook off after too many failures, or for the plan: whoever does not look
misses every event from then on. Once a day, one request for each workspace; a webhook that was switched off for its
failures is switched on again.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from clankerbot_engine.audit import OF_ITSELF, Audit
from clankerbot_engine.clockify.models import NewWebhook, Webhook
from clankerbot_engine.errors import ClankerbotError, Forbidden, NeedsConnection, NotSetUp, Unauthorized
from clankerbot_engine.stores.ports import WebhookSource, WebhookSourceStore

if TYPE_CHECKING:
    from clankerbot_engine.webhooks.registering import Registering

log = logging.getLogger(__name__)

EVERY: Final = timedelta(days=1)

Trouble = Literal["failing", "off", "plan", "gone"]
PROBLEMS: Final[dict[Trouble, str]] = {
    "failing": "Clockify stopped delivering, as too many deliveries failed.",
    "off": "It is switched off in Clockify.",
    "plan": "Clockify's plan has no room for it any more.",
    "gone": "It was deleted in Clockify. `clankerbot webhooks sync` makes it again.",
}


UNKNOWN: Final = "It cannot be looked after by the account that it was made by."
_LASTING: Final = (Unauthorized, Forbidden, NeedsConnection, NotSetUp)


@dataclass(frozen=True, slots=True)
class Found:
    """`mended`: it was switched on again; what happened in between was not delivered."""

    event_type: str
    trouble: Trouble
    mended: bool = False


Tell = Callable[[str, Sequence[Found]], Awaitable[None]]
"""The principal by whose account the webhooks were made, and what is wrong with them."""


def trouble_of(webhook: Webhook | None) -> Trouble | None:
    """None: it is well."""
    if webhook is None:
        return "gone"
    if webhook.plan_enabled is False:
        return "plan"
    if webhook.enabled is False:
        return "off"
    return "failing" if webhook.delivery_enabled is False else None


def problem_of(webhook: Webhook | None) -> str | None:
    trouble = trouble_of(webhook)
    return None if trouble is None else PROBLEMS[trouble]


class Health:
    """`tell` is called once for what is newly wrong."""

    def __init__(
        self,
        registering: "Registering",
        sources: WebhookSourceStore,
        *,
        tell: Tell,
        audit: Audit,
        clock: Callable[[], datetime],
    ) -> None:
        self._registering = registering
        self._sources = sources
        self._tell = tell
        self._audit = audit
        self._clock = clock

    async def check_due(self) -> None:
        """Does nothing until a day after the last look, whoever had it."""
        now = self._clock()
        made = [each for each in await self._registering.all() if each.remote_id is not None]
        due = [each for each in made if each.checked_at is None or each.checked_at + EVERY <= now]
        for key in dict.fromkeys((each.principal, each.workspace_id) for each in due):
            await self._check([each for each in made if (each.principal, each.workspace_id) == key])

    async def _check(self, sources: Sequence[WebhookSource]) -> None:
        """All of one account and workspace."""
        first = sources[0]
        try:
            account = await self._registering.account_of(first)
            listed = await account.client.webhooks.all(first.workspace_id or "")
        except ClankerbotError as error:
            log.warning("webhooks_not_checked", extra={"code": error.code})
            for source in sources:
                problem = f"{UNKNOWN} {error.message}" if isinstance(error, _LASTING) else source.problem
                await self._sources.replace(replace(source, problem=problem, checked_at=self._clock()))
            return
        by_id = {webhook.id: webhook for webhook in listed}
        news: list[Found] = []
        for source in sources:
            webhook = by_id.get(source.remote_id)
            trouble = trouble_of(webhook)
            is_new = trouble is not None and source.problem != PROBLEMS[trouble]
            if webhook is not None and trouble == "failing":
                webhook = await self._switched_on(source, webhook)
            problem = problem_of(webhook)
            await self._sources.replace(replace(source, problem=problem, checked_at=self._clock()))
            if trouble is not None and (is_new or problem is None):
                log.warning("webhook_stopped", extra={"event_type": source.event_type, "trouble": trouble})
                news.append(Found(source.event_type or source.name, trouble, mended=problem is None))
        if news and first.principal is not None:
            await self._tell(first.principal, news)

    async def _switched_on(self, source: WebhookSource, webhook: Webhook) -> Webhook:
        """A change of any kind makes Clockify deliver again."""
        account = await self._registering.account_of(source)
        same = NewWebhook(
            name=webhook.name or source.name[:30], url=webhook.url or "", webhook_event=webhook.webhook_event or ""
        )
        try:
            async with self._audit.noting(OF_ITSELF, "service", "switch webhook on", source.name):
                return await account.client.webhooks.replace(source.workspace_id or "", webhook.id or "", same)
        except ClankerbotError as error:
            log.warning("webhook_not_switched_on", extra={"event_type": source.event_type, "code": error.code})
            return webhook
