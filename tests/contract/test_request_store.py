"""What every `RequestStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import StoredRequest
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
REQUEST = StoredRequest("token:me", "k", "f" * 64, [{"kind": "status"}], NOW)


async def test_a_request_is_remembered_as_it_was(stores: Stores) -> None:
    assert await stores.requests.find("token:me", "k") is None
    assert await stores.requests.remember_once(REQUEST) == REQUEST
    assert await stores.requests.find("token:me", "k") == REQUEST
    assert await stores.requests.find("token:you", "k") is None


async def test_the_first_under_a_key_stays(stores: Stores) -> None:
    attempts = [stores.requests.remember_once(replace(REQUEST, fingerprint=f"{n}")) for n in range(10)]
    kept = await asyncio.gather(*attempts)
    assert len({request.fingerprint for request in kept}) == 1
    assert await stores.requests.find("token:me", "k") == kept[0]


async def test_old_ones_are_forgotten(stores: Stores) -> None:
    await stores.requests.remember_once(REQUEST)
    await stores.requests.remember_once(replace(REQUEST, key="old", created_at=NOW - timedelta(days=1)))
    assert await stores.requests.forget(before=NOW) == 1
    assert await stores.requests.find("token:me", "old") is None
    assert await stores.requests.find("token:me", "k") == REQUEST
