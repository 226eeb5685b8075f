"""What every `InstallationStore` does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import StoredInstallation
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
ACME = StoredInstallation("T:T1", {"team_name": "Acme"}, NOW, NOW + timedelta(hours=12), sealed_tokens="sealed")


async def test_an_installation_is_found_as_it_was_saved(stores: Stores) -> None:
    await stores.installations.save(ACME)
    assert await stores.installations.get("T:T1") == ACME
    assert await stores.installations.get("T:T2") is None
    assert await stores.installations.all() == [ACME]


async def test_installing_again_replaces_it(stores: Stores) -> None:
    await stores.installations.save(ACME)
    again = replace(ACME, sealed_tokens="anew", facts={"team_name": "Acme Ltd"}, expires_at=None, installed_at=LATER)
    await stores.installations.save(again)
    assert await stores.installations.all() == [again]


async def test_one_alone_renews_until_its_time_is_over(stores: Stores) -> None:
    await stores.installations.save(ACME)
    assert await stores.installations.claim_renewal("T:T1", now=NOW, until=LATER)
    assert not await stores.installations.claim_renewal("T:T1", now=NOW, until=LATER)
    assert await stores.installations.claim_renewal("T:T1", now=LATER, until=LATER + timedelta(minutes=1))
    assert not await stores.installations.claim_renewal("T:T2", now=NOW, until=LATER)


async def test_renewing_replaces_the_tokens_that_were_seen_and_ends_the_claim(stores: Stores) -> None:
    await stores.installations.save(ACME)
    await stores.installations.claim_renewal("T:T1", now=NOW, until=LATER)
    assert await stores.installations.renew("T:T1", seen="sealed", sealed_tokens="anew", expires_at=LATER)
    assert not await stores.installations.renew("T:T1", seen="sealed", sealed_tokens="late", expires_at=None)
    assert await stores.installations.get("T:T1") == replace(ACME, sealed_tokens="anew", expires_at=LATER)
    assert await stores.installations.claim_renewal("T:T1", now=NOW, until=LATER)


async def test_an_installation_is_deleted_once(stores: Stores) -> None:
    await stores.installations.save(ACME)
    assert await stores.installations.delete("T:T1")
    assert not await stores.installations.delete("T:T1")
    assert await stores.installations.all() == []
