"""One log line and one count for each request: who asked for what, what came of it, and how long it took."""

import logging
from collections.abc import Sequence
from functools import lru_cache

from prometheus_client import Counter, Histogram
from starlette.types import Scope

from clankerbot_engine.logs import log_event
from clankerbot_engine.rate_limits.addresses import Network, client_address
from clankerbot_http.access import route_of, template_of
from clankerbot_http.middleware.exchange import Exchange
from clankerbot_http.requests import services_in

log = logging.getLogger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLIENT_CLOSED_REQUEST = 499


def _level(status: int, scope: Scope) -> int:
    """A bug of ours is an error; what we depend on being away is not."""
    if status < 500:
        route = route_of(scope)
        return logging.DEBUG if route is not None and route.quiet else logging.INFO
    return logging.ERROR if status == 500 else logging.WARNING


@lru_cache(maxsize=4096)
def _without_proxies(peer: str) -> str:
    return client_address(peer, (), ())


class AccessLog:
    """Queries stay out of the line: they may hold what a person wrote."""

    def __init__(self, trusted_proxies: Sequence[Network]) -> None:
        self._trusted = tuple(trusted_proxies)
        # The counters of a method, template and status: a few hundred at most, and dear to look up.
        self._meters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def client(self, scope: Scope) -> str:
        """The address of the caller."""
        peer = scope["client"][0] if scope.get("client") else ""
        if not self._trusted:
            return _without_proxies(peer)
        forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return client_address(peer, forwarded, self._trusted)

    def note(self, scope: Scope, exchange: Exchange, seconds: float) -> None:
        status = exchange.status or _CLIENT_CLOSED_REQUEST
        count, duration = self._meters_of(scope, status)
        count.inc()
        duration.observe(seconds)
        level = _level(status, scope)
        if log.isEnabledFor(level):
            fields = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "duration_ms": round(seconds * 1000, 3),
                "client": exchange.client,
            }
            log_event(log, level, "request", fields)

    def _meters_of(self, scope: Scope, status: int) -> tuple[Counter, Histogram]:
        # A caller may invent methods; a label must not.
        method = scope["method"] if scope["method"] in _METHODS else "other"
        key = (method, template_of(scope), status)
        meters = self._meters.get(key)
        if meters is None:
            metrics = services_in(scope).metrics
            count = metrics.http_requests.labels(method, key[1], str(status))
            meters = self._meters[key] = (count, metrics.http_seconds.labels(key[1]))
        return meters
