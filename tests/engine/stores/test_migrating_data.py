"""A database of every earlier version, with something in each of its tables, is brought forward and loses nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, func, insert, select
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Integer, TypeEngine

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import config_for, is_current, migrate, revisions
from clankerbot_engine.stores.tables import metadata

ROWS = 3
KEPT_NO_MORE: frozenset[str] = frozenset()
"""Tables of an earlier version that a later one does without."""


def value_of(kind: TypeEngine[Any], name: str, row: int) -> Any:
    match kind:
        case DateTime():
            return datetime(2026, 3, 1 + row, 9, tzinfo=UTC)
        case Date():
            return date(2026, 3, 1 + row)
        case Boolean():
            return row % 2 == 0
        case Integer():
            return row
        case JSON():
            return {"a": row}
        case _:
            length = getattr(kind, "length", None) or 20
            return f"{row}{name}"[:length]


def filled(connection: Connection) -> dict[str, int]:
    """Some rows in every table there is; how many each has."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            rows = [{each.name: value_of(each.type, each.name, row) for each in table.columns} for row in range(ROWS)]
            connection.execute(insert(table), rows)
    return counted(connection, list(found.tables.values()))


def counted(connection: Connection, tables: list[Table]) -> dict[str, int]:
    return {each.name: connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


@pytest.mark.parametrize("revision", revisions())
async def test_what_an_earlier_version_wrote_is_there_afterwards(empty_database_url: str, revision: str) -> None:
    database = await Database.open(empty_database_url)
    await database.alter(lambda connection: command.upgrade(config_for(connection), revision))
    before = await database.write(filled)
    await migrate(database)
    assert await is_current(database)
    after = await database.read(lambda connection: counted(connection, list(metadata.tables.values())))
    del before["alembic_version"]
    assert {name: after.get(name) for name in before.keys() - KEPT_NO_MORE} == {
        name: before[name] for name in before.keys() - KEPT_NO_MORE
    }

    def all_of_it(connection: Connection) -> None:
        """As the program reads it: with its own types."""
        for table in metadata.tables.values():
            connection.execute(select(table)).all()

    await database.read(all_of_it)
    await database.close()
