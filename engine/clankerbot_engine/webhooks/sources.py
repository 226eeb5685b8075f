"""Registers a webhook that was made in Clockify, by the token that Clockify shows for it."""

import re
from collections.abc import Callable
from datetime import datetime

from ulid import ULID

from clankerbot_engine.errors import Conflict, ValidationFailed
from clankerbot_engine.stores.ports import WebhookSource, WebhookSourceStore
from clankerbot_engine.webhooks.clockify import token_hash

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


async def register_source(
    store: WebhookSourceStore, name: str, token: str, *, clock: Callable[[], datetime], provider: str = "clockify"
) -> WebhookSource:
    """Deliveries to `/webhooks/clockify/{name}` then prove themselves by `token`, of which only a hash is kept.

    Raises `ValidationFailed`, and `Conflict` where the name is taken.
    """
    if not _NAME.fullmatch(name):
        raise ValidationFailed("name: must be 1 to 64 of A-Z, a-z, 0-9 and . _ -", field="name")
    if not token.strip():
        raise ValidationFailed("token: the webhook's token, as Clockify shows it", field="token")
    if any(source.name == name for source in await store.all(provider)):
        raise Conflict(f"There is a webhook named {name} already. Choose another name.")
    source = WebhookSource(str(ULID()), name, provider, clock(), token_hash=token_hash(token.strip()))
    await store.add(source)
    return source
