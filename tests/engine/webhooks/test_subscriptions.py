from typing import Any

import pytest
from pydantic import JsonValue

from clankerbot_engine.errors import NotFound, ValidationFailed
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_engine.webhooks.subscriptions import Subscriptions
from tests.engine.webhooks.conftest import NOW


@pytest.fixture
def subscriptions(database: Database) -> Subscriptions:
    return Subscriptions(SqlSubscriptionStore(database), clock=lambda: NOW)


async def test_a_subscription_is_kept_with_the_events_by_their_own_names(
    subscriptions: Subscriptions, database: Database
) -> None:
    events = ("new time entry", "NEW_PROJECT", "new-project")
    filters: dict[str, JsonValue] = {"project": "Apollo", "min_duration_s": 28800}
    made = await subscriptions.add("ada", channel="#design", topic="events", events=events, filters=filters)
    assert made.events == ("NEW_TIME_ENTRY", "NEW_PROJECT")
    (kept,) = await Subscriptions(SqlSubscriptionStore(database), clock=lambda: NOW).all("ada")
    assert (kept.id, list(kept.events), kept.filters, kept.created_at) == (made.id, list(made.events), filters, NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"events": ()}, "events"),
        ({"events": ("NEW_TAG", "NEW_TIME_ENTRIES")}, "events.1"),
        ({"events": ("NEW_TAG",), "filters": {"project": "x" * 5000}}, "filters"),
    ],
)
async def test_what_is_wrong_with_a_subscription_is_named(
    subscriptions: Subscriptions, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await subscriptions.add("ada", **{"channel": "#design", "topic": "events", "filters": {}, **wrong})
    assert refused.value.field == field


async def test_an_unknown_event_gets_suggestions(subscriptions: Subscriptions) -> None:
    with pytest.raises(ValidationFailed, match="Did you mean NEW_TIME_ENTRY") as refused:
        await subscriptions.add("ada", channel="#design", topic="events", events=("NEW_TIME_ENTRIES",), filters={})
    assert "NEW_TIME_ENTRY" in str(refused.value.details["suggestions"])


async def test_a_digest_needs_no_events(subscriptions: Subscriptions) -> None:
    made = await subscriptions.add("ada", channel="#design", topic="digest", events=(), filters={})
    assert made.events == ()


async def test_only_who_made_it_or_one_who_may_see_all_deletes_it(subscriptions: Subscriptions) -> None:
    ids = [
        (await subscriptions.add("ada", channel="#design", topic="digest", events=(), filters={})).id for _ in range(2)
    ]
    assert await subscriptions.all("grace") == []
    with pytest.raises(NotFound):
        await subscriptions.delete(ids[0], "grace")
    await subscriptions.delete(ids[0], "ada")
    await subscriptions.delete(ids[1], None)
    with pytest.raises(NotFound):
        await subscriptions.delete(ids[0], "ada")
    assert await subscriptions.all(None) == []
