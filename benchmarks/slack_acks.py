"""Acknowledgements of a signed `/clank log 2h on Apollo`: the whole service against a bare Bolt app.

The bare app is Bolt as in its documentation and does nothing else. The service carries every command out, on a
sandbox and a stand-in for Slack in a process beside it: that goes on after the acknowledgement, and competes for the
processor with the next ones. Each command is another request (its description differs), so none is taken for a
repeat. Rounds alternate; a round of the service is over when everything of it is carried out.
"""

import argparse
import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import load
from pydantic import SecretStr
from running_service import Running, application, environment, free_port, migrate, serving

from clankerbot_engine.accounts.vault import Vault, clockify_key_of
from clankerbot_engine.clockify.sandbox import (
    ADMIN_API_KEY,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    seeded_state,
)
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import StoredConnection

SIGNING_SECRET = "benchmark-signing-secret"
VAULT_KEY = "benchmark-vault-key"
TEAM = "T0DEMO"
CLOCKIFY_KEYS = (OWNER_API_KEY, ADMIN_API_KEY, MANAGER_API_KEY, REGULAR_API_KEY)
PEOPLE = [f"U0PERSON{n:02}" for n in range(50)]


@dataclass
class Measured:
    """Of the service's processor, for each command: `ack_cpu_us` until the last one was acknowledged, `cpu_us` until
    the last one was carried out."""

    round: load.Round
    ack_cpu_us: float
    cpu_us: float
    carried_out_per_s: float | None = None


class Commands:
    """Signed requests, each another one: the description, the person and the trigger differ."""

    def __init__(self, slack_url: str) -> None:
        self._slack_url = slack_url
        self._numbers = itertools.count()

    def take(self, count: int) -> list[bytes]:
        return [self._request(number) for number in itertools.islice(self._numbers, count)]

    def _request(self, number: int) -> bytes:
        fields = {
            "token": "deprecated",
            "team_id": TEAM,
            "team_domain": "demo",
            "channel_id": "C0GENERAL",
            "channel_name": "general",
            "user_id": PEOPLE[number % len(PEOPLE)],
            "user_name": "ada",
            "command": "/clank",
            "text": f"log 2h on Apollo: step {number}",
            "api_app_id": "A0CLANKER",
            "is_enterprise_install": "false",
            "response_url": f"{self._slack_url}/commands/{TEAM}/{number}",
            "trigger_id": f"{number}.0.benchmark",
        }
        body = urlencode(fields).encode()
        timestamp = str(int(time.time()))
        signature = hmac.new(SIGNING_SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        return load.request_bytes("/slack/events", body, headers)


def told(remotes: Running) -> dict[str, int]:
    """What people were told so far, by its first word."""
    connection = HTTPConnection("127.0.0.1", remotes.port, timeout=10)
    connection.request("GET", "/slack/told")
    answer: dict[str, int] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


@contextmanager
def slack_service(remotes: Running, **settings: str) -> Iterator[tuple[Running, dict[str, str]]]:
    """`clankerbot serve` with Slack, whose people are connected to the sandbox; and its environment."""
    with TemporaryDirectory() as folder:
        env = {
            **environment(Path(folder), free_port()),
            "CLOCKIFY_API_KEY": OWNER_API_KEY,
            "CLOCKIFY_BASE_URL": f"http://127.0.0.1:{remotes.port}/api",
            "SECRET_KEYS": VAULT_KEY,
            "SLACK_BOT_TOKEN": "xoxb-benchmark",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{remotes.port}/slack/api",
            **settings,
        }
        migrate(env)
        asyncio.run(_connect_people(env["DATABASE_URL"], env["CLOCKIFY_BASE_URL"]))
        with serving(Path(folder), env) as started:
            yield started, env


async def _connect_people(database_url: str, clockify_url: str) -> None:
    now = datetime.now(UTC)
    sandbox = seeded_state(now)
    vault = Vault([SecretStr(VAULT_KEY)])
    database = await Database.open(database_url, role="admin")
    for person, key, user_id in zip(
        PEOPLE, itertools.cycle(CLOCKIFY_KEYS), itertools.cycle(sandbox.people), strict=False
    ):
        principal = f"slack:{TEAM}:{person}"
        await SqlPersonStore(database).connect(
            StoredConnection(
                principal=principal,
                sealed_key=vault.seal(SecretStr(key), clockify_key_of(principal)),
                base_url=clockify_url,
                workspace_id=sandbox.workspace_id,
                user_id=user_id,
                created_at=now,
                updated_at=now,
            )
        )
    await database.close()


class Bench:
    def __init__(self, bare: Running, ours: Running, remotes: Running, commands: Commands) -> None:
        self._bare = bare
        self._ours = ours
        self._remotes = remotes
        self._commands = commands

    def bare(self, count: int, *, connections: int = 0, per_s: float = 0) -> Measured:
        before = self._bare.cpu_s()
        outcome = self._load(self._bare, count, connections, per_s)
        cpu_us = (self._bare.cpu_s() - before) / count * 1e6
        return Measured(outcome, cpu_us, cpu_us)

    def ours(self, count: int, *, connections: int = 0, per_s: float = 0) -> Measured:
        """Waits until all is carried out, and sees to it that each became a time entry."""
        logged_before, cpu_before, began = told(self._remotes).get("Logged", 0), self._ours.cpu_s(), time.perf_counter()
        outcome = self._load(self._ours, count, connections, per_s)
        ack_cpu_us = (self._ours.cpu_s() - cpu_before) / count * 1e6
        while (answers := told(self._remotes)).get("Logged", 0) - logged_before < count:
            if time.perf_counter() - began > 120:
                raise SystemExit(f"not every command was carried out; people were told {answers}")
            time.sleep(0.02)
        took_s = time.perf_counter() - began
        return Measured(outcome, ack_cpu_us, (self._ours.cpu_s() - cpu_before) / count * 1e6, count / took_s)

    def _load(self, started: Running, count: int, connections: int, per_s: float) -> load.Round:
        requests = self._commands.take(count)
        if per_s:
            return load.run_paced(started.port, requests, per_s=per_s)
        return load.run(started.port, requests, connections=connections)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=400, help="in each round")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--per-second", type=float, default=50, help="of the steady load, 10 s long")
    given = options.parse_args()
    slack = {"SLACK_BOT_TOKEN": "xoxb-benchmark", "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    with (
        application("remotes:app", "/slack/told") as remotes,
        slack_service(remotes) as (ours, _),
        application("bare_bolt:app", **slack, SLACK_API_URL=f"http://127.0.0.1:{remotes.port}/slack/api") as bare,
    ):
        bench = Bench(bare, ours, remotes, Commands(f"http://127.0.0.1:{remotes.port}/slack"))
        for warm_up in (bench.bare, bench.ours):
            warm_up(2 * len(PEOPLE), connections=1)
        alone = {
            "bare": [bench.bare(30, connections=1) for _ in range(given.rounds)],
            "ours": [bench.ours(30, per_s=5) for _ in range(given.rounds)],
        }
        flood: dict[str, list[Measured]] = {"bare": [], "ours": []}
        for _ in range(given.rounds):
            flood["bare"].append(bench.bare(given.requests, connections=given.connections))
            flood["ours"].append(bench.ours(given.requests, connections=given.connections))
        steady = bench.ours(round(given.per_second * 10), per_s=given.per_second)
    report(alone, flood, steady, given.per_second)


