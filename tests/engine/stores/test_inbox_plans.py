"""What the inbox asks of the database is found by an index, however much is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.ports import Delivery, EntityState
from tests.fakes import sqlite

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
FIRST = Delivery(
    id="1",
    provider="clockify",
    sender="clockify",
    identity="one",
    event_type="NEW_TAG",
    headers={},
    body="{}",
    received_at=NOW,
    state="ready",
    due_at=NOW,
    order_key="clockify:w:tag:1",
)
KNOWN = EntityState("w", "tag", "1", "NEW_TAG", {}, False, None, NOW)


async def used(store: SqlInboxStore) -> None:
    """All that goes on while the service runs."""
    later = NOW + timedelta(minutes=1)
    for each in (FIRST, FIRST, replace(FIRST, id="2", identity="two"), replace(FIRST, id="3", identity="three")):
        await store.add(each)
    claimed = await store.claim(worker="a", now=NOW, until=later, limit=9)
    await store.known([KNOWN.key, ("w", "project", "1")])
    await store.finish([(claimed[0], KNOWN)], at=NOW)
    (second,) = await store.claim(worker="a", now=NOW, until=later, limit=9)
    await store.put_back(second, due_at=NOW, error=None)
    await store.park(second, error="no")
    await store.look_again("clockify", "one", at=NOW)
    await store.replay("1", at=NOW)
    await store.void_leases(at=NOW)
    await store.next_due_at()
    await store.backlog()
    await store.parked()
    await store.page(state="parked")
    await store.since(NOW, provider="clockify", limit=9)
    await store.forget(before=NOW)


def plan_of(statement: str, parameters: Any, connection: Connection) -> list[str]:
    """What SQLite would do, step by step, in its words."""
    return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


async def test_nothing_looks_through_a_whole_table(tmp_path: Path) -> None:
    database = await Database.open(await sqlite.new(tmp_path / "plans.db"))
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await used(SqlInboxStore(database))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    scans: list[tuple[str, str]] = []
    for statement, parameters in asked:
        if statement.split()[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            continue
        steps = await database.read(partial(plan_of, statement, parameters))
        scans += [(step, statement) for step in steps if step.startswith("SCAN ") and "INDEX" not in step]
    await database.close()
    assert scans == []
