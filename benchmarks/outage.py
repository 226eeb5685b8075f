"""Clockify away while people log their time, on two instances on Postgres: what they have kept is there once after it.

Every connection to Clockify is cut; requests come in under keys and are kept; Clockify is back, and while the kept ones
are carried out instances are killed and connections broken. Then each is looked for in Clockify.
"""

import argparse
import asyncio
import itertools
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg

sys.path.insert(0, str(Path(__file__).parent.parent))

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.tokens import issue_token
from tests.end_to_end.chaos import Instance
from tests.end_to_end.surroundings import Surroundings, surroundings, utc_now
from tests.fakes import postgres

LONGEST_S = 900.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--people", type=int, default=20, help="a person's are carried out in order")
    options.add_argument("--kills", type=int, default=4)
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(postgres.server())
        database_url = stack.enter_context(postgres.database(server, "outage"))
        around = stack.enter_context(surroundings(database_url))
        bearers = asyncio.run(_people(around, given.people))
        instances = [Instance(folder, around.settings) for _ in range(2)]
        for each in instances:
            stack.callback(each.kill)
            each.start()
        _outage(around, instances, bearers, given.requests, given.kills)


async def _people(around: Surroundings, count: int) -> list[dict[str, str]]:
    database = await Database.open(around.database_url)
    store = SqlTokenStore(database)
    made = [await issue_token(store, f"person {number}", ["run"], clock=utc_now) for number in range(count)]
    await database.close()
    return [{"Authorization": f"Bearer {text}"} for _, text in made]


def _outage(
    around: Surroundings, instances: list[Instance], bearers: list[dict[str, str]], requests: int, kills: int
) -> None:
    def ask(number: int) -> httpx.Response:
        headers = {**bearers[number % len(bearers)], "Idempotency-Key": f"outage-{number}"}
        action = {"kind": "log_time", "project": "Apollo", "duration_s": 60, "description": f"outage {number}"}
        url = f"{instances[number % 2].url}/actions/run?accept_pending=true"
        return httpx.post(url, json={"actions": [action]}, headers=headers, timeout=60, trust_env=False)

    for each in instances:  # what is known of the workspace is warm
        httpx.post(f"{each.url}/actions/run", json={"text": "status"}, headers=bearers[0], timeout=60, trust_env=False)
    around.proxies["clockify"].cut()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        kept = Counter(answer.status_code for answer in pool.map(ask, range(requests)))
    print(f"Clockify away: {requests} asked for in {time.monotonic() - began:.0f} s, answered {dict(kept)}")
    around.proxies["clockify"].heal()
    back = time.monotonic()
    victims = itertools.cycle(instances)
    for number in range(kills):
        _wait_until(around, requests * (number + 1) // (kills + 1), back)
        victim = next(victims)
        victim.kill()
        around.proxies["clockify"].interrupt()
        print(f"killed an instance after {len(_written(around))} entries")
        victim.start()
    _wait_until(around, requests, back)
    while _open(around) and time.monotonic() - back < LONGEST_S:
        time.sleep(0.2)
    took = time.monotonic() - back
    written = _written(around)
    again = Counter(answer.json()["data"][0]["status"] for answer in map(ask, range(requests)))
    print(f"Clockify back: all ended {took:.0f} s later; each asked for once more: {dict(again)}")
    doubled = sum(count - 1 for count in Counter(written).values())
    print(f"lost: {requests - len(set(written))} (aim: 0), doubled: {doubled} (aim: 0), waiting: {_open(around)}")


def _written(around: Surroundings) -> list[str]:
    return [each for each in around.descriptions() if each.startswith("outage ")]


def _wait_until(around: Surroundings, count: int, since: float) -> None:
    while len(set(_written(around))) < count and time.monotonic() - since < LONGEST_S:
        time.sleep(0.05)


def _open(around: Surroundings) -> int:
    with psycopg.connect(around.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM pending_requests WHERE ended_at IS NULL").fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    main()
