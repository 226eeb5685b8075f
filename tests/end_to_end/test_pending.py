"""What was kept while Clockify did not answer is carried out once, though the process is killed over it."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import eventually, get, post, service, token

CREATE = "*/time-entries"
KEPT = 5


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(datetime.now(UTC))


@pytest.fixture
def settings(state: SandboxState) -> Iterator[dict[str, str]]:
    with serving(create_sandbox(state)) as clockify:
        yield {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": f"{clockify}/api"}


def descriptions(state: SandboxState) -> list[str]:
    return sorted(entry.description for entry in state.entries.values() if entry.description.startswith("kept "))


def test_killed_in_the_midst_of_it_everything_is_there_once(
    state: SandboxState, settings: dict[str, str], tmp_path: Path
) -> None:
    bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
    wanted = [f"kept {number}" for number in range(KEPT)]
    with service(tmp_path, **settings) as (running, url):
        post(f"{url}/actions/run", {"text": "status"}, **bearer)
        state.faults.add(Fault("server_error", status=503, retry_after=1, method="POST", path=CREATE, times=None))
        for number, description in enumerate(wanted):
            body = {"text": f"log 1h on Apollo: {description}"}
            key = {**bearer, "Idempotency-Key": f"key-{number}"}
            assert post(f"{url}/actions/run?accept_pending=true", body, **key).status_code == 202
        state.faults.clear()
        state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=30))
        eventually(lambda: len(descriptions(state)) == 1, "the first is being carried out", running)
        running.send(signal.SIGKILL)
        running.exit_code()
    with service(tmp_path, **settings) as (running, url):

        def waiting() -> list[Any]:
            found: list[Any] = get(f"{url}/pending", **bearer).json()["data"]
            return found

        eventually(lambda: not waiting(), "all have ended", running)
        assert descriptions(state) == wanted
        for number, description in enumerate(wanted):
            body = {"text": f"log 1h on Apollo: {description}"}
            answer = post(f"{url}/actions/run", body, **bearer, **{"Idempotency-Key": f"key-{number}"})
            (result,) = answer.json()["data"]
            assert (result["status"], result["replayed"], result["entry"]["description"]) == ("done", True, description)
        assert descriptions(state) == wanted
