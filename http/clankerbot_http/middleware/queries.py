"""Refuses query parameters that a route does not take: a misspelt `?dryrun=true` must not write."""

from collections.abc import Set as AbstractSet
from urllib.parse import unquote_plus

from clankerbot_engine.errors import ValidationFailed
from clankerbot_http.validation import as_validation_failed


def check_query(query: bytes, taken: AbstractSet[str]) -> None:
    """Raises `ValidationFailed` for the first name that is unknown or stands there again: two values would leave open
    which one is meant.

    For routes that need a token. What comes to the others is sent by programs that add names of their own.
    """
    seen: set[str] = set()
    for part in query.split(b"&"):
        if not part:
            continue
        name = unquote_plus(part.partition(b"=")[0].decode("latin-1"))
        if name not in taken:
            names = f"; it takes {' and '.join(sorted(taken))}" if taken else ""
            raise _named(name, "query_unknown", f"this address takes no query parameter of that name{names}")
        if name in seen:
            raise _named(name, "query_repeated", "must stand in the query once")
        seen.add(name)


def _named(name: str, kind: str, message: str) -> ValidationFailed:
    return as_validation_failed([{"type": kind, "loc": ("query", name) if name else ("query",), "msg": message}])
