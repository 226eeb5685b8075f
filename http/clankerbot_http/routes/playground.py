"""The playground's page, and what it asks for. Each request of a script of ours carries the token that its page has."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from clankerbot_engine.actions import MAX_TEXT, ZoneName
from clankerbot_engine.errors import ClankerbotError, Forbidden, NotFound, NotReady, Unauthorized
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_engine.zones import zone_named
from clankerbot_http.addresses import is_ours
from clankerbot_http.requests import Model, read_body, services_of
from clankerbot_http.responses import ok
from clankerbot_http.routes.direct import DirectRoute
from clankerbot_http.web import sessions
from clankerbot_http.web.live import Live
from clankerbot_http.web.pages import page, static_file
from clankerbot_http.web.playground import EntryChange, Playground, Trouble
from clankerbot_http.web.readings import reading_of
from clankerbot_http.web.rendering import View, rendered
from clankerbot_http.web.signing_in import SigningIn, is_secure, language_of
from clankerbot_http.web.slack_sandbox import Member
from clankerbot_http.web.slack_sandbox.client import Choice, Used
from clankerbot_http.web.words import LANGUAGES, page_words

router = APIRouter(route_class=DirectRoute, include_in_schema=False)

ZONES: Final = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
_Clock = Annotated[str, Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
_Id = Annotated[str, Field(min_length=1, max_length=300)]


class _Body(BaseModel):
    """`person`: who is played, by their first name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Annotated[str, Field(max_length=40)]


class _Settle(_Body):
    timezone: ZoneName
    language: Literal["en", "de"]
    trouble: Trouble | None = None


class _Text(_Body):
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    llm: bool = False


