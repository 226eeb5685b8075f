"""Two instances behind Caddy, by the file under `deploy/`, on Postgres and Redis: what compose has in containers.

Only where Caddy is installed.
"""

import json
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from ulid import ULID

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_http.web.sessions import COOKIE
from tests.cli.serving import serving
from tests.end_to_end.processes import DEADLINE_S, ROOT, Running, eventually, get, post, started, token
from tests.end_to_end.test_rolling_restart import Sender
from tests.fakes import postgres

CADDY = shutil.which("caddy")
SIGNING_SECRET, WEBHOOK_SECRET = "a-signing-secret-of-slacks", "a-secret-of-the-webhooks"
ALLOWED = 120
"""Requests a minute, for each address and route."""

pytestmark = pytest.mark.skipif(CADDY is None, reason="caddy is not installed")


@dataclass
class Site:
    """`url`: the proxy's. `bearer`: a token with every scope."""

    url: str
    instances: list[Running]
    ports: list[int]
    bearer: dict[str, str]
    clockify: SandboxState
    stack: ExitStack
    folder: Path
    settings: dict[str, str]

    def start(self, port: int) -> Running:
        """An instance, ready for requests."""
        running = self.stack.enter_context(started(["serve"], self.folder, PORT=str(port), **self.settings))
        running.wait_for(r"listens on")
        return running


def free_ports(count: int) -> list[int]:
    """Below those that systems hand out by themselves, so that nobody is given one of them before it is taken."""
    found: list[int] = []
    with ExitStack() as stack:
        while len(found) < count:
            port = random.randrange(20_000, 32_000)
            with suppress(OSError):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
                found.append(port)
    return found


@contextmanager
def caddy(folder: Path, port: int, instances: list[int]) -> Iterator[str]:
    url = f"http://127.0.0.1:{port}"
    text = (ROOT / "deploy/Caddyfile").read_text()
    for number, instance in enumerate(instances, 1):
        text = text.replace(f"clankerbot-{number}:8080", f"127.0.0.1:{instance}")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    assert CADDY is not None
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    environment = {"SITE": url, "HOME": str(folder)}
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(url), "the proxy answers")
        yield url
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return get(f"{url}/readyz").status_code == 200
    except httpx.HTTPError:
        return False


def _is_sent_to(instance: Running) -> bool:
    return any('"/actions/run"' in line or "path=/actions/run" in line for line in instance.errors)


@pytest.fixture(scope="module")
def site(postgres_server: str, redis_of_all_tests: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    state = seeded_state(datetime.now(UTC))
    with ExitStack() as stack:
        clockify = stack.enter_context(serving(create_sandbox(state)))
        settings = {
            "DATABASE_URL": stack.enter_context(postgres.database(postgres_server, f"test_{ULID()}".lower())),
            "REDIS_URL": redis_of_all_tests,
            "TRUSTED_PROXIES": "127.0.0.0/8",
            "PUBLIC_URL": "https://clankerbot.example.com",
            "SECRET_KEYS": "a long random word of many letters",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": "http://127.0.0.1:1/api",
            "WEBHOOK_SHARED_SECRET": WEBHOOK_SECRET,
            "CLOCKIFY_API_KEY": "a-key-that-is-no-demos",
            "CLOCKIFY_BASE_URL": f"{clockify}/api",
            "PLAYGROUND": "true",
            "RATE_LIMIT_PER_MINUTE": str(ALLOWED),
            "LOG_LEVEL": "info",
        }
        state.keys["a-key-that-is-no-demos"] = state.keys[DEMO_API_KEY]
        front, *ports = free_ports(3)
        made = Site("", [], ports, {}, state, stack, folder, settings)
        made.instances = [made.start(port) for port in ports]
        made.bearer = {"Authorization": f"Bearer {token(folder, DATABASE_URL=settings['DATABASE_URL'])}"}
        made.url = stack.enter_context(caddy(folder, front, ports))
        yield made


def test_a_signed_request_of_slacks_passes_unchanged_and_an_unsigned_one_does_not(site: Site) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "are-you-there", "pad": "ü" * 3000}).encode()
    now = str(int(time.time()))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=now, body=body)
    headers = {"X-Slack-Request-Timestamp": now, "Content-Type": "application/json"}
    url = f"{site.url}/slack/events"

    def sent(signed: str) -> httpx.Response:
        proved = {**headers, "X-Slack-Signature": signed}
        return httpx.post(url, content=body, headers=proved, timeout=DEADLINE_S, trust_env=False)

    assert signature is not None
    answer = sent(signature)
    assert (answer.status_code, "are-you-there" in answer.text) == (200, True)
    assert answer.headers["Strict-Transport-Security"]
    assert sent("v0=" + "0" * 64).status_code == 401


