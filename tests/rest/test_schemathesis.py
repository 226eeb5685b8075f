"""Requests made up from `/openapi.json`, valid ones and broken ones: no 5xx, and no answer that is not described."""

import asyncio
import os
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from tests.fakes.services import running_service

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "15"))
"""Of each operation, valid ones; as many broken ones. `make schemathesis` sends some ten thousand in all."""

CONFORMING = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


BOUNDED = settings(
    max_examples=CASES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def sent(case: Case[Any]) -> httpx.Request:
    prepared: Any = requests.Request(**case.as_transport_kwargs(base_url="http://clankerbot.test")).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    return httpx.Request(prepared.method, prepared.url, headers=dict(prepared.headers), content=body)


class Caller:
    """Sends cases to a service on one event loop, and notes the statuses of each operation."""

    def __init__(self, runner: asyncio.Runner, client: httpx.AsyncClient) -> None:
        load_all_checks()
        self._checks: Any = CHECKS.get_by_names(CONFORMING)
        self._but_for_errors: Any = CHECKS.get_by_names(CONFORMING[1:])
        self._runner, self._client = runner, client
        self.statuses: dict[str, Counter[int]] = {}

    def send(self, case: Case[Any]) -> None:
        request = sent(case)
        request.headers["Authorization"] = self._client.headers["Authorization"]
        answer = self._runner.run(self._client.send(request))
        self.statuses.setdefault(case.operation.label, Counter())[answer.status_code] += 1
        case.validate_response(answer, checks=self._but_for_errors if _not_set_up(answer) else self._checks)


def _not_set_up(answer: httpx.Response) -> bool:
    """What needs Slack is a 503 here, as there is none: it says which setting is missing."""
    return answer.status_code == 503 and answer.json()["error"]["details"].get("reason") == "not_set_up"


def modes(described: dict[str, Any]) -> list[GenerationMode]:
    """Where nothing is sent, nothing can be broken."""
    takes_something = described.get("parameters") or "requestBody" in described
    return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if takes_something else [GenerationMode.POSITIVE]


async def opened(stack: AsyncExitStack, folder: Path) -> tuple[dict[str, Any], httpx.AsyncClient]:
    service = await stack.enter_async_context(running_service(folder, public_url="http://clankerbot.test"))
    await service.services.ticker.tick()
    return service.app.openapi(), await service.client()


def test_no_request_made_up_from_the_description_is_answered_with_a_5xx(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        document, client = runner.run(opened(stack, tmp_path))
        caller = Caller(runner, client)
        try:
            for found in schemathesis.openapi.from_dict(document).get_all_operations():
                assert isinstance(found, Ok), found
                operation = found.ok()
                for mode in modes(document["paths"][operation.path][operation.method]):
                    BOUNDED(given(case=operation.as_strategy(generation_mode=mode))(caller.send))()
        finally:
            runner.run(stack.aclose())
    assert set(caller.statuses) == {
        f"{method.upper()} {path}" for path, operations in document["paths"].items() for method in operations
    }
    # Not all of it bounced off the first check.
    assert 200 in caller.statuses["POST /actions/parse"]
    assert caller.statuses["POST /actions/run"].keys() & {200, 409}
    print(f"\n{sum(each.total() for each in caller.statuses.values()):,} cases")
    for label, statuses in caller.statuses.items():
        print(f"{label:45} {', '.join(f'{status}: {count:,}' for status, count in sorted(statuses.items()))}")
