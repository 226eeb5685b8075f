"""The database, opened for a short command beside a service that may be running."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime

from clankerbot_engine.audit import COMMAND_LINE, Audit
from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.database import Database, database_path
from clankerbot_engine.stores.migrations import is_current, migrate


@asynccontextmanager
async def opened_for_admin(url: str) -> AsyncIterator[Database]:
    """Brings a database that no service has in use up to date first. Raises `NotReady`."""
    await bring_up_to_date(url)
    database = await Database.open(url, role="admin")
    try:
        yield database
    finally:
        await database.close()


async def noted(database: Database, what: str, about: str | None = None, *, outcome: str = "done") -> None:
    """In the audit log: done by a command, on this machine."""
    await audit_of(database).note(COMMAND_LINE, "command line", what, about, outcome=outcome)


def noting(database: Database, what: str, about: str | None = None) -> AbstractAsyncContextManager[None]:
    """Likewise what is done inside, or why it was refused."""
    return audit_of(database).noting(COMMAND_LINE, "command line", what, about)


def audit_of(database: Database) -> Audit:
    return Audit(SqlAuditLog(database), clock=lambda: datetime.now(UTC))


@asynccontextmanager
async def opened_as_it_is(url: str) -> AsyncIterator[Database | None]:
    """To look at. None where there is no database yet, or none that this version reads."""
    path = database_path(url)
    database = None
    if path is None or path.exists():
        with suppress(NotReady):
            database = await Database.open(url, role="admin")
    try:
        yield database if database is not None and await is_current(database) else None
    finally:
        if database is not None:
            await database.close()


async def bring_up_to_date(url: str) -> bool:
    """False where there was nothing to do. A running service has its schema current, so only a lone one is migrated."""
    database = await Database.open(url, role="admin")
    try:
        if await is_current(database):
            return False
    finally:
        await database.close()
    database = await Database.open(url, role="service")
    try:
        await migrate(database)
    finally:
        await database.close()
    return True
