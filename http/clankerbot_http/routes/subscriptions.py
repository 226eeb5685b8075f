"""Subscriptions: what is posted where."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse, Channel, Name, PlainText
from clankerbot_http.requests import PrincipalOf, ServicesOf, read_body
from clankerbot_http.responses import ok
from clankerbot_http.routes.direct import documented
from clankerbot_http.routes.ownership import OwnerOf

router = APIRouter(tags=["subscriptions"])


def _told_once(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Pydantic would tell what is wrong for each type that it might have been, and name its own types in the path."""
    try:
        return read(value)
    except ValidationError:
        raise ValueError("must be a text, a number, true, false or null, or a list of these") from None


Simple = PlainText | int | float | bool | None
FilterValue = Annotated[Simple | list[Simple], WrapValidator(_told_once)]


class NewSubscription(BaseModel):
    """`events`: which of Clockify's events, for the topic `events`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    channel: Channel = Field(examples=["#design"])
    topic: Literal["events", "digest"] = "events"
    events: Annotated[tuple[Name, ...], Field(max_length=60, examples=[["NEW_PROJECT", "NEW_TIME_ENTRY"]])] = ()
    filters: dict[Name, FilterValue] = Field(default_factory=dict)


class SubscriptionView(BaseModel):
    id: str
    channel: str
    topic: Literal["events", "digest"]
    events: list[str]
    filters: dict[str, JsonValue]
    created_at: datetime


BODIES: Final = (NewSubscription,)


@router.post(
    "/subscriptions",
    status_code=201,
    response_model=ApiResponse[SubscriptionView],
    openapi_extra=documented(NewSubscription),
)
async def create(request: Request, services: ServicesOf, principal: PrincipalOf) -> Response:
    """Keep it; the Slack app is what posts, and is not part of this version."""
    body = await read_body(request, NewSubscription)
    made = await services.subscriptions.add(
        principal, channel=body.channel, topic=body.topic, events=body.events, filters=body.model_dump()["filters"]
    )
    return ok(SubscriptionView.model_validate(made, from_attributes=True), status=201)


@router.get("/subscriptions", response_model=ApiResponse[list[SubscriptionView]])
async def list_all(services: ServicesOf, owner: OwnerOf) -> Response:
    """Yours; with the scope `admin`, everybody's."""
    found = await services.subscriptions.all(owner)
    return ok([SubscriptionView.model_validate(each, from_attributes=True) for each in found])


@router.delete("/subscriptions/{subscription_id}", response_model=ApiResponse[SubscriptionView])
async def delete(subscription_id: str, services: ServicesOf, owner: OwnerOf) -> Response:
    """Answers with what was deleted."""
    deleted = await services.subscriptions.delete(subscription_id, owner)
    return ok(SubscriptionView.model_validate(deleted, from_attributes=True))
