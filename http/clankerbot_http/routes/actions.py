"""Text into actions, and actions into what they ask for."""

import re
from datetime import datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import (
    MAX_TEXT,
    ActionBase,
    ActionResult,
    ApiResponse,
    ParseResult,
    ZoneName,
    iso_text,
)
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.engine import MAX_ACTIONS
from clankerbot_engine.errors import UpstreamError, ValidationFailed
from clankerbot_engine.execution.waiting import OFFERED
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_http.composition import Services
from clankerbot_http.errors import error_headers, status_of
from clankerbot_http.moments import check_now
from clankerbot_http.requests import principal_of, read_body, services_of
from clankerbot_http.responses import failed, ok, ok_json
from clankerbot_http.routes.direct import DirectRoute, Examples, documented, flag, header
from clankerbot_http.validation import action_failed

_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_FLAG: Final = TypeAdapter(bool)

router = APIRouter(tags=["actions"], route_class=DirectRoute)


# NUL is refused by the engine, half a surrogate pair by the parser of JSON.
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, examples=["log 2h on Apollo yesterday"])]
Moment = Annotated[
    datetime,
    BeforeValidator(iso_text),
    Field(description="ISO 8601; without an offset it is local to `timezone`.", examples=["2026-04-22T15:40:00+02:00"]),
]

AnyAction = Annotated[Any, WithJsonSchema({"discriminator": {"propertyName": "kind"}})]
"""Of any kind that an integration here knows, so it is read by the router; `openapi` puts `Action` there."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ParseRequest(_Body):
    text: Text
    timezone: ZoneName | None = Field(default=None, description="IANA name; default: the profile's, or the setting.")
    now: Moment | None = Field(default=None, description="Read as if it were this time, 1970 to 2099.")
    catalogue: Catalogue | None = Field(default=None, description="Read with these projects and tags.")


class RunRequest(_Body):
    """`text` or `actions`, one of the two."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["actions"]}]})

    text: Text | None = None
    actions: Annotated[list[AnyAction], Field(min_length=1, max_length=MAX_ACTIONS)] | None = None
    timezone: ZoneName | None = Field(default=None, description="IANA name; default: the profile's, or the setting.")


BODIES: Final = (ParseRequest, RunRequest)
_LLM: Final = flag("llm", "Let the language model read, where one is configured; else the rules read.")
_DRY_RUN: Final = flag("dry_run", "Say what would be done (status `planned`), and do nothing.")
_ACCEPT_PENDING: Final = flag(
    "accept_pending",
    "Where Clockify does not answer, keep it (202, status `pending`) and carry it out later, once. See `/pending`.",
)
_HOW_TO_ACCEPT: Final = "Send it again with accept_pending=true, and the same Idempotency-Key if it had one."
_KEY_HEADER: Final = header(
    "Idempotency-Key",
    "A name of yours for this request. Sent again with the same body, it gets the first answer, and nothing is "
    "written twice; with another body it is a conflict.",
    r"^[\x21-\x7e]{1,255}$",
    example="monday-1",
)
_TO_PARSE: Final[Examples] = {
    "A text": {"text": "log 2h on Apollo yesterday"},
    "As of another time, with other names": {
        "text": "9-11:30 Lighthouse: floor plan #drawing",
        "now": "2026-05-13T16:10:00+02:00",
        "timezone": "Europe/Berlin",
        "catalogue": {"projects": [{"name": "Lighthouse"}], "tags": ["drawing"]},
    },
}
_TO_RUN: Final[Examples] = {
    "A text": {"text": "log 1h on Hermes yesterday"},
    "An action": {"actions": [{"kind": "log_time", "project": "Hermes", "duration_s": 3600}]},
    "A question": {"text": "summary last week by client"},
    "An action with a yes to what is doubtful in it": {
        "actions": [{"kind": "log_time", "project": "Hermes", "duration_s": 108000, "confirmed": True}]
    },
}


