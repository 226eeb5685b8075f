"""`clankerbot demo`, tried as a new user would: start it, and type what it says."""

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.processes import DEADLINE_S, Running, environment, eventually, get, is_ready, post, run, started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("a folder with spaces")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Running]:
    # What a developer's own .env may hold must not reach a real account.
    (folder / ".env").write_text("CLOCKIFY_API_KEY=a-real-key-0123456789\nSLACK_BOT_TOKEN=xoxb-real-0123456789\n")
    with started(["demo"], folder) as running:
        running.wait_for("Ctrl-C stops it")
        yield running


def fact(demo: Running, label: str) -> str:
    return demo.wait_for(rf"^  {label} +(\S+)")[1]


def commands(demo: Running) -> list[str]:
    return [line.strip() for line in demo.output if re.match(r"  (curl|CLANKERBOT_URL=)", line)]


def typed(command: str, folder: Path) -> str:
    """As pasted into a terminal in that folder."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_start_is_calm_and_later_requests_are_logged(demo: Running) -> None:
    """The first test: nothing has been asked for yet."""
    assert demo.errors == []
    assert get(f"{fact(demo, 'URL')}/healthz").status_code == 200
    eventually(lambda: any("path=/healthz" in line for line in demo.errors), "the request is logged", demo)


def test_each_command_works_as_typed(demo: Running, folder: Path) -> None:
    rest, cli, look, undo = commands(demo)

    answer = json.loads(typed(rest, folder))
    assert answer["ok"] is True
    entry = answer["data"][0]["entry"]
    assert (entry["project"], entry["duration_s"]) == ("Apollo", 7200)

    receipt = typed(cli, folder)
    assert receipt.startswith("done: ")
    assert "Hermes" in receipt
    assert "Undo with: " in receipt

    seen: list[dict[str, Any]] = json.loads(typed(look, folder))
    (written,) = [each for each in seen if each["id"] == entry["id"]]
    assert written["timeInterval"]["duration"] == "PT2H"

    assert "Hermes" in typed(undo, folder)
    assert "Apollo" in typed(undo, folder)
    left = json.loads(typed(look, folder))
    assert entry["id"] not in [each["id"] for each in left]


def test_everything_is_on_standard_output(demo: Running) -> None:
    assert re.fullmatch(r"clank_[A-Za-z0-9_-]+", fact(demo, "Token"))
    for label in ("URL", "API in a browser", "Clockify sandbox"):
        assert get(fact(demo, label)).status_code < 500
    assert get(fact(demo, "API in a browser")).status_code == 200
    assert fact(demo, "Token") not in "\n".join(demo.errors)


def test_the_token_has_every_scope(demo: Running) -> None:
    url, bearer = fact(demo, "URL"), {"Authorization": f"Bearer {fact(demo, 'Token')}"}
    assert get(f"{url}/schedules", **bearer).status_code == 200
    assert get(f"{url}/subscriptions", **bearer).status_code == 200
    assert post(f"{url}/actions/parse", {"text": "status"}, **bearer).status_code == 200


def test_it_takes_webhooks_with_the_secret_that_it_printed(demo: Running) -> None:
    url, event = f"{fact(demo, 'URL')}/webhooks/clockify", {"id": "65e58d908c230744fe785990"}
    kind = {"Clockify-Webhook-Event-Type": "NEW_TAG"}
    assert post(url, event, **kind).status_code == 401
    assert post(url, event, **kind, **{"X-Webhook-Secret": fact(demo, "Webhook secret")}).status_code == 200


def test_a_project_made_in_the_sandbox_is_known_as_soon_as_its_webhook_came(demo: Running) -> None:
    url, bearer = fact(demo, "URL"), {"Authorization": f"Bearer {fact(demo, 'Token')}"}
    overview = get(f"{fact(demo, 'Clockify sandbox')}/sandbox").json()
    projects = f"{fact(demo, 'Clockify sandbox')}/api/v1/workspaces/{overview['workspaceId']}/projects"

    def log() -> dict[str, Any]:
        body = {"text": "log 1h on Voyager yesterday"}
        answer: dict[str, Any] = post(f"{url}/actions/run?dry_run=true", body, **bearer).json()
        return answer

    assert log()["ok"] is False  # and the catalogue is in the cache now
    made = post(projects, {"name": "Voyager"}, **{"X-Api-Key": fact(demo, "Clockify key")})
    assert made.status_code == 201
    eventually(lambda: log()["ok"], "the new project is known", demo)


def test_a_second_one_in_the_same_folder_is_refused_in_words(demo: Running, folder: Path) -> None:
    second = run(["demo"], folder)
    assert second.returncode == 1
    (line,) = second.stderr.splitlines()
    assert line.startswith("Error: Another demo runs in this folder")
    eventually(lambda: is_ready(fact(demo, "URL")), "the first one still serves", demo)


def test_it_begins_afresh_each_time_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    tokens = set()
    for _ in range(2):
        with started(["demo"], tmp_path) as running:
            running.wait_for("Ctrl-C stops it")
            tokens.add(fact(running, "Token"))
            listed = run(["token", "list", "--json"], tmp_path, DATABASE_URL="sqlite:///data/demo.db")
            assert len(json.loads(listed.stdout)["data"]) == 1
            running.send(signal.SIGINT)
            assert running.exit_code() == 0
            assert "Traceback" not in "\n".join(running.errors)
    assert len(tokens) == 2


def test_a_port_that_was_asked_for_is_taken_or_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run(["demo"], tmp_path, PORT=port)
        assert refused.returncode == 1
        assert f"Port {port}" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1


def test_where_no_port_is_asked_for_the_next_free_one_is_taken(tmp_path: Path) -> None:
    default = ("127.0.0.1", 8080)
    try:
        taken: socket.socket | None = socket.create_server(default)
    except OSError:
        taken = None  # by someone else: as good
    try:
        with started(["demo"], tmp_path, PORT="") as running:
            running.wait_for("Ctrl-C stops it")
            assert fact(running, "URL") != "http://127.0.0.1:8080"
            eventually(lambda: is_ready(fact(running, "URL")), "it is ready", running)
    finally:
        if taken is not None:
            taken.close()


def test_a_folder_that_cannot_hold_its_database_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    refused = run(["demo"], tmp_path)
    assert refused.returncode == 1
    (line,) = refused.stderr.splitlines()
    assert "data/demo.db cannot be made here" in line
