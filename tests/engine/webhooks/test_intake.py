import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from clankerbot_engine.errors import Conflict, NotFound, Unauthorized, ValidationFailed
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.tables import webhook_sources
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks import port
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.port import Envelope, ReadBody
from clankerbot_engine.webhooks.seen import SeenEvents
from clankerbot_engine.webhooks.sources import register_source, rotated
from tests.engine.webhooks.conftest import NOW, TAG, Sender

TOKEN = "Zk3vPq8LmW0xYb7RtN2sJd5HcF9gA1eU"
OTHER_TOKEN = "0xYb7RtN2sJd5HcF9gA1eUZk3vPq8LmW"


async def test_a_delivery_becomes_an_event_and_has_its_effects(sender: Sender) -> None:
    receipt = await sender.deliver()
    assert receipt.duplicate is False
    assert receipt.event == Event(
        type="NEW_TAG",
        entity="tag",
        entity_id=str(TAG["id"]),
        workspace_id=str(TAG["workspaceId"]),
        received_at=NOW,
        data=TAG,
    )
    assert sender.handled == []  # the answer does not wait for what comes of it
    await sender.work()
    assert sender.handled == [receipt.event]
    assert sender.counted("accepted") == 1


async def test_a_repetition_gets_the_first_event_and_has_no_effects(sender: Sender) -> None:
    first = await sender.deliver(event_id="evt-1")
    again = await sender.deliver({**TAG, "name": "other"}, event_id="evt-1")
    assert (again.duplicate, again.event) == (True, first.event)
    await sender.work()
    assert len(sender.handled) == 1
    assert sender.counted("duplicate") == 1


async def test_without_an_event_id_the_same_type_entity_and_body_are_the_same_event(sender: Sender) -> None:
    await sender.deliver()
    reordered = dict(reversed(TAG.items()))
    assert (await sender.deliver(reordered)).duplicate is True
    assert (await sender.deliver({**TAG, "archived": True})).duplicate is False
    assert (await sender.deliver(event_type="TAG_UPDATED")).duplicate is False
    assert (await sender.deliver(event_id="evt-1")).duplicate is False


async def test_a_repetition_that_comes_while_the_first_is_in_work_is_answered_at_once(database: Database) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(change: Change) -> None:
        begun.set()
        await go.wait()

    sender = Sender(database, handlers=[slow])
    first = await sender.deliver(event_id="evt-1")
    working = asyncio.create_task(sender.work())
    await begun.wait()
    assert await sender.deliver(event_id="evt-1") == replace(first, duplicate=True)
    go.set()
    await working
    assert len(sender.handled) == 1


async def test_a_repetition_is_known_after_a_restart_and_to_another_instance(database: Database) -> None:
    first = await Sender(database).deliver(event_id="evt-1")
    elsewhere = Sender(database)
    elsewhere.clock.go_on(hours=3)
    assert await elsewhere.deliver({**TAG, "name": "other"}, event_id="evt-1") == replace(first, duplicate=True)
    await elsewhere.work()
    assert elsewhere.handled == [first.event]


async def test_of_a_hundred_copies_at_once_one_is_the_first(database: Database) -> None:
    instances = [Sender(database) for _ in range(4)]
    receipts = await asyncio.gather(*(instances[copy % 4].deliver(event_id="evt-1") for copy in range(100)))
    assert sum(not receipt.duplicate for receipt in receipts) == 1
    for instance in instances:
        await instance.work()
    assert sum(len(instance.handled) for instance in instances) == 1


@pytest.mark.parametrize(
    ("secret", "token"),
    [
        (None, None),
        ("", ""),
        ("wrong", None),
        ("the-shared-secre", None),
        ("the-shared-secret\n", None),
        (b"\xff\xfe", b"\xc3\x28"),
        ("пароль", "пароль"),
        (None, "the-shared-secret"),
    ],
)
async def test_a_delivery_that_proves_nothing_is_refused_unread_and_leaves_no_trace(
    sender: Sender, sources: SqlWebhookSourceStore, secret: str | bytes | None, token: str | bytes | None
) -> None:
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    with pytest.raises(Unauthorized, match="X-Webhook-Secret"):
        await sender.deliver(event_id="evt-1", secret=secret, token=token)
    assert (sender.bodies_read, len(sender.seen)) == (0, 0)
    assert sender.counted("unauthorized") == 1
    assert (await sender.deliver(event_id="evt-1")).duplicate is False


