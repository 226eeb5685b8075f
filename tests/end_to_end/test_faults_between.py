"""What callers see while what the service depends on is slow, cut off or silent, and that it comes back by itself.

A real process, with a fault proxy before each: Postgres, Redis, Clockify, Slack, the model.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.processes import Running, eventually, get, is_ready, post, service
from tests.end_to_end.surroundings import CHANNEL, LOG_A_MINUTE, Surroundings, delivery, surroundings, utc_now
from tests.fakes import postgres
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.slack import SIGNING_SECRET, FrontDoor, payloads

LONG_S = 1.5
"""Longer than Clockify and the model may take here."""
FAULTS: dict[str, Callable[[FaultProxy], None]] = {
    "slow": lambda proxy: proxy.delay(0.05),
    "very slow": lambda proxy: proxy.delay(LONG_S),
    "interrupted": FaultProxy.interrupt,
    "cut off": FaultProxy.cut,
    "silent": FaultProxy.drop,
}
AWAY = ("cut off", "silent")
BACK_WITHIN_S = 60.0


class Caller:
    """Says each thing once only."""

    def __init__(self, around: Surroundings, running: Running, url: str) -> None:
        self.around = around
        self.running = running
        self._url = url
        self._numbers = count(1)

    def number(self) -> int:
        return next(self._numbers)

    def parse(self, *, llm: bool = False) -> httpx.Response:
        return post(f"{self._url}/actions/parse?llm={llm}", {"text": "the usual for Apollo"}, **self.around.bearer)

    def read(self) -> httpx.Response:
        return post(f"{self._url}/actions/run", {"text": "list my entries of today"}, **self.around.bearer)

    def write(self, note: str) -> httpx.Response:
        """The note is its Idempotency-Key, too."""
        (action,) = LOG_A_MINUTE["actions"]
        body = {"actions": [{**action, "description": note}]}
        return post(
            f"{self._url}/actions/run", body, **self.around.bearer, **{"Idempotency-Key": note.replace(" ", "-")}
        )

    def deliver(self, number: int) -> httpx.Response:
        body, headers = delivery(number)
        return post(f"{self._url}/webhooks/clockify", body, **headers)

    def command(self, text: str) -> int:
        """The status that Slack is answered with."""

        async def sent() -> int:
            slack = self.around.slack
            fields = payloads.command(slack, slack.users["U0ADA"], slack.channels[CHANNEL], "/clank", text)
            async with httpx.AsyncClient(base_url=self._url, timeout=90, trust_env=False) as client:
                return (await FrontDoor(client, SIGNING_SECRET, utc_now).form(fields)).status

        return asyncio.run(sent())

    def is_ready(self) -> bool:
        return is_ready(self._url)

    def stays_ready(self) -> None:
        """Perhaps after a moment: the machine may be busy."""
        eventually(self.is_ready, "it is ready", self.running)

    def counted(self, sample: str) -> float:
        metrics = get(f"{self._url}/metrics", **self.around.bearer).text
        found = re.search(rf"^{re.escape(sample)} (\S+)", metrics, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def is_written_once(self, note: str) -> None:
        """Also where nobody could say so at first: it is said again under its key, as callers do who want to know."""

        def is_done() -> bool:
            answer = self.write(note)
            assert answer.status_code in (200, 409, 502, 503, 504), answer.text
            return answer.status_code == 200

        eventually(is_done, f"{note!r} is written", self.running, within_s=BACK_WITHIN_S)
        assert self.around.descriptions().count(note) == 1


@pytest.fixture(scope="module")
def caller(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    folder: Path = tmp_path_factory.mktemp("faults")
    patience = {"CLOCKIFY_TIMEOUT_S": "1", "DEEPSEEK_TIMEOUT_S": "1"}
    with (
        postgres.database(postgres_server, "faults_between") as database_url,
        surroundings(database_url, **patience) as around,
        service(folder, **around.settings) as (running, url),
    ):
        yield Caller(around, running, url)


@pytest.fixture
def note(caller: Caller) -> str:
    return f"note {caller.number()}"


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def begin(caller: Caller, fault: str) -> Iterator[Callable[[str], None]]:
    """The fault, before one of the dependencies. After the test it is over, and the service well again."""
    assert caller.write(f"well {caller.number()}").status_code == 200

    def begun(dependency: str) -> None:
        FAULTS[fault](caller.around.proxies[dependency])

    yield begun
    heal(caller)


def heal(caller: Caller) -> None:
    for proxy in caller.around.proxies.values():
        proxy.heal()
    eventually(
        lambda: caller.is_ready() and caller.read().status_code == 200,
        "all is well again",
        caller.running,
        within_s=BACK_WITHIN_S,
    )


def error_code(answer: httpx.Response) -> str:
    error = answer.json()["error"]
    assert error is not None, answer.text
    assert error["retryable"] is True, error
    return str(error["code"])


def test_postgres(caller: Caller, begin: Callable[[str], None], fault: str, note: str) -> None:
    number = caller.number()
    assert caller.parse().status_code == 200  # so that the token is looked up now: it is known for five seconds
    begin("postgres")
    assert caller.parse().status_code == 200, "who only reads a text needs no database, and the token is known"
    if fault in AWAY:
        for answer in (caller.write(note), caller.deliver(number)):
            assert (answer.status_code, error_code(answer)) == (503, "not_ready")
        eventually(lambda: not caller.is_ready(), "it says that it is not ready", caller.running)
    elif fault != "very slow":
        assert caller.write(note).status_code == caller.deliver(number).status_code == 200
    assert caller.command("help") == 200, "Slack has its acknowledgement"
    heal(caller)
    caller.is_written_once(note)
    assert caller.deliver(number).status_code == 200


def test_redis(caller: Caller, begin: Callable[[str], None], fault: str, note: str) -> None:
    """It is never needed: each instance counts by itself meanwhile, and says so."""
    alone = caller.counted("clankerbot_rate_limits_alone_total")
    begin("redis")
    answers = [caller.write(note), caller.deliver(caller.number()), caller.read(), caller.parse()]
    assert {answer.status_code for answer in answers} == {200}
    caller.stays_ready()
    assert caller.command("help") == 200
    if fault in (*AWAY, "very slow"):
        assert caller.counted("clankerbot_rate_limits_alone_total") > alone
        assert caller.counted("clankerbot_redis_away") == 1
    heal(caller)
    eventually(
        lambda: caller.read().status_code == 200 and caller.counted("clankerbot_redis_away") == 0,
        "Redis is asked again",
        caller.running,
    )
    caller.is_written_once(note)


CLOCKIFY_AWAY = {
    "very slow": (504, "upstream_timeout"),
    "cut off": (502, "upstream_error"),
    "silent": (504, "upstream_timeout"),
}


def test_clockify(caller: Caller, begin: Callable[[str], None], fault: str, note: str) -> None:
    begin("clockify")
    with ThreadPoolExecutor(1) as aside:
        writing = aside.submit(caller.write, note)  # it looks for a while what became of it
        answer = caller.read()
        if fault in CLOCKIFY_AWAY:
            assert (answer.status_code, error_code(answer)) == CLOCKIFY_AWAY[fault]
        else:
            assert answer.status_code == 200
        caller.stays_ready()  # another instance would have no other Clockify
        assert caller.parse().status_code == caller.deliver(caller.number()).status_code == 200
        assert caller.command("status") == 200
        heal(caller)
    assert writing.result().status_code in ((200, 202, 502, 504) if fault in CLOCKIFY_AWAY else (200,))
    caller.is_written_once(note)


def test_slack(caller: Caller, begin: Callable[[str], None], fault: str, note: str) -> None:
    number = caller.number()
    begin("slack")
    assert caller.command(f"log 1m on Apollo: {note}") == 200, "it is acknowledged before anything is sent to Slack"
    answers = [caller.write(f"{note} by REST"), caller.deliver(number), caller.read(), caller.parse()]
    assert {answer.status_code for answer in answers} == {200}
    caller.stays_ready()
    eventually(lambda: note in caller.around.descriptions(), "the command is carried out", caller.running)
    heal(caller)
    assert caller.around.descriptions().count(note) == 1
    if fault != "silent":  # else nobody knows whether it was posted: it is not posted again, and `/inbox` shows it
        eventually(lambda: told_of(caller, number) == 1, "it is posted", caller.running, within_s=BACK_WITHIN_S)


def told_of(caller: Caller, number: int) -> int:
    """How often the channel was told of that project."""
    return sum(len(re.findall(rf"\bProject {number}\b", text)) for text in caller.around.told_in_slack())


def test_the_model(caller: Caller, begin: Callable[[str], None], fault: str) -> None:
    begin("model")
    answer = caller.parse(llm=True)
    assert answer.status_code == 200
    is_away = fault in (*AWAY, "very slow")
    assert answer.json()["data"]["parser"] == ("fallback" if is_away else "llm")
    heal(caller)
    eventually(
        lambda: caller.parse(llm=True).json()["data"]["parser"] == "llm",
        "the model is asked again",
        caller.running,
        within_s=BACK_WITHIN_S,
    )