class _Filled(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Annotated[str, Field(max_length=MAX_TEXT)]
    label: Annotated[str, Field(max_length=300)] = ""


class _Click(_Body):
    """`channel` and `ts`: of the message; neither: in the form on top."""

    channel: _Id | None = None
    ts: _Id | None = None
    block: _Id
    action: _Id
    value: Annotated[str, Field(max_length=2000)] = ""
    filled: dict[_Id, dict[_Id, list[_Filled]]] = Field(default_factory=dict)


class _Form(_Body):
    do: Literal["submit", "close", "fill"]
    filled: dict[_Id, dict[_Id, list[_Filled]]] = Field(default_factory=dict)


class _Entry(_Body):
    entry: _Id
    delete: bool = False
    start: _Clock = "00:00"
    end: _Clock | None = None
    description: Annotated[str, Field(max_length=3000)] = ""


SIGNING_IN: Final = SigningIn("clank_player", "/", "run", action="/play/sign-in")


async def show(request: Request, playground: Playground) -> Response:
    """The page. What it shows is chosen by its address, so that it can be shared."""
    _check_address(request, playground)
    try:
        await _welcome(request, playground)
    except ClankerbotError as error:
        return SIGNING_IN.page(request, error if SIGNING_IN.given(request) else None)
    asked = request.query_params
    words = page_words(language_of(request))
    names = [member.name for member in playground.members]
    member = playground.member(asked["as"] if asked.get("as") in names else names[0])
    zone = _zone(asked.get("zone", "")) or playground.sandbox.time_zone
    session = playground.sessions.session_of(request)
    given = session or sessions.new_session()
    response = page(
        rendered(
            "playground.html",
            words=words,
            languages=list(LANGUAGES.values()),
            members=playground.members,
            member=member,
            zones=sorted({*ZONES, member.timezone, zone}),
            zone=zone,
            has_model=playground.has_model,
            token=playground.sessions.token(given),
        )
    )
    if session is None:
        sessions.keep(response, given, secure=is_secure(request))
    return response


def _zone(name: str) -> str | None:
    """None for what is none."""
    try:
        return zone_named(name).key
    except ValueError:
        return None


@router.get("/static/{name}")
async def static(request: Request) -> Response:
    return static_file(request.path_params["name"])


@router.post("/play/sign-in")
async def sign_in(request: Request) -> Response:
    return await SIGNING_IN.sign_in(request)


@router.get("/play/live")
async def live(request: Request) -> Response:
    """Reads only, and answers the page that has the cookie: `EventSource` sends no header."""
    playground = await _playground(request)
    if playground.sessions.session_of(request) is None:
        raise Unauthorized("Load the page again.")
    asked = request.query_params
    shown = Live(
        playground,
        _member(playground, asked.get("as", "")),
        page_words(asked.get("lang")),
        _day(asked.get("day", "")),
        welcome=lambda: _welcome(request, playground),
    )
    return StreamingResponse(shown.events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.post("/play/settle")
async def settle(request: Request) -> Response:
    playground, body = await _read(request, _Settle)
    member = _member(playground, body.person)
    await playground.settle_in(member, zone=read_zone(body.timezone), locale=LANGUAGES[body.language].locale)
    if body.trouble is not None and body.trouble != playground.trouble:
        playground.make_trouble(body.trouble)
    return ok({})


@router.post("/play/parse")
async def parse(request: Request) -> Response:
    playground, body = await _read(request, _Text)
    member = _member(playground, body.person)
    result = await playground.engine.parse(
        body.text,
        principal=playground.principal_of(member),
        timezone=playground.zone_of(member),
        locale=member.locale,
        llm=body.llm and playground.has_model,
        draft=True,
    )
    view = View(playground.slack, member, page_words(member.locale), playground.slack.clock())
    reading = reading_of(result, view.words)
    return ok({"parts": reading.parts, "html": view.reading(reading)})


@router.post("/play/say")
async def say(request: Request) -> Response:
    playground, body = await _read(request, _Text)
    if services_of(request).readiness.draining:
        raise NotReady("The server is about to stop.")  # the answer would not be seen
    await playground.say(_member(playground, body.person), body.text, by_model=body.llm)
    return ok({})


@router.post("/play/click")
async def click(request: Request) -> Response:
    playground, body = await _read(request, _Click)
    member, used = _member(playground, body.person), Used(body.block, body.action, body.value)
    if body.channel is not None and body.ts is not None:
        await playground.client.click(member, body.channel, body.ts, used)
    else:
        await playground.client.click_in_form(member, used, _choices(body.filled))
    return ok({})


@router.post("/play/form")
async def form(request: Request) -> Response:
    playground, body = await _read(request, _Form)
    member = _member(playground, body.person)
    if body.do == "submit":
        await playground.client.submit(member, _choices(body.filled))
    elif body.do == "fill":
        playground.client.fill(member, _choices(body.filled))
    else:
        playground.client.close_form(member)
    return ok({})


@router.post("/play/entry")
async def entry(request: Request) -> Response:
    """Changed in Clockify, past the bot: its webhook tells of it."""
    playground, body = await _read(request, _Entry)
    member = _member(playground, body.person)
    if body.delete:
        await playground.delete_entry(member, body.entry)
    else:
        await playground.change_entry(member, body.entry, EntryChange(body.start, body.end, body.description))
    return ok({})


@router.get("/play/files/{file_id}")
async def file(request: Request) -> Response:
    """What the bot has uploaded; never shown as a page."""
    playground = await _playground(request)
    found = playground.slack.files.get(request.path_params["file_id"])
    if found is None or playground.sessions.session_of(request) is None:
        raise NotFound("There is no such file.")
    kind = "image/png" if found.name.endswith(".png") else "application/octet-stream"
    how = "inline" if kind == "image/png" else "attachment"
    name = "".join(char for char in found.name if char.isascii() and (char.isalnum() or char in "-_. "))
    return Response(found.content, media_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})


async def _playground(request: Request) -> Playground:
    playground = services_of(request).playground
    if playground is None:
        raise NotFound("There is no playground here: it is part of `clankerbot demo`, or set PLAYGROUND=true.")
    _check_address(request, playground)
    await _welcome(request, playground)
    return playground


async def _welcome(request: Request, playground: Playground) -> None:
    """Raises `Unauthorized` and its like where one has to sign in first."""
    if playground.needs_token:
        await SIGNING_IN.token(request)


def _check_address(request: Request, playground: Playground) -> None:
    """Raises `Forbidden` where nobody has to sign in, and a name leads here that somebody else may have (DNS
    rebinding): a page of theirs could play.
    """
    public_url = services_of(request).settings.public_url
    if not playground.needs_token and not is_ours(request.url.hostname or "", public_url):
        raise Forbidden("Open the playground by the address that the demo has printed.")


async def _read(request: Request, model: type[Model]) -> tuple[Playground, Model]:
    playground = await _playground(request)
    playground.sessions.check(request)
    return playground, await read_body(request, model)


def _member(playground: Playground, name: str) -> Member:
    return playground.member(name)


def _choices(filled: dict[str, dict[str, list[_Filled]]]) -> dict[str, dict[str, list[Choice]]]:
    return {
        block: {action: [Choice(each.value, each.label) for each in given] for action, given in actions.items()}
        for block, actions in filled.items()
    }


def _day(said: str) -> date | None:
    """None for what is none, as everything of an address that cannot be."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2090 else None
