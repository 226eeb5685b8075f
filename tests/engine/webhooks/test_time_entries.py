"""A time entry as an event tells it, and the service's own writes among them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ActionResult, EntryFact, Status
from clankerbot_engine.integrations.port import Applied
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.ports import Operation
from clankerbot_engine.webhooks.changes import Change, NotYet
from clankerbot_engine.webhooks.echoes import LOOKS_BACK, Echoes
from clankerbot_engine.webhooks.events import ENTITIES, Event
from clankerbot_engine.webhooks.time_entries import entry_in, owner_in, same_time
from tests.engine.webhooks.conftest import NOW
from tests.fakes.clocks import FakeClock

ENTRY: dict[str, Any] = {
    "id": "66aa00000000000000000001",
    "description": "Fix login &amp; tests",
    "userId": "66aa00000000000000000002",
    "billable": True,
    "projectId": "66aa00000000000000000003",
    "taskId": None,
    "tagIds": ["66aa00000000000000000006"],
    "timeInterval": {
        "start": "2026-04-22T08:00:00Z",
        "end": "2026-04-22T09:45:30Z",
        "duration": "PT1H45M30S",
        "timeZone": "Europe/Belgrade",
    },
    "project": {"id": "66aa00000000000000000003", "name": "Website", "clientName": "Acme"},
    "task": None,
    "tags": [{"id": "66aa00000000000000000006", "name": "deploy"}],
}
BELGRADE = ZoneInfo("Europe/Belgrade")
FACT = EntryFact(
    id=ENTRY["id"],
    project="Website",
    project_id=ENTRY["projectId"],
    client="Acme",
    tags=("deploy",),
    tag_ids=("66aa00000000000000000006",),
    description="Fix login & tests",
    billable=True,
    start=datetime(2026, 4, 22, 10, tzinfo=BELGRADE),
    end=datetime(2026, 4, 22, 11, 45, 30, tzinfo=BELGRADE),
    duration_s=6330,
)


def test_it_is_told_with_its_names_in_its_owners_zone() -> None:
    entry = entry_in(ENTRY)
    assert entry == FACT
    assert entry is not None
    assert str(entry.start.tzinfo) == "Europe/Belgrade"
    assert owner_in(ENTRY) == owner_in({"user": {"id": ENTRY["userId"]}}) == ENTRY["userId"]


@pytest.mark.parametrize("zone", [None, "", "Nowhere/At_All", "../etc/passwd", 7])
def test_without_a_zone_that_is_known_it_is_told_in_utc(zone: Any) -> None:
    entry = entry_in({**ENTRY, "timeInterval": {**ENTRY["timeInterval"], "timeZone": zone}})
    assert entry is not None
    assert (entry.start, entry.start.utcoffset()) == (FACT.start, timedelta(0))


@pytest.mark.parametrize(
    "wrong",
    [{"id": None}, {"timeInterval": None}, {"timeInterval": {"start": None}}, {"timeInterval": 7}, {"tagIds": "x"}],
)
def test_what_is_no_time_entry_is_none(wrong: dict[str, Any]) -> None:
    assert entry_in({**ENTRY, **wrong}) is None


def test_names_of_any_shape_are_left_out() -> None:
    entry = entry_in({**ENTRY, "project": 7, "task": "x", "tags": {"a": 1}})
    assert entry is not None
    assert (entry.project, entry.task, entry.tags) == (None, None, ())
    assert same_time(entry, FACT)


class Journalled:
    """A journal with one write in it, and what comes back of it."""

    def __init__(self, database: Database) -> None:
        self.journal = SqlJournal(database)
        self.clock = FakeClock(NOW)
        self.echoes = Echoes(self.journal, clock=self.clock)

    async def wrote(
        self, number: str = "1", *, entity_id: str | None = None, at: datetime = NOW, **result: Any
    ) -> None:
        await self.begins(at, number)
        told = ActionResult(action=Status(), status="done", message="", **result)
        touched = Applied(told, entity_id=entity_id).touched
        await self.journal.finish(number, result=result, inverse=None, entity_id=entity_id, touched=touched, at=at)

    async def begins(self, at: datetime = NOW, number: str = "1", **plan: str) -> None:
        writing = Operation(number, "p", number, 0, "clockify", "log_time", {}, plan, "started", at, at)
        await self.journal.begin([writing])

    async def hears(
        self,
        event_type: str = "NEW_TIME_ENTRY",
        *,
        known: dict[str, Any] | None = None,
        known_at: datetime | None = None,
        **changed: Any,
    ) -> bool:
        data = {**ENTRY, **changed}
        event = Event(type=event_type, entity=ENTITIES[event_type], entity_id=data["id"], received_at=NOW, data=data)
        return await self.echoes.is_echo(Change(event, "d", before=known, now=data, known_at=known_at))


@pytest.fixture
def journalled(database: Database) -> Journalled:
    return Journalled(database)


async def test_what_was_logged_here_comes_back_as_an_echo(journalled: Journalled) -> None:
    assert not await journalled.hears()
    await journalled.wrote(entry=FACT.model_copy(update={"start": FACT.start.astimezone(UTC)}).model_dump(mode="json"))
    assert await journalled.hears()
    assert await journalled.hears("TIME_ENTRY_UPDATED")
    assert not await journalled.hears(id="66aa0000000000000000ffff")
    others: list[dict[str, Any]] = [{"description": "else"}, {"billable": False}, {"projectId": None}, {"tagIds": []}]
    for changed in others:
        assert not await journalled.hears("TIME_ENTRY_UPDATED", **changed)
    assert not await journalled.hears("TIME_ENTRY_DELETED")


@pytest.mark.parametrize(("name", "event_type"), [("deleted", "TIME_ENTRY_DELETED"), ("stopped", "TIMER_STOPPED")])
async def test_what_was_deleted_or_stopped_here_does_too(journalled: Journalled, name: str, event_type: str) -> None:
    await journalled.wrote(details={name: FACT.model_dump(mode="json")})
    assert await journalled.hears(event_type)


async def test_so_does_a_project_that_was_made_here(journalled: Journalled) -> None:
    await journalled.wrote(entity_id="p1")
    assert await journalled.hears("NEW_PROJECT", id="p1")
    assert not await journalled.hears("PROJECT_UPDATED", id="p1")
    assert not await journalled.hears("NEW_PROJECT", id="p2")


async def test_a_write_is_known_again_however_late_it_is_delivered(journalled: Journalled) -> None:
    written_at = NOW - timedelta(hours=7)
    await journalled.wrote(entry=FACT.model_dump(mode="json"), at=written_at)
    assert await journalled.hears()
    assert await journalled.hears("TIME_ENTRY_UPDATED", known={}, known_at=written_at - timedelta(days=1))


async def test_writes_that_are_delivered_late_one_after_the_other_are_known_again(journalled: Journalled) -> None:
    changed = FACT.model_copy(update={"description": "changed"}).model_dump(mode="json")
    await journalled.wrote(entry=FACT.model_dump(mode="json"), at=NOW - timedelta(hours=2))
    await journalled.wrote("2", entry=changed, at=NOW - timedelta(hours=1))
    assert await journalled.hears("TIME_ENTRY_UPDATED", known=ENTRY, known_at=NOW, description="changed")
    first_put_back = {**ENTRY, "description": "changed"}
    assert not await journalled.hears("TIME_ENTRY_UPDATED", known=first_put_back, known_at=NOW)


async def test_who_puts_back_what_was_written_here_long_ago_is_announced(journalled: Journalled) -> None:
    written_at = NOW - LOOKS_BACK - timedelta(seconds=1)
    await journalled.wrote(entry=FACT.model_dump(mode="json"), at=written_at)
    meanwhile = {**ENTRY, "description": "else"}
    known_at = written_at + timedelta(minutes=1)
    assert not await journalled.hears("TIME_ENTRY_UPDATED", known=meanwhile, known_at=known_at)


async def test_a_write_that_is_under_way_is_waited_for_but_not_for_ever(journalled: Journalled) -> None:
    await journalled.begins()
    with pytest.raises(NotYet):
        await journalled.hears()
    journalled.clock.go_on(seconds=31)
    assert not await journalled.hears()


async def test_a_write_that_is_about_something_else_is_not_waited_for(journalled: Journalled) -> None:
    await journalled.begins(id="66aa0000000000000000ffff")
    assert not await journalled.hears("TIME_ENTRY_UPDATED")


async def test_an_edit_that_is_under_way_is_waited_for(journalled: Journalled) -> None:
    await journalled.begins(id=ENTRY["id"])
    with pytest.raises(NotYet):
        await journalled.hears("TIME_ENTRY_UPDATED")
