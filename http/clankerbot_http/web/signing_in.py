"""Signing in to a page with an API token, which then travels in a cookie that no script reads.

Nothing is kept here: the token is verified each time, so that a revoked one is out within seconds.
"""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clankerbot_engine.errors import ClankerbotError, Conflict, Forbidden, Unauthorized
from clankerbot_engine.stores.ports import ApiToken, Scope
from clankerbot_http.errors import STATUS
from clankerbot_http.middleware.tokens import verified
from clankerbot_http.requests import services_of
from clankerbot_http.web.cookies import cookie_of
from clankerbot_http.web.pages import page
from clankerbot_http.web.rendering import rendered
from clankerbot_http.web.words import console_words

LONGEST_S = 12 * 3600


class SigningIn:
    """`path`: where the cookie is sent to, and where one is after signing in. `scope`: what the token must have."""

    def __init__(self, cookie: str, path: str, scope: Scope, *, action: str) -> None:
        self.cookie = cookie
        self._path = path
        self._scope = scope
        self._action = action

    def given(self, request: Request) -> str:
        return cookie_of(request, self.cookie)

    async def token(self, request: Request) -> ApiToken:
        """Raises `Unauthorized`, `Forbidden` and `RateLimited`."""
        return await self._verified(self.given(request), request)

    async def sign_in(self, request: Request) -> Response:
        """What is wrong stands on the page. Raises `Forbidden` where another site asks."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Forbidden("Sign in on the page itself.")
        text = (await read_form(request)).get("token", "").strip()
        try:
            await self._verified(text, request)
        except ClankerbotError as error:
            return self.page(request, error)
        return self._keeping(text, request, max_age_s=LONGEST_S)

    def sign_out(self, request: Request) -> Response:
        return self._keeping("", request, max_age_s=0)

    def _keeping(self, text: str, request: Request, *, max_age_s: int) -> Response:
        response = RedirectResponse(self._path, 303)
        response.set_cookie(
            self.cookie,
            text,
            max_age=max_age_s,
            httponly=True,
            samesite="strict",
            secure=is_secure(request),
            path=self._path,
        )
        return response

    def page(self, request: Request, error: ClankerbotError | None = None) -> Response:
        response = page(
            rendered(
                "sign_in.html",
                words=console_words(language_of(request)),
                problem=None if error is None else error.message,
                action=self._action,
                scope=self._scope,
            )
        )
        response.status_code = 200 if error is None else STATUS.get(type(error), 401)
        return response

    async def _verified(self, text: str, request: Request) -> ApiToken:
        if not text:
            raise Unauthorized("An API token is needed.")
        token = await verified(text, request.scope)
        if self._scope not in token.scopes:
            raise Forbidden(f"This token lacks the scope {self._scope}.")
        return token


async def read_form(request: Request) -> dict[str, str]:
    """Raises `Conflict` for what is none."""
    try:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Conflict("The form cannot be read. Load the page again.") from None
    return {name: values[0] for name, values in fields.items()}


def is_secure(request: Request) -> bool:
    """Behind a proxy that speaks TLS, PUBLIC_URL says so."""
    public_url = services_of(request).settings.public_url
    return request.url.scheme == "https" or str(public_url or "").startswith("https:")


def language_of(request: Request) -> str:
    """Of the address, else the first that the browser asks for."""
    return request.query_params.get("lang") or request.headers.get("accept-language", "").partition(",")[0]
