"""`clankerbot inbox`: beside a running service, or without one."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.ports import Delivery
from tests.cli.conftest import Clankerbot
from tests.fakes import sqlite

OLD = datetime(2020, 1, 6, 12, tzinfo=UTC)
IDS = ("01KE6QTQ80AAAAAAAAAAAAAAAA", "01KE6QTQ80BBBBBBBBBBBBBBBB", "01KE6QTQ80CCCCCCCCCCCCCCCC")


@pytest.fixture
def kept(tmp_path: Path) -> None:
    """Three deliveries: one that waits, one that is parked, one that is done."""

    async def keep() -> None:
        database = await Database.open(await sqlite.new(tmp_path / "data/clankerbot.db"))
        store = SqlInboxStore(database)
        for number, delivery_id in enumerate(IDS):
            body = json.dumps({"id": str(number), "name": "a\x1b[31m"})
            due_at = OLD if number else datetime(2100, 1, 1, tzinfo=UTC)
            await store.add(
                Delivery(
                    delivery_id,
                    "clockify",
                    "clockify/main",
                    str(number),
                    "NEW_TAG",
                    {},
                    body,
                    OLD,
                    state="ready",
                    due_at=due_at,
                )
            )
        parked, done = await store.claim(worker="a", now=OLD, until=OLD + timedelta(minutes=1), limit=9)
        await store.park(parked, error="Clockify said \x1b[31mno")
        await store.finish([(done, None)], at=OLD)
        await database.close()

    asyncio.run(keep())


def test_an_empty_inbox_is_said_to_be_empty(clankerbot: Clankerbot) -> None:
    where = "looked into the database of DATABASE_URL, data/clankerbot.db."
    assert f"No delivery is here: {where}" in clankerbot("inbox", "list").stdout
    assert f"No delivery is parked: {where}" in clankerbot("inbox", "list", "--state", "parked").stdout


@pytest.mark.usefixtures("kept")
def test_deliveries_are_listed_newest_first(clankerbot: Clankerbot) -> None:
    result = clankerbot("inbox", "list")
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(reversed(IDS))
    assert "\x1b" not in result.stdout
    assert result.stderr == "1 waiting, 1 parked.\n"
    listed = json.loads(clankerbot("inbox", "list", "--state", "parked", "--json").stdout)["data"]
    assert [(each["id"], each["state"]) for each in listed] == [(IDS[1], "parked")]


@pytest.mark.usefixtures("kept")
def test_one_is_shown_with_its_body_and_nothing_moves_the_cursor(clankerbot: Clankerbot) -> None:
    shown = clankerbot("inbox", "show", IDS[1].lower()).stdout
    assert "parked" in shown
    assert '"name"' in shown
    assert "\x1b" not in shown
    document = json.loads(clankerbot("inbox", "show", IDS[1], "--json").stdout)["data"]
    assert document["data"] == {"id": "1", "name": "a\x1b[31m"}
    missing = clankerbot("inbox", "show", "nothing")
    assert missing.exit_code == 1
    assert "clankerbot inbox list" in missing.stderr


@pytest.mark.usefixtures("kept")
def test_what_is_closed_is_replayed(clankerbot: Clankerbot) -> None:
    assert clankerbot("inbox", "replay", "--parked").stdout == "1 delivery is worked off again.\n"
    assert json.loads(clankerbot("inbox", "replay", IDS[2], "--json").stdout)["data"] == {"replayed": [IDS[2]]}
    assert clankerbot("inbox", "list").stderr == "3 waiting, 0 parked.\n"
    again = clankerbot("inbox", "replay", IDS[2])
    assert (again.exit_code, "None of these is closed" in again.stderr) == (1, True)
    assert clankerbot("inbox", "replay").exit_code == 2
    assert clankerbot("inbox", "replay", IDS[2], "--parked").exit_code == 2


@pytest.mark.usefixtures("kept")
def test_what_is_closed_and_old_is_purged(clankerbot: Clankerbot) -> None:
    assert clankerbot("inbox", "purge", "--days", "3650").stdout == "0 deliveries are deleted.\n"
    assert clankerbot("inbox", "purge", "--days", "1").stdout == "2 deliveries are deleted.\n"
    assert clankerbot("inbox", "list").stderr == "1 waiting, 0 parked.\n"
    assert clankerbot("inbox", "purge").exit_code == 2
