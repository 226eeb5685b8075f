"""The one language: everything that a person, a program or a model can ask for, and what is answered.

An `Action` is a frozen pydantic model, told apart by `kind`. Names (`project`, `task`, `tags`) are as people say them;
the ids beside them are there once the catalogue resolved the names. Durations are whole seconds, `date` is a local
date, `start` and `end` are ISO 8601 with offset.
"""

import re
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SerializeAsAny,
    TypeAdapter,
    ValidationInfo,
    model_validator,
)

from clankerbot_engine.reports.facts import GroupBy, SummaryFact
from clankerbot_engine.reports.relative_periods import PATTERN

MAX_TEXT = 10_000
"""Characters of a message that is read; longer texts are refused before parsing."""

MAX_DURATION_S = 999 * 3600
"""Clockify's own pages refuse more than 999 hours in one entry."""

Parser = Literal["rule", "llm", "fallback"]


_DateLike = TypeVar("_DateLike", Date, datetime)
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _plain_text(value: str) -> str:
    """Refuse what no store or remote can hold: NUL and lone surrogates."""
    if "\x00" in value:
        raise ValueError("must not contain the NUL character")
    if not value.isascii() and _HALF_PAIR.search(value):
        raise ValueError("must be valid Unicode: it holds half of a surrogate pair")
    return value


def _sensible_year(value: _DateLike) -> _DateLike:
    if not 1970 <= value.year <= 2099:
        raise ValueError("must lie between the years 1970 and 2099")
    return value


def iso_text(value: object) -> object:
    """Pydantic would take a number, and a text of digits alone, for seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value[1:]):
        raise ValueError("must be an ISO 8601 text, such as 2026-04-22 or 2026-04-22T15:40:00+02:00")
    return value


def _check_order(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and end <= start:
        raise ValueError("end must lie after start")


PlainText = Annotated[str, AfterValidator(_plain_text)]
# Lengths stand before what is plain: behind it Pydantic would count "items" instead of characters
Name = Annotated[str, Field(min_length=1, max_length=250), AfterValidator(_plain_text)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Description = Annotated[str, Field(max_length=3000), AfterValidator(_plain_text)]
DurationS = Annotated[int, Field(strict=True, gt=0, le=MAX_DURATION_S, description="Whole seconds.")]
LongerByS = Annotated[
    int,
    Field(strict=True, ge=-MAX_DURATION_S, le=MAX_DURATION_S, description="Whole seconds; below 0 it is shortened."),
]
LaterByS = Annotated[
    int,
    Field(strict=True, ge=-MAX_DURATION_S, le=MAX_DURATION_S, description="Whole seconds; below 0 it is earlier."),
]
LocalDate = Annotated[Date, BeforeValidator(iso_text), AfterValidator(_sensible_year)]
Instant = Annotated[
    AwareDatetime, BeforeValidator(iso_text), AfterValidator(_sensible_year), Field(description="ISO 8601 with offset.")
]
Tags = Annotated[tuple[Name, ...], Field(max_length=50)]
TagIds = Annotated[tuple[Id, ...], Field(max_length=50)]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Which characters of the text were read as what: `text[start:end]` gave `field`."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    field: str


class Choice(_Frozen):
    """One possible answer to a question. `value` goes into the field asked about, `id` into its `*_id` sibling."""

    value: JsonValue
    label: str
    id: str | None = None


NeedCode = Literal[
    "missing",  # nobody said it, and it must be known
    "unknown_name",  # what was said is called so by nothing
    "ambiguous",  # what was said may be several things
    "not_a_day",  # a period was said where a day is due
    "no_such_day",  # the month has no such day
    "no_such_time",  # the clocks went forward over it
    "future",  # it lies in the future: is that right?
    "long",  # it is longer than a day: is that right?
    "overlap",  # there is other time then: is that right?
    "too_long",  # it is longer than Clockify takes
    "not_yet",  # it lies in the future, where that cannot be
    "unread",  # a part of it was not understood: shall it be left out?
    "confirm",  # the reading is not sure: is it what was meant?
]

OF_THE_READING: frozenset[NeedCode] = frozenset(("unread", "confirm"))
"""Codes of what is asked about how a text was read; a yes to them answers no other question."""


class Need(_Frozen):
    """A question that must be answered before the action can run.

    `code` says why it is asked, for whoever words the question anew; integrations have words of their own, or none.
    """

    field: str
    reason: str
    code: Annotated[str, Field(max_length=50, examples=list(get_args(NeedCode)))] | None = None
    choices: tuple[Choice, ...] = ()


class ActionBase(_Frozen):
    """What all kinds share. A third party's kind derives from this and adds a literal `kind`."""

    kind: str
    parser: Parser = "rule"
    confidence: float = Field(default=1.0, ge=0, le=1)
    spans: tuple[Span, ...] = ()
    needs: tuple[Need, ...] = ()
    confirmed: bool = Field(
        default=False,
        description="A yes to what is asked about this action: to its `needs`, where these are about how a text was "
        "read (`confirm`, `unread`); else to whatever looks doubtful in it (`long`, `future`, `overlap`).",
    )


