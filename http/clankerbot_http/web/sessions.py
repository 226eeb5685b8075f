"""Proves that a request comes from a page that this process has served.

The cookie is sent by the browser wherever the request comes from; the token stands in the page, and only scripts of
ours send it, in a header that other sites cannot set. It is made of the cookie, so nothing is kept.
"""

import hashlib
import hmac
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.errors import Unauthorized
from clankerbot_http.web.cookies import cookie_of

COOKIE: Final = "clank_page"
HEADER: Final = "x-page-token"


class Sessions:
    """`secret` is new with each process: pages from before are loaded again."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def token(self, session: str) -> str:
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def session_of(self, request: Request) -> str | None:
        """From its cookie; it proves nothing yet."""
        return cookie_of(request, COOKIE) or None

    def check(self, request: Request) -> None:
        """Raises `Unauthorized`."""
        session, given = self.session_of(request), request.headers.get(HEADER, "")
        if session is None or not hmac.compare_digest(self.token(session).encode(), given.encode()):
            raise Unauthorized("This page is from before a restart of the server: load it again.")


def new_session() -> str:
    return secrets.token_urlsafe(32)


def keep(response: Response, session: str, *, secure: bool) -> None:
    """No script reads it, and no other site's request brings it."""
    response.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=secure, path="/")
