"""`clankerbot` as real processes: started in a folder, waited for by what they say, always ended."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parent.parent.parent
CLANKERBOT = [sys.executable, "-m", "clankerbot_http"]
DEADLINE_S = 90.0


def environment(**settings: str) -> dict[str, str]:
    """Nothing of the developer's own settings; the source, installed or not."""
    roots = os.pathsep.join(str(ROOT / root) for root in ("engine", "bot", "http"))
    return {"PATH": os.environ["PATH"], "PYTHONPATH": roots, "PORT": "0", **settings}


def run(words: Sequence[str], folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*CLANKERBOT, *words],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


class Running:
    """A process whose output is read as it comes."""

    def __init__(self, words: Sequence[str], folder: Path, settings: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [*CLANKERBOT, *words],
            cwd=folder,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._said: queue.Queue[str | None] = queue.Queue()
        self.output: list[str] = []
        self.errors: list[str] = []
        self._threads = [
            threading.Thread(target=self._read, args=(self.process.stdout, self.output)),
            threading.Thread(target=self._read, args=(self.process.stderr, self.errors)),
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, stream: IO[str], lines: list[str]) -> None:
        for line in stream:
            lines.append(line.rstrip("\n"))
            self._said.put(line)
        self._said.put(None)

    def wait_for(self, pattern: str, *, within_s: float = DEADLINE_S) -> "re.Match[str]":
        """Until a line of its output holds it."""
        end = time.monotonic() + within_s
        while True:
            for line in [*self.output]:
                if found := re.search(pattern, line):
                    return found
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"never said {pattern!r}:\n" + "\n".join([*self.output, *self.errors]))
            self._said_more()

    def _said_more(self) -> None:
        try:
            self._said.get(timeout=0.5)
        except queue.Empty:
            return

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def exit_code(self) -> int:
        code = self.process.wait(DEADLINE_S)
        for thread in self._threads:
            thread.join(DEADLINE_S)
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.exit_code()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def started(words: Sequence[str], folder: Path, **settings: str) -> Iterator[Running]:
    running = Running(words, folder, settings)
    try:
        yield running
    finally:
        running.close()


@contextmanager
def service(folder: Path, **settings: str) -> Iterator[tuple[Running, str]]:
    """`clankerbot serve` on a free port, ready; and its URL."""
    with started(["serve"], folder, **settings) as running:
        url = running.wait_for(r"listens on (http://\S+)")[1]
        eventually(lambda: is_ready(url), "it is ready", running)
        yield running, url


def token(folder: Path, **settings: str) -> str:
    made = run(["token", "create", "test", "--all-scopes"], folder, **settings)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, timeout=DEADLINE_S, trust_env=False)


def is_ready(url: str) -> bool:
    """On a busy machine perhaps not for a moment: a check that takes long counts as a no."""
    return get(f"{url}/readyz").status_code == 200


def post(url: str, body: object, **headers: str) -> httpx.Response:
    return httpx.post(url, json=body, headers=headers, timeout=DEADLINE_S, trust_env=False)


def eventually(
    claim: Callable[[], bool], what: str, running: Running | None = None, *, within_s: float = DEADLINE_S
) -> None:
    """Waits until it holds, for a bounded time."""
    end = time.monotonic() + within_s
    while not claim():
        if time.monotonic() > end:
            log = "\n".join(running.errors[-30:]) if running else ""
            raise AssertionError(f"never: {what}\n{log}")
        time.sleep(0.05)