def report(
    alone: dict[str, list[Measured]], flood: dict[str, list[Measured]], steady: Measured, per_second: float
) -> None:
    print(
        f"{'':6}{'acks/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'alone ms':>10}{'ack CPU us':>12}{'all CPU us':>12}"
        f"{'carried out/s':>15}"
    )
    for name, rounds in flood.items():
        carried_out = [each.carried_out_per_s for each in rounds if each.carried_out_per_s is not None]
        print(
            f"{name:6}{median(each.round.requests_per_s for each in rounds):8.0f}"
            f"{median(each.round.median_ms for each in rounds):9.2f}"
            f"{median(each.round.p99_ms for each in rounds):9.2f}"
            f"{median(each.round.median_ms for each in alone[name]):10.2f}"
            f"{median(each.ack_cpu_us for each in rounds):12.0f}"
            f"{median(each.cpu_us for each in rounds):12.0f}"
            f"{f'{median(carried_out):.0f}' if carried_out else '-':>15}"
        )
    rates = {name: [each.round.requests_per_s for each in rounds] for name, rounds in flood.items()}
    rate = ratio(rates["ours"], rates["bare"])
    cpu = ratio([each.ack_cpu_us for each in flood["bare"]], [each.ack_cpu_us for each in flood["ours"]])
    print(f"ours against bare: {rate:.0%} by acknowledgements a second, {cpu:.0%} by processor time (aim: 120 %)")
    print(
        f"at {per_second:.0f} a second: p50 {steady.round.median_ms:.2f} ms, p99 {steady.round.p99_ms:.2f} ms "
        f"(aim: under 100 ms); carried out {steady.carried_out_per_s or 0:.0f} a second"
    )


def ratio(some: list[float], others: list[float]) -> float:
    return median(some) / median(others)


if __name__ == "__main__":
    main()
