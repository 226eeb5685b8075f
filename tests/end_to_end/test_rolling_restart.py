"""Every instance is replaced under load, one after the other, as `docs/operations.md` has it. No request fails.

Each write is one time entry, and each delivery of a webhook is told of once in Slack.
"""

import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
from ulid import ULID

from tests.end_to_end.processes import DEADLINE_S, Running, eventually, started
from tests.end_to_end.surroundings import LOG_A_MINUTE, Surroundings, delivery, surroundings
from tests.fakes import postgres

SENDERS = 4
LOOKS_EVERY_S = 0.5
TOLD_WITHIN_S = 120.0
"""What an instance had begun when it was stopped, another one takes over after 90 s."""


class Balancer:
    """Sends to instances that say they are ready; looks every half second, and tries nothing twice.

    Where none says so, it may be the machine that is busy: those get what there is that said so last.
    """

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
                self._ready = [url for url in [*self.urls] if _is_ready(client, url)] or self._ready
                self._stopping.wait(LOOKS_EVERY_S)


def _is_ready(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/readyz").status_code == 200
    except httpx.HTTPError:
        return False


class Sender(threading.Thread):
    """One write after the other, each under a key of its own, until told to stop. `url`: where the next one goes."""

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
                path, body, headers = self._request(note)
                try:
                    answer = client.post(f"{self._url()}{path}", json=body, headers=headers)
                except httpx.HTTPError as error:
                    self.failures.append(f"{note}: {type(error).__name__}")
                    continue
                if answer.status_code != 200:
                    self.failures.append(f"{note}: {answer.status_code} {answer.text[:200]}")

    def _request(self, note: str) -> tuple[str, dict[str, Any], dict[str, str]]:
        (action,) = LOG_A_MINUTE["actions"]
        headers = {**self._bearer, "Idempotency-Key": str(ULID())}
        return "/actions/run", {"actions": [{**action, "description": note}]}, headers

    def stop(self) -> None:
        self._stopping.set()
        self.join()


class Deliverer(Sender):
    """One delivery of a webhook after the other, each of another new project."""

    def _request(self, note: str) -> tuple[str, dict[str, Any], dict[str, str]]:
        return "/webhooks/clockify", *delivery(len(self.sent))


def test_no_request_fails(tmp_path: Path, postgres_server: str) -> None:
    with ExitStack() as stack:
        database_url = stack.enter_context(postgres.database(postgres_server, f"test_{ULID()}".lower()))
        around = stack.enter_context(surroundings(database_url))

        def start() -> tuple[Running, str]:
            running = stack.enter_context(started(["serve"], tmp_path, **around.settings))
            url = running.wait_for(r"listens on (http://\S+)")[1]
            balancer.urls.append(url)
            balancer.wait_for(url)
            return running, url

        balancer = stack.enter_context(Balancer())
        instances = [start() for _ in range(2)]
        writers = [Sender(f"sender {number}", balancer.url, around.bearer) for number in range(SENDERS)]
        deliverer = Deliverer("delivery", balancer.url, {})
        senders = [*writers, deliverer]
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
        sent = [note for sender in writers for note in sender.sent]
        assert min(len(sent), len(deliverer.sent)) > 2 * SENDERS
        written = [description for description in around.descriptions() if description.startswith("sender ")]
        assert sorted(written) == sorted(sent)
        delivered = len(deliverer.sent)
        eventually(lambda: told_of(around) >= delivered, "Slack is told of each", within_s=TOLD_WITHIN_S)
        assert told_of(around) == delivered


def told_of(around: Surroundings) -> int:
    """Of how many new projects: a channel is told of many at once by a few names and "and so many more"."""
    texts = around.told_in_slack()
    named = [number for text in texts for number in re.findall(r"New project: Project (\d+)", text)]
    assert len(named) == len(set(named))
    return len(named) + sum(int(number) for text in texts for number in re.findall(r"(\d+) more", text))
