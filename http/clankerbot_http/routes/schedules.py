"""Schedules: actions that are carried out again and again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.actions import (
    MAX_TEXT,
    ActionBase,
    ApiResponse,
    Channel,
    CreateSchedule,
    CronText,
    PlainText,
    ZoneName,
)
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.preferences import DEFAULT_PREFERENCES
from clankerbot_engine.schedules.cron import EXAMPLE
from clankerbot_engine.schedules.rules import read_zone, without_day
from clankerbot_engine.schedules.service import MAX_SCHEDULES, Changes
from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from clankerbot_http.composition import Services
from clankerbot_http.errors import error_headers, status_of
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import PrincipalOf, ServicesOf, read_body
from clankerbot_http.responses import failed, ok
from clankerbot_http.routes.direct import documented
from clankerbot_http.routes.ownership import OwnerOf
from clankerbot_http.validation import action_failed

router = APIRouter(tags=["schedules"])

_ACTION_SCHEMA: Final = WithJsonSchema({"discriminator": {"propertyName": "kind"}})  # `openapi` puts Action there
AnyAction = Annotated[Any, _ACTION_SCHEMA]
"""Of any kind that an integration here knows, so it is read by the router."""

Text = Annotated[
    PlainText,
    Field(
        min_length=1, max_length=MAX_TEXT, description="The action in words.", examples=["log 30m standup on Apollo"]
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Channel | None = None
    action: AnyAction | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if self.action is not None and self.text is not None:
            raise ValueError("give action or text, one of the two")
        return self


class NewSchedule(_Body):
    """`action` or `text`, and `cron`, unless the text says when, too."""

    cron: CronText | None = Field(default=None, description="Five fields; every 5 minutes at most.")
    timezone: ZoneName | None = Field(default=None, description="Default: the profile's, or the setting.")


class ScheduleChanges(_Body):
    """What is left out stays as it is; `channel` null: none any more."""

    cron: CronText | None = None
    timezone: ZoneName | None = None
    enabled: bool | None = Field(
        default=None, description="false pauses it; what came due meanwhile is not made up for."
    )


class ScheduleRunView(BaseModel):
    """`running`, also while it waits for Clockify; `done`; `failed`; `skipped`: missed beyond the grace period."""

    fire_key: str
    due_at: datetime
    state: str
    started_at: datetime
    finished_at: datetime | None
    message: str | None


class ScheduleView(BaseModel):
    id: str
    cron: str
    timezone: str
    channel: str | None
    action: AnyAction
    enabled: bool
    next_run_at: datetime | None = Field(description="UTC; null while it is paused.")
    follows_owner: bool = Field(description="Its time zone is its owner's: where they move, it goes with them.")
    paused_because: str | None = Field(description="Why it was paused by itself, in words.")
    paused_reason: str | None = Field(description="The same, as a code.")
    created_at: datetime
    updated_at: datetime


class ScheduleDetails(ScheduleView):
    next_runs: list[datetime] = Field(description="The next three, in UTC.")
    last_runs: list[ScheduleRunView] = Field(description="The newest first, ten at most.")


ScheduleId = Annotated[str, Path(description="The `id` that it was made with.")]
BODIES: Final = (NewSchedule, ScheduleChanges)


@router.post(
    "/schedules",
    summary="Make a schedule",
    status_code=201,
    response_model=ApiResponse[ScheduleDetails],
    openapi_extra=documented(
        NewSchedule,
        examples={
            "An action": {"cron": "0 17 * * 5", "timezone": "Europe/Berlin", "action": {"kind": "summary"}},
            "A text that says when, too": {"text": "every friday at 17:00 summary this week"},
        },
    ),
)
async def create(request: Request, services: ServicesOf, principal: PrincipalOf) -> Response:
    """Carry out an action at each fire time of a cron expression. It can be undone as any other write."""
    wanted = await _wanted(await read_body(request, NewSchedule), services, principal)
    (result,) = await services.engine.run(principal=principal, actions=[wanted])
    if result.error is not None:
        status = status_of(result.error.code, result.error.details)
        return failed(result.error, status=status, headers=error_headers(result.error))
    made: Mapping[str, Any] = result.model_dump()["details"]["schedule"]
    exchange_of(request.scope).made = made["id"]
    return ok(await _details(services, await services.schedules.get(made["id"], principal)), status=201)


@router.get("/schedules", summary="List the schedules", response_model=ApiResponse[list[ScheduleView]])
async def list_all(
    services: ServicesOf,
    owner: OwnerOf,
    after: Annotated[str, Query(pattern=r"^(?:[0-9A-Z]{26})?$", description="The id to go on behind.")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_SCHEDULES, description="How many at most.")] = MAX_SCHEDULES,
) -> Response:
    """Your schedules; with the scope `admin`, everybody's. Where there are more, the header `Link` leads on."""
    found = await services.schedules.page(owner, after=after, limit=limit + 1)
    shown = found[:limit]
    more = f'</schedules?after={shown[-1].id}&limit={limit}>; rel="next"' if len(found) > limit else None
    return ok([_view(schedule) for schedule in shown], headers=None if more is None else {"Link": more})


