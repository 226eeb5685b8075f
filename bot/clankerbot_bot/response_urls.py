"""Where answers by a response URL may be sent: to Slack, whatever address a request has in it.

A request with one is signed; that alone must not make the service call an address of somebody's choice, nor follow a
redirect to one.
"""

from typing import Final

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from yarl import URL

_SLACK: Final = ("slack.com", "slack-gov.com")


class NotSlacks(aiohttp.ClientError):
    """The address is none of Slack's; nothing was sent."""


class SlackOnly:
    """The middleware: every address passes it, those of redirects too. `api_url`: of a Slack elsewhere."""

    def __init__(self, api_url: str) -> None:
        self._own = URL(api_url).origin()

    async def __call__(self, request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
        if not self.is_slacks(request.url):
            raise NotSlacks("A response URL that is none of Slack's.")
        return await send(request)

    def is_slacks(self, url: URL) -> bool:
        """As aiohttp reads it, so that no spelling is one thing here and another one there."""
        if url.origin() == self._own:
            return True
        host = url.host or ""
        named = any(host == name or host.endswith(f".{name}") for name in _SLACK)
        return named and url.scheme == "https" and url.is_default_port()
