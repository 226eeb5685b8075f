"""What is answered: how a text was read, what became of an action, and how it looks on the wire."""

from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime, Field, JsonValue, SerializeAsAny

from clankerbot_engine.actions.base import ActionBase, Frozen, Parser
from clankerbot_engine.actions.union import Action
from clankerbot_engine.reports.facts import SummaryFact


class ParseResult(Frozen):
    """What a text was read as. `fallback_reason` says why the model's answer was not used, where one was asked for."""

    text: str
    parser: Parser
    actions: tuple[SerializeAsAny[Action], ...]  # an action's own serializer is found faster than the union's member
    timezone: str
    now: AwareDatetime
    took_us: int = Field(ge=0, description="Microseconds spent reading.")
    fallback_reason: str | None = None


class EntryFact(Frozen):
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


class ProjectFact(Frozen):
    id: str
    name: str
    client: str | None = None
    tasks: tuple[str, ...] = ()


class Notice(Frozen):
    """Something the person should know, that did not stop the action (an overlap, for instance)."""

    code: str
    message: str


class ApiError(Frozen):
    """How any error looks on the wire."""

    code: str
    message: str
    details: dict[str, JsonValue] = Field(default_factory=dict)
    retryable: bool = False
    retry_after_s: float | None = None


class ActionResult(Frozen):
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


class ApiResponse(Frozen, Generic[Payload]):
    """The envelope of every HTTP answer."""

    ok: bool
    data: Payload | None = None
    error: ApiError | None = None
    request_id: str = Field(description="ULID, also in `X-Request-ID`.")
