"""Where Slack calls: commands, clicks and events, signed by it, and the installation of the app."""

from collections.abc import Mapping
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.errors import NotFound, Unauthorized, ValidationFailed
from clankerbot_http.requests import services_of
from clankerbot_http.routes.direct import DirectRoute

router = APIRouter(tags=["slack"], route_class=DirectRoute, include_in_schema=False)


@router.post("/slack/events")
async def events(request: Request) -> Response:
    """Every request of Slack's, whatever it is about."""
    slack = services_of(request).slack
    if slack is None:
        raise NotFound("Slack is not set up here: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, and start again.")
    answer = await slack.handle(await request.body(), request.headers)
    if answer.status == 401:
        raise Unauthorized("Slack's signature is missing, wrong or too old.", details={"source": "slack"})
    if answer.status == 400:
        raise ValidationFailed("body: is nothing that Slack sends", field="body", details={"status": 400})
    return _response(answer)


@router.get("/slack/install")
async def install(request: Request) -> Response:
    slack = services_of(request).slack
    if slack is None or slack.oauth is None:
        raise _not_installed_from_here()
    return _response(slack.oauth.install())


@router.get("/slack/oauth_redirect")
async def oauth_redirect(request: Request) -> Response:
    slack = services_of(request).slack
    if slack is None or slack.oauth is None:
        raise _not_installed_from_here()
    return _response(await slack.oauth.redirect(request.query_params, request.cookies))


def _not_installed_from_here() -> NotFound:
    return NotFound("Nothing is installed from here: set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, and start again.")


class _Answer(Protocol):
    """`clankerbot_bot.answer.Answer`."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


def _response(answer: _Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers))
