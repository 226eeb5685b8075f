"""What every `SubscriptionStore` does."""

from dataclasses import replace
from datetime import UTC, datetime

from clankerbot_engine.stores.ports import Subscription
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SUBSCRIPTION = Subscription("1", "token:me", "general", "events", ["NEW_PROJECT"], {"project": "Apollo"}, NOW)


async def test_subscriptions_are_listed_as_they_were_added_in_the_order_of_their_ids(stores: Stores) -> None:
    other = replace(SUBSCRIPTION, id="0", topic="digest", events=[], filters={})
    await stores.subscriptions.add(SUBSCRIPTION)
    await stores.subscriptions.add(other)
    assert await stores.subscriptions.all() == [other, SUBSCRIPTION]


async def test_a_subscription_is_deleted_once(stores: Stores) -> None:
    await stores.subscriptions.add(SUBSCRIPTION)
    assert await stores.subscriptions.delete("1")
    assert not await stores.subscriptions.delete("1")
    assert await stores.subscriptions.all() == []


async def test_a_subscription_is_replaced_as_long_as_it_is_there(stores: Stores) -> None:
    await stores.subscriptions.add(SUBSCRIPTION)
    other = replace(SUBSCRIPTION, filters={"project": "Borealis"})
    assert await stores.subscriptions.replace(other)
    assert not await stores.subscriptions.replace(replace(other, id="2"))
    assert await stores.subscriptions.all() == [other]
