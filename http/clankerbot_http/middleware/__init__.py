"""What stands before the routes, as pure ASGI, in this order from the outside in.

`Answers` (request id, security headers, access log, body limit) -> CORS -> `Guard` (unexpected errors, rate limit,
tokens, queries)

Two classes, whose duties are functions in modules of their own: a class for each duty would hand every message of
every request through eight pairs of hands. And no `BaseHTTPMiddleware`: each one costs more than all of these together.
"""

from starlette.middleware import Middleware

from clankerbot_engine.settings import Settings
from clankerbot_http.middleware.answers import Answers
from clankerbot_http.middleware.cors import Cors
from clankerbot_http.middleware.guard import Guard


def middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(Answers, trusted_proxies=settings.trusted_proxies, max_body_bytes=settings.max_body_bytes),
        *_cors(settings),
        # Inside of CORS, so that a web page can read what went wrong.
        Middleware(Guard, per_minute=settings.rate_limit_per_minute),
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
