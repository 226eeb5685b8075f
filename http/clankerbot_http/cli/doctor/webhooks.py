"""The webhooks in Clockify, as they were when it was last asked: do they deliver, and is one missing."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import Subscription, WebhookSource
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.needed import CARDS, FRESHNESS
from clankerbot_http.addresses import is_local
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.storage import opened_as_it_is

TOPIC: Final = "Clockify's webhooks"
_SYNC: Final = "Run: clankerbot webhooks sync"
_SET: Final = "Set PUBLIC_URL to how this service is reached from outside, then run: clankerbot webhooks sync"


async def check_webhooks(settings: Settings) -> AsyncIterator[Finding]:
    sources, subscriptions = await _read(settings)
    made = [each for each in sources if each.event_type is not None]
    asked_for = list(dict.fromkeys(event for each in subscriptions if each.topic == "events" for event in each.events))
    if settings.public_url is None and (made or asked_for):
        yield Finding(TOPIC, "problem", "PUBLIC_URL is not set, so Clockify cannot be told where to deliver.", _SET)
        return
    if not made:
        if asked_for:
            message = "Channels subscribed to what happens in Clockify, and there is no webhook that tells of it."
            yield Finding(TOPIC, "problem", message, _SYNC)
        elif sources:
            yield Finding(TOPIC, "ok", f"{len(sources)} made by hand.")
        else:
            message = "There is none: cards and names learn late of what is changed in Clockify."
            yield Finding(TOPIC, "off", message, _SET if settings.public_url is None else _SYNC)
        return
    if is_local(settings.public_url or "") and not is_local(settings.clockify_base_url):
        yield Finding(TOPIC, "problem", f"Clockify cannot reach {settings.public_url}, which is this machine.", _SET)
    for source in made:
        if source.problem is not None:
            yield Finding(TOPIC, "warning", f"{source.event_type}: {source.problem}", _SYNC)
    yield _heard(made, asked_for)


def _heard(made: Sequence[WebhookSource], asked_for: Sequence[str]) -> Finding:
    heard = {each.event_type for each in made if each.remote_id is not None}
    told = f"Clockify tells of {len(heard)} kinds of event"
    if missing := [event for event in asked_for if event not in heard]:
        mend = f"{_SYNC}; it says so where Clockify's plan has no room for them."
        return Finding(
            TOPIC, "warning", f"{told}, but not of these, which channels subscribed to: {_list(missing)}.", mend
        )
    if left_out := [event for event in (*CARDS, *FRESHNESS) if event not in heard]:
        return Finding(TOPIC, "ok", f"{told}. Left out, as the least useful: {_list(left_out)}.")
    return Finding(TOPIC, "ok", f"{told}.")


def _list(events: Sequence[str]) -> str:
    return ", ".join(events)


async def _read(settings: Settings) -> tuple[list[WebhookSource], list[Subscription]]:
    """Nothing where the database cannot be read: `storage` says what is wrong with it."""
    async with opened_as_it_is(settings.database_url) as database:
        if database is None:
            return [], []
        return await SqlWebhookSourceStore(database).all("clockify"), await SqlSubscriptionStore(database).all()
