"""The API's description, for programs (`/openapi.json`) and for people (`/docs`)."""

import asyncio
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Any, Final, cast

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from clankerbot_engine.actions import ACTION
from clankerbot_http.openapi import openapi_document
from clankerbot_http.responses import JsonAnswer
from clankerbot_http.routes import actions, inbox, registering, schedules, subscriptions
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(route_class=DirectRoute, include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """Made once, in a thread: it takes a third of a second, in which others are answered."""
    state = request.app.state
    if getattr(state, "openapi_json", None) is None:
        state.openapi_json = await asyncio.to_thread(lambda: to_json(request.app.openapi()))
    return JsonAnswer(state.openapi_json)


_SWAGGER_UI: Final = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5"
_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@cache
def _page() -> tuple[bytes, str]:
    """The page, and the policy that allows exactly what it loads."""
    script, style = f"{_SWAGGER_UI}/swagger-ui-bundle.js", f"{_SWAGGER_UI}/swagger-ui.css"
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Clankerbot",
        swagger_js_url=script,
        swagger_css_url=style,
        swagger_favicon_url="data:,",
        swagger_ui_parameters={"validatorUrl": None},  # else it asks a stranger what he thinks of /openapi.json
    )
    body = bytes(page.body)
    inline = " ".join(
        f"'sha256-{b64encode(sha256(each).digest()).decode()}'" for each in cast("list[bytes]", _SCRIPT.findall(body))
    )
    policy = {
        "default-src": "'none'",
        "script-src": f"{script} {inline}",
        "style-src": f"{style} 'unsafe-inline'",  # Swagger UI writes styles into the page
        "img-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return body, "; ".join(f"{name} {value}" for name, value in policy.items())


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    body, policy = _page()
    return HTMLResponse(body, headers={"Content-Security-Policy": policy})


def document_of(app: FastAPI) -> dict[str, Any]:
    """With the kinds of third parties' actions, where the services that know them are open."""
    services = app.state.services
    known = ACTION if services is None else services.engine.router.adapter
    bodies = (*actions.BODIES, *schedules.BODIES, *subscriptions.BODIES, *inbox.BODIES, *registering.BODIES)
    return openapi_document(app.routes, actions=known, bodies=bodies)
