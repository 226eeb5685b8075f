"""What stands before the routes, as pure ASGI, in this order from the outside in.

request id -> security headers -> access log -> body limit -> CORS -> unexpected errors -> rate limit -> tokens ->
queries

No `BaseHTTPMiddleware`: each one costs more than all of these together.
"""

from starlette.middleware import Middleware

from clankerbot_engine.settings import Settings
from clankerbot_http.middleware.access_log import AccessLog
from clankerbot_http.middleware.body_limit import BodyLimit
from clankerbot_http.middleware.cors import Cors
from clankerbot_http.middleware.queries import Queries
from clankerbot_http.middleware.rate_limit import RateLimit
from clankerbot_http.middleware.request_id import RequestId
from clankerbot_http.middleware.security_headers import SecurityHeaders
from clankerbot_http.middleware.tokens import Tokens
from clankerbot_http.middleware.unexpected_errors import UnexpectedErrors


def middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(RequestId),
        Middleware(SecurityHeaders),
        Middleware(AccessLog, trusted_proxies=settings.trusted_proxies),
        Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
        *_cors(settings),
        # Inside of CORS, so that a web page can read what went wrong.
        Middleware(UnexpectedErrors),
        Middleware(RateLimit, per_minute=settings.rate_limit_per_minute),
        Middleware(Tokens),
        Middleware(Queries),
    ]


def _cors(settings: Settings) -> list[Middleware]:
    """Without an origin there is nothing to allow, and nothing to pay for."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            Cors,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After", "RateLimit", "RateLimit-Policy", "Idempotent-Replayed"],
        )
    ]
