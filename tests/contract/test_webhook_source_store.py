"""What every `WebhookSourceStore` does."""

from datetime import UTC, datetime

from clankerbot_engine.stores.ports import WebhookSource
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_the_sources_of_a_provider_are_listed_as_they_were_added(stores: Stores) -> None:
    source = WebhookSource("1", "ours", "clockify", NOW, token_hash="a" * 64)
    await stores.webhook_sources.add(source)
    await stores.webhook_sources.add(WebhookSource("2", "theirs", "other", NOW, token_hash="b" * 64))
    assert await stores.webhook_sources.all("clockify") == [source]
    assert await stores.webhook_sources.all("unknown") == []


async def test_a_source_shows_no_hash_when_it_is_printed() -> None:
    assert "a" * 64 not in repr(WebhookSource("1", "ours", "clockify", NOW, token_hash="a" * 64))
