"""Requests that were kept while Clockify did not answer: what waits, how it ended, and not having it done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, SerializeAsAny
from starlette.responses import Response

from clankerbot_engine.actions import ActionBase, ActionResult, ApiError, ApiResponse
from clankerbot_engine.stores.ports import PendingRequest, PendingState
from clankerbot_http.composition import Services
from clankerbot_http.requests import PrincipalOf, ServicesOf
from clankerbot_http.responses import ok
from clankerbot_http.routes.ownership import OwnerOf

router = APIRouter(tags=["actions"])


PendingId = Annotated[str, Path(description="`details.pending` of the answer with the status `pending`.")]


class PendingView(BaseModel):
    """`waiting`, or `trying` just now; then `done`, `failed` or `discarded`."""

    id: str
    state: PendingState
    said_at: datetime = Field(description="The time that it is carried out for: `today` is that day.")
    idempotency_key: str = Field(description="The key that it was asked under, or one that it was given.")
    actions: list[SerializeAsAny[ActionBase]]
    attempts: int
    due_at: datetime | None = Field(description="When it is tried next; null: it has ended.")
    error: ApiError | None = Field(description="Why the last try came to nothing, while it waits.")
    results: list[ActionResult] | None = Field(description="What became of each action, once it is done or failed.")
    ended_at: datetime | None


@router.get("/pending", summary="List what waits for Clockify", response_model=ApiResponse[list[PendingView]])
async def list_waiting(services: ServicesOf, owner: OwnerOf) -> Response:
    """Yours that wait, in the order in which they were said; with the scope `admin`, everybody's. 100 at most."""
    return ok(_views(await services.pending.waiting(owner), services))


@router.get("/pending/{pending_id}", summary="Show what was kept", response_model=ApiResponse[PendingView])
async def show(pending_id: PendingId, services: ServicesOf, owner: OwnerOf) -> Response:
    """For 30 days after it has ended, too. The same request under its Idempotency-Key also tells how it ended."""
    return ok(_views([await services.pending.get(pending_id, owner)], services)[0])


@router.delete("/pending/{pending_id}", summary="Discard what was kept", response_model=ApiResponse[PendingView])
async def discard(pending_id: PendingId, services: ServicesOf, owner: OwnerOf, principal: PrincipalOf) -> Response:
    """It is not carried out any more. A conflict where it has ended, or is being tried at this moment."""
    discarded = await services.pending.discard(pending_id, owner, by=principal, way_in="rest")
    return ok(_views([discarded], services)[0])


def _views(requests: Sequence[PendingRequest], services: Services) -> list[PendingView]:
    kinds = services.engine.router
    return [
        PendingView(
            id=each.id,
            state=each.state,
            said_at=each.said_at,
            idempotency_key=each.request_key,
            actions=[kinds.read_action(action) for action in each.actions],
            attempts=each.attempts,
            due_at=each.due_at if each.is_open else None,
            error=ApiError.model_validate(each.error) if each.error is not None and each.is_open else None,
            results=None if each.results is None else [kinds.read_result(result) for result in each.results],
            ended_at=each.ended_at,
        )
        for each in requests
    ]
