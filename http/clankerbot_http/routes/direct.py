"""Routes that are documented like any other, and served without FastAPI's own machinery: half the cost of a request."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from clankerbot_engine.errors import ClankerbotError
from clankerbot_http.access import template_of
from clankerbot_http.errors import clankerbot_error, client_disconnect

Endpoint = Callable[[Request], Awaitable[Response]]
Examples = Mapping[str, Mapping[str, object]]
"""Bodies, by what each shows."""


class DirectRoute(APIRoute):
    """Its endpoint takes the request and gives the response, with nothing in between."""

    def get_route_handler(self) -> Callable[..., Any]:
        return self.endpoint


def direct_endpoints(routers: Iterable[APIRouter]) -> dict[tuple[str, str], Endpoint]:
    """By method and template. What answers GET answers HEAD, too, where `access` lets that through; the server leaves
    the body out.
    """
    found: dict[tuple[str, str], Endpoint] = {}
    for router in routers:
        for route in router.routes:
            if isinstance(route, DirectRoute):
                methods = {*(route.methods or ())}
                methods |= {"HEAD"} if "GET" in methods else set()
                found |= {(method, route.path): route.endpoint for method in methods}
    return found


class DirectRoutes:
    """The innermost middleware. The route is known by now (`access`): what is direct need not be looked for again."""

    def __init__(self, app: ASGIApp, endpoints: Mapping[tuple[str, str], Endpoint]) -> None:
        self.app = app
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get((scope["method"], template_of(scope))) if scope["type"] == "http" else None
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await endpoint(request)
        except ClankerbotError as error:
            response = clankerbot_error(request, error)
        except ClientDisconnect as error:
            response = client_disconnect(request, error)
        await response(scope, receive, send)


def documented(body: type[BaseModel], *parameters: dict[str, Any], examples: Examples) -> dict[str, Any]:
    """`openapi_extra` of such a route. The body's schema must be among the `BODIES` that `openapi` publishes.

    `examples`: bodies by what they show, each of which is carried out as it stands.
    """
    return with_body({"$ref": f"#/components/schemas/{body.__name__}"}, *parameters, examples=examples)


def with_body(schema: dict[str, Any], *parameters: dict[str, Any], examples: Examples) -> dict[str, Any]:
    shown = {shows: {"value": value} for shows, value in examples.items()}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema, "examples": shown}}},
        "parameters": list(parameters),
    }


def flag(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "boolean", "default": False}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def header(name: str, description: str, pattern: str, *, example: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern, "examples": [example]}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}
