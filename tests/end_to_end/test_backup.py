"""What is backed up can be restored: SQLite beside a running service, Postgres by its own programs."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import eventually, post, run, service, token
from tests.fakes import postgres

TEXT = {"text": "log 2h on Apollo yesterday"}


@pytest.fixture
def clockify() -> Iterator[dict[str, str]]:
    with serving(create_sandbox(seeded_state(datetime.now(UTC)))) as url:
        yield {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": f"{url}/api"}


def asked_again(url: str, bearer: dict[str, str]) -> bool:
    """Whether the service knows what was done under that key: then it writes nothing."""
    answer = post(f"{url}/actions/run", TEXT, **bearer, **{"Idempotency-Key": "order-66"})
    assert answer.status_code == 200, answer.text
    replayed: bool = answer.json()["data"][0]["replayed"]
    return replayed


def test_sqlite_is_copied_beside_a_running_service_and_restored(tmp_path: Path, clockify: dict[str, str]) -> None:
    with service(tmp_path, **clockify) as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        assert asked_again(url, bearer) is False
        copied = run(["backup", "backup.db"], tmp_path)
        assert copied.returncode == 0, copied.stderr
        assert "It is whole." in copied.stdout
        again = run(["backup", "backup.db"], tmp_path)
        assert (again.returncode, "never written over" in again.stderr) == (1, True)
        running.send(signal.SIGKILL)
        running.exit_code()
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    for lost in (tmp_path / "data").iterdir():
        lost.unlink()
    (tmp_path / "backup.db").rename(tmp_path / "data/clankerbot.db")
    with service(tmp_path, **clockify) as (_, url):
        assert asked_again(url, bearer) is True


def test_a_copy_that_is_made_while_much_is_written_is_whole(tmp_path: Path, clockify: dict[str, str]) -> None:
    with service(tmp_path, **clockify, RATE_LIMIT_PER_MINUTE="100000") as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        for number in range(20):
            body = {"text": f"log 1h on Apollo yesterday note {number}"}
            post(f"{url}/actions/run", body, **bearer, **{"Idempotency-Key": f"n{number}"})
            if number % 5 == 0:
                assert run(["backup", f"backup{number}.db"], tmp_path).returncode == 0
        running.send(signal.SIGTERM)
    for file in tmp_path.glob("backup*.db"):
        with closing(sqlite3.connect(file)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_postgres_is_dumped_and_restored_by_its_own_programs(
    tmp_path: Path, clockify: dict[str, str], postgres_server: str
) -> None:
    if os.environ.get("TEST_POSTGRES_URL"):
        pytest.skip("the programs of that server may be of another version")
    programs = postgres.programs()
    dump = tmp_path / "clankerbot.dump"
    with (
        postgres.database(postgres_server, "to_be_lost") as lost,
        postgres.database(postgres_server, "restored") as new,
    ):
        with service(tmp_path, **clockify, DATABASE_URL=lost) as (_, url):
            bearer = {"Authorization": f"Bearer {token(tmp_path, DATABASE_URL=lost)}"}
            assert asked_again(url, bearer) is False
            subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", lost], check=True)
        restore = [programs / "pg_restore", "--clean", "--if-exists", f"--dbname={new}", dump]
        subprocess.run([str(word) for word in restore], check=True)
        with service(tmp_path, **clockify, DATABASE_URL=new) as (_, url):
            assert asked_again(url, bearer) is True


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DATABASE_URL": "postgresql://u:hunter2@db/x"}, "pg_dump --format=custom"),
        ({}, "There is no database data/clankerbot.db yet."),
    ],
)
def test_what_cannot_be_copied_is_told(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    answer = run(["backup", "backup.db"], tmp_path, **settings)
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "hunter2" not in answer.stderr


def test_a_place_that_may_not_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    assert run(["migrate"], tmp_path).returncode == 0
    answer = run(["backup", "nowhere/backup.db"], tmp_path)
    assert answer.returncode == 1
    assert "The backup nowhere/backup.db cannot be written: No such file or directory." in answer.stderr
    eventually(lambda: not list(tmp_path.glob("**/*.part")), "nothing is left")
