"""The inbox, for those who run the service: what webhooks delivered, what became of it, and having it done again."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_engine.errors import NotFound
from clankerbot_engine.stores.ports import Delivery, DeliveryState
from clankerbot_http.requests import ServicesOf, read_body
from clankerbot_http.responses import ok
from clankerbot_http.routes.direct import documented

router = APIRouter(tags=["operations"])

MOST: Final = 200


class DeliveryView(BaseModel):
    """`ready`: it waits, or waits for another try. `parked`: given up, for `error`; it can be replayed."""

    id: str
    provider: str
    sender: str = Field(description="Which webhook it came through.")
    event_type: str
    workspace_id: str | None
    state: DeliveryState
    attempts: int
    received_at: datetime
    due_at: datetime | None = Field(description="When it is to be worked off; null: it is closed.")
    finished_at: datetime | None
    error: str | None


class DeliveryDetails(DeliveryView):
    data: dict[str, Any] = Field(description="The body, as it was delivered.")


class InboxPage(BaseModel):
    open: int = Field(description="How many are not worked off.")
    parked: int
    deliveries: list[DeliveryView] = Field(description="Newest first.")
    before: str | None = Field(description="Ask for the next page with this; null: there is none.")


class Purge(BaseModel):
    """What is closed, and came in before, is deleted; a repetition of it would count as new."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    older_than_days: Annotated[int, Field(ge=0, le=3650, strict=True, examples=[7])]


class Purged(BaseModel):
    deleted: int


DeliveryId = Annotated[str, Path(description="The `id` in the list of the deliveries.")]
BODIES: Final = (Purge,)


@router.get("/inbox", summary="List the deliveries", response_model=ApiResponse[InboxPage])
async def list_deliveries(
    services: ServicesOf,
    state: Annotated[DeliveryState | None, Query(description="Those in this state alone.")] = None,
    before: Annotated[str | None, Query(pattern=r"^[0-9A-Z]{26}$", description="The id to go on behind.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at most.")] = 50,
) -> Response:
    """What came in, whatever became of it."""
    store = services.inbox_store
    found = await store.page(state=state, before=before, limit=limit)
    backlog = await store.backlog()
    page = InboxPage(
        open=backlog.count,
        parked=await store.parked(),
        deliveries=[DeliveryView.model_validate(each, from_attributes=True) for each in found],
        before=found[-1].id if len(found) == limit else None,
    )
    return ok(page)


@router.get("/inbox/{delivery_id}", summary="Show a delivery", response_model=ApiResponse[DeliveryDetails])
async def show(delivery_id: DeliveryId, services: ServicesOf) -> Response:
    """With its body."""
    delivery = await services.inbox_store.get(delivery_id)
    if delivery is None:
        raise NotFound("There is no such delivery. GET /inbox lists those that there are.")
    return ok(_details(delivery))


@router.post(
    "/inbox/{delivery_id}/replay", summary="Work a delivery off again", response_model=ApiResponse[DeliveryView]
)
async def replay(delivery_id: DeliveryId, services: ServicesOf) -> Response:
    """Whatever it led to already is not done twice."""
    delivery = await services.inbox.replay(delivery_id)
    return ok(DeliveryView.model_validate(delivery, from_attributes=True))


@router.post(
    "/inbox/purge",
    summary="Delete old deliveries",
    response_model=ApiResponse[Purged],
    openapi_extra=documented(Purge, examples={"Older than a week": {"older_than_days": 7}}),
)
async def purge(request: Request, services: ServicesOf) -> Response:
    """What is closed and old goes before its time (INBOX_DAYS)."""
    body = await read_body(request, Purge)
    before = services.clock() - timedelta(days=body.older_than_days)
    deleted = 0
    while gone := await services.inbox_store.forget(before=before):
        deleted += gone
    return ok(Purged(deleted=deleted))


def _details(delivery: Delivery) -> DeliveryDetails:
    known = DeliveryView.model_validate(delivery, from_attributes=True)
    return DeliveryDetails(**known.model_dump(), data=orjson.loads(delivery.body))
