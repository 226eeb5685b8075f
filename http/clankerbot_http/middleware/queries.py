"""Refuses query parameters that a route does not take: a misspelt `?dryrun=true` must not write."""

from collections.abc import Set as AbstractSet
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from clankerbot_engine.errors import ValidationFailed
from clankerbot_http.access import route_of
from clankerbot_http.errors import error_answer
from clankerbot_http.validation import as_validation_failed


class Queries:
    """Looks at routes that need a token. What comes to the others is sent by programs that add names of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = route_of(scope) if scope["type"] == "http" and scope["query_string"] else None
        if route is not None and route.scopes[scope["method"]] is not None:
            refusal = _refusal(scope["query_string"], route.takes(scope["method"]))
            if refusal is not None:
                await error_answer(refusal)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _refusal(query: bytes, taken: AbstractSet[str]) -> ValidationFailed | None:
    """The first name that is unknown or stands there again; two values would leave open which one is meant."""
    seen: set[str] = set()
    for part in query.split(b"&"):
        if not part:
            continue
        name = unquote_plus(part.partition(b"=")[0].decode("latin-1"))
        if name not in taken:
            names = f"; it takes {' and '.join(sorted(taken))}" if taken else ""
            return _named(name, "query_unknown", f"this address takes no query parameter of that name{names}")
        if name in seen:
            return _named(name, "query_repeated", "must stand in the query once")
        seen.add(name)
    return None


def _named(name: str, kind: str, message: str) -> ValidationFailed:
    return as_validation_failed([{"type": kind, "loc": ("query", name) if name else ("query",), "msg": message}])
