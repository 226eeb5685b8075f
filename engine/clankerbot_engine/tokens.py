"""API tokens: `clank_`, 256 random bits and a checksum; kept as a SHA-256, shown once."""

import hashlib
import re
import secrets
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from clankerbot_engine.errors import Unauthorized, ValidationFailed
from clankerbot_engine.stores.ports import SCOPES, ApiToken, Scope, TokenStore

PREFIX: Final = "clank_"
_SHAPE: Final = re.compile(r"clank_([A-Za-z0-9_-]{43})([0-9a-f]{8})")
FRESH: Final = timedelta(seconds=5)
"""How long a verified token is believed without asking the store: the longest that a revocation takes to bite."""


NOTED_EVERY: Final = timedelta(minutes=1)
"""When a token was used last is known to the minute: a write for each request would be dear."""


def new_token_text() -> str:
    body = secrets.token_urlsafe(32)
    return f"{PREFIX}{body}{_checksum(body)}"


def is_well_formed(text: str) -> bool:
    """Catches typing errors and guesses without a query."""
    match = _SHAPE.fullmatch(text)
    return match is not None and _checksum(match[1]) == match[2]


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def token_hash(text: str) -> str:
    """SHA-256 is enough: 256 random bits cannot be guessed, so there is nothing to slow down."""
    return hashlib.sha256(text.encode()).hexdigest()


async def issue_token(
    store: TokenStore,
    name: str,
    scopes: Iterable[str],
    *,
    clock: Callable[[], datetime],
    expires_at: datetime | None = None,
    limit_per_minute: int | None = None,
) -> tuple[ApiToken, str]:
    """The token and its text, which is kept nowhere. Raises `ValidationFailed`."""
    wanted = frozenset(scopes)
    if unknown := wanted.difference(SCOPES):
        raise ValidationFailed(
            f"There is no scope {', '.join(sorted(unknown))}; scopes are {', '.join(SCOPES)}.", field="scopes"
        )
    if not wanted:
        raise ValidationFailed(f"A token needs at least one scope of {', '.join(SCOPES)}.", field="scopes")
    if not 1 <= len(name.strip()) <= 100:
        raise ValidationFailed("A token's name has 1 to 100 characters.", field="name")
    text = new_token_text()
    granted: frozenset[Scope] = frozenset(scope for scope in SCOPES if scope in wanted)
    token = ApiToken(
        id=str(ULID()),
        name=name.strip(),
        scopes=granted,
        created_at=clock(),
        expires_at=expires_at,
        limit_per_minute=limit_per_minute,
    )
    await store.add(token, token_hash(text))
    return token, text


class TokenVerifier:
    """Turns a token's text into who the caller is. Remembers at most `capacity` tokens, for five seconds each."""

    def __init__(self, store: TokenStore, *, clock: Callable[[], datetime], capacity: int = 10_000) -> None:
        self._store = store
        self._clock = clock
        self._capacity = capacity
        self._verified: OrderedDict[str, tuple[ApiToken, datetime]] = OrderedDict()

    async def verify(self, text: str) -> ApiToken:
        """Raises `Unauthorized`, which says what to do."""
        now = self._clock()
        remembered = self._verified.get(text)
        if remembered is not None and abs(now - remembered[1]) < FRESH:
            token = remembered[0]
        else:
            token = await self._look_up(text, now)
            self._verified[text] = (token, now)
            self._verified.move_to_end(text)
            if len(self._verified) > self._capacity:
                self._verified.popitem(last=False)
        if token.revoked_at is not None:
            raise Unauthorized("This API token was revoked. Make a new one: clankerbot token create.")
        if token.expires_at is not None and token.expires_at <= now:
            raise Unauthorized("This API token has expired. Make a new one: clankerbot token create.")
        return token

    async def _look_up(self, text: str, now: datetime) -> ApiToken:
        found = await self._store.find(token_hash(text)) if is_well_formed(text) else None
        if found is None:
            raise Unauthorized("This API token is not known here. Make one with: clankerbot token create.")
        is_good = found.revoked_at is None and (found.expires_at is None or now < found.expires_at)
        if is_good and (found.last_used_at is None or now - found.last_used_at >= NOTED_EVERY):
            await self._store.used(found.id, now)
        return found
