"""Starts what is measured: `clankerbot serve` with a database of its own, or the bare route, each as a process."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
CLANKERBOT = [sys.executable, "-m", "clankerbot_http"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, port: int) -> dict[str, str]:
    """Nothing of the developer's own settings; limits that do not get in the way."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(str(ROOT / root) for root in ("engine", "bot", "http")),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'clankerbot.db'}",
        "RATE_LIMIT_PER_MINUTE": "1000000",
    }


@dataclass
class Running:
    port: int
    process: subprocess.Popen[bytes]
    seconds_to_ready: float

    def cpu_s(self) -> float:
        """Processor time of the process so far, user and system."""
        return cpu_s(self.process.pid)

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024


def cpu_s(pid: int, *, ended_children: bool = False) -> float:
    """Processor time so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11 : 15 if ended_children else 13]) / os.sysconf("SC_CLK_TCK")


def backlog(running: Running) -> int:
    """Deliveries that were taken in and are not worked off."""
    while True:
        with suppress(HTTPError), urlopen(f"http://127.0.0.1:{running.port}/readyz") as answer:
            facts: dict[str, int] = json.load(answer)["data"]["checks"]["inbox"]["facts"]
            return facts["backlog"]
        time.sleep(1)  # too busy to say


def is_ready(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def running(command: list[str], env: dict[str, str], port: int, ready_path: str, log: Path) -> Iterator[Running]:
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, cwd=log.parent, stdout=output, stderr=output)
        try:
            while not is_ready(port, ready_path):
                if process.poll() is not None or time.perf_counter() - began > 30:
                    raise SystemExit(f"{' '.join(command)} did not start:\n{log.read_text()}")
                time.sleep(0.005)
            yield Running(port, process, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(timeout=60)


@contextmanager
def service() -> Iterator[tuple[Running, str]]:
    """`clankerbot serve`, ready, and a token for it."""
    with TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder), port)
        migrate(env)
        token = issued_token(env, "parse")
        with serving(Path(folder), env) as started:
            yield started, token


def migrate(env: dict[str, str]) -> None:
    subprocess.run([*CLANKERBOT, "migrate"], env=env, check=True, capture_output=True)


def issued_token(env: dict[str, str], *scopes: str) -> str:
    command = [*CLANKERBOT, "token", "create", "benchmark", *chain(*(("--scope", scope) for scope in scopes))]
    made = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    token = re.search(r"clank_[A-Za-z0-9_-]+", made.stdout)
    assert token is not None, made.stdout
    return token[0]


@contextmanager
def serving(folder: Path, env: dict[str, str]) -> Iterator[Running]:
    """`clankerbot serve`, ready."""
    with running([*CLANKERBOT, "serve"], env, int(env["PORT"]), "/readyz", folder / "log.txt") as started:
        yield started


@contextmanager
def application(name: str, ready_path: str = "/", **env: str) -> Iterator[Running]:
    """One of this folder's, `module:app`, on uvicorn without an access log."""
    with TemporaryDirectory() as folder:
        port = free_port()
        command = [
            *(sys.executable, "-m", "uvicorn", name, "--app-dir", str(Path(__file__).parent)),
            *("--port", str(port), "--loop", "uvloop", "--http", "httptools", "--no-access-log"),
            *("--log-level", "warning", "--timeout-keep-alive", "75"),
        ]
        env = {**environment(Path(folder), port), **env}
        with running(command, env, port, ready_path, Path(folder) / "log.txt") as started:
            yield started
