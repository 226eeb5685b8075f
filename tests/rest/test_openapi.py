"""`/openapi.json` is valid, complete, and says of the actions what is true of them."""

from typing import Any

import httpx
import jsonschema
import pytest

from clankerbot_engine.actions import ACTION, LogTime
from clankerbot_http.access import PUBLIC, ROUTES
from tests.fakes.services import Service, data_of

UNDOCUMENTED = {"/docs", "/openapi.json", "/slack/events", "/slack/install", "/slack/oauth_redirect"}

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
            assert "500" in operation["responses"]
            if scope is not PUBLIC:
                assert operation["security"] == [{"apiToken": []}]
                assert f"`{scope}`" in operation["description"]
                assert {"401", "403", "429"} <= set(operation["responses"])
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    reference = response["content"]["application/json"]["schema"]["$ref"]
                    assert "ErrorResponse" in reference, (route.template, status)


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
