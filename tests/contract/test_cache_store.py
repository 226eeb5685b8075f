"""What every `CacheStore` does."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import JsonValue

from clankerbot_engine.stores.ports import CacheEntry
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, True, 1.5, "ü 🎉", [1, [2]], {"a": {"b": []}}])
async def test_what_is_put_is_got(stores: Stores, value: JsonValue) -> None:
    await stores.cache.put("key", CacheEntry(value, NOW))
    assert await stores.cache.get("key") == CacheEntry(value, NOW)
    assert await stores.cache.get("other") is None


async def test_the_last_put_wins(stores: Stores) -> None:
    later = CacheEntry("new", NOW + timedelta(minutes=1))
    await stores.cache.put("key", CacheEntry("old", NOW))
    await stores.cache.put("key", later)
    assert await stores.cache.get("key") == later


async def test_delete_takes_every_key_with_the_prefix_and_no_other(stores: Stores) -> None:
    keys = ["w1:projects", "w1:tags", "w10:tags", "W1:tags", "w%:x", "w_:x"]
    for key in keys:
        await stores.cache.put(key, CacheEntry(key, NOW))
    assert await stores.cache.delete("w1:") == 2
    assert [key for key in keys if await stores.cache.get(key)] == keys[2:]
    assert await stores.cache.delete("w%") == 1  # no pattern
    assert await stores.cache.delete("nothing") == 0


async def test_keys_are_found_by_their_end(stores: Stores) -> None:
    for key in ("a:projects:1", "b:projects:1", "c:projects:11", "d:PROJECTS:1"):
        await stores.cache.put(key, CacheEntry([], NOW))
    assert sorted(await stores.cache.keys(":projects:1")) == ["a:projects:1", "b:projects:1"]
    assert await stores.cache.keys(":projects:2") == []
