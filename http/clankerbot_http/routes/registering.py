"""The webhooks that Clockify delivers to: seen, and made where they are needed."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_engine.webhooks.addresses import path_of
from clankerbot_engine.webhooks.registering import State, Synced, state_of
from clankerbot_http.requests import ServicesOf
from clankerbot_http.responses import ok

router = APIRouter(tags=["webhooks"])


class WebhookView(BaseModel):
    name: str
    path: str = Field(description="Where it delivers to, below PUBLIC_URL.")
    event_type: str | None = Field(description="null: it was made by hand, and may be for any.")
    workspace_id: str | None
    state: State
    problem: str | None = Field(description="Why Clockify does not deliver, when it was last looked at.")
    checked_at: datetime | None
    created_at: datetime


class SyncView(BaseModel):
    """By event type."""

    workspace_id: str
    made: list[str]
    kept: list[str]
    removed: list[str]
    being_made: list[str] = Field(description="By another service on the same database, at this moment.")
    left_out: list[str] = Field(description="For want of room, the most useful first.")
    subscribed_left_out: list[str] = Field(description="Those of them that a subscription asks for.")
    reason: str | None = Field(description="Why something was left out.")


@router.get("/webhooks", response_model=ApiResponse[list[WebhookView]])
async def list_all(services: ServicesOf) -> Response:
    """Those that were made by `sync`, and by hand. Asks Clockify nothing: it is looked at once a day."""
    found = await services.registering.all()
    return ok(
        [
            WebhookView(
                name=each.name,
                path=path_of(each.name),
                event_type=each.event_type,
                workspace_id=each.workspace_id,
                state=state_of(each),
                problem=each.problem,
                checked_at=each.checked_at,
                created_at=each.created_at,
            )
            for each in found
        ]
    )


@router.post("/webhooks/sync", response_model=ApiResponse[SyncView])
async def sync(services: ServicesOf) -> Response:
    """Make those in Clockify that are needed, put right what was changed, and remove what is not needed any more.

    By the account of the settings, an owner's or admin's; PUBLIC_URL must be set.
    """
    return ok(view_of(await services.registering.sync()))


def view_of(synced: Synced) -> SyncView:
    return SyncView.model_validate(synced, from_attributes=True)
