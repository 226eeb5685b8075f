"""`clankerbot migrate` says what it did, and does nothing twice."""

import json
from pathlib import Path

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import is_current
from tests.cli.conftest import Clankerbot


async def current(path: Path) -> bool:
    database = await Database.open(f"sqlite:///{path}", role="admin")
    try:
        return await is_current(database)
    finally:
        await database.close()


def test_it_makes_the_database_and_then_leaves_it_alone(clankerbot: Clankerbot) -> None:
    first = clankerbot("migrate")
    assert (first.exit_code, first.stdout) == (0, "Made the database data/clankerbot.db.\n")
    second = clankerbot("migrate")
    assert second.exit_code == 0
    assert "nothing to do" in second.stdout


def test_it_answers_in_json_when_asked(clankerbot: Clankerbot) -> None:
    said = [json.loads(clankerbot("migrate", "--json").stdout)["data"] for _ in range(2)]
    assert said == [{"database": "data/clankerbot.db", "made": made, "changed": made} for made in (True, False)]


def test_an_empty_database_is_brought_up_to_date(clankerbot: Clankerbot, tmp_path: Path) -> None:
    (tmp_path / "old.db").touch()
    result = clankerbot("migrate", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'old.db'}"})
    assert result.exit_code == 0
    assert "up to date" in result.stdout
    import asyncio

    assert asyncio.run(current(tmp_path / "old.db"))


def test_a_path_with_spaces_and_percent_signs_is_a_path(clankerbot: Clankerbot, tmp_path: Path) -> None:
    path = tmp_path / "my 100% data" / "clankerbot.db"
    assert clankerbot("migrate", env={"DATABASE_URL": f"sqlite:///{path}"}).exit_code == 0
    assert path.exists()


def test_a_place_that_cannot_be_written_is_told_in_words(clankerbot: Clankerbot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = clankerbot("migrate", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'file' / 'clankerbot.db'}"})
    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_no_database_is_told_in_words(clankerbot: Clankerbot, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of a database " * 100)
    result = clankerbot("migrate", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'notes.txt'}"})
    assert result.exit_code == 1
    assert "not a database" in result.stderr
