"""One call to Clockify on its way: what it does, what is known of its outcome, and how that is said."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from clankerbot_engine.errors import ClankerbotError, NotFound, Outcome, RateLimited, UpstreamError
from clankerbot_engine.remotes.host import RemoteHost


class Effect(enum.Enum):
    """What a call does, and so whether it may be sent again. Written beside each path, not guessed from the verb."""

    READ = "changes nothing"
    SET = "sent twice, leaves what it leaves sent once"
    REMOVE = "likewise; and where a try got no answer, `not there` to the next one means that it is done"
    CREATE = "sent twice, makes two"


@dataclass(slots=True)
class Call:
    """One call on its way, to `host`. `workspace`: whose allowance it takes. `unclear`: some try of it may have been
    applied, and nobody said so."""

    method: str
    route: str
    url: str
    effect: Effect
    query: Mapping[str, Any] | None
    body: Mapping[str, Any] | Sequence[Any] | None
    workspace: str
    host: RemoteHost
    unclear: bool = False

    @property
    def outcome(self) -> Outcome:
        return "unknown" if self.unclear and self.effect is not Effect.READ else "not_applied"

    def ends_in(self, error: ClankerbotError) -> ClankerbotError:
        """What to raise for the last error: it must not say that nothing happened where an earlier try may have."""
        if self.outcome == "unknown" and isinstance(error, RateLimited | NotFound | UpstreamError):
            kind = type(error) if isinstance(error, UpstreamError) else UpstreamError
            return self.failure(kind, error.message, details=error.details, wait_s=error.retry_after_s)
        if isinstance(error, UpstreamError):
            return self.failure(type(error), error.message, details=error.details, wait_s=error.retry_after_s)
        return error

    def failure(
        self,
        kind: type[UpstreamError],
        message: str,
        *,
        details: Mapping[str, JsonValue] | None = None,
        wait_s: float | None = None,
    ) -> UpstreamError:
        if self.outcome == "unknown":
            advice = "It may or may not have been applied; that is checked before anything is sent again."
        else:
            advice = "Try again in a moment." if self.effect is Effect.READ else "Nothing was changed; try again."
        told = {**(details or {"source": "clockify"}), "outcome": self.outcome}
        return kind(f"{message} {advice}", outcome=self.outcome, details=told, retry_after_s=wait_s)


def path_part(value: str) -> str:
    """Ids come from callers too: nothing but an id may reach the path."""
    if not value or not all(char.isascii() and (char.isalnum() or char in "-_") for char in value):
        raise NotFound("There is nothing in Clockify under that id.")
    return value


def pairs(query: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Lists repeat their key, booleans are `true` and `false`, None is left out."""
    found: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if one is not None:
                found.append((name, str(one).lower() if isinstance(one, bool) else str(one)))
    return tuple(found)
