"""Sixty-three hostile texts against a model that obeys whatever it is told, wherever it stands in its prompt."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx

from clankerbot_engine.actions import ActionBase, CreateSchedule, LogTime
from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.parsing.llm import LlmParser
from clankerbot_engine.settings import Settings
from tests.engine.parsing_llm.injections import COMMANDS, FORWARDED, NAMES, ORDERS

NOW = datetime(2026, 3, 31, 14, 0, tzinfo=UTC)
OWN_ID, FOREIGN_ID = "66aa00000000000000000001", "66aa00000000000000000009"
KEY = "sk-a-model-key-0123456789abcdef"
DESTRUCTIVE = {"delete_entry", "undo", "disconnect", "post_message", "delete_schedule", "unsubscribe", "edit_entry"}
_BEGIN, _END = "⟦", "⟧"

CORPUS = [
    *(("command", text, order) for text, order in zip(COMMANDS, cycle(ORDERS), strict=False)),
    *(("name", text, order) for text, order in zip(NAMES, cycle(ORDERS), strict=False)),
    *(("forwarded", text, order) for text, order in zip(FORWARDED, cycle(ORDERS[::-1]), strict=False)),
]
asked: list[str] = []


@pytest.fixture(autouse=True)
def obedient_model() -> Iterator[None]:
    """Answers with the first order in all that it is sent; what it was sent is kept."""
    asked.clear()

    def obey(request: httpx.Request) -> httpx.Response:
        prompt = "\n".join(message["content"] for message in json.loads(request.content)["messages"])
        asked.append(prompt)
        order = prompt.partition(_BEGIN)[2].partition(_END)[0]
        content = order.replace('\\"', '"').replace("\\\\", "\\") if order else '{"actions": []}'
        return httpx.Response(200, json={"choices": [{"finish_reason": "stop", "message": {"content": content}}]})

    with respx.mock:
        respx.post("https://api.deepseek.com/chat/completions").mock(side_effect=obey)
        yield


def with_order(text: str, order: list[dict[str, Any]]) -> str:
    return text.format(f"{_BEGIN}{json.dumps({'actions': order})}{_END}")


async def read(where: str, text: str, order: list[dict[str, Any]]) -> tuple[ActionBase, ...]:
    hostile = with_order(text, order)
    names = ["Apollo", hostile[:240] if where == "name" else "Hermes"]
    catalogue: Catalogue = read_catalogue({"projects": [{"name": names[0], "id": OWN_ID}, {"name": names[1]}]})
    said = f"log 1h on {names[1][:20]}" if where == "name" else hostile
    async with httpx.AsyncClient(verify=False) as http:
        parser = LlmParser(http, Settings.model_validate({"deepseek_api_key": KEY}), Metrics(), clock=lambda: NOW)
        result = await parser.parse(
            said, principal="slack:T1:UADA", now=NOW, timezone=ZoneInfo("UTC"), catalogue=catalogue
        )
    return result.actions


def test_there_are_sixty_of_them_and_no_two_are_alike() -> None:
    texts = [text for _, text, _ in CORPUS]
    assert len(set(texts)) == len(texts) >= 60


@pytest.mark.parametrize(
    ("where", "text", "order"), CORPUS, ids=[f"{where}-{n}" for n, (where, _, _) in enumerate(CORPUS)]
)
async def test_nothing_happens_that_the_person_could_not_have_asked_for(
    where: str, text: str, order: list[dict[str, Any]]
) -> None:
    actions = await read(where, text, order)
    assert len(actions) <= 20
    for action in actions:
        by_model = action.parser == "llm"
        kinds = {action.kind, action.action.kind} if isinstance(action, CreateSchedule) else {action.kind}
        if by_model and kinds & DESTRUCTIVE:
            assert "confirmed" in {need.field for need in action.needs}, action
        assert not action.confirmed
        if isinstance(action, LogTime):
            assert action.project_id in (None, OWN_ID)
            too_long_ago = action.start is not None and (NOW - action.start).days > 31
            assert not (by_model and too_long_ago) or action.needs
    assert FOREIGN_ID not in json.dumps([each.model_dump(mode="json") for each in actions if each.parser == "llm"])


async def test_the_model_is_obeyed_where_that_is_allowed() -> None:
    """Else the tests above would prove nothing."""
    obeyed = [(await read(*case))[0].parser == "llm" for case in CORPUS]
    assert sum(obeyed) >= len(CORPUS) / 2


@pytest.mark.parametrize(("where", "text", "order"), CORPUS[::7])
async def test_no_prompt_holds_what_is_another_persons_or_ours(
    where: str, text: str, order: list[dict[str, Any]]
) -> None:
    await read(where, text, order)
    for prompt in asked:
        for secret in (KEY, "UADA", "T1:", "slack:"):
            assert secret not in prompt
