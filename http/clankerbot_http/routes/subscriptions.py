"""Subscriptions: what is posted where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse, Channel, Name
from clankerbot_engine.stores.ports import Subscription
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.hearing import problem_said, unheard_of
from clankerbot_engine.webhooks.rules import Filters
from clankerbot_http.composition import Services
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import PrincipalOf, ServicesOf, read_body
from clankerbot_http.responses import ok
from clankerbot_http.routes.direct import Examples, documented
from clankerbot_http.routes.ownership import OwnerOf

router = APIRouter(tags=["subscriptions"])


class NewSubscription(BaseModel):
    """`events`: which of Clockify's events. `filters`: all that is given must be so.

    The topic `digest` is refused, with a hint: a summary is posted by a schedule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    channel: Channel = Field(examples=["#design"])
    topic: Literal["events", "digest"] = "events"
    events: Annotated[tuple[Name, ...], Field(max_length=60, examples=[["NEW_PROJECT", "NEW_TIME_ENTRY"]])] = ()
    filters: Filters = Filters()


class SubscriptionView(BaseModel):
    id: str
    channel: str
    topic: Literal["events", "digest"]
    events: list[str]
    filters: dict[str, JsonValue] = Field(description="With the ids of what is named.")
    workspace_id: str | None = Field(description="The Clockify workspace whose events are followed.")
    problem: str | None = Field(
        description="Which of the events Clockify does not tell of, when it was last looked at."
    )
    created_at: datetime


class SubscriptionMade(SubscriptionView):
    note: str | None = Field(description="What Clockify's plan leaves out, or why it does not tell of it yet.")


class Preview(BaseModel):
    """What would have been posted for the last seven days of the inbox."""

    since: datetime
    events: int = Field(description="How many there would have been.")
    examples: list[Event] = Field(description="The newest, 20 at most.")


BODIES: Final = (NewSubscription,)
SubscriptionId = Annotated[str, Path(description="The `id` that it was made with.")]
_EXAMPLES: Final[Examples] = {
    "New projects": {"channel": "#design", "events": ["NEW_PROJECT"]},
    "Long entries of one project": {
        "channel": "#design",
        "events": ["NEW_TIME_ENTRY", "TIME_ENTRY_UPDATED"],
        "filters": {"project": "Apollo", "min_duration_s": 14400},
    },
}


@router.post(
    "/subscriptions",
    summary="Tell a channel of events",
    status_code=201,
    response_model=ApiResponse[SubscriptionMade],
    openapi_extra=documented(NewSubscription, examples=_EXAMPLES),
)
async def create(request: Request, services: ServicesOf, principal: PrincipalOf) -> Response:
    """From now on the channel in Slack is told of these events. Webhooks that this needs are made in Clockify."""
    made = await _planned(request, services, principal)
    await services.subscriptions.add(made)
    exchange_of(request.scope).made = made.id
    unheard = await services.registering.wanted_changed(principal)
    (view,) = await _views([made], services)
    return ok(SubscriptionMade(**view.model_dump(), note=None if unheard is None else unheard.message), status=201)


@router.post(
    "/subscriptions/preview",
    summary="Try a subscription out",
    response_model=ApiResponse[Preview],
    openapi_extra=documented(NewSubscription, examples=_EXAMPLES),
)
async def preview(request: Request, services: ServicesOf, principal: PrincipalOf) -> Response:
    """Nothing is kept, and nothing is posted."""
    planned = await _planned(request, services, principal)
    found = await services.previews.of(planned)
    return ok(Preview(since=found.since, events=found.count, examples=list(found.examples)))


async def _planned(request: Request, services: Services, principal: str) -> Subscription:
    body = await read_body(request, NewSubscription)
    return await services.subscriptions.planned(
        principal, channel=body.channel, topic=body.topic, events=body.events, filters=body.filters
    )


@router.get("/subscriptions", summary="List the subscriptions", response_model=ApiResponse[list[SubscriptionView]])
async def list_all(services: ServicesOf, owner: OwnerOf) -> Response:
    """Yours; with the scope `admin`, everybody's."""
    return ok(await _views(await services.subscriptions.all(owner), services))


@router.delete(
    "/subscriptions/{subscription_id}", summary="Delete a subscription", response_model=ApiResponse[SubscriptionView]
)
async def delete(subscription_id: SubscriptionId, services: ServicesOf, owner: OwnerOf) -> Response:
    """Answers with what was deleted."""
    deleted = await services.subscriptions.delete(subscription_id, owner)
    (view,) = await _views([deleted], services)
    await services.registering.wanted_changed(deleted.principal)
    return ok(view)


async def _views(subscriptions: Sequence[Subscription], services: Services) -> list[SubscriptionView]:
    sources = await services.registering.all()
    return [
        SubscriptionView(
            id=each.id,
            channel=each.channel,
            topic=each.topic,
            events=list(each.events),
            filters=each.filters,
            workspace_id=each.workspace_id,
            problem=problem_said(unheard_of(each, sources)),
            created_at=each.created_at,
        )
        for each in subscriptions
    ]
