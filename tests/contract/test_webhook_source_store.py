"""What every `WebhookSourceStore` does."""

from dataclasses import replace
from datetime import UTC, datetime

from clankerbot_engine.stores.ports import WebhookSource
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OURS = WebhookSource(
    "1",
    "ours",
    "clockify",
    NOW,
    token_hash="a" * 64,
    workspace_id="w1",
    event_type="NEW_TAG",
    remote_id="r1",
    principal="slack:T1:U1",
    sealed_token="sealed",
)


async def test_the_sources_of_a_provider_are_listed_as_they_were_added(stores: Stores) -> None:
    later = WebhookSource("3", "later", "clockify", NOW, token_hash="c" * 64)
    for source in (later, OURS, WebhookSource("2", "theirs", "other", NOW, token_hash="b" * 64)):
        assert await stores.webhook_sources.add(source)
    assert await stores.webhook_sources.all("clockify") == [OURS, later]
    assert await stores.webhook_sources.all("unknown") == []


async def test_a_name_is_given_once(stores: Stores) -> None:
    assert await stores.webhook_sources.add(OURS)
    assert not await stores.webhook_sources.add(replace(OURS, id="2", token_hash="b" * 64))
    assert await stores.webhook_sources.all("clockify") == [OURS]


async def test_a_source_is_replaced_while_it_is_there(stores: Stores) -> None:
    changed = replace(OURS, problem="gone", checked_at=NOW, former_token_hash="b" * 64, rotated_at=NOW)
    assert not await stores.webhook_sources.replace(changed)
    await stores.webhook_sources.add(OURS)
    assert await stores.webhook_sources.replace(changed)
    assert await stores.webhook_sources.all("clockify") == [changed]


async def test_a_source_is_deleted_once(stores: Stores) -> None:
    await stores.webhook_sources.add(OURS)
    assert await stores.webhook_sources.delete("1")
    assert not await stores.webhook_sources.delete("1")
    assert await stores.webhook_sources.all("clockify") == []


async def test_a_token_that_changed_meanwhile_is_not_sealed_anew(stores: Stores) -> None:
    await stores.webhook_sources.add(OURS)
    assert not await stores.webhook_sources.reseal("1", seen="another", sealed_token="anew")
    assert await stores.webhook_sources.reseal("1", seen="sealed", sealed_token="anew")
    assert await stores.webhook_sources.all("clockify") == [replace(OURS, sealed_token="anew")]


async def test_a_webhook_goes_on_without_the_name_of_a_person_who_is_forgotten(stores: Stores) -> None:
    await stores.webhook_sources.add(OURS)
    await stores.people.forget("slack:T1:U1")
    assert await stores.webhook_sources.all("clockify") == [replace(OURS, principal=None)]


async def test_a_source_shows_no_secret_when_it_is_printed() -> None:
    shown = repr(replace(OURS, former_token_hash="b" * 64))
    assert not any(secret in shown for secret in ("a" * 64, "b" * 64, "sealed'"))
