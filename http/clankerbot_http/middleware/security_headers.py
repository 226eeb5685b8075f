"""Tells browsers not to guess types, not to keep answers, and to load and frame nothing."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = b"content-security-policy"
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (_POLICY, b"default-src 'none'; frame-ancestors 'none'"),
)
_WITHOUT_POLICY = HEADERS[:-1]


class SecurityHeaders:
    """A page that needs more brings a policy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                more = _WITHOUT_POLICY if any(name == _POLICY for name, _ in own) else HEADERS
                message["headers"] = [*own, *more]
            await send(message)

        await self.app(scope, receive, send_with_headers)
