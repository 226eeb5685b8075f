"""What stands at the address of the service itself."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_http.requests import services_of
from clankerbot_http.responses import ok
from clankerbot_http.routes import playground
from clankerbot_http.routes.direct import DirectRoute
from clankerbot_http.version import version

router = APIRouter(tags=["health"], route_class=DirectRoute)


class About(BaseModel):
    name: str
    version: str
    what: str
    docs: str
    openapi: str


@router.get("/", summary="Say what this service is", response_model=ApiResponse[About])
async def about(request: Request) -> Response:
    """What this service is, and where its documentation stands; in the demo, its page for those who want one."""
    services = services_of(request)
    if services.playground is not None and "text/html" in request.headers.get("accept", ""):
        return await playground.show(request, services.playground)
    return ok(
        About(
            name="clankerbot",
            version=version(),
            what="Reads time-log text and turns it into Clockify time entries: POST /actions/parse, POST /actions/run.",
            docs="/docs",
            openapi="/openapi.json",
        )
    )
