"""`clankerbot serve` as a process: it drains, survives a restart and a kill, and refuses a second one."""

import json
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from tests.cli.serving import serving
from tests.end_to_end.processes import Running, eventually, get, is_ready, post, run, service, started, token
from tests.fakes import redis

TEXT = {"text": "log 2h on Apollo yesterday"}
CREATE = "*/time-entries"


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(datetime.now(UTC))


@pytest.fixture
def settings(state: SandboxState) -> Iterator[dict[str, str]]:
    with serving(create_sandbox(state)) as url:
        yield {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": f"{url}/api"}


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def test_sigterm_drains(
    tmp_path: Path, state: SandboxState, settings: dict[str, str], pool: ThreadPoolExecutor
) -> None:
    """Takes as long as the grace for balancers does."""
    before = set(state.entries)
    with service(tmp_path, **settings) as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=1.0))
        slow = pool.submit(post, f"{url}/actions/run", TEXT, **bearer)
        eventually(lambda: len(state.entries) > len(before), "the slow request is under way")
        running.send(signal.SIGTERM)
        eventually(lambda: get(f"{url}/readyz").status_code == 503, "readiness says 503")
        assert get(f"{url}/healthz").status_code == 200
        assert post(f"{url}/actions/parse", TEXT, **bearer).status_code == 200
        assert slow.result().json()["data"][0]["status"] == "done"
        assert running.exit_code() == 0
    assert "Traceback" not in "\n".join(running.errors)
    assert len(set(state.entries) - before) == 1


def test_ctrl_c_finishes_what_runs_and_a_second_one_does_not(
    tmp_path: Path, state: SandboxState, settings: dict[str, str], pool: ThreadPoolExecutor
) -> None:
    before = set(state.entries)
    with service(tmp_path, **settings) as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=20.0))
        slow = pool.submit(post, f"{url}/actions/run", TEXT, **bearer)
        eventually(lambda: len(state.entries) > len(before), "the slow request is under way")
        running.send(signal.SIGINT)
        eventually(lambda: not _accepts(url), "nothing new is accepted")
        assert running.process.poll() is None
        running.send(signal.SIGINT)
        assert running.exit_code() == -signal.SIGINT
        assert slow.exception() is not None


def _accepts(url: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=1):
            return True
    except OSError:
        return False


def test_state_survives_a_restart(tmp_path: Path, state: SandboxState, settings: dict[str, str]) -> None:
    before = set(state.entries)
    cron = {"cron": "0 17 * * 5", "timezone": "Europe/Berlin", "action": {"kind": "summary"}}
    with service(tmp_path, **settings) as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        first = post(f"{url}/actions/run", TEXT, **bearer, **{"Idempotency-Key": "monday"}).json()
        made = post(f"{url}/schedules", cron, **bearer)
        assert made.status_code in (200, 201), made.text
        running.send(signal.SIGINT)
        assert running.exit_code() == 0
    with service(tmp_path, **settings) as (_, url):
        again = post(f"{url}/actions/run", TEXT, **bearer, **{"Idempotency-Key": "monday"}).json()
        schedules = get(f"{url}/schedules", **bearer).json()["data"]
    assert first["data"][0]["replayed"] is False
    assert again["data"][0]["replayed"] is True
    assert again["data"][0]["entry"] == first["data"][0]["entry"]
    assert len(set(state.entries) - before) == 1
    assert [each["id"] for each in schedules] == [made.json()["data"]["id"]]


def test_a_service_killed_in_the_middle_of_a_write_writes_once(
    tmp_path: Path, state: SandboxState, settings: dict[str, str], pool: ThreadPoolExecutor
) -> None:
    before = set(state.entries)
    key = {"Idempotency-Key": "monday"}
    with service(tmp_path, **settings) as (running, url):
        bearer = {"Authorization": f"Bearer {token(tmp_path)}"}
        state.faults.add(Fault("latency", after=True, method="POST", path=CREATE, seconds=20.0))
        cut_off = pool.submit(post, f"{url}/actions/run", TEXT, **bearer, **key)
        eventually(lambda: len(state.entries) > len(before), "Clockify has the entry, and has not said so")
        running.send(signal.SIGKILL)
        assert running.exit_code() == -signal.SIGKILL
        assert cut_off.exception() is not None
    with service(tmp_path, **settings) as (_, url):

        def answered() -> bool:
            answer = post(f"{url}/actions/run", TEXT, **bearer, **key).json()
            return bool(answer["ok"] and answer["data"][0]["status"] == "done")

        eventually(answered, "the first answer is given")
    assert len(set(state.entries) - before) == 1


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str, Path]]:
    """One service without a Clockify key for several tests, and its folder."""
    folder = tmp_path_factory.mktemp("plain")
    with service(folder) as (running, url):
        yield running, url, folder