class _WorkFields(ActionBase):
    """What a piece of work is about."""

    project: Name | None = None
    project_id: Id | None = None
    task: Name | None = None
    task_id: Id | None = None
    tags: Tags = ()
    tag_ids: TagIds = ()
    description: Description | None = None
    billable: bool | None = None


class LogTime(_WorkFields):
    """Work that is over. Any two of `start`, `end` and `duration_s` settle the third."""

    kind: Literal["log_time"] = "log_time"
    duration_s: DurationS | None = None
    date: LocalDate | None = None
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _end_after_start(self) -> Self:
        _check_order(self.start, self.end)
        return self


class StartTimer(_WorkFields):
    kind: Literal["start_timer"] = "start_timer"
    start: Instant | None = None


class StopTimer(ActionBase):
    kind: Literal["stop_timer"] = "stop_timer"
    end: Instant | None = None


class ContinueTimer(ActionBase):
    """Start again what the newest entry was about, or the newest one that `project` or `description` names."""

    kind: Literal["continue_timer"] = "continue_timer"
    project: Name | None = None
    project_id: Id | None = None
    description: Description | None = None


class SwitchTimer(_WorkFields):
    """Stop what runs and start this, at `start` or now."""

    kind: Literal["switch_timer"] = "switch_timer"
    start: Instant | None = None


class Status(ActionBase):
    kind: Literal["status"] = "status"


RelativePeriod = Annotated[
    str,
    Field(
        max_length=20,
        pattern=PATTERN,
        description="Where `from` and `to` are left out, as on a schedule: today, yesterday, this_week, last_month, "
        "2_weeks_ago, last_30_days...",
        examples=["last_week"],
    ),
]


class Summary(ActionBase):
    """Totals of a period; `from` and `to` are local dates, both inclusive."""

    kind: Literal["summary"] = "summary"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None
    group_by: GroupBy = "project"
    scope: Literal["me", "team"] = "me"
    project: Name | None = None
    project_id: Id | None = None
    client: Name | None = None
    client_id: Id | None = None
    user: Name | None = None
    billable: bool | None = None
    entries: bool = Field(default=False, description="The time entries themselves, too.")


class ListEntries(ActionBase):
    kind: Literal["list_entries"] = "list_entries"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None
    project: Name | None = None
    project_id: Id | None = None


Target = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_plain_text)]


Clearable = Literal["project", "task", "tags", "description"]


class EditEntry(_WorkFields):
    """Change one entry. `target` is `last`, an id, or words that name the entry; fields left out stay as they are.

    What is named in `clear` is taken away, unless it is set beside; the task goes with its project. `tags` take the
    place of those it has, or are added to them (`keep_tags`); so does `description` (`keep_description`). `longer_by_s`
    is told instead of a length or clock times, and so is `later_by_s`, which moves both ends.
    """

    kind: Literal["edit_entry"] = "edit_entry"
    target: Target = "last"
    clear: Annotated[tuple[Clearable, ...], Field(max_length=4)] = ()
    keep_tags: bool = False
    keep_description: bool = False
    duration_s: DurationS | None = None
    longer_by_s: LongerByS | None = None
    later_by_s: LaterByS | None = None
    date: LocalDate | None = None
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _times_agree(self) -> Self:
        _check_order(self.start, self.end)
        for name, by in (("longer_by_s", self.longer_by_s), ("later_by_s", self.later_by_s)):
            if by == 0:
                raise ValueError(f"{name} must not be 0")
            if by is not None and (self.duration_s or self.start or self.end):
                raise ValueError(f"{name} must stand without duration_s, start and end")
        return self


