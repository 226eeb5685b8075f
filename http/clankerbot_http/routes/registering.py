"""The webhooks that Clockify delivers to: seen, and made where they are needed."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_engine.stores.ports import WebhookSource
from clankerbot_engine.webhooks.addresses import path_of
from clankerbot_engine.webhooks.registering import State, Synced, state_of
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import ServicesOf, read_body
from clankerbot_http.responses import ok
from clankerbot_http.routes.direct import documented

router = APIRouter(tags=["webhooks"])


class NewWebhook(BaseModel):
    """`token`: as Clockify shows it; only a hash of it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(max_length=64)] = Field(examples=["main"])
    token: Annotated[SecretStr, Field(min_length=1, max_length=4096)]


BODIES: Final = (NewWebhook,)
RegisteredName = Annotated[str, Path(description="The `name` in the list of the registered webhooks.")]


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


@router.get("/webhooks", summary="List the registered webhooks", response_model=ApiResponse[list[WebhookView]])
async def list_all(services: ServicesOf) -> Response:
    """Those that were made by `sync`, and by hand. Asks Clockify nothing: it is looked at once a day."""
    return ok([_view(each) for each in await services.registering.all()])


@router.post(
    "/webhooks",
    summary="Register a webhook that was made by hand",
    status_code=201,
    response_model=ApiResponse[WebhookView],
    openapi_extra=documented(NewWebhook, examples={"A webhook": {"name": "main", "token": "as Clockify shows it"}}),
)
async def register(request: Request, services: ServicesOf) -> Response:
    """Its deliveries are taken at the `path` of the answer."""
    body = await read_body(request, NewWebhook)
    made = await services.registering.register(body.name, body.token.get_secret_value())
    exchange_of(request.scope).made = made.name
    return ok(_view(made), status=201)


@router.post(
    "/webhooks/registered/{name}/rotate",
    summary="Give a webhook another token",
    response_model=ApiResponse[WebhookView],
)
async def rotate(name: RegisteredName, services: ServicesOf) -> Response:
    """Give one that `sync` made another token. The former one is taken for 24 hours more."""
    return ok(_view(await services.registering.rotate(name)))


@router.delete(
    "/webhooks/registered/{name}", summary="Remove a registered webhook", response_model=ApiResponse[WebhookView]
)
async def remove(name: RegisteredName, services: ServicesOf) -> Response:
    """Take its deliveries no more, and delete it in Clockify if `sync` made it. Answers with what was removed."""
    return ok(_view(await services.registering.remove(name)))


@router.post(
    "/webhooks/sync", summary="Make the webhooks in Clockify that are needed", response_model=ApiResponse[SyncView]
)
async def sync(services: ServicesOf) -> Response:
    """What was changed there is put right, and what is not needed any more is removed.

    By the account of the settings, an owner's or admin's; PUBLIC_URL must be set.
    """
    return ok(view_of(await services.registering.sync()))


def _view(source: WebhookSource) -> WebhookView:
    return WebhookView(
        name=source.name,
        path=path_of(source.name),
        event_type=source.event_type,
        workspace_id=source.workspace_id,
        state=state_of(source),
        problem=source.problem,
        checked_at=source.checked_at,
        created_at=source.created_at,
    )


def view_of(synced: Synced) -> SyncView:
    return SyncView.model_validate(synced, from_attributes=True)
