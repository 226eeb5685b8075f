"""Webhooks, one event each (`clockify-api` §5.6)."""

from typing import Annotated

from pydantic import Field

from clankerbot_engine.clockify.models.wire import Received, Sent


class NewWebhook(Sent):
    """One event each. `trigger_source` may stay empty for the whole workspace."""

    name: Annotated[str, Field(min_length=2, max_length=30)]
    url: str
    webhook_event: str
    trigger_source_type: str = "WORKSPACE_ID"
    trigger_source: tuple[str, ...] = ()


class Webhook(Received):
    id: str | None = None
    name: str | None = None
    url: str | None = None
    webhook_event: str | None = None
    user_id: str | None = None
    auth_token: str | None = Field(default=None, repr=False)
    enabled: bool | None = None
    delivery_enabled: bool | None = None
    plan_enabled: bool | None = None


class Webhooks(Received):
    workspace_webhook_count: int | None = None
    webhooks: tuple[Webhook, ...] | None = None
