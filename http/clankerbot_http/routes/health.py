"""Whether the process is alive, and whether it should be sent requests."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_engine.errors import NotReady
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_http.readiness import ReadinessReport
from clankerbot_http.requests import services_of
from clankerbot_http.responses import ErrorResponse, failed, ok, ok_json
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(tags=["health"], route_class=DirectRoute)


class Alive(BaseModel):
    alive: bool = True


@router.get("/healthz", summary="Say whether the process is alive", response_model=ApiResponse[Alive])
async def healthz(request: Request) -> Response:
    """Touches nothing."""
    return ok_json(b'{"alive":true}')


@router.get(
    "/readyz",
    summary="Say whether the service is ready",
    response_model=ApiResponse[ReadinessReport],
    responses={503: {"model": ErrorResponse[ReadinessReport]}},
)
async def readyz(request: Request) -> Response:
    """503 names what is missing."""
    report = await services_of(request).readiness.report()
    if report.ready:
        return ok(report)
    if report.draining:
        message = "The service is stopping."
    else:
        sick = [name for name, check in report.checks.items() if not check.ok]
        message = f"The service is not ready: {', '.join(sick)}."
    return failed(as_api_error(NotReady(message)), status=503, data=report)
