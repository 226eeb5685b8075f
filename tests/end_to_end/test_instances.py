"""Several `clankerbot serve` on one Postgres database, as behind a load balancer: together they are as one."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ulid import ULID

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import Running, eventually, is_ready, post, run, service, token
from tests.fakes import postgres

CREATE = "*/time-entries"
SECRET = "the-shared-secret"


@dataclass
class Instances:
    state: SandboxState
    settings: dict[str, str]
    running: list[Running]
    urls: list[str]
    pool: ThreadPoolExecutor
    bearer: dict[str, str]

    def at_once(self, path: str, body: object, **headers: str) -> list[Any]:
        """The same to each, and what they answered."""
        sent = [self.pool.submit(post, f"{url}{path}", body, **headers) for url in self.urls]
        answers = [each.result() for each in sent]
        assert [answer.status_code for answer in answers] == [200] * len(answers), [each.text for each in answers]
        return [answer.json()["data"] for answer in answers]


@pytest.fixture
def instances(postgres_server: str, tmp_path: Path) -> Iterator[Instances]:
    """Two, started at the same time on a database with nothing in it."""
    state = seeded_state(datetime.now(UTC))
    with ExitStack() as stack:
        clockify = stack.enter_context(serving(create_sandbox(state)))
        url = stack.enter_context(postgres.database(postgres_server, f"test_{ULID()}".lower()))
        settings = {
            "DATABASE_URL": url,
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"{clockify}/api",
            "WEBHOOK_SHARED_SECRET": SECRET,
        }
        pool = stack.enter_context(ThreadPoolExecutor(2))
        services = [service(tmp_path, **settings) for _ in range(2)]
        started = list(pool.map(lambda each: each.__enter__(), services))
        for each in services:
            stack.push(each.__exit__)
        bearer = {"Authorization": f"Bearer {token(tmp_path, DATABASE_URL=url)}"}
        running, urls = [each for each, _ in started], [address for _, address in started]
        yield Instances(state, settings, running, urls, pool, bearer)


def test_one_key_sent_to_two_instances_at_once_writes_once(instances: Instances) -> None:
    before = set(instances.state.entries)
    instances.state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=0.5))
    key = {**instances.bearer, "Idempotency-Key": "order-66"}
    (one,), (other,) = instances.at_once("/actions/run", {"text": "log 2h on Apollo yesterday"}, **key)
    assert one["entry"] == other["entry"]
    assert {one["replayed"], other["replayed"]} == {True, False}
    assert len(set(instances.state.entries) - before) == 1


def test_one_delivery_sent_to_two_instances_is_one_event(instances: Instances) -> None:
    delivery = {"id": "f" * 24, "name": "Nimbus", "workspaceId": "64a687e29ae1f428e7ebe303", "public": True}
    headers = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
    one, other = instances.at_once("/webhooks/clockify", delivery, **headers)
    assert one["event"] == other["event"]
    assert {one["duplicate"], other["duplicate"]} == {True, False}


def test_what_a_killed_instance_left_open_is_settled_by_the_other(instances: Instances, tmp_path: Path) -> None:
    before = set(instances.state.entries)
    instances.state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=1.0))
    key = {**instances.bearer, "Idempotency-Key": "order-66"}
    body = {"text": "log 2h on Apollo yesterday"}
    cut_off = instances.pool.submit(post, f"{instances.urls[0]}/actions/run", body, **key)
    eventually(lambda: len(instances.state.entries) > len(before), "the write is under way")
    instances.running[0].send(signal.SIGKILL)
    with pytest.raises(Exception, match=r"disconnected|reset|refused"):
        cut_off.result()
    answer = post(f"{instances.urls[1]}/actions/run", body, **key)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"][0]["status"] == "done"
    assert len(set(instances.state.entries) - before) == 1


def test_commands_work_beside_running_instances(instances: Instances, tmp_path: Path) -> None:
    database = {"DATABASE_URL": instances.settings["DATABASE_URL"]}
    migrated = run(["migrate"], tmp_path, **database)
    assert migrated.returncode == 0
    assert "nothing to do" in migrated.stdout
    examined = run(["doctor"], tmp_path, **database, CLOCKIFY_API_KEY="")
    assert "its schema is current (Postgres " in examined.stdout
    eventually(lambda: is_ready(instances.urls[1]), "it still serves")
