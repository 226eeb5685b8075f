"""`/openapi.json` is valid, complete, and says of the actions what is true of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from clankerbot_engine.actions import ACTION, LogTime
from clankerbot_http.access import PUBLIC, ROUTES
from tests.fakes.services import Service, data_of, running_service

UNDOCUMENTED = {"/docs", "/openapi.json", "/slack/events", "/slack/install", "/slack/oauth_redirect"}

DELIVERED_ELSEWHERE = {"/webhooks/clockify/{source}", "/webhooks/{provider}"}
"""They want a webhook that was registered, or a provider's signature."""

PAGES = ("/static/", "/play/", "/console", "/guide")
"""What browsers and scripts of ours ask for."""


@pytest.fixture
def document(service: Service) -> dict[str, Any]:
    described: dict[str, Any] = service.app.openapi()
    return described


def references(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(references, node.values()))


async def test_it_is_served_as_json(service: Service, nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == service.app.openapi()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {reference.removeprefix("#/components/schemas/") for reference in references(document)} <= set(schemas)
    assert not {"ActionBase", "HTTPValidationError", "ValidationError"} & set(schemas)


def test_every_route_is_described_with_its_token_and_its_errors(document: dict[str, Any]) -> None:
    for route in ROUTES:
        if route.template in UNDOCUMENTED or route.template.startswith(PAGES):
            continue
        for method, scope in route.scopes.items():
            if method == "HEAD":  # GET without a body
                continue
            operation = document["paths"][route.template][method.lower()]
            assert operation["tags"], route.template
            assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}, route.template
            assert all(parameter.get("description") for parameter in operation.get("parameters", ())), route.template
            assert "500" in operation["responses"]
            if scope is not PUBLIC:
                assert operation["security"] == [{"apiToken": []}]
                assert f"`{scope}`" in operation["description"]
                assert {"401", "403", "429"} <= set(operation["responses"])
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    reference = response["content"]["application/json"]["schema"]["$ref"]
                    assert "ErrorResponse" in reference, (route.template, status)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            yield template, method, operation


def test_what_each_route_is_for_is_said_in_words_of_its_own(document: dict[str, Any]) -> None:
    """Left to itself, FastAPI makes a title of the function's name: three are called "List All"."""
    summaries = [operation["summary"] for _, _, operation in operations(document)]
    assert len(set(summaries)) == len(summaries)
    assert not [summary for summary in summaries if summary == summary.title()]


async def test_every_example_of_a_body_is_carried_out_as_it_stands(tmp_path: Path) -> None:
    tried = 0
    async with running_service(tmp_path, webhook_shared_secret="secret") as service:
        api = await service.client()
        made = data_of(await api.post("/schedules", json={"text": "every friday at 17:00 summary"}), 201)
        for template, method, operation in operations(service.app.openapi()):
            body = operation.get("requestBody")
            if body is None or template in DELIVERED_ELSEWHERE:
                continue
            headers = {
                parameter["name"]: parameter["schema"]["examples"][0]
                for parameter in operation["parameters"]
                if parameter["in"] == "header" and parameter["name"] != "Idempotency-Key"
            }
            for shows, example in body["content"]["application/json"]["examples"].items():
                url = template.format(schedule_id=made["id"])
                answer = await api.request(method, url, json=example["value"], headers=headers)
                assert answer.is_success, (method, template, shows, answer.text)
                tried += 1
    assert tried > 15


def test_the_actions_are_one_schema_told_apart_by_kind(document: dict[str, Any]) -> None:
    action = document["components"]["schemas"]["Action"]
    assert action["discriminator"]["propertyName"] == "kind"
    assert set(action["discriminator"]["mapping"]) == set(
        ACTION.json_schema()["discriminator"]["mapping"],
    )
    for place in ("RunRequest", "ActionResult", "CreateSchedule", "ParseResult"):
        assert "#/components/schemas/Action" in references(document["components"]["schemas"][place]), place


@pytest.mark.parametrize("action", [LogTime(project="Apollo", duration_s=60), {"kind": "undo", "target": "last"}])
def test_an_action_as_we_write_it_is_valid_by_the_schema(document: dict[str, Any], action: Any) -> None:
    written = action if isinstance(action, dict) else action.model_dump(mode="json")
    schema = {"$ref": "#/components/schemas/Action", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(written)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**written, "colour": "red"})


async def test_a_real_answer_is_valid_by_the_schema(document: dict[str, Any], api: httpx.AsyncClient) -> None:
    answer = await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"})
    data_of(answer)
    described = document["paths"]["/actions/run"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**described, "components": document["components"]}).validate(answer.json())
