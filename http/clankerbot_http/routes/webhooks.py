"""Deliveries from outside. They prove themselves with secrets of their own, before their body is read."""

from functools import partial
from typing import Any, Final

import orjson
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiResponse
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.port import Envelope
from clankerbot_http.requests import body_of, services_of
from clankerbot_http.responses import ErrorResponse, ok_json
from clankerbot_http.routes.direct import DirectRoute, header, with_body

router = APIRouter(tags=["webhooks"], route_class=DirectRoute)


class ReceiptView(BaseModel):
    event: Event
    duplicate: bool = Field(description="It was taken in before; `event` is the first one's.")


def _documented(*parameters: dict[str, Any]) -> dict[str, Any]:
    entity = {"type": "object", "description": "The entity that the event is about, bare."}
    example = {"A new tag": {"id": "65e58d908c230744fe785990", "name": "travel"}}
    return with_body(entity, *parameters, examples=example)


def _in_path(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": {"type": "string"}}


_CLOCKIFYS: Final = (
    header("Clockify-Webhook-Event-Type", "What happened.", r"^[A-Za-z0-9._:-]{1,64}$", example="NEW_TAG"),
    header(
        "X-Clockify-Event-Id", "Names the event, where a relay sets it.", r"^[A-Za-z0-9._:-]{1,128}$", example="e-1"
    ),
    header("Clockify-Signature", "The token of a registered webhook.", r"^[\x21-\x7e]+$", example="token"),
)
_SECRET: Final = header(
    "X-Webhook-Secret", "The shared secret (WEBHOOK_SHARED_SECRET).", r"^[\x21-\x7e]+$", example="secret"
)

_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": ErrorResponse, "description": "`unauthorized`: the webhook's secret is missing or wrong."}
}


@router.post(
    "/webhooks/clockify",
    summary="Deliver an event of Clockify's",
    response_model=ApiResponse[ReceiptView],
    responses=_REFUSED,
    openapi_extra=_documented(_SECRET, *_CLOCKIFYS),
)
async def clockify(request: Request) -> Response:
    """Takes the shared secret, or the token of any registered webhook. A repetition gets the first event again."""
    return await _receive(request, "clockify")


@router.post(
    "/webhooks/clockify/{source}",
    summary="Deliver an event to one registered webhook",
    response_model=ApiResponse[ReceiptView],
    responses=_REFUSED,
    openapi_extra=_documented(_in_path("source", "The name of one registered webhook."), *_CLOCKIFYS),
)
async def clockify_source(request: Request) -> Response:
    """Takes the token of that one registered webhook."""
    return await _receive(request, "clockify", source=request.path_params["source"])


@router.post(
    "/webhooks/{provider}",
    summary="Deliver an event of another provider",
    response_model=ApiResponse[ReceiptView],
    responses=_REFUSED,
    openapi_extra=_documented(_in_path("provider", "The name of a provider; others than Clockify are plug-ins.")),
)
async def other(request: Request) -> Response:
    """Deliveries of another provider, where one is installed."""
    return await _receive(request, request.path_params["provider"])


async def _receive(request: Request, provider: str, *, source: str | None = None) -> Response:
    headers = {name.decode("latin-1"): value for name, value in request.scope["headers"]}
    receipt = await services_of(request).intake.receive(provider, Envelope(headers, source), partial(body_of, request))
    return ok_json(orjson.dumps(receipt, option=orjson.OPT_UTC_Z))
