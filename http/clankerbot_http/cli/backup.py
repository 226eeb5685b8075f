"""`clankerbot backup`: the SQLite database in one file, while the service goes on."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import click

from clankerbot_engine.errors import ClankerbotError, NotFound, NotReady, ValidationFailed
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import database_path
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import noted, opened_as_it_is

_POSTGRES = (
    'DATABASE_URL is a Postgres database: use its own pg_dump --format=custom --file=FILE "$DATABASE_URL", '
    'and to restore, pg_restore --clean --if-exists --dbname="$DATABASE_URL" FILE.'
)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option("Print what was written as JSON.")
def backup_command(file: Path, as_json: bool) -> None:
    """Copy the SQLite database of DATABASE_URL to FILE, whole and checked. Works beside a running service.

    To restore: stop the service, put FILE in the place of the database, remove the files beside it that end in -wal and
    -shm, and start again. What is sealed in it needs the SECRET_KEYS of then.
    """
    url = Settings.from_environment().database_url
    path = database_path(url)
    if path is None:
        raise ValidationFailed(_POSTGRES)
    if not path.exists():
        raise NotFound(f"There is no database {path} yet.")
    if file.exists():
        raise ValidationFailed(f"{file} is there already. Choose another name: a backup is never written over.")
    part = file.with_name(f"{file.name}.part")
    try:
        _copy(path, part)
        part.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise _failed(file, error) from None
    finally:
        part.unlink(missing_ok=True)
    asyncio.run(_noted(url, file))
    size = file.stat().st_size
    if as_json:
        terminal.print_json(envelope({"database": str(path), "file": str(file), "bytes": size}))
    else:
        click.echo(f"Copied {path} to {file} ({size / 1_000_000:.1f} MB). It is whole.")


def _copy(path: Path, part: Path) -> None:
    """Reads only: what checkpoints the log is the service's one writer (`stores.sqlite`)."""
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))  # it holds what is sealed, and names
    source_url = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source_url, uri=True)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        (found,) = target.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged, and so the database may be: {found}")
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


async def _noted(url: str, file: Path) -> None:
    """Where the audit log can be written: a database of another version is backed up all the same, as it is."""
    async with opened_as_it_is(url) as database:
        if database is not None:
            await noted(database, "backup", file.name)


def _failed(file: Path, error: Exception) -> ClankerbotError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return NotReady(f"The backup {file} cannot be written: {reason}.")