class DeleteEntry(ActionBase):
    kind: Literal["delete_entry"] = "delete_entry"
    target: Target = "last"


class Undo(ActionBase):
    """Take back a write: `last`, or the `operation_id` of an `ActionResult`."""

    kind: Literal["undo"] = "undo"
    target: Target = "last"


class ListProjects(ActionBase):
    kind: Literal["list_projects"] = "list_projects"


class CreateProject(ActionBase):
    kind: Literal["create_project"] = "create_project"
    project: Annotated[Name, Field(min_length=2)]
    client: Name | None = None


def _read_nested_action(value: Any, info: ValidationInfo) -> Any:
    """An action inside an action. `context={"actions": adapter}` admits the kinds that integrations added."""
    if isinstance(value, ActionBase):
        return value
    adapter: TypeAdapter[ActionBase] = (info.context or {}).get("actions") or ACTION
    return adapter.validate_python(value)


NestedAction = Annotated[SerializeAsAny[ActionBase], BeforeValidator(_read_nested_action)]
Channel = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain_text)]
CronText = Annotated[str, Field(min_length=1, max_length=100, examples=["0 17 * * 5"]), AfterValidator(_plain_text)]
ZoneName = Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"]), AfterValidator(_plain_text)]


class CreateSchedule(ActionBase):
    """Carry out `action` at each fire time of `cron` (five fields) in `timezone` (an IANA name)."""

    kind: Literal["create_schedule"] = "create_schedule"
    cron: CronText
    timezone: ZoneName | None = None
    channel: Channel | None = None
    action: NestedAction


class ListSchedules(ActionBase):
    kind: Literal["list_schedules"] = "list_schedules"


class DeleteSchedule(ActionBase):
    kind: Literal["delete_schedule"] = "delete_schedule"
    target: Target


class Remind(ActionBase):
    """Say something to oneself, to `who` (a name, a Slack id, `team`), or in a channel; `only_if`: where it is so.

    `missing_hours` is of a period, today by default: less than `less_than_s`, or than what is expected of the person.
    """

    kind: Literal["remind"] = "remind"
    channel: Channel | None = None
    who: Name | None = None
    text: Description | None = None
    only_if: Literal["missing_hours", "no_timer"] | None = None
    less_than_s: DurationS | None = None
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None


class MissingHours(ActionBase):
    """Who has logged less than is expected of them, in a period: last week by default. For owners and admins."""

    kind: Literal["missing_hours"] = "missing_hours"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None


class Budgets(ActionBase):
    """How much of the projects' estimates is used, and when they will be used up. For owners and admins."""

    kind: Literal["budgets"] = "budgets"


class Subscribe(ActionBase):
    kind: Literal["subscribe"] = "subscribe"
    channel: Channel | None = None
    topic: Literal["events", "digest"] = "events"
    events: Annotated[tuple[Name, ...], Field(max_length=60)] = ()
    filters: dict[str, JsonValue] = Field(default_factory=dict)


class Unsubscribe(ActionBase):
    """All that is given must be so; `target` is the id of one subscription."""

    kind: Literal["unsubscribe"] = "unsubscribe"
    target: Name | None = None
    channel: Channel | None = None
    topic: Literal["events", "digest"] | None = None
    events: Annotated[tuple[Name, ...], Field(max_length=60)] = ()
    filters: dict[str, JsonValue] = Field(default_factory=dict)


class Connect(ActionBase):
    kind: Literal["connect"] = "connect"


class Disconnect(ActionBase):
    kind: Literal["disconnect"] = "disconnect"