def test_a_delivery_is_known_again_whichever_instance_it_reaches(site: Site) -> None:
    delivery = {"id": "f" * 24, "name": "Nimbus", "workspaceId": site.clockify.workspace_id, "public": True}
    headers = {"X-Webhook-Secret": WEBHOOK_SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
    answers = [post(f"{site.url}/webhooks/clockify", delivery, **headers) for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 6
    assert [each.json()["data"]["duplicate"] for each in answers] == [False] + [True] * 5


def test_events_of_a_page_come_as_they_happen(site: Site) -> None:
    with httpx.Client(base_url=site.url, trust_env=False, timeout=DEADLINE_S) as client:
        clank = site.bearer["Authorization"].removeprefix("Bearer ")
        signed_in = client.post("/play/sign-in", data={"token": clank})
        assert signed_in.status_code == 303
        (cookie,) = signed_in.cookies.jar
        # By hand: cookies are for https alone, and here is none.
        sent = {"Cookie": f"{cookie.name}={cookie.value}; {COOKIE}=a-page"}
        with client.stream("GET", "/play/live?as=ada", headers=sent) as events:
            assert events.headers["Content-Type"].startswith("text/event-stream")
            lines = events.iter_lines()
            assert next(line for line in lines if line.startswith("event:")) == "event: begin"


def test_a_caller_does_not_choose_whom_they_are_counted_as(site: Site) -> None:
    """Over both instances together: what Redis counts is the address that the proxy saw."""
    allowed = 0
    with httpx.Client(base_url=site.url, headers=site.bearer, trust_env=False, timeout=DEADLINE_S) as client:
        for number in range(20 * ALLOWED):  # two a second are allowed anew, however slow the machine is
            answer = client.get("/schedules", headers={"X-Forwarded-For": f"203.0.{number // 250}.{number % 250}"})
            if answer.status_code == 429:
                break
            assert answer.status_code == 200, answer.text
            allowed += 1
    assert ALLOWED <= allowed < 20 * ALLOWED
    lines = [line for each in site.instances for line in each.errors if "/schedules" in line]
    assert lines
    assert not any("203.0." in line for line in lines)
    assert all(any("/schedules" in line for line in each.errors) for each in site.instances), "both had some"


def test_no_request_fails_while_the_instances_are_replaced(site: Site) -> None:
    before = set(site.clockify.entries)
    senders = [Sender(f"by way of caddy {number}", lambda: site.url, site.bearer, pause_s=0.7) for number in range(3)]
    for sender in senders:
        sender.start()
    try:
        for number, port in enumerate(site.ports):
            site.instances[number].send(signal.SIGTERM)
            assert site.instances[number].exit_code() == 0
            site.instances[number] = site.start(port)
            # Only when the proxy sends to it again is the next one stopped, as `--wait` has it in compose.
            eventually(partial(_is_sent_to, site.instances[number]), "the proxy sends to it")
    finally:
        for sender in senders:
            sender.stop()
    assert [failure for sender in senders for failure in sender.failures] == []
    sent = [note for sender in senders for note in sender.sent]
    made = [site.clockify.entries[each].description for each in set(site.clockify.entries) - before]
    assert sorted(made) == sorted(sent)
