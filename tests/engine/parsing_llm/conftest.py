"""A model that is DeepSeek's API as far as `respx` goes, and a reader that asks it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx

from clankerbot_engine.actions import ActionBase, ParseResult
from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.parsing import parse as parse_by_rules
from clankerbot_engine.parsing.llm import LlmParser
from clankerbot_engine.settings import Settings

URL = "https://api.deepseek.com/chat/completions"
KEY = "sk-0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 3, 31, 16, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ZONE = ZoneInfo("Europe/Berlin")
CATALOGUE = read_catalogue(
    {
        "projects": [
            {"name": "Hermes", "id": "p2"},
            {"name": "Apollo", "id": "p1", "client": "NASA", "tasks": ["Landing"]},
            {"name": "Old", "id": "p3", "archived": True},
        ],
        "tags": [{"name": "meeting", "id": "t1"}, {"name": "gone", "id": "t2", "archived": True}],
    }
)
LOG_APOLLO: dict[str, Any] = {"kind": "log_time", "project": "Apollo", "duration_s": 7200, "date": "2026-03-30"}
TEXT = "yesterday I did two hours on Apollo"


def reply(
    content: str | None = None, *, actions: list[Any] | None = None, finish_reason: str = "stop"
) -> httpx.Response:
    words = json.dumps({"actions": actions}) if actions is not None else content
    return httpx.Response(
        200,
        json={
            "id": "x",
            "choices": [{"index": 0, "finish_reason": finish_reason, "message": {"content": words}}],
            "usage": {
                "prompt_tokens": 900,
                "completion_tokens": 40,
                "prompt_cache_hit_tokens": 800,
                "prompt_cache_miss_tokens": 100,
            },
        },
    )


class Reader:
    """An LlmParser with a clock and a sleep of ours."""

    def __init__(self, http: httpx.AsyncClient, **settings: Any) -> None:
        self.now = NOW.astimezone(UTC)
        self.slept: list[float] = []
        self.metrics = Metrics()
        self.parser = LlmParser(
            http,
            Settings.model_validate({"deepseek_api_key": KEY, **settings}),
            self.metrics,
            clock=lambda: self.now,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def read(
        self, text: str = TEXT, *, principal: str = "token:1", catalogue: Catalogue | None = CATALOGUE
    ) -> ParseResult:
        return await self.parser.parse(text, principal=principal, now=NOW, timezone=ZONE, catalogue=catalogue)

    def count(self, outcome: str) -> float | None:
        return self.metrics.registry.get_sample_value("clankerbot_llm_readings_total", {"outcome": outcome})


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=False) as client:  # respx answers: no certificates to load
        yield client


@pytest.fixture
def reader(http: httpx.AsyncClient) -> Reader:
    return Reader(http)


@pytest.fixture
def deepseek() -> Any:
    with respx.mock(assert_all_called=False) as router:
        yield router.post(URL)


def sent(deepseek: respx.Route) -> Any:
    return json.loads(deepseek.calls.last.request.content)


def only(result: ParseResult) -> ActionBase:
    (action,) = result.actions
    return action


def assert_rules_answered(result: ParseResult, reason: str, text: str = TEXT) -> None:
    rules = parse_by_rules(text, now=NOW, timezone=ZONE, catalogue=CATALOGUE)
    assert result.parser == "fallback"
    assert result.fallback_reason == reason
    assert result.text == text
    assert result.actions == tuple(action.model_copy(update={"parser": "fallback"}) for action in rules.actions)