class Help(ActionBase):
    kind: Literal["help"] = "help"
    topic: Name | None = None


class PostMessage(ActionBase):
    """`channel` None: where it was typed, which only Slack knows."""

    kind: Literal["post_message"] = "post_message"
    channel: Channel | None = None
    text: Annotated[str, Field(min_length=1, max_length=3000), AfterValidator(_plain_text)]


class Unknown(ActionBase):
    """Not understood. `suggestions` are commands that would be."""

    kind: Literal["unknown"] = "unknown"
    reason: str
    suggestions: tuple[str, ...] = ()


Action = Annotated[
    LogTime
    | StartTimer
    | StopTimer
    | ContinueTimer
    | SwitchTimer
    | Status
    | Summary
    | ListEntries
    | EditEntry
    | DeleteEntry
    | Undo
    | ListProjects
    | CreateProject
    | CreateSchedule
    | ListSchedules
    | DeleteSchedule
    | Remind
    | MissingHours
    | Budgets
    | Subscribe
    | Unsubscribe
    | Connect
    | Disconnect
    | Help
    | PostMessage
    | Unknown,
    Field(discriminator="kind"),
]

ACTION: TypeAdapter[ActionBase] = TypeAdapter(Action)


class ParseResult(_Frozen):
    """What a text was read as. `fallback_reason` says why the model's answer was not used, where one was asked for."""

    text: str
    parser: Parser
    actions: tuple[SerializeAsAny[Action], ...]  # an action's own serializer is found faster than the union's member
    timezone: str
    now: AwareDatetime
    took_us: int = Field(ge=0, description="Microseconds spent reading.")
    fallback_reason: str | None = None


class EntryFact(_Frozen):
    """A time entry as it is in Clockify, with the names a person knows it by, in the person's time.

    Running: `end` and `duration_s` null. `user`: whose it is, where it may be somebody else's.
    """

    id: str
    project: str | None = None
    project_id: str | None = None
    client: str | None = None
    task: str | None = None
    task_id: str | None = None
    tags: tuple[str, ...] = ()
    tag_ids: tuple[str, ...] = ()
    user: str | None = None
    description: str = ""
    billable: bool = False
    start: AwareDatetime
    end: AwareDatetime | None = None
    duration_s: int | None = None


class ProjectFact(_Frozen):
    id: str
    name: str
    client: str | None = None
    tasks: tuple[str, ...] = ()


class Notice(_Frozen):
    """Something the person should know, that did not stop the action (an overlap, for instance)."""

    code: str
    message: str


class ApiError(_Frozen):
    """How any error looks on the wire."""

    code: str
    message: str
    details: dict[str, JsonValue] = Field(default_factory=dict)
    retryable: bool = False
    retry_after_s: float | None = None


class ActionResult(_Frozen):
    """What became of an action.

    `done`: carried out (or read). `planned`: what a dry run would do. `failed`: `error` says why. `pending`: kept, and
    carried out once Clockify answers again; `details.pending` is the id to look it up and discard it by.
    `replayed`: the same key was seen before and this is the first answer. `operation_id` is what `undo` takes.
    """

    action: SerializeAsAny[ActionBase]
    status: Literal["done", "planned", "failed", "pending"]
    message: str = Field(description="One plain sentence for a person.")
    operation_id: str | None = None
    replayed: bool = False
    undoable: bool = False
    warnings: tuple[Notice, ...] = ()
    entry: EntryFact | None = None
    entries: tuple[EntryFact, ...] = ()
    summary: SummaryFact | None = None
    projects: tuple[ProjectFact, ...] = ()
    as_of: AwareDatetime | None = Field(
        default=None,
        description="Of what was read: when that was. Where Clockify does not answer it may be a while ago, and a "
        "warning says so.",
    )
    details: dict[str, JsonValue] = Field(default_factory=dict)
    error: ApiError | None = None


Payload = TypeVar("Payload")


class ApiResponse(_Frozen, Generic[Payload]):
    """The envelope of every HTTP answer."""

    ok: bool
    data: Payload | None = None
    error: ApiError | None = None
    request_id: str = Field(description="ULID, also in `X-Request-ID`.")
