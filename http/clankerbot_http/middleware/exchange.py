"""One request and its answer, on their way between the server and the application."""

from starlette.types import Message, Receive, Scope, Send

from clankerbot_http.middleware.body_limit import BodyTooLarge
from clankerbot_http.middleware.security_headers import with_security_headers


class Exchange:
    """`receive` and `send` are handed on instead of the server's own.

    `client`: the address of the caller. `headers`: what goes out with the answer beside its own, whatever it is.
    `status`: 0 until the answer has begun. `made`: the id of what the request brought into being.
    """

    __slots__ = ("_left", "_receive", "_send", "client", "headers", "is_too_large", "made", "status")

    def __init__(self, receive: Receive, send: Send, request_id: str, *, client: str, max_body_bytes: int) -> None:
        self._receive = receive
        self._send = send
        self._left = max_body_bytes
        self.client = client
        self.headers = [(b"x-request-id", request_id.encode())]
        self.is_too_large = False
        self.status = 0
        self.made: str | None = None

    @property
    def has_started(self) -> bool:
        return self.status != 0

    async def receive(self) -> Message:
        """Raises `BodyTooLarge` as soon as too much has come."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.is_too_large = True
                raise BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.is_too_large and not self.status:
            return  # whoever read the body made an answer of his own out of the exception
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*with_security_headers(message.get("headers", ())), *self.headers]
        await self._send(message)


def exchange_of(scope: Scope) -> Exchange:
    exchange: Exchange = scope["clankerbot.exchange"]
    return exchange
