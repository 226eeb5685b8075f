"""The counts and times of this process, for Prometheus."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(tags=["operations"], route_class=DirectRoute)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Prometheus text format. Needs the scope `admin`: give the scraper a token of its own."""
    return Response(
        generate_latest(services_of(request).metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )
