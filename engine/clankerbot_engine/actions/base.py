"""What all kinds of action share: where a field was read, what is still asked, and what a piece of work is about."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from clankerbot_engine.actions.fields import Description, Id, Name, TagIds, Tags

Parser = Literal["rule", "llm", "fallback"]


class Frozen(BaseModel):
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


class Choice(Frozen):
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


class Need(Frozen):
    """A question that must be answered before the action can run.

    `code` says why it is asked, for whoever words the question anew; integrations have words of their own, or none.
    """

    field: str
    reason: str
    code: Annotated[str, Field(max_length=50, examples=list(get_args(NeedCode)))] | None = None
    choices: tuple[Choice, ...] = ()


class ActionBase(Frozen):
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


class WorkFields(ActionBase):
    """What a piece of work is about."""

    project: Name | None = None
    project_id: Id | None = None
    task: Name | None = None
    task_id: Id | None = None
    tags: Tags = ()
    tag_ids: TagIds = ()
    description: Description | None = None
    billable: bool | None = None
