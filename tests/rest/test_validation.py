"""What is wrong with a request is said in words, for every field that there is and whatever stands in it."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from clankerbot_engine.actions import ACTION
from clankerbot_http.routes import actions, schedules, subscriptions
from clankerbot_http.validation import as_validation_failed, errors_of
from tests.fakes.services import error_of

WRONG: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, float("nan")),
    *("", "x", "x" * 20_000, "a\x00b", "\ud800", "2026-13-01", "2026-01-01"),
    *([], [1], ["x"] * 100, [[]], {}, {"a": {}}, {"a": [{}]}, [{"field": 1, "choices": [1]}]),
)
BODIES: tuple[type[BaseModel], ...] = (*actions.BODIES, *schedules.BODIES, *subscriptions.BODIES)
KINDS: list[str] = list(ACTION.json_schema()["discriminator"]["mapping"])
PYDANTICS = re.compile(r"Input|[Ss]hould|[Vv]alidation|tuple|dictionary|instance|parse |permitted|required|\[str")


def fields_of(kind: str) -> list[str]:
    document = ACTION.json_schema()
    name = document["discriminator"]["mapping"][kind].rpartition("/")[2]
    return [field for field in document["$defs"][name]["properties"] if field != "kind"]


def told(adapter: TypeAdapter[Any], base: dict[str, Any], fields: list[str]) -> Iterator[tuple[str, str]]:
    """Field and message of each complaint about a wrong value in one of the fields."""
    for field in (*fields, "nonsense"):
        for value in WRONG:
            try:
                adapter.validate_python({**base, field: value})
            except ValidationError as error:
                found: Any = as_validation_failed(errors_of(error)).details["errors"]
                yield from ((each["field"], each["message"]) for each in found)


@pytest.mark.parametrize("body", BODIES)
def test_every_fault_of_a_body_is_told_in_words(body: type[BaseModel]) -> None:
    found = [*told(TypeAdapter(body), {}, list(body.model_fields))]
    assert len(found) > len(WRONG)
    assert not [each for each in found if any(map(PYDANTICS.search, each))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_an_action_is_told_in_words(kind: str) -> None:
    found = [*told(ACTION, {"kind": kind}, fields_of(kind))]
    assert len(found) > len(WRONG)
    assert not [each for each in found if any(map(PYDANTICS.search, each))]


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/actions/run", {"actions": []}, "actions: must not be empty"),
        ("/actions/run", {"actions": "x"}, "actions: must be a list"),
        ("/actions/run", {"actions": [{"kind": "log_time", "tags": 1}]}, "actions.0.tags: must be a list"),
        ("/actions/run", {"actions": [{"kind": "status", "confidence": 7}]}, "actions.0.confidence: must be at most 1"),
        ("/actions/run", {"txt": "help"}, "txt: is not a field that is known here"),
        ("/actions/parse", {}, "text: is missing"),
        ("/actions/parse", [], "body: must be an object"),
        ("/actions/parse", {"text": ""}, "text: must not be empty"),
        ("/actions/parse", {"text": "x" * 10_001}, "text: is too long; 10000 is the most"),
        ("/subscriptions", {"channel": "#x", "topic": "all"}, "topic: must be events or digest"),
        ("/subscriptions", {"channel": "#x", "filters": {"a": 1}}, "filters.a: is not a field that is known here"),
    ],
)
async def test_the_message_reads_as_a_sentence(api: httpx.AsyncClient, path: str, body: Any, message: str) -> None:
    assert error_of(await api.post(path, json=body), 422, "validation_error")["message"] == message
