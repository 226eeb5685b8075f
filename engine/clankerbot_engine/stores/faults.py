"""What is wrong with a database that cannot be used, in words that may be shown to anybody: no path, host or name."""

import sqlite3
from collections.abc import Mapping
from typing import Final

import sqlalchemy.exc

from clankerbot_engine.errors import NotReady

RETRY_AFTER_S: Final = 5.0
_BY_SQLITE_NAME: Final[Mapping[str, str]] = {
    "SQLITE_FULL": "its disk is full",
    "SQLITE_READONLY": "it may not be written",
    "SQLITE_BUSY": "another program has it locked",
    "SQLITE_LOCKED": "another program has it locked",
    "SQLITE_IOERR": "its disk fails",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_NOTADB": "its file is damaged",
}
"""https://sqlite.org/rescode.html: an extended code begins with one of these."""
_BY_SQLSTATE: Final[Mapping[str, str]] = {
    "25006": "it may not be written",
    "40001": "too much is changed in it at the same time",
    "53100": "its disk is full",
    "53200": "its memory is used up",
    "53300": "it takes no more connections",
    "55P03": "another program has it locked",
    "57014": "it took too long",
    "57P": "it is being stopped or started",
}
"""https://www.postgresql.org/docs/current/errcodes-appendix.html: likewise."""
_AWAY: Final = "it cannot be reached"


def as_not_ready(error: Exception) -> NotReady | None:
    """None where it is no fault of the database's, but of what it was asked."""
    reason = _reason(error)
    return None if reason is None else database_away(reason)


def database_away(reason: str = _AWAY) -> NotReady:
    return NotReady(
        f"The database (DATABASE_URL) cannot be used: {reason}. Try again in a moment.",
        details={"reason": "database"},
        retry_after_s=RETRY_AFTER_S,
    )


def _reason(error: Exception) -> str | None:
    if isinstance(error, sqlalchemy.exc.TimeoutError):
        return "all connections to it are in use"
    if not isinstance(error, sqlalchemy.exc.DBAPIError):
        return None
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _starting(_BY_SQLITE_NAME, getattr(cause, "sqlite_errorname", None) or "")
    named = _starting(_BY_SQLSTATE, getattr(cause, "sqlstate", None) or "")
    if named is None and (error.connection_invalidated or isinstance(error, sqlalchemy.exc.OperationalError)):
        return _AWAY
    return named


def _starting(table: Mapping[str, str], code: str) -> str | None:
    return next((words for beginning, words in table.items() if code.startswith(beginning)), None)