@router.get("/schedules/{schedule_id}", summary="Show a schedule", response_model=ApiResponse[ScheduleDetails])
async def show(schedule_id: ScheduleId, services: ServicesOf, owner: OwnerOf) -> Response:
    """With the next three runs, and how the last ones ended."""
    return ok(await _details(services, await services.schedules.get(schedule_id, owner)))


@router.patch(
    "/schedules/{schedule_id}",
    summary="Change a schedule",
    response_model=ApiResponse[ScheduleDetails],
    openapi_extra=documented(
        ScheduleChanges,
        examples={
            "Another time": {"cron": "30 16 * * 5"},
            "A pause": {"enabled": False},
            "Something else": {"text": "summary last week by project"},
        },
    ),
)
async def change(schedule_id: ScheduleId, request: Request, services: ServicesOf, owner: OwnerOf) -> Response:
    """The next run moves only if the time or `enabled` changes."""
    schedule = await services.schedules.get(schedule_id, owner)
    body = await read_body(request, ScheduleChanges)
    changes: Changes = {}
    if body.cron is not None:
        changes["cron"] = body.cron
    if body.timezone is not None:
        changes["timezone"] = body.timezone
    if "channel" in body.model_fields_set:
        changes["channel"] = body.channel
    if body.enabled is not None:
        changes["enabled"] = body.enabled
    action: ActionBase | None = None
    if body.action is not None:
        action = _action(body.action, services)
    elif body.text is not None:
        action = await _read_text(body.text, services, schedule.principal, timezone=body.timezone or schedule.timezone)
    if action is not None:
        wanted = CreateSchedule(
            cron=body.cron or schedule.cron, timezone=body.timezone or schedule.timezone, action=action
        )
        changes["action"] = await _resolved(wanted, services, schedule.principal)
    return ok(await _details(services, await services.schedules.change(schedule_id, owner, **changes)))


@router.delete("/schedules/{schedule_id}", summary="Delete a schedule", response_model=ApiResponse[ScheduleView])
async def delete(schedule_id: ScheduleId, services: ServicesOf, owner: OwnerOf) -> Response:
    """Answers with what was deleted. What runs at this moment is finished."""
    return ok(_view(await services.schedules.delete(schedule_id, owner)))


@router.post(
    "/schedules/{schedule_id}/run", summary="Carry out a schedule now", response_model=ApiResponse[ScheduleRunView]
)
async def run_now(schedule_id: ScheduleId, services: ServicesOf, owner: OwnerOf) -> Response:
    """Besides its rhythm, and as its owner. `state` and `message` say how it ended."""
    return ok(_run_view(await services.schedules.run_now(schedule_id, owner)))


async def _wanted(body: NewSchedule, services: Services, principal: str) -> CreateSchedule:
    if body.text is not None:
        action = await _read_text(body.text, services, principal, timezone=body.timezone)
    elif body.action is not None:
        action = _action(body.action, services)
    else:
        raise ValidationFailed(
            "action: what is to be done? Send it as action or as text: summary last week by project, for example.",
            field="action",
            details={"example": {"kind": "summary", "period": "last_week"}},
        )
    # A text may say when, too ("every friday at 17:00 summary this week"); an action within an action may not.
    said = action if isinstance(action, CreateSchedule) and body.text is not None and body.cron is None else None
    cron = said.cron if said else body.cron
    if cron is None:
        raise ValidationFailed(
            f"cron: when? For example, {EXAMPLE} is every Friday at 17:00.", field="cron", details={"example": EXAMPLE}
        )
    return CreateSchedule(
        cron=cron,
        timezone=body.timezone or (said.timezone if said else None),
        channel=body.channel or (said.channel if said else None),
        action=said.action if said else action,
    )


async def _read_text(text: str, services: Services, principal: str, *, timezone: str | None) -> ActionBase:
    zone = None if timezone is None else read_zone(timezone)
    reading = await services.engine.parse(text, principal=principal, timezone=zone)
    if len(reading.actions) != 1:
        raise ValidationFailed("text: a schedule carries out one action; make one schedule for each", field="text")
    snapshot = await services.accounts.snapshot(principal)
    week_start = DEFAULT_PREFERENCES.week_start if snapshot is None else snapshot.preferences.week_start
    today = reading.now.astimezone(read_zone(reading.timezone)).date()
    return without_day(reading.actions[0], today, week_start)


async def _resolved(wanted: CreateSchedule, services: Services, principal: str) -> ActionBase:
    """Its action, with the names as the catalogue has them. Raises what making that schedule would raise."""
    (planned,) = await services.engine.run(principal=principal, actions=[wanted], dry_run=True)
    assert isinstance(planned.action, CreateSchedule)
    return planned.action.action


def _action(document: Any, services: Services) -> ActionBase:
    try:
        return services.engine.router.read_action(document)
    except ValidationError as error:
        raise action_failed(error, document, ("action",)) from None


def _view(schedule: Schedule) -> ScheduleView:
    return ScheduleView.model_validate(schedule, from_attributes=True)


async def _details(services: Services, schedule: Schedule) -> ScheduleDetails:
    return ScheduleDetails(
        **_view(schedule).model_dump(),
        next_runs=services.schedules.next_runs(schedule),
        last_runs=[_run_view(run) for run in await services.schedules.last_runs(schedule)],
    )


def _run_view(run: ScheduleRun) -> ScheduleRunView:
    return ScheduleRunView.model_validate(run, from_attributes=True)
