"""SQLite files for tests: each a copy of one that was migrated once, as migrating takes longer than most tests."""

from pathlib import Path
from tempfile import TemporaryDirectory

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate

_migrated_once: list[bytes] = []


async def new(file: Path) -> str:
    """The URL of a database in that file, with nothing in it; its schema is current."""
    if not _migrated_once:
        with TemporaryDirectory() as folder:
            database = await Database.open(f"sqlite:///{folder}/empty.db")
            await migrate(database)
            await database.close()
            _migrated_once.append(Path(database.name).read_bytes())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_migrated_once[0])
    return f"sqlite:///{file}"
