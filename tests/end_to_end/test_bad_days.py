"""What `clankerbot serve` says where something around it is wrong: a line that names it, and no trace.

Its words stand in `docs/operations.md`, under "What bad input gets".
"""

import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.processes import CLANKERBOT, DEADLINE_S, ROOT, environment, eventually, post, run, service

GUIDE = " ".join((ROOT / "docs/operations.md").read_text().split())
SECRET = "a-secret-of-the-webhooks"


@contextmanager
def disk(folder: Path, *options: str) -> Iterator[Path]:
    """A small one of its own, where this user may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", ",".join(("size=2m", *options)), "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


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
        ("DATABASE_URL", "sqlite:////etc/passwd", "The database /etc/passwd cannot be opened: file is not a database"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL: 'localhost:6379' is not valid"),
        ("REDIS_URL", "http://u:hunter2@redis", "REDIS_URL: 'http://redis' is not valid"),
    ],
)
def test_a_wrong_address_is_named(tmp_path: Path, setting: str, value: str, said: str) -> None:
    line = the_line(run(["serve"], tmp_path, **{setting: value}))
    assert said in line
    assert "hunter2" not in line


def test_a_redis_that_is_not_there_is_named_once_and_stops_nothing(tmp_path: Path) -> None:
    with service(tmp_path, REDIS_URL="redis://:hunter2@127.0.0.1:1/0", LOG_LEVEL="info") as (running, _):
        eventually(lambda: any("signals_interrupted" in each for each in running.errors), "it is said", running)
        (line,) = [each for each in running.errors if "redis_away" in each]
        assert "redis://127.0.0.1:1/0" in line
        assert "Connection refused" in line
        assert 'mend="start it, or correct REDIS_URL"' in line
    assert sum("signals_interrupted" in each for each in running.errors) == 1
    assert not any("hunter2" in each or "Traceback" in each for each in running.errors)


def test_a_disk_that_may_only_be_read_is_named(tmp_path: Path) -> None:
    with disk(tmp_path / "disk") as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/clankerbot.db"}
        assert run(["migrate"], tmp_path, **settings).returncode == 0
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        line = the_line(run(["serve"], tmp_path, **settings))
        said = "may not be written. Give the user that runs clankerbot the right to write the file and its folder"
        assert f"The database {folder}/clankerbot.db {said}" in line
        assert said in GUIDE
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        with service(tmp_path, **settings):
            """It starts as if nothing had been."""
    with disk(tmp_path / "other", "ro") as folder:
        line = the_line(run(["serve"], tmp_path, DATABASE_URL=f"sqlite:///{folder}/clankerbot.db"))
        assert f"The database {folder}/clankerbot.db cannot be opened: Read-only file system." in line
        assert "cannot be opened: Read-only file system." in GUIDE


def test_a_disk_that_is_full_at_the_start_is_named_and_a_larger_one_will_do(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "size=64k") as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/clankerbot.db"}
        line = the_line(run(["serve"], tmp_path, **settings))
        assert f"The schema of {folder}/clankerbot.db cannot be brought up to date." in line
        assert "its disk is full" in line
        assert "cannot be brought up to date. The database (DATABASE_URL) cannot be used: its disk is full." in GUIDE
        subprocess.run(["mount", "-o", "remount,size=4m", str(folder)], check=True)
        with service(tmp_path, **settings):
            """All of it is there."""


def test_a_disk_that_fills_up_meanwhile_is_named_and_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with disk(tmp_path / "disk") as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/clankerbot.db", "WEBHOOK_SHARED_SECRET": SECRET}
        headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
        acknowledged: list[str] = []
        with service(tmp_path, RATE_LIMIT_PER_MINUTE="100000", **settings) as (running, url):

            def deliver(number: int) -> bool:
                body = {"id": f"{number:024x}", "workspaceId": "64a687e29ae1f428e7ebe303", "note": "x" * 50_000}
                answer = post(f"{url}/webhooks/clockify", body, **headers)
                if answer.status_code == 200:
                    acknowledged.append(body["id"])
                    return True
                assert answer.status_code == 503
                said = "The database (DATABASE_URL) cannot be used: its disk is full. Try again in a moment."
                assert answer.json()["error"]["message"] == said
                assert said in GUIDE
                return False

            assert not all(deliver(number) for number in range(100))
            eventually(lambda: any("database_away" in line for line in running.errors), "it is said", running)
            subprocess.run(["mount", "-o", "remount,size=32m", str(folder)], check=True)
            eventually(lambda: deliver(1000), "it takes deliveries again", running)
            eventually(lambda: any("database_back" in line for line in running.errors), "that is said too", running)
        assert sum("database_away" in line for line in running.errors) == 1
        assert not any("Traceback" in line for line in running.errors)
        with closing(sqlite3.connect(folder / "clankerbot.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = " ".join(row[0] for row in database.execute("SELECT body FROM inbox"))
        assert acknowledged
        assert all(each in kept for each in acknowledged)


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
