"""A database is brought to the shape of `tables`, as often as one likes, and never from one that is newer."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import config_for, head, is_current, migrate
from clankerbot_engine.stores.tables import metadata


async def asked(database: Database, query: str) -> Any:
    return await database.read(lambda connection: connection.exec_driver_sql(query).scalar())


async def test_the_migrations_make_what_the_tables_say(empty_database_url: str) -> None:
    database = await Database.open(empty_database_url)
    await migrate(database)

    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.alter(differences) == []
    await database.close()


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert head() == ScriptDirectory.from_config(config_for()).get_current_head()


async def test_unique_constraints_are_those_of_the_tables(empty_database_url: str) -> None:
    """What keeps a write from being journalled twice; the comparison above does not look at them on SQLite."""
    database = await Database.open(empty_database_url)
    await migrate(database)

    def unique(connection: Connection) -> list[list[str]]:
        return [constraint["column_names"] for constraint in inspect(connection).get_unique_constraints("operations")]

    assert await database.alter(unique) == [["principal", "request_key", "position", "part"]]
    await database.close()


async def test_migrating_again_changes_nothing_and_keeps_what_is_there(empty_database_url: str) -> None:
    database = await Database.open(empty_database_url)
    assert not await is_current(database)
    await migrate(database)
    assert await is_current(database)

    def add(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO cache_entries VALUES ('k', '1', '2026-11-25 12:00:00')")

    await database.write(add)
    await migrate(database)
    assert await is_current(database)
    assert await asked(database, "SELECT key FROM cache_entries") == "k"
    await database.close()


async def test_a_database_of_a_newer_version_is_refused_in_words_and_left_alone(empty_database_url: str) -> None:
    database = await Database.open(empty_database_url)
    await migrate(database)

    def become_newer(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    await database.write(become_newer)
    assert not await is_current(database)
    with pytest.raises(NotReady, match=r"written by a newer version of clankerbot\. Install that version"):
        await migrate(database)
    assert await asked(database, "SELECT version_num FROM alembic_version") == "9999"
    await database.close()


async def test_a_migration_that_fails_halfway_leaves_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    create_table = op.create_table

    def fail_at_schedules(name: str, *columns: Any) -> Any:
        if name == "schedules":
            raise RuntimeError("the disk is full")
        return create_table(name, *columns)

    database = await Database.open(empty_database_url)
    with monkeypatch.context() as patch:
        patch.setattr(op, "create_table", fail_at_schedules)
        with pytest.raises(RuntimeError):
            await migrate(database)
    assert await database.read(lambda connection: inspect(connection).get_table_names()) == []
    await migrate(database)
    assert await is_current(database)
    await database.close()


async def test_an_admin_command_migrates_beside_the_service(empty_database_url: str) -> None:
    service, admin = await Database.open(empty_database_url), await Database.open(empty_database_url, role="admin")
    await asyncio.gather(migrate(admin), migrate(service))
    assert await is_current(service)
    assert await is_current(admin)
    await service.close()
    await admin.close()