async def test_while_rotating_the_old_and_the_new_secret_are_taken(database: Database) -> None:
    sender = Sender(database, ("new-secret", "old-sécret"))
    for secret in ("new-secret", "old-sécret"):
        assert (await sender.deliver(event_id=f"by-{secret[:3]}", secret=secret)).duplicate is False
    with pytest.raises(Unauthorized):
        await sender.deliver(secret="new-secret,old-sécret")


async def test_with_no_secret_and_no_registered_webhook_nothing_is_taken(database: Database) -> None:
    with pytest.raises(Unauthorized, match="Set WEBHOOK_SHARED_SECRET"):
        await Sender(database, ()).deliver(secret="", token="")


async def test_the_token_of_a_registered_webhook_suffices_and_is_kept_as_a_hash(
    database: Database, sources: SqlWebhookSourceStore
) -> None:
    sender = Sender(database, ())
    registered = await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    assert (await sender.deliver(secret=None, token=TOKEN)).duplicate is False
    assert TOKEN not in repr(registered)
    assert TOKEN not in registered.token_hash


async def test_the_path_of_one_webhook_takes_the_token_of_that_one_alone(
    sender: Sender, sources: SqlWebhookSourceStore
) -> None:
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    await register_source(sources, "other", OTHER_TOKEN, clock=lambda: NOW)
    await sender.deliver(source="main", secret=None, token=TOKEN)
    for source, token in (("main", OTHER_TOKEN), ("nobody", TOKEN), ("main", None)):
        with pytest.raises(Unauthorized):
            await sender.deliver(source=source, token=token)


async def test_a_webhook_that_is_taken_away_elsewhere_is_refused_within_seconds(
    database: Database, sources: SqlWebhookSourceStore
) -> None:
    sender = Sender(database)
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    await sender.deliver(secret=None, token=TOKEN)
    await database.change(delete(webhook_sources))
    sender.clock.go_on(seconds=6)
    with pytest.raises(Unauthorized):
        await sender.deliver(secret=None, token=TOKEN, event_id="evt-2")


async def test_a_known_token_costs_no_query(database: Database, sources: SqlWebhookSourceStore) -> None:
    sender = Sender(database)
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    await sender.deliver(secret=None, token=TOKEN)
    await database.change(delete(webhook_sources))
    assert (await sender.deliver(secret=None, token=TOKEN)).duplicate is True


async def test_an_identity_is_the_senders_own(sender: Sender, sources: SqlWebhookSourceStore) -> None:
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    await sender.deliver(event_id="evt-1")
    assert (await sender.deliver(event_id="evt-1", source="main", token=TOKEN)).duplicate is False


async def test_a_name_is_registered_once(sources: SqlWebhookSourceStore) -> None:
    await register_source(sources, "main", TOKEN, clock=lambda: NOW)
    with pytest.raises(Conflict):
        await register_source(sources, "main", OTHER_TOKEN, clock=lambda: NOW)
    with pytest.raises(ValidationFailed):
        await register_source(sources, "a/b", OTHER_TOKEN, clock=lambda: NOW)