@router.post(
    "/actions/parse",
    summary="Read a text",
    response_model=ApiResponse[ParseResult],
    openapi_extra=documented(ParseRequest, _LLM, examples=_TO_PARSE),
)
async def parse(request: Request) -> Response:
    """Into the actions that it asks for. Writes nothing."""
    services = services_of(request)
    llm = _flag(request, "llm")
    body = await read_body(request, ParseRequest, bulk=frozenset({"catalogue"}))
    zone, now = None if body.timezone is None else read_zone(body.timezone), body.now
    if now is not None:
        check_now(now)
        if now.tzinfo is None:
            zone = zone or await _usual_zone(services, principal_of(request))
            now = now.replace(tzinfo=zone)
    result = await services.engine.parse(
        body.text, principal=principal_of(request), llm=llm, timezone=zone, now=now, catalogue=body.catalogue
    )
    return ok_json(result.__pydantic_serializer__.to_json(result))


@router.post(
    "/actions/run",
    summary="Carry out a text, or actions",
    response_model=ApiResponse[list[ActionResult]],
    openapi_extra=documented(RunRequest, _LLM, _DRY_RUN, _ACCEPT_PENDING, _KEY_HEADER, examples=_TO_RUN),
    responses={202: {"model": ApiResponse[list[ActionResult]], "description": "Kept: it is carried out later."}},
)
async def run(request: Request) -> Response:
    """With an `Idempotency-Key`, a repeated request gets the first answer.

    Where Clockify does not answer, what means the same later may be kept: the error says so (`details.pending` is
    `offered`), and `accept_pending=true` accepts it, at once or when the request is repeated.

    Everything is checked before anything is written. Where an action fails while it is carried out, the status and
    `error` are those of the first that failed, and `data` says what became of each.
    """
    services = services_of(request)
    llm, dry_run, accept_pending = (_flag(request, name) for name in ("llm", "dry_run", "accept_pending"))
    key = _idempotency_key(request)
    body = await read_body(request, RunRequest)
    if (body.text is None) == (body.actions is None):
        raise ValidationFailed(
            "Send text or actions, one of the two.", field="text" if body.text is None else "actions"
        )
    try:
        results = await services.engine.run(
            principal=principal_of(request),
            text=body.text,
            actions=None if body.actions is None else _actions(body.actions, services.engine.router),
            key=key,
            dry_run=dry_run,
            llm=llm,
            timezone=None if body.timezone is None else read_zone(body.timezone),
            when_away="keep" if accept_pending else "offer",
        )
    except UpstreamError as away:
        away.details = _with_way_to_accept(away.details)
        raise
    return _run_answer(results)


def _run_answer(results: list[ActionResult]) -> Response:
    headers = {"Idempotent-Replayed": "true"} if any(result.replayed for result in results) else {}
    error = next((result.error for result in results if result.error is not None), None)
    if error is None:
        kept = any(result.status == "pending" for result in results)
        return ok(results, status=202 if kept else 200, headers=headers)
    error = error.model_copy(update={"details": _with_way_to_accept(error.details)})
    status = status_of(error.code, error.details)
    return failed(error, status=status, data=results, headers={**headers, **error_headers(error)})


def _with_way_to_accept(details: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {**details, "accept": _HOW_TO_ACCEPT} if details.get("pending") == OFFERED else details


def _actions(given: list[Any], router: Router) -> list[ActionBase]:
    """Of every kind that an integration here knows, third parties' included."""
    actions = []
    for index, each in enumerate(given):
        try:
            actions.append(router.read_action(each))
        except ValidationError as error:
            raise action_failed(error, each, ("actions", index)) from None
    return actions


async def _usual_zone(services: Services, principal: str) -> ZoneInfo:
    """Where a request names none: the person's, as far as it is known, else the setting."""
    known = await services.accounts.snapshot(principal)
    return (None if known is None else known.timezone) or services.settings.zone


def _flag(request: Request, name: str) -> bool:
    if not request.scope["query_string"]:
        return False
    given = request.query_params.get(name)
    if given is None:
        return False
    try:
        return _FLAG.validate_python(given)
    except ValidationError:
        raise ValidationFailed(f"{name}: must be true or false", field=name) from None


def _idempotency_key(request: Request) -> str | None:
    given = request.headers.getlist("idempotency-key")
    if not given:
        return None
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise ValidationFailed(
            "Idempotency-Key: must be one header of 1 to 255 visible ASCII characters, without spaces",
            field="Idempotency-Key",
        )
    return given[0]
