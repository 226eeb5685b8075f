"""The console: for who signs in with a token of the scope `admin`.

The token travels in a cookie that no script reads and no other site's request brings; each form has a word made of it.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clankerbot_engine.errors import ClankerbotError, Conflict, Forbidden, NotFound, Unauthorized
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_http.composition import Services
from clankerbot_http.errors import STATUS
from clankerbot_http.middleware.tokens import verified
from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute
from clankerbot_http.web.console.board import board_of, undo
from clankerbot_http.web.console.charts import Over
from clankerbot_http.web.pages import page
from clankerbot_http.web.rendering import rendered
from clankerbot_http.web.words import console_words, page_words

router = APIRouter(route_class=DirectRoute, include_in_schema=False)

COOKIE: Final = "clank_operator"
LONGEST_S: Final = 12 * 3600
_OVER: Final[dict[str, Over]] = {"hour": "hour", "day": "day"}


@dataclass(frozen=True, slots=True)
class Operator:
    """`word`: what each form of theirs carries."""

    token: ApiToken
    word: str


@router.get("/console")
async def console(request: Request) -> Response:
    services = services_of(request)
    try:
        operator = await _operator(request)
    except ClankerbotError as error:
        return _sign_in_page(request, error if _given(request) else None)
    words = console_words(_language(request))
    over = _OVER.get(request.query_params.get("over", ""), "hour")
    board = await board_of(services, words, over=over, zone=services.settings.zone)
    return page(
        rendered(
            "console.html",
            words=words,
            page_words=page_words(_language(request)),
            board=board,
            operator=operator,
            zone=services.settings.zone,
            said=request.query_params.get("said", "")[:300],
            over=over,
        )
    )


@router.post("/console/sign-in")
async def sign_in(request: Request) -> Response:
    """Raises nothing: what is wrong stands on the page."""
    _refuse_other_sites(request)
    form = await _form(request)
    text = form.get("token", "").strip()
    try:
        await _admin(text, request)
    except ClankerbotError as error:
        return _sign_in_page(request, error)
    response = RedirectResponse("/console", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, text, max_age=LONGEST_S, httponly=True, samesite="strict", secure=secure, path="/console"
    )
    return response


@router.post("/console/sign-out")
async def sign_out(request: Request) -> Response:
    response = RedirectResponse("/console", 303)
    response.delete_cookie(COOKIE, path="/console")
    return response


@router.post("/console/replay")
async def replay(request: Request) -> Response:
    async def work(services: Services, form: dict[str, str]) -> str:
        await services.inbox.replay(form.get("id", ""))
        return console_words(_language(request)).replayed

    return await _done(request, work)


@router.post("/console/release")
async def release(request: Request) -> Response:
    """A post that was given up is sent again."""

    async def work(services: Services, form: dict[str, str]) -> str:
        if services.slack is None or not await services.outbox_store.release(
            form.get("id", ""), due_at=services.clock()
        ):
            raise NotFound("There is no such post any more.")
        services.slack.outbox.wake()
        return console_words(_language(request)).released

    return await _done(request, work)


@router.post("/console/undo")
async def take_back(request: Request) -> Response:
    async def work(services: Services, form: dict[str, str]) -> str:
        return console_words(_language(request)).undone.format(said=await undo(services, form.get("id", "")))

    return await _done(request, work)


async def _done(request: Request, work: Callable[[Services, dict[str, str]], Awaitable[str]]) -> Response:
    """Back to the page, which says what came of it."""
    try:
        operator = await _operator(request)
    except ClankerbotError as error:
        return _sign_in_page(request, error)
    form = await _form(request)
    if not hmac.compare_digest(form.get("word", "").encode(), operator.word.encode()):
        raise Forbidden("This form is not of this page. Load the console again.")
    try:
        said = await work(services_of(request), form)
    except ClankerbotError as error:
        said = console_words(_language(request)).refused.format(reason=error.message)
    names = {name: request.query_params[name] for name in ("over", "lang") if name in request.query_params}
    return RedirectResponse(f"/console?{urlencode({**names, 'said': said})}", 303)


async def _operator(request: Request) -> Operator:
    """Raises `Unauthorized`, `Forbidden` and `RateLimited`."""
    text = _given(request)
    token = await _admin(text, request)
    word = hmac.new(hashlib.sha256(text.encode()).digest(), b"console", hashlib.sha256).hexdigest()
    return Operator(token, word)


async def _admin(text: str, request: Request) -> ApiToken:
    if not text:
        raise Unauthorized("An API token is needed.")
    token = await verified(text, request.scope)
    if "admin" not in token.scopes:
        raise Forbidden("This token lacks the scope admin.")
    return token


def _given(request: Request) -> str:
    try:
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if cookie is None else cookie.value[:200]


def _refuse_other_sites(request: Request) -> None:
    """Nobody is signed in from elsewhere, as somebody else."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("Sign in on the console's own page.")


async def _form(request: Request) -> dict[str, str]:
    try:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Conflict("The form cannot be read. Load the console again.") from None
    return {name: values[0] for name, values in fields.items()}


def _sign_in_page(request: Request, error: ClankerbotError | None) -> Response:
    words = console_words(_language(request))
    response = page(rendered("sign_in.html", words=words, problem=None if error is None else error.message))
    response.status_code = 200 if error is None else STATUS.get(type(error), 401)
    return response


def _language(request: Request) -> str:
    return request.query_params.get("lang") or request.headers.get("accept-language", "").partition(",")[0]
