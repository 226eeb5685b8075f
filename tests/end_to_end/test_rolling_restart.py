"""Every instance is replaced under load, one after the other, as `docs/operations.md` has it. No request fails.

Each writes once.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from ulid import ULID

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, SandboxState, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import DEADLINE_S, Running, started, token
from tests.fakes import postgres

SENDERS = 4
LOOKS_EVERY_S = 0.5


class Balancer:
    """Sends to instances that say they are ready; looks every half second, and tries nothing twice."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self._ready: list[str] = []
        self._turn = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Balancer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def url(self) -> str:
        self._turn += 1
        ready = self._ready
        return ready[self._turn % len(ready)]

    def wait_for(self, url: str) -> None:
        end = time.monotonic() + DEADLINE_S
        while url not in self._ready:
            assert time.monotonic() < end, f"{url} was never ready"
            time.sleep(0.05)

    def _look(self) -> None:
        with httpx.Client(timeout=2, trust_env=False) as client:
            while not self._stopping.is_set():
                self._ready = [url for url in [*self.urls] if _is_ready(client, url)]
                self._stopping.wait(LOOKS_EVERY_S)


def _is_ready(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/readyz").status_code == 200
    except httpx.HTTPError:
        return False


class Sender(threading.Thread):
    """One request after the other, each under a key of its own, until told to stop. `url`: where the next one goes."""

    def __init__(self, name: str, url: Callable[[], str], bearer: dict[str, str], *, pause_s: float = 0.0) -> None:
        super().__init__()
        self.prefix = name
        self.sent: list[str] = []
        self.failures: list[str] = []
        self._url = url
        self._pause_s = pause_s
        self._bearer = bearer
        self._stopping = threading.Event()

    def run(self) -> None:
        with httpx.Client(timeout=DEADLINE_S, trust_env=False) as client:
            while not self._stopping.wait(self._pause_s):
                note = f"{self.prefix} {len(self.sent)}"
                self.sent.append(note)
                action = {"kind": "log_time", "duration_s": 60, "project": "Apollo", "description": note}
                try:
                    answer = client.post(
                        f"{self._url()}/actions/run",
                        json={"actions": [action]},
                        headers={**self._bearer, "Idempotency-Key": str(ULID())},
                    )
                except httpx.HTTPError as error:
                    self.failures.append(f"{note}: {type(error).__name__}")
                    continue
                if answer.status_code != 200:
                    self.failures.append(f"{note}: {answer.status_code} {answer.text[:200]}")

    def stop(self) -> None:
        self._stopping.set()
        self.join()


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(datetime.now(UTC))


@pytest.fixture
def settings(postgres_server: str, state: SandboxState) -> Iterator[dict[str, str]]:
    with (
        postgres.database(postgres_server, f"test_{ULID()}".lower()) as url,
        serving(create_sandbox(state)) as clockify,
    ):
        yield {
            "DATABASE_URL": url,
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"{clockify}/api",
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "LOG_LEVEL": "info",
        }


def test_no_request_fails(tmp_path: Path, settings: dict[str, str], state: SandboxState) -> None:
    with ExitStack() as stack:

        def start() -> tuple[Running, str]:
            running = stack.enter_context(started(["serve"], tmp_path, **settings))
            url = running.wait_for(r"listens on (http://\S+)")[1]
            balancer.urls.append(url)
            balancer.wait_for(url)
            return running, url

        balancer = stack.enter_context(Balancer())
        instances = [start() for _ in range(2)]
        bearer = {"Authorization": f"Bearer {token(tmp_path, DATABASE_URL=settings['DATABASE_URL'])}"}
        senders = [Sender(f"sender {number}", balancer.url, bearer) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        try:
            for old, url in instances:
                start()
                old.send(signal.SIGTERM)
                assert old.exit_code() == 0
                balancer.urls.remove(url)
        finally:
            for sender in senders:
                sender.stop()
    assert [failure for sender in senders for failure in sender.failures] == []
    sent = [note for sender in senders for note in sender.sent]
    assert len(sent) > 2 * SENDERS
    written = [entry.description for entry in state.entries.values() if entry.description.startswith("sender ")]
    assert sorted(written) == sorted(sent)