@pytest.mark.parametrize("event_id", ["", "a b", "a" * 129, "a\n", "evt-1\r\nX: y", b"\xff", "ä", "a/b"])
async def test_an_event_id_that_is_none_is_refused(sender: Sender, event_id: str | bytes) -> None:
    with pytest.raises(ValidationFailed, match="X-Clockify-Event-Id") as refused:
        await sender.deliver(event_id=event_id)
    assert refused.value.details["status"] == 400
    assert len(sender.seen) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"a":NaN}',
        b'{"a":1e999}',
        rb'{"a":"\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":"\x00"}',
        b"[" * 100_000,
        b'{"a":' * 65 + b"1" + b"}" * 65,
        b'{"a":' + b"[" * 500 + b"]" * 500 + b"}",
    ],
)
async def test_a_body_that_is_no_sane_json_object_is_refused_with_400(sender: Sender, body: bytes) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await sender.deliver(body)
    assert (refused.value.field, refused.value.details["status"]) == ("body", 400)
    assert len(sender.seen) == 0
    assert sender.counted("validation_error") == 1


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "multipart/form-data", "application/jsonx"])
async def test_a_content_type_that_is_not_json_is_refused(sender: Sender, content_type: str | None) -> None:
    with pytest.raises(ValidationFailed, match="content-type"):
        await sender.deliver(content_type=content_type)
    assert sender.bodies_read == 0


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON", "application/x+json"])
async def test_json_by_any_of_its_names_is_taken(sender: Sender, content_type: str) -> None:
    assert (await sender.deliver(content_type=content_type)).duplicate is False


async def test_an_unknown_provider_is_not_found_and_not_counted_under_its_name(sender: Sender) -> None:
    with pytest.raises(NotFound, match="clockify"):
        await sender.deliver(provider="gitlab")
    assert "gitlab" not in str(list(sender.metrics.registry.collect()))


class Fussy:
    """A provider that cannot normalize what does not please it."""

    name = "fussy"
    kept_headers: Sequence[str] = ("x-kind",)

    def __init__(self) -> None:
        self.pleased = False

    async def verify(self, envelope: Envelope, read_body: ReadBody) -> port.Sender:
        return port.Sender("fussy")

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        return str(body["id"])

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        if not self.pleased:
            raise KeyError("somebody's secret")
        return Event(type="FUSS", entity="unknown", received_at=received_at, data=dict(body))


async def test_what_cannot_be_normalized_is_kept_parked_and_answered_and_can_be_replayed(database: Database) -> None:
    fussy = Fussy()
    sender = Sender(database, providers=[fussy])
    receipt = await sender.deliver({"id": "1"}, provider="fussy")
    assert (receipt.duplicate, receipt.event.type, receipt.event.data) == (False, "unknown", {"id": "1"})
    assert (await sender.deliver({"id": "1"}, provider="fussy")).duplicate is True
    assert (await Sender(database, providers=[fussy]).deliver({"id": "1"}, provider="fussy")).duplicate is True
    await sender.work()
    assert sender.handled == []
    [parked] = await sender.store.page(state="parked")
    assert parked.error == "could not be read: KeyError"

    fussy.pleased = True
    await sender.inbox.replay(parked.id)
    await sender.work()
    assert [event.type for event in sender.handled] == ["FUSS"]
    assert await sender.store.page(state="parked") == []


def test_only_the_thousand_events_that_were_used_last_are_remembered() -> None:
    seen = SeenEvents()

    def arrive(number: int) -> bool:
        event = Event(type="NEW_TAG", entity="tag", received_at=NOW, data={})
        if seen.find("clockify", f"id:{number}") is not None:
            return False
        seen.remember("clockify", f"id:{number}", event)
        return True

    assert all(arrive(number) for number in range(1000))
    assert not arrive(0)  # used again, so it outlives 1
    assert arrive(1000)
    assert (arrive(0), arrive(1)) == (False, True)
    assert len(seen) == 1000


async def test_the_token_before_the_last_one_is_taken_for_a_day(sender: Sender, sources: SqlWebhookSourceStore) -> None:
    source = await register_source(sources, "main", OTHER_TOKEN, clock=lambda: NOW)
    await sources.replace(rotated(source, TOKEN, NOW))
    for hours, token in ((0, OTHER_TOKEN), (0, TOKEN), (23, OTHER_TOKEN)):
        sender.clock.now = NOW + timedelta(hours=hours)
        await sender.deliver(secret=None, token=token)
    sender.clock.now = NOW + timedelta(hours=24)
    with pytest.raises(Unauthorized):
        await sender.deliver(secret=None, token=OTHER_TOKEN)
    await sender.deliver(secret=None, token=TOKEN, source="main")
