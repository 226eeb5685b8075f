"""What every `PersonStore` does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import (
    Operation,
    Schedule,
    ScheduleRun,
    StoredCard,
    StoredConnection,
    StoredRequest,
    Subscription,
)
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ADA, BEN = "slack:T1:U1", "slack:T1:U2"
CONNECTION = StoredConnection(ADA, "https://api.clockify.me/api", "ws", "ada", NOW, NOW, sealed_key="sealed")


async def test_a_connection_is_found_by_its_person_alone(stores: Stores) -> None:
    await stores.people.connect(CONNECTION)
    assert await stores.people.connection(ADA) == CONNECTION
    assert await stores.people.connection(BEN) is None
    assert "sealed" not in repr(CONNECTION).replace("sealed_key", "")


async def test_who_acts_as_a_clockify_user_is_found(stores: Stores) -> None:
    for principal, workspace_id, user_id in ((BEN, "ws", "ada"), (ADA, "ws", "ada"), ("slack:T1:U3", "other", "ada")):
        await stores.people.connect(
            replace(CONNECTION, principal=principal, workspace_id=workspace_id, user_id=user_id)
        )
    assert await stores.people.connected_as("ws", "ada") == [ADA, BEN]
    assert await stores.people.connected_as("ws", "ben") == []


async def test_who_is_acted_for_has_no_key(stores: Stores) -> None:
    member = replace(CONNECTION, sealed_key=None)
    await stores.people.connect(member)
    assert await stores.people.connection(ADA) == member


async def test_connecting_again_replaces_all_but_the_beginning(stores: Stores) -> None:
    await stores.people.connect(CONNECTION)
    other = replace(CONNECTION, workspace_id="other", sealed_key="anew", created_at=LATER, updated_at=LATER)
    await stores.people.connect(other)
    assert await stores.people.connections() == [replace(other, created_at=NOW)]


async def test_a_seal_is_changed_unless_somebody_else_has_changed_it(stores: Stores) -> None:
    await stores.people.connect(CONNECTION)
    assert await stores.people.reseal(ADA, seen="sealed", sealed_key="anew")
    assert not await stores.people.reseal(ADA, seen="sealed", sealed_key="late")
    assert not await stores.people.reseal(BEN, seen="sealed", sealed_key="late")
    found = await stores.people.connection(ADA)
    assert found is not None
    assert found.sealed_key == "anew"


async def test_settings_are_kept_without_a_connection_too(stores: Stores) -> None:
    assert await stores.people.settings(ADA) is None
    await stores.people.set_settings(ADA, {"language": "de"}, at=NOW)
    await stores.people.set_settings(ADA, {"timezone": "Europe/Berlin"}, at=LATER)
    assert await stores.people.settings(ADA) == {"timezone": "Europe/Berlin"}


async def test_who_is_forgotten_leaves_nothing_behind_and_takes_nothing_of_others(stores: Stores) -> None:
    for person in (ADA, BEN):
        await _leave_traces(stores, person)
    assert await stores.people.forget(ADA)
    assert await _traces(stores, ADA) == []
    assert len(await _traces(stores, BEN)) == 7
    assert not await stores.people.forget(ADA)


async def test_everybody_of_a_workspace_is_known_whatever_is_kept_of_them(stores: Stores) -> None:
    await stores.people.connect(CONNECTION)
    await stores.people.set_settings(BEN, {"language": "de"}, at=NOW)
    await stores.people.set_settings("slack:T10:U1", {"language": "de"}, at=NOW)
    await stores.cards.put(StoredCard("c", "slack:T1:U3", "receipt", {}, NOW, NOW))
    assert await stores.people.principals("slack:T1:") == [ADA, BEN, "slack:T1:U3"]


async def _leave_traces(stores: Stores, person: str) -> None:
    await stores.people.connect(replace(CONNECTION, principal=person))
    await stores.people.set_settings(person, {"language": "de"}, at=NOW)
    await stores.requests.remember_once(StoredRequest(person, "key", "0" * 64, [], NOW))
    operation = Operation(
        f"op-{person}", person, "key", 0, "clockify", "log_time", {}, {}, "done", created_at=NOW, updated_at=NOW
    )
    await stores.journal.begin([operation])
    await stores.subscriptions.add(Subscription(f"sub-{person}", person, "C1", "digest", [], {}, NOW))
    await stores.schedules.add(Schedule(f"sch-{person}", person, "0 9 * * *", "UTC", None, {}, True, NOW, NOW, NOW))
    await stores.schedules.record(ScheduleRun(f"sch-{person}", "once", NOW, "done", NOW, NOW))
    await stores.cards.put(StoredCard(f"card-{person}", person, "receipt", {"text": "2h"}, NOW, NOW))


async def _traces(stores: Stores, person: str) -> list[str]:
    found = {
        "connection": await stores.people.connection(person),
        "settings": await stores.people.settings(person),
        "request": await stores.requests.find(person, "key"),
        "operation": await stores.journal.get(f"op-{person}"),
        "subscription": [each for each in await stores.subscriptions.all() if each.principal == person],
        "schedule": await stores.schedules.get(f"sch-{person}"),
        "card": await stores.cards.get(f"card-{person}"),
        "run": await stores.schedules.runs(f"sch-{person}") and not await stores.schedules.get(f"sch-{person}"),
    }
    return [name for name, value in found.items() if value]


async def test_who_has_set_something_is_found_by_it(stores: Stores) -> None:
    for principal, settings in (
        (BEN, {"github": "ada"}),
        (ADA, {"github": "ada", "x": 1}),
        ("slack:T1:U3", {"x": "ada"}),
    ):
        await stores.people.set_settings(principal, settings, at=NOW)
    assert await stores.people.with_setting("github", "ada") == [ADA, BEN]
    assert await stores.people.with_setting("github", "ben") == []