def test_a_second_service_on_the_same_database_is_refused_in_words(plain: tuple[Running, str, Path]) -> None:
    _, url, folder = plain
    second = run(["serve"], folder)
    assert second.returncode == 1
    (line,) = [line for line in second.stderr.splitlines() if line.startswith("Error: ")]
    assert "in use by a running clankerbot service" in line
    assert "Traceback" not in second.stderr
    eventually(lambda: is_ready(url), "the first one still serves")


def test_a_revoked_token_is_refused_by_the_running_service(plain: tuple[Running, str, Path]) -> None:
    _, url, folder = plain
    made = json.loads(run(["token", "create", "x", "--scope", "parse", "--json"], folder).stdout)["data"]
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert run(["token", "revoke", made["id"]], folder).returncode == 0
    refused = post(f"{url}/actions/parse", TEXT, **bearer)
    assert refused.status_code == 401
    assert "revoked" in refused.json()["error"]["message"]


def test_without_a_clockify_key_it_reads_texts_and_says_what_is_missing(plain: tuple[Running, str, Path]) -> None:
    running, url, folder = plain
    assert "CLOCKIFY_API_KEY" in "\n".join(running.errors)
    bearer = {"Authorization": f"Bearer {token(folder)}"}
    assert post(f"{url}/actions/parse", TEXT, **bearer).status_code == 200
    refused = post(f"{url}/actions/run", TEXT, **bearer).json()
    assert "CLOCKIFY_API_KEY" in refused["error"]["message"]


def test_the_command_line_beside_a_running_service_says_how_to_reach_it(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with service(tmp_path, **settings) as (_, url):
        apart = run(["run", "status"], tmp_path, **settings)
        assert apart.returncode == 1
        assert "CLANKERBOT_TOKEN" in apart.stderr
        bearer = token(tmp_path)
        over_rest = run(["run", "status"], tmp_path, CLANKERBOT_URL=url, CLANKERBOT_TOKEN=bearer)
        assert over_rest.returncode == 0, over_rest.stderr
        assert over_rest.stdout.startswith("done: ")
        checked = run(["doctor", "--json"], tmp_path, **settings)
        assert checked.returncode == 0, checked.stdout


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run(["serve"], tmp_path, PORT=str(taken.getsockname()[1]))
    assert refused.returncode == 1
    (line,) = refused.stderr.splitlines()
    assert "is in use by another program" in line


def test_with_log_json_every_line_of_the_log_is_json_and_nothing_else_is_printed(tmp_path: Path) -> None:
    with started(["serve"], tmp_path, LOG_JSON="true") as running:
        eventually(lambda: any('"listening"' in line for line in running.errors), "it listens")
        (listening,) = [json.loads(line) for line in running.errors if '"listening"' in line]
        assert get(f"{listening['url']}/healthz").status_code == 200
        running.send(signal.SIGINT)
        assert running.exit_code() == 0
    assert running.output == []
    events = [json.loads(line)["message"] for line in running.errors]
    assert "stopping" in events
    assert events[-1] == "stopped"


def test_a_redis_that_does_not_let_it_in_stops_the_start_with_a_line(tmp_path: Path) -> None:
    with redis.server("--requirepass", "right") as guarded:
        refused = run(["serve"], tmp_path, REDIS_URL=guarded.url.replace("unix://", "unix://:hunter2@"))
    assert refused.returncode == 1
    assert f"Error: REDIS_URL: {guarded.url} does not let this program in" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "hunter2" not in refused.stderr


def test_a_redis_that_is_away_does_not_stop_the_start(tmp_path: Path) -> None:
    with service(tmp_path, REDIS_URL="redis://:hunter2@127.0.0.1:1/0") as (running, url):
        redis_check = get(f"{url}/readyz").json()["data"]["checks"]["redis"]
        assert "127.0.0.1:1" in redis_check["problem"]
        assert "hunter2" not in "".join([*running.output, *running.errors, str(redis_check)])
