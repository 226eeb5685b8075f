"""What every `TokenStore` does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from clankerbot_engine.stores.ports import ApiToken
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOKEN = ApiToken(id="01TOKEN", name="laptop", scopes=frozenset({"parse", "run"}), created_at=NOW)


async def test_a_token_is_found_by_its_hash_as_it_was_added(stores: Stores) -> None:
    await stores.tokens.add(TOKEN, "hash")
    assert await stores.tokens.find("hash") == TOKEN
    assert await stores.tokens.find("other") is None
    assert await stores.tokens.get(TOKEN.id) == TOKEN
    assert await stores.tokens.get("other") is None


async def test_all_are_listed_in_the_order_of_their_ids(stores: Stores) -> None:
    later = ApiToken(id="01U", name="server", scopes=frozenset({"admin"}), created_at=NOW, expires_at=NOW)
    await stores.tokens.add(later, "2")
    await stores.tokens.add(TOKEN, "1")
    assert await stores.tokens.all() == [TOKEN, later]


async def test_a_token_is_revoked_once_and_still_found(stores: Stores) -> None:
    await stores.tokens.add(TOKEN, "hash")
    assert await stores.tokens.revoke(TOKEN.id, NOW)
    assert not await stores.tokens.revoke(TOKEN.id, NOW + timedelta(days=1))
    assert not await stores.tokens.revoke("unknown", NOW)
    found = await stores.tokens.find("hash")
    assert found is not None
    assert found.revoked_at == NOW


async def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc(stores: Stores) -> None:
    east = datetime(2026, 11, 25, 14, tzinfo=timezone(timedelta(hours=2)))
    await stores.tokens.add(ApiToken(id="1", name="n", scopes=frozenset({"run"}), created_at=east), "hash")
    found = await stores.tokens.find("hash")
    assert found is not None
    assert (found.created_at, found.created_at.tzinfo) == (east, UTC)


async def test_when_it_was_used_last_only_moves_on(stores: Stores) -> None:
    await stores.tokens.add(replace(TOKEN, limit_per_minute=5), "hash")
    for minutes in (2, 1):
        await stores.tokens.used(TOKEN.id, NOW + timedelta(minutes=minutes))
    (known,) = await stores.tokens.all()
    assert (known.last_used_at, known.limit_per_minute) == (NOW + timedelta(minutes=2), 5)
