"""What `clankerbot serve` says at the start where something around it is wrong: a line that names it, and no trace."""

import resource
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.processes import CLANKERBOT, DEADLINE_S, environment, run


def the_line(answer: "subprocess.CompletedProcess[str]") -> str:
    assert answer.returncode in (1, 2), answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout
    (line,) = [each for each in answer.stderr.splitlines() if each.startswith("Error: ")]
    return line


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("DATABASE_URL", "mysql://u:hunter2@db/x", "DATABASE_URL: 'mysql://db/x' is not valid"),
        (
            "DATABASE_URL",
            "postgresql://u:hunter2@127.0.0.1:1/x",
            "The database postgresql://u:***@127.0.0.1:1/x ",
        ),
        ("DATABASE_URL", "sqlite:////proc/1/nowhere/x.db", "The database /proc/1/nowhere/x.db cannot be opened"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL: 'localhost:6379' is not valid"),
        ("REDIS_URL", "http://u:hunter2@redis", "REDIS_URL: 'http://redis' is not valid"),
    ],
)
def test_a_wrong_address_is_named(tmp_path: Path, setting: str, value: str, said: str) -> None:
    line = the_line(run(["serve"], tmp_path, **{setting: value}))
    assert said in line
    assert "hunter2" not in line


def test_a_database_that_another_program_has_locked_is_named(tmp_path: Path) -> None:
    database = tmp_path / "clankerbot.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.execute("BEGIN EXCLUSIVE")
        line = the_line(run(["serve"], tmp_path, DATABASE_URL=f"sqlite:///{database}"))
    assert f"The database {database} cannot be opened: database is locked" in line


def test_a_disk_without_room_is_named_and_leaves_no_half_database(tmp_path: Path) -> None:
    """A limit on the size of files, as the nearest thing to a full disk that needs no right to mount one."""
    database = tmp_path / "clankerbot.db"
    settings = environment(DATABASE_URL=f"sqlite:///{database}")
    answer = subprocess.run(
        [*CLANKERBOT, "serve"],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    line = the_line(answer)
    assert "database" in line
    assert "its disk" in line or "cannot be opened" in line
    migrated = run(["migrate"], tmp_path, DATABASE_URL=f"sqlite:///{database}")
    assert migrated.returncode == 0, migrated.stderr


def test_a_database_of_a_newer_version_is_named_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "clankerbot.db"
    assert run(["migrate"], tmp_path, DATABASE_URL=f"sqlite:///{database}").returncode == 0
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    line = the_line(run(["serve"], tmp_path, DATABASE_URL=f"sqlite:///{database}"))
    assert str(database) in line
    assert "newer version" in line
