"""The webhooks that may deliver by a token of their own: registered by it, and found by it."""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from clankerbot_engine.errors import Conflict, ValidationFailed
from clankerbot_engine.shared.signals import Signals
from clankerbot_engine.stores.ports import WebhookSource, WebhookSourceStore

FRESH: Final = timedelta(seconds=5)
"""How long a webhook that another process removed is still taken for one."""

FORMER_TOKEN_FOR: Final = timedelta(hours=24)
"""How long the token before the last rotation is taken: Clockify repeats deliveries for a while."""

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


class KnownSources:
    """The registered webhooks, in memory: a delivery costs no query, unless nobody here knows its token."""

    def __init__(self, store: WebhookSourceStore, *, clock: Callable[[], datetime], signals: Signals) -> None:
        self._store = store
        self._clock = clock
        self._signals = signals
        self._known: dict[str, tuple[datetime, Sequence[WebhookSource]]] = {}
        signals.on("webhooks", lambda _: self._known.clear())

    async def find(self, provider: str, token: bytes, *, named: str | None = None) -> WebhookSource | None:
        """Whose token it is; of the one that is `named`, if one is. Every token is compared, in constant time each."""
        if not token:
            return None
        known = self._known.get(provider)
        if known is not None and abs(self._clock() - known[0]) < FRESH:
            found = _with_token(known[1], token, named, self._clock())
            if found is not None:
                return found
        # Registered a moment ago, perhaps elsewhere.
        return _with_token(await self.all(provider), token, named, self._clock())

    async def all(self, provider: str) -> Sequence[WebhookSource]:
        """As the store has them."""
        now = self._clock()
        sources = await self._store.all(provider)
        self._known[provider] = now, sources
        return sources

    def changed(self) -> None:
        self._known.clear()
        self._signals.tell("webhooks")


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
    source = WebhookSource(str(ULID()), name, provider, clock(), token_hash=token_hash(token.strip()))
    if not await store.add(source):
        raise Conflict(f"There is a webhook named {name} already. Choose another name.")
    return source


def token_hash(token: str) -> str:
    """What `webhook_sources` keeps of a token: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def rotated(source: WebhookSource, token: str, at: datetime) -> WebhookSource:
    """With another token; the one that it had is taken for a while longer."""
    return replace(source, token_hash=token_hash(token), former_token_hash=source.token_hash, rotated_at=at)


def _with_token(
    sources: Sequence[WebhookSource], token: bytes, named: str | None, now: datetime
) -> WebhookSource | None:
    given = hashlib.sha256(token).hexdigest()
    wanted = [source for source in sources if named is None or source.name == named]
    found = [source for source in wanted if sum(hmac.compare_digest(given, each) for each in _tokens(source, now))]
    return found[0] if found else None


def _tokens(source: WebhookSource, now: datetime) -> Sequence[str]:
    """Their hashes."""
    if source.former_token_hash and source.rotated_at is not None and now - source.rotated_at < FORMER_TOKEN_FOR:
        return source.token_hash, source.former_token_hash
    return (source.token_hash,)
