"""Brings a database to the shape of `tables`, and refuses one that is newer than this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # "%" is the configuration format's escape character, and a path may hold one
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


async def migrate(database: Database) -> None:
    """Idempotent. Raises `NotReady` where the schema is one that this program does not know."""
    try:
        async with database.writer.connect() as connection:
            await connection.run_sync(_upgrade)
    except CommandError:
        raise NotReady(
            f"The database {database.path} was written by a newer version of clankerbot. "
            "Install that version, or restore the backup made before the upgrade."
        ) from None


async def is_current(database: Database) -> bool:
    """True where `migrate` would have nothing to do."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    async with database.read() as connection:
        found = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        if found.first() is None:
            return False
        return (await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar() == head
