"""The console: for who signs in with a token of the scope `admin`.

The token travels in a cookie that no script reads and no other site's request brings; each form has a word made of it.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clankerbot_engine.errors import ClankerbotError, Forbidden, NotFound
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_http.composition import Services
from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute
from clankerbot_http.web.console.board import board_of, undo
from clankerbot_http.web.console.charts import Over
from clankerbot_http.web.pages import page
from clankerbot_http.web.rendering import rendered
from clankerbot_http.web.signing_in import SigningIn, language_of, read_form
from clankerbot_http.web.words import console_words, page_words

router = APIRouter(route_class=DirectRoute, include_in_schema=False)

SIGNING_IN: Final = SigningIn("clank_operator", "/console", "admin", action="/console/sign-in")
SAID: Final = 300
"""Characters of what came of it, in the address of the page."""
_OVER: Final[dict[str, Over]] = {"hour": "hour", "day": "day"}


@dataclass(frozen=True, slots=True)
class Operator:
    """`word`: what each form of theirs carries."""

    token: ApiToken
    word: str

    def proof(self, said: str) -> str:
        """That the service said so, and not whoever wrote the address."""
        return hmac.new(self.word.encode(), said.encode(), hashlib.sha256).hexdigest()

    def told(self, said: str, proof: str) -> str:
        """Nothing where it does not prove that."""
        return said if hmac.compare_digest(proof.encode(), self.proof(said).encode()) else ""


@router.get("/console")
async def console(request: Request) -> Response:
    services = services_of(request)
    try:
        operator = await _operator(request)
    except ClankerbotError as error:
        return SIGNING_IN.page(request, error if SIGNING_IN.given(request) else None)
    words = console_words(language_of(request))
    over = _OVER.get(request.query_params.get("over", ""), "hour")
    board = await board_of(services, words, over=over, zone=services.settings.zone)
    return page(
        rendered(
            "console.html",
            words=words,
            page_words=page_words(language_of(request)),
            board=board,
            operator=operator,
            zone=services.settings.zone,
            said=operator.told(request.query_params.get("said", ""), request.query_params.get("by", "")),
            over=over,
        )
    )


@router.post("/console/sign-in")
async def sign_in(request: Request) -> Response:
    return await SIGNING_IN.sign_in(request)


@router.post("/console/sign-out")
async def sign_out(request: Request) -> Response:
    posted = await _posted(request)
    return posted if isinstance(posted, Response) else SIGNING_IN.sign_out(request)


@router.post("/console/replay")
async def replay(request: Request) -> Response:
    async def work(services: Services, form: dict[str, str]) -> str:
        await services.inbox.replay(form.get("id", ""))
        return console_words(language_of(request)).replayed

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
        return console_words(language_of(request)).released

    return await _done(request, work)


@router.post("/console/undo")
async def take_back(request: Request) -> Response:
    async def work(services: Services, form: dict[str, str]) -> str:
        return console_words(language_of(request)).undone.format(said=await undo(services, form.get("id", "")))

    return await _done(request, work)


async def _done(request: Request, work: Callable[[Services, dict[str, str]], Awaitable[str]]) -> Response:
    """Back to the page, which says what came of it."""
    posted = await _posted(request)
    if isinstance(posted, Response):
        return posted
    operator, form = posted
    services, outcome = services_of(request), "done"
    try:
        said = await work(services, form)
    except ClankerbotError as error:
        said, outcome = console_words(language_of(request)).refused.format(reason=error.message), error.code
    what = request.url.path.rpartition("/")[2]
    await services.audit.note(operator.token.principal, "console", what, form.get("id"), outcome=outcome)
    names = {name: request.query_params[name] for name in ("over", "lang") if name in request.query_params}
    names |= {"said": said[:SAID], "by": operator.proof(said[:SAID])}
    return RedirectResponse(f"/console?{urlencode(names)}", 303)


async def _posted(request: Request) -> tuple[Operator, dict[str, str]] | Response:
    """Who sent which form; the page to sign in for who is nobody. Raises `Forbidden` for a form of another page."""
    try:
        operator = await _operator(request)
    except ClankerbotError as error:
        return SIGNING_IN.page(request, error)
    form = await read_form(request)
    if not hmac.compare_digest(form.get("word", "").encode(), operator.word.encode()):
        raise Forbidden("This form is not of this page. Load the console again.")
    return operator, form


async def _operator(request: Request) -> Operator:
    """Raises `Unauthorized`, `Forbidden` and `RateLimited`."""
    token = await SIGNING_IN.token(request)
    key = hashlib.sha256(SIGNING_IN.given(request).encode()).digest()
    return Operator(token, hmac.new(key, b"console", hashlib.sha256).hexdigest())
