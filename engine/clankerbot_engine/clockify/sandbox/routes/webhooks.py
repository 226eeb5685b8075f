"""`/workspaces/{w}/webhooks`: one event each, for owners and admins, never for add-on tokens."""

import secrets
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.formats import instant
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import Webhook
from clankerbot_engine.clockify.sandbox.refusals import Refusal, invalid, missing, parameter_missing

router = APIRouter(prefix="/workspaces/{workspace_id}/webhooks")

STATUSES = ("SUCCEEDED", "RETRYING", "FAILED")


def _require_right(call: Call) -> None:
    call.refuse_addon_token()
    call.require_admin()


def _webhook(call: Call, webhook_id: str) -> Webhook:
    _require_right(call)
    webhook = call.state.webhooks.get(webhook_id)
    if webhook is None:
        raise missing("Webhook")
    return webhook


def _shown(call: Call, webhook: Webhook) -> dict[str, Any]:
    return rendering.webhook(call.state, webhook, plan_enabled=events.is_plan_enabled(call.state, webhook))


def _token() -> str:
    return secrets.token_hex(16)


def _webhook_from(call: Call, fields: Fields, webhook_id: str) -> Webhook:
    name = (fields.text("name") or "").strip()
    if not name:
        raise invalid("Webhook already exists")  # what the real one says, misleading as it is
    if not 2 <= len(name) <= 30:
        raise invalid("Name has to be between 2 and 30 characters long")
    url = fields.text("url") or ""
    if not url.startswith(("https://", "http://")):
        raise invalid("Url is not valid")
    event = fields.choice("webhookEvent", events.EVENTS)
    source_type = fields.choice("triggerSourceType", events.SOURCE_TYPES)
    sources = fields.words("triggerSource")
    if event is None or source_type is None or sources is None:
        raise invalid("webhookEvent, triggerSourceType and triggerSource are required")
    return Webhook(webhook_id, name, url, event, source_type, sources, call.caller.id, _token())


def _refuse_over_plan(call: Call) -> None:
    for_one, for_all = events.webhook_limits(call.state.plan)
    webhooks = call.state.webhooks.values()
    own = sum(webhook.user_id == call.caller.id for webhook in webhooks)
    if own >= for_one or len(webhooks) >= for_all:
        raise Refusal(400, 4033, "Webhook limit of this plan reached")


@router.get("")
async def webhooks(call: Member) -> Response:
    """The whole list, without paging."""
    _require_right(call)
    kind = call.query.choice("type", ("USER_CREATED", "ADDON", "SYSTEM"))
    if kind == "SYSTEM":
        raise Refusal(500, 500, "Internal server error")  # as seen of the real one
    rows = [] if kind == "ADDON" else [_shown(call, webhook) for webhook in call.state.webhooks.values()]
    return answer({"workspaceWebhookCount": len(call.state.webhooks), "webhooks": rows})


@router.post("")
async def create(call: Member) -> Response:
    _require_right(call)
    webhook = _webhook_from(call, await call.fields(), call.state.new_id())
    _refuse_over_plan(call)
    call.state.webhooks[webhook.id] = webhook
    return answer(_shown(call, webhook), 201)


@router.get("/{webhook_id}")
async def webhook(call: Member, webhook_id: str) -> Response:
    return answer(_shown(call, _webhook(call, webhook_id)))


@router.put("/{webhook_id}")
async def update(call: Member, webhook_id: str) -> Response:
    """The same body as at creation; the token stays. It is delivered to again, if that had been given up."""
    fields = await call.fields()
    webhook = _webhook(call, webhook_id)
    changed = _webhook_from(call, fields, webhook.id)
    webhook.name, webhook.url, webhook.event = changed.name, changed.url, changed.event
    webhook.source_type, webhook.sources = changed.source_type, changed.sources
    webhook.delivery_enabled, webhook.failures = True, 0
    return answer(_shown(call, webhook))


@router.delete("/{webhook_id}")
async def delete(call: Member, webhook_id: str) -> Response:
    """What is under way to it ends."""
    gone = _webhook(call, webhook_id)
    del call.state.webhooks[gone.id]
    gone.enabled = False
    return Response(status_code=200)


@router.patch("/{webhook_id}/token")
async def rotate_token(call: Member, webhook_id: str) -> Response:
    """The old one dies at once, for deliveries under way too."""
    webhook = _webhook(call, webhook_id)
    webhook.auth_token = _token()
    return answer(_shown(call, webhook))


def _slice(call: Call, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Here `page` counts from 0 and its size is `size`; there is no `Last-Page`."""
    page, size = call.query.number("page", 0), call.query.number("size", 50)
    if page < 0 or not 1 <= size <= 1000:
        raise invalid("Page index must not be less than zero, page size must not be less than one")
    return rows[page * size : (page + 1) * size]


@router.post("/{webhook_id}/logs")
async def logs(call: Member, webhook_id: str) -> Response:
    """One row for each attempt."""
    fields = await call.optional_fields()
    webhook = _webhook(call, webhook_id)
    since, until = fields.instant("from"), fields.instant("to")
    status = fields.choice("status", ("ALL", "SUCCEEDED", "FAILED")) or "ALL"
    rows = [
        attempt
        for attempt in call.state.deliveries.attempts
        if attempt.webhook_id == webhook.id
        and (since is None or attempt.responded_at >= since)
        and (until is None or attempt.responded_at <= until)
        and status in ("ALL", "SUCCEEDED" if 200 <= attempt.status_code < 300 else "FAILED")
    ]
    if fields.flag("sortByNewest"):
        rows.reverse()
    shown = [
        {
            "id": attempt.id,
            "webhookEventStatusId": attempt.event_id,
            "webhookId": attempt.webhook_id,
            "statusCode": attempt.status_code,
            "requestBody": attempt.request_body,
            "responseBody": attempt.response_body,
            "respondedAt": instant(attempt.responded_at),
        }
        for attempt in rows
    ]
    return answer(_slice(call, shown))


@router.get("/{webhook_id}/statuses")
async def statuses(call: Member, webhook_id: str) -> Response:
    """One row for each event that was to be delivered."""
    webhook = _webhook(call, webhook_id)
    wanted = call.query.words("statuses")
    if not wanted:
        raise parameter_missing("statuses")
    rows = [
        {
            "id": delivery.id,
            "webhookId": delivery.webhook_id,
            "webhookEvent": delivery.event,
            "status": delivery.status,
            "retryCount": delivery.retry_count,
        }
        for delivery in call.state.deliveries.deliveries
        if delivery.webhook_id == webhook.id and delivery.status in wanted
    ]
    return answer(_slice(call, rows))
