"""`/openapi.json`: what FastAPI knows of the routes, and what it cannot know.

That is: the actions as one schema told apart by `kind` (those of third parties included), the token and the scope that
each route needs, and the errors that the middleware and the handlers answer with.
"""

from collections.abc import Sequence
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, JsonValue, TypeAdapter
from starlette.routing import BaseRoute

from clankerbot_engine.actions import ActionBase
from clankerbot_http.access import ROUTES
from clankerbot_http.responses import ErrorResponse
from clankerbot_http.version import version

_REF: Final = "#/components/schemas/{model}"
_ACTION: Final = {"$ref": "#/components/schemas/Action"}
_FASTAPIS_OWN: Final = ("HTTPValidationError", "ValidationError")

TAGS: Final = [
    {"name": "actions", "description": "Text into actions, and actions into time entries."},
    {"name": "reports", "description": "Totals of time, in several forms."},
    {"name": "schedules", "description": "Actions that are carried out again and again."},
    {"name": "webhooks", "description": "What other systems tell us."},
    {"name": "subscriptions", "description": "What is posted where."},
    {"name": "health", "description": "Whether the service is alive, and ready."},
    {"name": "operations", "description": "For those who run the service."},
]

DESCRIPTION: Final = """\
Type what you did, and it is in your Clockify timesheet: right, once, and undoable.

Every answer is `{"ok", "data", "error", "request_id"}`; the same id is in the header `X-Request-ID`. Callers prove
themselves with `Authorization: Bearer clank_...` (make a token with `clankerbot token create`).
"""

_ERRORS: Final = {
    400: "`validation_error`: the body is not JSON, or Clockify said 400.",
    401: "`unauthorized`: the token is missing or wrong; or Clockify refused its key (`details.source`).",
    403: "`forbidden`: the token lacks the scope; or Clockify does not allow it.",
    404: "`not_found`.",
    409: "`needs_input`: a question must be answered first (`details.needs`); or `conflict`.",
    413: "`payload_too_large`.",
    422: "`validation_error`: `details.field` names what is wrong.",
    429: "`rate_limited`: wait for `Retry-After` seconds.",
    500: "`internal_error`: a bug of ours; report the request id.",
    502: "`upstream_error`: Clockify failed; `details.outcome` says whether anything was written.",
    503: "`not_ready`: starting or stopping; or something it depends on is away.",
    504: "`upstream_timeout`: Clockify did not answer; `details.outcome` says whether anything was written.",
}
_ALWAYS: Final = (400, 413, 422, 429, 500, 503)
_WITH_TOKEN: Final = (401, 403)
_ACTING: Final = (404, 409, 502, 504)


def openapi_document(
    routes: Sequence[BaseRoute], *, actions: TypeAdapter[ActionBase], bodies: Sequence[type[BaseModel]]
) -> dict[str, Any]:
    """`bodies` are those of direct routes, which FastAPI does not see."""
    document = get_openapi(
        title="Clankerbot",
        version=version(),
        description=DESCRIPTION,
        routes=routes,
        tags=TAGS,
        separate_input_output_schemas=False,
    )
    components: dict[str, Any] = document.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    unseen: tuple[type[BaseModel], ...] = (ErrorResponse[JsonValue], *bodies)
    for model in unseen:
        schema = model.model_json_schema(ref_template=_REF)
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__.partition("[")[0]] = schema
    union = actions.json_schema(ref_template=_REF)
    kinds = union.pop("$defs")
    schemas.update(kinds)
    document = {name: _with_one_action(part) for name, part in document.items()}
    schemas = document["components"]["schemas"]
    schemas["Action"] = {"title": "Action", "description": "Told apart by `kind`.", **union}
    for reference in union["discriminator"]["mapping"].values():
        kind = schemas[reference.rpartition("/")[2]]
        kind["required"] = ["kind", *kind.get("required", ())]
    for name in ("ActionBase", *_FASTAPIS_OWN):
        schemas.pop(name, None)
    document["components"]["securitySchemes"] = {
        "apiToken": {"type": "http", "scheme": "bearer", "description": "An API token, `clank_...`."}
    }
    _complete_operations(document["paths"])
    return document


def _with_one_action(node: Any) -> Any:
    """Every place for an action, whether typed as the union or as its base, refers to the one schema `Action`."""
    if isinstance(node, list):
        return [_with_one_action(each) for each in node]
    if not isinstance(node, dict):
        return node
    if (
        node.get("$ref") == _REF.format(model="ActionBase")
        or node.get("discriminator", {}).get("propertyName") == "kind"
    ):
        return dict(_ACTION)
    return {name: _with_one_action(each) for name, each in node.items()}


def _complete_operations(paths: dict[str, Any]) -> None:
    for route in ROUTES:
        for method, scope in route.scopes.items():
            operation = paths.get(route.template, {}).get(method.lower())
            if operation is None:
                continue
            statuses = [*_ALWAYS] if route.limited else [500]
            if scope is not None:
                statuses += _WITH_TOKEN
                operation["security"] = [{"apiToken": []}]
                operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`.".strip()
            if method != "GET" or scope == "run":  # Clockify is asked
                statuses += _ACTING
            if "{" in route.template:
                statuses.append(404)
            _add_errors(operation["responses"], statuses)


def _add_errors(responses: dict[str, Any], statuses: Sequence[int]) -> None:
    """What a route documents itself stays, but for FastAPI's 422, which nobody gets to see."""
    for status in sorted(set(statuses)):
        if status == 422 or str(status) not in responses:
            schema = {"$ref": _REF.format(model="ErrorResponse")}
            responses[str(status)] = {
                "description": _ERRORS[status],
                "content": {"application/json": {"schema": schema}},
            }
