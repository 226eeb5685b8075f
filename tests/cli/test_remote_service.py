"""`clankerbot run` over REST: one key for all tries, and no try that could write twice."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest

from clankerbot_engine.errors import UpstreamError
from clankerbot_engine.settings import SettingsError
from clankerbot_http.cli.remote_service import WAITS_S, ask_service

URL = "http://127.0.0.1:8080"
DONE: dict[str, Any] = {"ok": True, "data": [], "error": None, "request_id": "01J"}
Step = httpx.Response | Exception


class Service:
    """Gives one answer after the other, or breaks the connection; keeps what it was sent."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self._steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    def run(self, url: str = URL, token: str = "clank_token") -> dict[str, Any]:
        return ask_service(
            url,
            token,
            "/actions/run",
            {"text": "log 2h on Apollo"},
            key="cli-1",
            query={"dry_run": "false"},
            transport=httpx.MockTransport(self._answer),
            sleep=self.waits.append,
        )


def failing(code: str, **more: Any) -> httpx.Response:
    error = {"code": code, "message": "no", "details": {}, "retryable": False, "retry_after_s": None, **more}
    return httpx.Response(409, json={"ok": False, "data": None, "error": error, "request_id": "01J"})


def test_text_token_and_key_are_sent() -> None:
    service = Service([httpx.Response(200, json=DONE)])
    assert service.run() == DONE
    (request,) = service.requests
    assert str(request.url) == f"{URL}/actions/run?dry_run=false"
    assert json.loads(request.content) == {"text": "log 2h on Apollo"}
    assert request.headers["Authorization"] == "Bearer clank_token"
    assert request.headers["Idempotency-Key"] == "cli-1"


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("refused"),
        httpx.RemoteProtocolError("server disconnected"),
        httpx.ReadError("reset"),
        httpx.ReadTimeout("late"),
    ],
)
def test_a_broken_connection_is_tried_again_under_the_same_key(broken: Exception) -> None:
    service = Service([broken, broken, httpx.Response(200, json=DONE)])
    assert service.run() == DONE
    assert [request.headers["Idempotency-Key"] for request in service.requests] == ["cli-1"] * 3
    assert service.waits == list(WAITS_S[:2])


def test_a_service_that_will_be_ready_in_a_moment_is_waited_for() -> None:
    service = Service([failing("not_ready", retryable=True), httpx.Response(200, json=DONE)])
    assert service.run() == DONE


def test_a_service_that_lacks_a_setting_is_not_waited_for() -> None:
    service = Service([failing("not_ready", retryable=False)])
    assert service.run()["error"]["code"] == "not_ready"
    assert len(service.requests) == 1


@pytest.mark.parametrize("code", ["validation_error", "needs_input", "upstream_timeout", "conflict", "rate_limited"])
def test_an_answer_is_an_answer(code: str) -> None:
    service = Service([failing(code)])
    assert service.run()["error"]["code"] == code
    assert len(service.requests) == 1


def test_nobody_there_is_told_with_what_to_do() -> None:
    service = Service([httpx.ConnectError("refused")] * 4)
    with pytest.raises(UpstreamError, match="clankerbot serve") as caught:
        service.run()
    assert caught.value.outcome == "not_applied"


def test_a_connection_that_keeps_breaking_leaves_the_outcome_open() -> None:
    service = Service([httpx.ReadError("reset")] * 4)
    with pytest.raises(UpstreamError, match="may or may not") as caught:
        service.run()
    assert caught.value.outcome == "unknown"


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(404, json={"detail": "Not Found"})]
)
def test_another_program_at_that_address_is_recognized(answer: httpx.Response) -> None:
    with pytest.raises(UpstreamError, match="CLANKERBOT_URL"):
        Service([answer]).run()


@pytest.mark.parametrize(
    "run",
    [
        lambda: Service([]).run(url="ftp://127.0.0.1"),
        lambda: Service([]).run(url="http://[::1"),
        lambda: Service([]).run(token="tökén"),
    ],
)
def test_what_cannot_be_sent_is_a_wrong_setting(run: Callable[[], object]) -> None:
    with pytest.raises(SettingsError, match="CLANKERBOT_"):
        run()
