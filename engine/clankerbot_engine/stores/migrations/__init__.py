"""Brings a database to the shape of `tables`, and refuses one that is newer than this program.

Alembic is heavy, and imported only where there is something to do.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE: Final = Path(__file__).parent
NEWER: Final = "was written by a newer version of clankerbot."
AFTER_NEWER: Final = "Install that version, or restore the backup made before the upgrade."


def config_for(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    # "%" is the configuration format's escape character, and a path may hold one
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revisions() -> list[str]:
    """In rising order. Files are named after theirs."""
    return sorted(file.name.partition("_")[0] for file in HERE.glob("versions/[0-9]*.py"))


def head() -> str:
    """The newest revision."""
    return revisions()[-1]


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(config_for(connection), "head")


async def migrate(database: Database) -> None:
    """Idempotent; all of it or nothing. Raises `NotReady` where the schema is one that this program does not know, or
    the database cannot be used.
    """
    if await is_current(database):
        return
    from alembic.util.exc import CommandError

    try:
        await database.alter(_upgrade)
    except CommandError:
        raise NotReady(f"The database {database.name} {NEWER} {AFTER_NEWER}") from None
    except NotReady as error:  # a start that fails names the database, which answers to callers do not
        raise NotReady(f"The schema of {database.name} cannot be brought up to date. {error.message}") from None


async def is_current(database: Database) -> bool:
    """True where `migrate` would have nothing to do."""
    return await _revision(database) == head()


async def is_newer(database: Database) -> bool:
    """True where `migrate` would refuse: the schema is one that this program does not know."""
    revision = await _revision(database)
    return revision is not None and revision not in revisions()


async def _revision(database: Database) -> str | None:
    def work(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision

    return await database.read(work)
