"""The counts and times of this process, and how much waits in the database, for Prometheus."""

import asyncio
from datetime import datetime

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from clankerbot_engine.errors import NotReady
from clankerbot_http.composition import Services
from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(tags=["operations"], route_class=DirectRoute)


@router.get("/metrics", summary="Tell the metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Prometheus text format. Needs the scope `admin`: give the scraper a token of its own."""
    services = services_of(request)
    services.metrics.tasks.set(len(asyncio.all_tasks()))
    try:
        await _look_at_queues(services)
        services.metrics.database_away.set(0)
    except NotReady:  # what this process has counted is worth the more
        services.metrics.database_away.set(1)
    return Response(generate_latest(services.metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _look_at_queues(services: Services) -> None:
    metrics, inbox = services.metrics, await services.inbox_store.backlog()
    metrics.queue_waiting.labels("inbox").set(inbox.count)
    metrics.queue_oldest_seconds.labels("inbox").set(_age_s(inbox.oldest, services))
    metrics.queue_parked.labels("inbox").set(await services.inbox_store.parked())
    pending = await services.pending_store.backlog()
    metrics.queue_waiting.labels("pending").set(pending.count)
    metrics.queue_oldest_seconds.labels("pending").set(_age_s(pending.oldest, services))
    outbox = await services.activity.post_backlog()
    waiting = outbox.counts.get("waiting", 0) + outbox.counts.get("sending", 0)
    metrics.queue_waiting.labels("outbox").set(waiting)
    metrics.queue_oldest_seconds.labels("outbox").set(_age_s(outbox.oldest, services))
    metrics.queue_parked.labels("outbox").set(outbox.counts.get("parked", 0))


def _age_s(since: datetime | None, services: Services) -> float:
    return 0.0 if since is None else max(0.0, (services.clock() - since).total_seconds())
