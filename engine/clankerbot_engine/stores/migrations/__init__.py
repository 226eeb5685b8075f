"""Brings a database to the shape of `tables`, and refuses one that is newer than this program.

Alembic is heavy, and imported only where there is something to do.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE: Final = Path(__file__).parent


def config_for(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    # "%" is the configuration format's escape character, and a path may hold one
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest revision. Files are named after theirs, in rising order."""
    return max(file.name for file in HERE.glob("versions/[0-9]*.py")).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(config_for(connection), "head")


async def migrate(database: Database) -> None:
    """Idempotent. Raises `NotReady` where the schema is one that this program does not know."""
    if await is_current(database):
        return
    from alembic.util.exc import CommandError

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
    async with database.read() as connection:
        found = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        if found.first() is None:
            return False
        return (await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar() == head()
