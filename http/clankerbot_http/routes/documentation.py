"""The API's description, for programs (`/openapi.json`) and for people (`/docs`)."""

import asyncio
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from clankerbot_engine.actions import ACTION
from clankerbot_http.openapi import openapi_document
from clankerbot_http.responses import JsonAnswer
from clankerbot_http.routes import actions, schedules, subscriptions
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(route_class=DirectRoute, include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """Made once, in a thread: it takes a third of a second, in which others are answered."""
    state = request.app.state
    if getattr(state, "openapi_json", None) is None:
        state.openapi_json = await asyncio.to_thread(lambda: to_json(request.app.openapi()))
    return JsonAnswer(state.openapi_json)


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    return get_swagger_ui_html(openapi_url="/openapi.json", title="Clankerbot")


def document_of(app: FastAPI) -> dict[str, Any]:
    """With the kinds of third parties' actions, where the services that know them are open."""
    services = app.state.services
    known = ACTION if services is None else services.engine.router.adapter
    bodies = (*actions.BODIES, *schedules.BODIES, *subscriptions.BODIES)
    return openapi_document(app.routes, actions=known, bodies=bodies)
