"""What every `AuditLog` does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import AuditEntry
from clankerbot_engine.stores.ports.audit import line_of
from tests.contract.conftest import Stores
from tests.contract.test_journal import operation

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MADE = AuditEntry("01A", NOON, "cli", "command line", "token create", "laptop", "done")
HOUR = timedelta(hours=1)


async def test_what_was_noted_and_what_was_written_are_told_together_the_newest_first(stores: Stores) -> None:
    written = operation("01B", created_at=NOON + HOUR)
    await stores.journal.begin([written])
    await stores.audit.record(MADE)
    later = replace(MADE, id="01C", at=NOON + 2 * HOUR)
    await stores.audit.record(later)
    assert [each.id for each in await stores.audit.entries(limit=10)] == ["01C", "01B", "01A"]
    assert await stores.audit.entries(limit=1) == [later]


async def test_a_time_and_a_person_narrow_it(stores: Stores) -> None:
    for hours in range(4):
        await stores.audit.record(replace(MADE, id=f"01{hours}", at=NOON + hours * HOUR, who=f"cli{hours % 2}"))
    since = await stores.audit.entries(since=NOON + HOUR, until=NOON + 3 * HOUR, limit=10)
    assert [each.id for each in since] == ["012", "011"]
    assert [each.id for each in await stores.audit.entries(who="cli1", limit=10)] == ["013", "011"]


async def test_a_line_stays_of_what_the_journal_forgets(stores: Stores) -> None:
    written = operation("01B", created_at=NOON, updated_at=NOON, state="done", way_in="mention", entity_id="entry")
    refused = operation(
        "01C", created_at=NOON, updated_at=NOON, state="failed", error={"code": "forbidden"}, position=1
    )
    await stores.journal.begin([written, refused])
    assert await stores.journal.forget(before=NOON + HOUR) == 2
    kept = await stores.audit.entries(limit=10)
    assert kept == [line_of(refused), line_of(written)]
    assert [(each.way_in, each.about, each.outcome) for each in map(line_of, (written, refused))] == [
        ("mention", "entry", "done"),
        ("rest", None, "forbidden"),
    ]


async def test_an_answer_that_is_kept_under_a_key_is_no_write(stores: Stores) -> None:
    await stores.journal.begin(
        [operation("01B", created_at=NOON, updated_at=NOON, state="done", kind="status", plan={})]
    )
    assert await stores.audit.entries(limit=10) == []
    await stores.journal.forget(before=NOON + HOUR)
    assert await stores.audit.entries(limit=10) == []


async def test_a_line_stays_of_what_a_person_did_who_is_forgotten(stores: Stores) -> None:
    written = operation("01B", created_at=NOON, action={"description": "a private matter"})
    await stores.journal.begin([written])
    await stores.people.forget(written.principal)
    assert await stores.audit.entries(limit=10) == [line_of(written)]


async def test_old_lines_are_forgotten_a_few_at_a_time(stores: Stores) -> None:
    for hours in range(4):
        await stores.audit.record(replace(MADE, id=f"01{hours}", at=NOON + hours * HOUR, undo=f"02{hours}"))
    assert await stores.audit.forget(before=NOON + 3 * HOUR, limit=2) == 2
    assert await stores.audit.forget(before=NOON + 3 * HOUR) == 1
    assert [(each.id, each.undo) for each in await stores.audit.entries(limit=10) if isinstance(each, AuditEntry)] == [
        ("013", "023")
    ]
